"""What the rules find in published reports: no false error, and a record of which codes fire, so that a change shows.

``corpus_findings.json`` holds for each report how often each code was found. Run this file to write it anew, and read
what has changed before it is committed: a rule that newly condemns many reports is probably wrong.
"""

import json
from collections import Counter
from pathlib import Path

import pytest

import govdisclosure as gd

RECORD = Path(__file__).with_name("corpus_findings.json")
CORPUS = Path(__file__).parents[2] / "shared" / "corpus"
KNOWN = json.loads(RECORD.read_text("utf-8")) if RECORD.exists() else {}


def counted(path):
    """How often each code of a rule is found in a published report."""
    found = Counter(finding.code for finding in gd.check(gd.read(path)) if finding.code in gd.RULES)
    return dict(sorted(found.items()))


@pytest.mark.parametrize("name", KNOWN)
def test_the_same_is_found_as_before(corpus, name):
    """The rules find in a published report what the record says that they found."""
    assert KNOWN[name] == counted(corpus / "raw" / name)


def test_every_report_is_in_the_record(corpus):
    """No published report is left out."""
    assert sorted(KNOWN) == sorted(path.name for path in (corpus / "raw").iterdir())


def test_no_statement_in_prose_is_an_error(corpus):
    """What rests on reading prose, or has exceptions, is never told as an error."""
    assert set() == {
        rule.code for rule in gd.RULES.values() if rule.ground == "A" and rule.severity is gd.Severity.ERROR
    }


@pytest.mark.parametrize("name", KNOWN)
def test_errors_in_published_reports_are_real(corpus, name):
    """The errors in published reports are missing parts and sums that do not come out, as the transcriptions tell."""
    errors = {each.code for each in gd.check(gd.read(corpus / "raw" / name)) if each.severity is gd.Severity.ERROR}

    assert {code for code in errors if code in gd.RULES} <= {"GD101", "GD102", "GD103", "GD305", "GD401"}


def test_prose_is_held_against_tables_without_a_false_alarm(corpus):
    """No rule on prose and tables fires on a published report; what they say there has been compared by hand."""
    assert {} == {name: found for name, codes in KNOWN.items() if (found := [c for c in codes if c[:3] == "GD5"])}


if __name__ == "__main__":
    told = {path.name: counted(path) for path in sorted((CORPUS / "raw").iterdir())}
    RECORD.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")
