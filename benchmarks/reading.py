"""How much of a corpus of published reports is read rightly: ``python -m benchmarks.reading ../shared/corpus``.

For each file: the cells that equal the transcription, those that are left blank under a finding, and those that are
wrong or lost without a finding, of which there should be none.
"""

import contextlib
import json
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs

import govdisclosure as gd
from benchmarks.measuring import arguments, keep

_CAN_READ = (".txt", ".html", ".md", ".js", ".pdf")


def _paths(report: gd.AnnualReport, prefix: str) -> list[str]:
    return [cell.path for cell in gd.cells(report) if cell.path.startswith(f"{prefix}.")]


def _truth(told: dict[str, Any]) -> dict[str, Any]:
    """The numbers of a transcription by attribute path; rows that no edition of the form has are left out."""
    form = gd.AnnualReport(organ=None, year=None, edition=told["edition"])
    if "（六）其他处理" in (told.get("table3") or {}):
        one_row = gd.Requests(outcomes=gd.Outcomes(otherwise_closed=gd.ByApplicant()))
        form = attrs.evolve(form, requests=one_row)
    found: dict[str, Any] = {}
    for label, values in [*(told.get("table2") or {}).items(), *(told.get("table3") or {}).items()]:
        with contextlib.suppress(gd.AddressError):
            names = _paths(form, gd.path_of(label.split("/")[-1]))
            found |= dict(zip(names, values if isinstance(values, list) else [values], strict=False))
    return found | dict(zip(_paths(form, "remedies"), told.get("table4") or [], strict=False))


def _same(value: object, told: object) -> bool:
    if isinstance(value, gd.Money):
        return str(value) == str(told if told is not None else "") or value.amount == (told if told != "" else None)
    if isinstance(value, Decimal):
        return told is not None and value == Decimal(str(told))
    return value == (int(told) if isinstance(told, str) else told)


def _is_blank(value: object) -> bool:
    return value is None or value == gd.Money(None)


def _score(file: Path, told: dict[str, Any]) -> Counter[str]:
    """Count the cells of *file* by how they were read."""
    try:
        reading = gd.read(file)
    except gd.ReadError:
        return Counter(refused=1)
    values = {cell.path: cell.value for cell in gd.cells(reading.report)}
    score: Counter[str] = Counter()
    doubted = [finding.path for finding in reading.findings if finding.severity is gd.Severity.ERROR]
    for path, right in _truth(told).items():
        if path in values and _same(values[path], right):
            score["right"] += 1
        elif _is_blank(values.get(path)) and any(f"{path}.".startswith(f"{each}.") for each in doubted):
            score["blank"] += 1
        else:
            score["wrong, not told"] += 1
    return score


def main() -> None:
    """Print a line per file and one for all."""
    corpus = Path(arguments()[0])
    names = ("right", "blank", "wrong, not told", "refused")
    print(f"{'':42}" + "".join(f"{name:>17}" for name in names))
    total: Counter[str] = Counter()
    for truth in sorted(corpus.glob("truth/*.json")):
        told = json.loads(truth.read_text(encoding="utf-8"))
        for name in told["raw"]:
            if name.endswith(_CAN_READ):
                score = _score(corpus / "raw" / name, told)
                total += score
                print(f"{name:42}" + "".join(f"{score[each]:17}" for each in names))
    print(f"{'all':42}" + "".join(f"{total[each]:17}" for each in names))
    keep("reading", {f"{each}, to all": total[each] / total.total() for each in names})


if __name__ == "__main__":
    main()
