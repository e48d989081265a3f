"""SARIF 2.1.0: what was found, for the viewers of static analysis."""

import json
from pathlib import PurePath, PurePosixPath, PureWindowsPath
from typing import Any, Final
from urllib.parse import quote

from govdisclosure.findings import Finding, Outcome, Result, Severity
from govdisclosure.i18n import language_of
from govdisclosure.output.catalogue import Entry, page
from govdisclosure.output.view import Checked, View, line_of

__all__ = ["write"]

_LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTICE: "note"}
_KINDS: Final = {Outcome.PASSED: "pass", Outcome.NOT_APPLICABLE: "notApplicable", Outcome.NOT_EVALUATED: "open"}


def write(view: View) -> str:
    """One run over all files; what proves a finding is told as related locations."""
    entries = list(view.rules().values())
    numbers = {entry.code: number for number, entry in enumerate(entries)}
    results = [_finding(view, checked, finding, numbers) for checked, finding in view.findings()]
    if view.every:
        results += [
            _result(view, checked, result, numbers)
            for checked in view.checked
            for result in checked.findings.results
            if result.outcome in _KINDS
        ]
    problems = [_problem(view, checked) for checked in view.checked if checked.problem]
    run = {
        "tool": {"driver": {"name": "govdisclosure", "rules": [_rule(view, entry) for entry in entries]}},
        "language": language_of(view.locale),
        "invocations": [{"executionSuccessful": not problems, "toolExecutionNotifications": problems}],
        "results": results,
    }
    log = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _rule(view: View, entry: Entry) -> dict[str, Any]:
    text = page(entry, view.locale)
    return {
        "id": entry.code,
        "shortDescription": {"text": view.title(entry.code) or entry.title},
        "fullDescription": {"text": entry.checks(view.locale) or view.title(entry.code) or entry.title},
        "help": {"text": text, "markdown": text},
        "defaultConfiguration": {"level": _LEVELS[entry.severity]},
    }


def _finding(view: View, checked: Checked, finding: Finding, numbers: dict[str, int]) -> dict[str, Any]:
    values = {name: view.told(getattr(finding, name)) for name in ("expected", "actual")}
    data: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": numbers[finding.code],
        "level": _LEVELS[finding.severity],
        "message": {"text": view.message(finding)},
        "locations": [_location(view, checked, finding)],
        "partialFingerprints": {"place/v1": f"{finding.code}:{view.told(finding.path or finding.address)}"},
        "properties": {name: told for name, told in values.items() if getattr(finding, name) is not None},
        "suppressions": _suppressions(view, finding),
    }
    if finding.evidence:
        data["relatedLocations"] = [
            {"id": number, "message": {"text": f"{each.code} {view.message(each)}"}, **_location(view, checked, each)}
            for number, each in enumerate(finding.evidence, start=1)
        ]
    return data


def _suppressions(view: View, finding: Finding) -> list[dict[str, str]]:
    """Why *finding* does not count; where one result says so, all results have to say whether they do."""
    told = {"kind": "external", "status": "accepted", "justification": view.told(finding.waived)}
    return [told] if finding.waived else []


def _result(view: View, checked: Checked, result: Result, numbers: dict[str, int]) -> dict[str, Any]:
    told = "：".join(filter(None, [view.outcome(result.outcome), view.told(result.reason)]))
    return {
        "ruleId": result.code,
        "ruleIndex": numbers[result.code],
        "kind": _KINDS[result.outcome],
        "level": "none",
        "message": {"text": told},
        "locations": [{"physicalLocation": _artifact(checked)}],
        "suppressions": [],
    }


def _problem(view: View, checked: Checked) -> dict[str, Any]:
    return {
        "level": "error",
        "message": {"text": view.told(checked.problem)},
        "locations": [{"physicalLocation": _artifact(checked)}],
    }


def _location(view: View, checked: Checked, finding: Finding) -> dict[str, Any]:
    physical = _artifact(checked)
    if (line := line_of(finding)) is not None:
        physical["region"] = {"startLine": line}
    where = {"physicalLocation": physical}
    if finding.path or finding.address:
        full = view.told(finding.path or finding.address)
        return {
            **where,
            "logicalLocations": [{"name": view.address(finding), "fullyQualifiedName": full, "kind": "member"}],
        }
    return where


def _artifact(checked: Checked) -> dict[str, Any]:
    return {"artifactLocation": {"uri": _uri(checked.name)}}


def _uri(name: str) -> str:
    r"""The address of a file; what is relative stays so.

    >>> _uri("年报 1.html"), _uri("/srv/a.html"), _uri("C:\\报告\\a.html")
    ('%E5%B9%B4%E6%8A%A5%201.html', 'file:///srv/a.html', 'file:///C:/%E6%8A%A5%E5%91%8A/a.html')
    """
    path: PurePath = PureWindowsPath(name) if PureWindowsPath(name).drive else PurePosixPath(name)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())
