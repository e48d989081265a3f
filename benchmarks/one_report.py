"""One report as JSON beside pydantic and msgspec: ``python -m benchmarks.one_report``.

The models of the peers are made of the classes of the form, so that they hold the very same report, and are as strict
as their types can be: nothing is coerced, unknown keys are refused, texts hold no control characters. They do not see
a key that stands twice. msgspec takes no choice between classes, so that its model has the tables of 2021 alone, and it
lays out text in a step of its own. The limit is bytes to dictionaries and back, with no type looked at.
"""

import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache
from importlib.resources import files
from operator import attrgetter
from types import UnionType
from typing import Annotated, Any, Final, Literal, Self, Union, get_args, get_origin, get_type_hints

import attrs
import msgspec
import orjson
import pydantic
from annotated_types import Ge, Le

import govdisclosure as gd
from benchmarks.measuring import keep, medians
from govdisclosure.document import Block
from govdisclosure.formats.json_values import TAGS, keys_of
from govdisclosure.identities import identities
from govdisclosure.values import Name

_TEXT: Final = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]*$"
_SCHEMA: Final = "urn:govdisclosure:annual-report:2021"


def _translated(kind: Any, model: Callable[[type], Any], leaves: Mapping[Any, Any], *, choice: bool) -> Any:
    """*kind* with each class of the form in it replaced by its *model*, and values by *leaves*."""
    if kind in leaves:
        return leaves[kind]
    if attrs.has(kind):
        return model(kind)
    inside = [_translated(each, model, leaves, choice=choice) for each in get_args(kind)]
    if get_origin(kind) is tuple:
        return tuple[inside[0], ...]  # type: ignore[valid-type]
    if get_origin(kind) not in {Union, UnionType}:
        return kind
    if choice or kind == Block:
        return Union[tuple(inside)]  # noqa: UP007 - made of what is only known here
    return inside[0] | None if type(None) in get_args(kind) else inside[0]


def _fields(kind: type, model: Callable[[type], Any], leaves: Mapping[Any, Any], *, choice: bool = True) -> Any:
    """The keys of *kind* with the types of a peer; a key that may be left out has its default."""
    hints = get_type_hints(kind, include_extras=True)
    fields = {}
    for each in keys_of(kind):
        needed = each.default is attrs.NOTHING or type(each.default).__name__ == "Factory"
        hint = _translated(hints[each.name], model, leaves, choice=choice)
        fields[each.name] = (hint, ... if needed else each.default)
    return fields


# --- pydantic ---------------------------------------------------------------------------------------------------------

_STRICT: Final = pydantic.ConfigDict(strict=True, extra="forbid", frozen=True)
_PYDANTIC: Final = {
    str: Annotated[str, pydantic.Field(pattern=_TEXT)],
    Name: Annotated[str, pydantic.Field(pattern=_TEXT, min_length=1)],
    Annotated[Decimal, Ge(0)]: Annotated[Decimal, pydantic.Field(ge=0)],
}


@cache
def _pydantic(kind: type) -> type[pydantic.BaseModel]:
    fields = _fields(kind, _pydantic, _PYDANTIC)
    if TAGS.get(kind):
        fields = {"type": (Literal[TAGS[kind]], ...), **fields}
    if kind is gd.AnnualReport:
        fields = {"schema_": (Literal[_SCHEMA], pydantic.Field(alias="$schema")), **fields}
    return pydantic.create_model(kind.__name__, __config__=_STRICT, **fields)


def _adding_up(kind: type[pydantic.BaseModel], report: gd.AnnualReport) -> type[pydantic.BaseModel]:
    """*kind* with a validator for every sum of the tables, as one writes it by hand."""
    sums = [
        tuple(tuple(f"{name}.{path}" for path in side) for side in (each.left, each.right))
        for name in ("requests", "remedies")
        for each in identities(getattr(report, name))
    ]
    sides = [(_numbers(left), _numbers(right)) for left, right in sums]

    class Adding(kind):  # type: ignore[misc, valid-type]
        @pydantic.model_validator(mode="after")
        def add_up(self) -> Self:
            wrong = [names for names, (left, right) in zip(sums, sides, strict=True) if left(self) != right(self)]
            if wrong:
                raise ValueError(f"these do not add up: {wrong}")
            return self

    return Adding


def _numbers(paths: tuple[str, ...]) -> Callable[[Any], int]:
    """What adds up the numbers at *paths* of a report."""
    getter = attrgetter(*paths)
    if len(paths) == 1:
        return lambda report: getter(report) or 0
    return lambda report: sum(number or 0 for number in getter(report))


# --- msgspec ----------------------------------------------------------------------------------------------------------


def _bounded(kind: Any) -> Any:
    """The bounds of a type of ours as msgspec has them."""
    least, *most = (each for each in kind.__metadata__)
    bounds = {"ge": least.ge} | ({"le": most[0].le} if most else {})
    return Annotated[int, msgspec.Meta(**bounds)]


_MSGSPEC: Final = {
    str: Annotated[str, msgspec.Meta(pattern=_TEXT)],
    Name: Annotated[str, msgspec.Meta(pattern=_TEXT, min_length=1)],
    Annotated[Decimal, Ge(0)]: Decimal,
    **{each: _bounded(each) for each in (Annotated[int, Ge(0)], Annotated[int, Ge(1900), Le(2999)])},
    **{each: _bounded(each) for each in (Annotated[int, Ge(1), Le(65534)], Annotated[int, Ge(1), Le(1000)])},
}


@cache
def _msgspec(kind: type) -> Any:
    fields = _fields(kind, _msgspec, _MSGSPEC, choice=False)
    made = [(name, hint) if default is ... else (name, hint, default) for name, (hint, default) in fields.items()]
    if kind is gd.AnnualReport:
        made.insert(0, ("schema_", Literal[_SCHEMA], msgspec.field(name="$schema")))
    tag = {"tag": TAGS[kind], "tag_field": "type"} if TAGS.get(kind) else {}
    return msgspec.defstruct(kind.__name__, made, frozen=True, kw_only=True, forbid_unknown_fields=True, **tag)


# --- the comparison ---------------------------------------------------------------------------------------------------


_SUMS: Final = ("GD301", "GD302", "GD303", "GD304", "GD305", "GD306", "GD401", "GD402")
"""The rules that say which sums do not come out, and which cell is to blame."""


def _checked(data: bytes) -> gd.Findings:
    """What is wrong with the sums of the report in *data*."""
    return gd.check(gd.loads(data, "json"), select=_SUMS)


def main() -> None:
    """Print a table for each thing that is done: the time of each, and how many times ours is of it."""
    report = gd.with_totals(gd.loads(files("govdisclosure").joinpath("sample/report.txt").read_bytes(), "text"))
    data = gd.dumps(report, "json")
    model, struct = _pydantic(gd.AnnualReport), _msgspec(gd.AnnualReport)
    adding = _adding_up(model, report)
    theirs, typed, tree = model.model_validate_json(data), msgspec.json.decode(data, type=struct), orjson.loads(data)
    decode, encode = msgspec.json.Decoder(struct).decode, msgspec.json.Encoder().encode
    if orjson.loads(theirs.model_dump_json(by_alias=True)) != tree or _checked(data):
        raise SystemExit("the peer does not hold the same report, or it does not add up")
    done: dict[str, dict[str, Callable[[], object]]] = {
        "load": {
            "govdisclosure": lambda: gd.loads(data, "json"),
            "pydantic": lambda: model.model_validate_json(data),
            "msgspec": lambda: decode(data),
            "msgspec, untyped": lambda: msgspec.json.decode(data),
            "orjson, untyped": lambda: orjson.loads(data),
            "json, untyped": lambda: json.loads(data),
        },
        "dump": {
            "govdisclosure": lambda: gd.dumps(report, "json"),
            "pydantic": lambda: theirs.model_dump_json(by_alias=True, indent=2),
            "msgspec": lambda: msgspec.json.format(encode(typed), indent=2),
            "orjson, untyped": lambda: orjson.dumps(tree, option=orjson.OPT_INDENT_2),
            "json, untyped": lambda: json.dumps(tree, ensure_ascii=False, indent=2),
        },
        "load and add up": {
            "govdisclosure": lambda: _checked(data),
            "pydantic": lambda: adding.model_validate_json(data),
        },
    }
    for what, contenders in done.items():
        times = medians(contenders, rounds=100)
        ours = times["govdisclosure"]
        print(f"{what + ', µs':24}{'':>10}{'ours / theirs':>16}")
        for name, taken in times.items():
            print(f"  {name:22}{taken * 1000:10.0f}{ours / taken:16.2f}")
        keep("one_report", {f"{what}, ours to {name}": ours / taken for name, taken in times.items() if taken != ours})


if __name__ == "__main__":
    main()
