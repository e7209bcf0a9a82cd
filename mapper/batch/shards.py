"""Shards: documents that are worked on together, cut by the hashes of their content alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mapper.batch.sources import Source

HEAVIEST = 1 << 20
"""A shard of more than these bytes is cut in two; of short texts, some 9,000 passages."""
_LIGHTEST = 1 << 17
"""Less work than this is not worth a shard of its own, unless it is asked for."""
_FEWEST = 8
"""So many shards, or more, as long as they are not too light: several workers finish at about the same time."""


def cut(documents: Sequence[Source], heaviest: int = HEAVIEST) -> Iterator[tuple[Source, ...]]:
    """Documents as shards, in the order of their ids.

    A shard that weighs too much is cut at the next bit of its documents' ids: which shard a document is in depends on
    the documents, never on their order, a worker or a machine.

    Args:
        documents: sorted by id.
        heaviest: most that a shard of several documents weighs.
    """
    share = sum(source.weight for source in documents) // _FEWEST
    # A power of two, so that a few documents more or less cut the others at the same bits.
    even = max(_LIGHTEST, 1 << max(share.bit_length() - 1, 0))
    yield from _lighter(documents, min(heaviest, even))


def _lighter(documents: Sequence[Source], heaviest: int) -> Iterator[tuple[Source, ...]]:
    if len(documents) > 1 and sum(source.weight for source in documents) > heaviest:
        for half in halves(documents):
            yield from _lighter(half, heaviest)
    elif documents:
        yield tuple(documents)


def halves(documents: Sequence[Source]) -> tuple[Sequence[Source], Sequence[Source]]:
    """Several documents by the first bit in which their ids differ; neither half is empty."""
    first, last = (int(documents[place].id, 16) for place in (0, -1))
    bit = 1 << ((first ^ last).bit_length() - 1)
    middle = next(n for n, source in enumerate(documents) if int(source.id, 16) & bit)
    return documents[:middle], documents[middle:]
