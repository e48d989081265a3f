"""Report → charts: what people would rather look at than read, each with its numbers.

A chart is data. `govdisclosure.HtmlOptions` puts those of a report on its page, and
`govdisclosure.formats.html.figure` draws any of them for any page.
"""

from collections.abc import Iterable

from govdisclosure._spec import Edition, fields_of
from govdisclosure.addresses import cells, nodes
from govdisclosure.document import Bar, Chart
from govdisclosure.errors import AddressError, ValueRefusedError
from govdisclosure.i18n import SOURCE, label, say, translate
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
    """The count at the attribute *path* in the reports of several years, side by side in the order of the years.

    A year of which the report does not tell it has a blank; a report without a year is left out.

    >>> from govdisclosure.report import Organ
    >>> organ = Organ("示例县柳溪镇人民政府")
    >>> found = years([AnnualReport(organ=organ, year=year) for year in (2025, 2024)], "requests.received.total")
    >>> found.title, [(bar.label, bar.value) for bar in found.bars]
    ('一、本年新收政府信息公开申请数量·总计', [('2024', 0), ('2025', 0)])

    Raises:
        AddressError: No cell of either edition that holds a count has that path.
        ValueRefusedError: Two reports are of the same year.
    """
    node = nodes().get(path) or nodes(Edition.V2019).get(path)
    if node is None or not node.is_cell or node.specs[-1].unit not in {"件", "项"}:
        raise AddressError(say("{path} 不是一格件数，不能画成图", path=path))
    values: dict[int, int | None] = {}
    for report in reports:
        if report.year in values:
            raise ValueRefusedError(say("{year} 年的年报不止一份，请只留一份", year=report.year))
        if report.year is not None:
            told = next((cell.value for cell in cells(report) if cell.path == path), None)
            values[report.year] = told if isinstance(told, int) else None
    title = "·".join(label(part, locale) for part in node.label.split("·"))
    bars = tuple(Bar(str(year), values[year]) for year in sorted(values))
    return Chart(title, translate(node.specs[-1].unit, locale), bars)


def charts_of(section: object, locale: str = SOURCE) -> tuple[Chart, ...]:
    """The charts that stand below the table of *section*; only table three has any, and only if it tells something."""
    if not isinstance(section, Requests):
        return ()
    drawn = (outcomes(section, locale), applicants(section, locale))
    return tuple(chart for chart in drawn if any(bar.value for bar in chart.bars))
