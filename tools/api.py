"""The public interface in one file, so that a change of it is seen where the change is reviewed.

``python tools/api.py`` writes ``tests/api.txt`` anew: every public name of the modules that users import, functions and
methods with their arguments as the source declares them, classes with what makes them and with what they have.
"""

import inspect
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import attrs
import griffe

__all__ = ["FILE", "MODULES", "surface"]

_CHECKOUT = Path(__file__).parents[1]
FILE = _CHECKOUT / "tests" / "api.txt"
MODULES = ("govdisclosure", "govdisclosure.strategies", "govdisclosure.testing", "govdisclosure.testing.faults")
"""The modules that the API reference describes."""

_MARKS = {
    griffe.ParameterKind.var_positional: "*",
    griffe.ParameterKind.var_keyword: "**",
}


def surface() -> str:
    """The public interface, a name a line."""
    package = griffe.load("govdisclosure", search_paths=[_CHECKOUT / "src"])
    return "\n".join("".join(f"{line}\n" for line in _module(path, package)) for path in MODULES)


def _module(path: str, package: griffe.Module) -> Iterator[str]:
    yield path
    module = package.modules_collection[path]
    for name in sorted(module.exports):
        # A function may bear the name of the module it is imported from, so that the import is asked first.
        member = package.modules_collection[module.imports.get(name, f"{path}.{name}")]
        yield from (f"    {line}" for line in _member(member.final_target if member.is_alias else member))


def _member(member: griffe.Object) -> Iterator[str]:
    """The lines of a function, a class with what makes it and its public members, or a value."""
    if isinstance(member, griffe.Function):
        yield f"{member.name}{_signature(member)}"
    elif isinstance(member, griffe.Class):
        bases = ", ".join(str(base) for base in member.bases)
        yield f"class {member.name}({bases})" if bases else f"class {member.name}"
        yield from (f"    {line}" for line in _makers(getattr(import_module(member.module.path), member.name)))
        for name, inner in (member.inherited_members | member.members).items():
            if not name.startswith("_"):
                yield from (f"    {line}" for line in _member(inner.final_target if inner.is_alias else inner))
    elif member.annotation and str(member.annotation) != "TypeAlias":
        yield f"{member.name}: {member.annotation}"
    else:
        yield f"{member.name} = {member.value}"


def _makers(kind: type) -> Iterator[str]:
    """What an object of *kind* is made with, where its fields say so."""
    if attrs.has(kind):
        parts, keyword_only = [], False
        for each in inspect.signature(kind).parameters.values():
            if each.kind is each.KEYWORD_ONLY and not keyword_only:
                parts.append("*")
                keyword_only = True
            parts.append(each.name if each.default is each.empty else f"{each.name}=")
        yield f"({', '.join(parts)})"


def _signature(function: griffe.Function) -> str:
    parts, keyword_only = [], False
    for each in function.parameters:
        if each.kind is griffe.ParameterKind.keyword_only and not keyword_only:
            parts.append("*")
        keyword_only |= each.kind in {griffe.ParameterKind.keyword_only, griffe.ParameterKind.var_positional}
        part = f"{_MARKS.get(each.kind, '')}{each.name}"
        part += f": {each.annotation}" if each.annotation else ""
        parts.append(f"{part} = {each.default}" if each.default and each.kind not in _MARKS else part)
    return f"({', '.join(parts)}) -> {function.returns}"


if __name__ == "__main__":
    FILE.write_text(surface(), "utf-8")
