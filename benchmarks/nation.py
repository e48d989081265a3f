"""What the reports of a nation would take: ``python -m benchmarks.nation``.

A report of each format is read, checked and added up; from the time of one follow the hours of one core for 300,000
reports a year and twenty years. Files we write carry data, so that each is also read as others write it, without.
"""

from collections.abc import Callable
from importlib.resources import files

import attrs

import govdisclosure as gd
from benchmarks.measuring import keep, medians
from govdisclosure.compose import compose
from govdisclosure.formats import FORMATS_BY_NAME

_REPORTS = 300_000 * 20
_FORMATS = ("html", "docx", "xlsx", "markdown", "text", "pdf")


def main() -> None:
    """Print a line for each format."""
    report = gd.with_totals(gd.loads(files("govdisclosure").joinpath("sample/report.txt").read_bytes(), "text"))
    document = attrs.evolve(compose(report), embedded=None)
    written = {"json": gd.dumps(report, "json")}
    written |= {name: FORMATS_BY_NAME[name].module.write(document) for name in _FORMATS}
    plan = gd.RollUpPlan(organ=gd.Organ("国务院办公厅政府信息与政务公开办公室"), year=report.year)
    done: dict[str, Callable[[], object]] = {
        "check": lambda: gd.check(report),
        "roll up": lambda: plan.add_up([report]),
    }
    done |= {name: (lambda name=name: gd.read_bytes(written[name], name)) for name in written}
    times = medians(done, rounds=15)
    more = times["check"] + times["roll up"]
    print(f"to check a report {times['check']:.2f} ms, to add it up {times['roll up']:.2f} ms")
    print(f"{'':12}{'kB':>8}{'read, ms':>12}{'all, ms':>12}{'core-hours for ' + format(_REPORTS, ','):>28}")
    for name, data in written.items():
        each = times[name] + more
        hours = each * _REPORTS / 3_600_000
        print(f"{name:12}{len(data) / 1000:8.0f}{times[name]:12.2f}{each:12.2f}{hours:28.1f}")
    keep("nation", {f"read {name}, to a check": times[name] / times["check"] for name in written})


if __name__ == "__main__":
    main()
