"""Any model of sentence-transformers, by its id on the hub or its local folder, with its query and passage prompts.

    MODEL[;dimensions=N][;precision=float16|bfloat16][;device=cuda][;query=PROMPT][;passage=PROMPT]

Dimensions are the first ones of a model that was trained so that they stand alone (Kusupati et al. 2022, "Matryoshka
Representation Learning").
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from embeddings.cleaning import clean
from embeddings.encoders import Card, TextRole, Vectors
from embeddings.errors import InputError

# Families whose model cards ask for prompts that their configuration does not carry: name, query, passage.
_FAMILIES = (
    (r"(^|[-_/])e5-.*instruct", "Instruct: Retrieve the matching competency\nQuery: ", ""),
    (r"(^|[-_/])e5-", "query: ", "passage: "),
    (r"(^|[-_/])bge-.*-en", "Represent this sentence for searching relevant passages: ", ""),
)
_PASSAGE_NAMES = ("document", "passage", "corpus")
OPTIONS = ("dimensions", "precision", "device", "query", "passage")
_HALVES = ("float16", "bfloat16")
_BATCH, _BATCH_OF_A_GPU = 32, 256
"""Texts that go through a model at once: on a GPU small batches wait for their start more than they compute."""
_HUB_ID = re.compile(r"\w[\w.-]*(/\w[\w.-]*)?")


_NO_FOLDER = "no such folder / no existe la carpeta"


def _missing(model: str, reason: str) -> InputError:
    return InputError(
        "the model '{model}' could not be opened ({reason}); give an id on Hugging Face (online, or downloaded before)"
        " or the folder of a model saved by sentence-transformers",
        model=model,
        reason=reason,
    )


def _read(argument: str) -> tuple[str, dict[str, str]]:
    """Return the model and its options, as they stand behind it."""
    model, *given = argument.split(";")
    options: dict[str, str] = {}
    for one in given:
        key, equals, value = one.partition("=")
        number = key == "dimensions" and not (value.isascii() and value.isdigit() and int(value))
        if key not in OPTIONS or not equals or number or (key == "precision" and value not in _HALVES):
            raise InputError(
                "'{one}' is no option of a model; write {model};dimensions=256;precision=float16;device=cuda;query=…;"
                "passage=…, of which each may be left out, and precision is float16 or bfloat16",
                one=one,
                model=model,
            )
        options[key] = value
    return model, options


def _open(model: str, options: Mapping[str, str]) -> Any:  # noqa: ANN401 - sentence-transformers is imported only here
    chosen: dict[str, Any] = {"device": options.get("device", "cpu")}
    if "dimensions" in options:
        chosen["truncate_dim"] = int(options["dimensions"])
    if options.get("precision") in _HALVES:
        chosen["model_kwargs"] = {"dtype": options["precision"]}

    def make(local: bool) -> Any:  # noqa: ANN401 - as `opened` calls it
        from sentence_transformers import SentenceTransformer

        return SentenceTransformer(model, local_files_only=local, **chosen)

    found, reason = opened(model, make)
    if found is None:
        raise _missing(model, reason)
    if architecture(found).endswith("ForSequenceClassification"):
        raise InputError(
            "the model '{model}' is a cross-encoder, which makes no vectors; name another one", model=model
        )
    return found


def opened(model: str, make: Callable[[bool], Any]) -> tuple[Any, str]:
    """Return what `make` opens of this machine alone (True) or by asking the hub; else None, and why it opens nothing.

    The hub is asked last, so that a model that was downloaded works offline, and not for a folder.
    """
    reason = _NO_FOLDER
    if not Path(model).is_dir() and not _HUB_ID.fullmatch(model):
        return None, reason
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError

    for local in (True,) if Path(model).is_dir() else (True, False):
        try:
            return make(local), ""
        except (OSError, ValueError, RuntimeError, AssertionError, HfHubHTTPError, HFValidationError) as error:
            reason = (str(error).splitlines() or [type(error).__name__])[0][:200]
    path = Path(model)
    beside = len(path.parts) > 1 and path.parent.is_dir() and not path.is_dir()  # a folder was meant
    return None, _NO_FOLDER if beside else reason


def architecture(model: Any) -> str:  # noqa: ANN401
    """Return what an opened model was when saved ("XLMRobertaModel"), "" where its configuration is silent."""
    config = getattr(getattr(model[0], "model", None), "config", None)
    return str((getattr(config, "architectures", None) or [""])[0])


_LICENCE = re.compile(r"\A---\n(?:.*\n)*?license: *[\"']?([^\s\"']+)")


def _card(model: str, opened: Any) -> Card:  # noqa: ANN401
    """Describe a model that is open; its card is the README.md beside its weights."""
    from huggingface_hub import try_to_load_from_cache

    size = sum(one.numel() * one.element_size() for one in opened.parameters())
    path = Path(model) / "README.md" if Path(model).is_dir() else try_to_load_from_cache(model, "README.md")
    if not isinstance(path, str | Path) or not Path(path).is_file():
        return Card(size, "")
    found = _LICENCE.match(Path(path).read_text(encoding="utf-8", errors="replace"))
    return Card(size, found[1] if found else "")


def _identity(model: str) -> str:
    """Return a hash of a folder's files, or the commit of a hub's model by their place in the local cache."""
    if (folder := Path(model)).is_dir():
        digest = hashlib.sha256()
        for file in sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".md"):
            digest.update(file.relative_to(folder).as_posix().encode() + b"\0")
            with file.open("rb") as stream:
                digest.update(hashlib.file_digest(stream, "sha256").digest())
        return digest.hexdigest()
    from huggingface_hub import try_to_load_from_cache

    for name in ("modules.json", "config.json", "config_sentence_transformers.json"):
        path = try_to_load_from_cache(model, name)
        if isinstance(path, str):
            return Path(path).parent.name
    raise _missing(model, "its revision is unknown / no se conoce su revisión")


class SentenceTransformerEncoder:
    """A sentence-transformers model behind the seam of this package.

    Texts are cleaned as for the default encoder; longer ones are cut where the model cuts them. They go through it by
    length, so that a batch holds little padding. The revision is a hash of the model's commit (of its files, for a
    folder), the prompts, dimensions and precision.
    """

    def __init__(self, argument: str) -> None:
        self.name = f"sentence_transformer:{argument}"
        model, options = _read(argument)
        self._model = _open(model, options)
        whole = int(self._model.get_embedding_dimension())
        self.dimension = int(options.get("dimensions", whole))
        if self.dimension > whole:
            raise InputError(
                "the model '{model}' has {whole} dimensions; ask for fewer than that, or leave dimensions= out",
                model=model,
                whole=whole,
            )
        # From the model's configuration, else as its family asks, else none.
        configured = self._model.prompts
        passage = next((configured[name] for name in _PASSAGE_NAMES if configured.get(name)), "")
        prompts = (configured.get("query", ""), passage)
        if not any(prompts):
            name = model.rstrip("/").lower()
            prompts = next(((q, p) for pattern, q, p in _FAMILIES if re.search(pattern, name)), ("", ""))
        self._prompt = {role: options.get(role, own) for role, own in zip(("query", "passage"), prompts, strict=True)}
        identity = _identity(model)
        made = {key: options[key] for key in ("dimensions", "precision") if key in options}
        material = json.dumps([identity, self._prompt, *([made] if made else ())], sort_keys=True)
        self.revision = hashlib.sha256(material.encode()).hexdigest()[:16]
        self._halved = options.get("precision") in _HALVES
        self.card = _card(model, self._model)

    def encode(self, texts: Sequence[str], *, role: TextRole) -> Vectors:
        """Return rows of unit length, shape (len(texts), dimension), zero for a text without letter or digit."""
        cleaned = [clean(text) for text in texts]
        distinct = sorted(set(cleaned) - {""}, key=lambda text: (len(text), text))
        rows = np.zeros((len(distinct) + 1, self.dimension), dtype=np.float32)
        if distinct:
            rows[1:] = self._model.encode(
                distinct,
                prompt=self._prompt[role],
                batch_size=_BATCH if self._model.device.type == "cpu" else _BATCH_OF_A_GPU,
                normalize_embeddings=True,
                convert_to_numpy=True,
                show_progress_bar=False,
            )
            if self._halved:  # half a number's digits are too few for a length of 1
                rows[1:] /= np.linalg.norm(rows[1:], axis=1, keepdims=True)
        place = {text: row for row, text in enumerate(distinct, 1)}
        return rows[[place.get(text, 0) for text in cleaned]]


def open_encoder(argument: str) -> SentenceTransformerEncoder:
    """Open a model by its hub id or folder; raises InputError where there is none."""
    if not argument:
        raise InputError("the model is missing; write for example sentence_transformer:intfloat/multilingual-e5-small")
    return SentenceTransformerEncoder(argument)
