"""Text copied from a page: one paragraph a line, the cells of tables behind bars.

Each cell stands before a bar, one or several a line; the bars that follow without text stand for columns that a merged
cell covers. A line of bars alone is a blank cell, but behind a line without a bar it only ends that cell. Cells may be
parted by tabs as well, and lines drawn with dashes are no text. Which cells make a row is not to be seen, so a run of
cells is one line of a grid, and the recogniser finds the rows.
"""

import codecs
import re
from collections.abc import Iterator

from govdisclosure.document import Block, Cell, Document, Grid, Paragraph, Place
from govdisclosure.formats.decoding import decoded

__all__ = ["looks_like", "read"]

_BARS = re.compile(r"[|¦│┃║]")
_DRAWN = re.compile(r"[-+=|¦\s─-╿]*[-+=─-╿]{3}[-+=|¦\s─-╿]*")
_SPACED = 0.6
"""Where there are so many empty lines beside the others, one parts two cells and each one more is a blank cell."""
_PADDING = "|¦│┃║ \t\u3000\xa0"


def looks_like(data: bytes) -> bool:
    """Whether *data* may be text."""
    return b"\0" not in data or data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))


def read(data: bytes) -> Document:
    r"""The document in *data*.

    >>> document = read("二、主动公开政府信息情况\n规章 |\n0 |\n0 |\n3 | ||\n".encode())
    >>> [cell.text for cell in document.blocks[1].rows[0]]
    ['规章', '0', '0', '3']

    Raises:
        ReadError: It is not text.
    """
    return Document(blocks=tuple(_blocks(decoded(data))), flat=True)


def _blocks(text: str) -> Iterator[Block]:
    lines = text.splitlines()
    filled = sum(bool(line.strip()) for line in lines)
    spaced = len(lines) - filled > _SPACED * filled
    cells: list[Cell] = []
    empty, barred = 0, True
    for number, line in enumerate(lines, start=1):
        place = Place(line=number)
        if _DRAWN.fullmatch(line):
            continue
        if "\t" in line.strip() and not _BARS.search(line):
            cells.extend(Cell(part.strip(), place=place) for part in line.split("\t"))
        elif _BARS.search(line):
            if barred or line.strip(_PADDING):
                cells.extend(Cell(part.strip(), place=place) for part in _BARS.split(_inside(line)))
            barred = True
        elif line.strip():
            barred = False
            yield from _grid(cells)
            cells = []
            yield Paragraph(line.strip(), place=place)
        elif spaced and empty:
            yield Paragraph("", place=place)
        empty = 0 if line.strip() else empty + 1
    yield from _grid(cells)


def _inside(line: str) -> str:
    """*line* without the bars at its end, and without a bar that only opens it."""
    return re.sub(r"^\s*[|¦│┃║](?=.*[^|¦│┃║\s])", "", line.rstrip(_PADDING))


def _grid(cells: list[Cell]) -> Iterator[Grid]:
    if cells:
        yield Grid((tuple(cells),), place=cells[0].place)
