"""What the matcher is fitted and compared on.

Each collection is searched in pools of different size: its own targets, and these among the titles of the registry of
standards (advertisements: among ESCO's occupations), because chance resemblance grows with the number of entries.
Outcomes are asked alone and with their context. Beside the collections stand concepts of ESCO
(`lab.training.matcher_concepts`).

Only what the encoder was not trained on is counted, since of the rest its vectors promise too much: groups of its
held-out fold whose targets no other group has (ESCO's occupations excepted, which are known in use too), and its
held-out concepts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from corpora import Framework
from corpora.frameworks import load
from embeddings.encoders import Encoder
from lab.training.matcher_concepts import of_concepts
from lab.training.matcher_tasks import CONTEXT, Task, plain, pool_of, task_of
from lab.training.material import Example, examples, registry
from lab.training.pairs import of_framework
from lab.training.pivot import of_occupations
from mapper.matching.occupations import embedded
from mapper.matching.queries import Question, make_question

ENCODER_FOLDS = 10
"""Of `lab.reading.encoder`, which brings torch with it; fold 0 is held out."""


def tasks(data: Path, encoder: Encoder) -> list[Task]:
    """Return all tasks of a folder with `train/`, `renec/` and `esco/`.

    Raises InputError for a missing or defective file.
    """
    esco = load([data / "esco"], loader="esco")
    held_out = of_framework(esco, seed=0).held_out
    found = [
        *_of_collections(data, esco, encoder, trained=True),
        *of_concepts(esco, held_out, data / "train", encoder),
    ]
    return _through_others(found, esco, encoder) if embedded(encoder.revision) else found


def _through_others(found: Sequence[Task], esco: Framework, encoder: Encoder) -> list[Task]:
    """Return the tasks with a pivot that knows no text that is asked: of a real title it knows other names at best."""
    asked = {question.text for task in found for question in task.questions}
    pivot = of_occupations(esco, encoder, without=asked)
    pools = {id(task.pool): task.pool for task in found}  # several tasks ask one pool
    through = {key: replace(pool, index=pool.index.through(pivot)) for key, pool in pools.items()}
    return [replace(task, pool=through[id(task.pool)]) for task in found]


def collections(data: Path, encoder: Encoder) -> list[Task]:
    """Return the tasks of the collections alone, every group with all that stands around it and counted."""
    return _of_collections(data, load([data / "esco"], loader="esco"), encoder, trained=False)


def _of_collections(data: Path, esco: Framework, encoder: Encoder, *, trained: bool) -> list[Task]:
    standards = [standard.statement for standard in registry(data).competencies]
    occupations = [c.statement for c in esco.competencies if c.kind == "occupation" and c.language == "es"]
    by_name: dict[str, list[Example]] = {}
    for example in examples(data / "train"):
        by_name.setdefault(example.collection, []).append(example)
    modules = {part: e.title for members in by_name.values() for e in members for part in e.outcomes}
    found: list[Task] = []
    for name, members in sorted(by_name.items()):
        more = {"occupations": occupations} if name.startswith("eures") else {"renec": standards}
        found += _of_collection(name, members, more, modules, encoder, trained=trained)
    return found


def _of_collection(
    name: str,
    members: Sequence[Example],
    more: dict[str, list[str]],
    modules: dict[str, str],
    encoder: Encoder,
    *,
    trained: bool,
) -> list[Task]:
    own = sorted({target for example in members for target in example.targets})
    found = []
    for pool, statements in {"own": own, **{key: [*own, *rest] for key, rest in more.items()}}.items():
        searched = pool_of(f"{name} {pool}", plain(statements), encoder)
        # Texts with a title are whole modules and advertisements: nothing stands around them.
        for mode in ("alone",) if members[0].title else ("alone", CONTEXT):
            questions = [_question(example, modules, mode) for example in members]
            targets = [example.targets for example in members]
            groups = [example.group for example in members]
            counted = _unseen(members, known=name.startswith("eures")) if trained else range(len(members))
            found.append(task_of((name, mode, pool), searched, questions, targets, groups, counted, encoder))
    return found


def _question(example: Example, modules: dict[str, str], mode: str) -> Question:
    heading = modules.get(example.query, "") if mode == CONTEXT else ""
    return make_question(
        example.query,
        example.language,
        title=example.title,
        parts=example.outcomes,
        headings=[heading] if heading else [],
        section=example.module if mode == CONTEXT else "",
        document=example.group if mode == CONTEXT else "",
    )


def _unseen(members: Sequence[Example], *, known: bool) -> list[int]:
    """Return those of the held-out fold whose targets were not seen with other texts."""
    seen = {target for e in members if e.fold(ENCODER_FOLDS) != 0 for target in e.targets}
    held_out = [i for i, e in enumerate(members) if e.fold(ENCODER_FOLDS) == 0]
    return held_out if known else [i for i in held_out if not seen & set(members[i].targets)]
