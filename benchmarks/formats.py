"""Writing and reading one report beside the peer for each format: ``python -m benchmarks.formats``."""

import io
import json
import zipfile
import zlib
from collections.abc import Callable, Iterable, Sequence
from importlib.resources import files

import attrs
import docx
import docxtpl
import turbohtml
from jinja2 import Environment
from markupsafe import Markup

import govdisclosure as gd
from benchmarks.measuring import keep, medians
from govdisclosure.compose import compose
from govdisclosure.document import Block, with_texts
from govdisclosure.formats import docx as docx_format
from govdisclosure.formats import html as html_format


def _python_docx(blocks: Iterable[Block]) -> bytes:
    """The same headings, paragraphs and tables through python-docx, its rows asked for their cells once."""
    document = docx.Document()
    for block in blocks:
        match block:
            case gd.Heading(text, level):
                document.add_heading(text, level)
            case gd.Paragraph(text):
                document.add_paragraph(text)
            case gd.Grid(rows):
                table = document.add_table(len(rows), block.width)
                lines = [row.cells for row in table.rows]
                for r, c, cell in block.positions():
                    first = lines[r][c]
                    if cell.rowspan > 1 or cell.colspan > 1:
                        first = first.merge(lines[r + cell.rowspan - 1][c + cell.colspan - 1])
                    first.text = cell.text
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _docxtpl(blocks: Sequence[Block]) -> Callable[[], bytes]:
    """The same through docxtpl: a template made beforehand, in which only the prose and the numbers are blanks."""
    values: dict[str, str] = {}

    def blank(text: str) -> str:
        values[f"v{len(values)}"] = text
        return f"{{{{ v{len(values) - 1} }}}}"

    def blanked(block: Block) -> Block:
        if not isinstance(block, gd.Grid):
            return with_texts(block, blank)
        rows = [[attrs.evolve(c, text=blank(c.text)) if c.path else c for c in row] for row in block.rows]
        return gd.Grid(tuple(map(tuple, rows)))

    template = _python_docx(list(map(blanked, blocks)))

    def fill() -> bytes:
        document = docxtpl.DocxTemplate(io.BytesIO(template))
        document.render(values, autoescape=True)
        buffer = io.BytesIO()
        document.save(buffer)
        return buffer.getvalue()

    return fill


_PAGE = Environment(autoescape=True).from_string("""<!DOCTYPE html>
<html lang="zh-Hans-CN">
<head><meta charset="utf-8"><title>{{ title }}</title><style>{{ style }}</style></head>
<body><main><article data-report="{{ data }}">
{%- for kind, block in blocks %}
{%- if kind == "grid" %}
<div role="region" tabindex="0"><table><caption>{{ block.caption }}</caption>
{%- for row in block.rows %}
<tr>
{%- for cell in row %}
{%- if cell.header %}<th rowspan="{{ cell.rowspan }}" colspan="{{ cell.colspan }}" scope="col">{{ cell.text }}</th>
{%- else %}<td rowspan="{{ cell.rowspan }}" colspan="{{ cell.colspan }}" data-path="{{ cell.path }}">
{{- cell.text }}</td>
{%- endif %}
{%- endfor %}</tr>
{%- endfor %}
</table></div>
{%- elif kind == "heading" %}
<h{{ block.level }}>{{ block.text }}</h{{ block.level }}>
{%- else %}
<p>{{ block.text }}</p>
{%- endif %}
{%- endfor %}
</article></main></body></html>
""")


def _jinja(document: gd.Document) -> Callable[[], str]:
    """The same page by a template as one writes it by hand, with less of what makes it accessible."""
    style = files("govdisclosure").joinpath("formats/templates/report.css").read_text(encoding="utf-8")
    data = document.embedded.data.decode() if document.embedded else ""

    def fill() -> str:
        blocks = [(type(block).__name__.lower(), block) for block in document.blocks]
        return _PAGE.render(title=document.title, style=Markup(style), data=data, blocks=blocks)  # noqa: S704

    return fill


def _zlib(data: bytes) -> Callable[[], object]:
    """No more than to compress the parts of *data*, which no writer can do without."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [archive.read(name) for name in archive.namelist()]
    return lambda: [zlib.compress(part) for part in parts]


def main() -> None:
    """Print one line per comparison: ours, the peer, and the ratio of the peer to ours."""
    report = gd.loads(files("govdisclosure").joinpath("sample/report.txt").read_bytes(), "text")
    data = {name: gd.dumps(report, name) for name in ("json", "html", "docx")}
    page = data["html"].decode()
    tree = json.loads(data["json"])
    document = compose(report)
    carrying = attrs.evolve(document, embedded=gd.Embedded(data["json"], ""))
    peers: list[tuple[str, Callable[[], object], str, Callable[[], object]]] = [
        ("JSON write", lambda: gd.dumps(report, "json"), "json.dumps", lambda: json.dumps(tree, indent=2)),
        ("JSON read", lambda: gd.loads(data["json"], "json"), "json.loads", lambda: json.loads(data["json"])),
        ("HTML read", lambda: gd.loads(data["html"], "html"), "turbohtml.parse", lambda: turbohtml.parse(page)),
        ("HTML write", lambda: gd.dumps(report, "html"), "a Jinja2 template", _jinja(carrying)),
        ("HTML of a document", lambda: html_format.write(carrying), "a Jinja2 template", _jinja(carrying)),
        ("DOCX write", lambda: gd.dumps(report, "docx"), "python-docx", lambda: _python_docx(compose(report).blocks)),
        ("DOCX write", lambda: gd.dumps(report, "docx"), "docxtpl", _docxtpl(compose(report).blocks)),
        ("DOCX write", lambda: gd.dumps(report, "docx"), "zlib of the parts", _zlib(data["docx"])),
        (
            "DOCX of a document",
            lambda: docx_format.write(document),
            "python-docx",
            lambda: _python_docx(document.blocks),
        ),
        ("DOCX of a document", lambda: docx_format.write(document), "docxtpl", _docxtpl(document.blocks)),
        (
            "DOCX of a document",
            lambda: docx_format.write(document),
            "zlib of the parts",
            _zlib(docx_format.write(document)),
        ),
        (
            "DOCX read",
            lambda: gd.loads(data["docx"], "docx"),
            "python-docx opens it",
            lambda: docx.Document(io.BytesIO(data["docx"])),
        ),
    ]
    print(f"{'':20}{'ours, ms':>10}  {'peer':22}{'ms':>10}{'peer / ours':>14}")
    for name, ours, peer, theirs in peers:
        a, b = medians({"ours": ours, "theirs": theirs}).values()
        print(f"{name:20}{a:10.2f}  {peer:22}{b:10.2f}{b / a:14.2f}")
        keep("formats", {f"{name}, {peer} to ours": b / a})


if __name__ == "__main__":
    main()
