"""What decisions on earlier programmes bring to the next one, on training collections.

    python benchmarks/examples.py ../shared/data

Each text is asked with what is known of all other groups (programmes, decrees, titles) as examples. Mean average
precision without examples and for several weights and floors; weight and floor were chosen by the mean of the columns.
The encoder that ships has seen the examples and their targets, of the texts asked only those of its held-out fold are
counted.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from embeddings.encoders import Encoder
from lab.training.matcher_material import ENCODER_FOLDS, collections
from lab.training.matcher_tasks import Task
from lab.training.material import Example as Known
from lab.training.material import examples, shipped_encoder
from mapper.matching.scoring import Scored, order, score_all
from mapper.people.examples import FLOOR, WEIGHT, Example, Examples

WEIGHTS = (0.1, 0.2, 0.3)
FLOORS = (0.4, 0.5, 0.6, 0.7)
SETTINGS = {"none": (0.0, 0.5)} | {f"{weight} from {floor}": (weight, floor) for weight in WEIGHTS for floor in FLOORS}


def average_precision(found: Scored, right: frozenset[int]) -> float:
    """Average precision over all right entries; those not found count as missed."""
    ranked = np.isin(found.entries[order(found)], sorted(right))
    hits = np.flatnonzero(ranked)
    return float(np.sum(np.arange(1, len(hits) + 1) / (hits + 1)) / len(right))


def figures(task: Task, known: Sequence[Known], encoder: Encoder, counted: Sequence[int]) -> dict[str, float]:
    """Mean average precision by weight and floor."""
    scored = score_all(task.questions, task.texts, task.vectors, task.pool)
    rows = {text: row for row, text in enumerate(task.texts)}
    framework = task.pool.index.framework
    codes = {entry.statement: entry.code for entry in framework.competencies}
    by_group: dict[str, list[int]] = defaultdict(list)
    for place in counted:
        by_group[task.groups[place]].append(place)
    found: dict[str, list[float]] = defaultdict(list)
    for group, places in by_group.items():
        others = [
            Example(e.query, e.language, framework.name, codes[target], target)
            for e in known
            if e.group != group
            for target in e.targets
        ]
        informing = Examples(others, framework, encoder)
        for name, (weight, floor) in SETTINGS.items():
            for place in places:
                vector = task.vectors[rows[task.questions[place].text]]
                near = np.clip((informing.vectors @ vector - floor) / (1 - floor), 0, 1).astype(np.float64)
                score = scored[place].score + weight * informing.nearest(near, scored[place].entries)
                informed = replace(scored[place], score=score)
                found[name].append(average_precision(informed, task.relevant[place]))
    return {name: float(np.mean(values)) for name, values in found.items()}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    options = parser.parse_args()
    encoder = shipped_encoder()
    known: dict[str, list[Known]] = defaultdict(list)
    for example in examples(options.data / "train"):
        known[example.collection].append(example)
    table: dict[str, dict[str, float]] = defaultdict(dict)
    for task in collections(options.data, encoder):
        members = known[task.collection]
        if task.name == "own" and not members[0].outcomes:
            unseen = [i for i, e in enumerate(members) if e.fold(ENCODER_FOLDS) == 0]
            for name, value in figures(task, members, encoder, unseen).items():
                table[name][f"{task.kind} ({len(unseen)})"] = value
    columns = list(table["none"])
    print("| examples | mean |", " | ".join(columns), "|")
    for name, row in table.items():
        used = " (used)" if name == f"{WEIGHT} from {FLOOR}" else ""
        print(
            f"| {name}{used} | {np.mean(list(row.values())):.3f} |", " | ".join(f"{row[c]:.3f}" for c in columns), "|"
        )


if __name__ == "__main__":
    main()
