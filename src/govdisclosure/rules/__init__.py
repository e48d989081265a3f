"""The catalogue of rules, and the check that runs it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache

from govdisclosure.account import READING_CODES
from govdisclosure.errors import ValueRefusedError
from govdisclosure.findings import Finding, Findings, Outcome, Result
from govdisclosure.i18n import Listing, say
from govdisclosure.recognise import Reading
from govdisclosure.report import AnnualReport
from govdisclosure.rules import (
    arithmetic,
    blanks,
    children,
    document,
    narratives,
    proactive,
    prose,
    remedies,
    requests,
    wording,
    years,
)
from govdisclosure.rules.profiles import PROFILES, OrganKind, Profile, guess_profile
from govdisclosure.rules.registry import RULES, NotApplicableError, NotEvaluatedError, Rule, Subject, catalogue, rule
from govdisclosure.rules.waivers import CHECK_CODES, Baseline, Waiver, settled
from govdisclosure.scope import Scope

__all__ = [
    "CHECK_CODES", "PROFILES", "RULES", "Baseline", "NotApplicableError", "NotEvaluatedError", "OrganKind", "Profile",
    "Rule", "Scope", "Subject", "Waiver", "arithmetic", "blanks", "catalogue", "check", "children", "document",
    "guess_profile", "narratives", "proactive", "prose", "remedies", "requests", "rule", "settle",
    "wording", "years",
]  # fmt: skip

_BY_CODE = sorted(RULES.items())
RULES.clear()
RULES.update(_BY_CODE)


def check(
    report: AnnualReport | Reading,
    *,
    previous: AnnualReport | Reading | None = None,
    children: Iterable[AnnualReport | Reading] = (),
    scope: Scope | None = None,
    profile: Profile | OrganKind | None = None,
    today: date | None = None,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    waivers: Sequence[Waiver] = (),
    baseline: Baseline | None = None,
) -> Findings:
    """What is wrong or doubtful in *report*, and how every rule came out.

    Given a `Reading` it tells the doubts of the reading too, and takes no number that could not be read for a blank.

    >>> from govdisclosure.report import ByApplicant, Organ, Requests
    >>> wrong = Requests(received=ByApplicant(natural_persons=2), carried_over=ByApplicant(natural_persons=2, total=3))
    >>> found = check(AnnualReport(organ=Organ("示例县柳溪镇人民政府"), year=2025, requests=wrong), select=["GD3"])
    >>> [(finding.code, finding.address, finding.actual, finding.expected) for finding in found]
    [('GD304', '表三·四·总计', 3, 2)]

    Args:
        report: The report, or the reading it came from.
        previous: Last year's report of the same organ.
        children: The reports of the subordinate organs for the same year.
        scope: Whether the report is the sum of *children*, who they should be, and their other names.
        profile: What kind of body the organ is; left out, it is told from the name where the name is certain.
        today: The day to judge deadlines by; left out, none is judged by it.
        select: Codes or beginnings of codes of the rules to run; all if empty.
        ignore: Codes or beginnings of codes of the rules to leave out.
        waivers: Findings that need not be mended; they stay, marked, and do not count.
        baseline: Findings that are known; they stay, marked, and do not count.

    Raises:
        ValueRefusedError: No rule has a code that begins with one of *select* or *ignore*.
    """
    rules = catalogue()
    known = (*rules, *READING_CODES)
    codes = _chosen((*known, *CHECK_CODES), tuple(select), tuple(ignore))
    held = _held(report)
    subject = Subject(
        held,
        unsure=_unsure(report),
        previous=_held(previous) if previous else None,
        previous_unsure=_unsure(previous),
        children=tuple(map(_held, children)),
        scope=scope,
        known_profile=(PROFILES[profile] if isinstance(profile, OrganKind) else profile) or guess_profile(held.organ),
        today=today,
    )
    outcomes = {code: _outcome(rules[code], subject) for code in rules if code in codes}
    failed = {code: found for code, found in outcomes.items() if isinstance(found, list)}
    explained = {each: finding for found in failed.values() for finding in found for each in finding.evidence}
    findings = [finding for found in failed.values() for finding in found if finding not in explained]
    doubts = [each for each in report.findings if each.code in codes] if isinstance(report, Reading) else []
    results = tuple(_result(code, found, explained) for code, found in outcomes.items())
    found = Findings([*doubts, *findings], results=results)
    return settle(found, select=select, ignore=ignore, waivers=waivers, baseline=baseline)


def settle(
    found: Findings,
    *,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    waivers: Sequence[Waiver] = (),
    baseline: Baseline | None = None,
) -> Findings:
    """What `check` gives with *waivers* and *baseline*, where it has *found* this without them; both as it takes them.

    >>> from govdisclosure.findings import Finding, Severity
    >>> found = Findings(
    ...     [Finding(code="GD304", severity=Severity.ERROR, path="requests.carried_over.total", message="")]
    ... )
    >>> settle(found, baseline=Baseline.of(found)).worst is None
    True
    """
    known = (*catalogue(), *READING_CODES)
    left_out = {*known} - _chosen((*known, *CHECK_CODES), tuple(select), tuple(ignore))
    remarked = settled(found, waivers, baseline, left_out)
    kept = (each for each in remarked if not each.code.startswith(tuple(ignore)))
    return Findings(kept, results=found.results)


@lru_cache(maxsize=100)
def _chosen(known: tuple[str, ...], select: tuple[str, ...], ignore: tuple[str, ...]) -> frozenset[str]:
    """The codes among *known* that are to be looked at; the same are asked for again and again in a long work."""
    strange = [each for each in (*select, *ignore) if not any(code.startswith(each) for code in known)]
    if strange:
        raise ValueRefusedError(say("没有以 {codes} 开头的规则", codes=Listing(strange)))
    wanted = (code for code in known if code.startswith(select or ""))
    return frozenset(code for code in wanted if not code.startswith(ignore))


def _held(report: AnnualReport | Reading) -> AnnualReport:
    return report.report if isinstance(report, Reading) else report


def _unsure(report: AnnualReport | Reading | None) -> frozenset[str]:
    return report.unsure if isinstance(report, Reading) else frozenset()


def _outcome(rule: Rule, subject: Subject) -> list[Finding] | Result:
    """What *rule* finds, or why it does not judge *subject*."""
    try:
        return list(rule.evaluate(subject))
    except NotEvaluatedError as reason:
        return _one(rule.code, Outcome.NOT_EVALUATED, reason.args[0])
    except NotApplicableError as reason:
        return _one(rule.code, Outcome.NOT_APPLICABLE, reason.args[0])


def _result(code: str, found: list[Finding] | Result, explained: Mapping[Finding, Finding]) -> Result:
    if isinstance(found, Result):
        return found
    if not found:
        return _one(code, Outcome.PASSED)
    roots = dict.fromkeys(explained[each] for each in found if each in explained)
    told = say("见 {places}", places=Listing(f"{root.code} {root.address}" for root in roots))
    return Result(code=code, outcome=Outcome.FAILED, reason=told if roots else say("{count} 处不符", count=len(found)))


@lru_cache(maxsize=1000)
def _one(code: str, outcome: Outcome, reason: str = "") -> Result:
    """How a rule came out, the same object for all the reports of a long work."""
    return Result(code=code, outcome=outcome, reason=reason)
