"""A shard's passages matched to one framework, document by document, with the vectors that it has already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from corpora import Competency, Framework, InputError, Passage
from embeddings.cleaning import clean
from embeddings.encoders import Encoder, TextRole, Vectors
from mapper.catalogues.collections import tables
from mapper.catalogues.collections.records import digest
from mapper.matching.index import FrameworkIndex
from mapper.matching.matcher import Matcher
from mapper.matching.queries import texts_to_encode
from mapper.matching.scorer import Scorer
from mapper.matching.teaching import compared_passages
from mapper.workspace import store
from mapper.workspace.store import Workspace

MOST_TOGETHER = 10_000
"""Passages of one document that are compared together, for which a gigabyte of memory is needed; a text of more, which
no programme has, is matched as several documents."""


class KnownVectors:
    """An encoder that encodes only what a shard has no vector of: what evidence is found with.

    The headings and the words around all of the shard's passages (rows of `tables.PASSAGES`) are encoded when it is
    made, once for all its documents and frameworks; `vectors` are those of the shard's distinct texts.
    """

    def __init__(self, encoder: Encoder, passages: pa.Table, vectors: Vectors) -> None:
        self.name, self.revision, self.dimension = encoder.name, encoder.revision, encoder.dimension
        rows = [row for row in passages.to_pylist() if row["vector"] is not None]
        self._encoder = encoder
        self._known = {clean(row["text"]): vectors[row["vector"]] for row in rows}
        around = [text for text in texts_to_encode([*map(parse_passage, rows)]) if text not in self._known]
        self._known |= dict(zip(around, encoder.encode(around, role="query"), strict=True))

    def encode(self, texts: Sequence[str], *, role: TextRole) -> Vectors:
        """Return the rows of unit length, as the encoder gives them."""
        vectors, missing = np.empty((len(texts), self.dimension), dtype=np.float32), []
        for place, text in enumerate(texts):
            if role == "query" and text in self._known:
                vectors[place] = self._known[text]
            else:
                missing.append(place)
        if missing:
            vectors[missing] = self._encoder.encode([texts[place] for place in missing], role=role)
        return vectors


def open_indexes(workspace: str, frameworks: Mapping[str, str], encoder: Encoder) -> dict[str, FrameworkIndex]:
    """Return the indexes of the frameworks of these names. Raises InputError: one is no longer what its hash says."""
    kept = Workspace(Path(workspace))
    found = {}
    for framework in store.load_frameworks(kept, list(frameworks)) if frameworks else ():
        if entries_hash(framework) != frameworks[framework.name]:
            raise InputError(
                "the framework '{name}' changed while the collection was made; repeat the command", name=framework.name
            )
        found[framework.name] = FrameworkIndex.open(kept.indexes(framework.name), framework, encoder)
    return found


def entries_hash(framework: Framework) -> str:
    """Return the hash of all that matches can show of a framework, joined with its partner as it is."""
    entries = [
        [c.code, c.statement, c.kind, c.parent, c.language, [[o.text, o.language, o.kind] for o in c.labels]]
        for c in framework.competencies
    ]
    return digest([framework.name, framework.version, framework.sha256, entries])


def match_table(
    passages: pa.Table,
    known: KnownVectors,
    index: FrameworkIndex,
    scorer: Scorer,
    *,
    k: int,
    all_passages: bool = False,
) -> pa.Table:
    """Return the matches of a shard's mapped passages with one framework, at most `k` of each; by document.

    As in a mapping, passages that do not teach by their role may show by what a criterion is taught, unless
    `all_passages` are mapped.
    """
    matcher, above = Matcher([index], known, scorer=scorer), _ancestors(index.framework.competencies)
    found: list[dict[str, Any]] = []
    for document, group in groupby(enumerate(passages.to_pylist()), key=lambda item: item[1]["document"]):
        rows = list(group)
        others = [] if all_passages else compared_passages([parse_passage(row) for _, row in rows])[1]
        mapped = [(number, row) for number, row in rows if row["vector"] is not None]
        ids = {row["id"] for _, row in mapped}
        beside = [other for other in others if other.id not in ids]
        for begin in range(0, len(mapped), MOST_TOGETHER):
            numbers, own = zip(*mapped[begin : begin + MOST_TOGETHER], strict=True)
            part = [*map(parse_passage, own)]
            scored = matcher.score(part, beside=beside)
            for number, matches in zip(numbers, matcher.best(part, scored, k=k), strict=True):
                found += [
                    {
                        **{name: getattr(match, name) for name in ("code", "statement", "probability", "score")},
                        "passage": number,
                        "document": document,
                        "above": above[match.code],
                        "evidence": [list(span) for span in match.evidence],
                    }
                    for match in matches
                ]
    return tables.table(found, tables.MATCHES)


def parse_passage(row: Mapping[str, Any]) -> Passage:
    """Return a passage from its row in `tables.PASSAGES`."""
    names = ("id", "text_id", "text", "start", "end", "page", "role", "language")
    return Passage(**{name: row[name] for name in names}, box=None, section=tuple(row["section"]))


def _ancestors(competencies: Sequence[Competency]) -> dict[str, list[str]]:
    """Return, for every code, those above it, the nearest first; parents stand before children."""
    above: dict[str, list[str]] = {}
    for entry in competencies:
        found = [] if entry.parent is None else [entry.parent, *above.get(entry.parent, ())]
        for broader in entry.broader:
            found += [broader, *above.get(broader, ())]
        above[entry.code] = list(dict.fromkeys(found))
    return above
