"""Rates that the tables of the form allow, each with its formula, its caveat and the least it can be told of.

They are arithmetic on what the form counts. None of them is an official indicator, and what the form does not count,
such as whether an answer came in time, no rate here tells.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any, Final

from attrs import field, frozen
from attrs.validators import ge

from govdisclosure._spec import Edition
from govdisclosure.addresses import address_of, nodes
from govdisclosure.errors import ValueRefusedError
from govdisclosure.i18n import Listing, Message, say
from govdisclosure.report import TABLES, AnnualReport, CaseOutcomes, rows_in

__all__ = ["LEAST", "METRICS", "Metric", "Rate"]

LEAST: Final = 30
"""The least denominator of which a rate is told unless its metric says otherwise: of fewer cases a rate is chance."""


@frozen(kw_only=True)
class Rate:
    """How a metric came out on a report.

    Attributes:
        metric: The metric.
        numerator: What it counts; ``None`` where a cell is not there or blank.
        denominator: Of how many; ``None`` likewise.
        value: The one by the other, exactly; ``None`` where it is not told.
        why: Why it is not told; empty where it is.
    """

    metric: "Metric"
    numerator: int | None
    denominator: int | None
    value: Fraction | None
    why: str = ""


def _are_counts(_: object, __: object, paths: tuple[str, ...]) -> None:
    for path in paths:
        address_of(path)
        node = nodes()[path]
        if node.is_cell and node.specs[-1].unit not in {"件", "项"}:
            raise ValueRefusedError(say("{path} 不是件数，不能算比率", path=path))


@frozen(kw_only=True)
class Metric:
    """A rate: the sum of some cells by the sum of others.

    Attributes:
        key: What programs call it.
        name: What people call it.
        numerator: The attribute paths whose numbers are counted; a row or a group of rows stands for its 总计.
        denominator: The attribute paths of all of them.
        caveat: What it does not say.
        least: The least denominator of which it is told.
        per_hundred: Whether it is told as so many for each hundred, and not as a share of them.

    Raises:
        AddressError: The form of 2021 has no such path.
        ValueRefusedError: An amount of money is no count.
    """

    key: str
    name: Message
    numerator: tuple[str, ...] = field(validator=_are_counts)
    denominator: tuple[str, ...] = field(validator=_are_counts)
    caveat: Message
    least: int = field(default=LEAST, validator=ge(1))
    per_hundred: bool = False

    def of(self, report: AnnualReport) -> Rate:
        """The rate in *report*.

        >>> from govdisclosure.report import CaseOutcomes, Remedies
        >>> remedies = Remedies(reconsideration=CaseOutcomes(upheld=30, corrected=10))
        >>> rate = METRICS["reconsideration_correction"].of(AnnualReport(organ=None, year=None, remedies=remedies))
        >>> str(rate.metric.name), rate.value
        ('复议纠正率', Fraction(1, 4))
        """
        top, bottom = (_sum(report, paths) for paths in (self.numerator, self.denominator))
        why: str = ""
        if top is None or bottom is None:
            why = say("有格空白或没有这张表")
        elif bottom < self.least:
            why = say("只有 {count} 件，不足 {least} 件", count=bottom, least=self.least)
        value = None if top is None or bottom is None or why else Fraction(top, bottom)
        return Rate(metric=self, numerator=top, denominator=bottom, value=value, why=why)

    @property
    def formula(self) -> Message:
        """The formula in the words of the form."""
        top, bottom = (_added(paths) for paths in (self.numerator, self.denominator))
        return say("（{numerator}）÷（{denominator}）", numerator=top, denominator=bottom)


@frozen
class _Added(Listing):
    """Several things that are added."""

    def in_locale(self, locale: str) -> str:
        return " + ".join(item.in_locale(locale) for item in self.items)  # type: ignore[attr-defined]


def _added(paths: Sequence[str]) -> _Added:
    return _Added(nodes(Edition.V2021)[path].address for path in paths)


def _sum(report: AnnualReport, paths: Sequence[str]) -> int | None:
    """The sum of the numbers at *paths*; ``None`` if any is not there, since missing is not 0."""
    found = [number for path in paths for number in _numbers(report, path)]
    return None if None in found else sum(filter(None, found))


def _numbers(report: AnnualReport, path: str) -> Iterator[int | None]:
    name, _, inside = path.partition(".")
    section = getattr(report, name)
    if not isinstance(section, TABLES[name]):
        yield None
        return
    value: Any = section
    for step in inside.split("."):
        value = getattr(value, step, None)  # the other edition may not have it
    if isinstance(value, CaseOutcomes):
        yield value.total
    elif value is None or isinstance(value, int):
        yield value
    else:
        yield from (row.total for row in rows_in(value))


_CLOSED: Final = ("requests.outcomes.total",)
_RECONSIDERATION: Final = "remedies.reconsideration"
_LITIGATION: Final = ("remedies.litigation.direct", "remedies.litigation.after_reconsideration")
_BY_CONTENT: Final = say("取决于申请的是什么信息，不宜单独用来比较机关的优劣")
_PENDING: Final = say("总数里有还没有结案的，结案以后会变；表样没有说明哪些算纠正")

_ALL: Final = (
    Metric(
        key="disclosure",
        name=say("公开率"),
        numerator=("requests.outcomes.granted", "requests.outcomes.partially_granted"),
        denominator=_CLOSED,
        caveat=say("部分公开的也算公开；{by_content}", by_content=_BY_CONTENT),
    ),
    Metric(
        key="refusal",
        name=say("不公开率"),
        numerator=("requests.outcomes.refused",),
        denominator=_CLOSED,
        caveat=say("部分公开的不在其内；{by_content}", by_content=_BY_CONTENT),
    ),
    Metric(
        key="not_held",
        name=say("不掌握率"),
        numerator=("requests.outcomes.unavailable.not_held",),
        denominator=_CLOSED,
        caveat=say("表样把没有检索到的和不归本机关公开的计在一行"),
    ),
    Metric(
        key="not_processed",
        name=say("不处理率"),
        numerator=("requests.outcomes.not_processed",),
        denominator=_CLOSED,
        caveat=say("受少数申请人的影响很大"),
    ),
    Metric(
        key="carried_over",
        name=say("结转率"),
        numerator=("requests.carried_over",),
        denominator=("requests.received", "requests.carried_in"),
        caveat=say("年底收到的申请，期限多在下一年；结转不等于逾期"),
    ),
    Metric(
        key="reconsideration_correction",
        name=say("复议纠正率"),
        numerator=(f"{_RECONSIDERATION}.corrected",),
        denominator=(f"{_RECONSIDERATION}.total",),
        caveat=_PENDING,
    ),
    Metric(
        key="litigation_correction",
        name=say("诉讼纠正率"),
        numerator=tuple(f"{path}.corrected" for path in _LITIGATION),
        denominator=tuple(f"{path}.total" for path in _LITIGATION),
        caveat=_PENDING,
    ),
    Metric(
        key="reconsiderations_per_hundred",
        name=say("每百件办结的复议数"),
        numerator=(f"{_RECONSIDERATION}.total",),
        denominator=_CLOSED,
        caveat=say("被复议的不都是本年办结的申请"),
        per_hundred=True,
    ),
)

METRICS: Final = {metric.key: metric for metric in _ALL}
"""Every metric by what programs call it."""
