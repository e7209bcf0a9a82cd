"""Fits how readily ads are said to ask for criteria of standards, on ads written for standards, with known answers.

`ADS` holds a file for each standard: 28 ads of which it is known which of its criteria they ask for. Beside each also
stand some of the ads that were written for others, since whoever looks at a trade has ads of other trades too;
`others.tsv` names what these ask for all the same. Standards are the unit of every fold: how employers speak of a trade
is alike within it.

`ADS/lists` holds the same of plain lists of skills, as an academy or a table of employers writes them: an entry there
is one broad sentence, no criterion of a standard, so its kind is fitted by itself. What ads of any trade may ask for
(`any_trade`) is not known of the ads of other lists.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import optimize

from corpora import Framework, InputError
from corpora.frameworks import load
from corpora.job_ads.clean import cleaned
from corpora.job_ads.records import JobAd, JobAds
from embeddings.encoders import Encoder
from mapper.industry.ad_lines import read_requirements
from mapper.industry.demand.model import (
    FEATURES,
    OF_KINDS,
    DemandModel,
    Numbers,
    expit,
    kinds_in,
)
from mapper.industry.demand.pairs import AdGroups, EntrySimilarity, compare_groups
from mapper.industry.demand.shares import PairEvidence, Share, estimate
from mapper.matching.index import FrameworkIndex
from mapper.matching.records import Interval

ADS = Path(__file__).resolve().parents[2] / "benchmarks" / "data" / "ads"
_OTHERS = 56  # ads of other standards, or lists, beside each, …
_WEIGHT = 0.5  # … which count as much as its own together; with their full weight too little is said of its own
_PENALTY = 1.0  # of slopes; shifts are free
_DECIMALS = 4
_NARROWER, _LEVEL = tuple(round(0.05 * step, 2) for step in range(10, 20)), 0.9
_GRID = np.linspace(-4, 4, 33)


@dataclass(frozen=True, slots=True)
class Written:
    """The ads of one standard and its criteria."""

    framework: Framework
    places: NDArray[np.int64]  # of its criteria in the framework
    kinds: NDArray[np.str_]  # of these criteria, as in `DemandModel.fit`
    features: NDArray[np.float32]  # shape (ads, criteria, features)
    # shape (ads, criteria); attitudes that ads of other trades ask for are none of this trade's
    asks: NDArray[np.bool_]
    known: NDArray[np.bool_]  # the same, false where one could argue
    own: int  # how many of the ads were written for it; they stand before the others


def written(part: str, standards: Path, encoder: Encoder, ways: NDArray[np.float32]) -> list[Written]:
    """Return the ads of a part ("train", "dev"), for the standards of a folder's programmes.

    Raises InputError if missing.
    """
    tables = {load([path]).competencies[0].code.lower(): path for path in sorted(standards.glob("*/standard.csv"))}
    ads = {path.stem: _lines(path) for path in sorted((ADS / part).glob("*.jsonl"))}
    if missing := sorted(set(ads) - set(tables)):
        raise InputError("{folder}: no standard {code} to read its ads by", folder=standards, code=missing[0])
    with (ADS / "others.tsv").open(encoding="utf-8", newline="") as lines:
        read = {(row["ad"], row["code"]): row["asks"] for row in csv.DictReader(lines, delimiter="\t")}
    found = []
    for number, (code, own) in enumerate(ads.items()):
        framework = load([tables[code]])
        codes = [entry.code for entry in framework.competencies]
        beside = [
            row | {key: [code for code in codes if read.get((row["id"], code)) == key] for key in ("asks", "partly")}
            for row in _some_of_others(ads, code, number)
        ]
        found.append(_of_standard(framework, own, beside, encoder, ways))
    return found


def lists(encoder: Encoder, ways: NDArray[np.float32]) -> list[Written]:
    """Return the ads of the plain lists of skills."""
    ads = {path.stem: _lines(path) for path in sorted((ADS / "lists").glob("*.jsonl"))}
    found = []
    for number, (name, own) in enumerate(ads.items()):
        framework = load([ADS / "lists" / f"{name}.csv"], name=name)
        broad = [entry.code for entry in framework.competencies if entry.extra.get("any_trade")]
        beside = [row | {"asks": [], "partly": broad} for row in _some_of_others(ads, name, number)]
        found.append(_of_standard(framework, own, beside, encoder, ways))
    return found


def _some_of_others(ads: Mapping[str, list[dict[str, Any]]], name: str, number: int) -> list[dict[str, Any]]:
    others = [row for other, rows in ads.items() if other != name for row in rows]
    step = max(1, len(others) // _OTHERS)
    return others[number % step :: step]


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _of_standard(
    framework: Framework,
    own: Sequence[Mapping[str, Any]],
    others: Sequence[Mapping[str, Any]],
    encoder: Encoder,
    ways: NDArray[np.float32],
) -> Written:
    rows = [*own, *others]
    ads = tuple(JobAd(row["id"], cleaned(row["title"]), cleaned(row["text"]), row["language"]) for row in rows)
    asked = tuple(requirement for of_ad in read_requirements(ads) for requirement in of_ad)
    asked_of = AdGroups.from_ads(JobAds(ads, asked, tuple((ad.id,) for ad in ads), read=len(ads)))
    kinds = kinds_in(framework)
    places = np.array(sorted(kinds))
    always = np.zeros(len(framework.competencies), dtype=np.bool_)
    always[places] = True
    features = np.zeros((len(ads), len(places), len(FEATURES)), np.float32)
    for one in compare_groups(
        asked_of, EntrySimilarity(FrameworkIndex.build(framework, encoder), encoder), always, ways
    ):
        features[one.group] = one.features[np.searchsorted(one.places, places)]
    names = np.array([kinds[place] for place in places.tolist()])
    codes = [framework.competencies[place].code for place in places.tolist()]
    asks, argued = (np.array([[code in row[key] for code in codes] for row in rows]) for key in ("asks", "partly"))
    return Written(framework, places, names, features, asks, asks | ~argued, len(own))


def fit_kinds(model: DemandModel, standards: Sequence[Written]) -> DemandModel:
    """Return the model with what these kinds of criteria have beside those it knows.

    Shift, how far they lie apart, slopes.
    """
    intercept, texts, _ = model.cooccurrence.counts
    kinds = sorted({str(kind) for one in standards for kind in one.kinds})
    columns = [FEATURES.index(name) for name in OF_KINDS]
    bare = _rows(model, standards)
    shifts = (bare.kind[:, None] == np.array(kinds)).astype(float)
    design = texts * np.column_stack([shifts, bare.rows[:, columns]])
    given = intercept + texts * bare.plain

    def loss(weights: Numbers) -> tuple[float, Numbers]:
        odds, slopes = given + design @ weights, np.where(np.arange(len(weights)) < len(kinds), 0.0, weights)
        each = bare.weight * (np.logaddexp(0, odds) - bare.right * odds)
        gradient = design.T @ (bare.weight * (expit(odds) - bare.right)) + _PENALTY * slopes
        return float(each.sum() + _PENALTY / 2 * (slopes**2).sum()), gradient

    weights = optimize.minimize(loss, np.zeros(design.shape[1]), jac=True, method="L-BFGS-B").x
    odds = given + design @ weights
    told = {
        # By likelihood, and not to be widened.
        kind: (
            weights[number],
            apart(odds[own], bare.entry[own], bare.right[own]) / texts / model.wider,
            *weights[len(kinds) :],
        )
        for number, kind in enumerate(kinds)
        for own in [bare.kind == kind]
    }
    rounded = {kind: tuple(round(float(value), _DECIMALS) for value in row) for kind, row in told.items()}
    return replace(model, fit=replace(model.fit, kinds={**model.fit.kinds, **rounded}))


def fit_lists(model: DemandModel, of_lists: Sequence[Written]) -> DemandModel:
    """Return the model with what the kind of lists' entries has.

    How far entries lie apart is that by likelihood times the least of `_NARROWER` with which, of lists held out, nine
    intervals in ten hold the true share: a few entries lie so far off that all others' intervals would be too wide.
    """
    held_out = [fit_kinds(model, [other for other in of_lists if other is not one]) for one in of_lists]
    of_own = [some(one, own=True) for one in of_lists]

    def holds(by: float) -> bool:
        found = [_held(_narrowed(fitted, one, by), one) for fitted, one in zip(held_out, of_own, strict=True)]
        return float(np.mean(np.concatenate(found))) >= _LEVEL

    fitted = fit_kinds(model, of_lists)
    return _narrowed(fitted, of_lists[0], next(filter(holds, _NARROWER), 1.0))


def _narrowed(model: DemandModel, one: Written, by: float) -> DemandModel:
    kinds = dict(model.fit.kinds)
    for kind in {str(kind) for kind in one.kinds}:
        shift, error, *slopes = kinds[kind]
        kinds[kind] = (shift, round(error * by, _DECIMALS), *slopes)
    return replace(model, fit=replace(model.fit, kinds=kinds))


def _held(model: DemandModel, one: Written) -> NDArray[np.bool_]:
    """Return for each entry whether its interval holds the true share, arguable ones counted either way."""
    least, most = one.asks.mean(axis=0), (one.asks | ~one.known).mean(axis=0)
    figures = [share.figure for share in shares_of(model, one)]
    return np.array([holds(*each) for each in zip(figures, least, most, strict=True)])


def holds(figure: Interval, least: float, most: float) -> bool:
    """Tell whether an interval holds a share that lies between these; a sum of floats may miss its end."""
    return figure.low - 1e-9 <= most and least <= figure.high + 1e-9


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Parallel arrays over all pairs of which it is known whether they hold; `rows` are the standardised features."""

    rows: Numbers
    plain: Numbers
    kind: NDArray[np.str_]
    entry: NDArray[np.int64]
    right: NDArray[np.bool_]
    weight: Numbers


def _rows(model: DemandModel, standards: Sequence[Written]) -> _Pairs:
    pairs: dict[str, list[Any]] = {name: [] for name in ("features", "kind", "entry", "right", "weight")}
    entries = 0
    for one in standards:
        ad, entry = np.nonzero(one.known)
        pairs["features"].append(one.features[ad, entry])
        pairs["kind"].append(one.kinds[entry])
        pairs["entry"].append(entries + entry)
        pairs["right"].append(one.asks[ad, entry])
        pairs["weight"].append(np.where(ad < one.own, 1.0, _WEIGHT))
        entries += len(one.places)
    features, kind, entry, right, weight = (np.concatenate(parts) for parts in pairs.values())
    rows = (features - np.asarray(model.mean)) / np.asarray(model.spread)
    plain = model.by_texts(features, np.zeros((len(features), len(model.correction("")))))
    return _Pairs(rows, plain, kind, entry, right, weight)


def apart(odds: Numbers, entry: NDArray[np.int64], right: NDArray[np.bool_]) -> float:
    """Tell how far shifts of entries lie apart, by likelihood: each one's shift is summed over a normal grid.

    The arguments are parallel: of each pair the log odds, a number of its entry, and whether it holds.
    """
    weight = np.exp(-(_GRID**2) / 2) / np.exp(-(_GRID**2) / 2).sum()
    by_entry = [np.flatnonzero(entry == one) for one in np.unique(entry)]

    def likelihood(tried: float) -> float:
        total = 0.0
        for at in by_entry:
            moved = odds[at][:, None] + tried * _GRID
            each = (right[at][:, None] * moved - np.logaddexp(0, moved)).sum(axis=0)
            total += float(np.log((np.exp(each - each.max()) * weight).sum()) + each.max())
        return total

    return max((round(float(tried), 2) for tried in np.arange(0.25, 4, 0.25)), key=likelihood)


def said_of(model: DemandModel, one: Written) -> Numbers:
    """Return π of all (ad, entry), shape (ads, entries)."""
    table = model.corrections_of(one.framework)
    return np.array([model.probabilities(of_ad, one.places, table) for of_ad in one.features])


def shares_of(model: DemandModel, one: Written) -> list[Share]:
    """Return the estimated share of these ads that ask for each entry."""
    ads, table = len(one.features), model.corrections_of(one.framework)
    found = []
    for number, place in enumerate(one.places.tolist()):
        own = np.repeat(table[place][None], ads, axis=0)
        said = PairEvidence(np.arange(ads), np.full(ads, place), one.features[:, number], own, 0.0, ads, place)
        found.append(estimate(said, model))
    return found


def some(one: Written, *, own: bool) -> Written:
    """Return the same with the ads that were written for it alone, or with the others."""
    part = slice(one.own) if own else slice(one.own, None)
    arrays = {name: getattr(one, name)[part] for name in ("features", "asks", "known")}
    return replace(one, own=one.own if own else 0, **arrays)
