"""What the model declares about the form, and what is derived from one declaration."""

import ast
import re
from operator import attrgetter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import govdisclosure
from form_tables import TABLE_FOUR, TABLE_THREE, TABLE_TWO
from form_tables_2019 import TABLE_THREE as TABLE_THREE_2019
from form_tables_2019 import TABLE_TWO as TABLE_TWO_2019
from govdisclosure._spec import Edition, Spec, column, fields_of, plain, row, section, total, walk
from govdisclosure.addresses import nodes
from govdisclosure.report import AnnualReport, ByApplicant, Narrative, Requests
from govdisclosure.strategies import annual_reports

few = settings(max_examples=40)  # a whole report takes a while to draw

# --- one declaration --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("edition", "notice"), [("2019", "国办公开办函〔2019〕60号"), ("2021", "国办公开办函〔2021〕30号")]
)
def test_edition_names_its_notice(edition, notice):
    """An edition names the notice that issued it."""
    assert notice == Edition(edition).notice


@pytest.mark.parametrize(
    ("number", "printed"),
    [
        ("", "重复申请"),
        ("一", "一、重复申请"),
        ("三（七）", "（七）重复申请"),
        ("三（五）2", "2.重复申请"),
        ("三（五）12", "12.重复申请"),
        ("A", "重复申请"),
    ],
)
def test_printed_begins_with_the_last_part_of_the_number(number, printed):
    """A line is printed with the last part of its number, in the way of that part, before its label."""
    assert printed == row(number, "重复申请")[Spec].printed


@pytest.mark.parametrize(
    ("label", "short"),
    [
        ("部分公开（区分处理的，只计这一情形，不计其他情形）", "部分公开"),
        ("本年收费金额（单位：万元）", "本年收费金额"),
        ("（甲）重复申请", "（甲）重复申请"),
        ("重复申请", "重复申请"),
    ],
)
def test_short_leaves_out_the_remark_at_the_end(label, short):
    """The short label is without the remark in brackets at its end, and only without that."""
    assert short == column(label)[Spec].short


@pytest.mark.parametrize(
    ("metadata", "kind"), [(section("一", "甲"), "section"), (row("一", "甲"), "row"), (column("甲"), "column")]
)
def test_metadata_says_what_kind_of_line_it_is(metadata, kind):
    """Each of the three helpers declares a line of its own kind, under one key, in all editions and no sum."""
    assert [Spec] == list(metadata)
    assert (kind, "甲", frozenset({"2019", "2021"}), False) == (
        metadata[Spec].kind,
        metadata[Spec].label,
        metadata[Spec].editions,
        metadata[Spec].sums,
    )


@pytest.mark.parametrize("metadata", [row("三（七）", "总计", law="甲"), column("总计", also=("合计",))])
def test_total_changes_nothing_but_the_sum(metadata):
    """A total is the same line with the mark of a sum."""
    marked = total(metadata)[Spec]
    assert marked.sums
    assert all(
        getattr(metadata[Spec], name) == getattr(marked, name) for name in ("kind", "label", "number", "law", "also")
    )


# --- labels as they are compared --------------------------------------------------------------------------------------


@given(st.lists(st.text(max_size=4)), st.sampled_from([" ", "\n", "\u3000", "\u00a0\t"]))
def test_plain_disregards_white_space(pieces, space):
    """White space between the pieces of a label makes no difference."""
    assert plain("".join(pieces)) == plain(space.join(pieces))


@given(st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E)))
def test_plain_disregards_width(text):
    """Full-width letters, digits and brackets are the same as half-width ones."""
    assert plain(text) == plain("".join(chr(ord(char) + 0xFEE0) for char in text))


def test_plain_disregards_the_kinds_of_punctuation():
    """Curly and straight quotes, Chinese and Western brackets, commas and stops are the same."""
    assert plain("(三)1. \"三安全\",一'稳'定-(注)") == plain("（三）１。“三安全”、一‘稳’定—〔注〕")


# --- the declarations of a class --------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [int, str, Narrative])
def test_a_class_that_is_no_part_of_the_form_has_no_fields(kind):
    """A plain type, and a class whose fields do not stand on the form, declare nothing."""
    assert {} == fields_of(kind)


def test_fields_come_in_the_order_of_print():
    """The fields of a class come in the order of the columns of the form."""
    header = [text for row in TABLE_THREE[1:3] for text, *_ in row if text != "法人或其他组织"]
    printed = [header[0], *header[2:], header[1]]
    assert printed == [spec.label for spec in fields_of(ByApplicant).values()]


@given(annual_reports(blanks=True))
@few
def test_walk_visits_every_value_under_its_path(report):
    """Each path that a walk gives is once there, and leads by attributes to the value that it gives with it."""
    visited = list(walk(report))
    assert len(visited) == len({path for path, _, _ in visited})
    assert all(attrgetter(path)(report) is value for path, _, value in visited)


def test_walk_gives_the_declarations_from_the_root_down():
    """The chain of declarations of a cell begins with the part that is walked and ends with the column."""
    chains = {path: [spec.label for spec in specs] for path, specs, _ in walk(Requests())}
    assert ["本年度办理结果", "不予处理", "重复申请", "总计"] == chains["outcomes.not_processed.repeat_request.total"]


# --- the declarations as a whole --------------------------------------------------------------------------------------

NUMBERS = [
    *("一", "二", "三", "三（一）", "三（二）"),
    *(
        "三（三）",
        "三（三）1",
        "三（三）2",
        "三（三）3",
        "三（三）4",
        "三（三）5",
        "三（三）6",
        "三（三）7",
        "三（三）8",
    ),
    *("三（四）", "三（四）1", "三（四）2", "三（四）3"),
    *("三（五）", "三（五）1", "三（五）2", "三（五）3", "三（五）4", "三（五）5"),
    *("三（六）", "三（六）1", "三（六）2", "三（六）3"),
    *("三（七）", "四"),
]


def test_every_line_of_the_form_has_a_label():
    """No declaration leaves its wording out."""
    labels = [spec.label.strip() for node in nodes().values() for spec in node.specs]
    assert all(labels)


def test_rows_of_table_three_are_numbered_in_order():
    """Every row of table three has a number, and the numbers come in the order of the form."""
    rows = [specs[-1].number for _, specs, _ in walk(Requests()) if specs[-1].kind == "row"]
    assert NUMBERS == rows


def test_sections_are_numbered_in_order():
    """The six sections of a report are numbered from 一 to 六."""
    assert list("一二三四五六") == [spec.number for spec in fields_of(AnnualReport).values()]


def test_only_totals_are_sums():
    """The lines that the form calls 总计 are declared as sums, and no others."""
    declared = {spec.label: spec.sums for node in nodes().values() for spec in node.specs}
    assert {label: label == "总计" for label in declared} == declared


# --- one place for every wording --------------------------------------------------------------------------------------

SOURCES = Path(govdisclosure.__file__).parent
SHORTEST = 4
ORDINAL = re.compile(r"^(?:[一二三四五六]、|（[一二三四五六七]）|\d\.)")
HEADINGS = [
    "总体情况",
    "主动公开政府信息情况",
    "收到和处理政府信息公开申请情况",
    "政府信息公开行政复议、行政诉讼情况",
    "存在的主要问题及改进情况",
    "其他需要报告的事项",
]
FORMS = (TABLE_TWO, TABLE_THREE, TABLE_FOUR, TABLE_TWO_2019, TABLE_THREE_2019)
PRINTED = [text for rows in FORMS for row in rows for text, *_ in row if text]
LABELS = {plain(label) for text in [*HEADINGS, *PRINTED] if len(label := ORDINAL.sub("", text)) >= SHORTEST}
"""The wordings of the form, without their ordinals, that are too long to be common words."""


def literals(path):
    """The string literals of a module, docstrings left out; of any other file, its whole text."""
    text = path.read_text("utf-8")
    if path.suffix != ".py":
        return [text]
    nodes_of_tree = list(ast.walk(ast.parse(text)))
    prose = {id(node.value) for node in nodes_of_tree if isinstance(node, ast.Expr)}
    strings = (node for node in nodes_of_tree if isinstance(node, ast.Constant) and isinstance(node.value, str))
    return [node.value for node in strings if id(node) not in prose]


SPEAKERS = {"rules", "testing", "statements.py"}
"""What speaks of the form or listens to what is said of it: labels occur in sentences, but do not stand alone."""


def stated_in(path):
    """The labels of the form that the literals of a file repeat."""
    words = [plain(literal) for literal in literals(path)]
    if set(path.relative_to(SOURCES).parts) & SPEAKERS:
        return LABELS & set(words)
    return {label for label in LABELS if any(label in word for word in words)}


def test_the_model_states_every_label():
    """Every wording of the form stands in a literal of the module that declares the model."""
    assert LABELS == stated_in(SOURCES / "report.py")


@pytest.mark.parametrize(
    "path",
    [path for path in sorted(SOURCES.rglob("*")) if path.suffix in {".py", ".html", ".xml", ".j2"}],
    ids=lambda path: path.relative_to(SOURCES).as_posix(),
)
def test_no_other_module_repeats_a_label(path):
    """A wording of the form stands in the declarations of the model and nowhere else in the package."""
    allowed = LABELS if path == SOURCES / "report.py" else set()
    assert allowed == stated_in(path) | allowed
