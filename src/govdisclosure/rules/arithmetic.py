"""GD3xx and GD4xx: the arithmetic of tables three and four.

The identities are read off the declarations of `govdisclosure.report`; a break that a single wrong cell explains is
reported once, at that cell, with the broken identities as evidence.
"""

from collections.abc import Iterator
from functools import reduce

from govdisclosure.addresses import nodes
from govdisclosure.figures import as_told
from govdisclosure.findings import Finding, Severity
from govdisclosure.i18n import Listing, Message, say
from govdisclosure.identities import Break, Fault, Kind, Verdict
from govdisclosure.rules.diagnosis import beside, slip
from govdisclosure.rules.registry import RULES, Rule, Subject, rule

__all__: list[str] = []

_SUM = "总计的定义"
_BALANCE = "表三所印勾稽关系"


@rule("GD301", "新收加结转等于办结加续办", severity=Severity.ERROR, ground="E", source=_BALANCE, touches=("requests",))
def balance(subject: Subject, this: Rule) -> Iterator[Finding]:
    """What came in is closed or carried over: 一 + 二 = 三（七） + 四, in each of the seven columns.

    Yields:
        One finding per column that does not add up, addressed to its cell of row 四.
    """
    return _breaks(this, "requests", subject.requests_verdict, Kind.BALANCE)


@rule(
    "GD302",
    "办理结果总计等于各行之和",
    severity=Severity.ERROR,
    ground="D",
    source=_SUM,
    touches=("requests.outcomes",),
)
def outcomes_add_up(subject: Subject, this: Rule) -> Iterator[Finding]:
    """Row 三（七） is the sum of the rows of the results, in each of the seven columns.

    Yields:
        One finding per column that does not add up, addressed to its cell of row 三（七）.
    """
    return _breaks(this, "requests", subject.requests_verdict, Kind.ROWS)


@rule("GD303", "总计等于各类申请人之和", severity=Severity.ERROR, ground="D", source=_SUM, touches=("requests",))
def applicants_add_up(subject: Subject, this: Rule) -> Iterator[Finding]:
    """In each row of table three 总计 is the sum of the six columns before it.

    Yields:
        One finding per row that does not add up, addressed to its 总计.
    """
    return _breaks(this, "requests", subject.requests_verdict, Kind.COLUMNS)


@rule(
    "GD304",
    "表三中可以确定的错数",
    severity=Severity.ERROR,
    ground="D",
    source=f"{_BALANCE}、{_SUM}",
    touches=("requests",),
)
def wrong_cells(subject: Subject, this: Rule) -> Iterator[Finding]:
    """The identities of table three cross in every cell, so a wrong one is found and its right value with it.

    Yields:
        One finding per wrong cell, with the value it should have; the identities it breaks are its evidence.
    """
    for fault in subject.requests_verdict.faults:
        path = f"requests.{fault.path}"
        last = subject.last_number(path) if subject.year_follows else None
        yield this.finding(
            say(
                "印作 {actual}，应为 {expected}；它使 {count} 处勾稽不平，改正后全部相符{hint}",
                actual=as_told(fault.actual),
                expected=fault.expected,
                count=len(fault.evidence),
                hint=slip(fault.actual, fault.expected, last=last, beside=beside(subject.requests, fault.path)),
            ),
            evidence=_evidence(fault.evidence),
            expected=fault.expected,
            actual=fault.actual,
            **_at("requests", fault.path),
        )


@rule("GD305", "总计没有填", severity=Severity.ERROR, ground="D", source=_SUM, touches=("requests",))
def totals_filled(subject: Subject, this: Rule) -> Iterator[Finding]:
    """A total beside parts that are filled in is filled in too.

    Yields:
        One finding per blank total, with the sum of its parts.
    """
    return _blank_totals(this, "requests", subject.requests_verdict)


@rule(
    "GD306",
    "表三不平而有几种解释",
    severity=Severity.ERROR,
    ground="D",
    source=f"{_BALANCE}、{_SUM}",
    touches=("requests",),
)
def several_explanations(subject: Subject, this: Rule) -> Iterator[Finding]:
    """Where two or three wrong cells can be chosen in several ways, all ways are told and none is picked.

    Yields:
        One finding that lists the ways, of very many the first; the broken identities are its evidence.
    """
    verdict = subject.requests_verdict
    if verdict.readings:
        ways: list[object] = [
            Listing(_told("requests", fault) for fault in way) for way in verdict.readings[:_MOST_WAYS]
        ]
        told = reduce(lambda one, other: say("{one}；或{other}", one=one, other=other), ways)
        if len(verdict.readings) > _MOST_WAYS:
            told = say("{ways}；或另外 {more} 种情形之一", ways=told, more=len(verdict.readings) - _MOST_WAYS)
        yield this.finding(
            say("{count} 处勾稽不平，可能是{ways}；请对照台账核对", count=len(verdict.breaks), ways=told),
            evidence=_evidence(verdict.breaks),
            address="表三",
            path="requests",
        )


@rule("GD401", "案件总计等于各种结果之和", severity=Severity.ERROR, ground="D", source=_SUM, touches=("remedies",))
def cases_add_up(subject: Subject, this: Rule) -> Iterator[Finding]:
    """In each of the three groups of table four 总计 is the sum of the four outcomes.

    Yields:
        One finding per group that does not add up, addressed to its 总计.
    """
    return _breaks(this, "remedies", subject.remedies_verdict, Kind.COLUMNS)


@rule("GD402", "案件总计没有填", severity=Severity.ERROR, ground="D", source=_SUM, touches=("remedies",))
def case_totals_filled(subject: Subject, this: Rule) -> Iterator[Finding]:
    """A total of table four beside outcomes that are filled in is filled in too.

    Yields:
        One finding per blank total, with the sum of its parts.
    """
    return _blank_totals(this, "remedies", subject.remedies_verdict)


_MOST_WAYS = 20

# --- in words ---------------------------------------------------------------------------------------------------------

_BY_KIND = {Kind.BALANCE: "GD301", Kind.ROWS: "GD302", Kind.COLUMNS: "GD303"}


def _at(name: str, path: str) -> dict[str, str]:
    node = nodes()[f"{name}.{path}"]
    return {"address": node.address, "path": node.path}


def _breaks(this: Rule, name: str, verdict: Verdict, kind: Kind) -> Iterator[Finding]:
    return (_break(this, name, each) for each in verdict.breaks if each.identity.kind is kind)


def _break(this: Rule, name: str, broken: Break) -> Finding:
    if broken.identity.kind is Kind.BALANCE:
        message = say(
            "第一项加第二项为 {left}，第三项加第四项为 {right}，相差 {difference}",
            left=broken.left,
            right=broken.right,
            difference=abs(broken.left - broken.right),
        )
        return this.finding(message, **_at(name, broken.identity.right[-1]))
    message = say("印作 {left}，各项之和为 {right}", left=broken.left, right=broken.right)
    return this.finding(message, expected=broken.right, actual=broken.left, **_at(name, broken.identity.left[0]))


def _evidence(breaks: tuple[Break, ...]) -> tuple[Finding, ...]:
    return tuple(_break(RULES[_BY_KIND[each.identity.kind]], "requests", each) for each in breaks)


def _blank_totals(this: Rule, name: str, verdict: Verdict) -> Iterator[Finding]:
    for fault in verdict.blank_totals:
        message = say("空白，各项之和为 {expected}", expected=fault.expected)
        yield this.finding(message, expected=fault.expected, **_at(name, fault.path))


def _told(name: str, fault: Fault) -> Message:
    address = nodes()[f"{name}.{fault.path}"].address
    return say(
        "{address}应为 {expected}（现为 {actual}）",
        address=address,
        expected=fault.expected,
        actual=as_told(fault.actual),
    )
