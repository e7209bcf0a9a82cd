"""The default encoder: multilingual-e5-small, trained for this project, in `embeddings/models/encoder`.

The folder is one of sentence-transformers: `SentenceTransformer(folder)` opens it. Here the same network runs on
ONNX Runtime with weights of 8 bits (`embeddings.bert`), several times as fast on a CPU, and neither torch nor
sentence-transformers is imported, which takes seconds.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

import numpy as np

from embeddings.bert import Bert, runtime_hash
from embeddings.cache import VectorCache
from embeddings.cleaning import clean
from embeddings.encoders import Card, TextRole, Vectors
from embeddings.errors import InputError

FOLDER = Path(str(files("embeddings"))) / "models" / "encoder"
DIMENSION = 384
MAX_TOKENS = 128
"""Of a long text the beginning says what it is about."""
_PROMPTS = {"query": "query: ", "passage": "passage: "}
# A piece has at most 16 characters, so no longer a beginning can be needed; bounds the time for a huge text.
_MAX_CHARACTERS = 16 * MAX_TOKENS
# Changes with whatever changes the vectors, beside the weights: how texts are cleaned, the tokens kept.
_SETTINGS = {"cleaning": 2, "max_tokens": MAX_TOKENS, "prompts": _PROMPTS}
_DECIMALS = 6
_OF_A_CATALOGUE = 2000  # texts at once from which on an index or a collection keeps their vectors itself
_REMEMBERED = 20_000  # texts whose vectors are kept: some 30 MB


def network(folder: Path) -> Bert:
    """Open the network of a folder once in a process, whichever of its threads asks first."""
    with _OPENING:
        return _network(folder)


_OPENING = threading.Lock()
_network = lru_cache(maxsize=4)(Bert)


@lru_cache(maxsize=4)
def folder_revision(folder: Path) -> str:
    """Hash the weights and the tokenizer of a folder."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".safetensors", ".json"):
            digest.update(path.relative_to(folder).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


class E5Encoder:
    """Multilingual sentence encoder for short texts of curricula, job advertisements and competency standards.

    A text in capitals is read in sentence case; of a long one the first `MAX_TOKENS` tokens count. What is asked
    ("query": a passage, a line of an ad) and what is looked for ("passage": an entry) get the prompts that the model
    was trained with. A text has the same vector whatever stands beside it, and is read once; of a whole catalogue the
    vectors are kept by its index alone.
    """

    dimension = DIMENSION

    def __init__(self) -> None:
        self.name = "e5"
        material = json.dumps({"weights": folder_revision(FOLDER), **_SETTINGS}, sort_keys=True)
        self.revision = hashlib.sha256(material.encode()).hexdigest()[:16]
        self._kept = VectorCache("e5", f"{self.revision}-{runtime_hash()}", DIMENSION, _REMEMBERED)

    @property
    def card(self) -> Card:
        """Size of the weights, and their licence."""
        return Card(sum(path.stat().st_size for path in FOLDER.rglob("*.safetensors")), "apache-2.0")

    def encode(self, texts: Sequence[str], *, role: TextRole) -> Vectors:
        """Return rows of unit length, shape (len(texts), 384); a text without letter or digit gives a zero row."""
        cleaned = [clean(text[:_MAX_CHARACTERS]) for text in texts]
        asked: list[tuple[str, str]] = [(role, text) for text in cleaned if text]
        rows = np.zeros((len(cleaned), DIMENSION), dtype=np.float32)
        if asked:
            made = self._kept.rows(asked, _vectors) if len(asked) <= _OF_A_CATALOGUE else _vectors(asked)
            rows[[bool(text) for text in cleaned]] = made
        return rows


def _vectors(asked: list[tuple[str, str]]) -> Vectors:
    """Return rows of texts that are not empty, each in its role."""
    model = network(FOLDER)
    ids = model.tokens([_PROMPTS[role] + text for role, text in asked], MAX_TOKENS)
    return np.round(model.vectors(ids), _DECIMALS)


@lru_cache(maxsize=1)
def open_encoder(argument: str = "") -> E5Encoder:
    """Open it, once in a process; raises InputError for an argument, since it takes none."""
    if argument:
        raise InputError("the encoder 'e5' does not take '{argument}'; write e5", argument=argument)
    return E5Encoder()
