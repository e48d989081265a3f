"""GD31x to GD33x: 表三 beyond its sums: what its rows say of each other and of the organ."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from govdisclosure.addresses import nodes
from govdisclosure.findings import Finding, Severity
from govdisclosure.i18n import say
from govdisclosure.report import ByApplicant, Narrative, parts_of
from govdisclosure.rules.diagnosis import exchanged, only_totals
from govdisclosure.rules.registry import RULES, NotEvaluatedError, Rule, Subject, rule
from govdisclosure.rules.shapes import place, share_at_most

__all__ = ["NOT_PROCESSED", "REFUSED", "UNAVAILABLE"]

_OUTCOMES = "requests.outcomes"
_FORM = "表三"


def _leaves(group: str) -> tuple[str, ...]:
    prefix = f"{_OUTCOMES}.{group}."
    return tuple(path for path in nodes() if path.startswith(prefix) and path.endswith(".total"))


REFUSED: Final = _leaves("refused")
"""The totals of the rows of 三（三）不予公开."""
UNAVAILABLE: Final = _leaves("unavailable")
NOT_PROCESSED: Final = _leaves("not_processed")

# --- numbers in the wrong place ---------------------------------------------------------------------------------------

_BROKEN = ("GD301", "GD302", "GD303", "GD304", "GD306")


def _explained(subject: Subject) -> tuple[Finding, ...]:
    """Everything the arithmetic of 表三 says, which one cause explains."""
    return tuple(finding for code in _BROKEN for finding in RULES[code].evaluate(subject))


@rule(
    "GD307",
    "一行的数没有错开一列",
    severity=Severity.ERROR,
    ground="D",
    source="表三所印勾稽关系、总计的定义",
    touches=("requests",),
)
def no_row_has_moved(subject: Subject, this: Rule) -> Iterator[Finding]:
    """The numbers of a row stand in their own columns, not one to the left or right.

    Yields:
        One finding at the row of which every sum of the table comes out if its numbers move by one column, where
        exactly one row does that and no single cell explains the breaks; those are its evidence.
    """
    moved = subject.moved_rows
    if len(moved) == 1:
        ((path, numbers),) = moved.items()
        shown = " ".join(str(number or 0) for number in numbers.values())
        message = say("这一行像是错开了一列；如为 {numbers}，勾稽全部相符", numbers=shown)
        yield this.finding(message, evidence=_explained(subject), **place(f"requests.{path}"))


@rule(
    "GD308",
    "同一行或列的两个数没有对调",
    severity=Severity.ERROR,
    ground="D",
    source="表三所印勾稽关系、总计的定义",
    touches=("requests",),
)
def no_cells_exchanged(subject: Subject, this: Rule) -> Iterator[Finding]:
    """Two numbers of one row or one column have not changed places.

    Yields:
        One finding at the first of the only two cells of which every sum comes out if they change places.
    """
    if subject.moved_rows or not subject.puzzling:
        return
    pairs = exchanged(subject.requests, subject.requests_verdict, subject.unsure_in("requests"))
    if len(pairs) == 1:
        one, other = (f"requests.{path}" for path in pairs[0])
        message = say("与 {other} 的数像是对调了；换过来勾稽全部相符", other=place(other)["address"])
        found = {"actual": subject.number(one), "expected": subject.number(other)}
        yield this.finding(message, evidence=_explained(subject), **found, **place(one))


@rule("GD309", "各类申请人分别填写", severity=Severity.WARNING, ground="E", source=_FORM, touches=("requests",))
def applicants_told_apart(subject: Subject, this: Rule) -> Iterator[Finding]:
    """Beside a total that is not 0 the columns of the applicants are filled in.

    Yields:
        One finding per row whose six columns are blank beside its total.
    """
    for path in only_totals(subject.requests):
        if not any(f"requests.{path}.{name}" in subject.unsure for name in parts_of(ByApplicant)):
            total = subject.number(f"requests.{path}.total")
            message = say("只填了总计 {total}，没有按申请人分列", total=total)
            yield this.finding(message, actual=total, **place(f"requests.{path}.total"))


# --- what the rows say ------------------------------------------------------------------------------------------------

_CLOSED = (f"{_OUTCOMES}.total.total",)
_MOST = Decimal("0.5")

share_at_most(
    "GD321",
    "归入其他的不过半",
    part=f"{_OUTCOMES}.otherwise_closed.other.total",
    whole=_CLOSED,
    most=_MOST,
    least=10,
    why="Most requests are closed in a way that the form names; 三（六）3.其他 is for what is left.",
    source=_FORM,
)
share_at_most(
    "GD322",
    "重复申请不过半",
    part=f"{_OUTCOMES}.not_processed.repeat_request.total",
    whole=_CLOSED,
    most=_MOST,
    least=10,
    why="Before a request is repeated there was one that was answered in another way.",
    source="《条例》第三十六条第（六）项",
)
share_at_most(
    "GD323",
    "结转下年的不过半",
    part="requests.carried_over.total",
    whole=("requests.received.total", "requests.carried_in.total"),
    most=_MOST,
    least=10,
    why="Requests are answered within twenty working days, forty at most, so that few are open at the end of the year.",
    source="《条例》第三十三条",
)
share_at_most(
    "GD324",
    "信访举报投诉类不过半",
    part=f"{_OUTCOMES}.not_processed.petition_or_complaint.total",
    whole=_CLOSED,
    most=_MOST,
    least=10,
    why="Where most requests are taken for petitions, the row may have been used for what belongs elsewhere.",
    source="《条例》第三十九条第一款",
)
share_at_most(
    "GD325",
    "逾期不补正的不过半",
    part=f"{_OUTCOMES}.otherwise_closed.correction_overdue.total",
    whole=_CLOSED,
    most=_MOST,
    least=10,
    why="Where most applicants never supplement their requests, the row may have been used for what belongs elsewhere.",
    source="《条例》第三十条",
)


@rule(
    "GD331",
    "有公开的答复",
    severity=Severity.NOTICE,
    ground="A",
    source="《条例》第五条",
    touches=(_OUTCOMES,),
)
def something_is_granted(subject: Subject, this: Rule) -> Iterator[Finding]:
    """Disclosure is the rule; of thirty requests or more some are granted, at least in part.

    Yields:
        One finding at row 三（一） if none is.
    """
    total = subject.number(f"{_OUTCOMES}.total.total")
    granted = [subject.number(f"{_OUTCOMES}.{name}.total") for name in ("granted", "partially_granted")]
    if total is None or None in granted:
        raise NotEvaluatedError(say("要比的格是空白或没有读出"))
    if total >= 30 and not any(granted):  # noqa: PLR2004 - fewer say nothing
        message = say("办结 {total} 件而没有一件公开，请核对", total=total)
        yield this.finding(message, actual=0, **place(f"{_OUTCOMES}.granted.total"))


@rule(
    "GD332",
    "逾期未缴费的在第六部分有说明",
    severity=Severity.WARNING,
    ground="A",
    source="《条例》第四十二条、国办函〔2020〕109号",
    touches=(f"{_OUTCOMES}.otherwise_closed.fee_overdue", "other_matters"),
)
def unpaid_fee_is_mentioned(subject: Subject, this: Rule) -> Iterator[Finding]:
    """A request that is dropped since its 信息处理费 was not paid had a fee notice, which section six tells of.

    Yields:
        One finding at the row if section six does not mention the fee.
    """
    path = f"{_OUTCOMES}.otherwise_closed.fee_overdue.total"
    count = subject.number(path)
    if not isinstance(subject.report.other_matters, Narrative):
        raise NotEvaluatedError(say("年报里没有“{section}”", section=nodes()["other_matters"].address))
    text = "".join(text for name, text in subject.paragraphs if name == "other_matters")
    if count and "费" not in text:
        message = say("有 {count} 件逾期未缴费，第六部分却没有提到信息处理费", count=count)
        yield this.finding(message, actual=count, **place(path))
