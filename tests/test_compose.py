"""A report as a document: what is printed, in which order."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings

from form_tables import DATA, TABLE_FOUR, TABLE_THREE, TABLE_TWO
from govdisclosure.compose import PUBLISHED, compose
from govdisclosure.document import Grid, Heading, Paragraph
from govdisclosure.report import (
    AnnualReport,
    ByApplicant,
    Decisions,
    Fees,
    Narrative,
    Organ,
    Proactive,
    Remedies,
    Requests,
)
from govdisclosure.strategies import amounts, annual_reports, counts
from govdisclosure.values import printed

few = settings(max_examples=40)  # a whole report takes a while to draw

HEADINGS = [
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
]
ORGAN = Organ("示例县柳溪镇人民政府")
SECTIONS = ["overview", "proactive", "requests", "remedies", "problems", "other_matters"]


def numbers_of(part):
    """The numbers of a table in the order of print, found by walking the attributes that are not prose."""
    if part is None or isinstance(part, int | Decimal):
        return [part]
    names = [name for name in part.__slots__ if name not in {"heading", "lead", "remarks", "__weakref__"}]
    return [number for name in names for number in numbers_of(getattr(part, name))]


def shown(value):
    """A number in digits; amounts may have a point in them, blanks are empty."""
    return "" if value is None else f"{value:f}" if isinstance(value, Decimal) else f"{value:d}"


# --- numbers ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (12045, "12045"),
        (None, ""),
        (Decimal("11.80"), "11.80"),
        (Decimal(0), "0"),
        (Decimal("0E-6"), "0.000000"),
        (Decimal("1E+3"), "1000"),
        (Decimal(316441), "316441"),
    ],
)
def test_a_number_is_printed_as_a_cell_shows_it(value, text):
    """A number is printed without separators or exponent, an amount with its decimals, a blank as nothing."""
    assert text == printed(value)


@given(amounts())
def test_a_printed_amount_keeps_its_decimals(amount):
    """What is printed of an amount names the same amount to the same number of decimals."""
    assert amount.as_tuple() == Decimal(printed(amount)).as_tuple()


@given(counts())
def test_a_printed_count_is_the_count(count):
    """What is printed of a count is its digits."""
    assert count == int(printed(count))
    assert printed(count).isdecimal()


# --- the order of print -----------------------------------------------------------------------------------------------


def test_a_whole_report_is_printed_in_the_order_of_the_form():
    """Title, day of publication, preamble and the six sections follow each other, prose around each table."""
    report = AnnualReport(
        organ=ORGAN,
        year=2025,
        preamble=["根据规定。"],
        overview=Narrative(blocks=[Heading("（一）主动公开"), "全年公开。"]),
        proactive=Proactive(
            lead=["前。"], remarks=["后。"], licensing=Decisions(decisions=7), fees=Fees(collected="1.50")
        ),
        requests=Requests(received=ByApplicant(natural_persons=None, others=4)),
        remedies=Remedies(heading="四、复议诉讼"),
        problems=None,
        other_matters=Narrative(blocks=["无。"]),
        published=date(2026, 1, 9),
    )
    found = [block if not isinstance(block, Grid) else len(block.rows) for block in compose(report).blocks]
    assert [
        Heading("示例县柳溪镇人民政府2025年政府信息公开工作年度报告", level=1),
        Paragraph("发布日期：2026年1月9日"),
        Paragraph("根据规定。"),
        Heading(HEADINGS[0], level=2),
        Heading("（一）主动公开", level=3),
        Paragraph("全年公开。"),
        Heading(HEADINGS[1], level=2),
        Paragraph("前。"),
        14,
        Paragraph("后。"),
        Heading(HEADINGS[2], level=2),
        28,
        Heading("四、复议诉讼", level=2),
        4,
        Heading(HEADINGS[5], level=2),
        Paragraph("无。"),
    ] == found


@given(annual_reports(blanks=True, plain=False))
@few
def test_a_document_has_a_heading_for_each_section_that_is_there(report):
    """Each section that is not absent has its own heading or the form's, in the order of the form."""
    parts = [getattr(report, name) for name in SECTIONS]
    expected = [part.heading or own for part, own in zip(parts, HEADINGS, strict=True) if part is not None]
    document = compose(report)
    assert expected == [block.text for block in document.blocks if isinstance(block, Heading) and block.level == 2]
    assert (report.title or "") == document.title
    assert (None, ()) == (document.embedded, document.notes)


@given(annual_reports(blanks=True, plain=False))
@few
def test_all_prose_is_printed_in_order(report):
    """Every block of prose stands in the document as it is in the report, in the order of the places it has there."""
    prose = list(report.preamble)
    for part in (getattr(report, name) for name in SECTIONS):
        for place in ("blocks", "lead", "remarks"):
            prose.extend(getattr(part, place, ()))
    found = [
        block
        for block in compose(report).blocks
        if not (isinstance(block, Heading) and block.level <= 2) and not (isinstance(block, Grid) and block.caption)
    ]
    front = [] if report.published is None else [found.pop(0).text.removeprefix(PUBLISHED)]
    day = report.published
    assert ([] if day is None else [f"{day.year}年{day.month}月{day.day}日"]) == front
    assert prose == found


@given(annual_reports(blanks=True, consistent=False))
@few
def test_the_tables_hold_the_numbers_of_the_report_in_the_cells_of_the_form(report):
    """The labels of each table are the form's, and the numbers between them are the report's, a blank empty."""
    tables = [
        (part, form)
        for part, form in zip(
            (report.proactive, report.requests, report.remedies), (TABLE_TWO, TABLE_THREE, TABLE_FOUR), strict=True
        )
        if isinstance(part, Proactive | Requests | Remedies)
    ]
    grids = [block for block in compose(report).blocks if isinstance(block, Grid) and block.caption]
    assert len(tables) == len(grids)
    for (part, form), grid in zip(tables, grids, strict=True):
        values = iter(numbers_of(part))
        expected = [(shown(next(values)), False) if text is DATA else (text, True) for row in form for text, *_ in row]
        assert expected == [(cell.text, cell.header) for row in grid.rows for cell in row]
        assert [] == list(values)


@pytest.mark.parametrize(("organ", "year"), [(None, 2025), (ORGAN, None)])
def test_a_report_without_a_title_prints_none(organ, year):
    """Where organ or year is not known there is no title, and the document begins with the first section."""
    document = compose(AnnualReport(organ=organ, year=year))
    assert "" == document.title
    assert Heading(HEADINGS[0], level=2) == document.blocks[0]


def test_tables_are_captioned_with_the_label_of_their_section():
    """A table of the form bears the wording of its section, without the number."""
    grids = [block for block in compose(AnnualReport(organ=ORGAN, year=2025)).blocks if isinstance(block, Grid)]
    assert [heading.split("、", 1)[1] for heading in HEADINGS[1:4]] == [grid.caption for grid in grids]
