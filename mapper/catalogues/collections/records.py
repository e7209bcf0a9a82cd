"""What a collection is made of: files named by their hash, marks of finished work, and versions."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from pydantic import TypeAdapter

FORMAT = 1


@dataclass(frozen=True, slots=True)
class File:
    """A file of a collection: its name is the SHA-256 of its content with a suffix."""

    name: str
    bytes: int

    @property
    def sha256(self) -> str:
        """Return what its content has to hash to."""
        return self.name.partition(".")[0]


def digest(value: Any) -> str:  # noqa: ANN401 - any JSON value
    """Return the SHA-256 of a JSON value, hexadecimal, whatever the order of its keys."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Mark:
    """A finished step of work on one shard: what was asked for and which files answer it, by role."""

    asked: Mapping[str, Any]  # the step, its inputs (as hashes) and settings, JSON values
    files: Mapping[str, File]
    counts: Mapping[str, int]  # small results, for totals

    @property
    def key(self) -> str:
        """Name of the step with these inputs and settings."""
        return digest(self.asked)


@dataclass(frozen=True, slots=True)
class Shard:
    """Some documents of a version with all that was made of them; no number is given twice in one line of versions."""

    number: int
    marks: Mapping[str, Mark]  # of the finished steps: `read`, `encode`, and `match/FRAMEWORK` for each framework
    dead: tuple[str, ...] = ()  # ids of documents no longer in the collection, sorted; their rows stay, passed over

    def file(self, role: str) -> File:
        """Return the file of a role: `documents`, `passages`, `vectors` or `matches/FRAMEWORK`."""
        return next(mark.files[role] for mark in self.marks.values() if role in mark.files)


@dataclass(frozen=True, slots=True)
class Version:
    """A manifest: all that a reader of a collection needs to know."""

    asked: Mapping[str, Any]  # inputs, settings and history; the version's name is their hash
    shards: tuple[Shard, ...]
    index: Mapping[str, Any]  # kind, rows, dimension, settings of the search, what it was measured to find; JSON values
    files: Mapping[str, File]  # of the index, by role
    counts: Mapping[str, int]  # documents, unreadable documents, passages, texts, matches
    made_with: Mapping[str, Any]  # versions of libraries and kernels of the processor

    @property
    def id(self) -> str:
        """Return the version's name: 16 hexadecimal digits."""
        return version_id(self.asked)

    def all_files(self) -> Iterator[File]:
        """Yield every file, the shards' first."""
        for shard in self.shards:
            for mark in shard.marks.values():
                yield from mark.files.values()
        yield from self.files.values()

    def to_json(self) -> str:
        """Return the manifest as JSON text, keys in a fixed order."""
        values = {"format": FORMAT, "id": self.id, **asdict(self)}
        return json.dumps(values, ensure_ascii=False, indent=1, sort_keys=True) + "\n"

    @staticmethod
    def from_json(text: str) -> Version:
        """Parse `to_json`'s text; raises ValueError, KeyError or TypeError where it is none."""
        values = json.loads(text)
        known, id_ = values.pop("format"), values.pop("id")
        found = _VERSION.validate_python(values)
        if (known, id_) != (FORMAT, found.id):
            raise ValueError(known, id_)
        return found


def version_id(asked: Mapping[str, Any]) -> str:
    """Name of the version with these inputs, settings and history."""
    return digest(asked)[:16]


# Made once: making one takes as long as reading a hundred marks.
MARK, _VERSION = TypeAdapter(Mark), TypeAdapter(Version)
