"""Hypothesis strategies for annual reports and their parts.

What is drawn is consistent by construction: the parts are drawn and the totals follow; the requests on hand are drawn
and then split into those newly received and those carried in. Nothing is drawn and thrown away.

>>> from hypothesis import find
>>> find(requests_tables(), lambda table: table.outcomes.total.total >= 3).received.total
3
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import chain
from typing import Any

import attrs
from hypothesis import strategies as st

from govdisclosure._spec import Edition, fields_of, walk
from govdisclosure.document import Block, Cell, Grid, Heading, Paragraph
from govdisclosure.report import (
    TABLES,
    AnnualReport,
    ByApplicant,
    Narrative,
    Organ,
    Proactive,
    Proactive2019,
    Remedies,
    Requests,
    parts_of,
)
from govdisclosure.values import Money

__all__ = [
    "amounts",
    "annual_reports",
    "blocks",
    "by_applicant",
    "counts",
    "grids",
    "money",
    "narratives",
    "organs",
    "plain_texts",
    "proactive_tables",
    "remedies_tables",
    "requests_tables",
    "texts",
]

Strategy = st.SearchStrategy

# The strategies are cached, since Hypothesis validates each new strategy object once, which takes longer than a draw.

# --- numbers ----------------------------------------------------------------------------------------------------------

_MOST = 10**6


@cache
def counts(*, blanks: bool = False) -> Strategy[int | None]:
    """Counts in 件; with *blanks* also ``None``, a cell that is blank in print."""
    whole = st.integers(0, _MOST)
    return whole | st.none() if blanks else whole


@cache
def amounts(*, blanks: bool = False) -> Strategy[Decimal | None]:
    """Amounts in 万元 with 0 to 6 decimals, zeros at the end kept; with *blanks* also ``None``."""
    drawn = st.tuples(st.integers(0, 10**12), st.integers(0, 6))
    printed = drawn.map(lambda both: Decimal(both[0]).scaleb(-both[1]))
    return printed | st.none() if blanks else printed


@cache
def money(*, blanks: bool = False) -> Strategy[Money]:
    """Amounts of money with each unit a cell can print; with *blanks* also a cell that is blank in print."""
    printed = st.tuples(amounts(), st.sampled_from(["", "元", "万元"])).map(lambda both: Money(*both))
    return printed | st.just(Money(None)) if blanks else printed


@cache
def _numbers(size: int, *, blanks: bool) -> Strategy[list[int | None]]:
    """*size* counts in one draw; with *blanks* some of them are blank."""
    drawn = st.lists(counts(), min_size=size, max_size=size)
    if not blanks:
        return drawn
    return st.tuples(drawn, st.integers(0, 2**size - 1)).map(
        lambda both: [None if both[1] >> n & 1 else value for n, value in enumerate(both[0])]
    )


def _names(shape: Any, *, totals: bool) -> Iterable[str]:
    return fields_of(type(shape)) if totals else parts_of(type(shape))


def _size(shape: Any, *, totals: bool = False) -> int:
    """How many numbers `_filled` takes."""
    if not fields_of(type(shape)):
        return 1
    return sum(_size(getattr(shape, name), totals=totals) for name in _names(shape, totals=totals))


def _filled(shape: Any, values: Iterator[Any], *, totals: bool = False) -> Any:
    """*shape* with the next of *values* in each cell, in the order of print; its totals are sums unless *totals*."""
    if not fields_of(type(shape)):
        return next(values)
    names = _names(shape, totals=totals)
    return type(shape)(**{name: _filled(getattr(shape, name), values, totals=totals) for name in names})


def _filled_with_numbers(shape: Any, *, blanks: bool, totals: bool) -> Strategy[Any]:
    drawn = _numbers(_size(shape, totals=totals), blanks=blanks)
    return drawn.map(lambda values: _filled(shape, iter(values), totals=totals))


# --- tables -----------------------------------------------------------------------------------------------------------


@cache
def by_applicant(*, consistent: bool = True, blanks: bool = False) -> Strategy[ByApplicant]:
    """Rows of 表三 whose 总计 is the sum of the six columns before it, unless not *consistent*."""
    return _filled_with_numbers(ByApplicant(), blanks=blanks, totals=not consistent)


@cache
def requests_tables(*, consistent: bool = True, blanks: bool = False, mixed: bool = False) -> Strategy[Requests]:
    """表三 without prose.

    Args:
        consistent: Every row and every column adds up, and the printed balance holds; otherwise the numbers are free.
        blanks: Some cells are blank in print. A blank counts as 0, so that a consistent table stays so.
        mixed: 三（六）其他处理 is one row, as on the 2019 form, and not three.
    """
    shape = Requests()
    if mixed:
        shape = attrs.evolve(shape, outcomes=attrs.evolve(shape.outcomes, otherwise_closed=ByApplicant()))
    if not consistent:
        return _filled_with_numbers(shape, blanks=blanks, totals=True)
    columns = _size(ByApplicant())
    on_hand = _numbers(_size(shape.outcomes) + columns, blanks=blanks)
    return st.tuples(on_hand, _numbers(columns, blanks=blanks)).map(lambda both: _balanced(shape, *both))


def _balanced(shape: Requests, on_hand: Sequence[int | None], shares: Sequence[int | None]) -> Requests:
    """*on_hand* in the results and in what is carried over; *shares* tells how many were carried in."""
    sums = [sum(value or 0 for value in on_hand[column :: len(shares)]) for column in range(len(shares))]
    carried_in = [None if share is None else share % (whole + 1) for share, whole in zip(shares, sums, strict=True)]
    received = [whole - (part or 0) if whole else part for part, whole in zip(carried_in, sums, strict=True)]
    rest = iter(on_hand)
    return Requests(
        received=_filled(ByApplicant(), iter(received)),
        carried_in=_filled(ByApplicant(), iter(carried_in)),
        outcomes=_filled(shape.outcomes, rest),
        carried_over=_filled(ByApplicant(), rest),
    )


@cache
def remedies_tables(*, consistent: bool = True, blanks: bool = False) -> Strategy[Remedies]:
    """表四 without prose; every 总计 is the sum of the four columns before it, unless not *consistent*."""
    return _filled_with_numbers(Remedies(), blanks=blanks, totals=not consistent)


@cache
def proactive_tables(
    *, blanks: bool = False, edition: Edition = Edition.V2021
) -> Strategy[Proactive] | Strategy[Proactive2019]:
    """表二 of an edition, without prose. The form declares no sum in it, so that any numbers do."""
    if edition is Edition.V2019:
        return _proactive_tables_2019(blanks=blanks)
    shape = Proactive()
    drawn = st.tuples(_numbers(_size(shape) - 1, blanks=blanks), amounts(blanks=blanks))
    return drawn.map(lambda both: _filled(shape, iter([*both[0], both[1]])))


def _proactive_tables_2019(*, blanks: bool) -> Strategy[Proactive2019]:
    """表二 of 2019: changes of either sign, and money with each unit, which stands last."""
    shape = Proactive2019()
    signed = [specs[-1].signed for _, specs, value in walk(shape) if not fields_of(type(value))]
    drawn = st.tuples(
        _numbers(_size(shape) - 1, blanks=blanks), st.integers(0, 2 ** len(signed) - 1), money(blanks=blanks)
    )

    def table(numbers: list[int | None], fewer: int, amount: Money) -> Proactive2019:
        values = [
            -number if number is not None and signed[n] and fewer >> n & 1 else number
            for n, number in enumerate(numbers)
        ]
        return _filled(shape, iter([*values, amount]))

    return drawn.map(lambda each: table(*each))


# --- prose ------------------------------------------------------------------------------------------------------------

_PHRASES = [
    "无。",
    "全年主动公开政府信息120条",
    "（一）主动公开",
    "“三安全一稳定”",
    "ＦＵＬＬ－ｗｉｄｔｈ：１２３，（括号）",
    "half-width, (brackets) 1,204.50%",
    '<b>&amp;"quoted"\'</b>',
    "]]>",
    "<!--",
    "</script>",
    "=1+1",
    "|cell|",
    "*a* _b_ `c` # [d](e)\\",
    "𠮷㐀龘",
    "👩‍💻🇨🇳✔️",
    "e\u0301\u0323",
    "مرحبا",
]
_ODD = [
    *(" ", "  ", "\t", "\n", "\r\n", "\n\n", "\u00a0", "\u3000", "\u2028"),
    *("\u200b", "\ufeff", "\u202e", "\u00ad", "\ue000"),
]
_WORDS = st.sampled_from(_PHRASES) | st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=8)


@cache
def plain_texts() -> Strategy[str]:
    """Texts that a page shows as they are: not empty, on one line, no white space but single spaces between words."""
    drawn = st.tuples(st.sampled_from(["", "，", " "]), st.lists(_WORDS, min_size=1, max_size=4))
    return drawn.map(lambda both: both[0].join(both[1]))


@cache
def texts() -> Strategy[str]:
    """Whatever a text of a report may hold: any white space anywhere, invisible characters, nothing at all."""
    anything = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn"]), max_size=8)
    return st.lists(st.sampled_from(_ODD) | _WORDS | anything, max_size=6).map("".join)


def _prose(*, plain: bool) -> Strategy[str]:
    return plain_texts() if plain else texts()


@cache
def grids(*, plain: bool = True) -> Strategy[Grid]:
    """Free tables whose cells, merged ones among them, fill a rectangle; a cell begins in every row."""
    sides = st.integers(1, 4)
    spans = st.lists(st.tuples(st.integers(1, 4), st.integers(1, 4), st.booleans()), max_size=16)
    words = st.lists(_prose(plain=plain) | st.just(""), max_size=6)
    return st.tuples(sides, sides, sides, spans, words).map(lambda drawn: _tiled(*drawn))


def _tiled(height: int, width: int, upright: int, spans: Sequence[tuple[int, int, bool]], words: Sequence[str]) -> Grid:
    """A grid of *height* by *width*; each new cell is as large as the next of *spans* says and the room allows.

    No cell of the column *upright* reaches into the next row, so that a cell begins in every row.
    """
    taken: set[tuple[int, int]] = set()
    wanted, text = iter(spans), iter(words)
    rows: list[list[Cell]] = [[] for _ in range(height)]
    for row in range(height):
        for column in range(width):
            if (row, column) in taken:
                continue
            rowspan, colspan, header = next(wanted, (1, 1, False))
            room = next((n for n in range(1, width - column) if (row, column + n) in taken), width - column)
            colspan = min(colspan, room)
            rowspan = 1 if column <= (upright - 1) % width < column + colspan else min(rowspan, height - row)
            taken |= {(row + r, column + c) for r in range(rowspan) for c in range(colspan)}
            rows[row].append(Cell(next(text, "0"), rowspan, colspan, header=header))
    return Grid(tuple(map(tuple, rows)))


@cache
def blocks(*, plain: bool = True) -> Strategy[Block]:
    """Paragraphs, sub-headings and free tables; unless *plain*, with texts that a page does not show as they are."""
    prose = _prose(plain=plain)
    headings = st.tuples(prose, st.integers(3, 6)).map(lambda both: Heading(*both))
    return prose.map(Paragraph) | headings | grids(plain=plain)


@cache
def narratives(*, plain: bool = True) -> Strategy[Narrative]:
    """Sections in words, under the heading of the form."""
    return st.lists(blocks(plain=plain), max_size=4).map(lambda drawn: Narrative(blocks=drawn))


# --- reports ----------------------------------------------------------------------------------------------------------


@cache
def organs() -> Strategy[Organ]:
    """Public bodies, with and without a code."""
    places = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=6)
    bodies = st.sampled_from(["人民政府", "教育局", "人民政府办公室", "（东区）管理委员会"])
    codes = st.sampled_from([None, "110105", "11100000000013338W"])
    return st.tuples(places, bodies, codes).map(lambda drawn: Organ(drawn[0] + drawn[1], code=drawn[2]))


_ABSENT, _TABLE, _WORDS_ONLY = range(3)
_SECTIONS = tuple(fields_of(AnnualReport))
# Where prose can stand. What falls to a place that the report does not have is left out.
_PLACES = [
    ("preamble", "preamble"),
    *((name, place) for name in _SECTIONS for place in (("lead", "remarks") if name in TABLES else ("blocks",))),
]


def _headings(name: str) -> Strategy[str | None]:
    """The form's own heading, its other published wordings, and its number written otherwise."""
    spec = fields_of(AnnualReport)[name]
    others = [spec.ordinal + label for label in spec.also]
    return st.sampled_from([None, *others, f"{spec.number}．{spec.label}（本年度）", spec.number + spec.label])


@cache
def annual_reports(
    *,
    consistent: bool = True,
    blanks: bool = False,
    mixed: bool = False,
    plain: bool = True,
    edition: Edition = Edition.V2021,
) -> Strategy[AnnualReport]:
    """Annual reports on the form of one edition: whole, or with sections or tables absent; with prose and odd headings.

    Args:
        consistent: Every sum on the form holds; otherwise the numbers are free.
        blanks: Some cells are blank in print.
        mixed: 三（六）其他处理 is as on the form of the other edition: one row on that of 2019, three on that of 2021.
        plain: The prose is such that a page shows it as it is; otherwise it is anything a text may hold.
        edition: The edition of the form.
    """
    one_row = mixed is not (edition is Edition.V2019)
    kinds = {name: [_TABLE, _WORDS_ONLY, _ABSENT] if name in TABLES else [_WORDS_ONLY, _ABSENT] for name in _SECTIONS}
    drawn = st.fixed_dictionaries(
        {
            "edition": st.just(edition),
            "organ": organs() | st.none(),
            "year": st.integers(2008, 2099) | st.none(),
            "title": st.sampled_from(_TITLES) | _prose(plain=plain),
            "published": st.none() | st.dates(date(2008, 5, 1), date(2099, 12, 31)),
            "kinds": st.fixed_dictionaries({name: st.sampled_from(values) for name, values in kinds.items()}),
            "headings": st.fixed_dictionaries({name: _headings(name) for name in _SECTIONS}),
            "tables": st.fixed_dictionaries(
                {
                    "proactive": proactive_tables(blanks=blanks, edition=edition),
                    "requests": requests_tables(consistent=consistent, blanks=blanks, mixed=one_row),
                    "remedies": remedies_tables(consistent=consistent, blanks=blanks),
                }
            ),
            "prose": st.lists(st.tuples(st.sampled_from(_PLACES), blocks(plain=plain)), max_size=8),
        }
    )
    return drawn.map(_assembled)


_TITLES = [
    "{organ}{year}年政府信息公开工作年度报告",
    "{organ}{year}年度政府信息公开工作报告",
    "{year}年{organ}政府信息公开工作年度报告",
    None,
]


def _assembled(drawn: Mapping[str, Any]) -> AnnualReport:
    """The report made of what `annual_reports` has drawn."""
    organ, year, title = drawn["organ"], drawn["year"], drawn["title"]
    if title in _TITLES and title is not None:
        title = title.format(organ=organ.name if organ else "", year=year or "")
    prose: dict[tuple[str, str], list[Block]] = {place: [] for place in _PLACES}
    for place, block in drawn["prose"]:
        prose[place].append(block)
    sections: dict[str, Any] = {}
    for name, kind in drawn["kinds"].items():
        inside = {place: passage for (owner, place), passage in prose.items() if owner == name}
        if kind == _ABSENT:
            sections[name] = None
        elif kind == _TABLE:
            sections[name] = attrs.evolve(drawn["tables"][name], heading=drawn["headings"][name], **inside)
        else:
            sections[name] = Narrative(heading=drawn["headings"][name], blocks=chain.from_iterable(inside.values()))
    preamble = prose["preamble", "preamble"]
    return AnnualReport(
        organ=organ,
        year=year,
        edition=drawn["edition"],
        title=title,
        preamble=preamble,
        published=drawn["published"],
        **sections,
    )
