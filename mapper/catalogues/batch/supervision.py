"""All shards of a run done by an engine: progress, shards that kill their worker, too many failures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from corpora import InputError, _
from mapper.catalogues.batch import Engine
from mapper.catalogues.batch.job import Job, Marks, Planned, halves, write_job, write_plan
from mapper.catalogues.batch.work import asked_of_reading, marks_of, quarantine, work
from mapper.catalogues.collections.records import MARK, Mark

_DEATHS = 2  # so often a shard that was read may kill its worker: then it is no document's fault


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: shards done of all, and the documents, unreadable documents and passages in them."""

    shards: int
    of_shards: int
    documents: int
    unreadable: int
    passages: int


Report = Callable[[Progress], None]


def NO_REPORT(progress: Progress) -> None:  # noqa: N802 - a constant that is a function
    """Shows nothing."""


class Supervisor:
    """Has an engine do all shards of a job; `done` counts the documents read, texts encoded and passages matched."""

    def __init__(self, job: Job, engine: Engine, report: Report, *, max_failures: int | None) -> None:
        self._job, self._engine, self._report, self._max_failures = job, engine, report, max_failures
        self._work = job.folder.work
        self._function = partial(work, str(self._work), write_job(job))
        self._counts: Counter[str] = Counter()
        self.done: Counter[str] = Counter({"read": 0, "encode": 0, "match": 0})

    def run(self, plan: Sequence[Planned]) -> dict[str, Mapping[str, Mark]]:
        """Marks of every shard's steps, by its name; raises InputError for too many failures, or a deadly shard."""
        by_name = {planned.name: planned for planned in plan}
        found: dict[str, Mapping[str, Mark]] = {}
        deaths: Counter[str] = Counter()
        # What is done already needs no worker.
        for planned in plan:
            done = marks_of(self._job, Marks(self._job.folder), planned)
            if all(done.values()):
                found[planned.name] = {step: mark for step, mark in done.items() if mark}
                self._tell(found[planned.name], len(found), len(plan))
            else:
                write_plan(self._work, planned)
        left = [name for name in by_name if name not in found]
        while left:
            died = []
            for name, marks in self._outcomes(left):
                if marks is None:
                    died.append(name)
                    continue
                found[name] = marks
                self._tell(marks, len(found), len(plan))
            for name in died:
                deaths[name] += 1
                self._find_culprit(by_name[name], deaths[name])
            left = died
        return found

    def _outcomes(self, names: Sequence[str]) -> Iterator[tuple[str, dict[str, Mark] | None]]:
        for outcome in self._engine.run(self._function, names):
            if outcome.result is None:
                yield outcome.name, None
                continue
            self.done.update(outcome.result["done"])
            yield outcome.name, {step: MARK.validate_python(mark) for step, mark in outcome.result["marks"].items()}

    def _tell(self, marks: Mapping[str, Mark], shards: int, of_shards: int) -> None:
        self._counts.update(marks["read"].counts)
        counts = self._counts
        self._report(Progress(shards, of_shards, counts["documents"], counts["unreadable"], counts["passages"]))
        if self._max_failures is not None and counts["unreadable"] > self._max_failures:
            raise InputError(
                "{unreadable} documents could not be read, more than the {max_failures} of --max-failures; nothing was"
                " published",
                unreadable=counts["unreadable"],
                max_failures=self._max_failures,
            )

    def _find_culprit(self, planned: Planned, deaths: int) -> None:
        """Read the halves of a shard that killed its worker by themselves, down to the document that does it."""
        if not planned.documents or Marks(self._job.folder).find(asked_of_reading(self._job, planned.documents)):
            if deaths >= _DEATHS:
                raise InputError(
                    "shard {name} killed its worker twice after it was read; usually memory is short: use fewer workers"
                    " (--workers) or a larger machine and repeat, what is done is kept",
                    name=planned.name,
                )
            return
        if len(planned.documents) == 1:
            killed = _(
                "reading it killed the process that read it, perhaps for want of memory; divide it or save it in"
                " another format"
            )
            quarantine(self._job, planned.documents[0], killed)
            return
        parts = [
            Planned(f"{planned.name}-{number}", half, read_only=True)
            for number, half in enumerate(map(tuple, halves(planned.documents)))
        ]
        for part in parts:
            write_plan(self._work, part)
        died = [name for name, marks in self._outcomes([part.name for part in parts]) if marks is None]
        for part in parts:
            if part.name in died:
                self._find_culprit(part, 1)
