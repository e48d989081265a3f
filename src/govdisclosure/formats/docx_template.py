"""A report in a Word document of the office's own: its page, styles, headers and footers around our text.

Parts are changed as text, never parsed and written anew: Word refuses a document whose namespaces have other prefixes
than those its compatibility marks name.
"""

import re
from typing import Final
from xml.etree import ElementTree as ET
from xml.parsers import expat

from govdisclosure.errors import ReadError, WriteError
from govdisclosure.formats.archive import Archive, pack
from govdisclosure.formats.docx_reader import NAMESPACE, PROPERTIES_PART, STYLES_PART, TEXT_PART, TITLE, style_name
from govdisclosure.i18n import Listing, say

__all__ = ["CARRIER_PART", "CARRIER_PROPERTIES_PART", "Template"]

CARRIER_PART: Final = "customXml/item1.xml"
CARRIER_PROPERTIES_PART: Final = "customXml/itemProps1.xml"

_TITLE: Final = say("模板（DocxOptions.template）")
_PLACEHOLDER: Final = "{{年报}}"
_WORD: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_W: Final = f"{{{_WORD}}}"
_TYPES_PART: Final = "[Content_Types].xml"
_PACKAGE_RELATIONSHIPS_PART: Final = "_rels/.rels"
_RELATIONSHIPS_PART: Final = "word/_rels/document.xml.rels"
_CHANGED: Final = frozenset({_TYPES_PART, _PACKAGE_RELATIONSHIPS_PART, _RELATIONSHIPS_PART})
_PACKAGE: Final = "application/vnd.openxmlformats-package."
_OFFICE: Final = "application/vnd.openxmlformats-officedocument."
_RELATION: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_PACKAGE_RELATION: Final = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/"
_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
_BOM: Final = b"\xef\xbb\xbf"
_NARROWEST, _WIDEST = 2000, 31680


class Template:
    """A Word document to write a report into.

    Args:
        data: The document.
        styles: The styles of ours, from which those are added that it does not have.

    Attributes:
        styles: The name in the document of each style of ours.
        width: The width of the text where the report goes, 0 if the document does not say.
        numbers: Whether some of its styles put numbers before paragraphs.

    Raises:
        WriteError: It is no Word document that a report can be written into.
    """

    def __init__(self, data: bytes, styles: bytes) -> None:
        try:
            self._archive = Archive(data, _TITLE)
            if missing := [name for name in (_TYPES_PART, TEXT_PART) if name not in self._archive]:
                told = {"title": _TITLE, "kind": TITLE, "missing": Listing(missing)}
                raise WriteError(say("{title}应为 {kind}；现缺 {missing}，请用 Word 另存为 .docx", **told))
            self._root = self._archive.xml(TEXT_PART)
            known = self._styles()
            for name in _CHANGED & set(self._archive.names):
                self._archive.xml(name)
        except ReadError as error:
            raise WriteError(error.message, error.problems) from None
        self._members: Final = {name: self._archive.read(name) for name in self._archive.names}
        self.width: int
        self._before, self._after, self.width = self._parted()
        self._as_document()
        self.numbers: Final = b"<w:numPr" in self._members.get(STYLES_PART, b"")
        self.styles: Final = self._add_styles(known, styles.decode())

    def _styles(self) -> list[ET.Element]:
        root = self._archive.xml(STYLES_PART) if STYLES_PART in self._archive else ET.Element("none")
        return root.findall(_W + "style")

    def filled(self, text: bytes, properties: bytes, carrier: bytes, carrier_properties: bytes) -> bytes:
        """The document with *text* in it, with these properties, carrying *carrier* if it is not empty."""
        self._members[TEXT_PART] = self._before + text + self._after
        if PROPERTIES_PART not in self._members:
            self._declare(PROPERTIES_PART, _PACKAGE + "core-properties+xml")
            self._relate(_PACKAGE_RELATIONSHIPS_PART, _PACKAGE_RELATION + "core-properties", PROPERTIES_PART)
        self._members[PROPERTIES_PART] = properties
        self._carry(carrier, carrier_properties)
        return pack(self._members.items())

    # -- the text --

    def _parted(self) -> tuple[bytes, bytes, int]:
        """What stands before and after the report, and the width of the text there."""
        data = self._members[TEXT_PART].removeprefix(_BOM)
        body = self._root.find(_W + "body")
        if body is None or not len(body) or data.startswith(_UTF_16) or f'xmlns:w="{_WORD}"'.encode() not in data:
            told = {"title": _TITLE, "name": TEXT_PART}
            raise WriteError(say("{title}的 {name} 应有正文，不得是 Strict 格式；请用 Word 另存为普通的 .docx", **told))
        starts, end = _places(data)
        told = {"title": _TITLE, "placeholder": _PLACEHOLDER}
        wanted = [number for number, block in enumerate(body) if _text(block) == _PLACEHOLDER]
        if len(wanted) > 1 or (_PLACEHOLDER in _text(body) and not wanted):
            raise WriteError(
                say("{title}中应只有一处{placeholder}，在正文中独占一段，不在表格和文本框里；请修改模板", **told)
            )
        if wanted:
            (number,) = wanted
            if body[number].tag != _W + "p" or body[number].find(f".//{_W}sectPr") is not None:
                raise WriteError(
                    say("{title}中{placeholder}应独占一段，该段不得在控件里，不得带分节符；请修改模板", **told)
                )
            return data[: starts[number]], data[[*starts, end][number + 1] :], _width(body[number:])
        last = starts[-1] if body[-1].tag == _W + "sectPr" else end
        return data[: starts[0]], data[last:], _width(body[-1:])

    def _as_document(self) -> None:
        """Make a document of what may be a template of Word; a document with macros is refused."""
        types = self._members[_TYPES_PART]
        if b"macroEnabled" in types:
            raise WriteError(say("{title}不得带宏；现带宏，请用 Word 另存为不带宏的 .docx", title=_TITLE))
        main = f"{_OFFICE}wordprocessingml."
        self._members[_TYPES_PART] = types.replace(
            f"{main}template.main+xml".encode(), f"{main}document.main+xml".encode()
        )

    # -- styles --

    def _add_styles(self, known: list[ET.Element], ours: str) -> dict[str, str]:
        """Add the styles of *ours* that are not among the *known* by name; what each of ours is called there."""
        if STYLES_PART not in self._members:
            self._declare(STYLES_PART, _OFFICE + "wordprocessingml.styles+xml")
            self._relate(_RELATIONSHIPS_PART, _RELATION + "styles", "styles.xml")
        there = {(style.get(_W + "type"), style_name(style)): style.get(_W + "styleId", "") for style in known}
        taken = set(there.values())
        called: dict[str, str] = {}
        missing: list[str] = []
        for style in ET.fromstring(ours).iter(_W + "style"):  # noqa: S314
            name = style.get(_W + "styleId", "")
            own = there.get((style.get(_W + "type"), style_name(style)))
            called[name] = own or (f"Report{name}" if name in taken else name)
            missing += [] if own else [name]
        if not known:
            self._members[STYLES_PART] = ours.encode()
        else:
            added = [piece for piece in re.findall(r"<w:style .*?</w:style>", ours, re.DOTALL) if _id(piece) in missing]
            self._append(STYLES_PART, "".join(_renamed(piece, called) for piece in added))
        return called

    # -- the package --

    def _carry(self, carrier: bytes, properties: bytes) -> None:
        """Put *carrier* among the custom parts, in place of that of an earlier report."""
        custom = [name for name in self._members if re.fullmatch(r"customXml/item\d+\.xml", name)]
        ours = [name for name in custom if NAMESPACE.encode() in self._members[name]]
        for name in ours:
            self._members[name] = f'<none xmlns="{NAMESPACE}"/>'.encode()
        if ours and carrier:
            self._members[ours[0]] = carrier
        elif carrier:
            number = next(n for n in range(1, len(custom) + 2) if f"customXml/item{n}.xml" not in custom)
            part, about = f"customXml/item{number}.xml", f"customXml/itemProps{number}.xml"
            self._members.update({part: carrier, about: properties})
            self._declare(about, _OFFICE + "customXmlProperties+xml")
            self._relate(_RELATIONSHIPS_PART, _RELATION + "customXml", f"../{part}")
            self._relate(f"customXml/_rels/item{number}.xml.rels", _RELATION + "customXmlProps", about.split("/")[1])

    def _declare(self, part: str, content_type: str) -> None:
        space = "http://schemas.openxmlformats.org/package/2006/content-types"
        self._append(_TYPES_PART, f'<Override xmlns="{space}" PartName="/{part}" ContentType="{content_type}"/>')

    def _relate(self, relationships: str, kind: str, target: str) -> None:
        space = "http://schemas.openxmlformats.org/package/2006/relationships"
        if b"</" not in self._members.get(relationships, b""):
            self._members[relationships] = f'<Relationships xmlns="{space}"></Relationships>'.encode()
        used = self._members[relationships].decode("utf-8", "replace")
        name = next(name for n in range(1, len(used)) if (name := f"rIdReport{n}") not in used)
        self._append(relationships, f'<Relationship xmlns="{space}" Id="{name}" Type="{kind}" Target="{target}"/>')

    def _append(self, part: str, xml: str) -> None:
        """Put *xml* at the end of the root of *part*."""
        data = self._members[part]
        end = data.rfind(b"</")
        if data.startswith(_UTF_16) or end < 0:
            told = {"title": _TITLE, "name": part}
            raise WriteError(say("{title}的 {name} 应为有内容的 UTF-8 XML；现不是，请用 Word 另存为 .docx", **told))
        self._members[part] = data[:end] + xml.encode() + data[end:]


def _places(data: bytes) -> tuple[list[int], int]:
    """Where in *data* the blocks of the body begin, and where it ends."""
    starts: list[int] = []
    ends: list[int] = []
    above: list[str] = []
    parser = expat.ParserCreate("utf-8", " ")

    def start(name: str, _: object) -> None:
        if above[1:] == [f"{_WORD} body"]:
            starts.append(parser.CurrentByteIndex)
        above.append(name)

    def end(_: str) -> None:
        if above.pop() == f"{_WORD} body" and len(above) == 1:
            ends.append(parser.CurrentByteIndex)

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.Parse(data, True)  # noqa: FBT003
    return starts, ends[0]


def _text(element: ET.Element) -> str:
    return "".join(word.text or "" for word in element.iter(_W + "t")).strip()


def _width(blocks: list[ET.Element]) -> int:
    """The width of the text in the section that the first of *blocks* is in, 0 if it does not say."""
    section = next((section for block in blocks for section in block.iter(_W + "sectPr")), None)
    if section is None:
        return 0
    page, margins = section.find(_W + "pgSz"), section.find(_W + "pgMar")
    sizes = [
        "" if element is None else element.get(_W + name, "")
        for element, name in ((page, "w"), (margins, "left"), (margins, "right"))
    ]
    if not all(re.fullmatch(r"\d{1,5}", size, re.ASCII) for size in sizes):
        return 0
    whole, left, right = map(int, sizes)
    return whole - left - right if _NARROWEST <= whole - left - right <= _WIDEST else 0


def _id(style: str) -> str:
    return style.partition('w:styleId="')[2].partition('"')[0]


def _renamed(style: str, called: dict[str, str]) -> str:
    """*style* with the names that styles have in the document, none of them its default."""
    named = re.sub(
        r'(w:styleId|w:basedOn w:val|w:next w:val)="(\w+)"', lambda match: f'{match[1]}="{called[match[2]]}"', style
    )
    return named.replace('w:default="1" ', "").replace("<w:style ", f'<w:style xmlns:w="{_WORD}" ', 1)
