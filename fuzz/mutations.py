"""Changes to files that leave them whole enough to be read further than their first bytes.

A change of bytes seldom gets past a checksum or a table of places. Here the parts of archives and the objects of a PDF
are changed and packed again, and texts are changed by the piece: tags, lines, numbers and the words between them.
"""

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Callable, Mapping
from random import Random
from typing import Final

__all__ = ["Change", "joined", "jumbled", "mutated", "parted"]

Change = Callable[[bytes, int], bytes]
"""A change of bytes, with the most that may come of it."""

_PIECE: Final = re.compile(
    rb"<[^<>]*>|\"[^\"\n]*\"|[0-9.]+|[\s,;:|=(){}\[\]/]|[^<>\"\s,;:|=(){}\[\]/0-9.]+|.", re.DOTALL
)
_ODD: Final = tuple(
    each.encode(errors="surrogatepass")
    for each in (
        "", "0", "-1", "00", "1e9", "1.5", "NaN", "9" * 30, "9" * 5000, "1" + ",111" * 1500, "99999999", "１２", "²",
        "Ⅻ",
        "true", "null", "[]", "{}", '""', "|", "%s", "{x}", "-", "\t", "\n", "\r", "\x00", "\x0b", "\u3000", "\ufeff",
        "\ud800", "\uffff", "𠮷", "\u202e", "e\u0301", "&#0;", "&amp;", "<table>", "<tr>", "<td>", "</table>", "总计",
        "一、总体情况", "2025年", "２０２５", "一千", "三" * 3000,
    )
)  # fmt: skip
_LONGEST_NAME: Final = 9_999
"""Of a member of an archive, in letters; its header has room for 65535 bytes."""
_OBJECT: Final = re.compile(rb"(\d{1,9}) 0 obj\b(.*?)endobj", re.DOTALL)
_STREAM: Final = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_TRAILER: Final = re.compile(rb"trailer\s*<<(.*?)>>\s*startxref", re.DOTALL)


def mutated(data: bytes, most: int, random: Random, change: Change) -> bytes:
    """*data* changed: its bytes with *change*, or what it is made of."""
    if data.startswith(b"PK") and random.random() < 0.9:
        return _repacked(data, most, random, change)
    if data.startswith(b"%PDF") and random.random() < 0.9:
        return _rewritten(data, most, random, change)
    return _inner(data, most, random, change)


def _inner(data: bytes, most: int, random: Random, change: Change) -> bytes:
    return jumbled(data, random)[:most] if random.random() < 0.6 else change(data, most)


def jumbled(data: bytes, random: Random) -> bytes:
    """*data* with some pieces gone, twice there, elsewhere or something odd."""
    pieces = _PIECE.findall(data) or [b""]
    for _ in range(random.choice((1, 1, 1, 2, 4))):
        at, to = random.randrange(len(pieces)), random.randrange(len(pieces))
        some = pieces[at : at + random.choice((1, 1, 2, 5, 30))]
        match random.randrange(5):
            case 0:
                del pieces[at : at + len(some)]
                pieces = pieces or [b""]
            case 1:
                pieces[to:to] = some * random.choice((1, 1, 1, 2, 50))
            case 2:
                pieces[at : at + len(some)] = pieces[to : to + len(some)]
            case 3:
                pieces[at] = random.choice(_ODD)
            case _:
                middle = random.randint(0, len(pieces[at]))
                pieces[at] = pieces[at][:middle] + random.choice(_ODD) + pieces[at][middle:]
    return b"".join(pieces)


def _repacked(data: bytes, most: int, random: Random, change: Change) -> bytes:
    """The archive *data* with a part changed, now and then left out or called otherwise."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [(info.filename, archive.read(info)) for info in archive.infolist() if info.file_size < most * 8]
        at = random.randrange(len(members))
    except Exception:  # noqa: BLE001 - what is no archive is changed as it is
        return change(data, most)
    name, content = members[at]
    match random.randrange(20):
        case 0:
            del members[at]
        case 1:
            members[at] = (random.choice(members)[0], content)
        case 2:
            members[at] = (jumbled(name.encode(), random).decode(errors="replace"), content)
        case _:
            members[at] = (name, _inner(content, most * 8, random, change))
    file = io.BytesIO()
    with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(file, "w", compresslevel=1) as archive:
        for each, part in members:
            archive.writestr(zipfile.ZipInfo(each[:_LONGEST_NAME] or "x"), part, zipfile.ZIP_DEFLATED)
    return file.getvalue() if file.tell() <= most else data


def _rewritten(data: bytes, most: int, random: Random, change: Change) -> bytes:
    """The PDF *data* with an object changed, and its table of places made anew."""
    objects, trailer = parted(data)
    if not objects or max(map(int, objects)) > most:  # the table of places has a line for each number
        return change(data, most)
    chosen = random.choice([number for number, body in objects.items() if body.strip() != b"null"] or [*objects])
    objects[chosen] = _object(objects[chosen], most, random, change)
    made = joined(objects, jumbled(trailer, random) if random.random() < 0.05 else trailer)
    return made if len(made) <= most else data


def joined(objects: Mapping[bytes, bytes], trailer: bytes) -> bytes:
    """A PDF of *objects* by their numbers, with the table of their places."""
    made, places = bytearray(b"%PDF-1.7\n"), {}
    for number, body in objects.items():
        places[int(number)] = len(made)
        made += number + b" 0 obj" + body + b"endobj\n"
    size = max(places) + 1
    lines = (b"%010d 00000 n \n" % places[n] if n in places else b"0000000000 65535 f \n" for n in range(size))
    start = len(made)
    made += b"xref\n0 %d\n" % size + b"".join(lines)
    return bytes(made + b"trailer<<%s>>\nstartxref\n%d\n%%%%EOF" % (trailer, start))


def parted(data: bytes) -> tuple[dict[bytes, bytes], bytes]:
    """The objects of a PDF by their numbers, and what its trailer holds; nothing where there is no trailer."""
    trailer = _TRAILER.search(data)
    return (dict(_OBJECT.findall(data)), trailer[1]) if trailer else ({}, b"")


def _object(body: bytes, most: int, random: Random, change: Change) -> bytes:
    stream = _STREAM.search(body)
    if not stream or random.random() < 0.3:
        return _inner(body, most, random, change)
    content, is_packed = stream[1], b"/FlateDecode" in body
    if is_packed:
        try:
            content = zlib.decompress(content)
        except zlib.error:
            return _inner(body, most, random, change)
    content = _inner(content, most, random, change)
    content = zlib.compress(content) if is_packed else content
    head = re.sub(rb"/Length \d+", b"/Length %d" % len(content), body[: stream.start()])
    return head + b"stream\n" + content + b"\nendstream\n"
