"""The command line: reports added up and side by side."""

import io
import json
from importlib import import_module

import attrs
import pytest
from click.testing import CliRunner
from rich.console import Console

import govdisclosure as gd
from govdisclosure.cli import program
from reports import LAST_YEAR, SOUND


def run(*args):
    """The result of a command, which ends by itself."""
    result = CliRunner().invoke(program, list(map(str, args)), prog_name="govdisclosure")

    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


@pytest.fixture(name="folder")
def _folder(tmp_path, monkeypatch):
    """A folder with the reports of two towns, one of them of two years, and a list of who should file."""
    monkeypatch.chdir(tmp_path)
    gd.dump(SOUND, "柳溪镇.html")
    gd.dump(LAST_YEAR, "上年.json")
    gd.dump(attrs.evolve(SOUND, organ=gd.Organ("郭村镇人民政府"), title=None), "郭村镇.json")
    scope = 'members = ["示例县柳溪镇人民政府", "郭村镇"]\naliases = {"郭村镇人民政府" = "郭村镇"}\n'
    tmp_path.joinpath("名单.toml").write_text(scope, "utf-8")
    tmp_path.joinpath("坏.html").write_text("<p>通知", "utf-8")
    return tmp_path


ROLL_UP = ("rollup", "柳溪镇.html", "郭村镇.json", "--organ", "示例县人民政府")


def test_reports_are_added_up_into_a_file(folder):
    """The sum is written in the format that the name of the file tells, and where all is well the exit code is 0."""
    result = run(*ROLL_UP, "--year", 2025, "--scope", "名单.toml", "-o", "县.docx", "--account", "账.json")
    county = gd.load("县.docx")
    (cell,) = [
        each for each in json.loads(folder.joinpath("账.json").read_text("utf-8")) if each["address"] == "表三·一·总计"
    ]

    assert (0, "") == (result.exit_code, result.stdout)
    assert "没有问题" in result.stderr
    assert (gd.Organ("示例县人民政府"), 2025, 24) == (county.organ, county.year, county.requests.received.total)
    assert [{"organ": "示例县柳溪镇人民政府", "value": 12}, {"organ": "郭村镇", "value": 12}] == cell["shares"]


def test_the_sum_can_go_to_standard_output(folder):
    """What is found goes to standard error, so that the report alone is on standard output."""
    result = run(*ROLL_UP, "-o", "-", "--to", "json")

    assert 24 == gd.loads(result.stdout_bytes).requests.received.total
    assert 2 == run(*ROLL_UP, "-o", "-").exit_code


def test_who_has_not_filed_fails_the_roll_up(folder):
    """An error among the findings gives exit code 1; the sum is written all the same."""
    folder.joinpath("名单.toml").write_text('members = ["示例县柳溪镇人民政府", "郭村镇人民政府", "丙局"]', "utf-8")
    result = run(*ROLL_UP, "--scope", "名单.toml", "-o", "县.json", "--locale", "en")

    assert 1 == result.exit_code
    assert "GD752" in result.stderr
    assert "丙局" in result.stderr
    assert folder.joinpath("县.json").exists()


def test_a_file_that_cannot_be_read_does_not_stop_the_others(folder):
    """The others are added up, the one is told, and the exit code is 2."""
    result = run(*ROLL_UP, "坏.html", "-o", "县.json")

    assert 2 == result.exit_code
    assert "坏.html：" in result.stderr
    assert 24 == gd.load("县.json").requests.received.total


def test_a_list_that_cannot_be_read_is_told(folder):
    """A list that is not there is refused by name."""
    result = run(*ROLL_UP, "--scope", "没有.toml", "-o", "县.json")

    assert (2, "不能读“没有.toml”：没有这个文件或文件夹\n") == (result.exit_code, result.stderr)


def test_the_form_of_2019_can_be_asked_for(folder):
    """The sum stands on the edition that is asked for."""
    run(*ROLL_UP, "--edition", "2019", "-o", "县.json")

    assert gd.Edition.V2019 is gd.load("县.json").edition


@pytest.mark.parametrize(("terminal", "seen"), [(True, True), (False, False)])
def test_many_files_have_a_bar_in_a_terminal(folder, monkeypatch, terminal, seen):
    """How far the reading is shows where a person sees it, and nowhere else."""
    file = io.StringIO()
    monkeypatch.setattr(
        import_module("govdisclosure.cli.program"),
        "console_for",
        lambda **_: Console(file=file, force_terminal=terminal),
    )
    for n in range(6):
        gd.dump(attrs.evolve(SOUND, organ=gd.Organ(f"第{n}镇"), title=None), f"{n}.json")
    run("rollup", *(f"{n}.json" for n in range(6)), "--organ", "示例县人民政府", "-o", "县.json")

    assert [seen] * 2 == [word in file.getvalue() for word in ("读取年报", "6/6")]


# --- side by side -----------------------------------------------------------------------------------------------------


def test_the_years_of_an_organ_are_compared_in_their_order(folder):
    """The earlier year stands first, in whatever order the files are given."""
    result = run("compare", "柳溪镇.html", "上年.json")
    heading = next(line for line in result.stdout.splitlines() if "位置" in line)

    assert 0 == result.exit_code
    assert heading.index("2024年") < heading.index("2025年")
    assert "+0.45" in result.stdout


def test_organs_are_compared_in_the_order_given(folder):
    """Reports of several organs stand as they are given."""
    data = json.loads(run("compare", "郭村镇.json", "柳溪镇.html", "--format", "json").stdout)

    assert ["郭村镇人民政府", "示例县柳溪镇人民政府"] == data["reports"]


def test_a_comparison_can_be_a_page_with_every_cell(folder):
    """A page goes to a file, with the cells that do not differ if they are asked for."""
    result = run(
        "compare", "柳溪镇.html", "上年.json", "--format", "html", "--all", "--output", "对比.html", "--locale", "en"
    )
    page = folder.joinpath("对比.html").read_text("utf-8")

    assert (0, "") == (result.exit_code, result.output)
    assert 200 == page.count("<tr data-path")
    assert '<html lang="en">' in page


def test_one_file_has_nothing_beside_it(folder):
    """A lone file is refused."""
    result = run("compare", "柳溪镇.html")

    assert (2, "至少要有两份年报才能比较；现有 1 份\n") == (result.exit_code, result.stderr)


def test_what_cannot_be_read_is_not_compared(folder):
    """Where a file cannot be read there is no comparison."""
    result = run("compare", "柳溪镇.html", "坏.html")

    assert (2, "") == (result.exit_code, result.stdout)
    assert "坏.html：" in result.stderr
