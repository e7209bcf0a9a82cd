"""What the C library is told about memory; where it is not glibc, nothing."""

from __future__ import annotations

import contextlib
import ctypes

_M_ARENA_MAX = -8
"""Of mallopt(3)."""
_ARENAS = 2


def share_memory() -> None:
    """Let all threads take memory from the same two heaps: one for each keeps what its busiest moment needed."""
    with contextlib.suppress(AttributeError):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, _ARENAS)


def give_back_memory() -> None:
    """Return what is free: a long document leaves tens of megabytes that would be kept."""
    with contextlib.suppress(AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
