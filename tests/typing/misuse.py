"""What type checkers refuse, each with the complaint of mypy and of pyright: checked by both, and never run.

A use that becomes right, or is wrong in another way, leaves a comment without a cause, which either reports.
"""

from datetime import date
from pathlib import Path

import govdisclosure as gd
from govdisclosure import strategies


def names() -> None:
    """A name that the package does not have, though some are imported only when they are asked for."""
    print(gd.nothing)  # type: ignore[attr-defined]  # pyright: ignore


def made(organ: gd.Organ) -> None:
    """Reports and their parts are made with keywords, of the types that their fields have."""
    gd.AnnualReport(organ, 2025)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    gd.AnnualReport(organ=organ)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    gd.AnnualReport(organ="示例县", year=2025)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    gd.ByApplicant(natural_persons="3")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    gd.ByApplicant(nobody=3)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    gd.Requests(received=3)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def changed(report: gd.AnnualReport) -> None:
    """Nothing of a report can be changed in place, and a section may not be there or be prose."""
    report.year = 2024  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]
    print(report.requests.received)  # type: ignore[union-attr]  # pyright: ignore


def files(report: gd.AnnualReport) -> None:
    """What is read is a path or an open file, and what is written names its format where no path does."""
    gd.load(b"{}")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    gd.dumps(report)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    gd.dumps(report, "html", "en")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    gd.dumps(report, "html", options={})  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    gd.dump(gd.read("report.html"), "report.docx")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def checked(report: gd.AnnualReport) -> None:
    """A check takes its company by keyword; what it finds is no list and no text."""
    gd.check(report, report)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    gd.check(report, children=report)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    gd.check(report, today="2026-01-31")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    gd.check(report).append(1)  # type: ignore[attr-defined]  # pyright: ignore
    gd.fixed(report)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]


def compiled(records: list[gd.Application]) -> None:
    """A tally needs the year, and a report the organ's name and the year."""
    gd.tally(records)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    gd.begin(2025, "示例县柳溪镇人民政府")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    gd.Application(received="2025-01-02")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def several(reports: list[gd.AnnualReport]) -> None:
    """Reports are added up for an organ, and put side by side one by one."""
    gd.roll_up(reports)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    gd.compare(reports)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    gd.series(reports[0])  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    gd.read_many(Path("reports"), executor=4)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    gd.migrate(reports[0], date(2019, 1, 1))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    gd.records(reports[0])  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def drawn() -> None:
    """Strategies take what they say they take, though they are kept once they are made."""
    strategies.annual_reports(plane=True)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    strategies.counts(True)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
