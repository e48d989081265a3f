"""OpenDocument texts: what an office saves is read, what it hides is not, and what may do harm is refused."""

import zipfile
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govdisclosure.document import Grid, Heading, Paragraph
from govdisclosure.errors import ReadError
from govdisclosure.formats import docx, odt
from govdisclosure.formats.archive import pack
from govdisclosure.recognise import recognise

NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {
        "office": "office",
        "text": "text",
        "table": "table",
        "draw": "drawing",
        "style": "style",
    }.items()
)
MIMETYPE = "application/vnd.oasis.opendocument.text"
HEADINGS = """
  <style:style style:name="Title" style:family="paragraph"/>
  <style:style style:name="标题" style:display-name="标题" style:family="paragraph"/>
  <style:style style:name="Heading_20_2" style:family="paragraph" style:default-outline-level="2"/>
  <style:style style:name="P1" style:family="paragraph" style:parent-style-name="Title"/>
  <style:style style:name="P2" style:family="paragraph" style:parent-style-name="Heading_20_2"/>
  <style:style style:name="P3" style:family="paragraph" style:parent-style-name="P2" style:default-outline-level=""/>
  <style:style style:name="P4" style:family="paragraph" style:parent-style-name="P4"/>
"""
HIDING = """
  <style:style style:name="P1" style:family="paragraph"><style:text-properties text:display="none"/></style:style>
  <style:style style:name="P2" style:family="paragraph" style:parent-style-name="P1"/>
  <style:style style:name="P3" style:family="paragraph" style:parent-style-name="P1">
    <style:text-properties text:display="true"/>
  </style:style>
  <style:style style:name="T1" style:family="text"><style:text-properties text:display="none"/></style:style>
"""


def content(body, automatic=""):
    """The part with the text, as a string."""
    return (
        f"<office:document-content {NAMESPACES}><office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )


def package(body, automatic="", styles=None, manifest="<manifest/>", mimetype=MIMETYPE):
    """A small package as an office would save it, the kind first and not packed."""
    members = {"mimetype": mimetype, "content.xml": content(body, automatic), "META-INF/manifest.xml": manifest}
    if styles is not None:
        members["styles.xml"] = f"<office:document-styles {NAMESPACES}>{styles}</office:document-styles>"
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in (name for name in members if members[name]):
            archive.writestr(name, members[name])
    return buffer.getvalue()


def read(body, *args, **kwargs):
    """The document in a small package."""
    return odt.read(package(body, *args, **kwargs))


def texts(document):
    """The texts of the blocks that are no tables."""
    return [block.text for block in document.blocks if not isinstance(block, Grid)]


def row(*cells, more=""):
    """A row of these cells."""
    return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"


def cell(text="", more=""):
    """A cell with one paragraph."""
    return f"<table:table-cell {more}><text:p>{text}</text:p></table:table-cell>"


def spanned(text, *, rows=1, columns=1):
    """A cell that takes several rows or columns."""
    return cell(text, f'table:number-rows-spanned="{rows}" table:number-columns-spanned="{columns}"')


def table(*rows):
    """A table of these rows."""
    return f'<table:table><table:table-column table:number-columns-repeated="3"/>{"".join(rows)}</table:table>'


def grids(document):
    """Text, rows and columns of every cell, table by table."""
    return [
        [[(each.text, each.rowspan, each.colspan) for each in line] for line in block.rows]
        for block in document.blocks
        if isinstance(block, Grid)
    ]


COVERED = "<table:covered-table-cell/>"


# --- text -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("paragraph", "expected"),
    [
        ("<text:p>  甲\n  <text:span>乙 </text:span> 丙\n</text:p>", "甲 乙 丙"),
        ('<text:p>甲<text:s/>乙<text:s text:c="2"/>丙</text:p>', "甲 乙  丙"),
        ("<text:p>甲<text:tab/>乙<text:line-break/>丙<text:line-break/></text:p>", "甲\t乙\n丙"),
        ("<text:p>甲<text:soft-page-break/>乙<text:bookmark/>丙</text:p>", "甲乙丙"),
        ("<text:p><text:a>甲</text:a><text:page-number>3</text:page-number></text:p>", "甲3"),
        (
            "<text:p><text:ruby><text:ruby-base>甲</text:ruby-base><text:ruby-text>读</text:ruby-text></text:ruby></text:p>",
            "甲",
        ),
        ('<text:p>甲<text:s text:c="999999999"/>乙</text:p>', f"甲{' ' * 100}乙"),
        ('<text:p>甲<text:s text:c="无"/>乙</text:p>', "甲 乙"),
    ],
)
def test_text(paragraph, expected):
    """White space is folded unless it is written as an element, and readings above characters are left out."""
    assert [expected] == texts(read(paragraph))


def test_headings():
    """A title is told by its style, a heading by its outline level or that of its style."""
    body = """
      <text:h text:style-name="P1" text:outline-level="1">甲</text:h>
      <text:p text:style-name="标题">乙</text:p>
      <text:p text:style-name="Title">丙</text:p>
      <text:h text:outline-level="1">丁</text:h>
      <text:h>戊</text:h>
      <text:h text:outline-level="9">己</text:h>
      <text:p text:style-name="P2">庚</text:p>
      <text:p text:style-name="P3">辛</text:p>
      <text:p text:style-name="P4">壬</text:p>
      <text:p text:style-name="P5">癸</text:p>
      <text:p> </text:p>
    """

    blocks = read(body, HEADINGS).blocks

    levels = [block.level if isinstance(block, Heading) else 0 for block in blocks]
    assert [1, 1, 1, 2, 2, 6, 3, 0, 0, 0] == levels
    assert [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] == [block.place.line for block in blocks]


def test_styles_part():
    """Styles are taken from the part of their own, and from the automatic ones beside the text."""
    found = read('<text:p text:style-name="P1">甲</text:p>', HEADINGS, styles="<office:styles/>")
    below = read('<text:p text:style-name="P1">甲</text:p>', styles=f"<office:styles>{HEADINGS}</office:styles>")

    assert (Heading("甲", 1),) == found.blocks == below.blocks


def test_what_is_not_seen():
    """Deleted, hidden and collapsed text is not read, and what follows it is."""
    body = """
      <text:tracked-changes><text:changed-region><text:deletion><text:p>删</text:p></text:deletion></text:changed-region>
      </text:tracked-changes>
      <office:forms><text:p>单</text:p></office:forms>
      <text:p>甲<text:change text:change-id="1"/>乙</text:p>
      <text:p text:style-name="P1">藏</text:p>
      <text:p text:style-name="P2">藏</text:p>
      <text:p text:style-name="P3">丙</text:p>
      <text:p>丁<text:span text:style-name="T1">藏</text:span>戊</text:p>
      <text:p>己<text:hidden-text text:is-hidden="true">藏</text:hidden-text>庚</text:p>
      <text:p><text:hidden-paragraph text:is-hidden="true"/>藏</text:p>
      <text:p><text:hidden-paragraph text:is-hidden="false"/>辛</text:p>
      <text:section text:display="none"><text:p>藏</text:p></text:section>
      <text:section><text:p>壬</text:p></text:section>
    """ + table(row(cell("1")), row(cell("2"), more='table:visibility="collapse"'))

    found = read(body, HIDING)

    assert ["甲乙", "丙", "丁戊", "己庚", "辛", "壬"] == texts(found)
    assert [[[("1", 1, 1)], []]] == grids(found)
    assert () == found.notes


def test_what_stands_beside_the_text():
    """Notes, comments, pictures, boxes and objects are counted, wherever they stand."""
    frame = "<draw:frame>{}</draw:frame>"
    footnote = '<text:note text:note-class="footnote"><text:note-body><text:p>注</text:p></text:note-body></text:note>'
    endnote = '<text:note text:note-class="endnote"/>'
    comment = "<office:annotation><text:p>批</text:p></office:annotation>"
    body = (
        f"<text:p>甲{footnote}乙{endnote}{comment}丙</text:p>"
        + frame.format("<draw:image/>")
        + "<text:p>"
        + frame.format("<draw:text-box><text:p>框</text:p></draw:text-box>")
        + frame.format("<draw:object/><draw:image/>")
        + "</text:p>"
        + table(row(cell("1<draw:line/>")))
    )

    found = read(body)

    assert ["甲乙丙"] == texts(found)
    assert [[[("1", 1, 1)]]] == grids(found)
    assert (
        "文中有 1 处脚注，未收入年报",
        "文中有 1 处尾注，未收入年报",
        "文中有 1 处批注，未收入年报",
        "文中有 2 幅图片或图形，未收入年报",
        "文中有 1 个文本框，未收入年报",
        "文中有 1 个嵌入的对象，未收入年报",
    ) == found.notes


LISTS = """
  <text:list-style style:name="Silent"><text:list-level-style-number style:num-format=""/></text:list-style>
  <text:list-style style:name="Digits"><text:list-level-style-number style:num-format="1"/></text:list-style>
  <text:list-style style:name="Dots"><text:list-level-style-bullet text:bullet-char="•"/></text:list-style>
  <text:list-style style:name="Pictures"><text:list-level-style-image/></text:list-style>
"""


def listed(style, inside=""):
    """A list with an item of one paragraph."""
    return (
        f'<text:list text:style-name="{style}"><text:list-item><text:number>1.</text:number><text:p>甲</text:p>'
        f"{inside}</text:list-item><text:list-item><text:p/></text:list-item></text:list>"
    )


@pytest.mark.parametrize(
    ("body", "count"),
    [
        (listed("Silent"), 0),
        (listed("Digits"), 1),
        (listed("Dots"), 1),
        (listed("Pictures"), 1),
        (listed("Unknown"), 1),
        (listed("Digits", "<text:list><text:list-item><text:p>乙</text:p></text:list-item></text:list>"), 2),
        (listed("Digits", listed("Silent")), 1),
        ("<text:list><text:list-header><text:p>甲</text:p></text:list-header></text:list>", 0),
        ("<text:numbered-paragraph><text:p>甲</text:p></text:numbered-paragraph>", 1),
    ],
)
def test_lists(body, count):
    """The paragraphs of a list are read, and it is told how many have a number that is not in their text."""
    found = read(body, LISTS)

    assert {"甲"} <= set(texts(found))
    expected = (f"文中有 {count} 段由列表或大纲自动编号，编号未收入年报",) if count else ()
    assert expected == found.notes


def test_numbered_headings():
    """Headings that the outline numbers are counted, but not those that are exempt."""
    outline = """
      <text:outline-style>
        <text:outline-level-style text:level="1" style:num-format="一"/>
        <text:outline-level-style text:level="2" style:num-format=""/>
      </text:outline-style>
      <style:style style:name="P1" style:family="paragraph" style:list-style-name=""/>
    """
    body = """
      <text:h text:outline-level="1">甲</text:h>
      <text:h text:outline-level="1" text:is-list-header="true">乙</text:h>
      <text:h text:outline-level="1" text:style-name="P1">丙</text:h>
      <text:h text:outline-level="2">丁</text:h>
      <text:h text:outline-level="1"/>
    """

    assert ("文中有 1 段由列表或大纲自动编号，编号未收入年报",) == read(body, outline).notes


# --- tables -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            [row(spanned("甲", columns=2), COVERED, cell("乙")), row(cell("1"), cell("2"), cell("3"))],
            [[("甲", 1, 2), ("乙", 1, 1)], [("1", 1, 1), ("2", 1, 1), ("3", 1, 1)]],
        ),
        (
            [row(spanned("甲", rows=2), cell("1")), row(COVERED, cell("2"))],
            [[("甲", 2, 1), ("1", 1, 1)], [("2", 1, 1)]],
        ),
        (
            [row(spanned("甲", rows=2, columns=2), cell("1")), row(cell("2"))],
            [[("甲", 2, 2), ("1", 1, 1)], [("2", 1, 1)]],
        ),
        (
            [
                row(spanned("甲", rows=2, columns=2), COVERED, cell("1")),
                row('<table:covered-table-cell table:number-columns-repeated="2"/>', cell("2")),
            ],
            [[("甲", 2, 2), ("1", 1, 1)], [("2", 1, 1)]],
        ),
        (
            [row(cell("规章"), cell("0", 'table:number-columns-repeated="3"'))],
            [[("规章", 1, 1), ("0", 1, 1), ("0", 1, 1), ("0", 1, 1)]],
        ),
        (
            [row(cell("甲"), cell("1"), more='table:number-rows-repeated="2"')],
            [[("甲", 1, 1), ("1", 1, 1)], [("甲", 1, 1), ("1", 1, 1)]],
        ),
        ([row(cell("1"), COVERED, cell("2"))], [[("1", 1, 1), ("", 1, 1), ("2", 1, 1)]]),
        ([row(spanned("甲", rows=99999), cell("1"))], [[("甲", 1, 1), ("1", 1, 1)]]),
        ([row(spanned("甲", columns=99999))], [[("甲", 1, 1000)]]),
        ([row(cell("商业</text:p><text:p>企业"), cell())], [[("商业\n企业", 1, 1), ("", 1, 1)]]),
        ([row(cell(f"外</text:p>{table(row(cell('内')))}<text:p>"))], [[("外\n内\n", 1, 1)]]),
    ],
    ids=[
        "columns",
        "rows",
        "covered-cells-left-out",
        "both",
        "repeated-cell",
        "repeated-row",
        "hole",
        "too-high",
        "too-wide",
        "two-paragraphs",
        "nested",
    ],
)
def test_cells(rows, expected):
    """Each cell is listed where it begins, once or as often as it is repeated, with what it spans."""
    assert [expected] == grids(read(table(*rows)))


def test_header_rows():
    """The rows that an office repeats on every page are headers, and every cell has its place."""
    head = f"<table:table-header-rows>{row(cell('甲'))}{row(cell('乙'))}</table:table-header-rows>"
    (grid, other) = read(table(head, row(cell("1"))) + table(row(cell("2"), cell("3")))).blocks

    assert [True, True, False] == [line[0].header for line in grid.rows]
    assert ["第1个表格第1行第1格", "第1个表格第2行第1格", "第1个表格第3行第1格"] == [
        str(line[0].place) for line in grid.rows
    ]
    assert "第2个表格第1行第2格" == str(other.rows[0][1].place)


def test_tables_in_tables_and_boxes():
    """A table that only lays out the page is looked through, as is a box that holds a table."""
    inner = table(row(cell("1")), row(cell("2")))
    layout = table(row(f"<table:table-cell>{inner}</table:table-cell>"))
    box = f"<draw:frame><draw:text-box><text:p>题</text:p>{inner}</draw:text-box></draw:frame>"

    found = read(f"{layout}<text:p>甲{box}</text:p>{table()}")

    assert [[[("1", 1, 1)], [("2", 1, 1)]]] * 2 == grids(found)
    assert ["甲", "题"] == texts(found)
    assert () == found.notes


# --- the file ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("properties", "language"),
    [
        ('style:language-asian="zh" style:country-asian="CN"', "zh-Hans-CN"),
        ('style:language-asian="zh" style:country-asian="HK"', "zh-Hant-HK"),
        ('style:language-asian="mn" style:script-asian="Mong" style:country-asian="CN"', "mn-Mong-CN"),
        ('style:language-asian="en" style:country-asian="none"', "en"),
        ('style:language-asian="none" style:country-asian="none"', "zh-Hans-CN"),
        ('style:language-asian="xx" style:country-asian="YY"', "zh-Hans-CN"),
    ],
)
def test_language(properties, language):
    """The language is the one the styles name, unless there is no such language."""
    text = f"<style:text-properties {properties}/>"
    default = f'<style:default-style style:family="paragraph">{text}</style:default-style>'

    assert language == read("<text:p>甲</text:p>", styles=f"<office:styles>{default}</office:styles>").language


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_flat(encoding):
    """A file in one piece is read like the package."""
    text = content("<text:p>甲</text:p>").replace("document-content", "document")
    data = text.replace("<office:document ", f'<office:document office:mimetype="{MIMETYPE}" ').encode(encoding)

    assert (Paragraph("甲"),) == odt.read(data).blocks
    assert (encoding == "utf-8") == odt.looks_like(data)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (package("<text:p/>"), True),
        (package("<text:p/>", mimetype=None), True),
        (package("", mimetype=f"{MIMETYPE}-template"), False),
        (package("", mimetype="application/vnd.oasis.opendocument.spreadsheet"), False),
        (pack([("word/document.xml", b"<a/>")]), False),
        (f'<office:document office:mimetype="{MIMETYPE}-template">'.encode(), False),
        (b"<p>", False),
        (b"", False),
    ],
)
def test_looks_like(data, expected):
    """Texts are told by the kind they name or by their parts; templates, sheets and Word files are none."""
    assert expected == odt.looks_like(data)
    assert not docx.looks_like(data) or not expected


def too_deep(opening, closing, depth=9):
    """Boxes in boxes around a table."""
    return opening * depth + table(row(cell("1"))) + closing * depth


BOX = "<text:p><draw:frame><draw:text-box>", "</draw:text-box></draw:frame></text:p>"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"PK\x03\x04", "应为完整的 zip 压缩包"),
        (package("<text:p>")[:-40], "应为完整的 zip 压缩包"),
        (package("<text:p>"), "不是完整的 XML"),
        (b"\0\1\2", "不是完整的 XML"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "不得有 <!DOCTYPE> 声明"),
        (pack([("a.xml", b"<a/>")]), "应有 content.xml；现有 a.xml"),
        (pack([]), "不是完整的 XML"),
        (b"PK\x03\x04" + pack([]), "应有 content.xml；现有 没有任何成员"),
        (package("", manifest="<encryption-data/>"), "已用密码加密"),
        (b"<a/>", "现为 没有正文"),
        (
            content("").replace("office:text>", "office:spreadsheet>").encode(),
            "应有文字正文 text；现为 spreadsheet",
        ),
        (package(table(row(cell("1"), more='table:number-rows-repeated="999999999"'))), "应不超过 200000 格"),
        (package(table(row(cell("1", 'table:number-columns-repeated="200001"')))), "应不超过 200000 格"),
        (package(table(row(cell("长" * 30000), more='table:number-rows-repeated="1000"'))), "应不超过 200000 格"),
        (
            package(table(row(spanned("", rows=900, columns=900)), row(more='table:number-rows-repeated="900"'))),
            "应不超过 200000 格",
        ),
        (package(too_deep(*BOX)), "嵌套应不超过 8 层"),
    ],
)
def test_refused(data, message):
    """What is no OpenDocument text, is locked, or would grow beyond any report is refused with a reason."""
    with pytest.raises(ReadError, match=message):
        odt.read(data)


@pytest.mark.parametrize(
    ("body", "opening", "closing"),
    [
        ("<text:p>{}甲{}</text:p>", "<text:span>", "</text:span>"),
        ("{}<text:p>甲</text:p>{}", "<text:section>", "</text:section>"),
        ("{}<text:p>甲</text:p>{}", "<text:list><text:list-item>", "</text:list-item></text:list>"),
    ],
)
def test_deep_nesting(body, opening, closing):
    """However deep a file nests, it is read."""
    assert ["甲"] == texts(read(body.format(opening * 20_000, closing * 20_000)))


def test_deep_tables():
    """A table in a table in a table, and so on, is one cell in the end."""
    opening = "<table:table><table:table-row><table:table-cell>"
    closing = "</table:table-cell></table:table-row></table:table>"

    assert [[[("甲", 1, 1)]]] == grids(read(f"{opening * 20_000}<text:p>甲</text:p>{closing * 20_000}"))


SAMPLE = package(
    "<text:h>甲</text:h><text:p>乙<text:s text:c='3'/></text:p>"
    + table(row(spanned("1", columns=2), COVERED), row(cell("2", 'table:number-columns-repeated="2"'))),
    HEADINGS,
    styles="<office:styles/>",
)


@settings(max_examples=40)
@given(place=st.integers(0, len(SAMPLE) - 1), byte=st.integers(0, 255), cut=st.booleans())
def test_damage(place, byte, cut):
    """A damaged or truncated file is read or refused, and nothing else happens."""
    data = SAMPLE[:place] if cut else SAMPLE[:place] + bytes([byte]) + SAMPLE[place + 1 :]

    try:
        document = odt.read(data)
    except ReadError:
        return

    assert () == document.notes


def test_report():
    """A report kept as an OpenDocument text is recognised, with the place of each number."""
    body = (
        "<text:p text:style-name='P1'>示例县柳溪镇人民政府2025年政府信息公开工作年度报告</text:p>"
        "<text:h text:outline-level='1'>二、主动公开政府信息情况</text:h>"
        + table(
            row(spanned("第二十条第（一）项", columns=4), COVERED, COVERED, COVERED),
            row(*map(cell, ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"))),
            row(cell("规章"), cell("0", 'table:number-columns-repeated="3"')),
            row(cell("行政规范性文件"), cell("2"), cell("1"), cell("９")),
        )
    )

    reading = recognise(read(body, HEADINGS))

    counts = reading.report.proactive.normative_documents
    assert (2, 1, 9) == (counts.issued, counts.repealed, counts.in_force)
    assert "第1个表格第4行第4格" == str(reading.place_of("proactive.normative_documents.in_force"))
