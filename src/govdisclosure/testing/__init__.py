"""What helps to test programs that make or check reports."""

import os
from typing import Any, BinaryIO

from govdisclosure.document import Place
from govdisclosure.errors import ReadError
from govdisclosure.files import read
from govdisclosure.findings import Severity
from govdisclosure.report import AnnualReport
from govdisclosure.rules import check

__all__ = ["assert_publishable"]


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
