"""What people decided on earlier programmes, as examples for the next one.

A passage like one that a person found to correspond to a competency probably corresponds to it too:

    score(passage, competency) += weight · max((cosine(passage, example) − floor) / (1 − floor), 0)

with the nearest of the competency's examples. Both numbers were chosen on training collections
(`benchmarks/examples.py`). Only what a person decided by hand, one at a time, and nobody disputes is an example.
Rejections are none: no material tells what they should count.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from corpora import Framework, Skipped, Text
from embeddings.encoders import Encoder, Vectors
from mapper.questions import question
from mapper.review.records import Decision
from mapper.review.state import states
from mapper.scoring import Scored

WEIGHT = 0.2
FLOOR = 0.7
_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Example:
    """A text that corresponds to a competency, by people's word.

    Attributes:
        text: the passage.
        language: "es", "en", or None if unknown.
        framework: name of the framework.
        code: of the competency.
        statement: its wording when it was decided.
    """

    text: str
    language: str | None
    framework: str
    code: str
    statement: str


def of_review(alignment: Mapping[str, Any], history: Iterable[Decision]) -> Iterator[Example]:
    """What a person decided by hand, one at a time, and nobody disputes, of one review.

    Args:
        alignment: what was reviewed, as alignment.json has it.
        history: every row of the review, in order.
    """
    rows = [row for row in history if not row.bulk]
    said = {(row.text_id, row.framework, row.code): row.seen.statement for row in rows if row.seen.statement}
    passages = {passage["text_id"]: passage for passage in alignment["passages"]}
    matches = {text_id: [(m["framework"], m["code"]) for m in p["matches"]] for text_id, p in passages.items()}
    found = states(rows, matches)
    for text_id, passage in passages.items():
        for framework, code in sorted(found[text_id].right):
            statement = said.get((text_id, framework, code), "")
            yield Example(passage["text"], passage["language"], framework, code, statement)


def _held(examples: Iterable[Example], framework: Framework) -> list[tuple[Example, int]]:
    """Those that a framework holds with the same wording, each with its competency's place."""
    places = {c.code: place for place, c in enumerate(framework.competencies)}
    wordings = [{c.statement, *(label.text for label in c.labels)} for c in framework.competencies]
    return [
        (example, places[example.code])
        for example in examples
        if example.framework == framework.name
        and example.code in places
        and example.statement in wordings[places[example.code]]
    ]


class Examples:
    """Those of one framework, ready to inform.

    Args:
        examples: of any frameworks.
        framework: only its own count, those whose competency it holds with the same wording.
        encoder: makes the vectors.

    Attributes:
        used: how many count.
    """

    def __init__(self, examples: Sequence[Example], framework: Framework, encoder: Encoder) -> None:
        kept = _held(examples, framework)
        self.used = len(kept)
        self._entries = np.array([place for _, place in kept], dtype=np.int64)
        texts = [question(example.text, example.language).text for example, _ in kept]
        self._vectors = encoder.encode(texts, role="query")

    def informed(self, found: Scored, vector: Vectors, *, weight: float = WEIGHT, floor: float = FLOOR) -> Scored:
        """Candidates with what the examples say of them.

        Args:
            found: the candidates of a passage.
            vector: of the passage, shape (dimension,).
            weight: see the formula.
            floor: see the formula.
        """
        if not self.used or not len(found.entries):
            return found
        near = np.clip((self._vectors @ vector - floor) / (1 - floor), 0, 1).astype(np.float64)
        candidates = np.isin(self._entries, found.entries) & (near > 0)
        score = found.score.copy()
        nearest = np.zeros(len(score))
        np.maximum.at(nearest, np.searchsorted(found.entries, self._entries[candidates]), near[candidates])
        return replace(found, score=np.round(score + weight * nearest, _DECIMALS))


@dataclass(frozen=True, slots=True)
class Informing:
    """How many decisions on other documents inform what is computed, and how many do not although they were given."""

    used: int = 0
    unused: int = 0

    @classmethod
    def of(cls, examples: Collection[Example], frameworks: Iterable[Framework]) -> Informing:
        """Which of these a comparison with the frameworks uses."""
        used = sum(len(_held(examples, framework)) for framework in frameworks)
        return cls(used, len(examples) - used)

    @property
    def skipped(self) -> tuple[Skipped, ...]:
        """What to say of those that inform nothing: their framework is not asked for, or has changed."""
        left = self.unused
        why = Text(
            f"decisiones que no informan: ningún marco pedido tiene su competencia con el mismo texto: {left:,}",
            f"decisions that inform nothing: no framework asked for holds their competency as worded then: {left:,}",
        )
        return (Skipped("reviewed", why),) if left else ()


NOT_INFORMED = Informing()
