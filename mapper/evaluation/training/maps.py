"""The two linear maps of the scorer: sentences that teach or ask for an entry, beside its name, apart from traps.

Symmetric InfoNCE as in `embeddings.contrastive`, on the encoder's vectors as they are; a trap shares the
sentence's words and does not teach the entry, so it is one more wrong answer for the entry's name.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np

from embeddings.encoders import Encoder, Vectors
from mapper.evaluation.training.material import TextPair
from mapper.matching.records import Progress, no_progress

_STEPS, _BATCH, _RATE, _TEMPERATURE = 500, 1024, 1e-3, 0.05
_KEPT = 3e-4  # weight of the squared distance from the identity: what was not trained on stays as it is
_SEED = 0


def fit(
    kinds: Sequence[Sequence[TextPair]], encoder: Encoder, progress: Progress = no_progress
) -> tuple[Vectors, Vectors]:
    """The map of passages and that of entries, each (dimension, dimension).

    The pairs are of sentence (left) and name (right); a batch is drawn from one kind, each as often as the others.
    """
    import torch  # here, not with whatever needs a scorer: it takes seconds

    from embeddings.contrastive import loss

    texts = sorted({text for pairs in kinds for pair in pairs for text in (pair.left, pair.right, pair.wrong)})
    vectors = torch.from_numpy(encoder.encode(texts, role="passage"))
    row = {text: number for number, text in enumerate(texts)}
    sides = [torch.tensor([[row[pair.left], row[pair.right], row[pair.wrong]] for pair in pairs]) for pairs in kinds]
    meanings = [[pair.meaning for pair in pairs] for pairs in kinds]
    nothing = row.get("", -1)
    draw = random.Random(_SEED)
    identity = torch.eye(vectors.shape[1])
    passage, entry = (torch.nn.Parameter(identity.clone()) for _ in range(2))
    optimiser = torch.optim.AdamW([passage, entry], lr=_RATE, weight_decay=0.0)
    for step in range(_STEPS):
        progress(encoder.name, step, _STEPS)
        kind = draw.randrange(len(sides))
        chosen = draw.sample(range(len(sides[kind])), min(_BATCH, len(sides[kind])))
        left, right, wrong = sides[kind][chosen].T
        told = torch.nn.functional.normalize(vectors[left] @ passage, dim=1)
        wanted = torch.nn.functional.normalize(vectors[right] @ entry, dim=1)
        traps = torch.nn.functional.normalize(vectors[wrong[wrong != nothing]] @ passage, dim=1)
        apart = (passage - identity).square().sum() + (entry - identity).square().sum()
        wrongness = loss(told, wanted, [meanings[kind][n] for n in chosen], _TEMPERATURE, traps) + _KEPT * apart
        for group in optimiser.param_groups:
            group["lr"] = _RATE * (1 - step / _STEPS)
        optimiser.zero_grad()
        torch.autograd.backward(wrongness)
        optimiser.step()
    return np.asarray(passage.detach().numpy()), np.asarray(entry.detach().numpy())
