"""How far the people who review a programme agree, on what two of them decided by hand."""

from __future__ import annotations

from pathlib import Path

from eval.agreement import Agreement
from mapper.review.qrels import judgements
from mapper.web.reviewing import Review

_GRADE = 3
"""What an accepted competency is worth on the scale of sheets, 0 to 3."""
_SAMPLES = 500


def agreement(review: Review) -> Agreement | None:
    """Agreement of everyone who decided something; None where nobody or only one did, or others' words are hidden."""
    from eval.agreement import agreement as agree
    from eval.sheets import JudgedSheet

    if review.hides:
        return None
    sheets = []
    for person in sorted({row.person for row in review.rows}):
        judged = judgements(review.rows, person)
        grades = {
            (text_id, " ".join(key)): _GRADE * relevant
            for text_id, keys in judged.items()
            for key, relevant in keys.items()
        }
        if grades:
            sheets.append(JudgedSheet(Path(person), person, "", grades, frozenset()))
    return agree(sheets, samples=_SAMPLES) if len(sheets) > 1 else None
