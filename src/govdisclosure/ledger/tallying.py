"""Records → the tables of a year, and the report that they go into."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from hashlib import blake2b
from typing import Final

import attrs
from attrs import define, field, frozen

from govdisclosure.findings import Findings
from govdisclosure.i18n import Listing, Message, said, say
from govdisclosure.ledger.beginning import begin, laid_over, refuse_no_year, tables
from govdisclosure.ledger.doubts import Doubts
from govdisclosure.ledger.records import (
    Application,
    Decision,
    Fee,
    IssuedDocument,
    Lawsuit,
    Reconsideration,
    Record,
    plus,
)
from govdisclosure.ledger.registers import Register, cut, named_as, records, title_of
from govdisclosure.report import AnnualReport, Organ, Proactive, Remedies, Requests

__all__ = ["Tally", "tally"]

_DIGEST: Final = 15
"""The bytes kept of an id: no two ids ever met have the same, and one more would take sixteen more of memory."""
_MOST_NAMED: Final = 10
"""How many of the records that were left out for one reason are named."""
_Numbers = defaultdict[str, int | Decimal]
"""The number in each cell by its path."""


@frozen(kw_only=True)
class Tally:
    """What the records of a year come to, on the 2021 form.

    Attributes:
        year: The year.
        proactive: 表二; blank where no register was given.
        requests: 表三; blank where no register was given.
        remedies: 表四; blank where no register was given.
        findings: Every record that was not counted and why, and whatever else there is to say.
    """

    year: int
    proactive: Proactive
    requests: Requests
    remedies: Remedies
    findings: Findings

    def report(self, organ: Organ | str | None = None, *, previous: AnnualReport | None = None) -> AnnualReport:
        """A report that begins as `begin` has it and holds what was tallied; what was not stays as it begins.

        >>> one = Application(id="17", received="2025-03-01", applicant="自然人")
        >>> tally([one], year=2025).report("示例县柳溪镇人民政府").requests.carried_over.total
        1

        Raises:
            ValueRefusedError: As for `begin`.
        """
        begun = begin(organ, self.year, previous=previous)
        tallied = {name: getattr(self, name) for name in ("proactive", "requests", "remedies")}
        return attrs.evolve(begun, **{name: laid_over(part, getattr(begun, name)) for name, part in tallied.items()})


def tally(
    applications: Register | None = None,
    *,
    year: int,
    reconsiderations: Register | None = None,
    lawsuits: Register | None = None,
    documents: Register | None = None,
    decisions: Register | None = None,
    fees: Register | None = None,
    today: date | None = None,
) -> Tally:
    """What the records of *year* come to.

    Each register is the path of a CSV file or a workbook, a data frame, a DB-API cursor, or what yields records or
    dictionaries. It is gone through once, in memory that does not grow but for what tells one id from another. It
    should be whole: what a register covers and does not hold is 0, what no register covers is blank.

    An application counts once on either side of the balance of 表三, by its dates: as newly received or carried in, and
    as closed or carried over. A reconsideration or a lawsuit counts by its result in the year in which it was
    concluded, and as pending in every year at whose end it was not; the form does not say how to count these.

    A record is either counted or told. Not counted are, with an error, those that cannot be read, fit no cell, end
    before they begin, are dated after *today* or have the id of one before; with a notice, those of other years.

    >>> one = {"编号": "17", "收到日期": "2025年3月1日", "申请人类型": "商业企业", "办结日期": "", "办理结果": ""}
    >>> found = tally([one, one], year=2025)
    >>> (
    ...     found.requests.received.enterprises,
    ...     found.requests.carried_over.enterprises,
    ...     found.remedies.reconsideration.total,
    ... )
    (1, 1, None)
    >>> print(found.findings[0])
    GD974 错误 申请 17：编号与前面的记录相同；没有再计

    Args:
        applications: `Application` records.
        year: The year, 1 January to 31 December.
        reconsiderations: `Reconsideration` records.
        lawsuits: `Lawsuit` records.
        documents: `IssuedDocument` records, those of earlier years that are in force among them.
        decisions: `Decision` records.
        fees: `Fee` records.
        today: The day after which no record can be dated; left out, none is judged by it.

    Raises:
        ReadError: A register cannot be read, or lacks columns that every record must have.
        ValueRefusedError: *year* is no year.
    """
    refuse_no_year(year)
    registers: tuple[tuple[type[Record], Register | None], ...] = (
        (Application, applications),
        (Reconsideration, reconsiderations),
        (Lawsuit, lawsuits),
        (IssuedDocument, documents),
        (Decision, decisions),
        (Fee, fees),
    )
    given = [(kind, register) for kind, register in registers if register is not None]
    doubts, numbers = Doubts(), _Numbers(int)
    for kind, register in given:
        _Count(kind, year, today, numbers, doubts).all_of(register)
    covered = tuple(f"{path}." for kind, _ in given for path in kind.COVERS)
    counted = tables(lambda path: numbers[path] if path.startswith(covered) else None)
    return Tally(year=year, findings=Findings(doubts), **counted)


# --- counting ---------------------------------------------------------------------------------------------------------


@define
class _Count:
    """The counting of one register."""

    kind: type[Record]
    year: int
    today: date | None
    numbers: _Numbers
    doubts: Doubts
    _seen: set[bytes] = field(factory=set, init=False)

    def all_of(self, register: Register) -> None:
        """Add the records of *register* to the numbers, and tell of each that is not counted."""
        left_out: defaultdict[_Reason, _Some] = defaultdict(_Some)
        for place, record in records(register, self.kind, self.doubts):
            if problem := self._problem(record):
                code, told = problem
                message = say("{record}：{told}", record=named_as(self.kind, record.id), told=told)
                self.doubts.tell(code, message, place)
                continue
            cells = tuple(record.cells(self.year))
            for path in cells:
                self.numbers[path] = plus(self.numbers[path], record.weight)
            if not cells:
                left_out[_reason(record, self.year)].add(record.id)
        for reason, some in left_out.items():
            blanks = {"kind": title_of(self.kind), "count": some.count, "year": self.year, "named": some.named()}
            self.doubts.tell(reason.code, say(reason.template, **blanks), source=reason.source)

    def _problem(self, record: Record) -> tuple[str, Message] | None:
        """The code and the words for why *record* counts in no year; from now on its id has been seen."""
        if record.id:
            digest = blake2b(record.id.encode(), digest_size=_DIGEST).digest()
            if digest in self._seen:
                return "GD974", say("编号与前面的记录相同；没有再计")
            self._seen.add(digest)
        began, ended = record.span
        if ended and ended < began:
            return "GD973", say("{ended} 了结，却在 {began} 才开始；没有计入", ended=ended, began=began)
        last = ended or began
        if self.today and last > self.today:
            return "GD973", say("日期 {last} 还没有到；没有计入", last=last)
        misfit = record.misfit()
        return ("GD972", say("{misfit}；没有计入", misfit=misfit)) if misfit else None


@frozen
class _Reason:
    """Why records count in no cell of the year, though nothing is wrong with them."""

    code: str
    template: str
    source: str = ""


_BEFORE: Final = _Reason("GD975", said("{kind}有 {count} 条在 {year} 年以前已经了结，没有计入：{named}"))
_AFTER: Final = _Reason("GD975", said("{kind}有 {count} 条在 {year} 年以后才开始，没有计入：{named}"))
_CO_DEFENDANT: Final = _Reason(
    "GD976",
    said("{kind}有 {count} 条以复议机关为共同被告，只由作出原行为的机关计算，没有计入：{named}"),
    "国办公开办函〔2016〕201号",
)


def _reason(record: Record, year: int) -> _Reason:
    began, ended = record.span
    if began.year > year:
        return _AFTER
    return _BEFORE if ended and ended.year < year else _CO_DEFENDANT


@define
class _Some:
    """How many records there are, and the ids of the first."""

    count: int = 0
    first: list[str] = field(factory=list)

    def add(self, known_as: str) -> None:
        self.count += 1
        if known_as and len(self.first) < _MOST_NAMED:
            self.first.append(cut(known_as))

    def named(self) -> Message | Listing:
        some = Listing(self.first or [say("没有编号")])
        return some if self.count == len(self.first) else say("{some}等", some=some)
