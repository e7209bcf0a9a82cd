"""The matcher with its best candidates in the order of a cross-encoder (`rerank:MODEL`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from corpora import InputError
from eval.records import Benchmark, Query, Ranking, Run
from mapper.evaluation import Progress
from mapper.evaluation.baselines import target_texts
from mapper.evaluation.matcher import MatcherSystem
from mapper.evaluation.matcher import open_system as open_matcher
from mapper.reranker import RERANKED, Reranker, open_reranker


@dataclass(frozen=True, slots=True)
class RerankedSystem:
    """What `curmap map --rerank` does: another order of the best candidates, their probabilities as they were.

    Attributes:
        matcher: ranks first.
        reranker: the cross-encoder.
    """

    matcher: MatcherSystem
    reranker: Reranker
    uses_context: bool = True

    @property
    def name(self) -> str:
        """With the model's."""
        return f"rerank:{self.reranker.name}"

    def settings(self) -> Mapping[str, Any]:
        """The matcher's, the model's revision and how many candidates it reads."""
        return {**self.matcher.settings(), "reranker": self.reranker.revision, "reranked": RERANKED}

    def prepare(self, benchmark: Benchmark) -> None:
        """Keep the index of the targets."""
        self.matcher.prepare(benchmark)

    def answer(self, benchmark: Benchmark, *, context: bool, progress: Progress) -> Run:
        """Rank by the matcher, then the best of these by the cross-encoder."""
        found = self.matcher.answer(benchmark, context=context, progress=progress)
        wordings = dict(zip((target.id for target in benchmark.corpus), target_texts(benchmark), strict=True))
        rankings = {
            query.id: self._reranked(query, found.rankings[query.id], wordings)
            for query in benchmark.queries
            if query.id in found.rankings
        }
        return replace(found, system=self.name, rankings=rankings)

    def _reranked(self, query: Query, ranked: Ranking, wordings: Mapping[str, str]) -> Ranking:
        """The best in the cross-encoder's order, before all others; their scores say no more than their places."""
        best, rest = ranked.targets[:RERANKED], ranked.targets[RERANKED:]
        order = self.reranker.order(query.text, [wordings[target] for target in best])
        places = np.arange(len(best), 0, -1) + np.ceil(max(ranked.scores[len(best) :], default=0.0))
        scores = np.concatenate([places, ranked.scores[len(best) :]])
        return Ranking((*(best[place] for place in order), *rest), scores)


def open_system(argument: str, folder: Path) -> RerankedSystem:
    """The matcher and the cross-encoder of that name."""
    if not argument:
        raise InputError(
            es="falta el modelo; escriba por ejemplo rerank:BAAI/bge-reranker-v2-m3",
            en="the model is missing; write for example rerank:BAAI/bge-reranker-v2-m3",
        )
    return RerankedSystem(open_matcher("", folder), open_reranker(argument))
