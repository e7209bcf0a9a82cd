"""Trains the encoder that ships: `python -m lab.training encoder DATA`.

DATA holds `esco/` (the release's CSV files) and `train/` (see `material`); `onet/` and `renec/` give sentences about
work (see `activities`), `conocer/` criteria to measure on (see `standards`). Several trainings from the same untrained
weights differ in length and in what they draw; their mean (Wortsman et al. 2022, "Model soups") is mixed with the
untrained weights in several shares and measured on what was held out — concepts of the framework, groups of the
material. The best mixture is what ships. A training that was interrupted goes on from its last checkpoint.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch

from corpora import Framework, InputError, frameworks
from embeddings.encoders import Vectors
from embeddings.encoders.competency import CompetencyEncoder
from lab.training import activities, held_out, pairs
from lab.training.contrastive import Pair, Schedule, Source, Training
from lab.training.network import Network, Weights, fast_products, mean_of, mixed, save, weights_of
from mapper.evaluation.training.material import TextPair

Report = Callable[[str], None]

FOLDS = 10
SEED = 17
"""Of the pairs; each training draws its batches by the seed of its schedule."""
_GENTLE = Schedule(steps=300, rate=5e-4, temperature=0.07)
SCHEDULES = (
    replace(_GENTLE, seed=SEED),
    replace(_GENTLE, seed=18),
    Schedule(steps=300, dropout=0.1, seed=19),
    replace(_GENTLE, steps=800, seed=21),
    replace(_GENTLE, steps=800, dropout=0.05, seed=22),
)
"""Short trainings keep what the untrained encoder knows of texts that are no labels, longer ones learn the labels; a
mean gains from trainings that differ in more than their draws."""
SHARES = (0.8, 0.9, 1.0)
"""Of the trained weights in the mixture with the untrained ones (Wortsman et al. 2022, "Robust fine-tuning")."""
_BATCH = 512
# Descriptions are longer than what is mapped; their beginning says what they are about, at a third of the time.
_TOKENS = 48


def train_encoder(
    data: Path, out: Path, *, schedules: Sequence[Schedule], measure_every: int, report: Report
) -> dict[str, Any]:
    """Train, write the best weights to `out` and say how it went.

    Gives what a model card shows: schedules, material, figures by step and by mixture. The data are those of
    `read_material`. `out` is an .npz in half precision, beside which the trainings' checkpoints stand until the end;
    every so many steps is measured, and from there a training can be taken up again. Raises InputError: the data cannot
    be read, or a checkpoint beside `out` is of another schedule.
    """
    tokenize = CompetencyEncoder().tokens
    framework, sources, tasks = read_material(data, tokenize)
    report("; ".join(f"{source.name}: {len(source.pairs):,}" for source in sources))

    def measured(network: Network) -> dict[str, float]:
        figures = held_out.measure(tasks, encoding(network, tokenize))
        return {name: round(value, 4) for name, value in figures.items()}

    network = Network.original()
    untrained = weights_of(network)
    start = measured(network)
    report(json.dumps({"untrained": start}))
    checkpoints = [out.with_suffix(f".{number}.checkpoint.pt") for number, _ in enumerate(schedules, start=1)]
    trained, log = list[Weights](), list[dict[str, Any]]()
    for checkpoint, schedule in zip(checkpoints, schedules, strict=True):
        weights, figures = _trained(sources, schedule, checkpoint, measure_every, measured, report)
        trained.append(weights)
        log += [{"seed": schedule.seed, **row} for row in figures]
    without = _without_each(trained, schedules, network, measured, report)
    mean, mixtures = mean_of(trained), list[dict[str, Any]]()
    for share in SHARES:
        mixture = mixed(mean, untrained, share)
        network.load_state_dict(mixture)
        mixtures.append({"share": share, **measured(network)})
        report(json.dumps(mixtures[-1]))
        if mixtures[-1]["mean"] >= max(row["mean"] for row in mixtures):
            save(out, mixture)
    for checkpoint in checkpoints:
        checkpoint.unlink(missing_ok=True)
    return {
        "schedules": [asdict(schedule) for schedule in schedules],
        "framework": {"name": framework.name, "version": framework.version, "sha256": framework.sha256},
        "held_out": {task.name: {"queries": len(task.queries), "targets": len(task.targets)} for task in tasks},
        "pairs": {source.name: len(source.pairs) for source in sources},
        "untrained": start,
        "trainings": log,
        "without": without,
        "mixtures": mixtures,
        "chosen": max(mixtures, key=lambda row: row["mean"]),
    }


def _trained(
    sources: Sequence[Source],
    schedule: Schedule,
    checkpoint: Path,
    measure_every: int,
    measured: Callable[[Network], dict[str, float]],
    report: Report,
) -> tuple[Weights, list[dict[str, Any]]]:
    """The weights at the end of a training, and what was measured on the way."""
    network = Network.original()
    training = Training(network, sources, schedule)
    log = list[dict[str, Any]]()
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=True)
        try:
            training.resume(state["training"])
        except ValueError as error:
            raise InputError(
                es=f"{checkpoint}: es de un entrenamiento con otro plan; bórrelo, o entrene con el suyo",
                en=f"{checkpoint}: of a training with another schedule; remove it, or train with its own",
            ) from error
        log = state["log"]

    def stop(step: int) -> bool:
        if step % measure_every == 0 or step == schedule.steps:
            log.append({"step": step, **measured(network)})
            report(json.dumps({"seed": schedule.seed, **log[-1]}))
            torch.save({"training": training.state(), "log": log}, checkpoint)
        return False

    training.run(stop)
    return weights_of(network), log


def _without_each(
    trained: Sequence[Weights],
    schedules: Sequence[Schedule],
    network: Network,
    measured: Callable[[Network], dict[str, float]],
    report: Report,
) -> list[dict[str, Any]]:
    """What the mean of all other trainings would be worth, for each of several."""
    found = list[dict[str, Any]]()
    for number, schedule in enumerate(schedules if len(trained) > 1 else ()):
        network.load_state_dict(mean_of([*trained[:number], *trained[number + 1 :]]))
        found.append({"seed": schedule.seed, **measured(network)})
        report(json.dumps({"without": found[-1]}))
    return found


def read_material(
    data: Path, tokenize: Callable[[str], list[int]], *, folds: int = FOLDS
) -> tuple[Framework, list[Source], list[held_out.Task]]:
    """The framework, the pairs to train on and what is measured, no group or concept of it in the pairs.

    The folder has `esco/` and `train/`; `onet/`, `renec/` and `conocer/` are read where they are. One in so many as
    there are `folds` of the collections' groups is held out.
    """
    framework = frameworks.load([data / "esco"], loader="esco")
    concepts = pairs.of_framework(framework, seed=SEED)
    material = pairs.of_material(data / "train", concepts.held_out, folds=folds)
    tasks = held_out.tasks(framework, concepts.held_out, data, folds=folds)
    named = activities.named(data, framework, {c.code for c in concepts.held_out}, seed=SEED)
    found = {"activities": [TextPair(text, label, code) for text, label, code in named]}
    written = pairs.written_otherwise({**concepts.by_kind, **material.by_kind, **found}, seed=SEED)
    return framework, _sources(written, tokenize), tasks


def _sources(by_kind: Mapping[str, Sequence[TextPair]], tokenize: Callable[[str], list[int]]) -> list[Source]:
    known: dict[str, tuple[int, ...]] = {}

    def tokens(text: str) -> tuple[int, ...]:
        if text not in known:
            known[text] = tuple(tokenize(text)[:_TOKENS])
        return known[text]

    made = []
    for kind, weight in pairs.WEIGHTS.items():
        tokenized = [Pair(tokens(p.left), tokens(p.right), p.meaning) for p in by_kind.get(kind, ())]
        made.append(Source(kind, [pair for pair in tokenized if pair.left and pair.right], weight))
    return made


def encoding(network: Network, tokenize: Callable[[str], list[int]]) -> held_out.Encode:
    """How a network being trained encodes texts."""

    def encode(texts: Sequence[str]) -> Vectors:
        token_ids = [tokenize(text) for text in texts]
        by_length = sorted((i for i, ids in enumerate(token_ids) if ids), key=lambda i: len(token_ids[i]))
        rows = np.zeros((len(texts), 512), dtype=np.float32)
        with torch.no_grad(), fast_products():
            for first in range(0, len(by_length), _BATCH):
                batch = by_length[first : first + _BATCH]
                rows[batch] = network([token_ids[i] for i in batch]).float().numpy()
        return rows

    return encode
