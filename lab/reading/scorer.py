"""Fits what stands on the reader: `python -m lab.reading scorer DATA TRUTH --more FOLDER`.

TRUTH holds `real/train` and `programmes/train`, programmes with known truth, which people and a language model wrote;
some of those that ship are used too, and folders of more real ones that are named. Everything is judged on programmes
that were held out, in folds; the limits of the states are those at which what is said holds as often as `RIGHT_TAUGHT`
and `RIGHT_NOT_FOUND` ask, on programmes that people wrote where there are enough of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

from embeddings.encoders import Encoder, e5
from embeddings.reader import open_reader
from lab.reading.programmes import Compared, compared, standards_of
from lab.reading.shows import by_fold, fitted, labelled
from mapper.evaluation.programmes import Truth, read_truths
from mapper.evaluation.training import (
    FOLDS,
    SEED,
    SHIPPED,
    assign_fold,
    coefficients,
    cross_fitted,
    logistic,
)
from mapper.matching.candidates import Scale
from mapper.matching.features import as_rows
from mapper.matching.index import evenly_spaced
from mapper.matching.read_features import PAIR, UNREAD, describe_criteria, describe_field, describe_pairs, with_read
from mapper.matching.read_scorer import ReadScorer, pair_odds
from mapper.matching.reading import Read
from mapper.matching.regression import Logistic
from mapper.matching.scorer import shipped
from mapper.matching.teaching import evidence_odds
from mapper.matching.terms import Numbers, Rarity
from mapper.workspace.files import write_atomically

Report = Callable[[str], None]
RIGHT_TAUGHT, RIGHT_NOT_FOUND = 0.88, 0.78
"""How often "covered" or "partly", and "not found", are to hold on programmes held out."""
ELSEWHERE = 0.03  # share of the criteria of standards of other sectors that may at most be said to be taught
_FIELD_WEIGHT = 4.0
"""Of a standard of the programme's own field beside one of another: whoever names a standard mostly has reason to."""
_EXAMPLES_WEIGHT = 0.5
"""Of a criterion of a programme that was written before its standard: of these nearly all is taught, or little."""
_STRENGTHS = {"pair": 0.3, "unread_pair": 0.3, "field": 0.1, "taught": 0.03, "fully": 0.03}
"""Inverse of the regularisation of each regression."""
_UNREAD_EACH = 20  # passages without a right one that are drawn for each criterion that was not read beside them
_COMPARED = 500  # criteria between which it is measured how the cosines of an encoder lie
_SHIPPED = 30  # programmes that ship which are fitted on beside the others
_TOLD_EACH = 50
KNOWN = 1.5
"""Weight of a real programme that the reader was trained on, where there are others."""
_ENOUGH_REAL = 300  # criteria of programmes that people wrote from which on they alone set the limits


def train(
    data: Path, truth: Path, out: Path, *, more: Sequence[Path] = (), known: Sequence[Path] = (), report: Report
) -> None:
    """Fit on the train parts and write the model as .npz; `report` gets each line of the figures of what was held out.

    `more` are folders of further real programmes, `known` of such as the reader was trained on. Published standards are
    in DATA's `conocer/`; for the truth see above.
    """
    encoder, reader, conocer = e5.open_encoder(), open_reader(), data / "conocer"
    own = [folder for folder in (truth / "real" / "train", truth / "programmes" / "train") if folder.is_dir()]
    by_folder = {folder: read_truths(folder, conocer)[0] for folder in (*own, *more, *known)}
    by_name = {one.name: one for truths in by_folder.values() for one in truths}
    others = [one for one in read_truths(SHIPPED, conocer)[0] if one.name not in by_name]
    truths = [*by_name.values(), *some(others, _SHIPPED)]
    base, scale = shipped(), scale_of(encoder, truths)
    onto = base.criteria.scale
    found = compared(truths, standards_of(truths, encoder, replace(onto, own=scale)), encoder)
    of_more = {one.name for folder in more for one in by_folder[folder]}
    if of_more:  # of what it was trained on the reader is surer than of what users have
        found = [one if one.programme in of_more else replace(one, weight=min(one.weight, KNOWN)) for one in found]
    report(f"{len(truths)} programmes, {len(found)} comparisons")
    passages = labelled(truths, encoder)
    can_show = by_fold(passages, sorted({assign_fold(one.programme) for one in found}))
    stages, limits, figures = of_programmes(found, can_show, base.rarity, reader.scores, report)
    stages |= {"shows": fitted(passages), "roles": base.criteria.stages["roles"]}
    report(str(figures))
    about = {"programmes": figures, "folds": FOLDS, "encoder": encoder.revision}
    models = encoder.revision, reader.revision
    made = ReadScorer(stages, limits, scale, onto, base.rarity, models, about)
    write_atomically(out, made.to_bytes())


def some(truths: Sequence[Truth], count: int) -> list[Truth]:
    """Return so many of the programmes, drawn by their names, in the order given."""
    chosen = sorted(truths, key=lambda truth: hashlib.sha256(truth.name.encode()).hexdigest())[:count]
    names = {truth.name for truth in chosen}
    return [truth for truth in truths if truth.name in names]


def scale_of(encoder: Encoder, truths: Sequence[Truth]) -> Scale:
    """Tell how the cosines of an encoder lie between criteria of many trades."""
    every = [entry.statement for truth in truths for entry in truth.framework.competencies]
    texts = [every[place] for place in evenly_spaced(len(every), _COMPARED)]
    own = Scale.among(encoder.encode(texts, role="passage"))
    return Scale(round(own.mean, 4), round(own.spread, 4))


def of_programmes(
    found: Sequence[Compared], can_show: Mapping[int, Logistic], rarity: Rarity, read: Read, report: Report
) -> tuple[dict[str, Logistic], tuple[float, float], dict[str, Any]]:
    """Fit pairs, field, taught and fully; each later stage sees odds of regressions that had not seen the programme.

    `can_show` has for each fold a regression that tells passages which can show what is taught. Gives the stages, the
    limits of the states, and figures on programmes held out.
    """
    tables, rows = list[dict[str, NDArray[Any]]](), list[dict[str, NDArray[Any]]]()
    folds = [assign_fold(one.programme) for one in found]
    for one, fold in zip(found, folds, strict=True):
        asked = one.asked()
        of_passages = evidence_odds(asked, can_show[fold])
        table = describe_pairs(asked, one.pool.index, one.places, one.pool.scaled, rarity, of_passages)
        tables.append({key: table[key].astype(np.float32) for key in (*PAIR, "title")})
        rows.append(_pairs(one, tables[-1], "unread_pair", UNREAD) if one.own_and_short else {})
    unread = _of_pairs(rows, found, "unread_pair")
    for done, (one, table, pairs) in enumerate(zip(found, tables, rows, strict=True)):
        if done % _TOLD_EACH == 0:
            report(f"{done} of {len(found)} comparisons")
        by_numbers = unread.odds(as_rows(table, UNREAD)).reshape(table["read"].shape)
        was_read = with_read(table, by_numbers, one.asked(), one.pool.index, one.places, read)
        table |= {key: was_read[key].astype(np.float32) for key in ("read", "read_ahead")}
        pairs |= _pairs(one, table, "pair", PAIR) if one.own_and_short else {}
    stages = {"pair": _of_pairs(rows, found, "pair"), "unread_pair": unread}
    held_out = {
        fold: {stage: _of_pairs(rows, found, stage, without=fold) for stage in ("pair", "unread_pair")}
        for fold in sorted(set(folds))
    }
    fields, criteria, odds = [], [], []
    for one, table, fold in zip(found, tables, folds, strict=True):
        wide = {key: values.astype(np.float64) for key, values in table.items()}
        own = pair_odds(wide, held_out[fold]["pair"], held_out[fold]["unread_pair"])
        entries = [one.pool.index.framework.competencies[place] for place in one.places]
        passages = one.asked().passages
        fields.append(describe_field(wide, own, passages))
        criteria.append(describe_criteria(wide, own, passages, entries))
        odds.append(own)
    of_whole, limits, figures = stages_of(found, np.array(fields), criteria)
    whole = {one.programme for one in found if one.field}
    real = {one.programme for one in found if one.field and one.weight > KNOWN}
    figures |= {"right_passage_first": _found_among_first(found, odds), "programmes": len(whole), "real": len(real)}
    return stages | of_whole, limits, figures


def _pairs(
    one: Compared, table: Mapping[str, NDArray[Any]], stage: str, columns: Sequence[str]
) -> dict[str, NDArray[Any]]:
    """Return the pairs of a comparison that a regression of pairs is fitted on, and whether each is right."""
    draw, share = np.random.default_rng(SEED), min(1.0, _UNREAD_EACH / max(len(one.right), 1))
    drawn = one.right | (draw.random(one.right.shape) < share)
    chosen = ~np.isnan(table["read"]) if stage == "pair" else drawn
    right = one.right[chosen].astype(float)
    return {
        stage: np.stack([table[name][chosen] for name in columns], axis=1),
        f"{stage} right": right,
        # Those that were not drawn are stood for by those that were.
        f"{stage} weight": one.weight * np.where((right > 0) | (stage == "pair"), 1.0, 1 / share),
    }


def _of_pairs(
    rows: Sequence[Mapping[str, NDArray[Any]]], found: Sequence[Compared], stage: str, without: int | None = None
) -> Logistic:
    """Return the regression of pairs, of comparisons that are not of the fold `without`."""
    chosen = [n for n, own in enumerate(rows) if own and assign_fold(found[n].programme) != without]
    x = np.concatenate([rows[n][stage] for n in chosen]).astype(np.float64)
    y = np.concatenate([rows[n][f"{stage} right"] for n in chosen])
    weight = np.concatenate([rows[n][f"{stage} weight"] for n in chosen])
    mean, spread = x.mean(axis=0), x.std(axis=0) + 1e-6
    own = coefficients((x - mean) / spread, y, _STRENGTHS[stage], weight)
    return Logistic(mean, spread, own, own[None])


def stages_of(
    found: Sequence[Compared], fields: Numbers, rows: Sequence[Numbers]
) -> tuple[dict[str, Logistic], tuple[float, float], dict[str, Any]]:
    """Return the regressions over whole programmes, the limits of the states, and figures of programmes held out.

    Of each comparison there are the numbers of its field (`read_features.FIELD`) and a row for each criterion.
    """
    names = np.array([one.programme for one in found])
    is_field, weights = np.array([float(o.field) for o in found]), np.array([o.weight for o in found])
    of_fields = (fields, is_field, names, _STRENGTHS["field"], weights * np.where(is_field > 0, _FIELD_WEIGHT, 1.0))
    own = [number for number, one in enumerate(found) if one.field]
    foreign = [number for number, one in enumerate(found) if not one.field]

    def each_criterion(values: NDArray[Any], chosen: list[int]) -> NDArray[Any]:
        """Return what is told of comparisons, for each criterion of these."""
        return np.repeat(values[chosen], [len(found[n].places) for n in chosen])

    whose = each_criterion(names, own)
    examples = np.array([one.examples for one in found])
    criteria, state = np.concatenate([rows[n] for n in own]), np.concatenate([found[n].state for n in own])
    weight = each_criterion(weights * np.where(examples, _EXAMPLES_WEIGHT, 1.0), own)
    of_taught = (criteria, (state > 0).astype(float), whose, _STRENGTHS["taught"], weight)
    some_of_it = state > 0
    in_full = (
        criteria[some_of_it], (state[some_of_it] == 2).astype(float), whose[some_of_it], _STRENGTHS["fully"],
        weight[some_of_it],
    )  # fmt: skip
    stages = {"field": logistic(*of_fields), "taught": logistic(*of_taught), "fully": logistic(*in_full)}
    by_field = cross_fitted(*of_fields)
    t = cross_fitted(*of_taught) * each_criterion(by_field, own)
    elsewhere = stages["taught"].probabilities(np.concatenate([rows[n] for n in foreign]))
    elsewhere = elsewhere * each_criterion(by_field, foreign)
    near = each_criterion(np.array([one.neighbour for one in found]), foreign)
    by_standard = np.split(elsewhere, np.cumsum([len(found[n].places) for n in foreign])[:-1])
    in_long = np.array([one.long for one in found])
    # What is told has to hold on programmes as people write them.
    real = (each_criterion(weights, own) > KNOWN) & ~each_criterion(in_long, own)
    if real.sum() < _ENOUGH_REAL:
        real = ~each_criterion(examples, own)
    limits = limits_of(t[real], state[real] > 0, elsewhere, (RIGHT_TAUGHT, RIGHT_NOT_FOUND, ELSEWHERE))
    far = [e.mean() for n, e in zip(foreign, by_standard, strict=True) if not found[n].neighbour]
    figures = {
        "limits": list(limits),
        "in_full_auroc": round(float(roc_auc_score(in_full[1], cross_fitted(*in_full))), 4),
        "chance": round(float(np.median(far)), 4),
        **_figures(t[real], state[real], elsewhere, near, limits),
    }
    for name, part in (
        ("others", (each_criterion(weights, own) <= KNOWN) & ~each_criterion(in_long, own)),
        ("in_long", each_criterion(in_long, own)),
    ):
        if part.any() and 0 < (state[part] > 0).mean() < 1:
            figures[name] = _figures(t[part], state[part], elsewhere, near, limits)
    return stages, limits, figures


def _found_among_first(found: Sequence[Compared], odds: Sequence[Numbers]) -> list[float]:
    """Tell how often a right passage is among the first 1, 3, 5 and 8, of what is taught."""
    hits, wanted = np.zeros(4), 0
    for one, own in zip(found, odds, strict=True):
        for column in np.flatnonzero(one.right.any(axis=0)) if one.own_and_short else ():
            wanted += 1
            order = np.argsort(-own[:, column], kind="stable")
            ranks = np.flatnonzero(one.right[order, column])
            hits += [len(ranks) > 0 and ranks[0] < first for first in (1, 3, 5, 8)]
    return [round(float(hit), 3) for hit in hits / max(wanted, 1)]


def _figures(
    t: Numbers, state: NDArray[np.int8], elsewhere: Numbers, near: NDArray[np.bool_], limits: tuple[float, float]
) -> dict[str, float]:
    """Return figures on criteria of programmes' own standards, and of those `elsewhere`: near and other sectors'."""
    others = {"other_sectors_said_taught": elsewhere[~near], "neighbours_said_taught": elsewhere[near]}
    return {
        "criteria": len(state),
        "auroc": round(float(roc_auc_score(state > 0, t)), 4),
        "brier": round(float(((t - (state > 0)) ** 2).mean()), 4),
        **_said(t, state, limits),
        **{name: round(float((e >= limits[0]).mean()), 4) if len(e) else 0.0 for name, e in others.items()},
    }


def limits_of(
    t: Numbers, taught: NDArray[np.bool_], elsewhere: Numbers, asked: tuple[float, float, float]
) -> tuple[float, float]:
    """Return the least t from which on, and the highest up to which, what is said holds as often as it is to.

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
