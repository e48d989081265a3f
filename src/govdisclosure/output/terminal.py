"""The terminal: a table of findings a file, by rich."""

import io
from collections.abc import Iterator
from typing import Final

from rich.console import Console, RenderableType
from rich.markdown import Markdown
from rich.table import Table
from rich.text import Text

from govdisclosure.findings import Severity
from govdisclosure.output.view import Checked, View

__all__ = ["COLOURS", "markdown", "printed_by_rich", "write"]

COLOURS: Final = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.NOTICE: "cyan"}
"""How each weight looks."""


def write(view: View) -> str:
    """What was found, a table a file, and where there are several files how it comes out in all."""
    return printed_by_rich(_parts(view), view.width, colour=view.colour)


def markdown(text: str, width: int, *, colour: bool) -> str:
    """*text* in Markdown as a terminal shows it."""
    return printed_by_rich([Markdown(text)], width, colour=colour)


def printed_by_rich(parts: "Iterator[RenderableType] | list[RenderableType]", width: int, *, colour: bool) -> str:
    """*parts* one below the other as a terminal *width* columns wide shows them."""
    console = Console(file=io.StringIO(), width=width, highlight=False, force_terminal=colour)
    with console.capture() as captured:
        for part in parts:
            console.print(part)
    return "\n".join(line.rstrip() for line in captured.get().splitlines()) + "\n"


def _parts(view: View) -> Iterator[RenderableType]:
    for checked in view.checked:
        yield Text(" ").join([Text(checked.name, style="bold"), Text(view.identity(checked), style="dim")])
        if checked.problem:
            yield Text(view.told(checked.problem), style="red")
            continue
        if checked.findings:
            yield _table(view, checked)
        if view.every:
            yield from _results(view, checked)
        yield _summary(view, checked)
    if len(view.checked) > 1:
        counts = view.counts(*(checked.findings for checked in view.checked))
        problems = sum(bool(checked.problem) for checked in view.checked)
        told = view.say("共 {files} 份：{counts}", files=view.number(len(view.checked)), counts=counts)
        unread = view.say("；不能读 {problems} 份", problems=view.number(problems)) if problems else ""
        yield Text(told + unread, style="bold")


def _table(view: View, checked: Checked) -> Table:
    table = Table(box=None, header_style="dim", padding=(0, 2, 0, 0))
    for heading, whole in (("", True), (view.say("规则"), True), (view.say("位置"), False), (view.say("说明"), False)):
        table.add_column(heading, no_wrap=whole, overflow="fold")
    for finding in checked.findings:
        told = Text(view.message(finding))
        for each in finding.evidence:
            told.append(f"\n{each.code} {view.line(each)}", style="dim")
        if finding.waived:
            told.append(f"\n{view.waived(finding)}", style="dim")
        weight = Text(view.severity(finding.severity), style="dim" if finding.waived else COLOURS[finding.severity])
        table.add_row(weight, finding.code, Text(view.address(finding)), told)
    return table


def _results(view: View, checked: Checked) -> Iterator[Text]:
    for result in checked.findings.results:
        rule = f"{result.code} {view.title(result.code)}"
        outcome = view.say("{rule}：{outcome}", rule=rule, outcome=view.outcome(result.outcome))
        reason = view.say("，{reason}", reason=result.reason) if result.reason else ""
        yield Text(outcome + reason)


def _summary(view: View, checked: Checked) -> Text:
    style = "bold red" if checked.findings.worst is Severity.ERROR else "bold green"
    counts, passed = view.counts(checked.findings), view.passed(checked.findings)
    rules = checked.findings.results
    return Text(view.say("{counts}；{passed}", counts=counts, passed=passed) if rules else counts, style=style)
