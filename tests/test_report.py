"""The form as Python: what its classes hold, refuse and derive."""

import ast
import inspect
import pickle
import typing
from datetime import date
from decimal import Decimal
from itertools import pairwise

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govdisclosure import document, report, values
from govdisclosure._spec import Spec, fields_of
from govdisclosure.document import Cell, Grid, Heading, Paragraph
from govdisclosure.errors import ValueRefusedError
from govdisclosure.report import (
    TABLES,
    AnnualReport,
    ByApplicant,
    CaseOutcomes,
    Decisions,
    DocumentCounts,
    Fees,
    Litigation,
    Narrative,
    Organ,
    OtherwiseClosed,
    Outcomes,
    Proactive,
    Proactive2019,
    Refused,
    Remedies,
    Requests,
    add,
    rows_in,
    shapes,
    with_totals,
)
from govdisclosure.strategies import annual_reports, by_applicant, plain_texts, remedies_tables, requests_tables, texts
from govdisclosure.values import refuse_text

few = settings(max_examples=40)  # a whole report takes a while to draw

ORGAN = Organ("示例县柳溪镇人民政府")


def reachable(kind, found=None):
    """The classes of the library that an attribute of *kind* may hold, directly or through others, *kind* first."""
    found = {} if found is None else found
    if attrs.has(kind) and kind not in found:
        found[kind] = None
        hints = typing.get_type_hints(kind)
        for field in attrs.fields(kind):
            reachable(hints[field.name], found)
    for inner in typing.get_args(kind):
        reachable(inner, found)
    return list(found)


CLASSES = reachable(AnnualReport)
PARTS = [kind for kind in CLASSES if kind.__module__ == report.__name__]
each_part = pytest.mark.parametrize("kind", PARTS, ids=lambda kind: kind.__name__)


def made(kind):
    """An instance of *kind* with as little said as may be."""
    return {Organ: ORGAN, AnnualReport: AnnualReport(organ=ORGAN, year=2025)}.get(kind) or kind()


# --- the classes ------------------------------------------------------------------------------------------------------


def test_a_report_is_made_of_the_classes_of_the_form():
    """From a report one reaches the tables, their rows and columns, and what prose is made of."""
    assert {Organ, Narrative, Heading, Paragraph, Grid, Cell, DocumentCounts, Fees, ByApplicant, Refused} <= {*CLASSES}
    assert {OtherwiseClosed, CaseOutcomes, Litigation} <= {*CLASSES}


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_every_class_of_a_report_is_public(kind):
    """Each class that a report may hold says what it is, and is exported by the module it is written in."""
    assert kind.__doc__.strip()
    assert kind.__name__ in {each.__name__: each for each in (report, document, values)}[kind.__module__].__all__


def test_all_that_the_model_exports_is_there():
    """Each name that the module of the model exports exists, and each public class in it is exported."""
    classes = {
        name
        for name, value in vars(report).items()
        if inspect.isclass(value) and value.__module__ == report.__name__ and name[0] != "_"
    }
    assert classes <= set(report.__all__) <= vars(report).keys()


@each_part
def test_every_line_of_the_form_is_documented(kind):
    """A string under each attribute that stands on the form says what it holds."""
    (tree,) = ast.parse(inspect.getsource(kind)).body
    documented = {
        declared.target.id
        for declared, below in pairwise(tree.body)
        if isinstance(declared, ast.AnnAssign) and isinstance(below, ast.Expr)
    }
    assert fields_of(kind).keys() <= documented


@each_part
def test_a_part_of_a_report_cannot_be_changed(kind):
    """No attribute of the model can be set, and none can be added."""
    part = made(kind)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        setattr(part, attrs.fields(kind)[0].name, None)
    assert not hasattr(part, "__dict__")


@each_part
def test_parts_are_made_by_keyword(kind):
    """Every attribute is given by name; only the name of an organ may go without."""
    positional = [field.name for field in attrs.fields(kind) if not field.kw_only]
    assert (["name"] if kind is Organ else []) == positional


@each_part
def test_an_empty_part_can_be_made_without_saying_anything(kind):
    """Whatever is not zero or not there needs to be said, and nothing else: of a report, the organ and the year."""
    required = [field.name for field in attrs.fields(kind) if field.default is attrs.NOTHING]
    assert {Organ: ["name"], AnnualReport: ["organ", "year"]}.get(kind, []) == required


@given(annual_reports(blanks=True, consistent=False, plain=False))
@few
def test_reports_are_values(drawn):
    """A report that comes back from a pickle is equal to what went in and has the same hash."""
    again = pickle.loads(pickle.dumps(drawn))  # noqa: S301 - our own bytes
    assert drawn == again
    assert hash(drawn) == hash(again)


# --- counts and amounts -----------------------------------------------------------------------------------------------

LABELS = {
    DocumentCounts: {"issued": "本年制发件数", "repealed": "本年废止件数", "in_force": "现行有效件数"},
    Decisions: {"decisions": "本年处理决定数量"},
    ByApplicant: {
        "natural_persons": "自然人",
        "enterprises": "商业企业",
        "research_institutions": "科研机构",
        "public_interest_organizations": "社会公益组织",
        "legal_service_institutions": "法律服务机构",
        "others": "其他",
        "total": "总计",
    },
    CaseOutcomes: {
        "upheld": "结果维持",
        "corrected": "结果纠正",
        "other": "其他结果",
        "pending": "尚未审结",
        "total": "总计",
    },
}
COUNTS = [(kind, name, label) for kind, fields in LABELS.items() for name, label in fields.items()]
each_count = pytest.mark.parametrize(
    ("kind", "name", "label"), COUNTS, ids=[f"{kind.__name__}.{name}" for kind, name, _ in COUNTS]
)


@pytest.mark.parametrize("value", [-1, True, False, "3", 1.0, float("nan"), Decimal(1), [], ()], ids=repr)
@each_count
def test_what_is_no_count_is_refused(kind, name, label, value):
    """A number that is negative, a truth value, a text, or no whole number by type is refused with field and label."""
    given_total = {"total": 0} if "total" in LABELS[kind] else {}
    with pytest.raises(ValueRefusedError) as caught:
        kind(**given_total | {name: value})
    assert f"{kind.__name__}.{name}（{label}）：应为不小于 0 的整数" in str(caught.value)
    assert repr(value) in str(caught.value)


@pytest.mark.parametrize("value", ["3", [], b"3"], ids=repr)
@pytest.mark.parametrize("kind", [ByApplicant, CaseOutcomes], ids=lambda kind: kind.__name__)
def test_what_cannot_be_added_is_refused_by_name(kind, value):
    """A text in a row is refused with field and label where the total is left out as well."""
    name, label = next(iter(LABELS[kind].items()))
    with pytest.raises(ValueRefusedError) as caught:
        kind(**{name: value})
    assert f"{kind.__name__}.{name}（{label}）：" in str(caught.value)


@each_count
def test_any_count_and_a_blank_are_taken(kind, name, label):
    """Zero, a huge number and a blank are kept as they are."""
    for value in (0, 10**100, None):
        assert value == getattr(kind(**{name: value}), name)


@pytest.mark.parametrize(("kind", "name"), [(report.CaseOutcomes, "upheld"), (report.Matters, "change")])
def test_a_count_beyond_all_bounds_is_refused_in_few_words(kind, name):
    """A number that no table could print is refused without being shown whole."""
    with pytest.raises(ValueRefusedError, match="应不大于 10 的 100 次方") as caught:
        kind(**{name: 10**5000})
    assert len(str(caught.value)) < 100


AMOUNT = "Fees.collected（本年收费金额（单位：万元））：应为不带符号的十进制数"


@pytest.mark.parametrize(
    "value",
    [
        *(1.5, 0.0, True, b"1", [], Decimal(-1), Decimal("-0"), Decimal("NaN"), Decimal("Infinity"), "-1", "NaN", -1),
        *map(Decimal, ("1E+3", "1E-13", "1E-999999", "1E+999999")),
    ],
    ids=repr,
)
def test_what_is_no_amount_is_refused(value):
    """A binary fraction, a truth value, a sign and what is not finite are refused with field and label."""
    with pytest.raises(ValueRefusedError) as caught:
        Fees(collected=value)
    assert AMOUNT in str(caught.value)


@pytest.mark.parametrize("value", ["", "abc", "1.2.3", "十"])
def test_a_text_that_is_no_number_is_refused(value):
    """A text that names no number is refused as an amount, and shown."""
    with pytest.raises(ValueRefusedError, match="应为不带符号的十进制数") as caught:
        Fees(collected=value)
    assert repr(value) in str(caught.value)


def test_a_text_that_is_no_number_is_refused_by_name():
    """The refusal of a text that names no number names field and label, as all refusals do."""
    with pytest.raises(ValueRefusedError) as caught:
        Fees(collected="abc")
    assert AMOUNT in str(caught.value)


@pytest.mark.parametrize(
    ("value", "amount"),
    [
        *(("11.80", Decimal("11.80")), (3, Decimal(3)), (Decimal("0.000"), Decimal("0.000")), (None, None)),
        *((text, Decimal(text)) for text in ("0.0000000", "0.0000001", "0.000000000001")),
    ],
)
def test_an_amount_keeps_its_decimals(value, amount):
    """Whatever names a decimal exactly is taken with the decimals it has; a blank stays blank."""
    assert repr(amount) == repr(Fees(collected=value).collected)


# --- the year and the edition -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("year", [1899, 3000, -2025, True, "2025", 2025.0], ids=repr)
def test_what_is_no_year_is_refused(year):
    """A year that has not four digits as we write them, or is no whole number, is refused."""
    with pytest.raises(ValueRefusedError, match=r"AnnualReport\.year：应为四位数的年份"):
        AnnualReport(organ=ORGAN, year=year)


@pytest.mark.parametrize("year", [1900, 2025, 2999, None])
def test_any_year_may_be_reported_on(year):
    """Years of four digits are taken, and none at all where it is not known."""
    assert year == AnnualReport(organ=ORGAN, year=year).year


def test_the_edition_may_be_given_as_a_word():
    """The edition is that of 2021 unless said otherwise, by its word as well."""
    assert ["2021", "2019"] == [
        AnnualReport(organ=ORGAN, year=2020, **more).edition.value for more in ({}, {"edition": "2019"})
    ]


# --- texts ------------------------------------------------------------------------------------------------------------

NO_TEXTS = ["\0", "a\x1bb", "\x7f", "\x85", "\ud800", "x\udfff", "\ufffe", "\uffff", "甲\x08"]


def holders():
    """Every attribute of a report that holds a text, with how to put one there."""
    yield "Organ.name", Organ
    yield "Organ.code", lambda text: Organ("甲", code=text)
    yield "AnnualReport.title", lambda text: AnnualReport(organ=ORGAN, year=2025, title=text)
    yield (
        "AnnualReport.preamble：第 1 段",
        lambda text: AnnualReport(organ=ORGAN, year=2025, preamble=[text]),
    )
    for kind in (Narrative, Proactive, Requests, Remedies):
        yield f"{kind.__name__}.heading", lambda text, kind=kind: kind(heading=text)
    for kind, place in [(Narrative, "blocks"), (Proactive, "lead"), (Requests, "remarks"), (Remedies, "lead")]:
        for block in (Paragraph, Heading, lambda text: Grid(((Cell("甲"),), (Cell(text),)))):
            yield (
                f"{kind.__name__}.{place}：第 2 段",
                lambda text, kind=kind, place=place, block=block: kind(**{place: ["甲", block(text)]}),
            )


HOLDERS = list(holders())
each_holder = pytest.mark.parametrize(
    ("name", "hold"), HOLDERS, ids=[f"{n}-{name}" for n, (name, _) in enumerate(HOLDERS)]
)


@pytest.mark.parametrize("text", NO_TEXTS, ids=ascii)
@each_holder
def test_what_no_page_can_show_is_refused(name, hold, text):
    """A control character, half a surrogate pair or what is no character is refused and shown, with the field."""
    with pytest.raises(ValueRefusedError) as caught:
        hold(text)
    assert f"{name}：不得含有控制字符" in str(caught.value)
    assert ascii(max(text, key=lambda char: not char.isalnum())) in str(caught.value)


@given(st.sampled_from([hold for name, hold in HOLDERS if name != "Organ.name"]), texts())
def test_any_other_text_is_taken(hold, text):
    """White space, invisible characters, markup and emoji may stand in any text of a report but a name."""
    assert hold(text) == hold(text)


@pytest.mark.parametrize("value", [3, b"x", None, ["x"]], ids=repr)
def test_what_is_no_text_is_refused(value):
    """Only a text can be the name of an organ."""
    with pytest.raises(ValueRefusedError, match=r"Organ\.name：应为文字；现为 "):
        Organ(value)


@given(plain_texts() | texts())
def test_the_texts_drawn_are_taken(text):
    """The strategies for texts draw nothing that a report would refuse."""
    assert refuse_text(text) is None


@pytest.mark.parametrize("level", [-1, 0, 1, 2, 7])
def test_a_sub_heading_of_another_level_is_refused(level):
    """Levels 1 and 2 belong to the title and the sections, and there is none below 6."""
    with pytest.raises(ValueRefusedError, match=rf"Narrative\.blocks：第 1 段：小标题的级别应为 3 至 6；现为 {level}"):
        Narrative(blocks=[Heading("甲", level=level)])


def test_strings_are_paragraphs():
    """A string among the blocks of a narrative is a paragraph; other blocks are kept."""
    grid = Grid(((Cell("1"),),))
    assert (Paragraph("甲"), Heading("乙"), grid) == Narrative(blocks=["甲", Heading("乙"), grid]).blocks


def test_a_table_that_no_page_can_show_is_refused():
    """A free table with a control character in its caption is refused, and the block is named by its number."""
    with pytest.raises(ValueRefusedError) as caught:
        Narrative(blocks=["甲", Grid((), caption="\0")])
    assert "Narrative.blocks：第 2 段：不得含有控制字符 '\\x00'；请删去" == str(caught.value)


@pytest.mark.parametrize(
    "spans", [{"rowspan": 0}, {"colspan": -1}, {"rowspan": 65535}, {"colspan": 1001}, {"colspan": 1.0}]
)
def test_a_span_that_no_page_can_have_is_refused(spans):
    """A cell takes at least one row and column, and no more than a web page allows."""
    (name,) = spans
    with pytest.raises(ValueRefusedError, match=rf"^Cell\.{name}：应为 1 至"):
        Cell("1", **spans)


def test_a_lone_string_is_one_paragraph():
    """A string in place of the blocks is taken for a paragraph, not for a row of characters."""
    assert (Paragraph("全年"),) == Narrative(blocks="全年").blocks


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        (Requests, {"received": 3}),
        (Outcomes, {"granted": 3}),
        (Narrative, {"blocks": [3]}),
        (Narrative, {"blocks": 3}),
        (Narrative, {"blocks": [Heading("甲", 3.0)]}),
        (Organ, {"name": " "}),
        (AnnualReport, {"organ": "甲", "year": 2025}),
        (AnnualReport, {"organ": ORGAN, "year": 2025, "edition": "2020"}),
        (AnnualReport, {"organ": ORGAN, "year": 2025, "overview": "甲"}),
        (AnnualReport, {"organ": ORGAN, "year": 2025, "published": "2026-01-20"}),
    ],
    ids=str,
)
def test_a_part_of_another_kind_is_refused(kind, more):
    """A number where a row belongs, a text where a section or a day belongs, is refused and not silently dropped."""
    with pytest.raises(ValueRefusedError):
        kind(**more)


# --- titles and headings ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given_values", "title"),
    [
        ({"organ": ORGAN, "year": 2025}, "示例县柳溪镇人民政府2025年政府信息公开工作年度报告"),
        ({"organ": ORGAN, "year": 2025, "title": "甲"}, "甲"),
        ({"organ": ORGAN, "year": 2025, "title": None}, None),
        ({"organ": None, "year": 2025}, None),
        ({"organ": ORGAN, "year": None}, None),
    ],
)
def test_the_title_follows_from_organ_and_year(given_values, title):
    """A title that is left out is made of organ and year if both are known; one that is given is kept."""
    assert title == AnnualReport(**given_values).title


def test_a_heading_is_kept_only_where_it_differs_from_the_form():
    """The form's own heading is no heading of the report's own, wherever it was read."""
    drawn = AnnualReport(
        organ=ORGAN,
        year=2025,
        overview=Narrative(heading="一、总体情况", blocks=["甲"]),
        requests=Requests(heading="三、收到和处理政府信息公开申请情况"),
        remedies=Remedies(heading="四、复议诉讼情况"),
        problems=None,
    )
    assert [None, None, "四、复议诉讼情况"] == [
        drawn.overview.heading,
        drawn.requests.heading,
        drawn.remedies.heading,
    ]
    assert (Paragraph("甲"),) == drawn.overview.blocks


def test_a_report_of_nothing_has_every_section():
    """Sections that are not mentioned are there, empty and under the form's own heading, and the day is not known."""
    empty = AnnualReport(organ=ORGAN, year=2025)
    assert (Narrative(), Proactive(), Requests(), Remedies(), Narrative(), Narrative()) == (
        empty.overview,
        empty.proactive,
        empty.requests,
        empty.remedies,
        empty.problems,
        empty.other_matters,
    )
    assert (None, ()) == (empty.published, empty.preamble)
    assert date(2026, 1, 9) == attrs.evolve(empty, published=date(2026, 1, 9)).published


# --- blanks and totals ------------------------------------------------------------------------------------------------


def test_blank_is_not_zero():
    """A cell that is blank in print differs from one with a zero in it."""
    assert ByApplicant(natural_persons=None) != ByApplicant(natural_persons=0)
    assert Fees(collected=None) != Fees(collected=0)
    assert ByApplicant().natural_persons == 0


@pytest.mark.parametrize(
    ("values", "total"),
    [([], None), ([None, None], None), ([None, 0], 0), ([0], 0), ([2, None, 3], 5)],
)
def test_a_sum_is_blank_only_if_all_is_blank(values, total):
    """Blanks count as 0 beside numbers, and among themselves stay blank."""
    assert total == add(values)


@given(st.lists(st.none() | st.integers(0, 10**6), min_size=6, max_size=6))
def test_a_total_left_out_is_the_sum_of_the_row(values):
    """The total of a row of table three is the sum of its six numbers, and blank if they all are."""
    names = list(LABELS[ByApplicant])[:6]
    known = [value for value in values if value is not None]
    assert (sum(known) if known else None) == ByApplicant(**dict(zip(names, values, strict=True))).total


@given(st.lists(st.none() | st.integers(0, 10**6), min_size=4, max_size=4))
def test_a_total_left_out_is_the_sum_of_the_cases(values):
    """The total of a group of table four is the sum of its four numbers, and blank if they all are."""
    names = list(LABELS[CaseOutcomes])[:4]
    known = [value for value in values if value is not None]
    assert (sum(known) if known else None) == CaseOutcomes(**dict(zip(names, values, strict=True))).total


@pytest.mark.parametrize("total", [0, 5, None])
def test_a_total_that_is_given_is_kept(total):
    """A total is taken as printed, right or wrong or blank."""
    assert total == ByApplicant(natural_persons=3, total=total).total
    assert total == CaseOutcomes(upheld=3, total=total).total
    wrong = ByApplicant(natural_persons=total)
    assert wrong == Outcomes(granted=ByApplicant(natural_persons=3), total=wrong).total


def flat(part):
    """The numbers at or below a part of tables three and four, in the order of declaration, which is that of print."""
    if not attrs.has(type(part)):
        return [part]
    prose = {"heading", "lead", "remarks"}
    return [
        number
        for field in attrs.fields(type(part))
        if field.name not in prose
        for number in flat(getattr(part, field.name))
    ]


def summed(values):
    """The sum of the numbers that are not blank; blank if there are none."""
    known = [value for value in values if value is not None]
    return sum(known) if known else None


@given(requests_tables(consistent=False, blanks=True) | requests_tables(consistent=False, blanks=True, mixed=True))
def test_with_totals_recomputes_every_total_of_table_three(table):
    """Every row gets the sum of its six numbers, the total row the sums of the results; no part changes."""
    before, after = flat(table), flat(with_totals(table))
    rows = [before[start : start + 6] for start in range(0, len(before), 7)]
    rows[-2] = [summed(column) for column in zip(*rows[2:-2], strict=True)]
    assert [number for row in rows for number in (*row, summed(row))] == after


@given(remedies_tables(consistent=False, blanks=True))
def test_with_totals_recomputes_every_total_of_table_four(table):
    """Every group gets the sum of its four numbers; no part changes."""
    before, after = flat(table), flat(with_totals(table))
    groups = [before[start : start + 4] for start in range(0, 15, 5)]
    assert [number for group in groups for number in (*group, summed(group))] == after


@given(annual_reports(consistent=False, blanks=True))
@few
def test_with_totals_twice_is_once(drawn):
    """Computing the totals of a report again changes nothing, and the prose stays as it was."""
    once = with_totals(drawn)
    assert once == with_totals(once)
    assert [(drawn.organ, drawn.title, drawn.preamble, drawn.overview, drawn.proactive)] == [
        (once.organ, once.title, once.preamble, once.overview, once.proactive)
    ]
    assert [getattr(drawn.requests, name, None) for name in ("heading", "lead", "remarks")] == [
        getattr(once.requests, name, None) for name in ("heading", "lead", "remarks")
    ]


@given(annual_reports() | annual_reports(blanks=True, mixed=True))
@few
def test_with_totals_leaves_a_consistent_report_alone(drawn):
    """A report whose sums hold is equal to itself with totals."""
    assert drawn == with_totals(drawn)


@given(by_applicant(consistent=False))
def test_with_totals_takes_any_part(row):
    """A single row is a part as well, and what has no total is returned as it is."""
    assert sum(flat(row)[:6]) == with_totals(row).total
    assert row.total is with_totals(row.total)


# --- shapes -----------------------------------------------------------------------------------------------------------


def test_rows_of_the_results_leave_out_totals():
    """The rows of the results are 21, or 19 where 其他处理 is one, without the total row."""
    outcomes = Outcomes(granted=ByApplicant(others=1), otherwise_closed=OtherwiseClosed(other=ByApplicant(others=2)))
    rows = list(rows_in(outcomes))
    assert (21, ByApplicant(others=1), ByApplicant(others=2)) == (len(rows), rows[0], rows[-1])
    assert 19 == len(list(rows_in(Outcomes(otherwise_closed=ByApplicant()))))


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        (ByApplicant, [ByApplicant()]),
        (Remedies, [Remedies()]),
        (Proactive, [Proactive()]),
        (Proactive2019, [Proactive2019()]),
        (Outcomes, [Outcomes(), Outcomes(otherwise_closed=ByApplicant())]),
        (Requests, [Requests(), Requests(outcomes=Outcomes(otherwise_closed=ByApplicant()))]),
        (Litigation, [Litigation()]),
    ],
)
def test_shapes_are_all_the_ways_a_part_may_be_printed(kind, found):
    """A part has one empty shape, or two where 其他处理 is three rows or one, the usual one first."""
    assert found == list(shapes(kind))


def test_the_tables_are_in_sections_two_to_four():
    """Each section that has a table is listed with the classes of the table, and each table with its name."""
    assert {"proactive": (Proactive, Proactive2019), "requests": (Requests,), "remedies": (Remedies,)} == TABLES
    assert ["表二", "表二", "表三", "表四"] == [kind.TABLE.name for kinds in TABLES.values() for kind in kinds]


def test_every_number_is_declared_with_its_place_on_the_form():
    """No class holds a number that the form does not print."""
    undeclared = [
        (kind.__name__, field.name)
        for kind in PARTS
        for field in attrs.fields(kind)
        if "int" in str(field.type) and Spec not in field.metadata and kind is not AnnualReport
    ]
    assert [] == undeclared
