"""What stands in one column of a register, turned into what a record holds, and why it is refused."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any, Final, NoReturn

import attrs
from attrs import frozen

from govdisclosure._spec import plain, walk
from govdisclosure.addresses import Address, nodes
from govdisclosure.errors import ValueRefusedError
from govdisclosure.i18n import LOCALES, Listing, Message, label, said, say
from govdisclosure.values import refuse_text, shown

__all__ = [
    "Choice", "Column", "columns_of", "entry", "read_amount", "read_count", "read_date",
    "read_flag", "read_text",
]  # fmt: skip


def _refuse(template: str, given: object) -> NoReturn:
    raise ValueRefusedError(say(template, actual=shown(given)))


# --- columns ----------------------------------------------------------------------------------------------------------


@frozen
class Column:
    """A column of a register: what it may be called, and how to read what stands in it."""

    names: tuple[str, ...]
    """What it is called in Chinese, the usual name first; the name of the field is its English name."""
    read: Callable[[Any], object]
    default: object
    strokes: bool = False
    """Whether a stroke stands for nothing."""

    @property
    def required(self) -> bool:
        """Whether every record must have it."""
        return self.default is attrs.NOTHING

    def value(self, given: object) -> Any:
        """What *given* stands for; nothing at all stands for the default.

        Raises:
            ValueRefusedError: It stands for nothing that the column can hold, or the column must not be left out.
        """
        is_stroke = self.strokes and isinstance(given, str) and plain(given) in _STROKES
        if not (is_stroke or _is_blank(given)):
            try:
                return self.read(given)
            except ValueRefusedError as error:
                raise ValueRefusedError(
                    say("{column}：{problem}", column=self.names[0], problem=error.message)
                ) from None
        if self.required:
            raise ValueRefusedError(say("没有填{column}", column=self.names[0]))
        return self.default

    def problem(self, given: object) -> str | None:
        """Why *given* is refused, or ``None`` if it is not."""
        try:
            self.value(given)
        except ValueRefusedError as error:
            return error.message
        return None


def entry(read: Callable[[Any], object], *names: str, default: object = attrs.NOTHING, strokes: bool = False) -> Any:
    """A field of a record that is a column called *names* in a register; without a default it must be filled in."""
    column = Column(names, read, default, strokes)
    return attrs.field(default=default, converter=column.value, metadata={Column: column})


def columns_of(kind: type) -> Mapping[str, Column]:
    """The columns of a register of *kind*, by the names of its fields."""
    return {field.name: field.metadata[Column] for field in attrs.fields(kind)}


def _is_blank(given: object) -> bool:
    if given is None or isinstance(given, str):
        return not (given and given.strip())
    try:
        return bool(given != given)  # noqa: PLR0124 - NaN and NaT are what is not equal to itself
    except TypeError:  # of NA in pandas it is not known whether it is equal to anything
        return True
    except (ArithmeticError, ValueError):  # signalling NaN, and arrays
        return False


_STROKES: Final = frozenset({"-", "--", "/", "无"})
_LONGEST: Final = 200
"""The letters that are looked at; no date and no label of the form has more."""


# --- dates ------------------------------------------------------------------------------------------------------------

_DATE: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]\d{1,2}:\d{2}.*)?", re.ASCII)
_AS_DASHES: Final = str.maketrans({"年": "-", "月": "-", "日": None, "/": "-", ".": "-"})
_FIRST_DAY: Final = date(1899, 12, 30)
"""The day that spreadsheets count from."""
_SERIALS: Final = range((date(2000, 1, 1) - _FIRST_DAY).days, (date(2100, 1, 1) - _FIRST_DAY).days)
"""The days of this century as spreadsheets count them."""


def read_date(given: object) -> date:
    """The day that *given* names.

    A number of five digits is a day as spreadsheets count them. Of a time only the day is kept.

    >>> read_date("2025年3月1日") == read_date("2025/3/1 09:30") == read_date(45717) == date(2025, 3, 1)
    True

    Raises:
        ValueRefusedError: It names no day.
    """
    if isinstance(given, datetime):
        return given.date()
    if isinstance(given, date):
        return given
    day = _day(given[:_LONGEST]) if isinstance(given, str) else _day_of_spreadsheet(given)
    return day or _refuse(said("应为日期，如 2025-03-01、2025/3/1、2025年3月1日；现为 {actual}"), given)


@lru_cache(maxsize=8192)
def _day(text: str) -> date | None:
    bare = unicodedata.normalize("NFKC", text).strip()
    if re.fullmatch(r"\d{5}", bare, re.ASCII):
        return _day_of_spreadsheet(int(bare))
    if re.fullmatch(r"\d{8}", bare, re.ASCII):
        bare = f"{bare[:4]}-{bare[4:6]}-{bare[6:]}"
    day, _, time = bare.partition(" ")
    match = _DATE.fullmatch(" ".join([day.translate(_AS_DASHES), time]).strip())
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


def _day_of_spreadsheet(given: object) -> date | None:
    if isinstance(given, bool) or not isinstance(given, int | float) or not given < _SERIALS.stop:
        return None
    return _FIRST_DAY + timedelta(days=int(given)) if given >= _SERIALS.start else None


# --- texts and numbers ------------------------------------------------------------------------------------------------


def read_text(given: object) -> str:
    """*given* as one line of text; a whole number is taken for its digits.

    >>> read_text(" 柳公开申〔2025〕3号 "), read_text(17.0)
    ('柳公开申〔2025〕3号', '17')

    Raises:
        ValueRefusedError: It is no text, or cannot be printed.
    """
    whole = int(given) if isinstance(given, float) and given.is_integer() else given
    text = str(whole) if type(whole) is int else whole
    if not isinstance(text, str) or refuse_text(text):
        return _refuse(said("应为文字，不得含有控制字符；现为 {actual}"), given)
    return " ".join(text.split())


def read_count(given: object) -> int:
    """The count that *given* names, 0 or more.

    >>> read_count("1,204"), read_count(3.0)
    (1204, 3)

    Raises:
        ValueRefusedError: It is no count.
    """
    text = _digits(given)
    return (
        int(text)
        if re.fullmatch(r"\d{1,12}", text, re.ASCII)
        else _refuse(said("应为件数，如 12；现为 {actual}"), given)
    )


def read_amount(given: object) -> Decimal:
    """The amount that *given* names, its decimals kept.

    A float is taken for what a spreadsheet shows of it, which is fifteen digits.

    >>> read_amount("1,204.50"), read_amount(0.1 + 0.2)
    (Decimal('1204.50'), Decimal('0.3'))

    Raises:
        ValueRefusedError: It is no amount of 0 or more.
    """
    text = _digits(given)
    if re.fullmatch(r"\d{1,15}(\.\d{1,12})?", text, re.ASCII):
        return Decimal(text)
    return _refuse(said("应为不带符号和单位的金额，如 1204.50；现为 {actual}"), given)


def _digits(given: object) -> str:
    """*given* as digits are written, if it is a number; else anything that is no number."""
    if isinstance(given, float):
        number = Decimal(format(given, ".15g"))
        return format(number.to_integral_value() if given.is_integer() else number, "f")
    if isinstance(given, str):
        bare = unicodedata.normalize("NFKC", given).strip()
        return bare.replace(",", "") if re.match(r"\d{1,3}(,\d{3})+(\.|$)", bare, re.ASCII) else bare
    return format(given, "f") if isinstance(given, Decimal) else str(given) if type(given) is int else ""


_FLAGS: Final = {
    **dict.fromkeys(("是", "有", "√", "yes", "y", "true", "1"), True),
    **dict.fromkeys(("否", "无", "×", "-", "no", "n", "false", "0"), False),
}


def read_flag(given: object) -> bool:
    """Whether *given* says yes.

    >>> read_flag("是"), read_flag("No"), read_flag(1)
    (True, False, True)

    Raises:
        ValueRefusedError: It says neither yes nor no.
    """
    answer = _FLAGS.get(plain(str(given)).lower())
    return _refuse(said("应为 是 或 否；现为 {actual}"), given) if answer is None else answer


# --- lines of the form ------------------------------------------------------------------------------------------------

_MOST_CHOICES: Final = 8


@frozen(eq=False)
class Choice:
    """One of the lines of the form at or below *root*, a *whole*, that are each a *part*; totals are none.

    A line may be called by its path below *root* or in full, by its address, by its ordinal, by what the form prints
    there, and by that in any language of the library. What is read is the path below *root*.

    >>> from govdisclosure.report import ByApplicant, Outcomes
    >>> outcome = Choice("requests.outcomes", Outcomes, ByApplicant)
    >>> outcome("三（四）2") == outcome("没有现成信息需要另行制作") == outcome("unavailable.not_compiled")
    True
    >>> outcome("无法提供")
    Traceback (most recent call last):
    govdisclosure.errors.ValueRefusedError: “无法提供”分为几项，请写明是哪一项：1.本机关不掌握相关政府信息、...
    """

    root: str
    whole: type
    part: type
    none: tuple[str, ...] = ()
    """Lines of the form that say that there is none yet."""

    def __call__(self, given: object) -> str | None:
        """The path of the line that *given* names, ``None`` where it says that there is none yet.

        Raises:
            ValueRefusedError: It names no line, or a group of lines.
        """
        if not isinstance(given, str):
            return _refuse(said("应为文字；现为 {actual}"), given)
        path, problem = _line(self, given[:_LONGEST])
        if problem:
            raise ValueRefusedError(problem)
        return path


@lru_cache(maxsize=4096)
def _line(choice: Choice, given: str) -> tuple[str | None, Message | None]:
    """The path of the line that *given* names, or why it names none."""
    names, word, given = _names(choice), _folded(given), shown(given)[1:-1]
    if word in names:
        return names[word], None
    printed = {path: Address(nodes()[f"{choice.root}.{path}"].specs[-1].printed) for path in _paths(choice)}
    if group := _groups(choice).get(word):
        below = Listing(text for path, text in printed.items() if path.startswith(f"{group}."))
        return None, say("“{given}”分为几项，请写明是哪一项：{choices}", given=given, choices=below)
    near = {path for name, path in names.items() if word in name or name in word}
    choices = Listing(text for path, text in printed.items() if path in near or len(printed) <= _MOST_CHOICES)
    if choices.items:
        return None, say("表上没有“{given}”；可填 {choices}", given=given, choices=choices)
    return None, say(
        "表上没有“{given}”；请填表样上的字或序号，如 {example}", given=given, example=printed[_paths(choice)[0]]
    )


def _folded(text: str) -> str:
    return plain(text).casefold()


@cache
def _paths(choice: Choice) -> tuple[str, ...]:
    found = walk(choice.whole())
    return tuple(path for path, specs, value in found if type(value) is choice.part and not any(s.sums for s in specs))


def _called(full: str, path: str) -> Iterator[str]:
    """Every name of the line at *full*, which is called *path* for short."""
    node = nodes()[full]
    spec = node.specs[-1]
    yield from (path, full, *node.names(), *spec.also)
    yield spec.number.removeprefix("三")
    yield from (label(text, locale) for text in (spec.printed, spec.label, spec.short) for locale in LOCALES)


def _unmistakable(pairs: Iterable[tuple[str, str | None]]) -> dict[str, str | None]:
    """The names among *pairs* that are of one line only."""
    found: dict[str, set[str | None]] = {}
    for name, path in pairs:
        found.setdefault(_folded(name), set()).add(path)
    return {name: next(iter(paths)) for name, paths in found.items() if name and len(paths) == 1}


@cache
def _names(choice: Choice) -> Mapping[str, str | None]:
    lines = ((name, path) for path in _paths(choice) for name in _called(f"{choice.root}.{path}", path))
    return _unmistakable([*lines, *((name, None) for full in choice.none for name in _called(full, full))])


@cache
def _groups(choice: Choice) -> Mapping[str, str | None]:
    groups = {path.rpartition(".")[0] for path in _paths(choice)} - {""}
    return _unmistakable((name, path) for path in groups for name in _called(f"{choice.root}.{path}", path))
