"""Reading a report beside readers of any table: ``python -m benchmarks.reading_speed [PAGE.html …]``.

First how long each takes for the same page or file, then what each delivers of the numbers when the page is clean and
when it is not: speed alone says little, since the others hand over cells and not the numbers of a report.
"""

import io
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import Any

import attrs

import govdisclosure as gd
from benchmarks.measuring import arguments, keep, medians
from govdisclosure.compose import compose
from govdisclosure.formats import docx as our_docx
from govdisclosure.formats import html as our_html
from govdisclosure.formats.decoding import decoded

_CARRIER = re.compile(" data-report='[^']*'")

Contenders = Mapping[str, Callable[[], object]]
Numbers = Mapping[str, object]
Rows = Sequence[Sequence[object]]


def _peer(name: str) -> Any:
    """The module *name* of a peer.

    Raises:
        SystemExit: It is not installed.
    """
    try:
        return import_module(name)
    except ImportError:
        sys.exit(f"{name} is missing; install the peers with: pip install pandas lxml python-docx")


_pandas, _lxml_html, _python_docx = map(_peer, ("pandas", "lxml.html", "docx"))


# --- time -------------------------------------------------------------------------------------------------------------


def _of_page(page: bytes) -> Contenders:
    """The readers of a web page; the data that a page of ours carries is left out, since no peer can read it."""
    bare = _CARRIER.sub("", decoded(page))
    data = bare.encode()
    return {
        "gd.loads": lambda: gd.loads(data, "html"),
        "formats.html.read": lambda: our_html.read(data),
        "pandas.read_html": lambda: _pandas_tables(bare),
        "lxml.html parse": lambda: _lxml_html.fromstring(bare),
    }


def _of_docx(data: bytes) -> Contenders:
    """The readers of a Word document."""
    return {"gd.loads": lambda: gd.loads(data, "docx"), "python-docx row.cells": lambda: _docx_tables(data)}


def _print_times(title: str, contenders: Contenders) -> None:
    """One line per reader; the ratio is that of its time to the first one's."""
    times = medians(contenders)
    ours = times["gd.loads"]
    print(f"{title}\n{'':24}{'ms':>10}{'to gd.loads':>14}")
    for name, taken in times.items():
        print(f"{name:24}{taken:10.2f}{taken / ours:14.2f}")
    print()
    keep("reading_speed", {f"{title}, {name} to ours": taken / ours for name, taken in times.items() if taken != ours})


# --- numbers ----------------------------------------------------------------------------------------------------------


def _pandas_tables(page: str) -> list[Rows]:
    """Every table as pandas has it."""
    return [frame.to_numpy().tolist() for frame in _pandas.read_html(io.StringIO(page), flavor="lxml")]


def _docx_tables(data: bytes) -> list[Rows]:
    """Every table as python-docx has it, each row asked for its cells once."""
    document = _python_docx.Document(io.BytesIO(data))
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]


def _tables(document: gd.Document) -> list[gd.Grid]:
    return [block for block in document.blocks if isinstance(block, gd.Grid)]


def _places(clean: gd.Document, tables: Iterable[Rows]) -> dict[str, tuple[int, int, int]]:
    """Where a program by position looks for each number: the table, row and column it has in a clean report."""
    return {
        cell.path: (number, row - (len(grid.rows) - len(rows)), column)
        for number, (grid, rows) in enumerate(zip(_tables(clean), tables, strict=True))
        for row, column, cell in grid.positions()
        if cell.path
    }


def _at(tables: Sequence[Rows], place: tuple[int, int, int]) -> object:
    """The number at *place*, ``None`` if there is none; a text that is no number is given as it is."""
    number, row, column = place
    try:
        text = str(tables[number][row][column])
    except IndexError:
        return None
    try:
        value = Decimal(text)
    except InvalidOperation:
        return text or None
    return None if value.is_nan() else value


def _by_position(places: Mapping[str, tuple[int, int, int]], tables: Sequence[Rows]) -> Numbers:
    return {path: _at(tables, place) for path, place in places.items()}


def _ours(data: bytes, kind: str) -> tuple[Numbers, frozenset[str]]:
    """The numbers that were read, and those that the reading says it is not sure of."""
    reading = gd.read_bytes(data, kind)
    return {cell.path: cell.value for cell in gd.cells(reading.report)}, reading.unsure


def _changed(document: gd.Document, change: Callable[[Sequence[gd.Cell]], tuple[gd.Cell, ...]]) -> gd.Document:
    """*document* with each line of each table changed, a line that becomes empty left out."""

    def grid(block: gd.Block) -> gd.Block:
        if not isinstance(block, gd.Grid):
            return block
        return attrs.evolve(block, rows=tuple(line for row in block.rows if (line := change(row))))

    return attrs.evolve(document, blocks=tuple(map(grid, document.blocks)))


def _with_text(document: gd.Document, path: str, text: str) -> gd.Document:
    return _changed(
        document, lambda row: tuple(attrs.evolve(cell, text=text) if cell.path == path else cell for cell in row)
    )


def _without_row(document: gd.Document, path: str) -> gd.Document:
    """*document* without the row of *path*, whose label cells do not reach into other rows."""
    return _changed(document, lambda row: () if any(cell.path == path for cell in row) else tuple(row))


def _cases(report: gd.AnnualReport) -> Iterable[tuple[str, gd.Document, Numbers]]:
    """What is printed, and the numbers that it says: blank where nothing is printed, none that are not."""
    clean = compose(report)
    values: dict[str, object] = {cell.path: cell.value for cell in gd.cells(report)}
    path, row = "requests.carried_in.enterprises", "requests.carried_in."
    yield "clean", clean, values
    yield "one blank cell", _with_text(clean, path, ""), values | {path: None}
    yield '"1,035"', _with_text(clean, path, "1,035"), values | {path: 1035}
    missing = dict.fromkeys((each for each in values if each.startswith(row)), None)
    yield "a missing row", _without_row(clean, path), values | missing


def _score(printed: Numbers, read: Numbers, told: frozenset[str] = frozenset()) -> str:
    """How many numbers are right, and how many are wrong without a word."""
    kinds = Counter(
        "right" if read.get(path) == value else "told" if path in told else "wrong" for path, value in printed.items()
    )
    return f"{kinds['right']:>4} / {kinds['wrong']:<3}"


def _print_numbers(report: gd.AnnualReport) -> None:
    """What each reader makes of the numbers of a clean page and of one that is not."""
    clean = compose(report)
    page_places = _places(clean, _pandas_tables(our_html.write(clean).decode()))
    docx_places = _places(clean, _docx_tables(our_docx.write(clean)))
    names = ("gd HTML", "pandas", "gd DOCX", "python-docx")
    print(f"numbers right / wrong without a word, of {len(page_places)}")
    print(f"{'':24}" + "".join(f"{name:>14}" for name in names))
    for name, document, printed in _cases(report):
        page, data = our_html.write(document), our_docx.write(document)
        scores = (
            _score(printed, *_ours(page, "html")),
            _score(printed, _by_position(page_places, _pandas_tables(page.decode()))),
            _score(printed, *_ours(data, "docx")),
            _score(printed, _by_position(docx_places, _docx_tables(data))),
        )
        print(f"{name:24}" + "".join(f"{score:>14}" for score in scores))


def main() -> None:
    """Print the times for each page given, or the sample, then the numbers of the sample."""
    report = gd.loads(files("govdisclosure").joinpath("sample/report.txt").read_bytes(), "text")
    pages = {name: Path(name).read_bytes() for name in arguments()} or {"the sample": gd.dumps(report, "html")}
    for name, page in pages.items():
        _print_times(f"HTML, {name}", _of_page(page))
    _print_times("DOCX, the sample", _of_docx(our_docx.write(compose(report))))
    _print_numbers(report)


if __name__ == "__main__":
    main()
