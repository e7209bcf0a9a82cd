"""One document of a collection: which competencies it meets."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import pyarrow.compute as pc

from mapper.collections import tables
from mapper.collections.records import Shard
from mapper.collections.search import OpenVersion

_COLUMNS = ("passage", "document", "code", "statement", "probability")


@dataclass(frozen=True, slots=True)
class Met:
    """A competency that a document meets, with the passage that says so most probably.

    Attributes:
        framework: of the competency.
        code: its code.
        statement: its wording.
        probability: of the best passage.
        passages: how many were mapped to it.
        page: of the best passage.
        text: of the best passage.
    """

    framework: str
    code: str
    statement: str
    probability: float
    passages: int
    page: int | None
    text: str


def met_by(opened: OpenVersion, document: str) -> list[Met]:
    """The competencies that some passage of a document was mapped to, the most probable first.

    Args:
        opened: the version that is asked.
        document: its name; of several of that name, all.
    """
    found = [met for shard in opened.version.shards for met in _met(opened, shard, document)]
    return sorted(found, key=lambda met: (-met.probability, -met.passages, met.framework, met.code))


def _met(opened: OpenVersion, shard: Shard, document: str) -> list[Met]:
    path, dead = opened.collection.path, set(shard.dead)
    documents = tables.read(path(shard.file("documents")), ["id", "name"]).to_pylist()
    ids = [row["id"] for row in documents if row["name"] == document and row["id"] not in dead]
    if not ids:
        return []
    passages = tables.read(path(shard.file("passages")), ["page", "text"])
    met = []
    for framework in opened.frameworks:
        rows = tables.read(path(shard.file(f"matches/{framework}")), _COLUMNS)
        by_code: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for id_ in ids:
            for row in rows.filter(pc.equal(rows["document"], id_)).to_pylist():
                by_code[row["code"]].append(row)
        for code, matches in by_code.items():
            best = max(matches, key=lambda row: (row["probability"], -row["passage"]))
            (passage,) = passages.slice(best["passage"], 1).to_pylist()
            numbers = {row["passage"] for row in matches}
            said = (best["statement"], best["probability"], len(numbers), passage["page"], passage["text"])
            met.append(Met(framework, code, *said))
    return met
