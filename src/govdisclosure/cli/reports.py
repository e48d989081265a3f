"""One report: in another format, in the terminal, place by place, and the sample."""

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import click
from rich.table import Table
from rich.text import Text

import govdisclosure as gd
from govdisclosure.causes import in_words
from govdisclosure.cli.program import LOCALE, console_for, print_doubts, program, read, tell, write
from govdisclosure.compose import compose
from govdisclosure.document import Heading, Paragraph
from govdisclosure.drawing import boxed
from govdisclosure.i18n import say
from govdisclosure.reference import declaration

__all__ = ["convert", "demo", "show", "where"]

_SAMPLE = "sample/report.txt"


@program.command()
@click.argument("source", metavar="IN")
@click.argument("target", metavar="OUT")
@click.option("--from", "source_format", help="IN 的格式；不写则看文件名和内容。")
@click.option(
    "--to", "target_format", help="OUT 的格式：json、html、docx、xlsx、pdf、markdown 或 text；不写则看文件名。"
)
@LOCALE
def convert(source: str, target: str, source_format: str | None, target_format: str | None, locale: str) -> None:
    """把一份年报换一种格式。

    读的时候有疑问的，写到标准错误，数字不确定的留空；应先看过再发布。
    """
    reading = read(source, source_format)
    print_doubts(source, reading, locale)
    write(reading.report, target, target_format, locale)


@program.command()
@click.argument("file", metavar="FILE")
@LOCALE
def show(file: str, locale: str) -> None:
    """在终端里显示一份年报，表格按表样画出。"""
    reading = read(file)
    print_doubts(file, reading, locale)
    console = console_for()
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
    console_for().print(facts)


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
    tell([gd.Checked(sample_name, findings=gd.check(reading), report=reading.report)], "terminal")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise gd.WriteError(say("不能建文件夹“{folder}”：{why}", folder=folder, why=in_words(error))) from None
    for suffix in ("json", "html", "docx"):
        target = folder / f"report.{suffix}"
        gd.dump(reading.report, target)
        click.echo(f"已写 {target}（{target.stat().st_size:,} 字节）")
