"""Document → report: led by the labels of the form, and answerable for every piece of the input."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, groupby, pairwise
from typing import Any

import attrs
from attrs import field, frozen

from govdisclosure._spec import Edition, Spec, plain
from govdisclosure.account import Token, TokenKind, reading_finding
from govdisclosure.addresses import Address, cells
from govdisclosure.document import Block, Document, Grid, Heading, Paragraph, Place, folded, with_texts, without_places
from govdisclosure.errors import ReadError
from govdisclosure.findings import Finding, Findings, Severity
from govdisclosure.flattened import as_grid, is_furniture, is_piece, joined_over_breaks, regridded, table_in
from govdisclosure.headings import SECTIONS, Mark, another_report, section_marks, split_at_headings, split_grids
from govdisclosure.i18n import LOCALES, Listing, Message, label, say
from govdisclosure.report import TABLES, AnnualReport, Narrative, Organ, edition_of
from govdisclosure.tables import TableReading, read_table
from govdisclosure.titles import Title, is_chrome, is_only_a_day, published, split_at_title, title_of_name, titles
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
    mended = () if blocks == document.blocks else (say("文字里有控制字符，已略去"),)
    lines = split_at_title(list(split_at_headings(split_grids(blocks, flat=document.flat), flat=document.flat)))
    own = _own(lines)
    others = [*lines[: own.start], *lines[own.stop :]]
    inside = lines[own.start : own.stop]
    recogniser = _Recogniser(_unfolded(inside) if document.flat else inside, document.name, flat=document.flat)
    reading = recogniser.reading([*document.notes, *mended], others)
    tokens = tuple(sorted(reading.tokens, key=_line)) if document.flat else reading.tokens
    doubts = _half_row(tokens) if document.is_cut else ()
    return attrs.evolve(reading, tokens=tokens, findings=Findings([*reading.findings, *doubts]))


def _half_row(tokens: Sequence[Token]) -> Iterator[Finding]:
    """A doubt for each cell of the line in which a file ends, since half a row looks like one of blank cells."""
    last = tokens[-1] if tokens else None
    for token in tokens:
        if last and last.path and token.path and token.place == last.place:
            message = say("文件在“{text}”这一格结束，可能没有完；请核对", text=last.text)
            yield reading_finding("GD925", message, path=token.path, place=token.place, actual=token.text)


def _line(token: Token) -> tuple[int, int]:
    """The page and line a token stood on; putting a table together moves what stood between its rows."""
    place = token.place or Place()
    return place.page or 0, place.line or 0


def _own(blocks: Sequence[Block]) -> range:
    """The blocks of the first report on a page, or of the second if only that has the tables of the form."""
    begin = another_report(blocks)
    if begin is None:
        return range(len(blocks))
    sections = [mark.index for mark in section_marks(blocks[:begin]).values()]
    behind = [title.index for title in titles(blocks[:begin]) if title.year and title.index > max(sections)]
    begin = min(behind, default=begin)
    first, second = blocks[:begin], blocks[begin:]
    is_second = _has_tables(second) and not _has_tables(first)
    return range(begin, len(blocks)) if is_second else range(begin)


def _has_tables(blocks: Sequence[Block]) -> bool:
    found = chain(blocks, *(regridded(blocks, name) for name in TABLES))
    return any(isinstance(block, Grid) and bool(table_of(block)) for block in found)


def _unfolded(lines: Sequence[Block]) -> list[Block]:
    """The blocks of flattened text with its tables put together: each in its own section, else wherever one stands."""
    marks = sorted(section_marks(lines).values(), key=lambda each: each.index)
    parts = [("", lines[: marks[0].index if marks else len(lines)])]
    for mark, stop in zip(marks, [*(each.index for each in marks[1:]), len(lines)], strict=False):
        inside = lines[mark.index + 1 : stop]
        own = _put_together(inside, mark.name) if mark.name in TABLES else inside
        parts += [(mark.name, [lines[mark.index]]), (mark.name, own)]
    missing = [name for name in TABLES if not any(part == name and _grids(blocks) for part, blocks in parts)]
    return list(chain(*(blocks if part in TABLES else _with_tables(blocks, missing) for part, blocks in parts)))


def _put_together(blocks: Sequence[Block], name: str) -> Sequence[Block]:
    """*blocks* with the table of the section *name* put together, unless its rows are to be seen and tell more."""
    whole = regridded(blocks, name)
    shown = [grid for grid in _grids(blocks) if len(grid.rows) > 1]
    is_shown = bool(shown) and read_table(name, shown).certain >= read_table(name, _grids(whole)).certain
    return blocks if is_shown else whole


def _grids(blocks: Sequence[Block]) -> list[Grid]:
    return [block for block in blocks if isinstance(block, Grid)]


def _with_tables(blocks: Sequence[Block], missing: Sequence[str]) -> Sequence[Block]:
    """*blocks* with the first of the *missing* tables that stands there put together, and those behind it."""
    found = (_put_together(blocks, name) for name in missing)
    return next((each for each in found if {*map(table_of, _grids(each))} & {*missing}), blocks)


# --- sub-headings -----------------------------------------------------------------------------------------------------

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

    def reading(self, notes: Sequence[str], others: Sequence[Block]) -> Reading:
        """The reading; *others* are the blocks of another report on the page."""
        marks = section_marks(self.blocks)
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
        fields |= {name: self._section(name, spec, marks.get(name), ends) for name, spec in SECTIONS.items()}
        report = AnnualReport(edition=_edition(fields["proactive"], fields["requests"]), **fields)
        self._rest()
        tokens = tuple(token for index in sorted(self.tokens) for token in self.tokens[index])
        if others:
            tokens += tuple(token for block in others for token in _tokens("unknown", block))
            text = folded(next((block.text for block in others if not isinstance(block, Grid)), ""))
            message = say("页面上另有一份年报，自“{text}”起，没有读；请分开保存后再读", text=text)
            self._find("GD924", message, place=others[0].place)
        return Reading(report=report, findings=Findings(self.findings), tokens=tokens)

    def _put_together(self, grid: Grid, section: str) -> str:
        """The section whose table *grid* is because it was put together from the text of that section."""
        return section if self.flat and section in TABLES and is_piece(grid, section) else ""

    def _is_report(self, marks: Mapping[str, Mark], fields: Mapping[str, Any]) -> bool:
        titled = fields["year"] is not None and bool(marks)
        return bool(self.grids) or titled or (len(marks) > 2 and bool(marks.keys() & TABLES.keys()))  # noqa: PLR2004

    def _find(self, code: str, message: str, **more: Any) -> None:
        self.findings.append(reading_finding(code, message, **more))

    def _token(self, kind: TokenKind, index: int) -> None:
        """Enter the block at *index* into the account."""
        self.tokens[index] = _tokens(kind, self.blocks[index])

    def _rest(self) -> None:
        """Account for what stands in no section, for want of a heading."""
        for index in range(len(self.blocks)):
            if index not in self.tokens:
                self._token("unknown", index)
                for token in self.tokens[index]:
                    text = folded(token.text)
                    message = say("“{text}”不在任何部分里，未收入年报", text=text)
                    self._find("GD909", message, place=token.place, actual=text)

    # -- before section one --

    def _front(self, front: Sequence[Block]) -> dict[str, Any]:
        """Title, organ, year, day of publication and preamble."""
        found = titles(front, self.name)
        title = found[0] if found else None
        fields: dict[str, Any] = {"organ": None, "year": None, "title": None, "published": None}
        covered: set[int] = set()
        if title:
            fields |= {"organ": Organ(title.organ) if title.organ else None, "year": title.year, "title": title.text}
            covered = self._title_blocks(title, found)
        if title is None or not title.names_organ:
            fields |= self._from_name(fields["year"])
        preamble = []
        for index, block in enumerate(front):
            day = published(block)
            fields["published"] = fields["published"] or day
            alone = day is not None and day == fields["published"] and is_only_a_day(block)
            if index in covered or alone:
                self._token("heading", index)
            elif is_chrome(block) or (title and index < title.index):
                self._chrome(index)
            elif _visible(block):
                self._token("prose", index)
                preamble.append(without_places(_levelled(block)))
        return fields | {"preamble": preamble}

    def _from_name(self, year: int | None) -> dict[str, Any]:
        """What the properties of the file say, where the page has no title that names the organ."""
        found = title_of_name(self.name)
        if found is None or found.year != (year or found.year):
            self._find("GD912", say("没有找到写明机关和年份的年报标题；请核对"))
            return {}
        message = say("页面上没有写明机关和年份的年报标题，取自文件的属性“{text}”；请核对", text=found.text)
        self._find("GD923", message, actual=self.name)
        return {"organ": Organ(found.organ), "year": found.year}

    def _title_blocks(self, title: Title, found: Sequence[Title]) -> set[int]:
        """The blocks taken up by the title and its repetitions."""
        covered = set(title.blocks)
        for other in found:
            place = self.blocks[other.index].place
            if covered & set(other.blocks):
                continue
            if plain(other.text) == plain(title.text):
                covered |= set(other.blocks)
                self._find("GD913", say("标题印了两次，只收一次"), place=place, actual=other.text)
            elif other.names_organ and title.names_organ and not other.is_of(title):
                told = {"other": other.text, "title": title.text}
                message = say("页面上另有标题“{other}”，取“{title}”为年报标题；请核对", **told)
                self._find("GD912", message, place=place, actual=other.text)
        return covered

    def _chrome(self, index: int) -> None:
        self._token("chrome", index)
        for token in self.tokens[index]:
            text = folded(token.text)
            message = say("“{text}”是网页附加的文字，未收入年报", text=text)
            self._find("GD901", message, place=token.place, actual=text)

    # -- sections --

    def _order(self, marks: Mapping[str, Mark]) -> None:
        found = list(marks.values())
        if sorted(found, key=lambda each: each.index) != sorted(found, key=lambda each: each.order):
            order = Listing((mark.spec.number for mark in sorted(found, key=lambda each: each.index)), mark=" ")
            self._find("GD917", say("章节的次序是 {order}，与表样不同", order=order))

    def _section(self, name: str, spec: Spec, mark: Mark | None, ends: Mapping[int, int]) -> Any:
        heading = self._heading(name, spec, mark)
        inside = self._without_tail(range(mark.index + 1, ends[mark.index]) if mark else range(0))
        table, extras = self._table(name, spec, inside) if name in TABLES else (None, None)
        if table is None:
            return Narrative(heading=heading, blocks=self._prose(inside)) if mark else None
        after = next((index for index in inside if index in self.taken), inside.stop)
        lead, remarks = self._prose(range(inside.start, after)), self._prose(range(after, inside.stop))
        return attrs.evolve(table, heading=heading, lead=lead, remarks=[*([extras] if extras else []), *remarks])

    def _heading(self, name: str, spec: Spec, mark: Mark | None) -> str | None:
        if mark is None:
            message = say("没有找到“{section}”这一部分的标题", section=Address(spec.printed))
            self._find("GD911", message, path=name)
            return None
        self._token("heading", mark.index)
        (token,) = self.tokens[mark.index]
        text = folded(token.text)
        if plain(text) in {plain(label(spec.printed, locale)) for locale in LOCALES}:
            return None
        message = say("标题“{text}”与表样的“{section}”不同", text=text, section=Address(spec.printed))
        self._find("GD902", message, path=name, place=token.place, actual=text)
        return text

    def _table(self, name: str, spec: Spec, inside: range) -> tuple[Any, Grid | None]:
        """The table of a section and the rows of it that the form does not have."""
        own = self.grids.get(name, [])
        attempts = [attempt for attempt in self._attempts(name, inside, own) if own or attempt[1].certain]
        if not attempts:
            table = TABLES[name][0].TABLE.name
            told = {"table": Address(table), "title": say(spec.label)}
            self._find("GD907", say("没有找到{table}（{title}）；数字未读入，不是零", **told), path=name)
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
        tables = {index: block for index in inside if isinstance(block := self.blocks[index], Grid)}
        whole = joined_over_breaks(list(tables.values()))
        if len(whole) < len(tables):
            reading = read_table(name, whole)
            note = reading_finding("GD916", say("有一行在换页处断开，已按列合为一行；请核对"), path=name)
            yield list(tables), attrs.evolve(reading, findings=(note, *reading.findings))
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
        while inside.stop == len(self.blocks) and stop > inside.start and is_chrome(self.blocks[stop - 1]):
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


def _tokens(kind: TokenKind, block: Block) -> list[Token]:
    pieces = [cell for line in block.rows for cell in line] if isinstance(block, Grid) else [block]
    return [Token(kind, piece.text, piece.place) for piece in pieces if piece.text.strip()]


def _edition(proactive: object, requests: object) -> Edition:
    """The edition that the tables are of: told by 表二, and where that is missing by 三（六） of 表三."""
    return edition_of(proactive) or edition_of(requests) or Edition.V2021


def _visible(block: Block) -> bool:
    """Whether *block* is more than an empty line."""
    return isinstance(block, Grid) or bool(block.text.strip())


def _no_report(blocks: Sequence[Block]) -> Message:
    texts = [folded(block.text) for block in blocks if not isinstance(block, Grid) and block.text.strip()]
    begins = say("开头是“{text}”", text=texts[0][:40]) if texts else say("里面没有文字")
    return say(
        "不是政府信息公开工作年度报告：没有找到它的任何一张表，也没有找到它的各部分标题；{begins}", begins=begins
    )
