"""Fits what tells of catalogues for an encoder; `lab.training.scorer` fits what ships of the same parts.

Everything is judged on documents that were held out, in folds.
"""

from __future__ import annotations

import csv
import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from corpora import InputError, Passage
from embeddings.encoders import Encoder, open_encoder
from eval.graded import RIGHT, GradedPassage
from eval.sheets import GRADES
from mapper.evaluation.pairs import to_passage
from mapper.evaluation.programmes import STATES
from mapper.matching.candidates import NOT_FOR_PROGRAMMES, Pool, Scale
from mapper.matching.features import describe_catalogue
from mapper.matching.index import FrameworkIndex, evenly_spaced
from mapper.matching.queries import EncodedPassages, encode_passages, make_questions
from mapper.matching.regression import Logistic, sigmoid
from mapper.matching.scorer import Scorer
from mapper.matching.scoring import Scored, score_all, texts_of
from mapper.matching.terms import Numbers, Space, Usages, code_of


def read_rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a table of truth, tabs between its cells."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def states_by_programme(*paths: Path) -> dict[str, dict[str, str]]:
    """Return programme → code → state of such tables; raises InputError: an unknown or conflicting one."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for path in paths:
        for line, row in enumerate(read_rows(path), start=2):
            known = found[row["programme"]]
            if row["state"] not in STATES or known.setdefault(row["code"], row["state"]) != row["state"]:
                raise InputError(
                    "{path}, line {line}: '{state}' of {code} is no state, or the code has another one above; mend it",
                    path=path,
                    line=line,
                    state=row["state"],
                    code=row["code"],
                )
    return found


FOLDS = 10
REFITS = 50
SEED = 17
SHOWN = 0.3  # least probability of a match that is shown
_STRENGTH = 0.02
UNFOUNDED = 0.055
"""Share of the passages without a right skill or standard that may at most be shown one, held out; of documents that
were not graded for fitting some eight in a hundred."""
_STEP = 0.05
_COMPARED = 500  # texts between which it is measured how the cosines of an encoder lie
SHIPPED = Path(__file__).resolve().parents[1] / "samples" / "truth"
"""Programmes with known truth, sentences and grades that ship."""


def assign_fold(name: str) -> int:
    """Return which fold a programme or document is of, by its name alone."""
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % FOLDS


def fit(
    graded: Sequence[GradedPassage],
    catalogues: Sequence[FrameworkIndex],
    texts: Sequence[str],
    encoder: Encoder,
    *,
    base: Scorer,
) -> Scorer:
    """Fit a scorer for an encoder, which made the indexes' vectors; its figures are of what was held out.

    Fitted on are graded entries of the catalogues. `base` is the scorer that ships: of another encoder, whose scale
    cosines are brought to, measured between `texts` of many trades, and whose regressions tell of catalogues what no
    grades do, or of this one, with how entries are said. Criteria are told as by `base`.
    """
    own = base.encoder == encoder.revision
    scale = None if own else scale_between(encoder, texts)
    pools = {index.framework.name: Pool.build(index, excluded=NOT_FOR_PROGRAMMES, scale=scale) for index in catalogues}
    said = base.said if own else None
    stages, columns = {"catalogue": base.stages["unsaid"], "unsaid": base.stages["unsaid"]}, base.columns
    about: dict[str, Any] = {"skills": base.about["skills"]}
    if pools and graded:
        space = Space(next(iter(pools.values())).scaled, base.rarity, said)
        stages, columns, about["pairs"] = fit_pairs(graded, pools, encoder, space)
    measured = scale or base.scale
    return Scorer(
        criteria=base.criteria,
        columns=columns,
        stages=stages | {"skill": base.stages["skill"]},
        rarity=base.rarity,
        synonyms=base.synonyms,
        said=said or Usages.build((), np.zeros((0, encoder.dimension), dtype=np.float32)),
        limits_of_skills=base.limits_of_skills,
        threshold=SHOWN,
        encoder=encoder.revision,
        scale=Scale(round(measured.mean, 4), round(measured.spread, 4), scale.own if scale else None),
        about={**about, "folds": FOLDS, "encoder": encoder.revision},
    )


def scale_between(encoder: Encoder, texts: Sequence[str]) -> Scale:
    """Return how the cosines of an encoder and those of the one that ships lie between texts of many trades."""
    chosen = [texts[place] for place in evenly_spaced(len(texts), _COMPARED)]
    own, shipped = (Scale.among(one.encode(chosen, role="passage")) for one in (encoder, open_encoder()))
    return replace(shipped, own=own)


def logistic(
    rows: Numbers, right: Numbers, groups: NDArray[np.str_], strength: float, weight: Numbers | None = None
) -> Logistic:
    """Fit a logistic regression on all, and on `REFITS` draws of groups."""
    mean, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    x = (rows - mean) / spread
    weight = np.ones(len(rows)) if weight is None else weight
    draw = np.random.default_rng(SEED)
    of_group = {group: np.flatnonzero(groups == group) for group in sorted(set(groups.tolist()))}
    names = list(of_group)
    refits = []
    for _ in range(REFITS):
        chosen = np.concatenate([of_group[names[n]] for n in draw.integers(0, len(names), len(names))])
        refits.append(coefficients(x[chosen], right[chosen], strength, weight[chosen]))
    return Logistic(mean, spread, coefficients(x, right, strength, weight), np.array(refits))


def coefficients(x: Numbers, right: Numbers, strength: float, weight: Numbers) -> Numbers:
    """Fit a logistic regression on standardised columns; gives the intercept first."""
    fitted = LogisticRegression(C=strength, max_iter=1000).fit(x, right, sample_weight=weight)
    return np.concatenate([fitted.intercept_, fitted.coef_[0]])


def cross_fitted(
    rows: Numbers, right: Numbers, groups: NDArray[np.str_], strength: float, weight: Numbers | None = None
) -> Numbers:
    """Return the probability of each row by a regression that saw no row of its group's fold."""
    weight = np.ones(len(rows)) if weight is None else weight
    found = np.zeros(len(rows))
    for inside in _folds(groups):
        mean, spread = rows[~inside].mean(axis=0), rows[~inside].std(axis=0) + 1e-6
        own = coefficients((rows[~inside] - mean) / spread, right[~inside], strength, weight[~inside])
        found[inside] = Logistic(mean, spread, own, own[None]).probabilities(rows[inside])
    return found


def _folds(groups: NDArray[np.str_]) -> Iterator[NDArray[np.bool_]]:
    """Yield for each fold which of these groups are of it."""
    folds = np.array([assign_fold(group) for group in groups.tolist()])
    yield from (folds == fold for fold in sorted(set(folds.tolist())))


def fit_pairs(
    graded: Sequence[GradedPassage], pools: dict[str, Pool], encoder: Encoder, space: Space
) -> tuple[dict[str, Logistic], tuple[str, ...], dict[str, Any]]:
    """Fit the probability of a passage and an entry of a catalogue; without `space.said` both its regressions are one.

    Gives the stages, their columns, and figures on documents held out.
    """
    documents: dict[str, list[GradedPassage]] = {}
    for passage in graded:
        documents.setdefault(passage.group, []).append(passage)
    every = documents.values()
    found = [table for members in every for table in _tables(members, pools, encoder, space)]
    columns = found[0][0]
    x, without, grades, whose, passages, frameworks = (
        np.concatenate(parts) for parts in zip(*(arrays for _, *arrays in found), strict=True)
    )
    right = grades >= RIGHT
    fitted, odds = fit_grades(x, grades, whose)
    unsaid = fit_grades(without, grades, whose)[0] if space.said else fitted
    # A catalogue of thousands of skills always has one that is near; titles of standards are few.
    skills = [columns.index(name) for name in ("kind_skill", "kind_knowledge")]
    of_skills = x[:, skills].sum(axis=1)
    steps = (round(step * _STEP, 2) for step in range(100))
    # Where nothing is a skill, or too much else is shown, taking off of skills helps nobody.
    kept = (by for by in steps if _unfounded(sigmoid(odds - by * of_skills), right, passages) <= UNFOUNDED)
    by = next(kept, 0.0)
    held_out = sigmoid(odds - by * of_skills)
    stages = {"catalogue": _lowered(fitted, by, skills), "unsaid": _lowered(unsaid, by, skills)}
    figures: dict[str, Any] = {
        "lowered_by": by,
        "unfounded": round(_unfounded(held_out, right, passages), 3),
        "auroc": round(float(roc_auc_score(right, held_out)), 4),
        "pairs": len(right),
        "right": int(right.sum()),
    }
    bands = ((0.8, 1.01), (0.5, 0.8), (0.2, 0.5), (0.0, 0.2))
    parts = {f"right_from_{low}": (held_out >= low) & (held_out < high) for low, high in bands}
    parts |= {f"shown_{name}": (held_out >= 0.5) & (frameworks == name) for name in pools}
    for name, part in parts.items():
        figures[name] = [int(part.sum()), round(float(right[part].mean()), 3) if part.any() else None]
    return stages, columns, figures


def _unfounded(probability: Numbers, right: NDArray[np.bool_], passages: NDArray[np.str_]) -> float:
    """Return the share of the passages of which no pair is right that are shown one with .5 or more."""
    without = np.setdiff1d(passages, passages[right])
    return float(np.isin(without, passages[probability >= 0.5]).mean()) if len(without) else 0.0


def _lowered(fitted: Logistic, by: float, marks: Sequence[int]) -> Logistic:
    """Return the regression with so much less log odds wherever one of these columns, of 0 and 1, is 1."""
    own = fitted.coefficients.copy()
    for column in marks:
        own[0] -= by * fitted.mean[column]
        own[1 + column] -= by * fitted.spread[column]
    return Logistic(fitted.mean, fitted.spread, own, own[None])


def fit_grades(rows: Numbers, grades: NDArray[np.int64], groups: NDArray[np.str_]) -> tuple[Logistic, Numbers]:
    """Return a regression for each grade from 1 on, joined so that together they tell best what is right.

    What is nearly right is more than what is wrong, which a single regression of right and wrong does not see. A sum of
    regressions is a regression. The log odds beside it are of each row, by one that saw no row of its document's fold.
    """
    mean, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    standard = (rows - mean) / spread

    def levels(chosen: NDArray[np.bool_]) -> Numbers:
        x, weight = standard[chosen], np.ones(chosen.sum())
        right = [(grades[chosen] >= level).astype(float) for level in range(1, max(GRADES) + 1)]
        return np.array([coefficients(x, of_level, _STRENGTH, weight) for of_level in right])

    odds = np.zeros((len(rows), max(GRADES)))
    for inside in _folds(groups):
        of_levels = levels(~inside)
        odds[inside] = of_levels[:, 0] + standard[inside] @ of_levels[:, 1:].T
    joined = LogisticRegression().fit(odds, grades >= RIGHT)
    own = joined.coef_[0] @ levels(np.ones(len(rows), dtype=bool))
    own[0] += joined.intercept_[0]
    return Logistic(mean, spread, own, own[None]), joined.decision_function(odds)


def _tables(
    members: Sequence[GradedPassage], pools: dict[str, Pool], encoder: Encoder, space: Space
) -> Iterator[tuple[Any, ...]]:
    """Yield the graded pairs of one document, for each framework: the columns, and of each pair its row and more.

    The row with how entries are said and without, its grade, document, passage and framework.
    """
    asked, of_each = candidates([to_passage(member) for member in members], [*pools.values()], encoder)
    for (name, pool), found in zip(pools.items(), of_each, strict=True):
        codes = [code_of(entry) for entry in pool.index.framework.competencies]
        table, chosen, _ = describe_catalogue(asked, found, pool, space)
        without = describe_catalogue(asked, found, pool, replace(space, said=None))[0] if space.said else table
        if not table:
            continue
        graded: list[int] = []
        of_passage: list[str] = []
        for member, of_one, places in zip(members, found, chosen, strict=True):
            grades = {one.code: one.grade for one in member.candidates if one.framework == name}
            graded += [grades.get(codes[entry], -1) for entry in of_one.entries[places].tolist()]
            of_passage += [member.id] * len(places)
        labels = np.array(graded, dtype=np.int64)
        kept = np.flatnonzero(labels >= 0)
        rows = (np.stack([own[kept] for own in columns.values()], axis=1) for columns in (table, without))
        told = (np.full(len(kept), members[0].group), np.array(of_passage, dtype=str)[kept], np.full(len(kept), name))
        yield tuple(table), *rows, labels[kept], *told


def candidates(
    passages: Sequence[Passage], pools: Sequence[Pool], encoder: Encoder
) -> tuple[EncodedPassages, list[list[Scored]]]:
    """Return the passages of one document with their vectors, and their candidates in each pool."""
    questions = make_questions(passages)
    texts = texts_of(questions)
    vectors = encoder.encode(texts, role="query")
    return encode_passages(passages, encoder), [score_all(questions, texts, vectors, pool) for pool in pools]
