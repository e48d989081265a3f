"""The command line, as a function and as a process of its own."""

import errno
import json
import os
import secrets
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import attrs
import pytest
from click.testing import CliRunner

import govdisclosure as gd
from govdisclosure import __main__ as entry
from govdisclosure.cli import program
from govdisclosure.output import OUTPUTS
from govdisclosure.output.catalogue import entries, rules_as
from reports import OTHERS, OVERVIEW, PROBLEMS

SOUND = gd.AnnualReport(
    organ=gd.Organ("示例县柳溪镇人民政府"), year=2025, overview=OVERVIEW, problems=PROBLEMS, other_matters=OTHERS
)
WRONG = attrs.evolve(SOUND, requests=gd.Requests(received=gd.ByApplicant(natural_persons=2, total=3)))
ADVISED = attrs.evolve(SOUND, title="2025年政府信息公开工作年度报告")
"""A report with a warning and no error."""
SAMPLE = files("govdisclosure").joinpath("sample/report.txt").read_bytes()
FORMATS = ["json", "html", "docx", "markdown", "text"]


@pytest.fixture(name="folder")
def _folder(tmp_path, monkeypatch):
    """A folder to work in, with some reports in it."""
    monkeypatch.chdir(tmp_path)
    for name, report in {"sound": SOUND, "wrong": WRONG, "advised": ADVISED}.items():
        gd.dump(report, tmp_path / f"{name}.json")
    (tmp_path / "sample.txt").write_bytes(SAMPLE)
    (tmp_path / "garbage.txt").write_bytes(b"\x00\x01\xff garbage")
    (tmp_path / "other.txt").write_text("关于召开会议的通知", "utf-8")
    return tmp_path


def run(*args, data=None):
    """The result of a command; that it ended by itself is made sure of here."""
    result = CliRunner().invoke(program, list(map(str, args)), input=data, prog_name="govdisclosure")

    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.output
    return result


def process(*args, data=b"", **more):
    """The outcome of the program as a process of its own."""
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, *args], input=data, capture_output=True, timeout=60, check=False, env=env, **more
    )

    assert b"Traceback" not in done.stderr
    return done


# --- the program ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("option", ["--help", "-h"])
@pytest.mark.parametrize("command", [None, *program.commands])
def test_every_command_explains_itself(command, option):
    """The program and each command tell their use."""
    result = run(*filter(None, [command, option]))

    assert 0 == result.exit_code
    assert "Usage: govdisclosure" in result.stdout
    names = program.commands if command is None else ["--help"]
    assert all(name in result.stdout for name in names)


def test_the_examples_of_the_program_stand_line_by_line():
    """The help of the program shows each example on a line of its own."""
    lines = run("--help").output.splitlines()

    assert ["demo", "check", "explain", "convert", "where", "tally"] == [
        line.split()[1] for line in lines if line.strip().startswith("govdisclosure ")
    ]


def test_the_program_tells_its_version():
    """The version is that of the package."""
    assert f"govdisclosure, version {gd.__version__}\n" == run("--version").stdout


@pytest.mark.parametrize(
    "args", [["nothing"], ["check"], ["convert", "one"], ["show"], ["where"], ["check", "--format", "xml", "a"]]
)
def test_wrong_use_is_told(args):
    """A command that is not there or lacks an argument is refused with its use."""
    result = run(*args)

    assert 2 == result.exit_code
    assert "Usage" in result.stderr


# --- check ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "level", "code"),
    [
        *(("sound", level, 0) for level in ("error", "warning", "notice")),
        *(("wrong", level, 1) for level in ("error", "warning", "notice")),
        *(("advised", level, code) for level, code in (("error", 0), ("warning", 1), ("notice", 1))),
    ],
)
def test_check_ends_as_its_findings_weigh(folder, name, level, code):
    """The exit code is 1 where a finding weighs as much as was asked for, and 0 where none does."""
    assert code == run("check", f"{name}.json", "--fail-on", level).exit_code


def test_check_fails_on_errors_unless_told(folder):
    """Without a level an error fails and a warning does not."""
    assert [0, 0, 1] == [run("check", f"{name}.json").exit_code for name in ("sound", "advised", "wrong")]


def test_check_fails_on_a_notice_if_told(folder):
    """A page with notices alone fails only on that level."""
    misprint = "\n2 |\n0 |\n0 |\n0 |\n1 |\n0 |\n2 | |"
    (folder / "noted.txt").write_text(
        SAMPLE.decode().replace(misprint, misprint.replace("\n2 | |", "\n3 | |")), "utf-8"
    )
    ends = [run("check", "noted.txt", "--fail-on", level).exit_code for level in ("error", "warning", "notice")]

    assert [0, 0, 1] == ends


def test_check_tells_each_finding_and_its_evidence(folder):
    """A finding is told with its weight, rule and place, and the sums that prove it; then how many there are."""
    result = run("check", "wrong.json")

    assert "示例县柳溪镇人民政府 2025年，2021 年版表样" in result.stdout
    (finding,) = gd.check(WRONG).items[:1]
    words = "".join(result.stdout.split())
    assert all("".join(part.split()) in words for part in ("错误", finding.code, finding.address, finding.message[:12]))
    assert all(each.code in words for each in finding.evidence)
    errors = sum(finding.severity is gd.Severity.ERROR for finding in gd.check(WRONG))
    assert f"错误{errors}；{len(gd.RULES)}条规则中" in words


def test_check_says_that_there_is_nothing_to_say(folder):
    """A sound report has no problem, and the rules that see what they need pass."""
    results = gd.check(SOUND).results
    passed = sum(result.outcome is gd.Outcome.PASSED for result in results)

    assert f"没有问题；{len(results)} 条规则中 {passed} 条通过" in run("check", "sound.json").stdout


def test_check_tells_every_rule_if_asked(folder):
    """With --all each rule is listed with its outcome and, where there is one, the reason."""
    gd.dump(attrs.evolve(WRONG, remedies=None, organ=None, year=None, title=None), folder / "gaps.json")
    result = run("check", "--all", "gaps.json")

    assert all(f"{code} {rule.title}：" in result.stdout for code, rule in gd.RULES.items())
    assert "没有评，年报里没有表四" in result.stdout
    assert "没有通过" in result.stdout
    assert "机关、年份不详" in result.stdout


@pytest.mark.parametrize("output", OUTPUTS)
@pytest.mark.parametrize("locale", ["zh_Hans_CN", "en"])
def test_check_writes_every_output(folder, output, locale):
    """In every format and language the output is what the library renders, on standard output or in a file."""
    names = ["wrong.json", "sample.txt"]
    readings = {name: gd.read(folder / name) for name in names}
    checked = [gd.Checked(name, findings=gd.check(each), report=each.report) for name, each in readings.items()]
    expected = gd.render(checked, output, locale=locale)
    told = run("check", "--format", output, "--locale", locale, *names)
    written = run("check", "--format", output, "--locale", locale, "--output", "out", *names)

    assert (1, 1, "") == (told.exit_code, written.exit_code, written.stdout)
    assert expected == told.stdout
    assert expected == (folder / "out").read_text("utf-8")


def test_check_gives_the_results_of_every_rule_to_programs(folder):
    """With --all the data hold how every rule came out."""
    (file,) = json.loads(run("check", "--format", "json", "--all", "sound.json").stdout)["files"]

    results = [(each.code, each.outcome.value) for each in gd.check(SOUND).results]
    assert results == [(each["code"], each["outcome"]) for each in file["results"]]


def test_check_never_fails_if_told(folder):
    """With --fail-on never findings do not matter for the exit code, but what cannot be read does."""
    assert 0 == run("check", "wrong.json", "--fail-on", "never").exit_code
    assert 2 == run("check", "wrong.json", "absent.json", "--fail-on", "never").exit_code


@pytest.mark.parametrize(
    ("options", "codes"),
    [
        (["--select", "GD1"], ["GD104"]),
        (["--select", "gd1,GD9"], ["GD104", "GD951"]),
        (["--select", "GD104", "--select", "GD951"], ["GD104", "GD951"]),
        (["--ignore", "GD1"], ["GD951"]),
        (["--select", "GD1", "--ignore", "GD104"], []),
    ],
)
def test_check_looks_at_the_rules_it_is_told(folder, options, codes):
    """Rules are chosen and left out by what their codes begin with, results with the findings."""
    blank = gd.Proactive(licensing=gd.Decisions(decisions=None))
    gd.dump(attrs.evolve(ADVISED, proactive=blank), folder / "two.json")
    (file,) = json.loads(run("check", "--format", "json", "--all", "two.json", *options).stdout)["files"]

    assert codes == sorted(each["code"] for each in file["findings"])
    assert codes == sorted(each["code"] for each in file["results"] if each["outcome"] == "failed")


def test_check_tells_a_place_it_cannot_write(folder):
    """Where the output cannot be written the reason is told, and nothing is said to have been found."""
    result = run("check", "wrong.json", "--output", "absent/out.txt")

    assert (2, "") == (result.exit_code, result.stdout)
    assert "没有这个文件或文件夹" in result.stderr


@pytest.mark.parametrize("output", OUTPUTS)
@pytest.mark.parametrize("bad", ["garbage.txt", "other.txt", "absent.txt", "absent.zip"])
def test_check_goes_on_after_a_file_it_cannot_read(folder, bad, output):
    """Of several files those that can be read are checked; the exit code and the output say that one could not be."""
    result = run("check", "--format", output, "wrong.json", bad, "advised.json")

    assert 2 == result.exit_code
    assert f"{bad}：" in result.stderr
    assert all(name in result.stdout for name in ("wrong.json", bad, "advised.json"))


def test_check_colours_a_terminal(folder, monkeypatch):
    """On a terminal weights have colours, unless these are not wanted, and what cannot be read is told once."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    coloured = run("check", "wrong.json", "absent.json")
    monkeypatch.setenv("NO_COLOR", "1")
    plain = run("check", "wrong.json")

    assert "\x1b[1;31m" in coloured.stdout
    assert "" == coloured.stderr
    assert "\x1b[1;31m" not in plain.stdout


# --- rules ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("locale", ["zh_Hans_CN", "en"])
def test_explain_tells_of_every_code(locale):
    """Every rule and every remark on the reading is explained, whatever the case of its code."""
    for code in entries():
        result = run("explain", code.lower(), "--locale", locale)

        assert (0, gd.explain(code, locale)) == (result.exit_code, result.stdout)


def test_explain_knows_no_such_rule():
    """What is no code is refused with the way to those there are."""
    result = run("explain", "GD000")

    assert 2 == result.exit_code
    assert "govdisclosure rules" in result.stderr


def test_rules_lists_the_catalogue():
    """The catalogue is listed as Markdown and as data, and on a terminal as a table."""
    assert rules_as("md", "en") == run("rules", "--format", "md", "--locale", "en").stdout
    assert rules_as("json", "en") == run("rules", "--format", "json", "--locale", "en").stdout
    assert rules_as("md", "zh_Hans_CN") == run("rules").stdout


def test_a_terminal_shows_markdown_as_it_is_meant(monkeypatch):
    """On a terminal an explanation has no marks of Markdown but looks."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    told = run("explain", "GD301").stdout

    assert "\x1b[" in told
    assert "# GD301" not in told


# --- check, odd input -------------------------------------------------------------------------------------------------


def test_check_goes_on_after_a_file_with_a_control_character(folder):
    """A character that no page can show, in one file, keeps no other file from being checked."""
    (folder / "odd.txt").write_bytes(SAMPLE.replace("我镇".encode(), "我\x07镇".encode()))
    result = run("check", "odd.txt", "sound.json")

    assert "sound.json" in result.stdout


@pytest.mark.parametrize("data", [gd.dumps(SOUND, name) for name in FORMATS], ids=FORMATS)
def test_check_reads_standard_input(data):
    """The file - is standard input, in whichever format it is."""
    assert 0 == run("check", "-", data=data).exit_code


@pytest.mark.parametrize("data", [b"", b"\x00", b"\xff\xfe\x00", b"{", b"[]", b"%PDF-1.7", b"PK\x03\x04", b"<html>"])
@pytest.mark.parametrize("command", [["check", "-"], ["show", "-"], ["convert", "-", "-", "--to", "json"]])
def test_garbage_on_standard_input_is_refused(command, data):
    """What is no report is refused with a message and the exit code 2."""
    result = run(*command, data=data)

    assert 2 == result.exit_code
    assert result.stderr.strip()


# --- convert ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("source", FORMATS)
@pytest.mark.parametrize("target", FORMATS)
def test_convert_keeps_the_report(folder, source, target):
    """Each format is turned into each, and the report is the same."""
    gd.dump(WRONG, folder / f"in.{source}")
    result = run("convert", f"in.{source}", f"out.{target}")

    assert (0, "") == (result.exit_code, result.stdout)
    assert WRONG == gd.load(folder / f"out.{target}")


def test_convert_and_show_speak_other_languages(folder):
    """The form is written and shown in the language that is asked for."""
    gd.dump(SOUND, folder / "in.json")
    result = run("convert", "in.json", "out.html", "--locale", "en")

    assert (0, "") == (result.exit_code, result.stdout)
    assert gd.dumps(SOUND, "html", locale="en") == (folder / "out.html").read_bytes()
    assert "1. Overview" in run("show", "in.json", "--locale", "en").stdout


@pytest.mark.parametrize("target", FORMATS)
def test_convert_passes_a_report_through_pipes(target):
    """From standard input to standard output the bytes are those of the format."""
    result = run("convert", "-", "-", "--to", target, data=gd.dumps(SOUND, "json"))

    assert 0 == result.exit_code
    assert gd.dumps(SOUND, target) == result.stdout_bytes


def test_convert_takes_formats_that_the_names_do_not_tell(folder):
    """With --from and --to the names of the files do not matter."""
    (folder / "in.bin").write_bytes(SAMPLE)
    result = run("convert", "--from", "text", "--to", "html", "in.bin", "out.bin")

    assert 0 == result.exit_code
    assert "html" == gd.read_bytes((folder / "out.bin").read_bytes()).format


def test_convert_tells_its_doubts(folder):
    """What is doubtful in the reading is written to standard error, with the place where it stood."""
    result = run("convert", "sample.txt", "out.json")

    reading = gd.read(folder / "sample.txt")
    assert reading.findings
    assert all(f"sample.txt：{finding}" in result.stderr for finding in reading.findings)
    assert "（第" in result.stderr
    assert "" == result.stdout


def test_convert_to_standard_output_wants_a_format(folder):
    """Without --to the format of standard output is not known, which is told as wrong use."""
    result = run("convert", "sound.json", "-")

    assert 2 == result.exit_code
    assert "--to" in result.stderr
    assert "Usage" in result.stderr


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["sound.json", "out.odt"], "out.odt"),
        (["sound.json", "out.html", "--to", "odt"], "odt"),
        (["sound.json", "absent/out.html"], "没有这个文件或文件夹"),
        (["sound.json", ".", "--to", "html"], "文件夹"),
        (["absent.json", "out.html"], "没有这个文件或文件夹"),
        ([".", "out.html"], "文件夹"),
        (["other.txt", "out.html"], "不是政府信息公开工作年度报告"),
    ],
)
def test_convert_tells_what_it_cannot_do(folder, args, told):
    """What cannot be read or written is told in a sentence, and nothing is written."""
    before = sorted(folder.iterdir())
    result = run("convert", *args)

    assert 2 == result.exit_code
    assert told in result.stderr
    assert before == sorted(folder.iterdir())


def test_convert_knows_no_such_format_to_read(folder):
    """A format that is not read is refused by name."""
    result = run("convert", "--from", "dbf", "sound.json", "out.html")

    assert 2 == result.exit_code
    assert "dbf" in result.stderr


def test_convert_into_a_folder_that_may_not_be_written_is_told(folder, monkeypatch):
    """A folder without permission is told."""
    monkeypatch.setattr(secrets, "token_hex", refused)
    result = run("convert", "sound.json", "out.html")

    assert 2 == result.exit_code
    assert "没有权限" in result.stderr


def refused(*_args, **_more):
    """Fail as the system does where a user may not write; root may write everywhere, so that it cannot be tried."""
    raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


# --- show -------------------------------------------------------------------------------------------------------------


def test_show_draws_the_report(folder):
    """Headings, prose and tables of a report are shown, with the doubts on standard error."""
    result = run("show", "sample.txt")

    assert 0 == result.exit_code
    report = gd.load(folder / "sample.txt")
    assert report.title in result.stdout
    assert all(text in result.stdout for text in ("一、总体情况", "（一）主动公开", "没有收取信息处理费", "318"))
    assert 3 == sum(line.startswith("┌") for line in result.stdout.splitlines())
    assert "GD901" in result.stderr


def test_show_breaks_no_paragraph_in_two_words(folder):
    """Where the output is no terminal all of a long paragraph is shown."""
    text = "全年公开信息" * 60
    gd.dump(attrs.evolve(SOUND, overview=gd.Narrative(blocks=[text])), folder / "long.json")

    assert text in "".join(run("show", "long.json").stdout.split())


# --- where ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "facts"),
    [
        (
            "表三·三（四）2·自然人",
            [
                "表三·三（四）2·自然人",
                "2.没有现成信息需要另行制作·自然人",
                "report.requests.outcomes.unavailable.not_compiled.natural_persons",
                "Unavailable.not_compiled，report.py",
                "ByApplicant.natural_persons，report.py",
                "《条例》第三十八条",
                "GD301",
                "GD304",
                "GD951",
            ],
        ),
        ("三(四)2", ["表三·三（四）2", "report.requests.outcomes.unavailable.not_compiled"]),
        ("requests.received.total", ["表三·一·总计", "ByApplicant.total"]),
        ("表四", ["report.remedies", "AnnualReport.remedies", "GD401"]),
        ("表二·规章·本年制发件数", ["report.proactive.rules.issued", "第二十条第（一）项"]),
        ("三（六）3", ["没有找到确定的依据"]),
        ("一、总体情况", ["report.overview", "GD101"]),
    ],
)
def test_where_tells_the_facts_of_a_place(address, facts):
    """Of a cell, a row, a table or a section the path, the declaration, the law and the rules are told."""
    result = run("where", address)

    assert 0 == result.exit_code
    words = "".join(result.stdout.split())
    assert [] == [fact for fact in facts if "".join(fact.split()) not in words]


@pytest.mark.parametrize(
    "path", [path for n, (path, node) in enumerate(gd.nodes().items()) if not node.is_cell or n % 9 == 0]
)
def test_where_knows_every_place(path):
    """A place of the form is told by its path as by its address."""
    by_path, by_address = run("where", path), run("where", gd.address_of(path))

    assert (0, 0) == (by_path.exit_code, by_address.exit_code)
    assert by_path.stdout == by_address.stdout
    assert f"report.{path}" in by_path.stdout


@pytest.mark.parametrize(
    ("address", "told"),
    [("总计", "不止一处"), ("三（九）", "没有"), ("requests.received_.total", "没有"), ("", "没有"), ("·", "没有")],
)
def test_where_tells_what_is_no_place(address, told):
    """An address that fits no place or several is refused, with those that come near."""
    result = run("where", address)

    assert 2 == result.exit_code
    assert told in result.stderr


# --- demo -------------------------------------------------------------------------------------------------------------


def test_demo_writes_its_files_where_nothing_is_named(folder):
    """The demonstration finds the misprint of its sample and writes every format, also a second time."""
    for _ in range(2):
        result = run("demo")

        assert 0 == result.exit_code
        assert "GD304" in result.stdout
        written = folder / "govdisclosure-demo"
        assert ["report.docx", "report.html", "report.json"] == sorted(path.name for path in written.iterdir())
        assert all(f"{path.stat().st_size:,} 字节" in result.stdout for path in written.iterdir())
    first, *others = [gd.load(path) for path in written.iterdir()]
    assert [first, first] == others


def test_demo_makes_the_folders_it_is_told(folder):
    """The folder named is made with those above it."""
    assert 0 == run("demo", "a/b/c").exit_code
    assert (folder / "a" / "b" / "c" / "report.html").is_file()


def test_demo_tells_that_a_file_is_in_the_way(folder):
    """Where the folder cannot be made the reason is told."""
    inside, itself = run("demo", "sound.json/x"), run("demo", "sound.json")

    assert (2, 2) == (inside.exit_code, itself.exit_code)
    assert "不能建文件夹" in inside.stderr
    assert "sound.json" in itself.stderr


@pytest.mark.parametrize(("owner", "name"), [(Path, "mkdir"), (secrets, "token_hex")])
def test_demo_tells_that_a_folder_may_not_be_written(folder, monkeypatch, owner, name):
    """Where the folder may not be made, or not be written, the reason is told."""
    monkeypatch.setattr(owner, name, refused)
    result = run("demo", "closed")

    assert 2 == result.exit_code
    assert "closed" in result.stderr
    assert "没有权限" in result.stderr


# --- the entry --------------------------------------------------------------------------------------------------------


class Without:
    """A finder of modules that finds one package to be missing."""

    def __init__(self, name):
        """Remember the name of the package."""
        self.name = name

    def find_spec(self, fullname, path=None, target=None):
        """Fail for the package as the system does where it is not installed."""
        if fullname == self.name:
            raise ModuleNotFoundError(f"No module named {fullname!r}", name=fullname)


def forget(monkeypatch, name):
    """Have a package and its modules imported anew."""
    for module in [each for each in sys.modules if f"{each}.".startswith(f"{name}.")]:
        monkeypatch.delitem(sys.modules, module)


@pytest.mark.parametrize("name", ["click", "rich"])
def test_without_its_packages_the_program_says_what_it_needs(monkeypatch, name):
    """Where a package of the command line is not installed the message says how to install it."""
    forget(monkeypatch, name)
    forget(monkeypatch, "govdisclosure.cli")
    monkeypatch.setattr(sys, "meta_path", [Without(name), *sys.meta_path])

    with pytest.raises(SystemExit, match=r"govdisclosure\[cli\]"):
        entry.main()


def test_another_missing_module_is_no_matter_of_installing(monkeypatch):
    """Where something else is missing the error is not covered up."""
    forget(monkeypatch, "govdisclosure.cli")
    monkeypatch.setitem(sys.modules, "govdisclosure.drawing", None)

    with pytest.raises(ModuleNotFoundError, match="drawing"):
        entry.main()


def test_the_entry_runs_the_program(monkeypatch, capsys):
    """The entry of the program is the program."""
    monkeypatch.setattr(sys, "argv", ["govdisclosure", "--version"])

    with pytest.raises(SystemExit) as raised:
        entry.main()
    assert 0 == raised.value.code
    assert f"govdisclosure, version {gd.__version__}\n" == capsys.readouterr().out


# --- as a process -----------------------------------------------------------------------------------------------------


def test_the_module_runs_as_a_program(folder):
    """As a process the program gives the same exit codes, and its pipes hold bytes."""
    wrong = process("-m", "govdisclosure", "check", "wrong.json", cwd=folder)
    piped = process("-m", "govdisclosure", "convert", "-", "-", "--to", "docx", data=SAMPLE)

    assert 1 == wrong.returncode
    assert "GD304" in wrong.stdout.decode()
    assert 0 == piped.returncode
    assert gd.loads(SAMPLE, "text") == gd.loads(piped.stdout, "docx")
    assert "GD901" in piped.stderr.decode()


@pytest.mark.parametrize("data", [os.urandom(2000), b"\xff" * 100], ids=["random", "ones"])
def test_a_process_given_garbage_ends_with_a_message(data):
    """Garbage on standard input ends the process with 2 and a sentence."""
    done = process("-m", "govdisclosure", "check", "-", data=data)

    assert 2 == done.returncode
    assert done.stderr.strip()


def test_a_process_without_click_ends_with_a_message():
    """Where click is not installed the process ends with a sentence on how to install it."""
    script = "import sys; sys.modules['click'] = None; from govdisclosure.__main__ import main; main()"
    done = process("-c", script)

    assert 1 == done.returncode
    assert "govdisclosure[cli]" in done.stderr.decode()


def test_a_process_whose_reader_is_gone_ends_quietly(folder):
    """A pipe that is closed early is no failure of the program."""
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-m", "govdisclosure", "show", str(Path(folder, "sample.txt"))]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env) as running:
        running.stdout.close()
        told = running.stderr.read()
        running.wait(30)

    assert b"Traceback" not in told


# --- the workbook -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("edition", [None, "2021", "2019"])
def test_workbook_writes_an_empty_form(folder, edition):
    """The workbook of an organ and a year has its title, and every cell blank."""
    chosen = ["--edition", edition] if edition else []
    result = run("workbook", "填报.xlsx", "--organ", "示例县柳溪镇人民政府", "--year", "2025", *chosen)
    wanted = gd.AnnualReport(organ=SOUND.organ, year=2025, edition=edition or "2021")

    assert (0, "") == (result.exit_code, result.output)
    assert gd.blank(wanted) == gd.load(folder / "填报.xlsx")


def test_workbook_without_organ_and_year(folder):
    """Without organ and year the form has no title."""
    assert 0 == run("workbook", "填报.xlsx", "--locale", "en").exit_code
    assert (None, None, None) == tuple(getattr(gd.load("填报.xlsx"), name) for name in ("organ", "year", "title"))


def test_workbook_from_a_report(folder):
    """The workbook of a report is filled in with its numbers and words; its doubts are told."""
    assert 0 == run("workbook", "填报.xlsx", "--from", "wrong.json").exit_code
    assert WRONG == gd.load(folder / "填报.xlsx")
    assert 0 == run("workbook", "填报.xlsx", "--from", "-", data=gd.dumps(SOUND, "json")).exit_code
    assert SOUND == gd.load(folder / "填报.xlsx")


def test_workbook_from_a_report_takes_nothing_else(folder):
    """What a report says is not said again."""
    result = run("workbook", "填报.xlsx", "--from", "sound.json", "--year", "2025")

    assert 2 == result.exit_code
    assert "以那份年报为准" in result.output
    assert not (folder / "填报.xlsx").exists()
