"""The probability that a passage teaches an entry, and that a programme teaches a criterion or a skill.

    p(passage, entry of a catalogue) = σ(regression of the pair)    t = max(σ(skill), the highest p of any passage)

Criteria of standards are told by reading (`read_scorer`). Both say the same thing: t, whether a criterion or skill is
taught, is never below the probability of a match that is shown, so a state cannot contradict it. Of a catalogue the
candidates that lie nearest are compared, and t is told of the skills that are asked for: of broad ones all passages
together say more (`features.SKILL`) than any single one does. Fitted on graded pairs and on programmes whose truth is
known (`lab.training.scorer`); what was reached is in `about`.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from importlib.resources import files
from itertools import chain
from typing import Any, Self

import numpy as np

from embeddings import reader
from embeddings.array_files import load_arrays
from embeddings.encoders import e5
from mapper.matching.candidates import Pool, Scale
from mapper.matching.features import SKILL, as_rows, describe_catalogue, describe_skills
from mapper.matching.queries import EncodedPassages, encode_for_reading
from mapper.matching.read_scorer import ReadScorer, StandardScores
from mapper.matching.regression import Logistic, log_odds, sigmoid
from mapper.matching.scoring import Scored
from mapper.matching.terms import Numbers, Rarity, Rows, Space, Synonyms, Usages

_EMBEDDED = "data/scorer.npz"
_DECIMALS = 6
_STAGES = ("catalogue", "unsaid", "skill")
STANDARDS = 60  # standards of a framework that are compared criterion by criterion; of more, those that lie nearest
STANDARDS_READ = 6
"""Standards of a framework whose criteria are read beside the passages; the rest keep the word of encoder and words."""
_BEST = 5
SKILLS = ("skill", "knowledge")
"""Kinds of a catalogue's entries that a programme may teach by several passages together."""
_KNOWN = 0.5  # share of the candidates from which on a catalogue's entries are known by how programmes and ads say them
_OF_LIST = 1.0, 0.9, 0.3
"""Of an entry of a list of several trades the log odds are the first of these, the second times those by which it is
told as a catalogue's of the nearest passage, and the third times those by which it is told as a criterion of the
nearest. Beside a fifth of the programmes that ship .004 of elements of other sectors are said to be taught so, .32 of
those that are, and .91 of what is said to be."""


@dataclass(frozen=True, slots=True, eq=False)
class OfSkills:
    """Whether all passages of a programme together teach skills of a catalogue."""

    places: Rows  # of the skills in the framework, m of them
    taught: Numbers  # σ(skill) of each, shape (m,)
    refitted: Numbers  # the same by each refit, shape (refits, m)
    nearest: Rows  # the passages that lie nearest to each, the nearest first, shape (at most 5, m)


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """What the passages of a document say of the entries of one framework."""

    scored: tuple[Scored, ...]  # for each passage its candidates, with their probabilities
    standards: tuple[
        StandardScores, ...
    ]  # those whose criteria were compared; rows are the passages, then those beside
    skills: OfSkills | None = None  # those of a catalogue that were asked of


@dataclass(frozen=True, slots=True, eq=False)
class Scorer:
    """The fitted model."""

    criteria: ReadScorer  # tells of standards, whichever encoder this one serves
    columns: tuple[str, ...]  # features of a pair of passage and entry, in the fitted order
    stages: Mapping[str, Logistic]
    """Regressions: skill of a programme; catalogue of a pair, unsaid where `said` has it not."""
    rarity: Rarity
    synonyms: Synonyms
    said: Usages  # how programmes and ads say the entries of catalogues
    limits_of_skills: tuple[float, float]  # t from which on a skill is said to be taught, and up to which not found
    threshold: float  # least probability of a match that is shown
    encoder: str  # revision of the encoder that it was fitted with
    scale: Scale  # of its cosines; or, where it has an `own` one, what that encoder's cosines are brought to
    about: Mapping[str, Any]  # what it was fitted on and what it reached; for reports
    own_revision: str = ""  # hash of its file, which has nothing of criteria

    def to_bytes(self) -> bytes:
        """Write a .npz without pickles; the scorer of criteria has a file of its own."""
        arrays: dict[str, Any] = {
            f"said_{field.name}": np.asarray(getattr(self.said, field.name)) for field in fields(Usages)
        }
        arrays["said_basis"] = self.said.basis.astype(np.float16)
        for stage in _STAGES:
            arrays[f"{stage}_scale"], arrays[f"{stage}_coefficients"] = self.stages[stage].arrays()
        stems = sorted(self.rarity.stems)
        arrays["stems"] = np.array("\n".join(stems))
        arrays["rarity"] = np.array([self.rarity.unknown, *(self.rarity.stems[s] for s in stems)], dtype=np.float16)
        related = sorted(self.synonyms.stems.items())
        arrays["synonyms"] = np.array("\n".join(" ".join([stem, *others]) for stem, others in related))
        settings = {
            "about": dict(self.about),
            "columns": list(self.columns),
            "encoder": self.encoder,
            "limits": list(self.limits_of_skills),
            "scale": [self.scale.mean, self.scale.spread],
            "threshold": self.threshold,
        }
        if self.scale.own:
            settings["own_scale"] = [self.scale.own.mean, self.scale.own.spread]
        arrays["settings"] = np.array(json.dumps(settings, ensure_ascii=False, sort_keys=True))
        content = io.BytesIO()
        np.savez_compressed(content, **arrays)
        return content.getvalue()

    @classmethod
    def from_bytes(cls, content: bytes, criteria: ReadScorer | None = None) -> Self:
        """Read what `to_bytes` wrote; raises ValueError or KeyError where it is damaged or has other features.

        `criteria` tells of standards: without it the one that ships, by the rarity of this one.
        """
        stored = load_arrays(io.BytesIO(content))
        settings = json.loads(str(stored["settings"]))
        unknown, *values = stored["rarity"].astype(np.float64).tolist()
        related = (line.split() for line in str(stored["synonyms"]).splitlines())
        own_scale = Scale(*settings["own_scale"]) if "own_scale" in settings else None
        stages = {
            stage: Logistic.from_arrays(stored[f"{stage}_scale"], stored[f"{stage}_coefficients"]) for stage in _STAGES
        }
        columns, said = tuple(settings["columns"]), {f.name: stored[f"said_{f.name}"] for f in fields(Usages)}
        if any(len(stages[of].mean) != len(names) for of, names in (("skill", SKILL), ("catalogue", columns))):
            raise ValueError("fitted on other features")
        scale = replace(Scale(*settings["scale"]), own=own_scale)
        rarity = Rarity(dict(zip(str(stored["stems"]).split("\n"), values, strict=True)), unknown)
        criteria = criteria or ReadScorer.shipped(rarity)
        return cls(
            criteria=criteria,
            columns=columns,
            stages=stages,
            rarity=rarity,
            synonyms=Synonyms({stem: others for stem, *others in related}),
            said=Usages(**{**said, "basis": said["basis"].astype(np.float32)}),
            limits_of_skills=(settings["limits"][0], settings["limits"][1]),
            threshold=settings["threshold"],
            encoder=settings["encoder"],
            scale=scale,
            about=settings["about"],
            own_revision=hashlib.sha256(content).hexdigest()[:16],
        )

    @property
    def revision(self) -> str:
        """Hash of both files."""
        return hashlib.sha256((self.own_revision + self.criteria.revision).encode()).hexdigest()[:16]

    @property
    def limits(self) -> tuple[float, float]:
        """From which t on a criterion is said to be taught, and up to which not to be found."""
        return self.criteria.limits

    def scale_for(self, revision: str) -> Scale | None:
        """Return the scale that the cosines of this encoder are brought to, None where they lie on it."""
        if revision == self.encoder:
            return self.scale if self.scale.own else None
        return replace(self.scale, own=None)

    def space(self, pool: Pool) -> Space:
        """Return what texts are compared by in this pool; usages serve only the encoder they were made with."""
        return Space(pool.scaled, self.rarity, self.said if pool.index.encoder == self.encoder else None)

    def judge(
        self,
        own: EncodedPassages,
        every: EncodedPassages,
        scored: Sequence[Sequence[Scored]],
        pools: Sequence[Pool],
        skills: Sequence[Collection[int]],
    ) -> list[Found]:
        """Return what is said in each pool of its standards and of its `skills`, and with it of the candidates.

        `own` are the passages that candidates were `scored` for, with probabilities of `score_catalogue`; `every` are
        these and then the passages beside them. Of `skills`, places in the framework, those of a catalogue are asked.
        Of each framework the standards that lie nearest are read.
        """
        found, asked, read, can_show = list[Found](), every, None, np.zeros(0)
        if any(pool.standards for pool in pools):
            asked, read = _by_e5(every, pools[0]), reader.open_reader().scores
            can_show = self.criteria.shows(asked)
        for of, pool, asked_of in zip(scored, pools, skills, strict=True):
            numbers = likely_standards(of, pool)
            worth = score_standards(of, pool) if len(numbers) > STANDARDS_READ else {}
            nearest = sorted(numbers, key=lambda number: (-worth.get(number, 0.0), number))[:STANDARDS_READ]
            standards = tuple(
                self.criteria.score_standard(
                    asked, pool, pool.criteria(number), read if number in nearest else None, can_show
                )
                for number in numbers
            )
            found.append(self.score_document(own, of, standards, pool, asked_of))
        return found

    def score_document(
        self,
        own: EncodedPassages,
        scored: Sequence[Scored],
        standards: tuple[StandardScores, ...],
        pool: Pool,
        skills: Collection[int],
    ) -> Found:
        """Return a pool's candidates for each passage; those of its `standards` have their criteria's probabilities."""
        standards = tuple(_as_list(one, scored) if pool.is_mixed(one.places) else one for one in standards)
        if standards:
            places = np.concatenate([one.places for one in standards])
            pairs = np.hstack([one.pairs[: len(own.texts)] for one in standards])
            criteria = np.zeros(len(pool.index.framework.competencies), dtype=bool)
            criteria[list(chain.from_iterable(pool.standards))] = True
            every_entry = np.zeros(len(criteria))
            for row, one in enumerate(scored):
                every_entry[places] = pairs[row]
                one.probability[:] = np.where(criteria[one.entries], every_entry[one.entries], one.probability)
        return Found(tuple(scored), standards, self.score_skills(own, scored, pool, skills) if skills else None)

    def judge_apart(self, asked: EncodedPassages, scored: Sequence[Scored], pool: Pool) -> list[Scored]:
        """Return the probabilities of each passage's candidates as if it were a document by itself, unread."""
        found, criteria = self.score_catalogue(asked, scored, pool, apart=True), [*chain.from_iterable(pool.standards)]
        if not criteria:
            return found
        looked_at = defaultdict[int, list[int]](list)
        for row, one in enumerate(scored):
            found[row].probability[np.isin(one.entries, criteria)] = 0.0
            for standard in likely_standards([one], pool):
                looked_at[standard].append(row)
        by_e5 = _by_e5(asked, pool)
        can_show = self.criteria.shows(by_e5, apart=True)
        for standard, rows in looked_at.items():
            places = pool.criteria(standard)
            told_apart = self.criteria.apart(by_e5.only(rows), pool, places, can_show[rows])
            for row, told in zip(rows, told_apart, strict=True):
                is_own = np.isin(found[row].entries, places)
                found[row].probability[is_own] = told[np.searchsorted(places, found[row].entries[is_own])]
        return found

    def score_skills(
        self, asked: EncodedPassages, scored: Sequence[Scored], pool: Pool, skills: Collection[int]
    ) -> OfSkills | None:
        """Tell whether a programme teaches skills, by their places in the framework; None where none is a catalogue's.

        `scored` are the candidates of each passage with their probabilities.
        """
        entries = pool.index.framework.competencies
        places = np.array([place for place in sorted(skills) if entries[place].kind in SKILLS], dtype=np.int64)
        if not len(places) or not asked.texts:
            return None
        rows, nearest = describe_skills(asked, scored, pool.index, places, self.space(pool))
        taught = np.round(self.stages["skill"].probabilities(rows), _DECIMALS)
        return OfSkills(places, taught, self.stages["skill"].refitted(rows), nearest)

    def score_catalogue(
        self, asked: EncodedPassages, found: Sequence[Scored], pool: Pool, *, apart: bool = False
    ) -> list[Scored]:
        """Return each passage's candidates with their probabilities, 0 for those that lie too far behind.

        They are ranked by their score; of a catalogue whose entries are known by how they are said the probability
        counts as much again, since it sees more than the score does.
        """
        table, chosen, known = describe_catalogue(asked, found, pool, self.space(pool), apart=apart)
        stated = [replace(one, probability=np.zeros(len(one.entries)), order=one.score.copy()) for one in found]
        if table:
            rows = as_rows(table, self.columns)
            said_so, unsaid = (self.stages[stage].probabilities(rows) for stage in ("catalogue", "unsaid"))
            probabilities = np.round(np.where(known, said_so, unsaid), _DECIMALS)
            ends = np.cumsum([len(places) for places in chosen])[:-1]
            for one, places, part in zip(stated, chosen, np.split(probabilities, ends), strict=True):
                one.probability[places] = part
                if known.mean() > _KNOWN:
                    one.order[places] += part
        return stated


def _by_e5(asked: EncodedPassages, pool: Pool) -> EncodedPassages:
    """Return the passages as criteria are compared with them: as they are where the encoder that searches is `e5`."""
    own = e5.open_encoder()
    return asked if pool.index.encoder == own.revision else encode_for_reading(asked.passages, own)


def _as_list(one: StandardScores, scored: Sequence[Scored]) -> StandardScores:
    """Return what is said of a list of several trades: what a passage is near to is taught, whatever else it holds."""
    nearest = np.zeros(int(one.places.max()) + 1)
    for of in scored:
        inside = of.entries < len(nearest)
        entries = of.entries[inside]
        nearest[entries] = np.maximum(nearest[entries], of.probability[inside])
    shift, as_entry, as_criterion = _OF_LIST
    of_criterion = one.order.max(axis=0, initial=0.0)
    odds = shift + as_entry * log_odds(nearest[one.places]) + as_criterion * log_odds(of_criterion)
    named = np.round(sigmoid(odds), _DECIMALS)
    taught = np.maximum(one.taught, named)
    return replace(
        one,
        taught=taught,
        refitted=np.maximum(one.refitted, named),
        pairs=np.asarray(np.round(np.minimum(one.order, taught), _DECIMALS), dtype=np.float64),
    )


def likely_standards(scored: Sequence[Scored], pool: Pool) -> Sequence[int]:
    """Return numbers of the pool's standards, of many the `STANDARDS` whose best candidates score highest."""
    if len(pool.standards) <= STANDARDS:
        return range(len(pool.standards))
    worth = score_standards(scored, pool)
    return sorted(sorted(worth, key=lambda number: (-worth[number], number))[:STANDARDS])


def score_standards(scored: Sequence[Scored], pool: Pool) -> dict[int, float]:
    """Tell how near the passages' candidates come to each of the pool's standards: the sum of the best scores."""
    best: dict[int, list[float]] = {}
    for one in scored:
        matters = pool.matters[one.entries]
        for matter in sorted(set(matters.tolist())):
            best.setdefault(matter, []).append(float(one.score[matters == matter].max()))
    own = (best.get(int(pool.matters[places[0]]), ()) for places in pool.standards)
    return {number: sum(sorted(scores)[-_BEST:]) for number, scores in enumerate(own)}


@lru_cache(maxsize=1)
def shipped() -> Scorer:
    """Return the one that comes with the installation, read once."""
    return Scorer.from_bytes((files("mapper") / _EMBEDDED).read_bytes())
