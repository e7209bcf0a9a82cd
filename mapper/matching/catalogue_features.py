"""Numbers of a passage beside the entries of a catalogue that lie nearest to it: skills, titles of standards."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from embeddings.encoders import Vectors
from embeddings.lexical import words
from mapper.matching import terms
from mapper.matching.features import ROLES, Asked, by_section, higher
from mapper.matching.index import FrameworkIndex, wordings_of
from mapper.matching.scoring import FEATURES, Scored, features
from mapper.matching.terms import Numbers, Rarity, Rows, Said, Space, unit

LOOKED_AT = 45
"""Candidates of a passage that are described, those of highest score; what lies behind them has no chance."""
_KINDS = ("skill", "knowledge", "standard", "occupation")


def nearest(found: Scored) -> Rows:
    """Which candidates of a passage are described, the highest score first, ties in the framework's order."""
    return np.lexsort((found.entries, -found.score))[:LOOKED_AT].astype(np.int64)


def of_catalogue(
    asked: Asked, found: Sequence[Scored], index: FrameworkIndex, space: Space, rarity: Rarity, said: Said | None
) -> tuple[dict[str, Numbers], list[Rows], NDArray[np.bool_]]:
    """Each passage with its nearest entries.

    Args:
        asked: the passages.
        found: the candidates of each.
        index: of the catalogue.
        space: compares vectors.
        rarity: of words.
        said: how programmes and ads say the entries, None where that is not known.

    Returns:
        By name, an array over all pairs, passage by passage; for each passage which candidates these are; and of each
        pair whether it is known how the entry is said.
    """
    chosen = [nearest(of_one) for of_one in found]
    counts = [len(places) for places in chosen]
    if not sum(counts):
        return {}, chosen, np.zeros(0, dtype=bool)
    passage = np.repeat(np.arange(len(found)), counts)
    rows = np.concatenate([of_one.rows[places] for of_one, places in zip(found, chosen, strict=True)])
    entries = np.concatenate([of_one.entries[places] for of_one, places in zip(found, chosen, strict=True)])
    known = [features(of_one) for of_one in found]
    table = {
        name: np.concatenate([own[name][places] for own, places in zip(known, chosen, strict=True)])
        for name in FEATURES
    }
    table["rank"] = np.log1p(
        np.concatenate([higher(of_one.score[places]) for of_one, places in zip(found, chosen, strict=True)])
    )
    # Passages of one programme draw the same entries: each is read and mapped once.
    distinct, which = np.unique(rows, return_inverse=True)
    vectors = index.index.vectors(distinct)
    mapped, told = space.wanted(vectors)[which], space.told(asked.vectors)
    vectors = vectors[which]
    centre, turned_centre = unit(asked.vectors.mean(axis=0, keepdims=True)), unit(told.mean(axis=0, keepdims=True))
    table["cosine"] = space.pairwise(vectors, asked.vectors[passage])
    table["mapped"] = space.pairwise(mapped, told[passage])
    table["document"] = space.cosines(vectors, centre)[:, 0]
    table["mapped_document"] = space.cosines(mapped, turned_centre)[:, 0]
    table["heading"] = space.pairwise(vectors, asked.headings[passage])
    table["section"] = space.pairwise(vectors, asked.sections[passage])
    table["mapped_section"] = space.pairwise(mapped, _section_means(asked, told)[passage])
    starts = np.concatenate([[0], np.cumsum(counts)])
    competencies = [index.framework.competencies[entry] for entry in entries.tolist()]
    of_said = np.full(len(entries), -1, dtype=np.int64) if said is None else said.places(competencies)
    table["as_said"] = table["mapped"] if said is None else said.cosines(of_said, told[passage], table["mapped"])
    table |= terms.of_pairs(asked.terms, index.terms.only(entries.tolist()), counts, space, rarity)
    for name in ("cosine", "mapped", "as_said"):
        table[f"{name}_z"], table[f"{name}_rank"] = _within(table[name], starts)
    table["grams"] = np.concatenate(
        index.grams.pair_scores(
            asked.texts, [of_one.rows[places] for of_one, places in zip(found, chosen, strict=True)]
        )
    )
    table |= _shared_words(asked, index, rows, passage, rarity)
    table["crowding"] = index.crowding[rows]
    table["elsewhere"] = _elsewhere(entries, table["rank"])
    for role in ROLES:
        table[f"role_{role}"] = np.array([float(p.role == role) for p in asked.passages])[passage]
    for kind in _KINDS:
        table[f"kind_{kind}"] = np.array([float(own.kind == kind) for own in competencies])
    return {name: np.asarray(values, dtype=np.float64) for name, values in table.items()}, chosen, of_said >= 0


def _section_means(asked: Asked, told: Vectors) -> Vectors:
    """For each passage the mean of the other passages of its section, its own where it is alone."""
    means = told.copy()
    for rows in by_section(asked.passages):
        if len(rows) > 1:
            means[rows] = told[rows].sum(axis=0) - told[rows]
    return unit(means)


def _within(values: Numbers, starts: Rows) -> tuple[Numbers, Numbers]:
    """Each value among those of its passage: standardised, and the logarithm of its rank."""
    standardised, ranks = np.zeros(len(values)), np.zeros(len(values))
    for begin, end in pairwise(starts.tolist()):
        own = values[begin:end]
        if len(own):
            standardised[begin:end] = (own - own.mean()) / (own.std() + 1e-6)
            ranks[begin:end] = np.log1p(higher(own))
    return standardised, ranks


def _shared_words(asked: Asked, index: FrameworkIndex, rows: Rows, passage: Rows, rarity: Rarity) -> dict[str, Numbers]:
    said = [(f" {' '.join(stems := words(text))} ", frozenset(stems)) for text in asked.texts]
    sums = [rarity.total(stems) for _, stems in said]
    wordings = _wordings(index, rows)
    totals = {wording: rarity.total(set(wording)) for wording in set(wordings.values())}
    names = ("asked", "said", "shared", "rarest", "named", "asked_length")
    table = np.zeros((len(rows), len(names)))
    for pair, (row, place) in enumerate(zip(rows.tolist(), passage.tolist(), strict=True)):
        wording, (line, stems) = wordings[row], said[place]
        both = stems.intersection(wording)
        shared = rarity.total(both)
        # The whole wording stands in the passage, word for word but for endings.
        named = bool(wording) and f" {' '.join(wording)} " in line
        of_wording, of_passage = shared / (totals[wording] + 1e-6), shared / (sums[place] + 1e-6)
        table[pair] = (of_wording, of_passage, shared, rarity.rarest(both), named, len(wording))
    return dict(zip(names, table.T, strict=True))


def _wordings(index: FrameworkIndex, rows: Rows) -> dict[int, tuple[str, ...]]:
    """The stems of each of these rows."""
    distinct = np.unique(rows)
    entries = index.entries[distinct]
    found: dict[int, tuple[str, ...]] = {}
    for entry in np.unique(entries).tolist():
        texts = wordings_of(index.framework.competencies[entry])
        first = int(np.searchsorted(index.entries, entry))
        found |= {row: _words(texts[row - first]) for row in distinct[entries == entry].tolist()}
    return found


@lru_cache(maxsize=100_000)
def _words(text: str) -> tuple[str, ...]:
    return tuple(words(text))


def _elsewhere(entries: Rows, rank: Numbers) -> Numbers:
    """Logarithm of how many other passages have the entry among their first three candidates."""
    first = rank < np.log1p(3)
    places, counts = np.unique(entries[first], return_counts=True)
    of_entry = dict(zip(places.tolist(), counts.tolist(), strict=True))
    return np.log1p([of_entry.get(entry, 0) - own for entry, own in zip(entries.tolist(), first.tolist(), strict=True)])
