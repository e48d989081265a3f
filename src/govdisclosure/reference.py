"""What the source of the model says about a place on the form: the line that declares it and what it means."""

import ast
import inspect
from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path

from attrs import frozen

from govdisclosure.addresses import Node

__all__ = ["Declaration", "declaration", "declarations"]


@frozen
class Declaration:
    """Where a field is declared and what the text below it says."""

    file: str
    line: int
    meaning: str


def declaration(node: Node) -> Declaration:
    """The line of the source that declares *node*.

    >>> from govdisclosure.addresses import nodes
    >>> found = declaration(nodes()["requests.received"])
    >>> found.file, found.meaning
    ('report.py', 'Newly received in the year.')
    """
    found = declarations(node.owner).get(node.field)
    if found is None:
        raise LookupError(node.path)
    return found


@cache
def declarations(kind: type) -> Mapping[str, Declaration]:
    """Every field that *kind* declares itself, and the line of the source that does so.

    >>> from govdisclosure.report import Organ
    >>> declarations(Organ)["name"].meaning
    'The full name.'
    """
    lines, first = inspect.getsourcelines(kind)
    (class_body,) = ast.parse("".join(lines)).body
    assert isinstance(class_body, ast.ClassDef)  # noqa: S101
    file, found = Path(inspect.getfile(kind)).name, {}
    for field, text in pairwise([*class_body.body, ast.Pass()]):
        if isinstance(field, ast.AnnAssign):
            meaning = text.value.value if isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant) else ""
            found[ast.unparse(field.target)] = Declaration(file, first + field.lineno - 1, str(meaning))
    return found
