"""政府信息公开工作年度报告: build, read, check and publish China's annual reports on government information disclosure.

>>> import govdisclosure as gd
>>> report = gd.AnnualReport(organ=gd.Organ("示例县柳溪镇人民政府"), year=2025)
>>> [finding.code for finding in gd.check(report, select=["GD3", "GD4"])]
[]
"""

from importlib import import_module
from typing import TYPE_CHECKING

from govdisclosure._spec import Edition
from govdisclosure.account import Token
from govdisclosure.addresses import Address, DataCell, Node, address_of, cells, nodes, path_of
from govdisclosure.document import (
    Bar,
    Block,
    Cell,
    Chart,
    Document,
    Embedded,
    Entry,
    Equation,
    Grid,
    Heading,
    Paragraph,
    Place,
)
from govdisclosure.errors import AddressError, GovDisclosureError, ReadError, ValueRefusedError, WriteError
from govdisclosure.figures import Lack
from govdisclosure.findings import CheckFailedError, Finding, Findings, Outcome, Result, Severity
from govdisclosure.i18n import Message
from govdisclosure.metrics import METRICS, Metric, Rate
from govdisclosure.migrate import Migration, migrate
from govdisclosure.report import (
    AnnualReport,
    ByApplicant,
    CaseOutcomes,
    Decisions,
    DocumentCounts,
    DocumentCounts2019,
    FeeItems,
    Fees,
    Litigation,
    Matters,
    Narrative,
    NotProcessed,
    Organ,
    OtherwiseClosed,
    Outcomes,
    Proactive,
    Proactive2019,
    Procurement,
    Refused,
    Remedies,
    Requests,
    Unavailable,
    blank,
    with_totals,
)
from govdisclosure.series import Comparison, Figure, Line, Step, compare, series
from govdisclosure.values import Amount, Change, Count, Money

if TYPE_CHECKING:
    from govdisclosure.batch import Read, Source, check_many, read_many, roll_up_many
    from govdisclosure.files import MAX_BYTES, dump, dumps, load, loads, read, read_bytes
    from govdisclosure.formats.options import DocxOptions, HtmlOptions, MarkdownOptions, TextOptions, XlsxOptions
    from govdisclosure.frames import (
        codebook,
        from_frame,
        records,
        to_arrow,
        to_csv,
        to_pandas,
        to_parquet,
        to_polars,
    )
    from govdisclosure.ledger import (
        Application,
        Decision,
        Fee,
        IssuedDocument,
        Lawsuit,
        Reconsideration,
        Tally,
        begin,
        tally,
    )
    from govdisclosure.mending import Fixed, fixed
    from govdisclosure.output import Checked, render
    from govdisclosure.output.catalogue import explain
    from govdisclosure.output.comparison import render_comparison
    from govdisclosure.recognise import Reading
    from govdisclosure.rollup import CellSum, PartialSum, RollUp, RollUpPlan, Share, roll_up
    from govdisclosure.rules import (
        PROFILES,
        RULES,
        Baseline,
        NotApplicableError,
        NotEvaluatedError,
        OrganKind,
        Profile,
        Rule,
        Waiver,
        check,
        guess_profile,
    )
    from govdisclosure.schema import json_schema
    from govdisclosure.scope import Scope
else:
    # What reads, writes and checks takes longer to import than the form itself; what needs least comes first.
    _ENTERED_LATER = (
        "scope", "schema", "formats.options", "recognise", "files", "mending", "frames", "rollup", "ledger", "rules",
        "output", "output.catalogue", "output.comparison", "batch",
    )  # fmt: skip

    def __getattr__(name: str) -> object:
        """The public names of the rooms that are entered when something in them is first asked for."""
        for room in _ENTERED_LATER if name in __all__ else ():
            module = import_module(f"{__name__}.{room}")
            if name in module.__all__:
                globals()[name] = getattr(module, name)
                return globals()[name]
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)

    def __dir__() -> list[str]:
        """All names, those that are entered later among them."""
        return sorted({*globals(), *__all__})


__version__ = "0.1.0"

__all__ = [
    "MAX_BYTES",
    "METRICS",
    "PROFILES",
    "RULES",
    "Address",
    "AddressError",
    "Amount",
    "AnnualReport",
    "Application",
    "Bar",
    "Baseline",
    "Block",
    "ByApplicant",
    "CaseOutcomes",
    "Cell",
    "CellSum",
    "Change",
    "Chart",
    "CheckFailedError",
    "Checked",
    "Comparison",
    "Count",
    "DataCell",
    "Decision",
    "Decisions",
    "Document",
    "DocumentCounts",
    "DocumentCounts2019",
    "DocxOptions",
    "Edition",
    "Embedded",
    "Entry",
    "Equation",
    "Fee",
    "FeeItems",
    "Fees",
    "Figure",
    "Finding",
    "Findings",
    "Fixed",
    "GovDisclosureError",
    "Grid",
    "Heading",
    "HtmlOptions",
    "IssuedDocument",
    "Lack",
    "Lawsuit",
    "Line",
    "Litigation",
    "MarkdownOptions",
    "Matters",
    "Message",
    "Metric",
    "Migration",
    "Money",
    "Narrative",
    "Node",
    "NotApplicableError",
    "NotEvaluatedError",
    "NotProcessed",
    "Organ",
    "OrganKind",
    "OtherwiseClosed",
    "Outcome",
    "Outcomes",
    "Paragraph",
    "PartialSum",
    "Place",
    "Proactive",
    "Proactive2019",
    "Procurement",
    "Profile",
    "Rate",
    "Read",
    "ReadError",
    "Reading",
    "Reconsideration",
    "Refused",
    "Remedies",
    "Requests",
    "Result",
    "RollUp",
    "RollUpPlan",
    "Rule",
    "Scope",
    "Severity",
    "Share",
    "Source",
    "Step",
    "Tally",
    "TextOptions",
    "Token",
    "Unavailable",
    "ValueRefusedError",
    "Waiver",
    "WriteError",
    "XlsxOptions",
    "address_of",
    "begin",
    "blank",
    "cells",
    "check",
    "check_many",
    "codebook",
    "compare",
    "dump",
    "dumps",
    "explain",
    "fixed",
    "from_frame",
    "guess_profile",
    "json_schema",
    "load",
    "loads",
    "migrate",
    "nodes",
    "path_of",
    "read",
    "read_bytes",
    "read_many",
    "records",
    "render",
    "render_comparison",
    "roll_up",
    "roll_up_many",
    "series",
    "tally",
    "to_arrow",
    "to_csv",
    "to_pandas",
    "to_parquet",
    "to_polars",
    "with_totals",
]
