"""Faults as offices make them: each is found, and by the rules that it names only."""

import attrs
import pytest

import govdisclosure as gd
from govdisclosure.testing.faults import FAULTS
from reports import SOUND

# The digits of a total are to differ.
REPORT = SOUND


@pytest.mark.parametrize("fault", FAULTS.values(), ids=list(FAULTS))
def test_a_fault_is_found_and_nothing_else(fault):
    """Of all rules those that the fault names find something, and no other."""
    assert fault.codes == {finding.code for finding in gd.check(fault.make(REPORT))}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=list(FAULTS))
def test_a_fault_is_known_by_its_name(fault):
    """A fault stands under its name, changes the report, and names rules that there are."""
    assert fault == FAULTS[fault.name]
    assert REPORT != fault.make(REPORT)
    assert fault.codes <= set(gd.RULES)


def test_faults_do_not_hide_each_other():
    """Two faults in different parts of a report are both found."""
    names = ("a request is lost", "a total of table four is wrong", "section five is empty")
    report = REPORT
    for name in names:
        report = FAULTS[name].make(report)

    assert {"GD301", "GD401", "GD122"} == {finding.code for finding in gd.check(report)}


def test_a_fault_leaves_the_rest_of_the_report_alone():
    """A fault of table four changes nothing but section four."""
    spoiled = FAULTS["a total of table four is wrong"].make(REPORT)

    assert REPORT == attrs.evolve(spoiled, remedies=REPORT.remedies)
