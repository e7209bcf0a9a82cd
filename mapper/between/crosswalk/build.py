"""A crosswalk between two frameworks of the workspace, or a standard and a framework: candidates and their model.

How near two entries are is told by all their wordings and, where both have them, by their descriptions:

    wordings = (.5 nearest pair of wordings + .3 mean of all wordings + .3 shared letters) / 1.1
    score    = (1.1 wordings + .8 descriptions) / 1.9, or the wordings alone

The first two and the descriptions are cosines of the encoder's vectors, the third the cosine of character n-grams.
The weights were chosen on ESCO's own occupations: finding the one above another by one of its labels.

The model makes of nearness a probability and a predicate. What is above what cannot be read from titles: it shows in
how many entries of one side fall under one of the other, and which of them is the nearest.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import product
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, softmax

from corpora import CATALOGUE_KINDS, Competency, Framework, InputError
from corpora.frameworks.hierarchy import made_for_list
from embeddings.cache import IndexedTexts, encode_passages
from embeddings.cleaning import clean
from embeddings.encoders import Encoder, Vectors, open_encoder
from embeddings.lexical import CharTfidf
from mapper.between.crosswalk import KINDS, Candidate, Crosswalk, Predicate, same
from mapper.between.crosswalk.titles import nearness_of_rest, titles_agree
from mapper.matching.fitted import Fitted
from mapper.matching.index import FrameworkIndex
from mapper.matching.records import Progress
from mapper.programmes.coverage.standards import is_attitude
from mapper.workspace import store
from mapper.workspace.store import Entry, Workspace

NEAREST, MEAN, LETTERS, DESCRIPTIONS = 0.5, 0.3, 0.3, 0.8
NEIGHBOURS = 30  # entries of the other side that each entry brings in by default; a pair beyond both is not looked at
_FEWEST = 5  # neighbours of an entry, however few entries there are
_MOSTLY = 0.5  # share of entries with a description below which descriptions are not compared
_AT_ONCE = 256
_HEADING, _OCCUPATION = "group", "occupation"

Numbers = NDArray[np.float64]
Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Side:
    """Entries with their wordings as vectors."""

    titles: tuple[str, ...]  # the statement of each, in the other side's language where there is one in it
    texts: tuple[str, ...]
    owners: Places  # number of the entry of each wording in `texts`, ascending; an entry's first one is its title
    vectors: Vectors
    means: Vectors  # of each entry's wordings, unit length
    descriptions: tuple[str, ...]  # of each entry, "" where it has none
    trades: NDArray[np.bool_]  # of each, whether it names a person's trade

    @classmethod
    def encode_entries(
        cls,
        entries: Sequence[Competency],
        languages: frozenset[str],
        encoder: Encoder,
        *,
        known: Sequence[IndexedTexts] = (),
    ) -> Self:
        """Return the side that these entries make by their wordings in these languages; all of an entry that has none.

        `known` are indexes by the same encoder that may hold the vectors already.
        """
        wordings = [_wordings(entry, languages) for entry in entries]
        texts = [text for found in wordings for text in found]
        owners = np.repeat(np.arange(len(entries)), [len(found) for found in wordings])
        vectors = encode_passages(texts, encoder, known=known)
        means = np.add.reduceat(vectors, np.flatnonzero(np.diff(owners, prepend=-1)), axis=0)
        means /= np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-9)
        descriptions = tuple(_description(entry, languages) for entry in entries)
        trades = np.array([entry.kind == _OCCUPATION for entry in entries], dtype=bool)
        return cls(tuple(found[0] for found in wordings), tuple(texts), owners, vectors, means, descriptions, trades)

    @property
    def title_rows(self) -> Places:
        """Return the row of each entry's title."""
        return np.flatnonzero(np.diff(self.owners, prepend=-1))


def common_languages(entries: Sequence[Competency]) -> frozenset[str]:
    """Return the languages in which at least half of these entries have a wording."""
    counts = Counter(one for entry in entries for one in {entry.language, *(label.language for label in entry.labels)})
    return frozenset(language for language, n in counts.items() if 2 * n >= len(entries))


def _wordings(entry: Competency, languages: frozenset[str]) -> list[str]:
    """Return the distinct wordings in these languages, the statement or the preferred label first; never none."""
    wordings = [(entry.statement, entry.language, "preferred")]
    wordings += [(label.text, label.language, label.kind) for label in entry.labels if label.kind != "hidden"]
    chosen = [found for found in wordings if found[1] in languages] or wordings
    chosen.sort(key=lambda found: found[2] != "preferred")
    distinct: dict[str, str] = {}
    for text in (clean(found[0]) for found in chosen):
        distinct.setdefault(text.casefold(), text)
    return list(distinct.values())


def _description(entry: Competency, languages: frozenset[str]) -> str:
    other = next((str(entry.extra.get(f"description_{one}") or "") for one in sorted(languages - {entry.language})), "")
    if entry.language in languages or not other:
        return clean(entry.description)
    return clean(other)


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of entries with what makes them near; parallel arrays, ordered by source, then target.

    `wordings` and `score` are nearness by wordings, about 0 to 1, and by wordings and descriptions; `title` is the
    cosine of the titles' letters; `described` says whether both have a description. `rest` is the `nearness_of_rest` of
    their nearest wordings, of trades only 0 or 1; `step` is 1 where the target stands higher in its framework, -1 where
    the source does.
    """

    source: Places
    target: Places
    wordings: Numbers
    title: Numbers
    score: Numbers
    described: NDArray[np.bool_]
    rest: Numbers
    step: Places

    def select(self, places: NDArray[np.int64] | NDArray[np.bool_]) -> Pairs:
        """Return some of them, in the order of the places."""
        return Pairs(*(getattr(self, name)[places] for name in Pairs.__slots__))


def near_pairs(
    left: Side, right: Side, kinds: tuple[Places, Places] | None = None, *, neighbours: int | None = None
) -> tuple[Places, Places]:
    """Return the pairs to look at: of each entry its neighbours on the other side, by title and mean of wordings.

    Only entries of one number in `kinds` may correspond. Each brings in `neighbours` of the other side, by default
    `NEIGHBOURS`, of a few entries less, since nearly all would be neighbours of each.
    """
    found: set[tuple[int, int]] = set()
    of_left, of_right = kinds or (np.zeros(len(side.titles), np.int64) for side in (left, right))
    for one, other, mine, theirs, turned in (
        (left, right, of_left, of_right, False),
        (right, left, of_right, of_left, True),
    ):
        titles = other.vectors[other.title_rows]
        for begin in range(0, len(one.titles), _AT_ONCE):
            part = slice(begin, begin + _AT_ONCE)
            near = one.means[part] @ other.means.T + one.vectors[one.title_rows[part]] @ titles.T
            near[mine[part, None] != theirs] = -np.inf
            size = near.shape[1]
            k = min(neighbours or min(NEIGHBOURS, _FEWEST + size // 10), size)
            best = np.argpartition(-near, k - 1, axis=1)[:, :k]
            for row, columns in enumerate(best.tolist(), start=begin):
                kept = (column for column in columns if near[row - begin, column] > -np.inf)
                found.update((column, row) if turned else (row, column) for column in kept)
    pairs = np.array(sorted(found), dtype=np.int64).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]


def score_pairs(left: Side, right: Side, source: Places, target: Places, encoder: Encoder) -> Pairs:
    """Return the scores of these pairs, which are ordered by source, then target."""
    nearest, letters, title = (np.zeros(len(source)) for _ in range(3))
    wording = np.zeros((2, len(source)), dtype=np.int64)  # rows of the nearest two wordings
    # Weighed by both sides: a standard's few criteria alone would not tell what is rare.
    grams = CharTfidf.build([*left.texts, *right.titles])
    rows_of = np.split(np.arange(len(left.owners)), left.title_rows[1:])
    starts = np.searchsorted(right.owners, np.arange(len(right.titles) + 1))
    order = np.lexsort((source, target))
    groups = np.split(order, np.searchsorted(target[order], np.arange(1, len(right.titles))))
    asked = [j for j, places in enumerate(groups) if len(places)]
    rows = [np.concatenate([rows_of[i] for i in source[groups[j]]]) for j in asked]
    shared = grams.pair_scores([right.titles[j] for j in asked], rows)
    for j, mine, grams_of in zip(asked, rows, shared, strict=True):
        places = groups[j]
        sizes = [len(rows_of[i]) for i in source[places]]
        firsts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
        cosines = left.vectors[mine] @ right.vectors[starts[j] : starts[j + 1]].T
        best = cosines.max(axis=1)
        row = np.lexsort((-best, np.repeat(np.arange(len(sizes)), sizes)))[firsts]
        nearest[places] = best[row]
        wording[:, places] = mine[row], starts[j] + cosines[row].argmax(axis=1)
        letters[places] = np.maximum.reduceat(grams_of, firsts)
        title[places] = grams_of[firsts]
    mean = _row_products(left.means, right.means, source, target)
    total = NEAREST + MEAN + LETTERS
    wordings = (NEAREST * nearest + MEAN * mean + LETTERS * letters) / total
    described, described_score = _descriptions(left, right, source, target, encoder)
    both = (total * wordings + DESCRIPTIONS * described_score) / (total + DESCRIPTIONS)
    ones, others = ([side.texts[row] for row in own] for side, own in zip((left, right), wording.tolist(), strict=True))
    rest, step = nearness_of_rest(ones, others, encoder), np.zeros_like(source)
    # A trade is seldom named by an action and its object: there another word is mostly a broader or narrower trade.
    rest[(left.trades[source] | right.trades[target]) & (rest > 0)] = 1
    return Pairs(source, target, wordings, title, np.where(described, both, wordings), described, rest, step)


def _row_products(left: Vectors, right: Vectors, source: Places, target: Places) -> Numbers:
    parts = [
        np.einsum("ij,ij->i", left[source[i : i + 4096]], right[target[i : i + 4096]])
        for i in range(0, len(source), 4096)
    ]
    return np.concatenate([np.zeros(0), *parts])


def _descriptions(
    left: Side, right: Side, source: Places, target: Places, encoder: Encoder
) -> tuple[NDArray[np.bool_], Numbers]:
    """Return for each pair whether both have a description, and the cosine of the two (0 where one has none)."""
    has = [np.array([bool(text) for text in side.descriptions]) for side in (left, right)]
    described = has[0][source] & has[1][target]
    score = np.zeros(len(source))
    if min(of_side.mean() for of_side in has) < _MOSTLY:
        described[:] = False
    elif described.any():
        # Only what a pair needs is encoded.
        sides = []
        for side, places in ((left, source[described]), (right, target[described])):
            wanted = np.unique(places)
            vectors = np.zeros((len(side.titles), encoder.dimension), dtype=np.float32)
            vectors[wanted] = encode_passages([side.descriptions[i] for i in wanted], encoder)
            sides.append(vectors)
        score[described] = _row_products(sides[0], sides[1], source[described], target[described])
    return described, score


SURE = 0.5  # least probability from which a pair is said to correspond; below, the two are said to be related
SHOWN = 0.1  # least probability of a candidate: a person reviews, and one chance in ten is worth a look
MATCH = ("score", "lead_source", "lead_target", "first_source", "first_target", "described", "same_language")
"""Features of the probability. `lead` is over the best other pair of the source or target, below 0 if behind."""
KIND = ("wordings", "title", "under_target", "under_source", "first_target", "first_source", "behind_s", "behind_t")
"""Features of the predicate. `under_target` is the logarithm of how many sources fall under the target."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CrosswalkModel(Fitted):
    """Coefficients of the probability, by `MATCH`, and of each predicate, by `KIND`; their intercepts under "".

    `rest` are those of the most that the probability can be where the titles share all words but one, by `Pairs.rest`.
    """

    FILE = "crosswalk.json"

    match: Mapping[str, float]
    kinds: Mapping[str, Mapping[str, float]]
    rest: Mapping[str, float]

    def upper_bounds(self, rest: Numbers) -> Numbers:
        """Return the highest probability that each pair can have by the words of its titles (`Pairs.rest`), 0 to 1."""
        return np.where(rest < 1, expit(self.rest["rest"] * rest + self.rest[""]), 1.0)

    def select_candidates(self, pairs: Pairs) -> Pairs:
        """Return the pairs that may be candidates: what cannot correspond by its titles is nobody's rival either."""
        return pairs.select(self.upper_bounds(pairs.rest) >= SHOWN)

    def probabilities(self, pairs: Pairs, *, same_language: bool) -> Numbers:
        """Return the probability that each pair corresponds, 0 to 1, to 6 decimals."""
        predictor = match_features(pairs, same_language=same_language) @ _row(self.match, MATCH) + self.match[""]
        return np.asarray(np.round(np.minimum(expit(predictor), self.upper_bounds(pairs.rest)), 6))

    def predicates(self, pairs: Pairs, weight: Numbers) -> Numbers:
        """Return the probability of each of `KINDS` for each pair that corresponds, shape (pairs, len(KINDS)).

        `weight` says how surely each of the crosswalk's pairs corresponds, 1 for pairs that somebody confirmed.
        """
        features = kind_features(pairs, weight)
        columns = [features @ _row(self.kinds[kind], KIND) + self.kinds[kind][""] for kind in KINDS]
        found = np.asarray(softmax(np.stack(columns, axis=1), axis=1), dtype=np.float64)
        for step, kind in ((1, "broad"), (-1, "narrow")):
            found[pairs.step == step] = np.array(KINDS) == kind
        return found


def _row(named: Mapping[str, float], names: Sequence[str]) -> Numbers:
    return np.array([named.get(name, 0.0) for name in names])


def match_features(pairs: Pairs, *, same_language: bool) -> Numbers:
    """Return the features `MATCH` of every pair, shape (pairs, len(MATCH))."""
    leads = [_margins(pairs.score, side) for side in (pairs.source, pairs.target)]
    # A criterion's rivals are criteria: the standard that it falls under takes no place from its counterpart.
    level = pairs.step == 0
    for lead, side in zip(leads, (pairs.source, pairs.target), strict=True):
        lead[level] = _margins(pairs.score[level], side[level])
    same = np.full(len(pairs.score), same_language)
    columns = (pairs.score, *leads, *(lead >= 0 for lead in leads), pairs.described, same)
    return np.column_stack(columns).astype(np.float64)


def kind_features(pairs: Pairs, weight: Numbers) -> Numbers:
    """Return the features `KIND` of every pair, shape (pairs, len(KIND))."""
    under = [
        np.log(np.maximum(np.bincount(side, weights=weight, minlength=1)[side], 1.0)) if len(side) else weight
        for side in (pairs.target, pairs.source)
    ]
    behind = [_group_maxima(pairs.wordings, side) - pairs.wordings for side in (pairs.source, pairs.target)]
    columns = (pairs.wordings, pairs.title, *under, behind[1] <= 0, behind[0] <= 0, *behind)
    return np.column_stack(columns).astype(np.float64)


def _group_maxima(values: Numbers, side: Places) -> Numbers:
    """Return the highest value of each pair's own group."""
    most = np.full(int(side.max(initial=-1)) + 1, -np.inf)
    np.maximum.at(most, side, values)
    return most[side]


def _margins(values: Numbers, side: Places) -> Numbers:
    """Return how far each value is above the best other one of its group; of the only one above 0."""
    best = _group_maxima(values, side)
    equal = np.flatnonzero(values == best)
    first = np.zeros(len(values), dtype=bool)  # the first pair of each group that has its best value
    first[equal[np.unique(side[equal], return_index=True)[1]]] = True
    other = _group_maxima(np.where(first, -np.inf, values), side)
    other[~np.isfinite(other)] = 0.0
    return np.where(first, values - other, values - best)


shipped = CrosswalkModel.shipped


COUNTERPARTS = 0.5  # mean of the criteria's best from which they leave a title's probability as it is
MOST = 5  # candidates of one entry that are shown, from either side


def propose_crosswalk(
    workspace: Workspace, source: str, target: str, *, encoder: str = "e5", progress: Progress
) -> Crosswalk:
    """Return the candidates between two sides, both ways; of a side with itself each pair once.

    A side is a framework's name, or an entry as FRAMEWORK/CODE or CODE, with what stands below it. Raises InputError:
    an unknown framework or code, or nothing to compare.
    """
    frameworks, sources = _side(workspace, source)
    others, targets = _side(workspace, target)
    if not same(sources, targets):
        mine = {entry.name for entry in sources}
        targets = [entry for entry in targets if entry.name not in mine]
    if not sources or not targets:
        raise InputError(
            "{source}, {target}: there is nothing to compare; name frameworks that have entries, and no part of A as B",
            source=source,
            target=target,
        )
    opened = open_encoder(encoder)
    known = []
    for name, framework in {f.name: f for f in (*frameworks, *others)}.items():
        index = FrameworkIndex.open(workspace.indexes(name), framework, opened, progress=partial(progress, name))
        known.append(IndexedTexts(index.hashes, index.index))
    found = select_candidates(sources, targets, opened, known=known)
    about = {"name": opened.name, "revision": opened.revision}
    settings = {"least": SHOWN, "most": MOST, "model": shipped().revision}
    return Crosswalk(source, target, tuple(sources), tuple(targets), found, about, settings)


def _side(workspace: Workspace, name: str) -> tuple[Sequence[Framework], list[Entry]]:
    """Return the frameworks of one side and the entries to compare: all but headings and what stands for a list."""
    names = {header.name for header in workspace.headers()}
    if name in names or not names:
        frameworks = store.load_frameworks(workspace, [name])
        return frameworks, [entry for f in frameworks for entry in _compared(f, f.competencies)]
    found = store.find_entry(workspace, name)
    below = found.framework.below(found.competency.code)
    return (found.framework,), _compared(found.framework, (found.competency, *below))


def _compared(framework: Framework, entries: Iterable[Competency]) -> list[Entry]:
    made = made_for_list(framework)
    return [Entry(framework, c) for c in entries if c.kind != _HEADING and c.code != made]


def select_candidates(
    sources: Sequence[Entry], targets: Sequence[Entry], encoder: Encoder, *, known: Sequence[IndexedTexts] = ()
) -> tuple[Candidate, ...]:
    """Return the candidates by source, then rank: of each entry the `MOST` best from `SHOWN` on."""
    model = shipped()
    entries = [[entry.competency for entry in side] for side in (sources, targets)]
    languages = [common_languages(side) for side in entries]
    shared = languages[0] & languages[1]
    left, right = (
        Side.encode_entries(side, shared or languages[0] | languages[1], encoder, known=known) for side in entries
    )
    # What names a person's trade and what somebody can do do not correspond.
    near = near_pairs(left, right, (left.trades.astype(np.int64), right.trades.astype(np.int64)))
    apart = _are_unrelated(sources, targets, *near)
    pairs = score_pairs(left, right, near[0][apart], near[1][apart], encoder)
    levels = _levels(sources)[pairs.source], _levels(targets)[pairs.target]
    pairs = replace(pairs, step=np.where(np.minimum(*levels) > 0, np.sign(levels[1] - levels[0]), 0))
    pairs = model.select_candidates(pairs)
    probability = model.probabilities(pairs, same_language=bool(shared))
    probability = np.minimum(probability, _criteria_bounds(sources, targets, pairs, probability))
    likely = probability >= SHOWN
    forward, backward = (_ranks(pairs.score, side, likely) for side in (pairs.source, pairs.target))
    kept = np.flatnonzero(likely & (np.minimum(forward, backward) <= MOST))
    if same(sources, targets):
        kept = kept[pairs.source[kept] < pairs.target[kept]]
    chosen = pairs.select(kept)
    predicates = model.predicates(chosen, probability[kept])
    said = decide_predicates(left, right, chosen, predicates, encoder)
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


def _are_unrelated(
    sources: Sequence[Entry], targets: Sequence[Entry], source: Places, target: Places
) -> NDArray[np.bool_]:
    """Return whether each pair is of two entries of which neither stands above the other in one framework."""
    lines = [[_ancestor_names(entry) for entry in side] for side in (sources, targets)]
    names = [[entry.name for entry in side] for side in (sources, targets)]
    pairs = zip(source.tolist(), target.tolist(), strict=True)
    return np.array([names[0][i] not in lines[1][j] and names[1][j] not in lines[0][i] for i, j in pairs], dtype=bool)


def _ancestor_names(entry: Entry) -> set[tuple[str, str]]:
    """Return the names of an entry and of all above it."""
    line = (entry.competency, *entry.framework.above(entry.competency.code))
    return {(entry.framework.name, one.code) for one in line}


def _levels(entries: Sequence[Entry]) -> Places:
    """Return 1 for a criterion, 2 for what stands above some, 3 for a whole standard, 0 for all others."""
    frameworks = {entry.framework.name: entry.framework for entry in entries}
    above = {name: set(framework.parents.values()) for name, framework in frameworks.items()}
    levels = np.zeros(len(entries), dtype=np.int64)
    for place, entry in enumerate(entries):
        own = entry.competency
        if entry.framework.is_criterion(own.code):
            levels[place] = 1
        elif own.kind not in CATALOGUE_KINDS and own.code in above[entry.framework.name]:
            levels[place] = 2 if own.parent else 3
    return levels


def _criteria_bounds(sources: Sequence[Entry], targets: Sequence[Entry], pairs: Pairs, probability: Numbers) -> Numbers:
    """Return the most that each pair can have by the criteria below its two entries, 1 where one of the two has none.

    Titles of unrelated trades may be near ("Preparar el equipo"). What counts is the mean over an entry's criteria of
    the best that each has below the other entry, on the side where it is higher: a short one may stand in a long one.
    """
    above = _above(sources), _above(targets)
    most = np.ones(len(probability))
    if not all(above):  # occupations and skills have none, and are many
        return most
    counts = [Counter(entry for over in side.values() for entry in over) for side in above]
    # For two upper entries, of either side, the best of each criterion below it.
    best: tuple[dict[tuple[int, int], dict[int, float]], ...] = (defaultdict(dict), defaultdict(dict))
    numbers = zip(pairs.source.tolist(), pairs.target.tolist(), probability.tolist(), strict=True)
    for source, target, value in numbers:
        for pair in product(above[0].get(source, ()), above[1].get(target, ())):
            for of_side, criterion in zip(best, (source, target), strict=True):
                of_side[pair][criterion] = max(value, of_side[pair].get(criterion, 0.0))
    for place, pair in enumerate(zip(pairs.source.tolist(), pairs.target.tolist(), strict=True)):
        sizes = [count[entry] for count, entry in zip(counts, pair, strict=True)]
        if all(sizes):
            means = [sum(of_side.get(pair, {}).values()) / n for of_side, n in zip(best, sizes, strict=True)]
            most[place] = min(1.0, round(max(means) / COUNTERPARTS, 6))
    return most


def _above(entries: Sequence[Entry]) -> dict[int, list[int]]:
    """Return the numbers of the entries above each criterion; all trades share attitudes, which are left out."""
    numbers = {(entry.framework.name, entry.competency.code): number for number, entry in enumerate(entries)}
    found = {}
    for number, entry in enumerate(entries):
        own, framework = entry.competency, entry.framework
        if framework.is_criterion(own.code) and not is_attitude(own.kind):
            over = ((framework.name, one.code) for one in framework.above(own.code))
            found[number] = [numbers[one] for one in over if one in numbers]  # a side may be a part of its framework
    return found


def decide_predicates(left: Side, right: Side, pairs: Pairs, predicates: Numbers, encoder: Encoder) -> list[Predicate]:
    """Return the most probable predicate of each pair, "exact" only where their titles agree."""
    said = [KINDS[number] for number in predicates.argmax(axis=1).tolist()]
    exact = np.flatnonzero(np.array(said) == "exact")
    sides = (left, pairs.source), (right, pairs.target)
    ones, others = ([side.titles[i] for i in places[exact].tolist()] for side, places in sides)
    for place in exact[~titles_agree(ones, others, encoder)].tolist():
        said[place] = "close"
    return said


def _ranks(score: Numbers, side: Places, among: NDArray[np.bool_]) -> Places:
    """Return the rank of each pair within its group, from 1, those left aside last; ties in the pairs' order."""
    order = np.lexsort((-score, ~among, side))
    starts = np.flatnonzero(np.diff(side[order], prepend=-1))
    ranks = np.empty(len(score), dtype=np.int64)
    sizes = np.diff(starts, append=len(score))
    ranks[order] = np.arange(len(score)) - np.repeat(starts, sizes) + 1
    return ranks
