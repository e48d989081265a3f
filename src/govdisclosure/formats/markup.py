"""What our pages are made of: templates, tables, and the mark of Chinese words on a page in another language."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise, takewhile
from types import MappingProxyType
from typing import Final

from attrs import frozen
from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from govdisclosure.document import Bar, Cell, Chart, Grid
from govdisclosure.formats.frames import HOLE, filled, framed, numbers

__all__ = ["BARE", "NO_MARKS", "drawn", "template", "template_text", "tongue"]

_CHINESE: Final = re.compile(r"[\u4e00-\u9fff]")
_LATIN: Final = re.compile(r"[A-Za-z]")


def tongue(locale: str, text: str) -> Markup:
    """The mark of *text* where it is Chinese on a page in another language, so that it is read aloud as what it is.

    >>> tongue("en", "印作 2"), tongue("zh_Hant", "印作 2")
    (Markup(' lang="zh-Hans-CN"'), Markup(''))
    """
    chinese = not locale.startswith("zh") and len(_CHINESE.findall(text)) > len(_LATIN.findall(text))
    return Markup(' lang="zh-Hans-CN"') if chinese else Markup()


@cache
def template(name: str) -> Template:
    """The template *name*, which escapes what it is given."""
    loader = PackageLoader("govdisclosure", "formats/templates")
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, auto_reload=False)
    environment.filters |= {"drawn": drawn, "scaled": _scaled}
    environment.globals["style"] = Markup(template_text("report.css"))  # noqa: S704 - it is our own
    return environment.get_template(name)


def template_text(name: str) -> str:
    """The text of the file *name* beside the templates."""
    return files("govdisclosure").joinpath("formats/templates", name).read_text(encoding="utf-8")


BARE: Final = MappingProxyType(dict.fromkeys(("part", "col", "row", "td"), Markup()))
"""No attributes that say how an element looks."""

NO_MARKS: Final[Mapping[str, tuple[str, Markup]]] = MappingProxyType({})


def _scaled(chart: Chart) -> list[tuple[Bar, float]]:
    """The bars of *chart* with their lengths, the longest being 100."""
    most = max((bar.value or 0 for bar in chart.bars), default=0) or 1
    return [(bar, round(100 * (bar.value or 0) / most, 2)) for bar in chart.bars]


_Position = tuple[int, int, Cell]


@frozen
class _Drawing:
    """A table as it is written: its number of columns, and its parts with their rows."""

    width: int
    parts: list[tuple[str, Markup]]


_KINDS: Final = tuple(BARE)
_NAME: Final = "<name>"
"""Where the name of the table goes in its frame."""


def drawn(
    grid: Grid,
    name: str,
    look: Mapping[str, Markup] = BARE,
    marks: Mapping[str, tuple[str, Markup]] = NO_MARKS,
) -> _Drawing:
    """The rows that head the whole of *grid*, if it has such, then the others, a part for each time it is headed anew.

    In a table that is headed anew each cell names its headers, since a browser would go on to those further up.

    Args:
        grid: The table.
        name: What the ids of its cells begin with.
        look: More attributes for each kind of element.
        marks: For the paths of numbers, the class of the cell and what stands in it in place of the bare number.

    >>> drawn(Grid(((Cell("甲", header=True), Cell("2", path="a")),)), "t").parts
    [('tbody', Markup('<tr><th scope="row">甲</th><td data-path="a">2</td></tr>'))]
    """
    width, parts = _frame(grid, *(look[kind] for kind in _KINDS))
    values = iter([_value(cell, marks.get(cell.path)) for cell in numbers(grid)])
    return _Drawing(width, [(part, Markup(filled(rows, values).replace(_NAME, name))) for part, rows in parts])  # noqa: S704


@framed
def _frame(grid: Grid, *looks: Markup) -> tuple[int, list[tuple[str, list[str]]]]:
    """The number of columns of *grid*, and its parts with the pieces of their rows."""
    look = dict(zip(_KINDS, looks, strict=True))
    positions = list(grid.positions())
    heads = [all(cell.header for cell in row) for row in grid.rows]
    top = sum(1 for _ in takewhile(bool, heads))
    anew = any(heads[top:])
    crossed = {r + below for r, _, cell in positions for below in range(1, cell.rowspan)}
    starts = (r for r, (before, head) in enumerate(pairwise(heads), start=1) if (head > before if anew else r == top))
    bounds = [0, *(start for start in starts if start not in crossed), len(heads)]
    rows: list[list[str]] = [[f"<tr{look['part']}>"] for _ in heads]
    headers = _headers(positions, heads) if anew else {}
    for r, c, cell in positions:
        kind = "td" if not cell.header else "col" if heads[r] else "row"
        known = f' id="{_NAME}-{r}-{c}"' if anew else ""
        if anew and not cell.header:
            known = f' headers="{" ".join(f"{_NAME}-{y}-{x}" for y, x in headers[r, c])}"'
        rows[r].append(_written(cell, kind, c, f"{known}{look[kind]}"))
    lines = ["".join(row) + "</tr>" for row in rows]
    parts = [
        ("thead" if end == top else "tbody", "\n".join(lines[start:end]).split(HOLE))
        for start, end in pairwise(bounds)
        if end
    ]
    return max((c + cell.colspan for _, c, cell in positions), default=0), parts


def _written(cell: Cell, kind: str, column: int, more: str) -> str:
    """*cell*, a number or the label of a column or a row, with *more* attributes than it tells itself."""
    spans = f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
    spans += f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
    if kind != "td":
        place = f' class="gd-at-{column}"' if kind == "row" and column else ""
        return f'<th{spans} scope="{kind}"{place}{more}>{escape(cell.text)}</th>'
    if cell.path:
        return f'<td{spans}{more} data-path="{escape(cell.path)}"{HOLE}</td>'
    return f"<td{spans}{more}>{escape(cell.text)}</td>"


def _value(cell: Cell, mark: tuple[str, Markup] | None) -> str:
    """What goes into the hole of a number: the rest of its attributes, and what stands in the cell."""
    blank = "" if cell.text else ' data-blank="true"'
    if mark:
        return f'{blank} class="{mark[0]}">{mark[1]}'
    return f"{blank}>{cell.text if cell.text.isalnum() else escape(cell.text)}"


def _headers(positions: Sequence[_Position], heads: Sequence[bool]) -> dict[tuple[int, int], list[tuple[int, int]]]:
    """For each data cell the header cells beside it, and those above it in the nearest rows of header cells alone."""
    labels = [(r, c, cell) for r, c, cell in positions if cell.header]
    begins = [r for r, head in enumerate(heads) if head and not (r and heads[r - 1])]
    found = {}
    for r, c, cell in positions:
        if not cell.header:
            block = max((begin for begin in begins if begin <= r), default=0)
            found[r, c] = [
                (y, x)
                for y, x, label in labels
                if (
                    (block <= y < r and x < c + cell.colspan and c < x + label.colspan)
                    if heads[y]
                    else (x < c and y <= r < y + label.rowspan)
                )
            ]
    return found
