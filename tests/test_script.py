"""A page in a script: its texts are found, joined and read, and what only running it would tell is told."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import govdisclosure as gd
from govdisclosure.compose import compose
from govdisclosure.formats import html, script
from govdisclosure.recognise import recognise
from govdisclosure.strategies import annual_reports

PAGE = "<p>甲</p><table><tr><td>乙</td><td>1</td></tr></table>"
BLOCKS = [gd.Paragraph("甲"), gd.Grid(((gd.Cell("乙"), gd.Cell("1")),))]
PIECES = [
    "'",
    '"',
    "`",
    "/",
    "\\",
    "//",
    "/*",
    "*/",
    "\n",
    "+",
    "(",
    "[",
    "=",
    "${",
    "\\u",
    "<table>",
    "<td>",
    "5",
    "甲",
]


def read(text):
    """What is read of a script."""
    return script.read(text.encode())


def blocks(text):
    """The blocks of a script."""
    return list(read(text).blocks)


@pytest.mark.parametrize(
    "source",
    [
        f'let content = "{PAGE}";',
        f"var a = 1, content = '{PAGE}'",
        f"content = `{PAGE}`;",
        f'document.write("{PAGE.replace("/", chr(92) + "/")}")',
        f"callback({json.dumps({'id': 7, 'content': PAGE})});",
        json.dumps({"content": PAGE}, ensure_ascii=False),
        '"<p>甲</p>" + \'<table><tr>\' + `<td>乙</td>`\n  + "<td>1</td></tr></table>"',
        'a = "<p>甲</p><table><tr>";\na += "<td>乙</td>"\na += "<td>1</td></tr></table>"',
        "document.write('<p>甲</p><table><tr>');\ndocument.writeln('<td>乙</td><td>1</td></tr></table>');",
        "a = ['<p>甲</p>', '<table><tr><td>乙</td>', '<td>1</td></tr></table>'].join('')",
        "a = '<p>\\u7532</p><table><tr><td>\\x20\\u{4e59}\\n</td>\\\n<td>1</td></tr></table>'",
        f"// it's\n/* \"not\" ` */ a = /['\"`]/g; b = '{PAGE}'",
        f"a = x.replace(/[/'\"]\\//g, 1); b = '{PAGE}'",
        f"if (a) return /'/.test(b); c = '{PAGE}'",
        f"a = (b) / 2; c = '{PAGE}'; d = e / 3",
        f"it's\nc = '{PAGE}'",
        f"a = '{PAGE}'; b = '{PAGE}'",
        f'a = "{PAGE}',
    ],
)
def test_a_page_is_found_however_it_is_written(source):
    """In every way a script writes text, one text or several that are joined, the same page is found."""
    found = read(source)

    assert BLOCKS == list(found.blocks)
    assert () == found.notes


@pytest.mark.parametrize(
    ("literal", "expected"),
    [(r"\ud83d\ude00", "😀"), (r"\ud83d", "\ufffd"), (r"\u{110000}", "\ufffd"), (r"a\tb\rc\qd\\", "a b cqd\\")],
)
def test_escapes_stand_for_letters(literal, expected):
    """Halves of a letter are joined, half a letter and what is no letter are shown as such."""
    assert [gd.Paragraph(expected)] == blocks(f'a = "<p>{literal}</p>"')


def test_lines_are_those_of_the_script():
    """Each cell knows the line of the script it is written on, over line ends written, continued and typed."""
    source = (
        "// 1\n/* 2\n3 */ a = '<table>\\n\\n<tr><td>4</td>' +\n '<td>5</td>\\\n<td>6</td></tr>' +\n `\n<tr><td>8</td>`"
    )
    (grid,) = blocks(source)

    assert [3, 4, 5, 7] == [cell.place.line for row in grid.rows for cell in row]
    assert 3 == grid.place.line


@pytest.mark.parametrize(
    ("source", "expected", "count"),
    [
        ("'<table><tr><td>' + sum(1, 2) + '</td></tr></table>'", "${…}", 1),
        ("a = head + '<table><tr><td>1</td></tr></table>'", "1", 1),
        ("`<table><tr><td>${a}</td><td>${b}</td></tr></table>`", "${a}", 2),
    ],
)
def test_what_only_running_would_tell_is_told(source, expected, count):
    """Where a script puts in a value, the cell is not blank, and the notes tell how often."""
    found = read(source)
    (grid,) = (block for block in found.blocks if isinstance(block, gd.Grid))

    assert expected == grid.rows[0][0].text
    assert (f"脚本里有 {count} 处文字要运行才知道，写作“${{…}}”，未读",) == found.notes


def test_texts_beside_the_page_are_told():
    """Chinese texts that are no part of the page are counted in the notes, with the first of them."""
    found = read(f'show({{"title": "丙", "by": "丁", "content": "{PAGE}"}})')

    assert BLOCKS == list(found.blocks)
    assert ("脚本里另有 2 段文字不在年报的网页内容里，未收入年报，如“丙”",) == found.notes


def test_pages_in_several_texts_are_read_in_order():
    """Several texts with tables are one document; without any table the longest text of a page is it."""
    assert [*BLOCKS, gd.Grid(((gd.Cell("丙"),),))] == blocks(f"a = '{PAGE}'; b = '<table><tr><td>丙</table>'")
    assert [gd.Paragraph("甲乙")] == blocks("a = '<p>丙</p>'; b = '<p>甲乙</p>'")


@pytest.mark.parametrize("source", ["var a = 1;", "a = '甲'", "'<b>'", "甲乙丙"])
def test_a_script_without_a_page_is_refused(source):
    """Where no text holds a page there is nothing to read."""
    with pytest.raises(gd.ReadError, match="应为带有网页内容的脚本"):
        read(source)


def test_what_is_too_large_is_refused():
    """A script beyond what any site sends is refused."""
    with pytest.raises(gd.ReadError, match="脚本应不超过 4,000,000 字；现为 4,000,001 字"):
        read(" " * 4_000_001)


@given(st.lists(st.sampled_from(PIECES), max_size=40))
@settings(max_examples=100)
def test_whatever_stands_in_a_script_is_read_past(pieces):
    """Signs in any order before a page make a document or are refused."""
    try:
        found = read("".join(pieces) + f"\na = '{PAGE}'")
    except gd.ReadError:
        return

    assert isinstance(found, gd.Document)


@given(annual_reports())
@settings(max_examples=20)
def test_a_page_of_ours_reads_the_same_in_a_script(report):
    """A page put into a script as JSON has the blocks and the carried data it has by itself."""
    page = html.write(compose(report)).decode()

    assert html.read(page.encode()).blocks == read(f"show({json.dumps(page)})").blocks


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (f"let content = '{PAGE}'", True),
        (f"/* 甲 */ a('{PAGE}')", True),
        ("let content = '甲'", False),
        (f"# 甲\n\n```\n{PAGE}\n```\n", False),
        ("报告（甲）\n“<table>”", False),
        (PAGE, False),
    ],
)
def test_a_script_is_told_by_how_it_begins(source, expected):
    """Only what begins as scripts do and has a page in a text is taken for one."""
    assert expected is script.looks_like(source.encode())


def test_bytes_are_not_taken_for_a_script():
    """What is no text is no script."""
    assert not script.looks_like(b"a = '\0<table>'")


def test_published_reports_are_told_apart(corpus):
    """Of the published files only the script is taken for one."""
    taken = {path.name for path in (corpus / "raw").iterdir() if script.looks_like(path.read_bytes())}

    assert {"008-shanghai-office-2019.js"} == taken


def test_the_same_page_gives_the_same_report(corpus):
    """A report published as a page and in a script is one report."""
    page = (corpus / "raw" / "008-shanghai-office-2019.html").read_bytes()
    source = (corpus / "raw" / "008-shanghai-office-2019.js").read_bytes()

    assert recognise(html.read(page)).report == recognise(script.read(source)).report
