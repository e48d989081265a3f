"""The data that a text carries: whole, or told to be damaged, and never more than a person would take for text."""

import base64
import re
import tracemalloc
import zlib
from hashlib import sha256

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import govdisclosure as gd
from govdisclosure._spec import fields_of
from govdisclosure.compose import compose
from govdisclosure.document import Embedded
from govdisclosure.formats import FORMATS_BY_NAME, carried
from govdisclosure.strategies import annual_reports

NAMES = ["markdown", "text"]
REPORT = gd.AnnualReport(
    organ=gd.Organ("示例县柳溪镇人民政府"),
    year=2025,
    overview=gd.Narrative(blocks=[gd.Heading("（一）主动公开"), "全年平稳。"]),
    proactive=gd.Proactive(fees=gd.Fees(collected="3.650")),
    requests=gd.Requests(
        received=gd.ByApplicant(natural_persons=345, enterprises=None),
        outcomes=gd.Outcomes(granted=gd.ByApplicant(natural_persons=333)),
        carried_over=gd.ByApplicant(natural_persons=12),
    ),
)
RECEIVED = "requests.received.natural_persons"
DATA = {name: gd.dumps(REPORT, name).decode() for name in NAMES}
SHOWN = {name: data.partition("govdisclosure:data")[0].removesuffix("<!-- ") for name, data in DATA.items()}


def of(data):
    """Data with their hash."""
    return Embedded(data, sha256(data).hexdigest())


def told(reading):
    """The code, path, old and new value of each finding."""
    return [(each.code, each.path, each.expected, each.actual) for each in reading.findings]


# --- there and back ---------------------------------------------------------------------------------------------------


@given(st.binary(max_size=3000), st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=20))
def test_data_come_back_and_leave_the_text_as_it_was(data, words):
    """Whatever the data, they come back with their hash from behind a text, which stays as it was."""
    text = f"甲{words}\n\n"

    assert (text, of(data)) == carried.parted(text + carried.packed(of(data)) + "\n")
    assert (text, of(data)) == carried.parted(f"{text}<!-- {carried.packed(of(data))}\n-->")


@given(st.binary(max_size=3000))
def test_data_look_like_nothing_else(data):
    """Behind the sentence stand lines of a hundred letters at most, which neither end a comment nor part cells."""
    sentence, *lines = carried.packed(of(data)).split("\n")

    assert sentence.endswith(sha256(data).hexdigest())
    assert all(re.fullmatch(r"[A-Za-z0-9+/=]{1,100}", line) for line in lines)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "\n\n"),
        lambda text: text.replace("\n", " \n\t"),
        lambda text: text.rstrip("\n"),
    ],
    ids=["line ends", "empty lines", "indents", "no end"],
)
@pytest.mark.parametrize("name", NAMES)
def test_data_outlast_white_space(name, change):
    """Programs that change the ends of lines, or indent them, do not harm the data."""
    (_, embedded), (_, before) = carried.parted(change(DATA[name])), carried.parted(DATA[name])

    assert before == embedded


def test_text_behind_the_data_is_text():
    """What a site adds behind the data is read, on the line where it stands."""
    packed = carried.packed(of(b"{}" * 300))
    rest, embedded = carried.parted(f"甲\n{packed}\n扫一扫 打印\n乙")

    assert of(b"{}" * 300) == embedded
    assert ["甲", "扫一扫 打印", "乙"] == rest.split()[:1] + rest.splitlines()[-2:]
    assert len(f"甲\n{packed}\n扫一扫 打印\n乙".splitlines()) == len(rest.splitlines())
    assert ("甲\n\n\n123", of(b"")) == carried.parted(f"甲\n<!-- {carried.packed(of(b''))}-->\n123")


def test_the_last_data_count():
    """A paragraph that begins as the data do is a paragraph, if there are data behind it."""
    words = "govdisclosure:data 甲"

    assert (f"{words}\n", of(b"1")) == carried.parted(f"{words}\n{carried.packed(of(b'1'))}")
    assert ("govdisclosure:database", None) == carried.parted("govdisclosure:database")


# --- damage -----------------------------------------------------------------------------------------------------------


@given(st.data())
def test_data_cut_off_are_told(data):
    """A text that ends anywhere within the data has damaged data, and none of them is taken for text."""
    packed = carried.packed(of(b'{"year": 2025}' * 20))
    at = data.draw(st.integers(len("govdisclosure:data"), len(packed) - 1))
    rest, embedded = carried.parted("甲\n\n" + packed[:at])

    assert "甲\n\n" == rest
    assert sha256(embedded.data).hexdigest() != embedded.sha256


@given(st.data())
def test_a_changed_letter_is_told(data):
    """One letter changed in the data or the hash, and they do not fit each other, or the data are the same."""
    packed = carried.packed(whole := of(b'{"year": 2025}' * 20))
    at = data.draw(st.integers(packed.index("\n") - 64, len(packed) - 1).filter(lambda at: packed[at] != "\n"))
    letter = data.draw(st.sampled_from("0aZ+?").filter(lambda letter: letter != packed[at]))
    _, embedded = carried.parted(f"{packed[:at]}{letter}{packed[at + 1 :]}")

    assert whole == embedded or sha256(embedded.data).hexdigest() != embedded.sha256


def test_no_more_is_unpacked_than_a_report_can_hold():
    """Letters that hold far more than any report are not unpacked to the end."""
    bomb = base64.b64encode(zlib.compress(bytes(200 * 2**20))).decode()
    tracemalloc.start()
    try:
        _, embedded = carried.parted(f"govdisclosure:data {'0' * 64}\n{bomb}")
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert b"" == embedded.data
    assert most < 64 * 2**20


def repacked(name, data):
    """The file with other data, which fit their hash."""
    return SHOWN[name] + "<!-- " * (name == "markdown") + carried.packed(of(data)) + "\n"


DAMAGES = {
    "hash": lambda name: re.sub("[0-9a-f]{64}", "0" * 64, DATA[name]),
    "no hash": lambda name: re.sub("[0-9a-f]{64}", "", DATA[name]),
    "letters": lambda name: re.sub(r"\n[\w+/]{100}\n", "\n", DATA[name], count=1),
    "cut off": lambda name: DATA[name][:-40],
    "json": lambda name: repacked(name, b"{"),
    "nothing": lambda name: repacked(name, b""),
    "too large": lambda name: repacked(name, gd.dumps(LARGE, "json")),
}
LARGE = attrs.evolve(REPORT, overview=gd.Narrative(blocks=["*" * 260_000]))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_data_are_told_and_what_is_shown_is_read(damage, name):
    """Data that do not fit their hash, or are no report, are left aside with one finding; what is shown is read."""
    reading = gd.read_bytes(DAMAGES[damage](name).encode(), name)

    assert REPORT == reading.report
    if (damage, name) == ("too large", "text"):
        assert [("GD914", "", None, None)] == told(reading)
    else:
        assert ["GD915"] == [finding.code for finding in reading.findings]


@pytest.mark.parametrize("name", NAMES)
def test_without_its_data_a_text_is_read_by_what_it_shows(name):
    """A file written without data, or whose data were deleted, is read by what it shows."""
    options = {"markdown": gd.MarkdownOptions(data=False), "text": gd.TextOptions(data=False)}[name]
    bare = gd.dumps(REPORT, name, options=options)
    reading = gd.read_bytes(bare)

    assert SHOWN[name].rstrip() == bare.decode().rstrip()
    assert (REPORT, name) == (reading.report, reading.format)
    assert [] == told(reading)


# --- edits ------------------------------------------------------------------------------------------------------------


def with_number(value, path, number):
    """*value* with *number* at *path*; totals stay."""
    name, _, rest = path.partition(".")
    return attrs.evolve(value, **{name: with_number(getattr(value, name), rest, number) if rest else number})


def numbers(report):
    """Every number of a report under its path."""
    return {cell.path: cell.value for cell in gd.cells(report)}


def has_a_table(report):
    """The report with table four, if it has no table."""
    tables = [getattr(report, name) for name in fields_of(gd.AnnualReport)]
    return report if any(hasattr(each, "lead") for each in tables) else attrs.evolve(report, remedies=gd.Remedies())


@pytest.mark.parametrize("name", NAMES)
@given(st.data())
@settings(max_examples=30)
def test_an_edited_number_wins_and_is_told(name, data):
    """A number changed by hand in what is shown is the number of the report, and a finding names both values."""
    edition = data.draw(st.sampled_from(gd.Edition))
    report = attrs.evolve(has_a_table(data.draw(annual_reports(edition=edition))), preamble=(), other_matters=None)
    report = attrs.evolve(report, **dict.fromkeys(("overview", "problems")))
    counts = {path: number for path, number in numbers(report).items() if isinstance(number, int)}
    path = data.draw(st.sampled_from(sorted(counts)))
    number = data.draw(st.integers(0, 999).filter(lambda number: number != counts[path]) | st.none())
    edited = with_number(report, path, number)
    module = FORMATS_BY_NAME[name].module
    document = attrs.evolve(compose(edited), embedded=of(gd.dumps(report, "json")))
    reading = gd.read_bytes(module.write(document), name)
    edits = [(each.path, each.expected, each.actual) for each in reading.findings if each.code == "GD914"]

    assert (path, counts[path], number) in edits
    assert {path} == {each for each, _, _ in edits} - {""}
    assert numbers(edited) == numbers(reading.report)


@pytest.mark.parametrize("name", NAMES)
def test_edits_of_prose_and_numbers_are_told_apart(name):
    """Each edited number is told, and once that the prose was edited; nothing else is."""
    head, sentence, rest = DATA[name].partition("govdisclosure:data")
    for old, new in ((" 345 | |", " 344 | |"), ("全年平稳。", "全年繁忙。")):
        assert 1 == head.count(old)
        head = head.replace(old, new)
    reading = gd.read_bytes((head + sentence + rest).encode(), name)

    assert [("GD914", RECEIVED, 345, 344), ("GD914", "", None, None)] == told(reading)
    assert "全年繁忙。" == reading.report.overview.blocks[1].text
    assert 344 == reading.report.requests.received.natural_persons


@pytest.mark.parametrize("name", NAMES)
def test_white_space_is_no_edit(name):
    """A file whose empty lines were doubled and whose cells were set apart says the same, and is read exactly."""
    data = re.sub(r"(?<=\|) ([0-9]+) (?=\|)", r"   \1  ", DATA[name].replace("\n\n", "\n\n\n"))

    assert data != DATA[name]
    assert (REPORT, []) == ((reading := gd.read_bytes(data.encode(), name)).report, told(reading))


CARRIED_OFF = {
    "no empty lines": lambda text: re.sub("\n+", "\n", text),
    "empty lines between rows": lambda text: text.replace("\n", "\n\n"),
    "a cell a line": lambda text: text.replace(" | ", " |\n"),
    "no borders": lambda text: re.sub(r"^\| | \|$", "", text, flags=re.MULTILINE),
    "tabs": lambda text: re.sub(r"^\| | \|$", "", text, flags=re.MULTILINE).replace(" | ", "\t"),
    "other cells": lambda text: f"甲 |\n{text}",
}


@pytest.mark.parametrize("change", CARRIED_OFF)
def test_a_text_that_a_site_has_set_anew_gives_its_numbers(change):
    """The numbers are read without the data from what sites and offices make of a text.

    With each cell on a line of its own it is not certain where a group of table four ends, and the reading says so.
    """
    report = attrs.evolve(REPORT, requests=attrs.evolve(REPORT.requests, received=gd.ByApplicant(natural_persons=345)))
    bare = gd.dumps(report, "text", options=gd.TextOptions(data=False)).decode()
    reading = gd.read_bytes(CARRIED_OFF[change](bare).encode(), "text")

    unsure = {path for path in reading.unsure if change == "a cell a line" and path.startswith("remedies.")}

    assert unsure == reading.unsure
    assert {**numbers(report), **dict.fromkeys(unsure)} == numbers(reading.report)
    assert unsure or gd.Severity.NOTICE.value >= max((each.severity.value for each in reading.findings), default=0)


def test_a_row_that_lost_a_cell_is_told():
    """A number deleted together with its border leaves its row in doubt, and every other number as it was."""
    head, sentence, rest = DATA["text"].partition("govdisclosure:data")
    reading = gd.read_bytes((head.replace(" 345 |", "", 1) + sentence + rest).encode(), "text")

    assert "GD905" in {each.code for each in reading.findings}
    assert {path for path in numbers(REPORT) if path.startswith("requests.received.")} - {
        "requests.received.enterprises"
    } == {path for path, number in numbers(reading.report).items() if number != numbers(REPORT)[path]}
