"""Hypothesis strategies for case records, sound and faulty, and rows as registers have them."""

from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

import govdisclosure as gd
from govdisclosure.addresses import nodes
from govdisclosure.ledger.entries import columns_of
from govdisclosure.report import parts_of

YEAR = 2025
KINDS = {
    "applications": gd.Application,
    "reconsiderations": gd.Reconsideration,
    "lawsuits": gd.Lawsuit,
    "documents": gd.IssuedDocument,
    "decisions": gd.Decision,
    "fees": gd.Fee,
}
"""The kinds of records by the register of `govdisclosure.tally` they go into."""

APPLICANTS = parts_of(gd.ByApplicant)
OUTCOMES = [
    path.removeprefix("requests.outcomes.").removesuffix(".natural_persons")
    for path in nodes()
    if path.startswith("requests.outcomes.") and path.endswith(".natural_persons")
]
OUTCOMES = [path for path in OUTCOMES if path not in {"total", "otherwise_closed"}]
RESULTS = ["upheld", "corrected", "other"]

_days = st.dates(date(YEAR - 2, 6, 1), date(YEAR + 2, 6, 30))
_days_or_none = st.none() | _days


def ids(prefix):
    """Ids of which some come again."""
    return st.integers(0, 30).map(lambda number: f"{prefix}-{number}")


APPLICATIONS = st.builds(
    gd.Application,
    id=ids("申"),
    received=_days,
    applicant=st.sampled_from(APPLICANTS),
    closed=_days_or_none,
    outcome=st.none() | st.sampled_from(OUTCOMES),
)
_CASE = {"id": ids("案"), "received": _days, "decided": _days_or_none, "result": st.sampled_from([*RESULTS, "pending"])}
RECORDS = {
    "applications": APPLICATIONS,
    "reconsiderations": st.builds(gd.Reconsideration, **_CASE),
    "lawsuits": st.builds(
        gd.Lawsuit,
        **_CASE,
        route=st.sampled_from(["direct", "after_reconsideration"]),
        as_reconsideration_organ=st.booleans(),
    ),
    "documents": st.builds(
        gd.IssuedDocument,
        id=ids("文"),
        kind=st.sampled_from(["rules", "normative_documents"]),
        issued=_days,
        repealed=_days_or_none,
    ),
    "decisions": st.builds(
        gd.Decision,
        kind=st.sampled_from(["licensing", "penalties", "compulsion"]),
        decided=_days,
        count=st.integers(0, 900),
        id=st.just("") | ids("决"),
    ),
    "fees": st.builds(
        gd.Fee,
        collected=_days,
        amount=st.integers(0, 10**9).map(lambda fen: Decimal(fen).scaleb(-2)),
        unit=st.sampled_from(["元", "万元"]),
        id=st.just("") | ids("费"),
    ),
}
"""Strategies for records of each register, in which anything may be wrong that a record can hold."""

REGISTERS = st.fixed_dictionaries({name: st.lists(each, max_size=25) for name, each in RECORDS.items()})
"""All the registers of an office."""


def row_of(record):
    """A record as a register in Chinese has it: what the columns are called, and texts in them."""
    values = {name: getattr(record, name) for name in columns_of(type(record))}
    return {columns_of(type(record))[name].names[0]: _text(value) for name, value in values.items()}


def _text(value):
    if value is None:
        return ""
    return {True: "是", False: "否"}[value] if isinstance(value, bool) else str(value)
