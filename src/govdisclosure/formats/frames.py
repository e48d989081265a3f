"""The frame of a table: all of it but its numbers, drawn once for every table that has the same.

The tables of the form differ from report to report in their numbers only. A writer draws the frame with a `HOLE` for
each number, keeps the pieces between the holes, and fills the numbers in.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache, wraps
from typing import AnyStr, Final, TypeVar, TypeVarTuple

from govdisclosure.document import Cell, Grid

__all__ = ["HOLE", "filled", "framed", "numbers"]

HOLE: Final = "<>"
"""Where a number goes; escaped text has none of it."""

_MOST_KEPT: Final = 64

_More = TypeVarTuple("_More")
_Frame = TypeVar("_Frame")
_Cells = tuple[tuple[tuple[str, int, int, bool, str], ...], ...]
"""What the cells of a table are made with."""


def numbers(grid: Grid) -> list[Cell]:
    """The cells of *grid* that hold its numbers, in their order.

    >>> [cell.path for cell in numbers(Grid(((Cell("甲", header=True), Cell("2", path="a"), Cell("乙")),)))]
    ['a']
    """
    return [cell for row in grid.rows for cell in row if cell.path and not cell.header]


def framed(draw: Callable[[Grid, *_More], _Frame]) -> Callable[[Grid, *_More], _Frame]:
    """*draw*, which draws a frame, done once for all tables that have the same; it is given a table without numbers."""

    @lru_cache(maxsize=_MOST_KEPT)
    def kept(cells: _Cells, *more: *_More) -> _Frame:
        return draw(Grid(tuple(tuple(Cell(*cell) for cell in row) for row in cells)), *more)

    @wraps(draw)
    def drawn(grid: Grid, /, *more: *_More) -> _Frame:
        return kept(_without_numbers(grid), *more) if numbers(grid) else draw(grid, *more)

    return drawn


def _without_numbers(grid: Grid) -> _Cells:
    return tuple(
        tuple(
            [
                ("" if cell.path and not cell.header else cell.text, cell.rowspan, cell.colspan, cell.header, cell.path)
                for cell in row
            ]
        )
        for row in grid.rows
    )


def filled(frame: Sequence[AnyStr], values: Iterator[AnyStr]) -> AnyStr:
    """The pieces of *frame* with one of the *values* in each of the holes between them.

    >>> filled(["<td>", "</td><td>", "</td>"], iter("23"))
    '<td>2</td><td>3</td>'
    """
    return frame[0] + frame[0][:0].join([value + piece for piece, value in zip(frame[1:], values, strict=False)])
