"""The commands that write reports as a table."""

import csv
import io

import attrs
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

import govdisclosure as gd
from govdisclosure.cli import program
from reports import LAST_YEAR, SOUND


@pytest.fixture(name="folder")
def _folder(tmp_path, monkeypatch):
    """A folder to work in, with two reports and a file that is none."""
    monkeypatch.chdir(tmp_path)
    gd.dump(SOUND, tmp_path / "a.json")
    gd.dump(LAST_YEAR, tmp_path / "b.html")
    (tmp_path / "c.json").write_text("{}", "utf-8")
    return tmp_path


def run(*args):
    """The result of a command."""
    return CliRunner().invoke(program, list(map(str, args)), prog_name="govdisclosure")


def rows(data):
    """The records in the bytes of a CSV file."""
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_reports_are_written_as_one_table(folder):
    """Many reports become one Parquet file, or one CSV file, by the suffix."""
    for name in ("all.parquet", "all.CSV"):
        assert 0 == run("frame", "a.json", "b.html", "-o", name).exit_code

    tables = [
        gd.from_frame(pq.read_table(folder / "all.parquet")),
        gd.from_frame(rows((folder / "all.CSV").read_bytes())),
    ]
    expected = [(report.organ, report.year, report.requests) for report in (SOUND, LAST_YEAR)]
    assert [expected] * 2 == [[(each.organ, each.year, each.requests) for each in table] for table in tables]


def test_without_a_file_csv_is_written_to_the_output(folder):
    """CSV on standard output has a record for each number."""
    result = run("frame", "a.json")

    assert 0 == result.exit_code
    assert [row["path"] for row in gd.records([SOUND])] == [row["path"] for row in rows(result.stdout_bytes)]


def test_a_file_that_cannot_be_read_is_told_and_the_rest_is_written(folder):
    """What cannot be read is told and makes the command fail; the others are in the table."""
    result = run("frame", "c.json", "none.json", "b.html", "-o", "all.parquet")

    assert 2 == result.exit_code
    assert "c.json：JSON 与年报格式不符：" in result.stderr
    assert "none.json：不能读“none.json”" in result.stderr
    assert [2024] == [report.year for report in gd.from_frame(pq.read_table(folder / "all.parquet"))]


def test_doubts_of_reading_are_told(folder):
    """What a reading has to say about a file is told on the side."""
    page = gd.dumps(attrs.evolve(SOUND, remedies=gd.Remedies(reconsideration=gd.CaseOutcomes(other=77))), "html")
    (folder / "edited.html").write_bytes(page.replace(b">77<", b">78<"))

    assert "GD914" in run("frame", "edited.html").stderr


def test_another_kind_of_file_is_refused(folder):
    """A name with another suffix is refused before anything is read."""
    result = run("frame", "a.json", "-o", "all.xlsx")

    assert 2 == result.exit_code
    assert "文件名应以 .parquet 或 .csv 结尾；现为“all.xlsx”" in result.stderr


@pytest.mark.parametrize("locale", ["zh_Hans_CN", "en"])
def test_the_code_book_is_written(folder, locale):
    """The code book is CSV in the language that is asked for, in a file or on the output."""
    written = run("codebook", "--locale", locale).stdout_bytes
    run("codebook", "--locale", locale, "-o", "book.csv")

    assert written == (folder / "book.csv").read_bytes()
    assert [entry["label"] for entry in gd.codebook(locale)] == [row["label"] for row in rows(written)]
