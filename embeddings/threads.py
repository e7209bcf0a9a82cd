"""How many processors a computation may use.

Part sizes follow the number of threads, and the last bits of a product follow its size: work that has to give the same
bytes everywhere runs within `limited(1)`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import TypeVar

from threadpoolctl import ThreadpoolController, threadpool_limits

Item = TypeVar("Item")
Result = TypeVar("Result")

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


@cache
def _blas() -> ThreadpoolController:
    """Find the libraries once: that takes as long as encoding a short text."""
    return ThreadpoolController().select(user_api="blas")
