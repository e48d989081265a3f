"""What the law asks of a public body, by the kind of body it is."""

import enum
import re
from typing import Final

import attrs
from attrs import frozen

from govdisclosure.i18n import said
from govdisclosure.report import Organ

__all__ = ["PROFILES", "OrganKind", "Profile", "guess_profile"]


class OrganKind(enum.StrEnum):
    """The kinds of bodies that report, as far as the law asks different things of them."""

    MINISTRY = said("国务院部门")
    PROVINCE = said("省级人民政府")
    CITY = said("设区的市、自治州人民政府")
    COUNTY = said("县级人民政府")
    TOWNSHIP = said("乡镇人民政府")
    DEPARTMENT = said("地方人民政府部门")
    DISPATCHED = said("派出机关")


@frozen(kw_only=True)
class Profile:
    """What the law asks of one kind of body.

    Attributes:
        kind: The kind of body.
        deadline: Month and day by which last year's report is published; ``None`` where the law names none.
        makes_rules: Whether it can make 规章.
        reports_assessment: Whether it reports 工作考核、社会评议和责任追究结果.
        guessed: Whether the kind was told from the name of the organ.
    """

    kind: OrganKind
    deadline: tuple[int, int] | None = None
    makes_rules: bool = False
    reports_assessment: bool = False
    guessed: bool = False


_DEPARTMENTS, _GOVERNMENTS = (1, 31), (3, 31)

PROFILES: Final = {
    each.kind: each
    for each in (
        Profile(kind=OrganKind.MINISTRY, makes_rules=True),
        Profile(kind=OrganKind.PROVINCE, deadline=_GOVERNMENTS, makes_rules=True, reports_assessment=True),
        Profile(kind=OrganKind.CITY, deadline=_GOVERNMENTS, makes_rules=True, reports_assessment=True),
        Profile(kind=OrganKind.COUNTY, deadline=_GOVERNMENTS, reports_assessment=True),
        Profile(kind=OrganKind.TOWNSHIP, reports_assessment=True),
        Profile(kind=OrganKind.DEPARTMENT, deadline=_DEPARTMENTS),
        Profile(kind=OrganKind.DISPATCHED),
    )
}
"""What the law asks, by kind of body. 《条例》第四十九条、第五十条；《立法法》."""

_CERTAIN: Final = (
    (r"(?:北京|上海|天津|重庆)市人民政府|.*(?:省|自治区)人民政府", OrganKind.PROVINCE),
    (r".*自治州人民政府", OrganKind.CITY),
    (r".*(?:县|旗|(?<!新)(?<!自治)区)人民政府", OrganKind.COUNTY),
    (r".*(?:镇|乡|苏木)人民政府", OrganKind.TOWNSHIP),
    (r".*街道办事处", OrganKind.DISPATCHED),
    (r".+[省市县区旗州盟].*(?:局|(?<!办公)厅|(?<!管理)委员会)", OrganKind.DEPARTMENT),
)
"""Names that leave no doubt; none tells whether a city has districts, nor whose report an office makes."""


def guess_profile(organ: Organ | None) -> Profile | None:
    """The kind of body that the name of *organ* tells for certain; ``None`` if it tells none.

    >>> guess_profile(Organ("示例县柳溪镇人民政府")).kind
    <OrganKind.TOWNSHIP: '乡镇人民政府'>
    >>> guess_profile(Organ("示例市人民政府")) is None
    True
    """
    name = "".join(organ.name.split()) if organ else ""
    kind = next((kind for pattern, kind in _CERTAIN if re.fullmatch(pattern, name)), None)
    return attrs.evolve(PROFILES[kind], guessed=True) if kind else None
