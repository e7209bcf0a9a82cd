"""What people decided on earlier programmes, to inform the mapping of the next one, as `docs/web.md` says.

What stands in the database besides what a person may see would tell them of programmes that nobody showed them. What
was decided on another edition goes along by itself; heard a second time, it would come back as the program's own
certainty.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import astuple, dataclass
from functools import lru_cache
from typing import Any

from mapper.actions.page import Example, examples_from_review
from mapper.web.database import Database
from mapper.web.decisions import Decisions
from mapper.web.exports import review_json
from mapper.web.programmes import SEEN, Programmes
from mapper.web.review import Review

MOST = 5_000
"""Decisions that inform one mapping at most, those on the latest programmes first; each is encoded anew for it."""
_EDITIONS = """
WITH RECURSIVE edition (id) AS (
  VALUES (:former)
  UNION SELECT other.id FROM edition JOIN programme AS other
    ON other.replaces = edition.id OR other.id = (SELECT replaces FROM programme WHERE id = edition.id)
)
"""
_KEPT = 1_000
"""Reviews of which it is remembered what they say."""

_SOURCES = f"""{_EDITIONS}
SELECT id FROM programme
WHERE {SEEN} AND sha256 != :sha256 AND id NOT IN (SELECT id FROM edition)
  AND id NOT IN (SELECT replaces FROM programme WHERE replaces IS NOT NULL AND deleted IS NULL)
  AND EXISTS (SELECT 1 FROM decision WHERE programme = programme.id AND NOT bulk
    AND verdict IN ('accepted', 'added', 'settled'))
ORDER BY id DESC
"""


@dataclass(frozen=True, slots=True)
class InformingDecisions:
    """The decisions that inform one mapping, and the SHA-256 of the reviews in which they stand, as downloaded."""

    examples: tuple[Example, ...] = ()
    digests: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Return the same for the same decisions, whatever else was noted or rejected in the reviews."""
        told = sorted({json.dumps(astuple(example)) for example in self.examples})
        return hashlib.sha256("\n".join(told).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class _Source:
    """A review as it stood after its row `last`, as one person may see it."""

    programme: int
    last: int
    person: str
    hides: bool


class Examples:
    """The decisions in one database that inform mappings."""

    def __init__(self, database: Database, programmes: Programmes, decisions: Decisions) -> None:
        self._database = database
        self._programmes = programmes
        self._decisions = decisions
        # Rows are never changed: what a review said after one of them, it always did.
        self._told = lru_cache(_KEPT)(self._read)
        self._digest = lru_cache(_KEPT)(self._sha256)

    def count_informing(self, person: str, frameworks: Collection[str], *, former: int = 0) -> tuple[int, int]:
        """Return how many decisions on how many programmes would inform a mapping of this person's to these frameworks.

        `former` is the programme of which it is a new edition, 0 for none.
        """
        used = self._used(person, self.snapshot(person, "", former=former), frameworks)
        return sum(len(examples) for _, examples in used), len(used)

    def snapshot(self, person: str, sha256: str, *, former: int = 0) -> dict[str, Any]:
        """Return which decisions stand now, as JSON values: what is decided later informs later mappings.

        `sha256` is of the document that a person hands in, `former` the programme that it replaces, 0 for none.
        """
        rows = self._database.rows(_SOURCES, former=former, sha256=sha256, person=person)
        until = self._database.value("SELECT max(number) FROM decision")
        return {"programmes": [row["id"] for row in rows], "until": until}

    def decided(self, person: str, frozen: Mapping[str, Any] | None, frameworks: Collection[str]) -> InformingDecisions:
        """Return what stood when it was frozen, without the programmes that the person may no longer see.

        Nothing where it is None; reviews that say nothing of the frameworks that are mapped to are left out.
        """
        used = [] if frozen is None else self._used(person, frozen, frameworks)
        examples = tuple(one for _, examples in used for one in examples)
        return InformingDecisions(examples, tuple(self._digest(source) for source, _ in used))

    def _used(
        self, person: str, frozen: Mapping[str, Any], frameworks: Collection[str]
    ) -> list[tuple[_Source, list[Example]]]:
        """Return the reviews with decisions on these frameworks, as many as inform one mapping, and their examples."""
        query = "SELECT coalesce(max(number), 0) FROM decision WHERE programme = ? AND number <= ?"
        used: list[tuple[_Source, list[Example]]] = []
        left = MOST
        for number in frozen["programmes"]:
            if not self._programmes.may_see(number, person):
                continue
            last = self._database.value(query, number, frozen["until"])
            source = _Source(number, last, person, self._programmes.hides(number))
            asked = [example for example in self._told(source) if example.framework in frameworks]
            if 0 < len(asked) <= left:
                left -= len(asked)
                used.append((source, asked))
        return used

    def _review(self, source: _Source) -> Review:
        rows = [row for row in self._decisions.history(source.programme) if row.number <= source.last]
        return Review(self._programmes.read(source.programme), rows, source.person, hide_others=source.hides)

    def _read(self, source: _Source) -> tuple[Example, ...]:
        review = self._review(source)
        return tuple(examples_from_review(review.programme.alignment, review.visible if source.hides else review.rows))

    def _sha256(self, source: _Source) -> str:
        """Return the digest of the review as it would be downloaded."""
        return hashlib.sha256(review_json(self._review(source))).hexdigest()
