"""Roles by what passages say, where the names that a document gives its parts are unknown.

Every school calls the parts of its programmes otherwise, so a role by the names of parts is not all that tells where
something is taught.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from corpora import vocabulary
from corpora.records import TEACHING_ROLES, Passage, Role

Shows = Callable[[Sequence[Passage]], Sequence[bool]]
"""Tells of the passages of a document which can show what is taught."""

_SHORTEST = 12  # characters below which a passage of no teaching role says nothing
_KNOWN, _FEWEST = 0.7, 10
"""The names of a document's parts are unknown where they take less than `_KNOWN` of the passages that say something for
teaching, and at least `_FEWEST` others say something. That was so in 18 of 182 programmes. Of the others there a reader
had quoted .40 as teaching, of those taken for teaching .30. Where the share is .7 to .8 it was .40 and .42, but a real
plan of studies lies there, which says at length how it is made up."""
_OF_A_PAGE = 2  # as `_FEWEST`, where nothing is known to teach and some of it says what is done
_WORDS = 5  # a passage of fewer may be the name of a column


def by_matter(passages: Sequence[Passage], shows: Shows) -> Mapping[int, Role]:
    """Place of a passage → its teaching role by what it says, where the names of the parts are unknown; else empty."""
    known = sum(passage.role in TEACHING_ROLES for passage in passages)
    others = {
        place: passage
        for place, passage in enumerate(passages)
        if passage.role == "other"
        and passage.language is not None
        and len(passage.text) >= _SHORTEST
        # A bare list of topics names each in two or three words.
        and (not known or len(passage.text.split()) >= _WORDS)
    }

    def are_enough(others: Mapping[int, Passage]) -> bool:
        if known >= _KNOWN * (known + len(others)):
            return False
        # A page of an institute's own, without any heading, may say all that a course teaches in a few lines.
        fewest = _FEWEST if known or not any(map(_is_done, others.values())) else _OF_A_PAGE
        return len(others) >= fewest

    if not are_enough(others):  # whatever they say, which takes a model to tell
        return {}
    can_show = shows(passages)
    others = {place: passage for place, passage in others.items() if can_show[place]}
    if not are_enough(others):
        return {}
    return {place: "activity" if _is_done(passage) else "content" for place, passage in others.items()}


def _is_done(passage: Passage) -> bool:
    return vocabulary.holds_practice(passage.text, at_work=True)
