"""The neutral form of a report: what stands on the page, before it is a web page, a Word file or text.

A format turns bytes into a `Document` and back and knows nothing of the report; `govdisclosure.compose` and
`govdisclosure.recognise` go between `Document` and `govdisclosure.AnnualReport`.
"""

from collections.abc import Callable, Iterator
from typing import Annotated, Any, TypeAlias, TypeVar

import attrs
from annotated_types import Ge, Le
from attrs import field, frozen

from govdisclosure.errors import ValueRefusedError
from govdisclosure.i18n import SOURCE, say

__all__ = ["Bar", "Block", "Cell", "Chart", "Document", "Embedded", "Grid", "Heading", "Paragraph", "Place"]


@frozen(kw_only=True)
class Place:
    """Where something stood in the source, counted from 1; what the carrier does not have is ``None``.

    >>> print(Place(table=2, row=4, cell=3))
    第2个表格第4行第3格
    >>> print(Place(page=3, line=17))
    第3页第17行
    >>> print(Place(sheet="表三", row=4, cell=28))
    工作表“表三”AB4
    """

    line: int | None = None
    table: int | None = None
    row: int | None = None
    cell: int | None = None
    page: int | None = None
    sheet: str | None = None

    def __str__(self) -> str:
        """The place in words."""
        return self.in_locale(SOURCE)

    def in_locale(self, locale: str) -> str:
        """The place in the words of the language of *locale*.

        >>> Place(page=3, line=17).in_locale("en")
        'page 3 line 17'
        """
        if self.sheet is not None:
            cell = f"{_letters(self.cell or 1)}{self.row}"
            return say("工作表“{sheet}”{cell}", sheet=self.sheet, cell=cell).in_locale(locale)
        words = [say("第{page}页", page=self.page)] if self.page is not None else []
        words += [say("第{line}行", line=self.line)] if self.line is not None else []
        if self.table is not None:
            words.append(say("第{table}个表格第{row}行第{cell}格", table=self.table, row=self.row, cell=self.cell))
        return "".join(word.in_locale(locale) for word in words or [say("位置不明")]).strip()


def _letters(column: int) -> str:
    """The name that spreadsheets have for *column*."""
    before, last = divmod(column - 1, 26)
    return (_letters(before) if before else "") + chr(ord("A") + last)


def _place() -> Place | None:
    return field(default=None, eq=False, repr=False, kw_only=True)  # type: ignore[no-any-return]


@frozen
class Heading:
    """A heading. Level 1 is the title, 2 a section of the form, 3 and more the sub-headings of a narrative.

    >>> Heading("（一）主动公开", level=3)
    Heading(text='（一）主动公开', level=3)
    """

    text: str
    level: int = 3
    place: Place | None = _place()


@frozen
class Paragraph:
    """A paragraph of prose."""

    text: str
    place: Place | None = _place()


RowSpan: TypeAlias = Annotated[int, Ge(1), Le(65534)]
"""How many rows a cell takes, within what a page can have."""

ColumnSpan: TypeAlias = Annotated[int, Ge(1), Le(1000)]
"""How many columns a cell takes, within what a page can have."""


def _within(_: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    """Check a span by its type."""
    least, most = attribute.type.__metadata__  # type: ignore[union-attr]
    if type(value) is not int or not least.ge <= value <= most.le:
        raise ValueRefusedError(f"Cell.{attribute.name}：应为 {least.ge} 至 {most.le} 的整数；现为 {value!r}")


@frozen
class Cell:
    """A cell of a grid; *path* is the attribute path of the number it holds, empty for a label."""

    text: str = ""
    rowspan: RowSpan = field(default=1, validator=_within)
    colspan: ColumnSpan = field(default=1, validator=_within)
    header: bool = False
    path: str = ""
    place: Place | None = _place()
    loose: bool = field(default=False, eq=False, repr=False, kw_only=True)
    """Whether several numbers may stand in it, since the source shows no borders."""


@frozen
class Bar:
    """A bar of a chart: what it is called, and how much it stands for; ``None`` where that is blank."""

    label: str
    value: int | None


@frozen
class Chart:
    """Numbers as bars one below the other; *unit* is what is counted."""

    title: str
    unit: str
    bars: tuple[Bar, ...]


@frozen
class Grid:
    """A table: rows of cells, each cell listed once, in the row and order where it begins."""

    rows: tuple[tuple[Cell, ...], ...]
    caption: str = ""
    place: Place | None = _place()
    charts: tuple[Chart, ...] = field(default=(), eq=False, repr=False, kw_only=True)
    """Charts of its numbers, for a writer that is asked for them."""

    def positions(self) -> Iterator[tuple[int, int, Cell]]:
        """Each cell with the row and column of its top left corner, counted from 0, spans resolved as browsers do.

        >>> grid = Grid(((Cell("a", rowspan=2), Cell("b")), (Cell("c"),)))
        >>> [(row, column, cell.text) for row, column, cell in grid.positions()]
        [(0, 0, 'a'), (0, 1, 'b'), (1, 1, 'c')]
        """
        free: dict[int, int] = {}
        for r, cells in enumerate(self.rows):
            c = 0
            for cell in cells:
                while free.get(c, 0) > r:
                    c += 1
                yield r, c, cell
                if cell.rowspan > 1:
                    below = min(r + cell.rowspan, len(self.rows))
                    free |= {column: max(below, free.get(column, 0)) for column in range(c, c + cell.colspan)}
                c += cell.colspan

    @property
    def area(self) -> int:
        """The number of places that the cells take, rows beyond the last left out."""
        return sum(min(cell.rowspan, len(self.rows)) * cell.colspan for line in self.rows for cell in line)

    @property
    def width(self) -> int:
        """The number of columns."""
        return max((c + cell.colspan for _, c, cell in self.positions()), default=0)


Block = Heading | Paragraph | Grid
AnyBlock = TypeVar("AnyBlock", bound=Block)


@frozen
class Embedded:
    """The canonical JSON that a file of ours carries beside what is visible, and the SHA-256 it names for it."""

    data: bytes
    sha256: str


@frozen(kw_only=True)
class Document:
    """A report as it stands on the page, from the title to the last line."""

    blocks: tuple[Block, ...]
    language: str = "zh-Hans-CN"
    flat: bool = False
    """Whether the source shows neither where headings nor where the rows of a table begin."""
    embedded: Embedded | None = None
    name: str = ""
    """The title in the properties of the file, which may say more than the page."""
    notes: tuple[str, ...] = ()
    """What the format had to leave out or mend while reading, in words."""

    @property
    def title(self) -> str:
        """The text of the first heading of level 1, empty if there is none."""
        return next((block.text for block in self.blocks if isinstance(block, Heading) and block.level == 1), "")

    def visible(self) -> tuple[tuple[object, ...], ...]:
        """What a person sees, in order, white space folded: the measure by which two documents say the same."""
        return tuple(seen for block in self.blocks if (seen := _visible(block))[-1])


def folded(text: str) -> str:
    """*text* with every run of white space made one space, as a page shows it."""
    return " ".join(text.split())


def _visible(block: Block) -> tuple[object, ...]:
    """The kind of *block* and what it shows."""
    match block:
        case Heading(text, level):
            return ("heading", min(level, 6), folded(text))
        case Paragraph(text):
            return ("paragraph", folded(text))
        case _:
            lines = (tuple(folded(cell.text) for cell in row) for row in block.rows)
            return ("grid", tuple(line for line in lines if any(line)))


def with_texts(block: AnyBlock, change: Callable[[str], str]) -> AnyBlock:
    """*block* with every text in it changed."""
    if isinstance(block, Grid):
        rows = tuple(tuple(attrs.evolve(cell, text=change(cell.text)) for cell in row) for row in block.rows)
        return attrs.evolve(block, rows=rows, caption=change(block.caption))
    return attrs.evolve(block, text=change(block.text))


def with_places(block: Block, change: Callable[[Place], Place | None]) -> Block:
    """*block* with its own place and that of every cell in it changed."""
    place = block.place and change(block.place)
    if isinstance(block, Grid):
        rows = tuple(
            tuple(attrs.evolve(cell, place=cell.place and change(cell.place)) for cell in row) for row in block.rows
        )
        return attrs.evolve(block, rows=rows, place=place)
    return attrs.evolve(block, place=place)


def without_places(block: Block) -> Block:
    """*block* as it would be in a report written by hand: without the places it was read from."""
    return with_places(block, lambda _: None)
