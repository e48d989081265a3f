"""What the package adds to pytest, in runs of pytest of their own."""

import re
import subprocess
import sys
from pathlib import Path

import attrs
import pytest

import govdisclosure as gd
from govdisclosure.testing import differences
from reports import SOUND, replaced

pytest_plugins = ["pytester"]

WRONG = attrs.evolve(SOUND, requests=gd.Requests(carried_over=gd.ByApplicant(total=1)), title="年度报告")


@pytest.fixture(name="run")
def _run(pytester):
    """A function that runs one test beside a sound report, one with an error and one with a warning only."""
    gd.dump(SOUND, pytester.path / "sound.html")
    gd.dump(WRONG, pytester.path / "wrong.html")
    gd.dump(attrs.evolve(SOUND, title="年度报告"), pytester.path / "warned.html")

    def run(body, **settings):
        pytester.makeini("\n".join(["[pytest]", *(f"{name} = {value}" for name, value in settings.items())]))
        pytester.makepyfile(f"import govdisclosure as gd\n\ndef test_it(assert_publishable):\n    {body}\n")
        return pytester.runpytest("-p", "pytest_govdisclosure", "-p", "no:cacheprovider")

    return run


def test_a_test_asks_for_the_assertion_by_its_name(run):
    """A test takes `assert_publishable` as a fixture, and gets the report that was read."""
    run('assert assert_publishable("sound.html").year == 2025').assert_outcomes(passed=1)


def test_what_is_found_is_shown_and_nothing_of_how(run):
    """A file that is not publishable fails with its findings, and shows no line of this library."""
    done = run('assert_publishable("wrong.html")')

    done.assert_outcomes(failed=1)
    done.stdout.fnmatch_lines(["E * AssertionError: 不能公布，有 * 处问题：", "E *GD304 错误 表三·四·总计*"])
    done.stdout.no_fnmatch_line("*assert check(reading*")


@pytest.mark.parametrize(
    ("file", "settings", "passes"),
    [
        ("warned.html", {}, True),
        ("warned.html", {"govdisclosure_fail_on": "warning"}, False),
        ("warned.html", {"govdisclosure_fail_on": "warning", "govdisclosure_ignore": "GD1"}, True),
        ("wrong.html", {"govdisclosure_ignore": "GD3 GD1"}, True),
        ("wrong.html", {"govdisclosure_ignore": "GD1"}, False),
    ],
)
def test_the_configuration_says_what_is_publishable(run, file, settings, passes):
    """The weight that fails and the codes that are not checked are set once for all tests."""
    run(f'assert_publishable("{file}")', **settings).assert_outcomes(passed=int(passes), failed=int(not passes))


def test_the_settings_of_the_recipe_are_taken(run, pytester):
    """The recipe's table of pyproject.toml is one that pytest reads."""
    page = Path(__file__).parents[1].joinpath("docs", "recipes.md").read_text("utf-8")
    tables = re.findall(r"^```toml\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    (table,) = [text for text in tables if "govdisclosure_fail_on" in text]
    run('assert_publishable("warned.html")').assert_outcomes(passed=1)
    (pytester.path / "tox.ini").unlink()
    pytester.makepyprojecttoml(table)

    pytester.runpytest("-p", "pytest_govdisclosure", "-p", "no:cacheprovider").assert_outcomes(failed=1)


def test_a_test_may_say_otherwise(run):
    """What a test gives along goes before the configuration."""
    body = 'assert_publishable("wrong.html", fail_on=gd.Severity.ERROR, ignore=["GD3"])'

    run(body, govdisclosure_fail_on="notice", govdisclosure_ignore="GD1").assert_outcomes(passed=1)


def test_a_weight_that_there_is_not_is_refused(run):
    """A wrong word in the configuration is told with those that are right."""
    done = run('assert_publishable("sound.html")', govdisclosure_fail_on="fatal")

    done.assert_outcomes(errors=1)
    done.stdout.fnmatch_lines(["*govdisclosure_fail_on：应为 notice、warning、error 之一；现为 'fatal'*"])


def test_reports_that_are_not_equal_are_told_apart_place_by_place(run):
    """Where two reports should be equal, the addresses and the numbers that differ are shown, and no more."""
    done = run('assert assert_publishable("sound.html") == gd.load("warned.html")')

    done.assert_outcomes(failed=1)
    done.stdout.fnmatch_lines(["E *两份年报有 1 处不同：", f"E *title：'{SOUND.title}' ≠ '年度报告'"])


@pytest.mark.parametrize("body", ["assert 1 == 2", "assert gd.load('sound.html') == 2", "assert not gd.load != 2"])
def test_other_comparisons_are_left_to_pytest(run, body):
    """What is not equality of two reports is shown as ever."""
    done = run(body)

    done.assert_outcomes(failed=1)
    done.stdout.no_fnmatch_line("*两份年报*")


def test_the_plugin_imports_nothing_of_the_package():
    """To load the plugin costs the runs of those who do not use it nothing, and hides no line from coverage."""
    program = "import sys, pytest_govdisclosure; print(*(name for name in sys.modules if name.startswith('govd')))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True)

    assert "" == done.stdout.strip()


# --- what the differences are -----------------------------------------------------------------------------------------


def test_equal_reports_have_no_differences():
    """A report differs from itself nowhere."""
    assert [] == differences(SOUND, SOUND)


def test_differences_are_told_by_their_places():
    """A number is told by its address, what is no number by its path, and what is only in one report as well."""
    other = attrs.evolve(
        replaced(SOUND, "proactive.licensing.decisions", None),
        remedies=None,
        problems=gd.Narrative(blocks=[*SOUND.problems.blocks, "另有一段。"]),
    )
    told = differences(SOUND, other)

    assert "表二·行政许可·本年处理决定数量：318 ≠ None" in told
    assert "problems.blocks.1.text：没有 ≠ '另有一段。'" in told
    assert "表四·行政复议·结果维持：1 ≠ 没有" in told
