"""Damaged reports: no number of the result is wrong, and none is lost, without a finding that says so."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import govdisclosure as gd
from damage import (
    PAGE_DAMAGES,
    SAMPLE,
    TEXT_DAMAGES,
    TEXT_STYLES,
    Page,
    Slot,
    Text,
    glue_numbers,
    silently_wrong,
)
from govdisclosure.formats import docx, html, text
from govdisclosure.recognise import recognise
from govdisclosure.strategies import annual_reports

HTML_REPORTS = ("008-shanghai-office-2019.html", "012-hangzhou-2025.html", "014-pingtan-2019.rebuilt.html")
# The texts of which every number is read while they are whole.
TEXT_REPORTS = (
    "001-wanzhou-guocun-2021.txt",
    "003-hongze-2023.pdftext.txt",
    "101-nileke-town-2023.txt",
    "103-hengdong-yanglin-2023.txt",
    "113-liwan-nanyuan-2020.txt",
    "117-gucheng-education-2020.txt",
    "121-wendeng-xinfang-2022-p8.txt",
    "123-tianjin-hongqiao-zwfw-2022.txt",
)

randoms = st.randoms(use_true_random=False)
carriers = st.sampled_from([None, html, docx])


@cache
def sample():
    """The report that comes with the package."""
    return gd.read(SAMPLE).report


@cache
def read_page(path):
    """The document of a published page and the reading of it."""
    document = html.read(path.read_bytes())
    return document, recognise(document)


@cache
def read_text(path):
    """A published text and the reading of it."""
    return path.read_text("utf-8"), gd.read(path, "text")


def read_again(page, carrier):
    """The reading of a damaged page, ``None`` where it is refused."""
    document = page.document()
    try:
        return recognise(carrier.read(carrier.write(document)) if carrier else document)
    except gd.ReadError:
        return None


def read_damaged(lines):
    """The reading of a damaged text, ``None`` where it is refused."""
    try:
        return recognise(text.read(lines.data()))
    except gd.ReadError:
        return None


def wrong_in(reading, source):
    """The numbers that are wrong in the reading of a damaged source, none where it is refused."""
    return silently_wrong(reading, source.printed(), source.known) if reading else {}


def lost_in(reading, source):
    """The numbers that are printed, not read, and not among those the reading is unsure of."""
    read = {cell.path: cell.value for cell in gd.cells(reading.report)}
    return {path for path in source.known if read.get(path) is None} - reading.unsure


# --- any damage -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("damage", PAGE_DAMAGES, ids=lambda damage: damage.__name__)
@settings(max_examples=5)
@given(random=randoms, carrier=carriers)
def test_a_damaged_published_page_gives_no_number_silently_wrong(corpus, damage, random, carrier):
    """Whatever happens to a table on a published page, what is read of it is what is still printed, or it is told."""
    page = Page.read(*read_page(corpus / "raw" / random.choice(HTML_REPORTS)))
    damage(random, page)

    assert {} == wrong_in(read_again(page, carrier), page)


@pytest.mark.parametrize("damage", PAGE_DAMAGES, ids=lambda damage: damage.__name__)
@settings(max_examples=5)
@given(random=randoms, carrier=carriers)
def test_a_damaged_sample_gives_no_number_silently_wrong(damage, random, carrier):
    """The same of the report that comes with the package, most of whose numbers are small and alike."""
    page = Page.of(sample())
    damage(random, page)

    assert {} == wrong_in(read_again(page, carrier), page)


@settings(max_examples=20)
@given(report=annual_reports(), random=randoms, carrier=carriers)
def test_a_damaged_report_of_any_kind_gives_no_number_silently_wrong(report, random, carrier):
    """The same of reports with prose, odd headings and missing tables."""
    page = Page.of(report)
    if page.sheets():
        random.choice(PAGE_DAMAGES)(random, page)

    assert {} == wrong_in(read_again(page, carrier), page)


@settings(max_examples=40)
@given(random=randoms, style=st.sampled_from(TEXT_STYLES))
def test_a_damaged_table_as_text_gives_no_number_silently_wrong(random, style):
    """The same where the page was copied as text, in any style; two numbers in a cell are two cells there."""
    page = Page.of(sample())
    random.choice([damage for damage in PAGE_DAMAGES if damage is not glue_numbers])(random, page)
    lines = Text.of(page, style)

    assert {} == wrong_in(read_damaged(lines), lines)


@pytest.mark.parametrize("damage", TEXT_DAMAGES, ids=lambda damage: damage.__name__)
@settings(max_examples=20)
@given(random=randoms)
def test_a_damaged_published_text_gives_no_number_silently_wrong(corpus, damage, random):
    """Whatever happens to the lines of a published text, what is read of it is what is still printed, or it is told."""
    lines = Text.read(*read_text(corpus / "raw" / random.choice(TEXT_REPORTS)))
    damage(random, lines)

    assert {} == wrong_in(read_damaged(lines), lines)


@pytest.mark.parametrize("damage", TEXT_DAMAGES, ids=lambda damage: damage.__name__)
@settings(max_examples=12)
@given(random=randoms, style=st.sampled_from(TEXT_STYLES))
def test_damaged_text_of_the_sample_gives_no_number_silently_wrong(damage, random, style):
    """The same of the report that comes with the package, copied in any style."""
    lines = Text.of(Page.of(sample()), style)
    damage(random, lines)

    assert {} == wrong_in(read_damaged(lines), lines)


# --- what went wrong once ---------------------------------------------------------------------------------------------


@pytest.fixture(name="page")
def _page():
    """The report that comes with the package, to be damaged."""
    return Page.of(sample())


def filled(sheet, line, texts):
    """Print *texts* in the cells of a line in turn, whatever they say."""
    slots = [slot for slot in dict.fromkeys(sheet.lines[line]) if slot.path]
    for slot, printed in zip(slots, texts, strict=True):
        slot.text, slot.value = printed, int(printed) if printed else None


@pytest.mark.parametrize("printed", ["3²", "3①"])
def test_the_mark_of_a_footnote_is_no_digit(page, printed):
    """A raised or circled number behind a number makes no longer number of it."""
    slot = next(slot for slot in page.sheets()[1].slots() if slot.path)
    slot.text, slot.value = printed, 3

    assert {} == wrong_in(read_again(page, None), page)


def test_a_number_pushed_to_the_left_is_not_read_in_its_new_place(corpus):
    """Where a text pushes blanks to the end, a row with a number less is not read as if the last one were blank."""
    lines = Text.read(*read_text(corpus / "raw" / "109-yueyang-nanhu-bureau-2019.txt"))
    at = next(n for n, line in enumerate(lines.lines) if any(".licensing." in slot.path for slot in line.slots))
    del lines.lines[at]

    assert {} == wrong_in(read_damaged(lines), lines)


def test_a_row_with_a_cell_too_many_is_doubted_though_its_last_cells_are_blank(page):
    """A row of eight cells under seven headers is not read as it stands."""
    sheet = page.sheets()[1]
    row = sheet.data_lines()[0]
    filled(sheet, row, ["9", "2", "", "", "", "", ""])
    sheet.lines[row].insert(4, Slot("7"))

    assert {} == wrong_in(read_again(page, None), page)


def test_headers_that_have_moved_are_doubted_though_the_last_cell_is_blank(page):
    """Where the head of the last table is a column short, no number is read under the header of its neighbour."""
    sheet = page.sheets()[2]
    filled(sheet, len(sheet.lines) - 1, ["5", "", "", "2", "7", "8", "", "", "1", "9", "", "", "", "", ""])
    sheet.lines = [line[1:] for line in sheet.lines[:-1]] + sheet.lines[-1:]

    assert {} == wrong_in(read_again(page, None), page)


def test_a_number_in_the_cell_of_its_label_is_not_taken_for_a_blank(page):
    """Where the first number of a row stands behind its label, the reading is unsure of that number."""
    sheet = page.sheets()[1]
    row = sheet.data_lines()[0]
    label, first = sheet.label_of(row), next(slot for slot in sheet.lines[row] if slot.path)
    label.text, first.text = f"{label.text} {first.text}", ""

    assert set() == lost_in(read_again(page, None), page)


def broken(sheet, line, at):
    """Break the label of a line and put its end on a line below, beside blank cells."""
    label = sheet.label_of(line)
    end = Slot(label.text[at:])
    label.text = label.text[:at]
    below = [Slot("") if slot.path else end if slot is label else slot for slot in sheet.lines[line]]
    sheet.lines.insert(line + 1, below)


def test_a_label_broken_over_two_rows_leaves_its_numbers_in_doubt(page):
    """Where a label ends on the next line, beside blanks, the numbers beside its beginning are not taken for blanks."""
    broken(page.sheets()[1], page.sheets()[1].data_lines()[2], 3)

    assert set() == lost_in(read_again(page, None), page)


def test_a_label_broken_over_lines_of_text_leaves_its_numbers_in_doubt(page):
    """The same where each cell stands on a line of text of its own."""
    broken(page.sheets()[0], page.sheets()[0].data_lines()[1], 2)
    lines = Text.of(page, "bar a line")

    assert {} == wrong_in(read_damaged(lines), lines)


def test_the_first_of_three_rows_without_labels_is_not_read_as_the_one_row(page):
    """Where the labels of rows are lost, the label of their group is not taken for that of the first of them."""
    sheet = page.sheets()[1]
    sheet.lines = [line[:2] + line[3:] for line in sheet.lines]

    assert {} == wrong_in(read_again(page, None), page)
