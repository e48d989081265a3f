"""A grid as lines of text, merged cells and all, for a terminal with a fixed-width font."""

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise

import attrs
from attrs import frozen

from govdisclosure.document import Cell, Grid, folded

__all__ = ["boxed", "width_of"]

_TALL = 6
"""The widest that a label beside several rows makes its column."""
_WIDTHS = ((26, 12), (26, 8), (26, 6), (26, 4), (26, 2), (18, 2), (10, 2))
"""The widest that a row's label and a label over numbers make their columns; tried in turn until the table fits."""

# What meets at a corner, as bits: up 1, right 2, down 4, left 8.
_CORNERS = " ╵╶└╷│┌├╴┘─┴┐┤┬┼"


def width_of(text: str) -> int:
    """The columns *text* takes in a terminal.

    >>> width_of("三a")
    3
    """
    return sum(1 + (unicodedata.east_asian_width(char) in "WF") for char in text)


def boxed(grid: Grid, width: int = 100) -> str:
    """*grid* drawn with lines, at most *width* columns wide if its numbers allow.

    >>> print(boxed(Grid(((Cell("甲", rowspan=2, header=True), Cell("1", path="a")), (Cell("20", path="b"),)))))
    ┌────┬────┐
    │ 甲 │  1 │
    │    ├────┤
    │    │ 20 │
    └────┴────┘
    """
    boxes = [
        _Box(r, c, attrs.evolve(cell, rowspan=min(cell.rowspan, len(grid.rows) - r), text=folded(cell.text)))
        for r, c, cell in grid.positions()
    ]
    widths = next(filter(lambda each: sum(each) + len(each) < width, _candidates(boxes, grid.width)), None)
    return _Canvas(boxes, widths or [*_candidates(boxes, grid.width)][-1], len(grid.rows)).text()


@frozen
class _Box:
    """A cell at its place."""

    row: int
    column: int
    cell: Cell

    @property
    def rows(self) -> range:
        return range(self.row, self.row + self.cell.rowspan)

    @property
    def columns(self) -> range:
        return range(self.column, self.column + self.cell.colspan)


def _candidates(boxes: Sequence[_Box], columns: int) -> Iterator[list[int]]:
    """Column widths from comfortable to tight."""
    numeric = {box.column for box in boxes if not box.cell.header}
    for broad, narrow in _WIDTHS:
        wanted = [[2] for _ in range(columns)]
        for box in boxes:
            if box.cell.colspan == 1:
                label = narrow if box.column in numeric else _TALL if box.cell.rowspan > 1 else broad
                full = width_of(box.cell.text)
                wanted[box.column].append(min(full, label) if box.cell.header else full)
        yield [2 + max(each) for each in wanted]


def _wrapped(text: str, width: int) -> list[str]:
    lines = [""]
    for char in text:
        if width_of(lines[-1]) + width_of(char) > width:
            lines.append("")
        lines[-1] += char
    return lines


class _Canvas:
    """Characters at places; a wide one leaves the place after it empty."""

    def __init__(self, boxes: Sequence[_Box], widths: Sequence[int], rows: int) -> None:
        self.boxes = boxes
        self.x = [0, *(sum(widths[: n + 1]) + n + 1 for n in range(len(widths)))]
        texts = {box: _wrapped(box.cell.text, self.x[box.columns.stop] - self.x[box.column] - 3) for box in boxes}
        heights = [1] * rows
        for box in sorted(boxes, key=lambda each: each.cell.rowspan):
            short = len(texts[box]) - sum(heights[n] for n in box.rows) - (box.cell.rowspan - 1)
            heights[box.rows.stop - 1] += max(short, 0)
        self.y = [0, *(sum(heights[: n + 1]) + n + 1 for n in range(rows))]
        self.owner = {
            (x, y): box
            for box in boxes
            for x in range(self.x[box.column] + 1, self.x[box.columns.stop])
            for y in range(self.y[box.row] + 1, self.y[box.rows.stop])
        }
        self.chars = dict.fromkeys(self.owner, " ")
        for box, lines in texts.items():
            self._write(box, lines)

    def _write(self, box: _Box, lines: Sequence[str]) -> None:
        left, right = self.x[box.column] + 2, self.x[box.columns.stop] - 1
        for y, line in enumerate(lines, start=self.y[box.row] + 1):
            x = left if box.cell.header else right - width_of(line)
            for char in line:
                self.chars[x, y] = char
                if width_of(char) > 1:
                    self.chars[x + 1, y] = ""
                x += width_of(char)

    def _line(self, x: int, y: int) -> str:
        """The line character at a place that belongs to no cell; a space where nothing is near."""
        around = ((x - 1, y - 1), (x + 1, y - 1), (x + 1, y + 1), (x - 1, y + 1), (x - 1, y - 1))
        if y not in self.y:
            around = ((x - 1, y), (x + 1, y), (x + 1, y), (x - 1, y), (x - 1, y))
        elif x not in self.x:
            around = ((x, y - 1), (x, y - 1), (x, y + 1), (x, y + 1), (x, y - 1))
        owners = [self.owner.get(place) for place in around]
        arms = (arm for arm, (one, other) in zip((1, 2, 4, 8), pairwise(owners), strict=True) if one is not other)
        return _CORNERS[sum(arms)]

    def text(self) -> str:
        """The picture, line by line."""
        return "\n".join("".join(self._char(x, y) for x in range(self.x[-1] + 1)) for y in range(self.y[-1] + 1))

    def _char(self, x: int, y: int) -> str:
        return self.chars[x, y] if (x, y) in self.chars else self._line(x, y)
