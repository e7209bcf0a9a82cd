"""Stored runs laid out by system and benchmark, and the page of results made of them, section by section.

The page is a report like all others, and the same as Markdown with its pictures beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path

import numpy as np

from corpora import Text, _
from eval import plots
from eval.calibration import ENOUGH, Calibration
from eval.calibration import calibration as measure_calibration
from eval.measures import MEASURES, mean
from eval.records import Interval
from eval.significance import LEVEL, NOTHING, difference, difference_draws, holm, least_p, middle
from eval.tables import Table, cut, figure, markdown, number, p_value
from mapper.evaluation import DEFAULT
from mapper.evaluation.known import known_benchmarks, training_notes
from mapper.evaluation.stored import StoredRun
from mapper.reports import blocks as b
from mapper.reports.blocks import Words
from mapper.reports.page import page
from mapper.workspace.files import write_atomically

TITLE = _("Evaluation")
TEXT_SHOWN = 160
SYSTEM, BENCHMARK, MEAN, MEASURE, VALUE = _("System"), _("Benchmark"), _("Mean"), _("measure"), _("value")
QUERIES = _("queries / groups")


@dataclass(frozen=True, slots=True)
class Board:
    """Runs by (system, benchmark); the systems with the best mean first."""

    runs: Mapping[tuple[str, str], StoredRun]
    systems: tuple[str, ...]
    benchmarks: tuple[str, ...]
    lang: str

    def any(self, benchmark: str) -> StoredRun:
        """Return some run on that benchmark."""
        return next(run for (_system, name), run in self.runs.items() if name == benchmark)

    def measure(self, benchmark: str) -> str:
        """Return the benchmark's main measure."""
        return str(self.any(benchmark).settings["measure"])

    def say(self, text: Sequence[str]) -> str:
        """Return a `Text` in the page's language; any other text as it is."""
        return str(getattr(text, self.lang, text))

    def whole(self) -> list[str]:
        """Return the systems that were run on every benchmark."""
        return [system for system in self.systems if all((system, name) in self.runs for name in self.benchmarks)]

    def reference(self) -> str:
        """Return the system that others are compared with: the one that `curmap map` uses, else the best."""
        return DEFAULT if DEFAULT in self.systems else self.systems[0]


def order_runs(runs: Sequence[StoredRun], lang: str) -> Board:
    """Order runs; of several of one system on one benchmark the last counts."""
    by_key = {(run.name, str(run.result["benchmark"])): run for run in runs}
    means: dict[str, list[float]] = {}
    for (system, _name), run in by_key.items():
        means.setdefault(system, []).append(mean(run.values[str(run.settings["measure"])]))
    count = max(len(row) for row in means.values())
    ordered = sorted(means, key=lambda system: (len(means[system]) < count, -float(np.mean(means[system])), system))
    return Board(by_key, tuple(ordered), tuple(sorted({name for _, name in by_key})), lang)


def mean_interval(runs: Sequence[StoredRun]) -> Interval:
    """Return the mean of the main measures over benchmarks, each weighing the same, with its interval."""
    rows = [run.values[str(run.settings["measure"])] for run in runs]
    drawn = [
        difference_draws(row, run.groups, seed=seed) for seed, (row, run) in enumerate(zip(rows, runs, strict=True))
    ]
    value = float(np.mean([mean(row) for row in rows]))
    n, groups = sum(len(row) for row in rows), sum(int(run.result["groups"]) for run in runs)
    every = [draws for draws in drawn if draws is not None]
    if len(every) == len(drawn):
        low, high = middle(sum(every) / len(every))
        if high - low >= NOTHING:
            return Interval(value, low, high, n, groups, "bootstrap")
    return Interval(value, None, None, n, groups, "none")


def make_sections(runs: Sequence[StoredRun], *, lang: str, names: Sequence[str] | None = None) -> list[b.Section]:
    """Return the sections of these names (keys of `SECTIONS`) that have something to show; all by default."""
    shown = order_runs(runs, lang)
    return [found for name in names or SECTIONS if (found := SECTIONS[name](shown)) is not None]


def _section(
    shown: Board,
    title: Text | str,
    header: Sequence[Sequence[str]],
    rows: Sequence[Sequence[str]],
    *,
    before: Sequence[Text] = (),
    after: Sequence[b.Block] = (),
    words_first: int = 1,
    figures: Set[int] = frozenset(),
    picture: str = "",
) -> b.Section | None:
    """Return a table between what is said before and after it; None without rows.

    Columns are figures from `words_first` on, or those of `figures` alone; `picture` is a name for one that is `after`.
    """
    if not rows:
        return None
    numbers = figures or range(words_first, len(header))
    columns = [b.Column(shown.say(name), kind="number" if n in numbers else "text") for n, name in enumerate(header)]
    lead = [b.Paragraph(shown.say(text)) for text in before]
    return b.Section(shown.say(title), [*lead, b.Table(columns, rows), *after], id=picture)


def _picture(caption: str, chart: plots.Chart) -> b.Picture:
    svg = plots.svg(chart).replace('class="marks"', 'role="img" class="picture"', 1)
    return b.Picture(caption, "", lambda: svg)


def _pairs(shown: Board) -> Iterator[tuple[str, str, StoredRun]]:
    """Yield the benchmark, system and run, of all that were run."""
    for name in shown.benchmarks:
        for system in shown.systems:
            if run := shown.runs.get((system, name)):
                yield name, system, run


def _interval(run: StoredRun, measure: str) -> Interval:
    return Interval(**run.details["intervals"][measure])


def _systems(shown: Board) -> b.Section | None:
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
        rows.append((shown.say(MEAN), "", "", *means))
    lead = _(
        "Each figure measures how a system ranks the competencies of a benchmark for each query. In brackets stands the"
        " 95 % interval, which resamples groups (programme, decree, employer)."
    )
    header = (BENCHMARK, MEASURE, QUERIES, *shown.systems)
    notes = [b.Paragraph(shown.say(note)) for note in _notes(shown)]
    return _section(shown, _("Systems and benchmarks"), header, rows, before=[lead], after=notes, words_first=2)


def _notes(shown: Board) -> Iterator[Text]:
    sizes = {name: _interval(shown.any(name), shown.measure(name)) for name in shown.benchmarks}
    if single := [name for name, size in sizes.items() if size.groups == size.n]:
        yield _(
            "In {names} each query is a group by itself: there the interval resamples single queries.",
            names=", ".join(single),
        )
    if len(sizes) > 1:
        yield _(
            "The interval of the mean resamples the benchmarks independently of each other, also those that share"
            " documents."
        )
    for name in shown.benchmarks:
        if left := shown.any(name).details["unanswerable"]:
            yield _(
                "Queries of {name} without a competency that corresponds: {n}; they are left out of these measures and"
                " enter 'no match' only.",
                n=left,
                name=name,
            )
    if unjudged := [n for n in shown.benchmarks if shown.any(n).details["judgements"] == "positives only"]:
        yield _(
            "Positives only: in {names} nobody judged what does not correspond, so an unjudged target counts as wrong.",
            names=", ".join(unjudged),
        )
    yield from training_notes(shown.benchmarks)
    if curricula := [name for name in shown.benchmarks if name in known_benchmarks()["curricula"]]:
        yield _(
            "Every judged curriculum benchmark so far is from Spain or Colombia ({names}); none is from Mexico. How a"
            " system does on Mexican programmes, these figures do not say.",
            names=", ".join(curricula),
        )


def _differences(shown: Board) -> b.Section | None:
    """Return each system's difference from the reference, p adjusted over the systems of a benchmark."""
    reference = shown.reference()
    others = [system for system in shown.systems if system != reference]
    cells: dict[tuple[str, str], str] = {}
    for name in shown.benchmarks:
        base, measure = shown.runs.get((reference, name)), shown.measure(name)
        found = {
            system: difference(base.values[measure], shown.runs[system, name].values[measure], base.groups)
            for system in others
            if base is not None and (system, name) in shown.runs
        }
        adjusted = holm({system: one.p for system, one in found.items() if one.p is not None})
        for system, one in found.items():
            p = shown.say(_("no test, groups: {groups}", groups=one.interval.groups))
            # Where not even the smallest p holds after Holm, a large one would only seem to say something.
            if system in adjusted and least_p(one.interval.groups) * len(adjusted) <= 1 - LEVEL:
                p = f"p {p_value(adjusted[system])}"
            cells[system, name] = f"{figure(one.interval)} {p}"
    rows = [(system, *(cells.get((system, name), "–") for name in shown.benchmarks)) for system in others]
    note = _(
        "Difference of means (system − {system}) with its interval, which is not adjusted for the number of systems. p:"
        " paired permutation over groups, Holm over systems. Nothing is tested under 6 groups, nor where the smallest p"
        " that so few groups can give would be above .05 after Holm.",
        system=reference,
    )
    title = _("Differences from {system}", system=reference)
    return _section(shown, title, (SYSTEM, *shown.benchmarks), rows, before=[note])


def _directions(shown: Board) -> b.Section | None:
    rows = []
    for name, system, run in _pairs(shown):
        if len({d for (_s, b), other in shown.runs.items() if b == name for d in other.result["directions"]}) < 2:
            continue
        measure = shown.measure(name)
        for direction, part in run.result["directions"].items():
            value = part["measures"][measure]
            interval = Interval(value["value"], value["low"], value["high"], part["queries"], part["groups"], "")
            size = f"{part['queries']} / {part['groups']}"
            rows.append((name, system, direction.replace("-", " → "), measure, figure(interval), size))
    title = _("Per direction")
    return _section(shown, title, (BENCHMARK, SYSTEM, _("Direction"), MEASURE, VALUE, QUERIES), rows, words_first=4)


def _measures(shown: Board) -> b.Section | None:
    rows = [
        (name, system, *(number(run.result["measures"][m]["value"]) for m in MEASURES))
        for name, system, run in _pairs(shown)
    ]
    return _section(shown, _("All measures"), (BENCHMARK, SYSTEM, *MEASURES), rows, words_first=2)


def _examples(shown: Board) -> b.Section | None:
    short = partial(cut, longest=TEXT_SHOWN)
    system = shown.reference()
    rows = []
    for name in shown.benchmarks:
        run = shown.runs.get((system, name))
        for kind, word in (("worst", _("worst")), ("best", _("best"))):
            for one in run.details["examples"][kind] if run else ():
                answers = "; ".join(f"{'✓' if a['right'] else '✗'} {short(a['text'])}" for a in one["answers"])
                right = "; ".join(short(target["text"]) for target in one["relevant"])
                rows.append((name, shown.say(word), number(one["value"]), short(one["text"]), answers, right))
    header = (BENCHMARK, "", VALUE, _("query"), _("first answers"), _("corresponds"))
    title = _("The worst and the best queries of {system}", system=system)
    return _section(shown, title, header, rows, figures={2})


def _speed(shown: Board) -> b.Section | None:
    rows, points = [], {}
    for system in shown.whole():
        runs = [shown.runs[system, name] for name in shown.benchmarks]
        seconds = sum(run.details["cost"]["seconds"] for run in runs)
        per_second = sum(run.result["queries"] for run in runs) / max(seconds, 1e-9)
        peak = max((run.details["cost"]["peak_megabytes"] or 0) for run in runs)
        accuracy = mean_interval(runs).value
        points[system] = round(per_second, 3), round(accuracy, 4)
        prepared = sum(run.details["cost"].get("preparing_seconds", 0.0) for run in runs)
        rows.append((system, f"{prepared:.1f}", f"{seconds:.1f}", f"{per_second:.0f}", f"{peak:.0f}", number(accuracy)))
    if not rows:
        return None
    times = (_("preparing (s)"), _("answering (s)"), _("queries per second"), _("peak memory (MB)"))
    title = _("Speed and accuracy")
    drawn = _picture(shown.say(title), plots.speed(points, lang=shown.lang))
    return _section(shown, title, (SYSTEM, *times, MEAN), rows, after=[drawn], picture="speed")


def _cite(shown: Board) -> b.Section | None:
    rows = [(name, shown.any(name).result["sha256"]) for name in shown.benchmarks]
    details = next(iter(shown.runs.values())).details
    libraries = ", ".join(f"{name} {number}" for name, number in details["versions"].items())
    note = _(
        "Cite the program with its version, the benchmark with its checksum and, beside each figure, its interval and"
        " the number of queries and groups."
    )
    cited = f"curmap {details['program']}; {libraries}."
    header = (BENCHMARK, f"SHA-256 ({shown.say(_('checksum'))})")
    return _section(shown, _("How to cite"), header, rows, before=[note, Text(cited, cited)], words_first=2)


def _no_match(shown: Board) -> b.Section | None:
    """Return how well confidence tells right from wrong, per benchmark."""
    rows = []
    for name, system, run in _pairs(shown):
        if run.result["no_match"] is not None:
            known = run.details["no_match"]
            figures = (known["auroc"], known["with_without"], known["ceiling"], run.details["risk_coverage"]["area"])
            rows.append((name, system, *map(number, figures)))
    right, answered = _("AUROC, right"), _("AUROC, there was an answer")
    header = (BENCHMARK, SYSTEM, right, answered, _("ceiling"), _("area under the risk–coverage curve (AURC)"))
    note = _(
        "Each query is asked with its answers in the corpus and without them. AUROC of 'the best answer is right': .5"
        " is chance. Beside it the AUROC of 'there was an answer', whose ceiling is (1 + A@1) / 2."
    )
    title = _("No match")
    return _section(shown, title, header, rows, before=[note], words_first=2)


def _mapping(shown: Board) -> b.Section | None:
    rows = []
    kinds = (("micro", _("per correspondence")), ("macro", _("per document")))
    for name, system, run in _pairs(shown):
        for kind, word in kinds if run.details["mapping"] else ():
            found = run.details["mapping"]
            cells = (number(found[kind][key]) for key in ("precision", "recall", "f1"))
            size = f"{found['stated']} / {found['relevant']}" if kind == "micro" else str(found["documents"])
            rows.append((name, system, shown.say(word), *cells, size))
    header = (BENCHMARK, SYSTEM, MEAN, _("precision"), _("recall"), "F1", _("stated / right ones, or documents"))
    return _section(shown, _("Stated correspondences (with threshold)"), header, rows, words_first=3)


def _calibration(shown: Board) -> b.Section | None:
    """Return whether shown probabilities hold, over all benchmarks together."""
    found: dict[str, Calibration] = {}
    for system in shown.systems:
        answers = [
            (probability, right, f"{name} {run.groups[query]}")
            for (owner, name), run in sorted(shown.runs.items())
            if owner == system
            for query, (probability, right) in sorted(run.best.items())
        ]
        if answers:
            found[system] = measure_calibration(*(list(column) for column in zip(*answers, strict=True)))
    if not found:
        return None
    rows = []
    for system, one in found.items():
        error = figure(Interval(one.rmsce, one.low, one.high, one.n, one.groups, ""))
        others = map(number, (one.ece, one.ece_perfect, one.brier))
        rows.append((system, error, *others, f"{one.n} / {one.groups}"))
    rmsce, perfect = _("RMSCE (calibration error, debiased)"), _("ECE of a perfect system")
    system, one = next(iter(found.items()))
    notes = [
        _(
            "Best answer of each query, all benchmarks together (n = {n}). The ECE of a perfect system is not zero at"
            " this n: compare with it.",
            n=one.n,
        )
    ]
    if one.n < ENOUGH:
        notes.append(_("These are fewer than {enough} queries: do not cite them.", enough=f"{ENOUGH:,}"))
    title = _("Probabilities shown")
    drawn = _picture(f"{shown.say(title)}: {system}", plots.reliability(one, lang=shown.lang))
    header = (SYSTEM, rmsce, "ECE", perfect, "Brier", QUERIES)
    return _section(shown, title, header, rows, before=notes, after=[drawn], picture="reliability")


_BEFORE = (_systems, _differences, _directions, _measures, _no_match, _mapping)
_AFTER = (_calibration, _examples, _speed, _cite)
SECTIONS: dict[str, Callable[[Board], b.Section | None]] = {one.__name__[1:]: one for one in (*_BEFORE, *_AFTER)}


def as_markdown(parts: Sequence[b.Section], *, before: str = "") -> str:
    """Return the sections in Markdown; a picture is a file named by the section's id after `before`."""
    lines = []
    for part in parts:
        lines.append(f"## {part.title}\n")
        for block in part.blocks:
            if isinstance(block, b.Table):
                numbers = frozenset(n for n, column in enumerate(block.columns) if column.kind == "number")
                rows = tuple(tuple(map(str, row)) for row in block.rows)
                lines.append(markdown(Table(tuple(column.name for column in block.columns), rows, numbers)))
            elif isinstance(block, b.Picture):
                lines += [] if block.caption.startswith(part.title) else [f"{block.caption}:\n"]
                lines.append(f"![{block.caption}]({before}{part.id}.svg)\n")
            elif isinstance(block, b.Paragraph):
                lines.append(f"{block.text}\n")
    return "\n".join(lines)


def write_pictures(parts: Sequence[b.Section], folder: Path, *, before: str = "") -> None:
    """Write the pictures as `as_markdown` names them; raises OSError."""
    for part in parts:
        for block in part.blocks:
            if isinstance(block, b.Picture):
                write_atomically(folder / f"{before}{part.id}.svg", block.draw())


def write_page(runs: Sequence[StoredRun], folder: Path, *, lang: str) -> tuple[Path, Path]:
    """Write `evaluation.html`, `evaluation.md` and its pictures, which stand in the page too; raises OSError."""
    made, program = make_sections(runs, lang=lang), f"curmap {version('curriculum-mapper')}"
    paths = (folder / "evaluation.html", folder / "evaluation.md")
    write_atomically(paths[0], page(b.Report(Words(lang, {"title": TITLE}), program, made)))
    write_pictures(made, folder)
    write_atomically(paths[1], f"# {getattr(TITLE, lang)} · {program}\n\n{as_markdown(made)}")
    return paths
