"""JSON that is not simply right: every problem of it, each with its path and its address on the form.

A number that is left out is an error, since it might have been a blank or a zero. Totals alone may be left out; they
are then the sums of their parts.
"""

from collections.abc import Callable, Mapping
from functools import cache, partial
from operator import eq
from types import UnionType
from typing import Any, Union, get_args, get_origin

import attrs
import cattrs
from cattrs.gen import make_dict_structure_fn, override

from govdisclosure._spec import Edition
from govdisclosure.addresses import nodes
from govdisclosure.causes import misfits
from govdisclosure.document import Block
from govdisclosure.errors import ValueRefusedError
from govdisclosure.formats.json_values import HOOKS, MISSING, NEEDED, TAGS, as_written, is_part, keys_of, no_object
from govdisclosure.i18n import Listing, Message, say
from govdisclosure.report import AnnualReport, parts_of

__all__ = ["examined"]


def examined(tree: Mapping[str, Any]) -> tuple[AnnualReport | None, list[Message]]:
    """The report that *tree* holds, totals put in where they were left out; failing that, every problem of it."""
    try:
        return _converter().structure(tree, AnnualReport), []
    except cattrs.BaseValidationError as error:
        edition = Edition.V2019 if tree.get("edition") == Edition.V2019 else Edition.V2021
        return None, [_located(path, problem, edition) for path, problem in misfits(error)]


def _located(path: str, problem: str, edition: Edition) -> Message:
    """*problem* with its path and its address in front."""
    node = nodes(edition).get(path)
    name = say("{name}（{label}）", name=path, label=node.address) if node else path or say("年报")
    return say("{name}：{problem}", name=name, problem=problem)


@cache
def _converter() -> cattrs.Converter:
    converter = cattrs.Converter(forbid_extra_keys=True)
    for kind, hook in HOOKS.items():
        if isinstance(kind, type):
            converter.register_structure_hook(kind, hook)
        else:
            converter.register_structure_hook_func(partial(eq, kind), hook)
    converter.register_structure_hook_func(_is_choice, lambda value, kind: _chosen(converter, value, kind))
    converter.register_structure_hook_factory(is_part, lambda kind: _part(converter, kind))
    converter.register_structure_hook_factory(_is_list, lambda kind: _list(converter, kind))
    for kind in TAGS:
        _register_block(converter, kind)
    return converter


def _part(converter: cattrs.Converter, kind: type) -> Callable[[Any, Any], Any]:
    """A hook for an object: of a part of the form every line must be there, totals excepted."""
    structure: Callable[[Any, Any], Any] = make_dict_structure_fn(kind, converter, _cattrs_forbid_extra_keys=True)
    needed = dict.fromkeys((*NEEDED.get(kind, ()), *parts_of(kind)), MISSING)

    return _from_object(lambda value, _: structure(needed | value, kind))


def _from_object(structure: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    """*structure*, but only for what is an object."""

    def whole(value: Any, kind: Any) -> Any:
        if type(value) is not dict:
            raise ValueRefusedError(no_object(value))
        return structure(value, kind)

    return whole


def _is_list(kind: Any) -> bool:
    return get_origin(kind) is tuple


def _list(converter: cattrs.Converter, kind: Any) -> Callable[[Any, Any], Any]:
    """A hook for what repeats: a list, not a text or an object that could be gone through as well."""
    item = get_args(kind)[0]

    def listed(value: Any, _: Any) -> Any:
        if type(value) is not list:
            raise ValueRefusedError(say("应为一个列表；现为 {actual}", actual=as_written(value)))
        made: list[Any] = []
        problems: list[Exception] = []
        told = 0
        for index, each in enumerate(value):
            try:
                made.append(converter.structure(each, item))
            except Exception as error:  # noqa: BLE001 - as cattrs does, to tell all of them
                problems.append(_noted(error, index))
                told += _count(error)
                if told >= _MANY:
                    rest = ValueRefusedError(say("前面已有 {count} 处不符，后面的没有再看", count=_MANY))
                    problems.append(_noted(rest, index + 1))
                    break
        if problems:
            raise cattrs.IterableValidationError("", problems, kind)
        return tuple(made)

    return listed


_MANY = 1_000
"""So many problems are told of a list: a file made to do harm could fill the memory with more."""


def _count(error: BaseException) -> int:
    return sum(map(_count, error.exceptions)) if isinstance(error, ExceptionGroup) else 1


def _noted(error: Exception, index: int) -> Exception:
    """*error*, with the place in the list where cattrs looks for it."""
    error.add_note(cattrs.IterableValidationNote("", index, None))
    return error


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
        raise ValueRefusedError(no_object(value))
    if kind == Block:
        tags = {tag: each for each, tag in TAGS.items() if each in kinds}
        if str(value.get("type")) not in tags:
            actual = as_written(value.get("type"))
            raise ValueRefusedError(say("type 应为 {types} 之一；现为 {actual}", types=Listing(tags), actual=actual))
        return converter.structure(
            {key: each for key, each in value.items() if key != "type"}, tags[str(value["type"])]
        )
    best = max(kinds, key=lambda each: len(attrs.fields_dict(each).keys() & value.keys()))
    return converter.structure(value, best)


def _register_block(converter: cattrs.Converter, kind: Any) -> None:
    """A hook for a block without what is no part of it; its type was told when it was chosen."""
    unseen: Any = {each.name: override(omit=True) for each in attrs.fields(kind) if each not in keys_of(kind)}
    load: Callable[[Any, Any], Any] = make_dict_structure_fn(kind, converter, _cattrs_forbid_extra_keys=True, **unseen)
    converter.register_structure_hook(kind, _from_object(load))
