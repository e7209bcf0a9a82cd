"""The loss with which pairs of texts that mean the same are brought together.

Symmetric InfoNCE with in-batch negatives (van den Oord et al. 2018; Henderson et al. 2017) and, where there are any,
hard ones (Karpukhin et al. 2020).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn import functional


def loss(
    left: Tensor, right: Tensor, meanings: Sequence[str], temperature: float, wrong: Tensor | None = None
) -> Tensor:
    """Return symmetric InfoNCE over rows of unit length, both (pairs, dimension), row i of each meaning `meanings[i]`.

    Each right row is told apart from the left ones and from all of `wrong`, shape (any number, dimension).
    """
    number = {meaning: i for i, meaning in enumerate(dict.fromkeys(meanings))}
    ids = torch.tensor([number[meaning] for meaning in meanings])
    same = (ids.unsqueeze(0) == ids.unsqueeze(1)) & ~torch.eye(len(ids), dtype=torch.bool)
    scores = (left @ right.T / temperature).masked_fill(same, -math.inf)
    target = torch.arange(len(ids))
    backward = scores.T if wrong is None else torch.cat([scores.T, right @ wrong.T / temperature], dim=1)
    return (functional.cross_entropy(scores, target) + functional.cross_entropy(backward, target)) / 2
