"""What prose says of the numbers of the form: what is certain is understood, and nothing else is."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

import govdisclosure as gd
from govdisclosure.statements import Quantity, normalised, read_numeral, sentences_of, statements

TOWN = gd.AnnualReport(organ=gd.Organ("示例县柳溪镇人民政府"), year=2021)


def said(text, report=TOWN):
    """What is said of the organ itself in the report's year: the quantity and the number."""
    found = statements([("overview", text)], report)
    return [(each.quantity.name, each.value) for each in found if each.own and each.year in {None, report.year}]


def in_words(number):
    """A number below ten thousand as a Chinese numeral."""
    digits, text = "零一二三四五六七八九", ""
    for power, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, power)
        if digit:
            text += digits[digit] + unit
        elif text and not text.endswith("零"):
            text += "零"
    return text.rstrip("零") or "零"


# --- numerals ---------------------------------------------------------------------------------------------------------


@given(st.integers(0, 9999))
def test_a_numeral_is_the_number_it_was_made_from(number):
    """Numerals with units are read as the numbers they say."""
    assert number == read_numeral(in_words(number))


@pytest.mark.parametrize(
    ("numeral", "number"),
    [("十", 10), ("十二", 12), ("两百", 200), ("二〇二一", 2021), ("三万零六十", 30060), ("〇", 0), ("十万", 100000)],
)
def test_numerals_are_written_in_several_ways(numeral, number):
    """A ten without a one, 两, digits alone and 万 are understood."""
    assert number == read_numeral(numeral)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("１，２０４件", "1204件"),
        ("1,204件", "1204件"),
        ("90件，204件", "90件,204件"),
        ("均为零", "均为0"),
        ("一百二十宗", "120宗"),
        ("第一件", "第一件"),
        ("十几件", "十几件"),
        ("一是加强", "一是加强"),
        ("为零三件", "为3件"),
        ("按《2020年要点》办理 2 件", "按办理2件"),
    ],
)
def test_numbers_are_written_in_one_way(text, same):
    """Widths, separators, numerals before a counter and white space are made one; titles of documents are left out."""
    assert same == normalised(text)


def test_sentences_end_at_stops():
    """A sentence ends at a stop, a semicolon or the end of a line."""
    assert ["甲,乙", "丙", "丁"] == sentences_of("甲,乙。丙;\n丁")


# --- traps ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("未收到政府信息公开申请。主动公开文件35件。", [("RECEIVED", 0)]),
        ("收到政府信息公开申请1,204件", [("RECEIVED_ANY", 1204)]),
        ("2020年收到申请90件，2021年收到申请120件", [("RECEIVED_ANY", 120)]),
        ("收到申请一百二十件", [("RECEIVED_ANY", 120)]),
        ("收到政府信息公开申请120宗", [("RECEIVED_ANY", 120)]),
        ("政府信息公开行政复议、行政诉讼均为0件", [("RECONSIDERATIONS", 0), ("LAWSUITS", 0)]),
        ("收到申请13件（含上年结转1件）", [("HANDLED", 13), ("CARRIED_IN", 1)]),
        ("本年新收申请12件", [("RECEIVED", 12)]),
        ("收到申请12件（不含上年结转）", [("RECEIVED", 12)]),
        ("办理申请13件（含上年结转）", [("TAKEN", 13)]),
        ("全市收到政府信息公开申请300件", []),
        ("全镇收到政府信息公开申请30件", [("RECEIVED_ANY", 30)]),
        ("全乡收到政府信息公开申请30件", []),
        ("我镇收到申请3件", [("RECEIVED_ANY", 3)]),
        ("我市收到申请3件", []),
        ("本机关收到申请3件", [("RECEIVED_ANY", 3)]),
        ("各部门收到申请3件", []),
        ("全市各部门收到申请300件，办结申请290件。办结申请290件。", []),
        ("全市收到申请300件。我镇收到申请3件，办结申请2件。", [("RECEIVED_ANY", 3), ("CLOSED", 2)]),
        ("指导各单位规范答复。收到申请3件。", [("RECEIVED_ANY", 3)]),
        ("县住建局收到申请5件", []),
        ("2021年度，柳溪镇人民政府共收到政府信息公开申请5件", [("RECEIVED_ANY", 5)]),
        ("镇政府办公室代表镇政府收到申请5件", []),
        ("收取行政事业性收费3.65万元", [("FEES", Decimal("3.65"))]),
        ("收取信息处理费380元", [("PROCESSING_FEE", 380)]),
        ("未收取信息处理费", [("PROCESSING_FEE", 0)]),
    ],
)
def test_traps_of_other_checkers(text, expected):
    """Negatives, separators, years, numerals, counters, scopes and two kinds of fees are told apart."""
    assert expected == said(text)


@pytest.mark.parametrize(
    "text",
    [
        "收到申请20余件",
        "收到申请近20件",
        "约收到申请20件",
        "通过网络收到申请20件",
        "收到关于征地的申请20件",
        "较上年多收到申请20件",
        "上年收到申请20件",
        "去年收到政府信息公开申请20件",
        "2020年未收到政府信息公开申请",
        "如未收到申请",
        "未收到申请人投诉",
        "未收到申请行政复议的案件",
        "未发生政府信息公开行政诉讼败诉案件",
        "办理行政复议案件20件，信息公开平稳",
        "行政复议20件",
        "收到申请的同志20人",
        "其中收到申请20件",
        "予以公开及部分公开258件",
        "自然人申请予以公开3件",
        "审查规范性文件20件",
        "公示作出的行政许可决定20件",
        "应收信息处理费380元",
        "均已按期办结申请",
    ],
)
def test_what_is_not_certain_is_not_understood(text):
    """What is about, partial, conditional, of others, of another year or of another matter gives no statement."""
    assert [] == [each for each in said(text) if each[0] not in {"GROWTH", "SHARE"}]


@pytest.mark.parametrize(
    ("text", "quantity", "value"),
    [
        ("收到申请12件，同比增长20%", "GROWTH", 20),
        ("收到申请12件，较2020年下降20.5%", "GROWTH", Decimal("-20.5")),
        ("收到申请12件，比去年增加3件", "GROWTH", 3),
        ("不予公开2件，占16.7%", "SHARE", Decimal("16.7")),
    ],
)
def test_growth_and_shares_belong_to_what_was_said_before(text, quantity, value):
    """A growth or a share is of the number before it."""
    found = list(statements([("overview", text)], TOWN))

    assert (quantity, value) == (found[-1].quantity.name, found[-1].value)
    assert found[0] == found[-1].of


@pytest.mark.parametrize(
    "text", ["同比增长20%", "收到申请12件、办结12件，分别同比增长20%", "全市收到申请12件，同比增长20%"]
)
def test_growth_of_what_is_not_certain_is_not_understood(text):
    """A growth of nothing, of several numbers or of others' is left alone."""
    assert "GROWTH" not in {quantity for quantity, _ in said(text)}


@pytest.mark.parametrize("year", [None, 2021])
def test_this_year_is_the_year_of_the_report(year):
    """本年 is the report's year, and 上年 the one before, where the report names its year."""
    report = gd.AnnualReport(organ=None, year=year)
    found = list(statements([("overview", "本年收到申请2件。上年收到申请1件。")], report))

    assert [year, year and year - 1] == [each.year for each in found]


def test_a_statement_is_said_once():
    """Two patterns that fit the same words give one statement, and of cases together only the sum."""
    assert [("CARRIED_OVER", 2)] == said("申请2件结转下年度2件")
    assert [("CASES", 3)] == said("政府信息公开行政复议、行政诉讼案件共3件")


@pytest.mark.parametrize("quantity", Quantity)
def test_every_quantity_has_a_meaning(quantity):
    """Each quantity says in words what it counts."""
    assert quantity.value
