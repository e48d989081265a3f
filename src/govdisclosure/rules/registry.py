"""What a rule is, and what it gets to see."""

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any, Literal

from attrs import frozen

from govdisclosure.findings import Finding, Severity
from govdisclosure.identities import Verdict, examine
from govdisclosure.report import TABLES, AnnualReport, Remedies, Requests

__all__ = ["RULES", "NotEvaluatedError", "Rule", "Subject", "rule"]

Ground = Literal["E", "D", "A"]
"""Printed on the form or law (E), by definition (D), or advice that has exceptions (A)."""


class NotEvaluatedError(Exception):
    """Raised by a rule that does not see what it needs; the text says what is missing."""


@frozen(slots=False)
class Subject:
    """A report under check, and what several rules ask about it."""

    report: AnnualReport
    unsure: frozenset[str] = frozenset()
    """Paths of the cells whose numbers could not be read, which is another thing than a blank in print."""

    def table(self, name: str) -> Any:
        """The section *name* with its table.

        Raises:
            NotEvaluatedError: The report has no such table.
        """
        section = getattr(self.report, name)
        if not isinstance(section, TABLES[name]):
            raise NotEvaluatedError(f"年报里没有{TABLES[name][0].TABLE.name}")
        return section

    @property
    def requests(self) -> Requests:
        """Section three with 表三."""
        table: Requests = self.table("requests")
        return table

    @property
    def remedies(self) -> Remedies:
        """Section four with 表四."""
        table: Remedies = self.table("remedies")
        return table

    @cached_property
    def requests_verdict(self) -> Verdict:
        """What the arithmetic of 表三 says."""
        return examine(self.requests, self._unsure_in("requests"))

    @cached_property
    def remedies_verdict(self) -> Verdict:
        """What the arithmetic of 表四 says."""
        return examine(self.remedies, self._unsure_in("remedies"))

    def _unsure_in(self, name: str) -> frozenset[str]:
        prefix = f"{name}."
        return frozenset(path.removeprefix(prefix) for path in self.unsure if path.startswith(prefix))


Evaluate = Callable[[Subject, "Rule"], Iterator[Finding]]


@frozen
class Rule:
    """A rule of the catalogue; its function's docstring is its explanation."""

    code: str
    title: str
    severity: Severity
    ground: Ground
    source: str
    touches: tuple[str, ...]
    """Attribute paths of the parts it looks at."""
    function: Evaluate

    def evaluate(self, subject: Subject) -> Iterator[Finding]:
        """What fails on *subject*.

        Raises:
            NotEvaluatedError: *subject* lacks what the rule needs.
        """
        return self.function(subject, self)

    def finding(self, message: str, **more: Any) -> Finding:
        """A finding of this rule."""
        return Finding(code=self.code, severity=self.severity, message=message, source=self.source, **more)


RULES: dict[str, Rule] = {}
"""The catalogue by code, in the order of declaration."""


def rule(
    code: str, title: str, *, severity: Severity, ground: Ground, source: str, touches: tuple[str, ...]
) -> Callable[[Evaluate], Rule]:
    """Enter a function into the catalogue as a rule; it is given the subject and the rule itself."""

    def register(function: Evaluate) -> Rule:
        RULES[code] = Rule(code, title, severity, ground, source, touches, function)
        return RULES[code]

    return register
