"""Tables without merged cells: nothing lost, every number under its whole header and beside its label."""

from itertools import count

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import govdisclosure as gd
from govdisclosure.document import folded
from govdisclosure.formats.unmerged import unmerged
from govdisclosure.layout import draw
from govdisclosure.strategies import blocks, grids

HEADS = "申请人情况\n自然人 法人或其他组织\n商业企业 法人或其他组织\n科研机构 法人或其他组织\n社会公益组织"
HEADS += " 法人或其他组织\n法律服务机构 法人或其他组织\n其他 总计"
OUTCOMES = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]


def label(text, rowspan=1, colspan=1):
    """A header cell."""
    return gd.Cell(text, rowspan, colspan, header=True)


def tables(*rows):
    """The texts of the tables that a grid of these rows becomes."""
    return [texts(table) for table in unmerged([gd.Grid(rows)])]


def texts(table):
    """The texts of a table, row by row."""
    return [[cell.text for cell in row] for row in table.rows]


def numbered(grid, headed):
    """The grid with another text in each cell, and its first rows headers."""
    numbers = count()
    return gd.Grid(
        tuple(
            tuple(attrs.evolve(cell, text=f"t{next(numbers)}", header=cell.header or r < headed) for cell in row)
            for r, row in enumerate(grid.rows)
        )
    )


@given(grids(), st.integers(0, 3))
def test_every_text_is_kept_in_its_order(grid, headed):
    """Whatever is merged, each text is in a cell, a text that is no header in one only and in the order of the grid."""
    grid = numbered(grid, headed)
    shown = [text for table in unmerged([grid]) for row in table.rows for cell in row for text in cell.text.split("\n")]
    data = [cell.text for row in grid.rows for cell in row if not cell.header]

    assert {cell.text for row in grid.rows for cell in row} == set(shown) - {""}
    assert sorted(data) == sorted(text for text in shown if text in data)


@given(st.lists(blocks(plain=False)))
def test_a_cell_takes_one_place(some):
    """Tables have as many cells in each row, none of them merged, and nothing is left of which nothing is seen."""
    found = list(unmerged(some))
    cells = [cell for block in found if isinstance(block, gd.Grid) for row in block.rows for cell in row]

    assert all(1 == len({len(row) for row in block.rows}) for block in found if isinstance(block, gd.Grid))
    assert {(1, 1)} >= {(cell.rowspan, cell.colspan) for cell in cells}
    assert all(folded(block.text) for block in found if not isinstance(block, gd.Grid))


def test_table_two_is_a_table_for_each_article():
    """Each line across the form begins a table and stands above its labels, and no column is without a header."""
    found = [texts(table) for table in unmerged([draw(gd.Proactive(), "proactive")])]

    assert [
        ["第二十条第（一）项\n信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
        ["第二十条第（五）项\n信息内容", "本年处理决定数量"],
        ["第二十条第（六）项\n信息内容", "本年处理决定数量"],
        ["第二十条第（八）项\n信息内容", "本年收费金额（单位：万元）"],
    ] == [rows[0] for rows in found]
    assert [["规章", "行政规范性文件"], ["行政许可"], ["行政处罚", "行政强制"], ["行政事业性收费"]] == [
        [row[0] for row in rows[1:]] for rows in found
    ]


def test_table_three_has_one_header_and_one_label():
    """The headers above a column are one, as are the labels of a row; that of a group stands with its first row."""
    (table,) = unmerged([draw(gd.Requests(), "requests")])
    head, *rows = texts(table)

    assert HEADS.split(" ") == head[1:]
    assert ["三、本年度办理结果\n（一）予以公开", "（三）不予公开\n1.属于国家秘密", "2.其他法律行政法规禁止公开"] == [
        rows[number][0] for number in (2, 4, 5)
    ]
    assert all(cell.path for row in table.rows[1:] for cell in row[1:])


def test_table_four_is_a_table_for_each_group():
    """A single row under groups of headers is parted between them, and each number keeps its whole header."""
    groups = ["行政复议\n", "行政诉讼\n未经复议直接起诉\n", "行政诉讼\n复议后起诉\n"]
    found = [texts(table) for table in unmerged([draw(gd.Remedies(), "remedies")])]

    assert [[group + outcome for outcome in OUTCOMES] for group in groups] == [rows[0] for rows in found]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([], []),
        ([()], []),
        ([(), (gd.Cell("1"),)], [[[""], ["1"]]]),
        ([(gd.Cell("甲"),), (gd.Cell("1"), gd.Cell("2"))], [[["甲", ""], ["1", "2"]]]),
        ([(label("甲"), label("乙")), (label("丙"), label("丁"))], [[["甲", "乙"], ["丙", "丁"]]]),
        ([(label("甲", 1, 2),), (gd.Cell("1"), gd.Cell("2"))], [[["甲", ""], ["1", "2"]]]),
        (
            [(label("甲"), label("乙")), (label("丙"),), (gd.Cell("1"), gd.Cell("2"))],
            [[["甲\n丙", "乙"], ["1", "2"]]],
        ),
        (
            [(label("甲", 2), label("乙")), (label("丙"),), (gd.Cell("1"), gd.Cell("2")), (gd.Cell("3"), gd.Cell("4"))],
            [[["甲", "乙\n丙"], ["1", "2"], ["3", "4"]]],
        ),
        (
            [(label("甲"),), (gd.Cell("1", 2), gd.Cell("2")), (label("乙"),), (gd.Cell("3"), gd.Cell("4"))],
            [[["甲", ""], ["1", "2"], ["", "乙"], ["3", "4"]]],
        ),
        (
            [(label("年"), label("月"), label("数")), (label("2024"), label("1"), gd.Cell("5"))],
            [[["年\n月", "数"], ["2024\n1", "5"]]],
        ),
    ],
)
def test_headers_labels_and_merged_cells(rows, expected):
    """Tables that are no table of the form follow the same rules."""
    assert expected == tables(*rows)


def test_captions_are_paragraphs_but_for_tables_of_the_form():
    """The caption of a free table stands before it; that of a table of the form says what its heading does."""
    row = (gd.Cell("甲"), gd.Cell("1"))
    of_form = gd.Grid(((row[0], gd.Cell("1", path="proactive.rules.issued")),), caption="乙")

    assert [gd.Paragraph("丙"), gd.Grid((row,))] == list(unmerged([gd.Grid((row,), caption="丙")]))
    assert ["Grid", "Grid"] == [type(block).__name__ for block in unmerged([of_form, gd.Grid((row,), caption=" ")])]


def test_a_table_too_large_to_be_drawn_is_told_row_by_row():
    """A table that would take more room than any is given as text, with every cell."""
    rows = ((gd.Cell("甲"),) * 400, *((gd.Cell("乙"), gd.Cell("1")),) * 400, ())

    assert [" ".join(["甲"] * 400), *["乙 1"] * 400] == [block.text for block in unmerged([gd.Grid(rows)])]
