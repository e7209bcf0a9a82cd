"""Measures every baseline and the matcher on every benchmark of a folder and writes the figures into docs/accuracy.md.

Run by `make accuracy`. Runs and vectors are kept in a folder beside the checkout's files (`.accuracy/`): a run is taken
again only while benchmark, weights, settings and code are the same, so that an interrupted command goes on where it
stopped. What stands outside the marks in docs/accuracy.md is written by hand and stays.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from eval import benchmarks
from eval.records import Interval
from eval.tables import figure
from mapper.evaluation import DEFAULT, actions
from mapper.evaluation.known import SAMPLE
from mapper.evaluation.page import as_markdown, make_sections, mean_interval, order_runs, write_pictures
from mapper.evaluation.stored import StoredRun, newest_of_each, read_run_folder
from mapper.reports import blocks as b
from mapper.workspace.files import write_atomically

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "accuracy.md"
SHIPPED = ROOT / "mapper" / "data" / "accuracy.json"
"""What the page in the browser shows of how right the mapping is."""
BEGIN, END = "<!-- measured: make accuracy -->\n", "<!-- /measured -->"
SYSTEMS = ("char", "bm25", "e5", "e5+char", "matcher", "matcher +context")
CONTEXT = " +context"
BEFORE = ("systems",)
# `curmap eval report` writes the rest; texts of benchmarks (the examples) are not ours to hand on.
AFTER = ("differences", "calibration", "speed")
CODE = ("corpora", "embeddings", "eval", "mapper")


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "bench", help="folder of benchmarks")
    parser.add_argument("--workspace", type=Path, default=ROOT / ".accuracy", help="keeps runs and vectors")
    parser.add_argument("--page", type=Path, default=PAGE, help="page whose marked part is written")
    parser.add_argument("--system", action="append", help="instead of all; repeatable")
    parser.add_argument("--only-run", action="store_true", help="write nothing but run folders")
    options = parser.parse_args()
    if options.only_run:
        (system,) = options.system
        for run in run_all(options.data, options.workspace, system):
            sys.stdout.write(f"{run.folder}\n")
        return
    measured: list[StoredRun] = []
    for system in options.system or SYSTEMS:
        # A process of its own, so that the memory of one system is not another's.
        arguments = ["--only-run", "--system", system, "--data", options.data, "--workspace", options.workspace]
        command = [sys.executable, __file__, *map(str, arguments)]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
        measured += [read_run_folder(Path(line)) for line in done.stdout.splitlines()]
    ordered = newest_of_each(measured)
    sample = [run for run in ordered if run.result["benchmark"] == "oficios"]
    bench = [run for run in ordered if run not in sample]
    write(options.page, measured=bench, sample=sample)
    if options.page == PAGE:
        write_atomically(SHIPPED, shipped(bench))


def shipped(measured: Sequence[StoredRun]) -> str:
    """Return the matcher's main measure on each benchmark, as JSON."""
    runs = order_runs([run for run in measured if run.name == DEFAULT], "en")
    rows = []
    for name in runs.benchmarks:
        result, measure = runs.any(name).result, runs.measure(name)
        figures = {key: result["measures"][measure][key] for key in ("value", "low", "high")}
        rows.append({"name": name, "measure": measure, **figures, "queries": result["queries"]})
    (commit,) = _git("log", "-1", "--format=%h").split()
    return json.dumps({"benchmarks": rows, "commit": commit}, indent=1, sort_keys=True) + "\n"


def run_all(data: Path, workspace: Path, system: str) -> list[StoredRun]:
    """Return one system on every benchmark and on the sample that ships; what is there already is taken from there."""
    found = []
    name = system.removesuffix(CONTEXT)
    for path in [*benchmarks.known([data]).values(), SAMPLE]:
        if name != system and not has_groups(path):
            continue
        (outcome,) = actions.run(workspace, [str(path)], [name], context=name != system)
        took = "reused" if outcome.reused else f"{outcome.run.details['cost']['seconds']:.1f} s"
        sys.stderr.write(f"{system} · {outcome.run.result['benchmark']}: {took}\n")
        found.append(outcome.run)
    return found


def has_groups(path: Path) -> bool:
    """Tell whether some queries of a benchmark belong together, so that context can tell something."""
    queries = benchmarks.load(path).queries
    return len({query.group for query in queries}) < len(queries)


def write(page: Path, *, measured: Sequence[StoredRun], sample: Sequence[StoredRun]) -> None:
    """Put the figures between the marks of the page, and its pictures beside it; what is outside stays as it is."""
    parts = make_sections(measured, lang="en", names=BEFORE)
    parts += [
        directions([*measured, *sample], order_runs(measured, "en").systems),
        *make_sections(measured, lang="en", names=AFTER),
    ]
    write_pictures(parts, page.parent, before="accuracy-")
    text = as_markdown(parts, before="accuracy-")
    before, rest = page.read_text(encoding="utf-8").split(BEGIN)
    write_atomically(page, f"{before}{BEGIN}\n{provenance()}\n\n{text}\n{END}{rest.split(END)[1]}")


def provenance() -> str:
    """Return commit and date of the figures; the date is the commit's, not the clock's."""
    commit, date = _git("log", "-1", "--format=%h %cs").split()
    changed = ", with changes that are not committed" if _git("status", "--porcelain", "--", *CODE) else ""
    return (
        f"Measured at commit {commit} of {date}{changed}, on {os.cpu_count()} CPU cores. "
        "This part is written by `make accuracy`; do not edit it."
    )


def _git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()


def directions(runs: Sequence[StoredRun], systems: Sequence[str]) -> b.Section:
    """Mean of the main measures over the benchmarks of each direction."""
    by_direction: dict[str, dict[str, dict[str, StoredRun]]] = {}
    for run in runs:
        for direction in run.result["directions"]:
            of_system = by_direction.setdefault(direction, {}).setdefault(run.name, {})
            of_system[str(run.result["benchmark"])] = run
    rows = []
    for direction, found in sorted(by_direction.items()):
        every = sorted({name for of_system in found.values() for name in of_system})
        names = [name for name in every if name != "oficios"] or every
        cells = (
            _mean([found[system][name] for name in names], direction)
            if found.get(system, {}).keys() >= set(names)
            else "–"
            for system in systems
        )
        rows.append((direction.replace("-", " → "), ", ".join(names), *cells))
    note = (
        "Mean of the main measures. `oficios` is the small benchmark that ships: it stands here only where no other "
        "has that direction, and its figures show no more than that an installation is sound."
    )
    header = ("Direction", "Benchmarks", *systems)
    columns = [b.Column(name, kind="number" if n > 1 else "text") for n, name in enumerate(header)]
    return b.Section("Per direction", [b.Paragraph(note), b.Table(columns, rows)])


def _mean(runs: Sequence[StoredRun], direction: str) -> str:
    if all(len(run.result["directions"]) == 1 for run in runs):
        return figure(mean_interval(runs))
    values = [run.result["directions"][direction]["measures"][run.settings["measure"]] for run in runs]
    if len(values) == 1:
        return figure(Interval(values[0]["value"], values[0]["low"], values[0]["high"], 0, 0, ""))
    return figure(Interval(sum(one["value"] for one in values) / len(values), None, None, 0, 0, "none"))


if __name__ == "__main__":
    main()
