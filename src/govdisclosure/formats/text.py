"""Text: a report as a site publishes it, and text copied from any page.

What is written has a line for each paragraph, heading and row, with empty lines between, and each cell of a row between
bars, blank ones too; tables have no merged cells, as in Markdown. What the data at the end say beside that, and text
cannot: which lines are headings within a section and of which level, beyond what their numbers tell; which cells are
merged or are headers; where a line ends within a paragraph or cell; whether a bar between spaces stands in a text or
ends a cell; and whether a line of dashes is text.

Where every cell of a text stands in such a row, and no row is longer than the first of its table, it is read as it
stands. In any other text each cell stands before a bar, one or several a line; the bars that follow without text stand
for columns that a merged cell covers. A line of bars alone is a blank cell, but behind a line without a bar it only
ends that cell. Cells may be parted by tabs as well, and lines drawn with dashes are no text. Which cells make a row is
not to be seen unless all lines have as many: a run of cells is one line of a grid, and the recogniser finds the rows.
"""

import codecs
import re
from collections.abc import Iterator, Sequence
from itertools import chain, groupby, pairwise
from typing import Final

from govdisclosure.document import Block, Cell, Document, Grid, Paragraph, Place, folded
from govdisclosure.formats.carried import packed, parted
from govdisclosure.formats.decoding import decoded
from govdisclosure.formats.options import TextOptions
from govdisclosure.formats.unmerged import barred, unmerged

__all__ = ["OPTIONS", "looks_like", "read", "shown", "write"]

OPTIONS: Final = TextOptions

_BARS = re.compile(r"[|¦│┃║]")
_SPREAD = re.compile(r"[|¦│┃║](?:\s+[|¦│┃║])+")
_DRAWN = re.compile(r"[-+=|¦\s─-╿]*[-+=─-╿]{3}[-+=|¦\s─-╿]*")
_TOGETHER = 0.2
"""Where so few lines stand right behind another, an empty line parts two cells and each one more is a blank cell."""
_CROSSED = re.compile(r"[├┤┼╞╡╪╟╢╫╠╣╬][─-╿]*")
"""Lines that cross a row, where another cell goes on beside them."""
_NARROWEST = 4
"""The columns of the narrowest table of the form."""
_PADDING = "|¦│┃║ \t\u3000\xa0"

_BORDER = re.compile(r"(?<!\S)\|(?!\S)")
_CELL_ENDS = re.compile(r"\t|(?<!\S)\|\s*\Z")


def looks_like(data: bytes) -> bool:
    """Whether *data* may be text."""
    return b"\0" not in data or data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))


# --- writing ----------------------------------------------------------------------------------------------------------


def write(document: Document, options: TextOptions = OPTIONS()) -> bytes:  # noqa: B008 - it cannot be changed
    """*document* as text, UTF-8.

    >>> grid = Grid(((Cell("甲"), Cell("乙")), (Cell(), Cell("1", path="b"))))
    >>> print(write(Document(blocks=(Paragraph("示例"), grid))).decode(), end="")
    示例
    <BLANKLINE>
    | 甲 | 乙 |
    | | 1 |
    """
    written = unmerged(document.blocks)
    pieces = [_lines_of(block) if isinstance(block, Grid) else folded(block.text) for block in written]
    if options.data and document.embedded:
        pieces.append(packed(document.embedded))
    return ("\n\n".join(pieces) + "\n").encode()


def shown(document: Document) -> Document:
    """What a reader sees of *document* in text."""
    return read(write(document, OPTIONS(data=False)))


def _lines_of(table: Grid) -> str:
    return barred([folded(cell.text) for cell in row] for row in table.rows)


# --- reading ----------------------------------------------------------------------------------------------------------


def read(data: bytes) -> Document:
    r"""The document in *data*.

    >>> document = read("二、主动公开政府信息情况\n规章 |\n0 |\n0 |\n3 | ||\n".encode())
    >>> [cell.text for cell in document.blocks[1].rows[0]]
    ['规章', '0', '0', '3']
    >>> [[cell.text for cell in row] for row in read("甲\n\n| 规章 | 0 |\n| 文件 | |".encode()).blocks[1].rows]
    [['规章', '0'], ['文件', '']]

    Raises:
        ReadError: It is not text.
    """
    text, embedded = parted(decoded(data))
    lines = list(enumerate(text.splitlines(), start=1))
    ruled = _ruled(lines)
    cut = not text.endswith("\n")
    return Document(blocks=tuple(ruled or _blocks(lines)), flat=not ruled, is_cut=cut, embedded=embedded)


_Lines = Sequence[tuple[int, str]]


def _ruled(lines: _Lines) -> list[Block]:
    """The blocks of a text that shows its rows, none if it does not.

    It does if there are rows between bars, none longer than the one above them all, and no other cells or borders.
    """
    blocks: list[Block] = []
    read = ((number, line, _row(number, line)) for number, line in lines)
    for is_row, run in groupby(read, key=lambda each: bool(each[2])):
        some = list(run)
        rows = tuple(row for _, _, row in some)
        if is_row and max(map(len, rows)) == len(rows[0]):
            blocks.append(Grid(rows, place=rows[0][0].place))
        elif is_row or any(_DRAWN.fullmatch(line) or _CELL_ENDS.search(line) for _, line, _ in some):
            return []
        else:
            blocks.extend(Paragraph(line.strip(), place=Place(line=number)) for number, line, _ in some if line.strip())
    return blocks if any(isinstance(block, Grid) for block in blocks) else []


def _row(number: int, line: str) -> tuple[Cell, ...]:
    """The cells of a row between bars, none if the line is no such row."""
    before, *inside = [part.strip() for part in _BORDER.split(line)]
    ends = not before and inside and not inside[-1]
    return tuple(Cell(text, place=Place(line=number)) for text in inside[:-1]) if ends else ()


def _blocks(lines: _Lines) -> Iterator[Block]:
    filled = [bool(line.strip()) for _, line in lines]
    spaced = sum(a and b for a, b in pairwise(filled)) < _TOGETHER * sum(filled)
    opened = _are_opened([line for _, line in lines])
    rows: list[tuple[Cell, ...]] = []
    empty, barred = 0, True
    for number, text in lines:
        place = Place(line=number)
        if _DRAWN.fullmatch(text):
            continue
        line = _CROSSED.sub("│", text)
        if ("\t" in line.strip() or "\t\t" in line) and not _BARS.search(line):
            rows.append(tuple(Cell(part.strip(), place=place) for part in line.split("\t")))
        elif _BARS.search(line):
            if barred or line.strip(_PADDING):
                parts = _BARS.split(_inside(line, opened=opened))
                rows.append(tuple(Cell(part.strip(), place=place) for part in parts))
            barred = True
        elif line.strip():
            barred = False
            yield from _grid(rows)
            rows = []
            yield Paragraph(line.strip(), place=place)
        elif spaced and empty and not rows:
            yield Paragraph("", place=place)
        empty = 0 if line.strip() else empty + 1
    yield from _grid(rows)


def _are_opened(lines: Sequence[str]) -> bool:
    """Whether rows begin with a bar, so that the first one is no border of a blank cell."""
    rows = [line.strip() for line in lines if _BARS.search(line) and line.strip(_PADDING)]
    return 2 * sum(_BARS.match(row) is not None for row in rows) > len(rows)


def _inside(line: str, *, opened: bool) -> str:
    """*line* without the bar that only opens it and those at its end, where bars with space between end blank cells."""
    text = line.rstrip(_PADDING)
    ends = line[len(text) :].strip()
    blanks = " |" * (len(ends.split()) - 1) if _SPREAD.fullmatch(ends) and text else ""
    return (re.sub(r"^\s*[|¦│┃║](?=.*[^|¦│┃║\s])", "", text) if opened else text) + blanks


def _grid(rows: Sequence[tuple[Cell, ...]]) -> Iterator[Grid]:
    """The grid of *rows*: as they stand if all are as wide as a table is, else one line where rows begin anywhere."""
    if rows:
        is_table = len(rows) > 1 and len(rows[0]) >= _NARROWEST and len(set(map(len, rows))) == 1
        yield Grid(tuple(rows) if is_table else (tuple(chain(*rows)),), place=rows[0][0].place)
