"""Several reports: added up, and side by side."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import click

import govdisclosure as gd
from govdisclosure.cli.program import LOCALE, complain, console_for, program, readings, write
from govdisclosure.errors import in_words
from govdisclosure.files import write_bytes
from govdisclosure.formats.decoding import decoded
from govdisclosure.output.comparison import STYLES

__all__ = ["compare", "rollup"]


@program.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option("--organ", required=True, metavar="NAME", help="汇总给哪个机关，写全称。")
@click.option("--year", type=click.IntRange(1900, 2999), help="汇总哪一年；不写则看各份年报。")
@click.option("--expected", metavar="LIST", help="应报机关的名单，一行一个；别名写在同一行，用制表符隔开。")
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
@LOCALE
def rollup(
    files: tuple[str, ...],
    *,
    organ: str,
    year: int | None,
    expected: str | None,
    edition: str,
    target: str,
    target_format: str | None,
    account: str | None,
    locale: str,
) -> None:
    """把下级机关的年报逐格加成上级的。

    没报的、报两次的、年份或版本不同的、空白的，都写到标准错误。

    没有错误以 0 退出，有错误以 1 退出，有文件不能读以 2 退出；一个文件不能读，其余照样汇总。
    """
    problems: list[str] = []
    rolled = gd.roll_up(
        (reading for _, reading in readings(files, problems.append)),
        organ=gd.Organ(organ),
        year=year,
        edition=edition,
        scope=_scope(expected) if expected else None,
    )
    write(rolled.report, target, target_format, locale)
    if account:
        write_bytes(account, (json.dumps(rolled.to_data(), ensure_ascii=False, indent=2) + "\n").encode())
    console = console_for(stderr=True)
    checked = gd.Checked(target, findings=rolled.findings, report=rolled.report)
    told = gd.render([checked], "terminal", locale=locale, width=console.width, colour=console.is_terminal)
    click.echo(told, nl=False, err=True, color=console.is_terminal)
    _end(problems, failed=rolled.findings.worst is gd.Severity.ERROR)


@program.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option(
    "--format", "style", type=click.Choice(list(STYLES)), default="terminal", show_default=True, help="输出的样式。"
)
@click.option("--output", "target", metavar="FILE", help="写到这个文件，不写到标准输出。")
@click.option("--all", "every", is_flag=True, help="也列出没有变化的格。")
@LOCALE
def compare(files: tuple[str, ...], *, style: str, target: str | None, every: bool, locale: str) -> None:
    """把几份年报并列，逐格比较。

    同一机关不同年份的按年份排列，其余按给出的次序；版本不同的只比可比的格。
    """
    problems: list[str] = []
    reports = [reading.report for _, reading in readings(files, problems.append)]
    if not problems:
        console = console_for()
        colour = console.is_terminal and target is None
        compared = _side_by_side(reports)
        text = gd.render_comparison(compared, style, locale=locale, every=every, width=console.width, colour=colour)
        if target is None:
            click.echo(text, nl=False, color=colour)
        else:
            write_bytes(target, text.encode())
    _end(problems, failed=False)


def _end(problems: Sequence[str], *, failed: bool) -> None:
    for problem in problems:
        complain(problem)
    sys.exit(2 if problems else failed)


def _scope(name: str) -> gd.Scope:
    """The organs that the file *name* lists, a line each, other names of one behind tabs."""
    try:
        text = decoded(Path(name).read_bytes())
    except OSError as error:
        raise gd.ReadError(f"不能读名单“{name}”：{in_words(error)}") from None
    lines = [[each.strip() for each in line.split("\t") if each.strip()] for line in text.splitlines()]
    members = [line[0] for line in lines if line]
    return gd.Scope(members=members, aliases={other: line[0] for line in lines for other in line[1:]})


def _side_by_side(reports: Sequence[gd.AnnualReport]) -> gd.Comparison:
    """The years of one organ in their order, other reports as they are given."""
    try:
        return gd.series(reports)
    except gd.ValueRefusedError:
        return gd.compare(*reports)
