"""A workbook on its way to a file: its formats, its texts, its named areas, and the words around the report."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any, Final
from unicodedata import east_asian_width

import attrs
from attrs import define, field, frozen

from govdisclosure.document import Cell
from govdisclosure.errors import WriteError
from govdisclosure.formats.xlsx_form import FORM, FREE
from govdisclosure.i18n import said, say, translate

__all__ = [
    "A4", "AGREES", "ALLOWED", "DONE", "LINE", "SIZE", "Book", "Position", "Range", "in_sheet", "lines_of", "quoted",
    "ranges", "reference", "spoken",
]  # fmt: skip

A4: Final = 9
ALLOWED: Final = {"format_columns": True, "format_rows": True}
"""What can be done to a sheet that is protected."""
SIZE: Final = 11
"""The usual size of letters in points."""
LINE: Final = 16
"""The height of a line in points."""
AGREES: Final = said("相符")
DONE: Final = said("已填全，全部相符")


# --- cells and ranges -------------------------------------------------------------------------------------------------

Position = tuple[int, int]
"""A row and a column, counted from 0."""


@frozen
class Range:
    """A rectangle of cells, the last row and column among them."""

    top: int
    left: int
    bottom: int
    right: int

    def __str__(self) -> str:
        return self.named()

    def named(self, mark: str = "") -> str:
        """Its name; with a *mark* it stays the same wherever the formula goes."""
        first, last = reference(self.top, self.left, mark), reference(self.bottom, self.right, mark)
        return first if first == last else f"{first}:{last}"

    @property
    def corners(self) -> tuple[int, int, int, int]:
        """Its first row and column and its last ones."""
        return self.top, self.left, self.bottom, self.right


def reference(row: int, column: int, mark: str = "") -> str:
    """The name of a cell, with *mark* before its letters and its number."""
    letters, rest = "", column + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{mark}{letters}{mark}{row + 1}"


def ranges(positions: Iterable[Position]) -> list[Range]:
    """*positions* in as few rectangles as runs of rows give."""
    runs: list[Range] = []
    for r, c in sorted(positions):
        last = runs[-1] if runs else None
        if last and (last.bottom, last.right + 1) == (r, c):
            runs[-1] = attrs.evolve(last, right=c)
        else:
            runs.append(Range(r, c, r, c))
    merged: list[Range] = []
    for run in sorted(runs, key=lambda each: (each.left, each.right, each.top)):
        above = merged[-1] if merged else None
        if above and (above.left, above.right, above.bottom + 1) == (run.left, run.right, run.top):
            merged[-1] = attrs.evolve(above, bottom=run.bottom)
        else:
            merged.append(run)
    return sorted(merged, key=lambda each: each.corners)


def in_sheet(name: str, reference: str) -> str:
    """The cells *reference* on the sheet called *name*, as a formula elsewhere names them."""
    return f"'{name}'!{reference}"


def spoken(template: str, **blanks: str) -> str:
    """The formula of the sentence *template*, with formulas in its blanks."""
    pieces = re.split(r"\{(\w+)\}", template)
    spoken = [blanks[piece] if number % 2 else quoted(piece) for number, piece in enumerate(pieces) if piece]
    return "&".join(spoken)


def quoted(text: str) -> str:
    """*text* as a formula has it."""
    return '"' + text.replace('"', '""') + '"'


_LIKE_A_NUMBER: Final = re.compile("(?<=_)(?=x[0-9A-Fa-f]{4}_)")


def _pieces(text: str) -> list[str]:
    """*text* in as many pieces as it takes for XlsxWriter to write it letter by letter.

    It takes what begins and ends like its own markup for that, and masks what looks like the number of a character
    wrongly where two of them share an underscore.
    """
    marked = text.startswith("<r>") and text.endswith("</r>")
    return [text[:1]] * marked + _LIKE_A_NUMBER.split(text[marked:])


def lines_of(text: str, width: float) -> int:
    """How many lines *text* takes in a column that is so many half-width characters wide."""
    size = sum(2 if east_asian_width(char) in "WFA" else 1.1 for char in text)
    return max(-(-int(size) // max(int(width), 1)), 1)


# --- the book ---------------------------------------------------------------------------------------------------------

_LONGEST_TEXT: Final = 32_767
"""What a cell can hold, in the units of UTF-16."""
_OBEYED: Final = tuple("=+-@\t\r")
"""What spreadsheets take for the beginning of a formula."""

_LOOKS: Final[dict[str, dict[str, Any]]] = {
    "label": {"border": 1, "align": "center", "bg_color": "#F2F2F2"},
    "input": {"border": 1, "align": "center", "bg_color": "#FFFBE6", "locked": False},
    "total": {"border": 1, "align": "center"},
    "free": {"border": 1},
    "check": {"align": "center", "font_color": "#548235"},
    "note": {"font_color": "#595959"},
    "plain": {"text_wrap": False},
    "bold": {"bold": True},
    "title": {"bold": True, "font_size": 16, "text_wrap": False},
    "heading": {"bold": True, "font_size": 13, "text_wrap": False},
}
_WRONG: Final = {"bg_color": "#FFC7CE", "font_color": "#9C0006", "bold": True}


@define
class Book:
    """A workbook on its way, in the language of *locale*; *looks* are its formats, *named* counts its areas."""

    file: Any
    locale: str
    is_protected: bool
    looks: dict[Any, Any] = field(factory=dict)
    named: Counter[str] = field(factory=Counter)

    def said(self, text: str) -> str:
        """*text* in its language."""
        return translate(text, self.locale)

    def sheet(self, name: str, role: str) -> Any:
        """A sheet whose *role* is known by the name of its first cell."""
        sheet = self.file.add_worksheet(self.said(name))
        self.name(sheet, role, Range(0, 0, 0, 0))
        return sheet

    def name(self, sheet: Any, role: str, area: Range) -> None:
        """Say with a name of *area* what stands there."""
        self.named[role] += 1
        name = f"govdisclosure.{role}" + (f"_{self.named[role]}" if role in {FORM, FREE} else "")
        self.file.define_name(name, "=" + in_sheet(sheet.name, area.named("$")))

    def look(self, name: str, **more: Any) -> Any:
        """The format called *name*, with *more* properties."""
        known = name, *more.items()
        if known not in self.looks:
            font = "Calibri" if self.locale == "en" else "宋体"
            usual = {"font_name": font, "font_size": SIZE, "text_wrap": True, "valign": "vcenter"}
            self.looks[known] = self.file.add_format(usual | _LOOKS[name] | more)
        return self.looks[known]

    def size(self, name: str) -> int:
        """The size of the letters of the format called *name*, in points."""
        return int(_LOOKS[name].get("font_size", SIZE))

    def put(self, sheet: Any, at: Position, text: str, look: str, **more: Any) -> None:
        """Write *text* as a text, whatever it begins with."""
        if len(text.encode("utf-16-le")) > 2 * _LONGEST_TEXT:
            told = say(
                "工作表“{sheet}”{place}：Excel 的一格应不超过 {most} 字；现有 {actual} 字，请分成几段",
                sheet=sheet.name,
                place=reference(*at),
                most=_LONGEST_TEXT,
                actual=len(text),
            )
            raise WriteError(told)
        if text.startswith(_OBEYED):
            more["quote_prefix"] = True
        pieces = _pieces(re.sub("\r\n?", "\n", text))
        if len(pieces) > 1:
            parts = (part for piece in pieces[1:] for part in (self.look("plain"), piece))
            sheet.write_rich_string(*at, pieces[0], *parts, self.look(look, **more))
        elif text:
            sheet.write_string(*at, *pieces, self.look(look, **more))
        else:
            sheet.write_blank(*at, None, self.look(look, **more))

    def merge(self, sheet: Any, at: Position, cell: Cell, look: str) -> None:
        """Merge the cells that *cell* takes."""
        if (cell.rowspan, cell.colspan) != (1, 1):
            r, c = at
            sheet.merge_range(r, c, r + cell.rowspan - 1, c + cell.colspan - 1, "", self.look(look))

    def lit_unless(self, text: str) -> dict[str, Any]:
        """The rule that lights a cell up unless it shows *text*."""
        return {"type": "cell", "criteria": "!=", "value": quoted(self.said(text)), "format": self.wrong()}

    def wrong(self) -> Any:
        """The format of what is wrong."""
        if "wrong" not in self.looks:
            self.looks["wrong"] = self.file.add_format(_WRONG)
        return self.looks["wrong"]
