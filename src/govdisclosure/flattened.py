"""Text without cells → grids: labels found wherever they stand, and what stands between them taken for numbers.

Copied text breaks a label over lines, runs labels and numbers together, or leaves nothing of a row but a line per cell.
Labels are looked for in the letters alone, white space and line ends left out; one counts only at the beginning of a
line or cell, or right behind another label or a number, so that a sentence that mentions a label is not taken for one.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby, islice

import attrs
from attrs import frozen

from govdisclosure._spec import plain
from govdisclosure.document import Block, Cell, Grid, Place
from govdisclosure.numbers import is_number
from govdisclosure.wording import label_words, templates

__all__ = [
    "Found",
    "as_grid",
    "is_furniture",
    "is_piece",
    "joined_over_breaks",
    "regridded",
    "table_in",
]

_FURNITURE = re.compile(
    r"\[page \d+\]|[-—－]\s*\d+\s*[-—－]|P\.\s*\d+|第\s*\d+\s*页.*"
    r"|\d{1,4}/\d{1,2}/\d{1,4},?\s+\d{1,2}:\d{2}\b.*|\S+://\S+(?:\s+\d+/\d+)?|\d+/\d+",
    re.IGNORECASE,
)
"""What stands at the head or foot of a printed page: its number, and what browsers print there."""

_REMARK = re.compile(r"\([^()]{1,200}\)")
_WORD = re.compile(r"[^\W\d_]")
_NUMBER = re.compile(r"[-+−增减.]?\d|(?:无|万?元)$")


def is_furniture(block: Block) -> bool:
    """Whether *block* is the number of a printed page, which may stand between the rows of a table.

    >>> from govdisclosure.document import Paragraph
    >>> is_furniture(Paragraph("- 4 -")), is_furniture(Paragraph("4"))
    (True, False)
    """
    return not isinstance(block, Grid) and _FURNITURE.fullmatch(block.text.strip()) is not None


# --- pieces of tables -------------------------------------------------------------------------------------------------


def is_piece(block: Block, name: str) -> bool:
    """Whether *block*, in the section *name*, is a piece of its table: a label on a line of its own, or rows.

    >>> from govdisclosure.document import Paragraph
    >>> is_piece(Paragraph("行政诉讼（复议后起诉）"), "remedies"), is_piece(Paragraph("诉讼情况"), "remedies")
    (True, False)
    """
    if not isinstance(block, Grid):
        return _is_label(block.text, name)
    lines = [[cell.text for cell in line if cell.text.strip()] for line in block.rows]
    texts = [text for line in lines for text in line]
    has_row = any(len(line) >= _ROW and all(map(is_number, line)) for line in lines)
    return bool(texts) and (has_row or all(map(is_number, texts)) or any(_is_label(text, name) for text in texts))


def _is_label(text: str, name: str) -> bool:
    return any(template.match(text) for template in templates() if template.name == name)


def as_grid(block: Block) -> Grid:
    """*block* as a piece of a table."""
    return block if isinstance(block, Grid) else Grid(((Cell(block.text, place=block.place),),), place=block.place)


def joined_over_breaks(grids: Sequence[Grid]) -> list[Grid]:
    """*grids* with each row whose labels the end of a page cut through put together, column by column.

    >>> upper = Grid(((Cell("结果维"), Cell("总计")),))
    >>> lower = Grid(((Cell("持"), Cell("")), (Cell("1"), Cell("1"))))
    >>> [[cell.text for cell in line] for grid in joined_over_breaks([upper, lower]) for line in grid.rows]
    [['结果维持', '总计'], ['1', '1']]
    """
    joined: list[Grid] = []
    for grid in grids:
        whole = _joined(joined[-1], grid) if joined else None
        joined[-1:] = [whole] if whole else [*joined[-1:], grid]
    return joined


def _joined(upper: Grid, lower: Grid) -> Grid | None:
    """*lower* below *upper*, its first row put into the last; ``None`` if it is not words that go on there."""
    last = len(upper.rows) - 1
    ends = {c: cell for r, c, cell in upper.positions() if r + cell.rowspan > last}
    rests = {c: cell for r, c, cell in lower.positions() if r == 0}
    widths = [{c: cell.colspan for c, cell in line.items()} for line in (ends, rests)]
    if widths[0] != widths[1] or not _are_words_going_on([(ends[c].text, rest.text) for c, rest in rests.items()]):
        return None
    rows: list[list[Cell]] = [[] for _ in upper.rows]
    for r, c, cell in upper.positions():
        rest = rests[c] if r + cell.rowspan > last else Cell("")
        rows[r].append(attrs.evolve(cell, text=cell.text + rest.text, rowspan=cell.rowspan + rest.rowspan - 1))
    return Grid((*map(tuple, rows), *lower.rows[1:]), place=upper.place)


def _are_words_going_on(halves: Sequence[tuple[str, str]]) -> bool:
    """Whether what stands below stands below words, and is words."""
    below = [pair for pair in halves if pair[1].strip()]
    return bool(below) and all(text.strip() and not is_number(text) for pair in below for text in pair)


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


@frozen
class Found:
    """A table put together from the blocks from *first* up to *last*."""

    first: int
    last: int
    grids: tuple[Grid, ...]


def table_in(blocks: Sequence[Block], name: str) -> Found | None:
    """The table of the section *name* in its blocks, if they hold any label of it.

    >>> from govdisclosure.document import Paragraph
    >>> blocks = [Paragraph("表格如下："), Paragraph("行政"), Paragraph("许可 12")]
    >>> found = table_in(blocks, "proactive")
    >>> found.first, found.last, [cell.text for cell in found.grids[0].rows[0]]
    (1, 3, ['行政许可', '12'])
    """
    pieces = list(_pieces(blocks))
    labels = _labels(pieces, name)
    if not labels:
        return None
    first = pieces[labels[0].begin[0]].block
    last = _after(pieces, labels[-1])
    inside = [n for n, piece in enumerate(pieces) if first <= piece.block < last]
    grids = _grids(pieces, labels, (inside[0], 0), (inside[-1], len(pieces[inside[-1]].text)))
    return Found(first, last, tuple(grids))


def regridded(blocks: Sequence[Block], name: str) -> list[Block]:
    """The blocks of a section with its table put together: what comes before it, grids, what comes after.

    >>> from govdisclosure.document import Paragraph
    >>> before, grid = regridded([Paragraph("表格如下："), Paragraph("行政"), Paragraph("许可 12")], "proactive")
    >>> [cell.text for cell in grid.rows[0]]
    ['行政许可', '12']
    """
    found = table_in(blocks, name)
    if found is None:
        return list(blocks)
    furniture = filter(is_furniture, blocks[found.first : found.last])
    return [*blocks[: found.first], *found.grids, *furniture, *blocks[found.last :]]


def _pieces(blocks: Sequence[Block]) -> Iterator[_Piece]:
    for number, block in enumerate(blocks):
        if isinstance(block, Grid):
            for cell in (cell for line in block.rows for cell in line):
                yield _Piece(cell.text, cell.place, loose=False, block=number)
        elif not is_furniture(block):
            words = block.text.split()
            for word in words or [""]:
                yield _Piece(word, block.place, loose=len(words) > 1 or not is_number(word), block=number)


def _labels(pieces: Sequence[_Piece], name: str) -> list[_Label]:
    """Every label in *pieces*, the longest first where several begin; of other tables only what is no common word."""
    words = _words_for(frozenset({name}))
    letters = [
        (char, n, k) for n, piece in enumerate(pieces) for k, raw in enumerate(piece.text) for char in plain(raw)
    ]
    text = re.sub(r"(?<=\d)[,)](?=[^\d])", ".", "".join(char for char, _, _ in letters))
    found: list[_Label] = []
    at, free = 0, True
    while at < len(text):
        _, piece, offset = letters[at]
        begins = offset == 0 or (free and not _ends_number(letters, at))
        word = _label_at(text, at, words) if begins else ""
        size = len(word) + _note(letters, text, at + len(word), words) if word else 0
        if size and _ends(letters, text, at + size, words):
            _, last, stop = letters[at + size - 1]
            found.append(_Label((piece, offset), (last, stop + 1), words[word]))
            if len(word) >= _TELLING and name not in words[word]:
                words = _words_for(words[word] | {name})
        else:
            size = 0
        free = bool(size) or text[at].isdecimal()
        at += size or 1
    return found


_Letter = tuple[str, int, int]
"""A letter as compared, the piece it stands in and its place there."""

_ROW = 5
"""So many numbers on a line are a row."""

_LONGEST_NUMBER = 20
_TELLING = 4
"""The length from which a label is no word that may stand in any table."""


@cache
def _words_for(names: frozenset[str]) -> Mapping[str, frozenset[str]]:
    return {word: tables for word, tables in label_words().items() if names & tables or len(word) >= _TELLING}


@cache
def _sizes() -> Mapping[str, Sequence[int]]:
    """How long the labels are that begin with a letter, the longest first."""
    found: dict[str, set[int]] = {}
    for word in label_words():
        found.setdefault(word[0], set()).add(len(word))
    return {letter: sorted(sizes, reverse=True) for letter, sizes in found.items()}


def _label_at(text: str, at: int, words: Mapping[str, frozenset[str]]) -> str:
    """The longest of *words* that begins at *at*, empty if none does."""
    found = (text[at : at + size] for size in _sizes().get(text[at : at + 1], ()))
    return next((word for word in found if word in words), "")


def _ends(letters: Sequence[_Letter], text: str, at: int, words: Mapping[str, frozenset[str]]) -> bool:
    """Whether a label ends at *at*: a number, another piece or another label follows, and no more letters of a word."""
    return at == len(text) or letters[at][2] == 0 or text[at].isdecimal() or bool(_label_at(text, at, words))


def _ends_number(letters: Sequence[_Letter], at: int) -> bool:
    """Whether the digit at *at* is the last of its piece, and so of a number and not before the rest of a label."""
    return letters[at][0].isdecimal() and letters[at][1] != letters[min(at + 1, len(letters) - 1)][1]


def _note(letters: Sequence[_Letter], text: str, at: int, words: Mapping[str, frozenset[str]]) -> int:
    """The length of a remark in brackets at *at*, which belongs to the label before it unless it is a label itself.

    It ends before a number that stands alone: the numbers of the row stand between the lines of its label.
    """
    match = _REMARK.match(text, at)
    if match is None or _label_at(text, at, words):
        return 0
    numbers = (n for n in range(at, match.end()) if _is_alone(letters, n))
    return next(numbers, match.end()) - at


def _is_alone(letters: Sequence[_Letter], at: int) -> bool:
    """Whether a piece of digits alone begins at *at*."""
    _, piece, offset = letters[at]
    inside = (char for char, other, _ in islice(letters, at, at + _LONGEST_NUMBER) if other == piece)
    return offset == 0 and all(char.isdecimal() for char in inside)


def _after(pieces: Sequence[_Piece], label: _Label) -> int:
    """The block in which the prose behind the last row begins: the first that is not like a number, past every row."""
    own = pieces[label.end[0]].block
    behind = [piece for piece in pieces[label.end[0] + 1 :] if piece.block > own]
    words = (piece.block for piece in behind if _WORD.search(piece.text) and not _NUMBER.match(piece.text))
    rows: list[int] = [block for block, some in groupby(behind, key=lambda piece: piece.block) if _is_row(list(some))]
    return max([next(words, pieces[-1].block + 1), *(block + 1 for block in rows)])


def _is_row(pieces: Sequence[_Piece]) -> bool:
    """Whether *pieces* are a line of so many numbers, and nothing else, that it can only be a row of a table."""
    return len(pieces) >= _ROW and all(piece.text.isdecimal() for piece in pieces)


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
        if piece.text[start:stop].strip() or (not piece.text.strip() and number > begin[0]):
            yield Cell(piece.text[start:stop], place=piece.place, loose=piece.loose)
