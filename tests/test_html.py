"""HTML: what a report says is shown as text, tables stand as the form draws them, and edits by hand are told."""

import hashlib
import re
from html.parser import HTMLParser

import attrs
import pytest
from attrs import Factory, mutable
from hypothesis import example, given, settings
from hypothesis import strategies as st

import govdisclosure as gd
from govdisclosure.compose import compose
from govdisclosure.document import folded
from govdisclosure.errors import ValueRefusedError
from govdisclosure.formats import html
from govdisclosure.layout import draw
from govdisclosure.strategies import annual_reports, texts

VOID = {"meta", "br", "hr", "img", "link", "input", "col"}


@mutable
class Element:
    """An element of a page as the standard library sees it."""

    tag: str
    attributes: dict
    children: list = Factory(list)

    @property
    def text(self):
        """All text in it."""
        return "".join(child if isinstance(child, str) else child.text for child in self.children)

    def all(self, *tags):
        """Every element of these tags in it, in order."""
        for child in self.children:
            if not isinstance(child, str):
                yield from [child] if child.tag in tags else []
                yield from child.all(*tags)


class Parser(HTMLParser):
    """The tree of a page in which every element is closed."""

    def __init__(self, page):
        super().__init__()
        self.root = Element("", {})
        self.open = [self.root]
        self.feed(page)
        self.close()
        assert [self.root] == self.open, "an element is not closed"

    def handle_starttag(self, tag, attrs):
        """Go into an element."""
        element = Element(tag, dict(attrs))
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag):
        """Go out of an element, which must be the one that is open."""
        assert tag == self.open.pop().tag, "an element is closed that is not open"

    def handle_data(self, data):
        """Keep a piece of text."""
        self.open[-1].children.append(data)

    def handle_comment(self, data):
        """Fail, since a page of ours has no comments."""
        raise AssertionError(data)


def parsed(report):
    """The page of a report as the standard library sees it."""
    return Parser(gd.dumps(report, "html").decode()).root


def blocks(page):
    """What is read of a page."""
    return list(html.read(page.encode()).blocks)


def grid(page):
    """The only table of a page."""
    (found,) = blocks(page)
    return found


ROW = gd.ByApplicant(natural_persons=345, enterprises=21)
REPORT = gd.AnnualReport(
    organ=gd.Organ("示例县柳溪镇人民政府"),
    year=2025,
    overview=gd.Narrative(blocks=["全年平稳。"]),
    requests=gd.Requests(received=ROW, outcomes=gd.Outcomes(granted=ROW)),
)
PAGE = gd.dumps(REPORT, "html").decode()
BARE = re.sub(" data-report='[^']*'", "", PAGE)
RECEIVED = "requests.received.natural_persons"

# --- writing ----------------------------------------------------------------------------------------------------------


@given(annual_reports(plain=False))
@settings(max_examples=40)
def test_every_text_is_shown_as_it_is(report):
    """Markup, quotes and brackets in the texts of a report are text on the page, each in the element for its kind."""
    (main,) = parsed(report).all("main")
    shown = list(main.all("h1", "h2", "h3", "h4", "h5", "h6", "p", "table"))
    expected = []
    for block in compose(report).blocks:
        if isinstance(block, gd.Grid):
            expected.append(("table", block.caption + "".join(cell.text for row in block.rows for cell in row)))
        else:
            expected.append((f"h{block.level}" if isinstance(block, gd.Heading) else "p", block.text))

    shown_texts = [
        (each.tag, "".join(cell.text for cell in each.all("caption", "th", "td")) if each.tag == "table" else each.text)
        for each in shown
    ]
    assert expected == shown_texts


@given(annual_reports(plain=False))
@settings(max_examples=25)
def test_nothing_runs_and_nothing_is_fetched(report):
    """No text of a report becomes a script, a handler or an address to fetch."""
    root = parsed(report)
    elements = list(root.all(*re.findall(r"<([a-z0-9]+)", gd.dumps(report, "html").decode())))
    attributes = {name for element in elements for name in element.attributes}

    assert {element.tag for element in elements}.isdisjoint({"script", "link", "img", "iframe", "object", "base"})
    assert [] == [name for name in attributes if name.startswith("on") or name in ("src", "href", "style", "action")]


def test_a_page_names_nothing_remote():
    """The page of a plain report mentions neither scripts nor addresses of the web."""
    assert "<script" not in PAGE.lower()
    assert "http" not in PAGE.lower()
    assert "@import" not in PAGE
    assert "url(" not in PAGE


@given(texts())
@example('"><script>alert(1)</script>')
@example("' onmouseover='x")
@settings(max_examples=40)
def test_a_language_and_a_title_cannot_break_out(text):
    """The title stands in the head as text, and the language in its attribute, whatever they are."""
    document = gd.Document(blocks=(gd.Heading(text, 1),), language=text)
    root = Parser(html.write(document).decode()).root
    (page,) = root.all("html")
    (title,) = root.all("title")

    assert text == page.attributes["lang"]
    assert (text or "政府信息公开工作年度报告") == title.text


def test_a_page_says_what_it_is():
    """A page declares its type, its encoding and its language, and its title is the title of the report."""
    root = Parser(PAGE).root
    (page,) = root.all("html")

    assert PAGE.startswith("<!DOCTYPE html>\n")
    assert "zh-Hans-CN" == page.attributes["lang"]
    assert "utf-8" == next(root.all("meta")).attributes["charset"]
    assert [REPORT.title] == [title.text for title in root.all("title")]


def test_every_number_stands_in_a_cell_with_its_path():
    """Each of the 200 numbers stands in one cell that names its attribute path, in the order of print."""
    cells = [cell for cell in Parser(PAGE).root.all("td") if "data-path" in cell.attributes]
    numbers = [(cell.path, str(cell.value)) for cell in gd.cells(REPORT)]

    assert 200 == len(cells)
    assert numbers == [(cell.attributes["data-path"], cell.text) for cell in cells]


@pytest.mark.parametrize("name", ["proactive", "requests", "remedies"])
def test_a_table_stands_as_the_form_draws_it(name):
    """Rows, order, spans, header cells and labels on the page are those of the drawing of the form."""
    number = ["proactive", "requests", "remedies"].index(name)
    table = list(Parser(PAGE).root.all("table"))[number]
    drawn = draw(getattr(REPORT, name), name).rows
    expected = [[(cell.header, cell.rowspan, cell.colspan, cell.path) for cell in row] for row in drawn]
    actual = [
        [
            (
                cell.tag == "th",
                int(cell.attributes.get("rowspan", 1)),
                int(cell.attributes.get("colspan", 1)),
                cell.attributes.get("data-path", ""),
            )
            for cell in row.all("td", "th")
        ]
        for row in table.all("tr")
    ]
    labels = [cell.text for row in drawn for cell in row if cell.header]

    assert expected == actual
    assert labels == [cell.text for cell in table.all("th")]


@pytest.mark.parametrize(
    ("name", "text", "scope"),
    [
        ("proactive", "第二十条第（一）项", "col"),
        ("proactive", "行政许可", "row"),
        ("requests", "申请人情况", "col"),
        ("requests", "自然人", "col"),
        ("requests", "三、本年度办理结果", "row"),
        ("requests", "1.属于国家秘密", "row"),
        ("remedies", "行政复议", "col"),
        ("remedies", "结果维持", "col"),
    ],
)
def test_a_header_cell_says_what_it_heads(name, text, scope):
    """Every header cell has a scope: the rows or the columns that it spans."""
    number = ["proactive", "requests", "remedies"].index(name)
    heads = list(list(Parser(PAGE).root.all("table"))[number].all("th"))

    assert {scope} == {head.attributes["scope"] for head in heads if head.text == text}
    assert all(head.attributes["scope"] in ("row", "col") for head in heads)


def test_header_rows_that_begin_a_table_stand_in_its_head():
    """Rows of header cells alone at the top are the head of a table; a table headed anew inside has no head."""
    tables = list(Parser(PAGE).root.all("table"))

    assert [0, 1, 1] == [len(list(table.all("thead"))) for table in tables]
    assert ["自然人"] == [cell.text for cell in tables[1].all("th") if cell.text == "自然人"]


def test_a_table_is_named_by_its_caption():
    """The box that a wide table scrolls in is named by the caption of the table."""
    root = Parser(PAGE).root
    captions = {caption.attributes["id"]: caption.text for caption in root.all("caption")}
    boxes = list(root.all("div"))

    assert [
        "主动公开政府信息情况",
        "收到和处理政府信息公开申请情况",
        "政府信息公开行政复议、行政诉讼情况",
    ] == [captions[box.attributes["aria-labelledby"]] for box in boxes]


def test_the_data_of_a_page_is_unseen_and_exact():
    """The element of the report carries the canonical JSON in an attribute, and its hash in another."""
    (carrier,) = Parser(PAGE).root.all("article")
    data = gd.dumps(REPORT, "json")

    assert data.decode() == carrier.attributes["data-report"]
    assert hashlib.sha256(data).hexdigest() == carrier.attributes["data-sha256"]
    assert "$schema" not in carrier.text


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
@example("甲\r\n\t乙\n'\"&amp;</article><script>")
def test_data_is_carried_byte_for_byte(text):
    """Whatever the data holds, lines of every kind, quotes and markup among them, is read as it was."""
    carried = gd.Embedded(text.encode(), "ab")

    assert carried == html.read(html.write(gd.Document(blocks=(gd.Paragraph("甲"),), embedded=carried))).embedded


def test_data_stands_on_one_line():
    """No line ends in the data, which readers of XML would fold, and a blank told as U+0000 stays an escape."""
    told = attrs.evolve(REPORT, overview=gd.Narrative(blocks=["甲\n乙"]))
    attribute = re.search("data-report='([^']*)'", gd.dumps(told, "html").decode())[1]

    assert "\n" not in attribute
    assert told == gd.loads(gd.dumps(told, "html"))


def test_a_document_without_data_is_written_without():
    """A document that carries no data becomes a page without the attributes, and without a title a general one."""
    root = Parser(html.write(gd.Document(blocks=(gd.Grid(((gd.Cell("1"),),)),))).decode()).root

    assert [{"class": "gd-report", "lang": "zh-Hans-CN"}] == [each.attributes for each in root.all("article")]
    assert [] == list(root.all("thead", "h1", "caption"))
    assert ["政府信息公开工作年度报告"] == [title.text for title in root.all("title")]


def test_a_blank_is_told_from_zero():
    """A cell that is blank says so, a zero does not, and a label never does."""
    blank = attrs.evolve(REPORT, requests=gd.Requests(received=gd.ByApplicant(natural_persons=None, enterprises=0)))
    cells = list(Parser(gd.dumps(blank, "html").decode()).root.all("td", "th"))
    paths = {cell.path: cell.value is None for cell in gd.cells(blank)}

    assert paths == {
        each.attributes["data-path"]: "data-blank" in each.attributes for each in cells if each.tag == "td"
    }
    assert all("data-blank" not in each.attributes for each in cells if each.tag == "th")


def test_a_table_without_a_caption_is_named_by_its_heading():
    """A free table has no caption; its box is named by the heading above it and its number."""
    grid = gd.Grid(((gd.Cell("1"),),))
    root = Parser(html.write(gd.Document(blocks=(gd.Heading("附件", 2), grid, grid))).decode()).root

    assert ["附件（表格 1）", "附件（表格 2）"] == [box.attributes["aria-label"] for box in root.all("div")]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([], []),
        (["h"], ["thead"]),
        (["d"], ["tbody"]),
        (["h", "d"], ["thead", "tbody"]),
        (["h", "d", "h", "d"], ["tbody", "tbody"]),
        (["d", "h", "d", "d"], ["tbody", "tbody"]),
        (["h2", "d", "d"], ["tbody"]),
        (["h", "d2", "h", "d"], ["tbody"]),
    ],
)
def test_no_part_of_a_table_cuts_a_cell(rows, expected):
    """A table is parted where header rows end or begin anew, but for where a cell reaches across."""
    cells = [
        (gd.Cell("甲", int(row[1:] or 1), header=row[0] == "h"), gd.Cell("乙", header=row[0] == "h")) for row in rows
    ]
    root = Parser(html.write(gd.Document(blocks=(gd.Grid(tuple(cells)),))).decode()).root

    assert expected == [part.tag for part in root.all("thead", "tbody")]


def test_a_heading_is_never_deeper_than_six():
    """HTML has six levels; a deeper heading takes the last."""
    (found,) = html.read(html.write(gd.Document(blocks=(gd.Heading("甲", 9),)))).blocks

    assert 6 == found.level


# --- for the web site -------------------------------------------------------------------------------------------------

FRAGMENT = gd.HtmlOptions(fragment=True)


def metas(**options):
    """The meta tags with a name on the page that is written so."""
    root = Parser(gd.dumps(REPORT, "html", options=gd.HtmlOptions(**options)).decode()).root
    return {
        each.attributes["name"]: each.attributes["content"] for each in root.all("meta") if "name" in each.attributes
    }


def test_meta_tags_stand_where_they_are_given():
    """Each meta tag of the government-site guide is written when it is given, with the title beside any of them."""
    viewport = {"viewport": "width=device-width, initial-scale=1"}
    titled = viewport | {"ArticleTitle": REPORT.title}

    assert viewport == metas()
    assert titled | {"SiteName": "示例县"} == metas(site_name="示例县")
    assert titled | {"ColumnName": "年报"} == metas(column_name="年报")
    assert titled | {"ContentSource": '"县"办'} == metas(source='"县"办')
    assert titled | {"PubDate": "2026-01-20"} == metas(published="2026-01-20")
    assert {} == metas(fragment=True, site_name="示例县")


def test_a_fragment_is_one_element_that_needs_no_style_sheet():
    """A fragment is one article whose every element carries its own look, with neither style sheet nor head."""
    (article,) = Parser(gd.dumps(REPORT, "html", options=FRAGMENT).decode().rstrip()).root.children
    looks = [each.attributes for each in article.all("h1", "h2", "p", "div", "table", "caption", "tr", "th", "td")]

    assert "article" == article.tag
    assert all(each["style"].startswith("all:revert") for each in [article.attributes, *looks])
    assert [] == list(article.all("style", "meta", "link", "main", "html", "script"))


def test_fragments_of_two_years_share_no_id():
    """Two reports on one page do not name the same element, and neither names one twice."""
    pages = [attrs.evolve(REPORT, year=year) for year in (2024, 2025)]
    ids = [re.findall(r' id="([^"]*)"', gd.dumps(each, "html", options=FRAGMENT).decode()) for each in pages]

    assert all(each.startswith("gd-") for each in ids[0])
    assert len(ids[0]) + len(ids[1]) == len({*ids[0], *ids[1]})


@given(annual_reports(plain=False))
@settings(max_examples=25)
def test_a_fragment_is_read_as_the_report(report):
    """A fragment gives the report it was written from, alone and inside the page of a web site."""
    fragment = gd.dumps(report, "html", options=FRAGMENT)
    site = "<html lang=en><body><h1>栏目</h1><table><tr><td>1</table>".encode() + fragment + "<p>版权所有".encode()

    assert report == gd.loads(fragment, "html")
    assert report == gd.loads(site, "html")


# --- reading ----------------------------------------------------------------------------------------------------------


@given(annual_reports(consistent=False, blanks=True))
@settings(max_examples=30)
def test_a_page_is_read_as_the_document_it_was_written_from(report):
    """A document whose texts a page shows as they are is read back, but for what the cells are there for."""
    document = compose(report)
    again = html.read(html.write(document))
    shown = [
        attrs.evolve(block, rows=tuple(tuple(attrs.evolve(cell, path="") for cell in row) for row in block.rows))
        if isinstance(block, gd.Grid)
        else block
        for block in document.blocks
    ]

    assert shown == list(again.blocks)
    assert document.language == again.language
    assert again.embedded is None


@given(st.text(alphabet="甲乙<>/&;\"'=ptdrable1! -", max_size=60))
def test_any_tags_are_read(soup):
    """No jumble of tags and text makes the reader fail."""
    document = html.read(f"<p>甲{soup}".encode())

    assert all(block.place is not None for block in document.blocks)


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<h1>甲</h1><h2>乙</h2><h6>丙</h6>", [gd.Heading("甲", 1), gd.Heading("乙", 2), gd.Heading("丙", 6)]),
        ("<h3>甲<span>乙</span></h3>丙", [gd.Heading("甲乙", 3), gd.Paragraph("丙")]),
        ("甲<br>乙", [gd.Paragraph("甲"), gd.Paragraph("乙")]),
        ("甲<br/>乙<hr>丙", [gd.Paragraph("甲"), gd.Paragraph("乙"), gd.Paragraph("丙")]),
        ("<p>甲\n  乙&nbsp;&#12288;丙</p>", [gd.Paragraph("甲 乙 丙")]),
        ("<p>甲<b>乙</b><font>丙</font><a href=x>丁</a></p>", [gd.Paragraph("甲乙丙丁")]),
        ("<div>甲<div>乙</div>丙</div>", [gd.Paragraph("甲"), gd.Paragraph("乙"), gd.Paragraph("丙")]),
        ("<ul><li>甲<li>乙</ul>", [gd.Paragraph("甲"), gd.Paragraph("乙")]),
        ("<p>甲&lt;b&gt;乙</p>", [gd.Paragraph("甲<b>乙")]),
        ("<!-- 注 -->甲<!-- <p>注</p> -->乙", [gd.Paragraph("甲乙")]),
        ("<title>题</title><style>p{}</style><script>var x</script>甲", [gd.Paragraph("甲")]),
        ("<p hidden>甲</p><div hidden><p>乙</p><table><tr><td>丙</table></div>丁", [gd.Paragraph("丁")]),
        ("<table hidden><tr><td>甲</table>乙", [gd.Paragraph("乙")]),
        ("<body><template><p>甲</template><noscript>乙</noscript><select><option>丙</select>丁", [gd.Paragraph("丁")]),
        ("<?xml version='1.0'?><p>甲</p>", [gd.Paragraph("甲")]),
        ("甲<pre>乙\n 丙</pre>丁", [gd.Paragraph("甲"), gd.Paragraph("乙"), gd.Paragraph("丙"), gd.Paragraph("丁")]),
        ("<p> \n</p><div></div>", []),
        ("<table></table><table><tr></tr></table>", []),
    ],
)
def test_prose_is_read_as_it_is_seen(page, expected):
    """Headings, paragraphs and lines are told apart, inline markup joins, and what is not seen is left out."""
    assert expected == blocks(page)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("", 1),
        ("colspan=2", 2),
        ("colspan=' 3 '", 3),
        ("colspan=0", 1),
        ("colspan=-1", 1),
        ("colspan=x", 1),
        ("colspan=2.5", 1),
        ("colspan=", 1),
        ("colspan=２", 1),
        ("colspan=100", 100),
        ("colspan=101", 100),
        ("colspan=99999999", 1),
        ("colspan", 1),
    ],
)
def test_a_column_span_is_bounded(written, expected):
    """A column span is the number that is written, within bounds, and 1 where none is written."""
    assert expected == grid(f"<table><tr><td {written}>甲</table>").rows[0][0].colspan


@pytest.mark.parametrize(("written", "expected"), [("1", 1), ("2", 2), ("3", 2), ("99999", 2), ("0", 1), ("-1", 1)])
def test_a_row_span_ends_with_its_table(written, expected):
    """A row span reaches no further than the last row of its table."""
    rows = f"<tr><td>甲<tr><td rowspan='{written}'>乙<td>丙<tr><td>丁"

    assert expected == grid(f"<table>{rows}</table>").rows[1][0].rowspan


def test_a_table_is_read_with_its_caption_and_headers():
    """A caption, header cells, and rows in any part of a table are read; text between rows is not lost."""
    parts = "<thead><tr><th>甲</thead><tfoot><tr><td>丙</tfoot><tr><td>乙"
    page = f"<table><caption> 机构 <b>设置</b></caption>{parts}</table>"

    assert gd.Grid(((gd.Cell("甲", header=True),), (gd.Cell("丙"),), (gd.Cell("乙"),)), caption="机构 设置") == grid(
        page
    )
    assert [gd.Paragraph("文字"), gd.Grid(((gd.Cell("甲"),),))] == blocks("<table>文字<tr><td>甲</table>")


def test_the_words_of_a_cell_are_kept_apart():
    """Paragraphs and line breaks in a cell become white space, inline markup does not, what is hidden is left out."""
    cell = "<p>甲<b>乙</b></p><p>丙<br>丁</p><!-- 注 --><span hidden>隐</span><script>x</script>"

    assert "甲乙 丙 丁" == grid(f"<table><tr><td>{cell}</table>").rows[0][0].text


def test_a_small_table_in_a_cell_is_the_text_of_that_cell():
    """The rows of a small table that stands in a cell are text of that cell, and no rows of the outer table."""
    page = "<table><tr><td>甲<table><tr><td>乙<td>丙</table><td>丁</table>"

    assert ((gd.Cell("甲 乙 丙"), gd.Cell("丁")),) == grid(page).rows


def test_a_table_around_a_larger_one_is_layout():
    """A table with fewer rows than the table in it only lays out the page: its cells are read one by one."""
    page = "<table><tr><td>甲<table><tr><td>乙<tr><td>丙</table><td>丁</table>"

    assert [gd.Paragraph("甲"), gd.Grid(((gd.Cell("乙"),), (gd.Cell("丙"),))), gd.Paragraph("丁")] == blocks(page)


def test_a_report_inside_a_layout_table_is_read():
    """A page laid out by a table, as old sites are, loses none of the numbers of the tables that stand in its cell."""
    shown = re.search(r"<main.*</main>", BARE, re.DOTALL)[0]
    page = f"<table><tr><td>栏目<td>{shown}</table>"

    assert REPORT.requests == gd.loads(page).requests


def test_a_place_names_table_row_and_cell():
    """A cell knows in which table, row and cell it stood, a paragraph its line."""
    first, second = html.read(
        b"<p>a\n<table><tr><td>b</table>\n<p>c</p>\n<table><tr><td>d<tr><td>e<td>f</table>"
    ).blocks[1::2]
    cell = second.rows[1][1]

    assert (2, 2, 2) == (cell.place.table, cell.place.row, cell.place.cell)
    assert (1, 1, 1) == (first.rows[0][0].place.table, first.rows[0][0].place.row, first.rows[0][0].place.cell)
    assert 3 == html.read(b"<p>a\n\n<p>b").blocks[1].place.line


def test_pictures_are_counted():
    """What a page shows in pictures is not read; the document says how many there are."""
    assert ("页面上有 2 幅图片，未收入年报",) == html.read("<img><p>甲<img hidden></p><p><img></p>".encode()).notes
    assert () == html.read("<p>甲</p>".encode()).notes


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<html lang=en>甲", "en"),
        ("<html lang=''>甲", "zh-Hans-CN"),
        ("<html lang>甲", "zh-Hans-CN"),
        ("甲", "zh-Hans-CN"),
    ],
)
def test_the_language_is_taken_over(page, expected):
    """The language of a document is the one its page names, Chinese if it names none."""
    assert expected == html.read(page.encode()).language


@pytest.mark.parametrize("data", [b"<p>", b" \n<", b"\xef\xbb\xbf<html>"])
def test_a_page_begins_with_a_tag(data):
    """What begins with a tag, after white space or a byte order mark, looks like a page."""
    assert html.looks_like(data)
    assert not html.looks_like(b"p" + data)


# --- a page edited by hand --------------------------------------------------------------------------------------------


def edited(*changes, page=PAGE):
    """The reading of the page with some of its text replaced, each piece once in what is shown."""
    head, carried, shown = re.split("(data-report='[^']*')", page)
    for old, new in changes:
        assert shown.count(old) == 1
        shown = shown.replace(old, new)
    return gd.read_bytes((head + carried + shown).encode(), "html")


def told(reading):
    """The code, path, old and new value of each finding."""
    return [(each.code, each.path, each.expected, each.actual) for each in reading.findings]


def test_an_edited_number_wins_and_is_told():
    """A number changed by hand is the number of the report; a finding names the cell and both values."""
    reading = edited((f'data-path="{RECEIVED}">345<', f'data-path="{RECEIVED}">344<'))

    assert [("GD914", RECEIVED, 345, 344)] == told(reading)
    assert "表三·一·自然人" == next(iter(reading.findings)).address
    assert all(number in next(iter(reading.findings)).message for number in ("345", "344"))
    assert 344 == reading.report.requests.received.natural_persons
    assert 366 == reading.report.requests.received.total


def test_a_number_taken_out_by_hand_is_a_blank():
    """A cell emptied by hand is blank, a blank filled in holds its number, and both are told as blanks."""
    emptied = edited((f'data-path="{RECEIVED}">345<', f'data-path="{RECEIVED}"><'))
    blank = attrs.evolve(REPORT, proactive=gd.Proactive(licensing=gd.Decisions(decisions=None)))
    path = "proactive.licensing.decisions"
    filled = edited(
        (f'data-path="{path}" data-blank="true"><', f'data-path="{path}">7<'), page=gd.dumps(blank, "html").decode()
    )

    assert [("GD914", RECEIVED, 345, None)] == told(emptied)
    assert [("GD926", path, None, 1)] == told(filled)
    assert "表二·行政许可·本年处理决定数量" in next(iter(filled.findings)).message
    assert all("空白" in next(iter(each.findings)).message for each in (emptied, filled))


def test_a_number_spoilt_by_hand_is_doubted():
    """A cell in which no number stands any more is blank; what was read of it and the edit are both told."""
    reading = edited((f'data-path="{RECEIVED}">345<', f'data-path="{RECEIVED}">约345<'))

    assert {"GD904", "GD914"} == {finding.code for finding in reading.findings}
    assert reading.report.requests.received.natural_persons is None
    assert {RECEIVED} == reading.unsure


@pytest.mark.parametrize(
    "change",
    [("<p>全年平稳。</p>", "<p>全年不平稳。</p>"), ("<p>全年平稳。</p>", ""), ("</article>", "<p>附注</p></article>")],
    ids=["changed", "left out", "added"],
)
def test_edited_prose_wins_and_is_told(change):
    """Prose changed by hand is the prose of the report, and one finding says so."""
    reading = edited(change)

    assert [("GD914", "", None, None)] == told(reading)
    assert REPORT.requests == reading.report.requests
    assert REPORT != reading.report


def test_edits_of_prose_and_numbers_are_told_apart():
    """Edits of numbers and of prose are told each for itself."""
    reading = edited((f'data-path="{RECEIVED}">345<', f'data-path="{RECEIVED}">5<'), ("全年平稳。", "全年繁忙。"))

    assert [("GD914", RECEIVED, 345, 5), ("GD914", "", None, None)] == told(reading)


def test_an_edited_free_table_is_told():
    """A free table changed by hand is the table of the report, and a finding says so."""
    prose = gd.Narrative(blocks=[gd.Grid(((gd.Cell("网站"), gd.Cell("17个")),))])
    reading = edited(("17个", "18个"), page=gd.dumps(attrs.evolve(REPORT, overview=prose), "html").decode())

    assert "18个" == reading.report.overview.blocks[0].rows[0][1].text
    assert ["GD914"] == [finding.code for finding in reading.findings]


def test_white_space_is_no_edit():
    """A page whose text was wrapped and indented anew says the same, and is read exactly."""
    reading = edited(("<p>全年平稳。</p>", "<p>\n    全年平稳。\n  </p>"), ("</h1>", "\n</h1>"))

    assert REPORT == reading.report
    assert [] == told(reading)


def rehashed(page):
    """The page with the hash of whatever data it carries."""
    data = folded_out(page)
    return re.sub(r'data-sha256="[0-9a-f]*"', f'data-sha256="{hashlib.sha256(data.encode()).hexdigest()}"', page)


def folded_out(page):
    """The data that a page carries."""
    (carrier,) = Parser(page).root.all("article")
    return carrier.attributes["data-report"]


DAMAGE = {
    "hash": PAGE.replace('data-sha256="', 'data-sha256="0'),
    "empty hash": re.sub(r'data-sha256="\w*"', 'data-sha256=""', PAGE),
    "number": re.sub(r'(natural_persons": )345', r"\g<1>346", PAGE, count=1),
    "json": rehashed(PAGE.replace('{&#10;  "$schema', '{{&#10;  "$schema')),
    "schema": rehashed(PAGE.replace('annual-report:2021"', 'annual-report:2020"')),
    "nothing": rehashed(re.sub("data-report='[^']*'", "data-report=''", PAGE)),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_damaged_data_is_told_and_what_is_shown_is_read(damage):
    """Data that does not fit its hash, or is no report, is left aside with one finding; what is shown is read."""
    page = DAMAGE[damage]
    reading = gd.read_bytes(page.encode(), "html")

    assert page != PAGE
    assert REPORT == reading.report
    assert ["GD915"] == [finding.code for finding in reading.findings]


def test_a_page_without_its_data_is_read_by_what_it_shows():
    """A page from which a web site took the hidden data is read by what it shows, without a finding."""
    reading = gd.read_bytes(BARE.encode())

    assert REPORT == reading.report
    assert () == tuple(reading.findings)


def test_a_report_on_the_page_of_a_web_site_is_read():
    """Our page inside the page of a web site, scripts and navigation around it, gives the report it carries exactly."""
    main = re.search(r"<main.*</main>", PAGE, re.DOTALL)[0]
    page = f"<html lang=zh><body><div><a href=/>首页</a></div><h2>导航</h2>{main}<p>版权所有</p><script>x()</script>"
    reading = gd.read_bytes(page.encode())

    assert REPORT == reading.report
    assert () == tuple(reading.findings)
    assert ("页面上年报之外的文字没有读",) == html.read(page.encode()).notes
    assert () == html.read(PAGE.encode()).notes


def test_folding_is_what_a_page_does():
    """The texts compared are those a page shows, runs of white space made one space."""
    assert "甲 乙" == folded(" 甲\n\t 乙\u3000")


def test_a_page_that_ends_in_a_cell_nobody_sees_loses_nothing():
    """Where the page breaks off in a hidden table there is no cell to leave out, and nothing is said."""
    document = html.read("<p>甲</p><table hidden><tr><td>乙".encode())

    assert ((gd.Paragraph("甲"),), ()) == (document.blocks, document.notes)


# --- what responsive tables and editors leave -------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["data-label", "data-title"])
def test_a_table_is_headed_by_what_its_cells_say_of_their_columns(name):
    """Where no row heads a table and every cell of a column names it alike, these names are its header line."""
    page = f"<table><tr><th rowspan=2>甲<th>乙<td {name}='丙'>1<tr><th>丁<td {name}=' 丙 '>2</table>"
    head = grid(page).rows[0]

    assert (gd.Cell(header=True), gd.Cell(header=True), gd.Cell("丙", header=True)) == head
    assert (1, 3) == (head[2].place.row, head[2].place.cell)


def test_a_column_that_no_cell_begins_in_has_no_name():
    """A column that only wider cells cover is headed by an empty cell."""
    page = "<table><tr><td data-label=甲 colspan=2>1<td data-label=乙>2</table>"

    assert ["甲", "", "乙"] == [cell.text for cell in grid(page).rows[0]]


@pytest.mark.parametrize(
    "rows",
    [
        "<tr><td data-label=甲>1<tr><td data-label=乙>2",
        "<tr><td data-label=甲>1<tr><td>2",
        "<tr><th data-label=甲>甲<tr><td data-label=甲>2",
        "<tr><td>甲<tr><td data-label=''>2",
        f"<tr>{'<td data-label=甲 colspan=100>1' * 1001}<tr><td data-label=甲>2",
    ],
    ids=["unlike", "not all", "headed", "empty", "huge"],
)
def test_a_table_is_not_headed_by_names_that_do_not_agree(rows):
    """Names that differ within a column, stand beside a header line or in a huge table, add none."""
    assert 2 == len(grid(f"<table>{rows}</table>").rows)


@pytest.mark.parametrize("mark", ["\u200b", "\u2060", "\ufeff", " \u200b\u3000"])
def test_invisible_characters_at_the_edges_are_trimmed(mark):
    """What editors leave at the edges of paragraphs, captions and cells is no text, and a paragraph of it is none."""
    page = f"<p>{mark}</p><p>{mark}甲<b>{mark}</b><table><caption>{mark}乙</caption><tr><td>{mark}<td>12{mark}</table>"

    assert [gd.Paragraph("甲"), gd.Grid(((gd.Cell(), gd.Cell("12")),), caption="乙")] == blocks(page)


def test_a_cell_in_which_the_page_breaks_off_is_left_out():
    """Where the page ends inside a cell that cell is not read, since half a number looks like one; a note says so."""
    document = html.read("<table><tr><td>甲<td>12".encode())

    assert (gd.Grid(((gd.Cell("甲"),),)),) == document.blocks
    assert ("页面没有完，最后一格可能不全，没有读",) == document.notes


@pytest.mark.parametrize("wrong", [{"charts": 3}, {"fragment": "no"}, {"site_name": None}, {"published": 2026}])
def test_what_is_no_option_is_refused(wrong):
    """A page is not written in some way that nobody asked for; the error names the option."""
    (name,) = wrong
    with pytest.raises(ValueRefusedError, match=rf"^HtmlOptions\.{name}：应为"):
        gd.HtmlOptions(**wrong)
