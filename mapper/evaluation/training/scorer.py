"""Fits a scorer for an encoder beside the one that ships, which `lab.training.scorer` fits of the same parts.

Everything is judged on programmes and documents that were held out, in folds; the limits of the states are those at
which what is said holds as often as `RIGHT_TAUGHT` and `RIGHT_NOT_FOUND` ask.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from corpora import Passage
from embeddings.encoders import Encoder, open_encoder
from embeddings.threads import limited, side_by_side
from eval.graded import RIGHT, GradedPassage
from eval.sheets import GRADES
from mapper.evaluation.pairs import passage_of
from mapper.evaluation.programmes import Truth
from mapper.evaluation.training import maps
from mapper.evaluation.training.material import Compared, TextPair, compared, standards_of
from mapper.matching.candidates import NOT_FOR_PROGRAMMES, Pool, Scale
from mapper.matching.features import TOGETHER, as_rows, of_catalogue, of_criteria, of_field, of_standard
from mapper.matching.index import FrameworkIndex, evenly_spaced
from mapper.matching.queries import Asked, as_asked, of_document
from mapper.matching.records import Progress, no_progress
from mapper.matching.scorer import Logistic, Scorer, Trees, sigmoid, within_field
from mapper.matching.scoring import Scored, score_all, texts_of
from mapper.matching.terms import Numbers, Said, Space, code_of

FOLDS = 10
REFITS = 50
_DRAWS = 3
"""Fits of the trees that the mean is taken of: from one to the other figures of programmes/dev differ by .03, which
says nothing of what they are fitted on."""
SEED = 17
RIGHT_TAUGHT, RIGHT_NOT_FOUND = 0.84, 0.8
"""How often "covered" or "partly", and "not found", are to hold on programmes held out."""
ELSEWHERE = 0.04  # share of the criteria of standards of other sectors that may at most be said to be taught
_FIELD_WEIGHT = 7.0
"""Of a standard of the programme's own field beside one of another: whoever names a standard mostly has reason to."""
_JUDGED_WEIGHT, _TAUGHT_STRENGTH = 0.1, 0.03
"""Of a criterion of a neighbouring standard beside one of the programme's own, where it is told what is taught: of the
former a fifth is, of the latter two thirds, and whoever names a standard is mostly right."""
_EXAMPLES_WEIGHT = 0.5
"""Of a criterion of a programme that was written before its standard: of these nearly all is taught, or little."""
SHOWN = 0.3  # least probability of a match that is shown
_STRENGTH = 0.02
UNFOUNDED = 0.055
"""Share of the passages without a right skill or standard that may at most be shown one, held out; of documents that
were not graded for fitting some eight in a hundred."""
_STEP = 0.05
_COMPARED = 500  # criteria between which it is measured how the cosines of an encoder lie
SHIPPED = Path(__file__).resolve().parents[2] / "samples" / "truth"
"""Programmes with known truth, sentences and grades that ship."""


def fold_of(name: str) -> int:
    """Which fold a programme or document is of, by its name alone."""
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % FOLDS


def fit(
    truths: Sequence[Truth],
    sentences: Sequence[TextPair],
    graded: Sequence[GradedPassage],
    catalogues: Sequence[FrameworkIndex],
    encoder: Encoder,
    *,
    base: Scorer,
    progress: Progress = no_progress,
) -> Scorer:
    """Fit a scorer for an encoder, which made the indexes' vectors; its figures are of what was held out.

    Fitted on are programmes with known truth, no framework twice, pairs of sentences (the maps), and graded entries of
    the catalogues. `base` is the scorer that ships: of another encoder, whose scale cosines are brought to and whose
    regressions tell of catalogues what no grades do, or of this one: its maps and how entries are said stay.
    """
    own = base.encoder == encoder.revision
    scale = None if own else scale_between(encoder, truths)
    standards = standards_of(truths, encoder, scale, progress)
    found = compared(truths, standards, encoder, progress)
    # What is fitted on thousands of sentences for this very encoder is better than what fewer give.
    fitted = base.maps if own else maps.fit([sentences], encoder, progress)
    pools = {index.framework.name: Pool.of(index, excluded=NOT_FOR_PROGRAMMES, scale=scale) for index in catalogues}
    space = Space(*fitted, next(iter(standards.values())).scaled, base.rarity, base.synonyms)
    said = base.said if own else None
    trees, of_standards, stages, limits, figures = of_programmes(found, space, encoder.name, progress)
    columns, about = {"standard": of_standards}, {"programmes": figures}
    if pools and graded:
        with_said = replace(space, said=said)
        of_catalogues, columns["catalogue"], about["pairs"] = of_pairs(graded, pools, encoder, with_said)
        stages |= of_catalogues
    else:
        stages |= {"catalogue": base.stages["unsaid"], "unsaid": base.stages["unsaid"]}
        columns["catalogue"] = base.columns["catalogue"]
    stages["skill"], about["skills"] = base.stages["skill"], base.about["skills"]
    measured = scale or base.scale
    return Scorer(
        trees=trees,
        columns=columns,
        stages=stages,
        maps=fitted,
        rarity=base.rarity,
        synonyms=base.synonyms,
        said=said or Said.of((), np.zeros((0, encoder.dimension), dtype=np.float32)),
        limits=limits,
        threshold=SHOWN,
        encoder=encoder.revision,
        scale=Scale(round(measured.mean, 4), round(measured.spread, 4), scale.own if scale else None),
        about={**about, "folds": FOLDS, "encoder": encoder.revision},
    )


def scale_between(encoder: Encoder, truths: Sequence[Truth]) -> Scale:
    """How the cosines of an encoder and those of the one that ships lie between criteria of many trades."""
    every = [entry.statement for truth in truths for entry in truth.framework.competencies]
    texts = [every[place] for place in evenly_spaced(len(every), _COMPARED)]
    own, shipped = (Scale.among(one.encode(texts, role="passage")) for one in (encoder, open_encoder()))
    return replace(shipped, own=own)


def boosted(draw: int = 0) -> HistGradientBoostingClassifier:
    """Trees as they are fitted; other draws see other halves of the features."""
    return HistGradientBoostingClassifier(
        max_iter=140, learning_rate=0.06, max_depth=4, min_samples_leaf=40, l2_regularization=5.0, max_features=0.5,
        early_stopping=False, random_state=SEED + draw,
    )  # fmt: skip


def drawn(x: NDArray[Any], y: NDArray[Any]) -> Trees:
    """Every draw of trees, side by side with one thread each.

    Several threads of OpenMP wait for each other after every node, much longer beside another process; trees are equal.
    """

    def one(draw: int) -> HistGradientBoostingClassifier:
        with limited(1):
            return boosted(draw).fit(x, y)

    return Trees.of(*side_by_side(one, range(_DRAWS)))


def of_programmes(
    found: Sequence[Compared], space: Space, name: str, progress: Progress = no_progress
) -> tuple[Trees, tuple[str, ...], dict[str, Logistic], tuple[float, float], dict[str, Any]]:
    """Fit pairs, field, taught and fully; each later stage sees odds of trees that had not seen the programme.

    Gives the trees, their columns, the stages, the limits of the states, and figures on programmes held out. How many
    folds are fitted is told as of `name`.
    """
    trees, columns, held_out = _trees(found, space, name, progress)
    fields, rows, odds = [], [], []
    for one in found:
        asked = one.asked()
        table = of_standard(asked, one.pool.index, one.places, space)
        own = held_out[fold_of(one.programme)].log_odds(as_rows(table, columns)).reshape(one.right.shape)
        entries = [one.pool.index.framework.competencies[place] for place in one.places]
        fields.append(of_field(table, own, asked.passages))
        rows.append(of_criteria(table, own, asked.passages, entries))
        odds.append(own)
    stages, limits, figures = stages_of(found, np.array(fields), rows)
    whole = {one.programme for one in found if one.field and one.own and not one.examples}
    figures |= {"right_passage_first": _found_among_first(found, odds), "programmes": len(whole)}
    return trees, columns, stages, limits, figures


def _trees(
    found: Sequence[Compared], space: Space, name: str, progress: Progress
) -> tuple[Trees, tuple[str, ...], dict[int, Trees]]:
    """The trees of all pairs, their columns, and of each fold those that saw no pair of it."""
    # Beside a standard of another field everything is wrong, which `field` tells by itself; and pairs of long documents
    # make the trees no better, since the regressions know how long a document is. Where not every passage that teaches
    # is marked, they would learn that the others do not.
    seen = [one for one in found if one.field and not (one.long or one.examples)]
    tables = [of_standard(one.asked(), one.pool.index, one.places, space) for one in seen]
    columns = tuple(name for name in tables[0] if name not in TOGETHER)
    rows = [as_rows(table, columns) for table in tables]
    right, folds = [one.right.ravel() for one in seen], [fold_of(one.programme) for one in seen]

    def fitted(fold: int | None) -> Trees:
        chosen = [number for number, own in enumerate(folds) if own != fold]
        x, y = np.concatenate([rows[n] for n in chosen]), np.concatenate([right[n] for n in chosen])
        return drawn(x, y)

    every, trees = sorted(set(folds)), list[Trees]()
    for fold in (None, *every):
        progress(name, len(trees), 1 + len(every))
        trees.append(fitted(fold))
    return trees[0], columns, dict(zip(every, trees[1:], strict=True))


def stages_of(
    found: Sequence[Compared], fields: Numbers, rows: Sequence[Numbers]
) -> tuple[dict[str, Logistic], tuple[float, float], dict[str, Any]]:
    """The regressions over whole programmes, the limits of the states, and figures of programmes held out.

    Of each comparison there are the numbers of its field (`features.FIELD`) and a row for each criterion.
    """
    names = np.array([one.programme for one in found])
    is_field = np.array([float(one.field) for one in found])
    is_judged = np.array([one.judged for one in found])
    judged = np.flatnonzero(is_judged).tolist()
    weight = np.where(is_field > 0, _FIELD_WEIGHT, 1.0)
    weight[judged] = 0.0  # it may be of their field or not
    own = [number for number, one in enumerate(found) if one.own and one.field]
    itself = [number for number, one in enumerate(found) if not one.own]
    foreign = [number for number, one in enumerate(found) if not (one.field or one.judged)]

    def each_criterion(values: NDArray[Any], chosen: list[int]) -> NDArray[Any]:
        """What is told of comparisons, for each criterion of these."""
        return np.repeat(values[chosen], [len(found[n].places) for n in chosen])

    whose, in_long = each_criterion(names, own), np.array([one.long for one in found])
    # Of programmes that were written before their standard nearly all is taught: what is told has to hold where it is
    # not, so the limits are those of the others.
    examples = np.array([one.examples for one in found])
    hard = ~each_criterion(examples, own)
    criteria, state = np.concatenate([rows[n] for n in own]), np.concatenate([found[n].state for n in own])
    in_full = (state[state > 0] == 2).astype(float)
    told = [*own, *judged]
    of_taught = (
        np.concatenate([rows[n] for n in told]),
        np.concatenate([found[n].state > 0 for n in told]).astype(float),
        each_criterion(names, told),
        _TAUGHT_STRENGTH,
        each_criterion(np.select([is_judged, examples], [_JUDGED_WEIGHT, _EXAMPLES_WEIGHT], 1.0), told),
    )
    stages = {
        "field": logistic(fields, is_field, names, 0.1, weight),
        "taught": logistic(*of_taught),
        "fully": logistic(criteria[state > 0], in_full, whose[state > 0], 0.01),
    }
    by_field = within_field(cross_fitted(fields, is_field, names, 0.1, weight))
    t, of_judged = np.split(cross_fitted(*of_taught) * each_criterion(by_field, told), [len(criteria)])
    by_itself, elsewhere = (
        stages["taught"].probabilities(np.concatenate([rows[n] for n in of])) * each_criterion(by_field, of)
        for of in (itself, foreign)
    )
    near = each_criterion(np.array([one.neighbour for one in found]), foreign)
    by_standard = np.split(elsewhere, np.cumsum([len(found[n].places) for n in foreign])[:-1])
    limits = limits_of(t[hard], state[hard] > 0, elsewhere, (RIGHT_TAUGHT, RIGHT_NOT_FOUND, ELSEWHERE))
    full = cross_fitted(criteria[state > 0], in_full, whose[state > 0], 0.01)
    figures = {
        "limits": list(limits),
        "in_full_auroc": round(float(roc_auc_score(in_full, full)), 4),
        "own_text_said_taught": round(float((by_itself >= limits[0]).mean()), 4),
        "chance": round(
            float(np.median([e.mean() for n, e in zip(foreign, by_standard, strict=True) if not found[n].neighbour])), 4
        ),
        **_figures(t[hard], state[hard], elsewhere, near, limits),
    }
    if judged:
        figures["neighbours"] = _said(of_judged, np.concatenate([found[n].state for n in judged]), limits)
    for name, long in (("by_themselves", False), ("in_long", True)):
        chosen, others = (each_criterion(in_long, of) == long for of in (own, foreign))
        figures[name] = _figures(t[chosen & hard], state[chosen & hard], elsewhere[others], near[others], limits)
        if examples.any():
            figures[f"examples_{name}"] = _said(t[chosen & ~hard], state[chosen & ~hard], limits)
    return stages, limits, figures


def _figures(
    t: Numbers, state: NDArray[np.int8], elsewhere: Numbers, near: NDArray[np.bool_], limits: tuple[float, float]
) -> dict[str, float]:
    """Of criteria of programmes' own standards, beside those `elsewhere`: of near standards, and of other sectors'."""
    others = {"other_sectors_said_taught": elsewhere[~near], "neighbours_said_taught": elsewhere[near]}
    return {
        "criteria": len(state),
        "auroc": round(float(roc_auc_score(state > 0, t)), 4),
        "brier": round(float(((t - (state > 0)) ** 2).mean()), 4),
        **_said(t, state, limits),
        **{name: round(float((e >= limits[0]).mean()), 4) if len(e) else 0.0 for name, e in others.items()},
    }


def _found_among_first(found: Sequence[Compared], odds: Sequence[Numbers]) -> list[float]:
    hits, wanted = np.zeros(4), 0
    for one, own in zip(found, odds, strict=True):
        for column in np.flatnonzero(one.state) if one.field and one.own and not (one.long or one.examples) else ():
            wanted += 1
            order = np.argsort(-own[:, column], kind="stable")
            ranks = np.flatnonzero(one.right[order, column])
            hits += [len(ranks) > 0 and ranks[0] < first for first in (1, 3, 5, 8)]
    return [round(float(hit), 3) for hit in hits / max(wanted, 1)]


def logistic(
    rows: Numbers, right: Numbers, groups: NDArray[np.str_], strength: float, weight: Numbers | None = None
) -> Logistic:
    """Fitted on all, and on `REFITS` draws of groups."""
    mean, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    x = (rows - mean) / spread
    weight = np.ones(len(rows)) if weight is None else weight
    draw = np.random.default_rng(SEED)
    of_group = {group: np.flatnonzero(groups == group) for group in sorted(set(groups.tolist()))}
    names = list(of_group)
    refits = []
    for _ in range(REFITS):
        chosen = np.concatenate([of_group[names[n]] for n in draw.integers(0, len(names), len(names))])
        refits.append(_coefficients(x[chosen], right[chosen], strength, weight[chosen]))
    return Logistic(mean, spread, _coefficients(x, right, strength, weight), np.array(refits))


def _coefficients(x: Numbers, right: Numbers, strength: float, weight: Numbers) -> Numbers:
    fitted = LogisticRegression(C=strength, max_iter=1000).fit(x, right, sample_weight=weight)
    return np.concatenate([fitted.intercept_, fitted.coef_[0]])


def cross_fitted(
    rows: Numbers, right: Numbers, groups: NDArray[np.str_], strength: float, weight: Numbers | None = None
) -> Numbers:
    """Probability of each row by a regression that saw no row of its group's fold."""
    weight = np.ones(len(rows)) if weight is None else weight
    found = np.zeros(len(rows))
    for inside in _folds(groups):
        mean, spread = rows[~inside].mean(axis=0), rows[~inside].std(axis=0) + 1e-6
        own = _coefficients((rows[~inside] - mean) / spread, right[~inside], strength, weight[~inside])
        found[inside] = Logistic(mean, spread, own, own[None]).probabilities(rows[inside])
    return found


def _folds(groups: NDArray[np.str_]) -> Iterator[NDArray[np.bool_]]:
    """Of each fold that some of these groups are of, which of them."""
    folds = np.array([fold_of(group) for group in groups.tolist()])
    yield from (folds == fold for fold in sorted(set(folds.tolist())))


def limits_of(
    t: Numbers, taught: NDArray[np.bool_], elsewhere: Numbers, asked: tuple[float, float, float]
) -> tuple[float, float]:
    """The least t from which on, and the highest up to which, what is said holds as often as it is to.

    `t` is of criteria of a programme's own standard, `taught` or not; `elsewhere` of standards of other sectors.
    Of `asked`, how often what is said to be taught and not to be found is to hold, and what share of `elsewhere` may
    at most be said to be taught.
    """
    right_taught, right_not_found, most_elsewhere = asked
    steps = np.arange(0.05, 0.96, 0.01)
    rarely = [s for s in steps if (elsewhere >= s).mean() <= most_elsewhere]
    high = [s for s in rarely if (t >= s).sum() >= 30 and taught[t >= s].mean() >= right_taught]
    # So few criteria stand low that counting them would follow chance; by their own probability it is smooth.
    low = [s for s in steps if (t <= s).sum() >= 30 and 1 - t[t <= s].mean() >= right_not_found]
    return round(float(min(high, default=0.95)), 2), round(float(max(low, default=0.05)), 2)


def _said(t: Numbers, state: NDArray[np.int8], limits: tuple[float, float]) -> dict[str, float]:
    high, low = t >= limits[0], t <= limits[1]
    return {
        # A model that is sure of nothing says nothing, and of nothing nothing is right.
        name: round(float(values.mean()), 4) if len(values) else 0.0
        for name, values in {
            "said_taught_right": state[high] > 0,
            "covered_said_taught": high[state == 2],
            "said_not_found_right": state[low] == 0,
            "absent_said_not_found": low[state == 0],
            "covered_said_not_found": low[state == 2],
            "to_be_confirmed": ~high & ~low,
        }.items()
    }


def of_pairs(
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
    fitted, odds = by_grade(x, grades, whose)
    unsaid = by_grade(without, grades, whose)[0] if space.said else fitted
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
    """Share of the passages of which no pair is right that are shown one with .5 or more."""
    without = np.setdiff1d(passages, passages[right])
    return float(np.isin(without, passages[probability >= 0.5]).mean()) if len(without) else 0.0


def _lowered(fitted: Logistic, by: float, marks: Sequence[int]) -> Logistic:
    """The regression with so much less log odds wherever one of these columns, of 0 and 1, is 1."""
    own = fitted.coefficients.copy()
    for column in marks:
        own[0] -= by * fitted.mean[column]
        own[1 + column] -= by * fitted.spread[column]
    return Logistic(fitted.mean, fitted.spread, own, own[None])


def by_grade(rows: Numbers, grades: NDArray[np.int64], groups: NDArray[np.str_]) -> tuple[Logistic, Numbers]:
    """A regression for each grade from 1 on, joined so that together they tell best what is right.

    What is nearly right is more than what is wrong, which a single regression of right and wrong does not see. A sum of
    regressions is a regression. The log odds beside it are of each row, by one that saw no row of its document's fold.
    """
    mean, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    standard = (rows - mean) / spread

    def levels(chosen: NDArray[np.bool_]) -> Numbers:
        x, weight = standard[chosen], np.ones(chosen.sum())
        right = [(grades[chosen] >= level).astype(float) for level in range(1, max(GRADES) + 1)]
        return np.array([_coefficients(x, of_level, _STRENGTH, weight) for of_level in right])

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
    """The graded pairs of one document, for each framework: the columns, and of each pair its row and more.

    The row with how entries are said and without, its grade, document, passage and framework.
    """
    asked, of_each = candidates([passage_of(member) for member in members], [*pools.values()], encoder)
    for (name, pool), found in zip(pools.items(), of_each, strict=True):
        codes = [code_of(entry) for entry in pool.index.framework.competencies]
        table, chosen, _ = of_catalogue(asked, found, pool, space)
        without = of_catalogue(asked, found, pool, replace(space, said=None))[0] if space.said else table
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
) -> tuple[Asked, list[list[Scored]]]:
    """The passages of one document with their vectors, and their candidates in each pool."""
    questions = of_document(passages)
    texts = texts_of(questions)
    vectors = encoder.encode(texts, role="query")
    return as_asked(passages, encoder), [score_all(questions, texts, vectors, pool) for pool in pools]
