"""XLSX: a workbook that holds the tables of a report, one to a sheet or all on one, with its prose or without.

openpyxl fails on much that Excel opens, and obeys much that does harm. So it is only asked what each filled cell shows:
it gets a workbook made anew, with these cells one below the other and what tells dates, shares and borders.
"""

import re
import warnings
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from functools import reduce
from io import BytesIO
from itertools import groupby
from posixpath import join, normpath
from typing import Any, Final
from xml.etree import ElementTree as ET

from attrs import define, field, frozen

from govdisclosure.document import Block, Cell, Document, Grid, Heading, Paragraph, Place
from govdisclosure.errors import ReadError, needed
from govdisclosure.formats.archive import Archive, pack
from govdisclosure.i18n import said, say

__all__ = ["looks_like", "read"]

_TITLE: Final = "Excel 工作簿（.xlsx）"
_BOOK_PART: Final = "xl/workbook.xml"
_LINKS_PART: Final = "xl/_rels/workbook.xml.rels"
_STYLES_PART: Final = "xl/styles.xml"
_TEXTS_PART: Final = "xl/sharedStrings.xml"

_MOST_SHEETS: Final = 200
_MOST_ELEMENTS: Final = 500_000
_MOST_CELLS: Final = 65_000
_MOST_LETTERS: Final = 5_000_000
_WIDEST: Final = 1000

_ON: Final = frozenset({"1", "true"})

_Position = tuple[int, int]
"""The row and the column of a cell, counted from 1."""


def looks_like(data: bytes) -> bool:
    """Whether *data* is a zip archive that names the list of the sheets of a workbook."""
    return data.startswith(b"PK\x03\x04") and _BOOK_PART.encode() in data


def read(data: bytes) -> Document:
    """The document in a workbook: its visible sheets in their order, the numbers as stored, nothing computed.

    >>> from openpyxl import Workbook
    >>> book, buffer = Workbook(), BytesIO()
    >>> for row in (["示例"], [], ["规章", 0.1 + 0.2], ["收费", 12]):
    ...     book.active.append(row)
    >>> book.save(buffer)
    >>> title, grid = read(buffer.getvalue()).blocks
    >>> title.text, [[cell.text for cell in row] for row in grid.rows]
    ('示例', [['规章', '0.3'], ['收费', '12']])

    Raises:
        ReadError: It is no workbook, or cannot be read safely.
    """
    parts = _Parts(Archive(data, _TITLE))
    book = parts.root(_BOOK_PART)
    sheets, notes = _sheets(parts, book)
    _fill(parts, book, sheets)
    if sum(run.frame.size for sheet in sheets for run in sheet.runs if run.is_table) > _MOST_CELLS:
        raise _too_many()
    blocks = tuple(block for sheet in sheets for block in sheet.blocks())
    notes += [note for sheet in sheets for note in sheet.notes()]
    return Document(blocks=blocks, notes=(*notes, *_lost(parts)))


def _too_many() -> ReadError:
    return ReadError(f"{_TITLE}应不超过 {_MOST_CELLS} 格；现超过，请只留年报所在的工作表")


# --- the parts --------------------------------------------------------------------------------------------------------


@define
class _Parts:
    """The parts of a workbook, of which no more are read than a report can need."""

    archive: Archive
    elements: int = 0

    def root(self, name: str) -> ET.Element:
        """The root of a part; names lose their namespaces, so that strict Office Open XML reads like any other."""
        if name not in self.archive:
            found = "，".join(self.archive.names[:5]) or "没有任何成员"
            raise ReadError(f"{_TITLE}中应有 {name}；现有 {found}，请重新取得文件")
        root = self.archive.xml(name)
        for element in root.iter():
            element.tag = _local(element.tag)
            element.attrib = {_local(key): value for key, value in element.attrib.items()}
            self.elements += 1
        if self.elements > _MOST_ELEMENTS:
            raise _too_many()
        return root

    def root_if_any(self, name: str) -> ET.Element:
        """The root of a part that a workbook may do without."""
        return self.root(name) if name in self.archive else ET.Element("none")


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _sheets(parts: _Parts, book: ET.Element) -> tuple[list["_Sheet"], list[str]]:
    """The sheets to read, and what there is to say about the others."""
    listed = book.findall("sheets/sheet")
    if len(listed) > _MOST_SHEETS:
        raise ReadError(f"{_TITLE}应不超过 {_MOST_SHEETS} 张工作表；现有 {len(listed)} 张")
    targets = {link.get("Id"): link.get("Target", "") for link in parts.root(_LINKS_PART)}
    sheets: list[_Sheet] = []
    notes: list[str] = []
    for element in listed:
        name = element.get("name", "")
        part = normpath(join("/xl", targets.get(element.get("id"), ""))).lstrip("/")
        if element.get("state", "visible") != "visible":
            notes.append(say("工作表“{name}”是隐藏的，没有读", name=name))
        elif (root := parts.root(part)).tag != "worksheet":
            notes.append(say("工作表“{name}”上只有图表或对话框，没有读", name=name))
        else:
            sheets.append(_Sheet(name, root))
    return sheets, notes


_LOST: Final = {
    "pic": said("幅图片"),
    "graphicFrame": said("幅图表"),
    "sp": said("个文本框或图形"),
    "comment": said("条批注"),
}
_DRAWN: Final = re.compile(r"xl/(?:drawings/drawing|comments)[^/]*\.xml|xl/comments/[^/]*\.xml")


def _lost(parts: _Parts) -> Iterator[str]:
    """What a person sees on the sheets and is not among the blocks."""
    drawn = (parts.root(name) for name in parts.archive.names if _DRAWN.fullmatch(name))
    counted = Counter(element.tag for root in drawn for element in root.iter() if element.tag in _LOST)
    yield from (
        say("工作簿中有 {count} {kind}，未收入年报", count=n, kind=say(_LOST[tag])) for tag, n in counted.items()
    )


# --- what the cells show ----------------------------------------------------------------------------------------------

_OOXML: Final = "http://schemas.openxmlformats.org"
_MAIN: Final = f"{_OOXML}/spreadsheetml/2006/main"
_OFFICE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_FIXED_PARTS: Final = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_OOXML}/package/2006/content-types">'
        f'<Override PartName="/{_BOOK_PART}" ContentType="{_OFFICE}.sheet.main+xml"/>'
        f'<Override PartName="/{_TEXTS_PART}" ContentType="{_OFFICE}.sharedStrings+xml"/></Types>'
    ),
    _LINKS_PART: (
        f'<Relationships xmlns="{_OOXML}/package/2006/relationships"><Relationship Id="rId1"'
        f' Type="{_OOXML}/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
    ),
}
_BOOK: Final = (
    f'<workbook xmlns="{_MAIN}" xmlns:r="{_OOXML}/officeDocument/2006/relationships"><workbookPr date1904="{{}}"/>'
    '<sheets><sheet name="cells" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
_SIDES: Final = ("left", "right", "top", "bottom")
_DATE: Final = "14"
_CHINESE_DATES: Final = frozenset(map(str, (*range(27, 37), *range(50, 59))))
"""The number formats that are dates in Chinese editions of Excel, of which files do not say so."""
_UNSEEN_OF_FORMAT: Final = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')


def _fill(parts: _Parts, book: ET.Element, sheets: Sequence["_Sheet"]) -> None:
    """Give each sheet the texts of its filled cells."""
    filled = [(sheet, position, cell) for sheet in sheets for position, cell in sheet.filled()]
    if len(filled) > _MOST_CELLS:
        raise _too_many()
    cells = _element("worksheet")
    lines = ET.SubElement(cells, "sheetData")
    for sheet, _, cell in filled:
        ET.SubElement(lines, "row").append(sheet.stored(cell))
    openpyxl = needed("openpyxl", "xlsx")
    package = _package(parts, book, cells)
    try:
        shown = _converted(openpyxl, package) if filled else []
    except Exception as error:  # noqa: BLE001 - openpyxl lets through whatever its parts run into
        told = str(error).partition("\n")[0][:200]
        raise ReadError(f"{_TITLE}应能打开；现有不合规定的内容（{told}），请用 Excel 或 WPS 另存后再读") from None
    letters = 0
    for (sheet, position, _), (value, number_format, is_bordered) in zip(filled, shown, strict=True):
        letters += len(value) if isinstance(value, str) else 0
        if letters > _MOST_LETTERS:
            raise ReadError(f"{_TITLE}的文字应不超过 {_MOST_LETTERS} 字；现超过，请只留年报所在的工作表")
        if (text := _text(value, number_format)).strip():
            sheet.texts[position] = text
            sheet.bordered.update([position[0]] * is_bordered)
    for sheet in sheets:
        sheet.arrange()


def _element(tag: str, children: Iterable[ET.Element] = ()) -> ET.Element:
    element = ET.Element(tag, {"xmlns": _MAIN})
    element.extend(children)
    return element


def _package(parts: _Parts, book: ET.Element, cells: ET.Element) -> bytes:
    """The workbook that openpyxl gets: *cells* with the texts they share and the styles they name."""
    properties = book.find("workbookPr")
    is_1904 = properties is not None and properties.get("date1904") in _ON
    shared = _element("sst", (_joined("si", item) for item in parts.root_if_any(_TEXTS_PART).iterfind("si")))
    styles = _styles(parts.root_if_any(_STYLES_PART))
    trees = {"xl/worksheets/sheet1.xml": cells, _TEXTS_PART: shared, _STYLES_PART: styles}
    written = _FIXED_PARTS | {_BOOK_PART: _BOOK.format(int(is_1904))}
    members = {name: part.encode() for name, part in written.items()}
    return pack((members | {name: ET.tostring(tree) for name, tree in trees.items()}).items())


def _joined(tag: str, item: ET.Element) -> ET.Element:
    """The text of *item* in one piece, without the readings above its characters."""
    pieces = (piece for path in ("t", "r/t") for piece in item.iterfind(path))
    joined = ET.Element(tag)
    ET.SubElement(joined, "t").text = "".join(piece.text or "" for piece in pieces)
    return joined


def _styles(root: ET.Element) -> ET.Element:
    """The styles as far as they tell what a number is, and which cells have borders."""
    styles = _element("styleSheet")
    formats = ET.SubElement(styles, "numFmts")
    for element in root.iterfind("numFmts/numFmt"):
        ET.SubElement(formats, "numFmt", _only(element, "numFmtId", "formatCode"))
    borders = ET.SubElement(styles, "borders")
    for element in root.iterfind("borders/border"):
        border = ET.SubElement(borders, "border")
        border.extend(ET.Element(side.tag, _only(side, "style")) for side in element if side.tag in _SIDES)
    uses = ET.SubElement(styles, "cellXfs")
    for element in root.iterfind("cellXfs/xf"):
        use = ET.SubElement(uses, "xf", _only(element, "numFmtId", "borderId"))
        if use.get("numFmtId") in _CHINESE_DATES:
            use.set("numFmtId", _DATE)
    return styles


def _only(element: ET.Element, *names: str) -> dict[str, str]:
    return {name: value for name, value in element.attrib.items() if name in names}


def _converted(openpyxl: Any, package: bytes) -> list[tuple[object, str, bool]]:
    """The value of each cell, its number format, and whether it has a border."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(BytesIO(package))
    cells = [row[0] for row in book.active.iter_rows(max_col=1)]
    return [(cell.value, cell.number_format, _is_bordered(cell.border)) for cell in cells]


def _is_bordered(border: Any) -> bool:
    return any(getattr(getattr(border, side), "style", None) for side in _SIDES)


def _text(value: object, number_format: str) -> str:
    """What a cell shows, but for separators and rounding: these are the look of a number, and not the number."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).upper()
        case int() | float():
            is_share = "%" in _UNSEEN_OF_FORMAT.sub("", number_format)
            return f"{_plain(value * 100)}%" if is_share else _plain(value)
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
        case date() | time():
            return value.isoformat()
        case _:
            return re.sub("_x000D_\n?", "\n", str(value))


def _plain(number: float) -> str:
    """*number* with the 15 digits that Excel keeps."""
    return str(number) if isinstance(number, int) else format(Decimal(f"{number + 0:.15g}"), "f")


# --- a sheet ----------------------------------------------------------------------------------------------------------

_REFERENCE: Final = re.compile(r"([A-Z]{1,3})(\d{1,7})", re.ASCII)
_LAST_ROW: Final = 1_048_576
_LAST_COLUMN: Final = 16_384
_DEFAULT_NAME: Final = re.compile(r"(?:sheet|工作表)\s*\d*\s*(?:\(\d+\))?", re.IGNORECASE)


@frozen
class _Area:
    """A rectangle of cells, the last row and column among them."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def rows(self) -> range:
        """Its rows."""
        return range(self.top, self.bottom + 1)

    @property
    def columns(self) -> range:
        """Its columns."""
        return range(self.left, self.right + 1)

    @property
    def size(self) -> int:
        """The number of its cells."""
        return len(self.rows) * len(self.columns)

    def within(self, frame: "_Area") -> "_Area":
        """What it has in common with *frame*, of size 0 if that is nothing."""
        top, left = max(self.top, frame.top), max(self.left, frame.left)
        return _Area(top, left, min(self.bottom, frame.bottom), min(self.right, frame.right))


def _around(areas: Iterable[_Area]) -> _Area:
    """The smallest area that holds *areas*."""
    tops, lefts, bottoms, rights = zip(*((each.top, each.left, each.bottom, each.right) for each in areas), strict=True)
    return _Area(min(tops), min(lefts), max(bottoms), max(rights))


@frozen
class _Run:
    """Rows without a gap that are one table, or hold one text each."""

    frame: _Area
    is_table: bool


@define(eq=False)
class _Sheet:
    """A sheet: *texts* are what its filled cells show, *merged* leads from each cell of a merged one to the whole.

    *lines* leads from a row to the filled areas that begin there; *bordered* and *hidden* are rows, too.
    """

    name: str
    root: ET.Element
    texts: dict[_Position, str] = field(factory=dict)
    merged: dict[_Position, _Area] = field(factory=dict)
    lines: dict[int, list[_Area]] = field(factory=dict)
    runs: list[_Run] = field(factory=list)
    bordered: set[int] = field(factory=set)
    hidden: set[int] = field(factory=set)
    uncalculated: int = 0

    # -- its cells --

    def filled(self) -> Iterator[tuple[_Position, ET.Element]]:
        """The cells that hold something, each with its position; one that does not say it stands behind the last."""
        row = 0
        for line in self.root.iterfind("sheetData/row"):
            row, column = self._position(f"A{line.get('r') or row + 1}")[0], 0
            self.hidden.update({row} if line.get("hidden") in _ON else ())
            for cell in line.iterfind("c"):
                reference = cell.get("r")
                row, column = self._position(reference) if reference else (row, column + 1)
                if len(cell):
                    yield (row, column), cell

    def _position(self, reference: str) -> _Position:
        match = _REFERENCE.fullmatch(reference)
        row = int(match[2]) if match else 0
        column = reduce(lambda number, letter: 26 * number + ord(letter) - 64, match[1], 0) if match else 0
        if not (1 <= row <= _LAST_ROW and column <= _LAST_COLUMN):
            raise ReadError(f"工作表“{self.name}”的格应在 A1 至 XFD1048576 之间；现有“{reference[:20]}”，文件已损坏")
        return row, column

    def stored(self, cell: ET.Element) -> ET.Element:
        """*cell* as openpyxl gets it: the result of a formula, and where none is stored, the formula as a text."""
        value, formula, text = cell.find("v"), cell.find("f"), cell.find("is")
        if formula is not None and (value is None or not (value.text or cell.get("t") == "str")):
            self.uncalculated += 1
            text = ET.Element("is")
            ET.SubElement(text, "t").text = f"={formula.text or ''}"
        if text is not None:
            stored = ET.Element("c", {"t": "inlineStr"} | _only(cell, "s"))
            stored.append(_joined("is", text))
        else:
            stored = ET.Element("c", _only(cell, "t", "s"))
            ET.SubElement(stored, "v").text = cell.findtext("v")
        return stored

    # -- its runs of rows --

    def arrange(self) -> None:
        """Find what is merged and which rows are tables, when the texts are there."""
        if self.texts:
            self._merge()
            self._run()

    def _merge(self) -> None:
        """Of two merged cells that overlap the first counts; what is stored below one is not seen."""
        used = _around(_Area(*position, *position) for position in self.texts)
        areas = [area for each in self._ranges() if (area := each.within(used)).size > 1]
        if sum(area.size for area in areas) > _MOST_CELLS:
            raise _too_many()
        for area in areas:
            inside = [(row, column) for row in area.rows for column in area.columns]
            if self.merged.keys().isdisjoint(inside):
                self.merged.update(dict.fromkeys(inside, area))
        for row, column in sorted(self.texts):
            area = self._area(row, column)
            if (area.top, area.left) == (row, column):
                self.lines.setdefault(row, []).append(area)
            else:
                del self.texts[row, column]

    def _ranges(self) -> Iterator[_Area]:
        for element in self.root.iterfind("mergeCells/mergeCell"):
            first, _, last = element.get("ref", "").partition(":")
            yield _Area(*self._position(first), *self._position(last or first))

    def _area(self, row: int, column: int) -> _Area:
        return self.merged.get((row, column)) or _Area(row, column, row, column)

    def _run(self) -> None:
        """Rows with several texts are tables, and those that a merged cell joins to others.

        A row with one text is part of a table if only tables have borders and it has one. Where borders tell nothing,
        it is if the table goes on below it, no wider than before: its numbers are blank, or it parts the table. And a
        number by itself below a table is no prose.
        """
        tall = {row for line in self.lines.values() for area in line if len(area.rows) > 1 for row in area.rows}
        borders_tell = bool(self.bordered) and not self.bordered >= self.lines.keys()
        tables = tall | {row for row, line in self.lines.items() if len(line) > 1}
        tables |= self.bordered if borders_tell else set()
        for row in sorted(self.lines):
            if row - 1 in tables and not any(letter.isalpha() for letter in self._line(row)):
                tables.add(row)
        rows = enumerate(sorted(tall | self.lines.keys()))
        for (is_table, _), run in groupby(rows, key=lambda each: (each[1] in tables, each[1] - each[0])):
            frame = _around(area for _, row in run for area in self.lines.get(row, ()))
            if is_table and len(frame.columns) > _WIDEST:
                where = f"工作表“{self.name}”第 {frame.top} 行起的表"
                raise ReadError(f"{where}应不超过 {_WIDEST} 列；现有 {len(frame.columns)} 列，请删去表外的文字")
            self.runs.append(_Run(frame, is_table))
            if not borders_tell and _is_one_table(self.runs[-3:]):
                self.runs[-3:] = [_Run(_around(each.frame for each in self.runs[-3:]), is_table=True)]

    def _line(self, row: int) -> str:
        """The first text of a row."""
        first = self.lines[row][0]
        return self.texts[first.top, first.left]

    # -- its blocks --

    def blocks(self) -> Iterator[Block]:
        """The name, unless it says nothing, and what the rows hold."""
        if self.texts and not _DEFAULT_NAME.fullmatch(self.name):
            first = self.texts[min(self.texts)]
            if "".join(self.name.split()) != "".join(first.split()):
                yield Heading(self.name, level=3, place=self._place(1, 1))
        for run in self.runs:
            if run.is_table:
                lines = tuple(tuple(self._cells(row, run.frame)) for row in run.frame.rows)
                yield Grid(lines, place=self._place(run.frame.top, run.frame.left))
            else:
                for area in (area for row in run.frame.rows for area in self.lines[row]):
                    place = self._place(area.top, area.left)
                    yield Paragraph(self.texts[area.top, area.left], place=place)

    def _cells(self, row: int, frame: _Area) -> Iterator[Cell]:
        for column in frame.columns:
            area = self._area(row, column).within(frame)
            if (area.top, area.left) == (row, column):
                text, place = self.texts.get((row, column), ""), self._place(row, column)
                yield Cell(text, len(area.rows), len(area.columns), place=place)

    def _place(self, row: int, column: int) -> Place:
        return Place(sheet=self.name, row=row, cell=column)

    def notes(self) -> Iterator[str]:
        """What there is to say about it."""
        if not self.hidden.isdisjoint(self.lines):
            yield say("工作表“{name}”有隐藏的行，其中的文字也已读入；请核对", name=self.name)
        columns = sorted({column for _, column in self.texts})
        hidden = (col for col in self.root.iterfind("cols/col") if col.get("hidden") in _ON)
        ends = [(self._position(f"A{col.get('min')}")[0], self._position(f"A{col.get('max')}")[0]) for col in hidden]
        if any(bisect_left(columns, first) < bisect_right(columns, last) for first, last in ends):
            yield say("工作表“{name}”有隐藏的列，其中的文字也已读入；请核对", name=self.name)
        if self.uncalculated:
            yield say(
                "工作表“{name}”有 {count} 个公式没有存下结果，读作公式的文字；"
                "请用 Excel 或 LibreOffice 重新计算并保存后再读",
                name=self.name,
                count=self.uncalculated,
            )


def _is_one_table(runs: Sequence[_Run]) -> bool:
    """Whether *runs* are a table, rows of one text each that go on below it, and rows no wider that end it."""
    if [run.is_table for run in runs] != [True, False, True]:
        return False
    before, between, after = (run.frame for run in runs)
    follow = between.top - 1 == before.bottom and between.bottom + 1 == after.top
    return follow and before.left == after.left and before.right >= max(between.right, after.right)
