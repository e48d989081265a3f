"""HTML: a page of its own, and any page a report was published on."""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import dropwhile, takewhile
from typing import Any

import attrs
import turbohtml
from attrs import field, mutable
from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from govdisclosure.document import Block, Cell, Document, Embedded, Grid, Heading, Paragraph, Place, folded
from govdisclosure.formats.decoding import decoded

__all__ = ["looks_like", "read", "write"]


def looks_like(data: bytes) -> bool:
    """Whether *data* begins like a page or a piece of one."""
    return data[:200].lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n")[:1] == b"<"


# --- writing ----------------------------------------------------------------------------------------------------------


def write(document: Document) -> bytes:
    """The page of *document*: UTF-8, without scripts and without anything remote.

    >>> page = write(Document(blocks=(Heading("示例", level=1), Paragraph("甲 < 乙")))).decode()
    >>> "<p>甲 &lt; 乙</p>" in page
    True
    """
    style = files("govdisclosure").joinpath("formats/templates/report.css").read_text(encoding="utf-8")
    return (_template().render(document=document, style=Markup(style)) + "\n").encode()  # noqa: S704


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("govdisclosure", "formats/templates"), autoescape=True, undefined=StrictUndefined
    )
    environment.filters |= {"parts": _parts, "spans": _spans, "scope": _scope}
    return environment.get_template("report.html.j2")


def _parts(grid: Grid) -> Iterator[tuple[str, list[tuple[Cell, ...]]]]:
    """The rows that head the whole table, if it has such, then the others."""
    head = list(takewhile(_is_head, grid.rows))
    body = list(dropwhile(_is_head, grid.rows))
    if any(map(_is_head, body)):
        head, body = [], [*head, *body]
    yield from (part for part in (("thead", head), ("tbody", body)) if part[1])


def _is_head(row: tuple[Cell, ...]) -> bool:
    return all(cell.header for cell in row)


def _spans(cell: Cell) -> Markup:
    spans = {"rowspan": cell.rowspan, "colspan": cell.colspan}
    return Markup("").join(Markup(' {}="{}"').format(name, count) for name, count in spans.items() if count > 1)


def _scope(cell: Cell, row: tuple[Cell, ...]) -> str:
    if _is_head(row):
        return "colgroup" if cell.colspan > 1 else "col"
    return "rowgroup" if cell.rowspan > 1 else "row"


# --- reading ----------------------------------------------------------------------------------------------------------

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_UNSEEN = frozenset(
    {"script", "style", "template", "head", "svg", "noscript", "iframe", "object", "select", "textarea"}
)
_INLINE = frozenset(
    """a abbr b bdi bdo big cite code data del dfn em font i ins kbd label mark o:p q rb rp rt ruby s samp small span
    strike strong sub sup time tt u var wbr""".split()  # noqa: SIM905 - a list of forty lines says no more
)
_WIDEST = 100


def read(data: bytes) -> Document:
    """The document on a page; what is hidden and what is no text is left out.

    >>> document = read("<h1>示例</h1><p>甲&lt;乙<table><tr><td colspan=2>丙</table>".encode())
    >>> document.blocks[:2]
    (Heading(text='示例', level=1), Paragraph(text='甲<乙'))

    Raises:
        ReadError: It is not text.
    """
    text = decoded(data)
    root = turbohtml.parse(text)
    page = _Page()
    page.walk(root)
    notes = [f"页面上有 {page.pictures} 幅图片，未收入年报"] if page.pictures else []
    if _ends_in_cell(text) and page.drop_last_cell():
        notes.append("页面没有完，最后一格可能不全，没有读")
    html = root.find("html")
    language = html.attr("lang") if html else None
    known: dict[str, Any] = {"language": str(language)} if language else {}
    return Document(blocks=tuple(page.blocks), embedded=_embedded(root), notes=tuple(notes), **known)


def _embedded(root: turbohtml.Document) -> Embedded | None:
    carrier = root.select_one("pre.gd-data[data-sha256]")
    return Embedded(carrier.text.encode(), str(carrier.attr("data-sha256"))) if carrier else None


_CELL = re.compile(r"<t[dh]\b", re.IGNORECASE)
_AFTER_CELL = re.compile(r"</(?:t[dhrab]|body|html)", re.IGNORECASE)


def _ends_in_cell(text: str) -> bool:
    """Whether a page is cut off in a cell: nothing that ends a cell follows where the last one begins."""
    begins = max((match.start() for match in _CELL.finditer(text)), default=None)
    return begins is not None and not _AFTER_CELL.search(text, begins)


@mutable
class _Page:
    """The blocks of a page, gathered without recursion, since pages nest without bound."""

    blocks: list[Block] = field(factory=list)
    words: list[str] = field(factory=list)
    line: int | None = None
    tables: int = 0
    pictures: int = 0

    def walk(self, root: turbohtml.Node) -> None:
        """Enter every element, leave it again, and gather the text between."""
        stack: list[tuple[turbohtml.Node, bool]] = [(root, True)]
        while stack:
            node, entering = stack.pop()
            if not entering:
                self._flush(_HEADINGS.get(_tag(node)))
            elif isinstance(node, turbohtml.Text):
                self.words.append(node.data)
            elif isinstance(node, turbohtml.Element) and node.tag == "table" and not _is_layout(node):
                self._table(node)
            elif not _is_hidden(node):
                self._enter(node, stack)
        self._flush(None)

    def drop_last_cell(self) -> bool:
        """Leave out the last cell if the page ends in it, since half a number looks like a number."""
        last = self.blocks[-1] if self.blocks else None
        if not isinstance(last, Grid):
            return False
        *lines, (*cells, _) = (line for line in last.rows if line)
        self.blocks[-1] = attrs.evolve(last, rows=(*lines, tuple(cells)))
        return True

    def _enter(self, node: turbohtml.Node, stack: list[tuple[turbohtml.Node, bool]]) -> None:
        tag = _tag(node)
        self.pictures += tag == "img"
        if tag not in _INLINE:
            self._flush(None)
            self.line = getattr(node, "source_line", None)
            stack.append((node, False))
        stack.extend((child, True) for child in reversed(list(node.children)))

    def _flush(self, level: int | None) -> None:
        text, place = folded("".join(self.words)), Place(line=self.line)
        self.words.clear()
        if text:
            self.blocks.append(Heading(text, level, place=place) if level else Paragraph(text, place=place))

    def _table(self, table: turbohtml.Element) -> None:
        self._flush(None)
        if _is_hidden(table):
            return
        self.tables += 1
        rows = _rows(table)
        caption = next((each for each in table.children if _tag(each) == "caption"), None)
        lines = tuple(self._row(row, number, len(rows) - number) for number, row in enumerate(rows))
        if any(lines):
            self.blocks.append(
                Grid(lines, folded(_text(caption)) if caption else "", place=Place(line=table.source_line))
            )

    def _row(self, row: turbohtml.Element, number: int, left: int) -> tuple[Cell, ...]:
        cells = [cell for cell in row.children if isinstance(cell, turbohtml.Element) and cell.tag in {"td", "th"}]
        return tuple(
            Cell(
                folded(_text(cell)),
                rowspan=_span(cell, "rowspan", left),
                colspan=_span(cell, "colspan", _WIDEST),
                header=cell.tag == "th",
                place=Place(line=cell.source_line, table=self.tables, row=number + 1, cell=position),
            )
            for position, cell in enumerate(cells, start=1)
        )


def _rows(table: turbohtml.Element) -> list[turbohtml.Element]:
    """The rows of *table* itself; the parser has put each into a part of it."""
    parts = [part for part in table.children if _tag(part) in {"thead", "tbody", "tfoot"}]
    return [row for part in parts for row in part.children if isinstance(row, turbohtml.Element) and row.tag == "tr"]


def _is_layout(table: turbohtml.Element) -> bool:
    """Whether a table lays out the page, as old sites do: one in it has more rows than it has itself."""
    own = len(_rows(table))
    return any(len(_rows(inner)) > own for inner in table.find_all("table"))


def _tag(node: turbohtml.Node) -> str:
    return node.tag if isinstance(node, turbohtml.Element) else ""


def _is_hidden(node: turbohtml.Node) -> bool:
    """Whether a person sees nothing of *node*; a comment is never seen."""
    if isinstance(node, turbohtml.Element):
        return node.tag in _UNSEEN or node.attr("hidden") is not None
    return not isinstance(node, turbohtml.Document)


def _text(element: turbohtml.Node) -> str:
    """The text in *element*, words on two lines or in two paragraphs kept apart."""
    words = []
    stack = [element]
    while stack:
        node = stack.pop()
        if isinstance(node, turbohtml.Text):
            words.append(node.data)
        elif node is element or not _is_hidden(node):
            words.append("" if _tag(node) in _INLINE else " ")
            stack.extend(reversed(list(node.children)))
    return "".join(words)


def _span(cell: turbohtml.Element, name: str, most: int) -> int:
    value = str(cell.attr(name) or "1").strip()
    return min(max(int(value), 1), most) if value.isascii() and value.isdecimal() and len(value) < 6 else 1  # noqa: PLR2004
