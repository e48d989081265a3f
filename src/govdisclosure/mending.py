"""What can be put right without asking anyone: totals that follow from their parts, and zeros that were left blank."""

from collections.abc import Iterable, Iterator, Mapping
from functools import reduce
from typing import Any

import attrs
from attrs import frozen

from govdisclosure._spec import plain
from govdisclosure.addresses import cells, nodes
from govdisclosure.document import Grid
from govdisclosure.figures import as_told
from govdisclosure.findings import Finding
from govdisclosure.i18n import Message, say
from govdisclosure.identities import identities
from govdisclosure.report import TABLES, AnnualReport
from govdisclosure.shape import numbers
from govdisclosure.values import is_blank

__all__ = ["Fixed", "at", "fixed", "replaced", "with_changes"]

_TOTALS = frozenset({"GD304", "GD305", "GD402"})
"""The rules whose findings name the one value that a cell can have."""
_BLANKS, _TITLE_TWICE = "GD951", "GD113"


@frozen
class Fixed:
    """A report after mending, and what was done.

    Attributes:
        report: The report; all that is not in doubt is as it was.
        told: A sentence for each change.
    """

    report: AnnualReport
    told: tuple[Message, ...]


def fixed(report: AnnualReport, findings: Iterable[Finding]) -> Fixed:
    """*report* with what is certain in *findings*, which a check of it gave, put right.

    Put right are totals of which the parts leave one value only, blanks in 表三 and 表四 that can hold nothing but 0,
    and a title that is printed twice. All else is left to the office, and so is what has been waived.

    >>> from govdisclosure.report import ByApplicant, Organ, Requests
    >>> from govdisclosure.rules import check
    >>> wrong = Requests(received=ByApplicant(natural_persons=2), carried_over=ByApplicant(natural_persons=2, total=3))
    >>> report = AnnualReport(organ=Organ("示例县柳溪镇人民政府"), year=2025, requests=wrong)
    >>> mended = fixed(report, check(report))
    >>> print(*mended.told, mended.report.requests.carried_over.total)
    表三·四·总计由 3 改为 2 2
    """
    counting = [finding for finding in findings if not finding.waived]
    codes = {finding.code for finding in counting}
    changes = dict(_totals(report, counting))
    told = [_changed(path, at(report, path), new) for path, new in changes.items()]
    mended = with_changes(report, changes)
    if _BLANKS in codes:
        zeros = {path: 0 for name in ("requests", "remedies") for path in _zeros(mended, name)}
        told += [say("{address}空白，填 0", address=nodes(report.edition)[path].address) for path in zeros]
        mended = with_changes(mended, zeros)
    if _TITLE_TWICE in codes and _begins_with_title(mended):
        mended = attrs.evolve(mended, preamble=mended.preamble[1:])
        told.append(say("删去重复的标题"))
    return Fixed(mended, tuple(told))


def _totals(report: AnnualReport, findings: Iterable[Finding]) -> Iterator[tuple[str, int]]:
    """The totals of *report* that *findings* are about, each with the value that it should have."""
    known = {cell.path: cell.value for cell in cells(report)}
    for each in findings:
        is_total = each.path.endswith(".total") or each.path.startswith("requests.outcomes.total.")
        as_it_was = each.path in known and known[each.path] == each.actual
        if each.code in _TOTALS and is_total and as_it_was and type(each.expected) is int:
            yield each.path, each.expected


def _zeros(report: AnnualReport, name: str) -> Iterator[str]:
    """The blanks of a table that stand in sums which come out, and whose totals are filled in."""
    section = getattr(report, name)
    if not isinstance(section, TABLES[name]):
        return
    values = numbers(section)
    for path, value in values.items():
        sums = [each for each in identities(section) if path in each.sides]
        total = all(values[other] is not None for each in sums for other in each.left if other != path)
        if is_blank(value) and total and all(left == right for each in sums for left, right in [each.sums(values)]):
            yield f"{name}.{path}"


def _begins_with_title(report: AnnualReport) -> bool:
    first = report.preamble[0] if report.preamble else None
    return first is not None and not isinstance(first, Grid) and plain(first.text) == plain(report.title or "")


def _changed(path: str, old: Any, new: int) -> Message:
    return say("{address}由 {old} 改为 {new}", address=nodes()[path].address, old=as_told(old), new=new)


def at(value: Any, path: str) -> Any:
    """What stands at the attribute *path* of a report or a part of one."""
    return reduce(getattr, path.split("."), value)


def with_changes(report: AnnualReport, changes: Mapping[str, Any]) -> AnnualReport:
    """*report* with other values at some paths."""
    return reduce(lambda changed, change: replaced(changed, *change), changes.items(), report)


def replaced(value: Any, path: str, new: Any) -> Any:
    """*value*, a report or a part of one, with *new* at the attribute *path*."""
    name, _, rest = path.partition(".")
    return attrs.evolve(value, **{name: replaced(getattr(value, name), rest, new) if rest else new})
