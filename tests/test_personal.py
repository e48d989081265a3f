"""Numbers that tell of a person are found wherever a report has words, and never passed on whole."""

import re
import time
from datetime import date, timedelta

import attrs
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from stdnum import luhn
from stdnum.exceptions import ValidationError
from stdnum.iso7064 import mod_11_2

import govdisclosure as gd
from govdisclosure.findings import Finding
from govdisclosure.i18n import Listing, say
from govdisclosure.output import OUTPUTS
from govdisclosure.personal import Kind, hidden, masked, personal_numbers
from reports import SOUND

PERSONAL = ["GD801", "GD802", "GD803"]
AREAS = [*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66), 71, 81, 82, 83]
WORDS = st.text("全年受理申请，。：（）《》abcXx、", max_size=8)
"""What stands beside a number; a digit there would make it another one."""


@st.composite
def identity_numbers(draw):
    """A number as GB 11643 has it: an area, a day of birth, a number of that day and the check digit."""
    area = draw(st.sampled_from(AREAS)) * 10_000 + draw(st.integers(0, 9999))
    born = draw(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
    begun = f"{area}{born:%Y%m%d}{draw(st.integers(0, 999)):03}"
    return begun + mod_11_2.calc_check_digit(begun)


@st.composite
def card_numbers(draw):
    """A number as UnionPay has it, or another card."""
    begun = draw(st.sampled_from(["62", "60", "4", "51", "55", "3528", "2221", "2720", "9558"]))
    lengths = {"62": [16, 17, 19], "60": [16, 17, 19], "9558": [19]}
    rest = draw(st.sampled_from(lengths.get(begun, [16]))) - len(begun) - 1
    begun += draw(st.text("0123456789", min_size=rest, max_size=rest))
    return begun + luhn.calc_check_digit(begun)


MOBILE_NUMBERS = st.builds(
    "{}{:08}".format,
    st.sampled_from([130, 139, 145, 149, 150, 153, 155, 159, 162, 167, 170, 178, 180, 189, 190, 193, 195, 199]),
    st.integers(0, 99_999_999),
)
FULL_WIDTH = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
WRITINGS = {
    "as it is": lambda number: number,
    "full-width": lambda number: number.translate(FULL_WIDTH),
    "small": str.lower,
    "in groups": lambda number: f"{number[:6]} {number[6:14]}-{number[14:]}",
    "spaced": " ".join,
    "with what is not seen": lambda number: f"{number[:9]}\u200b{number[9:]}",
}
PLACES = {
    "preamble": lambda text: {"preamble": [text]},
    "overview": lambda text: {"overview": gd.Narrative(blocks=[gd.Heading(text), "全年平稳。"])},
    "problems": lambda text: {"problems": gd.Narrative(blocks=["全年平稳。", gd.Paragraph(text)])},
    "other_matters": lambda text: {"other_matters": gd.Narrative(blocks=[gd.Grid(((gd.Cell(text),),))])},
    "proactive": lambda text: {"proactive": attrs.evolve(SOUND.proactive, lead=[text])},
    "requests": lambda text: {"requests": attrs.evolve(SOUND.requests, remarks=[text])},
    "remedies": lambda text: {"remedies": gd.Narrative(blocks=[gd.Grid(((gd.Cell("项目"),),), caption=text)])},
}


def found_in(text):
    """The kinds of the numbers that are found in a text."""
    return [each.kind for each in personal_numbers(text)]


def written(place, text):
    """A report with a text at a place."""
    return attrs.evolve(SOUND, **PLACES[place](text))


def personal_findings(report):
    """Where numbers that tell of a person are found, and of which kind."""
    return [(each.code, each.path) for each in gd.check(report, select=PERSONAL)]


# --- what is found ----------------------------------------------------------------------------------------------------


@given(identity_numbers(), WORDS, WORDS, st.sampled_from([*WRITINGS]), st.sampled_from([*PLACES]))
def test_an_identity_number_is_found_anywhere(number, before, after, writing, place):
    """The number of an identity card is found in any text of a report, however it is written."""
    report = written(place, before + WRITINGS[writing](number) + after)

    assert [("GD801", place)] == personal_findings(report)


@given(identity_numbers(), st.integers(1, 10), WORDS, WORDS, st.sampled_from([*PLACES]))
def test_a_wrong_check_digit_is_no_identity_number(number, step, before, after, place):
    """With any other check digit it is the number of something else."""
    digits = "0123456789X"
    other = number[:-1] + digits[(digits.index(number[-1]) + step) % len(digits)]

    assert "GD801" not in dict(personal_findings(written(place, before + other + after)))


@given(identity_numbers())
def test_digits_beside_it_make_it_another_number(number):
    """What stands in a longer row of digits is no identity number, whatever stands in it."""
    digits = number.replace("X", "0")

    assert Kind.IDENTITY not in found_in(f"7{number}")
    assert Kind.IDENTITY not in found_in(f"{digits}7{digits}")


@given(card_numbers(), WORDS, WORDS, st.sampled_from([*PLACES]))
def test_a_card_number_is_found_anywhere(number, before, after, place):
    """The number of a bank card is found in any text of a report, in one piece and in groups of four."""
    groups = " ".join(re.findall(".{1,4}", number))

    for text in (number, groups):
        assert [("GD803", place)] == personal_findings(written(place, f"{before}：{text}。{after}"))


@given(card_numbers(), st.integers(1, 9))
def test_a_card_number_that_fails_its_check_is_none(number, step):
    """With another last digit it is the number of something else."""
    assert Kind.CARD not in found_in(number[:-1] + str((int(number[-1]) + step) % 10))


@given(MOBILE_NUMBERS, WORDS, st.sampled_from([*PLACES]), st.sampled_from(["", "+86 ", "86-", "0086", "0"]))
def test_a_mobile_number_is_found_anywhere(number, before, place, code):
    """The number of a mobile telephone is found in any text of a report, with the code of the country or without."""
    for text in (number, f"{number[:3]}-{number[3:7]}-{number[7:]}"):
        assert [("GD802", place)] == personal_findings(written(place, f"{before}：{code}{text}。"))


@given(st.text("0123456789X", min_size=18, max_size=18))
@example("11010519491231002X")
def test_check_digits_are_those_of_an_independent_library(number):
    """Whatever is found agrees with python-stdnum on the check digit."""
    for each in personal_numbers(number):
        if each.kind is Kind.IDENTITY:
            assert mod_11_2.is_valid(number)
        if each.kind is Kind.CARD:
            assert luhn.is_valid(number)


def test_an_identity_number_is_not_told_for_a_card_too():
    """A number of Gansu, whose area begins as UnionPay's cards do, is told once though it passes Luhn's check."""
    begun = (f"62010219900101{n:03}" for n in range(1000))
    number = next(each for b in begun if luhn.is_valid(each := b + mod_11_2.calc_check_digit(b)))

    assert [Kind.IDENTITY] == found_in(number)


@pytest.mark.parametrize(
    "text",
    [
        "根据国办公开办函〔2021〕30号和国办函〔2020〕109号，2021年1月1日至2021年12月31日",
        "统一社会信用代码11330000002482136X、91350100M000100Y43、52330000501876401L",
        "电话010-66012345、0571-87052114、400-810-9888、12345，传真（0931）8929008",
        "主动公开13800138000条，收费1234567890123456元，访问15912345678人次，增长13.18912345678%",
        "网址http://www.example.gov.cn/art/2021/1/20/art_13812345678.html、/content/15912345678/",
        "行政区划代码330106，邮编310007，档案号330106202101150013，流水号20210115103000123456",
        "2017 2018 2019 2020 2021 2022，1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18",
        "登记号620102202301050013、编号1222021234567890123",
    ],
)
def test_ordinary_numbers_are_left_alone(text):
    """Years, amounts, numbers of notices and registers, codes of organs, telephones of offices are no alarm."""
    assert [] == found_in(text)


def test_several_numbers_are_each_told_with_their_place():
    """Each number has a finding of its own that says in which paragraph, row and cell it stands."""
    table = gd.Grid(((gd.Cell("联系人"), gd.Cell("13800138000")),), caption="名单")
    blocks = ["王某11010519491231002X，又11010519491231002X", table]
    found = gd.check(attrs.evolve(SOUND, problems=gd.Narrative(blocks=blocks)), select=PERSONAL)

    assert {
        "第 1 段有身份证号码 110*************2X，请删去",
        "第 2 段的表格第 1 行第 2 格有手机号码 138******00，如系个人的请删去",
    } == {each.message for each in found}
    assert len(found) == 2


# --- nothing is passed on ---------------------------------------------------------------------------------------------


def leaks(number, text):
    """Whether a text has twelve or more digits of a number in a row."""
    return any(number[start : start + 12] in text for start in range(len(number) - 11))


@settings(max_examples=6)
@given(identity_numbers(), WORDS, st.sampled_from([*PLACES]), st.sampled_from(["en", "zh_Hans_CN"]))
def test_no_output_repeats_a_number(number, before, place, locale):
    """No output, no baseline and no sentence in any language has the number, whichever rule quotes its paragraph."""
    text = f"{before}本年收到{number}申请{number}件，{number}"
    reading = gd.loads(gd.dumps(written(place, text), "text"))
    others = {"overview": gd.Narrative(blocks=[text, "（三）小标题", text])} if place != "overview" else {}
    report = attrs.evolve(written(place, text), **others)
    for found in (gd.check(report, previous=attrs.evolve(report, year=2024)), gd.check(reading)):
        checked = [gd.Checked("report.html", findings=found, report=report)]

        assert {"GD801"} <= {each.code for each in found}
        assert [] == [name for name in OUTPUTS if leaks(number, gd.render(checked, name, locale=locale))]
        assert not leaks(number, repr(gd.Baseline.of(found).to_data()))
        assert not leaks(number, repr(found))


def test_sentences_and_lists_are_masked_in_every_language():
    """What is hidden in a sentence is hidden in its translations, its lists and the sentences inside it."""
    message = say("没有写到{missing}", missing=Listing([say("印作 {actual}", actual="13800138000"), 7]))
    finding = Finding(
        code="GD001", severity=gd.Severity.NOTICE, message=message, actual="11010519491231002X", expected=7
    )

    assert "没有写到印作 138******00、7" == finding.message
    assert "138******00" in finding.message.in_locale("en")
    assert "13800138000" not in finding.message.in_locale("en")
    assert ("110*************2X", 7) == (finding.actual, finding.expected)
    assert hidden(message) is not message


@given(st.lists(st.one_of(identity_numbers(), card_numbers(), MOBILE_NUMBERS, WORDS), max_size=6).map("，".join))
def test_what_is_masked_has_no_number_left(text):
    """A masked text holds nothing to mask, and what held nothing is as it was."""
    assert [] == found_in(masked(text))
    assert masked(text) == (masked(masked(text)))
    assert (masked(text) == text) == (found_in(text) == [])


def test_a_long_row_of_anything_takes_no_longer_than_it_is():
    """Digits, strokes and spaces by the ten thousand are gone through once."""
    for piece in ("1", "1 ", "1---", "62", "-", "1\u200b\u200b\u200b", "13800138000 ", "6222 "):
        begun = time.process_time()
        list(personal_numbers(piece * (60_000 // len(piece))))

        assert time.process_time() - begun < 3


def test_a_child_of_this_year_has_a_number():
    """The day of birth is a day of the last century or of this one; no clock is asked."""
    begun = f"110105{date(2026, 1, 1) + timedelta(days=3):%Y%m%d}001"

    assert [Kind.IDENTITY] == found_in(begun + mod_11_2.calc_check_digit(begun))
    with pytest.raises(ValidationError):
        mod_11_2.validate("110105184912310021")
