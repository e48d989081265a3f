"""Damage to reports as offices, editors and converters do it, and what the damaged page still prints for each cell.

A page is taken apart into slots, each of which knows which number of the report it shows. Whatever happens to a page
happens to its slots, so that what is printed for a cell is told by the slots that are left: a cell with none, or with
several that differ, is one of which nobody can know the number.

>>> from random import Random
>>> page = Page.of(gd.read(SAMPLE).report)
>>> drop_row(Random(3), page)
>>> len(page.printed()) < 200
True
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import chain, groupby, pairwise
from pathlib import Path
from random import Random
from typing import Any

import attrs
from attrs import frozen, mutable

import govdisclosure as gd
from govdisclosure.compose import compose
from govdisclosure.document import Block, Cell, Document, Grid, Heading, Paragraph
from govdisclosure.findings import Severity

SAMPLE = Path(gd.__file__).parent / "sample" / "report.txt"

# --- pages ------------------------------------------------------------------------------------------------------------


@mutable(eq=False)
class Slot:
    """What stands in a cell; *path* is the cell of the form whose number it shows, *value* that number."""

    text: str
    path: str = ""
    value: Any = None


@mutable(eq=False)
class Sheet:
    """A table as lines of slots; a merged cell is the same slot in several places."""

    lines: list[list[Slot]]

    @classmethod
    def of(cls, grid: Grid, slot_of: Callable[[Cell], Slot]) -> "Sheet":
        """The sheet of *grid*."""
        lines: list[list[Slot]] = [[Slot("") for _ in range(grid.width)] for _ in grid.rows]
        for r, c, cell in grid.positions():
            slot = slot_of(cell)
            for line in lines[r : r + cell.rowspan]:
                line[c : c + cell.colspan] = [slot] * cell.colspan
        return cls(lines)

    def grid(self) -> Grid:
        """The grid that shows it."""
        return Grid(tuple(tuple(cell for cell, _ in row) for row in self.rows()))

    def rows(self) -> Iterator[list[tuple[Cell, Slot]]]:
        """The cells that begin in each line, each with what stands in it."""
        above: set[tuple[int, int]] = set()
        for r, line in enumerate(self.lines):
            row, c = list[tuple[Cell, Slot]](), 0
            for _, run in groupby(line, key=id):
                width = len(list(run))
                own = line[c]
                if (r, c) not in above:
                    here, height = range(c, c + width), 1
                    while self._is_same(own, r + height, here):
                        above |= {(r + height, column) for column in here}
                        height += 1
                    row.append((Cell(own.text, height, width, header=not own.path), own))
                c += width
            yield row

    def _is_same(self, slot: Slot, line: int, columns: range) -> bool:
        """Whether *slot* fills the same columns of *line* and no more."""
        if line >= len(self.lines):
            return False
        return [c for c, each in enumerate(self.lines[line]) if each is slot] == list(columns)

    def slots(self) -> list[Slot]:
        """Each slot once, in the order of print."""
        return list(dict.fromkeys(chain.from_iterable(self.lines)))

    def data_lines(self) -> list[int]:
        """The lines that show a number."""
        return [r for r, line in enumerate(self.lines) if any(slot.path for slot in line)]

    def labels(self) -> list[Slot]:
        """The slots with words."""
        return [slot for slot in self.slots() if not slot.path and len(slot.text) > 1]

    def label_of(self, line: int) -> Slot | None:
        """The label right before the numbers of *line*."""
        before: Slot | None = None
        for slot in self.lines[line]:
            if slot.path:
                return before
            before = slot if slot.text else before
        return None

    def width(self) -> int:
        """The columns of its widest line."""
        return max(map(len, self.lines), default=0)


@mutable(eq=False)
class Page:
    """A report in pieces; *known* are the paths it had before the damage."""

    parts: list[Block | Sheet]
    known: frozenset[str]
    flat: bool = False

    @classmethod
    def of(cls, report: gd.AnnualReport) -> "Page":
        """The page of *report* as the form draws it."""
        values = {cell.path: cell.value for cell in gd.cells(report)}
        parts: list[Block | Sheet] = []
        for block in compose(report).blocks:
            is_table = isinstance(block, Grid) and any(cell.path for line in block.rows for cell in line)
            parts.append(Sheet.of(block, lambda cell: _slot(cell, cell.path, values)) if is_table else block)
        return cls(parts, frozenset(values))

    @classmethod
    def read(cls, document: Document, reading: gd.Reading) -> "Page":
        """The page of a *document* that was read without fault."""
        values = {cell.path: cell.value for cell in gd.cells(reading.report)}
        places = {_key(token.place): token.path for token in reading.tokens if token.kind == "cell"}
        parts: list[Block | Sheet] = []
        for block in document.blocks:
            cells = [cell for line in block.rows for cell in line] if isinstance(block, Grid) else []
            if any(_key(cell.place) in places for cell in cells):
                parts.append(Sheet.of(block, lambda cell: _slot(cell, places.get(_key(cell.place), ""), values)))
            else:
                parts.append(block)
        blank = {path for path in values if path not in places.values()}
        return cls(parts, frozenset(values) - blank)

    def sheets(self) -> list[Sheet]:
        """Its tables."""
        return [part for part in self.parts if isinstance(part, Sheet)]

    def document(self) -> Document:
        """The document that shows it."""
        return Document(blocks=tuple(part.grid() if isinstance(part, Sheet) else part for part in self.parts))

    def printed(self) -> dict[str, Any]:
        """What is printed for each cell of which that is certain."""
        return _certain(slot for sheet in self.sheets() for slot in sheet.slots())


def _slot(cell: Cell, path: str, values: dict[str, Any]) -> Slot:
    return Slot(cell.text, path, values.get(path))


def _key(place: Any) -> Any:
    return place and (place.line, place.table, place.row, place.cell)


UNREADABLE = object()
"""What a slot shows that is no number."""


def _certain(slots: Iterable[Slot]) -> dict[str, Any]:
    found: dict[str, list[Any]] = {}
    for slot in slots:
        if slot.path:
            found.setdefault(slot.path, []).append(slot.value)
    return {
        path: values[0]
        for path, values in found.items()
        if values[0] is not UNREADABLE and all(value == values[0] for value in values)
    }


# --- text -------------------------------------------------------------------------------------------------------------


@frozen
class Line:
    """A line of text and the slots it shows."""

    text: str
    slots: tuple[Slot, ...] = ()


@mutable(eq=False)
class Text:
    """A report as lines of text."""

    lines: list[Line]
    known: frozenset[str]

    @classmethod
    def of(cls, page: Page, style: str) -> "Text":
        """The text of *page*: its cells behind bars, behind tabs, or one a line."""
        lines: list[Line] = []
        for part in page.parts:
            if isinstance(part, Sheet):
                lines += _text_of(part, style)
            elif not isinstance(part, Grid):
                lines.append(Line(part.text))
        return cls(lines, page.known)

    @classmethod
    def read(cls, text: str, reading: gd.Reading) -> "Text":
        """The lines of a *text* that was read without fault."""
        values = {cell.path: cell.value for cell in gd.cells(reading.report)}
        shown: dict[int, list[Slot]] = {}
        for token in reading.tokens:
            if token.kind == "cell":
                shown.setdefault(token.place.line, []).append(Slot(token.text, token.path, values[token.path]))
        lines = [Line(line, tuple(shown.get(n, ()))) for n, line in enumerate(text.splitlines(), start=1)]
        return cls(lines, frozenset(slot.path for slots in shown.values() for slot in slots))

    def data(self) -> bytes:
        """The file."""
        return "\n".join(line.text for line in self.lines).encode()

    def printed(self) -> dict[str, Any]:
        """What is printed for each cell of which that is certain."""
        return _certain(slot for line in self.lines for slot in line.slots)


TEXT_STYLES = ("bars", "bar a line", "tabs", "lines", "spaces")


def _text_of(sheet: Sheet, style: str) -> Iterator[Line]:
    for row in sheet.rows():
        if style == "bar a line":
            yield from (Line(f"{slot.text} |" + "|" * (cell.colspan - 1), (slot,)) for cell, slot in row)
        elif style == "lines":
            yield from (Line(slot.text, (slot,)) for _, slot in row)
        else:
            glue = {"bars": " | ", "tabs": "\t", "spaces": " "}[style]
            texts = glue.join(cell.text for cell, _ in row)
            yield Line(texts + " |" * (style == "bars"), tuple(slot for _, slot in row))


# --- the judgement ----------------------------------------------------------------------------------------------------


def silently_wrong(reading: gd.Reading, printed: dict[str, Any], known: frozenset[str]) -> dict[str, Any]:
    """The cells that are not as they are printed and of which no finding says so, with what was read.

    A cell that the edition which was read does not have is told by any finding on its section.
    """
    read = {cell.path: cell.value for cell in gd.cells(reading.report)}
    told = {each.path for each in reading.findings if each.path and each.severity >= Severity.WARNING}
    wrong = {}
    for path in read.keys() | known:
        value = read.get(path)
        right = printed.get(path, UNREADABLE if path in known else None)
        is_right = right in (value, getattr(value, "amount", value)) or (_is_blank(value) and _is_blank(right))
        owner = path if path in read else path.partition(".")[0]
        is_told = any(f"{path}.".startswith(f"{each}.") or (owner != path and each.startswith(owner)) for each in told)
        if not is_right and not is_told:
            wrong[path] = value
    return wrong


def _is_blank(value: Any) -> bool:
    return value is None or value == gd.Money(None)


# --- what happens to a page -------------------------------------------------------------------------------------------

Damage = Callable[[Random, Page], None]


def _sheet(random: Random, page: Page) -> Sheet:
    return random.choice(page.sheets() or [Sheet([[]])])


def _some(random: Random, slots: Sequence[Slot], count: int = 1) -> list[Slot]:
    return random.sample(slots, min(count, len(slots)))


def _data(sheet: Sheet) -> list[Slot]:
    return [slot for slot in sheet.slots() if slot.path]


def _copy(line: Sequence[Slot], **changes: Any) -> list[Slot]:
    twins = {slot: attrs.evolve(slot, **changes) if slot.path else attrs.evolve(slot) for slot in line}
    return [twins[slot] for slot in line]


def _replaced(sheet: Sheet, old: Slot, new: Slot) -> None:
    sheet.lines = [[new if slot is old else slot for slot in line] for line in sheet.lines]


def _inserted(sheet: Sheet, at: int, line: list[Slot]) -> None:
    """Put *line* before line *at*; a merged cell that reaches over the border grows."""
    if 0 < at < len(sheet.lines):
        over = zip(sheet.lines[at - 1], sheet.lines[at], strict=False)
        for column, (above, below) in enumerate(over):
            if above is below and column < len(line) and not line[column].path:
                line[column] = above
    sheet.lines.insert(at, line)


def drop_row(random: Random, page: Page) -> None:
    """A line of a table is lost."""
    sheet = _sheet(random, page)
    del sheet.lines[random.randrange(len(sheet.lines))]


def drop_column(random: Random, page: Page) -> None:
    """A column is lost, with its header, without it, or only the header is."""
    sheet = _sheet(random, page)
    column, what = random.randrange(sheet.width() or 1), random.choice(["all", "data", "head"])
    for r, line in enumerate(sheet.lines):
        if column < len(line) and what in {"all", "data" if r in sheet.data_lines() else "head"}:
            del line[column]


def drop_cell(random: Random, page: Page) -> None:
    """A cell is lost and those behind it move up."""
    sheet = _sheet(random, page)
    for slot in _some(random, sheet.slots()):
        sheet.lines = [[each for each in line if each is not slot] for line in sheet.lines]


def blank_cell(random: Random, page: Page) -> None:
    """A label or number is rubbed out; a number that is rubbed out is a blank."""
    for slot in _some(random, _sheet(random, page).slots(), random.choice([1, 1, 1, 3])):
        slot.text, slot.value = "", None


def insert_cell(random: Random, page: Page) -> None:
    """A cell that is none is put into a line: a blank, a mark, a number."""
    line = random.choice(_sheet(random, page).lines)
    line.insert(random.randint(0, len(line)), Slot(random.choice(["", "", "/", "0", "1"])))


def swap_rows(random: Random, page: Page) -> None:
    """Two rows change places."""
    sheet = _sheet(random, page)
    a, b = (random.choice(sheet.data_lines()) for _ in "ab")
    sheet.lines[a], sheet.lines[b] = sheet.lines[b], sheet.lines[a]


def swap_columns(random: Random, page: Page) -> None:
    """Two columns change places with their headers."""
    sheet = _sheet(random, page)
    a, b = (random.randrange(sheet.width() or 1) for _ in "ab")
    for line in sheet.lines:
        if max(a, b) < len(line):
            line[a], line[b] = line[b], line[a]


def total_first(random: Random, page: Page) -> None:
    """The last column becomes the first behind the labels."""
    sheet = _sheet(random, page)
    for line in sheet.lines:
        labels = sum(not slot.path for slot in sheet.lines[-1])
        if len(line) == sheet.width():
            line.insert(labels, line.pop())


def swap_labels(random: Random, page: Page) -> None:
    """The labels of two rows change places, and so does what their numbers are of."""
    sheet = _sheet(random, page)
    a, b = (random.choice(sheet.data_lines()) for _ in "ab")
    one, other = sheet.label_of(a), sheet.label_of(b)
    ours, theirs = (list(dict.fromkeys(slot for slot in sheet.lines[n] if slot.path)) for n in (a, b))
    if one and other and a != b and len(ours) == len(theirs) and _columns(ours) == _columns(theirs):
        one.text, other.text = other.text, one.text
        for mine, yours in zip(ours, theirs, strict=True):
            mine.path, yours.path = yours.path, mine.path


def _columns(slots: Sequence[Slot]) -> list[str]:
    return [slot.path.rpartition(".")[2] for slot in slots]


def swap_headers(random: Random, page: Page) -> None:
    """Two headers that stand side by side change places, and so does what the numbers below are of."""
    sheet = _sheet(random, page)
    first = min(sheet.data_lines(), default=0)
    heads = [line for line in sheet.lines[:first] if len(set(line)) > 1][-1:]
    for line in heads:
        places = [c for c in range(len(line) - 1) if line.count(line[c]) == line.count(line[c + 1]) == 1]
        places = [c for c in places if _is_bottom(sheet, first, c) and _is_bottom(sheet, first, c + 1)]
        parents = sheet.lines[first - 2] if first > 1 else line
        places = [c for c in places if parents[c] is parents[c + 1] or first < 3]
        for c in places[:0] or random.sample(places, min(1, len(places))):
            _change_places(sheet, first, c)


def _is_bottom(sheet: Sheet, first: int, column: int) -> bool:
    """Whether the header right above the numbers of *column* stands in one line, and below it numbers of one block."""
    head = sheet.lines[first - 1][column]
    return sum(head in line for line in sheet.lines) == 1 and all(
        column < len(line) and line.count(line[column]) == 1 for line in sheet.lines[first:]
    )


def _change_places(sheet: Sheet, first: int, column: int) -> None:
    head, following = sheet.lines[first - 1][column : column + 2]
    head.text, following.text = following.text, head.text
    for line in sheet.lines[first:]:
        mine, yours = line[column : column + 2]
        mine.path, yours.path = yours.path, mine.path


def repeat_header(random: Random, page: Page) -> None:
    """The head of the table is printed again in the middle, as behind a page break."""
    sheet = _sheet(random, page)
    first = min(sheet.data_lines(), default=0)
    for line in reversed([_copy(line) for line in sheet.lines[:first]]):
        _inserted(sheet, random.randint(first, len(sheet.lines)) if first < 2 else len(sheet.lines) // 2, line)


def repeat_row(random: Random, page: Page) -> None:
    """A row is printed twice, with the same numbers or with others."""
    sheet = _sheet(random, page)
    row = random.choice(sheet.data_lines())
    twin = _copy(sheet.lines[row])
    if random.choice([True, False]):
        for slot in _some(random, [slot for slot in dict.fromkeys(twin) if slot.path], random.choice([1, 7])):
            slot.value = random.randrange(30)
            slot.text = str(slot.value)
    sheet.lines.insert(random.choice([row, row + 1, len(sheet.lines)]), twin)


ODD = {
    "1,035": 1035,
    "/": None,
    "-": None,
    "１２": 12,
    "12件": 12,
    "007": 7,
    "2021": 2021,
    "①": 1,
    "1.5": Decimal("1.5"),
    "+3": 3,
    "-1": -1,
    "O": 0,
    "〇": 0,
    **dict.fromkeys(["约3", "3（含上年）", "1 2", "12。", "l2", "3-", "1/2", "5 6 7"], UNREADABLE),
    **dict.fromkeys(["其中2", "见附件", "总计", "1.", "(2)", "3人", "1、2", "一", "12\u200b3"], UNREADABLE),
}
"""What people write into a cell, and the number it says."""


def odd_number(random: Random, page: Page) -> None:
    """A cell holds something else than plain digits."""
    for slot in _some(random, _data(_sheet(random, page)), random.choice([1, 1, 3])):
        slot.text = random.choice(list(ODD))
        slot.value = ODD[slot.text]


def part_digits(random: Random, page: Page) -> None:
    """White space stands between the digits of a number."""
    for slot in _some(random, [slot for slot in _data(_sheet(random, page)) if len(slot.text) > 1], 3):
        at = random.randint(1, len(slot.text) - 1)
        slot.text = slot.text[:at] + random.choice([" ", "\n", "\u3000", "\xa0"]) + slot.text[at:]


def glue_numbers(random: Random, page: Page) -> None:
    """Two neighbouring numbers run together; the second cell is gone, or blank as if it had always been so."""
    sheet = _sheet(random, page)
    line = sheet.lines[random.choice(sheet.data_lines())]
    places = [c for c in range(len(line) - 1) if line[c].path and line[c + 1].path and line[c] is not line[c + 1]]
    places = [
        c for c in places if line[c].text and line[c + 1].text and line.count(line[c]) == line.count(line[c + 1]) == 1
    ]
    for c in _some(random, places):
        glued = random.choice(["", "", " "]).join([line[c].text, line[c + 1].text])
        is_blank = random.choice([True, False])
        line[c] = Slot(glued, line[c].path, int(glued) if is_blank and glued.isdecimal() else UNREADABLE)
        line[c + 1 : c + 2] = [Slot("", line[c + 1].path)] if is_blank and glued.isdecimal() else []


def break_label(random: Random, page: Page) -> None:
    """A label is broken by white space, into two cells side by side, or over two rows."""
    sheet = _sheet(random, page)
    for slot in _some(random, sheet.labels()):
        at = random.randint(1, len(slot.text) - 1)
        begin, end = slot.text[:at], slot.text[at:]
        how = random.choice(["space", "cell", "row", "row with numbers"])
        if how == "space":
            slot.text = begin + random.choice([" ", "\n", "\u3000", "\xa0\xa0"]) + end
            continue
        slot.text = begin
        row = next(r for r, line in enumerate(sheet.lines) if slot in line)
        column = sheet.lines[row].index(slot)
        if how == "cell":
            for line in [line for line in sheet.lines if slot in line][:1]:
                line.insert(column + 1, Slot(end))
        else:
            below = [Slot("") for _ in sheet.lines[row]]
            below[column] = Slot(end)
            if how == "row with numbers":
                below[column + 1 :] = sheet.lines[row][column + 1 :]
                sheet.lines[row][column + 1 :] = [Slot("") for _ in below[column + 1 :]]
            sheet.lines.insert(row + 1, below)


def cut_label(random: Random, page: Page) -> None:
    """A label loses its end or its beginning."""
    for slot in _some(random, _sheet(random, page).labels(), random.choice([1, 1, 3])):
        at = random.randint(1, len(slot.text) - 1)
        slot.text = random.choice([slot.text[:at], slot.text[at:]])


def glue_labels(random: Random, page: Page) -> None:
    """A label runs into the next one, which is then blank, gone, or still there."""
    sheet = _sheet(random, page)
    labels = sheet.labels()
    at = random.randrange(len(labels) - 1) if len(labels) > 1 else 0
    for first, second in zip(labels[at : at + 1], labels[at + 1 : at + 2], strict=False):
        first.text += random.choice(["", " "]) + second.text
        how = random.choice(["blank", "gone", "there"])
        if how == "gone":
            sheet.lines = [[each for each in line if each is not second] for line in sheet.lines]
        elif how == "blank":
            second.text = ""


def glue_label_to_number(random: Random, page: Page) -> None:
    """The first number of a row stands in the cell of its label."""
    sheet = _sheet(random, page)
    row = random.choice(sheet.data_lines())
    label = sheet.label_of(row)
    first = next(slot for slot in sheet.lines[row] if slot.path)
    if label:
        text = label.text + random.choice(["", " ", "："]) + first.text
        _replaced(sheet, label, Slot(text, first.path, first.value))
        if random.choice([True, False]):
            sheet.lines[row] = [slot for slot in sheet.lines[row] if slot is not first]
        else:
            _replaced(sheet, first, Slot(""))


_LIKELY = "不没有无其他结果维持纠正许可处罚强制收费上下年本转办理属于国家公开社会组织政府信息请求申诉一二三四五"


def misprint_label(random: Random, page: Page) -> None:
    """One or two characters of a label are others."""
    for slot in _some(random, _sheet(random, page).labels()):
        for _ in range(random.choice([1, 1, 2])):
            at = random.randrange(len(slot.text))
            slot.text = slot.text[:at] + random.choice(["", random.choice(_LIKELY)]) + slot.text[at + 1 :]
            if len(slot.text) < 2:
                return


def mistake_label(random: Random, page: Page) -> None:
    """A label becomes more like another one of its table."""
    sheet = _sheet(random, page)
    row = random.choice(sheet.data_lines())
    slot, other = sheet.label_of(row), sheet.label_of(random.choice(sheet.data_lines()))
    if slot and other and slot is not other:
        at = random.randrange(min(len(slot.text), len(other.text)))
        slot.text = random.choice([other.text[:at] + slot.text[at:], slot.text[:at] + other.text[at:]])


def repeat_label(random: Random, page: Page) -> None:
    """A row bears the label of another, so that of neither it is known what it is."""
    sheet = _sheet(random, page)
    a, b = (random.choice(sheet.data_lines()) for _ in "ab")
    one, other = sheet.label_of(a), sheet.label_of(b)
    if one and other and one.text != other.text:
        one.text = other.text
        group = next(slot.path for slot in sheet.lines[b] if slot.path).rpartition(".")[0]
        for slot in dict.fromkeys(slot for slot in sheet.lines[a] if slot.path):
            slot.path = f"{group}.{slot.path.rpartition('.')[2]}"


def renumber(random: Random, page: Page) -> None:
    """The number before a label is another, written otherwise, or gone."""
    numbered = [slot for slot in _sheet(random, page).labels() if re.match(r"\d\.|（.）|.、", slot.text)]
    for slot in _some(random, numbered, random.choice([1, 30])):
        new = random.choice(["", "1.", "2.", "9.", "3、", "（一）", "（八）", "五、", "①", "⑵", "2 "])
        slot.text = re.sub(r"^(?:\d\.|（.）|.、)", new, slot.text)


def reorder_tables(random: Random, page: Page) -> None:
    """The tables stand under the headings of others."""
    sheets = page.sheets()
    order = iter(random.sample(sheets, len(sheets)))
    page.parts = [next(order) if isinstance(part, Sheet) else part for part in page.parts]


def reorder_sections(random: Random, page: Page) -> None:
    """The parts of the page, tables among them, stand in another order."""
    first = random.randrange(len(page.parts))
    page.parts = page.parts[first:] + page.parts[:first]


def split_table(random: Random, page: Page) -> None:
    """A table goes on in another, with or without its head."""
    sheet = _sheet(random, page)
    at = random.randrange(1, max(2, len(sheet.lines)))
    head = [_copy(line) for line in sheet.lines[: min(sheet.data_lines(), default=0)]]
    rest = Sheet([*(head if random.choice([True, False]) else []), *sheet.lines[at:]])
    between: list[Block] = random.choice([[], [Paragraph("- 4 -")], [Paragraph("续表")]])
    sheet.lines = sheet.lines[:at]
    where = page.parts.index(sheet) + 1 if sheet in page.parts else 0
    page.parts[where:where] = [*between, rest]


def merge_tables(random: Random, page: Page) -> None:
    """Two tables that follow each other are one, the heading between them a row of it, or before it, or gone."""
    sheets = page.sheets()
    for first, second in random.sample(list(pairwise(sheets)), min(1, len(sheets) - 1)):
        start, stop = page.parts.index(first), page.parts.index(second)
        between = page.parts[start + 1 : stop]
        how = random.choice(["row", "before", "gone"])
        words = [[Slot(part.text)] for part in between if isinstance(part, Heading)] if how == "row" else []
        first.lines = [*first.lines, *words, *second.lines]
        page.parts[start : stop + 1] = [*between, first] if how == "before" else [first]


EXTRA = (
    "小计",
    "占比",
    "其中：网络申请",
    "合计",
    "备注",
    "其他",
    "公民",
    "其他处理",
    "1.其他",
    "本年受理",
    "总计（件）",
    "上年",
)


def insert_row(random: Random, page: Page) -> None:
    """An office adds a row of its own."""
    sheet = _sheet(random, page)
    row = random.choice(sheet.data_lines())
    extra = [Slot(random.choice(["0", "1", "12", "50%", ""])) for _ in sheet.lines[row]]
    label = random.choice(EXTRA)
    for column, slot in enumerate(sheet.lines[row]):
        if not slot.path:
            extra[column] = Slot(label)
    _inserted(sheet, row + random.randint(0, 1), extra)


def insert_column(random: Random, page: Page) -> None:
    """An office adds a column of its own."""
    sheet = _sheet(random, page)
    column = random.randint(1, max(1, sheet.width()))
    head = Slot(random.choice(["", *EXTRA]))
    for r, line in enumerate(sheet.lines):
        value = random.choice(["0", "1", "12", "50%", ""])
        line.insert(column, Slot(value) if r in sheet.data_lines() else head)


def transpose(random: Random, page: Page) -> None:
    """Rows become columns."""
    sheet = _sheet(random, page)
    if len({len(line) for line in sheet.lines}) == 1:
        sheet.lines = [list(line) for line in zip(*sheet.lines, strict=True)]


def drop_header(random: Random, page: Page) -> None:
    """The head of a table is lost, whole or in part."""
    sheet = _sheet(random, page)
    first = min(sheet.data_lines(), default=0)
    begin = random.randrange(first + 1)
    del sheet.lines[begin : random.choice([first, begin + 1])]


def rename_heading(random: Random, page: Page) -> None:
    """The heading of a section is in other words, another's, or gone."""
    places = [n for n, part in enumerate(page.parts) if isinstance(part, Heading)]
    for n in _some(random, places):
        texts = [page.parts[random.choice(places)].text, "有关情况", page.parts[n].text[2:], page.parts[n].text[:5]]
        page.parts[n : n + 1] = random.choice([[], [Heading(random.choice(texts), 2)]])


PAGE_DAMAGES: tuple[Damage, ...] = (
    drop_row,
    drop_column,
    drop_cell,
    blank_cell,
    insert_cell,
    swap_rows,
    swap_columns,
    total_first,
    swap_labels,
    swap_headers,
    repeat_header,
    repeat_row,
    odd_number,
    part_digits,
    glue_numbers,
    break_label,
    cut_label,
    glue_labels,
    glue_label_to_number,
    misprint_label,
    mistake_label,
    repeat_label,
    renumber,
    reorder_tables,
    reorder_sections,
    split_table,
    merge_tables,
    insert_row,
    insert_column,
    transpose,
    drop_header,
    rename_heading,
)


# --- what happens to a text -------------------------------------------------------------------------------------------


def drop_line(random: Random, text: Text) -> None:
    """A line is lost; nothing need tell a number that is gone from a blank."""
    at = random.randrange(len(text.lines))
    blanks = [attrs.evolve(slot, value=None) for slot in text.lines[at].slots]
    text.lines[at : at + 2] = [attrs.evolve(line, slots=(*blanks, *line.slots)) for line in text.lines[at + 1 : at + 2]]


def repeat_line(random: Random, text: Text) -> None:
    """A line is there twice."""
    at = random.randrange(len(text.lines))
    text.lines.insert(at, text.lines[at])


def join_lines(random: Random, text: Text) -> None:
    """Two lines are one."""
    at = random.randrange(max(1, len(text.lines) - 1))
    one, *other = text.lines[at : at + 2]
    glue = random.choice(["", "", " "])
    joined = Line(
        glue.join([one.text, *(line.text for line in other)]), (*one.slots, *chain(*(o.slots for o in other)))
    )
    text.lines[at : at + 2] = [joined]


def break_line(random: Random, text: Text) -> None:
    """A line is broken, even within a number."""
    at = random.choice([n for n, line in enumerate(text.lines) if len(line.text) > 1])
    line = text.lines[at]
    where = random.randint(1, len(line.text) - 1)
    text.lines[at : at + 1] = [Line(line.text[:where], line.slots), Line(line.text[where:])]


def cut_off(random: Random, text: Text) -> None:
    """The file ends in the middle of a line, though not of a number, half of which is a number, nor behind a mark."""
    at = random.randrange(len(text.lines))
    line = text.lines[at].text
    ends = [n for n in range(len(line) + 1) if not re.fullmatch(r"[\d.][\d.]|[\s|].?", line[max(n - 1, 0) : n + 1])]
    text.lines[at:] = [attrs.evolve(text.lines[at], text=line[: random.choice(ends or [0])])]


TextDamage = Callable[[Random, Text], None]
TEXT_DAMAGES: tuple[TextDamage, ...] = (drop_line, repeat_line, join_lines, break_line, cut_off)
