"""A sound report, last year's of the same organ, and changes to them."""

from decimal import Decimal

import attrs

import govdisclosure as gd

Row = gd.ByApplicant
OVERVIEW = gd.Narrative(
    blocks=[
        "（一）主动公开。2025年，本机关工作平稳，各类政府信息按时公开，内容覆盖民生、财政、环境等方面。",
        "（二）依申请公开。规范申请的登记、审查、答复和归档，每一步都有记录。",
        "（三）政府信息管理。严格落实三审三校制度，定期清理失效信息。",
        "（四）平台建设。维护好网站专栏，保证栏目更新。",
        "（五）监督保障。完成工作考核和社会评议，没有发生责任追究的情形。",
    ]
)
PROBLEMS = gd.Narrative(blocks=["公开的内容还不够丰富，解读的形式比较单一。下一步将加强业务培训，逐条改进。"])
OTHERS = gd.Narrative(blocks=["本机关未收取信息处理费。"])
SOUND = gd.AnnualReport(
    organ=gd.Organ("示例县柳溪镇人民政府"),
    year=2025,
    overview=OVERVIEW,
    problems=PROBLEMS,
    other_matters=OTHERS,
    proactive=gd.Proactive(
        normative_documents=gd.DocumentCounts(issued=2, repealed=1, in_force=9),
        licensing=gd.Decisions(decisions=318),
        fees=gd.Fees(collected=Decimal("3.65")),
    ),
    requests=gd.Requests(
        received=Row(natural_persons=9, enterprises=2, legal_service_institutions=1),
        carried_in=Row(natural_persons=1),
        outcomes=gd.Outcomes(
            granted=Row(natural_persons=4, enterprises=1),
            partially_granted=Row(natural_persons=1),
            refused=gd.Refused(third_party_rights=Row(natural_persons=1), process_information=Row(enterprises=1)),
            unavailable=gd.Unavailable(not_held=Row(natural_persons=2, legal_service_institutions=1)),
            not_processed=gd.NotProcessed(repeat_request=Row(natural_persons=1)),
        ),
        carried_over=Row(natural_persons=1),
    ),
    remedies=gd.Remedies(reconsideration=gd.CaseOutcomes(upheld=1)),
)
OF_2019 = gd.AnnualReport(organ=None, year=None, edition="2019")
LAST_YEAR = attrs.evolve(
    gd.with_totals(SOUND),
    year=2024,
    title="示例县柳溪镇人民政府2024年政府信息公开工作年度报告",
    overview=gd.Narrative(blocks=["2024年的工作按计划完成，考核、评议合格，没有需要追责的情形。"]),
    problems=gd.Narrative(blocks=["人手不足，更新有时会滞后一两个星期。今后将定期检查栏目，发现问题及时整改。"]),
    proactive=gd.Proactive(
        normative_documents=gd.DocumentCounts(issued=1, in_force=8),
        licensing=gd.Decisions(decisions=301),
        fees=gd.Fees(collected="3.20"),
    ),
    requests=gd.Requests(
        received=Row(natural_persons=8, enterprises=1),
        outcomes=gd.Outcomes(granted=Row(natural_persons=5, enterprises=1), partially_granted=Row(natural_persons=2)),
        carried_over=Row(natural_persons=1),
    ),
)


def replaced(value, path, new):
    """A copy of a report, or of any part of one, with another value at the path."""
    name, _, rest = path.partition(".")
    return attrs.evolve(value, **{name: replaced(getattr(value, name), rest, new) if rest else new})


def value_at(value, path):
    """What stands at a path."""
    for name in path.split("."):
        value = getattr(value, name)
    return value
