"""The command line."""

import json
import sys
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any, NoReturn

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

import govdisclosure as gd
from govdisclosure.compose import compose
from govdisclosure.document import Heading, Paragraph
from govdisclosure.drawing import boxed
from govdisclosure.errors import in_words
from govdisclosure.i18n import LOCALES, SOURCE
from govdisclosure.reference import declaration

__all__ = ["program"]

_COLOURS = {gd.Severity.ERROR: "bold red", gd.Severity.WARNING: "yellow", gd.Severity.NOTICE: "cyan"}
_WEIGHTS = {"error": gd.Severity.ERROR, "warning": gd.Severity.WARNING, "notice": gd.Severity.NOTICE}
_SAMPLE = "sample/report.txt"
_LOCALE = click.option(
    "--locale", type=click.Choice(LOCALES), default=SOURCE, show_default=True, help="表样文字的语言；年报自己的话不译。"
)


class _Program(click.Group):
    """The group of commands; what the library refuses is told in a paragraph, never as a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except gd.GovDisclosureError as error:
            _fail(str(error))


def _fail(message: str) -> NoReturn:
    Console(stderr=True, soft_wrap=True).print(Text(message, style="red"))
    sys.exit(2)


@click.group(cls=_Program, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(gd.__version__, prog_name="govdisclosure")
def program() -> None:
    r"""编制、读取、检查和发布政府信息公开工作年度报告。

    可读 JSON、网页、Word 文档和从网页复制的文本；文件名写 - 指标准输入或标准输出。

    \b
    例：
      govdisclosure demo                      用自带的样例走一遍
      govdisclosure check 年报.html           检查一份年报
      govdisclosure convert 年报.txt 年报.docx  换一种格式
      govdisclosure where 三（四）2           某一格在哪里、谁检查它
    """


@program.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option(
    "--format", "style", type=click.Choice(["table", "json"]), default="table", show_default=True, help="输出的样式。"
)
@click.option(
    "--fail-on",
    type=click.Choice(list(_WEIGHTS)),
    default="error",
    show_default=True,
    help="发现多重的问题时以 1 退出。",
)
@click.option("--all", "every", is_flag=True, help="也列出通过和没有评的规则。")
def check(files: tuple[str, ...], style: str, fail_on: str, *, every: bool) -> None:
    """检查一份或几份年报。

    没有问题以 0 退出，有 --fail-on 所说的问题以 1 退出，有文件不能读以 2 退出。
    """
    worst = 0
    for name in files:
        try:
            reading = _read(name)
        except gd.ReadError as error:
            Console(stderr=True, soft_wrap=True).print(Text(f"{name}：{error}", style="red"))
            worst = 2
            continue
        found = gd.check(reading)
        if style == "json":
            click.echo(json.dumps(_as_data(name, found), ensure_ascii=False))
        else:
            _print_findings(name, reading, found, every=every)
        worst = max(worst, int((found.worst or 0) >= _WEIGHTS[fail_on]))
    sys.exit(worst)


@program.command()
@click.argument("source", metavar="IN")
@click.argument("target", metavar="OUT")
@click.option("--from", "source_format", help="IN 的格式；不写则看文件名和内容。")
@click.option("--to", "target_format", help="OUT 的格式：json、html、docx、pdf、markdown 或 text；不写则看文件名。")
@_LOCALE
def convert(source: str, target: str, source_format: str | None, target_format: str | None, locale: str) -> None:
    """把一份年报换一种格式。

    读的时候有疑问的，写到标准错误，数字不确定的留空；应先看过再发布。
    """
    reading = _read(source, source_format)
    _print_doubts(source, reading)
    if target == "-":
        if target_format is None:
            raise click.UsageError("写到标准输出要用 --to 说明格式，如 --to json")
        gd.dump(reading.report, sys.stdout.buffer, target_format, locale=locale)
    else:
        gd.dump(reading.report, target, target_format, locale=locale)


@program.command()
@click.argument("file", metavar="FILE")
@_LOCALE
def show(file: str, locale: str) -> None:
    """在终端里显示一份年报，表格按表样画出。"""
    reading = _read(file)
    _print_doubts(file, reading)
    console = _console()
    for block in compose(reading.report, locale).blocks:
        match block:
            case Heading(text, level):
                click.echo("\n" + click.style(text, bold=level < 3))  # noqa: PLR2004
            case Paragraph(text):
                console.print(Text(text))
            case _:
                click.echo(boxed(block, console.width))


@program.command()
@click.argument("address", metavar="地址")
def where(address: str) -> None:
    """说出一格、一行或一张表在哪里：类、字段、源码行、法条、规则。

    地址可写全，如 表三·三（四）2·自然人，也可只写不会认错的一段，如 三（四）2；也可写属性路径。
    """
    node = gd.nodes().get(address) or gd.nodes()[gd.path_of(address)]
    facts = Table.grid(padding=(0, 2))
    for name, value in _facts(node):
        facts.add_row(Text(name, style="dim"), Text(value))
    _console().print(facts)


@program.command()
@click.argument(
    "folder", metavar="[FOLDER]", default="govdisclosure-demo", type=click.Path(file_okay=False, path_type=Path)
)
def demo(folder: Path) -> None:
    """用自带的样例走一遍：读入、检查、写成 JSON、网页和 Word 文档。

    写到 FOLDER，不写则写到当前文件夹下的 govdisclosure-demo。
    """
    sample = files("govdisclosure").joinpath(_SAMPLE).read_bytes()
    reading = gd.read_bytes(sample, "text")
    _print_findings("样例（虚构的机关，故意印错一格）", reading, gd.check(reading), every=False)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise gd.WriteError(f"不能建文件夹“{folder}”：{in_words(error)}") from None
    for suffix in ("json", "html", "docx"):
        target = folder / f"report.{suffix}"
        gd.dump(reading.report, target)
        click.echo(f"已写 {target}（{target.stat().st_size:,} 字节）")


# --- reading and printing ---------------------------------------------------------------------------------------------


def _read(name: str, format: str | None = None) -> gd.Reading:  # noqa: A002
    return gd.read(sys.stdin.buffer if name == "-" else name, format)


def _console(*, stderr: bool = False) -> Console:
    """A console that breaks no line where the output is no terminal."""
    console = Console(stderr=stderr, highlight=False)
    return console if console.is_terminal else Console(stderr=stderr, highlight=False, width=max(console.width, 120))


def _print_findings(name: str, reading: gd.Reading, found: gd.Findings, *, every: bool) -> None:
    console = _console()
    report = reading.report
    title = " ".join(
        filter(None, [report.organ.name if report.organ else "", f"{report.year}年" if report.year else ""])
    )
    console.print(
        Text(name, style="bold"), Text(f"{title or '机关、年份不详'}，{report.edition} 年版表样", style="dim")
    )
    if found:
        table = Table(box=None, header_style="dim", padding=(0, 2, 0, 0))
        for heading in ("", "规则", "位置", "说明"):
            table.add_column(heading, no_wrap=heading in {"", "规则"}, overflow="fold")
        for finding in found:
            told = Text(finding.message + (f"（{finding.place}）" if finding.place else ""))
            for each in finding.evidence:
                told.append(f"\n{each.code} {each.address} {each.message}", style="dim")
            weight = Text(finding.severity.label, style=_COLOURS[finding.severity])
            table.add_row(weight, finding.code, Text(finding.address or finding.path), told)
        console.print(table)
    if every:
        for result in found.results:
            rule = gd.RULES[result.code]
            console.print(
                Text(f"{result.code} {rule.title}：{_OUTCOMES[result.outcome]}{result.reason and '，' + result.reason}")
            )
    console.print(Text(_summary(found), style="bold red" if found.worst is gd.Severity.ERROR else "bold green"))


_OUTCOMES = {
    gd.Outcome.PASSED: "通过",
    gd.Outcome.FAILED: "没有通过",
    gd.Outcome.NOT_APPLICABLE: "不适用",
    gd.Outcome.NOT_EVALUATED: "没有评",
}


def _summary(found: gd.Findings) -> str:
    counts = [(severity, sum(each.severity is severity for each in found)) for severity in _COLOURS]
    told = "，".join(f"{severity.label} {count}" for severity, count in counts if count) or "没有问题"
    passed = sum(result.outcome is gd.Outcome.PASSED for result in found.results)
    return f"{told}；{len(found.results)} 条规则中 {passed} 条通过"


def _print_doubts(name: str, reading: gd.Reading) -> None:
    console = _console(stderr=True)
    for finding in reading.findings:
        where_read = f"（{finding.place}）" if finding.place else ""
        console.print(Text(f"{name}：{finding}{where_read}", style=_COLOURS[finding.severity]), soft_wrap=True)


def _as_data(name: str, found: gd.Findings) -> dict[str, Any]:
    """The findings of one file for a program to read."""
    return {
        "file": name,
        "findings": [_finding_as_data(finding) for finding in found],
        "results": [
            {"code": result.code, "outcome": result.outcome.value, "reason": result.reason} for result in found.results
        ],
    }


def _finding_as_data(finding: gd.Finding) -> dict[str, Any]:
    plain = {name: getattr(finding, name) for name in ("code", "address", "path", "message", "source")}
    values = {name: _plain_value(getattr(finding, name)) for name in ("expected", "actual")}
    return {
        **plain,
        "severity": finding.severity.name.lower(),
        **values,
        "place": str(finding.place) if finding.place else None,
        "evidence": [_finding_as_data(each) for each in finding.evidence],
    }


def _plain_value(value: object) -> object:
    return value if value is None or isinstance(value, int | str) else str(value)


def _facts(node: gd.Node) -> Iterator[tuple[str, str]]:
    yield "地址", node.address
    yield "印作", node.label
    yield "属性", f"report.{node.path}"
    row = gd.nodes().get(node.path.rpartition(".")[0])
    for each in (row, node) if row and node.is_cell else (node,):
        declared = declaration(each)
        yield "声明", f"{each.owner.__name__}.{each.field}，{declared.file} 第 {declared.line} 行"
        yield "含义", declared.meaning
    yield "法条", f"《条例》{node.law}" if node.law else "没有找到确定的依据"
    for rule in gd.RULES.values():
        if any(f"{node.path}.".startswith(f"{path}.") for path in rule.touches):
            yield "规则", f"{rule.code} {rule.title}"
