"""A crosswalk between two frameworks of the workspace, or a standard and a framework: candidates and their model.

The model makes of nearness a probability and a predicate. What is above what cannot be read from titles: it shows in
how many entries of one side fall under one of the other, and which of them is the nearest.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, softmax

from corpora import Framework, InputError
from embeddings.cache import Known
from embeddings.encoders import Encoder, open_encoder
from mapper.between.crosswalk import KINDS, Candidate, Crosswalk, Predicate, scores
from mapper.between.crosswalk.scores import Numbers, Pairs, Places, Side
from mapper.matching.fitted import Fitted
from mapper.matching.index import FrameworkIndex
from mapper.workspace import store
from mapper.workspace.store import Entry, Workspace

SURE = 0.5  # least probability from which a pair is said to correspond; below, the two are said to be related
SHOWN = 0.1  # least probability of a candidate: a person reviews, and one chance in ten is worth a look
MATCH = ("score", "lead_source", "lead_target", "first_source", "first_target", "described", "same_language")
"""What the probability depends on. `lead` is over the best other pair of the source or target, below 0 if behind."""
KIND = ("wordings", "title", "under_target", "under_source", "first_target", "first_source", "behind_s", "behind_t")
"""What the predicate depends on. `under_target` is the logarithm of how many sources fall under the target."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CrosswalkModel(Fitted):
    """Coefficients of the probability, by `MATCH`, and of each predicate, by `KIND`; their intercepts under ""."""

    FILE = "crosswalk.json"

    match: Mapping[str, float]
    kinds: Mapping[str, Mapping[str, float]]

    def probabilities(self, pairs: Pairs, *, same_language: bool) -> Numbers:
        """Probability that each pair corresponds, 0 to 1, to 6 decimals."""
        predictor = match_features(pairs, same_language=same_language) @ _row(self.match, MATCH) + self.match[""]
        return np.asarray(np.round(expit(predictor), 6))

    def predicates(self, pairs: Pairs, weight: Numbers) -> Numbers:
        """Probability of each of `KINDS` for each pair, given that it corresponds, shape (pairs, len(KINDS)).

        `weight` says how surely each of the crosswalk's pairs corresponds, 1 for pairs that somebody confirmed.
        """
        features = kind_features(pairs, weight)
        columns = [features @ _row(self.kinds[kind], KIND) + self.kinds[kind][""] for kind in KINDS]
        return np.asarray(softmax(np.stack(columns, axis=1), axis=1), dtype=np.float64)


def _row(named: Mapping[str, float], names: Sequence[str]) -> Numbers:
    return np.array([named.get(name, 0.0) for name in names])


def match_features(pairs: Pairs, *, same_language: bool) -> Numbers:
    """`MATCH` for every pair, shape (pairs, len(MATCH))."""
    leads = [_lead(pairs.score, side) for side in (pairs.source, pairs.target)]
    same = np.full(len(pairs.score), same_language)
    columns = (pairs.score, *leads, *(lead >= 0 for lead in leads), pairs.described, same)
    return np.column_stack(columns).astype(np.float64)


def kind_features(pairs: Pairs, weight: Numbers) -> Numbers:
    """`KIND` for every pair, shape (pairs, len(KIND))."""
    under = [
        np.log(np.maximum(np.bincount(side, weights=weight, minlength=1)[side], 1.0)) if len(side) else weight
        for side in (pairs.target, pairs.source)
    ]
    behind = [_best(pairs.wordings, side) - pairs.wordings for side in (pairs.source, pairs.target)]
    columns = (pairs.wordings, pairs.title, *under, behind[1] <= 0, behind[0] <= 0, *behind)
    return np.column_stack(columns).astype(np.float64)


def _best(values: Numbers, side: Places) -> Numbers:
    """The highest value of each pair's own group."""
    most = np.full(int(side.max(initial=-1)) + 1, -np.inf)
    np.maximum.at(most, side, values)
    return most[side]


def _lead(values: Numbers, side: Places) -> Numbers:
    """How far each value is above the best other one of its group; of the only one above 0."""
    best = _best(values, side)
    rest: NDArray[np.float64] = np.where(_first_best(values, side, best), -np.inf, values)
    other = _best(rest, side)
    other[~np.isfinite(other)] = 0.0
    return np.where(_first_best(values, side, best), values - other, values - best)


def _first_best(values: Numbers, side: Places, best: Numbers) -> NDArray[np.bool_]:
    """The first pair of each group that has its best value."""
    places = np.flatnonzero(values == best)
    _, first = np.unique(side[places], return_index=True)
    chosen = np.zeros(len(values), dtype=bool)
    chosen[places[first]] = True
    return chosen


shipped = CrosswalkModel.shipped


MOST = 5  # candidates of one entry that are shown, from either side
_HEADING, _OCCUPATION = "group", "occupation"

Progress = Callable[[str, int, int], None]


def crosswalk(
    workspace: Workspace, source: str, target: str, *, encoder: str = "competency", progress: Progress
) -> Crosswalk:
    """Candidates between two sides, both ways.

    A side is a framework's name, or an entry as FRAMEWORK/CODE or CODE, with what stands below it. Raises InputError:
    an unknown framework or code, or two sides that are one.
    """
    frameworks, sources = _side(workspace, source)
    others, targets = _side(workspace, target)
    mine = {(entry.framework.name, entry.competency.code) for entry in sources}
    targets = [entry for entry in targets if (entry.framework.name, entry.competency.code) not in mine]
    if not sources or not targets:
        raise InputError(
            "{source}, {target}: there is nothing to compare; name two different frameworks that have entries",
            source=source,
            target=target,
        )
    opened = open_encoder(encoder)
    known = []
    for name, framework in {f.name: f for f in (*frameworks, *others)}.items():
        index = FrameworkIndex.open(workspace.indexes(name), framework, opened, progress=partial(progress, name))
        known.append(Known(index.hashes, index.index))
    return Crosswalk(
        source,
        target,
        tuple(sources),
        tuple(targets),
        between(sources, targets, opened, known=known),
        encoder={"name": opened.name, "revision": opened.revision},
        settings={"least": SHOWN, "most": MOST, "model": shipped().revision},
    )


def _side(workspace: Workspace, name: str) -> tuple[Sequence[Framework], list[Entry]]:
    """The frameworks of one side, and the entries that are compared: all but headings."""
    names = {header.name for header in workspace.headers()}
    if name in names or not names:
        frameworks = store.frameworks(workspace, [name])
        return frameworks, [Entry(f, c) for f in frameworks for c in f.competencies if c.kind != _HEADING]
    found = store.find(workspace, name)
    inside = {found.competency.code: found.competency}
    for c in found.framework.competencies:
        if c.parent in inside:
            inside.setdefault(c.code, c)
    return (found.framework,), [Entry(found.framework, c) for c in inside.values() if c.kind != _HEADING]


def between(
    sources: Sequence[Entry], targets: Sequence[Entry], encoder: Encoder, *, known: Sequence[Known] = ()
) -> tuple[Candidate, ...]:
    """The candidates of two sides, by source, then rank.

    Only pairs of at least the probability `SHOWN`, and of each entry's the `MOST` best; an occupation is compared with
    occupations only.
    """
    model = shipped()
    entries = [[entry.competency for entry in side] for side in (sources, targets)]
    languages = [scores.languages_of(side) for side in entries]
    shared = languages[0] & languages[1]
    left, right = (Side.of(side, shared or languages[0] | languages[1], encoder, known=known) for side in entries)
    # What names a person's trade and what somebody can do do not correspond.
    trades = [np.array([one.kind == _OCCUPATION for one in side], dtype=np.int64) for side in entries]
    near = scores.near_pairs(left, right, (trades[0], trades[1]))
    pairs = scores.score_pairs(left, right, *near, encoder)
    probability = model.probabilities(pairs, same_language=bool(shared))
    likely = probability >= SHOWN
    forward, backward = (_ranks(pairs.score, side, likely) for side in (pairs.source, pairs.target))
    kept = np.flatnonzero(likely & (np.minimum(forward, backward) <= MOST))
    chosen = pairs.only(kept)
    predicates = model.predicates(chosen, probability[kept])
    said = told(left, right, chosen, predicates, encoder)
    order = np.lexsort((chosen.target, forward[kept], chosen.source))
    return tuple(
        Candidate(
            source=int(chosen.source[i]),
            target=int(chosen.target[i]),
            probability=float(probability[kept[i]]),
            score=float(round(chosen.score[i], 6)),
            predicate=said[i] if probability[kept[i]] >= SURE else "related",
            predicates=dict(zip(KINDS, np.round(predicates[i], 6).tolist(), strict=True)),
            forward=int(forward[kept[i]]),
            backward=int(backward[kept[i]]),
        )
        for i in order.tolist()
    )


def told(left: Side, right: Side, pairs: Pairs, predicates: Numbers, encoder: Encoder) -> list[Predicate]:
    """What is said of pairs that correspond: their most probable predicate, "exact" only where their titles agree."""
    said = [KINDS[number] for number in predicates.argmax(axis=1).tolist()]
    exact = np.flatnonzero(np.array(said) == "exact")
    agree = scores.titles_agree(left, right, pairs.source[exact], pairs.target[exact], encoder)
    for place in exact[~agree].tolist():
        said[place] = "close"
    return said


def _ranks(score: Numbers, side: Places, among: NDArray[np.bool_]) -> Places:
    """Rank of each pair within its group, from 1, those left aside last; ties in the pairs' order."""
    order = np.lexsort((-score, ~among, side))
    starts = np.flatnonzero(np.diff(side[order], prepend=-1))
    ranks = np.empty(len(score), dtype=np.int64)
    sizes = np.diff(starts, append=len(score))
    ranks[order] = np.arange(len(score)) - np.repeat(starts, sizes) + 1
    return ranks
