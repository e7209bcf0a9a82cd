"""The default encoder as a sentence-transformers module: `SentenceTransformer(modules=[CompetencyModule()])`.

It is used like any other model (encode, encode_query, similarity, save), without `trust_remote_code` and without
a download. Importing sentence-transformers takes seconds: `competency` is the same model without it.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any, Self

import numpy as np
import torch
from sentence_transformers.base.modules.input_module import InputModule

from embeddings.encoders.competency import DIMENSION, MAX_TOKENS, CompetencyEncoder


class CompetencyModule(InputModule):
    """Texts to token ids (`preprocess`) and token ids to rows of unit length (`forward`).

    A saved model is loaded again with `SentenceTransformer(modules=[CompetencyModule.load(folder)])`: a class from
    outside sentence-transformers is not loaded by a folder's name alone.
    """

    config_keys: list[str] = ["revision"]  # noqa: RUF012 - the base class reads a list

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._encoder = CompetencyEncoder()
        self.revision = self._encoder.revision
        self.max_seq_length = MAX_TOKENS

    def get_embedding_dimension(self) -> int:
        """512."""
        return DIMENSION

    def preprocess(  # type: ignore[override]  # of the kinds of input the base class allows, this one takes texts
        self, inputs: Sequence[str], prompt: str | None = None, **_: object
    ) -> dict[str, torch.Tensor]:
        """Token ids of each text, padded with 0 on the right, and the mask of those that count."""
        rows = [self._encoder.tokens((prompt or "") + text) for text in inputs]
        width = max(map(len, rows), default=0)
        ids = np.zeros((len(rows), width), dtype=np.int64)
        mask = np.zeros_like(ids)
        for row, tokens in enumerate(rows):
            ids[row, : len(tokens)] = tokens
            mask[row, : len(tokens)] = 1
        return {"input_ids": torch.from_numpy(ids), "attention_mask": torch.from_numpy(mask)}

    def forward(self, features: dict[str, Any], **_: object) -> dict[str, Any]:
        """Add `sentence_embedding`, float32 of shape (texts, 512), on the device the token ids are on."""
        ids, mask = features["input_ids"], features["attention_mask"]
        lengths = mask.sum(dim=1).tolist()
        tokens = [row[:length] for row, length in zip(ids.tolist(), lengths, strict=True)]
        features["sentence_embedding"] = torch.from_numpy(self._encoder.vectors(tokens)).to(ids.device)
        return features

    def save(self, output_path: str, *_: object, **__: object) -> None:
        """Write the configuration; the weights are those of the installation."""
        os.makedirs(output_path, exist_ok=True)  # noqa: PTH103 - sentence-transformers hands over a string
        self.save_config(output_path)

    @classmethod
    def load(cls, model_name_or_path: str, subfolder: str = "", **_: Any) -> Self:  # type: ignore[override]  # noqa: ANN401
        """From a folder that `save` wrote; raises ValueError if it was written with other weights or settings."""
        saved = cls.load_config(str(model_name_or_path), subfolder=subfolder, local_files_only=True).get("revision")
        module = cls()
        if saved != module.revision:
            raise ValueError(f"{model_name_or_path}: saved by revision {saved}, installed is {module.revision}")
        return module
