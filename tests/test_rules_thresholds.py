"""Where rules begin to speak: the last number, sentence or name at which they are silent, and the next."""

from datetime import date
from decimal import Decimal

import attrs
import pytest

import govdisclosure as gd
from govdisclosure.rules.narratives import excerpt
from govdisclosure.rules.requests import NOT_PROCESSED, REFUSED, UNAVAILABLE
from reports import LAST_YEAR, SOUND, replaced

SILENT = []


def found(code, report, **known):
    """Where a rule finds something, and what it says of the value there."""
    return [(finding.path, finding.actual) for finding in gd.check(report, select=[code], **known)]


def outcome(code, report, **known):
    """How a rule came out."""
    (result,) = gd.check(report, select=[code], **known).results
    return result.outcome


def with_numbers(report, numbers):
    """*report* with other numbers in the cells at some paths."""
    for path, number in numbers.items():
        report = replaced(report, path, number)
    return report


def with_words(report, name, *blocks):
    """*report* with other paragraphs in a section."""
    return attrs.evolve(report, **{name: gd.Narrative(blocks=blocks)})


# --- against last year's report ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "now", "told"),
    [
        (0, 19, False),
        (0, 20, True),
        (1, 19, False),
        (4, 24, True),
        (5, 25, False),
        (100, 150, False),
        (24, 4, True),
        (25, 5, False),
    ],
)
def test_a_number_jumps_where_it_is_more_than_five_times_and_twenty_apart(before, now, told):
    """A number is asked about if it is more than five times the other and at least twenty away from it."""
    path = "proactive.licensing.decisions"
    last, report = replaced(LAST_YEAR, path, before), replaced(SOUND, path, now)

    assert ([(path, now)] if told else SILENT) == found("GD611", report, previous=last)


@pytest.mark.parametrize(("count", "told"), [(5, False), (6, True), (7, True)])
def test_a_table_is_last_years_if_six_numbers_of_it_are(count, told):
    """A table with fewer than six numbers beside 0 may be the same two years running."""
    paths = [cell.path for cell in gd.cells(SOUND) if cell.path.startswith("proactive.")]
    table = gd.Proactive(fees=gd.Fees(collected="0"))
    numbers = dict.fromkeys(paths[:count], 7)
    report, last = (with_numbers(attrs.evolve(each, proactive=table), numbers) for each in (SOUND, LAST_YEAR))

    assert ([("proactive", None)] if told else SILENT) == found("GD613", report, previous=last)


def test_tables_are_not_held_against_a_report_without_any():
    """Where one of the two reports has no table there is nothing to compare."""
    bare = {"proactive": None, "requests": None, "remedies": None}

    assert gd.Outcome.NOT_EVALUATED == outcome("GD613", SOUND, previous=attrs.evolve(LAST_YEAR, **bare))
    assert gd.Outcome.NOT_EVALUATED == outcome("GD613", attrs.evolve(SOUND, **bare), previous=LAST_YEAR)


@pytest.mark.parametrize(
    ("numbers", "told"),
    [
        ({"natural_persons": 4, "enterprises": 1}, False),
        ({"natural_persons": 4, "enterprises": 1, "others": 2}, True),
        ({"natural_persons": 4, "enterprises": 1, "others": 2, "research_institutions": 3}, True),
    ],
)
def test_a_row_is_last_years_if_three_numbers_of_it_are(numbers, told):
    """A row with two numbers beside its total may be the same two years running, in whichever columns they stand."""
    path = "requests.outcomes.granted"
    report, last = (replaced(each, path, gd.ByApplicant(**numbers)) for each in (SOUND, LAST_YEAR))

    assert ([(path, None)] if told else SILENT) == found("GD614", report, previous=last)


def test_rows_of_a_table_that_is_last_years_are_not_told_one_by_one():
    """Where all of table three is last year's, none of its rows is told."""
    report = replaced(SOUND, "requests.outcomes.granted", gd.ByApplicant(natural_persons=4, enterprises=1, others=2))

    assert SILENT == found("GD614", report, previous=attrs.evolve(LAST_YEAR, requests=report.requests))


def test_the_first_cell_of_a_table_that_is_no_longer_filled_in_is_told():
    """Of several cells of a table that last year held a number the first is named, with that number."""
    paths = ["proactive.normative_documents.issued", "proactive.licensing.decisions"]
    (finding,) = gd.check(with_numbers(SOUND, dict.fromkeys(paths)), select=["GD615"], previous=LAST_YEAR)

    assert paths[0] == finding.path == gd.path_of(str(finding.address))
    assert "上年是 1，今年空白" == finding.message


@pytest.mark.parametrize(
    ("mine", "theirs", "told"),
    [
        (gd.Organ("甲局"), gd.Organ("乙局"), True),
        (gd.Organ("乙局"), gd.Organ("甲局"), True),
        (gd.Organ("甲局", code="110105"), gd.Organ("乙局", code="110106"), True),
        (gd.Organ("甲局", code="110105"), gd.Organ("乙局"), True),
        (gd.Organ("甲局", code="110105"), gd.Organ("乙局", code="110105"), False),
    ],
)
def test_an_organ_may_have_another_name_if_its_code_is_the_same(mine, theirs, told):
    """A report of another name is of another organ, unless both reports give the same code."""
    last = attrs.evolve(LAST_YEAR, organ=theirs)

    assert ([("organ", theirs.name)] if told else SILENT) == found(
        "GD605", attrs.evolve(SOUND, organ=mine), previous=last
    )


LONG = [f"{number}月新开通了便民服务的查询窗口" for number in "一二三四五六七八"]  # fifteen characters each
NEW = [f"{number}月组织了专门面向群众的咨询会" for number in "一二三四五六七八"]
assert {15} == {len(each) for each in (*LONG, *NEW)}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (LONG[:2], False),
        (LONG[:3], True),
        ([*LONG[:3], *NEW[:2]], True),
        ([*LONG[:2], *NEW[:2]], False),
        ([each[1:] for each in LONG[:3]], False),
        ([f"根据安排，{each}" for each in LONG[:3]], False),
    ],
)
@pytest.mark.parametrize(("code", "name"), [("GD621", "overview"), ("GD622", "problems")])
def test_a_section_is_last_years_if_sixty_per_cent_of_its_sentences_are(code, name, words, told):
    """Of at least three sentences of fifteen characters or more, not the same every year by nature, sixty per cent."""
    last = with_words(
        LAST_YEAR, name, "。".join([*LONG, *(each[1:] for each in LONG), *(f"根据安排，{e}" for e in LONG)])
    )
    report = with_words(SOUND, name, "。".join(words))

    assert ([(name, None)] if told else SILENT) == found(code, report, previous=last)


def test_the_first_sentence_that_is_last_years_is_quoted():
    """The finding counts the sentences that are last year's and quotes the first of them."""
    last = with_words(LAST_YEAR, "overview", "。".join(LONG[:4]))
    (finding,) = gd.check(
        with_words(SOUND, "overview", "。".join([NEW[0], *LONG[:3]])), select=["GD621"], previous=last
    )

    assert f"4 句中 3 句与上年相同，如“{LONG[0]}”" == finding.message


@pytest.mark.parametrize("code", ["GD621", "GD622", "GD624"])
def test_a_section_is_not_held_against_one_without_words(code):
    """Where one of the two reports says nothing in the section there is nothing to compare."""
    bare = {"overview": None, "problems": None}

    assert gd.Outcome.NOT_EVALUATED == outcome(code, SOUND, previous=attrs.evolve(LAST_YEAR, **bare))
    assert gd.Outcome.NOT_EVALUATED == outcome(code, attrs.evolve(SOUND, **bare), previous=LAST_YEAR)


def test_problems_are_last_years_whatever_the_other_sections_say():
    """Only section five is held against last year's section five."""
    last = attrs.evolve(with_words(LAST_YEAR, "requests", "本年未收到申请。"), problems=SOUND.problems)

    assert [("problems", None)] == found("GD624", SOUND, previous=last)


# --- table two --------------------------------------------------------------------------------------------------------

FEES = "proactive.fees.collected"


@pytest.mark.parametrize(
    ("amount", "told"), [("9999999", False), ("9999999.99", False), ("10000000", True), ("36500000", True)]
)
def test_an_amount_is_taken_for_yuan_from_a_hundred_billion_on(amount, told):
    """An amount of ten million 万元 is likely to be in 元, and what it would be in 万元 is told."""
    found = gd.check(replaced(SOUND, FEES, Decimal(amount)), select=["GD213"])

    message = f"{amount} 万元过大，像是以元填写；如系元，应为 {Decimal(amount) / 10_000} 万元"
    assert ([message] if told else []) == [each.message for each in found]


@pytest.mark.parametrize(
    ("amount", "told"), [("3.650001", False), ("3.6500010", False), ("3.6500011", True), ("3.6500019", True)]
)
def test_an_amount_is_in_whole_fen(amount, told):
    """A seventh decimal that is not 0 is less than a 分, wherever it would be rounded to."""
    assert ([(FEES, Decimal(amount))] if told else SILENT) == found("GD212", replaced(SOUND, FEES, Decimal(amount)))


@pytest.mark.parametrize(("change", "told"), [(1, False), (-3, False), (-4, True)])
def test_no_more_matters_are_dropped_than_there_were(change, told):
    """Of three matters three can be dropped, and a fourth is told with how many there were."""
    table = gd.Proactive2019(licensing=gd.Matters(last_year=3, change=change))
    findings = gd.check(attrs.evolve(SOUND, edition="2019", proactive=table), select=["GD214"])

    assert (["上一年只有 3 项，不会减少 4 项"] if told else []) == [each.message for each in findings]


@pytest.mark.parametrize(
    ("known", "message"),
    [
        ({}, "乡镇人民政府不能制定规章（按名称认作乡镇人民政府），请核对"),
        ({"profile": gd.OrganKind.DEPARTMENT}, "地方人民政府部门不能制定规章，请核对"),
    ],
)
def test_a_kind_of_organ_that_was_guessed_is_said_to_be(known, message):
    """Who makes 规章 is told by the kind of organ, and whether it is known or guessed from the name."""
    (finding,) = gd.check(replaced(SOUND, "proactive.rules.issued", 1), select=["GD211"], **known)

    assert message == finding.message


# --- table three ------------------------------------------------------------------------------------------------------

PARTS = {
    "GD321": "otherwise_closed.other",
    "GD322": "not_processed.repeat_request",
    "GD324": "not_processed.petition_or_complaint",
    "GD325": "otherwise_closed.correction_overdue",
}
SHARES = [(9, 9, False), (10, 5, False), (10, 6, True), (11, 6, True)]


def told_of_share(code, report, path, part, whole):
    """Whether a rule tells that *part* of *whole* is a large share; if it does, in the right words and at *path*."""
    findings = gd.check(report, select=[code])
    share = round(Decimal(100 * part) / whole, 1)
    assert [(path, part, f"{whole} 件中占 {share}%，请核对是否归类有误")][: len(findings)] == [
        (each.path, each.actual, each.message) for each in findings
    ]
    return bool(findings)


@pytest.mark.parametrize(("whole", "part", "told"), SHARES)
@pytest.mark.parametrize(("code", "name"), PARTS.items())
def test_a_row_is_a_large_share_where_it_is_more_than_half_of_ten(code, name, whole, part, told):
    """Of ten requests closed, or more, half may be in the row, and of fewer all."""
    path = f"requests.outcomes.{name}"
    requests = gd.Requests(outcomes=gd.Outcomes(granted=gd.ByApplicant(natural_persons=whole - part)))
    report = replaced(attrs.evolve(SOUND, requests=requests), path, gd.ByApplicant(natural_persons=part))

    assert told == told_of_share(code, gd.with_totals(report), f"{path}.total", part, whole)


@pytest.mark.parametrize(("whole", "part", "told"), SHARES)
def test_much_is_carried_over_where_it_is_more_than_half_of_ten(whole, part, told):
    """What is carried over is held against what came in and what was carried in."""
    requests = gd.Requests(
        received=gd.ByApplicant(others=whole - 4),
        carried_in=gd.ByApplicant(others=4),
        carried_over=gd.ByApplicant(others=part),
    )

    report = attrs.evolve(SOUND, requests=requests)
    assert told == told_of_share("GD323", report, "requests.carried_over.total", part, whole)


@pytest.mark.parametrize(("closed", "told"), [(29, False), (30, True), (31, True)])
def test_that_nothing_is_granted_is_told_from_thirty_requests_on(closed, told):
    """Of thirty requests closed one is granted, at least in part."""
    refused = gd.Refused(state_secret=gd.ByApplicant(others=closed))
    requests = gd.Requests(outcomes=gd.Outcomes(refused=refused))
    path = "requests.outcomes.granted.total"

    assert ([(path, 0)] if told else SILENT) == found("GD331", attrs.evolve(SOUND, requests=requests))


def test_a_fee_that_was_not_paid_is_told_of_in_section_six():
    """To mention the fee in another section is not enough."""
    path = "requests.outcomes.otherwise_closed.fee_overdue"
    report = with_words(replaced(SOUND, path, gd.ByApplicant(others=2)), "overview", "有两件没有缴费。")

    assert [(f"{path}.total", 2)] == found("GD332", with_words(report, "other_matters", "没有。"))
    assert SILENT == found("GD332", with_words(report, "other_matters", "有两件没有缴费。"))


def test_the_rows_of_the_groups_are_known_by_their_totals():
    """Each of the groups 三（三） to 三（五） has its rows, and of these the totals."""
    assert [8, 3, 5] == [len(each) for each in (REFUSED, UNAVAILABLE, NOT_PROCESSED)]
    assert "requests.outcomes.refused.state_secret.total" == REFUSED[0]


MOVED = gd.Requests(
    received=gd.ByApplicant(natural_persons=3),
    outcomes=gd.Outcomes(granted=gd.ByApplicant(enterprises=3)),
)
"""A table of which the sums come out if 一 moves by a column, and also if its first two numbers change places."""


def test_a_row_that_has_moved_is_told_with_the_numbers_in_their_columns():
    """The row is told with the numbers as they should stand, and its numbers are not said to be exchanged as well."""
    report = attrs.evolve(SOUND, requests=MOVED)
    (finding,) = gd.check(report, select=["GD307"])

    assert ("requests.received", "这一行像是错开了一列；如为 0 3 0 0 0 0，勾稽全部相符") == (
        finding.path,
        finding.message,
    )
    assert SILENT == found("GD308", report)


def test_of_two_rows_that_may_have_moved_none_is_told():
    """Where each of two rows may be the one that has moved, neither is named."""
    table = gd.Requests(received=gd.ByApplicant(natural_persons=3), carried_over=gd.ByApplicant(enterprises=3))

    assert SILENT == found("GD307", attrs.evolve(SOUND, requests=table))


def test_of_two_pairs_that_may_have_been_exchanged_none_is_told():
    """Where two pairs of numbers may have changed places, neither is named."""
    table = gd.Requests(
        received=gd.ByApplicant(natural_persons=5, total=2),
        carried_in=gd.ByApplicant(natural_persons=2, total=5),
        outcomes=gd.Outcomes(granted=gd.ByApplicant(natural_persons=7)),
    )

    assert SILENT == found("GD308", attrs.evolve(SOUND, requests=table))


# --- table four -------------------------------------------------------------------------------------------------------

GROUPS = {
    "GD421": "reconsideration",
    "GD422": "litigation.direct",
    "GD423": "litigation.after_reconsideration",
}


def with_cases(**groups):
    """The sound report with these groups of table four, whose names have a dot for two underscores."""
    report = attrs.evolve(SOUND, remedies=gd.Remedies())
    for name, group in groups.items():
        report = replaced(report, f"remedies.{name.replace('__', '.')}", group)
    return report


@pytest.mark.parametrize(("whole", "part", "told"), SHARES)
@pytest.mark.parametrize(("code", "name"), GROUPS.items())
def test_many_cases_are_corrected_where_it_is_more_than_half_of_ten(code, name, whole, part, told):
    """Of ten cases in a group, or more, half may be corrected, and of fewer all."""
    group = gd.CaseOutcomes(upheld=whole - part, corrected=part)
    report = with_cases(**{name.replace(".", "__"): group})

    assert told == told_of_share(code, report, f"remedies.{name}.corrected", part, whole)


@pytest.mark.parametrize(("reconsidered", "sued"), [(20, 20), (40, 0), (21, 20)])
def test_there_are_not_more_than_twice_as_many_cases_as_requests(reconsidered, sued):
    """Reconsiderations and direct lawsuits are held against twice what was closed in both years, and no other cases."""
    report = with_cases(
        reconsideration=gd.CaseOutcomes(upheld=reconsidered),
        litigation__direct=gd.CaseOutcomes(upheld=sued),
        litigation__after_reconsideration=gd.CaseOutcomes(upheld=7),
    )
    findings = gd.check(report, select=["GD412"], previous=LAST_YEAR)

    message = f"案件 {reconsidered + sued} 件，而两年办结的申请一共 20 件"
    assert ([message] if reconsidered + sued > 40 else []) == [each.message for each in findings]


@pytest.mark.parametrize("sued", [5, 6])
def test_there_are_not_more_lawsuits_after_reconsideration_than_reconsiderations(sued):
    """The reconsiderations of this year and of last are added up."""
    report = with_cases(
        reconsideration=gd.CaseOutcomes(upheld=3), litigation__after_reconsideration=gd.CaseOutcomes(upheld=sued)
    )
    last = replaced(LAST_YEAR, "remedies.reconsideration", gd.CaseOutcomes(upheld=2))
    findings = gd.check(report, select=["GD411"], previous=last)

    assert (["复议后起诉 6 件，而两年的行政复议一共 5 件"] if sued > 5 else []) == [each.message for each in findings]


def test_every_group_that_has_moved_is_told_with_what_it_breaks():
    """A group that has moved is told wherever it stands, each with its own broken sum and nobody else's."""
    moved = gd.CaseOutcomes(upheld=1, corrected=2, other=0, pending=3, total=0)
    report = with_cases(
        reconsideration=gd.CaseOutcomes(upheld=1, total=1),
        litigation__direct=moved,
        litigation__after_reconsideration=moved,
    )
    findings = gd.check(report, select=["GD403"])

    groups = [f"remedies.{name}" for name in list(GROUPS.values())[1:]]
    assert [(group, [f"{group}.total"]) for group in groups] == [
        (each.path, [one.path for one in each.evidence]) for each in findings
    ]


@pytest.mark.parametrize(
    "group",
    [
        gd.CaseOutcomes(upheld=1, corrected=None, other=0, pending=1, total=0),
        gd.CaseOutcomes(upheld=1, corrected=2, other=1, pending=3, total=0),
        gd.CaseOutcomes(upheld=1, corrected=0, other=0, pending=3, total=0),
    ],
)
def test_a_group_has_not_moved_where_its_fourth_number_is_no_sum(group):
    """A group with a blank, or whose fourth number is more or less than the three before it, has not moved."""
    assert SILENT == found("GD403", with_cases(reconsideration=group))


# --- words ------------------------------------------------------------------------------------------------------------

SIGNS = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜金生丽水玉出昆冈"


@pytest.mark.parametrize(
    ("code", "name", "least"),
    [("GD121", "overview", 6), ("GD122", "problems", 10), ("GD130", "overview", 100)],
)
def test_a_section_is_short_below_a_number_of_characters(code, name, least):
    """A section with one character less than is enough is told, and white space is none."""
    assert SILENT == found(code, with_words(SOUND, name, (SIGNS * 3)[:least]))
    assert [(name, None)] == found(code, with_words(SOUND, name, f" {(SIGNS * 3)[: least - 1]} "))


def test_what_a_section_says_is_looked_at_if_it_says_anything():
    """Ten characters are words enough to be looked at for what is wanting in them."""
    assert [("problems", None)] == found("GD123", with_words(SOUND, "problems", SIGNS[:10]))
    assert gd.Outcome.NOT_EVALUATED == outcome("GD123", with_words(SOUND, "problems", SIGNS[:9]))


@pytest.mark.parametrize("text", [SIGNS[:29], SIGNS[:30]])
def test_a_text_that_is_short_enough_is_quoted_whole(text):
    """Up to thirty characters are quoted as they are, white space made one."""
    assert text == excerpt(text)
    assert f"{SIGNS[:14]} {SIGNS[14:29]}" == excerpt(f" {SIGNS[:14]}\n {SIGNS[14:29]}")


def test_a_longer_text_is_cut():
    """Of a longer text the first thirty characters are quoted."""
    assert f"{SIGNS[:30]}……" == excerpt(SIGNS[:31])


@pytest.mark.parametrize(("length", "told"), [(29, False), (30, True), (31, True)])
def test_a_text_stands_twice_from_thirty_characters_on(length, told):
    """A paragraph that stands three times is told once, and two sections of the same words at the second."""
    text = SIGNS[:length]
    thrice = with_words(SOUND, "problems", text, "别的。", text, text)
    both = with_words(with_words(SOUND, "overview", text), "problems", text)

    assert ([("problems", None)] if told else SILENT) == found("GD131", thrice)
    assert (["文字与“一、总体情况”相同"] if told else []) == [each.message for each in gd.check(both, select=["GD127"])]


def test_the_assessment_is_reported_in_section_one_or_five():
    """What other sections say of it does not count."""
    words = "工作考核合格，社会评议满意，没有追责。"
    report = with_words(with_words(SOUND, "overview", SIGNS), "problems", SIGNS)

    assert SILENT == found("GD125", with_words(report, "overview", words))
    assert SILENT == found("GD125", with_words(report, "problems", words))
    for name in ("other_matters", "requests"):
        assert [("overview", None)] == found("GD125", with_words(report, name, words))


def test_the_first_other_year_that_a_report_names_is_told():
    """A section that names the report by other years is told with the first of them, whatever other sections name."""
    title = "政府信息公开工作年度报告"
    report = with_words(SOUND, "overview", f"2023年{title}之后，继2022年{title}，{SIGNS}")
    (finding,) = gd.check(with_words(report, "other_matters", f"2025年{title}另发。"), select=["GD133"])

    assert ("overview", 2023, 2025) == (finding.path, finding.actual, finding.expected)
    assert "写作 2023 年的年报，报告年度是 2025 年" == finding.message


def test_the_period_is_told_whole():
    """A period of another year is quoted from its first day to its last."""
    (finding,) = gd.check(with_words(SOUND, "overview", "统计期限为2024年1月1日至2024年12月31日。"), select=["GD132"])

    assert "写的是“2024年1月1日至2024年12月31日”，报告年度是 2025 年" == finding.message


def test_the_numbers_of_a_section_are_its_own():
    """A number that does not follow is told with the one before it, and where it stands."""
    report = with_words(with_words(SOUND, "overview", "（一）甲", "（二）乙"), "problems", "（一）丙", "（三）丁")

    assert [("problems", "（一）之后是（三）")] == [
        (each.path, each.message) for each in gd.check(report, select=["GD129"])
    ]


@pytest.mark.parametrize("code", ["GD124", "GD126"])
def test_what_the_notice_of_2021_asks_for_is_not_asked_of_2019(code):
    """A report on the form of 2019 is not held against what a later notice wants section one or six to say."""
    assert gd.Outcome.PASSED == outcome(code, SOUND)
    assert gd.Outcome.NOT_APPLICABLE == outcome(code, attrs.evolve(SOUND, edition="2019"))


# --- the organs below -------------------------------------------------------------------------------------------------


def of_organ(name, number, code=None):
    """The report of an organ that received some requests, and the sum of it and others."""
    requests = gd.Requests(received=gd.ByApplicant(natural_persons=number))
    return gd.AnnualReport(organ=gd.Organ(name, code=code), year=2025, requests=requests)


@pytest.mark.parametrize(
    ("number", "parts", "hint"),
    [(3, (3, 5), "；恰差乙局的 5"), (4, (3, 5), ""), (5, (5, 5), ""), (13, (3, 5), "；恰差乙局的 5"), (9, (3, 5), "")],
)
def test_an_organ_is_named_where_its_number_is_just_what_is_wanting(number, parts, hint):
    """The one organ whose number is the difference, left out or counted twice, is named; of several none is."""
    children = [of_organ(name, part) for name, part in zip(["甲局", "乙局"], parts, strict=True)]
    found = gd.check(of_organ("某县", number), select=["GD701"], children=children, scope=gd.Scope(adds_up=True))

    assert [f"印作 {number}，下级机关之和为 {sum(parts)}{hint}"] * 2 == [each.message for each in found]


@pytest.mark.parametrize("names", [("甲局", "乙局"), ("乙局", "甲局")])
def test_two_organs_of_one_code_are_told_in_either_order(names):
    """Two names under one code are one organ given twice; a report without an organ is none of them."""
    children = [of_organ(name, 1, code="110105") for name in names]
    nobody = attrs.evolve(of_organ("丙局", 1), organ=None)

    assert 1 == len(found("GD703", SOUND, children=[*children, nobody]))


@pytest.mark.parametrize(
    ("parts", "told"), [((3, 5, 7), ["表三与甲局的完全相同"]), ((3, 3, 7), []), ((3, 0, 0), []), ((4, 5, 7), [])]
)
def test_a_sum_is_not_the_report_of_one_organ(parts, told):
    """A table that is that of one organ, where others have numbers too, is told with its name; of two alike none is."""
    children = [of_organ(name, part) for name, part in zip(["甲局", "乙局", "丙局"], parts, strict=True)]

    assert told == [each.message for each in gd.check(of_organ("某县", 3), select=["GD711"], children=children)]


# --- days and years ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("year", "told"), [(2007, True), (2008, False), (2026, False), (2027, True)])
def test_a_year_can_be_from_2008_to_that_of_today(year, told):
    """A report is on a year from 2008, when the Regulations came into force, to the one that has begun."""
    report = attrs.evolve(SOUND, year=year)

    assert ([("year", year)] if told else SILENT) == found("GD110", report, today=date(2026, 1, 1))


@pytest.mark.parametrize(
    ("year", "edition", "expected"),
    [
        (2018, "2019", gd.Outcome.NOT_APPLICABLE),
        (2019, "2019", gd.Outcome.PASSED),
        (2019, "2021", gd.Outcome.FAILED),
        (2020, "2019", gd.Outcome.PASSED),
        (2020, "2021", gd.Outcome.FAILED),
        (2021, "2019", gd.Outcome.FAILED),
        (2021, "2021", gd.Outcome.PASSED),
    ],
)
def test_each_year_from_2019_on_has_its_form(year, edition, expected):
    """The form of 2019 is that of 2019 and 2020, the form of 2021 that of 2021 and later; before there was none."""
    assert expected == outcome("GD106", attrs.evolve(SOUND, year=year, edition=edition))


@pytest.mark.parametrize(
    ("day", "told"), [("2024-07-01", True), ("2025-12-31", True), ("2026-01-01", False), ("2027-01-01", False)]
)
def test_a_report_is_published_when_its_year_is_over(day, told):
    """A day in the year of the report, or in one before it, is not the day of publication."""
    report = attrs.evolve(SOUND, published=date.fromisoformat(day))

    assert ([("published", day)] if told else SILENT) == found("GD107", report)


@pytest.mark.parametrize(("day", "late"), [("2026-01-30", False), ("2026-01-31", False), ("2026-02-01", True)])
def test_a_department_publishes_on_the_last_of_january(day, late):
    """The last day of the term is in time."""
    report = attrs.evolve(SOUND, published=date.fromisoformat(day))

    assert ([("published", day)] if late else SILENT) == found("GD108", report, profile=gd.OrganKind.DEPARTMENT)


@pytest.mark.parametrize(("day", "told"), [("2026-02-01", False), ("2026-02-02", False), ("2026-02-03", True)])
def test_a_report_is_not_published_tomorrow(day, told):
    """The day of publication may be today or any day before."""
    report = attrs.evolve(SOUND, published=date.fromisoformat(day))

    assert ([("published", day)] if told else SILENT) == found("GD109", report, today=date(2026, 2, 2))


def test_only_the_first_line_before_the_sections_is_the_title_again():
    """The title in a section, or another line in its place that sorts behind it, is not the title printed twice."""
    assert [("preamble", None)] == found("GD113", attrs.evolve(SOUND, preamble=[SOUND.title]))
    assert SILENT == found("GD113", attrs.evolve(SOUND, preamble=["龟" + SOUND.title]))
    for name in ("overview", "problems", "other_matters", "requests"):
        assert SILENT == found("GD113", with_words(SOUND, name, SOUND.title))


@pytest.mark.parametrize("digit", "0123456789ABCDEFGHJKLMNPQRTUWXY")
def test_one_check_digit_is_right(digit):
    """Of all the digits that may stand last in the example of GB 32100 one is right."""
    report = attrs.evolve(SOUND, organ=gd.Organ("示例县柳溪镇人民政府", code=f"91350100M000100Y4{digit}"))

    assert (digit != "3") == bool(found("GD111", report))


def test_a_cell_that_does_not_carry_on_is_told_with_what_it_should_be():
    """Last year's number, what was added and what was taken away make this year's, be its year known or not."""
    last = attrs.evolve(LAST_YEAR, year=None)
    (finding,) = gd.check(replaced(SOUND, "proactive.rules.in_force", 77), previous=last, select=["GD602"])

    assert finding.message.startswith("按上年的年报应为 0，印作 77；")


def test_a_cell_behind_one_that_cannot_be_compared_is_compared():
    """A blank column keeps no other column from being held against last year's."""
    report = replaced(
        replaced(SOUND, "requests.carried_in.natural_persons", None), "requests.carried_in.enterprises", 5
    )

    assert ("requests.carried_in.enterprises", 5) in found("GD601", report, previous=LAST_YEAR)


def test_where_no_cell_can_be_compared_with_last_years_the_rule_is_not_evaluated():
    """A blank of last year is no number that anything could carry on from."""
    last = replaced(LAST_YEAR, "proactive.rules.in_force", None)

    assert outcome("GD602", SOUND, previous=last) is gd.Outcome.NOT_EVALUATED


# --- what is in the cells ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "told"),
    [
        *((mark, True) for mark in (32767, 32768, 65535, 65536, 100_000_001, 2147483647, 2147483648, 4294967295)),
        *((mark, False) for mark in (32766, 32769, 65534, 65537, 99_999_999, 100_000_000)),
    ],
)
def test_a_number_is_taken_for_an_overflow_where_counters_end_and_above_a_hundred_million(count, told):
    """What two or four bytes hold at most is asked about, and so is the next number and what is far too large."""
    path = "proactive.licensing.decisions"
    report = replaced(SOUND, path, count)

    assert found("GD952", report) == ([(path, count)] if told else SILENT)
