"""The criteria of a framework as they are judged: their vectors by the encoder that reads them, `e5`.

Which encoder searches a framework is the user's choice. Whether a programme teaches a criterion is told by one model
(`read_scorer`), whatever searches, so that its word is calibrated for everyone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from corpora import Competency, Framework
from embeddings.array_files import load_array, save_arrays
from embeddings.cache import Hashes, IndexedTexts, Progress, encode_passages, text_hashes
from embeddings.encoders import Vectors
from embeddings.encoders.e5 import DIMENSION, open_encoder
from embeddings.indexes.exact import ExactIndex
from mapper.matching.occupations import as_compared
from mapper.matching.terms import points_of
from mapper.matching.wording import REVISION, in_infinitive

_ARRAYS = ("hashes", "places", "vectors", "parts", "part_places")

Places = NDArray[np.int64]


def wording_of(entry: Competency) -> str:
    """Return what an entry says, in the one wording in which criteria are compared and read."""
    return in_infinitive(entry.statement, entry.language)


def parts_of(entry: Competency) -> list[str]:
    """Return first line and points of an entry as they are compared, in that order; nothing where it has no points."""
    first, points = points_of(wording_of(entry))
    return [as_compared(text) for text in (first, *points)] if points else []


def revision_of_criteria() -> str:
    """Return the revision of these vectors: of the encoder that makes them, and of the wording of its texts."""
    return f"{open_encoder().revision}.{REVISION}"


@dataclass(frozen=True, slots=True, eq=False)
class CriteriaVectors:
    """Vectors of the criteria of a framework's standards, and of these standards' titles."""

    hashes: Hashes  # of the texts of `vectors`, then of `parts`
    places: Places  # of these entries in the framework, ascending
    vectors: Vectors  # of their statements, shape (entries, 384)
    parts: Vectors  # of first lines and points of those that have points, shape (parts, 384)
    part_places: Places  # of each part's entry in the framework, ascending

    @classmethod
    def build(
        cls, framework: Framework, *, known: Sequence[IndexedTexts] = (), progress: Progress | None = None
    ) -> Self:
        """Encode them; vectors of `known`, of this encoder, are taken over where a text is the same."""
        entries = framework.competencies
        own = {place for kinds in framework.criteria.values() for place in chain.from_iterable(kinds.values())}
        roots = {framework.places[framework.find_root(entries[place].code)] for place in own}
        places = sorted(own | roots)
        parts, part_places = list[str](), list[int]()
        for place in places:
            own_parts = parts_of(entries[place])
            parts += own_parts
            part_places += [place] * len(own_parts)
        texts = [*(as_compared(wording_of(entries[place])) for place in places), *parts]
        if texts:
            vectors = encode_passages(texts, open_encoder(), known=known, progress=progress)
        else:  # a catalogue has none: the model is not even opened
            vectors = np.zeros((0, DIMENSION), dtype=np.float32)
        own_vectors, of_parts = np.split(vectors, [len(places)])
        numbers = (np.array(found, dtype=np.int64) for found in (places, part_places))
        return cls(text_hashes(texts), next(numbers), own_vectors, of_parts, next(numbers))

    def vectors_at(self, places: Places) -> Vectors:
        """Return vectors of these entries, each a criterion or a standard that has some; shape (len(places), 384)."""
        return self.vectors[np.searchsorted(self.places, places)]

    @property
    def known(self) -> IndexedTexts:
        """Return all vectors with the texts' hashes, for a later version of the framework."""
        return IndexedTexts(self.hashes, ExactIndex.build(np.concatenate([self.vectors, self.parts])))

    def save(self, folder: Path) -> None:
        """Write them into a folder."""
        save_arrays(folder, {name: getattr(self, name) for name in _ARRAYS})

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Load what `save` wrote; vectors are read when needed."""
        return cls(**{name: load_array(folder / f"{name}.npy") for name in _ARRAYS})
