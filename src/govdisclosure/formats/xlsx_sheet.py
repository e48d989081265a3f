"""A sheet of a workbook: its cells, what is merged, and which of its rows are tables."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from itertools import groupby, product
from typing import Final
from xml.etree import ElementTree as ET

from attrs import define, field, frozen

from govdisclosure.document import Block, Cell, Grid, Heading, Paragraph, Place
from govdisclosure.errors import ReadError
from govdisclosure.formats.xlsx_form import LAST_COLUMN, MOST_CELLS, TITLE, WIDEST
from govdisclosure.i18n import say
from govdisclosure.values import refuse_text

__all__ = ["ON", "REFERENCE", "Area", "Position", "Sheet", "around", "joined", "only", "position", "too_many"]

Position = tuple[int, int]
"""The row and the column of a cell, counted from 1."""

ON: Final = frozenset({"1", "true"})


def too_many() -> ReadError:
    """The refusal of a workbook with more cells than a report can need."""
    return ReadError(say("{title}应不超过 {most} 格；现超过，请只留年报所在的工作表", title=TITLE, most=MOST_CELLS))


def only(element: ET.Element, *names: str) -> dict[str, str]:
    """The attributes of *element* with these *names*."""
    return {name: value for name, value in element.attrib.items() if name in names}


def joined(tag: str, item: ET.Element) -> ET.Element:
    """The text of *item* in one piece, without the readings above its characters."""
    pieces = (piece for path in ("t", "r/t") for piece in item.iterfind(path))
    joined = ET.Element(tag)
    text = "".join(_unescaped(piece.text or "") for piece in pieces)
    ET.SubElement(joined, "t").text = text.replace(_DROPPED, _KEPT) if tag == "si" else text
    return joined


_ESCAPED: Final = re.compile("_x([0-9A-Fa-f]{4})_")
_DROPPED: Final = "x005F_"
"""What openpyxl drops from texts that cells share, wherever it stands."""
_KEPT: Final = _DROPPED[:3] + _DROPPED + _DROPPED[3:]


def _unescaped(text: str) -> str:
    """*text* with the characters that are written as their numbers, but for those that are not printed."""
    return _ESCAPED.sub(lambda match: match[0] if refuse_text(char := chr(int(match[1], 16))) else char, text)


REFERENCE: Final = re.compile(r"([A-Z]{1,3})(\d{1,7})", re.ASCII)
_LAST_ROW: Final = 1_048_576
_DEFAULT_NAME: Final = re.compile(r"(?:sheet|工作表)\s*\d*\s*(?:\(\d+\))?", re.IGNORECASE)


@frozen
class Area:
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

    def holds(self, cell: Position) -> bool:
        """Whether *cell* is one of its cells."""
        return cell[0] in self.rows and cell[1] in self.columns

    def positions(self) -> Iterator[Position]:
        """Its cells."""
        return product(self.rows, self.columns)

    def within(self, frame: "Area") -> "Area":
        """What it has in common with *frame*, of size 0 if that is nothing."""
        top, left = max(self.top, frame.top), max(self.left, frame.left)
        return Area(top, left, min(self.bottom, frame.bottom), min(self.right, frame.right))


def around(areas: Iterable[Area]) -> Area:
    """The smallest area that holds *areas*."""
    tops, lefts, bottoms, rights = zip(*((each.top, each.left, each.bottom, each.right) for each in areas), strict=True)
    return Area(min(tops), min(lefts), max(bottoms), max(rights))


@frozen
class _Run:
    """Rows without a gap that are one table, or hold one text each."""

    frame: Area
    is_table: bool


def position(reference: str, sheet: str) -> Position:
    """The row and the column of the cell *reference* of a sheet."""
    match = REFERENCE.fullmatch(reference)
    row = int(match[2]) if match else 0
    column = reduce(lambda number, letter: 26 * number + ord(letter) - 64, match[1], 0) if match else 0
    if not (1 <= row <= _LAST_ROW and column <= LAST_COLUMN):
        told = {"sheet": sheet, "actual": reference[:20]}
        raise ReadError(say("工作表“{sheet}”的格应在 A1 至 XFD1048576 之间；现有“{actual}”，文件已损坏", **told))
    return row, column


@define(eq=False)
class Sheet:
    """A sheet: *texts* are what its filled cells show, *merged* leads from each cell of a merged one to the whole.

    *lines* leads from a row to the filled areas that begin there; *bordered* and *hidden* are rows, too. *formulas* are
    those without a result. In a workbook of ours *role* says what the sheet is for, and *area* which cells are.
    """

    name: str
    root: ET.Element
    role: str = ""
    area: Area | None = None
    texts: dict[Position, str] = field(factory=dict)
    merged: dict[Position, Area] = field(factory=dict)
    lines: dict[int, list[Area]] = field(factory=dict)
    runs: list[_Run] = field(factory=list)
    bordered: set[int] = field(factory=set)
    hidden: set[int] = field(factory=set)
    formulas: dict[Position, str] = field(factory=dict)

    # -- its cells --

    def filled(self) -> Iterator[tuple[Position, ET.Element]]:
        """The cells that hold something, each with its position; one that does not say it stands behind the last."""
        row = 0
        for line in self.root.iterfind("sheetData/row"):
            row, column = self._at(f"A{line.get('r') or row + 1}")[0], 0
            self.hidden.update({row} if line.get("hidden") in ON else ())
            for cell in line.iterfind("c"):
                reference = cell.get("r")
                row, column = self._at(reference) if reference else (row, column + 1)
                if len(cell):
                    yield (row, column), cell

    def _at(self, reference: str) -> Position:
        return position(reference, self.name)

    def stored(self, at: Position, cell: ET.Element) -> ET.Element:
        """*cell* as openpyxl gets it: the result of a formula, and where none is stored, the formula as a text."""
        value, formula, text = cell.find("v"), cell.find("f"), cell.find("is")
        if formula is not None and (value is None or not (value.text or cell.get("t") == "str")):
            self.formulas[at] = formula.text or ""
            text = ET.Element("is")
            ET.SubElement(text, "t").text = f"={formula.text or ''}"
        if text is not None:
            stored = ET.Element("c", {"t": "inlineStr"} | only(cell, "s"))
            stored.append(joined("is", text))
        else:
            stored = ET.Element("c", only(cell, "t", "s"))
            ET.SubElement(stored, "v").text = cell.findtext("v")
        return stored

    # -- its runs of rows --

    def arrange(self) -> None:
        """Find what is merged and which rows are tables, when the texts are there; in ours that is known."""
        if self.texts or self.area:
            self._merge()
        if self.texts and not self.role:
            self._run()

    def _merge(self) -> None:
        """Of two merged cells that overlap the first counts; what is stored below one is not seen."""
        used = around([*(Area(*position, *position) for position in self.texts), *filter(None, [self.area])])
        areas = [area for each in self._ranges() if (area := each.within(used)).size > 1]
        if sum(area.size for area in areas) > MOST_CELLS:
            raise too_many()
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

    def _ranges(self) -> Iterator[Area]:
        for element in self.root.iterfind("mergeCells/mergeCell"):
            first, _, last = element.get("ref", "").partition(":")
            yield Area(*self._at(first), *self._at(last or first))

    def _area(self, row: int, column: int) -> Area:
        return self.merged.get((row, column)) or Area(row, column, row, column)

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
            frame = around(area for _, row in run for area in self.lines.get(row, ()))
            if is_table and len(frame.columns) > WIDEST:
                told = say(
                    "工作表“{sheet}”第 {row} 行起的表应不超过 {most} 列；现有 {actual} 列，请删去表外的文字",
                    sheet=self.name,
                    row=frame.top,
                    most=WIDEST,
                    actual=len(frame.columns),
                )
                raise ReadError(told)
            self.runs.append(_Run(frame, is_table))
            if not borders_tell and _is_one_table(self.runs[-3:]):
                self.runs[-3:] = [_Run(around(each.frame for each in self.runs[-3:]), is_table=True)]

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
                yield Heading(self.name, level=3, place=self.place(1, 1))
        for run in self.runs:
            if run.is_table:
                yield self.grid(run.frame)
            else:
                for area in (area for row in run.frame.rows for area in self.lines[row]):
                    place = self.place(area.top, area.left)
                    yield Paragraph(self.texts[area.top, area.left], place=place)

    def grid(self, frame: Area) -> Grid:
        """The table in *frame*."""
        rows = tuple(tuple(self._cells(row, frame)) for row in frame.rows)
        return Grid(rows, place=self.place(frame.top, frame.left))

    def _cells(self, row: int, frame: Area) -> Iterator[Cell]:
        for column in frame.columns:
            area = self._area(row, column).within(frame)
            if (area.top, area.left) == (row, column):
                text, place = self.texts.get((row, column), ""), self.place(row, column)
                yield Cell(text, len(area.rows), len(area.columns), place=place)

    def place(self, row: int, column: int) -> Place:
        """The place of a cell."""
        return Place(sheet=self.name, row=row, cell=column)

    def notes(self) -> Iterator[str]:
        """What there is to say about it."""
        if not self.hidden.isdisjoint(self.lines):
            yield say("工作表“{name}”有隐藏的行，其中的文字也已读入；请核对", name=self.name)
        columns = sorted({column for _, column in self.texts})
        hidden = (col for col in self.root.iterfind("cols/col") if col.get("hidden") in ON)
        ends = [(self._at(f"A{col.get('min')}")[0], self._at(f"A{col.get('max')}")[0]) for col in hidden]
        if any(bisect_left(columns, first) < bisect_right(columns, last) for first, last in ends):
            yield say("工作表“{name}”有隐藏的列，其中的文字也已读入；请核对", name=self.name)
        if self.formulas:
            yield say(
                "工作表“{name}”有 {count} 个公式没有存下结果，读作公式的文字；"
                "请用 Excel 或 LibreOffice 重新计算并保存后再读",
                name=self.name,
                count=len(self.formulas),
            )


def _is_one_table(runs: Sequence[_Run]) -> bool:
    """Whether *runs* are a table, rows of one text each that go on below it, and rows no wider that end it."""
    if [run.is_table for run in runs] != [True, False, True]:
        return False
    before, between, after = (run.frame for run in runs)
    follow = between.top - 1 == before.bottom and between.bottom + 1 == after.top
    return follow and before.left == after.left and before.right >= max(between.right, after.right)
