"""Adding up the reports of many organs: what the sums are, whose they are, and what is told of those who filed."""

import pickle
import tracemalloc
from collections import Counter
from decimal import Decimal
from itertools import permutations

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import govdisclosure as gd
from govdisclosure._spec import Edition
from govdisclosure.figures import Lack, empty, figures, filled, numbers_of, sources
from govdisclosure.i18n import Message, translate
from govdisclosure.migrate import migrate
from govdisclosure.output.catalogue import entries
from govdisclosure.rollup import ROLL_UP_CODES
from govdisclosure.strategies import annual_reports
from reports import OF_2019, SOUND, replaced

COUNTY = gd.Organ("示例县人民政府")
TOTAL = "requests.received.total"


def report(name="甲镇", year=2025, **changes):
    """A report of zeros by an organ, with other values at some paths, whose dots are written as two underscores."""
    found = gd.AnnualReport(organ=name and gd.Organ(name), year=year)
    for path, value in changes.items():
        found = replaced(found, path.replace("__", "."), value)
    return found


def rolled(*reports, **more):
    """A roll-up of some reports for the county."""
    return gd.roll_up(reports, organ=COUNTY, **more)


def told(found):
    """The findings of a roll-up, code and sentence."""
    return [(each.code, str(each.message)) for each in found.findings]


# --- the sums ---------------------------------------------------------------------------------------------------------

NAMES = st.sampled_from(["甲镇", "乙镇", "丙局", "示例县人民政府"])
REPORTS = st.one_of(
    *(
        annual_reports(consistent=False, blanks=True, mixed=mixed, edition=edition)
        for edition in Edition
        for mixed in (False, True)
    )
).flatmap(lambda drawn: NAMES.map(lambda name: attrs.evolve(drawn, organ=drawn.organ and gd.Organ(name))))
PLANS = st.builds(
    gd.RollUpPlan,
    organ=st.just(COUNTY),
    year=st.none() | st.just(2025),
    edition=st.sampled_from(Edition),
    detail=st.integers(0, 3),
)


@given(plan=PLANS, reports=st.lists(REPORTS, min_size=3, max_size=3))
@settings(max_examples=30)
def test_partial_sums_are_a_commutative_monoid(plan, reports):
    """The order and the grouping of partial sums do not matter, and the empty sum is neutral."""
    one, two, three = (plan.add_up([each]) for each in reports)

    assert (one + two) + three == one + (two + three)
    assert one + two == two + one
    assert one == one + gd.PartialSum() == gd.PartialSum() + one


@given(plan=PLANS, reports=st.lists(REPORTS, max_size=4), cut=st.integers(0, 4))
@settings(max_examples=30)
def test_any_division_of_the_reports_gives_the_same(plan, reports, cut):
    """The roll-up of two parts, sent between processes, is that of the whole, whatever the order."""
    parts = [plan.add_up(reports[cut:]), plan.add_up(reports[:cut])]
    sent = [pickle.loads(pickle.dumps(part)) for part in parts]  # noqa: S301 - it is our own
    whole = plan.finish(plan.add_up(reports))

    assert whole == plan.finish(sum(sent, gd.PartialSum()))
    assert list(whole.findings) == list(plan.finish(sum(sent, gd.PartialSum())).findings)


@given(reports=st.lists(REPORTS, max_size=4), edition=st.sampled_from(Edition))
@settings(max_examples=30)
def test_each_cell_is_the_sum_of_what_is_given(reports, edition):
    """A cell is the sum of the numbers there; blank if there are none; and it knows how many give and lack one."""
    found = gd.roll_up(reports, organ=COUNTY, edition=edition)
    counted = [figures(each, edition) for each in reports if not each.organ or each.organ != COUNTY]

    assert list(empty(edition)) == list(found.cells)
    for path, cell in found.cells.items():
        numbers = [each[path] for each in counted if not isinstance(each[path], Lack)]
        lacks = Counter(each[path] for each in counted if isinstance(each[path], Lack))
        assert (len(numbers), lacks, len(counted)) == (cell.given, Counter(cell.lacks), found.reports)
        assert numbers_of(found.report)[path] == cell.value
        if not isinstance(empty(edition)[path], gd.Money):
            assert (sum(numbers) if numbers else None) == cell.value
            assert [share.value for share in cell.shares] == sorted(filter(None, numbers), key=lambda n: -abs(n))


@given(reports=st.lists(annual_reports(), min_size=1, max_size=3), plan=PLANS)
@settings(max_examples=20)
def test_what_adds_up_still_adds_up(reports, plan):
    """The sum of reports on one form whose sums hold has sums that hold."""
    found = gd.roll_up(reports, organ=COUNTY)

    assert [] == [each.code for each in gd.check(found.report, select=["GD30", "GD40"]) if each.severity > 2]


def test_sums_for_different_plans_are_not_added():
    """What was added up for another body, year or form is refused."""
    plan = gd.RollUpPlan(organ=COUNTY, year=2025)
    with pytest.raises(gd.ValueRefusedError, match="不是按同一个 RollUpPlan"):
        plan.add_up([]) + attrs.evolve(plan, year=2024).add_up([])
    with pytest.raises(TypeError):
        plan.add_up([]) + 1


def test_a_negative_detail_is_refused():
    """How much is kept is a number from 0."""
    with pytest.raises(ValueError, match="detail"):
        gd.RollUpPlan(organ=COUNTY, detail=-1)


@pytest.mark.parametrize("order", list(permutations(["0.1", "999999999999.000001", "3.65"])))
def test_amounts_add_up_exactly(order):
    """Amounts of money lose no digit."""
    found = rolled(*(report(str(n), proactive__fees__collected=Decimal(each)) for n, each in enumerate(order)))

    assert Decimal("1000000000002.750001") == found.report.proactive.fees.collected


def test_the_sum_of_nothing_is_blank():
    """Where there is no report, no cell has a number, and that is an error."""
    found = rolled(year=2025)

    assert {None} == set(numbers_of(found.report).values())
    assert [("GD751", "没有一份年报计入，各格留空")] == told(found)


# --- memory -----------------------------------------------------------------------------------------------------------


def peak(count, names, **more):
    """The most memory that adding up *count* reports takes, which are made one by one."""
    wrong = attrs.evolve(SOUND, requests=gd.Requests(received=gd.ByApplicant(total=None)))
    reports = (attrs.evolve(wrong, organ=gd.Organ(f"第{n % names}镇", code=None)) for n in range(count))
    tracemalloc.start()
    gd.roll_up(reports, organ=COUNTY, year=2025, **more)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most


def test_memory_does_not_grow_with_the_number_of_reports():
    """Six times the reports, each with findings and shares, take no more memory; of a new organ, its name is kept."""
    peak(20, 20)
    few = peak(40, 20, detail=5)

    assert peak(240, 20, detail=5) < 2 * few
    assert peak(240, 240, detail=5) < 2 * few + 180 * 1500


# --- whose the sums are -----------------------------------------------------------------------------------------------


def test_a_cell_says_whose_numbers_it_is():
    """An account names the organs with what they gave, the largest first, and tells how many more there are."""
    counts = {"甲镇": 1, "郭村镇": 3, "乙镇": 1, "丙局": 0}
    found = rolled(*(report(name, requests__received__total=count) for name, count in counts.items()), detail=2)
    cell = found.account("一·总计")

    assert "5：+3 郭村镇、+1 乙镇、另有 1 个机关" == cell.account
    assert "5: +3 郭村镇, +1 乙镇, 1 more organs" == cell.account.in_locale("en")
    assert cell is found.account(TOTAL)
    assert {
        "address": "表三·一·总计",
        "path": TOTAL,
        "value": 5,
        "given": 4,
        "lacks": {},
        "shares": [{"organ": "郭村镇", "value": 3}, {"organ": "乙镇", "value": 1}],
        "others": 1,
    } == found.to_data()[list(found.cells).index(TOTAL)]
    assert "0" == found.account("四·总计").account


def test_changes_cancel_and_are_told():
    """Reductions are subtracted, and the account shows each with its sign."""
    reports = [replaced(OF_2019, "proactive.licensing.change", change) for change in (4, -4, -1)]
    cell = rolled(*reports, edition="2019").account("proactive.licensing.change")

    assert (-1, "-1：-4 不知名的机关、+4 不知名的机关、-1 不知名的机关") == (cell.value, cell.account)


# --- missing is not zero ----------------------------------------------------------------------------------------------


def test_a_blank_in_some_reports_is_told_with_the_sum():
    """Where some reports are blank, the sum is that of the others, and a finding and the account say how many are."""
    found = rolled(report("甲镇", requests__received__total=2), report("乙镇", requests__received__total=None))

    assert 2 == found.report.requests.received.total
    assert "2：+2 甲镇、2 份中 1 份有数：1 份空白" == found.account(TOTAL).account
    assert [
        ("GD760", "乙镇有 1 格空白，汇总时按 0 计"),
        ("GD761", "2 份中 1 份有数：1 份空白"),
    ] == told(found)
    assert ["表三", "表三·一·总计"] == [finding.address for finding in found.findings]


def test_a_cell_that_is_blank_everywhere_stays_blank():
    """A sum of blanks is a blank, and its account says so."""
    reports = [report(name, proactive__fees__collected=None) for name in ("甲镇", "乙镇")]
    found = rolled(*reports)

    assert found.report.proactive.fees.collected is None
    assert "空白：2 份中 0 份有数：2 份空白" == found.account("proactive.fees.collected").account
    assert ("GD762", "2 份中 0 份有数：2 份空白") == told(found)[0]


def test_what_all_cells_of_a_place_lack_is_told_once():
    """A table that a report does not have is one finding, and so is a row that is blank."""
    blank = gd.ByApplicant(**dict.fromkeys(attrs.fields_dict(gd.ByApplicant)))
    found = rolled(report("甲镇", remedies=None), report("乙镇", requests__carried_in=blank))

    assert [
        ("GD759", "", "甲镇的年报里没有表四"),
        ("GD760", "", "乙镇有 7 格空白，汇总时按 0 计"),
        ("GD761", "表三·二", "2 份中 1 份有数：1 份空白"),
        ("GD761", "表四", "2 份中 1 份有数：1 份没有这张表"),
    ] == sorted((each.code, each.address * (each.code == "GD761"), each.message) for each in found.findings)


def test_what_could_not_be_read_is_no_blank():
    """A cell that a reading could not settle is told as such."""
    doubt = gd.Finding(code="GD904", severity=gd.Severity.ERROR, message="格中不是数", path=TOTAL)
    given = report("甲镇", requests__received__total=None, requests__carried_over__total=None)
    found = rolled(gd.Reading(report=given, findings=gd.Findings([doubt]), tokens=(), format="html"))

    assert [
        ("GD762", "1 份中 0 份有数：1 份没有读出"),
        ("GD762", "1 份中 0 份有数：1 份空白"),
        ("GD766", "甲镇有 1 格没有读出，没有计入"),
        ("GD760", "甲镇有 1 格空白，汇总时按 0 计"),
    ] == sorted(told(found), key=lambda each: (each[0] == "GD760", each))


# --- who has filed ----------------------------------------------------------------------------------------------------


def test_who_has_not_filed_is_named():
    """The organs on the list that have not filed are an error, under whatever names they file."""
    scope = gd.Scope(members=["不用"], aliases={"甲镇人民政府": "甲镇"})
    found = rolled(report("甲镇人民政府"), report("乙 镇"), year=2025, expected=["甲镇", "乙镇", "丙镇"], scope=scope)

    assert [("GD752", "没有丙镇的年报，和不全")] == told(found)
    assert gd.Severity.ERROR is found.findings.worst


def test_everybody_who_has_not_filed_is_named():
    """However many they are and however little is kept, each organ that has not filed is named."""
    found = rolled(report("甲镇"), expected=["甲镇", *map(str, range(9))], detail=1)

    assert [f"没有{n}的年报，和不全" for n in range(9)] == [message for _, message in told(found)]


def test_who_is_not_on_the_list_is_named():
    """An organ that nobody expected is counted and told."""
    found = rolled(report("甲镇"), report("丁所", requests__received__total=2), expected=["甲镇"])

    assert ([("GD758", "丁所不在名单上")], 2) == (told(found), found.report.requests.received.total)


def test_who_has_filed_twice_is_named():
    """A report that is given twice is in the sum twice, and that is an error."""
    found = rolled(*[report("甲镇", requests__received__total=2)] * 2)

    assert ([("GD753", "甲镇的年报给出 2 次，都计入了；请只留一份再汇总")], 4) == (
        told(found),
        found.report.requests.received.total,
    )


def test_a_name_that_is_written_otherwise_is_the_same():
    """White space and the width of brackets do not make another organ, nor two of one code."""
    names = ("甲镇（东区）", "甲镇 (东区)")
    found = rolled(*(attrs.evolve(report(), organ=gd.Organ(name, code="110105")) for name in names))

    assert [("GD753", "甲镇 (东区)的年报给出 2 次，都计入了；请只留一份再汇总")] == told(found)


def test_two_organs_of_one_code_are_told():
    """Two names with one code look like one organ."""
    reports = [attrs.evolve(report(), organ=gd.Organ(name, code="110105")) for name in ("甲镇", "甲镇人民政府")]

    assert [("GD754", "甲镇与甲镇人民政府的代码相同，像是同一机关")] == told(rolled(*reports))


def test_the_report_of_the_body_above_is_not_added():
    """The county's own report is left out of the county's sum."""
    found = rolled(report("甲镇"), report(COUNTY.name, requests__received__total=9))

    assert ([("GD757", "下级机关的年报里有本机关的，没有计入")], 0) == (
        told(found),
        found.report.requests.received.total,
    )


def test_another_year_is_left_out():
    """A report of another year is not added, and its organ has then not filed."""
    found = rolled(report("甲镇", year=2024, requests__received__total=9), year=2025, expected=["甲镇"])

    assert [
        ("GD751", "没有一份年报计入，各格留空"),
        ("GD752", "没有甲镇的年报，和不全"),
        ("GD755", "甲镇的年报是 2024 年的"),
    ] == told(found)


def test_the_year_is_that_of_the_reports():
    """Unless it is given, the year is that of the reports; those of several years are an error."""
    assert 2025 == rolled(report("甲镇"), report("乙镇", year=None)).report.year
    found = rolled(report("甲镇"), report("乙镇", year=2023))

    assert ([("GD767", "计入的年报分属 2023、2025 年；请说明汇总哪一年")], None) == (told(found), found.report.year)


def test_an_organ_or_a_year_that_is_not_known_is_told():
    """A report that does not say whose it is or of which year is added and told."""
    found = rolled(report(None), report("乙镇", year=None), year=2025)

    assert [("GD764", "机关或年份不详的年报也计入了：没有标题")] * 2 == told(found)
    assert 2 == found.reports


def test_of_many_findings_of_a_kind_the_first_are_kept():
    """Beyond the number that is kept by name, one finding says how many more there are."""
    names = ["丁镇", "丙镇", "乙镇", "甲镇"]
    found = rolled(*[report(name, remedies=None) for name in names] * 2, detail=1)

    assert [
        ("GD753", "丁镇的年报给出 2 次，都计入了；请只留一份再汇总"),
        ("GD753", "另有 3 处也是如此"),
        ("GD759", "丁镇的年报里没有表四"),
        ("GD759", "另有 7 处也是如此"),
    ] == told(found)[:4]


# --- editions ---------------------------------------------------------------------------------------------------------


def test_another_edition_is_moved_and_told():
    """What a report on the form of 2019 tells of the form of 2021 is added; what it does not is told."""
    old = replaced(attrs.evolve(OF_2019, organ=gd.Organ("螅镇"), year=2025), "proactive.rules.made", 3)
    found = rolled(report("甲镇", proactive__rules__issued=1), old)

    assert 4 == found.report.proactive.rules.issued
    assert {
        ("GD756", "螅镇用的是 2019 年版表样，不可比的格没有汇总"),
        ("GD761", "2 份中 1 份有数：1 份版本不同，不可比"),
    } == set(told(found))
    assert ["表二·规章·本年废止件数", "表二·规章·现行有效件数"] == [
        each.address for each in found.findings if "规章" in each.address
    ]


def test_one_row_that_belongs_in_three_is_told():
    """What stands in the one row of 三（六） on the form of 2019 is not guessed into one of the three of 2021."""
    closed = gd.ByApplicant(natural_persons=2)
    old = attrs.evolve(
        OF_2019,
        organ=gd.Organ("螅镇"),
        year=2025,
        requests=replaced(OF_2019.requests, "outcomes.otherwise_closed", closed),
    )
    found = rolled(old)
    (finding,) = [each for each in found.findings if each.code == "GD763"]

    assert "螅镇的三（六）只有一行，2 件分不到三行里，没有计入；请该机关分行填报" == finding.message
    assert ("表三·三（六）", 2) == (finding.address, finding.actual)
    assert {None} == {value for path, value in numbers_of(found.report).items() if "otherwise_closed." in path}
    assert 2 == rolled(old, edition="2019").report.requests.outcomes.otherwise_closed.total


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        (["5元", "2万元"], "20005元"),
        (["5万元", "2.5万元", "0"], "7.5万元"),
        (["5", "2"], "7"),
        (["5", "2元"], ""),
    ],
)
def test_money_is_added_with_its_unit(amounts, expected):
    """元 and 万元 are added as 元; an amount without a unit is added to no other."""
    parts = [each.partition("元" if "万" not in each else "万元") for each in amounts]
    reports = [replaced(OF_2019, "proactive.procurement.amount", gd.Money(n, unit)) for n, unit, _ in parts]
    found = rolled(*reports, edition="2019")

    assert expected == str(found.report.proactive.procurement.amount)
    assert [f"各份的单位不同，不能相加，留空：{'、'.join(amounts)}"] * (not expected) == [
        each.message for each in found.findings if each.code == "GD765"
    ]


@pytest.mark.parametrize("before", Edition)
@pytest.mark.parametrize("after", Edition)
def test_sources_are_what_migration_does(before, after):
    """The cells that a migrated cell is said to be made of are those whose numbers it then holds."""
    found = sources(before, after)
    numbers = {path: zero if isinstance(zero, gd.Money | Decimal) else 3 for path, zero in empty(before).items()}
    moved = numbers_of(migrate(filled(gd.AnnualReport(organ=None, year=None, edition=before), numbers), after).report)

    for path, made_of in found.items():
        if isinstance(numbers[made_of[0]], int):
            assert 3 * len(made_of) == moved[path]


# --- the catalogue ----------------------------------------------------------------------------------------------------


def test_every_code_is_in_the_catalogue():
    """What a roll-up can say has codes of its own, with titles in every language."""
    assert set() == set(ROLL_UP_CODES) & set(gd.RULES)
    assert all(entries()[code].title == title for code, (_, title) in ROLL_UP_CODES.items())
    assert all(translate(title, "en").isascii() for _, title in ROLL_UP_CODES.values())


def test_findings_can_say_themselves_in_english():
    """Every finding is a sentence of the catalogues."""
    found = rolled(report("甲镇", year=2023), report("甲镇", remedies=None), report(None), expected=["乙镇"])

    assert {Message} == {type(each.message) for each in found.findings}
    assert [] == [each.message for each in found.findings if each.message.in_locale("en") == each.message]
