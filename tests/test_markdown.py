"""Markdown: headings, paragraphs and tables as they are typed, tables of pages within, and nothing lost unsaid."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import govdisclosure as gd
from govdisclosure.document import Place
from govdisclosure.formats import markdown

PLAIN = st.text(st.sampled_from("甲乙丙丁戊己庚辛0123456789abc"), min_size=1, max_size=6)
RAGGED = st.lists(st.lists(PLAIN | st.just(""), min_size=2, max_size=6), min_size=1, max_size=5)
MARKS = [
    "|",
    "\n",
    "|-|\n",
    "> ",
    "- ",
    "1. ",
    "# ",
    "---",
    "<table>",
    "<td>",
    "</table>",
    "`",
    "```",
    "*",
    "[甲](",
    "![",
]


def read(text):
    """What is read of a text."""
    return markdown.read(text.encode())


def blocks(text):
    """The blocks of a text."""
    return list(read(text).blocks)


def texts(grid):
    """The texts of a grid, row by row."""
    return [[cell.text for cell in row] for row in grid.rows]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("# 甲", gd.Heading("甲", 1)),
        ("###### 甲 ##", gd.Heading("甲", 6)),
        ("甲\n===", gd.Heading("甲", 1)),
        ("甲\n---", gd.Heading("甲", 2)),
        ("    甲", gd.Paragraph("甲")),
        ("> 甲", gd.Paragraph("甲")),
        ("**甲**_乙_ [丙](https://example.org)", gd.Paragraph("甲乙 丙")),
        ("1\\. 甲 &lt; `a  b` <u>丁</u>", gd.Paragraph("1. 甲 < a  b 丁")),
        ("甲  \n乙<br>丙", gd.Paragraph("甲\n乙\n丙")),
        ("- 甲", gd.Paragraph("- 甲")),
        ("7) 甲", gd.Paragraph("7) 甲")),
        ("- 4 -", gd.Paragraph("- 4 -")),
        ("- 1. 甲", gd.Paragraph("- 1. 甲")),
        ("-", gd.Paragraph("-")),
        ("- # 甲", gd.Heading("- 甲", 1)),
        ("[甲]: https://example.org\n\n[乙][甲]", gd.Paragraph("乙")),
        ("```\n**甲**\n```", gd.Paragraph("**甲**")),
        ("#\n\n甲", gd.Paragraph("甲")),
    ],
)
def test_marks_are_read_and_what_they_mark_is_kept(source, expected):
    """Headings keep their level, and of everything else stays the text with the marker a list item has in print."""
    assert [expected] == blocks(source)


def test_a_line_that_the_writer_ended_is_a_paragraph():
    """Short lines under one another stay apart, each with the number of its line."""
    found = blocks("甲\n乙丙\n\n丁")

    assert [gd.Paragraph("甲"), gd.Paragraph("乙丙"), gd.Paragraph("丁")] == found
    assert [1, 2, 4] == [block.place.line for block in found]


@pytest.mark.parametrize(
    ("before", "after", "joint"), [("公", "开", ""), ("公", "2 件", ""), ("a", "公", ""), ("in", "print", " ")]
)
def test_lines_that_reach_the_edge_of_a_page_go_on(before, after, joint):
    """A line as wide as lines get is one paragraph with the next, joined by a space only between other letters."""
    first, second = "信" * 30 + before, after + "息。"

    assert [gd.Paragraph(first + joint + second), gd.Paragraph("又")] == blocks(f"{first}\n{second}\n又")


@given(RAGGED)
@settings(max_examples=50)
def test_every_cell_of_a_table_is_kept(rows):
    """Rows longer or shorter than the first are read as they are, blank cells too, each cell with its place."""
    typed = [f"| {' | '.join(row)} |" for row in rows]
    (grid,) = blocks("\n".join(["", typed[0], "|---|:-:|", *typed[1:]]))

    assert rows == texts(grid)
    assert [len(rows[0])] + [0] * (len(rows) - 1) == [sum(cell.header for cell in row) for row in grid.rows]
    assert [
        Place(line=1 + row + (row > 1), table=1, row=row, cell=cell)
        for row, texts_of_row in enumerate(rows, start=1)
        for cell in range(1, len(texts_of_row) + 1)
    ] == [cell.place for row in grid.rows for cell in row]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("甲 | 乙\n--|--\n1 | 2\n\n丙", [[["甲", "乙"], ["1", "2"]]]),
        ("|甲|\n|-|\n|-|\n", [[["甲"], ["-"]]]),
        ("|甲|\n|---|\n|1|\n|乙|\n|---|\n|2|", [[["甲"], ["1"]], [["乙"], ["2"]]]),
        ("| 甲 | 1 |\n| 乙 | |", [[["甲", "1"], ["乙", ""]]]),
        (r"| a\|b | **丙** |", [[["a|b", "丙"]]]),
        ("丙\n|甲|\n|---|\n|1|\n> 丁", [[["甲"], ["1"]]]),
        ("|甲|\n|---|\n|1|\n<table><tr><td>2|3</table>", [[["甲"], ["1"]], [["2|3"]]]),
        ("> |甲|\n> |---|\n> |1|\n|乙|", [[["甲"], ["1"]], [["乙"]]]),
        ("- 丙\n  |甲|\n|---|", [[["甲"]], [["---"]]]),
        ("    |甲|\n    |---|\n    |1|", [[["甲"], ["1"]]]),
        ("|甲|\n|---|\n|1|\n丙", [[["甲"], ["1"]]]),
        ("|甲|1<br>2|", [[["甲", "1\n2"]]]),
    ],
)
def test_tables_begin_and_end_where_they_are_seen_to(source, expected):
    """A line of dashes heads a table and parts it from the one above, and what is no row ends it."""
    assert expected == [texts(block) for block in blocks(source) if isinstance(block, gd.Grid)]


def test_tables_of_pages_are_read_whole():
    """A table in HTML goes on over empty lines, has its spans, and counts among the tables and lines of the file."""
    source = "|甲|\n|---|\n\n<table>\n<tr><td colspan=2>乙</td></tr>\n\n<tr><td>1</td><td>2</td></tr>\n</table>\n丙\n"
    first, second, last = blocks(source)

    assert [["甲"]] == texts(first)
    assert gd.Grid(((gd.Cell("乙", colspan=2),), (gd.Cell("1"), gd.Cell("2")))) == second
    assert gd.Paragraph("丙") == last
    assert Place(line=7, table=2, row=2, cell=1) == second.rows[1][0].place
    assert 9 == last.place.line


@pytest.mark.parametrize(
    "source",
    [
        "<html><body><table><tr><td>1</td></tr></table></body></html>",
        "<table><tr><td>1<table></table></td></tr>\n</table>",
        "- <table><tr><td>1</td></tr></table>",
        "见 <table><tr><td>1</td></tr></table>",
        "<table><tr><td>1</td></tr>",
    ],
)
def test_a_table_of_a_page_may_stand_anywhere(source):
    """Within a page, an item, a sentence or without its end, a table is found."""
    assert ["1"] == [row[0].text for block in blocks(source) if isinstance(block, gd.Grid) for row in block.rows]


def test_pieces_of_pages_are_read_as_pages():
    """Elements around text give their text, comments and empty elements nothing."""
    assert [gd.Paragraph("甲")] == blocks("<p align=center>甲</p>\n\n<!-- 乙 -->\n\n<div>\n\n</div>\n")


def test_pictures_are_told():
    """Pictures of both languages are counted in the notes, and what stands in their place is not read."""
    found = read("甲 ![乙](a.png) <img src=b.png>\n\n<p><img src=c.png></p>")

    assert [gd.Paragraph("甲")] == list(found.blocks)
    assert ("文中有 2 幅图片，未收入年报", "页面上有 1 幅图片，未收入年报") == found.notes


@pytest.mark.parametrize("end", ["---\n\n甲", "...\n\n甲"])
def test_properties_at_the_head_are_left_out_and_told(end):
    """What stands before the text as properties of the file is told, and lines count with it."""
    found = read(f"---\ntitle: 乙\nlist:\n  - 丙\n{end}")

    assert (gd.Paragraph("甲"),) == found.blocks
    assert 7 == found.blocks[0].place.line
    assert ("第 1 至 5 行是文件的属性，不是正文，未收入年报",) == found.notes


def test_text_between_rules_is_no_property():
    """A file that opens with a rule keeps the text under it."""
    assert [gd.Heading("甲乙", 2)] == blocks("---\n甲乙\n---")


def test_a_file_in_a_fence_is_read():
    """What a language model wraps whole as a sample is read for what it is, lines counted with the fence."""
    (heading,) = blocks("```markdown\n# 甲\n```\n")

    assert gd.Heading("甲", 1) == heading
    assert 2 == heading.place.line


@pytest.mark.parametrize("source", ["> " * 50 + "甲", "- " * 50 + "甲"])
def test_what_nests_too_deeply_is_refused(source):
    """Quotations and lists in one another beyond measure are refused with the line."""
    with pytest.raises(gd.ReadError, match="列表和引文应不超过 8 层；现第1行超过"):
        read(source)


def test_what_is_too_large_is_refused():
    """A text or table beyond what any report holds is refused."""
    with pytest.raises(gd.ReadError, match="应不超过 500,000 字；现为 500,001 字"):
        read("甲" * 500_001)
    with pytest.raises(gd.ReadError, match="应不超过 100,000 格；现第1个表格起超过"):
        read("|" * 100_002)


@given(st.lists(st.sampled_from(MARKS) | PLAIN, max_size=40))
@settings(max_examples=100)
def test_whatever_is_typed_is_read(pieces):
    """Marks in any order make a document."""
    assert isinstance(read("甲" + "".join(pieces)), gd.Document)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("甲\n# 乙", True),
        ("甲 | 乙\n---|---\n", True),
        ("甲\n<table>", True),
        ("甲 |\n0 |\n| ||\n", False),
        ("甲\n乙\n", False),
        ("#甲", False),
        ("甲\n---\n", False),
        ("", False),
    ],
)
def test_markdown_is_told_by_its_marks(source, expected):
    """Headings behind a mark and tables tell Markdown; bars alone or lines of text do not."""
    assert expected is markdown.looks_like(source.encode())


def test_bytes_are_not_taken_for_markdown():
    """What is no text is not Markdown."""
    assert not markdown.looks_like(b"\0# a")


def test_published_reports_are_told_apart(corpus):
    """Of the published texts only those in Markdown are taken for it."""
    taken = {path.name for path in (corpus / "raw").iterdir() if markdown.looks_like(path.read_bytes())}

    assert {"010-stcsm-2024.pdf.md", "013-shuyang-county-2025.md"} == {name for name in taken if ".htm" not in name}


def test_a_published_report_has_its_tables(corpus):
    """The tables of a report in pieces are read cell by cell."""
    found = blocks((corpus / "raw" / "013-shuyang-county-2025.md").read_text(encoding="utf-8"))
    grids = [block for block in found if isinstance(block, gd.Grid)]

    assert 19 == len(grids)
    assert ["27", "10", "9", "15", "61"] == texts(grids[-3])[1]
