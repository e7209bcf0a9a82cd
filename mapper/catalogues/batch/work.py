"""What a worker does: the steps of one shard, each looked up before it is done and marked when it is.

    read     documents → documents.parquet, passages.parquet
    encode   passages → vectors.npy, float32, a row for each distinct text
    match    passages and one framework → matches.parquet

On one thread, but for vectors where this process works alone. What a step gives is made in `passages`, `encoding` and
`matching`, whose source is part of what is asked of it; here it is looked up and kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import pyarrow as pa

from corpora import InputError
from embeddings.array_files import load_array
from embeddings.encoders import Encoder, open_encoder
from embeddings.threads import limited, processors, shared
from mapper.catalogues.batch.encoding import encode_passages
from mapper.catalogues.batch.job import AGAIN, Job, Marks, Planned, kernel_names, read_plan
from mapper.catalogues.batch.matching import KnownVectors, match_table, open_indexes
from mapper.catalogues.batch.passages import build_tables, with_vector_rows
from mapper.catalogues.batch.reading import reader
from mapper.catalogues.batch.sources import Source
from mapper.catalogues.collections import tables
from mapper.catalogues.collections.folder import Collection
from mapper.catalogues.collections.records import Mark
from mapper.matching.calibrated import scorer_for
from mapper.matching.index import FrameworkIndex
from mapper.workspace.store import Workspace

_ANY_TEXT = "la"


def process_shard(job: Job, name: str) -> dict[str, Any]:
    """Do what is left to do of one shard; gives its `marks` by step, and how much was `done`.

    Raises InputError: this process computes with other kernels than the one that planned; OSError: the disk.
    """
    if dict(job.kernels) != kernel_names():
        mine, theirs = (", ".join(map(str, values.values())) for values in (kernel_names(), job.kernels))
        raise InputError(  # its vectors would differ in their last bits
            "a worker computes with other instructions ({mine}) than the process that planned the work ({theirs}): its"
            " vectors would differ; use equal machines, or set OPENBLAS_CORETYPE and NPY_DISABLE_CPU_FEATURES on all",
            mine=mine,
            theirs=theirs,
        )
    planned = read_plan(job.folder.work, name)
    threads = processors(otherwise=1)  # other workers may share this machine
    with limited(1):
        steps = Steps(job, planned, threads=threads)
        found = {"read": steps.read()}
        found["encode"] = steps.encode(found["read"])
        for framework in job.frameworks:
            found[f"match/{framework}"] = steps.match(framework, found["read"], found["encode"])
    return {"marks": found, "done": steps.done}


class Steps:
    """The steps of one shard; `done` is how much was done and not found done, by step, as in `Supervisor`."""

    def __init__(self, job: Job, planned: Planned, *, threads: int = 1) -> None:
        self.job = job
        self._threads = threads
        self.planned = planned
        self.collection: Collection = job.folder
        self.marks = Marks(self.collection)
        self.done = {"read": 0, "encode": 0, "match": 0}
        self._known: KnownVectors | None = None

    def read(self) -> Mark:
        """Return the documents to passages; a shard of an earlier version was read then."""
        if self.planned.read:
            return self.planned.read
        sources = self.planned.documents
        asked = reading_inputs(self.job, sources)
        if mark := self.marks.find(asked):
            return mark
        job = self.job
        process = reader(seconds=job.seconds, all_passages=job.reading["all_passages"])
        process.start()
        with ThreadPoolExecutor(max_workers=1) as meanwhile:  # this process waits for the one that reads
            meanwhile.submit(_encoder, job.encoder["encoder"])
            readings = list(process.read(sources))
        self.done["read"] += len(sources)
        documents, passages = build_tables(readings)
        again = any(reading.again for reading in readings)
        made = {"documents": documents, "passages": with_vector_rows(passages)}
        asked |= {AGAIN: True} if again else {}
        return self.mark(asked, made, tables.counts(documents))

    def encode(self, read: Mark) -> Mark:
        """Return the distinct texts to vectors."""
        asked = encoding_inputs(self.job, read)
        if mark := self.marks.find(asked):
            return mark
        searched = tables.read(self.collection.path(read.files["passages"]), ["text", "vector"])
        with shared(self._threads):
            vectors = encode_passages(searched, _encoder(self.job.encoder["encoder"]))
        self.done["encode"] += len(vectors)
        file = self.collection.add(partial(tables.write_array, vectors), ".npy")
        return self.marks.put(Mark(asked, {"vectors": file}, {"texts": len(vectors)}))

    def match(self, framework: str, read: Mark, encoded: Mark) -> Mark:
        """Return the passages to their matches in one framework."""
        asked = matching_inputs(self.job, framework, read, encoded)
        if mark := self.marks.find(asked):
            return mark
        opened = _indexes(self.job.workspace, tuple(self.job.frameworks.items()), self.job.encoder["encoder"])
        passages = tables.read(self.collection.path(read.files["passages"]))
        if self._known is None:  # for all frameworks
            vectors = load_array(self.collection.path(encoded.files["vectors"]), mapped=True)
            self._known = KnownVectors(_encoder(self.job.encoder["encoder"]), passages, vectors)
        scorer = scorer_for(Workspace(Path(self.job.workspace)).calibrated, self.job.encoder["revision"])
        k, all_passages = int(self.job.matching["candidates"]), bool(self.job.reading["all_passages"])
        found = match_table(passages, self._known, opened[framework], scorer, k=k, all_passages=all_passages)
        self.done["match"] += read.counts["mapped"]
        return self.mark(asked, {f"matches/{framework}": found}, {f"matches/{framework}": found.num_rows})

    def mark(self, asked: dict[str, Any], made: dict[str, pa.Table], counts: dict[str, int]) -> Mark:
        """Store tables, then say that the step is finished."""
        files = {role: self.collection.add(partial(tables.write, rows), ".parquet") for role, rows in made.items()}
        return self.marks.put(Mark(asked, files, counts))


def reading_inputs(job: Job, sources: Sequence[Source]) -> dict[str, Any]:
    """Return what the step `read` is asked with these documents."""
    ids = hashlib.sha256("\n".join(source.id for source in sources).encode()).hexdigest()
    return {"step": "read", "documents": ids, "seconds": job.seconds, **job.reading}


def encoding_inputs(job: Job, read: Mark) -> dict[str, Any]:
    """Return what the step `encode` is asked."""
    made_by = {**job.encoder, **job.encoding}
    return {"step": "encode", "passages": read.files["passages"].sha256, **made_by, "kernels": job.kernels}


def matching_inputs(job: Job, framework: str, read: Mark, encoded: Mark) -> dict[str, Any]:
    """Return what the step `match` is asked with one framework."""
    inputs = {"passages": read.files["passages"].sha256, "vectors": encoded.files["vectors"].sha256}
    about = {"framework": framework, "entries": job.frameworks[framework], "kernels": job.kernels}
    return {"step": "match", **inputs, **about, **job.matching}


def find_marks(job: Job, marks: Marks, planned: Planned) -> dict[str, Mark | None]:
    """Return the marks of a shard's steps; None for what is not done, or hangs on what is not."""
    read = planned.read or marks.find(reading_inputs(job, planned.documents))
    encoded = read and marks.find(encoding_inputs(job, read))
    found = {"read": read, "encode": encoded}
    for name in job.frameworks:
        found[f"match/{name}"] = marks.find(matching_inputs(job, name, read, encoded)) if read and encoded else None
    return found


@lru_cache(maxsize=1)
def _encoder(name: str) -> Encoder:
    """Return the encoder, its models loaded only with the first text."""
    encoder = open_encoder(name)
    with limited(1):
        encoder.encode([_ANY_TEXT], role="query")
    return encoder


@lru_cache(maxsize=1)
def _indexes(workspace: str, frameworks: tuple[tuple[str, str], ...], encoder: str) -> dict[str, FrameworkIndex]:
    return open_indexes(workspace, dict(frameworks), _encoder(encoder))
