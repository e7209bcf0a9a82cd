"""Fits what tells the lines of ads apart (`mapper.industry.ad_lines`), on labelled lines of ads.

`benchmarks/data/ad_lines.csv` has the labels without the texts: for each ad, by the hash of its text, the hash and the
label of its lines. Some were read one by one, of others the lists of words that were there before said what they ask
for ("?" where they said nothing): these weigh less, and what they leave open is told by a first fit.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from corpora.job_ads.clean import cleaned
from corpora.job_ads.lines import Line, lines
from embeddings.encoders import Vectors
from embeddings.encoders.e5 import open_encoder
from mapper.industry.ad_lines import (
    CLASSES,
    FILE,
    HEADING,
    LineClassifier,
    Softmax,
    encode_lines,
    heading_rows,
    layout_of,
    line_rows,
)
from mapper.matching.terms import Numbers
from mapper.workspace.files import write_atomically

HERE = Path(__file__).resolve().parents[2]
LABELS = HERE / "benchmarks" / "data" / "ad_lines.csv"
UNKNOWN = "?"
_ASKING = "TSEDLGC"
_NOT_ASKING = [CLASSES.index(letter) for letter in "BFRHP"]
_BY_LISTS = 0.25  # weight of what lists said, beside what was read
_PENALTY = 300.0
_STEPS = 60
_AT_ONCE = 1500  # lines that are encode_lines together
_FOLDS = 5


@dataclass(eq=False)
class Labelled:
    """The lines of one ad with their labels, a small letter where what is asked for is only valued."""

    ad_lines: list[Line]
    labels: list[str]
    weight: float
    vectors: Vectors  # of the lines


def key(text: str) -> str:
    """Return a hash of the letters and digits of an ad or a line, by which it is known."""
    return hashlib.sha256("".join(filter(str.isalnum, text.casefold())).encode()).hexdigest()[:10]


def read_texts(shared: Path) -> Iterator[str]:
    """Yield the ads that labels may be of, as they are published."""
    for path in sorted((HERE / "benchmarks" / "data" / "ads").rglob("*.jsonl")):
        yield from (json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines())
    yield from (json.loads(line)["description"] for line in _lines_of(shared / "truth" / "ads" / "train.jsonl"))
    yield from (json.loads(line)["query"] for line in _lines_of(shared / "data" / "train" / "eures-occupation.jsonl"))
    for path in sorted((shared / "truth" / "ads-real").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            yield from (row.get("descripcion") or row["description"] for row in csv.DictReader(file))


def _lines_of(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def read_labelled(shared: Path) -> list[Labelled]:
    """Return the labelled ads whose texts are at hand."""
    csv.field_size_limit(1 << 20)
    with LABELS.open(encoding="utf-8", newline="") as file:
        rows = {row["ad"]: row for row in csv.DictReader(file)}
    read: list[tuple[list[Line], list[str], float]] = []
    for text in map(cleaned, dict.fromkeys(read_texts(shared))):
        row = rows.pop(key(text), None)
        if row is None:
            continue
        known = {one[:-1]: one[-1] for one in row["lines"].split()}
        ad_lines = lines(text)
        end = max((at for at, line in enumerate(ad_lines, 1) if key(line.text) in known), default=0)
        labels = [known.get(key(line.text), UNKNOWN) for line in ad_lines[:end]]
        if labels:
            read.append((ad_lines[:end], labels, _BY_LISTS if row["by"] == "lists" else 1.0))
    every = list(dict.fromkeys(line.text for ad_lines, _labels, _weight in read for line in ad_lines))
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
            sure = first.stages["kind"].probabilities(rows)[:, _NOT_ASKING]
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
    asking = np.array([letter.upper() in _ASKING for letter in letters])
    kinds = np.array([CLASSES.index(letter.upper()) for letter in letters])
    valued = np.array([letter.islower() for letter in letters], dtype=np.int64)
    return LineClassifier(
        {
            "heading": fit_softmax(of_heading, np.concatenate(heads).astype(np.int64), weight, 2),
            "kind": fit_softmax(rows, kinds, weight, len(CLASSES)),
            "valued": fit_softmax(rows[asking], valued[asking], weight[asking], 2),
        },
        open_encoder().revision,
    )


def fit_softmax(rows: Vectors, right: NDArray[np.int64], weight: Numbers, classes: int) -> Softmax:
    """Fit one regression."""
    mean, spread = rows.mean(axis=0).astype(np.float64), rows.std(axis=0).astype(np.float64) + 1e-3
    x = np.hstack([np.ones((len(rows), 1)), (rows - mean) / spread]).astype(np.float32)
    true, w = np.eye(classes, dtype=np.float32)[right], weight.astype(np.float32)[:, None]

    def loss(flat: Numbers) -> tuple[float, Numbers]:
        weights = flat.reshape(-1, classes).astype(np.float32)
        scores = x @ weights
        raised = np.exp(scores - scores.max(axis=1, keepdims=True))
        said = raised / raised.sum(axis=1, keepdims=True)
        slope = x.T @ (w * (said - true))
        slope[1:] += _PENALTY * weights[1:]
        value = -(w * true * np.log(said + 1e-9)).sum() + _PENALTY / 2 * (weights[1:] ** 2).sum()
        return float(value), slope.ravel().astype(np.float64)

    start = np.zeros(x.shape[1] * classes)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": _STEPS})
    return Softmax(mean, spread, found.x.reshape(-1, classes))


def measure_reached(found: Sequence[Labelled]) -> Mapping[str, float]:
    """Measure with fits that have not seen the ad: requirement lines reached, false ones among them, kinds right."""
    read = [one for one in found if one.weight == 1.0]
    lists = [one for one in found if one.weight < 1.0]
    fold = np.random.default_rng(0).permutation(len(read)) % _FOLDS
    true, said = list[str](), list[str]()
    for number in range(_FOLDS):
        model = fit([*(one for one, at in zip(read, fold, strict=True) if at != number), *lists])
        for one, at in zip(read, fold, strict=True):
            if at == number:
                true += [label.upper() for label in one.labels]
                said += [told.letter for told in model.classify(one.ad_lines, one.vectors)]
    asks, told = (np.array([letter in _ASKING for letter in letters]) for letters in (true, said))
    return {
        "lines": len(true),
        "reached": round(float(told[asks].mean()), 3),
        "false": round(float((~asks)[told].mean()), 3),
        "right": round(float(np.mean(np.array(true) == np.array(said))), 3),
    }


def train(shared: Path, *, measure: bool = True) -> Mapping[str, float]:
    """Fit what ships, write it, and say what it reaches on ads that were left out."""
    found = read_labelled(shared)
    figures = measure_reached(found) if measure else {}
    write_atomically(HERE / "mapper" / FILE, fit(found).to_bytes())
    return figures
