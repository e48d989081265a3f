"""The pages of a PDF as drawn: characters and strokes at coordinates, taken out with care.

What a file makes its reader do is paid for from one budget, since a few bytes can ask for days of work.
"""

import logging
import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from itertools import pairwise
from typing import Any, Final, NamedTuple
from unicodedata import normalize

from attrs import field, mutable

from govdisclosure.causes import needed
from govdisclosure.document import Embedded
from govdisclosure.errors import ReadError
from govdisclosure.i18n import say

__all__ = [
    "COST_OF_MARK",
    "DAMAGED",
    "SHORTEST",
    "Char",
    "Rule",
    "Sheet",
    "Work",
    "embedded_in",
    "language_in",
    "notes_on",
    "opened",
    "refuse_without_text",
    "sheets_of",
]

DAMAGED: Final = say("PDF 文档应是完整的；现已截断、损坏，或不合 PDF 的格式，不能读；请重新取得文件")

# --- opening ----------------------------------------------------------------------------------------------------------

_MOST_WORK: Final = 50_000_000
_MOST_PAGES: Final = 300
_COST_OF_READ: Final = 2000
_COST_OF_BYTE: Final = 8
_COST_OF_ENTRY: Final = 4
_COST_OF_OBJECT: Final = 100
COST_OF_MARK: Final = 40
_COST_OF_STREAM: Final = 500


@mutable
class Work:
    """What reading may still cost, about half a microsecond a unit; a page takes up to a thirtieth of it."""

    left: int = _MOST_WORK

    def spend(self, amount: int) -> None:
        """Take *amount* off."""
        self.left -= amount
        if self.left < 0:
            raise ReadError(say("PDF 文档过于复杂，远超一份年报，为安全起见不读；请另存或打印为新的 PDF 后再读"))


class _Source(BytesIO):
    """The bytes of a file, which a bad one makes its reader go through again and again."""

    def __init__(self, data: bytes, work: Work) -> None:
        super().__init__(data)
        self._work = work

    def read(self, size: int | None = -1, /) -> bytes:
        data = super().read(size)
        self._work.spend(_COST_OF_READ + len(data) // 64)
        return data


@mutable
class Sheet:
    """A page as drawn, measured from its top left corner."""

    number: int
    chars: list["Char"] = field(factory=list)
    across: list["Rule"] = field(factory=list)
    down: list["Rule"] = field(factory=list)
    pictures: int = 0
    annotations: int = 0
    hidden: int = 0


class Char(NamedTuple):
    """A character, the box around it and its font."""

    x0: float
    top: float
    x1: float
    bottom: float
    text: str
    font: str

    @property
    def size(self) -> float:
        """How high it is."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """The height at which it stands."""
        return (self.top + self.bottom) / 2


class Rule(NamedTuple):
    """A ruled line: where it runs, where it begins and where it ends."""

    at: float
    begin: float
    end: float


def sheets_of(document: Any, work: Work) -> Iterator[Sheet]:
    """The pages of a PDF, as *pdfminer* interprets them under a budget."""
    interpreter, device = _machine(work)
    resolve = needed("pdfminer.pdftypes", "pdf").resolve1
    pages = []
    for page in needed("pdfminer.pdfpage", "pdf").PDFPage.create_pages(document):
        pages.append(page)
        if len(pages) > _MOST_PAGES:
            raise ReadError(say("PDF 文档应不超过 {most} 页；现超过，请只留年报的各页", most=_MOST_PAGES))
    count = resolve(resolve(document.catalog.get("Pages"))["Count"])
    stray = any(page.attrs is document.getobj(page.pageid) for page in pages)  # picked up outside the tree of pages
    missing = any(not hasattr(resolve(part), "get_data") for page in pages for part in page.contents)
    if missing or stray or count != len(pages):
        raise ReadError(DAMAGED)
    for number, page in enumerate(pages, start=1):
        device.hidden = 0
        interpreter.process_page(page)
        sheet = Sheet(number, hidden=device.hidden)
        subtypes = [resolve(resolve(note).get("Subtype")) for note in resolve(page.annots) or []]
        sheet.annotations = sum(getattr(subtype, "name", "") != "Link" for subtype in subtypes)
        _draw(sheet, device.get_result())
        yield sheet


_TRAILER: Final = 2048
_SILENT: Final = logging.NullHandler()


def opened(data: bytes, work: Work) -> Any:
    """The PDF as *pdfminer* has it, each of whose streams and objects is paid for when it is used."""
    logging.getLogger("pdfminer").addHandler(_SILENT)
    if b"startxref" not in data[-_TRAILER:]:
        raise ReadError(DAMAGED)
    pdfdocument = needed("pdfminer.pdfdocument", "pdf")
    parser = needed("pdfminer.pdfparser", "pdf").PDFParser(_Source(data, work))
    push, set_document = parser.push, parser.set_document

    def push_guarded(*pairs: tuple[int, Any]) -> None:
        for _, thing in pairs:
            if hasattr(thing, "get_data"):
                _guard_stream(thing, work)
        push(*pairs)

    def set_document_guarded(document: Any) -> None:
        document.getobj = _paid(document.getobj, work, lambda *_: _COST_OF_OBJECT)
        set_document(document)

    parser.push, parser.set_document = push_guarded, set_document_guarded
    try:
        document = pdfdocument.PDFDocument(parser, fallback=False)
    except pdfdocument.PDFEncryptionError:
        document = None
    if document is None or document.encryption:
        raise ReadError(say("PDF 文档已加密，不能读；请用原来的软件去掉密码和使用限制后再读"))
    return document


def embedded_in(document: Any, name: str) -> Embedded | None:
    """What the attachment called *name* of a PDF holds, and the SHA-256 that its description names."""
    resolve = needed("pdfminer.pdftypes", "pdf").resolve1
    try:
        tree = resolve(resolve(document.catalog["Names"])["EmbeddedFiles"])
        files = [resolve(each) for each in resolve(tree["Names"])[1::2]]
        file = next(each for each in files if resolve(each["F"]) == name.encode())
        told = re.search(rb"[0-9a-f]{64}", resolve(file["Desc"]))
        return Embedded(resolve(resolve(file["EF"])["F"]).get_data(), told[0].decode() if told else "")
    except (AttributeError, LookupError, StopIteration, TypeError):
        return None


def language_in(document: Any) -> str:
    """The language that a PDF says it is in; empty if it says none."""
    resolve = needed("pdfminer.pdftypes", "pdf").resolve1
    return str(needed("pdfminer.utils", "pdf").decode_text(resolve(document.catalog.get("Lang")) or b""))


def _paid(function: Callable[..., Any], work: Work, cost: Callable[..., int]) -> Callable[..., Any]:
    """*function* at a cost."""

    def paying(*args: Any) -> Any:
        work.spend(cost(*args))
        return function(*args)

    return paying


def _guard_stream(stream: Any, work: Work) -> None:
    """Make *stream* unpack its data within bounds, and cost what is in it each time it is gone through."""
    unpacked: list[bytes] = []

    def get_data() -> bytes:
        if not unpacked:
            unpacked.append(_unpacked(stream, work.left))
        work.spend(_COST_OF_STREAM + _COST_OF_BYTE * len(unpacked[0]))
        return unpacked[0]

    stream.get_data = get_data


_PNG: Final = 10


def _unpacked(stream: Any, most: int) -> bytes:
    """The data of *stream*; methods for pictures, and those no program has used for text in decades, are refused."""
    data: bytes = stream.rawdata
    for method, parameters in stream.get_filters():
        match method.name:
            case "FlateDecode" | "Fl":
                data = _inflated(data, most)
            case "ASCII85Decode" | "A85":
                data = needed("pdfminer.ascii85", "pdf").ascii85decode(data)
            case "ASCIIHexDecode" | "AHx":
                data = needed("pdfminer.ascii85", "pdf").asciihexdecode(data)
            case name:
                raise ReadError(
                    say("PDF 文档中文字的压缩方法应为 FlateDecode；现为 {name}，请另存为新的 PDF 后再读", name=name)
                )
        if parameters and (predictor := parameters.get("Predictor", 1)) >= _PNG:
            colours, columns = parameters.get("Colors", 1), parameters.get("Columns", 1)
            bits = parameters.get("BitsPerComponent", 8)
            if colours * columns * bits > 8 * len(data):
                raise ReadError(DAMAGED)
            data = needed("pdfminer.utils", "pdf").apply_png_predictor(predictor, colours, columns, bits, data)
    return data


def _inflated(data: bytes, most: int) -> bytes:
    """*data* unpacked; half a stream is none, since half a number looks like a number."""
    inflater = zlib.decompressobj()
    unpacked = inflater.decompress(data, most + 1)
    if len(unpacked) <= most and not inflater.eof:
        raise ReadError(DAMAGED)
    return unpacked


def _machine(work: Work) -> tuple[Any, Any]:
    """An interpreter of pages and the device it draws on."""
    interp = needed("pdfminer.pdfinterp", "pdf")
    manager = interp.PDFResourceManager()
    device = needed("pdfminer.converter", "pdf").PDFPageAggregator(manager)
    get_font = manager.get_font
    manager.get_font = lambda number, spec: get_font(number, _guarded_font(spec, work))
    device.render_char = _paid(device.render_char, work, lambda *_: COST_OF_MARK)
    device.paint_path = _paid(device.paint_path, work, lambda *args: COST_OF_MARK * len(args[-1]))
    device.begin_figure = _paid(device.begin_figure, work, lambda *_: _COST_OF_STREAM)
    render_string = device.render_string

    def render_string_counted(textstate: Any, *more: Any) -> None:
        device.hidden += textstate.render == _INVISIBLE
        render_string(textstate, *more)

    device.render_string = render_string_counted
    return interp.PDFPageInterpreter(manager, device), device


_INVISIBLE: Final = 3
"""The mode in which text is laid over a picture of it."""


def _guarded_font(spec: dict[str, Any], work: Work) -> dict[str, Any]:
    """The description of a font without what is only for drawing, the ranges in it counted before they are filled."""
    resolve = needed("pdfminer.pdftypes", "pdf").resolve1
    cmapdb = needed("pdfminer.cmapdb", "pdf")
    for name in ("W", "W2"):
        numbers = [number for number in map(resolve, resolve(spec.get(name)) or []) if isinstance(number, int)]
        work.spend(sum(max(last - first, 0) for first, last in pairwise(numbers)))
    table = resolve(spec.get("ToUnicode"))
    if hasattr(table, "get_data"):
        probe = cmapdb.FileUnicodeMap()
        probe.add_cid2unichr = lambda *_: work.spend(_COST_OF_ENTRY)
        cmapdb.CMapParser(probe, BytesIO(table.get_data())).run()
    described = resolve(spec.get("FontDescriptor")) or {}
    kept = {key: value for key, value in described.items() if not key.startswith("FontFile")}
    return {**spec, "FontDescriptor": kept}


# --- what is drawn ----------------------------------------------------------------------------------------------------

_THIN: Final = 2.5
SHORTEST: Final = 4.0
_UNKNOWN: Final = "\ufffd"

_RADICALS: Final = str.maketrans(
    "⼾⺟⺠⻁⻄⻅⻆⻉⻋⻓⻔⻗⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳",
    "户母民虎西见角贝车长门雨青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟",
)
"""Radicals that some programs put for the character that looks like them, and that Unicode does not fold."""
_KANGXI: Final = re.compile("[\u2f00-\u2fdf]")


def _plain(text: str) -> str:
    """The *text* of a character with its radicals made the characters that they stand for."""
    if text.startswith("(cid:"):
        return _UNKNOWN
    return _KANGXI.sub(lambda match: normalize("NFKC", match[0]), text.translate(_RADICALS))


def _draw(sheet: Sheet, page: Any) -> None:
    """Put what is on *page* onto *sheet*."""
    layout = needed("pdfminer.layout", "pdf")
    items = list(page)
    while items:
        item = items.pop()
        if isinstance(item, layout.LTFigure):
            items.extend(item)
        elif isinstance(item, layout.LTImage):
            sheet.pictures += 1
        elif isinstance(item, layout.LTChar):
            x0, top, x1, bottom = item.x0, page.height - item.y1, item.x1, page.height - item.y0
            if 0 <= (x0 + x1) / 2 <= page.width and 0 <= (top + bottom) / 2 <= page.height:
                sheet.chars.append(Char(x0, top, x1, bottom, _plain(item.get_text()), _face(item.fontname)))
        else:
            _rule(sheet, item, page.height, is_box=isinstance(item, layout.LTRect))


def _face(font: str) -> str:
    """The name of *font* without the tag of the part of it that is embedded: a font may be embedded in several."""
    return re.sub(r"^[A-Z]{6}\+", "", font)


def _rule(sheet: Sheet, item: Any, height: float, *, is_box: bool) -> None:
    """Take *item* for ruled lines: a stroke, a filled shape as thin as one, or the four sides of a stroked box."""
    top, bottom = height - item.y1, height - item.y0
    wide, high = item.x1 - item.x0, bottom - top
    if high <= _THIN < wide:
        sheet.across.append(Rule((top + bottom) / 2, item.x0, item.x1))
    elif wide <= _THIN < high:
        sheet.down.append(Rule((item.x0 + item.x1) / 2, top, bottom))
    elif item.stroke and is_box:
        sheet.across += [Rule(top, item.x0, item.x1), Rule(bottom, item.x0, item.x1)]
        sheet.down += [Rule(item.x0, top, bottom), Rule(item.x1, top, bottom)]


def refuse_without_text(sheets: Sequence[Sheet]) -> None:
    """Refuse a PDF from which no text can be had."""
    letters = [char.text for sheet in sheets for char in sheet.chars if char.text.strip()]
    if not letters:
        kind = say("是扫描件或图片，") if any(sheet.pictures for sheet in sheets) else ""
        raise ReadError(say("PDF 文档应有文字层；现{kind}没有文字，请先做文字识别（OCR），核对后再读", kind=kind))
    if 2 * letters.count(_UNKNOWN) > len(letters):
        raise ReadError(say("PDF 文档的文字应能复制；现所用字体没有编码对照表，请用原来的软件另存为新的 PDF 后再读"))


def notes_on(sheet: Sheet) -> Iterator[str]:
    """What a person sees on the page and is not among the blocks, or may not be what it says."""
    unknown = sum(char.text == _UNKNOWN for char in sheet.chars)
    page = sheet.number
    if sheet.pictures and not sheet.chars:
        yield say("第{page}页是扫描件或图片，没有文字层，没有读；请先做文字识别（OCR）", page=page)
    elif sheet.pictures:
        yield say("第{page}页有 {count} 幅图片，未收入年报", page=page, count=sheet.pictures)
    if sheet.annotations:
        yield say("第{page}页有 {count} 处批注、印章或表单域，未收入年报", page=page, count=sheet.annotations)
    if sheet.hidden:
        yield say("第{page}页有看不见的文字，多是文字识别（OCR）所得；请与图像核对", page=page)
    if unknown:
        yield say("第{page}页有 {count} 个字符没有编码，读作“{char}”；请核对", page=page, count=unknown, char=_UNKNOWN)
