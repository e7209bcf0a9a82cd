"""How many processors a computation may use.

Part sizes follow the number of threads, and the last bits of a product follow its size: work that has to give the same
bytes everywhere runs within `limited(1)`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from threadpoolctl import threadpool_limits

_LIMIT: ContextVar[int | None] = ContextVar("processors", default=None)


def processors() -> int:
    """Threads that may work at once: the machine's processors, or fewer within `limited`."""
    return _LIMIT.get() or os.cpu_count() or 1


@contextmanager
def limited(count: int) -> Iterator[None]:
    """Let computations of this thread, BLAS and OpenMP included, use no more than `count` processors."""
    token = _LIMIT.set(count)
    try:
        with threadpool_limits(count):
            yield
    finally:
        _LIMIT.reset(token)
