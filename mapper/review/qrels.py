"""Decisions as judgements: only what a person decided by hand, one at a time, is evidence of how right a mapping is."""

from __future__ import annotations

from collections.abc import Sequence

from mapper.review.records import Decision
from mapper.review.state import Key, standing_rows

RELEVANT, NOT_RELEVANT = 1, 0


def judgements(rows: Sequence[Decision], person: str) -> dict[str, dict[Key, int]]:
    """One person's judgements: by text id, the competencies judged right (1) and wrong (0).

    What was decided in bulk, and what nobody decided, is no judgement. A passage of which the person said that
    nothing corresponds stands with its rejected suggestions, or with none.
    """
    judged: dict[str, dict[Key, int]] = {}
    for row in standing_rows(rows):
        if row.person != person or row.bulk or row.verdict in ("note", "settled"):
            continue
        passage = judged.setdefault(row.text_id, {})
        if row.verdict == "none":
            for key in passage:
                passage[key] = NOT_RELEVANT
        else:
            passage[row.framework, row.code] = NOT_RELEVANT if row.verdict == "rejected" else RELEVANT
    return judged
