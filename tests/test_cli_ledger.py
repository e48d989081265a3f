"""The commands that go from case records to a report."""

import pytest

import govdisclosure as gd
from reports import LAST_YEAR
from test_cli import run

APPLICATIONS = """编号,收到日期,申请人类型,办结日期,办理结果
1,2024-12-30,自然人,2025-01-20,予以公开
2,2025-03-01,商业企业,2025-03-20,三（四）2
3,2025-12-30,自然人,,
"""
LAWSUITS = """编号,收到日期,审结日期,结果,起诉情形
京01行初3号,2025-03-01,2025-06-01,结果维持,复议后起诉
"""
TOWN = "示例县柳溪镇人民政府"


@pytest.fixture(name="folder")
def _folder(tmp_path, monkeypatch):
    """A folder to work in, with registers and last year's report."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "申请.csv").write_text(APPLICATIONS, "utf-8")
    (tmp_path / "诉讼.csv").write_text(LAWSUITS, "utf-8")
    gd.dump(LAST_YEAR, tmp_path / "2024.json")
    return tmp_path


def test_tally_draws_what_it_counted_and_writes_a_report(folder):
    """The tables that the registers fill in are drawn, the rest is blank in the report."""
    result = run("tally", "申请.csv", "--year", 2025, "--lawsuits", "诉讼.csv", "--organ", TOWN, "-o", "2025.json")

    assert 0 == result.exit_code
    assert "勾稽关系" in result.stdout
    assert "复议后起诉" in result.stdout
    assert "规章" not in result.stdout
    assert "没有问题" in result.stdout
    assert result.stdout.endswith("已写 2025.json\n")
    report = gd.load(folder / "2025.json")
    assert (TOWN, 2025) == (report.organ.name, report.year)
    assert (1, 2, 1) == (
        report.requests.carried_in.total,
        report.requests.received.total,
        report.requests.carried_over.total,
    )
    assert 1 == report.remedies.litigation.after_reconsideration.upheld
    assert report.remedies.reconsideration.total is None


def test_tally_goes_on_from_last_years_report(folder):
    """Organ and documents in force are those of last year's report, and what does not carry on is told."""
    (folder / "申请.csv").write_text(APPLICATIONS.replace("2024-12-30", "2025-01-02"), "utf-8")
    result = run("tally", "申请.csv", "--year", 2025, "--previous", "2024.json", "-o", "2025.json")

    assert "GD601" in result.stdout
    report = gd.load(folder / "2025.json")
    assert LAST_YEAR.organ == report.organ
    assert LAST_YEAR.proactive.normative_documents.in_force == report.proactive.normative_documents.in_force


def test_tally_ends_with_1_where_a_record_is_not_counted(folder):
    """A record that is not counted is told in the table, with its line, and fails the command."""
    (folder / "申请.csv").write_text(APPLICATIONS + "3,2025-05-01,自然人,,\n", "utf-8")
    result = run("tally", "申请.csv", "--year", 2025)

    assert 1 == result.exit_code
    assert "GD974" in result.stdout
    assert "申请 3：编号与前面的记录相同" in result.stdout
    assert "（第5行）" in result.stdout


def test_tally_takes_today_for_the_last_day(folder):
    """A record that is dated later than the day that is given, or else than today, is not counted."""
    early = run("tally", "申请.csv", "--year", 2025, "--today", "2025-12-01")
    (folder / "申请.csv").write_text(APPLICATIONS.replace("2025-03-20", "2905-03-20"), "utf-8")
    mistaken = run("tally", "申请.csv", "--year", 2025)

    assert ["GD973" in each.stdout for each in (early, mistaken)] == [True, True]
    assert "日期 2905-03-20 还没有到" in mistaken.stdout


def test_tally_speaks_english(folder):
    """The form and what is told are in the language that is asked for."""
    result = run("tally", "--lawsuits", "诉讼.csv", "--year", 2024, "--locale", "en", "--today", "2026-01-20")

    assert "Administrative litigation" in result.stdout
    assert "began after 2024, not counted: 1" in result.stdout


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["tally", "--year", "2025"], "至少要有一份台账"),
        (["tally", "申请.csv", "--year", "2025", "-o", "2025.json"], "--organ"),
        (["tally", "申请.csv", "--year", "25"], "1900<=x<=2999"),
        (["tally", "没有.csv", "--year", "2025"], "没有这个文件"),
        (["tally", "诉讼.csv", "--year", "2025"], "缺少“申请人类型”一列"),
        (["tally", "申请.csv", "--year", "2026", "--previous", "2024.json"], "上年的年报应是 2025 年的"),
        (["new", "2025.json", "--year", "2025"], "--organ"),
        (["new", "2024.json", "--year", "2025", "--organ", TOWN], "已有 2024.json"),
    ],
)
def test_what_cannot_be_done_is_told(folder, args, words):
    """Wrong use and input that cannot be used end with 2 and a sentence."""
    result = run(*args)

    assert 2 == result.exit_code
    assert words in result.stderr.replace("\n", "")


def test_new_starts_a_report(folder):
    """A new report is blank but for what last year's carries over."""
    result = run("new", "2025.docx", "--year", 2025, "--previous", "2024.json")

    assert (0, "已写 2025.docx\n") == (result.exit_code, result.stdout)
    assert gd.begin(None, 2025, previous=LAST_YEAR) == gd.load(folder / "2025.docx")


def test_new_overwrites_only_if_told(folder):
    """What stands in the place is kept unless the command is told otherwise."""
    result = run("new", "2024.json", "--year", 2025, "--organ", TOWN, "--force")

    assert 0 == result.exit_code
    assert gd.begin(TOWN, 2025) == gd.load(folder / "2024.json")
