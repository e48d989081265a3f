"""GD5xx: what the prose says of the numbers, held against the tables.

Only statements that leave no doubt are held against a table: those about the organ itself and the report's year.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, Final

from govdisclosure._spec import Edition
from govdisclosure.addresses import nodes
from govdisclosure.findings import Finding, Severity
from govdisclosure.i18n import Listing, say
from govdisclosure.report import ByApplicant, parts_of
from govdisclosure.rules.narratives import PROSE, at
from govdisclosure.rules.registry import NotEvaluatedError, Rule, Subject, rule
from govdisclosure.rules.requests import NOT_PROCESSED, REFUSED, UNAVAILABLE
from govdisclosure.rules.shapes import place
from govdisclosure.statements import Quantity, Statement, normalised

__all__ = ["accepted"]

Sums = tuple[tuple[str, ...], ...]

_V2021 = frozenset({Edition.V2021})
_SOURCE = "年报前后一致"
_RECEIVED, _IN, _OVER = (f"requests.{name}.total" for name in ("received", "carried_in", "carried_over"))
_CLOSED = "requests.outcomes.total.total"
_CASES = ("remedies.litigation.direct.total", "remedies.litigation.after_reconsideration.total")
_RECONSIDERED = "remedies.reconsideration.total"
_ORGANIZATIONS = parts_of(ByApplicant)[1:]


def _from(*names: str) -> Sums:
    """What may be meant by requests of applicants of the columns *names*: received, or received and carried in."""
    received, carried = ([f"requests.{row}.{name}" for name in names] for row in ("received", "carried_in"))
    return tuple(received), (*received, *carried)


_ACCEPTED: Final[dict[Quantity, Sums]] = {
    Quantity.RECEIVED: ((_RECEIVED,),),
    Quantity.RECEIVED_ANY: ((_RECEIVED,), (_RECEIVED, _IN)),
    Quantity.HANDLED: ((_RECEIVED, _IN),),
    Quantity.TAKEN: ((_RECEIVED,), (_RECEIVED, _IN), (_CLOSED,)),
    Quantity.CARRIED_IN: ((_IN,),),
    Quantity.CLOSED: ((_CLOSED,),),
    Quantity.CARRIED_OVER: ((_OVER,),),
    Quantity.NO_CARRY: ((_OVER,), (_IN,)),
    Quantity.ALL_CLOSED: ((_OVER,),),
    Quantity.GRANTED: (("requests.outcomes.granted.total",),),
    Quantity.PARTIAL: (("requests.outcomes.partially_granted.total",),),
    Quantity.REFUSED: (REFUSED,),
    Quantity.UNAVAILABLE: (UNAVAILABLE,),
    Quantity.NOT_PROCESSED: (NOT_PROCESSED,),
    Quantity.OTHERWISE: (
        tuple(
            f"requests.outcomes.otherwise_closed.{name}.total"
            for name in ("correction_overdue", "fee_overdue", "other")
        ),
    ),
    Quantity.NATURAL: _from("natural_persons"),
    Quantity.LEGAL: _from(*_ORGANIZATIONS),
    Quantity.ENTERPRISES: _from("enterprises"),
    Quantity.RESEARCH: _from("research_institutions"),
    Quantity.PUBLIC_INTEREST: _from("public_interest_organizations"),
    Quantity.LAWYERS: _from("legal_service_institutions"),
    Quantity.RECONSIDERATIONS: ((_RECONSIDERED,),),
    Quantity.LAWSUITS: (_CASES,),
    Quantity.CASES: ((_RECONSIDERED, *_CASES),),
    Quantity.DOCUMENTS_ISSUED: (("proactive.normative_documents.issued",),),
    Quantity.DOCUMENTS_REPEALED: (("proactive.normative_documents.repealed",),),
    Quantity.DOCUMENTS_IN_FORCE: (("proactive.normative_documents.in_force",),),
    Quantity.RULES_ISSUED: (("proactive.rules.issued",),),
    Quantity.RULES_REPEALED: (("proactive.rules.repealed",),),
    Quantity.RULES_IN_FORCE: (("proactive.rules.in_force",),),
    Quantity.LICENCES: (("proactive.licensing.decisions",),),
    Quantity.PENALTIES: (("proactive.penalties.decisions",),),
    Quantity.COMPULSION: (("proactive.compulsion.decisions",),),
    Quantity.FEES: (("proactive.fees.collected",),),
}
_ONE_ROW: Final = (("requests.outcomes.otherwise_closed.total",),)


def accepted(quantity: Quantity, edition: Edition = Edition.V2021) -> Sums:
    """The cells that may be meant by *quantity*: any of the sums; none where the tables do not hold it."""
    if quantity is Quantity.OTHERWISE and edition is Edition.V2019:
        return _ONE_ROW
    return _ACCEPTED.get(quantity, ())


def _own(subject: Subject, *quantities: Quantity, denies: bool | None = None) -> list[Statement]:
    """What the prose says of *quantities*, about the organ itself and the report's year."""
    return [
        each
        for each in subject.statements
        if each.quantity in quantities
        and each.own
        and each.year in {None, subject.report.year}
        and denies in {None, each.denies}
    ]


def _sum(subject: Subject, paths: Sequence[str], number: Any = None) -> Any:
    """What *paths* add up to; ``None`` where one of them is blank or could not be read."""
    numbers = [(number or subject.number)(path) for path in paths]
    return None if None in numbers else sum(numbers)


def _disagrees(subject: Subject, this: Rule, said: Statement) -> Iterator[Finding]:
    """A finding if *said* is none of the sums that it may mean."""
    sums = accepted(said.quantity, subject.report.edition)
    shown = [_sum(subject, paths) for paths in sums]
    if None in shown or said.value in shown:
        return
    named = nodes(subject.report.edition)
    cells = Listing(named[path].address for path in sums[0])
    left = (
        subject.year_follows
        and said.value
        and said.value in [_sum(subject, each, subject.last_number) for each in sums]
    )
    hint = say("；像是上年的数没有改") if left else ""
    told = {"quote": said.quote, "cells": cells, "count": shown[0], "hint": hint}
    message = (
        say("“{quote}”，而{cells}是 {count}，请核对{hint}", **told)
        if len(sums[0]) == 1
        else say("“{quote}”，而{cells}一共是 {count}，请核对{hint}", **told)
    )
    first = sums[0][0]
    actual = shown[0] if len(sums[0]) == 1 else None
    yield this.finding(message, actual=actual, **place(first, subject.report.edition))


def _said(code: str, title: str, *quantities: Quantity, page: str, denies: bool = False, **more: Any) -> None:
    """A rule that holds what the prose says of *quantities*, in numbers or in words, against the tables."""

    def function(subject: Subject, this: Rule) -> Iterator[Finding]:
        if not subject.paragraphs:
            raise NotEvaluatedError(say("年报里没有文字"))
        subject.table(touches[0].split(".")[0])
        told: set[Decimal] = set()
        for each in _own(subject, *quantities, denies=denies):
            if each.value not in told:
                told.add(each.value)
                yield from _disagrees(subject, this, each)

    function.__doc__ = f"""{page}

    Yields:
        One finding for each number in the prose that the table does not bear out, addressed to the cell; mend the one
        that is wrong.
    """
    paths = [path for quantity in quantities for sums in accepted(quantity) for path in sums]
    touches = tuple(dict.fromkeys(paths))
    if Quantity.OTHERWISE in quantities:
        touches += _ONE_ROW[0]
    rule(code, title, severity=Severity.WARNING, ground="A", source=_SOURCE, touches=touches, **more)(function)


_said(
    "GD501",
    "文中收到的申请与表三相符",
    Quantity.RECEIVED,
    Quantity.RECEIVED_ANY,
    page="What was received is row 一; unless it is called 新收, it may include what was carried in.",
)
_said(
    "GD502",
    "文中受理办理的申请与表三相符",
    Quantity.TAKEN,
    Quantity.HANDLED,
    page="What was taken up is row 一, or 一 and 二, or 三（七）; said to include 上年结转, it is 一 and 二.",
)
_said("GD503", "文中上年结转的与表三相符", Quantity.CARRIED_IN, page="What was carried in is row 二.")
_said("GD504", "文中办结的与表三相符", Quantity.CLOSED, page="What was closed is row 三（七）.")
_said("GD505", "文中结转下年的与表三相符", Quantity.CARRIED_OVER, page="What was carried over is row 四.")
_said(
    "GD506",
    "文中没有收到申请与表三相符",
    Quantity.RECEIVED,
    denies=True,
    page="Where no request was received in the year, row 一 is 0.",
)
_said(
    "GD507",
    "文中没有结转与表三相符",
    Quantity.CARRIED_IN,
    Quantity.CARRIED_OVER,
    Quantity.NO_CARRY,
    denies=True,
    page="Where nothing was carried in or over, row 二 or row 四 is 0; where it is not said which, one of them.",
)
_said(
    "GD509",
    "文中行政复议与表四相符",
    Quantity.RECONSIDERATIONS,
    page="Reconsiderations over disclosure are those of 表四.",
)
_said(
    "GD510",
    "文中行政诉讼与表四相符",
    Quantity.LAWSUITS,
    page="Lawsuits over disclosure are both groups of 表四 together.",
)
_said(
    "GD511", "文中复议诉讼之和与表四相符", Quantity.CASES, page="Cases counted together are the three groups of 表四."
)
_said(
    "GD512",
    "文中没有行政复议与表四相符",
    Quantity.RECONSIDERATIONS,
    denies=True,
    page="Where no reconsideration was asked for, that total of 表四 is 0.",
)
_said(
    "GD513",
    "文中没有行政诉讼与表四相符",
    Quantity.LAWSUITS,
    denies=True,
    page="Where there was no lawsuit, both those totals of 表四 are 0.",
)
_said("GD514", "文中予以公开的与表三相符", Quantity.GRANTED, page="What was disclosed is row 三（一）.")
_said("GD515", "文中部分公开的与表三相符", Quantity.PARTIAL, page="What was disclosed in part is row 三（二）.")
_said("GD516", "文中不予公开的与表三相符", Quantity.REFUSED, page="What was refused is the eight rows of 三（三）.")
_said(
    "GD517",
    "文中无法提供的与表三相符",
    Quantity.UNAVAILABLE,
    page="What could not be served is the three rows of 三（四）.",
)
_said(
    "GD518",
    "文中不予处理的与表三相符",
    Quantity.NOT_PROCESSED,
    page="What was not processed is the five rows of 三（五）.",
)
_said("GD519", "文中其他处理的与表三相符", Quantity.OTHERWISE, page="What was closed otherwise is 三（六）.")
_said(
    "GD520",
    "文中自然人的申请与表三相符",
    Quantity.NATURAL,
    page="Requests of natural persons stand in the first column.",
)
_said(
    "GD521", "文中法人或其他组织的申请与表三相符", Quantity.LEGAL, page="Those of organizations stand in five columns."
)
for _code, _quantity, _title in (
    ("GD522", Quantity.ENTERPRISES, "文中商业企业的申请与表三相符"),
    ("GD523", Quantity.RESEARCH, "文中科研机构的申请与表三相符"),
    ("GD524", Quantity.PUBLIC_INTEREST, "文中社会公益组织的申请与表三相符"),
    ("GD525", Quantity.LAWYERS, "文中法律服务机构的申请与表三相符"),
):
    _said(_code, _title, _quantity, page="Requests of applicants of one kind stand in the column of that kind.")
for _code, _quantity, _title in (
    ("GD531", Quantity.DOCUMENTS_ISSUED, "文中制发的规范性文件与表二相符"),
    ("GD532", Quantity.DOCUMENTS_REPEALED, "文中废止的规范性文件与表二相符"),
    ("GD533", Quantity.DOCUMENTS_IN_FORCE, "文中现行有效的规范性文件与表二相符"),
    ("GD534", Quantity.RULES_ISSUED, "文中制发的规章与表二相符"),
    ("GD535", Quantity.RULES_REPEALED, "文中废止的规章与表二相符"),
    ("GD536", Quantity.RULES_IN_FORCE, "文中现行有效的规章与表二相符"),
    ("GD537", Quantity.LICENCES, "文中行政许可与表二相符"),
    ("GD538", Quantity.PENALTIES, "文中行政处罚与表二相符"),
    ("GD539", Quantity.COMPULSION, "文中行政强制与表二相符"),
):
    _said(_code, _title, _quantity, editions=_V2021, page="What the prose says of the year is what 表二 of 2021 holds.")


@rule(
    "GD508",
    "文中全部办结与表三相符",
    severity=Severity.WARNING,
    ground="A",
    source=_SOURCE,
    touches=(_OVER,),
)
def all_closed(subject: Subject, this: Rule) -> Iterator[Finding]:
    """Where all requests were closed, row 四 is 0, unless the prose itself tells what is carried over.

    Yields:
        One finding at row 四.
    """
    subject.table("requests")
    if not _own(subject, Quantity.CARRIED_OVER, denies=False):
        for each in _own(subject, Quantity.ALL_CLOSED)[:1]:
            yield from _disagrees(subject, this, each)


# --- money ------------------------------------------------------------------------------------------------------------

_IN_YUAN: Final = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}


def _coin(value: Decimal, unit: str) -> Decimal:
    """The smallest step, in 元, of an amount with as many decimals as *value* has."""
    return _IN_YUAN[unit].scaleb(min(int(value.as_tuple().exponent), 0))


@rule(
    "GD541",
    "文中行政事业性收费与表二相符",
    severity=Severity.WARNING,
    ground="A",
    source=_SOURCE,
    touches=("proactive.fees.collected",),
    editions=_V2021,
)
def fees_agree(subject: Subject, this: Rule) -> Iterator[Finding]:
    """行政事业性收费 in the prose, in 元 or 万元, is the amount of 表二 within the decimals that are given.

    Yields:
        One finding per amount that differs; it says so if only the unit does.
    """
    collected = subject.number("proactive.fees.collected")
    if collected is None:
        raise NotEvaluatedError(say("要比的格是空白或没有读出"))
    for each in _own(subject, Quantity.FEES):
        yuan, cell = each.value * _IN_YUAN[each.unit], collected * 10_000
        if abs(yuan - cell) > max(_coin(each.value, each.unit), _coin(collected, "万元")) / 2:
            hint = say("；像是单位写错了") if each.value == collected else ""
            told = {"quote": each.quote, "amount": collected, "hint": hint}
            message = say("“{quote}”，而表二是 {amount} 万元，请核对{hint}", **told)
            yield this.finding(message, actual=collected, **place("proactive.fees.collected"))


@rule(
    "GD542",
    "信息处理费前后一致",
    severity=Severity.WARNING,
    ground="A",
    source=_SOURCE,
    touches=PROSE,
)
def processing_fee_agrees(subject: Subject, this: Rule) -> Iterator[Finding]:
    """The report does not say in one place that 信息处理费 was collected and in another that none was.

    Yields:
        One finding at the section that says that none was.
    """
    said = _own(subject, Quantity.PROCESSING_FEE)
    some, none = [each for each in said if each.value], [each for each in said if not each.value]
    if some and none:
        message = say("“{none}”，而别处说“{some}”，请核对", none=none[0].quote, some=some[0].quote)
        yield this.finding(message, **at(none[0].section))


@rule(
    "GD543",
    "信息处理费以元计",
    severity=Severity.NOTICE,
    ground="A",
    source="国办函〔2020〕109号",
    touches=PROSE,
)
def processing_fee_in_yuan(subject: Subject, this: Rule) -> Iterator[Finding]:
    """信息处理费 is a matter of some hundred 元; an amount in 万元 may be 行政事业性收费, which is another thing.

    Yields:
        One finding per section that gives it in 万元 or 亿元.
    """
    for each in _own(subject, Quantity.PROCESSING_FEE):
        if each.unit not in {"", "元"}:
            yield this.finding(say("“{quote}”，信息处理费通常以元计，请核对", quote=each.quote), **at(each.section))


# --- twice, shares, growth --------------------------------------------------------------------------------------------


@rule("GD551", "文中同一数目前后一致", severity=Severity.WARNING, ground="A", source=_SOURCE, touches=PROSE)
def said_once(subject: Subject, this: Rule) -> Iterator[Finding]:
    """The prose does not give two numbers for the same thing in the same year.

    Yields:
        One finding at the second number, unless the tables have told which is right.
    """
    first: dict[tuple[Quantity, bool], Statement] = {}
    vague = {Quantity.RECEIVED_ANY, Quantity.TAKEN, Quantity.GROWTH, Quantity.SHARE, Quantity.PROCESSING_FEE}
    for each in _own(subject, *(set(Quantity) - vague)):
        earlier = first.setdefault((each.quantity, bool(each.unit)), each)
        if earlier.value * _IN_YUAN.get(earlier.unit, 1) != each.value * _IN_YUAN.get(each.unit, 1):
            message = say("“{one}”与“{other}”不一致", one=earlier.quote, other=each.quote)
            yield this.finding(message, **at(each.section))


@rule("GD552", "文中占比算得对", severity=Severity.WARNING, ground="A", source=_SOURCE, touches=PROSE)
def shares_agree(subject: Subject, this: Rule) -> Iterator[Finding]:
    """占 p % behind a number is its share of something that the report counts: received, taken up, closed.

    Yields:
        One finding per share that fits none of them, to the last decimal given.
    """
    section = subject.table("requests")
    wholes = {section.received.total, section.outcomes.total.total}
    wholes |= {(section.received.total or 0) + (section.carried_in.total or 0)}
    wholes |= {int(each.value) for each in subject.statements if each.quantity not in {Quantity.SHARE, Quantity.GROWTH}}
    wholes |= {
        int(number)
        for _, text in subject.paragraphs
        for number in re.findall(r"(?<!\d)\d{1,18}(?=[件条宗])", normalised(text))
    }
    for each in _own(subject, Quantity.SHARE):
        if each.of is None or each.of.value == 0:
            continue
        step = Decimal(1).scaleb(int(each.value.as_tuple().exponent))
        fits = any(whole and abs(100 * each.of.value / whole - each.value) <= step for whole in wholes)
        if not fits:
            message = say("“{base}”“{quote}”算不出这个比例，请核对", base=each.of.quote, quote=each.quote)
            yield this.finding(message, **at(each.section))


def _growths(subject: Subject, *, percent: bool) -> Iterator[tuple[Statement, Statement, Sums]]:
    """What the prose says of growth over last year, in percent or in 件, and of what."""
    for each in _own(subject, Quantity.GROWTH):
        if (each.unit == "%") is percent and each.of and each.of.own and each.of.year in {None, subject.report.year}:
            sums = accepted(each.of.quantity, subject.report.edition)
            if sums:
                yield each, each.of, sums


def _pairs(subject: Subject, of: Statement, sums: Sums) -> list[tuple[Decimal, Decimal]]:
    """Last year's number and this year's, for each way to understand *of*; what is said counts as this year's too."""
    both = [(_sum(subject, paths, subject.last_number), _sum(subject, paths)) for paths in sums]
    return [
        (Decimal(old), Decimal(each))
        for old, new in both
        if old is not None
        for each in dict.fromkeys((new, of.value))
        if each is not None
    ]


@rule(
    "GD553",
    "文中同比增减的百分比相符",
    severity=Severity.WARNING,
    ground="A",
    source=_SOURCE,
    touches=PROSE,
)
def growth_in_percent(subject: Subject, this: Rule) -> Iterator[Finding]:
    """同比增长 p % agrees with this year's number and with that of last year's report, to the last decimal given.

    Yields:
        One finding per percentage that does not, with the one that does.
    """
    subject.last  # noqa: B018 - not evaluated without it
    for said, of, sums in _growths(subject, percent=True):
        pairs = [(old, new) for old, new in _pairs(subject, of, sums) if old]
        step = Decimal(1).scaleb(int(said.value.as_tuple().exponent))
        if pairs and not any(abs(100 * (new - old) / old - said.value) <= step for old, new in pairs):
            old, new = pairs[0]
            right = round(100 * (new - old) / old, 1)
            message = say(
                "“{quote}”，上年 {old}、本年 {new}，应为 {right}%", quote=said.quote, old=old, new=new, right=right
            )
            yield this.finding(message, **at(said.section))


@rule(
    "GD554",
    "文中比上年增减的件数相符",
    severity=Severity.WARNING,
    ground="A",
    source=_SOURCE,
    touches=PROSE,
)
def growth_in_number(subject: Subject, this: Rule) -> Iterator[Finding]:
    """较上年增加 n 件 agrees with this year's number and with that of last year's report.

    Yields:
        One finding per number that does not, with the one that does.
    """
    subject.last  # noqa: B018 - not evaluated without it
    for said, of, sums in _growths(subject, percent=False):
        pairs = _pairs(subject, of, sums)
        if pairs and not any(new - old == said.value for old, new in pairs):
            old, new = pairs[0]
            message = say("“{quote}”，上年 {old}、本年 {new}，请核对", quote=said.quote, old=old, new=new)
            yield this.finding(message, **at(said.section))


@rule(
    "GD555",
    "文中所引上年的数与上年年报相符",
    severity=Severity.NOTICE,
    ground="A",
    source=_SOURCE,
    touches=PROSE,
)
def last_year_as_published(subject: Subject, this: Rule) -> Iterator[Finding]:
    """Where the prose gives a number of the year before, it is the one that was published then.

    Yields:
        One finding per number that was published otherwise.
    """
    year = subject.report.year
    subject.last  # noqa: B018 - not evaluated without it
    for each in subject.statements:
        sums = accepted(each.quantity, subject.report.edition)
        if not (sums and each.own and year and each.year == year - 1):
            continue
        published = [_sum(subject, paths, subject.last_number) for paths in sums]
        if None not in published and each.value not in published:
            message = say("“{quote}”，上年年报是 {count}", quote=each.quote, count=published[0])
            yield this.finding(message, **at(each.section))
