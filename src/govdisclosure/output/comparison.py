"""Reports side by side as something to look at: in the terminal, as a page, and as JSON."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import partial
from itertools import groupby
from typing import Any, Final

from attrs import frozen
from babel.numbers import format_decimal, format_percent

from govdisclosure.addresses import Address
from govdisclosure.causes import needed
from govdisclosure.errors import ValueRefusedError
from govdisclosure.i18n import SOURCE, Listing, language_of, locale_for, say
from govdisclosure.metrics import Rate
from govdisclosure.output.view import Words
from govdisclosure.report import TABLES
from govdisclosure.series import Comparison, Line, Step
from govdisclosure.values import printed

__all__ = ["STYLES", "render_comparison"]


@frozen
class _View(Words):
    """What is compared and how it is told: every word that more than one style uses."""

    comparison: Comparison
    locale: str
    every: bool
    width: int
    colour: bool

    @property
    def title(self) -> str:
        """What is compared, in a line."""
        organs = dict.fromkeys(report.organ.name for report in self.comparison.reports if report.organ)
        if len(organs) == 1:
            return self.say("{organ}：年报对比", organ=next(iter(organs)))
        return self.say("年报对比")

    @property
    def columns(self) -> list[str]:
        """What tells the reports apart."""
        return [self.told(column) for column in self.comparison.columns]

    @property
    def headings(self) -> list[str]:
        """What stands over a table of cells."""
        return [self.say("位置"), *self.columns, self.say("增减"), self.say("增减率"), self.say("备注")]

    @property
    def lines(self) -> tuple[Line, ...]:
        """The cells that are told: those that differ or cannot be compared, unless all are wanted."""
        return self.comparison.lines if self.every else self.comparison.changed

    def tables(self) -> Iterator[tuple[str, list[Line]]]:
        """The lines by the table they stand in, each under its name."""
        for name, lines in groupby(self.lines, key=lambda line: line.path.partition(".")[0]):
            yield self.told(Address(TABLES[name][0].TABLE.name)), list(lines)

    def place(self, line: Line) -> str:
        """Where the cell of *line* is in its table."""
        return self.told(Address(line.address.partition("·")[2]))

    def value(self, number: Any) -> str:
        """A number as a cell shows it; a stroke where there is none."""
        return printed(number) or "—"

    def difference(self, step: Step) -> str:
        """By how much there is more, with its sign."""
        if not step.difference:
            return "—" if step.difference is None else "0"
        return f"{step.difference:+}" if isinstance(step.difference, int) else f"{step.difference:+f}"

    def growth(self, step: Step) -> str:
        """By which part there is more, with its sign; a stroke where there was nothing before."""
        return "—" if step.ratio is None else self._percent(step.ratio - 1, "+#,##0.0%;-#,##0.0%")

    def note(self, line: Line) -> str:
        """What there is to say of the numbers of *line*."""
        columns = self.comparison.columns
        notes = [self.say("{column}：{note}", column=columns[n], note=note) for n, note in line.notes]
        return self.say("；").join(notes) or self.told(line.why)

    def rate(self, rate: Rate) -> str:
        """How a metric came out, with its numerator and denominator; why it is not told where it is not."""
        if rate.value is None:
            return self.told(rate.why)
        told = self._percent(rate.value, "#,##0.0%")
        if rate.metric.per_hundred:
            told = format_decimal(float(rate.value * 100), "#,##0.0", locale=self.locale)
        return self.say("{rate}（{top}/{bottom}）", rate=told, top=rate.numerator, bottom=rate.denominator)

    def _percent(self, value: Fraction, pattern: str) -> str:
        return format_percent(float(value), pattern, locale=self.locale)

    @property
    def unofficial(self) -> str:
        """What has to be known of every metric."""
        return self.say("比率由表上的数算出，不是官方指标；分母太小的不算。")


def _terminal(view: _View) -> str:
    needed("rich", "cli")
    from govdisclosure.output.terminal import printed_by_rich

    return printed_by_rich(_parts(view), view.width, colour=view.colour)


def _parts(view: _View) -> Iterator[Any]:
    """What the terminal shows, one below the other, for rich to print."""
    from rich.table import Table
    from rich.text import Text

    def table(heading: str, names: list[str], rows: Iterator[list[str]]) -> Table:
        found = Table(title=Text(heading, style="bold"), title_justify="left", header_style="dim", box=None)
        for number, name in enumerate(names):
            numeric = 0 < number < len(names) - 1
            found.add_column(Text(name), justify="right" if numeric else "left", overflow="fold")
        for row in rows:
            found.add_row(*map(Text, row))
        return found

    yield Text(view.title, style="bold")
    for heading, lines in view.tables():
        yield table(heading, view.headings, (_row(view, line) for line in lines))
    if not view.lines:
        yield Text(view.say("各格都相同。"))
    names = [view.say("比率"), *view.columns, view.say("备注")]
    yield table(view.say("比率"), names, (_rates(view, each) for each in view.comparison.rates))
    yield Text(view.unofficial, style="dim")


def _row(view: _View, line: Line) -> list[str]:
    step = line.steps[-1]
    values = [view.value(figure.value) for figure in line.figures]
    return [view.place(line), *values, view.difference(step), view.growth(step), view.note(line)]


def _rates(view: _View, rates: Sequence[Rate]) -> list[str]:
    metric = rates[0].metric
    return [view.told(metric.name), *map(view.rate, rates), view.told(metric.caveat)]


def _page(view: _View) -> str:
    from markupsafe import Markup

    from govdisclosure.formats.markup import template, template_text, tongue

    values = {
        "view": view,
        "row": partial(_row, view),
        "language": language_of(view.locale),
        "tongue": partial(tongue, view.locale),
        "said": view.say,
        "more_style": Markup(template_text("findings.css")),  # noqa: S704 - it is our own
    }
    return template("comparison.html.j2").render(values) + "\n"


def _json(view: _View) -> str:
    return json.dumps(view.comparison.to_data(view.locale), ensure_ascii=False, indent=2) + "\n"


STYLES: Final[Mapping[str, Callable[[_View], str]]] = {"terminal": _terminal, "html": _page, "json": _json}
"""Every way to show a comparison, by name."""


def render_comparison(
    comparison: Comparison,
    style: str,
    *,
    locale: str = SOURCE,
    every: bool = False,
    width: int = 120,
    colour: bool = False,
) -> str:
    """*comparison* as *style* has it; the same reports give the same text on any day.

    Args:
        comparison: What `series` or `compare` has set side by side.
        style: ``terminal``, a page of ``html``, or ``json``.
        locale: The language of the words, ``zh_Hans_CN``, ``zh_Hant`` or ``en``.
        every: Whether to show the cells too that do not differ; JSON always has all.
        width: The columns of the terminal.
        colour: Whether the terminal shows colours.

    >>> from govdisclosure.report import AnnualReport, Organ
    >>> from govdisclosure.series import compare
    >>> found = compare(*(AnnualReport(organ=Organ(name), year=2025) for name in ("甲镇", "乙镇")))
    >>> "<h1>年报对比</h1>" in render_comparison(found, "html")
    True

    Raises:
        ValueRefusedError: There is no such style or language.
        GovDisclosureError: What the style needs is not installed.
    """
    if style not in STYLES:
        raise ValueRefusedError(say("没有名为“{name}”的样式；可用 {styles}", name=style, styles=Listing(STYLES)))
    return STYLES[style](_View(comparison, locale_for(locale), every, width, colour))
