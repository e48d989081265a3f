"""Word documents: what is written reads back, Word's own saves read too, and what may do harm is refused."""

import hashlib
import time
import zipfile
import zlib
from datetime import date
from io import BytesIO
from itertools import pairwise
from xml.etree import ElementTree as ET

import attrs
import docx as python_docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govdisclosure.compose import compose
from govdisclosure.document import Cell, Document, Embedded, Grid, Heading, Paragraph, Place
from govdisclosure.errors import ReadError
from govdisclosure.formats import docx
from govdisclosure.formats.archive import Archive, pack
from govdisclosure.report import AnnualReport, ByApplicant, Narrative, Organ, Outcomes, Requests
from govdisclosure.strategies import annual_reports

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
FREE_TABLE = Grid(
    (
        (Cell("类别", header=True), Cell("数量", header=True), Cell("说明", header=True)),
        (Cell("机构职能", header=True), Cell("12"), Cell("人员变动后五个工作日内调整到位", rowspan=2)),
        (Cell("工作\n动态", colspan=2),),
    )
)


def _json(text='{\n  "organ": "示例县 <&> \\"甲\\"\\t"\r\n}\n'):
    return Embedded(text.encode(), hashlib.sha256(text.encode()).hexdigest())


def _document():
    row = ByApplicant(natural_persons=3, enterprises=1)
    blocks = [
        Heading("（一）主动公开", level=3),
        "全年公开信息120条，“以公开为常态”。",
        Heading("1.政策文件", level=4),
        Heading("（1）规范性文件", level=5),
        Heading("①解读", level=6),
        "  前后有空白  ",
        "甲\t乙\n丙\r\n丁 <b>&amp; \"引\" '单' ]]>",
        FREE_TABLE,
        FREE_TABLE,
    ]
    report = AnnualReport(
        organ=Organ("示例县柳溪镇人民政府"),
        year=2025,
        published=date(2026, 1, 20),
        overview=Narrative(blocks=blocks),
        requests=Requests(received=row, outcomes=Outcomes(granted=row)),
    )
    return attrs.evolve(compose(report), embedded=_json())


def _package(body, styles=None, **members):
    """A small package as another program would save it; *members* are named by their path with ``__`` for ``/``."""
    parts = {"word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>"}
    if styles is not None:
        parts["word/styles.xml"] = f"<w:styles {NAMESPACES}>{styles}</w:styles>"
    parts |= {f"{name.replace('__', '/')}.xml": text for name, text in members.items()}
    return pack((name, text if isinstance(text, bytes) else text.encode()) for name, text in parts.items())


def _read(body, styles=None, **members):
    return docx.read(_package(body, styles, **members))


def _p(text, properties=""):
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def _tc(text, properties=""):
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{_p(text)}</w:tc>"


def _table(*rows):
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def _cells(grid):
    return [[(cell.text, cell.rowspan, cell.colspan) for cell in row] for row in grid.rows]


def _grids(document):
    return [block for block in document.blocks if isinstance(block, Grid)]


def _part(data, name):
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return ET.fromstring(archive.read(name))  # noqa: S314


# --- there and back ---------------------------------------------------------------------------------------------------


def test_round_trip():
    """What a person sees, the JSON and the language come back from a composed report."""
    document = _document()

    found = docx.read(docx.write(document))

    assert document.visible() == found.visible()
    assert document.embedded == found.embedded
    assert document.language == found.language
    assert () == found.notes


def test_spans():
    """The tables come back with the spans they were drawn with, their header rows and their names."""
    document = _document()

    found = docx.read(docx.write(document))

    drawn = [
        [[(" ".join(text.split()), *spans) for text, *spans in row] for row in _cells(grid)]
        for grid in _grids(document)
    ]
    assert drawn == [
        [[(" ".join(text.split()), *spans) for text, *spans in row] for row in _cells(grid)] for grid in _grids(found)
    ]
    assert [grid.caption for grid in _grids(document)] == [grid.caption for grid in _grids(found)]
    assert [1, 1, 2, 3, 3] == [sum(row[0].header for row in grid.rows if row) for grid in _grids(found)]


@pytest.mark.parametrize("language", ["zh-Hans-CN", "zh-Hant-TW", "en", "mn-Mong-CN"])
def test_language(language):
    """Any language comes back."""
    assert language == docx.read(docx.write(Document(blocks=(), language=language))).language


@settings(max_examples=30)
@given(report=annual_reports(consistent=False, blanks=True, plain=False))
def test_round_trip_of_any_report(report):
    """Whatever a report holds comes back, lines without text left out."""
    document = compose(report)

    expected = tuple(each for each in document.visible() if each[0] == "grid" or each[-1])
    assert expected == docx.read(docx.write(document)).visible()


@given(text=st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_any_text(text):
    """No text breaks the file; what no XML can hold is dropped."""
    document = Document(blocks=(Heading(text, level=1), Grid(((Cell(text),),), caption=text)))

    kept = "".join(char for char in text if char in "\t\n\r" or (char >= " " and char not in "\ufffe\uffff"))
    assert "".join(kept.split()) == "".join(_grids(docx.read(docx.write(document)))[0].rows[0][0].text.split())


def test_same_bytes():
    """The same document gives the same bytes, and no member bears the time."""
    first, second = docx.write(_document()), docx.write(_document())

    assert first == second
    with zipfile.ZipFile(BytesIO(first)) as archive:
        assert {(1980, 1, 1, 0, 0, 0)} == {info.date_time for info in archive.infolist()}


def test_without_json():
    """A document that carries no JSON has no part for it."""
    data = docx.write(attrs.evolve(_document(), embedded=None))

    assert not [name for name in Archive(data, "").names if name.startswith("customXml")]
    assert docx.read(data).embedded is None


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(
            ((Cell("a"), Cell("b"), Cell("c")), (Cell("d"),)),
            [[("a", 1, 1), ("b", 1, 1), ("c", 1, 1)], [("d", 1, 1)]],
            id="a short row stays short",
        ),
        pytest.param(
            ((Cell("a"), Cell("b", rowspan=9)), (Cell("c", colspan=2),)),
            [[("a", 1, 1), ("b", 2, 1)], [("c", 1, 1)]],
            id="spans are cut to the table and to each other",
        ),
        pytest.param(
            ((Cell("a"), Cell("b"), Cell("c", rowspan=2)), (Cell("d"),), ()),
            [[("a", 1, 1), ("b", 1, 1), ("c", 2, 1)], [("d", 1, 1), ("", 1, 1)], [("", 1, 1)]],
            id="holes are filled",
        ),
    ],
)
def test_crooked_tables(rows, expected):
    """A table that is no rectangle is written as one that Word can open."""
    data = docx.write(Document(blocks=(Grid(rows),)))

    assert expected == _cells(_grids(docx.read(data))[0])
    _check_tables(data)


def test_nothing_to_write():
    """An empty table, an empty heading and an empty paragraph leave nothing on the page."""
    blocks = (Grid(()), Grid(((),)), Heading("", level=2), Paragraph(" "))

    assert () == docx.read(docx.write(Document(blocks=blocks))).blocks


# --- as others see it -------------------------------------------------------------------------------------------------


def test_python_docx():
    """An independent reader finds the title, the headings by their styles, the tables and the properties."""
    document = _document()

    found = python_docx.Document(BytesIO(docx.write(document)))

    styles = {
        1: "Title",
        2: "Heading 1",
        3: "Heading 2",
        4: "Heading 3",
        5: "Heading 4",
        6: "Heading 5",
    }
    headings = [(block.text, styles[block.level]) for block in document.blocks if isinstance(block, Heading)]
    assert headings == [(p.text, p.style.name) for p in found.paragraphs if p.style.name in styles.values()]
    assert [grid.width for grid in _grids(document)] == [len(table.columns) for table in found.tables]
    number = found.tables[3].rows[3].cells[9]
    assert "4" == "".join(word.text for word in number._tc.iter(f"{W}t"))
    assert (document.title, "zh-CN") == (found.core_properties.title, found.core_properties.language)


def test_page():
    """The page is that of GB/T 9704-2012: A4, 28 characters by 22 lines, page numbers outside."""
    data = docx.write(_document())

    section = _part(data, "word/document.xml").find(f"{W}body/{W}sectPr")
    margins = {name: round(int(section.find(f"{W}pgMar").get(W + name)) / 1440 * 25.4) for name in ("top", "left")}
    assert {"top": 37, "left": 28} == margins
    assert [("default", "rId4"), ("even", "rId5")] == [
        tuple(e.attrib.values()) for e in section.iter(f"{W}footerReference")
    ]
    assert _part(data, "word/settings.xml").find(f"{W}evenAndOddHeaders") is not None


@pytest.mark.parametrize(
    ("title", "indent"),
    [
        ("柳溪镇2025年政府信息公开工作年度报告", None),
        ("示例县柳溪镇人民政府2025年政府信息公开工作年度报告", "1452"),
        ("长" * 41, "1195"),
    ],
)
def test_title_lines(title, indent):
    """The lines of a long title are about equally long; a short title stands on one line."""
    data = docx.write(Document(blocks=(Heading(title, level=1),)))

    found = _part(data, "word/document.xml").find(f"{W}body/{W}p/{W}pPr/{W}ind")
    assert indent == (None if found is None else found.get(f"{W}left"))


def test_grids_of_word():
    """Every table written is one that Word can open."""
    _check_tables(docx.write(_document()))


@settings(max_examples=20)
@given(report=annual_reports(plain=False))
def test_grids_of_word_in_any_report(report):
    """Every table of any report is one that Word can open."""
    _check_tables(docx.write(compose(report)))


def _check_tables(data):
    """The rows are as wide as the grid, cells that go on stand under their beginning, tables are apart."""
    body = _part(data, "word/document.xml").find(f"{W}body")
    assert not [pair for pair in pairwise(body) if {f"{W}tbl"} == {each.tag for each in pair}]
    for table in body.iter(f"{W}tbl"):
        columns = table.findall(f"{W}tblGrid/{W}gridCol")
        assert sum(int(column.get(f"{W}w")) for column in columns) == 8845
        above = {}
        for row in table.iter(f"{W}tr"):
            here, at = {}, 0
            for cell in row.findall(f"{W}tc"):
                wide = cell.find(f"{W}tcPr/{W}gridSpan")
                span = 1 if wide is None else int(wide.get(f"{W}val"))
                merge = cell.find(f"{W}tcPr/{W}vMerge")
                if merge is not None:
                    assert merge.get(f"{W}val") == "restart" or above[at] == span
                    here[at] = span
                assert cell[-1].tag == f"{W}p"
                at += span
            after = row.find(f"{W}trPr/{W}gridAfter")
            assert at > 0
            assert len(columns) == at + (0 if after is None else int(after.get(f"{W}val")))
            above = here


# --- what other programs save -----------------------------------------------------------------------------------------


def test_heading_styles():
    """Headings are told by the name of their style, in English or Chinese, through what it is based on, or by level."""
    styles = """
      <w:style w:styleId="a"><w:name w:val="标题"/></w:style>
      <w:style w:styleId="1"><w:name w:val="heading 1,一级"/></w:style>
      <w:style w:styleId="2"><w:name w:val="标题 2"/></w:style>
      <w:style w:styleId="my"><w:name w:val="我的"/><w:basedOn w:val="mine"/></w:style>
      <w:style w:styleId="mine"><w:basedOn w:val="2"/></w:style>
      <w:style w:styleId="toc"><w:basedOn w:val="1"/><w:pPr><w:outlineLvl w:val="9"/></w:pPr></w:style>
      <w:style w:styleId="lvl"><w:name w:val="节"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
      <w:style w:styleId="round"><w:name w:val="圈"/><w:basedOn w:val="about"/></w:style>
      <w:style w:styleId="about"><w:name w:val="圈"/><w:basedOn w:val="round"/></w:style>
    """
    names = ["a", "1", "2", "my", "toc", "lvl", "round", "Heading9", "Title", "none"]
    body = "".join(_p(name, f'<w:pStyle w:val="{name}"/>') for name in names)
    body += _p("direct", '<w:outlineLvl w:val="1"/>') + _p("odd", '<w:outlineLvl w:val="x"/>') + _p("plain")

    found = _read(body, styles)

    levels = {block.text: getattr(block, "level", 0) for block in found.blocks}
    assert {
        "a": 1,
        "1": 2,
        "2": 3,
        "my": 3,
        "toc": 0,
        "lvl": 2,
        "round": 0,
        "Heading9": 6,
        "Title": 1,
        "none": 0,
        "direct": 3,
        "odd": 0,
        "plain": 0,
    } == levels


def test_runs():
    """Text is taken through links, insertions and controls; deletions, field codes and readings are not text."""
    body = """<w:p><w:pPr><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr>
      <w:r><w:br w:type="page"/><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t><w:noBreakHyphen/></w:r>
      <w:hyperlink><w:r><w:t>丁</w:t></w:r></w:hyperlink><w:ins><w:r><w:t>戊</w:t></w:r></w:ins>
      <w:smartTag><w:r><w:t>己</w:t></w:r></w:smartTag><w:sdt><w:sdtContent><w:r><w:t>庚</w:t></w:r></w:sdtContent></w:sdt>
      <w:del><w:r><w:delText>错</w:delText><w:t>错</w:t></w:r></w:del><w:r><w:instrText>PAGE</w:instrText><w:t/></w:r>
      <w:r><w:ruby><w:rt><w:r><w:t>xīn</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>辛</w:t></w:r></w:rubyBase></w:ruby></w:r>
      <m:oMath><m:r><m:t>1+1</m:t></m:r></m:oMath></w:p>"""

    assert [Paragraph("甲\t乙\n丙-丁戊己庚辛1+1")] == list(_read(body).blocks)


def test_blocks_in_wrappers():
    """Paragraphs and tables are found in content controls; empty paragraphs count as lines and are left out."""
    body = f"<w:sdt><w:sdtContent>{_p('甲')}{_table(_tc('1'))}</w:sdtContent></w:sdt><w:p/>{_p(' ')}{_p('乙')}"

    found = _read(body)

    assert [Paragraph("甲"), Grid(((Cell("1"),),)), Paragraph("乙")] == list(found.blocks)
    assert [Place(line=1), Place(table=1, row=1, cell=1), Place(line=4)] == [block.place for block in found.blocks]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(
            [_tc("a", '<w:vMerge w:val="restart"/>') + _tc("b"), _tc("x", "<w:vMerge/>") + _tc("c")],
            [[("a", 2, 1), ("b", 1, 1)], [("c", 1, 1)]],
            id="restart and a bare mark",
        ),
        pytest.param(
            [_tc("a", '<w:vMerge w:val="continue"/>'), _tc("", '<w:vMerge w:val="continue"/>')],
            [[("a", 2, 1)], []],
            id="a continuation of nothing begins a cell",
        ),
        pytest.param(
            [_tc("a", '<w:vMerge w:val="restart"/>'), _tc("b"), _tc("c", "<w:vMerge/>")],
            [[("a", 1, 1)], [("b", 1, 1)], [("c", 1, 1)]],
            id="a cell between ends the span",
        ),
        pytest.param(
            [_tc("a", '<w:vMerge w:val="restart"/>'), _tc("b", '<w:gridSpan w:val="2"/><w:vMerge/>')],
            [[("a", 1, 1)], [("b", 1, 2)]],
            id="a wider continuation is a cell of its own",
        ),
        pytest.param(
            [_tc("a", '<w:gridSpan w:val="0"/>') + _tc("b", '<w:gridSpan w:val="many"/>')],
            [[("a", 1, 1), ("b", 1, 1)]],
            id="spans that are none",
        ),
        pytest.param(
            [
                '<w:trPr><w:gridBefore w:val="2"/><w:gridAfter w:val="1"/></w:trPr>' + _tc("a"),
                "<w:trPr><w:del/></w:trPr>" + _tc("gone"),
                f"<w:sdt><w:sdtContent>{_tc('b')}</w:sdtContent></w:sdt>",
            ],
            [[("", 1, 2), ("a", 1, 1)], [("b", 1, 1)]],
            id="columns before, a deleted row, a cell in a control",
        ),
        pytest.param(
            [_tc("a") + _tc("old", "<w:cellDel/>") + _tc("new", "<w:cellIns/>")],
            [[("a", 1, 1), ("new", 1, 1)]],
            id="tracked cells",
        ),
        pytest.param(
            [
                _tc("a", '<w:hMerge w:val="restart"/><w:vMerge w:val="restart"/>') + _tc("", "<w:hMerge/>") + _tc("b"),
                _tc("", '<w:hMerge w:val="restart"/><w:vMerge/>') + _tc("x", "<w:hMerge/>") + _tc("c"),
                _tc("d", '<w:hMerge w:val="continue"/>') + _tc("e", '<w:hMerge w:val="continue"/>'),
            ],
            [[("a", 2, 2), ("b", 1, 1)], [("c", 1, 1)], [("d\ne", 1, 2)]],
            id="cells merged across as old programs do",
        ),
        pytest.param([_tc("a", '<w:gridSpan w:val="5000"/>')], [[("a", 1, 1000)]], id="a cell wider than any"),
        pytest.param(
            [f"<w:tc>{_p('a')}{_table(_tc('b') + _tc('c'))}{_p('d')}</w:tc>"],
            [[("a\nb\nc\nd", 1, 1)]],
            id="a table in a cell",
        ),
    ],
)
def test_merged_cells(rows, expected):
    """Merged cells are told as Word shows them."""
    assert expected == _cells(_grids(_read(_table(*rows)))[0])


HIDDEN = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>9</w:t></w:r>"
SHOWN = "<w:r><w:t>12</w:t></w:r>"
HIDING = """
  <w:style w:type="character" w:styleId="h"><w:rPr><w:vanish/></w:rPr></w:style>
  <w:style w:type="character" w:styleId="hh"><w:basedOn w:val="h"/></w:style>
  <w:style w:type="character" w:styleId="s"><w:rPr><w:vanish w:val="0"/></w:rPr></w:style>
"""


@pytest.mark.parametrize(
    ("paragraph", "styles", "expected", "count"),
    [
        pytest.param(f"{HIDDEN}{SHOWN}", None, "12", 1, id="a run"),
        pytest.param(
            f'<w:r><w:rPr><w:rStyle w:val="hh"/></w:rPr><w:t>9</w:t></w:r>{SHOWN}', HIDING, "12", 1, id="style"
        ),
        pytest.param(
            f'<w:pPr><w:pStyle w:val="h"/></w:pPr>{SHOWN}'
            '<w:r><w:rPr><w:rStyle w:val="s"/></w:rPr><w:t>3</w:t></w:r>'
            '<w:r><w:rPr><w:rStyle w:val="h"/><w:vanish w:val="false"/></w:rPr><w:t>4</w:t></w:r>',
            HIDING,
            "34",
            1,
            id="the style of the paragraph, and what shows in it",
        ),
        pytest.param(f"<w:ins>{HIDDEN}{HIDDEN}</w:ins>{SHOWN}", None, "12", 2, id="in an insertion"),
        pytest.param(f"{HIDDEN.replace('9', ' ')}{SHOWN}", None, "12", 0, id="nothing to hide"),
        pytest.param(f"<w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr>{SHOWN}", None, "12", 0, id="only the mark"),
    ],
)
def test_hidden_text(paragraph, styles, expected, count):
    """Text that the page does not show is left out and told, in a table as in a paragraph."""
    notes = (f"文中有 {count} 处隐藏文字，未收入年报",) * bool(count)
    table = f"<w:tbl><w:tr><w:tc><w:p>{paragraph}</w:p></w:tc></w:tr></w:tbl>"

    for body, block in ((f"<w:p>{paragraph}</w:p>", Paragraph(expected)), (table, Grid(((Cell(expected),),)))):
        found = _read(body, styles)
        assert ((block,), notes) == (found.blocks, found.notes)


@pytest.mark.parametrize(
    ("shown", "text", "expected"),
    [
        ("<w:showingPlcHdr/>", "单击此处输入文字。", []),
        ('<w:showingPlcHdr w:val="0"/>', "甲", [Paragraph("甲")]),
        ("<w:showingPlcHdr/>", "12", [Paragraph("12")]),
        ("", "甲", [Paragraph("甲")]),
    ],
)
def test_prompts(shown, text, expected):
    """The prompt of an empty content control is no text; a number that a program left under that mark is."""
    inner = f"<w:sdt><w:sdtPr>{shown}</w:sdtPr><w:sdtContent><w:r><w:t>{text}</w:t></w:r></w:sdtContent></w:sdt>"
    outer = f"<w:sdt><w:sdtPr>{shown}</w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>"

    assert expected == list(_read(f"<w:p>{outer}</w:p>").blocks)


def test_tables_in_tables():
    """A table that only lays out the page is looked through, however many stand in each other."""
    inner = _table(_tc("1"), _tc("2"))
    layout = _table(f"<w:tc>{_p('题')}{inner}<w:p/></w:tc>")

    expected = [Paragraph("题"), Grid(((Cell("1"),), (Cell("2"),)))]
    assert expected == list(_read(layout).blocks)
    assert expected == list(_read(_table(f"<w:tc>{layout}</w:tc>")).blocks)
    with pytest.raises(ReadError, match="应不超过 8 层"):
        _read("<w:tbl><w:tr><w:tc>" * 9 + inner + "</w:tc></w:tr></w:tbl>" * 9)


def test_tables_in_text_boxes():
    """A table in a text box is read where the box is anchored, once, in a cell behind the table the cell is in."""
    box = f"<w:txbxContent>{_p('题')}{_table(_tc('1'))}</w:txbxContent>"
    anchor = (
        f"<w:p><w:r><w:t>甲</w:t><mc:AlternateContent><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    boxed = [Paragraph("题"), Grid(((Cell("1"),),))]

    assert [Paragraph("甲"), *boxed] == list(_read(anchor).blocks)
    assert [Grid(((Cell("甲"),),)), *boxed] == list(_read(_table(f"<w:tc>{anchor}</w:tc>")).blocks)
    assert () == _read(anchor).notes


def test_name():
    """The title in the properties is the name of the document, empty where there is none."""
    space = 'xmlns:c="urn:c" xmlns:dc="http://purl.org/dc/elements/1.1/"'

    assert "甲 乙" == _read("", docProps__core=f"<c:p {space}><dc:title>甲\n乙</dc:title></c:p>").name
    assert "" == _read("", docProps__core=f"<c:p {space}><dc:title/></c:p>").name
    assert "" == _read("").name


@pytest.mark.parametrize(
    ("mark", "header"),
    [("<w:tblHeader/>", True), ('<w:tblHeader w:val="0"/>', False), ("", False)],
)
def test_header_rows(mark, header):
    """Rows marked to be repeated hold headers."""
    assert header is _grids(_read(_table(f"<w:trPr>{mark}</w:trPr>{_tc('a')}")))[0].rows[0][0].header


def test_high_cells():
    """A cell as high as cells can be ends there."""
    rows = "<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr></w:tc></w:tr>" * 65535
    data = _stored(f"<w:document {NAMESPACES}><w:body><w:tbl>{rows}</w:tbl></w:body></w:document>")

    (grid,) = docx.read(data).blocks

    assert [65534, 1] == [cell.rowspan for row in grid.rows for cell in row]


def test_table_without_cells():
    """A table without cells is none, though it is counted."""
    found = _read(_table("") + _table(_tc("a")))

    assert [Place(table=2, row=1, cell=1)] == [grid.rows[0][0].place for grid in _grids(found)]


def test_notes():
    """What is on the page and not in the text is told."""
    box = "<w:drawing><w:txbxContent><w:p/></w:txbxContent></w:drawing>"
    body = f"""
      <w:p><w:r><w:drawing/><w:pict/></w:r><w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice>
      <mc:Fallback><w:pict/></mc:Fallback></mc:AlternateContent></w:r><w:del><w:r><w:drawing/></w:r></w:del></w:p>
      {_p("甲", '<w:numPr><w:numId w:val="3"/></w:numPr>')}{_p("乙", '<w:numPr><w:numId w:val="0"/></w:numPr>')}
      {_p("丙", '<w:pStyle w:val="n"/>')}<w:altChunk/>
    """
    styles = '<w:style w:styleId="n"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'

    assert (
        "文中有 2 幅图片或图形，未收入年报",
        "文中有 1 个文本框，未收入年报",
        "文中有 1 处嵌入的网页或文档，未收入年报",
        "文中有 2 段由 Word 自动编号，编号未收入年报",
    ) == _read(body, styles).notes


def test_strict_documents():
    """The strict variant of the format reads like the usual one."""
    usual = _package(_p("甲", '<w:pStyle w:val="1"/>'), '<w:style w:styleId="1"><w:name w:val="heading 1"/></w:style>')
    archive = Archive(usual, "")
    strict = pack((name, archive.read(name).replace(W[1:-1].encode(), STRICT.encode())) for name in archive.names)

    assert (Heading("甲", level=2),) == docx.read(strict).blocks


def test_utf_16():
    """A part may be in UTF-16."""
    text = f"<w:document {NAMESPACES}><w:body>{_p('甲')}</w:body></w:document>"

    assert (Paragraph("甲"),) == _read("", word__document=text.encode("utf-16")).blocks


def test_custom_parts_of_others():
    """Only a part of ours is the JSON, wherever it stands among the custom parts."""
    report = 'xmlns="urn:govdisclosure:annual-report"'

    found = _read(
        "",
        customXml__item1="<sources/>",
        customXml__item2=f"<other {report}/>",
        customXml__item3=f'<report {report} sha256="ab">{{}}</report>',
    )

    assert Embedded(b"{}", "ab") == found.embedded
    assert Embedded(b"", "") == _read("", customXml__item7=f"<report {report}/>").embedded


# --- what is refused --------------------------------------------------------------------------------------------------


def _patched(offset, value, size=4, member=b"word/document.xml"):
    """A package whose directory tells *value* of the text at *offset* of the entry."""
    data = bytearray(_package(_p("甲" * 50)))
    at = data.rindex(b"PK\x01\x02", 0, data.rindex(member)) + offset
    data[at : at + size] = value.to_bytes(size, "little")
    return bytes(data)


def _many(count):
    return pack((f"{number}.xml", b"") for number in range(count))


def _twice():
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("word/document.xml", "<b/>")
    return buffer.getvalue()


def _stored(data):
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", data)
    return buffer.getvalue()


ENTITIES = '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><a>&b;</a>'


@pytest.mark.parametrize(
    ("make", "message"),
    [
        pytest.param(lambda: b"", "应为完整的 zip", id="empty"),
        pytest.param(lambda: b"<html>", "应为完整的 zip", id="not a zip"),
        pytest.param(lambda: docx.write(_document())[:-50], "应为完整的 zip", id="cut short"),
        pytest.param(
            lambda: b"PK\x03\x04" + b"PK\x01\x02" * 10_001, "成员应不超过 500 个；现远多于此", id="a long directory"
        ),
        pytest.param(lambda: _many(501), "现有 501 个", id="many members"),
        pytest.param(_twice, "现有重名：word/document.xml", id="a name twice"),
        pytest.param(lambda: _patched(8, 1, 2), "已加密", id="encrypted"),
        pytest.param(lambda: _patched(10, 12, 2), "现为第 12 号", id="another method"),
        pytest.param(lambda: _package("", word__big=b"\0" * (33 * 2**20)), "现为 33.0 MiB", id="a large member"),
        pytest.param(lambda: _patched(24, 65 * 2**20), "解压后应不超过 64 MiB", id="a large archive"),
        pytest.param(lambda: _package("", word__big=b"\0" * (2 * 2**20)), "像是压缩炸弹", id="a bomb"),
        pytest.param(lambda: _patched(24, 99), "已损坏", id="a header that says too little"),
        pytest.param(lambda: _patched(24, 99_999), "应为 99999 字节", id="a header that says too much"),
        pytest.param(lambda: _patched(16, 0), "已损坏", id="a wrong checksum"),
        pytest.param(lambda: _package("", word__document=ENTITIES), "不得有 <!DOCTYPE", id="entities"),
        pytest.param(
            lambda: _package("", word__document=ENTITIES.encode("utf-16")), "不得有 <!DOCTYPE", id="entities in UTF-16"
        ),
        pytest.param(lambda: _package("", "", word__styles=ENTITIES), "不得有 <!DOCTYPE", id="entities in styles"),
        pytest.param(lambda: _package("<w:p>"), "word/document.xml 不是完整的 XML：第 1 行", id="malformed"),
        pytest.param(lambda: _stored(b"<a/>" * 500_001), "应不超过 500000 个标记", id="many tags"),
        pytest.param(lambda: _package("", word__document="<a/>"), "应有 w:body", id="no body"),
        pytest.param(lambda: pack([]), "应有 word/document.xml；现有 没有任何成员", id="an empty zip"),
        pytest.param(
            lambda: pack([("[Content_Types].xml", b""), ("xl/workbook.xml", b"")]),
            "现有 [Content_Types].xml",
            id="a workbook",
        ),
        pytest.param(
            lambda: _package(_table(_tc("", '<w:gridSpan w:val="999999999"/>'))),
            "应不超过 1000000 格",
            id="a wide cell",
        ),
    ],
)
def test_refused(make, message):
    """What is no Word document or cannot be read safely is refused at once, with what was expected and found."""
    data = make()
    start = time.perf_counter()

    with pytest.raises(ReadError) as caught:
        docx.read(data)

    assert message in str(caught.value)
    assert time.perf_counter() - start < 1


def test_deep_nesting():
    """However deep elements nest, they are read without recursion."""
    depth = 60_000
    body = "<w:tbl><w:tr><w:tc>" * depth + "<w:p><w:r><w:t>甲</w:t></w:r></w:p>" + "</w:tc></w:tr></w:tbl>" * depth
    data = _stored(f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>")

    assert [[("甲", 1, 1)]] == _cells(_grids(docx.read(data))[0])


@pytest.mark.parametrize("flip", range(0, 4000, 157))
def test_damage(flip):
    """A damaged file is read or refused, and nothing else happens."""
    data = bytearray(docx.write(_document()))
    data[flip % len(data)] ^= 0x5A

    try:
        found = docx.read(bytes(data))
    except ReadError:
        return
    assert isinstance(found, Document)


def test_looks_like():
    """A Word document is told by what the archive names, other archives and texts are not taken for one."""
    assert docx.looks_like(docx.write(Document(blocks=())))
    assert not docx.looks_like(pack([("xl/workbook.xml", zlib.compress(b""))]))
    assert not docx.looks_like(b"word/document.xml")
