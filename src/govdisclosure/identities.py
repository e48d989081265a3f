"""The arithmetic the form implies, read off the declarations, and what follows from it.

Three kinds of identity hold on a sound report: the printed balance of 表三 (every column), a total row as the sum of
the rows (every column), and a total column as the sum of the columns (every row). A blank is read as 0 in a sum.
"""

import enum
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

from attrs import field, frozen

from govdisclosure._spec import fields_of
from govdisclosure.report import ByApplicant, parts_of
from govdisclosure.shape import numbers, shape_of

__all__ = ["Break", "Fault", "Identity", "Kind", "Verdict", "examine", "identities"]

_MOST_FAULTS = 3
_MOST_SUSPECTS = 40


class Kind(enum.Enum):
    """Where an identity comes from."""

    BALANCE = "balance"
    """The cross-footing rule printed on the form."""
    ROWS = "rows"
    """A total row is the sum of the rows."""
    COLUMNS = "columns"
    """A total column is the sum of the columns."""


@frozen
class Identity:
    """The cells at *left* add up to the cells at *right*.

    Paths are relative to the section of the form the identity belongs to.
    """

    kind: Kind
    left: tuple[str, ...]
    right: tuple[str, ...]
    sides: Mapping[str, int] = field(eq=False, repr=False, init=False)
    """Each path with +1 if it stands on the left, -1 on the right."""

    def __attrs_post_init__(self) -> None:
        """Set the signs once; they are asked for often."""
        signs = dict.fromkeys(self.left, 1) | dict.fromkeys(self.right, -1)
        object.__setattr__(self, "sides", signs)

    def sums(self, values: Mapping[str, int | None]) -> tuple[int, int]:
        """What the left and the right add up to."""
        return sum(filter(None, map(values.get, self.left))), sum(filter(None, map(values.get, self.right)))


@frozen
class Break:
    """An identity that does not hold, with what its two sides add up to."""

    identity: Identity
    left: int
    right: int


@frozen
class Fault:
    """One cell whose correction to *expected* mends every identity in *evidence*."""

    path: str
    actual: int | None
    expected: int
    evidence: tuple[Break, ...]


@frozen
class Verdict:
    """What the arithmetic of a table says.

    Attributes:
        breaks: Every identity that does not hold.
        faults: The wrong cells, where exactly one smallest set of cells explains all breaks.
        readings: The sets of cells that would explain the breaks equally well, where there is more than one.
        blank_totals: Totals that are blank beside parts that are not; the rest is judged as if they held their sums.
    """

    breaks: tuple[Break, ...]
    faults: tuple[Fault, ...]
    readings: tuple[tuple[Fault, ...], ...]
    blank_totals: tuple[Fault, ...]


def identities(section: Any) -> tuple[Identity, ...]:
    """The identities of *section* (表三 or 表四), in the order of print.

    >>> from govdisclosure.report import Requests
    >>> [sum(identity.kind is kind for identity in identities(Requests())) for kind in Kind]
    [7, 7, 25]
    """
    shape = shape_of(section)
    if shape not in _IDENTITIES:
        _IDENTITIES[shape] = tuple(_declared(section))
    return _IDENTITIES[shape]


# Reading the declarations costs more than a whole check; the classes a section is made of decide the outcome.
_IDENTITIES: dict[Any, tuple[Identity, ...]] = {}


def _declared(section: Any) -> Iterator[Identity]:
    balance = section.TABLE.balance
    if balance:
        for name in fields_of(ByApplicant):
            left, right = (tuple(f"{row}.{name}" for row in rows) for rows in (balance.left, balance.right))
            yield Identity(Kind.BALANCE, left, right)
    yield from _totals(section, "")


def _totals(value: Any, path: str) -> Iterator[Identity]:
    """The identities of every total declared at or below *value*."""
    for name, spec in fields_of(type(value)).items():
        here, child = f"{path}.{name}".lstrip("."), getattr(value, name)
        if spec.sums and spec.kind == "row":
            rows = [row for part in parts_of(type(value)) for row in _row_paths(getattr(value, part), f"{path}.{part}")]
            for cell in fields_of(type(child)):
                yield Identity(Kind.ROWS, (f"{here}.{cell}",), tuple(f"{row}.{cell}".lstrip(".") for row in rows))
        elif spec.sums:
            yield Identity(Kind.COLUMNS, (here,), tuple(f"{path}.{part}" for part in parts_of(type(value))))
        yield from _totals(child, here)


def _row_paths(value: Any, path: str) -> Iterator[str]:
    if isinstance(value, ByApplicant):
        yield path
    else:
        for name in parts_of(type(value)):
            yield from _row_paths(getattr(value, name), f"{path}.{name}")


def examine(section: Any, unsure: frozenset[str] = frozenset()) -> Verdict:
    """Which identities of *section* are broken, and which cells explain it.

    Identities that touch a cell in *unsure*, whose number could not be read, say nothing and are left out.

    Any single wrong cell of 表三 breaks a set of identities of its own, so it is named with the value it should have:

    >>> from govdisclosure.report import ByApplicant, Requests
    >>> wrong = Requests(received=ByApplicant(natural_persons=3), carried_over=ByApplicant(natural_persons=3, total=4))
    >>> [(fault.path, fault.actual, fault.expected) for fault in examine(wrong).faults]
    [('carried_over.total', 4, 3)]
    """
    known = identities(section)
    if unsure:
        known = tuple(identity for identity in known if unsure.isdisjoint(identity.sides))
    values = numbers(section)
    blanks = tuple(_blank_totals(known, values))
    values |= {fault.path: fault.expected for fault in blanks}
    breaks = tuple(
        Break(identity, left, right) for identity in known for left, right in [identity.sums(values)] if left != right
    )
    readings = _explanations(known, breaks, values) if breaks else ()
    return Verdict(
        breaks,
        faults=readings[0] if len(readings) == 1 else (),
        readings=readings if len(readings) > 1 else (),
        blank_totals=blanks,
    )


def _blank_totals(known: Sequence[Identity], values: Mapping[str, int | None]) -> Iterator[Fault]:
    """Totals left blank though their parts are not; the parts' sum is their value."""
    if None not in values.values():
        return
    filled = dict(values)
    for identity in known:  # the sums of the parts come before those of the sums
        (total, *others) = identity.left
        parts = [filled[path] for path in identity.right]
        if not others and filled[total] is None and any(part is not None for part in parts):
            filled[total] = expected = sum(part or 0 for part in parts)
            yield Fault(total, None, expected, ())


def _explanations(
    known: Sequence[Identity], breaks: Sequence[Break], values: Mapping[str, int | None]
) -> tuple[tuple[Fault, ...], ...]:
    """The smallest sets of cells whose correction mends every break; empty if no set of at most three cells does."""
    broken = {each.identity: each for each in breaks}
    holding = {path for identity in known if identity not in broken for path in identity.sides}
    suspects = {path: None for identity in broken for path in identity.sides if path not in holding}
    if len(suspects) > _MOST_SUSPECTS:
        return ()
    for size in range(1, _MOST_FAULTS + 1):
        found = tuple(filter(None, (_solve(some, broken, values) for some in combinations(suspects, size))))
        if found:
            return found
    return ()


def _solve(
    suspects: tuple[str, ...], broken: Mapping[Identity, Break], values: Mapping[str, int | None]
) -> tuple[Fault, ...]:
    """The corrections of exactly *suspects* that mend every break, or none."""
    touching = {identity: [path for path in suspects if path in identity.sides] for identity in broken}
    if not all(touching.values()):
        return ()
    excess = {identity: each.left - each.right for identity, each in broken.items()}
    changes: dict[str, int] = {}
    while identity := next((i for i, paths in touching.items() if len(set(paths) - changes.keys()) == 1), None):
        (path,) = set(touching[identity]) - changes.keys()
        changes[path] = -excess[identity] * identity.sides[path]
        for other, paths in touching.items():
            if path in paths:
                excess[other] += changes[path] * other.sides[path]
    corrected = {path: (values[path] or 0) + change for path, change in changes.items()}
    if len(corrected) < len(suspects) or any(excess.values()) or min(corrected.values()) < 0:
        return ()
    return tuple(
        Fault(path, values[path], corrected[path], tuple(b for i, b in broken.items() if path in i.sides))
        for path in suspects
    )
