"""Counting a register beside the plainest ways to count one: ``python -m benchmarks.ledger [RECORDS]``.

A register of a million applications, or as many as are asked for, is made as CSV; then each way counts it in a process
of its own. The others only count pairs of outcome and applicant: they check nothing, tell nothing, and know no years.
"""

import csv
import json
import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import govdisclosure as gd
from benchmarks.measuring import apart, arguments, keep, peak
from govdisclosure._spec import fields_of, walk


def make(path: Path, records: int) -> None:
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
    before = peak()
    start = time.process_time()
    _WAYS[way](path)
    print(json.dumps([time.process_time() - start, before, peak()]))


def main() -> None:
    """Make the register and print a line for each way."""
    if arguments()[0:1] and arguments()[0] in _WAYS:
        _measure(*arguments())
        return
    records = int(next(iter(arguments()), 1_000_000))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "register.csv"
        make(path, records)
        print(f"{records:,} applications, {path.stat().st_size / 2**20:.0f} MiB of CSV")
        print(f"{'':20}{'CPU time':>12}{'held before':>16}{'most held':>16}", flush=True)
        taken = {way: apart("ledger", way, path) for way in _WAYS}
    for way, (seconds, before, most) in taken.items():
        print(f"{way:20}{seconds:10.1f} s{before:12.0f} MiB{most:12.0f} MiB")
    ours, *others = (seconds for seconds, *_ in taken.values())
    keep("ledger", {f"ours to {way}": ours / each for way, each in zip([*_WAYS][1:], others, strict=True)})


if __name__ == "__main__":
    main()
