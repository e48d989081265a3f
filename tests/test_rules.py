"""The catalogue of rules: each fires where it should, naming the cells, and nowhere else.

The cases are those of the pages of the rules; `govdisclosure.testing.cases` says what they are made of.
"""

import re
from collections import Counter
from datetime import date
from decimal import Decimal

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import govdisclosure as gd
from govdisclosure import rules
from govdisclosure._spec import fields_of
from govdisclosure.account import READING_CODES
from govdisclosure.compose import compose
from govdisclosure.document import Document, Grid
from govdisclosure.identities import identities
from govdisclosure.ledger import LEDGER_CODES
from govdisclosure.recognise import recognise
from govdisclosure.rollup import ROLL_UP_CODES
from govdisclosure.rules import CHECK_CODES
from govdisclosure.rules.pages import PAGES, page_of
from govdisclosure.rules.registry import NotEvaluatedError
from govdisclosure.strategies import annual_reports, proactive_tables, remedies_tables, requests_tables
from govdisclosure.testing import cases
from govdisclosure.testing.cases import checked
from reports import LAST_YEAR, SOUND, replaced, value_at

some = settings(max_examples=30)


def errors(report):
    """The errors found in a report, in order."""
    return [finding for finding in gd.check(report) if finding.severity is gd.Severity.ERROR]


CASES = [page for page in map(page_of, PAGES) if page.fires or page.silent]
FIRES, SILENT = (
    [
        pytest.param(page.rule, case, id=f"{page.rule}-{n}")
        for page in CASES
        for n, case in enumerate(getattr(page, kind))
    ]
    for kind in ("fires", "silent")
)


def told(finding):
    """Where a finding is and what it says of the number, as the cases write it."""
    parts = {name: getattr(finding, name) for name in ("address", "path", "actual", "expected")}
    told = {name: str(value) if isinstance(value, Decimal) else value for name, value in parts.items()}
    return {name: value for name, value in told.items() if value not in {None, ""}}


# --- the catalogue ----------------------------------------------------------------------------------------------------


def test_the_sound_report_is_sound():
    """The report that the cases change has no finding of its own, and every rule passes."""
    found = gd.check(SOUND)

    assert () == tuple(found)
    assert gd.Outcome.FAILED not in {result.outcome for result in found.results}


def test_every_rule_can_pass():
    """On a sound report with all that it can be held against, each rule has passed or does not concern it."""
    known = {"previous": LAST_YEAR, "today": date(2026, 1, 31)}
    report = attrs.evolve(SOUND, published=date(2026, 1, 20), organ=gd.Organ("示例县柳溪镇人民政府", code="110105"))
    child = attrs.evolve(report, organ=gd.Organ("柳溪镇财政所"))
    scope = rules.Scope(adds_up=True, members=["柳溪镇财政所"])
    found = gd.check(report, children=[child], scope=scope, **known)

    assert () == tuple(found)
    assert [] == [each for each in found.results if each.outcome is gd.Outcome.NOT_EVALUATED]
    assert {"GD108", "GD203", "GD204", "GD205", "GD206", "GD214", "GD215", "GD604"} == {
        result.code for result in found.results if result.outcome is gd.Outcome.NOT_APPLICABLE
    }


def test_every_rule_has_cases():
    """Each rule of the catalogue, and nothing else, has at least one case where it fires and one near miss."""
    assert sorted(gd.RULES) == [page.rule for page in CASES]
    assert all(page.fires and page.silent for page in CASES)


def test_every_code_has_a_page():
    """What a check or a reading has to say is explained as rules are, and nothing else is."""
    assert sorted({*gd.RULES, *READING_CODES, *LEDGER_CODES, *ROLL_UP_CODES, *CHECK_CODES}) == list(PAGES)
    for page in map(page_of, PAGES):
        assert page.checks.endswith("。")
        assert page.mend.endswith("。")
        assert re.fullmatch(r"\d+\.\d+\.\d+", page.since)


@pytest.mark.parametrize("page", CASES, ids=[page.rule for page in CASES])
def test_a_case_has_nothing_but_what_is_known(page):
    """A misspelt key in a case would change nothing, and prove nothing."""
    changes = {*cases._CHANGES}
    known = {"what", "at", "also", "previous", "children", "scope", "profile", "today"} | changes

    for case in (*page.fires, *page.silent):
        assert set(case) <= known
        assert set(case.get("previous", {})) <= changes
        assert all(set(child) <= changes | {"sound"} for child in case.get("children", []))


def test_many_changes_are_told_in_part():
    """Of many changes the first are told, and how many more there are."""
    rows = ["一", "二", "三（一）", "三（二）", "三（四）1", "三（四）2", "三（七）", "四"]
    told = cases.in_words({"clear": [f"表三·{row}·自然人" for row in rows]})

    assert 7 == len(told)
    assert "另有 2 处" == told[-1]


@pytest.mark.parametrize(("code", "rule"), gd.RULES.items(), ids=list(gd.RULES))
def test_a_rule_says_what_it_is(code, rule):
    """A rule has a code of the scheme, a title, a source, a ground, a weight and an explanation."""
    assert code == rule.code
    assert code[:2] == "GD"
    assert code[2:].isdecimal()
    assert len("GD000") == len(code)
    assert rule.title
    assert rule.source
    assert rule.ground in {"E", "D", "A"}
    assert isinstance(rule.severity, gd.Severity)
    assert rule.severity < gd.Severity.ERROR or rule.ground != "A"
    assert "Yields:" in rule.function.__doc__
    assert rule.function.__doc__.splitlines()[0].endswith((".", "."))


@pytest.mark.parametrize("rule", gd.RULES.values(), ids=list(gd.RULES))
def test_a_rule_touches_what_a_report_has(rule):
    """Each path that a rule says it looks at is a field of the report or a place of the form."""
    fields = {field.name for field in attrs.fields(gd.AnnualReport)}

    assert rule.touches
    assert set() == set(rule.touches) - fields - set(gd.nodes())


def test_titles_tell_rules_apart():
    """No two rules have the same title."""
    assert len(gd.RULES) == len({rule.title for rule in gd.RULES.values()})


def test_rules_and_remarks_on_the_reading_have_codes_of_their_own():
    """A code of the reading is not used for a rule."""
    assert set() == set(gd.RULES) & set(READING_CODES)


# --- cases ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("code", "case"), FIRES)
def test_a_rule_fires_at_the_cells_of_its_case(code, case):
    """In a case where a rule fires it names exactly the cells, and no rule but those listed finds anything."""
    found = checked(case)

    assert case["at"] == [told(finding) for finding in found if finding.code == code]
    assert {code, *case.get("also", [])} == {finding.code for finding in found}
    rule = gd.RULES[code]
    assert {(rule.severity, rule.source)} == {(each.severity, each.source) for each in found if each.code == code}


@pytest.mark.parametrize(("code", "case"), FIRES)
def test_a_finding_lies_in_what_its_rule_touches(code, case):
    """The path of a finding lies in a part that its rule says it looks at, and the address is that of the path."""
    for finding in checked(case):
        touches = gd.RULES[finding.code].touches
        assert any(f"{finding.path}.".startswith(f"{path}.") for path in touches)
        addresses = {gd.address_of(finding.path), *gd.nodes()[finding.path].names()} if finding.address else {""}
        assert finding.address in addresses
        assert finding.message


@pytest.mark.parametrize(("code", "case"), FIRES)
def test_a_rule_that_fires_has_failed(code, case):
    """The results say that the rule has not passed, and the others that find nothing that they have."""
    found = checked(case)
    outcomes = {result.code: result.outcome for result in found.results}

    assert list(gd.RULES) == [result.code for result in found.results]
    assert gd.Outcome.FAILED is outcomes[code]
    explained = {each.code for finding in found for each in finding.evidence}
    fired = {finding.code for finding in found} | explained
    assert fired == {name for name, outcome in outcomes.items() if outcome is gd.Outcome.FAILED}


@pytest.mark.parametrize(("code", "case"), SILENT)
def test_a_rule_is_silent_at_a_near_miss(code, case):
    """At a near miss a rule finds nothing, and no rule does but those listed."""
    found = checked(case)

    assert set(case.get("also", [])) == {finding.code for finding in found}
    assert code not in {finding.code for finding in found}


@pytest.mark.parametrize("case", [param.values[1] for param in [*FIRES, *SILENT]])
def test_a_rule_that_did_not_pass_says_why(case):
    """For each rule that did not pass there is a reason, or a finding of its own."""
    found = checked(case)
    fired = {finding.code for finding in found}

    assert [] == [
        result.code
        for result in found.results
        if result.outcome is not gd.Outcome.PASSED and not result.reason and result.code not in fired
    ]
    assert all(not result.reason for result in found.results if result.outcome is gd.Outcome.PASSED)


# --- properties -------------------------------------------------------------------------------------------------------


def report_of(proactive, requests, remedies, edition=gd.Edition.V2021):
    """The sound report with other tables."""
    return attrs.evolve(SOUND, edition=edition, proactive=proactive, requests=requests, remedies=remedies)


@pytest.mark.parametrize("edition", gd.Edition)
@given(data=st.data())
@some
def test_a_consistent_report_has_no_finding(edition, data):
    """No rule finds anything in a report of either edition that is consistent by construction."""
    one_row = edition is gd.Edition.V2019
    tables = proactive_tables(edition=edition), requests_tables(mixed=one_row), remedies_tables()
    report = report_of(*(data.draw(table) for table in tables), edition)

    assert [] == errors(report)


@given(st.builds(report_of, proactive_tables(), requests_tables(mixed=True), remedies_tables()))
@some
def test_a_consistent_report_between_two_editions_has_no_finding_but_that(report):
    """Of a consistent report with a row of the other edition the rules say only that."""
    found = gd.check(report, select=["GD1", "GD30", "GD40", "GD951"])

    assert [("GD105", "requests.outcomes.otherwise_closed")] == [(each.code, each.path) for each in found]


@given(annual_reports(blanks=True))
@some
def test_gaps_and_blanks_of_a_consistent_report_break_no_arithmetic(report):
    """In a report with sections missing and cells blank, no sum is found wrong."""
    found = gd.check(report, select=["GD3", "GD4"])

    assert {each.code for each in found if each.severity is gd.Severity.ERROR} <= {"GD305", "GD402"}


@given(annual_reports(consistent=False, blanks=True))
@some
def test_any_report_can_be_checked(report):
    """Every rule gives an outcome on any report, and a reason where it did not pass and has no finding."""
    found = gd.check(report)
    fired = {finding.code for finding in found}

    assert list(gd.RULES) == [result.code for result in found.results]
    assert all(result.reason or result.outcome is gd.Outcome.PASSED or result.code in fired for result in found.results)


CELLS = [cell.path for cell in gd.cells(SOUND)]
IN_TABLE_THREE = [path for path in CELLS if path.startswith("requests.")]
IN_SUMS_OF_TABLE_FOUR = [path for path in CELLS if path.startswith("remedies.")]


@given(requests_tables(), st.sampled_from(IN_TABLE_THREE), st.integers(1, 9), st.booleans())
@some
def test_any_wrong_cell_of_table_three_is_found_and_put_right(table, path, change, up):
    """One wrong cell of a consistent table three gives one finding: that cell, with the value it should have."""
    report = report_of(gd.Proactive(), table, gd.Remedies())
    value = value_at(report, path)
    wrong = value + change if up or value < change else value - change
    (finding,) = errors(replaced(report, path, wrong))

    assert ("GD304", path, gd.address_of(path), wrong, value) == (
        finding.code,
        finding.path,
        finding.address,
        finding.actual,
        finding.expected,
    )


def test_each_wrong_cell_of_table_three_gives_one_finding_with_all_it_breaks():
    """Each of the 175 cells, wrong by one, gives one finding, and the identities it stands in are its evidence."""
    assert 175 == len(IN_TABLE_THREE)
    known = identities(SOUND.requests)
    for path in IN_TABLE_THREE:
        (finding,) = gd.check(replaced(SOUND, path, value_at(SOUND, path) + 1))
        broken = [each for each in known if path.removeprefix("requests.") in each.sides]

        assert ("GD304", path) == (finding.code, finding.path)
        assert len(broken) == len(finding.evidence) >= 2
        kinds = {"balance": "GD301", "rows": "GD302", "columns": "GD303"}
        assert Counter(kinds[each.kind.value] for each in broken) == Counter(each.code for each in finding.evidence)
        named = {each.path.removeprefix("requests.") for each in finding.evidence}
        assert {each.right[-1] if each.kind.value == "balance" else each.left[0] for each in broken} == named


def test_evidence_is_not_told_twice():
    """A rule whose findings another finding stands for has failed, refers to that, and lists none of its own."""
    found = gd.check(replaced(SOUND, "requests.received.total", 13))
    results = {result.code: result for result in found.results}

    assert ["GD304"] == [finding.code for finding in found]
    for code in ("GD301", "GD303"):
        assert (gd.Outcome.FAILED, "见 GD304 表三·一·总计") == (results[code].outcome, results[code].reason)
    assert gd.Outcome.PASSED is results["GD302"].outcome


@given(remedies_tables(), st.sampled_from(IN_SUMS_OF_TABLE_FOUR), st.integers(1, 9))
@some
def test_any_wrong_cell_of_table_four_is_found(table, path, change):
    """One wrong cell of a consistent table four gives one finding, at the total of its group."""
    report = report_of(gd.Proactive(), gd.Requests(), table)
    group = path.rpartition(".")[0]
    wrong = replaced(report, path, value_at(report, path) + change)
    (finding,) = errors(wrong)

    parts = [value_at(wrong, f"{group}.{name}") for name in ("upheld", "corrected", "other", "pending")]
    assert ("GD401", f"{group}.total") == (finding.code, finding.path)
    assert (value_at(wrong, f"{group}.total"), sum(parts)) == (finding.actual, finding.expected)


@given(st.sampled_from(CELLS))
@some
def test_any_blank_cell_is_found(path):
    """A blank cell is reported, where it is a total also with the value it should have."""
    found = gd.check(replaced(SOUND, path, None))

    assert [path] == [finding.path for finding in found if finding.code == "GD951"]
    total = path.endswith(".total") or path.startswith("requests.outcomes.total.")
    assert total == any(finding.code in {"GD305", "GD402"} and finding.path == path for finding in found)


@given(st.lists(st.sampled_from(IN_TABLE_THREE), min_size=1, max_size=5, unique=True))
@some
def test_several_wrong_cells_are_never_passed_over(paths):
    """Up to five numbers that are too large do not pass unseen, and nothing that is certain is certain and wrong."""
    report = SOUND
    for n, path in enumerate(paths):
        report = replaced(report, path, value_at(SOUND, path) + 10**n)
    found = gd.check(report)

    assert gd.Severity.ERROR is found.worst
    certain = {finding.code for finding in found if finding.severity is gd.Severity.ERROR}
    assert certain <= {"GD301", "GD302", "GD303", "GD304", "GD306", "GD307", "GD308"}


def test_a_broken_balance_tells_both_sides_and_how_far_they_are_apart():
    """What came in, what was done and left, and their difference are in the message, at the last cell of the column."""
    report = replaced(SOUND, "requests.received.natural_persons", 99)
    report = replaced(report, "requests.carried_in.natural_persons", 99)
    (finding,) = gd.check(report, select=["GD301"])

    assert finding.message == "第一项加第二项为 198，第三项加第四项为 10，相差 188"
    assert finding.path == "requests.carried_over.natural_persons"


def test_several_explanations_are_all_told():
    """Where two sets of cells explain the breaks equally well the finding names each cell with what it should be."""
    (case,) = [param.values[1] for param in FIRES if param.values[0] == "GD306"]
    (finding,) = checked(case)

    assert "表三·三（一）·自然人应为 4（现为 5）、表三·三（二）·商业企业应为 0（现为 1）" in finding.message
    assert "表三·三（一）·商业企业应为 0（现为 1）、表三·三（二）·自然人应为 0（现为 1）" in finding.message
    assert 1 == finding.message.count("；或")
    assert ["GD302", "GD302", "GD303", "GD303"] == sorted(each.code for each in finding.evidence)


# --- what cannot be judged --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["requests", "remedies"])
@pytest.mark.parametrize("part", [None, gd.Narrative()])
def test_arithmetic_of_an_absent_table_is_not_judged(name, part):
    """A rule about a table that is not there is not evaluated, and says so."""
    found = gd.check(attrs.evolve(SOUND, **{name: part}))
    table = {"requests": "表三", "remedies": "表四"}[name]
    arithmetic = {code: rule for code, rule in gd.RULES.items() if code[2:4] in {"30", "40"}}

    for result in found.results:
        if result.code in arithmetic:
            here = arithmetic[result.code].touches[0].split(".")[0] == name
            assert (gd.Outcome.NOT_EVALUATED if here else gd.Outcome.PASSED) is result.outcome
            assert (f"年报里没有{table}" if here else "") == result.reason


@pytest.mark.parametrize("part", [None, gd.Narrative()])
def test_a_rule_about_tables_does_not_pass_where_there_is_none(part):
    """In a report without tables no rule that looks at nothing but numbers has passed."""
    found = gd.check(attrs.evolve(SOUND, **dict.fromkeys(("proactive", "requests", "remedies"), part)))

    about_numbers = {code for code in gd.RULES if code[2] in "34"} | {"GD951"}
    assert set() == {result.code for result in found.results if result.outcome is gd.Outcome.PASSED} & about_numbers


def test_a_rule_says_itself_that_it_lacks_a_table():
    """Evaluated alone, a rule raises an error of its own where the table it needs is not there."""
    subject = rules.Subject(attrs.evolve(SOUND, remedies=None))

    with pytest.raises(NotEvaluatedError, match="没有表四"):
        list(gd.RULES["GD401"].evaluate(subject))


@pytest.mark.parametrize("part", [None, gd.Narrative()])
def test_last_years_report_without_numbers_and_words_is_not_compared(part):
    """Where last year's report has nothing to compare no rule that compares has failed, and most say so."""
    names = ("overview", "proactive", "requests", "remedies", "problems", "other_matters")
    last = attrs.evolve(LAST_YEAR, **dict.fromkeys(names, part))
    outcomes = {each.code: each for each in gd.check(SOUND, previous=last).results}

    assert gd.Outcome.FAILED not in {each.outcome for each in outcomes.values()}
    for code in ("GD411", "GD412", "GD601", "GD602", "GD603", "GD612", "GD613", "GD614", "GD621", "GD622"):
        assert gd.Outcome.NOT_EVALUATED is outcomes[code].outcome
        assert outcomes[code].reason.startswith("上年或本年没有可比的")
    assert (part is None) == (gd.Outcome.NOT_EVALUATED is outcomes["GD624"].outcome)


def test_cells_that_were_not_read_last_year_are_not_compared():
    """A number of last year's report that could not be read is no blank and no zero."""
    cell = "requests.carried_over.natural_persons"
    last = reading_with({cell: "约1"}, LAST_YEAR)
    found = gd.check(replaced(SOUND, "requests.carried_in.natural_persons", 4), previous=last, select=["GD601"])

    assert frozenset({cell}) == last.unsure
    assert [] == [each.path for each in found]


@pytest.mark.parametrize(
    ("code", "path"),
    [
        ("GD212", "proactive.fees.collected"),
        ("GD213", "proactive.fees.collected"),
        ("GD331", "requests.outcomes.granted.total"),
        ("GD321", "requests.outcomes.total.total"),
        ("GD541", "proactive.fees.collected"),
        ("GD202", "proactive.normative_documents.issued"),
    ],
)
def test_a_rule_about_a_blank_cell_is_not_evaluated(code, path):
    """A rule whose cells are blank says that it sees nothing to judge."""
    (result,) = gd.check(replaced(SOUND, path, None), select=[code]).results

    assert (gd.Outcome.NOT_EVALUATED, "要比的格是空白或没有读出") == (result.outcome, result.reason)


def test_a_rule_of_2019_does_not_concern_a_table_of_2021():
    """In a report said to be on the form of 2019 with table two of 2021, the rules on the former do not apply."""
    results = gd.check(attrs.evolve(SOUND, edition="2019"), select=["GD203", "GD214", "GD215"]).results

    assert {(gd.Outcome.NOT_APPLICABLE, "这一版的表二没有这一格")} == {(each.outcome, each.reason) for each in results}


NEEDS = {
    "GD106": {"year": None},
    "GD107": {"published": None},
    "GD111": {"organ": None},
    "GD112": {"title": None},
    "GD121": {"overview": None},
    "GD123": {"problems": gd.Narrative()},
    "GD132": {"year": None},
    "GD332": {"other_matters": None},
    "GD501": dict.fromkeys(("overview", "problems", "other_matters")),
    "GD813": {"organ": None},
    "GD814": {"year": None},
    "GD952": dict.fromkeys(("proactive", "requests", "remedies")),
    "GD953": {"year": None},
}


@pytest.mark.parametrize(("code", "changes"), NEEDS.items(), ids=list(NEEDS))
def test_a_rule_that_lacks_what_it_needs_is_not_evaluated(code, changes):
    """Without the organ, the year, the words or the numbers that a rule looks at it gives a reason."""
    (result,) = gd.check(attrs.evolve(SOUND, **changes), select=[code]).results

    assert gd.Outcome.NOT_EVALUATED is result.outcome
    assert result.reason


def test_the_form_of_another_time_is_not_asked_for():
    """Before 2019 there was no form; the topics and the fee are those of the form of 2021."""
    report = attrs.evolve(SOUND, year=2018, edition="2019")
    results = gd.check(report, select=["GD106", "GD124", "GD126"]).results

    assert {gd.Outcome.NOT_APPLICABLE} == {each.outcome for each in results}


def test_a_day_that_is_not_known_is_not_late():
    """Where neither the day of publication nor today is known the deadline is not judged."""
    (result,) = gd.check(SOUND, profile=rules.OrganKind.COUNTY, select=["GD108"]).results

    assert (gd.Outcome.NOT_EVALUATED, "不知道发布日期") == (result.outcome, result.reason)


def test_a_row_that_could_not_be_read_is_not_only_a_total():
    """Beside a total, cells that could not be read are not cells that were left out."""
    names = ("natural_persons", "enterprises", "research_institutions", "public_interest_organizations")
    row = [f"requests.received.{name}" for name in (*names, "legal_service_institutions", "others")]
    found = gd.check(reading_with(dict.fromkeys(row, "约3")), select=["GD309"])

    assert [] == list(found)


# --- readings ---------------------------------------------------------------------------------------------------------


def reading_with(texts, report=SOUND):
    """The reading of a report, unless another is given the sound one, in which cells hold other texts, by path."""
    blocks = []
    for block in compose(report).blocks:
        if isinstance(block, Grid):
            rows = tuple(
                tuple(attrs.evolve(cell, text=texts.get(cell.path, cell.text)) for cell in line) for line in block.rows
            )
            blocks.append(attrs.evolve(block, rows=rows))
        else:
            blocks.append(block)
    return recognise(Document(blocks=tuple(blocks)))


@given(st.lists(st.sampled_from(CELLS), min_size=1, max_size=6, unique=True))
@some
def test_an_unread_cell_is_no_blank_and_in_no_sum(paths):
    """Cells that could not be read are reported as such: they are no blanks, and no sum is built on them."""
    reading = reading_with(dict.fromkeys(paths, "约3"))
    found = gd.check(reading)

    assert frozenset(paths) == reading.unsure
    assert sorted(("GD904", path) for path in paths) == sorted((finding.code, finding.path) for finding in found)


@given(st.sampled_from(CELLS))
@some
def test_a_blank_cell_of_a_reading_is_a_blank(path):
    """A cell that is blank in print is reported as blank, on the report and on its reading alike."""
    reading = reading_with({path: ""})

    assert frozenset() == reading.unsure
    assert tuple(gd.check(replaced(SOUND, path, None))) == tuple(gd.check(reading))


def test_a_wrong_sum_beside_an_unread_cell_is_found():
    """Arithmetic that does not touch the cell that could not be read is judged."""
    reading = reading_with({"requests.received.others": "约3", "requests.carried_in.total": "5"})
    found = gd.check(reading)

    assert {"GD904", "GD304"} == {finding.code for finding in found}
    assert "requests.carried_in.total" in {finding.path for finding in found}


@pytest.mark.parametrize(
    ("most", "ors", "end"),
    [(20, 20, "；或另外 29 种情形之一；请"), (48, 48, "；或另外 1 种情形之一；请"), (49, 48, "；请")],
)
def test_of_very_many_explanations_the_first_are_told_and_how_many_more_there_are(most, ors, end, monkeypatch):
    """Where no sum crosses two wrong rows, as those that would were not read, any cell of each may be wrong."""
    monkeypatch.setattr(rules.arithmetic, "_MOST_WAYS", most)
    unread = [path for path in CELLS if path.startswith(("requests.outcomes.total.", "requests.carried_over."))]
    wrong = dict.fromkeys(("requests.received.total", "requests.carried_in.total"), "90")
    (finding,) = gd.check(reading_with(dict.fromkeys(unread, "约3") | wrong), select=["GD306"])

    assert finding.message.count("；或") == ors
    assert finding.message.endswith(f"{end}对照台账核对")


def test_two_exchanged_numbers_in_a_row_without_a_total_are_one_finding():
    """Where the total was not read, both cells could be wrong by themselves; that they changed places says more."""
    row = "requests.outcomes.granted"
    values = {name: value_at(SOUND, f"{row}.{name}") for name in ("natural_persons", "enterprises")}
    texts = {f"{row}.natural_persons": str(values["enterprises"]), f"{row}.enterprises": str(values["natural_persons"])}
    found = gd.check(reading_with(texts | {f"{row}.total": "约3"}))

    assert values["enterprises"] != values["natural_persons"]
    assert ["GD308", "GD904"] == sorted(finding.code for finding in found)


@given(st.integers(0, 24))
@some
def test_a_row_that_could_not_be_read_is_no_row_of_blanks(number):
    """A row without one of its cells is reported by the reading and by no rule."""
    blocks = list(compose(SOUND).blocks)
    (index,) = [n for n, block in enumerate(blocks) if isinstance(block, Grid) and block.width == 10]
    lines = list(blocks[index].rows)
    lines[number + 3] = lines[number + 3][:-1]
    blocks[index] = Grid(tuple(lines))
    found = gd.check(recognise(Document(blocks=tuple(blocks))))

    assert ["GD905"] == [finding.code for finding in found]


def test_doubts_of_a_reading_come_with_the_check():
    """The check of a reading tells its doubts too; the check of its report does not."""
    reading = reading_with({"requests.received.natural_persons": "９"})

    assert ["GD908"] == [finding.code for finding in gd.check(reading)]
    assert [] == [finding.code for finding in gd.check(reading.report)]


def test_sections_are_those_of_the_report():
    """The rule on missing sections looks at every section of the form."""
    assert tuple(fields_of(gd.AnnualReport)) == gd.RULES["GD101"].touches
