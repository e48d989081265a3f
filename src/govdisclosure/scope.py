"""Which organs a report adds up, under which names they file, and what there is to say of what they filed.

The rules for a government's report and its roll-up say it with the same sentences.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from attrs import Factory, field, frozen

from govdisclosure._spec import Edition, plain
from govdisclosure.addresses import Address
from govdisclosure.i18n import say
from govdisclosure.report import TABLES, AnnualReport, Organ

__all__ = [
    "Remark", "Scope", "absent_tables", "another_edition", "another_year", "blanks", "in_table", "of_one_code",
    "same_organ", "strange",
]  # fmt: skip


def _names(given: Iterable[str]) -> tuple[str, ...]:
    return tuple(given)


@frozen(kw_only=True)
class Scope:
    """Whose numbers a report adds up, and under which names these organs report.

    >>> scope = Scope(members=["甲局", "乙镇"], aliases={"甲镇人民政府": "甲局"})
    >>> scope.name_of("甲镇人民政府"), scope.name_of("乙 镇")
    ('甲局', '乙镇')
    """

    adds_up: bool | None = None
    """Whether the report is the sum of the children; ``None`` if that is not known."""
    members: tuple[str, ...] = field(default=(), converter=_names)
    """The organs that should report, by name; empty if there is no list."""
    aliases: Mapping[str, str] = Factory(dict)
    """Other names of the members, each with the name it stands for."""

    @cached_property
    def _known(self) -> Mapping[str, str]:
        aliases = {plain(other): name for other, name in self.aliases.items()}
        return aliases | {plain(name): name for name in reversed(self.members)}

    def name_of(self, organ: str) -> str:
        """The name under which *organ* is counted."""
        return self._known.get(plain(organ), organ)

    def name_in(self, report: AnnualReport) -> str:
        """The name under which the organ of *report* is counted."""
        return self.name_of(report.organ.name) if report.organ else say("不知名的机关")

    def has(self, name: str) -> bool:
        """Whether *name*, under which an organ is counted, is that of a member."""
        return plain(name) in self._plain_members

    @cached_property
    def _plain_members(self) -> frozenset[str]:
        return frozenset(map(plain, self.members))

    def lacking(self, given: Iterable[str]) -> list[str]:
        """The members that are not among the names *given*, under which organs are counted."""
        there = set(map(plain, given))
        return [name for name in self.members if plain(name) not in there]


def same_organ(one: Organ | None, other: Organ | None) -> bool:
    """Whether both are known and bear the same name."""
    return bool(one and other and plain(one.name) == plain(other.name))


# --- what there is to say ---------------------------------------------------------------------------------------------


@frozen
class Remark:
    """Something to say of what was filed, which a finding of whoever says it holds."""

    message: str
    path: str
    address: str = ""
    expected: object = None
    actual: object = None


def strange(name: str) -> Remark:
    """*name* is not on the list."""
    return Remark(say("{name}不在名单上", name=name), "organ", actual=str(name))


def of_one_code(code: str, name: str, other: str) -> Remark:
    """Two organs bear one code."""
    message = say("{name}与{other}的代码相同，像是同一机关", name=name, other=other)
    return Remark(message, "organ", actual=code)


def another_year(name: str, report: AnnualReport, year: int | None) -> Iterator[Remark]:
    """*report* is known not to be of *year*."""
    if None not in {report.year, year} and report.year != year:
        message = say("{name}的年报是 {year} 年的", name=name, year=report.year)
        yield Remark(message, "year", expected=year, actual=report.year)


def another_edition(name: str, report: AnnualReport, edition: Edition) -> Iterator[Remark]:
    """*report* is on another form than *edition*."""
    if report.edition is not edition:
        told = {"name": name, "edition": report.edition}
        message = say("{name}用的是 {edition} 年版表样，不可比的格没有汇总", **told)
        yield Remark(message, "edition", actual=report.edition.value)


def absent_tables(name: str, report: AnnualReport) -> Iterator[Remark]:
    """*report* lacks a table."""
    for section, kinds in TABLES.items():
        if not isinstance(getattr(report, section), kinds):
            table = Address(kinds[0].TABLE.name)
            yield Remark(say("{name}的年报里没有{table}", name=name, table=table), section, table)


def blanks(name: str, paths: Sequence[str]) -> Iterator[Remark]:
    """The cells at *paths* of the report of *name* are blank."""
    if paths:
        message = say("{name}有 {count} 格空白，汇总时按 0 计", name=name, count=len(paths))
        yield Remark(message, *in_table(paths[0]), actual=len(paths))


def in_table(path: str) -> tuple[str, Address]:
    """The section that the cell at *path* is in, and the name of its table."""
    section = path.partition(".")[0]
    return section, Address(TABLES[section][0].TABLE.name)
