"""What is read of a page as a whole: title, sections, prose, and what the web site added."""

from datetime import date

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import govdisclosure as gd
from govdisclosure._spec import Edition, fields_of
from govdisclosure.compose import compose
from govdisclosure.document import Cell, Document, Grid, Heading, Paragraph, Place
from govdisclosure.errors import ReadError
from govdisclosure.recognise import recognise
from govdisclosure.report import TABLES, AnnualReport, Narrative, Organ, Proactive, Remedies, Requests
from govdisclosure.strategies import annual_reports, blocks

ORGAN = "示例县柳溪镇人民政府"
SECTIONS = fields_of(AnnualReport)
HEADINGS = [spec.printed for spec in SECTIONS.values()]
WORDS = Narrative(blocks=["工作平稳。", "没有别的事。"])
REPORT = AnnualReport(organ=Organ(ORGAN), year=2025, overview=WORDS, problems=WORDS, other_matters=WORDS)
BODY = compose(REPORT).blocks[1:]
TITLE = REPORT.title
some = settings(max_examples=20)


def page(*front, body=BODY, tail=()):
    """The reading of a page with this front before the body of a report; strings are paragraphs."""
    every = [*front, *body, *tail]
    return recognise(Document(blocks=tuple(Paragraph(each) if isinstance(each, str) else each for each in every)))


def unmarked(body):
    """The body of a report with headings that are only paragraphs, as text copied from a page has them."""
    return [Paragraph(block.text) if isinstance(block, Heading) else block for block in body]


def found(reading, code):
    """What a reading has to say under one code: the path and the text."""
    return [(finding.path, finding.actual) for finding in reading.findings if finding.code == code]


def codes(reading):
    """The codes of what a reading has to say."""
    return {finding.code for finding in reading.findings}


def kinds(reading, text):
    """What each token with that text was taken for."""
    return {token.kind for token in reading.tokens if token.text == text}


# --- whole pages ------------------------------------------------------------------------------------------------------


WHOLE = st.builds(
    attrs.evolve,
    st.just(REPORT),
    proactive=st.just(Proactive()),
    requests=st.just(Requests()),
    remedies=st.just(Remedies()),
    year=st.integers(1990, 2099),
    published=st.none() | st.dates(date(2008, 5, 1), date(2099, 12, 31)),
    title=st.just(None),
).map(lambda report: attrs.evolve(report, title=f"{ORGAN}{report.year}年政府信息公开工作年度报告"))


@given(WHOLE)
@some
def test_a_page_that_prints_a_report_is_read_as_that_report(report):
    """What is printed is read without a finding, and every block of it is in the account."""
    document = compose(report)
    reading = recognise(document)

    assert report == reading.report
    assert () == tuple(reading.findings)
    assert () == reading.residue
    texts = [text for block in document.blocks for text in texts_of(block)]
    assert texts == [token.text for token in reading.tokens if token.text.strip()]


def texts_of(block):
    """Every text of a block that is not blank."""
    cells = [cell.text for line in block.rows for cell in line] if isinstance(block, Grid) else [block.text]
    return [text for text in cells if text.strip()]


def readable(document):
    """The reading of a document, or nothing if it is taken for no report."""
    try:
        return recognise(document)
    except ReadError:
        return None


@given(annual_reports(consistent=False, blanks=True, plain=False))
@settings(max_examples=60)
def test_whatever_a_report_says_it_is_read_or_refused(report):
    """The page of any report is read, each text of it in the account, or refused as no report."""
    document = compose(report)
    reading = readable(document)

    if reading is not None:
        texts = sorted(text for block in document.blocks for text in texts_of(block))
        assert texts == sorted(token.text for token in reading.tokens if token.text.strip())


ANYTHING = st.text(max_size=20) | st.sampled_from([*HEADINGS, TITLE, "发布日期：2026-99-99", "（一）主动公开", "打印"])
ANY_GRID = st.lists(st.lists(ANYTHING, max_size=3), max_size=3).map(
    lambda rows: Grid(tuple(tuple(map(Cell, row)) for row in rows))
)
ANY_BLOCK = (
    st.builds(Heading, ANYTHING, st.integers(1, 9))
    | st.builds(Paragraph, ANYTHING)
    | ANY_GRID
    | st.sampled_from([block for block in BODY if isinstance(block, Grid)])
)


def shown(texts):
    """What a page can show of some texts, in no order."""
    visible = ("".join(char for char in text if char.isprintable()).strip() for text in texts)
    return sorted(text for text in visible if text)


@given(st.lists(ANY_BLOCK, max_size=12))
def test_no_page_makes_the_reader_fail(some_blocks):
    """Any blocks in any order, with any characters in them, are read or refused."""
    reading = readable(Document(blocks=tuple(some_blocks)))

    if reading is not None:
        texts = [text for block in some_blocks for text in texts_of(block)]
        assert shown(texts) == shown(token.text for token in reading.tokens)


LINES_OF_WORDS = st.lists(st.lists(st.text(max_size=9).map(Cell), max_size=3).map(tuple), max_size=3)
GRID_OF_WORDS = LINES_OF_WORDS.map(tuple).map(Grid)


@given(st.lists(st.text(max_size=30).map(Paragraph) | GRID_OF_WORDS, max_size=6))
def test_what_is_no_report_is_refused(some_blocks):
    """Blocks with neither a table nor a section of the form are refused, and the message says how they begin."""
    with pytest.raises(ReadError, match="不是政府信息公开工作年度报告"):
        recognise(Document(blocks=tuple(some_blocks)))


@pytest.mark.parametrize(
    ("texts", "told"),
    [(["", "  "], "里面没有文字"), (["", "关于召开会议的通知" * 10], "开头是“关于召开会议的通知")],
)
def test_a_refusal_says_how_the_page_begins(texts, told):
    """The message that refuses a page quotes its first text, cut short."""
    with pytest.raises(ReadError) as raised:
        recognise(Document(blocks=(*map(Paragraph, texts), Grid(((Cell("甲"),),)))))

    assert told in str(raised.value)
    assert len(str(raised.value)) < 120


def test_the_edition_is_that_of_the_report():
    """A reading tells the edition of the form."""
    assert Edition.V2021 is page(TITLE).edition


@pytest.mark.parametrize("kept", [(1, 2), (2, 3)])
def test_headings_alone_make_no_report(kept):
    """Two headings without title and table are not enough to take a page for a report."""
    with pytest.raises(ReadError):
        page(body=[Heading(HEADINGS[n], 2) for n in kept])


@pytest.mark.parametrize(
    "some_blocks",
    [
        [TITLE, Heading(HEADINGS[0], 2)],
        [Heading(heading, 2) for heading in HEADINGS[:3]],
        [block for block in BODY if isinstance(block, Grid)][:1],
    ],
    ids=["title and heading", "three headings", "a table"],
)
def test_little_is_enough_to_be_taken_for_a_report(some_blocks):
    """A title with a heading, three headings one of which wants a table, or one table make a report with gaps."""
    assert codes(page(body=[*some_blocks, "文字。"])) & {"GD907", "GD911"}


def test_three_headings_of_sections_in_words_make_no_report():
    """Headings of which none wants a table are not enough without a title."""
    with pytest.raises(ReadError):
        page(body=[Heading(HEADINGS[n], 2) for n in (0, 4, 5)])


def test_what_the_format_left_out_is_told():
    """The notes of a format become findings."""
    document = attrs.evolve(compose(REPORT), notes=("删去了一幅图", "删去了脚本"))

    assert ["删去了一幅图", "删去了脚本"] == [finding.message for finding in recognise(document).findings]
    assert {"GD916"} == codes(recognise(document))


# --- title ------------------------------------------------------------------------------------------------------------

SPLITS = [
    [TITLE],
    [ORGAN, "2025年政府信息公开工作年度报告"],
    [f"{ORGAN}2025年", "政府信息公开工作年度报告"],
    [f"{ORGAN}2025年政府信息公开工作", "年度报告"],
    [ORGAN, "2025年", "政府信息公开工作年度报告"],
    [ORGAN, "2025年政府信息公开", "工作年度报告"],
]


@pytest.mark.parametrize("lines", SPLITS, ids=len)
@pytest.mark.parametrize("kind", [Paragraph, lambda text: Heading(text, 1), lambda text: Heading(text, 2)])
@pytest.mark.parametrize("marked", [True, False])
def test_a_title_is_read_on_one_two_or_three_lines(lines, kind, marked):
    """The organ and the year are read off a title however its lines are broken."""
    reading = page(*map(kind, lines), body=BODY if marked else unmarked(BODY))

    assert (Organ(ORGAN), 2025, TITLE) == (reading.report.organ, reading.report.year, reading.report.title)
    assert () == tuple(reading.findings)
    assert () == reading.report.preamble
    assert {"heading"} == {kind for line in lines for kind in kinds(reading, line)}


@pytest.mark.parametrize(
    "lines", [["示例县柳溪镇", TITLE[6:]], ["示例县柳溪镇", "人民政府2025年政府信息公开", "工作年度报告"]], ids=len
)
def test_a_title_broken_inside_the_name_is_read_or_doubted(lines):
    """Where a line of the title ends within the name of the organ, the name is put together, or doubted."""
    reading = page(*lines)

    assert Organ(ORGAN) == reading.report.organ or "GD912" in codes(reading)


@pytest.mark.parametrize(
    ("title", "organ", "year"),
    [
        ("示例县柳溪镇人民政府2025年度政府信息公开工作年度报告", ORGAN, 2025),
        ("示例县柳溪镇人民政府2025年政府信息公开年度报告", ORGAN, 2025),
        ("示例县柳溪镇人民政府2025年度政府信息公开年度工作报告", ORGAN, 2025),
        ("示例县柳溪镇人民政府2025年政府信息公开工作报告", ORGAN, 2025),
        ("2025年示例县柳溪镇人民政府政府信息公开工作年度报告", ORGAN, 2025),
        ("2025年度示例县柳溪镇人民政府政府信息公开工作年度报告", ORGAN, 2025),
        ("示例县柳溪镇人民政府 2025 年 政府信息公开工作年度报告", ORGAN, 2025),
        ("示例市（东区）管理委员会2009年政府信息公开工作年度报告", "示例市（东区）管理委员会", 2009),
    ],
)
def test_a_title_is_read_in_any_of_its_wordings(title, organ, year):
    """The organ and the year are read off every wording of the title, and the title is kept as it is printed."""
    reading = page(Heading(title, 1))

    assert (Organ(organ), year, title) == (reading.report.organ, reading.report.year, reading.report.title)
    assert () == tuple(reading.findings)


@pytest.mark.parametrize("again", [[TITLE], [ORGAN, "2025年政府信息公开工作年度报告"]], ids=len)
@pytest.mark.parametrize("between", [[], ["依照条例编制。"]], ids=len)
def test_a_title_printed_twice_is_taken_once(again, between):
    """A title that comes a second time, on one line or two, is left out and reported."""
    reading = page(TITLE, *between, *again)

    assert (Organ(ORGAN), 2025, TITLE) == (reading.report.organ, reading.report.year, reading.report.title)
    assert tuple(map(Paragraph, between)) == reading.report.preamble
    assert [("", TITLE)] == found(reading, "GD913")
    assert {"GD913"} == codes(reading)


def test_of_two_titles_the_one_nearer_to_the_report_is_taken_and_it_is_said():
    """Links to other reports stand before the title; which is which is to be looked at."""
    other = TITLE.replace("2025", "2024")
    reading = page(other, TITLE)

    assert TITLE == reading.report.title
    assert [("", other)] == found(reading, "GD912")
    assert other in [token.text for token in reading.tokens if token.kind == "chrome"]


def test_of_two_titles_the_one_that_the_file_bears_is_taken():
    """The title in the properties of the file tells the title from a link behind it."""
    other = TITLE.replace("2025", "2024")
    document = Document(blocks=(Paragraph(TITLE), Paragraph(other), *BODY), name=f"{TITLE}_示例县人民政府")
    reading = recognise(document)

    assert (TITLE, (Paragraph(other),)) == (reading.report.title, reading.report.preamble)


@pytest.mark.parametrize(
    ("lines", "organ"),
    [
        (["关于示例县柳溪镇人民政府2025年政府信息公开工作年度报告的公示"], ORGAN),
        (["示例县柳溪镇人民政府关于2025年度政府信息公开工作情况的报告"], ORGAN),
        (["《示例县柳溪镇人民政府2025年政府信息公开工作年度报告（公开版）》"], ORGAN),
        (["示例县柳溪镇人民政府政府信息公开工作年度报告（2025年度）"], ORGAN),
        (["示例县柳溪镇人民政府信息公开工作年度报告（2025年）"], ORGAN),
        (["示例县柳溪镇人民政府", "政府信息公开工作年度报告", "（2025年）"], ORGAN),
        (["示例县柳溪镇人民政府政府信息公开2025年度报告"], ORGAN),
        (["示例县柳溪镇人民政府二〇二五年政府信息公开年报"], ORGAN),
        (["示例县柳溪镇人民政府２０２５年政务公开工作年度报告"], ORGAN),
        (["区政府办2025年度信息公开工作年报"], "区政府办"),
        (["示例县“一网通办”中心、数据局2025年政府信息公开工作年度报告"], "示例县“一网通办”中心、数据局"),
        (["政务公开专栏", "2025年政府信息公开工作年度报告"], None),
    ],
)
def test_the_year_may_stand_anywhere_in_the_title(lines, organ):
    """In titles as they are published the year comes first, last, in brackets or in Chinese numerals."""
    report = page(*lines).report

    assert (organ and Organ(organ), 2025) == (report.organ, report.year)


@pytest.mark.parametrize("front", [[], ["依照条例编制，数据统计期限为2025年1月1日至12月31日。"]], ids=len)
def test_a_missing_title_is_reported(front):
    """Without a title neither the organ nor the year is made up."""
    reading = page(*front)

    assert (None, None, None) == (reading.report.organ, reading.report.year, reading.report.title)
    assert {"GD912"} == codes(reading)
    assert tuple(map(Paragraph, front)) == reading.report.preamble


def test_a_title_that_names_no_organ_gives_the_year():
    """A title with the year alone is kept, and reported as incomplete."""
    title = "2025年政府信息公开工作年度报告"
    reading = page(title)

    assert (None, 2025, title) == (reading.report.organ, reading.report.year, reading.report.title)
    assert {"GD912"} == codes(reading)


def test_a_heading_of_the_first_level_is_the_title_whatever_it_says():
    """A first heading in other words is kept as the title, without organ and year."""
    reading = page(Heading("政务 公开\n年报", 1))

    assert (None, None, "政务 公开 年报") == (reading.report.organ, reading.report.year, reading.report.title)
    assert {"GD912"} == codes(reading)


@pytest.mark.parametrize(
    "line", ["首页 > 2025年政府信息公开工作年度报告", "【打印】示例县2025年政府信息公开工作年度报告"]
)
def test_navigation_that_ends_in_the_title_names_no_organ(line):
    """A line of navigation is no title, though it ends like one."""
    reading = page(line, TITLE)

    assert (Organ(ORGAN), TITLE) == (reading.report.organ, reading.report.title)
    assert {"chrome"} == kinds(reading, line)


# --- date of publication, chrome, preamble ----------------------------------------------------------------------------


@pytest.mark.parametrize("written", ["2026年1月5日", "2026-01-05", "2026.1.5", "2026/01/05"])
@pytest.mark.parametrize("label", ["发布日期：", "发布时间:", "发布日期： "])
@pytest.mark.parametrize("before", [True, False])
def test_the_day_of_publication_is_read(written, label, before):
    """A line with the day of publication, before the title or after it, gives the day and is no prose."""
    line = label + written
    reading = page(*([line, TITLE] if before else [TITLE, line]))

    assert date(2026, 1, 5) == reading.report.published
    assert () == reading.report.preamble
    assert {"heading"} == kinds(reading, line)
    assert () == tuple(reading.findings)


def test_the_day_of_publication_among_other_data_of_the_page_is_read():
    """A line that holds more than the day gives the day, and the line is told to be left out."""
    line = "信息来源:示例县 发布日期:2026-01-20 09:19 浏览次数:"
    reading = page(TITLE, line)

    assert date(2026, 1, 20) == reading.report.published
    assert [("", line)] == found(reading, "GD901")


@pytest.mark.parametrize("written", ["2026年2月30日", "2026-13-01", "0000-01-01", "近日"])
def test_a_day_that_is_none_is_not_read(written):
    """A day that the calendar does not have is not made up, and the line is told to be left out."""
    line = f"发布日期：{written}"
    reading = page(TITLE, line)

    assert reading.report.published is None
    assert [("", line)] == found(reading, "GD901")


CHROME = [
    *("首页 > 政务公开", "当前位置：首页", "字号：大 中 小"),
    *("浏览次数：25", "【打印本页】 【关闭窗口】", "扫一扫在手机打开当前页面"),
]


@given(st.lists(st.sampled_from(CHROME), max_size=3), st.lists(st.sampled_from(CHROME), max_size=3))
@some
def test_what_the_web_site_added_is_left_out_and_told(front, tail):
    """Lines of the web site before and after the report are not taken into it, and each is reported."""
    reading = page(*front, TITLE, tail=tail)

    assert recognise(compose(REPORT)).report == reading.report
    assert sorted([*front, *tail]) == sorted(actual for _, actual in found(reading, "GD901"))
    assert sorted([*front, *tail]) == sorted(token.text for token in reading.tokens if token.kind == "chrome")
    assert codes(reading) <= {"GD901"}


def test_what_stands_before_the_title_is_no_part_of_the_report():
    """A table and a line before the title are left out, and each piece of them is reported."""
    grid = Grid(((Cell("索引号"), Cell("123"), Cell(" ")),))
    reading = page(grid, "某某网站", TITLE)

    assert () == reading.report.preamble
    assert ["索引号", "123", "某某网站"] == [actual for _, actual in found(reading, "GD901")]


def test_a_long_paragraph_is_no_chrome_whatever_it_mentions():
    """A long paragraph of prose that mentions a word of web sites is kept, at the head and at the tail."""
    prose = "本机关在门户网站首页设立专栏，" * 8
    reading = page(TITLE, prose, tail=[prose])

    assert (Paragraph(prose),) == reading.report.preamble
    assert Paragraph(prose) == reading.report.other_matters.blocks[-1]


def test_a_free_table_at_the_tail_is_kept():
    """A table at the end of the last section belongs to it."""
    grid = Grid(((Cell("政务微博"), Cell("1个")),))

    assert grid == page(TITLE, tail=[grid]).report.other_matters.blocks[-1]


def test_a_preamble_that_lists_all_sections_is_prose():
    """A sentence that names all six sections begins none of them."""
    line = "本报告由" + "；".join(HEADINGS) + "六部分组成。"
    for body in (BODY, unmarked(BODY)):
        reading = page(TITLE, line, body=body)

        assert (Paragraph(line),) == reading.report.preamble
        assert () == tuple(reading.findings)


def test_a_preamble_that_lists_the_sections_line_by_line_begins_none():
    """A table of contents before the sections does not take their place: every section keeps its words."""
    reading = page(TITLE, "目录", *HEADINGS, body=unmarked(BODY))

    report = reading.report
    assert [WORDS] * 3 == [report.overview, report.problems, report.other_matters]
    assert all(isinstance(getattr(report, name), kinds) for name, kinds in TABLES.items())


# --- sections ---------------------------------------------------------------------------------------------------------


def sections_of(body):
    """The blocks of a body by section, heading first."""
    parts = {}
    for block in body:
        if isinstance(block, Heading) and block.level == 2:
            name = next(name for name, spec in SECTIONS.items() if spec.printed == block.text)
        parts.setdefault(name, []).append(block)
    return parts


PARTS = sections_of(BODY)


@given(st.lists(st.sampled_from(list(PARTS)), min_size=1, unique=True), st.booleans())
@some
def test_a_section_that_is_not_there_is_missing(names, marked):
    """Of the sections, in the order of the form, those that are there are read and the others reported missing."""
    kept = [name for name in PARTS if name in names]
    body = [block for name in kept for block in PARTS[name]]
    reading = page(TITLE, body=body if marked else unmarked(body))

    assert kept == [name for name in PARTS if getattr(reading.report, name) is not None]
    assert [name for name in PARTS if name not in names] == [path for path, _ in found(reading, "GD911")]
    assert [name for name in TABLES if name not in names] == [path for path, _ in found(reading, "GD907")]
    assert codes(reading) <= {"GD911", "GD907"}


@given(st.permutations(list(PARTS)))
@some
def test_sections_out_of_order_keep_what_is_theirs(order):
    """Sections in any order are read with their own words and tables, and the order is reported."""
    reading = page(TITLE, body=[block for name in order for block in PARTS[name]])

    assert recognise(compose(REPORT)).report == reading.report
    assert (set() if order == list(PARTS) else {"GD917"}) == codes(reading)


@pytest.mark.parametrize("name", TABLES)
def test_a_section_without_its_table_is_in_words(name):
    """A section whose table is not there is a narrative, and the table is reported absent."""
    body = [block for each, part in PARTS.items() for block in part if not (each == name and isinstance(block, Grid))]
    reading = page(TITLE, body=[*body[:-1], "文字。"])

    assert Narrative() == getattr(reading.report, name)
    assert [(name, None)] == found(reading, "GD907")


@pytest.mark.parametrize("name", TABLES)
def test_a_table_without_its_heading_is_read(name):
    """A table whose section has no heading is read, and the heading is reported missing."""
    body = [block for block in BODY if block != Heading(SECTIONS[name].printed, 2)]
    reading = page(TITLE, body=body)

    assert isinstance(getattr(reading.report, name), TABLES[name])
    assert [(name, None)] == found(reading, "GD911")


@pytest.mark.parametrize("name", TABLES)
def test_prose_around_a_table_is_kept_on_its_side(name):
    """Words before the table of a section and after it are kept where they stand."""
    first, grid = PARTS[name]
    replaced = [first, Paragraph("前言。"), Heading("（一）表格", 3), grid, Paragraph("注：无。")]
    body = [block for each in PARTS for block in (replaced if each == name else PARTS[each])]
    part = getattr(page(TITLE, body=body).report, name)

    assert (Paragraph("前言。"), Heading("（一）表格", 3)) == part.lead
    assert (Paragraph("注：无。"),) == part.remarks


@pytest.mark.parametrize(
    "words", [Paragraph("注：无。"), Grid(((Cell("注：无。"),),)), Heading("注：无。", 3)], ids=type
)
def test_words_between_tables_without_headings_are_in_the_account(words):
    """Where no section has a heading, what stands between the tables is not lost."""
    first, *others = [block for block in BODY if isinstance(block, Grid)]
    reading = page(TITLE, body=[first, words, *others, words])

    assert 2 == sum(token.text == "注：无。" for token in reading.tokens)


WORDINGS = [(name, label) for name, spec in SECTIONS.items() for label in spec.also]


@pytest.mark.parametrize(("name", "label"), WORDINGS)
@pytest.mark.parametrize("marked", [True, False])
def test_another_known_heading_begins_its_section(name, label, marked):
    """A section under another published wording is found, the wording kept and reported."""
    heading = f"{SECTIONS[name].ordinal}{label}"
    replaced = [Heading(heading, 2) if block == PARTS[name][0] else block for block in BODY]
    reading = page(TITLE, body=replaced if marked else unmarked(replaced))

    assert heading == getattr(reading.report, name).heading
    assert [(name, heading)] == found(reading, "GD902")
    assert {"GD902"} == codes(reading)


@pytest.mark.parametrize(
    ("name", "heading"),
    [
        ("problems", "五、当前存在的主要问题及下步改进措施"),
        ("problems", "五、政府信息公开工作存在的主要问题及整改措施"),
        ("problems", "七、存在的主要问题及改进情况"),
        ("overview", "一．总体情况"),
        ("overview", "一, 总体情况概要"),
        ("remedies", "四、行政复议和诉讼"),
        ("other_matters", "六、其它需报告事项"),
        ("requests", "三、政府信息公开申请的处理情况"),
    ],
)
def test_an_unknown_heading_is_told_by_its_words(name, heading):
    """A heading in words of its own, or under another number, begins the section that its words mean."""
    replaced = [Heading(heading, 2) if block == PARTS[name][0] else block for block in BODY]
    for body in (replaced, unmarked(replaced)):
        reading = page(TITLE, body=body)

        part = getattr(reading.report, name)
        assert getattr(recognise(compose(REPORT)).report, name) == attrs.evolve(part, heading=None)
        assert codes(reading) <= {"GD902"}


@pytest.mark.parametrize("spec", SECTIONS.values(), ids=SECTIONS)
@pytest.mark.parametrize("bracket", ["（一）", "(二)", "（五）"])
def test_a_bracketed_lookalike_begins_no_section(spec, bracket):
    """A sub-heading in the words of a section, under a number in brackets, stays in the section where it stands."""
    line = bracket + spec.label
    first, *rest = PARTS["overview"]
    body = [first, Paragraph(line), *rest, *(block for name in list(PARTS)[1:] for block in PARTS[name])]
    reading = page(TITLE, body=unmarked(body))

    assert [line, "工作平稳。", "没有别的事。"] == [block.text for block in reading.report.overview.blocks]
    assert () == tuple(reading.findings)


def test_a_sentence_in_the_words_of_a_section_begins_none():
    """A numbered sentence that mentions a later section is prose of the section where it stands."""
    line = "三、收到申请12件，均已处理；没有被诉讼。"
    first, *rest = PARTS["overview"]
    body = [first, Paragraph(line), *rest, *(block for name in list(PARTS)[1:] for block in PARTS[name])]
    reading = page(TITLE, body=unmarked(body))

    assert line == reading.report.overview.blocks[0].text
    assert () == tuple(reading.findings)


def test_a_row_label_before_section_four_is_no_heading():
    """“四、结转下年度继续办理” on a line of its own, right before section four, does not take its place."""
    requests, remedies = PARTS["requests"], PARTS["remedies"]
    body = [*PARTS["overview"], *PARTS["proactive"], *requests, Paragraph("四、结转下年度继续办理"), *remedies]
    reading = page(TITLE, body=unmarked(body))

    assert Remedies() == reading.report.remedies
    assert (Paragraph("四、结转下年度继续办理"),) == reading.report.requests.remarks


@pytest.mark.parametrize(
    ("line", "level"),
    [("（一）主动公开", 3), ("(二)依申请公开情况", 3), ("1.主动公开范围", 4), ("2、主动公开途径", 4)],
)
def test_a_numbered_line_is_a_sub_heading_where_headings_are_not_marked(line, level):
    """In a source without headings a short numbered line is a sub-heading; where headings are marked it is prose."""
    first, *rest = PARTS["overview"]
    body = [first, Paragraph(line), *rest]

    assert Heading(line, level) == page(TITLE, body=unmarked(body)).report.overview.blocks[0]
    assert Paragraph(line) == page(TITLE, body=body).report.overview.blocks[0]


@pytest.mark.parametrize("line", ["（一）主动公开120条。", "1.公开了信息；", "（一）" + "长" * 41, "一是加强学习"])
def test_a_numbered_sentence_is_prose(line):
    """A numbered line with a stop in it, or a long one, is a paragraph."""
    first, *rest = PARTS["overview"]

    assert Paragraph(line) == page(TITLE, body=unmarked([first, Paragraph(line), *rest])).report.overview.blocks[0]


@given(st.lists(blocks(), max_size=5))
@some
def test_the_prose_of_a_section_is_kept_in_order(some_blocks):
    """Paragraphs, sub-headings and free tables of a section are read in their order, without their places."""
    report = attrs.evolve(REPORT, overview=Narrative(blocks=some_blocks))
    placed = [attrs.evolve(block, place=Place(line=n)) for n, block in enumerate(compose(report).blocks, start=1)]

    assert report == recognise(Document(blocks=tuple(placed))).report


@pytest.mark.parametrize("level", [1, 2, 7, 9])
@pytest.mark.parametrize("name", ["overview", "problems", "other_matters", "requests"])
def test_a_heading_of_another_level_inside_a_section_is_kept(level, name):
    """A heading inside a section whose level is that of a title or too deep is kept as a sub-heading."""
    first, *rest = PARTS[name]
    replaced = [first, *rest, Heading("主动公开的成效", level), Paragraph("良好。")]
    body = [block for each in PARTS for block in (replaced if each == name else PARTS[each])]
    part = getattr(page(Heading(TITLE, 1), body=body).report, name)

    kept = part.blocks if isinstance(part, Narrative) else part.remarks
    assert ["主动公开的成效", "良好。"] == [block.text for block in kept[-2:]]
    assert isinstance(kept[-2], Heading)


@pytest.mark.parametrize("char", ["\x00", "\x07", "\x0b", "\x1b", "\x7f", "\x85", "\ud800", "\ufffe"])
@pytest.mark.parametrize("where", ["title", "preamble", "heading", "prose", "cell", "tail"])
def test_a_control_character_does_not_stop_the_reader(char, where):
    """A character that no page can show, wherever it stands, does no more harm than to be left out."""
    odd = dict.fromkeys(["title", "preamble", "heading", "prose", "cell", "tail"], "") | {where: char}
    _, *rest = PARTS["overview"]
    numbers = [block for block in BODY if isinstance(block, Grid)][-1]
    lines = [list(line) for line in numbers.rows]
    lines[-1][0] = attrs.evolve(lines[-1][0], text=f"{odd['cell']}0")
    grid = Grid(tuple(map(tuple, lines)))
    body = [
        Heading(f"一、总体{odd['heading']}情况", 2),
        Paragraph(f"工作{odd['prose']}平稳。"),
        *rest[1:],
        *[grid if block is numbers else block for name in list(PARTS)[1:] for block in PARTS[name]],
    ]
    front = [f"{ORGAN}{odd['title']}2025年政府信息公开工作年度报告", f"依照{odd['preamble']}条例。"]
    reading = page(*front, body=body, tail=[f"打印{odd['tail']}"])

    assert (2025, "没有别的事。") == (reading.report.year, reading.report.overview.blocks[-1].text)
    assert isinstance(reading.report.remedies, Remedies)
    assert char not in "".join(block.text for block in compose(reading.report).blocks if not isinstance(block, Grid))


def test_a_number_knows_where_it_stood():
    """The place of a number is the place of its cell, and of no other."""
    grid = next(block for block in BODY if isinstance(block, Grid))
    lines = tuple(
        tuple(attrs.evolve(cell, place=Place(table=1, row=r, cell=c)) for c, cell in enumerate(line, 1))
        for r, line in enumerate(grid.rows, 1)
    )
    reading = page(TITLE, body=[*PARTS["overview"], PARTS["proactive"][0], Grid(lines)])

    assert Place(table=1, row=4, cell=3) == reading.place_of("proactive.normative_documents.repealed")
    assert reading.place_of("requests.received.total") is None


@pytest.mark.parametrize("line_end", ["", "\n"])
def test_the_row_in_which_a_file_ends_is_doubted(line_end):
    """Where a file ends within a line of a table, every number of the line is doubted; a whole line is not."""
    rows = "| 信息内容 | 本年处理决定数量 |\n| --- | --- |\n| 行政许可 | 12 |\n| 行政处罚 | 3 |"
    text = f"# 示例县柳溪镇2025年政府信息公开工作年度报告\n\n## 二、主动公开政府信息情况\n\n{rows}{line_end}"
    reading = gd.read_bytes(text.encode(), "markdown")

    doubted = [] if line_end else [("GD925", "proactive.penalties.decisions", "3")]
    assert doubted == [(each.code, each.path, each.actual) for each in reading.findings if each.code == "GD925"]


def test_no_row_is_doubted_where_a_file_ends_in_its_prose():
    """A file whose last line is prose without an end of line is not cut."""
    text = "示例县柳溪镇2025年政府信息公开工作年度报告\n一、总体情况\n工作平稳"

    assert [] == [each.code for each in gd.read_bytes(text.encode(), "text").findings if each.code == "GD925"]
