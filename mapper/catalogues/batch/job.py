"""The plan of one run, on the disk that all workers share: what is asked of every shard, and the marks of what is done.

work/plan/<shard>.json   a shard's documents, or the mark of when they were read
work/marks/<key>.json    a finished step, named by what was asked

A version has the shards of the one that it updates, and new ones of the documents that these do not hold. New shards
are cut by the hashes of their documents' content alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from mapper.catalogues.batch.sources import Source
from mapper.catalogues.collections import tables
from mapper.catalogues.collections.folder import Collection
from mapper.catalogues.collections.records import MARK, Mark, Version, digest
from mapper.workspace.store import Workspace


@dataclass(frozen=True, slots=True)
class Job:
    """What is the same for all shards of a run: where, the settings of each step, and what it computes with."""

    workspace: str
    collection: str
    reading: Mapping[str, Any]
    encoder: Mapping[str, str]
    encoding: Mapping[str, str]
    matching: Mapping[str, Any]
    frameworks: Mapping[str, str]  # name → hash of all that a framework's entries say, in the order asked
    seconds: float  # what one document may take
    kernels: Mapping[str, str]  # of the process that made the plan

    @property
    def folder(self) -> Collection:
        """Return the collection."""
        return Collection(Workspace(Path(self.workspace)), self.collection)


@dataclass(frozen=True, slots=True)
class Planned:
    """A shard as it is planned, named by its number."""

    name: str
    documents: tuple[Source, ...] = ()  # to be read
    read: Mark | None = None  # that step, where an earlier version of the collection has it
    dead: tuple[str, ...] = ()  # ids of documents that are no longer in the collection


AGAIN = "again"
"""In the mark of a shard that was read while a file was gone or another one: nobody asks for it, so it is read anew."""


def is_to_be_read_again(read: Mark) -> bool:
    """Return whether some document of a shard could not be read, while it was not there as it had been found."""
    return AGAIN in read.asked


def write_plan(work: Path, planned: Planned) -> None:
    """Write what is asked of one shard; a plan that a crash loses is made again."""
    path = work / "plan" / f"{planned.name}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    values = {"documents": planned.documents, "read": planned.read and asdict(planned.read)}
    path.write_text(json.dumps(values), encoding="utf-8")


def read_plan(work: Path, name: str) -> Planned:
    """Return what is asked of one shard."""
    values = json.loads((work / "plan" / f"{name}.json").read_text(encoding="utf-8"))
    documents = tuple(Source(*source) for source in values["documents"])
    read = MARK.validate_python(values["read"]) if values["read"] else None
    return Planned(name, documents, read)


class Marks:
    """Marks of finished steps: those of this run and, from its beginning, those of the published versions."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._folder = collection.work / "marks"

    def find(self, asked: Mapping[str, Any]) -> Mark | None:
        """Return the mark of a step that was finished and whose files are there."""
        try:
            mark = MARK.validate_json((self._folder / f"{digest(asked)}.json").read_bytes())
        except (OSError, ValueError):
            return None
        return mark if all(self._collection.whole(file) for file in mark.files.values()) else None

    def know(self, marks: Iterable[Mark]) -> None:
        """Add marks of published versions; copies, which a crash may lose."""
        for mark in marks:
            if not (self._folder / f"{mark.key}.json").exists():
                self.put(mark)

    def put(self, mark: Mark) -> Mark:
        """Say that a step is finished; its files are on the disk already. A mark that a crash loses is work again."""
        self._folder.mkdir(parents=True, exist_ok=True)
        (self._folder / f"{mark.key}.json").write_text(json.dumps(asdict(mark), sort_keys=True), encoding="utf-8")
        return mark


_LIBRARIES = ("numpy", "faiss-cpu", "pyarrow", "onnxruntime", "bm25s", "curriculum-mapper")


@lru_cache(maxsize=1)
def kernel_names() -> dict[str, str]:
    """Return the BLAS core type and SIMD level that this process computes with; equal ones give the same bytes."""
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


def job_values() -> dict[str, Any]:
    """Return what a manifest records."""
    return {"kernels": kernel_names(), "versions": {name: version(name) for name in _LIBRARIES}}


HEAVIEST = 1 << 20  # a shard of more than these bytes is cut in two; of short texts, some 9,000 passages
_LIGHTEST = 1 << 18
"""Less work than this is not worth a shard of its own, unless it is asked for: starting a worker takes as long."""
_FEWEST = 16  # so many shards, or more, as long as they are not too light
_LAST = 4  # of so many shards, so many at the end are cut into quarters: several workers finish at about the same time
NEXT_NUMBER = "next_shard"  # in what a manifest says of the index: the number of the next shard
_LEAST_ALIVE = 0.5
"""A shard with a smaller share of its documents left is given up, and these are worked on again in a new one."""


def plan(
    collection: Collection, base: Version | None, documents: Sequence[Source], shard_bytes: int
) -> tuple[Planned, ...]:
    """Plan a version of these documents; `base` was read with the same settings, None to begin from scratch."""
    wanted = {source.id for source in documents}
    found: list[Planned] = []
    kept: set[str] = set()
    for shard in base.shards if base else ():
        read = shard.marks["read"]
        if is_to_be_read_again(read) or not all(map(collection.whole, read.files.values())):
            continue  # its documents are read again
        ids = set(tables.read(collection.path(shard.file("documents")), ["id"])["id"].to_pylist())
        alive = (ids & wanted) - set(shard.dead)
        if len(alive) >= _LEAST_ALIVE * len(ids):
            kept |= alive
            found.append(Planned(f"{shard.number:06}", (), shard.marks["read"], dead=tuple(sorted(ids - alive))))
    rest = [source for source in documents if source.id not in kept]
    for number, shard_documents in enumerate(cut(rest, shard_bytes), start=next_number(base) if base else 0):
        found.append(Planned(f"{number:06}", shard_documents))
    return tuple(found)


def next_number(version: Version) -> int:
    """Return the first number that no shard of a line of versions has had; the lists may still name those gone."""
    return max([int(version.index.get(NEXT_NUMBER, 0)), *(shard.number + 1 for shard in version.shards)])


def cut(documents: Sequence[Source], heaviest: int = HEAVIEST) -> Iterator[tuple[Source, ...]]:
    """Yield the documents, sorted by id, as shards; one of several documents weighs `heaviest` at most.

    A shard that weighs too much is cut at the next bit of its documents' ids: which shard a document is in depends on
    the documents, never on their order, a worker or a machine.
    """
    share = sum(source.weight for source in documents) // _FEWEST
    # A power of two, so that a few documents more or less cut the others at the same bits.
    even = max(_LIGHTEST, 1 << max(share.bit_length() - 1, 0))
    shards = list(_lighter(documents, min(heaviest, even)))
    small = _LAST if len(shards) >= _FEWEST else 0
    yield from shards[: len(shards) - small]
    for shard in shards[len(shards) - small :]:
        for half in halve_documents(shard):
            yield from map(tuple, halve_documents(half))


def _lighter(documents: Sequence[Source], heaviest: int) -> Iterator[tuple[Source, ...]]:
    if len(documents) > 1 and sum(source.weight for source in documents) > heaviest:
        for half in halve_documents(documents):
            yield from _lighter(half, heaviest)
    elif documents:
        yield tuple(documents)


def halve_documents(documents: Sequence[Source]) -> tuple[Sequence[Source], ...]:
    """Return the documents by the first bit in which their ids differ, neither half empty; a single one stays whole."""
    if len(documents) == 1:
        return (documents,)
    first, last = (int(documents[place].id, 16) for place in (0, -1))
    bit = 1 << ((first ^ last).bit_length() - 1)
    middle = next(n for n, source in enumerate(documents) if int(source.id, 16) & bit)
    return documents[:middle], documents[middle:]
