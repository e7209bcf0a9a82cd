"""Passages made ready to be compared: their texts as they are read, encoded with what stands above them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

import numpy as np

from corpora import Passage, Role
from embeddings.encoders import Encoder, Vectors
from mapper.matching.features import Asked, section_of
from mapper.matching.genders import as_compared
from mapper.matching.terms import Terms, content_words


def texts_around(passages: Sequence[Passage]) -> list[str]:
    """Every distinct text that `with_vectors` asks for, sorted."""
    texts = {as_compared(passage.text) for passage in passages}
    around = {as_compared(text) for passage in passages for text in section_of(passage)}
    return sorted((texts | around | {word for text in texts for word in content_words(text)}) - {""})


def with_vectors(passages: Sequence[Passage], vectors: Mapping[str, Vectors], dimension: int) -> Asked:
    """The passages beside the vectors of their texts; a heading that is missing has a zero vector."""
    none = np.zeros(dimension, dtype=np.float32)
    texts = [as_compared(passage.text) for passage in passages]
    sections = [[as_compared(text) for text in section_of(passage)] for passage in passages]

    def of(found: Sequence[str]) -> Vectors:
        rows = [vectors.get(text, none) for text in found]
        return np.array(rows, dtype=np.float32).reshape(len(rows), dimension)

    near, path = of([near for near, _ in sections]), of([path for _, path in sections])
    return Asked(passages, texts, of(texts), near, path, Terms.of(texts, of))


def as_asked(passages: Sequence[Passage], encoder: Encoder) -> Asked:
    """The passages of one document, encoded."""
    texts = texts_around(passages)
    return with_vectors(passages, dict(zip(texts, encoder.encode(texts, role="query"), strict=True)), encoder.dimension)


def requirement(text: str, language: str | None, *, section: tuple[str, ...] = ()) -> Passage:
    """A text that is of no programme, as a passage: what an ad asks for, a query."""
    return Passage(text, text, text, 0, len(text), None, None, section, cast(Role, "requirement"), language)
