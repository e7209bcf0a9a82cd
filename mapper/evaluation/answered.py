"""A TREC run that somebody else made (`run:FILE`), or that came with a TREC pair (`run`)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpora import InputError
from eval.errors import unreadable
from eval.records import Benchmark, Run
from eval.trec import read_run
from mapper.evaluation import Progress


@dataclass(frozen=True, slots=True)
class Answered:
    """Answers that are there already.

    Attributes:
        path: the file, None for the run that came with the benchmark.
    """

    path: Path | None
    uses_context: bool = False

    @property
    def name(self) -> str:
        """As the user asks for it, without folders."""
        return "run" if self.path is None else f"run:{self.path.name}"

    def settings(self) -> Mapping[str, Any]:
        """The file's checksum."""
        if self.path is None:
            return {}
        try:
            return {"sha256": hashlib.sha256(self.path.read_bytes()).hexdigest()}
        except OSError as error:
            raise unreadable(self.path, error) from error

    def prepare(self, benchmark: Benchmark) -> None:
        """Nothing: the answers are there."""

    def answer(self, benchmark: Benchmark, *, context: bool, progress: Progress) -> Run:  # noqa: ARG002 - the seam's
        """The run as it stands, checked against the benchmark's ids; raises InputError."""
        if self.path is not None:
            queries = {query.id for query in benchmark.queries}
            return read_run(self.path, queries=queries, targets={target.id for target in benchmark.corpus})
        if benchmark.run is None:
            raise InputError(
                es=f"{benchmark.name} no trae una corrida; indíquela con --system run:ARCHIVO",
                en=f"{benchmark.name} brings no run; name one with --system run:FILE",
            )
        return benchmark.run


def open_system(argument: str, folder: Path) -> Answered:  # noqa: ARG001 - the seam's
    """The run in that file, or the one that comes with the benchmark."""
    return Answered(Path(argument) if argument else None)
