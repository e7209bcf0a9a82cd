"""What the matcher's figures would be if a query's own text, which is judged wrong, did not stand in the corpus.

    python benchmarks/own_text.py ../shared/bench

Some benchmarks ask for what is like a text of their own corpus, and do not count the text itself as right. A system
that knows what it reads is surest there. Printed are the benchmarks that have such queries: their measure and the AUROC
of "the best match is right" (each query asked with and without its answers), as they are and with that text left out.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from embeddings.cleaning import clean
from embeddings.encoders import Encoder, open_encoder
from eval.measures import MEASURES
from eval.no_match import Answers, no_match
from eval.records import Benchmark, Run
from eval.runs import depth, ranking
from eval.tables import number
from mapper.candidates import Pool
from mapper.evaluation.known import load
from mapper.evaluation.matcher import as_framework, as_question
from mapper.framework_index import FrameworkIndex
from mapper.matcher_model import shipped
from mapper.scoring import Scored, score_all, texts_of


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench", type=Path, help="folder of benchmarks")
    options = parser.parse_args()
    encoder = open_encoder()
    header = [
        "benchmark",
        "queries",
        "own text is there",
        "measure",
        "as it is",
        "left out",
        "AUROC as it is",
        "left out",
    ]
    print("| " + " | ".join(header) + " |")
    print("|---" * len(header) + "|")
    for path in sorted(found.parent for found in options.bench.glob("*/corpus.jsonl")):
        benchmark = load(path)
        own = _own(benchmark)
        if there := sum(bool(places) for places in own):
            scored = _scored(benchmark, encoder)
            without = [_without(found, places) for found, places in zip(scored, own, strict=True)]
            counts = [str(len(benchmark.queries)), str(there)]
            measured = [
                *(_measure(benchmark, s) for s in (scored, without)),
                *(_auroc(benchmark, s) for s in (scored, without)),
            ]
            print(
                "| " + " | ".join([benchmark.name, *counts, benchmark.measure, *map(number, measured)]) + " |",
                flush=True,
            )


def _right(benchmark: Benchmark) -> list[set[int]]:
    """For each query the places of its right targets in the corpus."""
    places = {target.id: place for place, target in enumerate(benchmark.corpus)}
    return [
        {places[target] for target, grade in benchmark.qrels.get(query.id, {}).items() if grade > 0}
        for query in benchmark.queries
    ]


def _own(benchmark: Benchmark) -> list[set[int]]:
    """For each query the places of targets with its own text that are not judged right."""
    places: dict[str, set[int]] = {}
    for place, target in enumerate(benchmark.corpus):
        places.setdefault(clean(target.text).casefold(), set()).add(place)
    right = _right(benchmark)
    return [
        places.get(clean(query.text).casefold(), set()) - wanted
        for query, wanted in zip(benchmark.queries, right, strict=True)
    ]


def _scored(benchmark: Benchmark, encoder: Encoder) -> list[Scored]:
    pool = Pool.of(FrameworkIndex.build(as_framework(benchmark), encoder))
    questions = [as_question(query, context=False) for query in benchmark.queries]
    texts = texts_of(questions)
    vectors = encoder.encode(texts, role="query")
    return score_all(questions, texts, vectors, replace(pool, depth=depth(len(benchmark.corpus))))


def _without(found: Scored, places: set[int]) -> Scored:
    kept = ~np.isin(found.entries, sorted(places))
    return found.only(kept, found.size - len(places))


def _measure(benchmark: Benchmark, scored: Sequence[Scored]) -> float:
    targets = [target.id for target in benchmark.corpus]
    rankings = {
        query.id: ranking([targets[entry] for entry in found.entries], found.score, keep=depth(len(targets)))
        for query, found in zip(benchmark.queries, scored, strict=True)
    }
    return float(np.mean(list(MEASURES[benchmark.measure](benchmark.qrels, Run("own text", rankings)).values())))


def _auroc(benchmark: Benchmark, scored: Sequence[Scored]) -> float | None:
    """Of "the best match is right", each query with its right targets in the corpus and without them."""
    rows = []
    for found, right in zip(scored, _right(benchmark), strict=True):
        for asked in (found, _without(found, right)):
            best = int(np.argmax(asked.score))
            sure = float(shipped().probabilities(asked)[best])
            rows.append((sure, int(asked.entries[best]) in right, asked is found))
    sure, is_right, possible = (np.array(column) for column in zip(*rows, strict=True))
    return no_match(Answers(sure, is_right, possible, ())).auroc


if __name__ == "__main__":
    main()
