"""Trains the encoder that ships: `python -m mapper.training encoder DATA`.

DATA holds `esco/` (the release's CSV files) and `train/` (see `material`). From time to time the weights are measured
on what was held out — concepts of the framework, groups of the material — mixed with the untrained ones in several
shares; the best mixture seen is what ships. A training that was interrupted goes on from its last checkpoint.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from corpora import Framework, InputError, frameworks
from embeddings.encoders import Vectors
from embeddings.encoders.competency import CompetencyEncoder
from embeddings.encoders.forward import CHANGE_BASIS, CHANGE_ROWS, CHANGE_TOKENS, TOKEN_WEIGHT, original
from embeddings.training.contrastive import Pair, Schedule, Source, Training
from embeddings.training.network import DENSE_NAMES, Network
from mapper.files import write_atomically
from mapper.training import held_out, pairs

Report = Callable[[str], None]
Weights = dict[str, torch.Tensor]

FOLDS = 10
SHARES = (0.6, 0.8, 1.0)
"""Of the trained weights in the mixture with the untrained ones (Wortsman et al. 2022, "Robust fine-tuning")."""
_BATCH = 512
# Descriptions are longer than what is mapped; their beginning says what they are about, at a third of the time.
_TOKENS = 48


@dataclass(slots=True)
class _Best:
    figure: float
    step: int
    share: float


def train_encoder(
    data: Path, out: Path, *, schedule: Schedule, measure_every: int, report: Report, former: Path | None = None
) -> dict[str, Any]:
    """Train, write the best weights to `out` and say how it went.

    Args:
        data: folder with `esco/` and `train/`.
        out: the .npz to write, in half precision; a checkpoint stands beside it until the end.
        schedule: of the training.
        measure_every: steps between two measurements.
        report: called with a line for people.
        former: weights of an earlier training, as this function writes them: the mean of both trainings is mixed,
            measured and written.

    Returns:
        What a model card shows: schedule, material, figures by step.

    Raises:
        InputError: the data or the former weights cannot be read.
        ValueError: the checkpoint beside `out` is of another schedule.
    """
    tokenize = CompetencyEncoder().tokens
    framework, sources, tasks = _read(data, schedule, tokenize)
    report("; ".join(f"{source.name}: {len(source.pairs):,}" for source in sources))

    network = Network.original()
    untrained = _weights(network)
    earlier = None if former is None else _weights(_opened(former))
    start = _rounded(held_out.measure(tasks, _encoder(network, tokenize)))
    report(json.dumps({"step": 0, **start}))
    training = Training(network, sources, schedule)
    best, log = _Best(start["mean"], 0, 0.0), list[dict[str, Any]]()
    checkpoint = out.with_suffix(".checkpoint.pt")
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=True)
        training.resume(state["training"])
        best, log = _Best(**state["best"]), state["log"]

    def stop(step: int) -> bool:
        if step % measure_every and step != schedule.steps:
            return False
        trained = _weights(network)
        for share in SHARES:
            mixture = _mixed(trained if earlier is None else _mixed(trained, earlier, 0.5), untrained, share)
            network.load_state_dict(mixture)
            figures = _rounded(held_out.measure(tasks, _encoder(network, tokenize)))
            log.append({"step": step, "share": share, **figures})
            report(json.dumps(log[-1]))
            if figures["mean"] > best.figure:
                best.figure, best.step, best.share = figures["mean"], step, share
                _save(out, mixture)
        network.load_state_dict(trained)
        torch.save({"training": training.state(), "best": asdict(best), "log": log}, checkpoint)
        return False

    training.run(stop)
    checkpoint.unlink(missing_ok=True)
    return {
        "schedule": asdict(schedule),
        "former": None if former is None else {"sha256": hashlib.sha256(former.read_bytes()).hexdigest()},
        "framework": {"name": framework.name, "version": framework.version, "sha256": framework.sha256},
        "held_out": {task.name: {"queries": len(task.queries), "targets": len(task.targets)} for task in tasks},
        "pairs": {source.name: len(source.pairs) for source in sources},
        "untrained": start,
        "chosen": asdict(best),
        "measured": log,
    }


def _read(
    data: Path, schedule: Schedule, tokenize: Callable[[str], list[int]]
) -> tuple[Framework, list[Source], list[held_out.Task]]:
    """The framework, the pairs to train on and what is measured, no group or concept of it in the pairs."""
    framework = frameworks.load([data / "esco"], loader="esco")
    concepts = pairs.of_framework(framework, seed=schedule.seed)
    material = pairs.of_material(data / "train", concepts.held_out, folds=FOLDS)
    tasks = held_out.tasks(framework, concepts.held_out, data / "train", folds=FOLDS)
    written = pairs.written_otherwise({**concepts.by_kind, **material.by_kind}, seed=schedule.seed)
    return framework, _sources(written, tokenize), tasks


def _sources(by_kind: Mapping[str, Sequence[pairs.TextPair]], tokenize: Callable[[str], list[int]]) -> list[Source]:
    known: dict[str, tuple[int, ...]] = {}

    def tokens(text: str) -> tuple[int, ...]:
        if text not in known:
            known[text] = tuple(tokenize(text)[:_TOKENS])
        return known[text]

    made = []
    for kind, found in by_kind.items():
        tokenized = [Pair(tokens(p.left), tokens(p.right), p.meaning) for p in found]
        made.append(Source(kind, [pair for pair in tokenized if pair.left and pair.right], pairs.WEIGHTS[kind]))
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


def _opened(former: Path) -> Network:
    """The network with the former dense weights; changes of embeddings, which have a basis of their own, are left."""
    table, weights = original()
    try:
        with np.load(former, allow_pickle=False) as stored:
            return Network(table, weights | {name: stored[name] for name in (*DENSE_NAMES, TOKEN_WEIGHT)})
    except (OSError, ValueError, KeyError) as error:
        raise InputError(
            es=f"{former}: no son pesos de un entrenamiento ({error}); dé un archivo .npz que este comando escribió",
            en=f"{former}: no weights of a training ({error}); give an .npz file that this command wrote",
        ) from error


def _mixed(trained: Weights, other: Weights, share: float) -> Weights:
    """Shares of both; the basis as trained, since the other's changes of embeddings are zero."""
    basis = f"dense.{CHANGE_BASIS}"
    mixed = {name: share * value + (1 - share) * other[name] for name, value in trained.items()}
    return {**mixed, basis: trained[basis]}


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


def _rounded(figures: Mapping[str, float]) -> dict[str, float]:
    return {name: round(value, 4) for name, value in figures.items()}
