"""What Hypothesis draws where it is asked for a class of the form; it calls `register` when it is imported."""

from collections.abc import Mapping
from functools import partial
from importlib import import_module
from typing import Any, Final

from hypothesis import strategies as st

from govdisclosure.addresses import DataCell, nodes
from govdisclosure.report import AnnualReport, Narrative, Organ
from govdisclosure.values import Money

__all__ = ["register"]

_MADE_BY: Final[Mapping[type, tuple[str, Mapping[str, Any]]]] = {
    AnnualReport: ("annual_reports", {"edition": None}),
    DataCell: ("data_cells", {}),
    Money: ("money", {"blanks": True}),
    Narrative: ("narratives", {}),
    Organ: ("organs", {}),
}
"""The strategy of each class that is not made of rows and columns alone, and what it is told."""


def register() -> None:
    """Tell Hypothesis how to draw a report and every part of one: consistent, of either edition.

    The strategies are imported when one is asked for.
    """
    for kind in {node.owner for node in nodes().values()} - _MADE_BY.keys():
        st.register_type_strategy(kind, lambda kind: _strategies().parts(kind))
    for kind, (name, told) in _MADE_BY.items():
        st.register_type_strategy(kind, partial(_drawn, name, told))


def _drawn(name: str, told: Mapping[str, Any], _: type) -> st.SearchStrategy[Any]:
    return getattr(_strategies(), name)(**told)  # type: ignore[no-any-return]


def _strategies() -> Any:
    return import_module("govdisclosure.strategies")
