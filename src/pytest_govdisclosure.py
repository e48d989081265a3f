"""What govdisclosure adds to pytest, which finds it where the package is installed.

It stands beside the package and imports nothing of it before a test needs it: pytest loads its plugins in every run,
and before the coverage of anything is measured.
"""

import sys
from functools import partial
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from govdisclosure import AnnualReport

__all__ = ["pytest_addoption", "pytest_assertrepr_compare"]

_FAIL_ON = "govdisclosure_fail_on"
_IGNORE = "govdisclosure_ignore"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the configuration say what is publishable in all tests."""
    parser.addini(_FAIL_ON, "the weight from which on a finding makes a report unpublishable", default="error")
    parser.addini(_IGNORE, "codes and beginnings of codes that are not checked", type="args", default=[])


@pytest.fixture(name="assert_publishable", scope="session")
def _assert_publishable(pytestconfig: pytest.Config) -> "Callable[..., AnnualReport]":
    """`govdisclosure.testing.assert_publishable`, told what the configuration says; the test may say otherwise."""
    from govdisclosure import Severity
    from govdisclosure.testing import assert_publishable

    weight = pytestconfig.getini(_FAIL_ON)
    if weight.upper() not in Severity.__members__:
        names = "、".join(name.lower() for name in Severity.__members__)
        raise pytest.UsageError(f"{_FAIL_ON}：应为 {names} 之一；现为 {weight!r}，请修改 pytest 的配置")
    return partial(assert_publishable, fail_on=Severity[weight.upper()], ignore=pytestconfig.getini(_IGNORE))


def pytest_assertrepr_compare(op: str, left: object, right: object) -> list[str] | None:
    """Where two reports should be equal, tell the places at which they are not."""
    if op != "==" or "govdisclosure" not in sys.modules:
        return None
    from govdisclosure import AnnualReport
    from govdisclosure.testing import differences

    if not isinstance(left, AnnualReport) or not isinstance(right, AnnualReport):
        return None
    found = differences(left, right)
    return [f"两份年报有 {len(found)} 处不同：", *found]
