"""What people judge, whether they agree, and what is made of it: pools of pairs, and the judgements of sheets joined.

Judging only what one system ranks high favours systems that resemble it; a pool holds the best answers of several and
a few drawn from ranks 6–50, which show how much it misses, blind and shuffled.

Krippendorff's α (2011) takes any number of judges and missing judgements, κ (Cohen) compares each two judges; where all
judgements are the same neither is defined (docs/evaluation.md).
"""

from __future__ import annotations

import csv
import json
import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain, combinations
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from eval.benchmarks.beir import COLUMNS as QRELS
from eval.errors import InputError, unreadable
from eval.records import Floats, Query, Ranking, Run, Target
from eval.sheets import GRADES, JudgedSheet
from eval.significance import FEW, NOTHING, SAMPLES, group_numbers, middle, resampled_sums, t_quantile

Level = Literal["nominal", "ordinal"]


@dataclass(frozen=True, slots=True)
class Coefficient:
    """Of agreement, with its 95 % interval; None where it is not defined, the ends where groups do not vary."""

    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Kappa:
    """Cohen's κ of two judges over the `n` pairs that both judged; not defined where all their judgements are one."""

    judges: tuple[str, str]
    n: int
    unweighted: Coefficient
    linear: Coefficient
    quadratic: Coefficient


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A pair on which judges differ: judge → grade."""

    query: str
    target: str
    grades: Mapping[str, int]

    @property
    def spread(self) -> int:
        """Distance of the highest and the lowest grade."""
        return max(self.grades.values()) - min(self.grades.values())


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far judges agree on the `pairs` that two or more judged, of so many `passages`.

    `disagreements` are the pairs on which they differ, the widest first.
    """

    judges: tuple[str, ...]
    pairs: int
    passages: int
    ordinal: Coefficient
    corresponds: Coefficient
    kappas: tuple[Kappa, ...]
    disagreements: tuple[Disagreement, ...]


def agreement(sheets: Sequence[JudgedSheet], *, right: int = 1, groups: Mapping[str, str] | None = None) -> Agreement:
    """Compare two or more filled sheets.

    From the grade `right` on a pair corresponds. Intervals resample groups, given as passage → group; a passage
    without one stands for itself. Raises InputError: fewer than two sheets, or no pair was judged by two.
    """
    group_of = groups or {}
    judges: list[str] = []
    judged: dict[tuple[str, str], dict[str, int]] = {}
    for sheet in sheets:
        if sheet.judge in judges:
            raise InputError(
                "{path}: another sheet is also by '{judge}'; write in each who judges",
                path=sheet.path,
                judge=sheet.judge,
            )
        judges.append(sheet.judge)
        for pair, grade in sheet.grades.items():
            judged.setdefault(pair, {})[sheet.judge] = grade
    both = {pair: row for pair, row in sorted(judged.items()) if len(row) > 1}
    if not both:
        raise InputError("no pair was judged by two people; two sheets with pairs in common are needed")
    units = [group_of.get(query, query) for query, _ in both]
    yes_no = {pair: {judge: int(grade >= right) for judge, grade in row.items()} for pair, row in both.items()}
    apart = [Disagreement(*pair, row) for pair, row in both.items() if len(set(row.values())) > 1]
    return Agreement(
        judges=tuple(judges),
        pairs=len(both),
        passages=len({query for query, _ in both}),
        ordinal=_alpha(both, "ordinal", units),
        corresponds=_alpha(yes_no, "nominal", units),
        kappas=tuple(_kappa(one, other, group_of) for one, other in combinations(sheets, 2)),
        disagreements=tuple(sorted(apart, key=lambda one: (-one.spread, one.query, one.target))),
    )


_UNDEFINED = Coefficient(None, None, None)
"""Of unanimity, where nothing tells chance from agreement."""


def _alpha(judged: Mapping[tuple[str, str], Mapping[str, int]], level: Level, units: Sequence[str]) -> Coefficient:
    counts = np.array([[list(row.values()).count(grade) for grade in GRADES] for row in judged.values()])
    if (counts.sum(axis=0) > 0).sum() < 2:
        return _UNDEFINED
    return _with_interval(coincidences(counts), lambda summed: krippendorff_alpha(summed, level), units)


def _with_interval(table: Floats, of: Callable[[Floats], Floats], units: Sequence[str]) -> Coefficient:
    """Return a coefficient, made by `of` of the sums of a table's rows, with its interval over the rows' units."""
    value = float(of(table.sum(axis=0)[None])[0])
    numbers = group_numbers(units)
    count = int(numbers.max()) + 1
    if count < 2:
        return Coefficient(value, None, None)
    drawn = of(resampled_sums(table, numbers, samples=SAMPLES, rng=np.random.default_rng(0)))
    drawn = drawn[np.isfinite(drawn)]  # a sample without any variation has none
    if np.ptp(drawn) < NOTHING:
        return Coefficient(value, None, None)  # they agree on everything, in every sample
    if count < FEW:
        half = t_quantile(count) * float(drawn.std(ddof=1))
        return Coefficient(value, max(value - half, -1.0), min(value + half, 1.0))
    return Coefficient(value, *middle(drawn))


def coincidences(counts: NDArray[np.int64]) -> Floats:
    """Return each unit's coincidence matrix, flattened: (units, values) counts → (units, values²), additive."""
    pairs = counts[:, :, None] * (counts[:, None, :] - np.eye(counts.shape[1], dtype=int))
    found: Floats = (pairs / (counts.sum(axis=1) - 1)[:, None, None]).reshape(len(counts), -1)
    return found


def krippendorff_alpha(summed: Floats, level: Level) -> Floats:
    """Return α of summed coincidence matrices, (samples, values²) → (samples,); NaN where there is one value only."""
    size = int(summed.shape[1] ** 0.5)
    observed = summed.reshape(-1, size, size)
    totals = observed.sum(axis=2)
    if level == "nominal":
        distance = np.broadcast_to(1.0 - np.eye(size), observed.shape)
    else:
        upto = np.cumsum(totals, axis=1)
        between = np.abs(upto[:, :, None] - upto[:, None, :])
        # Σ of the totals from the lower to the higher value, less half of both ends.
        lower = np.where(np.arange(size)[:, None] <= np.arange(size), totals[:, :, None], totals[:, None, :])
        distance = (between + lower - (totals[:, :, None] + totals[:, None, :]) / 2) ** 2 * (1 - np.eye(size))
    n = totals.sum(axis=1)[:, None, None]
    return _beyond_chance(observed, totals[:, :, None] * totals[:, None, :] / (n - 1), distance)


def _beyond_chance(observed: Floats, by_chance: Floats, distance: Floats) -> Floats:
    """Return 1 − distance observed ÷ by chance: (samples, values, values) → (samples,), NaN without the latter."""
    expected = (by_chance * distance).sum(axis=(1, 2))
    found: Floats = 1 - (observed * distance).sum(axis=(1, 2)) / np.where(expected > 0, expected, np.nan)
    return found


def _kappa(one: JudgedSheet, other: JudgedSheet, group_of: Mapping[str, str]) -> Kappa:
    judges, both = (one.judge, other.judge), sorted(one.grades.keys() & other.grades.keys())
    grades = [(one.grades[pair], other.grades[pair]) for pair in both]
    if len(set(chain.from_iterable(grades))) < 2:
        return Kappa(judges, len(both), _UNDEFINED, _UNDEFINED, _UNDEFINED)
    size, steps = len(GRADES), np.abs(np.subtract.outer(GRADES, GRADES))
    joint = np.eye(size**2)[[size * x + y for x, y in grades]]
    units = [group_of.get(query, query) for query, _ in both]
    found = [
        _with_interval(joint, partial(cohen_kappa, distance=distance.astype(float)), units)
        for distance in (steps > 0, steps, steps**2)
    ]
    return Kappa(judges, len(both), *found)


def cohen_kappa(summed: Floats, distance: Floats) -> Floats:
    """Return κ of summed tables of two judges' grades, (samples, values²) → (samples,); NaN for one value.

    The distance of two values is 0 where they agree, shape (values, values).
    """
    observed = summed.reshape(-1, *distance.shape)
    rows, columns, n = observed.sum(axis=2), observed.sum(axis=1), observed.sum(axis=(1, 2))
    return _beyond_chance(observed, rows[:, :, None] * columns[:, None, :] / n[:, None, None], distance)


SYSTEMS = 3
TOP = 5
TAIL = (6, 50)
DRAWN = 3


@dataclass(frozen=True, slots=True)
class PoolItem:
    """One pair to be judged: whether it was `drawn` from below the top, and its rank by system, not shown to judges."""

    query: str
    target: str
    drawn: bool
    ranks: Mapping[str, int]


def pool(runs: Sequence[Run], queries: Sequence[str], *, seed: int = 0) -> tuple[PoolItem, ...]:
    """Return pairs to be judged, passages and the targets within each in an order drawn with the seed.

    What a system has tied at the bottom of its ranking (BM25, where no word is shared) is no answer of its.

    The order of runs and queries changes nothing. Each system's `TOP` first ranks are taken whole, `DRAWN` more for
    each passage from the ranks of `TAIL`. Raises InputError: fewer than three systems, or two that answer exactly
    alike.
    """
    names = {run.system for run in runs}
    answers = {tuple(sorted((query, found.targets[:TOP]) for query, found in run.rankings.items())) for run in runs}
    if len(names) < SYSTEMS or len(answers) < SYSTEMS:
        listed = ", ".join(sorted(names))
        raise InputError(
            "at least {systems} different systems are needed, and there are: {listed}", systems=SYSTEMS, listed=listed
        )
    order = sorted(queries)
    random.Random(f"{seed}").shuffle(order)
    found: list[PoolItem] = []
    for query in order:
        # A generator of its own, so that adding a passage does not draw the others anew.
        rng = random.Random(f"{seed} {query}")
        ranks: dict[str, dict[str, int]] = {}
        for run in sorted(runs, key=lambda run: run.system):
            ranking = run.rankings.get(query)
            for rank, target in enumerate(_ranked(ranking)[: TAIL[1]] if ranking else (), start=1):
                ranks.setdefault(target, {})[run.system] = rank
        first = {target for target, row in ranks.items() if min(row.values()) <= TOP}
        below = sorted(t for t, row in ranks.items() if t not in first and max(row.values()) >= TAIL[0])
        extra = set(rng.sample(below, min(DRAWN, len(below))))
        targets = sorted(first | extra)
        rng.shuffle(targets)
        found.extend(PoolItem(query, target, target in extra, ranks[target]) for target in targets)
    return tuple(found)


def _ranked(ranking: Ranking) -> tuple[str, ...]:
    """Return the targets that a system puts above others: those tied at the bottom stand there by their ids alone."""
    scores = ranking.scores
    if len(scores) > 1 and scores[-1] == scores[-2]:
        return ranking.targets[: int((scores > scores[-1]).sum())]
    return ranking.targets


COLUMNS = ("query-id", "corpus-id", "grade", "how", "judges", "grades", "judged_on")


@dataclass(frozen=True, slots=True)
class Judgement:
    """The grade of one pair, 0 to 3, and where it comes from.

    `how` is "one" judge, "agreed", "majority" (more than half) or "decided" afterwards; `judged_on` the latest date
    that the sheets of these judges name, "" if none does.
    """

    query: str
    target: str
    grade: int
    how: str
    grades: Mapping[str, int]
    judged_on: str


def adjudicate(
    sheets: Sequence[JudgedSheet], decided: JudgedSheet | None = None
) -> tuple[tuple[Judgement, ...], tuple[Disagreement, ...]]:
    """Join the judgements of all sheets, one per judge: the judgements by pair, and the pairs that are still open.

    `decided` was filled in after the judges talked, and its grades stand over all others. Of an open pair, which is not
    judged, judges differ, none of the grades has more than half of them, and nobody decided.
    """
    by_pair: dict[tuple[str, str], dict[str, JudgedSheet]] = {}
    for sheet in [*sheets, *([decided] if decided else [])]:
        for pair in sheet.grades:
            by_pair.setdefault(pair, {})[sheet.judge] = sheet
    done: list[Judgement] = []
    open_pairs: list[Disagreement] = []
    for pair, judges in sorted(by_pair.items()):
        grades = {judge: sheet.grades[pair] for judge, sheet in judges.items()}
        grade, votes = Counter(grades.values()).most_common(1)[0]
        how = "majority" if votes < len(grades) else "agreed" if votes > 1 else "one"
        if decided and pair in decided.grades:
            grade, how = decided.grades[pair], "decided"
        elif 2 * votes <= len(grades):
            open_pairs.append(Disagreement(*pair, grades))
            continue
        done.append(Judgement(*pair, grade, how, grades, max(sheet.date for sheet in judges.values())))
    return tuple(done), tuple(sorted(open_pairs, key=lambda one: (-one.spread, one.query, one.target)))


def write_benchmark(
    folder: Path,
    judgements: Sequence[Judgement],
    queries: Sequence[Query],
    corpus: Sequence[Target],
    *,
    about: Mapping[str, Any],
) -> None:
    """Write a benchmark in BEIR layout, zeros included, with `judgements.csv`: who judged what, when, and how it ended.

    Passages that nobody judged are left out: without judgements they would count as having no correspondence. Raises
    InputError: a judged passage or target is not among those given, or the folder cannot be written.
    """
    judged, targets = {one.query for one in judgements}, {one.target for one in judgements}
    unknown = sorted(judged - {query.id for query in queries}) + sorted(targets - {target.id for target in corpus})
    if unknown:
        raise InputError(
            "the sheets judge '{unknown}', which is not in the material; use the sheets made from it",
            unknown=unknown[0],
        )
    try:
        write_texts(folder, [query for query in queries if query.id in judged], corpus)
        write_qrels(folder, [(one.query, one.target, one.grade) for one in judgements])
        text = json.dumps(dict(about), ensure_ascii=False, indent=2, sort_keys=True) + "\n"
        (folder / "benchmark.json").write_text(text, encoding="utf-8")
        with (folder / "judgements.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(COLUMNS)
            for one in judgements:
                judges, grades = ";".join(one.grades), ";".join(str(grade) for grade in one.grades.values())
                writer.writerow((one.query, one.target, one.grade, one.how, judges, grades, one.judged_on))
    except OSError as error:
        raise unreadable(folder, error) from error


def write_texts(folder: Path, queries: Sequence[Query], corpus: Sequence[Target]) -> None:
    """Write `corpus.jsonl` and `queries.jsonl` of the BEIR layout into a folder, which is made."""
    folder.mkdir(parents=True, exist_ok=True)
    rows: dict[str, list[dict[str, Any]]] = {
        "corpus": [{"_id": t.id, "title": t.title, "text": t.text, "lang": t.language} for t in corpus],
        "queries": [{"_id": q.id, "text": q.text, "lang": q.language, "group": q.group, **q.extra} for q in queries],
    }
    for name, part in rows.items():
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in part)
        (folder / f"{name}.jsonl").write_text(text, encoding="utf-8")


def write_qrels(folder: Path, grades: Sequence[tuple[str, str, int]]) -> None:
    """Write (query, target, grade) as `qrels/test.tsv` of the BEIR layout."""
    (folder / "qrels").mkdir(parents=True, exist_ok=True)
    rows = [f"{query}\t{target}\t{grade}\n" for query, target, grade in grades]
    (folder / "qrels" / "test.tsv").write_text("\t".join(QRELS) + "\n" + "".join(rows), encoding="utf-8")
