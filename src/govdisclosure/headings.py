"""The headings of the sections, told in any wording and style of numbering, and parted from what runs into them."""

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain, groupby, islice
from typing import Final

import attrs
from attrs import frozen

from govdisclosure._spec import Spec, fields_of, plain
from govdisclosure.document import Block, Cell, Grid, Heading, Paragraph
from govdisclosure.i18n import LOCALES, translate
from govdisclosure.numbers import is_number
from govdisclosure.report import TABLES, AnnualReport
from govdisclosure.wording import templates

__all__ = ["SECTIONS", "Mark", "another_report", "section_marks", "split_at_headings", "split_grids"]

SECTIONS: Final = fields_of(AnnualReport)
"""The sections of the form."""

_ORDERS = {name: order for order, name in enumerate(SECTIONS)}
_DIGITS = "一二三四五六七八九十"
_OTHER_DIGITS = str.maketrans("壹贰叁肆伍陆123456ⅠⅡⅢⅣⅤⅥ", _DIGITS[:6] * 3)
_NUMERALS = rf"[{_DIGITS}壹贰叁肆伍陆1-6Ⅰ-Ⅵ]"
_ORDINAL = re.compile(
    rf"(?P<bracket>[（(](?={_NUMERALS}[）)]))?第?0?(?P<ordinal>{_NUMERALS}*)(?:部分|章)?\s*"
    r"(?P<stop>[）)、.．,，:：]?)\s*(?P<words>.*)",
    re.DOTALL,
)
_ONLY_ORDINAL = re.compile(rf"第?0?{_NUMERALS}(?:部分|章)?[、.．]?")
_BULLETS = "●■◆★▲▶►•◇□※☆【「《"
_DECORATION = f"{_BULLETS}】」》·◎○#*=—–－-_[] \t\n\r\u3000\xa0"
_ALIKE = 0.85
_LONGEST = 45
"""The longest heading that is told by the words in it; one in the words of the form may be longer."""
_LONGEST_LINE = 100
_EXACT = 4
_FEW = 3


@frozen
class Mark:
    """A block that may be the heading of a section."""

    index: int
    name: str
    spec: Spec
    weight: int

    @property
    def order(self) -> int:
        """The place of its section on the form."""
        return _ORDERS[self.name]


def section_marks(blocks: Sequence[Block]) -> dict[str, Mark]:
    """The heading of each section that has one.

    >>> marks = section_marks([Paragraph("一、概述"), Paragraph("平稳。"), Paragraph("●五、存在问题和改进措施")])
    >>> [(name, mark.index) for name, mark in marks.items()]
    [('overview', 0), ('problems', 2)]
    """
    found = _chosen(_without_contents(list(_marks(blocks)), blocks))
    if len(found) < _FEW:
        in_brackets = _chosen(list(_marks(blocks, bracketed=True)))
        found = in_brackets if len(in_brackets) >= _FEW else found
    return found | {mark.name: mark for mark in _by_ordinal(blocks, found)}


def another_report(blocks: Sequence[Block]) -> int | None:
    """The index of the heading with which another report begins behind a whole one, if there is such."""
    marks = [mark for mark in _without_contents(list(_marks(blocks)), blocks) if mark.weight > _EXACT + 1]
    last = {mark.name: number for number, mark in enumerate(marks)}
    seen: set[str] = set()
    for number, mark in enumerate(marks):
        following = sum(at >= number for at in last.values())
        if mark.name in seen and not mark.order and min(len(seen), following) >= _FEW:
            return mark.index
        seen.add(mark.name)
    return None


# --- what may be a heading --------------------------------------------------------------------------------------------


def _marks(blocks: Sequence[Block], *, bracketed: bool = False) -> Iterator[Mark]:
    """Every block that may be a heading; its number stands in brackets only if that is the style of the page."""
    for index, block in enumerate(blocks):
        if isinstance(block, Grid) or len(block.text) > _LONGEST_LINE:
            continue
        parts = _ordinal(block.text)
        if bool(parts["bracket"]) is not bracketed:
            continue
        ordinal, words = parts["ordinal"], plain(parts["words"]).rstrip(":.")
        firm = not ordinal.isascii()
        is_short = len(block.text) <= _LONGEST
        sentence = not (firm and parts["stop"] and is_short) or re.search(r"[。；;](?!$)", parts["words"])
        for name, spec in SECTIONS.items():
            numbered = _number(ordinal) == spec.number
            exact = words in _labels(name) and (numbered or not parts["bracket"]) and (numbered or firm or not ordinal)
            if exact or (not sentence and _is_like(words, spec, numbered=numbered)):
                yield Mark(index, name, spec, _EXACT * exact + 2 * isinstance(block, Heading) + numbered + 1)


def _ordinal(text: str) -> re.Match[str]:
    """The ordinal that *text* begins with, which may be empty, and the words behind it."""
    (parts,) = islice(_ORDINAL.finditer(text.strip(_DECORATION)), 1)
    return parts


def _number(ordinal: str) -> str:
    return ordinal.translate(_OTHER_DIGITS)


@cache
def _labels(name: str) -> frozenset[str]:
    spec = SECTIONS[name]
    return frozenset(map(plain, (*spec.also, *(translate(spec.label, locale) for locale in LOCALES))))


def _is_like(words: str, spec: Spec, *, numbered: bool) -> bool:
    """Whether *words* speak of a section in words of their own, which may be fewer where the ordinal is right."""
    cues = [re.search(cue, words) for cue in spec.cues]
    return all(cues) or (numbered and (any(cues) or _is_misprint(words, plain(spec.label))))


def _is_misprint(words: str, label: str) -> bool:
    return difflib.SequenceMatcher(None, words, label).ratio() >= _ALIKE


def _by_ordinal(blocks: Sequence[Block], found: Mapping[str, Mark]) -> Iterator[Mark]:
    """The headings in unknown words of sections in prose: the one line with their ordinal between their neighbours."""
    names = list(SECTIONS)
    for order, (name, spec) in enumerate(SECTIONS.items()):
        around = [found.get(each) for each in (*names[max(order - 1, 0) : order], *names[order + 1 : order + 2])]
        if name in found or name in TABLES or not all(around):
            continue
        indices = [mark.index for mark in around if mark]
        start, stop = indices[0] + 1 if order else 0, indices[-1] if order < len(names) - 1 else len(blocks)
        lines = [index for index in range(start, stop) if _has_ordinal(blocks[index], spec)]
        if len(lines) == 1:
            yield Mark(lines[0], name, spec, 1)


def _has_ordinal(block: Block, spec: Spec) -> bool:
    text = "" if isinstance(block, Grid) else block.text.strip()
    return len(text) <= _LONGEST and re.fullmatch(rf"{spec.number}\s*、[^。；;：:，,]+", text) is not None


# --- the headings that there are --------------------------------------------------------------------------------------


def _without_contents(marks: Sequence[Mark], blocks: Sequence[Block]) -> list[Mark]:
    """*marks* without those of a table of contents: headings of which each follows the last at once, and all return."""
    runs: list[list[Mark]] = []
    for mark in marks:
        if not runs or any(map(_says_something, blocks[runs[-1][-1].index + 1 : mark.index])):
            runs.append([])
        runs[-1].append(mark)
    kept: list[Mark] = []
    for number, run in enumerate(runs):
        names = {mark.name for mark in run}
        later = {mark.name for mark in chain(*runs[number + 1 :])}
        if len(names) < _FEW or not names <= later:
            kept += run
    return kept


def _says_something(block: Block) -> bool:
    return isinstance(block, Grid) or re.search(r"[^\W\d_]", block.text) is not None


_Chain = tuple[int, tuple[Mark, ...]]
"""The weight of some headings in the order of the form, and these."""


def _chosen(marks: Sequence[Mark]) -> dict[str, Mark]:
    """The headings that fit best in the order of the form, then any other section that is plainly there."""
    best: dict[int, _Chain] = {}
    for mark in marks:
        weight, before = max((best[order] for order in best if order < mark.order), key=_first, default=(0, ()))
        longer = (weight + mark.weight, (*before, mark))
        best[mark.order] = max(best.get(mark.order, longer), longer, key=_first)
    found = {mark.name: mark for mark in max(best.values(), key=_first, default=(0, ()))[1]}
    taken = {mark.index for mark in found.values()}
    for mark in sorted(marks, key=lambda each: -each.weight):
        if mark.weight > _EXACT and mark.index not in taken and mark.name not in found:
            found[mark.name] = mark
            taken.add(mark.index)
    return found


def _first(chain: _Chain) -> tuple[int, int]:
    """The weightiest chain, and of equals the one that ends first: what follows it may repeat it."""
    return chain[0], -chain[1][-1].index


# --- what runs into a heading -----------------------------------------------------------------------------------------


@cache
def _heading_pattern() -> re.Pattern[str]:
    """The headings of the form, with their ordinals, white space anywhere."""
    titles = [
        r"\s*".join(map(re.escape, (spec.number, "、", *label)))
        for spec in SECTIONS.values()
        for label in (spec.label, *spec.also)
    ]
    longest_first = "|".join(sorted(titles, key=len, reverse=True))
    return re.compile(rf"[{_BULLETS}]?(?:{longest_first})[】」》]?(?:[：:。](?=\s*$))?")


def split_at_headings(blocks: Iterable[Block], *, flat: bool) -> Iterator[Block]:
    """*blocks* with a heading that runs into other text on its line, or is parted from its ordinal, a line of its own.

    Only in *flat* text, which has lost its lines, may a heading stand behind other text.

    >>> [block.text for block in split_at_headings([Paragraph("平稳。二、主动公开政府信息情况 规章000")], flat=True)]
    ['平稳。', '二、主动公开政府信息情况', '规章000']
    >>> [block.text for block in split_at_headings([Paragraph("一、总体情况。全年平稳。")], flat=False)]
    ['一、总体情况', '全年平稳。']
    """
    for block in _with_ordinals(blocks):
        if isinstance(block, Paragraph) and block.text.strip():
            texts = _parted(block.text) if flat else [block.text]
            pieces = [piece for text in texts for piece in _behind_heading(text) if piece.strip()]
            whole = len(pieces) == 1 and not flat
            yield from [block] if whole else (attrs.evolve(block, text=piece.strip()) for piece in pieces)
        else:
            yield block


def _parted(text: str) -> list[str]:
    pieces = _heading_pattern().split(text)
    titles = [match[0] for match in _heading_pattern().finditer(text)]
    return [each for pair in zip(pieces, [*titles, ""], strict=True) for each in pair]


def _behind_heading(text: str) -> Sequence[str]:
    """A heading at the beginning of *text* and what stands behind it; *text* alone if there is none."""
    if not _is_heading(text, _EXACT):
        is_like = _is_heading(text, 0)
        for gap in re.finditer(r"(?P<stop>[。：:])\s*|\s+", text[: _LONGEST + 1]):
            head, rest = text[: gap.start()], text[gap.end() :]
            least = 0 if gap["stop"] and len(text) > _LONGEST else _EXACT
            if _is_heading(head, least) and (gap["stop"] or not is_like or len(rest) > len(head)) and rest.strip():
                return head, rest
    return (text,)


def _is_heading(text: str, least: int) -> bool:
    """Whether *text* is a heading behind its own ordinal, of more than the *least* weight."""
    ordinal = _number(_ordinal(text)["ordinal"])
    return any(mark.weight > least + 1 and mark.spec.number == ordinal for mark in _marks([Paragraph(text)]))


def _with_ordinals(blocks: Iterable[Block]) -> Iterator[Block]:
    """*blocks* with an ordinal that stands alone put before the heading that it numbers."""
    waiting: Heading | Paragraph | None = None
    for block in blocks:
        following = block
        if waiting and not isinstance(block, Grid) and _is_heading(f"{waiting.text} {block.text}", _EXACT):
            following = attrs.evolve(block, text=f"{waiting.text.strip()} {block.text}", place=waiting.place)
        elif waiting:
            yield waiting
        waiting = None
        if not isinstance(following, Grid) and _ONLY_ORDINAL.fullmatch(following.text.strip()):
            waiting = following
        else:
            yield following
    if waiting:
        yield waiting


# --- tables that hold headings ----------------------------------------------------------------------------------------


def split_grids(blocks: Iterable[Block], *, flat: bool) -> Iterator[Block]:
    """*blocks* with a table that holds headings of the form taken apart: headings and lines of text out of it.

    >>> grid = Grid(((Cell("二、主动公开政府信息情况"),), (Cell("规章"), Cell("3"))))
    >>> [type(block).__name__ for block in split_grids([grid], flat=False)]
    ['Paragraph', 'Grid']
    """
    for block in blocks:
        grid = _in_lines(block) if flat and isinstance(block, Grid) else block
        if isinstance(grid, Grid) and any(_heading_pattern().fullmatch(_lone(line)) for line in grid.rows):
            yield from _taken_apart(grid)
        else:
            yield block


def _in_lines(grid: Grid) -> Grid:
    """*grid*, which does not show its rows, with the headings in it on lines of their own."""
    rows = (
        cells
        for line in grid.rows
        for is_heading, some in groupby(line, key=lambda cell: bool(_heading_pattern().fullmatch(cell.text.strip())))
        for cells in ([(cell,) for cell in some] if is_heading else [tuple(some)])
    )
    return attrs.evolve(grid, rows=tuple(rows))


def _lone(line: Sequence[Cell]) -> str:
    """The text of the only cell of *line* that has any, empty if there is not just one."""
    texts = [cell.text.strip() for cell in line if cell.text.strip()]
    return texts[0] if len(texts) == 1 else ""


def _taken_apart(grid: Grid) -> Iterator[Block]:
    for is_text, lines in groupby(grid.rows, key=lambda line: bool(_lone(line)) and not _is_in_table(_lone(line))):
        rows = tuple(lines)
        if is_text:
            cells = (cell for line in rows for cell in line if cell.text.strip())
            yield from (Paragraph(cell.text.strip(), place=cell.place) for cell in cells)
        elif any(cell.text.strip() for line in rows for cell in line):
            yield attrs.evolve(grid, rows=rows)


def _is_in_table(text: str) -> bool:
    """Whether *text* alone on its line may belong to a table: a label of the form, or a number."""
    return is_number(text) or any(template.match(text) for template in templates())
