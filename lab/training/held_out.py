"""What the training of the encoder is measured on: concepts and groups that no training pair came from."""

from __future__ import annotations

import random
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpora import Competency, Framework
from embeddings.encoders import Vectors
from lab.training.material import OCCUPATION, Example, examples, families
from lab.training.sentences import to_ask
from lab.training.standards import criteria

Encode = Callable[[Sequence[str]], Vectors]
_TITLES_EACH = 3


@dataclass(frozen=True, slots=True)
class Task:
    """Queries, targets and which targets each query has."""

    name: str  # what is asked
    queries: tuple[str, ...]  # texts
    targets: tuple[str, ...]  # distinct texts
    relevant: tuple[frozenset[int], ...]  # per query the rows of its targets, at least one


def tasks(framework: Framework, held_out: Sequence[Competency], data: Path, *, folds: int) -> list[Task]:
    """Return what is asked of an encoder.

    Labels across languages, titles, sentences that name skills, fold 0 of every collection in `data`'s `train/`, and
    the criteria in its `conocer/`.
    """
    folder = data / "train"
    codes = {concept.code for concept in held_out}
    made = [
        _across_languages(framework, held_out, "es", "en"),
        _across_languages(framework, held_out, "en", "es"),
        _titles(framework, held_out),
        _titles_of_tables(families(folder), codes),
        _sentences(framework, codes),
        *_standards(data),
    ]
    found: dict[str, list[Example]] = {}
    for example in examples(folder):
        found.setdefault(example.collection, []).append(example)
    made += [_of_collection(name, members, folds) for name, members in sorted(found.items())]
    return [task for task in made if task.queries]


def _preferred(competency: Competency, language: str) -> str:
    if competency.language == language:
        return competency.statement
    return next((o.text for o in competency.labels if o.language == language and o.kind == "preferred"), "")


def _across_languages(framework: Framework, held_out: Sequence[Competency], asked: str, wanted: str) -> Task:
    """Return a concept's preferred label in one language among all of the other."""
    labels = [_preferred(c, wanted) for c in framework.competencies if c.kind != "group"]
    targets = {text: row for row, text in enumerate(dict.fromkeys(filter(None, labels)))}
    found = [(_preferred(c, asked), _preferred(c, wanted)) for c in held_out]
    found = [(query, target) for query, target in found if query and target]
    return Task(
        f"label {asked} to {wanted}",
        tuple(query for query, _ in found),
        tuple(targets),
        tuple(frozenset({targets[target]}) for _, target in found),
    )


def _titles(framework: Framework, held_out: Sequence[Competency]) -> Task:
    """Return the last English label of an occupation, as titles are written, among all English labels but itself."""
    labels = {
        c.code: tuple(dict.fromkeys(o.text for o in c.labels if o.language == "en"))
        for c in framework.competencies
        if c.kind == OCCUPATION
    }
    asked = [labels[c.code] for c in held_out if len(labels.get(c.code, ())) > 1]
    queries = {own[-1] for own in asked}
    every = dict.fromkeys(text for own in labels.values() for text in own if text not in queries)
    targets = {text: row for row, text in enumerate(every)}
    relevant = [frozenset(targets[text] for text in own if text in targets) for own in asked]
    return Task(
        "title en",
        tuple(own[-1].title() for own, rows in zip(asked, relevant, strict=True) if rows),
        tuple(targets),
        tuple(rows for rows in relevant if rows),
    )


def _titles_of_tables(titles: Mapping[str, Sequence[str]], codes: Container[str]) -> Task:
    """Return up to three titles of each held-out occupation among all titles, the others of the occupation wanted."""
    targets = {text: row for row, text in enumerate(sorted({text for own in titles.values() for text in own}))}
    asked = [
        (text, frozenset(targets[other] for other in own if other != text))
        for code, own in sorted(titles.items())
        if code in codes and len(own) > 1
        for text in random.Random(code).sample(own, min(_TITLES_EACH, len(own)))
    ]
    return Task("title es", tuple(text for text, _ in asked), tuple(targets), tuple(rows for _, rows in asked))


def _sentences(framework: Framework, codes: Container[str]) -> Task:
    labels, sentences = to_ask([c for c in framework.competencies if c.kind != "group"], codes)
    targets = {text: row for row, text in enumerate(dict.fromkeys(labels.values()))}
    return Task(
        "sentence",
        tuple(text for text, _ in sentences),
        tuple(targets),
        tuple(frozenset(targets[labels[code]] for code in named) for _, named in sentences),
    )


def _standards(data: Path) -> Iterator[Task]:
    if (data / "conocer").exists():
        asked, titles = criteria(data)
        rows = {code: row for row, code in enumerate(titles)}
        relevant = tuple(frozenset(rows[code] for code in one.right) for one in asked)
        yield Task("criterion of a standard", tuple(one.text for one in asked), tuple(titles.values()), relevant)


def _of_collection(name: str, found: Sequence[Example], folds: int) -> Task:
    targets = {text: row for row, text in enumerate(dict.fromkeys(t for example in found for t in example.targets))}
    asked = [example for example in found if example.fold(folds) == 0 and example.targets]
    return Task(
        name,
        tuple(example.query for example in asked),
        tuple(targets),
        tuple(frozenset(targets[t] for t in example.targets) for example in asked),
    )
