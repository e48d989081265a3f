"""What is no report, not whole or made to do harm is refused in words, within bounds of time and memory."""

import re
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import attrs
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import govdisclosure as gd
from govdisclosure._spec import fields_of
from govdisclosure.formats import FORMATS

WRITABLE = [each.name for each in FORMATS if each.carries and hasattr(each.module, "write")]
NUMBERS = iter(range(1234, 9999, 7))


def numbered(value):
    """A part of the form in which every cell holds a number of its own, of four digits."""
    if not fields_of(type(value)):
        return type(value)(next(NUMBERS))
    return type(value)(**{name: numbered(getattr(value, name)) for name in fields_of(type(value))})


REPORT = gd.AnnualReport(
    organ=gd.Organ("示例县柳溪镇人民政府"),
    year=2025,
    overview=gd.Narrative(blocks=["全年平稳。", gd.Grid(((gd.Cell("网站"), gd.Cell("1个")),))]),
    proactive=numbered(gd.Proactive()),
    requests=numbered(gd.Requests()),
    remedies=numbered(gd.Remedies()),
    published=date(2026, 1, 20),
)
VALUES = {cell.path: cell.value for cell in gd.cells(REPORT)}
GOOD = {name: gd.dumps(REPORT, name) for name in WRITABLE}
PAGE = GOOD["html"].decode()
SHOWN = re.sub(" data-report='[^']*'", "", PAGE)

ANOTHER_KIND = """示例县2025年法治政府建设年度报告
一、总体情况
2025年，示例县坚持依法行政，法治政府建设取得新的进展。
二、主要举措和成效
全年办理行政复议案件12件，行政诉讼应诉8件。
三、存在的问题
个别单位对政府信息公开重视不够。
四、下一步工作
继续推进依法决策。
五、保障措施
加强组织领导。
六、其他情况
无。
"""
PROSE = "<html><body><nav>首页 新闻 信息公开</nav><h1>柳溪镇举行龙舟赛</h1><p>12支队伍参加。</p></body></html>"

NO_REPORTS = {
    "nothing": (b"", "内容是空的"),
    "white space": (b" \r\n\t\n", "内容是空的"),
    "wide space": ("\u3000\u00a0\n".encode(), "里面没有文字"),
    "mark": (b"\xef\xbb\xbf", "内容为空"),
    "png": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "内容是PNG"),
    "jpeg": (b"\xff\xd8\xff\xe0\0\x10JFIF\0", "内容是JPEG"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "PDF 文档应是完整的"),
    "doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504, "内容是旧版 Office"),
    "zip": (b"PK\x03\x04\x14\0\0\0hello.txt", "内容是ZIP"),
    "page": (PROSE.encode(), "开头是“首页 新闻 信息公开”"),
    "page in gb18030": (PROSE.encode("gb18030"), "开头是“首页 新闻 信息公开”"),
    "another report": (ANOTHER_KIND.encode(), "开头是“示例县2025年法治政府建设年度报告”"),
    "another report in gb18030": (ANOTHER_KIND.encode("gb18030"), "开头是“示例县2025年法治政府建设年度报告”"),
    "another report as a page": (
        "".join(f"<p>{line}</p>" for line in ANOTHER_KIND.splitlines()).encode(),
        "开头是“示例县2025年法治政府建设年度报告”",
    ),
    "json": (b'{"name": "x"}', "不符"),
    "json cut off": (GOOD["json"][:5000], "不完整"),
    "json list": (b"[1, 2]", "开头是“\\[1, 2\\]”"),
    "zero bytes": (b"\0" * 100, "不是其中任何一种"),
    "text with a zero byte": ("政府信息公开\0".encode(), "不是其中任何一种"),
    "page with a zero byte": (GOOD["html"][:100] + b"\0", "不是文字"),
    "half a character": (b"<p>" + "政".encode()[:2] + b"\xff", "不是文字"),
}


@pytest.mark.parametrize("name", NO_REPORTS)
def test_what_is_no_report_is_refused_in_words(name):
    """What is no report is refused, and the message says what it should be and what it is."""
    data, found = NO_REPORTS[name]
    with pytest.raises(gd.ReadError, match=found) as caught:
        gd.loads(data)

    assert re.search("年报|年度报告|文字|文档|JSON", str(caught.value))
    assert "应为" in str(caught.value) or "不" in str(caught.value)


@pytest.mark.parametrize("name", NO_REPORTS)
@pytest.mark.parametrize("suffix", [".json", ".html", ".docx", ".txt", ""])
def test_what_is_no_report_is_refused_whatever_it_is_called(name, suffix, tmp_path):
    """What is no report is refused under every suffix."""
    (tmp_path / f"report{suffix}").write_bytes(NO_REPORTS[name][0])

    with pytest.raises(gd.ReadError):
        gd.load(tmp_path / f"report{suffix}")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_a_page_in_another_encoding_is_read_or_refused(encoding):
    """A page that was saved in another encoding is read, or refused because of it; no number becomes another."""
    try:
        report = gd.loads(SHOWN.encode(encoding))
    except gd.ReadError as error:
        assert "utf-16" == encoding
        assert re.search("UTF-8|不是其中任何一种", str(error))  # noqa: PT017
    else:
        assert VALUES == {cell.path: cell.value for cell in gd.cells(report)}


# --- files that are not whole -----------------------------------------------------------------------------------------


def wrong(data, name):
    """The cells of a damaged file that are read as another number, or are blank or absent without being told."""
    try:
        reading = gd.read_bytes(data, name)
    except gd.ReadError:
        return []
    read = {cell.path: cell.value for cell in gd.cells(reading.report)}
    doubted = [f"{finding.path}." for finding in reading.findings if finding.severity is gd.Severity.ERROR]
    told = {path for path in VALUES if read.get(path) is None and any(f"{path}.".startswith(each) for each in doubted)}
    return [(path, read.get(path)) for path, value in VALUES.items() if read.get(path) != value and path not in told]


@pytest.mark.parametrize("part", range(8))
def test_a_page_cut_off_anywhere_gives_no_wrong_number(part):
    """Of a page that ends too early every number is right, or blank and under a finding; or it is refused."""
    data = GOOD["html"]
    cuts = range(part * len(data) // 8, (part + 1) * len(data) // 8, 997)

    assert [] == [(cut, found) for cut in cuts if (found := wrong(data[:cut], "html"))]


@pytest.mark.parametrize("left", range(4))
def test_a_page_cut_off_inside_a_number_gives_no_wrong_number(left):
    """A number of which only the first digits are left, or none, is not taken for a number or a blank."""
    starts = [match.end() for match in re.finditer(r'data-path="[^"]*">(?=\d{4})', PAGE)]
    cuts = [start + left for start in (*starts[::9], starts[-1])]
    found = {PAGE[:cut].rpartition('data-path="')[2]: wrong(PAGE[:cut].encode(), "html") for cut in cuts}

    assert {} == {cut: values for cut, values in found.items() if values}


@pytest.mark.parametrize("name", ["docx", "json"])
def test_a_file_cut_off_anywhere_is_refused(name):
    """A Word file or JSON that ends too early is refused."""
    data = GOOD[name]
    for cut in range(1, len(data) - 1, max(1, len(data) // 60)):
        with pytest.raises(gd.ReadError):
            gd.loads(data[:cut], name)


# --- anything at all --------------------------------------------------------------------------------------------------


def read_or_refused(data, name=None):
    """The reading of the data, or nothing if it is refused; no other error may be raised."""
    try:
        return gd.read_bytes(data, name)
    except gd.ReadError as error:
        assert str(error)  # noqa: PT017 - a refusal says why
        return None


MAGIC = [b"", b"{", b"<", b"PK\x03\x04", b"PK\x03\x04word/document.xml", b"\xff\xfe", "一、总体情况".encode()]


@pytest.mark.parametrize("name", [None, *(each.name for each in FORMATS)])
@given(start=st.sampled_from(MAGIC), rest=st.binary(max_size=200))
@example(start=b"<", rest=b"!DOCTYPE")
@settings(max_examples=60)
def test_any_bytes_are_read_or_refused(name, start, rest):
    """Whatever the bytes and whatever they are said to be, nothing but `ReadError` is raised."""
    read_or_refused(start + rest, name)


@given(st.text(st.characters(exclude_characters="\0"), max_size=60))
@example("<TABLE")
@example("<table>")
@settings(max_examples=60)
def test_any_text_under_a_title_is_read(words):
    """Any text in a report, control characters among it, does not keep it from being read."""
    title = "示例县柳溪镇人民政府2025年政府信息公开工作年度报告"

    assert read_or_refused(f"{title}\n一、总体情况\n{words}\n六、其他需要报告的事项\n无。".encode(errors="replace"))


PIECES = st.lists(
    st.tuples(st.integers(0, 10**6), st.integers(0, 40), st.binary(max_size=8) | st.sampled_from(MAGIC)),
    min_size=1,
    max_size=4,
)


@pytest.mark.parametrize("name", WRITABLE)
@given(pieces=PIECES)
@settings(max_examples=60)
def test_a_damaged_file_is_read_or_refused(name, pieces):
    """A good file with some of its bytes replaced, cut out or put in is read or refused."""
    data = GOOD[name]
    for start, length, new in pieces:
        at = start % len(data)
        data = data[:at] + new + data[at + length :]

    read_or_refused(data, name)


TAGS = [
    "table",
    "tr",
    "td",
    "th",
    "h1",
    "h2",
    "h3",
    "p",
    "div",
    "b",
    "pre",
    "caption",
    "template",
    "!--",
    "svg",
    "math",
]


@given(
    st.lists(st.tuples(st.integers(0, 10**6), st.sampled_from(["<{}>", "</{}>"]), st.sampled_from(TAGS)), max_size=4)
)
@settings(max_examples=60)
def test_a_page_with_stray_tags_is_read_or_refused(tags):
    """A page with tags put in anywhere is read or refused."""
    page = SHOWN
    for start, form, tag in tags:
        at = start % len(page)
        page = page[:at] + form.format(tag) + page[at:]

    read_or_refused(page.encode(), "html")


@given(st.integers(0, len(SHOWN)), st.integers(1, 3000))
@settings(max_examples=60)
def test_a_page_with_a_piece_missing_loses_no_number_in_silence(start, length):
    """Of a page from which a piece was cut, tags and all, no blank is left without a finding."""
    data = (SHOWN[:start] + SHOWN[start + length :]).encode()
    reading = read_or_refused(data, "html")

    if reading:
        blank = {cell.path for cell in gd.cells(reading.report) if cell.value is None}
        emptied = {path for path in blank if f'data-path="{path}"' in data.decode()}
        assert set() == blank - emptied - reading.unsure


# --- headings where none belong ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "page",
    [
        SHOWN.replace("<h1>", "<h2>导读</h2><h1>"),
        SHOWN.replace("</h1>", "</h1><h2>导读</h2>"),
        SHOWN.replace("<p>全年平稳。", "<h1>另一个标题</h1><h2>导读</h2><p>全年平稳。"),
        SHOWN.replace("全年平稳。", "全年\x01平稳\x7f\x85\ufffe。"),
        SHOWN.replace("全年平稳。", "&#1;&#x80;&#xFFFF;&#xD800;&#0;"),
        SHOWN.replace("<h1>示例县", "<h1>示例\x02县"),
        re.sub(r"<h[1-6]>.*?</h[1-6]>", "", SHOWN),
    ],
    ids=["before", "after", "inside", "control", "references", "title", "none"],
)
def test_the_numbers_of_a_mended_page_are_read(page):
    """Headings out of place, control characters and missing headings do not keep the numbers from being read."""
    report = gd.loads(page)

    assert VALUES == {cell.path: cell.value for cell in gd.cells(report)}
    assert report == gd.loads(gd.dumps(report, "json"))


# --- what is made to do harm ------------------------------------------------------------------------------------------

DEEP = 100_000


@pytest.mark.parametrize(
    "data",
    [
        b"<div>" * DEEP,
        b"<b>" * DEEP + b"x",
        b"<table><tr><td>" * DEEP,
        b"<svg>" * DEEP,
        b"<template>" * DEEP,
        b"<p>" * DEEP,
        b'{"requests":' * DEEP,
        b'{"a":' * DEEP + b"1" + b"}" * DEEP,
        b"[" * DEEP + b"]" * DEEP,
    ],
    ids=lambda data: data[:12].decode(),
)
def test_deep_nesting_is_refused(data):
    """Elements and objects nested a hundred thousand deep are refused without overflow, and at once."""
    begun = time.process_time()
    with pytest.raises(gd.ReadError):
        gd.loads(data, "json" if data[:1] in b"{[" else "html")

    assert time.process_time() - begun < 4


@pytest.mark.parametrize("depth", [300, DEEP])
def test_deep_nesting_inside_a_report_loses_no_number_in_silence(depth):
    """Of a report inside a hundred thousand elements the numbers are read, or it is told that they are not."""
    assert [] == wrong(SHOWN.replace("<p>全年平稳。", "<div>" * depth + "全年平稳。").encode(), "html")


@pytest.mark.parametrize("span", ["0", "-1", "100", "65534", "99999999", "9" * 400, "x", "1e9"])
def test_spans_that_no_table_has_are_bounded(span):
    """Whatever spans a page claims, its numbers are read or refused at once, and what is read can be written."""
    page = SHOWN.replace("<td ", f'<td colspan="{span}" rowspan="{span}" ').replace("<td>", f'<td rowspan="{span}">')
    reading = read_or_refused(page.encode(), "html")

    assert reading is not None
    assert VALUES == {cell.path: cell.value for cell in gd.cells(reading.report)}
    assert all(gd.dumps(reading.report, name) for name in WRITABLE)


def test_spans_in_json_are_bounded():
    """A span in JSON that no page can have is refused, and the largest that it can have is written at once."""
    huge = GOOD["json"].replace(
        b'"text": "1\xe4\xb8\xaa"', b'"text": "1", "rowspan": 1000000000, "colspan": 1000000000'
    )
    large = GOOD["json"].replace(b'"text": "1\xe4\xb8\xaa"', b'"text": "1", "rowspan": 65534, "colspan": 1000')
    begun = time.process_time()
    with pytest.raises(gd.ReadError):
        gd.loads(huge)
    report = gd.loads(large)

    assert all(gd.dumps(report, name) for name in WRITABLE)
    assert time.process_time() - begun < 2


LONG = {
    "headings": lambda n: SHOWN.replace("<p>全年平稳。", "<p>一、总体情况" * n),
    "years": lambda n: SHOWN.replace("<h1>", f"<p>{'2025年' * 2 * n}</p><h1>"),
    "titles": lambda n: SHOWN.replace("<h1>", "<p>2025年政府信息公开</p>" * n + "<h1>"),
    "brackets": lambda n: SHOWN.replace("全年平稳。", "（一）" * 10 * n),
    "cells": lambda n: SHOWN.replace("<td>1个", "<td>1个" * 2 * n),
    "words": lambda n: SHOWN.replace("<td>1个", "".join(f"<td>第{m}个网站栏目" for m in range(n))),
    "labels": lambda n: SHOWN.replace("行政许可</th>", "行政许可</th>" + "".join(f"<td>许可第{m}项" for m in range(n))),
    "nested": lambda n: SHOWN.replace("<td>1个", "<td>1个<table><tr><td>2" * 2 * n),
    "attributes": lambda n: SHOWN.replace("<p>", "<p " + "a=1 " * 20 * n + ">", 1),
    "entities": lambda n: SHOWN.replace("全年平稳。", "&amp;" * 40 * n),
    "unclosed": lambda n: SHOWN + "<" * 40 * n,
}


def seconds(data):
    """How long it takes to read a page or to refuse it, the better of two times."""
    times = []
    for _ in range(2):
        begun = time.process_time()
        read_or_refused(data, "html")
        times.append(time.process_time() - begun)
    return min(times)


@pytest.mark.parametrize("name", LONG)
def test_long_pages_take_no_longer_than_they_are(name):
    """A page with six times as much of one thing takes about six times as long, not the square of it."""
    short, long = (seconds(LONG[name](n).encode()) for n in (500, 3000))

    assert long < 12 * short + 0.2


def test_a_table_inside_a_table_of_the_form_gives_no_wrong_number():
    """A number that stands in a small table of its own is read, or it is told that it is not."""
    page = SHOWN.replace(">1234<", "><table><tr><td>1234</table><")

    assert page != SHOWN
    assert [] == wrong(page.encode(), "html")


def child(program, *arguments):
    """The lines that a program prints in a process of its own."""
    run = [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(Path(gd.__file__).parents[1])!r})\n{program}"]
    done = subprocess.run([*run, *arguments], check=True, capture_output=True, text=True, timeout=60)
    return done.stdout.split()


MEASURED = """
import resource
import govdisclosure as gd
def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
before = peak()
try:
    print(gd.read(sys.argv[1]).format)
except gd.ReadError as error:
    print("refused" if str(error) else "")
print(peak() - before)
"""


@pytest.mark.parametrize("suffix", ["json", "html", "docx", "txt", "bin"])
def test_a_huge_file_is_refused_in_little_memory(suffix, tmp_path):
    """Of a file of 200 MB no more is read than the bound, whatever it is called."""
    file = tmp_path / f"report.{suffix}"
    with file.open("wb") as sparse:
        sparse.truncate(200 * 2**20)
    word, megabytes = child(MEASURED, str(file))

    assert "refused" == word
    assert int(megabytes) < 80


@pytest.mark.parametrize("rows", [1, 500])
def test_a_table_of_very_many_cells_is_read_in_bounds(rows, tmp_path):
    """A table of a hundred thousand cells takes no more than 2 kB a cell, so that a million fit in any machine."""
    file = tmp_path / "report.html"
    file.write_text("<table>" + ("<tr>" + "<td>1" * (100_000 // rows)) * rows)
    word, megabytes = child(MEASURED, str(file))

    assert "refused" == word
    assert int(megabytes) < 200


def test_what_is_refused_is_refused_alike():
    """The same input is refused with the same words each time."""
    messages = set()
    for _ in range(2):
        with pytest.raises(gd.ReadError) as caught:
            gd.loads(attrs.asdict(REPORT)["title"].encode())
        messages.add(str(caught.value))

    assert 1 == len(messages)
