"""The numbers of many reports as one table, and its code book."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

import govdisclosure as gd
from govdisclosure.cli.program import LOCALE, PATHS, WORKERS, complain_of, listed, print_doubts, program
from govdisclosure.frames import write_records

__all__ = ["codebook", "frame"]

_WRITERS = {".parquet": gd.to_parquet, ".csv": gd.to_csv}


def _target(_: click.Context, __: click.Parameter, value: str) -> str:
    if value != "-" and Path(value).suffix.lower() not in _WRITERS:
        raise click.BadParameter(f"文件名应以 {' 或 '.join(_WRITERS)} 结尾；现为“{value}”")
    return value


@program.command()
@PATHS
@click.option(
    "-o",
    "--output",
    "target",
    metavar="FILE",
    default="-",
    callback=_target,
    help="写到这个文件，.parquet 或 .csv；不写则把 CSV 写到标准输出。",
)
@WORKERS
def frame(paths: tuple[str, ...], *, target: str, workers: int | None) -> None:
    """把许多份年报里的数写成一张长表，一行一个数。

    FILE 可以是年报、文件夹、压缩包或 JSON Lines。列的含义见 govdisclosure codebook。有文件不能读以 2 退出，其余照样写。
    """
    unread: list[str] = []
    reports = _reports(gd.read_many(listed(paths), workers=workers), unread)
    if target == "-":
        gd.to_csv(reports, sys.stdout.buffer)
    else:
        _WRITERS[Path(target).suffix.lower()](reports, target)
    sys.exit(2 if unread else 0)


def _reports(found: Iterable[gd.Read], unread: list[str]) -> Iterator[gd.AnnualReport]:
    """The reports that were *found*; what cannot be read is told and noted in *unread*."""
    for each in found:
        if each.reading is None:
            complain_of(each)
            unread.append(each.name)
        else:
            print_doubts(each.name, each.reading)
            yield each.reading.report


@program.command()
@click.option("-o", "--output", "target", metavar="FILE", default="-", help="写到这个文件，不写则写到标准输出。")
@LOCALE
def codebook(target: str, locale: str) -> None:
    """写出长表的代码本：每一格的地址、路径、印出的文字、含义、单位和法条，CSV。"""
    entries = gd.codebook(locale)
    write_records(entries, sys.stdout.buffer if target == "-" else target, columns=entries[0])
