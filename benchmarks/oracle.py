"""What a perfect choice among the matcher's ingredients would reach: how far the order could still be bettered by them.

    python benchmarks/oracle.py ../shared/bench

For every query the oracle takes the ingredient whose ranking answers it best, which nobody can do without knowing the
answers; a figure that stays below it needs better ingredients, not a better mixture. "found" is the share of right
targets that are candidates at all. Nothing is chosen by these figures.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from ablation import only
from arguments import given

from embeddings.encoders import Encoder, open_encoder
from eval.measures import MEASURES
from eval.records import Benchmark, Run
from eval.runs import depth, ranking
from eval.tables import number
from mapper.evaluation.known import load_benchmark
from mapper.evaluation.matcher import as_framework, as_question
from mapper.matching.candidates import Pool
from mapper.matching.index import FrameworkIndex
from mapper.matching.queries import Question
from mapper.matching.scoring import USED, Scored, score_all, texts_of

INGREDIENTS = {"vectors": only("dense"), "n-grams": only("grams"), "words": only("words"), "mixture": USED}


def main() -> None:
    """Measure and print."""
    (bench,) = given(__doc__, bench=None)
    encoder = open_encoder()
    header = ["benchmark", "measure", *INGREDIENTS, "oracle of three", "oracle of all", "found"]
    print("| " + " | ".join(header) + " |")
    print("|---" * len(header) + "|")
    for path in sorted(found.parent for found in bench.glob("*/corpus.jsonl")):
        benchmark = load_benchmark(path)
        pool = Pool.build(FrameworkIndex.build(as_framework(benchmark), encoder))
        alone, within = ([as_question(query, context=c) for query in benchmark.queries] for c in (False, True))
        asked = {benchmark.name: alone}
        documents = [question.document for question in within if question.document]
        if len(set(documents)) < len(documents):  # some have something around them
            asked[f"{benchmark.name}, context"] = within
        for name, questions in asked.items():
            cells = _measured(benchmark, questions, pool, encoder)
            print("| " + " | ".join([name, benchmark.measure, *map(number, cells)]) + " |", flush=True)


def _measured(benchmark: Benchmark, questions: Sequence[Question], pool: Pool, encoder: Encoder) -> list[float]:
    texts = texts_of(questions)
    vectors = encoder.encode(texts, role="query")
    values = []
    for mixture in INGREDIENTS.values():
        scored = score_all(questions, texts, vectors, pool, mixture)
        values.append(MEASURES[benchmark.measure](benchmark.qrels, _run(benchmark, scored)))
    table = np.array([[of_one[query] for query in values[0]] for of_one in values])
    means = [float(mean) for mean in table.mean(axis=1)]
    best = [float(table[:count].max(axis=0).mean()) for count in (len(INGREDIENTS) - 1, len(INGREDIENTS))]
    return [*means, *best, _found(benchmark, scored)]


def _run(benchmark: Benchmark, scored: list[Scored]) -> Run:
    targets = [target.id for target in benchmark.corpus]
    rankings = {
        query.id: ranking([targets[entry] for entry in found.entries], found.score, keep=depth(len(targets)))
        for query, found in zip(benchmark.queries, scored, strict=True)
        if len(found.entries)
    }
    return Run("oracle", rankings)


def _found(benchmark: Benchmark, scored: list[Scored]) -> float:
    """Mean over queries of the share of right targets among the candidates."""
    targets = [target.id for target in benchmark.corpus]
    shares = []
    for query, found in zip(benchmark.queries, scored, strict=True):
        right = {target for target, grade in benchmark.qrels.get(query.id, {}).items() if grade > 0}
        if right:
            shares.append(len(right & {targets[entry] for entry in found.entries}) / len(right))
    return float(np.mean(shares))


if __name__ == "__main__":
    main()
