"""The index of a version: which kind it is, when it is trained anew, and how much of what is near it finds.

Texts of the collection are questions whose true neighbours are known. They are kept with the lists that were checked by
them: the next update asks them again, and looks among all texts only for the neighbours of questions that are new, or
have lost too many.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Self, cast

import numpy as np
from numpy.typing import NDArray

from corpora import InputError
from embeddings.array_files import load_array
from embeddings.encoders import Vectors
from embeddings.indexes.exact import ExactIndex
from embeddings.indexes.ivf import ABSENT, IvfIndex, in_order, nearest, recall, rescore, sample_rows
from mapper.catalogues.collections import tables
from mapper.catalogues.collections.folder import Collection, damaged_file
from mapper.catalogues.collections.records import File, Shard, Version
from mapper.catalogues.collections.vectors import EXACT, LISTS, SHARD_BITS, Ids, Neighbours, Rows, live_texts

AUTOMATIC = "auto"
KINDS = (AUTOMATIC, EXACT, LISTS)
EXACT_MOST = 50_000  # texts up to which every one of them is looked at
CANDIDATES = 100  # so many of an approximate index's answer are scored again from their vectors, unless told otherwise
BOUND = 0.99  # least share of the true `NEIGHBOURS` that an index is published with
_AIM = 0.995
_FARTHER, _FARTHEST = 0.01, 0.06
"""Steps of an index's reach; an update that finds too little goes at most so much farther than was chosen at first,
which among a million passages are twice as many lists."""
_UNBOUNDED = 2.0  # dot products of unit vectors lie no farther apart
_MOST_CHANGED = 0.2  # share of the texts that may come and go before centroids are found anew
_MOST_BESIDE = 0.05
"""Share of the texts that may come and go before the lists take them in, and their large file is written again."""


@dataclass(frozen=True, slots=True)
class Built:
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
) -> Built:
    """Index all live texts, and check the files that were written against an exact search.

    Of `base`, a version of the same encoder that is updated, the centroids are kept where they still serve. Raises
    InputError: the index does not find what it should.
    """
    texts = Texts(collection, shards, dimension)
    if kind == AUTOMATIC:
        kind = EXACT if len(texts.ids) <= EXACT_MOST else LISTS
    making = _Making(collection, texts, candidates)
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
class _Making:
    """The index of these texts, to be stored in a collection; each answer scores so many `candidates` again."""

    collection: Collection
    texts: Texts
    candidates: int

    def exact(self) -> Built:
        """An index that is always built anew, whose rows are numbered in the order of the ids."""
        index = ExactIndex.build(self.texts.vectors(self.texts.ids))
        files = {
            "index": self.collection.add(index.save, ".faiss"),
            "ids": self.collection.add(partial(tables.write_array, self.texts.ids), ".npy"),
        }
        return self._checked({"kind": EXACT}, files, Sample.of(self.texts))

    def lists(self, base: Version | None) -> Built:
        """The lists of the version that is updated, as far as they still serve, or new ones with the reason why."""
        why, texts = "new", self.texts
        if base is not None and base.index["kind"] == LISTS:
            built = self._changed(base)
            if built is not None and built.about["recall"] >= BOUND:
                return built
            why = "changed" if built is None else "recall"
        index = IvfIndex.trained(texts.vectors(texts.ids[sample_rows(len(texts.ids))]), len(texts.ids))
        index.add(texts.rows.parts(texts.ids))
        sample = Sample.of(texts)
        self._choose_reach(index, sample)
        about = {"trained": why, "trained_rows": len(texts.ids), "trained_reach": index.reach}
        about |= {"taken_in": 0, "changed": 0}
        return self._stored(about, index, sample)

    def _changed(self, base: Version) -> Built | None:
        """The lists of the version that is updated, with what came and went; None where that is too much for them."""
        if "reach" not in base.index:
            return None  # lists of a form that is no longer read
        path, texts = self.collection.path(base.files["index"]), self.texts
        before = IvfIndex.load(path).ids()
        # No number is there twice, which numpy would take seconds to find out.
        gone = np.setdiff1d(before, texts.ids, assume_unique=True)
        come = np.setdiff1d(texts.ids, before, assume_unique=True)
        changed = base.index["taken_in"] + len(gone) + len(come)
        if changed > _MOST_CHANGED * base.index["trained_rows"]:
            return None
        about = {"trained": None, "changed": changed}
        about |= {name: base.index[name] for name in ("trained_rows", "trained_reach")}
        beside = len(gone) + len(come) <= _MOST_BESIDE * len(before)
        index = IvfIndex.load_emptied(path) if beside else IvfIndex.load(path, to_change=True)
        index.reach = base.index["reach"]
        index.add(texts.rows.parts(come))
        stored = self.collection.path(base.files["sample"])
        try:
            sample = Sample.since(load_array(stored), base.shards, texts)
        except (OSError, ValueError, EOFError) as error:
            raise damaged_file(stored) from error
        if not beside:
            index.remove(gone)
            return self._stored({**about, "taken_in": changed}, index, sample)
        files = {"index": base.files["index"]}
        if len(come):
            files["come"] = self.collection.add(index.save, ".faiss")
        if len(gone):
            files["gone"] = self.collection.add(partial(tables.write_array, gone), ".npy")
        about["taken_in"] = base.index["taken_in"]
        built = self._checked(about | _of_lists(index, sample), files, sample)
        # What came may lie where more lists have to be looked at; that costs far less than new ones.
        while built.about["recall"] < BOUND and index.reach < about["trained_reach"] + _FARTHEST:
            index.reach = round(index.reach + _FARTHER, 4)
            built = self._checked(about | _of_lists(index, sample), files, sample)
        return built

    def _choose_reach(self, index: IvfIndex, sample: Sample) -> None:
        """Look at few lists that find what is aimed at on the sample; at all of them where nothing less does."""
        query, _ = known = np.nonzero(sample.neighbours != ABSENT)
        vectors = self.texts.rows[sample.neighbours[known]] if len(query) else sample.queries
        behind = np.sort(index.behind(sample.queries, vectors, query))
        # In the lists up to there stand as many neighbours as are to be found; some may still not be proposed.
        farthest = behind[math.ceil(_AIM * len(behind)) - 1] if len(behind) else 0.0
        index.reach = math.ceil(farthest * 1e4) / 1e4
        while index.reach < _UNBOUNDED and not self._finds_enough(index, sample):
            index.reach = round(index.reach + _FARTHER, 4)

    def _finds_enough(self, index: IvfIndex, sample: Sample) -> bool:
        found = index.candidates(sample.queries, self.candidates)
        scores, _ = rescore(sample.queries, found, self.texts.rows.__getitem__, NEIGHBOURS + 1)
        return sample.recall(scores) >= _AIM

    def _stored(self, about: Mapping[str, Any], index: IvfIndex, sample: Sample) -> Built:
        files = {"index": self.collection.add(index.save, ".faiss")}
        return self._checked({**about, **_of_lists(index, sample)}, files, sample)

    def _checked(self, about: Mapping[str, Any], files: dict[str, File], sample: Sample) -> Built:
        """The files as a reader will open them: their count, and what they find of the sample."""
        texts = self.texts
        full = {**about, "rows": len(texts.ids), "dimension": texts.dimension, "candidates": self.candidates}
        scores, _ = Neighbours(self.collection, full, files, texts.rows).search(sample.queries, NEIGHBOURS + 1)
        if about["kind"] == LISTS:
            files = {**files, "sample": self.collection.add(partial(tables.write_array, sample.ids), ".npy")}
        return Built({**full, "recall": sample.recall(scores), "sample": len(sample)}, files)


def _of_lists(index: IvfIndex, sample: Sample) -> dict[str, Any]:
    probes = round(index.looked_at(sample.queries), 1)
    return {"kind": LISTS, "lists": index.lists, "reach": index.reach, "probes": probes}


NEIGHBOURS = 10
_WITH_ITSELF = NEIGHBOURS + 1  # each question finds itself
_KEPT = 2 * _WITH_ITSELF
_QUESTIONS = 400  # what so many find is what others find, to a quarter of a per cent


class Texts:
    """The live texts of some shards: their ids, ascending, and their vectors."""

    def __init__(self, collection: Collection, shards: Sequence[Shard], dimension: int) -> None:
        self.ids = np.concatenate([np.zeros(0, np.int64), *(live_texts(collection, shard) for shard in shards)])
        self.rows = Rows(collection, shards)
        self.dimension = dimension

    def vectors(self, ids: Ids) -> Vectors:
        """Rows of these ids, ascending."""
        parts = [part for _, part in self.rows.parts(ids)]
        return np.concatenate([np.zeros((0, self.dimension), np.float32), *parts])

    def hold(self, ids: Ids) -> NDArray[np.bool_]:
        """Which of some ids are those of live texts."""
        if not len(self.ids):
            return np.zeros(ids.shape, np.bool_)
        places = np.minimum(np.searchsorted(self.ids, ids), len(self.ids) - 1)
        return cast(NDArray[np.bool_], self.ids[places] == ids)


@dataclass(frozen=True, slots=True)
class Sample:
    """Questions and their nearest texts, whose ids follow the question's, `ABSENT` where fewer are known."""

    ids: Ids  # by question, shape (questions, 1 + twice as many as are asked for)
    queries: Vectors  # of the questions, shape (questions, dimension)
    truth: Vectors  # true scores of the nearest, the best first, shape (questions, `NEIGHBOURS` + 1 or all texts)

    @classmethod
    def of(cls, texts: Texts) -> Self:
        """Questions evenly spaced among all texts."""
        return cls._asked(_evenly(texts.ids, _QUESTIONS), texts)

    @classmethod
    def since(cls, before: Ids, shards: Sequence[Shard], texts: Texts) -> Self:
        """The questions, as the `ids` of a version with these shards had them, and some of the texts that came."""
        come = texts.ids[np.isin(texts.ids >> SHARD_BITS, [shard.number for shard in shards], invert=True)]
        before = before[texts.hold(before[:, 0])]
        known = np.where(texts.hold(before[:, 1:]), before[:, 1:], ABSENT)
        enough = (known != ABSENT).sum(axis=1) >= _WITH_ITSELF
        kept = cls._updated(before[enough, 0], known[enough], texts, come)
        new = _evenly(come, round(_QUESTIONS * len(come) / max(len(texts.ids), 1)))
        asked = cls._asked(np.union1d(before[~enough, 0], new), texts)
        return cls._joined(kept, asked) if len(kept) and len(asked) else (kept if len(kept) else asked)

    @classmethod
    def _asked(cls, questions: Ids, texts: Texts) -> Self:
        queries = texts.vectors(questions)
        scores, found = nearest(queries, texts.rows.whole_parts(texts.ids) if len(questions) else (), _KEPT)
        return cls._of(questions, queries, scores, found)

    @classmethod
    def _updated(cls, questions: Ids, known: Ids, texts: Texts, come: Ids) -> Self:
        """Known are the nearest of the texts from before, `_WITH_ITSELF` of each question at least."""
        queries = texts.vectors(questions)
        scores, found = rescore(queries, known, texts.rows.__getitem__, _KEPT)
        least = np.where(found == ABSENT, np.inf, scores).min(axis=1, initial=np.inf)
        more_scores, more = nearest(queries, texts.rows.parts(come), _KEPT)
        scores, found = in_order(np.hstack([scores, more_scores]), np.hstack([found, more]))
        # What is less near than all that are known may lie behind others from before.
        return cls._of(questions, queries, scores, np.where(scores >= least[:, None], found, ABSENT))

    @classmethod
    def _of(cls, questions: Ids, queries: Vectors, scores: Vectors, found: Ids) -> Self:
        ids = np.full((len(questions), 1 + _KEPT), ABSENT, np.int64)
        ids[:, 0] = questions
        ids[:, 1 : 1 + found.shape[1]] = found[:, :_KEPT]
        return cls(ids, queries, scores[:, :_WITH_ITSELF])

    @classmethod
    def _joined(cls, one: Self, other: Self) -> Self:
        ids, queries, truth = (
            np.concatenate([getattr(part, name) for part in (one, other)]) for name in ("ids", "queries", "truth")
        )
        order = np.argsort(ids[:, 0])
        return cls(ids[order], queries[order], truth[order])

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def neighbours(self) -> Ids:
        """Ids of the nearest texts of each question, the best first, `ABSENT` where there are fewer."""
        return self.ids[:, 1 : 1 + self.truth.shape[1]]

    def recall(self, scores: Vectors) -> float:
        """Share of the true neighbours that was found with these scores, to four decimals."""
        return round(recall(scores, self.truth), 4)


def _evenly(ids: Ids, count: int) -> Ids:
    places = np.linspace(0, max(len(ids) - 1, 0), min(len(ids), count))
    return ids[np.unique(places.astype(np.int64))]
