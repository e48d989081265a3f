"""Tables as lines of text for a terminal."""

import re
import textwrap
from decimal import Decimal

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import govdisclosure as gd
from govdisclosure.compose import compose
from govdisclosure.document import Cell, Grid
from govdisclosure.drawing import boxed, width_of
from govdisclosure.strategies import grids, proactive_tables, remedies_tables, requests_tables

LINES = "╵╶└╷│┌├╴┘─┴┐┤┬┼"
REPORT = gd.AnnualReport(organ=gd.Organ("示例县柳溪镇人民政府"), year=2025)
some = settings(max_examples=20)


def tables_of(report):
    """The drawn tables of a report."""
    return [block for block in compose(report).blocks if isinstance(block, Grid)]


def inside(picture):
    """What a picture shows between its lines, without white space."""
    return re.sub(rf"[\s{LINES}]", "", picture)


def label(cell):
    """A cell as a label of a few letters."""
    return attrs.evolve(cell, text=re.sub(r"[^\w]", "", cell.text)[:9], header=True)


PLAIN = grids().map(lambda grid: Grid(tuple(tuple(map(label, line)) for line in grid.rows)))


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)), st.text("abc123 .,"))
def test_a_chinese_character_is_two_columns_wide(wide, narrow):
    """A text is as wide as its characters, the Chinese and full-width ones taking two columns."""
    assert 2 * len(wide) + len(narrow) == width_of(wide + narrow)


@given(PLAIN, st.integers(1, 120))
@some
def test_a_picture_is_a_rectangle(grid, width):
    """Every line of a picture is as wide as every other, and the picture is framed."""
    lines = boxed(grid, width).split("\n")

    assert 1 == len({width_of(line) for line in lines})
    corners = lines[0][0] + lines[0][-1] + lines[-1][0] + lines[-1][-1]
    assert "┌┐└┘" == corners


@given(PLAIN, st.integers(1, 120))
@some
def test_a_picture_shows_every_character(grid, width):
    """What stands in the cells stands in the picture, character for character."""
    wanted = "".join(cell.text for line in grid.rows for cell in line)

    assert sorted(wanted) == sorted(inside(boxed(grid, width)))


@given(proactive_tables(), requests_tables(), remedies_tables())
@some
def test_a_number_is_never_broken(proactive, requests, remedies):
    """Each number of a report stands whole on one line of its picture, in the order of print."""
    report = attrs.evolve(REPORT, proactive=proactive, requests=requests, remedies=remedies)
    for grid in tables_of(report):
        lines = [re.sub(r"\d\.\D", "", line) for line in boxed(grid, 60).split("\n")]
        shown = [each for line in lines for each in re.findall(r"[\d.]+", line)]
        numbers = [cell.text for line in grid.rows for cell in line if cell.path]
        assert numbers == [each for each in shown if each in numbers]


@pytest.mark.parametrize("width", [80, 100, 132, 200])
@pytest.mark.parametrize("grid", tables_of(REPORT), ids=["二", "三", "四"])
def test_a_table_of_the_form_fits_the_terminal(grid, width):
    """Drawn for a terminal, a table of the form is not wider than that, though the labels must be broken."""
    assert all(width_of(line) <= width for line in boxed(grid, width).split("\n"))


def test_a_table_that_cannot_fit_is_drawn_as_narrow_as_it_goes():
    """In too narrow a terminal the numbers stay whole and the table is as narrow as it can be."""
    fees = gd.Fees(collected=Decimal("24252.311082"))
    (grid, *_) = tables_of(attrs.evolve(REPORT, proactive=gd.Proactive(fees=fees)))

    assert boxed(grid, 1) == boxed(grid, 2)
    assert "24252.311082" in boxed(grid, 1)


def test_merged_cells_are_one_box():
    """A cell that covers rows and columns is one box, its text broken over the lines it has."""
    grid = Grid(
        (
            (
                Cell("本年度办理结果", rowspan=3, header=True),
                Cell("予以公开", colspan=2, header=True),
                Cell("1", path="a"),
            ),
            (Cell("不予公开", rowspan=2, header=True), Cell("国家秘密", header=True), Cell("22", path="b")),
            (Cell("其他", header=True), Cell("", path="c")),
        )
    )
    expected = """\
        ┌────────┬───────────────────┬────┐
        │ 本年度 │ 予以公开          │  1 │
        │ 办理结 ├────────┬──────────┼────┤
        │ 果     │ 不予公 │ 国家秘密 │ 22 │
        │        │ 开     ├──────────┼────┤
        │        │        │ 其他     │    │
        └────────┴────────┴──────────┴────┘"""

    assert textwrap.dedent(expected) == boxed(grid)


def test_a_label_too_long_for_its_box_makes_it_taller():
    """A label that needs more lines than its rows have makes the last of them taller."""
    for length, height in {9: 5, 10: 6, 12: 6, 13: 7}.items():
        name = Cell("一" * length, rowspan=2, header=True)
        picture = boxed(Grid(((name, Cell("1", path="a")), (Cell("2", path="b"),))))

        assert height == len(picture.split("\n"))


def test_where_no_cell_is_no_line_is_drawn():
    """A place of the grid that no cell covers is left out of the frame."""
    grid = Grid(((Cell("甲", header=True), Cell("乙", header=True)), (Cell("丙", header=True),)))
    expected = """\
        ┌────┬────┐
        │ 甲 │ 乙 │
        ├────┼────┘
        │ 丙 │
        └────┘"""

    assert textwrap.dedent(expected) == "\n".join(line.rstrip() for line in boxed(grid).split("\n"))


def test_a_cell_that_reaches_beyond_its_table_ends_with_it():
    """A cell may say that it spans more rows than there are, and may hold several lines."""
    grid = Grid(((Cell("甲\n乙", rowspan=3), Cell("1")),))

    assert boxed(grid) == boxed(Grid(((Cell("甲 乙"), Cell("1")),)))
