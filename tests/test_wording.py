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


@pytest.mark.parametrize("template", templates(), ids=lambda template: template.name)
def test_headers_read_column_by_column_tell_the_cells(template):
    """Whether each column bears all its headers or the fewest that tell it, its cell is known, and that of no other."""
    for row in template.rows:
        whole = [head for chain in row.chains for head in chain]

        assert row.paths == row.paths_below(whole)
        assert row.paths == row.paths_below([chain[-1] for chain in row.chains])
        assert () == row.paths_below([*whole, "总计"])
        assert () == row.paths_below(["属于国家秘密", *whole])
        assert () == row.paths_below([])


def test_headers_of_a_group_tell_its_cells():
    """A piece of a row is told by headers that stand in one group, and not by those that several groups have."""
    (template,) = (template for template in templates() if template.name == "remedies")
    (row,) = template.rows
    group = [head for chain in row.chains[5:10] for head in chain]
    outcomes = [chain[-1] for chain in row.chains[:5]]

    assert row.paths[5:10] == row.paths_below(group)
    assert row.paths[10:12] == row.paths_below(["复议后起诉", "结果维持", "结果纠正"])
    assert () == row.paths_below(outcomes)
    assert () == row.paths_below(["行政复议", *reversed(outcomes)])


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("行政诉讼\n复议后起诉\n结果维持", ("行政诉讼", "复议后起诉", "结果维持")),
        ("行政诉讼-复议后起诉->结果维持", ("行政诉讼", "复议后起诉", "结果维持")),
        ("总计总计总计总计", ("总计",) * 4),
        ("总计" * 5, None),
        ("行政诉讼 复议后起诉 结果", None),
    ],
)
def test_labels_behind_one_another_are_told_apart(text, labels):
    """A cell may hold a header and those above it, with or without marks between them, but no more than there are."""
    (template,) = (template for template in templates() if template.name == "remedies")
    match = template.match(text)

    assert labels == (match and match.labels)


def test_a_table_is_told_by_labels_behind_one_another():
    """A table whose headers are each one cell is the table of the form that has them."""
    texts = ["行政复议 结果维持", "行政复议 结果纠正", "1", "0"]

    assert "remedies" == table_of(Grid((tuple(map(Cell, texts)),)))


def test_headers_are_followed_down_to_the_cells_below():
    """Every cell under a header that spans them all has it above."""
    assert [(("自然人",),), (("自然人",),) * 3] == head_chains(header_over(1), is_head)


def test_the_columns_of_an_enormous_table_are_not_followed():
    """A table far larger than any of the form has no headers that are told by where they stand."""
    lines = MOST_PLACES // 3

    assert [((),), *[((),) * 3] * lines] == head_chains(header_over(lines), is_head)
