"""The command line: a module for each kind of work, each entering its commands into `program`."""

from govdisclosure.cli import checking, frames, reports
from govdisclosure.cli.program import program

__all__ = ["checking", "frames", "program", "reports"]
