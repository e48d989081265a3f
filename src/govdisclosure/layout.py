"""The one drawing of each table: what a section's classes look like as a grid of cells.

The class tree is the form's tree. Rows nest into the label columns on the left, columns nest into the header rows on
top, and a leaf's label takes what is left of the depth. No other module knows a label, a span or an order.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from attrs import frozen

from govdisclosure._spec import Spec, fields_of
from govdisclosure.document import Cell, Grid

__all__ = ["TableSection", "draw"]

TableSection = Any
"""A section with a table of its own: its class has a ``TABLE``."""


@frozen
class _Leaf:
    """A printed row or column: the specs from the table down to it, its attribute path, and its value or row class."""

    path: str
    specs: tuple[Spec, ...]
    value: Any


@frozen
class _Box:
    """A label in a tree of labels: the first leaf it covers, its depth, and how many leaves and levels it takes."""

    start: int
    depth: int
    leaves: int
    levels: int
    text: str


def draw(section: TableSection, prefix: str = "") -> Grid:
    """The table of *section* as the form draws it.

    Label cells are headers and carry their text; data cells carry in ``path`` where their number lives, under *prefix*,
    and no text.

    >>> from govdisclosure.report import Remedies
    >>> grid = draw(Remedies(), "remedies")
    >>> [cell.text for cell in grid.rows[0]], len(grid.rows), grid.width
    (['行政复议', '行政诉讼'], 4, 15)
    >>> grid.rows[3][0].path
    'remedies.reconsideration.upheld'
    """
    rows = list(_leaves(section, "row", prefix)) or [_Leaf(prefix, (), section)]
    labels = max(len(leaf.specs) for leaf in rows)
    blocks = [list(block) for block in _blocks(rows)]
    columns = max(len(list(_leaves(leaf.value, "column"))) for leaf in rows)
    return Grid(tuple(line for block in blocks for line in _block(block, section.TABLE.corner, labels, columns)))


def _leaves(value: Any, kind: str, path: str = "", specs: tuple[Spec, ...] = ()) -> Iterator[_Leaf]:
    """The innermost fields of *kind* below *value*, in the order of print."""
    for name, spec in fields_of(type(value)).items():
        if spec.kind == kind:
            child, here, chain = getattr(value, name), f"{path}.{name}".lstrip("."), (*specs, spec)
            yield from list(_leaves(child, kind, here, chain)) or [_Leaf(here, chain, child)]


def _blocks(rows: Sequence[_Leaf]) -> Iterator[Iterator[_Leaf]]:
    """The rows between one line across the table and the next."""
    number = 0

    def block(leaf: _Leaf) -> int:
        nonlocal number
        number += any(spec.block for spec in leaf.specs)
        return number

    return (block for _, block in groupby(rows, key=block))


def _block(rows: Sequence[_Leaf], corner: str, labels: int, columns: int) -> Iterator[tuple[Cell, ...]]:
    """The line across, the header rows and the data rows of one block."""
    across = next((spec.block for spec in rows[0].specs if spec.block), "")
    if across:
        yield (Cell(across, colspan=labels + columns, header=True),)
    heads = list(_leaves(rows[0].value, "column"))
    widths = [1] * (len(heads) - 1) + [columns - len(heads) + 1]
    boxes = _header_boxes(heads)
    depth = max(box.depth + box.levels for box in boxes)
    for level in range(depth):
        line = [
            Cell(box.text, box.levels, sum(widths[box.start : box.start + box.leaves]), header=True)
            for box in boxes
            if box.depth == level
        ]
        if level == 0 and labels:
            line.insert(0, Cell(corner, depth, labels, header=True))
        yield tuple(line)
    label_boxes = _boxes([[spec.printed for spec in row.specs] for row in rows], labels)
    for number, row in enumerate(rows):
        line = [Cell(box.text, box.leaves, box.levels, header=True) for box in label_boxes if box.start == number]
        paths = [f"{row.path}.{head.path}".lstrip(".") for head in heads]
        yield (*line, *(Cell(colspan=width, path=path) for path, width in zip(paths, widths, strict=True)))


def _header_boxes(heads: Sequence[_Leaf]) -> list[_Box]:
    """The header tree: nested columns, and the heads that run over several columns of one class."""
    names = [head.path for head in heads]
    texts: list[list[str]] = [[] for _ in heads]
    for start, head in enumerate(heads):
        for text, last in (run for spec in head.specs for run in spec.heads):
            for number in range(start, names.index(last) + 1):
                texts[number].append(text)
    chains = [[*over, *(spec.printed for spec in head.specs)] for over, head in zip(texts, heads, strict=True)]
    return _boxes(chains, max(map(len, chains)))


def _boxes(chains: Sequence[Sequence[str]], depth: int) -> list[_Box]:
    """Labels that neighbouring chains share become one box; the last of a chain takes the levels that are left."""
    found: list[_Box] = []
    for level in range(depth):
        numbered = [n for n, chain in enumerate(chains) if len(chain) > level]
        for _, run in groupby(numbered, key=lambda n: chains[n][: level + 1]):
            members = list(run)
            last = len(chains[members[0]]) == level + 1
            group = [[n] for n in members] if last else [members]
            found.extend(
                _Box(some[0], level, len(some), depth - level if last else 1, chains[some[0]][level]) for some in group
            )
    return found
