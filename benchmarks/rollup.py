"""Adding up very many reports: ``python -m benchmarks.rollup [COUNT …]``.

Each count runs in a process of its own, so that its memory is its own; the reports are made one by one. Beside it, as
few lines as would add the same cells without an account, a finding or a thought for blanks.
"""

import json
import sys
import time
from collections import Counter
from collections.abc import Iterator

import attrs

import govdisclosure as gd
from benchmarks.measuring import apart, arguments, keep, peak
from govdisclosure.figures import numbers_of

_COUNTS = (1_000, 10_000, 100_000)


def _reports(count: int) -> Iterator[gd.AnnualReport]:
    row = gd.ByApplicant(natural_persons=3, enterprises=1)
    requests = gd.Requests(received=row, outcomes=gd.Outcomes(granted=row))
    report = gd.AnnualReport(
        organ=None, year=2025, requests=requests, proactive=gd.Proactive(fees=gd.Fees(collected="1.5"))
    )
    return (attrs.evolve(report, organ=gd.Organ(f"第{n}镇人民政府")) for n in range(count))


def _ours(count: int) -> object:
    return gd.roll_up(_reports(count), organ=gd.Organ("示例省人民政府"), year=2025).report.requests


def _bare(count: int) -> object:
    sums: Counter[str] = Counter()
    for report in _reports(count):
        sums.update({path: number or 0 for path, number in numbers_of(report).items()})  # type: ignore[dict-item]
    return sums


def _measured(name: str, count: int) -> None:
    """Run one of the two on *count* reports and print its time for a report and the most memory it took."""
    start = time.process_time()
    {"roll_up": _ours, "bare": _bare}[name](count)
    print(json.dumps([1000 * (time.process_time() - start) / count, peak()]))


def main() -> None:
    """Measure both on every count."""
    if arguments()[:1] in (["roll_up"], ["bare"]):
        _measured(sys.argv[1], int(sys.argv[2]))
        return
    for count in map(int, arguments() or _COUNTS):
        taken = {name: apart("rollup", name, count) for name in ("bare", "roll_up")}
        for name, (spent, most) in taken.items():
            print(f"{name:>8} {count:>9,} reports {spent:6.3f} ms a report {most:7.1f} MB at most", flush=True)
        keep("rollup", {f"{count} reports, ours to the bare sum": taken["roll_up"][0] / taken["bare"][0]})


if __name__ == "__main__":
    main()
