"""What a version holds, read from its tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from corpora import Skipped, Text
from mapper.catalogues.collections import tables
from mapper.catalogues.collections.folder import Collection
from mapper.catalogues.collections.records import File, Shard

_COUNTED = ("passages", "mapped", "unreadable_pages")


def counts(collection: Collection, shards: Sequence[Shard]) -> dict[str, int]:
    """Live documents, unreadable ones, unreadable pages, passages, those mapped, and matches."""
    found: Counter[str] = Counter(documents=0, unreadable=0, unreadable_pages=0, passages=0, mapped=0, matches=0)
    for shard in shards:
        found.update(_documents(collection, shard))
        for step, mark in shard.marks.items():
            if step.startswith("match/") and not shard.dead:
                found["matches"] += sum(mark.counts.values())
            elif step.startswith("match/"):
                (file,) = mark.files.values()
                found["matches"] += _alive(collection, file, shard.dead, "document", []).num_rows
    return dict(found)


def _documents(collection: Collection, shard: Shard) -> dict[str, int]:
    """As the mark of the reading counted them; counted anew where some of them are gone."""
    if not shard.dead:
        return dict(shard.marks["read"].counts)
    rows = _alive(collection, shard.file("documents"), shard.dead, "id", [*_COUNTED, "why_es"])
    sums = {name: pc.sum(rows[name]).as_py() or 0 for name in _COUNTED}
    return {"documents": rows.num_rows, "unreadable": rows.num_rows - rows["why_es"].null_count, **sums}


def _alive(collection: Collection, file: File, dead: Sequence[str], document: str, columns: Sequence[str]) -> pa.Table:
    """Rows of the documents that are still in the collection; `document` is the column of their ids."""
    rows = tables.read(collection.path(file), [document, *columns])
    return rows.filter(pc.invert(pc.is_in(rows[document], value_set=tables.column(dead, pa.string()))))


def names(collection: Collection, shards: Sequence[Shard]) -> Iterator[tuple[str, str]]:
    """Id and name of every live document; of a shard whose file is gone nobody knows."""
    for shard in shards:
        if not collection.whole(shard.file("documents")):
            continue
        rows = _alive(collection, shard.file("documents"), shard.dead, "id", ["name"])
        yield from zip(rows["id"].to_pylist(), rows["name"].to_pylist(), strict=True)


def unreadable(collection: Collection, shards: Sequence[Shard]) -> Iterator[Skipped]:
    """The quarantine table: documents that could not be read, and why."""
    for shard in shards:
        if shard.marks["read"].counts["unreadable"]:
            rows = _alive(collection, shard.file("documents"), shard.dead, "id", ["name", "why_es", "why_en"])
            for row in rows.to_pylist():
                if row["why_es"] is not None:
                    place = f"{row['name']}: "  # the reader's messages name the file, and so does `what`
                    es, en = (row[why].removeprefix(place) for why in ("why_es", "why_en"))
                    yield Skipped(row["name"], Text(es, en))
