"""Where many reports are: files, folders, archives and JSON Lines, listed one after the other.

Archives are read as a stream and nothing is unpacked to a disk, so that no name in one can lead anywhere. What cannot
be read is listed with the reason, in its place.
"""

import lzma
import os
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from operator import itemgetter
from pathlib import Path, PurePosixPath
from typing import IO, Final, Self, cast

from attrs import frozen

from govdisclosure.causes import in_words
from govdisclosure.errors import ReadError
from govdisclosure.files import MAX_BYTES, too_large
from govdisclosure.formats import FORMATS
from govdisclosure.i18n import say

__all__ = ["Paths", "Source", "count", "sources"]

_LINES: Final = (".jsonl", ".ndjson")
_TARS: Final = (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz")
_PACKED: Final = (".zip", *_LINES, *_TARS)
"""How the names end of what may hold several."""
_HELD: Final = tuple(suffix for each in FORMATS for suffix in each.suffixes)
"""How the names of reports end; in a folder and in an archive anything else is none."""
_DAMAGED: Final = (
    ReadError, OSError, EOFError, RuntimeError, TypeError, ValueError, OverflowError, zlib.error, lzma.LZMAError,
    zipfile.BadZipFile, tarfile.TarError,
)  # fmt: skip
_PIECE: Final = 2**20
_HIGHEST_RATIO: Final = 500
_RATIO_FROM: Final = 2**30
_LONGEST_HEADER: Final = 2**20
_HEADERS: Final = (
    tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK,
)  # fmt: skip
"""Members of a tar that tell of the next one, which are read whole."""


@frozen
class Source:
    """A report that is to be read, from wherever it is.

    Attributes:
        name: What it is called: its path, or that of the archive and its name in it, or the file and the line.
        data: Its content; ``None`` for a file, which is read where the work is done.
        problem: Why it cannot be read; empty if nothing is known against it.

    >>> row = {"name": "柳溪镇", "page": "<p>没有年报".encode()}  # of a database
    >>> source = Source(row["name"], row["page"])
    """

    name: str
    data: bytes | None = None
    problem: str = ""


Paths = str | os.PathLike[str] | Source | Iterable[str | os.PathLike[str] | Source]
"""One path or several, or what was found at some."""


def sources(paths: Paths, *, max_bytes: int = MAX_BYTES) -> Iterator[Source]:
    """Every report at *paths*, in order; those of a folder by name, folders in it included.

    A folder and an archive (zip, tar) give the files whose names end as those of reports do; hidden files, those that
    an office keeps while it has another open, and whatever else is there are left out. A file of JSON Lines
    (``.jsonl``) gives a report a line.

    >>> list(sources("没有.html")), [each.problem for each in sources("没有.zip")]
    ([Source(name='没有.html', data=None, problem='')], ['不能读：没有这个文件或文件夹'])

    Args:
        paths: A path, or several; a `Source` among them is listed as it is.
        max_bytes: The largest report to take out of an archive or a line.
    """
    for each in _files(paths):
        if isinstance(each, Source):
            yield each
        elif each.name.lower().endswith(_PACKED):
            yield from _unpacked(each, max_bytes)
        else:
            yield Source(str(each))


def count(paths: Paths) -> int | None:
    """How many reports `sources` lists, or ``None`` where that is not known before an archive is unpacked.

    >>> count(["一.html", "二.docx"]), count("年报.zip")
    (2, None)
    """
    number = 0
    for each in _files(paths):
        if isinstance(each, Path) and each.name.lower().endswith(_PACKED):
            return None
        number += 1
    return number


def _files(paths: Paths) -> Iterator[Path | Source]:
    """The files at *paths*, those in folders one by one."""
    for path in [paths] if isinstance(paths, str | os.PathLike | Source) else paths:
        if isinstance(path, Source):
            yield path
        elif (folder := Path(path)).is_dir():
            yield from sorted(
                each for each in folder.rglob("*") if _is_wanted(each.relative_to(folder)) and each.is_file()
            )
        else:
            yield folder


def _unpacked(path: Path, most: int) -> Iterator[Source]:
    name = path.name.lower()
    read = _lines if name.endswith(_LINES) else _zipped if name.endswith(".zip") else _archived
    try:
        yield from read(path, most)
    except _DAMAGED as error:
        yield Source(str(path), problem=say("不能读：{why}", why=in_words(error)))


def _is_wanted(path: Path | PurePosixPath) -> bool:
    """Whether what *path* leads to in a folder is to be read; what is hidden or what an office holds open is not."""
    hidden = any(part.startswith((".", "~$", "__MACOSX")) and part not in {".", ".."} for part in path.parts)
    return not hidden and path.name.lower().endswith((*_HELD, *_PACKED))


def _is_report(name: str) -> bool:
    """Whether the member *name* of an archive is to be read."""
    path = PurePosixPath(name)
    return _is_wanted(path) and path.name.lower().endswith(_HELD)


def _zipped(path: Path, most: int) -> Iterator[Source]:
    with zipfile.ZipFile(path) as archive:
        named = ((_name_of(each), each) for each in archive.infolist())
        members = sorted(((name, each) for name, each in named if _is_report(name)), key=itemgetter(0))
        _refuse_bomb(path, sum(member.file_size for _, member in members))
        for name, member in members:
            if not member.is_dir():
                yield _member(f"{path}/{name}", partial(archive.open, member), most)


_IS_UTF_8: Final = 0x800


def _name_of(member: zipfile.ZipInfo) -> str:
    """The name of *member*; without a mark it is in UTF-8, or in the code page of China, as its machines pack it."""
    if member.flag_bits & _IS_UTF_8:
        return member.filename
    name = member.filename.encode("cp437")  # as which zipfile has read it, which loses nothing
    try:
        return name.decode()
    except UnicodeDecodeError:
        return name.decode("gb18030", "replace")


class _TarMember(tarfile.TarInfo):
    """A member of a tar of which no header makes the reader take up memory or go round in circles."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
        """The member that a block tells of."""
        member = super().frombuf(buf, encoding, errors)
        if member.size < 0 or (member.type in _HEADERS and member.size > _LONGEST_HEADER):
            told = {"most": f"{_LONGEST_HEADER:,}", "actual": f"{member.size:,}"}
            raise ReadError(say("压缩包里成员的说明应在 0 至 {most} 字节之间；现为 {actual} 字节", **told))
        return member


def _refuse_bomb(path: Path, unpacked: int) -> None:
    """Refuse to go on in an archive that unpacks to far more than reports do, wanted or not."""
    if unpacked > _RATIO_FROM and unpacked > _HIGHEST_RATIO * path.stat().st_size:
        told = say(
            "解压后应不超过 {most} MiB，或压缩比不超过 {ratio}；现超过，像是压缩炸弹，"
            "余下的不读；确属年报的，请先自行解压",
            most=f"{_RATIO_FROM // 2**20:,}",
            ratio=_HIGHEST_RATIO,
        )
        raise ReadError(told)


def _archived(path: Path, most: int) -> Iterator[Source]:
    with tarfile.open(path, "r|*", tarinfo=_TarMember) as archive:
        for member in archive:
            _refuse_bomb(path, member.offset_data + member.size)
            if member.isfile() and _is_report(member.name):
                yield _member(f"{path}/{member.name}", partial(archive.extractfile, member), most)


def _member(name: str, opened: Callable[[], IO[bytes] | None], most: int) -> Source:
    """The content of a member of an archive, no more of it than *most* bytes unpacked."""
    try:
        with cast(IO[bytes], opened()) as file:
            data = file.read(most + 1)
    except _DAMAGED as error:
        return Source(name, problem=say("压缩包里的这一份不能解开：{why}", why=in_words(error)))
    return _sized(name, data, most)


def _lines(path: Path, most: int) -> Iterator[Source]:
    number = 0
    with path.open("rb") as file:
        while line := file.readline(most + 1):
            number += 1
            if len(line) > most and not line.endswith(b"\n"):
                _pass_over(file)
            if line.strip():
                yield _sized(f"{path}:{number}", line, most)


def _pass_over(file: IO[bytes]) -> None:
    """Read to the end of a line without keeping it."""
    rest = b" "
    while rest and not rest.endswith(b"\n"):
        rest = file.readline(_PIECE)


def _sized(name: str, data: bytes, most: int) -> Source:
    if len(data) > most:
        return Source(name, problem=too_large(most))
    return Source(name, data)
