"""Contrastive training of a transformer on pairs of texts that mean the same.

A batch is drawn from one source. What is known to mean the same is never its own negative.
"""

from __future__ import annotations

import math
import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from lab.reading.descent import Descent
from lab.training.material import TextPair

FROZEN = 4
"""Lowest layers that keep the base's weights, as its embeddings do: it saves time, and nothing is unlearnt there."""
_AT_ONCE = 512  # texts encoded at once, where nothing is learnt
_TOGETHER = 48  # texts of like length that go through the network at once


def loss(
    left: Tensor, right: Tensor, meanings: Sequence[str], temperature: float, wrong: Tensor | None = None
) -> Tensor:
    """Return symmetric InfoNCE over rows of unit length, both (pairs, dimension), row i of each meaning `meanings[i]`.

    With in-batch negatives (van den Oord et al. 2018; Henderson et al. 2017) and, where there are any, hard ones
    (Karpukhin et al. 2020): each right row is told apart from the left ones and from all of `wrong`, shape (any number,
    dimension).
    """
    number = {meaning: i for i, meaning in enumerate(dict.fromkeys(meanings))}
    ids = torch.tensor([number[meaning] for meaning in meanings])
    same = (ids.unsqueeze(0) == ids.unsqueeze(1)) & ~torch.eye(len(ids), dtype=torch.bool)
    scores = (left @ right.T / temperature).masked_fill(same, -math.inf)
    target = torch.arange(len(ids))
    backward = scores.T if wrong is None else torch.cat([scores.T, right @ wrong.T / temperature], dim=1)
    return (functional.cross_entropy(scores, target) + functional.cross_entropy(backward, target)) / 2


@dataclass(frozen=True, slots=True)
class Source:
    """Pairs of one origin and how often a batch is drawn from it, relative to the other sources."""

    name: str
    pairs: Sequence[TextPair]
    weight: float
    grouped: bool = False  # whether a batch is of a few groups, so that negatives are of the same field


@dataclass(frozen=True, slots=True)
class Schedule:
    """How to train."""

    steps: int = 640  # number of batches
    batch: int = 72  # pairs in one
    rate: float = 1.5e-4  # highest learning rate, reached after a tenth of the steps, then falling as a cosine to zero
    temperature: float = 0.05  # by which cosines are divided
    tokens: int = 32  # of a text that are read
    seed: int = 17  # of every draw
    near: float = 0.0  # share of the batches whose pairs are near each other, so that negatives are hard ones
    bf16: bool = False  # whether products are of bfloat16, three times as fast where the processor has them


class Encoder(nn.Module):
    """A transformer, the mean over its tokens, and an affine map: the folder's own, where it has been trained before.

    Of the base it begins as one that takes off the mean text (`centre`). Vectors of the base lie in a narrow cone;
    without their mean, cosines of chance pairs are about zero.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__()
        from tokenizers import Tokenizer
        from transformers import AutoModel

        self.model = AutoModel.from_pretrained(
            folder,
            hidden_dropout_prob=0.0,
            attention_probs_dropout_prob=0.0,
            add_pooling_layer=False,
            dtype=torch.float32,
        )
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        size = self.model.config.hidden_size
        self.dense = nn.Linear(size, size)
        own = folder / "2_Dense" / "model.safetensors"
        self.is_base = not own.is_file()
        with torch.no_grad():
            self.dense.weight.copy_(torch.eye(size))
            self.dense.bias.zero_()
        if not self.is_base:
            state = {name.removeprefix("linear."): value.float() for name, value in load_file(own).items()}
            self.dense.load_state_dict(state)

    def centre(self, texts: Sequence[str]) -> None:
        """Let the affine map take off the mean of these texts' vectors."""
        with torch.no_grad():
            self.dense.bias.copy_(-self.pooled(texts, 64).mean(dim=0))

    def pooled(self, texts: Sequence[str], tokens: int) -> Tensor:
        """Return rows before the map, shape (len(texts), size), like lengths together."""
        ids = [found.ids[:tokens] for found in self.tokenizer.encode_batch(list(texts))]
        order = sorted(range(len(ids)), key=lambda row: len(ids[row]))
        parts = []
        for begin in range(0, len(order), _TOGETHER):
            part = [ids[row] for row in order[begin : begin + _TOGETHER]]
            longest = max(map(len, part))
            padded = torch.tensor([own + [1] * (longest - len(own)) for own in part])
            mask = (padded != 1).long()
            hidden = self.model(padded, attention_mask=mask).last_hidden_state
            own = mask.unsqueeze(-1).float()
            parts.append((hidden * own).sum(dim=1) / own.sum(dim=1))
        back = torch.empty(len(order), dtype=torch.long)
        back[torch.tensor(order)] = torch.arange(len(order))
        return torch.cat(parts)[back]

    def forward(self, texts: Sequence[str], tokens: int) -> Tensor:
        """Return rows of unit length, shape (len(texts), size)."""
        return functional.normalize(self.dense(self.pooled(texts, tokens)), dim=1)


def freeze(model: Any, layers: int) -> None:  # noqa: ANN401 - transformers' class follows the folder
    """Keep the embeddings and the lowest layers of a BERT model as they are."""
    for part in (model.embeddings, *model.encoder.layer[:layers]):
        for parameter in part.parameters():
            parameter.requires_grad = False


class Training(Descent):
    """A training that can be interrupted: its state is all that the next step depends on.

    Batches depend on the seed and the step's number alone, so that a training taken up again sees what it would have
    seen.

    Attributes:
        encoder: what is trained, in place.
    """

    def __init__(self, encoder: Encoder, sources: Sequence[Source], schedule: Schedule) -> None:
        self.encoder = encoder
        self._schedule = schedule
        self._sources = [source for source in sources if source.pairs]
        self._groups = {source.name: _groups(source.pairs) for source in self._sources if source.grouped}
        known = dict[str, Tensor]()
        self._near = {
            source.name: Neighbours.build(source.pairs, encoder, known)
            for source in self._sources
            if schedule.near and not source.grouped
        }
        freeze(encoder.model, FROZEN)
        trained = [parameter for parameter in encoder.parameters() if parameter.requires_grad]
        super().__init__(encoder, [{"params": trained, "lr": schedule.rate}], schedule, schedule.steps)

    def run(self, after: Callable[[int, str, float], None]) -> None:
        """Train to the end of the schedule; `after` each step gets its number, its source and its loss."""
        while self.step < self._schedule.steps:
            name, batch = self._batch(self.step)
            wrong = [pair.wrong for pair in batch if pair.wrong]
            texts = [f"query: {pair.left}" for pair in batch]
            texts += [f"passage: {text}" for text in (*(pair.right for pair in batch), *wrong)]
            with torch.autocast("cpu", torch.bfloat16, enabled=self._schedule.bf16):
                rows = self.encoder(texts, self._schedule.tokens).float()
            left, right, others = rows.split([len(batch), len(batch), len(wrong)])
            meanings = [pair.meaning for pair in batch]
            found = loss(left, right, meanings, self._schedule.temperature, others if wrong else None)
            self.take(found)
            after(self.step, name, float(found.detach()))

    def _batch(self, step: int) -> tuple[str, list[TextPair]]:
        draw = random.Random(f"{self._schedule.seed} {step}")
        (source,) = draw.choices(self._sources, [source.weight for source in self._sources])
        size = min(self._schedule.batch, len(source.pairs))
        if not source.grouped:
            if draw.random() < self._schedule.near:
                return source.name, self._near[source.name].draw(size, draw)
            return source.name, draw.sample(source.pairs, size)
        batch = list[TextPair]()
        for group in draw.sample(self._groups[source.name], len(self._groups[source.name])):
            batch += draw.sample(group, min(len(group), size // 3))
            if len(batch) >= size:
                break
        return source.name, batch[:size]


_NEAREST = 7  # others that stand beside a pair in a batch of near ones


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Pairs by meaning, and which meanings are nearest to each by the vectors of an encoder before its training.

    Negatives that a model takes for near teach it more than those by chance (Xiong et al. 2020, "Approximate Nearest
    Neighbor Negative Contrastive Learning for Dense Text Retrieval").
    """

    pairs: Mapping[str, Sequence[TextPair]]
    nearest: Mapping[str, Sequence[str]]

    @classmethod
    def build(cls, pairs: Sequence[TextPair], encoder: Encoder, known: dict[str, Tensor]) -> Neighbours:
        """Return those of the pairs; a meaning's vector is that of its first right text, or `known` (and then is)."""
        by_meaning = defaultdict(list)
        for pair in pairs:
            by_meaning[pair.meaning].append(pair)
        names = list(by_meaning)
        new = [name for name in names if name not in known]
        with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
            for begin in range(0, len(new), _AT_ONCE):
                part = new[begin : begin + _AT_ONCE]
                rows = encoder([f"passage: {by_meaning[name][0].right}" for name in part], 32).float()
                known.update(zip(part, rows, strict=True))
        rows = torch.stack([known[name] for name in names])
        nearest = {}
        for begin in range(0, len(names), _AT_ONCE):
            scores = rows[begin : begin + _AT_ONCE] @ rows.T
            for row, found in enumerate(scores.topk(min(_NEAREST + 1, len(names))).indices.tolist(), begin):
                nearest[names[row]] = [names[other] for other in found if other != row][:_NEAREST]
        return cls(by_meaning, nearest)

    def draw(self, size: int, draw: random.Random) -> list[TextPair]:
        """Return so many pairs of distinct meanings, or as many as there are: some by chance, each with its nearest."""
        names = list(self.pairs)
        kept = dict[str, TextPair]()
        for name in draw.sample(names, len(names)):
            for one in (name, *self.nearest[name]):
                kept.setdefault(one, draw.choice(self.pairs[one]))
            if len(kept) >= size:
                break
        return list(kept.values())[:size]


def _groups(pairs: Sequence[TextPair]) -> list[list[TextPair]]:
    """Return the pairs by what stands before the first "/" of their meaning: a module, a programme."""
    found = defaultdict(list)
    for pair in pairs:
        found[pair.meaning.partition("/")[0]].append(pair)
    return list(found.values())


def lines(texts: Iterator[str], count: int, seed: int) -> list[str]:
    """Return so many of the texts, drawn by chance."""
    every = sorted(set(texts))
    return random.Random(seed).sample(every, min(count, len(every)))
