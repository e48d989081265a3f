"""XLSX: a workbook that holds the tables of a report, one to a sheet or all on one, with its prose or without.

openpyxl fails on much that Excel opens, and obeys much that does harm. So it is only asked what each filled cell shows:
it gets a workbook made anew, with these cells one below the other and what tells dates, shares and borders.
"""

import re
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from posixpath import join, normpath
from typing import Any, Final
from xml.etree import ElementTree as ET

from attrs import define

from govdisclosure.causes import needed
from govdisclosure.document import Document
from govdisclosure.errors import ReadError
from govdisclosure.formats.archive import Archive, pack
from govdisclosure.formats.xlsx_form import AREA_NAME, DATA, FORM, MOST_CELLS, MOST_SHEETS, TITLE, min_decimals
from govdisclosure.formats.xlsx_own import add_up, own_document
from govdisclosure.formats.xlsx_sheet import ON, REFERENCE, Area, Sheet, joined, only, position, too_many
from govdisclosure.i18n import said, say

__all__ = ["looks_like", "read"]

_BOOK_PART: Final = "xl/workbook.xml"
_LINKS_PART: Final = "xl/_rels/workbook.xml.rels"
_STYLES_PART: Final = "xl/styles.xml"
_TEXTS_PART: Final = "xl/sharedStrings.xml"

_MOST_ELEMENTS: Final = 500_000
_MOST_LETTERS: Final = 5_000_000


def looks_like(data: bytes) -> bool:
    """Whether *data* is a zip archive that names the list of the sheets of a workbook."""
    return data.startswith(b"PK\x03\x04") and _BOOK_PART.encode() in data


def read(data: bytes) -> Document:
    """The document in a workbook: its visible sheets in their order, the numbers as stored, nothing computed.

    >>> from openpyxl import Workbook
    >>> book, buffer = Workbook(), BytesIO()
    >>> for row in (["示例"], [], ["规章", 0.1 + 0.2], ["收费", 12]):
    ...     book.active.append(row)
    >>> book.save(buffer)
    >>> title, grid = read(buffer.getvalue()).blocks
    >>> title.text, [[cell.text for cell in row] for row in grid.rows]
    ('示例', [['规章', '0.3'], ['收费', '12']])

    Raises:
        ReadError: It is no workbook, or cannot be read safely.
    """
    parts = _Parts(Archive(data, TITLE))
    book = parts.root(_BOOK_PART)
    sheets, notes = _sheets(parts, book)
    _fill(parts, book, sheets)
    if any(sheet.role for sheet in sheets):
        return own_document(sheets, (*notes, *_lost(parts)))
    if sum(run.frame.size for sheet in sheets for run in sheet.runs if run.is_table) > MOST_CELLS:
        raise too_many()
    blocks = tuple(block for sheet in sheets for block in sheet.blocks())
    notes += [note for sheet in sheets for note in sheet.notes()]
    return Document(blocks=blocks, notes=(*notes, *_lost(parts)))


# --- the parts --------------------------------------------------------------------------------------------------------


@define
class _Parts:
    """The parts of a workbook, of which no more are read than a report can need."""

    archive: Archive
    elements: int = 0

    def root(self, name: str) -> ET.Element:
        """The root of a part; names lose their namespaces, so that strict Office Open XML reads like any other."""
        if name not in self.archive:
            told = {"title": TITLE, "name": name, "found": self.archive.some}
            raise ReadError(say("{title}中应有 {name}；现有 {found}，请重新取得文件", **told))
        root = self.archive.xml(name)
        for element in root.iter():
            element.tag = _local(element.tag)
            element.attrib = {_local(key): value for key, value in element.attrib.items()}
            self.elements += 1
        if self.elements > _MOST_ELEMENTS:
            raise too_many()
        return root

    def root_if_any(self, name: str) -> ET.Element:
        """The root of a part that a workbook may do without."""
        return self.root(name) if name in self.archive else ET.Element("none")


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _sheets(parts: _Parts, book: ET.Element) -> tuple[list["Sheet"], list[str]]:
    """The sheets to read, and what there is to say about the others."""
    listed = book.findall("sheets/sheet")
    if len(listed) > MOST_SHEETS:
        told = {"title": TITLE, "most": MOST_SHEETS, "actual": len(listed)}
        raise ReadError(say("{title}应不超过 {most} 张工作表；现有 {actual} 张", **told))
    targets = {link.get("Id"): link.get("Target", "") for link in parts.root(_LINKS_PART)}
    roles = dict(_roles(book))
    sheets: list[Sheet] = []
    notes: list[str] = []
    for element in listed:
        name = element.get("name", "")
        role, area = roles.get(name, ("", None))
        part = normpath(join("/xl", targets.get(element.get("id"), ""))).lstrip("/")
        if element.get("state", "visible") != "visible" and role != DATA:
            notes.append(say("工作表“{name}”是隐藏的，没有读", name=name))
        elif (root := parts.root(part)).tag != "worksheet":
            notes.append(say("工作表“{name}”上只有图表或对话框，没有读", name=name))
        else:
            sheets.append(Sheet(name, root, role, area))
    return sheets, notes


_IN_SHEET: Final = re.compile(r"(?:'((?:[^']|'')+)'|([^'!]+))!([A-Z$0-9]+)(?::([A-Z$0-9]+))?", re.ASCII)


def _roles(book: ET.Element) -> Iterator[tuple[str, tuple[str, "Area"]]]:
    """For the sheets of a workbook of ours, what they are for and the area that says so."""
    for element in book.iterfind("definedNames/definedName"):
        role = AREA_NAME.fullmatch(element.get("name", ""))
        area = _IN_SHEET.fullmatch((element.text or "").replace("$", ""))
        if role and area and all(REFERENCE.fullmatch(corner) for corner in area.groups()[2:] if corner):
            name = area[2] or area[1].replace("''", "'")
            yield name, (role[1], Area(*position(area[3], name), *position(area[4] or area[3], name)))


_LOST: Final = {
    "pic": said("幅图片"),
    "graphicFrame": said("幅图表"),
    "sp": said("个文本框或图形"),
    "comment": said("条批注"),
}
_DRAWN: Final = re.compile(r"xl/(?:drawings/drawing|comments)[^/]*\.xml|xl/comments/[^/]*\.xml")


def _lost(parts: _Parts) -> Iterator[str]:
    """What a person sees on the sheets and is not among the blocks."""
    drawn = (parts.root(name) for name in parts.archive.names if _DRAWN.fullmatch(name))
    counted = Counter(element.tag for root in drawn for element in root.iter() if element.tag in _LOST)
    yield from (
        say("工作簿中有 {count} {kind}，未收入年报", count=n, kind=say(_LOST[tag])) for tag, n in counted.items()
    )


# --- what the cells show ----------------------------------------------------------------------------------------------

_OOXML: Final = "http://schemas.openxmlformats.org"
_MAIN: Final = f"{_OOXML}/spreadsheetml/2006/main"
_OFFICE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_FIXED_PARTS: Final = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_OOXML}/package/2006/content-types">'
        f'<Override PartName="/{_BOOK_PART}" ContentType="{_OFFICE}.sheet.main+xml"/>'
        f'<Override PartName="/{_TEXTS_PART}" ContentType="{_OFFICE}.sharedStrings+xml"/></Types>'
    ),
    _LINKS_PART: (
        f'<Relationships xmlns="{_OOXML}/package/2006/relationships"><Relationship Id="rId1"'
        f' Type="{_OOXML}/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
    ),
}
_BOOK: Final = (
    f'<workbook xmlns="{_MAIN}" xmlns:r="{_OOXML}/officeDocument/2006/relationships"><workbookPr date1904="{{}}"/>'
    '<sheets><sheet name="cells" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
_SIDES: Final = ("left", "right", "top", "bottom")
_DATE: Final = "14"
_CHINESE_DATES: Final = frozenset(map(str, (*range(27, 37), *range(50, 59))))
"""The number formats that are dates in Chinese editions of Excel, of which files do not say so."""
_UNSEEN_OF_FORMAT: Final = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')


def _fill(parts: _Parts, book: ET.Element, sheets: Sequence["Sheet"]) -> None:
    """Give each sheet the texts of its filled cells."""
    filled = [(sheet, at, cell) for sheet in sheets for at, cell in sheet.filled()]
    if len(filled) > MOST_CELLS:
        raise too_many()
    cells = _element("worksheet")
    lines = ET.SubElement(cells, "sheetData")
    for sheet, at, cell in filled:
        ET.SubElement(lines, "row").append(sheet.stored(at, cell))
    openpyxl = needed("openpyxl", "xlsx")
    package = _package(parts, book, cells)
    try:
        shown = _converted(openpyxl, package) if filled else []
    except Exception as error:  # noqa: BLE001 - openpyxl lets through whatever its parts run into
        told = {"title": TITLE, "error": str(error).partition("\n")[0][:200]}
        raise ReadError(
            say("{title}应能打开；现有不合规定的内容（{error}），请用 Excel 或 WPS 另存后再读", **told)
        ) from None
    letters = 0
    for (sheet, at, _), (value, number_format, is_bordered) in zip(filled, shown, strict=True):
        letters += len(value) if isinstance(value, str) else 0
        if letters > _MOST_LETTERS:
            raise ReadError(
                say("{title}的文字应不超过 {most} 字；现超过，请只留年报所在的工作表", title=TITLE, most=_MOST_LETTERS)
            )
        if (text := _text(value, number_format, padded=bool(sheet.role))).strip():
            sheet.texts[at] = text
            sheet.bordered.update([at[0]] * is_bordered)
    for sheet in sheets:
        if sheet.role == FORM:
            add_up(sheet)
        sheet.arrange()


def _element(tag: str, children: Iterable[ET.Element] = ()) -> ET.Element:
    element = ET.Element(tag, {"xmlns": _MAIN})
    element.extend(children)
    return element


def _package(parts: _Parts, book: ET.Element, cells: ET.Element) -> bytes:
    """The workbook that openpyxl gets: *cells* with the texts they share and the styles they name."""
    properties = book.find("workbookPr")
    is_1904 = properties is not None and properties.get("date1904") in ON
    shared = _element("sst", (joined("si", item) for item in parts.root_if_any(_TEXTS_PART).iterfind("si")))
    styles = _styles(parts.root_if_any(_STYLES_PART))
    trees = {"xl/worksheets/sheet1.xml": cells, _TEXTS_PART: shared, _STYLES_PART: styles}
    written = _FIXED_PARTS | {_BOOK_PART: _BOOK.format(int(is_1904))}
    members = {name: part.encode() for name, part in written.items()}
    return pack((members | {name: ET.tostring(tree) for name, tree in trees.items()}).items())


def _styles(root: ET.Element) -> ET.Element:
    """The styles as far as they tell what a number is, and which cells have borders."""
    styles = _element("styleSheet")
    formats = ET.SubElement(styles, "numFmts")
    for element in root.iterfind("numFmts/numFmt"):
        ET.SubElement(formats, "numFmt", only(element, "numFmtId", "formatCode"))
    borders = ET.SubElement(styles, "borders")
    for element in root.iterfind("borders/border"):
        border = ET.SubElement(borders, "border")
        border.extend(ET.Element(side.tag, only(side, "style")) for side in element if side.tag in _SIDES)
    uses = ET.SubElement(styles, "cellXfs")
    for element in root.iterfind("cellXfs/xf"):
        use = ET.SubElement(uses, "xf", only(element, "numFmtId", "borderId"))
        if use.get("numFmtId") in _CHINESE_DATES:
            use.set("numFmtId", _DATE)
    return styles


def _converted(openpyxl: Any, package: bytes) -> list[tuple[object, str, bool]]:
    """The value of each cell, its number format, and whether it has a border."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(BytesIO(package))
    cells = [row[0] for row in book.active.iter_rows(max_col=1)]
    return [(cell.value, cell.number_format, _is_bordered(cell.border)) for cell in cells]


def _is_bordered(border: Any) -> bool:
    return any(getattr(getattr(border, side), "style", None) for side in _SIDES)


def _text(value: object, number_format: str, *, padded: bool) -> str:
    """What a cell shows, but for separators and rounding: these are the look of a number, and not the number.

    In a workbook of ours zeros behind the point are part of it (*padded*).
    """
    match value:
        case None:
            return ""
        case bool():
            return str(value).upper()
        case int() | float():
            is_share = "%" in _UNSEEN_OF_FORMAT.sub("", number_format)
            return f"{_plain(value * 100)}%" if is_share else _plain(value, min_decimals(number_format) * padded)
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
        case date() | time():
            return value.isoformat()
        case _:
            return str(value)


def _plain(number: float, decimals: int = 0) -> str:
    """*number* with the 15 digits that Excel keeps, and at least so many *decimals*."""
    exact = Decimal(number) if isinstance(number, int) else Decimal(f"{number + 0:.15g}")
    least = max(decimals - max(-int(exact.as_tuple().exponent), 0), 0)
    text = format(exact, "f")
    return text if not least else text + "." * ("." not in text) + "0" * least
