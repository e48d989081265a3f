"""The title of a report, and what web sites put around the report: chrome, other titles, the day of publication."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache

from attrs import frozen

from govdisclosure._spec import plain
from govdisclosure.compose import PUBLISHED
from govdisclosure.document import Block, Grid, Heading, Paragraph, folded
from govdisclosure.i18n import LOCALES, SOURCE, read_long_date, simplified_characters, translate
from govdisclosure.report import Organ, usual_title

__all__ = ["Title", "is_chrome", "is_only_a_day", "published", "split_at_title", "title_of", "title_of_name", "titles"]

_YEAR = re.compile(
    r"[(]?(?<!\d)(?:(?P<digits>(?:19|20)\d\d)|(?P<words>二[〇○零0][〇○零0一二三四五六七八九]{2}))(?!\d)年?度?[)]?"
)
_TITLE = re.compile(
    r"(?:关于)?(?P<before>[^#]*?)#?(?P<after>[^#]*?)(?:关于)?(?:政府)?(?:信息|政务)(?:主动)?公开#?"
    r"(?:工作)?#?(?:情况)?的?(?:年度)?(?:工作)?(?:情况)?的?(?:报告|年报)#?(?:的?公[示告])?[.]?"
)
_ORGAN = re.compile(r"[\w()·“”\"、,-]{2,60}")
_ANY_ORGAN = re.compile(r"(?:人民政府|政府|部门)?(?:办公室|办公厅|街道办事处|管理委员会|委员会)?")
_NO_ORGAN = re.compile(r".*(?:公开|年报|年度报告|专栏|专题|目录|指南|栏目)")
_ORGAN_LINE = re.compile(
    r".*(?:政府|[局委办厅所站院处队室部组司馆园社团场台署行会校]|中心|街道|[镇乡区县市省旗]|集团|大学|医院|法庭)(?:\(.*\))?"
)
_BEGINS = re.compile(r"(?P<title>.{8,100}?(?:报告|報告|年报))\s*(?P<rest>[^的》）)\s].{9,})", re.DOTALL)
_OTHER_LOCALES = tuple(locale for locale in LOCALES if locale != SOURCE)
_LONGEST = 120
_MOST_BLOCKS = 3

_CHROME = re.compile(
    r"扫一扫|二维码|打印|关闭窗口|上一篇|下一篇|分享|责任编辑|版权所有|ICP备|网站地图|浏览次数|字号|字体|首页|当前位置|当前页面"
    r"|上一条|下一条|点击.{0,3}蓝字|^END$|^(?:编辑|审核|校对)[:：]|来源[:：]|发布(?:时间|日期|机构)[:：]|索引号|文号[:：]|栏目[:：]|收藏"
)
_LONGEST_CHROME = 60
_NAME_PARTS = re.compile(r"[_|>»]|\s[-—–]\s|--+")
"""What web sites put between the title of a page and their own name."""
_PUBLISHED = re.compile(r"发布(?:日期|时间)[:：]\s*(\d{4})[-年./](\d{1,2})[-月./](\d{1,2})日?")


@frozen
class Title:
    """The title as printed on *count* blocks from *index* on, and what it says."""

    index: int
    count: int
    text: str
    organ: str
    year: int | None

    @property
    def names_organ(self) -> bool:
        """Whether it says whose report it is, and not only of what kind of organ."""
        return bool(self.organ) and not _ANY_ORGAN.fullmatch(self.organ)

    @property
    def blocks(self) -> range:
        """The blocks it takes up."""
        return range(self.index, self.index + self.count)

    def is_of(self, other: "Title") -> bool:
        """Whether both may be of the same report: the organ of one may be printed in short in the other."""
        return self.year == other.year and (self.organ in other.organ or other.organ in self.organ)


def titles(blocks: Sequence[Block], name: str = "") -> list[Title]:
    """Every way to see a title in one to three blocks, the likeliest first.

    That is one that names the organ, that stands in the *name* of the document, that is a heading, on few blocks; and
    of several the last that is of another report than the one before, since links to other reports come first.
    """

    def rank(title: Title) -> tuple[bool, bool, bool]:
        named = len(plain(title.text)) > 0 and plain(title.text) in plain(name)
        headed = any(isinstance(block, Heading) and block.level == 1 for block in blocks[title.index :][: title.count])
        return title.names_organ, named, headed

    found = sorted(_seen(blocks), key=lambda title: (*(not each for each in rank(title)), title.count, title.index))
    equal = [title for title in found if rank(title) == rank(found[0])]
    others = [title for title in equal if not title.is_of(equal[0])]
    if others:
        last = max(others + equal, key=lambda title: (title.index, -title.count))
        found.sort(key=lambda title: title is not last)
    return found


def _seen(blocks: Sequence[Block]) -> Iterator[Title]:
    for index, block in enumerate(blocks):
        if isinstance(block, Heading) and block.level == 1:
            yield title_of(block.text, index, 1) or Title(index, 1, folded(block.text), "", None)
        for count in range(1, _MOST_BLOCKS + 1):
            run = [each.text for each in blocks[index : index + count] if not isinstance(each, Grid)]
            title = title_of("".join(run), index, count) if len(run) == count and all(map(str.strip, run)) else None
            if title and (count == 1 or not title.organ or _ORGAN_LINE.fullmatch(title.organ)):
                yield title


def title_of(text: str, index: int = 0, count: int = 0) -> Title | None:
    """The title that *text* is, wherever the year stands in it.

    >>> title_of("示例县柳溪镇政府信息公开工作年度报告（2025年度）")
    Title(index=0, count=0, text='示例县柳溪镇政府信息公开工作年度报告（2025年度）', organ='示例县柳溪镇', year=2025)
    >>> title_of("示例县柳溪镇2025年工作总结") is None
    True
    """
    words = unicodedata.normalize("NFKC", re.sub(r"^[标標][题題][:：]", "", "".join(text.split())).strip("《》"))
    years = list(_YEAR.finditer(words)) if len(words) <= _LONGEST else []
    if len(years) != 1:
        return None
    marked = re.sub(r"\([^()#]{0,8}\)$", "", words[: years[0].start()] + "#" + words[years[0].end() :])
    patterns = (_TITLE, *_usual_titles())
    match = next(filter(None, (each.fullmatch(marked.translate(simplified_characters())) for each in patterns)), None)
    if match is None:
        return None
    before, after = (marked[slice(*match.span(name))] for name in ("before", "after"))
    organ = re.sub("(?:关于|關於)$", "", before or after).strip("-")
    organ += "政府" * organ.endswith("人民")
    if organ and not (_ORGAN.fullmatch(organ) and not _CHROME.search(organ) and not _NO_ORGAN.fullmatch(organ)):
        return None
    return Title(index, count, folded(text), _as_printed(organ, text), _year(years[0]))


@cache
def _usual_titles() -> tuple[re.Pattern[str], ...]:
    """The usual title in other languages, white space left out and the year made a sign."""
    usual = usual_title(Organ("机关"), 2000)
    templates = (translate(usual.template, locale) for locale in _OTHER_LOCALES) if usual else ()
    blanks = {"organ": "(?P<before>.+)", "year": "#"}
    pieces = (re.split(r"\{(\w+)\}", "".join(template.split())) for template in templates)
    return tuple(
        re.compile("".join(blanks.get(piece) or re.escape(plain(piece)) for piece in some) + "(?P<after>)")
        for some in pieces
    )


def _as_printed(organ: str, text: str) -> str:
    """*organ* with the width of its brackets as in *text*."""
    return organ.translate(str.maketrans("()", "（）")) if "（" in text else organ


def _year(match: re.Match[str]) -> int:
    return int(match["digits"] or match["words"].translate(str.maketrans("〇○零一二三四五六七八九", "000123456789")))


def split_at_title(blocks: Sequence[Block]) -> list[Block]:
    """*blocks* with the first title that runs into what follows parted from it, if none stands alone.

    >>> text = "示例县柳溪镇人民政府2025年政府信息公开工作年度报告 本报告依照条例编制。"
    >>> [block.text for block in split_at_title([Paragraph(text)])]
    ['示例县柳溪镇人民政府2025年政府信息公开工作年度报告', '本报告依照条例编制。']
    """
    if not any(title.names_organ for title in _seen(blocks)):
        for index, block in enumerate(blocks):
            begins = _BEGINS.match(block.text) if isinstance(block, Paragraph) else None
            title = title_of(begins["title"]) if begins else None
            if begins and title and title.names_organ:
                pieces = (Paragraph(begins[name], place=block.place) for name in ("title", "rest"))
                return [*blocks[:index], *pieces, *blocks[index + 1 :]]
    return list(blocks)


def title_of_name(name: str) -> Title | None:
    """The title in the *name* of a page, to which web sites add their own; ``None`` if none names the organ."""
    parts = [folded(part) for part in (name, *_NAME_PARTS.split(name))]
    return next((title for part in parts if (title := title_of(part)) and title.names_organ), None)


def is_chrome(block: Block) -> bool:
    """Whether *block* is a line that a web site put on the page."""
    return not isinstance(block, Grid) and len(block.text) <= _LONGEST_CHROME and bool(_CHROME.search(block.text))


def published(block: Block) -> date | None:
    """The day of publication that *block* tells, ``None`` if it tells none."""
    match = None if isinstance(block, Grid) else _PUBLISHED.search(block.text)
    try:
        return date(*map(int, match.groups())) if match else _published_elsewhere(block)
    except ValueError:
        return None


def _published_elsewhere(block: Block) -> date | None:
    """The day of publication in another language than the form's own, alone in *block*."""
    text = "" if isinstance(block, Grid) else block.text.strip()
    days = (
        read_long_date(text.removeprefix(words).strip(), locale)
        for locale in _OTHER_LOCALES
        if text.startswith(words := translate(PUBLISHED, locale).strip())
    )
    return next(filter(None, days), None)


def is_only_a_day(block: Block) -> bool:
    """Whether *block* tells the day of publication and nothing else."""
    alone = not isinstance(block, Grid) and _PUBLISHED.fullmatch(block.text.strip()) is not None
    return alone or _published_elsewhere(block) is not None
