"""Text without cells → grids: labels found wherever they stand, and what stands between them taken for numbers.

Copied text breaks a label over lines, runs labels and numbers together, or leaves nothing of a row but a line per cell.
Labels are looked for in the letters alone, white space and line ends left out; one counts only at the beginning of a
line or cell, or right behind another label or a number, so that a sentence that mentions a label is not taken for one.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

import attrs
from attrs import frozen

from govdisclosure._spec import fields_of, plain
from govdisclosure.document import Block, Cell, Grid, Paragraph, Place
from govdisclosure.report import AnnualReport
from govdisclosure.tables import label_words

__all__ = ["is_furniture", "regridded", "split_at_headings"]

_FURNITURE = re.compile(r"\[page \d+\]|[-—－]\s*\d+\s*[-—－]|P\.\s*\d+|第\s*\d+\s*页.*", re.IGNORECASE)
"""What stands at the head or foot of a printed page."""

_REMARK = re.compile(r"\([^()]{1,200}\)")
_WORD = re.compile(r"[^\W\d_]")
_NUMBER = re.compile(r"[-+−增减]?\d|无$")


def is_furniture(block: Block) -> bool:
    """Whether *block* is the number of a printed page, which may stand between the rows of a table.

    >>> is_furniture(Paragraph("- 4 -")), is_furniture(Paragraph("4"))
    (True, False)
    """
    return not isinstance(block, Grid) and _FURNITURE.fullmatch(block.text.strip()) is not None


# --- headings ---------------------------------------------------------------------------------------------------------


@cache
def _heading_pattern() -> re.Pattern[str]:
    """The headings of the form, with their ordinals, white space anywhere."""
    titles = [
        r"\s*".join(map(re.escape, (spec.number, "、", *label)))
        for spec in fields_of(AnnualReport).values()
        for label in (spec.label, *spec.also)
    ]
    return re.compile("|".join(sorted(titles, key=len, reverse=True)))


def split_at_headings(blocks: Iterable[Block]) -> Iterator[Block]:
    """*blocks* with a heading of the form that runs into other text on its line made a line of its own.

    >>> [block.text for block in split_at_headings([Paragraph("平稳。二、主动公开政府信息情况 规章000")])]
    ['平稳。', '二、主动公开政府信息情况', '规章000']
    """
    for block in blocks:
        if isinstance(block, Paragraph) and block.text.strip():
            pieces = _heading_pattern().split(block.text)
            titles = [match[0] for match in _heading_pattern().finditer(block.text)]
            texts = [text for pair in zip(pieces, [*titles, ""], strict=True) for text in pair]
            yield from (attrs.evolve(block, text=text.strip()) for text in texts if text.strip())
        else:
            yield block


# --- tables -----------------------------------------------------------------------------------------------------------


@frozen
class _Piece:
    """A cell, or a run of letters without white space; *loose* if nothing shows where a number in it ends."""

    text: str
    place: Place | None
    loose: bool
    block: int


@frozen
class _Label:
    """A label found: the piece and letter it begins at, the piece and letter behind it, and the tables that have it."""

    begin: tuple[int, int]
    end: tuple[int, int]
    tables: frozenset[str]


def regridded(blocks: Sequence[Block]) -> list[Block]:
    """The blocks of a section with its table put together: what comes before it, a grid, what comes after.

    >>> blocks = [Paragraph("表格如下："), Paragraph("行政"), Paragraph("许可 12")]
    >>> before, grid = regridded(blocks)
    >>> [cell.text for cell in grid.rows[0]]
    ['行政许可', '12']
    """
    pieces = list(_pieces(blocks))
    labels = _labels(pieces)
    if not labels:
        return list(blocks)
    first = pieces[labels[0].begin[0]].block
    last = _after(pieces, labels[-1])
    inside = [n for n, piece in enumerate(pieces) if first <= piece.block < last]
    grids = _grids(pieces, labels, (inside[0], 0), (inside[-1], len(pieces[inside[-1]].text)))
    furniture = filter(is_furniture, blocks[first:last])
    return [*blocks[:first], *grids, *furniture, *blocks[last:]]


def _pieces(blocks: Sequence[Block]) -> Iterator[_Piece]:
    for number, block in enumerate(blocks):
        if isinstance(block, Grid):
            for cell in (cell for line in block.rows for cell in line):
                yield _Piece(cell.text, cell.place, loose=False, block=number)
        elif not is_furniture(block):
            words = block.text.split()
            for word in words or [""]:
                yield _Piece(word, block.place, loose=len(words) > 1 or not word.isdecimal(), block=number)


def _labels(pieces: Sequence[_Piece]) -> list[_Label]:
    """Every label in *pieces*, the longest that begins at a place first."""
    letters = [
        (char, n, k) for n, piece in enumerate(pieces) for k, raw in enumerate(piece.text) for char in plain(raw)
    ]
    text = re.sub(r"(?<=\d)[,)](?=[^\d])", ".", "".join(char for char, _, _ in letters))
    found: list[_Label] = []
    at, free = 0, True
    while at < len(text):
        _, piece, offset = letters[at]
        word = _label_at(text, at) if free or offset == 0 else ""
        size = len(word) + _note(text, at + len(word)) if word else 0
        if size and _ends(letters, text, at + size):
            _, last, stop = letters[at + size - 1]
            found.append(_Label((piece, offset), (last, stop + 1), label_words()[word]))
        else:
            size = 0
        free = bool(size) or text[at].isdecimal()
        at += size or 1
    return found


@cache
def _longest() -> int:
    return max(map(len, label_words()))


def _label_at(text: str, at: int) -> str:
    """The longest label that begins at *at*, empty if none does."""
    words = (text[at : at + size] for size in range(min(_longest(), len(text) - at), 1, -1))
    return next((word for word in words if word in label_words()), "")


def _ends(letters: Sequence[tuple[str, int, int]], text: str, at: int) -> bool:
    """Whether a label ends at *at*: a number, another piece or another label follows, and no more letters of a word."""
    return at == len(text) or letters[at][2] == 0 or text[at].isdecimal() or bool(_label_at(text, at))


def _note(text: str, at: int) -> int:
    """The length of a remark in brackets at *at*, which belongs to the label before it unless it is a label itself."""
    match = _REMARK.match(text, at)
    return 0 if match is None or _label_at(text, at) else len(match[0])


def _after(pieces: Sequence[_Piece], label: _Label) -> int:
    """The block in which the prose behind the last row begins, which is the first that is not like a number."""
    own = pieces[label.end[0]].block
    behind = (piece for piece in pieces[label.end[0] + 1 :] if piece.block > own)
    words = (piece.block for piece in behind if _WORD.search(piece.text) and not _NUMBER.match(piece.text))
    return next(words, pieces[-1].block + 1)


def _grids(
    pieces: Sequence[_Piece], labels: Sequence[_Label], begin: tuple[int, int], end: tuple[int, int]
) -> Iterator[Grid]:
    """The labels and what stands between them as cells, a grid for each table."""
    cells: list[Cell] = list(_between(pieces, begin, labels[0].begin))
    table = labels[0].tables
    for label, following in zip(labels, [*(each.begin for each in labels[1:]), end], strict=True):
        if not table & label.tables:
            yield Grid((tuple(cells),), place=cells[0].place)
            cells, table = [], label.tables
        table &= label.tables
        text = "".join(cell.text for cell in _between(pieces, label.begin, label.end))
        cells.append(Cell(text, place=pieces[label.begin[0]].place))
        cells.extend(_between(pieces, label.end, following))
    yield Grid((tuple(cells),), place=cells[0].place)


def _between(pieces: Sequence[_Piece], begin: tuple[int, int], end: tuple[int, int]) -> Iterator[Cell]:
    """What stands from *begin* up to *end*; a piece that is blank is a blank cell."""
    for number in range(begin[0], end[0] + 1):
        piece = pieces[number]
        start = begin[1] if number == begin[0] else 0
        stop = end[1] if number == end[0] else len(piece.text)
        if piece.text[start:stop] or (not piece.text and number > begin[0]):
            yield Cell(piece.text[start:stop], place=piece.place, loose=piece.loose)
