"""Document → report: led by the labels of the form, and answerable for every piece of the input."""

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import chain, groupby, pairwise
from typing import Any

import attrs
from attrs import field, frozen

from govdisclosure._spec import Edition, Spec, fields_of, plain
from govdisclosure.account import Token, reading_finding
from govdisclosure.addresses import cells
from govdisclosure.compose import PUBLISHED
from govdisclosure.document import Block, Document, Grid, Heading, Paragraph, Place, folded, with_texts, without_places
from govdisclosure.errors import ReadError
from govdisclosure.findings import Finding, Findings, Severity
from govdisclosure.flattened import as_grid, is_furniture, is_piece, regridded, split_at_headings, split_grids, table_in
from govdisclosure.i18n import LOCALES, SOURCE, label, read_long_date, translate
from govdisclosure.report import TABLES, AnnualReport, Narrative, Organ, edition_of, usual_title
from govdisclosure.tables import TableReading, read_table
from govdisclosure.values import SUB_HEADINGS, is_blank, printable
from govdisclosure.wording import table_of

__all__ = ["Reading", "recognise"]


@frozen(kw_only=True)
class Reading:
    """What was read, what there is to say about it, and what became of every piece of the input.

    Attributes:
        report: The report; a number the reader is not sure of is ``None`` and has a finding.
        findings: Doubts, gaps and what was left out, each with its place in the source.
        tokens: Every piece of the input, in order, and what it was taken for; none for JSON, which is all or nothing.
        format: The format it was read from, such as ``html``.
    """

    report: AnnualReport
    findings: Findings
    tokens: tuple[Token, ...]
    format: str = ""

    @property
    def edition(self) -> Edition:
        """The edition of the form, told from the labels of the tables."""
        return self.report.edition

    @property
    def residue(self) -> tuple[Token, ...]:
        """The pieces that nothing could be made of; each has a finding."""
        return tuple(token for token in self.tokens if token.kind == "unknown")

    @property
    def unsure(self) -> frozenset[str]:
        """The paths of the cells that are ``None`` because they could not be read, not because they are blank."""
        doubted = [finding.path for finding in self.findings if finding.severity is Severity.ERROR and finding.path]
        return frozenset(
            cell.path
            for cell in cells(self.report)
            if is_blank(cell.value) and any(f"{cell.path}.".startswith(f"{path}.") for path in doubted)
        )

    def place_of(self, path: str) -> Place | None:
        """Where the number at the attribute *path* stood in the source; ``None`` if it was not read from anywhere."""
        return next((token.place for token in self.tokens if token.path == path), None)


def recognise(document: Document) -> Reading:
    """Read *document* as an annual report.

    >>> from govdisclosure.compose import compose
    >>> report = AnnualReport(organ=Organ("示例县柳溪镇人民政府"), year=2025, overview=Narrative(blocks=["工作平稳。"]))
    >>> recognise(compose(report)).report == report
    True

    Raises:
        ReadError: It is no annual report: neither its tables nor its sections are there.
    """
    blocks = tuple(with_texts(block, printable) for block in document.blocks)
    mended = () if blocks == document.blocks else ("文字里有控制字符，已略去",)
    lines = _unfolded(blocks) if document.flat else list(split_grids(blocks))
    recogniser = _Recogniser(lines, document.name, flat=document.flat)
    reading = recogniser.reading([*document.notes, *mended])
    return attrs.evolve(reading, tokens=tuple(sorted(reading.tokens, key=_line))) if document.flat else reading


def _line(token: Token) -> tuple[int, int]:
    """The page and line a token stood on; putting a table together moves what stood between its rows."""
    place = token.place or Place()
    return place.page or 0, place.line or 0


def _unfolded(blocks: Sequence[Block]) -> list[Block]:
    """The blocks of flattened text with headings on lines of their own and the tables put together."""
    lines = list(split_at_headings(blocks))
    marks = sorted(_chosen(list(_marks(lines))).values(), key=lambda each: each.index)
    starts = [mark.index for mark in marks]
    found = lines[: starts[0]] if starts else lines
    for mark, (start, stop) in zip(marks, pairwise([*starts, len(lines)]), strict=True):
        inside = lines[start + 1 : stop]
        found = [*found, lines[start], *(regridded(inside, mark.name) if mark.name in TABLES else inside)]
    return found


# --- headings ---------------------------------------------------------------------------------------------------------

_DIGITS = "一二三四五六七八九十"
_OTHER_DIGITS = str.maketrans("壹贰叁肆伍陆123456ⅠⅡⅢⅣⅤⅥ", _DIGITS[:6] * 3)
_ORDINAL = re.compile(
    rf"^第?(?P<ordinal>[{_DIGITS}壹贰叁肆伍陆1-6Ⅰ-Ⅵ]*)(?:部分|章)?\s*(?P<stop>[、.．,，:：]?)\s*(?P<words>.*)",
    re.DOTALL,
)
_ALIKE = 0.85
_LONGEST_HEADING = 100
_LONGEST_WORDS = 45
"""The longest heading that is told by the words in it; one in the words of the form may be longer."""


@frozen
class _Mark:
    """A block that may be the heading of a section."""

    index: int
    name: str
    spec: Spec
    weight: int

    @property
    def order(self) -> int:
        """The place of its section on the form."""
        return _ORDERS[self.name]


_SECTIONS = fields_of(AnnualReport)
_ORDERS = {name: order for order, name in enumerate(_SECTIONS)}
_WORDINGS = {
    name: frozenset(map(plain, (*spec.also, *(translate(spec.label, locale) for locale in LOCALES))))
    for name, spec in _SECTIONS.items()
}
_EXACT = 4


def _marks(blocks: Sequence[Block]) -> Iterator[_Mark]:
    for index, block in enumerate(blocks):
        if isinstance(block, Grid) or len(block.text) > _LONGEST_HEADING:
            continue
        (parts,) = _ORDINAL.finditer(block.text.strip())
        ordinal, words = parts["ordinal"], plain(parts["words"]).rstrip(":")
        firm = not ordinal.isascii()
        sentence = not (firm and parts["stop"]) or len(words) > _LONGEST_WORDS or re.search(r"[。；;]", words)
        for name, spec in _SECTIONS.items():
            numbered = ordinal.translate(_OTHER_DIGITS) == spec.number
            exact = words in _WORDINGS[name] and (numbered or firm or not ordinal)
            if exact or (not sentence and _is_like(words, spec, numbered=numbered)):
                yield _Mark(index, name, spec, _EXACT * exact + 2 * isinstance(block, Heading) + numbered + 1)


def _is_like(words: str, spec: Spec, *, numbered: bool) -> bool:
    """Whether *words* speak of a section in words of their own, which may be fewer where the ordinal is right."""
    cues = [re.search(cue, words) for cue in spec.cues]
    misprint = difflib.SequenceMatcher(None, words, plain(spec.label)).ratio() >= _ALIKE
    return all(cues) or (numbered and (any(cues) or misprint))


def _chosen(marks: Sequence[_Mark]) -> dict[str, _Mark]:
    """The headings that fit best in the order of the form, then any other section that is plainly there."""
    best: dict[int, tuple[int, tuple[_Mark, ...]]] = {}
    for mark in marks:
        weight, before = max((best[order] for order in best if order < mark.order), key=_latest, default=(0, ()))
        chain = (weight + mark.weight, (*before, mark))
        best[mark.order] = max(best.get(mark.order, chain), chain, key=_latest)
    found = {mark.name: mark for mark in max(best.values(), key=_latest, default=(0, ()))[1]}
    taken = {mark.index for mark in found.values()}
    for mark in sorted(marks, key=lambda each: -each.weight):
        if mark.weight > _EXACT and mark.index not in taken and mark.name not in found:
            found[mark.name] = mark
            taken.add(mark.index)
    return found


def _latest(chain: tuple[int, tuple[_Mark, ...]]) -> tuple[int, int]:
    """The weightiest chain, and of equals the one that ends last: a table of contents comes before what it lists."""
    return chain[0], chain[1][-1].index


_SUB_HEADINGS = (
    (3, re.compile(r"[（(][一二三四五六七八九十]+[）)][^。；;：:，,]{1,40}")),
    (4, re.compile(r"\d{1,2}[、.．][^。；;：:，,]{1,30}")),
)


def _promoted(block: Block) -> Block:
    """A numbered line without a stop is a sub-heading, in a source that does not mark its headings."""
    if isinstance(block, Paragraph):
        for level, pattern in _SUB_HEADINGS:
            if pattern.fullmatch(block.text.strip()):
                return Heading(block.text, level, place=block.place)
    return block


def _levelled(block: Block) -> Block:
    """A heading inside a section is below it, whatever level the source gives it."""
    if isinstance(block, Heading):
        return attrs.evolve(block, level=min(max(block.level, SUB_HEADINGS[0]), SUB_HEADINGS[-1]))
    return block


# --- title and page chrome --------------------------------------------------------------------------------------------

_TITLE = re.compile(
    r"(?P<before>.*?)(?P<year>(?:19|20)\d\d)年?度?(?P<after>.*?)"
    r"政府(?:信息|資訊)公[开開](?:工作)?(?:年度)?(?:工作)?[报報]告"
)
_ORGAN = re.compile(r"[\w（）()·]{2,60}")
_LONGEST_REPORT_TITLE = 120
_ANY_ORGAN = re.compile(r"(?:人民政府|政府)?(?:办公室|办公厅|街道办事处|管理委员会|委员会)?")
_CHROME = re.compile(
    r"扫一扫|二维码|打印|关闭窗口|上一篇|下一篇|分享|责任编辑|版权所有|ICP备|网站地图|浏览次数|字号|字体|首页|当前位置|当前页面"
    r"|上一条|下一条|点击.{0,3}蓝字|^END$|^(?:编辑|审核|校对)[:：]|来源[:：]|发布(?:时间|日期|机构)[:：]|索引号|文号[:：]|栏目[:：]|收藏"
)
_LONGEST_CHROME = 60
_NAME_PARTS = re.compile(r"[_|>»]|\s[-—–]\s|--+")
"""What web sites put between the title of a page and their own name."""
_PUBLISHED = re.compile(r"发布(?:日期|时间)[:：]\s*(\d{4})[-年./](\d{1,2})[-月./](\d{1,2})日?")
_OTHER_LOCALES = tuple(locale for locale in LOCALES if locale != SOURCE)


def _usual(template: str) -> re.Pattern[str]:
    """What fits *template*, a title with blanks for the organ and the year, white space left out."""
    blanks = {"organ": r"(?P<before>.+)", "year": r"(?P<year>(?:19|20)\d\d)"}
    pieces = re.split(r"\{(\w+)\}", "".join(template.split()))
    return re.compile("".join(blanks.get(piece) or re.escape(piece) for piece in pieces) + "(?P<after>)")


_USUAL_TITLES = tuple(
    _usual(translate(title.template, locale))
    for locale in _OTHER_LOCALES
    if (title := usual_title(Organ("机关"), 2000))
)


@frozen
class _Title:
    """The title as printed on *count* blocks from *index* on, and what it says."""

    index: int
    count: int
    text: str
    organ: str
    year: int | None

    @property
    def names_organ(self) -> bool:
        """Whether it says whose report it is, and not only of what kind of organ."""
        return bool(self.organ) and not _ANY_ORGAN.fullmatch(self.organ)


def _titles(blocks: Sequence[Block]) -> Iterator[_Title]:
    """Every way to see a title in one to three blocks, those that name the organ on the fewest blocks first."""
    found = []
    for index, block in enumerate(blocks):
        if isinstance(block, Heading) and block.level == 1:
            found.append(_title(block.text, index, 1) or _Title(index, 1, folded(block.text), "", None))
        for count in (1, 2, 3):
            run = [each.text for each in blocks[index : index + count] if not isinstance(each, Grid)]
            if len(run) == count and (title := _title("".join(run), index, count)):
                found.append(title)
    yield from sorted(found, key=lambda title: (not title.names_organ, title.count, title.index))


def _title(text: str, index: int, count: int) -> _Title | None:
    words = re.sub(r"^标题[:：]", "", "".join(text.split()))
    patterns = (_TITLE, *_USUAL_TITLES) if len(words) <= _LONGEST_REPORT_TITLE else ()
    match = next(filter(None, (pattern.fullmatch(words) for pattern in patterns)), None)
    if match is None:
        return None
    organ = match["before"] or match["after"]
    if organ and not (_ORGAN.fullmatch(organ) and not _CHROME.search(organ)):
        return None
    return _Title(index, count, folded(text), organ, int(match["year"]))


def _is_chrome(block: Block) -> bool:
    return not isinstance(block, Grid) and len(block.text) <= _LONGEST_CHROME and bool(_CHROME.search(block.text))


def _published(block: Block) -> date | None:
    match = None if isinstance(block, Grid) else _PUBLISHED.search(block.text)
    try:
        return date(*map(int, match.groups())) if match else _published_elsewhere(block)
    except ValueError:
        return None


def _published_elsewhere(block: Block) -> date | None:
    """The day of publication in another language than the form's own, alone in *block*."""
    text = "" if isinstance(block, Grid) else block.text.strip()
    days = (
        read_long_date(text.removeprefix(words).strip(), locale)
        for locale in _OTHER_LOCALES
        if text.startswith(words := translate(PUBLISHED, locale).strip())
    )
    return next(filter(None, days), None)


def _is_only_a_day(block: Block) -> bool:
    alone = not isinstance(block, Grid) and _PUBLISHED.fullmatch(block.text.strip()) is not None
    return alone or _published_elsewhere(block) is not None


# --- the whole --------------------------------------------------------------------------------------------------------


@attrs.mutable
class _Recogniser:
    """One reading of the blocks of a document."""

    blocks: Sequence[Block]
    name: str
    flat: bool
    findings: list[Finding] = field(factory=list)
    tokens: dict[int, list[Token]] = field(factory=dict)
    grids: dict[str, list[int]] = field(factory=dict)
    taken: set[int] = field(factory=set)
    """The blocks that are read as parts of a table."""

    def reading(self, notes: Sequence[str]) -> Reading:
        marks = _chosen(list(_marks(self.blocks)))
        starts = sorted(mark.index for mark in marks.values())
        section = ""
        names = {mark.index: name for name, mark in marks.items()}
        for index, block in enumerate(self.blocks):
            section = names.get(index, section)
            if isinstance(block, Grid) and (name := table_of(block) or self._put_together(block, section)):
                self.grids.setdefault(name, []).append(index)
        first = (
            starts[0] if starts else min((i for found in self.grids.values() for i in found), default=len(self.blocks))
        )
        fields = self._front(self.blocks[:first])
        if not self._is_report(marks, fields):
            raise ReadError(_no_report(self.blocks))
        for note in notes:
            self._find("GD916", note)
        self._order(marks)
        ends = dict(pairwise([*starts, len(self.blocks)]))
        fields |= {name: self._section(name, spec, marks.get(name), ends) for name, spec in _SECTIONS.items()}
        report = AnnualReport(edition=_edition(fields["proactive"], fields["requests"]), **fields)
        self._rest()
        tokens = tuple(token for index in sorted(self.tokens) for token in self.tokens[index])
        return Reading(report=report, findings=Findings(self.findings), tokens=tokens)

    def _put_together(self, grid: Grid, section: str) -> str:
        """The section whose table *grid* is because it was put together from the text of that section."""
        return section if self.flat and section in TABLES and is_piece(grid, section) else ""

    def _is_report(self, marks: Mapping[str, _Mark], fields: Mapping[str, Any]) -> bool:
        titled = fields["year"] is not None and bool(marks)
        return bool(self.grids) or titled or (len(marks) > 2 and bool(marks.keys() & TABLES.keys()))  # noqa: PLR2004

    def _find(self, code: str, message: str, **more: Any) -> None:
        self.findings.append(reading_finding(code, message, **more))

    def _token(self, kind: Any, index: int) -> None:
        """Enter the block at *index* into the account."""
        block = self.blocks[index]
        pieces = [cell for line in block.rows for cell in line] if isinstance(block, Grid) else [block]
        self.tokens[index] = [Token(kind, piece.text, piece.place) for piece in pieces if piece.text.strip()]

    def _rest(self) -> None:
        """Account for what stands in no section, for want of a heading."""
        for index in range(len(self.blocks)):
            if index not in self.tokens:
                self._token("unknown", index)
                for token in self.tokens[index]:
                    text = folded(token.text)
                    self._find("GD909", f"“{text}”不在任何部分里，未收入年报", place=token.place, actual=text)

    # -- before section one --

    def _front(self, front: Sequence[Block]) -> dict[str, Any]:
        """Title, organ, year, day of publication and preamble."""
        titles = list(_titles(front))
        title = titles[0] if titles else None
        fields: dict[str, Any] = {"organ": None, "year": None, "title": None, "published": None}
        covered: set[int] = set()
        if title:
            fields |= {"organ": Organ(title.organ) if title.organ else None, "year": title.year, "title": title.text}
            covered = self._title_blocks(title, titles)
        if title is None or not title.names_organ:
            fields |= self._from_name(fields["year"])
        preamble = []
        for index, block in enumerate(front):
            day = _published(block)
            fields["published"] = fields["published"] or day
            alone = day is not None and day == fields["published"] and _is_only_a_day(block)
            if index in covered or alone:
                self._token("heading", index)
            elif _is_chrome(block) or (title and index < title.index):
                self._chrome(index)
            else:
                self._token("prose", index)
                preamble.append(without_places(_levelled(block)))
        return fields | {"preamble": preamble}

    def _from_name(self, year: int | None) -> dict[str, Any]:
        """What the properties of the file say, where the page has no title that names the organ."""
        parts = [folded(part) for part in (self.name, *_NAME_PARTS.split(self.name))]
        titles = [title for part in parts if (title := _title(part, 0, 0)) and title.names_organ]
        if not titles or titles[0].year != (year or titles[0].year):
            self._find("GD912", "没有找到写明机关和年份的年报标题；请核对")
            return {}
        found = titles[0]
        message = f"页面上没有写明机关和年份的年报标题，取自文件的属性“{found.text}”；请核对"
        self._find("GD923", message, actual=self.name)
        return {"organ": Organ(found.organ), "year": found.year}

    def _title_blocks(self, title: _Title, titles: Sequence[_Title]) -> set[int]:
        """The blocks taken up by the title and its repetitions."""
        covered = set(range(title.index, title.index + title.count))
        for other in titles:
            blocks = set(range(other.index, other.index + other.count))
            if not blocks & covered and plain(other.text) == plain(title.text):
                covered |= blocks
                self._find("GD913", "标题印了两次，只收一次", place=self.blocks[other.index].place, actual=other.text)
        return covered

    def _chrome(self, index: int) -> None:
        self._token("chrome", index)
        for token in self.tokens[index]:
            text = folded(token.text)
            self._find("GD901", f"“{text}”是网页附加的文字，未收入年报", place=token.place, actual=text)

    # -- sections --

    def _order(self, marks: Mapping[str, _Mark]) -> None:
        found = list(marks.values())
        if sorted(found, key=lambda each: each.index) != sorted(found, key=lambda each: each.order):
            order = " ".join(mark.spec.number for mark in sorted(found, key=lambda each: each.index))
            self._find("GD917", f"章节的次序是 {order}，与表样不同")

    def _section(self, name: str, spec: Spec, mark: _Mark | None, ends: Mapping[int, int]) -> Any:
        heading = self._heading(name, spec, mark)
        inside = self._without_tail(range(mark.index + 1, ends[mark.index]) if mark else range(0))
        table, extras = self._table(name, spec, inside) if name in TABLES else (None, None)
        if table is None:
            return Narrative(heading=heading, blocks=self._prose(inside)) if mark else None
        after = next((index for index in inside if index in self.taken), inside.stop)
        lead, remarks = self._prose(range(inside.start, after)), self._prose(range(after, inside.stop))
        return attrs.evolve(table, heading=heading, lead=lead, remarks=[*([extras] if extras else []), *remarks])

    def _heading(self, name: str, spec: Spec, mark: _Mark | None) -> str | None:
        if mark is None:
            self._find("GD911", f"没有找到“{spec.printed}”这一部分的标题", path=name)
            return None
        self._token("heading", mark.index)
        (token,) = self.tokens[mark.index]
        text = folded(token.text)
        if plain(text) in {plain(label(spec.printed, locale)) for locale in LOCALES}:
            return None
        self._find("GD902", f"标题“{text}”与表样的“{spec.printed}”不同", path=name, place=token.place, actual=text)
        return text

    def _table(self, name: str, spec: Spec, inside: range) -> tuple[Any, Grid | None]:
        """The table of a section and the rows of it that the form does not have."""
        own = self.grids.get(name, [])
        attempts = [attempt for attempt in self._attempts(name, inside, own) if own or attempt[1].certain]
        if not attempts:
            table = TABLES[name][0].TABLE.name
            self._find("GD907", f"没有找到{table}（{spec.label}）；数字未读入，不是零", path=name)
            return None, None
        indices, reading = max(attempts, key=lambda attempt: attempt[1].certain)
        self.taken.update(indices)
        self.tokens |= {index: [] for index in indices}
        one_each = len(indices) == len(reading.tokens)
        for index, tokens in zip(indices, reading.tokens if one_each else [chain(*reading.tokens)], strict=one_each):
            self.tokens[index] = list(tokens)
        self.findings.extend(reading.findings)
        return reading.section, reading.extras

    def _attempts(self, name: str, inside: range, own: Sequence[int]) -> Iterator[tuple[Sequence[int], TableReading]]:
        """Ways to read a table and the blocks each takes, the plainest first; one without a fault needs no other."""
        if own:
            reading = read_table(name, [grid for index in own if isinstance(grid := self.blocks[index], Grid)])
            yield own, reading
            if not any(finding.severity is Severity.ERROR for finding in reading.findings):
                return
        if self.flat:
            return
        if any(index not in inside for index in own):
            return
        pieces = [index for index in inside if index in own or is_piece(self.blocks[index], name)]
        if pieces and pieces != own:
            yield pieces, read_table(name, [as_grid(self.blocks[index]) for index in pieces])
        indices, grids = self._from_text(name, inside)
        if any(not isinstance(self.blocks[index], Grid) for index in indices):
            yield indices, read_table(name, grids)

    def _from_text(self, name: str, inside: range) -> tuple[list[int], list[Grid]]:
        """The pieces of a table, those put together from the text between tables among them."""
        indices: list[int] = []
        grids: list[Grid] = []
        for is_table, some in groupby(inside, key=lambda index: isinstance(self.blocks[index], Grid)):
            run = [index for index in some if not is_furniture(self.blocks[index])]
            if is_table:
                pieces = [index for index in run if is_piece(self.blocks[index], name)]
                indices += pieces
                grids += [as_grid(self.blocks[index]) for index in pieces]
            elif found := table_in([self.blocks[index] for index in run], name):
                indices += run[found.first : found.last]
                grids += found.grids
        return indices, grids

    def _without_tail(self, inside: range) -> range:
        """Leave out what the web site added after the last line of the report."""
        stop = inside.stop
        while inside.stop == len(self.blocks) and stop > inside.start and _is_chrome(self.blocks[stop - 1]):
            stop -= 1
            self._chrome(stop)
        return range(inside.start, stop)

    def _prose(self, indices: range) -> list[Block]:
        """The blocks of a narrative, the tables of the form left out."""
        taken = self.taken.union(*self.grids.values())
        marked = any(isinstance(block, Heading) for block in self.blocks)
        blocks = []
        for index in indices:
            if is_furniture(self.blocks[index]):
                self._chrome(index)
            elif index not in taken and _visible(self.blocks[index]):
                block = _levelled(self.blocks[index]) if marked else _promoted(self.blocks[index])
                self._token("heading" if isinstance(block, Heading) else "prose", index)
                blocks.append(without_places(block))
        return blocks


def _edition(proactive: object, requests: object) -> Edition:
    """The edition that the tables are of: told by 表二, and where that is missing by 三（六） of 表三."""
    return edition_of(proactive) or edition_of(requests) or Edition.V2021


def _visible(block: Block) -> bool:
    """Whether *block* is more than an empty line."""
    return isinstance(block, Grid) or bool(block.text.strip())


def _no_report(blocks: Sequence[Block]) -> str:
    texts = [folded(block.text) for block in blocks if not isinstance(block, Grid) and block.text.strip()]
    begins = f"开头是“{texts[0][:40]}”" if texts else "里面没有文字"
    return f"不是政府信息公开工作年度报告：没有找到它的任何一张表，也没有找到它的各部分标题；{begins}"
