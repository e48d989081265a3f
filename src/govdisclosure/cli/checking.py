"""Checking reports, and the catalogue of rules."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from attrs import evolve

import govdisclosure as gd
from govdisclosure.cli.program import (
    LOCALE,
    PATHS,
    WORKERS,
    complain,
    console_for,
    inform,
    listed,
    program,
    tell,
    unread,
)
from govdisclosure.files import rewrite
from govdisclosure.i18n import say
from govdisclosure.output import OUTPUTS
from govdisclosure.output.catalogue import rules_as
from govdisclosure.output.terminal import markdown
from govdisclosure.rules import settle
from govdisclosure.rules.papers import Baselines, Waivers, read_baselines, read_scope, read_waivers
from govdisclosure.sources import count

__all__ = ["check", "explain", "rules"]

_WEIGHTS = {"error": gd.Severity.ERROR, "warning": gd.Severity.WARNING, "notice": gd.Severity.NOTICE}
_KINDS = {kind.name.lower(): kind for kind in gd.OrganKind}


@program.command()
@PATHS
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
@click.option("--previous", metavar="FILE", help="同一机关上年的年报。")
@click.option("--children", multiple=True, metavar="FILE", help="下级机关同年的年报，可写几次，可写文件夹和压缩包。")
@click.option("--scope", metavar="FILE", help="TOML 文件：年报是不是汇总、下级机关的名单和别名。")
@click.option("--profile", type=click.Choice(list(_KINDS)), help="机关的种类；不写则看名称，名称不能确定的不评。")
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="以这一天判断是否逾期。")
@click.option("--waivers", metavar="FILE", help="TOML 文件：哪些问题不必改、理由和姓名。")
@click.option("--baseline", metavar="FILE", help="JSON 文件：已经知道的问题；只有新问题才算。")
@click.option("--write-baseline", metavar="FILE", help="把这次发现的问题记作已经知道的，写到这个文件。")
@click.option("--fix", is_flag=True, help="改正可以确定的地方，写回原文件，每处都说明。")
@click.option("--all", "every", is_flag=True, help="也列出每条规则的结果。")
@WORKERS
@LOCALE
def check(
    paths: tuple[str, ...], *, output: str, target: str | None, fail_on: str, locale: str, every: bool, **asked: Any
) -> None:
    """检查一份或许多份年报。

    FILE 可以是年报、文件夹、压缩包或 JSON Lines。

    没有问题以 0 退出，有 --fail-on 所说的问题以 1 退出，有文件不能读以 2 退出；一个文件不能读，其余照样检查。
    豁免的和已经知道的问题照样列出，不影响退出的数。
    """
    check = _Check(paths, locale=locale, **asked)
    checked = list(check.results())
    level = _WEIGHTS.get(fail_on)
    tell(checked, output, target, locale=locale, every=every, fail_on=level)
    check.finish()
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


class _Check:
    """What was asked of a check, which goes through several files."""

    def __init__(
        self,
        paths: tuple[str, ...],
        *,
        previous: str | None,
        children: tuple[str, ...],
        scope: str | None,
        profile: str | None,
        today: datetime | None,
        select: tuple[str, ...],
        ignore: tuple[str, ...],
        waivers: str | None,
        baseline: str | None,
        write_baseline: str | None,
        fix: bool,
        workers: int | None,
        locale: str,
    ) -> None:
        """Read what the reports at *paths* are held against.

        Raises:
            UsageError: What belongs to one report is given for several, or options exclude each other.
            GovDisclosureError: A file that was given along cannot be read.
        """
        is_one = count(paths) == 1
        for option, given in (("previous", previous), ("children", children), ("scope", scope)):
            if given and not is_one:
                raise click.UsageError(f"--{option} 只属于一份年报，现在不止一份；请逐份检查")
        if baseline and write_baseline:
            raise click.UsageError("--baseline 和 --write-baseline 只能用一个")
        self._paths, self._workers = paths, workers
        self._locale, self._fix, self._writes = locale, fix, bool(write_baseline)
        self._select, self._ignore = _codes(select), _codes(ignore)
        self._known: dict[str, Any] = {
            "previous": _given([previous])[0] if previous else None,
            "children": _given(children) if children else (),
            "scope": read_scope(scope) if scope else None,
            "profile": _KINDS[profile] if profile else None,
            "today": today.date() if today else None,
            "select": self._select,
            "ignore": self._ignore,
        }
        self._waivers = read_waivers(waivers) if waivers else Waivers(Path())
        if self._waivers.for_any and not is_one:
            raise click.UsageError(f"检查的不止一份年报，{waivers} 里每条豁免都要用 file 写明是哪一份的")
        kept = baseline or (write_baseline if write_baseline and Path(write_baseline).exists() else None)
        self._baselines = read_baselines(kept) if kept else Baselines(Path(write_baseline or ""))
        for path, names in ((waivers, self._waivers.stale), (baseline, self._baselines.stale)):
            for name in names:
                complain(say("{path}：没有“{name}”这个文件；请改正或删去", path=path, name=name).in_locale(locale))

    def results(self) -> Iterator[gd.Checked]:
        """The reports and what is found in each, or why it cannot be read."""
        for each in gd.check_many(listed(self._paths), workers=self._workers, **self._known):
            yield each if each.problem else self._settled(each)

    def finish(self) -> None:
        """Write down what is known from now on, if that was asked for."""
        if self._writes:
            self._baselines.write()

    def _settled(self, each: gd.Checked) -> gd.Checked:
        """*each*, mended if that was asked for, with what of it is waived or known."""
        if self._fix and self._mended(each, self._counting(each)):
            (each,) = gd.check_many(each.name, workers=1, **self._known)
        if self._writes:
            self._baselines = self._baselines.knowing(each.name, ())
            found = (finding for finding in self._counting(each) if not finding.waived)
            self._baselines = self._baselines.knowing(each.name, found)
        return evolve(each, findings=self._counting(each))

    def _counting(self, each: gd.Checked) -> gd.Findings:
        """What was found in *each*, marked where it does not count."""
        return settle(
            each.findings,
            select=self._select,
            ignore=self._ignore,
            waivers=self._waivers.of(each.name),
            baseline=self._baselines.of(each.name),
        )

    def _mended(self, each: gd.Checked, findings: gd.Findings) -> bool:
        """Whether something in the file *each* was put right; each change is told, or why it could not be made."""
        done = gd.fixed(each.report, findings) if each.report else None
        if not done or not done.told:
            return False
        try:
            if not Path(each.name).is_file():
                raise gd.WriteError(say("标准输入和压缩包里的年报不能改写；请用 --fix 检查文件"))
            rewrite(each.name, done.report)
        except gd.GovDisclosureError as error:
            complain(say("{name}：没有改动：{why}", name=each.name, why=error).in_locale(self._locale))
            return False
        for change in done.told:
            inform(f"{each.name}：{change.in_locale(self._locale)}")
        return True


def _given(paths: Sequence[str]) -> list[gd.Reading]:
    """The reports at *paths*, which a report is held against."""
    found = list(gd.read_many(listed(paths)))
    if problems := [unread(each) for each in found if each.problem]:
        raise gd.ReadError(say("对照用的年报不能读："), problems)
    return [each.reading for each in found if each.reading]


def _print_markdown(text: str) -> None:
    """*text* as a terminal shows it; elsewhere as it is."""
    console = console_for()
    shown = markdown(text, console.width, colour=True) if console.is_terminal else text
    click.echo(shown, nl=False, color=console.is_terminal)
