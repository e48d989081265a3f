"""Bytes to text, for carriers that do not always say their encoding, or say it wrongly."""

import codecs
from typing import Final

from govdisclosure.errors import ReadError
from govdisclosure.i18n import say

__all__ = ["decoded"]

_MARKS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_CUES: Final = ("政府", "公开", "公開", "信息", "資訊", "行政", "年度")


def decoded(data: bytes) -> str:
    """The text of *data*: by its byte order mark, else the first of UTF-8, GB18030, Big5 in which it reads as Chinese.

    >>> decoded("政府信息公开".encode("gb18030"))
    '政府信息公开'

    Raises:
        ReadError: It is not text in any of these.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data, encoding) or _refused()
    if b"\0" in data:
        return _refused()
    texts = [text for encoding in ("utf-8", "gb18030", "big5") if (text := _strictly(data, encoding)) is not None]
    return next((text for text in texts if any(cue in text for cue in _CUES)), texts[0] if texts else "") or _refused()


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeError:
        return None


def _refused() -> str:
    raise ReadError(say("应为文字（UTF-8、GB18030 或 Big5 编码）；内容为空或不是文字"))
