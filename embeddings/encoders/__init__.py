"""Encoders: text to vectors. One file each, opened by name when needed.

Seam: an encoder has `name`, `revision`, `dimension` and `encode(texts, *, role)`, which gives float32 rows of unit
length. Its module has `open_encoder(argument: str) -> Encoder`.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, cast

import numpy as np
from numpy.typing import NDArray

from embeddings.errors import InputError

TextRole = Literal["query", "passage"]
Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Card:
    """What a model says of itself: bytes of its weights, and its licence, "" where its card tells none."""

    size: int
    licence: str


class Encoder(Protocol):
    """Turns texts into vectors whose dot product is their cosine.

    Its name is as the user asks for it ("e5", "sentence_transformer:intfloat/multilingual-e5-small"), its
    revision, hexadecimal, changes whenever the vectors would. One that has a `card` tells its size and licence.
    """

    name: str
    revision: str
    dimension: int

    def encode(self, texts: Sequence[str], *, role: TextRole) -> Vectors:
        """Return rows of unit length, shape (len(texts), dimension); a text without tokens gives a zero row."""


ENCODERS: dict[str, str] = {
    "e5": "embeddings.encoders.e5:open_encoder",
    "sentence_transformer": "embeddings.encoders.sentence_transformer:open_encoder",
}


def is_known(name: str) -> bool:
    """Tell whether an encoder is of a kind that `open_encoder` opens; its model may be missing all the same."""
    return name.partition(":")[0] in ENCODERS


def open_encoder(name: str = "e5") -> Encoder:
    """Open an encoder by `name` or `name:argument`; raises InputError for an unknown name or model."""
    kind, _, argument = name.partition(":")
    if not is_known(name):
        known = ", ".join(ENCODERS)
        raise InputError("there is no encoder '{kind}'; known: {known}", kind=kind, known=known)
    factory = cast(Callable[[str], Encoder], pkgutil.resolve_name(ENCODERS[kind]))
    return factory(argument)
