"""The command line: a module for each kind of work, each entering its commands into `program`."""

from govdisclosure.cli import checking, comparing, frames, ledger, reports, workbook
from govdisclosure.cli.program import program

__all__ = ["checking", "comparing", "frames", "ledger", "program", "reports", "workbook"]
