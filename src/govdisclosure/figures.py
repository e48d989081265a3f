"""The numbers of a report by their paths, as they stand on one edition of the form, and why one is not there."""

import enum
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Any

import attrs

from govdisclosure._spec import Edition, fields_of
from govdisclosure.i18n import Message, say
from govdisclosure.migrate import migrate
from govdisclosure.report import TABLES, AnnualReport, edition_of
from govdisclosure.shape import numbers
from govdisclosure.values import Amount, Change, Count, Money, is_blank, printed

__all__ = ["Lack", "Number", "as_data", "as_told", "empty", "figures", "filled", "numbers_of", "sources"]

Number = Count | Change | Amount | Money
"""What stands in a cell."""


class Lack(enum.Enum):
    """Why a report does not tell a number."""

    BLANK = "blank"
    """The cell is blank in print."""
    UNREAD = "unread"
    """The cell could not be read."""
    ABSENT = "absent"
    """The table is not there."""
    INCOMPARABLE = "incomparable"
    """The report is on another edition, which counts something else or does not have the cell."""

    @property
    def label(self) -> Message:
        """The words for it."""
        return _LABELS[self]


_LABELS = {
    Lack.BLANK: say("空白"),
    Lack.UNREAD: say("没有读出"),
    Lack.ABSENT: say("没有这张表"),
    Lack.INCOMPARABLE: say("版本不同，不可比"),
}


@cache
def empty(edition: Edition) -> Mapping[str, Number]:
    """Every cell of *edition* by its path, in the order of print, with the zero of its kind.

    >>> len(empty(Edition.V2021)), len(empty(Edition.V2019))
    (200, 198)
    """
    return numbers_of(AnnualReport(organ=None, year=None, edition=edition))


def numbers_of(report: AnnualReport) -> dict[str, Number]:
    """The numbers of *report* by their paths, in the order of print.

    >>> from govdisclosure.report import Remedies, CaseOutcomes
    >>> report = AnnualReport(organ=None, year=None, remedies=Remedies(reconsideration=CaseOutcomes(upheld=2)))
    >>> numbers_of(report)["remedies.reconsideration.total"]
    2
    """
    found: dict[str, Number] = {}
    for name, kinds in TABLES.items():
        section = getattr(report, name)
        if isinstance(section, kinds):
            found |= numbers(section, name)
    return found


def as_data(value: Number) -> int | str | None:
    """*value* as JSON can hold it: a count as a number, an amount as a text that loses no digit.

    >>> as_data(3), as_data(Decimal("11.80")), as_data(Money("5", "元")), as_data(None)
    (3, '11.80', '5元', None)
    """
    return value if value is None or isinstance(value, int) else printed(value) or None


def as_told(value: Number) -> str:
    """*value* in a sentence: as a cell shows it, and a blank by its name.

    >>> as_told(Decimal("11.80")), as_told(None)
    ('11.80', '空白')
    """
    return printed(value) or Lack.BLANK.label


def filled(report: AnnualReport, values: Mapping[str, Number]) -> AnnualReport:
    """*report* with *values* by their paths in all cells of its tables."""
    tables = {name: getattr(report, name) for name, kinds in TABLES.items() if isinstance(getattr(report, name), kinds)}
    return attrs.evolve(report, **{name: _filled(table, name, values) for name, table in tables.items()})


def _filled(value: Any, path: str, values: Mapping[str, Number]) -> Any:
    names = fields_of(type(value))
    if not names:
        return values[path]
    inside = {name: _filled(getattr(value, name), f"{path}.{name}", values) for name in names}
    return attrs.evolve(value, **inside)


def figures(
    report: AnnualReport, edition: Edition, unsure: frozenset[str] = frozenset()
) -> Mapping[str, Number | Lack]:
    """For every cell of *edition* the number that *report* tells there, or why it tells none.

    A report on another edition is moved to *edition* as `migrate` does.

    >>> found = figures(AnnualReport(organ=None, year=2020, edition="2019"), Edition.V2021)
    >>> found["proactive.rules.issued"], found["proactive.rules.in_force"]
    (0, <Lack.INCOMPARABLE: 'incomparable'>)

    Args:
        report: The report.
        edition: The edition of the form.
        unsure: Paths of the cells whose numbers could not be read.
    """
    places = empty(edition)
    own = numbers_of(report)
    told = own if own.keys() <= places.keys() else numbers_of(migrate(report, edition).report)
    lacks = {path: _lack(report, path, edition) for path in places if is_blank(told.get(path))}
    lacks |= {path: Lack.INCOMPARABLE for path, lack in lacks.items() if lack is Lack.BLANK and path not in told}
    lacks |= {path: Lack.UNREAD for path, lack in lacks.items() if lack is Lack.BLANK and path in unsure}
    return {path: lacks.get(path, told.get(path)) for path in places}


def _lack(report: AnnualReport, path: str, edition: Edition) -> Lack:
    """Why *report*, moved to *edition*, tells nothing at *path*."""
    name = path.partition(".")[0]
    section = getattr(report, name)
    if not isinstance(section, TABLES[name]):
        return Lack.ABSENT
    before = edition_of(section) or edition
    return Lack.BLANK if before is edition or path in _carried(before, edition) else Lack.INCOMPARABLE


@cache
def _carried(before: Edition, after: Edition) -> frozenset[str]:
    """The cells of *after* that a report on *before* tells, if all its own are filled."""
    moved = numbers_of(migrate(AnnualReport(organ=None, year=None, edition=before), after).report)
    return frozenset(path for path, value in moved.items() if not is_blank(value))


@cache
def sources(before: Edition, after: Edition) -> Mapping[str, tuple[str, ...]]:
    """For each cell of *after* that `migrate` fills, the cells of *before* whose numbers it adds up there.

    >>> sources(Edition.V2019, Edition.V2021)["proactive.rules.issued"]
    ('proactive.rules.made',)
    """
    zeros = empty(before)
    # Each cell gets a bit of its own. An amount of money is not as long as a count can be, so that it comes first.
    bits = {path: 1 << n for n, path in enumerate(sorted(zeros, key=lambda path: isinstance(zeros[path], int)))}
    marked = {path: _like(zero, bits[path]) for path, zero in zeros.items()}
    moved = numbers_of(migrate(filled(AnnualReport(organ=None, year=None, edition=before), marked), after).report)
    return {
        path: tuple(source for source, bit in bits.items() if _amount(value) & bit)
        for path, value in moved.items()
        if not is_blank(value)
    }


def _like(zero: Number, number: int) -> Number:
    return Money(number) if isinstance(zero, Money) else Decimal(number) if isinstance(zero, Decimal) else number


def _amount(value: Any) -> int:
    return int(getattr(value, "amount", value))
