"""Writing DOCX: the text of a report as GB/T 9704-2012 lays it out, between the parts that lie in ``parts/docx``."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import accumulate, pairwise, takewhile
from types import MappingProxyType
from typing import Final
from unicodedata import east_asian_width

from attrs import field, frozen
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from govdisclosure.document import Block, Cell, Document, Embedded, Grid, Heading, Paragraph, folded
from govdisclosure.formats.archive import pack
from govdisclosure.formats.docx_reader import LANGUAGES, PROPERTIES_PART, STYLES_PART, TEXT_PART
from govdisclosure.formats.docx_template import CARRIER_PART, CARRIER_PROPERTIES_PART, Template
from govdisclosure.formats.frames import HOLE, filled, framed, numbers
from govdisclosure.formats.options import DocxOptions

__all__ = ["write"]

_FIXED_PARTS: Final = (
    "[Content_Types].xml",
    "_rels/.rels",
    "word/_rels/document.xml.rels",
    STYLES_PART,
    "word/settings.xml",
    "word/fontTable.xml",
    "word/footer1.xml",
    "word/footer2.xml",
)
_CARRIER_PARTS: Final = (CARRIER_PROPERTIES_PART, "customXml/_rels/item1.xml.rels")


def write(document: Document, options: DocxOptions = DocxOptions()) -> bytes:  # noqa: B008
    """The Word document of *document*, the same bytes on any day.

    >>> data = write(Document(blocks=(Heading("示例", level=1), Paragraph("甲 < 乙"))))
    >>> from govdisclosure.formats.docx_reader import read
    >>> read(data).blocks
    (Heading(text='示例', level=1), Paragraph(text='甲 < 乙'))

    Raises:
        WriteError: The template is no Word document that a report can be written into.
    """
    language = LANGUAGES.get(document.language, document.language)
    measures = _measures(options)
    sizes = measures["table"], measures["wide_table"]
    carrier = (
        _part(CARRIER_PART, embedded=document.embedded, json=_json(document.embedded)) if document.embedded else b""
    )
    properties = _part(
        PROPERTIES_PART, title=_printable(document.title), language=language, author=_printable(options.author)
    )
    if options.template is not None:
        styles = _part(STYLES_PART, language=language, asian=_asian(language), options=options, **measures)
        template = Template(options.template, styles)
        setting = _Setting(
            template.width or measures["width"], *sizes, 0, template.styles, _UNNUMBERED * template.numbers
        )
        text = b"".join(_body(document.blocks, setting))
        return template.filled(text, properties, carrier, _part(CARRIER_PROPERTIES_PART))
    setting = _Setting(measures["width"], *sizes, measures["title"])
    text = b"".join(_body(document.blocks, setting)).join(_around_text(options))
    members = {PROPERTIES_PART: properties, TEXT_PART: text} | ({CARRIER_PART: carrier} if carrier else {})
    return pack(members.items(), _fixed(language, options, is_carrier=bool(carrier)))


@lru_cache(maxsize=16)
def _fixed(language: str, options: DocxOptions, *, is_carrier: bool) -> bytes:
    """An archive of the parts that do not depend on the document."""
    values = {"language": language, "asian": _asian(language), "options": options, "is_carrier": is_carrier}
    names = _FIXED_PARTS + _CARRIER_PARTS * is_carrier
    return pack((name, _part(name, **values, **_measures(options))) for name in names)


@lru_cache(maxsize=16)
def _around_text(options: DocxOptions) -> list[bytes]:
    """What stands before the text of a document, and behind it."""
    return _part(TEXT_PART, text=Markup(HOLE), **_measures(options)).split(HOLE.encode())  # noqa: S704


def _asian(language: str) -> str:
    """The language of the Chinese text in a document, which may be of another language itself."""
    return language if language.startswith("zh") else "zh-CN"


def _part(name: str, **values: object) -> bytes:
    return _environment().get_template(name).render(values).encode()


@cache
def _environment() -> Environment:
    loader = PackageLoader("govdisclosure", "formats/parts/docx")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, auto_reload=False)


_UNPRINTABLE: Final = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def _printable(text: str) -> str:
    """*text* without what no XML can hold; the text of a report has none of it."""
    return _UNPRINTABLE.sub("", text)


def _escaped(text: str) -> str:
    if text.isalnum():
        return text
    return _printable(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def _json(embedded: Embedded) -> Markup:
    return Markup(_escaped(embedded.data.decode()).replace("\r", "&#13;"))  # noqa: S704


# --- measures ---------------------------------------------------------------------------------------------------------

_PAPER_WIDTH: Final = 11906
_TO_PAGE_NUMBER: Final = 7
"""Millimetres from the text to the line in the middle of the page number."""
_HALF_PAGE_NUMBER: Final = 140


def _measures(options: DocxOptions) -> dict[str, int]:
    """The lengths on the page in twentieths of a point, and sizes in half points.

    Characters are moved together or apart by so little that a whole number of them fills a line.
    """
    left, right, bottom = map(_twips, (options.margin_left, options.margin_right, options.margin_bottom))
    width, size = _PAPER_WIDTH - left - right, round(options.body_size * 20)
    return {
        "width": width,
        "left": left,
        "right": right,
        "top": _twips(options.margin_top),
        "bottom": bottom,
        "footer": max(bottom - _twips(_TO_PAGE_NUMBER) - _HALF_PAGE_NUMBER, 0),
        "line": round(options.line_spacing * 20),
        "title": round(options.title_size * 20),
        "body": size,
        "apart": width // round(width / size) - size,
        "indent": round(options.first_line_indent * size),
        "indent_chars": round(options.first_line_indent * 100),
        "table": round(options.table_size * 20),
        "wide_table": round(options.wide_table_size * 20),
    }


def _twips(millimetres: float) -> int:
    return round(millimetres * 1440 / 25.4)


# --- the text ---------------------------------------------------------------------------------------------------------

_OPEN: Final = '<w:t xml:space="preserve">'
_CLOSE: Final = "</w:t>"
_UNNUMBERED: Final = '<w:numPr><w:numId w:val="0"/></w:numPr>'
_OWN_STYLES: Final = {
    name: name
    for name in (
        "Title", *(f"Heading{level}" for level in range(1, 6)), "BodyText",
        "TableText", "TableTextSmall", "TableGap", "ReportTable",
    )
}  # fmt: skip


@frozen
class _Setting:
    """Where the text is set: its width, what styles are called, and what headings need more.

    The sizes are those of the text in tables and in wide ones. The size of the title is that which its lines are made
    equally long for, 0 if a template says where they break.
    """

    width: int
    size: int
    small_size: int
    title_size: int
    styles: Mapping[str, str] = field(default=MappingProxyType(_OWN_STYLES), hash=False)
    heading: str = ""


def _body(blocks: Sequence[Block], setting: _Setting) -> Iterator[bytes]:
    """The blocks; after a table comes a gap, since Word joins two tables that follow each other."""
    styles, topic = setting.styles, ""
    for block in blocks:
        match block:
            case Heading(text, 1):
                yield _paragraph(text, styles["Title"], setting.heading + _title_indent(text, setting))
            case Heading(text, level):
                topic = text
                yield _paragraph(text, styles[f"Heading{min(level, 6) - 1}"], setting.heading)
            case Paragraph(text):
                yield _paragraph(text, styles["BodyText"])
            case Grid() if any(block.rows):
                yield _table(block, topic, setting)
                yield _paragraph("", styles["TableGap"])


def _paragraph(text: str, style: str, more: str = "") -> bytes:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr>{_run(text)}</w:p>'.encode()


def _title_indent(text: str, setting: _Setting) -> str:
    """The indent on both sides that makes the lines of a long title about equally long."""
    full, most = setting.title_size, setting.width
    size = sum(full if east_asian_width(char) in "WFA" else full // 2 for char in text)
    longest = -(-size // max(-(-size // most), 1)) + full
    indent = max(most - longest, 0) // 2
    return f'<w:ind w:left="{indent}" w:right="{indent}"/>' if size > most else ""


def _run(text: str) -> str:
    if not text:
        return ""
    marked = _escaped(text)
    if not text.isprintable():
        lines = marked.replace("\r\n", "\n").replace("\r", "\n")
        marked = lines.replace("\t", f"{_CLOSE}<w:tab/>{_OPEN}").replace("\n", f"{_CLOSE}<w:br/>{_OPEN}")
    return f"<w:r>{_OPEN}{marked}{_CLOSE}</w:r>"


# --- tables -----------------------------------------------------------------------------------------------------------

_WIDTHS: Final = {
    4: (219, 149, 101, 89),
    10: (20, 56, 166, 40, 46, 46, 55, 53, 40, 50),
}
_LATIN_WIDTHS: Final = _WIDTHS | {10: (57, 63, 122, *_WIDTHS[10][3:])}
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


def _table(grid: Grid, topic: str, setting: _Setting) -> bytes:
    values = (value for cell in numbers(grid) for value in (_jc(_is_centred(cell)), _run(cell.text) or "<w:r/>"))
    properties = (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{setting.styles["ReportTable"]}"/>'
        f'<w:tblW w:w="{setting.width}" w:type="dxa"/><w:jc w:val="center"/><w:tblLayout w:type="fixed"/>'
        f'<w:tblCaption w:val="{_escaped(grid.caption)}"/><w:tblDescription w:val="{_escaped(topic)}"/></w:tblPr>'
    )
    return properties.encode() + filled(_rows(grid, setting), map(str.encode, values)) + b"</w:tbl>"


@framed
def _rows(grid: Grid, setting: _Setting) -> list[bytes]:
    """The columns and rows of *grid* in pieces, two holes for each number: how it stands, and the number itself."""
    rows = _slots(grid)
    width = max(row[-1].column + row[-1].width for row in rows)
    edges = _edges(grid, width, setting.width)
    head = _header_rows(grid)
    together = len(rows) <= _LONGEST_TOGETHER
    style = setting.styles["TableText" if width < _SMALL_FROM else "TableTextSmall"]
    shared = _Shared(edges, _names(rows), setting.size if width < _SMALL_FROM else setting.small_size)
    columns = "".join(f'<w:gridCol w:w="{right - left}"/>' for left, right in pairwise(edges))
    written = [f"<w:tblGrid>{columns}</w:tblGrid>"]
    for number, row in enumerate(rows):
        keep = "<w:keepNext/>" if number < head or (together and number < len(rows) - 1) else ""
        written.extend(_row(row, shared, f'<w:pStyle w:val="{style}"/>{keep}', is_head=number < head))
    return "".join(written).encode().split(HOLE.encode())


def _edges(grid: Grid, width: int, whole_width: int) -> list[int]:
    """Where the columns begin, and where the last one ends."""
    equal = (1,) * width
    of_the_form = any(cell.path for row in grid.rows for cell in row)
    labels = (cell.text for row in grid.rows for cell in row if not cell.path)
    known = _WIDTHS if any(map(_CHINESE.search, labels)) else _LATIN_WIDTHS
    weights = known.get(width, equal) if of_the_form else equal
    whole = sum(weights)
    return [whole_width * part // whole for part in accumulate(weights, initial=0)]


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


_LONGEST_NAME: Final = 64
"""What Word takes in the tag and the title of a content control."""


def _names(rows: Sequence[Sequence[_Slot]]) -> dict[str, str]:
    """What each number is called, by its path: the label before it and the header above it."""
    names: dict[str, str] = {}
    above: dict[int, str] = {}
    for row in rows:
        label = ""
        for slot in row:
            if slot.cell.header:
                label = folded(slot.cell.text)
                above |= dict.fromkeys(range(slot.column, slot.column + slot.width), label)
            elif slot.cell.path:
                names[slot.cell.path] = _escaped(
                    "·".join(filter(None, (label, above.get(slot.column))))[:_LONGEST_NAME]
                )
    return names


def _tag(path: str) -> str:
    """*path*, or as many of its last names as a tag can hold; they tell its end from that of any other path."""
    return path if len(path) <= _LONGEST_NAME else path[-_LONGEST_NAME:].partition(".")[2]


def _content(cell: Cell, names: Mapping[str, str]) -> str:
    """What stands in *cell*: a number in a control of its own, which programs find by its tag."""
    if cell.header or not cell.path:
        return _run(cell.text)
    return (
        f'<w:sdt><w:sdtPr><w:alias w:val="{names[cell.path]}"/><w:tag w:val="{_escaped(_tag(cell.path))}"/><w:text/>'
        f"</w:sdtPr><w:sdtContent>{HOLE}</w:sdtContent></w:sdt>"
    )


@frozen
class _Shared:
    """What the rows of a table share: where its columns begin, what its numbers are called, the size of its text."""

    edges: Sequence[int]
    names: Mapping[str, str]
    size: int

    def width(self, slot: _Slot) -> int:
        """How wide *slot* is."""
        return self.edges[slot.column + slot.width] - self.edges[slot.column]

    def turned(self, slot: _Slot) -> int:
        """How long the longest word of a header is that must be turned, since it is longer than *slot* is wide.

        Chinese breaks anywhere, so that only words in Latin letters are.
        """
        letters = max(map(len, _WORDS.findall(slot.cell.text)), default=0) if slot.cell.header else 0
        length = round(letters * self.size * _LETTER) + _PADDING
        return length if letters and length > self.width(slot) else 0


_WORDS: Final = re.compile(r"[A-Za-z-]+")
_CHINESE: Final = re.compile(r"[\u4e00-\u9fff]")
_LETTER: Final = 0.6
"""How wide a Latin letter is, at the most, in proportion to its size."""
_PADDING: Final = 100


def _row(row: Sequence[_Slot], shared: _Shared, properties: str, *, is_head: bool) -> Iterator[str]:
    missing = len(shared.edges) - 1 - row[-1].column - row[-1].width
    turned = [shared.turned(slot) * is_head for slot in row]
    high = max(length * (not slot.merge) for slot, length in zip(row, turned, strict=True))
    yield "<w:tr><w:trPr>"
    if missing:
        yield f'<w:gridAfter w:val="{missing}"/>'
    height = f'<w:trHeight w:val="{high}" w:hRule="atLeast"/>' * bool(high)
    yield f"<w:cantSplit/>{height}{'<w:tblHeader/>' * is_head}</w:trPr>"
    labels_only = all(slot.cell.header for slot in row)
    for slot, length in zip(row, turned, strict=True):
        wide = shared.width(slot)
        direction = '<w:textDirection w:val="btLr"/>' * bool(length)
        span = f'<w:gridSpan w:val="{slot.width}"/>' * (slot.width > 1)
        merge = f'<w:vMerge w:val="{slot.merge}"/>' * bool(slot.merge)
        text = "" if slot.merge == "continue" else _content(slot.cell, shared.names)
        jc = HOLE if HOLE in text else _jc(labels_only or _is_centred(slot.cell))
        yield (
            f'<w:tc><w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/>{span}{merge}{direction}<w:vAlign w:val="center"/>'
            "</w:tcPr>"
            f"<w:p><w:pPr>{properties}{jc}</w:pPr>{text}</w:p></w:tc>"
        )
    yield "</w:tr>"


def _jc(is_centred: bool) -> str:  # noqa: FBT001 - what it is called for
    return '<w:jc w:val="center"/>' * is_centred


def _is_centred(cell: Cell) -> bool:
    """Whether *cell* holds a number or a word, or heads several rows; longer text and the label of a row stand left."""
    return cell.rowspan > 1 or not (cell.header or len(cell.text) > _LONGEST_CENTRED)
