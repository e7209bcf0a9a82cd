"""What each ingredient of the matcher is worth, on training collections; beside it the benchmarks, reported only.

    python benchmarks/ablation.py ../shared/data [--bench ../shared/bench]

Every row leaves one ingredient out, or replaces it. What is used was chosen by the column "mean" alone: the mean over
kinds of questions of the mean average precision on what the encoder has not seen. Columns of benchmarks
stand in brackets: each in its own measure, asked with context where groups are documents.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from embeddings.encoders import Encoder
from eval.measures import MEASURES
from eval.records import Benchmark, Run
from eval.runs import depth, ranking
from lab.training.matcher_material import tasks
from lab.training.matcher_tasks import Task
from lab.training.material import shipped_encoder
from mapper.evaluation.known import load_benchmark
from mapper.evaluation.matcher import as_framework, as_question
from mapper.matching.candidates import Pool, Weights
from mapper.matching.index import FrameworkIndex
from mapper.matching.queries import Question
from mapper.matching.scoring import LONG, SHORT, USED, Mixture, order, score_all, texts_of

IN_CONTEXT = ("boe-fp-outcome", "sena-rap")
Change = Callable[[Question], Question]


def _same(asked: Question) -> Question:
    return asked


def only(name: str) -> Mixture:
    """Return one ingredient alone."""
    weights = Weights(**{scorer: float(scorer == name) for scorer in ("dense", "grams", "words")})
    return replace(USED, short=weights, long=weights, across=1.0)


ROWS: dict[str, tuple[Mixture, Change]] = {
    "all of it": (USED, _same),
    "vectors alone": (only("dense"), _same),
    "n-grams alone": (only("grams"), _same),
    "words alone": (only("words"), _same),
    "vectors and n-grams": (
        replace(USED, short=replace(SHORT, words=0, grams=0.15), long=replace(LONG, dense=0.6, words=0, grams=0.4)),
        _same,
    ),
    "same weights for short texts": (replace(USED, short=LONG), _same),
    "without occupations": (replace(USED, short=replace(SHORT, pivot=0)), _same),
    "occupations for long texts too": (replace(USED, long=replace(LONG, pivot=1)), _same),
    "without crowding": (
        replace(USED, short=replace(SHORT, crowding=0), long=replace(LONG, crowding=0)),
        _same,
    ),
    "words across languages too": (replace(USED, across=1.0), _same),
    "one text, alone": (USED, lambda q: Question(q.text, q.language)),
    "without title": (USED, lambda q: replace(q, title="")),
    "without parts": (USED, lambda q: replace(q, parts=())),
    "all parts, not the best 3": (replace(USED, best=1000), _same),
    "without context": (USED, lambda q: replace(q, headings=(), section="", document="")),
    "context without bound": (replace(USED, reach=9.0), _same),
    "without headings": (USED, lambda q: replace(q, headings=())),
    "without section": (USED, lambda q: replace(q, section="")),
    "without document": (replace(USED, document=0.0), _same),
}


@dataclass(frozen=True, slots=True)
class _Bench:
    """A benchmark that is ready to be asked."""

    benchmark: Benchmark
    pool: Pool
    questions: tuple[Question, ...]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="folder with train/, renec/ and esco/")
    parser.add_argument("--bench", type=Path, help="folder of benchmarks, reported only")
    options = parser.parse_args()
    encoder = shipped_encoder()
    material = tasks(options.data, encoder)
    kinds = list(dict.fromkeys(task.kind for task in material))
    folders = sorted(path.parent for path in options.bench.glob("*/corpus.jsonl")) if options.bench else ()
    benches = [_bench(path, encoder) for path in folders]
    names = [f"({bench.benchmark.name}, {bench.benchmark.measure})" for bench in benches]
    print("| " + " | ".join(["", "mean", *kinds, *names]) + " |")
    print("|---" * (2 + len(kinds) + len(benches)) + "|")
    for name, (mixture, change) in ROWS.items():
        values: dict[str, list[float]] = {kind: [] for kind in kinds}
        for task in material:
            values[task.kind].append(_of_task(task, encoder, mixture, change))
        means = [float(np.mean(values[kind])) for kind in kinds]
        found = [_of_bench(bench, encoder, mixture, change) for bench in benches]
        cells = [name, *(f"{value:.3f}" for value in (float(np.mean(means)), *means, *found))]
        print("| " + " | ".join(cells) + " |", flush=True)


def _of_task(task: Task, encoder: Encoder, mixture: Mixture, change: Change) -> float:
    """Mean average precision of what counts."""
    asked = [change(q) for q in task.questions]
    known = dict(zip(task.texts, task.vectors, strict=True))
    texts = texts_of(asked)
    # What loses its context, title or parts may be asked as another text.
    more = [text for text in texts if text not in known]
    known.update(zip(more, encoder.encode(more, role="query"), strict=True))
    vectors = np.array([known[text] for text in texts], dtype=np.float32).reshape(-1, encoder.dimension)
    scored = score_all(asked, texts, vectors, task.pool, mixture)
    values = []
    for row in task.counted:
        right = np.isin(scored[row].entries[order(scored[row])], sorted(task.relevant[row]))
        hits = np.flatnonzero(right)
        values.append(np.sum(np.arange(1, len(hits) + 1) / (hits + 1)) / len(task.relevant[row]))
    return float(np.mean(values))


def _bench(folder: Path, encoder: Encoder) -> _Bench:
    benchmark = load_benchmark(folder)
    context = benchmark.name in IN_CONTEXT
    pool = Pool.build(FrameworkIndex.build(as_framework(benchmark), encoder))
    return _Bench(benchmark, pool, tuple(as_question(query, context=context) for query in benchmark.queries))


def _of_bench(bench: _Bench, encoder: Encoder, mixture: Mixture, change: Change) -> float:
    """Return the benchmark's own measure."""
    asked = [change(q) for q in bench.questions]
    texts = texts_of(asked)
    scored = score_all(asked, texts, encoder.encode(texts, role="query"), bench.pool, mixture)
    targets = [target.id for target in bench.benchmark.corpus]
    rankings = {
        query.id: ranking([targets[entry] for entry in found.entries], found.score, keep=depth(len(targets)))
        for query, found in zip(bench.benchmark.queries, scored, strict=True)
        if len(found.entries)
    }
    values = MEASURES[bench.benchmark.measure](bench.benchmark.qrels, Run("ablation", rankings))
    return float(np.mean(list(values.values())))


if __name__ == "__main__":
    main()
