"""The engine on dask: workers of this machine, or those of any running scheduler (Kubernetes, Slurm, Coiled).

Dask repeats finished tasks when a worker dies, so a task has to look whether it is done; it gives a task up that
several workers died of, and loses all tasks when the scheduler goes, so this engine submits what is left again.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError, ThreadPoolExecutor
from concurrent.futures import Future as Ending
from typing import TYPE_CHECKING

from corpora import InputError
from mapper.catalogues.batch import WORK, EngineSettings, Function, Outcome
from mapper.catalogues.batch.local import ENVIRONMENT, inherited, restore

if TYPE_CHECKING:
    from distributed import Client, LocalCluster

_CONFIGURATION = {
    # A second death tells a task that kills from one that was beside it.
    "distributed.scheduler.allowed-failures": 1,
    # Tasks that no worker holds yet cannot be blamed for its death.
    "distributed.scheduler.worker-saturation": 1.0,
    # Dask's own has glibc give memory back at once.
    "distributed.nanny.pre-spawn-environ": ENVIRONMENT,
}
_ATTEMPT = 5.0
_PAUSE = 1.0


class _SchedulerLostError(Exception):
    """The scheduler went, and with it the tasks."""


class DaskEngine:
    """Workers behind a dask scheduler. Raises InputError: the scheduler cannot be reached, or has no workers."""

    def __init__(self, settings: EngineSettings) -> None:
        self._settings, self._inherited = settings, inherited()
        # Its own log is for those who run the cluster.
        logging.getLogger("distributed").setLevel(logging.CRITICAL)
        self._cluster: LocalCluster | None = None
        self._client: Client | None = None
        self._ending: Ending[None] | None = None
        # Workers of this machine start while the work is planned.
        self._pool = ThreadPoolExecutor(max_workers=1)
        self._starting = self._pool.submit(self._start)
        if settings.scheduler:
            self._starting.result()

    def _start(self) -> None:
        if not self._settings.scheduler:
            self._cluster = _local_cluster(self._settings.workers)
        self._client = self._connected()

    def run(self, function: Function, names: Sequence[str]) -> Iterator[Outcome]:
        """Yield the outcomes as they come; what a lost scheduler leaves open is submitted to the next one."""
        self._starting.result()
        left = dict.fromkeys(names)
        while left:
            client = self._client or self._connected()
            try:
                for outcome in self._submitted(client, function, list(left)):
                    del left[outcome.name]
                    yield outcome
            except _SchedulerLostError:
                client.close(timeout=_ATTEMPT)
                self._client = self._connected()
        restore(self._inherited)  # dask sets it here for its workers and leaves it: the index would get one thread
        self._leave()  # workers of this machine end while the index is made

    @staticmethod
    def _submitted(client: Client, function: Function, names: Sequence[str]) -> Iterator[Outcome]:
        from distributed import as_completed
        from distributed.scheduler import KilledWorker

        futures = {client.submit(function, name, pure=False): name for name in names}
        for future in as_completed(futures, loop=client.loop):
            if future.status == "finished":
                try:  # it still lies with its worker, and the scheduler that brings it may go meanwhile
                    result = future.result()
                except (CancelledError, OSError) as error:
                    raise _SchedulerLostError from error
                yield Outcome(futures[future], result)
            elif future.status != "error" or (raised := future.exception()) is None:
                raise _SchedulerLostError
            elif isinstance(raised, KilledWorker):
                yield Outcome(futures[future], None)
            else:
                raise raised

    def _connected(self) -> Client:
        """Return a client of the scheduler, and of workers; waits for both as long as was said."""
        from distributed import Client

        address = self._cluster or self._settings.scheduler
        deadline = time.monotonic() + self._settings.patience
        while True:
            try:
                client = Client(address, timeout=_ATTEMPT, set_as_default=False)
            except (OSError, TimeoutError) as error:
                if time.monotonic() > deadline:
                    raise _not_there(self._settings) from error
                time.sleep(_PAUSE)
                continue
            except ValueError as error:
                raise InputError(
                    "--scheduler {address}: is no address; write it as tcp://HOST:PORT",
                    address=self._settings.scheduler,
                ) from error
            try:
                client.wait_for_workers(1, timeout=max(_ATTEMPT, deadline - time.monotonic()))
            except TimeoutError as error:
                client.close(timeout=_ATTEMPT)
                raise _not_there(self._settings) from error
            return client

    def close(self) -> None:
        """Leave the scheduler; end the workers of this machine."""
        self._leave().result()
        self._pool.shutdown()

    def _leave(self) -> Ending[None]:
        if self._ending is None:
            self._ending = self._pool.submit(self._end)
        return self._ending

    def _end(self) -> None:
        if self._client is not None:
            self._client.close(timeout=_ATTEMPT)
        if self._cluster is not None:
            self._cluster.close()


def _local_cluster(workers: int) -> LocalCluster:
    import dask
    from distributed import LocalCluster

    with dask.config.set(_CONFIGURATION):
        return LocalCluster(
            n_workers=workers or os.cpu_count() or 1,
            threads_per_worker=1,
            dashboard_address=None,
            silence_logs=logging.CRITICAL,
            env=ENVIRONMENT,
            preload=[WORK],
        )


def _not_there(settings: EngineSettings) -> InputError:
    name, seconds = settings.scheduler, f"{settings.patience:g}"
    return InputError(
        "{name}: neither scheduler nor any worker of it answered in {seconds} s; start them and repeat: what is done"
        " is kept",
        name=name,
        seconds=seconds,
    )
