"""Reading a workbook of ours: the prose in its order, each table where a row of the prose says that it stands."""

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import chain
from typing import Final

import attrs
from attrs import define, field

from govdisclosure.document import Block, Document, Embedded, Grid, Heading, Paragraph, folded
from govdisclosure.formats.carried import parted
from govdisclosure.formats.xlsx_form import (
    CAPTION,
    DATA,
    FORM,
    FREE,
    GUIDE,
    HEADINGS,
    MOST_CELLS,
    SHEET,
    TEXT,
    WIDEST,
    kinds_in_any_language,
    parts_of_total,
)
from govdisclosure.formats.xlsx_sheet import Area, Sheet, around, position, too_many
from govdisclosure.i18n import say

__all__ = ["add_up", "own_document"]

_LEVELS: Final = {kind: level for level, kind in HEADINGS.items()}


# --- totals -----------------------------------------------------------------------------------------------------------

_MOST_ADDED: Final = 5_000
_DEEPEST: Final = 3
"""How many totals there are at most above one another, and one more."""
_NUMBER: Final = re.compile(r"\d+", re.ASCII)


def add_up(sheet: Sheet) -> None:
    """Compute the totals on a table of ours that were saved by a program that does not compute."""
    frame = sheet.area
    assert frame is not None  # noqa: S101 - it is what tells the role
    sheet.formulas = {at: formula for at, formula in sheet.formulas.items() if frame.holds(at)}
    pending = {at: list(_added(formula, sheet, frame)) for at, formula in sheet.formulas.items()}
    pending = {at: areas for at, areas in pending.items() if areas}
    if sum(area.size for areas in pending.values() for area in areas) > _MOST_ADDED:
        return
    for _ in range(_DEEPEST):
        for at in [at for at, areas in pending.items() if not any(a.holds(other) for a in areas for other in pending)]:
            cells = chain.from_iterable(area.positions() for area in pending.pop(at))
            texts = [text for cell in cells if _NUMBER.fullmatch(text := sheet.texts.get(cell, ""))]
            sheet.texts.pop(at, None)
            if texts:
                sheet.texts[at] = str(sum(map(Decimal, texts)))
            del sheet.formulas[at]


def _added(formula: str, sheet: Sheet, frame: Area) -> Iterator[Area]:
    for first, last in parts_of_total(formula):
        yield Area(*position(first, sheet.name), *position(last, sheet.name)).within(frame)


# --- the document -----------------------------------------------------------------------------------------------------


def own_document(sheets: Sequence[Sheet], notes: Iterable[str]) -> Document:
    """The document on *sheets*, of which some say what they are for."""
    reading = _Reading(sheets)
    text = next((sheet for sheet in sheets if sheet.role == TEXT), None)
    if text:
        reading.prose(text)
    reading.rest(is_prose_there=text is not None)
    data = next((sheet for sheet in sheets if sheet.role == DATA), None)
    told = [note for sheet in sheets if sheet.role not in {GUIDE, DATA} for note in sheet.notes()]
    return Document(
        blocks=tuple(reading.blocks), embedded=_embedded(data) if data else None, notes=(*notes, *told, *reading.notes)
    )


def _embedded(sheet: Sheet) -> Embedded | None:
    return parted("\n".join(sheet.texts[at] for at in sorted(sheet.texts)))[1]


@define
class _Reading:
    """A document on its way: *used* are the sheets that were read, *size* is how large their tables are together."""

    sheets: Sequence[Sheet]
    blocks: list[Block] = field(factory=list)
    notes: list[str] = field(factory=list)
    used: set[str] = field(factory=set)
    size: int = 0

    def prose(self, sheet: Sheet) -> None:
        """Read the rows of the sheet with the prose; what is no kind of row is a paragraph, too."""
        assert sheet.area is not None  # noqa: S101 - it is what tells the role
        kinds = kinds_in_any_language()
        caption: Paragraph | None = None
        for row in sorted(sheet.lines.keys() - {sheet.area.top}):
            areas = sheet.lines[row]
            first = sheet.texts[areas[0].top, areas[0].left]
            kind = kinds.get(folded(first)) if areas[0].left == sheet.area.left else None
            passages = [
                Paragraph(sheet.texts[area.top, area.left], place=sheet.place(area.top, area.left))
                for area in areas[bool(kind) :]
            ]
            before, caption = caption, None
            if kind == CAPTION and len(passages) == 1:
                caption = passages[0]
            elif kind == SHEET and passages and (table := self.named(passages[0])):
                self.blocks.append(attrs.evolve(table, caption=before.text if before else ""))
                before, passages = None, passages[1:]
            self.blocks += [before] if before else []
            self.blocks += [] if caption else _of_kind(kind, passages)
        self.blocks += [caption] if caption else []

    def named(self, name: Paragraph) -> Grid | None:
        """The table on the sheet called *name*; it stays a paragraph if there is none."""
        sheet = next((each for each in self.sheets if folded(each.name) == folded(name.text)), None)
        table = self.table(sheet) if sheet else None
        if table is None:
            self.notes.append(
                say("没有找到“{name}”这张工作表，或者它是空的（{place}）", name=name.text, place=name.place)
            )
        return table

    def table(self, sheet: Sheet) -> Grid | None:
        """The table on *sheet*: of the form what its area says, of others all that stands there."""
        self.used.add(sheet.name)
        filled = [area for line in sheet.lines.values() for area in line] if sheet.role != FORM else []
        frames = [*filled, *filter(None, [sheet.area])]
        if not frames:
            return None
        frame = around(frames)
        self.size += frame.size
        if self.size > MOST_CELLS or any(len(area.columns) > WIDEST for area in sheet.merged.values()):
            raise too_many()
        return sheet.grid(frame)

    def rest(self, *, is_prose_there: bool) -> None:
        """Read the tables that no row speaks of; of other sheets it is told, unless there is no prose at all."""
        for sheet in self.sheets:
            if sheet.name in self.used:
                continue
            if sheet.role in {FORM, FREE}:
                self.blocks += filter(None, [self.table(sheet)])
            elif not sheet.role and not is_prose_there:
                self.blocks += sheet.blocks()
            elif not sheet.role and sheet.texts:
                self.notes.append(say("“正文”没有提到工作表“{name}”，没有读", name=sheet.name))


def _of_kind(kind: str | None, passages: Sequence[Paragraph]) -> Iterator[Block]:
    """*passages* of one row, the first of which is of *kind*."""
    for number, passage in enumerate(passages):
        level = _LEVELS.get(kind or "") if number == 0 else None
        yield Heading(passage.text, level, place=passage.place) if level else passage
