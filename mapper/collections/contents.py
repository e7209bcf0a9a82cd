"""What a version holds, read from its tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import pyarrow.compute as pc

from corpora import Skipped, Text
from mapper.collections import tables
from mapper.collections.folder import Collection
from mapper.collections.records import Shard


def live_documents(collection: Collection, shard: Shard, columns: Sequence[str]) -> Iterator[dict[str, object]]:
    """Rows of a shard's documents that are still in the collection, by id; `id` has to be among the columns."""
    dead = set(shard.dead)
    for row in tables.read(collection.path(shard.file("documents")), columns).to_pylist():
        if row["id"] not in dead:
            yield row


def counts(collection: Collection, shards: Sequence[Shard]) -> dict[str, int]:
    """Live documents, unreadable ones, unreadable pages, passages, those mapped, and matches."""
    found: Counter[str] = Counter(documents=0, unreadable=0, unreadable_pages=0, passages=0, mapped=0, matches=0)
    for shard in shards:
        for row in live_documents(collection, shard, ["id", "passages", "mapped", "unreadable_pages", "why_es"]):
            found["documents"] += 1
            found["unreadable"] += row["why_es"] is not None
            for name in ("passages", "mapped", "unreadable_pages"):
                found[name] += int(str(row[name] or 0))
        dead = list(shard.dead)
        for step, mark in shard.marks.items():
            if step.startswith("match/"):
                (file,) = mark.files.values()
                if dead:
                    documents = tables.read(collection.path(file), ["document"])["document"]
                    found["matches"] += len(documents) - pc.sum(pc.is_in(documents, value_set=_strings(dead))).as_py()
                else:
                    found["matches"] += sum(mark.counts.values())
    return dict(found)


def _strings(values: Sequence[str]) -> object:
    import pyarrow as pa

    return pa.array(list(values), pa.string())


def unreadable(collection: Collection, shards: Sequence[Shard]) -> Iterator[Skipped]:
    """The quarantine table: documents that could not be read, and why."""
    for shard in shards:
        if shard.marks["read"].counts["unreadable"]:
            for row in live_documents(collection, shard, ["id", "name", "why_es", "why_en"]):
                if row["why_es"] is not None:
                    yield Skipped(str(row["name"]), Text(str(row["why_es"]), str(row["why_en"])))
