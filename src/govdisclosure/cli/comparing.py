"""Several reports: added up, and side by side."""

import json
import sys
from collections.abc import Sequence

import click

import govdisclosure as gd
from govdisclosure.cli.program import LOCALE, PATHS, WORKERS, complain_of, console_for, listed, program, write
from govdisclosure.files import write_bytes
from govdisclosure.output.comparison import STYLES
from govdisclosure.rules.papers import read_scope

__all__ = ["compare", "rollup"]


@program.command()
@PATHS
@click.option("--organ", required=True, metavar="NAME", help="汇总给哪个机关，写全称。")
@click.option("--year", type=click.IntRange(1900, 2999), help="汇总哪一年；不写则看各份年报。")
@click.option("--scope", metavar="FILE", help="TOML 文件：应报机关的名单和别名。")
@click.option(
    "--edition",
    type=click.Choice([edition.value for edition in gd.Edition]),
    default=gd.Edition.V2021.value,
    show_default=True,
    help="汇总用哪一版表样。",
)
@click.option("-o", "--output", "target", required=True, metavar="OUT", help="汇总的年报写到哪里，格式看文件名。")
@click.option("--to", "target_format", help="OUT 的格式；不写则看文件名。")
@click.option("--account", metavar="FILE", help="每一格由谁的数加成，写成 JSON。")
@WORKERS
@LOCALE
def rollup(
    paths: tuple[str, ...],
    *,
    organ: str,
    year: int | None,
    scope: str | None,
    edition: str,
    target: str,
    target_format: str | None,
    account: str | None,
    workers: int | None,
    locale: str,
) -> None:
    """把下级机关的年报逐格加成上级的。

    FILE 可以是年报、文件夹、压缩包或 JSON Lines。没报的、报两次的、年份或版本不同的、空白的，都写到标准错误。

    没有错误以 0 退出，有错误以 1 退出，有文件不能读以 2 退出；一个文件不能读，其余照样汇总。
    """
    known = read_scope(scope) if scope else gd.Scope()
    plan = gd.RollUpPlan(organ=gd.Organ(organ), year=year, edition=edition, scope=known)
    rolled = gd.roll_up_many(listed(paths), plan, workers=workers)
    write(rolled.report, target, target_format, locale)
    if account:
        write_bytes(account, (json.dumps(rolled.to_data(), ensure_ascii=False, indent=2) + "\n").encode())
    console = console_for(stderr=True)
    checked = gd.Checked(target, findings=rolled.findings, report=rolled.report)
    told = gd.render([checked], "terminal", locale=locale, width=console.width, colour=console.is_terminal)
    click.echo(told, nl=False, err=True, color=console.is_terminal)
    unread = any(finding.code == "GD768" for finding in rolled.findings)
    sys.exit(2 if unread else rolled.findings.worst is gd.Severity.ERROR)


@program.command()
@PATHS
@click.option(
    "--format", "style", type=click.Choice(list(STYLES)), default="terminal", show_default=True, help="输出的样式。"
)
@click.option("--output", "target", metavar="FILE", help="写到这个文件，不写到标准输出。")
@click.option("--all", "every", is_flag=True, help="也列出没有变化的格。")
@WORKERS
@LOCALE
def compare(
    paths: tuple[str, ...], *, style: str, target: str | None, every: bool, workers: int | None, locale: str
) -> None:
    """把几份年报并列，逐格比较。

    同一机关不同年份的按年份排列，其余按给出的次序；版本不同的只比可比的格。
    """
    found = list(gd.read_many(listed(paths), workers=workers))
    if unread := [each for each in found if each.problem]:
        for each in unread:
            complain_of(each, locale)
        sys.exit(2)
    console = console_for()
    colour = console.is_terminal and target is None
    compared = _side_by_side([each.reading.report for each in found if each.reading])
    text = gd.render_comparison(compared, style, locale=locale, every=every, width=console.width, colour=colour)
    if target is None:
        click.echo(text, nl=False, color=colour)
    else:
        write_bytes(target, text.encode())


def _side_by_side(reports: Sequence[gd.AnnualReport]) -> gd.Comparison:
    """The years of one organ in their order, other reports as they are given."""
    try:
        return gd.series(reports)
    except gd.ValueRefusedError:
        return gd.compare(*reports)
