"""The formats: one module each, with the same verbs ``looks_like``, ``read`` and, where it can, ``write``.

A format that can be written and cannot show all of a document says with ``shown`` what it shows.
"""

from importlib import import_module
from pathlib import PurePath
from typing import Any, Final

from attrs import frozen

from govdisclosure.errors import ReadError, WriteError
from govdisclosure.i18n import Listing, say

__all__ = ["FORMATS", "FORMATS_BY_NAME", "Format", "format_for_reading", "format_for_writing"]


@frozen
class Format:
    """A format by name; its module is imported when it is first used."""

    name: str
    suffixes: tuple[str, ...]
    title: str
    is_binary: bool = False
    carries: bool = True
    """Whether what is written in it carries the whole report whatever its text, and not only what is seen."""

    @property
    def module(self) -> Any:
        """The module with the verbs."""
        return import_module(f"{__name__}.{self.name}")


FORMATS: Final = (
    Format("json", (".json",), "JSON"),
    Format("docx", (".docx",), say("Word 文档"), is_binary=True),
    Format("xlsx", (".xlsx", ".xlsm"), say("Excel 工作簿"), is_binary=True),
    Format("odt", (".odt", ".fodt"), say("OpenDocument 文档"), is_binary=True),
    Format("pdf", (".pdf",), say("PDF 文档"), is_binary=True, carries=False),
    Format("html", (".html", ".htm", ".xhtml", ".shtml"), say("网页")),
    Format("script", (".js", ".jsonp"), say("网页脚本")),
    Format("markdown", (".md", ".markdown"), "Markdown"),
    Format("text", (".txt", ".text"), say("文本")),
)
"""Every format, the ones that are easiest to tell by their content first."""

FORMATS_BY_NAME: Final = {each.name: each for each in FORMATS}

_OTHERS: Final = {
    b"\x89PNG": say("PNG 图片"),
    b"\xff\xd8\xff": say("JPEG 图片"),
    b"GIF8": say("GIF 图片"),
    b"\xd0\xcf\x11\xe0": say("旧版 Office 文档（.doc 或 .xls）"),
    b"Rar!": say("RAR 压缩包"),
    b"7z\xbc\xaf": say("7z 压缩包"),
    b"PK\x03\x04": say("ZIP 压缩包或其他 Office 文档"),
}


def format_for_reading(data: bytes, format: str | None = None, name: str = "") -> Format:  # noqa: A002
    """The format of *data*: *format* if it is given, else by the suffix of *name*, else by what it begins with.

    >>> format_for_reading(b"<p>", name="report.html").name, format_for_reading(b'{"year": 2025}').name
    ('html', 'json')

    Raises:
        ReadError: *data* is empty or plainly in a format that is not read here, or there is no *format*.
    """
    if format is not None and format not in FORMATS_BY_NAME:
        raise ReadError(say("没有名为“{name}”的格式；可用 {formats}", name=format, formats=Listing(FORMATS_BY_NAME)))
    if not data.strip():
        raise ReadError(say("应为政府信息公开工作年度报告，可读 {formats}；内容是空的", formats=_titles()))
    own = _by_data(data)
    binary = None if FORMATS_BY_NAME["json"].module.looks_like(data) else _binary(data)
    if binary and not own:
        return binary
    other = next((title for start, title in _OTHERS.items() if data.startswith(start)), None)
    if other and not own:
        raise ReadError(
            say("应为政府信息公开工作年度报告，可读 {formats}；内容是{other}", formats=_titles(), other=other)
        )
    named = _by_name(format or name)
    if named and named.name == "json":
        return FORMATS_BY_NAME["script"] if _is_reply(data) else named
    if named and named.module.looks_like(data):
        return named
    found = own or next((each for each in FORMATS if each.module.looks_like(data)), None)
    if found is None:
        raise ReadError(say("应为政府信息公开工作年度报告，可读 {formats}；内容不是其中任何一种", formats=_titles()))
    return found


def _binary(data: bytes) -> Format | None:
    return next((each for each in FORMATS if each.is_binary and each.module.looks_like(data)), None)


def _by_data(data: bytes) -> Format | None:
    """The format of a text of ours that carries data, however it begins."""
    from govdisclosure.formats.carried import carrier

    return FORMATS_BY_NAME.get(carrier(data))


def _is_reply(data: bytes) -> bool:
    """Whether JSON is no report of ours but the reply of a web site with a page in it."""
    return b"urn:govdisclosure:" not in data and bool(FORMATS_BY_NAME["script"].module.looks_like(data))


def format_for_writing(name: str) -> Format:
    """The format to write, by its name or the suffix of *name*.

    >>> format_for_writing("2025/report.docx").name
    'docx'

    Raises:
        WriteError: There is no such format, or it is only read.
    """
    found = _by_name(name)
    if found is None or not hasattr(found.module, "write"):
        known = Listing(each.suffixes[0] for each in FORMATS if hasattr(each.module, "write"))
        raise WriteError(say("不能写成“{name}”：文件名应以 {known} 结尾", name=name, known=known))
    return found


def _by_name(name: str) -> Format | None:
    suffix = PurePath(name).suffix.lower() or f".{name.lower()}"
    return next((each for each in FORMATS if suffix in each.suffixes or name == each.name), None)


def _titles() -> Listing:
    return Listing(each.title for each in FORMATS)
