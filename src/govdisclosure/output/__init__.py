"""What a check found, for people and for machines: one module each, with the same verb ``write``."""

from collections.abc import Iterable
from importlib import import_module
from typing import Any, Final

from attrs import frozen

from govdisclosure.causes import needed
from govdisclosure.errors import ValueRefusedError
from govdisclosure.findings import Severity
from govdisclosure.i18n import SOURCE, Listing, locale_for, say
from govdisclosure.output.view import Checked, View

__all__ = ["OUTPUTS", "Checked", "Output", "render"]


@frozen
class Output:
    """A way to tell findings; its module is imported when it is first used."""

    name: str
    extra: str = ""
    """The extra of this package that brings what it needs."""
    requirement: str = ""
    """What it needs."""

    @property
    def module(self) -> Any:
        """The module with the verb.

        Raises:
            GovDisclosureError: What it needs is not installed.
        """
        if self.requirement:
            needed(self.requirement, self.extra)
        return import_module(f"{__name__}.{self.name}")


OUTPUTS: Final = {
    each.name: each
    for each in (
        Output("terminal", extra="cli", requirement="rich"),
        Output("json"),
        Output("sarif"),
        Output("junit"),
        Output("github"),
        Output("html"),
    )
}
"""Every way to tell findings, by name."""


def render(
    checked: Iterable[Checked],
    output: str,
    *,
    locale: str = SOURCE,
    every: bool = False,
    fail_on: Severity | None = Severity.ERROR,
    width: int = 120,
    colour: bool = False,
) -> str:
    """What was found in some files, as *output* has it; the same findings give the same text on any day.

    Args:
        checked: The files, each with its findings and, for pages that draw its tables, its report.
        output: ``terminal``, ``json``, ``sarif`` 2.1.0, ``junit``, ``github`` annotations or a page of ``html``.
        locale: The language of the words, ``zh_Hans_CN``, ``zh_Hant`` or ``en``. Codes, paths and the words of the
            reports stay as they are.
        every: Whether to tell how every rule came out.
        fail_on: From which weight on a finding is a failure in ``junit``; ``None`` if none is.
        width: The columns of the terminal.
        colour: Whether the terminal shows colours.

    >>> from govdisclosure import AnnualReport, Organ, check
    >>> report = AnnualReport(organ=Organ("柳溪镇"), year=2025, overview=None)
    >>> text = render([Checked("report.html", findings=check(report, select=["GD101"]))], "github", locale="en")
    >>> for part in text.split("::")[1:]:
    ...     print(part.strip())
    error file=report.html,title=GD101 All six sections are there
    1. Overview: The section “1. Overview” is missing; please add it

    Raises:
        ValueRefusedError: There is no such output or language.
        GovDisclosureError: What the output needs is not installed.
    """
    if output not in OUTPUTS:
        raise ValueRefusedError(say("没有名为“{name}”的输出；可用 {outputs}", name=output, outputs=Listing(OUTPUTS)))
    view = View(tuple(checked), locale=locale_for(locale), every=every, fail_on=fail_on, width=width, colour=colour)
    return str(OUTPUTS[output].module.write(view))
