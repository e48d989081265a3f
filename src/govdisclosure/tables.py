"""Grid → section: the tables recognised by what is printed in them, never by where it stands.

A grid is read as a stream of cells. A cell is a label of the form, a number, a blank or something else; numbers belong
to the row label before them, in the order of the column headers above them. Whatever does not fit leaves its cells
``None`` and a finding.
"""

import difflib
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache, cached_property, lru_cache, reduce
from itertools import accumulate, combinations, pairwise, product
from math import comb, prod
from typing import Any, Final, Literal, cast

from attrs import field, frozen, mutable

from govdisclosure._spec import Edition, Spec, fields_of, plain
from govdisclosure.addresses import nodes
from govdisclosure.document import Cell, Grid, Place
from govdisclosure.findings import Finding, Severity
from govdisclosure.identities import Identity, identities
from govdisclosure.layout import draw
from govdisclosure.report import TABLES, shapes
from govdisclosure.values import Amount, Change, Count, Money, Unit, is_blank

__all__ = [
    "READING_CODES",
    "NumberKind",
    "TableReading",
    "Token",
    "TokenKind",
    "label_words",
    "read_number",
    "read_table",
    "reading_finding",
    "table_of",
]

TokenKind = Literal["cell", "label", "heading", "prose", "chrome", "unknown"]


@frozen
class Token:
    """A piece of the input and what it was taken for.

    Attributes:
        kind: ``cell`` (a number of the form), ``label`` (what the form prints), ``heading``, ``prose``, ``chrome``
            (what the web site added to the page) or ``unknown``.
        text: The piece, word for word.
        place: Where it stood.
        path: For a cell, the attribute path it was read into.
    """

    kind: TokenKind
    text: str
    place: Place | None = None
    path: str = ""


READING_CODES = {
    "GD901": (Severity.NOTICE, "网页附加文字未收入年报"),
    "GD902": (Severity.NOTICE, "标题与表样用字不同"),
    "GD903": (Severity.WARNING, "表中文字与表样相近而不同"),
    "GD904": (Severity.ERROR, "格中不是数"),
    "GD905": (Severity.ERROR, "一行的数字不能确定归属"),
    "GD906": (Severity.ERROR, "缺行"),
    "GD907": (Severity.ERROR, "缺表"),
    "GD908": (Severity.NOTICE, "数字的写法不规范"),
    "GD909": (Severity.WARNING, "未能归类的文字"),
    "GD910": (Severity.ERROR, "同一行出现两次而数字不同"),
    "GD911": (Severity.ERROR, "缺章节"),
    "GD912": (Severity.WARNING, "年报标题缺失或不全"),
    "GD913": (Severity.NOTICE, "年报标题重复"),
    "GD914": (Severity.WARNING, "随附数据与所见文字不一致"),
    "GD915": (Severity.WARNING, "随附数据损坏"),
    "GD916": (Severity.NOTICE, "读入时有所取舍"),
    "GD917": (Severity.WARNING, "章节次序与表样不同"),
    "GD918": (Severity.ERROR, "数字连在一起，不止一种分法"),
    "GD919": (Severity.WARNING, "数字连在一起，按各项之和分开"),
}
"""What a reading can have to say: the code, its weight and its title."""


def reading_finding(
    code: str, message: str, *, path: str = "", edition: Edition = Edition.V2021, **more: Any
) -> Finding:
    """A finding about the reading, with the address of *path* on the form of *edition*."""
    known = nodes(edition)
    address = known[path].address if path in known else ""
    return Finding(code=code, severity=READING_CODES[code][0], message=message, address=address, path=path, **more)


# --- numbers ----------------------------------------------------------------------------------------------------------

NumberKind = Literal["count", "change", "amount", "money"]
"""A count, a signed change, an amount of the column's unit, or an amount with a unit of its own."""

_DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d{1,18})"
_DECIMAL = rf"{_DIGITS}(?:\.\d{{1,12}})?"
_PATTERNS: Final[Mapping[NumberKind, re.Pattern[str]]] = {
    "count": re.compile(rf"(?P<sign>)(?P<digits>{_DIGITS})\s*(?P<unit>[件条宗份项]?)", re.ASCII),
    "change": re.compile(rf"(?P<sign>[-+−增减]?)\s*(?P<digits>{_DIGITS})\s*(?P<unit>[件条宗份项]?)", re.ASCII),
    "amount": re.compile(rf"(?P<sign>)(?P<digits>{_DECIMAL})\s*(?P<unit>(?:万元)?)", re.ASCII),
    "money": re.compile(rf"(?P<sign>)(?P<digits>{_DECIMAL})\s*(?P<unit>(?:万?元)?)", re.ASCII),
}
_NOTHING = frozenset({"-", "--", "/", "无", "\\"})
_MINUS = frozenset("-−减")


def read_number(text: str, kind: NumberKind = "count") -> tuple[Count | Change | Amount | Money, str]:
    """The number printed in a cell, ``None`` if it is not certain, and what there is to say about its print.

    >>> read_number("12"), read_number(" ")
    ((12, ''), (None, ''))
    >>> read_number("1,035")
    (1035, '含有千位分隔符')
    >>> read_number("约3")
    (None, '不是一个整数')
    >>> read_number("11.80", "amount")[0], read_number("减4", "change")[0], str(read_number("251000元", "money")[0])
    (Decimal('11.80'), -4, '251000元')
    """
    bare = unicodedata.normalize("NFKC", text).strip()
    blank = Money(None) if kind == "money" else None
    if not bare:
        return blank, ""
    if plain(bare) in _NOTHING:
        return blank, "没有填数；没有的填 0"
    match = _PATTERNS[kind].fullmatch(bare)
    if match is None:
        return blank, "不是一个整数" if kind in {"count", "change"} else "不是一个数"
    digits, unit = match["digits"].replace(",", ""), match["unit"]
    remarks = {
        "含有千位分隔符": "," in bare,
        f"带有单位“{unit}”": unit and kind != "money",
        "有多余的零": re.match(r"0\d", digits),
        "增减写成了文字": match["sign"] in {"增", "减"},
        "用了全角数字": bare != text.strip(),
    }
    told = "、".join(remark for remark, present in remarks.items() if present)
    if kind == "money":
        return Money(Decimal(digits), cast(Unit, unit)), told
    signed = f"-{digits}" if match["sign"] in _MINUS else digits
    return Decimal(digits) if kind == "amount" else int(signed), told


# --- what a table of the form looks like ------------------------------------------------------------------------------


@frozen
class _Row:
    """A printed row: its label as compared, the paths of its cells, and the headers that must stand above them."""

    label: str
    paths: tuple[str, ...]
    heads: tuple[str, ...]

    @property
    def path(self) -> str:
        """What the paths of the cells have in common."""
        split = [path.split(".") for path in self.paths]
        return ".".join(names[0] for names in zip(*split, strict=False) if len(set(names)) == 1)

    @property
    def name(self) -> str:
        """The row in words."""
        return f"“{self.label}”一行" if self.label else "数字行"


@frozen
class _Template:
    """A table of the form as a reader needs it; *aliases* leads from every known wording to the form's own."""

    name: str
    section: Any
    rows: tuple[_Row, ...]
    across: frozenset[str]
    aliases: Mapping[str, str]

    @cached_property
    def heads(self) -> frozenset[str]:
        """Every column header."""
        return frozenset(head for row in self.rows for head in row.heads)

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

    def label(self, text: str) -> tuple[str, bool]:
        """The label of this table that *text* is, empty if it is none; and whether it is only nearly that."""
        word = _key(text)
        for known in (word, _NOTE.sub("", word)):
            if known in self.aliases and _unit(known) == _unit(word):
                return self.aliases[known], False
        near = difflib.get_close_matches(word, self.aliases, n=2, cutoff=0.84) if len(word) > _SHORT else []
        labels = {self.aliases[each] for each in near if _unit(each) == _unit(word)}
        return (labels.pop(), True) if len(labels) == 1 else ("", False)


_NOTE = re.compile(r"(?!^)\([^()]*\)?$")
"""A remark in brackets behind a label, which offices add to guide those who fill the form in."""


def _unit(word: str) -> str:
    """The unit of money that a label names: another unit makes it another label."""
    found = re.search(r"[亿万]?元", word)
    return found[0] if found else ""


_SHORT = 3
"""Labels up to this length are too alike to be told by their likeness."""


@lru_cache(maxsize=2048)
def _key(text: str) -> str:
    """*text* as labels are compared, the mark after a number made one."""
    return re.sub(r"^(\d+)[.,:)]", r"\1.", plain(text))


def _template(name: str, section: Any) -> _Template:
    rows: list[_Row] = []
    across: set[str] = set()
    heads: list[str] = []
    labels: list[str] = []
    for line in draw(section, name).rows:
        words = [_key(cell.text) for cell in line if not cell.path]
        paths = tuple(cell.path for cell in line if cell.path)
        labels += words
        if paths:
            rows.append(_Row(words[-1] if words else "", paths, tuple(heads)))
        elif len(line) == 1:
            across.update(words)
            heads = []
        else:
            heads += [word for word in words if word != _key(section.TABLE.corner)]
    aliases = {label: label for label in labels}
    for spec in _specs(section):
        for other in (spec.ordinal + spec.short, spec.label, spec.short, *spec.also):
            aliases.setdefault(_key(other), _key(spec.printed))
    return _Template(name, section, tuple(rows), frozenset(across), aliases)


def _specs(value: Any) -> Iterator[Spec]:
    for name, spec in fields_of(type(value)).items():
        yield spec
        yield from _specs(getattr(value, name))


@cache
def _templates() -> tuple[_Template, ...]:
    """Every shape in which the form, or a report between two editions of it, prints a table."""
    return tuple(_template(name, shape) for name, kinds in TABLES.items() for kind in kinds for shape in shapes(kind))


@cache
def label_words() -> Mapping[str, frozenset[str]]:
    """Every wording of a label as compared, and the sections whose table has it."""
    found: dict[str, set[str]] = {}
    for template in _templates():
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
    texts = {cell.text for line in grid.rows for cell in line if not _is_number(cell.text)}
    best, name = 1, ""
    for template in _templates():
        known = {template.aliases[_key(text)] for text in texts if _key(text) in template.aliases}
        if len(known) > best and 2 * len(known) >= min(len(texts), len(template.aliases)):
            best, name = len(known), template.name
    return name


def _is_number(text: str) -> bool:
    return not plain(text).strip("0123456789.,+-/")


_REMARK = 6
"""The letters that may stand where a number belongs; more make a label or a sentence."""


def _is_value(text: str) -> bool:
    """Whether *text* may stand where a number belongs, readable or not; a label that is not known may not."""
    bare = plain(text)
    return len(re.sub(r"[\W\d_]", "", bare)) <= _REMARK and not re.match(r"\d{1,2}[.,)]\D", bare)


# --- reading ----------------------------------------------------------------------------------------------------------


@frozen
class TableReading:
    """What was read of one table; *section* is ``None`` if none of its rows was found."""

    section: Any
    tokens: tuple[tuple[Token, ...], ...]
    """The account of each grid."""
    findings: tuple[Finding, ...]


def read_table(name: str, grids: Sequence[Grid]) -> TableReading:
    """Read *grids*, in order, as the table of the section *name*.

    The shape of the form that has most of the labels is taken, and of equals the one that holds most of the numbers.

    >>> from govdisclosure.report import Remedies
    >>> drawn = draw(Remedies(), "remedies")
    >>> reading = read_table("remedies", [drawn])
    >>> reading.section.reconsideration.upheld is None, reading.findings
    (True, ())
    """
    passes = [_Pass(template).run(grids) for template in _templates() if template.name == name]
    best = max(passes, key=lambda each: (each.labels_known, len(each.values), -len(each.findings)))
    return best.result()


_MOST_WAYS = 6_000
"""How many ways to part glued digits are tried, in a row and in a table."""
_MOST_TOLD = 4
_SEVERAL = 2


@frozen
class _Glued:
    """A row whose digits run together, and the ways to part them that its own sums allow."""

    row: _Row
    cells: tuple[Cell, ...]
    ways: tuple[tuple[str, ...], ...]
    may_have_blanks: bool


def _ways(pieces: Sequence[str], count: int) -> list[tuple[str, ...]]:
    """Every way to part the digits of *pieces* into *count* numbers; none if there are too many, or other letters."""
    if not all(re.fullmatch(r"\d{1,40}", piece, re.ASCII) for piece in pieces):
        return []
    digits = "".join(pieces)
    borders = set(accumulate(map(len, pieces)))
    inner = [n for n in range(1, len(digits)) if n not in borders]
    fixed = sorted(borders - {len(digits)})
    more = count - 1 - len(fixed)
    if more < 0 or comb(len(inner), more) > _MOST_WAYS:
        return []
    cuts = ([0, *sorted([*fixed, *some]), len(digits)] for some in combinations(inner, more))
    parted = (tuple(digits[a:b] for a, b in pairwise(cut)) for cut in cuts)
    return [way for way in parted if all(part == "0" or part[0] != "0" for part in way)]


def _may_have_blanks(pieces: Sequence[str], count: int, sums: int) -> bool:
    """Whether *pieces* may as well be fewer than *count* numbers, the other cells blank.

    In a row with one sum the fewer numbers must add up to the last; several sums in a row rule blanks out well enough.
    """
    fewer = (way for size in range(1, count) for way in _ways(pieces, size)) if sums < _SEVERAL else ()
    return any(not sums or sum(map(int, way[:-1])) == int(way[-1]) for way in fewer)


def _within(path: str) -> str:
    """*path* from its section on, as the identities name it."""
    return path.partition(".")[2]


def _adds_up(row: _Row, way: tuple[str, ...], sums: Sequence[Identity]) -> bool:
    values = dict(zip(map(_within, row.paths), map(int, way), strict=True))
    return all(left == right for identity in sums for left, right in [identity.sums(values)])


@mutable
class _Pass:
    """One reading of a stream of cells by one template."""

    template: _Template
    account: list[list[Token]] = field(factory=list)
    findings: list[Finding] = field(factory=list)
    taken: dict[_Row, list[Cell]] = field(factory=dict)
    values: dict[str, Count | Change | Amount | Money] = field(factory=dict)
    heads: tuple[str, ...] = ()
    doubted_heads: set[tuple[str, ...]] = field(factory=set)
    row: _Row | None = None
    cells: list[Cell] = field(factory=list)
    glued: list[_Glued] = field(factory=list)

    def run(self, grids: Sequence[Grid]) -> "_Pass":
        """Read every cell; a row ends at the next label or at the end of its line."""
        for grid in grids:
            self.account.append([])
            for line in grid.rows:
                for cell in line:
                    self._cell(cell)
                self._close()
        self._settle()
        for row in self.template.rows:
            if row not in self.taken:
                self._find("GD906", f"没有找到{row.name}，各格留空", path=row.path)
        return self

    def result(self) -> TableReading:
        """The section with the numbers that are certain."""
        section = _filled(self.template.section, self.template.name, self.values) if self.taken else None
        return TableReading(section, tuple(map(tuple, self.account)), tuple(self.findings))

    @property
    def labels_known(self) -> int:
        """How many cells are labels of the template."""
        return sum(token.kind == "label" for tokens in self.account for token in tokens)

    @property
    def tokens(self) -> list[Token]:
        """The account of the grid at hand."""
        return self.account[-1]

    def _cell(self, cell: Cell) -> None:
        label, near = ("", False) if _is_number(cell.text) else self.template.label(cell.text)
        if label:
            if near:
                self._find("GD903", f"“{cell.text}”与表样用字不同，按“{label}”读入", place=cell.place, actual=cell.text)
            self._label(label, cell)
        elif self.row and _is_value(cell.text):
            self.cells.append(cell)
        elif cell.text.strip():
            self._close()
            self.tokens.append(Token("unknown", cell.text, cell.place))
            message = f"表格中的“{cell.text.strip()}”不是表样的文字，也不在任何一行的数字里"
            self._find("GD909", message, place=cell.place, actual=cell.text)

    def _label(self, label: str, cell: Cell) -> None:
        self._close()
        self.tokens.append(Token("label", cell.text, cell.place))
        if label in self.template.across:
            self.heads = ()
        elif label in self.template.heads:
            begun_anew = any(row.heads == self.heads for row in self.taken)
            self.heads = (label,) if begun_anew else (*self.heads, label)
        named = (row for row in self.template.rows if row.label == label)
        unnamed = (row for row in self.template.rows if not row.label and row.heads == self.heads)
        self.row = next(named, None) or next(unnamed, None)

    def _close(self) -> None:
        """Give the cells since the last row label to that row, if it is certain which is which."""
        row, cells = self.row, self.cells
        if row is None or not (cells or row.label):
            return
        self.row, self.cells = None, []
        count = len(row.paths)
        if all(cell.text.strip() for cell in cells[:count]) and not any(cell.text.strip() for cell in cells[count:]):
            cells = cells[:count]
        if row not in self.taken and len(cells) < count and any(cell.loose for cell in cells):
            self._split(row, cells)
        elif row in self.taken:
            self._again(row, cells)
        elif len(cells) != count:
            message = f"{row.name}应有 {count} 格，读到 {len(cells)} 格，不能确定哪一格是哪一列，各格留空"
            self._refuse(row, cells)
            self._doubt("GD905", message, row, cells)
        elif row.heads != self.heads:
            self._refuse(row, cells)
            self._doubt_heads(row, cells)
        else:
            self._take(row, cells)

    def _split(self, row: _Row, cells: list[Cell]) -> None:
        """Look for the ways to part digits that run together with which the sums of the row come out."""
        own = set(map(_within, row.paths))
        sums = [identity for identity in self._identities() if identity.sides.keys() <= own]
        pieces = [cell.text for cell in cells]
        ways = [way for way in _ways(pieces, len(row.paths)) if _adds_up(row, way, sums)]
        if not ways:
            self._refuse(row, cells)
            message = f"{row.name}的数字连在一起，分不成 {len(row.paths)} 格，各格留空"
            self._doubt("GD905", message, row, cells)
        elif row.heads != self.heads:
            self._refuse(row, cells)
            self._doubt_heads(row, cells)
        else:
            self.taken[row] = []
            self.glued.append(
                _Glued(row, tuple(cells), tuple(ways), _may_have_blanks(pieces, len(row.paths), len(sums)))
            )

    def _settle(self) -> None:
        """Choose among the ways to part glued digits: those with which every sum of the table comes out."""
        open_ways = [glued.ways for glued in self.glued]
        if prod(map(len, open_ways)) > _MOST_WAYS:
            fitting = []
        else:
            fitting = [chosen for chosen in product(*open_ways) if self._fits(chosen)]
        for number, glued in enumerate(self.glued):
            ways = sorted({chosen[number] for chosen in fitting}) if fitting else list(glued.ways)
            if len(ways) == 1 and not glued.may_have_blanks:
                self._take_parted(glued, ways[0])
            else:
                self._doubt_parted(glued, ways)

    def _identities(self) -> tuple[Identity, ...]:
        return identities(self.template.section)

    def _doubt_parted(self, glued: _Glued, ways: Sequence[tuple[str, ...]]) -> None:
        """Tell the ways to part the digits of a row and take none."""
        told = "；".join(" ".join(way) for way in ways[:_MOST_TOLD]) + ("；…" if len(ways) > _MOST_TOLD else "")
        blanks = "，或有空白的格" if glued.may_have_blanks else ""
        self.tokens.extend(Token("unknown", cell.text, cell.place) for cell in glued.cells)
        message = f"{glued.row.name}的数字连在一起，有 {len(ways)} 种分法（{told}）{blanks}，各格留空"
        self._doubt("GD918", message, glued.row, list(glued.cells))

    def _fits(self, chosen: Sequence[tuple[str, ...]]) -> bool:
        """Whether every sum that the rows read and the ways *chosen* speak to comes out."""
        known = {_within(path): value for path, value in self.values.items() if isinstance(value, int)}
        for glued, way in zip(self.glued, chosen, strict=True):
            known |= dict(zip(map(_within, glued.row.paths), map(int, way), strict=True))
        full = (identity for identity in self._identities() if identity.sides.keys() <= known.keys())
        return all(left == right for identity in full for left, right in [identity.sums(known)])

    def _take_parted(self, glued: _Glued, way: tuple[str, ...]) -> None:
        self.taken[glued.row] = list(glued.cells)
        place = glued.cells[0].place
        for path, digits in zip(glued.row.paths, way, strict=True):
            self.values[path] = read_number(digits, self.template.kind(path))[0]
            self.tokens.append(Token("cell", digits, place, path))
        shown = " ".join(cell.text for cell in glued.cells)
        message = f"“{shown}”的数字连在一起，只有一种分法合于各项之和，读作 {' '.join(way)}"
        self._find("GD919", message, path=glued.row.path, place=place, actual=shown)

    def _take(self, row: _Row, cells: list[Cell]) -> None:
        self.taken[row] = cells
        for path, cell in zip(row.paths, cells, strict=True):
            value, remark = read_number(cell.text, self.template.kind(path))
            self.values[path] = value
            self.tokens.append(Token("cell", cell.text, cell.place, path))
            if remark:
                code, fate = ("GD904", "该格留空") if is_blank(value) else ("GD908", f"读作 {value}")
                self._find(
                    code, f"“{cell.text.strip()}”{remark}；{fate}", path=path, place=cell.place, actual=cell.text
                )

    def _again(self, row: _Row, cells: list[Cell]) -> None:
        """A row printed twice: harmless if the numbers are the same, else neither is certain."""
        first = self.taken[row]
        if [plain(cell.text) for cell in first] == [plain(cell.text) for cell in cells]:
            self.tokens.extend(Token("label", cell.text, cell.place) for cell in cells)
        else:
            self.glued = [glued for glued in self.glued if glued.row != row]
            for path in row.paths:
                self.values.pop(path, None)
            shown = " ".join(cell.text for cell in first)
            self._refuse(row, cells)
            self._doubt("GD910", f"{row.name}出现两次而数字不同（前一次为 {shown}），各格留空", row, cells)

    def _refuse(self, row: _Row, cells: list[Cell]) -> None:
        """Leave the cells of *row* blank; what was printed there stays unaccounted for."""
        self.taken.setdefault(row, [])
        self.tokens.extend(Token("unknown", cell.text, cell.place) for cell in cells if cell.text.strip())

    def _doubt(self, code: str, message: str, row: _Row, cells: list[Cell]) -> None:
        shown = " ".join(cell.text.strip() or "空白" for cell in cells)
        self._find(code, message, path=row.path, place=cells[0].place if cells else None, actual=shown)

    def _doubt_heads(self, row: _Row, cells: list[Cell]) -> None:
        """Say once for all rows below the same headers that these are not the form's."""
        if self.heads not in self.doubted_heads:
            self.doubted_heads.add(self.heads)
            message = f"{row.name}和同一表头下各行上方的列名不全或次序不同，不能确定哪一格是哪一列，各格留空"
            self._find("GD905", message, place=cells[0].place)

    def _find(self, code: str, message: str, path: str = "", **more: Any) -> None:
        place = path or self.template.name
        self.findings.append(reading_finding(code, message, path=place, edition=self.template.edition, **more))


def _filled(template: Any, path: str, values: Mapping[str, Count | Change | Amount | Money]) -> Any:
    """*template* with the number of each path in *values*, every other cell blank."""
    filled = {}
    for name in fields_of(type(template)):
        child, here = getattr(template, name), f"{path}.{name}"
        if fields_of(type(child)):
            filled[name] = _filled(child, here, values)
        else:
            filled[name] = values.get(here, Money(None) if isinstance(child, Money) else None)
    return type(template)(**filled)
