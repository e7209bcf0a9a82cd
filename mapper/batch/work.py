"""What a worker does: the steps of one shard, each looked up before it is done and marked when it is.

    read     documents → documents.parquet, passages.parquet
    encode   passages → vectors.npy, float32, a row for each distinct text
    match    passages and one framework → matches.parquet

Texts are encoded in the order of their hashes, in batches cut inside the shard, on one thread: the last bits of a
vector depend on the batch that it was made in.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from corpora import InputError, Text
from embeddings.cleaning import clean
from embeddings.encoders import Encoder, Vectors, open_encoder
from embeddings.threads import limited
from mapper.batch.job import Job, Marks, Planned, read_job, read_plan
from mapper.batch.kernels import kernels
from mapper.batch.matching import match_table, open_matchers
from mapper.batch.reading import Reading, reader, unread
from mapper.batch.shards import halves
from mapper.batch.sources import Source
from mapper.collections import tables
from mapper.collections.folder import Collection
from mapper.collections.records import File, Mark

BATCH = 4096
"""Texts that are encoded together."""


def work(folder: str, job_digest: str, name: str) -> dict[str, Any]:
    """Do what is left to do of one shard; gives its marks as JSON values, small enough for any engine.

    Args:
        folder: the collection's `work`, on a disk that all workers share.
        job_digest: tells the run.
        name: of the shard's plan.

    Raises:
        InputError: this process computes with other kernels than the one that made the plan.
        OSError: a full disk, no permission.
    """
    job = read_job(folder, job_digest)
    if dict(job.kernels) != kernels():
        raise other_kernels(job)
    planned = read_plan(Path(folder), name)
    with limited(1):
        steps = Steps(job, planned)
        found = {"read": steps.read()}
        if not planned.read_only:
            found["encode"] = steps.encode(found["read"])
            for framework in job.frameworks:
                found[f"match/{framework}"] = steps.match(framework, found["read"], found["encode"])
    return {"marks": {step: mark.to_json() for step, mark in found.items()}, "done": steps.done}


class Steps:
    """The steps of one shard.

    Attributes:
        done: how much was done and not found done, by step: documents read, texts encoded, passages matched.
    """

    def __init__(self, job: Job, planned: Planned) -> None:
        self.job = job
        self.planned = planned
        self.collection: Collection = job.folder
        self.marks = Marks(self.collection)
        self.done = {"read": 0, "encode": 0, "match": 0}

    def read(self) -> Mark:
        """Documents to passages; a shard of an earlier version was read then."""
        return self.planned.read or self._read(self.planned.documents)

    def _read(self, sources: Sequence[Source]) -> Mark:
        asked = asked_of_reading(self.job, sources)
        if mark := self.marks.find(asked):
            return mark
        if len(sources) > 1 and any(self._begun(half) for half in halves(sources)):
            parts = [self._read(half) for half in halves(sources)]
            documents, passages = (self._joined(parts, role) for role in ("documents", "passages"))
        else:
            readings = list(
                reader(seconds=self.job.seconds, all_passages=self.job.reading["all_passages"]).read(sources)
            )
            self.done["read"] += len(sources)
            documents, passages = _tables(readings)
        return self.mark(asked, {"documents": documents, "passages": with_vector_rows(passages)}, _counts(documents))

    def _begun(self, sources: Sequence[Source]) -> bool:
        """Whether some part of these was read by itself, because the whole killed a worker."""
        if self.marks.find(asked_of_reading(self.job, sources)):
            return True
        return len(sources) > 1 and any(self._begun(half) for half in halves(sources))

    def _joined(self, parts: Sequence[Mark], role: str) -> pa.Table:
        schema = {"documents": tables.DOCUMENTS, "passages": tables.PASSAGES}[role]
        return pa.concat_tables([tables.read(self.collection.path(part.files[role])) for part in parts]).cast(schema)

    def encode(self, read: Mark) -> Mark:
        """Distinct texts to vectors."""
        passages = read.files["passages"].sha256
        asked = {"step": "encode", "passages": passages, **self.job.encoder, "kernels": self.job.kernels}
        if mark := self.marks.find(asked):
            return mark
        texts = texts_of(tables.read(self.collection.path(read.files["passages"]), ["text", "vector"]))
        encoder = _encoder(self.job.encoder["encoder"])
        vectors = np.empty((len(texts), encoder.dimension), dtype=np.float32)
        for begin in range(0, len(texts), BATCH):
            # Passages are asked with, so as queries: what searches them is a text of the same kind.
            vectors[begin : begin + BATCH] = encoder.encode(texts[begin : begin + BATCH], role="query")
        self.done["encode"] += len(texts)
        file = self.collection.add(lambda path: _save(vectors, path), ".npy")
        return self.marks.put(Mark(asked, {"vectors": file}, {"texts": len(texts)}))

    def match(self, framework: str, read: Mark, encoded: Mark) -> Mark:
        """Passages to their matches in one framework."""
        asked = {
            "step": "match",
            "passages": read.files["passages"].sha256,
            "vectors": encoded.files["vectors"].sha256,
            "framework": framework,
            "entries": self.job.frameworks[framework],
            "kernels": self.job.kernels,
            **self.job.matching,
        }
        if mark := self.marks.find(asked):
            return mark
        matcher = _matchers(self.job.workspace, tuple(self.job.frameworks.items()), self.job.encoder["encoder"])[
            framework
        ]
        passages = tables.read(self.collection.path(read.files["passages"]))
        vectors = np.load(self.collection.path(encoded.files["vectors"]), mmap_mode="r")
        found = match_table(passages, vectors, matcher, k=int(self.job.matching["candidates"]))
        self.done["match"] += passages.num_rows
        return self.mark(asked, {f"matches/{framework}": found}, {f"matches/{framework}": found.num_rows})

    def mark(self, asked: dict[str, Any], made: dict[str, pa.Table], counts: dict[str, int]) -> Mark:
        """Store tables, then say that the step is finished."""
        files: dict[str, File] = {}
        for role, rows in made.items():
            files[role] = self.collection.add(partial(tables.write, rows), ".parquet")
        return self.marks.put(Mark(asked, files, counts))


def asked_of_reading(job: Job, sources: Sequence[Source]) -> dict[str, Any]:
    """What the step `read` is asked with these documents."""
    ids = hashlib.sha256("\n".join(source.id for source in sources).encode()).hexdigest()
    return {"step": "read", "documents": ids, "seconds": job.seconds, **job.reading}


def quarantine(job: Job, source: Source, why: Text) -> Mark:
    """Mark a document that killed its worker as one that cannot be read."""
    steps = Steps(job, Planned("", (source,)))
    documents, passages = _tables([unread(source, why)])
    made = {"documents": documents, "passages": with_vector_rows(passages)}
    return steps.mark(asked_of_reading(job, [source]), made, _counts(documents))


def _tables(readings: Sequence[Reading]) -> tuple[pa.Table, pa.Table]:
    """Documents and passages; a passage that is mapped has vector 0 until all of them are known, the others null."""
    passages = [values for reading in readings for values in reading.passages]
    columns = zip(*passages, strict=True) if passages else [()] * len(tables.PASSAGES)
    arrays = [pa.array(values, field.type) for values, field in zip(columns, tables.PASSAGES, strict=True)]
    documents = [reading.document for reading in readings]
    return tables.table(documents, tables.DOCUMENTS), pa.Table.from_arrays(arrays, schema=tables.PASSAGES)


def with_vector_rows(passages: pa.Table) -> pa.Table:
    """Give each mapped passage the row of its text among the shard's distinct ones, in the order of their hashes."""
    mapped = passages["vector"].is_valid().to_pylist()
    texts = [clean(text) if is_one else "" for text, is_one in zip(passages["text"].to_pylist(), mapped, strict=True)]
    distinct = sorted({text for text in texts if text}, key=_text_hash)
    place = {text: row for row, text in enumerate(distinct)}
    rows = pa.array(map(place.get, texts), pa.int32())
    column = tables.PASSAGES.get_field_index("vector")
    return passages.set_column(column, tables.PASSAGES.field(column), rows)


def texts_of(passages: pa.Table) -> list[str]:
    """The distinct cleaned texts that vectors are made of, by row of the vectors."""
    searched = passages.filter(passages["vector"].is_valid())
    _, first = np.unique(searched["vector"].to_numpy(), return_index=True)
    return [clean(text) for text in searched["text"].take(first).to_pylist()]


def _text_hash(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


def _counts(documents: pa.Table) -> dict[str, int]:
    columns = {name: documents[name].to_pylist() for name in ("passages", "mapped", "unreadable_pages", "why_es")}
    return {
        "documents": documents.num_rows,
        "unreadable": sum(why is not None for why in columns["why_es"]),
        "unreadable_pages": sum(filter(None, columns["unreadable_pages"])),
        "passages": sum(filter(None, columns["passages"])),
        "mapped": sum(filter(None, columns["mapped"])),
    }


def _save(vectors: Vectors, path: Path) -> None:
    with path.open("wb") as file:
        np.save(file, vectors)


@lru_cache(maxsize=1)
def _encoder(name: str) -> Encoder:
    return open_encoder(name)


@lru_cache(maxsize=1)
def _matchers(workspace: str, frameworks: tuple[tuple[str, str], ...], encoder: str) -> Any:  # noqa: ANN401
    return open_matchers(workspace, dict(frameworks), _encoder(encoder))


def other_kernels(job: Job) -> InputError:
    """The error of a worker whose vectors would differ in their last bits."""
    mine, theirs = (", ".join(map(str, values.values())) for values in (kernels(), job.kernels))
    return InputError(
        es=f"un proceso calcula con otras instrucciones ({mine}) que el que planeó el trabajo ({theirs}): sus vectores"
        " diferirían; use máquinas iguales o fije OPENBLAS_CORETYPE y NPY_DISABLE_CPU_FEATURES en todas",
        en=f"a worker computes with other instructions ({mine}) than the process that planned the work ({theirs}): its"
        " vectors would differ; use equal machines, or set OPENBLAS_CORETYPE and NPY_DISABLE_CPU_FEATURES on all",
    )
