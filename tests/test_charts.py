"""Charts: the bars are the numbers of the report, a blank is no zero, and a page with charts is read as before."""

import re
from html import unescape

import attrs
import pytest
from hypothesis import given, settings

import govdisclosure as gd
from govdisclosure._spec import fields_of
from govdisclosure.charts import applicants, charts_of, outcomes, years
from govdisclosure.document import Bar, Chart
from govdisclosure.formats.html import figure, read
from govdisclosure.i18n import LOCALES
from govdisclosure.recognise import recognise
from govdisclosure.report import parts_of
from govdisclosure.strategies import annual_reports, requests_tables

ROW = gd.ByApplicant(natural_persons=7, enterprises=2)
REQUESTS = gd.Requests(
    received=ROW,
    outcomes=gd.Outcomes(granted=ROW, refused=gd.Refused(state_secret=ROW, enforcement_files=ROW)),
)
REPORT = gd.AnnualReport(organ=gd.Organ("示例县柳溪镇人民政府"), year=2025, requests=REQUESTS)
CHARTED = gd.HtmlOptions(charts=True)


def values(chart):
    """What the bars of a chart stand for, by their labels."""
    return {bar.label: bar.value for bar in chart.bars}


@given(requests_tables())
def test_the_groups_of_outcomes_add_up_to_their_total(requests):
    """The bars of how requests were closed are the groups of the form, and together all that were closed."""
    chart = outcomes(requests)

    assert [fields_of(gd.Outcomes)[name].short for name in parts_of(gd.Outcomes)] == [bar.label for bar in chart.bars]
    assert requests.outcomes.total.total == sum(bar.value for bar in chart.bars)


@given(requests_tables())
def test_the_applicants_add_up_to_what_was_received(requests):
    """The bars of who asked are the columns of the form, and together all that was received."""
    assert requests.received.total == sum(values(applicants(requests)).values())


def test_a_blank_is_no_zero():
    """A group all of whose cells are blank has no bar and is told as blank."""
    blank = gd.ByApplicant(**dict.fromkeys(fields_of(gd.ByApplicant)))
    chart = outcomes(gd.Requests(outcomes=gd.Outcomes(granted=blank, partially_granted=ROW)))
    drawn = figure(chart)

    assert {"予以公开": None, "部分公开": 9, "不予公开": 0} == dict(list(values(chart).items())[:3])
    assert ["空白", "9", "0"] == re.findall(r'<text x="[\d.]+" y="(?:29|65|101)">(.*?)</text>', drawn)
    assert ["", "9", "0"] == re.findall(r"<td[^>]*>(.*?)</td>", drawn)[:3]
    assert 1 == drawn.count("<rect")


def test_years_stand_side_by_side_in_order():
    """A number of several reports is drawn by years; one that a year does not have is blank."""
    reports = [attrs.evolve(REPORT, year=2025), attrs.evolve(REPORT, year=2023, requests=gd.Narrative())]
    chart = years([*reports, attrs.evolve(REPORT, year=None)], "requests.received.natural_persons", "en")

    assert ("1. Requests newly received this year·Natural persons", "items") == (chart.title, chart.unit)
    assert {"2023": None, "2025": 7} == values(chart)
    assert years([REPORT], "proactive.licensing.last_year").unit == "项"


@pytest.mark.parametrize("path", ["requests.none", "requests.received", "proactive.fees.collected"])
def test_what_is_no_count_is_not_drawn(path):
    """A row, an amount of money and a path that does not exist are refused, and no blank bars stand for them."""
    with pytest.raises(gd.AddressError, match="不是一格件数"):
        years([REPORT], path)


def test_of_two_reports_of_a_year_none_is_dropped():
    """Which of the two is right nobody knows, so that neither is drawn."""
    with pytest.raises(gd.ValueRefusedError, match="2025 年的年报不止一份"):
        years([REPORT, REPORT], "requests.received.total")


def test_no_chart_is_made_of_nothing():
    """A table that tells nothing has no chart, nor has any other table."""
    assert () == charts_of(gd.Requests()) == charts_of(gd.Remedies()) == charts_of(gd.Narrative())
    assert "<figure" not in gd.dumps(attrs.evolve(REPORT, requests=gd.Requests()), "html", options=CHARTED).decode()


def test_bars_are_as_long_as_their_numbers():
    """The longest bar has the whole width, the others as much of it as their number is of the largest."""
    drawn = figure(Chart("甲", "件", (Bar("乙", 50), Bar("丙", 100), Bar("丁", 1), Bar("戊", 0))))

    assert ["130.0", "260.0", "2.6"] == re.findall(r'<rect.* width="([\d.]+)"', drawn)


def test_a_chart_is_named_and_described():
    """What a chart says is told to those who do not see it, in its description and in a table."""
    drawn = figure(Chart('甲<&"', "件", (Bar("<乙>", 5), Bar("丙", None))), "chart-1", "en")
    texts = [unescape(text) for text in re.findall(r">([^<\n]+)<", drawn)]

    assert 'role="img" aria-labelledby="chart-1-title chart-1-text"' in drawn
    assert ['甲<&" (unit: 件)', '甲<&"', "<乙> 5; 丙 blank"] == texts[:3]


@pytest.mark.parametrize("locale", LOCALES)
@given(report=annual_reports())
@settings(max_examples=8)
def test_a_page_with_charts_is_read_back(locale, report):
    """Charts are no part of what is read: the report is the same, and there is nothing to say."""
    for fragment in (False, True):
        options = gd.HtmlOptions(charts=True, fragment=fragment)
        reading = gd.read_bytes(gd.dumps(report, "html", locale=locale, options=options))

        assert report == reading.report
        assert [] == [str(finding) for finding in reading.findings]


def test_charts_stripped_of_their_marks_give_no_wrong_number():
    """Where a web site strips all marks of ours, the numbers of the charts are not taken for those of the tables."""
    page = re.sub(r' data-[a-z0-9-]+(="[^"]*"|=\'[^\']*\')?', "", gd.dumps(REPORT, "html", options=CHARTED).decode())
    reading = recognise(read(page.encode()))
    expected = {cell.path: cell.value for cell in gd.cells(REPORT)}
    found = {cell.path: cell.value for cell in gd.cells(reading.report)}

    assert {} == {path: found[path] for path in expected if found[path] not in {None, expected[path]}}
