"""The tables of a report as findings show them: the lines in question, and the cells that are wrong marked."""

from collections.abc import Collection, Mapping, Sequence

import attrs

from govdisclosure.compose import compose
from govdisclosure.document import Cell, Grid
from govdisclosure.findings import Finding
from govdisclosure.report import TABLES, AnnualReport

__all__ = ["excerpt", "paths_in", "tables_of"]


def tables_of(report: AnnualReport, locale: str) -> Mapping[str, Grid]:
    """The tables of the form in *report*, by the section they stand in, in the language of *locale*.

    >>> from govdisclosure.report import Organ
    >>> tables = tables_of(AnnualReport(organ=Organ("柳溪镇"), year=2025), "en")
    >>> [(name, grid.width) for name, grid in tables.items()]
    [('proactive', 4), ('requests', 10), ('remedies', 15)]
    """
    grids = [block for block in compose(report, locale).blocks if isinstance(block, Grid)]
    named = ((next((cell.path for row in grid.rows for cell in row if cell.path), ""), grid) for grid in grids)
    return {path.partition(".")[0]: grid for path, grid in named if path.partition(".")[0] in TABLES}


def paths_in(grid: Grid, finding: Finding) -> tuple[str, ...]:
    """The paths of the cells of *grid* that *finding* names: its own, or all of the row; none for a whole table."""
    inside = "." in finding.path
    paths = [cell.path for row in grid.rows for cell in row if cell.path]
    return tuple(path for path in paths if inside and f"{path}.".startswith(f"{finding.path}."))


def excerpt(grid: Grid, paths: Collection[str]) -> Grid:
    """The lines of *grid* that hold one of *paths*, under the lines that head them.

    >>> label = Cell("甲", rowspan=2, header=True)
    >>> grid = Grid(((label, Cell("1", path="a")), (Cell("2", path="b"),)))
    >>> [[cell.text for cell in row] for row in excerpt(grid, ["b"]).rows]
    [['甲', '2']]
    """
    heads = [all(cell.header for cell in row) for row in grid.rows]
    wanted = {r for r, row in enumerate(grid.rows) for cell in row if cell.path in paths}
    kept = sorted(wanted | {r for line in wanted for r in _heading(heads, line)})
    boxes = [(r, c, cell) for r, c, cell in grid.positions() if _within(kept, r, cell.rowspan)]
    columns = sorted({c for _, c, _ in boxes})
    rows: dict[int, list[Cell]] = {r: [] for r in kept}
    for r, c, cell in boxes:
        lines, wide = _within(kept, r, cell.rowspan), _within(columns, c, cell.colspan)
        rows[lines[0]].append(attrs.evolve(cell, rowspan=len(lines), colspan=len(wide)))
    return Grid(tuple(map(tuple, rows.values())), grid.caption)


def _within(numbers: Sequence[int], start: int, span: int) -> list[int]:
    """Those of *numbers* that a cell covers which begins at *start*."""
    return [number for number in numbers if start <= number < start + span]


def _heading(heads: list[bool], line: int) -> range:
    """The lines of labels that stand over *line*: the nearest that follow one another."""
    last = next((r for r in range(line, -1, -1) if heads[r]), -1)
    first = last
    while first > 0 and heads[first - 1]:
        first -= 1
    return range(max(first, 0), last + 1)
