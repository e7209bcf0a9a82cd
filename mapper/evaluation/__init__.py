"""Evaluation of whole systems: what is run, on which benchmarks, and the folder that a run leaves.

Seam: a system has a `name`, `settings()` that its results depend on (hashed to know whether a stored run still holds),
`prepare(benchmark)`, which keeps what only the targets decide, and `answer(benchmark, context=…, progress=…)`, which
gives a `Run`. Its module has `open_system(name: str, argument: str, folder: Path) -> System`; the folder keeps what can
be made again.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol, cast

from corpora import InputError
from embeddings.encoders import ENCODERS
from eval.records import Benchmark, Run
from mapper.matching.records import Progress


class System(Protocol):
    """Something that ranks the targets of a benchmark for each of its queries."""

    @property
    def name(self) -> str:
        """Return the name as the user asks for it."""

    @property
    def uses_context(self) -> bool:
        """Return whether it can let queries of one group inform each other."""

    def settings(self) -> Mapping[str, Any]:
        """Return what its results depend on, JSON values: revisions, versions of libraries, parameters."""

    def prepare(self, benchmark: Benchmark) -> None:
        """Make and keep what only the targets decide (vectors, indexes), so that it is not timed with the answers."""

    def answer(self, benchmark: Benchmark, *, context: bool, progress: Progress) -> Run:
        """Rank the targets, to the depth that `eval.runs.depth` says."""


BASELINE = "mapper.evaluation.baselines:open_system"
SYSTEMS: dict[str, str] = {
    "matcher": "mapper.evaluation.matcher:open_system",
    **dict.fromkeys(("bm25", "char", "run"), BASELINE),
}
"""`run:FILE` measures a TREC run that somebody else made; encoders are systems by their names, also with `+char`."""
DEFAULT = "matcher"


def open_system(name: str, folder: Path) -> System:
    """Return the system of that name, or `name:argument`.

    `name` is one of `SYSTEMS` or an encoder as `open_encoder` takes it; the folder keeps what can be made again. Raises
    InputError: there is none of that name.
    """
    kind, _, argument = name.partition(":")
    if kind not in SYSTEMS and kind.removesuffix("+char") not in ENCODERS:
        known = ", ".join([*SYSTEMS, *ENCODERS])
        raise InputError("there is no system '{name}'; known: {known}", name=name, known=known)
    return cast(System, pkgutil.resolve_name(SYSTEMS.get(kind, BASELINE))(name, argument, folder))
