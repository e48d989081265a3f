"""PDF for print: the page of a report laid out on A4 by WeasyPrint, tagged and titled, its fonts inside."""

import unicodedata
from typing import Any, Final, NoReturn

import attrs

from govdisclosure.document import Document
from govdisclosure.errors import GovDisclosureError, WriteError, needed
from govdisclosure.formats import html

__all__ = ["write"]

_UNSEEN: Final = frozenset({"Cc", "Cf", "Cn", "Zl", "Zp", "Zs"})
"""The categories of characters that have no look of their own."""


def write(document: Document) -> bytes:
    """The PDF of *document*, the same bytes on any day with the same fonts; it holds nothing but what is seen.

    Raises:
        WriteError: No font is installed that has all the characters.
        GovDisclosureError: The extra ``pdf``, or the system library Pango that it needs, is not installed.
    """
    page = html.write(attrs.evolve(document, embedded=None)).decode()
    source = _weasyprint().HTML(string=page, url_fetcher=_refuse)
    return bytes(source.write_pdf(pdf_variant="pdf/ua-1", finisher=_check_fonts))


def _weasyprint() -> Any:
    try:
        return needed("weasyprint", "pdf")
    except OSError as error:
        message = (
            f"写 PDF 需要系统库 Pango，没有找到（{error}）；请安装，如 Debian 的 libpango-1.0-0 和 libpangoft2-1.0-0"
        )
        raise GovDisclosureError(message) from None


def _refuse(url: str, *_: object, **__: object) -> NoReturn:
    raise ValueError(url)


def _check_fonts(document: Any, _: object) -> None:
    """Refuse to print boxes where characters should be."""
    codes = {code for font in document.fonts.values() for code in font.missing}
    missing = "".join(sorted(char for char in map(chr, codes) if unicodedata.category(char) not in _UNSEEN))
    if missing:
        shown = missing[:20] + "…" * (len(missing) > 20)  # noqa: PLR2004 - enough to see which
        raise WriteError(f"没有一种字体能印“{shown}”；请安装有这些字的字体，如 Debian 的 fonts-noto-cjk")
