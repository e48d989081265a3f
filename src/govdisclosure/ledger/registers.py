"""Registers: wherever records are kept, row by row, each row either a record or a finding that says why not.

A register may be a CSV file or a workbook, a data frame, a cursor of a database, or anything that yields records or
dictionaries. It is gone through once and never held whole.
"""

import codecs
import contextlib
import csv
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain, islice
from pathlib import Path
from typing import Any, Final, TypeAlias, TypeVar

from attrs import frozen

from govdisclosure._spec import plain
from govdisclosure.document import Place
from govdisclosure.errors import ReadError, ValueRefusedError, in_words, needed
from govdisclosure.i18n import Listing, Message, say
from govdisclosure.ledger.doubts import Doubts
from govdisclosure.ledger.entries import columns_of
from govdisclosure.ledger.records import Record
from govdisclosure.values import shown

__all__ = ["Register", "named_as", "records", "title_of"]

R = TypeVar("R", bound=Record)
Row = tuple[int, Sequence[object]]
"""The number of a row, as the source counts, and what stands in it."""

Register: TypeAlias = Any
"""The path of a CSV file or a workbook, a data frame, a DB-API cursor, or what yields records, dictionaries, frames."""

_AT_ONCE: Final = 1000
"""How many rows a database or a frame is asked for at a time."""
_SAMPLE: Final = 4096
"""How many letters tell what stands between the columns of a text file."""
_UTF_16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_MOST_ABOVE: Final = 10
"""How many rows may stand above the names of the columns."""


def records(register: Register, kind: type[R], doubts: Doubts) -> Iterator[tuple[Place, R]]:
    """The records of *kind* in *register*, each with its place; *doubts* is told of every row that is none.

    Raises:
        ReadError: It cannot be read, or lacks columns that every record must have.
    """
    sheets = _sheets(register)
    if sheets is None:
        return _of_objects(register, kind, doubts)
    return _of_sheets(sheets, kind, doubts)


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
    if isinstance(register, str | os.PathLike):
        path = Path(register)
        return _workbook(path) if path.suffix.lower() in {".xlsx", ".xlsm"} else [_Sheet(_csv(path))]
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

    fields: tuple[str | None, ...] = ()
    """The field that each column is, ``None`` if it is none."""
    unknown: tuple[str, ...] = ()
    """The names that are not known."""
    problems: tuple[Message, ...] = ()
    """Why no records can be read."""


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
    unknown = tuple(name for name, field in zip(names, fields, strict=True) if field is None and name.strip())
    problems = []
    for field, column in columns.items():
        called = [name for name, each in zip(names, fields, strict=True) if each == field]
        if column.required and not called:
            others = Listing([*column.names[1:], field])
            problems.append(say("缺少“{column}”一列，也可叫 {others}", column=column.names[0], others=others))
        if len(called) > 1:
            problems.append(say("“{column}”不止一列：{called}", column=column.names[0], called=Listing(called)))
    return _Header(fields, unknown, tuple(problems))


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


def _of_sheets(sheets: Iterable[_Sheet], kind: type[R], doubts: Doubts) -> Iterator[tuple[Place, R]]:
    """The records on every sheet that has the columns; where none has, it is told what the nearest lacks."""
    refused: list[tuple[_Sheet, _Header]] = []
    is_read = False
    for sheet in sheets:
        if sheet.hidden:
            doubts.tell("GD977", say("工作表“{name}”是隐藏的，没有读", name=sheet.name), sheet.place(1))
            continue
        above, header, rows = _headed(sheet, kind)
        if header.problems:
            refused.append((sheet, header))
            continue
        is_read = True
        if above:
            doubts.tell("GD977", say("列名以上的 {count} 行没有读", count=above), sheet.place(1))
        _tell_unknown(kind, header, doubts, sheet.place(1))
        yield from _of_rows(sheet, header, rows, kind, doubts)
    if not is_read:
        problems = min((header.problems for _, header in refused), key=len, default=())
        raise ReadError(say("不能作为{kind}的台账来读：", kind=title_of(kind)), problems)
    for sheet, header in refused:
        why = Listing(header.problems)
        doubts.tell("GD977", say("工作表“{name}”没有读：{why}", name=sheet.name, why=why), sheet.place(1))


def _of_rows(
    sheet: _Sheet, header: _Header, rows: Iterable[Row], kind: type[R], doubts: Doubts
) -> Iterator[tuple[Place, R]]:
    wanted = [(n, field) for n, field in enumerate(header.fields) if field]
    width = len(header.fields)
    blank = dict.fromkeys(columns_of(kind))
    for row, cells in rows:
        place = sheet.place(row)
        if len(cells) > width and _is_filled(cells[width:]):
            doubts.tell("GD971", say("这一行比列名多出几格；没有计入"), place)
            continue
        values = blank | {field: cells[n] for n, field in wanted if n < len(cells)}
        if record := _record(kind, values, doubts, place):
            yield place, record


def _of_objects(objects: Iterable[Any], kind: type[R], doubts: Doubts) -> Iterator[tuple[Place, R]]:
    """The records among *objects*, counted from 1; a frame among them is one more table."""
    told: set[str] = set()
    names: tuple[str, ...] | None = None
    header = _Header()
    blank = dict.fromkeys(columns_of(kind))
    for number, each in enumerate(objects, start=1):
        place = Place(line=number)
        if isinstance(each, kind):
            yield place, each
        elif _is_frame(each):
            yield from _of_sheets([_Sheet(_frame(each))], kind, doubts)
        elif hasattr(each, "keys"):
            keys = tuple(map(str, each.keys()))
            if keys != names:
                names, header = keys, _header(kind, keys)
            if number == 1 and header.problems:
                raise ReadError(say("不能作为{kind}的台账来读：", kind=title_of(kind)), header.problems)
            if not told.issuperset(header.unknown):
                told.update(header.unknown)
                _tell_unknown(kind, header, doubts, place)
            given = {field: each[key] for field, key in zip(header.fields, each.keys(), strict=True) if field}
            if record := _record(kind, blank | given, doubts, place):
                yield place, record
        else:
            doubts.tell(
                "GD971", say("应为{kind}的记录或字典；现为 {actual}", kind=title_of(kind), actual=shown(each)), place
            )


def _record(kind: type[R], values: Mapping[str, object], doubts: Doubts, place: Place) -> R | None:
    """The record that *values* make; if they make none, *doubts* is told everything that is wrong with them."""
    make: Callable[..., R] = kind
    try:
        return make(**values)
    except ValueRefusedError as error:
        each = (column.problem(values[name]) for name, column in columns_of(kind).items())
        problems = [problem for problem in each if problem] or [error.message]
    named = named_as(kind, values.get("id"))
    for problem in problems:
        doubts.tell("GD971", say("{record}：{problem}；没有计入", record=named, problem=problem), place)
    return None


def named_as(kind: type[Record], known_as: object) -> Message:
    """A record of *kind* in a sentence."""
    return say("{kind} {id}", kind=title_of(kind), id=shown(known_as).strip("'")) if known_as else title_of(kind)


def title_of(kind: type[Record]) -> Message:
    """What a record of *kind* is called."""
    return Message(kind.TITLE, {})


def _tell_unknown(kind: type[Record], header: _Header, doubts: Doubts, place: Place) -> None:
    if header.unknown:
        told = say("{kind}的台账里没有用到的列：{names}", kind=title_of(kind), names=Listing(header.unknown))
        doubts.tell("GD977", told, place)


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


@contextlib.contextmanager
def _readable(path: Path) -> Iterator[None]:
    """Tell in words why *path* cannot be read."""
    try:
        yield
    except UnicodeError:
        why: str = say("应为 UTF-8 或 GB18030 编码的文字")
    except csv.Error:
        why = say("引号不配对，或一格过长")
    except (OSError, ValueError) as error:
        why = in_words(error)
    else:
        return
    raise ReadError(say("不能读“{path}”：{why}", path=path.name, why=why))


def _csv(path: Path) -> Iterator[Row]:
    """The rows of a text file with a comma, a tab or a semicolon between the columns, numbered by their first line."""
    with _readable(path), path.open(encoding=_encoding(path), newline="") as file:
        above = file.read(_SAMPLE)
        file.seek(0)
        reader = csv.reader(file, delimiter=max(",\t;", key=above.count), strict=True)
        line = 1
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1


def _encoding(path: Path) -> str:
    """How the text in *path* is encoded: by its byte order mark, else UTF-8 if all of it is, else GB18030."""
    with path.open("rb") as file:
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


def _workbook(path: Path) -> Iterator[_Sheet]:
    from govdisclosure.ledger.workbooks import worksheets

    return (_Sheet(rows, name, hidden=hidden) for name, hidden, rows in worksheets(path))
