"""What there is to read about a rule: what it checks, how to mend what it finds, since when, and cases that prove it.

It stands in ``cases/*.toml``, a file a code, in Chinese; `govdisclosure.testing.cases` explains what the cases say.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final

from attrs import frozen

__all__ = ["PAGES", "Page", "page_of"]

_CASES: Final = files("govdisclosure").joinpath("rules", "cases")

PAGES: Final = tuple(
    sorted(each.name.removesuffix(".toml") for each in _CASES.iterdir() if each.name.endswith(".toml"))
)
"""The codes that have a page: the rules, and what a reading or a check has to say."""


@frozen(kw_only=True)
class Page:
    """What there is to read about one code.

    Attributes:
        rule: The code.
        checks: What holds where there is no finding.
        mend: What to do where there is one.
        since: The version that had it first.
        fires: Cases in which there is a finding; none for what is not about a report alone.
        silent: Cases that come near, in which there is none.
    """

    rule: str
    checks: str
    mend: str
    since: str
    fires: tuple[Mapping[str, Any], ...] = ()
    silent: tuple[Mapping[str, Any], ...] = ()


@cache
def page_of(code: str) -> Page | None:
    """The page of *code*; ``None`` where the library has none, as for a rule that another package adds.

    >>> page_of("GD401").checks
    '表四的三组，每一组总计都是四种结果之和。'
    """
    if code not in PAGES:
        return None
    return Page(**tomllib.loads(_CASES.joinpath(f"{code}.toml").read_text("utf-8")))
