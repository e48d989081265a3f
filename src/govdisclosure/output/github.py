"""Annotations of GitHub Actions: one line a finding, shown beside the file."""

from collections.abc import Iterator, Mapping
from typing import Final

from govdisclosure.findings import Finding
from govdisclosure.output.view import Checked, View, line_of

__all__ = ["write"]

_DATA: Final = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_PROPERTY: Final = {**_DATA, ":": "%3A", ",": "%2C"}


def write(view: View) -> str:
    """One command a finding that counts, and one for each file that could not be read."""
    return "".join(line + "\n" for checked in view.checked for line in _lines(view, checked))


def _lines(view: View, checked: Checked) -> Iterator[str]:
    if checked.problem:
        yield _command("error", view.told(checked.problem), file=checked.name)
    for finding in checked.findings:
        if finding.waived:
            continue
        where = {"file": checked.name, "line": line_of(finding)}
        title = f"{finding.code} {view.title(finding.code)}".strip()
        yield _command(finding.severity.name.lower(), _told(view, finding), **where, title=title)


def _told(view: View, finding: Finding) -> str:
    address = view.address(finding)
    message = view.message(finding)
    return view.say("{address}：{message}", address=address, message=message) if address else message


def _command(name: str, text: str, **properties: str | int | None) -> str:
    given = ((key, str(value)) for key, value in properties.items() if value is not None)
    told = ",".join(f"{key}={_escaped(value, _PROPERTY)}" for key, value in given)
    return f"::{name} {told}::{_escaped(text, _DATA)}"


def _escaped(text: str, references: Mapping[str, str]) -> str:
    return "".join(references.get(character, character) for character in text)
