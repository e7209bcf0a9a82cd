"""Trains the encoder that ships: `python -m mapper.training encoder DATA`.

DATA holds `esco/` (the release's CSV files) and `train/` (see `material`). Several trainings from the same untrained
weights differ in length and in what they draw; their mean (Wortsman et al. 2022, "Model soups") is mixed with the
untrained weights in several shares and measured on what was held out — concepts of the framework, groups of the
material. The best mixture is what ships. A training that was interrupted goes on from its last checkpoint.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from corpora import Framework, InputError, frameworks
from embeddings.encoders import Vectors
from embeddings.encoders.competency import CompetencyEncoder
from embeddings.encoders.forward import CHANGE_BASIS, CHANGE_ROWS, CHANGE_TOKENS
from embeddings.training.contrastive import Pair, Schedule, Source, Training
from embeddings.training.network import Network
from mapper.files import write_atomically
from mapper.training import held_out, pairs

Report = Callable[[str], None]
Weights = dict[str, torch.Tensor]
_BASIS = f"dense.{CHANGE_BASIS}"

FOLDS = 10
SEED = 17
"""Of the pairs; each training draws its batches by the seed of its schedule."""
SCHEDULES = (
    *(Schedule(steps=300, seed=seed) for seed in (SEED, 18, 19)),
    *(Schedule(steps=800, seed=seed) for seed in (21, 22)),
)
"""Short trainings keep what the untrained encoder knows of texts that are no labels, longer ones learn the labels."""
SHARES = (0.8, 0.9, 1.0)
"""Of the trained weights in the mixture with the untrained ones (Wortsman et al. 2022, "Robust fine-tuning")."""
_BATCH = 512
# Descriptions are longer than what is mapped; their beginning says what they are about, at a third of the time.
_TOKENS = 48


def train_encoder(
    data: Path, out: Path, *, schedules: Sequence[Schedule], measure_every: int, report: Report
) -> dict[str, Any]:
    """Train, write the best weights to `out` and say how it went.

    Args:
        data: folder with `esco/` and `train/`.
        out: the .npz to write, in half precision; the trainings' checkpoints stand beside it until the end.
        schedules: of each training.
        measure_every: steps between two measurements, after which a training can be taken up again.
        report: called with a line for people.

    Returns:
        What a model card shows: schedules, material, figures by step and by mixture.

    Raises:
        InputError: the data cannot be read, or a checkpoint beside `out` is of another schedule.
    """
    tokenize = CompetencyEncoder().tokens
    framework, sources, tasks = _read(data, tokenize)
    report("; ".join(f"{source.name}: {len(source.pairs):,}" for source in sources))

    def measured(network: Network) -> dict[str, float]:
        figures = held_out.measure(tasks, _encoder(network, tokenize))
        return {name: round(value, 4) for name, value in figures.items()}

    network = Network.original()
    untrained = _weights(network)
    start = measured(network)
    report(json.dumps({"untrained": start}))
    checkpoints = [out.with_suffix(f".{number}.checkpoint.pt") for number, _ in enumerate(schedules, start=1)]
    trained, log = list[Weights](), list[dict[str, Any]]()
    for checkpoint, schedule in zip(checkpoints, schedules, strict=True):
        weights, figures = _trained(sources, schedule, checkpoint, measure_every, measured, report)
        trained.append(weights)
        log += [{"seed": schedule.seed, **row} for row in figures]
    mean, mixtures = _mean(trained), list[dict[str, Any]]()
    for share in SHARES:
        mixture = _mixed(mean, untrained, share)
        network.load_state_dict(mixture)
        mixtures.append({"share": share, **measured(network)})
        report(json.dumps(mixtures[-1]))
        if mixtures[-1]["mean"] >= max(row["mean"] for row in mixtures):
            _save(out, mixture)
    for checkpoint in checkpoints:
        checkpoint.unlink(missing_ok=True)
    return {
        "schedules": [asdict(schedule) for schedule in schedules],
        "framework": {"name": framework.name, "version": framework.version, "sha256": framework.sha256},
        "held_out": {task.name: {"queries": len(task.queries), "targets": len(task.targets)} for task in tasks},
        "pairs": {source.name: len(source.pairs) for source in sources},
        "untrained": start,
        "trainings": log,
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
    return _weights(network), log


def _read(data: Path, tokenize: Callable[[str], list[int]]) -> tuple[Framework, list[Source], list[held_out.Task]]:
    """The framework, the pairs to train on and what is measured, no group or concept of it in the pairs."""
    framework = frameworks.load([data / "esco"], loader="esco")
    concepts = pairs.of_framework(framework, seed=SEED)
    material = pairs.of_material(data / "train", concepts.held_out, folds=FOLDS)
    tasks = held_out.tasks(framework, concepts.held_out, data / "train", folds=FOLDS)
    written = pairs.written_otherwise({**concepts.by_kind, **material.by_kind}, seed=SEED)
    return framework, _sources(written, tokenize), tasks


def _sources(by_kind: Mapping[str, Sequence[pairs.TextPair]], tokenize: Callable[[str], list[int]]) -> list[Source]:
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


def _encoder(network: Network, tokenize: Callable[[str], list[int]]) -> held_out.Encode:
    def encode(texts: Sequence[str]) -> Vectors:
        token_ids = [tokenize(text) for text in texts]
        by_length = sorted((i for i, ids in enumerate(token_ids) if ids), key=lambda i: len(token_ids[i]))
        rows = np.zeros((len(texts), 512), dtype=np.float32)
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
            for first in range(0, len(by_length), _BATCH):
                batch = by_length[first : first + _BATCH]
                rows[batch] = network([token_ids[i] for i in batch]).float().numpy()
        return rows

    return encode


def _weights(network: Network) -> Weights:
    return {name: value.detach().clone() for name, value in network.state_dict().items()}


def _mean(trained: Sequence[Weights]) -> Weights:
    """Of several trainings. Each has changes and a basis of its own: of their sum the part of the same rank is kept."""
    mean = {name: torch.stack([weights[name] for weights in trained]).mean(dim=0) for name in trained[0]}
    changes = torch.cat([weights["change"] for weights in trained], dim=1) / len(trained)
    basis = torch.cat([weights[_BASIS] for weights in trained])
    # The sum's singular value decomposition, by way of two small matrices in the place of a large one.
    of_tokens, left = torch.linalg.qr(changes)
    of_basis, right = torch.linalg.qr(basis.T)
    u, values, v = torch.linalg.svd(left @ right.T)
    kept = slice(trained[0][_BASIS].shape[0])
    moved = changes.any(dim=1, keepdim=True)
    return mean | {"change": moved * (of_tokens @ (u[:, kept] * values[kept])), _BASIS: (of_basis @ v.T[:, kept]).T}


def _mixed(trained: Weights, untrained: Weights, share: float) -> Weights:
    """Shares of both; the basis as trained, since the untrained changes of embeddings are zero."""
    mixed = {name: share * value + (1 - share) * untrained[name] for name, value in trained.items()}
    return {**mixed, _BASIS: trained[_BASIS]}


def _save(out: Path, weights: Weights) -> None:
    """Half precision; of the changes, which are small and many, the rows that are not zero, in 8 bit."""
    dense = {name.removeprefix("dense."): value.numpy() for name, value in weights.items() if name != "change"}
    tokens, rows, scale = _in_8_bit(weights["change"].numpy())
    dense[CHANGE_BASIS] = dense[CHANGE_BASIS] * scale[:, None]
    arrays: dict[str, NDArray[Any]] = {name: value.astype(np.float16) for name, value in dense.items()}
    content = io.BytesIO()
    arrays |= {CHANGE_TOKENS: tokens, CHANGE_ROWS: rows}
    np.savez(content, allow_pickle=False, **arrays)
    write_atomically(out, content.getvalue())


def _in_8_bit(change: Vectors) -> tuple[NDArray[np.int32], NDArray[np.int8], Vectors]:
    """Which rows are not zero, those rows as whole numbers from -127 to 127, and per column what one is worth."""
    tokens = np.flatnonzero(change.any(axis=1)).astype(np.int32)
    scale = np.maximum(np.abs(change).max(axis=0) / 127, np.finfo(np.float32).tiny)
    return tokens, np.rint(change[tokens] / scale).astype(np.int8), scale
