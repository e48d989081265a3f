"""The form of 2019: drawn, addressed, written and read as it was printed, and told from its tables alone."""

import json
import re
from decimal import Decimal

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import govdisclosure as gd
from form_tables import ADDRESSES as ADDRESSES_2021
from form_tables import DATA, TABLE_FOUR
from form_tables_2019 import ADDRESSES, TABLE_THREE, TABLE_TWO
from govdisclosure._spec import plain
from govdisclosure.compose import compose
from govdisclosure.document import Cell, Document, Grid
from govdisclosure.formats import FORMATS
from govdisclosure.layout import draw
from govdisclosure.numbers import read_number
from govdisclosure.recognise import recognise
from govdisclosure.strategies import annual_reports, proactive_tables, remedies_tables, requests_tables
from govdisclosure.values import Money, refuse_change
from govdisclosure.wording import table_of
from test_corpus import numbers_of, truth_of

V2019, V2021 = gd.Edition.V2019, gd.Edition.V2021
CLOSED = "requests.outcomes.otherwise_closed"
EMPTY = gd.AnnualReport(organ=gd.Organ("示例县柳溪镇人民政府"), year=2020, edition="2019")
EMPTY_2021 = attrs.evolve(EMPTY, edition="2021", proactive=gd.Proactive(), requests=gd.Requests())
ONE_ROW, THREE_ROWS = EMPTY.requests, EMPTY_2021.requests
FORM = {"proactive": (TABLE_TWO, 4), "requests": (TABLE_THREE, 10), "remedies": (TABLE_FOUR, 15)}
every_table = pytest.mark.parametrize(("name", "form", "width"), [(name, *each) for name, each in FORM.items()])
some = settings(max_examples=15)


def numbers(report):
    """Every number of a report under its path."""
    return {cell.path: cell.value for cell in gd.cells(report)}


def value_at(value, path):
    """What stands at a path."""
    for name in path.split("."):
        value = getattr(value, name)
    return value


def reread(report, texts=None):
    """The reading of what a report shows, with some of the printed texts replaced and no path left in a cell."""
    texts = texts or {}
    blocks = []
    for block in compose(report).blocks:
        if isinstance(block, Grid):
            rows = [
                tuple(attrs.evolve(cell, path="", text=texts.get(cell.text, cell.text)) for cell in line)
                for line in block.rows
            ]
            blocks.append(attrs.evolve(block, rows=tuple(rows)))
        else:
            blocks.append(block)
    return recognise(Document(blocks=tuple(blocks)))


def told(findings):
    """What findings say, and where."""
    return [(each.code, each.address, each.path) for each in findings]


# --- the drawing ------------------------------------------------------------------------------------------------------


@every_table
def test_a_table_is_drawn_as_the_form_has_it(name, form, width):
    """Every cell has the text and the spans of the form, row by row."""
    drawn = draw(getattr(EMPTY, name))

    assert form == [
        [(DATA if cell.path else cell.text, cell.rowspan, cell.colspan) for cell in row] for row in drawn.rows
    ]
    assert width == drawn.width


@every_table
def test_the_cells_of_a_table_fill_its_rectangle(name, form, width):
    """Spans leave no hole and do not overlap."""
    covered = sorted(
        (row + r, column + c)
        for row, column, cell in draw(getattr(EMPTY, name)).positions()
        for r in range(cell.rowspan)
        for c in range(cell.colspan)
    )

    assert [(row, column) for row in range(len(form)) for column in range(width)] == covered


def test_the_form_has_198_cells():
    """Section two has 22 numbers, section three 161 and section four 15, each drawn once under a path of its own."""
    drawn = {
        name: [cell.path for row in draw(getattr(EMPTY, name), name).rows for cell in row if cell.path] for name in FORM
    }

    assert [22, 161, 15] == [len(paths) for paths in drawn.values()]
    assert [cell.path for cell in gd.cells(EMPTY)] == [path for paths in drawn.values() for path in paths]
    assert 198 == len({path for paths in drawn.values() for path in paths})


def test_the_drawn_cells_of_table_two_follow_the_addresses_of_the_form():
    """The numbers of table two stand in the order in which the form prints them."""
    drawn = [cell.path for row in draw(EMPTY.proactive, "proactive").rows for cell in row if cell.path]

    assert [path for path in ADDRESSES.values() if path.startswith("proactive.")] == drawn


@given(proactive_tables(blanks=True, edition=V2019))
@some
def test_the_drawing_does_not_depend_on_the_numbers(section):
    """Whatever table two holds, and where it is blank, it is drawn alike."""
    assert draw(gd.Proactive2019()) == draw(section)


def test_a_new_report_of_the_form_is_all_zero():
    """A report of which only the edition is given has the tables of that edition, and a zero in each cell."""
    assert (gd.Proactive2019, gd.ByApplicant) == (type(EMPTY.proactive), type(EMPTY.requests.outcomes.otherwise_closed))
    assert {0, Money()} == set(numbers(EMPTY).values())
    assert gd.Proactive is type(gd.AnnualReport(organ=None, year=2019).proactive)


# --- addresses --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("address", "path"), ADDRESSES.items())
def test_an_address_of_the_form_and_its_path_stand_for_each_other(address, path):
    """The words of the form lead to the attribute, and back."""
    assert path == gd.path_of(address)
    assert address == gd.address_of(path, V2019)
    assert address == gd.nodes(V2019)[path].address


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("proactive.licensing.decisions", {"2019": "行政许可·处理决定数量", "2021": "行政许可·本年处理决定数量"}),
        ("proactive.penalties.decisions", {"2019": "行政处罚·处理决定数量", "2021": "行政处罚·本年处理决定数量"}),
        ("proactive.compulsion.decisions", {"2019": "行政强制·处理决定数量", "2021": "行政强制·本年处理决定数量"}),
        ("proactive.normative_documents", {"2019": "规范性文件", "2021": "行政规范性文件"}),
    ],
)
def test_a_path_that_both_editions_have_bears_the_words_of_each(path, words):
    """Where the editions print other words at one path, each edition gives its own, and both lead to the path."""
    for edition, address in words.items():
        assert f"表二·{address}" == gd.address_of(path, gd.Edition(edition))
        assert path == gd.path_of(f"表二·{address}")


def test_all_else_that_both_editions_have_bears_the_same_address():
    """Every cell of tables three and four that both editions print has one address."""
    shared = {cell.path for cell in gd.cells(EMPTY)} & {cell.path for cell in gd.cells(EMPTY_2021)}
    shared = {path for path in shared if not path.startswith("proactive.")}

    assert 161 - 7 + 15 == len(shared)
    assert {path: gd.address_of(path, V2021) for path in shared} == {
        path: gd.address_of(path, V2019) for path in shared
    }


@pytest.mark.parametrize("edition", [V2019, V2021])
def test_each_edition_knows_the_places_of_the_other(edition):
    """What only the other edition prints has an address too, so that a report between two editions has no gap."""
    for address, path in {**ADDRESSES_2021, **ADDRESSES}.items():
        if path in ADDRESSES_2021.values() and path in ADDRESSES.values():
            continue
        assert address == gd.address_of(path, edition)


def test_cells_bear_the_addresses_of_the_edition():
    """The numbers of a report come with the address that its own form prints."""
    assert {cell.path: gd.address_of(cell.path, V2019) for cell in gd.cells(EMPTY)} == {
        cell.path: cell.address for cell in gd.cells(EMPTY)
    }


def test_a_path_that_no_edition_has_is_refused():
    """A misspelt path of the form of 2019 is refused, and the right one is shown."""
    with pytest.raises(gd.AddressError, match=r"proactive\.licensing\.changes.*proactive\.licensing\.change"):
        gd.address_of("proactive.licensing.changes", V2019)


# --- values -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("money", "printed"),
    [
        (Money(), "0"),
        (Money(None), ""),
        (Money("251000", "元"), "251000元"),
        (Money("1.50", "万元"), "1.50万元"),
        (Money(Decimal("0.000000")), "0.000000"),
    ],
)
def test_money_is_printed_with_its_unit(money, printed):
    """An amount is printed with all its decimals and its unit, a blank as nothing."""
    assert printed == str(money)


@pytest.mark.parametrize("value", [0, 19, -18, None])
def test_a_change_is_any_whole_number_or_blank(value):
    """A change can be negative or blank."""
    assert None is refuse_change(value)
    assert value == gd.Matters(change=value).change


@pytest.mark.parametrize("value", [True, 1.0, "-4", Decimal(-4)])
def test_what_is_no_change_is_refused(value):
    """A truth value, a float, a text and a decimal are no change, and the message names the column."""
    with pytest.raises(gd.ValueRefusedError, match=r"Matters\.change（本年增/减）：应为整数，减少的为负数"):
        gd.Matters(change=value)


@pytest.mark.parametrize("owner", [gd.Matters, gd.FeeItems])
def test_only_a_change_may_be_negative(owner):
    """The counts beside a change are refused below zero."""
    assert -1 == owner(change=-1).change
    with pytest.raises(gd.ValueRefusedError, match=r"last_year（上一年项目数量）：应为不小于 0 的整数"):
        owner(last_year=-1)


@pytest.mark.parametrize("unit", ["亿元", "美元", " 元", None, 1, []])
def test_an_unknown_unit_is_refused(unit):
    """Money is in 元, in 万元, or in nothing said."""
    with pytest.raises(gd.ValueRefusedError, match=r"Money\.unit：应为 元、万元 或空"):
        Money(1, unit)


@pytest.mark.parametrize("amount", [-1, 1.5, "-1", "1e3", Decimal("NaN"), True])
def test_what_is_no_amount_of_money_is_refused(amount):
    """Money is no float and never negative."""
    with pytest.raises(gd.ValueRefusedError, match=r"Money\.amount：应为不带符号的十进制数"):
        Money(amount, "元")


@pytest.mark.parametrize("amount", [None, 5, Decimal(5), "5元"])
def test_a_bare_amount_is_no_money(amount):
    """The cell of 采购总金额 takes an amount with its unit, never a bare number."""
    with pytest.raises(gd.ValueRefusedError, match=r"Procurement\.amount（采购总金额）：应为 Money"):
        gd.Procurement(amount=amount)


# --- what is printed in a cell ----------------------------------------------------------------------------------------

NOT_WHOLE, NO_NUMBER, NOTHING = "不是一个整数", "不是一个数", "没有填数；没有的填 0"
WIDE, WORDED = "用了全角数字", "增减写成了文字"
READ = [
    ("change", "19", 19, ""),
    ("change", "+19", 19, ""),
    ("change", "-18", -18, ""),
    ("change", "−18", -18, ""),
    ("change", "- 18", -18, ""),
    ("change", "+0", 0, ""),
    ("change", "-0", 0, ""),
    ("change", "－18", -18, WIDE),
    ("change", "＋１９", 19, WIDE),
    ("change", "减4", -4, WORDED),
    ("change", "增 4", 4, WORDED),
    ("change", "减4项", -4, f"带有单位“项”、{WORDED}"),
    ("change", "-1,035", -1035, "含有千位分隔符"),
    ("change", "-018", -18, "有多余的零"),
    ("change", "\xa0-8\xa0", -8, ""),
    ("change", "", None, ""),
    ("change", "\xa0\xa0", None, ""),
    ("change", "\u3000", None, ""),
    ("change", "-", None, NOTHING),
    ("change", "无", None, NOTHING),
    ("change", "1 2", None, NOT_WHOLE),
    ("change", "1\xa02", None, NOT_WHOLE),
    ("change", "--4", None, NOT_WHOLE),
    ("change", "减-4", None, NOT_WHOLE),
    ("change", "减", None, NOT_WHOLE),
    ("change", "增/减", None, NOT_WHOLE),
    ("change", "减少4", None, NOT_WHOLE),
    ("change", "-4.5", None, NOT_WHOLE),
    ("change", "21-4", None, NOT_WHOLE),
    ("change", "4-", None, NOT_WHOLE),
    ("change", "4元", None, NOT_WHOLE),
    ("count", "+19", None, NOT_WHOLE),
    ("count", "-18", None, NOT_WHOLE),
    ("count", "减4", None, NOT_WHOLE),
    ("count", "1 2", None, NOT_WHOLE),
    ("count", "251000元", None, NOT_WHOLE),
    ("amount", "11.80", Decimal("11.80"), ""),
    ("amount", "1.5万元", Decimal("1.5"), "带有单位“万元”"),
    ("amount", "251000元", None, NO_NUMBER),
    ("amount", "-1", None, NO_NUMBER),
    ("money", "6", Money(6), ""),
    ("money", "251000元", Money(251000, "元"), ""),
    ("money", "75394432.52元", Money("75394432.52", "元"), ""),
    ("money", "1.5万元", Money("1.5", "万元"), ""),
    ("money", "1.50 万元", Money("1.50", "万元"), ""),
    ("money", "0", Money(0), ""),
    ("money", "\xa0251000\xa0元\xa0", Money(251000, "元"), WIDE),
    ("money", "２５１０００元", Money(251000, "元"), WIDE),
    ("money", "251,000元", Money(251000, "元"), "含有千位分隔符"),
    ("money", "0251元", Money("0251", "元"), "有多余的零"),
    ("money", "", Money(None), ""),
    ("money", "\xa0", Money(None), ""),
    ("money", "/", Money(None), NOTHING),
    ("money", "1 2", Money(None), NO_NUMBER),
    ("money", "元", Money(None), NO_NUMBER),
    ("money", "约25元", Money(None), NO_NUMBER),
    ("money", "1.5亿元", Money(None), NO_NUMBER),
    ("money", "1.5万", Money(None), NO_NUMBER),
    ("money", "-5元", Money(None), NO_NUMBER),
    ("money", "+5元", Money(None), NO_NUMBER),
    ("money", "251000元整", Money(None), NO_NUMBER),
    ("money", "25,1000元", Money(None), NO_NUMBER),
    ("money", "1.元", Money(None), NO_NUMBER),
]


@pytest.mark.parametrize(("kind", "text", "value", "remark"), READ)
def test_a_cell_is_read_for_what_it_certainly_says(kind, text, value, remark):
    """A text is the number that stands there and nothing else, or it is blank; what is odd in its print is told."""
    found = read_number(text, kind)

    assert (value, remark) == found
    assert str(value) == str(found[0])
    assert type(value) is type(found[0])


@pytest.mark.parametrize("kind", ["change", "money"])
@given(text=st.text(st.sampled_from("0123456789+-−增减元万.,， \xa0约/"), max_size=6))
@settings(max_examples=60)
def test_no_digit_is_lost_or_made_up(kind, text):
    """Whatever a cell says, a number read from it has its digits in their order, or nothing is read."""
    value, _ = read_number(text, kind)
    printed = "" if value is None else str(value)
    digits = re.sub(r"\D", "", printed)

    assert digits.lstrip("0") in {"", re.sub(r"\D", "", text).lstrip("0")}
    assert not digits or ("-" in printed) == (int(digits) > 0 and any(sign in text for sign in "-−减"))


@pytest.mark.parametrize(
    ("printed", "reported"), [("", "GD951"), ("\xa0", "GD951"), ("约22元", "GD904"), ("2 2元", "GD904")]
)
def test_money_that_is_blank_is_told_from_money_that_cannot_be_read(printed, reported):
    """A blank amount of money is a blank as any other; one that could not be read is none, and in doubt."""
    reading = reread(NUMBERED, {"22.50万元": printed})

    assert Money(None) == reading.report.proactive.procurement.amount
    found = gd.check(reading, select=["GD9"], ignore=["GD952", "GD953"])
    assert [(reported, "表二·政府集中采购·采购总金额", MONEY)] == told(found)
    assert frozenset({MONEY} if reported == "GD904" else ()) == reading.unsure


# --- round trips ------------------------------------------------------------------------------------------------------

REPORTS = annual_reports(edition=V2019) | annual_reports(consistent=False, blanks=True, edition=V2019)
MIXED = annual_reports(consistent=False, blanks=True, mixed=True, edition=V2019)
WHOLE = st.builds(
    lambda *tables: attrs.evolve(EMPTY, **dict(zip(FORM, tables, strict=True))),
    proactive_tables(blanks=True, edition=V2019),
    requests_tables(consistent=False, blanks=True, mixed=True),
    remedies_tables(consistent=False, blanks=True),
)
WRITABLE = [each.name for each in FORMATS if each.carries and hasattr(each.module, "write")]
CARRIERS = [name for name in WRITABLE if name != "json"]


@pytest.mark.parametrize("name", WRITABLE)
@given(report=REPORTS | MIXED)
@some
def test_what_is_written_is_read_back(name, report):
    """A report on the form of 2019 comes back from any format as it was, and there is nothing to say about it."""
    reading = gd.read_bytes(gd.dumps(report, name))

    assert report == reading.report
    assert [] == [str(finding) for finding in reading.findings]


@pytest.mark.parametrize("name", CARRIERS)
@given(report=WHOLE)
@some
def test_the_report_is_read_from_what_a_file_shows(name, report):
    """Numbers, units and edition are read from the visible page alone, without the data that the file carries."""
    module = next(each.module for each in FORMATS if each.name == name)
    reading = recognise(module.read(module.write(compose(report))))

    assert report == reading.report
    assert [] == [str(finding) for finding in reading.findings]


@given(report=WHOLE)
@some
def test_the_report_is_read_from_the_printed_words(report):
    """Without the paths that a drawing carries, the words of the form tell every number."""
    reading = reread(report)

    assert report == reading.report
    assert () == tuple(reading.findings)


@given(st.builds(lambda *both: (*both,), proactive_tables(edition=V2019), requests_tables(mixed=True)))
@some
def test_a_consistent_report_has_no_finding(tables):
    """No rule finds anything in a report of 2019 that is consistent by construction."""
    words = gd.Narrative(blocks=["工作平稳。"])
    proactive, requests = tables
    report = attrs.evolve(
        EMPTY, proactive=proactive, requests=requests, overview=words, problems=words, other_matters=words
    )

    assert [] == [each for each in gd.check(report) if each.severity is gd.Severity.ERROR]


# --- strict JSON ------------------------------------------------------------------------------------------------------


def tree_of(report):
    """The JSON of a report as a tree."""
    return json.loads(gd.dumps(report, "json"))


def problems_with(path, value):
    """What is said when another value stands at a path of the JSON."""
    tree = tree_of(EMPTY)
    *names, last = path.split(".")
    value_at_names = tree
    for name in names:
        value_at_names = value_at_names[name]
    if value is ...:
        del value_at_names[last]
    else:
        value_at_names[last] = value
    with pytest.raises(gd.ReadError) as caught:
        gd.loads(json.dumps(tree).encode(), "json")
    return list(caught.value.problems)


def test_json_is_written_exactly():
    """A negative change is a number, an amount a text with its decimals, a unit a text, a blank ``null``."""
    table = gd.Proactive2019(
        licensing=gd.Matters(last_year=21, change=-4, decisions=None),
        fees=gd.FeeItems(change=None),
        procurement=gd.Procurement(projects=2, amount=Money("75394432.520", "元")),
    )
    tree = tree_of(attrs.evolve(EMPTY, proactive=table))

    assert "urn:govdisclosure:annual-report:2019" == tree["$schema"]
    assert "2019" == tree["edition"]
    assert {"last_year": 21, "change": -4, "decisions": None} == tree["proactive"]["licensing"]
    assert {"last_year": 0, "change": None} == tree["proactive"]["fees"]
    assert {"projects": 2, "amount": {"amount": "75394432.520", "unit": "元"}} == tree["proactive"]["procurement"]


CHANGE, MONEY = "proactive.licensing.change", "proactive.procurement.amount"


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        *[(CHANGE, value, "应为整数") for value in (1.0, -4.5, "3", "-3", True, [], {})],
        (CHANGE, ..., "缺此项；空白写 null"),
        ("proactive.licensing.last_year", -1, "应为不小于 0 的整数"),
        ("proactive.licensing.decisions", -1, "应为不小于 0 的整数"),
        *[(MONEY, value, "应为一个对象") for value in (5, "5元", None, [], True)],
        (MONEY, ..., "缺此部分"),
        *[(f"{MONEY}.amount", value, "应为写成文字的十进制数") for value in (5, 1.5, "-5", "5元", "", "1e3", True)],
        (f"{MONEY}.amount", ..., "缺此项；空白写 null"),
        *[(f"{MONEY}.unit", value, "应为 元、万元 或空") for value in ("美元", None, 1, True, [], " 元")],
        (f"{MONEY}.unit", ..., "缺此项"),
        (f"{MONEY}.currency", "CNY", "不认识的键：currency"),
    ],
)
def test_json_that_is_not_exact_is_refused(path, value, message):
    """Nothing is coerced and nothing may be left out; the one problem names the path."""
    (problem,) = problems_with(path, value)

    assert problem.startswith(path if path != f"{MONEY}.currency" else MONEY)
    assert message in problem


@pytest.mark.parametrize(
    ("path", "address"),
    [
        (CHANGE, "表二·行政许可·本年增/减"),
        ("proactive.licensing.decisions", "表二·行政许可·处理决定数量"),
        (MONEY, "表二·政府集中采购·采购总金额"),
        (f"{CLOSED}.others", "表三·三（六）·其他"),
    ],
)
def test_a_problem_of_the_json_bears_the_address_of_its_edition(path, address):
    """The address in a message is that of the form the JSON says it is on."""
    (problem,) = problems_with(path, 0.5)

    assert problem.startswith(f"{path}（{address}）：")


def test_the_schema_names_the_edition():
    """A schema of another edition than the report is refused."""
    (problem,) = problems_with("$schema", "urn:govdisclosure:annual-report:2021")

    assert "urn:govdisclosure:annual-report:2019" in problem


@pytest.mark.parametrize("table", ["proactive", "requests"])
def test_json_with_a_table_of_the_other_edition_is_read_as_it_stands(table):
    """A report between two editions is written and read whole, in JSON too."""
    report = attrs.evolve(EMPTY, **{table: getattr(EMPTY_2021, table)})

    assert report == gd.loads(gd.dumps(report, "json"), "json")


# --- which edition it is ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("year", [2018, 2019, 2020, 2021, 2025, None])
@pytest.mark.parametrize("report", [EMPTY, EMPTY_2021], ids=["2019", "2021"])
def test_the_edition_is_told_from_the_tables_and_never_from_the_year(report, year):
    """A report of any year is on the form that its tables are of."""
    title = f"示例县柳溪镇人民政府{year or ''}年政府信息公开工作年度报告"
    reading = reread(attrs.evolve(report, year=year, title=title))

    assert (report.edition, year) == (reading.edition, reading.report.year)
    assert numbers(report) == numbers(reading.report)


def test_a_cited_notice_tells_no_edition():
    """A report that cites the notice of the other form is on the form of its tables."""
    words = gd.Narrative(blocks=[f"根据《{V2021.notice}》的要求，编制本报告。"])

    assert V2019 is reread(attrs.evolve(EMPTY, overview=words)).edition


@pytest.mark.parametrize(
    ("requests", "edition"), [(ONE_ROW, V2019), (THREE_ROWS, V2021), (gd.Narrative(), V2021), (None, V2021)]
)
@pytest.mark.parametrize("proactive", [None, gd.Narrative(blocks=["见附件。"])])
def test_without_table_two_table_three_tells(proactive, requests, edition):
    """Where there is no table two, 三（六） in one row is of 2019; where there is no table three either, it is 2021."""
    assert edition is reread(attrs.evolve(EMPTY, proactive=proactive, requests=requests)).edition


@pytest.mark.parametrize(("name", "section"), [("proactive", gd.Proactive2019()), ("requests", ONE_ROW)])
def test_a_table_of_the_form_is_known_for_what_it_is(name, section):
    """A table is told from free tables by its words."""
    assert name == table_of(draw(section))


# --- between two editions ---------------------------------------------------------------------------------------------

NUMBERED = attrs.evolve(
    EMPTY,
    overview=gd.Narrative(blocks=["工作平稳。"]),
    problems=gd.Narrative(blocks=["有不足。"]),
    other_matters=gd.Narrative(blocks=["无。"]),
    proactive=gd.Proactive2019(
        rules=gd.DocumentCounts2019(made=1, disclosed=2, disclosed_in_all=3),
        normative_documents=gd.DocumentCounts2019(made=4, disclosed=5, disclosed_in_all=6),
        licensing=gd.Matters(last_year=7, change=-8, decisions=9),
        other_services=gd.Matters(last_year=10, change=11, decisions=12),
        penalties=gd.Matters(last_year=13, change=-14, decisions=15),
        compulsion=gd.Matters(last_year=16, change=17, decisions=18),
        fees=gd.FeeItems(last_year=19, change=-20),
        procurement=gd.Procurement(projects=21, amount=Money("22.50", "万元")),
    ),
    requests=gd.Requests(
        received=gd.ByApplicant(natural_persons=5),
        outcomes=gd.Outcomes(
            granted=gd.ByApplicant(natural_persons=3), otherwise_closed=gd.ByApplicant(natural_persons=2)
        ),
    ),
)
NUMBERED_2021 = attrs.evolve(
    NUMBERED,
    edition="2021",
    proactive=gd.Proactive(
        normative_documents=gd.DocumentCounts(issued=2, in_force=9), fees=gd.Fees(collected="11.80")
    ),
    requests=gd.Requests(
        received=gd.ByApplicant(natural_persons=5),
        outcomes=gd.Outcomes(
            granted=gd.ByApplicant(natural_persons=3),
            otherwise_closed=gd.OtherwiseClosed(fee_overdue=gd.ByApplicant(natural_persons=2)),
        ),
    ),
)
BETWEEN = {
    "table two of 2021 with one row": (attrs.evolve(NUMBERED_2021, requests=NUMBERED.requests), 10 + 161 + 15),
    "table two of 2019 with three rows": (attrs.evolve(NUMBERED, requests=NUMBERED_2021.requests), 22 + 175 + 15),
}


@pytest.mark.parametrize(("report", "count"), BETWEEN.values(), ids=BETWEEN)
def test_a_report_between_two_editions_is_read_whole(report, count):
    """Every number is read where it stands, the edition is that of table two, and the reading has no doubt."""
    reading = reread(report)

    assert count == len(numbers(report))
    assert report == reading.report
    assert report.edition is reading.edition
    assert () == tuple(reading.findings)


@pytest.mark.parametrize(("report", "count"), BETWEEN.values(), ids=BETWEEN)
def test_a_report_between_two_editions_is_told_of(report, count):
    """The check of such a report, and of its reading, says at 三（六） that it is of the other edition, no more."""
    other = {V2019: V2021, V2021: V2019}[report.edition]
    for subject in (report, reread(report)):
        (finding,) = gd.check(subject, select=["GD105", "GD3", "GD4"], ignore=["GD32", "GD33", "GD42"])

        assert ("GD105", "表三·三（六）", CLOSED) == (finding.code, finding.address, finding.path)
        assert gd.Severity.WARNING is finding.severity
        assert f"是 {other} 年版" in finding.message
        assert finding.message.endswith(f"年报是 {report.edition} 年版")


def test_both_tables_of_another_edition_are_told_of():
    """A report said to be on one form, with both tables of the other, has a finding for each, with its address."""
    report = attrs.evolve(NUMBERED, edition="2021")

    assert [("GD105", "表二", "proactive"), ("GD105", "表三·三（六）", CLOSED)] == told(
        gd.check(report, select=["GD105"])
    )


@pytest.mark.parametrize("report", [NUMBERED, NUMBERED_2021], ids=["2019", "2021"])
def test_one_edition_throughout_is_silent(report):
    """A report whose tables are of its own edition has no finding."""
    assert [] == told(gd.check(report, select=["GD105"]))


@pytest.mark.parametrize("part", [None, gd.Narrative()])
def test_a_table_that_is_not_there_is_of_no_edition(part):
    """Where a table is absent nothing is said about its edition."""
    report = attrs.evolve(NUMBERED, edition="2021", proactive=part, requests=part)

    assert [] == [each for each in told(gd.check(report)) if each[0] == "GD105"]


# --- labels with notes ------------------------------------------------------------------------------------------------

NOTES = {
    "规章": "规章(设区的市、自治州人民政府应提供相关数据)",
    "规范性文件": "规范性文件(行政机关制定发布的决定、公告,以及标题采用“规定”“办法”等字样的公文)",
    "上一年项目数量": "上一年项目数量 (指2019年事项数)",
    "本年增/减": "本年增/减 (指2020年增加或减 少的事项 数,减用负 值表示,如 -8)",
    "处理决定数量": "处理决定数量（指2020年办 件量）",
    "其他对外管理服务事项": "其他对外管理服务事项(指行政许可以外的政务服务事项，含行政处罚、行政强制和其他类",
    "政府集中采购": "政府集中采购（不含分散采购）",
}


def test_labels_with_guidance_in_brackets_are_labels():
    """Labels with a remark in brackets, even one that is not closed, tell the same numbers without a doubt."""
    reading = reread(NUMBERED, NOTES)

    assert NUMBERED == reading.report
    assert () == tuple(reading.findings)


def test_a_remark_in_brackets_makes_no_label_of_another_text():
    """A row that the form does not have is kept beside the table, whatever its remark says."""
    extra = (Cell("其他主动公开文件(除规范性文件以外)"), Cell("87"), Cell("0"), Cell("0"))
    blocks = [
        attrs.evolve(block, rows=(*block.rows[:4], extra, *block.rows[4:]))
        if isinstance(block, Grid) and table_of(block) == "proactive"
        else block
        for block in compose(NUMBERED).blocks
    ]
    reading = recognise(Document(blocks=tuple(blocks)))

    assert attrs.evolve(NUMBERED.proactive, remarks=[Grid((extra,))]) == reading.report.proactive
    assert ["GD922"] == [finding.code for finding in reading.findings]
    assert () == reading.residue


@pytest.mark.parametrize(
    ("report", "label", "printed", "path"),
    [
        (NUMBERED_2021, "本年收费金额（单位：万元）", "本年收费金额（单位：元）", "proactive.fees.collected"),
        (NUMBERED_2021, "本年收费金额（单位：万元）", "本年收费金额（亿元）", "proactive.fees.collected"),
        (NUMBERED, "采购总金额", "采购总金额（元）", MONEY),
        (NUMBERED, "采购总金额", "采购总金额（亿元）", MONEY),
    ],
)
def test_a_unit_in_brackets_is_no_guidance(report, label, printed, path):
    """An amount under a unit that is not the form's, or not that of its cell, is never read without a word."""
    finding = next(iter(reread(report, {label: printed}).findings), None)

    assert finding is not None
    assert f"{path}.".startswith(f"{finding.path}.")


@pytest.mark.parametrize(
    ("cell", "amount", "code"),
    [
        ("75", gd.Money("75", "万元"), "GD908"),
        ("75万元", gd.Money("75", "万元"), None),
        ("75元", gd.Money(None), "GD904"),
        ("", gd.Money(None), None),
    ],
)
def test_the_unit_of_an_amount_may_stand_in_its_header(cell, amount, code):
    """A header names the unit of a bare number, and must not contradict the unit that a cell prints."""
    texts = {"采购总金额": "采购总金额（万元）", str(NUMBERED.proactive.procurement.amount): cell}
    reading = reread(NUMBERED, texts)

    assert amount == reading.report.proactive.procurement.amount
    assert [code] * bool(code) == [finding.code for finding in reading.findings if finding.path == MONEY]


def test_111_is_read_under_its_guidance(corpus):
    """The published table with guidance in every label gives the numbers that the page has, as far as it goes."""
    raw = corpus / "raw" / "111-huangpi-street-2020.txt"
    reading = gd.read(raw)
    read = numbers(reading.report)
    rows = ("rules", "normative_documents", "licensing", "other_services", "penalties")
    wanted = {path: number for path, number in numbers_of(truth_of(raw)).items() if path.split(".")[1] in rows}

    assert V2019 is reading.edition
    assert 15 == len(wanted)
    assert wanted == {path: read[path] for path in wanted}


# --- published reports ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["008-shanghai-office-2019.html", "014-pingtan-2019.rebuilt.html"])
def test_a_published_report_of_2019_is_read_whole(corpus, name):
    """All 198 numbers are those of the transcription, blanks and units among them."""
    raw = corpus / "raw" / name
    reading = gd.read(raw)
    wanted = {path: Money(None) if path == MONEY and each is None else each for path, each in pairs(raw)}

    assert 198 == len(wanted)
    assert wanted == numbers(reading.report)
    assert (V2019, 2019) == (reading.edition, reading.report.year)
    assert gd.Severity.NOTICE.value >= max((each.severity.value for each in reading.findings), default=0)


def pairs(raw):
    """The path and the number of each cell of the transcription."""
    return numbers_of(truth_of(raw)).items()


@pytest.mark.parametrize("format_name", WRITABLE)
def test_a_published_report_of_2019_passes_through_every_format(corpus, format_name):
    """The report is the same after it is written and read again."""
    report = gd.read(corpus / "raw" / "008-shanghai-office-2019.html").report

    assert report == gd.loads(gd.dumps(report, format_name), format_name)


def test_the_two_forms_differ_in_the_words_that_tell_them():
    """Of the words that tell an edition none stands on the other form."""
    words = {
        type(section): {plain(cell.text) for row in draw(section).rows for cell in row}
        for section in (gd.Proactive(), gd.Proactive2019())
    }
    of_2021 = {plain(word) for word in ("本年制发件数", "现行有效件数", "本年收费金额（单位：万元）")}
    of_2019 = {plain(word) for word in ("本年新制作数量", "对外公开总数量", "政府集中采购", "采购项目数量")}

    assert of_2021 == of_2021 & words[gd.Proactive] - words[gd.Proactive2019]
    assert of_2019 == of_2019 & words[gd.Proactive2019] - words[gd.Proactive]
