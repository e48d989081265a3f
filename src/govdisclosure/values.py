"""What a field of the model can hold, told from its type, and why a value is refused."""

import re
import reprlib
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Final, Literal, TypeAlias, get_args

import attrs
from annotated_types import Ge, Le, MinLen
from attrs import field, frozen

from govdisclosure._spec import Edition, Spec
from govdisclosure.document import Block, Grid, Heading, Paragraph
from govdisclosure.errors import ValueRefusedError
from govdisclosure.i18n import Label, Listing, Message, said, say

__all__ = [
    "PLAIN_AMOUNT",
    "SUB_HEADINGS",
    "UNPRINTABLE",
    "Amount",
    "Change",
    "Count",
    "Money",
    "Name",
    "Unit",
    "Year",
    "decimal",
    "edition",
    "either",
    "is_blank",
    "not_one_of",
    "printable",
    "printed",
    "refuse_amount",
    "refuse_change",
    "refuse_count",
    "refuse_name",
    "refuse_text",
    "refuse_unit",
    "refuse_year",
    "shown",
    "typed",
]

Count: TypeAlias = Annotated[int, Ge(0), Le(10**100)] | None
"""A count in the unit that its column names, 0 or more; ``None`` where the cell is blank in print."""

Amount: TypeAlias = Annotated[Decimal, Ge(0)] | None
"""An amount of money as printed, its decimals kept; ``None`` where the cell is blank in print."""

Change: TypeAlias = Annotated[int, Ge(-(10**12)), Le(10**100)] | None
"""How many more than last year, negative if fewer; ``None`` where the cell is blank in print."""

Year: TypeAlias = Annotated[int, Ge(1900), Le(2999)] | None
"""A year; ``None`` where it is not known."""

Unit: TypeAlias = Literal["", "元", "万元"]
"""The unit of an amount as the cell prints it; empty where it prints none."""

Name: TypeAlias = Annotated[str, MinLen(1)]
"""A name, which is not blank."""

SUB_HEADINGS: Final = range(3, 7)
"""The levels of a heading below the title and the sections."""

UNPRINTABLE: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""What neither a web page nor a Word file can hold."""

_MOST_DECIMALS: Final = 12
PLAIN_AMOUNT: Final = re.compile(rf"[0-9]{{1,18}}(\.[0-9]{{1,{_MOST_DECIMALS}}})?")
"""An amount written with digits and a point alone, and not too long to print."""

_LARGEST: Final = 10**100
"""The largest count; what could not be printed and added up would be of no use in a cell."""
_TOO_LARGE: Final = say("应不大于 10 的 100 次方；现更大")
_TOO_SMALL: Final = say("应不小于负的 10 的 12 次方；现更小")


_Refuse: TypeAlias = Callable[[object], Message | None]


class _Shown(reprlib.Repr):
    def repr_int(self, x: int, level: int) -> str:
        """A whole number; one that Python does not print is hexadecimal."""
        return super().repr_int(x, level) if abs(x) < 10**100 else f"{x:#x}"[: self.maxlong] + "..."


shown: Final = _Shown().repr
"""A value as a message shows it, cut short where it is long or deep."""


def either(names: Iterable[str]) -> Listing:
    """One of *names*, as a message lists them.

    >>> str(either(["2019", "2021"]))
    '2019 或 2021'
    """
    return Listing(names, said(" 或 "))


def not_one_of(names: Listing, actual: str) -> Message:
    """That *actual* stands where one of *names* should."""
    return say("应为 {expected}；现为 {actual}", expected=names, actual=actual)


def typed(_: type, fields: "list[attrs.Attribute[Any]]") -> "list[attrs.Attribute[Any]]":
    """Let every field without a check of its own be checked by its type; a ``field_transformer`` of attrs."""
    return [each if each.validator else each.evolve(validator=_check(each.type)) for each in fields]


def _check(kind: Any) -> Callable[[object, "attrs.Attribute[Any]", object], None]:
    """A validator for *kind*; which refusal is its own is looked up once, not for each value."""
    refuse = _REFUSALS.get(kind) or _refuse_others(get_args(kind) or (kind,))

    def check(instance: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
        if problem := refuse(value):
            spec, told = attribute.metadata.get(Spec), {"name": f"{type(instance).__name__}.{attribute.name}"}
            if spec:
                told["name"] = say("{name}（{label}）", label=Label(spec.printed), **told)
            raise ValueRefusedError(say("{name}：{problem}", problem=problem, **told))

    return check


def _refuse_others(kinds: tuple[type, ...]) -> _Refuse:
    names = either("None" if each is type(None) else each.__name__ for each in kinds)
    return lambda value: None if isinstance(value, kinds) else not_one_of(names, shown(value))


def refuse_count(value: object) -> Message | None:
    """Why *value* is no count, or ``None`` if it is one."""
    if value is None or (type(value) is int and 0 <= value <= _LARGEST):
        return None
    if type(value) is int and value > 0:
        return _TOO_LARGE
    return say("应为不小于 0 的整数，空白为 None（JSON 中为 null）；现为 {actual}", actual=shown(value))


def refuse_change(value: object) -> Message | None:
    """Why *value* is no change, or ``None`` if it is one."""
    if value is None or (type(value) is int and -(10**12) <= value <= _LARGEST):
        return None
    if type(value) is int:
        return _TOO_LARGE if value > 0 else _TOO_SMALL
    return say("应为整数，减少的为负数，空白为 None（JSON 中为 null）；现为 {actual}", actual=shown(value))


def refuse_amount(value: object) -> Message | None:
    """Why *value* is no amount, or ``None`` if it is one."""
    if value is None or (type(value) is Decimal and _is_plain(value)):
        return None
    return say('应为不带符号的十进制数，如 "11.8"，空白为 None（JSON 中为 null）；现为 {actual}', actual=shown(value))


def _is_plain(value: Decimal) -> bool:
    """Whether *value*, written with digits and a point alone, is as long as an amount may be."""
    exponent = value.as_tuple().exponent
    may_be = isinstance(exponent, int) and -_MOST_DECIMALS <= exponent <= 0  # others may be a megabyte long
    return may_be and PLAIN_AMOUNT.fullmatch(f"{value:f}") is not None


def refuse_year(value: object) -> Message | None:
    """Why *value* is no year, or ``None`` if it is one."""
    if value is None or (type(value) is int and 1900 <= value <= 2999):  # noqa: PLR2004 - as the type says
        return None
    return say("应为四位数的年份，不详为 None（JSON 中为 null）；现为 {actual}", actual=shown(value))


def refuse_text(value: object) -> Message | None:
    """Why *value* is no text a page can show, or ``None`` if it is one."""
    if not isinstance(value, str):
        return say("应为文字；现为 {actual}", actual=shown(value))
    if value.isprintable():
        return None
    bad = sorted(set(UNPRINTABLE.findall(value)))
    return say("不得含有控制字符 {characters}；请删去", characters=", ".join(map(ascii, bad))) if bad else None


def printable(text: str) -> str:
    """*text* without what no page can show."""
    return UNPRINTABLE.sub("", text)


def refuse_name(value: object) -> Message | None:
    """Why *value* is no name, or ``None`` if it is one."""
    return refuse_text(value) or (None if str(value).strip() else say("应写明名称；现为 {actual}", actual=shown(value)))


def refuse_unit(value: object) -> Message | None:
    """Why *value* is no unit of money, or ``None`` if it is one."""
    return None if value in get_args(Unit) else say("应为 元、万元 或空；现为 {actual}", actual=shown(value))


def _refuse_optional_text(value: object) -> Message | None:
    return None if value is None else refuse_text(value)


def _refuse_date(value: object) -> Message | None:
    is_date = value is None or type(value) is date
    return None if is_date else say("应为 datetime.date 或 None；现为 {actual}", actual=shown(value))


def _refuse_blocks(value: object) -> Message | None:
    for number, block in enumerate(value if isinstance(value, tuple) else (), start=1):
        if problem := _refuse_block(block):
            return say("第 {number} 段：{problem}", number=number, problem=problem)
    return None


def _refuse_block(block: object) -> Message | None:
    if isinstance(block, Grid):
        texts = [block.caption, *(cell.text for row in block.rows for cell in row)]
        return next(filter(None, map(refuse_text, texts)), None)
    if not isinstance(block, Heading | Paragraph):
        return say("应为文字、Heading、Paragraph 或 Grid；现为 {actual}", actual=shown(block))
    if isinstance(block, Heading) and (type(block.level) is not int or block.level not in SUB_HEADINGS):
        return say("小标题的级别应为 3 至 6；现为 {actual}", actual=shown(block.level))
    return refuse_text(block.text)


_REFUSALS: Final[Mapping[Any, _Refuse]] = {
    Count: refuse_count,
    Change: refuse_change,
    Amount: refuse_amount,
    Unit: refuse_unit,
    Year: refuse_year,
    Name: refuse_name,
    str: refuse_text,
    str | None: _refuse_optional_text,
    date | None: _refuse_date,
    tuple[Block, ...]: _refuse_blocks,
}


# --- converters -------------------------------------------------------------------------------------------------------


def decimal(value: "Decimal | int | str | None") -> Decimal | None:
    """*value* as an exact decimal where it names one; a float does not."""
    is_decimal = isinstance(value, str) and re.fullmatch(r"\d+(\.\d*)?|\.\d+", value, re.ASCII)
    return Decimal(value) if is_decimal or type(value) is int else value  # type: ignore[arg-type, return-value]


def edition(value: "Edition | str") -> Edition:
    """The edition of that name.

    Raises:
        ValueRefusedError: There is none.
    """
    try:
        return Edition(value)
    except ValueError:
        problem = not_one_of(either(Edition), shown(value))
        raise ValueRefusedError(say("{name}：{problem}", name="AnnualReport.edition", problem=problem)) from None


# --- money ------------------------------------------------------------------------------------------------------------


@frozen(field_transformer=typed)
class Money:
    """An amount of money together with the unit printed in the cell, since the 2019 form prints none.

    >>> str(Money("251000", "元"))
    '251000元'
    """

    amount: Amount = field(default=Decimal(0), converter=decimal)
    """The amount, its decimals kept; ``None`` where the cell is blank in print."""
    unit: Unit = ""
    """The unit: 元, 万元, or none."""

    def __str__(self) -> str:
        """The amount as a cell prints it."""
        return "" if self.amount is None else f"{self.amount:f}{self.unit}"


def is_blank(value: Count | Change | Amount | Money) -> bool:
    """Whether the cell of *value* is blank in print.

    >>> is_blank(None), is_blank(Money(None)), is_blank(0)
    (True, True, False)
    """
    return value is None or (isinstance(value, Money) and value.amount is None)


def printed(value: Count | Change | Amount | Money) -> str:
    """A number as a cell shows it: no separators, the decimals of an amount kept, nothing for a blank.

    >>> printed(1204), printed(Decimal("11.80")), printed(None)
    ('1204', '11.80', '')
    """
    return "" if value is None else format(value, "f") if isinstance(value, Decimal) else str(value)
