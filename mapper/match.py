"""Passages to the competencies they correspond to, with probability and evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from corpora import Competency, Passage
from embeddings.encoders import Encoder
from mapper.candidates import Pool
from mapper.evidence import shared_words, strongest_words, without_each_word
from mapper.framework_index import FrameworkIndex
from mapper.matcher_model import MatcherModel, order, shipped
from mapper.questions import of_document
from mapper.records import Match
from mapper.reranker import RERANKED, Reranker
from mapper.scoring import Scored, score_all, texts_of

if TYPE_CHECKING:
    from mapper.examples import Examples

NOT_FOR_PROGRAMMES = frozenset({"occupation", "group"})
"""Kinds that a programme is not mapped to: it teaches skills and standards, not occupations or headings."""


@dataclass(slots=True)
class _Draft:
    """A match whose evidence may still be missing, and where its wording's vector is."""

    match: Match
    text: str
    index: FrameworkIndex
    row: int


class Matcher:
    """Finds the competencies that passages correspond to, in one or more frameworks.

    Each framework is searched by itself: another framework beside it changes nothing.

    Args:
        entries: the frameworks, indexed by this encoder.
        encoder: made their vectors.
        model: makes score and probability; the shipped one by default.
        excluded: kinds of entries that are no candidates.
        reranker: puts the matches of a passage into its order; their probabilities stay.
        examples: what people decided on other programmes, of each framework; none by default.
        only: of frameworks by name, the codes of the only standards that are looked at; all by default.
    """

    def __init__(
        self,
        entries: Sequence[FrameworkIndex],
        encoder: Encoder,
        *,
        model: MatcherModel | None = None,
        excluded: frozenset[str] = NOT_FOR_PROGRAMMES,
        reranker: Reranker | None = None,
        examples: Sequence[Examples] = (),
        only: Mapping[str, frozenset[str]] | None = None,
    ) -> None:
        self._encoder = encoder
        self._model = model or shipped()
        self._reranker = reranker
        self._examples: Sequence[Examples | None] = examples or [None] * len(entries)
        self.revision = self._model.revision if reranker is None else f"{self._model.revision}+{reranker.revision}"
        scale = self._model.scale_for(encoder.revision)
        self._pools = []
        for index in entries:
            if index.encoder != encoder.revision:
                raise ValueError(f"index of {index.framework.name} is of encoder {index.encoder}")
            standards = (only or {}).get(index.framework.name, frozenset())
            self._pools.append(Pool.of(index, excluded=excluded, scale=scale, only=standards))

    def match(self, passages: Sequence[Passage], *, k: int = 5) -> list[tuple[Match, ...]]:
        """The matches of each passage, in the order given: `best` of what `score` finds."""
        return self.best(passages, self.score(passages), k=k)

    def score(self, passages: Sequence[Passage]) -> list[list[Scored]]:
        """Every candidate of each passage in each framework, those below the threshold among them.

        Args:
            passages: of one document: those of a section, the headings above them and the other passages inform the
                order of each one's candidates.

        Returns:
            Per framework, in the order given, one for each passage.
        """
        questions = of_document(passages)
        # Each wording once: a programme repeats itself, and capitals, spaces and list marks make no difference.
        texts = texts_of(questions)
        if not texts:
            return [[] for _ in self._pools]
        vectors = self._encoder.encode(texts, role="query")
        rows = {text: vectors[row] for row, text in enumerate(texts)}
        scored = []
        for pool, examples in zip(self._pools, self._examples, strict=True):
            found = score_all(questions, texts, vectors, pool)
            if examples is not None:
                found = [examples.informed(of_one, rows[q.text]) for q, of_one in zip(questions, found, strict=True)]
            scored.append(found)
        return scored

    def best(
        self, passages: Sequence[Passage], scored: Sequence[Sequence[Scored]], *, k: int = 5
    ) -> list[tuple[Match, ...]]:
        """The matches of each passage, in the order given.

        Args:
            passages: of one document.
            scored: what `score` found for them.
            k: how many of each framework at most.

        Returns:
            Per passage its matches in all frameworks, the most probable first, or as the reranker orders them; ()
            where no candidate reaches the model's threshold: no correspondence.
        """
        drafts: list[list[_Draft]] = [[] for _ in passages]
        for pool, of_pool in zip(self._pools, scored, strict=True):
            for row, passage, found in zip(drafts, passages, of_pool, strict=bool(of_pool)):
                row += self._best(passage, pool.index, found, k if self._reranker is None else RERANKED)
        if self._reranker is not None:
            drafts = [self._reranked(row, self._reranker, k) for row in drafts]
        self._add_dense_evidence(drafts)
        matches = [[draft.match for draft in row] for row in drafts]
        if self._reranker is not None:
            return [tuple(row) for row in matches]
        return [tuple(sorted(row, key=lambda m: (-m.probability, m.framework, -m.score))) for row in matches]

    def _reranked(self, row: list[_Draft], reranker: Reranker, k: int) -> list[_Draft]:
        """The k that come first in each framework, in the cross-encoder's order."""
        if not row:
            return row
        ordered = [row[place] for place in reranker.order(row[0].text, [draft.match.statement for draft in row])]
        left = dict.fromkeys((draft.match.framework for draft in row), k)
        kept = []
        for draft in ordered:
            if left[draft.match.framework]:
                left[draft.match.framework] -= 1
                kept.append(draft)
        return kept

    def _best(self, passage: Passage, index: FrameworkIndex, found: Scored, k: int) -> list[_Draft]:
        """The k best in one framework that reach the threshold, the words that they share as evidence."""
        probability = self._model.probabilities(found)
        drafts = []
        for place in order(found)[:k]:
            if probability[place] < self._model.threshold:
                break  # the probability falls with the score
            competency = index.framework.competencies[found.entries[place]]
            match = Match(
                framework=index.framework.name,
                code=competency.code,
                statement=_statement(competency, passage.language),
                probability=float(probability[place]),
                score=float(found.score[place]),
                evidence=shared_words(passage.text, [competency.statement, *(o.text for o in competency.labels)]),
            )
            drafts.append(_Draft(match, passage.text, index, int(found.rows[place])))
        return drafts

    def _add_dense_evidence(self, drafts: Sequence[Sequence[_Draft]]) -> None:
        """Where no word is shared (another language, perhaps): the words that bring the vectors together."""
        bare = [draft for row in drafts for draft in row if not draft.match.evidence]
        if not bare:
            return
        texts = sorted({draft.text for draft in bare})
        variants = [[text, *without_each_word(text)] for text in texts]
        vectors = self._encoder.encode([variant for row in variants for variant in row], role="query")
        ends = np.cumsum([len(row) for row in variants], dtype=np.int64)
        of_text = {text: vectors[end - len(row) : end] for text, row, end in zip(texts, variants, ends, strict=True)}
        for draft in bare:
            wording = draft.index.index.vectors(np.array([draft.row]))[0]
            whole, *without = of_text[draft.text] @ wording
            drops = [float(whole - part) for part in without]
            draft.match = replace(draft.match, evidence=strongest_words(draft.text, drops))


def _statement(competency: Competency, language: str | None) -> str:
    """The wording in the passage's language where the framework has one, else as it stands."""
    if language in (None, competency.language):
        return competency.statement
    preferred = (label.text for label in competency.labels if label.language == language and label.kind == "preferred")
    return next(preferred, competency.statement)
