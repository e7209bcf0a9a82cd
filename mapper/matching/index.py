"""A framework made searchable: its label texts with their vectors, index and lexical scorers, saved and loaded."""

from __future__ import annotations

import errno
import hashlib
import json
import re
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Any, Self
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from corpora import Framework, InputError
from embeddings.array_files import load_array, save_arrays
from embeddings.cache import IndexedTexts, encode_passages, text_hashes
from embeddings.encoders import Encoder
from embeddings.encoders.e5 import open_encoder
from embeddings.errors import InputError as EmbeddingsInputError
from embeddings.indexes.exact import ExactIndex
from embeddings.lexical import Bm25, CharTfidf
from mapper.matching.criteria import CriteriaVectors, revision_of_criteria
from mapper.matching.occupations import Drawn, OccupationIndex, Pivot, as_compared, embedded
from mapper.matching.terms import Terms
from mapper.workspace.files import fresh_folder, replace_folder

Progress = Callable[[int, int], None]

_FORMAT = 12
_QUALIFIER = re.compile(r"\s+\([^()]{3,}\)$")
_NAME = 80  # characters up to which a statement is a name, no criterion
_MANIFEST = "manifest.json"
_DRAWN = "drawn"
_CRITERIA = "criteria"
_ARRAYS = ("hashes", "entries", "crowding")  # what is stored as one file each, as numpy does
_NEIGHBOURS = 10
_SAMPLE = 2000  # rows among which neighbours are looked for: of all of them they would be no better, and take minutes
_BLOCK = 4096


def label_rows(framework: Framework) -> tuple[list[str], NDArray[np.int64]]:
    """Return every wording of every entry, each once per entry, and the position of each one's entry, ascending."""
    found = [_wordings(competency.wordings) for competency in framework.competencies]
    counts = np.array([len(texts) for texts in found], dtype=np.int64)
    return list(chain.from_iterable(found)), np.repeat(np.arange(len(found)), counts)


@lru_cache(maxsize=20_000)  # the candidates of one passage are mostly those of another one too
def _wordings(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return statement and labels as they are compared, each once; the order of an entry's rows in an index.

    Names that end with what tells them apart, "Java (computer programming)", stand without it too, behind the others.
    """
    short = [_QUALIFIER.sub("", name) for name in names if len(name) <= _NAME]
    plain = [as_compared(text) for text in (*names, *short)]
    return (*reversed({text.casefold(): text for text in reversed(plain) if text}.values()),)


@dataclass(frozen=True, slots=True)
class FrameworkIndex:
    """A framework with what is needed to search it.

    Crowding says how near a row lies to its nearest rows of other entries, as mean cosine, less the mean of all rows:
    what lies among many is near to many a text by chance (Conneau et al. 2018, "Word translation without parallel
    data").
    """

    framework: Framework
    encoder: str  # revision of the encoder that made the vectors
    hashes: NDArray[np.uint64]  # of each row's text
    entries: NDArray[np.int64]  # position in `framework.competencies` of each row's entry, ascending
    index: ExactIndex  # the rows' vectors
    words: Bm25
    grams: CharTfidf
    crowding: NDArray[np.float32]  # shape (rows,)
    bearings: OccupationIndex | None  # how the rows lie among occupations, None where the encoder has none
    terms: Terms  # the words of each entry's statement
    criteria: CriteriaVectors  # what tells of the criteria of its standards

    @classmethod
    def build(
        cls, framework: Framework, encoder: Encoder, *, reuse: Path | None = None, progress: Progress | None = None
    ) -> Self:
        """Encode and index all wordings.

        Vectors of the index saved in the folder `reuse` are taken over where text and encoder are the same; `progress`
        is called with the number of texts encoded and their total.
        """
        texts, entries = label_rows(framework)
        known = _known(reuse, encoder) if reuse else None
        index = ExactIndex.build(encode_passages(texts, encoder, known=[known] if known else [], progress=progress))
        hashes = text_hashes(texts)
        own = [IndexedTexts(hashes, index)] if encoder.revision == open_encoder().revision else []
        statements = [as_compared(competency.statement) for competency in framework.competencies]
        return cls(
            framework=framework,
            encoder=encoder.revision,
            hashes=hashes,
            entries=entries,
            index=index,
            words=Bm25.build(texts),
            grams=CharTfidf.build(texts),
            crowding=_crowding(index, entries),
            bearings=_bearings(embedded(encoder.revision), texts, index),
            # Half the precision is enough, and half the room.
            terms=Terms.encode(statements, lambda words: encode_passages(words, encoder).astype(np.float16)),
            criteria=CriteriaVectors.build(framework, known=[*own, *_known_criteria(reuse)], progress=progress),
        )

    def through(self, pivot: Pivot | None) -> Self:
        """Return the same with another pivot, or with none."""
        return replace(self, bearings=_bearings(pivot, label_rows(self.framework)[0], self.index))

    def save(self, folder: Path) -> None:
        """Write a folder that takes the place of an older one, whole or not at all."""
        fresh = fresh_folder(folder)
        try:
            save_arrays(fresh, {name: getattr(self, name) for name in _ARRAYS})
            self.index.save(fresh / "vectors.faiss")
            self.words.save(fresh / "words")
            self.grams.save(fresh / "grams")
            self.terms.save(fresh / "terms")
            self.criteria.save(fresh / _CRITERIA)
            if self.bearings:
                self.bearings.drawn.save(fresh / _DRAWN)
            manifest = json.dumps(_manifest(self.framework, self.encoder), indent=1, sort_keys=True)
            (fresh / _MANIFEST).write_text(manifest + "\n", encoding="utf-8")
            replace_folder(fresh, folder)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)

    @classmethod
    def load(cls, folder: Path, framework: Framework, encoder: Encoder) -> Self:
        """Load what `save` wrote, most of it only when needed.

        Raises InputError: missing, damaged, or made from another framework, other wordings or by another encoder.
        """
        if _read_manifest(folder) != _manifest(framework, encoder.revision):
            raise InputError(
                "{folder}: the index is missing, or of another version of the framework or encoder; build it again",
                folder=folder,
            )
        pivot = embedded(encoder.revision)
        try:
            return cls(
                framework=framework,
                encoder=encoder.revision,
                index=ExactIndex.load(folder / "vectors.faiss"),
                words=Bm25.load(folder / "words"),
                grams=CharTfidf.load(folder / "grams"),
                bearings=OccupationIndex.build(pivot, Drawn.load(folder / _DRAWN)) if pivot else None,
                terms=Terms.load(folder / "terms"),
                criteria=CriteriaVectors.load(folder / _CRITERIA),
                **{name: load_array(folder / f"{name}.npy") for name in _ARRAYS},
            )
        except (OSError, ValueError, EOFError, KeyError, BadZipFile) as error:  # `embeddings` raises ValueErrors
            raise InputError("{folder}: the index is damaged; build it again", folder=folder) from error

    @classmethod
    def open(cls, folder: Path, framework: Framework, encoder: Encoder, *, progress: Progress | None = None) -> Self:
        """Return the framework's index for this encoder, from the folder of its indexes; built where it does not fit.

        The folder holds one folder per encoder revision. Vectors of an outdated index are taken over for wordings that
        stayed the same; `progress` is called with the number of texts encoded and their total, while building only.
        """
        own = folder / encoder.revision
        try:
            return cls.load(own, framework, encoder)
        except InputError:
            built = cls.build(framework, encoder, reuse=own, progress=progress)
        try:
            built.save(own)
        except OSError as error:
            # A workspace that one may only read serves as well; the next command builds the index again.
            if error.errno not in (errno.EACCES, errno.EPERM, errno.EROFS):
                error.filename = str(own)  # a full disk names no file, numpy not even a number
                raise
        return built


def evenly_spaced(size: int, most: int) -> NDArray[np.int64]:
    """Return positions among `size`, at most so many, ascending."""
    if not size:
        return np.zeros(0, dtype=np.int64)
    return np.unique(np.linspace(0, size - 1, min(size, most)).astype(np.int64))


def _bearings(pivot: Pivot | None, texts: Sequence[str], index: ExactIndex) -> OccupationIndex | None:
    """Tell how all rows lie, None without a pivot."""
    return OccupationIndex.build(pivot, pivot.draw(texts, index.vectors(np.arange(len(texts))))) if pivot else None


def _crowding(index: ExactIndex, entries: NDArray[np.int64]) -> NDArray[np.float32]:
    """Compute the crowding of every row; see `FrameworkIndex`."""
    size = len(entries)
    sample = evenly_spaced(size, _SAMPLE)
    neighbours = min(_NEIGHBOURS, len(sample) - 1)
    if neighbours < 1:
        return np.zeros(size, dtype=np.float32)
    sampled = index.vectors(sample).T
    crowding = np.empty(size, dtype=np.float32)
    for first in range(0, size, _BLOCK):
        rows = np.arange(first, min(first + _BLOCK, size))
        near = index.vectors(rows) @ sampled
        # Other wordings of the same entry are no crowd; they count as far away where there are too few others.
        near[entries[rows][:, None] == entries[sample]] = 0
        nearest = np.partition(near, -neighbours, axis=1)[:, -neighbours:]
        crowding[rows] = np.sort(nearest, axis=1).mean(axis=1)
    return np.asarray(crowding - crowding.mean(), dtype=np.float32)


def _manifest(framework: Framework, revision: str) -> dict[str, Any]:
    wordings = "\0".join("\1".join(entry.wordings) for entry in framework.competencies)
    return {
        "format": _FORMAT,
        "encoder": revision,
        "criteria": revision_of_criteria() if framework.criteria else "",
        "pivot": pivot.revision if (pivot := embedded(revision)) else "",
        "framework": framework.name,
        "framework_sha256": framework.sha256,
        # The wordings themselves: a framework's file may stay the same while a loader reads more of it.
        "wordings_sha256": hashlib.sha256(wordings.encode("utf-8", "surrogatepass")).hexdigest(),
    }


def _known_criteria(folder: Path | None) -> Sequence[IndexedTexts]:
    """Return vectors of the criteria of a saved index, none where they cannot serve."""
    saved = _read_manifest(folder).get("criteria") if folder else None
    if folder is None or not saved or saved != revision_of_criteria():  # a catalogue's index has none
        return ()
    try:
        return (CriteriaVectors.load(folder / _CRITERIA).known,)
    except (OSError, ValueError, EOFError, EmbeddingsInputError):
        return ()


def _read_manifest(folder: Path) -> dict[str, Any]:
    try:
        manifest = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return manifest if isinstance(manifest, dict) else {}


def _known(folder: Path, encoder: Encoder) -> IndexedTexts | None:
    """Return vectors of a saved index, None where it cannot serve."""
    if _read_manifest(folder).get("encoder") != encoder.revision:
        return None
    try:
        hashes = load_array(folder / "hashes.npy")
        index = ExactIndex.load(folder / "vectors.faiss")
    except (OSError, ValueError, EOFError, EmbeddingsInputError):
        return None
    return IndexedTexts(hashes, index) if len(index) == len(hashes) else None
