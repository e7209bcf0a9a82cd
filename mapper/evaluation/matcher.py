"""The matcher as a system, as `curmap map` makes scores and probabilities, of more candidates, none cut off."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from corpora import Competency, Framework, InputError
from embeddings.encoders import Encoder, open_encoder
from eval.records import Benchmark, Query, Ranking, Run
from eval.runs import depth, ranking
from mapper.evaluation.baselines import AT_ONCE, target_texts
from mapper.matching.candidates import Pool
from mapper.matching.index import FrameworkIndex
from mapper.matching.matcher import RERANKED, Reranker
from mapper.matching.queries import Question, encode_passages, make_question, requirement_passage
from mapper.matching.records import Progress, Settings
from mapper.matching.scorer import Scorer, shipped
from mapper.matching.scoring import Scored, score_all, texts_of

KEPT = 20  # probabilities are kept of so many best targets: what is shown and some below; and of the best wrong one


@dataclass(frozen=True, slots=True)
class MatcherSystem:
    """What `curmap map` does: each query alone or, with context, a group as one document; the folder keeps indexes."""

    model: Scorer
    encoder: Encoder
    folder: Path
    name: str = "matcher"
    uses_context: bool = True

    def settings(self) -> Mapping[str, Any]:
        """Return the encoder and matcher by their revisions, and what the matcher was fitted on."""
        return {
            "encoder": self.encoder.name,
            "revision": self.encoder.revision,
            "scorer": self.model.revision,
            "shown": Settings().candidates,
        }

    def prepare(self, benchmark: Benchmark) -> None:
        """Keep the index of the targets."""
        self._index(benchmark)

    def _index(self, benchmark: Benchmark) -> FrameworkIndex:
        framework = as_framework(benchmark)
        return FrameworkIndex.open(self.folder / "benchmarks" / framework.name, framework, self.encoder)

    def answer(self, benchmark: Benchmark, *, context: bool, progress: Progress) -> Run:
        """Rank the candidates, with their probabilities; targets that are no candidates are not ranked."""
        return self.stated(benchmark, self.scored(benchmark, context=context, progress=progress))

    def stated(self, benchmark: Benchmark, scored: Iterable[tuple[Query, Scored]]) -> Run:
        """Return the run of these candidates."""
        rankings: dict[str, Ranking] = {}
        probabilities: dict[str, dict[str, float]] = {}
        names = [target.id for target in benchmark.corpus]
        for query, found in scored:
            if not len(found.entries):
                continue
            targets = [names[entry] for entry in found.entries]
            ranked = ranking(targets, found.order, keep=depth(len(names)))
            rankings[query.id] = ranked
            known = dict(zip(targets, found.probability.tolist(), strict=True))
            judged = benchmark.qrels.get(query.id, {})
            wrong = (target for target in ranked.targets if judged.get(target, 0) <= 0)
            probabilities[query.id] = {t: known[t] for t in (*ranked.targets[:KEPT], *islice(wrong, 1))}
        least, most = self.model.threshold, Settings().candidates
        return Run(self.name, rankings, probabilities=probabilities, threshold=least, shown=most)

    def scored(self, benchmark: Benchmark, *, context: bool, progress: Progress) -> Iterator[tuple[Query, Scored]]:
        """Yield the candidates of each query; deeper than what is shown, as measures look."""
        pool = Pool.build(self._index(benchmark), scale=self.model.scale_for(self.encoder.revision))
        pool = replace(pool, depth=depth(len(benchmark.corpus)))
        done = 0
        for part in _together(benchmark.queries, context=context):
            progress(f"{self.name} · {benchmark.name}", done, len(benchmark.queries))
            questions = [as_question(query, context=context) for query in part]
            texts = texts_of(questions)
            if texts:
                found = score_all(questions, texts, self.encoder.encode(texts, role="query"), pool)
                yield from zip(part, self._judged(part, found, pool, context=context), strict=True)
            done += len(part)

    def _judged(self, part: Sequence[Query], found: Sequence[Scored], pool: Pool, *, context: bool) -> Iterator[Scored]:
        """Yield candidates with probabilities: queries that inform each other as one document, else each alone."""
        passages = []  # of no particular role
        for query in part:
            module = str(query.extra.get("module") or "") if context else ""
            passages.append(requirement_passage(query.text, query.language, section=(module,) if module else ()))
        documents = [range(len(part))] if context else [[number] for number in range(len(part))]
        every = encode_passages(passages, self.encoder)
        for numbers in documents:
            asked = every.only(numbers)
            scored = self.model.score_catalogue(asked, [found[number] for number in numbers], pool)
            (judged,) = self.model.judge(asked, asked, [scored], [pool], [()])
            yield from judged.scored


def as_question(query: Query, *, context: bool) -> Question:
    """Return a query with its title and outcomes where it has any; with context, its group and module too."""
    extra, title = query.extra, str(query.extra.get("title") or "")
    parts = [str(outcome) for outcome in extra.get("outcomes") or ()]
    section = str(extra.get("module") or "") if context else ""
    # A module or advertisement stands for itself: the others of its group lead elsewhere.
    document = query.group if context and not title else ""
    return make_question(query.text, query.language, title=title, parts=parts, section=section, document=document)


def _together(queries: Sequence[Query], *, context: bool) -> Iterator[Sequence[Query]]:
    """Yield the queries that are answered in one go: those of a group where they inform each other."""
    if not context:
        yield from (queries[start : start + AT_ONCE] for start in range(0, len(queries), AT_ONCE))
        return
    groups: dict[str, list[Query]] = {}
    for query in queries:
        groups.setdefault(query.group, []).append(query)
    yield from groups.values()


def as_framework(benchmark: Benchmark) -> Framework:
    """Return the corpus as a framework whose codes are the targets' ids."""
    competencies = tuple(
        Competency(code=target.id, statement=text, kind="target", language=target.language or "es")
        for target, text in zip(benchmark.corpus, target_texts(benchmark), strict=True)
    )
    title, sha256 = benchmark.name, benchmark.hashes["corpus"]
    name, version = f"corpus-{sha256[:16]}", sha256[:12]
    return Framework(name=name, title=title, version=version, sha256=sha256, source=title, competencies=competencies)


def open_system(name: str, argument: str, folder: Path) -> MatcherSystem:
    """Return the shipped matcher, with the encoder of that name or the default one."""
    encoder = open_encoder(argument or Settings().encoder)  # says what is wrong with the name before anything is done
    try:
        model = shipped()
    except FileNotFoundError as error:
        raise InputError("the matcher's model is missing from the installation; install the program again") from error
    return MatcherSystem(model, encoder, folder, name.removesuffix(":"))


def rerank_run(found: Run, benchmark: Benchmark, reranker: Reranker) -> Run:
    """Return a run as `curmap map --rerank` orders it: the best of each query reordered by a cross-encoder.

    Probabilities stay as they were; the scores of the best say no more than their places.
    """
    asked = {query.id: query.text for query in benchmark.queries}
    wordings = dict(zip((target.id for target in benchmark.corpus), target_texts(benchmark), strict=True))
    rankings = {}
    for query, ranked in found.rankings.items():
        best, rest = ranked.targets[:RERANKED], ranked.targets[RERANKED:]
        order = reranker.order(asked[query], [wordings[target] for target in best])
        places = np.arange(len(best), 0, -1) + np.ceil(max(ranked.scores[len(best) :], default=0.0))
        scores = np.concatenate([places, ranked.scores[len(best) :]])
        rankings[query] = Ranking((*(best[place] for place in order), *rest), scores)
    return replace(found, rankings=rankings)
