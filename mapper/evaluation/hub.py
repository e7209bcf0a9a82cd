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
from mapper.evaluation import programmes
from mapper.evaluation.known import SAMPLE, load
from mapper.evaluation.programmes import CRITERIA, PROGRAMMES
from mapper.workspace.files import written_together

TRUTH = SAMPLE.parent / "truth"
UNKNOWN = "unknown"  # what Hugging Face calls a licence that nobody told


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: the tables, the licences that the card names, programmes whose standard is not at hand."""

    tables: tuple[hub.Table, ...]
    licences: tuple[str, ...]
    left_out: tuple[str, ...]


def export(what: Sequence[str], folder: Path, *, data: Sequence[Path], licence: str | None, title: str) -> Exported:
    """Write benchmarks, folders of programmes with known truth and files of graded pairs as one dataset.

    `what` are names of benchmarks, sought in `data`, or paths; none means what ships. The licence is that of all of it,
    by its identifier at Hugging Face; None takes what benchmarks say. Raises InputError: the folder is not empty, a
    source is defective or none of these, two have one name; OSError: the folder cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError("{folder}: is there already and not empty; name a new folder", folder=folder)
    tables: list[hub.Table] = []
    whole: list[Benchmark] = []
    known: set[str] = set()
    left_out: list[str] = []
    names = what or (str(TRUTH), str(SAMPLE))
    for path, name in zip(map(Path, names), names, strict=True):
        if path.suffix in (".jsonl", ".parquet") and path.is_file():
            made, own = [_pairs(path)], UNKNOWN
        elif path.is_dir() and programmes.holds(path):
            truths, missing = programmes.read(path)
            made = programmes.tables(truths, _split(path))
            own = "apache-2.0" if path.resolve() == TRUTH else UNKNOWN
            left_out += missing
        else:
            benchmark = load(benchmarks.find(name, [*data, SAMPLE]))
            if benchmark.name in (PROGRAMMES, CRITERIA, graded.FOLDER) or not all(t.text for t in benchmark.corpus):
                raise InputError(
                    "the benchmark '{name}' has no texts, or the name of another table; it cannot be exported",
                    name=benchmark.name,
                )
            made, own = hf_dataset.tables(benchmark), str(benchmark.about.get("licence", UNKNOWN)).lower()
            whole.append(benchmark)
        for table in made:
            if any(table.path == other.path for other in tables):
                raise InputError("{path} would be written twice; rename one of its sources", path=table.path)
            tables.append(table)
        known.add(own)
    licences = (licence,) if licence else tuple(sorted(known))
    languages = (row.get(key) for table in tables for row in table.rows for key in ("lang", "language"))
    text = _text(tables, whole, licences, ships=any(Path(name).resolve() == TRUTH for name in names))
    with written_together(folder) as fresh:
        told = sorted({str(language) for language in languages if language})
        hub.write(fresh, tables, text, title=title, licences=licences, languages=told)
        for benchmark in whole:
            about = {**benchmark.about, "name": benchmark.name, "measure": benchmark.measure}
            said = json.dumps(about, ensure_ascii=False, indent=1)
            (fresh / benchmark.name / "benchmark.json").write_text(said, encoding="utf-8")
    return Exported(tuple(tables), licences, tuple(left_out))


def _split(path: Path) -> str:
    """The name of a part: that of its file or folder, in the letters that a split may have."""
    name = "train" if path.resolve() == TRUTH else path.resolve().stem
    return re.sub(r"\W+", "_", name)


def _pairs(path: Path) -> hub.Table:
    import pyarrow as pa

    graded.read([path])  # says what is wrong
    whole, text = pa.int64(), pa.string()
    fields = [("framework", text), ("code", text), ("statement", text), ("grade", whole), ("grade_b", whole)]
    types = {"section": pa.list_(text), "candidates": pa.list_(pa.struct(fields))}
    split = _split(path)
    rows = [row for _, row in graded.rows(path)]
    return hub.Table(graded.FOLDER, split, f"{graded.FOLDER}/{split}.parquet", rows, types)


def _text(tables: Sequence[hub.Table], exported: Sequence[Benchmark], licences: Sequence[str], *, ships: bool) -> str:
    """What the card says below its head, in English and then in Spanish."""
    told = [
        _("Competency mapping: programmes, job advertisements and the standards that they are compared with."),
        *(text for name, text in _ABOUT.items() if any(table.config == name for table in tables)),
    ]
    if ships:
        told.append(
            _(
                "The programmes that ship with curmap were written and judged for it by a language model; no person "
                "has checked them yet. Its scorer was fitted on them: measure on others."
            )
        )
    for benchmark in exported:
        said = "; ".join(
            str(benchmark.about[key]) for key in ("title", "source", "licence") if benchmark.about.get(key)
        )
        made = _(
            "`{name}-corpus`, `{name}-queries`, `{name}-qrels`: a benchmark in the layout of BEIR and MTEB ({told}).",
            name=benchmark.name,
            told=said or "–",
        )
        told.append(made)
    if UNKNOWN in licences:
        told.append(_("Who publishes it says under which licence: of a part of it none is known."))
    told.append(
        _(
            "`curmap eval run --data FOLDER --benchmark NAME` measures on a benchmark, `curmap eval pairs FOLDER` on "
            "graded pairs; `datasets.load_dataset(FOLDER, NAME)` reads a table."
        )
    )
    counts = "\n".join(f"| {table.config} | {table.split} | {len(table.rows)} |" for table in tables)
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
