"""Report → document: what is printed, in which order."""

from collections.abc import Callable
from decimal import Decimal
from operator import attrgetter
from typing import Any

import attrs

from govdisclosure._spec import fields_of
from govdisclosure.charts import charts_of
from govdisclosure.document import Block, Cell, Document, Grid, Heading, Paragraph, with_texts
from govdisclosure.i18n import SOURCE, label, language_of, long_date, translate, translated
from govdisclosure.layout import draw
from govdisclosure.report import AnnualReport, Narrative, shape_of, usual_title
from govdisclosure.values import Amount, Change, Count, Money

__all__ = ["PUBLISHED", "compose", "printed"]

PUBLISHED = "发布日期："
"""What is printed before the day of publication."""


def printed(value: Count | Change | Amount | Money) -> str:
    """A number as a cell shows it: no separators, the decimals of an amount kept, nothing for a blank.

    >>> printed(1204), printed(Decimal("11.80")), printed(None)
    ('1204', '11.80', '')
    """
    return "" if value is None else format(value, "f") if isinstance(value, Decimal) else str(value)


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


def _table(part: object, name: str, caption: str, locale: str) -> Grid:
    """The table of a section with its numbers written in."""
    key = (shape_of(part), name, locale)
    if key not in _DRAWN:
        _DRAWN[key] = _drawn(part, name, caption, locale)
    lines, shown = _DRAWN[key]
    return Grid(tuple(tuple([_filled(cell, read, part) for cell, read in line]) for line in lines), shown)


_Line = list[tuple[Cell, Callable[[object], Any] | None]]
"""The cells of a row, those of numbers with what reads the number from the section."""

# To draw a table costs more than all else that is done to write it; only the numbers differ from report to report.
_DRAWN: dict[Any, tuple[list[_Line], str]] = {}


def _drawn(part: object, name: str, caption: str, locale: str) -> tuple[list[_Line], str]:
    grid = with_texts(attrs.evolve(draw(part, name), caption=caption), lambda text: label(text, locale))
    lines: list[_Line] = [
        [(cell, attrgetter(cell.path.removeprefix(f"{name}.")) if cell.path else None) for cell in row]
        for row in grid.rows
    ]
    return lines, grid.caption


def _filled(cell: Cell, read: Callable[[object], Any] | None, part: object) -> Cell:
    return Cell(printed(read(part)), cell.rowspan, cell.colspan, path=cell.path) if read else cell
