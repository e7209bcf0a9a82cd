"""From what people did on the page to what they say of each competency: the one reading of a history."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import get_args

from mapper.people.checklist.records import Judgement, Key, Mark, Taught
from mapper.people.review.records import DOCUMENT, Verdict
from mapper.people.review.state import PassageState, States, disputes

VERDICTS: dict[Taught | Mark, Verdict] = {
    "covered": "accepted", "not_found": "rejected", "yes": "accepted", "no": "rejected", "partly": "partly",
}  # fmt: skip
"""A person's word on a criterion or a passage, as a review of the page has it."""
_MARKS: dict[str, Mark] = {**{VERDICTS[mark]: mark for mark in get_args(Mark)}, "none": "no"}
_TAUGHT: dict[str, Taught] = {VERDICTS[taught]: taught for taught in get_args(Taught)}


def standing(passages: Mapping[str, PassageState], states: States) -> dict[Key, Judgement]:
    """Return the judgements that stand on each competency, by passage and by the whole document.

    Of what is disputed nothing stands but that it is. That nothing corresponds to a passage rejects what is suggested
    for it.
    """
    differ = disputes(passages, states)
    found = {key: Judgement("", None, {}, {DOCUMENT: names}) for key, names in differ.items()}
    marks: dict[Key, dict[str, Mark]] = defaultdict(dict)
    people: dict[Key, dict[str, tuple[str, ...]]] = defaultdict(dict)
    for text_id, state in passages.items():
        for key in state.competencies:
            if key not in differ and (stands := state.standing(key)) in _MARKS:
                marks[key][text_id] = _MARKS[stands]
                people[key][text_id] = tuple(sorted({row.person for row in state.deciding(key)}))
    taught: dict[Key, Taught] = {}
    for key in states.document_competencies:
        words = states.standing_on_document(key)
        if words and key not in differ:
            taught[key] = _TAUGHT[words[0].verdict]
            people[key][DOCUMENT] = tuple(row.person for row in words)
    said = {
        key: Judgement("", taught.get(key), marks.get(key, {}), people[key]) for key in dict.fromkeys((*marks, *taught))
    }
    return {**said, **found}
