"""The account a reading gives: what every piece of the input was taken for, and what there is to say about it."""

from typing import Any, Literal

from attrs import frozen

from govdisclosure._spec import Edition
from govdisclosure.addresses import nodes
from govdisclosure.document import Place
from govdisclosure.findings import Codes, Finding, Severity

__all__ = ["READING_CODES", "Token", "TokenKind", "reading_finding"]

TokenKind = Literal["cell", "label", "heading", "prose", "chrome", "unknown"]


@frozen
class Token:
    """A piece of the input and what it was taken for.

    Attributes:
        kind: ``cell`` (a number of the form), ``label`` (what the form prints), ``heading``, ``prose``, ``chrome``
            (what the web site added to the page) or ``unknown``.
        text: The piece, word for word.
        place: Where it stood.
        path: For a cell, the attribute path it was read into.
    """

    kind: TokenKind
    text: str
    place: Place | None = None
    path: str = ""


READING_CODES = Codes(
    {
        "GD901": (Severity.NOTICE, "网页附加文字未收入年报"),
        "GD902": (Severity.NOTICE, "标题与表样用字不同"),
        "GD903": (Severity.WARNING, "表中文字与表样相近而不同"),
        "GD904": (Severity.ERROR, "格中不是数"),
        "GD905": (Severity.ERROR, "一行的数字不能确定归属"),
        "GD906": (Severity.ERROR, "缺行"),
        "GD907": (Severity.ERROR, "缺表"),
        "GD908": (Severity.NOTICE, "数字的写法不规范"),
        "GD909": (Severity.WARNING, "未能归类的文字"),
        "GD910": (Severity.ERROR, "同一行出现两次而数字不同"),
        "GD911": (Severity.ERROR, "缺章节"),
        "GD912": (Severity.WARNING, "年报标题缺失或不全"),
        "GD913": (Severity.NOTICE, "年报标题重复"),
        "GD914": (Severity.WARNING, "随附数据与所见文字不一致"),
        "GD915": (Severity.WARNING, "随附数据损坏"),
        "GD916": (Severity.NOTICE, "读入时有所取舍"),
        "GD917": (Severity.WARNING, "章节次序与表样不同"),
        "GD918": (Severity.ERROR, "数字连在一起，不止一种分法"),
        "GD919": (Severity.WARNING, "数字连在一起，按各项之和分开"),
        "GD920": (Severity.WARNING, "列名或行名缺失，按表样的次序读入"),
        "GD921": (Severity.NOTICE, "列的次序与表样不同，按列名读入"),
        "GD922": (Severity.WARNING, "表样没有的行或列"),
        "GD923": (Severity.NOTICE, "年报标题取自文件的属性"),
        "GD924": (Severity.WARNING, "另一份年报没有读"),
        "GD925": (Severity.WARNING, "文件在一格数字中结束"),
        "GD926": (Severity.NOTICE, "写成文件时的空白已经填写"),
    }
)
"""What a reading can have to say: the code, its weight and its title."""


def reading_finding(
    code: str, message: str, *, path: str = "", edition: Edition = Edition.V2021, **more: Any
) -> Finding:
    """A finding about the reading, with the address of *path* on the form of *edition*."""
    known = nodes(edition)
    address = known[path].address if path in known else ""
    return READING_CODES.finding(code, message, address=address, path=path, **more)
