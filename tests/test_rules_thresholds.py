"""Where rules begin to speak: the last number, sentence or name at which they are silent, and the next."""

import attrs
import pytest

import govdisclosure as gd
from reports import LAST_YEAR, SOUND, replaced

SILENT = []


def found(code, report, **known):
    """Where a rule finds something, and what it says of the value there."""
    return [(finding.path, finding.actual) for finding in gd.check(report, select=[code], **known)]


def outcome(code, report, **known):
    """How a rule came out."""
    (result,) = gd.check(report, select=[code], **known).results
    return result.outcome


def with_numbers(report, numbers):
    """*report* with other numbers in the cells at some paths."""
    for path, number in numbers.items():
        report = replaced(report, path, number)
    return report


def with_words(report, name, *blocks):
    """*report* with other paragraphs in a section."""
    return attrs.evolve(report, **{name: gd.Narrative(blocks=blocks)})


# --- against last year's report ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "now", "told"),
    [
        (0, 19, False),
        (0, 20, True),
        (1, 19, False),
        (4, 24, True),
        (5, 25, False),
        (100, 150, False),
        (24, 4, True),
        (25, 5, False),
    ],
)
def test_a_number_jumps_where_it_is_more_than_five_times_and_twenty_apart(before, now, told):
    """A number is asked about if it is more than five times the other and at least twenty away from it."""
    path = "proactive.licensing.decisions"
    last, report = replaced(LAST_YEAR, path, before), replaced(SOUND, path, now)

    assert ([(path, now)] if told else SILENT) == found("GD611", report, previous=last)


@pytest.mark.parametrize(("count", "told"), [(5, False), (6, True), (7, True)])
def test_a_table_is_last_years_if_six_numbers_of_it_are(count, told):
    """A table with fewer than six numbers beside 0 may be the same two years running."""
    paths = [cell.path for cell in gd.cells(SOUND) if cell.path.startswith("proactive.")]
    table = gd.Proactive(fees=gd.Fees(collected="0"))
    numbers = dict.fromkeys(paths[:count], 7)
    report, last = (with_numbers(attrs.evolve(each, proactive=table), numbers) for each in (SOUND, LAST_YEAR))

    assert ([("proactive", None)] if told else SILENT) == found("GD613", report, previous=last)


def test_tables_are_not_held_against_a_report_without_any():
    """Where one of the two reports has no table there is nothing to compare."""
    bare = {"proactive": None, "requests": None, "remedies": None}

    assert gd.Outcome.NOT_EVALUATED == outcome("GD613", SOUND, previous=attrs.evolve(LAST_YEAR, **bare))
    assert gd.Outcome.NOT_EVALUATED == outcome("GD613", attrs.evolve(SOUND, **bare), previous=LAST_YEAR)


@pytest.mark.parametrize(
    ("numbers", "told"),
    [
        ({"natural_persons": 4, "enterprises": 1}, False),
        ({"natural_persons": 4, "enterprises": 1, "others": 2}, True),
        ({"natural_persons": 4, "enterprises": 1, "others": 2, "research_institutions": 3}, True),
    ],
)
def test_a_row_is_last_years_if_three_numbers_of_it_are(numbers, told):
    """A row with two numbers beside its total may be the same two years running, in whichever columns they stand."""
    path = "requests.outcomes.granted"
    report, last = (replaced(each, path, gd.ByApplicant(**numbers)) for each in (SOUND, LAST_YEAR))

    assert ([(path, None)] if told else SILENT) == found("GD614", report, previous=last)


def test_rows_of_a_table_that_is_last_years_are_not_told_one_by_one():
    """Where all of table three is last year's, none of its rows is told."""
    report = replaced(SOUND, "requests.outcomes.granted", gd.ByApplicant(natural_persons=4, enterprises=1, others=2))

    assert SILENT == found("GD614", report, previous=attrs.evolve(LAST_YEAR, requests=report.requests))


def test_the_first_cell_of_a_table_that_is_no_longer_filled_in_is_told():
    """Of several cells of a table that last year held a number the first is named, with that number."""
    paths = ["proactive.normative_documents.issued", "proactive.licensing.decisions"]
    (finding,) = gd.check(with_numbers(SOUND, dict.fromkeys(paths)), select=["GD615"], previous=LAST_YEAR)

    assert paths[0] == finding.path == gd.path_of(str(finding.address))
    assert "上年是 1，今年空白" == finding.message


@pytest.mark.parametrize(
    ("mine", "theirs", "told"),
    [
        (gd.Organ("甲局"), gd.Organ("乙局"), True),
        (gd.Organ("乙局"), gd.Organ("甲局"), True),
        (gd.Organ("甲局", code="110105"), gd.Organ("乙局", code="110106"), True),
        (gd.Organ("甲局", code="110105"), gd.Organ("乙局"), True),
        (gd.Organ("甲局", code="110105"), gd.Organ("乙局", code="110105"), False),
    ],
)
def test_an_organ_may_have_another_name_if_its_code_is_the_same(mine, theirs, told):
    """A report of another name is of another organ, unless both reports give the same code."""
    last = attrs.evolve(LAST_YEAR, organ=theirs)

    assert ([("organ", theirs.name)] if told else SILENT) == found(
        "GD605", attrs.evolve(SOUND, organ=mine), previous=last
    )


LONG = [f"{number}月新开通了便民服务的查询窗口" for number in "一二三四五六七八"]  # fifteen characters each
NEW = [f"{number}月组织了专门面向群众的咨询会" for number in "一二三四五六七八"]
assert {15} == {len(each) for each in (*LONG, *NEW)}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (LONG[:2], False),
        (LONG[:3], True),
        ([*LONG[:3], *NEW[:2]], True),
        ([*LONG[:2], *NEW[:2]], False),
        ([each[1:] for each in LONG[:3]], False),
        ([f"根据安排，{each}" for each in LONG[:3]], False),
    ],
)
@pytest.mark.parametrize(("code", "name"), [("GD621", "overview"), ("GD622", "problems")])
def test_a_section_is_last_years_if_sixty_per_cent_of_its_sentences_are(code, name, words, told):
    """Of at least three sentences of fifteen characters or more, not the same every year by nature, sixty per cent."""
    last = with_words(
        LAST_YEAR, name, "。".join([*LONG, *(each[1:] for each in LONG), *(f"根据安排，{e}" for e in LONG)])
    )
    report = with_words(SOUND, name, "。".join(words))

    assert ([(name, None)] if told else SILENT) == found(code, report, previous=last)


def test_the_first_sentence_that_is_last_years_is_quoted():
    """The finding counts the sentences that are last year's and quotes the first of them."""
    last = with_words(LAST_YEAR, "overview", "。".join(LONG[:4]))
    (finding,) = gd.check(
        with_words(SOUND, "overview", "。".join([NEW[0], *LONG[:3]])), select=["GD621"], previous=last
    )

    assert f"4 句中 3 句与上年相同，如“{LONG[0]}”" == finding.message


@pytest.mark.parametrize("code", ["GD621", "GD622", "GD624"])
def test_a_section_is_not_held_against_one_without_words(code):
    """Where one of the two reports says nothing in the section there is nothing to compare."""
    bare = {"overview": None, "problems": None}

    assert gd.Outcome.NOT_EVALUATED == outcome(code, SOUND, previous=attrs.evolve(LAST_YEAR, **bare))
    assert gd.Outcome.NOT_EVALUATED == outcome(code, attrs.evolve(SOUND, **bare), previous=LAST_YEAR)


def test_problems_are_last_years_whatever_the_other_sections_say():
    """Only section five is held against last year's section five."""
    last = attrs.evolve(with_words(LAST_YEAR, "requests", "本年未收到申请。"), problems=SOUND.problems)

    assert [("problems", None)] == found("GD624", SOUND, previous=last)
