"""The command line."""

import sys
from collections.abc import Iterable, Iterator
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
from govdisclosure.files import write_bytes
from govdisclosure.i18n import LOCALES, SOURCE
from govdisclosure.output import OUTPUTS
from govdisclosure.output.catalogue import rules_as
from govdisclosure.output.terminal import COLOURS, markdown
from govdisclosure.reference import declaration

__all__ = ["program"]

_WEIGHTS = {"error": gd.Severity.ERROR, "warning": gd.Severity.WARNING, "notice": gd.Severity.NOTICE}
_SAMPLE = "sample/report.txt"
_LOCALE = click.option(
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
            _fail(str(error))


def _fail(message: str) -> NoReturn:
    _complain(message)
    sys.exit(2)


def _complain(message: str) -> None:
    Console(stderr=True, soft_wrap=True).print(Text(message, style="red"))


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
    """


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
@_LOCALE
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
    _tell(checked, output, target, locale=locale, every=every, fail_on=level)
    if any(each.problem for each in checked):
        sys.exit(2)
    sys.exit(level is not None and any((each.findings.worst or 0) >= level for each in checked))


@program.command()
@click.argument("code", metavar="CODE")
@_LOCALE
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
@_LOCALE
def rules(style: str, locale: str) -> None:
    """列出所有规则。"""
    if style == "terminal":
        _print_markdown(rules_as("md", locale))
    else:
        click.echo(rules_as(style, locale), nl=False)


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
    sample_name = "样例（虚构的机关，故意印错一格）"
    _tell([gd.Checked(sample_name, findings=gd.check(reading), report=reading.report)], "terminal")
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


def _codes(given: Iterable[str]) -> tuple[str, ...]:
    """The codes of an option that is written several times, or once with commas."""
    return tuple(code.strip().upper() for each in given for code in each.split(",") if code.strip())


def _checked(name: str, *, select: tuple[str, ...], ignore: tuple[str, ...]) -> gd.Checked:
    """The file *name* and what is found in it, or why it cannot be read."""
    try:
        reading = _read(name)
    except gd.GovDisclosureError as error:
        return gd.Checked(name, problem=str(error))
    found = gd.check(reading)

    def asked(each: gd.Finding | gd.Result) -> bool:
        return each.code.startswith(select or "") and not each.code.startswith(ignore)

    kept = gd.Findings(filter(asked, found), results=tuple(filter(asked, found.results)))
    return gd.Checked(name, findings=kept, report=reading.report)


def _tell(checked: list[gd.Checked], output: str, target: str | None = None, **more: Any) -> None:
    """Write what was found to *target* or to standard output; trouble that a person does not see there is told too."""
    console = _console()
    if target is None:
        text = gd.render(checked, output, width=console.width, colour=console.is_terminal, **more)
        click.echo(text, nl=False, color=console.is_terminal)
    else:
        write_bytes(target, gd.render(checked, output, **more).encode())
    if target is not None or output != "terminal" or not console.is_terminal:
        for each in checked:
            if each.problem:
                _complain(f"{each.name}：{each.problem}")


def _print_markdown(text: str) -> None:
    """*text* as a terminal shows it; elsewhere as it is."""
    console = _console()
    shown = markdown(text, console.width, colour=True) if console.is_terminal else text
    click.echo(shown, nl=False, color=console.is_terminal)


def _console(*, stderr: bool = False) -> Console:
    """A console that breaks no line where the output is no terminal."""
    console = Console(stderr=stderr, highlight=False)
    return console if console.is_terminal else Console(stderr=stderr, highlight=False, width=max(console.width, 120))


def _print_doubts(name: str, reading: gd.Reading) -> None:
    console = _console(stderr=True)
    for finding in reading.findings:
        where_read = f"（{finding.place}）" if finding.place else ""
        console.print(Text(f"{name}：{finding}{where_read}", style=COLOURS[finding.severity]), soft_wrap=True)


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
