"""How a check is asked for and what it answers: selection, profiles, waivers, baselines, rules of others."""

import json
from datetime import date
from importlib.metadata import EntryPoint

import attrs
import pytest

import govdisclosure as gd
from govdisclosure.rules import registry
from reports import LAST_YEAR, SOUND, replaced

WRONG = replaced(replaced(SOUND, "requests.received.total", 13), "remedies.reconsideration.total", 2)


def codes(found):
    """The codes of what was found."""
    return [finding.code for finding in found]


# --- selection --------------------------------------------------------------------------------------------------------


def test_select_and_ignore_go_by_the_beginning_of_a_code():
    """Only selected rules run, those ignored do not, and the results list the ones that ran."""
    found = gd.check(WRONG, select=["GD3", "GD401"], ignore=["GD304"])

    assert ["GD301", "GD303", "GD401"] == sorted(codes(found))
    expected = [code for code in gd.RULES if (code.startswith("GD3") and code != "GD304") or code == "GD401"]
    assert expected == [result.code for result in found.results]


def test_remarks_on_the_reading_are_selected_too():
    """What the reading had to say is told unless its code is left out."""
    reading = gd.read_bytes(gd.dumps(attrs.evolve(SOUND, title="年报"), "html"), "html")

    assert [] == codes(gd.check(reading, select=["GD401"]))
    assert codes(reading.findings) == [code for code in codes(gd.check(reading)) if code in codes(reading.findings)]


@pytest.mark.parametrize("name", ["select", "ignore"])
def test_a_code_that_no_rule_has_is_refused(name):
    """A misspelt code is no empty selection."""
    with pytest.raises(gd.ValueRefusedError, match="没有以 GX1 开头的规则"):
        gd.check(SOUND, **{name: ["GD3", "GX1"]})


# --- what is given along ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("北京市人民政府", "PROVINCE"),
        ("示例省人民政府", "PROVINCE"),
        ("示例自治区人民政府", "PROVINCE"),
        ("示例自治州人民政府", "CITY"),
        ("示例县人民政府", "COUNTY"),
        ("示例市甲区人民政府", "COUNTY"),
        ("示例 旗人民政府", "COUNTY"),
        ("甲乡人民政府", "TOWNSHIP"),
        ("示例市甲区乙街道办事处", "DISPATCHED"),
        ("示例县教育局", "DEPARTMENT"),
        ("示例省发展和改革委员会", "DEPARTMENT"),
    ],
)
def test_the_kind_of_a_body_is_told_from_a_name_that_is_certain(name, kind):
    """Names that leave no doubt tell the kind, and the profile says that it was told from the name."""
    profile = gd.guess_profile(gd.Organ(name))

    assert (gd.OrganKind[kind], True) == (profile.kind, profile.guessed)


@pytest.mark.parametrize(
    "name",
    ["示例市人民政府", "示例新区人民政府", "示例经济开发区管理委员会", "示例市人民政府办公厅", "教育部", "示例大学"],
)
def test_the_kind_of_a_body_is_not_guessed_from_any_other_name(name):
    """Where a name tells nothing for certain there is no profile, and rules that need one say so."""
    organ = gd.Organ(name)
    results = {each.code: each for each in gd.check(attrs.evolve(SOUND, organ=organ), select=["GD211"]).results}

    assert gd.guess_profile(organ) is None
    assert "没有说明机关的种类，从名称也不能确定" == results["GD211"].reason
    assert gd.Outcome.NOT_EVALUATED is results["GD211"].outcome


def test_a_report_without_an_organ_has_no_profile():
    """What has no name has no kind."""
    assert gd.guess_profile(None) is None


def test_what_the_law_asks_depends_on_the_kind_of_body():
    """《立法法》 says who makes 规章, 第五十条 what governments report besides; no profile is guessed by itself."""
    governments = {gd.OrganKind.PROVINCE, gd.OrganKind.CITY, gd.OrganKind.COUNTY, gd.OrganKind.TOWNSHIP}
    rule_makers = {gd.OrganKind.MINISTRY, gd.OrganKind.PROVINCE, gd.OrganKind.CITY}

    assert {kind for kind, each in gd.PROFILES.items() if each.reports_assessment} == governments
    assert {kind for kind, each in gd.PROFILES.items() if each.makes_rules} == rule_makers
    assert {each.guessed for each in gd.PROFILES.values()} == {False}


def test_a_profile_is_written_with_names():
    """What is asked stands beside each value, so that no deadline is taken for something else."""
    with pytest.raises(TypeError):
        gd.Profile(gd.OrganKind.CITY)


def test_a_profile_may_be_made_for_the_occasion():
    """A profile with another deadline is used as it is."""
    early = attrs.evolve(gd.PROFILES[gd.OrganKind.TOWNSHIP], deadline=(1, 10))
    report = attrs.evolve(SOUND, published=date(2026, 1, 11))

    assert ["GD108"] == codes(gd.check(report, profile=early))


def test_readings_are_compared_as_their_reports_are():
    """Last year's and the subordinate organs' reports may be readings; what was not read there is not compared."""
    last = gd.read_bytes(gd.dumps(LAST_YEAR, "json"), "json")
    report = replaced(SOUND, "proactive.normative_documents.in_force", 8)

    assert ["GD603"] == codes(gd.check(report, previous=last))


# --- waivers ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["", "表四·行政复议·总计", "remedies.reconsideration.total"])
def test_a_waived_finding_stays_and_does_not_count(address):
    """It is marked with the reason and the name; the worst of the findings is that of the others."""
    waiver = gd.Waiver(code="GD401", reason="法院更正", name="李四", address=address)
    report = replaced(SOUND, "remedies.reconsideration.total", 2)
    found = gd.check(report, waivers=[waiver])

    assert ["GD401"] == codes(found)
    assert "法院更正（李四）" == found[0].waived
    assert found.worst is None
    found.raise_for_errors()


def test_a_waiver_covers_only_its_place():
    """A waiver of another cell covers nothing, and is told to be of no use."""
    waiver = gd.Waiver(code="GD401", reason="法院更正", name="李四", address="表四·行政诉讼·复议后起诉·总计")
    found = gd.check(WRONG, select=["GD401"], waivers=[waiver])

    assert ["GD401", "GD001"] == codes(found)
    assert ["", ""] == [finding.waived for finding in found]
    assert "GD401 的豁免没有用上，请删去" == found[1].message


@pytest.mark.parametrize("code", ["GD303", "GD305"])
def test_a_waiver_covers_only_its_rule(code):
    """What another rule finds at the same place is not covered."""
    report = replaced(SOUND, "requests.received.natural_persons", 99)
    waiver = gd.Waiver(code=code, reason="法院更正", name="李四", address="表三·一·自然人")
    found = gd.check(report, select=["GD304"], waivers=[waiver])

    assert [("GD304", "")] == [(finding.code, finding.waived) for finding in found]


def test_a_waiver_is_written_with_names():
    """What its texts are stands beside them, so that a reason is never taken for a name."""
    with pytest.raises(TypeError):
        gd.Waiver("GD401", "法院更正", "李四")


def test_a_waiver_of_a_rule_that_did_not_run_is_not_told():
    """What was not asked cannot be of no use."""
    waiver = gd.Waiver(code="GD401", reason="法院更正", name="李四")

    assert [] == codes(gd.check(SOUND, select=["GD3"], waivers=[waiver]))


@pytest.mark.parametrize("name", ["code", "reason", "name"])
@pytest.mark.parametrize("value", ["", "  ", None])
def test_a_waiver_without_a_reason_and_a_name_is_refused(name, value):
    """A waiver says which rule, why and who."""
    given = {"code": "GD401", "reason": "法院更正", "name": "李四"} | {name: value}
    with pytest.raises(gd.ValueRefusedError, match=f"Waiver.{name}：豁免要写明规则、理由和姓名"):
        gd.Waiver(**given)


# --- baselines --------------------------------------------------------------------------------------------------------


def test_what_the_baseline_knows_does_not_count():
    """Findings of the baseline are marked, and new ones count."""
    baseline = gd.Baseline.of(gd.check(replaced(SOUND, "remedies.reconsideration.total", 2)))
    found = gd.check(WRONG, baseline=baseline)

    assert {"GD401": "基线中已有", "GD304": ""} == {finding.code: finding.waived for finding in found}
    assert gd.Severity.ERROR is found.worst


def test_what_has_been_mended_is_stale_in_the_baseline():
    """A finding of the baseline that is gone is told, unless its rule did not run."""
    baseline = gd.Baseline.of(gd.check(WRONG))
    found = gd.check(replaced(SOUND, "remedies.reconsideration.total", 2), baseline=baseline)

    assert ["GD002"] == [finding.code for finding in found if not finding.waived]
    assert ["requests.received.total"] == [finding.path for finding in found if not finding.waived]
    assert [] == codes(gd.check(SOUND, select=["GD1"], baseline=baseline))


def test_a_baseline_is_kept_as_json():
    """What is written as JSON is read as the same baseline."""
    baseline = gd.Baseline.of(gd.check(WRONG))

    assert baseline == gd.Baseline.from_data(json.loads(json.dumps(baseline.to_data())))


# --- rules of others --------------------------------------------------------------------------------------------------

MINE = {}


@registry.rule(
    "XC101", "名称里有县", severity=gd.Severity.NOTICE, ground="A", source="本市的要求", touches=("organ",), into=MINE
)
def in_the_county(subject, this):
    """The organ is of a county.

    Yields:
        One finding if it is not.
    """
    if "县" not in subject.report.organ.name:
        yield this.finding("名称里没有县", path="organ")


@pytest.fixture(name="added")
def _added(monkeypatch):
    """A package that adds a rule is installed."""
    point = EntryPoint("xc", f"{__name__}:MINE", "govdisclosure.rules")
    monkeypatch.setattr(EntryPoint, "load", lambda _: MINE)
    monkeypatch.setattr(registry, "entry_points", lambda group: [point] if group == point.group else [])
    registry.added_rules.cache_clear()
    yield
    registry.added_rules.cache_clear()


def test_an_installed_package_adds_rules(added):
    """Rules named by the entry point run with the others, and are not in the library's own catalogue."""
    report = attrs.evolve(SOUND, organ=gd.Organ("甲乡人民政府"), title="甲乡人民政府2025年政府信息公开工作年度报告")

    assert ["XC101"] == codes(gd.check(report))
    assert [] == codes(gd.check(SOUND, select=["XC"]))
    assert "XC101" not in gd.RULES


def test_a_rule_of_the_library_is_not_replaced(added, monkeypatch):
    """A package cannot put a rule of its own under a code of the library."""
    monkeypatch.setitem(MINE, "GD401", MINE["XC101"])

    assert gd.RULES["GD401"] == registry.catalogue()["GD401"]
