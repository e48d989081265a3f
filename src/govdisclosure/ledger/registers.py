"""Registers: wherever records are kept, row by row, each row either a record or a finding that says why not.

A register may be a CSV file or a workbook, by its path or open, a data frame, a cursor of a database, or anything that
yields records or dictionaries. It is gone through once and never held whole.
"""

import codecs
import contextlib
import csv
import io
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain, islice
from pathlib import Path
from typing import Any, BinaryIO, Final, Generic, NoReturn, TypeAlias, TypeVar

from attrs import frozen

from govdisclosure._spec import plain
from govdisclosure.causes import in_words, needed
from govdisclosure.document import Place
from govdisclosure.errors import ReadError, ValueRefusedError
from govdisclosure.i18n import Listing, Message, say
from govdisclosure.ledger.doubts import Doubts
from govdisclosure.ledger.entries import columns_of
from govdisclosure.ledger.records import Record
from govdisclosure.values import shown

__all__ = ["Register", "cut", "named_as", "records", "title_of"]

R = TypeVar("R", bound=Record)
File: TypeAlias = str | os.PathLike[str] | BinaryIO
Row = tuple[int, Sequence[object]]
"""The number of a row, as the source counts, and what stands in it."""

Register: TypeAlias = Any
"""A CSV file or a workbook, by its path or open for its bytes, a data frame, a DB-API cursor, or what yields records,
dictionaries, frames."""

_AT_ONCE: Final = 1000
"""How many rows a database or a frame is asked for at a time."""
_SAMPLE: Final = 4096
"""How many letters tell what stands between the columns of a text file."""
_UTF_16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_LONGEST_ID: Final = 80
"""How much of an id is told."""
_MOST_ABOVE: Final = 10
"""How many rows may stand above the names of the columns."""


def records(register: Register, kind: type[R], doubts: Doubts) -> Iterator[tuple[Place, R]]:
    """The records of *kind* in *register*, each with its place; *doubts* is told of every row that is none.

    Raises:
        ReadError: It cannot be read, or lacks columns that every record must have.
    """
    reader, sheets = _Reader(kind, doubts), _sheets(register)
    return reader.of_objects(register) if sheets is None else reader.of_sheets(sheets)


@frozen
class _Sheet:
    """A table whose columns are named in one of its first rows."""

    rows: Iterator[Row]
    name: str | None = None
    """What the worksheet is called, if it is one."""
    hidden: bool = False
    """Whether the worksheet is hidden."""

    def place(self, row: int) -> Place:
        """Where a row is."""
        return Place(line=row) if self.name is None else Place(sheet=self.name, row=row, cell=1)


def _sheets(register: Register) -> Iterable[_Sheet] | None:
    """The tables of *register*; ``None`` if it is objects one by one."""
    if isinstance(register, str | os.PathLike) or hasattr(register, "seek"):
        return _workbook(register) if _is_workbook(register) else [_Sheet(_csv(register))]
    if getattr(register, "description", None) and hasattr(register, "fetchmany"):
        return [_Sheet(_cursor(register))]
    if _is_frame(register):
        return [_Sheet(_frame(register))]
    if not isinstance(register, Iterable):
        told = say("应为文件、数据框、游标，或逐条给出记录、字典；现为 {actual}", actual=type(register).__name__)
        raise ReadError(told)
    return None


# --- the names of the columns -----------------------------------------------------------------------------------------


@frozen
class _Header:
    """What the names of columns are taken for."""

    fields: tuple[str | None, ...]
    """The field that each column is, ``None`` if it is none."""
    unknown: tuple[str, ...]
    """The names that are not known."""
    missing: tuple[Message, ...]
    """What is to be said of columns that every record must have and that are not there."""
    twice: tuple[Message, ...]
    """What is to be said of columns that are there more than once."""

    @property
    def problems(self) -> tuple[Message, ...]:
        """Why no records can be read."""
        return self.missing + self.twice


@cache
def _known(kind: type) -> Mapping[str, str]:
    """The fields of *kind* by everything that their column may be called."""
    called = ((name, (name, *column.names)) for name, column in columns_of(kind).items())
    return {_folded(each): name for name, names in called for each in names}


def _folded(name: str) -> str:
    return plain(name).casefold().replace("_", "").rstrip("*")


def _header(kind: type, names: tuple[str, ...]) -> _Header:
    known, columns = _known(kind), columns_of(kind)
    fields = tuple(known.get(_folded(name)) for name in names)
    called = {field: [name for name, each in zip(names, fields, strict=True) if each == field] for field in columns}
    missing = (
        say("缺少“{column}”一列，也可叫 {others}", column=column.names[0], others=Listing([*column.names[1:], field]))
        for field, column in columns.items()
        if column.required and not called[field]
    )
    twice = (
        say("“{column}”不止一列：{called}", column=columns[field].names[0], called=Listing(each))
        for field, each in called.items()
        if len(each) > 1
    )
    unknown = tuple(name for name, field in zip(names, fields, strict=True) if field is None and name.strip())
    return _Header(fields, unknown, tuple(missing), tuple(twice))


def _headed(sheet: _Sheet, kind: type) -> tuple[int, _Header, Iterator[Row]]:
    """How many rows stand above the names of the columns, what these are taken for, and the rows below."""
    filled = (row for row in sheet.rows if _is_filled(row[1]))
    first = list(islice(filled, _MOST_ABOVE + 1))
    headers = [_header(kind, tuple("" if cell is None else str(cell) for cell in cells)) for _, cells in first]
    known = [sum(field is not None for field in header.fields) for header in headers]
    if not known:
        return 0, _header(kind, ()), iter(())
    best = known.index(max(known))
    return best, headers[best], chain(first[best + 1 :], filled)


def _is_filled(cells: Iterable[object]) -> bool:
    return any(cell is not None and cell != "" for cell in cells)


# --- rows to records --------------------------------------------------------------------------------------------------


@frozen
class _Reader(Generic[R]):
    """What makes records of one *kind* out of rows, and tells *doubts* of those that are none."""

    kind: type[R]
    doubts: Doubts

    def of_sheets(self, sheets: Iterable[_Sheet]) -> Iterator[tuple[Place, R]]:
        """The records on every sheet that has the columns; where none has, it is told what the nearest lacks."""
        refused: list[tuple[_Sheet, _Header]] = []
        is_read = False
        for sheet in sheets:
            if sheet.hidden:
                self._pass_over(say("工作表“{name}”是隐藏的", name=sheet.name), sheet.place(1))
                continue
            above, header, rows = _headed(sheet, self.kind)
            if header.problems:
                refused.append((sheet, header))
                continue
            is_read = True
            if above:
                self._pass_over(say("列名以上有 {count} 行", count=above), sheet.place(1))
            self._pass_over_unknown(header, sheet.place(1))
            yield from self._of_rows(sheet, header, rows)
        if not is_read:
            self._refuse(min((header.problems for _, header in refused), key=len, default=()))
        for sheet, header in refused:
            why = Listing(header.problems)
            self._pass_over(say("工作表“{name}”{why}", name=sheet.name, why=why), sheet.place(1))

    def _of_rows(self, sheet: _Sheet, header: _Header, rows: Iterable[Row]) -> Iterator[tuple[Place, R]]:
        wanted = [(n, field) for n, field in enumerate(header.fields) if field]
        width = len(header.fields)
        blank = dict.fromkeys(columns_of(self.kind))
        for row, cells in rows:
            place = sheet.place(row)
            values = blank | {field: cells[n] for n, field in wanted if n < len(cells)}
            if len(cells) > width and _is_filled(cells[width:]):
                self._leave_out(values, [say("这一行比列名多出几格")], place)
            elif record := self._record(values, place):
                yield place, record

    def of_objects(self, objects: Iterable[Any]) -> Iterator[tuple[Place, R]]:
        """The records among *objects*, counted from 1; a frame among them is one more table."""
        told: set[str] = set()
        names: tuple[str, ...] = ()
        header = _header(self.kind, names)
        blank = dict.fromkeys(columns_of(self.kind))
        for number, each in enumerate(objects, start=1):
            place = Place(line=number)
            if isinstance(each, self.kind):
                yield place, each
            elif _is_frame(each):
                yield from self.of_sheets([_Sheet(_frame(each))])
            elif hasattr(each, "keys"):
                keys = tuple(map(str, each.keys()))
                if keys != names:
                    names, header = keys, _header(self.kind, keys)
                if number == 1 and header.problems:
                    self._refuse(header.problems)
                if not told.issuperset(header.unknown):
                    told.update(header.unknown)
                    self._pass_over_unknown(header, place)
                values = blank | {
                    field: each[key] for field, key in zip(header.fields, each.keys(), strict=True) if field
                }
                if header.twice:
                    self._leave_out(values, header.twice, place)
                elif record := self._record(values, place):
                    yield place, record
            else:
                self._leave_out({}, [say("应为这种记录或字典；现为 {actual}", actual=shown(each))], place)

    def _record(self, values: Mapping[str, object], place: Place) -> R | None:
        """The record that *values* make; if they make none, everything that is wrong with them is told."""
        make: Callable[..., R] = self.kind
        try:
            return make(**values)
        except ValueRefusedError as error:
            each = (column.problem(values[name]) for name, column in columns_of(self.kind).items())
            self._leave_out(values, [problem for problem in each if problem] or [error.message], place)
            return None

    # --- what is told -------------------------------------------------------------------------------------------------

    def _refuse(self, problems: Sequence[Message]) -> NoReturn:
        raise ReadError(say("不能作为{kind}的台账来读：", kind=title_of(self.kind)), problems)

    def _leave_out(self, values: Mapping[str, object], problems: Iterable[str], place: Place) -> None:
        """Tell why the row that holds *values* is not counted."""
        record = named_as(self.kind, values.get("id"))
        for problem in problems:
            self.doubts.tell("GD971", say("{record}：{problem}；没有计入", record=record, problem=problem), place)

    def _pass_over(self, what: Message, place: Place) -> None:
        """Tell of *what* in a register is not read."""
        self.doubts.tell("GD977", say("{kind}的台账：{what}，没有读", kind=title_of(self.kind), what=what), place)

    def _pass_over_unknown(self, header: _Header, place: Place) -> None:
        if header.unknown:
            self._pass_over(say("不认识的列 {names}", names=Listing(header.unknown)), place)


def named_as(kind: type[Record], known_as: object) -> Message:
    """A record of *kind* in a sentence."""
    return say("{kind} {id}", kind=title_of(kind), id=cut(known_as)) if known_as else title_of(kind)


def cut(known_as: object) -> str:
    """What is told of an id, which may be of any length and kind."""
    return (known_as if isinstance(known_as, str) else shown(known_as))[:_LONGEST_ID]


def title_of(kind: type[Record]) -> Message:
    """What a record of *kind* is called."""
    return Message(kind.TITLE, {})


# --- where rows come from ---------------------------------------------------------------------------------------------


def _cursor(cursor: Any) -> Iterator[Row]:
    yield 0, [column[0] for column in cursor.description]
    fetched = iter(lambda: list(cursor.fetchmany(_AT_ONCE)), [])
    rows = (list(row.values()) if isinstance(row, Mapping) else row for row in chain.from_iterable(fetched))
    yield from enumerate(rows, start=1)


def _is_frame(given: object) -> bool:
    """Whether *given* is a table in memory: libraries of data frames hand their columns over in one of these ways."""
    return hasattr(given, "__arrow_c_stream__") or hasattr(given, "__dataframe__")


def _frame(frame: Any) -> Iterator[Row]:
    try:
        table = needed("narwhals.stable.v2", "frames").from_native(frame, eager_only=True)
    except TypeError:
        raise ReadError(say("不认识这种数据框：{actual}", actual=type(frame).__name__)) from None
    yield 0, table.columns
    yield from enumerate(table.iter_rows(named=False, buffer_size=_AT_ONCE), start=1)


def _is_workbook(file: File) -> bool:
    if isinstance(file, str | os.PathLike):
        return Path(file).suffix.lower() in {".xlsx", ".xlsm"}
    file.seek(0)
    start: bytes | str = file.read(4)
    if isinstance(start, str):
        raise ReadError(say('文件应以二进制方式打开，如 open(…, "rb")'))
    return start == b"PK\x03\x04"


@contextlib.contextmanager
def _opened(file: File) -> Iterator[BinaryIO]:
    """*file* from its beginning; why it cannot be read is told in words."""
    try:
        if isinstance(file, str | os.PathLike):
            with Path(file).open("rb") as found:
                yield found
        else:
            file.seek(0)
            yield file
    except UnicodeError:
        why: str = say("应为 UTF-8 或 GB18030 编码的文字")
    except csv.Error:
        why = say("引号不配对，或一格过长")
    except (OSError, ValueError) as error:
        why = in_words(error)
    else:
        return
    raise ReadError(say("不能读“{path}”：{why}", path=_name(file), why=why))


def _name(file: File) -> str:
    return Path(file if isinstance(file, str | os.PathLike) else str(getattr(file, "name", ""))).name


def _csv(file: File) -> Iterator[Row]:
    """The rows of a text file with a comma, a tab or a semicolon between the columns, numbered by their first line."""
    with _opened(file) as opened:
        encoding = _encoding(opened)
        opened.seek(0)
        text = io.TextIOWrapper(opened, encoding, newline="")
        try:
            above = text.read(_SAMPLE)
            text.seek(0)
            reader = csv.reader(text, delimiter=max(",\t;", key=above.count), strict=True)
            line = 1
            for cells in reader:
                yield line, cells
                line = reader.line_num + 1
        finally:
            text.detach()  # the file is for those to close who opened it


def _encoding(file: BinaryIO) -> str:
    """How the text in *file* is encoded: by its byte order mark, else UTF-8 if all of it is, else GB18030."""
    start = file.read(2)
    if start in _UTF_16:
        return "utf-16"
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while chunk := file.read(2**20):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8-sig"


def _workbook(file: File) -> Iterator[_Sheet]:
    from govdisclosure.ledger.workbooks import LARGEST, worksheets

    with _opened(file) as opened:
        data = opened.read(LARGEST + 1)
    return (_Sheet(rows, name, hidden=hidden) for name, hidden, rows in worksheets(_name(file), data))
