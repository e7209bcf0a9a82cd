"""What people decided on earlier programmes, as examples for the next one.

A passage like one that a person found to correspond to a competency probably corresponds to it too:

    near = max((cosine(passage, example) − .7) / .3, 0)
    score(passage, competency) += .2 · near          log odds of its probability += 6 · near

with the nearest of the competency's examples. The first two numbers were chosen on training collections
(`benchmarks/examples.py`); the third so that an equal text is shown with .9 where it was improbable before. Only what a
person decided by hand, one at a time, and nobody disputes is an example. Rejections are none: no material tells what
they should count.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from corpora import Framework
from embeddings.encoders import Encoder, Vectors
from mapper.matching.queries import make_question
from mapper.matching.read_scorer import StandardScores
from mapper.matching.scorer import Found
from mapper.matching.terms import Numbers, Rows
from mapper.people.review.records import Decision
from mapper.people.review.state import States

WEIGHT = 0.2
FLOOR = 0.7
ODDS = 6.0
_LEAST = 0.02  # probability of a pair that an example speaks for, before it does
_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Example:
    """A text that corresponds to a competency, by people's word, as that was worded when it was decided."""

    text: str
    language: str | None
    framework: str
    code: str
    statement: str


def examples_from_review(alignment: Mapping[str, Any], history: Iterable[Decision]) -> Iterator[Example]:
    """Return what a person decided by hand, one at a time, and nobody disputes, of one review."""
    rows = [row for row in history if not row.bulk]
    said = {(row.text_id, row.framework, row.code): row.seen.statement for row in rows if row.seen.statement}
    passages = {passage["text_id"]: passage for passage in alignment["passages"]}
    matches = {text_id: [(m["framework"], m["code"]) for m in p["matches"]] for text_id, p in passages.items()}
    found = States(rows, matches)
    for text_id, passage in passages.items():
        for framework, code in sorted(found[text_id].right):
            if found[text_id].standing((framework, code)) == "partly":
                continue
            statement = said.get((text_id, framework, code), "")
            yield Example(passage["text"], passage["language"], framework, code, statement)


def _find_held(examples: Iterable[Example], framework: Framework) -> list[tuple[Example, int]]:
    """Return those that a framework holds with the same wording, each with its competency's place."""
    held = []
    for example in examples:
        entry = framework.find(example.code) if example.framework == framework.name else None
        if entry is not None and example.statement in entry.wordings:
            held.append((example, framework.places[entry.code]))
    return held


class Examples:
    """Those of one framework whose competency it holds with the same wording, ready to inform; so many are `used`."""

    def __init__(self, examples: Sequence[Example], framework: Framework, encoder: Encoder) -> None:
        kept = _find_held(examples, framework)
        self.used = len(kept)
        self._entries = np.array([place for _, place in kept], dtype=np.int64)
        texts = [make_question(example.text, example.language).text for example, _ in kept]
        self.vectors = encoder.encode(texts, role="query")

    def informed(self, found: Found, vectors: Vectors) -> Found:
        """Return what was found, with what the examples say of it."""
        if not self.used:
            return found
        near = np.clip((vectors @ self.vectors.T - FLOOR) / (1 - FLOOR), 0, 1).astype(np.float64)
        scored = []
        for one, row in zip(found.scored, near, strict=False):  # what stands beside is not scored
            nearest = self.nearest(row, one.entries)
            score = np.round(one.score + WEIGHT * nearest, _DECIMALS)
            scored.append(replace(one, score=score, probability=_raise_probability(one.probability, nearest)))
        return Found(tuple(scored), tuple(self._inform_standard(one, near) for one in found.standards), found.skills)

    def nearest(self, near: Numbers, entries: Rows) -> Numbers:
        """Return for each entry (ascending) how near its nearest example lies, shape (len(entries), ...)."""
        nearest = np.zeros((len(entries), *near.shape[1:]))
        candidates = np.isin(self._entries, entries)
        np.maximum.at(nearest, np.searchsorted(entries, self._entries[candidates]), near[candidates])
        return nearest

    def _inform_standard(self, found: StandardScores, near: Numbers) -> StandardScores:
        nearest = self.nearest(near.T, found.places).T
        pairs = _raise_probability(found.pairs, nearest)
        taught = np.maximum(found.taught, pairs.max(axis=0, initial=0.0))
        refitted = np.maximum(found.refitted, np.where(taught > found.taught, taught, 0.0))
        order = _raise_probability(found.order, nearest)
        return replace(found, pairs=pairs, order=order, taught=taught, refitted=refitted)


def _raise_probability(probability: Numbers, nearest: Numbers) -> Numbers:
    """Return probabilities raised by examples, as the module says."""
    least = np.clip(probability, _LEAST, 1 - 1e-6)
    informed = 1 / (1 + (1 - least) / least * np.exp(-ODDS * nearest))
    return np.where(nearest > 0, np.round(informed, _DECIMALS), probability)


def count_used(examples: Sequence[Example], frameworks: Iterable[Framework]) -> int:
    """Return the number of these whose competency one of the frameworks holds as it was worded then."""
    return sum(len(_find_held(examples, framework)) for framework in frameworks)
