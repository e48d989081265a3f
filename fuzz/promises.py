"""What every reader promises of any bytes, as functions that a fuzzer and the tests call.

Each takes the content of a file, and raises nothing where it is read, and where it is refused with words.
"""

import tempfile
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import Final

import govdisclosure as gd
from govdisclosure.formats import FORMATS
from govdisclosure.i18n import LOCALES, translated
from govdisclosure.rules.papers import read_baselines, read_scope, read_waivers
from govdisclosure.sources import sources

__all__ = ["MODULES", "PROMISES", "Promise"]

Promise = Callable[[bytes], object]

_MOST: Final = 2**20
"""The largest report that is taken out of an archive."""
_YEAR: Final = 2025
_REGISTERS: Final = ("applications", "reconsiderations", "lawsuits", "documents", "decisions", "fees")


def kept_by(report: gd.AnnualReport) -> None:
    """Make sure that *report* can be checked, that what is found can be said, and that it goes through JSON as it is.

    Raises:
        AssertionError: It comes back as another.
    """
    for finding in gd.check(report):
        _told(finding)
    if gd.loads(gd.dumps(report, "json"), "json") != report:
        raise AssertionError("through JSON the report becomes another")


def _told(finding: gd.Finding) -> None:
    if not all(translated(finding.message, locale) for locale in LOCALES) or not str(finding):
        raise AssertionError(f"{finding.code} says nothing")


def _refused(error: gd.GovDisclosureError) -> None:
    if not str(error).strip():
        raise AssertionError("a refusal says nothing")


def read(data: bytes, name: str | None = None) -> gd.Reading | None:
    """The reading of *data*, said to be in the format *name*; nothing if it is refused."""
    try:
        reading = gd.read_bytes(data, name)
    except gd.ReadError as error:
        _refused(error)
        return None
    for finding in gd.check(reading):
        _told(finding)
    kept_by(reading.report)
    return reading


def tallied(data: bytes, suffix: str) -> None:
    """Go through *data* as a register of each kind."""
    path = _written(data, suffix)
    for name in _REGISTERS:
        try:
            found = gd.tally(**{name: path}, year=_YEAR)
        except gd.ReadError as error:
            _refused(error)
            continue
        for finding in found.findings:
            _told(finding)
        kept_by(found.report("示例县柳溪镇人民政府"))


def listed(data: bytes, suffix: str) -> None:
    """Read what an archive or a file of lines holds."""
    for each in sources(_written(data, suffix), max_bytes=_MOST):
        if each.data is not None and not each.problem:
            read(each.data)


def structured(data: bytes, suffix: str, reader: Callable[[Path], object]) -> None:
    """Read a paper that lies beside reports."""
    try:
        reader(_written(data, suffix))
    except gd.ReadError as error:
        _refused(error)


def written_into(data: bytes) -> None:
    """Write a report into *data*, a document of Word."""
    try:
        made = gd.dumps(_report(), "docx", options=gd.DocxOptions(template=data))
    except gd.GovDisclosureError as error:
        _refused(error)
        return
    if gd.loads(made, "docx") != _report():
        raise AssertionError("written into a document the report becomes another")


@cache
def _report() -> gd.AnnualReport:
    return gd.AnnualReport(organ=gd.Organ("示例县柳溪镇人民政府"), year=_YEAR)


@cache
def _folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="promises-"))


def _written(data: bytes, suffix: str) -> Path:
    path = _folder() / f"file{suffix}"
    path.write_bytes(data)
    return path


PROMISES: Final[dict[str, Promise]] = {
    **{each.name: partial(read, name=each.name) for each in FORMATS},
    "unnamed": read,
    "register-csv": partial(tallied, suffix=".csv"),
    "register-xlsx": partial(tallied, suffix=".xlsx"),
    "waivers": partial(structured, suffix=".toml", reader=read_waivers),
    "scope": partial(structured, suffix=".toml", reader=read_scope),
    "baseline": partial(structured, suffix=".json", reader=read_baselines),
    "lines": partial(listed, suffix=".jsonl"),
    "zip": partial(listed, suffix=".zip"),
    "tar": partial(listed, suffix=".tar.gz"),
    "template": written_into,
}
"""The promise of each reader by its name; the readers of reports are called as their formats are."""

MODULES: Final = tuple(
    f"govdisclosure.{name}"
    for name in (
        *(f"formats.{each.name}" for each in FORMATS), "formats.carried", "formats.docx_reader", "formats.docx_writer",
        "formats.xlsx_reader", "ledger", "ledger.workbooks", "rules",
    )
)  # fmt: skip
"""What readers import when they are first used."""
