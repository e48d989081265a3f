"""What a reading has to say can be said in every language, whatever was read."""

import ast
import contextlib
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import govdisclosure as gd
from damage import PAGE_DAMAGES, SAMPLE, TEXT_DAMAGES, TEXT_STYLES, Page, Text
from govdisclosure.formats import text
from govdisclosure.i18n import Listing, Message, translate
from govdisclosure.recognise import recognise

SOURCES = Path(gd.__file__).parent
SPEAKERS = [
    *(SOURCES / f"{name}.py" for name in ("files", "flattened", "headings", "numbers", "recognise", "runs", "tables")),
    *sorted({*(SOURCES / "formats").glob("*.py")} - {SOURCES / "formats/archive.py"}),
]
"""The modules that say something of what was read; what the archive says is why nothing was."""
WILD = sorted((Path(__file__).parent / "wild").iterdir())
CHINESE = re.compile(r"[\u4e00-\u9fff]")
REPORT = gd.read(SAMPLE).report


def untranslated(message):
    """The templates in a message, and in what stands in its blanks, that the English catalogue does not have."""
    match message:
        case Message(template=template, arguments=arguments):
            if CHINESE.search(template) and translate(template, "en") == template:
                yield template
            for each in arguments.values():
                yield from untranslated(each)
        case Listing(items=items):
            for each in items:
                yield from untranslated(each)


def not_said(reading):
    """What the findings of a reading say that no catalogue has."""
    messages = [finding.message for finding in reading.findings]
    plain = [message for message in messages if not isinstance(message, Message)]
    return plain + [template for message in messages for template in untranslated(message)]


@pytest.mark.parametrize("path", WILD, ids=lambda path: path.name)
def test_what_is_said_of_a_page_in_the_wild_is_in_the_catalogues(path):
    """Every remark on a report in the style of some site or converter can be said in English."""
    assert [] == not_said(gd.read(path))


@pytest.mark.parametrize("damage", PAGE_DAMAGES, ids=lambda damage: damage.__name__)
@given(random=st.randoms(use_true_random=False))
@settings(max_examples=10)
def test_what_is_said_of_a_damaged_page_is_in_the_catalogues(damage, random):
    """So can every remark on a page that was damaged."""
    page = Page.of(REPORT)
    damage(random, page)

    assert [] == not_said(recognise(page.document()))


@pytest.mark.parametrize("damage", TEXT_DAMAGES, ids=lambda damage: damage.__name__)
@given(random=st.randoms(use_true_random=False), style=st.sampled_from(TEXT_STYLES))
@settings(max_examples=10)
def test_what_is_said_of_a_damaged_text_is_in_the_catalogues(damage, random, style):
    """The same where it was copied as text."""
    lines = Text.of(Page.of(REPORT), style)
    damage(random, lines)
    with contextlib.suppress(gd.ReadError):
        assert [] == not_said(recognise(text.read(lines.data())))


PLACES = {"find": 1, "_find": 1, "_refuse": 1, "_say_once": 1, "reading_finding": 1, "append": 0}
"""Where a sentence stands among the arguments of what enters it."""


def spoken(call):
    """The sentence that a call enters, if it is written out and not said."""
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    place = PLACES.get(name, len(call.args))
    return [each for each in call.args[place : place + 1] if isinstance(each, ast.JoinedStr | ast.Constant)]


@pytest.mark.parametrize("path", SPEAKERS, ids=lambda path: path.stem)
def test_no_reader_writes_a_sentence_out_that_is_not_said(path):
    """Every remark goes through the catalogues: none is a text put together on the spot."""
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    entered = [each for node in nodes if isinstance(node, ast.Call) for each in spoken(node)]
    yielded = [node.value for node in nodes if isinstance(node, ast.Yield)]

    written = [ast.unparse(each) for each in (*entered, *yielded) if isinstance(each, ast.JoinedStr | ast.Constant)]
    assert [] == [each for each in written if CHINESE.search(each)]
