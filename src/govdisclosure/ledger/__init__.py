"""From what an office has on file to the report: records, the registers they stand in, and what they come to."""

from govdisclosure.ledger.beginning import begin
from govdisclosure.ledger.doubts import LEDGER_CODES
from govdisclosure.ledger.records import Application, Decision, Fee, IssuedDocument, Lawsuit, Reconsideration
from govdisclosure.ledger.tallying import Tally, tally

__all__ = [
    "LEDGER_CODES", "Application", "Decision", "Fee", "IssuedDocument", "Lawsuit", "Reconsideration", "Tally", "begin",
    "tally",
]  # fmt: skip
