"""The zip archives that office documents are: written the same on any day and machine, and read with care.

What is read may have been made to do harm. Sizes, ratios and counts are bounded before anything is unpacked and again
while it is, since headers can lie; a part that declares a document type, the door to entities, is refused.
"""

import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable
from io import BytesIO
from typing import Final
from xml.etree import ElementTree as ET

from govdisclosure.errors import ReadError
from govdisclosure.i18n import Listing, Message, said, say

__all__ = ["Archive", "pack"]

_MOST_MEMBERS: Final = 500
_LARGEST_MEMBER: Final = 32 * 2**20
_LARGEST_ARCHIVE: Final = 64 * 2**20
_HIGHEST_RATIO: Final = 200
_RATIO_FROM: Final = 2**20
_MOST_TAGS: Final = 500_000
_ENCRYPTED: Final = 0x1
_DIRECTORY_ENTRY: Final = b"PK\x01\x02"
_METHODS: Final = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_DAMAGED: Final = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError)
_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")


def pack(members: Iterable[tuple[str, bytes]], before: bytes = b"") -> bytes:
    """A zip archive of *members*, in their order and without a clock, those of the archive *before* before them.

    >>> pack([("a.xml", b"<a/>")]) == pack([("a.xml", b"<a/>")])
    True
    """
    buffer = BytesIO(before)
    with zipfile.ZipFile(buffer, "a") as archive:
        for name, data in members:
            info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            archive.writestr(info, data)
    return buffer.getvalue()


class Archive:
    """The members of an office document, guarded.

    >>> Archive(pack([("a.xml", b"<a/>")]), "示例").xml("a.xml").tag
    'a'

    Args:
        data: The archive.
        title: What it should be, for messages.

    Raises:
        ReadError: It is no zip archive, or unpacking it is not safe.
    """

    def __init__(self, data: bytes, title: str) -> None:
        self._title = title
        if data.count(_DIRECTORY_ENTRY) > 20 * _MOST_MEMBERS:
            raise ReadError(say("{title}的成员应不超过 {most} 个；现远多于此", title=title, most=_MOST_MEMBERS))
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except _DAMAGED:
            told = say("{title}应为完整的 zip 压缩包；现不是，或已截断、损坏，请重新取得文件", title=title)
            raise ReadError(told) from None
        members = self._zip.infolist()
        self.names: Final = tuple(info.filename for info in members)
        """The members, in the order of the archive."""
        if problems := [*self._problems(members), *filter(None, map(_problem, members))]:
            raise ReadError(say("{title}的压缩包不能安全地读：", title=title), problems[:10])

    def _problems(self, members: list[zipfile.ZipInfo]) -> Iterable[Message]:
        if len(members) > _MOST_MEMBERS:
            yield say("成员应不超过 {most} 个；现有 {actual} 个", most=_MOST_MEMBERS, actual=len(members))
        if twice := [name for name, times in Counter(self.names).items() if times > 1]:
            yield say("成员不得重名；现有重名：{names}", names=Listing(twice[:3], said("，")))
        if (size := sum(info.file_size for info in members)) > _LARGEST_ARCHIVE:
            most, actual = _LARGEST_ARCHIVE // 2**20, f"{size / 2**20:.1f}"
            yield say("解压后应不超过 {most} MiB；现为 {actual} MiB", most=most, actual=actual)

    @property
    def some(self) -> Listing | Message:
        """The first members, as a message lists them."""
        return Listing(self.names[:5], said("，")) if self.names else say("没有任何成员")

    def __contains__(self, name: str) -> bool:
        return name in self.names

    def read(self, name: str) -> bytes:
        """The bytes of the member *name*, which must be there.

        Raises:
            ReadError: It is damaged, or larger than its header says.
        """
        info, told = self._zip.getinfo(name), {"title": self._title, "name": name}
        try:
            with self._zip.open(info) as member:
                data = member.read(info.file_size + 1)
        except _DAMAGED:
            raise ReadError(say("{title}的 {name} 已损坏，不能解压；请重新取得文件", **told)) from None
        if len(data) != info.file_size:
            raise ReadError(say("{title}的 {name} 应为 {size} 字节；解压后不是", size=info.file_size, **told))
        return data

    def xml(self, name: str) -> ET.Element:
        """The root of the member *name*, which must be there.

        Raises:
            ReadError: It is no well-formed XML, declares a document type, or is larger than any document.
        """
        data = self.read(name)
        told: dict[str, object] = {"title": self._title, "name": name}
        if data.startswith(_UTF_16):
            data = data.decode("utf-16", "replace").encode()
        if b"<!DOCTYPE" in data:
            raise ReadError(say("{title}的 {name} 不得有 <!DOCTYPE> 声明；现有，为安全起见不读", **told))
        if data.count(b"<") > _MOST_TAGS:
            raise ReadError(say("{title}的 {name} 应不超过 {most} 个标记；现超过", most=_MOST_TAGS, **told))
        try:
            return ET.fromstring(data, ET.XMLParser(encoding="utf-8"))  # noqa: S314
        except ET.ParseError as error:
            line, column = error.position
            told |= {"line": line, "column": column + 1}
            raise ReadError(say("{title}的 {name} 不是完整的 XML：第 {line} 行第 {column} 列有误", **told)) from None


def _problem(info: zipfile.ZipInfo) -> Message | None:
    """Why the member should not be unpacked, by what the archive says of it."""
    if info.flag_bits & _ENCRYPTED:
        return say("{name} 已加密；请去掉密码后再读", name=info.filename)
    if info.compress_type not in _METHODS:
        return say("{name} 的压缩方法应为 deflate；现为第 {number} 号", name=info.filename, number=info.compress_type)
    if info.file_size > _LARGEST_MEMBER:
        most, actual = _LARGEST_MEMBER // 2**20, f"{info.file_size / 2**20:.1f}"
        return say("{name} 应不超过 {most} MiB；现为 {actual} MiB", name=info.filename, most=most, actual=actual)
    if info.file_size > _RATIO_FROM and info.file_size > _HIGHEST_RATIO * info.compress_size:
        return say("{name} 的压缩比应不超过 {ratio}；现超过，像是压缩炸弹", name=info.filename, ratio=_HIGHEST_RATIO)
    return None
