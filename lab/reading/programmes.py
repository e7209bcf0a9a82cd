"""What the scorer of programmes that are read is fitted on: programmes beside standards, real ones first."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial

import numpy as np
from numpy.typing import NDArray

from corpora import Passage, readers
from corpora.split import split_document
from embeddings.encoders import Encoder, Vectors
from mapper.evaluation.programmes import STATES, Truth, is_comparable, normalise
from mapper.matching.candidates import Pool, Scale
from mapper.matching.index import FrameworkIndex
from mapper.matching.queries import EncodedPassages, texts_and_headings, with_vectors
from mapper.matching.terms import Rows

_FOREIGN = 1
"""Standards of other fields that each programme is compared with."""
_NEIGHBOUR = 4
"""Every other programme is compared with so manieth nearest of the standards that lie near to its own."""
_LONG = 4
"""One programme in so many stands as a part of a long document too."""
_OF_TEACHING = ("capacitación", "educación", "servicios educativos")
"""Sectors whose standards are of teaching itself, of which every programme speaks."""
_SHORTEST_LONG, _LONGEST_LONG = 150, 1300
"""Passages of long documents: didactic programmes, catalogues of courses, decrees."""
_AT_HAND = 8  # documents whose vectors are kept: a programme stands beside one standard after another
REAL = 5.0
"""Weight of a programme that people wrote beside one that a language model wrote."""


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """A programme beside one standard, with what is true of each pair and each criterion.

    Its name is what is resampled and held out together; `asked` gives its n passages; `places` are those of the
    criteria, m of them; `right` tells whether the passage teaches the criterion, (n, m); `state` is 2 covered, 1
    partly, 0 absent, (m,). Whether the programme is of the standard's `field`, the programme part of a `long` document,
    the standard a `neighbour` of its own, of which it teaches little or nothing. Where the right passages are
    `examples`, others that teach are not marked. `weight` is what its criteria count: of those that people wrote more.
    """

    programme: str
    asked: Callable[[], EncodedPassages]  # made anew, since the vectors of all long documents together take gigabytes
    pool: Pool
    places: Rows
    right: NDArray[np.bool_]
    state: NDArray[np.int8]
    field: bool = False
    long: bool = False
    neighbour: bool = False
    examples: bool = False
    weight: float = 1.0

    @property
    def own_and_short(self) -> bool:
        """Whether it is a programme by itself beside its own standard, with all right passages marked."""
        return self.field and not (self.long or self.examples)


def is_real(truth: Truth) -> bool:
    """Tell whether people wrote a programme.

    For what was written, truth tells how far its words lie from its standard's.
    """
    return all(one.distance is None for one in truth.criteria)


def standards_of(truths: Sequence[Truth], encoder: Encoder, scale: Scale | None = None) -> dict[str, Pool]:
    """Return each programme's standard, indexed, by the programme's name; `scale` is what cosines are brought to."""
    return {truth.name: Pool.build(FrameworkIndex.build(truth.framework, encoder), scale=scale) for truth in truths}


def compared(truths: Sequence[Truth], pools: Mapping[str, Pool], encoder: Encoder) -> list[Compared]:
    """Return every programme beside its own standard, a near one, one of teaching and some of other sectors.

    Some stand in long documents too, together with programmes of other sectors than the standard's: what whoever hands
    in sixty pages is told has to be as right as what is told of four.
    """
    passages: dict[str, Sequence[Passage]] = {}
    vectors: dict[str, Vectors] = {}
    for truth in truths:
        own = [
            p
            for p in split_document(readers.read(truth.path)).passages
            if p.language is not None and is_comparable(p.text)
        ]
        passages[truth.name] = own
        texts = [text for text in texts_and_headings(own) if text not in vectors]
        vectors |= zip(texts, encoder.encode(texts, role="query"), strict=True)

    @lru_cache(maxsize=_AT_HAND)
    def asked(*names: str) -> EncodedPassages:
        return with_vectors(_one_document([passages[name] for name in names]), vectors, encoder.dimension)

    found, sizes = [], {name: len(own) for name, own in passages.items()}

    def beside(truth: Truth, other: Truth, *, long: bool = False, **kind: bool) -> Compared:
        """Return a programme beside the standard of another, of which, as far as is known, it teaches nothing."""
        parts = _company(truth, other, truths, sizes) if long else [truth.name]
        pool = pools[other.name]
        (standard,) = pool.standards
        places, count = np.array(standard, dtype=np.int64), sum(sizes[part] for part in parts)
        none, absent = np.zeros((count, len(places)), dtype=bool), np.zeros(len(places), dtype=np.int8)
        weight = REAL if is_real(truth) else 1.0
        asks = partial(asked, *parts)
        return Compared(truth.name, asks, pool, places, none, absent, long=long, weight=weight, **kind)

    for number, truth in enumerate(truths):
        others = [other for other in truths if not alike(other, truth) and other.path != truth.path]
        of_teaching = [other for other in others if _of_teaching(other)]
        draw = random.Random(truth.name)
        drawn = draw.sample(others, min(_FOREIGN, len(others))) + draw.sample(of_teaching, min(1, len(of_teaching)))
        beside_own = [beside(truth, truth, field=True, examples=truth.examples)]
        if number % _LONG == 0:
            beside_own.append(beside(truth, truth, long=True, field=True, examples=truth.examples))
            found += [beside(truth, other, long=True) for other in drawn[:1]]
        for one in beside_own:
            _tell_places(one, truth)
        found += [*beside_own, *(beside(truth, other) for other in drawn)]
        near = _by_nearness(truth, truths, pools)[_NEIGHBOUR - 1 : _NEIGHBOUR] if number % 2 else ()
        found += [beside(truth, other, neighbour=True) for other in near]
    return found


def alike(truth: Truth, other: Truth) -> bool:
    """Tell whether a programme of one may teach what the standard of the other asks for."""
    first, second = (one.sector.partition(":")[0] for one in (truth, other))
    return first == second or _alike(truth, other)


def _by_nearness(truth: Truth, truths: Sequence[Truth], pools: Mapping[str, Pool]) -> list[Truth]:
    """Return the other programmes, those first whose standards' entries lie nearest to this one's on average."""
    own = _middle(pools[truth.name])
    others = [one for one in truths if one.path != truth.path and one.framework.name != truth.framework.name]
    nearness = {one.name: float(_middle(pools[one.name]) @ own) for one in others}
    return sorted(others, key=lambda one: (-nearness[one.name], one.name))


def _middle(pool: Pool) -> Vectors:
    """Return the mean of a standard's entries, of unit length."""
    mean = pool.index.index.vectors(np.arange(len(pool.index.entries))).mean(axis=0)
    return np.asarray(mean / np.linalg.norm(mean))


def _of_teaching(truth: Truth) -> bool:
    return truth.sector.startswith(_OF_TEACHING)


def _alike(truth: Truth, other: Truth) -> bool:
    """Tell whether a programme of one may teach what the standard of the other asks for."""
    return truth.sector == other.sector or (_of_teaching(truth) and _of_teaching(other))


def _company(
    truth: Truth,
    beside: Truth,
    truths: Sequence[Truth],
    sizes: Mapping[str, int],
) -> list[str]:
    """Return the parts of a long document.

    A programme among others of which none is of the field of `beside`'s standard.
    """
    draw = random.Random(f"{truth.name} {beside.name}")
    length = math.exp(draw.uniform(math.log(_SHORTEST_LONG), math.log(_LONGEST_LONG)))
    others = [one for one in truths if not alike(one, beside) and one.path not in (truth.path, beside.path)]
    draw.shuffle(others)
    parts = [truth.name]
    while others and sum(sizes[name] for name in parts) < length:
        parts.append(others.pop().name)
    draw.shuffle(parts)
    return parts


def _one_document(parts: Sequence[Sequence[Passage]]) -> list[Passage]:
    """Return the passages of several documents as those of one, which has them one after the other."""
    found: list[Passage] = []
    for part in parts:
        begin = found[-1].end if found else 0
        found += [replace(passage, start=begin + passage.start, end=begin + passage.end) for passage in part]
    return found


def _tell(made: Compared, states: Mapping[str, str]) -> dict[str, int]:
    """Write down the state of each criterion, and give the column of each by its code."""
    codes = [made.pool.index.framework.competencies[place].code for place in made.places]
    for column, code in enumerate(codes):
        made.state[column] = STATES[::-1].index(states.get(code, "absent"))
    return {code: column for column, code in enumerate(codes)}


def _tell_places(made: Compared, truth: Truth) -> None:
    """Write down what a programme truly teaches of its own standard, and where."""
    columns = _tell(made, {one.code: one.state for one in truth.criteria})
    texts = [normalise(passage.text) for passage in made.asked().passages]
    for one in truth.criteria:
        column = columns[one.code]
        for quote in map(normalise, one.passages):
            hit = [row for row, text in enumerate(texts) if quote in text or text in quote]
            made.right[hit, column] = True
