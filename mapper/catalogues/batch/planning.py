"""Which shards a version is to have: those of the version that is updated, and new ones of what they do not hold.

New shards are cut by the hashes of their documents' content alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mapper.catalogues.batch.job import Planned
from mapper.catalogues.batch.sources import Source
from mapper.catalogues.collections import tables
from mapper.catalogues.collections.folder import Collection
from mapper.catalogues.collections.records import Version

HEAVIEST = 1 << 20
"""A shard of more than these bytes is cut in two; of short texts, some 9,000 passages."""
_LIGHTEST = 1 << 18
"""Less work than this is not worth a shard of its own, unless it is asked for: starting a worker takes as long."""
_FEWEST = 16
"""So many shards, or more, as long as they are not too light."""
_LAST = 4
"""Of so many shards, so many at the end are cut into quarters: several workers finish at about the same time."""
NEXT_NUMBER = "next_shard"
"""In what a manifest says of the index: the number of the next shard."""
LEAST_ALIVE = 0.5
"""A shard with a smaller share of its documents left is given up, and these are worked on again in a new one."""


@dataclass(frozen=True, slots=True)
class Part:
    """A shard of the version to be: its number, what is asked of the workers, and its dead documents."""

    number: int
    planned: Planned
    dead: tuple[str, ...] = ()


def plan(
    collection: Collection, base: Version | None, documents: Sequence[Source], shard_bytes: int
) -> tuple[Part, ...]:
    """Plan a version of these documents; `base` was read with the same settings, None to begin from scratch."""
    wanted = {source.id for source in documents}
    parts: list[Part] = []
    kept: set[str] = set()
    for shard in base.shards if base else ():
        if not all(map(collection.whole, shard.marks["read"].files.values())):
            continue  # its documents are read again
        ids = set(tables.read(collection.path(shard.file("documents")), ["id"])["id"].to_pylist())
        alive = (ids & wanted) - set(shard.dead)
        if len(alive) >= LEAST_ALIVE * len(ids):
            kept |= alive
            dead = tuple(sorted(ids - alive))
            parts.append(Part(shard.number, Planned(_name(shard.number), (), shard.marks["read"]), dead))
    rest = [source for source in documents if source.id not in kept]
    for place, shard_documents in enumerate(cut(rest, shard_bytes), start=next_number(base) if base else 0):
        parts.append(Part(place, Planned(_name(place), shard_documents)))
    return tuple(parts)


def next_number(version: Version) -> int:
    """The first number that no shard of a line of versions has had: what is gone may still stand in the lists."""
    return max([int(version.index.get(NEXT_NUMBER, 0)), *(shard.number + 1 for shard in version.shards)])


def _name(number: int) -> str:
    return f"{number:06}"


def cut(documents: Sequence[Source], heaviest: int = HEAVIEST) -> Iterator[tuple[Source, ...]]:
    """Documents, sorted by id, as shards; one of several documents weighs `heaviest` at most.

    A shard that weighs too much is cut at the next bit of its documents' ids: which shard a document is in depends on
    the documents, never on their order, a worker or a machine.
    """
    share = sum(source.weight for source in documents) // _FEWEST
    # A power of two, so that a few documents more or less cut the others at the same bits.
    even = max(_LIGHTEST, 1 << max(share.bit_length() - 1, 0))
    shards = list(_lighter(documents, min(heaviest, even)))
    small = _LAST if len(shards) >= _FEWEST else 0
    yield from shards[: len(shards) - small]
    for shard in shards[len(shards) - small :]:
        yield from (tuple(quarter) for half in _halves(shard) for quarter in _halves(half))


def _lighter(documents: Sequence[Source], heaviest: int) -> Iterator[tuple[Source, ...]]:
    if len(documents) > 1 and sum(source.weight for source in documents) > heaviest:
        for half in halves(documents):
            yield from _lighter(half, heaviest)
    elif documents:
        yield tuple(documents)


def _halves(documents: Sequence[Source]) -> Sequence[Sequence[Source]]:
    return halves(documents) if len(documents) > 1 else (documents,)


def halves(documents: Sequence[Source]) -> tuple[Sequence[Source], Sequence[Source]]:
    """Several documents by the first bit in which their ids differ; neither half is empty."""
    first, last = (int(documents[place].id, 16) for place in (0, -1))
    bit = 1 << ((first ^ last).bit_length() - 1)
    middle = next(n for n, source in enumerate(documents) if int(source.id, 16) & bit)
    return documents[:middle], documents[middle:]
