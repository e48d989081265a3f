"""A sound report, last year's of the same organ, and cases: changes to them in which a rule finds something or nothing.

A case is data, as it stands in ``rules/cases/*.toml``. Its keys are the changes of `_CHANGES`; beside them ``previous``
changes last year's report in the same way and gives it along, each of ``children`` an empty report, or with ``sound``
the sound one, of another organ; ``scope``, ``profile`` and ``today`` are given along as they are. ``what`` says what
the case is, ``at`` lists what the rule finds, ``also`` the other rules that find something too.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

import attrs
from attrs import frozen

from govdisclosure.addresses import Address, address_of, path_of
from govdisclosure.document import Paragraph
from govdisclosure.findings import Findings
from govdisclosure.i18n import Listing, Message, said, say
from govdisclosure.mending import at, replaced, with_changes
from govdisclosure.report import (
    TABLES,
    AnnualReport,
    ByApplicant,
    CaseOutcomes,
    Decisions,
    DocumentCounts,
    Fees,
    Narrative,
    NotProcessed,
    Organ,
    Outcomes,
    Proactive,
    Refused,
    Remedies,
    Requests,
    Unavailable,
    parts_of,
    with_totals,
)
from govdisclosure.rules import OrganKind, Scope, check
from govdisclosure.values import Money

__all__ = ["LAST_YEAR", "OF_2019", "SOUND", "changed", "checked", "given_along", "in_words"]

OVERVIEW: Final = Narrative(
    blocks=[
        "（一）主动公开。2025年，本机关工作平稳，各类政府信息按时公开，内容覆盖民生、财政、环境等方面。",
        "（二）依申请公开。规范申请的登记、审查、答复和归档，每一步都有记录。",
        "（三）政府信息管理。严格落实三审三校制度，定期清理失效信息。",
        "（四）平台建设。维护好网站专栏，保证栏目更新。",
        "（五）监督保障。完成工作考核和社会评议，没有发生责任追究的情形。",
    ]
)
PROBLEMS: Final = Narrative(blocks=["公开的内容还不够丰富，解读的形式比较单一。下一步将加强业务培训，逐条改进。"])
OTHERS: Final = Narrative(blocks=["本机关未收取信息处理费。"])
SOUND: Final = AnnualReport(
    organ=Organ("示例县柳溪镇人民政府"),
    year=2025,
    overview=OVERVIEW,
    problems=PROBLEMS,
    other_matters=OTHERS,
    proactive=Proactive(
        normative_documents=DocumentCounts(issued=2, repealed=1, in_force=9),
        licensing=Decisions(decisions=318),
        fees=Fees(collected=Decimal("3.65")),
    ),
    requests=Requests(
        received=ByApplicant(natural_persons=9, enterprises=2, legal_service_institutions=1),
        carried_in=ByApplicant(natural_persons=1),
        outcomes=Outcomes(
            granted=ByApplicant(natural_persons=4, enterprises=1),
            partially_granted=ByApplicant(natural_persons=1),
            refused=Refused(
                third_party_rights=ByApplicant(natural_persons=1), process_information=ByApplicant(enterprises=1)
            ),
            unavailable=Unavailable(not_held=ByApplicant(natural_persons=2, legal_service_institutions=1)),
            not_processed=NotProcessed(repeat_request=ByApplicant(natural_persons=1)),
        ),
        carried_over=ByApplicant(natural_persons=1),
    ),
    remedies=Remedies(reconsideration=CaseOutcomes(upheld=1)),
)
"""A report in which no rule finds anything."""
OF_2019: Final = AnnualReport(organ=None, year=None, edition="2019")
LAST_YEAR: Final = attrs.evolve(
    with_totals(SOUND),
    year=2024,
    title="示例县柳溪镇人民政府2024年政府信息公开工作年度报告",
    overview=Narrative(blocks=["2024年的工作按计划完成，考核、评议合格，没有需要追责的情形。"]),
    problems=Narrative(blocks=["人手不足，更新有时会滞后一两个星期。今后将定期检查栏目，发现问题及时整改。"]),
    proactive=Proactive(
        normative_documents=DocumentCounts(issued=1, in_force=8),
        licensing=Decisions(decisions=301),
        fees=Fees(collected="3.20"),
    ),
    requests=Requests(
        received=ByApplicant(natural_persons=8, enterprises=1),
        outcomes=Outcomes(
            granted=ByApplicant(natural_persons=5, enterprises=1), partially_granted=ByApplicant(natural_persons=2)
        ),
        carried_over=ByApplicant(natural_persons=1),
    ),
)
"""The report of the year before, against which no rule finds anything either."""
_CHILD: Final = AnnualReport(organ=Organ("示例县甲局"), year=2025)

# --- the changes of a case, and each in words -------------------------------------------------------------------------

_FIELDS: Final = {"organ": said("机关"), "year": said("年份"), "title": said("标题"), "published": said("发布日期")}
"""What has no address on the form."""


def _part(name: str) -> object:
    return say(_FIELDS[name]) if name in _FIELDS else Address(address_of(name))


def _of_2019(report: AnnualReport, names: Iterable[str]) -> AnnualReport:
    for name in names:
        report = replaced(report, name, getattr(OF_2019, name))
    return report


def _say_of_2019(names: Iterable[str]) -> Iterator[Message]:
    parts = [_part(name) for name in names if name != "edition"]
    yield say("{parts}用 2019 年版表样", parts=Listing(parts)) if parts else say("年报写明是 2019 年版")


def _empty(report: AnnualReport, names: Iterable[str]) -> AnnualReport:
    for name in names:
        report = replaced(report, name, TABLES[name][0]())
    return report


def _say_empty(names: Iterable[str]) -> Iterator[Message]:
    return (say("{part}除以下各行外都是 0", part=_part(name)) for name in names)


def _rows(report: AnnualReport, rows: Mapping[str, Sequence[int]]) -> AnnualReport:
    for address, numbers in rows.items():
        row = dict(zip(parts_of(ByApplicant), numbers, strict=True))
        report = replaced(report, path_of(address), ByApplicant(**row))
    return report


def _say_rows(rows: Mapping[str, Sequence[int]]) -> Iterator[Message]:
    for address, numbers in rows.items():
        yield say("{address}各列为 {numbers}", address=Address(address), numbers=" ".join(map(str, numbers)))


def _set(report: AnnualReport, values: Mapping[str, Any]) -> AnnualReport:
    for address, value in values.items():
        path = path_of(address)
        money = path == "proactive.procurement.amount"
        number = Money(*value.split()) if money else Decimal(value) if isinstance(value, str) else value
        report = replaced(report, path, number)
    return report


def _say_set(values: Mapping[str, Any]) -> Iterator[Message]:
    return (say("{address}为 {value}", address=Address(address), value=value) for address, value in values.items())


def _clear(report: AnnualReport, addresses: Iterable[str]) -> AnnualReport:
    for address in addresses:
        report = replaced(report, path_of(address), None)
    return report


def _say_clear(addresses: Iterable[str]) -> Iterator[Message]:
    return (say("{address}空白", address=Address(address)) for address in addresses)


def _drop(report: AnnualReport, names: Iterable[str]) -> AnnualReport:
    return with_changes(report, dict.fromkeys(names))


def _say_drop(names: Iterable[str]) -> Iterator[Message]:
    return (say("{part}没有写", part=_part(name)) for name in names)


def _words(report: AnnualReport, texts: Mapping[str, Sequence[str]]) -> AnnualReport:
    return with_changes(report, {name: Narrative(blocks=each) for name, each in texts.items()})


def _say_words(texts: Mapping[str, Sequence[str]]) -> Iterator[Message]:
    for name, each in texts.items():
        told = say("{part}只写“{text}”", part=_part(name), text="”“".join(each))
        yield told if each else say("{part}没有文字", part=_part(name))


def _add(report: AnnualReport, texts: Mapping[str, Sequence[str]]) -> AnnualReport:
    for name, each in texts.items():
        report = replaced(report, name, Narrative(blocks=(*at(report, name).blocks, *map(Paragraph, each))))
    return report


def _say_add(texts: Mapping[str, Sequence[str]]) -> Iterator[Message]:
    for name, each in texts.items():
        yield say("{part}里写“{text}”", part=_part(name), text="”“".join(each))


def _lead(report: AnnualReport, texts: Mapping[str, Sequence[str]]) -> AnnualReport:
    for name, each in texts.items():
        report = replaced(report, f"{name}.lead", tuple(map(Paragraph, each)))
    return report


def _titled(report: AnnualReport, organ: Organ) -> AnnualReport:
    return attrs.evolve(report, organ=organ, title=f"{organ.name}{report.year}年政府信息公开工作年度报告")


def _organ(report: AnnualReport, name: str) -> AnnualReport:
    return _titled(report, Organ(name))


def _code(report: AnnualReport, code: str) -> AnnualReport:
    return _titled(report, Organ(at(report, "organ.name"), code=code))


def _year(report: AnnualReport, year: int) -> AnnualReport:
    """*report* as one of another year, in its title and its words too."""
    texts = [block.text.replace(f"{report.year}年", f"{year}年") for block in at(report, "overview.blocks")]
    title = at(report, "title").replace(str(report.year), str(year))
    return attrs.evolve(report, year=year, title=title, overview=Narrative(blocks=texts))


@frozen
class _Change:
    make: Callable[[AnnualReport, Any], AnnualReport]
    tell: Callable[[Any], Iterator[Message]]


_CHANGES: Final = {
    "of_2019": _Change(_of_2019, _say_of_2019),
    "empty": _Change(_empty, _say_empty),
    "rows": _Change(_rows, _say_rows),
    "set": _Change(_set, _say_set),
    "clear": _Change(_clear, _say_clear),
    "drop": _Change(_drop, _say_drop),
    "words": _Change(_words, _say_words),
    "add": _Change(_add, _say_add),
    "lead": _Change(_lead, _say_add),
    "organ": _Change(_organ, lambda name: iter([say("机关是{name}", name=name)])),
    "code": _Change(_code, lambda code: iter([say("机关代码是 {code}", code=code)])),
    "year": _Change(_year, lambda year: iter([say("年份是 {year}", year=year)])),
    "title": _Change(
        lambda report, title: attrs.evolve(report, title=title),
        lambda title: iter([say("标题是“{title}”", title=title)]),
    ),
    "preamble": _Change(
        lambda report, texts: attrs.evolve(report, preamble=texts),
        lambda texts: iter([say("标题下面写“{text}”", text="”“".join(texts))]),
    ),
    "published": _Change(
        lambda report, day: attrs.evolve(report, published=day),
        lambda day: iter([say("发布日期是 {day}", day=day.isoformat())]),
    ),
}
"""What a case can change, in the order in which it is done."""


def changed(case: Mapping[str, Any], report: AnnualReport = SOUND) -> AnnualReport:
    """*report* with the changes of *case*.

    >>> changed({"set": {"表四·行政复议·总计": 2}}).remedies.reconsideration.total
    2
    """
    for name, change in _CHANGES.items():
        if name in case:
            report = change.make(report, case[name])
    return report


def given_along(case: Mapping[str, Any]) -> dict[str, Any]:
    """What *case* gives along with the report, as `check` takes it."""
    found: dict[str, Any] = {"today": case.get("today")}
    if "previous" in case:
        found["previous"] = changed(case["previous"], LAST_YEAR)
    if "children" in case:
        found["children"] = [changed(child, SOUND if child.get("sound") else _CHILD) for child in case["children"]]
    if "scope" in case:
        found["scope"] = Scope(**case["scope"])
    if "profile" in case:
        found["profile"] = OrganKind[case["profile"]]
    return found


def checked(case: Mapping[str, Any], *select: str) -> Findings:
    """What is found in the report of *case*, by the rules that are selected."""
    return check(changed(case), select=select, **given_along(case))


# --- in words ---------------------------------------------------------------------------------------------------------

_MOST: Final = 6
"""How many changes are told one by one."""


def in_words(case: Mapping[str, Any]) -> list[Message]:
    """What *case* changes and gives along, a sentence each.

    >>> print(*in_words({"set": {"表四·行政复议·总计": 2}, "profile": "COUNTY"}), sep="；")
    表四·行政复议·总计为 2；说明了机关是县级人民政府
    """
    return [*_changes(case), *_along(case)]


def _changes(case: Mapping[str, Any]) -> Iterator[Message]:
    told = [each for name, change in _CHANGES.items() if name in case for each in change.tell(case[name])]
    yield from told[:_MOST]
    if len(told) > _MOST:
        yield say("另有 {count} 处", count=len(told) - _MOST)


def _along(case: Mapping[str, Any]) -> Iterator[Message]:
    if "previous" in case:
        told = list(_changes(case["previous"]))
        yield say("上年的年报里，{changes}", changes=Listing(told)) if told else say("给出了上年的年报")
    for child in case.get("children", ()):
        yield _child(child)
    if "scope" in case:
        yield from _scope(case["scope"])
    if "profile" in case:
        kind = OrganKind[case["profile"]]
        yield say("说明了机关是{kind}", kind=say(kind.value))
    if "today" in case:
        yield say("今天是 {day}", day=case["today"].isoformat())


def _child(child: Mapping[str, Any]) -> Message:
    like = [say("各格与汇总的年报相同")] if child.get("sound") else []
    told = [*like, *_changes({name: value for name, value in child.items() if name != "organ"})]
    name = child.get("organ", at(_CHILD, "organ.name"))
    changes = Listing(told)
    return say("下级机关{name}：{changes}", name=name, changes=changes) if told else say("有下级机关{name}", name=name)


def _scope(scope: Mapping[str, Any]) -> Iterator[Message]:
    if "adds_up" in scope:
        yield say("年报是下级机关的汇总") if scope["adds_up"] else say("年报只计本级")
    if "members" in scope:
        yield say("名单上有{names}", names=Listing(scope["members"]))
    for other, name in scope.get("aliases", {}).items():
        yield say("“{other}”是“{name}”的别名", other=other, name=name)
