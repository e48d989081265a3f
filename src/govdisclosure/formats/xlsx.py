"""XLSX: a workbook that an office fills in, and any workbook that holds the tables of a report.

What is written has a sheet for each table, one for the prose, and one with instructions; its totals and checks are
formulas. The canonical JSON travels on a sheet that is never shown, which all spreadsheet programs keep.
"""

from typing import Final

from govdisclosure.formats.options import XlsxOptions
from govdisclosure.formats.xlsx_reader import looks_like, read
from govdisclosure.formats.xlsx_writer import shown, write

__all__ = ["OPTIONS", "looks_like", "read", "shown", "write"]

OPTIONS: Final = XlsxOptions
