"""What the source says about a place on the form."""

import importlib.util
from pathlib import Path

import attrs
import pytest

import govdisclosure as gd
from govdisclosure import report
from govdisclosure.reference import declaration

SOURCE = Path(report.__file__)
LINES = SOURCE.read_text("utf-8").splitlines()


@pytest.mark.parametrize("path", gd.nodes())
def test_a_place_is_declared_on_the_line_that_is_named(path):
    """The line named for a place of the form declares its field, and the meaning is a sentence."""
    node = gd.nodes()[path]
    found = declaration(node)

    assert SOURCE.name == found.file
    assert LINES[found.line - 1].startswith(f"    {node.field}: ")
    assert found.meaning.endswith(".")


def test_the_line_lies_in_the_class_that_declares_it():
    """Of two classes with a field of the same name the right one is named."""
    places = ("requests.outcomes.total", "requests.received.total", "remedies.reconsideration.total")

    assert 3 == len({declaration(gd.nodes()[path]).line for path in places})


MODULE = '''
from attrs import frozen

@frozen
class Form:
    """A form."""

    bare: int = 0
    noted: int = 0
    """A sum."""
    x = 1
'''


def test_a_field_without_a_text_below_it_means_nothing(tmp_path):
    """A field is found also where no text explains it."""
    path = tmp_path / "form.py"
    path.write_text(MODULE, "utf-8")
    spec = importlib.util.spec_from_file_location("form", path)
    module = importlib.util.module_from_spec(spec)
    import sys  # inspect finds a class through the module it is in

    sys.modules["form"] = module
    try:
        spec.loader.exec_module(module)
        node = next(iter(gd.nodes().values()))
        found = [declaration(attrs.evolve(node, path=name, owner=module.Form)) for name in ("bare", "noted")]
    finally:
        del sys.modules["form"]

    assert [("form.py", 8, ""), ("form.py", 9, "A sum.")] == [(each.file, each.line, each.meaning) for each in found]


def test_a_field_that_is_not_declared_is_an_error():
    """A place whose class does not declare it is not looked for elsewhere."""
    node = attrs.evolve(gd.nodes()["requests.received"], path="requests.nothing")

    with pytest.raises(LookupError, match=r"requests\.nothing"):
        declaration(node)
