"""Why something is refused is told in every language, as findings are."""

import ast
import json
import pickle
import tarfile
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner

import govdisclosure as gd
from govdisclosure.causes import in_words, misfits
from govdisclosure.cli import program
from govdisclosure.formats.archive import pack
from govdisclosure.i18n import Message, say
from govdisclosure.output import OUTPUTS
from govdisclosure.rules.papers import read_baselines, read_scope, read_waivers
from test_bad_input import NO_REPORTS
from test_reading_i18n import CHINESE, untranslated

SOURCES = Path(gd.__file__).parent
MODULES = sorted(SOURCES.rglob("*.py"))
ORGAN = gd.Organ("示例县柳溪镇人民政府")
REPORT = gd.AnnualReport(organ=ORGAN, year=2025)


def refusals(path):
    """The calls in a module that make an exception; how a command is used is told in Chinese, as its help is."""
    calls = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]
    names = [(ast.unparse(call.func), call) for call in calls]
    return [call for name, call in names if name.endswith("Error") and name != "click.UsageError"]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCES)))
def test_no_error_is_made_with_a_text_put_together_on_the_spot(path):
    """What an error says goes through the catalogues: it is said, or was said where it comes from."""
    written = [ast.unparse(arg) for call in refusals(path) for arg in call.args[:1] if type(arg) in TEXTS]

    assert [] == [each for each in written if CHINESE.search(each) and each not in FOR_PROGRAMMERS]


TEXTS = {ast.Constant, ast.JoinedStr, ast.BinOp}
FOR_PROGRAMMERS = {"f'不能公布，读不出年报：{error}'"}
"""What the assertion for tests of others says."""


def caught(act, *args, **more):
    """The error that *act* raises."""
    with pytest.raises(gd.GovDisclosureError) as raised:
        act(*args, **more)
    return raised.value


def not_said(error):
    """What an error says that no catalogue has."""
    told = [error.message, *error.problems]
    plain = [each for each in told if not isinstance(each, Message)]
    return plain + [template for each in told for template in untranslated(each)]


# --- errors -----------------------------------------------------------------------------------------------------------


def test_an_error_says_itself_in_another_language():
    """Its message and each problem are said in the language, what is plain text as it is; the text is Chinese."""
    error = gd.ReadError(say("总计"), [say("没有问题"), "甲"])

    assert "总计\n  - 没有问题\n  - 甲" == str(error)
    assert "Total\n  - no findings\n  - 甲" == error.in_locale("en")
    assert "總計\n  - 沒有問題\n  - 甲" == error.in_locale("zh-TW")


def test_an_error_speaks_all_languages_after_a_pickle():
    """An error that comes from another process says itself in other languages still."""
    error = caught(gd.loads, "{}")
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes

    assert (str(error), error.in_locale("en")) == (str(again), again.in_locale("en"))
    assert not CHINESE.search(again.in_locale("en"))


def test_an_error_in_words_is_all_that_it_says():
    """The words for an error of the library hold its problems, in every language."""
    error = gd.ReadError(say("总计"), [say("没有问题")])

    assert (str(error), error.in_locale("en")) == (in_words(error), in_words(error).in_locale("en"))


@pytest.mark.parametrize("name", NO_REPORTS)
def test_what_is_no_report_is_refused_in_every_language(name):
    """Every reader's refusal is in the catalogues."""
    assert [] == not_said(caught(gd.loads, NO_REPORTS[name][0]))


def odd_json():
    """A report in JSON with something wrong of every kind."""
    tree = json.loads(gd.dumps(REPORT, "json"))
    tree["requests"]["received"] |= {"natural_persons": True, "enterprises": 10**101, "others": -1}
    tree["requests"]["outcomes"]["granted"] = 5
    tree["proactive"]["fees"]["collected"] = 1.5
    tree["overview"]["blocks"] = [{"type": "paragraph", "text": 5}, {"type": "z"}, {"type": "heading", "level": 0}, 1]
    tree["problems"]["blocks"] = [{"type": "table", "rows": [[{"text": "\1", "header": 3}]]}]
    tree["other_matters"]["blocks"] = "x"
    del tree["requests"]["carried_in"], tree["remedies"]["reconsideration"]["upheld"]
    return json.dumps(tree | {"year": "2", "published": "x", "edition": "9", "x": 1, "organ": {}, "title": 3})


@pytest.mark.parametrize(
    "text", ["[]", "{", "{}", '{"a": 1, "a": 2}', "[" * 100_000, "\ud800", odd_json()], ids=range(7)
)
def test_the_refusals_of_json_are_said_in_every_language(text):
    """Each problem of JSON is told with its path and address in the language."""
    error = caught(gd.loads, text, "json")

    assert [] == not_said(error)
    assert not CHINESE.search(error.in_locale("en"))


def zipped(*members):
    """An archive with these members."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return buffer.getvalue()


@pytest.mark.parametrize("name", ["docx", "xlsx", "odt", "pdf", "markdown", "text", "html", "script", "json"])
@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0",
        b"%PDF-1.7\n",
        b"PK\x03\x04",
        pack([]),
        pack([("a", b"")]),
        pack([("word/document.xml", b"<!DOCTYPE a><a/>"), ("xl/workbook.xml", b"<a"), ("content.xml", b"<a/>")]),
        pack([("word/document.xml", b"<a/>"), ("xl/workbook.xml", b"<a/>"), ("[Content_Types].xml", b"<a/>")]),
        zipped(("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", b"\0" * 2**25)),
        "关于召开会议的通知".encode(),
    ],
    ids=range(10),
)
def test_the_refusals_of_a_format_are_said_in_every_language(name, data):
    """Whatever a reader is given that is no report, it says why not in every language."""
    assert [] == not_said(caught(gd.loads, data, name))


VALUES = [
    lambda: gd.ByApplicant(natural_persons=-1),
    lambda: gd.AnnualReport(organ="甲", year=2025),
    lambda: gd.AnnualReport(organ=ORGAN, year=25),
    lambda: gd.AnnualReport(organ=ORGAN, year=2025, edition="9"),
    lambda: gd.AnnualReport(organ=ORGAN, year=2025, published="x"),
    lambda: gd.AnnualReport(organ=ORGAN, year=2025, overview=gd.Narrative(blocks=[3])),
    lambda: gd.Organ(" "),
    lambda: gd.Organ("\1"),
    lambda: gd.Money(1, "角"),
    lambda: gd.Cell("", colspan=0),
    lambda: gd.DocxOptions(margin_top=1),
    lambda: gd.DocxOptions(body_size=5.3),
    lambda: gd.DocxOptions(title_font=""),
    lambda: gd.DocxOptions(author=3),
    lambda: gd.DocxOptions(template=b"x"),
    lambda: gd.DocxOptions(template="x"),
    lambda: gd.XlsxOptions(guide=3),
    lambda: gd.path_of("总计"),
    lambda: gd.path_of("没有"),
    lambda: gd.address_of("requests.receive"),
    lambda: gd.load("没有.docx"),
    lambda: gd.dump(REPORT, "没有/没有.json"),
    lambda: gd.dumps(REPORT, "zzz"),
    lambda: gd.dumps(REPORT, "json", locale="fr"),
    lambda: gd.dumps(REPORT, "html", options=gd.DocxOptions()),
    lambda: gd.dumps(REPORT, "docx", options=gd.DocxOptions(template=pack([]))),
    lambda: gd.loads(b"{}", "zzz"),
    lambda: gd.loads(b"{}", max_bytes=1),
    lambda: gd.series([REPORT, REPORT]),
    lambda: gd.series([gd.AnnualReport(organ=gd.Organ("甲"), year=None)]),
    lambda: gd.series([REPORT, gd.AnnualReport(organ=gd.Organ("甲"), year=2024)]),
    lambda: gd.compare(REPORT),
    lambda: gd.from_frame([3]),
    lambda: gd.from_frame([{"year": 2025}]),
    lambda: gd.from_frame([{"organ": None, "year": 2025, "edition": "2021", "value": 3, "path": "requests.x"}]),
    lambda: gd.explain("GD000"),
    lambda: gd.render([], "zzz"),
    lambda: gd.render_comparison(gd.compare(REPORT, REPORT), "zzz"),
    lambda: gd.check(REPORT, select=["X"]),
    lambda: gd.begin("甲", None),
    lambda: gd.tally([3], year=2025),
]


@pytest.mark.parametrize("act", VALUES, ids=range(len(VALUES)))
def test_what_a_verb_refuses_is_said_in_every_language(act):
    """Every value, option and name that is refused is refused in the language of whoever asks."""
    try:
        act()
    except gd.GovDisclosureError as error:
        assert [] == not_said(error)  # noqa: PT017


def test_a_failed_check_says_its_errors_in_every_language():
    """The errors of a check are told line by line, with the words for their weight and their place."""
    wrong = gd.Requests(received=gd.ByApplicant(natural_persons=2, total=3))
    found = gd.check(gd.AnnualReport(organ=ORGAN, year=2025, requests=wrong), select=["GD3"])
    error = caught(found.raise_for_errors)

    assert str(found[0]) == error.problems[0]
    assert not CHINESE.search(error.in_locale("en"))
    assert f"{found[0].code} Error Table 3 · 1" in error.in_locale("en")


# --- what cattrs finds ------------------------------------------------------------------------------------------------


def test_what_does_not_fit_is_told_with_its_path():
    """A value is told with the steps that lead to it, and what knows no words of ours with its own."""
    assert [("", "缺 year")] == list(misfits(KeyError("year")))
    assert [("a", "wrong")] == list(misfits(ValueError("wrong"), "a"))


PAPERS = {
    "[[waiver]]\ncode = 3": (read_waivers, "waiver[0].code: must be text; it is 3"),
    "waiver = 3": (read_waivers, "waiver: must be a list; it is 3"),
    "x = 3": (read_scope, "File: unknown keys: x; please correct or delete them"),
    "comprehensive = 3": (read_scope, ""),
    "= 3": (read_scope, "it is no proper TOML"),
    "[]": (read_baselines, "must be a table; it is []"),
    "{": (read_baselines, "it is no proper JSON"),
}


@pytest.mark.parametrize("text", PAPERS)
def test_a_paper_that_is_not_made_right_is_refused_in_every_language(text, tmp_path):
    """Files of waivers, scopes and known findings are refused with each place that is wrong."""
    (tmp_path / "paper").write_text(text, "utf-8")
    read, told = PAPERS[text]
    error = caught(read, tmp_path / "paper")

    assert [] == not_said(error)
    assert told in error.in_locale("en")


# --- many files and the command line ----------------------------------------------------------------------------------


@pytest.fixture(name="folder")
def _folder(tmp_path, monkeypatch):
    """A folder to work in, with files that cannot be read and one that can."""
    monkeypatch.chdir(tmp_path)
    gd.dump(REPORT, tmp_path / "sound.json")
    (tmp_path / "cut.docx").write_bytes(b"PK\x03\x04")
    (tmp_path / "odd.json").write_text(odd_json(), "utf-8")
    (tmp_path / "long.jsonl").write_text(" {}\n", "utf-8")
    (tmp_path / "cut.zip").write_bytes(b"PK\x03\x04")
    with tarfile.open(tmp_path / "header.tar", "w", format=tarfile.GNU_FORMAT) as archive:
        member = tarfile.TarInfo("x")
        member.type, member.size = tarfile.GNUTYPE_LONGNAME, 2**30
        archive.addfile(member)
    return tmp_path


@pytest.mark.parametrize("workers", [1, 2])
def test_many_files_are_refused_in_every_language(folder, workers):
    """Why each of many cannot be read knows every language, in this process and from others."""
    problems = [each.problem for each in gd.read_many(folder, workers=workers) if each.problem]

    assert 5 == len(problems)
    assert {Message} == {type(problem) for problem in problems}
    assert [] == [template for problem in problems for template in untranslated(problem)]


@pytest.mark.parametrize("output", OUTPUTS)
def test_every_output_tells_refusals_in_the_language(folder, output):
    """A file that cannot be read is told of in the language that was asked for."""
    checked = list(gd.check_many("cut.docx", workers=1))
    english, traditional = (gd.render(checked, output, locale=locale) for locale in ("en", "zh_Hant"))

    assert not CHINESE.search(english)
    assert "不能讀" in traditional or "應為" in traditional


def run(*args):
    """The result of a command in English."""
    return CliRunner().invoke(program, [*args, "--locale", "en"], prog_name="govdisclosure")


COMMANDS = [
    ["check", "cut.docx"],
    ["check", "cut.docx", "--format", "json"],
    ["check", "sound.json", "--previous", "cut.docx"],
    ["check", "sound.json", "--scope", "cut.docx"],
    ["check", "sound.json", "--output", "none/out"],
    ["compare", "cut.docx", "sound.json"],
    ["convert", "odd.json", "out.html"],
    ["convert", "sound.json", "out.zzz"],
    ["show", "cut.docx"],
    ["workbook", "out.xlsx", "--from", "cut.docx"],
    ["explain", "GD000"],
    ["new", "sound.json", "--year", "2025", "--organ", "A"],
    ["rollup", "cut.docx", "--organ", "A", "-o", "out.json"],
    ["tally", "none.csv", "--year", "2025"],
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_the_command_line_refuses_in_the_language(folder, command):
    """What a command cannot read or write it says in the language, and ends as it does in Chinese."""
    result = run(*command)

    assert 2 == result.exit_code
    assert result.stderr
    assert not CHINESE.search(result.stderr)


def test_doubts_are_told_in_the_language(folder):
    """What a reading has to say is told in the language of the command that reads."""
    page = gd.dumps(REPORT, "text").decode().replace("总计", "总计 x", 1)
    (folder / "doubt.txt").write_text(page, "utf-8")
    result = run("convert", "doubt.txt", "out.json")

    assert 0 == result.exit_code
    assert "doubt.txt: GD905 Error Table 3 " in result.stderr
