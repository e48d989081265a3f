"""Workbooks: what a sheet shows is read, in any of the arrangements offices use, and what may do harm is refused."""

import re
import zipfile
from datetime import date, datetime, time, timedelta
from io import BytesIO

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.styles import Border, Side
from openpyxl.workbook.defined_name import DefinedName

from govdisclosure._spec import Edition
from govdisclosure.addresses import cells
from govdisclosure.compose import compose
from govdisclosure.document import Cell, Grid, Heading, Paragraph, Place
from govdisclosure.errors import ReadError
from govdisclosure.formats import xlsx, xlsx_reader
from govdisclosure.formats.archive import pack
from govdisclosure.recognise import recognise
from govdisclosure.report import AnnualReport, Narrative, Organ, Remedies
from govdisclosure.strategies import proactive_tables, remedies_tables, requests_tables

THIN = Side(style="thin")
BOX = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _saved(book):
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _book(*rows, title=None, merged=(), bordered=()):
    """A workbook of one sheet; *bordered* are the rows whose filled cells have borders."""
    book = Workbook()
    sheet = book.active
    sheet.title = title or sheet.title
    for row in rows:
        sheet.append(row)
    for area in merged:
        sheet.merge_cells(area)
    for row in bordered:
        for cell in sheet[row]:
            cell.border = BOX
    return book


def _blocks(*rows, **more):
    return xlsx.read(_saved(_book(*rows, **more))).blocks


def _shown(block):
    return [[cell.text for cell in row] for row in block.rows] if isinstance(block, Grid) else block.text


def _raw(sheet, sheets='<sheet name="Sheet1" sheetId="1" r:id="rId1"/>', strict=False, **more):
    """The parts of a workbook with the given XML on its sheet."""
    main, office = MAIN, OFFICE
    if strict:
        main, office = "http://purl.oclc.org/ooxml/spreadsheetml/main", "http://purl.oclc.org/ooxml/r"
    parts = {
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>{sheets}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            '<Relationship Id="rId1" Target="/xl/worksheets/sheet1.xml"/></Relationships>'
        ),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}">{sheet}</worksheet>',
    } | {name.replace("__", "/") + ".xml": part for name, part in more.items()}
    return pack((name, part.encode()) for name, part in parts.items())


def _lines(*lines, more=""):
    return f"<sheetData>{''.join(lines)}</sheetData>{more}"


def _value(text, reference="A1", kind="n"):
    return f'<row><c r="{reference}" t="{kind}"><v>{text}</v></c></row>'


# --- arrangements of a report -----------------------------------------------------------------------------------------


def _put(sheet, block, row, *, boxed=False):
    """Write *block* from *row* on, and tell the row below it."""
    if not isinstance(block, Grid):
        sheet.cell(row, 1, block.text).data_type = "s"
        return row + 1
    for r, c, cell in block.positions():
        at = sheet.cell(row + r, 1 + c)
        if cell.path and cell.text:
            at.value = float(cell.text) if re.fullmatch(r"\d+(\.\d+)?", cell.text) else cell.text
        elif cell.text:
            at.value, at.data_type = cell.text, "s"
        if boxed:
            at.border = BOX
        if cell.rowspan > 1 or cell.colspan > 1:
            height, width = min(cell.rowspan, len(block.rows) - r), cell.colspan
            sheet.merge_cells(None, row + r, 1 + c, row + r + height - 1, c + width)
    return row + len(block.rows)


def _one_sheet_each(document):
    """One table to a sheet, below its heading."""
    book = Workbook()
    book.remove(book.active)
    above = Paragraph("")
    for block in document.blocks:
        if isinstance(block, Grid):
            sheet = book.create_sheet()
            _put(sheet, block, _put(sheet, above, 1) + 1)
        above = block
    return book


def _all_tables_on_one_sheet(document):
    """The tables below each other, a blank row between them."""
    book, row = Workbook(), 2
    for block in document.blocks:
        if isinstance(block, Grid):
            row = _put(book.active, block, row) + 1
    return book


def _whole_report_on_one_sheet(document):
    """Title, prose and tables with borders, row by row without any blank row."""
    book, row = Workbook(), 1
    for block in document.blocks:
        row = _put(book.active, block, row, boxed=isinstance(block, Grid))
    return book


def _tables(report):
    """The cells of the tables in *report*."""
    return {cell.path: cell.value for cell in cells(report)}


ARRANGEMENTS = [_one_sheet_each, _all_tables_on_one_sheet, _whole_report_on_one_sheet]


@pytest.mark.parametrize("arranged", ARRANGEMENTS)
@pytest.mark.parametrize("edition", list(Edition))
@settings(max_examples=12)
@given(data=st.data())
def test_the_numbers_of_a_report_come_back_from_any_arrangement(arranged, edition, data):
    """Whatever the arrangement on sheets, every cell of the form reads back as it was written."""
    report = AnnualReport(
        organ=Organ("示例县柳溪镇人民政府"),
        year=2025,
        edition=edition,
        title="示例县柳溪镇人民政府2025年政府信息公开工作年度报告",
        overview=Narrative(blocks=["全年工作平稳。"]),
        proactive=data.draw(proactive_tables(blanks=True, edition=edition)),
        requests=data.draw(requests_tables(consistent=False, blanks=True, mixed=edition is Edition.V2019)),
        remedies=data.draw(remedies_tables(consistent=False)),
    )
    reading = recognise(xlsx.read(_saved(arranged(compose(report)))))
    assert _tables(report) == _tables(reading.report)
    assert edition == reading.edition


def test_a_whole_report_on_a_sheet_keeps_its_title_and_prose():
    """Title and headings in single cells are found above and between tables, though no row is blank."""
    title = "示例县柳溪镇人民政府2025年政府信息公开工作年度报告"
    organ, overview = Organ("示例县柳溪镇人民政府"), Narrative(blocks=["全年工作平稳。"])
    report = AnnualReport(organ=organ, title=title, year=2025, overview=overview, remedies=Remedies())
    read = recognise(xlsx.read(_saved(_whole_report_on_one_sheet(compose(report))))).report
    assert (organ, 2025, title) == (read.organ, read.year, read.title)
    assert (report.overview, report.remedies) == (read.overview, read.remedies)


# --- sheets, paragraphs and grids -------------------------------------------------------------------------------------


def test_a_sheet_becomes_its_name_its_lines_and_its_tables():
    """The name of a sheet heads it, a row with one text is a paragraph, other rows are a table, each in its place."""
    blocks = _blocks([], [None, "说明"], [], [None, "类别", "数量"], [None, "机构", 3], title="台账")
    sheet = {"sheet": "台账"}
    table = Grid(((Cell("类别"), Cell("数量")), (Cell("机构"), Cell("3"))))
    assert (Heading("台账", level=3), Paragraph("说明"), table) == blocks
    assert [Place(row=row, cell=cell, **sheet) for row, cell in ((1, 1), (2, 2), (4, 2))] == [
        block.place for block in blocks
    ]
    assert "工作表“台账”C5" == str(blocks[2].rows[1][1].place)


@pytest.mark.parametrize("name", ["Sheet1", "sheet 12", "Sheet1 (2)", "工作表1", "工作表", "说 明"])
def test_a_name_that_says_nothing_is_no_heading(name):
    """A name that Excel gave, or that repeats the first text, is left out."""
    assert (Paragraph("说明"),) == _blocks(["说明"], title=name)


def test_sheets_follow_each_other_and_empty_ones_leave_nothing():
    """The sheets are read in the order of their tabs; one without text has no heading either."""
    book = _book(["甲"], title="表一")
    book.create_sheet("空的")
    book.create_sheet("表二").append(["乙"])
    assert ["表一", "甲", "表二", "乙"] == [block.text for block in xlsx.read(_saved(book)).blocks]


def test_merged_cells_are_spans():
    """Merged cells keep their columns, blank cells stay, and what is stored below a merged cell is not seen."""
    rows = [["合计", None, "甲"], ["一", "二", None], [None, None, 5], [None, None, None], [None, "末", 6]]
    blocks = _blocks(*rows, merged=["A1:B1", "A2:A5", "C3:C4"])
    table = (
        (Cell("合计", colspan=2), Cell("甲")),
        (Cell("一", rowspan=4), Cell("二"), Cell("")),
        (Cell(""), Cell("5", rowspan=2)),
        (Cell(""),),
        (Cell("末"), Cell("6")),
    )
    assert (Grid(table),) == blocks
    for row, column, cell in blocks[0].positions():
        assert (row + 1, column + 1) == (cell.place.row, cell.place.cell)


def test_a_merged_cell_without_text_cannot_shift_its_neighbours():
    """A blank merged cell that begins above the table or ends beside it is cut to the table."""
    table = Grid(((Cell("", rowspan=2), Cell("甲"), Cell("乙")), (Cell("丙"), Cell("丁"))))
    rows = [["起"], [], [], [None, "甲", "乙"], [None, "丙", "丁"], ["止", None, None, "末"]]
    expected = ["起", [["", "甲", "乙", ""], ["丙", "丁", ""], ["止", "", "", "末"]]]
    blocks = _blocks(*rows, merged=["A3:A5", "D2:F2"])
    assert expected == [_shown(block) for block in blocks]
    assert table.rows[0][0].rowspan == blocks[1].rows[0][0].rowspan


def test_a_blank_row_parts_two_tables():
    """Tables are parted by a blank row, however far apart their columns are."""
    blocks = _blocks(["甲", 1], [], [None, None, "乙", 2])
    assert [[["甲", "1"]], [["乙", "2"]]] == [_shown(block) for block in blocks]


def test_a_row_of_one_text_within_a_table_belongs_to_it():
    """Where no borders tell, a line merged across a table and a row whose numbers are blank do not part it."""
    rows = [["题", None], ["类", "数"], ["横线", None], ["甲", 1], ["空", None], ["乙", 2], ["尾", None]]
    table = [["类", "数"], ["横线"], ["甲", "1"], ["空", ""], ["乙", "2"]]
    assert ["题", table, "尾"] == [_shown(block) for block in _blocks(*rows, merged=["A1:B1", "A3:B3"])]


def test_a_number_by_itself_below_a_table_belongs_to_it():
    """A row of which one number is left ends a table, whatever stands above it elsewhere."""
    rows = [["1"], ["甲", "乙"], [None, 5], ["尾"]]
    assert ["1", [["甲", "乙"], ["", "5"]], "尾"] == [_shown(block) for block in _blocks(*rows)]


def test_a_heading_between_tables_of_other_widths_parts_them():
    """A text in a row of its own above a wider table is no row of the table before it."""
    rows = [["甲", 1], ["标题"], ["乙", 2, 3]]
    assert [[["甲", "1"]], "标题", [["乙", "2", "3"]]] == [_shown(block) for block in _blocks(*rows)]


def test_borders_tell_tables_from_lines():
    """Where some rows have borders and some have none, a row of one text is in a table if it has borders."""
    rows = [["标题"], ["横线"], ["甲", 1], ["空"], ["说明"], ["乙", 2]]
    blocks = _blocks(*rows, bordered=[2, 3, 4, 6])
    expected = ["标题", [["横线", ""], ["甲", "1"], ["空", ""]], "说明", [["乙", "2"]]]
    assert expected == [_shown(block) for block in blocks]


# --- what a cell shows ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value", "number_format"),
    [
        ("12", 12.0, "General"),
        ("0.3", 0.1 + 0.2, "General"),
        ("24252.311082", 24252.311082, "#,##0.00"),
        ("1204", 1204, "#,##0"),
        ("100000000000000000000", 1e20, "General"),
        ("0.0000001", 1e-7, "General"),
        ("0", -0.0, "General"),
        ("12%", 0.12, "0%"),
        ("7%", 0.07, "0.00%"),
        ("100%", 1, "0%;[Red]-0%"),
        ("5", 5, '0"%"'),
        ("０12", "０12", "@"),
        (" 甲\n乙 ", " 甲\n乙 ", "General"),
        ("甲\n乙", "甲_x000D_\n乙", "General"),
        ("2025-01-20", datetime(2025, 1, 20), "yyyy-mm-dd"),  # noqa: DTZ001 - a date in a workbook has no zone
        ("2025-01-20 08:30:00", datetime(2025, 1, 20, 8, 30), "General"),  # noqa: DTZ001
        ("2025-01-20", date(2025, 1, 20), "General"),
        ("08:30:00", time(8, 30), "General"),
        ("1 day, 2:00:00", timedelta(hours=26), "General"),
        ("TRUE", True, "General"),
        ("FALSE", False, "General"),
        ("#REF!", "#REF!", "General"),
    ],
)
def test_a_cell_reads_as_the_value_it_shows(text, value, number_format):
    """Numbers are read without separators and rounding; what is no plain number shows it."""
    book = _book([value])
    if number_format != "General":
        book.active["A1"].number_format = number_format
    assert [text] == [block.text for block in xlsx.read(_saved(book)).blocks]


def test_dates_of_chinese_editions_and_of_1904_are_dates():
    """Number formats that only Chinese editions have are known, and so is the other beginning of the calendar."""
    styles = f'<styleSheet xmlns="{MAIN}"><cellXfs><xf/><xf numFmtId="31"/></cellXfs></styleSheet>'
    sheet = _lines('<row><c r="A1" s="1"><v>45677</v></c></row>')
    assert "2025-01-20" == xlsx.read(_raw(sheet, xl__styles=styles)).blocks[0].text
    book = f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><workbookPr date1904="1"/><sheets>'
    book += '<sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>'
    assert "2029-01-21" == xlsx.read(_raw(sheet, xl__styles=styles, xl__workbook=book)).blocks[0].text


def test_rich_text_is_joined_and_readings_are_left_out():
    """A text in several types is one text, whether it is shared or not; readings above characters are no part of it."""
    rich = CellRichText("甲", TextBlock(InlineFont(b=True), "乙"))
    assert "甲乙" == _blocks([rich])[0].text
    shared = f'<sst xmlns="{MAIN}"><si><r><t>甲</t></r><r><t>乙</t></r><rPh><t>kana</t></rPh></si></sst>'
    assert "甲乙" == xlsx.read(_raw(_lines(_value("0", kind="s")), xl__sharedStrings=shared)).blocks[0].text


def test_strict_workbooks_and_cells_without_references_are_read():
    """The names of strict Office Open XML are understood; a cell that does not say where it is follows the last."""
    lines = ("<row><c><v>1</v></c><c/><c><v>2</v></c></row>", "<row><c t='inlineStr'><is><t>甲</t></is></c></row>")
    blocks = xlsx.read(_raw(_lines(*lines), strict=True)).blocks
    assert [[["1", "", "2"]], "甲"] == [_shown(block) for block in blocks]


# --- formulas ---------------------------------------------------------------------------------------------------------


def test_a_formula_is_its_stored_result():
    """What Excel computed last is read, and nothing is said."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["甲", 2, 3])
        sheet.write_formula(0, 3, "=B1+C1", value=5)
        sheet.write_formula(0, 4, '=IF(B1>9,"多","少")', value="少")
        sheet.write_formula(0, 5, "=1/0", value="#DIV/0!")
    document = xlsx.read(buffer.getvalue())
    assert [[["甲", "2", "3", "5", "少", "#DIV/0!"]]] == [_shown(block) for block in document.blocks]
    assert () == document.notes


def test_a_formula_with_an_empty_text_for_a_result_is_blank():
    """An empty text is a result, and not the want of one."""
    document = xlsx.read(_raw(_lines(_value("1"), '<row><c r="A2" t="str"><f>B9</f><v></v></c></row>')))
    assert ((Paragraph("1"),), ()) == (document.blocks, document.notes)


def test_a_formula_without_a_result_reads_as_itself():
    """Nothing is computed: the formula stands in the place of its number, and a note says what to do."""
    document = xlsx.read(_saved(_book(["甲", 2, "=SUM(B1:B1)"])))
    assert [["甲", "2", "=SUM(B1:B1)"]] == _shown(document.blocks[0])
    remedy = "请用 Excel 或 LibreOffice 重新计算并保存后再读"
    assert (f"工作表“Sheet”有 1 个公式没有存下结果，读作公式的文字；{remedy}",) == document.notes


def test_a_formula_shared_from_another_cell_has_no_text():
    """A cell that shares the formula of another and has no result is still no number."""
    assert "=" == xlsx.read(_raw(_lines('<row><c r="A1"><f t="shared" si="0"/></c></row>'))).blocks[0].text


# --- what is not among the blocks -------------------------------------------------------------------------------------


def test_hidden_sheets_are_not_read_and_hidden_rows_and_columns_are():
    """Notes say which sheet was left out, and where hidden text was read; hidden rows without text are no matter."""
    book = _book(["甲", 1], ["乙", 2])
    book.active.row_dimensions[2].hidden = True
    book.active.column_dimensions["B"].hidden = True
    book.create_sheet("底稿").append(["丙"])
    book["底稿"].sheet_state = "veryHidden"
    unmarked = book.create_sheet("丁")
    unmarked.append(["丁"])
    unmarked.row_dimensions[9].hidden = True
    unmarked.column_dimensions["C"].hidden = True
    document = xlsx.read(_saved(book))
    assert [[["甲", "1"], ["乙", "2"]], "丁"] == [_shown(block) for block in document.blocks]
    expected = [
        "工作表“底稿”是隐藏的，没有读",
        "工作表“Sheet”有隐藏的行，其中的文字也已读入；请核对",
        "工作表“Sheet”有隐藏的列，其中的文字也已读入；请核对",
    ]
    assert expected == list(document.notes)


def test_charts_comments_and_text_boxes_are_told():
    """What lies upon the cells is counted in the notes, a sheet that is a chart by its name."""
    book = _book(["甲", 1])
    sheet = book.active
    sheet["A1"].comment = Comment("请核对", "某人")
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=2, min_row=1))
    sheet.add_chart(chart)
    book.create_chartsheet("图").add_chart(BarChart())
    expected = {
        "工作表“图”上只有图表或对话框，没有读",
        "工作簿中有 2 幅图表，未收入年报",
        "工作簿中有 1 条批注，未收入年报",
    }
    assert expected == set(xlsx.read(_saved(book)).notes)
    drawing = '<d xmlns:x="urn:x"><x:sp/><x:sp/><x:pic/></d>'
    expected = ("工作簿中有 2 个文本框或图形，未收入年报", "工作簿中有 1 幅图片，未收入年报")
    assert expected == xlsx.read(_raw("", xl__drawings__drawing1=drawing)).notes


# --- what may do harm, and what is damaged ----------------------------------------------------------------------------


def test_a_cell_at_the_end_of_the_sheet_costs_nothing():
    """Cells far away are read in their place, styled ones without content not at all."""
    styled = '<row r="500000"><c r="XFD500000" s="0"/></row>'
    document = xlsx.read(_raw(_lines(_value("1"), styled, _value("2", "XFD1048576"))))
    assert ["1", "2"] == [block.text for block in document.blocks]
    assert "工作表“Sheet1”XFD1048576" == str(document.blocks[1].place)


def test_what_openpyxl_fails_on_is_not_given_to_it():
    """Names, links, rules and type that openpyxl refuses do not matter to what the cells show."""
    book = _book(["甲", 1], title="甲乙丙丁" * 7)
    book.defined_names["Print"] = DefinedName("Print", attr_text="#REF!")
    styles = (
        f'<styleSheet xmlns="{MAIN}"><fonts><font><family val="99"/></font></fonts><fills><fill/></fills>'
        "<borders><border><left/><diagonal style='odd'/></border></borders>"
        '<cellXfs><xf fontId="7"><alignment horizontal="odd"/></xf></cellXfs></styleSheet>'
    )
    more = '<dataValidations><dataValidation type="odd"/></dataValidations><hyperlinks><hyperlink ref="A1:XFD1048576"/>'
    sheet = _lines(_value("1"), more=f"{more}</hyperlinks>")
    assert 2 == len(xlsx.read(_saved(book)).blocks)
    assert (Paragraph("1"),) == xlsx.read(_raw(sheet, xl__styles=styles)).blocks


MERGED_ALL = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'


def test_cells_merged_over_the_whole_sheet_are_cut_to_what_is_used():
    """A merged cell reaches no further than the last text of its sheet."""
    assert (Paragraph("1"),) == xlsx.read(_raw(_lines(_value("1"), more=MERGED_ALL))).blocks


def test_of_overlapping_merged_cells_the_first_counts():
    """Merged cells that overlap, which Excel does not allow, do no harm."""
    merged = '<mergeCells><mergeCell ref="A1:B1"/><mergeCell ref="B1:B2"/><mergeCell ref="C1"/></mergeCells>'
    lines = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>9</v></c><c r="C1"><v>2</v></c></row>'
    blocks = xlsx.read(_raw(_lines(lines, _value("丙", "B2", "str"), more=merged))).blocks
    assert [[["1", "2"]], "丙"] == [_shown(block) for block in blocks]


@pytest.mark.parametrize(
    ("what", "data"),
    [
        ("应为完整的 zip", b"PK\x03\x04 xl/workbook.xml"),
        ("应有 xl/workbook.xml", pack([("a.xml", b"<a/>")])),
        ("DOCTYPE", _raw("", xl__styles="<!DOCTYPE a><a/>")),
        (
            "应有 xl/worksheets/sheet1.xml",
            pack(
                (name, zipfile.ZipFile(BytesIO(_raw(""))).read(name))
                for name in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels")
            ),
        ),
        ("应有 xl；现有", _raw("", sheets='<sheet name="甲" sheetId="1" r:id="none"/>')),
        ("不超过 200 张工作表", _raw("", sheets='<sheet name="甲" sheetId="1" r:id="rId1"/>' * 201)),
        ("现有“A0”", _raw(_lines('<row r="0"/>'))),
        ("现有“XFE1”", _raw(_lines(_value("1", "XFE1")))),
        ("现有“甲”", _raw(_lines(_value("1", "甲")))),
        ("应能打开", _raw(_lines(_value("甲")))),
        ("应能打开", _raw(_lines(_value("9", kind="s")))),
        ("应能打开", _raw(_lines('<row><c r="A1" s="9"><v>1</v></c></row>'))),
        ("应不超过 1000 列；现有 16384 列", _raw(_lines(_value("1"), _value("2", "XFD1")))),
        ("不超过 65000 格", _raw(_lines(_value("1"), _value("2", "XFD1048576"), more=MERGED_ALL))),
        ("不超过 65000 格", _raw(_lines("<row>" + "<c><v>1</v></c>" * 65_001 + "</row>"))),
        (
            "不超过 65000 格",
            _raw(_lines(*(f'<row><c><v>1</v></c><c r="ALL{n}"><v>1</v></c></row>' for n in range(1, 67)))),
        ),
        (
            "不超过 5000000 字",
            _raw(
                _lines("<row>" + '<c t="s"><v>0</v></c>' * 101 + "</row>"),
                xl__sharedStrings=f'<sst xmlns="{MAIN}"><si><t>{"字" * 50_000}</t></si></sst>',
            ),
        ),
    ],
)
def test_what_is_damaged_or_out_of_bounds_is_refused(what, data):
    """A workbook that is none, not whole, or beyond what any report holds is refused in words."""
    with pytest.raises(ReadError, match=re.escape(what)):
        xlsx.read(data)


def test_parts_with_too_many_elements_are_refused(monkeypatch):
    """The elements of all parts together are bounded, since every sheet by itself may be small."""
    monkeypatch.setattr(xlsx_reader, "_MOST_ELEMENTS", 5)
    with pytest.raises(ReadError, match="65000 格"):
        xlsx.read(_raw(_lines(_value("1"))))


def _is_read_or_refused(data):
    """Whether reading *data* ends in a document or in a `ReadError` with a message."""
    try:
        return isinstance(xlsx.read(data).blocks, tuple)
    except ReadError as error:
        return bool(str(error))


WHOLE = _saved(_book(["甲", 1], ["乙", 0.5], merged=["A1:A2"], bordered=[1]))


@settings(max_examples=60)
@given(st.integers(0, len(WHOLE) - 1), st.integers(0, 255), st.booleans())
def test_a_damaged_workbook_is_read_or_refused(position, byte, cut):
    """Whatever byte is changed, and wherever the file is cut off, nothing but a `ReadError` is raised."""
    data = bytearray(WHOLE)
    data[position] = byte
    assert _is_read_or_refused(bytes(data[:position] if cut else data))


ATTRIBUTES = st.dictionaries(
    st.sampled_from(["r", "t", "s", "hidden"]), st.sampled_from(["", "A1", "1", "-1", "s", "b", "d", "e", "n", "str"])
)
CONTENTS = st.lists(
    st.tuples(st.sampled_from(["v", "f", "is", "t", "r"]), st.sampled_from(["", "1", "1e999", "x", "9" * 5000])),
    max_size=3,
)


@settings(max_examples=80)
@given(ATTRIBUTES, CONTENTS)
def test_an_odd_cell_is_read_or_refused(attributes, contents):
    """Whatever a cell says of itself and holds, nothing but a `ReadError` is raised."""
    said = "".join(f' {name}="{value}"' for name, value in attributes.items())
    held = "".join(f"<{tag}>{text}</{tag}>" for tag, text in contents)
    assert _is_read_or_refused(_raw(_lines(f"<row><c{said}>{held}</c></row>")))


def test_deep_nesting_is_read_or_refused():
    """Elements nested beyond all measure do no harm."""
    deep = "<r>" * 100_000 + "</r>" * 100_000
    assert _is_read_or_refused(_raw(_lines(f'<row><c t="inlineStr"><is>{deep}</is></c></row>')))


def test_workbooks_are_told_by_the_list_of_their_sheets():
    """A workbook looks like one, and another archive does not."""
    assert xlsx.looks_like(WHOLE)
    assert not xlsx.looks_like(pack([("word/document.xml", b"<a/>")]))


# --- LibreOffice ------------------------------------------------------------------------------------------------------


def test_a_workbook_of_libreoffice_is_read(office, tmp_path):
    """What LibreOffice makes of a table reads as the table."""
    (tmp_path / "table.csv").write_text("类别,数量,金额\n规章,3,0.5\n收费,,24252.311082\n", encoding="utf-8")
    office("xlsx", tmp_path, tmp_path / "table.csv", options=["--infilter=CSV:44,34,76"])
    (name, table) = xlsx.read((tmp_path / "table.xlsx").read_bytes()).blocks
    assert ("table", [["类别", "数量", "金额"], ["规章", "3", "0.5"], ["收费", "", "24252.311082"]]) == (
        name.text,
        _shown(table),
    )
