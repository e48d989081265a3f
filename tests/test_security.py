"""What an attacker may send or have written does no harm; SECURITY.md names these tests."""

import ast
import csv
import io
import lzma
import re
import struct
import tarfile
import zipfile
from pathlib import Path

import attrs
import pytest

import govdisclosure as gd
from govdisclosure.frames import write_records
from govdisclosure.output import OUTPUTS
from govdisclosure.sources import sources
from reports import SOUND

ROOT = Path(__file__).parents[1]
SOURCES = sorted((ROOT / "src").rglob("*.py"))

# --- what the source may do -------------------------------------------------------------------------------------------

FORBIDDEN_MODULES = {
    "asyncio", "ctypes", "dill", "ftplib", "http", "httpx", "imaplib", "marshal", "pickle", "poplib", "pty", "requests",
    "runpy", "shelve", "smtplib", "socket", "socketserver", "ssl", "subprocess", "telnetlib", "urllib.request",
    "urllib3", "webbrowser", "xmlrpc",
}  # fmt: skip
FORBIDDEN_CALLS = {"eval", "exec", "compile", "__import__", "breakpoint", "input"}
FORBIDDEN_ATTRIBUTES = {"system", "popen", "execv", "execve", "spawnv", "fork"}


def imported(node):
    """The modules that a statement imports."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [f"{node.module}.{alias.name}" for alias in node.names] if isinstance(node, ast.ImportFrom) else []


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT / "src").as_posix())
def test_the_source_runs_no_code_and_reaches_no_network(path):
    """No module evaluates text, unpickles, starts a shell or opens a connection; workers are of multiprocessing."""
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    names = [name for node in nodes for name in imported(node)]
    calls = [node.func for node in nodes if isinstance(node, ast.Call)]

    assert [] == [name for name in names if any(f"{name}.".startswith(f"{each}.") for each in FORBIDDEN_MODULES)]
    assert set() == {call.id for call in calls if isinstance(call, ast.Name)} & FORBIDDEN_CALLS
    assert set() == {call.attr for call in calls if isinstance(call, ast.Attribute)} & FORBIDDEN_ATTRIBUTES
    if any("multiprocessing" in name or "concurrent.futures" in name for name in names):
        assert "batch.py" == path.name


# --- archives ---------------------------------------------------------------------------------------------------------


def header(name, size, kind=tarfile.REGTYPE):
    """The block that begins a member of a tar."""
    member = tarfile.TarInfo(name)
    member.size, member.type = size, kind
    return member.tobuf(tarfile.GNU_FORMAT)


def with_report(packed):
    """A member that is a report, in front of other blocks."""
    data = gd.dumps(SOUND, "json")
    return header("a.json", len(data)) + data + bytes(-len(data) % 512) + packed


@pytest.mark.parametrize("kind", [tarfile.XHDTYPE, tarfile.GNUTYPE_LONGNAME])
def test_a_header_of_gigabytes_is_not_taken_up(kind, tmp_path):
    """A tar whose header says that a name is gigabytes long is refused there, and what stands before it is given."""
    (tmp_path / "a.tar.xz").write_bytes(lzma.compress(with_report(header("x", 2**33 - 1, kind) + bytes(4 * 2**20))))
    good, bad = sources(tmp_path / "a.tar.xz")

    assert "" == good.problem
    assert re.search("压缩包里成员的说明应在 0 至 1,048,576 字节之间", bad.problem)


def test_a_tar_that_goes_back_in_itself_is_refused(tmp_path):
    """A member of less than no bytes, which would lead round in circles, is refused."""
    block = bytearray(header("x.json", 0))
    block[124:136] = b"\xff" * 8 + struct.pack(">i", -512)
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block)
    (tmp_path / "a.tar").write_bytes(with_report(bytes(block) + bytes(1024)))

    assert ["", True] == [each.problem and bool(each.problem) for each in sources(tmp_path / "a.tar")]


def test_a_tar_that_unpacks_to_terabytes_is_left_at_once(tmp_path):
    """What is no report is not unpacked either where it is far larger than archives of reports are."""
    (tmp_path / "a.tar.xz").write_bytes(lzma.compress(with_report(header("x.bin", 2**40) + bytes(2**20))))
    good, bad = sources(tmp_path / "a.tar.xz")

    assert "" == good.problem
    assert "像是压缩炸弹" in bad.problem


def test_a_zip_that_unpacks_to_gigabytes_is_refused(tmp_path):
    """A zip of many reports that say they are gigabytes together is refused, unless it is large itself."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(40):
            archive.writestr(f"{number}.json", b" " * 1000)
    data = buffer.getvalue().replace(struct.pack("<I", 1000), struct.pack("<I", 2**27))
    (tmp_path / "a.zip").write_bytes(data)

    assert ["不能读：解压后应不超过 1,024 MiB"] == [each.problem.split("，")[0] for each in sources(tmp_path / "a.zip")]


def test_a_tar_that_ends_in_the_head_of_its_packing_is_told(tmp_path):
    """A few bytes of gzip, at which the reader of tars fails in its own way, are told like any other damage."""
    (tmp_path / "a.tgz").write_bytes(b"\x1f\x8b\x08}")

    assert ["不能读："] == [each.problem[:4] for each in sources(tmp_path / "a.tgz")]


def test_a_damaged_member_of_lzma_is_told(tmp_path):
    """A member of a zip packed by LZMA that is damaged is told like any other, and the others are given."""
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a.json", gd.dumps(SOUND, "json"))
    data = bytearray((tmp_path / "a.zip").read_bytes())
    data[60:120] = b"\xff" * 60
    (tmp_path / "a.zip").write_bytes(data)
    (bad,) = sources(tmp_path / "a.zip")

    assert "不能解开" in bad.problem


# --- what is said -----------------------------------------------------------------------------------------------------

PIECES = [
    *(
        "1",
        "一",
        "百",
        "年",
        "公开",
        "收到",
        "关于",
        "申请",
        "件",
        "1件",
        "1年",
        "2021年",
        "占1%",
        "a,",
        "件，",
        "一是",
    ),
    *("、", "《", "【", "（", "“", "X", "_", "\n ", "有效", "增长", "#"),
]
"""What patterns begin with or repeat; rows of them are the worst that they can meet."""


@pytest.mark.parametrize("piece", PIECES)
def test_long_prose_is_checked_at_once(piece):
    """A paragraph of tens of thousands of letters, whatever it repeats, keeps no rule from coming to an end."""
    text = f"收到申请{piece * (40_000 // len(piece))}件"
    report = attrs.evolve(SOUND, overview=gd.Narrative(blocks=[gd.Paragraph(text)]))
    found = gd.check(report, previous=attrs.evolve(report, year=2024))

    assert [*gd.RULES] == [result.code for result in found.results]


@pytest.mark.parametrize("digit", ["1", "一", "九", "百", "万"])
@pytest.mark.parametrize(
    "sentence", ["收到申请{}件", "制发规范性文件{}件，同比增长{}%", "率为{}%", "收费{}万元", "{}年{}月{}日"]
)
def test_endless_numbers_in_prose_are_no_numbers(digit, sentence):
    """A number of thousands of digits is none of the form, and no rule breaks on it."""
    text = sentence.replace("{}", digit * 5000)
    report = attrs.evolve(SOUND, overview=gd.Narrative(blocks=[gd.Paragraph(text)]))

    assert not {each.code for each in gd.check(report)} & {"GD501", "GD531", "GD541"}


# --- what is written --------------------------------------------------------------------------------------------------

NASTY = (
    "</script><script>alert(1)</script>\"' onload=x <img src=http://x.example/> \x1b]0;x\x07\x1b[31m\n::error::x =1+1"
)


def checked():
    """A file whose name and findings are made to do harm."""
    finding = gd.Finding(code="GD805", severity=gd.Severity.ERROR, message=NASTY, path="overview", actual=NASTY)
    return [gd.Checked(NASTY, findings=gd.Findings([finding])), gd.Checked(NASTY, problem=NASTY)]


@pytest.mark.parametrize("name", OUTPUTS)
def test_no_output_has_control_sequences(name):
    """Neither a name of a file nor a finding brings sequences that a terminal obeys into an output."""
    text = gd.render(checked(), name)

    assert "\x1b" not in text
    assert "\x07" not in text


def test_annotations_begin_no_command_of_their_own():
    """Each line that GitHub is given is a command of ours; what is told cannot begin another."""
    lines = gd.render(checked(), "github").splitlines()

    assert len(lines) == 2
    assert all(line.startswith("::error file=") for line in lines)


def test_pages_hold_no_foreign_element():
    """What stands in a finding, a name or a report is text on our pages, in attributes and data too."""
    report = attrs.evolve(SOUND, overview=gd.Narrative(blocks=[NASTY.replace("\x1b", "").replace("\x07", "")]))
    for page in (gd.render(checked(), "html"), gd.dumps(report, "html").decode()):
        assert "<script" not in page
        assert "<img" not in page


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_no_text_in_csv_is_taken_for_a_formula(begin):
    """A text that begins as formulas do, in full-width signs too, has a mark before it that makes it a text."""
    buffer = io.BytesIO()
    write_records([{"a": f"{begin}1+1"}], buffer, ["a"])

    [row] = csv.DictReader(io.StringIO(buffer.getvalue().decode("utf-8-sig"), newline=""))
    assert f"'{begin}1+1".replace("\r", "\n") == row["a"]


def test_no_text_in_csv_begins_a_row():
    """A text with ends of lines of any kind in it stays in its cell, so that what is behind them is no formula."""
    buffer = io.BytesIO()
    write_records([{"a": "甲\r=1+1\r\n=1+1\n=1+1", "b": 1}], buffer, ["a", "b"])

    assert 'a,b\n"甲\n=1+1\n=1+1\n=1+1",1\n' == buffer.getvalue().decode("utf-8-sig")
