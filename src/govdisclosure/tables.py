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
from typing import Any, Literal

from attrs import field, frozen, mutable

from govdisclosure._spec import Spec, fields_of, plain
from govdisclosure.addresses import nodes
from govdisclosure.document import Cell, Grid, Place
from govdisclosure.findings import Finding, Severity
from govdisclosure.layout import draw
from govdisclosure.report import TABLES, shapes
from govdisclosure.values import Amount, Count

__all__ = [
    "READING_CODES",
    "TableReading",
    "Token",
    "TokenKind",
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
}
"""What a reading can have to say: the code, its weight and its title."""


def reading_finding(code: str, message: str, *, path: str = "", **more: Any) -> Finding:
    """A finding about the reading, with the address of *path*."""
    address = nodes()[path].address if path in nodes() else ""
    return Finding(code=code, severity=READING_CODES[code][0], message=message, address=address, path=path, **more)


# --- numbers ----------------------------------------------------------------------------------------------------------

_DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d{1,18})"
_COUNT = re.compile(rf"(?P<digits>{_DIGITS})\s*(?P<unit>[件条宗份])?", re.ASCII)
_AMOUNT = re.compile(rf"(?P<digits>{_DIGITS}(?:\.\d{{1,12}})?)\s*(?P<unit>万元)?", re.ASCII)
_NOTHING = frozenset({"-", "--", "/", "无", "\\"})


def read_number(text: str, *, amount: bool = False) -> tuple[Count | Amount, str]:
    """The number printed in a cell, ``None`` if it is not certain, and what there is to say about its print.

    >>> read_number("12"), read_number(" ")
    ((12, ''), (None, ''))
    >>> read_number("1,035")
    (1035, '含有千位分隔符')
    >>> read_number("约3")
    (None, '不是一个整数')
    >>> read_number("11.80", amount=True)[0]
    Decimal('11.80')
    """
    bare = unicodedata.normalize("NFKC", text).strip()
    if not bare:
        return None, ""
    if plain(bare) in _NOTHING:
        return None, "没有填数；没有的填 0"
    match = re.fullmatch(_AMOUNT if amount else _COUNT, bare)
    if match is None:
        return None, "不是一个数" if amount else "不是一个整数"
    digits, unit = match["digits"].replace(",", ""), match["unit"]
    remarks = {
        "含有千位分隔符": "," in bare,
        f"带有单位“{unit}”": unit,
        "有多余的零": re.match(r"0\d", digits),
        "用了全角数字": bare != text.strip(),
    }
    told = "、".join(remark for remark, present in remarks.items() if present)
    return Decimal(digits) if amount else int(digits), told


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

    def default(self, path: str) -> object:
        """What stands at *path* in a report that says nothing, which tells a count from an amount."""
        return reduce(getattr, path.split(".")[1:], self.section)

    def label(self, text: str) -> tuple[str, bool]:
        """The label of this table that *text* is, empty if it is none; and whether it is only nearly that."""
        word = _key(text)
        if word in self.aliases:
            return self.aliases[word], False
        near = difflib.get_close_matches(word, self.aliases, n=2, cutoff=0.84) if len(word) > _SHORT else []
        labels = {self.aliases[each] for each in near}
        return (labels.pop(), True) if len(labels) == 1 else ("", False)


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

    The shape of the form that most numbers find a place in is taken.

    >>> from govdisclosure.report import Remedies
    >>> drawn = draw(Remedies(), "remedies")
    >>> reading = read_table("remedies", [drawn])
    >>> reading.section.reconsideration.upheld is None, reading.findings
    (True, ())
    """
    passes = [_Pass(template).run(grids) for template in _templates() if template.name == name]
    best = max(passes, key=lambda each: (len(each.values), each.labels_known, -len(each.findings)))
    return best.result()


@mutable
class _Pass:
    """One reading of a stream of cells by one template."""

    template: _Template
    account: list[list[Token]] = field(factory=list)
    findings: list[Finding] = field(factory=list)
    taken: dict[_Row, list[Cell]] = field(factory=dict)
    values: dict[str, Count | Amount] = field(factory=dict)
    heads: tuple[str, ...] = ()
    doubted_heads: set[tuple[str, ...]] = field(factory=set)
    row: _Row | None = None
    cells: list[Cell] = field(factory=list)

    def run(self, grids: Sequence[Grid]) -> "_Pass":
        """Read every cell; a row ends at the next label or at the end of its line."""
        for grid in grids:
            self.account.append([])
            for line in grid.rows:
                for cell in line:
                    self._cell(cell)
                self._close()
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
        if row in self.taken:
            self._again(row, cells)
        elif len(cells) != count:
            message = f"{row.name}应有 {count} 格，读到 {len(cells)} 格，不能确定哪一格是哪一列，各格留空"
            self._refuse(row, cells)
            self._doubt("GD905", message, row, cells)
        elif count > 1 and row.heads != self.heads:
            self._refuse(row, cells)
            self._doubt_heads(row, cells)
        else:
            self._take(row, cells)

    def _take(self, row: _Row, cells: list[Cell]) -> None:
        self.taken[row] = cells
        for path, cell in zip(row.paths, cells, strict=True):
            is_amount = isinstance(self.template.default(path), Decimal)
            value, remark = read_number(cell.text, amount=is_amount)
            self.values[path] = value
            self.tokens.append(Token("cell", cell.text, cell.place, path))
            if remark:
                code, fate = ("GD904", "该格留空") if value is None else ("GD908", f"读作 {value}")
                self._find(
                    code, f"“{cell.text.strip()}”{remark}；{fate}", path=path, place=cell.place, actual=cell.text
                )

    def _again(self, row: _Row, cells: list[Cell]) -> None:
        """A row printed twice: harmless if the numbers are the same, else neither is certain."""
        first = self.taken[row]
        if [plain(cell.text) for cell in first] == [plain(cell.text) for cell in cells]:
            self.tokens.extend(Token("label", cell.text, cell.place) for cell in cells)
        else:
            for path in row.paths:
                self.values[path] = None
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
        self.findings.append(reading_finding(code, message, path=path or self.template.name, **more))


def _filled(template: Any, path: str, values: Mapping[str, Count | Amount]) -> Any:
    """*template* with the number of each path in *values*, every other cell blank."""
    return type(template)(
        **{
            name: _filled(child, f"{path}.{name}", values) if fields_of(type(child)) else values.get(f"{path}.{name}")
            for name in fields_of(type(template))
            for child in [getattr(template, name)]
        }
    )
