"""What the matcher's figures would be if a query's own text, which is judged wrong, did not stand in the corpus.

    python benchmarks/own_text.py ../shared/bench

Some benchmarks ask for what is like a text of their own corpus, and do not count the text itself as right. A system
that knows what it reads is surest there. Printed are the benchmarks that have such queries: their measure and the AUROC
of "the best match is right" (each query asked with and without its answers), as they are and with that text left out.
"""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
from arguments import given

from embeddings.cleaning import clean
from eval.answers import answers, no_match
from eval.measures import MEASURES
from eval.records import Benchmark
from eval.tables import number
from mapper.evaluation.known import load_benchmark
from mapper.evaluation.matcher import open_system
from mapper.matching.records import no_progress
from mapper.matching.scoring import Scored


def main() -> None:
    """Measure and print."""
    (bench,) = given(__doc__, bench=None)
    print("| benchmark | queries | own text is there | measure | as it is | left out | AUROC as it is | left out |")
    print("|---" * 8 + "|")
    with tempfile.TemporaryDirectory() as folder:
        system = open_system("matcher", "", Path(folder))
        for path in sorted(found.parent for found in bench.glob("*/corpus.jsonl")):
            benchmark = load_benchmark(path)
            own = _own(benchmark)
            if there := sum(map(bool, own)):
                scored = list(system.scored(benchmark, context=False, progress=no_progress))
                left = [(query, _without(found, places)) for (query, found), places in zip(scored, own, strict=True)]
                runs = [system.stated(benchmark, found) for found in (scored, left)]
                figure, queries = MEASURES[benchmark.measure], [query.id for query in benchmark.queries]
                figures = [float(np.mean(list(figure(benchmark.qrels, run).values()))) for run in runs]
                cells = [*figures, *(no_match(answers(benchmark.qrels, run, queries)).auroc for run in runs)]
                names = [benchmark.name, str(len(benchmark.queries)), str(there), benchmark.measure]
                print("| " + " | ".join([*names, *map(number, cells)]) + " |", flush=True)


def _own(benchmark: Benchmark) -> list[set[int]]:
    """Return for each query the places of targets with its own text that are not judged right."""
    places: dict[str, set[int]] = {}
    for place, target in enumerate(benchmark.corpus):
        places.setdefault(clean(target.text).casefold(), set()).add(place)
    return [
        {
            place
            for place in places.get(clean(query.text).casefold(), ())
            if benchmark.qrels.get(query.id, {}).get(benchmark.corpus[place].id, 0) <= 0
        }
        for query in benchmark.queries
    ]


def _without(found: Scored, places: set[int]) -> Scored:
    """Return the scores as if these had not been searched."""
    kept = ~np.isin(found.entries, sorted(places))
    arrays = {name: getattr(found, name)[kept] for name in ("entries", "score", "rows", "probability", "order")}
    return replace(found, **arrays)


if __name__ == "__main__":
    main()
