"""What the values of a report are in JSON: what is taken for each type, and why anything else is not.

Nothing is coerced: ``true``, ``1.0`` and ``"3"`` are no counts.
"""

import json
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, Final, get_args

import attrs

from govdisclosure._spec import Edition
from govdisclosure.document import Cell, Grid, Heading, Paragraph
from govdisclosure.errors import ValueRefusedError
from govdisclosure.i18n import Message, say
from govdisclosure.report import AnnualReport
from govdisclosure.values import (
    PLAIN_AMOUNT,
    Amount,
    Change,
    Count,
    Money,
    Name,
    Unit,
    Year,
    either,
    not_one_of,
    refuse_change,
    refuse_count,
    refuse_name,
    refuse_text,
    refuse_unit,
    refuse_year,
    shown,
)

__all__ = ["HOOKS", "MISSING", "NEEDED", "TAGS", "Literally", "as_written", "is_part", "keys_of", "no_object"]


class Literally(str):
    """A number with a point or an exponent, kept as it is written so that an error can show it."""

    __slots__ = ()

    def __repr__(self) -> str:
        """The number as it is written."""
        return str(self)


MISSING: Final = Literally("（缺）")
"""What stands for a value that is not there."""

TAGS: Final[Mapping[type, str]] = {Cell: "", Heading: "heading", Paragraph: "paragraph", Grid: "table"}
"""What stands on a page, and the type that its object names."""


@cache
def keys_of(kind: Any) -> tuple["attrs.Attribute[Any]", ...]:
    """The fields of *kind* that its object has as keys; of what stands on a page only what can be written by hand.

    >>> [key.name for key in keys_of(Grid)]
    ['rows', 'caption']
    """
    return tuple(each for each in attrs.fields(kind) if kind not in TAGS or (each.eq and each.name != "path"))


def is_part(kind: Any) -> bool:
    """Whether *kind* is the class of a report or of a part of one, all keys of which are written."""
    return bool(attrs.has(kind)) and kind not in TAGS


def _strict(
    refuse: Callable[[Any], Message | None], make: Callable[[Any], Any] = lambda value: value
) -> Callable[..., Any]:
    """A hook that takes what *refuse* does not object to, as it is or through *make*."""

    def hook(value: Any, _: Any = None) -> Any:
        problem = say("缺此项；空白写 null") if value is MISSING else refuse(value)
        if problem:
            raise ValueRefusedError(problem)
        return make(value)

    return hook


def _refuse_whole(value: object) -> Message | None:
    return (
        None if type(value) is int and value > 0 else say("应为大于 0 的整数；现为 {actual}", actual=as_written(value))
    )


def _refuse_flag(value: object) -> Message | None:
    return None if type(value) is bool else say("应为 true 或 false；现为 {actual}", actual=as_written(value))


def _refuse_text(value: object) -> Message | None:
    return refuse_text(value) if type(value) is str else say("应为文字；现为 {actual}", actual=as_written(value))


def _refuse_name(value: object) -> Message | None:
    return _refuse_text(value) or refuse_name(value)


def _refuse_amount(value: object) -> Message | None:
    if type(value) is str and PLAIN_AMOUNT.fullmatch(value):
        return None
    return say('应为写成文字的十进制数，如 "11.8"，空白写 null；现为 {actual}', actual=as_written(value))


def _refuse_date(value: object) -> Message | None:
    try:
        return None if type(value) is str and date.fromisoformat(value).isoformat() == value else _no_date(value)
    except ValueError:
        return _no_date(value)


def _no_date(value: object) -> Message:
    return say('应为日期，如 "2026-01-20"；现为 {actual}', actual=as_written(value))


def _refuse_edition(value: object) -> Message | None:
    names = [edition.value for edition in Edition]
    return None if type(value) is str and value in names else not_one_of(either(names), as_written(value))


HOOKS: Final[Mapping[Any, Callable[..., Any]]] = {
    int: _strict(_refuse_whole),
    bool: _strict(_refuse_flag),
    str: _strict(_refuse_text),
    get_args(Amount)[0]: _strict(_refuse_amount, Decimal),
    date: _strict(_refuse_date, date.fromisoformat),
    Edition: _strict(_refuse_edition, Edition),
    get_args(Count)[0]: _strict(refuse_count),
    get_args(Change)[0]: _strict(refuse_change),
    get_args(Year)[0]: _strict(refuse_year),
    Name: _strict(_refuse_name),
    Unit: _strict(refuse_unit),
}
"""What a value that is no object must be, by its type."""


NEEDED: Final[Mapping[type, tuple[str, ...]]] = {
    AnnualReport: ("organ", "year", "edition"),
    Money: ("amount", "unit"),
}
"""What must be said beside the lines of the form."""


# --- in words ---------------------------------------------------------------------------------------------------------


def no_object(value: object) -> Message:
    """That *value* stands where an object should."""
    if value is MISSING:
        return say("缺此部分；没有的写 null")
    return say("应为一个对象；现为 {actual}", actual=as_written(value))


def as_written(value: object) -> str:
    """*value* as it stands in the JSON, cut short."""
    if value is MISSING:
        return say("（缺）")
    plain = isinstance(value, bool | str | None) and not isinstance(value, Literally)
    return shown(json.dumps(value, ensure_ascii=False))[1:-1] if plain else shown(value)
