"""What a fuzzer begins with: a folder of files for each reader, made with our own writers and of what tests read.

``python fuzz/seeds.py FOLDER`` makes them all.
"""

import csv
import hashlib
import io
import json
import sys
import tarfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
sys.path.append(str(ROOT / "tests"))

from mutations import joined, parted  # noqa: E402

import govdisclosure as gd  # noqa: E402 - the tests lend us what they make files with
from govdisclosure.compose import compose  # noqa: E402
from govdisclosure.document import Document  # noqa: E402
from govdisclosure.formats import FORMATS_BY_NAME  # noqa: E402
from govdisclosure.formats.archive import pack  # noqa: E402
from govdisclosure.ledger.entries import columns_of  # noqa: E402
from govdisclosure.testing.cases import LAST_YEAR, OF_2019, SOUND  # noqa: E402

__all__ = ["dictionary", "seeds", "sown"]

ORGAN: Final = gd.Organ("示例县柳溪镇人民政府")
_BARE: Final = dict.fromkeys(("overview", "proactive", "requests", "remedies", "problems", "other_matters"))
_GRID: Final = gd.Grid(((gd.Cell("网站", header=True), gd.Cell("个", rowspan=2)), (gd.Cell("1", colspan=1),)))
REPORTS: Final = (
    gd.AnnualReport(organ=ORGAN, year=2025, **_BARE),
    gd.AnnualReport(organ=ORGAN, year=2025, **_BARE | {"proactive": gd.Proactive()}),
    gd.AnnualReport(organ=ORGAN, year=2025, **_BARE | {"remedies": gd.Remedies()}),
    gd.AnnualReport(
        organ=ORGAN, year=2025, preamble=["根据条例编制。"],
        **_BARE | {"overview": gd.Narrative(blocks=[gd.Heading("（一）主动公开"), "收到申请12件。", _GRID])},
    ),
    SOUND,
    LAST_YEAR,
    OF_2019,
)  # fmt: skip
"""From next to nothing to a whole report, so that what is tried is small where it can be."""


def seeds(reader: str) -> Iterator[bytes]:
    """Files for *reader*, by its name in `promises.PROMISES`."""
    special = {
        "odt": _odt, "pdf": _pdf, "script": _scripts, "unnamed": _unnamed, "register-csv": _registers,
        "register-xlsx": _workbooks, "waivers": _waivers, "scope": _scopes, "baseline": _baselines, "lines": _lines,
        "zip": _zips, "tar": _tars, "template": lambda: written("docx"),
    }  # fmt: skip
    yield from special[reader]() if reader in special else written(reader)
    yield from _wild({"html": ".html", "text": ".txt", "json": ".json"}.get(reader))


def written(name: str) -> Iterator[bytes]:
    """The reports in the format *name*, with the data they carry and without, in two languages."""
    module = FORMATS_BY_NAME[name].module
    for report in REPORTS:
        yield gd.dumps(report, name)
        if name != "json":
            yield from (module.write(compose(report, locale)) for locale in ("zh_Hans_CN", "en"))


def _wild(suffix: str | None) -> Iterator[bytes]:
    paths = sorted((ROOT / "tests/wild").glob(f"*{suffix}")) if suffix else []
    yield from (path.read_bytes() for path in paths)


# --- formats that are read only ---------------------------------------------------------------------------------------


def _odt() -> Iterator[bytes]:
    import test_odt

    for report in REPORTS:
        body = "".join(_opened(compose(report)))
        yield test_odt.package(body, test_odt.HEADINGS)
        yield test_odt.package(body, test_odt.HIDING, styles=test_odt.HEADINGS)
        yield f"<office:document {test_odt.NAMESPACES}><office:body><office:text>{body}".encode() + (
            b"</office:text></office:body></office:document>"
        )


def _opened(document: Document) -> Iterator[str]:
    """The blocks of *document* as OpenDocument has them."""
    import test_odt

    yield f'<text:p text:style-name="P1">{document.title}</text:p>'
    for block in document.blocks:
        match block:
            case gd.Heading():
                yield f'<text:h text:outline-level="{block.level}">{block.text}</text:h>'
            case gd.Paragraph():
                yield f"<text:p>{block.text}</text:p>"
            case gd.Grid():
                spanned = (
                    test_odt.row(
                        *(test_odt.spanned(cell.text, rows=cell.rowspan, columns=cell.colspan) for cell in row)
                    )
                    for row in block.rows
                )
                yield test_odt.table(*spanned)


def _pdf() -> Iterator[bytes]:
    import test_pdf

    title = test_pdf.text(50, 550, "示例县柳溪镇人民政府2025年政府信息公开工作年度报告")
    rows = [["", "本年处理决定数量"], ["行政许可", "12"], ["行政处罚", "0"]]
    first = title + test_pdf.text(50, 530, "一、总体情况") + test_pdf.text(50, 515, "全年平稳。")
    second = test_pdf.text(50, 530, "二、主动公开政府信息情况") + test_pdf.table(rows)
    third = test_pdf.text(50, 530, "三、收到和处理政府信息公开申请情况") + test_pdf.text(50, 515, "没有。")
    own = [test_pdf.font(codes=b"Identity"), test_pdf.font(b"ABCDEF+STHei", more=b"/ToUnicode 10 0 R")]
    codes = test_pdf.stream(b"begincmap 1 beginbfchar <0001> <7532> endbfchar endcmap")
    made = test_pdf.document_of(first, second, third)
    yield from (made, test_pdf.document_of(first, second), test_pdf.document_of(first, fonts=own, more=[codes]))
    packed = [zlib.compress(each) for each in (first, second, third)]
    yield test_pdf.document_of(*packed, entries=test_pdf.FLATE)
    for report in REPORTS:
        data = gd.dumps(report, "json")
        digest = hashlib.sha256(data).hexdigest().encode()
        objects, trailer = parted(made)
        objects[b"1"] = b"<</Type/Catalog/Pages 2 0 R/Lang(zh-CN)/Names<</EmbeddedFiles<</Names[(x) 10 0 R]>>>>>>\n"
        objects[b"10"] = b"<</Type/Filespec/F(annual-report.json)/Desc(SHA-256 %s)/EF<</F 11 0 R>>>>\n" % digest
        objects[b"11"] = test_pdf.stream(data, b"/Type/EmbeddedFile") + b"\n"
        yield joined(objects, trailer)


def _scripts() -> Iterator[bytes]:
    for page in written("html"):
        text = page.decode()
        yield json.dumps({"content": text}, ensure_ascii=False).encode()
        yield f"document.write({json.dumps(text, ensure_ascii=False)});".encode()
    for page in (b"'<p>a</p>' + `<td>${x}</td>`", rb"/* c */ var a = '\u003cp\x3e', b = /[/]'/; a += \"<table>\";"):
        yield page


def _unnamed() -> Iterator[bytes]:
    for name in ("json", "html", "docx", "xlsx", "markdown", "text"):
        yield gd.dumps(REPORTS[3], name)
    yield from (next(_odt()), next(_pdf()), next(_scripts()))


# --- what is no report ------------------------------------------------------------------------------------------------

_WORDS: Final = {
    "id": ("1", "甲-2"), "received": ("2025-03-01", "2024年12月30日"), "applicant": ("自然人", "商业企业"),
    "closed": ("2025/3/20", ""), "decided": ("2025-04-01", ""), "outcome": ("予以公开", ""), "result": ("维持", ""),
    "route": ("未经复议直接起诉", "复议后起诉"),
}  # fmt: skip


def _rows(kind: type) -> list[list[str]]:
    columns = columns_of(kind)
    lines = ([_WORDS.get(name, ("1", "2"))[line] for name in columns] for line in range(2))
    return [[column.names[0] for column in columns.values()], *lines]


def _kinds() -> tuple[type, ...]:
    return (gd.Application, gd.Reconsideration, gd.Lawsuit, gd.IssuedDocument, gd.Decision, gd.Fee)


def _registers() -> Iterator[bytes]:
    yield (ROOT / "src/govdisclosure/sample/applications.csv").read_bytes()
    for kind in _kinds():
        for delimiter, encoding in ((",", "utf-8-sig"), ("\t", "gb18030"), (";", "utf-16")):
            text = io.StringIO()
            csv.writer(text, delimiter=delimiter).writerows(_rows(kind))
            yield text.getvalue().encode(encoding)


def _workbooks() -> Iterator[bytes]:
    from openpyxl import Workbook

    for kind in _kinds():
        book, file = Workbook(), io.BytesIO()
        for row in _rows(kind):
            book.active.append(row)
        book.save(file)
        yield file.getvalue()


def _waivers() -> Iterator[bytes]:
    one = '[[waiver]]\ncode = "GD401"\nreason = "法院更正"\nname = "李四"\n'
    yield from (each.encode() for each in ("", one, one + 'file = "../a.html"\naddress = "表四"\n' + one))


def _scopes() -> Iterator[bytes]:
    text = 'adds_up = true\nmembers = ["甲局", "乙镇"]\n[aliases]\n"甲镇人民政府" = "甲局"\n'
    yield from (each.encode() for each in ("", text, "members = []\n"))


def _baselines() -> Iterator[bytes]:
    known = {"a.html": {"GD401": ["remedies.reconsideration.total"], "GD303": []}, "b/../c.json": {}}
    yield from (json.dumps(each).encode() for each in ({}, known))


def _lines() -> Iterator[bytes]:
    lines = [json.dumps(json.loads(gd.dumps(report, "json")), ensure_ascii=False) for report in REPORTS]
    yield lines[0].encode()
    yield "\n".join([lines[0], "", lines[3], "{}"]).encode()


def _members() -> list[tuple[str, bytes]]:
    return [("a/甲.json", gd.dumps(REPORTS[0], "json")), ("b.txt", gd.dumps(REPORTS[3], "text")), ("c.css", b"c")]


def _zips() -> Iterator[bytes]:
    yield pack(_members())
    yield pack(_members()[:1])


def _tars() -> Iterator[bytes]:
    for mode in ("w", "w:gz", "w:xz"):
        file = io.BytesIO()
        with tarfile.open(fileobj=file, mode=mode) as archive:
            for name, data in _members():
                info = tarfile.TarInfo(name)
                info.size = len(data)
                archive.addfile(info, io.BytesIO(data))
        yield file.getvalue()


# --- files ------------------------------------------------------------------------------------------------------------


def sown(reader: str, folder: Path, most: int) -> Path:
    """A folder with the seeds for *reader* that are no larger than *most* bytes."""
    place = folder / reader
    place.mkdir(parents=True, exist_ok=True)
    for data in seeds(reader):
        if len(data) <= most:
            (place / hashlib.sha256(data).hexdigest()[:20]).write_bytes(data)
    return place


def _words() -> Iterable[str]:
    yield from (node.label for node in gd.nodes().values())
    yield from (
        "一、总体情况",
        "政府信息公开工作年度报告",
        "本年新收",
        "总计",
        "万元",
        "data-path=",
        "colspan=",
        "rowspan=",
    )


def dictionary(folder: Path) -> Path:
    """A file with words of the form, as a fuzzer puts them in."""
    place = folder / "words.dict"
    lines = ("".join(rf"\x{byte:02x}" for byte in word.encode()) for word in dict.fromkeys(_words()) if word)
    place.write_text("".join(f'"{line}"\n' for line in lines), "utf-8")
    return place


if __name__ == "__main__":
    from promises import PROMISES

    for each in PROMISES:
        sown(each, Path(sys.argv[1]), 2**20)
