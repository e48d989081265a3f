"""Report → document: what is printed, in which order."""

from collections.abc import Callable
from functools import reduce
from operator import attrgetter
from typing import Any, Final

import attrs

from govdisclosure._spec import fields_of
from govdisclosure.charts import charts_of
from govdisclosure.document import Block, Cell, Document, Entry, Equation, Grid, Heading, Paragraph, with_texts
from govdisclosure.i18n import SOURCE, label, language_of, long_date, translate, translated
from govdisclosure.identities import Kind, identities
from govdisclosure.layout import draw
from govdisclosure.report import AnnualReport, Narrative, usual_title
from govdisclosure.shape import shape_of
from govdisclosure.values import Amount, Change, Count, Money, printed

__all__ = ["PUBLISHED", "compose"]

PUBLISHED = "发布日期："
"""What is printed before the day of publication."""


def compose(report: AnnualReport, locale: str = SOURCE, *, charts: bool = False) -> Document:
    """The document that *report* prints as, the form in the language of *locale*, the report's own words as they are.

    >>> from govdisclosure.report import Organ
    >>> document = compose(AnnualReport(organ=Organ("示例县柳溪镇人民政府"), year=2025))
    >>> [block.text for block in document.blocks if isinstance(block, Heading)][1:3]
    ['一、总体情况', '二、主动公开政府信息情况']
    """
    blocks: list[Block] = []
    if report.title is not None:
        usual = usual_title(report.organ, report.year)
        blocks.append(Heading(translated(usual if report.title == usual else report.title, locale), level=1))
    if report.published is not None:
        blocks.append(Paragraph(translate(PUBLISHED, locale) + long_date(report.published, locale)))
    blocks.extend(report.preamble)
    for name, spec in fields_of(AnnualReport).items():
        part = getattr(report, name)
        if part is None:
            continue
        blocks.append(Heading(part.heading or label(spec.printed, locale), level=2))
        if isinstance(part, Narrative):
            blocks.extend(part.blocks)
        else:
            table = _table(part, name, spec.label, locale)
            drawn = charts_of(part, locale) if charts else ()
            blocks.extend([*part.lead, attrs.evolve(table, charts=drawn), *part.remarks])
    return Document(blocks=tuple(blocks), language=language_of(locale))


def _table(part: Any, name: str, caption: str, locale: str) -> Grid:
    """The table of a section with its numbers written in."""
    key = (shape_of(part), name, locale)
    if key not in _DRAWN:
        _DRAWN[key] = _drawn(part, name, caption, locale)
    blank, lines = _DRAWN[key]
    return attrs.evolve(blank, rows=tuple(tuple([_filled(cell, read, part) for cell, read in line]) for line in lines))


_Line = list[tuple[Cell, Callable[[object], Any] | None]]
"""The cells of a row, those of numbers with what reads the number from the section."""

# To draw a table costs more than all else that is done to write it; only the numbers differ from report to report.
_DRAWN: dict[Any, tuple[Grid, list[_Line]]] = {}


def _drawn(part: Any, name: str, caption: str, locale: str) -> tuple[Grid, list[_Line]]:
    """The table of a section without its numbers, with what may stand in its cells and what they add up to."""
    rows = tuple(
        tuple(attrs.evolve(cell, entry=_entry(part, cell.path)) for cell in row) for row in draw(part, name).rows
    )
    equations = tuple(
        Equation(
            tuple(f"{name}.{path}" for path in each.left),
            tuple(f"{name}.{path}" for path in each.right),
            each.kind is not Kind.BALANCE,
        )
        for each in identities(part)
    )
    named = Grid(rows, caption, name=translate(part.TABLE.name, locale), equations=equations)
    blank = with_texts(named, lambda text: label(text, locale))
    lines: list[_Line] = [
        [(cell, attrgetter(cell.path.removeprefix(f"{name}.")) if cell.path else None) for cell in row]
        for row in blank.rows
    ]
    return blank, lines


_ENTRIES: Final = {Count: Entry.COUNT, Change: Entry.CHANGE, Amount: Entry.AMOUNT, Money: Entry.MONEY}


def _entry(part: Any, path: str) -> Entry | None:
    """What the cell at *path* takes by its declaration; nothing if it is a label."""
    if not path:
        return None
    *owners, last = path.split(".")[1:]
    return _ENTRIES[attrs.fields_dict(type(reduce(getattr, owners, part)))[last].type]


def _filled(cell: Cell, read: Callable[[object], Any] | None, part: object) -> Cell:
    if read is None:
        return cell
    return Cell(printed(read(part)), cell.rowspan, cell.colspan, path=cell.path, entry=cell.entry)
