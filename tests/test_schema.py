"""The JSON Schema: it takes what the reader takes and refuses what the reader refuses."""

import json
import re
from copy import deepcopy
from functools import reduce
from operator import getitem

import attrs
import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import govdisclosure as gd
from govdisclosure._spec import fields_of
from govdisclosure.report import parts_of
from govdisclosure.strategies import annual_reports

EDITIONS = list(gd.Edition)
VALIDATORS = {
    edition: jsonschema.Draft202012Validator(
        gd.json_schema(edition), format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )
    for edition in EDITIONS
}


def is_taken(tree):
    """Whether the reader takes a tree of JSON."""
    try:
        gd.loads(json.dumps(tree), "json")
    except gd.ReadError:
        return False
    return True


def places(value, path=()):
    """The path of every value in a tree of JSON."""
    yield path
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in inside:
        yield from places(child, (*path, key))


# --- what it says -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("edition", EDITIONS)
def test_it_is_a_json_schema(edition):
    """It is sound as a JSON Schema of draft 2020-12 and bears the name that a report gives for it."""
    schema = gd.json_schema(edition.value)

    jsonschema.Draft202012Validator.check_schema(schema)
    assert (
        json.loads(gd.dumps(gd.AnnualReport(organ=None, year=None, edition=edition), "json"))["$schema"]
        == (schema["$id"])
    )


def test_an_edition_that_there_is_not_is_refused():
    """There is a schema for the editions of the form alone."""
    with pytest.raises(gd.ValueRefusedError, match="2020"):
        gd.json_schema("2020")


def test_it_is_made_anew_each_time():
    """Who changes a schema does not change the next."""
    gd.json_schema()["properties"].clear()

    assert gd.json_schema()["properties"]


@pytest.mark.parametrize(
    "kind", [gd.AnnualReport, gd.Requests, gd.Refused, gd.Proactive2019], ids=lambda kind: kind.__name__
)
def test_it_says_what_the_form_prints(kind):
    """Every line of the form has its label and its meaning, in the order of print, and alone totals may be left out."""
    schema = gd.json_schema()
    found = schema if kind is gd.AnnualReport else schema["$defs"][kind.__name__]
    lines = {name: each for name, each in found["properties"].items() if name in fields_of(kind)}

    assert {name: spec.printed for name, spec in fields_of(kind).items()} == {
        name: each["title"] for name, each in lines.items()
    }
    assert list(fields_of(kind)) == list(lines)
    assert all(each["description"].endswith(".") for each in lines.values())
    assert set(parts_of(kind)) == set(found["required"]) & set(lines)


# --- what it takes ----------------------------------------------------------------------------------------------------


@given(st.sampled_from(EDITIONS).flatmap(lambda edition: annual_reports(edition=edition, blanks=True, plain=False)))
@settings(max_examples=60)
def test_it_takes_every_report(report):
    """The JSON of any report is valid by the schema of its edition."""
    errors = VALIDATORS[report.edition].iter_errors(json.loads(gd.dumps(report, "json")))

    assert [] == [error.message for error in errors]


@given(annual_reports(consistent=False, mixed=True))
@settings(max_examples=20)
def test_it_takes_reports_between_editions(report):
    """A report whose table has the shape of the other edition is valid, as it is read."""
    assert VALIDATORS[report.edition].is_valid(json.loads(gd.dumps(report, "json")))


SCHEMA = gd.json_schema()
TEXTS = st.sampled_from(["\n", "\t\r", "\ufeff", "\u3000"]) | st.text(
    st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"), max_size=3
)


def drawn(schema):
    """What is valid by a schema of ours, drawn from the schema alone; objects now and then lack what they may lack."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        target = SCHEMA["$defs"][name]
        if name == "text":
            return TEXTS.map(lambda text: text + "甲") if "pattern" in schema else TEXTS
        return drawn({**target, "required": [*target["required"], *schema.get("required", [])]})
    if "anyOf" in schema:
        return st.sampled_from(schema["anyOf"]).flatmap(drawn)
    if "const" in schema:
        return st.just(schema["const"])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    kind, *others = [schema["type"]] if isinstance(schema["type"], str) else schema["type"]
    one = {
        "null": st.none,
        "boolean": st.booleans,
        "integer": lambda: st.integers(schema["minimum"], min(schema.get("maximum", 10**9), 10**9)),
        "string": lambda: (
            st.dates().map(str) if schema.get("format") else st.from_regex(re.compile(schema["pattern"], re.ASCII))
        ),
        "array": lambda: st.lists(drawn(schema["items"]), max_size=1),
        "object": lambda: st.fixed_dictionaries(
            {key: drawn(each) for key, each in schema["properties"].items() if key in schema["required"]},
            optional={key: drawn(each) for key, each in schema["properties"].items() if key not in schema["required"]},
        ),
    }
    return st.one_of(one[kind](), *(one[other]() for other in others))


@given(st.deferred(lambda: drawn(SCHEMA)))
@settings(max_examples=60, suppress_health_check=["too_slow", "data_too_large"])
def test_what_it_takes_is_read(tree):
    """Whatever is drawn from the schema is read, and is valid by it."""
    assert [] == [error.message for error in VALIDATORS["2021"].iter_errors(tree)]
    assert is_taken(tree)


# --- what it refuses --------------------------------------------------------------------------------------------------

VALUES = (
    st.none()
    | st.booleans()
    | st.integers(-3, 3000)
    | st.sampled_from([10**12, -(10**12) - 1, -(10**12), 0.5, 65534, 65535])
    | st.sampled_from(
        ["", " ", "\u3000", "\ufeff", "甲", "1", "1.5", "1.5\n", "-1", "01", "元", "2021", "2019", "\x00"]
    )
    | st.sampled_from(["\ud800", "\x85", "𠮷", "2024-02-29", "2023-02-29", "20240229", "2024-02-29\n", "heading"])
    | st.sampled_from([[], [[]], {}, {"name": "甲"}, {"heading": None}, {"blocks": []}, {"type": "paragraph"}])
)
WHOLE = json.loads(
    gd.dumps(
        gd.AnnualReport(
            organ=gd.Organ("甲", code="1"),
            year=2025,
            preamble=["甲"],
            overview=gd.Narrative(blocks=[gd.Heading("乙"), gd.Grid(((gd.Cell("丙", header=True, colspan=2),),))]),
            proactive=gd.Proactive2019(procurement=gd.Procurement(amount=gd.Money("1.5", "元"))),
            remedies=gd.Narrative(blocks=["丁"]),
        ),
        "json",
    )
)
TREES = [WHOLE, json.loads(gd.dumps(gd.AnnualReport(organ=None, year=None), "json"))]
CHANGES = [(number, path) for number, tree in enumerate(TREES) for path in places(tree) if path]


def changed(tree, path, change):
    """A tree with something else at a path: another value, a key more, or nothing."""
    tree = deepcopy(tree)
    holder = reduce(getitem, path[:-1], tree)
    match change:
        case ("value", value):
            holder[path[-1]] = value
        case ("gone",):
            del holder[path[-1]]
        case ("more", key) if isinstance(holder, dict):
            holder[key] = holder[path[-1]]
    return tree


WAYS = (
    VALUES.map(lambda value: ("value", value))
    | st.just(("gone",))
    | st.sampled_from(["甲", "heading", "blocks", "type", "path", "place", "loose", "total"]).map(
        lambda key: ("more", key)
    )
)


@given(st.lists(st.tuples(st.sampled_from(CHANGES), WAYS), min_size=1, max_size=2))
@settings(max_examples=400)
def test_schema_and_reader_agree(changes):
    """However a report's JSON is changed, the schema takes it if and only if the reader does."""
    number = changes[0][0][0]
    tree = TREES[number]
    for (other, path), way in changes:
        if other == number:
            try:
                tree = changed(tree, path, way)
            except (KeyError, IndexError, TypeError):
                continue

    assert is_taken(tree) == VALIDATORS["2021"].is_valid(tree)


@pytest.mark.parametrize("way", [("gone",), ("more", "甲"), *(("value", value) for value in ([], {}, True, -1))])
def test_schema_and_reader_agree_everywhere(way):
    """At every single place of two reports, schema and reader agree on what is wrong."""
    trees = {path: changed(TREES[number], path, way) for number, path in CHANGES}
    differing = [path for path, tree in trees.items() if is_taken(tree) is not VALIDATORS["2021"].is_valid(tree)]

    assert [] == differing


def told_to_be_too_much(tree):
    """A tree with a total left out that no cell could hold, though it could hold each of its parts."""
    tree["requests"]["received"] = dict.fromkeys(tree["requests"]["received"], 10**100)
    del tree["requests"]["received"]["total"]
    return json.dumps(tree)


BEYOND_A_SCHEMA = {
    "a whole number with a point": lambda tree: json.dumps({**tree, "year": 2025.0}),
    "a key that stands twice": lambda tree: json.dumps(tree).replace('"year"', '"year": 2025, "year"', 1),
    "a total left out that is too large": told_to_be_too_much,
}


@pytest.mark.parametrize("name", BEYOND_A_SCHEMA)
def test_what_a_schema_cannot_say(name):
    """What is one number, or no part of the tree, to a JSON Schema, and is refused by the reader."""
    text = BEYOND_A_SCHEMA[name](deepcopy(WHOLE))

    assert VALIDATORS["2021"].is_valid(json.loads(text))
    with pytest.raises(gd.ReadError):
        gd.loads(text, "json")


def test_what_is_too_deep_is_refused():
    """An object nested too deep to be read is refused by the reader; a JSON Schema that is not recursive has no say."""
    with pytest.raises(gd.ReadError, match="过深"):
        gd.loads('{"overview": ' + "[" * 10**5 + "]" * 10**5 + "}", "json")


def test_classes_that_are_told_apart_by_their_keys_have_some():
    """A section that is words alone has a key that no table has, since an empty object could be either."""
    bare = attrs.evolve(gd.AnnualReport(organ=None, year=None), remedies=gd.Narrative())
    tree = json.loads(gd.dumps(bare, "json"))
    tree["remedies"] = {}

    assert not VALIDATORS["2021"].is_valid(tree)
    assert not is_taken(tree)
