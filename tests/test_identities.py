"""The arithmetic of tables three and four: what must add up, and which cell is wrong where it does not."""

from itertools import product

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govdisclosure.identities import Fault, Kind, Verdict, examine, identities
from govdisclosure.report import ByApplicant, CaseOutcomes, Litigation, OtherwiseClosed, Outcomes, Remedies, Requests
from govdisclosure.shape import numbers
from govdisclosure.strategies import annual_reports, remedies_tables, requests_tables

few = settings(max_examples=40)  # a whole report takes a while to draw

ROWS = 25
COLUMNS = 7


def with_cells(value, changes):
    """*value* with other numbers in the cells at some paths."""
    for path, number in changes.items():
        name, _, rest = path.partition(".")
        child = with_cells(getattr(value, name), {rest: number}) if rest else number
        value = attrs.evolve(value, **{name: child})
    return value


def located(verdict):
    """The wrong cells of a verdict as path, value found, value expected."""
    return [(fault.path, fault.actual, fault.expected) for fault in verdict.faults]


def matrix(table):
    """The numbers of table three as a grid of rows and columns, in the order of print."""
    flat = [value or 0 for value in numbers(table).values()]
    return [flat[start : start + COLUMNS] for start in range(0, len(flat), COLUMNS)]


def row(first, step=1):
    """A row that begins with *first* and goes up by *step*, its total right."""
    return ByApplicant(
        natural_persons=first,
        enterprises=first + step,
        research_institutions=first + 2 * step,
        public_interest_organizations=first + 3 * step,
        legal_service_institutions=first + 4 * step,
        others=first + 5 * step,
    )


BASE = Requests(
    received=row(150, 3),
    carried_in=row(50),
    outcomes=Outcomes(granted=row(60), otherwise_closed=OtherwiseClosed(fee_overdue=row(20), other=row(80))),
    carried_over=row(40),
)
PATHS = list(numbers(BASE))
# A whole-table fault can be put into any pair of rows and columns; these are counted from 0 in the order of print.
TOTAL_ROW, TOTAL_COLUMN = 23, 6
cells_of_table_three = st.integers(0, ROWS * COLUMNS - 1)
new_values = st.integers(0, 10**7)


def changed(old, new):
    """*new*, or what comes after it if that is what stood there."""
    return new + 1 if new == old else new


# --- what the declarations imply --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("section", "counted"),
    [
        (Requests(), [7, 7, 25]),
        (Requests(outcomes=Outcomes(otherwise_closed=ByApplicant())), [7, 7, 23]),
        (Remedies(), [0, 0, 3]),
    ],
)
def test_every_sum_of_the_form_is_an_identity(section, counted):
    """Table three balances and adds up in seven columns and adds up in each row, table four in its three groups."""
    kinds = [identity.kind for identity in identities(section)]
    assert counted == [kinds.count(kind) for kind in Kind]


def test_identities_come_in_the_order_of_the_form():
    """First the printed balance, from left to right, then the sums where they stand on the form."""
    kinds = [identity.kind for identity in identities(Requests())]
    assert [Kind.BALANCE] * 7 + [Kind.COLUMNS] * 23 + [Kind.ROWS] * 7 + [Kind.COLUMNS] * 2 == kinds


def test_an_identity_names_its_sides():
    """The balance of a column is the first row and the second against the total of the third and the fourth."""
    first = identities(Requests())[0]
    assert (
        Kind.BALANCE,
        ("received.natural_persons", "carried_in.natural_persons"),
        ("outcomes.total.natural_persons", "carried_over.natural_persons"),
    ) == (first.kind, first.left, first.right)
    assert {
        "received.natural_persons": 1,
        "carried_in.natural_persons": 1,
        "outcomes.total.natural_persons": -1,
        "carried_over.natural_persons": -1,
    } == first.sides
    assert 1 == repr(first).count("received.natural_persons")


def test_a_total_of_rows_takes_in_every_row_of_the_results():
    """The total of a column adds up the 21 rows of the results in the order of print, and no group twice."""
    (total, *others) = [identity for identity in identities(BASE) if identity.kind is Kind.ROWS]
    assert ("outcomes.total.natural_persons",) == total.left
    assert tuple(PATHS[COLUMNS * 2 : COLUMNS * TOTAL_ROW : COLUMNS]) == total.right
    assert 6 == len(others)


def test_a_blank_counts_as_nothing_in_a_sum():
    """The two sides of an identity add up with 0 for every blank."""
    first = identities(Requests())[0]
    values = dict.fromkeys(first.sides) | {"received.natural_persons": 3, "carried_over.natural_persons": 2}
    assert (3, 2) == first.sums(values)


def test_numbers_are_all_cells_in_the_order_of_print():
    """The numbers of a table come by path, row by row."""
    assert ROWS * COLUMNS == len(PATHS)
    assert ["received.natural_persons", "received.enterprises"] == PATHS[:2]
    assert "carried_over.total" == PATHS[-1]
    assert {"a.upheld": 1, "a.corrected": 2, "a.other": 0, "a.pending": None, "a.total": 3} == numbers(
        CaseOutcomes(upheld=1, corrected=2, pending=None), "a"
    )


# --- tables that add up -----------------------------------------------------------------------------------------------

NOTHING = Verdict((), (), (), ())
every_table = st.one_of(
    *(requests_tables(blanks=blanks, mixed=mixed) for blanks in (False, True) for mixed in (False, True)),
    *(remedies_tables(blanks=blanks) for blanks in (False, True)),
)


@given(every_table)
def test_a_table_that_adds_up_is_found_sound(table):
    """A consistent table has no break, no fault, no reading of one and no blank total."""
    assert examine(table) == NOTHING


@given(requests_tables(blanks=True))
def test_the_tables_drawn_add_up(table):
    """The strategy for table three keeps every sum, checked by position and not by declaration."""
    grid = matrix(table)
    assert [sum(cells[:TOTAL_COLUMN]) for cells in grid] == [cells[TOTAL_COLUMN] for cells in grid]
    by_column = list(zip(*grid, strict=True))
    assert [sum(cells[2:TOTAL_ROW]) for cells in by_column] == [cells[TOTAL_ROW] for cells in by_column]
    assert [cells[0] + cells[1] for cells in by_column] == [cells[23] + cells[24] for cells in by_column]


@given(annual_reports(blanks=True))
@few
def test_the_tables_of_a_drawn_report_add_up(report):
    """The strategy for reports keeps the sums of its tables."""
    tables = [table for table in (report.requests, report.remedies) if hasattr(table, "TABLE")]
    assert [NOTHING] * len(tables) == [examine(table) for table in tables]


# --- one wrong cell of table three ------------------------------------------------------------------------------------


@pytest.mark.parametrize("change", [1, -20])
@pytest.mark.parametrize("path", PATHS)
def test_any_wrong_cell_of_table_three_is_named_with_its_value(path, change):
    """A single number that is too high or too low is located, with what it should be, and nothing else is blamed."""
    right = numbers(BASE)[path]
    wrong = right + change if right + change >= 0 else right + 7
    verdict = examine(with_cells(BASE, {path: wrong}))
    assert [(path, wrong, right)] == located(verdict)
    assert ((), ()) == (verdict.readings, verdict.blank_totals)


@given(requests_tables(), cells_of_table_three, new_values)
def test_any_wrong_cell_of_any_table_three_is_named_with_its_value(table, position, new):
    """Whatever the numbers of a sound table, one other number in one cell is located, with what it should be."""
    right = numbers(table)[PATHS[position]]
    wrong = changed(right, new)
    assert [(PATHS[position], wrong, right)] == located(examine(with_cells(table, {PATHS[position]: wrong})))


@given(requests_tables(mixed=True), st.integers(0, 23 * COLUMNS - 1), new_values)
def test_any_wrong_cell_of_a_mixed_table_three_is_named_with_its_value(table, position, new):
    """Where 其他处理 is one row, a wrong cell is located as well."""
    path, right = list(numbers(table).items())[position]
    wrong = changed(right, new)
    assert [(path, wrong, right)] == located(examine(with_cells(table, {path: wrong})))


def test_a_fault_comes_with_its_evidence():
    """A wrong cell lists the identities that it breaks, with what their two sides add up to."""
    verdict = examine(with_cells(BASE, {"outcomes.granted.enterprises": 62}))
    (fault,) = verdict.faults
    assert verdict.breaks == fault.evidence
    assert {(Kind.COLUMNS, 375, 376), (Kind.ROWS, 163, 164)} == {
        (broken.identity.kind, broken.left, broken.right) for broken in fault.evidence
    }


def test_a_blank_cell_that_should_hold_a_number_is_named():
    """A cell that is blank though the sums need a number in it is located as blank."""
    verdict = examine(with_cells(BASE, {"outcomes.granted.enterprises": None}))
    assert [("outcomes.granted.enterprises", None, 61)] == located(verdict)


# --- several wrong cells of table three -------------------------------------------------------------------------------


@given(
    st.permutations(range(ROWS)),
    st.permutations(range(COLUMNS)),
    st.lists(st.integers(1, 10**6), min_size=2, max_size=3),
)
def test_wrong_cells_in_different_rows_and_columns_are_all_named(rows, columns, steps):
    """Two or three cells that share no row and no column, each off by another amount, are located together."""
    # Running sums of positive steps differ from each other.
    amounts = [sum(steps[: n + 1]) for n in range(len(steps))]
    paths = [PATHS[r * COLUMNS + c] for r, c, _ in zip(rows, columns, amounts, strict=False)]
    right = numbers(BASE)
    wrong = {path: right[path] + amount for path, amount in zip(paths, amounts, strict=True)}
    verdict = examine(with_cells(BASE, wrong))
    assert {(path, value, right[path]) for path, value in wrong.items()} == set(located(verdict))
    assert () == verdict.readings


@pytest.mark.parametrize(
    "changes",
    [
        {"received.natural_persons": 151, "carried_over.total": 7},
        {"received.natural_persons": 151, "received.enterprises": 155},
        {"received.natural_persons": 151, "carried_in.natural_persons": 53},
        {"outcomes.granted.total": 0, "outcomes.otherwise_closed.other.others": 0, "carried_in.enterprises": 0},
        {"outcomes.total.total": 1, "outcomes.total.others": 2},
    ],
)
def test_wrong_cells_that_explain_the_breaks_alone_are_all_named(changes):
    """Several cells, in one row as well, are located where no other cells explain the breaks as simply."""
    right = numbers(BASE)
    verdict = examine(with_cells(BASE, changes))
    assert {(path, value, right[path]) for path, value in changes.items()} == set(located(verdict))


@given(
    st.permutations(["granted", "otherwise_closed.fee_overdue", "otherwise_closed.other"]),
    st.permutations(list(attrs.fields_dict(ByApplicant))[:TOTAL_COLUMN]),
    st.integers(1, 20),
)
def test_wrong_cells_that_might_be_others_are_given_as_readings(rows, columns, amount):
    """Two cells too high by the same amount might be right and the two other corners too low: both are told."""
    (top, bottom, _), (left, right, *_) = rows, columns
    true = numbers(BASE)
    high = [f"outcomes.{top}.{left}", f"outcomes.{bottom}.{right}"]
    low = [f"outcomes.{top}.{right}", f"outcomes.{bottom}.{left}"]
    verdict = examine(with_cells(BASE, {path: true[path] + amount for path in high}))
    assert () == verdict.faults
    assert {
        frozenset((path, true[path] + amount, true[path]) for path in high),
        frozenset((path, true[path], true[path] - amount) for path in low),
    } == {frozenset((fault.path, fault.actual, fault.expected) for fault in reading) for reading in verdict.readings}
    assert 2 == len(verdict.readings)


@pytest.mark.parametrize("faults", [4, 7])
def test_more_wrong_cells_than_can_be_told_apart_are_left_as_breaks(faults):
    """Four and more wrong cells all over the table are not located; every identity they break is still listed."""
    paths = [PATHS[(3 + n) * COLUMNS + n] for n in range(faults)]
    right = numbers(BASE)
    verdict = examine(with_cells(BASE, {path: right[path] + 3**n for n, path in enumerate(paths)}))
    assert (2 * faults, (), ()) == (len(verdict.breaks), verdict.faults, verdict.readings)


def test_a_blank_total_row_and_a_wrong_cell_are_told_apart():
    """A table may have blank totals and a wrong cell; the cell is located as if the totals held their sums."""
    right = numbers(BASE)
    table = with_cells(BASE, {"carried_in.total": None, "outcomes.granted.enterprises": 70})
    verdict = examine(table)
    assert [Fault("carried_in.total", None, right["carried_in.total"], ())] == list(verdict.blank_totals)
    assert [("outcomes.granted.enterprises", 70, 61)] == located(verdict)


# --- blank totals -----------------------------------------------------------------------------------------------------


@given(
    requests_tables() | remedies_tables(), st.sets(st.sampled_from(["received", "outcomes.total", "reconsideration"]))
)
def test_blank_totals_are_named_with_their_sums(table, parts):
    """A total that is blank beside its parts is listed with their sum, and the table is judged as if it stood there."""
    right = numbers(table)
    paths = [f"{part}.total" for part in sorted(parts) if f"{part}.total" in right]
    verdict = examine(with_cells(table, dict.fromkeys(paths)))
    assert {(path, None, right[path]) for path in paths} == {
        (fault.path, fault.actual, fault.expected) for fault in verdict.blank_totals
    }
    assert ((), (), ()) == (verdict.breaks, verdict.faults, verdict.readings)


@given(requests_tables())
def test_all_totals_may_be_blank(table):
    """With every total of the table blank, each is listed once with its sum, the grand total too."""
    right = numbers(table)
    paths = [path for path in PATHS if path.endswith(".total") or path.startswith("outcomes.total.")]
    verdict = examine(with_cells(table, dict.fromkeys(paths)))
    assert sorted((path, right[path]) for path in paths) == sorted(
        (fault.path, fault.expected) for fault in verdict.blank_totals
    )
    assert ((), (), ()) == (verdict.breaks, verdict.faults, verdict.readings)


def test_a_table_that_is_all_blank_lacks_no_total():
    """Where the parts are blank too, a blank total is no fault of the arithmetic."""
    assert examine(with_cells(Requests(), dict.fromkeys(PATHS))) == NOTHING


def test_a_total_row_that_is_blank_but_for_one_cell_is_named_with_its_sums():
    """A total row of which only one cell is filled in lacks the others, the grand total of all rows among them."""
    names = [name for name in attrs.fields_dict(ByApplicant) if name != "natural_persons"]
    paths = [f"outcomes.total.{name}" for name in names]
    right = numbers(BASE)
    verdict = examine(with_cells(BASE, dict.fromkeys(paths)))
    assert {(path, right[path]) for path in paths} == {(fault.path, fault.expected) for fault in verdict.blank_totals}
    assert ((), ()) == (verdict.breaks, verdict.faults)


# --- table four -------------------------------------------------------------------------------------------------------

GROUPS = ["reconsideration", "litigation.direct", "litigation.after_reconsideration"]
PARTS = ["upheld", "corrected", "other", "pending"]


@given(remedies_tables(), st.sampled_from(GROUPS), st.integers(1, 10**6))
def test_a_total_of_table_four_that_is_too_high_has_five_readings(table, group, amount):
    """The total may be too high or any of its four parts too low: all five are told, none is chosen."""
    right = numbers(table)
    total = right[f"{group}.total"]
    verdict = examine(with_cells(table, {f"{group}.total": total + amount}))
    assert () == verdict.faults
    assert {
        (f"{group}.total", total + amount, total),
        *((f"{group}.{part}", right[f"{group}.{part}"], right[f"{group}.{part}"] + amount) for part in PARTS),
    } == {(fault.path, fault.actual, fault.expected) for (fault,) in verdict.readings}


@pytest.mark.parametrize(
    ("total", "readings"),
    [
        (9, [("other", 1, 0), ("upheld", 6, 5), ("corrected", 3, 2), ("total", 9, 10)]),
        (7, [("upheld", 6, 3), ("corrected", 3, 0), ("total", 7, 10)]),
        (4, [("upheld", 6, 0), ("total", 4, 10)]),
    ],
)
def test_a_part_is_not_made_negative_to_explain_a_total(total, readings):
    """Where the total is too low, only parts that are large enough are read as too high."""
    cases = CaseOutcomes(upheld=6, corrected=3, other=1, total=total)
    verdict = examine(Remedies(litigation=Litigation(direct=cases)))
    assert sorted((f"litigation.direct.{path}", actual, expected) for path, actual, expected in readings) == sorted(
        (fault.path, fault.actual, fault.expected) for (fault,) in verdict.readings
    )


@pytest.mark.parametrize("group", GROUPS)
def test_a_total_of_table_four_that_no_part_explains_is_named(group):
    """Where no part is large enough to be the one that is too high, the total is located as too low."""
    parts = {f"{group}.{part}": 2 for part in PARTS}
    verdict = examine(with_cells(Remedies(), parts | {f"{group}.total": 3}))
    assert [(f"{group}.total", 3, 8)] == located(verdict)
    assert () == verdict.readings


def test_wrong_totals_in_every_group_of_table_four_are_named_together():
    """Three totals of table four that no part explains are all located."""
    parts = {f"{group}.{part}": 2 for group, part in product(GROUPS, PARTS)}
    totals = {f"{group}.total": n for n, group in enumerate(GROUPS)}
    verdict = examine(with_cells(Remedies(), parts | totals))
    assert [(path, value, 8) for path, value in totals.items()] == located(verdict)
