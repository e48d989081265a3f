"""The neutral form of a report: what stands on the page, before it is a web page, a Word file or text.

A format turns bytes into a `Document` and back and knows nothing of the report; `govdisclosure.compose` and
`govdisclosure.recognise` go between `Document` and `govdisclosure.AnnualReport`.
"""

import enum
import operator
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import dropwhile, takewhile
from typing import Annotated, Any, Final, TypeAlias, TypeVar

import attrs
from annotated_types import Ge, Le
from attrs import field, frozen

from govdisclosure.errors import ValueRefusedError
from govdisclosure.i18n import SOURCE, say

__all__ = [
    "Bar", "Block", "Cell", "Chart", "Document", "Embedded", "Entry", "Equation", "Grid", "Heading", "Paragraph",
    "Place",
]  # fmt: skip


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
        told = {"name": f"Cell.{attribute.name}", "least": least.ge, "most": most.le, "actual": repr(value)}
        raise ValueRefusedError(say("{name}：应为 {least} 至 {most} 的整数；现为 {actual}", **told))


class Entry(enum.Enum):
    """What kind of number a cell of the form takes."""

    COUNT = "count"
    """A whole number, 0 or more."""
    CHANGE = "change"
    """A whole number of either sign."""
    AMOUNT = "amount"
    """A number with decimals, 0 or more."""
    MONEY = "money"
    """The same, with or without its unit behind it."""


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
    entry: Entry | None = field(default=None, eq=False, repr=False, kw_only=True)
    """What kind of number it takes, if it is of a table of the form that is to be filled in."""


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
class Equation:
    """The numbers at the paths *left* add up to those at *right*; a total stands alone on the left."""

    left: tuple[str, ...]
    right: tuple[str, ...]
    is_total: bool


@frozen
class Grid:
    """A table: rows of cells, each cell listed once, in the row and order where it begins."""

    rows: tuple[tuple[Cell, ...], ...]
    caption: str = ""
    place: Place | None = _place()
    charts: tuple[Chart, ...] = field(default=(), eq=False, repr=False, kw_only=True)
    """Charts of its numbers, for a writer that is asked for them."""
    name: str = field(default="", eq=False, repr=False, kw_only=True)
    """What the form calls it, such as 表三; empty if it is no table of the form."""
    equations: tuple[Equation, ...] = field(default=(), eq=False, repr=False, kw_only=True)
    """What its numbers add up to, for a writer that computes; of two for one total the later tells how it is made."""

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
        """The number of places that the cells take at most; none reaches over more rows than there are."""
        return sum(min(cell.rowspan, len(self.rows)) * cell.colspan for line in self.rows for cell in line)

    @property
    def width(self) -> int:
        """The number of columns."""
        return max((c + cell.colspan for _, c, cell in self.positions()), default=0)


Block = Heading | Paragraph | Grid
"""What documents and narratives are made of."""
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
    is_cut: bool = False
    """Whether the source ends without an end of line, as if more had followed."""
    embedded: Embedded | None = None
    name: str = ""
    """The title in the properties of the file, which may say more than the page."""
    notes: tuple[str, ...] = ()
    """What the format had to leave out or mend while reading, in words."""
    paged: bool = False
    """Whether it was drawn on pages, where lines and tables break anywhere and headings are not told from prose."""

    @property
    def title(self) -> str:
        """The text of the first heading of level 1, empty if there is none."""
        return next((block.text for block in self.blocks if isinstance(block, Heading) and block.level == 1), "")

    def visible(self) -> tuple[tuple[object, ...], ...]:
        """What a person sees, in order, white space folded: the measure by which two documents say the same."""
        return tuple(seen for block in self.blocks if (seen := _visible(block))[-1])

    def agrees_with(self, other: "Document") -> bool:
        """Whether a person sees the same in both.

        Of what was drawn on pages this is told by the letters of the prose and the rows of the tables, since where a
        page breaks says nothing.

        >>> drawn = Document(blocks=(Paragraph("一、总体"), Paragraph("— 1 —"), Paragraph("情况")), paged=True)
        >>> drawn.agrees_with(Document(blocks=(Heading("一、总体情况", level=2),)))
        True
        """
        if self.paged or other.paged:
            return _on_paper(self.blocks) == _on_paper(other.blocks)
        return self.visible() == other.visible()


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


_PAGE_NUMBER: Final = re.compile(r"—\d+—")
_HYPHEN: Final = "\u2010"
"""What parts a word at the end of a line, which is no minus."""
_Rows = list[tuple[str, ...]]


def _on_paper(blocks: Iterable[Block]) -> tuple[list[str], list[_Rows]]:
    """The prose between the tables without white space and page numbers, and the rows of each table.

    A caption that only says again what stands above it does not count, nor does a header that a page says again.
    """
    prose, tables = [""], list[_Rows]()
    for block in blocks:
        text = _unspaced(block.caption if isinstance(block, Grid) else block.text)
        if isinstance(block, Grid):
            prose[-1] += "" if prose[-1].endswith(text) else text
            rows = [row for line in block.rows if (row := _row_letters(line))]
            if prose[-1] or not tables:
                prose.append("")
                tables.append([])
            repeated = takewhile(lambda pair: pair[0] == pair[1], zip(tables[-1], rows, strict=False))
            tables[-1] += rows[len(list(repeated)) :]
        elif not _PAGE_NUMBER.fullmatch(text):
            prose[-1] += text
    return prose, tables


def _row_letters(line: Iterable[Cell]) -> tuple[str, ...]:
    """The texts of a row; a label beside it that goes on from the page before is a blank there."""
    return tuple(dropwhile(operator.not_, (_unspaced(cell.text) for cell in line)))


def _unspaced(text: str) -> str:
    return "".join(text.split()).replace(_HYPHEN, "")


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
