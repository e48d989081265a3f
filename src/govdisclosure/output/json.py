"""JSON: what was found, for programs; `schema` describes it."""

import json
from importlib.resources import files
from typing import Any

from govdisclosure.findings import Finding, Severity
from govdisclosure.output.view import Checked, View, waived_in, weighed

__all__ = ["schema", "write"]


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of what `write` gives.

    >>> schema()["$id"]
    'urn:govdisclosure:findings:1'
    """
    text = files("govdisclosure").joinpath("output/findings.schema.json").read_text(encoding="utf-8")
    return dict(json.loads(text))


def write(view: View) -> str:
    """What was found, as JSON."""
    data = {
        "$schema": schema()["$id"],
        "locale": view.locale,
        "files": [_file(view, checked) for checked in view.checked],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _file(view: View, checked: Checked) -> dict[str, Any]:
    report, weights = checked.report, weighed(checked.findings)
    data: dict[str, Any] = {
        "file": checked.name,
        "organ": report.organ.name if report and report.organ else None,
        "year": report.year if report else None,
        "edition": report.edition.value if report else None,
        "problem": view.told(checked.problem) or None,
        "counts": {
            **{each.name.lower(): weights[each] for each in reversed(Severity)},
            "waived": waived_in(checked.findings),
        },
        "findings": [_finding(view, each) for each in checked.findings],
    }
    if view.every:
        data["results"] = [
            {"code": each.code, "outcome": each.outcome.value, "reason": view.told(each.reason)}
            for each in checked.findings.results
        ]
    return data


def _finding(view: View, finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "title": view.title(finding.code),
        "severity": finding.severity.name.lower(),
        "address": view.address(finding),
        "path": finding.path,
        "message": view.told(finding.message),
        "expected": _value(view, finding.expected),
        "actual": _value(view, finding.actual),
        "source": view.source(finding),
        "place": _place(view, finding),
        "waived": view.told(finding.waived) or None,
        "evidence": [_finding(view, each) for each in finding.evidence],
    }


def _place(view: View, finding: Finding) -> dict[str, Any] | None:
    place = finding.place
    if place is None:
        return None
    numbers = {name: getattr(place, name) for name in ("page", "line", "table", "row", "cell", "sheet")}
    return {"text": view.told(place), **numbers}


def _value(view: View, value: object) -> int | str | None:
    """A count as a number, all else in words, so that no digit of an amount is lost."""
    return value if value is None or type(value) is int else view.told(value)
