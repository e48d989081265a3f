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
from functools import cache, partial
from operator import eq
from types import UnionType
from typing import Any, Final, Union, get_args, get_origin

import attrs
import cattrs
from cattrs.cols import homogenous_tuple_structure_factory
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from govdisclosure._spec import Edition
from govdisclosure.addresses import nodes
from govdisclosure.document import Block, Cell, Grid, Heading, Paragraph
from govdisclosure.errors import ReadError, misfit_in_words
from govdisclosure.report import AnnualReport, parts_of
from govdisclosure.values import (
    PLAIN_AMOUNT,
    Change,
    Count,
    Money,
    Name,
    Unit,
    Year,
    refuse_change,
    refuse_count,
    refuse_name,
    refuse_text,
    refuse_unit,
    refuse_year,
    shown,
)

__all__ = ["NEEDED", "SCHEMA", "TAGS", "keys_of", "looks_like", "read", "structured", "write"]

SCHEMA: Final = "urn:govdisclosure:annual-report:"
"""What ``$schema`` begins with; the edition follows."""


class _Literal(str):
    """A number with a point or an exponent, kept as it is written so that an error can show it."""

    __slots__ = ()

    __repr__ = str.__str__


_MISSING: Final = _Literal("（缺）")


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
    tree = {"$schema": SCHEMA + report.edition, **_converter().unstructure(report)}
    return (json.dumps(tree, ensure_ascii=False, indent=2) + "\n").encode()


def read(data: bytes) -> AnnualReport:
    """The report in *data*.

    Raises:
        ReadError: With every problem of the input, each with its path and its address on the form.
    """
    tree = _parsed(data)
    if not isinstance(tree, dict):
        raise ReadError(f"应为一个 JSON 对象；现为 {_shown(tree)}")
    named = tree.pop("$schema", _MISSING)
    report, problems = structured(tree)
    problems = [*_schema_problems(named, tree), *problems]
    if report is None or problems:
        raise ReadError("JSON 与年报格式不符：", problems)
    return report


def structured(tree: Mapping[str, Any]) -> tuple[AnnualReport | None, list[str]]:
    """The report that *tree*, an object of JSON without its ``$schema``, holds; failing that, every problem of it."""
    try:
        return _converter().structure(tree, AnnualReport), []
    except cattrs.BaseValidationError as error:
        problems = cattrs.transform_error(error, path="", format_exception=misfit_in_words)
        edition = Edition.V2019 if tree.get("edition") == Edition.V2019 else Edition.V2021
        return None, [_located(problem, edition) for problem in problems]


def _schema_problems(named: object, tree: Mapping[str, Any]) -> list[str]:
    expected = f"{SCHEMA}{tree.get('edition')}"
    return [] if named == expected else [f"$schema：应为 {expected!r}；现为 {_shown(named)}"]


# --- bytes to a tree --------------------------------------------------------------------------------------------------


def _parsed(data: bytes) -> object:
    try:
        return json.loads(
            data.decode("utf-8-sig"), object_pairs_hook=_unique, parse_float=_Literal, parse_constant=_Literal
        )
    except UnicodeDecodeError as error:
        raise ReadError(f"JSON 应为 UTF-8 编码；第 {error.start + 1} 个字节不是") from None
    except json.JSONDecodeError as error:
        raise ReadError(f"JSON 不完整或写法有误：第 {error.lineno} 行第 {error.colno} 列，{error.msg}") from None
    except RecursionError:
        raise ReadError("JSON 嵌套过深；年报不超过十层") from None
    except ValueError as error:
        raise ReadError(f"JSON 不能读：{error}") from None


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object, unless a key stands in it twice and one of the values would be lost."""
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = sorted({key for key in keys if keys.count(key) > 1})
        raise ValueError(f"键重复：{'，'.join(twice)}；每个键只能写一次")
    return found


# --- a tree to a report and back --------------------------------------------------------------------------------------


@cache
def _converter() -> cattrs.Converter:
    converter = cattrs.Converter(forbid_extra_keys=True, unstruct_collection_overrides={tuple: list})
    converter.register_unstructure_hook(Decimal, lambda value: format(value, "f"))
    converter.register_unstructure_hook(date, date.isoformat)
    hooks: dict[type, Callable[[Any, Any], Any]] = {
        int: _strict(_refuse_whole),
        bool: _strict(_refuse_flag),
        str: _strict(_refuse_text),
        Decimal: _strict(_refuse_amount, Decimal),
        date: _strict(_refuse_date, date.fromisoformat),
        Edition: _strict(_refuse_edition, Edition),
    }
    for kind, hook in hooks.items():
        converter.register_structure_hook(kind, hook)
    refusals = {
        get_args(Count)[0]: refuse_count,
        get_args(Change)[0]: refuse_change,
        get_args(Year)[0]: refuse_year,
        Name: _refuse_name,
        Unit: refuse_unit,
    }
    for kind, refuse in refusals.items():
        converter.register_structure_hook_func(partial(eq, kind), _strict(refuse))
    converter.register_structure_hook_func(_is_choice, lambda value, kind: _chosen(converter, value, kind))
    converter.register_structure_hook_factory(_is_part, lambda kind: _part(converter, kind))
    converter.register_structure_hook_factory(_is_list, lambda kind: _list(converter, kind))
    for kind, tag in TAGS.items():
        _register_block(converter, kind, tag)
    return converter


def _strict(
    refuse: Callable[[Any], str | None], make: Callable[[Any], Any] = lambda value: value
) -> Callable[[Any, Any], Any]:
    """A hook that takes what *refuse* does not object to, as it is or through *make*."""

    def hook(value: Any, _: Any) -> Any:
        problem = "缺此项；空白写 null" if value is _MISSING else refuse(value)
        if problem:
            raise ValueError(problem)
        return make(value)

    return hook


def _refuse_whole(value: object) -> str | None:
    return None if type(value) is int and value > 0 else f"应为大于 0 的整数；现为 {_shown(value)}"


def _refuse_flag(value: object) -> str | None:
    return None if type(value) is bool else f"应为 true 或 false；现为 {_shown(value)}"


def _refuse_text(value: object) -> str | None:
    return refuse_text(value) if type(value) is str else f"应为文字；现为 {_shown(value)}"


def _refuse_name(value: object) -> str | None:
    return _refuse_text(value) or refuse_name(value)


def _refuse_amount(value: object) -> str | None:
    if type(value) is str and PLAIN_AMOUNT.fullmatch(value):
        return None
    return f'应为写成文字的十进制数，如 "11.8"，空白写 null；现为 {_shown(value)}'


def _refuse_date(value: object) -> str | None:
    try:
        return None if type(value) is str and date.fromisoformat(value).isoformat() == value else _no_date(value)
    except ValueError:
        return _no_date(value)


def _no_date(value: object) -> str:
    return f'应为日期，如 "2026-01-20"；现为 {_shown(value)}'


def _refuse_edition(value: object) -> str | None:
    names = [edition.value for edition in Edition]
    return None if type(value) is str and value in names else f"应为 {' 或 '.join(names)}；现为 {_shown(value)}"


NEEDED: Final[Mapping[type, tuple[str, ...]]] = {
    AnnualReport: ("organ", "year", "edition"),
    Money: ("amount", "unit"),
}
"""What must be said beside the lines of the form."""


def _is_part(kind: Any) -> bool:
    return bool(attrs.has(kind)) and kind not in TAGS


def _part(converter: cattrs.Converter, kind: type) -> Callable[[Any, Any], Any]:
    """A hook for an object: of a part of the form every line must be there, totals excepted."""
    structure: Callable[[Any, Any], Any] = make_dict_structure_fn(kind, converter, _cattrs_forbid_extra_keys=True)
    needed = dict.fromkeys((*NEEDED.get(kind, ()), *parts_of(kind)), _MISSING)

    return _from_object(lambda value, _: structure(needed | value, kind))


def _from_object(structure: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    """*structure*, but only for what is an object."""

    def whole(value: Any, kind: Any) -> Any:
        if type(value) is not dict:
            raise ValueError(_no_object(value))
        return structure(value, kind)

    return whole


def _no_object(value: object) -> str:
    return "缺此部分；没有的写 null" if value is _MISSING else f"应为一个对象；现为 {_shown(value)}"


def _is_list(kind: Any) -> bool:
    return get_origin(kind) is tuple


def _list(converter: cattrs.Converter, kind: Any) -> Callable[[Any, Any], Any]:
    """A hook for what repeats: a list, not a text or an object that could be gone through as well."""
    structure = homogenous_tuple_structure_factory(kind, converter)

    def listed(value: Any, _: Any) -> Any:
        if type(value) is not list:
            raise ValueError(f"应为一个列表；现为 {_shown(value)}")
        return structure(value, kind)

    return listed


def _is_choice(kind: Any) -> bool:
    return get_origin(kind) in {Union, UnionType} and all(
        attrs.has(each) for each in get_args(kind) if each is not type(None)
    )


def _chosen(converter: cattrs.Converter, value: Any, kind: Any) -> Any:
    """The one of several classes that *value* has the most keys of; a block of a narrative says which it is."""
    kinds = [each for each in get_args(kind) if each is not type(None)]
    if value is None and len(kinds) < len(get_args(kind)):
        return None
    if type(value) is not dict:
        raise ValueError(_no_object(value))
    if kind == Block:
        tags = {tag: each for each, tag in TAGS.items() if each in kinds}
        if str(value.get("type")) not in tags:
            raise ValueError(f"type 应为 {'、'.join(tags)} 之一；现为 {_shown(value.get('type'))}")
        return converter.structure(
            {key: each for key, each in value.items() if key != "type"}, tags[str(value["type"])]
        )
    best = max(kinds, key=lambda each: len(attrs.fields_dict(each).keys() & value.keys()))
    return converter.structure(value, best)


TAGS: Final[Mapping[type, str]] = {Cell: "", Heading: "heading", Paragraph: "paragraph", Grid: "table"}
"""What stands on a page, and the type that its object names."""


def keys_of(kind: type) -> tuple["attrs.Attribute[Any]", ...]:
    """The fields of *kind* that its object has as keys; of what stands on a page only what can be written by hand.

    >>> [key.name for key in keys_of(Grid)]
    ['rows', 'caption']
    """
    return tuple(each for each in attrs.fields(kind) if kind not in TAGS or (each.eq and each.name != "path"))


def _register_block(converter: cattrs.Converter, kind: type, tag: str) -> None:
    """Hooks for a block: its type beside its fields, without what is no part of it and what is as usual."""
    unseen = {each.name: override(omit=True) for each in attrs.fields(kind) if each not in keys_of(kind)}
    usual = {
        name: override(omit_if_default=True)
        for name in ("rowspan", "colspan", "header", "caption")
        if name in attrs.fields_dict(kind)
    }
    more: Any = unseen | usual
    dump: Callable[[Any], dict[str, Any]] = make_dict_unstructure_fn(kind, converter, **more)
    head = {"type": tag} if tag else {}
    converter.register_unstructure_hook(kind, lambda value: head | dump(value))
    load: Callable[[Any, Any], Any] = make_dict_structure_fn(kind, converter, _cattrs_forbid_extra_keys=True, **more)
    converter.register_structure_hook(kind, _from_object(load))


# --- problems in words ------------------------------------------------------------------------------------------------


def _shown(value: object) -> str:
    """*value* as it stands in the JSON, cut short."""
    plain = isinstance(value, bool | str | None) and not isinstance(value, _Literal)
    return shown(json.dumps(value, ensure_ascii=False))[1:-1] if plain else shown(value)


def _located(problem: str, edition: Edition) -> str:
    """*problem*, as cattrs gives it with the path behind, with the path and the address in front."""
    message, _, path = problem.rpartition(" @ ")
    node = nodes(edition).get(path.removeprefix("."))
    address = f"（{node.address}）" if node else ""
    return f"{path.removeprefix('.') or '年报'}{address}：{message}"
