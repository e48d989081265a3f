"""Faults as offices make them, by name: each spoils a sound report in one way, and says what the check then finds."""

from collections.abc import Callable
from typing import Final

import attrs
from attrs import frozen

from govdisclosure.document import Paragraph
from govdisclosure.mending import at, with_changes
from govdisclosure.report import AnnualReport, ByApplicant, Narrative, parts_of, rows_in

__all__ = ["FAULTS", "Fault"]


@frozen
class Fault:
    """One way to spoil a report.

    Attributes:
        name: Its name.
        codes: The codes of what a check finds in a report that was sound before.
        make: The report, a sound one on the form of 2021, with the fault.
        about: The parts of the report that it changes, and those that it contradicts.
        fits: Whether a sound report can have it.

    >>> from govdisclosure import Organ
    >>> fault = FAULTS["section missing"]
    >>> spoiled = fault.make(AnnualReport(organ=Organ("示例县柳溪镇人民政府"), year=2025))
    >>> spoiled.problems is None, sorted(fault.codes)
    (True, ['GD101'])
    """

    name: str
    codes: frozenset[str]
    make: Callable[[AnnualReport], AnnualReport]
    about: frozenset[str]
    fits: Callable[[AnnualReport], bool]


FAULTS: Final[dict[str, Fault]] = {}
"""Every fault by its name."""

_Make = Callable[[AnnualReport], AnnualReport]


def _fault(
    name: str, *codes: str, about: str, fits: Callable[[AnnualReport], bool] = lambda _: True
) -> Callable[[_Make], _Make]:
    """Enter a fault of the parts *about*, its function being the way to make it."""

    def enter(make: _Make) -> _Make:
        FAULTS[name] = Fault(name, frozenset(codes), make, frozenset(about.split()), fits)
        return make

    return enter


def _more(report: AnnualReport, *paths: str, by: int = 1) -> AnnualReport:
    return with_changes(report, {path: (at(report, path) or 0) + by for path in paths})


def _saying(report: AnnualReport, text: str, section: str = "overview") -> AnnualReport:
    """*report* with a paragraph more in a section."""
    before = getattr(report, section).blocks
    return with_changes(report, {section: Narrative(blocks=(*before, Paragraph(text)))})


_OUT = "requests.outcomes"


def _has_requests(report: AnnualReport) -> bool:
    return bool(at(report, "requests.received.total"))


def _differs_backwards(report: AnnualReport) -> bool:
    digits = str(at(report, "requests.received.total"))
    return digits != digits[::-1]


def _can_move(report: AnnualReport) -> bool:
    """Whether the last column of the row is free and the others are not all."""
    row = at(report, "requests.received")
    return bool(row.total) and not row.others


def _can_change_places(report: AnnualReport) -> bool:
    """Whether nothing else would explain it: no other row whose two numbers differ as much, nor a row that moved."""
    rows = [*rows_in(report.requests), at(report, f"{_OUT}.total")]
    apart = [abs((row.natural_persons or 0) - (row.enterprises or 0)) for row in rows]
    own = at(report, "requests.received")
    difference = abs(own.natural_persons - own.enterprises)
    moved = own.total in (own.natural_persons, own.enterprises)
    return difference > 0 and apart.count(difference) == 1 and not moved


# --- tables -----------------------------------------------------------------------------------------------------------


@_fault("a number of table three is one too high", "GD304", about="requests")
def _one_too_high(report: AnnualReport) -> AnnualReport:
    return _more(report, f"{_OUT}.granted.natural_persons")


@_fault("a total of table three has its digits swapped", "GD304", about="requests", fits=_differs_backwards)
def _swapped(report: AnnualReport) -> AnnualReport:
    digits = str(at(report, "requests.received.total"))
    return with_changes(report, {"requests.received.total": int(digits[::-1])})


@_fault("a total of table three is ten times too high", "GD304", about="requests", fits=_has_requests)
def _ten_times(report: AnnualReport) -> AnnualReport:
    return _more(report, "requests.received.total", by=9 * at(report, "requests.received.total"))


@_fault("a request is lost", "GD301", about="requests")
def _lost(report: AnnualReport) -> AnnualReport:
    return _more(report, "requests.received.natural_persons", "requests.received.total")


@_fault("a result is not in the total of results", "GD302", about="requests")
def _left_out(report: AnnualReport) -> AnnualReport:
    return _more(report, f"{_OUT}.refused.state_secret.natural_persons", f"{_OUT}.refused.state_secret.total")


@_fault("a row of table three has moved by a column", "GD307", about="requests", fits=_can_move)
def _moved(report: AnnualReport) -> AnnualReport:
    names = parts_of(ByApplicant)
    row = at(report, "requests.received")
    numbers = [0, *(getattr(row, name) for name in names[:-1])]
    moved = attrs.evolve(row, **dict(zip(names, numbers, strict=True)))
    return with_changes(report, {"requests.received": moved})


@_fault("two numbers of a row have changed places", "GD308", about="requests", fits=_can_change_places)
def _exchanged(report: AnnualReport) -> AnnualReport:
    one, other = "requests.received.natural_persons", "requests.received.enterprises"
    return with_changes(report, {one: at(report, other), other: at(report, one)})


@_fault("a total of table three is left blank", "GD305", "GD951", about="requests")
def _total_blank(report: AnnualReport) -> AnnualReport:
    return with_changes(report, {f"{_OUT}.total.total": None})


@_fault(
    "only the total of a row is filled in",
    "GD309",
    "GD951",
    about="requests",
    fits=lambda report: at(report, f"{_OUT}.granted.total") > 0,
)
def _only_total(report: AnnualReport) -> AnnualReport:
    changes = {f"{_OUT}.granted.{name}": None for name in parts_of(ByApplicant)}
    return with_changes(report, changes)


@_fault(
    "a zero is left blank",
    "GD951",
    about="requests",
    fits=lambda report: at(report, "requests.carried_in.others") == 0,
)
def _zero_blank(report: AnnualReport) -> AnnualReport:
    return with_changes(report, {"requests.carried_in.others": None})


@_fault("a total of table four is wrong", "GD401", about="remedies")
def _cases_wrong(report: AnnualReport) -> AnnualReport:
    return _more(report, "remedies.reconsideration.total")


@_fault("a total of table four is left blank", "GD402", "GD951", about="remedies")
def _cases_blank(report: AnnualReport) -> AnnualReport:
    return with_changes(report, {"remedies.reconsideration.total": None})


@_fault("more documents are issued than there are", "GD202", about="proactive")
def _issued(report: AnnualReport) -> AnnualReport:
    path = "proactive.normative_documents"
    room = at(report, f"{path}.in_force") + at(report, f"{path}.repealed")
    return with_changes(report, {f"{path}.issued": room + 1})


@_fault("a town makes rules", "GD211", about="proactive")
def _rules(report: AnnualReport) -> AnnualReport:
    return with_changes(report, {"proactive.rules.issued": 1, "proactive.rules.in_force": 1})


@_fault("a counter has overflowed", "GD952", about="proactive")
def _overflow(report: AnnualReport) -> AnnualReport:
    return with_changes(report, {"proactive.penalties.decisions": 65_535})


@_fault("the year stands in a cell", "GD953", about="proactive")
def _year_in_cell(report: AnnualReport) -> AnnualReport:
    return with_changes(report, {"proactive.penalties.decisions": report.year})


# --- document ---------------------------------------------------------------------------------------------------------


@_fault("section missing", "GD101", about="problems")
def _section_missing(report: AnnualReport) -> AnnualReport:
    return attrs.evolve(report, problems=None)


@_fault("table missing", "GD102", about="remedies")
def _table_missing(report: AnnualReport) -> AnnualReport:
    return attrs.evolve(report, remedies=Narrative(blocks=["见附件。"]))


@_fault("the title is last year's", "GD104", about="title")
def _old_title(report: AnnualReport) -> AnnualReport:
    year = report.year or 0
    return attrs.evolve(report, title=(report.title or "").replace(str(year), str(year - 1)))


@_fault("the title is printed twice", "GD113", about="title preamble")
def _title_twice(report: AnnualReport) -> AnnualReport:
    return attrs.evolve(report, preamble=(Paragraph(report.title or ""), *report.preamble))


@_fault("the period is last year's", "GD132", about="preamble")
def _old_period(report: AnnualReport) -> AnnualReport:
    year = (report.year or 0) - 1
    return attrs.evolve(report, preamble=[f"统计期限自{year}年1月1日起至{year}年12月31日止。"])


@_fault("section five is empty", "GD122", about="problems")
def _no_problems(report: AnnualReport) -> AnnualReport:
    return attrs.evolve(report, problems=Narrative(blocks=["无。"]))


@_fault("the tail of a web page is left", "GD128", about="other_matters")
def _chrome(report: AnnualReport) -> AnnualReport:
    return _saying(report, "扫一扫在手机打开当前页面", "other_matters")


# --- prose ------------------------------------------------------------------------------------------------------------


@_fault("the prose gives another number of requests", "GD501", about="overview requests")
def _other_number(report: AnnualReport) -> AnnualReport:
    row, carried = (at(report, f"requests.{name}.total") for name in ("received", "carried_in"))
    return _saying(report, f"本年共收到政府信息公开申请{row + carried + 1}件。")


@_fault("the prose says that there was no request", "GD506", about="overview requests", fits=_has_requests)
def _no_request(report: AnnualReport) -> AnnualReport:
    return _saying(report, "本年未收到政府信息公开申请。")


@_fault(
    "the prose says that there was no reconsideration",
    "GD512",
    about="overview remedies",
    fits=lambda report: at(report, "remedies.reconsideration.total") > 0,
)
def _no_case(report: AnnualReport) -> AnnualReport:
    return _saying(report, "本年未发生因政府信息公开引起的行政复议。")


@_fault("the number of an identity card is left", "GD801", about="overview")
def _identity_card(report: AnnualReport) -> AnnualReport:
    return _saying(report, "申请人身份证号11010519491231002X。")


@_fault("a blank of the model is left", "GD805", about="overview")
def _blank_left(report: AnnualReport) -> AnnualReport:
    return _saying(report, "由XX科负责日常工作。")


@_fault("a town is called a township", "GD813", about="overview")
def _wrong_area(report: AnnualReport) -> AnnualReport:
    return _saying(report, "全乡的公开工作运转正常。")
