"""Writing XLSX: the tables as the form draws them, to be filled in, with totals and checks as formulas.

Of the form it knows what the grids say: what may stand in a cell, and what adds up to what.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from itertools import pairwise, takewhile
from typing import Any, Final
from unicodedata import east_asian_width

import attrs
from attrs import define, field, frozen

from govdisclosure.document import Block, Cell, Document, Entry, Equation, Grid, Heading, Paragraph, folded
from govdisclosure.errors import WriteError, needed
from govdisclosure.formats.carried import packed
from govdisclosure.formats.options import XlsxOptions
from govdisclosure.formats.xlsx_form import (
    CAPTION,
    DATA,
    FORM,
    FREE,
    GUIDE,
    HEADINGS,
    KINDS,
    MOST_CELLS,
    MOST_SHEETS,
    PARAGRAPH,
    SHEET,
    TEXT,
    WIDEST,
    number_format,
    total_formula,
)
from govdisclosure.i18n import nearest_locale, said, translate

__all__ = ["shown", "write"]


def write(document: Document, options: XlsxOptions = XlsxOptions()) -> bytes:  # noqa: B008 - it cannot be changed
    """The workbook of *document*, the same bytes on any day.

    >>> data = write(Document(blocks=(Heading("示例", level=1), Paragraph("=1+1"))))
    >>> from govdisclosure.formats.xlsx_reader import read
    >>> read(data).blocks
    (Heading(text='示例', level=1), Paragraph(text='=1+1'))

    Raises:
        WriteError: A text is longer than a cell can hold, or a table larger than is read back.
    """
    drawn = shown(document)
    tables = [block for block in drawn.blocks if isinstance(block, Grid) and any(block.rows)]
    _refuse_what_is_too_large(drawn, tables)
    buffer = BytesIO()
    writer = _Writer(needed("xlsxwriter", "xlsx").Workbook(buffer, {"in_memory": True}), drawn, options)
    writer.book.set_properties({"title": document.title[:_LONGEST_PROPERTY], "created": _NO_DAY})
    writer.fill(sorted(tables, key=lambda grid: not grid.name))
    writer.book.close()
    return buffer.getvalue()


_NO_DAY: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - a workbook knows no time zones
_LONGEST_PROPERTY: Final = 255
_LONGEST_TEXT: Final = 32_767
"""What a cell can hold, in the units of UTF-16."""


def _refuse_what_is_too_large(document: Document, tables: Sequence[Grid]) -> None:
    if len(tables) > MOST_SHEETS - 3:
        raise WriteError(f"Excel 工作簿中的表格应不超过 {MOST_SHEETS - 3} 个；现有 {len(tables)} 个")
    if len(document.blocks) + sum(grid.area for grid in tables) > MOST_CELLS:
        raise WriteError(f"Excel 工作簿应不超过 {MOST_CELLS} 格；现超过，请把表格分开")
    if (widest := max((grid.width for grid in tables), default=0)) > WIDEST:
        raise WriteError(f"Excel 工作簿中的表格应不超过 {WIDEST} 列；现有 {widest} 列")


# --- what a workbook shows --------------------------------------------------------------------------------------------


def shown(document: Document) -> Document:
    """*document* with every table filled up to a rectangle, as sheets have them.

    >>> crooked = Grid(((Cell("甲", colspan=2),), (Cell("乙"),)))
    >>> [[cell.text for cell in row] for row in shown(Document(blocks=(crooked,))).blocks[0].rows]
    [['甲'], ['乙', '']]
    """
    blocks = tuple(_rectangle(block) if isinstance(block, Grid) else block for block in document.blocks)
    return attrs.evolve(document, blocks=blocks)


def _rectangle(grid: Grid) -> Grid:
    """*grid* with spans cut to the table and to each other, and blank cells where none is."""
    width = grid.width
    if grid.name or width * len(grid.rows) > MOST_CELLS:
        return grid
    taken: set[tuple[int, int]] = set()
    rows: list[dict[int, Cell]] = [{} for _ in grid.rows]
    for r, c, cell in grid.positions():
        wide = next((n for n in range(cell.colspan) if (r, c + n) in taken), cell.colspan)
        high = min(cell.rowspan, len(rows) - r)
        taken |= {(r + below, c + beside) for below in range(high) for beside in range(wide)}
        rows[r][c] = attrs.evolve(cell, rowspan=high, colspan=wide)
    for r, row in enumerate(rows):
        row |= {c: Cell() for c in range(width) if (r, c) not in taken}
    return attrs.evolve(grid, rows=tuple(tuple(row[c] for c in sorted(row)) for row in rows))


# --- cells and ranges -------------------------------------------------------------------------------------------------

_Position = tuple[int, int]
"""A row and a column, counted from 0."""


@frozen
class _Range:
    """A rectangle of cells, the last row and column among them."""

    top: int
    left: int
    bottom: int
    right: int

    def __str__(self) -> str:
        return self.named()

    def named(self, mark: str = "") -> str:
        """Its name; with a *mark* it stays the same wherever the formula goes."""
        first, last = _reference(self.top, self.left, mark), _reference(self.bottom, self.right, mark)
        return first if first == last else f"{first}:{last}"

    @property
    def corners(self) -> tuple[int, int, int, int]:
        """Its first row and column and its last ones."""
        return self.top, self.left, self.bottom, self.right


def _reference(row: int, column: int, mark: str = "") -> str:
    """The name of a cell, with *mark* before its letters and its number."""
    letters, rest = "", column + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{mark}{letters}{mark}{row + 1}"


def _ranges(positions: Iterable[_Position]) -> list[_Range]:
    """*positions* in as few rectangles as runs of rows give."""
    runs: list[_Range] = []
    for r, c in sorted(positions):
        last = runs[-1] if runs else None
        if last and (last.bottom, last.right + 1) == (r, c):
            runs[-1] = attrs.evolve(last, right=c)
        else:
            runs.append(_Range(r, c, r, c))
    merged: list[_Range] = []
    for run in sorted(runs, key=lambda each: (each.left, each.right, each.top)):
        above = merged[-1] if merged else None
        if above and (above.left, above.right, above.bottom + 1) == (run.left, run.right, run.top):
            merged[-1] = attrs.evolve(above, bottom=run.bottom)
        else:
            merged.append(run)
    return sorted(merged, key=lambda each: each.corners)


def _in_sheet(name: str, reference: str) -> str:
    return f"'{name}'!{reference}"


def _spoken(template: str, **blanks: str) -> str:
    """The formula of the sentence *template*, with formulas in its blanks."""
    pieces = re.split(r"\{(\w+)\}", template)
    spoken = [blanks[piece] if number % 2 else _quoted(piece) for number, piece in enumerate(pieces) if piece]
    return "&".join(spoken)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


_LIKE_A_NUMBER: Final = re.compile("(?<=_)(?=x[0-9A-Fa-f]{4}_)")


def _pieces(text: str) -> list[str]:
    """*text* in as many pieces as it takes for XlsxWriter to write it letter by letter.

    It takes what begins and ends like its own markup for that, and masks what looks like the number of a character
    wrongly where two of them share an underscore.
    """
    marked = text.startswith("<r>") and text.endswith("</r>")
    return [text[:1]] * marked + _LIKE_A_NUMBER.split(text[marked:])


# --- the book ---------------------------------------------------------------------------------------------------------

_BLANK_ROWS: Final = 3
"""How many rows to write in a section has that says nothing yet."""
_OBEYED: Final = tuple("=+-@\t\r")
"""What spreadsheets take for the beginning of a formula."""
_NUMBER: Final = re.compile(r"-?\d+(?:\.(\d+))?", re.ASCII)
_MOST_DIGITS: Final = 15
"""What spreadsheets keep of a number."""

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
_AGREES: Final = said("相符")
_DONE: Final = said("已填全，全部相符")
_ERROR_TITLE: Final = said("填得不对")

_WIDTHS: Final = {4: (28, 18, 18, 18), 10: (5, 11, 40, *[10] * 7)}
_LATIN_WIDTHS: Final = {4: (30, 20, 20, 20), 10: (12, 15, 48, *[13] * 7), 15: (10.5,) * 15}
_USUAL_WIDTH: Final = 9
_CHECK_WIDTH: Final = 14
_FREE_WIDTH: Final = 18
_KIND_WIDTH, _TEXT_WIDTH = 12, 96
_A4: Final = 9
_WIDE: Final = 10
"""From how many columns on a table is printed on paper that lies on its side."""
_ALLOWED: Final = {"format_columns": True, "format_rows": True}
"""What can be done to a sheet that is protected."""
_SIZE: Final = 11
"""The usual size of letters in points."""
_LINE: Final = 16
"""The height of a line in points."""
_HIGHEST: Final = 409
"""The height of the highest row."""
_LONG: Final = 20
"""From how many rows on the header of a table stays in sight."""


@define
class _Writer:
    """A workbook on its way."""

    book: Any
    document: Document
    options: XlsxOptions
    looks: dict[Any, Any] = field(factory=dict)
    named: Counter[str] = field(factory=Counter)

    @property
    def locale(self) -> str:
        """The language of the words around the report."""
        return nearest_locale(self.document.language)

    def said(self, text: str) -> str:
        """*text* in that language."""
        return translate(text, self.locale)

    # -- its parts --

    def fill(self, tables: Sequence[Grid]) -> None:
        """Write all sheets: the instructions, the prose, the tables, the data."""
        guide = self.sheet(said("填写说明"), GUIDE) if self.options.guide else None
        text = self.sheet(PARAGRAPH, TEXT)
        free = iter(range(1, len(tables) + 1))
        names = [grid.name or self.said(said("附表{number}")).format(number=next(free)) for grid in tables]
        sheets = [self.book.add_worksheet(name) for name in names]
        headings = self.write_prose(text, dict(zip(map(id, tables), names, strict=True)))
        statuses = {}
        for sheet, grid in zip(sheets, tables, strict=True):
            if grid.name:
                form = _Form(self, sheet, grid)
                form.write(headings[id(grid)])
                statuses[grid.name] = form.status
            else:
                self.write_table(sheet, grid)
        if guide:
            self.write_guide(guide, statuses)
        if self.document.embedded and self.options.data:
            data = self.book.add_worksheet("govdisclosure")
            for r, line in enumerate(packed(self.document.embedded).split("\n")):
                data.write_string(r, 0, line)
            data.very_hidden()
            self.name(data, DATA, _Range(0, 0, 0, 0))
        (guide or text).activate()

    def sheet(self, name: str, role: str) -> Any:
        """A sheet whose *role* is known by the name of its first cell."""
        sheet = self.book.add_worksheet(self.said(name))
        self.name(sheet, role, _Range(0, 0, 0, 0))
        return sheet

    def name(self, sheet: Any, role: str, area: _Range) -> None:
        """Say with a name of *area* what stands there."""
        self.named[role] += 1
        name = f"govdisclosure.{role}" + (f"_{self.named[role]}" if role in {FORM, FREE} else "")
        self.book.define_name(name, "=" + _in_sheet(sheet.name, area.named("$")))

    def look(self, name: str, **more: Any) -> Any:
        """The format called *name*, with *more* properties."""
        known = name, *more.items()
        if known not in self.looks:
            font = "Calibri" if self.locale == "en" else "宋体"
            usual = {"font_name": font, "font_size": _SIZE, "text_wrap": True, "valign": "vcenter"}
            self.looks[known] = self.book.add_format(usual | _LOOKS[name] | more)
        return self.looks[known]

    def size(self, name: str) -> int:
        """The size of the letters of the format called *name*, in points."""
        return int(_LOOKS[name].get("font_size", _SIZE))

    def put(self, sheet: Any, at: _Position, text: str, look: str, **more: Any) -> None:
        """Write *text* as a text, whatever it begins with."""
        if len(text.encode("utf-16-le")) > 2 * _LONGEST_TEXT:
            where = f"工作表“{sheet.name}”{_reference(*at)}"
            raise WriteError(f"{where}：Excel 的一格应不超过 {_LONGEST_TEXT} 字；现有 {len(text)} 字，请分成几段")
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

    # -- the prose --

    def write_prose(self, sheet: Any, names: Mapping[int, str]) -> dict[int, list[tuple[str, str]]]:
        """Write the sheet with the prose, and tell the cells of the title and the heading above each table."""
        sheet.set_column(0, 0, _KIND_WIDTH)
        sheet.set_column(1, 1, _TEXT_WIDTH)
        for c, text in enumerate((said("类别"), said("文字"))):
            self.put(sheet, (0, c), self.said(text), "bold", bottom=2)
        headings: dict[int, list[tuple[str, str]]] = {}
        above: dict[int, tuple[str, str]] = {}
        row = 0
        for row, (kind, text, block) in enumerate(_lines(self.document.blocks, names), start=1):
            self.put(sheet, (row, 0), self.said(kind), "note")
            look = {HEADINGS[1]: "title", HEADINGS[2]: "heading"}.get(kind, "bold" if kind in HEADINGS.values() else "")
            if kind == SHEET:
                link = f"internal:{_in_sheet(text, 'A1')}"
                sheet.write_url(row, 1, link, self.look("note", underline=1), string=text)
                headings[id(block)] = [above[level] for level in sorted(above)]
            else:
                self.put(sheet, (row, 1), text, look or "plain", text_wrap=True)
            size = self.size(look or "plain")
            if (lines := _lines_of(text, _TEXT_WIDTH * _SIZE / size)) > 1:
                sheet.set_row(row, min(round(_LINE * size / _SIZE) * lines, _HIGHEST))
            if isinstance(block, Heading) and block.level <= 2:  # noqa: PLR2004 - the title and the sections
                above[block.level] = _in_sheet(sheet.name, _reference(row, 1, "$")), text
        kinds = {"validate": "list", "source": [self.said(kind) for kind in KINDS], "error_type": "warning"}
        sheet.data_validation(1, 0, row + 500, 0, kinds)
        sheet.freeze_panes(1, 0)
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        return headings

    # -- other tables --

    def write_table(self, sheet: Any, grid: Grid) -> None:
        """Write a table that is none of the form."""
        sheet.set_column(0, grid.width - 1, _FREE_WIDTH)
        for r, c, cell in grid.positions():
            self.merge(sheet, (r, c), cell, "free")
            self.put(sheet, (r, c), cell.text, "free", bold=cell.header)
        self.name(sheet, FREE, _Range(0, 0, len(grid.rows) - 1, grid.width - 1))

    def merge(self, sheet: Any, at: _Position, cell: Cell, look: str) -> None:
        """Merge the cells that *cell* takes."""
        if (cell.rowspan, cell.colspan) != (1, 1):
            r, c = at
            sheet.merge_range(r, c, r + cell.rowspan - 1, c + cell.colspan - 1, "", self.look(look))

    # -- the instructions --

    def write_guide(self, sheet: Any, statuses: Mapping[str, tuple[str, str]]) -> None:
        """Write how to fill the workbook in, and how far each table is."""
        sheet.set_column(0, 0, 16)
        sheet.set_column(1, 1, 92)
        sheet.hide_gridlines(2)
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        self.put(sheet, (0, 0), self.said(said("填写说明")), "title")
        row = 2
        for number, text in enumerate(map(self.said, _GUIDE), start=1):
            self.put(sheet, (row, 0), str(number), "note", align="right", valign="top")
            self.put(sheet, (row, 1), text, "plain", text_wrap=True, valign="top")
            sheet.set_row(row, _LINE * _lines_of(text, 88) + 4)
            row += 1
        row += 1
        for name, (reference, value) in statuses.items():
            self.put(sheet, (row, 0), name, "bold")
            sheet.write_formula(row, 1, f"={_in_sheet(name, reference)}", self.look("check", align="left"), value)
            sheet.conditional_format(row, 1, row, 1, self.lit_unless(_DONE))
            row += 1
        if self.options.protected:
            sheet.protect("", _ALLOWED)

    def lit_unless(self, text: str) -> dict[str, Any]:
        """The rule that lights a cell up unless it shows *text*."""
        return {"type": "cell", "criteria": "!=", "value": _quoted(self.said(text)), "format": self.wrong()}

    def wrong(self) -> Any:
        """The format of what is wrong."""
        if "wrong" not in self.looks:
            self.looks["wrong"] = self.book.add_format(_WRONG)
        return self.looks["wrong"]


_GUIDE: Final = (
    said(
        "“正文”以外的几张表按统一表样画出。浅黄色的格可以填写，其余的格已锁定，以免改动表样；没有密码，需要时可撤销工作表保护。"
    ),
    said("件数填 0 或正整数，没有的填 0：空着的格不等于 0。金额可带小数，单位见表上。“增/减”一栏减少的填负数。"),
    said("总计由公式算出，不必填写。已发布的年报中总计与各项之和不一致的，仍照原数，旁边标红，改正后即恢复。"),
    said("表右侧和下方是核对栏：显示“相符”的没有问题，标红的要核对。浅黄色的格标红，说明填的不是那一格该填的数。"),
    said(
        "在“正文”工作表写标题和段落：左边选类别，右边写文字，一段一行；可以插入、删除、移动行。"
        "类别为“工作表”的行说明那张表放在哪里，请保留。"
    ),
    said("年报中另有表格的，新建一张工作表来画，并在“正文”中插入一行：左边选“工作表”，右边写它的名称。"),
    said("填好后存为 .xlsx，用命令 govdisclosure check 检查，用 govdisclosure convert 换成网页或 Word 文档。"),
)


def _lines(blocks: Sequence[Block], names: Mapping[int, str]) -> Iterator[tuple[str, str, Block | None]]:
    """The rows of the prose: the kind, the text, and the block it is of."""
    for block, following in pairwise([*blocks, None]):
        match block:
            case Grid() if id(block) in names:
                if block.caption and not block.name:
                    yield CAPTION, block.caption, block
                yield SHEET, names[id(block)], block
            case Heading(text, level) if folded(text):
                yield HEADINGS[min(level, max(HEADINGS))], text, block
            case Paragraph(text) if folded(text):
                yield PARAGRAPH, text, block
        if isinstance(block, Heading) and block.level == 2 and _begins_section(following):  # noqa: PLR2004
            yield from [(PARAGRAPH, "", None)] * _BLANK_ROWS


def _begins_section(block: Block | None) -> bool:
    return block is None or (isinstance(block, Heading) and block.level <= 2)  # noqa: PLR2004


def _lines_of(text: str, width: float) -> int:
    """How many lines *text* takes in a column that is so many half-width characters wide."""
    size = sum(2 if east_asian_width(char) in "WFA" else 1.1 for char in text)
    return max(-(-int(size) // max(int(width), 1)), 1)


# --- a table of the form ----------------------------------------------------------------------------------------------

_TOP: Final = 3
"""Where a table begins, below the title and the heading."""


@define
class _Form:
    """A table of the form on its sheet: *at* is where the numbers stand by their paths, *texts* what they are."""

    writer: _Writer
    sheet: Any
    grid: Grid
    at: dict[str, _Position] = field(factory=dict)
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
        return self.writer.said(text)

    @property
    def bottom(self) -> int:
        """The last row of the table."""
        return _TOP + len(self.grid.rows) - 1

    def listed(self, paths: Iterable[str], mark: str = "") -> str:
        """The numbers at *paths* as a formula takes them."""
        return ",".join(area.named(mark) for area in _ranges(self.at[path] for path in paths))

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
        for row, (reference, text) in enumerate(headings):
            self.sheet.write_formula(row, 0, f"=T({reference})", self.writer.look("heading"), text)
        self.draw()
        self.measure()
        self.validate()
        self.check()
        self.writer.name(self.sheet, FORM, _Range(_TOP, 0, self.bottom, self.grid.width - 1))
        self.sheet.print_area(0, 0, self.bottom, self.grid.width - 1)
        self.sheet.set_paper(_A4)
        self.sheet.fit_to_pages(1, 1)
        if self.grid.width >= _WIDE:
            self.sheet.set_landscape()
        if self.writer.options.protected:
            self.sheet.protect("", _ALLOWED)

    def draw(self) -> None:
        """Draw the labels and the numbers."""
        for r, c, cell in self.grid.positions():
            look = "label" if not cell.path else "total" if cell.path in self.computed else "input"
            at = _TOP + r, c
            self.writer.merge(self.sheet, at, cell, look)
            if not cell.path:
                aside = {} if self.is_centred(r, cell) else {"align": "left", "indent": 1}
                self.writer.put(self.sheet, at, cell.text, look, **aside)
            elif cell.path in self.computed:
                formula = total_formula(self.listed(self.makers[cell.path].right))
                value = int(cell.text) if cell.text else ""
                self.sheet.write_formula(*at, formula, self.writer.look(look), value)
            else:
                number, style = _stored(cell.text)
                if number is None:
                    self.writer.put(self.sheet, at, cell.text, look)
                else:
                    self.sheet.write_number(*at, number, self.writer.look(look, num_format=style))

    def is_centred(self, row: int, label: Cell) -> bool:
        """Whether *label* heads columns or several rows; the label of a row stands left."""
        return label.rowspan > 1 or all(cell.header for cell in self.grid.rows[row])

    def measure(self) -> None:
        """Set how wide the columns and how high the rows are."""
        known = _LATIN_WIDTHS if self.writer.locale == "en" else _WIDTHS
        widths = known.get(self.grid.width, (_USUAL_WIDTH,) * self.grid.width)
        for c, width in enumerate(widths):
            self.sheet.set_column(c, c, width)
        self.sheet.set_column(self.grid.width, self.grid.width, _CHECK_WIDTH)
        high = [1] * len(self.grid.rows)
        for r, c, cell in self.grid.positions():
            lines = _lines_of(cell.text, sum(widths[c : c + cell.colspan]) - 1)
            high[r] = max(high[r], -(-lines // cell.rowspan))
        for r, lines in enumerate(high):
            self.sheet.set_row(_TOP + r, _LINE * lines + 6)
        heads = sum(1 for _ in takewhile(lambda row: all(cell.header for cell in row), self.grid.rows))
        if len(self.grid.rows) >= _LONG:
            self.sheet.freeze_panes(_TOP + heads, 0)

    def validate(self) -> None:
        """Refuse what cannot be typed in, and light up what was put there all the same."""
        kinds = {cell.path: cell.entry for row in self.grid.rows for cell in row if cell.entry}
        for kind in Entry:
            paths = [path for path, known in kinds.items() if known is kind and path not in self.computed]
            for area in _ranges(self.at[path] for path in paths):
                first, rule = _reference(area.top, area.left), _RULES[kind]
                told = {"error_title": self.said(_ERROR_TITLE), "error_message": self.said(rule.message)}
                self.sheet.data_validation(*area.corners, rule.validation(first) | told)
                lit = {"type": "formula", "criteria": f"={rule.broken(first)}", "format": self.writer.wrong()}
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
            self.writer.put(self.sheet, (_TOP, self.grid.width), self.said(said("核对")), "note", align="center")
        for is_total, line in below.items():
            text = said("核对：总计是否等于各项之和") if is_total else said("核对：本列数据的勾稽关系")
            self.writer.put(self.sheet, (line, 0), self.said(text), "note", text_wrap=False)
            self.sheet.set_row(line, 2 * _LINE)
        self.write_status(self.bottom + len(below) + 2, checks)

    def row_of(self, equation: Equation) -> int | None:
        """The row in which all cells of *equation* stand, if there is one."""
        rows = {self.at[path][0] for path in (*equation.left, *equation.right)}
        return min(rows) if len(rows) == 1 else None

    def write_check(self, at: _Position, equation: Equation) -> None:
        left, right = (f"SUM({self.listed(side)})" for side in (equation.left, equation.right))
        told, should = (
            (said("应为 {number}"), right) if equation.is_total else (said("相差 {number}"), f"({left}-{right})")
        )
        agrees, differs = self.said(_AGREES), self.said(told)
        formula = f"=IF({left}={right},{_quoted(agrees)},{_spoken(differs, number=should)})"
        sums = self.sums(equation)
        number = sums[1] if equation.is_total else sums[0] - sums[1]
        value = agrees if sums[0] == sums[1] else differs.format(number=number)
        self.sheet.write_formula(*at, formula, self.writer.look("check"), value)
        self.sheet.conditional_format(*at, *at, self.writer.lit_unless(_AGREES))
        cells = equation.left if equation.is_total else (*equation.left, *equation.right)
        left, right = (f"SUM({self.listed(side, '$')})" for side in (equation.left, equation.right))
        lit = {"type": "formula", "criteria": f"={left}<>{right}", "format": self.writer.wrong()}
        for area in _ranges(self.at[path] for path in cells):
            self.sheet.conditional_format(*area.corners, lit)

    def write_status(self, row: int, checks: Sequence[_Position]) -> None:
        """Write how many cells are blank and how many sums are wrong."""
        inputs = [path for path in self.at if path not in self.computed]
        blank = "+".join(f"COUNTBLANK({area})" for area in _ranges(self.at[path] for path in inputs))
        agrees = _quoted(self.said(_AGREES))
        broken = "+".join(f"COUNTA({area})-COUNTIF({area},{agrees})" for area in _ranges(checks)) or "0"
        good, bad = self.said(_DONE), self.said(said("空着 {blank} 格，不符 {broken} 处"))
        formula = f"=IF({blank}+{broken}=0,{_quoted(good)},{_spoken(bad, blank=f'({blank})', broken=f'({broken})')})"
        blanks = sum(not self.texts[path] for path in inputs)
        breaks = sum(left != right for left, right in map(self.sums, self.grid.equations))
        value = bad.format(blank=blanks, broken=breaks) if blanks + breaks else good
        across = row, 0, row, self.grid.width - 1
        self.sheet.merge_range(*across, "", self.writer.look("check"))
        self.sheet.write_formula(row, 0, formula, self.writer.look("check"), value)
        self.sheet.conditional_format(*across, self.writer.lit_unless(_DONE))
        self.status = _reference(row, 0, "$"), value


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
        number = f"IF(ISNUMBER({cell}),{self.is_broken.format(cell)},TRUE)"
        return f"IF(ISBLANK({cell}),FALSE,{number})"


_MOST_CHANGE: Final = 10**12
_AMOUNT_OF_MONEY: Final = 'ISNUMBER(--SUBSTITUTE(SUBSTITUTE({0},"万元",""),"元",""))'
_RULES: Final[Mapping[Entry, _Rule]] = {
    Entry.COUNT: _Rule(
        {"validate": "integer", "criteria": ">=", "value": "0"},
        "OR({0}<0,{0}<>INT({0}))",
        said("应填 0 或正整数，没有的填 0。"),
    ),
    Entry.CHANGE: _Rule(
        {"validate": "integer", "criteria": "between", "minimum": -_MOST_CHANGE, "maximum": _MOST_CHANGE},
        "{0}<>INT({0})",
        said("应填整数，减少的填负数。"),
    ),
    Entry.AMOUNT: _Rule(
        {"validate": "decimal", "criteria": ">=", "value": "0"}, "{0}<0", said("应填 0 或正数，可带小数。")
    ),
    Entry.MONEY: _Rule(
        {"validate": "custom", "value": f"={_AMOUNT_OF_MONEY}"},
        "{0}<0",
        said("应填数字，后面可写“元”或“万元”。"),
    ),
}
