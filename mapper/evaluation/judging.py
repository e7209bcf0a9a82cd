"""Judging by people: a pool of passages and competencies, the sheets, and the benchmark made of the judgements."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from corpora import TEACHING_ROLES, Framework, InputError, readers
from eval.benchmarks.beir import queries, targets
from eval.benchmarks.reviewed import target_id
from eval.errors import records
from eval.judging import Disagreement, Judgement, PoolItem, adjudicate, pool, write_benchmark, write_texts
from eval.records import Benchmark, Query, Run, Target
from eval.sheets import SheetRow, read_sheet, write_csv, write_xlsx
from mapper.evaluation import System
from mapper.evaluation.stored import as_json
from mapper.matching.candidates import NOT_FOR_PROGRAMMES
from mapper.matching.records import Progress, no_progress
from mapper.matching.teaching import split_programme
from mapper.workspace.files import write_atomically

SHEETS = ("sheet.xlsx", "sheet.csv")
POOL = "pool.json"
TO_DECIDE = "to_decide.xlsx"
PLACE = ("document", "sha256", "page", "start", "end")


@dataclass(frozen=True, slots=True)
class Pooled:
    """A pool that was written: its items and where the sheets are."""

    items: tuple[PoolItem, ...]
    sheets: tuple[Path, ...]


def make_benchmark(files: Sequence[Path], frameworks: Sequence[Framework], *, count: int, seed: int) -> Benchmark:
    """Return the passages of documents and the entries of frameworks, as a benchmark that nobody judged yet.

    Only passages that teach are taken; `count` of them are drawn, fewer where there are fewer. Raises InputError: a
    file cannot be read, or nothing in them teaches.
    """
    paths, _ = readers.files(files)
    found: dict[str, Query] = {}
    documents = [readers.read(path) for path in paths]
    contents = {(document.name, document.sha256) for document in documents}
    named = Counter(name for name, _ in contents)
    for document in documents:
        # Two schools may call their programmes alike: these are two documents.
        apart = f" {document.sha256[:8]}" if named[document.name] > 1 else ""
        for passage in split_programme(document).passages:
            if passage.role in TEACHING_ROLES and passage.language is not None:
                # A text that stands twice is judged once.
                place = (document.name, document.sha256, passage.page, passage.start, passage.end)
                extra = {**dict(zip(PLACE, place, strict=True)), "section": list(passage.section), "role": passage.role}
                query = Query(passage.text_id, passage.text, document.name + apart, passage.language, extra)
                found.setdefault(passage.text_id, query)
    if not found:
        raise InputError("nothing in the files given seems to teach")
    order = sorted(found)
    chosen = sorted(random.Random(f"passages {seed}").sample(order, min(count, len(order))))
    corpus = tuple(
        Target(target_id(framework.name, entry.code), entry.statement, "", entry.language)
        for framework in frameworks
        for entry in framework.competencies
        if entry.kind not in NOT_FOR_PROGRAMMES
    )
    about = {
        "documents": [{"name": name, "sha256": sha256} for name, sha256 in sorted(contents)],
        "frameworks": [{"name": f.name, "version": f.version, "sha256": f.sha256} for f in frameworks],
    }
    hashes = {"corpus": "", "queries": "", "qrels": ""}
    return Benchmark("pool", "", hashes, corpus, tuple(found[q] for q in chosen), {}, about=about)


def write_pool(
    benchmark: Benchmark,
    systems: Sequence[System],
    folder: Path,
    *,
    seed: int,
    lang: str,
    progress: Progress = no_progress,
) -> Pooled:
    """Pool the systems' answers and write the sheets; raises InputError: fewer than three systems; OSError."""
    runs: list[Run] = [system.answer(benchmark, context=False, progress=progress) for system in systems]
    items = pool(runs, [query.id for query in benchmark.queries], seed=seed)
    rows = _rows(items, benchmark.queries, benchmark.corpus, lang)
    folder.mkdir(parents=True, exist_ok=True)
    write_xlsx(rows, folder / SHEETS[0], lang=lang)
    write_csv(rows, folder / SHEETS[1], lang=lang)
    write_texts(folder, benchmark.queries, benchmark.corpus)
    about = {
        "seed": seed,
        **benchmark.about,
        "systems": {system.name: dict(system.settings()) for system in systems},
        "items": [asdict(item) for item in items],
        # Where each passage stands, by which it is found again; without its text.
        "passages": [
            {"id": query.id, **{name: query.extra[name] for name in PLACE if name in query.extra}}
            for query in benchmark.queries
        ],
    }
    write_atomically(folder / POOL, as_json(about))
    return Pooled(items, tuple(folder / name for name in SHEETS))


def _rows(items: Sequence[PoolItem], asked: Sequence[Query], corpus: Sequence[Target], lang: str) -> list[SheetRow]:
    texts = {query.id: (query.text, _context(query.extra, lang)) for query in asked}
    wordings = {target.id: target.text or target.title for target in corpus}
    return [SheetRow(item.query, *texts[item.query], item.target, wordings[item.target]) for item in items]


def _context(extra: Mapping[str, Any], lang: str) -> str:
    """Return where a passage stands: document, page, headings; for a benchmark's query its title or module."""
    page = extra.get("page")
    section = extra.get("section") or ()
    parts = [
        str(extra.get("document") or ""),
        f"{'pág.' if lang == 'es' else 'p.'} {page}" if page else "",
        " › ".join(section) if isinstance(section, list | tuple) else str(section),
        str(extra.get("title") or ""),
    ]
    return " · ".join(part for part in parts if part)


def write_judgements(
    folder: Path, sheets: Sequence[Path], out: Path, *, decided: Path | None = None, lang: str = "es"
) -> tuple[tuple[Judgement, ...], tuple[Disagreement, ...]]:
    """Make a benchmark of filled sheets.

    The sheets, one per judge, were written from the pool in `folder`. Pairs that are still open go into
    `to_decide.xlsx` in `out`; `decided` is that sheet, filled in. Raises InputError: faulty, or not of this pool.
    """
    corpus, asked = targets(records(folder / "corpus.jsonl")), queries(records(folder / "queries.jsonl"))
    read, seed = [read_sheet(path) for path in sheets], None
    done, still_open = adjudicate(read, read_sheet(decided) if decided else None)
    with suppress(OSError, ValueError, AttributeError):
        seed = json.loads((folder / POOL).read_text(encoding="utf-8")).get("seed")
    about = {
        "name": out.resolve().name,
        "measure": "nDCG@10",
        "judges": sorted({sheet.judge for sheet in read}),
        "seed": seed if isinstance(seed, int) else None,
        "source": "judged pool / conjunto juzgado por personas",
    }
    write_benchmark(out, done, asked, corpus, about=about)
    if still_open:
        items = [PoolItem(one.query, one.target, drawn=False, ranks={}) for one in still_open]
        write_xlsx(_rows(items, asked, corpus, lang), out / TO_DECIDE, lang=lang)
    return done, still_open
