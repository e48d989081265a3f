"""Fuzz every reader, guided by coverage: ``python fuzz/run.py --seconds 3600 [READER…]``.

The time is shared among the readers, each in a process of its own, and a line of figures is printed of each. Whatever
breaks a promise is kept in the folder ``broken``, once for each place in the source, with the error beside it; what is
worth trying again is kept in ``corpus``. A file breaks a promise that raises anything but an error of the library,
takes too long or too much memory for its size, or gives a report that cannot be checked or does not go through JSON.
"""

import argparse
import hashlib
import json
import re
import resource
import subprocess
import sys
import time
import traceback
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any, Final

__all__: list[str] = []

HERE: Final = Path(__file__).parent
MOST: Final = 2**16
"""The largest file that is tried, in bytes; what grows with the size is for `tests/test_budgets.py`."""
SECONDS: Final = 10
SECONDS_A_BYTE: Final = 2e-4
"""What a reader may take, counting that it is watched and that this machine may be slow."""
MEMORY: Final = 300
MEMORY_A_BYTE: Final = 2e-2
"""In MiB: the most by which one file may raise the memory of the process."""
INSTRUMENTED: Final = ("govdisclosure", "pdfminer", "markdown_it", "openpyxl", "tomllib", "tarfile", "zipfile", "csv")


def main() -> int:
    """Fuzz the readers that are asked for, and tell of each how it went."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("readers", nargs="*", metavar="READER", help="which, by their names; all if none is named")
    parser.add_argument("--seconds", type=int, default=600, help="how long, all readers together")
    parser.add_argument("--folder", type=Path, default=HERE.parent / ".fuzz", help="where what is found is kept")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.child:
        _fuzz(asked.readers[0], asked.folder, asked.seconds)
    from promises import PROMISES

    readers = asked.readers or list(PROMISES)
    if unknown := set(readers) - set(PROMISES):
        parser.error(f"no reader is called {', '.join(sorted(unknown))}; there are {', '.join(PROMISES)}")
    broken = [_told(reader, asked.folder, max(1, asked.seconds // len(readers))) for reader in readers]
    return int(any(broken))


def _told(reader: str, folder: Path, seconds: int) -> bool:
    """Fuzz *reader* in a process of its own; print a line about it and say whether something broke."""
    command = [sys.executable, __file__, reader, "--child", "--seconds", str(seconds), "--folder", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)  # noqa: S603
    (folder / f"{reader}.log").write_text(done.stderr[-200_000:], "utf-8")
    progress = re.findall(r"^#\d+\s.*?cov: (\d+) ft: (\d+) corp: (\d+)", done.stderr, re.MULTILINE)
    runs = re.findall(r"stat::number_of_executed_units: (\d+)", done.stderr)
    broken = sorted((folder / "broken" / reader).glob("*.txt"))
    figures = {
        "reader": reader,
        "executions": int(runs[-1]) if runs else None,
        "edges": int(progress[-1][0]) if progress else None,
        "features": int(progress[-1][1]) if progress else None,
        "corpus": int(progress[-1][2]) if progress else None,
        "broken": len(broken),
        "code": done.returncode,
    }
    print(json.dumps(figures), flush=True)  # noqa: T201
    return bool(broken) or done.returncode != 0


def _fuzz(reader: str, folder: Path, seconds: int) -> None:
    """Fuzz *reader* in this process, which it ends."""
    import atheris

    with atheris.instrument_imports(include=list(INSTRUMENTED), enable_loader_override=False):
        import promises

        for name in INSTRUMENTED:
            __import__(name)
        for name in promises.MODULES:
            __import__(name)
    import mutations
    import seeds

    corpus, broken = folder / "corpus" / reader, folder / "broken" / reader
    for each in (corpus, broken):
        each.mkdir(parents=True, exist_ok=True)
    started = seeds.sown(reader, folder / "seeds", MOST)

    def once(data: bytes) -> None:
        try:
            with warnings.catch_warnings(action="error"):
                _within_budget(promises.PROMISES[reader], data)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what is looked for
            _keep(data, error, broken)

    def changed(data: bytes, most: int, seed: int) -> bytes:
        return mutations.mutated(data, most, Random(seed), atheris.Mutate)

    options = {
        "max_total_time": seconds, "max_len": MOST, "timeout": 60, "rss_limit_mb": 3000, "print_final_stats": 1,
        "dict": seeds.dictionary(folder), "artifact_prefix": f"{broken}/stopped-", "use_value_profile": 0,
    }  # fmt: skip
    arguments = [sys.argv[0], *(f"-{name}={value}" for name, value in options.items()), str(corpus), str(started)]
    atheris.Setup(arguments, once, custom_mutator=changed)
    atheris.Fuzz()


def _within_budget(promise: Any, data: bytes) -> None:
    begun, before = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    promise(data)
    taken = time.process_time() - begun
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    if taken > SECONDS + SECONDS_A_BYTE * len(data):
        raise TimeoutError(f"{taken:.1f} s for {len(data)} bytes")
    if grown > MEMORY + MEMORY_A_BYTE * len(data):
        raise MemoryError(f"{grown:.0f} MiB for {len(data)} bytes")


def _keep(data: bytes, error: Exception, folder: Path) -> None:
    """Keep *data* if nothing shorter breaks at the same place."""
    key = hashlib.sha256("\n".join(_place_of(error)).encode()).hexdigest()[:12]
    kept = folder / key
    if not kept.exists() or kept.stat().st_size > len(data):
        kept.write_bytes(data)
        kept.with_suffix(".txt").write_text("".join(traceback.format_exception(error)), "utf-8")


def _place_of(error: Exception) -> Sequence[str]:
    frames: Iterator[traceback.FrameSummary] = iter(traceback.extract_tb(error.__traceback__))
    own = [f"{frame.filename}:{frame.name}:{frame.line}" for frame in frames if "govdisclosure" in frame.filename]
    return [type(error).__name__, *own[-2:]]


if __name__ == "__main__":
    sys.exit(main())
