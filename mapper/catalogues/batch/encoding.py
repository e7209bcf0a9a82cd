"""A shard's distinct texts to vectors.

Texts are encoded in the order of their hashes, in batches cut inside the shard: the last bits of a vector depend on
the batch that it was made in.
"""

from __future__ import annotations

from typing import cast

import numpy as np
import pyarrow as pa

from embeddings.encoders import Encoder, Vectors
from mapper.catalogues.collections import tables

BATCH = 4096


def encode_passages(passages: pa.Table, encoder: Encoder) -> Vectors:
    """Return a row of unit length for each distinct text of the passages that are mapped, float32."""
    texts = distinct_texts(passages)
    vectors = np.empty((len(texts), encoder.dimension), dtype=np.float32)
    for begin in range(0, len(texts), BATCH):
        # Passages are asked with, so as queries: what searches them is a text of the same kind.
        vectors[begin : begin + BATCH] = encoder.encode(texts[begin : begin + BATCH], role="query")
    return vectors


def distinct_texts(passages: pa.Table) -> list[str]:
    """Return the distinct texts that vectors are made of, by row of the vectors; encoders clean them."""
    searched = passages.filter(passages["vector"].is_valid())
    _, first = np.unique(tables.numbers(searched["vector"].combine_chunks()), return_index=True)
    return cast("list[str]", searched["text"].take(tables.column(first, pa.int32())).to_pylist())
