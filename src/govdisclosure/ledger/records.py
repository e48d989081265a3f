"""What an office has on file: a record for each application, case, document, decision and payment.

A record says in which cells of the form it counts in a year. The names that its columns have in a register stand on the
line that declares the field; what a column can hold is read off the declarations of the form.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from datetime import date
from decimal import Context, Decimal, Inexact
from typing import ClassVar, Final

from attrs import frozen

from govdisclosure.errors import ValueRefusedError
from govdisclosure.i18n import Message, said, say
from govdisclosure.ledger.entries import (
    Choice,
    entry,
    read_amount,
    read_count,
    read_date,
    read_flag,
    read_text,
)
from govdisclosure.report import ByApplicant, CaseOutcomes, Decisions, DocumentCounts, Litigation, Outcomes, Proactive

__all__ = ["Application", "Decision", "Fee", "IssuedDocument", "Lawsuit", "Reconsideration", "Record", "plus"]


class Record(ABC):
    """What every kind of record can tell of itself."""

    __slots__ = ()

    TITLE: ClassVar[str]
    """What one is called."""
    COVERS: ClassVar[tuple[str, ...]]
    """The parts of the report that a register of them fills in."""

    SPAN: ClassVar[tuple[str, str]]
    """The fields that tell when it began and when it ended."""

    id: str

    @property
    def span(self) -> tuple[date, date | None]:
        """The day it began and the day it ended, ``None`` if it has not."""
        began, ended = (getattr(self, name) for name in self.SPAN)
        return began, ended

    @property
    def weight(self) -> int | Decimal:
        """How much it adds to each of its cells."""
        return 1

    def misfit(self) -> Message | None:
        """Why it fits no cell, whatever the year; ``None`` if it does."""
        return None

    @abstractmethod
    def cells(self, year: int) -> Iterator[str]:
        """The attribute paths of the cells in which it counts in *year*; none where the year is not its own."""


_EXACT: Final = Context(prec=60, traps=[Inexact])
"""How amounts are reckoned, whatever a program has set for its own."""


def plus(number: int | Decimal, weight: int | Decimal) -> int | Decimal:
    """*weight* more than *number*, to the last decimal."""
    return _EXACT.add(number, weight) if isinstance(weight, Decimal) else number + weight


def _is_open(ended: date | None, year: int) -> bool:
    """Whether what ends on that day is still open at the end of *year*."""
    return ended is None or ended.year > year


# --- section three ----------------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class Application(Record):
    """A request for information, one 件 of 表三.

    >>> one = Application(id="17", received="2024-12-30", applicant="自然人", closed="2025-01-20", outcome="三（四）2")
    >>> one.outcome
    'unavailable.not_compiled'
    >>> list(one.cells(2024))
    ['requests.received.natural_persons', 'requests.carried_over.natural_persons']
    >>> list(one.cells(2025))
    ['requests.carried_in.natural_persons', 'requests.outcomes.unavailable.not_compiled.natural_persons']

    Raises:
        ValueRefusedError: A value that its column cannot hold.
    """

    TITLE: ClassVar = said("申请")
    COVERS: ClassVar[tuple[str, ...]] = ("requests",)
    SPAN: ClassVar[tuple[str, str]] = ("received", "closed")

    id: str = entry(read_text, "编号", "申请编号", "登记编号", "受理编号")
    """What tells it from all others."""
    received: date = entry(read_date, "收到日期", "收到申请日期")
    """The day it was received, by 《条例》第三十一条."""
    applicant: str = entry(Choice("requests.received", ByApplicant, int), "申请人类型", "申请人类别")
    """Who asked: a field of `govdisclosure.ByApplicant`."""
    closed: date | None = entry(read_date, "办结日期", "答复日期", default=None, strokes=True)
    """The day it was closed; ``None`` if it is open."""
    outcome: str | None = entry(
        Choice("requests.outcomes", Outcomes, ByApplicant, none=("requests.carried_over",)),
        "办理结果",
        "处理结果",
        "答复结果",
        default=None,
        strokes=True,
    )
    """How it was closed: the path of a row of `govdisclosure.Outcomes`; ``None`` if it is open."""

    def misfit(self) -> Message | None:
        """Why it fits no cell, whatever the year; ``None`` if it does."""
        if self.closed and not self.outcome:
            return say("有办结日期而没有办理结果")
        if self.outcome and not self.closed:
            return say("有办理结果而没有办结日期")
        return None

    def cells(self, year: int) -> Iterator[str]:
        """The attribute paths of the cells in which it counts in *year*."""
        if self.received.year > year or (self.closed and self.closed.year < year):
            return
        came = "received" if self.received.year == year else "carried_in"
        went = "carried_over" if _is_open(self.closed, year) else f"outcomes.{self.outcome}"
        yield f"requests.{came}.{self.applicant}"
        yield f"requests.{went}.{self.applicant}"


# --- section four -----------------------------------------------------------------------------------------------------

_PENDING: Final = "pending"


@frozen(kw_only=True)
class _Case(Record):
    """What reconsiderations and lawsuits have in common."""

    SPAN: ClassVar[tuple[str, str]] = ("received", "decided")

    id: str = entry(read_text, "编号", "案号")
    """What tells it from all others."""
    received: date = entry(read_date, "收到日期", "受理日期", "立案日期")
    """The day the organ had to do with it first."""
    decided: date | None = entry(read_date, "审结日期", "决定日期", "裁判日期", default=None, strokes=True)
    """The day it was concluded; ``None`` if it is pending."""
    result: str = entry(
        Choice("remedies.reconsideration", CaseOutcomes, int),
        "结果",
        "审理结果",
        "案件结果",
        default=_PENDING,
        strokes=True,
    )
    """How it was concluded: a field of `govdisclosure.CaseOutcomes`."""

    def misfit(self) -> Message | None:
        """Why it fits no cell, whatever the year; ``None`` if it does."""
        if self.decided and self.result == _PENDING:
            return say("有审结日期而没有结果")
        if self.result != _PENDING and not self.decided:
            return say("有结果而没有审结日期")
        return None

    def _columns(self, year: int) -> Iterator[str]:
        if self.received.year <= year and not (self.decided and self.decided.year < year):
            yield _PENDING if _is_open(self.decided, year) else self.result


@frozen(kw_only=True)
class Reconsideration(_Case):
    """An administrative reconsideration over disclosure, one 件 of 表四.

    >>> list(Reconsideration(id="1", received="2025-03-01", decided="2025-04-20", result="结果维持").cells(2025))
    ['remedies.reconsideration.upheld']

    Raises:
        ValueRefusedError: A value that its column cannot hold.
    """

    TITLE: ClassVar = said("复议案件")
    COVERS: ClassVar[tuple[str, ...]] = ("remedies.reconsideration",)

    def cells(self, year: int) -> Iterator[str]:
        """The attribute paths of the cells in which it counts in *year*."""
        return (f"remedies.reconsideration.{column}" for column in self._columns(year))


@frozen(kw_only=True)
class Lawsuit(_Case):
    """An administrative lawsuit over disclosure, one 件 of 表四.

    Of a case in which the reconsideration organ is a co-defendant only the organ of the original act counts it
    (国办公开办函〔2016〕201号).

    >>> list(Lawsuit(id="1", received="2025-03-01", route="复议后起诉").cells(2025))
    ['remedies.litigation.after_reconsideration.pending']

    Raises:
        ValueRefusedError: A value that its column cannot hold.
    """

    TITLE: ClassVar = said("诉讼案件")
    COVERS: ClassVar[tuple[str, ...]] = ("remedies.litigation",)

    route: str = entry(Choice("remedies.litigation", Litigation, CaseOutcomes), "起诉情形", "起诉方式")
    """Whether there was a reconsideration first: a field of `govdisclosure.Litigation`."""
    as_reconsideration_organ: bool = entry(read_flag, "作为复议机关共同被告", "复议机关共同被告", default=False)
    """Whether the organ is sued only as a co-defendant, because it decided the reconsideration."""

    def misfit(self) -> Message | None:
        """Why it fits no cell, whatever the year; ``None`` if it does."""
        if self.as_reconsideration_organ and self.route == "direct":
            return say("直接起诉的案件，没有作共同被告的复议机关")
        return super().misfit()

    def cells(self, year: int) -> Iterator[str]:
        """The attribute paths of the cells in which it counts in *year*."""
        if not self.as_reconsideration_organ:
            yield from (f"remedies.litigation.{self.route}.{column}" for column in self._columns(year))


# --- section two ------------------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class IssuedDocument(Record):
    """A rule or a normative document that the organ has issued, one 件 of 表二.

    What is in force is taken at the end of the year; the form names no day.

    >>> paper = IssuedDocument(id="柳政规〔2024〕1号", kind="行政规范性文件", issued="2024-05-06")
    >>> list(paper.cells(2025))
    ['proactive.normative_documents.in_force']

    Raises:
        ValueRefusedError: A value that its column cannot hold.
    """

    TITLE: ClassVar = said("制发的文件")
    COVERS: ClassVar[tuple[str, ...]] = ("proactive.rules", "proactive.normative_documents")
    SPAN: ClassVar[tuple[str, str]] = ("issued", "repealed")

    id: str = entry(read_text, "文号", "发文字号", "编号")
    """What tells it from all others."""
    kind: str = entry(Choice("proactive", Proactive, DocumentCounts), "文件类型", "文件类别", "类别")
    """What it is: a field of `govdisclosure.Proactive`."""
    issued: date = entry(read_date, "制发日期", "印发日期", "发布日期")
    """The day it was issued."""
    repealed: date | None = entry(read_date, "废止日期", default=None, strokes=True)
    """The day it was repealed; ``None`` if it is in force."""

    def cells(self, year: int) -> Iterator[str]:
        """The attribute paths of the cells in which it counts in *year*."""
        if self.issued.year == year:
            yield f"proactive.{self.kind}.issued"
        if self.repealed and self.repealed.year == year:
            yield f"proactive.{self.kind}.repealed"
        if self.issued.year <= year and _is_open(self.repealed, year):
            yield f"proactive.{self.kind}.in_force"


@frozen(kw_only=True)
class Decision(Record):
    """A decision on a licence, a penalty or compulsion, or as many of a kind as were taken by a day: 件 of 表二.

    >>> list(Decision(kind="行政许可", decided="2025-06-30", count=120).cells(2025))
    ['proactive.licensing.decisions']

    Raises:
        ValueRefusedError: A value that its column cannot hold.
    """

    TITLE: ClassVar = said("处理决定")
    COVERS: ClassVar[tuple[str, ...]] = ("proactive.licensing", "proactive.penalties", "proactive.compulsion")
    SPAN: ClassVar[tuple[str, str]] = ("decided", "decided")

    kind: str = entry(Choice("proactive", Proactive, Decisions), "决定类型", "决定类别", "类别")
    """What it is: a field of `govdisclosure.Proactive`."""
    decided: date = entry(read_date, "决定日期", "日期")
    """The day it was taken."""
    count: int = entry(read_count, "件数", default=1)
    """How many they are."""
    id: str = entry(read_text, "编号", "决定书文号", default="")
    """What tells it from all others; empty if nothing does."""

    @property
    def weight(self) -> int:
        """How many they are."""
        return self.count

    def cells(self, year: int) -> Iterator[str]:
        """The attribute paths of the cells in which it counts in *year*."""
        if self.decided.year == year:
            yield f"proactive.{self.kind}.decisions"


_UNITS: Final = {"元": 4, "万元": 0}
"""How many places the point moves to the left to make 万元."""
_FINEST: Final = 6
"""The decimals in 万元 that reach the 分."""


def read_unit(given: object) -> str:
    """The unit of money that *given* names.

    Raises:
        ValueRefusedError: It is neither 元 nor 万元.
    """
    unit = read_text(given)
    if unit not in _UNITS:
        raise ValueRefusedError(say("应为 元 或 万元；现为 {actual}", actual=unit))
    return unit


@frozen(kw_only=True)
class Fee(Record):
    """An administrative fee that was collected, in 元 or 万元, for 表二.

    The 信息处理费 for answering requests is another thing and belongs in section six.

    >>> Fee(collected="2025-03-01", amount="36500.00", unit="元").weight
    Decimal('3.650000')

    Raises:
        ValueRefusedError: A value that its column cannot hold, or an amount finer than a 分.
    """

    TITLE: ClassVar = said("收费")
    COVERS: ClassVar[tuple[str, ...]] = ("proactive.fees",)
    SPAN: ClassVar[tuple[str, str]] = ("collected", "collected")

    collected: date = entry(read_date, "收费日期", "缴款日期", "日期")
    """The day it was collected."""
    amount: Decimal = entry(read_amount, "收费金额", "金额")
    """How much it is, its decimals kept."""
    unit: str = entry(read_unit, "金额单位", "单位")
    """The unit of the amount: 元 or 万元."""
    id: str = entry(read_text, "编号", "票据号码", default="")
    """What tells it from all others; empty if nothing does."""

    def __attrs_post_init__(self) -> None:
        if -int(self.weight.as_tuple().exponent) > _FINEST:
            raise ValueRefusedError(
                say("收费金额不得有不足 1 分的零头；现为 {amount}{unit}", amount=self.amount, unit=self.unit)
            )

    @property
    def weight(self) -> Decimal:
        """The amount in 万元."""
        return self.amount.scaleb(-_UNITS[self.unit], context=_EXACT)

    def cells(self, year: int) -> Iterator[str]:
        """The attribute paths of the cells in which it counts in *year*."""
        if self.collected.year == year:
            yield "proactive.fees.collected"
