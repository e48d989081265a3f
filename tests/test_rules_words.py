"""What the rules on prose say of it: the sentences they quote, the numbers they work out, and where they are silent."""

from decimal import Decimal

import attrs
import pytest

import govdisclosure as gd
from reports import LAST_YEAR, SOUND, replaced


def told(code, *paragraphs, report=SOUND, name="overview", **known):
    """What a rule says of a report in which paragraphs were added to a section."""
    said = gd.Narrative(blocks=[*getattr(report, name).blocks, *paragraphs])
    return [each.message for each in gd.check(attrs.evolve(report, **{name: said}), select=[code], **known)]


# --- numbers held against the tables ----------------------------------------------------------------------------------


def test_a_number_is_held_against_its_cell():
    """The sentence is quoted with the cell and its number; of two ways to understand it the first is named."""
    assert ["“收到政府信息公开申请120件”，而表三·一·总计是 12，请核对"] == told("GD501", "收到政府信息公开申请120件。")


def test_a_number_is_held_against_the_sum_of_its_cells():
    """What stands in several rows is told with all of them and what they come to."""
    rows = [
        path for path in gd.nodes() if path.startswith("requests.outcomes.unavailable.") and path.endswith(".total")
    ]
    cells = "、".join(gd.address_of(path) for path in rows)

    assert [f"“无法提供4件”，而{cells}一共是 3，请核对"] == told("GD517", "办理的申请中，无法提供4件。")


def test_a_number_that_was_last_years_is_said_to_be():
    """A number that the table of last year bears out has not been changed, any other is only wrong."""
    hint = "；像是上年的数没有改"
    wrong = ["“收到政府信息公开申请9件”，而表三·一·总计是 12，请核对"]

    assert wrong == told("GD501", "收到政府信息公开申请9件。")
    assert [wrong[0] + hint] == told("GD501", "收到政府信息公开申请9件。", previous=LAST_YEAR)
    assert not told("GD501", "收到政府信息公开申请8件。", previous=LAST_YEAR)[0].endswith(hint)


@pytest.mark.parametrize(
    ("edition", "rows"),
    [
        ("2019", ["requests.outcomes.otherwise_closed.total"]),
        (
            "2021",
            [
                f"requests.outcomes.otherwise_closed.{name}.total"
                for name in ("correction_overdue", "fee_overdue", "other")
            ],
        ),
    ],
)
def test_what_was_closed_otherwise_is_one_row_or_three(edition, rows):
    """On the form of 2019 三（六） is one row, on that of 2021 three."""
    report = attrs.evolve(SOUND, edition=edition)
    if edition == "2019":
        report = replaced(report, "requests.outcomes.otherwise_closed", gd.ByApplicant(natural_persons=0))
    (message,) = told("GD519", "办理的申请中，其他处理1件。", report=report)

    cells = "、".join(gd.address_of(path, gd.Edition(edition)) for path in rows)
    assert f"“其他处理1件”，而{cells}{'一共' if len(rows) > 1 else ''}是 0，请核对" == message


def test_that_all_were_closed_is_told_once():
    """However often it is said that all requests were closed, the row that says otherwise is told once."""
    assert 1 == len(told("GD508", "收到申请12件，均已办结。", "全部申请均在法定期限内办结。"))


# --- money ------------------------------------------------------------------------------------------------------------

FEES = "proactive.fees.collected"


@pytest.mark.parametrize(
    ("collected", "said", "agrees"),
    [
        ("3.65", "36500元", True),
        ("3.65", "36550元", True),
        ("3.65", "36551元", False),
        ("3.65", "36450元", True),
        ("3.65", "36449元", False),
        ("4", "35000元", True),
        ("4", "34999元", False),
        ("3.65", "3.7万元", True),
        ("3.65", "3.71万元", False),
    ],
)
def test_an_amount_agrees_within_half_of_the_last_decimal(collected, said, agrees):
    """The table and the prose may be rounded, each to the decimals that it gives."""
    report = replaced(SOUND, FEES, Decimal(collected))
    wrong = f"“收取行政事业性收费{said}”，而表二是 {collected} 万元，请核对"

    assert ([] if agrees else [wrong]) == told("GD541", f"收取行政事业性收费{said}。", report=report)


def test_an_amount_in_the_wrong_unit_is_said_to_be():
    """The number of the table with another unit is a slip of the unit, a larger or a smaller one is not."""
    said = "，而表二是 3.65 万元，请核对"

    assert [f"“收取行政事业性收费3.65元”{said}；像是单位写错了"] == told("GD541", "收取行政事业性收费3.65元。")
    assert [f"“收取行政事业性收费3.64元”{said}"] == told("GD541", "收取行政事业性收费3.64元。")
    assert [f"“收取行政事业性收费3.66元”{said}"] == told("GD541", "收取行政事业性收费3.66元。")


def test_amounts_are_the_same_in_any_unit():
    """The same amount in 元, 万元 and 亿元 is no contradiction."""
    sentences = ("收取行政事业性收费2亿元。", "收取行政事业性收费20000万元。", "收取行政事业性收费200000000元。")

    for one in sentences:
        for other in sentences:
            assert [] == told("GD551", one, other)
    assert ["“收取行政事业性收费2亿元”与“收取行政事业性收费20001万元”不一致"] == told(
        "GD551", sentences[0], "收取行政事业性收费20001万元。"
    )


def test_the_second_of_two_numbers_is_told_whether_it_is_more_or_less():
    """Two numbers for one thing are quoted in their order."""
    for one, other in (("1", "2"), ("2", "1")):
        assert [f"“结转申请{one}件”与“结转申请{other}件”不一致"] == [
            each.replace("上年", "") for each in told("GD551", f"上年结转申请{one}件。", f"上年结转申请{other}件。")
        ]


def test_the_first_of_several_sentences_on_the_fee_are_quoted():
    """That none was collected is quoted with that some was, where each is said first, and told at the former."""
    none, some = ["没有收取信息处理费。", "本年未收取信息处理费。"], ["收取信息处理费400元。", "收取信息处理费500元。"]
    report = attrs.evolve(SOUND, other_matters=gd.Narrative(blocks=none))
    said = gd.Narrative(blocks=[*SOUND.overview.blocks, none[0], *some])
    (finding,) = gd.check(attrs.evolve(report, overview=said), select=["GD542"])

    assert ("overview", "“没有收取信息处理费”，而别处说“收取信息处理费400元”，请核对") == (
        finding.path,
        finding.message,
    )


# --- shares and growth ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("share", "right"),
    [("16.7", True), ("16.8", False), ("16.6", True), ("16.5", False), ("18", False), ("17", True), ("16", True)],
)
def test_a_share_is_right_to_its_last_decimal(share, right):
    """Two of twelve are a sixth, rounded in any way to the decimals given; the other wholes give other shares."""
    assert right == (not told("GD552", f"收到申请12件，办理中不予公开2件，占{share}%。"))


def test_a_share_that_cannot_be_worked_out_does_not_hide_another():
    """A share of nothing is passed over, and a wrong share behind it is told."""
    wrong, message = "收到申请12件，办理中不予公开2件，占36.7%。", "“办理中不予公开2件”“占36.7%”算不出这个比例，请核对"

    assert [message] == told("GD552", "办理的申请中，其他处理0件，占9%。", wrong)
    assert [message] == told("GD552", "线上占80%。", wrong)
    assert 1 == len(told("GD552", "办理的申请中，予以公开1件，占50.7%。"))


@pytest.mark.parametrize(
    ("said", "right"), [("33.3", True), ("33.4", True), ("33.2", False), ("33.5", False), ("33", True), ("34", True)]
)
def test_growth_is_right_to_its_last_decimal(said, right):
    """From nine to twelve is a third more; what is wrong is told with both numbers and the right percentage."""
    wrong = f"“同比增长{said}%”，上年 9、本年 12，应为 33.3%"
    sentence = f"本年新收政府信息公开申请12件，同比增长{said}%。"

    assert ([] if right else [wrong]) == told("GD553", sentence, previous=LAST_YEAR)


@pytest.mark.parametrize(("said", "right"), [("3", True), ("2", False), ("4", False)])
def test_growth_in_number_is_right_or_not(said, right):
    """From nine to twelve is three more, neither two nor four; both numbers are told."""
    wrong = f"“较上年增加{said}件”，上年 9、本年 12，请核对"
    sentence = f"本年新收政府信息公开申请12件，较上年增加{said}件。"

    assert ([] if right else [wrong]) == told("GD554", sentence, previous=LAST_YEAR)


def test_a_number_of_last_year_is_told_with_what_was_published():
    """A number of this year before it does not hide it."""
    assert ["“2024年收到政府信息公开申请10件”，上年年报是 9"] == told(
        "GD555", "收到政府信息公开申请12件。", "2024年收到政府信息公开申请10件。", previous=LAST_YEAR
    )


# --- words and signs --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("工作如下：一是公开；二是解读；三是培训。", None),
        ("工作如下：一是公开；三是培训。", "三是"),
        ("工作如下：三是培训；五是考核。", None),
        ("工作如下：一是公开；二是解读。问题如下：一是少；二是慢。", None),
    ],
)
def test_what_is_counted_goes_on(text, found):
    """The 是 that does not follow is told; a list may begin anew, and one that does not begin with 一是 is no list."""
    assert ([f"“{found}”之前缺了一项"] if found else []) == told("GD809", text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("办结率为100%。", None),
        ("办结率为99.5%。", None),
        ("办结率为100.5%。", "率为100.5%"),
        ("办结率为101%。", "率为101%"),
    ],
)
def test_a_rate_is_at_most_the_whole(text, found):
    """A rate of more than a hundred per cent is quoted with what it is a rate of."""
    assert ([f"“{found}”超过 100%"] if found else []) == told("GD811", text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2月29日召开会议。", None),
        ("2024年2月29日召开会议。", None),
        ("2023年2月29日召开会议。", "2023年2月29日"),
        ("2月30日召开会议。", "2月30日"),
    ],
)
def test_a_day_is_one_of_the_calendar(text, found):
    """The day that is not is quoted; without a year the twenty-ninth of February may have been."""
    assert ([f"没有“{found}”这一天"] if found else []) == told("GD810", text)


@pytest.mark.parametrize(
    ("text", "pair"),
    [("按照规定（见附件公开。", "（）"), ("按照规定见附件）公开。", "（）"), ("印发《办法公开。", "《》")],
)
def test_a_bracket_without_its_other_half_is_told(text, pair):
    """A bracket may be missing on either side."""
    assert [f"{pair} 不成对"] == told("GD808", text)


@pytest.mark.parametrize(
    ("organ", "word"), [("柳溪镇", "我乡"), ("柳溪乡", "我镇"), ("柳溪街道", "我镇"), ("柳溪镇", "我街道")]
)
def test_an_organ_calls_itself_what_it_is(organ, word):
    """A town, a township and a 街道 each call themselves by their own word only."""
    report = attrs.evolve(SOUND, organ=gd.Organ(f"示例县{organ}人民政府"))

    assert [f"写作“{word}”，机关不是这样称呼"] == told("GD813", f"{word}推进公开。", report=report)


def test_where_a_section_breaks_off_is_quoted():
    """The last ten characters of the last paragraph are quoted, whatever the others end with."""
    texts = ["小标题", "第一句写完了。", "第二句写完了。第三句断在还没有写完的这一个地方"]

    assert [f"最后一段断在“{texts[-1][-10:]}”"] == told("GD812", *texts)
    assert [] == told("GD812", texts[2], texts[1])


def test_the_first_of_other_years_is_told():
    """Sentences that all begin with other years are told with the first of them, whatever other sections say."""
    overview = gd.Narrative(blocks=["2023年，全镇推进公开。2022年，全镇推进解读。"])
    report = attrs.evolve(
        SOUND,
        overview=overview,
        problems=gd.Narrative(blocks=["2025年，问题不多。"]),
        other_matters=gd.Narrative(blocks=["2025年，没有别的。"]),
    )
    (finding,) = gd.check(report, select=["GD814"])

    assert ("写的都是 2023 年，报告年度是 2025 年", 2023) == (finding.message, finding.actual)
    assert [] == list(gd.check(attrs.evolve(report, overview=gd.Narrative(blocks=["按时公开。"])), select=["GD814"]))


@pytest.mark.parametrize(
    ("preamble", "overview", "found"),
    [
        (["根据国办公开办函〔2019〕60号编制。"], "见国办公开办函〔2019〕60号。", ["preamble"]),
        (["平稳。"], "见国办公开办函〔2019〕60号。", ["overview"]),
        (["根据国办公开办函〔2019〕", "60号编制。"], "平稳。", []),
    ],
)
def test_the_notice_of_another_edition_is_told_where_a_paragraph_first_names_it(preamble, overview, found):
    """The finding leads to the first section that names the notice, and two paragraphs together name none."""
    report = attrs.evolve(SOUND, preamble=preamble, overview=gd.Narrative(blocks=[overview]))

    assert [finding.path for finding in gd.check(report, select=["GD134"])] == found


# --- shares, growth and last year's numbers ---------------------------------------------------------------------------

LAST = replaced(replaced(LAST_YEAR, "requests.received.total", 10), "requests.carried_in.total", 2)


@pytest.mark.parametrize(("percent", "fits"), [(18, False), (19, True), (20, True), (21, True), (22, False)])
def test_growth_agrees_to_the_last_digit_given(percent, fits):
    """From 10 to 12 it is 20 %; a digit more or less is rounding, and two are not."""
    wrong = f"“同比增长{percent}%”，上年 10、本年 12，应为 20.0%"

    assert told("GD553", f"收到政府信息公开申请12件，同比增长{percent}%。", previous=LAST) == ([] if fits else [wrong])


def test_growth_is_told_with_the_number_of_the_table():
    """Where the prose has a number of its own, the finding names that of the table."""
    wrong = "“比上年增加9件”，上年 10、本年 12，请核对"

    assert told("GD554", "收到政府信息公开申请15件，比上年增加9件。", previous=LAST) == [wrong]


def test_a_number_of_last_year_is_told_with_the_plainest_that_was_published():
    """Of the numbers that may be meant, received alone or with those carried in, the first is named."""
    wrong = "“2024年收到政府信息公开申请30件”，上年年报是 10"

    assert told("GD555", "2024年收到政府信息公开申请30件。", previous=LAST) == [wrong]


@pytest.mark.parametrize(("percent", "fits"), [(22, False), (24, True), (25, True), (26, True), (27, False)])
def test_a_share_agrees_to_the_last_digit_given(percent, fits):
    """3 of 12 are 25 %, and of the 13 that were to be dealt with 23.1 %."""
    said = f"收到政府信息公开申请12件，其中予以公开3件，占{percent}%。"

    assert told("GD552", said) == ([] if fits else [f"“其中予以公开3件”“占{percent}%”算不出这个比例，请核对"])


@pytest.mark.parametrize(("blank", "other"), [("received", "carried_in"), ("carried_in", "received")])
def test_a_share_of_what_is_blank_in_part_is_that_of_the_rest(blank, other):
    """Beside a blank 2500 requests make a whole of 2500, and neither one of 2499 nor one of 2501."""
    report = replaced(replaced(SOUND, f"requests.{blank}.total", None), f"requests.{other}.total", 2500)
    shares = [f"收到申请，其中予以公开100件，占{share}%。" for share in ("4.000", "4.002", "3.998")]

    assert [bool(told("GD552", share, report=report)) for share in shares] == [False, True, True]


def test_only_the_last_paragraph_must_end_with_a_stop():
    """It is asked whether the last paragraph is cut off, if it is made of sentences, whatever stands before it."""
    report = attrs.evolve(SOUND, overview=gd.Narrative(blocks=["总的情况", "全年平稳。没有发生"]))

    assert [finding.path for finding in gd.check(report, select=["GD812"])] == ["overview"]


def test_a_rule_on_what_was_closed_otherwise_touches_both_shapes_of_that_row():
    """Of the rules on the words only that one touches the row as the form of 2019 prints it."""
    row = "requests.outcomes.otherwise_closed.total"
    touching = [code for code, rule in gd.RULES.items() if code.startswith("GD5") and row in rule.touches]

    assert touching == ["GD519"]


def test_that_all_was_closed_is_told_once():
    """However often the prose says so, one finding tells that something was carried over."""
    report = replaced(SOUND, "requests.carried_over.total", 3)
    wrong = "“收到的政府信息公开申请全部办结”，而表三·四·总计是 3，请核对"

    said = ("收到的政府信息公开申请全部办结。", "年内的政府信息公开申请已全部办结。")

    assert [wrong] == told("GD508", *said, report=report)
