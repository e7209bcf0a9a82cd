"""The index of a version: which kind it is, when it is trained anew, and how much of what is near it finds."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from corpora import InputError
from embeddings.encoders import Vectors
from embeddings.indexes import INDEXES, index_type
from embeddings.indexes.ivf import IvfIndex, nearest, recall, rescore, sample_rows
from mapper.catalogues.collections import tables
from mapper.catalogues.collections.folder import Collection
from mapper.catalogues.collections.records import File, Shard, Version
from mapper.catalogues.collections.vectors import LISTS, Ids, Neighbours, Rows, live_texts

AUTOMATIC = "auto"
KINDS = (AUTOMATIC, *INDEXES, LISTS)
EXACT_MOST = 50_000
"""Texts up to which every one of them is looked at."""
CANDIDATES = 100
"""So many of an approximate index's answer are scored again from their vectors, unless told otherwise."""
NEIGHBOURS = 10
BOUND = 0.99
"""Least share of the true `NEIGHBOURS` that an index is published with."""
_AIM = 0.995
_CLOSE = 8
"""The number of lists looked at is found to an eighth."""
_SAMPLE = 100
_WIDER, _WIDEST = 1.25, 2
"""An update that finds too little looks at so many times the lists, at most at so many times those chosen at first."""
_MOST_CHANGED = 0.2
"""Share of the texts that may come and go before centroids are found anew."""
_MOST_BESIDE = 0.05
"""Share of the texts that may come and go before the lists take them in, and their large file is written again."""


@dataclass(frozen=True, slots=True)
class Built:
    """An index that was stored: what a manifest says of it, JSON values, and its files by role."""

    about: dict[str, Any]
    files: dict[str, File]


class _Texts:
    """The live texts of the version to be, and a sample of them as questions with their true neighbours."""

    def __init__(self, collection: Collection, shards: Sequence[Shard], dimension: int, candidates: int) -> None:
        self.candidates = candidates
        self.ids = np.concatenate([np.zeros(0, np.int64), *(live_texts(collection, shard) for shard in shards)])
        self.rows = Rows(collection, shards)
        self.dimension = dimension
        count = len(self.ids)
        chosen = np.unique(np.linspace(0, max(count - 1, 0), min(count, _SAMPLE)).astype(np.int64))
        self.queries = self.vectors(self.ids[chosen])
        # One more, since each finds itself.
        self.truth = nearest(self.queries, self.rows.whole_parts(self.ids), NEIGHBOURS + 1)[0]

    def vectors(self, ids: Ids) -> Vectors:
        """Rows of these ids, ascending."""
        parts = [part for _, part in self.rows.parts(ids)]
        return np.concatenate([np.zeros((0, self.dimension), np.float32), *parts])

    def recall(self, scores: Vectors) -> float:
        """Share of the true neighbours that was found with these scores, to four decimals."""
        return round(recall(scores, self.truth), 4)


def check_kind(kind: str) -> None:
    """Raise InputError for an unknown kind of index."""
    if kind not in KINDS:
        known = ", ".join(KINDS)
        raise InputError("--index: there is no index '{kind}'; known: {known}", kind=kind, known=known)


def build(
    collection: Collection,
    shards: Sequence[Shard],
    dimension: int,
    base: Version | None,
    *,
    kind: str = AUTOMATIC,
    candidates: int = CANDIDATES,
) -> Built:
    """Index all live texts, and check the files that were written against an exact search.

    Of `base`, a version of the same encoder that is updated, the centroids are kept where they still serve. Raises
    InputError: the index does not find what it should.
    """
    texts = _Texts(collection, shards, dimension, candidates)
    if kind == AUTOMATIC:
        kind = "exact" if len(texts.ids) <= EXACT_MOST else LISTS
    built = _lists(collection, texts, base) if kind == LISTS else _plain(collection, texts, kind)
    if built.about["recall"] < BOUND:
        raise InputError(
            "the {kind} index finds only {recall:.1%} of the {neighbours} nearest passages (at least {bound:.0%} are"
            " asked for); use --index exact or --index ivf",
            kind=kind,
            recall=built.about["recall"],
            neighbours=NEIGHBOURS,
            bound=BOUND,
        )
    return built


def _plain(collection: Collection, texts: _Texts, kind: str) -> Built:
    """An index that is always built anew, whose rows are numbered in the order of the ids."""
    index = index_type(kind).build(texts.vectors(texts.ids))
    files = {
        "index": collection.add(index.save, ".faiss"),
        "ids": collection.add(partial(tables.write_array, texts.ids), ".npy"),
    }
    return _checked(collection, texts, {"kind": kind}, files)


def _lists(collection: Collection, texts: _Texts, base: Version | None) -> Built:
    """The lists of the version that is updated, as far as they still serve, or new ones with the reason why."""
    why = "new"
    if base is not None and base.index["kind"] == LISTS:
        built = _changed(collection, texts, base)
        if built is not None and built.about["recall"] >= BOUND:
            return built
        why = "changed" if built is None else "recall"
    index = IvfIndex.trained(texts.vectors(texts.ids[sample_rows(len(texts.ids))]), len(texts.ids))
    for ids, vectors in texts.rows.parts(texts.ids):
        index.add(vectors, ids)
    _choose_probes(index, texts)
    about = {"trained": why, "trained_rows": len(texts.ids), "taken_in": 0, "changed": 0}
    return _stored(collection, texts, about, index)


def _changed(collection: Collection, texts: _Texts, base: Version) -> Built | None:
    """The lists of the version that is updated, with what came and went; None where too much has for its centroids."""
    path = collection.path(base.files["index"])
    before = IvfIndex.load(path).ids()
    # No number is there twice, which numpy would take seconds to find out.
    gone, come = (
        np.setdiff1d(before, texts.ids, assume_unique=True),
        np.setdiff1d(texts.ids, before, assume_unique=True),
    )
    changed = base.index["taken_in"] + len(gone) + len(come)
    if changed > _MOST_CHANGED * base.index["trained_rows"]:
        return None
    about = {"trained": None, "trained_rows": base.index["trained_rows"], "changed": changed}
    beside = len(gone) + len(come) <= _MOST_BESIDE * len(before)
    index = IvfIndex.load_emptied(path) if beside else IvfIndex.load_to_change(path)
    widest = min(_WIDEST * index.probes, index.lists)
    index.probes = base.index["probes"]
    for ids, vectors in texts.rows.parts(come):
        index.add(vectors, ids)
    if not beside:
        index.remove(gone)
        return _stored(collection, texts, {**about, "taken_in": changed}, index)
    files = {"index": base.files["index"]}
    if len(come):
        files["come"] = collection.add(index.save, ".faiss")
    if len(gone):
        files["gone"] = collection.add(partial(tables.write_array, gone), ".npy")
    about |= {"taken_in": base.index["taken_in"], **_of_lists(index)}
    built = _checked(collection, texts, about, files)
    # What came may lie where more lists have to be looked at; that costs far less than new ones.
    while built.about["recall"] < BOUND and (probes := built.about["probes"]) < widest:
        built = _checked(collection, texts, {**about, "probes": min(math.ceil(_WIDER * probes), widest)}, files)
    return built


def _choose_probes(index: IvfIndex, texts: _Texts) -> None:
    """Look at few lists that find what is aimed at on the sample; at all of them where nothing less does."""

    def enough(probes: int) -> bool:
        index.probes = probes
        found = index.candidates(texts.queries, texts.candidates)
        scores, _ = rescore(texts.queries, found, texts.rows.__getitem__, NEIGHBOURS + 1)
        return texts.recall(scores) >= _AIM

    few, many = 0, 1
    while many < index.lists and not enough(many):
        few, many = many, min(index.lists, 2 * many)
    while many - few > max(1, many // _CLOSE):
        middle = (few + many) // 2
        few, many = (few, middle) if enough(middle) else (middle, many)
    index.probes = many


def _stored(collection: Collection, texts: _Texts, about: Mapping[str, Any], index: IvfIndex) -> Built:
    files = {"index": collection.add(index.save, ".faiss")}
    return _checked(collection, texts, {**about, **_of_lists(index)}, files)


def _of_lists(index: IvfIndex) -> dict[str, Any]:
    return {"kind": LISTS, "lists": index.lists, "probes": index.probes}


def _checked(collection: Collection, texts: _Texts, about: Mapping[str, Any], files: dict[str, File]) -> Built:
    """The files as a reader will open them: their count, and what they find of the sample."""
    full = {**about, "rows": len(texts.ids), "dimension": texts.dimension, "candidates": texts.candidates}
    scores, _ = Neighbours(collection, full, files, texts.rows).search(texts.queries, NEIGHBOURS + 1)
    return Built({**full, "recall": texts.recall(scores), "sample": len(texts.queries)}, files)
