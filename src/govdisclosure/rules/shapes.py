"""Rules of common shapes, each declared by one line of data."""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from govdisclosure._spec import Edition
from govdisclosure.addresses import nodes
from govdisclosure.findings import Finding, Severity
from govdisclosure.i18n import Listing, Message, say
from govdisclosure.rules.registry import Ground, NotEvaluatedError, Rule, Subject, rule
from govdisclosure.values import printed

__all__ = ["at_most", "carries_on", "named", "one_needs_other", "place", "share_at_most", "shown"]


Paths = tuple[str, ...]


def place(path: str, edition: Edition = Edition.V2021) -> dict[str, str]:
    """The address and path of a place on the form, as findings have them."""
    return {"address": nodes(edition)[path].address, "path": path}


def named(paths: Sequence[str], edition: Edition) -> Listing:
    """The addresses of *paths*, for a message."""
    return Listing(nodes(edition)[path].address for path in paths)


def _declare(
    code: str, title: str, page: str, evaluate: Callable[[Subject, Rule], Iterator[Finding]], **more: Any
) -> None:
    """Enter *evaluate* under *code*, explained by *page*."""

    def function(subject: Subject, this: Rule) -> Iterator[Finding]:
        return evaluate(subject, this)

    function.__doc__ = page
    rule(code, title, **more)(function)


def at_most(
    code: str,
    title: str,
    *pairs: tuple[Paths, Paths],
    why: str,
    source: str,
    edition: Edition | None = None,
    severity: Severity = Severity.WARNING,
    ground: Ground = "A",
) -> None:
    """What stands at the first paths of a pair adds up to no more than what stands at the others."""
    page = f"""{why}

    Yields:
        One finding for each sum that is larger than it can be, addressed to its first cell; compare both cells with
        the register and mend the wrong one.
    """

    def evaluate(subject: Subject, this: Rule) -> Iterator[Finding]:
        seen = False
        for small, large in pairs:
            numbers = [[subject.number(path) for path in paths] for paths in (small, large)]
            if any(number is None for each in numbers for number in each):
                continue
            seen = True
            less, more = (sum(each, start=Decimal(0)) for each in numbers)
            if less > more:
                told = {"edition": subject.report.edition}
                yield this.finding(
                    say(
                        "{small}为 {less}，多于{large}的 {more}，请核对",
                        small=named(small, **told),
                        less=less,
                        large=named(large, **told),
                        more=more,
                    ),
                    actual=subject.number(small[0]),
                    **place(small[0], **told),
                )
        if not seen:
            raise NotEvaluatedError(say("要比的格是空白或没有读出"))

    more = {"severity": severity, "ground": ground, "source": source, "touches": _touched(pairs)}
    _declare(code, title, page, evaluate, **more, **_only(edition))


def one_needs_other(
    code: str,
    title: str,
    *pairs: tuple[str, str],
    why: str,
    source: str,
    edition: Edition | None = None,
    severity: Severity = Severity.WARNING,
) -> None:
    """Where the first cell of a pair is more than 0, so is the second."""
    page = f"""{why}

    Yields:
        One finding for each cell that is 0 though it should not be; fill in what is missing, or mend the other cell.
    """

    def evaluate(subject: Subject, this: Rule) -> Iterator[Finding]:
        for cause, effect in pairs:
            if subject.number(cause) and subject.number(effect) == 0:
                at = {"edition": subject.report.edition}
                (name,) = named([cause], **at).items
                message = say("{cause}为 {count}，这一格却是 0，请核对", cause=name, count=subject.number(cause))
                yield this.finding(message, actual=subject.number(effect), **place(effect, **at))

    touches = tuple(dict.fromkeys(path for pair in pairs for path in pair))
    _declare(
        code, title, page, evaluate, severity=severity, ground="A", source=source, touches=touches, **_only(edition)
    )


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
    _declare(code, title, page, evaluate, severity=Severity.NOTICE, ground="A", source=source, touches=touches)


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
        last, seen = subject.last, False
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
                    "按 {year} 年的年报应为 {expected}，印作 {actual}{hint}；如有并入、更正等情况请在第六部分说明",
                    year=last.year or say("上"),
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
    more = {"severity": Severity.WARNING, "ground": "A", "source": source, "touches": touches}
    _declare(code, title, page, evaluate, **more, **_only(edition))


def _signed(subject: Subject, path: str) -> Any:
    number = subject.number(path.lstrip("-"))
    return -number if number is not None and path.startswith("-") else number


def _touched(pairs: Sequence[tuple[Paths, Paths]]) -> Paths:
    return tuple(dict.fromkeys(path for pair in pairs for paths in pair for path in paths))


def _only(edition: Edition | None) -> dict[str, Any]:
    return {"editions": frozenset({edition})} if edition else {}


def shown(value: Any) -> str:
    """A number as the form prints it; a blank as 空白."""
    return printed(value) or say("空白")
