"""What one line of the model says about its place on the form.

Every field of `govdisclosure.report` that stands for something printed carries a `Spec` in its metadata, written by
`section`, `row`, `column` or `total`. Everything else in the library (drawings, readers, sums, addresses, reference
pages) is derived from these declarations and from the order and nesting of the classes.
"""

import enum
import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Literal

import attrs
from attrs import frozen

from govdisclosure.i18n import simplified_characters

__all__ = [
    "Balance", "Edition", "Spec", "Table", "column", "fields_of", "plain", "row", "section", "total", "walk",
]  # fmt: skip


class Edition(enum.StrEnum):
    """The statutory form a report is written on.

    >>> Edition("2021").notice
    '国办公开办函〔2021〕30号'
    """

    V2019 = "2019"
    V2021 = "2021"

    @property
    def notice(self) -> str:
        """The number of the notice that issued the form."""
        return {"2019": "国办公开办函〔2019〕60号", "2021": "国办公开办函〔2021〕30号"}[self.value]


@frozen
class Spec:
    """Where a field stands on the form, and what the form prints there."""

    kind: Literal["section", "row", "column"]
    label: str
    """The wording of the form, without its ordinal."""
    number: str = ""
    """The ordinal in full, such as ``三（四）2``; empty where the form prints none."""
    law: str = ""
    """The article of the Regulations (国令第711号) the line rests on; empty where none is certain."""
    editions: frozenset[Edition] = frozenset(Edition)
    sums: bool = False
    """Whether the value is by definition the sum of all rows or columns declared beside it."""
    block: str = ""
    """The line printed across the table above this row (表二)."""
    signed: bool = False
    """Whether the number may be negative."""
    counted: str = "件"
    """What is counted, where the label does not name a unit; empty where the cell prints its own."""
    heads: tuple[tuple[str, str], ...] = ()
    """Header cells that begin over this column: the text, and the name of the last field below it."""
    also: tuple[str, ...] = ()
    """Other wordings under which the line has been published."""
    cues: tuple[str, ...] = ()
    """Patterns that must all occur in a title for it to be taken for this section when its wording is not known."""

    @property
    def ordinal(self) -> str:
        """The ordinal as printed before the label: ``三、``, ``（四）`` or ``2.``."""
        tail = re.search(r"(\d+|（[^）]+）|[一二三四五六]+)$", self.number)
        if tail is None:
            return ""
        piece = tail[0]
        return f"{piece}." if piece.isdecimal() else piece if piece[0] == "（" else f"{piece}、"

    @property
    def printed(self) -> str:
        """The cell or heading as the form prints it.

        >>> row("三（四）2", "没有现成信息需要另行制作")[Spec].printed
        '2.没有现成信息需要另行制作'
        """
        return self.ordinal + self.label

    @property
    def unit(self) -> str:
        """The unit of the numbers below this label.

        >>> column("本年收费金额（单位：万元）")[Spec].unit
        '万元'
        """
        told = re.search(r"（单位：(.+)）", self.label)
        return told[1] if told else self.counted

    @property
    def short(self) -> str:
        """The label without the form's remark in brackets."""
        return re.sub(r"（[^）]*）$", "", self.label)


@frozen
class Balance:
    """The cross-footing rule printed on the form: in each column, *left* adds up to *right*."""

    left: tuple[str, ...]
    right: tuple[str, ...]


@frozen
class Table:
    """What belongs to a table as a whole: its name in addresses, its corner cell and its printed balance."""

    name: str
    corner: str = ""
    balance: Balance | None = None
    edition: Edition | None = None
    """The edition it tells, if only one prints it."""


_SAME = str.maketrans(
    {"“": '"', "”": '"', "‘": "'", "’": "'", "、": ",", "。": ".", "—": "-", "－": "-", "〔": "(", "〕": ")"}
)


def plain(text: str) -> str:
    """*text* as labels are compared: without white space, the widths of letters and the kinds of quotes made one.

    Traditional characters that labels are written with become the simplified ones.

    >>> plain("（三） 危及 “三安全一稳定”") == plain('(三)危及"三安全一穩定"')
    True
    """
    return _plain(text) if len(text) <= _SHORT else _plain.__wrapped__(text)


_SHORT = 64
"""The longest text that is likely to come again: labels and numbers do, sentences do not."""


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    same = unicodedata.normalize("NFKC", "".join(text.split())).translate(_SAME).replace(" ", "")
    return same.translate(simplified_characters())


def section(number: str, label: str, **more: Any) -> Mapping[Any, Any]:
    """Metadata of a section of the report, such as ``一、总体情况``."""
    return {Spec: Spec("section", label, number=number, **more)}


def row(number: str, label: str, **more: Any) -> Mapping[Any, Any]:
    """Metadata of a row of a table, or of a group of rows; *number* is the ordinal in full."""
    return {Spec: Spec("row", label, number=number, **more)}


def column(label: str, **more: Any) -> Mapping[Any, Any]:
    """Metadata of a column of a table, or of a group of columns."""
    return {Spec: Spec("column", label, **more)}


def total(metadata: Mapping[Any, Any]) -> Mapping[Any, Any]:
    """Mark a row or column as the sum of every other one declared beside it.

    >>> total(column("总计"))[Spec].sums
    True
    """
    return {Spec: attrs.evolve(metadata[Spec], sums=True)}


_FIELDS: dict[type, Mapping[str, Spec]] = {}


def fields_of(cls: type) -> Mapping[str, Spec]:
    """The fields of *cls* that stand on the form, in the order of print; none if *cls* is no part of the form."""
    if cls not in _FIELDS:
        declared = attrs.fields(cls) if attrs.has(cls) else ()
        _FIELDS[cls] = {field.name: field.metadata[Spec] for field in declared if Spec in field.metadata}
    return _FIELDS[cls]


def walk(value: Any, path: str = "", specs: tuple[Spec, ...] = ()) -> Iterator[tuple[str, tuple[Spec, ...], Any]]:
    """Every field on the form at or below *value*: its dotted path, its declarations from the root down, its value."""
    for name, spec in fields_of(type(value)).items():
        child, here, chain = getattr(value, name), f"{path}.{name}".lstrip("."), (*specs, spec)
        yield here, chain, child
        yield from walk(child, here, chain)
