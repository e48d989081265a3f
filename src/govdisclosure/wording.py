"""What the tables of the form say, as a reader needs it: every label in every wording, the headers above each cell."""

import difflib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache, cached_property, lru_cache, reduce
from itertools import chain, product, takewhile
from typing import Any, Final, get_args

from attrs import frozen

from govdisclosure._spec import Edition, Spec, fields_of, plain
from govdisclosure.document import Cell, Grid
from govdisclosure.i18n import LOCALES, label, say
from govdisclosure.layout import draw
from govdisclosure.numbers import NumberKind, is_number, read_number
from govdisclosure.report import TABLES, shapes
from govdisclosure.values import Money, Unit

__all__ = [
    "MOST_PLACES",
    "Chain",
    "Match",
    "Row",
    "Template",
    "common",
    "head_chains",
    "label_words",
    "side_chains",
    "table_of",
    "templates",
]

MOST_PLACES: Final = 100_000
"""The largest table whose columns are followed; no table of the form has a hundredth of it."""

_DEEPEST: Final = 4
"""How many labels may stand behind each other in one cell: the line across a table, and three headers."""

Chain = tuple[str, ...]
"""The headers above a cell, from the top down."""


@frozen
class Row:
    """A printed row: its label as compared, its cells, and the headers that must stand above them.

    Attributes:
        label: The label, empty in a table whose only row bears none.
        paths: The attribute paths of its cells.
        heads: The headers in the order in which they are read, line by line.
        chains: For each cell the headers above it.
    """

    label: str
    paths: tuple[str, ...]
    heads: tuple[str, ...]
    chains: tuple[Chain, ...]

    @property
    def path(self) -> str:
        """What the paths of the cells begin with."""
        return common(self.paths)

    @property
    def name(self) -> str:
        """The row in words."""
        return say("“{label}”一行", label=self.label) if self.label else say("数字行")

    def path_among(self, heads: Chain) -> str:
        """The path of the one cell that *heads* tell, wherever they stand around it, empty if it is not certain."""
        chains = zip(self.paths, self.chains, strict=True)
        fitting = [path for path, own in chains if own[-1] in heads and set(heads) <= set(own)]
        return fitting[0] if len(fitting) == 1 else ""

    def paths_below(self, heads: Sequence[str]) -> tuple[str, ...]:
        """The cells whose headers *heads* are, read column by column, none if it is not certain which.

        Each column is named by its last header, or by more of those above it.
        """
        found = [paths for first in range(len(self.paths)) if (paths := self._below(first, list(heads)))]
        return found[0] if len(found) == 1 else ()

    def _below(self, first: int, heads: list[str]) -> tuple[str, ...]:
        """The cells from the one numbered *first* on whose headers *heads* are, none if they are not."""
        for number, over in enumerate(self.chains[first:], start=first + 1):
            named = tuple(heads[: heads.index(over[-1]) + 1]) if over[-1] in heads else ()
            if not named or named != over[-len(named) :]:
                break
            heads = heads[len(named) :]
            if not heads:
                return self.paths[first:number]
        return ()

    def path_below(self, chain: Chain) -> str:
        """The path of the one cell that can stand below the headers *chain*, empty if it is not certain."""
        fitting = [
            path
            for path, own in zip(self.paths, self.chains, strict=True)
            if own[-1:] == chain[-1:] and set(chain) <= set(own)
        ]
        return fitting[0] if len(fitting) == 1 else ""


@frozen
class Match:
    """The labels a text was recognised as.

    Attributes:
        labels: The form's own wording; several where they stand behind each other.
        near: Whether the text is only nearly that.
        unit: The unit of money that the text adds to a header which names none.
    """

    labels: tuple[str, ...]
    near: bool = False
    unit: str = ""


@frozen
class Template:
    """A table of the form as a reader needs it; *aliases* leads from every known wording to the form's own."""

    name: str
    section: Any
    rows: tuple[Row, ...]
    across: frozenset[str]
    aliases: Mapping[str, str]

    @cached_property
    def heads(self) -> frozenset[str]:
        """Every column header."""
        return frozenset(head for row in self.rows for head in row.heads)

    @cached_property
    def by_label(self) -> Mapping[str, Row]:
        """Each row by its label."""
        return {row.label: row for row in self.rows}

    @cached_property
    def groups(self) -> frozenset[str]:
        """The labels that are of a row here and of several rows in another shape of the table."""
        others = (other for other in templates() if other.name == self.name)
        return frozenset(
            label
            for other in others
            for label in set(other.aliases.values()) - other.by_label.keys()
            if label in self.by_label
        )

    @cached_property
    def unnumbered(self) -> Mapping[str, Row]:
        """The rows whose label is that of a header too where its ordinal is left out."""
        plain_labels = {re.sub(r"^(?:\d+\.|\([^)]+\))", "", row.label): row for row in self.rows}
        return {label: row for label, row in plain_labels.items() if label in self.heads}

    @cached_property
    def _money_heads(self) -> frozenset[str]:
        """The headers above the amounts whose unit is printed in the cell."""
        ends = ((path, chain[-1]) for row in self.rows for path, chain in zip(row.paths, row.chains, strict=True))
        return frozenset(head for path, head in ends if self.kind(path) == "money")

    def kind(self, path: str) -> NumberKind:
        """What stands at *path*, told from what a report that says nothing has there."""
        *names, last = path.split(".")[1:]
        owner = reduce(getattr, names, self.section)
        if fields_of(type(owner))[last].signed:
            return "change"
        empty = getattr(owner, last)
        return "money" if isinstance(empty, Money) else "amount" if isinstance(empty, Decimal) else "count"

    @property
    def edition(self) -> Edition:
        """The edition whose addresses the table bears."""
        return self.section.TABLE.edition or Edition.V2021

    def match(self, text: str) -> Match | None:
        """The label of this table that *text* is, or is nearly."""
        word = _key(text)
        if labels := self._labels(word):
            return Match(labels)
        base, _ = _parted(word)
        if self.aliases.get(base) in self._money_heads and (unit := _unit(word)) in get_args(Unit):
            return Match((self.aliases[base],), unit=unit)
        near = self._nearest(word)
        return Match((near,), near=True) if near else None

    def _labels(self, word: str) -> tuple[str, ...]:
        """The labels that *word* is made of, in known wordings, but for a remark behind."""
        base, note = _parted(word)
        bare = re.sub(_SUB_ORDINAL, "", word) if "" in self.by_label else word
        if word in self.aliases or bare in self.aliases:
            return (self.aliases.get(word) or self.aliases[bare],)
        if base in self.aliases and _unit(base) == _unit(word):
            behind = self.aliases.get(note, "")
            return (self.aliases[base], behind) if behind in self.heads else (self.aliases[base],)
        return self.chained(word)

    def _nearest(self, word: str) -> str:
        """The one label that *word* is nearly, empty if none or several are."""
        if cut := self._cut(word):
            return cut
        near = difflib.get_close_matches(word, self.aliases, n=2, cutoff=0.84) if len(word) > _SHORT else []
        labels = {self.aliases[each] for each in near if (_unit(each), _digits(each)) == (_unit(word), _digits(word))}
        return labels.pop() if len(labels) == 1 else ""

    def chained(self, word: str, most: int = _DEEPEST) -> Chain:
        """The labels that *word*, as compared, is made of, with or without a mark between them; none if it is not."""
        parts = re.split("[->]+", word)
        if all(part in self.aliases for part in parts):
            return tuple(self.aliases[part] for part in parts)
        for n in range(2, len(word) - 1 if most > 1 else 0):
            if word[:n] in self.aliases and (rest := self.chained(word[n:], most - 1)):
                return (self.aliases[word[:n]], *rest)
        return ()

    def _cut(self, word: str) -> str:
        """The one label that begins with *word*, or has lost little before it; empty if *word* is too short to tell."""
        labels = {
            label
            for other, label in self.aliases.items()
            if other.startswith(word) or (other.endswith(word) and len(word) >= _MOST * len(other))
        }
        return labels.pop() if len(word) > _SHORT and not _unit(word) and len(labels) == 1 else ""

    def cut(self, text: str, heads: Sequence[str]) -> Match | None:
        """The header that follows *heads* on the form, if *text* is its beginning."""
        word = _key(text)
        after = (row.heads[len(heads)] for row in self.rows if row.heads[: len(heads)] == tuple(heads) != row.heads)
        expected = next(after, "")
        return Match((expected,), near=True) if len(word) > 1 and expected.startswith(word) else None


_NOTE = re.compile(r"(?!^)\(([^()]*)\)?$")
"""A remark in brackets behind a label, which offices add to guide those who fill the form in."""


def _parted(word: str) -> tuple[str, str]:
    """*word* without the remark behind it, and that remark."""
    found = _NOTE.search(word)
    return (word[: found.start()], found[1]) if found else (word, "")


def _unit(word: str) -> str:
    """The unit of money that a label names: another unit makes it another label."""
    found = re.search(r"[亿万]?元", word)
    return found[0] if found else ""


def _digits(word: str) -> str:
    """The digits in *word*: a label with a number behind it is more than a misprint of the label."""
    return re.sub(r"\D", "", re.sub(r"^\d+\.", "", word))


_SUB_ORDINAL = re.compile(r"^(?:\([一二三]\)|[一二三],|[123]\.)")
"""What numbers the pieces of a table whose only row bears no label."""

_MOST = 0.6
_SHORT = 3
"""Labels up to this length are too alike to be told by their likeness."""


@lru_cache(maxsize=2048)
def _key(text: str) -> str:
    """*text* as labels are compared, the mark after a number made one."""
    word = re.sub(r"^\(?(\d{1,2})[.,:)]*(?=\D)", r"\1.", plain(text))
    return re.sub(rf"^([{_ORDINALS}])[.:](?=\D)", r"\1,", word)


# --- the headers above a cell -----------------------------------------------------------------------------------------


def head_chains(grid: Grid, head: Callable[[Cell], Chain]) -> list[tuple[Chain, ...]]:
    """For each line of *grid* the headers above each of its cells, told by where they stand.

    *head* says which headers a cell is, none if it is no header. Headers below a line of numbers begin anew. Where a
    line does not cover the same columns as the headers above it, it is not certain what stands below what, and it has
    none.

    >>> from govdisclosure.report import Remedies
    >>> drawn = draw(Remedies(), "remedies")
    >>> head_chains(drawn, lambda cell: (cell.text,) * bool(cell.text))[3][5]
    ('行政诉讼', '未经复议直接起诉', '结果维持')
    """
    if grid.area > MOST_PLACES:
        return [((),) * len(line) for line in grid.rows]
    covers: list[dict[int, tuple[int, int, Chain]]] = [{} for _ in grid.rows]
    starts: list[list[int]] = [[] for _ in grid.rows]
    for r, c, cell in grid.positions():
        starts[r].append(c)
        for below in range(r, min(r + cell.rowspan, len(covers))):
            covers[below] |= dict.fromkeys(range(c, c + cell.colspan), (r, c, head(cell)))
    chains: list[tuple[Chain, ...]] = []
    block: list[dict[int, tuple[int, int, Chain]]] = []
    in_head = False
    for line, cover, columns in zip(grid.rows, covers, starts, strict=True):
        if any(map(_is_data, line)):
            in_head = False
        elif in_head and any(cell.text.strip() for cell in line):
            block = [*block, cover]
        elif any(map(head, line)):
            block, in_head = [cover], True
        certain = bool(block) and all(above.keys() == cover.keys() for above in block)
        chains.append(tuple(_chain(block, column) if certain else () for column in columns))
    return chains


def side_chains(grid: Grid, head: Callable[[Cell], Chain]) -> list[tuple[Chain, ...]]:
    """For each line of *grid* the headers that stand before each of its cells, as in a table turned on its side.

    >>> grid = Grid(((Cell("行政复议", rowspan=2), Cell("结果维持"), Cell("3")), (Cell("结果纠正"), Cell("1"))))
    >>> side_chains(grid, lambda cell: (cell.text,) * (not is_number(cell.text)))[1][1]
    ('行政复议', '结果纠正')
    """
    if len(grid.rows) == 1 or grid.area > MOST_PLACES:
        return [((),) * len(line) for line in grid.rows]
    before: list[dict[int, Chain]] = [{} for _ in grid.rows]
    chains: list[list[Chain]] = [[] for _ in grid.rows]
    for r, c, cell in grid.positions():
        chains[r].append(tuple(chain.from_iterable(heads for column, heads in sorted(before[r].items()) if column < c)))
        if heads := head(cell):
            for below in range(r, min(r + cell.rowspan, len(before))):
                if len(before[below]) < _DEEPEST:
                    before[below][c] = heads
    return [tuple(line) for line in chains]


def _is_data(cell: Cell) -> bool:
    is_filled = bool(cell.text.strip())
    return bool(cell.path) or (is_filled and (is_number(cell.text) or read_number(cell.text)[0] is not None))


def _chain(block: Sequence[Mapping[int, tuple[int, int, Chain]]], column: int) -> Chain:
    """The headers of *block* over *column*, one that spans several lines once."""
    return tuple(label for _, _, labels in dict.fromkeys(above[column] for above in block) for label in labels)


# --- every table of the form ------------------------------------------------------------------------------------------


@cache
def templates() -> tuple[Template, ...]:
    """Every shape in which the form, or a report between two editions of it, prints a table."""
    return tuple(_template(name, shape) for name, kinds in TABLES.items() for kind in kinds for shape in shapes(kind))


def _template(name: str, section: Any) -> Template:
    drawn = draw(section, name)
    across = frozenset(_key(line[0].text) for line in drawn.rows if len(line) == 1 and not line[0].path)
    silent = {*across, _key(section.TABLE.corner), ""}

    def head(cell: Cell) -> Chain:
        return () if (word := _key(cell.text)) in silent else (word,)

    rows: list[Row] = []
    heads: list[str] = []
    for line, chains in zip(drawn.rows, head_chains(drawn, head), strict=True):
        labels = [_key(cell.text) for cell in line if not cell.path]
        below = {cell.path: chain for cell, chain in zip(line, chains, strict=True) if cell.path}
        if below:
            rows.append(Row(labels[-1] if labels else "", tuple(below), tuple(heads), tuple(below.values())))
        else:
            heads = [] if across & set(labels) else [*heads, *chain.from_iterable(map(head, line))]
    aliases = {word: word for line in drawn.rows for cell in line if (word := _key(cell.text))}
    for spec in _specs(section):
        for other in _wordings(spec):
            aliases.setdefault(_key(other), _key(spec.printed))
    for locale, line in product(LOCALES, drawn.rows):
        for cell in line:
            aliases.setdefault(_key(label(cell.text, locale)), _key(cell.text))
    for word in across:
        aliases |= {_key(re.sub(*other, word)): word for other in _OTHER_ARTICLES}
    aliases.pop("", None)
    return Template(name, section, tuple(rows), across, aliases)


_ORDINALS = "一二三四五六七八九十"
_OTHER_ARTICLES = (("条第", "条"), (r"\(|\)", ""), ("第二十条", "第20条"), ("^", "《条例》"))
"""Other ways to print the line of an article: what stands for what."""


def _wordings(spec: Spec) -> Iterator[str]:
    """What *spec* declares in every wording, behind its ordinal, behind none, and behind it in the styles of others."""
    labels = (spec.label, spec.short, *spec.also)
    bare = spec.ordinal.strip("（）、.")
    number = int(bare) if bare.isdecimal() else _ORDINALS.find(bare) + 1
    styles = (f"{number}.", f"（{_ORDINALS[number - 1]}）", f"{_ORDINALS[number - 1]}、") if bare else ()
    for ordinal in (spec.ordinal, "", *styles):
        yield from (ordinal + label for label in labels)


def _specs(value: Any) -> Iterator[Spec]:
    for name, spec in fields_of(type(value)).items():
        yield spec
        yield from _specs(getattr(value, name))


def common(paths: Sequence[str]) -> str:
    """What all *paths* begin with.

    >>> common(["requests.received.total", "requests.carried_in.total"])
    'requests'
    """
    steps = zip(*(path.split(".") for path in paths), strict=False)
    return ".".join(names[0] for names in takewhile(lambda names: len(set(names)) == 1, steps))


@cache
def label_words() -> Mapping[str, frozenset[str]]:
    """Every wording of a label as compared, and the sections whose table has it."""
    found: dict[str, set[str]] = {}
    for template in templates():
        for word in template.aliases:
            found.setdefault(word, set()).add(template.name)
    return {word: frozenset(names) for word, names in found.items()}


def table_of(grid: Grid) -> str:
    """The section whose table *grid* is, or a piece of it; empty if it is no table of the form.

    >>> from govdisclosure.report import Remedies
    >>> table_of(draw(Remedies(), "remedies"))
    'remedies'
    >>> table_of(Grid(((Cell("网站"), Cell("1个")),)))
    ''
    """
    texts = {cell.text for line in grid.rows for cell in line if not is_number(cell.text)}
    best, name = 1, ""
    for template in templates():
        known = {label for text in texts for label in template.chained(_key(text))}
        if len(known) > best and 2 * len(known) >= min(len(texts), len(template.aliases)):
            best, name = len(known), template.name
    return name
