"""What the library says in other languages: catalogues, sentences with blanks, dates, and reports in any of them."""

import pickle
import string
from datetime import date

import messages
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import govdisclosure as gd
from govdisclosure._spec import fields_of
from govdisclosure.compose import PUBLISHED, compose
from govdisclosure.formats import FORMATS
from govdisclosure.i18n import (
    LOCALES,
    SOURCE,
    Listing,
    Message,
    label,
    language_of,
    locale_for,
    long_date,
    nearest_locale,
    read_long_date,
    say,
    simplified_characters,
    translate,
    translated,
)
from govdisclosure.layout import draw
from govdisclosure.recognise import recognise
from govdisclosure.report import TABLES, shapes
from govdisclosure.strategies import annual_reports

OTHERS = [locale for locale in LOCALES if locale != SOURCE]
locales = pytest.mark.parametrize("locale", LOCALES)
other_locales = pytest.mark.parametrize("locale", OTHERS)
# The formats whose writer draws the form; JSON has no language.
DRAWN = [each.name for each in FORMATS if each.carries and hasattr(each.module, "OPTIONS")]


def catalogue(locale):
    """The catalogue of a locale as translators have it."""
    return {message.id: message for message in messages.read_catalogue(messages.CATALOGUES[locale]) if message.id}


def printed_labels():
    """Everything that the form prints, in either edition."""
    sections = {spec.printed for spec in fields_of(gd.AnnualReport).values()}
    drawn = [draw(shape) for kinds in TABLES.values() for kind in kinds for shape in shapes(kind)]
    return sections | {cell.text for grid in drawn for line in grid.rows for cell in line if cell.header}


def numbers(report):
    """Every number of a report under its path."""
    return {cell.path: cell.value for cell in gd.cells(report)}


# --- catalogues -------------------------------------------------------------------------------------------------------


SAID = messages.messages()


@other_locales
def test_every_catalogue_has_what_is_said(locale):
    """No catalogue lacks a message or keeps a stale one, and none has what is not translated or in doubt."""
    found = catalogue(locale)

    assert (set(), set()) == (set(SAID) - set(found), set(found) - set(SAID)), "run `nox -s messages` and translate"
    assert [] == [text for text, message in found.items() if not message.string or message.fuzzy]


@other_locales
def test_the_tool_adds_what_is_new_and_drops_what_is_stale(locale):
    """Brought up to date, a catalogue has what is said, its translations where they were, and nothing else."""
    old = messages.read_catalogue(messages.CATALOGUES[locale])
    before = [(each.id, each.string) for each in old if each.id]
    old.delete(before[3][0])
    old.add("没有人说的话", "stale")
    messages.brought_up_to_date(old)

    assert [*before[:3], *before[4:], (before[3][0], "")] == [(each.id, each.string or "") for each in old if each.id]


@other_locales
def test_catalogues_are_as_the_tool_writes_them(locale):
    """A catalogue that is up to date is left as it is, to the byte."""
    path = messages.CATALOGUES[locale]

    assert path.read_bytes() == messages.written(messages.read_catalogue(path))


def test_no_character_of_the_source_is_taken_for_a_traditional_one():
    """What folds traditional characters leaves every sentence of the source as it is."""
    assert [] == [text for text in SAID if text != text.translate(simplified_characters())]


@other_locales
def test_the_blanks_of_a_sentence_are_the_same_in_every_language(locale):
    """A translation has the blanks of the sentence that it translates."""

    def blanks(text):
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    told = {text: message.string for text, message in catalogue(locale).items()}

    assert {} == {text: other for text, other in told.items() if blanks(text) != blanks(other)}


def test_everything_the_form_prints_is_said_in_english():
    """No label of either edition is left in Chinese."""
    assert [] == [text for text in printed_labels() if not label(text, "en").isascii()]


def test_labels_that_differ_stay_apart():
    """No two labels of a table become one in another language."""
    for kinds in TABLES.values():
        for kind in kinds:
            texts = {cell.text for line in draw(kind()).rows for cell in line if cell.header and cell.text}
            for locale in OTHERS:
                assert len(texts) == len({label(text, locale) for text in texts})


# --- locales ----------------------------------------------------------------------------------------------------------


@locales
def test_a_locale_is_found_by_its_language_tag(locale):
    """The tag of a locale leads back to it."""
    assert locale == locale_for(language_of(locale)) == locale_for(locale)


@pytest.mark.parametrize(
    ("name", "locale"),
    [("zh", SOURCE), ("zh-CN", SOURCE), ("zh_SG", SOURCE), ("zh-HK", "zh_Hant"), ("en_US", "en"), ("en-150", "en")],
)
def test_regions_ask_for_their_writing(name, locale):
    """A region gets the language and the characters that are written there."""
    assert locale == locale_for(name)


@pytest.mark.parametrize("name", ["fr", "", "x", "中文", "zh-Latn-CN"])
def test_a_language_that_is_not_spoken_is_refused(name):
    """An unknown locale is refused with the known ones."""
    with pytest.raises(gd.ValueRefusedError, match=f"没有语言“{name}”；可用 zh_Hans_CN、zh_Hant、en"):
        locale_for(name)
    assert nearest_locale(name) == SOURCE


# --- sentences --------------------------------------------------------------------------------------------------------


def test_a_message_is_its_sentence_in_chinese():
    """A message is a text like any other, and says itself elsewhere in another language."""
    message = say("{organ}{year}年政府信息公开工作年度报告", organ="甲镇", year=2025)

    assert message == "甲镇2025年政府信息公开工作年度报告"
    assert "甲镇2025年政府信息公開工作年度報告" == message.in_locale("zh_Hant") == translated(message, "zh_Hant")


def test_what_stands_in_a_blank_is_translated_with_the_sentence():
    """Messages and lists of them in the blanks of a message are translated too."""
    message = Message("{things}", {"things": Listing([say("总计"), "其他", 3])})

    assert message == "总计、其他、3"
    assert "Total, 其他, 3" == message.in_locale("en")


def test_a_message_can_be_sent_to_another_process():
    """A message comes back from a pickle with all it knows."""
    message = pickle.loads(pickle.dumps(say("总计")))  # noqa: S301 - it is our own

    assert ("总计", "Total") == (message, message.in_locale("en"))


def test_nothing_is_said_of_nothing():
    """The empty text is empty in every language, and not the head of a catalogue."""
    assert {""} == {translate("", locale) for locale in LOCALES}


@locales
@given(day=st.dates(date(1900, 1, 1), date(2999, 12, 31)))
def test_a_day_in_words_is_read_back(locale, day):
    """Whatever the language, the words for a day lead back to it."""
    assert day == read_long_date(long_date(day, locale), locale)


@locales
@given(text=st.text() | st.from_regex(r"\A(May|June)? ?[0-9]{1,2}, [0-9]{1,4}\Z"))
def test_other_words_are_no_day(locale, text):
    """What is not how a day is written in a language is no day."""
    day = read_long_date(text, locale)

    assert day is None or text == long_date(day, locale)


# --- reports ----------------------------------------------------------------------------------------------------------


@locales
@pytest.mark.parametrize("name", DRAWN)
@given(report=annual_reports() | annual_reports(edition=gd.Edition.V2019, blanks=True))
@settings(max_examples=8)
def test_a_report_in_any_language_is_read_back(locale, name, report):
    """A report written in any language is read back as it was, and there is nothing to say about the reading."""
    reading = gd.read_bytes(gd.dumps(report, name, locale=locale), name)

    assert report == reading.report
    assert [] == [str(finding) for finding in reading.findings]


@locales
@given(report=annual_reports() | annual_reports(edition=gd.Edition.V2019))
@settings(max_examples=20)
def test_the_numbers_are_read_from_what_is_seen_in_any_language(locale, report):
    """The numbers are told from the page alone, whatever its language."""
    found = recognise(compose(report, locale)).report if numbers(report) else report

    assert numbers(report) == numbers(found)


@locales
def test_organ_year_and_day_are_read_in_any_language(locale):
    """The usual title says whose report it is and of which year, and the line below it when it was published."""
    day = date(2026, 1, 20)
    report = gd.AnnualReport(organ=gd.Organ("示例县柳溪镇人民政府"), year=2025, published=day)
    document = compose(report, locale)
    found = recognise(document).report

    assert (report.organ, 2025, day, document.title) == (found.organ, found.year, found.published, found.title)
    assert [None] * 6 == [getattr(found, name).heading for name in fields_of(gd.AnnualReport)]
    assert document.blocks[1].text.startswith(translate(PUBLISHED, locale))


def test_an_english_page_marks_its_chinese():
    """The page says which language it is in, and of the words of the report that they are Chinese."""
    words = gd.Narrative(heading="一、概述", blocks=["全年平稳。", "All quiet."])
    page = gd.dumps(gd.AnnualReport(organ=gd.Organ("甲镇"), year=2025, overview=words), "html", locale="en").decode()

    assert '<html lang="en">' in page
    assert '<h2 lang="zh-Hans-CN">一、概述</h2>' in page
    assert '<p lang="zh-Hans-CN">全年平稳。</p>\n<p>All quiet.</p>' in page
    assert "<h2>2. Proactive disclosure of government information</h2>" in page


def test_no_report_is_written_in_an_unknown_language():
    """A language that is not spoken is refused, in a format that has none too."""
    report = gd.AnnualReport(organ=gd.Organ("甲镇"), year=2025)
    for name in ("json", "html"):
        with pytest.raises(gd.ValueRefusedError, match="没有语言“fr”"):
            gd.dumps(report, name, locale="fr")
