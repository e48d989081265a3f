"""Data frames: every number is a record, in every engine alike, and leads back to the report."""

import csv
import io
import re
import sys
from decimal import Decimal
from pathlib import Path

import attrs
import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import govdisclosure as gd
from govdisclosure import frames
from govdisclosure._spec import fields_of
from govdisclosure.frames import COLUMNS
from govdisclosure.report import TABLES
from govdisclosure.strategies import annual_reports
from reports import LAST_YEAR, OF_2019, SOUND

Row = gd.ByApplicant
some = settings(max_examples=25)
whole = st.sampled_from(gd.Edition).flatmap(
    lambda edition: annual_reports(edition=edition, consistent=False, blanks=True)
)
mixed = whole | annual_reports(mixed=True) | annual_reports(edition=gd.Edition.V2019, mixed=True)
lists = st.lists(mixed, max_size=3, unique_by=lambda report: (report.organ, report.year, report.edition))


def as_csv(reports):
    """The records of reports as the module `csv` reads them from a file."""
    file = io.BytesIO()
    gd.to_csv(reports, file)
    return list(csv.DictReader(io.StringIO(file.getvalue().decode("utf-8-sig"), newline="")))


def as_parquet(reports):
    """The frame of reports, written to Parquet and read again."""
    file = io.BytesIO()
    gd.to_parquet(reports, file)
    return pq.read_table(io.BytesIO(file.getvalue()))


WAYS = {
    "records": gd.records,
    "arrow": gd.to_arrow,
    "pandas": gd.to_pandas,
    "polars": gd.to_polars,
    "parquet": as_parquet,
    "csv": as_csv,
}


def bare(report):
    """What a frame carries of a report: its tables, organ, year and edition."""
    return gd.AnnualReport(
        organ=report.organ,
        year=report.year,
        edition=report.edition,
        **{name: table(getattr(report, name)) for name in TABLES},
    )


def table(section):
    """The table of a section without the prose around it; nothing where it has none."""
    kept = {name: getattr(section, name) for name in fields_of(type(section))}
    return type(section)(**kept) if kept else None


# --- records ----------------------------------------------------------------------------------------------------------


@given(mixed)
@some
def test_every_number_is_a_record(report):
    """A report has a record for each of its numbers, in the order of print, with its place and its value."""
    found = list(gd.records([report]))
    numbers = [row["value"] if row["amount"] is None and row["value"] is not None else row["amount"] for row in found]
    values = [cell.value.amount if isinstance(cell.value, gd.Money) else cell.value for cell in gd.cells(report)]

    assert [(cell.path, cell.address) for cell in gd.cells(report)] == [(row["path"], row["address"]) for row in found]
    assert values == numbers
    assert [value is None for value in values] == [row["blank"] for row in found]
    assert {tuple(COLUMNS)} >= {tuple(row) for row in found}


def test_a_record_says_what_is_printed():
    """A record names the report, the row and column as printed, the number and its unit."""
    organ = gd.Organ("示例县柳溪镇人民政府", code="110105")
    rows = {row["path"]: row for row in gd.records([attrs.evolve(SOUND, organ=organ)])}

    assert {
        "organ": "示例县柳溪镇人民政府",
        "code": "110105",
        "year": 2025,
        "edition": "2021",
        "table": "表三",
        "row": "1.本机关不掌握相关政府信息",
        "column": "自然人",
        "address": "表三·三（四）1·自然人",
        "path": "requests.outcomes.unavailable.not_held.natural_persons",
        "unit": "件",
        "value": 2,
        "amount": None,
        "blank": False,
    } == rows["requests.outcomes.unavailable.not_held.natural_persons"]
    fees = rows["proactive.fees.collected"]
    assert (None, Decimal("3.65"), "万元") == (fees["value"], fees["amount"], fees["unit"])
    case = rows["remedies.litigation.after_reconsideration.total"]
    assert (None, "行政诉讼·复议后起诉·总计") == (case["row"], case["column"])


def test_blank_absent_and_zero_are_told_apart():
    """A blank is a record without a number, a zero is one with it, and an absent table has no records."""
    report = gd.AnnualReport(
        organ=None,
        year=None,
        proactive=None,
        remedies=gd.Narrative(blocks=["无"]),
        requests=gd.Requests(received=Row(others=None)),
    )
    rows = {row["address"]: (row["value"], row["blank"]) for row in gd.records([report])}

    assert {"表三"} == {address.partition("·")[0] for address in rows}
    assert (None, True) == rows["表三·一·其他"]
    assert (0, False) == rows["表三·一·自然人"]


def test_money_keeps_the_unit_its_cell_prints():
    """An amount on the form of 2019 is a record with the unit of its cell, even where that is blank."""
    units = []
    for money in (gd.Money("251000", "元"), gd.Money("1.5"), gd.Money(None)):
        tables = gd.Proactive2019(procurement=gd.Procurement(amount=money))
        (row,) = [row for row in gd.records([attrs.evolve(OF_2019, proactive=tables)]) if "采购总" in row["address"]]
        units.append((row["amount"], row["unit"], row["blank"]))

    assert [(Decimal(251000), "元", False), (Decimal("1.5"), "", False), (None, "", True)] == units


# --- the code book ----------------------------------------------------------------------------------------------------


@given(whole)
@some
def test_the_code_book_has_every_record(report):
    """Each record of a report is explained in the code book of its edition, with the same words."""
    book = {(entry["edition"], entry["path"]): entry for entry in gd.codebook()}
    same = ("table", "row", "column", "address")
    rows = list(gd.records([report]))
    units = {(row["unit"], book[row["edition"], row["path"]]["unit"]) for row in rows}

    assert [[row[name] for name in same] for row in rows] == [
        [book[row["edition"], row["path"]][name] for name in same] for row in rows
    ]
    assert {(unit, unit) for unit in ("件", "项", "万元")} | {(unit, "") for unit in ("", "元", "万元")} >= units


@pytest.mark.parametrize("locale", ["zh_Hans_CN", "zh_Hant", "en"])
def test_the_code_book_explains_every_place(locale):
    """Each entry says in words of the language what the form prints, and what that means."""
    book = gd.codebook(locale)
    silent = [entry for entry in book if not entry["meaning"].count(".") > 1 or not entry["label"]]
    chinese = {entry["label"] for entry in book if re.search("[一-龥]", entry["label"])}

    assert 200 + 22 + 161 + 15 == len(book)
    assert len(book) == len({(entry["edition"], entry["path"]) for entry in book})
    assert [] == silent
    assert (locale == "en") is (not chinese)
    assert {"件", "项", "万元", ""} == {entry["unit"] for entry in book}


def test_the_code_book_names_law_and_totals():
    """An entry has the article of its row and says whether it is a total."""
    book = {entry["path"]: entry for entry in gd.codebook() if entry["edition"] == "2021"}
    row = book["requests.outcomes.unavailable.not_compiled.natural_persons"]

    assert ("第三十八条", False) == (row["law"], row["total"])
    assert "No ready information exists; it would have to be compiled or analysed. Natural persons." == row["meaning"]
    assert book["requests.outcomes.total.others"]["total"]
    assert book["remedies.reconsideration.total"]["total"]


# --- engines ----------------------------------------------------------------------------------------------------------


@given(lists)
@some
def test_every_engine_has_the_same_frame(reports):
    """Arrow, pandas, polars and Parquet agree on the columns, their types and every value."""
    expected = gd.to_arrow(reports)

    assert list(COLUMNS) == expected.schema.names
    assert expected == as_parquet(reports)
    assert expected == pa.table(gd.to_pandas(reports)).cast(expected.schema)
    assert expected == pa.table(gd.to_polars(reports)).cast(expected.schema)
    assert [list(row.values()) for row in expected.to_pylist()] == [
        [row[name] for name in COLUMNS] for row in gd.records(reports)
    ]


def test_columns_have_types_that_lose_nothing():
    """Counts are nullable whole numbers, amounts exact decimals, flags nullable, in pandas and in polars."""
    frame = gd.to_pandas([SOUND])
    other = gd.to_polars([SOUND]).schema

    assert (pd.Int64Dtype(), pd.BooleanDtype()) == (frame.dtypes["value"], frame.dtypes["blank"])
    assert pd.ArrowDtype(pa.decimal128(30, 12)) == frame.dtypes["amount"]
    assert (pl.Int64, pl.Boolean, pl.Decimal(30, 12)) == (other["value"], other["blank"], other["amount"])
    assert Decimal("3.65") == frame["amount"].sum()


def test_columns_explain_themselves():
    """The Arrow schema says of every column what it holds."""
    schema = gd.to_arrow([]).schema

    assert [meaning for _, meaning in COLUMNS.values()] == [field.metadata[b"description"].decode() for field in schema]


def test_a_count_that_is_too_large_is_refused():
    """A count that 64 bits do not hold is told with its place, in whatever engine; as a record it is whole."""
    large = attrs.evolve(SOUND, requests=gd.Requests(received=Row(others=2**63)))
    small = attrs.evolve(SOUND, requests=gd.Requests(received=Row(others=2**63 - 1)))

    with pytest.raises(gd.ValueRefusedError) as caught:
        gd.to_arrow([small, large])
    assert [
        f"示例县柳溪镇人民政府2025年 {address}：应不大于 9223372036854775807；现为 9223372036854775808"
        for address in ("表三·一·其他", "表三·一·总计")
    ] == list(caught.value.problems)
    assert small.requests == gd.from_frame(gd.to_arrow([small]))[0].requests
    assert large.requests == gd.from_frame(gd.records([large]))[0].requests


@pytest.mark.parametrize(
    ("verb", "module", "extra"),
    [
        (gd.to_arrow, "pyarrow", "arrow"),
        (gd.to_pandas, "pandas", "pandas"),
        (gd.to_polars, "polars", "polars"),
    ],
)
def test_what_is_missing_is_named(verb, module, extra, monkeypatch):
    """Without the package of its extra a frame is refused, and the message says what to install."""
    monkeypatch.setitem(sys.modules, module, None)

    with pytest.raises(gd.GovDisclosureError, match=rf"没有安装；请运行 pip install 'govdisclosure\[{extra}\]'"):
        verb([SOUND])


# --- files ------------------------------------------------------------------------------------------------------------


def test_parquet_is_written_as_reports_come(tmp_path, monkeypatch):
    """A row group is written for every few reports, before the next are asked for."""
    monkeypatch.setattr(frames, "_BATCH", 2)
    made, seen = [], []
    batches = frames._batches

    def watched(reports):
        for batch in batches(reports):
            seen.append(len(made))
            yield batch

    monkeypatch.setattr(frames, "_batches", watched)
    gd.to_parquet(
        (made.append(year) or attrs.evolve(SOUND, year=year) for year in range(2020, 2025)), tmp_path / "a.parquet"
    )
    file = pq.ParquetFile(tmp_path / "a.parquet")

    assert [2, 4, 5] == seen
    assert [400, 400, 200] == [file.metadata.row_group(n).num_rows for n in range(file.num_row_groups)]
    assert [2020, 2024] == [gd.from_frame(file.read())[n].year for n in (0, -1)]


@pytest.mark.parametrize(("verb", "name"), [(gd.to_parquet, "a.parquet"), (gd.to_csv, "a.csv")])
def test_a_file_is_whole_or_not_touched(verb, name, tmp_path):
    """The same reports give the same bytes; where the reports break off, the file that was there stays."""
    verb([SOUND], tmp_path / name)
    verb(iter([SOUND]), tmp_path / f"b{name}")
    before = (tmp_path / name).read_bytes()

    def breaking():
        yield SOUND
        raise ValueError("broken off")

    with pytest.raises(ValueError, match="broken off"):
        verb(breaking(), tmp_path / name)

    assert before == (tmp_path / name).read_bytes() == (tmp_path / f"b{name}").read_bytes()
    assert {name, f"b{name}"} == {path.name for path in tmp_path.iterdir()}


def test_a_place_that_cannot_be_written_is_told(tmp_path):
    """A folder is no place for a frame."""
    with pytest.raises(gd.WriteError, match="那里是一个文件夹"):
        gd.to_csv([SOUND], tmp_path)


def test_csv_is_what_spreadsheets_read():
    """CSV begins with the mark of UTF-8, has a line for each record, and no text that a spreadsheet would compute."""
    file = io.BytesIO()
    gd.to_csv([attrs.evolve(SOUND, organ=gd.Organ('=HYPERLINK("x")', code="+1"))], file)
    lines = file.getvalue().decode("utf-8").splitlines()
    row = next(csv.DictReader(io.StringIO(file.getvalue().decode("utf-8-sig"))))

    assert "\ufeff" + ",".join(COLUMNS) == lines[0]
    assert 201 == len(lines)
    assert ('\'=HYPERLINK("x")', "'+1", "false", "0", "") == tuple(
        row[name] for name in ("organ", "code", "blank", "value", "amount")
    )


# --- and back ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", WAYS)
@given(reports=lists)
@settings(max_examples=12)
def test_tables_come_back(way, reports):
    """The reports of a frame, whatever engine it went through, have the tables of those it was made of."""
    carried = [bare(report) for report in reports if any(True for _ in gd.cells(report))]

    assert carried == gd.from_frame(WAYS[way](reports))


@given(reports=lists, seed=st.randoms(use_true_random=False))
@some
def test_the_order_of_the_records_does_not_matter(reports, seed):
    """Records in any order, and with a column more, give the same reports."""
    rows = [{**row, "remark": 1} for row in gd.records(reports)]
    seed.shuffle(rows)
    whose = {(report.organ, report.year, report.edition): report for report in gd.from_frame(rows)}

    assert whose == {
        (report.organ, report.year, report.edition): bare(report) for report in reports if [*gd.cells(report)]
    }


@pytest.mark.parametrize("key", ["path", "address"])
def test_few_columns_are_enough(key):
    """Organ, year, edition, the place by path or address, and the number are enough; so are parts without totals."""
    keep = ("organ", "year", "edition", key, "value", "amount")
    rows = [{name: row[name] for name in keep} for row in gd.records([SOUND]) if "总计" not in row["address"]]

    assert [bare(SOUND)] == gd.from_frame(rows)


def test_a_query_of_duckdb_is_a_frame():
    """What DuckDB selects from a frame leads back to reports."""
    frame = duckdb.from_arrow(gd.to_arrow([SOUND, LAST_YEAR]))
    chosen = frame.filter("year = 2024 and \"table\" = '表三'")

    (report,) = gd.from_frame(chosen)
    assert (LAST_YEAR.requests, None, None) == (report.requests, report.proactive, report.remedies)


def test_numbers_are_taken_in_whatever_type_they_are_exact():
    """Whole numbers of other engines, and floats that are whole, are counts."""
    rows = list(gd.records([SOUND]))
    for row in rows:
        row["year"], row["edition"] = 2025.0, 2021
        row["value"] = (
            row["value"] if row["value"] is None else [np.int64, float, str][len(row["path"]) % 3](row["value"])
        )

    assert [bare(SOUND)] == gd.from_frame(rows)
    assert [] == gd.from_frame([])
    assert [] == gd.from_frame(gd.to_pandas([]))


def test_whole_amounts_may_be_numbers():
    """An amount without decimals may be a whole number or a text."""
    rows = list(gd.records([gd.AnnualReport(organ=None, year=None)]))
    (fees,) = [row for row in rows if row["path"] == "proactive.fees.collected"]
    found = [
        gd.from_frame([*rows, *[]] and [{**row, "amount": amount} if row is fees else row for row in rows])
        for amount in (7, "7", Decimal("7.00"))
    ]

    assert [Decimal(7)] * 3 == [report.proactive.fees.collected for (report,) in found]


def refused(table):
    """The problems that a frame is refused for."""
    with pytest.raises(gd.ReadError) as caught:
        gd.from_frame(table)
    return [caught.value.message, *caught.value.problems]


def with_row(changes, address="表三·一·自然人"):
    """The records of a report with one of them changed."""
    return [row | changes if row["address"] == address else row for row in gd.records([SOUND])]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"path": "requests.arrived.natural_persons", "address": None},
            "年报里没有属性路径 'requests.arrived.natural_",
        ),
        ({"path": None, "address": "表三·一·自然"}, "表中没有“表三·一·自然”；相近的有："),
        (
            {"path": "", "address": "表三·三（四）2"},
            "requests.outcomes.unavailable.not_compiled 是“表三·三（四）2”，不是一格",
        ),
        ({"path": None, "address": None}, "表中没有“”"),
        ({"path": "requests.carried_in.others"}, "path 为 'requests.carried_in.others'，而 address“表三·一·自然人”是 "),
        ({"path": ["a"]}, "path 为"),
        ({"amount": Decimal(3)}, "表三·一·自然人：数应写在 value 列；现另一列为 '3'"),
        ({"unit": "万元"}, "表三·一·自然人：单位应为 件；现为 '万元'"),
        ({"blank": True}, "表三·一·自然人：blank 为 True，而 value 为 9；空白的格应为真且没有数"),
        ({"blank": "FALSE", "value": None}, "表三·一·自然人：blank 为 False，而 value 为 None；空白的格应为真且没有数"),
        ({"blank": []}, "表三·一·自然人：blank 为 []"),
    ],
)
def test_a_record_that_is_wrong_is_told_with_its_row(changes, message):
    """What is wrong with a record is told with the number of its row, and names place, value and what is asked for."""
    number = 1 + [row["address"] for row in gd.records([SOUND])].index("表三·一·自然人")
    (told, *_) = [each for each in refused(with_row(changes)) if each.startswith("第")]

    assert told.startswith(f"第 {number} 行：{message}")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"value": value}, f"表三·一·自然人）：应为不小于 0 的整数，空白为 None（JSON 中为 null）；现为 {shown}")
        for value, shown in [
            *((1.5, "1.5"), ("3.0", "'3.0'"), (True, "True"), (-1, "-1"), ("３", "'３'"), ([], "[]")),
            ("9" * 5000, "'999999999999...9999999999999'"),
        ]
    ],
)
def test_what_is_no_count_is_refused(changes, message):
    """A count is a whole number and nothing that must be rounded or guessed at."""
    (told,) = refused(with_row({**changes, "blank": None}))[1:]

    assert told.startswith(f"示例县柳溪镇人民政府2025年 requests.received.natural_persons（{message}")


@pytest.mark.parametrize("amount", [3.65, "3,65", Decimal("NaN"), Decimal("sNaN"), Decimal(-1), True, Decimal("1e30")])
def test_what_is_no_amount_is_refused(amount):
    """An amount is exact; a float is not."""
    (told,) = refused(with_row({"amount": amount}, "表二·行政事业性收费·本年收费金额"))[1:]

    assert told.startswith(
        "示例县柳溪镇人民政府2025年 proactive.fees.collected（表二·行政事业性收费·本年收费金额）：应为"
    )


def test_a_unit_must_be_one_that_a_cell_prints():
    """Money on the form of 2019 has the units 元 and 万元, or none."""
    rows = [row | {"unit": "美元"} if row["unit"] == "" else row for row in gd.records([OF_2019])]
    (told,) = refused(rows)[1:]

    assert told.startswith(
        "（机关不详）（年份不详）年 proactive.procurement.amount.unit：应为 元、万元 或空；现为 '美元'"
    )


@pytest.mark.parametrize(
    ("column", "value"), [("year", "二〇二五"), ("edition", "2020"), ("organ", 7), ("code", 110105)]
)
def test_whose_numbers_they_are_must_be_told(column, value):
    """A year is a number, an edition one of the form's, an organ and its code are texts."""
    told = refused([row | {column: value} for row in gd.records([SOUND])])[1:]

    assert any("应为" in each for each in told)


def test_a_code_needs_an_organ():
    """Records with the code of an organ and not its name are refused."""
    told = refused([row | {"organ": None, "code": "110105"} for row in gd.records([SOUND])])[1:]

    assert ["（机关不详）2025年 organ.name：应为文字；现为 null"] == told


def test_all_problems_are_told_at_once():
    """A place twice, a number missing and a wrong one are told together, each of its report."""
    rows = [row for row in gd.records([SOUND]) if row["path"] != "remedies.reconsideration.upheld"]
    rows += [
        rows[0],
        *({**row, "value": 0.5} for row in gd.records([LAST_YEAR]) if row["path"] == "proactive.rules.issued"),
    ]
    told = refused(rows)

    assert "数据表与年报格式不符：" == told[0]
    assert "第 200 行：表二·规章·本年制发件数（proactive.rules.issued）在同一份年报里不止一次；请只留一行" == told[1]
    assert told[2].startswith(
        "示例县柳溪镇人民政府2025年 remedies.reconsideration.upheld（表四·行政复议·结果维持）：缺此项"
    )
    assert all(each.startswith("示例县柳溪镇人民政府2024年 proactive.") for each in told[3:])
    assert any("issued（表二·规章·本年制发件数）：应为不小于 0 的整数" in each for each in told[3:])


@pytest.mark.parametrize("drop", ["organ", "year", "edition", "value"])
def test_a_column_that_is_missing_is_named(drop):
    """A frame without a column that is needed is refused at once, and says which columns there are."""
    rows = [{name: value for name, value in row.items() if name != drop} for row in gd.records([SOUND])]

    assert f"数据表第 1 行缺列：{drop}；现有 " in refused(rows)[0]


def test_every_record_needs_its_columns():
    """A record that lacks what the others have is refused with its row, and not taken for a blank."""
    first, second, *_ = gd.records([SOUND])

    assert refused([first, second, {"organ": "甲"}])[0].startswith(
        "数据表第 3 行缺列：year、edition、value、path；现有 organ"
    )


def test_a_place_must_be_named():
    """A frame with neither path nor address is refused."""
    assert (
        "数据表第 1 行缺列：path；现有 organ"
        in refused(gd.to_pandas([SOUND])[["organ", "year", "edition", "value"]])[0]
    )


@pytest.mark.parametrize("table", [7, "甲", [7], [[1]], object()])
def test_what_is_no_frame_is_refused(table):
    """What has no rows, or rows that are no records, is refused."""
    assert refused(table)[0].startswith("应为数据表，或一行一个映射；现为 ")


def test_a_frame_that_arrow_cannot_take_is_refused():
    """A column of pandas that mixes types is no data for Arrow, and that is told."""
    frame = pd.DataFrame({"organ": ["甲", 1], "value": [1, "x"]}, dtype=object)

    assert refused(frame)[0].startswith("数据表不能转为 Arrow：")


@pytest.mark.parametrize("page", ["frames.md", "frames.zh.md"])
def test_the_pages_list_the_columns(page):
    """The guide pages list the columns of a frame in their order."""
    text = (Path(__file__).parents[1] / "docs" / page).read_text("utf-8")

    assert list(COLUMNS) == re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE)
