"""Batch work on whole catalogues: engines that run the shards of a job. See docs/batch.md for the design.

Seam: an engine has `run(function, names)`, which calls the function with each name, anywhere that shares the disk, and
gives an `Outcome` for each in whatever order they end. It knows nothing of shards, marks or versions.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, cast

from corpora import InputError, _

Function = Callable[[str], dict[str, Any]]  # it and what it gives can be pickled, and are small
WORK = "mapper.catalogues.batch.work"  # what a worker imports before it has anything to do


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one name ended: what the function gave, None where it killed the worker that ran it."""

    name: str
    result: dict[str, Any] | None


class Engine(Protocol):
    """Runs a function on many names."""

    def run(self, function: Function, names: Sequence[str]) -> Iterator[Outcome]:
        """Yield outcomes as they come; raises what the function raises, and InputError where workers are lost."""

    def close(self) -> None:
        """End what the engine started."""


@dataclass(frozen=True, slots=True)
class EngineSettings:
    """Where work is done; nothing in a collection depends on it."""

    workers: int = 0  # processes on this machine, 0 for as many as it has processors
    scheduler: str = ""  # address of a running dask scheduler, "" for workers on this machine
    patience: float = 300.0  # seconds to wait for one that was lost


def with_interval(found: Mapping[str, Any]) -> str:
    """Return a difference that `mapper.evaluation.stored.compare` found, with its interval where it has one."""
    low, high = found["low"], found["high"]
    return f"{found['difference']:+.3f}" + ("" if low is None or high is None else f" [{low:+.3f}, {high:+.3f}]")


class GateRefusedError(Exception):
    """The new version maps significantly worse than the one in force, which stays so."""

    def __init__(self, comparison: Mapping[str, Any]) -> None:
        names, mean = ", ".join(comparison["benchmarks"]), with_interval(comparison["mean"])
        self.message = _(
            "--gate: the new version maps worse ({names}: {mean}); the one before stays in force",
            names=names,
            mean=mean,
        )
        super().__init__(self.message.en)


ENGINES: dict[str, str] = {
    "local": "mapper.catalogues.batch.local:LocalEngine",
    "dask": "mapper.catalogues.batch.dask:DaskEngine",
}


def open_engine(name: str, settings: EngineSettings) -> Engine:
    """Return the engine of that name; raises InputError for an unknown one, or one that cannot be reached."""
    if name not in ENGINES:
        known = ", ".join(ENGINES)
        raise InputError("no engine '{name}'; known: {known}", name=name, known=known)
    return cast(Callable[[EngineSettings], Engine], pkgutil.resolve_name(ENGINES[name]))(settings)
