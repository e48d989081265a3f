"""ODT: a report kept as an OpenDocument text, packed or flat, as LibreOffice, Word and WPS save it.

Both the text and its styles are XML, and a flat file is the same in one piece. What the page does not show is emptied
before anything is read; what it shows beside the text, such as pictures and notes, is counted and told.
"""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from typing import Any, Final
from xml.etree import ElementTree as ET

from attrs import field, frozen, mutable
from babel import Locale, UnknownLocaleError

from govdisclosure.document import Block, Cell, Document, Grid, Heading, Paragraph, Place
from govdisclosure.errors import ReadError
from govdisclosure.formats.archive import Archive, pack
from govdisclosure.i18n import Listing, said, say

__all__ = ["looks_like", "read"]

_TEXT_PART: Final = "content.xml"
_STYLES_PART: Final = "styles.xml"
_MANIFEST: Final = "META-INF/manifest.xml"
_TITLE: Final = say("OpenDocument 文档（.odt）")
_PACKED: Final = b"PK\x03\x04"
_STORED_KIND: Final = re.compile(rb"PK.{28}mimetype.{0,64}?application/vnd\.oasis\.opendocument\.([a-z-]+)", re.DOTALL)
_FLAT_KIND: Final = re.compile(rb"mimetype\s*=\s*[\"']application/vnd\.oasis\.opendocument\.text[\"']")
_FLAT_START: Final = 16_384


def looks_like(data: bytes) -> bool:
    """Whether *data* is an OpenDocument text by its kind, or an archive that does not say its kind and has the parts.

    >>> looks_like(b"<office:document office:mimetype='application/vnd.oasis.opendocument.text'>")
    True
    """
    if not data.startswith(_PACKED):
        return _FLAT_KIND.search(data, 0, _FLAT_START) is not None
    if kind := _STORED_KIND.match(data):
        return kind[1] == b"text"
    return _TEXT_PART.encode() in data and _MANIFEST.encode() in data


_NAMESPACES: Final = {
    name: f"{{urn:oasis:names:tc:opendocument:xmlns:{urn}:1.0}}"
    for name, urn in {
        "office": "office",
        "text": "text",
        "table": "table",
        "draw": "drawing",
        "style": "style",
    }.items()
}


def _name(name: str) -> str:
    prefix, _, local = name.partition(":")
    return _NAMESPACES[prefix] + local


def _names(names: str) -> frozenset[str]:
    return frozenset(map(_name, names.split()))


_ANY_BODY: Final = _name("office:body") + "/*"
_BODY: Final = f"{_name('office:body')}/{_name('office:text')}"
_PARAGRAPH: Final = _names("text:p text:h")
_TABLE: Final = _name("table:table")
_BLOCK: Final = _PARAGRAPH | {_TABLE}
_ROW: Final = _names("table:table-row")
_CELL: Final = _names("table:table-cell table:covered-table-cell")
_HEAD: Final = _names("table:table-header-rows")
_LISTED: Final = _names("text:list-item text:numbered-paragraph")
_DRAWN: Final = _names(
    """draw:frame draw:a draw:g draw:custom-shape draw:line draw:rect draw:polyline draw:polygon draw:regular-polygon
    draw:path draw:circle draw:ellipse draw:connector draw:caption draw:measure draw:control"""
)
_OBJECTS: Final = _names("draw:object draw:object-ole")
_ASIDE: Final = _DRAWN | _names("text:note office:annotation")
"""What the page shows beside the text."""
_UNSEEN: Final = _names("text:tracked-changes text:ruby-text text:number office:forms")
_HIDDEN: Final = {
    _name("text:display"): {"none"},
    _name("text:is-hidden"): {"true"},
    _name("table:visibility"): {"collapse", "filter"},
}

_DEEPEST: Final = 8
_MOST_PLACES: Final = 200_000
_LETTERS: Final = 100
"""The letters that weigh as much as a cell, so that no long text is repeated without bound."""
_MOST_SPACES: Final = 100
_HIGHEST: Final = 65_534
_WIDEST: Final = 1000


def read(data: bytes) -> Document:
    """The document in an OpenDocument text; what is hidden or deleted, headers, footers and pictures are left out.

    Raises:
        ReadError: It is no OpenDocument text, has a password, or cannot be read safely.
    """
    roots = _roots(data)
    text = roots[-1].find(_BODY)
    if text is None:
        bodies = [element.tag.partition("}")[2] for element in roots[-1].iterfind(_ANY_BODY)]
        found = Listing(bodies, said("，")) if bodies else say("没有正文")
        raise ReadError(say("{title}中应有文字正文 text；现为 {found}", title=_TITLE, found=found))
    styles = _Styles(roots)
    _empty_unseen(text, styles)
    page = _Page(styles)
    page.walk(text)
    notes = [say("文中有 {count} {kind}，未收入年报", count=n, kind=say(kind)) for kind, n in page.lost.items()]
    if numbered := styles.numbered(text):
        notes.append(say("文中有 {count} 段由列表或大纲自动编号，编号未收入年报", count=numbered))
    return Document(blocks=tuple(page.blocks), notes=tuple(notes), **_language(roots))


def _roots(data: bytes) -> list[ET.Element]:
    """The roots of the parts that are there: the styles and then the text, or both in one."""
    if not data.startswith(_PACKED):
        return [Archive(pack([(_TEXT_PART, data)]), _TITLE).xml(_TEXT_PART)]
    archive = Archive(data, _TITLE)
    if _MANIFEST in archive and b"encryption-data" in archive.read(_MANIFEST):
        raise ReadError(say("{title}已用密码加密，不能读；请在原软件中去掉密码后另存", title=_TITLE))
    if _TEXT_PART not in archive:
        told = {"title": _TITLE, "name": _TEXT_PART, "found": archive.some}
        raise ReadError(say("{title}中应有 {name}；现有 {found}", **told))
    return [archive.xml(name) for name in (_STYLES_PART, _TEXT_PART) if name in archive]


def _language(roots: list[ET.Element]) -> dict[str, Any]:
    """The language of the paragraphs that do not name their own, with the script that goes without saying."""
    properties = (
        f"{_name('style:default-style')}[@{_name('style:family')}='paragraph']/{_name('style:text-properties')}"
    )
    for element in chain.from_iterable(root.iterfind(f".//{properties}") for root in roots):
        parts = [element.get(_name(f"style:{part}-asian"), "none") for part in ("language", "script", "country")]
        try:
            locale = Locale.parse("-".join(part for part in parts if part != "none"), sep="-")
        except (UnknownLocaleError, ValueError):
            continue
        return {"language": str(locale).replace("_", "-")}
    return {}


# --- styles -----------------------------------------------------------------------------------------------------------

_TITLE_NAMES: Final = {"title", "标题"}
_FAMILIES: Final = {_name("text:p"): "paragraph", _name("text:h"): "paragraph", _name("text:span"): "text"}
_LONGEST_CHAIN: Final = 20
_LABELS: Final = tuple(map(_name, ("style:num-format", "text:bullet-char")))


@frozen
class _Style:
    """What a style says of headings, numbers and hiding; *parent* names the style it leaves the rest to."""

    name: str
    parent: str | None
    outline: str | None
    numbering: str | None
    display: str | None


class _Styles:
    """The styles of a document, each with those above it, and which lists and levels of headings print a label."""

    def __init__(self, roots: list[ET.Element]) -> None:
        self._styles: dict[tuple[str, str], _Style] = {}
        self._silent_lists: set[str] = set()
        self._numbered_levels: set[str] = set()
        for element in chain.from_iterable(root.iter() for root in roots):
            name = element.get(_name("style:name"), "")
            if element.tag == _name("style:style"):
                self._add(element, name)
            elif element.tag == _name("text:list-style") and not any(map(_prints_label, element)):
                self._silent_lists.add(name)
            elif element.tag == _name("text:outline-level-style") and _prints_label(element):
                self._numbered_levels.add(element.get(_name("text:level"), ""))

    def _add(self, element: ET.Element, name: str) -> None:
        properties = element.find(_name("style:text-properties"))
        self._styles[element.get(_name("style:family"), ""), name] = _Style(
            element.get(_name("style:display-name"), name).strip().lower(),
            element.get(_name("style:parent-style-name")),
            element.get(_name("style:default-outline-level")),
            element.get(_name("style:list-style-name")),
            None if properties is None else properties.get(_name("text:display")),
        )

    def _chain(self, element: ET.Element) -> Iterator[_Style]:
        """The style of *element*, the one above it, and so on to the last one; a circle is cut."""
        family = _FAMILIES.get(element.tag, "")
        name = element.get(_name("text:style-name")) if family else None
        for _ in range(_LONGEST_CHAIN):
            if name is None:
                return
            style = self._styles.get((family, name)) or _Style(name.lower(), None, None, None, None)
            yield style
            name = style.parent

    def level(self, paragraph: ET.Element) -> int:
        """The level of the heading that *paragraph* is, 0 if it is none."""
        styles = list(self._chain(paragraph))
        if any(style.name in _TITLE_NAMES for style in styles):
            return 1
        if paragraph.tag == _name("text:h"):
            return min(_count(paragraph, "text:outline-level", 5) + 1, 6)
        outline = next((style.outline for style in styles if style.outline is not None), "")
        return min(int(outline) + 1, 6) if re.fullmatch("[1-9]", outline, re.ASCII) else 0

    def hides(self, element: ET.Element) -> bool:
        """Whether the style of *element*, a paragraph or a piece of one, hides it."""
        return next((style.display for style in self._chain(element) if style.display is not None), "") == "none"

    def numbered(self, text: ET.Element) -> int:
        """How many paragraphs have a number or bullet before them that is not in their text."""
        return self._numbered_headings(text) + self._listed(text)

    def _numbered_headings(self, text: ET.Element) -> int:
        return sum(
            heading.get(_name("text:outline-level"), "1") in self._numbered_levels
            and heading.get(_name("text:is-list-header")) != "true"
            and next((style.numbering for style in self._chain(heading) if style.numbering is not None), None) != ""
            and bool(_text(heading))
            for heading in text.iter(_name("text:h"))
        )

    def _listed(self, text: ET.Element) -> int:
        listed = 0
        stack = [(text, "")]
        while stack:
            element, style = stack.pop()
            style = element.get(_name("text:style-name"), style) if element.tag == _name("text:list") else style
            if element.tag in _LISTED and style not in self._silent_lists:
                listed += bool(next((_text(child) for child in element if child.tag in _PARAGRAPH), ""))
            stack.extend((child, style) for child in element)
        return listed


def _prints_label(level: ET.Element) -> bool:
    """Whether a level of a list or of headings puts a number, a bullet or a picture before its paragraphs."""
    return any(map(level.get, _LABELS)) or level.tag == _name("text:list-level-style-image")


def _empty_unseen(text: ET.Element, styles: _Styles) -> None:
    """Empty what the page does not show."""
    for element in list(text.iter()):
        hider = element.find(_name("text:hidden-paragraph")) if element.tag in _PARAGRAPH else None
        if (
            element.tag in _UNSEEN
            or any(element.get(name) in values for name, values in _HIDDEN.items())
            or (hider is not None and hider.get(_name("text:is-hidden")) == "true")
            or styles.hides(element)
        ):
            tail = element.tail
            element.clear()
            element.tail = tail


# --- text -------------------------------------------------------------------------------------------------------------

_WRITTEN: Final = str.maketrans("\1\2\3", " \t\n")
_MARKS: Final = {_name("text:tab"): "\2", _name("text:line-break"): "\3"}
"""What XML cannot hold stands for the white space that is meant, until the other is folded."""


def _find(root: ET.Element, wanted: frozenset[str]) -> Iterator[ET.Element]:
    """The outermost *wanted* elements below *root*, in order, not looking into what stands beside the text."""
    stack = list(reversed(root))
    while stack:
        element = stack.pop()
        if element.tag in wanted:
            yield element
        elif element.tag not in _ASIDE:
            stack.extend(reversed(element))


def _text(paragraph: ET.Element) -> str:
    """The text of *paragraph*, white space folded but for what is written as an element."""
    words: list[str] = []
    stack: list[ET.Element | str] = [paragraph]
    while stack:
        piece = stack.pop()
        if isinstance(piece, str):
            words.append(piece)
        elif piece is paragraph or piece.tag not in _BLOCK | _ASIDE:
            words += [_mark(piece), piece.text or ""]
            for child in reversed(piece):
                stack += [child.tail or "", child]
    return re.sub(r"[ \t\r\n]+", " ", "".join(words)).strip(" ").translate(_WRITTEN).strip("\n")


def _mark(element: ET.Element) -> str:
    if element.tag == _name("text:s"):
        return "\1" * _count(element, "text:c", _MOST_SPACES)
    return _MARKS.get(element.tag, "")


def _count(element: ET.Element, name: str, most: int) -> int:
    """How many or how high, from 1 to *most*; 1 if it is not written."""
    value = element.get(_name(name), "")
    return min(max(int(value), 1), most) if re.fullmatch(r"\d{1,9}", value, re.ASCII) else 1


# --- blocks -----------------------------------------------------------------------------------------------------------


@mutable
class _Page:
    """The blocks of a document, in order, and what stands beside them."""

    styles: _Styles
    blocks: list[Block] = field(factory=list)
    lost: Counter[str] = field(factory=Counter)
    lines: int = 0
    tables: int = 0
    places: int = 0

    def walk(self, root: ET.Element, depth: int = 0) -> None:
        """Take in the paragraphs and tables of *root*, which stands in so many text boxes and tables."""
        if depth > _DEEPEST:
            raise ReadError(say("{title}中的表格和文本框嵌套应不超过 {most} 层；现超过", title=_TITLE, most=_DEEPEST))
        for element in _find(root, _BLOCK | _ASIDE):
            if element.tag == _TABLE:
                self._table(element, depth)
            elif element.tag in _PARAGRAPH:
                self._paragraph(element, depth)
            else:
                self._aside(element, depth)

    def _paragraph(self, paragraph: ET.Element, depth: int) -> None:
        self.lines += 1
        text, place = _text(paragraph), Place(line=self.lines)
        if text.strip():
            level = self.styles.level(paragraph)
            self.blocks.append(Heading(text, level, place=place) if level else Paragraph(text, place=place))
        self._asides(paragraph, depth)

    def _asides(self, root: ET.Element, depth: int) -> None:
        for element in _find(root, _ASIDE):
            self._aside(element, depth)

    def _aside(self, element: ET.Element, depth: int) -> None:
        """Read a text box that holds a table, as a table is kept that text runs around; count anything else."""
        if element.tag in _DRAWN and next(element.iter(_TABLE), None) is not None:
            self.walk(element, depth + 1)
        else:
            self.lost[_kind(element)] += 1

    def _table(self, table: ET.Element, depth: int) -> None:
        if _is_layout(table):
            self.walk(table, depth + 1)
            return
        self.tables += 1
        heads = {id(row) for head in _find(table, _HEAD) for row in _find(head, _ROW)}
        rows: list[tuple[list[tuple[ET.Element, str]], bool]] = []
        for row in _find(table, _ROW):
            pieces = [(cell, "\n".join(map(_text, _find(cell, _PARAGRAPH)))) for cell in _find(row, _CELL)]
            rows += [(pieces, id(row) in heads)] * self._taken(_repeated(row, "rows"))
        covered: dict[int, int] = {}
        lines = tuple(
            self._row(pieces, number, len(rows), covered, header=header) for number, (pieces, header) in enumerate(rows)
        )
        self._asides(table, depth)
        if any(lines):
            self.blocks.append(Grid(lines, place=Place(table=self.tables, row=1, cell=1)))

    def _row(
        self,
        pieces: list[tuple[ET.Element, str]],
        number: int,
        height: int,
        covered: dict[int, int],
        *,
        header: bool,
    ) -> tuple[Cell, ...]:
        """The cells that begin in a row; *covered* says of each column which row is the next one free in it.

        A covered cell shows nothing, but where no other cell reaches it, it is a blank of its own.
        """
        cells: list[Cell] = []
        column = 0
        for element, words in pieces:
            is_own = element.tag == _name("table:table-cell")
            text, high, wide = words if is_own else "", 1, 1
            if is_own:
                high = min(_count(element, "table:number-rows-spanned", _HIGHEST), height - number)
                wide = _count(element, "table:number-columns-spanned", _WIDEST)
            for _ in range(self._taken(_repeated(element, "columns"), high * wide + len(text) // _LETTERS)):
                while is_own and covered.get(column, 0) > number:
                    column += 1
                if covered.get(column, 0) <= number:
                    place = Place(table=self.tables, row=number + 1, cell=len(cells) + 1)
                    cells.append(Cell(text, high, wide, header=header, place=place))
                    covered.update(dict.fromkeys(range(column, column + wide), number + high))
                column += 1
        return tuple(cells)

    def _taken(self, times: int, places: int = 1) -> int:
        """*times*, unless the tables have grown beyond what any report holds."""
        self.places += times * places
        if self.places > _MOST_PLACES:
            told = {"title": _TITLE, "most": _MOST_PLACES, "number": self.tables}
            raise ReadError(say("{title}中的表格应不超过 {most} 格；现第{number}个表格起超过", **told))
        return times


def _repeated(element: ET.Element, what: str) -> int:
    return _count(element, f"table:number-{what}-repeated", _MOST_PLACES + 1)


def _is_layout(table: ET.Element) -> bool:
    """Whether a table lays out the page, as on old sites: one in it has more rows than it has itself."""
    own = _height(table)
    return any(_height(inner) > own for inner in table.iter(_TABLE))


def _height(table: ET.Element) -> int:
    return sum(element.tag in _ROW for element in _find(table, _ROW | {_TABLE}))


def _kind(element: ET.Element) -> str:
    """What stands beside the text, in words."""
    if element.tag == _name("text:note"):
        return said("处尾注") if element.get(_name("text:note-class")) == "endnote" else said("处脚注")
    if element.tag == _name("office:annotation"):
        return said("处批注")
    inside = list(element.iter())
    if any(_text(each) for each in inside if each.tag in _PARAGRAPH):
        return said("个文本框")
    return said("个嵌入的对象") if any(each.tag in _OBJECTS for each in inside) else said("幅图片或图形")
