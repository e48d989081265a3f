"""What all benchmarks share: measuring in turns, in a process of its own, and keeping the ratios that were measured.

``--record`` lets any benchmark append its ratios to ``history.csv``: the commit, the day, the benchmark, what was
measured, and the ratio.
"""

import csv
import gc
import json
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

__all__ = ["apart", "arguments", "keep", "medians", "peak"]

_HISTORY = Path(__file__).with_name("history.csv")
_RECORD = "--record"


def medians(contenders: Mapping[str, Callable[[], object]], rounds: int = 30) -> dict[str, float]:
    """The median processor time of each in ms, after one run to warm up, all of them once in every round."""
    times: dict[str, list[float]] = {name: [] for name in contenders}
    gc.collect()
    for _ in range(rounds + 1):
        for name, run in contenders.items():
            start = time.process_time_ns()
            run()
            times[name].append((time.process_time_ns() - start) / 1e6)
    return {name: statistics.median(taken[1:]) for name, taken in times.items()}


def peak() -> float:
    """The most memory that this process has held, in MiB, as Linux counts it since the program began."""
    (held,) = re.findall(r"VmHWM:\s*(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"))
    return int(held) / 1024


def apart(module: str, *arguments: object) -> Any:
    """What the benchmark *module* prints as JSON when it is run with *arguments* in a process of its own."""
    command = [sys.executable, "-m", f"benchmarks.{module}", *map(str, arguments)]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)  # noqa: S603 - our own


def arguments() -> list[str]:
    """What the benchmark was called with, beside the wish to record."""
    return [each for each in sys.argv[1:] if each != _RECORD]


def keep(benchmark: str, ratios: Mapping[str, float]) -> None:
    """Append *ratios* to the history, if that was asked for."""
    if _RECORD not in sys.argv:
        return
    commit = subprocess.run(["git", "rev-parse", "--short=9", "HEAD"], check=True, stdout=subprocess.PIPE, text=True)  # noqa: S607
    with _HISTORY.open("a", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, lineterminator="\n")
        if not file.tell():
            lines.writerow(["commit", "date", "benchmark", "measure", "ratio"])
        day = datetime.now(UTC).date().isoformat()
        lines.writerows([commit.stdout.strip(), day, benchmark, name, f"{ratio:.3g}"] for name, ratio in ratios.items())
