"""`curmap index`: from sources to a published version of a collection, foreseen (`--dry-run`) or made by an engine."""

from __future__ import annotations

import math
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow.compute as pc

from corpora import Framework, InputError, Skipped, Text
from embeddings.encoders import Encoder, is_known, open_encoder
from mapper.catalogues.batch import Engine
from mapper.catalogues.batch.indexing import AUTOMATIC, CANDIDATES, build, check_kind
from mapper.catalogues.batch.job import (
    HEAVIEST,
    NEXT_NUMBER,
    Job,
    Marks,
    Planned,
    is_to_be_read_again,
    job_values,
    kernel_names,
    next_number,
    plan,
    write_plan,
)
from mapper.catalogues.batch.matching import entries_hash
from mapper.catalogues.batch.sources import Source, Sources, find
from mapper.catalogues.batch.tables import COLUMNS
from mapper.catalogues.batch.work import find_marks, process_shard
from mapper.catalogues.collections import tables, upkeep
from mapper.catalogues.collections.folder import Collection, check_space, damaged_file
from mapper.catalogues.collections.records import Mark, Shard, Version, digest, version_id
from mapper.matching.calibrated import scorer_for
from mapper.matching.index import FrameworkIndex
from mapper.matching.records import Settings
from mapper.workspace import store
from mapper.workspace.source_hash import source_hash
from mapper.workspace.store import Workspace

READ, ENCODE = "mapper.catalogues.batch.passages", "mapper.catalogues.batch.encoding"
MATCH, INDEX = "mapper.catalogues.batch.matching", "mapper.catalogues.batch.indexing"
"""The modules that make what each step gives; it is stale where their source changed, or that of what they import."""
_OF_VECTORS = ("reading", "encoder", "encoding", "indexing")
_NAMED = 5  # unreadable documents that are named where there are too many
_DEATHS = 2  # times that a shard may kill its worker
_OF_PASSAGE = 150  # bytes of text for each passage that is mapped, in the middle of some 270 documents
_ROOM = 45  # bytes on the disk for each byte of text: a passage of a hundred has a vector of 2 kB, often twice


@dataclass(frozen=True, slots=True)
class IndexSettings:
    """What a user may choose of a collection, as the options of `curmap index` say.

    What is left out ((), "", None) is on an update as in the version that is updated, else as by default.
    """

    frameworks: tuple[str, ...] = ()  # to map to
    encoder: str = ""  # its name
    all_passages: bool | None = None
    seconds: float | None = None
    columns: Mapping[str, str] = field(default_factory=dict)  # those that are called otherwise than `COLUMNS`
    update: bool = False
    index: str = ""
    candidates: int | None = None
    shard_bytes: int | None = None
    room: bool = True
    gates: tuple[str, ...] = ()  # benchmarks on which the new version must not map worse, see `batch.gating`
    max_failures: int | None = None  # give up when more documents than this cannot be read; None for never


@dataclass(frozen=True, slots=True)
class _Chosen:
    """What is chosen of these once it is known what is updated; a version's manifest keeps it."""

    all_passages: bool
    seconds: float
    columns: dict[str, str]  # see `mapper.catalogues.batch.tables.rows`
    index: str
    candidates: int
    shard_bytes: int


def _chosen(settings: IndexSettings, base: Version | None) -> _Chosen:
    """Return what the user says, else what `base` was made with; raises InputError for an unknown kind of index."""
    before = base.asked["settings"] if base else {}
    kept: dict[str, Any] = {"all_passages": False, "seconds": 60.0, "index": AUTOMATIC, "candidates": CANDIDATES}
    kept |= {"shard_bytes": HEAVIEST, **before, **before.get("reading", {})}
    columns = {**COLUMNS, **before.get("columns", {}), **settings.columns}
    chosen = _Chosen(
        all_passages=kept["all_passages"] if settings.all_passages is None else settings.all_passages,
        seconds=settings.seconds or kept["seconds"],
        columns=columns,
        index=settings.index or kept["index"],
        candidates=settings.candidates or kept["candidates"],
        shard_bytes=settings.shard_bytes or kept["shard_bytes"],
    )
    check_kind(chosen.index)
    return chosen


@dataclass(frozen=True, slots=True)
class Changes:
    """Names of documents that a version has and the one in force before it had not, or had with another content."""

    added: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()  # could be read in that version and no longer can, which only reading tells


NO_CHANGES = Changes()


@dataclass(frozen=True, slots=True)
class Recomputation:
    """Why all passages are worked on again though their documents are the same, against the version in force before."""

    frameworks: tuple[str, ...] = ()  # names of those of which that version had another edition
    steps: tuple[str, ...] = ()  # what works otherwise: `reading`, `encoder`, `matching`, `scorer`, `index`


NOTHING_ANEW = Recomputation()
_OF_MATCHES = {"encoder", "matching", "scorer"}


@dataclass(frozen=True, slots=True)
class ChangedMatches:
    """What unchanged documents show otherwise since passages are compared by other means: "NAME: FRAMEWORK/CODE"."""

    gained: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


NOTHING_MOVED = ChangedMatches()


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a run would do; bytes are on the disk."""

    changes: Changes
    idle: bool = False  # the version in force is the one asked for already
    read: int = 0  # documents
    encode: int = 0  # texts of documents that are read already, as many at most
    match: int = 0  # their passages that are mapped, once for each framework
    passages: int = 0  # those that are mapped, estimated, of the documents to be read: encoded and matched too
    bytes: int = 0  # likewise
    skipped: tuple[Skipped, ...] = ()
    unmapped: tuple[str, ...] = ()  # as in `Indexed`
    anew: Recomputation = NOTHING_ANEW


@dataclass(frozen=True, slots=True)
class Indexed:
    """What a run did, and the version in force now, which it published unless there was nothing to do."""

    version: Version
    published: bool
    done: Mapping[str, int]  # worked on and not found done: `read`, `encode`, `match`
    unreadable: tuple[Skipped, ...]
    without_teaching: tuple[str, ...]  # documents of the version that were read and have no passage that is mapped
    skipped: tuple[Skipped, ...]
    changes: Changes = NO_CHANGES  # against the version that was in force before
    seconds: float = 0.0
    unmapped: tuple[str, ...] = ()  # frameworks of the version that was in force before, where this one has none
    anew: Recomputation = NOTHING_ANEW
    moved: ChangedMatches = NOTHING_MOVED
    gated: tuple[Text, ...] = ()  # what --gate found, or why it compared nothing, a line for each benchmark


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: shards done of all, and the documents, unreadable documents and passages in them."""

    shards: int
    of_shards: int
    documents: int
    unreadable: int
    passages: int
    found: int  # of the shards done, so many were found done, before the work


Report = Callable[[Progress], None]


def NO_REPORT(progress: Progress) -> None:  # noqa: N802 - a constant that is a function
    """Show nothing."""


def forecast_index(workspace: Workspace, name: str, paths: Sequence[str], settings: IndexSettings) -> Forecast:
    """Return what `index` would do with the same arguments; raises InputError; writes nothing and never waits."""
    collection = Collection(workspace, name)
    return _Run(workspace, collection, settings).foresee(paths)


def index(
    workspace: Workspace,
    name: str,
    paths: Sequence[str],
    settings: IndexSettings,
    engine: Engine,
    *,
    report: Report = NO_REPORT,
) -> Indexed:
    """Index documents into a collection, which is made where it is missing, and put the new version in force.

    `paths` are files, folders, patterns and tables: all documents that it is to hold. Raises InputError: something that
    the user mends; GateRefusedError; OSError: a full disk, no permission: the version in force stays so.
    """
    collection, began = Collection(workspace, name), time.monotonic()
    with collection.locked():
        collection.clear_temporary()
        indexed = _Run(workspace, collection, settings).index(paths, engine, report)
    return replace(indexed, seconds=time.monotonic() - began)


class _Run:
    """One run on one collection, under its lock."""

    def __init__(self, workspace: Workspace, collection: Collection, settings: IndexSettings) -> None:
        self._workspace, self._collection, self._settings = workspace, collection, settings
        self._published = collection.readable_versions()
        published = collection.published()
        self._current = next((v for v in self._published if published and v.id == published.current), None)
        self._base = self._current if settings.update else None
        self._chosen = _chosen(settings, self._base)

    def index(self, paths: Sequence[str], engine: Engine, report: Report) -> Indexed:
        sources = find(paths, self._chosen.columns, self._collection.work / "rows")
        encoder = open_encoder(self._encoder_name())
        frameworks = self._frameworks()
        for framework in frameworks:  # their indexes are made here, once for all workers
            FrameworkIndex.open(self._workspace.indexes(framework.name), framework, encoder)
        job = self._job(encoder, frameworks)
        asked = self._version_inputs(job, sources.documents)
        finished, benchmarks = self._finished(asked), []
        if self._settings.gates:
            from mapper.catalogues.batch import gating  # with it come the benchmarks

            benchmarks = gating.locate_benchmarks(
                self._settings.gates
            )  # a wrong name is told also where nothing changed
        if finished is not None:
            self._collection.clear()
            indexed = self._indexed(finished, sources.skipped, published=False, done={})
            return replace(indexed, gated=gating.list_unchanged(benchmarks) if benchmarks else ())
        gated: tuple[Text, ...] = ()
        if benchmarks:
            gated = gating.check(self._workspace, self._collection, benchmarks, asked, self._current)
        planned = self._plan(job, sources)
        if self._settings.room:
            check_space(self._collection.folder, self._room(planned, job))
        Marks(self._collection).know(self._marks())
        supervisor = Supervisor(job, engine, report, max_failures=self._settings.max_failures)
        marks = supervisor.run(planned)
        shards = tuple(Shard(int(shard.name), marks[shard.name], shard.dead) for shard in planned)
        counts = upkeep.count_contents(self._collection, shards)
        if counts["unreadable"] == counts["documents"]:  # an index of nothing finds nothing
            unread = list(upkeep.unreadable(self._collection, shards))
            first = Text(*(f"{unread[0].what}: {why}" for why in unread[0].why)) if unread else Text("—", "—")
            raise InputError("none of {n} documents could be read; the first: {said}", n=len(unread), said=first)
        version = self._version(asked, shards, counts, encoder)
        indexed = self._indexed(version, sources.skipped, published=True, done=supervisor.done)
        found = compare_documents(self._collection, self._current, sources.documents)
        found = mark_lost(found, self._collection, self._current, indexed.unreadable)
        unmapped, again = self._unmapped(frameworks), explain_recomputation(self._current, asked)
        self._check(version)
        moved = NOTHING_MOVED
        if self._current is not None and (again.frameworks or _OF_MATCHES & set(again.steps)):
            moved = ChangedMatches(*upkeep.gained_and_lost(self._collection, self._current, version))
        indexed = replace(indexed, changes=found, unmapped=unmapped, anew=again, moved=moved, gated=gated)
        self._collection.publish(version)
        self._collection.clear()
        return indexed

    def foresee(self, paths: Sequence[str]) -> Forecast:
        with tempfile.TemporaryDirectory() as rows:
            sources = find(paths, self._chosen.columns, Path(rows))
        frameworks = self._frameworks()
        job = self._job(open_encoder(self._encoder_name()), frameworks)
        asked = self._version_inputs(job, sources.documents)
        if self._finished(asked) is not None:
            return Forecast(NO_CHANGES, idle=True, skipped=sources.skipped)
        planned = self._plan(job, sources)
        found = compare_documents(self._collection, self._current, sources.documents)
        return replace(
            forecast(job, planned, self._marks(), self._current, found),
            bytes=self._room(planned, job),
            skipped=sources.skipped,
            unmapped=self._unmapped(frameworks),
            anew=explain_recomputation(self._current, asked),
        )

    def _plan(self, job: Job, sources: Sources) -> tuple[Planned, ...]:
        same_reading = self._base is not None and self._base.asked["settings"]["reading"] == job.reading
        base = self._base if same_reading else None
        return plan(self._collection, base, sources.documents, self._chosen.shard_bytes)

    def _marks(self) -> Iterator[Mark]:
        for version in self._published:
            for shard in version.shards:
                yield from shard.marks.values()

    def _indexed(
        self, version: Version, skipped: tuple[Skipped, ...], *, published: bool, done: Mapping[str, int]
    ) -> Indexed:
        return Indexed(
            version,
            published=published,
            done=done,
            unreadable=tuple(upkeep.unreadable(self._collection, version.shards)),
            without_teaching=tuple(upkeep.without_teaching(self._collection, version.shards)),
            skipped=skipped,
        )

    def _encoder_name(self) -> str:
        """Return the encoder that is asked for, else on an update that of the version that is updated.

        One that this installation does not know any more is replaced by the one that ships.
        """
        base = str(self._base.asked["settings"]["encoder"]["encoder"]) if self._base else ""
        return self._settings.encoder or (base if is_known(base) else Settings().encoder)

    def _frameworks(self) -> tuple[Framework, ...]:
        """Return those asked for, on an update without any those of the version that is updated; raises InputError."""
        names = self._settings.frameworks
        if not names and self._base is not None:
            names = tuple(self._base.asked["inputs"]["frameworks"])
        elif not names and self._settings.update:
            raise InputError(
                "{name}: there is no sound version to update that would tell which frameworks to map to; check"
                " --collection and --workspace, or name them with --framework",
                name=self._collection.name,
            )
        return store.load_frameworks(self._workspace, names) if names else ()

    def _unmapped(self, frameworks: Sequence[Framework]) -> tuple[str, ...]:
        return () if frameworks or self._current is None else tuple(self._current.asked["inputs"]["frameworks"])

    def _job(self, encoder: Encoder, frameworks: Sequence[Framework]) -> Job:
        return Job(
            workspace=str(self._workspace.folder.absolute()),
            collection=self._collection.name,
            reading={"all_passages": self._chosen.all_passages, "code": source_hash(READ)},
            encoder={"encoder": encoder.name, "revision": encoder.revision},
            encoding={"code": source_hash(ENCODE)},
            matching={
                "scorer": scorer_for(self._workspace.calibrated, encoder.revision).revision,
                "candidates": Settings().candidates,
                "code": source_hash(MATCH),
            },
            frameworks={framework.name: entries_hash(framework) for framework in frameworks},
            seconds=self._chosen.seconds,
            kernels=kernel_names(),
        )

    def _version_inputs(self, job: Job, documents: Sequence[Source]) -> dict[str, Any]:
        """Return the inputs, settings and history: what names the version."""
        inputs = {"documents": digest([source.id for source in documents]), "frameworks": dict(job.frameworks)}
        steps = {name: dict(getattr(job, name)) for name in ("reading", "encoder", "encoding", "matching")}
        chosen = {name: getattr(self._chosen, name) for name in ("index", "candidates", "shard_bytes", "columns")}
        settings = {**steps, **chosen, "seconds": job.seconds, "indexing": {"code": source_hash(INDEX)}}
        return {"inputs": inputs, "settings": settings, "history": self._base.id if self._base else None}

    def _finished(self, asked: Mapping[str, Any]) -> Version | None:
        """Return the version in force, where it is the one asked for, with all files and no document to be read again.

        Raises InputError where more of its documents could not be read than are put up with.
        """
        current = self._current
        if current is None or not all(map(self._collection.whole, current.all_files())):
            return None
        if any(is_to_be_read_again(shard.marks["read"]) for shard in current.shards):
            return None
        same = all(current.asked[part] == asked[part] for part in ("inputs", "settings"))
        if not same or not (self._base or current.id == version_id(asked)):
            return None
        found = upkeep.unreadable(self._collection, current.shards)
        _check_failures(current.counts["unreadable"], self._settings.max_failures, found)
        return current

    def _version(
        self, asked: Mapping[str, Any], shards: tuple[Shard, ...], counts: Mapping[str, int], encoder: Encoder
    ) -> Version:
        base = self._base
        same = (
            base is not None
            # Read otherwise, the shards are others under the same numbers.
            and all(base.asked["settings"].get(part) == asked["settings"][part] for part in _OF_VECTORS)
            and all(map(self._collection.whole, base.all_files()))
        )
        built = build(
            self._collection,
            shards,
            encoder.dimension,
            base if same else None,
            kind=self._chosen.index,
            candidates=self._chosen.candidates,
        )
        given = [shard.number + 1 for shard in shards] + [next_number(base) if base else 0]
        return Version(asked, shards, {**built.about, NEXT_NUMBER: max(given)}, built.files, counts, job_values())

    def _check(self, version: Version) -> None:
        """Read what the workers made for a version again, before it is put in force.

        What a published version has was read then. The index was read when it got its name, by this process, and asked.
        """
        published = {file.name for other in self._published for file in other.all_files()}
        known = frozenset(published.union(file.name for file in version.files.values()))
        if damaged := upkeep.find_damage(self._collection, version, known=known):
            for path in damaged:
                path.unlink(missing_ok=True)
            raise damaged_file(damaged[0])

    def _room(self, planned: Sequence[Planned], job: Job) -> int:
        """Return the bytes that the work needs on the disk, on the side of safety."""
        needed = _ROOM * sum(source.weight for shard in planned for source in shard.documents)
        if self._base is not None:
            needed += self._base.files["index"].bytes
            if self._base.asked["settings"]["encoder"] != job.encoder:
                needed += sum(shard.file("vectors").bytes for shard in self._base.shards)
        return needed


def _check_failures(unreadable: int, most: int | None, found: Iterable[Skipped]) -> None:
    """Raise InputError where more documents could not be read than are put up with; it names the first `found`."""
    if most is not None and unreadable > most:
        first = list(islice(found, _NAMED))
        said = zip(*([f"{one.what}: {why}" for why in one.why] for one in first), strict=True)
        raise InputError(
            "at least {unreadable} documents could not be read, more than the {max_failures} of --max-failures; nothing"
            " was published; the first: {said}",
            unreadable=unreadable,
            max_failures=most,
            said=Text(*map(" · ".join, said)) if first else Text("—", "—"),
        )


class Supervisor:
    """Has an engine do all shards of a job; `done` counts the documents read, texts encoded and passages matched."""

    def __init__(self, job: Job, engine: Engine, report: Report, *, max_failures: int | None) -> None:
        self._job, self._engine, self._report, self._max_failures = job, engine, report, max_failures
        self._work = job.folder.work
        self._function = partial(process_shard, job)
        self._counts: Counter[str] = Counter()
        self._found = 0
        self._shards: list[Shard] = []  # those done
        self.done: Counter[str] = Counter({"read": 0, "encode": 0, "match": 0})

    def run(self, plan: Sequence[Planned]) -> dict[str, Mapping[str, Mark]]:
        """Return the marks of every shard's steps by its name; raises InputError: too many failures, a deadly shard."""
        by_name = {planned.name: planned for planned in plan}
        found: dict[str, Mapping[str, Mark]] = {}
        deaths: Counter[str] = Counter()
        # What is done already needs no worker.
        for planned in plan:
            done = find_marks(self._job, Marks(self._job.folder), planned)
            if all(done.values()):
                found[planned.name] = {step: mark for step, mark in done.items() if mark}
                self._found += 1
                self._tell(planned, found[planned.name], len(plan))
            else:
                write_plan(self._work, planned)
        left = [name for name in by_name if name not in found]
        while left:
            died = []
            for outcome in self._engine.run(self._function, left):
                if outcome.result is None:
                    died.append(outcome.name)
                    continue
                self.done.update(outcome.result["done"])
                found[outcome.name] = outcome.result["marks"]
                self._tell(by_name[outcome.name], found[outcome.name], len(plan))
            for name in died:
                deaths[name] += 1
                if deaths[name] >= _DEATHS:  # documents are read in processes of their own
                    raise InputError(
                        "shard {name} killed its worker twice; usually memory is short: use fewer workers (--workers)"
                        " or a larger machine and repeat, what is done is kept",
                        name=name,
                    )
            left = died
        return found

    def _tell(self, planned: Planned, marks: Mapping[str, Mark], of_shards: int) -> None:
        self._shards.append(Shard(int(planned.name), marks, planned.dead))
        self._counts.update(marks["read"].counts)
        counts = self._counts
        documents, unreadable, passages = (counts[name] for name in ("documents", "unreadable", "passages"))
        self._report(Progress(len(self._shards), of_shards, documents, unreadable, passages, self._found))
        _check_failures(unreadable, self._max_failures, upkeep.unreadable(self._job.folder, self._shards))


def compare_documents(collection: Collection, before: Version | None, documents: Sequence[Source]) -> Changes:
    """Return what these documents change in a version, None for one that holds nothing."""
    held = dict(upkeep.document_names(collection, before.shards)) if before else {}
    wanted = {source.id: source.name for source in documents}
    # A name may stand for several documents: as many of it as came and went are updated.
    came = Counter(name for id_, name in wanted.items() if id_ not in held)
    went = Counter(name for id_, name in held.items() if id_ not in wanted)
    return Changes(*(tuple(sorted(names.elements())) for names in (came - went, came & went, went - came)))


def mark_lost(found: Changes, collection: Collection, before: Version | None, unreadable: Sequence[Skipped]) -> Changes:
    """Return the same, what could be read before and is among the `unreadable` now apart from what was updated."""
    if not unreadable or before is None:
        return found
    shards = [shard for shard in before.shards if collection.whole(shard.file("documents"))]
    held = Counter(name for _id, name in upkeep.document_names(collection, shards))
    unread = Counter(skipped.what for skipped in upkeep.unreadable(collection, shards))
    lost = (Counter(skipped.what for skipped in unreadable) - unread) & (held - unread)
    updated = tuple(sorted((Counter(found.updated) - lost).elements()))
    return replace(found, updated=updated, lost=tuple(sorted(lost.elements())))


def explain_recomputation(before: Version | None, asked: Mapping[str, Any]) -> Recomputation:
    """Return what the version that is asked for is made with otherwise than `before`, which a user has not said."""
    if before is None:
        return NOTHING_ANEW
    held, wanted = before.asked["inputs"]["frameworks"], asked["inputs"]["frameworks"]
    old, new = _by_step(before.asked["settings"]), _by_step(asked["settings"])
    steps = [step for step in new if old[step] != new[step] and (wanted or step not in ("matching", "scorer"))]
    return Recomputation(tuple(name for name in wanted if held.get(name, wanted[name]) != wanted[name]), tuple(steps))


def _by_step(settings: Mapping[str, Any]) -> dict[str, Any]:
    matching = dict(settings["matching"])
    scorer = matching.pop("scorer", None)
    return {
        "reading": settings["reading"].get("code"),
        "encoder": (settings["encoder"], settings.get("encoding")),
        "matching": matching,
        "scorer": scorer,
        "index": settings.get("indexing"),
    }


def forecast(
    job: Job, planned: Sequence[Planned], published: Iterable[Mark], before: Version | None, found: Changes
) -> Forecast:
    """Return the work on these shards; `published` are marks of earlier versions, `before` the one in force."""
    marks = _Known(job.folder, published)
    read = encode = match = 0
    for shard in planned:
        done = find_marks(job, marks, shard)
        if (reading := done["read"]) is None:
            read += len(shard.documents)
            continue
        if done["encode"] is None:
            vectors = tables.read(job.folder.path(reading.files["passages"]), ["vector"])["vector"]
            encode += pc.count_distinct(vectors, mode="only_valid").as_py()
        match += reading.counts["mapped"] * sum(done[f"match/{name}"] is None for name in job.frameworks)
    unread = sum(source.weight for shard in planned for source in shard.documents)
    counts = before.counts if before else {}
    known = read * counts["mapped"] / counts["documents"] if counts.get("documents") else unread / _OF_PASSAGE
    return Forecast(found, read=read, encode=encode, match=match, passages=math.ceil(known))


class _Known(Marks):
    """The marks of an interrupted run and of published versions, which stay where they are."""

    def __init__(self, collection: Collection, published: Iterable[Mark]) -> None:
        super().__init__(collection)
        self._published = {mark.key: mark for mark in published if all(map(collection.whole, mark.files.values()))}

    def find(self, asked: Mapping[str, Any]) -> Mark | None:
        return super().find(asked) or self._published.get(digest(asked))
