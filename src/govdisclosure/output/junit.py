"""JUnit XML: a test suite a file, a test case a rule, for whatever shows the outcome of tests."""

from collections.abc import Iterable
from xml.etree import ElementTree as ET

from govdisclosure.findings import Finding, Outcome
from govdisclosure.output.view import Checked, View

__all__ = ["write"]


def write(view: View) -> str:
    """The suites. A case fails if a finding weighs as much as was asked for; others stand in its output.

    A case of which no finding counts is skipped, with the reason of the first.
    """
    root = ET.Element("testsuites", name="govdisclosure")
    for checked in view.checked:
        _suite(ET.SubElement(root, "testsuite", name=checked.name), view, checked)
    _count(root, root)
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _suite(suite: ET.Element, view: View, checked: Checked) -> None:
    if checked.problem:
        case = ET.SubElement(suite, "testcase", classname=checked.name, name=view.say("读入"))
        problem = view.told(checked.problem)
        ET.SubElement(case, "error", message=_first_line(problem), type="unreadable").text = problem
    results = {result.code: result for result in checked.findings.results}
    found: dict[str, list[Finding]] = {code: [] for code in results}
    for finding in checked.findings:
        found.setdefault(finding.code, []).append(finding)
    for code, findings in found.items():
        case = ET.SubElement(suite, "testcase", classname=checked.name, name=f"{code} {view.title(code)}".strip())
        failing = [finding for finding in findings if view.fails(finding)]
        if failing:
            weight = failing[0].severity.name.lower()
            message = _first_line(_told(view, failing[:1]))
            ET.SubElement(case, "failure", message=message, type=weight).text = _told(view, failing)
        elif findings and all(finding.waived for finding in findings):
            ET.SubElement(case, "skipped", message=view.told(findings[0].waived))
        elif code in results and results[code].outcome in _SKIPPED:
            ET.SubElement(case, "skipped", message=view.told(results[code].reason))
        noted = _told(view, [finding for finding in findings if not view.fails(finding)])
        if code in results and results[code].outcome is Outcome.FAILED and not findings:
            noted = view.told(results[code].reason)
        if noted:
            ET.SubElement(case, "system-out").text = noted
    _count(suite, suite)


_SKIPPED = {Outcome.NOT_APPLICABLE, Outcome.NOT_EVALUATED}


def _told(view: View, findings: Iterable[Finding]) -> str:
    """One line a finding, those that prove it indented below."""
    lines = []
    for finding in findings:
        lines.append(view.line(finding))
        lines += [f"  {each.code} {view.line(each)}" for each in finding.evidence]
    return "\n".join(lines)


def _first_line(text: str) -> str:
    return text.partition("\n")[0]


def _count(element: ET.Element, suites: ET.Element) -> None:
    """Write down how many cases there are below *suites*, and how they came out."""
    element.set("tests", str(len(suites.findall(".//testcase"))))
    for name, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        element.set(name, str(len(suites.findall(f".//{tag}"))))
