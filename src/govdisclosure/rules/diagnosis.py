"""How a wrong number may have come about, for the person who has to find it."""

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from itertools import combinations, pairwise
from typing import Any

from govdisclosure._spec import fields_of
from govdisclosure.i18n import Message, said, say
from govdisclosure.identities import Verdict, identities
from govdisclosure.report import ByApplicant, Requests, parts_of
from govdisclosure.shape import numbers

__all__ = ["beside", "exchanged", "moved_rows", "only_totals", "row_paths", "slip", "ten_thousandfold"]

_APPLICANTS = parts_of(ByApplicant)


def slip(actual: Any, expected: Any, *, last: Any = None, beside: Iterable[Any] = ()) -> Message | str:
    """What *actual* looks like where *expected* belongs; empty if it looks like nothing in particular.

    >>> slip(21, 12), slip(120, 12), slip(7, 12, last=7), slip(5, 12, beside=[5]), slip(5, 12)
    ('；像是数字前后颠倒', '；像是多写了一位', '；像是上年的数没有改', '；像是抄了旁边的数', '')
    """
    if not actual or expected is None:
        return ""
    looks = (
        (said("；像是上年的数没有改"), last == actual),
        (said("；像是多写了一位"), actual == expected * 10),
        (said("；像是少写了一位"), actual * 10 == expected),
        (said("；像是数字前后颠倒"), _swapped(str(actual), str(expected))),
        (said("；像是抄了旁边的数"), actual in set(beside)),
    )
    return next((say(text) for text, fits in looks if fits), "")


def _swapped(one: str, other: str) -> bool:
    """Whether two digits that stand side by side have changed places."""
    differ = [n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b]
    two = len(one) == len(other) and len(differ) == 2 and differ[1] == differ[0] + 1  # noqa: PLR2004 - two digits
    return two and one[differ[0]] == other[differ[1]] and one[differ[1]] == other[differ[0]]


def ten_thousandfold(value: Decimal, other: Decimal) -> bool:
    """Whether *value* is so much more than *other* that it is likely to be in 元 where 万元 belong.

    >>> ten_thousandfold(Decimal(36500), Decimal("3.2")), ten_thousandfold(Decimal(4), Decimal("3.2"))
    (True, False)
    """
    return other > 0 and Decimal("0.2") <= value / other / 10_000 <= 5  # noqa: PLR2004 - years differ by a few times


def row_paths(value: Any, path: str = "") -> Iterator[str]:
    """The paths of the rows of 表三 at or below *value*."""
    if isinstance(value, ByApplicant):
        yield path
        return
    for name in fields_of(type(value)):
        yield from row_paths(getattr(value, name), f"{path}.{name}".lstrip("."))


def moved_rows(section: Requests, verdict: Verdict, unsure: frozenset[str]) -> dict[str, dict[str, int | None]]:
    """The rows of which every sum comes out if the numbers move by one column, each with the numbers it has then."""
    found = {}
    values, mends = numbers(section), _mender(section, verdict, unsure)
    for path in row_paths(section):
        names = [f"{path}.{name}" for name in _APPLICANTS]
        cells = [values[name] for name in names]
        for empty, moved in ((cells[0], [*cells[1:], 0]), (cells[-1], [0, *cells[:-1]])):
            changes = dict(zip(names, moved, strict=True))
            if not empty and any(cells) and mends(changes):
                found[path] = changes
    return found


def exchanged(section: Requests, verdict: Verdict, unsure: frozenset[str]) -> list[tuple[str, str]]:
    """The pairs of cells, of one row or one above the other, of which every sum comes out if they change places."""
    values, mends = numbers(section), _mender(section, verdict, unsure)
    return [
        (one, other)
        for one, other in _neighbours(section)
        if values[one] != values[other] and mends({one: values[other], other: values[one]})
    ]


def _mender(section: Requests, verdict: Verdict, unsure: frozenset[str]) -> Callable[[dict[str, int | None]], bool]:
    """A function that tells whether all sums of *section* come out with some numbers changed."""
    values = numbers(section)
    known = [each for each in identities(section) if unsure.isdisjoint(each.sides)]

    def mends(changes: dict[str, int | None]) -> bool:
        if any(changes.keys().isdisjoint(each.identity.sides) for each in verdict.breaks):
            return False
        changed = values | changes
        touched = (each.sums(changed) for each in known if not changes.keys().isdisjoint(each.sides))
        return all(left == right for left, right in touched)

    return mends


def _neighbours(section: Requests) -> Iterator[tuple[str, str]]:
    """Every two cells of one row, and every two that stand one above the other."""
    rows, columns = list(row_paths(section)), list(fields_of(ByApplicant))
    for row in rows:
        yield from combinations([f"{row}.{name}" for name in columns], 2)
    for above, below in pairwise(rows):
        yield from ((f"{above}.{name}", f"{below}.{name}") for name in columns)


def only_totals(section: Requests) -> Iterator[str]:
    """The rows of which only the total is filled in, and not with 0."""
    values = numbers(section)
    totals = ((path.removesuffix(".total"), value) for path, value in values.items() if path.endswith(".total"))
    yield from (row for row, value in totals if value and all(values[f"{row}.{name}"] is None for name in _APPLICANTS))


def beside(section: Any, path: str) -> list[int]:
    """The numbers that stand beside the cell at *path* in its row, and above and below it in its column."""
    values = numbers(section)
    row, _, name = path.rpartition(".")
    columns = list(fields_of(ByApplicant))
    at = columns.index(name)
    sideways = [f"{row}.{each}" for each in columns[max(at - 1, 0) : at + 2] if each != name]
    rows = list(row_paths(section))
    here = rows.index(row)
    upright = [f"{each}.{name}" for each in rows[max(here - 1, 0) : here + 2] if each != row]
    return [number for each in (*sideways, *upright) if (number := values[each])]
