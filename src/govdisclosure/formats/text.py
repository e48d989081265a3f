"""Text copied from a page: one paragraph a line, the cells of tables behind bars.

Each cell stands before a bar, one or several a line; the bars that follow without text stand for columns that a merged
cell covers. Which cells make a row is not to be seen, so a run of cells is one line of a grid, and the recogniser finds
the rows.
"""

import codecs
import re
from collections.abc import Iterator

from govdisclosure.document import Block, Cell, Document, Grid, Paragraph, Place
from govdisclosure.formats.decoding import decoded

__all__ = ["looks_like", "read"]

_BARS = re.compile(r"[|¦│]")
_PADDING = "|¦│ \t\u3000\xa0"


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
    return Document(blocks=tuple(_blocks(decoded(data))))


def _blocks(text: str) -> Iterator[Block]:
    cells: list[Cell] = []
    for number, line in enumerate(text.splitlines(), start=1):
        place = Place(line=number)
        if _BARS.search(line):
            cells.extend(Cell(part.strip(), place=place) for part in _BARS.split(line.rstrip(_PADDING)))
        elif line.strip():
            yield from _grid(cells)
            cells = []
            yield Paragraph(line.strip(), place=place)
    yield from _grid(cells)


def _grid(cells: list[Cell]) -> Iterator[Grid]:
    if cells:
        yield Grid((tuple(cells),), place=cells[0].place)
