"""PDF for print: its numbers are read back, it is tagged and titled, and no character is printed as a box."""

import io
import os
from ctypes.util import find_library
from types import SimpleNamespace

import attrs
import pytest
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfparser import PDFParser

import govdisclosure as gd
from govdisclosure.formats import pdf, pdf_writer

ROW = gd.ByApplicant(natural_persons=1204, enterprises=21)
REPORTS = {
    "2021": gd.AnnualReport(
        organ=gd.Organ("示例县柳溪镇人民政府"),
        year=2025,
        overview=gd.Narrative(blocks=["全年平稳。", gd.Heading("（一）平台", 3), "网站一个。"]),
        proactive=gd.Proactive(licensing=gd.Decisions(decisions=318), fees=gd.Fees(collected="11.80")),
        requests=gd.Requests(received=ROW, outcomes=gd.Outcomes(granted=ROW)),
        remedies=gd.Remedies(litigation=gd.Litigation(direct=gd.CaseOutcomes(upheld=3))),
    ),
    "2019": gd.AnnualReport(
        organ=gd.Organ("示例县柳溪镇人民政府"),
        year=2020,
        edition="2019",
        proactive=gd.Proactive2019(licensing=gd.Matters(last_year=7, change=-4, decisions=88)),
    ),
}


@pytest.fixture(name="written", scope="module")
def _written():
    """A function that writes PDF, where the machine has what WeasyPrint needs."""
    missing = [name for name in ("pango-1.0", "pangoft2-1.0", "harfbuzz-subset") if find_library(name) is None]
    if missing:
        reason = f"system libraries are not installed: {', '.join(missing)}"
        if os.environ.get("CI"):
            pytest.fail(f"{reason}; a CI run without them proves nothing about PDF")
        pytest.skip(reason)
    return lambda report, **more: gd.dumps(report, "pdf", **more)


def numbers(report):
    """Every number of a report under its path."""
    return {cell.path: cell.value for cell in gd.cells(report)}


def catalogue(data):
    """The catalogue of a PDF, and its properties."""
    document = PDFDocument(PDFParser(io.BytesIO(data)))
    return document.catalog, document.info[0]


@pytest.mark.parametrize("locale", ["zh_Hans_CN", "en"])
@pytest.mark.parametrize("edition", REPORTS)
def test_what_is_printed_is_read_back(written, edition, locale):
    """The numbers, the organ, the year and the sections of a PDF are those of the report."""
    report = REPORTS[edition]
    reading = gd.read_bytes(written(report, locale=locale))

    assert numbers(report) == numbers(reading.report)
    assert (report.organ, report.year, report.edition) == (
        reading.report.organ,
        reading.report.year,
        reading.report.edition,
    )
    assert frozenset() == reading.unsure
    assert "pdf" == reading.format


def test_a_pdf_is_tagged_and_titled(written):
    """A PDF says its title and language, shows the title, and has a tree of tags for those who listen to it."""
    root, properties = catalogue(written(REPORTS["2021"]))

    assert True is root["MarkInfo"]["Marked"]
    assert b"zh-Hans-CN" == root["Lang"]
    assert REPORTS["2021"].title == properties["Title"].decode("utf-16")
    assert "StructTreeRoot" in root
    assert {"CreationDate", "ModDate"}.isdisjoint(properties)


def test_the_same_report_gives_the_same_bytes(written):
    """Written twice a report is the same PDF."""
    assert written(REPORTS["2021"]) == written(REPORTS["2021"])


def test_characters_without_a_font_are_refused(written):
    """What no font can print is named, and how to mend it; invisible characters need no font."""
    report = attrs.evolve(REPORTS["2021"], overview=gd.Narrative(blocks=["甲\ue5e5乙\u200b丙"]))
    with pytest.raises(gd.WriteError, match="没有一种字体能印“\ue5e5”；请安装"):
        written(report)

    assert written(attrs.evolve(REPORTS["2021"], overview=gd.Narrative(blocks=["甲\u200b\ufeff"])))


def test_many_characters_without_a_font_are_cut_short():
    """A message names no more than twenty characters."""
    font = SimpleNamespace(missing=dict.fromkeys(range(0xE000, 0xE100), 0))
    with pytest.raises(gd.WriteError, match=r"能印“[\ue000-\ue013]{20}…”"):
        pdf_writer._check_fonts(SimpleNamespace(fonts={1: font}), None)


def test_nothing_is_fetched():
    """Whatever a page asks for is refused."""
    with pytest.raises(ValueError, match="file:///etc/passwd"):
        pdf_writer._refuse("file:///etc/passwd")


def test_a_missing_system_library_is_named(monkeypatch):
    """Where Pango is missing the message says what to install."""

    def needed(*_):
        raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.setattr(pdf_writer, "needed", needed)
    with pytest.raises(gd.GovDisclosureError, match=r"需要系统库 Pango，没有找到.*请安装"):
        pdf.write(gd.Document(blocks=()))
