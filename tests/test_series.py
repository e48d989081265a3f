"""Reports side by side: which numbers are compared, which cannot be, and the rates that the tables allow."""

import json
from decimal import Decimal
from fractions import Fraction

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import govdisclosure as gd
from govdisclosure._spec import Edition
from govdisclosure.figures import empty, numbers_of
from govdisclosure.i18n import LOCALES, SOURCE
from govdisclosure.output.comparison import STYLES
from govdisclosure.strategies import annual_reports
from reports import LAST_YEAR, OF_2019, SOUND, replaced

ORGAN = SOUND.organ
REPORTS = st.one_of(
    *(annual_reports(consistent=False, blanks=True, mixed=mixed, edition=each) for each in Edition for mixed in (0, 1))
)


def of_2019(**changes):
    """The organ's report for 2020 on the form of 2019, with other values at some paths."""
    found = attrs.evolve(OF_2019, organ=ORGAN, year=2020)
    for path, value in changes.items():
        found = replaced(found, path.replace("__", "."), value)
    return found


# --- side by side -----------------------------------------------------------------------------------------------------


@given(reports=st.lists(REPORTS, min_size=2, max_size=3))
@settings(max_examples=30)
def test_every_number_is_told_at_its_own_place_or_its_counterpart(reports):
    """No number of any report is lost, each is as the report has it, and no place is told twice."""
    found = gd.compare(*reports)
    lines = {line.path: line for line in found.lines}

    assert len(lines) == len(found.lines)
    for n, report in enumerate(reports):
        own = numbers_of(report)
        moved = {"made": "issued", "issued": "made"}
        for path, value in own.items():
            row, _, column = path.rpartition(".")
            place = path if path in lines else f"{row}.{moved[column]}"
            told = lines[place].figures[n].value
            assert (None if isinstance(value, gd.Money) and value.amount is None else value) == told
        for path in lines.keys() - own.keys():
            assert lines[path].figures[n].note


@given(report=REPORTS)
@settings(max_examples=20)
def test_a_report_does_not_differ_from_itself(report):
    """Of a report beside itself no step is other than 0, and blanks alone cannot be compared."""
    found = gd.compare(report, report)

    assert () == found.changed
    assert all(line.comparable == (line.before is not None) for line in found.lines)


@given(one=REPORTS, other=REPORTS)
@settings(max_examples=20)
def test_a_comparison_turned_around_has_the_opposite_differences(one, other):
    """From one to the other is as far as back."""
    there = {line.path: line.difference for line in gd.compare(one, other).lines}
    back = {line.path: line.difference for line in gd.compare(other, one).lines}

    assert there == {path: None if step is None else -step for path, step in back.items()}


@pytest.mark.parametrize("edition", Edition)
def test_reports_on_one_edition_have_its_lines(edition):
    """Reports on one form are compared in its cells, in the order of print."""
    report = gd.AnnualReport(organ=ORGAN, year=2025, edition=edition)

    assert list(empty(edition)) == [line.path for line in gd.compare(report, report).lines]


def test_a_step_has_difference_and_ratio():
    """A step is the difference and the ratio, exactly; of what was 0 there is no ratio."""
    found = gd.compare(LAST_YEAR, SOUND)
    fees, received, refused = (
        found.line(path)
        for path in (
            "proactive.fees.collected",
            "requests.received.total",
            "requests.outcomes.refused.third_party_rights.total",
        )
    )

    assert (Decimal("3.20"), Decimal("3.65"), Decimal("0.45"), Fraction(73, 64)) == (
        fees.before,
        fees.after,
        fees.difference,
        fees.ratio,
    )
    assert (3, Fraction(4, 3), True, "") == (received.difference, received.ratio, received.comparable, received.why)
    assert (1, None) == (refused.difference, refused.ratio)
    assert fees in found.changed


def test_what_is_blank_cannot_be_compared():
    """A blank is no 0: there is no difference, and the line says which report is blank."""
    line = gd.compare(replaced(SOUND, "requests.received.total", None), SOUND).line("requests.received.total")

    assert (None, None, False, "空白") == (line.difference, line.ratio, line.comparable, line.why)
    assert ((0, "空白"),) == line.notes


def test_a_table_that_is_not_there_is_told():
    """Where a report lacks a table, each of its cells says so."""
    line = gd.compare(SOUND, attrs.evolve(SOUND, remedies=None)).line("remedies.reconsideration.total")

    assert "没有这张表" == line.why


def test_editions_are_compared_where_they_can_be():
    """Of two forms, what counts the same is compared, and of the rest each line says why it is not."""
    closed = gd.ByApplicant(natural_persons=2)
    old = of_2019(
        proactive__rules__made=3, proactive__licensing__decisions=40, requests__outcomes__otherwise_closed=closed
    )
    new = replaced(SOUND, "requests.outcomes.otherwise_closed.other", gd.ByApplicant(natural_persons=5))
    found = gd.compare(old, new)
    told = {
        path: (line.before, line.after, line.difference, line.why, line.notes)
        for path in (
            "proactive.rules.issued",
            "proactive.rules.in_force",
            "proactive.rules.disclosed_in_all",
            "proactive.licensing.decisions",
            "requests.outcomes.otherwise_closed.natural_persons",
            "requests.outcomes.otherwise_closed.other.natural_persons",
        )
        for line in [found.line(path)]
    }
    apart = "版本不同，不可比"
    rows = "、".join(f"表三·三（六）{n}·自然人" for n in (1, 2, 3))

    assert {
        "proactive.rules.issued": (3, 0, -3, "", ((0, "取自表二·规章·本年新制作数量，口径相近"),)),
        "proactive.rules.in_force": (None, 0, None, apart, ((0, apart),)),
        "proactive.rules.disclosed_in_all": (0, None, None, apart, ((1, apart),)),
        "proactive.licensing.decisions": (40, 318, 278, "", ()),
        "requests.outcomes.otherwise_closed.natural_persons": (2, 5, 3, "", ((1, f"取自{rows}之和"),)),
        "requests.outcomes.otherwise_closed.other.natural_persons": (None, 5, None, apart, ((0, apart),)),
    } == told
    with pytest.raises(KeyError):
        found.line("proactive.rules.made")


def test_a_sum_with_a_blank_in_it_is_blank():
    """Where one of three rows is blank, their sum is not told beside the one row of the other form."""
    blank = replaced(SOUND, "requests.outcomes.otherwise_closed.other.natural_persons", None)
    line = gd.compare(of_2019(), blank).line("requests.outcomes.otherwise_closed.natural_persons")

    assert "空白" == line.why


def test_what_only_one_form_has_stands_where_it_is_printed():
    """A line that only the older form has follows the one that it follows there."""
    paths = [line.path for line in gd.compare(SOUND, of_2019()).lines]
    start = paths.index("proactive.licensing.decisions")

    assert "proactive.other_services.last_year" == paths[start + 1]
    assert ["proactive.rules.issued", "proactive.rules.disclosed"] == paths[:2]
    assert [name.partition(".")[0] for name in paths] == sorted(
        (name.partition(".")[0] for name in paths), key=["proactive", "requests", "remedies"].index
    )


def test_money_is_compared_in_one_unit():
    """Amounts in the same unit are compared, others are not."""
    path = "proactive.procurement.amount"
    reports = [
        of_2019(proactive__procurement__amount=gd.Money(*each)) for each in (("5", "元"), ("8", "元"), ("8", ""))
    ]
    same, other = gd.compare(*reports[:2]).line(path), gd.compare(*reports[1:]).line(path)

    assert (3, "") == (same.difference, same.why)
    assert (None, "单位不同，不可比") == (other.difference, other.why)


# --- what is set side by side -----------------------------------------------------------------------------------------


def test_the_years_of_an_organ_stand_in_their_order():
    """A series is in the order of the years, whatever that in which the reports came, and may be a generator."""
    found = gd.series(report for report in (SOUND, of_2019(), LAST_YEAR))

    assert (2020, 2024, 2025) == tuple(report.year for report in found.reports)
    assert ("2020年", "2024年", "2025年") == found.columns
    assert 2 == len(found.lines[0].steps)


def test_an_organ_that_was_renamed_is_known_by_its_code():
    """Reports under two names are of one organ if they bear one code."""
    names = [gd.Organ("柳溪乡人民政府", code="110105"), gd.Organ("柳溪镇人民政府", code="110105")]
    found = gd.series(attrs.evolve(SOUND, organ=organ, year=2024 + n) for n, organ in enumerate(names))

    assert ("柳溪乡人民政府 2024年", "柳溪镇人民政府 2025年") == found.columns


@pytest.mark.parametrize(
    ("reports", "problem"),
    [
        ([SOUND], "至少要有两份；现有 1 份"),
        ([SOUND, SOUND], "每年只应有一份；2025 年有 2 份"),
        ([SOUND, attrs.evolve(SOUND, year=None)], "每一份都应有年份；有 1 份没有"),
        (
            [SOUND, attrs.evolve(LAST_YEAR, organ=gd.Organ("甲镇"))],
            "应为同一机关的；现为示例县柳溪镇人民政府、甲镇；要比较不同的机关，请用 compare",
        ),
    ],
)
def test_what_is_no_series_is_refused(reports, problem):
    """Reports that are not the years of one organ are refused with all that is wrong."""
    with pytest.raises(gd.ValueRefusedError) as caught:
        gd.series(reports)

    assert (problem,) == caught.value.problems


def test_one_report_is_compared_with_nothing():
    """A lone report is refused."""
    with pytest.raises(gd.ValueRefusedError, match="至少要有两份"):
        gd.compare(SOUND)


@pytest.mark.parametrize(
    ("changes", "columns"),
    [
        ([{"organ": gd.Organ("甲镇")}, {"organ": None}], ("甲镇", "不知名的机关")),
        ([{"year": 2024}, {"year": None}], ("2024年", "年份不详")),
        ([{}, {}], ("年份不详", "年份不详")),
    ],
)
def test_columns_say_what_tells_the_reports_apart(changes, columns):
    """Organs are told by name, years by number."""
    report = gd.AnnualReport(organ=None, year=None)

    assert columns == gd.compare(*(attrs.evolve(report, **each) for each in changes)).columns


# --- rates ------------------------------------------------------------------------------------------------------------

BUSY = attrs.evolve(
    SOUND,
    requests=gd.Requests(
        received=gd.ByApplicant(natural_persons=95),
        carried_in=gd.ByApplicant(natural_persons=5),
        outcomes=gd.Outcomes(
            granted=gd.ByApplicant(natural_persons=30),
            partially_granted=gd.ByApplicant(natural_persons=10),
            refused=gd.Refused(state_secret=gd.ByApplicant(natural_persons=4)),
            unavailable=gd.Unavailable(not_held=gd.ByApplicant(natural_persons=20)),
            not_processed=gd.NotProcessed(repeat_request=gd.ByApplicant(natural_persons=16)),
        ),
        carried_over=gd.ByApplicant(natural_persons=20),
    ),
    remedies=gd.Remedies(
        reconsideration=gd.CaseOutcomes(upheld=30, corrected=10),
        litigation=gd.Litigation(
            direct=gd.CaseOutcomes(upheld=20, corrected=4), after_reconsideration=gd.CaseOutcomes(corrected=6)
        ),
    ),
)


def test_rates_are_what_their_formulas_say():
    """Each metric is the quotient of the numbers that its formula names."""
    assert {
        "disclosure": Fraction(40, 80),
        "refusal": Fraction(4, 80),
        "not_held": Fraction(20, 80),
        "not_processed": Fraction(16, 80),
        "carried_over": Fraction(20, 100),
        "reconsideration_correction": Fraction(10, 40),
        "litigation_correction": Fraction(10, 30),
        "reconsiderations_per_hundred": Fraction(40, 80),
    } == {key: metric.of(BUSY).value for key, metric in gd.METRICS.items()}
    assert "（表三·三（一） + 表三·三（二））÷（表三·三（七））" == gd.METRICS["disclosure"].formula
    assert "(Table 3 · 3(1) + Table 3 · 3(2)) ÷ (Table 3 · 3(7))" == gd.METRICS["disclosure"].formula.in_locale("en")


@pytest.mark.parametrize(
    ("path", "count"),
    [
        ("remedies.reconsideration", 40),
        ("remedies.reconsideration.total", 40),
        ("requests.outcomes.total", 80),
        ("proactive.rules.issued", 0),
    ],
)
def test_a_part_of_a_rate_may_be_a_cell_a_row_or_a_group_of_either_table(path, count):
    """What stands for several cells counts as its 总计 does."""
    metric = attrs.evolve(gd.METRICS["disclosure"], numerator=(path,))

    assert metric.of(BUSY).numerator == count


def test_a_rate_of_what_the_other_edition_does_not_count_is_not_told():
    """A cell that is not there is no 0."""
    metric = attrs.evolve(gd.METRICS["disclosure"], numerator=("proactive.rules.issued",))
    report = gd.AnnualReport(organ=None, year=2020, edition="2019")

    assert metric.of(report).value is None
    assert metric.of(report).numerator is None


def test_money_and_what_the_form_does_not_have_are_no_parts_of_a_rate():
    """A metric is made of counts of the form."""
    with pytest.raises(gd.ValueRefusedError, match="不是件数"):
        attrs.evolve(gd.METRICS["disclosure"], numerator=("proactive.fees.collected",))
    with pytest.raises(gd.AddressError, match="没有属性路径"):
        attrs.evolve(gd.METRICS["disclosure"], denominator=("requests.none",))


@given(report=REPORTS)
@settings(max_examples=30)
def test_a_rate_is_told_or_says_why_not(report):
    """Every metric comes out on any report: with a value, or with the reason that there is none."""
    for metric in gd.METRICS.values():
        rate = metric.of(report)
        assert (rate.value is None) == bool(rate.why)
        if rate.value is not None:
            assert Fraction(rate.numerator, rate.denominator) == rate.value
            assert rate.denominator >= metric.least


@pytest.mark.parametrize(
    ("report", "why"),
    [
        (SOUND, "只有 12 件，不足 30 件"),
        (replaced(BUSY, "requests.outcomes.granted.total", None), "有格空白或没有这张表"),
        (attrs.evolve(BUSY, requests=None), "有格空白或没有这张表"),
    ],
)
def test_a_rate_of_too_little_is_not_told(report, why):
    """A rate of few cases, of a blank or without its table is not told, and says why."""
    rate = gd.METRICS["disclosure"].of(report)

    assert (None, why) == (rate.value, rate.why)


def test_no_metric_is_told_of_nothing():
    """A metric whose least is not at least 1 is refused."""
    with pytest.raises(ValueError, match="least"):
        attrs.evolve(gd.METRICS["disclosure"], least=0)


@pytest.mark.parametrize("metric", gd.METRICS.values(), ids=list(gd.METRICS))
def test_a_metric_is_declared_of_places_of_the_form_and_speaks_english(metric):
    """The parts of a metric are places of the form, and its words are in the catalogues."""
    assert set() == {*metric.numerator, *metric.denominator} - set(gd.nodes())
    assert all(each.in_locale("en").isascii() for each in (metric.name, metric.caveat))


# --- how it is shown --------------------------------------------------------------------------------------------------


def test_data_can_be_written_as_json():
    """The data of a comparison names the reports, every cell and every metric; amounts lose no digit."""
    data = gd.compare(attrs.evolve(BUSY, year=2024), BUSY).to_data("en")
    fees = next(each for each in data["cells"] if each["path"] == "proactive.fees.collected")
    rate = data["metrics"][0]

    assert data == json.loads(json.dumps(data))
    assert ["2024", "2025"] == data["reports"]
    assert (
        [{"of": "2024", "value": "3.65", "note": ""}, {"of": "2025", "value": "3.65", "note": ""}],
        "0.00",
        1.0,
    ) == (
        fees["values"],
        fees["difference"],
        fees["ratio"],
    )
    assert ("disclosure", 0.5, 40, 80) == (
        rate["metric"],
        *(rate["values"][0][name] for name in ("value", "numerator", "denominator")),
    )


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("style", STYLES)
def test_every_style_shows_what_differs(style, locale):
    """Whatever the style and the language, numbers that differ and the rates are there, the same each time."""
    found = gd.series([LAST_YEAR, BUSY])
    text = gd.render_comparison(found, style, locale=locale)

    assert text == gd.render_comparison(found, style, locale=locale)
    for number in ("318", "301", "3.20"):
        assert number in text
    assert gd.METRICS["disclosure"].name.in_locale(locale) in text
    assert ("0.5" if style == "json" else "50.0%") in text


def test_only_what_differs_is_shown_unless_all_is_wanted():
    """A page has a row for each cell that differs; with all, for each cell."""
    found = gd.compare(LAST_YEAR, SOUND)

    assert len(found.changed) == gd.render_comparison(found, "html").count("<tr data-path")
    assert 200 == gd.render_comparison(found, "html", every=True).count("<tr data-path")


def test_reports_that_do_not_differ_are_said_to_be_the_same():
    """Where nothing differs, that is told."""
    for style in ("terminal", "html"):
        assert "各格都相同。" in gd.render_comparison(gd.compare(SOUND, SOUND), style)


def test_a_page_says_why_numbers_are_not_compared():
    """On a page each number that cannot be compared is a stroke, with the reason beside it."""
    page = gd.render_comparison(gd.series([of_2019(), SOUND]), "html")

    assert '<tr data-path="proactive.rules.in_force"><th scope="row">规章·现行有效件数</th><td>—</td>' in page
    assert "2020年：版本不同，不可比" in page
    assert "<h1>示例县柳溪镇人民政府：年报对比</h1>" in page


def test_a_page_escapes_what_it_is_given():
    """The names of organs are words and no markup, and are marked as Chinese on a page in English."""
    page = gd.render_comparison(
        gd.compare(*(attrs.evolve(SOUND, organ=gd.Organ(n)) for n in ("<b>", "甲镇"))), "html", locale="en"
    )

    assert "&lt;b&gt;" in page
    assert "<b>" not in page
    assert '<span lang="zh-Hans-CN">甲镇</span>' in page


def test_another_style_or_language_is_refused():
    """A style that is not there is refused with those that are, and so is a language."""
    found = gd.compare(SOUND, SOUND)
    with pytest.raises(gd.ValueRefusedError, match="没有名为“pdf”的样式；可用 terminal、html、json"):
        gd.render_comparison(found, "pdf")
    with pytest.raises(gd.ValueRefusedError, match="没有语言"):
        gd.render_comparison(found, "html", locale="fr")


def test_the_terminal_shows_colours_when_asked():
    """Colours are there only where the terminal has them."""
    found = gd.compare(LAST_YEAR, SOUND)

    assert "\x1b[" in gd.render_comparison(found, "terminal", colour=True, locale=SOURCE)
    assert "\x1b[" not in gd.render_comparison(found, "terminal")
