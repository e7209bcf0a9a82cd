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
from embeddings.encoders import Encoder, open_encoder
from embeddings.fusion import reciprocal_rank_fusion
from embeddings.lexical import Bm25, CharTfidf
from eval.errors import unreadable
from eval.records import Benchmark, Run
from eval.runs import from_scores, read_run
from mapper.evaluation import Progress, System

Rows = Iterator[NDArray[np.float64]]
AT_ONCE = 64
"""Queries scored together: bounds the memory to some megabytes at 34,000 targets."""
FUSION_K = 60
WITH_CHARACTERS = "+char"
UNTRAINED = "competency:untrained"
"""The encoder as its authors left it."""


def target_texts(benchmark: Benchmark) -> list[str]:
    """What each target says: its text, its title before it where that says something else."""
    return [
        f"{target.title}. {target.text}" if target.title and target.title not in target.text else target.text
        for target in benchmark.corpus
    ]


def _to_run(name: str, benchmark: Benchmark, rows: Rows, progress: Progress) -> Run:
    def counted() -> Rows:
        for done, row in enumerate(rows, start=1):
            progress(f"{name} · {benchmark.name}", done, len(benchmark.queries))
            yield row

    queries = [query.id for query in benchmark.queries]
    return from_scores(name, queries, [target.id for target in benchmark.corpus], counted())


@dataclass(frozen=True, slots=True)
class Words:
    """BM25 over the targets' words."""

    name: str = "bm25"
    uses_context: bool = False

    def settings(self) -> Mapping[str, Any]:
        """The library's version; the rest is in the code's own hash."""
        return {"bm25s": version("bm25s")}

    def prepare(self, benchmark: Benchmark) -> None:
        """Nothing is kept: its index takes no longer to make than to read."""

    def scores(self, benchmark: Benchmark) -> Rows:
        """One row per query."""
        scorer = Bm25.build(target_texts(benchmark))
        for query in benchmark.queries:
            yield scorer.scores(query.text).astype(np.float64)

    def answer(self, benchmark: Benchmark, *, context: bool, progress: Progress) -> Run:  # noqa: ARG002 - the seam's
        """Rank by BM25."""
        return _to_run(self.name, benchmark, self.scores(benchmark), progress)


@dataclass(frozen=True, slots=True)
class Characters:
    """Cosine of character n-grams."""

    name: str = "char"
    uses_context: bool = False

    def settings(self) -> Mapping[str, Any]:
        """Nothing beside the code."""
        return {}

    def prepare(self, benchmark: Benchmark) -> None:
        """Nothing is kept: its index takes no longer to make than to read."""

    def scores(self, benchmark: Benchmark) -> Rows:
        """One row per query."""
        texts = target_texts(benchmark)
        scorer = CharTfidf.build(texts)
        everything = np.arange(len(texts))
        for query in benchmark.queries:
            yield scorer.pair_scores([query.text], [everything])[0].astype(np.float64)

    def answer(self, benchmark: Benchmark, *, context: bool, progress: Progress) -> Run:  # noqa: ARG002 - the seam's
        """Rank by character n-grams."""
        return _to_run(self.name, benchmark, self.scores(benchmark), progress)


@dataclass(frozen=True, slots=True)
class Dense:
    """Cosine of an encoder's vectors; those of the targets are kept for the next run.

    Attributes:
        name: of the system.
        encoder: name of the encoder, opened when it is needed.
        folder: of the kept vectors.
    """

    name: str
    encoder: str
    folder: Path
    uses_context: bool = False

    def settings(self) -> Mapping[str, Any]:
        """The encoder and its revision."""
        return {"encoder": self.encoder, "revision": open_encoder(self.encoder).revision}

    def prepare(self, benchmark: Benchmark) -> None:
        """Keep the targets' vectors."""
        kept_vectors(self.folder, target_texts(benchmark), open_encoder(self.encoder))

    def scores(self, benchmark: Benchmark) -> Rows:
        """One row per query."""
        encoder = open_encoder(self.encoder)
        targets = kept_vectors(self.folder, target_texts(benchmark), encoder)
        for start in range(0, len(benchmark.queries), AT_ONCE):
            texts = [query.text for query in benchmark.queries[start : start + AT_ONCE]]
            yield from (encoder.encode(texts, role="query") @ targets.T).astype(np.float64)

    def answer(self, benchmark: Benchmark, *, context: bool, progress: Progress) -> Run:  # noqa: ARG002 - the seam's
        """Rank by cosine."""
        return _to_run(self.name, benchmark, self.scores(benchmark), progress)


@dataclass(frozen=True, slots=True)
class Fusion:
    """Reciprocal rank fusion of an encoder and character n-grams."""

    dense: Dense
    uses_context: bool = False

    @property
    def name(self) -> str:
        """The encoder's and the n-grams'."""
        return f"{self.dense.name}{WITH_CHARACTERS}"

    def settings(self) -> Mapping[str, Any]:
        """Those of both, and the fusion's constant."""
        return {**self.dense.settings(), "fusion_k": FUSION_K}

    def prepare(self, benchmark: Benchmark) -> None:
        """Keep the targets' vectors."""
        self.dense.prepare(benchmark)

    def answer(self, benchmark: Benchmark, *, context: bool, progress: Progress) -> Run:  # noqa: ARG002 - the seam's
        """Rank by the sum of reciprocal ranks."""
        both = zip(self.dense.scores(benchmark), Characters().scores(benchmark), strict=True)
        fused = (reciprocal_rank_fusion(pair, k=FUSION_K) for pair in both)
        return _to_run(self.name, benchmark, fused, progress)


def kept_vectors(folder: Path, texts: list[str], encoder: Encoder) -> NDArray[np.float32]:
    """Vectors of texts, from the folder if they are there; named by what they depend on."""
    material = json.dumps([encoder.name, encoder.revision, texts], ensure_ascii=False)
    key = hashlib.sha256(material.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    path = folder / "benchmarks" / f"{key}.npy"
    try:
        kept: NDArray[np.float32] = np.load(path)
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


def _no_argument(name: str, argument: str) -> None:
    if argument:
        raise InputError(
            es=f"el sistema «{name}» no admite argumento («{argument}»)",
            en=f"the system '{name}' takes no argument ('{argument}')",
        )


def open_bm25(argument: str, folder: Path) -> System:  # noqa: ARG001 - the seam's
    """BM25."""
    _no_argument("bm25", argument)
    return Words()


def open_char(argument: str, folder: Path) -> System:  # noqa: ARG001 - the seam's
    """Character n-grams."""
    _no_argument("char", argument)
    return Characters()


def open_use(argument: str, folder: Path) -> System:
    """The untrained multilingual encoder."""
    _no_argument("use", argument)
    return Dense("use", UNTRAINED, folder)


def open_fusion(argument: str, folder: Path) -> System:
    """The untrained encoder and character n-grams."""
    _no_argument("use+char", argument)
    return Fusion(Dense("use", UNTRAINED, folder))


def open_encoder_system(name: str, folder: Path) -> System:
    """Any encoder by its own name, with `+char` behind it fused with character n-grams."""
    encoder = name.removesuffix(WITH_CHARACTERS)
    dense = Dense(encoder, encoder, folder)
    return dense if encoder == name else Fusion(dense)


@dataclass(frozen=True, slots=True)
class Answered:
    """Answers that are there already.

    Attributes:
        path: the file, None for the run that came with the benchmark.
    """

    path: Path | None
    uses_context: bool = False

    @property
    def name(self) -> str:
        """As the user asks for it, without folders."""
        return "run" if self.path is None else f"run:{self.path.name}"

    def settings(self) -> Mapping[str, Any]:
        """The file's checksum."""
        if self.path is None:
            return {}
        try:
            return {"sha256": hashlib.sha256(self.path.read_bytes()).hexdigest()}
        except OSError as error:
            raise unreadable(self.path, error) from error

    def prepare(self, benchmark: Benchmark) -> None:
        """Nothing: the answers are there."""

    def answer(self, benchmark: Benchmark, *, context: bool, progress: Progress) -> Run:  # noqa: ARG002 - the seam's
        """The run as it stands, checked against the benchmark's ids; raises InputError."""
        if self.path is not None:
            queries = {query.id for query in benchmark.queries}
            return read_run(self.path, queries=queries, targets={target.id for target in benchmark.corpus})
        if benchmark.run is None:
            raise InputError(
                es=f"{benchmark.name} no trae una corrida; indíquela con --system run:ARCHIVO",
                en=f"{benchmark.name} brings no run; name one with --system run:FILE",
            )
        return benchmark.run


def open_run(argument: str, folder: Path) -> Answered:  # noqa: ARG001 - the seam's
    """The run in that file, or the one that comes with the benchmark."""
    return Answered(Path(argument) if argument else None)
