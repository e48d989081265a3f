"""The rules as pages that are made of the catalogue when the documentation is built, and the list of them all."""

from collections.abc import Iterator

from form_pages import LOCALES, links_to

import govdisclosure as gd
from govdisclosure.i18n import translate
from govdisclosure.output.catalogue import Entry, entries

__all__ = ["rule_pages"]

_WORDS = {
    "en": ("Code", "Title", "Severity", "On the form", "All rules"),
    "zh_Hans_CN": ("编号", "名称", "程度", "在表样上", "全部规则"),
}


def rule_pages() -> Iterator[tuple[str, str]]:
    """The name and the text of each page in every language, and of the lists that the pages about rules take in.

    A page of a rule stands in no table of contents: with hundreds of them in the margin of each other page, none would
    be found, and the building would take three times as long.
    """
    for locale, ending in LOCALES.items():
        *heads, on_the_form, all_rules = _WORDS[locale]
        for code, entry in entries().items():
            parts = ["---\norphan: true\n---", gd.explain(code, locale).rstrip()]
            if links := links_to(entry.touches, entry.editions, locale):
                parts.append(f"{on_the_form}{translate('：', locale)}{translate('、', locale).join(links)}")
            yield f"rules{ending}/{code}.md", "\n\n".join([*parts, f"[{all_rules}](../../rules{ending}.md)"]) + "\n"
        lines = [heads, ["---"] * len(heads), *([*_listed(entry, locale, ending)] for entry in entries().values())]
        yield f"rules{ending}.inc", "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def _listed(entry: Entry, locale: str, ending: str) -> Iterator[str]:
    yield f"[{entry.code}](_generated/rules{ending}/{entry.code}.md)"
    yield translate(entry.title, locale)
    yield translate(entry.severity.label, locale)
