"""Reports in the styles of print of many sites and converters: what is read is printed, the rest is told."""

from pathlib import Path

import pytest

import govdisclosure as gd

WILD = Path(__file__).parent / "wild"

# Each report of tests/wild and how many of its numbers are read rightly.
RIGHT = {
    "articles-as-paragraphs.html": 200,
    "articles-as-tables.html": 200,
    "ascii-grid.txt": 200,
    "blank-for-zero.html": 200,
    "boda-header-apart.html": 200,
    "box-drawing.txt": 200,
    "captions-for-headings.html": 200,
    "column-numbers.html": 200,
    "columns-swapped.html": 200,
    "comma-separated.txt": 0,
    "copied-one-cell-a-line.txt": 200,
    "copied-with-tabs.txt": 200,
    "dongyi-spacers.html": 10,
    "epub-continued.html": 200,
    "excel-one-sheet.html": 200,
    "form-2019-blank-lines.txt": 198,
    "form-2019-tabs.txt": 198,
    "form-2019-ucap.html": 198,
    "form-2019-ueditor.html": 198,
    "full-width-digits.html": 200,
    "half-width.html": 200,
    "headers-in-one-row.html": 200,
    "headers-missing.html": 200,
    "headings-as-images.html": 200,
    "headings-in-cells.html": 200,
    "ideographic-spaces.txt": 200,
    "jcms-div-tables.html": 200,
    "joined-headers-other-order.html": 200,
    "label-colon-values.txt": 15,
    "labels-joined.html": 200,
    "labels-misprinted.html": 200,
    "last-years-report-below.html": 200,
    "mobile-cards.html": 25,
    "mobile-data-labels.html": 200,
    "mobile-other-order.html": 200,
    "no-total-column.html": 175,
    "numbered-bracket.html": 200,
    "numbered-circled.html": 200,
    "numbered-full-width.html": 200,
    "numbered-in-brackets.html": 200,
    "numbering-dropped.html": 200,
    "numbers-in-prose.html": 0,
    "numbers-with-unit.html": 200,
    "ocr-letters.txt": 145,
    "ocr-spaced-characters.txt": 200,
    "one-character-a-line.html": 200,
    "pdf-wrapped-labels.txt": 200,
    "pdf2htmlex.html": 200,
    "pdftotext-layout.txt": 200,
    "pre-in-page.html": 200,
    "rows-of-which.html": 200,
    "several-rows-in-a-cell.html": 53,
    "spaces-with-blanks-lost.txt": 67,
    "spans-as-empty-cells.html": 200,
    "spans-forgotten.html": 200,
    "subtotal-column.html": 200,
    "table-four-in-three.html": 200,
    "table-four-turned.html": 200,
    "tables-twice.html": 200,
    "tabs-with-blanks.txt": 200,
    "tfoot-before-tbody.html": 200,
    "total-first.html": 200,
    "total-row-first.html": 200,
    "traditional-converter.html": 200,
    "trs-nested-layout.html": 200,
    "two-years-side-by-side.html": 25,
    "unmerged-repeated-labels.html": 200,
    "wechat-article.html": 200,
    "word-filtered-gb2312.html": 200,
    "wordpress-figure.html": 200,
    "zero-as-circle.txt": 200,
    "zero-as-ideograph.html": 200,
    "zero-as-letter.html": 200,
}


def numbers_of(report):
    """Every number of a report by its path, ``None`` where it is blank."""
    return {cell.path: None if cell.value == gd.Money(None) else cell.value for cell in gd.cells(report)}


def is_told(path, reading, severity):
    """Whether a finding of at least this weight speaks of the number or of a part of the form that it belongs to."""
    return any(
        finding.path and f"{path}.".startswith(f"{finding.path}.") and finding.severity >= severity
        for finding in reading.findings
    )


@pytest.fixture(name="wild", params=sorted(RIGHT))
def _wild(request):
    """The name of a report, the numbers that it prints and the reading of it."""
    file = WILD / request.param
    return request.param, numbers_of(gd.load(file.with_suffix(".json"))), gd.read(file)


def test_every_report_has_an_expectation():
    """The reports in the folder are those that the table of this module names."""
    assert RIGHT.keys() == {file.name for file in WILD.iterdir() if file.suffix != ".json"}


def test_no_number_is_wrong_without_a_word(wild):
    """Each number that is read is the one that is printed in its cell, or lies under a finding that doubts it."""
    _, printed, reading = wild
    read = {path: value for path, value in numbers_of(reading.report).items() if value is not None}
    wrong = {path: value for path, value in read.items() if value != printed.get(path)}

    assert {} == {path: wrong[path] for path in wrong if not is_told(path, reading, gd.Severity.WARNING)}


def test_no_number_is_lost_without_a_word(wild):
    """Each number that is printed and not read lies under a finding that says so."""
    _, printed, reading = wild
    read = numbers_of(reading.report)
    lost = [path for path, value in printed.items() if value is not None and read.get(path) is None]

    assert [] == [path for path in lost if not is_told(path, reading, gd.Severity.ERROR)]


def test_as_many_numbers_are_right_as_before(wild):
    """A change to the reader that reads more of a report, or less, shows in the table above."""
    name, printed, reading = wild
    read = numbers_of(reading.report)
    sure = read.keys() - reading.unsure

    assert RIGHT[name] == sum(path in sure and read[path] == value for path, value in printed.items())
