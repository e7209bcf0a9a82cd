"""A cross-encoder that puts a passage's matches into another order: it reads both texts at once, and takes its time.

It says which of the matches comes first, not how probable any of them is: its scores are on a scale of its own, so
each match keeps the calibrated probability that the matcher gives it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpora import InputError

RERANKED = 20
"""Of each framework so many candidates at most are read by the cross-encoder."""


@dataclass(frozen=True, slots=True)
class Reranker:
    """A cross-encoder of sentence-transformers.

    Attributes:
        name: of the model, or its folder's name.
        revision: hash of its weights and configuration, 16 hexadecimal digits.
        model: the cross-encoder.
    """

    name: str
    revision: str
    model: Any

    def scores(self, text: str, wordings: Sequence[str]) -> NDArray[np.float64]:
        """How well each wording answers the text, higher is better; to 6 decimals."""
        if not wordings:
            return np.zeros(0)
        pairs = [(text, wording) for wording in wordings]
        found = np.asarray(self.model.predict(pairs, show_progress_bar=False), dtype=np.float64)
        if found.shape != (len(wordings),):
            raise InputError(
                "the model '{name}' gives not one value a pair but {shape}; use a cross-encoder of a single output",
                name=self.name,
                shape=found.shape[1:],
            )
        return np.round(found, 6)

    def order(self, text: str, wordings: Sequence[str]) -> list[int]:
        """Places of the wordings, the best first; equal ones in the order given."""
        return [int(place) for place in np.argsort(-self.scores(text, wordings), kind="stable")]


def open_reranker(name: str) -> Reranker:
    """Open a model by its id on Hugging Face or its folder; raises InputError where there is none."""
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError
    from sentence_transformers import CrossEncoder

    reason, is_folder = "", Path(name).is_dir()
    # What is on this machine is opened without asking the hub, so that a downloaded model works offline.
    for local in (True,) if is_folder else (True, False):
        try:
            model = CrossEncoder(name, device="cpu", local_files_only=local)
        except (OSError, ValueError, HfHubHTTPError, HFValidationError) as error:
            reason = (str(error).splitlines() or [type(error).__name__])[0][:200]
        else:
            return Reranker(Path(name).name if is_folder else name, _revision(model), model)
    raise InputError(
        "the model '{name}' could not be opened ({reason}); give an id on Hugging Face or the folder of a"
        " cross-encoder saved by sentence-transformers",
        name=name,
        reason=reason,
    )


def _revision(model: Any) -> str:  # noqa: ANN401 - sentence-transformers is imported only when it is used
    digest = hashlib.sha256()
    for key, value in sorted(model.state_dict().items()):
        digest.update(key.encode() + value.numpy().tobytes())
    return digest.hexdigest()[:16]
