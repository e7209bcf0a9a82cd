"""What is known of a pair of passage and entry of a catalogue: numbers that the scorer was fitted on.

Only the candidates that lie nearest to a passage are looked at (`describe_catalogue`): by cosines of the encoder's
vectors with the entry and with sentences that say it in other words (`terms.Usages`), and word by word. What is known
of a criterion of a standard stands in `read_features`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from corpora import TEACHING_ROLES, Passage
from corpora.vocabulary import heading_sense
from embeddings.lexical import words
from mapper.matching import terms
from mapper.matching.candidates import Pool
from mapper.matching.index import FrameworkIndex
from mapper.matching.occupations import as_compared
from mapper.matching.queries import EncodedPassages
from mapper.matching.regression import log_odds
from mapper.matching.scoring import FEATURES, Scored, features, order
from mapper.matching.terms import Numbers, Rarity, Rows, Space, in_batches, normalise

ROLES = (*sorted(TEACHING_ROLES), "evaluation", "other")
LOOKED_AT = 45
"""Candidates of a passage that are described, those of highest score; what lies behind them has no chance."""
_SEVERAL = 5
_DECIMALS = 4
SKILL = ("narrower", "nearest", "near", "middle", "words", "words_of_headings", "unnamed")
"""What `describe_skills` tells of each skill."""
_CATALOGUE_KINDS = ("skill", "knowledge", "standard", "occupation")


def rarity_sums(found: Sequence[set[str]], rarity: Rarity) -> Numbers:
    """Add up how rare the stems of each text are."""
    return np.array([rarity.total(stems) for stems in found])


def higher(values: Numbers) -> Numbers:
    """Return for each value how many are higher."""
    return (len(values) - np.searchsorted(np.sort(values), values, side="right")).astype(np.float64)


def by_section(passages: Sequence[Passage]) -> list[list[int]]:
    """Return the rows of the passages of each section."""
    members: dict[tuple[str, ...], list[int]] = {}
    for row, passage in enumerate(passages):
        members.setdefault(passage.section, []).append(row)
    return list(members.values())


def as_rows(table: Mapping[str, Numbers], columns: Sequence[str]) -> Numbers:
    """Return these columns of a table, with a row for each of its pairs, rounded.

    The last digits of a cosine follow the processor's kernels.
    """
    rows = np.stack([np.ravel(table[name]) for name in columns], axis=1).astype(np.float64)
    return np.round(rows, _DECIMALS)


def describe_catalogue(
    asked: EncodedPassages, found: Sequence[Scored], pool: Pool, space: Space, *, apart: bool = False
) -> tuple[dict[str, Numbers], list[Rows], NDArray[np.bool_]]:
    """Return each passage with its nearest entries; those that are `apart` as if each were a document by itself.

    Gives by name an array over all pairs, passage by passage; for each passage which of the candidates `found` these
    are; and of each pair whether it is known how the entry is said, which `space.said` tells.
    """
    index, said, chosen = pool.index, space.said, [order(of_one)[:LOOKED_AT] for of_one in found]
    counts = [len(places) for places in chosen]
    if not sum(counts):
        return {}, chosen, np.zeros(0, dtype=bool)
    passage, pairs = np.repeat(np.arange(len(found)), counts), list(zip(found, chosen, strict=True))
    rows = np.concatenate([of_one.rows[places] for of_one, places in pairs])
    entries = np.concatenate([of_one.entries[places] for of_one, places in pairs])
    known = [features(of_one, pool) for of_one in found]
    table = {
        name: np.concatenate([own[name][places] for own, places in zip(known, chosen, strict=True)])
        for name in FEATURES
    }
    table["rank"] = np.log1p(np.concatenate([higher(of_one.score[places]) for of_one, places in pairs]))
    # Passages of one programme draw the same entries: each is read once.
    distinct, which = np.unique(rows, return_inverse=True)
    table["cosine"] = space.pairwise(index.index.vectors(distinct), asked.vectors, places=which, others_places=passage)
    drawn, of_pair = np.unique(entries, return_inverse=True)
    competencies = [index.framework.competencies[entry] for entry in drawn.tolist()]
    of_said = np.full(len(entries), -1, dtype=np.int64) if said is None else said.places(competencies)[of_pair]
    table["as_said"] = table["cosine"]
    if said is not None:
        table["as_said"] = in_batches(
            lambda p: said.cosines(of_said[p], asked.vectors[passage[p]], table["cosine"][p]), len(rows)
        )
    table |= terms.compare_words(asked.terms, index.terms.only(entries), counts, space)
    starts = np.concatenate([[0], np.cumsum(counts)])
    for name in ("cosine", "as_said"):
        table[f"{name}_z"], table[f"{name}_rank"] = _within(table[name], starts)
    table["crowding"] = index.crowding[rows]
    table["elsewhere"] = np.zeros(len(rows)) if apart else _elsewhere(entries, table["rank"])
    for role in ROLES:
        table[f"role_{role}"] = np.array([float(p.role == role) for p in asked.passages])[passage]
    for kind in _CATALOGUE_KINDS:
        table[f"kind_{kind}"] = np.array([float(own.kind == kind) for own in competencies])[of_pair]
    return {name: np.asarray(values, dtype=np.float64) for name, values in table.items()}, chosen, of_said >= 0


def describe_skills(
    asked: EncodedPassages, found: Sequence[Scored], index: FrameworkIndex, places: Rows, space: Space
) -> tuple[Numbers, Rows]:
    """Describe a catalogue's skills beside all passages of a programme: a row of `SKILL` for each of the `places`.

    `found` has the candidates of each passage with their probabilities. Broad skills ("mechanics") are taught by much
    that no single passage names: how near the five nearest passages and the middle of the programme lie, which of its
    words the programme and its headings have, whether a narrower skill is taught, and whether the skill has a proper
    name that the programme does not say. The second array has the five nearest passages of each, the nearest first,
    shape (at most 5, skills).
    """
    entries = index.framework.competencies
    missed = np.zeros(len(entries))
    for row in np.unique(asked.texts, return_index=True)[1].tolist():
        missed[found[row].entries] += np.log1p(-np.minimum(found[row].probability, 1 - 1e-6))
    by_any = 1 - np.exp(missed)
    by_code = index.framework.places
    narrower = np.zeros(len(entries))
    for place in np.flatnonzero(by_any).tolist():
        for above in {entries[place].parent or "", *entries[place].broader} & by_code.keys():
            narrower[by_code[above]] = max(narrower[by_code[above]], by_any[place])
    starts, ends = (np.searchsorted(index.entries, places, side) for side in ("left", "right"))
    rows = np.concatenate([np.arange(start, end) for start, end in zip(starts, ends, strict=True)])
    first = np.cumsum(ends - starts) - (ends - starts)
    vectors, centre = index.index.vectors(rows), normalise(asked.vectors.mean(axis=0, keepdims=True))
    near, middle = (np.maximum.reduceat(space.cosines(own, vectors), first, axis=1) for own in (asked.vectors, centre))
    as_said = near
    if space.said is not None:
        as_said = space.said.all_cosines(space.said.places([entries[p] for p in places]), asked.vectors, near)
    headings = {as_compared(text) for one in asked.passages for text in one.section if not heading_sense(text)}
    by_wording = [_shares_said(index, rows, texts, space.rarity) for texts in (asked.texts, headings)]
    in_text, in_headings = (np.maximum.reduceat(shares, first) for shares in by_wording)
    order = np.argsort(-as_said, axis=0, kind="stable")[:_SEVERAL]
    several = np.take_along_axis(as_said, order, axis=0)
    names = np.array(index.framework.proper_names, dtype=bool)[places]
    unnamed = (names & (in_text < 1 - 1e-9)).astype(np.float64)
    columns = (log_odds(narrower[places]), several[0], several.mean(axis=0), middle[0], in_text, in_headings, unnamed)
    return np.stack(columns, axis=1).astype(np.float64), order


def _shares_said(index: FrameworkIndex, rows: Rows, texts: Iterable[str], rarity: Rarity) -> Numbers:
    """Return for each of these wordings the share of its stems, by weight, that the texts contain; shape (rows,)."""
    stems, which, counts = index.words.row_words(rows)
    row, stem = _each_once(len(stems), which, counts)
    said = {stem for text in texts for stem in words(text)}
    every = rarity.weights_of(stems)[stem]
    own = every * np.array([one in said for one in stems], dtype=bool)[stem]
    total, shared = (np.bincount(row, values, len(rows)) for values in (every, own))
    return np.asarray(shared / np.maximum(total, 1e-9))


def _each_once(stems: int, which: Rows, counts: Rows) -> tuple[Rows, Rows]:
    """Return the pairs of wording and stem, by their numbers; a stem that stands twice counts once.

    `which` stem stands where, wording after wording, and how many each has, is as `row_words` gives them.
    """
    pairs = np.repeat(np.arange(len(counts)), counts) * stems + which
    # Without something else to count, `unique` imports masked arrays, a fiftieth of a short command's time.
    once, _ = np.unique(pairs, return_counts=True)
    return np.divmod(once, max(stems, 1))


def _within(values: Numbers, starts: Rows) -> tuple[Numbers, Numbers]:
    """Return each value among those of its passage: standardised, and the logarithm of its rank."""
    standardised, ranks = np.zeros(len(values)), np.zeros(len(values))
    for begin, end in pairwise(starts.tolist()):
        own = values[begin:end]
        if len(own):
            standardised[begin:end] = (own - own.mean()) / (own.std() + 1e-6)
            ranks[begin:end] = np.log1p(higher(own))
    return standardised, ranks


def _elsewhere(entries: Rows, rank: Numbers) -> Numbers:
    """Return logarithm of how many other passages have the entry among their first three candidates."""
    first = rank < np.log1p(3)
    places, counts = np.unique(entries[first], return_counts=True)
    of_entry = dict(zip(places.tolist(), counts.tolist(), strict=True))
    return np.log1p([of_entry.get(entry, 0) - own for entry, own in zip(entries.tolist(), first.tolist(), strict=True)])
