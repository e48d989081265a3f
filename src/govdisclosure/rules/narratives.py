"""GD12x and GD13x: what the sections in words have to say, and how they are built."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from govdisclosure._spec import Edition, plain
from govdisclosure.addresses import nodes
from govdisclosure.findings import Finding, Severity
from govdisclosure.i18n import Listing, said, say
from govdisclosure.personal import masked
from govdisclosure.report import Narrative
from govdisclosure.rules.registry import NotApplicableError, NotEvaluatedError, Rule, Subject, rule
from govdisclosure.statements import normalised

__all__ = ["PROSE", "at", "excerpt"]

PROSE: Final = ("preamble", "overview", "proactive", "requests", "remedies", "problems", "other_matters")
"""The parts of a report where prose can stand."""

_CONTENT = "国办公开办函〔2021〕30号"
_SHORTEST, _SHORT, _FIRST, _WORTH = 10, 100, 6, 30


def at(name: str) -> dict[str, str]:
    """Where a finding about the prose of section *name* is."""
    return {"path": name, "address": nodes()[name].address if name in nodes() else ""}


def excerpt(text: str) -> str:
    """The beginning of *text*, short enough for a message."""
    line = masked(" ".join(text.split()))
    return line if len(line) <= _WORTH else f"{line[:_WORTH]}……"


def _text(subject: Subject, name: str) -> str:
    """The words of the section in words *name*.

    Raises:
        NotEvaluatedError: The report has no such section.
    """
    if not isinstance(getattr(subject.report, name), Narrative):
        raise NotEvaluatedError(say("年报里没有“{section}”", section=nodes()[name].address))
    return "\n".join(text for section, text in subject.paragraphs if section == name)


def _said(subject: Subject, name: str) -> str:
    """The same where there are any.

    Raises:
        NotEvaluatedError: There are none.
    """
    text = _text(subject, name)
    if len(plain(text)) < _SHORTEST:
        raise NotEvaluatedError(say("“{section}”没有内容", section=nodes()[name].address))
    return text


@rule("GD121", "第一部分有内容", severity=Severity.WARNING, ground="A", source=_CONTENT, touches=("overview",))
def overview_says_something(subject: Subject, this: Rule) -> Iterator[Finding]:
    """Section one gives an account of the year; it is not empty and not 无.

    Yields:
        One finding if there is nothing.
    """
    if len(plain(_text(subject, "overview"))) < _FIRST:
        yield this.finding(say("总体情况没有内容，请综述本年工作"), **at("overview"))


@rule(
    "GD122",
    "第五部分有内容",
    severity=Severity.WARNING,
    ground="A",
    source="《条例》第五十条第（四）项",
    touches=("problems",),
)
def problems_say_something(subject: Subject, this: Rule) -> Iterator[Finding]:
    """Section five names problems and improvements; a word or two, such as 无, is not enough.

    Yields:
        One finding if it has less than ten characters.
    """
    text = plain(_text(subject, "problems"))
    if len(text) < _SHORTEST:
        yield this.finding(
            say("存在的主要问题及改进情况只有 {count} 个字，请写具体", count=len(text)), **at("problems")
        )


_IN_PROBLEMS: Final = {
    said(
        "问题"
    ): "问题|不足|不够|不高|不强|不到位|不及时|不规范|有待|差距|欠缺|薄弱|短板|困难|缺乏|滞后|单一|需要?进一步",
    said("改进"): "改进|措施|整改|下一步|下步|今后|将|加强|加大|完善|提升|提高|强化|优化",
}


@rule(
    "GD123",
    "第五部分有问题也有改进",
    severity=Severity.NOTICE,
    ground="A",
    source="《条例》第五十条第（四）项",
    touches=("problems",),
)
def problems_and_improvements(subject: Subject, this: Rule) -> Iterator[Finding]:
    """Section five has both: what is wanting, and what is done about it.

    Yields:
        One finding if one of the two is not to be seen.
    """
    text = _said(subject, "problems")
    missing = [say(name) for name, words in _IN_PROBLEMS.items() if not re.search(words, text)]
    if missing:
        yield this.finding(say("没有写到{missing}", missing=Listing(missing)), **at("problems"))


_TOPICS: Final = {
    said("主动公开"): "主动公开",
    said("依申请公开"): "申请",
    said("政府信息管理"): "信息管理|管理",
    said("政府信息公开平台建设"): "平台|网站|公众号|新媒体",
    said("监督保障"): "监督|保障|考核|培训",
}


@rule("GD124", "第一部分写到五个方面", severity=Severity.NOTICE, ground="E", source=_CONTENT, touches=("overview",))
def five_topics(subject: Subject, this: Rule) -> Iterator[Finding]:
    """The notice names five topics of section one: 主动公开、依申请公开、政府信息管理、平台建设、监督保障.

    Yields:
        One finding that names the topics not to be seen.
    """
    if subject.report.edition is not Edition.V2021:
        raise NotApplicableError(say("{edition} 年版没有这一项", edition=subject.report.edition))
    text = _said(subject, "overview")
    missing = [say(name) for name, words in _TOPICS.items() if not re.search(words, text)]
    if missing:
        yield this.finding(say("没有写到{missing}", missing=Listing(missing)), **at("overview"))


_ASSESSMENT: Final = {
    said("工作考核"): "考核",
    said("社会评议"): "评议|评价|满意度",
    said("责任追究"): "追究|追责|问责",
}


@rule(
    "GD125",
    "政府写到考核、评议和追责",
    severity=Severity.NOTICE,
    ground="E",
    source="《条例》第五十条第（四）项",
    touches=("overview", "problems"),
)
def assessment_reported(subject: Subject, this: Rule) -> Iterator[Finding]:
    """The report of a government at any level includes 工作考核、社会评议和责任追究结果情况.

    Yields:
        One finding that names which of the three is not to be seen.
    """
    profile = subject.profile
    if not profile.reports_assessment:
        raise NotApplicableError(say("条例只要求各级人民政府写这一项"))
    text = _said(subject, "overview") + "".join(text for name, text in subject.paragraphs if name == "problems")
    missing = [say(name) for name, words in _ASSESSMENT.items() if not re.search(words, text)]
    if missing:
        yield this.finding(say("没有写到{missing}", missing=Listing(missing)), **at("overview"))


@rule(
    "GD126",
    "第六部分写明信息处理费",
    severity=Severity.NOTICE,
    ground="A",
    source="年报的惯例",
    touches=("other_matters",),
)
def fee_stated(subject: Subject, this: Rule) -> Iterator[Finding]:
    """Section six usually says how much 信息处理费 was collected, or that none was; no source is known to ask it.

    Yields:
        One finding if it does not.
    """
    if subject.report.edition is not Edition.V2021:
        raise NotApplicableError(say("{edition} 年版没有这一项", edition=subject.report.edition))
    if not re.search("处理费|收费|费用", _text(subject, "other_matters")):
        yield this.finding(say("没有写信息处理费收取情况，没有收取的也请写明"), **at("other_matters"))


@rule("GD127", "各部分的文字不相同", severity=Severity.WARNING, ground="A", source=_CONTENT, touches=PROSE)
def sections_differ(subject: Subject, this: Rule) -> Iterator[Finding]:
    """No section in words is the same as another.

    Yields:
        One finding at each section that repeats an earlier one.
    """
    seen: dict[str, str] = {}
    for name in subject.prose:
        text = plain("".join(text for section, text in subject.paragraphs if section == name))
        if len(text) >= _WORTH and text in seen:
            yield this.finding(say("文字与“{other}”相同", other=at(seen[text])["address"] or seen[text]), **at(name))
        seen.setdefault(text, name)


_CHROME: Final = re.compile(
    "扫一扫|打印本页|关闭窗口|关闭本页|上一篇|下一篇|分享到|责任编辑|浏览次数|阅读次数|字体：|【打印】|【关闭】|当前位置"
)


@rule("GD128", "没有网页上的杂字", severity=Severity.WARNING, ground="A", source="年报的正文", touches=PROSE)
def no_page_chrome(subject: Subject, this: Rule) -> Iterator[Finding]:
    """What a web page prints around an article is no part of the report.

    Yields:
        One finding per section with such words; delete them.
    """
    for name in subject.prose:
        found = dict.fromkeys(
            hit for section, text in subject.paragraphs if section == name for hit in _CHROME.findall(text)
        )
        if found:
            yield this.finding(say("有网页上的“{words}”，请删去", words=Listing(found)), **at(name))


_BRACKETED: Final = re.compile("^[（(](?P<n>[一二三四五六七八九十])[）)]")
_DIGITS: Final = "一二三四五六七八九十"


@rule(
    "GD129",
    "小标题的序号连续",
    severity=Severity.NOTICE,
    ground="A",
    source="GB/T 9704",
    touches=("overview", "problems"),
)
def numbering_goes_on(subject: Subject, this: Rule) -> Iterator[Finding]:
    """Sub-headings （一）（二）… follow each other without gap or repeat, beginning anew with （一）.

    Yields:
        One finding at the first number of a section that does not follow.
    """
    for name in this.touches:
        found = [
            _DIGITS.index(match["n"]) + 1
            for section, text in subject.paragraphs
            if section == name and (match := _BRACKETED.match(text.strip()))
        ]
        wrong = next((pair for pair in pairwise(found) if pair[1] not in {pair[0] + 1, 1}), None)
        if wrong:
            before, after = (f"（{_DIGITS[n - 1]}）" for n in wrong)
            yield this.finding(say("{before}之后是{after}", before=before, after=after), **at(name))


@rule("GD130", "第一部分不过于简短", severity=Severity.NOTICE, ground="A", source=_CONTENT, touches=("overview",))
def overview_is_long_enough(subject: Subject, this: Rule) -> Iterator[Finding]:
    """An account of the year in less than a hundred characters is likely to leave something out.

    Yields:
        One finding with the number of characters.
    """
    count = len(plain(_said(subject, "overview")))
    if count < _SHORT:
        yield this.finding(say("总体情况只有 {count} 个字", count=count), **at("overview"))


@rule("GD131", "没有重复的段落", severity=Severity.NOTICE, ground="A", source=_CONTENT, touches=PROSE)
def no_paragraph_twice(subject: Subject, this: Rule) -> Iterator[Finding]:
    """No paragraph stands twice in the report.

    Yields:
        One finding at each paragraph that has stood before; delete all but one.
    """
    seen: dict[str, int] = {}
    for name, text in subject.paragraphs:
        bare = plain(text)
        seen[bare] = seen.get(bare, 0) + 1
        if len(bare) >= _WORTH and seen[bare] == 2:  # noqa: PLR2004 - a third time says nothing new
            yield this.finding(say("“{words}”这一段不止出现一次", words=excerpt(text)), **at(name))


_PERIOD: Final = re.compile(r"(?P<first>20\d\d)年1月1日(?:起|开始)?[至到—~-]+(?P<last>20\d\d)年12月31日")
_TITLE: Final = re.compile(r"(?P<year>20\d\d)年度?政府信息公开工作年度报告")


@rule(
    "GD132",
    "统计期限是报告年度",
    severity=Severity.WARNING,
    ground="D",
    source="《条例》第四十九条",
    touches=("year", *PROSE),
)
def period_is_the_year(subject: Subject, this: Rule) -> Iterator[Finding]:
    """The period that the report names is 1 January to 31 December of its year.

    Yields:
        One finding where it names another year; it may be left from an older report.
    """
    year = _year(subject)
    for name, text in subject.paragraphs:
        match = _PERIOD.search(normalised(text))
        if match and {match["first"], match["last"]} != {str(year)}:
            message = say("写的是“{period}”，报告年度是 {year} 年", period=match[0], year=year)
            yield this.finding(message, actual=match[0], **at(name))


@rule(
    "GD133",
    "正文里年报的年份相符",
    severity=Severity.WARNING,
    ground="D",
    source="标题",
    touches=("year", "preamble", "overview"),
)
def names_its_own_year(subject: Subject, this: Rule) -> Iterator[Finding]:
    """Where the report names itself before section two, it names its own year.

    Yields:
        One finding where it names another year and nowhere its own.
    """
    year = _year(subject)
    for name in ("preamble", "overview"):
        text = "".join("".join(text.split()) for section, text in subject.paragraphs if section == name)
        years = [int(match["year"]) for match in _TITLE.finditer(text)]
        if years and year not in years:
            message = say("写作 {other} 年的年报，报告年度是 {year} 年", other=years[0], year=year)
            yield this.finding(message, expected=year, actual=years[0], **at(name))


@rule("GD134", "所引通知与表样相符", severity=Severity.NOTICE, ground="A", source=_CONTENT, touches=("edition", *PROSE))
def cites_its_notice(subject: Subject, this: Rule) -> Iterator[Finding]:
    """A report that names the notice its form comes from names that of its edition.

    Yields:
        One finding where only the notice of another edition is named.
    """
    edition = subject.report.edition
    told = [(name, plain(text)) for name, text in reversed(subject.paragraphs)]
    cited = {each: name for each in Edition for name, text in told if plain(each.notice) in text}
    if edition not in cited:
        for other, name in cited.items():
            message = say("引的是 {cited}，这一份用的是 {notice} 的表样", cited=other.notice, notice=edition.notice)
            yield this.finding(message, expected=edition.notice, actual=other.notice, **at(name))


@rule("GD135", "不引已废止的条文", severity=Severity.NOTICE, ground="D", source="国务院令第711号", touches=PROSE)
def cites_the_law_in_force(subject: Subject, this: Rule) -> Iterator[Finding]:
    """Since 15 May 2019 the Regulations are those of Order 711, not those of Order 492 of 2007.

    Yields:
        One finding per section that cites Order 492.
    """
    for name in subject.prose:
        text = plain("".join(text for section, text in subject.paragraphs if section == name))
        if re.search("国务院(?:令)?第?492号|第492号国务院令", text):
            yield this.finding(say("第492号国务院令已由第711号国务院令修订，请改引"), **at(name))


def _year(subject: Subject) -> int:
    if subject.report.year is None:
        raise NotEvaluatedError(say("不知道报告年份"))
    return subject.report.year
