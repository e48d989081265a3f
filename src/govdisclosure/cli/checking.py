"""Checking reports, and the catalogue of rules."""

import sys
from collections.abc import Iterable

import click

import govdisclosure as gd
from govdisclosure.cli.program import LOCALE, console_for, program, read, tell
from govdisclosure.output import OUTPUTS
from govdisclosure.output.catalogue import rules_as
from govdisclosure.output.terminal import markdown

__all__ = ["check", "explain", "rules"]

_WEIGHTS = {"error": gd.Severity.ERROR, "warning": gd.Severity.WARNING, "notice": gd.Severity.NOTICE}


@program.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option(
    "--format", "output", type=click.Choice(list(OUTPUTS)), default="terminal", show_default=True, help="输出的样式。"
)
@click.option("--output", "target", metavar="FILE", help="写到这个文件，不写到标准输出。")
@click.option(
    "--fail-on",
    type=click.Choice([*_WEIGHTS, "never"]),
    default="error",
    show_default=True,
    help="发现多重的问题时以 1 退出。",
)
@click.option("--select", multiple=True, metavar="CODE", help="只看编号以此开头的规则，如 GD3,GD401。")
@click.option("--ignore", multiple=True, metavar="CODE", help="不看编号以此开头的规则。")
@click.option("--all", "every", is_flag=True, help="也列出每条规则的结果。")
@LOCALE
def check(
    files: tuple[str, ...],
    *,
    output: str,
    target: str | None,
    fail_on: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    locale: str,
    every: bool,
) -> None:
    """检查一份或几份年报。

    没有问题以 0 退出，有 --fail-on 所说的问题以 1 退出，有文件不能读以 2 退出；一个文件不能读，其余照样检查。
    """
    chosen = {"select": _codes(select), "ignore": _codes(ignore)}
    checked = [_checked(name, **chosen) for name in files]
    level = _WEIGHTS.get(fail_on)
    tell(checked, output, target, locale=locale, every=every, fail_on=level)
    if any(each.problem for each in checked):
        sys.exit(2)
    sys.exit(level is not None and any((each.findings.worst or 0) >= level for each in checked))


@program.command()
@click.argument("code", metavar="CODE")
@LOCALE
def explain(code: str, locale: str) -> None:
    """说明一条规则：查什么、依据什么、看哪里。"""
    _print_markdown(gd.explain(code.upper(), locale))


@program.command()
@click.option(
    "--format",
    "style",
    type=click.Choice(["terminal", "md", "json"]),
    default="terminal",
    show_default=True,
    help="输出的样式。",
)
@LOCALE
def rules(style: str, locale: str) -> None:
    """列出所有规则。"""
    if style == "terminal":
        _print_markdown(rules_as("md", locale))
    else:
        click.echo(rules_as(style, locale), nl=False)


def _codes(given: Iterable[str]) -> tuple[str, ...]:
    """The codes of an option that is written several times, or once with commas."""
    return tuple(code.strip().upper() for each in given for code in each.split(",") if code.strip())


def _checked(name: str, *, select: tuple[str, ...], ignore: tuple[str, ...]) -> gd.Checked:
    """The file *name* and what is found in it, or why it cannot be read."""
    try:
        reading = read(name)
    except gd.GovDisclosureError as error:
        return gd.Checked(name, problem=str(error))
    found = gd.check(reading)

    def asked(each: gd.Finding | gd.Result) -> bool:
        return each.code.startswith(select or "") and not each.code.startswith(ignore)

    kept = gd.Findings(filter(asked, found), results=tuple(filter(asked, found.results)))
    return gd.Checked(name, findings=kept, report=reading.report)


def _print_markdown(text: str) -> None:
    """*text* as a terminal shows it; elsewhere as it is."""
    console = console_for()
    shown = markdown(text, console.width, colour=True) if console.is_terminal else text
    click.echo(shown, nl=False, color=console.is_terminal)
