"""Hypothesis strategies for annual reports and their parts, for tests of what reads or makes reports.

What is drawn is consistent by construction: the parts are drawn and the totals follow; the requests on hand are drawn
and then split into those newly received and those carried in. Nothing is drawn and thrown away. Needs the extra
``hypothesis``; with it ``st.from_type`` of Hypothesis knows the classes of the form.

>>> from hypothesis import given, settings
>>> @settings(max_examples=3, deadline=None)
... @given(requests_tables())
... def test_no_more_are_closed_than_there_are(table):
...     assert table.outcomes.total.total <= table.received.total + table.carried_in.total
>>> test_no_more_are_closed_than_there_are()
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache, reduce
from itertools import chain
from typing import Any, Final, TypeVar, cast, get_args

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy as Strategy

from govdisclosure._spec import Edition, fields_of, walk
from govdisclosure.addresses import DataCell, cells
from govdisclosure.document import Block, Cell, Grid, Heading, Paragraph
from govdisclosure.report import (
    TABLES,
    AnnualReport,
    ByApplicant,
    CaseOutcomes,
    Decisions,
    DocumentCounts,
    DocumentCounts2019,
    FeeItems,
    Fees,
    Litigation,
    Matters,
    Narrative,
    Organ,
    Proactive,
    Proactive2019,
    Procurement,
    Remedies,
    Requests,
    add,
    parts_of,
)
from govdisclosure.testing.faults import FAULTS, Fault
from govdisclosure.values import Money, Unit

__all__ = [
    "amounts",
    "annual_reports",
    "blocks",
    "by_applicant",
    "counts",
    "data_cells",
    "faulty_reports",
    "grids",
    "money",
    "narratives",
    "organs",
    "parts",
    "plain_texts",
    "proactive_tables",
    "remedies_tables",
    "requests_tables",
    "sound_reports",
    "texts",
]

_Decided = TypeVar("_Decided", Decisions, Matters)
_Items = TypeVar("_Items", Matters, FeeItems)
_Part = TypeVar("_Part")
_Verb = TypeVar("_Verb", bound=Callable[..., Any])


def _cached(verb: _Verb) -> _Verb:
    """*verb*, its strategies kept: Hypothesis validates each new one once, which takes longer than a draw."""
    return cast(_Verb, cache(verb))


# --- numbers ----------------------------------------------------------------------------------------------------------

_MOST: Final = 10**6
"""The largest count that is drawn unless told otherwise; a ministry has fewer."""


@_cached
def counts(*, blanks: bool = False, most: int = _MOST) -> Strategy[int | None]:
    """Counts in 件 up to *most*; with *blanks* also ``None``, a cell that is blank in print."""
    whole = st.integers(0, most)
    return whole | st.none() if blanks else whole


@_cached
def amounts(*, blanks: bool = False) -> Strategy[Decimal | None]:
    """Amounts in 万元 with 0 to 6 decimals, zeros at the end kept; with *blanks* also ``None``."""
    drawn = st.tuples(st.integers(0, 10**12), st.integers(0, 6))
    printed = drawn.map(lambda both: Decimal(both[0]).scaleb(-both[1]))
    return printed | st.none() if blanks else printed


@_cached
def money(*, blanks: bool = False) -> Strategy[Money]:
    """Amounts of money with each unit a cell can print; with *blanks* also a cell that is blank in print."""
    printed = st.builds(Money, amounts(), st.sampled_from(get_args(Unit)))
    return printed | st.just(Money(None)) if blanks else printed


def _numbers(size: int, *, blanks: bool, most: int) -> Strategy[list[int | None]]:
    """*size* counts in one draw; with *blanks* some of them are blank."""
    drawn = st.lists(counts(most=most), min_size=size, max_size=size)
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


def _free(shape: Any, *, blanks: bool, most: int) -> Strategy[Any]:
    """*shape* with any number in any cell, totals among them."""
    drawn = _numbers(_size(shape, totals=True), blanks=blanks, most=most)
    return drawn.map(lambda values: _filled(shape, iter(values), totals=True))


# --- tables -----------------------------------------------------------------------------------------------------------


@_cached
def by_applicant(*, consistent: bool = True, blanks: bool = False, most: int = _MOST) -> Strategy[ByApplicant]:
    """Rows of 表三 whose 总计 is the sum of the six columns before it, unless not *consistent*."""
    if consistent:
        return parts(ByApplicant, blanks=blanks, most=most)
    return _free(ByApplicant(), blanks=blanks, most=most)


@_cached
def requests_tables(
    *, consistent: bool = True, blanks: bool = False, mixed: bool = False, most: int = _MOST
) -> Strategy[Requests]:
    """表三 without prose.

    Args:
        consistent: Every row and every column adds up, and the printed balance holds; otherwise the numbers are free.
        blanks: Some cells are blank in print. A blank counts as 0, so that a consistent table stays so.
        mixed: 三（六）其他处理 is one row, as on the 2019 form, and not three.
        most: The largest number of a cell of the results and of what is carried over.
    """
    shape = Requests()
    if mixed:
        shape = attrs.evolve(shape, outcomes=attrs.evolve(shape.outcomes, otherwise_closed=ByApplicant()))
    if not consistent:
        return _free(shape, blanks=blanks, most=most)
    columns = _size(ByApplicant())
    on_hand = _numbers(_size(shape.outcomes) + columns, blanks=blanks, most=most)
    shares = _numbers(columns, blanks=blanks, most=most * (_size(shape.outcomes) // columns + 1))
    return st.tuples(on_hand, shares).map(lambda both: _balanced(shape, *both))


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


@_cached
def remedies_tables(*, consistent: bool = True, blanks: bool = False, most: int = _MOST) -> Strategy[Remedies]:
    """表四 without prose; every 总计 is the sum of the four columns before it, unless not *consistent*."""
    if consistent:
        return parts(Remedies, blanks=blanks, most=most)
    return _free(Remedies(), blanks=blanks, most=most)


@_cached
def proactive_tables(
    *, blanks: bool = False, edition: Edition | str = Edition.V2021, most: int = _MOST
) -> Strategy[Proactive] | Strategy[Proactive2019]:
    """表二 of an edition, without prose. The form declares no sum in it, so that any numbers do."""
    if edition == Edition.V2021:
        return parts(Proactive, blanks=blanks, most=most)
    return parts(Proactive2019, blanks=blanks, most=most)


@_cached
def parts(kind: type[_Part], *, blanks: bool = False, most: int = _MOST) -> Strategy[_Part]:
    """Any part of the form, a table, a group of rows, a row: its cells drawn, its totals their sums.

    >>> from hypothesis import find
    >>> from govdisclosure.report import CaseOutcomes
    >>> find(parts(CaseOutcomes), lambda cases: cases.total > 2)
    CaseOutcomes(upheld=0, corrected=0, other=0, pending=3, total=3)
    """
    if kind is Requests:
        return requests_tables(blanks=blanks, most=most)  # type: ignore[return-value]
    shape = kind()
    leaves = [
        (specs[-1].signed, value)
        for _, specs, value in walk(shape)
        if not (fields_of(type(value)) or any(spec.sums for spec in specs))
    ]
    counted = [signed for signed, value in leaves if type(value) is int]
    sums_of_money = [
        (money if isinstance(value, Money) else amounts)(blanks=blanks) for _, value in leaves if type(value) is not int
    ]

    def part(numbers: list[int | None], fewer: int, paid: tuple[Any, ...]) -> _Part:
        counts, rest = iter(_signed(numbers, counted, fewer)), iter(paid)
        return _filled(shape, (next(counts if type(value) is int else rest) for _, value in leaves))  # type: ignore[no-any-return]

    numbers = _numbers(len(counted), blanks=blanks, most=most)
    return st.builds(part, numbers, st.integers(0, 2 ** sum(counted) - 1), st.tuples(*sums_of_money))


def _signed(numbers: Iterable[int | None], signed: Iterable[bool], fewer: int) -> list[int | None]:
    """*numbers*, of those that may be negative those so whose bit in *fewer* is set."""
    found = []
    for number, may in zip(numbers, signed, strict=True):
        found.append(-number if may and fewer & 1 and number is not None else number)
        fewer >>= may
    return found


def data_cells(*, blanks: bool = False, edition: Edition | str = Edition.V2021) -> Strategy[DataCell]:
    """Numbers, each with its place on the form of an edition."""
    empty = {cell.path: cell for cell in cells(AnnualReport(organ=None, year=None, edition=edition))}
    kinds: dict[type, Callable[..., Strategy[Any]]] = {int: counts, Decimal: amounts, Money: money}

    def numbered(path: str) -> Strategy[DataCell]:
        numbers = kinds[type(empty[path].value)](blanks=blanks)
        return numbers.map(lambda number: DataCell(empty[path].node, number))

    return st.sampled_from(list(empty)).flatmap(numbered)


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


@_cached
def plain_texts() -> Strategy[str]:
    """Texts that a page shows as they are: not empty, on one line, no white space but single spaces between words."""
    drawn = st.tuples(st.sampled_from(["", "，", " "]), st.lists(_WORDS, min_size=1, max_size=4))
    return drawn.map(lambda both: both[0].join(both[1]))


@_cached
def texts() -> Strategy[str]:
    """Whatever a text of a report may hold: any white space anywhere, invisible characters, nothing at all."""
    anything = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn"]), max_size=8)
    return st.lists(st.sampled_from(_ODD) | _WORDS | anything, max_size=6).map("".join)


def _prose(*, plain: bool) -> Strategy[str]:
    return plain_texts() if plain else texts()


@_cached
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


@_cached
def blocks(*, plain: bool = True) -> Strategy[Block]:
    """Paragraphs, sub-headings and free tables; unless *plain*, with texts that a page does not show as they are."""
    prose = _prose(plain=plain)
    headings = st.tuples(prose, st.integers(3, 6)).map(lambda both: Heading(*both))
    return prose.map(Paragraph) | headings | grids(plain=plain)


@_cached
def narratives(*, plain: bool = True) -> Strategy[Narrative]:
    """Sections in words, under the heading of the form."""
    return st.lists(blocks(plain=plain), max_size=4).map(lambda drawn: Narrative(blocks=drawn))


# --- reports ----------------------------------------------------------------------------------------------------------


@_cached
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


@_cached
def annual_reports(
    *,
    consistent: bool = True,
    blanks: bool = False,
    mixed: bool = False,
    plain: bool = True,
    prose: bool = True,
    whole: bool = False,
    most: int = _MOST,
    edition: Edition | str | None = Edition.V2021,
) -> Strategy[AnnualReport]:
    """Annual reports on the form of one edition: whole, or with sections or tables absent; with prose and odd headings.

    Args:
        consistent: Every sum on the form holds; otherwise the numbers are free.
        blanks: Some cells are blank in print.
        mixed: 三（六）其他处理 is as on the form of the other edition: one row on that of 2019, three on that of 2021.
        plain: The prose is such that a page shows it as it is; otherwise it is anything a text may hold.
        prose: There may be prose, in every place that can have it.
        whole: Every section and every table is there.
        most: The largest number of a cell: 9 as of a village, 1,000,000 as of the whole country.
        edition: The edition of the form; ``None`` for either.

    >>> from hypothesis import given, settings
    >>> @settings(max_examples=3, deadline=None)
    ... @given(annual_reports(edition=None, whole=True, most=9))
    ... def test_nothing_is_lost(report):
    ...     assert loads(dumps(report, "json")) == report
    >>> from govdisclosure.files import dumps, loads
    >>> test_nothing_is_lost()
    """
    if edition is None:
        editions: Any = {"consistent": consistent, "blanks": blanks, "mixed": mixed, "plain": plain}
        editions |= {"prose": prose, "whole": whole, "most": most}
        return annual_reports(**editions, edition="2021") | annual_reports(**editions, edition="2019")
    one_row = mixed is not (edition == Edition.V2019)
    absent = [] if whole else [_WORDS_ONLY, _ABSENT]
    kinds = {name: [_TABLE, *absent] if name in TABLES else [_WORDS_ONLY, *absent[1:]] for name in _SECTIONS}
    passages = st.lists(st.tuples(st.sampled_from(_PLACES), blocks(plain=plain)), max_size=8) if prose else st.just([])
    drawn = st.fixed_dictionaries(
        {
            "edition": st.just(Edition(edition)),
            "organ": organs() | st.none(),
            "year": st.integers(2008, 2099) | st.none(),
            "title": st.sampled_from(_TITLES) | _prose(plain=plain),
            "published": st.none() | st.dates(date(2008, 5, 1), date(2099, 12, 31)),
            "kinds": st.fixed_dictionaries({name: st.sampled_from(values) for name, values in kinds.items()}),
            "headings": st.fixed_dictionaries({name: _headings(name) for name in _SECTIONS}),
            "tables": st.fixed_dictionaries(
                {
                    "proactive": proactive_tables(blanks=blanks, edition=edition, most=most),
                    "requests": requests_tables(consistent=consistent, blanks=blanks, mixed=one_row, most=most),
                    "remedies": remedies_tables(consistent=consistent, blanks=blanks, most=most),
                }
            ),
            "prose": passages,
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


# --- sound reports, and reports with faults ---------------------------------------------------------------------------

_TOWNS: Final = ("柳溪", "石桥", "东河", "青山", "白沙")
_ASPECTS: Final = (
    (
        "（一）主动公开。各类政府信息按时公开，内容覆盖民生、财政和环境。",
        "（一）主动公开。政策文件在网站专栏公开，并配发解读。",
    ),
    (
        "（二）依申请公开。规范申请的登记、审查、答复和归档，每一步都有记录。",
        "（二）依申请公开。答复前先与申请人沟通。",
    ),
    ("（三）政府信息管理。严格落实三审三校制度，定期清理失效信息。", "（三）政府信息管理。发文前拟定公开属性。"),
    ("（四）平台建设。维护好网站专栏，保证栏目更新。", "（四）平台建设。便民服务大厅设有查阅点。"),
    (
        "（五）监督保障。完成工作考核和社会评议，没有发生责任追究的情形。",
        "（五）监督保障。考核、评议合格，没有需要追责的情形。",
    ),
)
"""What section one says of each aspect that it is to cover, in one way or the other."""
_PROBLEMS: Final = (
    "公开的内容还不够丰富，解读的形式比较单一。下一步将加强业务培训，逐条改进。",
    "人手不足，更新有时会滞后。今后将定期检查栏目，发现问题及时整改。",
)
_OTHERS: Final = ("本机关未收取信息处理费。", "本年度没有收取信息处理费，没有别的事项。")


@_cached
def sound_reports(*, edition: Edition | str = Edition.V2021) -> Strategy[AnnualReport]:
    """Reports of a town on the form of *edition*, whole, in which a check finds nothing.

    >>> from hypothesis import given, settings
    >>> from govdisclosure.rules import check
    >>> @settings(max_examples=3, deadline=None)
    ... @given(sound_reports())
    ... def test_nothing_is_found(report):
    ...     assert not check(report)
    >>> test_nothing_is_found()
    """
    is_old = edition == Edition.V2019
    table_three = requests_tables(most=_FEW, mixed=is_old)
    return st.builds(
        _sound,
        st.just(Edition(edition)),
        st.sampled_from(_TOWNS),
        st.integers(2019, 2020) if is_old else st.integers(2021, 2030),
        st.tuples(*map(st.sampled_from, _ASPECTS)),
        st.sampled_from(_PROBLEMS),
        st.sampled_from(_OTHERS),
        st.builds(_few_2019 if is_old else _few, proactive_tables(most=_FEW, edition=edition), st.integers(0, 10**4)),
        st.builds(_without, table_three, st.sets(st.sampled_from(parts_of(ByApplicant)))),
        parts(Remedies, most=_FEW),
    )


def _without(value: _Part, nobody: Collection[str]) -> _Part:
    """*value*, table three or a part of it, without the requests of some kinds of applicants."""
    names = parts_of(type(value))
    if isinstance(value, ByApplicant):
        return type(value)(**{name: 0 if name in nobody else getattr(value, name) for name in names})
    return type(value)(**{name: _without(getattr(value, name), nobody) for name in names})


_FEW: Final = 9
"""So few that no sum of them can be mistaken for a year."""


def _sound(  # noqa: PLR0917 - what is drawn, in the order in which it is
    edition: Edition,
    town: str,
    year: int,
    aspects: tuple[str, ...],
    problems: str,
    others: str,
    proactive: Proactive | Proactive2019,
    requests: Requests,
    remedies: Remedies,
) -> AnnualReport:
    return AnnualReport(
        organ=Organ(f"示例县{town}镇人民政府"),
        year=year,
        edition=edition,
        overview=Narrative(blocks=[f"{year}年的工作按计划完成。", *aspects]),
        proactive=proactive,
        requests=requests,
        remedies=Remedies(
            reconsideration=_half_corrected(remedies.reconsideration),
            litigation=Litigation(
                direct=_half_corrected(remedies.litigation.direct),
                after_reconsideration=_half_corrected(remedies.litigation.after_reconsideration),
            ),
        ),
        problems=Narrative(blocks=[problems]),
        other_matters=Narrative(blocks=[others]),
    )


def _few(table: Proactive, hundredths: int) -> Proactive:
    """*table* as a town has it, with a fee of as many *hundredths* of 万元."""
    documents = table.normative_documents
    return attrs.evolve(
        table,
        rules=DocumentCounts(),
        normative_documents=attrs.evolve(documents, in_force=add([documents.issued, documents.in_force])),
        compulsion=_no_more(table.compulsion, table.penalties),
        fees=Fees(collected=Decimal(hundredths).scaleb(-2)),
    )


def _few_2019(table: Proactive2019, hundredths: int) -> Proactive2019:
    """*table* as a town has it, with purchases for as many *hundredths* of 万元."""
    documents = table.normative_documents
    return attrs.evolve(
        table,
        rules=DocumentCounts2019(),
        normative_documents=attrs.evolve(
            documents, disclosed_in_all=add([documents.disclosed, documents.disclosed_in_all])
        ),
        **{name: _not_below_0(getattr(table, name)) for name in ("licensing", "other_services", "penalties", "fees")},
        compulsion=_not_below_0(_no_more(table.compulsion, table.penalties)),
        procurement=Procurement(projects=min(hundredths, _FEW), amount=Money(Decimal(hundredths).scaleb(-2), "万元")),
    )


def _no_more(few: _Decided, many: _Decided) -> _Decided:
    """*few* with no more decisions than *many*."""
    return attrs.evolve(few, decisions=min(few.decisions or 0, many.decisions or 0))


def _not_below_0(items: _Items) -> _Items:
    """*items*, of which no more are dropped than there were."""
    return attrs.evolve(items, change=max(items.change or 0, -(items.last_year or 0)))


def _half_corrected(cases: CaseOutcomes) -> CaseOutcomes:
    """*cases*, of which no more are corrected than upheld."""
    more, fewer = sorted([cases.upheld or 0, cases.corrected or 0], reverse=True)
    return CaseOutcomes(upheld=more, corrected=fewer, other=cases.other, pending=cases.pending)


@_cached
def faulty_reports(*, most: int = 1) -> Strategy[tuple[AnnualReport, tuple[Fault, ...]]]:
    """Sound reports into which up to *most* faults were put, and these faults.

    A check finds what they say: every code that one of them names, and where there is only one, nothing else. Several
    faults are of different parts of the report.

    >>> from hypothesis import given, settings
    >>> from govdisclosure.rules import check
    >>> @settings(max_examples=3, deadline=None)
    ... @given(faulty_reports())
    ... def test_every_fault_is_found(drawn):
    ...     report, (fault,) = drawn
    ...     assert {finding.code for finding in check(report)} == fault.codes
    >>> test_every_fault_is_found()
    """
    faults = st.lists(st.sampled_from(list(FAULTS.values())), min_size=1, max_size=most)
    return st.builds(_spoiled, faults, sound_reports())


def _spoiled(faults: Iterable[Fault], report: AnnualReport) -> tuple[AnnualReport, tuple[Fault, ...]]:
    """*report* with those of *faults* that it can have, each of other parts than those before it, and these."""
    put: list[Fault] = []
    for fault in faults:
        if fault.fits(report) and all(fault.about.isdisjoint(other.about) for other in put):
            put.append(fault)
    put = put or [next(fault for fault in FAULTS.values() if fault.fits(report))]
    return reduce(lambda spoiled, fault: fault.make(spoiled), put, report), tuple(put)
