"""What our pages are made of: templates, tables, and the mark of Chinese words on a page in another language."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise, takewhile
from types import MappingProxyType
from typing import Final

from attrs import frozen
from babel import Locale
from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from govdisclosure.document import Bar, Cell, Chart, Grid

__all__ = ["BARE", "NO_MARKS", "drawn", "template", "template_text", "tongue"]

_CHINESE: Final = re.compile(r"[\u4e00-\u9fff]")
_LATIN: Final = re.compile(r"[A-Za-z]")


def tongue(locale: str, text: str) -> Markup:
    """The mark of *text* where it is Chinese on a page in another language, so that it is read aloud as what it is.

    >>> tongue("en", "印作 2"), tongue("zh_Hant", "印作 2")
    (Markup(' lang="zh-Hans-CN"'), Markup(''))
    """
    chinese = Locale.parse(locale).language != "zh" and len(_CHINESE.findall(text)) > len(_LATIN.findall(text))
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
        known = f' id="{name}-{r}-{c}"' if anew else ""
        if anew and not cell.header:
            known = f' headers="{" ".join(f"{name}-{y}-{x}" for y, x in headers[r, c])}"'
        rows[r].append(_written(cell, kind, c, f"{known}{look[kind]}", marks.get(cell.path)))
    lines = ["".join(row) + "</tr>" for row in rows]
    parts = [
        ("thead" if end == top else "tbody", Markup("\n".join(lines[start:end])))  # noqa: S704 - escaped above
        for start, end in pairwise(bounds)
        if end
    ]
    return _Drawing(max((c + cell.colspan for _, c, cell in positions), default=0), parts)


def _written(cell: Cell, kind: str, column: int, more: str, mark: tuple[str, Markup] | None) -> str:
    """*cell*, a number or the label of a column or a row, with *more* attributes than it tells itself."""
    spans = f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
    spans += f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
    text = cell.text if cell.text.isalnum() else escape(cell.text)
    if kind != "td":
        place = f' class="gd-at-{column}"' if kind == "row" and column else ""
        return f'<th{spans} scope="{kind}"{place}{more}>{text}</th>'
    path = f' data-path="{escape(cell.path)}"' + ("" if text else ' data-blank="true"') if cell.path else ""
    return f'<td{spans}{more} class="{mark[0]}"{path}>{mark[1]}</td>' if mark else f"<td{spans}{more}{path}>{text}</td>"


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
