"""A report moved from one edition of the form to the other: nothing is made up, and nothing is lost unsaid."""

from decimal import Decimal

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import govdisclosure as gd
from form_tables_2019 import ADDRESSES
from govdisclosure.strategies import annual_reports
from govdisclosure.values import Money, printed

V2019, V2021 = gd.Edition.V2019, gd.Edition.V2021
OTHER = {V2019: V2021, V2021: V2019}
CLOSED = "requests.outcomes.otherwise_closed"
Row = gd.ByApplicant
some = settings(max_examples=25)

OLD = gd.AnnualReport(
    organ=gd.Organ("示例县柳溪镇人民政府", code="110105"),
    year=2020,
    edition="2019",
    preamble=["本报告依据条例编制。"],
    overview=gd.Narrative(blocks=["工作平稳。"]),
    proactive=gd.Proactive2019(
        heading="二、主动公开政府信息的情况",
        lead=["见下表。"],
        remarks=["表中数据截至年底。"],
        rules=gd.DocumentCounts2019(made=1, disclosed=2, disclosed_in_all=3),
        normative_documents=gd.DocumentCounts2019(made=4, disclosed=5, disclosed_in_all=6),
        licensing=gd.Matters(last_year=7, change=-8, decisions=9),
        other_services=gd.Matters(last_year=10, change=11, decisions=12),
        penalties=gd.Matters(last_year=13, change=0, decisions=15),
        compulsion=gd.Matters(last_year=16, change=17, decisions=None),
        fees=gd.FeeItems(last_year=19, change=-20),
        procurement=gd.Procurement(projects=21, amount=Money("22.50", "万元")),
    ),
    requests=gd.Requests(
        received=Row(natural_persons=5), outcomes=gd.Outcomes(granted=Row(natural_persons=5), otherwise_closed=Row())
    ),
    remedies=gd.Remedies(reconsideration=gd.CaseOutcomes(upheld=3)),
)
NEW_TABLE_TWO = gd.Proactive(
    rules=gd.DocumentCounts(issued=1, repealed=2, in_force=3),
    normative_documents=gd.DocumentCounts(issued=4, repealed=5, in_force=6),
    licensing=gd.Decisions(decisions=9),
    penalties=gd.Decisions(decisions=15),
    compulsion=gd.Decisions(decisions=None),
    fees=gd.Fees(collected="11.80"),
)
NEW = attrs.evolve(
    OLD,
    edition="2021",
    proactive=attrs.evolve(
        NEW_TABLE_TWO, heading=OLD.proactive.heading, lead=OLD.proactive.lead, remarks=OLD.proactive.remarks
    ),
    requests=gd.Requests(
        received=Row(natural_persons=8),
        outcomes=gd.Outcomes(
            granted=Row(natural_persons=2),
            otherwise_closed=gd.OtherwiseClosed(
                correction_overdue=Row(natural_persons=1, enterprises=None),
                fee_overdue=Row(natural_persons=2, enterprises=None),
                other=Row(natural_persons=3, enterprises=None, others=4, total=99),
            ),
        ),
    ),
)


def value_at(value, path):
    """What stands at a path."""
    for name in path.split("."):
        value = getattr(value, name)
    return value


def numbers(report):
    """Every number of a report that is not blank, under its path."""
    return {cell.path: cell.value for cell in gd.cells(report) if printed(cell.value)}


def sentence(address, value, edition):
    """What is said of a number that the other form has no cell for."""
    return f"{address}（{value}）在 {edition} 年版表样里没有可比的格"


# --- from 2019 to 2021 ------------------------------------------------------------------------------------------------


def test_table_two_of_2019_becomes_that_of_2021():
    """Documents made become documents issued, decisions stay, all else is blank and not 0, and the prose stays."""
    expected = gd.Proactive(
        heading=OLD.proactive.heading,
        lead=OLD.proactive.lead,
        remarks=OLD.proactive.remarks,
        rules=gd.DocumentCounts(issued=1, repealed=None, in_force=None),
        normative_documents=gd.DocumentCounts(issued=4, repealed=None, in_force=None),
        licensing=gd.Decisions(decisions=9),
        penalties=gd.Decisions(decisions=15),
        compulsion=gd.Decisions(decisions=None),
        fees=gd.Fees(collected=None),
    )

    assert expected == gd.migrate(OLD, to="2021").report.proactive


def test_what_2021_does_not_ask_for_is_lost_and_said():
    """Each number of table two without a cell on the new form is told with its address and as printed, zero too."""
    kept = {
        "表二·规章·本年新制作数量",
        "表二·规范性文件·本年新制作数量",
        "表二·行政许可·处理决定数量",
        "表二·行政处罚·处理决定数量",
        "表二·行政强制·处理决定数量",
    }
    expected = [
        sentence(address, printed(value_at(OLD, path)), 2021)
        for address, path in ADDRESSES.items()
        if path.startswith("proactive.") and address not in kept
    ]
    found = gd.migrate(OLD, to="2021").lost

    assert expected == list(found)
    assert 22 - 5 == len(found)
    assert "表二·行政许可·本年增/减（-8）在 2021 年版表样里没有可比的格" in found
    assert "表二·行政处罚·本年增/减（0）在 2021 年版表样里没有可比的格" in found
    assert "表二·政府集中采购·采购总金额（22.50万元）在 2021 年版表样里没有可比的格" in found


def test_the_newer_form_is_the_usual_aim():
    """Without a word on the edition a report is moved to the form of 2021."""
    assert gd.migrate(OLD, to=V2021) == gd.migrate(OLD)
    assert V2021 is gd.migrate(OLD).report.edition


def test_one_row_of_zeros_becomes_three():
    """三（六） in one row that is all zero says the same of each of the three rows."""
    moved = gd.migrate(OLD, to="2021").report

    assert gd.OtherwiseClosed() == moved.requests.outcomes.otherwise_closed
    assert [] == [finding for finding in gd.check(moved) if finding.code == "GD105"]


@pytest.mark.parametrize("closed", [Row(natural_persons=2), Row(others=1), Row(total=1)])
def test_one_row_with_a_number_stays_one_row(closed):
    """三（六） in one row does not say which of the three rows it is, so that it stays and the check tells of it."""
    outcomes = attrs.evolve(OLD.requests.outcomes, otherwise_closed=closed)
    old = attrs.evolve(OLD, requests=attrs.evolve(OLD.requests, outcomes=outcomes))
    moved = gd.migrate(old, to="2021")

    assert old.requests == moved.report.requests
    assert gd.migrate(OLD, to="2021").lost == moved.lost
    assert [CLOSED] == [finding.path for finding in gd.check(moved.report) if finding.code == "GD105"]


# --- from 2021 to 2019 ------------------------------------------------------------------------------------------------


def test_table_two_of_2021_becomes_that_of_2019():
    """Documents issued become documents made, decisions stay, all else is blank and not 0, and the prose stays."""
    expected = gd.Proactive2019(
        heading=NEW.proactive.heading,
        lead=NEW.proactive.lead,
        remarks=NEW.proactive.remarks,
        rules=gd.DocumentCounts2019(made=1, disclosed=None, disclosed_in_all=None),
        normative_documents=gd.DocumentCounts2019(made=4, disclosed=None, disclosed_in_all=None),
        licensing=gd.Matters(last_year=None, change=None, decisions=9),
        other_services=gd.Matters(last_year=None, change=None, decisions=None),
        penalties=gd.Matters(last_year=None, change=None, decisions=15),
        compulsion=gd.Matters(last_year=None, change=None, decisions=None),
        fees=gd.FeeItems(last_year=None, change=None),
        procurement=gd.Procurement(projects=None, amount=Money(None)),
    )

    assert expected == gd.migrate(NEW, to="2019").report.proactive


def test_what_2019_does_not_ask_for_is_lost_and_said():
    """Documents repealed and in force, and the money of the fees, are told with address and number."""
    expected = [
        sentence("表二·规章·本年废止件数", 2, 2019),
        sentence("表二·规章·现行有效件数", 3, 2019),
        sentence("表二·行政规范性文件·本年废止件数", 5, 2019),
        sentence("表二·行政规范性文件·现行有效件数", 6, 2019),
        sentence("表二·行政事业性收费·本年收费金额", "11.80", 2019),
    ]

    assert expected == list(gd.migrate(NEW, to="2019").lost)


def test_three_rows_become_their_sum():
    """三（六） in one row is the sum of the three in each column, as printed; blank only where all three are."""
    moved = gd.migrate(NEW, to="2019").report

    assert Row(natural_persons=6, enterprises=None, others=4, total=1 + 2 + 99) == (
        moved.requests.outcomes.otherwise_closed
    )
    assert NEW.requests.outcomes.total == moved.requests.outcomes.total


# --- either way -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("report", [OLD, NEW], ids=["2019", "2021"])
def test_all_but_tables_two_and_three_stays(report):
    """Organ, year, title, prose, table four and the rest of table three are what they were; so is the old report."""
    before = attrs.evolve(report)
    moved = gd.migrate(report, to=OTHER[report.edition]).report
    changed = {"edition", "proactive", "requests"}
    names = [field.name for field in attrs.fields(gd.AnnualReport) if field.name not in changed]

    assert before == report
    assert [getattr(report, name) for name in names] == [getattr(moved, name) for name in names]
    rows = [path for path in numbers(report) if path.startswith("requests.") and not path.startswith(CLOSED)]
    assert [value_at(report, path) for path in rows] == [value_at(moved, path) for path in rows]
    assert OTHER[report.edition] is moved.edition


@pytest.mark.parametrize("report", [OLD, NEW], ids=["2019", "2021"])
@pytest.mark.parametrize("part", [None, gd.Narrative(heading="二、情况", blocks=["见附件。"])])
def test_a_section_without_a_table_stays(report, part):
    """Where there is no table there is nothing to move, and nothing is lost."""
    bare = attrs.evolve(report, proactive=part, requests=part)
    moved = gd.migrate(bare, to=OTHER[report.edition])

    assert attrs.evolve(bare, edition=OTHER[report.edition]) == moved.report
    assert () == moved.lost


@pytest.mark.parametrize("edition", ["2018", "", None, 2021])
def test_an_unknown_edition_is_refused(edition):
    """There is no other edition than the two, and a number is not the name of one."""
    with pytest.raises(gd.ValueRefusedError, match="应为 2019 或 2021"):
        gd.migrate(OLD, to=edition)


def test_a_report_between_two_editions_is_put_on_one():
    """A report said to be of 2021 with a table two of 2019 is moved to 2021, and what is lost bears its own address."""
    between = attrs.evolve(NEW, proactive=OLD.proactive)
    moved = gd.migrate(between, to="2021")

    assert gd.migrate(OLD, to="2021").report.proactive == moved.report.proactive
    assert gd.migrate(OLD, to="2021").lost == moved.lost
    assert NEW.requests == moved.report.requests


RENAMED = {
    "proactive.rules.made": "proactive.rules.issued",
    "proactive.normative_documents.made": "proactive.normative_documents.issued",
}
RENAMED |= {new: old for old, new in RENAMED.items()}
REPORTS = st.one_of(
    annual_reports(consistent=consistent, blanks=blanks, mixed=mixed, edition=edition)
    for consistent, blanks, mixed in [(True, False, False), (False, True, False), (False, True, True)]
    for edition in gd.Edition
)


def sums_of(report):
    """三（六） column by column: what is printed there, the three rows added up where there are three."""
    if not isinstance(report.requests, gd.Requests):
        return {}
    found = {}
    for path, value in numbers(report).items():
        if path.startswith(CLOSED):
            column = path.rpartition(".")[2]
            found[column] = found.get(column, 0) + value
    return found


@given(report=REPORTS)
@some
def test_no_number_is_lost_unsaid_or_made_up(report):
    """Each number stands at its place on the new form, or is said once with address and number; no other appears."""
    moved = gd.migrate(report, to=OTHER[report.edition])
    before, after = numbers(report), numbers(moved.report)
    told = list(moved.lost)
    addresses = {cell.path: cell.address for cell in gd.cells(report)}
    outside = {path: value for path, value in before.items() if not path.startswith(CLOSED)}
    carried = {}
    for path, value in outside.items():
        place = RENAMED.get(path, path)
        if after.get(place) == value:
            carried[place] = value
        else:
            told.remove(sentence(addresses[path], printed(value), moved.report.edition))

    assert [] == told
    assert carried == {path: value for path, value in after.items() if not path.startswith(CLOSED)}
    assert sums_of(report) == sums_of(moved.report)


@given(report=REPORTS)
@some
def test_all_prose_stays(report):
    """No heading and no block of any section is touched."""
    moved = gd.migrate(report, to=OTHER[report.edition]).report

    def prose(each):
        sections = [getattr(each, name) for name in ("proactive", "requests")]
        return [getattr(part, name, None) for part in sections for name in ("heading", "lead", "remarks", "blocks")] + [
            each.organ,
            each.year,
            each.title,
            each.preamble,
            each.overview,
            each.remedies,
            each.problems,
        ]

    assert prose(report) == prose(moved)
    assert (report.other_matters, report.published) == (moved.other_matters, moved.published)


@pytest.mark.parametrize("edition", gd.Edition)
@given(data=st.data())
@some
def test_a_report_moved_to_its_own_edition_is_the_same(edition, data):
    """A report whose tables are of the edition it is moved to stays as it is, and loses nothing."""
    report = data.draw(annual_reports(consistent=False, blanks=True, edition=edition))

    assert gd.Migration(report, ()) == gd.migrate(report, to=edition)


@given(report=annual_reports(consistent=False, blanks=True, edition=V2021))
@some
def test_there_and_back_again_says_nothing_new(report):
    """Moved back, a report says nothing that it did not say, and moving it a second time loses nothing more."""
    there = gd.migrate(report, to="2019").report
    back = gd.migrate(there, to="2021")
    before, after = numbers(report), numbers(back.report)

    assert () == back.lost
    outside = {path: value for path, value in after.items() if not path.startswith(CLOSED)}
    assert outside.items() <= before.items()
    assert sums_of(report) == sums_of(back.report)


@pytest.mark.parametrize("name", ["json", "html", "docx"])
@pytest.mark.parametrize("report", [OLD, NEW], ids=["2019", "2021"])
def test_a_moved_report_passes_through_every_format(report, name):
    """A report moved to the other form, with its blanks, is written and read back as it is."""
    moved = gd.migrate(report, to=OTHER[report.edition]).report

    assert moved == gd.loads(gd.dumps(moved, name), name)


def test_an_amount_that_is_lost_is_told_in_full():
    """All decimals and the unit of an amount are told."""
    fees = gd.Fees(collected=Decimal("24252.311080"))
    new = attrs.evolve(NEW, proactive=attrs.evolve(NEW.proactive, fees=fees))

    assert sentence("表二·行政事业性收费·本年收费金额", "24252.311080", 2019) in gd.migrate(new, to="2019").lost


def test_a_blank_is_not_lost():
    """Of blank cells nothing is said."""
    blank = gd.migrate(gd.AnnualReport(organ=None, year=None, edition="2019")).report.proactive
    blank = gd.AnnualReport(organ=None, year=None, proactive=blank)

    assert ["0", "0"] == [
        printed(value_at(blank, f"proactive.{name}.issued")) for name in ("rules", "normative_documents")
    ]
    assert () == gd.migrate(blank, to="2019").lost
