"""What the source of the model says about a place on the form: the line that declares it and what it means."""

import ast
import inspect
from pathlib import Path

from attrs import frozen

from govdisclosure.addresses import Node

__all__ = ["Declaration", "declaration"]


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
    lines, first = inspect.getsourcelines(node.owner)
    (class_body,) = ast.parse("".join(lines)).body
    assert isinstance(class_body, ast.ClassDef)  # noqa: S101
    for field, text in zip(class_body.body, class_body.body[1:], strict=False):
        if isinstance(field, ast.AnnAssign) and ast.unparse(field.target) == node.field:
            meaning = text.value.value if isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant) else ""
            return Declaration(Path(inspect.getfile(node.owner)).name, first + field.lineno - 1, str(meaning))
    raise LookupError(node.path)
