"""A table of the form on its sheet: drawn to be filled in, with its totals and checks as formulas.

It knows of the form what the grid says: what may stand in a cell, and what adds up to what.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import takewhile
from typing import Any, Final

from attrs import define, field, frozen

from govdisclosure.document import Cell, Entry, Equation, Grid
from govdisclosure.formats.xlsx_book import (
    A4,
    AGREES,
    ALLOWED,
    DONE,
    LINE,
    Book,
    Position,
    Range,
    lines_of,
    quoted,
    ranges,
    reference,
    spoken,
)
from govdisclosure.formats.xlsx_form import FORM, number_format, total_formula
from govdisclosure.i18n import said

__all__ = ["FormTable"]

_WIDTHS: Final = {4: (28, 18, 18, 18), 10: (5, 11, 40, *[10] * 7)}
_LATIN_WIDTHS: Final = {4: (30, 20, 20, 20), 10: (12, 15, 48, *[13] * 7), 15: (10.5,) * 15}
_USUAL_WIDTH: Final = 9
_CHECK_WIDTH: Final = 14
_WIDE: Final = 10
"""From how many columns on a table is printed on paper that lies on its side."""
_LONG: Final = 20
"""From how many rows on the header of a table stays in sight."""
_NUMBER: Final = re.compile(r"-?\d+(?:\.(\d+))?", re.ASCII)
_MOST_DIGITS: Final = 15
"""What spreadsheets keep of a number."""
_ERROR_TITLE: Final = said("填得不对")
_TOP: Final = 3
"""Where a table begins, below the title and the heading."""


@define
class FormTable:
    """A table of the form on its sheet: *at* is where the numbers stand by their paths, *texts* what they are."""

    book: Book
    sheet: Any
    grid: Grid
    at: dict[str, Position] = field(factory=dict)
    texts: dict[str, str] = field(factory=dict)
    makers: dict[str, Equation] = field(factory=dict)
    """The equation that makes each total."""
    computed: set[str] = field(factory=set)
    """The totals that are formulas."""
    status: tuple[str, str] = ("", "")
    """The cell that tells how far the table is, and what it shows."""

    def __attrs_post_init__(self) -> None:
        """Find the numbers."""
        for r, c, cell in self.grid.positions():
            if cell.path:
                self.at[cell.path] = _TOP + r, c
                self.texts[cell.path] = cell.text
        self.makers = {each.left[0]: each for each in self.grid.equations if each.is_total}
        self.computed = {path for path, maker in self.makers.items() if self.texts[path] == self.made(maker)}

    def said(self, text: str) -> str:
        """*text* in the language of the workbook."""
        return self.book.said(text)

    @property
    def bottom(self) -> int:
        """The last row of the table."""
        return _TOP + len(self.grid.rows) - 1

    def listed(self, paths: Iterable[str], mark: str = "") -> str:
        """The numbers at *paths* as a formula takes them."""
        return ",".join(area.named(mark) for area in ranges(self.at[path] for path in paths))

    def made(self, equation: Equation) -> str | None:
        """The text of the total that the parts of *equation* make; ``None`` if they cannot be computed exactly."""
        texts = [text for path in equation.right if (text := self.texts[path])]
        made = str(sum(map(int, texts))) if texts else ""
        return made if all(len(text) <= _MOST_DIGITS for text in (*texts, made)) else None

    def sums(self, equation: Equation) -> tuple[int, int]:
        """What the two sides of *equation* add up to, as a spreadsheet reads them."""
        numbers = {path: _stored(self.texts[path])[0] for path in (*equation.left, *equation.right)}
        left, right = (sum(int(numbers[path] or 0) for path in side) for side in (equation.left, equation.right))
        return left, right

    # -- writing --

    def write(self, headings: Sequence[tuple[str, str]]) -> None:
        """Write the sheet; *headings* are the cells of the title and the heading above the table, and what they say."""
        for row, (cell, text) in enumerate(headings):
            self.sheet.write_formula(row, 0, f"=T({cell})", self.book.look("heading"), text)
        self.draw()
        self.measure()
        self.validate()
        self.check()
        self.book.name(self.sheet, FORM, Range(_TOP, 0, self.bottom, self.grid.width - 1))
        self.sheet.print_area(0, 0, self.bottom, self.grid.width - 1)
        self.sheet.set_paper(A4)
        self.sheet.fit_to_pages(1, 1)
        if self.grid.width >= _WIDE:
            self.sheet.set_landscape()
        if self.book.is_protected:
            self.sheet.protect("", ALLOWED)

    def draw(self) -> None:
        """Draw the labels and the numbers."""
        for r, c, cell in self.grid.positions():
            look = "label" if not cell.path else "total" if cell.path in self.computed else "input"
            at = _TOP + r, c
            self.book.merge(self.sheet, at, cell, look)
            if not cell.path:
                aside = {} if self.is_centred(r, cell) else {"align": "left", "indent": 1}
                self.book.put(self.sheet, at, cell.text, look, **aside)
            elif cell.path in self.computed:
                formula = total_formula(self.listed(self.makers[cell.path].right))
                value = int(cell.text) if cell.text else ""
                self.sheet.write_formula(*at, formula, self.book.look(look), value)
            else:
                number, style = _stored(cell.text)
                if number is None:
                    self.book.put(self.sheet, at, cell.text, look)
                else:
                    self.sheet.write_number(*at, number, self.book.look(look, num_format=style))

    def is_centred(self, row: int, label: Cell) -> bool:
        """Whether *label* heads columns or several rows; the label of a row stands left."""
        return label.rowspan > 1 or all(cell.header for cell in self.grid.rows[row])

    def measure(self) -> None:
        """Set how wide the columns and how high the rows are."""
        known = _LATIN_WIDTHS if self.book.locale == "en" else _WIDTHS
        widths = known.get(self.grid.width, (_USUAL_WIDTH,) * self.grid.width)
        for c, width in enumerate(widths):
            self.sheet.set_column(c, c, width)
        self.sheet.set_column(self.grid.width, self.grid.width, _CHECK_WIDTH)
        high = [1] * len(self.grid.rows)
        for r, c, cell in self.grid.positions():
            lines = lines_of(cell.text, sum(widths[c : c + cell.colspan]) - 1)
            high[r] = max(high[r], -(-lines // cell.rowspan))
        for r, lines in enumerate(high):
            self.sheet.set_row(_TOP + r, LINE * lines + 6)
        heads = sum(1 for _ in takewhile(lambda row: all(cell.header for cell in row), self.grid.rows))
        if len(self.grid.rows) >= _LONG:
            self.sheet.freeze_panes(_TOP + heads, 0)

    def validate(self) -> None:
        """Refuse what cannot be typed in, and light up what was put there all the same."""
        kinds = {cell.path: cell.entry for row in self.grid.rows for cell in row if cell.entry}
        for kind in Entry:
            paths = [path for path, known in kinds.items() if known is kind and path not in self.computed]
            for area in ranges(self.at[path] for path in paths):
                first, rule = reference(area.top, area.left), _RULES[kind]
                told = {"error_title": self.said(_ERROR_TITLE), "error_message": self.said(rule.message)}
                self.sheet.data_validation(*area.corners, rule.validation(first) | told)
                lit = {"type": "formula", "criteria": f"={rule.broken(first)}", "format": self.book.wrong()}
                self.sheet.conditional_format(*area.corners, lit)

    # -- checks --

    def check(self) -> None:
        """Write beside or below the table whether its numbers add up, and light up those that do not."""
        rows = Counter(filter(None, map(self.row_of, self.grid.equations)))
        below: dict[bool, int] = {}
        checks = []
        for equation in self.grid.equations:
            row = self.row_of(equation)
            if row and rows[row] == 1:
                at = row, self.grid.width
            else:
                line = below.setdefault(equation.is_total, self.bottom + 1 + len(below))
                at = line, self.at[equation.left[0]][1]
            checks.append(at)
            self.write_check(at, equation)
        if 1 in rows.values():
            self.book.put(self.sheet, (_TOP, self.grid.width), self.said(said("核对")), "note", align="center")
        for is_total, line in below.items():
            text = said("核对：总计是否等于各项之和") if is_total else said("核对：本列数据的勾稽关系")
            self.book.put(self.sheet, (line, 0), self.said(text), "note", text_wrap=False)
            self.sheet.set_row(line, 2 * LINE)
        self.write_status(self.bottom + len(below) + 2, checks)

    def row_of(self, equation: Equation) -> int | None:
        """The row in which all cells of *equation* stand, if there is one."""
        rows = {self.at[path][0] for path in (*equation.left, *equation.right)}
        return min(rows) if len(rows) == 1 else None

    def write_check(self, at: Position, equation: Equation) -> None:
        """Write whether *equation* holds, and light up the cells it is about where it does not."""
        left, right = (f"SUM({self.listed(side)})" for side in (equation.left, equation.right))
        told, should = (
            (said("应为 {number}"), right) if equation.is_total else (said("相差 {number}"), f"({left}-{right})")
        )
        agrees, differs = self.said(AGREES), self.said(told)
        formula = f"=IF({left}={right},{quoted(agrees)},{spoken(differs, number=should)})"
        sums = self.sums(equation)
        number = sums[1] if equation.is_total else sums[0] - sums[1]
        value = agrees if sums[0] == sums[1] else differs.format(number=number)
        self.sheet.write_formula(*at, formula, self.book.look("check"), value)
        self.sheet.conditional_format(*at, *at, self.book.lit_unless(AGREES))
        cells = equation.left if equation.is_total else (*equation.left, *equation.right)
        left, right = (f"SUM({self.listed(side, '$')})" for side in (equation.left, equation.right))
        lit = {"type": "formula", "criteria": f"={left}<>{right}", "format": self.book.wrong()}
        for area in ranges(self.at[path] for path in cells):
            self.sheet.conditional_format(*area.corners, lit)

    def write_status(self, row: int, checks: Sequence[Position]) -> None:
        """Write how many cells are blank and how many sums are wrong."""
        inputs = [path for path in self.at if path not in self.computed]
        blank = "+".join(f"COUNTBLANK({area})" for area in ranges(self.at[path] for path in inputs))
        agrees = quoted(self.said(AGREES))
        broken = "+".join(f"COUNTA({area})-COUNTIF({area},{agrees})" for area in ranges(checks)) or "0"
        good, bad = self.said(DONE), self.said(said("空着 {blank} 格，不符 {broken} 处"))
        formula = f"=IF({blank}+{broken}=0,{quoted(good)},{spoken(bad, blank=f'({blank})', broken=f'({broken})')})"
        blanks = sum(not self.texts[path] for path in inputs)
        breaks = sum(left != right for left, right in map(self.sums, self.grid.equations))
        value = bad.format(blank=blanks, broken=breaks) if blanks + breaks else good
        across = row, 0, row, self.grid.width - 1
        self.sheet.merge_range(*across, "", self.book.look("check"))
        self.sheet.write_formula(row, 0, formula, self.book.look("check"), value)
        self.sheet.conditional_format(*across, self.book.lit_unless(DONE))
        self.status = reference(row, 0, "$"), value


def _stored(text: str) -> tuple[float | None, str]:
    """The number that a spreadsheet keeps for *text*, and its format; none if *text* is blank or it cannot keep it."""
    match = _NUMBER.fullmatch(text)
    if match is None or sum(map(str.isdigit, text)) > _MOST_DIGITS:
        return None, ""
    return (float(text), number_format(len(match[1]))) if match[1] else (int(text), "General")


@frozen
class _Rule:
    """What may be typed into a cell: what the program is told, when it is broken, what the person is told."""

    told: Mapping[str, Any]
    is_broken: str
    message: str

    def validation(self, cell: str) -> dict[str, Any]:
        """What XlsxWriter is told for an area that begins at *cell*."""
        return {key: value.format(cell) if key == "value" else value for key, value in self.told.items()}

    def broken(self, cell: str) -> str:
        """The formula that is true where *cell* holds what it should not."""
        return f"IF(ISBLANK({cell}),FALSE,{self.is_broken.format(cell)})"


_MOST_CHANGE: Final = 10**12
_AMOUNT_OF_MONEY: Final = 'ISNUMBER(--SUBSTITUTE(SUBSTITUTE({0},"万元",""),"元",""))'
_RULES: Final[Mapping[Entry, _Rule]] = {
    Entry.COUNT: _Rule(
        {"validate": "integer", "criteria": ">=", "value": "0"},
        "IF(ISNUMBER({0}),OR({0}<0,{0}<>INT({0})),TRUE)",
        said("应填 0 或正整数，没有的填 0。"),
    ),
    Entry.CHANGE: _Rule(
        {"validate": "integer", "criteria": "between", "minimum": -_MOST_CHANGE, "maximum": _MOST_CHANGE},
        "IF(ISNUMBER({0}),{0}<>INT({0}),TRUE)",
        said("应填整数，减少的填负数。"),
    ),
    Entry.AMOUNT: _Rule(
        {"validate": "decimal", "criteria": ">=", "value": "0"},
        "IF(ISNUMBER({0}),{0}<0,TRUE)",
        said("应填 0 或正数，可带小数。"),
    ),
    Entry.MONEY: _Rule(
        {"validate": "custom", "value": f"={_AMOUNT_OF_MONEY}"},
        f"NOT({_AMOUNT_OF_MONEY})",
        said("应填数字，后面可写“元”或“万元”。"),
    ),
}
