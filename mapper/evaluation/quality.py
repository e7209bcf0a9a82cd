"""Sections of the page on what a system says of its own answers: no match, thresholds, probabilities, judgements."""

from __future__ import annotations

import numpy as np

from eval import plots
from eval.answers import RiskCoverage
from eval.calibration import ENOUGH, Calibration
from eval.calibration import calibration as measure
from eval.tables import Table, number
from mapper.evaluation import words
from mapper.evaluation.board import Board
from mapper.evaluation.page import Section, picture


def no_match(shown: Board) -> Section | None:
    """How well confidence tells right from wrong, per benchmark, and the mean curve of each system."""
    rows = []
    for name in shown.benchmarks:
        for system in shown.systems:
            run = shown.runs.get((system, name))
            if run is None or run.result["no_match"] is None:
                continue
            known = run.details["no_match"]
            figures = (known["auroc"], known["with_without"], known["ceiling"], run.details["risk_coverage"]["area"])
            rows.append((name, system, *(number(value) for value in figures)))
    if not rows:
        return None
    header = (words.BENCHMARK, words.SYSTEM, words.AUROC, words.WITH_WITHOUT, words.CEILING, words.AREA)
    table = Table(tuple(shown.say(word) for word in header), tuple(rows), frozenset(range(2, 6)))
    note = shown.say(words.NO_MATCH_NOTE)
    curves = {system: _mean_risk(shown, system) for system in shown.whole()}
    if not curves:
        return Section(shown.say(words.NO_MATCH), (note, table))
    alt = shown.say(words.RISK)
    drawn = picture("risk", alt, plots.risk(curves, lang=shown.lang))
    return Section(shown.say(words.NO_MATCH), (note, table, f"{alt}:", drawn))


def _mean_risk(shown: Board, system: str) -> RiskCoverage:
    """Risk at the same coverages, averaged over benchmarks."""
    grid = np.linspace(0.01, 1, 100)
    risks, areas = [], []
    for name in shown.benchmarks:
        curve = shown.runs[system, name].details["risk_coverage"]
        at = np.searchsorted(curve["coverage"], grid - 1e-9).clip(max=len(curve["risk"]) - 1)
        risks.append(np.array(curve["risk"])[at])
        areas.append(curve["area"])
    return RiskCoverage(grid, np.mean(risks, axis=0), float(np.mean(areas)))


def mapping(shown: Board) -> Section | None:
    """Precision and recall of what systems with a threshold state."""
    rows = []
    for name in shown.benchmarks:
        for system in shown.systems:
            run = shown.runs.get((system, name))
            if run is None or run.details["mapping"] is None:
                continue
            for kind, word in (("micro", words.MICRO), ("macro", words.MACRO)):
                one = run.details["mapping"][kind]
                figures = (one["precision"], one["recall"], one["f1"])
                rows.append((name, system, shown.say(word), *(number(value) for value in figures)))
    if not rows:
        return None
    header = [shown.say(w) for w in (words.BENCHMARK, words.SYSTEM, words.MEAN, words.PRECISION, words.RECALL)]
    return Section(shown.say(words.MAPPING), (Table((*header, "F1"), tuple(rows), frozenset({3, 4, 5})),))


def _pooled(shown: Board, system: str) -> Calibration | None:
    rows = [
        (probability, right, f"{name} {run.groups[query]}")
        for (owner, name), run in sorted(shown.runs.items())
        if owner == system
        for query, (probability, right) in sorted(run.best.items())
    ]
    return measure(*(list(column) for column in zip(*rows, strict=True))) if rows else None


def calibration(shown: Board) -> Section | None:
    """Whether shown probabilities hold, over all benchmarks together."""
    found = {system: one for system in shown.systems if (one := _pooled(shown, system)) is not None}
    if not found:
        return None
    rows = tuple(
        (
            system,
            f"{number(one.rmsce)} ({number(one.low)}–{number(one.high)})",
            *(number(value) for value in (one.ece, one.ece_perfect, one.brier)),
            f"{one.n} / {one.groups}",
        )
        for system, one in found.items()
    )
    labels = (shown.say(words.SYSTEM), shown.say(words.RMSCE), "ECE", shown.say(words.PERFECT), "Brier")
    table = Table((*labels, shown.say(words.QUERIES)), rows, frozenset(range(1, 6)))
    system, one = next(iter(found.items()))
    notes = [shown.say(words.CALIBRATION_NOTE, n=one.n)]
    if one.n < ENOUGH:
        notes.append(shown.say(words.TOO_FEW, enough=f"{ENOUGH:,}"))
    title = shown.say(words.CALIBRATION)
    drawn = picture("reliability", f"{title}: {system}", plots.reliability(one, lang=shown.lang))
    return Section(title, (*notes, table, drawn))


def judged(shown: Board) -> Section | None:
    """Measures that need targets judged as not corresponding."""
    rows = []
    names: list[str] = []
    for (system, name), run in sorted(shown.runs.items(), key=lambda item: item[0][::-1]):
        if run.details["judged"]:
            names = names or list(run.details["judged"])
            rows.append((name, system, *(number(run.details["judged"][measure]) for measure in names)))
    if not rows:
        return None
    header = (shown.say(words.BENCHMARK), shown.say(words.SYSTEM), *names)
    table = Table(header, tuple(rows), frozenset(range(2, len(header))))
    return Section(shown.say(words.JUDGED), (shown.say(words.JUDGED_NOTE), table))
