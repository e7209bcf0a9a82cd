"""A crosswalk for programs: `crosswalk.json`, in the form of an alignment whose passages are a framework's entries.

Besides what an alignment has, each passage names its framework and code, each match its predicate and the probability
of each, and `targets` tells the candidates of the other side's entries.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from corpora import Competency
from mapper.between.crosswalk import Candidate, Crosswalk, Predicate
from mapper.matching.matcher import shared_words
from mapper.workspace.store import Entry

TURNED: dict[Predicate, Predicate] = {
    "exact": "exact",
    "close": "close",
    "broad": "narrow",
    "narrow": "broad",
    "related": "related",
}
"""What the source is to the target."""


def values(found: Crosswalk) -> dict[str, Any]:
    """What `crosswalk.json` holds."""
    forward = {number: [*of_one] for number, of_one in groupby(found.candidates, key=lambda c: c.source)}
    return {
        "document": {"name": found.source, "sha256": digest(found.sources), "language": None, "pages": None},
        "target": {"name": found.target, "entries": len(found.targets)},
        "settings": dict(sorted(found.settings.items())),
        "frameworks": [
            {"name": f.name, "version": f.version, "sha256": f.sha256}
            for f in {entry.framework.name: entry.framework for entry in found.targets}.values()
        ],
        "encoder": dict(found.encoder),
        "reading": {"pages": None, "unreadable_pages": [], "skipped": []},
        "passages": [
            {**_passage(entry), "matches": [_match(found, candidate) for candidate in forward.get(number, ())]}
            for number, entry in enumerate(found.sources)
        ],
        "coverage": [],
        "targets": [
            {
                **_said(found.targets[number]),
                "matches": [
                    {**_said(found.sources[c.source]), "predicate": TURNED[c.predicate], "probability": c.probability}
                    for c in candidates
                ],
            }
            for number, candidates in groupby(by_target(found), key=lambda c: c.target)
        ],
    }


def digest(entries: Iterable[Entry]) -> str:
    """SHA-256 of which entries they are, in which versions."""
    lines = (f"{e.framework.name} {e.framework.sha256} {e.competency.code}" for e in entries)
    return hashlib.sha256("\n".join(lines).encode("utf-8", "surrogatepass")).hexdigest()


def by_target(found: Crosswalk) -> list[Candidate]:
    """The candidates of each target, the best first."""
    return sorted(found.candidates, key=lambda c: (c.target, c.backward))


def passage_ids(entry: Entry) -> tuple[str, str]:
    """Id and text id of an entry asked as a passage."""
    of_entry, of_text = (
        hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
        for text in (f"{entry.framework.name}/{entry.competency.code}", f"competency|{entry.competency.statement}")
    )
    return of_entry, of_text


def _passage(entry: Entry) -> dict[str, Any]:
    competency, ids = entry.competency, passage_ids(entry)
    return {
        "id": ids[0],
        "text_id": ids[1],
        "framework": entry.framework.name,
        "code": competency.code,
        "kind": competency.kind,
        "text": competency.statement,
        "page": None,
        "start": 0,
        "end": len(competency.statement),
        "box": None,
        "section": [competency.parent] if competency.parent else [],
        "role": "competency",
        "language": competency.language,
    }


def _match(found: Crosswalk, candidate: Candidate) -> dict[str, Any]:
    source, target = found.sources[candidate.source].competency, found.targets[candidate.target]
    wordings = [target.competency.statement, *(label.text for label in target.competency.labels)]
    return {
        **_said(target),
        "statement": statement(target.competency, source.language),
        "predicate": candidate.predicate,
        "predicates": dict(candidate.predicates),
        "probability": candidate.probability,
        "score": candidate.score,
        "forward": candidate.forward,
        "backward": candidate.backward,
        "evidence": [list(span) for span in shared_words(source.statement, wordings)],
    }


def _said(entry: Entry) -> dict[str, Any]:
    competency = entry.competency
    return {"framework": entry.framework.name, "code": competency.code, "statement": competency.statement}


def statement(competency: Competency, language: str) -> str:
    """Its wording in that language where it has one, else its statement."""
    if competency.language == language:
        return competency.statement
    preferred = (o.text for o in competency.labels if o.language == language and o.kind == "preferred")
    return next(preferred, competency.statement)
