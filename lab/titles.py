"""Fits what tells the title of a document: `python -m lab.titles [TRUTH] [--more FOLDER]`.

A document's lines are the choices, and those that a reader would take for its title are right: a conditional logit with
a ridge (McFadden 1974). Documents are the project's own in benchmarks/data/titles.tsv and the real programmes of
TRUTH/train and of further folders, which lead. Writes the model, and prints how many titles are right where a tenth of
the documents in turn is left out, and on TRUTH/dev.
"""

from __future__ import annotations

import argparse
import io
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from corpora import readers
from corpora.text import fold
from mapper.matching.titles import COLUMNS, ENOUGH, LAYOUT, lines, rows_of
from mapper.workspace.files import write_atomically

ROOT = Path(__file__).resolve().parent.parent
OWN = ROOT / "benchmarks" / "data" / "titles.tsv"
OUT = ROOT / "mapper" / "data" / "titles.npz"
FOLDS = 10
_RIDGE, _OF_VECTORS = 0.3, 1.0  # of the coefficients of layout, and of vectors
_OWN = 0.2  # weight of a document of the project's own beside a real one
_MOST = 0.4  # of a title that a part of it holds
_KINDS = re.compile(r"^(?:diplomado|curso|carrera|course)\b")

Numbers = NDArray[np.float64]


class Choice(NamedTuple):
    """The lines of one document."""

    title: str
    rows: Numbers
    right: NDArray[np.bool_]
    weight: float


def is_right(found: str, title: str) -> bool:
    """Tell whether a title has the words of the true one, or of one of several parted by "|", or the most of them.

    Case, accents and signs do not count, nor what kind of course it is, nor what stands in brackets or behind a comma;
    a code or more may stand around.
    """
    its = _words(found)
    if not its or not title:
        return its == title
    for true in title.split("|"):
        bare = _KINDS.sub("", _words(re.sub(r"\(.*|,.*", "", true))).strip()
        whole = _words(true)
        if f" {bare} " in f" {its} " or (f" {its} " in f" {whole} " and len(its) >= _MOST * len(whole)):
            return True
    return False


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", fold(text)))


def programme(folder: Path) -> Path:
    """Return the document of a real programme as a person hands it in; its text stands beside it."""
    return next(path for path in sorted(folder.glob("programme.*")) if path.suffix != ".txt")


def real(folders: Sequence[Path]) -> Iterator[Choice]:
    """Yield the choice of each document of these folders of truth."""
    titles = {
        path.parent: json.loads(path.read_text(encoding="utf-8")).get("title")
        for folder in folders
        for path in sorted(folder.glob("*/facts.json"))
    }
    often = Counter(programme(folder).read_bytes() for folder in titles)
    for folder, title in titles.items():
        if title:
            yield _choice(programme(folder), title, 1 / often[programme(folder).read_bytes()])


def own() -> Iterator[Choice]:
    """Yield the choice of each of the project's own documents."""
    for row in OWN.read_text(encoding="utf-8").splitlines()[1:]:
        path, title = row.split("\t")
        yield _choice(ROOT / path, title, _OWN)


def _choice(path: Path, title: str, weight: float) -> Choice:
    document = readers.read(path)
    found = list(lines(document))
    return Choice(title, rows_of(document, found), np.array([is_right(one.text, title) for one in found]), weight)


def fitted(choices: Sequence[Choice]) -> tuple[Numbers, Numbers]:
    """Fit the mean of each column and the coefficients by which right lines are chosen most probably."""
    every = np.concatenate([one.rows for one in choices])
    mean, spread = every.mean(axis=0), every.std(axis=0) + 1e-3
    scaled = [((one.rows - mean) / spread, one.right, one.weight) for one in choices if one.right.any()]
    ridge = np.full(COLUMNS, _OF_VECTORS)
    ridge[-len(LAYOUT) :] = _RIDGE

    def loss(of: Numbers) -> tuple[float, Numbers]:
        total, slope = float(ridge @ of**2), 2 * ridge * of
        for rows, right, weight in scaled:
            scores = rows @ of
            given = np.exp(scores - scores.max())
            told, among = given / given.sum(), np.where(right, given, 0) / given[right].sum()
            total -= weight * float(np.log(told[right].sum()))
            slope = slope - weight * (among - told) @ rows
        return total, slope

    found = minimize(loss, np.zeros(COLUMNS), jac=True, method="L-BFGS-B", options={"maxiter": 300})
    return mean, found.x / spread


def told(choices: Sequence[Choice], model: tuple[Numbers, Numbers]) -> list[tuple[bool, float]]:
    """Tell of each document whether the line that is chosen is right, and how probable it is."""
    made = []
    for one in choices:
        odds = (one.rows - model[0]) @ model[1]
        best = int(odds.argmax())
        made.append((bool(one.right[best]), float(1 / np.exp(odds - odds[best]).sum())))
    return made


def main() -> None:
    """Fit, write and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("truth", type=Path, nargs="?", default=ROOT.parent / "shared" / "truth" / "real")
    parser.add_argument("--more", type=Path, action="append", default=[])
    options = parser.parse_args()
    people, ours = list(real([options.truth / "train", *options.more])), list(own())
    held_out = []
    for fold_of in range(FOLDS):
        others = [one for number, one in enumerate(people) if number % FOLDS != fold_of]
        held_out += told(people[fold_of::FOLDS], fitted([*others, *ours]))
    model = fitted([*people, *ours])
    for name, found in (("left out", held_out), ("dev", told(list(real([options.truth / "dev"])), model))):
        shown = [right for right, share in found if share >= ENOUGH]
        sys.stdout.write(
            f"{name}: {sum(right for right, _ in found)} right of {len(found)}; "
            f"{sum(shown)} right of {len(shown)} that are told\n"
        )
    content = io.BytesIO()
    np.savez_compressed(content, mean=model[0].astype(np.float32), coefficients=model[1].astype(np.float32))
    write_atomically(OUT, content.getvalue())


if __name__ == "__main__":
    main()
