"""GD41x: 表四 beyond its sums."""

from collections.abc import Iterator
from decimal import Decimal

from govdisclosure.findings import Finding, Severity
from govdisclosure.i18n import say
from govdisclosure.report import CaseOutcomes, parts_of
from govdisclosure.rules.registry import RULES, NotEvaluatedError, Rule, Subject, rule
from govdisclosure.rules.shapes import place, share_at_most

__all__ = ["GROUPS"]

GROUPS = ("remedies.reconsideration", "remedies.litigation.direct", "remedies.litigation.after_reconsideration")
"""The three groups of 表四."""
_TOTALS = tuple(f"{group}.total" for group in GROUPS)
_COUNTING = "国办公开办函〔2016〕201号"


@rule(
    "GD403",
    "一组的数没有错开一列",
    severity=Severity.ERROR,
    ground="D",
    source="总计的定义",
    touches=("remedies",),
)
def no_group_has_moved(subject: Subject, this: Rule) -> Iterator[Finding]:
    """The numbers of a group of 表四 stand in their own columns, not one to the left.

    Yields:
        One finding at a group whose last number is 0 and whose first four numbers are three outcomes and their sum.
    """
    for group in GROUPS:
        cells = [subject.number(f"{group}.{name}") for name in (*parts_of(CaseOutcomes), "total")]
        if None in cells or cells[-1]:
            continue
        *parts, total = cells[:-1]
        if total and total == sum(parts):
            evidence = tuple(each for each in RULES["GD401"].evaluate(subject) if each.path == f"{group}.total")
            message = say("总计为 0，尚未审结 {count} 恰为前三项之和，像是错开了一列", count=total)
            yield this.finding(message, evidence=evidence, **place(group))


@rule(
    "GD411",
    "复议后起诉的不多于复议",
    severity=Severity.NOTICE,
    ground="A",
    source=_COUNTING,
    touches=("remedies.litigation.after_reconsideration", "remedies.reconsideration"),
)
def sued_after_being_reconsidered(subject: Subject, this: Rule) -> Iterator[Finding]:
    """Who sues after reconsideration has asked for it this year or last.

    Yields:
        One finding if there are more such lawsuits than reconsiderations of both years.
    """
    sued = subject.number("remedies.litigation.after_reconsideration.total")
    now = subject.number("remedies.reconsideration.total")
    before = subject.last_number("remedies.reconsideration.total")
    if None in {sued, now, before}:
        raise NotEvaluatedError(say("上年或本年没有可比的数"))
    if sued > now + before:
        message = say("复议后起诉 {sued} 件，而两年的行政复议一共 {all} 件", sued=sued, all=now + before)
        yield this.finding(message, actual=sued, **place("remedies.litigation.after_reconsideration.total"))


@rule(
    "GD412",
    "案件不多于办结的申请",
    severity=Severity.NOTICE,
    ground="A",
    source="《条例》第五十一条",
    touches=("remedies", "requests.outcomes.total"),
)
def cases_come_from_requests(subject: Subject, this: Rule) -> Iterator[Finding]:
    """Reconsiderations and direct lawsuits mostly concern requests closed this year or last.

    Yields:
        One finding if there are more cases than twice the requests closed in both years.
    """
    groups = [subject.number(path) for path in _TOTALS[:2]]
    now = subject.number("requests.outcomes.total.total")
    before = subject.last_number("requests.outcomes.total.total")
    if None in {*groups, now, before}:
        raise NotEvaluatedError(say("上年或本年没有可比的数"))
    if sum(groups) > 2 * (now + before):
        message = say("案件 {cases} 件，而两年办结的申请一共 {all} 件", cases=sum(groups), all=now + before)
        yield this.finding(message, actual=groups[0], **place(_TOTALS[0]))


for _code, _group, _title in (
    ("GD421", "reconsideration", "复议纠正的不过半"),
    ("GD422", "litigation.direct", "直接起诉纠正的不过半"),
    ("GD423", "litigation.after_reconsideration", "复议后起诉纠正的不过半"),
):
    share_at_most(
        _code,
        _title,
        part=f"remedies.{_group}.corrected",
        whole=(f"remedies.{_group}.total",),
        most=Decimal("0.5"),
        least=10,
        why="An organ whose acts are corrected in most cases has mixed up two columns, or a problem for section five.",
        source="《条例》第五十一条",
    )
