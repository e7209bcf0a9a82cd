"""What a run would do, told before it (`--dry-run`), and what it changed, told after it; nothing is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow.compute as pc

from corpora import Skipped
from mapper.catalogues.batch.job import Job, Marks, Planned, halves
from mapper.catalogues.batch.sources import Source
from mapper.catalogues.batch.work import asked_of_reading, is_cut, marks_of
from mapper.catalogues.collections import tables, upkeep
from mapper.catalogues.collections.folder import Collection
from mapper.catalogues.collections.records import Mark, Version, digest

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
