"""What helps to test programs that make or check reports; the plugin of pytest is ``pytest_govdisclosure``."""

import json
import os
from collections.abc import Iterator
from typing import Any, BinaryIO

from govdisclosure.addresses import address_of
from govdisclosure.document import Place
from govdisclosure.errors import AddressError, ReadError
from govdisclosure.files import dumps, read
from govdisclosure.findings import Severity
from govdisclosure.report import AnnualReport
from govdisclosure.rules import check

__all__ = ["assert_publishable", "differences"]


def assert_publishable(
    source: str | os.PathLike[str] | BinaryIO, *, fail_on: Severity = Severity.ERROR, **known: Any
) -> AnnualReport:
    """Assert that *source* is an annual report in which a check finds nothing that weighs as much as *fail_on*.

    For the tests of a system that makes reports, whatever runs them.

    Args:
        source: A path, or a file open for reading bytes.
        fail_on: The weight from which on a finding fails.
        **known: What `govdisclosure.check` is told as well, such as *previous*, *ignore* and *waivers*.

    Returns:
        The report that was read.

    >>> import io
    >>> from govdisclosure import ByApplicant, Organ, Requests, dumps
    >>> wrong = Requests(carried_over=ByApplicant(total=1))
    >>> page = dumps(AnnualReport(organ=Organ("示例县柳溪镇人民政府"), year=2025, requests=wrong), "html")
    >>> assert_publishable(io.BytesIO(page), select=["GD304"])  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    AssertionError: 不能公布，有 1 处问题：
      - GD304 错误 表三·四·总计 印作 1，应为 0；它使 2 处勾稽不平，改正后全部相符（第...行第2个表格第28行第8格）

    Raises:
        AssertionError: It cannot be read, or something was found; the message tells it, one finding a line.
    """
    __tracebackhide__ = True
    try:
        reading = read(source)
    except ReadError as error:
        raise AssertionError(f"不能公布，读不出年报：{error}") from error
    found = [each for each in check(reading, **known) if each.severity >= fail_on and not each.waived]
    if found:
        lines = [f"  - {each}{_where(each.place or reading.place_of(each.path))}" for each in found]
        raise AssertionError("\n".join([f"不能公布，有 {len(found)} 处问题：", *lines]))
    return reading.report


def _where(place: Place | None) -> str:
    return f"（{place}）" if place else ""


def differences(report: AnnualReport, other: AnnualReport) -> list[str]:
    """Where two reports differ, a line for each place: its address, what stands there in the one and in the other.

    pytest shows these lines where a test asserts that two reports are equal.

    >>> from govdisclosure import ByApplicant, Organ, Requests
    >>> one, other = (
    ...     AnnualReport(organ=Organ(name), year=2025, requests=Requests(received=ByApplicant(natural_persons=number)))
    ...     for name, number in (("甲局", 3), ("乙局", 5))
    ... )
    >>> differences(one, other)[-2:]
    ['表三·一·自然人：3 ≠ 5', '表三·一·总计：3 ≠ 5']
    """
    mine, theirs = (dict(_told(json.loads(dumps(each, "json")))) for each in (report, other))
    places = [path for path in mine | theirs if mine.get(path, _NOTHING) != theirs.get(path, _NOTHING)]
    return [f"{_named(path, report)}：{mine.get(path, _NOTHING)} ≠ {theirs.get(path, _NOTHING)}" for path in places]


_NOTHING = "没有"


def _told(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Everything that is said in *value*, as JSON has it, by the path there."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else None
    if inner is None:
        yield path, repr(value)
    else:
        for name, each in inner:
            yield from _told(each, f"{path}.{name}".lstrip("."))


def _named(path: str, report: AnnualReport) -> str:
    try:
        return address_of(path, report.edition)
    except AddressError:
        return path
