"""GD2xx: 表二, what the organ disclosed on its own motion."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from govdisclosure._spec import Edition
from govdisclosure.addresses import Address
from govdisclosure.findings import Finding, Severity
from govdisclosure.i18n import say
from govdisclosure.report import Proactive, Proactive2019
from govdisclosure.rules.registry import NotApplicableError, NotEvaluatedError, Rule, Subject, rule
from govdisclosure.rules.shapes import at_most, one_needs_other, place

__all__: list[str] = []

_DOCUMENTS = "《条例》第二十条第（一）项"
_V2019, _V2021 = (frozenset({edition}) for edition in Edition)
_CELLS: Final = {
    Edition.V2021: ("issued", "repealed", "in_force"),
    Edition.V2019: ("made", "disclosed", "disclosed_in_all"),
}

for _code, _row, _title in (
    ("GD201", "rules", "制发的规章仍有效或已废止"),
    ("GD202", "normative_documents", "制发的规范性文件仍有效或已废止"),
):
    at_most(
        _code,
        _title,
        f"proactive.{_row}.issued",
        (f"proactive.{_row}.in_force", f"proactive.{_row}.repealed"),
        why="What was issued in the year is in force at its end or was repealed in it: 制发 ≤ 有效 + 废止.",
        source=_DOCUMENTS,
        edition=Edition.V2021,
    )

for _code, _row, _title in (
    ("GD203", "rules", "新公开的规章不多于公开总数"),
    ("GD204", "normative_documents", "新公开的规范性文件不多于公开总数"),
):
    at_most(
        _code,
        _title,
        f"proactive.{_row}.disclosed",
        (f"proactive.{_row}.disclosed_in_all",),
        why="What was newly disclosed in the year is among what is disclosed in all.",
        source=_DOCUMENTS,
        edition=Edition.V2019,
    )

one_needs_other(
    "GD205",
    "有采购金额就有采购项目",
    "proactive.procurement.amount",
    "proactive.procurement.projects",
    why="Money was spent on projects, so that there is at least one.",
    source="《条例》第二十条第（九）项",
    edition=Edition.V2019,
)
one_needs_other(
    "GD206",
    "有采购项目就有采购金额",
    "proactive.procurement.projects",
    "proactive.procurement.amount",
    why="A project of procurement costs something.",
    source="《条例》第二十条第（九）项",
    edition=Edition.V2019,
)
one_needs_other(
    "GD207",
    "有行政强制就有行政处罚",
    "proactive.compulsion.decisions",
    "proactive.penalties.decisions",
    why="Organs that compel as a rule also punish; a lone number may stand in the wrong row.",
    source="《条例》第二十条第（六）项",
    severity=Severity.NOTICE,
)


@rule(
    "GD211",
    "规章出自有权的机关",
    severity=Severity.WARNING,
    ground="A",
    source="《立法法》",
    touches=("organ", "proactive.rules"),
)
def rules_only_by_who_can(subject: Subject, this: Rule) -> Iterator[Finding]:
    """Only ministries, provinces and cities with districts make 规章; elsewhere the row is 0.

    Yields:
        One finding per cell that is not 0; documents of other organs belong in the row below.
    """
    profile, table = subject.profile, subject.table("proactive")
    if profile.makes_rules:
        raise NotApplicableError(say("{kind}可以制定规章", kind=say(profile.kind.value)))
    edition = Edition.V2021 if isinstance(table, Proactive) else Edition.V2019
    for name in _CELLS[edition][:2]:
        count = subject.number(f"proactive.rules.{name}")
        if count:
            guessed = say("（按名称认作{kind}）", kind=say(profile.kind.value)) if profile.guessed else ""
            message = say("{kind}不能制定规章{guessed}，请核对", kind=say(profile.kind.value), guessed=guessed)
            yield this.finding(message, actual=count, **place(f"proactive.rules.{name}", edition))


_MOST_DECIMALS = 6
_MUCH = Decimal(10_000_000)


@rule(
    "GD212",
    "收费金额精确到分",
    severity=Severity.WARNING,
    ground="D",
    source="《条例》第二十条第（八）项",
    touches=("proactive.fees.collected",),
    editions=_V2021,
)
def fee_to_the_cent(subject: Subject, this: Rule) -> Iterator[Finding]:
    """In 万元, six decimals reach the 分; there is no smaller coin.

    Yields:
        One finding if the amount has more decimals.
    """
    amount = subject.number("proactive.fees.collected")
    if amount is None:
        raise NotEvaluatedError(say("要比的格是空白或没有读出"))
    if amount != round(amount, _MOST_DECIMALS):
        message = say("{amount} 万元有分以下的小数，请核对", amount=amount)
        yield this.finding(message, actual=amount, **place("proactive.fees.collected"))


@rule(
    "GD213",
    "收费金额以万元计",
    severity=Severity.WARNING,
    ground="A",
    source="《条例》第二十条第（八）项",
    touches=("proactive.fees.collected",),
    editions=_V2021,
)
def fee_in_ten_thousands(subject: Subject, this: Rule) -> Iterator[Finding]:
    """The column is in 万元; an amount that would be more than a hundred billion 元 is likely to be in 元.

    Yields:
        One finding with what the amount is in 万元 if it was written in 元.
    """
    amount = subject.number("proactive.fees.collected")
    if amount is None:
        raise NotEvaluatedError(say("要比的格是空白或没有读出"))
    if amount >= _MUCH:
        message = say("{amount} 万元过大，像是以元填写；如系元，应为 {less} 万元", amount=amount, less=amount / 10_000)
        yield this.finding(message, actual=amount, **place("proactive.fees.collected"))


@rule(
    "GD214",
    "减少的项目不多于上一年项目",
    severity=Severity.WARNING,
    ground="D",
    source="《条例》第二十条",
    touches=tuple(f"proactive.{name}" for name in ("licensing", "other_services", "penalties", "compulsion", "fees")),
    editions=_V2019,
)
def no_fewer_than_none(subject: Subject, this: Rule) -> Iterator[Finding]:
    """On the form of 2019, no more matters are dropped than there were: 上一年项目数量 + 本年增/减 ≥ 0.

    Yields:
        One finding per row, addressed to its 本年增/减.
    """
    if not isinstance(subject.table("proactive"), Proactive2019):
        raise NotApplicableError(say("这一版的{table}没有这一格", table=Address("表二")))
    for path in this.touches:
        before, change = subject.number(f"{path}.last_year"), subject.number(f"{path}.change")
        if before is not None and change is not None and before + change < 0:
            message = say("上一年只有 {before} 项，不会减少 {count} 项", before=before, count=-change)
            yield this.finding(message, actual=change, **place(f"{path}.change", Edition.V2019))


@rule(
    "GD215",
    "采购金额写明单位",
    severity=Severity.NOTICE,
    ground="A",
    source="《条例》第二十条第（九）项",
    touches=("proactive.procurement.amount",),
    editions=_V2019,
)
def unit_of_procurement(subject: Subject, this: Rule) -> Iterator[Finding]:
    """The form of 2019 prints no unit for 采购总金额, so that an amount needs its own.

    Yields:
        One finding if there is an amount without 元 or 万元.
    """
    amount = subject.number("proactive.procurement.amount")
    if amount is None:
        raise NotEvaluatedError(say("要比的格是空白或没有读出"))
    if amount and not subject.table("proactive").procurement.amount.unit:
        message = say("没有写明是元还是万元")
        yield this.finding(message, actual=amount, **place("proactive.procurement.amount", Edition.V2019))


@rule(
    "GD216",
    "规章与规范性文件不重复",
    severity=Severity.NOTICE,
    ground="A",
    source=_DOCUMENTS,
    touches=("proactive.rules", "proactive.normative_documents"),
)
def rows_differ(subject: Subject, this: Rule) -> Iterator[Finding]:
    """The rows of 规章 and 规范性文件 do not hold the same numbers, which happens where one is copied from the other.

    Yields:
        One finding if all three numbers are the same and not all are 0.
    """
    table = subject.table("proactive")
    edition = Edition.V2021 if isinstance(table, Proactive) else Edition.V2019
    rows = [
        [subject.number(f"proactive.{row}.{name}") for name in _CELLS[edition]]
        for row in ("rules", "normative_documents")
    ]
    if rows[0] == rows[1] and any(rows[0]):
        message = say("两行三个数完全相同，请核对是否重复填写")
        yield this.finding(message, path="proactive.rules", address=place("proactive.rules", edition)["address"])
