"""Run folders: written whole, read back, found again, and two of them compared.

    run.trec          the ranking, as trec_eval reads it
    per_query.csv     every measure of every query
    probabilities.csv the probabilities that the system states, where it has any; of graded pairs with the grade
    texts.json        text of each query, so that a comparison can show what broke
    settings.json     what the figures depend on, and the key made of it
    details.json      intervals with n and groups, curves, examples, versions, checksums
    cost.json         of a ranking, time and memory, by which alone two runs of the same differ
    result.json       the figures; written last, so that a folder with it is whole

A folder of several runs has them in folders of its own, and a result.json that lists them.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import platform
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

from corpora import InputError
from eval.answers import best_answers
from eval.records import Benchmark, Interval, Run, Values
from eval.runs import write_run
from eval.significance import MARGIN, Pair, Verdict, gate
from mapper.catalogues.collections.records import digest
from mapper.evaluation.figures import round_values
from mapper.matching.records import Settings
from mapper.workspace.files import write_atomically

MEASURING_LIBRARIES = ("ir-measures", "pytrec-eval-terrier")
RESULT, SETTINGS, DETAILS, COST = "result.json", "settings.json", "details.json", "cost.json"
PER_QUERY, TEXTS, RUN, PROBABILITIES = "per_query.csv", "texts.json", "run.trec", "probabilities.csv"
LIBRARIES = ("numpy", "scipy", "scikit-learn", "bm25s", "onnxruntime", *MEASURING_LIBRARIES)
FIRST_COLUMNS = ("query", "group", "lang", "relevant", "answered", "probability", "right", "without")


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured: measure → query → value, of a ranking those with a relevant target.

    The settings are what the figures depend on; `measure` is the main one, `also` names others that the gate looks at.
    `stated` has the graded pairs: passage, entry, its probability and its grade.
    """

    settings: Mapping[str, Any]
    result: Mapping[str, Any]
    values: Mapping[str, Values]
    groups: Mapping[str, str]
    texts: Mapping[str, str]
    stated: Sequence[tuple[str, str, float, int]] = field(default=(), kw_only=True)


@dataclass(frozen=True, slots=True)
class StoredRun(Measured):
    """A run folder that was read, what it cost under `cost` in its details.

    `best` has the probability of each query's best answer and whether it is right.
    """

    folder: Path
    details: Mapping[str, Any]
    best: Mapping[str, tuple[float, bool]]

    @property
    def name(self) -> str:
        """Return the system's name as people are shown it; with context it is another than without."""
        context = self.settings.get("context", "none") != "none"
        return str(self.result["system"]) + (" +context" if context else "")

    @property
    def trained(self) -> bool:
        """Return whether the encoder that ships takes part in it, which was trained on texts of some benchmarks."""
        return str(self.settings.get("system_settings", {}).get("encoder")) == Settings().encoder


def make_measured(
    kind: str,
    name: str,
    content: object,
    *,
    system: str,
    settings: Mapping[str, Any],
    result: Mapping[str, Any],
    values: Mapping[str, Values],
    groups: Mapping[str, str],
    texts: Mapping[str, str],
    stated: Sequence[tuple[str, str, float, int]] = (),
) -> Measured:
    """Return what was measured on material of that name and content; the first of `values` is the main measure."""
    sha256 = hashlib.sha256(json.dumps(content).encode()).hexdigest()
    main, *also = values
    about = {"kind": kind, "benchmark": {"name": name, "sha256": sha256}, "measure": main, "also": also}
    about |= {"system": system, **settings}
    told = {"benchmark": name, "sha256": sha256, "system": system, **result}
    return Measured({"key": digest(about)[:16], **about}, told, values, groups, texts, stated=stated)


def as_json(value: Any) -> str:  # noqa: ANN401 - any JSON value
    """Return the text of a JSON file of ours."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def write_measured(
    folder: Path,
    found: Measured,
    ranked: tuple[Benchmark, Run] | None = None,
    *,
    cost: Mapping[str, float | None] | None = None,
    **details: Any,  # noqa: ANN401 - any JSON value
) -> None:
    """Write a run folder, with the ranking and what it cost where there is one; raises OSError and InputError."""
    require_free(folder, found.settings)
    folder.mkdir(parents=True, exist_ok=True)
    # Without it the folder counts as unfinished, whatever else an interrupted run leaves.
    (folder / RESULT).unlink(missing_ok=True)
    for name in (PROBABILITIES, COST):
        (folder / name).unlink(missing_ok=True)
    about = {query: (group,) for query, group in found.groups.items()}
    columns: tuple[str, ...] = ("query", "group")
    if ranked is not None:
        columns, about = FIRST_COLUMNS, _about(*ranked)
        write_run(ranked[1], folder / RUN)
    figures = (
        [round_values(row[query]) if query in row else "" for row in found.values.values()] for query in found.groups
    )
    rows = ([query, *cells, *values] for (query, cells), values in zip(about.items(), figures, strict=True))
    _write_csv(folder / PER_QUERY, (*columns, *found.values), rows)
    write_atomically(folder / TEXTS, as_json(found.texts))
    if ranked is not None and (stated := ranked[1].probabilities) is not None:
        pairs = ((query, target, f"{p:.6f}") for query, row in stated.items() for target, p in row.items())
        _write_csv(folder / PROBABILITIES, ("query", "target", "probability"), pairs)
    if found.stated:
        graded = ((query, target, f"{p:.6f}", grade) for query, target, p, grade in found.stated)
        _write_csv(folder / PROBABILITIES, ("query", "target", "probability", "grade"), graded)
    files = [folder / name for name in (PER_QUERY, PROBABILITIES, RUN) if (folder / name).exists()]
    details["checksums"] = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
    details["versions"] = {"python": platform.python_version(), **{name: version(name) for name in LIBRARIES}}
    details["program"] = version("curriculum-mapper")
    write_atomically(folder / SETTINGS, as_json(found.settings))
    details.setdefault("intervals", {})
    write_atomically(folder / DETAILS, as_json(details))
    if cost is not None:
        write_atomically(folder / COST, as_json(cost))
    write_atomically(folder / RESULT, as_json(round_values(found.result)))


def _about(benchmark: Benchmark, run: Run) -> dict[str, tuple[Any, ...]]:
    """Return what stands beside the measures of each query: the `FIRST_COLUMNS` but its id."""
    best, without = (best_answers(benchmark.qrels, run, without=taken_out) for taken_out in (False, True))
    rows = {}
    for query in benchmark.queries:
        relevant = sum(grade > 0 for grade in benchmark.qrels.get(query.id, {}).values())
        stated = (round_values(best[query.id][0]), int(best[query.id][1])) if query.id in best else ("", "")
        stated = (*stated, round_values(without[query.id][0]) if query.id in without else "")
        rows[query.id] = (query.group, query.language or "", relevant, int(query.id in run.rankings), *stated)
    return rows


def _write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([header, *rows])
    write_atomically(path, text.getvalue())


def is_reusable(folder: Path, key: str) -> bool:
    """Return whether the folder holds a whole run with these settings."""
    return _settings_in(folder).get("key") == key and (folder / RESULT).is_file()


def require_free(folder: Path, settings: Mapping[str, Any]) -> None:
    """See that what is written into a folder takes no other run's place; several runs together have no settings, {}.

    The same system on the same benchmark may be run again, whatever has changed in either. Raises InputError.
    """
    kept = _settings_in(folder)
    if not (folder / RESULT).is_file() or _identity(kept) == _identity(settings):
        return
    _, benchmark, system, *_ = _identity(kept)
    if system is None:
        raise InputError("{folder}: other runs lie there; name another folder with --out", folder=folder)
    raise InputError(
        "{folder}: another run lies there, of {system} on {benchmark}; name another folder with --out",
        folder=folder,
        system=system,
        benchmark=benchmark,
    )


def _settings_in(folder: Path) -> dict[str, Any]:
    try:
        stored = json.loads((folder / SETTINGS).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stored if isinstance(stored, dict) else {}


def _identity(settings: Mapping[str, Any]) -> tuple[object, ...]:
    """Return what makes a run another one for people, whatever versions of its parts it was made with."""
    parts = (settings.get("kind"), settings.get("benchmark", {}).get("name"), settings.get("system"))
    encoder = settings.get("system_settings", {}).get("encoder")
    return (*parts, settings.get("context"), encoder, sorted(settings.get("frameworks", ())))


def read_run_folder(folder: Path) -> StoredRun:
    """Read one run; raises InputError where the folder is none, or a file is missing or damaged."""
    try:
        settings, result, details = (
            json.loads((folder / name).read_text(encoding="utf-8")) for name in (SETTINGS, RESULT, DETAILS)
        )
        if (folder / COST).is_file():  # older folders have it among the details
            details["cost"] = json.loads((folder / COST).read_text(encoding="utf-8"))
        with (folder / PER_QUERY).open(encoding="utf-8", newline="") as file:
            table = csv.DictReader(file)
            rows = list(table)
        names = [name for name in table.fieldnames or () if name not in FIRST_COLUMNS]
        values = {name: {row["query"]: float(row[name]) for row in rows if row[name]} for name in names}
        groups = {row["query"]: row["group"] for row in rows}
        stated = [row for row in rows if row.get("probability")]
        best = {row["query"]: (float(row["probability"]), row["right"] == "1") for row in stated}
        texts = json.loads((folder / TEXTS).read_text(encoding="utf-8"))
        _ = (result["benchmark"], result["sha256"], values[settings["measure"]], details["intervals"])
        _ = "kind" in settings or details["cost"]  # of a ranking
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(
            "{folder}: is not a run folder, or is incomplete; make it with 'curmap eval run --out'", folder=folder
        ) from error
    return StoredRun(settings, result, values, groups, texts, folder, details, best)


def read_runs(folder: Path) -> tuple[StoredRun, ...]:
    """Return the run of a folder, or the runs in its folders, by benchmark and system; raises InputError for none."""
    if (folder / SETTINGS).is_file():
        return (read_run_folder(folder),)
    found = [path.parent for path in sorted(folder.glob(f"*/{SETTINGS}")) if (path.parent / RESULT).is_file()]
    if not found:
        return (read_run_folder(folder),)  # which says what is wrong
    runs = [read_run_folder(path) for path in found]
    return tuple(sorted(runs, key=lambda run: (run.result["benchmark"], run.name)))


def compare(a: Path, b: Path, *, margin: float = MARGIN, strict: bool = False) -> dict[str, Any]:
    """Compare two run folders, or two folders of runs: JSON values, the per-query differences worst first.

    Raises InputError: not the same benchmarks, one of them changed in between, or several systems in one folder.
    """
    first, second = _by_benchmark(a), _by_benchmark(b)
    # A benchmark is its content: one that was renamed in between is the same.
    by_content = {first[name].result["sha256"]: name for name in first.keys() - second.keys()}
    for name in sorted(second.keys() - first.keys()):
        if twin := by_content.get(second[name].result["sha256"]):
            second[twin] = second.pop(name)
    if first.keys() != second.keys():
        one, other = ", ".join(first), ", ".join(second)
        raise InputError(
            "the runs are of different benchmarks ({a}: {one}; {b}: {other}); compare those of the same one",
            a=a,
            one=one,
            b=b,
            other=other,
        )
    for name in first:
        if first[name].result["sha256"] != second[name].result["sha256"]:
            raise InputError(
                "{name} changed between the two runs; repeat the older one with 'curmap eval run'", name=name
            )
    runs: dict[str, tuple[StoredRun, StoredRun]] = {}
    pairs: dict[str, Pair] = {}
    for name in sorted(first):
        run = first[name]
        main = str(run.settings["measure"])
        for measure in (main, *run.settings.get("also", ())):
            key = name if measure == main else f"{name} {measure}"
            runs[key] = run, second[name]
            values, others = run.values[measure], second[name].values.get(measure, {})
            if values.keys() != others.keys():  # another version of the program counts others
                raise InputError(
                    "{name}: the two runs measured {measure} on different queries; make the older one again",
                    name=name,
                    measure=measure,
                )
            pairs[key] = Pair(measure, values, others, run.groups)
    return _verdict_values(gate(pairs, margin=margin, strict=strict), runs)


def _by_benchmark(folder: Path) -> dict[str, StoredRun]:
    found: dict[str, StoredRun] = {}
    for run in read_runs(folder):
        name = str(run.result["benchmark"])
        if name in found:
            raise InputError(
                "{folder}: there are several runs of {name}; name the folder of one, or use --out per system",
                folder=folder,
                name=name,
            )
        found[name] = run
    return found


def _verdict_values(verdict: Verdict, runs: Mapping[str, tuple[StoredRun, StoredRun]]) -> dict[str, Any]:
    benchmarks = {}
    for name, one in verdict.benchmarks.items():
        (a, b), interval = runs[name], one.difference.interval
        found: dict[str, Any] = {"benchmark": a.result["benchmark"], "measure": one.measure}
        found |= {"a": a.name, "b": b.name, **_difference(interval)}
        found |= {"n": interval.n, "groups": interval.groups, "p": one.difference.p, "p_fall": one.p_fall}
        found |= {"p_fall_holm": one.p_holm, "smallest_fall": one.smallest_fall, "refused": one.refused}
        worst = [{"query": q, "difference": d, "text": b.texts.get(q, "")} for q, d in one.difference.worst]
        benchmarks[name] = {**found, "queries": worst}
    whole: dict[str, Any] = round_values(
        {
            "passed": verdict.passed,
            "strict": verdict.strict,
            "margin": verdict.margin,
            "mean": {**_difference(verdict.mean), "smallest_fall": verdict.smallest_fall},
            "without_interval": list(verdict.without_interval),
            "benchmarks": benchmarks,
        }
    )
    return whole


def _difference(interval: Interval) -> dict[str, float | None]:
    return {"difference": interval.value, "low": interval.low, "high": interval.high}


def newest_of_each(runs: Sequence[StoredRun]) -> tuple[StoredRun, ...]:
    """Return one run per benchmark and system, the last written where settings changed in between."""
    by_age = sorted(runs, key=lambda run: (run.folder / RESULT).stat().st_mtime_ns)
    found = {(str(run.result["benchmark"]), run.name): run for run in by_age}
    return tuple(found[key] for key in sorted(found))
