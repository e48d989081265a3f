"""What is read of a table of the form, whole and damaged: each number is right, or blank and under a finding."""

from decimal import Decimal

import attrs
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from form_tables import DATA, TABLE_FOUR, TABLE_THREE, TABLE_TWO
from govdisclosure.account import READING_CODES, reading_finding
from govdisclosure.addresses import cells
from govdisclosure.compose import compose
from govdisclosure.document import Cell, Document, Grid, Heading, Paragraph, Place
from govdisclosure.findings import Severity
from govdisclosure.layout import draw
from govdisclosure.numbers import read_number
from govdisclosure.recognise import recognise
from govdisclosure.report import (
    TABLES,
    AnnualReport,
    ByApplicant,
    Narrative,
    Organ,
    Proactive,
    Remedies,
    Requests,
    shapes,
)
from govdisclosure.strategies import amounts, counts, proactive_tables, remedies_tables, requests_tables
from govdisclosure.tables import read_table
from govdisclosure.values import printed, refuse_amount, refuse_change, refuse_count
from govdisclosure.wording import table_of

some = settings(max_examples=20)

# --- a sound report, and its tables as lines of cells -----------------------------------------------------------------


def report_of(proactive, requests, remedies):
    """A report with these three tables and a little prose."""
    prose = Narrative(blocks=["工作平稳。"])
    tables = {"proactive": proactive, "requests": requests, "remedies": remedies}
    organ = Organ("示例县柳溪镇人民政府")
    return AnnualReport(organ=organ, year=2025, overview=prose, problems=prose, other_matters=prose, **tables)


def reports(*, blanks=False, mixed=False):
    """Sound reports with all three tables."""
    return st.builds(
        report_of,
        proactive_tables(blanks=blanks),
        requests_tables(blanks=blanks, mixed=mixed),
        remedies_tables(blanks=blanks),
    )


def distinct():
    """A report in which no two cells hold the same number, so that none can be taken for another."""
    numbers = iter(range(101, 400))

    def filled(value):
        names = [field.name for field in attrs.fields(type(value)) if field.metadata]
        return attrs.evolve(
            value,
            **{
                name: filled(child) if attrs.has(type(child)) else type(child)(next(numbers))
                for name in names
                for child in [getattr(value, name)]
            },
        )

    return report_of(filled(Proactive()), filled(Requests()), filled(Remedies()))


REPORT = distinct()
NAMES = list(TABLES)
FORM = {"proactive": TABLE_TWO, "requests": TABLE_THREE, "remedies": TABLE_FOUR}
HEADER_LINES = {"requests": 3, "remedies": 3}


def lines_of(report, name):
    """The table of a section as a list of lines, each a list of cells, numbers filled in."""
    (grid,) = [block for block in compose(report).blocks if isinstance(block, Grid) and name_of(block) == name]
    return [list(line) for line in grid.rows]


def name_of(grid):
    """The section whose cells a drawn grid holds."""
    return next(cell.path.split(".")[0] for line in grid.rows for cell in line if cell.path)


def grid_of(lines):
    """Lines of cells as a grid, without the paths that a reader is to find."""
    return Grid(tuple(tuple(attrs.evolve(cell, path="") for cell in line) for line in lines))


def reread(report, **tables):
    """The reading of a report in whose document each named table is replaced by the blocks given for it."""
    blocks = []
    for block in compose(report).blocks:
        if isinstance(block, Grid):
            replaced = tables.get(name_of(block), [grid_of(block.rows)])
            blocks += replaced
        else:
            blocks.append(block)
    return recognise(Document(blocks=tuple(blocks)))


def under(path, parents):
    """Whether a path is one of the parents or lies below one."""
    return any(f"{path}.".startswith(f"{parent}.") for parent in parents if parent)


def lost(report, reading):
    """The paths of the cells that were not read; fails on a number that is wrong or blank without an error above it."""
    read = {cell.path: cell.value for cell in cells(reading.report)}
    wanted = {cell.path: cell.value for cell in cells(report)}
    missing = {path for path in wanted if read.get(path) != wanted[path]}
    doubted = {finding.path for finding in reading.findings if finding.severity is Severity.ERROR}

    assert {} == {path: (wanted[path], read[path]) for path in missing if read.get(path) is not None}
    assert set() == {path for path in missing if not under(path, doubted)}
    assert set() == {path for path in missing if path in read} - reading.unsure

    return missing


def paths_in(line):
    """The paths of the cells of a line."""
    return {cell.path for cell in line if cell.path}


def codes(reading):
    """The codes of what a reading has to say."""
    return [finding.code for finding in reading.findings]


def data_lines(lines):
    """The numbers of the lines that hold numbers."""
    return [number for number, line in enumerate(lines) if paths_in(line)]


ROWS = [(name, number) for name in NAMES for number in data_lines(lines_of(REPORT, name))]
CELLS = [
    (name, number, position)
    for name, number in ROWS
    for position, cell in enumerate(lines_of(REPORT, name)[number])
    if cell.path
]
HEADERS = [
    (name, number, position)
    for name in NAMES
    for number, line in enumerate(lines_of(REPORT, name))
    if not paths_in(line) and len(line) > 1
    for position, cell in enumerate(line)
    if cell.text != TABLES[name][0].TABLE.corner
]


def pick(choices):
    """A strategy for one of the places in the tables."""
    return st.sampled_from(choices)


# --- numbers ----------------------------------------------------------------------------------------------------------


@given(counts(blanks=True))
def test_a_count_is_read_as_it_is_printed(value):
    """A count, or a blank, is read without remark."""
    assert (value, "") == read_number(printed(value))


@given(amounts(blanks=True))
def test_an_amount_is_read_with_the_decimals_it_is_printed_with(value):
    """An amount is read without remark, its decimals kept."""
    read, remark = read_number(printed(value), "amount")

    assert (printed(value), "") == (printed(read), remark)


@given(st.integers(1000, 10**15))
def test_separators_of_thousands_are_read_and_remarked_on(value):
    """A count with separators of thousands is read, with a remark."""
    assert (value, "含有千位分隔符") == read_number(f"{value:,}")


@given(st.text(max_size=12), st.booleans())
def test_what_is_read_as_a_number_is_one(text, amount):
    """Whatever stands in a cell, there comes of it a number, or nothing and a remark unless the cell is blank."""
    value, remark = read_number(text, "amount" if amount else "count")

    assert value is None or (type(value) is (Decimal if amount else int) and value >= 0)
    assert value is not None or remark or not text.split()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,035", 1035),
        ("１２", 12),
        ("3件", 3),
        ("3 件", 3),
        ("012", 12),
        ("１，０３５", 1035),
    ],
)
def test_an_odd_spelling_of_a_count_is_read_with_a_remark(text, value):
    """A count spelled in an unusual way is read, and the way is remarked on."""
    read, remark = read_number(text)

    assert value == read
    assert remark


@pytest.mark.parametrize(
    "text",
    [
        *("/", "-", "--", "无", "\\", "约3", "-1", "+19", "1.0", "1.5", "1,03", "10,35", "1,0355", "3/4", "减4", "三"),
        *("3件左右", "1e3", "0x1F", "1_000", "½", "9" * 19, "1;2"),
    ],
)
def test_what_is_no_certain_count_is_left_blank_with_a_remark(text):
    """A cell whose text is not certainly a count gives no number, and the remark says so."""
    read, remark = read_number(text)

    assert read is None
    assert remark


@pytest.mark.parametrize(("text", "value"), [("11.80万元", "11.80"), ("１１.８", "11.8"), ("1,035.5", "1035.5")])
def test_an_odd_spelling_of_an_amount_is_read_with_a_remark(text, value):
    """An amount spelled in an unusual way is read, and the way is remarked on."""
    read, remark = read_number(text, "amount")

    assert Decimal(value) == read
    assert remark


@pytest.mark.parametrize(
    ("kind", "refuse"),
    [("count", refuse_count), ("change", refuse_change), ("amount", refuse_amount), ("money", refuse_amount)],
)
@given(text=st.from_regex(r"[+-]?[0-9]{1,25}(\.[0-9]{1,15})?", fullmatch=True))
@example(text="0.0000001")
@example(text="-99999999999999")
def test_what_is_read_can_stand_in_a_cell(kind, refuse, text):
    """Whatever digits a cell has, the number that is read of it is one that a report can hold."""
    read, remark = read_number(text, kind)
    value = read.amount if kind == "money" else read

    assert refuse(value) is None
    assert value is not None or remark


@pytest.mark.parametrize("text", ["75394432.52元", "-1", "11.", ".8", "1.2.3", "11,8", "3件", "NaN", "1E3", "约3"])
def test_what_is_no_certain_amount_is_left_blank_with_a_remark(text):
    """A cell whose text is not certainly an amount in 万元 gives no number, and the remark says so."""
    read, remark = read_number(text, "amount")

    assert read is None
    assert remark


@pytest.mark.parametrize("code", READING_CODES)
def test_a_finding_about_the_reading_has_the_weight_and_the_address_of_its_code_and_path(code):
    """A finding about the reading weighs what its code weighs, and has the address of its path."""
    at_a_cell = reading_finding(code, "甲", path="requests.received.total", actual="1")

    assert (READING_CODES[code][0], "表三·一·总计", "1") == (at_a_cell.severity, at_a_cell.address, at_a_cell.actual)
    assert not reading_finding(code, "甲").address


# --- which table ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_the_form_written_out_by_hand_is_recognised(name):
    """A table typed from the form, with blank cells, is taken for the table of its section and read without finding."""
    rows = [tuple(Cell("" if text is DATA else text, *spans) for text, *spans in row) for row in FORM[name]]
    grid = Grid(tuple(rows))

    assert name == table_of(grid)
    reading = read_table(name, [grid])
    assert () == reading.findings
    assert {None} == {
        cell.value for cell in cells(attrs.evolve(REPORT, **{name: reading.section})) if under_name(cell, name)
    }


def under_name(cell, name):
    """Whether a cell is of that section."""
    return cell.path.startswith(f"{name}.")


@given(st.lists(st.lists(st.sampled_from(["网站", "1个", "其他", "总计", "", "12", "数量"]), min_size=1), max_size=4))
def test_a_free_table_is_no_table_of_the_form(rows):
    """A table of other words, though two of them stand on the form too, is not taken for one of the form."""
    others = [["政务微博", "政务微信", "短视频账号"], ["新闻发布会", "图解", "访谈"]]

    assert not table_of(Grid(tuple(tuple(map(Cell, row)) for row in [*rows, *others])))


def test_a_grid_without_cells_is_no_table_of_the_form():
    """An empty grid is not taken for a table of the form."""
    assert not table_of(Grid(()))


@pytest.mark.parametrize("name", NAMES)
def test_a_table_is_absent_if_none_of_its_rows_is_there(name):
    """Of a table without any row nothing is read, and every row is reported."""
    header = [line for line in lines_of(REPORT, name) if not paths_in(line)]
    reading = read_table(name, [grid_of(header)])

    assert reading.section is None
    missing = {finding.path for finding in reading.findings if finding.code == "GD906"}
    assert all(under(cell.path, missing) for cell in cells(REPORT) if under_name(cell, name))


# --- whole tables -----------------------------------------------------------------------------------------------------


@given(reports(blanks=True), st.booleans())
@some
def test_a_whole_table_is_read_as_it_is_printed(report, flat):
    """What is printed is read, blanks as blanks, without doubt; also if no line of the table ends."""
    tables = {name: [flattened(lines_of(report, name))] for name in NAMES} if flat else {}
    reading = reread(report, **tables)

    assert report == reading.report
    assert () == tuple(reading.findings)
    assert frozenset() == reading.unsure


def flattened(lines):
    """All cells on one line, as text copied from a page has them."""
    return grid_of([[cell for line in lines for cell in line]])


@given(reports(blanks=True, mixed=True))
@some
def test_a_table_three_with_one_row_of_the_older_form_keeps_its_shape(report):
    """三（六）其他处理 as one row of its own is read as one row."""
    reading = reread(report)

    assert isinstance(reading.report.requests.outcomes.otherwise_closed, ByApplicant)
    assert report == reading.report
    assert () == tuple(reading.findings)


@pytest.mark.parametrize("section", [shape for kinds in TABLES.values() for kind in kinds for shape in shapes(kind)])
def test_every_shape_of_a_table_is_read_without_doubt(section):
    """Each shape that the declarations allow is recognised and read, blank as it is drawn."""
    name = next(name for name, kinds in TABLES.items() if isinstance(section, kinds))
    grid = draw(section, name)
    reading = read_table(name, [grid])

    assert name == table_of(grid)
    assert () == reading.findings
    assert draw(section, name) == draw(reading.section, name)


@given(reports(blanks=True), st.permutations(NAMES))
@some
def test_a_table_is_recognised_in_whichever_section_it_stands(report, order):
    """Tables that stand in one another's sections are read into their own."""
    grids = {name: grid_of(lines_of(report, name)) for name in NAMES}
    reading = reread(report, **{place: [grids[name]] for place, name in zip(NAMES, order, strict=True)})

    assert set() == lost(report, reading)


@given(reports(blanks=True), st.data())
@some
def test_every_number_is_accounted_for_with_its_place(report, data):
    """Each cell of a table becomes one token, in order, and a number knows where it stood and where it went."""
    name = data.draw(pick(NAMES))
    lines = lines_of(report, name)
    placed = [
        [attrs.evolve(cell, place=Place(table=1, row=r, cell=c)) for c, cell in enumerate(line)]
        for r, line in enumerate(lines)
    ]
    reading = reread(report, **{name: [grid_of(placed)]})
    (first, *_) = [n for n, token in enumerate(reading.tokens) if token.place]
    tokens = reading.tokens[first : first + sum(map(len, lines))]

    assert [(cell.text, cell.path, cell.place) for line in placed for cell in line] == [
        (token.text, token.path, token.place) for token in tokens
    ]
    assert {"cell", "label"} == {token.kind for token in tokens}
    assert all(cell.place == reading.place_of(cell.path) for line in placed for cell in line if cell.path)


# --- rows -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "number"), ROWS)
def test_a_row_that_is_not_there_is_missing_and_nothing_else_is(name, number):
    """Without one of its lines a table lacks that row, which is reported at the row."""
    lines = lines_of(REPORT, name)
    gone = lines.pop(number)
    reading = reread(REPORT, **{name: [grid_of(lines)]})

    assert paths_in(gone) == lost(REPORT, reading)
    (missing,) = [finding for finding in reading.findings if finding.severity is Severity.ERROR]
    assert "GD906" == missing.code
    assert paths_in(gone) == {cell.path for cell in cells(REPORT) if under(cell.path, [missing.path])}


@given(reports(), st.data())
@some
def test_numbers_follow_their_labels(report, data):
    """Two rows of table three that change places keep their numbers."""
    lines = lines_of(report, "requests")
    one, other = data.draw(st.lists(pick(data_lines(lines)), min_size=2, max_size=2, unique=True))
    lines[one], lines[other] = lines[other], lines[one]
    reading = reread(report, requests=[grid_of(lines)])

    assert set() == lost(report, reading)


COLUMNS_ABOVE = {2: "documents", 3: "documents", 6: "decisions", 9: "decisions", 10: "decisions", 13: "fees"}


@given(st.permutations(data_lines(lines_of(REPORT, "proactive"))))
@some
def test_a_row_of_table_two_is_read_where_the_columns_above_it_are_its_own(order):
    """Rows of table two in any order are read where their columns stand above them, and doubted elsewhere."""
    lines = lines_of(REPORT, "proactive")
    moved = dict(zip(data_lines(lines), order, strict=True))
    reading = reread(REPORT, proactive=[grid_of([lines[moved.get(n, n)] for n in range(len(lines))])])

    strayed = [row for place, row in moved.items() if COLUMNS_ABOVE[place] != COLUMNS_ABOVE[row]]
    assert set().union(*(paths_in(lines[row]) for row in strayed)) == lost(REPORT, reading)


@given(reports(), st.data(), st.booleans(), st.integers(1, 2))
@some
def test_a_row_printed_again_with_the_same_numbers_does_no_harm(report, data, flat, times):
    """A row that is printed two or three times alike, wherever, is read once."""
    lines = lines_of(report, "requests")
    again = lines[data.draw(pick(data_lines(lines)))]
    for _ in range(times):
        lines.insert(data.draw(st.integers(HEADER_LINES["requests"], len(lines))), again)
    reading = reread(report, requests=[flattened(lines) if flat else grid_of(lines)])

    assert set() == lost(report, reading)
    assert () == tuple(reading.findings)


@given(st.data(), st.booleans())
@some
def test_a_row_printed_again_with_other_numbers_is_left_blank(data, flat):
    """Of a row that is printed twice, and not alike, neither is taken."""
    lines = lines_of(REPORT, "requests")
    number = data.draw(pick(data_lines(lines)))
    again = list(lines[number])
    position = data.draw(pick([n for n, cell in enumerate(again) if cell.path]))
    again[position] = attrs.evolve(again[position], text="7")
    repeated = data.draw(st.lists(st.sampled_from([again, lines[number]]), max_size=1))
    for extra in [again, *repeated]:
        lines.insert(data.draw(st.integers(HEADER_LINES["requests"], len(lines))), extra)
    reading = reread(REPORT, requests=[flattened(lines) if flat else grid_of(lines)])

    assert paths_in(again) == lost(REPORT, reading)
    assert "GD910" in codes(reading)


@pytest.mark.parametrize("flat", [False, True], ids=["lines", "flat"])
def test_the_shape_is_chosen_by_what_it_leaves_unread(flat):
    """Two rows of 三（六） that cannot be read do not turn its three rows into the single row of the older form."""
    lines = lines_of(REPORT, "requests")
    damaged = [n for n, line in enumerate(lines) if "otherwise_closed" in line[-1].path and "_overdue" in line[-1].path]
    for number in damaged:
        del lines[number][-1]
    reading = reread(REPORT, requests=[flattened(lines) if flat else grid_of(lines)])

    assert 2 == len(damaged)
    whole = lines_of(REPORT, "requests")
    assert set().union(*(paths_in(whole[number]) for number in damaged)) == lost(REPORT, reading)


EXTRA = ["9.属于本市规定的其他情形", *map(str, range(901, 908))]


@given(reports(), st.data())
@some
def test_a_row_that_the_form_does_not_have_stands_alone(report, data):
    """An extra row is reported, kept beside the table, and touches no other row."""
    lines = lines_of(report, "requests")
    lines.insert(data.draw(pick(data_lines(lines))), [Cell(text) for text in EXTRA])
    reading = reread(report, requests=[grid_of(lines)])

    assert set() == lost(report, reading)
    assert (Grid((tuple(map(Cell, EXTRA)),)),) == reading.report.requests.remarks
    assert [("GD922", " ".join(EXTRA))] == [(finding.code, finding.actual) for finding in reading.findings]


@given(st.data())
@some
def test_a_row_that_the_form_does_not_have_stands_alone_where_no_line_ends(data):
    """Where lines are not to be seen, an extra row begins at its label and touches no other row either."""
    lines = lines_of(REPORT, "requests")
    number = data.draw(pick(data_lines(lines)))
    lines.insert(number + 1, [Cell(text) for text in EXTRA])
    reading = reread(REPORT, requests=[flattened(lines)])

    assert set() == lost(REPORT, reading)
    assert (Grid((tuple(map(Cell, EXTRA)),)),) == reading.report.requests.remarks


# --- cells ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "number"), ROWS)
@pytest.mark.parametrize("flat", [False, True], ids=["lines", "flat"])
def test_a_row_that_lacks_a_cell_is_left_blank(name, number, flat):
    """Without one of its cells, whichever, a row is left blank and no other row is."""
    lines = lines_of(REPORT, name)
    positions = [position for position, cell in enumerate(lines[number]) if cell.path]
    for position in {positions[0], positions[len(positions) // 2], positions[-1]}:
        shorter = [*lines[:number], [*lines[number][:position], *lines[number][position + 1 :]], *lines[number + 1 :]]
        reading = reread(REPORT, **{name: [flattened(shorter) if flat else grid_of(shorter)]})

        assert paths_in(lines[number]) == lost(REPORT, reading)
        assert {"GD905", "GD906"} & set(codes(reading))


@given(st.data(), st.sampled_from(["5", "五件"]))
@some
def test_a_row_that_has_a_cell_too_many_is_left_blank(data, text):
    """With one cell more, anywhere among its numbers, a row is left blank and no other row is."""
    name, number, position = data.draw(pick(CELLS))
    lines = lines_of(REPORT, name)
    lines[number].insert(position + data.draw(st.integers(0, 1)), Cell(text))
    reading = reread(REPORT, **{name: [grid_of(lines)]})

    assert paths_in(lines[number]) == lost(REPORT, reading)


@given(reports(), st.data(), st.integers(1, 3))
@some
def test_empty_cells_at_the_end_of_a_row_do_no_harm(report, data, count):
    """Empty cells that follow a full row, as columns covered by a merged cell leave them, are passed over."""
    name, number = data.draw(pick(ROWS))
    lines = lines_of(report, name)
    lines[number] += [Cell("")] * count
    reading = reread(report, **{name: [grid_of(lines)]})

    assert set() == lost(report, reading)
    assert () == tuple(reading.findings)


@given(st.data())
@some
def test_an_empty_cell_is_blank_and_not_zero(data):
    """A cell without text is read as blank, and not counted among those that could not be read."""
    name, number, position = data.draw(pick(CELLS))
    lines = lines_of(REPORT, name)
    path = lines[number][position].path
    lines[number][position] = Cell(data.draw(st.sampled_from(["", " ", "\u00a0", "\u3000\n"])))
    reading = reread(REPORT, **{name: [grid_of(lines)]})

    assert () == tuple(reading.findings)
    assert frozenset() == reading.unsure
    assert [path] == [cell.path for cell in cells(reading.report) if cell.value is None]


@given(st.data(), st.sampled_from(["/", "约3", "-1", "1.0.0", "-", "无", "见附件", "1 1件半", "9" * 19, "3~5"]))
@some
def test_a_cell_without_a_number_is_left_blank_alone(data, text):
    """A cell that holds something else than a number is blank and reported there, and the rest of its row is read."""
    name, number, position = data.draw(pick(CELLS))
    lines = lines_of(REPORT, name)
    path = lines[number][position].path
    lines[number][position] = Cell(text)
    reading = reread(REPORT, **{name: [grid_of(lines)]})

    assert {path} == lost(REPORT, reading)
    assert [("GD904", path, text)] == [(each.code, each.path, each.actual) for each in reading.findings]


@given(st.data(), st.sampled_from([("1,035", 1035), ("１２", 12), ("007", 7), (" 5\n", 5)]))
@some
def test_a_number_in_another_spelling_is_read(data, spelled):
    """A number in an odd spelling is read, and the spelling is remarked on at the cell."""
    text, value = spelled
    name, number, position = data.draw(pick(CELLS))
    lines = lines_of(REPORT, name)
    path = lines[number][position].path
    lines[number][position] = Cell(text)
    reading = reread(REPORT, **{name: [grid_of(lines)]})

    assert value == next(cell.value for cell in cells(reading.report) if cell.path == path)
    expected = [] if text.strip() == str(value) else [("GD908", path)]
    assert expected == [(each.code, each.path) for each in reading.findings]


@given(st.data(), st.sampled_from([("3件", 3), ("1.0", None)]))
@some
def test_a_count_is_told_from_an_amount(data, spelled):
    """A count may have its unit beside it, and no decimals."""
    text, value = spelled
    name, number, position = data.draw(pick([place for place in CELLS if place[:2] != ("proactive", 13)]))
    lines = lines_of(REPORT, name)
    path = lines[number][position].path
    lines[number][position] = Cell(text)
    reading = reread(REPORT, **{name: [grid_of(lines)]})

    assert value == next(cell.value for cell in cells(reading.report) if cell.path == path)
    assert [("GD908" if value else "GD904", path)] == [(each.code, each.path) for each in reading.findings]


# --- columns ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("flat", [False, True], ids=["lines", "flat"])
@pytest.mark.parametrize("take", ["headers", "numbers", "both"])
@pytest.mark.parametrize("column", range(7))
def test_a_table_that_lacks_a_column_is_left_blank(column, take, flat):
    """Where a column lacks its header, its numbers or both, it is not certain which number is whose.

    The total alone covers no other column, so that those beside it stay certain without it.
    """
    lines = lines_of(REPORT, "requests")
    header = [cell.text for cell in [*lines[1][:1], *lines[2], *lines[1][-1:]]][column]
    kept = []
    for number, line in enumerate(lines):
        cells_of_line = [cell for cell in line if cell.path]
        wanted = cells_of_line[column] if cells_of_line else None
        drop_header = number in {1, 2} and take != "numbers"
        drop_number = wanted is not None and take != "headers"
        kept.append(
            [
                cell
                for cell in line
                if not (drop_header and cell.text == header) and not (drop_number and cell is wanted)
            ]
        )
    reading = reread(REPORT, requests=[flattened(kept) if flat else grid_of(kept)])
    certain = column == 6 and take == "both"

    paths = {path for line in lines for path in paths_in(line)}
    assert {path for path in paths if path.endswith(".total") or not certain} == lost(REPORT, reading)


@pytest.mark.parametrize("at", [1, 2, 3])
def test_labels_that_the_end_of_a_page_cuts_through_are_put_together(at):
    """Where a page ends within the headers of table four each goes on below, column by column, and that is said."""
    *heads, numbers = grid_of(lines_of(REPORT, "remedies")).rows
    drawn = Grid(tuple(heads))
    ends = {c: cell.text for r, c, cell in drawn.positions() if r + cell.rowspan == len(heads)}
    upper = [
        tuple(attrs.evolve(cell, text=cell.text[:at]) if r + cell.rowspan == len(heads) else cell for cell in line)
        for r, line in enumerate(heads)
    ]
    rests = tuple(Cell(text[at:]) for _, text in sorted(ends.items()))
    reading = reread(REPORT, remedies=[Grid(tuple(upper)), Grid((rests, numbers))])

    assert set() == lost(REPORT, reading)
    assert [("GD916", "remedies")] == [(each.code, each.path) for each in reading.findings]


def test_numbers_beside_the_second_half_of_a_label_are_of_the_row():
    """Where a label goes on in a row of its own and the numbers stand there, they are those of the label."""
    lines = lines_of(REPORT, "requests")
    at = next(n for n, line in enumerate(lines) if line[0].text == "2.没有现成信息需要另行制作")
    label, *numbers = lines[at]
    begin = [attrs.evolve(label, text="2.没有现成信息"), *(Cell("") for _ in numbers)]
    end = [attrs.evolve(label, text="需要另行制作"), *numbers]
    reading = reread(REPORT, requests=[grid_of([*lines[:at], begin, end, *lines[at + 1 :]])])

    assert set() == lost(REPORT, reading)


SWAPS = [
    (one, other)
    for one in HEADERS
    for other in HEADERS
    if one[0] == other[0]
    and one < other
    and lines_of(REPORT, one[0])[one[1]][one[2]].text != lines_of(REPORT, one[0])[other[1]][other[2]].text
    and (one[0] != "proactive" or one[1] == other[1])
]


def numbers_of(report):
    """The numbers of a report by path."""
    return {cell.path: cell.value for cell in cells(report)}


def below_heads(lines):
    """For the path of each number its row and the set of the headers that stand above it."""
    found, heads = {}, {}
    for r, c, cell in Grid(tuple(map(tuple, lines))).positions():
        if cell.path:
            row = "" if cell.path.startswith("remedies") else cell.path.rpartition(".")[0]
            found[cell.path] = (row, frozenset(heads.get(c, [])))
        elif not paths_in(lines[r]):
            for column in range(c, c + cell.colspan):
                heads[column] = [*heads.get(column, []), cell.text] if len(lines[r]) > 1 else []
    return found


@pytest.mark.parametrize("name", NAMES)
def test_columns_under_one_anothers_headers_are_read_under_these(name):
    """Where any two headers have changed places, each number is read under the header above it, or left blank."""
    drawn = lines_of(REPORT, name)
    for one, other in [pair for pair in SWAPS if pair[0][0] == name]:
        lines = [list(line) for line in drawn]
        lines[one[1]][one[2]], lines[other[1]][other[2]] = lines[other[1]][other[2]], lines[one[1]][one[2]]
        reading = reread(REPORT, **{name: [grid_of(lines)]})

        read = numbers_of(reading.report)
        sure = {key: read[path] for path, key in below_heads(drawn).items() if read[path] is not None}
        numbers = numbers_of(REPORT)
        printed = [(row, heads, numbers[path]) for path, (row, heads) in below_heads(lines).items()]
        wrong = [
            key
            for key, value in sure.items()
            if not any(row == key[0] and heads <= key[1] and number == value for row, heads, number in printed)
        ]
        assert [] == wrong
        assert {"GD905", "GD921"} & set(codes(reading))


@given(reports(blanks=True), st.integers(4, 27), st.booleans())
@some
def test_a_header_repeated_on_a_new_page_does_no_harm(report, number, flat):
    """The header rows of table three may be printed again between any two rows."""
    lines = lines_of(report, "requests")
    again = [*lines[:number], *lines[: HEADER_LINES["requests"]], *lines[number:]]
    reading = reread(report, requests=[flattened(again) if flat else grid_of(again)])

    assert set() == lost(report, reading)
    assert () == tuple(reading.findings)


@given(st.integers(4, 27), st.data())
@some
def test_a_header_repeated_in_another_order_rules_the_rows_below_it(number, data):
    """Rows below a second header whose columns are in another order are read by that one, and this is said."""
    lines = lines_of(REPORT, "requests")
    one, other = data.draw(st.lists(st.integers(0, 4), min_size=2, max_size=2, unique=True))
    header = [list(line) for line in lines[:3]]
    header[2][one], header[2][other] = header[2][other], header[2][one]
    again = [*lines[:number], *header, *lines[number:]]
    reading = reread(REPORT, requests=[grid_of(again)])

    moved = [list(line) for line in again]
    for line in moved[number + 3 :]:
        numbers = [place for place, cell in enumerate(line) if cell.path]
        line[numbers[one + 1]], line[numbers[other + 1]] = line[numbers[other + 1]], line[numbers[one + 1]]
    right = numbers_of(reread(REPORT, requests=[grid_of([*moved[:number], *moved[number + 3 :]])]).report)
    read = numbers_of(reading.report)
    assert {} == {path: read[path] for path in read if read[path] not in {right[path], None}}
    assert {"GD905", "GD921"} & set(codes(reading))


# --- labels -----------------------------------------------------------------------------------------------------------

LABELS = [
    (name, number, position)
    for name in NAMES
    for number, line in enumerate(lines_of(REPORT, name))
    for position, cell in enumerate(line)
    if cell.header
]


def misprints(text):
    """A label with one character left out, put wrong or printed twice, by turns, at each place."""
    for n in range(len(text)):
        yield text[: n + (n % 3 == 2)] + "错" * (n % 3 == 1) + text[n + (n % 3 != 2) :]


@pytest.mark.parametrize(("name", "number", "position"), LABELS)
def test_a_misprinted_label_never_gives_a_wrong_number(name, number, position):
    """With one character of any label wrong, each number is still right, or blank and reported."""
    lines = lines_of(REPORT, name)
    label = lines[number][position]
    for text in misprints(label.text):
        lines[number][position] = attrs.evolve(label, text=text)
        reading = read_table(name, [grid_of(lines)])
        whole = attrs.evolve(REPORT, **{name: reading.section})
        read = {cell.path: cell.value for cell in cells(whole) if under_name(cell, name)}
        wanted = {cell.path: cell.value for cell in cells(REPORT) if under_name(cell, name)}
        doubted = [finding.path for finding in reading.findings if finding.severity is Severity.ERROR]

        missing = {path for path in wanted if read.get(path) is None}
        assert {path: wanted[path] for path in wanted.keys() - missing} == {
            path: read[path] for path in read.keys() - missing
        }
        assert set() == {path for path in missing if not under(path, doubted)}


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (8, "2.其他法律行政止公开"),
        (3, "一、本年度新收政府信息公开申请数量"),
        (11, "5．属于三类内部事物信息"),
        (26, "（七）总计数"),
        (19, "2．重复的申请"),
    ],
)
def test_a_label_that_is_nearly_the_forms_is_read_and_reported(number, text):
    """A row under a label that is nearly the form's is read, and the wording reported; or else it is missing."""
    lines = lines_of(REPORT, "requests")
    labels = [n for n, cell in enumerate(lines[number]) if cell.header]
    lines[number][labels[-1]] = Cell(text)
    reading = reread(REPORT, requests=[grid_of(lines)])

    missing = lost(REPORT, reading)
    assert missing in (set(), paths_in(lines[number]))
    assert bool(missing) != bool({"GD903", "GD920"} & set(codes(reading)))
    assert any(text in (finding.actual or text) for finding in reading.findings)


@pytest.mark.parametrize(
    ("name", "number", "text"),
    [
        ("proactive", 3, "规范性文件"),
        ("proactive", 0, "第二十条 第 (一) 项"),
        ("proactive", 12, "信 息 内 容"),
        ("requests", 6, "（二）部分公开"),
        ("requests", 9, '3．危及"三安全一稳定"'),
        ("requests", 13, "7、属于行政\n执法案卷"),
        ("requests", 13, "7. 属于行政执法案卷"),
        ("requests", 13, "属于行政执法案卷"),
        ("requests", 5, "1、予以公开"),
        ("requests", 26, "七、总计（合计）"),
        ("requests", 27, "四．结转下年度继续办理"),
    ],
)
def test_another_known_wording_of_a_label_is_read_without_remark(name, number, text):
    """White space, width and punctuation of a label, and its known other wordings, make no difference."""
    lines = lines_of(REPORT, name)
    labels = [n for n, cell in enumerate(lines[number]) if cell.header]
    lines[number][labels[0] if text == "信 息 内 容" else labels[-1]] = Cell(text)
    reading = reread(REPORT, **{name: [grid_of(lines)]})

    assert set() == lost(REPORT, reading)
    assert () == tuple(reading.findings)


# --- pieces -----------------------------------------------------------------------------------------------------------


@given(reports(), st.integers(4, 27), st.integers(4, 27), st.booleans(), st.booleans())
@some
def test_a_table_in_pieces_is_put_together(report, first, second, header, prose):
    """Table three in two or three grids is read, with or without headers on each; a single row may be lost."""
    lines = lines_of(report, "requests")
    cuts = sorted({3, first, second, len(lines)})
    starts = [0, *cuts[1:-1]]
    pieces = [lines[start:stop] for start, stop in zip(starts, [*cuts[1:-1], len(lines)], strict=True)]
    grids = [grid_of([*(lines[:3] if header and n else []), *piece]) for n, piece in enumerate(pieces)]
    blocks = [block for grid in grids for block in ([grid, Paragraph("续上页。")] if prose else [grid])]
    reading = reread(report, requests=blocks)

    whole = all(len(piece) > 1 for piece in pieces) or header
    missing = lost(report, reading)
    assert not missing or not whole


@pytest.mark.parametrize("name", NAMES)
def test_a_table_printed_twice_does_no_harm(name):
    """A table that is printed again, number for number, is read once."""
    grid = grid_of(lines_of(REPORT, name))
    reading = reread(REPORT, **{name: [grid, grid]})

    assert set() == lost(REPORT, reading)
    assert () == tuple(reading.findings)


def test_table_four_in_three_tables_is_right_or_doubted():
    """Table four drawn as three tables of five numbers gives no wrong number."""
    five = [cell for cell in lines_of(REPORT, "remedies")[1] if cell.rowspan == 2]
    numbers = lines_of(REPORT, "remedies")[3]
    pieces = [
        grid_of([[Cell(title)], five, numbers[5 * n : 5 * n + 5]])
        for n, title in enumerate(["行政复议", "未经复议直接起诉", "复议后起诉"])
    ]

    assert lost(REPORT, reread(REPORT, remedies=pieces)) in (set(), {cell.path for cell in numbers})


# --- any damage -------------------------------------------------------------------------------------------------------


def edit(lines, what, one, other):
    """One of the ways in which a table is spoiled, at two places taken modulo its size."""
    if not lines:
        return lines
    here, there = one % len(lines), other % len(lines)
    position = other % max(len(lines[here]), 1)
    changed = [list(line) for line in lines]
    match what:
        case "drop line":
            del changed[here]
        case "drop cell":
            del changed[here][position : position + 1]
        case "repeat line":
            changed.insert(there, changed[here])
        case "swap lines":
            changed[here], changed[there] = changed[there], changed[here]
        case "misprint":
            changed[here] = [
                attrs.evolve(cell, text=cell.text[:-1]) if n == position and not cell.path else cell
                for n, cell in enumerate(changed[here])
            ]
        case "unknown line":
            changed.insert(here, [Cell(text) for text in EXTRA])
        case "odd cell":
            changed[here] = [
                attrs.evolve(cell, text="约3") if n == position and cell.path else cell
                for n, cell in enumerate(changed[here])
            ]
    return changed


EDITS = st.tuples(
    st.sampled_from(["drop line", "drop cell", "repeat line", "swap lines", "misprint", "unknown line", "odd cell"]),
    st.integers(0, 40),
    st.integers(0, 40),
)


@given(st.sampled_from(NAMES), st.lists(EDITS, max_size=5))
@settings(max_examples=80)
def test_no_damage_gives_a_wrong_number(name, edits):
    """However a table is spoiled, each of its numbers is right, or blank and reported, and the others are all right."""
    lines = lines_of(REPORT, name)
    for each in edits:
        lines = edit(lines, *each)
    reading = reread(REPORT, **{name: [grid_of(lines)]})

    assert set() == {path for path in lost(REPORT, reading) if not path.startswith(f"{name}.")}


@given(st.lists(st.lists(st.text(max_size=6), max_size=5), max_size=5), st.sampled_from(NAMES))
def test_a_table_of_anything_is_read_without_failure(rows, name):
    """Whatever stands in a table, it is read, and every piece of it is in the account."""
    grid = Grid(tuple(tuple(map(Cell, row)) for row in rows))
    reading = read_table(name, [grid])

    (tokens,) = reading.tokens
    assert [text for row in rows for text in row if text.strip()] == [each.text for each in tokens if each.text.strip()]


def test_headings_do_not_matter_to_a_table():
    """A table is read though no section has a heading."""
    blocks = [block for block in compose(REPORT).blocks if not isinstance(block, Heading)]
    reading = recognise(Document(blocks=tuple(blocks)))

    assert set() == lost(REPORT, reading)


def test_a_blank_row_behind_a_row_of_unknown_words_is_doubted():
    """Where words that are no label have numbers and the label behind them has none, these are not taken for blanks."""
    lines = lines_of(REPORT, "requests")
    row = next(n for n, line in enumerate(lines) if line[0].text.startswith("2.重复申请"))
    lines[row - 1] = [attrs.evolve(c, text="甲乙丙丁戊己庚辛") if "信访" in c.text else c for c in lines[row - 1]]
    lines[row] = [attrs.evolve(c, text="") if c.path else c for c in lines[row]]
    reading = reread(REPORT, requests=[grid_of(lines)])

    assert "requests.outcomes.not_processed.repeat_request.natural_persons" in reading.unsure
