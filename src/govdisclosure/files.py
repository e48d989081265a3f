"""Reading and writing files: the format told by name or content, what a file carries held against what it shows."""

import contextlib
import errno
import hashlib
import os
import secrets
import shutil
import stat
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, Final

import attrs

from govdisclosure.account import Token, reading_finding
from govdisclosure.addresses import Address, DataCell, cells
from govdisclosure.causes import in_words
from govdisclosure.compose import compose
from govdisclosure.document import Document, Embedded, Grid, Heading
from govdisclosure.errors import ReadError, WriteError
from govdisclosure.figures import as_told
from govdisclosure.findings import Finding, Findings
from govdisclosure.formats import FORMATS_BY_NAME, Format, format_for_reading, format_for_writing
from govdisclosure.formats.options import Options
from govdisclosure.i18n import LOCALES, SOURCE, Message, locale_for, nearest_locale, say, some_of
from govdisclosure.recognise import Reading, recognise
from govdisclosure.report import TABLES, AnnualReport
from govdisclosure.values import is_blank
from govdisclosure.wording import table_of

__all__ = [
    "MAX_BYTES", "dump", "dumps", "load", "loads", "read", "read_bytes", "replacing", "rewrite", "too_large",
    "write_bytes",
]  # fmt: skip

MAX_BYTES: Final = 32 * 1024 * 1024
"""The largest input that is read unless told otherwise; the largest report seen is a hundredth of it."""

_JSON: Final = FORMATS_BY_NAME["json"]

Source = str | os.PathLike[str] | BinaryIO


def load(source: Source, format: str | None = None, *, max_bytes: int = MAX_BYTES) -> AnnualReport:  # noqa: A002
    """The report in *source*, a path or an open binary file; `read` says how sure every number is.

    Args:
        source: A path, or a file open for reading bytes.
        format: ``json``, ``html``, ``docx``, ``odt``, ``xlsx``, ``pdf``, ``markdown``, ``text`` or ``script``, a page
            inside a script; left out, the suffix tells, and failing that the content. What the content plainly is goes
            before both.
        max_bytes: The largest input to accept.

    Raises:
        ReadError: It is no annual report, not whole, too large, or unsafe to read.
        GovDisclosureError: The format needs an extra that is not installed.
    """
    return read(source, format, max_bytes=max_bytes).report


def loads(data: bytes | str, format: str | None = None, *, max_bytes: int = MAX_BYTES) -> AnnualReport:  # noqa: A002
    """The report in *data*, as `load` reads it from a file.

    >>> from govdisclosure.report import Organ
    >>> report = AnnualReport(organ=Organ("示例县柳溪镇人民政府"), year=2025)
    >>> loads(dumps(report, "html")) == report
    True

    Raises:
        ReadError: As for `load`.
    """
    try:
        encoded = data.encode() if isinstance(data, str) else data
    except UnicodeEncodeError as error:
        raise ReadError(say("不是完整的文字：第 {place} 个字符是半个代理对", place=error.start + 1)) from None
    return read_bytes(encoded, format, max_bytes=max_bytes).report


def read(source: Source, format: str | None = None, *, max_bytes: int = MAX_BYTES) -> Reading:  # noqa: A002
    """The report in *source* with what there is to say about the reading.

    Raises:
        ReadError: As for `load`.
    """
    if isinstance(source, str | os.PathLike):
        return read_bytes(_content(source, max_bytes + 1), format, name=Path(source).name, max_bytes=max_bytes)
    data = source.read(max_bytes + 1)
    if not isinstance(data, bytes):
        raise ReadError(say('文件应以二进制方式打开，如 open(…, "rb")'))
    return read_bytes(data, format, max_bytes=max_bytes)


def _content(path: str | os.PathLike[str], most: int) -> bytes:
    """The first *most* bytes of the file at *path*."""
    try:
        with Path(path).open("rb") as file:
            return file.read(most)
    except (OSError, ValueError) as error:
        raise ReadError(say("不能读“{path}”：{why}", path=_shown(path), why=in_words(error))) from None


def read_bytes(
    data: bytes,
    format: str | None = None,  # noqa: A002
    *,
    name: str = "",
    max_bytes: int = MAX_BYTES,
) -> Reading:
    """The report in *data*, the content of a file called *name*, with what there is to say about the reading.

    Raises:
        ReadError: As for `load`.
    """
    if len(data) > max_bytes:
        raise ReadError(too_large(max_bytes))
    found = format_for_reading(data, format, name)
    if found.name == "json":
        return Reading(report=_JSON.module.read(data), findings=Findings(), tokens=(), format=found.name)
    document: Document = found.module.read(data)
    if document.embedded is None:
        return attrs.evolve(recognise(document), format=found.name)
    return attrs.evolve(_reconciled(document, document.embedded, found), format=found.name)


def too_large(max_bytes: int) -> Message:
    """That there is more than *max_bytes* of what should be a report."""
    return say("内容超过 {most} 字节，不读；确属年报的，请用参数 max_bytes 放宽", most=f"{max_bytes:,}")


def _reconciled(document: Document, embedded: Embedded, found: Format) -> Reading:
    """Where the data a file carries and what it shows agree, the data is exact; where not, what is shown wins."""
    try:
        report = _carried(embedded)
        composed = _composed(report, document, found)
    except ReadError as error:
        message = say("文件里随附的数据不能用（{reason}）；以所见文字为准", reason=error.message)
        finding = reading_finding("GD915", message)
        return _with_findings(recognise(document), [finding])
    if composed.agrees_with(document):
        return Reading(report=report, findings=Findings(), tokens=_tokens(document))
    reading = recognise(document)
    return _with_findings(reading, [*_edits(reading.report, report), *_written(document, composed)])


def _composed(report: AnnualReport, document: Document, found: Format) -> Document:
    """*report* in the language of *document*; where that does not tell its language, in the one it is most like."""
    locales = dict.fromkeys([nearest_locale(document.language), *LOCALES])
    seen, tried = {*document.visible()}, []
    for locale in locales:
        tried.append(_shown_by(found, compose(report, locale)))
        if tried[-1].agrees_with(document):
            return tried[-1]
    return max(tried, key=lambda each: len({*each.visible()} & seen))


def _shown_by(found: Format, document: Document) -> Document:
    """What the format *found* shows of *document*, if it cannot show all of it."""
    shown: Callable[[Document], Document] = getattr(found.module, "shown", lambda whole: whole)
    return shown(document)


def _carried(embedded: Embedded) -> AnnualReport:
    if hashlib.sha256(embedded.data).hexdigest() != embedded.sha256:
        raise ReadError(say("校验和不符"))
    report: AnnualReport = _JSON.module.read(embedded.data)
    return report


def _tokens(document: Document) -> tuple[Token, ...]:
    """The account of what is shown; a report may be so bare that what it shows is not to be told for one."""
    try:
        return recognise(document).tokens
    except ReadError:
        return ()


def _prose(document: Document) -> Document:
    """*document* without the tables of the form."""
    blocks = tuple(block for block in document.blocks if not (isinstance(block, Grid) and table_of(block)))
    return attrs.evolve(document, blocks=blocks)


def _edits(shown: AnnualReport, carried: AnnualReport) -> Iterator[Finding]:
    """What numbers were changed by hand since the file was written, and how many blanks were filled in."""
    before = {cell.path: cell.value for cell in cells(carried)}
    filled: dict[str, list[DataCell]] = defaultdict(list)
    for cell in cells(shown):
        was = before.get(cell.path, cell.value)
        if was != cell.value and is_blank(was):
            filled[cell.path.partition(".")[0]].append(cell)
        elif was != cell.value:
            message = say(
                "所见为 {now}，文件里随附的数据为 {then}；以所见为准", now=as_told(cell.value), then=as_told(was)
            )
            yield reading_finding("GD914", message, path=cell.path, actual=cell.value, expected=was)
    for section, these in filled.items():
        table = Address(TABLES[section][0].TABLE.name)
        named = some_of([cell.address for cell in these])
        message = say(
            "{table}有 {count} 格写成文件时空白，后来填写了（{named}）", table=table, count=len(these), named=named
        )
        yield reading_finding("GD926", message, path=these[0].path, actual=len(these))


def _written(document: Document, composed: Document) -> Iterator[Finding]:
    """Whether the prose of *document* is another than that of the report it carries, as *composed*."""
    if _prose(composed).agrees_with(_prose(document)):
        return
    if all(isinstance(block, Heading) for block in _prose(composed).blocks):
        yield reading_finding("GD926", say("正文写成文件时空白，后来填写了"))
    else:
        yield reading_finding("GD914", say("所见文字与文件里随附的数据不一致，写成之后有人改过；以所见为准"))


def _with_findings(reading: Reading, more: Iterable[Finding]) -> Reading:
    return attrs.evolve(reading, findings=Findings([*reading.findings, *more]))


# --- writing ----------------------------------------------------------------------------------------------------------


def dumps(
    report: AnnualReport,
    format: str,  # noqa: A002
    *,
    locale: str = SOURCE,
    options: Options | None = None,
) -> bytes:
    """*report* in *format*. The same report gives the same bytes on any day.

    Args:
        report: The report.
        format: ``json``, ``html``, ``docx``, ``xlsx``, ``pdf``, ``markdown`` or ``text``, or a file name that ends in
            its suffix.
        locale: The language of what the form prints, ``zh_Hans_CN``, ``zh_Hant`` or ``en``; the report's own words
            stay as they are. JSON is the same in every language.
        options: What the writer of that format can be told, `HtmlOptions`, `DocxOptions`, `XlsxOptions`,
            `MarkdownOptions` or `TextOptions`.

    >>> from govdisclosure.report import Organ
    >>> dumps(AnnualReport(organ=Organ("示例县柳溪镇人民政府"), year=2025), "json")[:1]
    b'{'

    Raises:
        WriteError: There is no such format, or it has no such options.
        ValueRefusedError: There is no such language.
    """
    found, known = format_for_writing(format), locale_for(locale)
    kind = getattr(found.module, "OPTIONS", None)
    if options is not None and type(options) is not kind:
        told = {"expected": kind.__name__ if kind else None, "actual": type(options).__name__}
        raise WriteError(say("{format}的选项应为 {expected}；现为 {actual}", format=found.title, **told))
    data: bytes = _JSON.module.write(report)
    if found.name == "json":
        return data
    document = compose(report, known, charts=getattr(options, "charts", False))
    document = attrs.evolve(document, embedded=Embedded(data, hashlib.sha256(data).hexdigest()))
    return bytes(found.module.write(document, *filter(None, [options])))


def dump(
    report: AnnualReport,
    target: str | os.PathLike[str] | BinaryIO,
    format: str | None = None,  # noqa: A002
    *,
    locale: str = SOURCE,
    options: Options | None = None,
) -> None:
    """Write *report* to *target*, a path or an open binary file, in *format* or the one its suffix names.

    A file is written beside its place and then moved there: what stood there before stays whole until the new one is.

    Raises:
        WriteError: There is no such format, or the place cannot be written.
    """
    if not isinstance(target, str | os.PathLike):
        target.write(dumps(report, format or "", locale=locale, options=options))
        return
    write_bytes(target, dumps(report, format or os.fspath(target), locale=locale, options=options))


def rewrite(target: str | os.PathLike[str], report: AnnualReport) -> None:
    """Write *report* in place of the one in the file *target*, in the format and the language that file is in.

    Raises:
        ReadError: There is no report in the file.
        WriteError: The format is only read, or the file shows what is not of the report or not as it is written here.
    """
    data = _content(target, MAX_BYTES + 1)
    before = read_bytes(data, name=Path(target).name)
    found = format_for_writing(before.format)
    locales: Iterable[str] = [SOURCE]
    if found.name != "json":
        document = found.module.read(data)
        own = (each for each in LOCALES if _shown_by(found, compose(before.report, each)).agrees_with(document))
        locales = () if document.notes else own
    locale = next(iter(locales), None)
    if locale is None:
        raise WriteError(
            say("文件里有不属于年报的内容，或写法与本库所写的不同，改写会有损失；请用 govdisclosure convert 另存")
        )
    write_bytes(target, dumps(report, found.name, locale=locale))


def write_bytes(target: str | os.PathLike[str], data: bytes) -> None:
    """Write *data* to the file *target*: beside its place and then moved there.

    Raises:
        WriteError: The place cannot be written.
    """
    with replacing(target) as file:
        file.write(data)


@contextlib.contextmanager
def replacing(target: str | os.PathLike[str]) -> Iterator[BinaryIO]:
    """A file that takes the place *target* in one step when all is written; if anything fails, nothing has changed.

    Raises:
        WriteError: The place cannot be written.
    """
    try:
        path = _place(target)
        beside = path.with_name(f".{secrets.token_hex(8)}.tmp")
        file = _unnamed(path.parent) or beside.open("xb")
    except (OSError, ValueError) as error:
        raise _unwritten(target, error) from None
    try:
        with file:
            yield file
            file.flush()
            os.fsync(file.fileno())
            _name(file, beside)
        if path.exists():
            shutil.copymode(path, beside)
        beside.replace(path)
    except BaseException as error:
        with contextlib.suppress(OSError):
            beside.unlink()
        if isinstance(error, OSError):
            raise _unwritten(target, error) from None
        raise


def _unnamed(folder: Path) -> BinaryIO | None:
    """A file in *folder* without a name, of which nothing is left if this process is killed; ``None`` if none can be.

    Linux has them, on most of its file systems.
    """
    flag = getattr(os, "O_TMPFILE", None)
    if flag is None or not _OPEN_FILES.is_dir():
        return None
    try:
        return os.fdopen(os.open(folder, flag | os.O_WRONLY, 0o666), "wb")
    except OSError:
        return None


def _name(file: BinaryIO, path: Path) -> None:
    """Give *file* the name *path*, if it has none yet."""
    if not path.exists():
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.link(_OPEN_FILES / str(file.fileno()), path, src_dir_fd=folder)  # with it, links are followed
        finally:
            os.close(folder)


_OPEN_FILES: Final = Path("/proc/self/fd")
"""Where Linux shows the files that a process has open."""


def _place(target: str | os.PathLike[str]) -> Path:
    """Where *target* leads, if a file can be put there; a file that may not be written is no more replaced."""
    path = Path(os.path.realpath(Path(target)))
    if path.is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if path.exists():
        if not path.is_file():
            raise OSError(errno.ENOTSUP, os.strerror(errno.ENOTSUP))
        if not (path.stat().st_mode & _WRITABLE and os.access(path, os.W_OK)):
            raise OSError(errno.EROFS, os.strerror(errno.EROFS))
    return path


_WRITABLE: Final = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH
_REMEDIES: Final = {
    errno.ENOSPC: say("请腾出空间"),
    errno.EDQUOT: say("请腾出空间"),
    errno.EFBIG: say("请放宽文件大小的限制"),
    errno.ENOENT: say("请先建好文件夹"),
    errno.ENOTDIR: say("请改正路径"),
    errno.EISDIR: say("请写明文件名"),
    errno.ENAMETOOLONG: say("请换一个短的文件名"),
}
"""What there is to do where a file cannot be written; anywhere else, another place has to be found."""


def _unwritten(target: str | os.PathLike[str], error: Exception) -> WriteError:
    remedy = _REMEDIES.get(getattr(error, "errno", None) or 0, say("请换一个能写的位置"))
    told = {"path": _shown(target), "why": in_words(error), "remedy": remedy}
    return WriteError(say("不能写“{path}”：{why}；原有文件没有改动，{remedy}", **told))


def _shown(path: str | os.PathLike[str]) -> str:
    """*path* for a message, whatever bytes it is made of."""
    return os.fspath(path).encode(errors="backslashreplace").decode()
