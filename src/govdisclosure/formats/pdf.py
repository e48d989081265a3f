"""PDF: our page on paper, and reading any with a text layer.

Paragraphs are told from the lines of text, tables from the lines that are ruled.

A page of PDF is characters and strokes at coordinates, nothing more. Strokes that touch make a table; where the stroke
between two fields of its raster is missing, they are one cell. What stands outside the tables is put into lines, and
lines into paragraphs where the margins say that one goes on. A scan has no characters and is refused.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import reduce
from itertools import pairwise
from typing import Any, Final, TypeVar

import attrs
from attrs import frozen, mutable

from govdisclosure.document import Block, Cell, Document, Grid, Paragraph, Place
from govdisclosure.errors import GovDisclosureError, ReadError
from govdisclosure.formats.pdf_sheets import (
    COST_OF_MARK,
    DAMAGED,
    SHORTEST,
    Char,
    Rule,
    Sheet,
    Work,
    embedded_in,
    language_in,
    notes_on,
    opened,
    refuse_without_text,
    sheets_of,
)
from govdisclosure.formats.pdf_writer import ATTACHMENT, drawn
from govdisclosure.i18n import say

__all__ = ["looks_like", "read", "write"]

_T = TypeVar("_T")


def looks_like(data: bytes) -> bool:
    """Whether *data* begins as PDF does.

    >>> looks_like(b"%PDF-1.7"), looks_like(b"<p>%PDF-1.7")
    (True, False)
    """
    return data[:1024].lstrip(b"\xef\xbb\xbf\0\t\r\n ").startswith(b"%PDF-")


def read(data: bytes) -> Document:
    """The document in a PDF; pictures, annotations and the values of forms are left out.

    >>> read(b"%PDF-1.7 and no more")
    Traceback (most recent call last):
    govdisclosure.errors.ReadError: PDF 文档应是完整的；现已截断、损坏，或不合 PDF 的格式，不能读；请重新取得文件

    Raises:
        ReadError: It is no PDF, not whole, encrypted, without text, or too complex to be a report.
    """
    work = Work()
    try:
        file = opened(data, work)
        embedded = embedded_in(file, ATTACHMENT)
        known: dict[str, Any] = {"embedded": embedded, "language": language_in(file)} if embedded else {}
        sheets = list(sheets_of(file, work))
    except (GovDisclosureError, ImportError):
        raise
    except Exception:  # noqa: BLE001
        raise ReadError(DAMAGED) from None
    refuse_without_text(sheets)
    pages = [_page(sheet, work) for sheet in sheets]
    notes = [note for sheet in sheets for note in notes_on(sheet)]
    _mark_running(pages)
    notes += [*_without_numbers(pages), *_mended_rows(pages)]
    flat = not any(page.tables for page in pages)
    blocks = tuple(_blocks(pages, flat=flat))
    return Document(blocks=blocks, flat=flat, notes=tuple(notes), paged=True, **known)


def write(document: Document) -> bytes:
    """The PDF of *document*, the same bytes on any day with the same fonts.

    The data of a report is attached only where the pages are read as just what the document says, so that a change
    in either is found. That fails for writing from right to left, and for characters that fonts draw like others.

    Raises:
        WriteError: It is far longer than a report, or no font is installed that has all the characters.
        GovDisclosureError: The extra ``pdf``, or the system library Pango that it needs, is not installed.
    """
    data = drawn(document)
    if document.embedded is None or _tells(data, document):
        return data
    return drawn(attrs.evolve(document, embedded=None))


def _tells(data: bytes, document: Document) -> bool:
    """Whether the pages of *data* are read as just what *document* says."""
    try:
        return read(data).agrees_with(document)
    except ReadError:
        return False


# --- tables -----------------------------------------------------------------------------------------------------------

_NEAR: Final = 3.0
"""How far apart two coordinates may be that are meant to be the same."""


@mutable
class _Slot:
    """A cell of a table on a page."""

    row: int
    column: int
    rowspan: int
    colspan: int
    text: str = ""
    place: Place | None = None


@mutable
class _Table:
    """A ruled table: where its columns and rows have their edges, and its cells in order."""

    xs: list[float]
    ys: list[float]
    slots: list[_Slot]

    @property
    def top(self) -> float:
        return self.ys[0]

    def holds(self, char: Char) -> bool:
        """Whether *char* stands in it."""
        x, y = (char.x0 + char.x1) / 2, char.middle
        return self.xs[0] <= x <= self.xs[-1] and self.ys[0] <= y <= self.ys[-1]

    def texts(self, row: int) -> dict[int, str]:
        """The texts of the cells that are in *row* alone, by column."""
        return {slot.column: slot.text for slot in self.slots if slot.row == row and slot.rowspan == 1}

    def grid(self) -> Grid:
        """The table as it is in a document."""
        rows: list[list[Cell]] = [[] for _ in self.ys[1:]]
        for slot in self.slots:
            rows[slot.row].append(Cell(slot.text, slot.rowspan, slot.colspan, place=slot.place))
        return Grid(tuple(map(tuple, rows)), place=self.slots[0].place)


def _tables(sheet: Sheet, work: Work) -> list[_Table]:
    """The tables on a page, those inside others first."""
    across, down = _joined_rules(sheet.across), _joined_rules(sheet.down)
    work.spend(len(across) * len(down))
    group = list(range(len(across) + len(down)))

    def root(n: int) -> int:
        while group[n] != n:
            group[n] = n = group[group[n]]
        return n

    for a, level in enumerate(across):
        for d, upright in enumerate(down, start=len(across)):
            if _meets(level, upright.at) and _meets(upright, level.at):
                group[root(d)] = root(a)
    parts: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for n, rule in enumerate([*across, *down]):
        parts.setdefault(root(n), ([], []))[n >= len(across)].append(rule)
    tables = [_table(*part, work) for part in parts.values() if all(part)]
    return sorted((table for table in tables if len(table.slots) > 1), key=lambda table: len(table.slots))


def _meets(rule: Rule, at: float) -> bool:
    return rule.begin - _NEAR <= at <= rule.end + _NEAR


def _joined_rules(rules: Iterable[Rule]) -> list[Rule]:
    """The pieces that lie on a line and touch made one, and what is too short to be a side of a cell left out."""
    joined: list[Rule] = []
    for line in _clusters(rules, lambda rule: rule.at):
        at = sum(rule.at for rule in line) / len(line)
        pieces: list[Rule] = []
        for rule in sorted(line, key=lambda rule: rule.begin):
            if pieces and rule.begin <= pieces[-1].end + _NEAR:
                pieces[-1] = Rule(at, pieces[-1].begin, max(pieces[-1].end, rule.end))
            else:
                pieces.append(Rule(at, rule.begin, rule.end))
        joined += [piece for piece in pieces if piece.end - piece.begin >= SHORTEST]
    return joined


def _clusters(things: Iterable[_T], key: Callable[[_T], float]) -> Iterator[list[_T]]:
    """The *things* in order of *key*, in groups whose members are near the first."""
    group: list[_T] = []
    for thing in sorted(things, key=key):
        if group and key(thing) - key(group[0]) > _NEAR:
            yield group
            group = []
        group.append(thing)
    if group:
        yield group


def _edges(rules: Sequence[Rule], others: Sequence[Rule]) -> list[float]:
    """Where *rules* run, and where the *others* end: a table may be open at its sides, or at the end of a page."""
    found = [rule.at for rule in rules]
    found += [min(rule.begin for rule in others), max(rule.end for rule in others)]
    return [sum(group) / len(group) for group in _clusters(found, float)]


def _table(across: Sequence[Rule], down: Sequence[Rule], work: Work) -> _Table:
    """The table that these lines rule: fields of the raster with no line between them are one cell."""
    xs, ys = _edges(down, across), _edges(across, down)
    work.spend(COST_OF_MARK * len(xs) * len(ys))
    walls_below = _walls(across, ys, xs)
    walls_right = _walls(down, xs, ys)
    free = [[True] * (len(xs) - 1) for _ in ys[1:]]

    def goes_on(row: int, left: int, right: int) -> bool:
        """Whether the cell above *row* takes these fields of it as well."""
        closed = any((row, n) in walls_below or not free[row][n] for n in range(left, right))
        return not closed and not any((n, row) in walls_right for n in range(left + 1, right))

    slots = []
    for r, c in ((r, c) for r in range(len(ys) - 1) for c in range(len(xs) - 1)):
        if free[r][c]:
            right, below = c + 1, r + 1
            while right < len(xs) - 1 and free[r][right] and (right, r) not in walls_right:
                right += 1
            while below < len(ys) - 1 and goes_on(below, c, right):
                below += 1
            for row in free[r:below]:
                row[c:right] = [False] * (right - c)
            slots.append(_Slot(r, c, below - r, right - c))
    return _Table(xs, ys, slots)


def _walls(rules: Sequence[Rule], edges: Sequence[float], crossing: Sequence[float]) -> set[tuple[int, int]]:
    """The sides of fields that are ruled, by the edge they lie on and by their place along it."""
    middles = [(begin + end) / 2 for begin, end in pairwise(crossing)]
    walls: set[tuple[int, int]] = set()
    for rule in rules:
        edge = min(range(len(edges)), key=lambda n: abs(edges[n] - rule.at))
        walls.update((edge, n) for n, middle in enumerate(middles) if rule.begin <= middle <= rule.end)
    return walls


# --- lines ------------------------------------------------------------------------------------------------------------


@frozen
class _Line:
    """A line of text and the page it stands on."""

    page: int
    chars: tuple[Char, ...]
    text: str
    running: bool = False
    """Whether it stands at the head or foot of several pages."""
    place: Place | None = None

    @property
    def x0(self) -> float:
        return self.chars[0].x0

    @property
    def x1(self) -> float:
        return self.chars[-1].x1

    @property
    def top(self) -> float:
        return min(char.top for char in self.chars)

    @property
    def size(self) -> float:
        return max(char.size for char in self.chars)


_SAME_LINE: Final = 0.5
_DOUBLED: Final = 0.25
_GAP: Final = 0.25
_WIDE_GAP: Final = 1.0


def _lines(number: int, chars: Iterable[Char]) -> list[_Line]:
    """The lines that *chars* make, from top to bottom; a character printed twice to look bold is one."""
    rows: list[list[Char]] = []
    for char in sorted(chars, key=lambda char: char.middle):
        if rows and char.middle - rows[-1][0].middle <= _SAME_LINE * min(char.size, rows[-1][0].size):
            rows[-1].append(char)
        else:
            rows.append([char])
    filled = (row for row in rows if any(char.text.strip() for char in row))
    return [_line(number, sorted(row, key=lambda char: char.x0)) for row in filled]


def _line(number: int, row: Sequence[Char]) -> _Line:
    kept: list[Char] = []
    text, space = "", False
    for char in row:
        if not char.text.strip():
            space = True
            continue
        before = kept[-1] if kept else char
        if kept and char.text == before.text and char.x0 - before.x0 < _DOUBLED * (before.x1 - before.x0):
            continue
        words = _is_latin(before.text) and _is_latin(char.text)
        gap = (_GAP if words else _WIDE_GAP) * min(char.size, before.size)
        parted = bool(kept) and (space or char.x0 - before.x1 > gap)
        text += " " * parted + char.text
        space = False
        kept.append(char)
    return _Line(number, tuple(kept), text)


def _is_latin(text: str) -> bool:
    """Whether *text* is of a script or of a number that white space parts into words."""
    return text.isascii() and text.isalnum()


_DIGITS: Final = frozenset("0123456789.,+-")
_SLACK: Final = 2.0


def _cell_text(lines: Sequence[_Line], width: float) -> str:
    """The text of a cell *width* wide: Chinese goes on without a space, a number only if its line was full."""
    text = ""
    for above, line in zip([None, *lines], lines, strict=False):
        if above:
            a, b = above.text[-1], line.text[0]
            full = width - (above.x1 - above.x0) < _SLACK * above.size and line.x1 - line.x0 <= above.x1 - above.x0
            in_number = a in _DIGITS and b in _DIGITS
            text += " " * ((in_number and not full) or (not in_number and _is_latin(a) and _is_latin(b)))
        text += line.text
    return text


# --- pages ------------------------------------------------------------------------------------------------------------


@mutable
class _Page:
    """A page as read: its lines outside the tables, and its tables."""

    number: int
    lines: list[_Line]
    tables: list[_Table]

    def above(self, table: _Table) -> list[_Line]:
        """The lines before *table*."""
        return [line for line in self.lines if line.top < table.top]

    def below(self, table: _Table) -> list[_Line]:
        """The lines after *table*."""
        return [line for line in self.lines if line.top >= table.top]

    def ends(self) -> list[_Line]:
        """The first and the last line, where no table stands before or behind them."""
        first = [line for line in self.lines[:1] if all(line.top < table.top for table in self.tables)]
        return first + [line for line in self.lines[-1:] if all(line.top > table.top for table in self.tables)]


def _page(sheet: Sheet, work: Work) -> _Page:
    """Sort the characters of a page into its tables, and the others into lines."""
    tables = _tables(sheet, work)
    work.spend(len(sheet.chars) * len(tables))
    inside: list[list[Char]] = [[] for _ in tables]
    outside: list[Char] = []
    for char in sheet.chars:
        holder = next((n for n, table in enumerate(tables) if table.holds(char)), None)
        (outside if holder is None else inside[holder]).append(char)
    for table, chars in zip(tables, inside, strict=True):
        _fill(table, sheet.number, chars)
    kept = sorted((table for table, chars in zip(tables, inside, strict=True) if chars), key=lambda each: each.top)
    for number, table in enumerate(kept, start=1):
        _place(table, sheet.number, number)
    lines = _lines(sheet.number, outside)
    placed = [attrs.evolve(line, place=Place(page=sheet.number, line=n)) for n, line in enumerate(lines, start=1)]
    return _Page(sheet.number, placed, kept)


def _fill(table: _Table, number: int, chars: Iterable[Char]) -> None:
    """Give each cell of *table* the text that stands in it."""
    owners = {
        (r, c): slot
        for slot in table.slots
        for r in range(slot.row, slot.row + slot.rowspan)
        for c in range(slot.column, slot.column + slot.colspan)
    }
    found: dict[int, list[Char]] = {}
    for char in chars:
        row = bisect_right(table.ys, char.middle, hi=len(table.ys) - 1) - 1
        column = bisect_right(table.xs, (char.x0 + char.x1) / 2, hi=len(table.xs) - 1) - 1
        found.setdefault(id(owners[row, column]), []).append(char)
    for slot in table.slots:
        lines = _lines(number, found.get(id(slot), ()))
        slot.text = _cell_text(lines, table.xs[slot.column + slot.colspan] - table.xs[slot.column])


def _place(table: _Table, page: int, number: int) -> None:
    """Name the place of each cell."""
    counts: Counter[int] = Counter()
    for slot in table.slots:
        counts[slot.row] += 1
        slot.place = Place(page=page, table=number, row=slot.row + 1, cell=counts[slot.row])


def _mark_running(pages: Sequence[_Page]) -> None:
    """Mark the lines at the head and foot of a page that other pages have as well, but for their numbers."""
    times = Counter(_pattern(line) for page in pages for line in page.ends())
    for page in pages:
        found = {line.place for line in page.ends() if times[_pattern(line)] > 1}
        page.lines = [attrs.evolve(line, running=line.place in found) for line in page.lines]


def _pattern(line: _Line) -> tuple[int, str]:
    """How high *line* stands, and its text with every number made one."""
    return round(line.top / _SAME_HEIGHT), re.sub(r"\d+", "0", line.text)


_SAME_HEIGHT: Final = 8


def _without_numbers(pages: Sequence[_Page]) -> Iterator[str]:
    """Leave out the numbers of pages that are nothing but a number: they would pass for one of a table."""
    numbers = {line: int(line.text) - line.page for page in pages for line in page.lines if _is_page_number(line)}
    times = Counter(numbers.values())
    dropped = {line for line, first in numbers.items() if times[first] > 1}
    for page in pages:
        page.lines = [line for line in page.lines if line not in dropped]
    if dropped:
        yield say("有 {count} 页的页码只是一个数，未收入年报", count=len(dropped))


def _is_page_number(line: _Line) -> bool:
    return line.running and re.fullmatch(r"\d{1,4}", line.text, re.ASCII) is not None


def _mended_rows(pages: Sequence[_Page]) -> Iterator[str]:
    """Put together each row that a page break cut into its label and its numbers.

    Only halves that complement each other are one row beyond doubt: one has nothing but labels and the other nothing
    but numbers, each where the other is empty. Whatever else meets at a page break stays as it is.
    """
    for page, following in pairwise(pages):
        if not page.tables or not following.tables:
            continue
        upper, lower = page.tables[-1], following.tables[0]
        adjoin = all(line.running for line in page.below(upper) + following.above(lower))
        if adjoin and _same_columns(upper, lower) and _complement(upper.texts(len(upper.ys) - 2), lower.texts(0)):
            _join(upper, lower)
            if not lower.slots:
                del following.tables[0]
            yield say(
                "第{page}页末的一行断到第{next}页，已按列合为一行；请核对", page=page.number, next=following.number
            )


def _same_columns(upper: _Table, lower: _Table) -> bool:
    pairs = zip(upper.xs, lower.xs, strict=False)
    return len(upper.xs) == len(lower.xs) and all(abs(a - b) <= _NEAR for a, b in pairs)


def _complement(upper: dict[int, str], lower: dict[int, str]) -> bool:
    """Whether one of two rows has only labels and the other only numbers, each where the other has nothing."""
    kinds = [{bool(_NUMBER.fullmatch(text)) for text in row.values() if text} for row in (upper, lower)]
    apart = not any(text and lower.get(column) for column, text in upper.items())
    return upper.keys() == lower.keys() and apart and kinds in ([{False}, {True}], [{True}, {False}])


_NUMBER: Final = re.compile(r"[-+−]?[\d.,]+", re.ASCII)


def _join(upper: _Table, lower: _Table) -> None:
    """Move the texts of the first row of *lower* into the last row of *upper*, and take that row away."""
    last = len(upper.ys) - 2
    halves = {slot.column: slot for slot in lower.slots if slot.row == 0 and slot.rowspan == 1}
    for slot in upper.slots:
        if slot.row == last and slot.rowspan == 1 and halves[slot.column].text:
            slot.text, slot.place = halves[slot.column].text, halves[slot.column].place
    lower.slots = [slot for slot in lower.slots if slot.row or slot.rowspan > 1]
    for slot in lower.slots:
        if slot.row == 0:
            slot.rowspan -= 1
        else:
            slot.row -= 1
    del lower.ys[0]


# --- paragraphs -------------------------------------------------------------------------------------------------------

_INDENT: Final = 0.8
_RAGGED: Final = 2.0
_SPACING: Final = 2.4


def _blocks(pages: Sequence[_Page], *, flat: bool) -> Iterator[Block]:
    """The tables and paragraphs in the order in which they are read."""
    goes_on = _continuation([line for page in pages for line in page.lines if not line.running], flat=flat)
    paragraph: list[_Line] = []
    passed: list[_Line] = []

    def finished() -> Iterator[Block]:
        for lines in (paragraph, *([line] for line in passed)):
            if lines:
                yield Paragraph(reduce(_wrapped, (line.text for line in lines)), place=lines[0].place)
        paragraph.clear()
        passed.clear()

    for page in pages:
        things: list[_Line | _Table] = [*page.lines, *page.tables]
        for thing in sorted(things, key=lambda each: each.top):
            if isinstance(thing, _Table):
                yield from finished()
                yield thing.grid()
            elif thing.running:
                passed.append(thing)
            else:
                if not (paragraph and goes_on(paragraph[-1], thing)):
                    yield from finished()
                paragraph.append(thing)
    yield from finished()


def _wrapped(text: str, more: str) -> str:
    """*text* and *more*, which stood on the next line: words of Latin letters are parted, Chinese and numbers not."""
    in_words = _is_latin(text[-1]) and _is_latin(more[0]) and not (text[-1].isdigit() and more[0].isdigit())
    return text + " " * in_words + more


def _continuation(body: Sequence[_Line], *, flat: bool) -> Callable[[_Line, _Line], bool]:
    """Whether a line goes on the paragraph of the line before it, by the margins that the lines of *body* keep."""
    starts = Counter(round(line.x0) for line in body)
    left = min((start for start, times in starts.items() if times > 1), default=0)
    right = max((line.x1 for line in body), default=0)

    def goes_on(above: _Line, line: _Line) -> bool:
        size = max(above.size, line.size)
        near = line.page > above.page or line.top - above.top <= _SPACING * size
        full = above.x1 >= right - _RAGGED * size and line.x0 <= left + _INDENT * size
        ends_in_number = flat and above.text[-1] in _DIGITS
        return near and full and not ends_in_number and _same_font(above, line)

    return goes_on


def _same_font(above: _Line, line: _Line) -> bool:
    """Whether the Chinese where *above* ends and *line* begins is printed alike; a heading and prose differ."""
    ends = (char.font for char in reversed(above.chars) if not char.text.isascii())
    begins = (char.font for char in line.chars if not char.text.isascii())
    first, second = next(ends, ""), next(begins, "")
    return abs(above.size - line.size) < 1 and (first == second or not (first and second))
