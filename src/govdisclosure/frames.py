"""Reports as data frames: a record for each number, the same columns everywhere, a code book, and the way back.

A record says whose number it is, where it stands on the form, and what it is. Counts stand in ``value``, amounts of
money in ``amount``; where a cell is blank in print both are null and ``blank`` is true, and a table that is not there
has no records at all.
"""

import codecs
import csv
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from itertools import islice
from numbers import Integral
from operator import attrgetter
from typing import Any, BinaryIO, Final, TypeAlias, get_type_hints

from attrs import field, frozen

from govdisclosure._spec import Edition, fields_of
from govdisclosure.addresses import Address, Node, address_of, cells, nodes, path_of
from govdisclosure.causes import in_words, needed
from govdisclosure.errors import AddressError, ReadError, ValueRefusedError
from govdisclosure.files import replacing
from govdisclosure.formats.json import structured
from govdisclosure.i18n import SOURCE, Listing, Message, label, locale_for, say, translate
from govdisclosure.reference import declaration
from govdisclosure.report import TABLES, AnnualReport
from govdisclosure.shape import shape_of
from govdisclosure.values import Amount, Money, is_blank, shown

__all__ = [
    "COLUMNS",
    "Record",
    "codebook",
    "from_frame",
    "records",
    "to_arrow",
    "to_csv",
    "to_pandas",
    "to_parquet",
    "to_polars",
    "write_records",
]

Record: TypeAlias = dict[str, Any]
"""A row of a frame by the names of its columns."""

COLUMNS: Final[Mapping[str, tuple[str, str]]] = {
    "organ": ("string", "The public body; null where the report does not name it."),
    "code": ("string", "Its 统一社会信用代码 or 行政区划代码; null where it is not known."),
    "year": ("int64", "The year reported on; null where the report does not name it."),
    "edition": ("string", "The edition of the form, 2021 or 2019."),
    "table": ("string", "The table, 表二 to 表四."),
    "row": ("string", "The row as printed; null in 表四, which has columns only."),
    "column": ("string", "The column as printed, with the headers above it."),
    "address": ("string", "The place in the words of the form."),
    "path": ("string", "The attribute path from the report, the same in every language."),
    "unit": ("string", "件, 项 or 万元; for money as the cell prints it, empty where it prints none."),
    "value": ("int64", "The count; null where the cell is blank or holds money."),
    "amount": ("decimal", "The amount of money, exact; null where the cell is blank or holds a count."),
    "blank": ("bool", "Whether the cell is blank in print."),
}
"""Every column with its type and what it holds, in order."""

_NEEDED: Final = ("organ", "year", "edition", "value")
_BATCH: Final = 500
"""How many reports are turned at a time, and make a row group of Parquet."""
_LARGEST: Final = 2**63 - 1
_DIGITS, _DECIMALS = 30, 12
"""What an amount can have: eighteen digits before the point and twelve behind it."""

Target: TypeAlias = str | os.PathLike[str] | BinaryIO

# --- reports to records -----------------------------------------------------------------------------------------------


def records(reports: Iterable[AnnualReport]) -> Iterator[Record]:
    """The numbers of *reports*, one record each, in the order of print; see ``frames.COLUMNS`` for what it holds.

    >>> from govdisclosure.report import Organ
    >>> first = next(records([AnnualReport(organ=Organ("示例县柳溪镇人民政府"), year=2025)]))
    >>> first["year"], first["address"], first["value"], first["blank"]
    (2025, '表二·规章·本年制发件数', 0, False)
    """
    for report in reports:
        organ = report.organ
        whose: Record = {
            "organ": organ and organ.name,
            "code": organ and organ.code,
            "year": report.year,
            "edition": report.edition.value,
        }
        for place, value_in in _places_in(report):
            yield whose | place | _number(value_in(report), place["unit"])


def _number(value: Any, unit: str) -> Record:
    blank = is_blank(value)
    if isinstance(value, Money):
        return {"value": None, "amount": value.amount, "unit": value.unit, "blank": blank}
    if isinstance(value, Decimal):
        return {"value": None, "amount": value, "unit": unit, "blank": blank}
    return {"value": value, "amount": None, "unit": unit, "blank": blank}


# Where the numbers of a report stand depends on the classes it is made of alone, and takes longer than to fetch them.
_PLACES: dict[Any, list[tuple[Record, Callable[[AnnualReport], Any]]]] = {}


def _places_in(report: AnnualReport) -> list[tuple[Record, Callable[[AnnualReport], Any]]]:
    """Where each number of *report* stands, and how to get it."""
    shape = shape_of(report)
    if shape not in _PLACES:
        _PLACES[shape] = [(_place(cell.node), attrgetter(cell.path)) for cell in cells(report)]
    return _PLACES[shape]


def _place(node: Node) -> Record:
    """What a record says of a place, in words of the form."""
    rows = [spec.printed for spec in node.specs if spec.kind == "row"][-1:]
    return {
        "table": node.table,
        "row": next(iter(rows), None),
        "column": "·".join(spec.printed for spec in node.specs if spec.kind == "column"),
        "address": str(node.address),
        "path": node.path,
        "unit": node.specs[-1].unit,
    }


def codebook(locale: str = SOURCE) -> list[Record]:
    """What every number is that a frame can hold, a record for each place of each edition.

    Beside the columns of a frame, in the language of *locale*, it has ``label``, what the form prints there, ``law``,
    the article of the Regulations, ``total``, whether it is a sum of others, and ``meaning`` in English.

    >>> entry = next(entry for entry in codebook("en") if entry["path"] == "requests.received.natural_persons")
    >>> entry["address"], entry["unit"], entry["meaning"]
    ('Table 3 · 1 · Natural persons', '件', 'Newly received in the year. Natural persons.')

    Raises:
        ValueRefusedError: The library does not speak the language.
    """
    known = locale_for(locale)
    empty = [AnnualReport(organ=None, year=None, edition=edition) for edition in reversed(Edition)]
    return [_entry(cell.node, report.edition, known) for report in empty for cell in cells(report)]


def _entry(node: Node, edition: Edition, locale: str) -> Record:
    place, dot = _place(node), translate("·", locale)
    above = nodes(edition)[node.path.rpartition(".")[0]]
    row = place["row"] and label(place["row"], locale)
    column = dot.join(label(spec.printed, locale) for spec in node.specs if spec.kind == "column")
    return {
        "edition": edition.value,
        "table": Address(node.table).in_locale(locale),
        "row": row,
        "column": column,
        "address": node.address.in_locale(locale),
        "path": node.path,
        "label": dot.join(filter(None, [row, column])),
        "meaning": f"{declaration(above).meaning} {declaration(node).meaning}",
        "unit": place["unit"],
        "law": node.law,
        "total": any(spec.sums for spec in node.specs),
    }


# --- records to frames ------------------------------------------------------------------------------------------------


def to_arrow(reports: Iterable[AnnualReport]) -> Any:
    """The numbers of *reports* as a ``pyarrow.Table``, of which `to_pandas` and `to_polars` are made.

    Needs the extra ``arrow``.

    >>> from govdisclosure.report import Organ
    >>> table = to_arrow([AnnualReport(organ=Organ("示例县柳溪镇人民政府"), year=2025)])
    >>> table.num_rows, str(table.schema.field("amount").type)
    (200, 'decimal128(30, 12)')

    Raises:
        ValueRefusedError: A count does not fit into 64 bits.
    """
    return needed("pyarrow", "arrow").Table.from_batches(_batches(reports), _schema())


def to_pandas(reports: Iterable[AnnualReport]) -> Any:
    """The numbers of *reports* as a ``pandas.DataFrame``. Needs the extra ``pandas``.

    Counts are ``Int64``, texts ``string``, ``blank`` is ``boolean``, amounts are exact decimals of Arrow.

    Raises:
        ValueRefusedError: As for `to_arrow`.
    """
    pandas, arrow = needed("pandas", "pandas"), needed("pyarrow", "pandas")
    kinds = {
        arrow.int64(): pandas.Int64Dtype(),
        arrow.string(): pandas.StringDtype(),
        arrow.bool_(): pandas.BooleanDtype(),
    }
    return to_arrow(reports).to_pandas(types_mapper=lambda kind: kinds.get(kind, pandas.ArrowDtype(kind)))


def to_polars(reports: Iterable[AnnualReport]) -> Any:
    """The numbers of *reports* as a ``polars.DataFrame``. Needs the extra ``polars``.

    Raises:
        ValueRefusedError: As for `to_arrow`.
    """
    return needed("polars", "polars").from_arrow(to_arrow(reports))


def to_parquet(reports: Iterable[AnnualReport], target: Target) -> None:
    """Write the numbers of *reports* to the Parquet file *target*, a path or an open binary file.

    Reports are taken as they come, so that memory does not grow with their number; every few hundred make a row group.
    A file is written beside its place and then moved there. Needs the extra ``arrow``.

    Raises:
        ValueRefusedError: As for `to_arrow`.
        WriteError: The place cannot be written.
    """
    parquet = needed("pyarrow.parquet", "arrow")

    def write(file: BinaryIO) -> None:
        with parquet.ParquetWriter(file, _schema(), compression="zstd") as writer:
            for batch in _batches(reports):
                writer.write_batch(batch)

    _to(target, write)


def to_csv(reports: Iterable[AnnualReport], target: Target) -> None:
    """Write the numbers of *reports* to the CSV file *target*, a path or an open binary file.

    UTF-8 with a mark by which spreadsheets know it; null is nothing, and no text is taken for a formula: one that would
    be has a ``'`` before it, which stays there when the file is read back.

    Raises:
        WriteError: The place cannot be written.
    """
    write_records(records(reports), target, columns=COLUMNS)


def write_records(rows: Iterable[Record], target: Target, columns: Iterable[str]) -> None:
    """Write *rows* to the CSV file *target*: UTF-8 with a mark by which spreadsheets know it, null as nothing.

    A text that a spreadsheet would take for a formula has a ``'`` before it, and lines in a text end as lines do.

    Raises:
        WriteError: The place cannot be written.
    """

    def write(file: BinaryIO) -> None:
        writer = csv.DictWriter(codecs.getwriter("utf-8-sig")(file), list(columns), lineterminator="\n")
        writer.writeheader()
        writer.writerows({name: _plain(value) for name, value in row.items()} for row in rows)

    _to(target, write)


def _plain(value: object) -> object:
    """*value* as CSV has it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, str):
        text = f"'{value}" if value.startswith(_FORMULA) else value
        return text.replace("\r\n", "\n").replace("\r", "\n")  # of these alone the writer of CSV does not quote a text
    return value


_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def _to(target: Target, write: Callable[[BinaryIO], None]) -> None:
    """Have *write* write to *target*; a file is put in its place when it is whole."""
    if isinstance(target, str | os.PathLike):
        with replacing(target) as file:
            write(file)
    else:
        write(target)


def _schema() -> Any:
    arrow = needed("pyarrow", "arrow")
    kinds = {
        "string": arrow.string(),
        "int64": arrow.int64(),
        "decimal": arrow.decimal128(_DIGITS, _DECIMALS),
        "bool": arrow.bool_(),
    }
    return arrow.schema(
        [arrow.field(name, kinds[kind], metadata={"description": meaning}) for name, (kind, meaning) in COLUMNS.items()]
    )


def _batches(reports: Iterable[AnnualReport]) -> Iterator[Any]:
    """Record batches of some reports each."""
    arrow, schema, rest = needed("pyarrow", "arrow"), _schema(), iter(reports)
    while some := list(islice(rest, _BATCH)):
        rows = list(records(some))
        if problems := [_too_large(row) for row in rows if (row["value"] or 0) > _LARGEST]:
            raise ValueRefusedError(say("数字太大，数据表的列放不下："), problems)
        yield arrow.RecordBatch.from_pylist(rows, schema)


def _too_large(row: Record) -> Message:
    problem = say("应不大于 {most}；现为 {actual}", most=_LARGEST, actual=row["value"])
    return _of_report(row["organ"], row["year"], say("{name}：{problem}", name=row["address"], problem=problem))


def _of_report(organ: object, year: object, problem: Message) -> Message:
    """*problem* with the report in front."""
    told = {"organ": organ or say("（机关不详）"), "year": year or say("（年份不详）"), "problem": problem}
    return say("{organ}{year}年 {problem}", **told)


# --- and back ---------------------------------------------------------------------------------------------------------


def from_frame(table: Any) -> list[AnnualReport]:
    """The reports whose numbers *table* holds, in the order in which they first occur.

    A frame has the tables of a report, its organ, year and edition. What it does not carry comes back as in a report
    made by hand: the title is the usual one, there is no prose, the headings are the form's own, a table without
    records is not there, and zeros at the end of an amount are gone.

    Args:
        table: Anything with the columns of ``frames.COLUMNS`` that gives Arrow data (pandas, polars, Arrow, a relation
            of DuckDB), or records such as `records` makes and ``csv.DictReader`` reads. ``path`` or ``address`` is
            enough, and ``code``, ``amount``, ``unit`` and ``blank`` may be left out, as may totals; other columns are
            not looked at.

    >>> from govdisclosure.report import Organ
    >>> report = AnnualReport(organ=Organ("示例县柳溪镇人民政府"), year=2025, overview=None)
    >>> [again] = from_frame(records([report]))
    >>> again.requests == report.requests
    True

    Raises:
        ReadError: With every problem at once: a place that is not on the form, a number that stands twice or is
            missing, a value that no cell can hold.
    """
    gathered: dict[str, _Gathered] = {}
    problems: list[Message] = []
    for number, row in enumerate(_rows_of(table), start=1):
        if missing := _missing_columns(row):
            told = {"number": number, "missing": Listing(missing), "found": Listing(row)}
            raise ReadError(say("数据表第 {number} 行缺列：{missing}；现有 {found}", **told))
        whose = [_text(row.get(name)) for name in ("organ", "code")]
        head = [*whose, _exact(row["year"]), str(_exact(row["edition"]))]
        found = gathered.setdefault(repr(head), _Gathered(*head))
        problems += [say("第 {number} 行：{problem}", number=number, problem=problem) for problem in found.take(row)]
    reports = []
    for each in gathered.values():
        report, more = structured(each.tree())
        problems += [_of_report(each.organ, each.year, problem) for problem in more]
        reports += [report] if report else []
    if problems:
        raise ReadError(say("数据表与年报格式不符："), problems)
    return reports


def _rows_of(table: Any) -> Iterator[Mapping[str, Any]]:
    """The rows of *table*."""
    if hasattr(table, "__arrow_c_stream__"):
        arrow = needed("pyarrow", "arrow")
        try:
            taken = arrow.table(table)
        except (arrow.ArrowException, ValueError, TypeError) as error:
            raise ReadError(say("数据表不能转为 Arrow：{error}", error=str(error))) from None
        for batch in taken.to_batches(max_chunksize=100_000):
            yield from batch.to_pylist()
        return
    for row in table if isinstance(table, Iterable) else [table]:
        if not isinstance(row, Mapping):
            raise ReadError(say("应为数据表，或一行一个映射；现为 {actual}", actual=shown(row)))
        yield row


def _missing_columns(row: Mapping[str, Any]) -> list[str]:
    missing = [name for name in _NEEDED if name not in row]
    return missing if "path" in row or "address" in row else [*missing, "path"]


def _text(value: Any) -> Any:
    return None if value == "" else value


def _exact(value: Any) -> Any:
    """*value* as a whole number where it is one, in whatever type an engine has it; everything else as it is."""
    if value is None or type(value) in (int, bool):
        return value
    if isinstance(value, Integral) or (isinstance(value, float) and value.is_integer()):
        return int(value)
    if isinstance(value, str) and re.fullmatch(r"-?\d{1,120}", value, re.ASCII):
        return int(value)
    return _text(value)


def _exact_amount(value: Any) -> Any:
    """*value* as JSON writes an amount where it is exact; everything else as it is."""
    if isinstance(value, Decimal) and value.is_finite():
        digits = format(value, "f")
        return digits.rstrip("0").rstrip(".") if "." in digits else digits
    return str(value) if type(value) is int else _text(value)


_FLAGS: Final = {"true": True, "false": False}


@frozen
class _Gathered:
    """What a frame says of one report."""

    organ: Any
    code: Any
    year: Any
    edition: Any
    numbers: dict[str, Any] = field(factory=dict)
    """What stands at each path, as JSON has it."""

    def take(self, row: Mapping[str, Any]) -> Iterator[str]:
        """Take in the number of *row*, and tell what is wrong with it."""
        try:
            node, kind = _cell_at(*(str(row.get(name) or "") for name in ("path", "address")))
        except AddressError as error:
            yield in_words(error)
            return
        if node.path in self.numbers:
            yield say("{address}（{path}）在同一份年报里不止一次；请只留一行", address=node.address, path=node.path)
        value, amount, unit = _exact(row["value"]), _exact_amount(row.get("amount")), _text(row.get("unit"))
        number, other, wanted = (value, amount, "value") if kind is None else (amount, value, "amount")
        if other is not None:
            told = {"address": node.address, "column": wanted, "actual": shown(other)}
            yield say("{address}：数应写在 {column} 列；现另一列为 {actual}", **told)
        if kind is not Money and unit not in (None, node.specs[-1].unit):
            told = {"address": node.address, "expected": node.specs[-1].unit, "actual": shown(unit)}
            yield say("{address}：单位应为 {expected}；现为 {actual}", **told)
        blank = _FLAGS.get(str(row.get("blank")).lower(), _text(row.get("blank")))
        if blank not in (None, number is None):
            told = {"address": node.address, "column": wanted, "blank": shown(blank), "number": shown(number)}
            yield say("{address}：blank 为 {blank}，而 {column} 为 {number}；空白的格应为真且没有数", **told)
        self.numbers[node.path] = {"amount": number, "unit": unit or ""} if kind is Money else number

    def tree(self) -> dict[str, Any]:
        """The report as JSON has it."""
        prose: dict[str, Any] = {name: {} for name in fields_of(AnnualReport) if name not in TABLES}
        organ = None if self.organ is None and self.code is None else {"name": self.organ, "code": self.code}
        whole: dict[str, Any] = {"organ": organ, "year": self.year, "edition": self.edition}
        whole |= prose | dict.fromkeys(TABLES)
        for path, number in self.numbers.items():
            *above, last = path.split(".")
            part = whole
            for name in above:
                part[name] = part = part.get(name) or {}
            part[last] = number
        return whole


@cache
def _cell_at(path: str, address: str) -> tuple[Node, Any]:
    """The cell of *path*, or of *address* where that is empty; `Money` or `Amount` where it holds such, else ``None``.

    Raises:
        AddressError: There is none, or path and address are not of the same.
    """
    path = path or path_of(address)
    if address and path_of(address) != path:
        told = {"path": repr(path), "address": address, "other": repr(path_of(address))}
        raise AddressError(say("path 为 {path}，而 address“{address}”是 {other}；请改正其中一个", **told))
    place, node = address_of(path), nodes()[path]
    if not node.is_cell:
        raise AddressError(say("{path} 是“{place}”，不是一格", path=path, place=place))
    hint = get_type_hints(node.owner, include_extras=True)[node.field]
    return node, next((kind for kind in (Money, Amount) if kind == hint), None)
