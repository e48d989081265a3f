"""What a writer can be told: how an office wants its pages, its Word documents and its texts."""

import math
from typing import Any, Final, cast

import attrs
from attrs import field, frozen

from govdisclosure.errors import ValueRefusedError
from govdisclosure.i18n import Message, say

__all__ = ["DocxOptions", "HtmlOptions", "MarkdownOptions", "Options", "TextOptions", "XlsxOptions"]

_FINEST: Final = 0.05
"""A step so small that there is no need to speak of it."""


def _check_choice(instance: object, attribute: "attrs.Attribute[bool]", value: object) -> None:
    if not isinstance(value, bool):
        name = f"{type(instance).__name__}.{attribute.name}"
        raise ValueRefusedError(say("{name}：应为 True 或 False；现为 {actual}", name=name, actual=repr(value)))


def _check_text(instance: object, attribute: "attrs.Attribute[str]", value: object) -> None:
    if not isinstance(value, str):
        name = f"{type(instance).__name__}.{attribute.name}"
        problem = say("应为文字；现为 {actual}", actual=type(value).__name__)
        raise ValueRefusedError(say("{name}：{problem}", name=name, problem=problem))


@frozen(kw_only=True)
class HtmlOptions:
    """How a page is written.

    Attributes:
        charts: Whether to draw below table three how requests were closed and who made them.
        fragment: Whether to write only the report, to be put into a page that the web site makes.
        site_name: The name of the web site, for its meta tags.
        column_name: The column of the web site that the report appears in.
        source: Where the report comes from, for the meta tags.
        published: The day of publication as the meta tags give it, such as ``2026-01-20``.
    """

    charts: bool = field(default=False, validator=_check_choice)
    fragment: bool = field(default=False, validator=_check_choice)
    site_name: str = field(default="", validator=_check_text)
    column_name: str = field(default="", validator=_check_text)
    source: str = field(default="", validator=_check_text)
    published: str = field(default="", validator=_check_text)


def _check_name(_: object, attribute: "attrs.Attribute[str]", value: object) -> None:
    if not isinstance(value, str) or not value.strip() or not value.isprintable():
        told = {"name": f"DocxOptions.{attribute.name}", "actual": repr(value)}
        raise ValueRefusedError(say("{name}：应为字体名称；现为 {actual}，请改为如“仿宋_GB2312”", **told))


def _font(name: str) -> Any:
    return field(default=name, validator=_check_name)


def _measure(default: float, least: float, most: float, unit: Message, step: float = 0.01) -> Any:
    """A length from *least* to *most* in whole steps."""

    def check(_: object, attribute: "attrs.Attribute[float]", value: object) -> None:
        fits = type(value) in {int, float} and least <= cast(float, value) <= most
        if not fits or not math.isclose(round(cast(float, value) / step) * step, cast(float, value), abs_tol=1e-9):
            problem = say(
                "应为 {least} 至 {most} {unit}{steps}；现为 {actual}，请改为如 {usual}",
                least=f"{least:g}",
                most=f"{most:g}",
                unit=unit,
                steps=say("，以 {step} {unit}为单位", step=f"{step:g}", unit=unit) if step > _FINEST else "",
                actual=repr(value),
                usual=f"{default:g}",
            )
            raise ValueRefusedError(say("{name}：{problem}", name=f"DocxOptions.{attribute.name}", problem=problem))

    return field(default=default, validator=check)


def _size(default: float) -> Any:
    return _measure(default, 5, 72, say("磅"), 0.5)


def _check_template(_: object, __: object, value: Any) -> None:
    if not (value is None or (isinstance(value, bytes) and value.startswith(b"PK\x03\x04"))):
        is_data = isinstance(value, bytes)
        shown = say("以 {start} 开头的字节", start=repr(value[:8])) if is_data else type(value).__name__
        problem = say("应为 Word 文档（.docx）的内容；现为{actual}，请用 Path(…).read_bytes() 读入模板", actual=shown)
        raise ValueRefusedError(say("{name}：{problem}", name="DocxOptions.template", problem=problem))


@frozen(kw_only=True)
class DocxOptions:
    """How a Word document is laid out; left out, as GB/T 9704-2012 has it.

    With a *template* the page, the headers and footers, the theme and the styles are those of the template, and what is
    said here holds only for styles that it does not have. A paragraph of it that holds nothing but ``{{年报}}`` gives
    way to the report and the rest of its text stays; without such a paragraph the report stands in place of all its
    text. Its title and other properties are not taken over, and documents with macros are refused.

    Attributes:
        title_font: The font of the title.
        heading1_font: The font of the headings 一、.
        heading2_font: The font of the headings （一）.
        body_font: The font of the text, of lower headings and of tables.
        title_size: The size of the title in points.
        body_size: The size of headings and text in points.
        table_size: The size of the text in tables in points.
        wide_table_size: The same in tables of ten and more columns.
        margin_top: Between the edge of the paper and the text, in millimetres.
        margin_bottom: The same below.
        margin_left: The same on the left.
        margin_right: The same on the right.
        line_spacing: From one line of text to the next, in points.
        first_line_indent: The indent of the first line of headings and paragraphs, in characters.
        author: Who is named as the author in the properties of the file.
        template: A Word document of the office's own that the report is written into.

    >>> DocxOptions(body_font="仿宋", line_spacing=28).margin_top
    37
    """

    title_font: str = _font("方正小标宋简体")
    heading1_font: str = _font("黑体")
    heading2_font: str = _font("楷体_GB2312")
    body_font: str = _font("仿宋_GB2312")
    title_size: float = _size(22)
    body_size: float = _size(16)
    table_size: float = _size(10.5)
    wide_table_size: float = _size(9)
    margin_top: float = _measure(37, 10, 80, say("毫米"))
    margin_bottom: float = _measure(35, 10, 80, say("毫米"))
    margin_left: float = _measure(28, 10, 60, say("毫米"))
    margin_right: float = _measure(26, 10, 60, say("毫米"))
    line_spacing: float = _measure(28.95, 6, 200, say("磅"), 0.05)
    first_line_indent: float = _measure(2, 0, 10, say("字"))
    author: str = field(default="", validator=_check_text)
    template: bytes | None = field(default=None, validator=_check_template, repr=False)


@frozen(kw_only=True)
class TextOptions:
    """How a text is written.

    Attributes:
        data: Whether the exact data of the report stand at the end, for programs to read.
    """

    data: bool = field(default=True, validator=_check_choice)


@frozen(kw_only=True)
class MarkdownOptions:
    """How Markdown is written.

    Attributes:
        data: Whether the exact data of the report stand in a comment at the end, which nobody sees.
    """

    data: bool = field(default=True, validator=_check_choice)


@frozen(kw_only=True)
class XlsxOptions:
    """How a workbook is written.

    Attributes:
        guide: Whether it begins with a sheet of instructions.
        protected: Whether only what is to be filled in can be changed in the tables; there is no password.
        data: Whether the exact data of the report travel on a sheet that is never shown.
    """

    guide: bool = field(default=True, validator=_check_choice)
    protected: bool = field(default=True, validator=_check_choice)
    data: bool = field(default=True, validator=_check_choice)


Options = DocxOptions | HtmlOptions | MarkdownOptions | TextOptions | XlsxOptions
