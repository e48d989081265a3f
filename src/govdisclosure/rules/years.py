"""GD6xx: the report against last year's of the same organ."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

from govdisclosure._spec import Edition, fields_of, plain
from govdisclosure.addresses import cells, nodes
from govdisclosure.findings import Finding, Severity
from govdisclosure.i18n import Listing, say
from govdisclosure.report import TABLES, AnnualReport, ByApplicant, Narrative, Proactive, Proactive2019, Requests
from govdisclosure.rules.diagnosis import row_paths, slip, ten_thousandfold
from govdisclosure.rules.narratives import PROSE, at, excerpt
from govdisclosure.rules.registry import NotApplicableError, NotEvaluatedError, Rule, Subject, paragraphs_of, rule
from govdisclosure.rules.shapes import carries_on, place
from govdisclosure.statements import normalised, sentences_of
from govdisclosure.values import is_blank

__all__: list[str] = []

_LAST = "上年的年报"
_COUNTS = ("issued", "repealed", "in_force")
_V2019, _V2021 = (frozenset({edition}) for edition in Edition)
_MATTERS: Final = ("licensing", "other_services", "penalties", "compulsion", "fees")


def _looks(subject: Subject, path: str, actual: Any) -> str:
    """What a number that does not carry on looks like."""
    return slip(actual, subject.last_number(path.replace("carried_in", "carried_over")), last=subject.last_number(path))


carries_on(
    "GD601",
    "上年结转与上年年报相符",
    *((f"requests.carried_in.{name}", (f"requests.carried_over.{name}",), ()) for name in fields_of(ByApplicant)),
    why="What last year's report carries over, this one carries in, in each of the seven columns: 二 = last year's 四.",
    source=_LAST,
    say_why=_looks,
)
for _code, _kind, _title in (
    ("GD602", "rules", "现行有效的规章与上年接得上"),
    ("GD603", "normative_documents", "现行有效的规范性文件与上年接得上"),
):
    carries_on(
        _code,
        _title,
        (
            f"proactive.{_kind}.in_force",
            (f"proactive.{_kind}.in_force",),
            (f"proactive.{_kind}.issued", f"-proactive.{_kind}.repealed"),
        ),
        why="What is in force is what was in force a year ago, plus what was issued, less what was repealed. Documents "
        "that lapse and organs that merge are exceptions.",
        source=_LAST,
        edition=Edition.V2021,
    )
carries_on(
    "GD604",
    "上一年项目数量与上年年报相符",
    *(
        (f"proactive.{name}.last_year", (f"proactive.{name}.last_year", f"proactive.{name}.change"), ())
        for name in _MATTERS
    ),
    why="On the form of 2019, 上一年项目数量 is last year's number with last year's 本年增/减.",
    source=_LAST,
    edition=Edition.V2019,
)


@rule("GD605", "给出的确是上年的年报", severity=Severity.WARNING, ground="D", source=_LAST, touches=("organ", "year"))
def same_organ_the_year_before(subject: Subject, this: Rule) -> Iterator[Finding]:
    """The report given as last year's is of the same organ and of the year before.

    Yields:
        One finding if the organ is another, one if the year is; give the right report.
    """
    report, given = subject.report, subject.previous
    if given is None:
        raise NotEvaluatedError(say("没有给出上年的年报"))
    if not subject.year_follows:
        message = say("给出的是 {year} 年的年报，不是上年的", year=given.year)
        yield this.finding(message, path="year", actual=given.year)
    if report.organ and given.organ and _bare(report) != _bare(given) and not _same_code(report, given):
        message = say("上年的年报是{other}的，机关如已更名请写明代码", other=given.organ.name)
        yield this.finding(message, path="organ", actual=given.organ.name)


def _bare(report: AnnualReport) -> str:
    return plain(report.organ.name if report.organ else "")


def _same_code(report: AnnualReport, other: AnnualReport) -> bool:
    codes = {each.organ.code for each in (report, other) if each.organ}
    return len(codes) == 1 and None not in codes


# --- numbers ----------------------------------------------------------------------------------------------------------

_JUMP, _LEAST = 5, 20
_WATCHED: Final = (
    *(f"proactive.{row}.{name}" for row in ("rules", "normative_documents") for name in _COUNTS),
    *(f"proactive.{row}.decisions" for row in ("licensing", "penalties", "compulsion")),
    "requests.received.total",
    "requests.outcomes.total.total",
    "remedies.reconsideration.total",
    "remedies.litigation.direct.total",
    "remedies.litigation.after_reconsideration.total",
)


@rule("GD611", "数目没有突变", severity=Severity.NOTICE, ground="A", source=_LAST, touches=_WATCHED)
def no_jump(subject: Subject, this: Rule) -> Iterator[Finding]:
    """No number of weight is more than five times last year's, nor less than a fifth, and twenty 件 apart.

    Yields:
        One finding per cell; nothing need be wrong, but the office will be asked about it.
    """
    for path in _WATCHED:
        now, before = _both(subject, path)
        if now is None or before is None or abs(now - before) < _LEAST:
            continue
        if max(now, before) > _JUMP * min(now, before):
            message = say("上年 {before}，本年 {now}，请核对", before=before, now=now)
            yield this.finding(message, actual=now, **place(path, subject.report.edition))


def _both(subject: Subject, path: str) -> tuple[Any, Any]:
    """The number at *path* this year and last; ``None`` where there is none to compare."""
    try:
        return subject.number(path), subject.last_number(path)
    except (NotApplicableError, NotEvaluatedError):
        return None, subject.last_number(path)


@rule(
    "GD612",
    "收费金额与上年同一单位",
    severity=Severity.WARNING,
    ground="A",
    source=_LAST,
    touches=("proactive.fees.collected",),
    editions=_V2021,
)
def fees_in_one_unit(subject: Subject, this: Rule) -> Iterator[Finding]:
    """An amount some ten thousand times last year's is in 元, where the column is in 万元.

    Yields:
        One finding with what the amount would be in 万元.
    """
    now, before = subject.number("proactive.fees.collected"), subject.last_number("proactive.fees.collected")
    if now is None or before is None:
        raise NotEvaluatedError(say("上年或本年没有可比的数"))
    for big, small in ((now, before), (before, now)):
        if ten_thousandfold(big, small):
            message = say("上年 {before} 万元，本年 {now} 万元，像是有一年以元填写", before=before, now=now)
            yield this.finding(message, actual=now, **place("proactive.fees.collected"))


_SUBSTANCE = 6


@rule("GD613", "表格不是照抄上年", severity=Severity.WARNING, ground="A", source=_LAST, touches=tuple(TABLES))
def tables_are_not_last_years(subject: Subject, this: Rule) -> Iterator[Finding]:
    """No table with six numbers or more beside 0 is the same as last year's in every cell.

    Yields:
        One finding per table.
    """
    last = dict(_numbers(subject.last))
    now = dict(_numbers(subject.report))
    if not last or not now:
        raise NotEvaluatedError(say("上年或本年没有可比的数"))
    for name, kinds in TABLES.items():
        mine, theirs = ({path: n for path, n in each.items() if path.startswith(f"{name}.")} for each in (now, last))
        if mine == theirs and sum(bool(number) for number in mine.values()) >= _SUBSTANCE:
            yield this.finding(say("与上年的一格不差，请核对"), address=kinds[0].TABLE.name, path=name)


def _numbers(report: AnnualReport) -> Iterator[tuple[str, Any]]:
    return ((cell.path, cell.value) for cell in cells(report))


@rule("GD614", "一行的数不是上年的", severity=Severity.NOTICE, ground="A", source=_LAST, touches=("requests",))
def rows_are_not_last_years(subject: Subject, this: Rule) -> Iterator[Finding]:
    """No row of 表三 with three numbers or more beside 0 before its total is the same as last year's.

    Yields:
        One finding per row, unless the whole table is the same.
    """
    section, last = subject.requests, subject.last.requests
    if not isinstance(last, Requests):
        raise NotEvaluatedError(say("上年或本年没有可比的数"))
    rows = {path: _row(section, path) for path in row_paths(section)}
    same = [path for path, row in rows.items() if row == _row(last, path)]
    for path in same if len(same) < len(rows) else []:
        numbers = [getattr(rows[path], name) for name in fields_of(ByApplicant)][:-1]
        if sum(bool(number) for number in numbers) >= 3:  # noqa: PLR2004 - two can be by chance
            yield this.finding(
                say("这一行与上年的完全相同，请核对"), **place(f"requests.{path}", subject.report.edition)
            )


def _row(section: Any, path: str) -> Any:
    value = section
    for name in path.split("."):
        value = getattr(value, name, None)
    return value


@rule("GD615", "上年填了的今年也填", severity=Severity.NOTICE, ground="A", source=_LAST, touches=tuple(TABLES))
def still_filled_in(subject: Subject, this: Rule) -> Iterator[Finding]:
    """A cell that held a number last year is not blank this year.

    Yields:
        One finding per table, at its first such cell.
    """
    last = dict(_numbers(subject.last))
    for name in TABLES:
        empty = [
            cell
            for cell in cells(subject.report)
            if cell.path.startswith(f"{name}.") and is_blank(cell.value) and cell.path not in subject.unsure
        ]
        lost = [cell for cell in empty if last.get(cell.path)]
        if lost:
            message = say("上年是 {before}，今年空白", before=last[lost[0].path])
            yield this.finding(message, address=lost[0].address, path=lost[0].path)


@rule(
    "GD616",
    "废止的不多于上年有效加本年制发",
    severity=Severity.WARNING,
    ground="D",
    source=_LAST,
    touches=("proactive.rules", "proactive.normative_documents"),
    editions=_V2021,
)
def repealed_what_there_was(subject: Subject, this: Rule) -> Iterator[Finding]:
    """What is repealed was in force a year ago or has been issued since.

    Yields:
        One finding per row with more repealed than there can have been.
    """
    for row in this.touches:
        before = subject.last_number(f"{row}.in_force")
        issued, repealed = subject.number(f"{row}.issued"), subject.number(f"{row}.repealed")
        if None not in {before, issued, repealed} and repealed > before + issued:
            told = {"before": before, "issued": issued, "repealed": repealed}
            message = say("上年有效 {before}、本年制发 {issued}，不会废止 {repealed}", **told)
            yield this.finding(message, actual=repealed, **place(f"{row}.repealed"))


@rule(
    "GD617",
    "版本改变时可比的已对上",
    severity=Severity.NOTICE,
    ground="A",
    source="表样",
    touches=("edition", "proactive"),
)
def editions_compared(subject: Subject, this: Rule) -> Iterator[Finding]:
    """Where last year's report is on another edition, its table two is not comparable but for issued and decided.

    Yields:
        One finding that names what is not compared.
    """
    mine, theirs = subject.table("proactive"), subject.last.proactive
    kinds = {type(mine), type(theirs)}
    if kinds == {Proactive, Proactive2019}:
        lost = [say("对外公开总数量与现行有效件数"), say("行政事业性收费的项目数与金额")]
        message = say("上年是另一版表样，{lost}不可比，没有比较", lost=Listing(lost))
        yield this.finding(message, address="表二", path="proactive")


# --- words ------------------------------------------------------------------------------------------------------------

_LONG, _MOST_COPIED = 15, Decimal("0.6")
_BOILERPLATE: Final = re.compile("条例|格式|现公布|联系|统计期限|电子版|处理费|依据|根据")


def _sentences(report: AnnualReport, name: str) -> list[str]:
    """The sentences of a section that are of some length and not the same every year by their nature."""
    texts = [text for section, text in paragraphs_of(report) if section == name]
    found = [sentence for text in texts for sentence in sentences_of(normalised(text))]
    return [each for each in found if len(each) >= _LONG and not _BOILERPLATE.search(each)]


def _ageless(sentence: str) -> str:
    return re.sub(r"20\d\d年", "年", sentence)


def _copied(code: str, title: str, name: str) -> None:
    """A rule that looks at one section for what is word for word last year's."""

    def function(subject: Subject, this: Rule) -> Iterator[Finding]:
        before = {_ageless(each) for each in _sentences(subject.last, name)}
        now = _sentences(subject.report, name)
        if not before or not now:
            raise NotEvaluatedError(say("上年或本年没有可比的文字"))
        same = [each for each in now if _ageless(each) in before]
        if len(now) >= 3 and len(same) >= _MOST_COPIED * len(now):  # noqa: PLR2004 - fewer sentences say little
            message = say(
                "{count} 句中 {same} 句与上年相同，如“{words}”", count=len(now), same=len(same), words=excerpt(same[0])
            )
            yield this.finding(message, **at(name))

    function.__doc__ = """Not more than sixty per cent of the sentences of the section are word for word last year's.

    Sentences that are the same every year by their nature, and years in them, do not count.

    Yields:
        One finding at the section; 雷同 is what the notice names first among what is held against an organ.
    """
    rule(code, title, severity=Severity.NOTICE, ground="E", source="国办公开办函〔2021〕30号", touches=(name,))(
        function
    )


_copied("GD621", "总体情况不与上年雷同", "overview")
_copied("GD622", "问题和改进不与上年雷同", "problems")


@rule("GD623", "没有留下上年的年份", severity=Severity.WARNING, ground="A", source=_LAST, touches=PROSE)
def no_year_left(subject: Subject, this: Rule) -> Iterator[Finding]:
    """A sentence that is word for word last year's, with last year's number for its year, has been copied.

    Yields:
        One finding per section, with the first such sentence.
    """
    year = subject.report.year
    if year is None:
        raise NotEvaluatedError(say("不知道报告年份"))
    last = {plain(each) for _, text in paragraphs_of(subject.last) for each in sentences_of(normalised(text))}
    told: set[str] = set()
    for name, text in subject.paragraphs:
        for sentence in sentences_of(normalised(text)):
            left = re.search(rf"(?<![较比与同至到]){year - 1}年(?!度?(?:结转|\d+月))", sentence)
            if left and f"{year}年" not in sentence and plain(sentence) in last and name not in told:
                told.add(name)
                message = say("“{words}”与上年一字不差，年份没有改", words=excerpt(sentence))
                yield this.finding(message, actual=left[0], **at(name))


@rule(
    "GD624",
    "上年提出的改进有下文",
    severity=Severity.NOTICE,
    ground="A",
    source="《条例》第五十条第（四）项",
    touches=("problems",),
)
def problems_change(subject: Subject, this: Rule) -> Iterator[Finding]:
    """Section five is not last year's from the first word to the last.

    Yields:
        One finding if it is; say what has become of last year's problems.
    """
    now, before = subject.report.problems, subject.last.problems
    if not isinstance(now, Narrative) or not isinstance(before, Narrative):
        raise NotEvaluatedError(say("年报里没有“{section}”", section=nodes()["problems"].address))
    texts = [
        plain(_ageless(normalised("".join(text for name, text in paragraphs_of(report) if name == "problems"))))
        for report in (subject.report, subject.last)
    ]
    if texts[0] and texts[0] == texts[1]:
        yield this.finding(say("与上年一字不差，请写明上年问题的改进情况"), **at("problems"))
