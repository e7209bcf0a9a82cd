"""What several fits need: the registry's standards, an encoder that remembers what it was asked, and figures."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike

from corpora import Competency
from corpora.frameworks import load
from embeddings.encoders import Encoder, TextRole, Vectors


def registry(data: Path) -> tuple[Competency, ...]:
    """The standards of the Mexican registry in `data`'s `renec/`; raises InputError where it is missing."""
    return load([data / "renec" / "ec_standards_api.json"], loader="renec").competencies


class Remembering:
    """The encoder, with what it was asked before kept in memory: the pools share most of their entries."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._rows: dict[tuple[TextRole, str], Vectors] = {}
        self.name, self.revision, self.dimension = encoder.name, encoder.revision, encoder.dimension

    def encode(self, texts: Sequence[str], *, role: TextRole) -> Vectors:
        """As the encoder does."""
        missing = [text for text in dict.fromkeys(texts) if (role, text) not in self._rows]
        self._rows.update(
            zip(((role, text) for text in missing), self._encoder.encode(missing, role=role), strict=True)
        )
        return np.array([self._rows[role, text] for text in texts], dtype=np.float32).reshape(-1, self.dimension)


def figures_of(stated: ArrayLike, right: ArrayLike) -> dict[str, float]:
    """How good probabilities of what was held out are, by scikit-learn; both of any shape, the same."""
    from sklearn import metrics

    p, y = np.ravel(stated), np.ravel(right)
    found = {
        "auroc": metrics.roc_auc_score(y, p),
        "average_precision": metrics.average_precision_score(y, p),
        "brier": metrics.brier_score_loss(y, p),
    }
    return {name: round(float(value), 5) for name, value in found.items()}
