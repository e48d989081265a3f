"""Findings about a report, and the errors that are raised on purpose."""

import errno
import pickle
from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from govdisclosure.causes import needed
from govdisclosure.document import Place
from govdisclosure.errors import AddressError, GovDisclosureError, ReadError, ValueRefusedError, WriteError
from govdisclosure.findings import CheckFailedError, Finding, Findings, Outcome, Result, Severity

ERRORS = [AddressError, CheckFailedError, GovDisclosureError, ReadError, ValueRefusedError, WriteError]


def finding(severity, **more):
    """A finding of some weight."""
    return Finding(code="GD301", severity=severity, message="甲", **more)


some_findings = st.lists(
    st.builds(finding, st.sampled_from(Severity), path=st.sampled_from(["", "requests", "remedies"]))
)


# --- one finding ------------------------------------------------------------------------------------------------------


def test_severities_are_ordered_and_have_words():
    """A notice weighs less than a warning and a warning less than an error, and each has its word."""
    assert sorted(Severity) == [Severity.NOTICE, Severity.WARNING, Severity.ERROR]
    assert ["提示", "警告", "错误"] == [severity.label for severity in sorted(Severity)]


@pytest.mark.parametrize(("address", "line"), [("表三·一·总计", "GD301 错误 表三·一·总计 甲"), ("", "GD301 错误 甲")])
def test_a_finding_is_told_in_one_line(address, line):
    """A finding is written as code, weight, address if it has one, and message."""
    assert line == str(finding(Severity.ERROR, address=address))


@pytest.mark.parametrize(
    "made",
    [
        finding(Severity.ERROR, expected=3, actual=None, place=Place(line=2), evidence=(finding(Severity.NOTICE),)),
        Result(code="GD301", outcome=Outcome.NOT_EVALUATED, reason="甲"),
        Findings([finding(Severity.NOTICE)], results=(Result(code="GD301", outcome=Outcome.FAILED),)),
    ],
    ids=lambda made: type(made).__name__,
)
def test_findings_are_values(made):
    """What a check says cannot be changed, can be pickled, and is equal and of equal hash where it says the same."""
    again = pickle.loads(pickle.dumps(made))  # noqa: S301 - our own bytes
    assert made == again
    assert hash(made) == hash(again)
    assert not hasattr(made, "__dict__")
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        made.code = "GD302"


# --- many -------------------------------------------------------------------------------------------------------------


@given(some_findings)
def test_findings_are_a_sequence_with_the_gravest_first(items):
    """All findings are kept, errors before warnings before notices, and each weight in the order it was found in."""
    found = Findings(items)
    by_weight = [
        [item for item in items if item.severity is severity]
        for severity in (Severity.ERROR, Severity.WARNING, Severity.NOTICE)
    ]
    assert [item for items_of_one in by_weight for item in items_of_one] == list(found)
    assert len(items) == len(found)
    assert list(found) == [found[number] for number in range(len(found))]
    assert tuple(found)[1:3] == found[1:3]


@given(some_findings)
def test_the_worst_is_the_gravest_severity(items):
    """The worst of the findings is the weight that none exceeds, and nothing where nothing was found."""
    worst = Findings(items).worst
    assert {item.severity for item in items if worst is None or item.severity > worst} == set()
    assert (worst is None) == (not items)


@given(some_findings)
def test_only_errors_raise(items):
    """Findings raise if there are errors among them, with one line for each, and else do nothing."""
    found = Findings(items)
    errors = [item for item in items if item.severity is Severity.ERROR]
    raised = None
    try:
        found.raise_for_errors()
    except CheckFailedError as error:
        raised = error
    assert bool(errors) == (raised is not None)
    if raised:
        assert tuple(str(item) for item in errors) == raised.problems
        assert found == raised.findings


def test_no_findings_are_false():
    """Findings are empty unless told otherwise, and then false."""
    assert not Findings()
    assert () == Findings().results


# --- errors -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ERRORS, ids=lambda kind: kind.__name__)
def test_an_error_tells_every_problem_on_a_line_of_its_own(kind):
    """An error is written as its message and one line for each problem, and keeps both apart."""
    error = kind("甲：", (problem for problem in ["乙", "丙"]))
    assert "甲：\n  - 乙\n  - 丙" == str(error)
    assert ("甲：", ("乙", "丙")) == (error.message, error.problems)
    assert "甲" == str(kind("甲"))


@pytest.mark.parametrize("kind", ERRORS, ids=lambda kind: kind.__name__)
def test_an_error_is_one_of_ours_and_can_be_sent_between_processes(kind):
    """Every error has the library's error at its root, and says the same after a pickle."""
    again = pickle.loads(pickle.dumps(kind("甲", ["乙"])))  # noqa: S301 - our own bytes
    assert isinstance(again, GovDisclosureError)
    assert (kind, "甲\n  - 乙", ("乙",)) == (type(again), str(again), again.problems)


def test_a_failed_check_keeps_its_findings_between_processes():
    """The findings of a failed check are still there after a pickle."""
    found = Findings([finding(Severity.ERROR)])
    again = pickle.loads(pickle.dumps(CheckFailedError("甲", ["乙"], found)))  # noqa: S301 - our own bytes
    assert found == again.findings


def test_a_refused_value_is_a_value_error():
    """Code that expects a `ValueError` of a wrong value gets one."""
    assert issubclass(ValueRefusedError, ValueError)


# --- what comes with an extra -----------------------------------------------------------------------------------------


def test_a_module_that_is_installed_is_given():
    """A module that comes with an extra is imported by its name."""
    assert errno is needed("errno", "pdf")


def test_an_extra_that_is_not_installed_is_told_with_the_command():
    """What is missing is named, with the command that installs it."""
    with pytest.raises(GovDisclosureError) as caught:
        needed("gd_no_such_module.part", "pdf")
    assert "需要 gd_no_such_module，没有安装；请运行 pip install 'govdisclosure[pdf]'" == str(caught.value)


def test_what_a_module_itself_lacks_is_not_hidden(tmp_path, monkeypatch):
    """A module that is there but cannot be imported is no missing extra."""
    Path(tmp_path, "gd_broken.py").write_text("import gd_no_such_module", "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ModuleNotFoundError, match="gd_no_such_module"):
        needed("gd_broken", "pdf")
