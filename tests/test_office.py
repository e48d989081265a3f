"""Offices: what LibreOffice makes of our files, and Word and WPS of theirs, carries the same report."""

import re
import zipfile
from decimal import Decimal
from io import BytesIO
from itertools import count, takewhile

import attrs
import pytest

import govdisclosure as gd
from govdisclosure._spec import fields_of
from govdisclosure.compose import compose
from govdisclosure.document import folded
from govdisclosure.formats import docx, odt
from govdisclosure.formats.archive import pack
from govdisclosure.recognise import recognise

TITLE = "示例县柳溪镇人民政府2025年政府信息公开工作年度报告"
PROSE = {
    "overview": ["全年主动公开信息120条，　逐条登记。", gd.Heading("（一）培训", level=3), "共办班2期，到会46人。"],
    "problems": ["目录更新慢的问题，已改为按月核对。"],
    "other_matters": ["没有收取信息处理费。"],
}


def filled(shape, numbers):
    """The *shape* of a table with another number in every cell, some blank or zero, and odd amounts."""
    parts = fields_of(type(shape))
    if parts:
        return type(shape)(**{name: filled(getattr(shape, name), numbers) for name in parts})
    number = next(numbers)
    if isinstance(shape, gd.Money | Decimal):
        return type(shape)(Decimal("24252.311082"))
    return None if number % 5 == 0 else 0 if number % 7 == 0 else number * 1009 % 7919


def report_of(edition):
    """A report of this edition whose every number tells its place."""
    numbers = count(1)
    old = edition is gd.Edition.V2019
    proactive = filled(gd.Proactive2019() if old else gd.Proactive(), numbers)
    if old:
        proactive = attrs.evolve(proactive, licensing=gd.Matters(last_year=20, change=-18, decisions=None))
    outcomes = gd.Outcomes(otherwise_closed=gd.ByApplicant()) if old else gd.Outcomes()
    return gd.AnnualReport(
        organ=gd.Organ("示例县柳溪镇人民政府"),
        year=2025,
        edition=edition,
        title=TITLE,
        proactive=proactive,
        requests=filled(gd.Requests(outcomes=outcomes), numbers),
        remedies=filled(gd.Remedies(), numbers),
        **{name: gd.Narrative(blocks=blocks) for name, blocks in PROSE.items()},
    )


REPORTS = {edition.value: report_of(edition) for edition in (gd.Edition.V2021, gd.Edition.V2019)}


def numbers_of(report):
    """Every number of a report under its path."""
    return {each.path: each.value for each in gd.cells(report)}


def prose_of(report):
    """The words of the narratives, white space folded."""
    return {name: [folded(block.text) for block in getattr(report, name).blocks] for name in PROSE}


# --- the soup that Word and WPS save as a page ------------------------------------------------------------------------

SPAN = "<span style='font-size:10.5pt;font-family:仿宋_GB2312;mso-hansi-font-family:宋体'>"


def soup_paragraph(text):
    """A paragraph as Word writes it: the digits in a span of their own, and one of nothing."""
    parts = [
        f"{SPAN}<span lang=EN-US>{part}</span></span>" if part.isascii() else f"{SPAN}{part}</span>"
        for part in re.findall(r"[ -~]+|[^ -~]+", text)
    ]
    return f"<p class=MsoNormal align=center>{''.join(parts)}<span lang=EN-US><o:p>&nbsp;</o:p></span></p>"


def soup_cell(cell):
    """A cell as Word writes it; the label of a column of four characters is broken in two."""
    text = folded(cell.text)
    halves = [text[:2], text[2:]] if re.fullmatch(r"[商科]业?\S{3}", text) else [text]
    inside = "".join(map(soup_paragraph, halves))
    spans = f"{f' rowspan={cell.rowspan}' * (cell.rowspan > 1)}{f' colspan={cell.colspan}' * (cell.colspan > 1)}"
    return f"<td width=56{spans} valign=top style='border:solid windowtext 1.0pt;padding:0cm 5.4pt'>{inside}</td>"


def soup_tables(grid):
    """A table, or two if a page ends in it: the second has the header again."""
    head = len(list(takewhile(lambda row: all(cell.header for cell in row), grid.rows)))
    ends = {r + cell.rowspan for r, _, cell in grid.positions()}
    spanned = {r + below for r, _, cell in grid.positions() for below in range(1, cell.rowspan)}
    breaks = [row for row in sorted(ends - spanned) if head < row < len(grid.rows)] if len(grid.rows) > 20 else []
    parts = [grid.rows[: breaks[1]], grid.rows[:head] + grid.rows[breaks[1] :]] if breaks else [grid.rows]
    for rows in parts:
        lines = "".join(f"<tr style='height:1.0cm'>{''.join(map(soup_cell, row))}</tr>" for row in rows)
        yield f"<table class=MsoTableGrid border=1 cellspacing=0 cellpadding=0>{lines}</table><p class=MsoNormal></p>"


def soup(report):
    """The page Word would save of a report whose headings are only bold."""
    parts = []
    for block in compose(report).blocks:
        if isinstance(block, gd.Grid):
            parts += soup_tables(block)
        elif isinstance(block, gd.Heading):
            parts.append(soup_paragraph(block.text).replace(SPAN, f"<b>{SPAN}").replace("</p>", "</b></p>"))
        else:
            parts.append(soup_paragraph(block.text))
    return (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta charset=utf-8>'
        "<style><!-- p.MsoNormal {margin:0cm; mso-pagination:widow-orphan;} --></style></head>"
        f"<body lang=ZH-CN><div class=WordSection1>{''.join(parts)}</div></body></html>"
    ).encode()


# --- LibreOffice ------------------------------------------------------------------------------------------------------

PAGE = ("--infilter=HTML (StarWriter)",)
STEPS = (
    ("report.docx", "odt", ()),
    ("report.docx", "doc", ()),
    ("report.docx.odt", "docx", ()),
    ("report.docx.doc", "docx", ()),
    ("report.html", "odt:writer8", PAGE),
    ("report.html", "docx:MS Word 2007 XML", PAGE),
    ("soup.html", "odt:writer8", PAGE),
    ("soup.html", "docx:MS Word 2007 XML", PAGE),
)
"""What is converted to what, in order; each time one suffix more."""
ENDS = tuple(f"{source}.{target.partition(':')[0]}" for source, target, _ in STEPS if target != "doc")
every_end = pytest.mark.parametrize("end", ENDS)
every_edition = pytest.mark.parametrize("edition", REPORTS)


@pytest.fixture(name="converted", scope="module")
def _converted(office, tmp_path_factory):
    """The folder of our files and what LibreOffice makes of them, named by edition and the steps they went through."""
    folder = tmp_path_factory.mktemp("office")
    for edition, report in REPORTS.items():
        (folder / f"{edition}.report.docx").write_bytes(gd.dumps(report, "docx"))
        (folder / f"{edition}.report.html").write_bytes(gd.dumps(report, "html"))
        (folder / f"{edition}.soup.html").write_bytes(soup(report))
    for source, target, options in STEPS:
        files = [folder / f"{edition}.{source}" for edition in REPORTS]
        office(target, folder / "out", *files, options=options)
        suffix = f".{target.partition(':')[0]}"
        for file in files:
            (folder / "out" / file.name).with_suffix(suffix).rename(folder / f"{file.name}{suffix}")
    return folder


def shown(data, end):
    """The reading of what a file shows, without the data that it may carry beside that."""
    document = (odt if end.endswith(".odt") else docx).read(data)
    return recognise(attrs.evolve(document, embedded=None))


@every_edition
def test_soup(edition):
    """The page that Word would save is read before any office has seen it, a table in two parts as one."""
    report = REPORTS[edition]
    page = soup(report)

    assert 4 == page.count(b"<table")
    assert numbers_of(report) == numbers_of(gd.read_bytes(page, "html").report)


@every_edition
@every_end
def test_numbers_survive_an_office(converted, edition, end):
    """Every number, blank and amount is read from what an office made of a report, without a doubt."""
    reading = shown((converted / f"{edition}.{end}").read_bytes(), end)

    assert numbers_of(REPORTS[edition]) == numbers_of(reading.report)
    assert edition == reading.edition.value
    assert TITLE == reading.report.title
    assert frozenset() == reading.unsure


@every_edition
@every_end
def test_prose_survives_an_office(converted, edition, end):
    """The prose is read as it was, and nothing of the data that a page carries."""
    prose = prose_of(shown((converted / f"{edition}.{end}").read_bytes(), end).report)

    assert prose_of(REPORTS[edition]) == prose


@every_edition
@every_end
def test_an_edit_is_read(converted, edition, end):
    """A number changed in the XML of a converted file is read as changed, and no other."""
    part = "content.xml" if end.endswith(".odt") else "word/document.xml"
    with zipfile.ZipFile(converted / f"{edition}.{end}") as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    assert 1 == len(re.findall(rb">1009<", members[part]))
    members[part] = members[part].replace(b">1009<", b">70001<")

    found = numbers_of(shown(pack(members.items()), end).report)

    before = numbers_of(REPORTS[edition])
    assert {path: 70001 if value == 1009 else value for path, value in before.items()} == found


@every_edition
def test_an_edit_is_found(edition):
    """Where a Word file still carries its data, a number edited beside it is told."""
    data = gd.dumps(REPORTS[edition], "docx")
    with zipfile.ZipFile(BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members["word/document.xml"] = members["word/document.xml"].replace(b">1009<", b">70001<")

    reading = gd.read_bytes(pack(members.items()), "docx")

    (finding,) = (each for each in reading.findings if each.code == "GD914")
    assert (70001, 1009) == (finding.actual, finding.expected)


# --- Word and WPS -----------------------------------------------------------------------------------------------------

NAMESPACES = " ".join(
    f'xmlns:{prefix}="http://schemas.openxmlformats.org/{name}"'
    for prefix, name in {
        "w": "wordprocessingml/2006/main",
        "mc": "markup-compatibility/2006",
        "r": "officeDocument/2006/relationships",
    }.items()
)
FONTS = '<w:rPr><w:rFonts w:hint="eastAsia" w:ascii="仿宋_GB2312" w:eastAsia="仿宋_GB2312"/><w:sz w:val="21"/></w:rPr>'


def run(text):
    """A run as WPS writes it."""
    return f"<w:r>{FONTS}<w:t>{text}</w:t></w:r>"


def paragraph(*runs):
    """A paragraph of these runs, or of text, which WPS may style and align."""
    inside = "".join(each if each.startswith("<") else run(each) for each in runs)
    return f'<w:p><w:pPr><w:widowControl/><w:jc w:val="center"/>{FONTS}</w:pPr>{inside}</w:p>'


def tc(*paragraphs, more=""):
    """A cell of these paragraphs."""
    return f'<w:tc><w:tcPr><w:tcW w:w="1000" w:type="dxa"/>{more}</w:tcPr>{"".join(paragraphs) or paragraph()}</w:tc>'


def tr(*cells, more=""):
    """A row of these cells."""
    return f'<w:tr><w:tblPrEx/><w:trPr>{more}<w:trHeight w:val="567"/></w:trPr>{"".join(cells)}</w:tr>'


def tbl(*rows, columns):
    """A table with a grid of so many columns."""
    grid = '<w:gridCol w:w="1000"/>' * columns
    return (
        f'<w:tbl><w:tblPr><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl>'
    )


def read_word(heading, *blocks):
    """The reading of a Word file with a title, the heading of a section and these blocks."""
    body = f"{paragraph(TITLE)}{paragraph(heading)}{''.join(blocks)}<w:sectPr/>"
    part = f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>"
    return gd.read_bytes(pack([("word/document.xml", part.encode())]), "docx")


def read_counts(*cells):
    """What is read from the row of a table two that has these cells behind its label."""
    rows = [
        tr(tc(paragraph("第二十条第（一）项"), more='<w:gridSpan w:val="4"/>')),
        tr(*(tc(paragraph(label)) for label in ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"))),
        tr(*(tc(paragraph(text)) for text in ("规章", "0", "0", "0"))),
        tr(tc(paragraph("行政规范性文件")), *cells),
    ]
    reading = read_word("二、主动公开政府信息情况", tbl(*rows, columns=4))
    row = reading.report.proactive.normative_documents
    return (row.issued, row.repealed, row.in_force)


TWELVE = {
    "split-runs": run("1") + run("2"),
    "proofing": f'{run("1")}<w:proofErr w:type="spellStart"/><w:bookmarkStart w:id="0"/>{run("2")}<w:bookmarkEnd/>',
    "smart-tag": f'<w:smartTag w:element="chmetcnv"><w:smartTagPr/>{run("12")}</w:smartTag>',
    "nested-controls": "<w:sdt><w:sdtPr/><w:sdtContent>" * 2 + run("12") + "</w:sdtContent></w:sdt>" * 2,
    "alternatives": (
        f'<mc:AlternateContent><mc:Choice Requires="wps">{run("12")}</mc:Choice>'
        f"<mc:Fallback>{run('12')}</mc:Fallback></mc:AlternateContent>"
    ),
    "corrected": f'<w:del w:id="1"><w:r><w:delText>7</w:delText></w:r></w:del><w:ins w:id="2">{run("12")}</w:ins>',
    "moved": f'<w:moveFrom w:id="1">{run("7")}</w:moveFrom><w:moveTo w:id="2">{run("12")}</w:moveTo>',
    "full-width": run("１２"),
    "tabs": f'<w:r><w:tab/></w:r><w:r><w:ptab w:alignment="center"/></w:r>{run("12")}<w:r><w:tab/></w:r>',
    "spaces": '<w:r><w:t xml:space="preserve">  12\u3000\xa0</w:t></w:r>',
    "simple-field": f'<w:fldSimple w:instr="=SUM(LEFT)">{run("12")}</w:fldSimple>',
    "field": (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>=5+7</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("12")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    ),
    "link": f'<w:hyperlink r:id="rId1">{run("12")}</w:hyperlink>',
    "last-page-break": "<w:r><w:lastRenderedPageBreak/><w:t>12</w:t></w:r>",
}


@pytest.mark.parametrize("runs", TWELVE.values(), ids=TWELVE)
def test_a_number_in_runs(runs):
    """However Word and WPS wrap and split the number in a cell, it is that number."""
    assert (12, 3, None) == read_counts(tc(paragraph(runs)), tc(paragraph("3")), tc())


@pytest.mark.parametrize(
    "cells",
    [
        [tc(paragraph("12"), paragraph()), tc(paragraph(), paragraph("3")), tc()],
        [f"<w:sdt><w:sdtPr/><w:sdtContent>{tc(paragraph('12'))}</w:sdtContent></w:sdt>", tc(paragraph("3")), tc()],
        [f"<w:customXml><w:customXmlPr/>{tc(paragraph('12'))}</w:customXml>", tc(paragraph("3")), tc(paragraph(" "))],
        ['<w:bookmarkStart w:id="1"/>', tc(paragraph("12")), tc(paragraph("3")), '<w:bookmarkEnd w:id="1"/>', tc()],
    ],
    ids=["empty-paragraphs", "control", "custom-xml", "bookmarks"],
)
def test_cells_in_wrappers(cells):
    """However Word and WPS wrap a cell, it is the same cell."""
    assert (12, 3, None) == read_counts(*cells)


TABLE_THREE = next(each for each in compose(REPORTS["2021"]).blocks if isinstance(each, gd.Grid) and each.width == 10)
HEAD = 3
NAMED_ROW_3 = HEAD + 2
"""The row in which 三、 begins, below the headers and the rows 一、 and 二、."""


def wps_cell(cell, merge, mark=""):
    """A cell as WPS writes it, broken like a narrow column breaks it; one that goes on from above is empty."""
    span = f'<w:gridSpan w:val="{cell.colspan}"/>' if cell.colspan > 1 else ""
    text = folded(cell.text)
    lines = [] if merge == "<w:vMerge/>" else [text[:2], text[2:]] if text in {"商业企业", "科研机构"} else [text]
    return tc(*map(paragraph, lines), more=f"{span}{merge}{mark}")


def wps_rows(mark=""):
    """The rows of table three as WPS writes them, *mark* among the properties of every merged cell."""
    lines = [[] for _ in TABLE_THREE.rows]
    for r, c, cell in TABLE_THREE.positions():
        merge = '<w:vMerge w:val="restart"/>' if cell.rowspan > 1 else ""
        lines[r].append((c, wps_cell(cell, merge, mark if merge else "")))
        for below in range(r + 1, r + cell.rowspan):
            lines[below].append((c, wps_cell(cell, "<w:vMerge/>")))
    return [[cell for _, cell in sorted(line)] for line in lines]


def read_requests(*tables):
    """The numbers of table three, and whether there is any doubt."""
    reading = read_word("三、收到和处理政府信息公开申请情况", *tables)
    return numbers_of(attrs.evolve(reading.report, proactive=None, remedies=None)), reading.unsure


REQUESTS = numbers_of(attrs.evolve(REPORTS["2021"], proactive=None, remedies=None))


def as_it_is(rows):
    """One table, merged cells below going on without a value."""
    return [tbl(*(tr(*cells) for cells in rows), columns=10)]


def with_header_rows(rows):
    """The header marked to be repeated."""
    head = [tr(*cells, more="<w:cantSplit/><w:tblHeader/>") for cells in rows[:HEAD]]
    return [tbl(*head, *(tr(*cells) for cells in rows[HEAD:]), columns=10)]


def with_typed_header(rows):
    """The header typed again where the page ends."""
    return as_it_is([*rows[:NAMED_ROW_3], *rows[:HEAD], *rows[NAMED_ROW_3:]])


def in_two_tables(rows):
    """Two tables, with the header typed again."""
    return [*as_it_is(rows[:NAMED_ROW_3]), paragraph(), *as_it_is([*rows[:HEAD], *rows[NAMED_ROW_3:]])]


def in_controls(rows):
    """Every row in a content control, the whole table in two."""
    wrapped = [f"<w:sdt><w:sdtPr/><w:sdtContent>{tr(*cells)}</w:sdtContent></w:sdt>" for cells in rows]
    return ["<w:sdt><w:sdtContent>" * 2 + tbl(*wrapped, columns=10) + "</w:sdtContent></w:sdt>" * 2]


def with_skipped_columns(rows):
    """The cells that go on from above at the left left out as skipped columns, and one more column at the right."""
    skipped = []
    for cells in rows:
        more = '<w:gridAfter w:val="1"/><w:wAfter w:w="10" w:type="dxa"/>'
        if "<w:vMerge/>" in cells[0] and "w:gridSpan" not in cells[0]:
            skipped.append(tr(*cells[1:], more=f'<w:gridBefore w:val="1"/><w:wBefore w:w="1000" w:type="dxa"/>{more}'))
        else:
            skipped.append(tr(*cells, more=more))
    return [tbl(*skipped, columns=11)]


def floating(rows):
    """A table that text runs around."""
    (table,) = as_it_is(rows)
    return [table.replace("<w:tblPr>", '<w:tblPr><w:tblpPr w:leftFromText="180" w:vertAnchor="text" w:tblpY="1"/>')]


def with_deleted_row(rows):
    """A row that was deleted while changes were tracked."""
    deleted = tr(*rows[HEAD], more='<w:del w:id="1" w:author="甲"/>')
    return [tbl(*(tr(*cells) for cells in rows[:HEAD]), deleted, *(tr(*cells) for cells in rows[HEAD:]), columns=10)]


@pytest.mark.parametrize(
    "laid_out",
    [
        as_it_is,
        with_header_rows,
        with_typed_header,
        in_two_tables,
        in_controls,
        with_skipped_columns,
        floating,
        with_deleted_row,
    ],
)
def test_merged_tables(laid_out):
    """However Word and WPS lay table three out, every number is read, without a doubt."""
    assert (REQUESTS, frozenset()) == read_requests(*laid_out(wps_rows()))


def test_vertical_labels():
    """The label of a group stands upright, one character a line."""
    rows = wps_rows('<w:textDirection w:val="tbRlV"/><w:vAlign w:val="center"/>')
    label = folded(next(cell.text for r, c, cell in TABLE_THREE.positions() if (r, c) == (NAMED_ROW_3, 0)))
    rows[NAMED_ROW_3][0] = rows[NAMED_ROW_3][0].replace(paragraph(label), "".join(map(paragraph, label)))

    assert paragraph("度") in rows[NAMED_ROW_3][0]
    assert (REQUESTS, frozenset()) == read_requests(*as_it_is(rows))


@pytest.mark.parametrize("edition", REPORTS)
def test_an_english_document_passes_through_an_office(office, tmp_path, edition):
    """A document in English, with headers turned upright, is laid out, and its numbers are read from what is saved."""
    gd.dump(REPORTS[edition], tmp_path / "report.docx", locale="en")
    office("odt", tmp_path, tmp_path / "report.docx")
    office("pdf", tmp_path, tmp_path / "report.docx")

    assert (tmp_path / "report.pdf").stat().st_size
    assert numbers_of(REPORTS[edition]) == numbers_of(gd.load(tmp_path / "report.odt"))
