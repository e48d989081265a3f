"""What the workbooks we write are made of, on which their writer and their reader must agree.

Names that are defined for areas say which sheet is which, since spreadsheets keep them when rows are added and sheets
are called otherwise. One sheet holds the prose, a row for each paragraph, with its kind before it; in the place of each
table it names the sheet that the table is on.
"""

import re
from collections.abc import Mapping
from functools import cache
from typing import Final

from govdisclosure.i18n import LOCALES, said, say, translate

__all__ = [
    "AREA_NAME", "CAPTION", "DATA", "FORM", "FREE", "GUIDE", "HEADINGS", "KINDS", "LAST_COLUMN", "MOST_CELLS",
    "MOST_SHEETS", "PARAGRAPH", "SHEET", "TEXT", "TITLE", "WIDEST", "kinds_in_any_language", "min_decimals",
    "number_format", "parts_of_total", "total_formula",
]  # fmt: skip

TITLE: Final = say("Excel 工作簿（.xlsx）")
"""What a workbook is called in messages."""

MOST_SHEETS: Final = 200
MOST_CELLS: Final = 65_000
WIDEST: Final = 1000
"""What is read of a workbook, and so what may be written: sheets, cells, columns of a table not of ours, of a cell."""
LAST_COLUMN: Final = 16_384
"""The last column that a sheet has."""

TEXT, GUIDE, DATA, FORM, FREE = "text", "guide", "data", "form", "table"
"""The roles of sheets: the prose, the instructions, the data, a table of the form, another table."""

AREA_NAME: Final = re.compile(rf"govdisclosure\.({TEXT}|{GUIDE}|{DATA}|{FORM}|{FREE})(?:_\d+)?")
"""The name of an area, which says the role of its sheet."""

HEADINGS: Final[Mapping[int, str]] = {
    1: said("年报标题"),
    2: said("一级标题"),
    3: said("二级标题"),
    4: said("三级标题"),
    5: said("四级标题"),
    6: said("五级标题"),
}
"""What a heading of each level is called, as offices count them: the title apart."""
PARAGRAPH: Final = said("正文")
CAPTION: Final = said("表题")
SHEET: Final = said("工作表")
KINDS: Final = (*HEADINGS.values(), PARAGRAPH, CAPTION, SHEET)
"""The kinds of rows among the prose."""


@cache
def kinds_in_any_language() -> Mapping[str, str]:
    """Each kind of row by what it is called in any language.

    >>> kinds_in_any_language()["Heading 1"]
    '一级标题'
    """
    return {translate(kind, locale): kind for kind in KINDS for locale in LOCALES}


# --- formulas ---------------------------------------------------------------------------------------------------------

_TOTAL: Final = re.compile(r'IF\(COUNT\(([A-Z0-9:,]+)\)=0,"",SUM\(\1\)\)')


def total_formula(parts: str) -> str:
    """The formula of a total over *parts*: their sum, and blank where all of them are.

    >>> total_formula("E7:J7")
    '=IF(COUNT(E7:J7)=0,"",SUM(E7:J7))'
    """
    return f'=IF(COUNT({parts})=0,"",SUM({parts}))'


def parts_of_total(formula: str) -> list[tuple[str, str]]:
    """The first and the last cell of each range that *formula* adds up; empty if it is not the formula of a total.

    >>> parts_of_total('IF(COUNT(E7:J7,L7)=0,"",SUM(E7:J7,L7))'), parts_of_total("SUM(E7:J7)")
    ([('E7', 'J7'), ('L7', 'L7')], [])
    """
    match = _TOTAL.fullmatch(formula)
    ranges = (each.partition(":") for each in match[1].split(",")) if match else ()
    return [(first, last or first) for first, _, last in ranges]


# --- decimals ---------------------------------------------------------------------------------------------------------

_USUAL_DECIMALS: Final = 6
_FORMAT: Final = re.compile(r"0\.(0+)#*")


def number_format(decimals: int) -> str:
    """The number format that shows as many *decimals* as are printed, and more if they are typed.

    >>> number_format(2), number_format(0)
    ('0.00####', 'General')
    """
    return f"0.{'0' * decimals:#<{_USUAL_DECIMALS}}" if decimals else "General"


def min_decimals(format_code: str) -> int:
    """How many decimals the format *format_code* of ours shows even where they are zeros.

    >>> min_decimals("0.00####"), min_decimals("General")
    (2, 0)
    """
    match = _FORMAT.fullmatch(format_code)
    return len(match[1]) if match else 0
