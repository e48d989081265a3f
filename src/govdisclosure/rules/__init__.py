"""The catalogue of rules, and the check that runs it."""

from collections.abc import Iterator

from govdisclosure.findings import Finding, Findings, Outcome, Result
from govdisclosure.recognise import Reading
from govdisclosure.report import AnnualReport
from govdisclosure.rules import arithmetic, blanks, document
from govdisclosure.rules.registry import RULES, NotEvaluatedError, Rule, Subject

__all__ = ["RULES", "NotEvaluatedError", "Rule", "arithmetic", "blanks", "check", "document"]


def check(report: AnnualReport | Reading) -> Findings:
    """What is wrong or doubtful in *report*, and how every rule came out.

    Given a `Reading` it tells the doubts of the reading too, and takes no number that could not be read for a blank.

    >>> from govdisclosure.report import ByApplicant, Organ, Requests
    >>> wrong = Requests(received=ByApplicant(natural_persons=2), carried_over=ByApplicant(natural_persons=2, total=3))
    >>> found = check(AnnualReport(organ=Organ("示例县柳溪镇人民政府"), year=2025, requests=wrong))
    >>> [(finding.code, finding.address, finding.actual, finding.expected) for finding in found]
    [('GD304', '表三·四·总计', 3, 2)]
    """
    subject = Subject(report) if isinstance(report, AnnualReport) else Subject(report.report, unsure=report.unsure)
    failed: dict[str, list[Finding]] = {}
    skipped: dict[str, str] = {}
    for code, rule in RULES.items():
        try:
            failed[code] = list(rule.evaluate(subject))
        except NotEvaluatedError as reason:
            skipped[code] = str(reason)
    explained = {each: finding for found in failed.values() for finding in found for each in finding.evidence}
    findings = [finding for found in failed.values() for finding in found if finding not in explained]
    doubts = () if isinstance(report, AnnualReport) else report.findings
    return Findings([*doubts, *findings], results=tuple(_results(failed, skipped, explained)))


def _results(
    failed: dict[str, list[Finding]], skipped: dict[str, str], explained: dict[Finding, Finding]
) -> Iterator[Result]:
    for code in RULES:
        if code in skipped:
            yield Result(code=code, outcome=Outcome.NOT_EVALUATED, reason=skipped[code])
        elif not failed[code]:
            yield Result(code=code, outcome=Outcome.PASSED)
        else:
            roots = dict.fromkeys(explained[each] for each in failed[code] if each in explained)
            reason = "；".join(f"见 {root.code} {root.address}" for root in roots) or f"{len(failed[code])} 处不符"
            yield Result(code=code, outcome=Outcome.FAILED, reason=reason)
