"""Findings that do not count: waived by a person with a reason, or known from before."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

import attrs
from attrs import field, frozen

from govdisclosure.errors import ValueRefusedError
from govdisclosure.findings import Codes, Finding, Severity
from govdisclosure.i18n import Message, say

__all__ = ["CHECK_CODES", "Baseline", "Waiver", "settled"]

CHECK_CODES = Codes(
    {
        "GD001": (Severity.WARNING, "豁免没有用上"),
        "GD002": (Severity.NOTICE, "基线里的问题已经不在"),
    }
)
"""What there is to say about the check itself: the code, its weight and its title."""


def _said(_: object, attribute: "attrs.Attribute[str]", value: object) -> None:
    if not isinstance(value, str) or not value.strip():
        raise ValueRefusedError(say("{name}：豁免要写明规则、理由和姓名", name=f"Waiver.{attribute.name}"))


@frozen(kw_only=True)
class Waiver:
    """A finding that need not be mended: which, why, and who says so.

    >>> Waiver(code="GD503", reason="上年并入两个乡的申请", name="李四").address
    ''
    """

    code: str = field(validator=_said)
    reason: str = field(validator=_said)
    name: str = field(validator=_said)
    address: str = ""
    """The place on the form, as the finding names it; empty for wherever the rule finds something."""

    def covers(self, finding: Finding) -> bool:
        """Whether *finding* is what it waives."""
        return finding.code == self.code and self.address in {"", finding.address, finding.path}

    @property
    def why(self) -> Message:
        """The reason and the name."""
        return say("{reason}（{name}）", reason=self.reason, name=self.name)


def _pairs(given: Iterable[tuple[str, str]]) -> frozenset[tuple[str, str]]:
    return frozenset(given)


@frozen
class Baseline:
    """The findings that are known, so that only new ones count.

    >>> known = Baseline([("GD401", "remedies.reconsideration.total")])
    >>> Baseline.from_data(known.to_data()) == known
    True
    """

    known: frozenset[tuple[str, str]] = field(converter=_pairs)
    """The code and the attribute path of each."""

    @classmethod
    def of(cls, findings: Iterable[Finding]) -> "Baseline":
        """The baseline that knows *findings*."""
        return cls([(each.code, each.path) for each in findings if each.code not in CHECK_CODES])

    @classmethod
    def from_data(cls, data: Mapping[str, Sequence[str]]) -> "Baseline":
        """The baseline that `to_data` has written."""
        return cls([(code, path) for code, paths in data.items() for path in paths])

    def to_data(self) -> dict[str, Any]:
        """The paths by code, in order, as JSON can hold them."""
        found: dict[str, list[str]] = {}
        for code, path in sorted(self.known):
            found.setdefault(code, []).append(path)
        return found


def settled(
    findings: Iterable[Finding], waivers: Sequence[Waiver], baseline: Baseline | None, left_out: Collection[str] = ()
) -> Iterator[Finding]:
    """*findings*, marked where a waiver or the baseline covers them; then what of these covers nothing.

    What is about a rule that was *left_out* was not asked, and is not stale.
    """
    found = list(findings)
    known: frozenset[tuple[str, str]] = baseline.known if baseline else frozenset()
    for each in found:
        waiver = next((waiver for waiver in waivers if waiver.covers(each)), None)
        in_baseline = say("基线中已有") if (each.code, each.path) in known else ""
        yield attrs.evolve(each, waived=waiver.why if waiver else in_baseline)
    for waiver in waivers:
        if waiver.code not in left_out and not any(map(waiver.covers, found)):
            yield CHECK_CODES.finding(
                "GD001", say("{code} 的豁免没有用上，请删去", code=waiver.code), address=waiver.address
            )
    for code, path in sorted(known - {(each.code, each.path) for each in found}):
        if code not in left_out:
            yield CHECK_CODES.finding("GD002", say("基线里的 {code} 已经不在，请从基线删去", code=code), path=path)
