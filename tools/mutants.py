"""Whether the tests notice when a module is changed: one thing at a time is, and the tests that belong to it are run.

``python tools/mutants.py identities rules/blanks`` makes every mutant of these modules in a copy of the checkout and
tells which survived. Each survivor is killed by a test that states what the module does, or stands with a reason in
``tests/mutants.toml``; one that is neither, and a reason for one that does not survive, make the run fail. With
``--again`` only the survivors of the last run are tried, after tests were added to the ones that there were.
"""

import argparse
import json
import os
import shlex
import shutil
import subprocess
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from attrs import frozen
from cosmic_ray.work_db import WorkDB, use_db
from cosmic_ray.work_item import TestOutcome, WorkerOutcome, WorkItem, WorkResult

__all__ = ["Mutant", "main"]

_CHECKOUT = Path(__file__).parents[1]
_SESSIONS = _CHECKOUT / ".mutants"
_EXPLAINED = _CHECKOUT / "tests" / "mutants.toml"
_PROGRAMS = Path(sys.executable).parent
_COPIED = ("src", "tests", "tools", "docs")
_PATIENCE = 10
"""How many times as long as the tests take they may take before a mutant is said to hang."""


@frozen
class Mutant:
    """A change to one line of a module: what the line was, what it became, and in which function it stands."""

    function: str
    was: str
    becomes: str

    def __str__(self) -> str:
        """As it is written in the list of those that are explained."""
        parts = {"function": self.function, "was": self.was, "becomes": self.becomes}
        return f"{{ {', '.join(f'{key} = {json.dumps(part, ensure_ascii=False)}' for key, part in parts.items())} }}"


def main(arguments: list[str] | None = None) -> int:
    """Try the mutants of modules; the exit code is 1 if one survived that is not explained, or none did that is."""
    settings = tomllib.loads((_CHECKOUT / "pyproject.toml").read_text("utf-8"))["tool"]["mutants"]
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument(
        "modules", nargs="+", choices=settings["modules"], metavar="MODULE", help="such as rules/blanks"
    )
    parser.add_argument("--again", action="store_true", help="try only those that survived the last run")
    options = parser.parse_args(arguments)
    _SESSIONS.mkdir(exist_ok=True)
    return max(_module(module, settings, again=options.again) for module in options.modules)


def _module(module: str, settings: dict[str, object], *, again: bool) -> int:
    session = _SESSIONS / f"{module.replace('/', '.')}.sqlite"
    with TemporaryDirectory() as folder:
        home = Path(folder) / "checkout"
        for name in _COPIED:
            shutil.copytree(_CHECKOUT / name, home / name, ignore=shutil.ignore_patterns("__pycache__", "_build"))
        shutil.copy(_CHECKOUT / "pyproject.toml", home)
        _run(module, settings, session, home, again=again)
    with use_db(session) as db:
        made, survived = Counter(), set()
        for item, result in _tried(db):
            made[_fate(result)] += 1
            if result.test_outcome == TestOutcome.SURVIVED:
                survived.add(_mutant(item, result))
    return _told(module, made, survived)


def _run(module: str, settings: dict[str, object], session: Path, home: Path, *, again: bool) -> None:
    """Make the mutants in the copy of the checkout at *home* and run the tests on each; *session* keeps the outcome."""
    command = [sys.executable, "-m", "pytest", *settings["pytest"], *settings["modules"][module]]
    environment = os.environ | {"PYTHONPATH": str(home / "src"), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    run = partial(subprocess.run, cwd=home, env=environment, check=True)
    began = time.monotonic()
    run(command, stdout=subprocess.DEVNULL)  # which leaves all compiled, as the runs on mutants do not
    config = home / "mutants.toml"
    config.write_text(
        f"""[cosmic-ray]
module-path = "src/govdisclosure/{module}.py"
timeout = {10 + _PATIENCE * (time.monotonic() - began)}
excluded-modules = []
test-command = {json.dumps(shlex.join(command))}
distributor.name = "local"
filters.operators-filter.exclude-operators = {json.dumps(settings["exclude-operators"])}
""",
        "utf-8",
    )
    if again:
        with use_db(session) as db:
            survivors = [item for item, result in _tried(db) if result.test_outcome == TestOutcome.SURVIVED]
            db.clear()
            db.add_work_items(survivors)
    else:
        run([_PROGRAMS / "cosmic-ray", "init", "--force", config, session])
        run([_PROGRAMS / "cr-filter-operators", session, config])
    run([_PROGRAMS / "cosmic-ray", "exec", config, session])


def _tried(db: WorkDB) -> Iterable[tuple[WorkItem, WorkResult]]:
    items = {item.job_id: item for item in db.work_items}
    return [(items[job], result) for job, result in db.results if result.worker_outcome == WorkerOutcome.NORMAL]


def _fate(result: WorkResult) -> str:
    return "timed out" if result.output == "timeout" else str(result.test_outcome.value)


def _mutant(item: WorkItem, result: WorkResult) -> Mutant:
    lines = [line for line in result.diff.splitlines() if not line.startswith(("---", "+++"))]
    was, becomes = (" ".join(line[1:].strip() for line in lines if line[:1] == sign) for sign in "-+")
    return Mutant(item.mutations[0].definition_name or "", was, becomes)


def _told(module: str, made: Counter[str], survived: set[Mutant]) -> int:
    """Print the figures and what is to be done; 0 if nothing is."""
    every = tomllib.loads(_EXPLAINED.read_text("utf-8")).get(module, [])
    explained = {Mutant(each["function"], each["was"], each["becomes"]) for each in every}
    figures = ", ".join(f"{count} {fate}" for fate, count in sorted(made.items()))
    print(f"{module}: {made.total()} mutants, {figures}, {len(survived & explained)} of these explained")
    for heading, mutants in (("not noticed", survived - explained), ("explained, but noticed", explained - survived)):
        for mutant in sorted(mutants, key=str):
            print(f"  {heading}: {mutant}")
    return int(survived != explained)


if __name__ == "__main__":
    sys.exit(main())
