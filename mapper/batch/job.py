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
from pathlib import Path
from typing import Any

from mapper.batch.sources import Source
from mapper.collections.folder import Collection
from mapper.collections.records import Mark, digest
from mapper.files import write_atomically
from mapper.store import Workspace


@dataclass(frozen=True, slots=True)
class Job:
    """What is the same for all shards of a run.

    Attributes:
        workspace: its folder.
        collection: name of the collection.
        reading: settings of the step `read`.
        encoder: name and revision.
        encoding: settings of the step `encode`.
        matching: settings of the step `match`, the same for all frameworks.
        frameworks: name → hash of all that a framework's entries say, in the order asked.
        seconds: that one document may take.
        kernels: of the process that made the plan.
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
    """A shard as it is planned.

    Attributes:
        name: number of the shard, or of a shard with the halves that lead to a part of it.
        documents: to be read; () where `read` is known.
        read: the step that read the shard, where an earlier version of the collection has it.
        read_only: do no more than reading: parts of a shard that killed its worker.
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
    values = {
        "name": planned.name,
        "documents": [asdict(source) for source in planned.documents],
        "read": planned.read.to_json() if planned.read else None,
        "read_only": planned.read_only,
    }
    path = work / "plan" / f"{planned.name}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(values), encoding="utf-8")


def read_plan(work: Path, name: str) -> Planned:
    """What is asked of one shard."""
    values = json.loads((work / "plan" / f"{name}.json").read_text(encoding="utf-8"))
    documents = tuple(Source(**source) for source in values["documents"])
    read = Mark.from_json(values["read"]) if values["read"] else None
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
            mark = Mark.from_json(values)
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return mark if all(self._collection.whole(file) for file in mark.files.values()) else None

    def know(self, marks: Iterable[Mark]) -> None:
        """Bring in marks of published versions; copies, which a crash may lose."""
        self._folder.mkdir(parents=True, exist_ok=True)
        for mark in marks:
            if not (self._folder / f"{mark.key}.json").exists():
                self._write(mark)

    def put(self, mark: Mark) -> Mark:
        """Say that a step is finished; its files are on the disk already. A mark that a crash loses is work again."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._write(mark)
        return mark

    def _write(self, mark: Mark) -> None:
        (self._folder / f"{mark.key}.json").write_text(json.dumps(mark.to_json(), sort_keys=True), encoding="utf-8")
