"""DOCX: a document as GB/T 9704-2012 lays it out, and any Word document a report was kept in.

The package is our own: its parts lie in ``parts/docx`` as they lie in the file, and the text is written between them.
Reading takes what Word, WPS and LibreOffice save: headings by style or outline level, merged cells by their marks. The
canonical JSON travels as a custom XML part, which Word keeps and never shows.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate, pairwise, takewhile
from typing import Any, Final
from unicodedata import east_asian_width
from xml.etree import ElementTree as ET

from attrs import field, frozen, mutable
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from govdisclosure.document import Block, Cell, Document, Embedded, Grid, Heading, Paragraph, Place
from govdisclosure.errors import ReadError
from govdisclosure.formats.archive import Archive, pack

__all__ = ["looks_like", "read", "write"]

_TEXT_PART: Final = "word/document.xml"
_STYLES_PART: Final = "word/styles.xml"
_NAMESPACE: Final = "urn:govdisclosure:annual-report"


def looks_like(data: bytes) -> bool:
    """Whether *data* is a zip archive that names the text of a Word document."""
    return data.startswith(b"PK\x03\x04") and _TEXT_PART.encode() in data


# --- writing: the package ---------------------------------------------------------------------------------------------

_PARTS: Final = (
    "[Content_Types].xml",
    "_rels/.rels",
    "docProps/core.xml",
    "word/_rels/document.xml.rels",
    _TEXT_PART,
    _STYLES_PART,
    "word/settings.xml",
    "word/fontTable.xml",
    "word/footer1.xml",
    "word/footer2.xml",
)
_CARRIER_PARTS: Final = ("customXml/item1.xml", "customXml/itemProps1.xml", "customXml/_rels/item1.xml.rels")

_LANGUAGES: Final = {"zh-Hans-CN": "zh-CN", "zh-Hans-SG": "zh-SG", "zh-Hant-TW": "zh-TW", "zh-Hant-HK": "zh-HK"}
"""The names that Word has for languages, where they are its own."""


def write(document: Document) -> bytes:
    """The Word document of *document*, the same bytes on any day.

    >>> data = write(Document(blocks=(Heading("示例", level=1), Paragraph("甲 < 乙"))))
    >>> looks_like(data), read(data).blocks
    (True, (Heading(text='示例', level=1), Paragraph(text='甲 < 乙')))
    """
    embedded = document.embedded
    values = {
        "title": _printable(document.title),
        "language": _LANGUAGES.get(document.language, document.language),
        "body": Markup("".join(_body(document.blocks))),  # noqa: S704
        "embedded": embedded,
        "json": Markup(_escaped(embedded.data.decode()).replace("\r", "&#13;")) if embedded else "",  # noqa: S704
    }
    names = _PARTS + _CARRIER_PARTS * (embedded is not None)
    parts = _environment()
    return pack((name, parts.get_template(name).render(values).encode()) for name in names)


@cache
def _environment() -> Environment:
    loader = PackageLoader("govdisclosure", "formats/parts/docx")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, auto_reload=False)


_UNPRINTABLE: Final = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def _printable(text: str) -> str:
    """*text* without what no XML can hold; the text of a report has none of it."""
    return _UNPRINTABLE.sub("", text)


def _escaped(text: str) -> str:
    return _printable(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


# --- writing: the text ------------------------------------------------------------------------------------------------

_TEXT_WIDTH: Final = 8845
"""The width of the text on the page, 156 mm, in twentieths of a point."""
_TITLE_SIZE: Final = 440
_OPEN: Final = '<w:t xml:space="preserve">'
_CLOSE: Final = "</w:t>"
_GAP: Final = '<w:p><w:pPr><w:pStyle w:val="TableGap"/></w:pPr></w:p>'


def _body(blocks: Sequence[Block]) -> Iterator[str]:
    """The blocks; after a table comes a gap, since Word joins two tables that follow each other."""
    topic = ""
    for block in blocks:
        match block:
            case Heading(text, 1):
                yield _paragraph(text, "Title", _title_indent(text))
            case Heading(text, level):
                topic = text
                yield _paragraph(text, f"Heading{min(level, 6) - 1}")
            case Paragraph(text):
                yield _paragraph(text, "BodyText")
            case Grid() if any(block.rows):
                yield from _table(block, topic)
                yield _GAP


def _paragraph(text: str, style: str, more: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr>{_run(text)}</w:p>'


def _title_indent(text: str) -> str:
    """The indent on both sides that makes the lines of a long title about equally long."""
    size = sum(_TITLE_SIZE if east_asian_width(char) in "WFA" else _TITLE_SIZE // 2 for char in text)
    longest = -(-size // max(-(-size // _TEXT_WIDTH), 1)) + _TITLE_SIZE
    indent = max(_TEXT_WIDTH - longest, 0) // 2
    return f'<w:ind w:left="{indent}" w:right="{indent}"/>' if size > _TEXT_WIDTH else ""


def _run(text: str) -> str:
    if not text:
        return ""
    lines = _escaped(text).replace("\r\n", "\n").replace("\r", "\n")
    marked = lines.replace("\t", f"{_CLOSE}<w:tab/>{_OPEN}").replace("\n", f"{_CLOSE}<w:br/>{_OPEN}")
    return f"<w:r>{_OPEN}{marked}{_CLOSE}</w:r>"


# --- writing: tables --------------------------------------------------------------------------------------------------

_WIDTHS: Final = {
    4: (219, 149, 101, 89),
    10: (20, 56, 166, 40, 46, 46, 55, 53, 40, 50),
}
"""The columns of the tables of the form in proportion, by how many they are; those of all other tables are equal."""

_SMALL_FROM: Final = 10
_LONGEST_TOGETHER: Final = 16
_LONGEST_CENTRED: Final = 12


@frozen
class _Slot:
    """A place in a row of a Word table: where a cell begins, or where one is carried on from above."""

    column: int
    width: int
    cell: Cell
    merge: str


def _table(grid: Grid, topic: str) -> Iterator[str]:
    width = grid.width
    edges = _edges(grid, width)
    rows = _slots(grid)
    head = _header_rows(grid)
    together = len(rows) <= _LONGEST_TOGETHER
    style = "TableText" if width < _SMALL_FROM else "TableTextSmall"
    yield (
        '<w:tbl><w:tblPr><w:tblStyle w:val="ReportTable"/>'
        f'<w:tblW w:w="{_TEXT_WIDTH}" w:type="dxa"/><w:jc w:val="center"/><w:tblLayout w:type="fixed"/>'
        f'<w:tblCaption w:val="{_escaped(grid.caption)}"/><w:tblDescription w:val="{_escaped(topic)}"/></w:tblPr>'
        "<w:tblGrid>"
    )
    yield from (f'<w:gridCol w:w="{right - left}"/>' for left, right in pairwise(edges))
    yield "</w:tblGrid>"
    for number, row in enumerate(rows):
        keep = "<w:keepNext/>" if number < head or (together and number < len(rows) - 1) else ""
        yield from _row(row, edges, f'<w:pStyle w:val="{style}"/>{keep}', is_head=number < head)
    yield "</w:tbl>"


def _edges(grid: Grid, width: int) -> list[int]:
    """Where the columns begin, and where the last one ends."""
    equal = (1,) * width
    of_the_form = any(cell.path for row in grid.rows for cell in row)
    weights = _WIDTHS.get(width, equal) if of_the_form else equal
    whole = sum(weights)
    return [_TEXT_WIDTH * part // whole for part in accumulate(weights, initial=0)]


def _header_rows(grid: Grid) -> int:
    """How many rows at the top hold labels only; none if all do."""
    head = len(list(takewhile(lambda row: all(cell.header for cell in row), grid.rows)))
    return head if head < len(grid.rows) else 0


def _slots(grid: Grid) -> list[list[_Slot]]:
    """The slots of each row from left to right: spans cut to the table and to each other, holes filled."""
    rows: list[dict[int, _Slot]] = [{} for _ in grid.rows]
    taken: list[set[int]] = [set() for _ in grid.rows]
    for r, c, cell in grid.positions():
        width = next((column for column in range(c, c + cell.colspan) if column in taken[r]), c + cell.colspan) - c
        last = min(r + cell.rowspan, len(rows))
        for below in range(r, last):
            merge = "" if last == r + 1 else "continue" if below > r else "restart"
            rows[below][c] = _Slot(c, width, cell, merge)
            taken[below].update(range(c, c + width))
    for row, columns in zip(rows, taken, strict=True):
        row |= {c: _Slot(c, 1, Cell(), "") for c in range(max(columns, default=0) + 1) if c not in columns}
    return [[row[c] for c in sorted(row)] for row in rows]


def _row(row: Sequence[_Slot], edges: Sequence[int], properties: str, *, is_head: bool) -> Iterator[str]:
    missing = len(edges) - 1 - row[-1].column - row[-1].width
    yield "<w:tr><w:trPr>"
    if missing:
        yield f'<w:gridAfter w:val="{missing}"/>'
    yield f"<w:cantSplit/>{'<w:tblHeader/>' * is_head}</w:trPr>"
    labels_only = all(slot.cell.header for slot in row)
    for slot in row:
        wide = edges[slot.column + slot.width] - edges[slot.column]
        span = f'<w:gridSpan w:val="{slot.width}"/>' * (slot.width > 1)
        merge = f'<w:vMerge w:val="{slot.merge}"/>' * bool(slot.merge)
        jc = '<w:jc w:val="center"/>' * (labels_only or _is_centred(slot.cell))
        text = "" if slot.merge == "continue" else _run(slot.cell.text)
        yield (
            f'<w:tc><w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/>{span}{merge}<w:vAlign w:val="center"/></w:tcPr>'
            f"<w:p><w:pPr>{properties}{jc}</w:pPr>{text}</w:p></w:tc>"
        )
    yield "</w:tr>"


def _is_centred(cell: Cell) -> bool:
    """Whether *cell* holds a number or a word, or heads several rows; longer text and the label of a row stand left."""
    return cell.rowspan > 1 or not (cell.header or len(cell.text) > _LONGEST_CENTRED)


# --- reading ----------------------------------------------------------------------------------------------------------

_WORD: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT: Final = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_MATH: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def _names(names: str) -> frozenset[str]:
    return frozenset(_WORD + name for name in names.split())


_PARAGRAPH: Final = _names("p")
_TABLE: Final = _names("tbl")
_ROW: Final = _names("tr")
_CELL: Final = _names("tc")
_MARKS: Final = {
    _WORD + "tab": "\t",
    _WORD + "ptab": "\t",
    _WORD + "br": "\n",
    _WORD + "cr": "\n",
    _WORD + "noBreakHyphen": "-",
}
_WORDS: Final = frozenset({_WORD + "t", _MATH + "t", *_MARKS})
_LOST: Final = {
    _WORD + "drawing": "幅图片或图形",
    _WORD + "pict": "幅图片或图形",
    _WORD + "object": "个嵌入的对象",
    _WORD + "altChunk": "处嵌入的网页或文档",
    _WORD + "footnoteReference": "处脚注",
    _WORD + "endnoteReference": "处尾注",
}
_UNSEEN: Final = frozenset({_FALLBACK, *_LOST}) | _names(
    "del moveFrom delText instrText delInstrText rt pPr rPr sectPr tblPr tblGrid trPr tcPr sdtPr"
)
"""What holds no text of the page: deleted text, codes of fields, readings above characters, properties."""

_MOST_PLACES: Final = 1_000_000


def read(data: bytes) -> Document:
    """The document in a Word file; what is deleted, and what stands in headers, footers and pictures, is left out.

    Raises:
        ReadError: It is no Word document, or cannot be read safely.
    """
    archive = Archive(data, "Word 文档（.docx）")
    if _TEXT_PART not in archive:
        found = "，".join(archive.names[:5]) or "没有任何成员"
        raise ReadError(f"Word 文档（.docx）中应有 {_TEXT_PART}；现有 {found}")
    styles = _transitional(archive.xml(_STYLES_PART)) if _STYLES_PART in archive else ET.Element("none")
    body = _transitional(archive.xml(_TEXT_PART)).find(_WORD + "body")
    if body is None:
        raise ReadError(f"{_TEXT_PART} 中应有 w:body；现没有，文档不完整")
    page = _Page(_Styles(styles))
    page.walk(body)
    notes = tuple(_notes(body, page.numbered))
    return Document(blocks=tuple(page.blocks), embedded=_embedded(archive), notes=notes, **_language(styles))


def _transitional(root: ET.Element) -> ET.Element:
    """*root* with the names of strict Office Open XML turned into the usual ones."""
    if root.tag.startswith(_STRICT):
        for element in root.iter():
            element.tag = element.tag.replace(_STRICT, _WORD)
            for name in [name for name in element.attrib if name.startswith(_STRICT)]:
                element.set(name.replace(_STRICT, _WORD), element.attrib.pop(name))
    return root


def _find(root: ET.Element, wanted: frozenset[str]) -> Iterator[ET.Element]:
    """The outermost *wanted* elements below *root*, in order, through whatever they are wrapped in."""
    stack = list(reversed(root))
    while stack:
        element = stack.pop()
        if element.tag in wanted:
            yield element
        elif element.tag not in _UNSEEN:
            stack.extend(reversed(element))


def _text(paragraph: ET.Element) -> str:
    return "".join(_MARKS.get(word.tag, word.text or "") for word in _find(paragraph, _WORDS)).strip("\n")


@cache
def _path(path: str) -> str:
    return "/".join(_WORD + step for step in path.split("/"))


def _value(element: ET.Element | None, path: str, name: str = "val") -> str | None:
    """An attribute of what is at *path* below *element*, empty if it is not written; ``None`` if nothing is there."""
    found = None if element is None else element.find(_path(path))
    return None if found is None else found.get(_WORD + name, "")


def _count(element: ET.Element | None, path: str) -> int:
    value = _value(element, path) or ""
    return int(value) if re.fullmatch(r"\d{1,9}", value, re.ASCII) else 0


def _is_on(element: ET.Element | None, path: str) -> bool:
    return _value(element, path) not in {None, "0", "false", "off"}


def _language(styles: ET.Element) -> dict[str, Any]:
    name = _value(styles, "docDefaults/rPrDefault/rPr/lang", "eastAsia")
    known = {code: language for language, code in _LANGUAGES.items()}
    return {"language": known.get(name, name)} if name else {}


def _embedded(archive: Archive) -> Embedded | None:
    for name in archive.names:
        if re.fullmatch(r"customXml/item\d+\.xml", name) and _NAMESPACE.encode() in archive.read(name):
            root = archive.xml(name)
            if root.tag == f"{{{_NAMESPACE}}}report":
                return Embedded((root.text or "").encode(), root.get("sha256", ""))
    return None


def _notes(body: ET.Element, numbered: int) -> Iterator[str]:
    """What a person sees on the page and is not among the blocks."""
    lost = Counter(_kind(element) for element in _find(body, frozenset(_LOST)))
    yield from (f"文中有 {count} {kind}，未收入年报" for kind, count in lost.items())
    if numbered:
        yield f"文中有 {numbered} 段由 Word 自动编号，编号未收入年报"


def _kind(element: ET.Element) -> str:
    boxes = element.iter(_WORD + "txbxContent")
    return _LOST[element.tag] if next(boxes, None) is None else "个文本框"


# --- reading: styles --------------------------------------------------------------------------------------------------

_HEADING_NAME: Final = re.compile(r"(?:heading|标题)\s*([1-9])")
_TITLE_NAMES: Final = {"title", "标题"}
_LONGEST_CHAIN: Final = 20
_BODY_TEXT: Final = 9
"""The outline level that is none."""


@frozen
class _Style:
    """What a style says of headings and numbers; *based_on* names the style it leaves the rest to."""

    name: str
    based_on: str | None = None
    outline: str | None = None
    numbering: str | None = None

    @property
    def level(self) -> int | None:
        """The level of a heading in this style: 0 for none, ``None`` if the style does not say."""
        if self.name in _TITLE_NAMES:
            return 1
        if match := _HEADING_NAME.fullmatch(self.name):
            return min(int(match[1]) + 1, 6)
        return _outlined(self.outline)


def _outlined(outline: str | None) -> int | None:
    """The level of a heading by its outline level, which Word counts from 0."""
    if outline is None or not re.fullmatch("[0-9]", outline, re.ASCII):
        return None
    return 0 if int(outline) == _BODY_TEXT else min(int(outline) + 2, 6)


class _Styles:
    """The paragraph styles of a document, each with those it is based on."""

    def __init__(self, root: ET.Element) -> None:
        self._styles: dict[str, _Style] = {}
        for style in root.iterfind(_WORD + "style"):
            self._styles[style.get(_WORD + "styleId", "")] = _Style(
                (_value(style, "name") or "").split(",")[0].strip().lower(),
                _value(style, "basedOn"),
                _value(style, "pPr/outlineLvl"),
                _value(style, "pPr/numPr/numId"),
            )

    def _chain(self, paragraph: ET.Element) -> Iterator[_Style]:
        """What the paragraph itself says, then its style, and so on to the last one; a circle is cut."""
        name = _value(paragraph, "pPr/pStyle")
        for _ in range(_LONGEST_CHAIN):
            if name is None:
                return
            style = self._styles.get(name) or _Style(name.lower())
            yield style
            name = style.based_on

    def level(self, paragraph: ET.Element) -> int:
        """The level of the heading that *paragraph* is, 0 if it is none."""
        said = [style.level for style in self._chain(paragraph)] + [_outlined(_value(paragraph, "pPr/outlineLvl"))]
        return next((level for level in said if level is not None), 0)

    def is_numbered(self, paragraph: ET.Element) -> bool:
        """Whether Word puts a number before *paragraph* that is not in its text."""
        said = [_value(paragraph, "pPr/numPr/numId"), *(style.numbering for style in self._chain(paragraph))]
        return next((number for number in said if number is not None), "0") != "0"


# --- reading: blocks --------------------------------------------------------------------------------------------------


@mutable
class _Anchor:
    """A cell while its table is read, when it is not yet known how many rows it takes."""

    text: str
    colspan: int
    header: bool
    place: Place
    rowspan: int = 1

    def cell(self) -> Cell:
        """The cell it came to be."""
        return Cell(self.text, self.rowspan, self.colspan, header=self.header, place=self.place)


@mutable
class _Page:
    """The blocks of a document, in order."""

    styles: _Styles
    blocks: list[Block] = field(factory=list)
    lines: int = 0
    tables: int = 0
    places: int = 0
    numbered: int = 0

    def walk(self, body: ET.Element) -> None:
        """Take in the paragraphs and tables of *body*."""
        for element in _find(body, _PARAGRAPH | _TABLE):
            if element.tag in _TABLE:
                self._table(element)
            else:
                self._paragraph(element)

    def _paragraph(self, paragraph: ET.Element) -> None:
        self.lines += 1
        text, place = _text(paragraph), Place(line=self.lines)
        if text.strip():
            level = self.styles.level(paragraph)
            self.blocks.append(Heading(text, level, place=place) if level else Paragraph(text, place=place))
            self.numbered += self.styles.is_numbered(paragraph)

    def _table(self, table: ET.Element) -> None:
        self.tables += 1
        rows: list[list[_Anchor]] = []
        above: dict[int, _Anchor] = {}
        for row in _find(table, _ROW):
            if _value(row, "trPr/del") is None:
                anchors, above = self._row(row, len(rows) + 1, above)
                rows.append(anchors)
        if any(rows):
            cells = tuple(tuple(anchor.cell() for anchor in anchors) for anchors in rows)
            caption = _value(table, "tblPr/tblCaption") or ""
            self.blocks.append(Grid(cells, caption, place=Place(table=self.tables, row=1, cell=1)))

    def _row(self, row: ET.Element, number: int, above: dict[int, _Anchor]) -> tuple[list[_Anchor], dict[int, _Anchor]]:
        """The cells that begin in *row*, and by their columns those that may go on below it."""
        anchors: list[_Anchor] = []
        merged: dict[int, _Anchor] = {}
        header = _is_on(row, "trPr/tblHeader")

        def begin(text: str, span: int) -> _Anchor:
            place = Place(table=self.tables, row=number, cell=len(anchors) + 1)
            anchors.append(_Anchor(text, span, header, place))
            return anchors[-1]

        if column := self._spanned(_count(row, "trPr/gridBefore")):
            begin("", column)
        for cell in _find(row, _CELL):
            properties = cell.find(_WORD + "tcPr")
            span = self._spanned(max(_count(properties, "gridSpan"), 1))
            merge = _value(properties, "vMerge")
            anchor = above.get(column)
            if anchor and anchor.colspan == span and merge in {"", "continue"}:
                anchor.rowspan += 1
            else:
                anchor = begin("\n".join(map(_text, _find(cell, _PARAGRAPH))), span)
            if merge is not None:
                merged[column] = anchor
            column += span
        return anchors, merged

    def _spanned(self, columns: int) -> int:
        """*columns*, unless the tables have grown beyond what any report holds."""
        self.places += columns
        if self.places > _MOST_PLACES:
            raise ReadError(f"Word 文档（.docx）中的表格应不超过 {_MOST_PLACES} 格；现第{self.tables}个表格起超过")
        return columns
