"""Writing XLSX: instructions, the prose with a row for each paragraph, the tables on sheets of their own, the data."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from itertools import pairwise
from typing import Any, Final

import attrs
from attrs import define

from govdisclosure.causes import needed
from govdisclosure.document import Block, Cell, Document, Grid, Heading, Paragraph, folded
from govdisclosure.errors import WriteError
from govdisclosure.formats.carried import packed
from govdisclosure.formats.options import XlsxOptions
from govdisclosure.formats.xlsx_book import (
    A4,
    ALLOWED,
    DONE,
    LINE,
    SIZE,
    Book,
    Range,
    in_sheet,
    lines_of,
    reference,
)
from govdisclosure.formats.xlsx_form import (
    CAPTION,
    DATA,
    FREE,
    GUIDE,
    HEADINGS,
    KINDS,
    LAST_COLUMN,
    MOST_CELLS,
    MOST_SHEETS,
    PARAGRAPH,
    SHEET,
    TEXT,
)
from govdisclosure.formats.xlsx_table import FormTable
from govdisclosure.i18n import nearest_locale, said, say

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
    file = needed("xlsxwriter", "xlsx").Workbook(buffer, {"in_memory": True})
    file.set_properties({"title": document.title[:_LONGEST_PROPERTY], "created": _NO_DAY})
    book = Book(file, nearest_locale(document.language), options.protected)
    _Writer(book, drawn, options).fill(sorted(tables, key=lambda grid: not grid.name))
    file.close()
    return buffer.getvalue()


_NO_DAY: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - a workbook knows no time zones
_LONGEST_PROPERTY: Final = 255
_OURS: Final = 2_000
"""More than the cells of instructions, checks and data."""
_LINES_IN_A_CELL: Final = 300


def _refuse_what_is_too_large(document: Document, tables: Sequence[Grid]) -> None:
    if len(tables) > MOST_SHEETS - 3:
        told: dict[str, object] = {"most": MOST_SHEETS - 3, "actual": len(tables)}
        raise WriteError(say("Excel 工作簿中的表格应不超过 {most} 个；现有 {actual} 个", **told))
    if 2 * len(document.blocks) + sum(grid.area for grid in tables) > MOST_CELLS - _OURS:
        raise WriteError(say("Excel 工作簿应不超过 {most} 格；现超过，请把表格分开", most=MOST_CELLS))
    if (widest := max((grid.width for grid in tables), default=0)) > LAST_COLUMN:
        told = {"most": LAST_COLUMN, "actual": widest}
        raise WriteError(say("Excel 工作簿中的表格应不超过 {most} 列；现有 {actual} 列", **told))


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


_BLANK_ROWS: Final = 3
"""How many rows to write in a section has that says nothing yet."""
_FREE_WIDTH: Final = 18
_KIND_WIDTH, _TEXT_WIDTH = 12, 96
_HIGHEST: Final = 409
"""The height of the highest row."""


@define
class _Writer:
    """A document on its way into a workbook."""

    book: Book
    document: Document
    options: XlsxOptions

    def fill(self, tables: Sequence[Grid]) -> None:
        """Write all sheets: the instructions, the prose, the tables, the data."""
        guide = self.book.sheet(said("填写说明"), GUIDE) if self.options.guide else None
        text = self.book.sheet(PARAGRAPH, TEXT)
        free = iter(range(1, len(tables) + 1))
        names = [grid.name or self.book.said(said("附表{number}")).format(number=next(free)) for grid in tables]
        sheets = [self.book.file.add_worksheet(name) for name in names]
        headings = self.write_prose(text, dict(zip(map(id, tables), names, strict=True)))
        statuses = {}
        for sheet, grid in zip(sheets, tables, strict=True):
            if grid.name:
                form = FormTable(self.book, sheet, grid)
                form.write(headings[id(grid)])
                statuses[grid.name] = form.status
            else:
                self.write_table(sheet, grid)
        if guide:
            self.write_guide(guide, statuses)
        if self.document.embedded and self.options.data:
            data = self.book.file.add_worksheet("govdisclosure")
            lines = packed(self.document.embedded).split("\n")
            for r, start in enumerate(range(0, len(lines), _LINES_IN_A_CELL)):
                data.write_string(r, 0, "\n".join(lines[start : start + _LINES_IN_A_CELL]))
            data.very_hidden()
            self.book.name(data, DATA, Range(0, 0, 0, 0))
        (guide or text).activate()

    def write_prose(self, sheet: Any, names: Mapping[int, str]) -> dict[int, list[tuple[str, str]]]:
        """Write the sheet with the prose, and tell the cells of the title and the heading above each table."""
        sheet.set_column(0, 0, _KIND_WIDTH)
        sheet.set_column(1, 1, _TEXT_WIDTH)
        for c, text in enumerate((said("类别"), said("文字"))):
            self.book.put(sheet, (0, c), self.book.said(text), "bold", bottom=2)
        headings: dict[int, list[tuple[str, str]]] = {}
        above: dict[int, tuple[str, str]] = {}
        row = 0
        for row, (kind, text, block) in enumerate(_lines(self.document.blocks, names), start=1):
            self.book.put(sheet, (row, 0), self.book.said(kind), "note")
            look = {HEADINGS[1]: "title", HEADINGS[2]: "heading"}.get(kind, "bold" if kind in HEADINGS.values() else "")
            if kind == SHEET:
                link = f"internal:{in_sheet(text, 'A1')}"
                sheet.write_url(row, 1, link, self.book.look("note", underline=1), string=text)
                headings[id(block)] = [above[level] for level in sorted(above)]
            else:
                self.book.put(sheet, (row, 1), text, look or "plain", text_wrap=True)
            size = self.book.size(look or "plain")
            if (lines := lines_of(text, _TEXT_WIDTH * SIZE / size)) > 1:
                sheet.set_row(row, min(round(LINE * size / SIZE) * lines, _HIGHEST))
            if isinstance(block, Heading) and block.level <= 2:  # noqa: PLR2004 - the title and the sections
                above[block.level] = in_sheet(sheet.name, reference(row, 1, "$")), text
        kinds = {"validate": "list", "source": [self.book.said(kind) for kind in KINDS], "error_type": "warning"}
        sheet.data_validation(1, 0, row + 500, 0, kinds)
        sheet.freeze_panes(1, 0)
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        return headings

    def write_table(self, sheet: Any, grid: Grid) -> None:
        """Write a table that is none of the form."""
        sheet.set_column(0, grid.width - 1, _FREE_WIDTH)
        for r, c, cell in grid.positions():
            self.book.merge(sheet, (r, c), cell, "free")
            self.book.put(sheet, (r, c), cell.text, "free", bold=cell.header)
        self.book.name(sheet, FREE, Range(0, 0, len(grid.rows) - 1, grid.width - 1))

    def write_guide(self, sheet: Any, statuses: Mapping[str, tuple[str, str]]) -> None:
        """Write how to fill the workbook in, and how far each table is."""
        sheet.set_column(0, 0, 16)
        sheet.set_column(1, 1, 92)
        sheet.hide_gridlines(2)
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        self.book.put(sheet, (0, 0), self.book.said(said("填写说明")), "title")
        row = 2
        for number, text in enumerate(map(self.book.said, _GUIDE), start=1):
            self.book.put(sheet, (row, 0), str(number), "note", align="right", valign="top")
            self.book.put(sheet, (row, 1), text, "plain", text_wrap=True, valign="top")
            sheet.set_row(row, LINE * lines_of(text, 88) + 4)
            row += 1
        row += 1
        for name, (cell, value) in statuses.items():
            self.book.put(sheet, (row, 0), name, "bold")
            sheet.write_formula(row, 1, f"={in_sheet(name, cell)}", self.book.look("check", align="left"), value)
            sheet.conditional_format(row, 1, row, 1, self.book.lit_unless(DONE))
            row += 1
        if self.book.is_protected:
            sheet.protect("", ALLOWED)


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
