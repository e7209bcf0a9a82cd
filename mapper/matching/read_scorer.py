"""What a programme teaches of a standard, told by reading.

    p(passage, criterion) = min(σ(pair), t)    t = σ(field of the standard) · σ(criterion of a standard of the field)

All are logistic regressions; of n < 40 passages σ(field) counts as its power n / 40, since a few lines say little of
their field. What a pair means the reader says, a cross-encoder, of the passages that lie nearest to each criterion.
They are fitted on programmes as schools publish them first (`lab.reading.scorer`), with the vectors of `e5`, whichever
encoder searches. Entries of catalogues are scored as `scorer` says.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Self

import numpy as np

from corpora import CONTENT_ROLES
from embeddings.array_files import load_arrays
from embeddings.encoders import Vectors
from mapper.matching.candidates import Pool, Scale, rounded
from mapper.matching.features import as_rows
from mapper.matching.queries import EncodedPassages
from mapper.matching.read_features import (
    CRITERION,
    FIELD,
    PAIR,
    UNREAD,
    describe_criteria,
    describe_field,
    describe_pairs,
    or_all,
    with_read,
)
from mapper.matching.reading import Read
from mapper.matching.regression import Logistic, sigmoid
from mapper.matching.teaching import COLUMNS, ROLE_COLUMNS, evidence_odds
from mapper.matching.terms import Numbers, Rarity, Rows

_EMBEDDED = "data/reading.npz"
_DECIMALS = 6
_COLUMNS = {"pair": PAIR, "unread_pair": UNREAD, "field": FIELD, "taught": CRITERION, "fully": CRITERION}
STAGES = ("roles", "shows", *_COLUMNS)
"""The regressions: of a passage by itself, of a pair that was read and of any other, and of a whole programme."""
_WIDTHS = {"roles": ROLE_COLUMNS, "shows": COLUMNS, **{stage: len(columns) for stage, columns in _COLUMNS.items()}}
_ENOUGH = 40
"""Passages from which on a programme is long enough for its field to be told."""
ITS_WORDS, SURE = 0.6, 0.98
"""Share of a criterion's words, by weight, from which on a passage says it in its own words, and how sure that is: of
the pairs of the truth that ships all such are right."""
_ITS_MEANING = 0.3
"""Cosine from which on a passage that has the words of a criterion says it: of 526 criteria of written programmes and
488 of real ones five were met by such a passage, and all were taught."""
_WORTH_READING = 0.15
"""Probability of its likeliest criterion, told without reading, from which on a standard is read: of 28 real programmes
the least that its own standard had was .29; of other programmes' standards a quarter has more."""


@dataclass(frozen=True, slots=True, eq=False)
class StandardScores:
    """What a programme says of the criteria of one standard."""

    places: Rows  # of the criteria in the framework, m of them
    pairs: Numbers  # probability that a passage teaches a criterion, shape (n, m)
    order: Numbers  # the same before t limits it: what tells which passage is nearest
    taught: Numbers  # t of each criterion, shape (m,)
    refitted: Numbers  # t by each refit, shape (refits, m)
    fully: Numbers  # of what is taught, the probability that it is covered, not only partly; shape (m,)

    @classmethod
    def empty(cls, places: Rows, passages: int, refits: int) -> Self:
        """Tell where there is no passage or no criterion."""
        none: Numbers = np.zeros((passages, len(places)))
        of_each = np.zeros(len(places))
        return cls(places, none, none, of_each, np.zeros((refits, len(places))), of_each)


@dataclass(frozen=True, slots=True, eq=False)
class ReadScorer:
    """The regressions that tell criteria."""

    stages: Mapping[str, Logistic]  # by `STAGES`
    limits: tuple[float, float]  # t from which on a criterion is said to be taught, and up to which not to be found
    own_scale: Scale  # of the cosines of `e5`
    scale: Scale  # that these are brought to
    rarity: Rarity
    models: tuple[str, str]  # revisions of the encoder and the reader that it was fitted with
    about: Mapping[str, Any]  # what it was fitted on and what it reached; for reports
    revision: str = ""  # hash of the file

    @property
    def refits(self) -> int:
        """Return how many times the regressions were fitted anew."""
        return len(self.stages["taught"].refits)

    @property
    def chance(self) -> float:
        """Share of a standard that half of the programmes of other fields reach, held out."""
        return float(self.about["programmes"]["chance"])

    def shows(self, asked: EncodedPassages, *, apart: bool = False) -> Numbers:
        """Return the log odds that each passage can show what is taught, see `teaching.shows`; shape (n,)."""
        return evidence_odds(asked, self.stages["shows"], apart=apart)

    def score_standard(
        self, asked: EncodedPassages, pool: Pool, places: Rows, read: Read | None, can_show: Numbers
    ) -> StandardScores:
        """Judge the criteria of one standard, by their `places` in the framework, beside the passages of a programme.

        The passages are encoded by `e5`; `can_show` is what `shows` gave of them. Nothing is read without `read`, nor
        where without reading no criterion is at all likely.
        """
        if not asked.texts or not len(places):
            return StandardScores.empty(places, len(asked.texts), self.refits)
        table = describe_pairs(asked, pool.index, places, self.scaled, self.rarity, can_show)
        unread = pair_odds(table, self.stages["pair"], self.stages["unread_pair"])
        found = self._told(asked, pool, places, table, unread)
        # Most programmes of a catalogue are of other fields than most standards: there is nothing to read.
        if read is None or found.taught.max() <= _WORTH_READING:
            return found
        table = with_read(table, unread, asked, pool.index, places, read)
        odds = pair_odds(table, self.stages["pair"], self.stages["unread_pair"])
        return self._told(asked, pool, places, table, odds)

    def apart(self, asked: EncodedPassages, pool: Pool, places: Rows, can_show: Numbers) -> Numbers:
        """Give the probability of each passage and criterion without reading, each passage a document; shape (n, m)."""
        table = describe_pairs(asked, pool.index, places, self.scaled, self.rarity, can_show)
        table["near_passage_z"] = np.zeros_like(table["near"])  # among the other passages of its document
        odds = self.stages["unread_pair"].odds(as_rows(table, UNREAD))
        return np.round(sigmoid(odds).reshape(table["near"].shape), _DECIMALS)

    def _told(
        self, asked: EncodedPassages, pool: Pool, places: Rows, table: Mapping[str, Numbers], odds: Numbers
    ) -> StandardScores:
        field = describe_field(table, odds, asked.passages)[None]
        rows = describe_criteria(
            table, odds, asked.passages, [pool.index.framework.competencies[place] for place in places]
        )
        taught, refitted = self._of_programme(field, rows, len(asked.passages))
        # A criterion's own words teach it, in whatever company they stand.
        speaking = or_all(table["shows"][:, 0] > 0)[:, None]
        said = (table["asked"] >= ITS_WORDS) & (table["near"] >= _ITS_MEANING) & speaking
        own: Numbers = SURE * said.astype(np.float64)
        # What is named first both teaches the criterion and can show what is taught.
        order = np.asarray(
            np.round(np.maximum(sigmoid(odds - np.logaddexp(0, -table["shows"])), own), _DECIMALS), dtype=np.float64
        )
        taught = np.round(np.maximum(taught, own.max(axis=0)), _DECIMALS)
        refitted = np.maximum(refitted, own.max(axis=0))
        pairs = np.asarray(np.minimum(order, taught), dtype=np.float64)
        # Who does what its words say does all of it; who only names it may not.
        done = own * np.array([[one.role not in CONTENT_ROLES] for one in asked.passages])
        fully = np.maximum(self.stages["fully"].probabilities(rows), done.max(axis=0))
        return StandardScores(places, pairs, order, taught, refitted, fully)

    def _of_programme(self, field: Numbers, rows: Numbers, passages: int) -> tuple[Numbers, Numbers]:
        """Give t of each criterion, shape (m,), and by each refit, before its own words count."""
        # A few lines show few of a standard's criteria, whatever their field.
        length = min(1.0, passages / _ENOUGH)
        in_field, taught = self.stages["field"], self.stages["taught"]
        return (
            in_field.probabilities(field) ** length * taught.probabilities(rows),
            in_field.refitted(field) ** length * taught.refitted(rows),
        )

    def scaled(self, cosines: Vectors) -> Vectors:
        """Bring cosines of `e5` to the scale that the regressions were fitted on, rounded as those of a pool are."""
        return rounded(self.own_scale.to(self.scale, cosines))

    def to_bytes(self) -> bytes:
        """Write a .npz without pickles; the rarity is the catalogues' scorer's."""
        arrays: dict[str, Any] = {}
        for stage in STAGES:
            arrays[f"{stage}_scale"], arrays[f"{stage}_coefficients"] = self.stages[stage].arrays()
        encoder, reader = self.models
        settings = {
            "about": dict(self.about),
            "encoder": encoder,
            "limits": list(self.limits),
            "reader": reader,
            "scale": [self.own_scale.mean, self.own_scale.spread],
            "onto": [self.scale.mean, self.scale.spread],
        }
        arrays["settings"] = np.array(json.dumps(settings, ensure_ascii=False, sort_keys=True))
        content = io.BytesIO()
        np.savez_compressed(content, **arrays)
        return content.getvalue()

    @classmethod
    def from_bytes(cls, content: bytes, rarity: Rarity) -> Self:
        """Read what `to_bytes` gave; raises ValueError for other features."""
        stored = load_arrays(io.BytesIO(content))
        settings = json.loads(str(stored["settings"]))
        stages = {
            stage: Logistic.from_arrays(stored[f"{stage}_scale"], stored[f"{stage}_coefficients"]) for stage in STAGES
        }
        if any(len(stages[stage].mean) != width for stage, width in _WIDTHS.items()):
            raise ValueError("fitted on other features")
        return cls(
            stages=stages,
            limits=(settings["limits"][0], settings["limits"][1]),
            own_scale=Scale(*settings["scale"]),
            scale=Scale(*settings["onto"]),
            rarity=rarity,
            models=(settings["encoder"], settings["reader"]),
            about=settings["about"],
            revision=hashlib.sha256(content).hexdigest()[:16],
        )

    @classmethod
    def shipped(cls, rarity: Rarity) -> Self:
        """Read the one that comes with the installation."""
        return cls.from_bytes((files("mapper") / _EMBEDDED).read_bytes(), rarity)


def pair_odds(table: Mapping[str, Numbers], read: Logistic, unread: Logistic) -> Numbers:
    """Log odds that each passage teaches each criterion, shape (n, m), of the table of `read_features.describe_pairs`.

    A passage that was not read lies behind those of its criterion that were.
    """
    shape = table["read"].shape
    odds = unread.odds(as_rows(table, UNREAD)).reshape(shape)
    was_read = ~np.isnan(table["read"])
    if was_read.any():
        filled = {name: np.nan_to_num(table[name]) for name in PAIR}
        of_read = read.odds(as_rows(filled, PAIR)).reshape(shape)
        lowest = np.where(was_read, of_read, np.inf).min(axis=0)
        odds = np.where(was_read, of_read, np.minimum(odds, lowest))
    return np.asarray(odds)
