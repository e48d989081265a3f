"""What there is to say about the records of a register."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from attrs import define, field

from govdisclosure.document import Place
from govdisclosure.findings import Codes, Finding, Severity
from govdisclosure.i18n import say

__all__ = ["LEDGER_CODES", "Doubts"]

LEDGER_CODES: Final = Codes(
    {
        "GD971": (Severity.ERROR, "台账中填的不能用"),
        "GD972": (Severity.ERROR, "记录归不进表中的任何一格"),
        "GD973": (Severity.ERROR, "日期颠倒或还没有到"),
        "GD974": (Severity.ERROR, "编号重复"),
        "GD975": (Severity.NOTICE, "不属于本年的记录没有计入"),
        "GD976": (Severity.NOTICE, "复议机关作共同被告的案件没有计入"),
        "GD977": (Severity.NOTICE, "台账中有没有读的部分"),
    }
)
"""What a tally can have to say: the code, its weight and its title."""

_MOST: Final = 1000
"""How many findings of one code are kept; a register that is wrong throughout must not fill the memory."""


@define
class Doubts:
    """The findings of a tally as they come up."""

    _found: list[Finding] = field(factory=list, init=False)
    _counts: Counter[str] = field(factory=Counter, init=False)

    def tell(self, code: str, message: str, place: Place | None = None, source: str = "") -> None:
        """Keep a finding, or count it where there are too many of its kind."""
        self._counts[code] += 1
        if self._counts[code] <= _MOST:
            self._found.append(LEDGER_CODES.finding(code, message, place=place, source=source))

    def __iter__(self) -> Iterator[Finding]:
        """What was kept, and how much was not."""
        yield from self._found
        for code, count in self._counts.items():
            if count > _MOST:
                message = say("另有 {count} 条记录有同样的问题，没有逐条列出", count=count - _MOST)
                yield LEDGER_CODES.finding(code, message)
