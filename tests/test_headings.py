"""The headings of the sections: a table of contents is none, and titles tell organ and year wherever these stand."""

import pytest

from govdisclosure.document import Paragraph
from govdisclosure.headings import SECTIONS, section_marks, split_at_headings
from govdisclosure.titles import title_of

TITLES = [Paragraph(spec.printed) for spec in SECTIONS.values()]
WHOLE = [block for title in TITLES for block in (title, Paragraph("全年平稳。"))]


def found(blocks):
    """The index of each heading that is found."""
    return {name: mark.index for name, mark in section_marks(blocks).items()}


def test_every_heading_of_the_form_is_found():
    """The headings of a report are found in their order."""
    assert {name: 2 * number for number, name in enumerate(SECTIONS)} == found(WHOLE)


def test_a_table_of_contents_is_no_heading():
    """Headings that follow one another and all return further down are the contents, not the sections."""
    contents = [*TITLES, Paragraph("现将全年情况报告如下。")]

    assert {name: 7 + 2 * number for number, name in enumerate(SECTIONS)} == found([*contents, *WHOLE])


@pytest.mark.parametrize(
    ("text", "organ", "year"),
    [
        ("示例县柳溪镇人民政府2025年政府信息公开工作年度报告", "示例县柳溪镇人民政府", 2025),
        ("2025年度示例县柳溪镇政府信息公开年度报告", "示例县柳溪镇", 2025),
        ("示例縣柳溪鎮人民政府2025年政府信息公開工作年度報告", "示例縣柳溪鎮人民政府", 2025),
        ("示例县柳溪镇: Annual Report on Government Information Disclosure, 2025", "示例县柳溪镇", 2025),
    ],
)
def test_a_title_tells_organ_and_year(text, organ, year):
    """Whatever the order and the language, the title says whose report it is and of which year."""
    title = title_of(text)

    assert (organ, year, text) == (title.organ, title.year, title.text)


def test_a_section_in_words_of_its_own_is_found_by_its_ordinal():
    """Where all others are known, the one line with the missing ordinal between its neighbours is the heading."""
    blocks = [Paragraph("五、今后的打算") if "问题" in block.text else block for block in WHOLE]

    assert {name: 2 * number for number, name in enumerate(SECTIONS)} == found(blocks)


def test_an_ordinal_that_stands_alone_numbers_the_heading_below_and_nothing_else():
    """A lone ordinal joins the heading that it numbers; before anything else it stays a line of its own."""
    numbered = [Paragraph("一、"), Paragraph("总体情况")]
    other = [Paragraph("一、"), Paragraph("全年平稳。"), Paragraph("二、")]

    assert ["一、 总体情况"] == [block.text for block in split_at_headings(numbered, flat=False)]
    assert ["一、", "全年平稳。", "二、"] == [block.text for block in split_at_headings(other, flat=False)]
