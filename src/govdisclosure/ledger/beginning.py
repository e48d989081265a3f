"""A report before it is filled in: blank tables, and what last year's report carries over."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final

import attrs

from govdisclosure._spec import fields_of, plain
from govdisclosure.errors import ValueRefusedError
from govdisclosure.i18n import say
from govdisclosure.ledger.records import IssuedDocument
from govdisclosure.report import AnnualReport, Organ, Proactive, Remedies, Requests, blank, parts_of
from govdisclosure.values import refuse_year

__all__ = ["begin", "laid_over", "refuse_no_year", "tables"]

_FORMS: Final = {"proactive": Proactive, "requests": Requests, "remedies": Remedies}


def tables(number: Callable[[str], int | Decimal | None]) -> dict[str, Any]:
    """Tables two to four of the 2021 form with *number* of its path in each cell, the totals following."""
    return {name: _filled(form(), name, number) for name, form in _FORMS.items()}


def _filled(shape: Any, path: str, number: Callable[[str], int | Decimal | None]) -> Any:
    if not fields_of(type(shape)):
        return number(path)
    parts = {name: _filled(getattr(shape, name), f"{path}.{name}", number) for name in parts_of(type(shape))}
    return type(shape)(**parts)


def laid_over(value: Any, base: Any) -> Any:
    """*value*, a table or a part of one, with each blank cell as *base* has it."""
    specs = fields_of(type(value))
    if not specs:
        return base if value is None else value
    return type(value)(**{name: laid_over(getattr(value, name), getattr(base, name)) for name in specs})


def begin(organ: Organ | str | None, year: int, *, previous: AnnualReport | None = None) -> AnnualReport:
    """A report on the 2021 form to be filled in, its cells blank but for what *previous*, last year's, carries over.

    Requests that were carried over are carried in, column by column as they were printed. What was in force is entered
    for what is in force, to be brought up to date; the 2019 form does not tell it. Prose does not carry over.

    >>> from govdisclosure.report import ByApplicant
    >>> open_requests = Requests(carried_over=ByApplicant(natural_persons=2))
    >>> last = AnnualReport(organ=Organ("示例县柳溪镇人民政府"), year=2024, requests=open_requests)
    >>> report = begin("示例县柳溪镇人民政府", 2025, previous=last)
    >>> report.requests.carried_in.natural_persons, report.requests.received.natural_persons
    (2, None)

    Args:
        organ: The organ or its name; that of *previous* if ``None``.
        year: The year to report on.
        previous: The report on the year before.

    Raises:
        ValueRefusedError: *year* is no year, or *previous* is not of the year before.
    """
    refuse_no_year(year)
    report = blank(AnnualReport(organ=_organ(organ, previous), year=year))
    if previous is not None:
        if previous.year != year - 1:
            told = say("上年的年报应是 {expected} 年的；现为 {actual}", expected=year - 1, actual=previous.year)
            raise ValueRefusedError(told)
        carried = {name: carry(getattr(report, name), getattr(previous, name)) for name, carry in _CARRIES.items()}
        report = attrs.evolve(report, **carried)
    return report


def _carried_in(requests: Requests, last: object) -> Requests:
    return attrs.evolve(requests, carried_in=last.carried_over) if isinstance(last, Requests) else requests


def _in_force(proactive: Proactive, last: object) -> Proactive:
    if not isinstance(last, Proactive):
        return proactive
    kinds = {name: (getattr(proactive, name), getattr(last, name)) for name in _DOCUMENTS}
    return attrs.evolve(
        proactive, **{name: attrs.evolve(now, in_force=then.in_force) for name, (now, then) in kinds.items()}
    )


_DOCUMENTS: Final = tuple(path.rpartition(".")[2] for path in IssuedDocument.COVERS)
_CARRIES: Final[Mapping[str, Callable[[Any, object], Any]]] = {"requests": _carried_in, "proactive": _in_force}
"""What carries over from one year to the next."""


def _organ(organ: Organ | str | None, previous: AnnualReport | None) -> Organ | None:
    """The organ that *organ* names; last year's, with its code, if it has the same name."""
    last = previous.organ if previous else None
    if organ is None or isinstance(organ, Organ):
        return organ or last
    return last if last and plain(last.name) == plain(organ) else Organ(organ)


def refuse_no_year(year: object) -> None:
    """Refuse what is no year.

    Raises:
        ValueRefusedError: It is none.
    """
    problem = refuse_year(year)
    if year is None or problem:
        raise ValueRefusedError(problem or say("应写明年份，如 2025"))
