"""The public strategies: consistent by construction, of any size, simple when they shrink, known to Hypothesis."""

import importlib.metadata
import os
import subprocess
import sys
import tomllib
from decimal import Decimal
from pathlib import Path

import attrs
import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st

import govdisclosure as gd
from govdisclosure import strategies
from govdisclosure._spec import fields_of, walk
from govdisclosure.identities import examine
from govdisclosure.report import TABLES
from govdisclosure.strategies import (
    annual_reports,
    data_cells,
    faulty_reports,
    parts,
    proactive_tables,
    requests_tables,
    sound_reports,
)
from govdisclosure.testing.faults import FAULTS
from govdisclosure.testing.from_types import register

ROOT = Path(__file__).parents[1]
editions = st.sampled_from(gd.Edition)
some = settings(max_examples=25)
quickly = settings(max_examples=2000, database=None, phases=[Phase.generate, Phase.shrink])
strict = settings(max_examples=40, suppress_health_check=[])
PARTS = sorted({node.owner for node in gd.nodes().values()} - {gd.AnnualReport}, key=lambda kind: kind.__name__)


def breaks(report):
    """The sums of a report that do not come out."""
    sections = [getattr(report, name) for name in ("requests", "remedies")]
    return [each for section in sections if hasattr(section, "TABLE") for each in examine(section).breaks]


# --- reports ----------------------------------------------------------------------------------------------------------


@given(annual_reports(edition=None, blanks=True))
@strict
def test_every_sum_of_a_report_comes_out(report):
    """Reports of either edition are consistent, without one having to be thrown away."""
    assert [] == breaks(report)


@given(annual_reports(edition=None, whole=True, prose=False))
@some
def test_a_report_may_be_whole_and_without_prose(report):
    """A report has every table, and no prose, where that is asked for."""
    assert all(type(getattr(report, name)) in kinds for name, kinds in TABLES.items())
    assert () == report.preamble
    assert {()} == {getattr(report, name).blocks for name in ("overview", "problems", "other_matters")}
    assert {()} == {getattr(report, name).lead for name in TABLES}


@pytest.mark.parametrize("most", [0, 9, 10**9])
@given(data=st.data())
@some
def test_a_body_has_any_size(most, data):
    """No cell that is drawn holds more than it is told, whatever the size of the body."""
    report = data.draw(annual_reports(edition=None, whole=True, most=most))
    drawn = [cell.value for cell in gd.cells(report) if not any(spec.sums for spec in cell.node.specs)]
    on_hand = [value for value in drawn if type(value) is int]

    assert sum(value > most for value in on_hand) <= 12
    assert max(map(abs, on_hand)) <= most * 22


@pytest.mark.parametrize("edition", gd.Edition)
@given(data=st.data())
@some
def test_the_edition_is_the_one_that_is_asked_for(edition, data):
    """A report has the tables of its edition; asked for none, of either."""
    report = data.draw(annual_reports(edition=edition.value, whole=True))

    assert edition is report.edition
    assert edition is report.proactive.TABLE.edition


@pytest.mark.parametrize("kind", PARTS, ids=lambda kind: kind.__name__)
@given(data=st.data())
@settings(max_examples=10)
def test_any_part_has_its_totals(kind, data):
    """Any part of the form can be drawn, each cell of its kind and each total the sum of its parts."""
    part = data.draw(parts(kind, blanks=True))

    assert kind is type(part)
    assert part == gd.with_totals(part)


@given(proactive_tables(edition="2019"))
@some
def test_changes_have_either_sign(table):
    """Numbers are negative only where the form has changes."""
    signed = {f"{name}.change" for name in ("licensing", "other_services", "penalties", "compulsion", "fees")}
    rows = {name: getattr(table, name) for name in fields_of(type(table))}
    negative = {
        f"{row}.{name}"
        for row, value in rows.items()
        for name in fields_of(type(value))
        if name != "amount" and getattr(value, name) < 0
    }

    assert negative <= signed


@given(editions.flatmap(lambda edition: data_cells(edition=edition, blanks=True)))
@strict
def test_single_cells_are_drawn(cell):
    """A single cell holds what the form can have at its place."""
    node = gd.nodes()[cell.path]

    assert (node.address, node.is_cell) == (cell.address, True) or cell.node.owner is not node.owner
    assert isinstance(cell.value, int | Decimal | gd.Money | None)


# --- sound reports, and reports with faults ---------------------------------------------------------------------------


@given(editions.flatmap(lambda edition: sound_reports(edition=edition)))
@settings(max_examples=80, suppress_health_check=[])
def test_a_sound_report_is_sound(report):
    """A check finds nothing at all in a sound report, and it can be published and read again."""
    assert [] == [str(finding) for finding in gd.check(report)]


@given(faulty_reports())
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_a_fault_is_found_by_the_rules_it_names(drawn):
    """Of a report with one fault a check finds what the fault says, and nothing else."""
    report, (fault,) = drawn

    assert fault.codes == {finding.code for finding in gd.check(report)}


@given(faulty_reports(most=4))
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_faults_do_not_hide_one_another(drawn):
    """Of a report with several faults a check finds what each of them says."""
    report, faults = drawn

    assert 1 <= len(faults) <= 4
    assert set().union(*(fault.codes for fault in faults)) <= {finding.code for finding in gd.check(report)}


def test_every_fault_is_drawn():
    """There are sound reports that each fault can be put into."""
    fitting = set()

    @given(sound_reports())
    @settings(max_examples=100, phases=[Phase.generate], database=None)
    def look(report):
        fitting.update(name for name, fault in FAULTS.items() if fault.fits(report))

    look()
    assert set(FAULTS) == fitting


@given(sound_reports(), st.sampled_from(list(FAULTS.values())))
@some
def test_a_fault_changes_only_what_it_is_about(report, fault):
    """A fault changes no part of a report but those that it names."""
    if fault.fits(report):
        made = fault.make(report)
        names = ("title", "preamble", *fields_of(gd.AnnualReport))

        assert {name for name in names if getattr(report, name) != getattr(made, name)} <= fault.about


# --- shrinking --------------------------------------------------------------------------------------------------------


@given(strategies.by_applicant(), strategies.by_applicant(consistent=False, blanks=True))
def test_a_row_adds_up_unless_it_need_not(consistent, free):
    """A consistent row adds up; another has any number or a blank in each of its cells, its total among them."""
    *parts, total = attrs.astuple(consistent)

    assert sum(parts) == total
    assert 7 == len([value for value in attrs.astuple(free) if value is None or value >= 0])


def test_a_table_shrinks_to_what_matters():
    """The simplest table in which something is the case has nothing else in it, and the smallest numbers."""
    table = find(requests_tables(), lambda table: table.outcomes.unavailable.not_held.total > 2, settings=quickly)
    numbers = {path: value for path, _, value in walk(table) if type(value) is int and value > 0}

    assert {3} == set(numbers.values())
    assert {"received", "outcomes.unavailable.not_held", "outcomes.total"} == {
        path.rpartition(".")[0] for path in numbers
    }


def test_a_faulty_report_shrinks_to_one_fault():
    """The simplest report with a fault of a rule has that fault alone, and no number that is not part of it."""
    report, faults = find(
        faulty_reports(most=3), lambda drawn: any("GD301" in fault.codes for fault in drawn[1]), settings=quickly
    )

    assert ["a request is lost"] == [fault.name for fault in faults]
    assert {"表三·一·自然人": 1, "表三·一·总计": 1} == {
        cell.address: cell.value for cell in gd.cells(report) if cell.value
    }


# --- from types -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [gd.AnnualReport, gd.Narrative, gd.Organ, gd.Money, gd.DataCell, *PARTS])
def test_hypothesis_draws_by_type(kind):
    """Asked for a class of the form, Hypothesis draws one that is consistent."""
    register()
    drawn = find(st.from_type(kind), lambda _: True, settings=quickly)

    assert kind is type(drawn)
    assert gd.with_totals(drawn) == drawn


ENTRY = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["entry-points"]["hypothesis"]
SCRIPT = """
import sys
from hypothesis import find, strategies as st
assert "govdisclosure.strategies" not in sys.modules
import govdisclosure as gd
print(find(st.from_type(gd.CaseOutcomes), lambda cases: cases.total > 1))
"""


@pytest.mark.parametrize("first", ["", "import govdisclosure.strategies; sys = None\n"])
def test_hypothesis_finds_the_strategies_by_itself(first, tmp_path):
    """Installed beside Hypothesis, the package tells it of its classes, whichever of them is imported first."""
    folder = tmp_path / "govdisclosure_entry-1.dist-info"
    folder.mkdir()
    folder.joinpath("METADATA").write_text("Metadata-Version: 2.1\nName: govdisclosure-entry\nVersion: 1\n", "utf-8")
    lines = ["[hypothesis]", *(f"{name} = {value}" for name, value in ENTRY.items())]
    folder.joinpath("entry_points.txt").write_text("\n".join(lines), "utf-8")
    script = SCRIPT if not first else first + SCRIPT.replace('assert "govdisclosure.strategies" not in sys.modules', "")
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), str(Path(gd.__file__).parents[1])])}
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, env=env, timeout=120, check=False
    )

    assert ("", "CaseOutcomes(upheld=0, corrected=0, other=0, pending=2, total=2)\n") == (done.stderr, done.stdout)


def test_the_entry_point_is_the_function_that_registers():
    """The entry point of the package leads to what tells Hypothesis of its classes."""
    (value,) = ENTRY.values()

    assert register is importlib.metadata.EntryPoint("govdisclosure", value, "hypothesis").load()


def test_nothing_that_is_drawn_is_thrown_away():
    """No strategy filters what it draws."""
    assert ".filter(" not in Path(strategies.__file__).read_text("utf-8")
