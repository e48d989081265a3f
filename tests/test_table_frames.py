"""Frames of tables: drawn once for all reports, and right for each."""

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import govdisclosure as gd
from govdisclosure.compose import compose
from govdisclosure.formats import docx_writer, markup
from govdisclosure.formats import html as html_format
from govdisclosure.formats.docx import read as read_docx
from govdisclosure.formats.docx import write as write_docx
from govdisclosure.formats.frames import HOLE, filled, framed, numbers
from govdisclosure.i18n import LOCALES
from govdisclosure.strategies import annual_reports

SETTING = docx_writer._Setting(width=8844, size=210, small_size=180, title_size=440)
REPORTS = (
    annual_reports(consistent=False, blanks=True)
    | annual_reports(blanks=True, edition=gd.Edition.V2019)
    | annual_reports(mixed=True)
)


@given(REPORTS, st.sampled_from(LOCALES))
def test_a_frame_does_not_depend_on_the_numbers(report, locale):
    """What is kept of a table without its numbers is what is drawn of the table with them, in every format."""
    looks = markup.BARE.values()
    grids = [block for block in compose(report, locale).blocks if isinstance(block, gd.Grid)]

    for grid in grids:
        assert markup._frame.__wrapped__(grid, *looks) == markup._frame(grid, *looks)
        assert docx_writer._rows.__wrapped__(grid, SETTING) == docx_writer._rows(grid, SETTING)


def test_a_frame_is_drawn_once_for_tables_with_other_numbers():
    """Tables that differ in their numbers share a frame, and those that differ in a label, a span or a path do not."""
    drawn = []

    @framed
    def draw(grid, more):
        drawn.append(grid)
        return (grid, more)

    label, number = gd.Cell("甲", header=True), gd.Cell("2", path="a")
    tables = [
        gd.Grid(((label, number),)),
        gd.Grid(((label, attrs.evolve(number, text="3")),)),
        gd.Grid(((attrs.evolve(label, text="乙"), number),)),
        gd.Grid(((label, attrs.evolve(number, colspan=2)),)),
        gd.Grid(((label, attrs.evolve(number, path="b")),)),
    ]
    frames = [draw(table, 1) for table in tables]

    assert [0, 0, 2, 3, 4] == [frames.index(frame) for frame in frames]
    assert 4 == len(drawn)
    assert [""] * 4 == [cell.text for grid in drawn for cell in numbers(grid)]


def test_a_table_without_numbers_is_not_kept():
    """What stands in a table of prose is drawn each time, since no other table has the same frame."""
    drawn = []
    draw = framed(drawn.append)
    table = gd.Grid(((gd.Cell("甲", path="a", header=True), gd.Cell("乙")),))
    draw(table)
    draw(table)

    assert [table, table] == drawn


def test_as_many_values_are_taken_as_there_are_holes():
    """Frames that follow one another share the values."""
    values = iter("123")

    assert ["<1><2>", "<3>"] == [filled(frame, values) for frame in (["<", "><", ">"], ["<", ">"])]


WORDS = f"{HOLE}<name>&lt;&gt;"


@pytest.mark.parametrize(("write", "read"), [(html_format.write, html_format.read), (write_docx, read_docx)])
def test_text_that_looks_like_a_hole_is_text(write, read):
    """What stands in labels, cells, numbers and captions is shown as it is, whatever it looks like."""
    head = tuple(gd.Cell(WORDS, header=True) for _ in range(2))
    line = (gd.Cell(WORDS, header=True, path="b"), gd.Cell(WORDS, path=WORDS))
    grid = gd.Grid((head, line, head, (gd.Cell(WORDS), gd.Cell("", path="c"))), WORDS)
    document = gd.Document(blocks=(gd.Heading(WORDS, level=2), grid, gd.Paragraph(WORDS)))

    assert document.visible() == read(write(document)).visible()
