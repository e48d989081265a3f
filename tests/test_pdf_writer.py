"""PDF for print: on A4, tagged and titled, read back as the report, and no character is printed as a box."""

import hashlib
import io
import os
import re
import subprocess
import sys
from collections import Counter
from ctypes.util import find_library
from pathlib import Path
from types import SimpleNamespace

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import resolve1
from pdfminer.utils import decode_text

import govdisclosure as gd
from govdisclosure.compose import compose
from govdisclosure.formats import json as canonical
from govdisclosure.formats import pdf, pdf_sheets, pdf_writer
from govdisclosure.i18n import LOCALES
from govdisclosure.recognise import recognise
from govdisclosure.strategies import proactive_tables, remedies_tables, requests_tables
from test_office import REPORTS, prose_of

REPORT = REPORTS["2021"]
LONG = "本机关围绕企业和群众关心的事项公开信息，并按月核对目录，逐条登记，及时更新。" * 6
HEADER = (gd.Cell("序号", header=True), gd.Cell("公开事项", header=True))
LIST = gd.Grid((HEADER, *((gd.Cell(f"第{n}项"), gd.Cell("办事指南，" * (n % 9 + 1))) for n in range(1, 70))))

_MISSING = [name for name in ("pango-1.0", "pangoft2-1.0", "harfbuzz-subset") if find_library(name) is None]
_REASON = f"system libraries are not installed: {', '.join(_MISSING)}"


@pytest.fixture(name="drawn", scope="module")
def _drawn():
    """A function that writes the PDF of a document, where the machine has what WeasyPrint needs."""
    if _MISSING:
        if os.environ.get("CI"):
            pytest.fail(f"{_REASON}; a CI run without them proves nothing about PDF")
        pytest.skip(_REASON)
    return pdf_writer.drawn


@pytest.fixture(name="written", scope="module")
def _written(drawn):
    """A function that writes the PDF of a report."""
    return lambda report, **more: gd.dumps(report, "pdf", **more)


@pytest.fixture(name="data", scope="module")
def _data(written):
    """The PDF of the report."""
    return written(REPORT)


def with_data(shown, carried):
    """The document of one report that carries the data of another."""
    data = canonical.write(carried)
    return attrs.evolve(compose(shown), embedded=gd.Embedded(data, hashlib.sha256(data).hexdigest()))


def with_prose(*blocks, report=REPORT):
    """The report with more in its overview."""
    return attrs.evolve(report, overview=gd.Narrative(blocks=[*report.overview.blocks, *blocks]))


def numbers(report):
    """Every number of a report under its path."""
    return {cell.path: cell.value for cell in gd.cells(report)}


def codes(reading):
    """The codes of what there is to say about a reading."""
    return {finding.code for finding in reading.findings}


# --- read back --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("edition", REPORTS)
def test_a_report_is_read_back(written, edition, locale):
    """A report on either edition, in any language, comes back as it was, and there is nothing to say about it."""
    reading = gd.read_bytes(written(REPORTS[edition], locale=locale))

    assert REPORTS[edition] == reading.report
    assert [] == [str(finding) for finding in reading.findings]
    assert "pdf" == reading.format


@pytest.mark.parametrize("edition", REPORTS)
def test_a_report_is_read_from_its_pages_alone(drawn, edition):
    """Every number, with its page, and every word is read from the pages, without the data that the file carries."""
    report = REPORTS[edition]
    document = pdf.read(drawn(compose(report)))
    reading = recognise(document)

    assert document.embedded is None
    assert prose_of(report) == prose_of(reading.report)
    assert attrs.evolve(report, overview=None) == attrs.evolve(reading.report, overview=None)
    assert all(reading.place_of(path).page for path, value in numbers(report).items() if value is not None)


TABLES = st.builds(
    lambda *tables: attrs.evolve(REPORT, **dict(zip(("proactive", "requests", "remedies"), tables, strict=True))),
    proactive_tables(blanks=True) | proactive_tables(blanks=True, edition=gd.Edition.V2019),
    requests_tables(consistent=False, blanks=True) | requests_tables(mixed=True),
    remedies_tables(consistent=False, blanks=True),
)


@given(report=TABLES, words=st.text("甲乙丙，。0123456789 abc（）", max_size=200))
@settings(max_examples=6)
def test_any_numbers_are_read_back(written, report, words):
    """Whatever the numbers, blanks among them, and wherever lines break, the report comes back as it was."""
    report = with_prose(words, LONG, report=report)

    assert report == gd.loads(written(report), "pdf")


def test_a_report_that_shows_nothing_is_read_back(written):
    """A report without title and sections, of which nothing is seen but a page number, is read from its data."""
    sections = ("overview", "proactive", "requests", "remedies", "problems", "other_matters")
    report = gd.AnnualReport(organ=None, year=None, **dict.fromkeys(sections))

    assert report == gd.loads(written(report), "pdf")


@pytest.mark.parametrize("words", ["مرحبا بالعالم", "零\u200b宽"])
def test_what_pages_do_not_tell_letter_by_letter_is_not_held_to_data(written, words):
    """Where the letters are not read as they were written there is no data, so that nobody is blamed for a change."""
    data = written(with_prose(words))
    reading = gd.read_bytes(data)

    assert pdf.read(data).embedded is None
    assert numbers(REPORT) == numbers(reading.report)
    assert not {"GD914", "GD915"} & codes(reading)


def test_what_cannot_be_read_back_is_not_held_to_data(written, monkeypatch):
    """Where the pages are more than is read of any PDF they are written all the same, without data."""

    def refused(_):
        raise gd.ReadError("PDF 文档过于复杂")

    with monkeypatch.context() as patched:
        patched.setattr(pdf, "read", refused)
        data = written(REPORT)

    assert pdf.read(data).embedded is None


# --- data beside the pages --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("locale", ["zh_Hans_CN", "en"])
def test_an_edited_number_is_told_and_wins(drawn, locale):
    """A number that differs from the data is read as it is seen, and the cell is named with both."""
    report = attrs.evolve(REPORT, remedies=gd.Remedies())
    edited = attrs.evolve(REPORT, remedies=gd.Remedies(reconsideration=gd.CaseOutcomes(upheld=7)))
    document = attrs.evolve(compose(edited, locale), embedded=with_data(edited, report).embedded)
    reading = gd.read_bytes(drawn(document))
    told = {finding.path: (finding.actual, finding.expected) for finding in reading.findings if finding.code == "GD914"}

    assert edited.remedies == reading.report.remedies
    assert {"remedies.reconsideration.upheld": (7, 0), "remedies.reconsideration.total": (7, 0)} == told


@pytest.mark.parametrize("words", ["全年主动公开信息121条。", "— 21 —条"])
def test_edited_words_are_told_and_win(drawn, words):
    """Words that differ from the data are read as they are seen, and a finding says so."""
    reading = gd.read_bytes(drawn(with_data(with_prose(words), REPORT)))
    told = [finding.message for finding in reading.findings if finding.code == "GD914"]

    assert ["所见文字与文件里随附的数据不一致，写成之后有人改过；以所见为准"] == told
    assert words in [block.text for block in reading.report.overview.blocks]


def test_a_number_moved_to_another_cell_is_told(drawn):
    """The same letters in other cells of a table are not the same."""
    apart, beside, inside = (
        with_prose(gd.Grid((HEADER, tuple(map(gd.Cell, cells)))))
        for cells in (("甲", "12"), ("甲12", ""), ("", "甲12"))
    )

    assert [{"GD914"}, {"GD914"}, set()] == [
        codes(gd.read_bytes(drawn(with_data(shown, apart)))) & {"GD914"} for shown in (beside, inside, apart)
    ]


def test_data_that_does_not_fit_its_hash_is_not_used(drawn):
    """Data whose SHA-256 is another one, or is not told, is not used, and what is seen is read."""
    for digest in ("0" * 64, ""):
        embedded = gd.Embedded(canonical.write(REPORT), digest)
        reading = gd.read_bytes(drawn(attrs.evolve(compose(REPORT), embedded=embedded)))

        assert "GD915" in codes(reading)
        assert REPORT.requests == reading.report.requests


def test_an_attachment_that_unpacks_to_very_much_is_refused(drawn):
    """What is attached is paid for like everything else in a PDF."""
    document = attrs.evolve(compose(REPORT), embedded=gd.Embedded(bytes(8_000_000), "0" * 64))
    with pytest.raises(gd.ReadError, match="过于复杂"):
        pdf.read(drawn(document))


def test_an_attachment_of_another_name_is_none_of_ours(drawn, monkeypatch):
    """A file that somebody else attached is not taken for the data of the report."""
    monkeypatch.setattr(pdf_writer, "ATTACHMENT", "report.json")

    assert pdf.read(drawn(with_data(REPORT, REPORT))).embedded is None


@pytest.mark.parametrize(
    "names",
    [
        None,
        [],
        {"EmbeddedFiles": {"Kids": []}},
        {"EmbeddedFiles": {"Names": 1}},
        {"EmbeddedFiles": {"Names": [b"a", None, b"b", {"F": b"other.json"}]}},
        {"EmbeddedFiles": {"Names": [b"a", {"F": pdf_writer.ATTACHMENT.encode(), "Desc": b"", "EF": {}}]}},
        {"EmbeddedFiles": {"Names": [b"a", {"F": pdf_writer.ATTACHMENT.encode(), "Desc": b"", "EF": {"F": 1}}]}},
    ],
)
def test_attachments_that_are_badly_told_are_none_of_ours(names):
    """However a PDF tells what is attached to it, its pages are read."""
    assert pdf_sheets.embedded_in(SimpleNamespace(catalog={"Names": names}), pdf_writer.ATTACHMENT) is None


# --- the file ---------------------------------------------------------------------------------------------------------


def opened(data):
    """The objects of a PDF, as pdfminer has them."""
    return PDFDocument(PDFParser(io.BytesIO(data)))


def test_the_same_report_gives_the_same_bytes(written, data):
    """A report is written alike twice, and alike by a process that hashes otherwise, in another time zone."""
    program = "import sys, govdisclosure as gd; gd.dump(gd.load(sys.stdin.buffer), sys.stdout.buffer, 'pdf')"
    environment = {**os.environ, "PYTHONHASHSEED": "1", "TZ": "Pacific/Apia", "LC_ALL": "C"}
    done = subprocess.run(
        [sys.executable, "-c", program],
        input=gd.dumps(REPORT, "json"),
        capture_output=True,
        check=True,
        timeout=120,
        env={**environment, "PYTHONPATH": str(Path(gd.__file__).parents[1])},
    )

    assert data == written(REPORT)
    assert data == done.stdout


def test_a_pdf_is_titled_and_says_its_language(data):
    """The properties hold the title and no day, the language is told, and a window is named after the title."""
    file = opened(data)

    assert REPORT.title == decode_text(file.info[0]["Title"])
    assert {"CreationDate", "ModDate"}.isdisjoint(file.info[0])
    assert "zh-Hans-CN" == decode_text(file.catalog["Lang"])
    assert resolve1(file.catalog["ViewerPreferences"])["DisplayDocTitle"]


def roles(element):
    """The kind of each element of structure below *element*."""
    kids = resolve1(element.get("K"))
    for kid in map(resolve1, kids if isinstance(kids, list) else [kids]):
        if isinstance(kid, dict) and "S" in kid:
            yield kid["S"].name
            yield from roles(kid)


def test_a_pdf_is_tagged(data):
    """Headings, tables, rows and data cells are told apart for those who do not see them."""
    file = opened(data)
    found = Counter(roles(resolve1(file.catalog["StructTreeRoot"])))

    assert resolve1(file.catalog["MarkInfo"])["Marked"]
    assert b"pdfuaid" in resolve1(file.catalog["Metadata"]).get_data()
    assert (1, 6, 1, 3) == tuple(found[role] for role in ("H1", "H2", "H3", "Table"))
    assert (14 + 28 + 4, 200) == (found["TR"], found["TD"])


def pages_of(data):
    """The pages with their lines and tables, as our reader has them."""
    work = pdf_sheets.Work()
    return [pdf._page(sheet, work) for sheet in pdf_sheets.sheets_of(pdf_sheets.opened(data, work), work)]


def test_pages_are_numbered_outside(written):
    """A page has its number at its foot, on the right of odd pages and on the left of even ones."""
    pages = pages_of(written(with_prose(*[LONG] * 12)))
    last = [page.lines[-1] for page in pages]
    middle = 210 / 2 / 25.4 * 72

    assert 4 < len(pages)
    assert [f"— {page.number} —" for page in pages] == [line.text for line in last]
    assert [page.number % 2 == 1 for page in pages] == [line.x0 > middle for line in last]


def test_headers_are_repeated_and_no_row_is_cut(written):
    """A table that goes on has its header on each page, and each of its rows is whole."""
    tables = [page.tables[0].grid() for page in pages_of(written(with_prose(LIST))) if page.tables]
    rows = [[[cell.text for cell in row] for row in grid.rows] for grid in tables]
    parts = [part for part in rows if ["序号", "公开事项"] == part[0]]

    assert 1 < len(parts)
    assert [[cell.text for cell in row] for row in LIST.rows[1:]] == [row for part in parts for row in part[1:]]


def test_a_table_of_the_form_stands_on_one_page(data):
    """Not even the longest table of the form is cut by a page, nor does its caption repeat its heading."""
    document = pdf.read(data)
    grids = [block for block in document.blocks if isinstance(block, gd.Grid)]
    starts = {block.text[:2]: block.place.page for block in document.blocks if not isinstance(block, gd.Grid)}

    assert [14, 28, 4] == [len(grid.rows) for grid in grids]
    assert [starts[number] for number in ("二、", "三、", "四、")] == [grid.place.page for grid in grids]
    assert [] == [block for block in document.blocks if getattr(block, "text", "") == "主动公开政府信息情况"]


# --- what cannot be written -------------------------------------------------------------------------------------------


def test_characters_without_a_font_are_refused(written):
    """What no font can print is named, and how to mend it; invisible characters need no font."""
    with pytest.raises(gd.WriteError, match="没有一种字体能印“\ue5e5”；请安装"):
        written(with_prose("甲\ue5e5乙\u200b丙"))

    assert written(with_prose("甲\u200b\ufeff"))


def test_many_characters_without_a_font_are_cut_short():
    """A message names no more than twenty characters."""
    font = SimpleNamespace(missing=dict.fromkeys(range(0xE000, 0xE100), 0))
    with pytest.raises(gd.WriteError, match=r"能印“[\ue000-\ue013]{20}…”"):
        pdf_writer._check_fonts(SimpleNamespace(fonts={1: font}), None)


def test_what_is_far_longer_than_a_report_is_refused():
    """A table that spans a million slots, and a text of a million letters, are refused at once."""
    for block in (gd.Grid(((gd.Cell("甲", colspan=1000),),) * 30), "甲" * 600_000):
        with pytest.raises(gd.WriteError, match=r"应不超过 500,000 字.*现为 6\d\d,\d{3} 字"):
            gd.dumps(with_prose(block), "pdf")


def test_nothing_is_fetched(written):
    """Markup in a text is text, and whatever a page asks for is refused."""
    words = "<img src=file:///etc/passwd><link rel=attachment href=file:///etc/passwd>"
    document = pdf.read(written(with_prose(words)))
    with pytest.raises(ValueError, match="file:///etc/passwd"):
        pdf_writer._refuse("file:///etc/passwd")

    assert words.replace(" ", "") in "".join(getattr(block, "text", "") for block in document.blocks).replace(" ", "")


def test_a_missing_system_library_is_named(monkeypatch, capsys):
    """Where Pango is missing the message says what to install, and nothing else is printed."""

    def needed(*_):
        sys.stdout.write("WeasyPrint could not import some external libraries.")
        raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.setattr(pdf_writer, "needed", needed)
    with pytest.raises(gd.GovDisclosureError, match=r"需要系统库 Pango，没有找到.*请安装.*libharfbuzz-subset0"):
        pdf.write(gd.Document(blocks=()))

    assert "" == capsys.readouterr().out


def test_a_missing_package_is_named(monkeypatch):
    """Where WeasyPrint is not installed the message says which extra brings it."""
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(gd.GovDisclosureError, match=re.escape("pip install 'govdisclosure[pdf]'")):
        pdf.write(gd.Document(blocks=()))
