"""GD10x and GD11x: the report as a document: what it is, whose, of which year and when published."""

import re
from collections.abc import Iterator
from datetime import date

from govdisclosure._spec import Edition, fields_of, plain
from govdisclosure.addresses import Address, address_of
from govdisclosure.findings import Finding, Severity
from govdisclosure.i18n import say
from govdisclosure.report import TABLES, AnnualReport, Narrative, Outcomes, edition_of
from govdisclosure.rules.registry import NotApplicableError, NotEvaluatedError, Rule, Subject, rule

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
            yield this.finding(
                say("缺“{section}”这一部分，请补上", section=Address(spec.printed)), address=spec.printed, path=name
            )


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
            yield this.finding(
                say("这一部分只有文字，缺{table}，请按表样补上", table=Address(table)), address=table, path=name
            )


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
        yield this.finding(say("没有写明机关名称，请在标题中写明全称"), path="organ")
    if subject.report.year is None:
        yield this.finding(say("没有写明报告年份，请在标题中写明"), path="year")


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
        yield this.finding(say("没有标题，请补上"), path="title")
        return
    wanted = [report.organ.name if report.organ else "", str(report.year or "")]
    missing = [word for word in wanted if plain(word) not in plain(report.title)]
    if missing:
        yield this.finding(
            say("标题里没有“{words}”，请核对", words="”“".join(missing)), path="title", actual=report.title
        )


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
        message = say("表二是 {found} 年版，年报是 {edition} 年版", found=found, edition=report.edition)
        yield this.finding(message, address="表二", path="proactive")
    if (found := edition_of(report.requests)) not in {None, report.edition}:
        path = "requests.outcomes.otherwise_closed"
        label = fields_of(Outcomes)["otherwise_closed"].printed
        message = say(
            "{label}是 {found} 年版的样子，年报是 {edition} 年版",
            label=Address(label),
            found=found,
            edition=report.edition,
        )
        yield this.finding(message, address=address_of(path), path=path)


# --- year, day, code --------------------------------------------------------------------------------------------------

_FIRST_YEAR, _FIRST_2019, _FIRST_2021 = 2008, 2019, 2021


def _year(subject: Subject) -> int:
    if subject.report.year is None:
        raise NotEvaluatedError(say("不知道报告年份"))
    return subject.report.year


def _published(subject: Subject) -> date:
    if subject.report.published is None:
        raise NotEvaluatedError(say("不知道发布日期"))
    return subject.report.published


@rule(
    "GD106",
    "表样的版本与年份相符",
    severity=Severity.WARNING,
    ground="A",
    source="国办公开办函〔2021〕30号",
    touches=("edition", "year"),
)
def edition_of_the_year(subject: Subject, this: Rule) -> Iterator[Finding]:
    """Reports for 2019 and 2020 are on the form of 2019, those from 2021 on that of 2021.

    Yields:
        One finding if the form is not that of the year; fill in the form that was in force.
    """
    year, edition = _year(subject), subject.report.edition
    if year < _FIRST_2019:
        raise NotApplicableError(say("{year} 年还没有全国统一的表样", year=year))
    wanted = Edition.V2021 if year >= _FIRST_2021 else Edition.V2019
    if edition is not wanted:
        message = say(
            "{year} 年的年报应用 {wanted} 年版表样，这一份是 {edition} 年版", year=year, wanted=wanted, edition=edition
        )
        yield this.finding(message, path="edition", expected=wanted.value, actual=edition.value)


@rule(
    "GD107",
    "发布在报告年度之后",
    severity=Severity.ERROR,
    ground="D",
    source="《条例》第四十九条",
    touches=("published", "year"),
)
def published_after_the_year(subject: Subject, this: Rule) -> Iterator[Finding]:
    """A report on a year is published when that year is over.

    Yields:
        One finding if the day of publication lies in the year or before it; mend the day or the year.
    """
    day, year = _published(subject), _year(subject)
    if day.year <= year:
        message = say("{year} 年的年报不会在 {day} 发布，请核对年份和日期", year=year, day=day.isoformat())
        yield this.finding(message, path="published", actual=day.isoformat())


@rule(
    "GD108",
    "按时发布",
    severity=Severity.WARNING,
    ground="E",
    source="《条例》第四十九条",
    touches=("published", "year"),
)
def published_in_time(subject: Subject, this: Rule) -> Iterator[Finding]:
    """Departments publish by 31 January, governments from the county up by 31 March; the law names no day for others.

    Yields:
        One finding if the report was published later, or is not published and *today* is later.
    """
    year, profile = _year(subject), subject.profile
    if profile.deadline is None:
        raise NotApplicableError(say("条例没有规定{kind}的期限", kind=say(profile.kind.value)))
    day = subject.report.published or subject.today
    if day is None:
        raise NotEvaluatedError(say("不知道发布日期"))
    due = date(year + 1, *profile.deadline)
    if day > due:
        message = say("应在 {due} 前发布，现为 {day}", due=due.isoformat(), day=day.isoformat())
        yield this.finding(message, path="published", expected=due.isoformat(), actual=day.isoformat())


@rule(
    "GD109",
    "发布日期不在将来",
    severity=Severity.ERROR,
    ground="D",
    source="发布日期",
    touches=("published",),
)
def not_published_yet(subject: Subject, this: Rule) -> Iterator[Finding]:
    """The day of publication is not after *today*.

    Yields:
        One finding if it is; mend the day.
    """
    day = _published(subject)
    if subject.today is None:
        raise NotEvaluatedError(say("没有给出今天的日期"))
    if day > subject.today:
        message = say("{day} 还没有到，请核对", day=day.isoformat())
        yield this.finding(message, path="published", actual=day.isoformat())


@rule("GD110", "年份合理", severity=Severity.ERROR, ground="D", source="《条例》第四十九条", touches=("year",))
def year_possible(subject: Subject, this: Rule) -> Iterator[Finding]:
    """No report is on a year before 2008, when the Regulations came into force, nor on one that has not begun.

    Yields:
        One finding if the year cannot be; mend it.
    """
    year = _year(subject)
    if year < _FIRST_YEAR or (subject.today and year > subject.today.year):
        yield this.finding(say("不会有 {year} 年的年报，请核对", year=year), path="year", actual=year)


_CODE_DIGITS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def _is_unified_code(code: str) -> bool:
    """Whether *code* is a 统一社会信用代码 with its check digit right (GB 32100)."""
    if not re.fullmatch(f"[{_CODE_DIGITS}]{{18}}", code):
        return False
    weights = (3**n % 31 for n in range(17))
    total = sum(weight * _CODE_DIGITS.index(char) for weight, char in zip(weights, code, strict=False))
    return _CODE_DIGITS[-total % 31] == code[-1]


@rule("GD111", "机关代码合规", severity=Severity.WARNING, ground="D", source="GB 32100、GB/T 2260", touches=("organ",))
def code_well_formed(subject: Subject, this: Rule) -> Iterator[Finding]:
    """The code of the organ is six digits of a division, or a 统一社会信用代码 whose check digit is right.

    Yields:
        One finding if it is neither; look the code up.
    """
    organ = subject.report.organ
    if organ is None or organ.code is None:
        raise NotEvaluatedError(say("没有写机关代码"))
    if not re.fullmatch(r"[1-9]\d{5}", organ.code, re.ASCII) and not _is_unified_code(organ.code):
        message = say("“{code}”不是行政区划代码，也不是统一社会信用代码", code=organ.code)
        yield this.finding(message, path="organ", actual=organ.code)


@rule("GD112", "标题写明是年报", severity=Severity.NOTICE, ground="A", source="标题", touches=("title",))
def title_says_what_it_is(subject: Subject, this: Rule) -> Iterator[Finding]:
    """The title says that it is an annual report on government information disclosure, in whatever wording.

    Yields:
        One finding if it does not; the usual wording is 政府信息公开工作年度报告.
    """
    title = plain(subject.report.title or "")
    if not title:
        raise NotEvaluatedError(say("没有标题"))
    if not re.search("信息公开.*(?:报告|年报)|informationdisclosure", title.lower()):
        message = say("标题里没有写明是政府信息公开工作年度报告")
        yield this.finding(message, path="title", actual=subject.report.title)


@rule("GD113", "标题只印一次", severity=Severity.NOTICE, ground="A", source="标题", touches=("title", "preamble"))
def title_once(subject: Subject, this: Rule) -> Iterator[Finding]:
    """The title is not printed again as the first line of the report.

    Yields:
        One finding if it is; delete one of the two.
    """
    first = next((text for name, text in subject.paragraphs if name == "preamble"), "")
    if subject.report.title and plain(first) == plain(subject.report.title):
        yield this.finding(say("标题印了两次，请删去一处"), path="preamble")
