"""Numbers that tell of a person: of identity cards, mobile telephones and bank cards; how they are found and hidden.

They are told from other numbers by what they are made of: check digits, the day of a birth, what they begin with. What
stands in a longer row of digits is another number. Digits may be full-width and may stand in groups.
"""

import enum
import re
from collections.abc import Iterator
from datetime import date
from typing import Final

import attrs
from attrs import frozen

from govdisclosure.i18n import Listing, Message

__all__ = ["Kind", "PersonalNumber", "hidden", "masked", "personal_numbers"]


class Kind(enum.Enum):
    """What a number is of."""

    IDENTITY = "identity card"
    CARD = "bank card"
    MOBILE = "mobile telephone"


@frozen
class PersonalNumber:
    """A number that tells of a person.

    Attributes:
        kind: What it is of.
        start: Where it begins in the text, counted from 0.
        end: Where it ends, the place behind its last digit.
        masked: The number without what stands between its digits, all but the first three and the last two hidden.
    """

    kind: Kind
    start: int
    end: int
    masked: str


_BETWEEN: Final = r"[\s\u00ad\u200b-\u200d\u2060\ufeff\u2010-\u2015\u2212\uff0d-]"
"""What may stand between the groups of a number: white space, what is never seen, strokes."""
# These are compiled when they are first used: most of those who import the library look for none of them.
_LOOSE, _GAP = f"{_BETWEEN}{{0,3}}", f"{_BETWEEN}{{1,3}}"
_LONG: Final = rf"\d(?:{_LOOSE}\d){{10}}"
_COUNTED: Final = r"(?!\s*(?:余|多)?(?:万|亿|元|美元|件|条|次|人次|平方|字|吨|千|%|％))"
"""No unit behind it, which would make it an amount or a count."""
_NO_ADDRESS: Final = r"(?<![_=])(?<![A-Za-z0-9]/)", r"(?!\.[A-Za-z0-9])"
"""Before and behind: it is not part of the address of a page, nor of a decimal."""

_IDENTITY: Final = rf"(?<!\d)(?=(\d(?:{_LOOSE}\d){{16}}{_LOOSE}[\dX])(?!\d))"
_CARD: Final = (
    *(rf"(?<!\d)(?=({form})(?!\d){_COUNTED})" for form in (
        r"\d{16,19}", rf"\d{{4}}(?:{_GAP}\d{{4}}){{3}}(?:{_GAP}\d{{1,3}})?", rf"\d{{4}}(?:{_GAP}\d{{4}}){{3}}",
        rf"\d{{6}}{_GAP}\d{{10,13}}",
    )),
)  # fmt: skip
_MOBILE: Final = (
    rf"{_NO_ADDRESS[0]}(?<!\d)(?<!\d\.)(?:(?:00)?86{_LOOSE}|0)?"
    rf"(?=(1(?:3\d|4[5-9]|5[0-35-9]|6[2567]|7[0-8]|8\d|9[0-35-9]){_LOOSE}\d{{4}}{_LOOSE}\d{{4}})(?!\d){_COUNTED}"
    rf"{_NO_ADDRESS[1]})"
)
_ISSUED: Final = (
    r"6[02]\d{14,17}|9558\d{15}|4\d{15}|5[1-5]\d{14}|35(?:2[89]|[3-8]\d)\d{12}"
    r"|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}"
)
"""How the numbers of bank cards begin and how long they then are: UnionPay and cards before it, and those of others."""
_PROVINCES: Final = frozenset({
    *range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66), 71, 81, 82, 83, 91,
})  # fmt: skip
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_X: Final = str.maketrans("xＸｘⅩⅹ", "XXXXX")
_LONGEST_CARD_LIKE_A_REGISTER = 18


def _is_identity(number: str) -> bool:
    """Whether *number* is that of an identity card by GB 11643: a province, a day of birth, the check digit."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number, strict=False))
    return int(number[:2]) in _PROVINCES and _has_day(number) and "10X98765432"[total % 11] == number[-1]


def _has_day(number: str) -> bool:
    """Whether a day of the last century or this one stands behind the six digits of an area."""
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14])).year // 100 in {19, 20}
    except ValueError:
        return False


def _is_card(number: str) -> bool:
    """Whether *number* is that of a bank card: how it begins, its length and Luhn's check.

    Of eighteen digits, the registers of offices have numbers made of an area and a day, which begin alike.
    """
    digits = [int(digit) for digit in reversed(number)]
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[1::2])
    passes = re.fullmatch(_ISSUED, number) is not None and (sum(digits[::2]) + sum(doubled)) % 10 == 0
    return passes and not (len(number) == _LONGEST_CARD_LIKE_A_REGISTER and _has_day(number))


_FORMS: Final = tuple(
    (kind, pattern, holds)
    for kind, patterns, holds in (
        (Kind.IDENTITY, (_IDENTITY,), _is_identity),
        (Kind.CARD, _CARD, _is_card),
        (Kind.MOBILE, (_MOBILE,), lambda _: True),
    )
    for pattern in patterns
)


def personal_numbers(text: str) -> Iterator[PersonalNumber]:
    """The numbers in *text* that tell of a person, those of identity cards first; no two overlap.

    >>> [(found.kind.value, found.masked) for found in personal_numbers("王某 110105 19491231 002X，电话138-0013-8000")]
    [('identity card', '110*************2X'), ('mobile telephone', '138******00')]
    """
    plain = re.sub(r"\d", lambda digit: str(int(digit[0])), text).translate(_X) if re.search(_LONG, text) else ""
    taken: set[int] = set()
    for kind, form, holds in _FORMS if plain else ():
        for match in re.finditer(form, plain):
            start, end = match.span(1)
            number = re.sub(r"[^\dX]", "", match[1])
            if holds(number) and taken.isdisjoint(range(start, end)):
                taken.update(range(start, end))
                yield PersonalNumber(kind, start, end, f"{number[:3]}{'*' * (len(number) - 5)}{number[-2:]}")


def masked(text: str) -> str:
    """*text* with every number in it hidden that tells of a person.

    >>> masked("账号6222021234567890128，年报全文3页")
    '账号622**************28，年报全文3页'
    """
    for found in sorted(personal_numbers(text), key=lambda found: -found.start):
        text = text[: found.start] + found.masked + text[found.end :]
    return text


def hidden(value: object) -> object:
    """*value* as a finding may pass it on: a text, a sentence or a list with such numbers masked, all else as it is."""
    match value:
        case Message(template=template, arguments=arguments):
            return Message(masked(template), {name: hidden(each) for name, each in arguments.items()})
        case Listing(items=items):
            return attrs.evolve(value, items=tuple(map(hidden, items)))
        case str() if (shown := masked(value)) != value:
            return shown
        case _:
            return value
