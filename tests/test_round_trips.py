"""What is written is read back: the same report, without a finding, the same bytes on any day."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import govdisclosure as gd
from govdisclosure._spec import fields_of
from govdisclosure.compose import compose
from govdisclosure.document import with_texts
from govdisclosure.formats import FORMATS
from govdisclosure.recognise import recognise
from govdisclosure.strategies import annual_reports, remedies_tables

WRITABLE = [each.name for each in FORMATS if each.carries and hasattr(each.module, "write")]
CARRIERS = [name for name in WRITABLE if name != "json"]
SECTIONS = fields_of(gd.AnnualReport)


def of_both_editions(**kinds):
    """Reports on the forms of 2021 and 2019."""
    return annual_reports(**kinds) | annual_reports(**kinds, edition=gd.Edition.V2019)


sound = of_both_editions()
free = of_both_editions(consistent=False, blanks=True, mixed=True)
odd = of_both_editions(consistent=False, blanks=True, mixed=True, plain=False)

some = settings(max_examples=25)


def with_a_table(report, remedies):
    """The report with its table four; if it has none, with this one."""
    return report if isinstance(report.remedies, gd.Remedies) else attrs.evolve(report, remedies=remedies)


def as_files_show_it(report):
    """The report with nothing in it that some file does not show: a full title, the form's own headings, no code."""
    organ, year = gd.Organ(report.organ.name if report.organ else "示例县柳溪镇人民政府"), report.year or 2025
    parts = {name: getattr(report, name) for name in SECTIONS}
    parts = {name: part and attrs.evolve(part, heading=None, **prose(part)) for name, part in parts.items()}
    title = f"{organ.name}{year}年政府信息公开工作年度报告"
    edition = edition_told(report)
    return attrs.evolve(report, organ=organ, year=year, edition=edition, title=title, **prose(report), **parts)


def as_markdown_shows_it(report):
    """The report with each free table in one piece, every cell in its first place, under a head."""
    return with_blocks(report, lambda block: headed(unspanned(block)) if isinstance(block, gd.Grid) else block)


def as_text_shows_it(report):
    """The report with headings within a section as paragraphs, and with no bar in a text that may end a cell."""
    return with_blocks(
        report, lambda block: unspanned(block) if isinstance(block, gd.Grid) else gd.Paragraph(block.text)
    )


def without_bars(report):
    """The report with no bar in its prose."""
    return with_blocks(report, lambda block: with_texts(block, lambda text: text.replace("|", "/")))


def with_blocks(report, change):
    """The report with every block of its prose changed."""
    parts = {name: getattr(report, name) for name in SECTIONS}
    parts = {name: part and attrs.evolve(part, **changed(part, change)) for name, part in parts.items()}
    return attrs.evolve(report, **changed(report, change), **parts)


def changed(part, change):
    """The prose of a report or section with every block changed."""
    return {name: [change(block) for block in blocks] for name, blocks in prose(part).items()}


def unspanned(grid):
    """The table with every cell in its first place and blanks in the others; columns in which none begins left out."""
    texts = {(row, column): cell.text for row, column, cell in grid.positions()}
    columns = sorted({column for _, column in texts})
    return gd.Grid(
        tuple(tuple(gd.Cell(texts.get((row, column), "")) for column in columns) for row in range(len(grid.rows)))
    )


def headed(grid):
    """The table with its first row as headers."""
    first, *rows = grid.rows
    return gd.Grid((tuple(attrs.evolve(cell, header=True) for cell in first), *rows))


def edition_told(report):
    """The edition that the tables tell: that of table two, and without one that of 三（六） in one row."""
    if isinstance(report.proactive, gd.Proactive | gd.Proactive2019):
        return gd.Edition.V2019 if isinstance(report.proactive, gd.Proactive2019) else gd.Edition.V2021
    if not isinstance(report.requests, gd.Requests):
        return gd.Edition.V2021
    one_row = isinstance(report.requests.outcomes.otherwise_closed, gd.ByApplicant)
    return gd.Edition.V2019 if one_row else gd.Edition.V2021


def prose(part):
    """The prose of a report or section; no cell of a free table is a header, which Word knows only of whole rows."""
    names = [name for name in ("preamble", "blocks", "lead", "remarks") if hasattr(part, name)]
    return {name: [without_headers(block) for block in getattr(part, name)] for name in names}


def without_headers(block):
    """The block with no header cell in it."""
    if not isinstance(block, gd.Grid):
        return block
    return attrs.evolve(
        block, rows=tuple(tuple(attrs.evolve(cell, header=False) for cell in row) for row in block.rows)
    )


tabled = st.builds(with_a_table, odd | sound, remedies_tables())
shown = st.builds(with_a_table, free | sound, remedies_tables()).map(as_files_show_it)


def numbers(report):
    """Every number of a report under its path."""
    return {cell.path: cell.value for cell in gd.cells(report)}


def seen(report, name):
    """The reading of what a format shows of a report, without the data that it carries beside that."""
    module = next(each.module for each in FORMATS if each.name == name)
    return recognise(module.read(module.write(compose(report))))


def digests(report):
    """A digest of the report in every format, one a line."""
    return "".join(f"{name} {hashlib.sha256(gd.dumps(report, name)).hexdigest()}\n" for name in WRITABLE)


# --- all of it --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", WRITABLE)
@given(report=sound | odd)
@some
def test_what_is_written_is_read_back(name, report):
    """A report read from any format is the report that was written, and there is nothing to say about the reading."""
    reading = gd.read_bytes(gd.dumps(report, name), name)

    assert report == reading.report
    assert [] == [str(finding) for finding in reading.findings]
    assert name == reading.format


@pytest.mark.parametrize("name", WRITABLE)
@given(report=sound | odd)
@settings(max_examples=15)
def test_the_format_is_told_by_the_content(name, report):
    """What is written is told from the other formats without a name."""
    assert name == gd.read_bytes(gd.dumps(report, name)).format


@pytest.mark.parametrize("name", WRITABLE)
def test_a_report_that_shows_nothing_is_read_back(name):
    """A report without title, date and sections, of which nothing is seen, is read from the data the file carries."""
    report = gd.AnnualReport(organ=None, year=None, **dict.fromkeys(SECTIONS))

    assert report == gd.loads(gd.dumps(report, name), name)


ODD_BLOCKS = [
    gd.Paragraph(""),
    gd.Paragraph(" \u3000\n"),
    gd.Heading("", 3),
    gd.Grid(()),
    gd.Grid(((),)),
    gd.Grid(((gd.Cell(),),)),
    gd.Grid(((gd.Cell("甲"),), (), (gd.Cell("乙"),))),
    gd.Grid(((gd.Cell("甲", rowspan=9),), (gd.Cell("乙", colspan=3),))),
    gd.Grid(((gd.Cell("甲"),),), caption="机构设置"),
]


@pytest.mark.parametrize("name", WRITABLE)
@pytest.mark.parametrize("block", ODD_BLOCKS, ids=repr)
def test_an_empty_or_crooked_block_is_read_back(name, block):
    """A block of which little or nothing is seen comes back as it was."""
    words = gd.Narrative(blocks=["甲", block, "乙"])
    report = gd.AnnualReport(organ=gd.Organ("示例县柳溪镇人民政府"), year=2025, overview=words, problems=words)
    reading = gd.read_bytes(gd.dumps(report, name), name)

    assert report == reading.report
    assert [] == [str(finding) for finding in reading.findings]


# --- the same bytes ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", WRITABLE)
@given(report=odd)
@settings(max_examples=15)
def test_the_same_report_gives_the_same_bytes(name, report):
    """A report is written alike twice, and alike after it has been read back."""
    data = gd.dumps(report, name)

    assert data == gd.dumps(report, name)
    assert data == gd.dumps(gd.loads(data, name), name)


@pytest.mark.parametrize("seed", ["0", "1"])
def test_another_process_gives_the_same_bytes(seed, tmp_path):
    """A report is written alike by a process that hashes otherwise, at another place, in another time zone."""
    report = gd.AnnualReport(
        organ=gd.Organ("示例县柳溪镇人民政府", code="110105"),
        year=2025,
        overview=gd.Narrative(blocks=[gd.Heading("（一）主动公开"), "全年公开信息120条。", *ODD_BLOCKS]),
        requests=gd.Requests(received=gd.ByApplicant(natural_persons=12, enterprises=None)),
    )
    file = tmp_path / "report.json"
    gd.dump(report, file)
    program = (
        "import sys, govdisclosure as gd; from test_round_trips import digests; print(digests(gd.load(sys.argv[1])))"
    )
    places = os.pathsep.join([str(Path(__file__).parent), str(Path(gd.__file__).parents[1])])
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": places, "TZ": "Pacific/Apia", "LC_ALL": "C"}
    run = [sys.executable, "-c", program, str(file)]
    printed = subprocess.run(run, check=True, capture_output=True, text=True, env=environment, cwd=tmp_path).stdout

    assert digests(report) == printed.removesuffix("\n")


# --- only what is seen ------------------------------------------------------------------------------------------------


@given(report=tabled)
@some
def test_the_numbers_are_read_from_the_document_alone(report):
    """Whatever a report says, its numbers are read from what its document shows."""
    assert numbers(report) == numbers(recognise(compose(report)).report)


@pytest.mark.parametrize("name", CARRIERS)
@given(report=tabled)
@some
def test_the_numbers_are_read_from_what_a_file_shows(name, report):
    """Whatever a report says, its numbers are read from what a file shows, without the data it carries."""
    report = without_bars(report) if name == "text" else report

    assert numbers(report) == numbers(seen(report, name).report)


@given(report=shown)
@some
def test_the_whole_report_is_read_from_the_document_alone(report):
    """A report with texts that a page shows as they are is read whole from its document."""
    assert report == recognise(compose(report)).report


@pytest.mark.parametrize("name", CARRIERS)
@given(report=shown)
@some
def test_the_whole_report_is_read_from_what_a_file_shows(name, report):
    """A report with texts that a page shows as they are is read whole from a file, without the data it carries.

    Of free tables Markdown does not say which cells are merged; nor does text, nor which paragraphs are headings.
    """
    report = without_bars(report) if name == "text" else report
    found = seen(report, name).report
    if name == "text":
        report, found = as_text_shows_it(report), as_text_shows_it(found)

    assert (as_markdown_shows_it(report) if name == "markdown" else report) == found
