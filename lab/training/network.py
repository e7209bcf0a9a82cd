"""The multilingual Universal Sentence Encoder as a torch network, exact to the numpy original.

Architecture: token embedding (frozen, 8 bit) → three n-gram branches of two residual convolutions each → layer norm →
sum over tokens → residual feed-forward layers → unit length (Yang et al. 2020, "Multilingual Universal Sentence
Encoder for Semantic Retrieval"; Iyyer et al. 2015 for the averaging). Two things are added. A learned weight per
token, 1 before training, by which a frequent word says less than a rare one. A learned change of each token's
embedding, 0 before training and of low rank (Hu et al. 2021, "LoRA"): a few numbers per token times a basis that all
tokens share, so that words of the field get their own meaning and the file stays small.

Beside it stands what is done with weights that were trained: means, mixtures, and the file that ships.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from embeddings.encoders import Vectors
from embeddings.encoders.competency import CHANGE_BASIS, CHANGE_ROWS, CHANGE_TOKENS, CHUNKS, TOKEN_WEIGHT, original
from mapper.workspace.files import write_atomically

RANK = 64
"""Of the change of the embeddings."""
_ORDERS = ((2, 0), (3, 1), (5, 2))
"""Size of each n-gram branch and how many of its tokens stand to the left."""
_WIDTH = 256
_BFLOAT16 = ("amx_bf16", "avx512_bf16", "bf16")
"""Names of the instructions that multiply so, as torch gives them."""
_DENSE = ("proj{n}", "proj_b{n}", "ln_g{n}", "ln_b{n}", "w1_{n}", "b1_{n}", "w2_{n}", "b2_{n}")
_SHARED = ("ln_g", "ln_b", "cnn_W", "cnn_b", "d0", "d1", "d2", "d3", "p1", "p3")
DENSE_NAMES = (*(name.format(n=n) for n, _ in _ORDERS for name in _DENSE), *_SHARED)
"""Names of the dense weights, as the package that carries the original names them."""


class Network(nn.Module):
    """The encoder with trainable dense weights, weights of tokens and changes of their embeddings.

    Made of the embeddings of the tokens in 8 bit, shape (tokens, 512), and the weights named in `DENSE_NAMES`, which
    are trained, with `scale`, `lo` and `eps`, which are not; what was added may be missing. `dense` are the weights by
    name, `TOKEN_WEIGHT` and `CHANGE_BASIS` among them, `change` the coordinates of each token's change in the basis,
    shape (tokens, rank), whose gradient is sparse.
    """

    def __init__(self, table: NDArray[np.uint8], weights: Mapping[str, NDArray[np.floating]]) -> None:
        super().__init__()
        self.table: Tensor
        self.scale: Tensor
        self.low: Tensor
        self.register_buffer("table", torch.from_numpy(table), persistent=False)
        self.register_buffer("scale", torch.tensor(weights["scale"]), persistent=False)
        self.register_buffer("low", torch.tensor(weights["lo"]), persistent=False)
        self.eps = float(weights["eps"])
        dense = {name: torch.tensor(np.asarray(weights[name], dtype=np.float32)) for name in DENSE_NAMES}
        dense[TOKEN_WEIGHT] = torch.tensor(np.asarray(weights.get(TOKEN_WEIGHT, np.ones(len(table))), dtype=np.float32))
        if CHANGE_BASIS in weights:
            dense[CHANGE_BASIS] = torch.tensor(np.asarray(weights[CHANGE_BASIS], dtype=np.float32))
        else:
            dense[CHANGE_BASIS] = 0.2 * torch.randn(RANK, table.shape[1], generator=torch.Generator().manual_seed(0))
        self.dense = nn.ParameterDict(dense)
        change = torch.zeros(len(table), len(dense[CHANGE_BASIS]))
        if CHANGE_ROWS in weights:
            rows = np.asarray(weights[CHANGE_ROWS], dtype=np.float32)
            change[torch.tensor(np.asarray(weights[CHANGE_TOKENS], dtype=np.int64))] = torch.from_numpy(rows)
        self.change = nn.Parameter(change)

    @classmethod
    def original(cls) -> Network:
        """The untrained encoder, from the installed package."""
        table, weights = original()
        return cls(table, weights)

    def forward(self, token_ids: Sequence[Sequence[int]]) -> Tensor:
        """Vectors of unit length, shape (len(token_ids), 512), of texts given as token ids, none of them empty."""
        lengths = torch.tensor([len(ids) for ids in token_ids])
        flat = torch.tensor([token for ids in token_ids for token in ids])
        owner = torch.repeat_interleave(torch.arange(len(token_ids)), lengths)
        # As in the forward pass on numpy: what depends on the token alone is computed once per distinct token.
        distinct, place = torch.unique(flat, return_inverse=True)
        token_weight = functional.embedding(distinct, self.dense[TOKEN_WEIGHT].unsqueeze(1))[place].squeeze(1)
        features = self._features(distinct, place, _windows(owner, lengths))
        starts = lengths.cumsum(0) - lengths
        summed = functional.embedding_bag(
            torch.arange(len(flat)), features, starts, mode="sum", per_sample_weights=token_weight
        )
        weight = torch.zeros(len(token_ids)).index_add(0, owner, token_weight)
        mean = summed @ self.dense["cnn_W"] + weight.unsqueeze(1) * self.dense["cnn_b"]
        return self._top(mean / lengths.to(mean.dtype).sqrt().unsqueeze(1))

    def _features(self, distinct: Tensor, place: Tensor, windows: Tensor) -> Tensor:
        """Per token: its embedding and what the three branches make of its neighbourhood, layer-normed."""
        chunk = distinct % CHUNKS
        embedded = self.table[distinct].float() * self.scale[chunk].unsqueeze(1) + self.low[chunk].unsqueeze(1)
        embedded = embedded + functional.embedding(distinct, self.change, sparse=True) @ self.dense[CHANGE_BASIS]
        # The original's three projections share one layer norm.
        projected = embedded @ self._all("proj{n}", dim=1) + self._all("proj_b{n}")
        projected = self._layer_norm(projected, self._all("ln_g{n}"), self._all("ln_b{n}")).float()
        tokens = torch.cat([place, torch.tensor([len(distinct)])])[windows]
        parts = [functional.embedding(place, embedded.float())]
        for own, (n, left) in zip(torch.split(projected, _WIDTH, dim=1), _ORDERS, strict=True):
            columns = slice(2 - left, 2 - left + n)
            hidden = functional.relu(self._first(own, tokens[:, columns], n)) + functional.embedding(place, own)
            parts.append(hidden + self._second(hidden, windows[:, columns], n))
        return self._layer_norm(torch.cat(parts, dim=1), self.dense["ln_g"], self.dense["ln_b"]).float()

    def _first(self, projected: Tensor, tokens: Tensor, n: int) -> Tensor:
        """The first convolution: one product per distinct token and place in the window, gathered and added up."""
        by_place = torch.cat(self.dense[f"w1_{n}"].split(_WIDTH), dim=1)
        products = (projected @ by_place).float()
        products = torch.cat([products, products.new_zeros(1, products.shape[1])]).reshape(-1, _WIDTH)
        summed = functional.embedding_bag(tokens * n + torch.arange(n), products, mode="sum")
        return torch.add(summed, self.dense[f"b1_{n}"])

    def _second(self, hidden: Tensor, windows: Tensor, n: int) -> Tensor:
        padded = torch.cat([hidden, hidden.new_zeros(1, _WIDTH)])
        gathered = functional.embedding(windows, padded).reshape(len(windows), -1)
        return functional.relu(gathered @ self.dense[f"w2_{n}"] + self.dense[f"b2_{n}"]).float()

    def _all(self, name: str, dim: int = 0) -> Tensor:
        return torch.cat([self.dense[name.format(n=n)] for n, _ in _ORDERS], dim=dim)

    def _layer_norm(self, values: Tensor, gain: Tensor, bias: Tensor) -> Tensor:
        return functional.layer_norm(values, (values.shape[1],), gain, bias, self.eps)

    def _top(self, mean: Tensor) -> Tensor:
        first = functional.relu(mean @ self.dense["d0"])
        second = functional.relu(mean @ self.dense["p1"] + first @ self.dense["d1"])
        third = functional.relu(second @ self.dense["d2"])
        final = torch.tanh(second @ self.dense["p3"] + third @ self.dense["d3"])
        return final / final.square().sum(dim=1, keepdim=True).clamp_min(self.eps).sqrt()


def fast_products() -> torch.autocast:
    """A context in which products are in bfloat16 where the processor has instructions for it.

    Without them torch computes each such product by hand, a hundred times slower than in float32.
    """
    capabilities = torch.cpu.get_capabilities()
    native = any(capabilities.get(name, False) for name in _BFLOAT16)
    return torch.autocast("cpu", dtype=torch.bfloat16, enabled=native)


def _windows(owner: Tensor, lengths: Tensor) -> Tensor:
    """Positions t−2 … t+2 for every token t; what lies in a neighbouring text points behind the last token."""
    positions = torch.arange(len(owner)).unsqueeze(1) + torch.arange(-2, 3)
    ends = lengths.cumsum(0)
    starts = (ends - lengths)[owner].unsqueeze(1)
    inside = (positions >= starts) & (positions < ends[owner].unsqueeze(1))
    return torch.where(inside, positions, len(owner))


Weights = dict[str, torch.Tensor]
_BASIS = f"dense.{CHANGE_BASIS}"


def weights_of(network: Network) -> Weights:
    """A copy of what a network has learnt."""
    return {name: value.detach().clone() for name, value in network.state_dict().items()}


def mean_of(trained: Sequence[Weights]) -> Weights:
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


def mixed(trained: Weights, untrained: Weights, share: float) -> Weights:
    """Shares of both; the basis as trained, since the untrained changes of embeddings are zero."""
    mixed = {name: share * value + (1 - share) * untrained[name] for name, value in trained.items()}
    return {**mixed, _BASIS: trained[_BASIS]}


def save(out: Path, weights: Weights) -> None:
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
