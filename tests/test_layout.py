"""The drawing of each table against the form written out by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from form_tables import ADDRESSES, DATA, SEVEN, TABLE_FOUR, TABLE_THREE, TABLE_TWO
from govdisclosure.layout import draw
from govdisclosure.report import ByApplicant, Outcomes, Proactive, Remedies, Requests
from govdisclosure.strategies import proactive_tables, remedies_tables, requests_tables

MIXED = Requests(outcomes=Outcomes(otherwise_closed=ByApplicant()))
# On the form of 2019 其他处理 is one line: three lines of the results become one.
TABLE_THREE_MIXED = [
    *TABLE_THREE[:5],
    [("三、本年度办理结果", 20, 1), *TABLE_THREE[5][1:]],
    *TABLE_THREE[6:23],
    [("（六）其他处理", 1, 2), *SEVEN],
    *TABLE_THREE[26:],
]
TABLES = {
    "proactive": (Proactive(), TABLE_TWO, 4),
    "requests": (Requests(), TABLE_THREE, 10),
    "requests, mixed": (MIXED, TABLE_THREE_MIXED, 10),
    "remedies": (Remedies(), TABLE_FOUR, 15),
}
every_table = pytest.mark.parametrize(("section", "form", "width"), TABLES.values(), ids=TABLES)


@every_table
def test_a_table_is_drawn_as_the_form_has_it(section, form, width):
    """Every cell has the text and the spans of the form, row by row, and a data cell has no text."""
    drawn = [
        [(DATA if cell.path else cell.text, cell.rowspan, cell.colspan) for cell in row] for row in draw(section).rows
    ]
    assert form == drawn
    assert all(not cell.text for row in draw(section).rows for cell in row if cell.path)


@every_table
def test_a_table_is_as_wide_as_the_form_has_it(section, form, width):
    """A table has 4, 10 or 15 columns."""
    assert width == draw(section).width


@every_table
def test_the_cells_of_a_table_fill_its_rectangle(section, form, width):
    """Spans leave no hole and do not overlap."""
    covered = sorted(
        (row + r, column + c)
        for row, column, cell in draw(section).positions()
        for r in range(cell.rowspan)
        for c in range(cell.colspan)
    )
    assert [(row, column) for row in range(len(form)) for column in range(width)] == covered


@every_table
def test_labels_are_headers_and_numbers_are_not(section, form, width):
    """A cell is a header exactly where the form prints a label."""
    assert [[text is not DATA for text, *_ in row] for row in form] == [
        [cell.header for cell in row] for row in draw(section).rows
    ]


def test_data_cells_name_their_numbers_in_the_order_of_print():
    """The data cells of the tables carry the attribute paths that the form's addresses stand for, in their order."""
    drawn = [
        cell.path
        for name, section in (("proactive", Proactive()), ("requests", Requests()), ("remedies", Remedies()))
        for row in draw(section, name).rows
        for cell in row
        if cell.path
    ]
    assert 200 == len(drawn) == len(set(drawn))
    assert list(ADDRESSES.values()) == [path for path in drawn if path in ADDRESSES.values()]


@every_table
def test_without_a_prefix_paths_begin_at_the_table(section, form, width):
    """The prefix is put before each path, and nothing else changes."""
    bare = [cell.path for row in draw(section).rows for cell in row]
    prefixed = [cell.path for row in draw(section, "here").rows for cell in row]
    assert [path and f"here.{path}" for path in bare] == prefixed


@given(
    st.one_of(
        proactive_tables(blanks=True),
        remedies_tables(consistent=False, blanks=True),
        requests_tables(consistent=False, blanks=True),
    )
)
def test_the_drawing_does_not_depend_on_the_numbers(section):
    """Whatever numbers a table holds, and where it is blank, it is drawn alike."""
    assert draw(type(section)()) == draw(section)
