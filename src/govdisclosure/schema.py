"""The JSON Schema of a report's JSON, 2020-12, read off the declarations: it takes what the reader takes."""

import types
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin, get_type_hints

import attrs
from annotated_types import Ge, Le, MinLen

from govdisclosure._spec import Edition, fields_of
from govdisclosure.document import Heading
from govdisclosure.formats.json import SCHEMA
from govdisclosure.formats.json_values import NEEDED, TAGS, keys_of
from govdisclosure.reference import declarations
from govdisclosure.report import AnnualReport, parts_of
from govdisclosure.values import PLAIN_AMOUNT, SUB_HEADINGS, UNPRINTABLE, edition

__all__ = ["json_schema"]

Schema = dict[str, Any]

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_TEXT: Final = "text"
_NO_TEXT_BEHIND: Final = r"$(?!\n)"
"""The end of a text, in Python too, where ``$`` also stands before a last line break."""


def json_schema(edition: Edition | str = Edition.V2021) -> Schema:
    """The JSON Schema, draft 2020-12, of a report on the form of *edition*.

    It accepts what `govdisclosure.loads` accepts, if formats are asserted, but for three things that a JSON Schema
    cannot say: a key that stands twice, a whole number written ``1.0``, and an object nested too deep to be read.

    >>> schema = json_schema("2019")
    >>> schema["$id"], schema["required"][:4]
    ('urn:govdisclosure:annual-report:2019', ['$schema', 'organ', 'year', 'edition'])
    >>> schema["$defs"]["Fees"]["properties"]["collected"]["title"]
    '本年收费金额（单位：万元）'

    Raises:
        ValueRefusedError: There is no such edition.
    """
    return _Schema(_edition_named(edition)).whole()


_edition_named = edition


class _Schema:
    """The schema of one edition, its definitions gathered as they are asked for."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.definitions: dict[str, Schema] = {
            _TEXT: {"type": "string", "pattern": f"^[^{UNPRINTABLE.pattern[1:-1]}]*{_NO_TEXT_BEHIND}"}
        }

    def whole(self) -> Schema:
        """The schema of the report."""
        identity = SCHEMA + self.edition
        report = self.object(AnnualReport)
        properties = {"$schema": {"const": identity}, **report["properties"], "edition": {"const": self.edition.value}}
        return {
            "$schema": _DIALECT,
            "$id": identity,
            "title": "政府信息公开工作年度报告",
            "description": f"{self.edition.notice}，{_first_line(AnnualReport)}",
            **report,
            "properties": properties,
            "required": ["$schema", *report["required"]],
            "$defs": dict(sorted(self.definitions.items())),
        }

    def object(self, kind: type) -> Schema:
        """The schema of a class: its keys, and which of them must be there."""
        specs, meanings = fields_of(kind), _meanings(kind)
        hints = get_type_hints(kind, include_extras=True)
        properties: dict[str, Schema] = {"type": {"const": TAGS[kind]}} if TAGS.get(kind) else {}
        for key in keys_of(kind):
            title = {"title": specs[key.name].printed} if key.name in specs else {}
            meaning = {"description": meanings[key.name]} if meanings.get(key.name) else {}
            properties[key.name] = {**title, **meaning, **self.field(kind, key.name, hints[key.name])}
        return {
            "type": "object",
            "properties": properties,
            "required": [name for name in properties if name in {"type", *_needed(kind)}],
            "additionalProperties": False,
        }

    def field(self, kind: type, name: str, hint: Any) -> Schema:
        """The schema of what the field *name* of *kind* can hold."""
        if (kind, name) == (Heading, "level"):
            return {"type": "integer", "minimum": SUB_HEADINGS[0], "maximum": SUB_HEADINGS[-1]}
        return self.value(hint)

    def value(self, hint: Any) -> Schema:
        """The schema of what a type can hold."""
        if get_origin(hint) in {Union, types.UnionType}:
            return self.choice([each for each in get_args(hint) if each is not type(None)], hint)
        if get_origin(hint) is tuple:
            return {"type": "array", "items": self.value(get_args(hint)[0])}
        if get_origin(hint) is Literal:
            return {"enum": list(get_args(hint))}
        if get_origin(hint) is Annotated:
            return self.bounded(*get_args(hint))
        return self.reference(hint) if attrs.has(hint) else dict(_PLAIN[hint])

    def bounded(self, kind: type, *bounds: Any) -> Schema:
        """The schema of a type within bounds; amounts, which are texts, have theirs in the pattern."""
        found = self.value(kind)
        for bound in bounds:
            match bound:
                case Ge(least) if kind is int:
                    found["minimum"] = least
                case Le(most) if kind is int:
                    found["maximum"] = most
                case MinLen():
                    found["pattern"] = _NOT_BLANK
        return found

    def choice(self, kinds: list[Any], hint: Any) -> Schema:
        """The schema of one of several kinds, and of null if *hint* allows it."""
        nothing = type(None) in get_args(hint)
        if len(kinds) == 1:
            (only,) = map(self.value, kinds)
            if nothing and set(only) <= {"type", "minimum", "maximum", "pattern", "format"}:
                return {**only, "type": [only["type"], "null"]}
            return {"anyOf": [only, {"type": "null"}]}
        choices = [{**self.value(kind), **_told_apart(kind, kinds)} for kind in kinds]
        return {"anyOf": [*choices, *([{"type": "null"}] if nothing else [])]}

    def reference(self, kind: type) -> Schema:
        """A reference to the definition of a class, which is made if it is not there."""
        if kind.__name__ not in self.definitions:
            self.definitions[kind.__name__] = {}
            self.definitions[kind.__name__] = {"description": _first_line(kind), **self.object(kind)}
        return {"$ref": f"#/$defs/{kind.__name__}"}


_NOT_BLANK: Final = r"[\S\ufeff]"
"""A text that is not blank; a byte order mark is white space to JavaScript only."""

_PLAIN: Final[Mapping[Any, Schema]] = {
    str: {"$ref": f"#/$defs/{_TEXT}"},
    int: {"type": "integer", "minimum": 1},
    bool: {"type": "boolean"},
    Decimal: {"type": "string", "pattern": f"^{PLAIN_AMOUNT.pattern}{_NO_TEXT_BEHIND}"},
    date: {"type": "string", "format": "date", "pattern": f"^[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}{_NO_TEXT_BEHIND}"},
    Edition: {"enum": [each.value for each in Edition]},
}
"""What can be said of a type that has no parts."""


def _needed(kind: type) -> set[str]:
    """The keys that the object of *kind* must have."""
    without_default = {key.name for key in keys_of(kind) if key.default is attrs.NOTHING}
    return without_default | {*NEEDED.get(kind, ()), *parts_of(kind)}


def _told_apart(kind: type, kinds: Iterable[type]) -> Schema:
    """Where *kind* needs no key at all, what tells it from the others of *kinds* is that it has one of its own."""
    if _needed(kind):
        return {}
    others = {key.name for other in kinds if other is not kind for key in keys_of(other)}
    return {"required": [key.name for key in keys_of(kind) if key.name not in others]}


def _meanings(kind: type) -> dict[str, str]:
    """What the source says below each field of *kind*, its own and those it inherits."""
    classes = [each for each in reversed(kind.__mro__) if attrs.has(each)]
    return {name: found.meaning for each in classes for name, found in declarations(each).items()}


def _first_line(kind: type) -> str:
    return (kind.__doc__ or "").partition("\n")[0]  # without docstrings, as under -OO, nothing is described
