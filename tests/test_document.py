"""The neutral form of a report: blocks, grids of cells, and what a person sees of them."""

import pickle

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from govdisclosure.document import (
    Cell,
    Document,
    Embedded,
    Grid,
    Heading,
    Paragraph,
    Place,
    folded,
    without_places,
)
from govdisclosure.strategies import blocks, grids, plain_texts, texts

HERE = Place(line=7, table=1, row=2, cell=3)


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (Place(), "位置不明"),
        (Place(line=17), "第17行"),
        (Place(table=2, row=4, cell=3), "第2个表格第4行第3格"),
        (Place(line=17, table=2, row=4, cell=3), "第17行第2个表格第4行第3格"),
        (Place(page=2, table=1, row=4, cell=3), "第2页第1个表格第4行第3格"),
        (Place(sheet="表二", row=4, cell=1), "工作表“表二”A4"),
        (Place(sheet="表四", row=20, cell=53), "工作表“表四”BA20"),
    ],
)
def test_a_place_is_told_in_words(place, words):
    """A place tells what is known of line, table, row and cell, and says so when nothing is."""
    assert words == str(place)


@pytest.mark.parametrize(
    "kind", [Cell, Document, Embedded, Grid, Heading, Paragraph, Place], ids=lambda kind: kind.__name__
)
def test_what_a_document_is_made_of_cannot_be_changed(kind):
    """No attribute of a document or of a part of it can be set, and none can be added."""
    values = {field.name: () for field in attrs.fields(kind) if field.default is attrs.NOTHING}
    made = kind(**values)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        setattr(made, attrs.fields(kind)[0].name, None)
    assert not hasattr(made, "__dict__")


@given(blocks(plain=False))
def test_blocks_are_values(block):
    """A block that comes back from a pickle is equal to what went in and has the same hash."""
    again = pickle.loads(pickle.dumps(block))  # noqa: S301 - our own bytes
    assert block == again
    assert hash(block) == hash(again)


@pytest.mark.parametrize(
    ("here", "elsewhere"),
    [
        (Heading("甲", place=HERE), Heading("甲")),
        (Paragraph("甲", place=HERE), Paragraph("甲", place=Place(line=1))),
        (Grid(((Cell("甲", place=HERE),),), place=HERE), Grid(((Cell("甲"),),))),
    ],
)
def test_where_a_block_was_read_does_not_count(here, elsewhere):
    """Blocks that say the same are equal wherever they stood, and without their places they show none."""
    assert elsewhere == here
    bare = without_places(here)
    assert here == bare
    assert bare.place is None
    assert all(cell.place is None for cells in getattr(bare, "rows", ()) for cell in cells)


# --- grids ------------------------------------------------------------------------------------------------------------


@given(grids())
def test_the_grids_drawn_fill_a_rectangle(grid):
    """The strategy for free tables leaves no hole, covers no place twice and begins a cell in every row."""
    covered = sorted(
        (row + r, column + c)
        for row, column, cell in grid.positions()
        for r in range(cell.rowspan)
        for c in range(cell.colspan)
    )
    assert [(row, column) for row in range(len(grid.rows)) for column in range(grid.width)] == covered
    assert all(grid.rows)


@given(grids())
def test_positions_list_each_cell_once_in_order(grid):
    """The positions of a grid give its cells in the order of the rows, each in its own row."""
    assert [(number, cell) for number, cells in enumerate(grid.rows) for cell in cells] == [
        (row, cell) for row, _, cell in grid.positions()
    ]


@pytest.mark.parametrize(
    ("rows", "positions", "width"),
    [
        ((), [], 0),
        (((), (Cell("a"),)), [(1, 0, "a")], 1),
        (((Cell("a"), Cell("b")), (Cell("c"),)), [(0, 0, "a"), (0, 1, "b"), (1, 0, "c")], 2),
        (
            ((Cell("a", rowspan=2), Cell("b", colspan=2)), (Cell("c"), Cell("d"))),
            [(0, 0, "a"), (0, 1, "b"), (1, 1, "c"), (1, 2, "d")],
            3,
        ),
        (
            ((Cell("a"), Cell("b", rowspan=3), Cell("c")), (Cell("d"), Cell("e")), (Cell("f"),)),
            [(0, 0, "a"), (0, 1, "b"), (0, 2, "c"), (1, 0, "d"), (1, 2, "e"), (2, 0, "f")],
            3,
        ),
        (((Cell("a", rowspan=9),), (Cell("b", colspan=2),)), [(0, 0, "a"), (1, 1, "b")], 3),
    ],
)
def test_spans_are_resolved_as_browsers_do(rows, positions, width):
    """A cell stands in the first free column of its row; rows may be ragged, empty or shorter than a span."""
    grid = Grid(rows)
    assert positions == [(row, column, cell.text) for row, column, cell in grid.positions()]
    assert width == grid.width


# --- documents --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "title"),
    [
        ((), ""),
        ((Paragraph("甲"), Heading("乙", level=2)), ""),
        ((Grid(()), Heading("乙", level=2), Heading("丙", level=1), Heading("丁", level=1)), "丙"),
    ],
)
def test_the_title_is_the_first_heading_of_level_one(content, title):
    """The title of a document is its first heading of level 1, and empty if there is none."""
    assert title == Document(blocks=content).title


@given(texts())
def test_folded_text_has_single_spaces_between_words(text):
    """Folding keeps all that is not white space, in order, and leaves no white space but single spaces inside."""
    result = folded(text)
    assert text.split() == result.split()
    assert result.count(" ") == max(len(text.split()) - 1, 0)
    assert not {char for char in result if char.isspace()} - {" "}


@given(plain_texts())
def test_plain_texts_are_folded(text):
    """The strategy for plain texts draws texts that are not empty and that folding does not change."""
    assert text.strip()
    assert text == folded(text)


def test_what_is_visible_is_said_in_order_and_folded():
    """A document shows the texts of its blocks with white space folded; no level is deeper than 6."""
    document = Document(
        blocks=(
            Heading(" 甲 \n", level=1),
            Heading("乙", level=9),
            Paragraph("丙\t丁"),
            Grid(((Cell(" 1 ", rowspan=2), Cell("2", header=True)), (Cell(""),)), caption="戊"),
        )
    )
    assert (
        ("heading", 1, "甲"),
        ("heading", 6, "乙"),
        ("paragraph", "丙 丁"),
        ("grid", (("1", "2"),)),
    ) == document.visible()


@given(st.lists(blocks(plain=False)))
def test_what_is_visible_does_not_depend_on_places(content):
    """Two documents of the same blocks show the same, wherever the blocks were read."""
    placed = tuple(attrs.evolve(block, place=HERE) for block in content)
    assert Document(blocks=tuple(content)).visible() == Document(blocks=placed).visible()


def drawn(*content):
    """A document that was drawn on pages."""
    return Document(blocks=content, paged=True)


LINES = (Paragraph("甲乙"), Grid(((Cell("列"),), (Cell("1"),), (Cell("2"),)), caption="乙丙"), Paragraph("丁"))


@pytest.mark.parametrize(
    "other",
    [
        (Paragraph("甲"), Heading("乙", level=2), Paragraph("乙丙"), LINES[1], Paragraph("— 3 —"), Paragraph("丁")),
        (Paragraph("甲乙乙 丙"), Grid(LINES[1].rows[:2]), Paragraph("—3—"), Grid(LINES[1].rows[::2]), Paragraph("丁")),
        (
            Paragraph("甲乙"),
            attrs.evolve(LINES[1], rows=((Cell(), *LINES[1].rows[0]), (), *LINES[1].rows[1:])),
            LINES[2],
        ),
    ],
)
def test_where_lines_and_pages_break_does_not_count_in_what_is_drawn(other):
    """Drawn on pages two documents agree if their letters do, however they are put into lines and pages."""
    assert drawn(*other).agrees_with(Document(blocks=LINES))
    assert Document(blocks=LINES).agrees_with(drawn(*other))


@pytest.mark.parametrize(
    "other",
    [
        (*LINES, Paragraph("戊")),
        LINES[:2],
        (Paragraph("甲乙"), Grid(LINES[1].rows[:2], caption="乙丙"), LINES[2]),
        (Paragraph("甲乙"), Grid((*LINES[1].rows[:2], (Cell("2"), Cell())), caption="乙丙"), LINES[2]),
    ],
)
def test_other_letters_or_cells_count_in_what_is_drawn(other):
    """A letter more or less, a row that is gone and a cell that was not there are not the same."""
    assert not drawn(*other).agrees_with(Document(blocks=LINES))


def test_a_caption_that_says_again_what_stands_above_it_does_not_count():
    """On paper such a caption is left out."""
    table = attrs.evolve(LINES[1], caption="乙")

    assert drawn(LINES[0], attrs.evolve(table, caption="")).agrees_with(Document(blocks=(LINES[0], table)))
