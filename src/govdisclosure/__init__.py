"""政府信息公开工作年度报告: build, read, check and publish China's annual reports on government information disclosure.

>>> import govdisclosure as gd
>>> report = gd.AnnualReport(organ=gd.Organ("示例县柳溪镇人民政府"), year=2025)
>>> [finding.code for finding in gd.check(report, select=["GD3", "GD4"])]
[]
"""

from govdisclosure._spec import Edition
from govdisclosure.account import Token
from govdisclosure.addresses import Address, DataCell, Node, address_of, cells, nodes, path_of
from govdisclosure.document import Bar, Block, Cell, Chart, Document, Embedded, Grid, Heading, Paragraph, Place
from govdisclosure.errors import AddressError, GovDisclosureError, ReadError, ValueRefusedError, WriteError
from govdisclosure.files import MAX_BYTES, dump, dumps, load, loads, read, read_bytes
from govdisclosure.findings import CheckFailedError, Finding, Findings, Outcome, Result, Severity
from govdisclosure.formats.options import DocxOptions, HtmlOptions, MarkdownOptions, TextOptions
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
from govdisclosure.i18n import Message
from govdisclosure.mending import Fixed, fixed
from govdisclosure.migrate import Migration, migrate
from govdisclosure.output import Checked, render
from govdisclosure.output.catalogue import explain
from govdisclosure.recognise import Reading
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
    with_totals,
)
from govdisclosure.rules import (
    PROFILES,
    RULES,
    Baseline,
    NotApplicableError,
    NotEvaluatedError,
    OrganKind,
    Profile,
    Rule,
    Scope,
    Waiver,
    check,
    guess_profile,
)
from govdisclosure.schema import json_schema
from govdisclosure.values import Amount, Change, Count, Money

__version__ = "0.1.0.dev0"

__all__ = [
    "MAX_BYTES",
    "PROFILES",
    "RULES",
    "Address",
    "AddressError",
    "Amount",
    "AnnualReport",
    "Bar",
    "Baseline",
    "Block",
    "ByApplicant",
    "CaseOutcomes",
    "Cell",
    "Change",
    "Chart",
    "CheckFailedError",
    "Checked",
    "Count",
    "DataCell",
    "Decisions",
    "Document",
    "DocumentCounts",
    "DocumentCounts2019",
    "DocxOptions",
    "Edition",
    "Embedded",
    "FeeItems",
    "Fees",
    "Finding",
    "Findings",
    "Fixed",
    "GovDisclosureError",
    "Grid",
    "Heading",
    "HtmlOptions",
    "Litigation",
    "MarkdownOptions",
    "Matters",
    "Message",
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
    "Place",
    "Proactive",
    "Proactive2019",
    "Procurement",
    "Profile",
    "ReadError",
    "Reading",
    "Refused",
    "Remedies",
    "Requests",
    "Result",
    "Rule",
    "Scope",
    "Severity",
    "TextOptions",
    "Token",
    "Unavailable",
    "ValueRefusedError",
    "Waiver",
    "WriteError",
    "address_of",
    "cells",
    "check",
    "codebook",
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
    "records",
    "render",
    "to_arrow",
    "to_csv",
    "to_pandas",
    "to_parquet",
    "to_polars",
    "with_totals",
]
