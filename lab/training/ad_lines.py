"""Fit the classifier of the lines of ads (`mapper.industry.ad_lines`) on labelled lines.

`benchmarks/data/ad_lines.csv` has the labels without the texts: for each ad, by the hash of its text, the hash and the
label of its lines. Some were read one by one, of others the lists of words that were there before said what they ask
for ("?" where they said nothing): these weigh less, and a first fit completes them. Those of `truth/ads-real` are not
fitted on: they measure. For the fit the vectors are projected on their first directions, which is as good and ten times
faster; the coefficients are of the vectors themselves.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import block_diag

from corpora.job_ads.clean import cleaned
from corpora.job_ads.lines import Line, lines
from embeddings.encoders import Vectors
from embeddings.encoders.e5 import open_encoder
from mapper.industry.ad_lines import (
    ASKED_CLASSES,
    CLASSES,
    FILE,
    HEADING,
    LAYOUT,
    LineClassifier,
    encode_lines,
    heading_rows,
    layout_of,
    line_rows,
)
from mapper.matching.regression import Logistic
from mapper.matching.terms import Numbers
from mapper.workspace.files import write_atomically

HERE = Path(__file__).resolve().parents[2]
LABELS = HERE / "benchmarks" / "data" / "ad_lines.csv"
UNKNOWN = "?"
_NOT_ASKING = [CLASSES.index(letter) for letter in "BFRHP"]
_BY_LISTS = 0.25  # weight of what lists said, beside what was read
_DIRECTIONS, _SCALE = 128, 4.0  # of the vectors, and what brings these to the size of the other columns
_PENALTY = 10.0  # chosen among 4, 10, 30 and 100 by folds
_ALONE = 0.4  # weight of a line by itself, beside the same in its ad
_SHORT = np.log(60)  # characters of a line, as its layout has them, up to which it may be a label
_STEPS = 60
_AT_ONCE = 1500  # lines that are encoded together
_FOLDS = 5


@dataclass(eq=False)
class Labelled:
    """The lines of one ad with their labels, a small letter where what is asked for is only valued."""

    ad_lines: list[Line]
    labels: list[str]
    weight: float
    real: bool  # of `truth/ads-real`
    vectors: Vectors  # of the lines


def key(text: str) -> str:
    """Return the hash of an ad's or line's letters and digits, by which it is known."""
    return hashlib.sha256("".join(filter(str.isalnum, text.casefold())).encode()).hexdigest()[:10]


def read_texts(shared: Path) -> Iterator[tuple[str, bool]]:
    """Yield the ads that labels may be of, as they are published, and whether they are of `truth/ads-real`."""
    own = (HERE / "benchmarks" / "data" / "ads").rglob("*.jsonl")
    eures = shared / "data" / "train" / "eures-occupation.jsonl"
    sources = [*((path, "text") for path in sorted(own)), (shared / "truth" / "ads" / "train.jsonl", "description")]
    for path, field in (*sources, (eures, "query")):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield json.loads(line)[field], False
    for path in sorted((shared / "truth" / "ads-real").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                yield row.get("descripcion") or row["description"], True


def read_labelled(shared: Path) -> list[Labelled]:
    """Return the labelled ads whose texts are at hand."""
    csv.field_size_limit(1 << 20)
    with LABELS.open(encoding="utf-8", newline="") as file:
        rows = {row["ad"]: row for row in csv.DictReader(file)}
    read: list[tuple[list[Line], list[str], float, bool]] = []
    for published, real in read_texts(shared):
        text = cleaned(published)
        row = rows.pop(key(text), None)
        if row is None:
            continue
        known = {one[:-1]: one[-1] for one in row["lines"].split()}
        ad_lines = lines(text)
        end = max((at for at, line in enumerate(ad_lines, 1) if key(line.text) in known), default=0)
        labels = [known.get(key(line.text), UNKNOWN) for line in ad_lines[:end]]
        if labels:
            read.append((ad_lines[:end], labels, _BY_LISTS if row["by"] == "lists" else 1.0, real))
    every = list(dict.fromkeys(line.text for ad_lines, *_ in read for line in ad_lines))
    some = [encode_lines(every[at : at + _AT_ONCE]) for at in range(0, len(every), _AT_ONCE)]
    vectors = dict(zip(every, np.vstack(some), strict=True))
    return [Labelled(*one, np.array([vectors[line.text] for line in one[0]])) for one in read]


def fit(found: Sequence[Labelled]) -> LineClassifier:
    """Fit it on what was read, then with what lists said, completed by the first fit."""
    read = [one for one in found if one.weight == 1.0]
    first = _fit(read)
    for one in found:
        if UNKNOWN in one.labels:
            rows = line_rows(one.vectors, layout_of(one.ad_lines), [label == HEADING for label in one.labels])
            sure = first.stages["kind"].classes(rows)[:, _NOT_ASKING]
            said = [CLASSES[_NOT_ASKING[at]] for at in sure.argmax(axis=1)]
            one.labels = [own if label == UNKNOWN else label for label, own in zip(one.labels, said, strict=True)]
    return _fit(found) if len(read) < len(found) else first


def _fit(found: Sequence[Labelled]) -> LineClassifier:
    known = [one for one in found if UNKNOWN not in one.labels]
    weight = np.concatenate([np.full(len(one.labels), one.weight) for one in known])
    letters = [label for one in known for label in one.labels]
    heads = [[label == HEADING for label in one.labels] for one in known]
    layouts = [layout_of(one.ad_lines) for one in known]
    of_heading = np.concatenate([heading_rows(one.vectors, at) for one, at in zip(known, layouts, strict=True)])
    rows = np.concatenate([line_rows(one.vectors, at, h) for one, at, h in zip(known, layouts, heads, strict=True)])
    vectors = np.concatenate([one.vectors for one in known])
    basis = np.linalg.svd(vectors, full_matrices=False)[2][:_DIRECTIONS].T
    # Each line but headings once more by itself, unmarked: "Inglés B2" asks for English without a neighbour too.
    kept = np.array([letter != HEADING for letter in letters])
    alone = rows[kept]
    alone[:, vectors.shape[1] : -LAYOUT - 1] = 0
    alone[:, [-LAYOUT, -LAYOUT + 2, -LAYOUT + 4, -1]] = 0, 0, 1, -1
    alone[:, -LAYOUT - 1] = alone[:, -LAYOUT + 1] < _SHORT
    is_heading = ~kept
    rows, letters = np.vstack([rows, alone]), [*letters, *(letter for letter in letters if letter != HEADING)]
    weights = np.concatenate([weight, _ALONE * weight[kept]])
    asking = np.array([letter.upper() in ASKED_CLASSES for letter in letters])
    kinds = np.array([CLASSES.index(letter.upper()) for letter in letters])
    valued = np.array([letter.islower() for letter in letters])
    return LineClassifier(
        {
            "heading": _fit_regression(of_heading, is_heading, weight, basis),
            "kind": _fit_regression(rows, kinds, weights, basis),
            "valued": _fit_regression(rows[asking], valued[asking], weights[asking], basis),
        },
        open_encoder().revision,
    )


def _fit_regression(rows: Vectors, right: NDArray[Any], weight: Numbers, basis: Vectors) -> Logistic:
    """Fit one regression, of as many classes as `CLASSES` where `right` has their numbers."""
    from sklearn.linear_model import LogisticRegression

    blocks, others = divmod(rows.shape[1], basis.shape[0])
    projection = block_diag(*[_SCALE * basis] * blocks, np.eye(others)).astype(np.float32)
    model = LogisticRegression(C=1 / _PENALTY, max_iter=_STEPS).fit(rows @ projection, right, sample_weight=weight)
    found = np.hstack([model.intercept_[:, None], model.coef_ @ projection.T]).astype(np.float64)
    scale = np.zeros(rows.shape[1]), np.ones(rows.shape[1])
    if len(found) == 1:
        return Logistic(*scale, found[0], found)
    each = np.zeros((len(CLASSES), found.shape[1]))
    each[:, 0] = -10.0  # of a class that nothing has
    each[model.classes_] = found
    return Logistic.from_classes(*scale, each)


def measure_reached(found: Sequence[Labelled]) -> Mapping[str, Mapping[str, float]]:
    """Return how many lines that ask are reached, which of those reached do not, and how many classes are right.

    Ads are classified by fits on the others ("others"), real ones by one that has seen none of them ("real").
    """
    read = [one for one in found if one.weight == 1.0 and not one.real]
    rest = [one for one in found if one.weight < 1.0]
    fold = np.random.default_rng(0).permutation(len(read)) % _FOLDS
    pairs: dict[str, list[tuple[str, str]]] = {"others": [], "real": []}
    for number in range(_FOLDS):
        model = fit([*(one for one, at in zip(read, fold, strict=True) if at != number), *rest])
        pairs["others"] += _classified(model, [one for one, at in zip(read, fold, strict=True) if at == number])
    pairs["real"] = _classified(fit([*read, *rest]), [one for one in found if one.real])
    figures = {}
    for part, both in pairs.items():
        asks, said = (np.array([letter in ASKED_CLASSES for letter in letters]) for letters in zip(*both, strict=True))
        figures[part] = {
            "lines": len(both),
            "reached": round(float(said[asks].mean()), 3),
            "false": round(float((~asks)[said].mean()), 3),
            "right": round(float(np.mean([true == letter for true, letter in both])), 3),
        }
    return figures


def _classified(model: LineClassifier, found: Sequence[Labelled]) -> list[tuple[str, str]]:
    return [
        (label.upper(), line.letter)
        for one in found
        for label, line in zip(one.labels, model.classify(one.ad_lines, one.vectors), strict=True)
        if label != UNKNOWN
    ]


def train(shared: Path, *, measure: bool = True) -> Mapping[str, Mapping[str, float]]:
    """Fit what ships, write it, and return what it reaches on ads that were left out."""
    found = read_labelled(shared)
    figures = measure_reached(found) if measure else {}
    write_atomically(HERE / "mapper" / FILE, fit([one for one in found if not one.real]).to_bytes())
    return figures
