"""What is told and how: the files that were checked, the language, and the words that every output uses."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from attrs import field, frozen

from govdisclosure.addresses import Address
from govdisclosure.findings import Finding, Findings, Outcome, Severity
from govdisclosure.i18n import SOURCE, Listing, Message, count, say, translate, translated
from govdisclosure.output.catalogue import Entry, entries
from govdisclosure.report import AnnualReport
from govdisclosure.values import printable

__all__ = ["Checked", "View", "Words", "line_of", "waived_in", "weighed"]


def _named(name: str) -> str:
    """*name* without what no page can show, whatever bytes the name of a file is made of."""
    return printable(name.encode(errors="backslashreplace").decode())


@frozen
class Checked:
    """A file and what the check of it found.

    Attributes:
        name: The name of the file.
        findings: What was found.
        report: The report, where its tables shall be drawn.
        problem: Why the file could not be read; empty if it could.

    >>> Checked("report.html", problem="没有这个文件或文件夹").findings.worst is None
    True
    """

    name: str = field(converter=_named)
    findings: Findings = field(default=Findings(), kw_only=True)
    report: AnnualReport | None = field(default=None, kw_only=True)
    problem: str = field(default="", kw_only=True)


_OUTCOMES: Final = {
    Outcome.PASSED: say("通过"),
    Outcome.FAILED: say("没有通过"),
    Outcome.NOT_APPLICABLE: say("不适用"),
    Outcome.NOT_EVALUATED: say("没有评"),
}


class Words:
    """Whatever tells things in the language of its *locale*."""

    locale: str

    def say(self, template: str, /, **arguments: object) -> str:
        """The sentence *template* with *arguments* in its blanks, in the language."""
        return self.told(say(template, **arguments))

    def told(self, value: object) -> str:
        """*value* in the language, if it can say itself in one, without what no page can show."""
        return printable(translated(value, self.locale))


@frozen
class View(Words):
    """What is told and how; see `govdisclosure.render`."""

    checked: tuple[Checked, ...]
    locale: str = field(default=SOURCE, kw_only=True)
    every: bool = field(default=False, kw_only=True)
    fail_on: Severity | None = field(default=Severity.ERROR, kw_only=True)
    width: int = field(default=120, kw_only=True)
    colour: bool = field(default=False, kw_only=True)

    # --- words --------------------------------------------------------------------------------------------------------

    def number(self, number: int) -> str:
        """A count of things."""
        return count(number, self.locale)

    def severity(self, severity: Severity) -> str:
        """The word for a weight."""
        return translate(severity.label, self.locale)

    def outcome(self, outcome: Outcome) -> str:
        """The words for how a rule came out."""
        return _OUTCOMES[outcome].in_locale(self.locale)

    def address(self, finding: Finding) -> str:
        """Where *finding* is: its address in the language, its path where it has none; may be empty."""
        return self.told(Address(finding.address)) or finding.path

    def message(self, finding: Finding) -> str:
        """What *finding* says, with the place where it was read."""
        place = self.say("（{place}）", place=finding.place) if finding.place else ""
        return self.told(finding.message) + place

    def waived(self, finding: Finding) -> str:
        """Why *finding* does not count and who says so; empty where it counts."""
        return self.say("不计：{reason}", reason=finding.waived) if finding.waived else ""

    def line(self, finding: Finding) -> str:
        """Where *finding* is and what it says, and why it does not count, in one line."""
        return " ".join(filter(None, [self.address(finding), self.message(finding), self.waived(finding)]))

    def source(self, finding: Finding) -> str:
        """What *finding* rests on; may be empty."""
        return printable(translate(finding.source, self.locale))

    def identity(self, checked: Checked) -> str:
        """Whose report it is, of which year and edition; empty where no report is given."""
        report = checked.report
        if report is None:
            return ""
        year = say("{year}年", year=report.year) if report.year else ""
        named = " ".join(filter(None, [report.organ.name if report.organ else "", self.told(year)]))
        return self.say("{report}，{edition} 年版表样", report=named or say("机关、年份不详"), edition=report.edition)

    def counts(self, *findings: Findings) -> str:
        """How many findings of each weight there are, and how many that do not count."""
        counter, waived = weighed(*findings), waived_in(*findings)
        told: list[object] = [
            say("{severity} {count}", severity=Message(each.label, {}), count=self.number(counter[each]))
            for each in reversed(Severity)
            if counter[each]
        ]
        rest = [say("不计 {count}", count=self.number(waived))] if waived else []
        return self.told(Listing([*(told or [say("没有问题")]), *rest]))

    def passed(self, findings: Findings) -> str:
        """How many of the rules passed."""
        passed = sum(result.outcome is Outcome.PASSED for result in findings.results)
        return self.say("{all} 条规则中 {passed} 条通过", all=len(findings.results), passed=passed)

    # --- what there is ------------------------------------------------------------------------------------------------

    def findings(self) -> Iterator[tuple[Checked, Finding]]:
        """Every finding with its file."""
        return ((checked, finding) for checked in self.checked for finding in checked.findings)

    def rules(self) -> dict[str, Entry]:
        """What the catalogue says of each code that occurs, in its order, then what it does not know."""
        told = [each for _, finding in self.findings() for each in (finding, *finding.evidence)]
        results = [each for checked in self.checked for each in checked.findings.results if self.every]
        strange = {each.code: Entry.unknown(each.code) for each in results}
        strange |= {each.code: Entry.unknown(each.code, each.severity, each.source) for each in told}
        known = {code: entry for code, entry in entries().items() if code in strange}
        return known | {code: entry for code, entry in strange.items() if code not in known}

    def title(self, code: str) -> str:
        """The title of the rule *code*; empty where the catalogue does not know it."""
        entry = entries().get(code)
        return translate(entry.title, self.locale) if entry else ""

    def fails(self, finding: Finding) -> bool:
        """Whether *finding* is a failure."""
        return self.fail_on is not None and finding.severity >= self.fail_on and not finding.waived


def weighed(*findings: Findings) -> Counter[Severity]:
    """How many findings of each weight there are that count."""
    return Counter(finding.severity for each in findings for finding in each if not finding.waived)


def waived_in(*findings: Findings) -> int:
    """How many findings there are that do not count."""
    return sum(bool(finding.waived) for each in findings for finding in each)


def line_of(finding: Finding) -> int | None:
    """The line of the file where *finding* was read; ``None`` where the file has no lines."""
    place = finding.place
    return place.line if place and place.page is None and place.sheet is None else None
