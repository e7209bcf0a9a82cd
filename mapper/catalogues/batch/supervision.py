"""All shards of a run: what they would take, told before it (`--dry-run`), and done by an engine.

Told are progress, shards that kill their worker, too many failures, and what a run changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import pyarrow.compute as pc

from corpora import InputError, Skipped, _
from mapper.catalogues.batch import Engine
from mapper.catalogues.batch.job import Job, Marks, Planned, halves, write_job, write_plan
from mapper.catalogues.batch.sources import Source
from mapper.catalogues.batch.work import asked_of_reading, is_cut, marks_of, quarantine, work
from mapper.catalogues.collections import tables, upkeep
from mapper.catalogues.collections.folder import Collection
from mapper.catalogues.collections.records import MARK, Mark, Version, digest

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


_PASSAGE = 100  # bytes of a passage, where nothing has been read from which it could be told


@dataclass(frozen=True, slots=True)
class Changes:
    """Names of documents that a version has and the one in force before it had not, or had with another content."""

    added: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


NO_CHANGES = Changes()


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a run would do; bytes are on the disk, at most."""

    changes: Changes
    idle: bool = False  # the version in force is the one asked for already
    read: int = 0  # documents
    encode: int = 0  # texts of documents that are read already, as many at most
    match: int = 0  # their passages, once for each framework
    passages: int = 0  # estimated, of the documents to be read: these are encoded and matched too
    bytes: int = 0
    skipped: tuple[Skipped, ...] = ()


def changes(collection: Collection, before: Version | None, documents: Sequence[Source]) -> Changes:
    """What these documents change in a version, None for one that holds nothing."""
    held = dict(upkeep.names(collection, before.shards)) if before else {}
    wanted = {source.id: source.name for source in documents}
    # A name may stand for several documents: as many of it as came and went are updated.
    came = Counter(name for id_, name in wanted.items() if id_ not in held)
    went = Counter(name for id_, name in held.items() if id_ not in wanted)
    return Changes(*(tuple(sorted(names.elements())) for names in (came - went, came & went, went - came)))


def forecast(
    job: Job, planned: Sequence[Planned], published: Iterable[Mark], before: Version | None, found: Changes
) -> Forecast:
    """What the work on these shards would be; `published` are marks of earlier versions, `before` the one in force."""
    marks = _Known(job.folder, published)
    read = encode = match = weight = 0
    for shard in planned:
        done = marks_of(job, marks, shard)
        if (reading := done["read"]) is None:
            unread = tuple(marks.unread(job, shard.documents))
            read, weight = read + len(unread), weight + sum(source.weight for source in unread)
            continue
        if done["encode"] is None:
            vectors = tables.read(job.folder.path(reading.files["passages"]), ["vector"])["vector"]
            encode += pc.count_distinct(vectors, mode="only_valid").as_py()
        match += reading.counts["passages"] * sum(done[f"match/{name}"] is None for name in job.frameworks)
    counts: Mapping[str, int] = before.counts if before else {}
    each = counts["passages"] / counts["documents"] if counts.get("documents") else weight / _PASSAGE / max(read, 1)
    return Forecast(found, read=read, encode=encode, match=match, passages=round(each * read))


class _Known(Marks):
    """The marks of an interrupted run and of published versions, which stay where they are."""

    def __init__(self, collection: Collection, published: Iterable[Mark]) -> None:
        super().__init__(collection)
        self._published = {mark.key: mark for mark in published if all(map(collection.whole, mark.files.values()))}

    def find(self, asked: Mapping[str, Any]) -> Mark | None:
        return super().find(asked) or self._published.get(digest(asked))

    def unread(self, job: Job, sources: Sequence[Source]) -> Iterator[Source]:
        """Of a shard's documents those that are to be read: parts of one that killed its worker are read by then."""
        if not is_cut(job, self, sources):
            yield from sources
            return
        for part in halves(sources):
            if self.find(asked_of_reading(job, part)) is None:
                yield from self.unread(job, part)
