"""What reading and checking cost for each byte, in steps and in memory: bounded, however much there is of anything.

Seconds are for `benchmarks` and the fuzzer, which see what is done in C as well; steps are the same on every machine.
"""

import json
import sys
import tracemalloc
from functools import partial
from io import BytesIO
from zipfile import ZipFile

import pytest

import govdisclosure as gd
from govdisclosure.formats import FORMATS
from govdisclosure.formats.archive import pack
from test_odt import MIMETYPE, content
from test_pdf import document_of, ruled, table, text

STEPS = 300
"""So many functions may be called for a byte, ours and those of others."""

MEMORY = 300
"""So many bytes of memory may be taken up for a byte of content."""

GROWTH = 2
"""Of four times as much a byte may cost so many times as much; were the cost quadratic, it would be 4."""

LITTLE, MUCH = 2**12, 2**14

HEADS = "一、总体情况", "五、存在的主要问题及改进情况", "六、其他需要报告的事项"
TITLE = "示例县柳溪镇人民政府2025年政府信息公开工作年度报告"
REPORT = {"edition": "2021", "organ": {"name": "示例县柳溪镇人民政府"}, "year": 2025}
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKED = "http://schemas.openxmlformats.org/package/2006/relationships"


# --- files of a report whose section one holds some content -----------------------------------------------------------


def around(body, line):
    """*body* in section one, all lines but it written by *line*."""
    one, *rest = map(line, HEADS)
    return line(TITLE) + one + body + "".join(rest)


def page(body):
    """A web page."""
    return f"<html><body>{around(body, '<h2>{}</h2>'.format)}".encode()


def lines(body):
    """A plain text."""
    return around(f"{body}\n", "{}\n".format).encode()


def word(body):
    """A document of Word."""
    body = around(body, "<w:p><w:r><w:t>{}</w:t></w:r></w:p>".format)
    return pack([("word/document.xml", f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'.encode())])


def rows_of_word(rows):
    """A document of Word with a table."""
    return word(f"<w:tbl>{rows}</w:tbl>")


def cells_of_word(cells):
    """A document of Word with a table of one row."""
    return rows_of_word(f"<w:tr>{cells}</w:tr>")


def runs(some):
    """A document of Word with a paragraph."""
    return word(f"<w:p>{some}</w:p>")


def odt(body):
    """An OpenDocument text."""
    return pack(
        [("mimetype", MIMETYPE.encode()), ("content.xml", content(around(body, "<text:p>{}</text:p>".format)).encode())]
    )


def rows_of_odt(rows):
    """An OpenDocument text with a table."""
    return odt(f"<table:table>{rows}</table:table>")


def workbook(rows):
    """A workbook with one sheet."""
    rows = around(rows, '<row><c t="str"><v>{}</v></c></row>'.format)
    parts = {
        "xl/workbook.xml": (
            f'<workbook xmlns="{SHEET}" xmlns:r="{LINKS}"><sheets><sheet name="1" sheetId="1" r:id="r"/></sheets>'
            "</workbook>"
        ),
        "xl/_rels/workbook.xml.rels": (
            f'<Relationships xmlns="{PACKED}"><Relationship Id="r" Target="/xl/worksheets/sheet1.xml"/></Relationships>'
        ),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{SHEET}"><sheetData>{rows}</sheetData></worksheet>',
    }
    return pack((name, part.encode()) for name, part in parts.items())


def paper(*contents):
    """A PDF with a page for each of *contents*, and one with the heads."""
    heads = b"".join(text(50, 500 - 20 * n, head) for n, head in enumerate((TITLE, *HEADS)))
    return document_of(heads, *contents)


def blocks(*some):
    """JSON in which section one has these blocks."""
    return tree(overview={"blocks": some})


def tree(**parts):
    """JSON of a report with these parts."""
    return json.dumps(REPORT | parts, ensure_ascii=False).encode()


def script(words):
    """A script that holds a page."""
    return b"document.write('%s');" % page(words)


# --- what there may be much of ----------------------------------------------------------------------------------------


def repeated(write, piece, size):
    """A file that *write* makes of *piece*, as often as *size* letters hold it."""
    return write(piece * (size // len(piece)))


REPEATED = {
    "html": {
        page: [
            *("<td>1</td>", "<tr><td>1</td><td>2</td></tr>", "<table><tr><td>1</td></tr></table>", "<table><tr><td>"),
            *("<tr><td>（一）予以公开</td><td>1</td></tr>", "<td rowspan=999 colspan=999>1</td>", "<!-- -->"),
            *("<p>收到申请12件。</p>", "申请12件，", "<h2>一、总体情况</h2>", "<a>一</a>"),
            *("<b>", "<br>", "<style>", "&nbsp;", " ", "1"),
        ]
    },
    "text": {
        lines: [
            *("|", "| 一 | 1 |\n", "+--+\n|  |\n", "- ", "*", ">", "[", "[a](", "`a", "1", "1 "),
            *("一、", "\n", "《", "（"),
            *("# 一、总体情况\n", "（一）予以公开 1\n", "申请12件，", "收到申请1件。\n", "2025年", "〔2021〕30号"),
        ]
    },
    "docx": {
        word: [
            *("<w:p/>", "<w:p><w:r><w:t>收到申请12件。</w:t></w:r></w:p>", "<w:r><w:t>1</w:t></w:r>"),
            "<w:p><w:r><w:t>一、总体情况</w:t></w:r></w:p>",
            "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
            '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="60"/></w:tcPr></w:tc></w:tr></w:tbl>',
        ],
        rows_of_word: [
            "<w:tr><w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc></w:tr>",
            "<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr></w:tc></w:tr>",
        ],
        cells_of_word: ["<w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc>"],
        runs: ["<w:r><w:t>1</w:t></w:r>", "<w:r><w:t>申请12件，</w:t></w:r>"],
    },
    "odt": {
        odt: [
            *("<text:p/>", "<text:p>收到申请12件。</text:p>", '<text:p><text:s text:c="9"/></text:p>'),
            "<text:h>一、总体情况</text:h>",
            "<table:table><table:table-row><table:table-cell/></table:table-row></table:table>",
        ],
        rows_of_odt: [
            "<table:table-row><table:table-cell><text:p>1</text:p></table:table-cell></table:table-row>",
            '<table:table-row table:number-rows-repeated="9"><table:table-cell/></table:table-row>',
        ],
    },
    "xlsx": {
        workbook: [
            *('<row><c t="str"><v>收到申请12件。</v></c></row>', "<row><c><v>1</v></c></row>", "<row/>", "<c/>"),
            '<row><c r="XFD1"><v>1</v></c></row>',
        ]
    },
    "script": {script: ["<p>\\u6536\\u5230</p>", "'+'", "\\n", "\\x31"]},
}


def numbered(make, letters, size):
    """A PDF in which *make* draws a thing for each number, which takes so many *letters*."""
    return paper(b"".join(map(make, range(size // letters))))


COUNTED = {
    ("pdf", "lines of text"): partial(numbered, lambda n: text(50, 500 - n % 400, "收到12件。"), 70),
    ("pdf", "letters of a line"): partial(numbered, lambda n: text(50 + n % 300, 500, "1"), 48),
    ("pdf", "letters in one place"): partial(numbered, lambda _: text(50, 500, "1"), 48),
    ("pdf", "strokes"): partial(numbered, lambda n: b"%d 0 m %d 500 l S\n" % (n % 390, n % 390), 18),
    ("pdf", "boxes"): partial(numbered, lambda n: b"%d %d 9 9 re S\n" % (n % 39 * 10, n // 39 % 59 * 10), 18),
    ("pdf", "states"): partial(numbered, lambda _: b"q ", 2),
    ("pdf", "pages"): lambda size: paper(*[text(50, 500, "收到12件。")] * (size // 300)),
    ("pdf", "a raster"): lambda size: paper(ruled(range(2), range(size // 30))),
    ("pdf", "rows of a table"): lambda size: paper(table([["一", "2"]] * (size // 150))),
    ("json", "lists in lists"): lambda size: b"[" * size,
    ("json", "objects in objects"): lambda size: b'{"a":' * (size // 5),
    ("json", "keys"): lambda size: tree(**{f"k{n}": n for n in range(size // 12)}),
    ("json", "digits"): lambda size: b'{"year":%s}' % (b"1" * size),
    ("json", "no blocks"): lambda size: blocks(*[1] * (size // 3)),
    ("json", "no blocks in order"): lambda size: blocks(*[{"type": "paragraph", "text": 1}] * (size // 33)),
    ("json", "paragraphs"): lambda size: blocks(*[{"type": "paragraph", "text": "收到12件。"}] * (size // 50)),
    ("json", "cells"): lambda size: blocks({"type": "table", "rows": [[{"text": "1"}] * (size // 15)]}),
    ("json", "a text"): lambda size: blocks({"type": "paragraph", "text": "收到12件，" * (size // 18)}),
}

CONTENTS = COUNTED | {
    (name, f"{write.__name__}: {piece}"): partial(repeated, write, piece)
    for name, writers in REPEATED.items()
    for write, pieces in writers.items()
    for piece in pieces
}


# --- what it costs ----------------------------------------------------------------------------------------------------


def unpacked(data):
    """The length of *data*, of archives that of their members."""
    if not data.startswith(b"PK"):
        return len(data)
    with ZipFile(BytesIO(data)) as archive:
        return sum(member.file_size for member in archive.infolist())


def read_and_check(data, name):
    """Do with *data* what is done with a file that somebody sent."""
    try:
        gd.check(gd.read_bytes(data, name))
    except gd.ReadError as error:
        str(error)


def steps(data, name):
    """How many functions are called."""
    counted = 0

    def count(_frame, event, _argument):
        nonlocal counted
        counted += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        read_and_check(data, name)
    finally:
        sys.setprofile(before)
    return counted


def memory(data, name):
    """How many bytes are taken up at most."""
    tracemalloc.start()
    try:
        read_and_check(data, name)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_every_reader_has_a_budget():
    """No format is left out; Markdown is read as text is."""
    assert {name for name, _ in CONTENTS} | {"markdown"} == {each.name for each in FORMATS}


@pytest.mark.parametrize(("name", "kind"), CONTENTS)
def test_a_byte_costs_no_more_the_more_there_are(name, kind):
    """Four times as much of anything takes about four times the steps and the memory, and neither beyond its budget."""
    little, much = (CONTENTS[name, kind](size) for size in (LITTLE, MUCH))
    read_and_check(little, name)  # what is done once for all files
    budget = {steps: STEPS, memory: MEMORY}

    over = {
        cost.__name__: (before, after)
        for cost, most in budget.items()
        for before, after in [(cost(little, name) / unpacked(little), cost(much, name) / unpacked(much))]
        if after > min(most, GROWTH * before)
    }

    assert over == {}
