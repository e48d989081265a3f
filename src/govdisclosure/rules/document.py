"""GD1xx: the report as a document."""

from collections.abc import Iterator

from govdisclosure._spec import fields_of, plain
from govdisclosure.addresses import address_of
from govdisclosure.findings import Finding, Severity
from govdisclosure.report import TABLES, AnnualReport, Narrative, Outcomes, edition_of
from govdisclosure.rules.registry import Rule, Subject, rule

__all__: list[str] = []


@rule(
    "GD101",
    "六个部分齐全",
    severity=Severity.ERROR,
    ground="E",
    source="《条例》第五十条",
    touches=tuple(fields_of(AnnualReport)),
)
def sections_present(subject: Subject, this: Rule) -> Iterator[Finding]:
    """Every section of the form is there; the notice says that none may be left out.

    Yields:
        One finding for each section that is missing.
    """
    for name, spec in fields_of(AnnualReport).items():
        if getattr(subject.report, name) is None:
            yield this.finding(f"缺“{spec.printed}”这一部分，请补上", address=spec.printed, path=name)


@rule(
    "GD102",
    "第二至四部分有表格",
    severity=Severity.ERROR,
    ground="E",
    source="表样",
    touches=tuple(TABLES),
)
def tables_present(subject: Subject, this: Rule) -> Iterator[Finding]:
    """Sections two to four hold their table, not only words.

    Yields:
        One finding for each section that is there without its table.
    """
    for name, kinds in TABLES.items():
        if isinstance(getattr(subject.report, name), Narrative):
            table = kinds[0].TABLE.name
            yield this.finding(f"这一部分只有文字，缺{table}，请按表样补上", address=table, path=name)


@rule(
    "GD103",
    "写明机关和年份",
    severity=Severity.ERROR,
    ground="D",
    source="《条例》第四十九条",
    touches=("organ", "year"),
)
def identity_known(subject: Subject, this: Rule) -> Iterator[Finding]:
    """The report says whose it is and of which year.

    Yields:
        One finding for the organ and one for the year.
    """
    if subject.report.organ is None:
        yield this.finding("没有写明机关名称，请在标题中写明全称", path="organ")
    if subject.report.year is None:
        yield this.finding("没有写明报告年份，请在标题中写明", path="year")


@rule(
    "GD104",
    "标题与机关、年份相符",
    severity=Severity.WARNING,
    ground="D",
    source="标题",
    touches=("title", "organ", "year"),
)
def title_agrees(subject: Subject, this: Rule) -> Iterator[Finding]:
    """The title names the organ and the year the report is of.

    Yields:
        One finding if either is not in the title.
    """
    report = subject.report
    if report.title is None:
        yield this.finding("没有标题，请补上", path="title")
        return
    wanted = [report.organ.name if report.organ else "", str(report.year or "")]
    missing = [word for word in wanted if plain(word) not in plain(report.title)]
    if missing:
        yield this.finding(f"标题里没有“{'”“'.join(missing)}”，请核对", path="title", actual=report.title)


@rule(
    "GD105",
    "各表同为一个版本",
    severity=Severity.WARNING,
    ground="E",
    source="表样",
    touches=("proactive", "requests"),
)
def one_edition(subject: Subject, this: Rule) -> Iterator[Finding]:
    """All tables are of the edition of the report; 表二 and 三（六） of 表三 tell.

    Yields:
        One finding for 表二 and one for 三（六）, where they are of another edition.
    """
    report = subject.report
    if (found := edition_of(report.proactive)) not in {None, report.edition}:
        yield this.finding(f"表二是 {found} 年版，年报是 {report.edition} 年版", address="表二", path="proactive")
    if (found := edition_of(report.requests)) not in {None, report.edition}:
        path = "requests.outcomes.otherwise_closed"
        label = fields_of(Outcomes)["otherwise_closed"].printed
        message = f"{label}是 {found} 年版的样子，年报是 {report.edition} 年版"
        yield this.finding(message, address=address_of(path), path=path)
