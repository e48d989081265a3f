"""Two names for every place on the form: the address a reader of the form uses, and the path an attribute has."""

import difflib
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache, cached_property, reduce
from itertools import product
from typing import Any, Final

import attrs
from attrs import frozen

from govdisclosure._spec import Edition, Spec, fields_of, plain, walk
from govdisclosure.errors import AddressError
from govdisclosure.i18n import Listing, Message, label, said, say, translate
from govdisclosure.report import TABLES, AnnualReport, shapes
from govdisclosure.values import Amount, Change, Count, Money

__all__ = ["Address", "DataCell", "Node", "address_of", "cells", "nodes", "path_of"]

_SEPARATOR: Final = "·"
_NUMBER: Final = re.compile(r"[一二三四五六七]|（[一二三四五六七]）|\d+")
"""A piece of the ordinal of a row."""


class Address(str):
    """A place in the words of the form that can say itself in another language.

    >>> Address("表三·三（四）2·自然人").in_locale("en")
    'Table 3 · 3(4)2 · Natural persons'
    """

    __slots__ = ()

    def in_locale(self, locale: str) -> str:
        """The place in the language of *locale*; what is no word of the form stays as it is."""
        return translate("·", locale).join(_word_in(word, locale) for word in self.split(_SEPARATOR))


def _word_in(word: str, locale: str) -> str:
    pieces = _NUMBER.findall(word)
    if "".join(pieces) != word:
        return label(word, locale)
    printed = (piece if piece.startswith("（") else f"{piece}、" for piece in pieces)
    return "".join(translate(each, locale).strip().rstrip(".、") for each in printed)


@frozen
class Node:
    """A place on the form: a section, a table, a group of rows, a row, a column of one row (a cell).

    >>> node = nodes()["requests.outcomes.unavailable.not_compiled"]
    >>> node.address, node.label, node.law
    ('表三·三（四）2', '2.没有现成信息需要另行制作', '第三十八条')
    """

    path: str
    table: str
    specs: tuple[Spec, ...]
    owner: type
    """The class that declares it."""
    is_cell: bool

    @cached_property
    def address(self) -> Address:
        """The place in the words of the form, such as ``表三·三（四）2·自然人``."""
        if len(self.specs) == 1:
            return Address(self.table or self.specs[0].printed)
        rows = [spec for spec in self.specs if spec.kind == "row"]
        numbered = [spec.number for spec in rows if spec.number][-1:]
        columns = [spec.short for spec in self.specs if spec.kind == "column"]
        return Address(_SEPARATOR.join([self.table, *(numbered or [spec.label for spec in rows]), *columns]))

    @property
    def label(self) -> str:
        """What the form prints there: the row, and for a cell the column."""
        rows = [spec.printed for spec in self.specs if spec.kind == "row"][-1:]
        columns = [spec.printed for spec in self.specs if spec.kind == "column"]
        return _SEPARATOR.join([*rows, *columns]) or self.specs[0].printed

    @property
    def law(self) -> str:
        """The article of the Regulations the row rests on (in 表四, which has no rows, the column); may be empty."""
        rows = [spec for spec in self.specs if spec.kind == "row"]
        return rows[-1].law if rows else next((spec.law for spec in reversed(self.specs) if spec.law), "")

    @property
    def field(self) -> str:
        """The name of the field in its class."""
        return self.path.rpartition(".")[2]

    def names(self) -> Iterator[str]:
        """Every way to write the address: with or without the table, by ordinal or by label, the last column alone."""
        rows = [spec for spec in self.specs if spec.kind == "row"]
        columns = [spec for spec in self.specs if spec.kind == "column"]
        tables = {"", self.table} if rows or columns else {self.table, *(spec.printed for spec in self.specs)}
        row_names = _row_names(rows[-1]) if rows else {""}
        column_names = {_SEPARATOR.join(spec.short for spec in columns)}
        if columns:
            column_names |= {
                _SEPARATOR.join(spec.printed for spec in columns),
                *_tails([spec.short for spec in columns]),
            }
        names = (_SEPARATOR.join(filter(None, parts)) for parts in product(tables, row_names, column_names))
        yield from filter(None, names)


def _row_names(row: Spec) -> set[str]:
    return {row.number, row.label, row.printed, row.short, row.ordinal + row.short} - {""}


def _tails(words: list[str]) -> set[str]:
    return {_SEPARATOR.join(words[n:]) for n in range(len(words))}


@frozen
class DataCell:
    """A number of a report and its place on the form."""

    node: Node
    value: Count | Change | Amount | Money

    @property
    def address(self) -> Address:
        """The place in the words of the form."""
        return self.node.address

    @property
    def path(self) -> str:
        """The attribute path from the report."""
        return self.node.path

    @property
    def label(self) -> str:
        """The row and column as printed."""
        return self.node.label


def cells(report: AnnualReport) -> Iterator[DataCell]:
    """The numbers of *report* in the order of print: 200 on the 2021 form, fewer where a table is absent.

    >>> from govdisclosure import Organ
    >>> numbers = list(cells(AnnualReport(organ=Organ("示例县柳溪镇人民政府"), year=2025)))
    >>> len(numbers), numbers[0].address, numbers[-1].path
    (200, '表二·规章·本年制发件数', 'remedies.litigation.after_reconsideration.total')
    """
    return (DataCell(node, value) for node, value in _nodes_in(report) if node.is_cell)


def _nodes_in(report: AnnualReport) -> Iterator[tuple[Node, Any]]:
    for path, specs, value in walk(report):
        owner = getattr(report, path.split(".", 1)[0])
        table = getattr(type(owner), "TABLE", None)
        is_cell = specs[-1].kind != "section" and not fields_of(type(value))
        declaring = reduce(getattr, path.split(".")[:-1], report)
        yield Node(path, table.name if table else "", specs, type(declaring), is_cell), value


@cache
def nodes(edition: Edition = Edition.V2021) -> Mapping[str, Node]:
    """Every place of the form by its attribute path; where editions differ at a path, as *edition* has it.

    >>> nodes(Edition.V2019)["proactive.licensing.decisions"].address
    '表二·行政许可·处理决定数量'
    """
    found: dict[str, Node] = {}
    for each in sorted(_every_node(), key=lambda each: each[0] is not edition):
        for node in each[1]:
            found.setdefault(node.path, node)
    return found


@cache
def _every_node() -> tuple[tuple[Edition, tuple[Node, ...]], ...]:
    """The places of every shape the form has been printed in."""
    empty = [AnnualReport(organ=None, year=None, edition=edition) for edition in reversed(Edition)]
    mixed = [
        attrs.evolve(report, **{name: shape})
        for report in empty
        for name, kinds in TABLES.items()
        for kind in kinds
        for shape in shapes(kind)
    ]
    return tuple((report.edition, tuple(node for node, _ in _nodes_in(report))) for report in (*empty, *mixed))


@cache
def _paths() -> Mapping[str, set[str]]:
    found = defaultdict(set)
    for node in {node for _, each in _every_node() for node in each}:
        for name in node.names():
            found[plain(name)].add(node.path)
    return found


def address_of(path: str, edition: Edition = Edition.V2021) -> Address:
    """The address on the form of the attribute *path*.

    >>> address_of("requests.outcomes.unavailable.not_compiled.natural_persons")
    '表三·三（四）2·自然人'

    Raises:
        AddressError: No part of the form has that path.
    """
    if path not in nodes(edition):
        near = _nearest(path, list(nodes(edition)))
        raise AddressError(say("年报里没有属性路径 {path}{near}", path=repr(path), near=near))
    return nodes(edition)[path].address


def path_of(address: str) -> str:
    """The attribute path of *address*, in full or in any shorter form that is not ambiguous.

    White space and the width of brackets do not matter, a row may be named by its ordinal or its label, and the name of
    the table may be left out.

    >>> path_of("表三·三（四）2·自然人")
    'requests.outcomes.unavailable.not_compiled.natural_persons'
    >>> path_of("三(四)2") == path_of("没有现成信息需要另行制作")
    True

    Raises:
        AddressError: The form has no such place, or more than one.
    """
    found = sorted(_paths().get(plain(address), ()))
    if not found:
        near = _nearest(plain(address), list(_paths()))
        raise AddressError(say("表中没有“{address}”{near}", address=str(address), near=near))
    if len(found) > 1:
        choices = [say("{address}  ({path})", address=nodes()[path].address, path=path) for path in found]
        raise AddressError(say("“{address}”不止一处，请写得更完整：", address=str(address)), choices)
    return found[0]


def _nearest(word: str, names: list[str]) -> Message | str:
    near = difflib.get_close_matches(word, names, n=3, cutoff=0.5)
    return say("；相近的有：{names}", names=Listing(near, said("，"))) if near else ""
