"""Real ads of which language models graded the entries of ESCO that came nearest, whichever these are.

`benchmarks/data/ad_entries.tsv` has the grades without the texts: for each ad, by the hash of its text, the entries by
the beginning of their codes, each with how it was drawn and its grade. 2: the ad asks for it; 1: one could argue; 0: it
does not. Drawn were the 24 that a model before thought the likeliest, six of the next 36 and four of the next 140.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score

from corpora import Framework
from corpora.job_ads.clean import cleaned
from corpora.job_ads.records import JobAd, JobAds
from embeddings.encoders import open_encoder
from embeddings.reader import open_reader
from lab.training.ad_lines import key
from lab.training.asked_criteria import apart
from mapper.evaluation.training import read_rows
from mapper.industry.ad_lines import read_requirements
from mapper.industry.demand.model import FEATURES, WAYS, Numbers
from mapper.industry.demand.pairs import AdGroups, EntrySimilarity, compare_groups
from mapper.matching.reading import entry_text, passage_text

GRADES = Path(__file__).resolve().parents[2] / "benchmarks" / "data" / "ad_entries.tsv"
_WEIGHTS = {"a": 1.0, "b": 6.0, "c": 35.0}
"""How many entries one stands for that was drawn so."""
_CODE = 8  # letters of a code that tell an entry of ESCO
_ASKED = 2
_PENALTY = 1.0  # the inverse; .03 to 10 give the same average precision by folds, within .001
_FOLDS = 5
USED = [number for number, name in enumerate(FEATURES) if name not in (*WAYS, "context", "trade", "absent")]
"""Features that count for any entry; that a proper name does not stand in the ad counts by choice, not by these ads."""


@dataclass(frozen=True, slots=True)
class GradedEntries:
    """Pairs of an ad and an entry; parallel arrays."""

    ad: NDArray[np.int64]
    entry: NDArray[np.int64]  # place in the framework
    features: NDArray[np.float32]  # shape (pairs, features)
    asked: NDArray[np.bool_]
    weight: Numbers

    def select(self, kept: NDArray[np.bool_]) -> GradedEntries:
        """Return some of the pairs."""
        return GradedEntries(self.ad[kept], self.entry[kept], self.features[kept], self.asked[kept], self.weight[kept])


@dataclass(frozen=True, slots=True)
class OthersFit:
    """What holds for any entry: intercept and coefficients of all features, and how far entries lie apart.

    `apart` is for entries that do not stand word for word in an ad, and for those that do. `average_precision` is by
    folds of ads.
    """

    coefficients: Numbers
    apart: tuple[float, float]
    average_precision: float


def read_ads(data: Path, emscad: Path | None) -> list[JobAd]:
    """Return the graded ads whose texts are at hand: of EURES in DATA, of EMSCAD in a table of that collection."""
    graded = {row["ad"]: row["language"] for row in read_rows(GRADES)}
    eures = (data / "train" / "eures-occupation.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [(row["title"], row["query"]) for row in map(json.loads, eures)]
    if emscad is not None:
        csv.field_size_limit(1 << 24)
        with emscad.open(encoding="utf-8", errors="replace", newline="") as file:
            texts += [(row["title"], f"{row['description']}\n{row['requirements']}") for row in csv.DictReader(file)]
    found: dict[str, JobAd] = {}
    for title, text in texts:
        if language := graded.get(name := key(clean := cleaned(text))):
            found.setdefault(name, JobAd(name, cleaned(title), clean, language))
    return [found[name] for name in graded if name in found]


def graded_entries(
    ads: list[JobAd], similarity: EntrySimilarity, known: NDArray[np.bool_], ways: NDArray[np.float32]
) -> GradedEntries:
    """Return the graded pairs of these ads that come near enough to be compared; `known` and `ways` as in the model."""
    asked = tuple(requirement for of_ad in read_requirements(ads) for requirement in of_ad)
    groups = AdGroups.from_ads(JobAds(tuple(ads), asked, tuple((ad.id,) for ad in ads), read=len(ads)))
    places = {
        entry.code.rsplit("/", 1)[-1][:_CODE]: n for n, entry in enumerate(similarity.index.framework.competencies)
    }
    grades = {row["ad"]: row["entries"].split() for row in read_rows(GRADES)}
    parts = []
    for one in compare_groups(groups, similarity, known, ways):
        row_of = {place: row for row, place in enumerate(one.places.tolist())}
        for grade in grades[ads[one.group].id]:
            row = row_of.get(places.get(grade[:_CODE], -1))
            if row is not None:
                asks = int(grade[-1]) == _ASKED
                parts.append((one.group, one.places[row], one.features[row], asks, _WEIGHTS[grade[_CODE]]))
    ad, entry, features, right, weight = zip(*parts, strict=True)
    return GradedEntries(np.array(ad), np.array(entry), np.array(features), np.array(right), np.array(weight))


def fit_others(graded: GradedEntries, mean: Numbers, spread: Numbers) -> OthersFit:
    """Fit what holds for any entry, on features standardised by these."""
    rows = ((graded.features - mean) / spread)[:, USED]
    fold = np.random.default_rng(0).permutation(int(graded.ad.max()) + 1)[graded.ad] % _FOLDS
    odds = np.zeros(len(rows))
    for number in range(_FOLDS):
        inside, outside = fold != number, fold == number
        fitted = _logistic().fit(rows[inside], graded.asked[inside], graded.weight[inside])
        odds[outside] = fitted.decision_function(rows[outside])
    stands = graded.features[:, FEATURES.index("stands")] > 0
    apart_by = [apart(odds[some], graded.entry[some], graded.asked[some]) for some in (~stands, stands)]
    fitted = _logistic().fit(rows, graded.asked, graded.weight)
    coefficients = np.zeros(1 + len(FEATURES))
    coefficients[0] = fitted.intercept_[0]
    coefficients[1 + np.array(USED)] = fitted.coef_[0]
    precision = average_precision_score(graded.asked, odds, sample_weight=graded.weight)
    return OthersFit(coefficients, (apart_by[0], apart_by[1]), float(precision))


def fit_shown(ads: Sequence[JobAd], framework: Framework) -> tuple[float, float, float]:
    """Fit how surely an ad's nearest line asks for an entry, by the reader and the cosine: `DemandModel.shown`."""
    by_id = {ad.id: ad for ad in ads}
    entries = {entry.code.rsplit("/", 1)[-1][:_CODE]: entry for entry in framework.competencies}
    lines: dict[str, list[str]] = {}
    for one in chain.from_iterable(read_requirements(ads)):
        if one.mapped:
            lines.setdefault(one.ad, []).append(one.text)
    encoder, pairs, cosines, asked = open_encoder(), list[tuple[str, str]](), list[float](), list[bool]()
    for row in read_rows(GRADES):
        grades = [grade for grade in row["entries"].split() if grade[_CODE] != "c" and grade[:_CODE] in entries]
        if row["ad"] not in by_id or row["ad"] not in lines:
            continue
        names = [entries[grade[:_CODE]].statement_in(row["language"]) for grade in grades]
        texts = lines[row["ad"]]
        near = encoder.encode(names, role="passage") @ encoder.encode(texts, role="query").T
        best = near.argmax(axis=1)
        pairs += [(entry_text(name, "", ""), passage_text(texts[at], ())) for name, at in zip(names, best, strict=True)]
        cosines += near.max(axis=1).tolist()
        asked += [int(grade[-1]) == _ASKED for grade in grades]
    fitted = LogisticRegression(C=10.0).fit(np.column_stack([open_reader().scores(pairs), cosines]), asked)
    intercept, (of_reader, of_cosine) = float(fitted.intercept_[0]), fitted.coef_[0].tolist()
    return round(intercept, 4), round(of_reader, 4), round(of_cosine, 4)


def _logistic() -> LogisticRegression:
    return LogisticRegression(C=_PENALTY, max_iter=1000)
