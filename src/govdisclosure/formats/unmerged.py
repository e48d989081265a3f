"""Documents without merged cells, for formats that have none: each number under its whole header."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, pairwise, takewhile
from typing import Final

import attrs
from attrs import frozen

from govdisclosure.document import Block, Cell, Grid, Heading, Paragraph, folded

__all__ = ["barred", "unmerged"]

_MOST_PLACES: Final = 100_000
"""The largest table that is drawn; no table of the form has a hundredth of it."""

_Position = tuple[int, int, Cell]


def unmerged(blocks: Iterable[Block]) -> Iterator[Heading | Paragraph | Grid]:
    r"""*blocks* of which something is to be seen, with tables in which every cell takes one place.

    Where a table is headed anew, another begins; so does one for each group of headers over a single row of numbers,
    which would be too wide. The rows that head a table become one: a header stands, line by line, above each of the
    headers that are below it, and one over all the columns only above the first. The labels of a row become one, that
    of a group with its first row. Any other merged cell keeps its first place and leaves the others blank. The caption
    of a table becomes a paragraph, but a table of the form, whose numbers have paths, is named by its section. Of a
    table too large to be drawn each row becomes a paragraph.

    >>> grid = Grid(
    ...     (
    ...         (Cell("结果", 2, header=True), Cell("申请人", 1, 2, header=True), Cell("总计", 2, header=True)),
    ...         (Cell("公民", header=True), Cell("法人", header=True)),
    ...         (Cell("公开", header=True), Cell("3"), Cell("0"), Cell("3")),
    ...     ),
    ...     caption="申请",
    ... )
    >>> caption, table = unmerged([grid])
    >>> caption.text, [[cell.text for cell in row] for row in table.rows]
    ('申请', [['结果', '申请人\n公民', '申请人\n法人', '总计'], ['公开', '3', '0', '3']])
    """
    for block in blocks:
        if not isinstance(block, Grid):
            yield from _seen([block])
            continue
        if not any(cell.path for row in block.rows for cell in row):
            yield from _seen([Paragraph(block.caption)])
        if block.width * len(block.rows) > _MOST_PLACES:
            yield from _seen(Paragraph(" ".join(cell.text for cell in row)) for row in block.rows)
        else:
            yield from _tables(block)


def _seen(blocks: Iterable[Heading | Paragraph]) -> Iterator[Heading | Paragraph]:
    return (block for block in blocks if folded(block.text))


def _tables(grid: Grid) -> Iterator[Grid]:
    """*grid*, a table for each time it is headed anew, unless a merged cell goes on into what would be the next."""
    heads = [bool(row) and all(cell.header for cell in row) for row in grid.rows]
    positions = list(grid.positions())
    crossed = {below for r, _, cell in positions for below in range(r + 1, min(r + cell.rowspan, len(heads)))}
    starts = (r for r, (before, head) in enumerate(pairwise(heads), start=1) if head > before and r not in crossed)
    for first, last in pairwise([0, *starts, len(heads)]):
        top = sum(1 for _ in takewhile(bool, heads[first:last]))
        inside = [(r - first, c, cell) for r, c, cell in positions if first <= r < last]
        yield from _table(inside, top if top < last - first else min(top, 1), last - first)


@frozen
class _Placed:
    """A cell in its row, from the column where it begins up to the one where it ends, the labels of a row in one."""

    row: int
    begin: int
    end: int
    cell: Cell

    @property
    def below(self) -> int:
        """The row behind it."""
        return self.row + self.cell.rowspan


def _table(inside: Sequence[_Position], top: int, height: int) -> Iterator[Grid]:
    """A table of *height* rows, the *top* ones headers, or one for each group of headers over a lone row."""
    left = min((c for r, c, cell in inside if r >= top and not cell.header), default=0)
    placed = [_Placed(r, max(c, left - 1), max(c + cell.colspan, left), cell) for r, c, cell in inside]
    columns = sorted({each.begin for each in placed})
    headers = [each for each in placed if each.row < top]
    numbers = placed[len(headers) :]
    over: dict[int, list[_Placed]] = {column: [] for column in columns}
    for header in headers:
        for column in columns[bisect_left(columns, header.begin) : bisect_left(columns, header.end)]:
            over[column].append(header)
    rows = [_head(over, headers, left)] * bool(top) + _rows(numbers, top, height)
    is_single = height - top == 1 and all(each.cell.path for each in numbers)
    for _, group in groupby(
        columns, key=lambda column: [each for each in over[column] if is_single and each.below < top]
    ):
        some = list(group)
        yield Grid(tuple(tuple(row.get(column, Cell()) for column in some) for row in rows))


def _head(over: Mapping[int, Sequence[_Placed]], headers: Iterable[_Placed], left: int) -> dict[int, Cell]:
    """The one header of each column: those *over* it that begin there, or have others below them there."""
    last, lowest = max(over, default=0), {header.begin: header.row for header in headers}

    def is_shown(header: _Placed, column: int) -> bool:
        whole = header.begin <= left and header.end > last
        return header.begin == column or (lowest.get(column, 0) > header.row and not whole)

    texts = {column: [each.cell.text for each in over[column] if is_shown(each, column)] for column in over}
    return {column: Cell("\n".join(filter(None, some)), header=True) for column, some in texts.items()}


def _rows(cells: Iterable[_Placed], top: int, height: int) -> list[dict[int, Cell]]:
    """The other rows, the cells of each by the column where they begin."""
    rows: list[dict[int, Cell]] = [{} for _ in range(top, height)]
    for each in cells:
        row = rows[each.row - top]
        text = "\n".join(filter(None, [row.get(each.begin, Cell()).text, each.cell.text]))
        row[each.begin] = attrs.evolve(each.cell, text=text, rowspan=1, colspan=1)
    return rows


def barred(rows: Iterable[Sequence[str]]) -> str:
    """A line for each of *rows*, every cell between bars.

    >>> print(barred([["甲", "乙"], ["", "1"]]))
    | 甲 | 乙 |
    | | 1 |
    """
    return "\n".join("|" + "".join(f" {text} |" if text else " |" for text in row) for row in rows)
