"""Adding up: sections two to four of many organs into those of the body above them, and who gave how much.

The sums are a monoid: a `PartialSum` is made of any of the reports, in any process, and partial sums are added in any
order. What is kept does not grow with the number of reports: a number for each cell, its largest contributors, the
first findings of each kind, and the names of those who have filed.
"""

from bisect import insort
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Context, Decimal
from operator import itemgetter
from typing import Any, Final

import attrs
from attrs import Factory, define, field, frozen
from attrs.validators import ge

from govdisclosure._spec import Edition, fields_of, plain
from govdisclosure.addresses import Address, nodes, path_of
from govdisclosure.errors import ValueRefusedError
from govdisclosure.figures import Lack, Number, as_data, as_told, empty, figures, filled, numbers_of
from govdisclosure.findings import Codes, Finding, Findings, Severity
from govdisclosure.i18n import Listing, Message, say
from govdisclosure.recognise import Reading
from govdisclosure.report import AnnualReport, Organ
from govdisclosure.scope import (
    Remark,
    Scope,
    absent_tables,
    another_edition,
    another_year,
    blanks,
    in_table,
    of_one_code,
    same_organ,
    strange,
)
from govdisclosure.values import Amount, Money, Unit, edition, printed

__all__ = ["ROLL_UP_CODES", "CellSum", "PartialSum", "RollUp", "RollUpPlan", "Share", "roll_up"]

ROLL_UP_CODES: Final = Codes(
    {
        "GD751": (Severity.ERROR, "没有可以汇总的年报"),
        "GD752": (Severity.ERROR, "汇总缺年报"),
        "GD753": (Severity.ERROR, "同一机关的年报计入不止一次"),
        "GD754": (Severity.WARNING, "两个机关的代码相同"),
        "GD755": (Severity.WARNING, "年份不同的年报没有计入"),
        "GD756": (Severity.WARNING, "汇总的年报版本不同"),
        "GD757": (Severity.NOTICE, "本机关的年报没有计入"),
        "GD758": (Severity.WARNING, "计入了名单以外的机关"),
        "GD759": (Severity.WARNING, "汇总的年报缺表"),
        "GD760": (Severity.NOTICE, "汇总的年报有空白格"),
        "GD761": (Severity.NOTICE, "和里缺数"),
        "GD762": (Severity.WARNING, "没有一份年报有数"),
        "GD763": (Severity.WARNING, "数字分不到表样的行里"),
        "GD764": (Severity.WARNING, "计入的年报机关或年份不详"),
        "GD765": (Severity.WARNING, "金额的单位不同，不能相加"),
        "GD766": (Severity.WARNING, "汇总的年报有没读出的格"),
        "GD767": (Severity.ERROR, "汇总的年报不是同一年的"),
        "GD768": (Severity.ERROR, "有文件不能读，没有计入"),
    }
)
"""What a roll-up can have to say: the code, its weight and its title."""

_EXACT: Final = Context(prec=60)
"""As many digits as the sum of any amounts that cells can hold has; the usual context would round it."""
_CLOSED: Final = "requests.outcomes.otherwise_closed"


# --- what is kept of many ---------------------------------------------------------------------------------------------


@define
class _First:
    """How many there are, and the first of them in an order of their own, whatever the order in which they came."""

    count: int = 0
    kept: list[tuple[Any, Any]] = Factory(list)
    """The order of each, and what it is."""

    def add(self, order: Any, item: Any, most: int) -> None:
        self.count += 1
        if len(self.kept) < most or (most and order < self.kept[-1][0]):
            insort(self.kept, (order, item), key=itemgetter(0))
            del self.kept[most:]

    def with_all(self, other: "_First", most: int) -> "_First":
        return _First(self.count + other.count, sorted([*self.kept, *other.kept], key=itemgetter(0))[:most])


@define
class PartialSum:
    """The sum of some of the reports; sums are added with ``+``, in any order and grouping, and ``PartialSum()`` is 0.

    It is made by `RollUpPlan.add_up`, can be sent between processes, and becomes a `RollUp` by `RollUpPlan.finish`.

    Attributes:
        plan: What it is a sum for; ``None`` for the sum of nothing.
        reports: How many reports are in it.
        sums: The sum at each path by unit, where anybody gave a number other than 0; the unit is empty for counts.
        shares: Who gave a number other than 0 at each path, the largest first.
        lacks: How many reports have no number at a path, by why.
        filed: How often each organ has filed, and its name; by the name as names are compared.
        codes: The organs that bear each code, likewise.
        years: How many reports there are of each year, 0 standing for a year that is not known.
        remarks: What there is to say of single reports, by code.
    """

    plan: "RollUpPlan | None" = None
    reports: int = 0
    sums: dict[str, dict[Unit, Any]] = Factory(dict)
    shares: dict[str, _First] = Factory(dict)
    lacks: Counter[tuple[str, Lack]] = Factory(Counter)
    filed: dict[str, tuple[int, str]] = Factory(dict)
    codes: dict[str, tuple[str, ...]] = Factory(dict)
    years: Counter[int] = Factory(Counter)
    remarks: dict[str, _First] = Factory(dict)

    def __add__(self, other: "PartialSum") -> "PartialSum":
        """The sum of what both are sums of.

        Raises:
            ValueRefusedError: They are sums for different plans.
        """
        if not isinstance(other, PartialSum):
            return NotImplemented
        if self.plan and other.plan and self.plan != other.plan:
            raise ValueRefusedError(say("两部分的和不是按同一个 RollUpPlan 求得的，不能相加"))
        plan = self.plan or other.plan
        most = plan.detail if plan else 0
        return PartialSum(
            plan,
            self.reports + other.reports,
            _joined(self.sums, other.sums, lambda one, two: _joined(one, two, _plus)),
            _joined(self.shares, other.shares, lambda one, two: one.with_all(two, most)),
            self.lacks + other.lacks,
            _joined(self.filed, other.filed, _both_filed),
            _joined(self.codes, other.codes, lambda one, two: tuple(sorted({*one, *two}))),
            self.years + other.years,
            _joined(self.remarks, other.remarks, lambda one, two: one.with_all(two, most)),
        )


def _joined(one: Mapping[Any, Any], other: Mapping[Any, Any], both: Callable[[Any, Any], Any]) -> dict[Any, Any]:
    """What stands in either mapping; *both* joins what stands in both."""
    return {**one, **{key: both(one[key], value) if key in one else value for key, value in other.items()}}


def _both_filed(one: tuple[int, str], other: tuple[int, str]) -> tuple[int, str]:
    return one[0] + other[0], min(one[1], other[1])


def _plus(one: Any, other: Any) -> Any:
    return _EXACT.add(one, other) if isinstance(one, Decimal) else one + other


# --- the plan ---------------------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class RollUpPlan:
    """What is to be added up: for whom, which year, on which form, and who should have filed.

    >>> plan = RollUpPlan(organ=Organ("示例县人民政府"), year=2025)
    >>> town = AnnualReport(organ=Organ("柳溪镇"), year=2025)
    >>> parts = [plan.add_up([town]), plan.add_up([])]
    >>> plan.finish(sum(parts, PartialSum())).reports
    1
    """

    organ: Organ
    """The body whose report the sum is; its own report is not added."""
    year: int | None = None
    """The year; left out, that of the reports, which must then be of one."""
    edition: Edition = field(default=Edition.V2021, converter=edition)
    """The edition of the form on which the sum stands; reports on another are moved to it as `migrate` does."""
    scope: Scope = Scope()
    """Who should have filed, and under which names they file."""
    detail: int = field(default=100, validator=ge(0))
    """How many contributors of a cell, and how many findings of a kind, are kept by name; of more, their sum or
    number."""

    def add_up(self, reports: Iterable[AnnualReport | Reading]) -> PartialSum:
        """The sum of *reports*, which are taken one by one and not kept."""
        found = PartialSum(self)
        for report in reports:
            self._add(found, report)
        return found

    def unread(self, name: str, problem: str) -> PartialSum:
        """What is to be added for a file *name* that cannot be read: no number, and the *problem*."""
        found = PartialSum(self)
        self._remark(found, name, [("GD768", Remark(say("{name}：{problem}", name=name, problem=problem), ""))])
        return found

    def _add(self, found: PartialSum, given: AnnualReport | Reading) -> None:
        report, unsure = (given.report, given.unsure) if isinstance(given, Reading) else (given, frozenset())
        name = self.scope.name_in(report)
        if left_out := list(self._left_out(name, report)):
            self._remark(found, name, left_out)
            return
        numbers = figures(report, self.edition, unsure)
        found.reports += 1
        found.years[report.year or 0] += 1
        if report.organ:
            key = plain(name)
            found.filed[key] = _both_filed(found.filed.get(key, (0, name)), (1, name))
            if code := report.organ.code:
                found.codes[code] = tuple(sorted({*found.codes.get(code, ()), key}))
        self._remark(found, name, self._remarks(name, report, numbers))
        for path, value in numbers.items():
            if value:
                self._count(found, path, name, value)

    def _count(self, found: PartialSum, path: str, name: str, value: Any) -> None:
        """Take *value*, which is not 0, or the lack of one, into the sum."""
        if isinstance(value, Lack):
            found.lacks[path, value] += 1
            return
        unit: Unit = value.unit if isinstance(value, Money) else ""
        amount = value.amount if isinstance(value, Money) else value
        if amount:
            sums = found.sums.setdefault(path, {})
            sums[unit] = _plus(sums[unit], amount) if unit in sums else amount
            order = (-abs(amount), name, unit, amount)
            found.shares.setdefault(path, _First()).add(order, Share(name, value), self.detail)

    def _left_out(self, name: str, report: AnnualReport) -> Iterator[tuple[str, Remark]]:
        """Why *report* is not added."""
        if same_organ(report.organ, self.organ):
            yield "GD757", Remark(say("下级机关的年报里有本机关的，没有计入"), "organ")
        yield from (("GD755", each) for each in another_year(name, report, self.year))

    def _remarks(
        self, name: str, report: AnnualReport, numbers: Mapping[str, Number | Lack]
    ) -> Iterator[tuple[str, Remark]]:
        """What there is to say of *report*, which is added, with its code."""
        if not report.organ or not report.year:
            title = report.title or say("没有标题")
            yield "GD764", Remark(say("机关或年份不详的年报也计入了：{title}", title=title), "title")
        yield from (("GD756", each) for each in another_edition(name, report, self.edition))
        yield from (("GD759", each) for each in absent_tables(name, report))
        blank, unread = ([path for path, value in numbers.items() if value is why] for why in (Lack.BLANK, Lack.UNREAD))
        yield from (("GD760", each) for each in blanks(name, blank))
        if unread:
            message = say("{name}有 {count} 格没有读出，没有计入", name=name, count=len(unread))
            yield "GD766", Remark(message, *in_table(unread[0]), actual=len(unread))
        yield from (("GD763", each) for each in _unplaced(name, report, numbers))

    def _remark(self, found: PartialSum, name: str, remarks: Iterable[tuple[str, Remark]]) -> None:
        for code, remark in remarks:
            order = (name, remark.path, remark.message)
            found.remarks.setdefault(code, _First()).add(order, remark, self.detail)

    # --- the end ------------------------------------------------------------------------------------------------------

    def finish(self, found: PartialSum) -> "RollUp":
        """The report that *found*, the sum of all reports, makes, and all that there is to say of it.

        Raises:
            ValueRefusedError: It is a sum for another plan, or larger than what a cell can hold.
        """
        whole = found + PartialSum(self)
        cells = {path: self._cell(whole, path, zero) for path, zero in empty(self.edition).items()}
        year = self.year or _only(whole.years)
        blank = AnnualReport(organ=self.organ, year=year, edition=self.edition)
        report = filled(blank, {path: cell.value for path, cell in cells.items()})
        findings = [*self._of_the_whole(whole, year), *self._of_each(whole), *self._of_cells(whole, cells)]
        return RollUp(report, Findings(findings), whole.reports, cells)

    def _cell(self, whole: PartialSum, path: str, zero: Number) -> "CellSum":
        lacks = {lack: whole.lacks[path, lack] for lack in Lack if whole.lacks[path, lack]}
        given = whole.reports - sum(lacks.values())
        sums = whole.sums.get(path, {})
        shares = whole.shares.get(path, _First())
        value = _total(sums, zero) if given else _blank(zero)
        kept = tuple(share for _, share in shares.kept)
        return CellSum(self.edition, path, value, given, lacks, kept, shares.count - len(kept), sums)

    def _of_the_whole(self, whole: PartialSum, year: int | None) -> Iterator[Finding]:
        if not whole.reports:
            yield _finding("GD751", Remark(say("没有一份年报计入，各格留空"), "organ"))
        if year is None and len(years := sorted(filter(None, whole.years))) > 1:
            message = say("计入的年报分属 {years} 年；请说明汇总哪一年", years=Listing(years))
            yield _finding("GD767", Remark(message, "year"))
        filed = whole.filed
        yield from (_finding("GD752", _not_filed(name)) for name in self.scope.lacking(filed))
        twice = ((name, count) for count, name in sorted(filed.values()) if count > 1)
        yield from self._some("GD753", twice, _counted_twice)
        shared = ((code, *keys[:2]) for code, keys in sorted(whole.codes.items()) if len(keys) > 1)
        yield from self._some("GD754", shared, lambda code, one, two: of_one_code(code, filed[one][1], filed[two][1]))
        names = sorted(name for _, name in filed.values())
        strangers = ((name,) for name in names if self.scope.members and not self.scope.has(name))
        yield from self._some("GD758", strangers, strange)

    def _some(self, code: str, told: Iterable[tuple[Any, ...]], remark: Callable[..., Remark]) -> Iterator[Finding]:
        """A finding for each of the first of those that are *told*, and one for the others."""
        found = list(told)
        yield from (_finding(code, remark(*each)) for each in found[: self.detail])
        yield from _rest(code, len(found) - self.detail)

    def _of_each(self, whole: PartialSum) -> Iterator[Finding]:
        for code, remarks in sorted(whole.remarks.items()):
            yield from (_finding(code, remark) for _, remark in remarks.kept)
            yield from _rest(code, remarks.count - len(remarks.kept))

    def _of_cells(self, whole: PartialSum, cells: Mapping[str, "CellSum"]) -> Iterator[Finding]:
        """What the cells lack: told once for a row or a table in which every cell lacks the same."""
        if not whole.reports:
            return
        shape = AnnualReport(organ=None, year=None, edition=self.edition)
        for path in _alike(shape, "", {path: tuple(cell.lacks.items()) for path, cell in cells.items()}):
            first = next(cell for where, cell in cells.items() if f"{where}.".startswith(f"{path}."))
            if first.lacks:
                code = "GD761" if first.given else "GD762"
                address = nodes(self.edition)[path].address
                yield _finding(code, Remark(first.told_lacks, path, address, actual=first.given))
        for path, cell in cells.items():
            if cell.given and isinstance(cell.value, Money) and cell.value.amount is None:
                sums = Listing(Money(total, unit) for unit, total in sorted(cell.sums.items()))
                message = say("各份的单位不同，不能相加，留空：{sums}", sums=sums)
                yield _finding("GD765", Remark(message, path, cell.address))


def _unplaced(name: str, report: AnnualReport, numbers: Mapping[str, Number | Lack]) -> Iterator[Remark]:
    """三（六） is one row in *report* and three rows in the sum, and the number of the one belongs in none of them."""
    total = numbers_of(report).get(f"{_CLOSED}.total")
    if total and f"{_CLOSED}.total" not in numbers:
        told = {"name": name, "count": total}
        message = say("{name}的三（六）只有一行，{count} 件分不到三行里，没有计入；请该机关分行填报", **told)
        yield Remark(message, _CLOSED, nodes()[_CLOSED].address, actual=total)


def _not_filed(name: str) -> Remark:
    return Remark(say("没有{name}的年报，和不全", name=name), "organ", actual=name)


def _counted_twice(name: str, count: int) -> Remark:
    message = say("{name}的年报给出 {count} 次，都计入了；请只留一份再汇总", name=name, count=count)
    return Remark(message, "organ", actual=count)


def _only(years: Mapping[int, int]) -> int | None:
    known = [year for year in years if year]
    return known[0] if len(known) == 1 else None


def _finding(code: str, remark: Remark) -> Finding:
    return ROLL_UP_CODES.finding(code, **attrs.asdict(remark, recurse=False))


def _rest(code: str, count: int) -> Iterator[Finding]:
    if count > 0:
        yield _finding(code, Remark(say("另有 {count} 处也是如此", count=count), "", actual=count))


def _alike(value: Any, path: str, told: Mapping[str, object]) -> Iterator[str]:
    """The highest places at or below *path* of which all cells are *told* the same."""
    inside = [told[where] for where in told if f"{where}.".startswith(f"{path}.")] if path else []
    if inside and all(each == inside[0] for each in inside):
        yield path
        return
    for name in fields_of(type(value)):
        yield from _alike(getattr(value, name), f"{path}.{name}".lstrip("."), told)


def _total(sums: Mapping[Unit, Any], zero: Number) -> Number:
    """The number that *sums*, by unit, are together; blank if they are in units that cannot be told from another."""
    if not isinstance(zero, Money):
        total: int | Amount = sums.get("", zero)
        return total
    if set(sums) == {"元", "万元"}:
        return Money(_plus(sums["元"], sums["万元"].scaleb(4, _EXACT)), "元")
    return Money(None) if len(sums) > 1 else next((Money(total, unit) for unit, total in sums.items()), zero)


def _blank(zero: Number) -> Number:
    return Money(None) if isinstance(zero, Money) else None


# --- the result -------------------------------------------------------------------------------------------------------


@frozen
class Share:
    """What one organ gave to a cell.

    >>> str(Share("郭村镇", 3)), str(Share("丁局", -2))
    ('+3 郭村镇', '-2 丁局')
    """

    name: str
    value: int | Amount | Money

    def __str__(self) -> str:
        """The number with its sign, and the name."""
        text = printed(self.value)
        return f"{text if text.startswith('-') else f'+{text}'} {self.name}"


@frozen
class CellSum:
    """A cell of a roll-up: its sum, and whose numbers it is.

    Attributes:
        edition: The edition on which it stands.
        path: Its attribute path.
        value: The sum; blank where nobody gave a number.
        given: How many reports have a number there, 0 included.
        lacks: How many have none, by why.
        shares: What those gave who gave more than 0, the largest first.
        others: How many more gave something.
        sums: The sums by unit; the unit is empty where the cell has none.
    """

    edition: Edition
    path: str
    value: Number
    given: int
    lacks: Mapping[Lack, int]
    shares: tuple[Share, ...]
    others: int
    sums: Mapping[Unit, Any]

    @property
    def address(self) -> Address:
        """Its place in the words of the form."""
        return nodes(self.edition)[self.path].address

    @property
    def told_lacks(self) -> Message:
        """How many reports have a number there, and why the others have none."""
        why = Listing(say("{count} 份{why}", count=count, why=lack.label) for lack, count in self.lacks.items())
        return say(
            "{all} 份中 {given} 份有数：{why}", all=self.given + sum(self.lacks.values()), given=self.given, why=why
        )

    @property
    def account(self) -> Message:
        """The sum, whose numbers it is, and what it lacks, in a sentence.

        >>> from govdisclosure.report import ByApplicant, Requests
        >>> plan = RollUpPlan(organ=Organ("示例县人民政府"), year=2025)
        >>> found = Requests(received=ByApplicant(natural_persons=3))
        >>> town = AnnualReport(organ=Organ("郭村镇"), year=2025, requests=found)
        >>> plan.finish(plan.add_up([town])).account("一·自然人").account
        '3：+3 郭村镇'
        """
        told: list[object] = list(self.shares)
        if self.others:
            told.append(say("另有 {count} 个机关", count=self.others))
        if self.lacks:
            told.append(self.told_lacks)
        value = as_told(self.value)
        if not told:
            return Message("{value}", {"value": value})
        return say("{value}：{shares}", value=value, shares=Listing(told))

    def to_data(self) -> dict[str, Any]:
        """What JSON can hold of it."""
        return {
            "address": str(self.address),
            "path": self.path,
            "value": as_data(self.value),
            "given": self.given,
            "lacks": {lack.value: count for lack, count in self.lacks.items()},
            "shares": [{"organ": str(share.name), "value": as_data(share.value)} for share in self.shares],
            "others": self.others,
        }


@frozen
class RollUp:
    """What many reports add up to.

    Attributes:
        report: The report of the body above, its sections two to four filled; what nobody told is blank, never 0.
        findings: Who has not filed, who twice, which reports were left out or are not whole, which sums lack numbers.
        reports: How many reports are in it.
        cells: Every cell by its attribute path, in the order of print, with whose numbers it is.
    """

    report: AnnualReport
    findings: Findings
    reports: int
    cells: Mapping[str, CellSum]

    def account(self, place: str) -> CellSum:
        """The cell at *place*, an address or an attribute path.

        Raises:
            AddressError: There is no such cell.
        """
        return self.cells[place if place in self.cells else path_of(place)]

    def to_data(self) -> list[dict[str, Any]]:
        """Every cell with its account, as JSON can hold it."""
        return [cell.to_data() for cell in self.cells.values()]


def roll_up(
    reports: Iterable[AnnualReport | Reading],
    *,
    organ: Organ,
    year: int | None = None,
    expected: Iterable[str] | None = None,
    scope: Scope | None = None,
    edition: Edition | str = Edition.V2021,
    detail: int = 100,
) -> RollUp:
    """Sections two to four of *reports*, added up cell by cell into the report of *organ*.

    A blank is not 0: the sum is that of the numbers that are there, and says how many are not; a cell that is blank
    everywhere stays blank. A report that is given twice is in the sum twice, which is told as an error, since nobody
    but the office knows which of the two is right.

    Args:
        reports: The reports, or the readings they came from; they are not kept, so that a generator will do.
        organ: The body above.
        year: The year; reports of another are left out and told. Left out, that of the reports.
        expected: The names of the organs that should have filed; in place of the members of *scope*.
        scope: Who should have filed, and under which other names they file.
        edition: The edition on which the sum stands.
        detail: How many contributors of a cell, and how many findings of a kind, are kept by name.

    >>> towns = (AnnualReport(organ=Organ(name), year=2025) for name in ("甲镇", "乙镇"))
    >>> county = roll_up(towns, organ=Organ("示例县人民政府"), year=2025, expected=["甲镇", "乙镇", "丙镇"])
    >>> county.report.requests.received.total, [str(finding) for finding in county.findings]
    (0, ['GD752 错误 没有丙镇的年报，和不全'])

    Raises:
        ValueRefusedError: There is no such edition, or a sum is larger than what a cell can hold.
    """
    known = scope or Scope()
    if expected is not None:
        known = attrs.evolve(known, members=expected)
    plan = RollUpPlan(organ=organ, year=year, edition=edition, scope=known, detail=detail)
    return plan.finish(plan.add_up(reports))
