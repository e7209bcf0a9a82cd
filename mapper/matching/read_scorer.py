"""What a programme teaches of a standard, told by reading: the scorer that ships.

    p(passage, criterion) = min(σ(pair), t)    t = σ(field of the standard) · σ(criterion of a standard of the field)

All are logistic regressions; of n < 40 passages σ(field) counts as its power n / 40, since a few lines say little of
their field. What a pair means the reader says, a cross-encoder, of the passages that lie nearest to each criterion.
They are fitted on programmes as schools publish them first (`lab.reading.scorer`). Entries of catalogues are scored as
`scorer` says.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy as np

from corpora import CONTENT_ROLES
from embeddings import reader
from embeddings.array_files import load_arrays
from embeddings.encoders import Vectors, e5
from mapper.matching.candidates import Pool, Scale, rounded
from mapper.matching.features import as_rows
from mapper.matching.queries import Asked, as_read
from mapper.matching.read_features import CRITERION, FIELD, PAIR, UNREAD, of_criteria, of_field, of_standard, with_read
from mapper.matching.reading import Read
from mapper.matching.scorer import (
    ITS_WORDS,
    SURE,
    Found,
    Logistic,
    OfStandard,
    Scorer,
    by_programme,
    promising,
    sigmoid,
    speaking,
    worth_of_standards,
)
from mapper.matching.scorer import shipped as base_scorer
from mapper.matching.scoring import Scored
from mapper.matching.terms import Numbers, Rows

_EMBEDDED = "data/reading.npz"
_DECIMALS = 6
_COLUMNS = {"pair": PAIR, "unread_pair": UNREAD, "field": FIELD, "taught": CRITERION, "fully": CRITERION}
STAGES = tuple(_COLUMNS)
"""The regressions: of a pair that was read and of any other, and of a whole programme."""
_ITS_MEANING = 0.3
"""Cosine from which on a passage that has the words of a criterion says it: of 526 criteria of written programmes and
488 of real ones five were met by such a passage, and all were taught."""
_WORTH_READING = 0.15
"""Probability of its likeliest criterion, told without reading, from which on a standard is read: of 28 real programmes
the least that its own standard had was .29; of other programmes' standards a quarter has more."""
STANDARDS_READ = 6
"""Standards of a framework whose criteria are read beside the passages; the rest keep the word of encoder and words."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class ReadScorer(Scorer):
    """A scorer of catalogues, and regressions over what was read for criteria.

    Criteria are told by vectors of `e5`, whichever encoder made those of the frameworks that are searched.
    """

    reading: Mapping[str, Logistic]  # the regressions, by `STAGES`
    read_scale: Scale  # of the cosines of `e5`
    models: tuple[str, str]  # revisions of the encoder and the reader that they were fitted with
    limits_of_skills: tuple[float, float]  # as `limits`, of what is told by a catalogue's entry

    @property
    def refits(self) -> int:
        """How many times the regressions were fitted anew."""
        return len(self.reading["taught"].refits)

    def judge(
        self,
        own: Asked,
        every: Asked,
        scored: Sequence[Sequence[Scored]],
        pools: Sequence[Pool],
        skills: Sequence[Collection[int]],
    ) -> list[Found]:
        """As the scorer's; of each framework the standards that lie nearest are read."""
        found, asked, read = list[Found](), every, None
        if any(pool.standards for pool in pools):
            asked, read = as_read(every.passages, e5.open_encoder()), reader.open_reader().scores
        for of, pool, asked_of in zip(scored, pools, skills, strict=True):
            numbers = promising(of, pool)
            worth = worth_of_standards(of, pool) if len(numbers) > STANDARDS_READ else {}
            nearest = sorted(numbers, key=lambda number: (-worth.get(number, 0.0), number))[:STANDARDS_READ]
            standards = tuple(
                self.by_reading(asked, pool, pool.criteria(number), read if number in nearest else None)
                for number in numbers
            )
            found.append(self.of_document(own, of, standards, pool, asked_of))
        return found

    def by_reading(self, asked: Asked, pool: Pool, places: Rows, read: Read | None) -> OfStandard:
        """What the passages of a programme say of the criteria of one standard, by their `places` in the framework.

        The passages are encoded by `e5`. Nothing is read without `read`, nor where without reading no criterion is at
        all likely.
        """
        if not asked.texts or not len(places):
            return OfStandard.of_nothing(places, len(asked.texts), self.refits)
        table = of_standard(asked, pool.index, places, self.scaled, self.rarity, None)
        found = self._stated(asked, pool, places, table)
        # Most programmes of a catalogue are of other fields than most standards: there is nothing to read.
        if read is None or found.taught.max() <= _WORTH_READING:
            return found
        return self._stated(asked, pool, places, with_read(table, asked, pool.index, places, read))

    def _stated(self, asked: Asked, pool: Pool, places: Rows, table: Mapping[str, Numbers]) -> OfStandard:
        odds = pair_odds(table, self.reading["pair"], self.reading["unread_pair"])
        field = of_field(table, odds, asked.passages)[None]
        rows = of_criteria(table, odds, asked.passages, [pool.index.framework.competencies[place] for place in places])
        # The field's own probability: nothing of it is eased.
        taught, refitted = by_programme(self.reading, field, rows, len(asked.passages), np.asarray)
        # A criterion's own words teach it, in whatever company they stand.
        said = (table["asked"] >= ITS_WORDS) & (table["near"] >= _ITS_MEANING) & speaking(asked.passages)[:, None]
        own: Numbers = SURE * said.astype(np.float64)
        order = np.asarray(np.round(np.maximum(sigmoid(odds), own), _DECIMALS), dtype=np.float64)
        taught = np.round(np.maximum(taught, own.max(axis=0)), _DECIMALS)
        refitted = np.maximum(refitted, own.max(axis=0))
        pairs = np.asarray(np.minimum(order, taught), dtype=np.float64)
        # Who does what its words say does all of it; who only names it may not.
        done = own * np.array([[one.role not in CONTENT_ROLES] for one in asked.passages])
        fully = np.maximum(self.reading["fully"].probabilities(rows), done.max(axis=0))
        return OfStandard(places, pairs, order, taught, refitted, fully)

    def scaled(self, cosines: Vectors) -> Vectors:
        """Cosines of `e5` on the scale that the regressions were fitted on, rounded as those of a pool are."""
        return rounded(self.read_scale.to(self.scale, cosines))


def pair_odds(table: Mapping[str, Numbers], read: Logistic, unread: Logistic) -> Numbers:
    """Log odds that each passage teaches each criterion, shape (n, m), of the table of `read_features.of_standard`.

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


def write(
    stages: Mapping[str, Logistic],
    limits: tuple[float, float],
    about: Mapping[str, Any],
    scale: Scale,
    encoder: str,
    reader: str,
) -> bytes:
    """Make the file of the fitted regressions; `scale` is that of the encoder's own cosines."""
    arrays: dict[str, Any] = {}
    for stage in STAGES:
        fitted = stages[stage]
        arrays[f"{stage}_scale"] = np.stack([fitted.mean, fitted.spread])
        arrays[f"{stage}_coefficients"] = np.vstack([fitted.coefficients, fitted.refits])
    settings = {
        "about": dict(about),
        "encoder": encoder,
        "limits": list(limits),
        "reader": reader,
        "scale": [scale.mean, scale.spread],
    }
    arrays["settings"] = np.array(json.dumps(settings, ensure_ascii=False, sort_keys=True))
    content = io.BytesIO()
    np.savez_compressed(content, **arrays)
    return content.getvalue()


def read_from(content: bytes, base: Scorer) -> ReadScorer:
    """Join what `write` made with the scorer that tells of catalogues; raises ValueError for other features."""
    stored = load_arrays(io.BytesIO(content))
    settings = json.loads(str(stored["settings"]))
    stages = {}
    for stage, columns in _COLUMNS.items():
        (mean, spread), (own, *refits) = stored[f"{stage}_scale"], stored[f"{stage}_coefficients"]
        if len(mean) != len(columns):
            raise ValueError("fitted on other features")
        stages[stage] = Logistic(mean, spread, own, np.array(refits))
    known: dict[str, Any] = {one.name: getattr(base, one.name) for one in fields(Scorer)}
    return ReadScorer(**{
        **known,
        "reading": stages,
        "read_scale": Scale(*settings["scale"]),
        "models": (settings["encoder"], settings["reader"]),
        "limits": (settings["limits"][0], settings["limits"][1]),
        "limits_of_skills": base.limits,
        "about": {**base.about, **settings["about"]},
        "revision": hashlib.sha256(content + base.revision.encode()).hexdigest()[:16],
    })  # fmt: skip


@lru_cache(maxsize=1)
def shipped() -> ReadScorer:
    """The one that comes with the installation, read once."""
    return read_from((files("mapper") / _EMBEDDED).read_bytes(), base_scorer())
