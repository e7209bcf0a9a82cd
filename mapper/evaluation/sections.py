"""What the page of results shows, section by section, from stored runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from corpora import Text
from eval import plots
from eval.measures import MEASURES
from eval.records import Interval
from eval.significance import TEST_FROM, difference, holm
from eval.tables import Table, figure, number, p_value
from mapper.evaluation import quality, words
from mapper.evaluation.board import Board, board, mean_interval
from mapper.evaluation.known import is_curriculum, published, targets_of, training_part_seen
from mapper.evaluation.page import Section, picture
from mapper.evaluation.stored import StoredRun

TEXT_SHOWN = 160
WORTH_SAYING = 0.05
"""From this share of tied best answers on."""


def sections(runs: Sequence[StoredRun], *, lang: str, names: Sequence[str] | None = None) -> list[Section]:
    """The sections of these names (keys of `SECTIONS`) that have something to show; all by default."""
    shown = board(runs, lang)
    return [found for name in names or SECTIONS if (found := SECTIONS[name](shown)) is not None]


def _interval(run: StoredRun, measure: str) -> Interval:
    return Interval(**run.details["intervals"][measure])


def _systems(shown: Board) -> Section:
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
    header = (shown.say(words.BENCHMARK), shown.say(words.MEASURE), shown.say(words.QUERIES), *shown.systems)
    table = Table(header, tuple(rows), frozenset(range(2, len(header))))
    return Section(shown.say(words.SYSTEMS), (shown.say(words.LEAD), table, *_notes(shown)))


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
        if labels := targets_of(name):
            by_labels.setdefault(labels, []).append(name)
    for labels, names in by_labels.items():
        yield shown.say(words.LEAKAGE, names=", ".join(names), labels=labels)
    if trained := [name for name in shown.benchmarks if training_part_seen(name)]:
        yield shown.say(words.TRAINED, names=", ".join(trained))
    if curricula := [name for name in shown.benchmarks if is_curriculum(name)]:
        yield shown.say(words.COUNTRIES, names=", ".join(curricula))


def _ties(shown: Board) -> Section | None:
    """Share of queries whose first answer the ids decide."""
    rows = []
    for system in shown.systems:
        runs = [shown.runs.get((system, name)) for name in shown.benchmarks]
        shares = [None if run is None else float(run.result["tied_at_best"]) for run in runs]
        if any(share and share >= WORTH_SAYING for share in shares):
            rows.append((system, *(number(share) for share in shares)))
    if not rows:
        return None
    table = Table((shown.say(words.SYSTEM), *shown.benchmarks), tuple(rows), frozenset(range(1, len(rows[0]))))
    return Section(shown.say(words.TIES), (shown.say(words.TIED), table))


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
    if not rows:
        return None
    header = (words.BENCHMARK, words.SYSTEM, words.MEASURE, words.VALUE, words.PART, words.SOURCE)
    table = Table(tuple(shown.say(word) for word in header), rows, frozenset({3}))
    return Section(
        f"{shown.say(words.PUBLISHED)} ({shown.say(words.PUBLISHED_MARK)})", (shown.say(words.PUBLISHED_NOTE), table)
    )


def _differences(shown: Board) -> Section | None:
    reference = shown.reference()
    others = [system for system in shown.systems if system != reference]
    if not others:
        return None
    columns = {name: _against(shown, reference, others, name) for name in shown.benchmarks}
    rows = tuple((system, *(columns[name].get(system, "–") for name in shown.benchmarks)) for system in others)
    header = (shown.say(words.SYSTEM), *shown.benchmarks)
    table = Table(header, rows, frozenset(range(1, len(header))))
    note = shown.say(words.COMPARED_NOTE, system=reference)
    return Section(shown.say(words.COMPARED, system=reference), (note, table))


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
    if not rows:
        return None
    header = (words.BENCHMARK, words.SYSTEM, words.DIRECTIONS, words.MEASURE, words.VALUE, words.QUERIES)
    return Section(
        shown.say(words.DIRECTIONS), (Table(tuple(shown.say(word) for word in header), tuple(rows), frozenset({4, 5})),)
    )


def _all_measures(shown: Board) -> Section:
    rows = tuple(
        (name, system, *(number(shown.runs[system, name].result["measures"][m]["value"]) for m in MEASURES))
        for name in shown.benchmarks
        for system in shown.systems
        if (system, name) in shown.runs
    )
    header = (shown.say(words.BENCHMARK), shown.say(words.SYSTEM), *MEASURES)
    return Section(shown.say(words.ALL_MEASURES), (Table(header, rows, frozenset(range(2, len(header)))),))


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
    if not rows:
        return None
    header = (words.BENCHMARK, Text("", ""), words.VALUE, words.QUERY, words.ANSWERS, words.RELEVANT)
    table = Table(tuple(shown.say(word) for word in header), tuple(rows), frozenset({2}))
    return Section(shown.say(words.EXAMPLES, system=system), (table,))


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
    table = Table(tuple(shown.say(word) for word in header), tuple(rows), frozenset(range(1, 6)))
    title = shown.say(words.SPEED)
    return Section(title, (table, picture("speed", title, plots.speed(points, lang=shown.lang))))


def _cite(shown: Board) -> Section:
    rows = tuple((name, shown.any(name).result["sha256"]) for name in shown.benchmarks)
    first = next(iter(shown.runs.values()))
    libraries = ", ".join(f"{name} {number}" for name, number in first.details["versions"].items())
    table = Table((shown.say(words.BENCHMARK), f"SHA-256 ({shown.say(words.CHECKSUM)})"), rows)
    return Section(
        shown.say(words.CITE), (shown.say(words.CITE_NOTE), f"curmap {first.details['program']}; {libraries}.", table)
    )


SECTIONS: dict[str, Callable[[Board], Section | None]] = {
    "systems": _systems,
    "ties": _ties,
    "published": _published,
    "differences": _differences,
    "directions": _directions,
    "measures": _all_measures,
    "no_match": quality.no_match,
    "mapping": quality.mapping,
    "calibration": quality.calibration,
    "judged": quality.judged,
    "examples": _examples,
    "speed": _speed,
    "cite": _cite,
}
"""Every section of the page, in its order."""
