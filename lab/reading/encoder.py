"""Trains the encoder that ships: `python -m lab.reading encoder DATA TRUTH`.

DATA holds `esco/`, `renec/` and `train/` (see `lab.training.material`, `written`); TRUTH the parts of the truth that
may be trained on. What was held out, concepts of the framework and groups of the material, is measured before and
after. A training that was interrupted goes on from its last checkpoint.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import torch

from corpora import Framework, frameworks
from embeddings.encoders import Vectors
from lab.reading import written
from lab.reading.base import save_tokenizer
from lab.reading.contrastive import Encoder, Schedule, Source, Training, lines
from lab.reading.held_out import measure as measured_on
from lab.reading.wordings import Verbs
from lab.training import held_out, pairs
from lab.training.material import registry

Report = Callable[[str], None]

FOLDS = 10
SEED = 17
_KEEP_EVERY = 50
_OF_MEAN = 4000  # texts whose mean vector is taken off
_AT_ONCE = 512
WEIGHTS = {
    **pairs.WEIGHTS,
    "contents": 3.0,
    "wordings": 1.0,
    "programmes": 0.7,
    "graded": 1.0,
    "taught": 1.5,
    "asked for": 2.5,
}
"""How often a batch is drawn from each kind of pairs, relative to the others."""
_GROUPED = frozenset(("contents", "wordings", "programmes"))


def train_encoder(
    data: Path, truth: Path, base: Path, out: Path, *, schedule: Schedule, measured: bool, report: Report
) -> dict[str, Any]:
    """Train and write `out`, a folder that `SentenceTransformer` opens; gives what its model card shows.

    The checkpoint stands beside `out` until the end. Raises InputError: the data cannot be read, or the checkpoint is
    of another schedule.
    """
    framework, sources, tasks = read_material(data, truth)
    report("; ".join(f"{source.name}: {len(source.pairs):,}" for source in sources))
    encoder = Encoder(base)
    if encoder.is_base:
        texts = chain.from_iterable((pair.left, pair.right) for source in sources for pair in source.pairs)
        encoder.centre([f"query: {text}" for text in lines(texts, _OF_MEAN, SEED)])
    training = Training(encoder, sources, schedule)
    checkpoint = out.with_suffix(".checkpoint.pt")
    training.take_up(checkpoint)
    before = measure(tasks, encoder) if measured and not training.step else {}
    log = list[dict[str, Any]]()

    def after(step: int, source: str, loss: float) -> None:
        log.append({"step": step, "source": source, "loss": round(loss, 3)})
        if step % 10 == 0:
            report(json.dumps(log[-1]))
        if step % _KEEP_EVERY == 0:
            torch.save(training.state(), checkpoint)

    training.run(after)
    record = {
        "schedule": asdict(schedule),
        "framework": {"name": framework.name, "version": framework.version, "sha256": framework.sha256},
        "held_out": {task.name: {"queries": len(task.queries), "targets": len(task.targets)} for task in tasks},
        "pairs": {source.name: len(source.pairs) for source in sources},
        "weights": {source.name: source.weight for source in sources},
        "before": before,
        "after": measure(tasks, encoder) if measured else {},
    }
    save(encoder, out)
    checkpoint.unlink(missing_ok=True)
    return record


def read_material(data: Path, truth: Path) -> tuple[Framework, list[Source], list[held_out.Task]]:
    """Return the framework, the pairs to train on and what is measured, no group or concept of it in the pairs."""
    framework = frameworks.load([data / "esco"], loader="esco")
    concepts = pairs.of_framework(framework, seed=SEED)
    material = pairs.of_material(data / "train", concepts.held_out, folds=FOLDS)
    tasks = held_out.tasks(framework, concepts.held_out, data, folds=FOLDS)
    decrees = written.outcomes(data)
    verbs = Verbs.collect(chain((one.text for one in decrees), (c.statement for c in framework.competencies)))
    taught, asked = written.of_sentences(truth, [framework, registry(data)], seed=SEED)
    held = {concept.code.rsplit("/", 1)[-1] for concept in concepts.held_out}
    found = {
        "contents": list(written.of_contents(decrees, verbs, seed=SEED)),
        "wordings": list(written.of_wordings(decrees, verbs, seed=SEED)),
        "programmes": list(written.of_programmes(written.programmes(truth / "real" / "train"), verbs, seed=SEED)),
        "graded": list(written.of_graded(truth / "pairs" / "train.jsonl")),
        "taught": [pair for pair in taught if pair.meaning.rpartition("/")[2] not in held],
        "asked for": [pair for pair in asked if pair.meaning.rpartition("/")[2] not in held],
    }
    by_kind = pairs.written_otherwise({**concepts.by_kind, **material.by_kind, **found}, seed=SEED)
    return (
        framework,
        [
            Source(kind, by_kind[kind], weight, kind in _GROUPED)
            for kind, weight in WEIGHTS.items()
            if by_kind.get(kind)
        ],
        tasks,
    )


def measure(tasks: Sequence[held_out.Task], encoder: Encoder, tokens: int = 64) -> dict[str, float]:
    """Return the figures of what was held out."""

    def encode(texts: Sequence[str], prompt: str) -> Vectors:
        order = sorted(range(len(texts)), key=lambda row: len(texts[row]))
        rows = np.zeros((len(texts), encoder.dense.out_features), dtype=np.float32)
        with torch.no_grad():
            for begin in range(0, len(order), _AT_ONCE):
                part = order[begin : begin + _AT_ONCE]
                rows[part] = encoder([prompt + texts[row] for row in part], tokens).numpy()
        return rows

    found = measured_on(tasks, lambda texts: encode(texts, "query: "), lambda texts: encode(texts, "passage: "))
    return {name: round(value, 4) for name, value in found.items()}


def save(encoder: Encoder, out: Path) -> None:
    """Write a folder of sentence-transformers, with the prompts of both roles."""
    import tempfile

    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Dense, Normalize, Pooling, Transformer

    with tempfile.TemporaryDirectory() as folder:
        encoder.model.save_pretrained(folder)
        save_tokenizer(encoder.tokenizer, 512, folder)
        size = encoder.dense.out_features
        dense = Dense(size, size, activation_function=torch.nn.Identity())
        dense.linear.load_state_dict(encoder.dense.state_dict())
        transformer = Transformer(folder, max_seq_length=128)
        with torch.no_grad():  # of no use here, and else made of chance
            for name, parameter in transformer.named_parameters():
                if "pooler" in name:
                    parameter.zero_()
        modules = [transformer, Pooling(size, "mean"), dense, Normalize()]
        made = SentenceTransformer(modules=modules, prompts={"query": "query: ", "passage": "passage: "})
        made.save(str(out))
