"""GD7xx: the report of a government against those of its subordinate organs."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import attrs

from govdisclosure._spec import plain
from govdisclosure.addresses import Address
from govdisclosure.figures import Lack, figures, numbers_of
from govdisclosure.findings import Finding, Severity
from govdisclosure.i18n import say, some_of
from govdisclosure.report import TABLES, AnnualReport
from govdisclosure.rules.registry import NotApplicableError, NotEvaluatedError, Rule, Subject, rule
from govdisclosure.rules.shapes import place
from govdisclosure.scope import (
    Remark,
    Scope,
    absent_tables,
    another_edition,
    another_year,
    blanks,
    of_one_code,
    same_organ,
    strange,
)
from govdisclosure.values import Money, is_blank

__all__: list[str] = []

_SOURCE = "下级机关的年报"
_TABLES = tuple(TABLES)


def _children(subject: Subject) -> tuple[AnnualReport, ...]:
    """The reports given.

    Raises:
        NotEvaluatedError: There are none.
    """
    if not subject.children:
        raise NotEvaluatedError(say("没有给出下级机关的年报"))
    return subject.children


def _scope(subject: Subject) -> Scope:
    return subject.scope or Scope()


def _name(subject: Subject, report: AnnualReport) -> str:
    return _scope(subject).name_in(report)


def _is_parent(subject: Subject, child: AnnualReport) -> bool:
    return same_organ(subject.report.organ, child.organ)


def _missing(subject: Subject) -> list[str]:
    return _scope(subject).lacking(_name(subject, child) for child in subject.children)


def _told(this: Rule, remarks: Iterable[Remark]) -> Iterator[Finding]:
    return (this.finding(**attrs.asdict(remark, recurse=False)) for remark in remarks)


def _numbers(report: AnnualReport) -> dict[str, Any]:
    return {path: value for path, value in numbers_of(report).items() if not isinstance(value, Money)}


def _sums(subject: Subject) -> Mapping[str, tuple[Any, Any, dict[str, Any]]]:
    """For each cell that can be compared, the report's number, the sum of the children, and each child's number.

    A blank of a child is read as 0, as in every sum; what a child's edition does not have is not compared.
    """
    edition = subject.report.edition
    counted: list[tuple[str, Mapping[str, Any]]] = [
        (_name(subject, child), figures(child, edition))
        for child in _children(subject)
        if not _is_parent(subject, child)
    ]
    found = {}
    for path, number in _numbers(subject.report).items():
        told = {name: numbers.get(path, Lack.INCOMPARABLE) for name, numbers in counted}
        parts = {name: 0 if part is Lack.BLANK else part for name, part in told.items()}
        if number is not None and parts and not any(isinstance(part, Lack) for part in parts.values()):
            found[path] = (number, sum(parts.values()), parts)
    return found


def _adds_up(subject: Subject) -> bool | None:
    """Whether the report is said to be the sum of the children.

    Raises:
        NotApplicableError: It is said not to be.
    """
    _children(subject)
    adds_up = subject.scope.adds_up if subject.scope else None
    if adds_up is False:
        raise NotApplicableError(say("年报只计本级"))
    return adds_up


@rule("GD701", "各格等于下级机关之和", severity=Severity.WARNING, ground="A", source=_SOURCE, touches=_TABLES)
def adds_up(subject: Subject, this: Rule) -> Iterator[Finding]:
    """Where the report is the sum of the organs below, each cell of its tables is.

    Evaluated where `Scope.adds_up` says so, every member has reported, and none twice.

    Yields:
        One finding per cell that is not, with the sum, and the organ whose number is just what is wanting.
    """
    if not _adds_up(subject):
        raise NotEvaluatedError(say("没有说明年报是否汇总下级机关"))
    if missing := _missing(subject):
        raise NotEvaluatedError(say("还缺{names}的年报", names=some_of(missing)))
    if _twice(subject):
        raise NotEvaluatedError(say("有机关的年报给出两次"))
    for path, (number, total, parts) in _sums(subject).items():
        if number != total:
            off = [name for name, part in parts.items() if part and abs(number - total) == part]
            hint = say("；恰差{name}的 {count}", name=off[0], count=parts[off[0]]) if len(off) == 1 else ""
            message = say("印作 {number}，下级机关之和为 {total}{hint}", number=number, total=total, hint=hint)
            at = place(path, subject.report.edition)
            yield this.finding(message, expected=total, actual=number, **at)


@rule("GD702", "下级机关的年报齐全", severity=Severity.WARNING, ground="A", source=_SOURCE, touches=("organ",))
def all_have_reported(subject: Subject, this: Rule) -> Iterator[Finding]:
    """Every member of the scope has reported.

    Yields:
        One finding that names who is missing.
    """
    _children(subject)
    if not subject.scope or not subject.scope.members:
        raise NotEvaluatedError(say("没有给出下级机关的名单"))
    if missing := _missing(subject):
        message = say("缺 {count} 个机关的年报：{names}", count=len(missing), names=some_of(missing))
        yield this.finding(message, path="organ", actual=len(missing))


def _twice(subject: Subject) -> list[str]:
    names = Counter(plain(_name(subject, child)) for child in subject.children if child.organ)
    return [name for name, count in names.items() if count > 1]


@rule("GD703", "下级机关不重复", severity=Severity.WARNING, ground="D", source=_SOURCE, touches=("organ",))
def nobody_twice(subject: Subject, this: Rule) -> Iterator[Finding]:
    """No organ is given twice, under its own name, another one, or the same code.

    Yields:
        One finding per organ, or per code of two organs.
    """
    _children(subject)
    for name in _twice(subject):
        yield this.finding(say("{name}的年报给出两次", name=name), path="organ", actual=name)
    organs = {child.organ.code: child.organ for child in subject.children if child.organ and child.organ.code}
    for child in subject.children:
        organ = child.organ
        other = organs.get(organ.code or "") if organ else None
        if organ and other and plain(_name(subject, child)) != plain(_scope(subject).name_of(other.name)):
            yield from _told(this, [of_one_code(organ.code or "", organ.name, other.name)])


@rule("GD704", "下级机关不大于汇总", severity=Severity.WARNING, ground="A", source=_SOURCE, touches=_TABLES)
def no_child_is_larger(subject: Subject, this: Rule) -> Iterator[Finding]:
    """No organ below has more of anything than the report that adds it up, whoever is missing.

    Yields:
        One finding per cell in which one has, unless the cell is compared in full.
    """
    if _adds_up(subject) and not _missing(subject) and not _twice(subject):
        return
    for path, (number, _, parts) in _sums(subject).items():
        name = max(parts, key=lambda each: parts[each])
        if parts[name] > number:
            message = say("印作 {number}，{name}一家就有 {count}", number=number, name=name, count=parts[name])
            yield this.finding(message, actual=number, **place(path, subject.report.edition))


@rule("GD705", "下级机关的表格填满", severity=Severity.NOTICE, ground="A", source=_SOURCE, touches=_TABLES)
def children_leave_no_blanks(subject: Subject, this: Rule) -> Iterator[Finding]:
    """No organ below leaves cells blank; a blank is added up as 0 and need not be one.

    Yields:
        One finding per organ with blanks.
    """
    for child in _children(subject):
        blank = [path for path, number in numbers_of(child).items() if is_blank(number)]
        yield from _told(this, blanks(_name(subject, child), blank))


@rule("GD706", "下级机关有全部三张表", severity=Severity.WARNING, ground="A", source=_SOURCE, touches=_TABLES)
def children_have_tables(subject: Subject, this: Rule) -> Iterator[Finding]:
    """The report of each organ below has its three tables.

    Yields:
        One finding per organ and table that is not there.
    """
    for child in _children(subject):
        yield from _told(this, absent_tables(_name(subject, child), child))


@rule("GD707", "下级机关同一年份", severity=Severity.WARNING, ground="D", source=_SOURCE, touches=("year",))
def same_year(subject: Subject, this: Rule) -> Iterator[Finding]:
    """The reports of the organs below are of the same year.

    Yields:
        One finding per report of another.
    """
    for child in _children(subject):
        yield from _told(this, another_year(_name(subject, child), child, subject.report.year))


@rule("GD708", "下级机关同一版本", severity=Severity.NOTICE, ground="A", source=_SOURCE, touches=("edition",))
def same_edition(subject: Subject, this: Rule) -> Iterator[Finding]:
    """The reports of the organs below are on the same edition of the form; what another lacks is not compared.

    Yields:
        One finding per report on another.
    """
    for child in _children(subject):
        yield from _told(this, another_edition(_name(subject, child), child, subject.report.edition))


@rule("GD709", "下级机关都在名单上", severity=Severity.NOTICE, ground="A", source=_SOURCE, touches=("organ",))
def nobody_strange(subject: Subject, this: Rule) -> Iterator[Finding]:
    """Whoever reports is a member of the scope, under a name that is known.

    Yields:
        One finding per organ that is not; add an alias if it is.
    """
    children = _children(subject)
    if not subject.scope or not subject.scope.members:
        raise NotEvaluatedError(say("没有给出下级机关的名单"))
    names = (_name(subject, child) for child in children)
    yield from _told(this, (strange(name) for name in names if not subject.scope.has(name)))


@rule("GD710", "说明是否汇总", severity=Severity.NOTICE, ground="A", source=_SOURCE, touches=_TABLES)
def scope_is_said(subject: Subject, this: Rule) -> Iterator[Finding]:
    """Where nobody says whether the report adds the organs below up, both are tried.

    Yields:
        One finding if the sums do not fit, with the number of cells that do.
    """
    if _adds_up(subject):
        return
    both = _sums(subject)
    fit = sum(number == total for number, total, _ in both.values())
    if fit < len(both):
        message = say("{all} 格中 {fit} 格等于下级机关之和；请说明年报是汇总还是只计本级", all=len(both), fit=fit)
        yield this.finding(message, path=_TABLES[0], address="表二")


@rule("GD711", "汇总不是只抄一个下级", severity=Severity.WARNING, ground="A", source=_SOURCE, touches=_TABLES)
def not_one_child_alone(subject: Subject, this: Rule) -> Iterator[Finding]:
    """A report that adds several organs up is not the same as that of one of them, where others have numbers too.

    Yields:
        One finding per table that is.
    """
    _adds_up(subject)
    own = _numbers(subject.report)
    for name, kinds in TABLES.items():
        mine = {path: number for path, number in own.items() if path.startswith(f"{name}.")}
        same = [
            child
            for child in _children(subject)
            if any(mine.values()) and {path: _numbers(child).get(path) for path in mine} == mine
        ]
        busy = sum(any(n for path, n in _numbers(child).items() if path in mine) for child in _children(subject))
        if len(same) == 1 and busy > 1 and not _is_parent(subject, same[0]):
            table = kinds[0].TABLE.name
            message = say("{table}与{name}的完全相同", table=Address(table), name=_name(subject, same[0]))
            yield this.finding(message, path=name, address=table)


@rule("GD712", "本机关不在下级之中", severity=Severity.NOTICE, ground="D", source=_SOURCE, touches=("organ",))
def not_its_own_child(subject: Subject, this: Rule) -> Iterator[Finding]:
    """The report itself is not among those of the organs below.

    Yields:
        One finding if it is; it is not added up.
    """
    if any(_is_parent(subject, child) for child in _children(subject)):
        yield this.finding(say("下级机关的年报里有本机关的，没有计入"), path="organ")
