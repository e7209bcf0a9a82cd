"""What the scorer of programmes that are read is fitted on: programmes beside standards, real ones first."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path

import numpy as np

from corpora import Passage, readers
from corpora.split import passages as split
from embeddings.encoders import Encoder, Vectors
from mapper.evaluation import programmes
from mapper.evaluation.programmes import Truth, counts
from mapper.evaluation.training import material
from mapper.matching.candidates import Pool
from mapper.matching.queries import Asked, texts_around, with_vectors

_FOREIGN = 1
"""Standards of other fields that each programme is compared with."""
_NEIGHBOUR = 4
"""Every other programme is compared with so manieth nearest of the standards that lie near to its own."""
_LONG = 4
"""One programme in so many stands as a part of a long document too."""
_ENDINGS = (".pdf", ".docx", ".odt", ".html", ".md", ".rst", ".txt")
REAL = 5.0
"""Weight of a programme that people wrote beside one that a language model wrote."""


@dataclass(frozen=True, slots=True, eq=False)
class Compared(material.Compared):
    """A programme beside one standard; `weight` is what its criteria count: of those that people wrote more."""

    weight: float = 1.0

    @property
    def own_and_short(self) -> bool:
        """Whether it is a programme by itself beside its own standard, with all right passages marked."""
        return self.field and not (self.long or self.examples)


def truths_of(folder: Path, standards: Path) -> list[Truth]:
    """The programmes of a folder of truth.

    Where truth.json says what a programme is called instead of its file, that is the one whose name is programme.
    """
    found = []
    for truth in programmes.read(folder, standards)[0]:
        home = own if (own := folder / truth.name).is_dir() else folder
        named = [truth.path, *(home / f"programme{ending}" for ending in _ENDINGS)]
        found.append(replace(truth, path=next((path for path in named if path.is_file()), truth.path)))
    return found


def is_real(truth: Truth) -> bool:
    """Whether people wrote a programme: for what was written, truth tells how far its words lie from its standard's."""
    return all(one.distance is None for one in truth.criteria)


def compared(truths: Sequence[Truth], pools: Mapping[str, Pool], encoder: Encoder) -> list[Compared]:
    """Every programme beside its own standard, a near one, one of teaching and some of other sectors.

    Some stand in long documents too, together with programmes of other sectors than the standard's: what whoever hands
    in sixty pages is told has to be as right as what is told of four.
    """
    passages: dict[str, Sequence[Passage]] = {}
    vectors: dict[str, Vectors] = {}
    for truth in truths:
        own = [p for p in split(readers.read(truth.path)).passages if p.language is not None and counts(p.text)]
        passages[truth.name] = own
        texts = [text for text in texts_around(own) if text not in vectors]
        vectors |= zip(texts, encoder.encode(texts, role="query"), strict=True)

    @lru_cache(maxsize=material._AT_HAND)
    def asked(*names: str) -> Asked:
        return with_vectors(material._one_document([passages[name] for name in names]), vectors, encoder.dimension)

    found, sizes = [], {name: len(own) for name, own in passages.items()}

    def beside(truth: Truth, other: Truth, *, long: bool = False, **kind: bool) -> Compared:
        """A programme beside the standard of another, of which, as far as is known, it teaches nothing."""
        parts = material._company(truth, other, truths, sizes, alike) if long else [truth.name]
        pool = pools[other.name]
        (standard,) = pool.standards
        places, count = np.array(standard, dtype=np.int64), sum(sizes[part] for part in parts)
        none, absent = np.zeros((count, len(places)), dtype=bool), np.zeros(len(places), dtype=np.int8)
        weight = REAL if is_real(truth) else 1.0
        asks = partial(asked, *parts)
        return Compared(truth.name, asks, pool, places, none, absent, long=long, weight=weight, **kind)

    for number, truth in enumerate(truths):
        others = [other for other in truths if not alike(other, truth) and other.path != truth.path]
        of_teaching = [other for other in others if material._of_teaching(other)]
        draw = random.Random(truth.name)
        drawn = draw.sample(others, min(_FOREIGN, len(others))) + draw.sample(of_teaching, min(1, len(of_teaching)))
        beside_own = [beside(truth, truth, field=True, examples=truth.examples)]
        if number % _LONG == 0:
            beside_own.append(beside(truth, truth, long=True, field=True, examples=truth.examples))
            found += [beside(truth, other, long=True) for other in drawn[:1]]
        for one in beside_own:
            material._tell_places(one, truth)
        found += [*beside_own, *(beside(truth, other) for other in drawn)]
        near = material._by_nearness(truth, truths, pools)[_NEIGHBOUR - 1 : _NEIGHBOUR] if number % 2 else ()
        found += [beside(truth, other, neighbour=True) for other in near]
    return found


def alike(truth: Truth, other: Truth) -> bool:
    """Whether a programme of one may teach what the standard of the other asks for."""
    first, second = (one.sector.partition(":")[0] for one in (truth, other))
    return first == second or material.alike(truth, other)
