"""Grid → section: the tables recognised by what is printed in them, never by where it stands.

Numbers belong to the row whose label stands before them. Which is of which column is told by the headers above: by
their order, or by where each stands. Where these are missing, the order of the form is taken only if its sums confirm
it, and that is said. Whatever does not fit leaves its cells ``None`` and a finding.
"""

import difflib
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import combinations, pairwise, product
from math import prod
from typing import Any, cast

import attrs
from attrs import field, frozen, mutable

from govdisclosure._spec import fields_of, plain
from govdisclosure.account import Token, TokenKind
from govdisclosure.document import Cell, Grid
from govdisclosure.findings import Finding
from govdisclosure.i18n import Listing, Message, joined, say
from govdisclosure.identities import Identity, identities
from govdisclosure.numbers import MOST_WAYS, is_number, read_number, ways_to_part
from govdisclosure.runs import Run, Scan
from govdisclosure.values import Amount, Change, Count, Money, Unit, is_blank
from govdisclosure.wording import Chain, Row, Template, common, head_chains, side_chains, templates

__all__ = ["TableReading", "read_table"]

Number = Count | Change | Amount | Money


@frozen
class TableReading:
    """What was read of one table.

    Attributes:
        section: The section with the numbers that are certain; ``None`` if none of its rows was found.
        tokens: The account of each grid.
        findings: What there is to say about it.
        extras: The rows that the form does not have, if there are such.
        certain: How many numbers were read.
    """

    section: Any
    tokens: tuple[tuple[Token, ...], ...]
    findings: tuple[Finding, ...]
    extras: Grid | None
    certain: int


def read_table(name: str, grids: Sequence[Grid]) -> TableReading:
    """Read *grids*, in order, as the table of the section *name*.

    The shape of the form that has most of the labels is taken, and of equals the one that holds most of the numbers.

    >>> from govdisclosure.layout import draw
    >>> from govdisclosure.report import Remedies
    >>> drawn = draw(Remedies(), "remedies")
    >>> reading = read_table("remedies", [drawn])
    >>> reading.section.reconsideration.upheld is None, reading.findings
    (True, ())
    """
    readings = [_Settlement(Scan(template, grids)) for template in templates() if template.name == name]
    for reading in readings:
        reading.settle()
    return max(readings, key=lambda each: (each.scan.labels_known, len(each.values), -len(each.scan.findings))).result()


_MOST_TOLD = 4
_MOST_MORE = 3
_SHORT = 3
_SEVERAL = 2
_ALIKE = 0.5
"""How like a label that is not known must be to that of the row in whose place it stands."""
_RARELY = 5
"""Of so many rows under the same headers one may be printed with a wrong sum."""


@frozen(eq=False)
class _Glued:
    """A run whose digits run together, and the ways to part them that the sums of its row allow."""

    run: Run
    row: Row
    ways: tuple[tuple[str, ...], ...]
    may_have_blanks: bool


@mutable(eq=False)
class _Settlement:
    """Which cells of the form the runs of *scan* are."""

    scan: Scan
    values: dict[str, Number] = field(factory=dict)
    read: dict[Row, list[tuple[Run, tuple[str, ...]]]] = field(factory=dict)
    """The runs that are certain, with the path of each cell, empty for a column that the form does not have."""
    refused: set[Row] = field(factory=set)
    by_position: list[Run] = field(factory=list)
    wide: list[Run] = field(factory=list)
    aligned: list[Run] = field(factory=list)
    glued: list[_Glued] = field(factory=list)
    extras: list[Run] = field(factory=list)

    @property
    def template(self) -> Template:
        """The table."""
        return self.scan.template

    def settle(self) -> None:
        """Decide on every run, then say what is missing."""
        self._leave_out_column_numbers()
        self._align()
        for run in self.scan.runs:
            run.trim(len(run.row.paths) if run.row else len(run.cells))
        for run in self.scan.runs:
            if run.row and run.cells:
                self._place(run, run.row)
        self._confirm_columns()
        self._doubt_blank_rows()
        self._confirm_positions()
        self._confirm_alignment()
        for row in self.template.rows:
            self._take_row(row)
        self._part_digits()
        for run in self.scan.runs:
            if run.row is None:
                self._leave_over(run)
        self._tell_strangers()
        self._tell_missing()

    def result(self) -> TableReading:
        """The section with the numbers that are certain."""
        found = any(run.row and run.cells for run in self.scan.runs)
        section = _filled(self.template.section, self.template.name, self.values) if found else None
        kinds = self._kinds()
        tokens = tuple(
            tuple(token for each in account for token in _tokens(each, kinds)) for account in self.scan.account
        )
        rows = tuple((cast(Cell, run.name), *run.cells) for run in self.extras)
        return TableReading(section, tokens, tuple(self.scan.findings), Grid(rows) if rows else None, len(self.values))

    # -- the row of a run --

    def _leave_out_column_numbers(self) -> None:
        """Take a run of the numbers from one on, which no sum of the form allows, for the numbers of the columns."""
        widths = {len(row.paths) for row in self.template.rows if self._own_sums(row)}
        for run in list(self.scan.runs):
            numbers = [str(number) for number in range(1, len(run.cells) + 1)]
            if len(run.cells) in widths and run.texts == numbers and not (run.row and run.row.label):
                self._repeat(run)
                self.scan.runs.remove(run)

    def _align(self) -> None:
        """Give runs without a label to the rows whose place they stand in, if they are as many as these."""
        place = {row: number for number, row in enumerate(self.template.rows)}
        self._unsettle(place)
        before, waiting = -1, list[Run]()
        for run in [run for run in self.scan.runs if run.cells]:
            if run.row is None:
                waiting.append(run)
            else:
                self._fill(range(before + 1, place[run.row]), waiting)
                before, waiting = place[run.row], []
        self._fill(range(before + 1, len(place)), waiting)
        only = self.template.by_label.get("")
        for run in self.scan.runs:
            if only and run.row is None and any(self._by_heads(run, only)):
                run.row = only

    def _unsettle(self, place: Mapping[Row, int]) -> None:
        """Take the numbers behind two labels in a row from the second where they may be those of the first.

        They may be if more numbers follow without a label, or a row that stands before it on the form.
        """
        for before, run, after in zip(self.scan.runs, self.scan.runs[1:], self.scan.runs[2:], strict=False):
            if before.row and run.row and run.cells and not before.cells and before.row != run.row:
                loose_end = after.row is None and len(after.cells) == len(run.cells)
                if loose_end or before.label is run.label or (after.row and place[after.row] < place[run.row]):
                    run.row = None
        for run, after in pairwise(self.scan.runs):
            if (
                run.row
                and run.row.label in self.template.groups
                and _is_bare(after)
                and len(after.cells) == len(run.cells)
            ):
                run.row = None
            elif run.name and run.row is None and after.label and not any(filter(None, after.texts)):
                self._rejoin(run, after, run.name, after.label)
            elif run.row and after.name and after.row is None and self._goes_on(run, after.name):
                after.row, after.label = run.row, run.label
                self._repeat(run)
                run.row, run.cells = None, []

    @staticmethod
    def _goes_on(run: Run, name: Cell) -> bool:
        """Whether *name* is the rest of the label of a row that has no numbers yet."""
        rest = plain(name.text)
        return not run.has_number and len(rest) > _SHORT and rest in cast(Row, run.row).label

    def _rejoin(self, run: Run, after: Run, begin: Cell, end: Cell) -> None:
        """Put a label together that is broken over two rows, the second without numbers; else doubt the second row."""
        match = self.template.match(begin.text + end.text)
        whole = match and self.template.by_label.get(match.labels[-1])
        if whole and after.row is whole:
            run.row, run.label = whole, begin
            self._repeat(after)
        elif after.cells and len(run.cells) == len(after.cells):
            self._unaccount(after)
        else:
            return
        after.row, after.cells = None, []

    def _fill(self, between: range, waiting: Iterable[Run]) -> None:
        rows = [self.template.rows[number] for number in between]
        runs = [run for run in waiting if self._may_be_row(run, rows)]
        if len(runs) == len(rows) and all(map(self._is_like, runs, rows)):
            for run, row in zip(runs, rows, strict=True):
                run.row = row
            self.aligned += runs

    def _may_be_row(self, run: Run, rows: Sequence[Row]) -> bool:
        """Whether *run* has as many cells as a row with sums."""
        if not self._identities:
            return False
        for row in rows[:1]:
            run.trim(len(row.paths))
        return any(len(run.cells) == len(row.paths) for row in rows)

    @staticmethod
    def _is_like(run: Run, row: Row) -> bool:
        """Whether the text before *run*, if there is any, may be the label of *row* misprinted."""
        if run.name is None or not row.label:
            return True
        return difflib.SequenceMatcher(None, plain(run.name.text), row.label).ratio() >= _ALIKE

    # -- the columns of a run --

    def _place(self, run: Run, row: Row) -> None:
        """Find out which cell of *row* each cell of *run* is."""
        count = len(row.paths)
        fits = len(run.cells) == count
        if fits and self._is_shaky(run, row):
            message = say(
                "{row}的数字在文本中不成一行，或与空白的格混在一起，不能确定哪一格是哪一列，各格留空", row=row.name
            )
            self._refuse("GD905", message, run, row)
        elif fits and self._may_be_padded(run):
            message = say("{row}最后一格空白，而其他行的数字后面另有空白，不能确定缺的是哪一格，各格留空", row=row.name)
            self._refuse("GD905", message, run, row)
        elif fits and run.heads == row.heads:
            self._accept(run, row, row.paths)
        elif len(run.cells) < count and run.is_loose:
            self._glue(run, row)
        else:
            self._place_by_heads(run, row, fits=fits)

    def _is_shaky(self, run: Run, row: Row) -> bool:
        """Whether a run of a text without rows may be as many cells as *row* by chance; sums that come out settle it.

        It may if it goes on over the end of a line, if empty lines stand behind numbers in a line or beside what is
        no number, or if blanks of others are lost.
        """
        if not self._is_text(run):
            return False
        filled = [cell for cell in run.cells if cell.text.strip()]
        goes_on = len({cell.place for cell in run.cells}) > 1 and len({cell.place for cell in filled}) < len(filled)
        is_odd = run.is_loose or not all(is_number(cell.text) for cell in filled)
        is_mixed = is_odd and len(filled) < len(run.cells)
        sums = self._own_sums(row)
        is_among_short = bool(sums) and run.is_loose and any(map(self._is_short, self.scan.runs))
        settled = bool(sums) and _holds(sums, self._numbers(run, row))
        return (goes_on or is_mixed or is_among_short) and not settled

    def _is_text(self, run: Run) -> bool:
        """Whether *run* stands in a text that does not show where rows begin and end."""
        return len(self.scan.grids[run.at[0]].rows) == 1

    @staticmethod
    def _is_short(run: Run) -> bool:
        return run.row is not None and run.is_loose and len(run.cells) < len(run.row.paths)

    def _may_be_padded(self, run: Run) -> bool:
        """Whether the blank at the end of a row may stand for no cell, as it does in other rows of a text."""
        if run.texts[-1] or run.padded or not self._is_text(run):
            return False
        return any(other.padded and other.at[0] == run.at[0] for other in self.scan.runs)

    def _place_by_heads(self, run: Run, row: Row, *, fits: bool) -> None:
        """Find the columns of *run* by what stands above each cell, or leave them to the sums to confirm."""
        below = self._by_heads(run, row)
        known = {path for path in below if path}
        whole = all(path or not text for path, text in zip(below, run.texts, strict=True))
        if known and whole:
            self._accept(run, row, below)
        elif fits and _is_subsequence(run.heads, row.heads) and self._agree(below, row):
            self.by_position.append(run)
        elif len(run.cells) > len(row.paths) and self._may_be_wide(run, row):
            self.wide.append(run)
        elif fits or known:
            self._doubt_heads(run, row)
        else:
            self._refuse_count(run, row)

    def _refuse_count(self, run: Run, row: Row) -> None:
        message = say(
            "{row}应有 {wanted} 格，读到 {found} 格，不能确定哪一格是哪一列，各格留空",
            row=row.name,
            wanted=len(row.paths),
            found=len(run.cells),
        )
        self._refuse("GD905", message, run, row)

    def _may_be_wide(self, run: Run, row: Row) -> bool:
        """Whether the cells of *row* may be among those of *run*, and sums can tell which they are."""
        more = len(run.cells) - len(row.paths)
        can_tell = run.has_number and bool(self._own_sums(row))
        return more <= _MOST_MORE and can_tell and _is_subsequence(run.heads, row.heads)

    def _confirm_columns(self) -> None:
        """Take rows with more columns than the form has, if with one choice of columns alone every sum comes out."""
        groups: dict[tuple[Any, ...], list[Run]] = {}
        for run in self.wide:
            groups.setdefault((run.heads, len(run.cells)), []).append(run)
        for runs in groups.values():
            columns = self._columns(runs)
            for run in runs:
                row = cast(Row, run.row)
                if columns:
                    paths = dict(zip(columns, row.paths, strict=True))
                    self._accept(run, row, tuple(paths.get(column, "") for column in range(len(run.cells))))
                else:
                    self._refuse_count(run, row)
            if columns:
                rows = [cast(Row, run.row) for run in runs]
                message = say("{rows}的格比表样多，取使各项之和相符的各列；请核对", rows=_names(rows))
                self.scan.find("GD920", message, path=common([row.path for row in rows]), place=runs[0].place)

    def _columns(self, runs: Sequence[Run]) -> tuple[int, ...]:
        """The columns of *runs* that are the form's, empty where it is not certain which they are."""
        known = self._known()
        found: dict[int, dict[tuple[str, ...], tuple[int, ...]]] = {}
        for columns in combinations(range(len(runs[0].cells)), len(cast(Row, runs[0].row).paths)):
            texts: list[str] = []
            values = dict(known)
            for run in runs:
                texts += (run.texts[column] for column in columns)
                values |= self._numbers(attrs.evolve(run, cells=[run.cells[c] for c in columns]), cast(Row, run.row))
            if _holds([each for each in self._identities if each.sides.keys() <= values.keys()], values):
                strange = sum(not text or not is_number(text) for text in texts)
                found.setdefault(strange, {})[tuple(texts)] = columns
        best = list(found[min(found)].values()) if found else []
        return best[0] if len(best) == 1 else ()

    def _doubt_blank_rows(self) -> None:
        """Where a row has cells too many, those of a blank row behind it may be among them."""
        for run, after in pairwise(self.scan.runs):
            if run.row in self.refused and len(run.cells) > len(run.row.paths) and after.row and not any(after.texts):
                self.read.pop(after.row, None)
                message = say("{row}各格空白，而前一行多出几格，不能确定是哪一行的", row=after.row.name)
                self._refuse("GD905", message, after, after.row)

    def _by_heads(self, run: Run, row: Row) -> tuple[str, ...]:
        """The path of each cell of *run* by the headers above it, or read before it, empty where they do not tell.

        A merged cell that was taken apart shows its number several times.
        """
        grid, line, first = run.at
        cells = slice(first, first + len(run.cells))
        above, before = self._chains[grid][line][cells], self._sides[grid][line][cells]
        if row.label or not any(before):
            paths = tuple(row.path_below((*run.context, *chain)) if chain else "" for chain in above)
        else:
            paths = tuple(row.path_among((*side, *chain)) for side, chain in zip(before, above, strict=True))
        if not any(paths) and len(in_order := row.paths_below(run.heads)) == len(run.cells):
            return in_order
        cells_of = {(path, text) for path, text in zip(paths, run.texts, strict=True) if path}
        return paths if len(cells_of) == len({path for path, _ in cells_of}) else ("",) * len(paths)

    @cached_property
    def _chains(self) -> list[list[tuple[Chain, ...]]]:
        return [head_chains(grid, self._head) for grid in self.scan.grids]

    @cached_property
    def _sides(self) -> list[list[tuple[Chain, ...]]]:
        return [side_chains(grid, self._head) for grid in self.scan.grids]

    def _head(self, cell: Cell) -> Chain:
        match = self.scan.match(cell.text)
        return match.labels if match and set(match.labels) <= self.template.heads else ()

    @staticmethod
    def _agree(below: Sequence[str], row: Row) -> bool:
        """Whether no header says that a cell is of another column than its position does."""
        return all(path in {"", own} for path, own in zip(below, row.paths, strict=True))

    def _accept(self, run: Run, row: Row, paths: tuple[str, ...]) -> None:
        self.read.setdefault(row, []).append((run, paths))
        order = [row.paths.index(path) for path in paths if path]
        if order != sorted(order):
            self._say_once("GD921", say("{row}等各行的列与表样的次序不同，按列名读入", row=row.name), run)
        for path, cell in zip(paths, run.cells, strict=True):
            if not path and cell.text.strip():
                message = say("“{text}”所在的列是表样没有的，未收入年报", text=cell.text.strip())
                self.scan.find("GD922", message, place=cell.place, actual=cell.text)

    # -- what only the sums can confirm --

    @cached_property
    def _identities(self) -> tuple[Identity, ...]:
        return identities(self.template.section)

    def _own_sums(self, row: Row) -> list[Identity]:
        own = set(map(_within, row.paths))
        return [identity for identity in self._identities if identity.sides.keys() <= own]

    def _numbers(self, run: Run, row: Row) -> dict[str, int | None]:
        """The numbers of *run* in the order of the form; what cannot be read counts as blank."""
        values = (read_number(cell.text)[0] for cell in run.cells)
        return {
            _within(path): value for path, value in zip(row.paths, values, strict=True) if isinstance(value, int | None)
        }

    def _known(self) -> dict[str, int | None]:
        """The numbers of the rows that are certain."""
        known: dict[str, int | None] = {}
        for row, runs in self.read.items():
            for run, paths in runs:
                if paths == row.paths:
                    known |= self._numbers(run, row)
        return known

    def _confirm_positions(self) -> None:
        """Take rows under missing headers in the order of the form, if their sums come out but for rare misprints."""
        own = [identity for row in self.template.rows for identity in self._own_sums(row)]
        across = [identity for identity in self._identities if identity not in own]
        groups: dict[tuple[str, ...], list[tuple[Run, Row]]] = {}
        known = self._known() if self.by_position else {}
        for run in self.by_position:
            known |= self._numbers(run, cast(Row, run.row))
            groups.setdefault(run.heads, []).append((run, cast(Row, run.row)))
        for group in groups.values():
            confirmed = _mostly(
                _holds(sums, self._numbers(run, row)) for run, row in group if (sums := self._own_sums(row))
            ) and (not across or _mostly(_holds([each], known) for each in across if each.sides.keys() <= known.keys()))
            taken = []
            for run, row in group:
                if confirmed if self._own_sums(row) else self._is_only_column(run, row):
                    self.read.setdefault(row, []).append((run, row.paths))
                    taken.append((run, row))
                    self._doubt_blanks(run, row)
                else:
                    self._doubt_heads(run, row)
            if taken:
                rows = [row for _, row in taken]
                message = say("{rows}上方的列名缺失或不全，按表样的次序读入，与各项之和相符；请核对", rows=_names(rows))
                path = common([row.path for row in rows])
                self.scan.find("GD920", message, path=path, place=taken[0][0].place)

    def _doubt_blanks(self, run: Run, row: Row) -> None:
        """Say of a blank that it may be a number gone astray, where the sum of its row does not come out."""
        if not _holds(self._own_sums(row), self._numbers(run, row)):
            for path, cell in zip(row.paths, run.cells, strict=True):
                if not cell.text.strip():
                    message = say("{row}的各项之和不符而该格空白，可能没有读到数字", row=row.name)
                    self.scan.find("GD905", message, path=path, place=cell.place)

    def _is_only_column(self, run: Run, row: Row) -> bool:
        """Whether no header is there at all, and there is but one column of counts to be in."""
        return len(row.paths) == 1 and self.template.kind(row.paths[0]) == "count" and not run.strange

    def _confirm_alignment(self) -> None:
        """Take rows without a label by their place, if every sum of the table in which they stand comes out."""
        aligned = [run for run in self.aligned if run.row and run.row.label]
        if not aligned:
            return
        known = self._known()
        full = [identity for identity in self._identities if identity.sides.keys() <= known.keys()]
        across = [identity for identity in full if not any(identity in self._own_sums(row) for row in self.read)]
        confirmed = all(
            _holds(concerned, known) and len(concerned) == len(run.row.paths)
            for run in aligned
            if run.row
            for concerned in [[each for each in across if each.sides.keys() & set(map(_within, run.row.paths))]]
        )
        for run in aligned:
            row = cast(Row, run.row)
            if confirmed and row in self.read:
                message = say("{row}没有行名或行名有误，按它在表中的位置读入，与各项之和相符；请核对", row=row.name)
                self.scan.find("GD920", message, path=row.path, place=run.place, actual=run.shown)
            else:
                self.read.pop(row, None)
                run.row = None

    # -- rows that are printed once, twice or in pieces --

    def _take_row(self, row: Row) -> None:
        """Take the cells of *row* if everything that was read of it agrees."""
        runs = [run for run in self.scan.runs if run.row is row and run.cells]
        glued = [each for each in self.glued if each.row is row]
        pieces = self.read.get(row, [])
        texts: dict[str, set[str]] = {}
        for run, paths in pieces:
            for path, text in zip(paths, run.texts, strict=True):
                texts.setdefault(path, set()).add(text)
        alike = all(run.texts == runs[0].texts for run in runs)
        agree = len(pieces) == len(runs) and all(len(texts[path]) == 1 for path in texts if path)
        if runs and self._has_twin(runs[0], row):
            message = say("{row}的行名另有一处用字不同而没有数字，不能确定数字是哪一行的，各格留空", row=row.name)
            self._refuse("GD905", message, runs[0], row)
            return
        if len(runs) > 1 and not agree and not (alike and glued):
            self.glued = [each for each in self.glued if each.row is not row]
            told = {"row": row.name, "count": len(runs), "shown": Listing((run.shown for run in runs), mark="；")}
            self._refuse("GD910", say("{row}出现 {count} 次而数字不同（{shown}），各格留空", **told), runs[-1], row)
            for run in runs[:-1]:
                self._unaccount(run)
            return
        for each in glued[1:]:
            self.glued.remove(each)
            self._repeat(each.run)
        for run, paths in pieces:
            if any(path in self.values for path in paths):
                self._repeat(run)
            else:
                self._take(run, paths)

    def _has_twin(self, run: Run, row: Row) -> bool:
        """Whether a text has a row without numbers under another wording of the label, which may be the real one."""
        bare = [each for each in self.scan.runs if each.row is row and each.at[0] == run.at[0] and not each.cells]
        words = {plain(each.label.text) for each in bare if each.label and not self._is_near(each.label)}
        return self._is_text(run) and run.label is not None and bool(words - {plain(run.label.text)})

    def _is_near(self, label: Cell) -> bool:
        match = self.scan.match(label.text)
        return match is None or match.near

    def _repeat(self, run: Run) -> None:
        """A row printed twice with the same numbers does no harm."""
        run.tokens = [Token("label", cell.text, cell.place) for cell in run.cells]

    def _take(self, run: Run, paths: Sequence[str]) -> None:
        run.tokens = []
        for path, cell in zip(paths, run.cells, strict=True):
            if path in self.values:
                run.tokens.append(Token("label", cell.text, cell.place))
            elif path:
                self._take_cell(run, path, cell)
            elif cell.text.strip():
                run.tokens.append(Token("unknown", cell.text, cell.place))

    def _take_cell(self, run: Run, path: str, cell: Cell) -> None:
        value, remark = read_number(cell.text, self.template.kind(path))
        if isinstance(value, Money) and not is_blank(value):
            value, more = self._with_unit(run, path, value)
            remark = joined(each for each in (remark, more) if isinstance(each, Message))
        self.values[path] = value
        run.tokens.append(Token("cell", cell.text, cell.place, path))
        if remark:
            code, fate = ("GD904", say("该格留空")) if is_blank(value) else ("GD908", say("读作 {value}", value=value))
            message = say("“{text}”{remark}；{fate}", text=cell.text.strip(), remark=remark, fate=fate)
            self.scan.find(code, message, path=path, place=cell.place, actual=cell.text)

    @staticmethod
    def _with_unit(run: Run, path: str, value: Money) -> tuple[Money, str]:
        """*value* in the unit of the header above it, if that names one."""
        row = cast(Row, run.row)
        unit = next((run.units[head] for head in row.chains[row.paths.index(path)] if head in run.units), "")
        if not unit or unit == value.unit:
            return value, ""
        if value.unit:
            return Money(None), say("的单位与列名的“{unit}”不同", unit=unit)
        return attrs.evolve(value, unit=cast(Unit, unit)), say("的单位印在列名里")

    # -- digits that run together --

    def _glue(self, run: Run, row: Row) -> None:
        """Look for the ways to part digits that run together with which the sums of the row come out."""
        sums = self._own_sums(row)
        pieces = [cell.text for cell in run.cells]
        count = len(row.paths)
        own = tuple(map(_within, row.paths))
        ways = [way for way in ways_to_part(pieces, count) if _holds(sums, dict(zip(own, map(int, way), strict=True)))]
        if not ways:
            message = say("{row}的数字连在一起，分不成 {count} 格，各格留空", row=row.name, count=count)
            self._refuse("GD905", message, run, row)
        elif run.heads != row.heads:
            self._doubt_heads(run, row)
        else:
            self.glued.append(_Glued(run, row, tuple(ways), _may_have_blanks(pieces, count, len(sums))))

    def _part_digits(self) -> None:
        """Choose among the ways to part glued digits: those with which every sum of the table comes out."""
        open_ways = [glued.ways for glued in self.glued]
        if prod(map(len, open_ways)) > MOST_WAYS:
            fitting = []
        else:
            fitting = [chosen for chosen in product(*open_ways) if self._fits(chosen)]
        for number, glued in enumerate(self.glued):
            ways = sorted({chosen[number] for chosen in fitting}) if fitting else list(glued.ways)
            if len(ways) == 1 and not glued.may_have_blanks:
                self._take_parted(glued, ways[0])
            else:
                self._doubt_parted(glued, ways)

    def _fits(self, chosen: Sequence[tuple[str, ...]]) -> bool:
        """Whether every sum that the rows read and the ways *chosen* speak to comes out."""
        known = {_within(path): value for path, value in self.values.items() if isinstance(value, int)}
        for glued, way in zip(self.glued, chosen, strict=True):
            known |= dict(zip(map(_within, glued.row.paths), map(int, way), strict=True))
        return _holds([each for each in self._identities if each.sides.keys() <= known.keys()], known)

    def _take_parted(self, glued: _Glued, way: tuple[str, ...]) -> None:
        run = glued.run
        run.tokens = []
        for path, digits in zip(glued.row.paths, way, strict=True):
            self.values[path] = read_number(digits, self.template.kind(path))[0]
            run.tokens.append(Token("cell", digits, run.place, path))
        told = {"shown": run.shown, "way": " ".join(way)}
        message = say("“{shown}”的数字连在一起，只有一种分法合于各项之和，读作 {way}", **told)
        self.scan.find("GD919", message, path=glued.row.path, place=run.place, actual=run.shown)

    def _doubt_parted(self, glued: _Glued, ways: Sequence[tuple[str, ...]]) -> None:
        """Tell the ways to part the digits of a row and take none."""
        more = ["…"] if len(ways) > _MOST_TOLD else []
        told = {
            "row": glued.row.name,
            "count": len(ways),
            "ways": Listing([*(" ".join(way) for way in ways[:_MOST_TOLD]), *more], mark="；"),
            "blanks": say("，或有空白的格") if glued.may_have_blanks else "",
        }
        message = say("{row}的数字连在一起，有 {count} 种分法（{ways}）{blanks}，各格留空", **told)
        self._refuse("GD918", message, glued.run, glued.row)

    # -- doubts --

    def _refuse(self, code: str, message: str, run: Run, row: Row) -> None:
        """Leave the cells of *row* blank; what was printed there stays unaccounted for."""
        self.refused.add(row)
        self._unaccount(run)
        self.scan.find(code, message, path=row.path, place=run.place, actual=run.shown)

    @staticmethod
    def _unaccount(run: Run) -> None:
        run.tokens = [Token("unknown", cell.text, cell.place) for cell in run.cells if cell.text.strip()]

    def _doubt_heads(self, run: Run, row: Row) -> None:
        """Leave a row blank, and say once for all rows below the same headers that these are not the form's."""
        self.refused.add(row)
        self._unaccount(run)
        message = say("{row}和同一表头下各行上方的列名不全或次序不同，不能确定哪一格是哪一列，各格留空", row=row.name)
        self._say_once("GD905", message, run)

    def _say_once(self, code: str, message: str, run: Run) -> None:
        """Say something of all rows below the same headers."""
        if (code, run.heads) not in self._said:
            self._said.add((code, run.heads))
            self.scan.find(code, message, place=run.place)

    @cached_property
    def _said(self) -> set[tuple[str, tuple[str, ...]]]:
        return set()

    def _leave_over(self, run: Run) -> None:
        """A run that is no row of the form is an extra row if it bears a label."""
        if run.name and len(run.cells) > 1 and not run.is_loose:
            self.extras.append(run)
            run.tokens = [Token("prose", cell.text, cell.place) for cell in run.cells if cell.text.strip()]
            message = say("“{label}”一行是表样没有的，另收于表后", label=run.name.text.strip())
            self.scan.find("GD922", message, place=run.name.place, actual=f"{run.name.text.strip()} {run.shown}")
        else:
            self._unaccount(run)
            self._tell_stranger(run.cells)

    def _tell_strangers(self) -> None:
        """Say once for each line what in it is neither a label nor a number."""
        kinds = self._kinds()
        for line in self.scan.strangers:
            self._tell_stranger([cell for cell in line if id(cell) not in kinds])

    def _kinds(self) -> dict[int, TokenKind]:
        """What the text before a run was taken for, if anything."""
        labels: dict[int, TokenKind] = {id(run.name): "label" for run in self.scan.runs if run.row}
        return labels | {id(run.name): "prose" for run in self.extras}

    def _tell_stranger(self, cells: Sequence[Cell]) -> None:
        text = " ".join(cell.text.strip() for cell in cells if cell.text.strip())
        if text:
            message = say("表格中的“{text}”不是表样的文字，也不在任何一行的数字里", text=text)
            self.scan.find("GD909", message, place=cells[0].place, actual=text)

    def _tell_missing(self) -> None:
        """Say of every row and column that was not found that it was not."""
        empty = {run.row for run in self.scan.runs if run.row and not run.cells}
        for row in self.template.rows:
            missing = [path for path in row.paths if path not in self.values]
            if row in self.refused or not missing:
                continue
            if len(missing) < len(row.paths):
                for path in missing:
                    message = say("{row}没有“{head}”一格，该格留空", row=row.name, head=self._last_head(row, path))
                    self.scan.find("GD905", message, path=path)
            elif row in empty:
                message = say(
                    "{row}应有 {wanted} 格，读到 {found} 格，不能确定哪一格是哪一列，各格留空",
                    row=row.name,
                    wanted=len(row.paths),
                    found=0,
                )
                self.scan.find("GD905", message, path=row.path)
            else:
                self.scan.find("GD906", say("没有找到{row}，各格留空", row=row.name), path=row.path)

    @staticmethod
    def _last_head(row: Row, path: str) -> str:
        return row.chains[row.paths.index(path)][-1]


def _tokens(each: Token | Run | Cell, kinds: Mapping[int, TokenKind]) -> Sequence[Token]:
    if isinstance(each, Cell):
        return [Token(kinds.get(id(each), "unknown"), each.text, each.place)]
    return each.tokens if isinstance(each, Run) else [each]


def _is_bare(run: Run) -> bool:
    return run.row is None and run.name is None


def _holds(sums: Iterable[Identity], values: Mapping[str, int | None]) -> bool:
    return all(left == right for identity in sums for left, right in [identity.sums(values)])


def _may_have_blanks(pieces: Sequence[str], count: int, sums: int) -> bool:
    """Whether *pieces* may as well be fewer than *count* numbers, the other cells blank.

    In a row with one sum the fewer numbers must add up to the last; several sums in a row rule blanks out well enough.
    """
    fewer = (way for size in range(1, count) for way in ways_to_part(pieces, size)) if sums < _SEVERAL else ()
    return any(not sums or sum(map(int, way[:-1])) == int(way[-1]) for way in fewer)


def _mostly(holds: Iterable[bool]) -> bool:
    """Whether something holds, and all but rare misprints do."""
    found = list(holds)
    return bool(found) and sum(found) * _RARELY >= len(found) * (_RARELY - 1)


def _names(rows: Sequence[Row]) -> str:
    first, *others = rows
    return say("{row}等 {count} 行", row=first.name, count=len(others) + 1) if others else first.name


def _within(path: str) -> str:
    """*path* from its section on, as the identities name it."""
    return path.partition(".")[2]


def _is_subsequence(some: Sequence[str], whole: Sequence[str]) -> bool:
    rest = iter(whole)
    return all(each in rest for each in some)


def _filled(template: Any, path: str, values: Mapping[str, Number]) -> Any:
    """*template* with the number of each path in *values*, every other cell blank."""
    filled = {}
    for name in fields_of(type(template)):
        child, here = getattr(template, name), f"{path}.{name}"
        if fields_of(type(child)):
            filled[name] = _filled(child, here, values)
        else:
            filled[name] = values.get(here, Money(None) if isinstance(child, Money) else None)
    return type(template)(**filled)
