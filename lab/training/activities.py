"""What people do at work, in sentences that nobody mapped, each beside the skill that it most plainly names.

O*NET's tasks and activities and the titles of the Mexican registry are written by people for people, as programmes
and advertisements are, unlike sentences made of labels. Which skill such a text names is found by the matcher with
the encoder as its authors left it, so mostly by shared words; the texts that score highest are kept. Training on what
a sum of several rankers finds is known to teach one of them what the others know (Hinton et al. 2015, "Distilling
the Knowledge in a Neural Network"; Chen et al. 2017 for retrieval with weak labels).
"""

from __future__ import annotations

import csv
import random
from collections.abc import Container, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from corpora import Framework
from embeddings.encoders.competency import CompetencyEncoder
from lab.training.material import labels_in, registry
from mapper.matching.candidates import NOT_FOR_PROGRAMMES, Pool
from mapper.matching.index import FrameworkIndex
from mapper.matching.queries import question
from mapper.matching.scoring import order, score_all, texts_of

KEPT = 0.35
"""Share of the texts that score highest."""
_SHARE_OF_ONE_LANGUAGE = 0.8
_AT_ONCE = 1000
_DEPTH = 50  # rows that each search brings in: one is wanted


def named(data: Path, esco: Framework, left_out: Container[str], *, seed: int) -> Iterator[tuple[str, str, str]]:
    """Text, a preferred label of the skill that it names, and the skill's code.

    The folder has `onet/` and `renec/`; what is missing gives no texts. No pair comes from the concepts of the codes
    that are left out.
    """
    texts = _texts(data)
    if not texts:
        return
    skills = {c.code: c for c in esco.competencies}
    found = _best(texts, esco)
    least = np.quantile([score for _, score in found], 1 - KEPT)
    for (text, language), (code, score) in zip(texts, found, strict=True):
        draw = random.Random(f"{seed} activities {text}")
        other = {"es": "en", "en": "es"}[language]
        wanted = language if draw.random() < _SHARE_OF_ONE_LANGUAGE else other
        labels = labels_in(skills[code], wanted) or labels_in(skills[code], language)
        if score >= least and code not in left_out and labels:
            yield text, labels[0], code


def _texts(data: Path) -> list[tuple[str, str]]:
    """Distinct texts and their language."""
    found: dict[str, str] = {}
    for path in sorted((data / "onet").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            found.update((row[0], "en") for row in list(csv.reader(file))[1:] if row)
    if (data / "renec").exists():
        found.update((standard.statement, "es") for standard in registry(data).competencies)
    return list(found.items())


def _best(texts: list[tuple[str, str]], esco: Framework) -> list[tuple[str, float]]:
    """Of each text the code and the score of the best skill."""
    encoder = CompetencyEncoder(trained=False)
    pool = Pool.of(FrameworkIndex.build(esco, encoder), excluded=NOT_FOR_PROGRAMMES)
    pool = replace(pool, depth=_DEPTH)
    best = []
    for first in range(0, len(texts), _AT_ONCE):
        asked = [question(text, language) for text, language in texts[first : first + _AT_ONCE]]
        distinct = texts_of(asked)
        for found in score_all(asked, distinct, encoder.encode(distinct, role="query"), pool):
            place = order(found)[0]
            best.append((esco.competencies[found.entries[place]].code, float(found.score[place])))
    return best
