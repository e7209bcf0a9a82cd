"""How surely a passage can show what is taught, whatever the part of the document that it stands in is called.

A logistic regression on the vectors by `e5` of the passage and of the headings above it, and on where it stands and how
it looks. It was fitted on passages of real programmes that readers quoted as teaching, and on lines of these that they
named as teaching nothing: addresses, rules, books, schedules (`lab.reading.shows`). It weighs what is compared with
criteria, and shuts nothing out.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from corpora import TEACHING_ROLES, Document, Passage, Split
from corpora.split import passages as split
from embeddings.encoders.e5 import DIMENSION, open_encoder
from mapper.matching.queries import Asked, as_read
from mapper.matching.records import is_mapped
from mapper.matching.regression import Logistic
from mapper.matching.terms import Numbers

LAYOUT = ("place", "length", "announces", "depth")
"""How far behind in the document, log of its characters, whether it ends in a colon, a third of its headings."""
COLUMNS = 3 * DIMENSION + len(LAYOUT)
"""Vectors of the passage, of its nearest heading and of its path of headings, then `LAYOUT`."""
_DECIMALS = 4
_PERHAPS = -0.5  # log odds from which on a passage teaches where no part of its document has a name that says so
_SUREST = 6.0  # log odds; beyond them lies what is unlike anything it was fitted on


def rows_of(asked: Asked, *, apart: bool = False) -> Numbers:
    """Describe the passages of one document, encoded by `e5`, or each `apart` as one by itself; shape (n, COLUMNS)."""
    starts = np.array([0 if apart else passage.start for passage in asked.passages])
    place = np.searchsorted(np.sort(starts), starts) / max(len(starts), 1)
    texts = [passage.text.rstrip() for passage in asked.passages]
    layout = [
        [float(at), float(np.log(max(len(text), 1))), float(text.endswith(":")), len(passage.section) / 3]
        for at, text, passage in zip(place, texts, asked.passages, strict=True)
    ]
    of_layout = np.array(layout, dtype=np.float64).reshape(len(texts), len(LAYOUT))
    return np.hstack([asked.vectors, asked.headings, asked.sections, of_layout]).astype(np.float64)


def shows(asked: Asked, model: Logistic, *, apart: bool = False) -> Numbers:
    """Return the log odds that each passage can show what is taught, rounded; shape (n,).

    The passages are of one document, or each stands `apart`.
    """
    if not asked.texts:
        return np.zeros(0)
    return np.asarray(
        np.round(np.clip(model.odds(rows_of(asked, apart=apart)), -_SUREST, _SUREST), _DECIMALS), dtype=np.float64
    )


def passages(document: Document) -> Split:
    """Split a document into passages; where the names of its parts are unknown, the model tells what teaches."""
    return split(document, _can_show)


def compared(found: Sequence[Passage]) -> tuple[list[Passage], list[Passage]]:
    """Return the passages that teach by their role, and the others that criteria are compared with beside them.

    A heading is compared by what stands below it. Beside nothing there is nothing: a document without a passage that
    teaches is none to compare.
    """
    teaching = [one for one in found if is_mapped(one, all_passages=False)]
    headings = {title for one in found for title in one.section}
    others = [one for one in found if one.role not in TEACHING_ROLES and one.language is not None]
    return teaching, [one for one in others if one.text not in headings] if teaching else []


def _can_show(found: Sequence[Passage]) -> list[bool]:
    from mapper.matching.scorer import shipped  # which needs this module

    odds = shows(as_read(found, open_encoder()), shipped().criteria.stages["shows"])
    return [bool(one > _PERHAPS) for one in odds]
