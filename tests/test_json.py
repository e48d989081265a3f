"""JSON: the keys are the form's, nothing is coerced, and every problem is told with its path and its address."""

import json
from datetime import date
from decimal import Decimal
from functools import reduce
from operator import getitem

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import govdisclosure as gd
from govdisclosure._spec import fields_of
from govdisclosure.addresses import nodes
from govdisclosure.formats import json as canonical
from govdisclosure.formats.json_problems import examined
from govdisclosure.strategies import annual_reports

REPORT = gd.AnnualReport(
    organ=gd.Organ("示例县柳溪镇人民政府", code="110105"),
    year=2025,
    preamble=["根据《条例》制作本报告。"],
    overview=gd.Narrative(
        blocks=[
            gd.Heading("（一）主动公开"),
            gd.Grid(((gd.Cell("类别", header=True, colspan=2),), (gd.Cell("网站"), gd.Cell("1"))), caption="渠道"),
        ]
    ),
    proactive=gd.Proactive(fees=gd.Fees(collected="11.80"), licensing=gd.Decisions(decisions=None)),
    requests=gd.Requests(
        heading="三、申请情况",
        lead=["如下。"],
        received=gd.ByApplicant(natural_persons=12),
        outcomes=gd.Outcomes(granted=gd.ByApplicant(natural_persons=12)),
    ),
    published=date(2026, 1, 20),
)
DATA = canonical.write(REPORT)
TREE = json.loads(DATA)
MISSING = object()


def places(value, path=()):
    """The path of every value in a tree of JSON, outermost first."""
    if path:
        yield path
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in inside:
        yield from places(child, (*path, key))


def dotted(path):
    """A path as messages write it."""
    return "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in path).removeprefix(".")


def changed(*changes):
    """The JSON of the report with other text at some paths; a key whose text is `MISSING` is left out."""
    tree = json.loads(DATA)
    marks = {}
    for number, (path, text) in enumerate(changes):
        holder = reduce(getitem, path[:-1], tree)
        if text is MISSING:
            del holder[path[-1]]
        else:
            holder[path[-1]] = f"@{number}@"
            marks[f'"@{number}@"'] = text
    data = json.dumps(tree, ensure_ascii=False)
    for mark, text in marks.items():
        data = data.replace(mark, text)
    return data


def refused(data):
    """The problems that reading it raises."""
    with pytest.raises(gd.ReadError) as caught:
        gd.loads(data, "json")
    return caught.value.problems


CELLS = [cell.path for cell in gd.cells(REPORT)]
RECEIVED = ("requests", "received", "natural_persons")
AMOUNT = ("proactive", "fees", "collected")

# --- the keys ---------------------------------------------------------------------------------------------------------


@given(annual_reports(consistent=False, blanks=True, plain=False))
@settings(max_examples=40)
def test_a_report_is_read_as_it_was_written(report):
    """A report comes back equal, with every blank, every decimal and every white space."""
    again = canonical.read(canonical.write(report))

    assert report == again
    assert [str(cell.value) for cell in gd.cells(report)] == [str(cell.value) for cell in gd.cells(again)]


@given(annual_reports(consistent=False, blanks=True, mixed=True))
@settings(max_examples=30)
def test_every_cell_is_a_key_in_the_order_of_the_form(report):
    """The attribute paths of the numbers are paths of keys, in the order of print, and hold the numbers."""
    tree = json.loads(canonical.write(report))
    values = {dotted(path): reduce(getitem, path, tree) for path in places(tree)}
    wanted = [cell.path for cell in gd.cells(report)]
    numbers = {cell.path: cell.value for cell in gd.cells(report)}
    numbers |= {path: f"{value:f}" for path, value in numbers.items() if isinstance(value, Decimal)}

    assert wanted == [path for path in values if path in nodes() and nodes()[path].is_cell]
    assert numbers == {path: values[path] for path in wanted}


def test_keys_are_the_attributes_in_their_order():
    """The keys of the report and of every part of it are its attributes, in the order of the form."""
    names = [field.name for field in attrs.fields(gd.AnnualReport)]

    assert ["$schema", *names] == list(TREE)
    assert list(attrs.asdict(REPORT.requests)) == list(TREE["requests"])
    assert list(fields_of(gd.Outcomes)) == list(TREE["requests"]["outcomes"])


def test_the_text_is_plain_to_read():
    """The JSON is UTF-8 with Chinese as it is, ends with a line break, and names its schema first."""
    assert DATA.startswith(b'{\n  "$schema": "urn:govdisclosure:annual-report:2021",\n')
    assert "示例县柳溪镇人民政府" in DATA.decode()
    assert DATA.endswith(b"\n}\n")


def test_values_are_written_by_their_kind():
    """An amount is a string with its decimals, a blank is null, a day is ISO, a block names its type."""
    assert "11.80" == TREE["proactive"]["fees"]["collected"]
    assert TREE["proactive"]["licensing"]["decisions"] is None
    assert "2026-01-20" == TREE["published"]
    assert {"type": "heading", "text": "（一）主动公开", "level": 3} == TREE["overview"]["blocks"][0]
    assert {
        "type": "table",
        "rows": [[{"text": "类别", "colspan": 2, "header": True}], [{"text": "网站"}, {"text": "1"}]],
        "caption": "渠道",
    } == TREE["overview"]["blocks"][1]


def test_a_byte_order_mark_does_no_harm():
    """JSON that an editor saved with a byte order mark is read."""
    assert REPORT == gd.loads(b"\xef\xbb\xbf" + DATA)
    assert canonical.looks_like(b"\xef\xbb\xbf\n " + DATA)


def test_only_an_object_looks_like_a_report():
    """What begins with a brace may be a report, anything else not."""
    assert canonical.looks_like(b' {"')
    assert not canonical.looks_like(b"[1]")


@given(annual_reports(consistent=False, blanks=True, plain=False))
@settings(max_examples=30)
def test_the_text_is_laid_out_as_the_standard_library_does(report):
    """The bytes are those that the encoder of the standard library gives for the same tree with two spaces a level."""
    data = canonical.write(report)

    assert json.dumps(json.loads(data), ensure_ascii=False, indent=2) + "\n" == data.decode()


@given(annual_reports(consistent=False, blanks=True, mixed=True))
@settings(max_examples=30)
def test_what_is_read_plainly_is_what_an_examination_finds(report):
    """What is read without looking for problems is the report that a reading which looks for them gives."""
    tree = json.loads(canonical.write(report))
    del tree["$schema"]

    assert (report, []) == canonical.structured(tree)
    assert (report, []) == examined(tree)


# --- wrong values -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["-1", '"3"', "1.0", "true", "false", "1e3", "[]", "{}", '""', "NaN", "Infinity", "-0.0", "0.5"]
)
def test_what_is_no_count_is_refused(text):
    """Only a whole number from 0 on, or null, is a count; the message names path, address and what stands there."""
    (problem,) = refused(changed((RECEIVED, text)))

    assert problem.startswith("requests.received.natural_persons（表三·一·自然人）：应为")
    assert "；现为 " in problem


@pytest.mark.parametrize("text", ["0", "7", "null", "123456789012345678901234567890"])
def test_a_count_is_taken_as_it_is(text):
    """A whole number and a blank are counts."""
    assert json.loads(text) == gd.loads(changed((RECEIVED, text))).requests.received.natural_persons


@pytest.mark.parametrize(
    "text",
    ["11", "11.8", "true", "{}", '"-1"', '"+1"', '"1,000"', '"1e3"', '".5"', '"5."', '""', '"１"', '"1 "', '"NaN"'],
)
def test_what_is_no_amount_is_refused(text):
    """Only a string of digits with a point, or null, is an amount."""
    (problem,) = refused(changed((AMOUNT, text)))

    assert problem.startswith("proactive.fees.collected（表二·行政事业性收费·本年收费金额）：应为")
    assert "11.8" in problem


@pytest.mark.parametrize("text", ['"0"', '"0.000000"', '"1234567.89"', "null"])
def test_an_amount_keeps_its_decimals(text):
    """An amount is taken with every decimal it is written with."""
    value = gd.loads(changed((AMOUNT, text))).proactive.fees.collected

    assert str(json.loads(text)) == str(value)


def about(path, problems):
    """The problems that are found at a path."""
    return [problem for problem in problems if problem.startswith(dotted(path))]


def scalars(tree):
    """The paths of the values of which `true` is none, and which are all known to the form."""
    return [path for path in places(tree) if path[-1] not in ("header", "type")]


@pytest.mark.parametrize("text", ["true", "1.5", "NaN", "-1"])
def test_a_wrong_value_anywhere_is_refused(text):
    """A value that is wrong at every place is refused at every place, with the path in front and what it should be."""
    told = {path: refused(changed((path, text))) for path in scalars(TREE)}
    silent = [dotted(path) for path, problems in told.items() if not about(path, problems)]
    unclear = [problem for problems in told.values() for problem in problems if "应为" not in problem]

    assert [] == silent
    assert [] == unclear


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (("organ",), '"甲"'),
        (("organ", "name"), "null"),
        (("organ", "name"), '"甲\\u0000"'),
        (("organ", "name"), '"\\ud800"'),
        (("year",), '"2025"'),
        (("year",), "1899"),
        (("year",), "3000"),
        (("edition",), '"2020"'),
        (("edition",), "2021"),
        (("published",), '"2026-1-20"'),
        (("published",), '"20260120"'),
        (("published",), '"2026-02-30"'),
        (("title",), "[]"),
        (("preamble",), "null"),
        (("preamble",), "{}"),
        (("preamble",), '"甲"'),
        (("preamble", 0), '"甲"'),
        (("preamble", 0, "type"), '"list"'),
        (("preamble", 0, "type"), "null"),
        (("preamble", 0, "type"), "[]"),
        (("preamble", 0, "type"), "{}"),
        (("overview",), '"甲"'),
        (("overview", "blocks"), "null"),
        (("overview", "blocks", 0, "level"), "2"),
        (("overview", "blocks", 0, "level"), "7"),
        (("overview", "blocks", 1, "rows"), "{}"),
        (("overview", "blocks", 1, "rows"), '"甲"'),
        (("overview", "blocks", 1, "rows", 0), '"甲"'),
        (("overview", "blocks", 1, "rows", 0, 0), '"甲"'),
        (("overview", "blocks", 1, "rows", 0, 0, "colspan"), "0"),
        (("overview", "blocks", 1, "rows", 0, 0, "colspan"), "1000000000"),
        (("overview", "blocks", 1, "rows", 0, 0, "header"), "1"),
        (("requests", "outcomes"), "null"),
        (("requests", "received"), "0"),
        (("remedies", "litigation"), "[]"),
    ],
)
def test_what_cannot_stand_in_its_place_is_refused(path, text):
    """A value of the wrong kind is refused in words: where it stands, what it should be, what is there."""
    told = about(path[:1], refused(changed((path, text))))

    assert told
    assert all("应为" in problem or "不得" in problem for problem in told)


# --- keys that are not there, or not known ----------------------------------------------------------------------------


def test_an_unknown_key_is_refused_at_every_level():
    """A key that is no attribute is refused in the report and in every part of it, and named with its path."""
    objects = [path for path in places(TREE) if isinstance(reduce(getitem, path, TREE), dict)]
    expected = {dotted(path): ("不认识的键", "naturalPersons") for path in [(), *objects]}
    actual = {}
    for path in [(), *objects]:
        (problem,) = refused(changed(((*path, "naturalPersons"), "1")))
        place, _, message = problem.partition("：")
        actual[place.partition("（")[0].replace("年报", "")] = tuple(message.split("；")[0].split("："))

    assert expected == actual


TOTALS = [path for path in nodes() if nodes()[path].specs[-1].sums and path in {dotted(each) for each in places(TREE)}]
PARTS = [path for path in places(TREE) if dotted(path) in nodes() and dotted(path) not in TOTALS]


def test_what_the_form_prints_must_be_there():
    """Every section, row and cell that is left out is asked for by its path and address, totals alone excepted."""
    wanted = [path for path in PARTS if "total" not in path]
    problems = {dotted(path): refused(changed((path, MISSING))) for path in wanted}
    unsaid = [
        path
        for path, told in problems.items()
        if not [each for each in told if each.startswith(f"{path}（{nodes()[path].address}）：缺此")]
    ]

    assert [] == unsaid


@pytest.mark.parametrize("key", ["organ", "year", "edition"])
def test_what_a_report_is_must_be_said(key):
    """A report without organ, year or edition is refused; what is not known is null."""
    problems = refused(changed(((key,), MISSING)))

    assert [problem for problem in problems if problem.startswith(f"{key}：缺此")]


def test_the_name_of_the_organ_must_be_there():
    """An organ without a name is refused."""
    (problem,) = refused(changed((("organ", "name"), MISSING)))

    assert problem.startswith("organ")
    assert problem.endswith("缺 name")


def test_totals_may_be_left_out():
    """A total that is left out is the sum of its parts; one that is given is kept, even if wrong."""
    paths = [path for path in places(TREE) if dotted(path) in TOTALS and dotted(path[:-1]) not in TOTALS]
    wrong = changed((("requests", "received", "total"), "99"))

    assert gd.with_totals(REPORT) == gd.loads(changed(*((path, MISSING) for path in paths)))
    assert 99 == gd.loads(wrong).requests.received.total


@pytest.mark.parametrize("key", ["title", "preamble", "published"])
def test_what_the_form_does_not_print_may_be_left_out(key):
    """Title, preamble and day of publication may be left out, and are then as in a report made by hand."""
    bare = gd.AnnualReport(organ=REPORT.organ, year=REPORT.year)

    assert getattr(bare, key) == getattr(gd.loads(changed(((key,), MISSING))), key)


@pytest.mark.parametrize(
    "text", [MISSING, "null", "1", '""', '"urn:govdisclosure:annual-report:2019"', '"https://example.org/x.json"']
)
def test_another_schema_is_refused(text):
    """The schema must be the one of the edition."""
    (problem,) = refused(changed((("$schema",), text)))

    assert problem.startswith("$schema：应为 'urn:govdisclosure:annual-report:2021'；现为 ")


def test_a_key_that_stands_twice_is_refused():
    """A key that stands twice in an object is refused, since one of its values would be lost."""
    twice = DATA.replace(b'"natural_persons": 12,', b'"natural_persons": 12, "natural_persons": 3,', 1)

    with pytest.raises(gd.ReadError, match="键重复：natural_persons；"):
        gd.loads(twice)


def test_all_problems_are_told_at_once():
    """Everything that is wrong is told in one go, each with its path and address, one a line."""
    changes = [
        (("requests", "received", "natural_persons"), "-1"),
        (("remedies", "reconsideration", "upheld"), '"3"'),
        (("proactive", "fees", "collected"), "1.5"),
        (("proactive", "rules", "issued"), MISSING),
        (("year",), "true"),
        (("$schema",), "null"),
        (("organ", "nom"), "1"),
    ]
    with pytest.raises(gd.ReadError) as caught:
        gd.loads(changed(*changes))

    expected = {
        "requests.received.natural_persons（表三·一·自然人）",
        "remedies.reconsideration.upheld（表四·行政复议·结果维持）",
        "proactive.fees.collected（表二·行政事业性收费·本年收费金额）",
        "proactive.rules.issued（表二·规章·本年制发件数）",
        "year",
        "$schema",
        "organ",
    }
    assert expected == {problem.partition("：")[0] for problem in caught.value.problems}
    assert 1 + len(changes) == len(str(caught.value).splitlines())


# --- damaged JSON -----------------------------------------------------------------------------------------------------


def test_json_cut_off_anywhere_is_refused():
    """JSON that ends before its last brace is refused, wherever it is cut."""
    sections = dict.fromkeys(fields_of(gd.AnnualReport))
    small = canonical.write(attrs.evolve(REPORT, **sections))
    cut = [small[:length] for length in range(len(small) - 1)]
    told = []
    for data in cut:
        with pytest.raises(gd.ReadError) as caught:
            gd.loads(data, "json")
        told.append(str(caught.value))

    assert len(small) - 1 == len(told)
    assert all("JSON" in message for message in told)


@pytest.mark.parametrize("data", ["[]", '"甲"', "1", "null", "1.5", "[" + "1," * 100 + "1]"])
def test_what_is_no_object_is_refused(data):
    """JSON that is no object is refused, and shown, cut short if it is long."""
    with pytest.raises(gd.ReadError, match=r"^应为一个 JSON 对象；现为 ") as caught:
        gd.loads(data, "json")

    assert len(str(caught.value)) < 80


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b'{"a": \xff}', "UTF-8 编码；第 7 个字节不是"),
        (DATA.decode().encode("gb18030"), "UTF-8"),
        (DATA.decode().encode("utf-16"), "UTF-8"),
        (b'{"a": 1,}', "第 1 行第 "),
        (DATA + b"{}", "Extra data"),
        (b'{"a": ' + b"9" * 5000 + b"}", "不能读"),
        (b"[" * 100_000, "嵌套过深"),
        (b'{"a":' * 100_000, "嵌套过深"),
    ],
    ids=["latin", "gb18030", "utf-16", "comma", "two", "digits", "deep list", "deep object"],
)
def test_what_is_no_json_is_refused(data, message):
    """What is not JSON, not whole or not safe to read is refused, and the message says where or why."""
    with pytest.raises(gd.ReadError, match=message):
        gd.loads(data, "json")


@pytest.mark.parametrize("depth", [50, 400, *range(900, 1000, 7)])
def test_nesting_at_any_depth_is_refused_in_words(depth):
    """A value nested to any depth is refused with the place where it stands, or because of its depth."""
    with pytest.raises(gd.ReadError, match=r"^JSON 嵌套过深|requests\.received\.natural_persons（[^）]*）：应为"):
        gd.loads(changed((RECEIVED, "[" * depth + "]" * depth)))


def test_without_an_edition_the_schemas_that_there_are_are_named():
    """What `$schema` should be depends on the edition; where that is missing as well, both are told."""
    problems = refused(changed((("$schema",), '"x"'), (("edition",), MISSING)))

    assert any("annual-report:2019' 或 'urn:govdisclosure:annual-report:2021'" in problem for problem in problems)


def test_of_endless_problems_in_a_list_a_thousand_are_told():
    """What follows a thousand problems in a list is not looked at, which is said; what stands outside is told too."""
    problems = refused(changed((("preamble",), f"[{'1,' * 3_000}1]"), (RECEIVED, "-1")))

    assert len(problems) == 1_002
    assert list(problems[999:1_001]) == [
        "preamble[999]：应为一个对象；现为 1",
        "preamble[1000]：前面已有 1000 处不符，后面的没有再看",
    ]


def test_a_long_value_is_cut_short_in_the_message():
    """The message shows the beginning of a value that is very long."""
    (problem,) = refused(changed((RECEIVED, "[" + "1," * 10_000 + "1]")))

    assert len(problem) < 200


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)


@given(path=st.sampled_from(list(places(TREE))), value=JSON)
@settings(max_examples=150)
def test_any_value_at_any_place_is_read_or_refused(path, value):
    """Whatever stands in whatever place, the report is read and can be written again, or refused with every problem."""
    data = changed((path, json.dumps(value)))
    try:
        report = gd.loads(data)
    except gd.ReadError as error:
        assert error.problems  # noqa: PT017 - a refusal that names no problem helps nobody
    else:
        assert report == gd.loads(gd.dumps(report, "json"))
        assert (report, []) == examined({key: each for key, each in json.loads(data).items() if key != "$schema"})
