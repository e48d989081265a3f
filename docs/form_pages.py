"""The form row by row, as pages that are made of its declarations when the documentation is built."""

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

from attrs import frozen
from markupsafe import Markup, escape

import govdisclosure as gd
from govdisclosure.document import with_texts
from govdisclosure.formats.markup import drawn
from govdisclosure.i18n import label, translate
from govdisclosure.layout import draw
from govdisclosure.reference import declaration

__all__ = ["LOCALES", "form_pages", "links_to", "meanings", "places"]

LOCALES = {"en": "", "zh_Hans_CN": ".zh"}
"""The languages of the pages, each with what the names of its pages end in."""

_MEANINGS = Path(__file__).with_name("form_meanings.toml")
_WORDS = {
    "title": ("The form of {edition}, row by row", "{edition} 年版表样，逐行"),
    "counts": (
        "The form of {notice}: {sections} sections, {tables} tables, {lines} rows and groups, {cells} cells.",
        "{notice}所附的表样：{sections} 个部分，{tables} 张表，{lines} 行（含分组），{cells} 个填数的格。",
    ),
    "drawing": (
        "The table as it prints. A cell leads to what is said of it.",
        "印出来的样子。点一格，到它的说明。",
    ),
    "address": ("Address", "地址"),
    "printed": ("Printed", "印作"),
    "also": ("Also published as", "也有印作"),
    "path": ("Path", "属性路径"),
    "unit": ("Unit", "单位"),
    "law": ("Regulations", "《条例》"),
    "no law": ("no article that is certain", "没有找到确定的依据"),
    "sum": ("Sum", "合计"),
    "is sum": ("of all that stands beside it, unless it is given", "并列各项之和，不写则自己算出"),
    "balance": ("Balance", "勾稽"),
    "declared": ("Declared", "声明"),
    "where": ("{file}, line {line}: {attribute}", "{file} 第 {line} 行：{attribute}"),
    "rules": ("Checked by", "规则"),
    "looking": ("Checks of the whole section: {count}", "看整个部分的规则：{count} 条"),
    "whole": ("[the checks of the whole table](#{anchor})", "[看整张表的](#{anchor})"),
    "meaning": ("Meaning", "含义"),
    "cells": ("Cells: {names}", "各格：{names}"),
}


def form_pages() -> Iterator[tuple[str, str]]:
    """The name and the text of the page of every edition in every language."""
    for edition in reversed(gd.Edition):
        for locale, ending in LOCALES.items():
            yield f"form/{edition.value}{ending}.md", "\n\n".join(_Page(edition, locale).parts()) + "\n"


@cache
def meanings() -> dict[str, str]:
    """What each line of the form means in Chinese, by the words in which its declaration says so in English."""
    return tomllib.loads(_MEANINGS.read_text("utf-8"))


@cache
def places(edition: gd.Edition) -> dict[str, gd.Node]:
    """Every section, group, row and cell of one edition by its path, in the order of print."""
    known = gd.nodes(edition)
    below: dict[str, dict[str, None]] = {path: {path: None} for path in known if "." not in path}
    for cell in gd.cells(gd.AnnualReport(organ=None, year=None, edition=edition)):
        upwards = cell.path.split(".")
        below[upwards[0]] |= dict.fromkeys(".".join(upwards[: n + 1]) for n in range(len(upwards)))
    return {path: known[path] for paths in below.values() for path in paths}


def links_to(paths: Iterable[str], editions: Sequence[gd.Edition], locale: str) -> list[str]:
    """Links to the sections and rows that have *paths*, on the page of the newest of *editions* that has them."""
    found: dict[str, str] = {}
    for path in paths:
        page = next((_Page(each, locale) for each in reversed(editions) if path in places(each)), None)
        if page:
            node = page.places[path.rpartition(".")[0] if page.places[path].is_cell else path]
            found[page.anchor(node)] = f"[{node.address.in_locale(locale)}](#{page.anchor(node)})"
    return [*found.values()]


@frozen
class _Page:
    """The page of one edition in one language."""

    edition: gd.Edition
    locale: str

    def parts(self) -> Iterator[str]:
        """The blocks of the page, from the title down."""
        lines = [node for node in self.places.values() if not node.is_cell]
        sections = [node for node in lines if "." not in node.path]
        yield f"# {self.say('title', edition=self.edition.value)}"
        yield self.say(
            "counts",
            notice=self.edition.notice,
            sections=len(sections),
            tables=sum(bool(node.table) for node in sections),
            lines=len(lines) - len(sections),
            cells=len(self.places) - len(lines),
        )
        for node in lines:
            yield from self.line(node)

    def line(self, node: gd.Node) -> Iterator[str]:
        """A section, a group or a row, with the cells right below it."""
        spec, is_section = node.specs[-1], "." not in node.path
        named = label(spec.printed, self.locale) if is_section else self.named(node)
        bears_its_path = named.lower().endswith(f" {node.path}")  # the heading 1. Overview, whose id Sphinx makes of it
        yield _marks("" if bears_its_path else node.path, node.address, "" if is_section else spec.number)
        yield f"({self.anchor(node)})=\n{'#' * (node.path.count('.') + 2)} {named}"
        yield self.meaning(node)
        yield "\n".join(f":{self.say(name)}: {text}" for name, text in self.facts(node) if text)
        if is_section:
            rules = self.rules([node.path])
            yield _folded(self.say("looking", count=len(rules)), "\n".join(f"- {rule}" for rule in rules))
        if is_section and node.table:
            yield self.drawing(node)
        if cells := self.cells(node):
            yield self.table(cells)

    # --- what is said of a place --------------------------------------------------------------------------------------

    def facts(self, node: gd.Node) -> Iterator[tuple[str, str]]:
        """What there is to know of a place that is no cell, each with what it is called."""
        spec, declared = node.specs[-1], declaration(node)
        owner = node.owner.__name__
        attribute = f"{{py:attr}}`{owner}.{node.field} <govdisclosure.{owner}.{node.field}>`"
        yield "address", self.both(node.address, node.address.in_locale(self.locale))
        yield "printed", self.both(spec.printed, label(spec.printed, self.locale))
        yield "also", "；".join(spec.also)
        yield "path", f"`{node.path}`"
        yield "law", node.law or (self.say("no law") if self.cells(node) and not spec.sums else "")
        yield "sum", self.say("is sum") if spec.sums else ""
        yield "balance", self.balance(node)
        yield "declared", self.say("where", file=declared.file, line=declared.line, attribute=attribute)
        yield "rules", self.rules_of(node)

    def meaning(self, node: gd.Node) -> str:
        """What the declaration says it means."""
        told = declaration(node).meaning
        return told if self.locale == "en" else meanings()[told]

    def balance(self, node: gd.Node) -> str:
        """The balance that the form prints for a table, its rows linked; nothing for what has none."""
        section = getattr(gd.AnnualReport(organ=None, year=None, edition=self.edition), node.path.split(".")[0])
        balance = section.TABLE.balance if node.table and "." not in node.path else None
        if balance is None:
            return ""
        rows = [[self.places[f"{node.path}.{path}"] for path in side] for side in (balance.left, balance.right)]
        return " = ".join(" + ".join(f"[{self.named(row)}](#{self.anchor(row)})" for row in side) for side in rows)

    def rules_of(self, node: gd.Node) -> str:
        """The rules that look at a row or group: at it, at what it stands in, at a cell of it, at the whole table."""
        section, *groups = [".".join(node.path.split(".")[: n + 1]) for n in range(node.path.count(".") + 1)]
        told = self.rules([*groups, *(each.path for each in self.cells(node))])
        whole = [self.say("whole", anchor=self.anchor(self.places[section]))] if self.looking([section]) else []
        return translate("；", self.locale).join([*told, *whole]) if groups else ""

    def rules(self, paths: Iterable[str]) -> list[str]:
        """The rules that say they look at one of *paths*, linked, with what they are called."""
        return [
            self.rule(code, f"{code} {translate(gd.RULES[code].title, self.locale)}") for code in self.looking(paths)
        ]

    def looking(self, paths: Iterable[str]) -> list[str]:
        """The codes of the rules that say they look at one of *paths*."""
        wanted = set(paths)
        return [each.code for each in gd.RULES.values() if self.edition in each.editions and wanted & {*each.touches}]

    # --- cells and drawings -------------------------------------------------------------------------------------------

    def table(self, cells: list[gd.Node]) -> str:
        """The cells of a row, one a line, folded under their names."""
        heads = [self.say(word) for word in ("address", "printed", "meaning", "unit", "path", "rules")]
        lines = [heads, ["---"] * len(heads), *([*self.cell(node)] for node in cells)]
        names = translate("、", self.locale).join(label(node.specs[-1].short, self.locale) for node in cells)
        return _folded(self.say("cells", names=names), "\n".join("| " + " | ".join(line) + " |" for line in lines))

    def cell(self, node: gd.Node) -> Iterator[str]:
        """What there is to know of a cell, in the order of the heads of `table`."""
        spec = node.specs[-1]
        yield _marks(node.path, node.address) + self.both(node.address, node.address.in_locale(self.locale))
        yield self.both(spec.printed, label(spec.printed, self.locale))
        yield self.meaning(node)
        yield spec.unit
        yield f"`{node.path}`"
        yield " ".join(self.rule(code, code) for code in self.looking([node.path]))

    def drawing(self, node: gd.Node) -> str:
        """The table of a section as the writer of web pages draws it, each cell a link."""
        section = getattr(gd.AnnualReport(organ=None, year=None, edition=self.edition), node.path)
        grid = with_texts(draw(section, node.path), lambda text: label(text, self.locale))
        links = {cell.path: ("", self.link(cell.path)) for line in grid.rows for cell in line if cell.path}
        picture = drawn(grid, f"drawn-{node.path}", marks=links)
        parts = "\n".join(f"<{part}>\n{rows}\n</{part}>" for part, rows in picture.parts)
        table = f'<table class="form-columns-{picture.width}">\n{parts}\n</table>'
        return f'{self.say("drawing")}\n\n<div class="form-drawing">\n{table}\n</div>'

    def link(self, path: str) -> Markup:
        """What stands in the drawing in place of a number."""
        address = self.places[path].address.in_locale(self.locale)
        return Markup('<a href="#{}" title="{}" aria-label="{}">□</a>').format(path, address, address)

    # --- words --------------------------------------------------------------------------------------------------------

    @property
    def places(self) -> dict[str, gd.Node]:
        """Every place of the edition."""
        return places(self.edition)

    def cells(self, node: gd.Node) -> list[gd.Node]:
        """The cells right below a place."""
        return [each for each in self.places.values() if each.is_cell and each.path.rpartition(".")[0] == node.path]

    def say(self, word: str, **blanks: object) -> str:
        """The *word* in the language of the page."""
        return _WORDS[word][[*LOCALES].index(self.locale)].format(**blanks)

    def named(self, node: gd.Node) -> str:
        """What a row or a group is called: its ordinal in full and its label."""
        spec = node.specs[-1]
        return f"{gd.Address(spec.number).in_locale(self.locale)} {label(spec.label, self.locale)}".strip()

    def both(self, chinese: str, translated: str) -> str:
        """What the form says, and in brackets what that is in the language of the page, if that is another."""
        return chinese if chinese == translated else f"{chinese} ({translated})"

    def anchor(self, node: gd.Node) -> str:
        """The name by which every page of the documentation can link to a place."""
        return f"form-{self.edition.value}{LOCALES[self.locale].replace('.', '-')}-{node.path}"

    def rule(self, code: str, text: str) -> str:
        """A link to the page of a rule."""
        return f"[{text}](../rules{LOCALES[self.locale]}/{code}.md)"


def _marks(*names: str) -> str:
    """Marks that an address in a browser can end with."""
    return "".join(f'<span id="{escape(name)}"></span>' for name in dict.fromkeys(names) if name)


def _folded(summary: str, text: str) -> str:
    """*text* that is shown when its summary is pressed."""
    return f"<details><summary>{summary}</summary>\n\n{text}\n\n</details>"
