"""The workbook that an office fills in."""

import click

import govdisclosure as gd
from govdisclosure.cli.program import LOCALE, print_doubts, program, read

__all__ = ["workbook"]


@program.command()
@click.argument("target", metavar="OUT.xlsx")
@click.option("--organ", metavar="NAME", help="机关的名称。")
@click.option("--year", type=int, metavar="YEAR", help="报告的年份。")
@click.option(
    "--edition",
    type=click.Choice([each.value for each in gd.Edition]),
    help="表样的版本；不写为 2021。",
)
@click.option("--from", "source", metavar="REPORT", help="先填好这份年报的数字和文字，- 为标准输入。")
@LOCALE
def workbook(
    target: str, *, organ: str | None, year: int | None, edition: str | None, source: str | None, locale: str
) -> None:
    """写一个 Excel 工作簿，供机关填写。

    三张表按表样画出，总计和核对是公式，正文另有一张工作表。填好后用 check 检查，用 convert 换成网页或 Word 文档。
    """
    if source is None:
        named = None if organ is None else gd.Organ(organ)
        report = gd.blank(gd.AnnualReport(organ=named, year=year, edition=gd.Edition(edition or gd.Edition.V2021)))
    elif organ or year or edition:
        raise click.UsageError("用 --from 的，机关、年份和版本以那份年报为准，不要再写 --organ、--year、--edition")
    else:
        reading = read(source)
        print_doubts(source, reading, locale)
        report = reading.report
    gd.dump(report, target, "xlsx", locale=locale)
