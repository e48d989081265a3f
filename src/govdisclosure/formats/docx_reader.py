"""Reading DOCX as Word, WPS and LibreOffice save it: headings by style or outline level, cells by their marks."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any, Final
from xml.etree import ElementTree as ET

from attrs import field, frozen, mutable

from govdisclosure.document import Block, Cell, Document, Embedded, Grid, Heading, Paragraph, Place, folded
from govdisclosure.errors import ReadError
from govdisclosure.formats.archive import Archive
from govdisclosure.i18n import said, say

__all__ = ["LANGUAGES", "NAMESPACE", "PROPERTIES_PART", "STYLES_PART", "TEXT_PART", "TITLE", "read", "style_name"]

TEXT_PART: Final = "word/document.xml"
STYLES_PART: Final = "word/styles.xml"
PROPERTIES_PART: Final = "docProps/core.xml"
NAMESPACE: Final = "urn:govdisclosure:annual-report"
LANGUAGES: Final = {"zh-Hans-CN": "zh-CN", "zh-Hans-SG": "zh-SG", "zh-Hant-TW": "zh-TW", "zh-Hant-HK": "zh-HK"}
"""The names that Word has for languages, where they are its own."""

_WORD: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT: Final = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_MATH: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def _names(names: str) -> frozenset[str]:
    return frozenset(_WORD + name for name in names.split())


_PARAGRAPH: Final = _names("p")
_TABLE: Final = _names("tbl")
_TEXT_BOX: Final = _names("txbxContent")
_CONTROL: Final = _names("sdt")
_RUN: Final = _names("r")
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
    _WORD + "drawing": said("幅图片或图形"),
    _WORD + "pict": said("幅图片或图形"),
    _WORD + "object": said("个嵌入的对象"),
    _WORD + "altChunk": said("处嵌入的网页或文档"),
    _WORD + "footnoteReference": said("处脚注"),
    _WORD + "endnoteReference": said("处尾注"),
}
_ASIDE: Final = frozenset(_LOST)
_UNSEEN: Final = frozenset({_FALLBACK, *_LOST}) | _names(
    "del moveFrom delText instrText delInstrText rt pPr rPr sectPr tblPr tblGrid trPr tcPr sdtPr"
)
"""What holds no text of the page: deleted text, codes of fields, readings above characters, properties."""

TITLE: Final = say("Word 文档（.docx）")
_MOST_PLACES: Final = 1_000_000
_WIDEST: Final = 1000
_HIGHEST: Final = 65534
_DEEPEST: Final = 8


def read(data: bytes) -> Document:
    """The document in a Word file.

    What is deleted or hidden, and what stands in headers, footers and pictures, is left out.

    Raises:
        ReadError: It is no Word document, or cannot be read safely.
    """
    archive = Archive(data, TITLE)
    if TEXT_PART not in archive:
        raise ReadError(say("{title}中应有 {name}；现有 {found}", title=TITLE, name=TEXT_PART, found=archive.some))
    styles = _transitional(archive.xml(STYLES_PART)) if STYLES_PART in archive else ET.Element("none")
    body = _transitional(archive.xml(TEXT_PART)).find(_WORD + "body")
    if body is None:
        raise ReadError(say("{name} 中应有 w:body；现没有，文档不完整", name=TEXT_PART))
    page = _Page(_Styles(styles))
    page.lost.update({_HIDDEN: hidden} if (hidden := _empty_hidden(body, page.styles)) else {})
    page.walk(body)
    return Document(
        blocks=tuple(page.blocks),
        embedded=_embedded(archive),
        name=folded(_property(archive, "title")),
        notes=tuple(page.notes()),
        **_language(archive, styles),
    )


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


_OFF: Final = {"0", "false", "off"}


def _is_on(element: ET.Element | None, path: str) -> bool:
    return _value(element, path) not in {None, *_OFF}


def _language(archive: Archive, styles: ET.Element) -> dict[str, Any]:
    """The language that the properties of the file name, and failing that the one of its Chinese text."""
    name = _property(archive, "language") or _value(styles, "docDefaults/rPrDefault/rPr/lang", "eastAsia")
    known = {code: language for language, code in LANGUAGES.items()}
    return {"language": known.get(name, name)} if name else {}


def _embedded(archive: Archive) -> Embedded | None:
    for name in archive.names:
        if re.fullmatch(r"customXml/item\d+\.xml", name) and NAMESPACE.encode() in archive.read(name):
            root = archive.xml(name)
            if root.tag == f"{{{NAMESPACE}}}report":
                return Embedded((root.text or "").encode(), root.get("sha256", ""))
    return None


def _property(archive: Archive, name: str) -> str:
    """What the properties of the file say under *name*."""
    if PROPERTIES_PART not in archive:
        return ""
    return archive.xml(PROPERTIES_PART).findtext("{http://purl.org/dc/elements/1.1/}" + name) or ""


_HIDDEN: Final = said("处隐藏文字")


def _kind(element: ET.Element) -> str:
    boxes = element.iter(*_TEXT_BOX)
    return _LOST[element.tag] if next(boxes, None) is None else said("个文本框")


def _empty_hidden(body: ET.Element, styles: "_Styles") -> int:
    """Empty the runs that the page does not show and the controls that only show a prompt; how many runs held text."""
    for control in body.iter(*_CONTROL):
        if _is_on(control, "sdtPr/showingPlcHdr"):
            runs = [run for run in _find(control, _RUN | _CONTROL) if run.tag in _RUN]
            if not re.search(r"\d", "".join(map(_text, runs))):
                for run in runs:
                    run.clear()
    hidden = 0
    if styles.may_hide or next(body.iter(_WORD + "vanish"), None) is not None:
        for paragraph in body.iter(*_PARAGRAPH):
            for run in _find(paragraph, _RUN | _PARAGRAPH):
                if run.tag in _RUN and styles.hides(paragraph, run):
                    hidden += bool(_text(run).strip())
                    run.clear()
    return hidden


# --- styles -----------------------------------------------------------------------------------------------------------

_HEADING_NAME: Final = re.compile(r"(?:heading|标题)\s*([1-9])")
_TITLE_NAMES: Final = {"title", "标题"}
_LONGEST_CHAIN: Final = 20
_BODY_TEXT: Final = 9
"""The outline level that is none."""


@frozen
class _Style:
    """What a style says of headings, numbers and hiding; *based_on* names the style it leaves the rest to."""

    name: str
    based_on: str | None = None
    outline: str | None = None
    numbering: str | None = None
    vanish: str | None = None

    @property
    def level(self) -> int | None:
        """The level of a heading in this style: 0 for none, ``None`` if the style does not say."""
        if self.name in _TITLE_NAMES:
            return 1
        if match := _HEADING_NAME.fullmatch(self.name):
            return min(int(match[1]) + 1, 6)
        return _outlined(self.outline)


def style_name(style: ET.Element) -> str:
    """The name of a style as Word knows it in every language, without its aliases."""
    return (_value(style, "name") or "").split(",")[0].strip().lower()


def _outlined(outline: str | None) -> int | None:
    """The level of a heading by its outline level, which Word counts from 0."""
    if outline is None or not re.fullmatch("[0-9]", outline, re.ASCII):
        return None
    return 0 if int(outline) == _BODY_TEXT else min(int(outline) + 2, 6)


class _Styles:
    """The styles of a document, each with those it is based on."""

    def __init__(self, root: ET.Element) -> None:
        self._styles: dict[str, _Style] = {}
        for style in root.iterfind(_WORD + "style"):
            self._styles[style.get(_WORD + "styleId", "")] = _Style(
                style_name(style),
                _value(style, "basedOn"),
                _value(style, "pPr/outlineLvl"),
                _value(style, "pPr/numPr/numId"),
                _value(style, "rPr/vanish"),
            )
        self.may_hide: Final = any(style.vanish is not None for style in self._styles.values())

    def _chain(self, element: ET.Element, path: str = "pPr/pStyle") -> Iterator[_Style]:
        """The style of *element*, named at *path*, and so on to the last one; a circle is cut."""
        name = _value(element, path)
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

    def hides(self, paragraph: ET.Element, run: ET.Element) -> bool:
        """Whether *run* in *paragraph* is hidden: by itself, by its own style or by that of the paragraph."""
        styles = (*self._chain(run, "rPr/rStyle"), *self._chain(paragraph))
        said = [_value(run, "rPr/vanish"), *(style.vanish for style in styles)]
        return next((vanish for vanish in said if vanish is not None), "0") not in _OFF


# --- blocks -----------------------------------------------------------------------------------------------------------


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
    """The blocks of a document, in order, and what stands beside them."""

    styles: _Styles
    blocks: list[Block] = field(factory=list)
    lost: Counter[str] = field(factory=Counter)
    lines: int = 0
    tables: int = 0
    places: int = 0
    numbered: int = 0

    def walk(self, root: ET.Element, depth: int = 0) -> None:
        """Take in the paragraphs and tables of *root*, which stands in so many text boxes and tables."""
        if depth > _DEEPEST:
            raise ReadError(say("{title}中的表格和文本框嵌套应不超过 {most} 层；现超过", title=TITLE, most=_DEEPEST))
        for element in _find(root, _PARAGRAPH | _TABLE | _ASIDE):
            if element.tag in _TABLE:
                self._table(element, depth)
            elif element.tag in _PARAGRAPH:
                self._paragraph(element)
                self._asides(element, depth)
            else:
                self._aside(element, depth)

    def notes(self) -> Iterator[str]:
        """What a person sees on the page and is not among the blocks, and what is hidden from that person."""
        yield from (say("文中有 {count} {kind}，未收入年报", count=n, kind=say(kind)) for kind, n in self.lost.items())
        if self.numbered:
            yield say("文中有 {count} 段由 Word 自动编号，编号未收入年报", count=self.numbered)

    def _paragraph(self, paragraph: ET.Element) -> None:
        self.lines += 1
        text, place = _text(paragraph), Place(line=self.lines)
        if text.strip():
            level = self.styles.level(paragraph)
            self.blocks.append(Heading(text, level, place=place) if level else Paragraph(text, place=place))
            self.numbered += self.styles.is_numbered(paragraph)

    def _asides(self, root: ET.Element, depth: int) -> None:
        for element in _find(root, _ASIDE):
            self._aside(element, depth)

    def _aside(self, element: ET.Element, depth: int) -> None:
        """Read a text box that holds a table, as a table is kept that text runs around; count anything else."""
        if next(element.iter(*_TABLE), None) is not None:
            self.walk(element, depth + 1)
        else:
            self.lost[_kind(element)] += 1

    def _table(self, table: ET.Element, depth: int) -> None:
        if _is_layout(table):
            self.walk(table, depth + 1)
            return
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
        self._asides(table, depth)

    def _row(self, row: ET.Element, number: int, above: dict[int, _Anchor]) -> tuple[list[_Anchor], dict[int, _Anchor]]:
        """The cells that begin in *row*, and by their columns those that may go on below it."""
        anchors: list[_Anchor] = []
        merged: dict[int, _Anchor] = {}
        header = _is_on(row, "trPr/tblHeader")

        def begin(text: str, span: int) -> _Anchor:
            place = Place(table=self.tables, row=number, cell=len(anchors) + 1)
            anchors.append(_Anchor(text, min(span, _WIDEST), header, place))
            return anchors[-1]

        if column := self._spanned(_count(row, "trPr/gridBefore")):
            begin("", column)
        for piece in _pieces(row):
            span = self._spanned(piece.span)
            anchor = above.get(column)
            goes_on = anchor and anchor.colspan == min(span, _WIDEST) and piece.merge in {"", "continue"}
            if anchor and goes_on and anchor.rowspan < _HIGHEST:
                anchor.rowspan += 1
            else:
                anchor = begin("\n".join(piece.texts), span)
            if piece.merge is not None:
                merged[column] = anchor
            column += span
        return anchors, merged

    def _spanned(self, columns: int) -> int:
        """*columns*, unless the tables have grown beyond what any report holds."""
        self.places += columns
        if self.places > _MOST_PLACES:
            told = {"title": TITLE, "most": _MOST_PLACES, "number": self.tables}
            raise ReadError(say("{title}中的表格应不超过 {most} 格；现第{number}个表格起超过", **told))
        return columns


@mutable
class _Piece:
    """A cell as it stands in a row, with the cells beside it that old programs merged into it."""

    texts: list[str]
    span: int
    merge: str | None


def _pieces(row: ET.Element) -> list[_Piece]:
    """The cells of *row* but for those deleted while changes were tracked."""
    pieces: list[_Piece] = []
    for cell in _find(row, _CELL):
        properties = cell.find(_WORD + "tcPr")
        if _value(properties, "cellDel") is not None:
            continue
        texts, span = list(map(_text, _find(cell, _PARAGRAPH))), max(_count(properties, "gridSpan"), 1)
        if pieces and _value(properties, "hMerge") in {"", "continue"}:
            pieces[-1].texts += filter(None, texts)
            pieces[-1].span += span
        else:
            pieces.append(_Piece(texts, span, _value(properties, "vMerge")))
    return pieces


def _is_layout(table: ET.Element) -> bool:
    """Whether a table only lays out the page: one in it has more rows than it has itself."""
    own = _height(table)
    return any(_height(inner) > own for inner in table.iter(*_TABLE))


def _height(table: ET.Element) -> int:
    return sum(element.tag in _ROW for element in _find(table, _ROW | _TABLE))
