"""What was found, for people and for machines: every output says all of it, in every language, and is well formed."""

import json
import re
import string
from itertools import product
from xml.etree import ElementTree as ET

import attrs
import jsonschema
import pytest
import turbohtml
from hypothesis import given, settings
from hypothesis import strategies as st
from sarif_pydantic import Sarif

import govdisclosure as gd
from govdisclosure import output
from govdisclosure.document import Cell, Grid, Place
from govdisclosure.i18n import LOCALES, say, translate
from govdisclosure.output import OUTPUTS
from govdisclosure.output.catalogue import Entry, entries, page, rules_as
from govdisclosure.output.json import schema
from govdisclosure.output.tables import excerpt, paths_in, tables_of
from govdisclosure.rules.pages import page_of as page_of_rule
from govdisclosure.strategies import annual_reports
from govdisclosure.testing.cases import checked as checked_case
from govdisclosure.testing.cases import in_words

locales = pytest.mark.parametrize("locale", LOCALES)
few = settings(max_examples=15)

WORDS = gd.Narrative(blocks=["工作平稳。"])
WRONG = gd.AnnualReport(
    organ=gd.Organ("示例县柳溪镇人民政府"),
    year=2025,
    title="政府信息公开工作年度报告",
    overview=WORDS,
    problems=WORDS,
    other_matters=WORDS,
    proactive=gd.Proactive(licensing=gd.Decisions(decisions=None), fees=gd.Fees(collected="0.10")),
    requests=gd.Requests(received=gd.ByApplicant(natural_persons=2, total=3)),
    remedies=None,
)
READ = gd.Finding(
    code="GD908",
    severity=gd.Severity.NOTICE,
    message=say("应为 {expected}", expected=3),
    address="表二·行政许可·本年处理决定数量",
    path="proactive.licensing.decisions",
    place=Place(line=7),
)
FOUND = gd.check(WRONG)
MANY = (
    gd.Checked("年报 1.json", findings=attrs.evolve(FOUND, items=[*FOUND, READ]), report=WRONG),
    gd.Checked("absent.json", problem="不能读“absent.json”：\n没有这个文件"),
    gd.Checked("bare.json", findings=FOUND),
    gd.Checked("unknown", findings=gd.Findings([gd.Finding(code="MY7", severity=gd.Severity.WARNING, message="不妥")])),
)
TEXTS = st.text(max_size=20) | st.sampled_from(["<script>", "]]>", "::error::%0A", "\x00\x1b[31m", "\ud800", "a,b:c"])


@st.composite
def findings(draw, depth=1):
    """A finding with whatever a rule may say."""
    place = st.builds(Place, line=st.none() | st.integers(1, 99), page=st.none() | st.integers(1, 9))
    paths = st.sampled_from(["", "organ", "requests", "requests.received", "a<b>,:", *gd.nodes()])
    return gd.Finding(
        code=draw(st.sampled_from([*entries(), "MY7"])),
        severity=draw(st.sampled_from(gd.Severity)),
        message=draw(TEXTS),
        address=draw(st.sampled_from([node.address for node in gd.nodes().values()]) | TEXTS),
        path=draw(paths),
        expected=draw(st.none() | st.integers() | st.decimals(allow_nan=False) | TEXTS),
        actual=draw(st.none() | st.integers() | TEXTS),
        source=draw(TEXTS),
        place=draw(st.none() | place),
        waived=draw(st.just("") | TEXTS),
        evidence=tuple(draw(st.lists(findings(depth=0), max_size=2))) if depth else (),
    )


@st.composite
def checked(draw):
    """A file with whatever was found in it."""
    results = st.builds(
        gd.Result, code=st.sampled_from([*gd.RULES, "MY8"]), outcome=st.sampled_from(gd.Outcome), reason=TEXTS
    )
    found = gd.Findings(
        draw(st.lists(findings(), max_size=3)), results=draw(st.lists(results, max_size=3, unique_by=lambda r: r.code))
    )
    report = draw(st.none() | annual_reports(blanks=True))
    return gd.Checked(draw(TEXTS), findings=found, report=report, problem=draw(st.just("") | TEXTS))


def in_data(finding, name):
    """A fact of a finding and of its evidence, in the order of the data."""
    return [getattr(finding, name), [in_data(each, name) for each in finding.evidence]]


def of_data(data, name):
    """The same fact of a finding in the data."""
    return [data[name], [of_data(each, name) for each in data["evidence"]]]


# --- all outputs ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", OUTPUTS)
@locales
def test_every_output_tells_every_code_and_file(name, locale):
    """Each finding is told by code and file, and the same findings give the same text."""
    text = gd.render(MANY, name, locale=locale)

    assert text == gd.render(iter(MANY), name, locale=locale)
    assert text.endswith("\n")
    assert [] == [finding.code for each in MANY for finding in each.findings if finding.code not in text]
    assert [] == [name for name in ("absent.json", "bare.json", "unknown") if name not in text]


@pytest.mark.parametrize("name", OUTPUTS)
def test_an_output_in_english_has_no_chinese_but_that_of_reports_and_rules(name):
    """All words of the outputs and of the form are English; messages that are plain text stay as they are."""
    report = attrs.evolve(WRONG, organ=gd.Organ("Liuxi"))
    items = [attrs.evolve(READ, evidence=(attrs.evolve(READ, code="GD301"),), source="表样")]
    results = tuple(gd.Result(code=code, outcome=outcome) for code, outcome in zip(gd.RULES, gd.Outcome, strict=False))
    file = gd.Checked("a.json", findings=gd.Findings(items, results=results), report=report)
    text = gd.render([file], name, locale="en", every=True)
    explained = [page(entry, "en") for entry in entries().values()]
    kept = set("".join(explained)) | set(json.dumps(explained)) | set(string.printable)

    assert [] == [char for char in re.findall(r"[\u3400-\u9fff，。：；、（）]", text) if char not in kept]


@pytest.mark.parametrize("name", OUTPUTS)
@given(files=st.lists(checked(), max_size=2), locale=st.sampled_from(LOCALES), every=st.booleans())
@few
def test_whatever_is_found_can_be_told(name, files, locale, every):
    """Every output takes whatever a rule or a file name may hold, and what it gives can be written as UTF-8."""
    text = gd.render(files, name, locale=locale, every=every)

    assert text == text.encode().decode()
    CHECKS.get(name, lambda _: None)(text)


@pytest.mark.parametrize("name", OUTPUTS)
def test_a_character_that_no_file_can_hold_is_left_out(name):
    """Half a surrogate pair in what a rule of somebody's own rests on does not stop the telling."""
    finding = gd.Finding(
        code="MY7", severity=gd.Severity.NOTICE, message="甲", address="一、总体情况", path="", source="乙\ud800"
    )
    text = gd.render([gd.Checked("a.json", findings=gd.Findings([finding]))], name)

    assert text == text.encode().decode()


def is_json(text):
    """Hold the data against their schema."""
    jsonschema.validate(json.loads(text), schema(), cls=jsonschema.Draft202012Validator)


def is_sarif(text):
    """Hold the log against a model of SARIF."""
    Sarif.model_validate_json(text)


def as_xml(text):
    """The parsed XML."""
    return ET.fromstring(text)  # noqa: S314 - it is our own


def is_lines_of_commands(text):
    """Each line is a command for GitHub with a file."""
    for line in text.removesuffix("\n").split("\n") if text else []:
        assert re.fullmatch(r"::(error|warning|notice) file=[^,:]*(,line=\d+)?(,title=[^,:]+)?::.*", line)


def is_a_page(text):
    """Nothing on the page runs or is fetched, and each id stands once."""
    root = turbohtml.parse(text)
    ids = re.findall(r'\sid="([^"]+)"', text)

    assert len(ids) == len(set(ids))
    assert [] == [each.tag for each in root.select("script, link, img, iframe, object, form")]
    assert [] == [each.attr("href") for each in root.select("a") if each.attr("href")[1:] not in ids]
    assert "http" not in text.partition("</style>")[0]


CHECKS = {
    "json": is_json,
    "sarif": is_sarif,
    "junit": as_xml,
    "github": is_lines_of_commands,
    "html": is_a_page,
}


def test_no_other_output_is_known():
    """An unknown output or language is refused with those there are."""
    with pytest.raises(gd.ValueRefusedError, match="没有名为“xml”的输出；可用 terminal、json"):
        gd.render(MANY, "xml")
    with pytest.raises(gd.ValueRefusedError, match="没有语言“fr”"):
        gd.render(MANY, "json", locale="fr")


def test_the_terminal_says_what_it_needs(monkeypatch):
    """Without rich the terminal is refused with how to install it."""
    monkeypatch.setitem(output.OUTPUTS, "terminal", output.Output("terminal", extra="cli", requirement="not_there"))

    with pytest.raises(gd.GovDisclosureError, match=r"pip install 'govdisclosure\[cli\]'"):
        gd.render(MANY, "terminal")


# --- what does not count ----------------------------------------------------------------------------------------------

WAIVER = gd.Waiver(code="GD304", reason="法院更正", name="李四")
WAIVED = gd.Checked("waived.json", findings=gd.check(WRONG, waivers=[WAIVER]), report=WRONG)
ALL_WAIVED = gd.Checked("all.json", findings=gd.check(WRONG, select=["GD304"], waivers=[WAIVER]), report=WRONG)


@pytest.mark.parametrize("name", sorted({*OUTPUTS} - {"github"}))
@locales
def test_every_output_says_why_a_finding_does_not_count(name, locale):
    """The reason and the name stand beside what is waived or known, in every language."""
    known = gd.Checked("a", findings=gd.check(WRONG, baseline=gd.Baseline.of(FOUND)), report=WRONG)
    waived = gd.render([WAIVED], name, locale=locale)

    assert say("{reason}（{name}）", reason="法院更正", name="李四").in_locale(locale) in waived
    assert "李四" not in gd.render(MANY, name, locale=locale)
    assert translate("基线中已有", locale) in gd.render([known], name, locale=locale)


def test_annotations_are_of_what_counts():
    """Nobody need look at what is waived, so that it is no annotation."""
    lines = gd.render([WAIVED], "github").splitlines()

    assert sum(not finding.waived for finding in WAIVED.findings) == len(lines) > 0
    assert "" == gd.render([ALL_WAIVED], "github")


@locales
def test_what_does_not_count_is_counted_apart(locale):
    """The terminal, the page and the data count what counts by weight, and the rest in one number."""
    told = say("不计 {count}", count=len(ALL_WAIVED.findings)).in_locale(locale)
    (file,) = json.loads(gd.render([ALL_WAIVED], "json", locale=locale))["files"]

    assert {"error": 0, "warning": 0, "notice": 0, "waived": len(ALL_WAIVED.findings)} == file["counts"]
    for name in ("terminal", "html"):
        text = gd.render([ALL_WAIVED], name, locale=locale)
        assert f"{translate('没有问题', locale)}{translate('、', locale)}{told}" in text


def test_sarif_suppresses_what_does_not_count():
    """Every result says whether it is suppressed, with the justification where it is."""
    text = gd.render([WAIVED], "sarif", every=True)
    results = json.loads(text)["runs"][0]["results"]
    suppressed = [each for each in results if each["suppressions"]]

    is_sarif(text)
    assert {"GD304"} == {each["ruleId"] for each in suppressed}
    assert {"kind": "external", "status": "accepted", "justification": "法院更正（李四）"} == (
        suppressed[0]["suppressions"][0]
    )


@pytest.mark.parametrize("fail_on", [*gd.Severity, None])
def test_junit_skips_a_rule_of_which_nothing_counts(fail_on):
    """A case whose findings are all waived is skipped with the reason, and tells them."""
    cases = {case.get("name")[:5]: case for case in junit_of([WAIVED], fail_on=fail_on)[0]}

    assert "法院更正（李四）" == cases["GD304"].find("skipped").get("message")
    assert "不计：法院更正（李四）" in cases["GD304"].find("system-out").text
    assert None is cases["GD304"].find("failure")


def test_junit_fails_where_one_finding_counts():
    """Beside what is waived, what counts fails its case."""
    finding = ALL_WAIVED.findings[0]
    both = gd.Findings([finding, attrs.evolve(finding, waived="", address="表三·二·总计")])
    (case,) = junit_of([gd.Checked("a", findings=both)])[0]

    assert "表三·二·总计" in case.find("failure").text
    assert finding.address in case.find("system-out").text
    assert None is case.find("skipped")


def test_the_page_can_hide_what_does_not_count():
    """What is waived has a box of its own, and is not hidden by that of its weight."""
    text = gd.render([WAIVED], "html")
    page = turbohtml.parse(text)

    assert {"GD304"} == {article.attr("data-code") for article in page.select("article.gd-waived")}
    assert 1 == len(page.select("#show-waived"))
    assert "main:has(#show-waived:not(:checked)) .gd-finding.gd-waived" in text
    assert "main:has(#show-error:not(:checked)) .gd-finding.gd-error:not(.gd-waived)" in text
    assert "gd-waived" in page.select_one("details.gd-whole td.gd-error").attr("class")


def test_what_does_not_count_stands_last():
    """What counts is told first, each part by weight."""
    marks = [(bool(each.waived), -each.severity) for each in WAIVED.findings]

    assert sorted(marks) == marks
    assert {True, False} == {waived for waived, _ in marks}


# --- terminal ---------------------------------------------------------------------------------------------------------


def test_the_terminal_keeps_its_columns():
    """However narrow, no line is wider than the terminal, wide characters counted twice, and no word is lost."""
    text = gd.render(MANY[:1], "terminal", width=60)
    widths = [sum(1 + (ord(char) > 0x2E80) for char in line) for line in text.splitlines()]

    assert max(widths) <= 60
    assert "本年处理决定数量" in "".join(text.split())


def test_the_terminal_has_colours_if_asked():
    """Colours are there only if they are asked for."""
    assert "\x1b[" in gd.render(MANY, "terminal", colour=True)
    assert "\x1b[" not in gd.render(MANY, "terminal")


@locales
def test_the_terminal_sums_up(locale):
    """Several files are summed up, with how many could not be read; a single one is not."""
    last = gd.render(MANY, "terminal", locale=locale).splitlines()[-1]

    assert translate("错误", locale) in last
    assert say("；不能读 {problems} 份", problems=1).in_locale(locale) in last
    assert "共" not in gd.render(MANY[:1], "terminal").splitlines()[-1]
    assert "不能读" not in gd.render(MANY[2:], "terminal").splitlines()[-1]


def test_the_terminal_tells_every_rule_if_asked():
    """How every rule came out is listed with its reason."""
    text = gd.render(MANY[:1], "terminal", every=True, width=200)

    assert all(f"{result.code} {gd.RULES[result.code].title}：" in text for result in FOUND.results)
    assert "没有评，年报里没有表四" in text


# --- JSON -------------------------------------------------------------------------------------------------------------


@locales
@pytest.mark.parametrize("every", [False, True])
def test_json_follows_its_schema(locale, every):
    """The data follow the published schema, and say of each finding what the finding says."""
    text = gd.render(MANY, "json", locale=locale, every=every)
    data = json.loads(text)

    is_json(text)
    for each, file in zip(MANY, data["files"], strict=True):
        assert each.name == file["file"]
        for name, finding in product(("code", "path"), range(len(each.findings))):
            assert in_data(each.findings[finding], name) == of_data(file["findings"][finding], name)
        assert len(each.findings) == sum(file["counts"].values())
        assert ("results" in file) == every
    facts = [data["files"][0][name] for name in ("organ", "year", "edition")]
    assert ["示例县柳溪镇人民政府", 2025, "2021"] == facts


def test_json_keeps_every_digit_of_an_amount():
    """A count is a number and an amount is text."""
    finding = attrs.evolve(READ, expected=WRONG.proactive.fees.collected, actual=3)
    (file,) = json.loads(gd.render([gd.Checked("a", findings=gd.Findings([finding]))], "json"))["files"]

    assert ("0.10", 3) == (file["findings"][0]["expected"], file["findings"][0]["actual"])


def test_the_schema_is_one():
    """The published schema is a schema and refuses what it does not name."""
    jsonschema.Draft202012Validator.check_schema(schema())
    data = json.loads(gd.render(MANY, "json"))
    data["files"][0]["findings"][0]["severity"] = "fatal"

    with pytest.raises(jsonschema.ValidationError, match="fatal"):
        is_json(json.dumps(data))


# --- SARIF ------------------------------------------------------------------------------------------------------------


@locales
def test_sarif_is_valid_and_tells_places(locale):
    """The log has the findings at their files, lines and places on the form, under rules with help."""
    text = gd.render(MANY, "sarif", locale=locale, every=True)
    (run,) = json.loads(text)["runs"]
    rules = run["tool"]["driver"]["rules"]
    failed = [each for each in run["results"] if each.get("kind", "fail") == "fail"]

    is_sarif(text)
    assert sum(len(each.findings) for each in MANY) == len(failed)
    assert all(rules[each["ruleIndex"]]["id"] == each["ruleId"] for each in run["results"])
    assert all(rule["help"]["markdown"] for rule in rules)
    (read,) = [each for each in failed if each["ruleId"] == READ.code]
    location = read["locations"][0]
    assert {"startLine": 7} == location["physicalLocation"]["region"]
    assert "%E5%B9%B4%E6%8A%A5%201.json" == location["physicalLocation"]["artifactLocation"]["uri"]
    assert READ.path == location["logicalLocations"][0]["fullyQualifiedName"]
    assert gd.Address(READ.address).in_locale(locale) == location["logicalLocations"][0]["name"]
    assert {"pass", "open"} <= {each.get("kind") for each in run["results"]}


def test_sarif_tells_what_could_not_be_read():
    """A file that could not be read is a notification, and the run is no success."""
    runs = [json.loads(gd.render(files, "sarif"))["runs"][0] for files in (MANY[:1], MANY)]
    good, bad = (run["invocations"][0] for run in runs)

    assert good["executionSuccessful"]
    assert not bad["executionSuccessful"]
    assert [MANY[1].problem] == [each["message"]["text"] for each in bad["toolExecutionNotifications"]]


# --- JUnit ------------------------------------------------------------------------------------------------------------


def junit_of(files, **more):
    """The parsed suites."""
    return as_xml(gd.render(files, "junit", **more))


def test_junit_has_a_case_for_each_rule():
    """Each rule is a case of the suite of its file; failures, errors and skipped cases are counted."""
    root = junit_of(MANY)
    first, unread, _, own = root

    codes = {result.code for result in FOUND.results} | {finding.code for finding in MANY[0].findings}
    assert codes == {case.get("name")[:5] for case in first}
    for element, name in ((first, "failure"), (unread, "error"), (first, "skipped")):
        counted = {"failure": "failures", "error": "errors", "skipped": "skipped"}[name]
        assert str(len(element.findall(f".//{name}"))) == element.get(counted)
        assert int(element.get(counted))
    assert MANY[1].problem == unread.find(".//error").text
    assert "MY7" == own.find("testcase").get("name")


def test_junit_tells_a_rule_that_another_explains():
    """A rule that failed without a finding of its own says which finding stands for it."""
    cases = {case.get("name")[:5]: case for case in junit_of(MANY[:1])[0]}
    roots = [finding for finding in FOUND if finding.evidence]
    (code,) = {finding.code for finding in roots}
    lines = sum(1 + len(finding.evidence) for finding in roots)

    assert all(code in cases[each.code].find("system-out").text for root in roots for each in root.evidence)
    assert lines == len(cases[code].find("failure").text.splitlines())


@pytest.mark.parametrize(
    ("fail_on", "weights"),
    [(gd.Severity.ERROR, ["error"]), (gd.Severity.NOTICE, ["error", "notice", "warning"]), (None, [])],
)
def test_junit_fails_from_the_weight_that_is_asked_for(fail_on, weights):
    """Findings that weigh less are told but fail no case."""
    root = junit_of(MANY[:1], fail_on=fail_on)

    assert weights == sorted({each.get("type") for each in root.iter("failure")})
    assert {"error", "warning", "notice"} == {each.severity.name.lower() for each in MANY[0].findings}


# --- GitHub -----------------------------------------------------------------------------------------------------------


def test_annotations_are_escaped():
    """What would end a command or a property is escaped, and the text is read back as it was."""
    message = "一%，\r\n二：,"
    found = gd.Findings([gd.Finding(code="MY7", severity=gd.Severity.NOTICE, message=message)])

    assert "::notice file=a%2Cb%3A1.html,title=MY7::一%25，%0D%0A二：,\n" == gd.render(
        [gd.Checked("a,b:1.html", findings=found)], "github"
    )


def test_annotations_name_the_line_of_a_file_that_has_lines():
    """A line of a page of a PDF is no line of the file."""
    for place, told in ((Place(line=7), ",line=7,"), (Place(page=2, line=7), ".json,title"), (None, ".json,title")):
        found = gd.Findings([attrs.evolve(READ, place=place)])
        assert told in gd.render([gd.Checked("a.json", findings=found)], "github")


# --- HTML -------------------------------------------------------------------------------------------------------------


def page_of(files, **more):
    """The parsed page."""
    return turbohtml.parse(gd.render(files, "html", **more))


@locales
def test_the_page_has_every_finding_with_its_table(locale):
    """Each finding stands in an article of its own; where it names cells these are marked with sign and words."""
    page = page_of(MANY[:1], locale=locale)
    articles = page.select("article.gd-finding")

    assert [finding.code for finding in MANY[0].findings] == [each.attr("data-code") for each in articles]
    for finding, article in zip(MANY[0].findings, articles, strict=True):
        cells = [cell for cell in article.select("td") if "gd-marked" in (cell.attr("class") or "")]
        wrong = [cell.attr("data-path") for cell in cells if "gd-proof" not in cell.attr("class")]
        assert ([finding.path] if finding.path in CELLS else []) == wrong
        assert all(cell.select_one(".gd-sign") and cell.select_one(".gd-unseen") for cell in cells)
        proofs = {each.path for each in finding.evidence} - {finding.path}
        assert proofs <= {cell.attr("data-path") for cell in cells}
        if finding.expected is not None:
            assert str(finding.expected) in article.select_one(".gd-should").text


CELLS = {cell.path for cell in gd.cells(WRONG)}


def test_a_whole_table_leads_to_its_findings():
    """Below the findings each table that they are about is drawn whole, its wrong cells linked to the findings."""
    (one, two) = page_of(MANY[:1]).select("details.gd-whole")
    links = [[link.attr("href") for link in each.select("td a")] for each in (one, two)]
    named = [f"#finding-1-{n}" for n, each in enumerate(MANY[0].findings, start=1) if each.path in CELLS]

    last = {finding.path: f"#finding-1-{n}" for n, finding in reversed([*enumerate(MANY[0].findings, start=1)])}
    assert sorted(set(named) & set(last.values())) == sorted(href for each in links for href in each)
    assert [28, 14] == sorted((len(each.select("tr")) for each in (one, two)), reverse=True)


def test_without_the_report_no_table_is_drawn():
    """Findings alone are told without tables, and a whole page without files is a page."""
    assert [] == page_of(MANY[2:]).select("article table")
    is_a_page(gd.render([], "html"))


def test_findings_can_be_hidden_without_a_script():
    """For each weight and each rule that found something there is a box, and a rule of style that obeys it."""
    text = gd.render(MANY, "html")
    boxes = {each.attr("id") for each in turbohtml.parse(text).select("input[type=checkbox][checked]")}
    codes = {finding.code for each in MANY for finding in each.findings}

    assert boxes == {f"show-{each.name.lower()}" for each in gd.Severity} | {f"show-{code}" for code in codes}
    assert all(f"main:has(#{each}:not(:checked))" in text for each in boxes)


def test_the_page_explains_its_rules():
    """Each rule of a finding or of its evidence is explained on the page, in its language."""
    page = page_of(MANY)
    codes = {each.code for file in MANY for finding in file.findings for each in (finding, *finding.evidence)}

    assert codes == {each.attr("id").removeprefix("rule-") for each in page.select("article.gd-rule")}
    for locale in LOCALES:
        told = page_of(MANY, locale=locale).select_one("#rule-GD304")
        assert entries()["GD304"].checks(locale) == told.select_one("p").text
        assert all(text in told.text for _, text in entries()["GD304"].headed(locale))


def test_the_page_lists_every_result_if_asked():
    """How every rule came out is listed with its reason."""
    (results,) = page_of(MANY[:1], every=True).select("ul.gd-results")

    assert len(FOUND.results) == len(results.select("li"))
    assert "年报里没有表四" in results.text


# --- tables -----------------------------------------------------------------------------------------------------------


@given(report=annual_reports(blanks=True) | annual_reports(edition=gd.Edition.V2019), data=st.data())
@few
def test_an_excerpt_shows_what_is_asked_for(report, data):
    """An excerpt is a table without holes that has the lines asked for, each number under the same labels."""
    for grid in tables_of(report, "en").values():
        paths = [cell.path for row in grid.rows for cell in row if cell.path]
        wanted = data.draw(st.sets(st.sampled_from(paths), min_size=1, max_size=3))
        small = excerpt(grid, wanted)
        kept = {cell.path: cell.text for row in small.rows for cell in row if cell.path}
        whole = {cell.path: cell.text for row in grid.rows for cell in row if cell.path}

        assert wanted <= set(kept)
        assert kept == {path: whole[path] for path in kept}
        assert small.area == small.width * len(small.rows)
        assert all(any(cell.path in wanted for cell in row) or all(cell.header for cell in row) for row in small.rows)
        assert {path: labels_of(grid)[path] for path in wanted} == {path: labels_of(small)[path] for path in wanted}


def labels_of(grid):
    """For each number the labels beside it."""
    beside = {}
    for r, c, cell in grid.positions():
        if cell.path:
            beside[cell.path] = [
                label.text for y, x, label in grid.positions() if label.header and x < c and y <= r < y + label.rowspan
            ]
    return beside


def test_an_excerpt_of_a_table_without_headers_is_its_lines():
    """Where no line of labels stands above, the lines are shown alone."""
    grid = Grid(((Cell("甲", header=True), Cell("1", path="a")), (Cell("乙", header=True), Cell("2", path="b"))))

    assert Grid(grid.rows[1:]) == excerpt(grid, ["b"])


def test_a_finding_on_a_row_names_its_cells():
    """A finding on a row is about its cells, one on a cell about that, and one on a table about none."""
    grid = tables_of(WRONG, "en")["requests"]

    def paths(path):
        return len(paths_in(grid, attrs.evolve(READ, path=path)))

    assert (7, 1, 0, 0) == (
        *map(paths, ("requests.received", "requests.received.total", "requests", "proactive.fees.collected")),
    )


# --- the catalogue ----------------------------------------------------------------------------------------------------


@locales
def test_the_catalogue_lists_every_code(locale):
    """As Markdown and as data every rule and every remark on the reading is there."""
    rows = rules_as("md", locale).splitlines()
    data = json.loads(rules_as("json", locale))

    assert list(entries()) == [row.split(" | ")[0].removeprefix("| ") for row in rows[2:]]
    assert list(entries()) == [each["code"] for each in data]
    assert {"2019", "2021"} == {edition for each in data for edition in each["editions"]}


@locales
@pytest.mark.parametrize("code", entries())
def test_an_explanation_tells_the_facts(code, locale):
    """Title, weight, what is checked, why, how to mend and since when are told."""
    text, entry, told = gd.explain(code, locale), entries()[code], page_of_rule(code)

    assert text.startswith(f"# {code} {translate(entry.title, locale)}\n")
    assert translate(entry.severity.label, locale) in text
    assert translate(entry.source, locale) in text
    assert all(translate(each, locale) in text for each in (told.checks, told.mend))
    assert text.endswith(f"{told.since}\n")


@pytest.mark.parametrize("code", gd.RULES)
def test_an_explanation_shows_what_a_rule_finds_and_what_it_does_not(code):
    """Each case is shown with what it is and what it changes, and where the rule fires with every finding."""
    locale = "en"
    text, told = gd.explain(code, locale), page_of_rule(code)

    lines = [line for line in text.splitlines() if line.startswith("- ")]
    for case in (*told.fires, *told.silent):
        changes = [each.in_locale(locale) for each in in_words(case)]
        head = f"- {translate(case['what'], locale)}"
        assert any(line.startswith(head) and all(each in line for each in changes) for line in lines)
    found = [finding.message.in_locale(locale) for case in told.fires for finding in checked_case(case, code)]
    shown = [line for line in text.splitlines() if line.startswith("  - ")]
    assert len(found) == len(shown)
    assert all(line.endswith(message) for line, message in zip(shown, found, strict=True))


def test_a_rule_without_a_page_is_explained_by_its_docstring():
    """Sections with a known heading are headed in the language, others as they are."""
    docstring = "Something holds.\n\nMend:\n    甲\n\nElse:\n    乙\n"
    entry = Entry(code="MY7", title="甲", severity=gd.Severity.ERROR, docstring=docstring)

    assert "Something holds." == entry.checks("en")
    assert [("How to mend", "甲"), ("Else", "乙")] == list(entry.headed("en"))
    assert page(entry, "en") == page(entry, "en", examples=True)


def test_the_editions_of_a_rule_are_those_of_what_it_looks_at():
    """A rule that looks at a row of the 2021 form alone concerns that edition."""
    path = "requests.outcomes.otherwise_closed.other"
    entry = Entry(code="MY7", title="甲", severity=gd.Severity.ERROR, touches=(path,))

    assert (gd.Edition.V2021,) == entry.editions


def test_no_other_code_is_explained():
    """An unknown code is refused with the way to those there are."""
    with pytest.raises(gd.ValueRefusedError, match="没有编号为“GD000”的规则"):
        gd.explain("GD000")


def test_a_title_that_no_catalogue_knows_stays_in_chinese(monkeypatch):
    """A rule that somebody adds is told by the title it has."""
    told = gd.rules.registry.rule(
        "MY8", "自己的规则", severity=gd.Severity.NOTICE, ground="A", source="本县规定", touches=("organ",), into={}
    )
    mine = {"MY8": told(lambda _subject, _rule: iter(()))}
    monkeypatch.setattr("govdisclosure.output.catalogue.catalogue", lambda: mine)
    entries.cache_clear()
    text, data = gd.explain("MY8", "en"), json.loads(rules_as("json", "en"))
    monkeypatch.undo()
    entries.cache_clear()

    (given,) = [each for each in data if each["code"] == "MY8"]
    assert ("", "", None) == (given["explanation"], given["mend"], given["since"])
    assert text.startswith("# MY8 自己的规则\n")
    assert "## Why\n\n本县规定 (advice that may have exceptions)\n" in text
    assert "- Looks at: organ\n" in text
