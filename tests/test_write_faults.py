"""Whatever goes wrong while a file is written, the old one stays, nothing is left beside it, and it is told."""

import contextlib
import errno
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

import govdisclosure as gd
from govdisclosure import files
from govdisclosure.cli import program
from govdisclosure.formats import FORMATS
from govdisclosure.frames import write_records
from reports import SOUND, replaced

OLD = "原来的内容".encode()
BLANK = replaced(SOUND, "remedies.reconsideration.total", None)
WRITABLE = [each.name for each in FORMATS if each.carries and hasattr(each.module, "write")]
REASONS = {
    errno.ENOSPC: "磁盘已满；原有文件没有改动，请腾出空间",
    errno.EDQUOT: "磁盘配额已用完；原有文件没有改动，请腾出空间",
    errno.EACCES: "没有权限；原有文件没有改动，请换一个能写的位置",
    errno.EFBIG: "文件超过了限定的大小；原有文件没有改动，请放宽文件大小的限制",
}


def command(*arguments):
    """Run a command; a refusal is raised as the library would raise it."""
    result = CliRunner().invoke(program, list(map(str, arguments)))
    if result.exit_code == 2 or "没有改动" in result.stderr:
        raise gd.WriteError(result.stderr.strip())


def source(target):
    """The report that is read to write another, in a folder of its own."""
    return target.parent.parent / "sources" / "report.json"


LIBRARY = {
    **{name: lambda target, name=name: gd.dump(SOUND, target, name) for name in WRITABLE},
    "to_csv": lambda target: gd.to_csv([SOUND], target),
    "to_parquet": lambda target: gd.to_parquet([SOUND] * 40, target),
    "write_records": lambda target: write_records([{"a": n} for n in range(9999)], target, ["a"]),
}
COMMANDS = {
    "check --output": lambda target: command("check", source(target), "--format", "html", "--output", target),
    "check --write-baseline": lambda target: command("check", source(target), "--write-baseline", target),
    "convert": lambda target: command("convert", source(target), target, "--to", "html"),
    "compare": lambda target: command(
        "compare", source(target), source(target), "--format", "html", "--output", target
    ),
    "rollup": lambda target: command("rollup", source(target), "--organ", "示例县", "-o", target, "--to", "html"),
    "rollup --account": lambda target: command(
        *("rollup", source(target), "--organ", "示例县", "--to", "json", "-o", "-", "--account", target)
    ),
    "new": lambda target: command("new", target, "--year", 2025, "--organ", "示例县", "--force"),
    "workbook": lambda target: command("workbook", target),
    "codebook": lambda target: command("codebook", "-o", target),
    "frame": lambda target: command("frame", source(target), "-o", target),
}
WRITERS = LIBRARY | COMMANDS
SUFFIXES = {"frame": ".csv", "new": ".html"}
HOLDS = {"check --write-baseline": b'{"other.json": {"GD301": [""]}}'}
"""What an old file must hold to be read before it is written."""


@pytest.fixture(name="place", params=WRITERS)
def _place(request, tmp_path):
    """A way to write, the place that it writes to, and what stands there."""
    folder = tmp_path / "folder"
    folder.mkdir()
    target = folder / f"report{SUFFIXES.get(request.param, '')}"
    old = HOLDS.get(request.param, OLD)
    target.write_bytes(old)
    source(target).parent.mkdir()
    gd.dump(SOUND, source(target))
    return WRITERS[request.param], target, old


def failing(number):
    """A step that fails."""

    def fail(*_, **__):
        raise OSError(number, os.strerror(number))

    return fail


def names(folder):
    """What a folder holds, hidden files too."""
    return sorted(path.name for path in folder.iterdir())


@contextlib.contextmanager
def smallest_files():
    """For a while no file may become larger than ten bytes, as on a disk that fills up during a write."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def assert_unchanged(place, reason, during=contextlib.nullcontext):
    """A write that fails leaves the old file byte for byte, nothing beside it, and names it, the reason, the remedy."""
    write, target, old = place
    with pytest.raises(gd.WriteError) as caught, during():
        write(target)

    assert f"不能写“{target}”：{reason}" in str(caught.value)
    assert old == target.read_bytes()
    assert [target.name] == names(target.parent)


STEPS = {"sync": (os, "fsync"), "name": (os, "link"), "mode": (shutil, "copymode"), "move": (Path, "replace")}


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EACCES])
@pytest.mark.parametrize("step", STEPS)
def test_a_step_that_fails_leaves_the_old_file(place, step, number, monkeypatch):
    """At whichever step a disk is full or access is refused: the old file stays, and the message says what to do."""
    monkeypatch.setattr(*STEPS[step], failing(number))

    assert_unchanged(place, REASONS[number])


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES])
def test_a_file_that_cannot_be_begun_leaves_the_old_one(place, number, monkeypatch):
    """Where not even a file beside can be made, the old file stays."""
    opened, begun = os.open, Path.open

    def only_read(path, flags, *rest, **more):
        return failing(number)() if flags & (os.O_WRONLY | os.O_RDWR) else opened(path, flags, *rest, **more)

    def only_to_read(path, mode="r", *rest, **more):
        return failing(number)() if "x" in mode else begun(path, mode, *rest, **more)

    monkeypatch.setattr(os, "open", only_read)
    monkeypatch.setattr(Path, "open", only_to_read)

    assert_unchanged(place, REASONS[number])


@pytest.mark.parametrize("named", [False, True], ids=["without a name", "with a name"])
def test_a_disk_that_fills_up_during_the_write_leaves_the_old_file(place, named, monkeypatch):
    """When the system refuses to let a file grow in the middle of it, the old file stays."""
    if named:
        monkeypatch.delattr(os, "O_TMPFILE")

    assert_unchanged(place, REASONS[errno.EFBIG], smallest_files)


def test_where_files_need_a_name_they_are_written_too(place, monkeypatch):
    """On a system or a file system that has no files without a name the new file takes the place of the old as well."""
    monkeypatch.delattr(os, "O_TMPFILE")
    place[0](place[1])

    assert place[2] != place[1].read_bytes()
    assert [place[1].name] == names(place[1].parent)


def test_where_open_files_are_not_shown_they_get_a_name(tmp_path, monkeypatch):
    """Where the system does not show the files that are open, a file is written under a name of its own."""
    monkeypatch.setattr(files, "_OPEN_FILES", tmp_path / "none")
    gd.dump(SOUND, tmp_path / "report.json")

    assert ["report.json"] == names(tmp_path)
    assert SOUND == gd.load(tmp_path / "report.json")


def test_a_read_only_file_is_not_replaced(place):
    """What nobody may write is not replaced either, not even by one who may do everything."""
    place[1].chmod(0o444)

    assert_unchanged(place, "磁盘或文件只读；原有文件没有改动，请换一个能写的位置")


@pytest.mark.parametrize("name", WRITERS)
def test_a_folder_in_the_place_of_the_file_stays(name, tmp_path):
    """A folder is not replaced, and nothing is written into it."""
    target = tmp_path / "folder" / f"report{SUFFIXES.get(name, '')}"
    target.mkdir(parents=True)
    source(target).parent.mkdir()
    gd.dump(SOUND, source(target))
    with pytest.raises(gd.WriteError, match=r"那里是一个文件夹|不能读"):
        WRITERS[name](target)

    assert [target.name] == names(target.parent)
    assert [] == names(target)


@pytest.mark.parametrize("name", WRITERS)
def test_a_missing_folder_is_told_and_not_made(name, tmp_path):
    """A folder that is not there is not made on the sly."""
    target = tmp_path / "none" / f"report{SUFFIXES.get(name, '')}"
    source(target).parent.mkdir()
    gd.dump(SOUND, source(target))
    with pytest.raises(gd.WriteError, match="没有这个文件或文件夹；原有文件没有改动，请先建好文件夹"):
        WRITERS[name](target)

    assert ["sources"] == names(tmp_path)


def test_a_link_is_followed_and_stays(place):
    """Through a symbolic link the file is replaced that it leads to; if that fails, both stay."""
    write, target, old = place
    link = target.parent / f"link{target.suffix}"
    link.symlink_to(target.name)
    with pytest.raises(gd.WriteError), smallest_files():
        write(link)
    assert (old, True) == (target.read_bytes(), link.is_symlink())

    write(link)
    assert old != target.read_bytes()
    assert link.is_symlink()
    assert [link.name, target.name] == names(target.parent)


@pytest.mark.parametrize("name", LIBRARY)
def test_what_is_no_plain_file_is_not_replaced(name, tmp_path):
    """A pipe, or a device such as /dev/null, is not made a file of."""
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(gd.WriteError, match="那里不是普通的文件；原有文件没有改动"):
        LIBRARY[name](tmp_path / "pipe")

    assert (tmp_path / "pipe").is_fifo()
    assert ["pipe"] == names(tmp_path)


# --- killed -----------------------------------------------------------------------------------------------------------

KILLED = """
import os, sys, time
import govdisclosure as gd

def wait(*_, **__):
    print("waiting", flush=True)
    time.sleep(60)

os.{step} = wait
from govdisclosure.testing.cases import SOUND
{{
    "dump": lambda target: gd.dump(SOUND, target, "html"),
    "to_csv": lambda target: gd.to_csv([SOUND], target),
    "to_parquet": lambda target: gd.to_parquet([SOUND], target),
}}[sys.argv[1]](sys.argv[2])
"""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
@pytest.mark.parametrize("step", ["fsync", "link"])
@pytest.mark.parametrize("name", ["dump", "to_csv", "to_parquet"])
def test_a_process_that_is_killed_leaves_the_old_file(name, step, number, tmp_path):
    """When the process is killed during a write, the old file stays and nothing is left beside it."""
    target = tmp_path / "report.html"
    target.write_bytes(OLD)
    program = [sys.executable, "-c", KILLED.format(step=step), name, target]
    paths = {"PYTHONPATH": str(Path(gd.__file__).parents[1])}
    with subprocess.Popen(program, stdout=subprocess.PIPE, text=True, env=os.environ | paths) as child:
        assert "waiting\n" == child.stdout.readline()
        child.send_signal(number)

    assert -number == child.returncode
    assert OLD == target.read_bytes()
    assert ["report.html"] == names(tmp_path)


# --- many files -------------------------------------------------------------------------------------------------------


def test_a_file_that_cannot_be_mended_does_not_stop_the_others(tmp_path):
    """With --fix a file that cannot be written stays and is told, and those behind it are mended."""
    for name in ("a.html", "b.html", "c.json"):
        gd.dump(BLANK, tmp_path / name)
    before = (tmp_path / "b.html").read_bytes()
    (tmp_path / "b.html").chmod(0o444)
    (tmp_path / "none.html").write_bytes(b"%PDF-")
    order = [str(tmp_path / name) for name in ("a.html", "b.html", "none.html", "c.json")]
    result = CliRunner().invoke(program, ["check", "--fix", *order])

    assert 2 == result.exit_code
    assert f"{order[1]}：没有改动：不能写“{order[1]}”：磁盘或文件只读" in result.stderr
    assert before == (tmp_path / "b.html").read_bytes()
    assert [SOUND, SOUND] == [gd.load(order[0]), gd.load(order[3])]
    assert ["a.html", "b.html", "c.json", "none.html"] == names(tmp_path)


@pytest.mark.parametrize("step", STEPS)
def test_mending_that_fails_leaves_the_file(step, tmp_path, monkeypatch):
    """At whichever step a disk is full while a file is mended: it stays as it was, and what is found is told."""
    target = tmp_path / "report.html"
    gd.dump(BLANK, target)
    before = target.read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(*STEPS[step], failing(errno.ENOSPC))
        result = CliRunner().invoke(program, ["check", "--fix", str(target)])

    assert f"没有改动：不能写“{target}”：{REASONS[errno.ENOSPC]}" in result.stderr
    assert "GD951" in result.stdout
    assert before == target.read_bytes()
    assert ["report.html"] == names(tmp_path)


def test_what_was_found_is_told_though_it_cannot_be_written_down(tmp_path):
    """When the known findings cannot be written, what the check found is not lost."""
    gd.dump(BLANK, tmp_path / "report.json")
    (tmp_path / "known.json").write_text("{}")
    (tmp_path / "known.json").chmod(0o444)
    asked = ["check", str(tmp_path / "report.json"), "--write-baseline", str(tmp_path / "known.json")]
    result = CliRunner().invoke(program, asked)

    assert 2 == result.exit_code
    assert "GD951" in result.stdout
    assert "磁盘或文件只读" in result.stderr
    assert {} == json.loads((tmp_path / "known.json").read_text())


def test_one_bad_file_never_stops_the_rest(tmp_path):
    """Of many files each bad one is told by its name, whatever is wrong with it, and all others are checked."""
    bad = {
        "cut.docx": gd.dumps(SOUND, "docx")[:900],
        "deep.json": b'{"a":' * 100_000,
        "empty.html": b"",
        "none.xlsx": b"PK\x03\x04",
        "other.pdf": b"%PDF-1.7\n",
        "picture.txt": b"\x89PNG\r\n\x1a\n",
    }
    for name, data in bad.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "nowhere.md").symlink_to(tmp_path / "nothing")
    for name in ("a.html", "m.json", "z.txt"):
        gd.dump(SOUND, tmp_path / name)
    done = {Path(each.name).name: each for each in gd.check_many(tmp_path, workers=0)}
    listed = CliRunner().invoke(program, ["check", *(str(path) for path in sorted(tmp_path.iterdir()))])

    assert sorted([*bad, "a.html", "m.json", "z.txt"]) == sorted(done)
    assert sorted(bad) == sorted(name for name, each in done.items() if each.problem)
    assert 2 == listed.exit_code
    assert 3 == listed.stdout.count(f"没有问题；{len(gd.RULES)} 条规则")
