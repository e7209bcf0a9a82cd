"""Contrastive training of the encoder on pairs of texts that mean the same.

A batch is drawn from one source. What is known to mean the same is never its own negative.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import torch

from embeddings.contrastive import loss
from embeddings.encoders.competency import CHANGE_BASIS, TOKEN_WEIGHT
from lab.training.network import Network, fast_products

Tokens = Sequence[int]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts that mean the same, as token ids."""

    left: Tokens  # one text
    right: Tokens  # the other
    meaning: str  # what both mean; pairs of one meaning are no negatives of each other


@dataclass(frozen=True, slots=True)
class Source:
    """Pairs of one origin and how often a batch is drawn from it, relative to the other sources."""

    name: str
    pairs: Sequence[Pair]
    weight: float


@dataclass(frozen=True, slots=True)
class Schedule:
    """How to train."""

    steps: int  # number of batches
    batch: int = 384  # pairs in one
    # highest learning rate of AdamW, reached after a tenth of the steps, then falling as a cosine to zero
    rate: float = 1e-3
    token_rate: float = 1e-2  # the same for the weights of the tokens and the changes of their embeddings
    temperature: float = 0.05  # by which cosines are divided
    # share of the tokens that are left out of each text, drawn anew each time (Iyyer et al. 2015, "word dropout"); a
    # text keeps one at least
    dropout: float = 0.0
    seed: int = 17  # of every draw


Stop = Callable[[int], bool]
"""Called after every step with its number, from 1; true ends the training."""


class Training:
    """A training that can be interrupted: its state is all that the next step depends on.

    Batches depend on the seed and the step's number alone, so that a training taken up again sees what it would have
    seen.

    Attributes:
        network: what is trained, in place.
        step: number of steps done.
    """

    def __init__(self, network: Network, sources: Sequence[Source], schedule: Schedule) -> None:
        self.network = network
        self.step = 0
        self._schedule = schedule
        self._sources = sources
        by_token, basis = network.dense[TOKEN_WEIGHT], network.dense[CHANGE_BASIS]
        dense = [parameter for name, parameter in network.dense.items() if name not in (TOKEN_WEIGHT, CHANGE_BASIS)]
        self._optimisers: list[torch.optim.Optimizer] = [
            torch.optim.AdamW(
                [
                    {"params": dense, "lr": schedule.rate, "weight_decay": 0.01},
                    {"params": [by_token], "lr": schedule.token_rate, "weight_decay": 0.0},
                    {"params": [basis], "lr": schedule.rate, "weight_decay": 0.0},
                ]
            ),
            # Moves only the tokens of the batch: one that comes rarely is not driven on by what it was once given.
            torch.optim.SparseAdam([network.change], lr=schedule.token_rate),
        ]
        self._paces = [
            torch.optim.lr_scheduler.LambdaLR(optimiser, lambda done: pace(done, schedule.steps))
            for optimiser in self._optimisers
        ]

    def state(self) -> dict[str, Any]:
        """What `resume` needs, for `torch.save`."""
        return {
            "schedule": asdict(self._schedule),
            "step": self.step,
            "network": self.network.state_dict(),
            "optimisers": [optimiser.state_dict() for optimiser in self._optimisers],
            "paces": [pace.state_dict() for pace in self._paces],
        }

    def resume(self, state: Mapping[str, Any]) -> None:
        """Go on from a state of the same schedule; raises ValueError for one of another."""
        if state["schedule"] != asdict(self._schedule):
            raise ValueError("the checkpoint is of another schedule")
        self.step = state["step"]
        self.network.load_state_dict(state["network"])
        for optimiser, optimiser_state in zip(self._optimisers, state["optimisers"], strict=True):
            optimiser.load_state_dict(optimiser_state)
        for pace, pace_state in zip(self._paces, state["paces"], strict=True):
            pace.load_state_dict(pace_state)

    def run(self, stop: Stop | None = None) -> None:
        """Train until the schedule or `stop` ends it."""
        for batch in _batches(self._sources, self._schedule, self.step):
            with fast_products():
                # Both sides at once: they share tokens, which are computed once.
                rows = self.network([pair.left for pair in batch] + [pair.right for pair in batch]).float()
            left, right = rows[: len(batch)], rows[len(batch) :]
            meanings = [pair.meaning for pair in batch]
            torch.autograd.backward(loss(left, right, meanings, self._schedule.temperature))
            torch.nn.utils.clip_grad_norm_(self.network.dense.parameters(), 1.0)
            for optimiser, pace in zip(self._optimisers, self._paces, strict=True):
                optimiser.step()
                optimiser.zero_grad()
                pace.step()
            self.step += 1
            if stop is not None and stop(self.step):
                break


def pace(done: int, steps: int) -> float:
    """The share of the highest learning rate after so many steps: a warm-up of a tenth, then a cosine."""
    warm = max(1, steps // 10)
    if done < warm:
        return (done + 1) / warm
    return 0.5 * (1 + math.cos(math.pi * (done - warm) / max(1, steps - warm)))


def _batches(sources: Sequence[Source], schedule: Schedule, first: int) -> Iterator[list[Pair]]:
    weights = [source.weight if source.pairs else 0.0 for source in sources]
    for step in range(first, schedule.steps):
        draw = random.Random(f"{schedule.seed} {step}")
        (source,) = draw.choices(sources, weights)
        batch = draw.sample(source.pairs, min(schedule.batch, len(source.pairs)))
        if schedule.dropout:
            batch = [
                replace(pair, left=_some(pair.left, schedule, draw), right=_some(pair.right, schedule, draw))
                for pair in batch
            ]
        yield batch


def _some(tokens: Tokens, schedule: Schedule, draw: random.Random) -> Tokens:
    return [token for token in tokens if draw.random() >= schedule.dropout] or tokens
