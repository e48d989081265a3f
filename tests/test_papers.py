"""What lies beside reports as files: waivers, known findings, the organs below; and what bad ones are told."""

import json
import os
import zipfile

import attrs
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import govdisclosure as gd
from govdisclosure.cli import program
from govdisclosure.rules.papers import Baselines, read_baselines, read_scope, read_waivers
from reports import LAST_YEAR, SOUND, replaced

GROUP = "remedies.reconsideration.total"
WRONG = replaced(SOUND, GROUP, 2)
WAIVER = 'code = "GD401"\nreason = "法院更正"\nname = "李四"\n'


@pytest.fixture(name="folder")
def _folder(tmp_path, monkeypatch):
    """A folder to work in, with some reports in it and below."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "below").mkdir()
    for name, report in {"sound": SOUND, "wrong": WRONG, "last": LAST_YEAR}.items():
        gd.dump(report, tmp_path / f"{name}.json")
    for name in ("甲局", "乙局"):
        gd.dump(attrs.evolve(SOUND, organ=gd.Organ(name)), tmp_path / f"below/{name}.json")
    (tmp_path / "below/.hidden").write_text("")
    (tmp_path / "below/~$乙局.docx").write_text("")
    (tmp_path / "below/older").mkdir()
    return tmp_path


def run(*args, data=None):
    """The result of a check; that it ended by itself is made sure of here."""
    result = CliRunner().invoke(program, ["check", *map(str, args)], input=data, prog_name="govdisclosure")

    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def told(*args, **more):
    """The exit code of a check and, for each of its files, the findings as data."""
    result = run("--format", "json", *args, **more)
    return result.exit_code, [each["findings"] for each in json.loads(result.stdout)["files"]]


def codes(findings):
    """The codes of findings as data."""
    return [each["code"] for each in findings]


def ends(*args, **more):
    """The exit code of a check of one file and the codes of what is found."""
    code, (found,) = told(*args, **more)
    return code, codes(found)


# --- files ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("read", "text", "problems"),
    [
        (read_waivers, "waiver = 3", ["waiver：应为一个列表；现为 3"]),
        (read_waivers, "[[waiver]]\nname = 'a'", ["waiver[0].code：缺 code", "waiver[0].reason：缺 reason"]),
        (
            read_waivers,
            f"[[waiver]]\n{WAIVER}\n[[waiver]]\n{WAIVER}who = 'a'\nplace_of = 'b'",
            ["waiver[1]：不认识的键：place_of，who；请改正或删去"],
        ),
        (read_waivers, "[[waiver]]\ncode = 401\nreason = 'a'\nname = 'b'", ["waiver[0].code：应为文字；现为 401"]),
        (
            read_waivers,
            "[[waiver]]\ncode = 'GD401'\nreason = ''\nname = 'b'",
            ["waiver[0]：Waiver.reason：豁免要写明规则、理由和姓名"],
        ),
        (read_scope, 'members = "甲局"', ['members：应为一个列表；现为 "甲局"']),
        (read_scope, "adds_up = 1", ["adds_up：应为 true 或 false；现为 1"]),
        (read_scope, "aliases = ['a']", ['aliases：应为一张表；现为 ["a"]']),
        (read_scope, "member = []", ["文件：不认识的键：member；请改正或删去"]),
        (read_baselines, '{"a": []}', ["['a']：应为一张表；现为 []"]),
        (read_baselines, '{"a": {"GD401": [null]}}', ["['a']['GD401'][0]：应为文字；现为 null"]),
    ],
)
def test_a_paper_that_is_not_made_as_it_should_names_each_place(tmp_path, read, text, problems):
    """Every place that is wrong is named with what stands there and what should."""
    path = tmp_path / "paper"
    path.write_text(text, "utf-8")
    with pytest.raises(gd.ReadError) as caught:
        read(path)

    assert f"“{path}”里有 {len(problems)} 处不对：" == caught.value.message
    assert tuple(problems) == caught.value.problems


@pytest.mark.parametrize(
    ("read", "data", "message"),
    [
        (read_waivers, b"waiver = [", "不是合格的 TOML"),
        (read_scope, "甲".encode("gbk"), "不是 UTF-8 的文字"),
        (read_baselines, b"{", "不是合格的 JSON"),
        (read_baselines, b"[" * 100_000, "不是合格的 JSON"),
        (read_baselines, b"[]", "应为一张表；现为 \\[\\]"),
        (read_baselines, None, "没有这个文件或文件夹"),
    ],
)
def test_a_paper_that_cannot_be_read_is_refused(tmp_path, read, data, message):
    """What is no such file at all is refused by its name with the reason."""
    path = tmp_path / "paper"
    if data is not None:
        path.write_bytes(data)

    with pytest.raises(gd.ReadError, match=f"“{path}”.*{message}"):
        read(path)


def test_papers_name_reports_as_seen_from_their_folder(folder):
    """A waiver in one folder is of the report in another, however the path is written."""
    path = folder / "below/waivers.toml"
    path.write_text(f"[[waiver]]\n{WAIVER}file = './../wrong.json'\n[[waiver]]\n{WAIVER}", "utf-8")
    waivers = read_waivers(path)

    assert ["../wrong.json", ""] == [each.file for each in waivers.of("wrong.json")]
    assert [""] == [each.file for each in waivers.of(str(folder / "sound.json"))]
    assert [""] == [each.file for each in waivers.of("-")]
    assert waivers.for_any


def test_a_report_on_another_drive_is_named_by_its_whole_path(folder, monkeypatch):
    """Where no path leads from the one to the other the whole path stands."""
    monkeypatch.setattr(os.path, "relpath", lambda *_: (_ for _ in ()).throw(ValueError("drive")))

    assert (folder / "wrong.json").as_posix() == Baselines(folder / "known.json").name_of("wrong.json")


NAMES = st.text("甲乙ab", min_size=1, max_size=4)
FOUND = st.builds(
    gd.Finding,
    code=st.sampled_from(sorted(gd.RULES)),
    severity=st.just(gd.Severity.ERROR),
    message=st.just("错"),
    path=st.sampled_from(["", GROUP, "requests.received.total"]),
)


@given(st.dictionaries(NAMES, st.lists(FOUND, max_size=4), max_size=3))
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_known_of_several_reports_is_read_as_written(tmp_path, found):
    """The file has for each report the findings that were known last, and no report without any."""
    kept = Baselines(tmp_path / "known.json")
    for name, findings in found.items():
        kept = kept.knowing(str(tmp_path / name), findings)
    kept.write()
    again = read_baselines(tmp_path / "known.json")

    assert kept == again
    assert {name for name, findings in found.items() if findings} == set(again.items)
    assert all(gd.Baseline.of(findings) == again.items[name] for name, findings in found.items() if findings)


# --- on the command line ----------------------------------------------------------------------------------------------


def test_check_holds_a_report_against_last_years(folder):
    """With --previous what was carried over last year is compared, and rules that need it are evaluated."""
    gd.dump(replaced(LAST_YEAR, "proactive.normative_documents.in_force", 7), folder / "last.json")

    assert (0, ["GD603"]) == ends("sound.json", "--previous", "last.json", "--select", "GD6")


def test_check_adds_up_the_reports_below(folder):
    """The files named and those in a folder are the children; the scope says that they should add up."""
    (folder / "scope.toml").write_text('adds_up = true\nmembers = ["甲局", "乙局", "丙局"]', "utf-8")
    _, (whole,) = told("sound.json", "--children", "below", "--scope", "scope.toml", "--select", "GD7")
    _, (one,) = told("sound.json", "--children", "below/甲局.json", "--scope", "scope.toml", "--select", "GD702")

    assert "GD702" in codes(whole)
    assert [["丙局"], ["乙局", "丙局"]] == [
        [name for name in ("甲局", "乙局", "丙局") if any(name in each["message"] for each in found)]
        for found in ([each for each in whole if each["code"] == "GD702"], one)
    ]


def test_check_takes_the_kind_of_body_and_the_day(folder):
    """With --profile and --today the deadline of a department is judged."""
    options = ["--select", "GD108", "--profile", "department", "--today"]

    assert (0, ["GD108"]) == ends("sound.json", *options, "2026-02-01")
    assert (0, []) == ends("sound.json", *options, "2026-01-31")


@pytest.mark.parametrize("option", ["--previous", "--children", "--scope"])
def test_what_belongs_to_one_report_is_refused_for_several(folder, option):
    """Last year's report, children and scope are of one report."""
    result = run("sound.json", "wrong.json", option, "last.json")

    assert 2 == result.exit_code
    assert f"{option} 只属于一份年报，现在不止一份；请逐份检查" in result.stderr


@pytest.mark.parametrize("option", ["--previous", "--children"])
def test_a_report_given_along_that_cannot_be_read_is_told_by_name(folder, option):
    """A check that cannot be what was asked for is not made."""
    (folder / "bad.json").write_text("{}")
    result = run("sound.json", option, "bad.json")

    assert (2, "") == (result.exit_code, result.stdout)
    assert "bad.json：" in result.stderr


def test_check_waives_what_need_not_be_mended(folder):
    """A waived finding is told with the reason and does not decide the exit code; one of no use is told."""
    path = folder / "waivers.toml"
    path.write_text(f"[[waiver]]\n{WAIVER}file = 'wrong.json'\n", "utf-8")
    assert (0, ["GD401"]) == ends("wrong.json", "--waivers", path)

    path.write_text(f"[[waiver]]\n{WAIVER}address = '表三'\n", "utf-8")
    assert (1, ["GD401", "GD001"]) == ends("wrong.json", "--waivers", path)
    assert (1, ["GD401"]) == ends("wrong.json", "--waivers", path, "--ignore", "GD001")


def test_a_waiver_of_several_reports_names_its_own(folder):
    """Where several reports are checked a waiver says which one it is about."""
    path = folder / "waivers.toml"
    path.write_text(f"[[waiver]]\n{WAIVER}", "utf-8")
    result = run("wrong.json", "sound.json", "--waivers", path)

    assert 2 == result.exit_code
    assert "每条豁免都要用 file 写明是哪一份的" in result.stderr


def test_a_paper_that_names_a_report_that_is_not_there_is_told(folder):
    """A misspelt name in a file of waivers or known findings is no silent loss."""
    (folder / "waivers.toml").write_text(f"[[waiver]]\n{WAIVER}file = 'wrung.json'\n", "utf-8")
    (folder / "known.json").write_text('{"wrung.json": {"GD401": [""]}, "-": {"GD401": [""]}}', "utf-8")
    result = run("wrong.json", "--waivers", "waivers.toml", "--baseline", "known.json")

    assert 1 == result.exit_code
    assert "waivers.toml：没有“wrung.json”这个文件；请改正或删去\n" in result.stderr
    assert "known.json：没有“wrung.json”这个文件；请改正或删去\n" in result.stderr


def test_check_writes_down_what_is_known_and_counts_only_what_is_new(folder):
    """What was written down no longer counts; what is new does, and what is gone is told."""
    (folder / "known.json").write_text('{"last.json": {"GD301": [""]}, "sound.json": {"GD301": [""]}}', "utf-8")
    assert 0 == run("wrong.json", "sound.json", "--write-baseline", "known.json").exit_code
    data = json.loads((folder / "known.json").read_text("utf-8"))
    assert {"last.json": {"GD301": [""]}, "wrong.json": {"GD401": [GROUP]}} == data

    assert 0 == run("wrong.json", "--baseline", "known.json").exit_code
    gd.dump(replaced(SOUND, "requests.received.total", 13), folder / "wrong.json")
    assert (1, ["GD304", "GD002"]) == ends("wrong.json", "--baseline", "known.json")


def test_known_findings_are_not_read_and_written_at_once(folder):
    """Which of the two is meant is not guessed."""
    result = run("wrong.json", "--baseline", "a", "--write-baseline", "b")

    assert 2 == result.exit_code
    assert "--baseline 和 --write-baseline 只能用一个" in result.stderr


def test_codes_that_no_rule_has_are_refused(folder):
    """A misspelt code is no empty selection."""
    result = run("wrong.json", "--select", "GX1")

    assert (2, "没有以 GX1 开头的规则\n") == (result.exit_code, result.stderr)


# --- mending ----------------------------------------------------------------------------------------------------------

BLANK = replaced(SOUND, GROUP, None)


@pytest.mark.parametrize("suffix", ["json", "html", "docx", "pdf", "md", "txt"])
@pytest.mark.parametrize("locale", ["zh_Hans_CN", "en"])
def test_check_puts_right_what_is_certain(folder, suffix, locale):
    """With --fix the file holds the mended report in its own language, each change is told, and the rest is checked."""
    path = folder / f"blank.{suffix}"
    gd.dump(BLANK, path, locale=locale)
    result = run(path, "--fix")

    assert (0, f"{path}：表四·行政复议·总计由 空白 改为 1\n") == (result.exit_code, result.stderr)
    assert gd.dumps(SOUND, suffix, locale=locale) == path.read_bytes()
    assert "没有问题" in result.stdout
    assert "" == run(path, "--fix").stderr


def test_changes_are_told_in_the_language_that_is_asked_for(folder):
    """The sentence for each change is in the language of the output."""
    gd.dump(BLANK, folder / "blank.json")

    (change,) = gd.fixed(BLANK, gd.check(BLANK)).told
    assert f"blank.json：{change.in_locale('en')}\n" == run("blank.json", "--fix", "--locale", "en").stderr


def test_a_page_with_more_than_the_report_is_not_rewritten(folder):
    """What a file shows beside the report would be lost, so that it is told and the file stays as it is."""
    page = gd.dumps(BLANK, "html").replace(b"<main", "<nav>网站导航</nav><main".encode())
    (folder / "page.html").write_bytes(page)
    result = run("page.html", "--fix")

    assert 1 == result.exit_code
    assert "page.html：没有改动：文件里有不属于年报的内容" in result.stderr
    assert page == (folder / "page.html").read_bytes()


def test_standard_input_is_not_rewritten():
    """What came through a pipe has no place to be written back to."""
    result = run("-", "--fix", data=gd.dumps(BLANK, "json"))

    assert 1 == result.exit_code
    assert "-：没有改动：标准输入和压缩包里的年报不能改写" in result.stderr


def test_what_is_waived_is_not_put_right(folder):
    """A finding that need not be mended is left as it is."""
    gd.dump(BLANK, folder / "blank.json")
    text = "".join(f"[[waiver]]\n{WAIVER.replace('GD401', code)}" for code in ("GD402", "GD951"))
    (folder / "waivers.toml").write_text(text, "utf-8")

    result = run("blank.json", "--fix", "--waivers", "waivers.toml")

    assert (0, "") == (result.exit_code, result.stderr)
    assert gd.dumps(BLANK, "json") == (folder / "blank.json").read_bytes()


# --- many at once -----------------------------------------------------------------------------------------------------


def packed(folder):
    """An archive of the reports in a folder."""
    with zipfile.ZipFile(folder / "all.zip", "w") as archive:
        for path in sorted(folder.glob("*.json")):
            archive.write(path, path.name)
    return "all.zip"


@pytest.mark.parametrize("workers", [1, 2])
def test_a_folder_and_an_archive_are_checked_as_their_files(folder, workers):
    """Each report in them is checked under its own name, by any number of workers."""
    packed(folder)
    result = run(".", "all.zip", "--format", "json", "--select", "GD401", "--workers", workers)
    found = {each["file"]: codes(each["findings"]) for each in json.loads(result.stdout)["files"]}
    names = ["last.json", "sound.json", "wrong.json"]
    below = ["below/乙局.json", "below/甲局.json"]

    assert 1 == result.exit_code
    assert [*(f"all.zip/{name}" for name in names), *below, *names] == sorted(found)
    assert ["all.zip/wrong.json", "wrong.json"] == sorted(name for name, each in found.items() if each)


@pytest.mark.parametrize("path", ["below/older", "none.zip"])
def test_where_there_is_no_report_that_is_told(folder, path):
    """A folder or an archive without a report is no success."""
    zipfile.ZipFile(folder / "none.zip", "w").close()
    result = run(path)

    assert (2, "") == (result.exit_code, result.stdout)
    assert f"{path}里没有年报" in result.stderr


def test_a_report_in_an_archive_is_not_rewritten(folder):
    """What was to be mended in an archive is told, and the archive stays as it is."""
    gd.dump(BLANK, "blank.json")
    packed(folder)
    before = (folder / "all.zip").read_bytes()
    result = run("all.zip", "--fix")

    assert "all.zip/blank.json：没有改动：标准输入和压缩包里的年报不能改写" in result.stderr
    assert before == (folder / "all.zip").read_bytes()


def test_waivers_and_known_findings_are_those_of_each_file_of_a_folder(folder):
    """They name the files in it as they do others."""
    (folder / "waivers.toml").write_text(f'[[waiver]]\nfile = "below/甲局.json"\n{WAIVER}', "utf-8")
    for name in ("甲局", "乙局"):
        gd.dump(attrs.evolve(WRONG, organ=gd.Organ(name)), f"below/{name}.json")
    options = ("below", "--select", "GD401", "--waivers", "waivers.toml")

    assert (1, [True, False]) == waived(*options)
    assert 0 == run(*options, "--write-baseline", "known.json").exit_code
    assert (0, [True, True]) == waived(*options, "--baseline", "known.json")


def waived(*args):
    """The exit code of a check and whether what is found does not count, of 甲局 and 乙局."""
    result = run("--format", "json", *args)
    files = {each["file"]: each["findings"] for each in json.loads(result.stdout)["files"]}
    found = (files[f"below/{name}.json"] for name in ("甲局", "乙局"))
    return result.exit_code, [bool(finding["waived"]) for (finding,) in found]


def test_a_rule_that_is_not_there_is_told_by_a_worker_too(folder):
    """What a worker refuses ends the check with the same sentence."""
    result = run(".", "--select", "GD999", "--workers", 2)

    assert (2, "没有以 GD999 开头的规则\n") == (result.exit_code, result.stderr)
