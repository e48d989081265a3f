"""What an import costs, each in a process of its own: ``python -m benchmarks.importing``."""

import os
import statistics
import sys

from benchmarks.measuring import keep

_ROUNDS = 25
_STATEMENTS = ("pass", "import govdisclosure", "import govdisclosure.rules", "import docx", "import pandas")


def _time(statement: str) -> float:
    """The processor time of a process that executes no more than *statement*, in milliseconds."""
    child = os.posix_spawn(sys.executable, [sys.executable, "-c", statement], os.environ)
    _, status, used = os.wait4(child, 0)
    if status:
        raise SystemExit(f"{statement} fails")
    return (used.ru_utime + used.ru_stime) * 1000


def main() -> None:
    """Print a line for each import: the least and the median time, all of them once in every round."""
    times: dict[str, list[float]] = {statement: [] for statement in _STATEMENTS}
    for _ in range(_ROUNDS):
        for statement, taken in times.items():
            taken.append(_time(statement))
    print(f"{'':30}{'least, ms':>12}{'median, ms':>12}")
    for statement, taken in times.items():
        print(f"{statement:30}{min(taken):12.0f}{statistics.median(taken):12.0f}")
    bare, ours, *others = (min(taken) for taken in times.values())
    names = (statement.removeprefix("import ") for statement in _STATEMENTS[2:])
    keep(
        "importing",
        {f"ours to {name}": (ours - bare) / (each - bare) for name, each in zip(names, others, strict=True)},
    )


if __name__ == "__main__":
    main()
