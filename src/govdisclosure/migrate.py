"""A report of one edition of the form on the other, with an account of what does not carry over."""

from typing import Any

import attrs
from attrs import frozen

from govdisclosure._spec import Edition
from govdisclosure.addresses import cells
from govdisclosure.i18n import Message, say
from govdisclosure.report import (
    AnnualReport,
    ByApplicant,
    Decisions,
    DocumentCounts,
    DocumentCounts2019,
    FeeItems,
    Fees,
    Matters,
    OtherwiseClosed,
    Outcomes,
    Proactive,
    Proactive2019,
    Procurement,
    Requests,
    add,
)
from govdisclosure.values import Money, printed

__all__ = ["Migration", "migrate"]


@frozen
class Migration:
    """A report on another edition, and what of the old one it does not hold.

    Attributes:
        report: The report on the new edition; what the old one does not tell is blank, never 0.
        lost: For each number that has no counterpart or is not comparable, a sentence that names and shows it.
    """

    report: AnnualReport
    lost: tuple[str, ...]


def migrate(report: AnnualReport, to: Edition | str = Edition.V2021) -> Migration:
    """*report* on the edition *to*.

    表四 and all of 表三 but （六） are the same in both. Decisions taken in the year carry over, and so does 三（六）
    where its three rows become one; documents newly made stand for documents issued. What 对外公开总数量 and
    现行有效件数 count is not the same, nor are items of fees and money.

    >>> old = AnnualReport(
    ...     organ=None, year=2020, edition="2019", proactive=Proactive2019(licensing=Matters(decisions=7))
    ... )
    >>> new = migrate(old, to="2021")
    >>> new.report.proactive.licensing.decisions, new.report.proactive.fees.collected
    (7, None)

    Raises:
        ValueRefusedError: There is no such edition.
    """
    moved = attrs.evolve(report, edition=to)
    edition = moved.edition
    moved = attrs.evolve(moved, proactive=_table_two(report.proactive, edition), requests=_table_three(report, edition))
    return Migration(moved, tuple(_lost(report, moved)))


def _table_two(section: Any, edition: Edition) -> Any:
    prose: dict[str, Any] = {name: getattr(section, name, ()) for name in ("heading", "lead", "remarks")}
    if edition is Edition.V2021 and isinstance(section, Proactive2019):
        return Proactive(
            rules=_issued(section.rules),
            normative_documents=_issued(section.normative_documents),
            licensing=Decisions(decisions=section.licensing.decisions),
            penalties=Decisions(decisions=section.penalties.decisions),
            compulsion=Decisions(decisions=section.compulsion.decisions),
            fees=Fees(collected=None),
            **prose,
        )
    if edition is Edition.V2019 and isinstance(section, Proactive):
        return Proactive2019(
            rules=_made(section.rules),
            normative_documents=_made(section.normative_documents),
            licensing=_matters(section.licensing.decisions),
            other_services=_matters(None),
            penalties=_matters(section.penalties.decisions),
            compulsion=_matters(section.compulsion.decisions),
            fees=FeeItems(last_year=None, change=None),
            procurement=Procurement(projects=None, amount=Money(None)),
            **prose,
        )
    return section


def _issued(counts: DocumentCounts2019) -> DocumentCounts:
    return DocumentCounts(issued=counts.made, repealed=None, in_force=None)


def _made(counts: DocumentCounts) -> DocumentCounts2019:
    return DocumentCounts2019(made=counts.issued, disclosed=None, disclosed_in_all=None)


def _matters(decisions: int | None) -> Matters:
    return Matters(last_year=None, change=None, decisions=decisions)


def _table_three(report: AnnualReport, edition: Edition) -> Any:
    """The rows of 三（六） become one; one becomes three only where it is all zero or all blank."""
    section = report.requests
    if not isinstance(section, Requests):
        return section
    closed = section.outcomes.otherwise_closed
    if edition is Edition.V2019 and isinstance(closed, OtherwiseClosed):
        rows = (closed.correction_overdue, closed.fee_overdue, closed.other)
        sums = {name: add(getattr(row, name) for row in rows) for name in attrs.fields_dict(ByApplicant)}
        return _with_closed(section, ByApplicant(**sums))
    if edition is Edition.V2021 and closed in (ByApplicant(), _BLANK):
        return _with_closed(section, OtherwiseClosed(correction_overdue=closed, fee_overdue=closed, other=closed))
    return section


_BLANK = ByApplicant(**dict.fromkeys(attrs.fields_dict(ByApplicant)))


def _with_closed(section: Requests, closed: ByApplicant | OtherwiseClosed) -> Requests:
    outcomes: Outcomes = attrs.evolve(section.outcomes, otherwise_closed=closed)
    return attrs.evolve(section, outcomes=outcomes)


def _lost(before: AnnualReport, after: AnnualReport) -> list[Message]:
    """The numbers of *before* that stand at no place of *after*, blanks and the old rows of 三（六） left out."""
    kept = {cell.path for cell in cells(after)} | {f"proactive.{name}" for name in _RENAMED}
    closed = "requests.outcomes.otherwise_closed."
    told = [cell for cell in cells(before) if cell.path not in kept and not cell.path.startswith(closed)]
    return [
        say(
            "{address}（{value}）在 {edition} 年版表样里没有可比的格",
            address=cell.address,
            value=printed(cell.value),
            edition=after.edition.value,
        )
        for cell in told
        if printed(cell.value)
    ]


_RENAMED = ("rules.made", "normative_documents.made", "rules.issued", "normative_documents.issued")
"""Documents newly made in the year and documents issued in it, one for the other."""
