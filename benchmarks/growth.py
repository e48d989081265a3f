"""How time and memory grow: ``python -m benchmarks.growth [PICTURES]``.

Reports, letters of a narrative and records of cases are made four times as many, step by step, each step in a process
of its own, so that its memory is its own. The exponent is the slope of the fit of logarithms: 1 where twice as much
takes twice as long. With a folder named, the measurements are drawn there.
"""

import json
import math
import statistics
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import attrs

import govdisclosure as gd
from benchmarks.ledger import make
from benchmarks.measuring import apart, arguments, keep, peak

_SENTENCE = "全年主动公开政府信息若干条，及时回应群众关切，依法办理公开申请。"


def _reports(path: Path, count: int) -> None:
    row = gd.ByApplicant(natural_persons=3, enterprises=1)
    requests = gd.Requests(received=row, outcomes=gd.Outcomes(granted=row))
    report = gd.AnnualReport(organ=gd.Organ("甲镇人民政府"), year=2025, requests=requests)
    line = json.dumps(json.loads(gd.dumps(report, "json")), ensure_ascii=False)
    with path.open("w", encoding="utf-8") as file:
        file.writelines(f"{line.replace('甲镇', f'第{number}镇')}\n" for number in range(count))


def _narrative(path: Path, letters: int) -> None:
    overview = gd.Narrative(blocks=[_SENTENCE * 4] * (letters // (4 * len(_SENTENCE))))
    report = gd.AnnualReport(organ=gd.Organ("甲镇人民政府"), year=2025, overview=overview)
    gd.dump(report, path)


def _checked(path: Path) -> object:
    return sum(len(each.findings) for each in gd.check_many(path, workers=1))


def _added(path: Path) -> object:
    return gd.roll_up_many(path, gd.RollUpPlan(organ=gd.Organ("示例省人民政府"), year=2025), workers=1).report.requests


def _published(path: Path) -> object:
    """Read a page, without the data that it carries, check it and write it anew."""
    report = gd.load(path)
    return [gd.check(report), gd.dumps(report, "html"), gd.dumps(report, "docx")]


@attrs.frozen
class _Growth:
    """What is made four times as many, and what is done to it."""

    of: str
    make: Callable[[Path, int], None]
    suffix: str
    steps: Sequence[int]
    do: Mapping[str, Callable[[Path], object]]


_GROWTHS = {
    "reports": _Growth(
        "reports", _reports, ".jsonl", (250, 1_000, 4_000, 16_000), {"check_many": _checked, "roll_up_many": _added}
    ),
    "narrative": _Growth(
        "letters", _narrative, ".html", (32_000, 128_000, 512_000, 2_048_000), {"read, check, write": _published}
    ),
    "records": _Growth(
        "records",
        make,
        ".csv",
        (5_000, 20_000, 80_000, 320_000),
        {"tally": lambda path: gd.tally(str(path), year=2025)},
    ),
}


def _measure(name: str, way: str, path: str, smallest: str) -> None:
    """Print the time and the memory of one step; what is made once is made on the smallest step before."""
    do = _GROWTHS[name].do[way]
    do(Path(smallest))
    held, started = peak(), time.process_time()
    do(Path(path))
    print(json.dumps([time.process_time() - started, held, peak()]))


def _measured(name: str, growth: _Growth) -> Iterator[tuple[str, list[tuple[int, float, float]]]]:
    """What is done, with the size, the time and the most memory of each step."""
    with TemporaryDirectory() as folder:
        paths = {size: Path(folder) / f"{size}{growth.suffix}" for size in growth.steps}
        for size, path in paths.items():
            growth.make(path, size)
        for way in growth.do:
            taken = {size: apart("growth", name, way, path, paths[growth.steps[0]]) for size, path in paths.items()}
            yield way, [(size, seconds, most) for size, (seconds, _, most) in taken.items()]


def _exponent(sizes: Sequence[float], values: Sequence[float]) -> float:
    return statistics.linear_regression([*map(math.log, sizes)], [*map(math.log, values)]).slope


def _draw(path: Path, of: str, found: Mapping[str, list[tuple[int, float, float]]]) -> None:
    """Draw the time and the memory against the size, both axes in logarithms."""
    import matplotlib as mpl

    mpl.use("svg")
    from matplotlib import pyplot as plt

    with plt.rc_context({"svg.hashsalt": "govdisclosure", "svg.fonttype": "none", "font.size": 9}):
        figure, (left, right) = plt.subplots(1, 2, figsize=(8, 3), layout="constrained")
        for way, steps in found.items():
            sizes, seconds, most = zip(*steps, strict=True)
            left.loglog(sizes, seconds, "o-", label=f"{way}: exponent {_exponent(sizes, seconds):.2f}")
            right.semilogx(sizes, most, "o-", label=way)
        left.set(xlabel=of, ylabel="seconds of one core")
        right.set(xlabel=of, ylabel="MiB at most", ylim=(0, None))
        for axes in (left, right):
            axes.legend()
            axes.grid(alpha=0.3)
        figure.savefig(path, metadata={"Date": None})
        plt.close(figure)


def main() -> None:
    """Measure every growth, print its exponents, and draw it where a folder is named."""
    given = arguments()
    if given[:1] and given[0] in _GROWTHS:
        _measure(*given)
        return
    all_found = {}
    for name, growth in _GROWTHS.items():
        all_found[name] = found = dict(_measured(name, growth))
        for way, steps in found.items():
            print(f"{way}\n{growth.of:>12}{'seconds':>12}{'MiB at most':>14}")
            for size, seconds, most in steps:
                print(f"{size:12,}{seconds:12.2f}{most:14.0f}")
            sizes, seconds, _ = zip(*steps, strict=True)
            print(f"exponent of the time {_exponent(sizes, seconds):.2f}\n", flush=True)
            keep("growth", {f"{way}, exponent in {growth.of}": _exponent(sizes, seconds)})
    for folder in given:
        for name, found in all_found.items():
            _draw(Path(folder) / f"growth-{name}.svg", _GROWTHS[name].of, found)


if __name__ == "__main__":
    main()
