"""GD95x: what is in the cells."""

from collections.abc import Iterator

from govdisclosure.addresses import cells
from govdisclosure.findings import Finding, Severity
from govdisclosure.report import TABLES
from govdisclosure.rules.registry import NotEvaluatedError, Rule, Subject, rule
from govdisclosure.values import is_blank

__all__: list[str] = []

_MOST_NAMED = 5


@rule("GD951", "格中有数", severity=Severity.WARNING, ground="A", source="表样", touches=tuple(TABLES))
def no_blanks(subject: Subject, this: Rule) -> Iterator[Finding]:
    """Every cell holds a number; where there is nothing to count the form wants 0.

    Yields:
        One finding per table with blank cells, addressed to the first of them and naming some.
    """
    if not any(isinstance(getattr(subject.report, name), kinds) for name, kinds in TABLES.items()):
        raise NotEvaluatedError("年报里没有表格")
    for name, kinds in TABLES.items():
        empty = [cell for cell in cells(subject.report) if is_blank(cell.value) and cell.path not in subject.unsure]
        blank = [cell for cell in empty if cell.path.split(".")[0] == name]
        if blank:
            named = "、".join(cell.address for cell in blank[:_MOST_NAMED]) + ("等" if len(blank) > _MOST_NAMED else "")
            message = f"{kinds[0].TABLE.name}有 {len(blank)} 格空白（{named}）；没有的请填 0"
            yield this.finding(message, address=blank[0].address, path=blank[0].path)
