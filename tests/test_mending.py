"""What is put right without asking: only what leaves one value, each change told, and nothing else touched."""

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import govdisclosure as gd
from govdisclosure.strategies import requests_tables
from reports import SOUND, replaced, value_at

some = settings(max_examples=30)
TOTALS = [
    cell.path
    for cell in gd.cells(SOUND)
    if cell.path.startswith("requests.") and (cell.path.endswith(".total") or ".outcomes.total." in cell.path)
]
PARTS = [cell.path for cell in gd.cells(SOUND) if cell.path.startswith("requests.") and cell.path not in TOTALS]


def mended(report, **known):
    """A report after mending what its check finds."""
    return gd.fixed(report, gd.check(report, **known))


@given(requests_tables(), st.sampled_from(TOTALS), st.integers(1, 9))
@some
def test_a_wrong_total_is_put_right(table, path, change):
    """A total of table three that the sums tell to be wrong becomes what it should be, and the change is told."""
    report = attrs.evolve(SOUND, requests=table)
    value = value_at(report, path)
    result = mended(replaced(report, path, value + change))

    assert report == result.report
    assert (f"{gd.address_of(path)}由 {value + change} 改为 {value}",) == result.told


@given(st.sampled_from(TOTALS))
@some
def test_a_blank_total_is_filled_in(path):
    """A total that was left blank becomes the sum of its parts."""
    result = mended(replaced(SOUND, path, None))

    assert SOUND == result.report
    assert (f"{gd.address_of(path)}由 空白 改为 {value_at(SOUND, path)}",) == result.told


def test_a_blank_total_of_table_four_is_filled_in():
    """The same goes for table four."""
    result = mended(replaced(SOUND, "remedies.reconsideration.total", None))

    assert (SOUND, ("表四·行政复议·总计由 空白 改为 1",)) == (result.report, result.told)


@given(st.sampled_from([path for path in PARTS if value_at(SOUND, path) == 0]))
@some
def test_a_blank_that_can_only_be_zero_becomes_zero(path):
    """A blank in sums that come out becomes 0."""
    result = mended(replaced(SOUND, path, None))

    assert (SOUND, (f"{gd.address_of(path)}空白，填 0",)) == (result.report, result.told)


@pytest.mark.parametrize("path", [path for path in PARTS if value_at(SOUND, path)])
def test_a_number_that_no_total_holds_is_left_to_the_office(path):
    """A part that is wrong, or blank where it is not 0, is not touched, though the right value is known."""
    for wrong in (value_at(SOUND, path) + 1, None):
        report = replaced(SOUND, path, wrong)

        assert (report, ()) == (mended(report).report, mended(report).told)


def test_blanks_of_table_two_and_of_absent_tables_stay():
    """No sum tells what a blank of table two is; where a table is not there, nothing is filled in."""
    report = attrs.evolve(replaced(SOUND, "proactive.rules.issued", None), remedies=gd.Narrative())

    assert (report, ()) == (mended(report).report, mended(report).told)


def test_a_title_that_is_printed_twice_is_printed_once():
    """The first paragraph is deleted where it is the title again."""
    result = mended(attrs.evolve(SOUND, preamble=[SOUND.title, "现公布如下。"]))

    assert attrs.evolve(SOUND, preamble=["现公布如下。"]) == result.report
    assert ("删去重复的标题",) == result.told


def test_what_has_been_waived_is_not_mended():
    """A waived finding is left as it is."""
    report = replaced(SOUND, "requests.received.total", 13)
    result = mended(report, waivers=[gd.Waiver(code="GD304", reason="台账如此", name="李四")])

    assert (report, ()) == (result.report, result.told)


@pytest.mark.parametrize("preamble", [[], [gd.Grid(((gd.Cell("甲"),),))]])
def test_findings_of_another_report_do_no_harm(preamble):
    """What findings say of cells and paragraphs that are not as they were is passed over."""
    other = attrs.evolve(replaced(SOUND, "requests.received.total", 13), preamble=[SOUND.title])
    report = attrs.evolve(SOUND, preamble=preamble)
    result = gd.fixed(report, gd.check(other))

    assert (report, ()) == (result.report, result.told)


def test_a_mended_report_is_sound():
    """What has been put right is found no more, and putting it right again changes nothing."""
    report = replaced(replaced(SOUND, "requests.received.total", 21), "requests.carried_in.others", None)
    result = mended(report)

    assert (SOUND, ()) == (result.report, tuple(gd.check(result.report)))
    assert () == mended(result.report).told


def test_changes_are_told_in_other_languages():
    """Each sentence can say itself in English."""
    (told,) = mended(replaced(SOUND, "requests.received.total", None)).told

    assert told.in_locale("en") == "Table 3 · 1 · Total changed from blank to 12"
