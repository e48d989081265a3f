"""What the library says in the languages it knows: catalogues, and numbers and dates by Babel.

The source is Chinese as written on the mainland; the catalogues lead from it to the others. A locale is an argument of
whatever speaks, and never a state of the program. Babel is imported by what needs it: it takes long to import, and most
of what is said is neither a number nor a date.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache, reduce
from gettext import GNUTranslations, NullTranslations
from typing import Final, Protocol, Self, runtime_checkable

from attrs import field, frozen

from govdisclosure.errors import ValueRefusedError

__all__ = [
    "LOCALES", "SOURCE", "Label", "Listing", "Message", "Translatable", "as_one", "count", "joined", "label",
    "language_of", "locale_for", "long_date", "nearest_locale", "read_long_date", "said", "say",
    "simplified_characters", "some_of", "translate", "translated",
]  # fmt: skip

SOURCE: Final = "zh_Hans_CN"
LOCALES: Final = (SOURCE, "zh_Hant", "en")
"""Every locale the library speaks, the source first."""

_DOMAIN: Final = "govdisclosure"


@cache
def locale_for(name: str) -> str:
    """The locale among `LOCALES` that *name*, a locale or a language tag, asks for.

    >>> locale_for("en-GB"), locale_for("zh-TW"), locale_for("zh-Hans-CN")
    ('en', 'zh_Hant', 'zh_Hans_CN')

    Raises:
        ValueRefusedError: The library does not speak it.
    """
    if name in LOCALES:
        return name
    from babel import Locale, UnknownLocaleError

    try:
        asked = Locale.parse(name.replace("-", "_"))
    except (ValueError, TypeError, UnknownLocaleError):
        asked = None
    for known in map(Locale.parse, LOCALES):
        if asked and (asked.language, asked.script or known.script) == (known.language, known.script):
            return str(known)
    raise ValueRefusedError(say("没有语言“{name}”；可用 {locales}", name=name, locales=Listing(LOCALES)))


def nearest_locale(name: str) -> str:
    """The locale that *name* asks for, or the source where the library does not speak it.

    >>> nearest_locale("mn-Mong-CN")
    'zh_Hans_CN'
    """
    try:
        return locale_for(name)
    except ValueRefusedError:
        return SOURCE


def language_of(locale: str) -> str:
    """The language tag of *locale*, as pages and documents bear it.

    >>> language_of("zh_Hans_CN"), language_of("en")
    ('zh-Hans-CN', 'en')
    """
    return locale_for(locale).replace("_", "-")


@cache
def _catalogue(locale: str) -> NullTranslations:
    known = locale_for(locale)
    if known == SOURCE:
        return NullTranslations()
    from importlib.resources import files

    place = files("govdisclosure").joinpath("locale", known, "LC_MESSAGES", f"{_DOMAIN}.mo")
    with place.open("rb") as file:
        return GNUTranslations(file)


def translate(text: str, locale: str) -> str:
    """*text*, which the catalogues have word for word, in the language of *locale*.

    >>> translate("总计", "en")
    'Total'
    """
    return str(_catalogue(locale).gettext(text)) if text else ""


@cache
def simplified_characters() -> Mapping[int, str]:
    """For each traditional character that what the form prints is written with the simplified one.

    Converters write some of them in yet another way than the catalogue has it.

    >>> "複議".translate(simplified_characters())
    '复议'
    """
    pairs = _catalogue("zh_Hant")._catalog.items()  # type: ignore[attr-defined]  # noqa: SLF001 - nothing else lists it
    told = {new: old for text, other in pairs if len(text) == len(other) for old, new in zip(text, other, strict=True)}
    return str.maketrans(_VARIANTS | {new: old for new, old in told.items() if new != old})


_VARIANTS: Final = {"製": "制", "複": "复", "覆": "复", "爲": "为", "祕": "秘", "佈": "布"}

_ORDINAL: Final = re.compile(r"[一二三四五六七]、|（[一二三四五六七]）|\d\.")
"""What the form prints before a label."""


def label(text: str, locale: str) -> str:
    """What the form prints, ordinal and label, in the language of *locale*.

    >>> label("（四）无法提供", "en"), label("2.重复申请", "zh_Hant")
    ('(4) Unable to provide', '2.重複申請')
    """
    ordinal = _ORDINAL.match(text)
    words = text[ordinal.end() :] if ordinal else text
    return (translate(ordinal[0], locale) if ordinal else "") + translate(words, locale)


class Label(str):
    """What the form prints, which can say itself in another language.

    >>> Label("（四）无法提供").in_locale("en")
    '(4) Unable to provide'
    """

    __slots__ = ()

    def in_locale(self, locale: str) -> str:
        """The same in the language of *locale*."""
        return label(self, locale)


# --- sentences --------------------------------------------------------------------------------------------------------


@runtime_checkable
class Translatable(Protocol):
    """What can say itself in another language."""

    def in_locale(self, locale: str) -> str:
        """The same in the language of *locale*."""


class Message(str):
    """A sentence in Chinese that can say itself in another language.

    Attributes:
        template: The sentence with its blanks, as the catalogues have it.
        arguments: What stands in the blanks.
    """

    __slots__ = ("arguments", "template")
    template: str
    arguments: Mapping[str, object]

    def __new__(cls, template: str, arguments: Mapping[str, object]) -> Self:
        """Fill the blanks of *template* in."""
        self = super().__new__(cls, _filled_in(template, arguments, SOURCE))
        self.template, self.arguments = template, arguments
        return self

    def __getnewargs__(self) -> tuple[str, Mapping[str, object]]:  # type: ignore[override]
        """What makes the same message again."""
        return self.template, self.arguments

    def in_locale(self, locale: str) -> str:
        """The sentence in the language of *locale*.

        >>> say("{organ}{year}年政府信息公开工作年度报告", organ="柳溪镇", year=2025).in_locale("en")
        '柳溪镇: Annual Report on Government Information Disclosure, 2025'
        """
        return _filled_in(translate(self.template, locale), self.arguments, locale)


def _filled_in(template: str, arguments: Mapping[str, object], locale: str) -> str:
    return template.format_map({name: translated(value, locale) for name, value in arguments.items()})


def say(template: str, /, **arguments: object) -> Message:
    """The sentence *template* with *arguments* in its blanks.

    >>> say("印作 {actual}", actual=3)
    '印作 3'
    """
    return Message(template, arguments)


def said(text: str) -> str:
    """*text*, which is said elsewhere; a mark for the catalogues.

    >>> said("总计")
    '总计'
    """
    return text


def translated(value: object, locale: str) -> str:
    """*value* as a sentence in the language of *locale* shows it: a message or the like translated, all else as it is.

    >>> translated(say("总计"), "en"), translated(Decimal("11.80"), "en"), translated("总计", "en")
    ('Total', '11.80', '总计')
    """
    if type(value) is not str and isinstance(value, Translatable):
        return value.in_locale(locale)
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def _all(items: Iterable[object]) -> tuple[object, ...]:
    return tuple(items)


@frozen
class Listing:
    """Several things, one behind the other.

    >>> listing = Listing(["甲", say("总计")])
    >>> str(listing), listing.in_locale("en")
    ('甲、总计', '甲, Total')
    """

    items: tuple[object, ...] = field(converter=_all)
    mark: str = said("、")
    """What stands between them."""

    def in_locale(self, locale: str) -> str:
        """The things in the language of *locale*."""
        return translate(self.mark, locale).join(translated(item, locale) for item in self.items)

    def __str__(self) -> str:
        """The things in Chinese."""
        return self.in_locale(SOURCE)


def as_one(items: Iterable[object], mark: str) -> Message:
    """Several things as one message, *mark* between them.

    >>> as_one([say("总计"), "甲"], " ").in_locale("en")
    'Total 甲'
    """
    return Message("{items}", {"items": Listing(items, mark)})


def some_of(things: Sequence[object], most: int = 5) -> "Listing | Message":
    """The first *most* of *things*, with a word that there are more.

    >>> str(some_of(["甲", "乙", "丙"], most=2))
    '甲、乙等'
    """
    some = Listing(things[:most])
    return say("{some}等", some=some) if len(things) > most else some


def joined(sentences: Iterable[Message]) -> Message | str:
    """*sentences* as one, one behind the other; empty if there are none.

    >>> joined([say("总计"), say("合计")]), joined([])
    ('总计、合计', '')
    """
    told = list(sentences)
    return reduce(lambda one, other: say("{one}、{other}", one=one, other=other), told) if told else ""


# --- numbers and dates ------------------------------------------------------------------------------------------------


def count(number: int, locale: str) -> str:
    """*number* as a count of things is written.

    >>> count(12045, "en")
    '12,045'
    """
    from babel.numbers import format_decimal

    return format_decimal(number, locale=locale)


def long_date(day: date, locale: str) -> str:
    """*day* in words.

    >>> long_date(date(2026, 1, 20), "zh_Hans_CN"), long_date(date(2026, 1, 20), "en")
    ('2026年1月20日', 'January 20, 2026')
    """
    from babel.dates import format_date

    return format_date(day, "long", locale=locale)


def read_long_date(text: str, locale: str) -> date | None:
    """The day that `long_date` has written as *text*; ``None`` if it is none.

    >>> read_long_date("January 20, 2026", "en")
    datetime.date(2026, 1, 20)
    """
    from babel.dates import get_month_names

    months = {name: number for number, name in get_month_names("wide", locale=locale).items()}
    named = next((number for name, number in months.items() if name in text.split()), None)
    numbers = [int(each) for each in re.findall(r"\d+", text, re.ASCII)]
    try:
        day = date(numbers[-1], named, numbers[0]) if named else date(*numbers)
    except (IndexError, OverflowError, TypeError, ValueError):
        return None
    return day if long_date(day, locale) == text else None
