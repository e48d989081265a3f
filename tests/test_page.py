"""The page in a browser: every number is announced with its labels, the markup is valid, and axe-core has no complaint.

The checkers are not Python packages. Node's are looked for in the folder that ``GOVDISCLOSURE_NODE_MODULES`` names, or
in ``node_modules`` of the checkout; Chromium is the one on PATH.
"""

import json
import os
import re
import shutil
import subprocess
import unicodedata
from html.parser import HTMLParser
from pathlib import Path

import attrs
import pytest
from attrs import field, frozen, mutable
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

import form_tables
import form_tables_2019
import govdisclosure as gd
from form_tables import DATA
from govdisclosure.compose import compose
from govdisclosure.strategies import annual_reports

TITLE = "示例县柳溪镇人民政府2025年政府信息公开工作年度报告"
PROSE = gd.Narrative(
    blocks=[
        "全年公开信息 <1204> 条。",
        gd.Heading("（一）平台", level=3),
        gd.Grid(((gd.Cell("平台", header=True), gd.Cell("条数", header=True)), (gd.Cell("网站"), gd.Cell("812")))),
        gd.Grid(((gd.Cell("公众号"), gd.Cell("392")),)),
    ]
)


def report_of(edition):
    """A report of this edition with prose, free tables, and blanks in its tables."""
    old = edition is gd.Edition.V2019
    outcomes = gd.Outcomes(otherwise_closed=gd.ByApplicant()) if old else gd.Outcomes()
    return gd.AnnualReport(
        organ=gd.Organ("示例县柳溪镇人民政府"),
        year=2025,
        edition=edition,
        title=TITLE,
        overview=PROSE,
        proactive=gd.Proactive2019() if old else gd.Proactive(),
        requests=gd.Requests(received=gd.ByApplicant(natural_persons=3, enterprises=None), outcomes=outcomes),
        remedies=gd.Remedies(),
        problems=PROSE,
    )


REPORTS = {edition.value: report_of(edition) for edition in (gd.Edition.V2021, gd.Edition.V2019)}
FRAGMENT = gd.HtmlOptions(fragment=True)
CHARTED_FRAGMENT = gd.HtmlOptions(fragment=True, charts=True)
SITE = gd.HtmlOptions(site_name="示例县", column_name="年报", source="县政府办", published="2026-01-20")

HOST = """<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>政府信息公开</title>
<style>
body {{ margin: 0; font: 12px Arial; color: #333; background: #fff }}
table {{ width: 50%; margin: 9px; border: 3px dashed green; background: #fee }}
td {{ padding: 0; border: 0; color: red; font-size: 9px; white-space: nowrap }}
th {{ height: 60px; background: navy; color: yellow }}
h2 {{ float: right; color: #800; font-size: 40px }}
p {{ float: left; margin: 0; color: #ccc; text-indent: 0 }}
tr:nth-child(even), thead {{ background: #036; color: #fff }}
caption {{ display: none }}
#content td {{ padding: 12px; font-size: 22px }}
</style>
</head>
<body>
<header><a href="/" style="color:#036">首页</a></header>
<main id="content">
{}</main>
<footer>版权所有</footer>
</body>
</html>
"""


def pages_of(edition):
    """The pages of a report: our own, in English, with meta tags, with charts, and a fragment in another page."""
    report = REPORTS[edition]
    return {
        f"page-{edition}": gd.dumps(report, "html").decode(),
        f"english-{edition}": gd.dumps(report, "html", locale="en").decode(),
        f"site-{edition}": gd.dumps(report, "html", options=SITE).decode(),
        f"charts-{edition}": gd.dumps(report, "html", options=gd.HtmlOptions(charts=True)).decode(),
        f"host-{edition}": HOST.format(gd.dumps(report, "html", options=CHARTED_FRAGMENT).decode()),
    }


def findings_of(locale):
    """The page of what was found in the reports, in one with a wrong sum, and of a file that could not be read."""
    wrong = gd.AnnualReport(
        organ=gd.Organ("示例县柳溪镇人民政府"),
        year=2025,
        requests=gd.Requests(received=gd.ByApplicant(natural_persons=2, total=3)),
        remedies=gd.Remedies(reconsideration=gd.CaseOutcomes(upheld=3, total=4)),
    )
    reports = {**REPORTS, "wrong": wrong}
    checked = [gd.Checked(f"{name}.json", findings=gd.check(each), report=each) for name, each in reports.items()]
    return gd.render([*checked, gd.Checked("absent", problem="没有这个文件")], "html", locale=locale, every=True)


PAGES = {name: page for edition in REPORTS for name, page in pages_of(edition).items()}
COMPARED = gd.compare(*REPORTS.values())
PAGES |= {
    f"compared-{locale}": gd.render_comparison(COMPARED, "html", locale=locale)
    for locale in ("zh_Hans_CN", "zh_Hant", "en")
}
PAGES |= {f"findings-{locale}": findings_of(locale) for locale in ("zh_Hans_CN", "zh_Hant", "en")}

# --- which labels a browser gives to a number -------------------------------------------------------------------------


@frozen(eq=False)
class Slot:
    """A cell of a table in the sense of HTML: its tag, attributes and where it is anchored."""

    tag: str
    attributes: dict
    x: int
    y: int
    text: list = field(factory=list)

    @property
    def width(self):
        """How many columns it covers."""
        return int(self.attributes.get("colspan", 1))

    @property
    def height(self):
        """How many rows it covers."""
        return int(self.attributes.get("rowspan", 1))


@mutable
class Tables(HTMLParser):
    """The tables of a page, each as a dictionary from a slot to the cell that covers it."""

    found: list = field(factory=list)
    cell: Slot | None = None
    y: int = -1

    def __attrs_pre_init__(self):
        """Be a parser."""
        super().__init__()

    def handle_starttag(self, tag, attrs):
        """Place a cell at the first free slot of its row."""
        if tag == "table":
            self.found.append({})
            self.y = -1
        elif tag == "tr":
            self.y += 1
        elif tag in {"td", "th"}:
            table, x = self.found[-1], 0
            while (x, self.y) in table:
                x += 1
            self.cell = Slot(tag, dict(attrs), x, self.y)
            for across in range(self.cell.width):
                for down in range(self.cell.height):
                    assert (x + across, self.y + down) not in table, "two cells overlap"
                    table[x + across, self.y + down] = self.cell

    def handle_endtag(self, tag):
        """Leave a cell."""
        self.cell = None if tag in {"td", "th"} else self.cell

    def handle_data(self, data):
        """Keep the text of a cell."""
        if self.cell:
            self.cell.text.append(data)


def cells_of(table):
    """Each cell of a table once, in order."""
    return list(dict.fromkeys(table[slot] for slot in sorted(table, key=lambda slot: slot[::-1])))


def scanned(table, principal, start, step):
    """The internal algorithm of HTML for scanning and assigning header cells, from *start* in one direction."""
    (x, y), (dx, dy) = start, step
    scope = "col" if dy else "row"
    found, opaque, block = [], [], []
    in_block = principal.tag == "th"
    while (x := x + dx) >= 0 and (y := y + dy) >= 0:
        cell = table.get((x, y))
        if cell is None:
            continue
        if cell.tag == "th":
            in_block = True
            block.append(cell)
            same = [(each.x, each.width) if dy else (each.y, each.height) for each in opaque]
            hidden = ((cell.x, cell.width) if dy else (cell.y, cell.height)) in same
            if not hidden and cell.attributes["scope"] == scope:
                found.append(cell)
        elif in_block:
            in_block = False
            opaque += block
            block = []
    return found


def announced(table, cell):
    """The labels that a browser assigns to a data cell, as HTML says, those of no text left out."""
    if "headers" in cell.attributes:
        by_id = {each.attributes["id"]: each for each in cells_of(table) if "id" in each.attributes}
        headers = [by_id[name] for name in cell.attributes["headers"].split()]
    else:
        beside = [scanned(table, cell, (cell.x, y), (-1, 0)) for y in range(cell.y, cell.y + cell.height)]
        above = [scanned(table, cell, (x, cell.y), (0, -1)) for x in range(cell.x, cell.x + cell.width)]
        headers = [each for run in (*beside, *above) for each in run]
    return sorted("".join(each.text) for each in dict.fromkeys(headers) if each.text)


def printed_labels(rows):
    """For each data cell of a table written out by hand, the labels printed beside it and above it in its part."""
    table = {}
    for y, cells in enumerate(rows):
        for text, height, width in cells:
            x = next(x for x in range(99) if (x, y) not in table)
            table |= {(x + dx, y + dy): (text, x, y) for dx in range(width) for dy in range(height)}
    heads = [all(text is not DATA for text, _, _ in cells) for cells in rows]
    labels = []
    for (x, y), cell in sorted(table.items(), key=lambda each: each[0][::-1]):
        if cell != (DATA, x, y):
            continue
        last = max(row for row in range(y) if heads[row])
        first = next(row for row in range(last, -1, -1) if row == 0 or not heads[row - 1])
        width = next(wide for text, _, wide in rows[y][-1:]) if table.get((x + 1, y)) == cell else 1
        above = {table[x + dx, row] for row in range(first, last + 1) for dx in range(width)}
        beside = {table[column, y] for column in range(x) if table[column, y][0] is not DATA}
        labels.append(sorted(text for text, _, _ in above | beside))
    return labels


FORM = {
    "2021": [form_tables.TABLE_TWO, form_tables.TABLE_THREE, form_tables.TABLE_FOUR],
    "2019": [form_tables_2019.TABLE_TWO, form_tables_2019.TABLE_THREE, form_tables.TABLE_FOUR],
}


@pytest.mark.parametrize("options", [gd.HtmlOptions(), FRAGMENT], ids=["page", "fragment"])
@pytest.mark.parametrize("edition", REPORTS)
def test_every_number_is_announced_with_the_labels_of_the_form(edition, options):
    """The header cells that HTML assigns to each data cell are the labels that the form prints for it."""
    parser = Tables()
    parser.feed(gd.dumps(REPORTS[edition], "html", options=options).decode())
    form = [table for table in parser.found if any("data-path" in cell.attributes for cell in table.values())]
    labels = [[announced(table, cell) for cell in cells_of(table) if "data-path" in cell.attributes] for table in form]

    assert {"2021": 200, "2019": 198}[edition] == sum(map(len, labels))
    assert [printed_labels(rows) for rows in FORM[edition]] == labels


# --- checkers ---------------------------------------------------------------------------------------------------------


def needed(what, found):
    """What was *found*; without it a test is skipped, but on CI it fails."""
    if not found:
        reason = f"{what} is not installed"
        if os.environ.get("CI"):
            pytest.fail(f"{reason}; a CI run without it proves nothing about pages")
        pytest.skip(reason)
    return found


def node_module(path):
    """The file *path* of a Node package."""
    folder = os.environ.get("GOVDISCLOSURE_NODE_MODULES") or Path(__file__).parents[1] / "node_modules"
    file = Path(folder) / path
    return needed(file, file.exists() and file)


@pytest.fixture(name="folder", scope="module")
def _folder(tmp_path_factory):
    """The folder with all pages."""
    folder = tmp_path_factory.mktemp("pages")
    for name, page in PAGES.items():
        (folder / f"{name}.html").write_text(page, encoding="utf-8")
    return folder


@pytest.mark.slow
def test_pages_conform(folder):
    """The Nu checker finds no error in a page or a fragment, and warns of nothing but a site's several titles."""
    jar = node_module("vnu-jar/build/dist/vnu.jar")
    java = needed("Java", shutil.which("java"))
    files = sorted(folder.glob("*.html"))
    done = subprocess.run(
        [java, "-jar", jar, "--format", "json", "--exit-zero-always", *files],
        check=True,
        capture_output=True,
        timeout=120,
    )
    messages = [each["message"] for each in json.loads(done.stderr)["messages"]]

    assert [] == [each for each in messages if "top-level heading" not in each]


@pytest.mark.slow
def test_pages_follow_the_rules_of_html_validate(folder):
    """html-validate, with its rules for conformance and for WCAG, finds nothing in our own pages and fragments."""
    script = node_module("html-validate/bin/html-validate.mjs")
    rules = folder / "rules.json"
    style = dict.fromkeys(["no-inline-style", "void-style", "long-title", "no-trailing-whitespace"], "off")
    style["prefer-native-element"] = ["error", {"exclude": ["region"]}]  # the Nu checker asks a section for a heading
    rules.write_text(
        json.dumps({"root": True, "extends": ["html-validate:recommended", "html-validate:a11y"], "rules": style}),
        encoding="utf-8",
    )
    files = sorted(folder.glob("*.html"))
    node = needed("Node", shutil.which("node"))
    with (folder / "found.json").open("w") as output:  # what goes through a pipe it cuts off
        command = [node, script, "--config", rules, "--formatter", "json", *files]
        subprocess.run(command, check=False, stdout=output, timeout=120)
    pages = json.loads((folder / "found.json").read_text(encoding="utf-8"))
    found = {
        (Path(page["filePath"]).stem, each["ruleId"], each["message"]) for page in pages for each in page["messages"]
    }

    assert [] == sorted(found)


CHROMIUM = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
)
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]


@pytest.fixture(name="browser", scope="module")
def _browser():
    """Headless Chromium."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        needed("playwright", None)
    with sync_playwright() as playwright:
        path = needed("Chromium", shutil.which("chromium") or shutil.which("chromium-browser"))
        browser = playwright.chromium.launch(executable_path=path, args=[*CHROMIUM])
        yield browser
        browser.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing(browser, folder, width, scheme):
    """axe-core finds no violation of WCAG 2.2 A and AA, wide and narrow, light and dark; no page scrolls aside."""
    axe = node_module("axe-core/axe.min.js").read_text(encoding="utf-8")
    context = browser.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme)
    found, wide = {}, []
    for name in sorted(PAGES.keys() - {f"site-{edition}" for edition in REPORTS}):
        page = context.new_page()
        page.goto((folder / f"{name}.html").as_uri())
        page.evaluate(axe)
        result = page.evaluate("tags => axe.run({runOnly: tags, resultTypes: ['violations']})", TAGS)
        found |= {(name, each["id"]): each["nodes"][0]["html"][:200] for each in result["violations"]}
        wide += [name] * page.evaluate("document.documentElement.scrollWidth > innerWidth")
        page.close()
    context.close()

    assert ({}, []) == (found, wide)


@pytest.mark.parametrize(("theme", "expected"), [("light", "rgb(255, 254, 251)"), ("dark", "rgb(26, 25, 23)")])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_look_can_be_forced(browser, folder, theme, expected, scheme):
    """An attribute of the root makes a page light or dark, whatever the reader's system prefers."""
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    page.goto((folder / "page-2021.html").as_uri())
    page.evaluate("theme => document.documentElement.dataset.theme = theme", theme)
    colour = page.evaluate("getComputedStyle(document.querySelector('article')).backgroundColor")
    context.close()

    assert expected == colour


def test_headers_stick_and_boxes_take_the_keyboard(browser, folder):
    """On a phone the box of table three scrolls by keyboard, and its header and labels stay where they are."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto((folder / "page-2021.html").as_uri())
    box = page.get_by_role("region", name="收到和处理政府信息公开申请情况")
    box.focus()
    box.evaluate("box => box.scrollTo(200, 400)")
    inside = box.evaluate(
        """box => { const at = each => box.querySelector(each).getBoundingClientRect();
        const own = box.getBoundingClientRect();
        return [at("thead").top - own.top, at("tbody th").left - own.left, document.activeElement === box] }"""
    )
    context.close()

    assert [0, 0, True] == inside


def test_the_rules_of_a_web_site_do_not_reach_a_fragment(browser, folder):
    """However a site styles tables, headings and paragraphs, those of a fragment look as in a bare page."""
    looks = """names => names.map(name => { const style = getComputedStyle(document.querySelector(`article ${name}`));
        return [name, style.padding, style.fontSize, style.color, style.float, style.whiteSpace, style.display,
        style.borderTopWidth, style.textIndent, style.backgroundColor] })"""
    names = ["h1", "h2", "h3", "p", "table", "caption", "thead", "tbody", "tr", "th", "td", "td[data-path]"]
    context = browser.new_context(viewport={"width": 1280, "height": 844})
    page = context.new_page()
    page.goto((folder / "host-2021.html").as_uri())
    hosted = page.evaluate(looks, names)
    page.set_content(
        re.sub("<style>.*</style>", "<style>body { color: #333 }</style>", PAGES["host-2021"], flags=re.DOTALL)
    )
    bare = page.evaluate(looks, names)
    context.close()

    assert bare == hosted


HOSTILE = [
    "<script>window.ran = 1</script>",
    "</style></title></article><img src=x onerror='window.ran = 1'>",
    "\"'><svg onload=window.ran=1>",
    '<iframe src="javascript:parent.ran=1"></iframe>{{ 7 * 7 }}',
    "&lt;script&gt;&#x3c;b&#x3e;&amp;amp;",
    "\u202e\u2066左\u2069右\u200f\ufeff",
    "<!--<![CDATA[ ]]>-->",
]
SHOWN = """() => [...document.querySelectorAll("article :is(h1, h2, h3, h4, h5, h6, p, caption, th, td)")]
    .map(each => each.textContent)"""


def texts_of(report):
    """Every text that is printed, in order; the caption of a table stands before its cells."""
    for block in compose(report).blocks:
        if isinstance(block, gd.Grid):
            yield from filter(None, [block.caption])
            yield from (cell.text for row in block.rows for cell in row)
        else:
            yield block.text


@settings(max_examples=25, phases=[Phase.generate])  # to shrink in a browser takes minutes
@given(report=annual_reports(plain=False), hostile=st.lists(st.sampled_from(HOSTILE), min_size=3, max_size=6))
def test_a_browser_shows_text_and_runs_nothing(browser, report, hostile):
    """Whatever stands in the texts of a report, a browser shows it word for word, runs nothing and fetches nothing."""
    title, heading, *words = hostile
    words = gd.Narrative(heading=heading, blocks=[*words, gd.Grid(((gd.Cell(words[0]),),), caption=title)])
    report = attrs.evolve(report, organ=gd.Organ(title), title=title, overview=words)
    fetched = []
    context = browser.new_context()
    context.on("request", lambda request: fetched.append(request.url))
    page = context.new_page()
    page.set_content(gd.dumps(report, "html").decode())
    shown, ran, scripts = page.evaluate(SHOWN), page.evaluate("window.ran"), page.evaluate("document.scripts.length")
    context.close()

    assert [re.sub("\r\n?", "\n", text) for text in texts_of(report)] == shown
    assert (None, 0, []) == (ran, scripts, fetched)


LIST = gd.Grid(
    (
        (gd.Cell("序号", header=True), gd.Cell("公开事项", header=True)),
        *((gd.Cell(f"第{number}项"), gd.Cell("办事指南")) for number in range(1, 100)),
    )
)


def test_a_page_prints_on_paper(browser, tmp_path):
    """Printed on A4 the header of a long table stands on each page that the table reaches."""
    pdftotext = needed("pdftotext", shutil.which("pdftotext"))
    page = browser.new_page()
    report = attrs.evolve(REPORTS["2021"], overview=gd.Narrative(blocks=[LIST]))
    page.set_content(gd.dumps(report, "html").decode())
    page.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True)
    page.close()
    done = subprocess.run([pdftotext, "-raw", tmp_path / "page.pdf", "-"], check=True, capture_output=True, timeout=60)
    text = unicodedata.normalize("NFKC", done.stdout.decode())
    sheets = [re.sub(r"\s", "", sheet) for sheet in text.split("\f")]
    reached = [sheet for sheet in sheets if "办事指南" in sheet]

    assert 1 < len(reached)
    assert all("序号公开事项" in sheet for sheet in reached)


def test_findings_are_hidden_without_a_script(browser, folder):
    """Where a box is no longer checked, the findings of its weight or rule are neither seen nor read aloud."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((folder / "findings-zh_Hans_CN.html").as_uri())
    shown = {}
    for name in (None, "show-error", "show-GD951"):
        if name:
            page.locator(f"#{name}").uncheck()
        shown[name] = {each.get_attribute("data-code") for each in page.locator(".gd-finding:visible").all()}
    context.close()

    assert {"GD304", "GD951"} <= shown[None]
    assert "GD951" in shown["show-error"] < shown[None]
    assert shown["show-GD951"] == shown["show-error"] - {"GD951"}
    assert "GD304" not in shown["show-error"]


def test_marks_of_findings_print_without_colour(browser, folder, tmp_path):
    """Printed, the page has the findings and their signs, and no boxes."""
    pdftotext = needed("pdftotext", shutil.which("pdftotext"))
    page = browser.new_page()
    page.goto((folder / "findings-zh_Hans_CN.html").as_uri())
    page.pdf(path=tmp_path / "findings.pdf", prefer_css_page_size=True)
    page.close()
    done = subprocess.run([pdftotext, tmp_path / "findings.pdf", "-"], check=True, capture_output=True, timeout=60)
    text = unicodedata.normalize("NFKC", done.stdout.decode())

    assert "去掉勾选" not in text
    assert all(word in text for word in ("GD304", "\N{BALLOT X}", "应为"))
