"""What a check or a reading has to say: findings, and for each rule how it came out."""

import enum
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, cast, overload

from attrs import field, frozen

from govdisclosure.document import Place
from govdisclosure.errors import GovDisclosureError
from govdisclosure.i18n import Message, as_one, say
from govdisclosure.personal import hidden

__all__ = ["CheckFailedError", "Codes", "Finding", "Findings", "Outcome", "Result", "Severity", "in_one_line"]


class Severity(enum.IntEnum):
    """How much a finding weighs; they compare by weight.

    >>> Severity.ERROR > Severity.WARNING > Severity.NOTICE
    True
    """

    NOTICE = 1
    """Worth a look; nothing need be wrong."""
    WARNING = 2
    """Very likely wrong."""
    ERROR = 3
    """Breaks what is printed on the form, arithmetic or law."""

    @property
    def label(self) -> str:
        """The word for it: 提示, 警告 or 错误."""
        return {1: "提示", 2: "警告", 3: "错误"}[self]


def _sentence(message: str) -> str:
    return cast(str, hidden(message))


@frozen(kw_only=True)
class Finding:
    """One thing that is wrong, doubtful or worth knowing, at one place.

    Findings are passed on, so that numbers that tell of a person are hidden in what they say.

    >>> Finding(code="GD801", severity=Severity.WARNING, message="“联系人13800138000”").message
    '“联系人138******00”'

    Attributes:
        code: The rule, such as ``GD303``; a code is never used for another rule.
        severity: How much it weighs.
        address: Where on the form, such as ``表三·一·总计``; empty if it concerns the document.
        path: The same place as an attribute path; empty if there is none.
        message: A sentence that says what is the matter and what to do.
        expected: The value it should have, if that is known.
        actual: The value that is there, as printed where it could not be read.
        source: What the rule rests on: the form, an article, the definition of a sum.
        evidence: The findings that this one explains and stands for.
        place: Where in the source it was read, if it was read.
        waived: Why it does not count and who says so; empty where it counts.
    """

    code: str
    severity: Severity
    message: str = field(converter=_sentence)
    address: str = ""
    path: str = ""
    expected: object = field(default=None, converter=hidden)
    actual: object = field(default=None, converter=hidden)
    source: str = ""
    evidence: "tuple[Finding, ...]" = ()
    place: Place | None = None
    waived: str = ""

    def __str__(self) -> str:
        """The finding in one line."""
        return str(in_one_line(self))


def in_one_line(finding: Finding) -> Message:
    """*finding* in one line: its rule, how much it weighs, where it is and what it says."""
    severity = Message(finding.severity.label, {})
    return as_one(filter(None, [finding.code, severity, finding.address, finding.message]), " ")


class Codes(dict[str, tuple[Severity, str]]):
    """What there is to say beside what the rules find: for each code how much it weighs and its title.

    >>> Codes({"GD751": (Severity.ERROR, "没有可以汇总的年报")}).finding("GD751", "没有年报").severity.label
    '错误'
    """

    def finding(self, code: str, message: str, **more: Any) -> Finding:
        """A finding of *code* with *message*, and *more* of the attributes of `Finding`."""
        return Finding(code=code, severity=self[code][0], message=message, **more)


class Outcome(enum.Enum):
    """How a rule came out."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_APPLICABLE = "not applicable"
    NOT_EVALUATED = "not evaluated"


@frozen(kw_only=True)
class Result:
    """How one rule came out on one report, and why where it did not pass."""

    code: str
    outcome: Outcome
    reason: str = ""


class CheckFailedError(GovDisclosureError):
    """Raised by `Findings.raise_for_errors`; *findings* holds what was found."""

    def __init__(self, message: str, problems: Iterable[str] = (), findings: "Findings | None" = None) -> None:
        """Keep *findings* beside the text."""
        super().__init__(message, problems)
        self.findings: Findings | None = findings


def _gravest_first(items: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(items, key=lambda item: (bool(item.waived), -item.severity)))


@frozen
class Findings(Sequence[Finding]):
    """What was found, the gravest first and what does not count last; as a sequence it yields the findings.

    >>> Findings([Finding(code="GD901", severity=Severity.NOTICE, message="网页附加文字未收入年报")]).worst.label
    '提示'
    """

    items: tuple[Finding, ...] = field(default=(), converter=_gravest_first)
    results: tuple[Result, ...] = field(default=(), kw_only=True)
    """Every rule as passed, failed, not applicable or not evaluated."""

    @overload
    def __getitem__(self, index: int) -> Finding: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Finding]: ...
    def __getitem__(self, index: int | slice) -> Finding | Sequence[Finding]:
        """The finding or findings at *index*."""
        return self.items[index]

    def __len__(self) -> int:
        """The number of findings."""
        return len(self.items)

    def __iter__(self) -> Iterator[Finding]:
        """The findings, the gravest first, what does not count last."""
        return iter(self.items)

    @property
    def worst(self) -> Severity | None:
        """The weight of the gravest finding that counts; ``None`` if there are none."""
        return max((item.severity for item in self.items if not item.waived), default=None)

    def raise_for_errors(self) -> None:
        """Raise if any finding that counts is an error.

        Raises:
            CheckFailedError: With every error, one a line.
        """
        errors = [in_one_line(item) for item in self.items if item.severity is Severity.ERROR and not item.waived]
        if errors:
            raise CheckFailedError(say("年报有 {count} 处错误：", count=len(errors)), errors, self)
