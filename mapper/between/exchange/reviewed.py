"""A downloaded review as an alignment: each match with who decided it, when and how.

What nobody decided, or people still dispute, stays a suggestion; what was added stands among the matches, without a
probability. That nothing corresponds rejects all that was suggested.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mapper.people.review.records import Decision, Seen
from mapper.people.review.state import PassageState, States

FORMAT = "curmap-review-1"


def apply_decisions(review: Mapping[str, Any]) -> tuple[dict[str, Any], int]:
    """Return the alignment with a review's decisions, and how many are disputed; raises Key-, Type- or ValueError."""
    rows = read_history(review)
    alignment = dict(review["alignment"])
    suggested: dict[str, list[tuple[str, str]]] = {}
    for passage in alignment["passages"]:
        suggested[passage["text_id"]] = [(match["framework"], match["code"]) for match in passage["matches"]]
    found = States(rows, suggested)
    disputed = 0
    passages = []
    for passage in alignment["passages"]:
        state = found[passage["text_id"]]
        matches = [*passage["matches"], *_added(state)]
        disputed += sum(state.standing((m["framework"], m["code"])) == "disputed" for m in matches)
        decided = [{**match, **_decision(state, match)} for match in matches]
        passages.append({**passage, "matches": decided, "none_by": ", ".join(state.nothing)})
    return {**alignment, "passages": passages}, disputed


def read_history(review: Mapping[str, Any]) -> list[Decision]:
    """Return the rows of a review's history; raises KeyError or TypeError where they are of another form."""
    return [Decision(**{**row, "seen": Seen(**row["seen"])}) for row in review["history"]]


def _added(state: PassageState) -> list[dict[str, Any]]:
    """Return the competencies that correspond by people's word and were not suggested."""
    said = {key: row for person in state.people.values() for key, row in person.verdicts.items()}
    said |= {(row.framework, row.code): row for row in state.settled if row.code}
    keys = sorted(state.right - set(state.suggested))
    return [
        {"framework": f, "code": c, "statement": said[f, c].seen.statement, "probability": None, "score": None}
        for f, c in keys
    ]


def _decision(state: PassageState, match: Mapping[str, Any]) -> dict[str, Any]:
    key = match["framework"], match["code"]
    standing = state.standing(key)
    if standing in ("suggested", "disputed"):
        return {}
    rows = state.deciding(key)
    return {
        "author": ", ".join(sorted({row.person for row in rows})),
        "date": max((row.when for row in rows), default=""),
        "note": "; ".join(dict.fromkeys(row.note for row in rows if row.note)),
        "rejected": standing in ("rejected", "none"),
        "partly": standing == "partly",
    }
