"""PDF for print: the page of a report laid out on A4 by WeasyPrint, tagged and titled, its fonts inside."""

import contextlib
import io
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any, Final, NoReturn

import attrs

from govdisclosure.causes import needed
from govdisclosure.document import Block, Document, Grid
from govdisclosure.errors import GovDisclosureError, WriteError
from govdisclosure.formats import html
from govdisclosure.i18n import say

__all__ = ["ATTACHMENT", "drawn"]

ATTACHMENT: Final = "annual-report.json"
"""The name of the attached file that holds the canonical JSON; its description names the SHA-256."""

_UNSEEN: Final = frozenset({"Cc", "Cf", "Cn", "Zl", "Zp", "Zs"})
"""The categories of characters that have no look of their own."""
_NO_DAY: Final = datetime(1980, 1, 1, tzinfo=UTC)
_MOST_LETTERS: Final = 500_000
_LETTERS_OF_SLOT: Final = 20


def drawn(document: Document) -> bytes:
    """The PDF of *document* with the data that it carries attached, the same bytes on any day with the same fonts.

    Raises:
        WriteError: It is far longer than a report, or no font is installed that has all the characters.
        GovDisclosureError: The extra ``pdf``, or the system library Pango that it needs, is not installed.
    """
    _refuse_long(document.blocks)
    weasyprint = _weasyprint()
    bare = attrs.evolve(document, blocks=tuple(_without_repeats(document.blocks)), embedded=None)
    source = weasyprint.HTML(string=html.write(bare).decode(), url_fetcher=_refuse)
    attached = _attached(document, weasyprint)
    return bytes(source.write_pdf(pdf_variant="pdf/ua-1", attachments=attached, finisher=_check_fonts))


def _refuse_long(blocks: Iterable[Block]) -> None:
    """Refuse what would take minutes to lay out, such as a table whose cells span a million slots."""
    length = sum(
        _LETTERS_OF_SLOT * block.area + sum(len(cell.text) for row in block.rows for cell in row)
        if isinstance(block, Grid)
        else len(block.text)
        for block in blocks
    )
    if length > _MOST_LETTERS:
        told = say(
            "写成 PDF 的年报应不超过 {most} 字（表格每占一格计 {each} 字）；现为 {actual} 字，请写成网页或 Word 文档",
            most=f"{_MOST_LETTERS:,}",
            each=_LETTERS_OF_SLOT,
            actual=f"{length:,}",
        )
        raise WriteError(told)


def _weasyprint() -> Any:
    """The package that draws; what it prints itself where Pango is missing is left out."""
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            return needed("weasyprint", "pdf")
    except OSError as error:
        told = say(
            "写 PDF 需要系统库 Pango，没有找到（{error}）；请安装，如 Debian 的 libpangoft2-1.0-0 和"
            " libharfbuzz-subset0，macOS 的 pango",
            error=str(error),
        )
        raise GovDisclosureError(told) from None


def _without_repeats(blocks: Sequence[Block]) -> Iterator[Block]:
    """The *blocks*, no table captioned with what the line above it says already."""
    yield from blocks[:1]
    for above, block in pairwise(blocks):
        repeats = isinstance(block, Grid) and not isinstance(above, Grid) and above.text.endswith(block.caption)
        yield attrs.evolve(block, caption="") if isinstance(block, Grid) and repeats else block


def _attached(document: Document, weasyprint: Any) -> list[Any]:
    """The data of *document* as a file to attach."""
    if document.embedded is None:
        return []
    return [
        weasyprint.Attachment(
            file_obj=io.BytesIO(document.embedded.data),
            name=ATTACHMENT,
            description=f"SHA-256 {document.embedded.sha256}",
            created=_NO_DAY,
            modified=_NO_DAY,
            relationship="Data",
        )
    ]


def _refuse(url: str, *_: object, **__: object) -> NoReturn:
    raise ValueError(url)


def _check_fonts(document: Any, _: object) -> None:
    """Refuse to print boxes where characters should be."""
    codes = {code for font in document.fonts.values() for code in font.missing}
    missing = "".join(sorted(char for char in map(chr, codes) if unicodedata.category(char) not in _UNSEEN))
    if missing:
        shown = missing[:20] + "…" * (len(missing) > 20)  # noqa: PLR2004 - enough to see which
        told = say(
            "没有一种字体能印“{characters}”；请安装有这些字的字体，如 Debian 的 fonts-noto-cjk", characters=shown
        )
        raise WriteError(told)
