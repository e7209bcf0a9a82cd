"""Vectors that are known already: a text met before with the same encoder is not encoded again.

The vectors stay where they are, in saved indexes; beside each index lie the hashes of its rows' texts. So a label
that a new version of a framework kept costs nothing, and no vector is stored twice. `Remembering` keeps those of texts
that are in no index.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from embeddings.array_files import load_arrays
from embeddings.encoders import Encoder, TextRole, Vectors
from embeddings.indexes.exact import ExactIndex

Hashes = NDArray[np.uint64]
Progress = Callable[[int, int], None]

_TEXTS_AT_ONCE = 2048
_KEPT_AT_ONCE = 512


@dataclass(frozen=True, slots=True)
class Known:
    """An index made by the same encoder, and the hash of the text of each of its rows."""

    hashes: Hashes
    index: ExactIndex


def text_hashes(texts: Sequence[str]) -> Hashes:
    """A 64-bit hash of each text's content, the same on any machine (two of 100,000 texts agree once in 10^9)."""
    digests = b"".join(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest() for text in texts)
    return np.frombuffer(digests, dtype="<u8").astype(np.uint64)


def encode_passages(
    texts: Sequence[str], encoder: Encoder, *, known: Sequence[Known] = (), progress: Progress | None = None
) -> Vectors:
    """Vectors of texts in the role of passages, those that are known taken from where they are.

    Each distinct text is encoded once, unless one of `known`, looked through in this order, has it. `progress` is
    called with the number of distinct texts done and their total, at the start and after each part. Gives rows of unit
    length, shape (len(texts), dimension).
    """
    hashes, first, place = np.unique(text_hashes(texts), return_index=True, return_inverse=True)
    vectors = np.zeros((len(hashes), encoder.dimension), dtype=np.float32)
    missing = np.ones(len(hashes), dtype=bool)
    for source in known:
        _, here, there = np.intersect1d(hashes, source.hashes, return_indices=True)
        fresh = missing[here]
        vectors[here[fresh]] = source.index.vectors(there[fresh])
        missing[here] = False
    # Like lengths together: batches of them are faster.
    distinct = [texts[row] for row in first.tolist()]
    wanted = sorted(np.flatnonzero(missing).tolist(), key=lambda row: (len(distinct[row]), distinct[row]))
    done = len(hashes) - len(wanted)
    if progress:
        progress(done, len(hashes))
    for begin in range(0, len(wanted), _TEXTS_AT_ONCE):
        part = wanted[begin : begin + _TEXTS_AT_ONCE]
        vectors[part] = encoder.encode([distinct[row] for row in part], role="passage")
        if progress:
            progress(done + begin + len(part), len(hashes))
    return vectors[place]


Key = TypeVar("Key", bound=tuple[str, str])
Value = TypeVar("Value")


def each_once(
    keys: Sequence[Key], known: dict[Key, Value], most: int, make: Callable[[list[Key]], Iterable[Value]]
) -> list[Value]:
    """What `make` gives of each key, made of the distinct ones that are not `known` and kept there.

    A store of more than `most` is emptied first, so that what a call asks for is always there.
    """
    if len(known) > most:
        known.clear()
    if wanted := sorted({key for key in keys if key not in known}):
        known.update(zip(wanted, make(wanted), strict=True))
    return [known[key] for key in keys]


class Remembering:
    """An encoder that encodes each text once; with a folder, what an interrupted run encoded is there for the next.

    The folder is of vectors of this revision of the encoder, and made when there is something to keep.
    """

    def __init__(self, encoder: Encoder, folder: Path | None = None) -> None:
        self.name, self.revision, self.dimension = encoder.name, encoder.revision, encoder.dimension
        self.encoder = encoder
        self._folder = folder
        self._rows: dict[int, Vectors] = {}
        self._unkept: list[int] = []
        for path in sorted(folder.glob("*.npz")) if folder else ():
            with suppress(
                OSError, ValueError, KeyError, EOFError, BadZipFile
            ):  # cut short: its texts are encoded again
                stored = load_arrays(path)
                if stored["rows"].shape == (len(stored["keys"]), self.dimension):
                    self._rows |= dict(zip(stored["keys"].tolist(), stored["rows"], strict=True))

    def encode(self, texts: Sequence[str], *, role: TextRole) -> Vectors:
        """As the encoder does."""
        keys = text_hashes([f"{role} {text}" for text in texts]).tolist()
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._rows}
        wanted = sorted(missing, key=lambda key: (len(missing[key]), missing[key]))
        for begin in range(0, len(wanted), _KEPT_AT_ONCE):
            part = wanted[begin : begin + _KEPT_AT_ONCE]
            self._rows |= dict(zip(part, self.encoder.encode([missing[key] for key in part], role=role), strict=True))
            self._unkept += part
            if len(self._unkept) >= _KEPT_AT_ONCE:
                self.keep()
        return np.array([self._rows[key] for key in keys], dtype=np.float32).reshape(-1, self.dimension)

    def keep(self) -> None:
        """Write what is not in the folder yet."""
        if self._folder is None or not self._unkept:
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        keys = np.array(self._unkept, dtype=np.uint64)
        path = self._folder / f"{keys[0]:016x}.npz"
        partial = path.with_suffix(".part")
        with partial.open("wb") as file:
            np.savez(file, keys=keys, rows=np.array([self._rows[key] for key in self._unkept]))
        partial.replace(path)
        self._unkept = []
