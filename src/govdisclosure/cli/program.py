"""The group of commands, and what they share."""

import sys
from collections.abc import Iterator, Sequence
from typing import Any

import click
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

import govdisclosure as gd
from govdisclosure.files import write_bytes
from govdisclosure.findings import in_one_line
from govdisclosure.i18n import LOCALES, SOURCE, Listing, say
from govdisclosure.output.terminal import COLOURS
from govdisclosure.rules.papers import STANDARD_INPUT
from govdisclosure.sources import count, sources

__all__ = [
    "LOCALE", "PATHS", "WORKERS", "complain", "complain_of", "console_for", "inform", "listed", "print_doubts",
    "program", "read", "tell", "unread", "write",
]  # fmt: skip

LOCALE = click.option(
    "--locale",
    type=click.Choice(LOCALES),
    default=SOURCE,
    show_default=True,
    help="语言；年报自己的话不译。",
)

PATHS = click.argument("paths", nargs=-1, required=True, metavar="FILE…")
WORKERS = click.option(
    "--workers", type=click.IntRange(1), metavar="N", help="用几个进程；不写则有几个核就用几个，份数少的用一个。"
)


class _Command(click.Command):
    """A command; what the library refuses is told in a paragraph and in the language, never as a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except gd.GovDisclosureError as error:
            complain(error.in_locale(ctx.params.get("locale", SOURCE)))
            sys.exit(2)


class _Program(click.Group):
    """The group of commands."""

    command_class: type[click.Command] | None = _Command


def complain(message: str) -> None:
    """Tell *message* where a person sees it, whatever becomes of the output."""
    Console(stderr=True, soft_wrap=True).print(Text(message, style="red"))


def complain_of(each: gd.Checked | gd.Read, locale: str = SOURCE) -> None:
    """Tell why the file *each* cannot be read."""
    complain(unread(each).in_locale(locale))


def unread(each: gd.Checked | gd.Read) -> gd.Message:
    """Why the file *each* cannot be read."""
    return say("{name}：{problem}", name=each.name, problem=each.problem)


def inform(message: str) -> None:
    """Tell *message*, which is no trouble, beside the output."""
    Console(stderr=True, soft_wrap=True).print(Text(message))


@click.group(cls=_Program, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(gd.__version__, prog_name="govdisclosure")
def program() -> None:
    """编制、读取、检查和发布政府信息公开工作年度报告。

    可读 JSON、网页、Word、Excel、PDF 和 Markdown 文件，以及从网页复制的文本；文件名写 - 指标准输入或标准输出。

    \b
    例：
      govdisclosure demo                      用自带的样例走一遍
      govdisclosure check 年报.html           检查一份年报
      govdisclosure explain GD301             一条规则查什么、依据什么
      govdisclosure convert 年报.txt 年报.docx  换一种格式
      govdisclosure where 三（四）2           某一格在哪里、谁检查它
      govdisclosure tally 申请.csv --year 2025  由台账汇总出表格
    """  # noqa: D301 - click looks for the character itself


# --- reading and printing ---------------------------------------------------------------------------------------------


def read(name: str, format: str | None = None) -> gd.Reading:  # noqa: A002
    """Read the file *name*, or standard input."""
    return gd.read(sys.stdin.buffer if name == STANDARD_INPUT else name, format)


def listed(paths: Sequence[str]) -> Iterator[gd.Source]:
    """Every report at *paths*, as it is asked for; a bar shows a person at a terminal how far that is.

    Raises:
        ReadError: There is none.
    """
    console = console_for(stderr=True)
    named = [_standard_input() if path == STANDARD_INPUT else path for path in paths]
    total = count(named)
    hidden = not console.is_terminal or (total is not None and total < _MANY)
    columns = (TextColumn("读取年报"), BarColumn(), MofNCompleteColumn(), _Rate(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=hidden, transient=True) as bar:
        shown = bar.add_task("", total=total)
        for source in sources(named):
            yield source
            bar.advance(shown)
        if not bar.tasks[0].completed:
            raise gd.ReadError(say("{paths}里没有年报；文件夹和压缩包里只取名字像年报的文件", paths=Listing(paths)))


_MANY = 5
"""From how many files on a bar shows how far the reading is."""


class _Rate(ProgressColumn):
    """How many a second."""

    def render(self, task: Task) -> Text:
        return Text(f"{task.speed:,.0f} 份/秒" if task.speed else "")


def _standard_input() -> gd.Source:
    return gd.Source(STANDARD_INPUT, sys.stdin.buffer.read(gd.MAX_BYTES + 1))


def write(report: gd.AnnualReport, target: str, format: str | None, locale: str) -> None:  # noqa: A002
    """Write *report* to the file *target*, to standard output if it is ``-``."""
    if target != "-":
        gd.dump(report, target, format, locale=locale)
        return
    if format is None:
        raise click.UsageError("写到标准输出要用 --to 说明格式，如 --to json")
    gd.dump(report, sys.stdout.buffer, format, locale=locale)


def tell(
    checked: list[gd.Checked], output: str, target: str | None = None, *, locale: str = SOURCE, **more: Any
) -> None:
    """Write what was found to *target* or to standard output; trouble that a person does not see there is told too."""
    console = console_for()
    if target is None:
        text = gd.render(checked, output, locale=locale, width=console.width, colour=console.is_terminal, **more)
        click.echo(text, nl=False, color=console.is_terminal)
    else:
        write_bytes(target, gd.render(checked, output, locale=locale, **more).encode())
    if target is not None or output != "terminal" or not console.is_terminal:
        for each in checked:
            if each.problem:
                complain_of(each, locale)


def console_for(*, stderr: bool = False) -> Console:
    """A console that breaks no line where the output is no terminal."""
    console = Console(stderr=stderr, highlight=False)
    return console if console.is_terminal else Console(stderr=stderr, highlight=False, width=max(console.width, 120))


def print_doubts(name: str, reading: gd.Reading, locale: str = SOURCE) -> None:
    """Tell what the reading of the file *name* has to say."""
    console = console_for(stderr=True)
    for finding in reading.findings:
        place = say("（{place}）", place=finding.place) if finding.place else ""
        told = say("{name}：{finding}{place}", name=name, finding=in_one_line(finding), place=place)
        console.print(Text(told.in_locale(locale), style=COLOURS[finding.severity]), soft_wrap=True)
