"""Tasks that the matcher is fitted and compared on: texts whose right entries are known, among others.

Each collection is searched in pools of different size: its own targets, and these among the titles of the registry of
standards (advertisements: among ESCO's occupations), because chance resemblance grows with the number of entries.
Outcomes are asked alone and with their context. Beside the collections stand concepts of ESCO asked by another label,
in the other language, or by their description.

Only what the encoder was not trained on is counted, since of the rest its vectors promise too much: groups of its
held-out fold whose targets no other group has (ESCO's occupations excepted, which are known in use too), and its
held-out concepts.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corpora import Competency, Framework
from corpora.frameworks import load
from corpora.language import language_of
from embeddings.encoders import Encoder, TextRole, Vectors
from mapper.candidates import Pool
from mapper.framework_index import FrameworkIndex
from mapper.questions import Question, question
from mapper.scoring import texts_of
from mapper.training.material import Example, examples, titles
from mapper.training.pairs import of_framework

ENCODER_FOLDS = 10
"""Of `mapper.training.encoder`, which brings torch with it; fold 0 is held out."""
_PER_KIND = 150
_SHORTEST_DESCRIPTION = 40


@dataclass(frozen=True, slots=True)
class Task:
    """Questions about one collection in one pool.

    Attributes:
        collection: where the questions are from; what stands before the first hyphen is its family.
        mode: "alone" or "context".
        name: of the pool.
        pool: what is searched.
        questions: all of them, as they inform each other.
        relevant: for each the right entries of the pool.
        groups: of each, for folds.
        counted: rows of the questions that the encoder has not seen.
        texts: all texts of the questions.
        vectors: of the texts.
    """

    collection: str
    mode: str
    name: str
    pool: Pool
    questions: tuple[Question, ...]
    relevant: tuple[frozenset[int], ...]
    groups: tuple[str, ...]
    counted: tuple[int, ...]
    texts: tuple[str, ...]
    vectors: Vectors

    @property
    def family(self) -> str:
        """What is left out together: collections from the same documents."""
        return self.collection.split("-")[0]


class _Remembering:
    """The encoder, with what it was asked before kept in memory: the pools share most of their entries."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._rows: dict[tuple[TextRole, str], Vectors] = {}
        self.name, self.revision, self.dimension = encoder.name, encoder.revision, encoder.dimension

    def encode(self, texts: Sequence[str], *, role: TextRole) -> Vectors:
        missing = [text for text in dict.fromkeys(texts) if (role, text) not in self._rows]
        self._rows.update(
            zip(((role, text) for text in missing), self._encoder.encode(missing, role=role), strict=True)
        )
        return np.array([self._rows[role, text] for text in texts], dtype=np.float32).reshape(-1, self.dimension)


def tasks(data: Path, encoder: Encoder, *, trained: bool = True) -> list[Task]:
    """All tasks of a data folder.

    Args:
        data: folder with `train/`, `renec/` and `esco/`.
        encoder: makes the vectors.
        trained: whether the encoder was trained on the material; of an untrained one every group counts.

    Raises:
        InputError: a file is missing or defective.
    """
    encoder = _Remembering(encoder)
    registry = load([data / "renec" / "ec_standards_api.json"], loader="renec")
    esco = load([data / "esco"], loader="esco")
    standards = [c.statement for c in registry.competencies]
    occupations = [c.statement for c in esco.competencies if c.kind == "occupation" and c.language == "es"]
    collections: dict[str, list[Example]] = {}
    for example in examples(data / "train"):
        collections.setdefault(example.collection, []).append(example)
    modules = {part: e.title for members in collections.values() for e in members for part in e.outcomes}
    found: list[Task] = []
    for name, members in sorted(collections.items()):
        own = sorted({target for example in members for target in example.targets})
        more = {"occupations": occupations} if name.startswith("eures") else {"renec": standards}
        for pool, statements in {"own": own, **{key: [*own, *rest] for key, rest in more.items()}}.items():
            competencies = _plain(statements)
            searched = _pool(f"{name} {pool}", competencies, encoder)
            # Texts with a title are whole modules and advertisements: nothing stands around them.
            for mode in ("alone",) if members[0].title else ("alone", "context"):
                questions = [_question(example, modules, mode) for example in members]
                targets = [example.targets for example in members]
                groups = [example.group for example in members]
                counted = _unseen(members, known=name.startswith("eures")) if trained else range(len(members))
                found.append(_task((name, mode, pool), searched, questions, targets, groups, counted, encoder))
    held_out = of_framework(esco, seed=0).held_out
    return [*found, *_of_titles(data / "train", held_out, encoder), *_of_concepts(esco, held_out, encoder)]


def _question(example: Example, modules: dict[str, str], mode: str) -> Question:
    heading = modules.get(example.query, "") if mode == "context" else ""
    return question(
        example.query,
        example.language,
        title=example.title,
        parts=example.outcomes,
        headings=[heading] if heading else [],
        section=example.module if mode == "context" else "",
        document=example.group if mode == "context" else "",
    )


def _unseen(members: Sequence[Example], *, known: bool) -> list[int]:
    """Of the held-out fold those whose targets were not seen with other texts; all of it where they are known."""
    seen = {target for e in members if e.fold(ENCODER_FOLDS) != 0 for target in e.targets}
    held_out = [i for i, e in enumerate(members) if e.fold(ENCODER_FOLDS) == 0]
    return held_out if known else [i for i in held_out if not seen & set(members[i].targets)]


def _plain(statements: Sequence[str], language: str = "es") -> tuple[Competency, ...]:
    distinct = dict.fromkeys(statements)
    return tuple(Competency(str(i), text, "standard", language=language) for i, text in enumerate(distinct))


def _pool(name: str, competencies: tuple[Competency, ...], encoder: Encoder) -> Pool:
    digest = hashlib.sha256("\n".join(c.statement for c in competencies).encode()).hexdigest()
    framework = Framework(name, name, name, digest, name, competencies)
    return Pool.of(FrameworkIndex.build(framework, encoder))


def _task(
    names: tuple[str, str, str],
    pool: Pool,
    questions: Sequence[Question],
    targets: Sequence[Sequence[str]],
    groups: Sequence[str],
    counted: Sequence[int],
    encoder: Encoder,
) -> Task:
    """A task without the documents that nothing counted stands in: they would inform nothing."""
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


def _labels(concept: Competency, language: str) -> list[str]:
    """Its wordings in a language, the preferred one first."""
    own = [concept.statement] if concept.language == language else []
    others = sorted((o for o in concept.labels if o.language == language), key=lambda o: o.kind != "preferred")
    return own + [label.text for label in others]


def _of_titles(folder: Path, held_out: Sequence[Competency], encoder: Encoder) -> Iterator[Task]:
    """Titles of the occupations that the encoder was not trained on, to the other titles of the same."""
    by_concept: dict[str, dict[str, None]] = {}
    for _, concept, left, right in titles(folder):
        by_concept.setdefault(concept, {}).update({left: None, right: None})
    if not by_concept:
        return
    pool = _pool("titles", _plain(sorted({text for found in by_concept.values() for text in found})), encoder)
    asked = []
    for code in [concept.code for concept in held_out]:
        others = list(by_concept.get(code, ()))
        if len(others) > 1:
            text = random.Random(code).choice(others)
            asked.append((question(text, "es"), [other for other in others if other != text], code))
    if asked:
        questions, targets, groups = zip(*asked[:_PER_KIND], strict=True)
        names = ("titles-es", "alone", "all")
        # The text itself stands in the pool, and is no answer.
        counted = range(len(questions))
        yield _task(names, pool, questions, targets, groups, counted, encoder)


def _of_concepts(esco: Framework, held_out: Sequence[Competency], encoder: Encoder) -> Iterator[Task]:
    """Concepts that the encoder was not trained on, among all of their language."""
    concepts = [c for c in esco.competencies if c.kind != "group"]
    pools = {
        language: _pool(
            f"esco {language}",
            _plain([found[0] for c in concepts if (found := _labels(c, language))], language),
            encoder,
        )
        for language in ("es", "en")
    }
    kinds: dict[tuple[str, str, str], list[tuple[Question, str, str]]] = {}
    for concept in held_out:
        for kind, language, text, pool in _asked(concept):
            target = _labels(concept, pool)[0]
            kinds.setdefault((kind, language, pool), []).append((question(text, language), target, concept.code))
    for (kind, language, pool), rows in sorted(kinds.items()):
        drawn = random.Random(f"{kind} {language} {pool}").sample(rows, min(_PER_KIND, len(rows)))
        questions, targets, groups = zip(*drawn, strict=True)
        names = (f"esco-{kind}-{language}", "alone", pool)
        yield _task(names, pools[pool], questions, [[t] for t in targets], groups, range(len(drawn)), encoder)


def _asked(concept: Competency) -> Iterator[tuple[str, str, str, str]]:
    """Kind, language and text of what is asked, and the language that is searched."""
    labels = {language: _labels(concept, language) for language in ("es", "en")}
    for language, other in (("es", "en"), ("en", "es")):
        if len(labels[language]) > 1:
            yield "label", language, random.Random(concept.code).choice(labels[language][1:]), language
        if labels[language] and labels[other]:
            yield "label", language, labels[language][0], other
    sentence = concept.description.split(". ")[0]
    written = language_of(sentence, [])
    if len(sentence) >= _SHORTEST_DESCRIPTION and written is not None:
        for pool, found in labels.items():
            if found:
                yield "description", written, sentence, pool
