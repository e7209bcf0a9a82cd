"""The engine of one machine: this process, or several."""

from __future__ import annotations

import multiprocessing
import multiprocessing.connection
import os
import signal
import threading
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager

from embeddings.threads import shared
from mapper.catalogues.batch import EngineSettings, Function, Outcome

ENVIRONMENT = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    # Threads that wait in a loop take the processor from the other workers.
    "OMP_WAIT_POLICY": "passive",
    # glibc keeps memory that the encoder gives back and asks for again at once: 3 % less time.
    "MALLOC_MMAP_THRESHOLD_": str(1 << 25),
    "MALLOC_TRIM_THRESHOLD_": str(1 << 29),
}
"""What a worker process is started with: one thread each, and memory that it keeps."""


class LocalEngine:
    """Processes of this machine; with one worker, or one shard, this process itself, where a death is everybody's."""

    def __init__(self, settings: EngineSettings) -> None:
        self._workers = settings.workers or os.cpu_count() or 1

    def run(self, function: Function, names: Sequence[str]) -> Iterator[Outcome]:
        """Yield the outcomes as they come."""
        if min(self._workers, len(names)) <= 1:
            for name in names:
                with shared(self._workers):
                    result = function(name)
                yield Outcome(name, result)
            return
        left = list(reversed(names))
        while left:
            suspects: list[str] = []
            yield from self._until_a_death(function, left, suspects)
            # Of those that ran when a worker died one is to blame: each by itself says which.
            for name in suspects:
                yield self._alone(function, name)

    def _until_a_death(self, function: Function, left: list[str], suspects: list[str]) -> Iterator[Outcome]:
        """Run what is left, so few at a time that a death leaves few suspects."""
        with _environment(), self._pool(self._workers) as pool:
            running: dict[Future[dict[str, object]], str] = {}
            while left or running:
                while left and len(running) < self._workers and not suspects:
                    name = left.pop()
                    try:
                        running[pool.submit(function, name)] = name
                    except BrokenProcessPool:
                        suspects.append(name)
                if not running:
                    return
                ended, _ = wait(running, return_when=FIRST_COMPLETED)
                for future in ended:
                    name = running.pop(future)
                    try:
                        result = future.result()
                    except BrokenProcessPool:
                        suspects.append(name)
                    else:
                        yield Outcome(name, result)
            pool.shutdown(wait=False)  # idle workers end while the index is made

    def _alone(self, function: Function, name: str) -> Outcome:
        with _environment(), self._pool(1) as pool:
            try:
                return Outcome(name, pool.submit(function, name).result())
            except BrokenProcessPool:
                return Outcome(name, None)

    @staticmethod
    def _pool(workers: int) -> ProcessPoolExecutor:
        # Forked from a process with threads, a worker would wait for locks that nobody holds.
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(workers, mp_context=context, initializer=_leave_with_parent)

    def close(self) -> None:
        """Do nothing: workers end with the run."""


def _leave_with_parent() -> None:
    """End this worker on Ctrl-C, and when the process that started it is gone: killed, it cannot say so."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    parent = multiprocessing.parent_process()
    if parent is not None:

        def wait_for_it() -> None:
            multiprocessing.connection.wait([parent.sentinel])
            os._exit(1)

        threading.Thread(target=wait_for_it, daemon=True).start()


@contextmanager
def _environment() -> Iterator[None]:
    """Set what processes that are started here inherit."""
    before = inherited()
    os.environ.update(ENVIRONMENT)
    try:
        yield
    finally:
        restore(before)


def inherited() -> dict[str, str | None]:
    """Return what this process was started with of what `ENVIRONMENT` sets; None for what it was not told."""
    return {name: os.environ.get(name) for name in ENVIRONMENT}


def restore(before: Mapping[str, str | None]) -> None:
    """Have this process's environment as `inherited` gave it."""
    for name, value in before.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value
