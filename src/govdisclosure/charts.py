"""Report → charts: what people would rather look at than read, each with its numbers.

A chart is data. `govdisclosure.HtmlOptions` puts those of a report on its page, and
`govdisclosure.formats.html.figure` draws any of them for any page.
"""

from collections.abc import Iterable

from govdisclosure._spec import fields_of
from govdisclosure.addresses import address_of, cells, nodes
from govdisclosure.document import Bar, Chart
from govdisclosure.i18n import SOURCE, label, translate
from govdisclosure.report import AnnualReport, ByApplicant, Outcomes, Requests, add, parts_of, rows_in

__all__ = ["applicants", "charts_of", "outcomes", "years"]


def outcomes(requests: Requests, locale: str = SOURCE) -> Chart:
    """How the requests of the year were closed: the groups of 表三·三, in 件; a blank where all its cells are blank.

    >>> [bar.value for bar in outcomes(Requests(outcomes=Outcomes(granted=ByApplicant(enterprises=2)))).bars]
    [2, 0, 0, 0, 0, 0]
    """
    parts = {name: getattr(requests.outcomes, name) for name in parts_of(Outcomes)}
    totals = {name: add(row.total for row in rows_in(part)) for name, part in parts.items()}
    labels = fields_of(Outcomes)
    bars = [Bar(translate(labels[name].short, locale), total) for name, total in totals.items()]
    return Chart(translate("申请的办理结果", locale), translate("件", locale), tuple(bars))


def applicants(requests: Requests, locale: str = SOURCE) -> Chart:
    """Who made the requests that were newly received: the columns of 表三·一, in 件."""
    columns = fields_of(ByApplicant)
    bars = [
        Bar(translate(columns[name].label, locale), getattr(requests.received, name)) for name in parts_of(ByApplicant)
    ]
    return Chart(translate("提出申请的人", locale), translate("件", locale), tuple(bars))


def years(reports: Iterable[AnnualReport], path: str, locale: str = SOURCE) -> Chart:
    """The number at the attribute *path* in the reports of several years, side by side in the order of the years.

    >>> from govdisclosure.report import Organ
    >>> organ = Organ("示例县柳溪镇人民政府")
    >>> found = years([AnnualReport(organ=organ, year=year) for year in (2025, 2024)], "requests.received.total")
    >>> found.title, [(bar.label, bar.value) for bar in found.bars]
    ('一、本年新收政府信息公开申请数量·总计', [('2024', 0), ('2025', 0)])

    Raises:
        AddressError: No part of the form has that path.
    """
    address_of(path)
    told = {report.year: {cell.path: cell.value for cell in cells(report)}.get(path) for report in reports}
    values = {year: value if isinstance(value, int) else None for year, value in told.items() if year is not None}
    title = "·".join(label(part, locale) for part in nodes()[path].label.split("·"))
    return Chart(title, translate("件", locale), tuple(Bar(str(year), values[year]) for year in sorted(values)))


def charts_of(section: object, locale: str = SOURCE) -> tuple[Chart, ...]:
    """The charts that stand below the table of *section*; only table three has any, and only if it tells something."""
    if not isinstance(section, Requests):
        return ()
    drawn = (outcomes(section, locale), applicants(section, locale))
    return tuple(chart for chart in drawn if any(bar.value for bar in chart.bars))
