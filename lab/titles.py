"""Fits what the features of a line say for its being the title of its document: `python -m lab.titles [TRUTH]`.

A document's lines are the choices, and the title among them is the one chosen: a conditional logit with a ridge
(McFadden 1974), beside which stands no title at all. Documents are the project's own in benchmarks/data/titles.tsv and
tests/data/titles.tsv, and the real programmes of TRUTH/train. Writes the weights for `corpora.readers.titles`, and how
many titles are right where a tenth of them in turn is left out.
"""

from __future__ import annotations

import argparse
import json
import pkgutil
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple
from unittest import mock

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from corpora.readers import READERS, sniff, titles
from corpora.records import Block
from corpora.text import fold

ROOT = Path(__file__).resolve().parent.parent
OWN = ROOT / "benchmarks" / "data" / "titles.tsv"
RIDGE = 0.05
WITHOUT_TITLE = 0.02  # weight of a document from which its title is taken, so that none is told
_MOST = 0.4  # of a title that a part of it holds
_KINDS = re.compile(r"^(?:diplomado|curso|carrera|course)\b")


class Choice(NamedTuple):
    """The candidates of one document; the last one is no title."""

    title: str
    features: NDArray[np.float64]
    right: NDArray[np.bool_]
    weight: float


def is_right(found: str, title: str) -> bool:
    """Whether a title has the words of the true one, or of one of several parted by "|", or the most of them.

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
    """The document of a real programme as a person hands it in; its text stands beside it."""
    return next(path for path in sorted(folder.glob("programme.*")) if path.suffix != ".txt")


def main() -> None:
    """Fit and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("truth", type=Path, nargs="?", default=ROOT.parent / "shared" / "truth" / "real")
    choices = list(_choices(parser.parse_args().truth))
    for name, weight in zip(titles.WEIGHTS, _fitted(choices), strict=True):
        sys.stdout.write(f'    "{name}": {weight:.1f},\n')
    right, named = 0, sorted({choice.title for choice in choices})
    for fold_of in range(10):
        out = set(named[fold_of::10])
        weights = _fitted([choice for choice in choices if choice.title not in out])
        left_out = [choice for choice in choices if choice.title in out and choice.weight != WITHOUT_TITLE]
        right += sum(bool(one.right[np.argmax(one.features @ weights)]) for one in left_out)
    sys.stdout.write(
        f"right where their titles are left out: {right} of {sum(c.weight != WITHOUT_TITLE for c in choices)}\n"
    )


def _choices(truth: Path) -> Iterator[Choice]:
    """Of each document the choice of its title, and what is left where this is taken away."""
    real = [
        (path.parent, json.loads(path.read_text(encoding="utf-8"))["title"])
        for path in truth.glob("train/*/facts.json")
    ]
    often = Counter(title for _folder, title in real)
    with tempfile.TemporaryDirectory() as name:
        made = Path(name)
        documents = [(programme(folder), title, 1 / often[title]) for folder, title in sorted(real)]
        documents += [(ROOT / path, title, 1.0) for path, title in _rows(OWN)[1:]]
        for number, (suffix, text, title) in enumerate(_rows(ROOT / "tests" / "data" / "titles.tsv")):
            path = made / f"{number}{suffix}"
            path.write_text(text.replace("\\n", "\n"), encoding="utf-8")
            documents.append((path, title, 1.0))
        for path, title, weight in documents:
            found = _candidates(path)
            features = np.array(
                [[of[name] for name in titles.WEIGHTS] for _line, of in found] + [[0.0] * len(titles.WEIGHTS)]
            )
            right = np.array([is_right(line, title) for line, _of in found] + [False])
            without = ~right
            right[-1] = not right.any()
            yield Choice(title, features, right, weight)
            if title and not right[-1]:
                yield Choice(title, features[without], np.arange(without.sum()) == without.sum() - 1, WITHOUT_TITLE)


def _candidates(path: Path) -> list[tuple[str, Mapping[str, float]]]:
    """What the reader of a document lets its title be chosen from."""
    found: list[tuple[str, Mapping[str, float]]] = []
    candidates = titles.candidates

    def noted(
        text: str, blocks: Sequence[Block], said: str, *, by_author: bool
    ) -> Iterator[tuple[str, Mapping[str, float]]]:
        found.extend(candidates(text, blocks, said, by_author=by_author))
        return iter(found)

    with mock.patch.object(titles, "candidates", noted):
        pkgutil.resolve_name(READERS[sniff(path)])(path)  # in this process, where the names are noted
    return found


def _rows(path: Path) -> list[list[str]]:
    return [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]


def _fitted(choices: Sequence[Choice]) -> NDArray[np.float64]:
    """The weights by which the right candidates are chosen most probably."""

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        total, slope = RIDGE * float(weights @ weights), 2 * RIDGE * weights
        for choice in choices:
            scores = np.exp(choice.features @ weights - np.max(choice.features @ weights))
            given, right = scores / scores.sum(), np.where(choice.right, scores, 0) / scores[choice.right].sum()
            total -= choice.weight * float(np.log(given[choice.right].sum()))
            slope = slope - choice.weight * (right - given) @ choice.features
        return total, slope

    return np.asarray(minimize(loss, np.zeros(len(titles.WEIGHTS)), jac=True, method="L-BFGS-B").x)


if __name__ == "__main__":
    main()
