"""What a passage says of matter, whatever the part of the document that it stands in is called.

Every school calls the parts of its programmes otherwise, so a role by the names of parts is not all that tells where
something is taught.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import filterfalse

from corpora import vocabulary
from corpora.items import is_outside, item_of, label_of, run_in, says_facts
from corpora.records import TEACHING_ROLES, Passage, Role
from corpora.vocabulary import is_aside, is_teachers, may_be_topic, sense_of

_CLASSIFIED = re.compile(r"\d{6}\s+\D.*|[^.\d]*\((?!19|20)\d{4}\)\.?")  # "722511 Restaurantes", "Cocineros (5111)"
# "Brillo (40 puntos): unta crema con esponja", "Práctica de corte: 20 %": what is done, and its weight
_WEIGHT = re.compile(r"\(\d+ ?(?:puntos|pts|points|marks|%)\)|[ :(—–-]*+\b\d+ ?(?:%|puntos|points)\W*$")
_SHORTEST = 12  # characters below which a passage of no teaching role says nothing
_KNOWN, _FEWEST = 0.7, 10
"""The names of a document's parts are unknown where they take less than `_KNOWN` of the passages that say something for
teaching, and at least `_FEWEST` others say something. That was so in 18 of 182 programmes. Of the others there a reader
had quoted .40 as teaching, of those taken for teaching .30. Where the share is .7 to .8 it was .40 and .42, but a real
plan of studies lies there, which says at length how it is made up."""
_OF_A_PAGE = 2  # as `_FEWEST`, where nothing is known to teach and some of it says what is done
_WORDS = 5  # a passage of fewer may be the name of a column


def beside(passages: Sequence[Passage], chosen: Sequence[Passage]) -> list[Passage]:
    """The passages that are not `chosen` and may show where a criterion is taught: all that say something.

    What stands among books, rooms or what teachers should be shows nothing, so it must not count either; and beside
    nothing there is nothing.
    """
    if not chosen:
        return []
    ids, says = {passage.id for passage in chosen}, says_something(tuple(passages))
    others = (passage for passage, said in zip(passages, says, strict=True) if said and passage.id not in ids)
    return [passage for passage in others if passage.language is not None and len(passage.text) >= _SHORTEST]


@lru_cache(maxsize=8)  # asked of the same programme for each framework and criterion
def says_something(passages: tuple[Passage, ...]) -> list[bool]:
    """Whether each can show where something is taught: what teaches can, of the rest what says something of matter.

    So no heading, no name of a part or announcement, no fact about the course, no line of the front page, nothing below
    or behind the name of what does not teach (books, rooms, teachers, rules) or right below that of what a programme
    says of itself, no occupation or industry with its code, and nothing that says what is not taught, how grades are
    made, or what the teacher does without showing it to learners.
    """
    sections = {passage.section for passage in passages}
    titles = {title for section in sections for title in section}
    headings = titles | set(map(_unlabelled, titles))
    senses = {section: set(map(sense_of, filterfalse(is_teachers, section))) for section in sections}
    of_teachers = {section: any(map(is_teachers, section)) for section in sections}
    first = min((p.start for p in passages if p.role in TEACHING_ROLES and p.text not in headings), default=0)
    # What a document says of itself before it teaches is its lesser part; else that part is known to teach by accident.
    if 2 * sum(p.start < first for p in passages) > len(passages):
        above = {passages[0].section, (*passages[0].section, passages[0].text)}  # nothing, or the title
        first = next((p.start for p in passages if p.section not in above and p.start < first), 0)

    def says(passage: Passage) -> bool:
        text, above = passage.text, senses[passage.section]
        if text in headings or text.endswith(":") or "other" in above or sense_of(text) or says_facts(text):
            return False
        body = item_of(text).body
        label = body[: found[1]] if (found := run_in(body)) else ""  # "Lectura optativa: Ensayos"
        by_teacher = of_teachers[passage.section] or is_teachers(label)
        if not (vocabulary.shows(text) if by_teacher else sense_of(label) != "other" or may_be_topic(label)):
            return False
        if passage.role == "other" and (vocabulary.teacher_acts(text) or any(map(is_aside, passage.section[-1:]))):
            return False
        if passage.role == "evaluation" and vocabulary.grades(_WEIGHT.sub("", text)):
            return False
        told = passage.start >= first or any(above) or vocabulary.tells(text)
        return told and not (is_outside(text, titles) or _CLASSIFIED.fullmatch(text))

    return [passage.role in TEACHING_ROLES or says(passage) for passage in passages]


def _unlabelled(title: str) -> str:
    """A title as the passage of its heading has it: without number and label."""
    body = item_of(title).body
    label = label_of(body)
    return body[label.skip :] if label else body


def _is_done(passage: Passage) -> bool:
    return vocabulary.holds_practice(passage.text, at_work=True)


def _not_below_one(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """The passages without headings of what does not teach that stand above most of them.

    One of the front ("Docente responsable") may have the whole document below it: its name says nothing of that.
    """
    above = Counter(title for passage in passages for title in passage.section)
    most = {title for title, count in above.items() if 2 * count > len(passages) and sense_of(title) == "other"}
    return tuple(replace(p, section=tuple(t for t in p.section if t not in most)) for p in passages)


def by_matter(passages: Sequence[Passage]) -> Mapping[int, Role]:
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

    if not are_enough(others):  # whatever they say, which takes a tenth of all splitting to tell
        return {}
    says = says_something(tuple(passages) if known else _not_below_one(passages))
    others = {place: passage for place, passage in others.items() if says[place]}
    if not are_enough(others):
        return {}
    sections = Counter(passage.section for passage in others.values())
    front = next(iter(sections))  # what a document says of itself, unless it has no headings
    own = {front} if 2 * sections[front] < len(others) else set()
    return {
        place: "activity" if _is_done(passage) else "content"
        for place, passage in others.items()
        if passage.section not in own
    }
