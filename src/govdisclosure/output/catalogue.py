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
from govdisclosure.addresses import Address, nodes
from govdisclosure.errors import ValueRefusedError
from govdisclosure.findings import Severity
from govdisclosure.i18n import SOURCE, Listing, Message, say, translate, translated
from govdisclosure.ledger import LEDGER_CODES
from govdisclosure.rollup import ROLL_UP_CODES
from govdisclosure.rules import CHECK_CODES, catalogue
from govdisclosure.rules.pages import page_of
from govdisclosure.testing.cases import checked, in_words
from govdisclosure.values import printable

__all__ = ["Entry", "entries", "explain", "page", "rules_as"]

_GROUNDS: Final = {
    "E": say("表样或法律明文"),
    "D": say("由定义得出"),
    "A": say("建议，可有例外"),
    "": say("读入、检查或汇总时的说明"),
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
"""A section of a docstring, where a rule has no page: a word with a colon, and lines that stand further in."""


@frozen(kw_only=True)
class Entry:
    """What the catalogue says of one code: a rule, or something that reading or adding up can have to say.

    Attributes:
        code: The code.
        title: What it is called, in Chinese.
        severity: How much its findings weigh.
        ground: ``E``, ``D`` or ``A`` as in `Rule`; empty for what no rule says.
        source: What it rests on, in Chinese; may be empty.
        touches: The attribute paths it looks at.
        docstring: What the function of the rule says of itself, which explains a rule that has no page.
    """

    code: str
    title: str = field(converter=printable)
    severity: Severity
    ground: str = ""
    source: str = field(default="", converter=printable)
    touches: tuple[str, ...] = ()
    docstring: str = ""
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

    def checks(self, locale: str) -> str:
        """What holds where there is no finding; may be empty."""
        told = page_of(self.code)
        return translate(told.checks, locale) if told else _HEADING.sub("", self.docstring).strip()

    def facts(self, locale: str) -> Iterator[tuple[str, str]]:
        """What there is to know in short, each with what it is called."""
        yield translate("程度", locale), translate(self.severity.label, locale)
        yield translate("表样版本", locale), Listing(self.editions).in_locale(locale)
        if self.touches:
            places = Listing(nodes()[path].address if path in nodes() else path for path in self.touches)
            yield translate("所看之处", locale), places.in_locale(locale)

    def headed(self, locale: str, *, examples: bool = False) -> Iterator[tuple[str, str]]:
        """The sections of the explanation, their headings in the language; the *examples* take a check each."""
        for heading, text in self._sections(locale, examples=examples):
            yield _SECTIONS[heading].in_locale(locale) if heading in _SECTIONS else heading, text

    def _sections(self, locale: str, *, examples: bool) -> Iterator[tuple[str, str]]:
        if self.source:
            why = say("{source}（{ground}）", source=translate(self.source, locale), ground=_GROUNDS[self.ground])
            yield "Why", why.in_locale(locale)
        told = page_of(self.code)
        if told is None:
            yield from ((name, inspect.cleandoc(text)) for name, text in _HEADING.findall(self.docstring))
            return
        for heading, cases in (("Example", told.fires), ("Near miss", told.silent)):
            if examples and cases:
                yield heading, "\n".join(_example(self.code, case, locale) for case in cases)
        yield "Mend", translate(told.mend, locale)
        yield "Since", told.since


def _example(code: str, case: Mapping[str, Any], locale: str) -> str:
    """*case* as an item of a list, with what the rule *code* finds in it."""
    what, changes = Message(case["what"], {}), in_words(case)
    head = say("{what}：{changes}", what=what, changes=Listing(changes, mark="；")) if changes else what
    found = [
        " ".join(filter(None, [Address(each.address).in_locale(locale), translated(each.message, locale)]))
        for each in checked(case, code)
    ]
    return "\n".join([f"- {head.in_locale(locale)}", *(f"  - {line}" for line in found)])


@cache
def entries() -> Mapping[str, Entry]:
    """Every code of the library: what a check says of itself, the rules, what reading and adding up have to say.

    >>> entries()["GD301"].title, entries()["GD907"].severity.label
    ('新收加结转等于办结加续办', '错误')
    """
    rules = {
        code: Entry(
            code=code,
            title=rule.title,
            severity=rule.severity,
            ground=rule.ground,
            source=rule.source,
            touches=rule.touches,
            concerns=rule.editions,
            docstring=inspect.cleandoc(rule.function.__doc__ or ""),
        )
        for code, rule in catalogue().items()
    }
    checks, others = (
        {code: Entry(code=code, title=title, severity=severity) for code, (severity, title) in codes.items()}
        for codes in (CHECK_CODES, READING_CODES | LEDGER_CODES | ROLL_UP_CODES)
    )
    return checks | rules | others


def explain(code: str, locale: str = SOURCE) -> str:
    """What *code* stands for, as Markdown: what it checks, why, examples, and how to mend what it finds.

    >>> print(explain("GD301", "en").splitlines()[0])
    # GD301 What came in is closed or carried over

    Raises:
        ValueRefusedError: There is no such code.
    """
    if code not in entries():
        raise ValueRefusedError(say("没有编号为“{code}”的规则；govdisclosure rules 列出所有规则", code=code))
    return page(entries()[code], locale, examples=True)


def page(entry: Entry, locale: str, *, examples: bool = False) -> str:
    """What there is to know of *entry*, as Markdown; the *examples* take a check each."""
    parts = [
        f"# {entry.code} {translate(entry.title, locale)}",
        entry.checks(locale),
        "\n".join(f"- {name}{translate('：', locale)}{fact}" for name, fact in entry.facts(locale)),
        *(f"## {heading}\n\n{text}" for heading, text in entry.headed(locale, examples=examples)),
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
    told = page_of(entry.code)
    return {
        "code": entry.code,
        "title": translate(entry.title, locale),
        "severity": entry.severity.name.lower(),
        "ground": entry.ground or None,
        "source": translate(entry.source, locale),
        "editions": [edition.value for edition in entry.editions],
        "touches": list(entry.touches),
        "explanation": entry.checks(locale),
        "mend": translate(told.mend, locale) if told else "",
        "since": told.since if told else None,
    }
