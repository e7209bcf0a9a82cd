"""The multilingual Universal Sentence Encoder as a torch network, exact to the numpy original.

Architecture: token embedding (frozen, 8 bit) → three n-gram branches of two residual convolutions each → layer norm →
sum over tokens → residual feed-forward layers → unit length (Yang et al. 2020, "Multilingual Universal Sentence
Encoder for Semantic Retrieval"; Iyyer et al. 2015 for the averaging). One thing is added: a learned weight per token,
1 before training, by which a frequent word says less than a rare one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from embeddings.encoders.forward import CHUNKS, TOKEN_WEIGHT, original

_ORDERS = ((2, 0), (3, 1), (5, 2))
"""Size of each n-gram branch and how many of its tokens stand to the left."""
_WIDTH = 256
_DENSE = ("proj{n}", "proj_b{n}", "ln_g{n}", "ln_b{n}", "w1_{n}", "b1_{n}", "w2_{n}", "b2_{n}")
_SHARED = ("ln_g", "ln_b", "cnn_W", "cnn_b", "d0", "d1", "d2", "d3", "p1", "p3")
DENSE_NAMES = (*(name.format(n=n) for n, _ in _ORDERS for name in _DENSE), *_SHARED)
"""Names of the dense weights, as the package that carries the original names them."""


class Network(nn.Module):
    """The encoder with trainable dense weights.

    Args:
        table: embeddings of the tokens in 8 bit, shape (tokens, 512).
        weights: those named in `DENSE_NAMES`, which are trained, with `scale`, `lo` and `eps`, which are not;
            `TOKEN_WEIGHT` may be missing.
    """

    def __init__(
        self,
        table: NDArray[np.uint8],
        weights: Mapping[str, NDArray[np.floating]],
    ) -> None:
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
        self.dense = nn.ParameterDict(dense)

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
        features = self._features(flat, owner, lengths) * self.dense[TOKEN_WEIGHT][flat].unsqueeze(1)
        summed = torch.zeros(len(token_ids), features.shape[1]).index_add(0, owner, features)
        weight = torch.zeros(len(token_ids)).index_add(0, owner, self.dense[TOKEN_WEIGHT][flat])
        mean = summed @ self.dense["cnn_W"] + weight.unsqueeze(1) * self.dense["cnn_b"]
        return self._top(mean / lengths.to(mean.dtype).sqrt().unsqueeze(1))

    def _features(self, flat: Tensor, owner: Tensor, lengths: Tensor) -> Tensor:
        """Per token: its embedding and what the three branches make of its neighbourhood, layer-normed."""
        chunk = flat % CHUNKS
        embedded = self.table[flat].float() * self.scale[chunk].unsqueeze(1) + self.low[chunk].unsqueeze(1)
        columns = _windows(owner, lengths)
        # The original's three projections share one layer norm.
        projected = embedded @ self._all("proj{n}", dim=1) + self._all("proj_b{n}")
        projected = self._layer_norm(projected, self._all("ln_g{n}"), self._all("ln_b{n}"))
        parts = [embedded]
        for base, (n, left) in zip(torch.split(projected, _WIDTH, dim=1), _ORDERS, strict=True):
            window = columns[:, 2 - left : 2 - left + n]
            first = base + self._convolve(base, window, f"w1_{n}", f"b1_{n}")
            parts.append(first + self._convolve(first, window, f"w2_{n}", f"b2_{n}"))
        return self._layer_norm(torch.cat(parts, dim=1), self.dense["ln_g"], self.dense["ln_b"])

    def _all(self, name: str, dim: int = 0) -> Tensor:
        return torch.cat([self.dense[name.format(n=n)] for n, _ in _ORDERS], dim=dim)

    def _layer_norm(self, values: Tensor, gain: Tensor, bias: Tensor) -> Tensor:
        return functional.layer_norm(values, (values.shape[1],), gain, bias, self.eps)

    def _convolve(self, values: Tensor, window: Tensor, weight: str, bias: str) -> Tensor:
        padded = torch.cat([values, values.new_zeros(1, values.shape[1])])
        gathered = padded[window].reshape(len(window), -1)
        return functional.relu(gathered @ self.dense[weight] + self.dense[bias])

    def _top(self, mean: Tensor) -> Tensor:
        first = functional.relu(mean @ self.dense["d0"])
        second = functional.relu(mean @ self.dense["p1"] + first @ self.dense["d1"])
        third = functional.relu(second @ self.dense["d2"])
        final = torch.tanh(second @ self.dense["p3"] + third @ self.dense["d3"])
        return final / final.square().sum(dim=1, keepdim=True).clamp_min(self.eps).sqrt()


def _windows(owner: Tensor, lengths: Tensor) -> Tensor:
    """Positions t−2 … t+2 for every token t; what lies in a neighbouring text points behind the last token."""
    positions = torch.arange(len(owner)).unsqueeze(1) + torch.arange(-2, 3)
    ends = lengths.cumsum(0)
    starts = (ends - lengths)[owner].unsqueeze(1)
    inside = (positions >= starts) & (positions < ends[owner].unsqueeze(1))
    return torch.where(inside, positions, len(owner))
