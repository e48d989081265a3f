"""Rules of common shapes, each declared by one line of data."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from govdisclosure._spec import Edition
from govdisclosure.addresses import nodes
from govdisclosure.findings import Finding, Severity
from govdisclosure.i18n import Listing, Message, say
from govdisclosure.rules.registry import NotEvaluatedError, Rule, Subject, rule

__all__ = ["at_most", "carries_on", "one_needs_other", "place", "share_at_most"]


Paths = tuple[str, ...]


def place(path: str, edition: Edition = Edition.V2021) -> dict[str, str]:
    """The address and path of a place on the form, as findings have them."""
    return {"address": nodes(edition)[path].address, "path": path}


def _declare(
    code: str, title: str, page: str, evaluate: Callable[[Subject, Rule], Iterator[Finding]], **more: Any
) -> None:
    """Enter *evaluate* under *code*, explained by *page*; as a warning, unless *more* says otherwise."""

    def function(subject: Subject, this: Rule) -> Iterator[Finding]:
        return evaluate(subject, this)

    function.__doc__ = page
    usual: dict[str, Any] = {"severity": Severity.WARNING, "ground": "A"}
    rule(code, title, **usual | more)(function)


def at_most(code: str, title: str, small: str, large: Paths, *, why: str, source: str, edition: Edition) -> None:
    """What stands at *small* is no more than what stands at *large* adds up to."""
    page = f"""{why}

    Yields:
        One finding, addressed to the cell that is larger than it can be; compare the cells with the register and mend
        the wrong one.
    """

    def evaluate(subject: Subject, this: Rule) -> Iterator[Finding]:
        less, numbers = subject.number(small), [subject.number(path) for path in large]
        if less is None or None in numbers:
            raise NotEvaluatedError(say("要比的格是空白或没有读出"))
        if less > (more := sum(numbers)):
            addresses = {path: place(path, edition)["address"] for path in (small, *large)}
            message = say(
                "{small}为 {less}，多于{large}的 {more}，请核对",
                small=addresses[small],
                less=less,
                large=Listing(addresses[path] for path in large),
                more=more,
            )
            yield this.finding(message, actual=less, **place(small, edition))

    _declare(code, title, page, evaluate, source=source, touches=(small, *large), editions=frozenset({edition}))


def one_needs_other(
    code: str,
    title: str,
    cause: str,
    effect: str,
    *,
    why: str,
    source: str,
    edition: Edition | None = None,
    severity: Severity = Severity.WARNING,
) -> None:
    """Where *cause* is more than 0, so is *effect*."""
    page = f"""{why}

    Yields:
        One finding, addressed to the cell that is 0 though it should not be; fill in what is missing, or mend the
        other cell.
    """

    def evaluate(subject: Subject, this: Rule) -> Iterator[Finding]:
        if subject.number(cause) and subject.number(effect) == 0:
            edition = subject.report.edition
            name = place(cause, edition)["address"]
            message = say("{cause}为 {count}，这一格却是 0，请核对", cause=name, count=subject.number(cause))
            yield this.finding(message, actual=subject.number(effect), **place(effect, edition))

    _declare(code, title, page, evaluate, severity=severity, source=source, touches=(cause, effect), **_only(edition))


def share_at_most(
    code: str, title: str, *, part: str, whole: Paths, most: Decimal, least: int, why: str, source: str
) -> None:
    """Of a whole that is large enough to judge, a part is no larger a share than *most*."""
    page = f"""{why} Judged from {least} 件.

    Yields:
        One finding, addressed to the part; nothing need be wrong, but the office will be asked about it.
    """

    def evaluate(subject: Subject, this: Rule) -> Iterator[Finding]:
        count, numbers = subject.number(part), [subject.number(path) for path in whole]
        if count is None or None in numbers:
            raise NotEvaluatedError(say("要比的格是空白或没有读出"))
        total = sum(numbers)
        if total >= least and count > most * total:
            share = Decimal(100 * count) / total
            message = say("{total} 件中占 {share}%，请核对是否归类有误", total=total, share=round(share, 1))
            yield this.finding(message, actual=count, **place(part))

    touches = (part, *whole)
    _declare(code, title, page, evaluate, severity=Severity.NOTICE, source=source, touches=touches)


def carries_on(
    code: str,
    title: str,
    *steps: tuple[str, Paths, Paths],
    why: str,
    source: str,
    say_why: Callable[[Subject, str, Any], Message | str] = lambda *_: "",
    edition: Edition | None = None,
) -> None:
    """A cell is what last year's cells, plus this year's, less this year's others, come to.

    A step is the cell, last year's paths, and this year's; a path behind a ``-`` is taken away.
    """
    page = f"""{why}

    Yields:
        One finding for each cell that does not carry on, with the value that follows. Mend the wrong report, or
        explain the difference in section six.
    """

    def evaluate(subject: Subject, this: Rule) -> Iterator[Finding]:
        seen = False
        for path, before, now in steps:
            actual = subject.number(path)
            olds = [subject.last_number(each) for each in before]
            news = [_signed(subject, each) for each in now]
            if actual is None or None in olds or None in news:
                continue
            seen, expected = True, sum(olds) + sum(news)
            if actual != expected:
                hint = say_why(subject, path, actual)
                message = say(
                    "按上年的年报应为 {expected}，印作 {actual}{hint}；如有并入、更正等情况请在第六部分说明",
                    expected=expected,
                    actual=actual,
                    hint=hint,
                )
                yield this.finding(message, expected=expected, actual=actual, **place(path, subject.report.edition))
        if not seen:
            raise NotEvaluatedError(say("上年或本年没有可比的数"))

    touches = tuple(
        dict.fromkeys(path for path, _, now in steps for path in (path, *(each.lstrip("-") for each in now)))
    )
    _declare(code, title, page, evaluate, source=source, touches=touches, **_only(edition))


def _signed(subject: Subject, path: str) -> Any:
    number = subject.number(path.lstrip("-"))
    return -number if number is not None and path.startswith("-") else number


def _only(edition: Edition | None) -> dict[str, Any]:
    return {"editions": frozenset({edition})} if edition else {}
