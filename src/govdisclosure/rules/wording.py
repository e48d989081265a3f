"""GD8xx: how the report is worded, and what must not stand in it."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Final

from govdisclosure.document import Grid
from govdisclosure.findings import Finding, Severity
from govdisclosure.i18n import Message, said, say
from govdisclosure.personal import Kind, masked, personal_numbers
from govdisclosure.rules.narratives import PROSE, at, excerpt
from govdisclosure.rules.registry import NotApplicableError, NotEvaluatedError, Rule, Subject, rule
from govdisclosure.statements import normalised

__all__: list[str] = []

_PRIVACY = "《条例》第十五条、《个人信息保护法》"
_STYLE = "公文的写法"
_IN_WORDS: Final = ("preamble", "overview", "problems", "other_matters")
"""The parts that hold nothing but words; beside a table, pieces of it may be left."""

Find = Callable[[str], str]


def _search(pattern: str) -> Find:
    compiled = re.compile(pattern)
    return lambda text: match[0] if (match := compiled.search(text)) else ""


def _in_prose(subject: Subject, this: Rule, find: Find, template: str) -> Iterator[Finding]:
    """One finding for each section that *this* touches in whose paragraphs *find* finds something, with the first."""
    told: set[str] = set()
    for name, text in subject.paragraphs:
        found = find(text) if name in this.touches else ""
        if found and name not in told:
            told.add(name)
            yield this.finding(say(template, found=excerpt(found)), **at(name))


def _pattern(code: str, title: str, template: str, find: Find, page: str, **more: object) -> None:
    """A rule that looks for one thing in every paragraph."""

    def function(subject: Subject, this: Rule) -> Iterator[Finding]:
        return _in_prose(subject, this, find, template)

    function.__doc__ = f"""{page}

    Yields:
        One finding per section, with the first place where it occurs.
    """
    given = {"severity": Severity.WARNING, "ground": "A", "source": _STYLE, "touches": _IN_WORDS} | more
    rule(code, title, **given)(function)  # type: ignore[arg-type]


# --- personal data ----------------------------------------------------------------------------------------------------


def _personal(code: str, title: str, kind: Kind, template: str, page: str) -> None:
    """A rule that looks for numbers of one kind in every text, those of tables and captions too."""

    def function(subject: Subject, this: Rule) -> Iterator[Finding]:
        for name, where, text in _texts(subject):
            shown = (found.masked for found in personal_numbers(text) if found.kind is kind)
            for number in dict.fromkeys(shown):
                yield this.finding(say(template, where=where, found=number), **at(name))

    function.__doc__ = f"""{page}

    Yields:
        One finding per number and paragraph or cell; it shows the number with its middle hidden.
    """
    rule(code, title, severity=Severity.WARNING, ground="A", source=_PRIVACY, touches=PROSE)(function)


def _texts(subject: Subject) -> Iterator[tuple[str, Message, str]]:
    """Every text of the sections with the name of its section and where it stands there."""
    for name, blocks in subject.prose.items():
        for number, block in enumerate(blocks, start=1):
            if not isinstance(block, Grid):
                yield name, say("第 {number} 段", number=number), block.text
                continue
            yield name, say("第 {number} 段的表题", number=number), block.caption
            for row, cells in enumerate(block.rows, start=1):
                for column, cell in enumerate(cells, start=1):
                    where = say("第 {number} 段的表格第 {row} 行第 {cell} 格", number=number, row=row, cell=column)
                    yield name, where, cell.text


_personal(
    "GD801",
    "没有身份证号码",
    Kind.IDENTITY,
    said("{where}有身份证号码 {found}，请删去"),
    "No paragraph, sub-heading, table or caption holds the number of an identity card; the area, the day of birth and "
    "the check digit tell it from other numbers.",
)
_personal(
    "GD802",
    "没有手机号码",
    Kind.MOBILE,
    said("{where}有手机号码 {found}，如系个人的请删去"),
    "No paragraph, sub-heading, table or caption holds the number of a mobile telephone.",
)
_personal(
    "GD803",
    "没有银行卡号",
    Kind.CARD,
    said("{where}有银行卡号 {found}，请删去"),
    "No paragraph, sub-heading, table or caption holds the number of a bank card; how it begins, its length and Luhn's "
    "check tell it from other numbers.",
)
# --- words and signs --------------------------------------------------------------------------------------------------


def _open_bracket(text: str) -> str:
    """The bracket or quotation mark of which a paragraph has more than of its other half."""
    text = re.sub(r"(?m)^[^\S\n]*\w{1,3}[)）]", "", text).replace("(", "（").replace(")", "）")
    return next((a + b for a, b in ("（）", "《》", "“”", "【】", "〔〕") if text.count(a) != text.count(b)), "")


def _mixed_commas(text: str) -> str:
    has_both = "，" in text and re.search("[一-鿿],[一-鿿]", text)
    return has_both[0] if has_both else ""


def _gap(text: str) -> str:
    """The 是 of 一是、二是… that does not follow."""
    expected = 0
    for match in re.finditer("(?:^|[。；;，,：:、 ])([一二三四五六七八九])是(?!否)", text):
        number = "一二三四五六七八九".index(match[1])
        if number not in {0, expected}:
            return f"{match[1]}是" if expected else ""
        expected = number + 1
    return ""


def _no_such_day(text: str) -> str:
    for match in re.finditer(r"(?:(20\d\d)年)?(?<!\d)(\d{1,2})月(\d{1,2})日", normalised(text)):
        try:
            date(int(match[1] or 2024), int(match[2]), int(match[3]))
        except ValueError:
            return match[0]
    return ""


def _impossible_rate(text: str) -> str:
    pattern = r"(?:(?<!增长)(?<!上升)率(?:为|达到?|是)?|占(?:比)?(?:为|达)?)(\d+(?:\.\d+)?)%"
    matches = re.finditer(pattern, normalised(text))
    return next((match[0] for match in matches if float(match[1]) > 100), "")  # noqa: PLR2004 - the whole


_pattern(
    "GD804",
    "没有重复的字词",
    said("“{found}”像是多写了"),
    _search("(?:的的(?!确)|及及|并并|政府政府|信息信息|工作工作|公开公开|情况情况|进一步进一步|，，|。。|；；)"),
    "No word or mark stands twice in a row.",
    severity=Severity.NOTICE,
)
_pattern(
    "GD805",
    "没有待填的空",
    said("“{found}”像是还没有填"),
    _search(
        r"(?<![A-Za-z./])[XxＸ×]{2,}(?![A-Za-z./])|(?<![\d*＊])[*＊]{3,}|_{3,}|待填|待补充|【[^】]{0,40}(?:填写|单位名称)[^】]{0,40}】|某某|(?:(?<!\d)\d{1,4})?[×XＸ]年[×XＸ]月"
    ),
    "No blank of a model text is left: XX, ***, 待填.",
)
_pattern(
    "GD806",
    "没有乱码",
    said("有乱码 {found}，请按原文改正"),
    _search("锟斤拷|烫烫烫|[\ufffd\ue000-\uf8ff]|Ã.|â€"),
    "No characters stand there that only a wrong encoding makes.",
)
_pattern(
    "GD807",
    "标点全角半角一致",
    said("“{found}”用了半角逗号，别处是全角"),
    _mixed_commas,
    "Within a paragraph the comma between Chinese characters is full-width or half-width, not both.",
    severity=Severity.NOTICE,
)
_pattern(
    "GD808",
    "括号引号成对",
    said("{found} 不成对"),
    _open_bracket,
    "In each paragraph there are as many opening as closing brackets and quotation marks.",
    severity=Severity.NOTICE,
)
_pattern(
    "GD809",
    "一是二是连续",
    said("“{found}”之前缺了一项"),
    _gap,
    "一是、二是、三是… follow each other without a gap within a paragraph.",
    severity=Severity.NOTICE,
)
_pattern(
    "GD810",
    "日期存在",
    said("没有“{found}”这一天"),
    _no_such_day,
    "Every day that is named is a day of the calendar.",
    ground="D",
)
_pattern(
    "GD811",
    "比率在百分之百以内",
    said("“{found}”超过 100%"),
    _impossible_rate,
    "A rate or a share is not more than 100 %.",
    ground="D",
)


_ENDS: Final = "。！？；…”）)】].!?;:："


@rule(
    "GD812", "段落没有断在半句", severity=Severity.NOTICE, ground="A", source=_STYLE, touches=("overview", "problems")
)
def ends_with_a_stop(subject: Subject, this: Rule) -> Iterator[Finding]:
    """The last paragraph of a section in words that has whole sentences ends like one.

    Yields:
        One finding per section that breaks off; see whether something has been cut.
    """
    for name in ("overview", "problems"):
        texts = [text.strip() for section, text in subject.paragraphs if section == name]
        if texts and "。" in texts[-1] and texts[-1][-1] not in _ENDS:
            yield this.finding(say("最后一段断在“{words}”", words=masked(texts[-1])[-10:]), **at(name))


_AREAS: Final = ("镇", "乡", "街道")


@rule(
    "GD813", "自称与机关相符", severity=Severity.WARNING, ground="A", source="机关名称", touches=("organ", *_IN_WORDS)
)
def calls_itself_what_it_is(subject: Subject, this: Rule) -> Iterator[Finding]:
    """A town does not call itself 全乡, nor a township 我镇: such words are left from another organ's report.

    Yields:
        One finding per section, with the first such word.
    """
    organ = "".join(subject.report.organ.name.split()) if subject.report.organ else ""
    if not organ:
        raise NotEvaluatedError(say("没有写明机关名称"))
    area = organ.removesuffix("人民政府").removesuffix("办事处")
    own = next((each for each in _AREAS if area.endswith(each)), "")
    if not own:
        raise NotApplicableError(say("机关不是乡镇、街道"))
    others = "|".join(each for each in _AREAS if each != own)
    template = said("写作“{found}”，机关不是这样称呼")
    yield from _in_prose(subject, this, _search(f"[全我本](?:{others})(?![镇村街道级])"), template)


@rule("GD814", "写的是本年", severity=Severity.WARNING, ground="A", source="报告年份", touches=("year", "overview"))
def tells_of_its_year(subject: Subject, this: Rule) -> Iterator[Finding]:
    """Sentences of section one that begin with a year begin with the report's, at least one of them.

    Yields:
        One finding if all of them begin with another year; the text may be that of an older report.
    """
    year = subject.report.year
    if year is None:
        raise NotEvaluatedError(say("不知道报告年份"))
    text = "\n".join(text for name, text in subject.paragraphs if name == "overview")
    begun = re.findall(r"(?:^|[。\n])[^\S\n]*(20\d\d)年(?:度)?[,，]", text)
    if begun and str(year) not in text:
        message = say("写的都是 {other} 年，报告年度是 {year} 年", other=begun[0], year=year)
        yield this.finding(message, expected=year, actual=int(begun[0]), **at("overview"))
