"""Any model of sentence-transformers, by its id on the hub or its local folder, with its query and passage prompts."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from embeddings.cleaning import clean
from embeddings.encoders import TextRole, Vectors
from embeddings.errors import InputError

# Families whose model cards ask for prompts that their configuration does not carry: name, query, passage.
_FAMILIES = (
    (r"(^|[-_/])e5-.*instruct", "Instruct: Retrieve the matching competency\nQuery: ", ""),
    (r"(^|[-_/])e5-", "query: ", "passage: "),
    (r"(^|[-_/])bge-.*-en", "Represent this sentence for searching relevant passages: ", ""),
)
_PASSAGE_NAMES = ("document", "passage", "corpus")
_HUB_ID = re.compile(r"[\w.-]+(/[\w.-]+)?")


def _missing(model: str, reason: str) -> InputError:
    return InputError(
        "the model '{model}' could not be opened ({reason}); give an id on Hugging Face (online, or downloaded before)"
        " or the folder of a model saved by sentence-transformers",
        model=model,
        reason=reason,
    )


def _open(model: str) -> Any:  # noqa: ANN401 - sentence-transformers is imported only here
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError
    from sentence_transformers import SentenceTransformer

    is_folder = Path(model).is_dir()
    if not is_folder and not _HUB_ID.fullmatch(model):
        raise _missing(model, "no such folder / no existe la carpeta")
    # What is on this machine is opened without asking the hub, so that a downloaded model works offline.
    reason = ""
    for local in (True,) if is_folder else (True, False):
        try:
            return SentenceTransformer(model, device="cpu", local_files_only=local)
        except (OSError, ValueError, HfHubHTTPError, HFValidationError) as error:
            reason = (str(error).splitlines() or [type(error).__name__])[0][:200]
    raise _missing(model, reason)


def _prompts(model: str, configured: dict[str, str]) -> tuple[str, str]:
    """Query and passage prompt: from the model's configuration, else as its family asks, else none."""
    query = configured.get("query", "")
    passage = next((configured[name] for name in _PASSAGE_NAMES if configured.get(name)), "")
    if query or passage:
        return query, passage
    name = model.rstrip("/").lower()
    return next(((q, p) for pattern, q, p in _FAMILIES if re.search(pattern, name)), ("", ""))


def _folder_hash(folder: Path) -> str:
    digest = hashlib.sha256()
    for file in sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".md"):
        digest.update(file.relative_to(folder).as_posix().encode() + b"\0")
        with file.open("rb") as stream:
            digest.update(hashlib.file_digest(stream, "sha256").digest())
    return digest.hexdigest()


def _commit(model: str) -> str:
    """Commit of a hub's model, from the place of its files in the local cache."""
    from huggingface_hub import try_to_load_from_cache

    for name in ("modules.json", "config.json", "config_sentence_transformers.json"):
        path = try_to_load_from_cache(model, name)
        if isinstance(path, str):
            return Path(path).parent.name
    raise _missing(model, "its revision is unknown / no se conoce su revisión")


class SentenceTransformerEncoder:
    """A sentence-transformers model behind the seam of this package.

    Texts are cleaned as for the default encoder; longer ones are cut where the model cuts them.

    Attributes:
        revision: hash of the model's commit (of its files, for a folder) and the prompts.
    """

    def __init__(self, model: str) -> None:
        self.name = f"sentence_transformer:{model}"
        self._model = _open(model)
        self.dimension = int(self._model.get_embedding_dimension())
        self._prompt = dict(zip(("query", "passage"), _prompts(model, self._model.prompts), strict=True))
        identity = _folder_hash(Path(model)) if Path(model).is_dir() else _commit(model)
        material = json.dumps([identity, self._prompt], sort_keys=True)
        self.revision = hashlib.sha256(material.encode()).hexdigest()[:16]

    def encode(self, texts: Sequence[str], *, role: TextRole) -> Vectors:
        """Rows of unit length, shape (len(texts), dimension); a text without letter or digit gives a zero row."""
        cleaned = [clean(text) for text in texts]
        distinct = sorted(set(cleaned) - {""}, key=lambda text: (len(text), text))
        rows = np.zeros((len(distinct) + 1, self.dimension), dtype=np.float32)
        if distinct:
            rows[1:] = self._model.encode(
                distinct,
                prompt=self._prompt[role],
                normalize_embeddings=True,
                convert_to_numpy=True,
                show_progress_bar=False,
            )
        place = {text: row for row, text in enumerate(distinct, 1)}
        return rows[[place.get(text, 0) for text in cleaned]]


def open_encoder(argument: str) -> SentenceTransformerEncoder:
    """Open a model by its hub id or folder; raises InputError where there is none."""
    if not argument:
        raise InputError("the model is missing; write for example sentence_transformer:intfloat/multilingual-e5-small")
    return SentenceTransformerEncoder(argument)
