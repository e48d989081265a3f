"""The command line: a module for each kind of work, each entering its commands into `program`."""

from govdisclosure.cli import checking, ledger, reports
from govdisclosure.cli.program import program

__all__ = ["checking", "ledger", "program", "reports"]
