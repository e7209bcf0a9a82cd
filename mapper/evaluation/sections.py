"""What the page of results shows, section by section, from stored runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence, Set

import numpy as np

from corpora import Text
from eval import plots
from eval.answers import RiskCoverage
from eval.calibration import ENOUGH, Calibration
from eval.calibration import calibration as measure_calibration
from eval.measures import MEASURES
from eval.records import Interval
from eval.significance import TEST_FROM, difference, holm
from eval.tables import Table, figure, number, p_value
from mapper.evaluation import words
from mapper.evaluation.known import known, published
from mapper.evaluation.page import Board, Part, Section, board, mean_interval, picture
from mapper.evaluation.stored import StoredRun

TEXT_SHOWN = 160
WORTH_SAYING = 0.05
"""From this share of tied best answers on."""


def sections(runs: Sequence[StoredRun], *, lang: str, names: Sequence[str] | None = None) -> list[Section]:
    """The sections of these names (keys of `SECTIONS`) that have something to show; all by default."""
    shown = board(runs, lang)
    return [found for name in names or SECTIONS if (found := SECTIONS[name](shown)) is not None]


def _section(
    shown: Board,
    title: str,
    header: Sequence[Sequence[str]],
    rows: Sequence[Sequence[str]],
    *,
    before: Sequence[Part] = (),
    after: Sequence[Part] = (),
    words_first: int = 1,
    figures: Set[int] = frozenset(),
) -> Section | None:
    """A table between what is said before and after it; None without rows.

    Columns are figures from `words_first` on, or those of `figures` alone.
    """
    if not rows:
        return None
    names = tuple(shown.say(name) if isinstance(name, Text) else str(name) for name in header)
    table = Table(names, tuple(map(tuple, rows)), frozenset(figures or range(words_first, len(names))))
    return Section(title, (*before, table, *after))


def _pairs(shown: Board) -> Iterator[tuple[str, str, StoredRun]]:
    """Benchmark, system and run, of all that were run."""
    for name in shown.benchmarks:
        for system in shown.systems:
            if run := shown.runs.get((system, name)):
                yield name, system, run


def _interval(run: StoredRun, measure: str) -> Interval:
    return Interval(**run.details["intervals"][measure])


def _systems(shown: Board) -> Section | None:
    rows = []
    for name in shown.benchmarks:
        measure = shown.measure(name)
        runs = [shown.runs.get((system, name)) for system in shown.systems]
        size = _interval(shown.any(name), measure)
        cells = ("–" if run is None else figure(_interval(run, measure)) for run in runs)
        rows.append((name, measure, f"{size.n} / {size.groups}", *cells))
    whole = set(shown.whole())
    means = (
        figure(mean_interval([shown.runs[system, name] for name in shown.benchmarks])) if system in whole else "–"
        for system in shown.systems
    )
    if len(shown.benchmarks) > 1:
        rows.append((shown.say(words.MEAN), "", "", *means))
    header = (words.BENCHMARK, words.MEASURE, words.QUERIES, *shown.systems)
    lead = [shown.say(words.LEAD)]
    return _section(shown, shown.say(words.SYSTEMS), header, rows, before=lead, after=[*_notes(shown)], words_first=2)


def _notes(shown: Board) -> Iterator[str]:
    """What a reader has to know of these figures."""
    for name in shown.benchmarks:
        if left := shown.any(name).details["unanswerable"]:
            yield shown.say(words.LEFT_OUT, n=left, name=name)
    unjudged = [n for n in shown.benchmarks if shown.any(n).details["judgements"] == "positives only"]
    if unjudged:
        yield shown.say(words.POSITIVES, names=", ".join(unjudged))
    by_labels: dict[str, list[str]] = {}
    for name in shown.benchmarks:
        if labels := known()["targets"].get(name):
            by_labels.setdefault(labels, []).append(name)
    for labels, names in by_labels.items():
        yield shown.say(words.LEAKAGE, names=", ".join(names), labels=labels)
    if trained := [name for name in shown.benchmarks if name in known()["trained_on"]]:
        yield shown.say(words.TRAINED, names=", ".join(trained))
    if curricula := [name for name in shown.benchmarks if name in known()["curricula"]]:
        yield shown.say(words.COUNTRIES, names=", ".join(curricula))


def _ties(shown: Board) -> Section | None:
    """Share of queries whose first answer the ids decide."""
    rows = []
    for system in shown.systems:
        runs = [shown.runs.get((system, name)) for name in shown.benchmarks]
        shares = [None if run is None else float(run.result["tied_at_best"]) for run in runs]
        if any(share and share >= WORTH_SAYING for share in shares):
            rows.append((system, *(number(share) for share in shares)))
    before = [shown.say(words.TIED)]
    return _section(shown, shown.say(words.TIES), (words.SYSTEM, *shown.benchmarks), rows, before=before)


def _published(shown: Board) -> Section | None:
    rows = tuple(
        (
            one.benchmark,
            shown.say(one.system),
            one.measure,
            number(one.value),
            shown.say(words.PARTS[one.part]),
            one.source,
        )
        for one in published()
        if one.benchmark in shown.benchmarks
    )
    header = (words.BENCHMARK, words.SYSTEM, words.MEASURE, words.VALUE, words.PART, words.SOURCE)
    title = f"{shown.say(words.PUBLISHED)} ({shown.say(words.PUBLISHED_MARK)})"
    return _section(shown, title, header, rows, before=[shown.say(words.PUBLISHED_NOTE)], figures={3})


def _differences(shown: Board) -> Section | None:
    reference = shown.reference()
    others = [system for system in shown.systems if system != reference]
    columns = {name: _against(shown, reference, others, name) for name in shown.benchmarks}
    rows = tuple((system, *(columns[name].get(system, "–") for name in shown.benchmarks)) for system in others)
    title, note = (shown.say(text, system=reference) for text in (words.COMPARED, words.COMPARED_NOTE))
    return _section(shown, title, (words.SYSTEM, *shown.benchmarks), rows, before=[note])


def _against(shown: Board, reference: str, others: Sequence[str], name: str) -> dict[str, str]:
    """System → its difference from the reference on one benchmark, p adjusted over the systems."""
    base = shown.runs.get((reference, name))
    if base is None:
        return {}
    measure = shown.measure(name)
    found = {
        system: difference(base.values[measure], shown.runs[system, name].values[measure], base.groups)
        for system in others
        if (system, name) in shown.runs
    }
    adjusted = holm({system: one.p for system, one in found.items() if one.p is not None})
    cells = {}
    for system, one in found.items():
        p = ""
        if system in adjusted:
            p = f"p {p_value(adjusted[system])}"
        if one.interval.groups < TEST_FROM:
            p = shown.say(words.NO_TEST, groups=one.interval.groups)
        cells[system] = f"{figure(one.interval)} {p}"
    return cells


def _directions(shown: Board) -> Section | None:
    rows = []
    for name in shown.benchmarks:
        found = {d for (_, b), run in shown.runs.items() if b == name for d in run.result["directions"]}
        if len(found) < 2:
            continue
        measure = shown.measure(name)
        for system in shown.systems:
            run = shown.runs.get((system, name))
            parts = run.result["directions"] if run else {}
            for direction, part in parts.items():
                value = part["measures"][measure]
                interval = Interval(value["value"], value["low"], value["high"], part["queries"], part["groups"], "")
                size = f"{part['queries']} / {part['groups']}"
                rows.append((name, system, direction.replace("-", " → "), measure, figure(interval), size))
    header = (words.BENCHMARK, words.SYSTEM, words.DIRECTIONS, words.MEASURE, words.VALUE, words.QUERIES)
    return _section(shown, shown.say(words.DIRECTIONS), header, rows, words_first=4)


def _all_measures(shown: Board) -> Section | None:
    rows = [
        (name, system, *(number(run.result["measures"][m]["value"]) for m in MEASURES))
        for name, system, run in _pairs(shown)
    ]
    header = (words.BENCHMARK, words.SYSTEM, *MEASURES)
    return _section(shown, shown.say(words.ALL_MEASURES), header, rows, words_first=2)


def _examples(shown: Board) -> Section | None:
    system = shown.reference()
    rows = []
    for name in shown.benchmarks:
        run = shown.runs.get((system, name))
        for kind, word in (("worst", words.WORST), ("best", words.BEST)):
            for one in run.details["examples"][kind] if run else ():
                answers = "; ".join(f"{'✓' if a['right'] else '✗'} {_short(a['text'])}" for a in one["answers"])
                right = "; ".join(_short(target["text"]) for target in one["relevant"])
                rows.append((name, shown.say(word), number(one["value"]), _short(one["text"]), answers, right))
    header = (words.BENCHMARK, "", words.VALUE, words.QUERY, words.ANSWERS, words.RELEVANT)
    return _section(shown, shown.say(words.EXAMPLES, system=system), header, rows, figures={2})


def _short(text: str) -> str:
    return text if len(text) <= TEXT_SHOWN else text[: TEXT_SHOWN - 1].rstrip() + "…"


def _speed(shown: Board) -> Section | None:
    rows, points = [], []
    for system in shown.whole():
        runs = [shown.runs[system, name] for name in shown.benchmarks]
        seconds = sum(run.details["cost"]["seconds"] for run in runs)
        per_second = sum(run.result["queries"] for run in runs) / max(seconds, 1e-9)
        peak = max((run.details["cost"]["peak_megabytes"] or 0) for run in runs)
        accuracy = mean_interval(runs).value
        points.append(plots.Speed(system, round(per_second, 3), round(accuracy, 4)))
        prepared = sum(run.details["cost"].get("preparing_seconds", 0.0) for run in runs)
        rows.append((system, f"{prepared:.1f}", f"{seconds:.1f}", f"{per_second:.0f}", f"{peak:.0f}", number(accuracy)))
    if not rows:
        return None
    header = (words.SYSTEM, words.PREPARING, words.SECONDS, words.PER_SECOND, words.MEMORY, words.MEAN)
    if not rows:
        return None
    title = shown.say(words.SPEED)
    drawn = picture("speed", title, plots.speed(points, lang=shown.lang))
    return _section(shown, title, header, rows, after=[drawn])


def _cite(shown: Board) -> Section:
    rows = tuple((name, shown.any(name).result["sha256"]) for name in shown.benchmarks)
    first = next(iter(shown.runs.values()))
    libraries = ", ".join(f"{name} {number}" for name, number in first.details["versions"].items())
    table = Table((shown.say(words.BENCHMARK), f"SHA-256 ({shown.say(words.CHECKSUM)})"), rows)
    return Section(
        shown.say(words.CITE), (shown.say(words.CITE_NOTE), f"curmap {first.details['program']}; {libraries}.", table)
    )


def _no_match(shown: Board) -> Section | None:
    """How well confidence tells right from wrong, per benchmark, and the mean curve of each system."""
    rows = []
    for name, system, run in _pairs(shown):
        if run.result["no_match"] is not None:
            known = run.details["no_match"]
            figures = (known["auroc"], known["with_without"], known["ceiling"], run.details["risk_coverage"]["area"])
            rows.append((name, system, *(number(value) for value in figures)))
    header = (words.BENCHMARK, words.SYSTEM, words.AUROC, words.WITH_WITHOUT, words.CEILING, words.AREA)
    after: list[Part] = []
    if curves := {system: _mean_risk(shown, system) for system in shown.whole()}:
        alt = shown.say(words.RISK)
        after = [f"{alt}:", picture("risk", alt, plots.risk(curves, lang=shown.lang))]
    before = [shown.say(words.NO_MATCH_NOTE)]
    return _section(shown, shown.say(words.NO_MATCH), header, rows, before=before, after=after, words_first=2)


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


def _mapping(shown: Board) -> Section | None:
    """Precision and recall of what systems with a threshold state."""
    rows = []
    for name, system, run in _pairs(shown):
        for kind, word in (("micro", words.MICRO), ("macro", words.MACRO)) if run.details["mapping"] else ():
            one = run.details["mapping"][kind]
            rows.append((name, system, shown.say(word), *(number(one[key]) for key in ("precision", "recall", "f1"))))
    header = (words.BENCHMARK, words.SYSTEM, words.MEAN, words.PRECISION, words.RECALL, "F1")
    return _section(shown, shown.say(words.MAPPING), header, rows, words_first=3)


def _pooled(shown: Board, system: str) -> Calibration | None:
    rows = [
        (probability, right, f"{name} {run.groups[query]}")
        for (owner, name), run in sorted(shown.runs.items())
        if owner == system
        for query, (probability, right) in sorted(run.best.items())
    ]
    return measure_calibration(*(list(column) for column in zip(*rows, strict=True))) if rows else None


def _calibration(shown: Board) -> Section | None:
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
    header = (words.SYSTEM, words.RMSCE, "ECE", words.PERFECT, "Brier", words.QUERIES)
    system, one = next(iter(found.items()))
    notes = [shown.say(words.CALIBRATION_NOTE, n=one.n)]
    if one.n < ENOUGH:
        notes.append(shown.say(words.TOO_FEW, enough=f"{ENOUGH:,}"))
    title = shown.say(words.CALIBRATION)
    drawn = picture("reliability", f"{title}: {system}", plots.reliability(one, lang=shown.lang))
    return _section(shown, title, header, rows, before=notes, after=[drawn])


def _judged(shown: Board) -> Section | None:
    """Measures that need targets judged as not corresponding."""
    rows = []
    names: list[str] = []
    for (system, name), run in sorted(shown.runs.items(), key=lambda item: item[0][::-1]):
        if run.details["judged"]:
            names = names or list(run.details["judged"])
            rows.append((name, system, *(number(run.details["judged"][measure]) for measure in names)))
    header, before = (words.BENCHMARK, words.SYSTEM, *names), [shown.say(words.JUDGED_NOTE)]
    return _section(shown, shown.say(words.JUDGED), header, rows, before=before, words_first=2)


SECTIONS: dict[str, Callable[[Board], Section | None]] = {
    "systems": _systems,
    "ties": _ties,
    "published": _published,
    "differences": _differences,
    "directions": _directions,
    "measures": _all_measures,
    "no_match": _no_match,
    "mapping": _mapping,
    "calibration": _calibration,
    "judged": _judged,
    "examples": _examples,
    "speed": _speed,
    "cite": _cite,
}
"""Every section of the page, in its order."""
