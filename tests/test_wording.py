"""What a reader knows of the tables of the form: their wordings, and the headers above each cell."""

import pytest

from govdisclosure.document import Cell, Grid
from govdisclosure.layout import draw
from govdisclosure.report import TABLES, shapes
from govdisclosure.wording import MOST_PLACES, head_chains, label_words, table_of, templates

SECTIONS = [(name, shape) for name, kinds in TABLES.items() for kind in kinds for shape in shapes(kind)]


def is_head(cell):
    """The cell as a header, if it is one."""
    return (cell.text,) if cell.header else ()


def header_over(lines):
    """A table of one header over three columns and *lines* lines of numbers."""
    return Grid(((Cell("自然人", header=True, colspan=3),), *[(Cell("1"), Cell("2"), Cell("3"))] * lines))


@pytest.mark.parametrize(("name", "section"), SECTIONS)
def test_the_drawing_of_every_shape_is_known_for_its_table(name, section):
    """Each table of the form is told for what it is by its labels alone."""
    assert name == table_of(draw(section, name))


@pytest.mark.parametrize("template", templates(), ids=lambda template: template.name)
def test_every_wording_of_a_label_is_recognised(template):
    """Whatever wording of a label is known, it is taken for the form's own."""
    matches = {word: template.match(word) for word in template.aliases}

    assert {word: (label,) for word, label in template.aliases.items()} == {
        word: match.labels for word, match in matches.items()
    }


def test_every_label_is_listed_with_its_tables():
    """A label of several tables is listed with all of them."""
    words = label_words()

    assert {"requests", "remedies"} == words["总计"]
    assert {"remedies"} == words["尚未审结"]


def test_headers_are_followed_down_to_the_cells_below():
    """Every cell under a header that spans them all has it above."""
    assert [(("自然人",),), (("自然人",),) * 3] == head_chains(header_over(1), is_head)


def test_the_columns_of_an_enormous_table_are_not_followed():
    """A table far larger than any of the form has no headers that are told by where they stand."""
    lines = MOST_PLACES // 3

    assert [((),), *[((),) * 3] * lines] == head_chains(header_over(lines), is_head)
