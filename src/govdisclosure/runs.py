"""Grid → runs: the cells of a table as a stream of labels, and of numbers that stand together behind them."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import attrs
from attrs import field, mutable

from govdisclosure._spec import plain
from govdisclosure.account import Token, reading_finding
from govdisclosure.document import Cell, Grid, Place
from govdisclosure.findings import Finding
from govdisclosure.i18n import Listing, Message, say
from govdisclosure.numbers import is_number, is_value, may_be_value
from govdisclosure.wording import MOST_PLACES, Match, Row, Template

__all__ = ["Run", "Scan"]

Position = tuple[int, int, int]
"""Grid, line and place in the line, counted from 0."""


_A_CELL_AND_A_BLANK = 2


@mutable(eq=False)
class Run:
    """The numbers that stand together, with all that may tell which cells of the form they are.

    Attributes:
        row: The row whose label stands before them, or the one they were found to belong to.
        heads: The headers read above them, in order.
        context: The headers that stand above their columns on lines of their own.
        strange: Whether other text stands among the headers.
        units: The unit of money that a header gives.
        at: Where the first cell stands.
        name: The text before them that is no label of the form.
        label: The cell of the label that *row* was told by.
        cells: The numbers, readable or not, and the blanks among them.
        tokens: What became of each cell.
        padded: Whether blanks stood behind the last cell.
    """

    row: Row | None
    heads: tuple[str, ...]
    context: tuple[str, ...]
    strange: bool
    units: Mapping[str, str]
    at: Position
    name: Cell | None = None
    label: Cell | None = None
    cells: list[Cell] = field(factory=list)
    tokens: list[Token] = field(factory=list)
    padded: bool = False

    @property
    def place(self) -> Place | None:
        """Where it begins."""
        return self.cells[0].place if self.cells else None

    @property
    def shown(self) -> str:
        """Its cells for a message."""
        texts = Listing((cell.text.strip() or say("空白") for cell in self.cells), mark=" ")
        return Message("{texts}", {"texts": texts})

    @property
    def texts(self) -> list[str]:
        """Its cells as compared."""
        return [plain(cell.text) for cell in self.cells]

    @property
    def has_number(self) -> bool:
        """Whether any of its cells holds what is written as a number."""
        return any(text and is_number(text) for text in self.texts)

    @property
    def is_loose(self) -> bool:
        """Whether digits of several cells may have run together."""
        return any(cell.loose for cell in self.cells)

    def trim(self, count: int) -> None:
        """Leave out blank cells beyond *count*, which merged cells and spacers leave at the end or the beginning."""
        filled = [number for number, cell in enumerate(self.cells) if cell.text.strip()]
        if len(self.cells) > count == len(filled) and filled[-1] - filled[0] < count and self._begins(filled[0]):
            self.padded = filled[-1] < len(self.cells) - 1
            self.cells = self.cells[filled[0] : filled[-1] + 1]
            self.at = (*self.at[:2], self.at[2] + filled[0])

    def _begins(self, first: int) -> bool:
        """Whether the blanks before the cell *first* are of its row: in a text, all on its line, or it has but one."""
        places = [cell.place for cell in self.cells[: first + 1] if cell.place and cell.place.table is None]
        return len(set(places)) <= 1 or len(places) == _A_CELL_AND_A_BLANK


@mutable(eq=False)
class Scan:
    """The stream of the cells of *grids*, read with the labels of one table.

    Attributes:
        account: For each grid what was found: labels as tokens, numbers as runs, and the cells that are neither.
        runs: The runs, in order.
        strangers: The cells that are neither labels nor numbers, for each line of a grid.
        findings: What there is to say about the labels.
    """

    template: Template
    grids: Sequence[Grid]
    account: list[list[Token | Run | Cell]] = field(factory=list)
    runs: list[Run] = field(factory=list)
    strangers: list[list[Cell]] = field(factory=list)
    findings: list[Finding] = field(factory=list)

    _matches: dict[str, Match | None] = field(factory=dict)
    _heads: tuple[str, ...] = ()
    _context: tuple[str, ...] = ()
    _units: dict[str, str] = field(factory=dict)
    _strange: bool = False
    _used: bool = False
    """Whether a row has been read under the headers, so that another header begins anew."""
    _rest: Sequence[Cell] = ()
    """What follows on the line."""
    _name: Cell | None = None
    _open: Run | None = None

    def __attrs_post_init__(self) -> None:
        """Read every cell."""
        self.grids = [_without_spacers(grid) for grid in self.grids]
        for number, grid in enumerate(self.grids):
            self.account.append([])
            for line, cells in enumerate(grid.rows):
                self._line(cells, number, line)

    @property
    def labels_known(self) -> int:
        """How many cells are labels of the table."""
        return sum(isinstance(each, Token) and each.kind == "label" for found in self.account for each in found)

    def match(self, text: str) -> Match | None:
        """The label that *text* is, looked for once."""
        if text not in self._matches:
            self._matches[text] = None if is_number(text) else self.template.match(text)
        return self._matches[text]

    def _line(self, cells: Sequence[Cell], number: int, line: int) -> None:
        filled = [cell for cell in cells if cell.text.strip()]
        found = [self.match(cell.text) for cell in filled]
        if self._used and len(filled) > 1 and self._is_header(filled, found):
            self._begin_heads()
        if len(cells) > 1 and all(is_number(cell.text) for cell in cells) and (filled or self._is_last(number, line)):
            self._begin_run((number, line, 0))
        self.strangers.append([])
        for position, cell in enumerate(cells):
            self._rest = cells[position + 1 :]
            self._cell(cell, (number, line, position))
        self._end_run()
        self._name = None
        if len(filled) == 1 and found[0] and set(found[0].labels) <= self.template.heads:
            self._context = (*self._context, *found[0].labels)

    def _is_last(self, number: int, line: int) -> bool:
        """Whether a blank line can be the only row under the headers above it, all of its cells blank."""
        below = "" in self.template.by_label and bool(self._heads) and not self._used
        return below and line == len(self.grids[number].rows) - 1

    def _is_header(self, filled: Sequence[Cell], found: Sequence[Match | None]) -> bool:
        """Whether a line holds nothing that can be a row or part of one."""
        labels = {label for match in found if match for label in match.labels}
        return not any(is_number(cell.text) for cell in filled) and not labels & self.template.by_label.keys()

    def _begin_heads(self) -> None:
        self._heads, self._context, self._units, self._strange, self._used = (), (), {}, False, False

    def _cell(self, cell: Cell, at: Position) -> None:
        match = self.match(cell.text) or self.template.cut(cell.text, () if self._used else self._heads)
        if match:
            self._end_run()
            self._label(match, cell, at)
        elif self._continues(cell):
            run = self._open or self._begin_run(at)
            run.at = run.at if run.cells else at
            run.cells.append(cell)
        elif cell.text.strip():
            self._end_run()
            self.account[-1].append(cell)
            self.strangers[-1].append(cell)
            self._name, self._strange = cell, self._strange or not self._used

    def _continues(self, cell: Cell) -> bool:
        """Whether *cell* is a number of a run, or begins one; words end it in a text that does not show rows."""
        if len(self.grids[len(self.account) - 1].rows) == 1 and _WORDS.search(cell.text):
            return False
        if self._open is not None:
            return is_value(cell.text)
        if self._unnamed() and not self._used:
            return may_be_value(cell.text)
        return is_value(cell.text) and re.match(r"[-+−]?\s*\d", unicodedata.normalize("NFKC", cell.text)) is not None

    def _unnamed(self) -> Row | None:
        """The row without a label, if all its headers have been read."""
        row = self.template.by_label.get("")
        return row if row and row.heads == self._heads else None

    def _label(self, match: Match, cell: Cell, at: Position) -> None:
        self.account[-1].append(Token("label", cell.text, cell.place))
        self._name = None
        if match.near:
            message = say("“{text}”与表样用字不同，按“{label}”读入", text=cell.text, label=match.labels[0])
            self.find("GD903", message, place=cell.place, actual=cell.text)
        for label in match.labels:
            row = self.template.by_label.get(label)
            if label in self.template.across:
                self._begin_heads()
            elif label in self.template.unnumbered and _all_numbers(self._rest):
                row = self.template.unnumbered[label]
            elif label in self.template.heads:
                if self._used:
                    self._begin_heads()
                self._heads = (*self._heads, label)
                self._units |= {label: match.unit} if match.unit else {}
            if row:
                self._end_run()
                self._begin_run(at, row).label = cell

    def _begin_run(self, at: Position, row: Row | None = None) -> Run:
        row = row or self._unnamed()
        self._open = Run(row, self._heads, self._context, self._strange, dict(self._units), at, self._name)
        return self._open

    def _end_run(self) -> None:
        """A run ends at the next label, at other text and at the end of its line."""
        if self._open:
            self.runs.append(self._open)
            self.account[-1].append(self._open)
            self._open, self._used = None, True

    def find(self, code: str, message: str, path: str = "", **more: Any) -> None:
        """Say something about the table, or about what is at *path*."""
        edition = self.template.edition
        self.findings.append(reading_finding(code, message, path=path or self.template.name, edition=edition, **more))


_WORDS = re.compile(r"(?!万元)[\u4e00-\u9fff]{2}")
"""What is no number with its unit, but a label that is not known, or a remark."""


def _all_numbers(cells: Sequence[Cell]) -> bool:
    """Whether *cells* are more than one, and all numbers or blank."""
    return len(cells) > 1 and all(is_number(cell.text) for cell in cells) and any(cell.text.strip() for cell in cells)


def _without_spacers(grid: Grid) -> Grid:
    """*grid* without the columns in which every cell is narrow and blank, which only part those beside them."""
    if len(grid.rows) == 1 or grid.area > MOST_PLACES:
        return grid
    filled = [any(cell.text.strip() for cell in line) for line in grid.rows]
    begun = [(column, cell) for r, column, cell in grid.positions() if filled[r]]
    narrow = Counter(column for column, cell in begun if cell.colspan == 1 and not cell.text.strip())
    others = {column for column, cell in begun if cell.colspan > 1 or cell.text.strip()}
    blank = {column: column not in others for column, times in narrow.items() if 2 * times > sum(filled)}
    if not any(blank.values()):
        return grid
    rows: list[list[Cell]] = [[] for _ in grid.rows]
    for r, column, cell in grid.positions():
        if not blank.get(column, False):
            inside = range(column, column + cell.colspan)
            rows[r].append(attrs.evolve(cell, colspan=cell.colspan - sum(blank.get(each, False) for each in inside)))
    return attrs.evolve(grid, rows=tuple(map(tuple, rows)))
