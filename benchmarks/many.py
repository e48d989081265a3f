"""Checking very many reports: ``python -m benchmarks.many [COUNT …]``.

Each count runs with one process and with two, in a process of its own, so that its memory is its own. The reports are
lines of one file of JSON Lines.
"""

import json
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import govdisclosure as gd
from benchmarks.measuring import apart, arguments, keep, peak

_COUNTS = (1_000, 10_000, 100_000)


def _lines(path: Path, count: int) -> None:
    row = gd.ByApplicant(natural_persons=3, enterprises=1)
    requests = gd.Requests(received=row, outcomes=gd.Outcomes(granted=row))
    report = gd.AnnualReport(organ=gd.Organ("甲镇人民政府"), year=2025, requests=requests)
    line = json.dumps(json.loads(gd.dumps(report, "json")), ensure_ascii=False)
    with path.open("w", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for _ in range(count))


def _measure(path: str, workers: int) -> None:
    started = time.perf_counter()
    for _ in gd.check_many(path, workers=workers):
        pass
    print(json.dumps([time.perf_counter() - started, peak()]))


def main() -> None:
    """Measure every count given."""
    for count in map(int, arguments() or _COUNTS):
        with TemporaryDirectory() as folder:
            path = Path(folder) / "reports.jsonl"
            _lines(path, count)
            taken = {workers: apart("many", path, workers) for workers in (1, 2)}
        for workers, (seconds, most) in taken.items():
            speed = f"{seconds:7.1f} s, {count / seconds:6.0f} a second"
            print(f"{count:9,} reports, {workers} processes: {speed}, {most:.0f} MB here", flush=True)
        keep("many", {f"{count} reports, one process to two": taken[1][0] / taken[2][0]})


if __name__ == "__main__":
    if sys.argv[1:] and sys.argv[1].endswith(".jsonl"):
        _measure(sys.argv[1], int(sys.argv[2]))
    else:
        main()
