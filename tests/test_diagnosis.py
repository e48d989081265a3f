"""How wrong numbers may have come about: what each looks like, and what looks like nothing in particular."""

from decimal import Decimal

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from govdisclosure.identities import examine
from govdisclosure.mending import replaced
from govdisclosure.report import ByApplicant, Outcomes, Refused, Requests
from govdisclosure.rules.diagnosis import beside, exchanged, moved_rows, slip, ten_thousandfold
from govdisclosure.shape import numbers

LAST, LONGER, SHORTER, SWAPPED, COPIED = (
    f"；像是{looks}" for looks in ("上年的数没有改", "多写了一位", "少写了一位", "数字前后颠倒", "抄了旁边的数")
)


@pytest.mark.parametrize(
    ("actual", "expected", "looks"),
    [
        (120, 12, LONGER),
        (110, 11, LONGER),
        (119, 12, ""),
        (121, 12, ""),
        (22, 12, ""),
        (12, 120, SHORTER),
        (12, 119, ""),
        (12, 121, ""),
        (12, 22, ""),
        (1, 11, ""),
        (21, 12, SWAPPED),
        (12, 21, SWAPPED),
        (123, 132, SWAPPED),
        (132, 123, SWAPPED),
        (213, 123, SWAPPED),
        (321, 123, ""),
        (231, 123, ""),
        (1243, 2134, ""),
        (2143, 1234, ""),
        (15, 12, ""),
        (31, 12, ""),
        (21, 13, ""),
        (12, 31, ""),
        (13, 21, ""),
        (12, 23, ""),
        (32, 21, ""),
        (1213, 12, ""),
        (12, 1213, ""),
        (213, 12, ""),
        (12, 213, ""),
        (120, 21, ""),
        (0, 12, ""),
        (12, None, ""),
        (None, 12, ""),
    ],
)
def test_a_slip_is_told_by_its_digits(actual, expected, looks):
    """A digit too many or too few is 0 at the end, and two digits change places only side by side."""
    assert looks == slip(actual, expected)


def test_a_slip_is_told_by_what_else_is_known():
    """Last year's number goes before what the digits tell, and a neighbour's number behind it."""
    assert LAST == slip(120, 12, last=120, beside=[120])
    assert LONGER == slip(120, 12, last=121, beside=[120])
    assert COPIED == slip(7, 12, last=8, beside=[5, 7])
    assert "" == slip(7, 12, last=8, beside=[5, 6])


@given(st.integers(10, 10**6), st.data())
def test_two_digits_that_change_places_are_seen_wherever_they_stand(number, data):
    """Any two different digits side by side that change places are told, unless a 0 would come first."""
    digits = list(str(number))
    at = data.draw(st.integers(0, len(digits) - 2))
    digits[at], digits[at + 1] = digits[at + 1], digits[at]
    wrong = int("".join(digits))

    if wrong != number and digits[0] != "0" and wrong * 10 != number != wrong * 10:
        assert SWAPPED == slip(wrong, number)


@pytest.mark.parametrize(
    ("value", "other", "told"),
    [
        ("2000", "1", True),
        ("1999.99", "1", False),
        ("50000", "1", True),
        ("50000.01", "1", False),
        ("44000", "1", True),
        ("5000", "0.5", True),
        ("0", "0", False),
        ("5000", "0", False),
        ("5000", "-0.5", False),
        ("-5000", "-0.5", False),
    ],
)
def test_an_amount_is_ten_thousandfold_within_a_few_times(value, other, told):
    """From a fifth of ten thousand times the other to five times that, and only of an amount above 0."""
    assert told == ten_thousandfold(Decimal(value), Decimal(other))


# --- neighbours -------------------------------------------------------------------------------------------------------

GRANTED = "outcomes.granted"
TABLE = Requests(
    carried_in=ByApplicant(natural_persons=1, enterprises=2, research_institutions=3, others=4, total=5),
    outcomes=Outcomes(
        granted=ByApplicant(
            natural_persons=11,
            enterprises=12,
            research_institutions=13,
            public_interest_organizations=14,
            legal_service_institutions=15,
            others=16,
            total=17,
        ),
        partially_granted=ByApplicant(
            natural_persons=21, enterprises=22, research_institutions=23, others=24, total=25
        ),
        refused=Refused(state_secret=ByApplicant(natural_persons=31, enterprises=32, others=34, total=35)),
    ),
    carried_over=ByApplicant(natural_persons=91, total=95),
)


@pytest.mark.parametrize(
    ("path", "around"),
    [
        (f"{GRANTED}.natural_persons", [12, 1, 21]),
        (f"{GRANTED}.enterprises", [11, 13, 2, 22]),
        (f"{GRANTED}.research_institutions", [12, 14, 3, 23]),
        (f"{GRANTED}.others", [15, 17, 4, 24]),
        (f"{GRANTED}.total", [16, 5, 25]),
        ("outcomes.partially_granted.enterprises", [21, 23, 12, 32]),
        ("carried_over.natural_persons", [31 + 11 + 21]),
    ],
)
def test_the_neighbours_of_a_cell_are_those_that_touch_it(path, around):
    """Beside a cell are those to the left, to the right, above and below; blanks and noughts tell nothing."""
    assert around == [number for number in beside(TABLE, path) if number]


def test_the_first_row_has_no_row_above_it():
    """At the corner of the table two numbers touch a cell, those of the far side do not."""
    table = attrs.evolve(TABLE, received=ByApplicant(natural_persons=41, enterprises=42, total=47))

    assert [42, 1] == beside(table, "received.natural_persons")
    assert [2, 41, 11] == beside(table, "carried_in.natural_persons")


# --- rows that moved, numbers that were exchanged ---------------------------------------------------------------------

BALANCED = Requests(
    received=ByApplicant(natural_persons=9, enterprises=4, others=1),
    carried_in=ByApplicant(natural_persons=1),
    outcomes=Outcomes(granted=ByApplicant(enterprises=4, others=1), partially_granted=ByApplicant(natural_persons=10)),
)
"""A table in which every sum comes out."""


def found_moved(table):
    """The rows that may have moved, each with its numbers as they should stand."""
    return {path: list(changes.values()) for path, changes in moved_rows(table, examine(table), frozenset()).items()}


def test_a_row_that_moved_to_the_left_is_moved_back():
    """The numbers of a row, one column too far left, and its total are known from the sums."""
    row = ByApplicant(natural_persons=4, legal_service_institutions=1)
    assert {GRANTED: [0, 4, 0, 0, 0, 1]} == found_moved(replaced(BALANCED, GRANTED, row))


def test_a_row_that_moved_to_the_left_leaves_its_last_column_empty():
    """Only the column at the end need be empty, whatever stands in those before it."""
    row = ByApplicant(enterprises=4, research_institutions=2)
    table = Requests(received=row, outcomes=Outcomes(granted=ByApplicant(natural_persons=4, enterprises=2)))
    whole = replaced(table, "outcomes.total", attrs.evolve(row, total=6))

    assert {GRANTED: [0, 4, 2, 0, 0, 0]} == found_moved(whole)


def test_a_row_that_moved_to_the_right_is_moved_back():
    """The numbers of a row, one column too far right, are known as well."""
    row = ByApplicant(enterprises=10)
    assert {"outcomes.partially_granted": [10, 0, 0, 0, 0, 0]} == found_moved(
        replaced(BALANCED, "outcomes.partially_granted", row)
    )


def test_a_row_does_not_move_where_a_number_would_fall_off():
    """A row with a number in its first column has not moved right, nor left one with a number in its last."""
    assert {} == found_moved(replaced(BALANCED, GRANTED, ByApplicant(natural_persons=4, others=1)))


def test_nothing_has_moved_in_a_sound_table():
    """Of a table whose sums come out no row is said to have moved."""
    assert () == examine(BALANCED).breaks
    assert {} == found_moved(BALANCED)


def swapped(table, one, other):
    """*table* with two numbers in each other's place."""
    values = numbers(table)
    return replaced(replaced(table, one, values[other]), other, values[one])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (f"{GRANTED}.enterprises", f"{GRANTED}.others"),
        (f"{GRANTED}.natural_persons", f"{GRANTED}.enterprises"),
        ("received.natural_persons", "received.enterprises"),
        ("outcomes.total.natural_persons", "outcomes.total.enterprises"),
    ],
)
def test_two_numbers_that_changed_places_are_found(one, other):
    """Two different numbers of a row that changed places are the only pair that mends the table, either way round."""
    table = swapped(BALANCED, one, other)

    assert [(one, other)] == exchanged(table, examine(table), frozenset())


def test_numbers_are_exchanged_only_if_every_sum_comes_out():
    """A table that is broken elsewhere as well is mended by no exchange, whichever side of a sum is too large."""
    table = swapped(BALANCED, f"{GRANTED}.enterprises", f"{GRANTED}.others")

    for path, number in (("carried_over.others", 1), ("received.others", 5), ("carried_in.enterprises", 3)):
        broken = replaced(table, path, number)
        assert [] == exchanged(broken, examine(broken), frozenset())


@pytest.mark.parametrize(("path", "number"), [(f"{GRANTED}.enterprises", 2), (f"{GRANTED}.others", 3)])
def test_numbers_are_exchanged_only_if_they_are_right_then(path, number):
    """Two numbers of which one is too large or too small where it belongs are no pair that changed places."""
    table = replaced(swapped(BALANCED, f"{GRANTED}.enterprises", f"{GRANTED}.others"), path, number)

    assert [] == exchanged(table, examine(table), frozenset())
