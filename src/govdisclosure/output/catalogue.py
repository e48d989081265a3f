"""The catalogue of rules as something to read: what each rule checks, what it rests on, where it looks."""

import inspect
import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final

from attrs import field, frozen

from govdisclosure._spec import Edition
from govdisclosure.account import READING_CODES
from govdisclosure.addresses import nodes
from govdisclosure.errors import ValueRefusedError
from govdisclosure.findings import Severity
from govdisclosure.i18n import SOURCE, Listing, say, translate
from govdisclosure.ledger import LEDGER_CODES
from govdisclosure.rules import RULES
from govdisclosure.values import printable

__all__ = ["Entry", "entries", "explain", "page", "rules_as"]

_GROUNDS: Final = {
    "E": say("表样或法律明文"),
    "D": say("由定义得出"),
    "A": say("建议，可有例外"),
    "": say("读入或汇总时的说明"),
}
_SECTIONS: Final = {
    "Yields": say("报出什么"),
    "Why": say("为什么"),
    "Example": say("会报出的例子"),
    "Near miss": say("相近而不报的例子"),
    "Mend": say("怎样改正"),
    "Since": say("始于"),
}
_HEADING: Final = re.compile(r"^([A-Z][\w ]*):\n((?:(?: {4}.*)?(?:\n|$))+)", re.MULTILINE)
"""A section of a docstring: a word with a colon, and lines that stand further in."""


@frozen(kw_only=True)
class Entry:
    """What the catalogue says of one code: a rule, or something a reading or a tally can have to say.

    Attributes:
        code: The code.
        title: What it is called, in Chinese.
        severity: How much its findings weigh.
        ground: ``E``, ``D`` or ``A`` as in `Rule`; empty for what a reading or a tally says.
        source: What it rests on, in Chinese; may be empty.
        touches: The attribute paths it looks at.
        text: The explanation in English; may be empty.
        sections: The sections of the explanation by heading.
    """

    code: str
    title: str = field(converter=printable)
    severity: Severity
    ground: str = ""
    source: str = field(default="", converter=printable)
    touches: tuple[str, ...] = ()
    text: str = ""
    sections: tuple[tuple[str, str], ...] = ()
    concerns: frozenset[Edition] = frozenset(Edition)

    @classmethod
    def unknown(cls, code: str, severity: Severity = Severity.NOTICE, source: str = "") -> "Entry":
        """What can be said of a code that the catalogue does not know."""
        return cls(code=code, title=code, severity=severity, source=source)

    @property
    def editions(self) -> tuple[Edition, ...]:
        """The editions of the form that it concerns and that have what it looks at."""
        specs = [nodes()[path].specs[-1] for path in self.touches if path in nodes()]
        known = (edition for edition in Edition if not specs or any(edition in spec.editions for spec in specs))
        return tuple(edition for edition in known if edition in self.concerns)

    def facts(self, locale: str) -> Iterator[tuple[str, str]]:
        """What there is to know in short, each with what it is called."""
        yield translate("程度", locale), translate(self.severity.label, locale)
        yield translate("依据的性质", locale), _GROUNDS[self.ground].in_locale(locale)
        if self.source:
            yield translate("依据", locale), translate(self.source, locale)
        yield translate("表样版本", locale), Listing(self.editions).in_locale(locale)
        if self.touches:
            places = Listing(nodes()[path].address if path in nodes() else path for path in self.touches)
            yield translate("所看之处", locale), places.in_locale(locale)

    def headed(self, locale: str) -> Iterator[tuple[str, str]]:
        """The sections of the explanation, their headings in the language."""
        for heading, text in self.sections:
            yield _SECTIONS[heading].in_locale(locale) if heading in _SECTIONS else heading, text


@cache
def entries() -> Mapping[str, Entry]:
    """Every code of the library: the rules, then what a reading and a tally can have to say.

    >>> entries()["GD301"].title, entries()["GD907"].severity.label
    ('新收加结转等于办结加续办', '错误')
    """
    rules = {}
    for code, rule in RULES.items():
        told = inspect.cleandoc(rule.function.__doc__ or "")
        rules[code] = Entry(
            code=code,
            title=rule.title,
            severity=rule.severity,
            ground=rule.ground,
            source=rule.source,
            touches=rule.touches,
            concerns=rule.editions,
            text=_HEADING.sub("", told).strip(),
            sections=tuple((name, inspect.cleandoc(text)) for name, text in _HEADING.findall(told)),
        )
    remarks = (READING_CODES | LEDGER_CODES).items()
    return rules | {code: Entry(code=code, title=title, severity=severity) for code, (severity, title) in remarks}


def explain(code: str, locale: str = SOURCE) -> str:
    """What *code* stands for, as Markdown.

    >>> print(explain("GD301", "en").splitlines()[0])
    # GD301 What came in is closed or carried over

    Raises:
        ValueRefusedError: There is no such code.
    """
    if code not in entries():
        raise ValueRefusedError(f"没有编号为“{code}”的规则；govdisclosure rules 列出所有规则")
    return page(entries()[code], locale)


def page(entry: Entry, locale: str) -> str:
    """What there is to know of *entry*, as Markdown."""
    parts = [
        f"# {entry.code} {translate(entry.title, locale)}",
        entry.text,
        "\n".join(f"- {name}{translate('：', locale)}{fact}" for name, fact in entry.facts(locale)),
        *(f"## {heading}\n\n{text}" for heading, text in entry.headed(locale)),
    ]
    return "\n\n".join(filter(None, parts)) + "\n"


def rules_as(format: str, locale: str) -> str:  # noqa: A002
    """The whole catalogue as ``md``, a table in Markdown, or as ``json``."""
    return {"md": _as_markdown, "json": _as_json}[format](locale)


def _as_markdown(locale: str) -> str:
    names = [name.in_locale(locale) for name in (say("编号"), say("名称"), say("程度"), say("依据"))]
    rows = [
        [
            each.code,
            translate(each.title, locale),
            translate(each.severity.label, locale),
            translate(each.source, locale),
        ]
        for each in entries().values()
    ]
    return "".join("| " + " | ".join(row) + " |\n" for row in [names, ["---"] * len(names), *rows])


def _as_json(locale: str) -> str:
    return json.dumps([as_data(each, locale) for each in entries().values()], ensure_ascii=False, indent=2) + "\n"


def as_data(entry: Entry, locale: str) -> dict[str, Any]:
    """*entry* for a program to read."""
    return {
        "code": entry.code,
        "title": translate(entry.title, locale),
        "severity": entry.severity.name.lower(),
        "ground": entry.ground or None,
        "source": translate(entry.source, locale),
        "editions": [edition.value for edition in entry.editions],
        "touches": list(entry.touches),
        "explanation": entry.text,
    }
