"""The matcher as a system: the candidates, scores and probabilities that `curmap map` makes, with nothing cut off."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpora import Competency, Framework, InputError
from embeddings.cleaning import clean
from embeddings.encoders import open_encoder
from eval.records import Benchmark, Query, Ranking, Run
from eval.runs import depth, ranking
from mapper.candidates import Candidates, find_candidates
from mapper.evaluation import Progress
from mapper.evaluation.baselines import AT_ONCE, target_texts
from mapper.framework_index import FrameworkIndex
from mapper.matcher_model import MatcherModel, scores, shipped
from mapper.settings import Settings

KEPT = 20
"""Probabilities are kept of so many best targets: what is shown and some below."""


@dataclass(frozen=True, slots=True)
class MatcherSystem:
    """What `curmap map` does with one framework, each query alone.

    Attributes:
        model: makes score and probability.
        encoder: name of the encoder.
        folder: of indexes that can be made again.
        name: of the system.
    """

    model: MatcherModel
    encoder: str
    folder: Path
    name: str = "matcher"
    uses_context: bool = False

    def settings(self) -> Mapping[str, Any]:
        """Encoder and matcher by their revisions, and what the matcher was fitted on."""
        return {
            "encoder": self.encoder,
            "revision": open_encoder(self.encoder).revision,
            "matcher": self.model.revision,
            "shown": Settings().candidates,
        }

    def answer(self, benchmark: Benchmark, *, context: bool, progress: Progress) -> Run:  # noqa: ARG002 - the seam's
        """Rank the candidates, with their probabilities; targets that are no candidates are not ranked."""
        rankings: dict[str, Ranking] = {}
        probabilities: dict[str, dict[str, float]] = {}
        without: dict[str, float] = {}
        names = [target.id for target in benchmark.corpus]
        for query, found in self._candidates(benchmark, progress):
            score = scores(found)
            stated = self.model.probabilities(found, score)
            if not len(score):
                continue
            targets = [names[entry] for entry in found.entries]
            ranked = ranking(targets, score, keep=depth(len(names)))
            rankings[query.id] = ranked
            known = dict(zip(targets, stated.tolist(), strict=True))
            probabilities[query.id] = {target: known[target] for target in ranked.targets[:KEPT]}
            best = self._best_without(found, targets, benchmark.qrels.get(query.id, {}))
            if best is not None:
                without[query.id] = best
        return Run(
            self.name,
            rankings,
            probabilities=probabilities,
            threshold=self.model.threshold,
            shown=Settings().candidates,
            without=without,
        )

    def _candidates(self, benchmark: Benchmark, progress: Progress) -> Iterator[tuple[Query, Candidates]]:
        encoder, framework = open_encoder(self.encoder), as_framework(benchmark)
        index = FrameworkIndex.open(self.folder / "benchmarks" / framework.name, framework, encoder)
        rows = np.arange(len(index.entries), dtype=np.int64)
        for start in range(0, len(benchmark.queries), AT_ONCE):
            part = benchmark.queries[start : start + AT_ONCE]
            progress(f"{self.name} · {benchmark.name}", start, len(benchmark.queries))
            texts = [clean(query.text) for query in part]
            vectors = encoder.encode(texts, role="query")
            yield from zip(part, find_candidates(texts, vectors, index, rows), strict=True)

    def _best_without(self, found: Candidates, targets: list[str], judged: Mapping[str, int]) -> float | None:
        """The probability of the best match, had the relevant targets not been in the corpus."""
        kept = np.array([judged.get(target, 0) <= 0 for target in targets], dtype=bool)
        left = _only(found, kept)
        if not len(left.entries):
            return None
        score = scores(left)
        return float(self.model.probabilities(left, score)[int(np.argmax(score))])


def _only(found: Candidates, kept: NDArray[np.bool_]) -> Candidates:
    parts = {name: getattr(found, name)[kept] for name in ("entries", "dense", "grams", "words", "rows")}
    return replace(found, **parts, pool=found.pool - int((~kept).sum()))


def as_framework(benchmark: Benchmark) -> Framework:
    """The corpus as a framework whose codes are the targets' ids."""
    competencies = tuple(
        Competency(code=target.id, statement=text, kind="target", language=target.language or "es")
        for target, text in zip(benchmark.corpus, target_texts(benchmark), strict=True)
    )
    return Framework(
        name=f"corpus-{benchmark.hashes['corpus'][:16]}",
        title=benchmark.name,
        version=benchmark.hashes["corpus"][:12],
        sha256=benchmark.hashes["corpus"],
        source=benchmark.name,
        competencies=competencies,
    )


def open_system(argument: str, folder: Path) -> MatcherSystem:
    """The shipped matcher, with the encoder of that name or the default one."""
    if argument:
        open_encoder(argument)  # says what is wrong with the name before anything is done
    try:
        model = shipped()
    except FileNotFoundError as error:
        raise InputError(
            es="falta el modelo del emparejador en la instalación; vuelva a instalar el programa",
            en="the matcher's model is missing from the installation; install the program again",
        ) from error
    name = f"matcher:{argument}" if argument else "matcher"
    return MatcherSystem(model, argument or Settings().encoder, folder, name)
