"""Vectors that are known already: a text met before with the same encoder is not encoded again.

The vectors stay where they are, in saved indexes; beside each index lie the hashes of its rows' texts. So a label
that a new version of a framework kept costs nothing, and no vector is stored twice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embeddings.encoders import Encoder, Vectors
from embeddings.indexes import Index

Hashes = NDArray[np.uint64]
Progress = Callable[[int, int], None]

_TEXTS_AT_ONCE = 2048


@dataclass(frozen=True, slots=True)
class Known:
    """An index made by the same encoder, and the hash of the text of each of its rows."""

    hashes: Hashes
    index: Index


def text_hashes(texts: Sequence[str]) -> Hashes:
    """A 64-bit hash of each text's content, the same on any machine (two of 100,000 texts agree once in 10^9)."""
    digests = b"".join(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest() for text in texts)
    return np.frombuffer(digests, dtype="<u8").astype(np.uint64)


def encode_passages(
    texts: Sequence[str], encoder: Encoder, *, known: Sequence[Known] = (), progress: Progress | None = None
) -> Vectors:
    """Vectors of texts in the role of passages, those that are known taken from where they are.

    Each distinct text is encoded once, unless one of `known`, looked through in this order, has it. `progress` is
    called with the number of distinct texts done and their total, at the start and after each part.

    Returns:
        Rows of unit length, shape (len(texts), dimension).
    """
    hashes, first, place = np.unique(text_hashes(texts), return_index=True, return_inverse=True)
    vectors = np.zeros((len(hashes), encoder.dimension), dtype=np.float32)
    missing = np.ones(len(hashes), dtype=bool)
    for source in known:
        _, here, there = np.intersect1d(hashes, source.hashes, return_indices=True)
        fresh = missing[here]
        vectors[here[fresh]] = source.index.vectors(there[fresh])
        missing[here] = False
    # Like lengths together: batches of them are faster.
    distinct = [texts[row] for row in first.tolist()]
    wanted = sorted(np.flatnonzero(missing).tolist(), key=lambda row: (len(distinct[row]), distinct[row]))
    done = len(hashes) - len(wanted)
    if progress:
        progress(done, len(hashes))
    for begin in range(0, len(wanted), _TEXTS_AT_ONCE):
        part = wanted[begin : begin + _TEXTS_AT_ONCE]
        vectors[part] = encoder.encode([distinct[row] for row in part], role="passage")
        if progress:
            progress(done + begin + len(part), len(hashes))
    return vectors[place]
