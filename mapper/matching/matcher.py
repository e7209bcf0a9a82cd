"""Passages to the competencies they correspond to, with probability and the words that carry a match.

A cross-encoder may put a passage's matches into another order, since it reads both texts at once. It says which of them
comes first, not how probable any is: each keeps the calibrated probability.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import NDArray

from corpora import InputError, Passage
from embeddings.encoders import Encoder
from embeddings.lexical import words
from embeddings.threads import single_threaded
from mapper.matching.candidates import NOT_FOR_PROGRAMMES, Pool
from mapper.matching.index import FrameworkIndex
from mapper.matching.queries import make_questions, texts_to_encode, with_vectors
from mapper.matching.records import EVERY, Match, Only
from mapper.matching.scorer import Found, Scorer, shipped
from mapper.matching.scoring import Scored, score_all, texts_of

if TYPE_CHECKING:
    from mapper.people.examples import Examples


@dataclass(slots=True)
class _Draft:
    """A match whose evidence may still be missing, and where its wording's vector is."""

    match: Match
    text: str
    index: FrameworkIndex
    row: int


class Matcher:
    """Finds the competencies that passages correspond to, in frameworks indexed by this encoder, each by itself.

    The reranker puts the matches of a passage into its order; their probabilities stay. `only` are, by the name of a
    framework, the codes of the only standards that are looked at.
    """

    def __init__(
        self,
        entries: Sequence[FrameworkIndex],
        encoder: Encoder,
        *,
        scorer: Scorer | None = None,
        reranker: Reranker | None = None,
        only: Only = EVERY,
    ) -> None:
        self._encoder, self._reranker = encoder, reranker
        self.scorer = scorer or shipped()
        self._examples: Sequence[Examples | None] = [None] * len(entries)
        self.revision = self.scorer.revision if reranker is None else f"{self.scorer.revision}+{reranker.revision}"
        scale = self.scorer.scale_for(encoder.revision)
        self._pools = []
        for index in entries:
            if index.encoder != encoder.revision:
                raise ValueError(f"index of {index.framework.name} is of encoder {index.encoder}")
            standards = only.get(index.framework.name, frozenset())
            self._pools.append(Pool.build(index, excluded=NOT_FOR_PROGRAMMES, scale=scale, only=standards))

    def informed(self, examples: Sequence[Examples]) -> Self:
        """Return the same, informed by what people decided on other programmes, of each framework."""
        found = copy(self)
        found._examples = examples
        return found

    def match(self, passages: Sequence[Passage], *, k: int = 5) -> list[tuple[Match, ...]]:
        """Return the matches of each passage, in the order given: `best` of what `score` finds."""
        return self.best(passages, self.score(passages), k=k)

    def score(
        self,
        passages: Sequence[Passage],
        *,
        beside: Sequence[Passage] = (),
        skills: Mapping[str, Collection[int]] | None = None,
    ) -> list[Found]:
        """Return what passages say of the entries of each framework, in the order given, however improbable.

        The passages are of one document: those of a section, the headings above them and the others inform what is said
        of each. Of those `beside` no match is asked, but they may show by what a criterion is taught. `skills` are, by
        the name of a framework, the places of entries of which it is asked whether the whole document teaches them.
        """
        if not any(self._examples) and not any(pool.standards for pool in self._pools):
            beside = ()  # they show criteria, and here are none
        questions = make_questions(passages)
        # Each wording once: a programme repeats itself, and capitals, spaces and list marks make no difference.
        texts = texts_of(questions)
        around = sorted({*texts, *texts_to_encode([*passages, *beside])})
        if not texts:
            return [Found((), ()) for _ in self._pools]
        rows = dict(zip(around, self._encoder.encode(around, role="query"), strict=True))
        vectors = np.array([rows[text] for text in texts])
        every = with_vectors([*passages, *beside], rows, self._encoder.dimension)
        own = every.only(range(len(passages)))

        with single_threaded():
            scored = [
                self.scorer.score_catalogue(own, score_all(questions, texts, vectors, pool), pool)
                for pool in self._pools
            ]
            asked_of = [(skills or {}).get(pool.index.framework.name, ()) for pool in self._pools]
            found = self.scorer.judge(own, every, scored, self._pools, asked_of)
        return [
            one if examples is None else examples.informed(one, every.vectors)
            for one, examples in zip(found, self._examples, strict=True)
        ]

    def best(self, passages: Sequence[Passage], found: Sequence[Found], *, k: int = 5) -> list[tuple[Match, ...]]:
        """Return per passage its matches in all frameworks, the most probable first, or as the reranker orders them.

        At most `k` of each framework; () where no candidate reaches the model's threshold. `found` is what `score`
        found.
        """
        drafts: list[list[_Draft]] = [[] for _ in passages]
        for pool, of_pool in zip(self._pools, found, strict=True):
            for row, passage, scored in zip(drafts, passages, of_pool.scored, strict=bool(of_pool.scored)):
                row += self._best(passage, pool.index, scored, k if self._reranker is None else RERANKED)
        if self._reranker is not None:
            drafts = [self._reranked(row, self._reranker, k) for row in drafts]
        self._add_dense_evidence(drafts)
        matches = [[draft.match for draft in row] for row in drafts]
        if self._reranker is not None:
            return [tuple(row) for row in matches]
        return [tuple(sorted(row, key=lambda m: (-m.probability, m.framework, -m.score))) for row in matches]

    def _reranked(self, row: list[_Draft], reranker: Reranker, k: int) -> list[_Draft]:
        """Return the k that come first in each framework, in the cross-encoder's order."""
        left = dict.fromkeys((draft.match.framework for draft in row), k)
        kept = []
        for place in reranker.order(row[0].text, [draft.match.statement for draft in row]) if row else ():
            if left[row[place].match.framework]:
                left[row[place].match.framework] -= 1
                kept.append(row[place])
        return kept

    def _best(self, passage: Passage, index: FrameworkIndex, found: Scored, k: int) -> list[_Draft]:
        """Return the k best in one framework that reach the threshold, the words that they share as evidence."""
        drafts = []
        for place in np.lexsort((found.entries, -found.score, -found.probability))[:k].tolist():
            if found.probability[place] < self.scorer.threshold:
                break
            competency = index.framework.competencies[found.entries[place]]
            match = Match(
                framework=index.framework.name,
                code=competency.code,
                statement=competency.statement_in(passage.language),
                probability=float(found.probability[place]),
                score=float(found.score[place]),
                evidence=shared_words(passage.text, competency.wordings),
            )
            drafts.append(_Draft(match, passage.text, index, int(found.rows[place])))
        return drafts

    def _add_dense_evidence(self, drafts: Sequence[Sequence[_Draft]]) -> None:
        """Add the words that bring the vectors together to matches that share no word, as across languages."""
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


Spans = tuple[tuple[int, int], ...]

# Words with the hyphens and apostrophes inside them.
_WORD = re.compile(r"\w+(?:[-’'·]\w+)*")
# Of a longer passage only the first words are tried: the encoder reads little more of it.
_MOST_TRIED = 60
_MOST_SHOWN = 4
_LEAST_SHARE = 0.5


def shared_words(text: str, wordings: Sequence[str]) -> Spans:
    """Return the words that a passage shares with the wording that it shares most with, the statement before labels.

    Compared as the lexical scorers do: by their first letters, without accents, capitals and words that say nothing.
    Gives offsets of whole words in the passage, ascending.
    """
    spans = _stems(text)
    mine = frozenset().union(*(stems for _, stems in spans))
    common = [mine.intersection(words(wording)) for wording in wordings]
    most = max(common, key=len, default=frozenset())
    return tuple(span for span, stems in spans if stems & most)


@lru_cache(maxsize=64)  # a passage has several matches, one behind the other
def _stems(text: str) -> list[tuple[tuple[int, int], frozenset[str]]]:
    """Return offsets of the words of a text, numbers among them, each with what it is compared by."""
    return [(found.span(), frozenset(words(found[0]))) for found in _WORD.finditer(text)]


def without_each_word(text: str) -> list[str]:
    """Return the text as many times as it has words (up to 60), each time without one of them, in the words' order."""
    return [text[:start] + text[end:] for (start, end), _ in _stems(text)[:_MOST_TRIED]]


def strongest_words(text: str, drops: Sequence[float]) -> Spans:
    """Return up to four words without which a text is furthest from a wording, each at least half as far as the first.

    `drops` says for each text of `without_each_word` how much further from the wording it is than the whole. Gives
    offsets of whole words, ascending; none where no word brings the text nearer.
    """
    spans, values = _stems(text), np.asarray(drops, dtype=np.float64)
    least = max(_LEAST_SHARE * float(values.max(initial=0)), 1e-6)
    telling = [place for place in np.argsort(-values, kind="stable") if spans[place][1]]
    return tuple(sorted(spans[place][0] for place in telling[:_MOST_SHOWN] if values[place] >= least))


RERANKED = 20  # of each framework so many candidates at most are read by the cross-encoder


@dataclass(frozen=True, slots=True)
class Reranker:
    """A cross-encoder of sentence-transformers."""

    name: str  # of the model, or its folder's name
    revision: str  # hash of its weights and configuration, 16 hexadecimal digits
    model: Any

    def scores(self, text: str, wordings: Sequence[str]) -> NDArray[np.float64]:
        """Tell how well each wording answers the text, higher is better; to 6 decimals."""
        if not wordings:
            return np.zeros(0)
        pairs = [(text, wording) for wording in wordings]
        found = np.asarray(self.model.predict(pairs, show_progress_bar=False), dtype=np.float64)
        if found.shape != (len(wordings),):
            raise InputError(
                "the model '{name}' gives not one value a pair but {shape}; use a cross-encoder of a single output",
                name=self.name,
                shape=found.shape[1:],
            )
        return np.round(found, 6)

    def order(self, text: str, wordings: Sequence[str]) -> list[int]:
        """Return places of the wordings, the best first; equal ones in the order given."""
        return [int(place) for place in np.argsort(-self.scores(text, wordings), kind="stable")]


def open_reranker(name: str) -> Reranker:
    """Open a model by its id on Hugging Face or its folder; raises InputError where there is none."""
    from sentence_transformers import CrossEncoder

    from embeddings.encoders.sentence_transformer import architecture, opened

    model, reason = opened(name, lambda local: CrossEncoder(name, device="cpu", local_files_only=local))
    if model is None:
        raise InputError(
            "the model '{name}' could not be opened ({reason}); give an id on Hugging Face or the folder of a"
            " cross-encoder saved by sentence-transformers",
            name=name,
            reason=reason,
        )
    if re.search(r"(Model|ForMaskedLM)$", architecture(model)):  # what is left to read two texts would be random
        raise InputError("the model '{name}' is no cross-encoder, but makes vectors; name another one", name=name)
    digest = hashlib.sha256()
    for key, value in sorted(model.state_dict().items()):
        digest.update(key.encode() + value.numpy().tobytes())
    found = Reranker(Path(name).name if Path(name).is_dir() else name, digest.hexdigest()[:16], model)
    found.scores("", [""])  # says now that it is of several outputs, not after the work
    return found
