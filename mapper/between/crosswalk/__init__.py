"""Crosswalks: which entries of one framework correspond to which of another, and how, for a person to review.

A framework beside itself tells which of its entries say nearly the same. For each pair a probability that the two
correspond at all, and a predicate that says how: the target is the same (exact), nearly the same (close), broader,
narrower, or only related.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from corpora import Text
from mapper.people.checklist import Mark
from mapper.workspace.store import Entry

Predicate = Literal["exact", "close", "broad", "narrow", "related"]
"""What the target is to the source, as SKOS says it: "broad", the target is the broader one."""
PREDICATES: tuple[Predicate, ...] = get_args(Predicate)
KINDS: tuple[Predicate, ...] = PREDICATES[:4]  # the ways in which two entries correspond; what is only related does not


@dataclass(frozen=True, slots=True)
class PairDecision:
    """A person's word on a pair, by whom, and the probability without it, None where the pair was not a candidate."""

    mark: Mark
    by: str
    computed: float | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A pair that may correspond: the numbers of both entries, how surely and how, the rank from either side, from 1.

    Attributes:
        probability: calibrated, that the two correspond exactly, closely, or as broader and narrower, 0 to 1.
        score: by which the pairs of one entry are ordered; only its order means anything.
        predicate: the most probable of `KINDS`, but "exact" only where the titles agree word by word, else "close";
            "related" where it is more probable that the two do not correspond.
        predicates: probability of each of `KINDS`, given that the two correspond; they add up to 1. None of what a
            person added.
        decided: what people said of it; None where nobody did.
    """

    source: int
    target: int
    probability: float
    score: float
    predicate: Predicate
    predicates: Mapping[Predicate, float]
    forward: int
    backward: int
    decided: PairDecision | None = None

    @property
    def holds(self) -> bool:
        """Return whether nobody rejected it."""
        return self.decided is None or self.decided.mark != "no"


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """Two sides as they were named, their entries that were compared, the candidates by source, then rank."""

    source: str
    target: str
    sources: tuple[Entry, ...]
    targets: tuple[Entry, ...]
    candidates: tuple[Candidate, ...]
    encoder: Mapping[str, str]
    settings: Mapping[str, Any]
    none: Mapping[int, str] = field(default_factory=dict)  # number of a source without correspondence → who said so
    notes: tuple[Text, ...] = ()  # what was taken from reviews, in sentences

    @property
    def is_within_one(self) -> bool:
        """Return whether both sides have the same entries; each pair is then told once."""
        return same(self.sources, self.targets)


def same(ones: Sequence[Entry], others: Sequence[Entry]) -> bool:
    """Return whether two sides have the same entries."""
    return [one.name for one in ones] == [other.name for other in others]
