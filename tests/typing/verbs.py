"""What the public verbs give, as type checkers see it: this file is checked by mypy and by pyright, and never run."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, BinaryIO, assert_type

from hypothesis.strategies import SearchStrategy

import govdisclosure as gd
from govdisclosure import strategies
from govdisclosure.testing import assert_publishable, differences
from govdisclosure.testing.faults import Fault


def files(report: gd.AnnualReport, path: Path, stream: BinaryIO) -> None:
    """Reading takes paths and open files alike, and gives a report or a reading; writing gives bytes or nothing."""
    for source in ("report.html", path, stream):
        assert_type(gd.load(source), gd.AnnualReport)
        assert_type(gd.read(source, "html", max_bytes=gd.MAX_BYTES), gd.Reading)
    assert_type(gd.loads(b"", "html"), gd.AnnualReport)
    assert_type(gd.loads("{}"), gd.AnnualReport)
    assert_type(gd.read_bytes(b"", name="report.pdf"), gd.Reading)
    assert_type(gd.dumps(report, "html", locale="en", options=gd.HtmlOptions(charts=True)), bytes)
    gd.dump(report, path)
    gd.dump(report, stream, "docx", options=gd.DocxOptions())


def readings(reading: gd.Reading) -> None:
    """A reading tells what was read, what there is to say and what became of every piece."""
    assert_type(reading.report, gd.AnnualReport)
    assert_type(reading.findings, gd.Findings)
    assert_type(reading.tokens, tuple[gd.Token, ...])
    assert_type(reading.edition, gd.Edition)
    assert_type(reading.unsure, frozenset[str])
    assert_type(reading.place_of("requests"), gd.Place | None)


def reports(report: gd.AnnualReport) -> None:
    """A report knows its parts; a number is an `int`, an amount a `Decimal`, and each may be blank."""
    assert_type(report.organ, gd.Organ | None)
    assert_type(report.proactive, gd.Proactive | gd.Proactive2019 | gd.Narrative | None)
    assert_type(report.requests, gd.Requests | gd.Narrative | None)
    assert_type(report.remedies, gd.Remedies | gd.Narrative | None)
    assert_type(report.published, date | None)
    if isinstance(report.requests, gd.Requests):
        assert_type(report.requests.received, gd.ByApplicant)
        assert_type(report.requests.received.total, int | None)
        assert_type(report.requests.outcomes.refused.state_secret, gd.ByApplicant)
    if isinstance(report.proactive, gd.Proactive):
        assert_type(report.proactive.fees.collected, Decimal | None)
    assert_type(gd.with_totals(report), gd.AnnualReport)
    assert_type(gd.with_totals(gd.Requests()), gd.Requests)
    assert_type(gd.blank(gd.Remedies()), gd.Remedies)


def places(report: gd.AnnualReport) -> None:
    """Every number has an address and a path, each from the other."""
    assert_type(gd.cells(report), Iterator[gd.DataCell])
    for cell in gd.cells(report):
        assert_type(cell.address, gd.Address)
        assert_type(cell.path, str)
        assert_type(cell.label, str)
    assert_type(gd.path_of("三（四）2"), str)
    assert_type(gd.address_of("requests.received", gd.Edition.V2019), gd.Address)
    assert_type(gd.nodes(), Mapping[str, gd.Node])


def checking(report: gd.AnnualReport, reading: gd.Reading, waivers: list[gd.Waiver]) -> None:
    """A report or a reading is checked against others of either kind, and what is found is a sequence."""
    found = gd.check(
        report,
        previous=reading,
        children=(reading, report),
        scope=gd.Scope(adds_up=True),
        profile=gd.OrganKind.TOWNSHIP,
        today=date(2026, 1, 31),
        select=["GD3"],
        waivers=waivers,
        baseline=gd.Baseline(frozenset()),
    )
    assert_type(found, gd.Findings)
    assert_type(found[0], gd.Finding)
    assert_type(found[:2], Sequence[gd.Finding])
    assert_type(found.worst, gd.Severity | None)
    assert_type(found.results, tuple[gd.Result, ...])
    for finding in gd.check(reading):
        assert_type(finding.code, str)
        assert_type(finding.severity, gd.Severity)
    assert_type(gd.fixed(report, found).report, gd.AnnualReport)
    assert_type(gd.fixed(report, found).told, tuple[gd.Message, ...])
    assert_type(gd.guess_profile(report.organ), gd.Profile | None)
    assert_type(gd.explain("GD301", "en"), str)
    assert_type(gd.render([gd.Checked("report.html", findings=found)], "text"), str)
    assert_type(gd.json_schema("2019"), dict[str, Any])


def compiling(records: Sequence[gd.Application], lawsuits: Iterable[gd.Lawsuit], last: gd.AnnualReport) -> None:
    """Case records become tables, and tables a report."""
    tally = gd.tally(records, year=2025, lawsuits=lawsuits, today=date(2026, 1, 1))
    assert_type(tally, gd.Tally)
    assert_type(tally.requests, gd.Requests)
    assert_type(tally.findings, gd.Findings)
    assert_type(tally.report("示例县柳溪镇人民政府", previous=last), gd.AnnualReport)
    assert_type(gd.begin(gd.Organ("示例县柳溪镇人民政府"), 2025, previous=last), gd.AnnualReport)


def several(reports: list[gd.AnnualReport], readings: Iterator[gd.Reading]) -> None:
    """Reports are added up and put side by side."""
    whole = gd.roll_up(readings, organ=gd.Organ("示例县人民政府"), edition="2021", expected={"示例县公安局"})
    assert_type(whole, gd.RollUp)
    assert_type(whole.report, gd.AnnualReport)
    assert_type(whole.cells, Mapping[str, gd.CellSum])
    assert_type(gd.series(reports), gd.Comparison)
    compared = gd.compare(reports[0], *reports[1:])
    assert_type(compared, gd.Comparison)
    assert_type(compared.lines[0].steps, tuple[gd.Step, ...])
    assert_type(compared.lines[0].ratio, Fraction | None)
    assert_type(gd.render_comparison(compared, "text"), str)
    assert_type(gd.migrate(reports[0], gd.Edition.V2019), gd.Migration)
    assert_type(gd.migrate(reports[0], "2019").report, gd.AnnualReport)


def many(paths: list[str | os.PathLike[str]], executor: Executor) -> None:
    """Files are read, checked and added up one after the other, whoever does the work."""
    assert_type(gd.read_many("reports", workers=2), Iterator[gd.Read])
    for read in gd.read_many(paths, executor=executor, done={"a.html"}):
        assert_type(read.reading, gd.Reading | None)
        assert_type(read.problem, str)
    assert_type(gd.check_many(Path("reports"), profile=gd.OrganKind.TOWNSHIP, select=["GD3"]), Iterator[gd.Checked])
    assert_type(gd.roll_up_many(paths, gd.RollUpPlan(organ=gd.Organ("示例县人民政府"))), gd.RollUp)


def frames(reports: Iterable[gd.AnnualReport], path: Path, table: Any) -> None:
    """Records are plain dictionaries; frames are of the types of other packages, which need not be installed."""
    assert_type(gd.records(reports), Iterator[dict[str, Any]])
    assert_type(gd.codebook("en"), list[dict[str, Any]])
    assert_type(gd.from_frame(table), list[gd.AnnualReport])
    gd.to_csv(reports, path)
    gd.to_parquet(reports, "reports.parquet")
    assert_type(gd.to_arrow(reports), Any)
    assert_type(gd.to_pandas(reports), Any)
    assert_type(gd.to_polars(reports), Any)


def testing(path: Path) -> None:
    """Strategies draw what they are named after."""
    assert_type(strategies.annual_reports(plain=False), SearchStrategy[gd.AnnualReport])
    assert_type(strategies.sound_reports(), SearchStrategy[gd.AnnualReport])
    assert_type(strategies.requests_tables(consistent=False), SearchStrategy[gd.Requests])
    assert_type(strategies.remedies_tables(), SearchStrategy[gd.Remedies])
    assert_type(strategies.by_applicant(blanks=True), SearchStrategy[gd.ByApplicant])
    assert_type(
        strategies.proactive_tables(edition="2019"), SearchStrategy[gd.Proactive] | SearchStrategy[gd.Proactive2019]
    )
    assert_type(strategies.faulty_reports(), SearchStrategy[tuple[gd.AnnualReport, tuple[Fault, ...]]])
    assert_type(strategies.narratives(), SearchStrategy[gd.Narrative])
    assert_type(strategies.blocks(), SearchStrategy[gd.Block])
    assert_type(strategies.grids(), SearchStrategy[gd.Grid])
    assert_type(strategies.data_cells(edition=gd.Edition.V2019), SearchStrategy[gd.DataCell])
    assert_type(strategies.counts(blanks=True), SearchStrategy[int | None])
    assert_type(strategies.amounts(), SearchStrategy[Decimal | None])
    assert_type(strategies.money(), SearchStrategy[gd.Money])
    assert_type(strategies.texts(), SearchStrategy[str])
    assert_type(strategies.plain_texts(), SearchStrategy[str])
    assert_type(strategies.parts(gd.Decisions), SearchStrategy[gd.Decisions])
    assert_type(strategies.organs().example(), gd.Organ)
    assert_type(assert_publishable(path, fail_on=gd.Severity.WARNING, ignore=["GD951"]), gd.AnnualReport)
    assert_type(differences(assert_publishable(path), assert_publishable(path)), list[str])


def errors(error: gd.GovDisclosureError) -> None:
    """What is wrong is told in one text and one by one."""
    assert_type(error.message, str)
    assert_type(error.problems, tuple[str, ...])
