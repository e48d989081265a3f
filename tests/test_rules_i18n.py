"""What the rules say can be said in every language."""

import ast
import inspect
from pathlib import Path

import pytest

import govdisclosure as gd
from govdisclosure.i18n import LOCALES, SOURCE, Message, translate
from govdisclosure.rules import CHECK_CODES, OrganKind
from govdisclosure.rules.pages import PAGES, page_of
from govdisclosure.testing.cases import checked, in_words
from test_rules import FIRES, SILENT

SOURCES = Path(gd.__file__).parent
SPEAKERS = [*sorted((SOURCES / "rules").glob("*.py")), SOURCES / "mending.py"]
other_locales = pytest.mark.parametrize("locale", [locale for locale in LOCALES if locale != SOURCE])


def templates(path):
    """The sentences that a module gives to `say` word for word."""
    calls = (node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call))
    said = [call.args[0] for call in calls if getattr(call.func, "id", "") == "say"]
    return {each.value for each in said if isinstance(each, ast.Constant)}


@other_locales
@pytest.mark.parametrize("path", SPEAKERS, ids=lambda path: path.stem)
def test_every_sentence_of_a_module_is_in_the_catalogues(locale, path):
    """No sentence of the rules is left untranslated."""
    assert [] == sorted(text for text in templates(path) if translate(text, locale) == text and locale == "en")


def test_titles_are_said_in_english():
    """The title of every rule, and the name of every kind of body, is in the English catalogue."""
    titles = [rule.title for rule in gd.RULES.values()] + [title for _, title in CHECK_CODES.values()] + [*OrganKind]

    assert [] == [title for title in titles if not translate(title, "en").isascii()]


EXPLAINED = [page_of(code) for code in PAGES]


@other_locales
@pytest.mark.parametrize("page", EXPLAINED, ids=PAGES)
def test_a_page_is_in_the_catalogues(page, locale):
    """What a page says of a rule and of its cases is translated."""
    texts = [page.checks, page.mend, *(case["what"] for case in (*page.fires, *page.silent))]

    assert set() == {text for text in texts if not translate(text, locale)}
    assert locale != "en" or set() == {text for text in texts if translate(text, "en") == text}


@pytest.mark.parametrize("rule", gd.RULES.values(), ids=list(gd.RULES))
def test_the_english_of_a_page_is_the_docstring(rule):
    """What a rule checks is said in English by the docstring of its function, word for word."""
    said = inspect.cleandoc(rule.function.__doc__).partition("\n\nYields:")[0]

    assert " ".join(said.split()) == translate(page_of(rule.code).checks, "en")


@pytest.mark.parametrize("case", [param.values[1] for param in [*FIRES, *SILENT]])
def test_what_a_case_changes_can_be_said_in_english(case):
    """Every sentence on a case is one of the catalogues."""
    assert [] == [each.template for each in in_words(case) if translate(each.template, "en") == each.template]


@pytest.mark.parametrize("case", [param.values[1] for param in FIRES], ids=[param.id for param in FIRES])
def test_findings_and_reasons_can_say_themselves_in_english(case):
    """Every finding of a rule and every reason is a sentence of the catalogues with its blanks filled in."""
    found = checked(case)
    said = [each.message for each in found] + [each.reason for each in found.results if each.reason]

    assert {Message} == {type(text) for text in said}
    assert [] == [text.template for text in said if translate(text.template, "en") == text.template]
