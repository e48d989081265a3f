"""What an import costs, each in a process of its own: ``python -m benchmarks.importing``."""

import statistics
import subprocess
import sys
import time

_ROUNDS = 25
_STATEMENTS = ("pass", "import govdisclosure", "import govdisclosure.rules", "import docx", "import pandas")


def _time(statement: str) -> float:
    """How long a process takes that executes no more than *statement*, in milliseconds."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", statement], check=True)  # noqa: S603 - our own
    return (time.perf_counter() - start) * 1000


def main() -> None:
    """Print a line for each import: the least and the median time, all of them once in every round."""
    times: dict[str, list[float]] = {statement: [] for statement in _STATEMENTS}
    for _ in range(_ROUNDS):
        for statement, taken in times.items():
            taken.append(_time(statement))
    print(f"{'':30}{'least, ms':>12}{'median, ms':>12}")
    for statement, taken in times.items():
        print(f"{statement:30}{min(taken):12.0f}{statistics.median(taken):12.0f}")


if __name__ == "__main__":
    main()
