"""GD95x: what is in the cells."""

from collections.abc import Iterator

from govdisclosure.addresses import Address, DataCell
from govdisclosure.findings import Finding, Severity
from govdisclosure.i18n import say, some_of
from govdisclosure.report import TABLES
from govdisclosure.rules.registry import NotEvaluatedError, Rule, Subject, rule
from govdisclosure.values import is_blank

__all__: list[str] = []


@rule("GD951", "格中有数", severity=Severity.WARNING, ground="A", source="表样", touches=tuple(TABLES))
def no_blanks(subject: Subject, this: Rule) -> Iterator[Finding]:
    """Every cell holds a number; where there is nothing to count the form wants 0.

    Yields:
        One finding per table with blank cells, addressed to the first of them and naming some.
    """
    if not any(isinstance(getattr(subject.report, name), kinds) for name, kinds in TABLES.items()):
        raise NotEvaluatedError(say("年报里没有表格"))
    for name, kinds in TABLES.items():
        empty = [cell for cell in subject.cells if is_blank(cell.value) and cell.path not in subject.unsure]
        blank = [cell for cell in empty if cell.path.split(".")[0] == name]
        if blank:
            named = some_of([cell.address for cell in blank])
            table = kinds[0].TABLE.name
            message = say(
                "{table}有 {count} 格空白（{named}）；没有的请填 0", table=Address(table), count=len(blank), named=named
            )
            yield this.finding(message, address=blank[0].address, path=blank[0].path)


_MARKS = frozenset({32_767, 32_768, 65_535, 65_536})
_MOST = 10**8  # where counters of four bytes overflow is beyond it


@rule("GD952", "格中不是溢出的数", severity=Severity.WARNING, ground="A", source="表样", touches=tuple(TABLES))
def no_overflow(subject: Subject, this: Rule) -> Iterator[Finding]:
    """No count is a number at which counters overflow, such as 65535, or above a hundred million.

    Yields:
        One finding per cell; look the number up in the register.
    """
    for cell, count in _counts(subject):
        if count in _MARKS or count > _MOST:
            yield this.finding(
                say("{count} 像是程序溢出或多写了位数，请对照台账", count=count),
                address=cell.address,
                path=cell.path,
                actual=count,
            )


@rule("GD953", "格中不是年份", severity=Severity.NOTICE, ground="A", source="表样", touches=tuple(TABLES))
def no_years(subject: Subject, this: Rule) -> Iterator[Finding]:
    """A count that is the number of the report's year may have come from a heading.

    Yields:
        One finding per cell; if the count is right, leave it.
    """
    if subject.report.year is None:
        raise NotEvaluatedError(say("不知道报告年份"))
    for cell, count in _counts(subject):
        if count == subject.report.year:
            message = say("这一格恰与报告年份 {year} 相同，请核对", year=count)
            yield this.finding(message, address=cell.address, path=cell.path, actual=count)


def _counts(subject: Subject) -> Iterator[tuple[DataCell, int]]:
    if not any(isinstance(getattr(subject.report, name), kinds) for name, kinds in TABLES.items()):
        raise NotEvaluatedError(say("年报里没有表格"))
    return ((cell, cell.value) for cell in subject.cells if type(cell.value) is int)
