"""Markdown: a report as GitHub shows it, and what converters, people and language models write.

What is written has no merged cells: each column bears its whole header, one level a line, table two is a table for each
article, and the label of a group stands in its first row. What the data in the comment at the end say beside that, and
Markdown cannot: which cells are merged, that a table has no header, how white space runs.

Tables are read as they are typed rather than as GitHub shows them: a row keeps every cell it has, rows between bars
are a table even with no line of dashes, such a line further down begins another table, and a line without a bar is no
row. Four spaces begin no code, since in these texts they indent a paragraph.
"""

import re
from collections.abc import Sequence
from typing import Any, Final
from unicodedata import east_asian_width

import attrs
from attrs import field, mutable

from govdisclosure.causes import needed
from govdisclosure.document import Block, Cell, Document, Grid, Heading, Paragraph, Place, with_places
from govdisclosure.errors import ReadError
from govdisclosure.formats import html
from govdisclosure.formats.carried import packed, parted
from govdisclosure.formats.decoding import decoded
from govdisclosure.formats.options import MarkdownOptions
from govdisclosure.formats.unmerged import barred, unmerged
from govdisclosure.i18n import say

__all__ = ["OPTIONS", "looks_like", "read", "shown", "write"]

OPTIONS: Final = MarkdownOptions

_MOST_LETTERS: Final = 500_000
_MOST_CELLS: Final = 100_000
_DEEPEST: Final = 8

_FULL: Final = 0.85
_NARROWEST_PAGE: Final = 40
"""Lines of text may end anywhere behind this many columns, two for a Chinese letter, where the page ends."""

_DASHES: Final = r"(?=.*\|)\|?{0}(?:\|{0})*+\|?"
_MARKS = re.compile(_DASHES.format(r"[ \t]*+:?-+:?[ \t]*+"))
_LONG_MARKS = re.compile(_DASHES.format(r"[ \t]*+:?-{3,}:?[ \t]*+"))
"""Below the first row of a table, a line of single dashes is a row that has nothing to tell."""

_SIGNS = re.compile(
    rf"^ {{0,3}}#{{1,6}}[ \t]+\S|^[ \t]*<table\b[^<>]{{0,999}}>\s*+<|^[^|\n]*\|.*\n[ \t]*+{_MARKS.pattern}$",
    re.MULTILINE | re.IGNORECASE,
)
_FRONT = re.compile(r"---[ \t]*\n(?=[\w-]+:)(?:(?:[\w-]+:|[ \t#-]).*\n)*?(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_FENCED = re.compile(r"(\s*)```(?:markdown|md)[ \t]*(\n.*\n)```\s*", re.DOTALL)


def looks_like(data: bytes) -> bool:
    """Whether *data* is text with a heading behind ``#``, a table with a line of dashes, or the table of a page."""
    try:
        return _SIGNS.search(_text(data)) is not None
    except ReadError:
        return False


# --- writing ----------------------------------------------------------------------------------------------------------

_SIGNIFICANT = re.compile(r"[\\`*_\[\]<&|~$#]|:(?=//)|(?<=www)\.|\A(?:>|\+(?!\S)|:?-(?![^-:\s]))")
"""What may begin a mark. An address is no link: the backslashes in it would be seen."""

_NUMBERED = re.compile(r"\A([0-9]{1,9})([.)])(?!\S)")
_LINE_END = re.compile(r"\r\n?|\n")
_UNSEEN = re.compile(
    "\\A | \\Z|[\t\xa0\xad\u061c\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff\ufff9-\ufffb]"
)
"""White space that would be stripped, and letters that nobody sees in the source."""


def write(document: Document, options: MarkdownOptions = OPTIONS()) -> bytes:  # noqa: B008 - it cannot be changed
    r"""*document* in GitHub's Markdown, UTF-8: every text is shown as it is, whatever marks it holds.

    >>> grid = Grid(((Cell("甲"), Cell("乙")), (Cell("a|b"), Cell("1", path="b"))))
    >>> print(write(Document(blocks=(Heading("示例", 1), Paragraph("1. *"), grid))).decode(), end="")
    # 示例
    <BLANKLINE>
    1\. \*
    <BLANKLINE>
    | 甲 | 乙 |
    | --- | ---: |
    | a\|b | 1 |
    """
    pieces = [_written(block) for block in unmerged(document.blocks)]
    if options.data and document.embedded:
        pieces.append(f"<!-- {packed(document.embedded)}\n-->")
    return ("\n\n".join(pieces) + "\n").encode()


def shown(document: Document) -> Document:
    """What a reader sees of *document* in Markdown."""
    return read(write(document, OPTIONS(data=False)))


def _written(block: Block) -> str:
    match block:
        case Heading(text, level):
            return f"{'#' * min(level, 6)} {_escaped(text)}"
        case Paragraph(text):
            return _escaped(text)
        case _:
            return _piped(block)


def _piped(table: Grid) -> str:
    """*table* between bars, its numbers to the right."""
    first, *rows = ([_escaped(cell.text) for cell in row] for row in table.rows)
    numbers = [any(cell.path for cell in column) for column in zip(*table.rows, strict=True)]
    marks = ["---:" if number else "---" for number in numbers]
    return barred([first, marks, *rows])


def _escaped(text: str) -> str:
    """*text* on one line, with nothing in it that means anything."""
    text = _NUMBERED.sub(r"\1\\\2", _SIGNIFICANT.sub(r"\\\g<0>", text))
    return _UNSEEN.sub(lambda found: f"&#{ord(found[0])};", _LINE_END.sub("<br>", text))


# --- reading ----------------------------------------------------------------------------------------------------------


def read(data: bytes) -> Document:
    r"""The document in *data*.

    >>> document = read("## 甲\n\n乙\n\n| 丁 | 戊 |\n|---|---|\n| 1 | 2 | 3 |\n".encode())
    >>> document.blocks[:2]
    (Heading(text='甲', level=2), Paragraph(text='乙'))
    >>> [[cell.text for cell in row] for row in document.blocks[2].rows]
    [['丁', '戊'], ['1', '2', '3']]

    Raises:
        ReadError: It is not text, or larger or deeper than any report.
    """
    text, embedded = parted(_text(data))
    if len(text) > _MOST_LETTERS:
        told = {"most": f"{_MOST_LETTERS:,}", "actual": f"{len(text):,}"}
        raise ReadError(say("Markdown 文本应不超过 {most} 字；现为 {actual} 字", **told))
    if fenced := _FENCED.fullmatch(text):
        text = fenced[1] + fenced[2]
    notes: list[str] = []
    if front := _FRONT.match(text):
        lines = front[0].rstrip("\n").count("\n") + 1
        notes.append(say("第 1 至 {lines} 行是文件的属性，不是正文，未收入年报", lines=lines))
        text = "\n" * lines + text[front.end() :]
    page = _Page(_parser())
    page.walk(text)
    if page.pictures:
        notes.append(say("文中有 {count} 幅图片，未收入年报", count=page.pictures))
    notes += dict.fromkeys(page.notes)
    return Document(blocks=tuple(page.blocks), embedded=embedded, notes=tuple(notes), is_cut=not text.endswith("\n"))


def _text(data: bytes) -> str:
    return decoded(data).replace("\r\n", "\n").replace("\r", "\n")


# --- tables, as rules of the parser -----------------------------------------------------------------------------------


def _parser() -> Any:
    parser = needed("markdown_it", "markdown").MarkdownIt("commonmark").disable("code")
    rules = parser.block.ruler
    rules.before("blockquote", "typed_table", _typed_table, {"alt": ["paragraph", "reference"]})
    rules.before("blockquote", "page_table", _page_table, {"alt": ["paragraph", "reference", "blockquote"]})
    return parser


def _typed_table(state: Any, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - the parser calls it so
    """A table typed with bars, with or without a line of dashes under its first row."""
    if state.level > 2 * _DEEPEST:  # a list is two levels, and at twenty the parser drops what follows
        told = {"most": _DEEPEST, "line": start + 1}
        raise ReadError(say("Markdown 文本的列表和引文应不超过 {most} 层；现第{line}行超过", **told))
    headed = _is_head(state, start, end, _MARKS)
    if not headed and not re.fullmatch(r"\|.*\|", _line(state, start)):
        return False
    if not silent:
        token = state.push("typed_table", "", 0)
        token.meta = {"headed": headed, "rows": [(start + 1, _split(_line(state, start)))]}
        state.line = start + 1 + headed
        stops = state.md.block.ruler.getRules("blockquote")
        while _goes_on(state, end) and not any(stop(state, state.line, end, silent=True) for stop in stops):
            token.meta["rows"].append((state.line + 1, _split(_line(state, state.line))))
            state.line += 1
    return True


def _page_table(state: Any, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - the parser calls it so
    """A table in the language of pages, up to where it ends; the parser would end it at an empty line."""
    if not re.match(r"<(?:table\b|[^>]+>.*(?<!\\)<table\b)", _line(state, start), re.IGNORECASE):
        return False
    if not silent:
        depth, state.line = 0, start
        while state.line == start or (state.line < end and depth > 0):
            depth += sum(-1 if tag[1] else 1 for tag in _TABLE_TAG.finditer(_line(state, state.line)))
            state.line += 1
        token = state.push("html_block", "", 0)
        token.map = [start, state.line]
        token.content = state.getLines(start, state.line, 0, keepLastLF=False)
    return True


_TABLE_TAG = re.compile(r"<(/?)table\b", re.IGNORECASE)


def _line(state: Any, number: int) -> str:
    """The line *number*, without what marks the quotation or list it stands in."""
    text: str = state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]]
    return text.rstrip()


def _is_head(state: Any, number: int, end: int, marks: re.Pattern[str]) -> bool:
    """Whether the line *number* is a row and the one below it a line of dashes."""
    below = number + 1
    if below >= end or state.sCount[below] < state.blkIndent or "|" not in _line(state, number):
        return False
    return bool(marks.fullmatch(_line(state, below))) and not marks.fullmatch(_line(state, number))


def _goes_on(state: Any, end: int) -> bool:
    """Whether the line that the parser is at is one more row of a table."""
    within = state.line < end and state.sCount[state.line] >= state.blkIndent and "|" in _line(state, state.line)
    return within and not _is_head(state, state.line, end, _LONG_MARKS)


def _split(row: str) -> list[str]:
    """The cells of *row*; a bar behind a backslash stands for itself."""
    inside = re.sub(r"(?<!\\)\|$", "", row.removeprefix("|"))
    return [cell.strip().replace(r"\|", "|") for cell in re.split(r"(?<!\\)\|", inside)]


# --- blocks -----------------------------------------------------------------------------------------------------------


@mutable
class _Page:
    """The blocks of a text, in order."""

    parser: Any
    links: dict[str, Any] = field(factory=dict)
    blocks: list[Block] = field(factory=list)
    notes: list[str] = field(factory=list)
    markers: list[tuple[str, int]] = field(factory=list)
    tables: int = 0
    cells: int = 0
    pictures: int = 0
    edge: int = 0
    """How wide a line must be to have been broken by a page and not by the writer."""

    def walk(self, text: str) -> None:
        """Take in every block of *text*."""
        level = 0
        tokens = self.parser.parse(text, self.links)
        typed = (line for token in tokens if token.type == "inline" for line in token.content.split("\n"))
        self.edge = max(_NARROWEST_PAGE, round(_FULL * max(map(_width, typed), default=0)))
        for token in tokens:
            line = token.map[0] + 1 if token.map else 0
            match token.type:
                case "heading_open":
                    level = int(token.tag[1])
                case "heading_close":
                    level = 0
                case "inline" if any(map(_is_table_tag, token.children)):
                    self._piece(token.content, line)
                case "inline":
                    self._lines(self._words(token).split("\r"), line, level)
                case "fence":
                    self._lines(token.content.splitlines(), line + 1, 0)
                case "list_item_open":
                    self.markers.append((token.info + token.markup, line))
                case "list_item_close":
                    self._text("")
                case "html_block":
                    self._piece(token.content, line)
                case "typed_table":
                    self._table(token.meta["rows"], headed=token.meta["headed"])

    def _lines(self, lines: Sequence[str], line: int, level: int) -> None:
        """Paragraphs with *lines*; one that goes on over the edge of a page is one paragraph, as is a heading."""
        text, start = "", line
        for number, each in enumerate(lines, start=line):
            text += " " * bool(text and not (_is_wide(text[-1]) or _is_wide(each[:1] or text[-1]))) + each
            if not level and _width(each) < self.edge:
                self._text(text, start)
                text, start = "", number + 1
        self._text(text, start, level)

    def _text(self, text: str, line: int = 0, level: int = 0) -> None:
        """A paragraph or heading with *text*, behind the markers of the list items that begin with it."""
        words = " ".join([*(marker for marker, _ in self.markers), text]).strip()
        place = Place(line=self.markers[0][1] if self.markers else line)
        self.markers.clear()
        if words:
            self.blocks.append(Heading(words, level, place=place) if level else Paragraph(words, place=place))

    def _words(self, token: Any) -> str:
        """What is seen of a run of text; a line that ends only where it is typed ends in a carriage return."""
        words = []
        for child in token.children:
            tag = re.sub(r"\W.*", "", child.content[1:], flags=re.DOTALL).lower()
            match child.type:
                case "softbreak":
                    words.append("\r")
                case "hardbreak":
                    words.append("\n")
                case "image":
                    self.pictures += 1
                case "html_inline":
                    words.append("\n" if tag == "br" else "")
                    self.pictures += tag == "img"
                case _:
                    words.append(child.content)
        return "".join(words)

    def _table(self, rows: Sequence[tuple[int, Sequence[str]]], *, headed: bool) -> None:
        self._text("")
        self.tables += 1
        self.cells += sum(len(texts) for _, texts in rows)
        if self.cells > _MOST_CELLS:
            told = {"title": say("Markdown 文本"), "most": f"{_MOST_CELLS:,}", "number": self.tables}
            raise ReadError(say("{title}中的表格应不超过 {most} 格；现第{number}个表格起超过", **told))
        lines = tuple(
            tuple(
                Cell(
                    self._cell(text),
                    header=headed and number == 1,
                    place=Place(line=line, table=self.tables, row=number, cell=position),
                )
                for position, text in enumerate(texts, start=1)
            )
            for number, (line, texts) in enumerate(rows, start=1)
        )
        self.blocks.append(Grid(lines, place=Place(line=rows[0][0])))

    def _cell(self, text: str) -> str:
        (token,) = self.parser.parseInline(text, self.links)
        return self._words(token)

    def _piece(self, text: str, line: int) -> None:
        """The blocks of a piece of a page that begins on *line*."""
        self._text("")
        piece = html.read_text(text)
        before = self.tables

        def moved(place: Place) -> Place:
            below = None if place.line is None else place.line + line - 1
            return attrs.evolve(place, line=below, table=place.table and place.table + before)

        self.blocks.extend(with_places(block, moved) for block in piece.blocks)
        self.tables += sum(isinstance(block, Grid) for block in piece.blocks)
        self.notes.extend(piece.notes)


def _is_table_tag(token: Any) -> bool:
    return token.type == "html_inline" and _TABLE_TAG.match(token.content) is not None


def _width(text: str) -> int:
    return sum(1 + _is_wide(letter) for letter in text)


def _is_wide(letter: str) -> bool:
    return east_asian_width(letter) in {"W", "F"}
