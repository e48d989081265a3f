"""Text copied from a page: one paragraph a line, the cells of tables behind bars.

Each cell stands before a bar, one or several a line; the bars that follow without text stand for columns that a merged
cell covers. A line of bars alone is a blank cell, but behind a line without a bar it only ends that cell. Cells may be
parted by tabs as well, and lines drawn with dashes are no text. Which cells make a row is not to be seen unless all
lines have as many, so a run of cells is one line of a grid, and the recogniser finds the rows.
"""

import codecs
import re
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise

from govdisclosure.document import Block, Cell, Document, Grid, Paragraph, Place
from govdisclosure.formats.decoding import decoded

__all__ = ["looks_like", "read"]

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
    text = decoded(data)
    return Document(blocks=tuple(_blocks(text)), flat=True, is_cut=not text.endswith("\n"))


def _blocks(text: str) -> Iterator[Block]:
    lines = text.splitlines()
    filled = [bool(line.strip()) for line in lines]
    spaced = sum(a and b for a, b in pairwise(filled)) < _TOGETHER * sum(filled)
    opened = _are_opened(lines)
    rows: list[tuple[Cell, ...]] = []
    empty, barred = 0, True
    for number, line in enumerate(lines, start=1):
        place = Place(line=number)
        if _DRAWN.fullmatch(line):
            continue
        line = _CROSSED.sub("│", line)  # noqa: PLW2901
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
        elif not rows and (empty or not spaced):
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
