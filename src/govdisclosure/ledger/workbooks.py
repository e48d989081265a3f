"""Workbooks as registers: the rows of each worksheet, one after the other, read with care."""

import codecs
import contextlib
import warnings
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any, Final

from govdisclosure.causes import needed
from govdisclosure.errors import ReadError
from govdisclosure.formats.archive import Archive
from govdisclosure.i18n import say

__all__ = ["LARGEST", "worksheets"]

LARGEST: Final = 32 * 2**20
"""How many bytes a workbook may have; more records go into CSV."""
_WIDEST: Final = 100
"""How many columns of a worksheet are looked at."""
_WORKBOOK: Final = say("Excel 工作簿")
_UTF_16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def worksheets(name: str, data: bytes) -> Iterator[tuple[str, bool, Iterator[tuple[int, Sequence[object]]]]]:
    """Each worksheet of the workbook *data*: its name, whether it is hidden, and its rows, counted from 1, in values.

    Raises:
        ReadError: It cannot be read, or not safely.
    """
    openpyxl = needed("openpyxl", "xlsx")
    if len(data) > LARGEST:
        raise ReadError(say("工作簿应不超过 {most} MiB；请另存为 CSV", most=LARGEST // 2**20))
    _guard(data)
    with _as_workbook(name), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
    for sheet in book.worksheets:
        yield sheet.title, sheet.sheet_state != "visible", _rows(name, sheet)


def _guard(data: bytes) -> None:
    """Refuse an archive that cannot safely be unpacked or declares a document type, before openpyxl reads it."""
    archive = Archive(data, _WORKBOOK)
    for name in archive.names:
        part = archive.read(name)
        if name.endswith((".xml", ".rels")) and (b"<!DOCTYPE" in part or part.startswith(_UTF_16)):
            raise ReadError(say("工作簿的 {name} 含有 <!DOCTYPE> 声明或不是 UTF-8 编码，为安全起见不读", name=name))


@contextlib.contextmanager
def _as_workbook(name: str) -> Iterator[None]:
    """Tell that openpyxl does not make it out; it raises whatever comes up."""
    try:
        yield
    except Exception as error:  # noqa: BLE001
        told = say("不能读“{path}”：{why}；可另存为 CSV 再读", path=name, why=type(error).__name__)
        raise ReadError(told) from None


def _rows(name: str, sheet: Any) -> Iterator[tuple[int, Sequence[object]]]:
    sheet.reset_dimensions()
    with _as_workbook(name):
        for number, cells in enumerate(sheet.iter_rows(values_only=True, max_col=_WIDEST), start=1):
            if cells.count(None) < len(cells):
                yield number, cells
