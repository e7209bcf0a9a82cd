"""How many processors a computation may use, and what lets it use another one.

Part sizes follow the number of threads, and the last bits of a product follow its size: work that has to give the same
bytes everywhere runs within `limited(1)`.
"""

from __future__ import annotations

import gc
import os
import pickle
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from typing import Generic, TypeVar

from threadpoolctl import ThreadpoolController, threadpool_limits

Item = TypeVar("Item")
Result = TypeVar("Result")

_WORTH_A_COPY = 0.04  # seconds of work; a copy of a process that holds much takes half of that
_LIMIT: ContextVar[int | None] = ContextVar("processors", default=None)


def processors(otherwise: int = 0) -> int:
    """Return the threads that may work at once: as many as `limited` or `shared` says, else OMP_NUM_THREADS.

    Where neither says anything, `otherwise`, or all processors of the machine.
    """
    said = os.environ.get("OMP_NUM_THREADS", "")
    return _LIMIT.get() or (int(said) if said.isdecimal() and int(said) else otherwise or os.cpu_count() or 1)


@contextmanager
def limited(count: int) -> Iterator[None]:
    """Let computations of this thread, BLAS and OpenMP included, use no more than `count` processors."""
    with shared(count), threadpool_limits(count):
        yield


@contextmanager
def shared(count: int) -> Iterator[None]:
    """Let `run_parallel` use so many processors, and BLAS and OpenMP as many as before."""
    token = _LIMIT.set(count)
    try:
        yield
    finally:
        _LIMIT.reset(token)


@contextmanager
def single_threaded() -> Iterator[None]:
    """Keep BLAS to the calling thread: its other threads cost more than a small product takes.

    They go on waiting in loops afterwards, and keep the processors from whoever comes next.
    """
    with _blas().limit(limits=1):
        yield


def blocks(count: int, size: int) -> list[slice]:
    """Return so many elements in parts of this size, the last one smaller."""
    return [slice(begin, begin + size) for begin in range(0, count, size)]


def run_parallel(work: Callable[[Item], Result], parts: Sequence[Item]) -> list[Result]:
    """Return what `work` makes of each part, in order, the parts shared out among the processors.

    Threads of ours, one of BLAS's each: several of BLAS's wait for each other in loops, 25 times slower beside another
    busy process. numpy leaves Python free while it multiplies.
    """
    workers = min(processors(), len(parts))
    results: dict[int, Result] = {}
    pending = iter(enumerate(parts))

    def take_turns() -> None:
        for place, part in pending:
            results[place] = work(part)

    # This thread works too, and a turn is taken, not handed out: for one short search that is what counts.
    with single_threaded(), ThreadPoolExecutor(max_workers=max(workers - 1, 1)) as pool:
        others = [pool.submit(take_turns) for _ in range(workers - 1)]
        take_turns()
    for other in others:
        other.result()
    return [results[place] for place in range(len(parts))]


class BackgroundThread(threading.Thread):
    """A thread that holds no lock which work may wait for, so that a process can be copied beside it."""


def run_in_fork(work: Callable[[], Result]) -> Callable[[], Result]:
    """Begin work of Python, which no thread would speed up, in a copy of this process; gives what waits for its result.

    The result is sent back. Where no process can be copied, because another thread may hold a lock or there is no
    processor for it, or where the copy fails, the work is done here when its result is asked for.
    """
    others = set(threading.enumerate()) - {threading.current_thread()}
    if sys.platform != "linux" or processors() < 2 or not all(isinstance(other, BackgroundThread) for other in others):
        return work
    reading, writing = os.pipe()
    if not (copy := os.fork()):
        gc.disable()  # it would go through all that is held here, and so copy it
        try:
            with os.fdopen(writing, "wb") as pipe, shared(processors() // 2):
                pickle.dump(work(), pipe)
        finally:
            os._exit(0)  # the end of this process is not its affair
    os.close(writing)

    def result() -> Result:
        with os.fdopen(reading, "rb") as pipe:
            sent = pipe.read()
        os.waitpid(copy, 0)
        try:
            found: Result = pickle.loads(sent)
        except (EOFError, pickle.UnpicklingError):
            return work()
        return found

    return result


@dataclass(frozen=True, slots=True)
class Work(Generic[Result]):
    """Something to be worked out, and about how many seconds that takes."""

    seconds: float
    of: Callable[[], Result]


def split_work(works: Sequence[Work[Result]]) -> dict[int, Callable[[], Result]]:
    """Return by number what gives each result of works of Python: about half begin in a fork, if worth a copy.

    Those that are to be done here stand before the others, which are ready then.
    """
    here, there = list[int](), list[int]()

    def seconds(half: Sequence[int]) -> float:
        return sum(works[number].seconds for number in half)

    for number in sorted(range(len(works)), key=lambda number: -works[number].seconds):
        min(here, there, key=seconds).append(number)
    if seconds(there) < _WORTH_A_COPY:
        return {number: work.of for number, work in enumerate(works)}
    others = cache(run_in_fork(lambda: {number: works[number].of() for number in there}))
    return {number: works[number].of for number in here} | {
        number: lambda number=number: others()[number] for number in there
    }


@cache
def _blas() -> ThreadpoolController:
    """Find the libraries once: that takes as long as encoding a short text."""
    return ThreadpoolController().select(user_api="blas")
