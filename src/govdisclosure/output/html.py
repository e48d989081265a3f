"""A page: what was found in one or many reports, complete in itself, without scripts and with nothing remote."""

from collections import Counter
from collections.abc import Iterator
from functools import partial
from typing import Final

from attrs import frozen
from markupsafe import Markup

from govdisclosure.document import Grid
from govdisclosure.findings import Finding, Severity
from govdisclosure.formats.markup import template, template_text, tongue
from govdisclosure.i18n import language_of
from govdisclosure.output.tables import excerpt, paths_in, tables_of
from govdisclosure.output.view import Checked, View, waived_in, weighed

__all__ = ["write"]

_SIGNS: Final = {Severity.ERROR: "✗", Severity.WARNING: "!", Severity.NOTICE: "i"}
"""What stands before the word for a weight, so that colour is not all that tells them apart."""


def write(view: View) -> str:
    """The page."""
    values = {
        "view": view,
        "files": [_File(view, number, checked) for number, checked in enumerate(view.checked, start=1)],
        "rules": view.rules().values(),
        "counts": weighed(*(checked.findings for checked in view.checked)),
        "waived": waived_in(*(checked.findings for checked in view.checked)),
        "by_rule": Counter(finding.code for _, finding in view.findings()),
        "severities": list(reversed(Severity)),
        "signs": _SIGNS,
        "language": language_of(view.locale),
        "said": view.say,
        "tongue": partial(tongue, view.locale),
        "more_style": Markup(template_text("findings.css")),  # noqa: S704 - it is our own
    }
    return template("findings.html.j2").render(values) + "\n"


@frozen
class _Told:
    """A finding as the page tells it."""

    id: str
    finding: Finding
    grid: Grid | None
    """The lines of a table that it is about."""
    marks: dict[str, tuple[str, Markup]]


@frozen
class _Table:
    """A whole table with every cell marked that a finding is about."""

    id: str
    grid: Grid
    marks: dict[str, tuple[str, Markup]]


class _File:
    """A file as the page tells it."""

    def __init__(self, view: View, number: int, checked: Checked) -> None:
        """Draw the tables of the report once for all findings."""
        self.id = f"file-{number}"
        self.checked = checked
        self.counts = weighed(checked.findings)
        self._view = view
        self._grids = tables_of(checked.report, view.locale) if checked.report else {}
        self.findings = [
            self._told(f"finding-{number}-{which}", finding) for which, finding in enumerate(checked.findings, start=1)
        ]

    def _told(self, name: str, finding: Finding) -> _Told:
        about = (finding, *finding.evidence)
        section = next((each.path.partition(".")[0] for each in about if "." in each.path), "")
        grid = self._grids.get(section)
        if grid is None:
            return _Told(name, finding, None, {})
        marks = {path: self._proof(grid, path) for each in finding.evidence for path in paths_in(grid, each)}
        marks |= {path: self._wrong(grid, path, finding) for path in paths_in(grid, finding)}
        return _Told(name, finding, excerpt(grid, marks) if marks else None, marks)

    def tables(self) -> Iterator[_Table]:
        """The tables that findings are about, each with all its marks; a wrong cell leads to its finding."""
        for section, grid in self._grids.items():
            marks = {
                path: self._wrong(grid, path, told.finding, told.id)
                for told in reversed(self.findings)
                for path in paths_in(grid, told.finding)
            }
            if marks:
                yield _Table(f"{self.id}-{section}", grid, marks)

    def _wrong(self, grid: Grid, path: str, finding: Finding, link: str = "") -> tuple[str, Markup]:
        text = _text(grid, path) or self._view.say("空白")
        shown = Markup('<a href="#{}">{}</a>').format(link, text) if link else Markup("<b>{}</b>").format(text)
        sign = Markup('<span class="gd-sign" aria-hidden="true">{}</span><span class="gd-unseen">{}</span>').format(
            _SIGNS[finding.severity], self._view.say("{severity}：", severity=self._view.severity(finding.severity))
        )
        should = Markup()
        if finding.expected is not None and finding.path == path:
            should = Markup('<span class="gd-should">{}</span>').format(
                self._view.say("应为 {expected}", expected=finding.expected)
            )
        waived = " gd-waived" if finding.waived else ""
        return f"gd-marked gd-{finding.severity.name.lower()}{waived}", sign + shown + should

    def _proof(self, grid: Grid, path: str) -> tuple[str, Markup]:
        sign = Markup('<span class="gd-sign" aria-hidden="true">∑</span><span class="gd-unseen">{}</span>')
        text = _text(grid, path) or self._view.say("空白")
        return "gd-marked gd-proof", sign.format(self._view.say("不平：")) + text


def _text(grid: Grid, path: str) -> str:
    return next(cell.text for row in grid.rows for cell in row if cell.path == path)
