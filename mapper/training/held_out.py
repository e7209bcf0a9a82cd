"""What the training of the encoder is measured on: concepts and groups that no training pair came from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corpora import Competency, Framework
from embeddings.encoders import Vectors
from eval import measures, runs
from mapper.training.material import Example, examples

Encode = Callable[[Sequence[str]], Vectors]


@dataclass(frozen=True, slots=True)
class Task:
    """Queries, targets and which targets each query has.

    Attributes:
        name: what is asked.
        queries: texts.
        targets: distinct texts.
        relevant: per query the rows of its targets, at least one.
    """

    name: str
    queries: tuple[str, ...]
    targets: tuple[str, ...]
    relevant: tuple[frozenset[int], ...]


def tasks(framework: Framework, held_out: Sequence[Competency], folder: Path, *, folds: int) -> list[Task]:
    """Spanish label → English label among all concepts, and fold 0 of every collection in `folder`."""
    made = [_across_languages(framework, held_out)]
    found: dict[str, list[Example]] = {}
    for example in examples(folder):
        found.setdefault(example.collection, []).append(example)
    made += [_of_collection(name, members, folds) for name, members in sorted(found.items())]
    return [task for task in made if task.queries]


def _preferred(competency: Competency, language: str) -> str:
    if competency.language == language:
        return competency.statement
    return next((o.text for o in competency.labels if o.language == language and o.kind == "preferred"), "")


def _across_languages(framework: Framework, held_out: Sequence[Competency]) -> Task:
    english = [_preferred(c, "en") for c in framework.competencies if c.kind != "group"]
    targets = {text: row for row, text in enumerate(dict.fromkeys(filter(None, english)))}
    asked = [
        (c.statement, targets[_preferred(c, "en")]) for c in held_out if c.language == "es" and _preferred(c, "en")
    ]
    return Task(
        "label across languages",
        tuple(query for query, _ in asked),
        tuple(targets),
        tuple(frozenset({row}) for _, row in asked),
    )


def _of_collection(name: str, found: Sequence[Example], folds: int) -> Task:
    targets = {text: row for row, text in enumerate(dict.fromkeys(t for example in found for t in example.targets))}
    asked = [example for example in found if example.fold(folds) == 0 and example.targets]
    return Task(
        name,
        tuple(example.query for example in asked),
        tuple(targets),
        tuple(frozenset(targets[t] for t in example.targets) for example in asked),
    )


def measure(tasks: Sequence[Task], encode: Encode) -> dict[str, float]:
    """Mean average precision on each task, and their mean under "mean"."""
    figures = {}
    for task in tasks:
        queries = [str(row) for row in range(len(task.queries))]
        targets = [str(row) for row in range(len(task.targets))]
        run = runs.from_scores("encoder", queries, targets, encode(task.queries) @ encode(task.targets).T)
        qrels = {query: {str(row): 1 for row in rows} for query, rows in zip(queries, task.relevant, strict=True)}
        figures[task.name] = float(np.mean(list(measures.MEASURES["MAP"](qrels, run).values())))
    return {**figures, "mean": float(np.mean(list(figures.values())))}
