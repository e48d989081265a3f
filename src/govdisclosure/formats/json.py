"""JSON: the canonical form of a report, exact to the last blank.

Keys are the attribute names, nested as the classes are, in the order of the form; a blank is ``null``, an amount a
string. Nothing is coerced: ``true``, ``1.0`` and ``"3"`` are no counts, unknown keys are refused, and a number that is
left out is an error, since it might have been a blank or a zero. Totals alone may be left out; they are then the sums
of their parts.
"""

import json
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache, partial
from operator import attrgetter
from typing import Annotated, Any, Final, get_args, get_origin

import attrs

from govdisclosure._spec import Edition
from govdisclosure.causes import in_words
from govdisclosure.document import Block
from govdisclosure.errors import ReadError, ValueRefusedError
from govdisclosure.formats.json_values import HOOKS, MISSING, TAGS, Literally, as_written, is_part, keys_of
from govdisclosure.i18n import Listing, Message, said, say
from govdisclosure.report import AnnualReport
from govdisclosure.values import Change, Count, Year, either, not_one_of

__all__ = ["SCHEMA", "looks_like", "read", "structured", "write"]

SCHEMA: Final = "urn:govdisclosure:annual-report:"
"""What ``$schema`` begins with; the edition follows."""


def looks_like(data: bytes) -> bool:
    """Whether *data* begins like a JSON object."""
    return data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{"


def write(report: AnnualReport) -> bytes:
    r"""The canonical JSON of *report*, UTF-8, one key a line.

    >>> from govdisclosure.report import Organ
    >>> text = write(AnnualReport(organ=Organ("示例县柳溪镇人民政府"), year=2025)).decode()
    >>> print(*text.splitlines()[:4], sep="\n")
    {
      "$schema": "urn:govdisclosure:annual-report:2021",
      "organ": {
        "name": "示例县柳溪镇人民政府",
    """
    text = _text(report, "\n")
    return f'{{\n  "$schema": "{SCHEMA}{report.edition}",{text[1:]}\n'.encode()


def read(data: bytes) -> AnnualReport:
    """The report in *data*.

    Raises:
        ReadError: With every problem of the input, each with its path and its address on the form.
    """
    tree = _parsed(data)
    if not isinstance(tree, dict):
        raise ReadError(say("应为一个 JSON 对象；现为 {actual}", actual=as_written(tree)))
    named = tree.pop("$schema", MISSING)
    report, problems = structured(tree)
    problems = [*_schema_problems(named, tree), *problems]
    if report is None or problems:
        raise ReadError(say("JSON 与年报格式不符："), problems)
    return report


def structured(tree: Mapping[str, Any]) -> tuple[AnnualReport | None, list[Message]]:
    """The report that *tree*, an object of JSON without its ``$schema``, holds; failing that, every problem of it."""
    try:
        return _taken(AnnualReport)(tree), []
    except (AttributeError, KeyError, TypeError, ValueError):
        from govdisclosure.formats.json_problems import examined

        return examined(tree)


def _schema_problems(named: object, tree: Mapping[str, Any]) -> list[Message]:
    editions = [each.value for each in Edition if each.value == tree.get("edition")] or [*Edition]
    expected = [f"{SCHEMA}{edition}" for edition in editions]
    problem = not_one_of(either(map(repr, expected)), as_written(named))
    return [] if named in expected else [say("{name}：{problem}", name="$schema", problem=problem)]


# --- bytes to a tree --------------------------------------------------------------------------------------------------


def _parsed(data: bytes) -> object:
    try:
        return _DECODER.decode(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ReadError(say("JSON 应为 UTF-8 编码；第 {place} 个字节不是", place=error.start + 1)) from None
    except json.JSONDecodeError as error:
        told = {"line": error.lineno, "column": error.colno, "why": error.msg}
        raise ReadError(say("JSON 不完整或写法有误：第 {line} 行第 {column} 列，{why}", **told)) from None
    except RecursionError:
        raise ReadError(say("JSON 嵌套过深；年报不超过十层")) from None
    except ValueError as error:
        raise ReadError(say("JSON 不能读：{why}", why=in_words(error))) from None


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object, unless a key stands in it twice and one of the values would be lost."""
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = sorted({key for key in keys if keys.count(key) > 1})
        raise ValueRefusedError(say("键重复：{keys}；每个键只能写一次", keys=Listing(twice, said("，"))))
    return found


_DECODER: Final = json.JSONDecoder(object_pairs_hook=_unique, parse_float=Literally, parse_constant=Literally)


# --- a report to bytes ------------------------------------------------------------------------------------------------

_quoted: Final = json.JSONEncoder(ensure_ascii=False).encode

_ALONE: Final[Mapping[type, Callable[[Any], str]]] = {
    type(None): lambda _: "null",
    bool: lambda value: "true" if value else "false",
    int: str,
    str: _quoted,
    Decimal: '"{:f}"'.format,
    date: lambda value: f'"{value.isoformat()}"',
}
"""The text of a value that is the same wherever it stands."""


def _text(value: Any, line: str) -> str:
    """*value* as JSON; *line* is the line break and the indentation that it stands behind."""
    kind: Any = type(value)
    if alone := _ALONE.get(kind):
        return alone(value)
    if isinstance(value, str):
        return _quoted(value)
    if kind in TAGS:
        return _block_text(value, line)
    if isinstance(value, tuple):
        inside = f"{line}  "
        return f"[{','.join(inside + _text(each, inside) for each in value)}{line}]" if value else "[]"
    frame, values, lines = _frame(kind, line)
    texts = [each if type(each) is int else _text(each, at) for each, at in zip(values(value), lines, strict=True)]
    return frame % tuple(texts)


@cache
def _frame(kind: Any, line: str) -> tuple[str, Callable[[Any], tuple[Any, ...]], tuple[str, ...]]:
    """The text of a part of the form with holes for what stands in it, what reads that off a part, and its lines."""
    frame, holes = _drawn(kind, line)
    paths, lines = zip(*holes, strict=True)
    return frame, attrgetter(*paths), lines


def _drawn(kind: Any, line: str) -> tuple[str, list[tuple[str, str]]]:
    """The text of a *kind*, drawn down to what is not the same in all of them: holes, each with its path and line."""
    inside, keys, holes = f"{line}  ", list[str](), list[tuple[str, str]]()
    for each in attrs.fields(kind):
        text, below = _drawn(each.type, inside) if is_part(each.type) else ("%s", [("", inside)])
        keys.append(f'{inside}"{each.name}": {text}')
        holes += [(f"{each.name}.{path}".rstrip("."), at) for path, at in below]
    return f"{{{','.join(keys)}{line}}}", holes


_USUAL: Final = frozenset({"rowspan", "colspan", "header", "caption"})
"""What an object on a page has as a key only where it is not as usual."""


def _block_text(block: Any, line: str) -> str:
    """A block or a cell: its type beside its fields, without what is as usual."""
    kind: Any = type(block)
    inside = f"{line}  "
    keys = [f'{inside}"type": "{TAGS[kind]}"'] if TAGS[kind] else []
    for each in keys_of(kind):
        value = getattr(block, each.name)
        if each.name not in _USUAL or value != each.default:
            keys.append(f'{inside}"{each.name}": {_text(value, inside)}')
    return f"{{{','.join(keys)}{line}}}"


# --- a tree to a report -----------------------------------------------------------------------------------------------

_Make = Callable[[Any], Any]

_CHECKED_BY_CLASS: Final = frozenset({Count, Change, Year})
"""What the classes of the form themselves refuse just as the hooks do, and take as it is."""


@cache
def _taken(kind: Any) -> _Make:
    """What makes a *kind* of JSON that has every key; it raises where anything is left out, unknown or wrong."""
    if kind in HOOKS:
        return HOOKS[kind]
    if get_origin(kind) is Annotated:
        return _taken(kind.__origin__)
    if get_origin(kind) is tuple:
        return partial(_all_taken, _taken(get_args(kind)[0]))
    if kind in TAGS:
        return _block_taken(kind)
    return _part_taken(kind) if attrs.has(kind) else _one_taken(kind)


def _all_taken(make: _Make, value: Any) -> tuple[Any, ...]:
    if type(value) is not list:
        raise TypeError
    return tuple(map(make, value))


def _one_taken(kind: Any) -> _Make:
    """For one of several kinds, told by its type if it is a block and else by its keys, or for what may be blank."""
    kinds = [each for each in get_args(kind) if each is not type(None)]
    if kind == Block:
        blocks = {TAGS[each]: _taken(each) for each in kinds}
        return lambda value: blocks[value["type"]](value)
    make = _taken(kinds[0]) if len(kinds) == 1 else _by_keys(kinds)
    return make if len(kinds) == len(get_args(kind)) else lambda value: None if value is None else make(value)


def _by_keys(kinds: list[Any]) -> _Make:
    parts = {frozenset(attrs.fields_dict(each)): _taken(each) for each in kinds}
    return lambda value: parts[frozenset(value)](value)


def _part_taken(kind: Any) -> _Make:
    """For a part of the form; rows of numbers that are alike, as those of zeros are, are made once."""
    fields: Any = attrs.fields_dict(kind)
    keys = fields.keys()
    inside = {name: _taken(each.type) for name, each in fields.items() if each.type not in _CHECKED_BY_CLASS}
    made = kind if inside else lru_cache(maxsize=1024, typed=True)(kind)

    def part(value: Any) -> Any:
        if value.keys() != keys:
            raise KeyError
        return made(**value | {name: make(value[name]) for name, make in inside.items()} if inside else value)

    return part


def _block_taken(kind: Any) -> _Make:
    """For what stands on a page; it may leave out what is as usual."""
    fields: Any = keys_of(kind)
    inside = {each.name: _taken(each.type) for each in fields}
    told = {"type"} if TAGS[kind] else set()

    def block(value: Any) -> Any:
        return kind(**{name: inside[name](each) for name, each in value.items() if name not in told})

    return block
