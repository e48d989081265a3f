"""HTML: a page of its own, and any page a report was published on."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache, partial
from string import whitespace
from typing import Any, Final

import attrs
import turbohtml
from attrs import field, mutable
from markupsafe import Markup

from govdisclosure.document import Block, Cell, Chart, Document, Embedded, Grid, Heading, Paragraph, Place, folded
from govdisclosure.formats.decoding import decoded
from govdisclosure.formats.markup import template, template_text, tongue
from govdisclosure.formats.options import HtmlOptions
from govdisclosure.i18n import SOURCE, nearest_locale, say

__all__ = ["OPTIONS", "figure", "looks_like", "read", "read_text", "write"]

OPTIONS = HtmlOptions


def looks_like(data: bytes) -> bool:
    """Whether *data* begins like a page or a piece of one."""
    return data[:200].lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n")[:1] == b"<"


# --- writing ----------------------------------------------------------------------------------------------------------


def write(document: Document, options: HtmlOptions = OPTIONS()) -> bytes:  # noqa: B008 - it cannot be changed
    """The page of *document*, or the element to put into another: UTF-8, no scripts, nothing remote.

    >>> page = write(Document(blocks=(Heading("示例", level=1), Paragraph("甲 < 乙")))).decode()
    >>> "<p>甲 &lt; 乙</p>" in page
    True
    """
    marked = document.embedded.sha256[:8] + "-" if options.fragment and document.embedded else ""
    locale = nearest_locale(document.language)
    values = {
        "document": document,
        "blocks": [(type(block).__name__, block) for block in document.blocks],
        "options": options,
        "prefix": f"gd-{marked}",
        "look": _looks(options.fragment),
        "attribute": _attribute,
        "said": partial(_said, locale),
        "tongue": partial(tongue, locale),
    }
    return (template("report.html.j2").render(values) + "\n").encode()


def figure(chart: Chart, name: str = "gd-chart", locale: str = SOURCE) -> str:
    """The element that shows *chart*, to be put into any page: bars, and their numbers in a table beside them.

    Args:
        chart: The chart, such as `govdisclosure.charts.years` makes.
        name: What the ids in it begin with; no two on a page may be alike.
        locale: The language of the words around it.

    >>> from govdisclosure.document import Bar
    >>> "<td" in figure(Chart("一、本年新收", "件", (Bar("2024", 7), Bar("2025", 12))))
    True
    """
    said = partial(_said, locale)
    return str(template("chart.html.j2").module.figure(chart, name, _looks(True), said)).strip()  # type: ignore[attr-defined]  # noqa: FBT003


def _said(locale: str, text: str, **arguments: object) -> str:
    return say(text, **arguments).in_locale(locale)


@cache
def _looks(fragment: bool) -> dict[str, Markup]:  # noqa: FBT001 - a key of the cache
    """What each kind of element says of its look: sites strip style sheets from what they are given, seldom this."""
    rules = re.findall(r"^(\w+) \{ (.*) \}$", template_text("fragment.css"), re.MULTILINE)
    style = Markup(' style="{}"')
    return {name: style.format(re.sub("(?<=[:;,]) ", "", look)) if fragment else Markup() for name, look in rules}


_REFERENCES: Final = {"&": "&amp;", "'": "&#39;", "<": "&lt;", ">": "&gt;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}


def _attribute(data: bytes) -> Markup:
    """*data* as the value of an attribute in single quotes, its lines kept even by a reader of XML."""
    text = data.decode()
    for character, reference in _REFERENCES.items():
        text = text.replace(character, reference)
    return Markup(text)  # noqa: S704 - escaped above


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
_MOST_SLOTS = 100_000
"""The largest table for which the columns are worked out; the largest of the form has 280 slots."""
_EDGES = whitespace + "\xa0\u3000\u200b\u2060\ufeff"


def read(data: bytes) -> Document:
    """The document on a page; what has the attribute ``hidden`` and what is no text is left out.

    >>> document = read("<h1>示例</h1><p>甲&lt;乙<table><tr><td colspan=2>丙</table>".encode())
    >>> document.blocks[:2]
    (Heading(text='示例', level=1), Paragraph(text='甲<乙'))

    Raises:
        ReadError: It is not text.
    """
    return read_text(decoded(data))


def read_text(text: str) -> Document:
    """The document on the page *text*; where an element of the page carries the data of a report, that element."""
    root = turbohtml.parse(text)
    carrier = root.select_one("[data-report][data-sha256]")
    page = _Page(is_ours=carrier is not None)
    page.walk(carrier or root)
    notes = [say("页面上有 {count} 幅图片，未收入年报", count=page.pictures)] if page.pictures else []
    if carrier and len("".join(carrier.text.split())) < len("".join(_text(root).split())):
        notes.append(say("页面上年报之外的文字没有读"))
    if _ends_in_cell(text) and page.drop_last_cell():
        notes.append(say("页面没有完，最后一格可能不全，没有读"))
    named = next((each for each in (carrier, root.find("html")) if each and each.attr("lang")), None)
    known: dict[str, Any] = {"language": str(named.attr("lang"))} if named else {}
    title = root.find("title")
    name = folded(title.text) if title else ""
    return Document(blocks=tuple(page.blocks), embedded=_embedded(carrier), name=name, notes=tuple(notes), **known)


def _embedded(carrier: turbohtml.Element | None) -> Embedded | None:
    if carrier is None:
        return None
    return Embedded(str(carrier.attr("data-report")).encode(), str(carrier.attr("data-sha256")))


_CELL = re.compile(r"<t[dh]\b", re.IGNORECASE)
_AFTER_CELL = re.compile(r"</(?:t[dhrab]|body|html)", re.IGNORECASE)


def _ends_in_cell(text: str) -> bool:
    """Whether a page is cut off in a cell: nothing that ends a cell follows where the last one begins."""
    begins = max((match.start() for match in _CELL.finditer(text)), default=None)
    return begins is not None and not _AFTER_CELL.search(text, begins)


@mutable
class _Page:
    """The blocks of a page, gathered without recursion, since pages nest without bound."""

    is_ours: bool = False
    """Whether it is held to the data that it carries letter by letter, so that nothing is trimmed."""
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
        if tag == "pre":
            self._typed(node)
            return
        if tag not in _INLINE:
            self._flush(None)
            self.line = getattr(node, "source_line", None)
            stack.append((node, False))
        stack.extend((child, True) for child in reversed(list(node.children)))

    def _typed(self, node: turbohtml.Node) -> None:
        """Text whose lines end where they are typed."""
        self._flush(None)
        first = getattr(node, "source_line", None)
        for number, line in enumerate(str(node.text).splitlines()):
            self.words.append(line)
            self.line = None if first is None else first + number
            self._flush(None)

    def _flush(self, level: int | None) -> None:
        text, place = self._seen("".join(self.words)), Place(line=self.line)
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
                Grid(
                    (*_header_line(rows, lines), *lines),
                    self._seen(_text(caption)) if caption else "",
                    place=Place(line=table.source_line),
                )
            )

    def _seen(self, text: str) -> str:
        return folded(text if self.is_ours else text.strip(_EDGES))

    def _row(self, row: turbohtml.Element, number: int, left: int) -> tuple[Cell, ...]:
        return tuple(
            Cell(
                self._seen(_text(cell)),
                rowspan=_span(cell, "rowspan", left),
                colspan=_span(cell, "colspan", _WIDEST),
                header=cell.tag == "th",
                place=Place(line=cell.source_line, table=self.tables, row=number + 1, cell=position),
            )
            for position, cell in enumerate(_cells(row), start=1)
        )


def _header_line(rows: Sequence[turbohtml.Element], lines: Sequence[tuple[Cell, ...]]) -> Iterator[tuple[Cell, ...]]:
    """The line of headers that the cells name where a table has none: so narrow screens learn the columns."""
    named = [[_label(cell) for cell in _cells(row)] for row in rows]
    headed = any(line and all(cell.header for cell in line) for line in lines)
    slots = sum(cell.rowspan * cell.colspan for line in lines for cell in line)
    if headed or slots > _MOST_SLOTS or not any(map(any, named)):
        return
    columns: dict[int, list[tuple[str, Cell]]] = {}
    numbers = Counter[int]()
    for r, c, cell in Grid(tuple(lines)).positions():
        columns.setdefault(c, []).append((named[r][numbers[r]], cell))
        numbers[r] += 1
    if all(len({name for name, _ in column}) == 1 for column in columns.values()):
        first = {c: Cell(column[0][0], header=True, place=column[0][1].place) for c, column in columns.items()}
        yield tuple(first.get(c, Cell(header=True)) for c in range(max(first) + 1))


def _label(cell: turbohtml.Element) -> str:
    return folded(str(cell.attr("data-label") or cell.attr("data-title") or ""))


def _cells(row: turbohtml.Element) -> list[turbohtml.Element]:
    return [cell for cell in row.children if isinstance(cell, turbohtml.Element) and cell.tag in {"td", "th"}]


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
    """Whether a person sees nothing of *node* that is not seen elsewhere: a comment, or a chart of ours."""
    if isinstance(node, turbohtml.Element):
        return node.tag in _UNSEEN or node.attr("hidden") is not None or node.attr("data-chart") is not None
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
