"""Registers of every kind: the same records come out of objects, dictionaries, files, frames and databases."""

import csv
import io
import re
import sqlite3
import sys
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import attrs
import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

import govdisclosure as gd
from govdisclosure.document import Place
from govdisclosure.ledger.doubts import Doubts
from govdisclosure.ledger.entries import columns_of
from govdisclosure.ledger.registers import records
from ledger_records import KINDS, RECORDS, REGISTERS, YEAR, row_of

HEADER = ["编号", "收到日期", "申请人类型", "办结日期", "办理结果"]
LINE = ["1", "2025-03-01", "自然人", "2025-03-20", "予以公开"]
ONE = gd.Application(id="1", received="2025-03-01", applicant="自然人", closed="2025-03-20", outcome="予以公开")


def rows_in(register, kind=gd.Application):
    """The records of a register with their places, and what there is to say."""
    doubts = Doubts()
    return list(records(register, kind, doubts)), list(doubts)


def read(register, kind=gd.Application):
    """The records of a register in which nothing is wrong."""
    found, doubts = rows_in(register, kind)

    assert [] == doubts
    return [record for _, record in found]


def written(folder, rows, encoding="utf-8", delimiter=",", name="register.csv"):
    """A text file of rows."""
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=delimiter).writerows(rows)
    path = folder / name
    path.write_bytes(buffer.getvalue().encode(encoding))
    return path


def workbook(folder, sheets):
    """A workbook of sheets of rows."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    path = folder / "register.xlsx"
    book.save(path)
    return path


# --- one register, many carriers --------------------------------------------------------------------------------------


def _as_objects(all_of, folder):
    return all_of


def _as_a_stream(all_of, folder):
    return iter(all_of)


def _as_fields(all_of, folder):
    return [attrs.asdict(each) for each in all_of]


def _as_rows(all_of, folder):
    return map(row_of, all_of)


def _as_csv(all_of, folder, **more):
    rows = list(map(row_of, all_of))
    return written(folder, [list(rows[0]), *(row.values() for row in rows)], **more)


def _as_gb18030(all_of, folder):
    return _as_csv(all_of, folder, encoding="gb18030")


def _as_excel_csv(all_of, folder):
    return _as_csv(all_of, folder, encoding="utf-8-sig", delimiter=";")


def _as_unicode_text(all_of, folder):
    return _as_csv(all_of, folder, encoding="utf-16", delimiter="\t")


def _as_workbook(all_of, folder):
    rows = [attrs.asdict(each) for each in all_of]
    return workbook(folder, {"台账": [list(rows[0]), *(list(row.values()) for row in rows)]})


def _as_pandas(all_of, folder):
    return pd.DataFrame([attrs.asdict(each) for each in all_of])


def _as_pandas_of_texts(all_of, folder):
    return pd.DataFrame(list(map(row_of, all_of)), dtype="string")


def _as_polars(all_of, folder):
    return pl.DataFrame([attrs.asdict(each) for each in all_of], infer_schema_length=None)


def _as_arrow(all_of, folder):
    return pa.Table.from_pylist([attrs.asdict(each) for each in all_of])


def _as_chunks(all_of, folder):
    return [_as_pandas(all_of[:1], folder), *([_as_polars(all_of[1:], folder)] if all_of[1:] else [])]


def _as_sqlite(all_of, folder):
    rows = list(map(row_of, all_of))
    connection = sqlite3.connect(":memory:")
    names = ", ".join(f'"{name}"' for name in rows[0])
    connection.execute(f"CREATE TABLE register ({names})")
    marks = ", ".join("?" * len(rows[0]))
    connection.executemany(f"INSERT INTO register VALUES ({marks})", [list(row.values()) for row in rows])  # noqa: S608
    return connection.execute("SELECT * FROM register")


def _as_sqlite_rows(all_of, folder):
    cursor = _as_sqlite(all_of, folder)
    cursor.row_factory = sqlite3.Row
    return list(cursor)


def _as_cursor_of_dictionaries(all_of, folder):
    cursor = _as_sqlite(all_of, folder)
    cursor.row_factory = lambda cursor, row: dict(zip([each[0] for each in cursor.description], row, strict=True))
    return cursor


def _as_duckdb(all_of, folder):
    frame = _as_arrow(all_of, folder)
    return duckdb.connect().register("register", frame).execute("SELECT * FROM register")


CARRIERS = [
    _as_objects, _as_a_stream, _as_fields, _as_rows, _as_csv, _as_gb18030, _as_excel_csv, _as_unicode_text,
    _as_workbook, _as_pandas, _as_pandas_of_texts, _as_polars, _as_arrow, _as_chunks, _as_sqlite, _as_sqlite_rows,
    _as_cursor_of_dictionaries, _as_duckdb,
]  # fmt: skip


@pytest.mark.parametrize("carrier", CARRIERS)
@pytest.mark.parametrize("name", RECORDS)
def test_the_same_records_come_out_of_every_carrier(carrier, name, tmp_path_factory):
    """What goes into a file, a frame or a database as records comes out as the same records."""
    folder = tmp_path_factory.mktemp("registers")

    @settings(max_examples=6)
    @given(st.lists(RECORDS[name], min_size=1, max_size=6))
    def check(all_of):
        register = carrier(all_of, folder)

        assert all_of == read(register, KINDS[name])

    check()


@given(REGISTERS)
def test_a_tally_of_rows_is_the_tally_of_their_records(registers):
    """Rows in Chinese come to the same tables as records, with the same codes."""
    rows = {name: list(map(row_of, each)) for name, each in registers.items()}
    of_records, of_rows = gd.tally(**registers, year=YEAR), gd.tally(**rows, year=YEAR)

    assert attrs.evolve(of_records, findings=gd.Findings()) == attrs.evolve(of_rows, findings=gd.Findings())
    assert [str(each) for each in of_records.findings] == [str(each) for each in of_rows.findings]


# --- columns ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS.values())
def test_a_column_has_a_name_of_its_own(kind):
    """No name stands for two columns of a register."""
    names = [each for name, column in columns_of(kind).items() for each in (name, *column.names)]

    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    "header",
    [
        ["Id", "RECEIVED", "applicant", "closed", "Outcome"],
        [" 编 号", "收到日期*", "申请人\n类型", "答复日期", "處理結果"],
    ],
)
def test_the_name_of_a_column_may_vary(header, tmp_path):
    """English or Chinese, in traditional characters, with white space or a mark for what is required."""
    assert [ONE] == read(written(tmp_path, [header, LINE]))


def test_a_register_without_what_it_needs_is_refused_with_all_that_is_wrong(tmp_path):
    """Every missing column is named with its other names, and every column that comes twice."""
    path = written(tmp_path, [["编号", "id", "办结日期"], ["1", "1", ""]])

    with pytest.raises(gd.ReadError) as refused:
        gd.tally(path, year=YEAR)
    assert "不能作为申请的台账来读：" == refused.value.message
    assert (
        "缺少“收到日期”一列，也可叫 收到申请日期、received",
        "缺少“申请人类型”一列，也可叫 申请人类别、applicant",
        "“编号”不止一列：编号、id",
    ) == refused.value.problems


@pytest.mark.parametrize("rows", [[], [{}], [{"名称": "甲"}]])
def test_dictionaries_without_what_is_needed_are_refused(rows, tmp_path):
    """The first dictionary tells what columns there are; no dictionary at all is no record."""
    if not rows:
        assert [] == read(rows)
        return
    with pytest.raises(gd.ReadError, match="缺少“收到日期”一列"):
        gd.tally(rows, year=YEAR)


def test_a_later_dictionary_may_lack_a_key(tmp_path):
    """What one dictionary lacks is missing in it alone, and a key that comes later is told."""
    whole = dict(zip(HEADER, LINE, strict=True))
    found, doubts = rows_in([whole, {"编号": "2"}, whole | {"经办人": "张"}, whole | {"经办人": "李"}])

    assert [1, 3, 4] == [place.line for place, _ in found]
    assert [
        ("GD971", 2, "申请 2：没有填收到日期；没有计入"),
        ("GD971", 2, "申请 2：没有填申请人类型；没有计入"),
        ("GD977", 3, "申请的台账：不认识的列 经办人，没有读"),
    ] == [(each.code, each.place.line, each.message) for each in doubts]


def test_columns_that_are_not_used_are_told(tmp_path):
    """A column that no record has is left out, and the notice names it; a column without a name is not told."""
    found, doubts = rows_in(written(tmp_path, [[*HEADER, "经办人", "", "备注"], [*LINE, "张", "", ""]]))

    assert [ONE] == [record for _, record in found]
    assert ["申请的台账：不认识的列 经办人、备注，没有读"] == [each.message for each in doubts]


def test_rows_above_the_names_of_the_columns_are_told(tmp_path):
    """A title and a note above the names of the columns are passed over, and a notice counts them."""
    rows = [["2025年台账"], [], ["填表人：张"], HEADER, LINE]
    found, doubts = rows_in(written(tmp_path, rows))

    assert [(5, ONE)] == [(place.line, record) for place, record in found]
    assert ["申请的台账：列名以上有 2 行，没有读"] == [each.message for each in doubts]


# --- rows -------------------------------------------------------------------------------------------------------------


def test_everything_that_is_wrong_with_a_row_is_told(tmp_path):
    """Each wrong value is a finding that names the record and the line; blank lines are passed over."""
    rows = [HEADER, ["7", "去年", "火星人", "", ""], [], ["", "2025-03-01", "自然人", "", ""], LINE]
    found, doubts = rows_in(written(tmp_path, rows))

    assert [ONE] == [record for _, record in found]
    assert [("GD971", 2), ("GD971", 2), ("GD971", 4)] == [(each.code, each.place.line) for each in doubts]
    assert doubts[0].message.startswith("申请 7：收到日期：应为日期")
    assert "申请：没有填编号；没有计入" == doubts[2].message


def test_a_row_that_is_longer_than_the_names_is_told(tmp_path):
    """What belongs to no column makes the whole row doubtful; blank cells at its end do not."""
    found, doubts = rows_in(written(tmp_path, [HEADER, [*LINE, "张"], [*LINE, "", ""]]))

    assert [3] == [place.line for place, _ in found]
    assert [("GD971", "申请 1：这一行比列名多出几格；没有计入")] == [(each.code, each.message) for each in doubts]


def test_a_row_may_be_shorter_than_the_names(tmp_path):
    """What a row leaves out at its end is blank."""
    (record,) = read(written(tmp_path, [HEADER, LINE[:3]]))

    assert attrs.evolve(ONE, closed=None, outcome=None) == record


def test_a_line_counts_from_where_a_row_begins(tmp_path):
    """A row of several lines is where its first line is."""
    found, _ = rows_in(written(tmp_path, [HEADER, [*LINE[:4], "予以\n公开"], LINE]))

    assert [2, 4] == [place.line for place, _ in found]


def test_what_is_neither_a_record_nor_a_dictionary_is_told():
    """Among records it is a finding; the rest is counted."""
    found, doubts = rows_in([ONE, 17, gd.Fee(collected="2025-03-01", amount="3", unit="元")])

    assert [ONE] == [record for _, record in found]
    assert ["申请：应为这种记录或字典；现为 17；没有计入"] == [each.message for each in doubts[:1]]
    assert 2 == len(doubts)


@pytest.mark.parametrize("register", [17, object(), pl.LazyFrame({"编号": ["1"]})])
def test_what_is_no_register_is_refused(register):
    """What yields nothing is refused by its type."""
    with pytest.raises(gd.ReadError, match="应为文件、数据框、游标"):
        gd.tally(register, year=YEAR)


# --- dates and numbers ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written_as",
    [
        "2025-03-01", "2025-3-1", "2025/3/1", "2025.3.1", "2025年3月1日", "２０２５年３月１日", " 2025-03-01 ",
        "20250301", "2025-03-01 09:30", "2025-03-01T09:30:00", "2025/3/1 9:30:00", "45717", 45717, 45717.4,
        date(2025, 3, 1), datetime.fromisoformat("2025-03-01T09:30"), pd.Timestamp(2025, 3, 1),
    ],
)  # fmt: skip
def test_a_date_may_be_written_in_many_ways(written_as):
    """Every way that offices and spreadsheets write a day names the same day."""
    assert date(2025, 3, 1) == attrs.evolve(ONE, received=written_as).received


@pytest.mark.parametrize("nothing", [None, "", " ", float("nan"), pd.NaT, pd.NA, "-", "—", "/", "无"])
def test_what_stands_for_nothing_is_nothing(nothing):
    """A blank of any library, and a stroke, leave a case open."""
    assert attrs.evolve(ONE, closed=None, outcome=None) == attrs.evolve(ONE, closed=nothing, outcome=nothing)


@pytest.mark.parametrize(
    ("given", "amount"),
    [
        ("1,204.50", "1204.50"), ("１２０４", "1204"), (1204, "1204"), (1204.0, "1204"), (1204.5, "1204.5"),
        (0.1 + 0.2, "0.3"), (Decimal("12.00"), "12.00"),
    ],
)  # fmt: skip
def test_an_amount_may_be_written_in_many_ways(given, amount):
    """Its decimals are kept; of a float there is what a spreadsheet shows."""
    assert amount == str(gd.Fee(collected="2025-03-01", amount=given, unit="元").amount)


@pytest.mark.parametrize("given", ["1,2", "12,04", float("inf"), 1e300, True])
def test_what_is_no_certain_amount_is_refused(given):
    """Commas in odd places and numbers beyond measure are not guessed at."""
    with pytest.raises(gd.ValueRefusedError, match="收费金额：应为"):
        gd.Fee(collected="2025-03-01", amount=given, unit="元")


# --- text files -------------------------------------------------------------------------------------------------------


def test_a_text_file_may_turn_out_to_be_gb18030_late(tmp_path):
    """A file whose first Chinese character is far down is read in the encoding of that character."""
    path = tmp_path / "register.csv"
    path.write_bytes(
        b"id,received,applicant\n" + b"1,2025-03-01,others\n" * 60_000 + "2,2025-03-01,自然人\n".encode("gb18030")
    )
    found, _ = rows_in(path)

    assert "natural_persons" == found[-1][1].applicant


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"\xff\xff\xff", "应为 UTF-8 或 GB18030 编码的文字"),
        ('编号,收到日期,申请人类型\n"1,2025-03-01,自然人\n'.encode(), "引号不配对"),
        (('编号,收到日期,申请人类型\n"' + "长" * 200_000 + '",1,1\n').encode(), "一格过长"),
        (None, "没有这个文件或文件夹"),
    ],
)
def test_a_text_file_that_cannot_be_read_is_refused(content, why, tmp_path):
    """The error names the file and says why."""
    path = tmp_path / "register.csv"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(gd.ReadError, match=f"不能读“register.csv”：.*{why}"):
        gd.tally(path, year=YEAR)


def test_an_empty_file_is_no_register(tmp_path):
    """Without the names of columns nothing is a register, not even one without records."""
    (tmp_path / "register.csv").write_bytes(b"")

    with pytest.raises(gd.ReadError, match="缺少“编号”一列"):
        gd.tally(tmp_path / "register.csv", year=YEAR)
    assert [] == read(written(tmp_path, [HEADER]))


# --- workbooks --------------------------------------------------------------------------------------------------------


def test_every_sheet_that_has_the_columns_is_read(tmp_path):
    """Sheets by the month are one register; other sheets and hidden ones are told; a place names its sheet."""
    path = workbook(
        tmp_path,
        {"一月": [["台账"], HEADER, LINE], "说明": [["如何填写"]], "二月": [HEADER, ["2", *LINE[1:]]], "旧": [HEADER]},
    )
    book = load_workbook(path)
    book["旧"].sheet_state = "hidden"
    book.save(path)
    found, doubts = rows_in(path)

    assert [Place(sheet="一月", row=3, cell=1), Place(sheet="二月", row=2, cell=1)] == [place for place, _ in found]
    assert ["1", "2"] == [record.id for _, record in found]
    messages = [str(each.message) for each in doubts]
    assert ["申请的台账：列名以上有 1 行，没有读", "申请的台账：工作表“旧”是隐藏的，没有读"] == messages[:2]
    assert messages[2].startswith("申请的台账：工作表“说明”缺少“编号”一列")


def test_a_workbook_without_the_columns_is_refused_for_the_nearest_sheet(tmp_path):
    """What the sheet lacks that lacks least is what is told."""
    path = workbook(tmp_path, {"说明": [["如何填写"]], "台账": [HEADER[:2], LINE[:2]]})

    with pytest.raises(gd.ReadError) as refused:
        gd.tally(path, year=YEAR)
    assert 1 == len(refused.value.problems)


def test_cells_of_a_workbook_are_read_as_what_they_are(tmp_path):
    """Days, numbers and texts of a workbook are days, ids and words."""
    path = workbook(
        tmp_path, {"台账": [HEADER, [1, datetime.fromisoformat("2025-03-01"), "自然人", 45736, "予以公开"]]}
    )

    assert [ONE] == read(path)


def test_a_cell_far_out_does_not_stop_the_reading(tmp_path):
    """A lone cell in the last column and row of a sheet costs neither memory nor time."""
    book = Workbook()
    for row in (HEADER, LINE):
        book.active.append(row)
    book.active["XFD100000"] = " "
    book.save(tmp_path / "register.xlsx")

    assert [ONE] == read(tmp_path / "register.xlsx")


def with_part(path, name, change):
    """Change one part of a workbook."""
    with zipfile.ZipFile(path) as archive:
        parts = {each: archive.read(each) for each in archive.namelist()}
    parts[name] = change(parts[name])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for each, content in parts.items():
            archive.writestr(each, content)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda part: b'<!DOCTYPE a [<!ENTITY b "c">]>' + part, "<!DOCTYPE> 声明"),
        (lambda part: part.decode().encode("utf-16"), "不是 UTF-8 编码"),
        (lambda part: b"<worksheet", "可另存为 CSV 再读"),
        (lambda part: part + b" " * 2**25, "不能安全地读"),
    ],
)
def test_a_workbook_that_is_not_safe_or_whole_is_refused(change, why, tmp_path):
    """No entity is expanded, nothing is unpacked beyond bounds, and a broken part is told in words."""
    path = workbook(tmp_path, {"台账": [HEADER, LINE]})
    with_part(path, "xl/worksheets/sheet1.xml", change)

    with pytest.raises(gd.ReadError, match=why):
        gd.tally(path, year=YEAR)


def test_a_workbook_whose_parts_are_broken_is_refused(tmp_path):
    """Whatever openpyxl raises becomes one sentence."""
    path = workbook(tmp_path, {"台账": [HEADER, LINE]})
    with_part(path, "xl/workbook.xml", lambda part: b"<workbook")

    with pytest.raises(gd.ReadError, match=r"不能读“register\.xlsx”"):
        gd.tally(path, year=YEAR)


def test_a_workbook_that_is_not_there_or_too_large_is_refused(tmp_path, monkeypatch):
    """The error says what to do instead."""
    with pytest.raises(gd.ReadError, match=r"不能读“register\.xlsx”：没有这个文件或文件夹"):
        gd.tally(tmp_path / "register.xlsx", year=YEAR)

    path = workbook(tmp_path, {"台账": [HEADER, LINE]})
    monkeypatch.setattr("govdisclosure.ledger.workbooks.LARGEST", 100)
    with pytest.raises(gd.ReadError, match="请另存为 CSV"):
        gd.tally(path, year=YEAR)


@pytest.mark.parametrize("name", ["register.csv", "register.xlsx"])
def test_an_open_file_is_read_from_its_beginning_and_left_open(tmp_path, name):
    """A file that was opened for its bytes, such as one that was sent to a site, counts as its path does."""
    path = workbook(tmp_path, {"台账": [HEADER, LINE]})
    if name == "register.csv":
        path = tmp_path / name
        path.write_text("\n".join(",".join(map(str, row)) for row in (HEADER, LINE)), "utf-8")
    with path.open("rb") as file:
        file.read(3)
        tally = gd.tally(file, year=YEAR)

        assert not file.closed
    assert (1, gd.tally(path, year=YEAR).requests) == (tally.requests.received.total, tally.requests)


def test_an_open_file_must_give_bytes(tmp_path):
    """A file that was opened for its text is refused with what to do, and one without a name is told all the same."""
    with pytest.raises(gd.ReadError, match="二进制"):
        gd.tally(io.StringIO("编号"), year=YEAR)
    with pytest.raises(gd.ReadError, match="引号不配对"):
        gd.tally(io.BytesIO('编号,收到日期,申请人类型\n"1'.encode()), year=YEAR)


# --- frames -----------------------------------------------------------------------------------------------------------


class Unknown:
    """A frame of a library that nobody knows."""

    def __arrow_c_stream__(self, requested_schema=None):
        raise NotImplementedError


def test_a_frame_of_no_known_library_is_refused():
    """It is refused by the name of its type."""
    with pytest.raises(gd.ReadError, match="不认识这种数据框：Unknown"):
        gd.tally(Unknown(), year=YEAR)


def test_frames_need_their_extra(monkeypatch):
    """Without narwhals the error says what to install."""
    for name in [name for name in sys.modules if name.split(".")[0] == "narwhals"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "path", [])

    with pytest.raises(gd.GovDisclosureError, match=r"govdisclosure\[frames\]"):
        gd.tally(pd.DataFrame([row_of(ONE)]), year=YEAR)


def test_a_row_of_a_frame_is_counted_from_one():
    """The place of a record in a frame or a cursor is the number of its row."""
    found, doubts = rows_in(pl.DataFrame([row_of(ONE), row_of(ONE) | {"编号": ""}]))

    assert [1] == [place.line for place, _ in found]
    assert [2] == [each.place.line for each in doubts]


# --- anything at all --------------------------------------------------------------------------------------------------

_ODD = st.sampled_from(["", "-", "自然人", "2025-03-01", "45717", "予以公开", "不予公开", "=1+1", '"', "\0", "²", "٣"])
_CELLS = _ODD | st.text(max_size=8)
_OBJECTS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.decimals(), st.dates(), st.datetimes(),
    st.binary(max_size=4), st.lists(st.integers(), max_size=2), _CELLS,
)  # fmt: skip


@given(st.lists(st.lists(_OBJECTS, min_size=5, max_size=5), max_size=5))
def test_whatever_a_dictionary_holds_is_counted_or_told(rows):
    """No object that may stand in a row makes a tally fail, and every row is accounted for."""
    told = gd.tally([dict(zip(HEADER, row, strict=True)) for row in rows], year=YEAR)
    lines = {each.place.line for each in told.findings if each.severity is gd.Severity.ERROR}
    others = sum(each.message.arguments["count"] for each in told.findings if each.code == "GD975")

    assert len(rows) == told.requests.received.total + told.requests.carried_in.total + others + len(lines)


@given(st.lists(st.lists(_CELLS, max_size=7), max_size=5), st.sampled_from(["utf-8", "gb18030", "utf-16"]))
def test_whatever_a_text_file_holds_is_read_or_refused(tmp_path_factory, rows, encoding):
    """A file of rows of anything gives a tally whose balance holds, or is refused in words."""
    path = written(tmp_path_factory.mktemp("any"), [HEADER, *rows], encoding)
    try:
        told = gd.tally(path, year=YEAR).requests
    except gd.ReadError:
        return

    assert told.received.total + told.carried_in.total == told.outcomes.total.total + told.carried_over.total


@given(st.binary(max_size=200), st.sampled_from(["csv", "xlsx"]))
def test_whatever_bytes_a_file_holds_it_is_refused_in_words(tmp_path_factory, data, suffix):
    """Bytes that are no register raise no other error."""
    path = tmp_path_factory.mktemp("any") / f"register.{suffix}"
    path.write_bytes(data)

    with pytest.raises(gd.ReadError):
        gd.tally(path, year=YEAR)


def test_a_later_dictionary_that_says_a_thing_twice_is_told():
    """Which of two values counts is not guessed."""
    whole = dict(zip(HEADER, LINE, strict=True))
    found, doubts = rows_in([whole, whole | {"id": "2"}])

    assert [ONE] == [record for _, record in found]
    assert ["申请 2：“编号”不止一列：编号、id；没有计入"] == [each.message for each in doubts]


# --- the documentation ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["ledger.md", "ledger.zh.md"])
def test_the_guide_lists_the_columns(page):
    """The guide names, for every kind of record, the columns that are needed and those that are not."""
    text = (Path(__file__).parents[1] / "docs" / page).read_text("utf-8")
    lines = dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", text, re.MULTILINE))

    for kind in KINDS.values():
        needed, optional = lines[kind.__name__].split(" | ")
        columns = columns_of(kind).values()
        assert [each.names[0] for each in columns if each.required] == _chinese(needed)
        assert {each.names[0] for each in columns if not each.required} == set(_chinese(optional))


def _chinese(cell):
    """The Chinese names in a cell of the guide, in order."""
    return re.findall(r"[一-鿿]+", cell)
