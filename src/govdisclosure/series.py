"""Reports side by side: the years of one organ or several organs, cell by cell, and what cannot be compared."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise, permutations
from typing import Any

from attrs import frozen

from govdisclosure._spec import Edition, plain
from govdisclosure.addresses import Address, nodes
from govdisclosure.errors import ValueRefusedError
from govdisclosure.figures import Lack, Number, as_data, numbers_of, sources
from govdisclosure.i18n import SOURCE, Listing, Message, say, translated
from govdisclosure.metrics import METRICS, Rate
from govdisclosure.report import TABLES, AnnualReport
from govdisclosure.values import Money, is_blank

__all__ = ["Comparison", "Figure", "Line", "Step", "compare", "rounded", "series"]


@frozen
class Figure:
    """What a report tells at a place: a number, or nothing.

    Attributes:
        value: The number; ``None`` where there is none.
        note: Why there is none, or which cells of another edition it is taken from; mostly empty.
    """

    value: Number
    note: str = ""


@frozen
class Step:
    """From one number to the next.

    Attributes:
        difference: The next less the one; ``None`` where they cannot be compared.
        ratio: The next by the one, exactly; ``None`` where the one is 0 or they cannot be compared.
    """

    difference: int | Decimal | None = None
    ratio: Fraction | None = None


@frozen
class Line:
    """A cell of the form in every report that is compared.

    Attributes:
        path: Its attribute path.
        edition: The edition whose words name it.
        figures: What each report tells there.
    """

    path: str
    edition: Edition
    figures: tuple[Figure, ...]

    @property
    def address(self) -> Address:
        """Its place in the words of the form."""
        return nodes(self.edition)[self.path].address

    @property
    def steps(self) -> tuple[Step, ...]:
        """The step from each report to the next."""
        return tuple(_step(one.value, other.value) for one, other in pairwise(self.figures))

    @property
    def before(self) -> Number:
        """The number of the last report but one."""
        return self.figures[-2].value

    @property
    def after(self) -> Number:
        """The number of the last report."""
        return self.figures[-1].value

    @property
    def difference(self) -> int | Decimal | None:
        """The last number less the one before it; ``None`` where they cannot be compared."""
        return self.steps[-1].difference

    @property
    def ratio(self) -> Fraction | None:
        """The last number by the one before it; ``None`` where that is 0 or they cannot be compared."""
        return self.steps[-1].ratio

    @property
    def why(self) -> str:
        """Why the last number cannot be compared with the one before it; empty where it can."""
        if self.difference is not None:
            return ""
        notes = dict.fromkeys(figure.note for figure in self.figures[-2:] if figure.value is None)
        return Message("{notes}", {"notes": Listing(notes)}) if notes else say("单位不同，不可比")

    @property
    def notes(self) -> tuple[tuple[int, str], ...]:
        """What there is to say of the figures, each with the number of its report, from 0."""
        return tuple((number, figure.note) for number, figure in enumerate(self.figures) if figure.note)

    @property
    def comparable(self) -> bool:
        """Whether the last number can be compared with the one before it."""
        return self.difference is not None


def _step(one: Any, other: Any) -> Step:
    if isinstance(one, Money) and isinstance(other, Money):
        one, other = (one.amount, other.amount) if one.unit == other.unit else (None, None)
    if one is None or other is None:
        return Step()
    return Step(other - one, Fraction(other) / Fraction(one) if one else None)


@frozen
class Comparison:
    """Reports side by side.

    Attributes:
        reports: The reports, in the order in which they stand.
        lines: Every cell that one of them has, in the order of print.
        rates: The metrics, each with how it came out on every report.
    """

    reports: tuple[AnnualReport, ...]
    lines: tuple[Line, ...]
    rates: tuple[tuple[Rate, ...], ...]

    @property
    def columns(self) -> tuple[Message, ...]:
        """What tells the reports apart: the year, the organ, or both."""
        years = {report.year for report in self.reports}
        organs = {report.organ and plain(report.organ.name) for report in self.reports}
        return tuple(_column(report, year=len(years) > 1, organ=len(organs) > 1) for report in self.reports)

    @property
    def changed(self) -> tuple[Line, ...]:
        """The lines that tell something, in which the reports differ or cannot be compared."""
        told = (line for line in self.lines if any(figure.value is not None for figure in line.figures))
        return tuple(line for line in told if any(step.difference != 0 for step in line.steps))

    def line(self, path: str) -> Line:
        """The line at the attribute *path*.

        Raises:
            KeyError: None of the reports has that cell.
        """
        return {line.path: line for line in self.lines}[path]

    def to_data(self, locale: str = SOURCE) -> dict[str, list[Any]]:
        """All of it as JSON can hold it: what tells the reports apart, and a dictionary for each cell and each metric.

        Amounts are texts, so that no digit is lost; rates and ratios are rounded to six places; words are in the
        language of *locale*.
        """
        columns = [translated(column, locale) for column in self.columns]
        return {
            "reports": list(columns),
            "cells": [_line_data(line, columns, locale) for line in self.lines],
            "metrics": [_rate_data(rates, columns, locale) for rates in self.rates],
        }


def _column(report: AnnualReport, *, year: bool, organ: bool) -> Message:
    name = report.organ.name if report.organ else say("不知名的机关")
    when = say("{year}年", year=report.year) if report.year else say("年份不详")
    if organ and year:
        return Message("{organ} {year}", {"organ": name, "year": when})
    return Message("{organ}", {"organ": name}) if organ else when


def _line_data(line: Line, columns: Sequence[str], locale: str) -> dict[str, Any]:
    return {
        "path": line.path,
        "address": line.address.in_locale(locale),
        "values": [
            {"of": name, "value": as_data(figure.value), "note": translated(figure.note, locale)}
            for name, figure in zip(columns, line.figures, strict=True)
        ],
        "difference": as_data(line.difference),
        "ratio": rounded(line.ratio),
        "comparable": line.comparable,
        "why": translated(line.why, locale),
    }


def _rate_data(rates: Sequence[Rate], columns: Sequence[str], locale: str) -> dict[str, Any]:
    metric = rates[0].metric
    return {
        "metric": metric.key,
        "name": metric.name.in_locale(locale),
        "formula": metric.formula.in_locale(locale),
        "caveat": metric.caveat.in_locale(locale),
        "least": metric.least,
        "values": [
            {
                "of": name,
                "value": rounded(rate.value),
                "numerator": rate.numerator,
                "denominator": rate.denominator,
                "note": translated(rate.why, locale),
            }
            for name, rate in zip(columns, rates, strict=True)
        ],
    }


def rounded(value: Fraction | None) -> float | None:
    """*value* to six places."""
    return None if value is None else round(float(value), 6)


# --- side by side -----------------------------------------------------------------------------------------------------


def series(reports: Iterable[AnnualReport]) -> Comparison:
    """The reports of one organ side by side, in the order of their years.

    Of two editions each cell of the later is compared with what the earlier tells of it, as `migrate` has it; what has
    no counterpart stands alone and says so.

    >>> from govdisclosure.report import ByApplicant, Organ, Requests
    >>> organ = Organ("示例县柳溪镇人民政府")
    >>> counts = {2025: 9, 2024: 6}
    >>> found = series(
    ...     AnnualReport(organ=organ, year=year, requests=Requests(received=ByApplicant(natural_persons=count)))
    ...     for year, count in counts.items()
    ... )
    >>> line = found.line("requests.received.total")
    >>> [str(column) for column in found.columns], line.before, line.after, line.difference, line.ratio
    (['2024年', '2025年'], 6, 9, 3, Fraction(3, 2))

    Raises:
        ValueRefusedError: There are fewer than two, they are of several organs, one does not tell its year, or two
            are of one year.
    """
    given = tuple(reports)
    problems = list(_no_series(given))
    if problems:
        raise ValueRefusedError(say("这些年报不能按年份并列："), problems)
    return _side_by_side(tuple(sorted(given, key=lambda report: report.year or 0)))


def _no_series(reports: Sequence[AnnualReport]) -> Iterator[Message]:
    names = {plain(report.organ.name): report.organ.name for report in reports if report.organ}
    codes = {report.organ and report.organ.code for report in reports}
    if len(names) > 1 and (len(codes) > 1 or None in codes):
        yield say("应为同一机关的；现为{names}；要比较不同的机关，请用 compare", names=Listing(names.values()))
    years = Counter(report.year for report in reports)
    if None in years:
        yield say("每一份都应有年份；有 {count} 份没有", count=years[None])
    for year, count in years.items():
        if year and count > 1:
            yield say("每年只应有一份；{year} 年有 {count} 份", year=year, count=count)
    if len(reports) < 2:  # noqa: PLR2004 - one stands beside nothing
        yield say("至少要有两份；现有 {count} 份", count=len(reports))


def compare(before: AnnualReport, *others: AnnualReport) -> Comparison:
    """Any reports side by side as they are given: two years, two organs, a draft and what was published.

    >>> from govdisclosure.report import ByApplicant, Organ, Requests
    >>> reports = [AnnualReport(organ=Organ(name), year=2025) for name in ("甲镇", "乙镇")]
    >>> found = compare(*reports)
    >>> [str(column) for column in found.columns], found.changed
    (['甲镇', '乙镇'], ())

    Raises:
        ValueRefusedError: There is nothing to compare the first with.
    """
    if not others:
        raise ValueRefusedError(say("至少要有两份年报才能比较；现有 1 份"))
    return _side_by_side((before, *others))


def _side_by_side(reports: tuple[AnnualReport, ...]) -> Comparison:
    numbers = [numbers_of(report) for report in reports]
    last = max(report.edition for report in reports)
    lines = tuple(
        Line(path, edition, tuple(_figure(*each, path) for each in zip(reports, numbers, strict=True)))
        for path, edition in _places(reports, numbers, last).items()
    )
    rates = tuple(tuple(metric.of(report) for report in reports) for metric in METRICS.values())
    return Comparison(reports, lines, rates)


def _places(
    reports: Sequence[AnnualReport], numbers: Sequence[Mapping[str, Number]], last: Edition
) -> dict[str, Edition]:
    """Every cell that one of *reports* has with the edition that names it, those of *last* in their order.

    What another edition has beside these stands behind the cell that it follows there, unless it is one of these.
    """
    given = sorted(zip(reports, numbers, strict=True), key=lambda each: each[0].edition is not last)
    places: dict[str, Edition] = {}
    order: list[str] = []
    for report, own in given:
        behind = 0
        for path in own:
            same = (path, _successor(path, report.edition, last))
            there = next((each for each in same if each in places), None)
            if there is None:
                order.insert(behind, path)
                places[path] = report.edition
            behind = order.index(there or path) + 1
    ranks = {name: rank for rank, name in enumerate(TABLES)}
    return {path: places[path] for path in sorted(order, key=lambda path: ranks[path.partition(".")[0]])}


def _successor(path: str, before: Edition, last: Edition) -> str | None:
    """The other place at which the cell at *path* alone stands on *last*; ``None`` if there is none."""
    moves = sources(before, last).items() if before is not last else ()
    return next((new for new, made_of in moves if made_of == (path,) and new != path), None)


def _figure(report: AnnualReport, own: Mapping[str, Number], path: str) -> Figure:
    """What *report* tells at *path*, itself or moved to another edition."""
    if path in own:
        return Figure(None, Lack.BLANK.label) if is_blank(own[path]) else Figure(own[path])
    name = path.partition(".")[0]
    if not isinstance(getattr(report, name), TABLES[name]):
        return Figure(None, Lack.ABSENT.label)
    for before, after in permutations(Edition, 2):
        made_of = sources(before, after).get(path, ())
        if made_of and own.keys() >= set(made_of):
            return _moved([own[each] for each in made_of], [nodes(before)[each].address for each in made_of])
    return Figure(None, Lack.INCOMPARABLE.label)


def _moved(numbers: Sequence[Any], addresses: Sequence[Address]) -> Figure:
    """*numbers*, which stand at *addresses* on another edition, at the one place that they share on this."""
    if None in numbers:
        return Figure(None, Lack.BLANK.label)
    if len(numbers) > 1:
        return Figure(sum(numbers), say("取自{addresses}之和", addresses=Listing(addresses)))
    return Figure(numbers[0], say("取自{address}，口径相近", address=addresses[0]))
