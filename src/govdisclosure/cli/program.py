"""The group of commands, and what they share."""

import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NoReturn

import click
from rich.console import Console
from rich.progress import track
from rich.text import Text

import govdisclosure as gd
from govdisclosure.files import write_bytes
from govdisclosure.i18n import LOCALES, SOURCE
from govdisclosure.output.terminal import COLOURS
from govdisclosure.rules.papers import STANDARD_INPUT

__all__ = [
    "LOCALE", "complain", "console_for", "inform", "print_doubts", "program", "read", "readings", "tell", "write",
]  # fmt: skip

LOCALE = click.option(
    "--locale",
    type=click.Choice(LOCALES),
    default=SOURCE,
    show_default=True,
    help="语言；年报自己的话不译。",
)


class _Program(click.Group):
    """The group of commands; what the library refuses is told in a paragraph, never as a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except gd.GovDisclosureError as error:
            fail(str(error))


def fail(message: str) -> NoReturn:
    """Tell *message* and end as programs do that could not do what was asked."""
    complain(message)
    sys.exit(2)


def complain(message: str) -> None:
    """Tell *message* where a person sees it, whatever becomes of the output."""
    Console(stderr=True, soft_wrap=True).print(Text(message, style="red"))


def inform(message: str) -> None:
    """Tell *message*, which is no trouble, beside the output."""
    Console(stderr=True, soft_wrap=True).print(Text(message))


@click.group(cls=_Program, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(gd.__version__, prog_name="govdisclosure")
def program() -> None:
    r"""编制、读取、检查和发布政府信息公开工作年度报告。

    可读 JSON、网页、Word 文档和从网页复制的文本；文件名写 - 指标准输入或标准输出。

    \b
    例：
      govdisclosure demo                      用自带的样例走一遍
      govdisclosure check 年报.html           检查一份年报
      govdisclosure explain GD301             一条规则查什么、依据什么
      govdisclosure convert 年报.txt 年报.docx  换一种格式
      govdisclosure where 三（四）2           某一格在哪里、谁检查它
      govdisclosure tally 申请.csv --year 2025  由台账汇总出表格
    """


# --- reading and printing ---------------------------------------------------------------------------------------------


def read(name: str, format: str | None = None) -> gd.Reading:  # noqa: A002
    """Read the file *name*, or standard input."""
    return gd.read(sys.stdin.buffer if name == STANDARD_INPUT else name, format)


def readings(names: Sequence[str], told: Callable[[str], None]) -> Iterator[tuple[str, gd.Reading]]:
    """Each of the files *names* with its reading, as they are asked for; why one cannot be read is *told*."""
    console = console_for(stderr=True)
    hidden = not console.is_terminal or len(names) < _MANY
    for name in track(names, "读取年报", console=console, disable=hidden, transient=True):
        try:
            reading = read(name)
        except gd.GovDisclosureError as error:
            told(f"{name}：{error}")
        else:
            yield name, reading


_MANY = 5
"""From how many files on a bar shows how far the reading is."""


def write(report: gd.AnnualReport, target: str, format: str | None, locale: str) -> None:  # noqa: A002
    """Write *report* to the file *target*, to standard output if it is ``-``."""
    if target != "-":
        gd.dump(report, target, format, locale=locale)
        return
    if format is None:
        raise click.UsageError("写到标准输出要用 --to 说明格式，如 --to json")
    gd.dump(report, sys.stdout.buffer, format, locale=locale)


def tell(checked: list[gd.Checked], output: str, target: str | None = None, **more: Any) -> None:
    """Write what was found to *target* or to standard output; trouble that a person does not see there is told too."""
    console = console_for()
    if target is None:
        text = gd.render(checked, output, width=console.width, colour=console.is_terminal, **more)
        click.echo(text, nl=False, color=console.is_terminal)
    else:
        write_bytes(target, gd.render(checked, output, **more).encode())
    if target is not None or output != "terminal" or not console.is_terminal:
        for each in checked:
            if each.problem:
                complain(f"{each.name}：{each.problem}")


def console_for(*, stderr: bool = False) -> Console:
    """A console that breaks no line where the output is no terminal."""
    console = Console(stderr=stderr, highlight=False)
    return console if console.is_terminal else Console(stderr=stderr, highlight=False, width=max(console.width, 120))


def print_doubts(name: str, reading: gd.Reading) -> None:
    """Tell what the reading of the file *name* has to say."""
    console = console_for(stderr=True)
    for finding in reading.findings:
        where_read = f"（{finding.place}）" if finding.place else ""
        console.print(Text(f"{name}：{finding}{where_read}", style=COLOURS[finding.severity]), soft_wrap=True)
