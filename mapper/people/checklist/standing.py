"""From what people did on the page to what they say of each competency: the one reading of a history."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import get_args

from mapper.people.checklist.records import Key, Mark, Said, Taught
from mapper.people.review.records import DOCUMENT, Verdict
from mapper.people.review.state import PassageState, States

VERDICTS: dict[Taught | Mark, Verdict] = {
    "covered": "accepted", "not_found": "rejected", "yes": "accepted", "no": "rejected", "partly": "partly",
}  # fmt: skip
"""A person's word on a criterion or a passage, as a review of the page has it."""
_MARKS: dict[str, Mark] = {**{VERDICTS[mark]: mark for mark in get_args(Mark)}, "none": "no"}
_TAUGHT: dict[str, Taught] = {VERDICTS[taught]: taught for taught in get_args(Taught)}


def standing(passages: Mapping[str, PassageState], states: States) -> dict[Key, Said]:
    """What stands of each competency: by text id of the passages found right or wrong, and by the whole document.

    What is disputed does not stand. That nothing corresponds to a passage rejects what is suggested for it.
    """
    marks: dict[Key, dict[str, Mark]] = defaultdict(dict)
    taught: dict[Key, Taught] = {}
    people: dict[Key, dict[str, tuple[str, ...]]] = defaultdict(dict)
    for text_id, state in passages.items():
        for key in state.named:
            if (stands := state.standing(key)) in _MARKS:
                marks[key][text_id] = _MARKS[stands]
                people[key][text_id] = tuple(sorted({row.person for row in state.deciding(key)}))
    for key in states.of_whole:
        words = states.of_document(key)
        if len(said := {_TAUGHT[row.verdict] for row in words}) == 1:
            taught[key] = said.pop()
            people[key][DOCUMENT] = tuple(row.person for row in words)
    keys = dict.fromkeys((*marks, *taught))
    return {key: Said("", taught.get(key), marks.get(key, {}), people.get(key, {})) for key in keys}
