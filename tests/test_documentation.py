"""The pages made of the declarations, the two halves that the guides come in, and the tests that claims name."""

import ast
import re
import textwrap
from pathlib import Path

import pytest
from form_pages import LOCALES, form_pages, meanings, places
from rule_pages import rule_pages

import govdisclosure as gd
from govdisclosure.output.catalogue import entries
from govdisclosure.reference import declaration

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
FORM = dict(form_pages())
PAGES = [(edition, ending) for edition in gd.Edition for ending in LOCALES.values()]
ONE_LANGUAGE = {"api", "architecture", "benchmarks", "changelog", "security"}
"""What stands in English only: the reference, and what is for contributors."""


def ids(text):
    """Every mark on a page."""
    return re.findall(r'id="([^"]+)"', text)


@pytest.mark.parametrize(("edition", "ending"), PAGES)
def test_every_place_has_its_marks_once(edition, ending):
    """Every section, row and cell can be linked to by its path and by its address, and no mark stands twice.

    The English heading of section one is its path, so that Sphinx marks it.
    """
    found = ids(FORM[f"form/{edition.value}{ending}.md"])

    assert len({*found}) == len(found)
    assert {*places(edition)} - {*found} == ({"overview"} if ending == "" else set())
    assert {node.address for node in places(edition).values()} <= {*found}


@pytest.mark.parametrize(("edition", "cells"), [(gd.Edition.V2021, 200), (gd.Edition.V2019, 198)])
def test_every_cell_of_an_edition_stands_there(edition, cells):
    """The page of an edition has the cells of that edition and no others."""
    empty = gd.AnnualReport(organ=None, year=None, edition=edition)
    expected = [cell.path for cell in gd.cells(empty)]

    assert cells == len(expected)
    assert expected == [path for path, node in places(edition).items() if node.is_cell]


@pytest.mark.parametrize(("edition", "ending"), PAGES)
def test_drawings_lead_to_what_is_on_the_page(edition, ending):
    """Each cell of each drawing is a link to the mark of that cell."""
    text = FORM[f"form/{edition.value}{ending}.md"]
    links = re.findall(r'data-path="([^"]+)"[^>]*><a href="#([^"]+)"', text)

    assert [path for path, node in places(edition).items() if node.is_cell] == [path for path, _ in links]
    assert all(path == target for path, target in links)


def test_a_row_is_told_whole():
    """A row has its address, its words, its article, its path, its line of source and the rules that look at it."""
    node = gd.nodes()["requests.outcomes.unavailable.not_compiled"]
    _, _, rest = FORM["form/2021.zh.md"].partition(f"(form-2021-zh-{node.path})=")
    row = rest.partition("<details>")[0]

    assert "### 三（四）2 没有现成信息需要另行制作" in row
    assert ":地址: 表三·三（四）2" in row
    assert ":《条例》: 第三十八条" in row
    assert f":声明: report.py 第 {declaration(node).line} 行：" in row
    assert "(../rules.zh/GD" in row


def test_every_meaning_is_told_in_chinese():
    """What the declarations say in English the Chinese page says in Chinese, and nothing is left of what they said."""
    told = {declaration(node).meaning for edition in gd.Edition for node in places(edition).values()}

    assert told == {*meanings()}


def test_every_code_has_a_page_in_every_language():
    """Each rule, and whatever else can be found, has a page and a line of the list, in both languages."""
    pages = dict(rule_pages())
    expected = {f"rules{ending}/{code}.md" for ending in LOCALES.values() for code in entries()}

    assert expected == {name for name in pages if name.endswith(".md")}
    for ending in LOCALES.values():
        assert [*entries()] == re.findall(r"^\| \[(GD\d+)\]", pages[f"rules{ending}.inc"], re.MULTILINE)


def test_every_guide_stands_in_both_languages():
    """Each page of one half has its counterpart in the other."""
    names = {path.stem for path in DOCS.glob("*.md")} - ONE_LANGUAGE
    english = {name for name in names if not name.endswith(".zh")}

    assert {f"{name}.zh" for name in english} == names - english


def test_every_page_stands_in_a_table_of_contents():
    """Each page of a half is in the contents of that half, once."""
    for name in ("index.md", "index.zh.md"):
        listed = re.findall(r"^[a-z][\w.]*$", (DOCS / name).read_text("utf-8"), re.MULTILINE)
        half = {path.stem for path in DOCS.glob("*.md") if path.stem.endswith(".zh") == (name == "index.zh.md")}

        assert half - {"index", "index.zh"} == {*listed} - {"index.zh"}
        assert len({*listed}) == len(listed)


@pytest.mark.parametrize("name", ["extending.md", "extending.zh.md"])
def test_the_rule_shown_is_that_of_the_library(name):
    """The declaration that the guide to adding a rule shows stands word for word in the source."""
    guide = (DOCS / name).read_text("utf-8")
    source = (DOCS.parent / "src" / "govdisclosure" / "rules" / "proactive.py").read_text("utf-8")
    (shown,) = re.findall(r"^   ```py\n(.*?)^   ```$", guide, re.MULTILINE | re.DOTALL)

    assert textwrap.dedent(shown) in source


# --- what is claimed --------------------------------------------------------------------------------------------------

PAPERS = ["SECURITY.md", "docs/properties.md", "docs/properties.zh.md"]


@pytest.mark.parametrize("name", PAPERS)
def test_each_claim_names_tests_that_exist(name):
    """Every claim names the tests that hold it, and each of them is there."""
    _, _, *claims = [line for line in (ROOT / name).read_text("utf-8").splitlines() if line.startswith("|")]
    named = [re.findall(r"`(test_\w+::test_\w+)`", claim) for claim in claims]
    known = {
        f"{path.stem}::{node.name}"
        for path in (ROOT / "tests").glob("test_*.py")
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef)
    }

    assert len(claims) > 10
    assert all(named)
    assert set() == {test for tests in named for test in tests} - known


def test_a_release_has_one_version_and_one_day():
    """The changelog and the citation name the version of the package, and the day that they name is the same."""
    changes, citation = ((ROOT / name).read_text("utf-8") for name in ("CHANGELOG.md", "CITATION.cff"))
    version, day = re.findall(r"^## \[(\d.*?)\] - (\S+)$", changes, re.MULTILINE)[0]
    cited = dict(re.findall(r"^(version|date-released): (.+)$", citation, re.MULTILINE))

    assert version == gd.__version__
    assert cited == {"version": version, "date-released": day}
