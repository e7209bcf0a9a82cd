"""Fits the scorer: `python -m mapper.training scorer DATA TRUTH`.

TRUTH holds `programmes/train` (programmes with known truth), `pairs/train.jsonl` (graded pairs) and `sentences.tsv`;
programmes that ship are used too. Everything is judged on programmes and documents that were held out, in folds; the
limits of the states are those at which what is said holds as often as `RIGHT_TAUGHT` and `RIGHT_NOT_FOUND` ask.
"""

from __future__ import annotations

import csv
import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from corpora.frameworks import load
from embeddings.encoders import Encoder, open_encoder
from embeddings.lexical import words
from eval.graded import RIGHT, GradedPassage
from eval.graded import read as read_graded
from mapper.candidates import NOT_FOR_PROGRAMMES, Pool, Scale
from mapper.evaluation.pairs import passage_of
from mapper.files import write_atomically
from mapper.framework_index import FrameworkIndex
from mapper.matching import catalogue_features, document
from mapper.matching.features import Numbers, Rarity, Space, of_standard
from mapper.matching.reading import as_asked
from mapper.matching.scorer import Logistic, Scorer, sigmoid
from mapper.matching.trees import Trees
from mapper.questions import of_document
from mapper.scoring import score_all, texts_of
from mapper.training import maps, pairs
from mapper.training.material import registry
from mapper.training.truth import Compared, compared, documents, read, standards_of

Report = Callable[[str], None]

FOLDS = 8
REFITS = 50
SEED = 17
RIGHT_TAUGHT, RIGHT_NOT_FOUND = 0.84, 0.77
"""How often "covered" or "partly", and "not found", are to hold on programmes held out."""
_SHARE_OF_FOREIGN = 0.15
"""Passages beside a standard of another field that the trees see."""
_LEAST_COUNT = 3
"""Sentences in which a stem stands, for its rarity to be kept."""
_SHIPPED = Path(__file__).resolve().parent.parent / "samples" / "truth"


def fold_of(name: str) -> int:
    """Which fold a programme or document is of, by its name alone."""
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % FOLDS


def train(data: Path, truth: Path, out: Path, *, report: Report) -> None:
    """Fit on the train parts and write the model; figures are of what was held out.

    Args:
        data: folder with `esco/`, `renec/`, `conocer/`.
        truth: see above.
        out: the .npz to write.
        report: called with each line of the figures.
    """
    encoder = open_encoder()
    folders = [folder for folder in (_SHIPPED, truth / "programmes" / "train") if folder.is_dir()]
    # What ships stands in the folder too.
    truths = {one.framework.name: one for folder in reversed(folders) for one in read(folder, data / "conocer")[0]}
    found = compared(list(truths.values()), standards_of(truths.values(), encoder), encoder, report)
    esco = load([data / "esco"], loader="esco")
    said = pairs.of_sentences(truth, registry(data), esco, ()).by_kind
    names = [[*said["taught"], *said["asked"]], [*said["taught"]], _labels(said)]
    fitted = maps.fit(names, encoder)
    rarity = rarity_of(truth / "sentences.tsv")
    space = Space(fitted[0], fitted[1], lambda cosines: cosines)
    standard = of_programmes(found, space, rarity, report)
    frameworks = [esco, load([data / "renec" / "ec_standards_api.json"], loader="renec")]
    pools = {
        framework.name: Pool.of(FrameworkIndex.build(framework, encoder), excluded=NOT_FOR_PROGRAMMES)
        for framework in frameworks
    }
    catalogue = of_pairs(read_graded([truth / "pairs" / "train.jsonl"]), pools, encoder, space, rarity, report)
    scales = [Scale.of(pool.index) for pool in pools.values()]
    model = Scorer(
        trees={"standard": standard.trees, "catalogue": catalogue.trees},
        columns={"standard": standard.columns, "catalogue": catalogue.columns},
        stages=standard.stages,
        maps=fitted,
        rarity=rarity,
        limits=standard.limits,
        threshold=catalogue.threshold,
        encoder=encoder.revision,
        scale=Scale(
            round(float(np.mean([scale.mean for scale in scales])), 4),
            round(float(np.mean([scale.spread for scale in scales])), 4),
        ),
        about={"programmes": standard.figures, "pairs": catalogue.figures, "folds": FOLDS, "encoder": encoder.revision},
    )
    write_atomically(out, model.to_bytes())


def _labels(said: dict[str, list[pairs.TextPair]]) -> list[pairs.TextPair]:
    """Names of one entry beside each other, so that the maps keep what names share."""
    by_entry: dict[str, list[str]] = {}
    for pair in said["taught"]:
        by_entry.setdefault(pair.meaning, []).append(pair.right)
    return [pairs.TextPair(own[0], own[1], entry) for entry, own in by_entry.items() if len(own) > 1]


def rarity_of(sentences: Path) -> Rarity:
    """Of stems in sentences of programmes and ads, smoothed inverse document frequency."""
    with sentences.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    texts = [text for row in rows for text in (row["programme"], row["ad"])]
    counts = Counter(stem for text in texts for stem in set(words(text)))
    size = len(texts) + 1
    stems = {stem: round(float(np.log(size / (n + 1))), 2) for stem, n in counts.items() if n >= _LEAST_COUNT}
    return Rarity(stems, round(float(np.log(size)), 2))


@dataclass(frozen=True, slots=True)
class OfProgrammes:
    """What was fitted on programmes, with its figures on those held out."""

    trees: Trees
    columns: tuple[str, ...]
    stages: dict[str, Logistic]
    limits: tuple[float, float]
    figures: dict[str, Any]


def boosted(*, leaf: int) -> HistGradientBoostingClassifier:
    """Trees as both tables are fitted with; `leaf` is the least number of pairs in a leaf."""
    return HistGradientBoostingClassifier(
        max_iter=140, learning_rate=0.06, max_depth=4, min_samples_leaf=leaf, l2_regularization=5.0, max_features=0.5,
        early_stopping=False, random_state=SEED,
    )  # fmt: skip


def of_programmes(found: Sequence[Compared], space: Space, rarity: Rarity, report: Report) -> OfProgrammes:
    """Fit pairs, field, taught and fully; each later stage sees odds of trees that had not seen the programme."""
    tables = [of_standard(one.asked, one.pool.index, one.places, space, rarity) for one in found]
    columns = tuple(tables[0])
    draw = np.random.default_rng(SEED)
    seen = [_seen(one, draw) for one in found]
    rows = [
        np.stack([np.asarray(t[c])[k] for c in columns], axis=-1).reshape(-1, len(columns))
        for t, k in zip(tables, seen, strict=True)
    ]
    right = [(one.right[kept] == 1).ravel() for one, kept in zip(found, seen, strict=True)]
    folds = np.array([fold_of(one.programme) for one in found])

    def fitted_without(fold: int) -> Trees:
        chosen = [number for number in range(len(found)) if folds[number] != fold]
        x, y = np.concatenate([rows[n] for n in chosen]), np.concatenate([right[n] for n in chosen])
        return Trees.of(boosted(leaf=40).fit(x, y))

    held_out = {fold: fitted_without(fold) for fold in sorted(set(folds.tolist()))}
    odds = []
    for table, fold, one in zip(tables, folds, found, strict=True):
        every = np.stack([np.ravel(table[c]) for c in columns], axis=1)
        odds.append(held_out[int(fold)].log_odds(every).reshape(len(one.asked.texts), len(one.places)))
    report(f"right passage among the first 1, 3, 5, 8: {_found_among_first(found, odds)}")
    fields = np.array([document.of_field(table, own) for table, own in zip(tables, odds, strict=True)])
    criteria = [
        document.of_criteria(
            table, own, one.asked.passages, [one.pool.index.framework.competencies[p] for p in one.places]
        )
        for table, own, one in zip(tables, odds, found, strict=True)
    ]
    names = np.array([one.programme for one in found])
    own = [n for n, one in enumerate(found) if one.field]
    rows_own = np.concatenate([criteria[n] for n in own])
    state = np.concatenate([found[n].state for n in own])
    whose = np.concatenate([[found[n].programme] * len(found[n].places) for n in own])
    weight = np.concatenate([np.full(len(found[n].places), 1.0 if found[n].own else 0.25) for n in own])
    is_field = np.array([float(one.field) for one in found])
    taught = (state > 0).astype(float)
    fully = (state[state > 0] == 2).astype(float)
    stages = {
        "field": logistic(fields, is_field, names, np.ones(len(found)), 0.1),
        "taught": logistic(rows_own, taught, whose, weight, 0.01),
        "fully": logistic(rows_own[state > 0], fully, whose[state > 0], weight[state > 0], 0.01),
    }
    t = np.zeros(len(state))
    by_field = cross_fitted(fields, is_field, names, np.ones(len(found)), 0.1)
    t = cross_fitted(rows_own, taught, whose, weight, 0.01) * np.repeat(
        by_field[own], [len(found[n].places) for n in own]
    )
    hand = np.concatenate([np.full(len(found[n].places), found[n].own) for n in own])
    figures = _figures(t[hand], state[hand])
    limits = limits_of(t[hand], state[hand] > 0)
    foreign = by_field[is_field == 0]
    figures |= {
        "limits": list(limits),
        "own_text_taught": round(float((t[~hand] >= limits[0]).mean()), 4),
        "foreign_standards_of_field": round(float((foreign >= limits[0]).mean()), 4),
        "right_passage_first": _found_among_first(found, odds),
        "programmes": len({one.programme for one in found}),
        "criteria": int(hand.sum()),
        **_said(t[hand], state[hand], limits),
    }
    report(str(figures))
    every_row, every_right = np.concatenate(rows), np.concatenate(right)
    return OfProgrammes(Trees.of(boosted(leaf=40).fit(every_row, every_right)), columns, stages, limits, figures)


def _seen(one: Compared, draw: np.random.Generator) -> NDArray[np.bool_]:
    """Which passages the trees see: all beside a standard of the field, some beside another."""
    share = 1.0 if one.field else _SHARE_OF_FOREIGN
    return np.asarray(draw.random(len(one.asked.texts)) < share)


def _found_among_first(found: Sequence[Compared], odds: Sequence[Numbers]) -> list[float]:
    hits, wanted = np.zeros(4), 0
    for one, own in zip(found, odds, strict=True):
        for column in np.flatnonzero(one.state) if one.field and one.own else ():
            wanted += 1
            order = np.argsort(-own[:, column], kind="stable")
            ranks = np.flatnonzero(one.right[order, column] == 1)
            hits += [len(ranks) > 0 and ranks[0] < first for first in (1, 3, 5, 8)]
    return [round(float(hit), 3) for hit in hits / max(wanted, 1)]


def logistic(rows: Numbers, right: Numbers, groups: NDArray[np.str_], weight: Numbers, strength: float) -> Logistic:
    """Fitted on all, and on `REFITS` draws of groups."""
    mean, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    x = (rows - mean) / spread
    draw = np.random.default_rng(SEED)
    of_group = {group: np.flatnonzero(groups == group) for group in sorted(set(groups.tolist()))}
    names = list(of_group)
    refits = []
    for _ in range(REFITS):
        chosen = np.concatenate([of_group[names[n]] for n in draw.integers(0, len(names), len(names))])
        refits.append(_coefficients(x[chosen], right[chosen], weight[chosen], strength))
    return Logistic(mean, spread, _coefficients(x, right, weight, strength), np.array(refits))


def _coefficients(x: Numbers, right: Numbers, weight: Numbers, strength: float) -> Numbers:
    fitted = LogisticRegression(C=strength, max_iter=1000).fit(x, right, sample_weight=weight)
    return np.concatenate([fitted.intercept_, fitted.coef_[0]])


def cross_fitted(rows: Numbers, right: Numbers, groups: NDArray[np.str_], weight: Numbers, strength: float) -> Numbers:
    """Probability of each row by a regression that saw no row of its group's fold."""
    folds = np.array([fold_of(group) for group in groups.tolist()])
    found = np.zeros(len(rows))
    for fold in range(FOLDS):
        inside = folds == fold
        if inside.any():
            mean, spread = rows[~inside].mean(axis=0), rows[~inside].std(axis=0) + 1e-6
            own = _coefficients((rows[~inside] - mean) / spread, right[~inside], weight[~inside], strength)
            found[inside] = Logistic(mean, spread, own, own[None]).probabilities(rows[inside])
    return found


def limits_of(t: Numbers, taught: NDArray[np.bool_]) -> tuple[float, float]:
    """The least t from which on, and the highest up to which, what is said holds as often as it is to."""
    steps = np.arange(0.05, 0.96, 0.01)
    high = [s for s in steps if (t >= s).sum() >= 30 and taught[t >= s].mean() >= RIGHT_TAUGHT]
    low = [s for s in steps if (t <= s).sum() >= 30 and (~taught)[t <= s].mean() >= RIGHT_NOT_FOUND]
    return round(float(min(high, default=0.95)), 2), round(float(max(low, default=0.05)), 2)


def _figures(t: Numbers, state: NDArray[np.int8]) -> dict[str, Any]:
    return {
        "auroc": round(float(roc_auc_score(state > 0, t)), 4),
        "brier": round(float(((t - (state > 0)) ** 2).mean()), 4),
    }


def _said(t: Numbers, state: NDArray[np.int8], limits: tuple[float, float]) -> dict[str, float]:
    high, low = t >= limits[0], t <= limits[1]
    return {
        name: round(float(value), 4)
        for name, value in {
            "said_taught_right": (state[high] > 0).mean(),
            "covered_said_taught": high[state == 2].mean(),
            "said_not_found_right": (state[low] == 0).mean(),
            "absent_said_not_found": low[state == 0].mean(),
            "covered_said_not_found": low[state == 2].mean(),
            "to_be_confirmed": (~high & ~low).mean(),
        }.items()
    }


@dataclass(frozen=True, slots=True)
class OfPairs:
    """What was fitted on graded pairs, with its figures on documents held out."""

    trees: Trees
    columns: tuple[str, ...]
    threshold: float
    figures: dict[str, Any]


def of_pairs(
    graded: Sequence[GradedPassage],
    pools: dict[str, Pool],
    encoder: Encoder,
    space: Space,
    rarity: Rarity,
    report: Report,
) -> OfPairs:
    """Fit the probability of a passage and an entry of a catalogue."""
    columns: tuple[str, ...] = ()
    rows, right, groups, frameworks = [], [], [], []
    for group, members in documents(graded).items():
        for name, table, labels in _tables(members, pools, encoder, space, rarity):
            columns = tuple(table)
            known = np.flatnonzero(labels >= 0)
            rows.append(np.stack([table[c][known] for c in columns], axis=1))
            right.append(labels[known] >= RIGHT)
            groups += [group] * len(known)
            frameworks += [name] * len(known)
    x, y = np.concatenate(rows), np.concatenate(right)
    folds = np.array([fold_of(group) for group in groups])
    held_out = np.zeros(len(y))
    for fold in range(FOLDS):
        inside = folds == fold
        held_out[inside] = sigmoid(Trees.of(boosted(leaf=20).fit(x[~inside], y[~inside])).log_odds(x[inside]))
    figures: dict[str, Any] = {
        "auroc": round(float(roc_auc_score(y, held_out)), 4),
        "pairs": len(y),
        "right": int(y.sum()),
    }
    for low, high in ((0.8, 1.01), (0.5, 0.8), (0.2, 0.5), (0.0, 0.2)):
        band = (held_out >= low) & (held_out < high)
        figures[f"right_from_{low}"] = [int(band.sum()), round(float(y[band].mean()), 3) if band.any() else None]
    for name in pools:
        shown = (held_out >= 0.5) & (np.array(frameworks) == name)
        figures[f"shown_{name}"] = [int(shown.sum()), round(float(y[shown].mean()), 3) if shown.any() else None]
    report(str(figures))
    return OfPairs(Trees.of(boosted(leaf=20).fit(x, y)), columns, 0.2, figures)


def _tables(
    members: Sequence[GradedPassage], pools: dict[str, Pool], encoder: Encoder, space: Space, rarity: Rarity
) -> Iterator[tuple[str, dict[str, Numbers], NDArray[np.int64]]]:
    """For each framework the table of one document's pairs, and the grade of each, −1 where nobody graded it."""
    passages = [passage_of(member) for member in members]
    questions = of_document(passages)
    texts = texts_of(questions)
    vectors = encoder.encode(texts, role="query")
    asked = as_asked(passages, encoder)
    for name, pool in pools.items():
        found = score_all(questions, texts, vectors, pool)
        table, chosen = catalogue_features.of_catalogue(asked, found, pool.index, space, rarity)
        codes = [entry.code for entry in pool.index.framework.competencies]
        labels = []
        for member, of_one, places in zip(members, found, chosen, strict=True):
            grades = {one.code: one.grade for one in member.candidates if one.framework == name}
            labels += [grades.get(_short(codes[entry]), -1) for entry in of_one.entries[places].tolist()]
        if table:
            yield name, table, np.array(labels, dtype=np.int64)


def _short(code: str) -> str:
    """A code as graded pairs name it: the last part of a URI."""
    return code.rsplit("/", 1)[-1]
