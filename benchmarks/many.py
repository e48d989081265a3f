"""Checking very many reports: ``python -m benchmarks.many [COUNT …]``.

Each count runs with one process and with two, in a process of its own, so that its memory is its own. The reports are
lines of one file of JSON Lines.
"""

import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import govdisclosure as gd

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
    count = sum(1 for _ in gd.check_many(path, workers=workers))
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{count:9,} reports, {workers} processes: {seconds:7.1f} s, {count / seconds:6.0f} a second, {peak} MB here")


def main() -> None:
    """Measure every count given."""
    for count in map(int, sys.argv[1:] or _COUNTS):
        with TemporaryDirectory() as folder:
            path = Path(folder) / "reports.jsonl"
            _lines(path, count)
            for workers in ("1", "2"):
                subprocess.run([sys.executable, "-m", "benchmarks.many", str(path), workers], check=True)  # noqa: S603


if __name__ == "__main__":
    if sys.argv[1:] and sys.argv[1].endswith(".jsonl"):
        _measure(sys.argv[1], int(sys.argv[2]))
    else:
        main()
