"""From case records to a report, and a report to be filled in."""

import contextlib
import sys
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import attrs
import click
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

import govdisclosure as gd
from govdisclosure.cli.program import LOCALE, console_for, print_doubts, program, read, tell
from govdisclosure.compose import compose
from govdisclosure.document import Grid
from govdisclosure.drawing import boxed
from govdisclosure.i18n import say
from govdisclosure.report import TABLES
from govdisclosure.shape import numbers

__all__ = ["new", "tally"]

_YEAR = click.option("--year", type=click.IntRange(1900, 2999), required=True, help="年报的年份。")
_ORGAN = click.option("--organ", metavar="NAME", help="机关的全称；不写则用上年年报的。")
_PREVIOUS = click.option("--previous", metavar="FILE", help="上年的年报，结转和现行有效由此带入。")
_RULES = {
    "applications": "GD3",
    "reconsiderations": "GD4",
    "lawsuits": "GD4",
    "documents": "GD2",
    "decisions": "GD2",
    "fees": "GD2",
}
"""The rules that look at what a register fills in."""


@program.command()
@click.argument("applications", required=False, metavar="[申请.csv]")
@_YEAR
@click.option("--reconsiderations", metavar="FILE", help="复议案件的台账。")
@click.option("--lawsuits", metavar="FILE", help="诉讼案件的台账。")
@click.option("--documents", metavar="FILE", help="制发的文件的目录，往年的也在内。")
@click.option("--decisions", metavar="FILE", help="许可、处罚、强制决定的台账。")
@click.option("--fees", metavar="FILE", help="收费的台账。")
@_ORGAN
@_PREVIOUS
@click.option(
    "--today", type=click.DateTime(["%Y-%m-%d"]), help="晚于这一天的日期算作填错，如 2026-01-20；不写则是今天。"
)
@click.option("-o", "--output", "target", metavar="FILE", help="把数字填好的年报写到这个文件。")
@LOCALE
def tally(
    *,
    year: int,
    organ: str | None,
    previous: str | None,
    today: datetime | None,
    target: str | None,
    locale: str,
    **registers: str | None,
) -> None:
    """由台账汇总出表二、表三、表四。

    台账是 CSV 或 Excel 文件，第一行是列名；没有台账的各格留空，空白不是零。有错误的以 1 退出。
    """
    given = {name: path for name, path in registers.items() if path}
    if not given:
        raise click.UsageError("至少要有一份台账，如 govdisclosure tally 申请.csv --year 2025")
    last = _last(previous, locale)
    if target and not (organ or (last and last.organ)):
        raise click.UsageError("写成年报要用 --organ 说明机关，或用 --previous 给出上年的年报")
    with _opened(given) as opened:
        counted = gd.tally(**opened, year=year, today=(today or datetime.now().astimezone()).date())
    report = counted.report(organ, previous=last)
    _draw(report, counted, locale)
    rules = {_RULES[name] for name in given} | ({"GD60"} if last else set())
    found = gd.check(report, previous=last, select=sorted(rules))
    findings = gd.Findings([*counted.findings, *found], results=found.results)
    tell([gd.Checked("、".join(given.values()), findings=findings, report=report)], "terminal", locale=locale)
    if target:
        gd.dump(report, target, locale=locale)
        click.echo(f"已写 {target}")
    sys.exit(findings.worst is gd.Severity.ERROR)


@contextlib.contextmanager
def _opened(given: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """The registers at the paths *given*, open; how much of them is counted shows in a terminal."""
    console = console_for(stderr=True)
    columns = (TextColumn("汇总"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with (
        Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as bar,
        contextlib.ExitStack() as stack,
    ):
        yield {
            name: stack.enter_context(bar.open(path, "rb")) if Path(path).is_file() else path
            for name, path in given.items()
        }


def _draw(report: gd.AnnualReport, counted: gd.Tally, locale: str) -> None:
    """Print the tables of *report* in which something was counted."""
    is_blank = {name: all(value is None for value in numbers(getattr(counted, name)).values()) for name in TABLES}
    absent: dict[str, Any] = {name: None for name in TABLES if is_blank[name]}
    for block in compose(attrs.evolve(report, **absent), locale).blocks:
        if isinstance(block, Grid):
            click.echo(boxed(block, console_for().width))


@program.command()
@click.argument("target", metavar="OUT")
@_YEAR
@_ORGAN
@_PREVIOUS
@click.option("--force", is_flag=True, help="OUT 已有也写。")
@LOCALE
def new(*, target: str, year: int, organ: str | None, previous: str | None, force: bool, locale: str) -> None:
    """开始一份年报：各格空白，上年结转和现行有效取自上年的年报。"""
    last = _last(previous, locale)
    if not (organ or (last and last.organ)):
        raise click.UsageError("请用 --organ 说明机关，或用 --previous 给出上年的年报")
    if Path(target).exists() and not force:
        raise gd.WriteError(say("已有 {target}，没有改动；要替换请加 --force", target=target))
    gd.dump(gd.begin(organ, year, previous=last), target, locale=locale)
    click.echo(f"已写 {target}")


def _last(name: str | None, locale: str) -> gd.AnnualReport | None:
    """Last year's report in the file *name*, if there is one."""
    if name is None:
        return None
    reading = read(name)
    print_doubts(name, reading, locale)
    return reading.report
