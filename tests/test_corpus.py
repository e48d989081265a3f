"""Published reports: whatever is read of them is what is printed, or it is left blank and said so."""

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest

import govdisclosure as gd
from form_tables import ADDRESSES
from form_tables_2019 import ADDRESSES as ADDRESSES_2019
from govdisclosure.compose import compose
from govdisclosure.document import Grid, Heading, Paragraph

# --- the transcriptions -----------------------------------------------------------------------------------------------

APPLICANTS = (
    "natural_persons",
    "enterprises",
    "research_institutions",
    "public_interest_organizations",
    "legal_service_institutions",
    "others",
    "total",
)
COUNTS_OF_2021 = ("本年制发件数", "本年废止件数", "现行有效件数")
COLUMNS_OF_2019 = {
    "规章": ("本年新制作数量", "本年新公开数量", "对外公开总数量"),
    "规范性文件": ("本年新制作数量", "本年新公开数量", "对外公开总数量"),
    "行政许可": ("上一年项目数量", "本年增/减", "处理决定数量"),
    "其他对外管理服务事项": ("上一年项目数量", "本年增/减", "处理决定数量"),
    "行政处罚": ("上一年项目数量", "本年增/减", "处理决定数量"),
    "行政强制": ("上一年项目数量", "本年增/减", "处理决定数量"),
    "行政事业性收费": ("上一年项目数量", "本年增/减"),
    "政府集中采购": ("采购项目数量", "采购总金额"),
}


def truth_of(raw):
    """The transcription of a published report."""
    (path,) = (raw.parents[1] / "truth").glob(f"{raw.name[:3]}-*.json")
    return json.loads(path.read_text("utf-8"), parse_float=Decimal)


def row_of(key):
    """The path of the row of table three that a key of a transcription names."""
    group, _, leaf = key.partition("/")
    outer = re.match(r"[一二四](?=、)|（[一二三四五六七]）", group)[0]
    number = f"三{outer}" if outer.startswith("（") else outer
    address = f"表三·{number}{leaf[:1]}·自然人"
    return ADDRESSES[address].rpartition(".")[0] if address in ADDRESSES else "requests.outcomes.otherwise_closed"


def numbers_of_table_two(truth):
    """The numbers of table two by path, on the form that it is of."""
    if truth["edition"] == "2019":
        yield from numbers_of_table_two_of_2019(truth)
        return
    for label, value in (truth["table2"] or {}).items():
        if label in {"规章", "行政规范性文件", "规范性文件"}:
            row = "规章" if label == "规章" else "行政规范性文件"
            for column, number in zip(COUNTS_OF_2021, value, strict=True):
                yield ADDRESSES[f"表二·{row}·{column}"], number
        elif label == "行政事业性收费":
            yield ADDRESSES["表二·行政事业性收费·本年收费金额"], value
        elif (address := f"表二·{label}·本年处理决定数量") in ADDRESSES:
            yield ADDRESSES[address], value


def numbers_of_table_two_of_2019(truth):
    """The numbers of table two of 2019 by path; a row that the form does not have is left out."""
    for label, values in (truth["table2"] or {}).items():
        for column, value in zip(COLUMNS_OF_2019.get(label, ()), values, strict=label in COLUMNS_OF_2019):
            path = ADDRESSES_2019[f"表二·{label}·{column}"]
            if column == "采购总金额" and value is not None:
                yield path, money_of(value)
            else:
                yield path, int(value) if isinstance(value, str) else value


def money_of(printed):
    """The amount and the unit of what a cell prints."""
    amount, unit = re.fullmatch(r"([\d.]+)(万?元|)", str(printed)).groups()
    return gd.Money(amount, unit)


def read_of(report):
    """Every number of a report by its path, ``None`` where it is blank."""
    return {cell.path: None if cell.value == gd.Money(None) else cell.value for cell in gd.cells(report)}


def numbers_of(truth):
    """Every number that a transcription states, by its attribute path."""
    found = dict(numbers_of_table_two(truth))
    for key, values in (truth["table3"] or {}).items():
        found |= {f"{row_of(key)}.{name}": value for name, value in zip(APPLICANTS, values, strict=True)}
    four = [path for address, path in ADDRESSES.items() if address.startswith("表四")]
    return found | dict(zip(four, truth["table4"] or (), strict=bool(truth["table4"])))


# --- the first report, whole ------------------------------------------------------------------------------------------

BARS = re.compile(r"[\s|¦│]+")
SUB_HEADING = re.compile(r"\([一二三四五]\)|\d、")


@pytest.fixture(name="raw", scope="module")
def _raw(corpus):
    return corpus / "raw" / "001-wanzhou-guocun-2021.txt"


@pytest.fixture(name="reading", scope="module")
def _reading(raw):
    return gd.read(raw)


@pytest.fixture(name="lines", scope="module")
def _lines(raw):
    """The lines of the report that are no cells of a table."""
    lines = [line.strip() for line in raw.read_text("utf-8").splitlines()]
    return [line for line in lines if line and not re.search(r"[|¦│]", line)]


def test_001_names_its_organ_and_year(raw, reading):
    """The organ, the year, the edition and the title are those that are printed."""
    truth = truth_of(raw)

    assert (gd.Organ(truth["organ"]), truth["year"], gd.Edition(truth["edition"])) == (
        reading.report.organ,
        reading.report.year,
        reading.edition,
    )
    assert f"{truth['organ']}{truth['year']}年政府信息公开工作年度报告" == reading.report.title


def test_001_has_all_cells(raw, reading):
    """All two hundred numbers are those of the transcription."""
    wanted = numbers_of(truth_of(raw))

    assert 200 == len(wanted)
    assert wanted == {cell.path: cell.value for cell in gd.cells(reading.report)}


def test_001_has_all_sections(reading):
    """The six sections are there, each with what the form wants, and one under a heading of its own."""
    report = reading.report
    parts = [report.overview, report.proactive, report.requests, report.remedies, report.problems, report.other_matters]

    assert [gd.Narrative, gd.Proactive, gd.Requests, gd.Remedies, gd.Narrative, gd.Narrative] == list(map(type, parts))
    assert [None] * 4 + ["五、当前存在的主要问题及下步改进措施", None] == [part.heading for part in parts]


def test_001_has_all_prose_in_order(reading, lines):
    """Every line of prose is kept word for word and in order, between the title and the line the web site added."""
    printed = [block.text for block in compose(reading.report).blocks if not isinstance(block, Grid)]

    assert [reading.report.title, *lines[3:-1]] == printed


def test_001_has_its_sub_headings(reading, lines):
    """The numbered lines of the first section are sub-headings and the others paragraphs."""
    inside = lines[lines.index("一、总体情况") + 1 : lines.index("二、主动公开政府信息情况")]

    assert inside == [block.text for block in reading.report.overview.blocks]
    kinds = [Heading if SUB_HEADING.match(line) else Paragraph for line in inside]
    assert kinds == [type(block) for block in reading.report.overview.blocks]
    levels = {block.level: block.text[0] for block in reading.report.overview.blocks if isinstance(block, Heading)}
    assert {3: "(", 4: "2"} == levels


def test_001_tells_what_it_leaves_out(reading, lines):
    """The line that the web site added, the second title and the heading in other words are told, and nothing else."""
    told = [(finding.code, finding.path, finding.actual) for finding in reading.findings]

    assert {
        ("GD901", "", "扫一扫在手机打开当前页面"),
        ("GD902", "problems", "五、当前存在的主要问题及下步改进措施"),
        ("GD913", "", reading.report.title),
    } == set(told)
    assert 3 == len(told)
    assert [lines[-1]] == [token.text for token in reading.tokens if token.kind == "chrome"]


def test_001_accounts_for_every_character(raw, reading):
    """What was read is, piece by piece and in order, what is printed."""
    printed = BARS.sub("", raw.read_text("utf-8"))

    assert printed == BARS.sub("", "".join(token.text for token in reading.tokens))
    assert () == reading.residue


def test_001_is_found_sound(reading):
    """The check has no error to report, and one warning: the town calls itself a township."""
    assert gd.Severity.WARNING is gd.check(reading).worst
    assert ["GD813"] == [each.code for each in gd.check(reading) if each.severity is gd.Severity.WARNING]


@pytest.mark.parametrize("format_name", ["json", "html", "docx"])
def test_001_passes_through_every_format(reading, format_name):
    """The report is the same after it is written and read, and the reading has nothing to say."""
    again = gd.read_bytes(gd.dumps(reading.report, format_name), format_name)

    assert reading.report == again.report
    assert () == tuple(again.findings)


# --- every report -----------------------------------------------------------------------------------------------------

CORPUS = Path(__file__).parents[2] / "shared" / "corpus" / "raw"
SUFFIXES = {".txt", ".md", ".html", ".js", ".pdf"}
FILES = sorted(path.name for path in CORPUS.glob("*") if path.suffix in SUFFIXES)


@pytest.fixture(name="published", params=FILES)
def _published(request, corpus):
    """A published report and the reading of it, which is ``None`` where it is refused."""
    raw = corpus / "raw" / request.param
    try:
        return raw, gd.read(raw)
    except gd.ReadError:
        return raw, None


def test_no_number_is_silently_wrong(published):
    """Each number that is printed is read as it is printed, or left blank under a finding; or the page is refused."""
    raw, reading = published
    wanted = numbers_of(truth_of(raw))
    read = read_of(reading.report) if reading else {}
    reported = {finding.path for finding in reading.findings if finding.path} if reading else set()

    numbers = {path: value for path, value in read.items() if path in wanted and value is not None}
    assert {path: wanted[path] for path in numbers} == numbers
    silent = [
        path
        for path, value in wanted.items()
        if reading and value is not None and read.get(path) is None
        if not any(f"{path}.".startswith(f"{parent}.") for parent in reported)
    ]
    assert [] == silent


def test_no_unread_number_is_taken_for_a_blank(published):
    """A number that is printed and could not be read is among those the reading is unsure of."""
    raw, reading = published
    if reading:
        read = read_of(reading.report)
        printed = {path for path, value in numbers_of(truth_of(raw)).items() if value is not None}

        assert set() == {path for path in printed & read.keys() if read[path] is None} - reading.unsure


def test_a_page_without_tables_gives_no_numbers(corpus):
    """Where the tables are missing none is made up, and each is reported absent."""
    reading = gd.read(corpus / "raw" / "125-hunnan-minzong-2021.txt")

    assert [] == list(gd.cells(reading.report))
    assert {"proactive", "requests", "remedies"} == {each.path for each in reading.findings if each.code == "GD907"}


def test_every_piece_of_text_is_accounted_for(published):
    """What was read of a text is, piece by piece, all that is printed."""
    raw, reading = published
    if reading and raw.suffix == ".txt":
        printed = BARS.sub("", raw.read_text("utf-8"))

        assert sorted(printed) == sorted(BARS.sub("", "".join(token.text for token in reading.tokens)))


def test_the_check_of_a_published_report_does_not_fail(published):
    """Every report that can be read can be checked, and every rule says how it came out."""
    _, reading = published
    if reading:
        assert list(gd.RULES) == [result.code for result in gd.check(reading).results]


@pytest.mark.parametrize(("name", "count"), [("012-hangzhou-2025.html", 200)])
def test_a_clean_page_is_read_whole(corpus, name, count):
    """A page in the markup of many web sites gives every number."""
    reading = gd.read(corpus / "raw" / name)
    wanted = numbers_of(truth_of(corpus / "raw" / name))

    assert count == len(wanted)
    assert wanted == {cell.path: cell.value for cell in gd.cells(reading.report)}
