"""Weights of the encoder while it is trained: their means, their mixtures, and the file that ships."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from embeddings.encoders import Vectors
from embeddings.encoders.competency import CHANGE_BASIS, CHANGE_ROWS, CHANGE_TOKENS
from lab.training.network import Network
from mapper.workspace.files import write_atomically

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
