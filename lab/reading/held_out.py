"""What the training of the encoder is measured by, which encodes what is asked and what is looked for differently."""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np

from eval import measures, runs
from lab.training.held_out import Encode, Task


def measure(tasks: Sequence[Task], asked: Encode, wanted: Encode) -> dict[str, float]:
    """Mean average precision on each task, and their mean under "mean"; texts are encoded by what they are.

    Of more than `MOST` targets those are looked among that are right for some query, and so many others.
    """
    figures = {}
    for task in map(_smaller, tasks):
        queries = [str(row) for row in range(len(task.queries))]
        targets = [str(row) for row in range(len(task.targets))]
        run = runs.from_scores("encoder", queries, targets, asked(task.queries) @ wanted(task.targets).T)
        qrels = {query: {str(row): 1 for row in rows} for query, rows in zip(queries, task.relevant, strict=True)}
        figures[task.name] = float(np.mean(list(measures.MEASURES["MAP"](qrels, run).values())))
    return {**figures, "mean": float(np.mean(list(figures.values())))}


MOST = 2000
"""Queries, and other targets, of a task."""


def _smaller(task: Task) -> Task:
    draw = random.Random(task.name)
    asked = sorted(draw.sample(range(len(task.queries)), min(MOST // 4, len(task.queries))))
    right = sorted(set().union(*(task.relevant[row] for row in asked)))
    others = sorted(set(range(len(task.targets))) - set(right))
    kept = sorted([*right, *draw.sample(others, min(MOST, len(others)))])
    place = {row: number for number, row in enumerate(kept)}
    return Task(
        task.name,
        tuple(task.queries[row] for row in asked),
        tuple(task.targets[row] for row in kept),
        tuple(frozenset(place[row] for row in task.relevant[number]) for number in asked),
    )
