"""Text without cells, in the ways that copying flattens it: each number is right, or blank and under a finding."""

import random
import time
from collections import Counter

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import govdisclosure as gd
from govdisclosure._spec import fields_of
from govdisclosure.compose import compose
from govdisclosure.document import Cell, Grid, Heading, Paragraph
from govdisclosure.findings import Severity
from govdisclosure.flattened import is_furniture, regridded
from govdisclosure.headings import split_at_headings
from govdisclosure.layout import draw
from govdisclosure.report import Proactive, Proactive2019
from govdisclosure.strategies import _balanced, _filled, _size, proactive_tables, remedies_tables, requests_tables
from test_corpus import numbers_of, read_of, truth_of

some = settings(max_examples=25)
BARS = "|¦│"
TABLE_NAMES = ("proactive", "requests", "remedies")

# --- reports ----------------------------------------------------------------------------------------------------------

SENTENCES = (
    "全年平稳。",
    "本年行政许可和行政处罚有所减少，规章没有变化。",
    "无。",
    "收到申请75件，自然人72件、总计75件。",
)
proses = st.lists(st.sampled_from(SENTENCES).map(Paragraph), max_size=2)


def report_of(edition, tables, proses):
    """A report with three tables and some prose before, between and behind them."""
    passages = iter(proses)
    told = {name: gd.Narrative(blocks=next(passages)) for name in ("overview", "problems", "other_matters")}
    with_prose = {
        name: attrs.evolve(table, lead=next(passages), remarks=next(passages))
        for name, table in zip(TABLE_NAMES, tables, strict=True)
    }
    title = "示例县柳溪镇人民政府2025年政府信息公开工作年度报告"
    return gd.AnnualReport(
        organ=gd.Organ("示例县柳溪镇人民政府"), year=2025, title=title, edition=edition, **told, **with_prose
    )


def small_tables(edition):
    """Tables of small numbers, most of them zero, whose sums come out."""
    one_row = edition is gd.Edition.V2019
    requests = next(shape for shape in gd.report.shapes(gd.Requests) if is_one_row(shape) is one_row)
    numbers = st.sampled_from([0, 0, 0, 0, 0, 1, 2, 5, 10, 37, 120])
    two = Proactive2019() if one_row else Proactive()

    def lists(size):
        return st.lists(numbers, min_size=size, max_size=size)

    def second(values):
        last = gd.Money(values[-1], "万元") if one_row else values[-1]
        return _filled(two, iter([*values[:-1], last]), totals=True)

    return st.tuples(
        lists(_size(two, totals=True)).map(second),
        st.tuples(lists(_size(requests.outcomes) + 6), lists(6)).map(lambda both: _balanced(requests, *both)),
        lists(_size(gd.Remedies())).map(lambda values: _filled(gd.Remedies(), iter(values))),
    )


def is_one_row(requests):
    """Whether 三（六） is one row."""
    return isinstance(requests.outcomes.otherwise_closed, gd.ByApplicant)


def large_tables(edition, *, blanks):
    """Tables of numbers of any size."""
    one_row = edition is gd.Edition.V2019
    return st.tuples(
        proactive_tables(blanks=blanks, edition=edition),
        requests_tables(blanks=blanks, mixed=one_row),
        remedies_tables(blanks=blanks),
    )


def reports(*, blanks=False, small=False):
    """Sound reports of either edition with all three tables."""

    def of(edition):
        tables = small_tables(edition) if small else large_tables(edition, blanks=blanks)
        return st.builds(report_of, st.just(edition), tables, st.lists(proses, min_size=9, max_size=9))

    return st.sampled_from(gd.Edition).flatmap(of)


# --- ways to flatten --------------------------------------------------------------------------------------------------


def cells_of(grid):
    """The texts of a grid, line by line."""
    return [[cell.text for cell in line] for line in grid.rows]


def by_lines(table):
    """A flattener that puts every block on a line and makes lines of a table with *table*."""

    def flatten(report, chance):
        parts = []
        for block in compose(report).blocks:
            parts += table(block, chance) if isinstance(block, Grid) else [block.text]
        return "\n".join(parts)

    return flatten


def bars(grid, chance):
    """A cell a line with a bar behind it, and more bars for the columns it covers."""
    return [f"{cell.text} {chance.choice(BARS) * cell.colspan}" for line in grid.rows for cell in line]


def lines(grid, chance):
    """A cell a line, blank ones left out."""
    return [text for line in cells_of(grid) for text in line if text]


def pipes(grid, chance):
    """A row a line, bars between the cells."""
    return [" | ".join(line) + chance.choice(["", " |", " | |"]) for line in cells_of(grid)]


def furnished(grid, chance):
    """A cell a line, with what stands at the head and foot of a page between some rows."""
    found = []
    for line in cells_of(grid):
        found += [text for text in line if text]
        if chance.random() < 0.2:
            found += chance.choice([["- 3 -"], ["[page 4]", "— 4 —"], ["第 3 页 共 5 页"], ["P.3"]])
    return found


def broken(grid, chance):
    """Labels broken over lines anywhere, each number on a line."""
    found = []
    for line in grid.rows:
        for cell in line:
            found += [cell.text] if cell.path else broken_at_random(cell.text, chance)
    return [text for text in found if text]


def broken_at_random(text, chance):
    """*text* in pieces."""
    cuts = sorted(n for n in range(1, len(text)) if chance.random() < 0.3)
    return [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]


def rows_by_spaces(grid, chance):
    """A row a line, white space between the cells."""
    return [chance.choice([" ", "\t", "\u3000"]).join(text for text in line if text) for line in cells_of(grid)]


def spaced(report, chance):
    """A cell a line, an empty line behind each, and one empty line more for a blank cell."""
    found = []
    for block in compose(report).blocks:
        texts = [cell.text for line in block.rows for cell in line] if isinstance(block, Grid) else [block.text]
        found += [f"{text}\n" if text else "" for text in texts]
    return "\n".join(found)


def run_together(between):
    """A flattener that runs headings into the text and the cells together, with what *between* gives between cells."""

    def flatten(report, chance):
        found = ""
        for block in compose(report).blocks:
            if isinstance(block, Grid):
                texts = [cell.text for line in block.rows for cell in line if cell.text]
                found = found.removesuffix("\n") + "\n" * (not found.endswith("情况"))
                found += "".join(text + between(chance) for text in texts) + "\n"
            elif isinstance(block, Heading):
                found += block.text + "\n" * (block.level == 1)
            else:
                found += "\n" * found.endswith("情况") + block.text
        return found

    return flatten


STYLES = {
    "bars": by_lines(bars),
    "lines": by_lines(lines),
    "pipes": by_lines(pipes),
    "furnished": by_lines(furnished),
    "broken": by_lines(broken),
    "rows by spaces": by_lines(rows_by_spaces),
    "spaced": spaced,
    "squashed": run_together(lambda chance: ""),
    "squashed with spaces": run_together(lambda chance: " " * (chance.random() < 0.6)),
}
KEEPS_ALL = ("bars", "lines", "furnished", "broken", "rows by spaces", "spaced")
DROPS_BLANKS = ("squashed", "squashed with spaces", "rows by spaces")
seeds = st.integers(0, 2**32).map(random.Random)

# --- what is held of every reading ------------------------------------------------------------------------------------


def read(text):
    """The reading of a text."""
    return gd.read_bytes(text.encode(), "text")


def covers(path, cell):
    """Whether a path is the cell's, or that of a row, a table or a section it is in."""
    return bool(path) and f"{cell}.".startswith(f"{path}.")


def assert_right_or_told(report, reading):
    """Each cell is right, or blank and under an error."""
    wanted, found = read_of(report), read_of(reading.report)
    errors = {finding.path for finding in reading.findings if finding.severity is Severity.ERROR}
    missing = {path for path, value in wanted.items() if found.get(path) != value}

    assert {} == {path: (wanted[path], found[path]) for path in missing if found.get(path) is not None}
    assert [] == [path for path in sorted(missing) if not any(covers(error, path) for error in errors)]
    assert {} == {path: value for path, value in found.items() if path not in wanted and value is not None}


def assert_all_accounted_for(text, reading):
    """Each letter of the text but bars is in one token."""
    kept = Counter("".join(text.split()).translate(dict.fromkeys(map(ord, BARS))))

    assert kept == Counter("".join("".join(token.text for token in reading.tokens).split()))


def prose_of(report):
    """The prose of each section in order, how it is parted left out."""
    parts = {name: getattr(report, name) for name in fields_of(gd.AnnualReport)}
    return {
        name: ["".join("".join(block.text for block in passage).split()) for passage in passages_of(part)]
        for name, part in parts.items()
    }


def passages_of(part):
    """The prose of a section: before the table and behind it, or all of it."""
    return [part.blocks] if isinstance(part, gd.Narrative) else [part.lead, part.remarks]


# --- properties -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("style", STYLES)
@given(reports(), seeds)
@settings(max_examples=10)
def test_large_numbers_are_right_or_told(style, report, chance):
    """In every style a number of any size is right or blank under an error, and prose and pieces are all there."""
    text = STYLES[style](report, chance)
    reading = read(text)

    assert_right_or_told(report, reading)
    assert_all_accounted_for(text, reading)
    assert prose_of(report) == prose_of(reading.report)
    if style in KEEPS_ALL:
        assert read_of(report) == read_of(reading.report)


@pytest.mark.parametrize("style", STYLES)
@given(reports(small=True), seeds)
@settings(max_examples=10)
def test_small_numbers_are_right_or_told(style, report, chance):
    """In every style a small number is right or blank under an error, and prose and pieces are all there."""
    text = STYLES[style](report, chance)
    reading = read(text)

    assert_right_or_told(report, reading)
    assert_all_accounted_for(text, reading)
    assert prose_of(report) == prose_of(reading.report)


@pytest.mark.parametrize("style", [style for style in STYLES if style not in DROPS_BLANKS])
@given(reports(blanks=True), seeds)
@settings(max_examples=10)
def test_beside_blank_cells_numbers_are_right_or_told(style, report, chance):
    """Where cells are blank no number moves into another cell."""
    text = STYLES[style](report, chance)
    reading = read(text)

    assert_right_or_told(report, reading)
    assert_all_accounted_for(text, reading)


@given(reports(blanks=True), seeds)
@some
def test_an_empty_line_more_is_a_blank_cell(report, chance):
    """Where empty lines part the cells, one more is a blank cell; but blanks at the end of a table are not seen."""
    wanted, found = read_of(report), read_of(read(spaced(report, chance)).report)
    last_rows = ("proactive.procurement.", "proactive.fees.", "requests.carried_over.", "remedies.")

    assert set() == {path for path in wanted if wanted[path] != found[path] and not path.startswith(last_rows)}


# --- digits that run together -----------------------------------------------------------------------------------------

TITLE = "示例县柳溪镇人民政府2025年政府信息公开工作年度报告"
SECTION_TWO = f"{TITLE}\n二、主动公开政府信息情况"
HEAD_OF_TWO = "第二十条第（一）项 信息内容 本年制发件数 本年废止件数 现行有效件数"


def table_two(rules="000", documents="000", before="", behind=""):
    """A report with the first rows of table two."""
    return f"{SECTION_TWO}\n{before}{HEAD_OF_TWO}\n规章{rules}行政规范性文件{documents}\n{behind}"


def table_three(rows=None, otherwise="0000000"):
    """A report whose table three has these numbers in the rows, counted from 0."""
    rows = rows or {}
    found, row = f"{TITLE}\n三、收到和处理政府信息公开申请情况\n", 0
    for line in GRIDS["requests"].rows:
        found += "".join(f"{cell.text} " for cell in line if not cell.path)
        if any(cell.path for cell in line):
            found += rows.get(row, otherwise) + "\n"
            row += 1
    return found


GRIDS = {name: draw(shape, name) for name, shape in [("requests", gd.Requests()), ("remedies", gd.Remedies())]}
RECEIVED, GRANTED, PARTIALLY, TOTAL = 0, 2, 3, 23
TWO_WAYS = "110000011"  # 1 10 0 0 0 0 11 or 11 0 0 0 0 0 11


def codes_at(reading, path):
    """The codes of what is said of a path."""
    return [finding.code for finding in reading.findings if finding.path == path]


def values_of(reading, path):
    """The numbers below a path, in the order of print."""
    return [value for each, value in read_of(reading.report).items() if each.startswith(f"{path}.")]


def test_the_only_way_to_part_digits_is_taken_and_told():
    """Digits that can be parted in one way only, by the sum of the row, are, and the finding shows both."""
    reading = read(table_three({RECEIVED: "713000074"}))
    (finding,) = [finding for finding in reading.findings if finding.path == "requests.received"]

    assert [71, 3, 0, 0, 0, 0, 74] == values_of(reading, "requests.received")
    assert ("GD919", Severity.WARNING, "713000074") == (finding.code, finding.severity, finding.actual)
    assert "71 3 0 0 0 0 74" in finding.message


@pytest.mark.parametrize(
    ("digits", "count", "shown"),
    [
        ("898989", 10, "（8 9 8989；8 98 989；8 989 89；8 9898 9；…）"),
        ("1234", 3, "（1 2 34；1 23 4；12 3 4）"),
        ("12 34", 2, "（1 2 34；12 3 4）"),
        ("12034", 4, "（1 20 34；1 203 4；12 0 34；120 3 4）"),
    ],
)
def test_of_several_ways_to_part_digits_none_is_taken(digits, count, shown):
    """Digits without a sum that can be parted in several ways are left blank, and the first ways are shown."""
    reading = read(table_two(documents=digits))
    (finding,) = [finding for finding in reading.findings if finding.path == "proactive.normative_documents"]

    assert [None] * 3 == values_of(reading, "proactive.normative_documents")
    assert ("GD918", digits) == (finding.code, finding.actual)
    assert f"有 {count} 种分法{shown}" in finding.message
    assert "".join(digits.split()) == "".join(token.text for token in reading.residue)


@pytest.mark.parametrize("digits", ["1000002", "10", "1000010", "-1 3", "1,0000001", "约5", "1" * 40, "9" * 41])
def test_digits_that_no_way_to_part_makes_add_up_are_left_blank(digits):
    """Digits that cannot be parted so that the sum of the row comes out are left blank under an error."""
    reading = read(table_three({RECEIVED: digits}))

    assert [None] * 7 == values_of(reading, "requests.received")
    assert ["GD905"] == codes_at(reading, "requests.received")


def test_rows_are_settled_together_by_the_sums_of_the_table():
    """Two rows that may each be parted in two ways are parted in the one way with which their total comes out."""
    total = "22 0 0 0 0 0 22"
    reading = read(table_three({RECEIVED: total, GRANTED: TWO_WAYS, PARTIALLY: TWO_WAYS, TOTAL: total}))

    for row in ("granted", "partially_granted"):
        assert [11, 0, 0, 0, 0, 0, 11] == values_of(reading, f"requests.outcomes.{row}")
        assert ["GD919"] == codes_at(reading, f"requests.outcomes.{row}")


@pytest.mark.parametrize("total", ["12 10 0 0 0 0 22", "5 5 5 0 0 7 22"])
def test_rows_that_the_sums_of_the_table_do_not_settle_are_left_blank(total):
    """Two rows that may be parted in two ways also together, or in none, are left blank under an error."""
    reading = read(table_three({RECEIVED: total, GRANTED: TWO_WAYS, PARTIALLY: TWO_WAYS, TOTAL: total}))

    for row in ("granted", "partially_granted"):
        assert [None] * 7 == values_of(reading, f"requests.outcomes.{row}")
        assert ["GD918"] == codes_at(reading, f"requests.outcomes.{row}")


@pytest.mark.parametrize(("rows", "code"), [({}, "GD905"), (dict.fromkeys(range(2, 17), TWO_WAYS), "GD918")])
def test_digits_with_very_many_ways_are_left_blank_at_once(rows, code):
    """Neither many digits in a row nor many rows with several ways take long."""
    begun = time.perf_counter()
    reading = read(table_three(rows, otherwise="0000000" if rows else "12" * 20))

    assert 2 > time.perf_counter() - begun
    assert [code] == codes_at(reading, "requests.outcomes.granted")
    assert [None] * 7 == values_of(reading, "requests.outcomes.granted")


def test_digits_under_headers_that_are_not_the_forms_are_not_parted():
    """Where a column header is missing, digits are left blank though there is but one way to part them."""
    reading = read(table_two(rules="123").replace("本年废止件数", ""))

    assert [None] * 3 == values_of(reading, "proactive.rules")
    assert "GD905" in {finding.code for finding in reading.findings if finding.path == "proactive"}


def test_a_row_of_running_digits_printed_twice_with_the_same_digits_is_read_once():
    """A row that is printed again, with the same numbers, does no harm."""
    label = GRIDS["requests"].rows[3][0].text
    reading = read(table_three({RECEIVED: f"713000074\n{label} 713000074"}))

    assert [71, 3, 0, 0, 0, 0, 74] == values_of(reading, "requests.received")
    assert ["GD919"] == codes_at(reading, "requests.received")


def test_a_row_of_running_digits_printed_twice_with_other_digits_is_left_blank():
    """Of a row that is printed twice, with other numbers, none is taken."""
    reading = read(table_two(rules="123", behind="规章456\n"))

    assert ["GD910"] == [code for code in codes_at(reading, "proactive.rules") if code != "GD919"]
    assert [None] * 3 == values_of(reading, "proactive.rules")


@pytest.mark.parametrize("digits", ["123", "1 23"])
def test_where_a_blank_cell_may_have_been_dropped_digits_without_a_sum_are_not_certain(digits):
    """The row 1, blank, 23 comes out as 1 23 or 123, and so may not be read as 1, 2, 3 without an error."""
    assert_right_or_blank("proactive.rules", [1, None, 23], read(table_two(rules=digits)))


def test_where_blank_cells_may_have_been_dropped_digits_with_a_sum_are_not_certain():
    """The row 5 0 2 10 12 blank 29 comes out as 502101229, and so may not be read as 5 0 21 0 1 2 29."""
    reading = read(table_three({RECEIVED: "502101229"}))

    assert_right_or_blank("requests.received", [5, 0, 2, 10, 12, None, 29], reading)


def assert_right_or_blank(path, wanted, reading):
    """Each number below a path is right or blank."""
    found = values_of(reading, path)

    assert [] == [(a, b) for a, b in zip(wanted, found, strict=True) if b is not None and a != b]


@pytest.mark.parametrize(
    ("digits", "printed"),
    [
        ("12", [12, None]),
        ("512", [5, gd.Money(12)]),
        ("5 12", [5, gd.Money(12)]),
        ("5 12.5", [5, gd.Money("12.5")]),
        ("512.5万元", [5, gd.Money("12.5", "万元")]),
    ],
)
def test_money_that_runs_together_with_a_count_is_right_or_blank(digits, printed):
    """The amount of the older form, glued to the number of projects, is read only where it is certain."""
    report = report_of(gd.Edition.V2019, (Proactive2019(), gd.Requests(), gd.Remedies()), [[]] * 9)
    text = STYLES["squashed"](report, random.Random(0)).replace("政府集中采购00", f"政府集中采购{digits}")

    assert_right_or_blank("proactive.procurement", printed, read(text))


def test_a_wholly_blank_row_before_a_label_in_brackets_costs_no_other_row():
    """Where empty lines stand for blank cells, the label in brackets behind a blank row is no note on its label."""
    numbers = [None] * _size(gd.Requests(), totals=True)
    numbers[2 * 7 : 4 * 7] = [1, 0, 0, 0, 0, 0, 1] * 2
    requests = _filled(gd.Requests(), iter(numbers), totals=True)
    report = report_of(gd.Edition.V2021, (Proactive(), requests, gd.Remedies()), [[]] * 9)
    reading = read(spaced(report, random.Random(0)))

    assert read_of(report) == read_of(reading.report)
    assert [] == [finding for finding in reading.findings if finding.severity is Severity.ERROR]


# --- what is a table and what is prose --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sentence",
    [
        "全年办理行政许可12件，规章3件。",
        "本机关（规章、行政许可、行政处罚）均已公开。",
        "共有总计、其他两项；行政强制5件",
    ],
)
def test_a_sentence_that_mentions_labels_is_no_table(sentence):
    """Labels inside a sentence make no table."""
    blocks = [Paragraph(sentence), Paragraph("无。")]

    assert blocks == regridded(blocks, "proactive")
    assert "GD907" in codes_at(read(f"{SECTION_TWO}\n{sentence}"), "proactive")


def test_prose_before_and_behind_a_table_is_kept():
    """Lines before the first label and behind the last row are the prose of the section."""
    reading = read(table_two(before="具体情况如下：\n见表。\n", behind="以上数据截至年底。\n说明完毕。\n"))

    assert (Paragraph("具体情况如下："), Paragraph("见表。")) == reading.report.proactive.lead
    assert (Paragraph("以上数据截至年底。"), Paragraph("说明完毕。")) == reading.report.proactive.remarks


@pytest.mark.parametrize(
    "remark", ["其他情况说明如下。", "规章制度健全。", "总计数据截至年底。", "行政许可以外无其他事项。"]
)
def test_prose_that_begins_with_a_label_is_kept(remark):
    """A remark behind the table stays prose if it begins as a label does, and so does the one before it."""
    reading = read(table_two(behind=f"以上数据截至年底。\n{remark}\n完。\n"))

    assert tuple(map(Paragraph, ["以上数据截至年底。", remark, "完。"])) == reading.report.proactive.remarks


def test_prose_before_a_table_that_begins_with_a_label_costs_no_row():
    """A line before the table that begins as a label does stays prose, and the row is read."""
    reading = read(table_two(rules=" 1 2 3 ", before="规章制度健全。\n说明一。\n"))

    assert tuple(map(Paragraph, ["规章制度健全。", "说明一。"])) == reading.report.proactive.lead
    assert [1, 2, 3] == values_of(reading, "proactive.rules")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("平稳。二、主动公开政府信息情况 规章000", ["平稳。", "二、主动公开政府信息情况", "规章000"]),
        ("一、概述平稳。六、其他需要报告的事项无。", ["一、概述", "平稳。", "六、其他需要报告的事项", "无。"]),
        ("平稳。二、 主动公开 政府信息情况", ["平稳。", "二、 主动公开 政府信息情况"]),
        ("如主动公开政府信息情况所述", ["如主动公开政府信息情况所述"]),
        ("三、主动公开政府信息情况", ["三、主动公开政府信息情况"]),
        (" 无 ", ["无"]),
    ],
)
def test_a_heading_that_runs_into_text_is_split_off(text, expected):
    """A heading of the form with its ordinal stands alone afterwards; the words without it stay where they are."""
    assert expected == [block.text for block in split_at_headings([Paragraph(text)], flat=True)]


def test_headings_and_tables_are_not_split():
    """A block that is a heading or a table already is left as it is."""
    blocks = [Heading("见二、主动公开政府信息情况"), Grid(((Cell("见二、主动公开政府信息情况"),),))]

    assert blocks == list(split_at_headings(blocks, flat=True))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *((text, True) for text in ("- 4 -", "—4—", "－ 12 －", "[page 3]", "[PAGE 3]", "P. 3", "第 3 页 共 5 页")),
        *((text, False) for text in ("4", "- -", "-4", "page 3", "见第3页", "")),
    ],
)
def test_page_numbers_are_furniture(text, expected):
    """The number of a page is told from a number that stands alone."""
    assert expected == is_furniture(Paragraph(text))
    assert not is_furniture(Grid(((Cell(text),),)))


def test_furniture_between_the_numbers_of_a_row_is_left_out():
    """A page may end within a row; its number is accounted for as what the page added."""
    reading = read(table_two(rules=" 1\n- 2 -\n[page 3]\n2\n3\n"))

    assert [1, 2, 3] == values_of(reading, "proactive.rules")
    assert ["- 2 -", "[page 3]"] == [token.text for token in reading.tokens if token.kind == "chrome"]


def test_two_tables_in_one_section_are_told_apart():
    """Where a heading is lost, the table below it is found behind the one before."""
    zeros = [_filled(shape, iter([0] * 200), totals=True) for shape in (Proactive(), gd.Requests(), gd.Remedies())]
    report = report_of(gd.Edition.V2021, zeros, [[]] * 9)
    text = STYLES["lines"](report, random.Random(0)).replace("三、收到和处理政府信息公开申请情况\n", "")

    assert read_of(report) == read_of(read(text).report)


def test_text_without_headings_and_bars_is_no_report():
    """Labels alone, under no heading, are not put together."""
    with pytest.raises(gd.ReadError):
        read("规章\n1\n2\n3\n")


def test_leading_bars_do_not_shift_the_numbers_of_table_four():
    """A bar before the numbers of table four and a blank cell at their end do not move them by one."""
    heads = "\n".join("| " + " | ".join(cell.text for cell in line) + " |" for line in GRIDS["remedies"].rows[:-1])
    numbers = [*map(str, range(1, 15)), ""]
    reading = read(f"{TITLE}\n四、政府信息公开行政复议、行政诉讼情况\n{heads}\n| {' | '.join(numbers)} |\n")

    assert_right_or_blank("remedies", [*range(1, 15), None], reading)


# --- published reports ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "least"),
    [("003-hongze-2023.pdftext.txt", 186), ("017-pingtan-2022.txt", 180), ("019-pingtan-2024.txt", 180)],
)
def test_published_text_without_cells_is_read(corpus, name, least):
    """Of the text layer of a PDF every number is read, of squashed pages nearly all, and none is wrong."""
    raw = corpus / "raw" / name
    wanted = numbers_of(truth_of(raw))
    found = read_of(gd.read(raw, "text").report)

    assert {} == {path: found[path] for path in wanted if found.get(path) not in (None, wanted[path])}
    assert least <= sum(found.get(path) == value for path, value in wanted.items())
