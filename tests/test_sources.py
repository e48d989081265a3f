"""Where many reports are: every one is listed once, in order, and what cannot be read is listed with the reason."""

import io
import tarfile
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govdisclosure.sources import Source, count, sources

PAGE = b"<p>\xe7\x94\xb2"


def told(paths, folder, **limits):
    """The names, shortened by the folder, the contents and the problems of what is listed."""
    return [(each.name.removeprefix(f"{folder}/"), each.data, each.problem) for each in sources(paths, **limits)]


def packed(path, members, kind=""):
    """An archive of members at a path, as zip or as tar of a kind."""
    if path.suffix == ".zip":
        with zipfile.ZipFile(path, "w") as archive:
            for name, data in members:
                archive.writestr(name, data)
        return path
    with tarfile.open(path, f"w:{kind}") as archive:
        for name, data in members:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return path


def test_a_folder_gives_its_reports_in_the_order_of_their_names(tmp_path):
    """Folders within are entered; hidden files and what is no report by its name are left out."""
    for name in (
        "b.html",
        "a/c.JSON",
        "a.txt",
        "a/.hidden.html",
        "a/~$c.docx",
        ".git/x.html",
        "style.css",
        "__MACOSX/a.html",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(PAGE)

    assert [(name, None, "") for name in ("a/c.JSON", "a.txt", "b.html")] == told(tmp_path, tmp_path)


def test_a_file_is_listed_whatever_its_name_is(tmp_path):
    """A path that is named is a report to be read, be it there or not."""
    assert [(name, None, "") for name in ("a.css", "b")] == told([tmp_path / "a.css", f"{tmp_path}/b"], tmp_path)


def test_what_is_kept_elsewhere_is_listed_as_it_is(tmp_path):
    """A report that was fetched from somewhere stands in its place among paths, or alone."""
    (tmp_path / "a.html").write_bytes(PAGE)
    kept = Source("库里第 7 行", PAGE)

    assert [kept] == list(sources(kept))
    assert [("a.html", None, ""), ("库里第 7 行", PAGE, "")] == told([tmp_path, kept], tmp_path)


def test_reports_are_counted_before_they_are_read(tmp_path):
    """Their number is that of what is listed, unless an archive would have to be unpacked for it."""
    for name in ("a.html", "b.json", "style.css"):
        (tmp_path / name).write_bytes(PAGE)
    paths = [tmp_path, "c", Source("d", PAGE)]

    assert 4 == len(list(sources(paths))) == count(paths)
    assert None is count([*paths, packed(tmp_path / "a.zip", [("1.html", PAGE)])])


@pytest.mark.parametrize(("name", "kind"), [("a.zip", ""), ("a.tar", ""), ("a.tgz", "gz"), ("a.tar.xz", "xz")])
def test_an_archive_gives_its_reports(tmp_path, name, kind):
    """The members that are reports by their names are listed with their contents, in a folder too."""
    archive = packed(tmp_path / name, [("甲/1.html", PAGE), ("readme.css", b""), ("乙.json", b"{}")], kind)
    inside = [(f"{name}/甲/1.html", PAGE, ""), (f"{name}/乙.json", b"{}", "")]

    assert sorted(inside) == sorted(told(archive, tmp_path))
    assert sorted(inside) == sorted(told(tmp_path, tmp_path))


def test_names_in_an_archive_of_a_chinese_machine_are_read(tmp_path):
    """A name without a mark of its encoding is read as machines in China write it."""
    packed(tmp_path / "a.zip", [("XXXX.html", PAGE)])
    data = (tmp_path / "a.zip").read_bytes().replace(b"XXXX", "年报".encode("gb18030"))
    (tmp_path / "a.zip").write_bytes(data)

    assert [("a.zip/年报.html", PAGE, "")] == told(tmp_path / "a.zip", tmp_path)


def test_a_name_in_utf_8_without_a_mark_loses_no_other(tmp_path):
    """Some programs pack names in UTF-8 and do not say so; what stands beside them is given too."""
    packed(tmp_path / "a.zip", [("XXXXXXXXX.html", PAGE), ("YYYY.html", PAGE)])
    data = (tmp_path / "a.zip").read_bytes()
    data = data.replace(b"X" * 9, "中国镇".encode()).replace(b"YYYY", "年报".encode("gb18030"))
    (tmp_path / "a.zip").write_bytes(data)

    assert [("a.zip/中国镇.html", PAGE, ""), ("a.zip/年报.html", PAGE, "")] == told(tmp_path / "a.zip", tmp_path)


def test_a_folder_in_an_archive_is_no_report_whatever_its_name_is(tmp_path):
    """Only what is in it is given."""
    packed(tmp_path / "a.zip", [("年报.html/", b""), ("年报.html/一.html", PAGE)])

    assert [("a.zip/年报.html/一.html", PAGE, "")] == told(tmp_path / "a.zip", tmp_path)


def test_two_members_of_one_name_are_both_given(tmp_path):
    """An archive may hold a name twice; nothing is lost for it."""
    with pytest.warns(UserWarning, match="Duplicate name"):
        packed(tmp_path / "a.zip", [("a.html", PAGE), ("a.html", PAGE)])

    assert [("a.zip/a.html", PAGE, "")] * 2 == told(tmp_path / "a.zip", tmp_path)


def test_names_that_lead_out_of_an_archive_lead_nowhere(tmp_path):
    """Nothing is written to a disk, whatever the names and kinds of the members."""
    archive = tmp_path / "a.tar"
    with tarfile.open(archive, "w") as file:
        for name, kind in (("../../out.html", tarfile.REGTYPE), ("/etc/link.html", tarfile.SYMTYPE)):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            file.addfile(info)

    assert [("a.tar/../../out.html", b"", "")] == told(archive, tmp_path)
    assert [archive] == list(tmp_path.iterdir())


def test_a_member_without_a_name_is_no_report(tmp_path):
    """What an archive holds under no name at all is passed over, and the others are given."""
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(zipfile.ZipInfo(""), b"{}")
        archive.writestr("a.json", b"{}")

    assert [source.name for source in sources(tmp_path / "a.zip")] == [f"{tmp_path}/a.zip/a.json"]


def test_a_line_is_a_report(tmp_path):
    """Each line of JSON Lines is listed by its number, empty ones left out, the last with or without an end."""
    (tmp_path / "a.jsonl").write_bytes(b'{"a": 1}\n\n \r\n{"b": 2}\r\n{"c": 3}')

    assert [
        ("a.jsonl:1", b'{"a": 1}\n', ""),
        ("a.jsonl:4", b'{"b": 2}\r\n', ""),
        ("a.jsonl:5", b'{"c": 3}', ""),
    ] == told(tmp_path / "a.jsonl", tmp_path)


@given(st.lists(st.binary(max_size=12).map(lambda data: data.replace(b"\n", b"")), max_size=8), st.integers(1, 8))
@settings(max_examples=50)
def test_lines_that_are_too_long_are_told_and_others_kept(tmp_path_factory, lines, most):
    """Whatever the lengths, every line is given whole or told to be too long, under its own number."""
    path = tmp_path_factory.mktemp("lines") / "a.jsonl"
    path.write_bytes(b"".join(line + b"\n" for line in lines))
    numbered = [(number, line) for number, line in enumerate(lines, start=1) if (line + b"\n").strip()]
    listed = [
        (int(each.name.rpartition(":")[2]), each.data, bool(each.problem)) for each in sources(path, max_bytes=most)
    ]

    kept = [(number, line + b"\n", False) for number, line in numbered if len(line) < most]
    assert kept == [each for each in listed if not each[2]]
    assert [number for number, line in numbered if len(line) >= most and line[: most + 1].strip()] == [
        number for number, _, problem in listed if problem
    ]


@pytest.mark.parametrize("name", ["a.zip", "a.tar"])
def test_a_member_that_is_too_large_is_told_and_the_others_given(tmp_path, name):
    """Of a member no more is unpacked than the limit, and the next one is listed all the same."""
    archive = packed(tmp_path / name, [("1.html", b"x" * 11), ("2.html", b"y" * 10)])
    large, small = told(archive, tmp_path, max_bytes=10)

    assert (f"{name}/1.html", None) == large[:2]
    assert "超过 10 字节" in large[2]
    assert (f"{name}/2.html", b"y" * 10, "") == small


def test_a_member_that_is_damaged_is_told_and_the_others_given(tmp_path):
    """A member whose check sum is wrong is told by its name."""
    packed(tmp_path / "a.zip", [("1.html", b"first"), ("2.html", b"second")])
    data = (tmp_path / "a.zip").read_bytes().replace(b"first", b"wrong")
    (tmp_path / "a.zip").write_bytes(data)
    damaged, whole = told(tmp_path / "a.zip", tmp_path)

    assert ("a.zip/1.html", None) == damaged[:2]
    assert "不能解开" in damaged[2]
    assert ("a.zip/2.html", b"second", "") == whole


@pytest.mark.parametrize("name", ["a.zip", "a.tar", "a.jsonl"])
@pytest.mark.parametrize("data", [None, b"no archive"])
def test_what_is_no_archive_is_told(tmp_path, name, data):
    """An archive that is absent or none is listed once, with the reason."""
    path = tmp_path / name
    if data is not None:
        path.write_bytes(data)
    listed = list(sources(path))

    if data and name == "a.jsonl":
        assert [Source(f"{path}:1", data)] == listed
    else:
        assert [(str(path), None)] == [(each.name, each.data) for each in listed]
        assert listed[0].problem.startswith("不能读：")
