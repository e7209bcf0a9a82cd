"""How near what a programme says of itself lies to the titles and descriptions of occupations.

Each text is scored as the matcher scores any (`mapper.matching.candidates`). Of titles, and of occupations that a
programme names itself, the nearest counts; of its profile and outcomes, and of these with an occupation's description,
the mean of the three nearest; the score is the mean of the kinds. It is a likeness, and no probability.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embeddings.encoders import Encoder, Vectors
from mapper.industry.occupations.needs import above_chance, by_chance, is_occupation
from mapper.industry.occupations.records import Kind, Near
from mapper.industry.occupations.sayings import Saying
from mapper.matching.candidates import Numbers, Pool, find_candidates
from mapper.matching.index import FrameworkIndex
from mapper.matching.occupations import as_compared
from mapper.matching.scorer import Scorer
from mapper.matching.scoring import USED

LEAST = 0.25
"""Share above chance from which an occupation stands out, chosen by reading what the sample programmes led to."""
_NAMES = ("title", "occupation")
_BEST = 3
_DESCRIBED = 100  # occupations whose descriptions are read: those whose titles lie nearest


@dataclass(frozen=True, slots=True, eq=False)
class _Said:
    """One programme's texts, their vectors, and their likeness with the titles, shape (texts, occupations)."""

    sayings: Sequence[Saying]
    vectors: Vectors
    likeness: Numbers

    def of_kinds(self) -> dict[Kind, Numbers]:
        """Per kind that the programme has, each of shape (occupations,)."""
        kinds = dict.fromkeys(saying.kind for saying in self.sayings)
        return {kind: _together(kind, self.likeness[self.rows(kind)]) for kind in kinds}

    def rows(self, *kinds: Kind) -> list[int]:
        return [row for row, saying in enumerate(self.sayings) if saying.kind in kinds]

    def describing(self) -> list[int]:
        """Texts that descriptions are compared with: all where there are only names."""
        return [r for r, s in enumerate(self.sayings) if s.kind not in _NAMES] or list(range(len(self.sayings)))


class Titles:
    """The occupations of a framework, compared by their titles and descriptions.

    The chance level is that of `arbitrary`, what programmes of many fields say; the scorer has the scale of scores.
    """

    def __init__(
        self, index: FrameworkIndex, encoder: Encoder, scorer: Scorer, arbitrary: Sequence[Sequence[Saying]]
    ) -> None:
        entries = index.framework.competencies
        others = frozenset(entry.kind for entry in entries if not is_occupation(entry))
        self._encoder, self._entries = encoder, entries
        self._pool = Pool.of(index, excluded=others, scale=scorer.scale_for(encoder.revision))
        self._places = np.flatnonzero([is_occupation(entry) for entry in entries])
        self._arbitrary = [self._said(sayings) for sayings in arbitrary if sayings]

    def foremost(self, sayings: Sequence[Saying]) -> Iterator[tuple[int, tuple[float, float, float], tuple[Near, ...]]]:
        """The occupations that stand out of chance, the foremost first; none where the programme says nothing.

        Of each its place in the framework; its score, that of chance, and how far it is above; what lies nearest.
        """
        if not sayings:
            return
        said = self._said(sayings)
        score = _mean(said.of_kinds())
        chance = self._chance(said)
        nearest = np.argsort(-above_chance(score, chance), kind="stable")[:_DESCRIBED]
        with_words = nearest[[bool(self._entries[self._places[one]].description) for one in nearest]]
        likeness = self._described(said, with_words)
        if len(with_words):
            kinds = len(said.of_kinds())
            described = by_chance([_together("description", self._described(o, with_words)) for o in self._arbitrary])
            score[with_words] = (kinds * score[with_words] + _together("description", likeness)) / (kinds + 1)
            chance[with_words] = (kinds * chance[with_words] + described) / (kinds + 1)
        above = above_chance(score, chance)
        column = {one: number for number, one in enumerate(with_words.tolist())}
        for one in nearest[np.argsort(-above[nearest], kind="stable")].tolist():
            if above[one] < LEAST:
                return
            near = self._near(said, one, likeness[:, column[one]] if one in column else None)
            yield int(self._places[one]), (float(score[one]), float(chance[one]), float(above[one])), near

    def _said(self, sayings: Sequence[Saying]) -> _Said:
        texts = [as_compared(saying.text) for saying in sayings]
        vectors = self._encoder.encode(texts, role="query")
        known = [s.language is None or s.language in self._pool.languages for s in sayings]
        weights = [USED.weights(text, same_language=same) for text, same in zip(texts, known, strict=True)]
        stretches = [np.zeros((0, self._encoder.dimension), dtype=np.float32)] * len(texts)
        found = find_candidates(texts, vectors, self._pool, weights, stretches)
        return _Said(sayings, vectors, np.array([candidates.of(self._places) for candidates in found]))

    def _chance(self, said: _Said) -> Numbers:
        """What an arbitrary programme reaches, kind by kind.

        Those of them that say nothing of a kind are taken by their titles.
        """
        every = [other.of_kinds() for other in self._arbitrary]
        return _mean(
            {
                kind: by_chance([kinds.get(kind, kinds.get("title", _mean(kinds))) for kinds in every])
                for kind in said.of_kinds()
            }
        )

    def _described(self, said: _Said, which: NDArray[np.int64]) -> Numbers:
        """Likeness of the texts with these occupations' descriptions, shape (texts, len(which))."""
        descriptions = [as_compared(self._entries[self._places[one]].description) for one in which]
        if not descriptions:
            return np.zeros((len(said.describing()), 0))
        vectors = self._encoder.encode(descriptions, role="passage")
        cosines = np.asarray(said.vectors[said.describing()] @ vectors.T, dtype=np.float32)
        return np.asarray(self._pool.scaled(cosines), dtype=np.float64)

    def _near(self, said: _Said, one: int, described: Numbers | None) -> tuple[Near, ...]:
        """The nearest text of each kind."""
        best: list[tuple[Kind, Saying, float]] = []
        for kind in dict.fromkeys(saying.kind for saying in said.sayings):
            row = max(said.rows(kind), key=lambda row: said.likeness[row, one])
            best.append((kind, said.sayings[row], said.likeness[row, one]))
        if described is not None:
            row = int(np.argmax(described))
            best.append(("description", said.sayings[said.describing()[row]], described[row]))
        near = [Near(kind, s.text, s.page, s.section, float(np.clip(like, 0, 1))) for kind, s, like in best]
        return tuple(sorted(near, key=lambda one: -one.likeness))


def _together(kind: Kind, likeness: Numbers) -> Numbers:
    """Of the texts of one kind, rows, with each occupation."""
    return np.asarray(np.sort(likeness, axis=0)[-(1 if kind in _NAMES else _BEST) :].mean(axis=0))


def _mean(kinds: Mapping[Kind, Numbers]) -> Numbers:
    return np.asarray(np.mean(list(kinds.values()), axis=0))
