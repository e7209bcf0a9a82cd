"""Vectors that are known already: a text met before with the same encoder is not encoded again.

The vectors stay where they are, in saved indexes; beside each index lie the hashes of its rows' texts. So a label
that a new version of a framework kept costs nothing, and no vector is stored twice. `CachingEncoder` keeps those of
texts that are in no index, `VectorCache` what the models that read criteria gave, for all processes of a user.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import platformdirs
from numpy.typing import NDArray

from embeddings.array_files import load_arrays
from embeddings.encoders import Encoder, TextRole, Vectors
from embeddings.indexes.exact import ExactIndex

Hashes = NDArray[np.uint64]
Progress = Callable[[int, int], None]

_TEXTS_AT_ONCE = 2048
_KEPT_AT_ONCE = 512
_ASKED_AT_ONCE = 500  # SQLite before 3.32 takes 999 values
_LARGEST = 100_000_000  # bytes of a file of `VectorCache`, which begins anew beyond: 60,000 vectors or a million scores
_PATIENCE = 2.0  # seconds to wait while another process writes


@dataclass(frozen=True, slots=True)
class IndexedTexts:
    """An index made by the same encoder, and the hash of the text of each of its rows."""

    hashes: Hashes
    index: ExactIndex


def text_hashes(texts: Sequence[str]) -> Hashes:
    """Hash each text's content to 64 bits, the same on any machine (two of 100,000 texts agree once in 10^9)."""
    digests = b"".join(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest() for text in texts)
    return np.frombuffer(digests, dtype="<u8").astype(np.uint64)


def encode_passages(
    texts: Sequence[str], encoder: Encoder, *, known: Sequence[IndexedTexts] = (), progress: Progress | None = None
) -> Vectors:
    """Encode texts in the role of passages, taking those that are known from where they are.

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


Key = tuple[str, str]


class VectorCache:
    """Rows of numbers that a model gave of pairs of texts, in memory and in a file that all processes of a user share.

    So a programme that is compared again, with a changed line or against a changed standard, costs what is new in it.
    The file holds hashes and numbers, no text. It may be removed at any time; where it cannot be read or written, rows
    are made anew. `revision` is of all that the rows follow from, `most` how many stay in memory.
    """

    def __init__(self, name: str, revision: str, width: int, most: int) -> None:
        self._file = f"{name}-{revision}.sqlite"
        self._width, self._most = width, most
        self._known: dict[Key, Vectors] = {}

    def rows(self, keys: Sequence[Key], make: Callable[[list[Key]], Vectors]) -> Vectors:
        """Return the rows of `keys`, shape (len(keys), width); `make` gives those of distinct keys not known."""
        if len(self._known) > self._most:
            self._known = {}  # not emptied: another thread may be reading the former one
        known = self._known
        if wanted := sorted({key for key in keys if key not in known}):
            known |= self._stored(wanted)
        if new := [key for key in wanted if key not in known]:
            made = make(new).astype(np.float32).reshape(len(new), self._width)
            known |= dict(zip(new, made, strict=True))
            self._store(new, made)
        return np.array([known[key] for key in keys], dtype=np.float32).reshape(len(keys), self._width)

    def _stored(self, keys: Sequence[Key]) -> dict[Key, Vectors]:
        by_digest = {_digest(key): key for key in keys}
        digests, found = list(by_digest), dict[Key, Vectors]()

        def look_up(file: sqlite3.Connection) -> None:
            for begin in range(0, len(digests), _ASKED_AT_ONCE):
                part = digests[begin : begin + _ASKED_AT_ONCE]
                places = ",".join("?" * len(part))
                for digest, row in file.execute(f"SELECT digest, row FROM kept WHERE digest IN ({places})", part):
                    if len(row) == 4 * self._width:
                        found[by_digest[digest]] = np.frombuffer(row, dtype="<f4").astype(np.float32)

        self._with_file(look_up)
        return found

    def _store(self, keys: Sequence[Key], made: Vectors) -> None:
        rows = [(_digest(key), row.astype("<f4").tobytes()) for key, row in zip(keys, made, strict=True)]
        self._with_file(lambda file: file.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?)", rows))

    def _with_file(self, work: Callable[[sqlite3.Connection], object]) -> None:
        """Do some work with the file; where that fails it is left, and a damaged file is removed."""
        path = platformdirs.user_cache_path("curmap", appauthor=False) / "read" / self._file
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            if path.exists() and path.stat().st_size > _LARGEST:
                path.unlink()
            with closing(sqlite3.connect(path, timeout=_PATIENCE)) as file, file:
                file.execute("PRAGMA synchronous = OFF")  # what a power cut damages is made again
                file.execute("CREATE TABLE IF NOT EXISTS kept (digest BLOB PRIMARY KEY, row BLOB) WITHOUT ROWID")
                work(file)
        except (OSError, sqlite3.OperationalError):  # not to be written, locked for long, the disk is full
            return
        except sqlite3.DatabaseError:
            with suppress(OSError):
                path.unlink()


def _digest(key: Key) -> bytes:
    return hashlib.blake2b("\0".join(key).encode("utf-8", "surrogatepass"), digest_size=16).digest()


class CachingEncoder:
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
        """Encode as the encoder does."""
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
