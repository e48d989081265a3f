"""The public names, and which room of the house may ask which."""

import ast
import importlib
import inspect
import subprocess
import sys
import typing
from graphlib import TopologicalSorter
from pathlib import Path

import api
import attrs
import pytest

import govdisclosure as gd

PACKAGE = Path(gd.__file__).parent
PUBLIC = [getattr(gd, name) for name in gd.__all__]
CLASSES = [each for each in PUBLIC if isinstance(each, type)]

# --- the public names -------------------------------------------------------------------------------------------------


def test_public_names_are_sorted():
    """The public names are listed once each, constants first, then classes, then functions."""
    kind = {name: 0 if name.isupper() else 1 if name[0].isupper() else 2 for name in gd.__all__}

    assert sorted(set(gd.__all__), key=lambda name: (kind[name], name)) == gd.__all__


def test_public_names_are_all_that_is_imported():
    """What the package imports for its users is public, and what is public is there."""
    tree = ast.parse(PACKAGE.joinpath("__init__.py").read_text("utf-8"))
    statements = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    ours = [node for node in statements if node.module.startswith("govdisclosure")]
    imported = [alias.asname or alias.name for node in ours for alias in node.names]

    assert sorted(imported) == sorted(gd.__all__)


def test_the_public_interface_is_the_one_that_is_kept():
    """A change of a public name, argument or field is a change of ``tests/api.txt``: ``python tools/api.py``."""
    assert api.FILE.read_text("utf-8") == api.surface()


@pytest.mark.parametrize("page", ["stability.md", "stability.zh.md"])
def test_the_modules_that_are_kept_are_those_that_are_promised(page):
    """The page on what stays as it is names the public modules, in either language."""
    text = Path(__file__).parents[1].joinpath("docs", page).read_text("utf-8")
    (promise,) = [line for line in text.splitlines() if line.startswith("| Python |")]

    assert [*api.MODULES, "__all__"] == promise.split("`")[1::2]


@pytest.mark.parametrize("name", api.MODULES)
def test_every_public_verb_is_checked_for_its_types(name):
    """Every public function is used in ``tests/typing/verbs.py``, where type checkers see what it gives."""
    tree = ast.parse(Path(__file__).with_name("typing").joinpath("verbs.py").read_text("utf-8"))
    used = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    used |= {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    module = importlib.import_module(name)
    verbs = {each for each in module.__all__ if each.islower() and callable(getattr(module, each))}

    assert set() == verbs - used


def test_no_public_name_becomes_a_module():
    """What is public stays what it is after every module was imported, since a module takes its name on the package."""
    for name in MODULES:
        if name not in {"", "__main__"}:
            importlib.import_module(f"govdisclosure.{name}")

    assert [] == [name for name in gd.__all__ if inspect.ismodule(getattr(gd, name))]


def mentioned(annotation):
    """The classes of this library that an annotation mentions."""
    if isinstance(annotation, type) and annotation.__module__.startswith("govdisclosure"):
        yield annotation
    for inner in typing.get_args(annotation):
        yield from mentioned(inner)


def reachable(root):
    """The classes that a class is made of, directly or not."""
    found, waiting = set(), [root]
    while waiting:
        each = waiting.pop()
        if each not in found:
            found.add(each)
            if attrs.has(each):
                hints = typing.get_type_hints(each)
                waiting += [kind for field in attrs.fields(each) for kind in mentioned(hints[field.name])]
    return found


@pytest.mark.parametrize("root", [gd.AnnualReport, gd.Reading, gd.Findings, gd.DataCell])
def test_what_a_public_class_is_made_of_is_public(root):
    """Every class that a report, a reading, findings and a cell are made of is a public name."""
    names = {each.__name__ for each in reachable(root) if not each.__name__.startswith("_")}

    assert set() == names - set(gd.__all__) - {"Spec"}


def test_what_public_functions_speak_of_is_public():
    """Every class that a public function takes, gives or raises is a public name."""
    functions = [each for each in PUBLIC if inspect.isfunction(each)]
    spoken = {kind for each in functions for hint in typing.get_type_hints(each).values() for kind in mentioned(hint)}

    assert set() == {kind.__name__ for kind in spoken} - set(gd.__all__)


def errors(kind):
    """An exception class and all that are derived from it."""
    return {kind}.union(*(errors(each) for each in kind.__subclasses__()))


def test_every_error_is_public():
    """Every exception of the library is a public name and has the one root."""
    ours = {each.__name__ for each in errors(gd.GovDisclosureError) if each.__module__.startswith("govdisclosure")}

    assert set() == ours - set(gd.__all__)


@pytest.mark.parametrize(
    "each",
    [each for each in PUBLIC if isinstance(each, type) or inspect.isfunction(each)],
    ids=lambda each: each.__name__,
)
def test_every_public_class_and_function_explains_itself(each):
    """A public class or function has a docstring of its own that begins with a sentence."""
    doc = vars(each).get("__doc__") if isinstance(each, type) else each.__doc__

    assert doc
    first = doc.strip().split("\n\n")[0].rstrip()
    assert first.endswith((".", ":")) or "." in first


MEMBERS = [
    (kind.__name__, name, member)
    for kind in CLASSES
    for name, member in vars(kind).items()
    if not name.startswith("_") and (isinstance(member, property) or callable(member))
]


@pytest.mark.parametrize(("owner", "name", "member"), MEMBERS, ids=[f"{owner}.{name}" for owner, name, _ in MEMBERS])
def test_every_public_method_explains_itself(owner, name, member):
    """A method or property of a public class has a docstring."""
    wrapped = member.fget if isinstance(member, property) else getattr(member, "func", member)

    assert wrapped.__doc__


def modules():
    """The modules of the package by their dotted name inside it."""
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        yield ".".join(part for part in parts if part != "__init__"), path


MODULES = dict(modules())


@pytest.mark.parametrize("name", MODULES)
def test_every_module_explains_itself_and_lists_its_names(name):
    """A module has a docstring and, unless it is empty, lists what it is for in ``__all__``."""
    tree = ast.parse(MODULES[name].read_text("utf-8"))

    assert ast.get_docstring(tree)
    assigned = {
        target.id
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    }
    assert "__all__" in assigned or len(tree.body) == 1


@pytest.mark.parametrize("name", [name for name in MODULES if name != "__main__"])
def test_what_a_module_lists_is_there(name):
    """Every name that a module lists is one of its own, or one that it hands on."""
    module = importlib.import_module(f"govdisclosure.{name}".rstrip("."))

    assert set() == set(getattr(module, "__all__", [])) - set(dir(module))


@pytest.mark.parametrize("name", api.MODULES)
def test_nothing_is_public_by_accident(name):
    """What a public module defines and does not list begins with an underscore."""
    tree = ast.parse(MODULES[name.partition(".")[2]].read_text("utf-8"))
    places = [node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", node) for node in tree.body]
    defined = {getattr(place, "name", getattr(place, "id", "_")) for place in places}

    assert set() == {each for each in defined if not each.startswith("_")} - set(importlib.import_module(name).__all__)


# --- what an import costs ---------------------------------------------------------------------------------------------

LATER = {
    "click",
    "rich",
    "hypothesis",
    "pytest",
    "docx",
    "pandas",
    "openpyxl",
    "xlsxwriter",
    "narwhals",
    "polars",
    "pyarrow",
    "babel",
    "cattrs",
    "jinja2",
    "turbohtml",
}
"""Packages of extras, and those of our own that only some of what can be done with a report needs."""

ROOMS_ENTERED_LATER = {"rules", "output", "cli", "statements", "scope", "rollup"}
ROOMS_ENTERED_LATER |= {"batch", "sources", "ledger", "schema", "frames", "strategies"}
ROOMS_ENTERED_LATER |= {"formats", "files", "mending", "recognise", "tables", "wording"}
ROOMS_ENTERED_LATER |= {"compose", "layout", "charts", "identities"}


def printed_by(script):
    """The words that a new process prints."""
    done = subprocess.run(
        [sys.executable, "-c", f"import sys\n{script}"],
        capture_output=True,
        check=True,
        timeout=60,
        text=True,
        env={"PYTHONPATH": str(PACKAGE.parent)},
    )
    return done.stdout.split()


def test_the_package_imports_little():
    """To import the package loads nothing that reads, writes or checks before it is used, nor what only this needs."""
    loaded = printed_by("import govdisclosure; print(*sorted(sys.modules))")
    ours = {name.removeprefix("govdisclosure.") for name in loaded if name.startswith("govdisclosure.")}

    assert set() == LATER & {name.split(".")[0] for name in loaded}
    assert set() == ROOMS_ENTERED_LATER & {name.split(".")[0] for name in ours}


def test_a_report_is_written_and_read_without_the_rules():
    """To write a report and to read it again loads no rules and no output."""
    program = """import govdisclosure as gd
report = gd.AnnualReport(organ=gd.Organ("示例县柳溪镇人民政府"), year=2025)
assert report == gd.loads(gd.dumps(report, "html"))
print(*sys.modules)"""

    assert set() == {"govdisclosure.rules", "govdisclosure.output"} & set(printed_by(program))


def test_sound_data_are_read_without_what_tells_problems():
    """To write JSON and to read it again loads nothing of what only a report with problems needs."""
    program = """import govdisclosure as gd
report = gd.AnnualReport(organ=gd.Organ("示例县柳溪镇人民政府"), year=2025)
assert report == gd.loads(gd.dumps(report, "json"))
print(*sys.modules)"""

    assert set() == {"cattrs", "govdisclosure.formats.json_problems", "babel"} & set(printed_by(program))


@pytest.mark.parametrize(
    "first", ["load", "Reading", "HtmlOptions", "fixed", "check", "render", "explain", "Checked", "RULES"]
)
def test_what_is_imported_when_it_is_asked_for_is_what_its_room_has(first):
    """Whichever name is asked for first, all public names are then the things of that name in the rooms."""
    program = f"""import govdisclosure as gd
gd.{first}
from govdisclosure import *
import govdisclosure.rules, govdisclosure.output.catalogue as catalogue
same = [
    *(value is getattr(gd, name) for name, value in vars(gd.rules).items() if name in gd.__all__),
    render is gd.output.render, Checked is gd.output.Checked, explain is catalogue.explain,
]
print(len(same) > 10, all(same))"""

    assert ["True", "True"] == printed_by(program)


def test_every_public_name_is_listed():
    """What is imported later is listed with the rest, for those who look with `dir` and for the documentation."""
    assert ["True"] == printed_by("import govdisclosure as gd; print(set(gd.__all__) <= set(dir(gd)))")


def test_a_name_that_is_not_there_is_told():
    """The package has no other names than its own, and says so as every module does."""
    with pytest.raises(AttributeError, match=r"^module 'govdisclosure' has no attribute 'nothing'$"):
        gd.nothing  # noqa: B018


# --- the rooms --------------------------------------------------------------------------------------------------------

ROOMS = [
    {"errors"},
    {"i18n"},
    {"document", "_spec", "personal", "causes"},
    {"findings", "values"},
    {"report"},
    {"shape"},
    {"identities", "addresses", "layout", "statements"},
    {"charts", "scope"},
    {"compose", "migrate", "numbers", "wording", "account"},
    {"figures"},
    {"runs", "tables"},
    {"headings", "titles", "flattened"},
    {"recognise"},
    {"rollup", "metrics", "series"},
    {"formats"},
    {"files"},
    {"rules", "mending", "ledger"},
    {"testing"},
    {"output"},
    {"sources"},
    {"batch"},
    {"drawing", "reference", "strategies"},
    {"schema", "frames"},
    {""},
    {"cli"},
    {"__main__"},
]
"""The rooms of the house: a module may import modules of the rooms above its own, and of its own room."""


def room_of(name):
    """The number of the room that a module belongs to."""
    (number,) = [number for number, names in enumerate(ROOMS) if name.split(".")[0] in names]
    return number


def imports_of(name):
    """The modules of the package that a module imports, anywhere in it."""
    for node in ast.walk(ast.parse(MODULES[name].read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert 0 == node.level, f"{name} imports relatively"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        for each in names:
            first, _, rest = each.partition(".")
            if first == "govdisclosure":
                yield rest if rest in MODULES else rest.rpartition(".")[0]


@pytest.mark.parametrize("name", MODULES)
def test_a_module_imports_only_from_above(name):
    """A module imports nothing from a room below its own."""
    below = {each for each in imports_of(name) if room_of(each) > room_of(name)}

    assert set() == below


def test_no_modules_import_one_another():
    """There is an order in which every module comes after all that it imports."""
    order = list(TopologicalSorter({name: set(imports_of(name)) - {name} for name in MODULES}).static_order())

    assert set(MODULES) == set(order)


def test_every_module_has_a_room():
    """No room is empty and no module is without one."""
    assert {name.split(".")[0] for name in MODULES} == set().union(*ROOMS)


@pytest.mark.parametrize(
    "name", [name for name in MODULES if name.startswith("formats.") and not name.startswith("formats.json")]
)
def test_a_format_knows_nothing_of_the_report(name):
    """A format turns bytes into a document and back, and imports neither the report nor its layout."""
    rooms = {"report", "layout", "compose", "recognise", "tables", "titles", "headings", "wording", "rules", ""}

    assert set() == rooms & set(imports_of(name))


@pytest.mark.parametrize("name", MODULES)
def test_a_module_is_not_too_long(name):
    """No module has more than eight hundred lines."""
    assert len(MODULES[name].read_text("utf-8").splitlines()) <= 800
