"""What a rule is, and what it gets to see."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cache, cached_property
from importlib.metadata import entry_points
from typing import Any, Literal

from attrs import frozen

from govdisclosure._spec import Edition
from govdisclosure.addresses import Address, DataCell, cells
from govdisclosure.document import Block
from govdisclosure.findings import Finding, Severity
from govdisclosure.i18n import say
from govdisclosure.identities import Verdict, examine
from govdisclosure.report import TABLES, AnnualReport, ByApplicant, Narrative, Remedies, Requests, parts_of
from govdisclosure.rules.diagnosis import moved_rows, only_totals
from govdisclosure.rules.profiles import Profile
from govdisclosure.scope import Scope
from govdisclosure.statements import Statement, statements
from govdisclosure.values import Money

__all__ = ["RULES", "NotApplicableError", "NotEvaluatedError", "Rule", "Subject", "catalogue", "rule"]

Ground = Literal["E", "D", "A"]
"""Printed on the form or law (E), by definition (D), or advice that has exceptions (A)."""


class NotEvaluatedError(Exception):
    """Raised by a rule that does not see what it needs; the text says what is missing."""


class NotApplicableError(Exception):
    """Raised by a rule that does not concern the report; the text says why."""


@frozen(slots=False, eq=False)
class Subject:
    """A report under check, what it is checked against, and what several rules ask about it."""

    report: AnnualReport
    unsure: frozenset[str] = frozenset()
    """Paths of the cells whose numbers could not be read, which is another thing than a blank in print."""
    previous: AnnualReport | None = None
    """Last year's report of the same organ."""
    previous_unsure: frozenset[str] = frozenset()
    children: tuple[AnnualReport, ...] = ()
    """The reports of the subordinate organs."""
    scope: Scope | None = None
    known_profile: Profile | None = None
    today: date | None = None

    # --- what is there ------------------------------------------------------------------------------------------------

    def table(self, name: str) -> Any:
        """The section *name* with its table.

        Raises:
            NotEvaluatedError: The report has no such table.
        """
        section = getattr(self.report, name)
        if not isinstance(section, TABLES[name]):
            raise NotEvaluatedError(say("年报里没有{table}", table=Address(TABLES[name][0].TABLE.name)))
        return section

    def number(self, path: str) -> Any:
        """The number at *path*; ``None`` where it is blank or could not be read.

        Raises:
            NotEvaluatedError: The report has no such table.
            NotApplicableError: The table is of an edition that has no such cell.
        """
        name, _, rest = path.partition(".")
        return None if path in self.unsure else _number(self.table(name), rest)

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

    @property
    def year_follows(self) -> bool:
        """Whether the report given as last year's is not known to be of another year."""
        given = self.previous
        return given is not None and (not self.report.year or given.year in {None, self.report.year - 1})

    @property
    def last(self) -> AnnualReport:
        """Last year's report.

        Raises:
            NotEvaluatedError: None was given, or it is not that of the year before.
        """
        if self.previous is None:
            raise NotEvaluatedError(say("没有给出上年的年报"))
        if not self.year_follows:
            raise NotEvaluatedError(say("给出的是 {year} 年的年报，不是上年的", year=self.previous.year))
        return self.previous

    def last_number(self, path: str) -> Any:
        """The number at *path* in last year's report; ``None`` where it is blank, absent or could not be read."""
        name, _, rest = path.partition(".")
        section = getattr(self.last, name)
        if path in self.previous_unsure or not isinstance(section, TABLES[name]):
            return None
        try:
            return _number(section, rest)
        except NotApplicableError:
            return None

    @property
    def profile(self) -> Profile:
        """What kind of body the organ is.

        Raises:
            NotEvaluatedError: It was not said, and the name does not tell it for certain.
        """
        if self.known_profile is None:
            raise NotEvaluatedError(say("没有说明机关的种类，从名称也不能确定"))
        return self.known_profile

    @cached_property
    def cells(self) -> tuple[DataCell, ...]:
        """The numbers of the report in the order of print."""
        return tuple(cells(self.report))

    # --- what it says -------------------------------------------------------------------------------------------------

    @cached_property
    def prose(self) -> Mapping[str, tuple[Block, ...]]:
        """The prose of the report by section, the preamble first; sections without any are left out."""
        return prose_of(self.report)

    @cached_property
    def paragraphs(self) -> tuple[tuple[str, str], ...]:
        """Every heading and paragraph with the name of its section."""
        return paragraphs_of(self.report)

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """What the prose says of the numbers of the form."""
        return tuple(statements(self.paragraphs, self.report))

    # --- what the arithmetic says -------------------------------------------------------------------------------------

    @cached_property
    def requests_verdict(self) -> Verdict:
        """What the arithmetic of 表三 says; of a row that has nothing but its total, nothing."""
        unknown = (f"{path}.{name}" for path in only_totals(self.requests) for name in parts_of(ByApplicant))
        return examine(self.requests, self.unsure_in("requests") | frozenset(unknown))

    @property
    def puzzling(self) -> bool:
        """Whether the sums of 表三 are broken, and no single cell explains it."""
        verdict = self.requests_verdict
        return bool(verdict.breaks) and len(verdict.faults) != 1 and not verdict.blank_totals

    @cached_property
    def moved_rows(self) -> Mapping[str, Mapping[str, int | None]]:
        """The rows of 表三 of which every sum comes out if their numbers move by a column, with the numbers then."""
        return moved_rows(self.requests, self.requests_verdict, self.unsure_in("requests")) if self.puzzling else {}

    @cached_property
    def remedies_verdict(self) -> Verdict:
        """What the arithmetic of 表四 says."""
        return examine(self.remedies, self.unsure_in("remedies"))

    def unsure_in(self, name: str) -> frozenset[str]:
        """The paths, within the section *name*, of the cells whose numbers could not be read."""
        prefix = f"{name}."
        return frozenset(path.removeprefix(prefix) for path in self.unsure if path.startswith(prefix))


def _number(section: Any, path: str) -> Any:
    value = section
    for name in path.split("."):
        value = getattr(value, name, NotApplicableError)
    if value is NotApplicableError:
        raise NotApplicableError(say("这一版的{table}没有这一格", table=Address(section.TABLE.name)))
    return value.amount if isinstance(value, Money) else value


def prose_of(report: AnnualReport) -> Mapping[str, tuple[Block, ...]]:
    """The prose of *report* by section, the preamble first; sections without any are left out."""
    found: dict[str, tuple[Block, ...]] = {"preamble": report.preamble}
    for name in ("overview", "proactive", "requests", "remedies", "problems", "other_matters"):
        section = getattr(report, name)
        if isinstance(section, Narrative):
            found[name] = section.blocks
        elif section is not None:
            found[name] = (*section.lead, *section.remarks)
    return {name: blocks for name, blocks in found.items() if blocks}


def paragraphs_of(report: AnnualReport) -> tuple[tuple[str, str], ...]:
    """Every heading and paragraph of *report* with the name of its section."""
    return tuple(
        (name, block.text) for name, blocks in prose_of(report).items() for block in blocks if hasattr(block, "text")
    )


# --- rules ------------------------------------------------------------------------------------------------------------

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
    editions: frozenset[Edition] = frozenset(Edition)
    """The editions of the form that it concerns."""

    def evaluate(self, subject: Subject) -> Iterator[Finding]:
        """What fails on *subject*.

        Raises:
            NotEvaluatedError: *subject* lacks what the rule needs.
            NotApplicableError: The rule does not concern *subject*.
        """
        if subject.report.edition not in self.editions:
            raise NotApplicableError(say("{edition} 年版没有这一项", edition=subject.report.edition.value))
        return self.function(subject, self)

    def finding(self, message: str, **more: Any) -> Finding:
        """A finding of this rule."""
        return Finding(code=self.code, severity=self.severity, message=message, source=self.source, **more)


RULES: dict[str, Rule] = {}
"""The catalogue by code, in the order of declaration."""


def rule(
    code: str,
    title: str,
    *,
    severity: Severity,
    ground: Ground,
    source: str,
    touches: tuple[str, ...],
    editions: frozenset[Edition] = frozenset(Edition),
    into: dict[str, Rule] = RULES,
) -> Callable[[Evaluate], Rule]:
    """Enter a function into the catalogue *into* as a rule; it is given the subject and the rule itself."""

    def register(function: Evaluate) -> Rule:
        into[code] = Rule(code, title, severity, ground, source, touches, function, editions)
        return into[code]

    return register


def catalogue() -> Mapping[str, Rule]:
    """The rules of the library and those that installed packages add, by code.

    A package adds rules by an entry point of the group ``govdisclosure.rules`` that names a dictionary of them, filled
    by `rule` with *into*; a code that the library has is not replaced.
    """
    return {code: rule for rules in (*added_rules(), RULES) for code, rule in rules.items()}


@cache
def added_rules() -> tuple[Mapping[str, Rule], ...]:
    """The catalogues that installed packages add; looking for them takes longer than a check."""
    return tuple(each.load() for each in entry_points(group="govdisclosure.rules"))
