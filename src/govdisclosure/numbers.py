"""What is printed in a cell → a number, if it is certain which; digits that run together → the ways to part them."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import accumulate, combinations, pairwise
from math import comb
from typing import Final, Literal, cast

from govdisclosure._spec import plain
from govdisclosure.i18n import Message, joined, say
from govdisclosure.values import Amount, Change, Count, Money, Unit, refuse_change

__all__ = ["MOST_WAYS", "NumberKind", "is_number", "is_value", "may_be_value", "read_number", "ways_to_part"]

NumberKind = Literal["count", "change", "amount", "money"]
"""A count, a signed change, an amount of the column's unit, or an amount with a unit of its own."""

_DIGITS = r"(?:\d{1,3}(?:,\d{3}){1,5}|\d{1,18})"
_DECIMAL = rf"{_DIGITS}(?:\.\d{{1,12}})?"
_PATTERNS: Final[Mapping[NumberKind, re.Pattern[str]]] = {
    "count": re.compile(rf"(?P<sign>)(?P<digits>{_DIGITS})\s*(?P<unit>[件条宗份项]?)", re.ASCII),
    "change": re.compile(rf"(?P<sign>[-+−增减]?)\s*(?P<digits>{_DIGITS})\s*(?P<unit>[件条宗份项]?)", re.ASCII),
    "amount": re.compile(rf"(?P<sign>)(?P<digits>{_DECIMAL})\s*(?P<unit>(?:万元)?)", re.ASCII),
    "money": re.compile(rf"(?P<sign>)(?P<digits>{_DECIMAL})\s*(?P<unit>(?:万?元)?)", re.ASCII),
}
_NOTHING = frozenset({"-", "--", "/", "无", "\\"})
_MINUS = frozenset("-−减")
_ZEROS = frozenset("〇○零Oo")


def read_number(text: str, kind: NumberKind = "count") -> tuple[Count | Change | Amount | Money, Message | str]:
    """The number printed in a cell, ``None`` if it is not certain, and what there is to say about its print.

    >>> read_number("12"), read_number(" ")
    ((12, ''), (None, ''))
    >>> read_number("1,035")
    (1035, '含有千位分隔符')
    >>> read_number("约3")
    (None, '不是一个整数')
    >>> read_number("11.80", "amount")[0], read_number("减4", "change")[0], str(read_number("251000元", "money")[0])
    (Decimal('11.80'), -4, '251000元')
    """
    bare = unicodedata.normalize("NFKC", text).strip()
    blank = Money(None) if kind == "money" else None
    if not bare:
        return blank, ""
    if plain(bare) in _NOTHING:
        return blank, say("没有填数；没有的填 0")
    match = None if _is_raised(text) else _PATTERNS[kind].fullmatch("0" if bare in _ZEROS else bare)
    if match is None:
        return blank, say("不是一个整数") if kind in {"count", "change"} else say("不是一个数")
    digits, unit = match["digits"].replace(",", ""), match["unit"]
    remarks = (
        "," in bare and say("含有千位分隔符"),
        unit and kind != "money" and say("带有单位“{unit}”", unit=unit),
        re.match(r"0\d", digits) and say("有多余的零"),
        match["sign"] in {"增", "减"} and say("增减写成了文字"),
        bare != text.strip() and say("用了全角数字"),
        bare in _ZEROS and say("不是数字 0"),
    )
    told = joined(remark for remark in remarks if remark)
    if kind == "money":
        return Money(Decimal(digits), cast(Unit, unit)), told
    signed = f"-{digits}" if match["sign"] in _MINUS else digits
    if kind == "change" and refuse_change(int(signed)):
        return None, say("少得不像增减数")
    return Decimal(digits) if kind == "amount" else int(signed), told


def _is_raised(text: str) -> bool:
    """Whether a digit in *text* is raised or circled, as the mark of a footnote is."""
    return any(unicodedata.category(char) == "No" for char in text)


def is_number(text: str) -> bool:
    """Whether *text* holds nothing but what numbers are written with; a blank does."""
    return not plain(text).strip("0123456789.,+-/") and not _is_raised(text)


_REMARK = 6
"""The letters that may stand where a number belongs; more make a label or a sentence."""


def is_value(text: str) -> bool:
    """Whether *text* may stand where a number belongs, readable or not; a label that is not known may not."""
    bare = plain(text)
    return len(re.sub(r"[\W\d_]", "", bare)) <= _REMARK and not re.match(r"\d{1,2}[.,)]\D", bare)


def may_be_value(text: str) -> bool:
    """Whether a row without a label may begin with *text*: a blank, what stands for one, or what has a digit in it."""
    bare = plain(text)
    return is_value(text) and (not bare or bare in _NOTHING | _ZEROS or any(map(str.isnumeric, bare)))


MOST_WAYS = 6_000
"""How many ways to part glued digits are tried, in a row and in a table."""


def ways_to_part(pieces: Sequence[str], count: int) -> list[tuple[str, ...]]:
    """Every way to part the digits of *pieces* into *count* numbers; none if there are too many, or other letters."""
    if not all(re.fullmatch(r"\d{1,40}", piece, re.ASCII) for piece in pieces):
        return []
    digits = "".join(pieces)
    borders = set(accumulate(map(len, pieces)))
    inner = [n for n in range(1, len(digits)) if n not in borders]
    fixed = sorted(borders - {len(digits)})
    more = count - 1 - len(fixed)
    if more < 0 or comb(len(inner), more) > MOST_WAYS:
        return []
    cuts = ([0, *sorted([*fixed, *some]), len(digits)] for some in combinations(inner, more))
    parted = (tuple(digits[a:b] for a, b in pairwise(cut)) for cut in cuts)
    return [way for way in parted if all(part == "0" or part[0] != "0" for part in way)]
