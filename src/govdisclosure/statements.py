"""What prose says of the numbers of the form: only what leaves no doubt which number is meant."""

import enum
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Final

from attrs import evolve, field, frozen

from govdisclosure._spec import fields_of
from govdisclosure.report import AnnualReport, ByApplicant, Outcomes

__all__ = ["Quantity", "Statement", "normalised", "read_numeral", "sentences_of", "statements"]


class Quantity(enum.Enum):
    """What a statement counts."""

    RECEIVED = "received"
    """Requests newly received."""
    RECEIVED_ANY = "received, carried in or not"
    HANDLED = "received and carried in"
    TAKEN = "received, received and carried in, or closed"
    CARRIED_IN = "carried in"
    CLOSED = "closed"
    CARRIED_OVER = "carried over"
    NO_CARRY = "nothing carried in, or nothing carried over"
    ALL_CLOSED = "all closed"
    GRANTED = "granted"
    PARTIAL = "partially granted"
    REFUSED = "refused"
    UNAVAILABLE = "unavailable"
    NOT_PROCESSED = "not processed"
    OTHERWISE = "otherwise closed"
    NATURAL = "received from natural persons"
    LEGAL = "received from legal persons and organizations"
    ENTERPRISES = "received from enterprises"
    RESEARCH = "received from research institutions"
    PUBLIC_INTEREST = "received from public-interest organizations"
    LAWYERS = "received from legal service institutions"
    RECONSIDERATIONS = "reconsiderations"
    LAWSUITS = "lawsuits"
    CASES = "reconsiderations and lawsuits"
    DOCUMENTS_ISSUED = "normative documents issued"
    DOCUMENTS_REPEALED = "normative documents repealed"
    DOCUMENTS_IN_FORCE = "normative documents in force"
    RULES_ISSUED = "rules issued"
    RULES_REPEALED = "rules repealed"
    RULES_IN_FORCE = "rules in force"
    LICENCES = "licensing decisions"
    PENALTIES = "penalty decisions"
    COMPULSION = "compulsion decisions"
    FEES = "administrative fees"
    PROCESSING_FEE = "fees for processing requests"
    GROWTH = "more or less than last year"
    SHARE = "share"


@frozen(kw_only=True)
class Statement:
    """A number that the prose gives.

    Attributes:
        quantity: What it counts.
        value: The number; 0 where the prose says that there was none, below 0 for a decrease.
        unit: The unit as written, such as ``件`` or ``万元``.
        section: The section that says it.
        quote: The clause that says it, punctuation made half-width.
        year: The year it is about; ``None`` where that is not said.
        own: Whether it is about the organ itself.
        denies: Whether it is said in words that there was none.
        of: For a growth or a share, the statement it belongs to.
    """

    quantity: Quantity
    value: Decimal
    unit: str = ""
    section: str = ""
    quote: str = ""
    year: int | None = None
    own: bool = True
    denies: bool = False
    of: "Statement | None" = field(default=None, repr=False)


# --- numerals and sentences -------------------------------------------------------------------------------------------

_NUMERALS: Final = {char: n for n, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_POWERS: Final = {"十": 10, "百": 100, "千": 1000}
_COUNTER: Final = "(?:件次|人次|件|条|宗|起|份|例|项|个)"
_SAID: Final = "〇零一二两三四五六七八九十百千万"
_WORDED: Final = re.compile(rf"(?<![第其几数\d{_SAID}])[{_SAID}]{{1,20}}(?={_COUNTER})|(?<=为)零(?![一-九百千万])")

_ENDLESS: Final = re.compile(r"\d{31,}|[〇零一二两三四五六七八九十百千万]{31,}")
"""What is longer than any number of a report."""
_LONGEST_SENTENCE: Final = 3000
"""The letters of the longest sentence that is looked into; those of reports have some hundred."""


def read_numeral(text: str) -> int:
    """The number that a Chinese numeral says.

    >>> read_numeral("一百二十"), read_numeral("两千〇五"), read_numeral("二〇二一"), read_numeral("三万零六十")
    (120, 2005, 2021, 30060)
    >>> read_numeral("万")
    10000
    """
    if len(text) > 1 and set(text) <= _NUMERALS.keys():
        return int("".join(str(_NUMERALS[char]) for char in text))
    total = section = digit = 0
    for char in text:
        if char == "万":
            total, section, digit = (total + section + digit or 1) * 10_000, 0, 0
        elif char in _POWERS:
            section, digit = section + (digit or 1) * _POWERS[char], 0
        else:
            digit = _NUMERALS[char]
    return total + section + digit


def normalised(text: str) -> str:
    """*text* with numbers and punctuation written in one way, without white space and the titles of documents.

    >>> normalised("共收到 １，２０４ 件，办结一百二十宗（《2020年要点》），点击3万件")
    '共收到1204件,办结120宗(),点击3万件'
    """
    bare = re.sub(r"(?<=[０-９])，(?=[０-９]{3}(?![０-９]))|(?<=\d),(?=\d{3}(?!\d))", "", text)
    bare = re.sub("《[^》]{0,200}》", "", "".join(unicodedata.normalize("NFKC", bare).split()))
    bare = _ENDLESS.sub("…", bare)
    return _WORDED.sub(lambda match: str(read_numeral(match[0])), bare)


def sentences_of(text: str) -> list[str]:
    """The sentences of *text*, without their ends, but those longer than any of a report."""
    parts = re.split("[。;!?；！？\n]", text)
    return [part for part in parts if part.strip() and len(part) <= _LONGEST_SENTENCE]


# --- what is looked for -----------------------------------------------------------------------------------------------

_N = rf"(?<!\d)(?P<n>\d{{1,18}})(?:{_COUNTER}(?![余多几])|(?<=为0)(?!\d|\.))"
_S = (
    "(?>政府信息公开|政府信息|信息公开|依申请公开|公开|政府|信息|的|公众|群众|公民|各类|有关|相关|事项|数量|总数|总量|"
    "件数|数|共计|总计|累计|合计|共|计|为|是|有|均|达到|达|书面|申请表|材料|工作|办件|新|了|到|本年度|本年|全年|年度)*"
)
_CASE = "(?>申请|案件|案|事项|的|共计|共|为|有|总数|数量|件数|数|发生|均|各)*"
_LAST_YEAR = "(?:上一?年度?|去年)"
_NEXT_YEAR = "(?:下一?年度?|次年|明年)"
_NONE = "(?<![尚若如凡])(?:未曾|从未|暂未|暂无|未有|并无|均未|均无|没有|未|无)"
_NOT_ALL = (
    "通过|网络|网上|线上|线下|信函|邮|当面|现场|平台|窗口|渠道|自然人|法人|企业|个人|其中|涉及|关于|较|比|除|上级|移送|"
    "转办|近$|约$|超$|逾$|名义"
)
_LATE = "按期|按时|提前|期限|其中|通过|规定"
_ISSUED = "(?:新?制发|制定(?:并?(?:出台|印发|发布))?|印发|出台)(?:了)?"


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


@frozen
class _Pattern:
    """A way to say a number.

    Attributes:
        quantity: What it counts.
        expression: What the clause must hold; the group ``n`` is the number, which is 0 where there is no such group.
        refuses: What must not stand before it in the clause.
        needs: What must stand somewhere in the sentence.
        part: Whether it may be said of a part, behind 其中.
    """

    quantity: Quantity
    expression: re.Pattern[str] = field(converter=_compiled)
    refuses: re.Pattern[str] = field(default=_NOT_ALL, converter=_compiled, kw_only=True)
    needs: re.Pattern[str] = field(default="", converter=_compiled, kw_only=True)
    part: bool = field(default=False, kw_only=True)


_GROUPS: Final = {
    Quantity.GRANTED: "granted",
    Quantity.PARTIAL: "partially_granted",
    Quantity.REFUSED: "refused",
    Quantity.UNAVAILABLE: "unavailable",
    Quantity.NOT_PROCESSED: "not_processed",
    Quantity.OTHERWISE: "otherwise_closed",
}
_APPLICANTS: Final = {
    Quantity.NATURAL: "natural_persons",
    Quantity.ENTERPRISES: "enterprises",
    Quantity.RESEARCH: "research_institutions",
    Quantity.PUBLIC_INTEREST: "public_interest_organizations",
    Quantity.LAWYERS: "legal_service_institutions",
}


def _closed(quantity: Quantity, label: str) -> Iterator[_Pattern]:
    tail = "(?:的|答复|信息|申请|共|有|为|情况|处理|决定)*"
    yield _Pattern(quantity, rf"(?:^|[、中])(?:其中)?{label}{tail}{_N}", part=True, refuses="自然人|法人|企业")
    yield _Pattern(quantity, rf"^(?:另?有|其中)?{_N}(?:申请)?(?:为|的|是)?{label}$", part=True, refuses="(?!)")


def _documents(label: str, quantities: Sequence[Quantity]) -> Iterator[_Pattern]:
    for quantity, verb in zip(quantities, (_ISSUED, "废止(?:了)?", "现行有效(?:的)?"), strict=True):
        refuses = f"{_NOT_ALL}|审查|审核|备案|党内|和$|及$|、$"
        yield _Pattern(quantity, rf"{verb}{label}{_CASE}{_N}", refuses=refuses)
        yield _Pattern(quantity, rf"{verb}{_N}(?:的)?{label}", refuses=refuses)


def _applicants(quantity: Quantity, label: str) -> _Pattern:
    needs = "^(?>.*?(?:收到|新收|接收|接到)).*申请"
    refuses = "办结|予以|不予|部分|无法|答复|通过|较|比"
    return _Pattern(quantity, rf"{label}(?:申请)?{_S}{_N}", needs=needs, refuses=refuses, part=True)


def _decisions(quantity: Quantity, label: str) -> Iterator[_Pattern]:
    yield _Pattern(quantity, rf"[作做]出(?:行政)?{label}(?:处理)?决定{_CASE}{_N}", refuses="其中|公示|公开")
    yield _Pattern(quantity, rf"[作做]出{_N}(?:行政)?{label}(?:处理)?决定", refuses="其中|公示|公开")


_OF_DISCLOSURE = "信息公开"
_OFFICE = "受理|审理|审结|办理|承办|立案|化解|其中|较|比|作为"
_MONEY = r"(?P<n>\d{1,18}(?:\.\d{1,12})?)(?P<unit>亿元|万元|元)(?![余多])"

_NUMBERS: Final = (
    _Pattern(Quantity.RECEIVED_ANY, rf"(?:收到|接到|接收|收悉|新收|新增){_S}申请{_S}{_N}"),
    _Pattern(Quantity.RECEIVED_ANY, rf"(?:收到|接到|接收|新收)(?:了|共|共计)?{_N}{_S}申请(?!人)"),
    _Pattern(Quantity.TAKEN, rf"(?:受理|办理|处理|承办){_S}申请{_S}{_N}", refuses=f"{_NOT_ALL}|结转|不予$"),
    _Pattern(Quantity.CARRIED_IN, rf"{_LAST_YEAR}结转{_S}(?:申请{_S})?{_N}", refuses="较|比", part=True),
    _Pattern(Quantity.CARRIED_IN, rf"结转{_LAST_YEAR}{_S}(?:申请{_S})?{_N}", refuses="较|比", part=True),
    _Pattern(
        Quantity.CARRIED_OVER,
        rf"(?:结转|转入|转|顺延|延续)(?:到|至|入)?{_NEXT_YEAR}(?:继续)?(?:办理|答复|处理)?{_S}(?:申请{_S})?{_N}",
        refuses="较|比",
        part=True,
    ),
    _Pattern(
        Quantity.CARRIED_OVER,
        rf"{_N}{_S}(?:申请)?[^,\d]{{0,12}}(?:结转|转入|顺延)(?:到|至|入)?{_NEXT_YEAR}",
        refuses="较|比",
        part=True,
    ),
    _Pattern(Quantity.CLOSED, rf"(?:办结|办理完毕){_S}(?:申请{_S})?{_N}", refuses=f"{_NOT_ALL}|{_LATE}", needs="申请"),
    *(pattern for quantity, name in _GROUPS.items() for pattern in _closed(quantity, fields_of(Outcomes)[name].short)),
    _applicants(Quantity.LEGAL, "法人(?:或者|或|和|及)?其他组织"),
    *(_applicants(quantity, fields_of(ByApplicant)[name].label) for quantity, name in _APPLICANTS.items()),
    _Pattern(
        Quantity.CASES,
        rf"(?:行政)?复议(?:申请|案件)?[、和及与或](?:被?提起)?(?:行政)?诉讼(?:案件|案)?(?P<each>均|各)?{_CASE}{_N}",
        refuses=_OFFICE,
        needs=_OF_DISCLOSURE,
    ),
    _Pattern(Quantity.RECONSIDERATIONS, rf"(?:行政)?复议{_CASE}{_N}", refuses=_OFFICE, needs=_OF_DISCLOSURE),
    _Pattern(
        Quantity.LAWSUITS,
        rf"(?<!复议[、和及与或])(?<!案件[、和及与或])(?:行政)?诉讼{_CASE}{_N}",
        refuses=rf"{_OFFICE}|复议(?:申请|案件)?[、和及与或][^\d]*$",
        needs=_OF_DISCLOSURE,
    ),
    *_documents(
        "(?:行政)?规范性文件", (Quantity.DOCUMENTS_ISSUED, Quantity.DOCUMENTS_REPEALED, Quantity.DOCUMENTS_IN_FORCE)
    ),
    *_documents("(?:政府|部门)?规章", (Quantity.RULES_ISSUED, Quantity.RULES_REPEALED, Quantity.RULES_IN_FORCE)),
    *_decisions(Quantity.LICENCES, "许可"),
    *_decisions(Quantity.PENALTIES, "处罚"),
    *_decisions(Quantity.COMPULSION, "强制"),
    _Pattern(Quantity.FEES, rf"行政事业性收费(?:总?金额|总额|收入)?{_S}{_MONEY}", refuses="其中|较|比|退|免|减"),
    _Pattern(Quantity.PROCESSING_FEE, rf"信息处理费(?:总?金额|总额)?{_S}{_MONEY}", refuses="退|免|减|应", part=True),
)

_TAIL = "(?:公开|政府|信息|的|要求|事项|情况|件数|数量|件|案件|工作)*$"
_IF = "若|如|对|凡|应|因"
_DENIALS: Final = (
    _Pattern(
        Quantity.RECEIVED,
        rf"{_NONE}(?:收到|接到|接收|受理|发生)?(?:过|到|任何|公民|法人|和|或|、|其他组织|单位|个人|群众|公众|有关|关于|的)*+"
        rf"(?:(?>政府信息公开|信息公开|公开|政府信息|书面|的|要求)|依申请公开|依)*申请(?!行政|复议|人|被|不服){_TAIL}",
        refuses=_IF,
    ),
    _Pattern(
        Quantity.RECEIVED,
        rf"{_NONE}(?:收到|发生)?(?:过|任何)?依申请公开(?:政府信息)?(?:的)?(?:件|事项|情况)?$",
        refuses=_IF,
    ),
    _Pattern(Quantity.RECEIVED, "零申请", refuses="较|比|实现$"),
    _Pattern(Quantity.CARRIED_IN, rf"{_NONE}{_LAST_YEAR}结转", refuses=_IF),
    _Pattern(Quantity.CARRIED_OVER, rf"{_NONE}(?:需)?结转(?:到|至|入)?{_NEXT_YEAR}", refuses=_IF),
    _Pattern(Quantity.NO_CARRY, rf"{_NONE}结转(?:的)?(?:申请|件|事项|情况)*$", refuses=_IF),
    _Pattern(
        Quantity.ALL_CLOSED,
        "(?:全部|均已|均)(?:办结|办理完毕)(?!率)(?:完成)?$",
        refuses=f"{_LATE}|要求|诉|议",
        needs="申请",
    ),
    _Pattern(Quantity.PROCESSING_FEE, rf"{_NONE}(?:发生|产生|收取|征收)[^,\d]*信息处理费", refuses=_IF, part=True),
)
_NO_CASE: Final = re.compile(
    rf"{_NONE}(?:发生|收到|出现|产生|涉及|引发|引起|被|接到|存在|因|行政复议|行政诉讼|政府信息公开|信息公开|申请行政复议)"
    r"[^,\d]{0,40}"
)
_OUTCOME: Final = re.compile("败诉|纠错|纠正|撤销|责令|不当|违法|回避|应对")
_GROWTH: Final = re.compile(
    r"(?:同比|[较比](?:上一?年度?|去年|\d{4}年)(?:度)?(?:同期)?|与(?:上年|去年)相比)(?:大幅|有所|略有)?"
    r"(?P<way>增长|增加|上升|提高|下降|减少|降低|回落|下滑)(?:了)?(?P<n>\d{1,18}(?:\.\d{1,12})?)(?P<unit>%|件|条|宗)(?![余多])"
)
_SHARE: Final = re.compile(r"^占(?:申请|总申请)?(?:总数|总量|总|比)?(?:的|为)?(?P<n>\d{1,18}(?:\.\d{1,12})?)%")


# --- whose, and of which year -----------------------------------------------------------------------------------------

_YEAR: Final = re.compile(
    r"(?<![较比与同至到入])(?P<year>20\d\d)年(?!度?(?:结转|相比|同期)|\d+月\d+日(?:起|施行|修订|发布|印发))"
    r"|(?P<this>本年|今年|全年)|(?<![较比与同])(?<!结转)(?P<last>上年|去年|上一年)(?!度?(?:结转|相比|同期))"
)
_WIDE: Final = re.compile("全(?P<unit>省|市|县|区|州|旗|盟|镇|乡|街道|系统)(?!面|体)")
_OWN: Final = re.compile(
    "[本我](?P<unit>机关|单位|局|委|办|厅|部|院|署|省|市|县|区|州|旗|盟|镇|乡|街道)(?!级|直|政府办)"
)
_OTHERS: Final = re.compile(
    "各(?:部门|单位|级|乡|镇|街道|县|区|市|局)|下属|所属|辖区|[省市县区]直|[省市县区州]本级|部门共|代表|乡镇|街道共"
)
_ORGAN: Final = re.compile(
    r"(?P<name>[一-鿿]{1,20}?(?:局|委|办|厅|院|署|中心|公司|街道|镇|乡|办公室))(?:共|累计|全年|共计|新)*"
    r"(?:收到|受理|接收|接到|办理|办结|制发|作出|收取|\d)"
)


@frozen
class _Context:
    """Whose numbers a clause gives, and of which year."""

    report: AnnualReport
    year: int | None = None
    wide: bool = False
    """Whether a wider area is spoken of than the organ's, which holds until the organ is named."""
    aside: bool = False
    """Whether another organ is spoken of, which holds to the end of the sentence."""
    part: bool = False

    @property
    def own(self) -> bool:
        """Whether it is the organ itself."""
        return not (self.wide or self.aside)

    def at(self, clause: str) -> "_Context":
        """The context in *clause*, which may say it anew."""
        year = self.year
        for match in _YEAR.finditer(clause):
            known = self.report.year
            year = int(match["year"]) if match["year"] else known and known - (1 if match["last"] else 0)
        wide, aside = self.wide, self.aside
        for match in (*_WIDE.finditer(clause), *_OWN.finditer(clause)):
            wide, aside = not self._is_own(match["unit"]), False
        named = _ORGAN.search(clause)
        other = bool(_OTHERS.search(clause) or (named and not self._is_named(named["name"])))
        return evolve(self, year=year, wide=wide, aside=aside or other, part=self.part or "其中" in clause)

    def _is_own(self, unit: str) -> bool:
        """Whether the area *unit* is that of the organ; what says only that it is an organ is the organ itself."""
        area = self._name.removesuffix("政府").removesuffix("办事处")
        return area.endswith(unit) if unit in "省市县区州旗盟镇乡街道系统" else True

    def _is_named(self, name: str) -> bool:
        bare = re.sub(r"^.*?(?:年度?|[本我该])(?=.)", "", name).replace("人民政府", "政府")
        return not bare or self._name.endswith(bare) or bool(re.search("[本我该全]", name)) or len(bare) == 1

    @property
    def _name(self) -> str:
        return self.report.organ.name.replace("人民政府", "政府") if self.report.organ else ""


def statements(paragraphs: Iterable[tuple[str, str]], report: AnnualReport) -> Iterator[Statement]:
    """What *paragraphs*, each with the name of its section, say of the numbers of *report*.

    >>> report = AnnualReport(organ=None, year=2021)
    >>> text = (
    ...     "2020年收到申请90件，2021年收到政府信息公开申请一百二十件，同比增长33.3%。未发生因信息公开引起的行政复议。"
    ... )
    >>> for each in statements([("overview", text)], report):
    ...     print(each.quantity.name, each.value, each.year)
    RECEIVED_ANY 90 2020
    RECEIVED_ANY 120 2021
    GROWTH 33.3 2021
    RECONSIDERATIONS 0 2021
    """
    for section, text in paragraphs:
        context = _Context(report)
        for sentence in sentences_of(normalised(text)):
            context = evolve(context, part=False, aside=False)
            before: Statement | None = None
            for clause in filter(None, re.split("[,:()]", sentence)):
                context = context.at(clause)
                for each in _said_in(clause, sentence, context, before):
                    own = context.own and (each.of is None or each.of.own)
                    made = evolve(each, section=section, quote=clause, year=context.year, own=own)
                    yield made
                    before = made if each.of is None else before


def _said_in(clause: str, sentence: str, context: _Context, before: Statement | None) -> Iterator[Statement]:
    """What *clause* says; *before* is what was said last in the sentence."""
    counted = [each for pattern in _NUMBERS for each in _matches(pattern, clause, sentence, context)]
    yield from _without_parts(counted)
    for pattern in _DENIALS:
        yield from _matches(pattern, clause, sentence, context, denies=True)
    if (denied := _NO_CASE.search(clause)) and _OF_DISCLOSURE in sentence and not _OUTCOME.search(clause):
        for word, quantity in (("复议", Quantity.RECONSIDERATIONS), ("诉讼", Quantity.LAWSUITS)):
            if word in denied[0]:
                yield Statement(quantity=quantity, value=Decimal(0), denies=True)
    base = counted[-1] if counted else before
    if (grown := _GROWTH.search(clause)) and base and "分别" not in clause:
        sign = 1 if grown["way"] in {"增长", "增加", "上升", "提高"} else -1
        yield Statement(quantity=Quantity.GROWTH, value=sign * Decimal(grown["n"]), unit=grown["unit"], of=base)
    if (share := _SHARE.search(clause)) and before:
        yield Statement(quantity=Quantity.SHARE, value=Decimal(share["n"]), unit="%", of=before)


@lru_cache(maxsize=32)
def _has(sentence: str, needed: re.Pattern[str]) -> bool:
    """Whether *needed* stands somewhere in *sentence*, which is asked for each of its clauses."""
    return needed.search(sentence) is not None


def _matches(
    pattern: _Pattern, clause: str, sentence: str, context: _Context, *, denies: bool = False
) -> Iterator[Statement]:
    match = pattern.expression.search(clause)
    if match is None or (context.part and not pattern.part) or not _has(sentence, pattern.needs):
        return
    if pattern.refuses.search(clause[: match.start()]) or re.search("[近约超逾]", clause[: match.end()]):
        return
    groups = match.groupdict()
    value, unit = Decimal(groups.get("n") or 0), groups.get("unit") or ""
    quantity = _which(pattern.quantity, clause, sentence)
    if groups.get("each"):
        yield Statement(quantity=Quantity.RECONSIDERATIONS, value=value)
        yield Statement(quantity=Quantity.LAWSUITS, value=value)
    else:
        yield Statement(quantity=quantity, value=value, unit=unit, denies=denies)


def _which(quantity: Quantity, clause: str, sentence: str) -> Quantity:
    """*quantity*, where it is open whether what was carried in is counted, as the sentence settles it."""
    if quantity not in {Quantity.RECEIVED_ANY, Quantity.TAKEN}:
        return quantity
    if re.search(rf"(?:不含|不包括|除){_LAST_YEAR}结转", sentence) or re.search("新收|新增", clause):
        return Quantity.RECEIVED
    if re.search(rf"(?<!不)(?:含|包括|加上){_LAST_YEAR}结转", sentence):
        return Quantity.HANDLED if quantity is Quantity.RECEIVED_ANY else quantity
    return quantity


def _without_parts(found: Sequence[Statement]) -> Iterator[Statement]:
    """*found* without what is said of each of two groups at once, where the sum of both is said."""
    joint = any(each.quantity is Quantity.CASES for each in found)
    single = {Quantity.RECONSIDERATIONS, Quantity.LAWSUITS}
    seen: set[tuple[Quantity, Decimal]] = set()
    for each in found:
        key = (each.quantity, each.value)
        if not (joint and each.quantity in single) and key not in seen:
            seen.add(key)
            yield each
