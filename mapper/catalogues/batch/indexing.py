"""The index of a version: which kind it is, when it is trained anew, and how much of what is near it finds.

What it finds is measured on texts of the collection as questions, whose true neighbours an exact search gives.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Self

import numpy as np

from corpora import InputError
from embeddings.encoders import Vectors
from embeddings.indexes.exact import ExactIndex
from embeddings.indexes.ivf import IvfIndex, nearest, recall, rescore, sample_rows
from mapper.catalogues.collections import tables
from mapper.catalogues.collections.folder import Collection
from mapper.catalogues.collections.records import File, Shard, Version
from mapper.catalogues.collections.vectors import EXACT, LISTS, Ids, Neighbours, Rows, live_texts

AUTOMATIC = "auto"
KINDS = (AUTOMATIC, EXACT, LISTS)
EXACT_MOST = 50_000  # texts up to which every one of them is looked at
CANDIDATES = 100  # so many of an approximate index's answer are scored again from their vectors, unless told otherwise
BOUND = 0.99  # least share of the true `NEIGHBOURS` that an index is published with
_AIM = 0.995  # recall aimed at on the sample, above `BOUND`, since other questions find somewhat less
_MORE = 1.1  # times as many lists in each step of the choice
_MOST = 2  # times as many lists as were chosen when they were trained: an update that needs more trains them anew
_MOST_CHANGED = 0.2  # share of the texts that may come and go before centroids are found anew


@dataclass(frozen=True, slots=True)
class BuiltIndex:
    """An index that was stored: what a manifest says of it, JSON values, and its files by role."""

    about: dict[str, Any]
    files: dict[str, File]


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
) -> BuiltIndex:
    """Index all live texts, and check the files that were written against an exact search.

    Of `base`, a version of the same encoder that is updated, the centroids are kept where they still serve. Raises
    InputError: the index does not find what it should.
    """
    texts = Texts(collection, shards, dimension)
    if kind == AUTOMATIC:
        kind = EXACT if len(texts.ids) <= EXACT_MOST else LISTS
    if not len(texts.ids):  # of nothing no centroid can be trained
        kind = EXACT
    making = _IndexRequest(collection, texts, candidates)
    built = making.lists(base) if kind == LISTS else making.exact()
    if built.about["recall"] < BOUND:
        raise InputError(
            "the {kind} index finds only {recall:.1%} of the {neighbours} nearest passages (at least {bound:.0%} are"
            " asked for); use --index {other}",
            kind=kind,
            other=EXACT if kind == LISTS else LISTS,
            recall=built.about["recall"],
            neighbours=NEIGHBOURS,
            bound=BOUND,
        )
    return built


@dataclass(frozen=True, slots=True)
class _IndexRequest:
    """The index of these texts, to be stored in a collection; each answer scores so many `candidates` again."""

    collection: Collection
    texts: Texts
    candidates: int

    def exact(self) -> BuiltIndex:
        """Return an index that is always built anew, whose rows are numbered in the order of the ids."""
        index = ExactIndex.build(self.texts.vectors(self.texts.ids))
        files = {
            "index": self.collection.add(index.save, ".faiss"),
            "ids": self.collection.add(partial(tables.write_array, self.texts.ids), ".npy"),
        }
        return self._checked({"kind": EXACT}, files, Sample.draw(self.texts))

    def lists(self, base: Version | None) -> BuiltIndex:
        """Return the lists of the version that is updated where they still serve, or new ones with the reason why."""
        why, texts, sample = "new", self.texts, Sample.draw(self.texts)
        if base is not None and base.index["kind"] == LISTS:
            why = "changed"
            if kept := self._changed(base):
                index, about = kept
                self._choose_probes(index, sample)
                built = self._stored(about, index, sample)
                if index.probes <= _MOST * about["trained_probes"] and built.about["recall"] >= BOUND:
                    return built
                why = "recall"
        index = IvfIndex.trained(texts.vectors(texts.ids[sample_rows(len(texts.ids))]), len(texts.ids))
        index.add(texts.rows.parts(texts.ids))
        self._choose_probes(index, sample)
        about = {"trained": why, "trained_rows": len(texts.ids), "trained_probes": index.probes, "changed": 0}
        return self._stored(about, index, sample)

    def _changed(self, base: Version) -> tuple[IvfIndex, dict[str, Any]] | None:
        """Return the lists of the version that is updated with what came and went; None where that is too much."""
        if "trained_probes" not in base.index:
            return None  # lists of a form that is no longer read
        index = IvfIndex.load(self.collection.path(base.files["index"]), to_change=True)
        before, now = index.ids(), self.texts.ids
        # No number is there twice, which numpy would take seconds to find out.
        gone, come = np.setdiff1d(before, now, assume_unique=True), np.setdiff1d(now, before, assume_unique=True)
        changed = base.index["changed"] + len(gone) + len(come)
        if changed > _MOST_CHANGED * base.index["trained_rows"]:
            return None
        index.remove(gone)
        index.add(self.texts.rows.parts(come))
        kept = {name: base.index[name] for name in ("trained_rows", "trained_probes")}
        return index, {"trained": None, "changed": changed, **kept}

    def _choose_probes(self, index: IvfIndex, sample: Sample) -> None:
        """Look at the fewest lists that find what is aimed at on the sample; at all of them where nothing less does."""
        index.probes = 1
        while index.probes < index.lists and not self._finds_enough(index, sample):
            index.probes = min(index.lists, math.ceil(index.probes * _MORE))

    def _finds_enough(self, index: IvfIndex, sample: Sample) -> bool:
        found = index.candidates(sample.queries, self.candidates)
        scores, _ = rescore(sample.queries, found, self.texts.rows.__getitem__, NEIGHBOURS + 1)
        return sample.recall(scores) >= _AIM

    def _stored(self, about: Mapping[str, Any], index: IvfIndex, sample: Sample) -> BuiltIndex:
        lists = {"kind": LISTS, "lists": index.lists, "probes": index.probes}
        return self._checked({**about, **lists}, {"index": self.collection.add(index.save, ".faiss")}, sample)

    def _checked(self, about: Mapping[str, Any], files: dict[str, File], sample: Sample) -> BuiltIndex:
        """Return the files as a reader will open them: their count, and what they find of the sample."""
        texts = self.texts
        full = {**about, "rows": len(texts.ids), "dimension": texts.dimension, "candidates": self.candidates}
        scores, _ = Neighbours(self.collection, full, files, texts.rows).search(sample.queries, NEIGHBOURS + 1)
        return BuiltIndex({**full, "recall": sample.recall(scores), "sample": len(sample.queries)}, files)


NEIGHBOURS = 10  # and each question finds itself
_QUESTIONS = 400  # what so many find is what others find, to a quarter of a per cent


class Texts:
    """The live texts of some shards: their ids, ascending, and their vectors."""

    def __init__(self, collection: Collection, shards: Sequence[Shard], dimension: int) -> None:
        self.ids = np.concatenate([np.zeros(0, np.int64), *(live_texts(collection, shard) for shard in shards)])
        self.rows = Rows(collection, shards)
        self.dimension = dimension

    def vectors(self, ids: Ids) -> Vectors:
        """Return the rows of these ids, ascending."""
        parts = [part for _, part in self.rows.parts(ids)]
        return np.concatenate([np.zeros((0, self.dimension), np.float32), *parts])


@dataclass(frozen=True, slots=True)
class Sample:
    """Questions, shape (questions, dimension), and how near their nearest texts are, the best first.

    The true scores, `truth`, are those of `NEIGHBOURS` + 1 texts, or of all where there are fewer.
    """

    queries: Vectors
    truth: Vectors

    @classmethod
    def draw(cls, texts: Texts) -> Self:
        """Ask for the neighbours of texts that are evenly spaced among all."""
        places = np.linspace(0, max(len(texts.ids) - 1, 0), min(len(texts.ids), _QUESTIONS)).astype(np.int64)
        queries = texts.vectors(texts.ids[np.unique(places)])
        truth, _ = nearest(queries, texts.rows.parts(texts.ids), NEIGHBOURS + 1)
        return cls(queries, truth)

    def recall(self, scores: Vectors) -> float:
        """Return the share of the true neighbours that was found with these scores, to four decimals."""
        return round(recall(scores, self.truth), 4)
