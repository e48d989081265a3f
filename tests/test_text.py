"""Text: a line for each paragraph and row, as it is written, and as it is copied from a page."""

import time

import attrs
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import govdisclosure as gd
from govdisclosure.compose import compose
from govdisclosure.document import folded
from govdisclosure.formats import text
from govdisclosure.strategies import annual_reports
from govdisclosure.strategies import blocks as any_blocks

BARS = "|¦│"


def blocks(data):
    """What is read of a text."""
    return list(text.read(data.encode()).blocks)


def cells(*texts):
    """A grid of one line with these texts."""
    return gd.Grid((tuple(gd.Cell(each) for each in texts),))


def copied(report):
    """The text that a browser gives when the page of a report is copied: a cell a line, a bar behind each cell."""
    lines = []
    for block in compose(report).blocks:
        if isinstance(block, gd.Grid):
            lines += [f"{cell.text} |" for row in block.rows for cell in row]
        else:
            lines.append(block.text)
    return "\n".join(lines)


# --- writing ----------------------------------------------------------------------------------------------------------


def written(*some):
    """What is written for these blocks."""
    return text.write(gd.Document(blocks=some)).decode()


def test_a_report_is_written_line_by_line():
    """Headings and paragraphs have a line each, rows stand between bars, and blank cells are seen."""
    report = gd.AnnualReport(
        organ=gd.Organ("示例县柳溪镇人民政府"),
        year=2025,
        overview=gd.Narrative(blocks=[gd.Heading("（一）主动公开"), "全年\n平稳。"]),
        proactive=gd.Narrative(),
        requests=gd.Narrative(),
        remedies=gd.Remedies(reconsideration=gd.CaseOutcomes(upheld=1, corrected=None)),
    )
    lines = gd.dumps(report, "text", options=gd.TextOptions(data=False)).decode().split("\n")

    assert ["示例县柳溪镇人民政府2025年政府信息公开工作年度报告", "", "一、总体情况"] == lines[:3]
    assert ["（一）主动公开", "", "全年 平稳。", "", "二、主动公开政府信息情况"] == lines[4:9]
    assert [
        "| 行政复议 结果维持 | 行政复议 结果纠正 | 行政复议 其他结果 | 行政复议 尚未审结 | 行政复议 总计 |",
        "| 1 | | 0 | 0 | 1 |",
    ] == lines[14:16]


@given(st.lists(any_blocks(plain=False)))
def test_no_line_is_written_with_spaces_around_it(some):
    """Whatever the texts, lines neither begin nor end with white space, and no empty line follows another."""
    lines = written(*some).split("\n")

    assert [line.strip() for line in lines] == lines
    assert all(line or before for line, before in zip(lines[1:-1], lines, strict=False))


RULED = st.lists(
    st.lists(st.text(st.characters(exclude_categories=["C", "Z"], exclude_characters="|"), max_size=5), min_size=2),
    min_size=1,
)


@given(RULED)
def test_rows_between_bars_are_read_as_they_stand(rows):
    """Each row between bars is read for itself, blank cells at its end too."""
    width = max(map(len, rows))
    rows = [[*row, *[""] * (width - len(row))] for row in rows]
    grid = gd.Grid(tuple(tuple(map(gd.Cell, row)) for row in rows))
    document = text.read(written(gd.Paragraph("甲|乙"), grid, gd.Paragraph("丙")).encode())

    assert (gd.Paragraph("甲|乙"), grid, gd.Paragraph("丙")) == document.blocks
    assert not document.flat
    assert list(range(3, 3 + len(rows))) == [row[0].place.line for row in document.blocks[1].rows]


@pytest.mark.parametrize(
    ("data", "flat"),
    [
        ("甲\n\n| 规章 | 0 |\n| 文件 | 0 |", False),
        ("| 规章 | 0 |\n| 文件 |\n\n乙|丙|", False),
        ("  | 规章 | 0 |  ", False),
        ("| |", False),
        ("甲\n| 规章 | 0 |\n乙", False),
        ("| 规章 |\n| 文件 | 0 |", True),
        ("| 规章 | 0 |\n\n文件 | 0 |", True),
        ("| 规章 | 0 |\n\n文件\t0", True),
        ("| 规章 | 0", True),
        ("|规章|0|", True),
        ("规章 | 0 |", True),
        ("| 规章 | 0 |\n|---|---|", True),
        ("甲", True),
    ],
)
def test_rows_are_seen_only_where_every_cell_is_in_one(data, flat):
    """A text shows its rows if each cell is in a row between bars, and none is longer than the one above them all."""
    assert flat is text.read(data.encode()).flat


# --- reading ----------------------------------------------------------------------------------------------------------

LINES = st.lists(st.text(st.characters(exclude_categories=["C", "Z"], exclude_characters=BARS), min_size=1, max_size=9))


@given(LINES)
def test_a_line_is_a_paragraph(lines):
    """Every line without a bar is a paragraph, and knows the number of its line."""
    found = text.read(("\n".join(["甲", *lines])).encode()).blocks

    assert [gd.Paragraph(line) for line in ["甲", *lines]] == list(found)
    assert list(range(1, len(lines) + 2)) == [block.place.line for block in found]


@given(LINES)
def test_cells_stand_before_bars(texts):
    """Cells behind one another are one line of a grid, whether a line of text holds one of them or all."""
    one_a_line = "".join(f"{each} |\n" for each in ["甲", *texts])
    all_on_one = "".join(f"{each} | " for each in ["甲", *texts])

    assert [cells("甲", *texts)] == blocks(one_a_line)
    assert [cells("甲", *texts)] == blocks(all_on_one)


@given(st.text(alphabet=f"甲乙1 \t\n\r\u3000{BARS}", max_size=60))
@example("|\n|")
@example("|\r| |")
def test_no_text_is_lost(words):
    """Whatever the bars and lines, every character that is none of them is in a paragraph or a cell."""
    found = blocks(f"甲{words}")
    texts = [cell.text for block in found if isinstance(block, gd.Grid) for row in block.rows for cell in row]
    texts += [block.text for block in found if isinstance(block, gd.Paragraph)]

    without_bars = dict.fromkeys(map(ord, BARS))

    assert sorted("".join(f"甲{words}".translate(without_bars).split())) == sorted(
        "".join("".join(texts).translate(without_bars).split())
    )


@given(annual_reports(consistent=False))
@settings(max_examples=20)
def test_numbers_are_read_from_copied_text(report):
    """The numbers of a report without blanks are read from the text of its page."""
    whole = attrs.evolve(
        report,
        year=2025,
        title="示例县柳溪镇人民政府2025年政府信息公开工作年度报告",
        overview=gd.Narrative(blocks=["全年平稳。"]),
        remedies=gd.Remedies(),
        **{name: attrs.evolve(part, lead=(), remarks=()) for name in ("proactive", "requests")
           if hasattr(part := getattr(report, name), "lead")},
    )  # fmt: skip
    reading = gd.read_bytes(copied(whole).encode(), "text")

    assert "text" == reading.format
    assert {c.path: c.value for c in gd.cells(whole)} == {c.path: c.value for c in gd.cells(reading.report)}


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("规章 |\n0 |\n3 | ||\n", [cells("规章", "0", "3")]),
        ("甲\n规章 | 0\n乙", [gd.Paragraph("甲"), cells("规章", "0"), gd.Paragraph("乙")]),
        ("规章 |\n\n0 |", [cells("规章", "0")]),
        ("规章¦0│3", [cells("规章", "0", "3")]),
        ("| 甲 |", [cells("甲")]),
        ("甲 | | 乙 |", [cells("甲", "", "乙")]),
        ("甲\r\n\r\n  乙\u3000", [gd.Paragraph("甲"), gd.Paragraph("乙")]),
        ("甲||||", [cells("甲")]),
    ],
)
def test_lines_and_bars(data, expected):
    """Blank lines part nothing, and bars behind the last cell of a line stand for columns that a merged cell covers."""
    assert expected == blocks(data)


def test_a_cell_knows_its_line():
    """A cell knows on which line of the text it stood."""
    (found,) = text.read("甲 |\n\n乙 | 丙 |".encode()).blocks

    assert [1, 3, 3] == [cell.place.line for cell in found.rows[0]]
    assert 1 == found.place.line


def test_text_has_no_zero_bytes():
    """Anything may be text but what has a zero byte in it."""
    assert text.looks_like("甲".encode())
    assert not text.looks_like(b"a\0")


def test_text_that_is_none_is_refused():
    """Bytes that are text in no encoding are refused."""
    with pytest.raises(gd.ReadError, match="应为文字"):
        text.read(b"\xff\xff\xff")


def seconds(line):
    """How long it takes to read a line, the better of two times."""
    times = []
    for _ in range(2):
        begun = time.perf_counter()
        (found,) = text.read(line.encode()).blocks
        times.append(time.perf_counter() - begun)
        assert "x" == folded(found.rows[0][-1].text)
    return min(times)


@pytest.mark.parametrize("piece", ["|\t", " |", "|", " ", "\u3000"])
def test_a_long_line_takes_no_longer_than_it_is(piece):
    """A line that is six times as long takes about six times as long to read, not the square of it."""
    short, long = (seconds(f"甲 | {piece * n}x") for n in (1000, 6000))

    assert long < 12 * short + 0.1


def test_a_row_under_two_wordings_of_its_label_is_doubted():
    """Where a label stands once without numbers and once, worded otherwise, with them, these are not taken."""
    lines = ["示例县柳溪镇人民政府2025年政府信息公开工作年度报告", "二、主动公开政府信息情况", "第二十条第（一）项"]
    lines += [f"{cell} |" for cell in ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数", "规章", 0, 0, 0)]
    lines += [f"{cell} |" for cell in ("规范性文件", "行政规范性文件", 2, 1, 9)]
    reading = gd.read_bytes("\n".join(lines).encode(), "text")
    doubts = [finding for finding in reading.findings if "另有一处用字不同" in finding.message]

    assert gd.DocumentCounts(issued=None, repealed=None, in_force=None) == reading.report.proactive.normative_documents
    assert ["proactive.normative_documents"] == [finding.path for finding in doubts]


def test_a_number_that_goes_on_below_is_not_cut_at_its_point():
    """An amount whose decimals stand on the next line is doubted, and never taken without them."""
    lines = ["示例县柳溪镇人民政府2019年政府信息公开工作年度报告", "二、主动公开政府信息情况", "第二十条第（九）项"]
    lines += ["信息内容", "采购项目数量", "采购总金额", "政府集中采购", "2", "75394432", ".52元"]
    reading = gd.read_bytes("\n".join(lines).encode(), "text")

    assert gd.Procurement(projects=None, amount=gd.Money(None)) == reading.report.proactive.procurement
    assert {"proactive.procurement.projects", "proactive.procurement.amount"} <= reading.unsure


def test_a_blank_at_the_end_of_a_row_is_doubted_where_other_rows_have_blanks_behind_them():
    """Where a row is followed by blanks that are no cells of it, a blank that ends another row may be none either."""
    lines = ["示例县柳溪镇人民政府2025年政府信息公开工作年度报告", "二、主动公开政府信息情况", "第二十条第（一）项"]
    lines += ["信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |"]
    lines += ["规章 | 1 | 2 |  |", "行政规范性文件 | 3 | 4 | 5 | | |"]
    reading = gd.read_bytes("\n".join(lines).encode(), "text")
    doubts = [finding.path for finding in reading.findings if "数字后面另有空白" in finding.message]

    assert gd.DocumentCounts(issued=None, repealed=None, in_force=None) == reading.report.proactive.rules
    assert ["proactive.rules"] == doubts
