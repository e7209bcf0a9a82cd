"""Benchmarks and truth sets as a Hugging Face dataset: what each table holds, and what the card says of it.

FOLDER/README.md                                  the card
FOLDER/NAME/{corpus,queries,qrels}.parquet        a benchmark, with what its benchmark.json says
FOLDER/programmes/SPLIT.parquet                   programmes with known truth, whole, each with its standard
FOLDER/criteria/SPLIT.parquet                     what each of them truly teaches of each criterion
FOLDER/pairs/SPLIT.parquet                        passages with graded candidates
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpora import InputError, Text, _
from eval import benchmarks, graded, hub
from eval.benchmarks import hf_dataset
from eval.records import Benchmark
from mapper.evaluation import programmes, truth_tables
from mapper.evaluation.known import SAMPLE, load
from mapper.evaluation.truth_tables import CRITERIA, PROGRAMMES
from mapper.workspace.files import written_together

TRUTH = SAMPLE.parent / "truth"
UNKNOWN = "unknown"
"""What Hugging Face calls a licence that nobody told."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: the tables, the licences that the card names, programmes whose standard is not at hand."""

    tables: tuple[hub.Table, ...]
    licences: tuple[str, ...]
    left_out: tuple[str, ...]


def export(what: Sequence[str], folder: Path, *, data: Sequence[Path], licence: str | None, title: str) -> Exported:
    """Write benchmarks, folders of programmes with known truth and files of graded pairs as one dataset.

    Args:
        what: names of benchmarks, or paths; none means what ships.
        folder: is made; it must not hold anything.
        data: where benchmarks are sought by name.
        licence: of all of it, by its identifier at Hugging Face; None takes what benchmarks say.
        title: of the card.

    Raises:
        InputError: the folder is not empty, a source is defective or none of these, two have one name.
        OSError: the folder cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError("{folder}: is there already and not empty; name a new folder", folder=folder)
    found, left_out = _Sources(), []
    for name in what or (str(TRUTH), str(SAMPLE)):
        path = Path(name)
        if path.suffix in (".jsonl", ".parquet") and path.is_file():
            found.add(_pairs(path))
            found.licences.append(UNKNOWN)
        elif path.is_dir() and truth_tables.holds(path):
            truths, missing = programmes.read(path)
            found.add(*truth_tables.tables(truths, _split(path)))
            found.licences.append("apache-2.0" if path.resolve() == TRUTH else UNKNOWN)
            found.folders.append(path)
            left_out += missing
        else:
            benchmark = load(benchmarks.find(name, [*data, SAMPLE]))
            found.add(*_benchmark(benchmark))
            found.benchmarks.append(benchmark)
            found.licences.append(str(benchmark.about.get("licence", UNKNOWN)).lower())
    licences = (licence,) if licence else tuple(sorted({*found.licences} or {UNKNOWN}))
    card = hub.Card(title, licences, found.languages(), _text(found, licences))
    with written_together(folder) as fresh:
        hub.write(fresh, found.tables, card)
        for benchmark in found.benchmarks:
            about = {**benchmark.about, "name": benchmark.name, "measure": benchmark.measure}
            said = json.dumps(about, ensure_ascii=False, indent=1)
            (fresh / benchmark.name / "benchmark.json").write_text(said, encoding="utf-8")
    return Exported(tuple(found.tables), licences, tuple(left_out))


class _Sources:
    """What is exported together, each table under a name of its own."""

    def __init__(self) -> None:
        self.tables: list[hub.Table] = []
        self.benchmarks: list[Benchmark] = []
        self.folders: list[Path] = []
        self.licences: list[str] = []

    def add(self, *tables: hub.Table) -> None:
        for table in tables:
            if any(table.path == other.path for other in self.tables):
                raise InputError("{path} would be written twice; rename one of its sources", path=table.path)
            self.tables.append(table)

    def configs(self) -> set[str]:
        return {table.config for table in self.tables}

    def languages(self) -> tuple[str, ...]:
        said = (row.get(key) for table in self.tables for row in table.rows for key in ("lang", "language"))
        return tuple(sorted({str(language) for language in said if language}))


def _split(path: Path) -> str:
    """The name of a part: that of its file or folder, in the letters that a split may have."""
    name = "train" if path.resolve() == TRUTH else path.resolve().stem
    return re.sub(r"\W+", "_", name)


def _benchmark(benchmark: Benchmark) -> list[hub.Table]:
    if benchmark.name in (PROGRAMMES, CRITERIA, graded.FOLDER) or not all(t.text for t in benchmark.corpus):
        raise InputError(
            "the benchmark '{name}' has no texts, or the name of another table; it cannot be exported",
            name=benchmark.name,
        )
    return hf_dataset.tables(benchmark)


def _pairs(path: Path) -> hub.Table:
    import pyarrow as pa

    graded.read([path])  # an id that stands twice
    whole, text = pa.int64(), pa.string()
    fields = [("framework", text), ("code", text), ("statement", text), ("grade", whole), ("grade_b", whole)]
    types = {"section": pa.list_(text), "candidates": pa.list_(pa.struct(fields))}
    split = _split(path)
    rows = [row for _, row in graded.records(path)]
    return hub.Table(graded.FOLDER, split, f"{graded.FOLDER}/{split}.parquet", rows, types)


def _text(found: _Sources, licences: Sequence[str]) -> str:
    """What the card says below its head, in English and then in Spanish."""
    told = [
        _("Competency mapping: programmes, job advertisements and the standards that they are compared with."),
        *(_ABOUT[name] for name in (PROGRAMMES, CRITERIA, graded.FOLDER) if name in found.configs()),
    ]
    if any(truth.resolve() == TRUTH for truth in found.folders):
        told.append(
            _(
                "The programmes that ship with curmap were written and judged for it by a language model; no person "
                "has checked them yet. Its scorer was fitted on them: measure on others."
            )
        )
    told += [_of_benchmark(benchmark) for benchmark in found.benchmarks]
    if UNKNOWN in licences:
        told.append(_("Who publishes it says under which licence: of a part of it none is known."))
    told.append(
        _(
            "`curmap eval run --data FOLDER --benchmark NAME` measures on a benchmark, `curmap eval pairs FOLDER` on "
            "graded pairs; `datasets.load_dataset(FOLDER, NAME)` reads a table."
        )
    )
    counts = "\n".join(f"| {table.config} | {table.split} | {len(table.rows)} |" for table in found.tables)
    head = "| | split | n |\n|---|---|---:|\n"
    return "\n\n".join([*(text.en for text in told), head + counts, "## Español", *(text.es for text in told)])


_ABOUT: dict[str, Text] = {
    PROGRAMMES: _(
        "`programmes`: a programme (`text`), of which kind of school and sector, with its standard as a table "
        "(`standard_csv`)."
    ),
    CRITERIA: _(
        "`criteria`: what the programme `name` teaches of each criterion: `state` covered, partly or absent; "
        "`distance` of the wordings; `passages`, quotations that teach it; `traps`, such as only look like it."
    ),
    graded.FOLDER: _(
        "`pairs`: passages with candidates; `grade` 3 the same, 2 a substantial part, 1 related only, 0 unrelated."
    ),
}


def _of_benchmark(benchmark: Benchmark) -> Text:
    """What a benchmark is and where it comes from."""
    said = (str(benchmark.about.get(key) or "") for key in ("title", "source", "licence"))
    told = "; ".join(filter(None, said)) or "–"
    return _(
        "`{name}-corpus`, `{name}-queries`, `{name}-qrels`: a benchmark in the layout of BEIR and MTEB ({told}).",
        name=benchmark.name,
        told=told,
    )
