"""Case records come to the tables of a year: the balance holds whatever the records, and none is lost."""

from collections import Counter
from datetime import date
from decimal import Decimal, localcontext

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import govdisclosure as gd
from govdisclosure.identities import examine
from govdisclosure.ledger import LEDGER_CODES
from govdisclosure.ledger.doubts import Doubts
from govdisclosure.output.catalogue import entries
from govdisclosure.shape import numbers
from ledger_records import APPLICANTS, APPLICATIONS, OUTCOMES, RECORDS, REGISTERS, YEAR
from reports import LAST_YEAR, OF_2019

Row = gd.ByApplicant
TOWN = "示例县柳溪镇人民政府"
ARITHMETIC = [code for code, rule in gd.RULES.items() if code[:3] in {"GD3", "GD4"} and rule.ground in {"E", "D"}]
YEARS = st.integers(YEAR - 3, YEAR + 3)


def application(**changed):
    """An application of the year that was granted in it, but for what is changed."""
    usual = {"id": "1", "received": "2025-03-01", "applicant": "自然人", "closed": "2025-03-20", "outcome": "予以公开"}
    return gd.Application(**usual | changed)


def codes(tallied):
    """The codes of what was found."""
    return [finding.code for finding in tallied.findings]


def counted(tallied):
    """The cells in which anything was counted."""
    tables = {name: getattr(tallied, name) for name in ("proactive", "requests", "remedies")}
    return {f"{name}.{path}": n for name, table in tables.items() for path, n in numbers(table).items() if n}


# --- by construction --------------------------------------------------------------------------------------------------


@given(REGISTERS, YEARS)
def test_every_identity_of_the_form_holds(registers, year):
    """Whatever the records, nothing that the form implies is broken, and no cell is blank."""
    tallied = gd.tally(**registers, year=year)

    assert ((), ()) == (examine(tallied.requests).breaks, examine(tallied.remedies).breaks)
    assert [] == list(gd.check(tallied.report(TOWN), select=[*ARITHMETIC, "GD201", "GD951"]))


@given(st.lists(APPLICATIONS, max_size=40), YEARS)
def test_what_one_year_carries_over_the_next_carries_in(applications, year):
    """Column by column, what is carried over at the end of a year is carried into the next."""
    this, following = (gd.tally(applications, year=each).requests for each in (year, year + 1))

    assert this.carried_over == following.carried_in


@given(st.lists(RECORDS["documents"], max_size=40), YEARS)
def test_what_is_in_force_follows_from_the_year_before(documents, year):
    """What is in force is what was a year ago, with what was issued and without what was repealed."""
    before, now = (gd.tally(documents=documents, year=each).proactive for each in (year - 1, year))

    for kind in ("rules", "normative_documents"):
        last, this = getattr(before, kind), getattr(now, kind)
        assert last.in_force + this.issued - this.repealed == this.in_force


@given(st.lists(APPLICATIONS, max_size=40), YEARS)
def test_every_application_is_counted_or_told(applications, year):
    """The applications on hand, those of other years and those that an error names are all there are."""
    tallied = gd.tally(applications, year=year)
    errors = [each for each in tallied.findings if each.severity is gd.Severity.ERROR]
    others = [each.message.arguments["count"] for each in tallied.findings if each.code == "GD975"]
    on_hand = tallied.requests.received.total + tallied.requests.carried_in.total

    assert len(applications) == on_hand + sum(others) + len(errors)
    assert all(each.place and str(each.message).startswith("申请 申-") for each in errors)


@given(REGISTERS, YEARS)
def test_a_report_on_the_tally_carries_on_from_the_report_on_the_year_before(registers, year):
    """Two reports made of the same registers agree with one another."""
    last = gd.tally(**registers, year=year - 1).report(TOWN)
    this = gd.tally(**registers, year=year).report(TOWN, previous=last)

    assert [] == list(gd.check(this, previous=last, select=["GD601", "GD602", "GD603", "GD605"]))


@given(st.lists(APPLICATIONS, max_size=20, unique_by=lambda each: each.id), st.randoms(use_true_random=False))
def test_the_order_of_records_does_not_matter(applications, random):
    """The same records in another order come to the same tables."""
    shuffled = random.sample(applications, len(applications))

    assert gd.tally(applications, year=YEAR).requests == gd.tally(shuffled, year=YEAR).requests


# --- where a record counts --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("outcome", OUTCOMES)
@pytest.mark.parametrize("applicant", APPLICANTS)
def test_an_application_counts_in_its_row_and_column(applicant, outcome):
    """A new application that is closed counts as received and in its own row, in its own column and the total."""
    row, closed = f"requests.outcomes.{outcome}", "requests.outcomes.total"
    expected = dict.fromkeys(
        f"{each}.{column}" for each in ("requests.received", row, closed) for column in (applicant, "total")
    )

    assert expected.keys() == counted(gd.tally([application(applicant=applicant, outcome=outcome)], year=YEAR)).keys()


@pytest.mark.parametrize(
    ("received", "closed", "rows"),
    [
        ("2025-01-01", "2025-12-31", {"received", "outcomes.granted"}),
        ("2024-12-31", "2025-01-01", {"carried_in", "outcomes.granted"}),
        ("2024-12-31", "2026-01-01", {"carried_in", "carried_over"}),
        ("2025-12-31", "2026-01-01", {"received", "carried_over"}),
        ("2024-01-01", "2024-12-31", set()),
        ("2026-01-01", "2026-01-02", set()),
    ],
)
def test_dates_tell_where_an_application_comes_from_and_goes_to(received, closed, rows):
    """The first and the last day of the year belong to it."""
    found = counted(gd.tally([application(received=received, closed=closed)], year=YEAR))

    assert {f"requests.{row}.natural_persons" for row in rows} == {
        path for path in found if path.endswith(".natural_persons") and "outcomes.total" not in path
    }


def test_an_open_application_is_carried_over():
    """Without a day of closing it is carried over in every year from that in which it came."""
    still_open = application(closed=None, outcome="结转下年度继续办理")

    assert still_open.outcome is None
    assert [0, 1, 1] == [gd.tally([still_open], year=year).requests.carried_over.total for year in (2024, 2025, 2026)]


def test_a_case_counts_by_its_result_in_the_year_it_is_concluded_and_as_pending_before():
    """A lawsuit of two years is pending at the end of the first and has its result in the second."""
    suit = gd.Lawsuit(id="1", received="2024-11-02", decided="2025-05-06", result="结果纠正", route="未经复议直接起诉")
    found = [gd.tally(lawsuits=[suit], year=year).remedies.litigation.direct for year in (2024, 2025, 2026)]

    assert [gd.CaseOutcomes(pending=1), gd.CaseOutcomes(corrected=1), gd.CaseOutcomes()] == found


def test_a_reconsideration_organ_does_not_count_a_case_in_which_it_is_a_co_defendant():
    """Only the organ of the original act counts it; the notice names the case and the official interpretation."""
    suit = gd.Lawsuit(id="京01行初3号", received="2025-05-06", route="复议后起诉", as_reconsideration_organ=True)
    found = gd.tally(lawsuits=[suit], year=YEAR)

    assert gd.CaseOutcomes() == found.remedies.litigation.after_reconsideration
    (told,) = found.findings
    assert ("GD976", "国办公开办函〔2016〕201号") == (told.code, told.source)
    assert "京01行初3号" in told.message


def test_decisions_count_as_many_as_they_are():
    """A line that stands for many decisions counts as many; without an id none is taken for another."""
    months = [gd.Decision(kind="行政许可", decided=date(YEAR, month, 28), count=10) for month in range(1, 13)]
    found = gd.tally(decisions=months, year=YEAR)

    assert (120, 0, []) == (found.proactive.licensing.decisions, found.proactive.penalties.decisions, codes(found))


def test_fees_add_up_in_ten_thousands_with_their_decimals():
    """Amounts in 元 and in 万元 come to 万元, exactly in any context, with as many decimals as the finest has."""
    fees = [
        gd.Fee(collected="2025-03-01", amount="36500.10", unit="元"),
        gd.Fee(collected="2025-04-01", amount="1.5", unit="万元"),
    ]

    with localcontext(prec=2):
        assert "5.150010" == str(gd.tally(fees=fees, year=YEAR).proactive.fees.collected)
    assert Decimal(0) == gd.tally(fees=[], year=YEAR).proactive.fees.collected


def test_what_no_register_covers_is_blank():
    """A cell that no register fills in is blank, and not zero."""
    found = gd.tally([], year=YEAR)

    assert {0} == set(numbers(found.requests).values())
    assert {None} == set(numbers(found.remedies).values()) | set(numbers(found.proactive).values())


# --- what is told -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "code", "words"),
    [
        ({"closed": "2025-02-01"}, "GD973", "申请 1：2025-02-01 了结，却在 2025-03-01 才开始；没有计入"),
        ({"closed": None}, "GD972", "申请 1：有办理结果而没有办结日期；没有计入"),
        ({"outcome": None}, "GD972", "申请 1：有办结日期而没有办理结果；没有计入"),
    ],
)
def test_an_application_that_fits_no_cell_is_told(changed, code, words):
    """The finding names the application and says what is the matter; it is not counted."""
    found = gd.tally([application(**changed)], year=YEAR)

    assert [(code, words, gd.document.Place(line=1))] == [
        (each.code, each.message, each.place) for each in found.findings
    ]
    assert {} == counted(found)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"decided": "2025-06-01"}, "有审结日期而没有结果"),
        ({"result": "结果维持"}, "有结果而没有审结日期"),
        ({"route": "direct", "as_reconsideration_organ": "是"}, "没有作共同被告的复议机关"),
    ],
)
def test_a_case_that_fits_no_cell_is_told(changed, words):
    """The finding says what is the matter, and the case is not counted."""
    usual = {"id": "1", "received": "2025-05-06", "route": "after_reconsideration"}
    found = gd.tally(lawsuits=[gd.Lawsuit(**usual | changed)], year=YEAR)

    assert ["GD972"] == codes(found)
    assert words in found.findings[0].message
    assert {} == counted(found)


def test_the_second_record_with_an_id_is_not_counted():
    """Of two records with one id the first counts, and the finding names the place of the second."""
    found = gd.tally([application(), application(id="2"), application(applicant="商业企业")], year=YEAR)

    assert gd.ByApplicant(natural_persons=2) == found.requests.received
    assert [("GD974", 3)] == [(each.code, each.place.line) for each in found.findings]


def test_an_id_is_of_one_register():
    """An application and a case may have the same id."""
    cases = [gd.Reconsideration(id="1", received="2025-05-06")]

    assert [] == codes(gd.tally([application()], reconsiderations=cases, year=YEAR))


def test_what_is_dated_after_today_is_told():
    """If told what day it is, a tally refuses records that are dated later."""
    later = application(closed="2205-03-20")

    assert [] == codes(gd.tally([later], year=YEAR))
    assert ["GD973"] == codes(gd.tally([later], year=YEAR, today=date(2026, 1, 20)))
    assert [] == codes(gd.tally([application()], year=YEAR, today=date(2025, 3, 20)))


def test_records_of_other_years_are_told_together():
    """One notice says how many ended before the year and names the first ten, another how many began after it."""
    before = [application(id=f"前{n}", received="2023-01-01", closed="2023-02-01") for n in range(12)]
    after = [application(id="后1", received="2026-01-04", closed=None, outcome=None)]
    told = [each for each in gd.tally([*before, *after], year=YEAR).findings if each.code == "GD975"]

    assert [gd.Severity.NOTICE] * 2 == [each.severity for each in told]
    assert ["前0、前1、前2、前3、前4、前5、前6、前7、前8、前9等", "后1"] == [
        str(each.message).rpartition("：")[2] for each in told
    ]


def test_records_without_an_id_are_told_too():
    """Records that nothing tells from others are counted among those of other years."""
    found = gd.tally(decisions=[gd.Decision(kind="行政许可", decided="2023-01-01")] * 2, year=YEAR)

    assert ["处理决定有 2 条在 2025 年以前已经了结，没有计入：没有编号等"] == [each.message for each in found.findings]


def test_a_register_that_is_wrong_throughout_does_not_fill_the_memory():
    """Of one kind of finding the first thousand are kept, and one more says how many there are beside."""
    doubts = Doubts()
    for _ in range(1003):
        doubts.tell("GD972", "甲")

    assert 1001 == len(list(doubts))
    assert "另有 3 条" in list(doubts)[-1].message


@pytest.mark.parametrize("code", LEDGER_CODES)
def test_every_code_of_a_tally_is_explained(code):
    """The catalogue knows each code, under its weight and title, and no rule and no reading uses it."""
    assert LEDGER_CODES[code] == (entries()[code].severity, entries()[code].title)
    assert gd.explain(code).startswith(f"# {code} ")
    assert code not in gd.RULES
    assert code not in gd.account.READING_CODES


@given(REGISTERS)
def test_every_finding_can_say_itself_in_english(registers):
    """What a tally says is a sentence of the catalogues."""
    for finding in gd.tally(**registers, year=YEAR).findings:
        assert not any("一" <= char <= "鿿" for char in finding.message.in_locale("en") if char not in "申案文决费")


@pytest.mark.parametrize("year", [None, "2025", 25, True])
def test_what_is_no_year_is_refused(year):
    """Neither a tally nor a report begins without a year of four digits."""
    with pytest.raises(gd.ValueRefusedError, match="年"):
        gd.tally([], year=year)
    with pytest.raises(gd.ValueRefusedError, match="年"):
        gd.begin(TOWN, year)


# --- records ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"id": " "}, "没有填编号"),
        ({"received": None}, "没有填收到日期"),
        ({"received": "去年"}, "收到日期：应为日期"),
        ({"received": "2025-02-30"}, "收到日期：应为日期"),
        ({"received": True}, "收到日期：应为日期"),
        ({"received": 3}, "收到日期：应为日期"),
        ({"applicant": "火星人"}, "可填 自然人、商业企业、科研机构、社会公益组织、法律服务机构、其他"),
        ({"applicant": "总计"}, "表上没有“总计”"),
        ({"outcome": "不予公开"}, "“不予公开”分为几项，请写明是哪一项：1.属于国家秘密、"),
        ({"outcome": "逾期不补正"}, "可填 1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"),
        ({"outcome": "天知道"}, "请填表样上的字或序号，如 （一）予以公开"),
        ({"outcome": 7}, "办理结果：应为文字"),
        ({"id": "a\x00b"}, "编号：应为文字，不得含有控制字符"),
        ({"id": ["1"]}, "编号：应为文字"),
        ({"id": Decimal("sNaN")}, "编号：应为文字"),
        ({"received": float("inf")}, "收到日期：应为日期"),
    ],
)
def test_what_a_column_cannot_hold_is_refused(changed, words):
    """A record is refused with the name of the column, what is there, and what may be."""
    with pytest.raises(gd.ValueRefusedError, match=words):
        application(**changed)


def test_a_long_value_is_cut_short_in_what_is_said():
    """A value of any length is refused in a sentence of a sane length."""
    with pytest.raises(gd.ValueRefusedError) as refused:
        application(outcome="长" * 100_000)

    assert len(str(refused.value)) < 200


@pytest.mark.parametrize(
    "written",
    ["三（四）2", "（四）2", "(四)2", "2.没有现成信息需要另行制作", "没有现成信息 需要另行制作", "表三·三（四）2",
     "unavailable.not_compiled", "requests.outcomes.unavailable.not_compiled", "没有現成信息需要另行製作",
     "Information would have to be created"],
)  # fmt: skip
def test_an_outcome_is_named_in_any_way_that_the_form_has(written):
    """Ordinal, label, address, path or the label in another language name the same row."""
    assert "unavailable.not_compiled" == application(outcome=written).outcome


@pytest.mark.parametrize(
    ("amount", "unit", "words"),
    [
        ("-3", "元", "应为不带符号和单位的金额"),
        ("3.65万", "元", "应为不带符号和单位的金额"),
        (None, "元", "没有填收费金额"),
        ("3", "美元", "应为 元 或 万元"),
        ("0.001", "元", "不足 1 分"),
        ("0.0000001", "万元", "不足 1 分"),
    ],
)
def test_an_amount_that_is_none_is_refused(amount, unit, words):
    """An amount has no sign and no unit of its own, and is not finer than a 分."""
    with pytest.raises(gd.ValueRefusedError, match=words):
        gd.Fee(collected="2025-03-01", amount=amount, unit=unit)


@pytest.mark.parametrize("count", ["-1", "3.5", True, "几"])
def test_a_count_that_is_none_is_refused(count):
    """A count is a whole number of 0 or more."""
    with pytest.raises(gd.ValueRefusedError, match="件数：应为件数"):
        gd.Decision(kind="行政许可", decided="2025-03-01", count=count)


@pytest.mark.parametrize(
    ("written", "meant"), [("是", True), ("√", True), ("no", False), (0, False), ("", False), (None, False)]
)
def test_a_flag_says_yes_or_no(written, meant):
    """Left blank it says no."""
    suit = gd.Lawsuit(id="1", received="2025-05-06", route="复议后起诉", as_reconsideration_organ=written)

    assert meant is suit.as_reconsideration_organ


def test_a_flag_that_says_neither_is_refused():
    """What is neither yes nor no is not taken for either."""
    with pytest.raises(gd.ValueRefusedError, match="应为 是 或 否；现为 '也许'"):
        gd.Lawsuit(id="1", received="2025-05-06", route="复议后起诉", as_reconsideration_organ="也许")


# --- a new report -----------------------------------------------------------------------------------------------------


def test_a_new_report_carries_over_what_the_last_one_left():
    """What was carried over is carried in, what was in force is brought over, and all else is blank."""
    report = gd.begin(TOWN, YEAR, previous=LAST_YEAR)
    told = {cell.path: cell.value for cell in gd.cells(report) if cell.value is not None}

    assert LAST_YEAR.requests.carried_over == report.requests.carried_in
    assert {path for path in told if not path.startswith("requests.carried_in.")} == {
        "proactive.rules.in_force",
        "proactive.normative_documents.in_force",
    }
    assert LAST_YEAR.proactive.normative_documents.in_force == told["proactive.normative_documents.in_force"]
    assert gd.Narrative() == report.problems == report.overview
    assert (TOWN, f"{TOWN}{YEAR}年政府信息公开工作年度报告") == (report.organ.name, report.title)


def test_a_new_report_without_the_last_one_is_blank():
    """Nothing is known, and nothing is zero."""
    assert {None} == {cell.value for cell in gd.cells(gd.begin(TOWN, YEAR))}


def test_a_total_that_was_printed_wrong_is_carried_in_as_it_was_printed():
    """What is carried in is what the last report says, to the cell."""
    printed = Row(natural_persons=2, total=3)
    last = attrs.evolve(LAST_YEAR, requests=gd.Requests(carried_over=printed))

    assert printed == gd.begin(TOWN, YEAR, previous=last).requests.carried_in
    assert printed == gd.tally(fees=[], year=YEAR).report(TOWN, previous=last).requests.carried_in


@pytest.mark.parametrize("requests", [gd.Narrative(), None])
def test_where_the_last_report_has_no_tables_nothing_carries_over(requests):
    """A section in words, or one that is not there, tells no numbers."""
    last = attrs.evolve(LAST_YEAR, requests=requests, proactive=requests)

    assert {None} == {cell.value for cell in gd.cells(gd.begin(TOWN, YEAR, previous=last))}


def test_the_2019_form_tells_what_was_carried_over_but_not_what_was_in_force():
    """What the two forms count alike carries over, and no more."""
    last = attrs.evolve(OF_2019, year=YEAR - 1, requests=gd.Requests(carried_over=Row(others=2)))
    report = gd.begin(TOWN, YEAR, previous=last)

    assert (Row(others=2), None) == (report.requests.carried_in, report.proactive.rules.in_force)


@pytest.mark.parametrize("year", [YEAR, YEAR - 2, None])
def test_a_report_that_is_not_of_the_year_before_is_refused(year):
    """Only last year's report carries over."""
    with pytest.raises(gd.ValueRefusedError, match=f"上年的年报应是 {YEAR - 1} 年的；现为 {year}"):
        gd.begin(TOWN, YEAR, previous=attrs.evolve(LAST_YEAR, year=year, title="年报"))


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        (None, gd.Organ("甲镇", code="500101")),
        ("甲镇", gd.Organ("甲镇", code="500101")),
        (" 甲 镇 ", gd.Organ("甲镇", code="500101")),
        ("乙镇", gd.Organ("乙镇")),
        (gd.Organ("甲镇"), gd.Organ("甲镇")),
    ],
)
def test_the_organ_is_last_years_where_it_has_its_name(named, expected):
    """Its code carries over with its name; another organ is another."""
    last = attrs.evolve(LAST_YEAR, organ=gd.Organ("甲镇", code="500101"))

    assert expected == gd.begin(named, YEAR, previous=last).organ


def test_a_tally_goes_into_a_report_over_what_carries_over():
    """What was tallied stands; what was not stays as the report begins."""
    found = gd.tally([application(received="2024-12-30")], year=YEAR)
    report = found.report(TOWN, previous=LAST_YEAR)

    assert (found.requests, found.remedies) == (report.requests, report.remedies)
    assert LAST_YEAR.proactive.normative_documents.in_force == report.proactive.normative_documents.in_force


def test_every_record_says_what_it_is_called_and_what_it_covers():
    """Every part of tables two to four is covered by one kind of record, and by one only."""
    kinds = [gd.Application, gd.Reconsideration, gd.Lawsuit, gd.IssuedDocument, gd.Decision, gd.Fee]
    leaves = [path for path, node in gd.nodes().items() if node.is_cell]
    covering = Counter(
        path for path in leaves for kind in kinds if f"{path}.".startswith(tuple(f"{c}." for c in kind.COVERS))
    )
    tables = gd.begin(TOWN, YEAR)

    assert dict.fromkeys((cell.path for cell in gd.cells(tables)), 1) == {
        cell.path: covering[cell.path] for cell in gd.cells(tables)
    }
