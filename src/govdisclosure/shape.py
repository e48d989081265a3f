"""What classes a report or a part of it is made of, and its numbers, fetched at once by that."""

from collections.abc import Callable, Iterator
from functools import cache
from operator import attrgetter
from typing import Any, get_args, get_type_hints

from govdisclosure._spec import fields_of

__all__ = ["numbers", "shape_of"]


def shape_of(value: Any) -> Any:
    """The classes that *value* is made of, on which its drawing and its sums depend; the same for the same shape.

    >>> from govdisclosure.report import CaseOutcomes
    >>> shape_of(CaseOutcomes()) == shape_of(CaseOutcomes(upheld=3))
    True
    """
    kind: Any = type(value)
    return (kind, *(shape_of(part(value)) for part in _varying(kind))) if fields_of(kind) else None


@cache
def _varying(cls: Any) -> tuple[Callable[[Any], Any], ...]:
    """What gets the parts at or below *cls* that can be of more than one class; all others are as declared."""
    return tuple(attrgetter(path) for path in _varying_paths(cls))


def _varying_paths(cls: Any) -> Iterator[str]:
    hints = get_type_hints(cls) if fields_of(cls) else {}
    for name in fields_of(cls):
        if any(fields_of(kind) for kind in get_args(hints[name])):
            yield name
        else:
            yield from (f"{name}.{path}" for path in _varying_paths(hints[name]))


def numbers(value: Any, path: str = "") -> dict[str, int | None]:
    """The numbers at or below *value*, of which there are at least two, by their paths behind *path*."""
    key = (shape_of(value), path)
    if key not in _GETTERS:
        inside = tuple(_paths(value))
        _GETTERS[key] = tuple(f"{path}.{each}".lstrip(".") for each in inside), attrgetter(*inside)
    paths, getter = _GETTERS[key]
    return dict(zip(paths, getter(value), strict=True))


_GETTERS: dict[Any, tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]]]] = {}


def _paths(value: Any) -> Iterator[str]:
    for name in fields_of(type(value)):
        child = getattr(value, name)
        yield from (f"{name}.{path}" for path in _paths(child)) if fields_of(type(child)) else (name,)
