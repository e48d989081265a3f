"""Many reports: read, checked and added up by several workers, in their order, none of them stopping the rest.

The sources go to the workers in handfuls, and no more handfuls are under way than keep the workers busy, so that memory
does not grow with the number of reports. Whatever happens to one of them is told of that one.
"""

import os
from collections import deque
from collections.abc import Callable, Container, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from functools import partial
from itertools import chain, islice
from multiprocessing import get_context
from pathlib import PurePath
from typing import Any, Final, Generic, TypeVar

from attrs import frozen

from govdisclosure.causes import in_words
from govdisclosure.errors import GovDisclosureError
from govdisclosure.files import MAX_BYTES, read, read_bytes
from govdisclosure.i18n import say
from govdisclosure.output.view import Checked
from govdisclosure.recognise import Reading
from govdisclosure.rollup import PartialSum, RollUp, RollUpPlan
from govdisclosure.rules import check
from govdisclosure.sources import Paths, Source, sources

__all__ = ["Read", "Source", "check_many", "read_many", "roll_up_many"]

_T = TypeVar("_T")
_Work = Callable[[list[Source]], list[_T]]
"""What a worker does with a handful, one result for each."""

_HANDFUL: Final = 16
"""How many reports a worker is given at a time: the sending costs little, and all are busy to the end."""
_AHEAD: Final = 3
"""How many handfuls are under way for each worker."""
_KILLED: Final = say("读这一份时工作进程被终止，可能是内存不足")


@frozen
class Read:
    """A report that was read, or why it was not.

    Attributes:
        name: What it is called; see ``govdisclosure.sources``.
        reading: What was read; ``None`` if it cannot be read.
        problem: Why it cannot be read; empty if it was.
    """

    name: str
    reading: Reading | None = None
    problem: str = ""


def read_many(
    paths: Paths,
    *,
    workers: int | None = None,
    executor: Executor | None = None,
    done: Container[str] = (),
    max_bytes: int = MAX_BYTES,
) -> Iterator[Read]:
    """Every report at *paths*, read, in their order.

    Args:
        paths: Files, folders, archives and files of JSON Lines, and a `Source` for whatever is kept elsewhere.
        workers: How many processes read; as many as there are cores if left out, and none but this one for a handful.
            One reads in this process.
        executor: Any executor, to be used in their place; it is not shut down.
        done: The names of reports that are passed over, so that a long work can be taken up again.
        max_bytes: The largest report to accept.

    >>> [(each.name, each.problem) for each in read_many(["没有.html"], workers=1)]
    [('没有.html', '不能读“没有.html”：没有这个文件或文件夹')]
    """
    wanted = _wanted(paths, done, max_bytes)
    return _in_order(partial(_read_each, max_bytes), _unread, wanted, workers, executor)


def check_many(
    paths: Paths,
    *,
    workers: int | None = None,
    executor: Executor | None = None,
    done: Container[str] = (),
    max_bytes: int = MAX_BYTES,
    **options: Any,
) -> Iterator[Checked]:
    """Every report at *paths* and what is wrong or doubtful in it, in their order, ready for `govdisclosure.render`.

    Args:
        paths: As for `read_many`, and so are *workers*, *executor*, *done* and *max_bytes*.
        workers: How many processes work.
        executor: Any executor, to be used in their place.
        done: The names of reports that are passed over.
        max_bytes: The largest report to accept.
        options: What `govdisclosure.check` takes and holds for every report, such as *profile* and *select*.

    >>> [each.problem for each in check_many("没有.html", workers=1, select=["GD3"])]
    ['不能读“没有.html”：没有这个文件或文件夹']
    """
    wanted = _wanted(paths, done, max_bytes)
    return _in_order(partial(_check_each, max_bytes, options), _unchecked, wanted, workers, executor)


def roll_up_many(
    paths: Paths,
    plan: RollUpPlan,
    *,
    workers: int | None = None,
    executor: Executor | None = None,
    max_bytes: int = MAX_BYTES,
) -> RollUp:
    """The reports at *paths*, added up where they are read; only sums come back from the workers.

    What cannot be read is told among the findings of the sum as an error.

    Args:
        paths: As for `read_many`, and so are *workers*, *executor* and *max_bytes*.
        plan: What is to be added up.
        workers: How many processes work.
        executor: Any executor, to be used in their place.
        max_bytes: The largest report to accept.

    >>> from govdisclosure.report import Organ
    >>> rolled = roll_up_many("没有.html", RollUpPlan(organ=Organ("示例县人民政府"), year=2025), workers=1)
    >>> [finding.code for finding in rolled.findings]
    ['GD751', 'GD768']

    Raises:
        ValueRefusedError: A sum is larger than what a cell can hold.
    """
    wanted = _wanted(paths, (), max_bytes)
    parts = _in_order(partial(_add_up_each, max_bytes, plan), partial(_unadded, plan), wanted, workers, executor)
    return plan.finish(_total(parts))


def _total(parts: Iterable[PartialSum]) -> PartialSum:
    """The sum of *parts*, those of a size first, since to add to a large one costs as much as it is large."""
    waiting: list[PartialSum] = []
    for part in parts:
        while waiting and waiting[-1].reports <= part.reports:
            part += waiting.pop()  # noqa: PLW2901
        waiting.append(part)
    return sum(waiting, PartialSum())


# --- one handful ------------------------------------------------------------------------------------------------------


def _read_one(source: Source, most: int) -> Read:
    """*source*, read; nothing that is wrong with it leaves this function as an exception."""
    try:
        if source.problem:
            return Read(source.name, problem=source.problem)
        if source.data is None:
            return Read(source.name, read(source.name, max_bytes=most))
        return Read(source.name, read_bytes(source.data, name=PurePath(source.name).name, max_bytes=most))
    except GovDisclosureError as error:
        return _unread(source, in_words(error))
    except Exception as error:  # noqa: BLE001 - the rest of many is not to be lost for one
        told = say("读这一份时出错（{kind}：{error}），请把它报告给我们", kind=type(error).__name__, error=str(error))
        return _unread(source, told)


def _unread(source: Source, problem: str) -> Read:
    return Read(source.name, problem=problem)


def _read_each(most: int, some: list[Source]) -> list[Read]:
    return [_read_one(source, most) for source in some]


def _check_each(most: int, options: dict[str, Any], some: list[Source]) -> list[Checked]:
    return [
        Checked(each.name, findings=check(each.reading, **options), report=each.reading.report)
        if each.reading
        else Checked(each.name, problem=each.problem)
        for each in _read_each(most, some)
    ]


def _unchecked(source: Source, problem: str) -> Checked:
    return Checked(source.name, problem=problem)


def _add_up_each(most: int, plan: RollUpPlan, some: list[Source]) -> list[PartialSum]:
    found = _read_each(most, some)
    added = plan.add_up(each.reading for each in found if each.reading)
    return [added, *(plan.unread(each.name, each.problem) for each in found if not each.reading)]


def _unadded(plan: RollUpPlan, source: Source, problem: str) -> PartialSum:
    return plan.unread(source.name, problem)


# --- all of them ------------------------------------------------------------------------------------------------------


def _wanted(paths: Paths, done: Container[str], most: int) -> Iterator[Source]:
    return (source for source in sources(paths, max_bytes=most) if source.name not in done)


def _in_order(
    work: _Work[_T],
    failed: Callable[[Source, str], _T],
    wanted: Iterable[Source],
    workers: int | None,
    executor: Executor | None,
) -> Iterator[_T]:
    """What *work* makes of the sources, in their order; of one whose worker is killed, what *failed* says."""
    listed = iter(wanted)
    handfuls = iter(lambda: list(islice(listed, _HANDFUL)), [])
    first = next(handfuls, [])
    is_all = workers is None and len(first) < _HANDFUL  # to start a process would take longer than to do the work
    count = workers or os.cpu_count() or 1
    if executor is None and (is_all or count == 1):
        done: Iterator[list[_T]] = map(work, chain([first], handfuls))
    else:
        done = _Line(work, failed, count, executor).results(chain([first], handfuls))
    for results in done:
        yield from results


class _Line(Generic[_T]):
    """Handfuls that wait in a line for what the workers make of them."""

    def __init__(
        self, work: _Work[_T], failed: Callable[[Source, str], _T], count: int, executor: Executor | None
    ) -> None:
        self._work, self._failed, self._count = work, failed, count
        self._is_ours = executor is None
        self._pool = executor or _pool(count)
        self._waiting: deque[tuple[list[Source], Future[list[_T]]]] = deque()

    def results(self, handfuls: Iterable[list[Source]]) -> Iterator[list[_T]]:
        """What is made of each handful, in their order."""
        try:
            for handful in handfuls:
                self._waiting.append((handful, self._submitted(handful)))
                if len(self._waiting) > self._count * _AHEAD:
                    yield self._next()
            while self._waiting:
                yield self._next()
        finally:
            for _, future in self._waiting:
                future.cancel()
            if self._is_ours:
                self._pool.shutdown(cancel_futures=True)

    def _submitted(self, handful: list[Source]) -> "Future[list[_T]]":
        try:
            return self._pool.submit(self._work, handful)
        except BrokenExecutor as error:
            broken: Future[list[_T]] = Future()
            broken.set_exception(error)
            return broken

    def _next(self) -> list[_T]:
        """What is made of the first in the line, which is given out once more, one by one, if its worker was killed."""
        handful, future = self._waiting.popleft()
        try:
            return future.result()
        except BrokenExecutor:
            if not self._is_ours:
                raise
        self._pool = _pool(self._count)
        self._waiting = deque((each, self._submitted(each)) for each, _ in self._waiting)
        return self._one_by_one(handful)

    def _one_by_one(self, handful: list[Source]) -> list[_T]:
        results: list[_T] = []
        pool = _pool(1)
        for source in handful:
            try:
                results += pool.submit(self._work, [source]).result()
            except BrokenExecutor:
                results.append(self._failed(source, _KILLED))
                pool = _pool(1)
        pool.shutdown()
        return results


def _pool(count: int) -> ProcessPoolExecutor:
    """As many processes, started anew so that no thread of this one is copied halfway."""
    pool = ProcessPoolExecutor(count, get_context("spawn"))
    try:
        pool.submit(os.getpid).result()
    except BrokenExecutor:
        told = say('不能启动工作进程：程序应写在 if __name__ == "__main__": 之内，或用 workers=1 在本进程里做')
        raise GovDisclosureError(told) from None
    return pool
