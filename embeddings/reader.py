"""The reader of pairs that ships: a cross-encoder, multilingual-e5-small trained for this project.

It reads an entry of a standard and a passage together and says in one number, log odds, whether the passage teaches or
asks for the entry. `CrossEncoder("embeddings/models/reader")` of sentence-transformers opens the same folder; here it
runs on ONNX Runtime, as the encoder does.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings.bert import runtime_hash
from embeddings.cache import VectorCache
from embeddings.encoders.e5 import folder_revision, network

FOLDER = Path(str(files("embeddings"))) / "models" / "reader"
MAX_TOKENS = 96
"""Of a pair that are read, the longer text cut first."""
_DECIMALS = 4
_REMEMBERED = 200_000


class Reader:
    """Reads pairs of texts; each pair once, however often it is asked."""

    def __init__(self) -> None:
        self.revision = folder_revision(FOLDER)[:16]
        self._kept = VectorCache("reader", f"{self.revision}-{MAX_TOKENS}-{runtime_hash()}", 1, _REMEMBERED)

    def scores(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float64]:
        """Return log odds of each pair of entry and passage, to 4 decimals; shape (len(pairs),)."""
        found: NDArray[np.float64] = self._kept.rows(pairs, _logits)[:, 0].astype(np.float64)
        return np.round(found, _DECIMALS)


def _logits(pairs: list[tuple[str, str]]) -> NDArray[np.float32]:
    model = network(FOLDER)
    return model.logits(model.pairs(pairs, MAX_TOKENS))


@lru_cache(maxsize=1)
def open_reader() -> Reader:
    """Open the reader that ships, once in a process."""
    return Reader()
