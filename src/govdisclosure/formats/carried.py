"""The data that a text carries: canonical JSON as lines of letters, behind a sentence with what it is and its hash.

The letters are those of base64, so that no line can end a comment or look like prose, a number or a row of a table.
"""

import base64
import re
import zlib
from typing import Final

from govdisclosure.document import Embedded

__all__ = ["carrier", "packed", "parted"]

_SIGN: Final = "govdisclosure:data"
_SENTENCE: Final = (
    _SIGN + " 以下各行是这份政府信息公开工作年度报告的数据（JSON，经 zlib 压缩、base64 编码），"
    "供程序读取和核对，请勿改动；SHA-256：{}"
)
_WIDTH: Final = 100
_MOST_BYTES: Final = 16 * 2**20
"""The most that is unpacked; the largest report seen is a hundredth of it."""

_BEGINS = re.compile(rf"[ \t]*(?:<!--[ \t]*)?{_SIGN}(?!\S)")
_OWN = re.compile(rf"^(<!-- )?{_SIGN} [^\n]*+\n[\w+/=\s]*+(?:-->)?\s*+\Z".encode(), re.MULTILINE)
_SHA = re.compile(r"[0-9a-f]{64}")
_LETTERS = re.compile(r"[!-~]*")


def packed(embedded: Embedded) -> str:
    r"""The sentence and the lines that carry *embedded*.

    >>> sentence, letters = packed(Embedded(b"{}", "0" * 64)).split("\n")
    >>> sentence[:18], sentence[-4:], parted(sentence)[0]
    ('govdisclosure:data', '0000', '')
    """
    letters = base64.b64encode(zlib.compress(embedded.data, 9)).decode()
    lines = (letters[at : at + _WIDTH] for at in range(0, len(letters), _WIDTH))
    return "\n".join([_SENTENCE.format(embedded.sha256), *lines])


def parted(text: str) -> tuple[str, Embedded | None]:
    r"""*text* without the data it carries, its lines where they were, and that data; damaged data is empty.

    >>> parted("甲\n\n" + packed(Embedded(b"{}", "0" * 64)))[1].data
    b'{}'
    """
    lines = text.splitlines(keepends=True)
    start = max((number for number, line in enumerate(lines) if _BEGINS.match(line)), default=None)
    if start is None:
        return text, None
    stop, letters = start + 1, ""
    while stop < len(lines) and not letters.endswith("-->") and _LETTERS.fullmatch(line := lines[stop].strip()):
        stop, letters = stop + 1, letters + line
    known = _SHA.search(lines[start])
    before, after = "".join(lines[:start]), "".join(lines[stop:])
    rest = before + "\n" * (stop - start) + after if after.strip() else before
    return rest, Embedded(_unpacked(letters.removesuffix("-->")), known[0] if known else "")


def _unpacked(letters: str) -> bytes:
    """The data in *letters*, empty if they are damaged, cut off or hold too much."""
    unpacker = zlib.decompressobj()
    try:
        data = unpacker.decompress(base64.b64decode(letters, validate=True), _MOST_BYTES)
    except (ValueError, zlib.error):
        return b""
    return data if unpacker.eof else b""


def carrier(data: bytes) -> str:
    """The format of a file that ends in data, by whether a comment holds it; empty for any other file."""
    found = _OWN.search(data) if _SIGN.encode() in data else None
    return "" if found is None else "markdown" if found[1] else "text"
