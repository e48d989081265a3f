"""The workbook an office fills in: drawn as on the form, computing what the form computes, read back with its edits."""

import itertools
import random
import re
from decimal import Decimal
from hashlib import sha256
from io import BytesIO

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.utils import range_boundaries
from openpyxl.workbook.defined_name import DefinedName

import govdisclosure as gd
from govdisclosure._spec import fields_of
from govdisclosure.compose import compose
from govdisclosure.document import Embedded
from govdisclosure.formats import xlsx, xlsx_own
from govdisclosure.i18n import LOCALES, translate
from govdisclosure.report import TABLES
from govdisclosure.strategies import amounts, annual_reports, remedies_tables, texts
from reports import OVERVIEW

EDITIONS = [gd.Edition.V2021, gd.Edition.V2019]
ORGAN = gd.Organ("示例县柳溪镇人民政府")
REQUESTS = gd.Requests(
    received=gd.ByApplicant(natural_persons=3, enterprises=1),
    outcomes=gd.Outcomes(granted=gd.ByApplicant(natural_persons=2, enterprises=1)),
    carried_over=gd.ByApplicant(natural_persons=1),
)
REPORT = gd.AnnualReport(
    organ=ORGAN,
    year=2025,
    overview=OVERVIEW,
    proactive=gd.Proactive(fees=gd.Fees(collected="11.80")),
    requests=REQUESTS,
    remedies=gd.Remedies(reconsideration=gd.CaseOutcomes(upheld=2)),
)
some = settings(max_examples=15)
few = settings(max_examples=5)


def of_any_edition(**kinds):
    """Reports on the forms of 2021 and 2019."""
    return annual_reports(**kinds) | annual_reports(**kinds, edition=gd.Edition.V2019)


def book_of(report, locale="zh_Hans_CN", options=None, **more):
    """The workbook of a report, as another library sees it."""
    return load_workbook(BytesIO(gd.dumps(report, "xlsx", locale=locale, options=options)), **more)


def saved(book):
    """The bytes of a workbook that another library has saved, without the results of its formulas."""
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def told(reading):
    """The code, path, old and new value of each finding."""
    return [(each.code, each.path, each.expected, each.actual) for each in reading.findings]


def numbers(report):
    """Every number of a report under its path."""
    return {cell.path: cell.value for cell in gd.cells(report)}


def places(report):
    """The sheet and the name of the cell of every number of a report, by its path."""
    read = xlsx.read(gd.dumps(report, "xlsx"))
    drawn = [block for block in compose(report).blocks if isinstance(block, gd.Grid) and block.name]
    sheets = {block.name for block in drawn}
    found = [block for block in read.blocks if isinstance(block, gd.Grid) and block.place.sheet in sheets]
    cells = zip(
        (cell for grid in drawn for row in grid.rows for cell in row),
        (cell for grid in found for row in grid.rows for cell in row),
        strict=True,
    )
    return {to.path: (at.place.sheet, at.place.row, at.place.cell) for to, at in cells if to.path}


PLACES = places(REPORT)


def cell_of(book, path):
    """The cell of a workbook of the report that holds the number at this path."""
    sheet, row, column = PLACES[path]
    return book[sheet].cell(row, column)


# --- there and back ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("locale", LOCALES)
@given(report=of_any_edition() | of_any_edition(consistent=False, blanks=True, mixed=True, plain=False))
@some
def test_a_report_is_read_back_from_a_workbook_in_any_language(locale, report):
    """Whatever a report says and the language of its workbook, it is read back exactly and without a finding."""
    reading = gd.read_bytes(gd.dumps(report, "xlsx", locale=locale))

    assert report == reading.report
    assert [] == [str(finding) for finding in reading.findings]


@pytest.mark.parametrize("locale", LOCALES)
@given(report=of_any_edition(consistent=False, blanks=True), remedies=remedies_tables())
@few
def test_the_numbers_are_read_from_what_the_sheets_show(locale, report, remedies):
    """Without the data that travel beside them, the numbers are those on the sheets, in any language."""
    report = attrs.evolve(report, remedies=remedies)
    data = gd.dumps(report, "xlsx", locale=locale, options=gd.XlsxOptions(data=False))

    assert numbers(report) == numbers(gd.loads(data))


@given(
    st.integers(0, 10**18 - 1),
    amounts() | st.from_regex(r"[1-9][0-9]{0,17}(\.[0-9]{1,12})?", fullmatch=True).map(Decimal),
)
@settings(max_examples=40)
def test_no_number_loses_a_digit(count, amount):
    """Counts and amounts of any length are shown and read digit by digit, the zeros at the end, too."""
    proactive = gd.Proactive(licensing=gd.Decisions(decisions=count), fees=gd.Fees(collected=amount))
    report = gd.AnnualReport(organ=ORGAN, year=2025, proactive=proactive, requests=None, remedies=None)
    data = gd.dumps(report, "xlsx", options=gd.XlsxOptions(data=False))

    assert str(proactive) == str(gd.loads(data).proactive)


# --- text is text -----------------------------------------------------------------------------------------------------

OBEYED = st.sampled_from([*"=+-@\t\r", "=cmd|' /C calc'!A0", "@SUM(1)", "<r>", "<r><t>", "_x003D_", "_x005F_x000D_"])


@given(st.builds(str.__add__, OBEYED, texts()) | st.just("<r><b/></r>"))
@settings(max_examples=50)
def test_no_text_is_taken_for_a_formula(text):
    """What begins like a formula is stored as a text, which editing does not turn into one, and is read back."""
    grid = gd.Grid(((gd.Cell(text),),))
    data = xlsx.write(gd.Document(blocks=(gd.Heading(f"{text}年报", level=1), gd.Paragraph(f"{text}。"), grid)))
    tabs = [tab for tab in load_workbook(BytesIO(data)) if tab.title != "填写说明"]
    cells = [cell for tab in tabs for row in tab.iter_rows() for cell in row if cell.value]

    assert {"s"} == {cell.data_type for cell in cells}
    begin = tuple("=+-@\t\r")
    assert [] == [cell.value for cell in cells if cell.value.startswith(begin) and not cell.quotePrefix]
    heading, paragraph, found = xlsx.read(data).blocks
    lines = re.sub("\r\n?", "\n", text)
    seen = lines if lines.strip() else ""
    assert (f"{lines}年报", f"{lines}。", seen) == (heading.text, paragraph.text, found.rows[0][0].text)


@given(texts())
@settings(max_examples=50)
def test_a_text_is_read_as_it_is_shown(text):
    """A text comes back letter by letter, but for how its lines end."""
    (paragraph,) = xlsx.read(xlsx.write(gd.Document(blocks=(gd.Paragraph(f"甲{text}乙"),)))).blocks

    assert re.sub("\r\n?", "\n", f"甲{text}乙") == paragraph.text


# --- the tables -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_tables_are_drawn_as_on_the_form(edition):
    """Each table stands on a sheet of its own with the labels and the merged cells of the form."""
    report = gd.AnnualReport(organ=ORGAN, year=2025, edition=edition)
    book = book_of(report)
    for name in ("proactive", "requests", "remedies"):
        grid = gd.Grid(next(b for b in compose(report).blocks if isinstance(b, gd.Grid) and b.name == sheet(name)).rows)
        tab = book[sheet(name)]
        merged = {each.bounds for each in tab.merged_cells.ranges if each.bounds[1] < 4 + len(grid.rows)}

        assert merged == {
            (c + 1, r + 4, c + cell.colspan, r + 3 + cell.rowspan)
            for r, c, cell in grid.positions()
            if (cell.rowspan, cell.colspan) != (1, 1)
        }
        assert [cell.text for _, _, cell in grid.positions() if cell.header] == [
            tab.cell(r + 4, c + 1).value for r, c, cell in grid.positions() if cell.header
        ]


def sheet(name):
    """The name of the sheet of a section."""
    return {"proactive": "表二", "requests": "表三", "remedies": "表四"}[name]


@pytest.mark.parametrize("edition", EDITIONS)
def test_what_may_be_typed_in_is_what_the_field_takes(edition):
    """A count takes whole numbers from 0 on, a change those of either sign, an amount decimals; labels are locked."""
    report = gd.AnnualReport(organ=ORGAN, year=2025, edition=edition)
    tab = book_of(report)["表二"]
    rules = {
        cell: (rule.type, rule.operator)
        for rule in tab.data_validations.dataValidation
        for area in rule.sqref.ranges
        for cell in area.cells
    }
    least = "greaterThanOrEqual"
    wanted = {int: ("whole", least), Decimal: ("decimal", least), gd.Money: ("custom", None)}
    for path, (name, row, column) in places(report).items():
        if name == "表二":
            change = ("whole", None)  # between two numbers, which goes without saying
            kind = change if path.endswith(".change") else wanted[type(numbers(report)[path])]
            assert kind == rules.pop((row, column))
            assert not tab.cell(row, column).protection.locked

    assert {} == rules
    assert tab.protection.sheet
    assert tab.protection.password is None
    assert tab["A4"].protection.locked


@given(report=of_any_edition(blanks=True))
@few
def test_every_total_of_a_sound_report_is_a_formula_with_its_result(report):
    """Where totals are the sums of their parts they are formulas, locked, and what they give is stored with them."""
    formulas, values = book_of(report), book_of(report, data_only=True)
    here = places(report)
    totals = {path for path in here if path.rpartition(".")[2] == "total" or ".outcomes.total." in path}
    for path, (name, row, column) in here.items():
        cell = formulas[name].cell(row, column)
        assert (path in totals) == (cell.data_type == "f"), path
        if path in totals:
            assert cell.protection.locked
            assert numbers(report)[path] == values[name].cell(row, column).value


def test_a_wrong_total_is_kept_and_lit():
    """A total that is not the sum of its parts stays the number that was given, open to change, beside a check."""
    wrong = attrs.evolve(REPORT, requests=attrs.evolve(REQUESTS, received=gd.ByApplicant(natural_persons=3, total=5)))
    name, row, column = PLACES["requests.received.total"]
    tab = book_of(wrong)[name]

    assert 5 == tab.cell(row, column).value
    assert not tab.cell(row, column).protection.locked
    assert "应为 3" == book_of(wrong, data_only=True)[name].cell(row, column + 1).value
    assert wrong == gd.loads(gd.dumps(wrong, "xlsx"))


def checks(report, name="表三", **more):
    """What the checks of a table say, by the column they stand in, and how far the table is."""
    tab = book_of(report, data_only=True, **more)[name]
    area = range_boundaries(tab.print_area.partition("!")[2].replace("$", ""))
    below = [[cell.value for cell in row] for row in tab.iter_rows(min_row=area[3] + 1)]
    beside = [tab.cell(row, area[2] + 1).value for row in range(area[1], area[3] + 1)]
    return below, beside, tab.cell(tab.max_row, 1).value


def test_the_checks_agree_where_everything_adds_up():
    """Beside each row and below each column of table three stands that it agrees, and below that all is done."""
    below, beside, status = checks(REPORT)

    assert 7 * 2 == sum(row.count("相符") for row in below)
    assert 25 == beside.count("相符")
    assert "已填全，全部相符" == status


def test_a_column_out_of_balance_is_told():
    """Where what came in is not what was closed or carried over, the column says by how much."""
    lost = attrs.evolve(REQUESTS, carried_over=gd.ByApplicant())
    below, _, status = checks(attrs.evolve(REPORT, requests=lost))

    assert ["相差 1", "相符", "相符", "相符", "相符", "相符", "相差 1"] == below[0][3:10]
    assert "空着 0 格，不符 2 处" == status


@pytest.mark.parametrize("locale", LOCALES)
def test_a_blank_workbook_says_how_much_is_to_be_filled_in(locale):
    """A blank report makes a form with every cell empty, which counts them in its own language."""
    report = gd.blank(gd.AnnualReport(organ=ORGAN, year=2025))
    status = translate("空着 {blank} 格，不符 {broken} 处", locale).format(blank=10, broken=0)

    assert status == checks(report, translate("表二", locale), locale=locale)[2]
    assert {None} == set(numbers(gd.loads(gd.dumps(report, "xlsx", locale=locale))).values())


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_blank_report_has_no_number(edition):
    """To blank a report leaves its words and empties every cell, amounts with a unit among them."""
    report = attrs.evolve(gd.AnnualReport(organ=ORGAN, year=2025, edition=edition), overview=OVERVIEW, remedies=None)
    emptied = gd.blank(report)

    assert {None, gd.Money(None)} >= set(numbers(emptied).values())
    assert (OVERVIEW, None, edition) == (emptied.overview, emptied.remedies, emptied.edition)


# --- edits ------------------------------------------------------------------------------------------------------------


def test_an_edited_number_wins_and_is_told():
    """A number typed over is what is read, with the totals that follow from it, and each is told with its place."""
    book = book_of(REPORT)
    cell_of(book, "requests.received.enterprises").value = 7
    reading = gd.read_bytes(saved(book))

    assert [
        ("GD914", "requests.received.enterprises", 1, 7),
        ("GD914", "requests.received.total", 4, 10),
    ] == told(reading)
    assert 10 == reading.report.requests.received.total


@pytest.mark.parametrize("edition", gd.Edition)
def test_filling_in_a_blank_form_is_no_edit(edition):
    """Where every blank of a begun report is filled in, that is told once for each table and once for the prose."""
    zeros = gd.AnnualReport(organ=gd.Organ("示例县水务局"), year=2020, edition=edition)
    filled = attrs.evolve(zeros, overview=gd.Narrative(blocks=["工作平稳。"]))
    data = gd.dumps(gd.blank(zeros), "json")
    document = attrs.evolve(compose(filled), embedded=Embedded(data, sha256(data).hexdigest()))
    findings = gd.read_bytes(xlsx.write(document), "xlsx").findings
    sizes = [sum(cell.path.startswith(name) for cell in gd.cells(filled)) for name in TABLES]

    assert [*zip(TABLES, sizes, strict=True), ("", None)] == [
        (each.path.partition(".")[0], each.actual) for each in findings if each.code == "GD926"
    ]
    assert {"GD926"} == {each.code for each in findings}


def test_totals_are_computed_where_the_program_that_saved_did_not():
    """After a program that computes nothing has saved a workbook, its totals follow from their parts."""
    assert REPORT == gd.loads(saved(book_of(REPORT)))
    assert gd.blank(REPORT) == gd.loads(saved(book_of(gd.blank(REPORT))))


def test_what_cannot_be_read_is_told_with_its_cell():
    """A finding about a number names the sheet and the cell."""
    book = book_of(REPORT)
    cell_of(book, "requests.carried_in.others").value = "约三件"
    (finding,) = (each for each in gd.read_bytes(saved(book)).findings if each.place)

    assert "工作表“表三”I8" == str(finding.place)


def test_an_amount_is_read_as_it_is_shown():
    """The decimals that a cell shows belong to its number; what is typed with more of them keeps them."""
    book = book_of(REPORT)
    cell = cell_of(book, "proactive.fees.collected")

    assert ("0.00####", 11.8) == (cell.number_format, cell.value)
    for typed, read in ((12, "12.00"), (12.345, "12.345")):
        cell.value = typed
        assert read == str(gd.loads(saved(book)).proactive.fees.collected)


def test_prose_is_edited_row_by_row():
    """Rows that are added, filled in or changed are read, whatever their kind; what has no kind is a paragraph."""
    book = book_of(attrs.evolve(REPORT, problems=gd.Narrative()))
    tab = book["正文"]
    start = next(row for row in range(1, 60) if tab.cell(row, 2).value == "五、存在的主要问题及改进情况")
    rows = [
        ("二级标题", "（一）问题"),
        ("正文", "目录更新慢。"),
        ("", "又一段。"),
        ("随手", "记下。"),
        (None, None),
        ("正文", None),
    ]
    for n, (kind, text) in enumerate(rows, start=1):
        tab.insert_rows(start + n)
        tab.cell(start + n, 1).value, tab.cell(start + n, 2).value = kind, text
    tab.cell(start + 2, 3).value = "写在旁边。"
    reading = gd.read_bytes(saved(book))
    words = ["目录更新慢。", "写在旁边。", "又一段。", "随手", "记下。"]

    assert (gd.Heading("（一）问题"), *map(gd.Paragraph, words)) == reading.report.problems.blocks
    assert [("GD914", "", None, None)] == [(code, path or "", *values) for code, path, *values in told(reading)]


def test_sheets_may_be_called_otherwise_and_moved():
    """A workbook whose sheets were renamed and put in another order is still read by what is said of its areas."""
    book = book_of(REPORT)
    marks = {cell.value: cell for row in book["正文"].iter_rows() for cell in row}
    for old, new in {"表三": "依申请 '2025'", "正文": "报告"}.items():
        book[old].title = new
        for defined in book.defined_names.values():
            defined.value = defined.value.replace(f"'{old}'", "'" + new.replace("'", "''") + "'")
        if old in marks:
            marks[old].value = new
    book.move_sheet("表四", -3)

    assert REPORT.requests == gd.loads(saved(book)).requests


def test_a_table_that_no_row_names_is_read_all_the_same():
    """Where the row that says where a table stands is gone, the table is read at the end."""
    book = book_of(REPORT)
    tab = book["正文"]
    tab.delete_rows(next(row for row in range(1, 60) if tab.cell(row, 2).value == "表三"))

    assert REPORT.requests == gd.loads(saved(book)).requests


def test_a_row_that_names_no_sheet_is_told():
    """Where a row names a sheet that is not there or is empty, its words are kept and it is told where it stands."""
    book = book_of(REPORT)
    tab = book["正文"]
    row = next(row for row in range(1, 60) if tab.cell(row, 2).value == "表四")
    book.create_sheet("空表")
    for name in ("没有的", "空表"):
        tab.cell(row, 2).value = name
        reading = gd.read_bytes(saved(book))

        assert [f"没有找到“{name}”这张工作表，或者它是空的（工作表“正文”B{row}）"] == [
            str(each.message) for each in reading.findings if "没有找到" in each.message
        ]
        assert gd.Paragraph(name) in reading.report.remedies.lead + reading.report.remedies.remarks


def test_a_sheet_of_ones_own_is_a_table_where_a_row_names_it():
    """An office draws a table on a sheet of its own and says where it stands; a sheet that no row names is told."""
    book = book_of(attrs.evolve(REPORT, problems=gd.Narrative(blocks=["见下表。"])))
    tab = book["正文"]
    row = next(row for row in range(1, 60) if tab.cell(row, 2).value == "见下表。")
    tab.insert_rows(row + 1, 2)
    for n, line in enumerate([("表题", "培训情况"), ("工作表", "培训")], start=1):
        tab.cell(row + n, 1).value, tab.cell(row + n, 2).value = line
    own = book.create_sheet("培训")
    own["B2"], own["C2"], own["B3"], own["C3"] = "班次", "人数", "一", 46
    own.merge_cells("B4:C4")
    own["B4"] = "合计46人"
    book.create_sheet("草稿")["A1"] = "备忘"
    reading = gd.read_bytes(saved(book))
    (_, grid) = reading.report.problems.blocks

    assert (
        gd.Grid(
            (
                (gd.Cell("班次"), gd.Cell("人数")),
                (gd.Cell("一"), gd.Cell("46")),
                (gd.Cell("合计46人", colspan=2),),
            ),
            "培训情况",
        )
        == grid
    )
    assert ["“正文”没有提到工作表“草稿”，没有读"] == [str(f.message) for f in reading.findings if "草稿" in f.message]


@pytest.mark.parametrize("row", [("表题", "无主"), ("表题", None)])
def test_a_caption_without_a_table_is_a_paragraph(row):
    """A caption that no table follows is kept as a paragraph, at the end of the sheet, too."""
    book = book_of(attrs.evolve(REPORT, other_matters=gd.Narrative(blocks=["无。"])))
    tab = book["正文"]
    end = tab.max_row
    for n in (1, 2):
        tab.cell(end + n, 1).value, tab.cell(end + n, 2).value = row
    wanted = [gd.Paragraph("无。"), *[gd.Paragraph("无主")] * (2 if row[1] else 0)]

    assert wanted == list(gd.loads(saved(book)).other_matters.blocks)


def test_a_free_table_keeps_its_caption():
    """The caption of a table in the prose is shown, and read when the data beside it cannot be used."""
    grid = gd.Grid(((gd.Cell("甲", rowspan=2), gd.Cell("乙")), (gd.Cell("丙"),)), "机构设置")
    report = attrs.evolve(REPORT, problems=gd.Narrative(blocks=["见下表。", grid]))
    data = gd.dumps(report, "xlsx", options=gd.XlsxOptions(data=False))

    assert report == gd.loads(data)
    assert "附表1" in book_of(report).sheetnames


def test_without_its_prose_a_workbook_is_its_tables():
    """Where the sheet with the prose was taken out, the tables are read, and what other sheets hold."""
    book = book_of(REPORT)
    del book["正文"]
    del book["govdisclosure"]
    book.create_sheet("说明", 1)["A1"] = f"{ORGAN.name}2025年政府信息公开工作年度报告"
    found = gd.loads(saved(book))

    assert (REPORT.requests.outcomes, ORGAN) == (found.requests.outcomes, found.organ)


def test_a_formula_of_ones_own_without_a_result_is_told():
    """A number that somebody made a formula of, which nobody computed, is told to be one."""
    book = book_of(REPORT)
    cell_of(book, "requests.received.enterprises").value = "=1+1"
    notes = [str(each.message) for each in gd.read_bytes(saved(book)).findings]

    assert any("工作表“表三”有 1 个公式没有存下结果" in note for note in notes)


# --- what may do harm -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("govdisclosure.form_9", "#REF!$A$1"),
        ("govdisclosure.form_9", "'表九'!$A$1:$B$2"),
        ("govdisclosure.form_9", "'表三'!$A:$B"),
        ("govdisclosure.forms", "'填写说明'!$A$1"),
        ("别的", "'填写说明'!$A$1"),
    ],
)
def test_names_that_lead_nowhere_are_passed_over(name, value):
    """A name whose area is gone, or that is none of ours, changes nothing."""
    book = book_of(REPORT)
    book.defined_names[name] = DefinedName(name, attr_text=value)

    assert REPORT == gd.loads(saved(book))


def test_an_area_of_a_million_cells_is_refused():
    """An area that is said to be a table and is larger than any report is refused before it is read."""
    book = book_of(REPORT)
    book.defined_names["govdisclosure.form_2"].value = "'表三'!$A$1:$XFD$1048576"

    with pytest.raises(gd.ReadError, match="应不超过 65000 格"):
        gd.loads(saved(book))


def test_a_cell_that_is_merged_over_too_many_columns_is_refused():
    """A table is as wide as its sheet allows, and none of its cells wider than a page can have."""
    wide = gd.Grid(((gd.Cell("甲", colspan=1000), gd.Cell("乙", colspan=500)),))
    book = book_of(with_blocks(wide))

    assert (wide,) == gd.loads(saved(book)).problems.blocks
    book["附表1"].unmerge_cells("A1:ALL1")
    book["附表1"].unmerge_cells("ALM1:BER1")
    book["附表1"].merge_cells("A1:BER1")
    with pytest.raises(gd.ReadError, match="应不超过 65000 格"):
        gd.loads(saved(book))


def test_totals_that_add_up_each_other_stay_formulas():
    """Formulas in a circle, or over more cells than a form has, are not computed, and it is told."""
    for total in ('=IF(COUNT(J7)=0,"",SUM(J7))', '=IF(COUNT(A1:XFD1048576)=0,"",SUM(A1:XFD1048576))'):
        book = book_of(REPORT)
        cell_of(book, "requests.received.total").value = total
        notes = [str(each.message) for each in gd.read_bytes(saved(book)).findings]

        assert any("公式没有存下结果" in note for note in notes)


def test_many_formulas_are_not_computed(monkeypatch):
    """Of formulas that add up more cells than any form has, none is computed."""
    monkeypatch.setattr(xlsx_own, "_MOST_ADDED", 3)
    notes = [str(each.message) for each in gd.read_bytes(saved(book_of(REPORT))).findings]

    assert any("公式没有存下结果" in note for note in notes)


@pytest.mark.parametrize(
    ("written", "read"),
    [("_x000D_\n", "\n"), ("_x0041_", "A"), ("_x005F_x0041_", "_x0041_"), ("_x0001_", "_x0001_"), ("x005F_", "x005F_")],
)
def test_characters_written_as_numbers(written, read):
    """What Office writes as the number of a character is that character, if a report can have it."""
    buffer = BytesIO()
    book = Workbook()
    book.active["A1"] = f"甲{written}乙"
    book.save(buffer)
    (paragraph,) = xlsx.read(buffer.getvalue()).blocks

    assert f"甲{read}乙" == paragraph.text.replace("\r\n", "\n")


# --- limits and options -----------------------------------------------------------------------------------------------


def with_blocks(*blocks):
    """A report whose section five says this."""
    return attrs.evolve(REPORT, problems=gd.Narrative(blocks=blocks))


@pytest.mark.parametrize(
    ("report", "message"),
    [
        (with_blocks("字" * 32768), "工作表“正文”B.*不超过 32767 字；现有 32768 字"),
        (with_blocks("𠮷" * 16384), "不超过 32767 字"),
        (with_blocks(*[gd.Grid(((gd.Cell("甲"),),))] * 198), "表格应不超过 197 个；现有 201 个"),
        (with_blocks(gd.Grid(((gd.Cell("甲", colspan=900),) * 20,))), "不超过 16384 列；现有 18000 列"),
        (with_blocks(gd.Grid(((gd.Cell("甲", colspan=900),),) * 80)), "不超过 65000 格"),
        (with_blocks(*["字"] * 32000), "不超过 65000 格"),
    ],
    ids=["long", "astral", "many", "wide", "large", "prose"],
)
def test_what_a_workbook_cannot_hold_is_refused(report, message):
    """A text longer than a cell holds and tables larger than are read back are refused with the limit."""
    with pytest.raises(gd.WriteError, match=message):
        gd.dumps(report, "xlsx")


def test_the_longest_text_is_kept():
    """A text as long as a cell can hold is written and read."""
    report = with_blocks("字" * 32767)

    assert report == gd.loads(gd.dumps(report, "xlsx"))


def test_much_data_is_kept():
    """Data that are longer than a cell can hold go on in the next."""
    letters = random.Random(1)
    words = ["".join(chr(letters.randrange(0x4E00, 0x9FA5)) for _ in range(500)) for _ in range(60)]
    report = attrs.evolve(with_blocks(*words), organ=gd.Organ(ORGAN.name, code="110105"))
    book = book_of(report)

    assert 2 < book["govdisclosure"].max_row < 10
    assert report == gd.loads(gd.dumps(report, "xlsx"))


def test_options():
    """The instructions, the protection and the data can be left out."""
    bare = book_of(REPORT, options=gd.XlsxOptions(guide=False, protected=False, data=False))
    whole = book_of(REPORT)

    assert ["填写说明", "正文", "表二", "表三", "表四", "govdisclosure"] == whole.sheetnames
    assert ["visible"] * 5 + ["veryHidden"] == [tab.sheet_state for tab in whole]
    assert ["正文", "表二", "表三", "表四"] == bare.sheetnames
    assert {False} == {tab.protection.sheet for tab in bare}
    assert {"填写说明", "表二", "表三", "表四"} == {tab.title for tab in whole if tab.protection.sheet}
    with pytest.raises(gd.ValueRefusedError, match=r"XlsxOptions\.guide：应为 True 或 False"):
        gd.XlsxOptions(guide="yes")
    assert not book_of(REPORT, options=gd.XlsxOptions(protected=False))["填写说明"].protection.sheet


def test_a_document_that_is_no_report_is_written():
    """Any document is written: levels beyond the sixth as the sixth, a table of no form as one of its own."""
    grid = gd.Grid(((gd.Cell("7", path="a.b"),),))
    document = gd.Document(blocks=(gd.Heading("深", level=9), grid))
    heading, table = xlsx.read(xlsx.write(document)).blocks

    assert (gd.Heading("深", level=6), gd.Grid(((gd.Cell("7"),),))) == (heading, table)


# --- in an office -----------------------------------------------------------------------------------------------------


def filled(shape, rest):
    """The *shape* of a section with the next of *rest* in every count."""
    names = fields_of(type(shape))
    if names:
        return type(shape)(**{name: filled(getattr(shape, name), rest) for name in names})
    return next(rest) if isinstance(shape, int) else shape


def sound_report(edition, seed):
    """A report of an edition with a number in every cell, and totals that are sums."""
    report = gd.AnnualReport(organ=ORGAN, year=2025, edition=edition)
    rest = (number * seed % 101 for number in itertools.count(1))
    parts = {name: filled(getattr(report, name), rest) for name in ("proactive", "requests", "remedies")}
    return gd.with_totals(attrs.evolve(report, **parts))


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize(("seed", "locale"), [(37, "zh_Hans_CN"), (71, "zh_Hant"), (83, "en")])
def test_an_office_computes_what_the_declarations_say(office, tmp_path, edition, seed, locale):
    """The formulas, whose results were taken away, give in LibreOffice the totals and the checks of the report."""
    report, folder = sound_report(edition, seed), tmp_path / "out"
    (tmp_path / "report.xlsx").write_bytes(saved(book_of(report, locale=locale)))
    office("xlsx", folder, tmp_path / "report.xlsx")
    computed = load_workbook(folder / "report.xlsx", data_only=True)
    for tab in book_of(report, locale=locale, data_only=True):
        mine = {cell.coordinate: cell.value for row in tab.iter_rows() for cell in row}
        assert mine == {name: computed[tab.title][name].value for name in mine}, tab.title

    assert numbers(report) == numbers(gd.load(folder / "report.xlsx"))


def test_what_an_office_saves_is_the_report(office, tmp_path):
    """A workbook that LibreOffice has saved is read exactly, data, prose, amounts and blanks."""
    grid = gd.Grid(((gd.Cell("甲", rowspan=2), gd.Cell("=1+1")), (gd.Cell("丙"),)), "机构设置")
    report = attrs.evolve(
        gd.blank(REPORT), proactive=REPORT.proactive, problems=gd.Narrative(blocks=["+见下表。", grid])
    )
    gd.dump(report, tmp_path / "report.xlsx")
    office("xlsx:Calc MS Excel 2007 XML", tmp_path / "out", tmp_path / "report.xlsx")
    reading = gd.read(tmp_path / "out" / "report.xlsx")

    assert report == reading.report
    assert [] == [str(finding) for finding in reading.findings]


def test_an_office_lights_up_what_is_wrong(office, tmp_path):
    """A number changed where nothing computes lights the checks up in LibreOffice, which says by how much."""
    book = book_of(REPORT)
    cell_of(book, "requests.received.enterprises").value = 5
    (tmp_path / "report.xlsx").write_bytes(saved(book))
    office("xlsx", tmp_path / "out", tmp_path / "report.xlsx")
    tab = load_workbook(tmp_path / "out" / "report.xlsx", data_only=True)["表三"]

    assert ["相符", "相差 4", "相符", "相符", "相符", "相符", "相差 4"] == [tab.cell(32, c).value for c in range(4, 11)]
    assert 8 == tab["J7"].value


TYPED = {
    "proactive.rules.made": [
        ("", False),
        (0, False),
        (3, False),
        (-1, True),
        (1.5, True),
        ("3", True),
        ("约三件", True),
    ],
    "proactive.licensing.change": [("", False), (-4, False), (1.5, True), ("减4", True)],
    "proactive.procurement.amount": [
        ("", False),
        (12.5, False),
        ("251000元", False),
        ("3.5万元", False),
        ("约三", True),
    ],
    "proactive.fees.collected": [("", False), (11.8, False), (-1, True), ("11.8", True)],
}
"""What somebody types or pastes into a cell, and whether it is lit up for that."""


@pytest.mark.parametrize("path", TYPED)
def test_an_office_lights_up_what_does_not_belong_in_a_cell(office, tmp_path, path):
    """The rules that light cells up, put into cells and computed by LibreOffice, are true of what does not belong."""
    report = gd.AnnualReport(organ=ORGAN, year=2025, edition="2021" if "collected" in path else "2019")
    book = book_of(report)
    name, row, column = places(report)[path]
    cell = book[name].cell(row, column)
    rules = [(area, rule) for area in book[name].conditional_formatting for rule in area.rules]
    (rule,) = (rule for area, rule in rules if cell.coordinate in area and "ISBLANK" in rule.formula[0])
    first = re.search(r"ISBLANK\((\w+)\)", rule.formula[0])[1]
    tries = Workbook()
    for n, (typed, _) in enumerate(TYPED[path], start=1):
        tries.active.cell(n, 1).value = typed if typed != "" else None
        tries.active.cell(n, 2).value = "=" + rule.formula[0].replace(first, f"A{n}")
    tries.save(tmp_path / "tries.xlsx")
    office("xlsx", tmp_path / "out", tmp_path / "tries.xlsx")
    computed = load_workbook(tmp_path / "out" / "tries.xlsx", data_only=True).active

    assert TYPED[path] == [(typed, computed.cell(n, 2).value) for n, (typed, _) in enumerate(TYPED[path], start=1)]


# --- the package ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("edition", EDITIONS)
def test_audit(edition, locale, tmp_path):
    """The Python port of the validator of Open XML finds nothing."""
    validator = pytest.importorskip("openxml_audit").OpenXmlValidator()
    grid = gd.Grid(((gd.Cell("甲", rowspan=2), gd.Cell("=1+1")), (gd.Cell("<r>_x000D_</r>"),)))
    report = attrs.evolve(sound_report(edition, 41), problems=gd.Narrative(blocks=["+见下表。", grid]))
    gd.dump(report, tmp_path / "report.xlsx", locale=locale)

    assert [] == [error.description for error in validator.validate(tmp_path / "report.xlsx").errors]
