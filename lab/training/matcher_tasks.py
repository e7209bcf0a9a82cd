"""Tasks that the matcher is fitted and compared on: texts whose right entries are known, among others."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from corpora import Competency, Framework
from embeddings.encoders import Encoder, Vectors
from mapper.matching.candidates import Pool
from mapper.matching.index import FrameworkIndex
from mapper.matching.queries import Question
from mapper.matching.scoring import texts_of

CONTEXT = "context"


@dataclass(frozen=True, slots=True)
class Task:
    """Questions about one collection in one pool."""

    collection: str  # where the questions are from; what stands before the first hyphen is its family
    mode: str  # "alone" or "context"
    name: str  # of the pool
    pool: Pool  # what is searched
    questions: tuple[Question, ...]  # all of them, as they inform each other
    relevant: tuple[frozenset[int], ...]  # for each the right entries of the pool
    groups: tuple[str, ...]  # of each, for folds
    counted: tuple[int, ...]  # rows of the questions that the encoder has not seen
    texts: tuple[str, ...]  # all texts of the questions
    vectors: Vectors  # of the texts

    @property
    def family(self) -> str:
        """What is left out together: collections from the same documents."""
        return self.collection.split("-")[0]

    @property
    def kind(self) -> str:
        """What is asked, and how; a mean over kinds decides, so that no kind counts more for having more texts."""
        return f"{self.collection} in context" if self.mode == CONTEXT else self.collection


def plain(statements: Sequence[str], language: str = "es") -> tuple[Competency, ...]:
    """Return an entry for each distinct text."""
    distinct = dict.fromkeys(statements)
    return tuple(Competency(str(i), text, "standard", language=language) for i, text in enumerate(distinct))


def pool_of(name: str, competencies: tuple[Competency, ...], encoder: Encoder) -> Pool:
    """Return a framework of these entries, made searchable."""
    digest = hashlib.sha256("\n".join(c.statement for c in competencies).encode()).hexdigest()
    framework = Framework(name, name, name, digest, name, competencies)
    return Pool.build(FrameworkIndex.build(framework, encoder))


def task_of(
    names: tuple[str, str, str],
    pool: Pool,
    questions: Sequence[Question],
    targets: Sequence[Sequence[str]],
    groups: Sequence[str],
    counted: Sequence[int],
    encoder: Encoder,
) -> Task:
    """Return a task without the documents that nothing counted stands in: they would inform nothing.

    `names` are collection, mode and pool, `targets` the statements of each question's right entries, `counted` the rows
    of the questions that count.
    """
    documents = {questions[i].document for i in counted}
    kept = [i for i, asked in enumerate(questions) if asked.document in documents] if documents != {""} else counted
    rows = {old: new for new, old in enumerate(kept)}
    asked = tuple(questions[i] for i in kept)
    places = {c.statement: place for place, c in enumerate(pool.index.framework.competencies)}
    texts = tuple(texts_of(asked))
    return Task(
        *names,
        pool,
        asked,
        tuple(frozenset(places[target] for target in targets[i]) for i in kept),
        tuple(groups[i] for i in kept),
        tuple(rows[i] for i in counted),
        texts,
        encoder.encode(texts, role="query"),
    )
