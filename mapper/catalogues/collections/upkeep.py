"""What versions of a collection hold, read from their tables; going back to one, removing old ones, checking files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from corpora import InputError, Skipped, Text
from embeddings.threads import processors
from mapper.catalogues.collections import tables
from mapper.catalogues.collections.folder import Collection, Published, damaged_file
from mapper.catalogues.collections.records import File, Shard, Version
from mapper.catalogues.collections.vectors import Neighbours, Rows


def rollback(collection: Collection, to: str = "") -> str:
    """Put a published version in force, "" for the one before; gives its id. Raises InputError for none, or damage."""
    with collection.locked():
        published = _published(collection)
        place = published.versions.index(published.current)
        if to and to not in published.versions:
            known = ", ".join(published.versions)
            raise InputError("'{name}' has no version {to}; it has: {known}", name=collection.name, to=to, known=known)
        if not to and not place:
            raise InputError("'{name}' has no version before the one in force", name=collection.name)
        id_ = to or published.versions[place - 1]
        if damaged := find_damage(collection, collection.version(id_)):
            raise damaged_file(damaged[0])
        collection.switch(Published(id_, published.versions))
        return id_


def prune(collection: Collection, keep: int) -> tuple[str, ...]:
    """Keep so many versions, the one in force among them, and remove the others; gives the ids of those removed."""
    with collection.locked():
        published = _published(collection)
        others = [id_ for id_ in published.versions if id_ != published.current]
        kept = {published.current, *others[len(others) - max(0, keep - 1) :]}
        collection.switch(Published(published.current, tuple(id_ for id_ in published.versions if id_ in kept)))
        collection.clear()
        return tuple(id_ for id_ in published.versions if id_ not in kept)


def find_damage(collection: Collection, version: Version, *, known: frozenset[str] = frozenset()) -> list[Path]:
    """Return a version's files that are missing or changed; those in `known` are compared only by size."""
    files = list(dict.fromkeys(version.all_files()))
    # Hashing leaves Python free: as many files at once as there are processors.
    with ThreadPoolExecutor(max_workers=processors()) as pool:
        bad = pool.map(lambda f: not collection.whole(f) if f.name in known else collection.damaged(f), files)
        return [collection.path(file) for file, is_bad in zip(files, bad, strict=True) if is_bad]


def verify(collection: Collection) -> int:
    """Check every file of every version, and the index against its manifest; gives their number. Raises InputError."""
    published, versions = _published(collection), []
    bad: dict[Path, str] = {}
    # The version in force first: what it shares with others can be made again.
    for id_ in sorted(published.versions, key=lambda id_: id_ != published.current):
        try:
            versions.append(collection.version(id_))
            bad = dict.fromkeys(find_damage(collection, versions[-1]), id_) | bad
        except InputError:
            bad[collection.manifest(id_)] = id_
    if own := sorted(path for path, id_ in bad.items() if id_ == published.current):
        raise InputError(
            "damaged or missing files: {names}; delete them and repeat 'curmap index', which makes only them again",
            names=", ".join(map(str, own)),
        )
    if bad:
        others = [id_ for id_ in published.versions if id_ != published.current]
        raise InputError(
            "the version in force is sound; of others ({versions}) files are damaged or missing, which nothing makes"
            " again: {names}; remove these versions with 'curmap collection prune {name} --keep {keep}'",
            keep=len(others) - max(map(others.index, bad.values())),
            versions=", ".join(dict.fromkeys(bad.values())),
            names=", ".join(sorted(map(str, bad))),
            name=collection.name,
        )
    for version in versions:  # opening an index compares it with the manifest
        Neighbours(collection, version.index, version.files, Rows(collection, version.shards))
    return len({file.name for version in versions for file in version.all_files()})


def _published(collection: Collection) -> Published:
    published = collection.published()
    if published is None:
        raise damaged_file(collection.folder / "CURRENT")
    return published


def count_contents(collection: Collection, shards: Sequence[Shard]) -> dict[str, int]:
    """Return the live documents, unreadable ones, unreadable pages, passages, those mapped, and matches."""
    found: Counter[str] = Counter(documents=0, unreadable=0, unreadable_pages=0, passages=0, mapped=0, matches=0)
    for shard in shards:
        if shard.dead:
            columns = ["passages", "mapped", "unreadable_pages", "why_es"]
            found.update(tables.counts(_alive(collection, shard.file("documents"), shard.dead, "id", columns)))
        else:  # as they were counted when they were read
            found.update(shard.marks["read"].counts)
        for step, mark in shard.marks.items():
            if step.startswith("match/") and not shard.dead:
                found["matches"] += sum(mark.counts.values())
            elif step.startswith("match/"):
                (file,) = mark.files.values()
                found["matches"] += _alive(collection, file, shard.dead, "document", []).num_rows
    return dict(found)


def _alive(collection: Collection, file: File, dead: Sequence[str], document: str, columns: Sequence[str]) -> pa.Table:
    """Return the rows of the documents that are still in the collection; `document` is the column of their ids."""
    return tables.exclude(tables.read(collection.path(file), [document, *columns]), document, dead)


def document_names(collection: Collection, shards: Sequence[Shard]) -> Iterator[tuple[str, str]]:
    """Yield the id and name of every live document; of a shard whose file is gone nobody knows."""
    for shard in shards:
        if not collection.whole(shard.file("documents")):
            continue
        rows = _alive(collection, shard.file("documents"), shard.dead, "id", ["name"])
        yield from zip(rows["id"].to_pylist(), rows["name"].to_pylist(), strict=True)


def unreadable(collection: Collection, shards: Sequence[Shard]) -> Iterator[Skipped]:
    """Yield the quarantine table: documents that could not be read, and why."""
    for shard in shards:
        if shard.marks["read"].counts["unreadable"]:
            rows = _alive(collection, shard.file("documents"), shard.dead, "id", ["name", "why_es", "why_en"])
            for row in rows.to_pylist():
                if row["why_es"] is not None:
                    place = f"{row['name']}: "  # the reader's messages name the file, and so does `what`
                    es, en = (row[why].removeprefix(place) for why in ("why_es", "why_en"))
                    yield Skipped(row["name"], Text(es, en))


def without_teaching(collection: Collection, shards: Sequence[Shard]) -> Iterator[str]:
    """Yield the names of the documents that were read and have no passage that is mapped."""
    for shard in shards:
        rows = _alive(collection, shard.file("documents"), shard.dead, "id", ["name", "mapped", "why_es"])
        none = pc.and_(tables.select_members(rows["mapped"], [0]), pc.is_null(rows["why_es"]))
        yield from rows.filter(none)["name"].to_pylist()


SHOWN = 0.5
"""Least probability of an entry with which a document counts as showing the standard that the entry is of."""


def gained_and_lost(collection: Collection, before: Version, after: Version) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what documents of both versions show in the later alone and in the earlier alone: "NAME: FRAMEWORK/CODE".

    Both are sorted. A standard is shown where some entry of it has a probability of `SHOWN`.
    """
    known, held = (dict(document_names(collection, version.shards)) for version in (after, before))
    old, new = (
        {f"{known[id_]}: {code}" for id_, code in _shown(collection, version) if id_ in known and id_ in held}
        for version in (before, after)
    )
    return tuple(sorted(new - old)), tuple(sorted(old - new))


def _shown(collection: Collection, version: Version) -> Iterator[tuple[str, str]]:
    """Yield the documents, by id, and the standards that they show."""
    for shard in version.shards:
        for framework in version.asked["inputs"]["frameworks"]:
            columns = ["document", "code", "above", "probability"]
            rows = tables.read(collection.path(shard.file(f"matches/{framework}")), columns)
            for row in rows.filter(pc.greater_equal(rows["probability"], SHOWN)).to_pylist():
                yield row["document"], f"{framework}/{(row['above'] or [row['code']])[-1]}"
