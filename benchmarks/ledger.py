"""Counting a register beside the plainest ways to count one: ``python -m benchmarks.ledger [RECORDS]``.

A register of a million applications, or as many as are asked for, is made as CSV; then each way counts it in a process
of its own. The others only count pairs of outcome and applicant: they check nothing, tell nothing, and know no years.
"""

import csv
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import govdisclosure as gd
from govdisclosure._spec import fields_of, walk


def _make(path: Path, records: int) -> None:
    """A register of applications from the middle of one year to the end of the next, the same on every run."""
    draw = random.Random(records)  # noqa: S311 - a register made up needs no secrets
    applicants = [spec.printed for spec in fields_of(gd.ByApplicant).values() if not spec.sums]
    printed = [specs[-1] for _, specs, row in walk(gd.Outcomes()) if isinstance(row, gd.ByApplicant)]
    outcomes = [spec.printed for spec in printed if not spec.sums]
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["编号", "收到日期", "申请人类型", "办结日期", "办理结果"])
        for number in range(records):
            received = date(2024, 6, 1) + timedelta(days=draw.randrange(579))
            closed = received + timedelta(days=draw.randrange(1, 41))
            known_as = f"柳公开申〔{received.year}〕{number}号"
            rows.writerow([known_as, received, draw.choice(applicants), closed, draw.choice(outcomes)])


def _tally(path: str) -> object:
    tally = gd.tally(path, year=2025)
    requests = tally.requests
    left, right = (requests.received, requests.carried_in), (requests.outcomes.total, requests.carried_over)
    if sum(row.total or 0 for row in left) != sum(row.total or 0 for row in right):
        raise SystemExit("the balance does not hold")
    return tally


def _loop(path: str) -> object:
    with Path(path).open(encoding="utf-8", newline="") as file:
        return Counter((row["申请人类型"], row["办理结果"]) for row in csv.DictReader(file))


def _pandas(path: str) -> object:
    import pandas as pd

    frame = pd.read_csv(path, parse_dates=["收到日期", "办结日期"])
    return pd.crosstab(frame["办理结果"], frame["申请人类型"])


_WAYS: dict[str, Callable[[str], object]] = {"gd.tally": _tally, "csv and Counter": _loop, "pandas": _pandas}


def _measure(way: str, path: str) -> None:
    before = _peak()
    start = time.process_time()
    _WAYS[way](path)
    print(f"{way:20}{time.process_time() - start:10.1f} s{before:12.0f} MiB{_peak():12.0f} MiB")


def _peak() -> float:
    """The most memory this process has held, in MiB, as Linux counts it."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Make the register and print a line for each way."""
    if len(sys.argv) > 2:  # noqa: PLR2004 - a child is given a way and a path
        _measure(sys.argv[1], sys.argv[2])
        return
    records = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "register.csv"
        _make(path, records)
        print(f"{records:,} applications, {path.stat().st_size / 2**20:.0f} MiB of CSV")
        print(f"{'':20}{'CPU time':>12}{'held before':>16}{'most held':>16}", flush=True)
        for way in _WAYS:
            subprocess.run([sys.executable, "-m", "benchmarks.ledger", way, path], check=True)  # noqa: S603


if __name__ == "__main__":
    main()
