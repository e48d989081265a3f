"""The form as Python: `AnnualReport` and every section, row and column of it, in the order of print.

Read this file beside the form. Each field says in its metadata which line it is and what is printed there. Counts are
whole numbers of 件 for the report year, 1 January to 31 December; ``None`` is a cell that is blank in print, which is
not zero. Left out, a count is 0 and a total is the sum of its parts; a total that is given is kept, right or wrong.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from itertools import product
from typing import Any, ClassVar, Final, TypeVar, get_args, get_type_hints

import attrs
from attrs import Factory, field, frozen

from govdisclosure._spec import Balance, Edition, Table, column, fields_of, row, section, total
from govdisclosure.document import Block, Paragraph
from govdisclosure.i18n import Message, say
from govdisclosure.values import Amount, Change, Count, Money, Name, Year, decimal, edition, typed

__all__ = [
    "TABLES",
    "AnnualReport",
    "ByApplicant",
    "CaseOutcomes",
    "Decisions",
    "DocumentCounts",
    "DocumentCounts2019",
    "FeeItems",
    "Fees",
    "Litigation",
    "Matters",
    "Narrative",
    "NotProcessed",
    "Organ",
    "OtherwiseClosed",
    "Outcomes",
    "Proactive",
    "Proactive2019",
    "Procurement",
    "Refused",
    "Remedies",
    "Requests",
    "Unavailable",
    "blank",
    "edition_of",
    "parts_of",
    "shapes",
    "usual_title",
    "with_totals",
]

T = TypeVar("T")


# --- totals -----------------------------------------------------------------------------------------------------------


def parts_of(cls: type) -> tuple[str, ...]:
    """The fields that a total declared in *cls* adds up, in the order of print."""
    return tuple(name for name, spec in fields_of(cls).items() if not spec.sums)


def rows_in(value: Any) -> "Iterable[ByApplicant]":
    """The printed rows of table three at or below *value*, totals left out."""
    if isinstance(value, ByApplicant):
        yield value
    else:
        for name in parts_of(type(value)):
            yield from rows_in(getattr(value, name))


def add(values: Iterable[int | None]) -> int | None:
    """The sum with blanks read as 0; blank if all are blank. What is no number is left for its own field to refuse."""
    known = [value for value in values if type(value) is int]
    return sum(known) if known else None


def _sum_of_cells(self: Any) -> int | None:
    return add(getattr(self, name) for name in parts_of(type(self)))


def _sum_of_rows(self: Any) -> "ByApplicant":
    rows = [row for name in parts_of(type(self)) for row in rows_in(getattr(self, name))]
    return ByApplicant(**{name: add(getattr(row, name) for row in rows) for name in parts_of(ByApplicant)})


def with_totals(value: T) -> T:
    """*value*, a report or any part of one, with every total computed anew from its parts.

    >>> row = ByApplicant(natural_persons=3, enterprises=1, total=9)
    >>> with_totals(row).total
    4
    """
    specs = fields_of(type(value))
    if not specs:
        return value
    names = [field.name for field in attrs.fields(type(value))]  # type: ignore[arg-type]
    given = [name for name in names if name not in specs or not specs[name].sums]
    return type(value)(**{name: with_totals(getattr(value, name)) for name in given})


def blank(value: T) -> T:
    """*value*, a report or any part of one, with every number blank: a form that is yet to be filled in.

    >>> blank(ByApplicant(natural_persons=3)).total is None
    True
    """
    if specs := fields_of(type(value)):
        return attrs.evolve(value, **{name: blank(getattr(value, name)) for name in specs})  # type: ignore[misc]
    if isinstance(value, Money):
        return Money(None)  # type: ignore[return-value]
    return None if isinstance(value, int | Decimal) else value  # type: ignore[return-value]


# --- narratives -------------------------------------------------------------------------------------------------------


def _blocks(value: Any) -> tuple[Block, ...]:
    """Take strings for paragraphs, and a lone string for one."""
    given = value if isinstance(value, Iterable) and not isinstance(value, str) else (value,)
    return tuple(Paragraph(block) if isinstance(block, str) else block for block in given)


@frozen(kw_only=True, field_transformer=typed)
class Narrative:
    """A section in words: paragraphs, sub-headings and free tables, in order. Strings are taken as paragraphs.

    >>> from govdisclosure.document import Heading
    >>> Narrative(blocks=[Heading("（一）主动公开", level=3), "全年公开信息120条。"]).blocks[1]
    Paragraph(text='全年公开信息120条。')
    """

    heading: str | None = field(default=None)
    """The heading as printed with its ordinal, where it is not the form's own; ``None`` where it is."""
    blocks: tuple[Block, ...] = field(default=(), converter=_blocks)
    """What the section says."""


@frozen(kw_only=True, field_transformer=typed)
class _TableSection:
    """What sections two to four have beside their table."""

    heading: str | None = field(default=None)
    """The heading as printed with its ordinal, where it is not the form's own; ``None`` where it is."""
    lead: tuple[Block, ...] = field(default=(), converter=_blocks)
    """Prose printed before the table."""
    remarks: tuple[Block, ...] = field(default=(), converter=_blocks)
    """Prose printed after the table."""


# --- section two ------------------------------------------------------------------------------------------------------


@frozen(kw_only=True, field_transformer=typed)
class DocumentCounts:
    """Rules or normative documents of the organ, in 件. 《条例》第二十条第（一）项.

    >>> DocumentCounts(issued=2, in_force=7)
    DocumentCounts(issued=2, repealed=0, in_force=7)
    """

    issued: Count = field(default=0, metadata=column("本年制发件数"))
    """Issued in the year."""
    repealed: Count = field(default=0, metadata=column("本年废止件数"))
    """Repealed in the year."""
    in_force: Count = field(default=0, metadata=column("现行有效件数"))
    """In force; the form does not say at which day, the period suggests the end of the year."""


@frozen(kw_only=True, field_transformer=typed)
class Decisions:
    """Decisions taken in the year in one kind of administrative act, in 件. 《条例》第二十条第（五）、（六）项."""

    decisions: Count = field(default=0, metadata=column("本年处理决定数量"))
    """Decisions taken in the year."""


@frozen(kw_only=True, field_transformer=typed)
class Fees:
    """Administrative fees of the organ, in 万元. 《条例》第二十条第（八）项.

    The 信息处理费 for answering requests is another thing, in 元, and belongs in section six.

    >>> Fees(collected="11.80").collected
    Decimal('11.80')
    """

    collected: Amount = field(default=Decimal(0), converter=decimal, metadata=column("本年收费金额（单位：万元）"))
    """Collected in the year, in 万元, with the decimals as printed (six of them reach the 分)."""


@frozen(kw_only=True, field_transformer=typed)
class Proactive(_TableSection):
    """表二: what the organ disclosed on its own motion in the year. 《条例》第二十条.

    >>> Proactive(licensing=Decisions(decisions=12)).licensing.decisions
    12
    """

    TABLE: ClassVar[Table] = Table("表二", corner="信息内容", edition=Edition.V2021)

    rules: DocumentCounts = field(
        factory=DocumentCounts, metadata=row("", "规章", block="第二十条第（一）项", law="第二十条第（一）项")
    )
    """Rules (规章), which only ministries, provinces and cities with districts can make."""
    normative_documents: DocumentCounts = field(
        factory=DocumentCounts, metadata=row("", "行政规范性文件", law="第二十条第（一）项", also=("规范性文件",))
    )
    """Administrative normative documents: binding on the public, applied again and again, below the rank of rules."""
    licensing: Decisions = field(
        factory=Decisions, metadata=row("", "行政许可", block="第二十条第（五）项", law="第二十条第（五）项")
    )
    """Administrative licences."""
    penalties: Decisions = field(
        factory=Decisions, metadata=row("", "行政处罚", block="第二十条第（六）项", law="第二十条第（六）项")
    )
    """Administrative penalties."""
    compulsion: Decisions = field(factory=Decisions, metadata=row("", "行政强制", law="第二十条第（六）项"))
    """Administrative compulsion."""
    fees: Fees = field(
        factory=Fees, metadata=row("", "行政事业性收费", block="第二十条第（八）项", law="第二十条第（八）项")
    )
    """Administrative fees."""


@frozen(kw_only=True, field_transformer=typed)
class DocumentCounts2019:
    """Rules or normative documents on the 2019 form, in 件. 《条例》第二十条第（一）项."""

    made: Count = field(default=0, metadata=column("本年新制作数量"))
    """Newly made in the year."""
    disclosed: Count = field(default=0, metadata=column("本年新公开数量"))
    """Newly disclosed in the year."""
    disclosed_in_all: Count = field(default=0, metadata=column("对外公开总数量"))
    """Disclosed to the public in all; another measure than the documents in force of the 2021 form."""


@frozen(kw_only=True, field_transformer=typed)
class Matters:
    """Matters of one kind of administrative act on the 2019 form, in 项, and the decisions taken in them, in 件.

    >>> Matters(last_year=21, change=-4, decisions=40).change
    -4
    """

    last_year: Count = field(default=0, metadata=column("上一年项目数量", counted="项"))
    """Matters last year."""
    change: Change = field(default=0, metadata=column("本年增/减", counted="项", signed=True))
    """Matters added in the year, negative if more were dropped."""
    decisions: Count = field(default=0, metadata=column("处理决定数量"))
    """Decisions taken in the year."""


@frozen(kw_only=True, field_transformer=typed)
class FeeItems:
    """Items of administrative fees on the 2019 form, in 项; the 2021 form asks for the money instead."""

    last_year: Count = field(default=0, metadata=column("上一年项目数量", counted="项"))
    """Items last year."""
    change: Change = field(default=0, metadata=column("本年增/减", counted="项", signed=True))
    """Items added in the year, negative if more were dropped."""


@frozen(kw_only=True, field_transformer=typed)
class Procurement:
    """Central government procurement on the 2019 form."""

    projects: Count = field(default=0, metadata=column("采购项目数量", counted="项"))
    """Projects in the year."""
    amount: Money = field(factory=Money, metadata=column("采购总金额", counted=""))
    """Their total, with the unit the cell prints; the form prints none."""


@frozen(kw_only=True, field_transformer=typed)
class Proactive2019(_TableSection):
    """表二 of the 2019 form: what the organ disclosed on its own motion. 《条例》第二十条.

    >>> Proactive2019(licensing=Matters(last_year=21, change=19, decisions=40)).licensing.decisions
    40
    """

    TABLE: ClassVar[Table] = Table("表二", corner="信息内容", edition=Edition.V2019)

    rules: DocumentCounts2019 = field(
        factory=DocumentCounts2019, metadata=row("", "规章", block="第二十条第（一）项", law="第二十条第（一）项")
    )
    """Rules (规章)."""
    normative_documents: DocumentCounts2019 = field(
        factory=DocumentCounts2019,
        metadata=row("", "规范性文件", law="第二十条第（一）项", also=("行政规范性文件",)),
    )
    """Normative documents."""
    licensing: Matters = field(
        factory=Matters, metadata=row("", "行政许可", block="第二十条第（五）项", law="第二十条第（五）项")
    )
    """Administrative licences."""
    other_services: Matters = field(factory=Matters, metadata=row("", "其他对外管理服务事项", law="第二十条第（五）项"))
    """Other matters of administration and service towards the public."""
    penalties: Matters = field(
        factory=Matters, metadata=row("", "行政处罚", block="第二十条第（六）项", law="第二十条第（六）项")
    )
    """Administrative penalties."""
    compulsion: Matters = field(factory=Matters, metadata=row("", "行政强制", law="第二十条第（六）项"))
    """Administrative compulsion."""
    fees: FeeItems = field(
        factory=FeeItems, metadata=row("", "行政事业性收费", block="第二十条第（八）项", law="第二十条第（八）项")
    )
    """Items of administrative fees."""
    procurement: Procurement = field(
        factory=Procurement, metadata=row("", "政府集中采购", block="第二十条第（九）项", law="第二十条第（九）项")
    )
    """Central government procurement."""


# --- section three ----------------------------------------------------------------------------------------------------


@frozen(kw_only=True, field_transformer=typed)
class ByApplicant:
    """One row of 表三: requests in 件, by who asked. 《条例》第二十七条.

    >>> ByApplicant(natural_persons=3, enterprises=1).total
    4
    >>> ByApplicant(natural_persons=3, total=5).total
    5
    """

    natural_persons: Count = field(
        default=0, metadata=column("自然人", law="第二十七条", heads=(("申请人情况", "total"),))
    )
    """Natural persons."""
    enterprises: Count = field(
        default=0,
        metadata=column("商业企业", law="第二十七条", heads=(("法人或其他组织", "others"),)),
    )
    """Commercial enterprises."""
    research_institutions: Count = field(default=0, metadata=column("科研机构", law="第二十七条"))
    """Research institutions."""
    public_interest_organizations: Count = field(default=0, metadata=column("社会公益组织", law="第二十七条"))
    """Public-interest organizations."""
    legal_service_institutions: Count = field(default=0, metadata=column("法律服务机构", law="第二十七条"))
    """Legal service institutions."""
    others: Count = field(default=0, metadata=column("其他", law="第二十七条"))
    """Other legal persons and organizations."""
    total: Count = field(
        default=Factory(_sum_of_cells, takes_self=True), metadata=total(column("总计", also=("合计",)))
    )
    """All applicants: the sum of the six columns before it."""


@frozen(kw_only=True, field_transformer=typed)
class Refused:
    """三（三）不予公开: requests refused in the year, by ground, in 件. 《条例》第十四条至第十六条、第三十六条."""

    state_secret: ByApplicant = field(factory=ByApplicant, metadata=row("三（三）1", "属于国家秘密", law="第十四条"))
    """State secrets."""
    prohibited_by_law: ByApplicant = field(
        factory=ByApplicant, metadata=row("三（三）2", "其他法律行政法规禁止公开", law="第十四条")
    )
    """Other laws or administrative regulations forbid disclosure."""
    security_and_stability: ByApplicant = field(
        factory=ByApplicant, metadata=row("三（三）3", "危及“三安全一稳定”", law="第十四条")
    )
    """Disclosure may endanger national, public or economic security or social stability."""
    third_party_rights: ByApplicant = field(
        factory=ByApplicant, metadata=row("三（三）4", "保护第三方合法权益", law="第十五条、第三十二条")
    )
    """Trade secrets, privacy and other rights of third parties."""
    internal_affairs: ByApplicant = field(
        factory=ByApplicant, metadata=row("三（三）5", "属于三类内部事务信息", law="第十六条第一款")
    )
    """Personnel, logistics and internal workflow."""
    process_information: ByApplicant = field(
        factory=ByApplicant, metadata=row("三（三）6", "属于四类过程性信息", law="第十六条第二款")
    )
    """Discussion records, drafts, consultation letters and requests for instructions."""
    enforcement_files: ByApplicant = field(
        factory=ByApplicant, metadata=row("三（三）7", "属于行政执法案卷", law="第十六条第二款")
    )
    """Case files of administrative law enforcement."""
    administrative_inquiry: ByApplicant = field(
        factory=ByApplicant, metadata=row("三（三）8", "属于行政查询事项", law="第三十六条第（七）项")
    )
    """Registers that are inquired under rules of their own, such as business and real estate registration."""


@frozen(kw_only=True, field_transformer=typed)
class Unavailable:
    """三（四）无法提供: requests that could not be served, in 件. 《条例》第三十条、第三十六条、第三十八条."""

    not_held: ByApplicant = field(
        factory=ByApplicant,
        metadata=row("三（四）1", "本机关不掌握相关政府信息", law="第三十六条第（四）、（五）项"),
    )
    """The organ searched and does not hold the information, or is not the one to disclose it."""
    not_compiled: ByApplicant = field(
        factory=ByApplicant, metadata=row("三（四）2", "没有现成信息需要另行制作", law="第三十八条")
    )
    """No ready information exists; it would have to be compiled or analysed."""
    still_unclear: ByApplicant = field(
        factory=ByApplicant, metadata=row("三（四）3", "补正后申请内容仍不明确", law="第三十条")
    )
    """The request was supplemented and is still unclear."""


@frozen(kw_only=True, field_transformer=typed)
class NotProcessed:
    """三（五）不予处理: requests not bound to be processed, in 件. 《条例》第三十五条、第三十六条、第三十九条."""

    petition_or_complaint: ByApplicant = field(
        factory=ByApplicant, metadata=row("三（五）1", "信访举报投诉类申请", law="第三十九条第一款")
    )
    """Petitions, reports of misconduct and complaints in the form of a request."""
    repeat_request: ByApplicant = field(
        factory=ByApplicant, metadata=row("三（五）2", "重复申请", law="第三十六条第（六）项")
    )
    """The same applicant asked for the same information again."""
    public_publication: ByApplicant = field(
        factory=ByApplicant, metadata=row("三（五）3", "要求提供公开出版物", law="第三十九条第二款")
    )
    """A gazette, newspaper, book or other public publication was asked for."""
    excessive_requests: ByApplicant = field(
        factory=ByApplicant, metadata=row("三（五）4", "无正当理由大量反复申请", law="第三十五条")
    )
    """Numerous repeated requests without legitimate reason."""
    confirmation_or_reissue: ByApplicant = field(
        factory=ByApplicant, metadata=row("三（五）5", "要求行政机关确认或重新出具已获取信息")
    )
    """The organ was asked to confirm or issue again what the applicant already has."""


@frozen(kw_only=True, field_transformer=typed)
class OtherwiseClosed:
    """三（六）其他处理 of the 2021 form: requests closed in another way, in 件. 《条例》第三十条、第四十二条."""

    correction_overdue: ByApplicant = field(
        factory=ByApplicant,
        metadata=row(
            "三（六）1",
            "申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
            law="第三十条",
            editions=frozenset({Edition.V2021}),
        ),
    )
    """The applicant did not supplement the request in time and gave no good reason."""
    fee_overdue: ByApplicant = field(
        factory=ByApplicant,
        metadata=row(
            "三（六）2",
            "申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
            law="第四十二条",
            editions=frozenset({Edition.V2021}),
        ),
    )
    """The applicant did not pay the 信息处理费 of the fee notice in time."""
    other: ByApplicant = field(
        factory=ByApplicant, metadata=row("三（六）3", "其他", editions=frozenset({Edition.V2021}))
    )
    """Closed in any other way; the form does not define it."""


@frozen(kw_only=True, field_transformer=typed)
class Outcomes:
    """三、本年度办理结果: how requests were closed in the year, in 件; each request is counted in one row only."""

    granted: ByApplicant = field(
        factory=ByApplicant, metadata=row("三（一）", "予以公开", law="第三十六条第（一）、（二）项")
    )
    """Disclosed in full."""
    partially_granted: ByApplicant = field(
        factory=ByApplicant,
        metadata=row("三（二）", "部分公开（区分处理的，只计这一情形，不计其他情形）", law="第三十七条"),
    )
    """Disclosed in part; such a request is counted here and in no other row."""
    refused: Refused = field(factory=Refused, metadata=row("三（三）", "不予公开"))
    """Refused, by ground."""
    unavailable: Unavailable = field(factory=Unavailable, metadata=row("三（四）", "无法提供"))
    """Could not be served, by cause."""
    not_processed: NotProcessed = field(factory=NotProcessed, metadata=row("三（五）", "不予处理"))
    """Not processed, by cause."""
    otherwise_closed: OtherwiseClosed | ByApplicant = field(
        factory=OtherwiseClosed, metadata=row("三（六）", "其他处理")
    )
    """Closed in another way; one row of its own in the 2019 form."""
    total: ByApplicant = field(
        default=Factory(_sum_of_rows, takes_self=True), metadata=total(row("三（七）", "总计", also=("合计",)))
    )
    """All requests closed in the year: the sum of every row of the results, column by column."""


@frozen(kw_only=True, field_transformer=typed)
class Requests(_TableSection):
    """表三: requests for information received and handled in the year, in 件. 《条例》第五十条第（二）项.

    >>> requests = Requests(
    ...     received=ByApplicant(natural_persons=3),
    ...     outcomes=Outcomes(granted=ByApplicant(natural_persons=2)),
    ...     carried_over=ByApplicant(natural_persons=1),
    ... )
    >>> requests.outcomes.total.total
    2
    """

    TABLE: ClassVar[Table] = Table(
        "表三",
        corner="（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）",
        balance=Balance(left=("received", "carried_in"), right=("outcomes.total", "carried_over")),
    )

    received: ByApplicant = field(
        factory=ByApplicant, metadata=row("一", "本年新收政府信息公开申请数量", law="第五十条第（二）项")
    )
    """Newly received in the year."""
    carried_in: ByApplicant = field(
        factory=ByApplicant, metadata=row("二", "上年结转政府信息公开申请数量", law="第五十条第（二）项")
    )
    """Carried over from last year; as a rule last year's 结转下年度继续办理."""
    outcomes: Outcomes = field(factory=Outcomes, metadata=row("三", "本年度办理结果"))
    """How requests were closed in the year."""
    carried_over: ByApplicant = field(
        factory=ByApplicant, metadata=row("四", "结转下年度继续办理", law="第五十条第（二）项")
    )
    """Still open at the end of the year."""


# --- section four -----------------------------------------------------------------------------------------------------


@frozen(kw_only=True, field_transformer=typed)
class CaseOutcomes:
    """Cases against the organ over disclosure, by outcome, in 件. 《条例》第五十条第（三）项、第五十一条.

    >>> CaseOutcomes(upheld=2, pending=1).total
    3
    """

    upheld: Count = field(default=0, metadata=column("结果维持"))
    """The organ's act was upheld."""
    corrected: Count = field(default=0, metadata=column("结果纠正"))
    """The organ's act was corrected."""
    other: Count = field(default=0, metadata=column("其他结果"))
    """Any other outcome."""
    pending: Count = field(default=0, metadata=column("尚未审结"))
    """Not yet concluded."""
    total: Count = field(
        default=Factory(_sum_of_cells, takes_self=True), metadata=total(column("总计", also=("合计",)))
    )
    """All cases: the sum of the four columns before it."""


@frozen(kw_only=True, field_transformer=typed)
class Litigation:
    """行政诉讼: lawsuits, in 件.

    A reconsideration organ sued as co-defendant does not count the case (国办公开办函〔2016〕201号).
    """

    direct: CaseOutcomes = field(factory=CaseOutcomes, metadata=column("未经复议直接起诉"))
    """Sued without reconsideration first."""
    after_reconsideration: CaseOutcomes = field(factory=CaseOutcomes, metadata=column("复议后起诉"))
    """Sued after reconsideration."""


@frozen(kw_only=True, field_transformer=typed)
class Remedies(_TableSection):
    """表四: administrative reconsideration and litigation over disclosure, in 件. 《条例》第五十条第（三）项.

    >>> Remedies(reconsideration=CaseOutcomes(upheld=1)).reconsideration.total
    1
    """

    TABLE: ClassVar[Table] = Table("表四")

    reconsideration: CaseOutcomes = field(factory=CaseOutcomes, metadata=column("行政复议", law="第五十条第（三）项"))
    """Administrative reconsideration."""
    litigation: Litigation = field(factory=Litigation, metadata=column("行政诉讼", law="第五十条第（三）项"))
    """Administrative litigation."""


# --- the report -------------------------------------------------------------------------------------------------------


@frozen(field_transformer=typed)
class Organ:
    """The public body that makes the report.

    >>> Organ("示例县柳溪镇人民政府").name
    '示例县柳溪镇人民政府'
    """

    name: Name
    """The full name."""
    code: str | None = field(default=None, kw_only=True)
    """The 统一社会信用代码 or 行政区划代码, if it is known."""


def _table_two(self: "AnnualReport") -> "Proactive | Proactive2019":
    return Proactive() if self.edition is Edition.V2021 else Proactive2019()


def _table_three(self: "AnnualReport") -> Requests:
    one_row = self.edition is Edition.V2019
    return Requests(outcomes=Outcomes(otherwise_closed=ByApplicant())) if one_row else Requests()


def usual_title(organ: Organ | None, year: int | None) -> Message | None:
    """The title that a report has unless it is given another; ``None`` where the organ or the year is not known.

    >>> usual_title(Organ("示例县柳溪镇人民政府"), 2025)
    '示例县柳溪镇人民政府2025年政府信息公开工作年度报告'
    """
    if not isinstance(organ, Organ) or year is None:
        return None
    return say("{organ}{year}年政府信息公开工作年度报告", organ=organ.name, year=year)


def _title(self: "AnnualReport") -> str | None:
    title = usual_title(self.organ, self.year)
    return title and str(title)


@frozen(kw_only=True, field_transformer=typed)
class AnnualReport:
    """政府信息公开工作年度报告: the report of one public body for one year. 《条例》第四十九条、第五十条.

    Everything but the organ and the year has a default, so that only what is not zero needs to be written:

    >>> report = AnnualReport(
    ...     organ=Organ("示例县柳溪镇人民政府"),
    ...     year=2025,
    ...     requests=Requests(
    ...         received=ByApplicant(natural_persons=2), outcomes=Outcomes(granted=ByApplicant(natural_persons=2))
    ...     ),
    ... )
    >>> report.title
    '示例县柳溪镇人民政府2025年政府信息公开工作年度报告'

    Raises:
        ValueRefusedError: A value that no cell can hold, such as a count of -1, or a control character in a text. What
            is only improbable or does not add up is accepted and reported by `govdisclosure.check`.
    """

    organ: Organ | None
    """The organ; ``None`` if what was read does not name it."""
    year: Year
    """The year reported on; ``None`` if what was read does not name it."""
    edition: Edition = field(default=Edition.V2021, converter=edition)
    """The edition of the form."""
    title: str | None = field(default=Factory(_title, takes_self=True))
    """The title as printed."""
    preamble: tuple[Block, ...] = field(default=(), converter=_blocks)
    """What is printed between the title and section one."""
    overview: Narrative | None = field(
        factory=Narrative,
        metadata=section(
            "一",
            "总体情况",
            law="第五十条",
            also=("工作总体情况", "概述", "总体概述"),
            cues=("总体|概述|(?:基本|工作)情况",),
        ),
    )
    """Section one: proactive disclosure, requests, management, platforms, supervision. ``None`` if it is not there."""
    proactive: Proactive | Proactive2019 | Narrative | None = field(
        default=Factory(_table_two, takes_self=True),
        metadata=section(
            "二",
            "主动公开政府信息情况",
            law="第五十条第（一）项",
            also=("主动公开政府信息的情况", "行政机关主动公开政府信息情况"),
            cues=("主动公开",),
        ),
    )
    """Section two, 表二. A `Narrative` if it has no table, ``None`` if it is not there."""
    requests: Requests | Narrative | None = field(
        default=Factory(_table_three, takes_self=True),
        metadata=section(
            "三",
            "收到和处理政府信息公开申请情况",
            law="第五十条第（二）项",
            also=("行政机关收到和处理政府信息公开申请情况",),
            cues=("收到|处理", "申请"),
        ),
    )
    """Section three, 表三. A `Narrative` if it has no table, ``None`` if it is not there."""
    remedies: Remedies | Narrative | None = field(
        factory=Remedies,
        metadata=section(
            "四",
            "政府信息公开行政复议、行政诉讼情况",
            law="第五十条第（三）项",
            also=(
                "政府信息公开行政复议和行政诉讼情况",
                "因政府信息公开工作被申请行政复议、提起行政诉讼情况",
                "因政府信息公开工作被申请行政复议和提起行政诉讼情况",
                "因政府信息公开申请行政复议、提起行政诉讼情况",
                "因政府信息公开被申请行政复议和提起行政诉讼情况",
            ),
            cues=("复议", "诉讼"),
        ),
    )
    """Section four, 表四. A `Narrative` if it has no table, ``None`` if it is not there."""
    problems: Narrative | None = field(
        factory=Narrative,
        metadata=section(
            "五",
            "存在的主要问题及改进情况",
            law="第五十条第（四）项",
            also=(
                "政府信息公开工作存在的主要问题及改进情况",
                "政府信息公开工作存在主要问题及改进情况",
                "存在的主要问题及改进措施",
                "存在的问题及改进情况",
                "存在问题及改进情况",
            ),
            cues=("问题", "改进|措施|整改"),
        ),
    )
    """Section five: the main problems and what is done about them. ``None`` if it is not there."""
    other_matters: Narrative | None = field(
        factory=Narrative,
        metadata=section(
            "六",
            "其他需要报告的事项",
            law="第五十条第（五）项",
            also=("其他需要报告事项", "其它需要报告的事项"),
            cues=("其他|其它", "报告"),
        ),
    )
    """Section six: anything else, such as the 信息处理费 collected (in 元). ``None`` if it is not there."""
    published: date | None = field(default=None)
    """The day of publication, if it is known."""

    def __attrs_post_init__(self) -> None:
        """Keep only a section heading that differs from the form's own."""
        for name, spec in fields_of(AnnualReport).items():
            part = getattr(self, name)
            heading = getattr(part, "heading", None)
            if heading is not None and heading == spec.printed:
                object.__setattr__(self, name, attrs.evolve(part, heading=None))


# --- shapes -----------------------------------------------------------------------------------------------------------


def shapes(cls: type[T]) -> tuple[T, ...]:
    """An empty *cls* in every shape its declarations allow, the usual one first.

    A report between two editions may have one part in the shape of the other: 三（六）其他处理 is three rows or one.

    >>> [type(shape.outcomes.otherwise_closed).__name__ for shape in shapes(Requests)]
    ['OtherwiseClosed', 'ByApplicant']
    """
    hints = get_type_hints(cls)
    choices = {
        name: [shape for kind in get_args(hints[name]) or (hints[name],) if fields_of(kind) for shape in shapes(kind)]
        for name in parts_of(cls)
    }
    named = {name: values for name, values in choices.items() if values}
    return tuple(cls(**dict(zip(named, values, strict=True))) for values in product(*named.values()))


def edition_of(section: object) -> Edition | None:
    """The edition that the table of *section* tells: 表二 by its class, 表三 by 三（六）; ``None`` if it tells none.

    >>> edition_of(Proactive2019()), edition_of(Remedies())
    (<Edition.V2019: '2019'>, None)
    """
    if isinstance(section, Requests):
        one_row = isinstance(section.outcomes.otherwise_closed, ByApplicant)
        return Edition.V2019 if one_row else Edition.V2021
    table = getattr(section, "TABLE", None)
    return table.edition if table else None


TABLES: Final = {
    name: tuple(kind for kind in get_args(get_type_hints(AnnualReport)[name]) if hasattr(kind, "TABLE"))
    for name in ("proactive", "requests", "remedies")
}
"""The classes of each section that has a table."""
