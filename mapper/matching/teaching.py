"""What a passage is in its programme, and how surely it can show what is taught, whatever the parts are called.

Two logistic regressions on the same vectors by `e5`, of the passage and of the headings above it, and on where it
stands and how it looks. One tells the role, of seven; it was fitted on programmes whose roles rules by the names of
parts had told, and on lines that readers named (`lab.reading.roles`). The other, `shows`, was fitted on passages of
real programmes that readers quoted as teaching, and on lines of these that they named as teaching nothing: addresses,
rules, books, schedules (`lab.reading.shows`). It weighs what is compared with criteria, and shuts nothing out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import get_args

import numpy as np

from corpora import TEACHING_ROLES, Document, Passage, Role, Split
from corpora.items import Mark
from corpora.split import Layout, split_document
from embeddings.encoders.e5 import DIMENSION, open_encoder
from mapper.matching.dual import add_dual_marks
from mapper.matching.queries import EncodedPassages, encode_for_reading
from mapper.matching.records import is_mapped
from mapper.matching.regression import Logistic
from mapper.matching.terms import Numbers

ROLES: tuple[Role, ...] = get_args(Role)
LAYOUT = ("place", "length", "announces", "depth")
"""How far behind in the document, log of its characters, whether it ends in a colon, a third of its headings."""
COLUMNS = 3 * DIMENSION + len(LAYOUT)
"""Vectors of the passage, of its nearest heading and of its path of headings, then `LAYOUT`."""
_KINDS = ("heading", "lead", "item", "paragraph", "cell", "label", "column", "band")
_MARKS: tuple[Mark, ...] = get_args(Mark)
_STYLES = ("1", "a", "A")  # how a marker begins
ROLE_COLUMNS = COLUMNS + len(_KINDS) + len(_MARKS) + len(_STYLES) + 6
"""The same, and how the passage stands in its document (`corpora.split.Layout`)."""
_BY_CODE: Mapping[Mark, Role] = {"outcome": "outcome", "criterion": "criterion"}
_SAYING = 3  # words of what may teach though its role is "other"
_SURELY = 1.0  # log odds that it can show what is taught from which on it then teaches
_OWN = 0.5  # weight of a passage's own odds beside those of its neighbours that look like it
_DECIMALS = 4
_SUREST = 6.0  # log odds; beyond them lies what is unlike anything it was fitted on


def describe_passages(asked: EncodedPassages, *, apart: bool = False) -> Numbers:
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


def describe_for_roles(asked: EncodedPassages, layouts: Sequence[Layout]) -> Numbers:
    """Describe the passages of one document for the regression of roles; shape (n, ROLE_COLUMNS)."""
    looks = [
        [
            *(float(one.kind == kind) for kind in _KINDS),
            *(float(one.family == family) for family in _MARKS),
            *(float(one.mark.lstrip("([").startswith(style)) for style in _STYLES),
            float("." in one.mark),
            float(one.above),
            min(one.depth, 4) / 2,
            float(text.endswith(".")),
            float(text.isupper()),
            float(len(text.split()) < 4),
        ]
        for one, text in zip(layouts, asked.texts, strict=True)
    ]
    of_looks = np.array(looks, dtype=np.float64).reshape(len(layouts), ROLE_COLUMNS - COLUMNS)
    return np.hstack([describe_passages(asked), of_looks])


def assign_roles(
    passages: Sequence[Passage], layouts: Sequence[Layout], rows: Numbers, model: Logistic, can_show: Numbers
) -> list[Role]:
    """Tell the role of each passage of a document by its row of `role_rows_of`.

    What by these is "other" and can surely show what is taught, by `shows`, is content.

    What stands below one heading and looks alike, as the items of a list do, is mostly of one role: each counts beside
    the mean of these. A code says by itself that what it stands before is an outcome or a criterion ("RA1", "CE2.1").
    """
    odds = model.each(rows)
    odds -= odds.mean(axis=1, keepdims=True)
    alike: defaultdict[tuple[object, ...], list[int]] = defaultdict(list)
    for number, (passage, one) in enumerate(zip(passages, layouts, strict=True)):
        alike[passage.section, one.kind, one.mark].append(number)
    for numbers in alike.values():
        odds[numbers] = _OWN * odds[numbers] + (1 - _OWN) * odds[numbers].mean(axis=0)
    odds = np.round(odds, _DECIMALS)
    told = list[Role]()
    for number, (one, passage) in enumerate(zip(layouts, passages, strict=True)):
        role = ROLES[odds[number].argmax()]
        if role == "other" and len(passage.text.split()) >= _SAYING:
            shown = not one.is_title and can_show[number] > _SURELY
            role = _BY_CODE.get(one.family, "content" if shown else role)
        told.append(role)
    return told


def evidence_odds(asked: EncodedPassages, model: Logistic, *, apart: bool = False) -> Numbers:
    """Return the log odds that each passage can show what is taught, rounded; shape (n,).

    The passages are of one document, or each stands `apart`.
    """
    return _can_show(describe_passages(asked, apart=apart), model) if asked.texts else np.zeros(0)


def _can_show(rows: Numbers, model: Logistic) -> Numbers:
    """Return the same by rows of `rows_of`."""
    return np.asarray(np.round(np.clip(model.odds(rows), -_SUREST, _SUREST), _DECIMALS), dtype=np.float64)


@lru_cache(maxsize=4)  # it is asked whether a document is a programme at all, and then it is mapped
def split_programme(document: Document) -> Split:
    """Split a document into passages with their roles, and what it marks as learnt at the company."""
    found = split_document(document, _roles_of)
    return replace(found, passages=tuple(add_dual_marks(document, found.passages)))


def compared_passages(found: Sequence[Passage]) -> tuple[list[Passage], list[Passage]]:
    """Return the passages that teach by their role, and the others that criteria are compared with beside them.

    A heading is compared by what stands below it. Beside nothing there is nothing: a document without a passage that
    teaches is none to compare.
    """
    teaching = [one for one in found if is_mapped(one, all_passages=False)]
    headings = {title for one in found for title in one.section}
    others = [one for one in found if one.role not in TEACHING_ROLES and one.language is not None]
    return teaching, [one for one in others if one.text not in headings] if teaching else []


def _roles_of(found: Sequence[Passage], layouts: Sequence[Layout]) -> list[Role]:
    from mapper.matching.scorer import shipped  # which needs this module

    if not found:
        return []
    stages, rows = shipped().criteria.stages, describe_for_roles(encode_for_reading(found, open_encoder()), layouts)
    return assign_roles(found, layouts, rows, stages["roles"], _can_show(rows[:, :COLUMNS], stages["shows"]))
