"""Plain systems to compare with: BM25, character n-grams, an encoder, their fusion, and runs made elsewhere."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpora import InputError
from embeddings.array_files import load_array
from embeddings.encoders import Encoder, open_encoder
from embeddings.lexical import Bm25, CharTfidf, reciprocal_rank_fusion
from eval.errors import unreadable
from eval.records import Benchmark, Run
from eval.runs import from_scores, read_run
from mapper.evaluation import System
from mapper.matching.records import Progress

Rows = Iterator[NDArray[np.float64]]
AT_ONCE = 64  # queries scored together: bounds the memory to some megabytes at 34,000 targets
FUSION_K = 60
WITH_CHARACTERS = "+char"


def target_texts(benchmark: Benchmark) -> list[str]:
    """Return what each target says: its text, its title before it where that says something else."""
    return [
        f"{target.title}. {target.text}" if target.title and target.title not in target.text else target.text
        for target in benchmark.corpus
    ]


@dataclass(frozen=True, slots=True)
class Baseline:
    """A system that scores each target by itself.

    Its scorers are "words" (BM25), "characters" (cosine of n-grams), "encoder" (of vectors); of two their ranks are
    fused. The folder keeps the targets' vectors for the next run; the encoder, "" for none, is opened when needed.
    """

    name: str
    scorers: tuple[str, ...]
    folder: Path
    encoder: str = ""
    uses_context: bool = False

    def settings(self) -> Mapping[str, Any]:
        """Return the versions and revisions; the rest is in the code's own hash."""
        known: dict[str, Any] = {"bm25s": version("bm25s")} if "words" in self.scorers else {}
        if self.encoder:
            known |= {"encoder": self.encoder, "revision": open_encoder(self.encoder).revision}
        return known | ({"fusion_k": FUSION_K} if len(self.scorers) > 1 else {})

    def prepare(self, benchmark: Benchmark) -> None:
        """Keep the targets' vectors; the other indexes take no longer to make than to read."""
        if self.encoder:
            load_vectors(self.folder, target_texts(benchmark), open_encoder(self.encoder))

    def answer(self, benchmark: Benchmark, *, context: bool, progress: Progress) -> Run:  # noqa: ARG002 - the seam's
        """Rank by the scores, or by the sum of reciprocal ranks."""
        every = [self._scores(scorer, benchmark) for scorer in self.scorers]
        fused = (reciprocal_rank_fusion(rows, k=FUSION_K) for rows in zip(*every, strict=True))

        def counted() -> Rows:
            for done, row in enumerate(every[0] if len(every) == 1 else fused, start=1):
                progress(f"{self.name} · {benchmark.name}", done, len(benchmark.queries))
                yield row

        queries, targets = ([one.id for one in side] for side in (benchmark.queries, benchmark.corpus))
        return from_scores(self.name, queries, targets, counted())

    def _scores(self, scorer: str, benchmark: Benchmark) -> Rows:
        """Return the scores, one row per query."""
        told, asked = target_texts(benchmark), [query.text for query in benchmark.queries]
        if scorer == "words":
            words = Bm25.build(told)
            yield from (words.scores(text).astype(np.float64) for text in asked)
        elif scorer == "characters":
            grams, everything = CharTfidf.build(told), [np.arange(len(told))]
            yield from (grams.pair_scores([text], everything)[0].astype(np.float64) for text in asked)
        else:
            encoder = open_encoder(self.encoder)
            targets = load_vectors(self.folder, told, encoder)
            for start in range(0, len(asked), AT_ONCE):
                vectors = encoder.encode(asked[start : start + AT_ONCE], role="query")
                yield from (vectors @ targets.T).astype(np.float64)


def load_vectors(folder: Path, texts: list[str], encoder: Encoder) -> NDArray[np.float32]:
    """Return the vectors of texts, from the folder if they are there; named by what they depend on."""
    material = json.dumps([encoder.name, encoder.revision, texts], ensure_ascii=False)
    key = hashlib.sha256(material.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    path = folder / "benchmarks" / f"{key}.npy"
    try:
        kept: NDArray[np.float32] = load_array(path)
        if kept.shape == (len(texts), encoder.dimension):
            return kept
    except (OSError, ValueError, EOFError):
        pass  # not there yet, or cut short: made again below
    vectors = encoder.encode(texts, role="passage")
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".part.npy")
    np.save(partial, vectors)
    partial.replace(path)
    return vectors


_NAMED = {"bm25": ("words",), "char": ("characters",)}


def open_system(name: str, argument: str, folder: Path) -> System:
    """Return a named one, or any encoder by its own name, with `+char` behind it fused with character n-grams.

    "run" are the answers of that file, or those that come with the benchmark.
    """
    kind, encoder = name.partition(":")[0], name.removesuffix(WITH_CHARACTERS)
    if kind == "run":
        return Answered(Path(argument) if argument else None)
    if kind not in _NAMED:
        return Baseline(name, ("encoder",) if encoder == name else ("encoder", "characters"), folder, encoder)
    if argument:
        raise InputError("the system '{name}' takes no argument ('{argument}')", name=kind, argument=argument)
    return Baseline(kind, _NAMED[kind], folder)


@dataclass(frozen=True, slots=True)
class Answered:
    """Answers that are there already."""

    path: Path | None
    uses_context: bool = False

    @property
    def name(self) -> str:
        """Return the name as the user asks for it, without folders."""
        return "run" if self.path is None else f"run:{self.path.name}"

    def settings(self) -> Mapping[str, Any]:
        """Return the file's checksum."""
        if self.path is None:
            return {}
        try:
            return {"sha256": hashlib.sha256(self.path.read_bytes()).hexdigest()}
        except OSError as error:
            raise unreadable(self.path, error) from error

    def prepare(self, benchmark: Benchmark) -> None:
        """Do nothing: the answers are there."""

    def answer(self, benchmark: Benchmark, *, context: bool, progress: Progress) -> Run:  # noqa: ARG002 - the seam's
        """Return the run as it stands, checked against the benchmark's ids; raises InputError."""
        if self.path is not None:
            queries = {query.id for query in benchmark.queries}
            return read_run(self.path, queries=queries, targets={target.id for target in benchmark.corpus})
        if benchmark.run is None:
            raise InputError("{name} brings no run; name one with --system run:FILE", name=benchmark.name)
        return benchmark.run
