"""A page in a script: some sites deliver the article as text in a script or in an answer called JSONP.

The script is not run. The texts in it are found, those put together with ``+`` are joined, and the ones that hold a
table are read as a page.
"""

import re
import sys
from collections.abc import Iterator, Sequence
from typing import Final

import attrs
from attrs import field, mutable

from govdisclosure.document import Document, Place, folded, with_places
from govdisclosure.errors import ReadError
from govdisclosure.formats import html
from govdisclosure.formats.decoding import decoded
from govdisclosure.i18n import say

__all__ = ["looks_like", "read"]

_MOST_LETTERS: Final = 4_000_000

_TOKENS = re.compile(
    r"""(?P<comment>//[^\n]*|/\*.*?(?:\*/|\Z))
    |(?P<text>"(?:[^"\\\n]|\\.)*+"?|'(?:[^'\\\n]|\\.)*+'?|`(?:[^`\\]|\\.)*+`?)
    |(?P<pattern>(?:(?<=[(,=:\[!&|?{};])|(?<=\breturn))\s*+/(?:[^/\\\n\[]|\\.|\[(?:[^\]\\\n]|\\.)*+\]?)*+/?)""",
    re.DOTALL | re.VERBOSE,
)
"""Texts, and what may hold a quotation mark that begins none; what is not closed goes on to the end of its line."""

_JOINT = re.compile(r"\s*+(?:\+|\)?\s*+;?\s*+(?:document\.write(?:ln)?\s*+\(|[\w$.]++\s*+\+=))\s*+")
_ESCAPES = re.compile(
    r"\\(?:u\{(?P<code>[0-9a-f]{1,6})\}|u(?P<four>[0-9a-f]{4})|x(?P<two>[0-9a-f]{2})|(?P<sign>.))",
    re.DOTALL | re.IGNORECASE,
)
_SIGNS: Final = {"n": "\n", "r": " ", "t": "\t", "b": "", "f": " ", "v": " ", "0": "", "\n": ""}
_UNKNOWN: Final = "${…}"
_BEGINS = re.compile(
    r"\s*(?://|/\*|[\[({;!'\"`]|(?:var|let|const|function|return|import|export)\b|[\w$.]+\s*(?:\(|\+?=))", re.ASCII
)
_TABLE = re.compile(r"<table\b", re.IGNORECASE)
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_BETWEEN = re.compile(r"</?(?:table|t[bdhr]\w*|p|div|h\d)\b[^<>]*>\s*\Z", re.IGNORECASE)
_LONGEST_TAG: Final = 300
_SHOWN: Final = 30
_TAG = re.compile(r"</(?:p|div|span|h\d)>", re.IGNORECASE)


def looks_like(data: bytes) -> bool:
    """Whether *data* begins like a script and holds a page in a text."""
    try:
        text = _text(data)
    except ReadError:
        return False
    return _BEGINS.match(text) is not None and bool(_chosen(list(_runs(text))))


def read(data: bytes) -> Document:
    r"""The document in the texts of a script.

    >>> document = read(b'show({"content": "<p>A<\\/p><table><tr><td>' + rb'\u653f<\/table>"})')
    >>> document.blocks[0], document.blocks[1].rows[0][0].text
    (Paragraph(text='A'), '政')

    Raises:
        ReadError: It is not text, has no page in it, or is larger than any report.
    """
    runs = list(_runs(_text(data)))
    chosen = _chosen(runs)
    if not chosen:
        raise ReadError(say("应为带有网页内容的脚本；里面没有含网页标签的文字"))
    lines = [line for run in chosen for line in run.lines]
    page = "\n".join(run.page for run in chosen)
    document = html.read_text(page)

    def moved(place: Place) -> Place:
        return attrs.evolve(place, line=place.line and lines[place.line - 1])

    blocks = tuple(with_places(block, moved) for block in document.blocks)
    return attrs.evolve(document, blocks=blocks, notes=(*_notes(runs, chosen), *document.notes))


def _text(data: bytes) -> str:
    text = decoded(data)
    if len(text) > _MOST_LETTERS:
        told = {"most": f"{_MOST_LETTERS:,}", "actual": f"{len(text):,}"}
        raise ReadError(say("脚本应不超过 {most} 字；现为 {actual} 字", **told))
    return text.replace("\r\n", "\n").replace("\r", "\n")


@mutable(eq=False)
class _Run:
    """A text of a script, or several that are joined, and the line of the script that each of its lines begins on."""

    lines: list[int]
    listed: bool
    words: list[str] = field(factory=list)
    unknown: int = 0

    def add(self, literal: str, line: int) -> None:
        """Put the text that *literal* stands for behind the others."""
        body = literal[1:-1] if literal.endswith(literal[0]) and len(literal) > 1 else literal[1:]
        self.unknown += body.count("${") if literal[0] == "`" else 0
        at = 0
        self._begin(line)
        for escape in _ESCAPES.finditer(body):
            line = self._take(body[at : escape.start()], line)
            word = _unescaped(escape)
            self.words.append(word)
            self.lines.extend([line] * word.count("\n"))
            if escape["sign"] == "\n":
                line += 1
                self._begin(line)
            at = escape.end()
        self._take(body[at:], line)

    def skip(self) -> None:
        """Mark a place where something stands that only running the script would tell."""
        self.words.append(_UNKNOWN)
        self.unknown += 1

    def _begin(self, line: int) -> None:
        """Go on from *line* of the script, with a line of the page where none is seen."""
        if line > self.lines[-1] and _BETWEEN.search("".join(self.words[-2:])[-_LONGEST_TAG:]):
            self.words.append("\n")
            self.lines.append(line)

    def _take(self, text: str, line: int) -> int:
        """Take *text* as it is, and give the line behind it."""
        self.words.append(text)
        below = line + text.count("\n")
        self.lines.extend(range(line + 1, below + 1))
        return below

    @property
    def page(self) -> str:
        """The whole text, halves of a letter made one."""
        return "".join(self.words).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _unescaped(escape: re.Match[str]) -> str:
    if escape["sign"]:
        return _SIGNS.get(escape["sign"], escape["sign"])
    code = int(escape["code"] or escape["four"] or escape["two"], 16)
    return chr(code) if code <= sys.maxunicode else "\ufffd"


def _runs(text: str) -> Iterator[_Run]:
    """The texts of a script, those that are joined or written one behind the other as one."""
    run: _Run | None = None
    gap, end, line = "", 0, 1
    for token in _TOKENS.finditer(text):
        gap += text[end : token.start()]
        line += text.count("\n", end, token.start())
        if token["text"]:
            between = gap.strip()
            in_list = run is not None and run.listed and between == ","
            between_unknown = between.startswith("+") and between.endswith("+") and len(between) > 1
            if run is None or not (in_list or between_unknown or _JOINT.fullmatch(gap)):
                if run is not None:
                    yield run
                run = _Run([line], listed=between.endswith("["))
                between_unknown = between.endswith("+")
            if between_unknown:
                run.skip()
            run.add(token["text"], line)
            gap = ""
        else:
            gap += " " if token["comment"] else "/"
        line += token[0].count("\n")
        end = token.end()
    if run is not None:
        yield run


def _chosen(runs: Sequence[_Run]) -> list[_Run]:
    """The texts that hold a table, each once, else the longest that is of a page."""
    tables = {run.page: run for run in runs if _TABLE.search(run.page)}
    pages = [run for run in runs if _TAG.search(run.page)]
    return list(tables.values()) or sorted(pages, key=lambda run: -len(run.page))[:1]


def _notes(runs: Sequence[_Run], chosen: Sequence[_Run]) -> Iterator[str]:
    if unknown := sum(run.unknown for run in chosen):
        yield say("脚本里有 {count} 处文字要运行才知道，写作“{char}”，未读", count=unknown, char=_UNKNOWN)
    pages = {run.page for run in chosen}
    others = [folded(run.page) for run in runs if run.page not in pages and _CHINESE.search(run.page)]
    if others:
        yield say(
            "脚本里另有 {count} 段文字不在年报的网页内容里，未收入年报，如“{text}”",
            count=len(others),
            text=others[0][:_SHOWN],
        )
