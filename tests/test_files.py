"""Files: told by suffix and content, bounded in size, and replaced whole or not at all."""

import errno
import io
import os
import shutil
import stat
from pathlib import Path

import attrs
import pytest

import govdisclosure as gd
from govdisclosure.formats import FORMATS

REPORT = gd.AnnualReport(
    organ=gd.Organ("示例县柳溪镇人民政府"),
    year=2025,
    requests=gd.Requests(received=gd.ByApplicant(natural_persons=12), carried_over=gd.ByApplicant(natural_persons=12)),
)
OTHER = attrs.evolve(REPORT, year=2024, title="示例县柳溪镇人民政府2024年政府信息公开工作年度报告")
WRITABLE = [each.name for each in FORMATS if each.carries and hasattr(each.module, "write")]
DATA = {name: gd.dumps(REPORT, name) for name in WRITABLE}


@pytest.fixture(name="old")
def _old(tmp_path):
    """A report of last year on disk."""
    file = tmp_path / "report.html"
    gd.dump(OTHER, file)
    return file


def denied(*_, **__):
    """A disk that may not be touched."""
    raise PermissionError(errno.EACCES, "Permission denied")


def full(*_, **__):
    """A disk that is full."""
    raise OSError(errno.ENOSPC, "No space left on device")


def interrupted(*_, **__):
    """A user who has waited long enough."""
    raise KeyboardInterrupt


def names(folder):
    """What a folder holds, hidden files too."""
    return sorted(path.name for path in folder.iterdir())


# --- reading ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", WRITABLE)
@pytest.mark.parametrize("kind", [str, Path, os.fspath])
def test_a_report_is_read_from_a_path(name, kind, tmp_path):
    """A path may be a string or a path object, with a name in Chinese."""
    file = tmp_path / f"年报 2025.{name}"
    gd.dump(REPORT, kind(file))

    assert REPORT == gd.load(kind(file))
    assert name == gd.read(kind(file)).format


@pytest.mark.parametrize("name", WRITABLE)
def test_a_report_is_read_from_an_open_file(name, tmp_path):
    """An open binary file is read from where it stands, its format told by its content or named."""
    file = io.BytesIO(b"..." + DATA[name])
    file.seek(3)

    assert REPORT == gd.load(file)
    assert REPORT == gd.load(io.BytesIO(DATA[name]), name)
    assert REPORT == gd.loads(DATA[name])


@pytest.mark.parametrize("name", ["json", "html"])
def test_a_report_is_read_from_a_string(name):
    """A string is read as the bytes of its UTF-8."""
    assert REPORT == gd.loads(DATA[name].decode())


@pytest.mark.parametrize("name", WRITABLE)
@pytest.mark.parametrize("file", ["report", "report.bak", "report.html", "report.docx"])
def test_content_tells_where_the_suffix_does_not_fit(name, file, tmp_path):
    """A file with the suffix of another format, or of none, is read by its content."""
    (tmp_path / file).write_bytes(DATA[name])

    assert name == gd.read(tmp_path / file).format


def test_the_named_format_goes_before_the_suffix(tmp_path):
    """A format that is named is taken whatever the file is called."""
    (tmp_path / "report.html").write_bytes(b"[]")

    with pytest.raises(gd.ReadError, match="应为一个 JSON 对象"):
        gd.load(tmp_path / "report.html", "json")


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda folder: folder / "none.json", "没有这个文件或文件夹"),
        (lambda folder: folder, "那里是一个文件夹"),
        (lambda folder: folder / "file" / "report.json", "路径中有一段不是文件夹"),
        (lambda folder: folder / ("报" * 300), "文件名太长"),
        (lambda folder: folder / "loop", "不能读"),
        (lambda _: "re\0port.json", "不能读"),
        (lambda _: "re\udcffport.json", "不能读"),
    ],
    ids=["missing", "folder", "below a file", "long", "loop", "zero", "surrogate"],
)
def test_what_cannot_be_opened_is_refused_in_words(make, reason, tmp_path):
    """A path that cannot be opened is refused with the path and the reason."""
    (tmp_path / "file").touch()
    (tmp_path / "loop").symlink_to(tmp_path / "loop")

    with pytest.raises(gd.ReadError, match=f"^不能读“.*”：.*{'' if reason == '不能读' else reason}"):
        gd.load(make(tmp_path))


def test_what_may_not_be_read_is_refused_in_words(old, monkeypatch):
    """A file without permission is refused with the reason."""
    monkeypatch.setattr(Path, "open", denied)

    with pytest.raises(gd.ReadError, match="没有权限"):
        gd.load(old)


def test_a_file_open_for_text_is_refused_in_words():
    """A file that was opened for text is refused, since its bytes are needed."""
    with pytest.raises(gd.GovDisclosureError):
        gd.load(io.StringIO(DATA["html"].decode()))


def test_a_string_that_is_no_text_is_refused():
    """A string with half a surrogate pair, which has no bytes, is refused."""
    with pytest.raises(gd.ReadError):
        gd.loads("\ud800")


# --- bounds -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", WRITABLE)
def test_the_largest_size_is_told_and_can_be_raised(name, tmp_path):
    """What is larger than the bound is refused from a path, a stream, and as bytes; what is as large is read."""
    data = DATA[name]
    file = tmp_path / f"report.{name}"
    file.write_bytes(data)

    for load, source in ((gd.load, lambda: file), (gd.load, lambda: io.BytesIO(data)), (gd.loads, lambda: data)):
        assert REPORT == load(source(), max_bytes=len(data))
        with pytest.raises(gd.ReadError, match=rf"内容超过 {len(data) - 1:,} 字节.*max_bytes"):
            load(source(), max_bytes=len(data) - 1)


class Endless(io.RawIOBase):
    """A stream without end that counts what is taken from it."""

    taken = 0

    def read(self, size=-1):
        """Bytes, as many as are asked for, which must be some."""
        assert size > 0, "asked for everything"
        self.taken += size
        return b"<" * size


def test_no_more_is_read_than_may_be():
    """Of a stream without end no more is taken than tells that it is too long."""
    stream = Endless()
    with pytest.raises(gd.ReadError, match="内容超过 1,000 字节"):
        gd.load(stream, max_bytes=1000)

    assert stream.taken <= 1001


# --- writing ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", WRITABLE)
def test_a_report_is_written_to_a_path_and_to_an_open_file(name, tmp_path):
    """The bytes are the same by path and by open file, and nothing else is left in the folder."""
    stream = io.BytesIO()
    gd.dump(REPORT, stream, name)
    gd.dump(REPORT, tmp_path / f"report.{name.upper()}")
    gd.dump(REPORT, str(tmp_path / "report.tmp"), name)

    assert DATA[name] == stream.getvalue()
    assert DATA[name] == (tmp_path / f"report.{name.upper()}").read_bytes()
    assert DATA[name] == (tmp_path / "report.tmp").read_bytes()
    assert 2 == len(names(tmp_path))


@pytest.mark.parametrize("target", ["report.odt", "report"])
def test_what_has_no_format_to_write_leaves_no_file(target, tmp_path):
    """A path whose suffix names no format that is written is refused before anything is touched."""
    with pytest.raises(gd.WriteError, match="文件名应以"):
        gd.dump(REPORT, tmp_path / target)

    assert [] == names(tmp_path)


@pytest.mark.parametrize(
    ("name", "options", "told"),
    [
        ("html", gd.DocxOptions(), "网页的选项应为 HtmlOptions；现为 DocxOptions"),
        ("docx", gd.HtmlOptions(), "Word 文档的选项应为 DocxOptions；现为 HtmlOptions"),
        ("markdown", gd.TextOptions(), "Markdown的选项应为 MarkdownOptions；现为 TextOptions"),
        ("text", gd.MarkdownOptions(), "文本的选项应为 TextOptions；现为 MarkdownOptions"),
        ("json", gd.HtmlOptions(), "JSON的选项应为 None；现为 HtmlOptions"),
    ],
)
def test_options_of_another_format_are_refused(name, options, told):
    """What a writer can be told belongs to its format."""
    with pytest.raises(gd.WriteError) as caught:
        gd.dumps(REPORT, name, options=options)

    assert told == str(caught.value)


def test_options_reach_the_writer(tmp_path):
    """A file is written as the options say."""
    options = gd.HtmlOptions(fragment=True)
    gd.dump(REPORT, tmp_path / "report.html", options=options)

    assert gd.dumps(REPORT, "html", options=options) == (tmp_path / "report.html").read_bytes()


def test_an_open_file_needs_a_format():
    """An open file has no suffix, so that without a format nothing is written."""
    stream = io.BytesIO()
    with pytest.raises(gd.WriteError):
        gd.dump(REPORT, stream)

    assert b"" == stream.getvalue()


def test_an_old_file_is_replaced(old):
    """A new report takes the place of the old one, and of nothing else."""
    gd.dump(REPORT, old)

    assert REPORT == gd.load(old)
    assert ["report.html"] == names(old.parent)


FAILURES = {"sync": (os, "fsync"), "move": (Path, "replace"), "mode": (shutil, "copymode")}


@pytest.mark.parametrize("failure", FAILURES)
def test_a_failure_leaves_the_old_file_as_it_was(failure, old, monkeypatch):
    """When the disk is full, the old file stays byte for byte, nothing is left beside it, and the message says why."""
    before = old.read_bytes()
    monkeypatch.setattr(*FAILURES[failure], full)

    with pytest.raises(gd.WriteError, match=r"^不能写“.*report\.html”：磁盘已满；原有文件没有改动，请腾出空间$"):
        gd.dump(REPORT, old)
    assert before == old.read_bytes()
    assert ["report.html"] == names(old.parent)


def test_an_interruption_leaves_the_old_file_as_it_was(old, monkeypatch):
    """A user who interrupts is not held up, and finds the old file and nothing beside it."""
    before = old.read_bytes()
    monkeypatch.setattr(os, "fsync", interrupted)

    with pytest.raises(KeyboardInterrupt):
        gd.dump(REPORT, old)
    assert before == old.read_bytes()
    assert ["report.html"] == names(old.parent)


def test_a_failure_to_tidy_up_does_not_hide_the_cause(old, monkeypatch):
    """When even the file beside cannot be removed, the message still names the first cause."""
    monkeypatch.setattr(os, "fsync", full)
    monkeypatch.setattr(Path, "unlink", denied)

    with pytest.raises(gd.WriteError, match="磁盘已满"):
        gd.dump(REPORT, old)


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda folder: folder / "folder.html", "那里是一个文件夹"),
        (lambda folder: folder / "none" / "report.html", "没有这个文件或文件夹"),
        (lambda folder: folder / "file" / "report.html", "路径中有一段不是文件夹"),
        (lambda folder: folder / ("报" * 300 + ".html"), "文件名太长"),
        (lambda folder: folder / "loop.html", ""),
        (lambda folder: folder / "re\0port.html", ""),
    ],
    ids=["folder", "missing folder", "below a file", "long", "loop", "zero"],
)
def test_what_cannot_be_written_is_refused_in_words(make, reason, tmp_path):
    """A place that cannot be written is refused with the path and the reason, and nothing is left there."""
    (tmp_path / "folder.html").mkdir()
    (tmp_path / "file").touch()
    (tmp_path / "loop.html").symlink_to(tmp_path / "loop.html")

    with pytest.raises(gd.WriteError, match=f"^不能写“.*”：.*{reason}"):
        gd.dump(REPORT, make(tmp_path))
    assert ["file", "folder.html", "loop.html"] == names(tmp_path)
    assert [] == names(tmp_path / "folder.html")


def test_what_may_not_be_written_is_refused_in_words(old, monkeypatch):
    """A folder without permission is refused with the reason, and the old file stays."""
    before = old.read_bytes()
    monkeypatch.setattr(os, "open", denied)
    monkeypatch.setattr(Path, "open", denied)

    with pytest.raises(gd.WriteError, match="没有权限"):
        gd.dump(REPORT, old, "json")
    monkeypatch.undo()
    assert before == old.read_bytes()
    assert ["report.html"] == names(old.parent)


@pytest.mark.parametrize("length", [60, 83])
def test_a_long_name_in_chinese_is_written(length, tmp_path):
    """A name as long as the disk allows is written; the file beside it needs no longer one."""
    file = tmp_path / ("报" * length + ".html")
    gd.dump(REPORT, file)

    assert REPORT == gd.load(file)


def test_a_link_stays_a_link(old):
    """A symbolic link is followed: the file that it leads to is replaced, and the link stays."""
    link = old.parent / "link.html"
    link.symlink_to(old)
    gd.dump(REPORT, link)

    assert link.is_symlink()
    assert REPORT == gd.load(old)
    assert ["link.html", "report.html"] == names(old.parent)


def test_a_link_that_leads_nowhere_is_filled(tmp_path):
    """A symbolic link to a file that is not there yet leads to it afterwards."""
    link = tmp_path / "link.html"
    link.symlink_to(tmp_path / "report.html")
    gd.dump(REPORT, link)

    assert link.is_symlink()
    assert REPORT == gd.load(tmp_path / "report.html")


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
def test_the_mode_of_a_file_is_kept(mode, old):
    """A file that is replaced keeps who may read and write it."""
    old.chmod(mode)
    gd.dump(REPORT, old)

    assert mode == stat.S_IMODE(old.stat().st_mode)


def test_a_new_file_has_the_usual_mode(tmp_path):
    """A new file may be read by whom the user's settings say, as any other new file."""
    (tmp_path / "usual").touch()
    gd.dump(REPORT, tmp_path / "report.html")

    assert (tmp_path / "usual").stat().st_mode == (tmp_path / "report.html").stat().st_mode
