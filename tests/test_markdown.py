"""Markdown: whatever a text holds is shown as it is; what others typed is read as typed, and nothing lost unsaid."""

import re
import sys

import cmarkgfm
import pytest
import turbohtml
from cmarkgfm.cmark import Options
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

import govdisclosure as gd
from govdisclosure.document import Place, folded
from govdisclosure.formats import markdown
from govdisclosure.strategies import annual_reports
from govdisclosure.strategies import texts as odd_texts

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


# --- writing ----------------------------------------------------------------------------------------------------------

PARSER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
RENDERERS = {
    "markdown-it": PARSER.render,
    "GitHub": lambda source: cmarkgfm.github_flavored_markdown_to_html(source, Options.CMARK_OPT_UNSAFE),
}
MARKUP = [
    *(
        "# ",
        "## 甲 ##",
        "> ",
        "- ",
        "+ ",
        "* ",
        "1. ",
        "1) ",
        "12.",
        "-",
        "--",
        "---",
        "===",
        ":--",
        "|",
        "\\|",
        "||",
        "\\",
    ),
    *(
        "`",
        "```",
        "~~~",
        "~~",
        "*",
        "**",
        "_",
        "__",
        "[甲](乙)",
        "![",
        "[^1]",
        "[ ] ",
        "[甲]: /乙",
        "<b>",
        "<!--",
        "-->",
    ),
    *("<table>", "<br>", "&lt;", "&#35;", "&", "https://example.org/a_b?c=1&d=%E4%B8%AD#e", "www.example.org/_a_"),
    *(
        "a@b.cn",
        "$x$",
        "\n",
        "\r\n",
        "\n\n",
        " ",
        "  ",
        "    ",
        "\t",
        "\u3000",
        "\xa0",
        "\u202e",
        "\u2028",
        "\ufeff",
        "\xad",
    ),
    *("http://", "://", ":smile:", "\u200d", "1", "甲", "a"),
]
ANY = st.lists(st.sampled_from(MARKUP), max_size=8).map("".join) | odd_texts()


def lines(text):
    """The text with every line ended alike."""
    return re.sub("\r\n?", "\n", text)


def written(*blocks):
    """What is written for these blocks."""
    return markdown.write(gd.Document(blocks=blocks)).decode()


def in_every_place(text):
    """The text as a heading, a paragraph, a header and a cell."""
    return (
        gd.Heading(text, 3),
        gd.Paragraph(text),
        gd.Grid(((gd.Cell(text), gd.Cell(text)), (gd.Cell(), gd.Cell(text)))),
    )


def rendered(name, source):
    """The page that a renderer makes of Markdown, line ends for breaks."""
    return turbohtml.parse(re.sub("<br ?/?>", "&#10;", RENDERERS[name](source)))


@pytest.mark.parametrize("name", RENDERERS)
@given(text=ANY.filter(folded))
@example("\\")
@example("1. 甲")
@example("-")
@example("| - |")
@settings(max_examples=150)
def test_any_text_is_shown_as_it_is(name, text):
    """Whatever a text holds, what a person sees of it as heading, paragraph or cell is that text and nothing else."""
    tree = rendered(name, written(*in_every_place(text)))
    shown = [(each.tag, str(each.text)) for tag in ("h3", "p", "th", "td") for each in tree.find_all(tag)]
    others = {each.tag for each in tree.find("body").find_all("*")}

    assert [(tag, lines(text)) for tag in ("h3", "p", "th", "th")] == shown[:4]
    assert [("td", ""), ("td", lines(text))] == shown[4:]
    assert {"h3", "p", "table", "thead", "tbody", "tr", "th", "td"} >= others - {"a"}


@given(text=ANY.filter(folded))
@example("\n<table>")
@settings(max_examples=150)
def test_any_text_is_read_back(text):
    """What is written of any text is read back as that text, but for how its lines end and, in prose, space around."""
    heading, paragraph, grid = blocks(written(*in_every_place(text)))
    seen = lines(text)

    assert (gd.Heading(seen.strip(), 3), gd.Paragraph(seen.strip())) == (heading, paragraph)
    assert [[seen, seen], ["", seen]] == texts(grid)


def test_what_means_nothing_is_written_as_it_is():
    """A text without marks has no backslashes, and most signs are no marks."""
    plain = "2025年，3.65万元（增长12%）；“三安全一稳定”！-4 +19 1.属于国家秘密 a-b:c @d 1/2"

    assert f"{plain}\n" == written(gd.Paragraph(plain))
    assert "-4\n" == written(gd.Paragraph("-4"))
    assert "1.属于国家秘密\n" == written(gd.Paragraph("1.属于国家秘密"))


def test_numbers_stand_to_the_right():
    """The columns of numbers, and no others, are set to the right."""
    grid = gd.Grid(((gd.Cell("甲"), gd.Cell("乙")), (gd.Cell("1"), gd.Cell("2", path="proactive.rules.issued"))))

    assert "| 甲 | 乙 |\n| --- | ---: |\n| 1 | 2 |\n" == written(grid)


def test_levels_of_headings_are_those_of_pages():
    """A heading has as many signs as its level, six at most; what shows nothing is not written."""
    assert "# 甲\n\n###### 乙\n" == written(
        gd.Heading("甲", 1), gd.Heading("乙", 9), gd.Heading(" ", 2), gd.Paragraph("")
    )
    assert "\n" == written()


@pytest.mark.parametrize("name", RENDERERS)
@given(report=annual_reports(plain=False))
@settings(max_examples=15)
def test_the_data_are_not_shown(name, report):
    """The page made of a report is the same with and without its data, but for a comment."""
    bare, whole = (
        RENDERERS[name](gd.dumps(report, "markdown", options=gd.MarkdownOptions(data=data)).decode())
        for data in (False, True)
    )

    assert bare.strip() == re.sub("<!-- govdisclosure:data [^>]*-->", "", whole).strip()
    assert whole.rstrip().endswith("-->")


@pytest.mark.parametrize("options", [gd.MarkdownOptions, gd.TextOptions])
@pytest.mark.parametrize("data", ["no", 1, None])
def test_options_are_checked(options, data):
    """Whether data are written is yes or no."""
    with pytest.raises(gd.ValueRefusedError) as caught:
        options(data=data)

    assert f"{options.__name__}.data：应为 True 或 False；现为 {data!r}" == str(caught.value)


def test_writing_needs_no_extra(monkeypatch):
    """Markdown is written without the package that reads it."""
    report = gd.AnnualReport(organ=gd.Organ("示例县柳溪镇人民政府"), year=2025)
    expected = gd.dumps(report, "markdown")
    monkeypatch.setitem(sys.modules, "markdown_it", None)

    assert expected == gd.dumps(report, "markdown")
    with pytest.raises(gd.GovDisclosureError, match="markdown_it"):
        gd.loads(expected, "markdown")


# --- reading ----------------------------------------------------------------------------------------------------------


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
        (r"\<table> 甲", gd.Paragraph("<table> 甲")),
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
        ("甲\n<table>\n<tr>", True),
        ("甲\n<table>", False),
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
