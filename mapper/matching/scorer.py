"""The probability that a passage teaches an entry, and that a programme teaches a criterion; `training.scorer`.

    p(passage, criterion) = min(σ(trees of the pair), t)    t = min(1, σ(field of the standard) / .5) · σ(criterion)
    p(passage, entry of a catalogue) = σ(regression of the pair)    t = max(σ(skill), the highest p of any passage)

Both say the same thing: t, whether a criterion or skill is taught, is never below the probability of a match that is
shown, so a state cannot contradict it. Of a standard every criterion is compared with every passage. Of a catalogue the
candidates that lie nearest are, and t is told of the skills that are asked for: of broad ones all passages together say
more (`features.SKILL`) than any single one does. Fitted on programmes whose truth is known and on graded pairs; what
was reached is in `about`.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import lru_cache, partial
from importlib.resources import files
from itertools import chain, islice
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from corpora import TEACHING_ROLES, Passage
from embeddings.array_files import load_arrays
from embeddings.encoders import Vectors
from embeddings.threads import Work, shared_out
from mapper.matching.candidates import Pool, Scale
from mapper.matching.features import (
    FIELD,
    SKILL,
    as_rows,
    log_odds,
    of_catalogue,
    of_criteria,
    of_field,
    of_skills,
    of_standard,
    or_all,
)
from mapper.matching.queries import Asked
from mapper.matching.scoring import Scored
from mapper.matching.terms import Numbers, Rarity, Rows, Said, Space, Synonyms

_EMBEDDED = "data/scorer.npz"
_DECIMALS = 6
_STAGES = ("field", "taught", "fully", "catalogue", "unsaid", "skill")
STANDARDS = 60  # standards of a framework that are compared criterion by criterion; of more, those that lie nearest
_BEST = 5
SKILLS = ("skill", "knowledge")
"""Kinds of a catalogue's entries that a programme may teach by several passages together."""
_ENOUGH = 40  # passages from which on a programme is long enough for its field to be told
ITS_WORDS, _ITS_MEANING, _ALL_ITS_WORDS, SURE = 0.6, 0.7, 0.7, 0.98
"""Share of a criterion's words, by weight, and cosine, from which on a passage says it in its own words; the share that
lines of a section have to say which say little else; and how sure that is: of the pairs of the truth that ships all
such are right."""
_KNOWN = 0.5  # share of the candidates from which on a catalogue's entries are known by how programmes and ads say them
_OF_FIELD, _EASED, _CLOSED = 0.8, 1 / 3, 1 / 8
"""Probability from which on the field takes nothing away; below, what is left falls with this power of it, since a
programme's own field is doubted once in twelve times; and from where down it falls to nothing, with the field."""
_OF_LIST = 1.0, 0.9, 0.3
"""Of an entry of a list of several trades the log odds are the first of these, the second times those by which it is
told as a catalogue's of the nearest passage, and the third times those by which it is told as a criterion of the
nearest. Beside a fifth of the programmes that ship .004 of elements of other sectors are said to be taught so, .32 of
those that are, and .91 of what is said to be."""
_A_PAIR = 2.5e-5  # seconds that a passage beside a criterion takes: only where it is worked out depends on it
_AT_ONCE = 500  # rows that go through the trees together


@dataclass(frozen=True, slots=True, eq=False)
class Trees:
    """Boosted decision trees as plain arrays: the nodes of all, one after the other; a leaf leads to itself.

    Friedman 2001, "Greedy function approximation"; scikit-learn fits them.
    """

    start: float  # log odds before the first tree
    roots: NDArray[np.int32]  # the first node of each tree
    feature: NDArray[np.int16]  # column that a node asks for
    threshold: Numbers  # values up to it go left
    left: NDArray[np.int32]  # the next node
    right: NDArray[np.int32]
    value: Numbers  # what a leaf adds to the log odds
    depth: int  # of the deepest tree

    @classmethod
    def of(cls, *fitted: Any) -> Self:  # noqa: ANN401 - scikit-learn ships no types
        """The mean log odds of binary `HistGradientBoostingClassifier`s without missing or categorical values."""
        roots, nodes, size = [], [], 0
        # scikit-learn gives its trees no public name.
        for (tree,) in chain.from_iterable(one._predictors for one in fitted):
            own = tree.nodes.copy()
            place = np.arange(len(own))
            leaf = own["is_leaf"].astype(bool)
            own["left"] = np.where(leaf, place, own["left"]) + size
            own["right"] = np.where(leaf, place, own["right"]) + size
            roots.append(size)
            nodes.append(own)
            size += len(own)
        every = np.concatenate(nodes)
        return cls(
            float(np.mean([np.ravel(one._baseline_prediction)[0] for one in fitted])),
            np.array(roots, dtype=np.int32),
            every["feature_idx"].astype(np.int16),
            every["num_threshold"].astype(np.float64),
            every["left"].astype(np.int32),
            every["right"].astype(np.int32),
            np.where(every["is_leaf"], every["value"], 0.0) / len(fitted),
            int(every["depth"].max()),
        )

    def log_odds(self, rows: Numbers) -> Numbers:
        """Of rows of features, shape (n, columns); an array of shape (n,)."""
        found = np.full(len(rows), self.start)
        # Taken from flat arrays, a few rows at once: a sixth of the time of indexing by two arrays.
        feature, roots = self.feature.astype(np.int64), self.roots.astype(np.int64)
        next_nodes = np.stack([self.right, self.left], axis=1).astype(np.int64).ravel()
        for begin in range(0, len(rows), _AT_ONCE):
            part = np.ascontiguousarray(rows[begin : begin + _AT_ONCE])
            node = np.broadcast_to(roots, (len(part), len(roots)))
            values, line = part.ravel(), (np.arange(len(part)) * part.shape[1])[:, None]
            for _ in range(self.depth):
                goes_left = values.take(line + feature.take(node)) <= self.threshold.take(node)
                node = next_nodes.take(2 * node + goes_left)
            found[begin : begin + _AT_ONCE] += self.value.take(node).sum(axis=1)
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Logistic:
    """A logistic regression on standardised columns, with refits on resampled programmes."""

    mean: Numbers  # of each column, shape (columns,)
    spread: Numbers  # standard deviation of each
    coefficients: Numbers  # the intercept first, shape (columns + 1,)
    refits: Numbers  # the same of each refit, shape (refits, columns + 1)

    def probabilities(self, rows: Numbers) -> Numbers:
        """Of rows of columns, shape (n,)."""
        return sigmoid(self.odds(rows))

    def odds(self, rows: Numbers) -> Numbers:
        """The same as log odds."""
        return np.asarray(self._standardised(rows) @ self.coefficients)

    def refitted(self, rows: Numbers) -> Numbers:
        """The same by each refit, shape (refits, n)."""
        return sigmoid(self.refits @ self._standardised(rows).T)

    def _standardised(self, rows: Numbers) -> Numbers:
        return np.hstack([np.ones((len(rows), 1)), (rows - self.mean) / self.spread])


@dataclass(frozen=True, slots=True, eq=False)
class OfStandard:
    """What a programme says of the criteria of one standard."""

    places: Rows  # of the criteria in the framework, m of them
    pairs: Numbers  # probability that a passage teaches a criterion, shape (n, m)
    order: Numbers  # the same before t limits it: what tells which passage is nearest
    taught: Numbers  # t of each criterion, shape (m,)
    refitted: Numbers  # t by each refit, shape (refits, m)
    fully: Numbers  # of what is taught, the probability that it is covered, not only partly; shape (m,)

    @classmethod
    def of_nothing(cls, places: Rows, passages: int, refits: int) -> Self:
        """Where there is no passage or no criterion."""
        none: Numbers = np.zeros((passages, len(places)))
        of_each = np.zeros(len(places))
        return cls(places, none, none, of_each, np.zeros((refits, len(places))), of_each)


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
    standards: tuple[OfStandard, ...]  # those whose criteria were compared; rows are the passages, then those beside
    skills: OfSkills | None = None  # those of a catalogue that were asked of


@dataclass(frozen=True, slots=True, eq=False)
class Scorer:
    """The fitted model."""

    trees: Trees  # of pairs of passage and criterion
    columns: Mapping[str, tuple[str, ...]]  # features of pairs in the fitted order, by table: standard, catalogue
    stages: Mapping[str, Logistic]
    """Regressions: field, taught, fully, skill of a programme; catalogue of a pair, unsaid where `said` has it not."""
    maps: tuple[Vectors, Vectors]  # of passages and of entries (`terms.Space`), each (dimension, dimension)
    rarity: Rarity
    synonyms: Synonyms
    said: Said  # how programmes and ads say the entries of catalogues
    limits: tuple[float, float]  # t from which on a criterion is said to be taught, and up to which not to be found
    threshold: float  # least probability of a match that is shown
    encoder: str  # revision of the encoder that it was fitted with
    scale: Scale  # of its cosines; or, where it has an `own` one, what that encoder's cosines are brought to
    about: Mapping[str, Any]  # what it was fitted on and what it reached; for reports
    revision: str = ""  # hash of the file

    def to_bytes(self) -> bytes:
        """As a .npz without pickles."""
        arrays: dict[str, Any] = {"maps": np.stack(self.maps).astype(np.float16)}
        arrays |= _arrays(self.trees, "tree_") | _arrays(self.said, "said_")
        arrays["said_basis"] = self.said.basis.astype(np.float16)
        for stage in _STAGES:
            fitted = self.stages[stage]
            arrays[f"{stage}_scale"] = np.stack([fitted.mean, fitted.spread])
            arrays[f"{stage}_coefficients"] = np.vstack([fitted.coefficients, fitted.refits])
        stems = sorted(self.rarity.stems)
        arrays["stems"] = np.array("\n".join(stems))
        arrays["rarity"] = np.array([self.rarity.unknown, *(self.rarity.stems[s] for s in stems)], dtype=np.float16)
        related = sorted(self.synonyms.stems.items())
        arrays["synonyms"] = np.array("\n".join(" ".join([stem, *others]) for stem, others in related))
        settings = {
            "about": dict(self.about),
            "columns": {table: list(names) for table, names in self.columns.items()},
            "encoder": self.encoder,
            "limits": list(self.limits),
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
    def from_bytes(cls, content: bytes) -> Self:
        """What `to_bytes` gave; raises ValueError or KeyError where it is damaged or was fitted on other features."""
        stored = load_arrays(io.BytesIO(content))
        settings = json.loads(str(stored["settings"]))
        passage, entry = stored["maps"].astype(np.float32)
        unknown, *values = stored["rarity"].astype(np.float64).tolist()
        related = (line.split() for line in str(stored["synonyms"]).splitlines())
        own_scale = Scale(*settings["own_scale"]) if "own_scale" in settings else None
        stages = {}
        for stage in _STAGES:
            (mean, spread), (own, *refits) = stored[f"{stage}_scale"], stored[f"{stage}_coefficients"]
            stages[stage] = Logistic(mean, spread, own, np.array(refits))
        if len(stages["field"].mean) != len(FIELD) or len(stages["skill"].mean) != len(SKILL):
            raise ValueError("fitted on other features")
        return cls(
            trees=Trees(**_fields(Trees, stored, "tree_")),
            columns={table: tuple(names) for table, names in settings["columns"].items()},
            stages=stages,
            maps=(passage, entry),
            rarity=Rarity(dict(zip(str(stored["stems"]).split("\n"), values, strict=True)), unknown),
            synonyms=Synonyms({stem: others for stem, *others in related}),
            said=Said(**{**_fields(Said, stored, "said_"), "basis": stored["said_basis"].astype(np.float32)}),
            limits=(settings["limits"][0], settings["limits"][1]),
            threshold=settings["threshold"],
            encoder=settings["encoder"],
            scale=replace(Scale(*settings["scale"]), own=own_scale),
            about=settings["about"],
            revision=hashlib.sha256(content).hexdigest()[:16],
        )

    @property
    def refits(self) -> int:
        """How many times what tells of whole programmes was fitted anew."""
        return len(self.stages["taught"].refits)

    @property
    def limits_of_skills(self) -> tuple[float, float]:
        """As `limits`, of what is told by a catalogue's entry."""
        return self.limits

    @property
    def chance(self) -> float:
        """Share of a standard that half of the programmes of other fields reach, held out."""
        return float(self.about["programmes"]["chance"])

    def scale_for(self, revision: str) -> Scale | None:
        """The scale that the cosines of this encoder are brought to, None where they lie on it."""
        if revision == self.encoder:
            return self.scale if self.scale.own else None
        return replace(self.scale, own=None)

    def space(self, pool: Pool) -> Space:
        """What texts are compared by in this pool; maps and what is said are of one encoder and serve no other."""
        if pool.index.encoder == self.encoder:
            return Space(*self.maps, pool.scaled, self.rarity, self.synonyms, self.said)
        return Space(None, None, pool.scaled, self.rarity, self.synonyms)

    def judge(
        self,
        own: Asked,
        every: Asked,
        scored: Sequence[Sequence[Scored]],
        pools: Sequence[Pool],
        skills: Sequence[Collection[int]],
    ) -> list[Found]:
        """What is said in each pool of its standards and of its `skills`, and with it of the candidates.

        `own` are the passages that candidates were `scored` for, with the probabilities of `of_catalogue`; `every` are
        these and then the passages beside them. Of `skills`, places in the framework, those of a catalogue are asked.
        """
        criteria = [[pool.criteria(n) for n in promising(of, pool)] for of, pool in zip(scored, pools, strict=True)]
        works = [
            Work(_A_PAIR * len(every.texts) * len(places), partial(self.of_standard, every, pool, places))
            for pool, standards in zip(pools, criteria, strict=True)
            for places in standards
        ]
        told = {number: take() for number, take in shared_out(works).items()}
        made = (told[number] for number in sorted(told))
        return [
            self.of_document(own, of, tuple(islice(made, len(standards))), pool, asked)
            for of, standards, pool, asked in zip(scored, criteria, pools, skills, strict=True)
        ]

    def of_document(
        self,
        own: Asked,
        scored: Sequence[Scored],
        standards: tuple[OfStandard, ...],
        pool: Pool,
        skills: Collection[int],
    ) -> Found:
        """What is said in a pool, with what was found of its `standards`; their criteria get these probabilities."""
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
        return Found(tuple(scored), standards, self.of_skills(own, scored, pool, skills) if skills else None)

    def judge_apart(self, asked: Asked, scored: Sequence[Scored], pool: Pool) -> list[Scored]:
        """The probabilities of each passage's candidates, as `judge` gives them of a document of this passage alone.

        But an entry of a list of several trades is told as a criterion only: demand, which asks this of texts of
        advertisements, was fitted so.
        """
        found, looked_at = self.of_catalogue(asked, scored, pool, apart=True), defaultdict[int, list[int]](list)
        for row, one in enumerate(scored):
            for standard in promising([one], pool):
                looked_at[standard].append(row)
        criteria = list(chain.from_iterable(pool.standards))
        for one in found if criteria else ():
            one.probability[np.isin(one.entries, criteria)] = 0.0
        for standard, rows in looked_at.items():
            own, places = asked.only(rows), pool.criteria(standard)
            table, odds = self._compared(own, pool, places, apart=True)
            for number, row in enumerate(rows):
                alone = {name: values[[number]] for name, values in table.items()}
                told, one = self._told(alone, odds[[number]], [own.passages[number]], pool, places), found[row]
                is_own = np.isin(one.entries, places)
                one.probability[is_own] = told.pairs[0][np.searchsorted(places, one.entries[is_own])]
        return found

    def of_skills(self, asked: Asked, scored: Sequence[Scored], pool: Pool, skills: Collection[int]) -> OfSkills | None:
        """Whether a programme teaches skills, by their places in the framework; None where none is a catalogue's.

        `scored` are the candidates of each passage with their probabilities.
        """
        entries = pool.index.framework.competencies
        places = np.array([place for place in sorted(skills) if entries[place].kind in SKILLS], dtype=np.int64)
        if not len(places) or not asked.texts:
            return None
        rows, nearest = of_skills(asked, scored, pool.index, places, self.space(pool))
        taught = np.round(self.stages["skill"].probabilities(rows), _DECIMALS)
        return OfSkills(places, taught, self.stages["skill"].refitted(rows), nearest)

    def of_standard(self, asked: Asked, pool: Pool, places: Rows) -> OfStandard:
        """What the passages of a programme say of the criteria of one standard, by their `places` in the framework."""
        if not asked.texts or not len(places):
            return OfStandard.of_nothing(places, len(asked.texts), self.refits)
        return self._told(*self._compared(asked, pool, places), asked.passages, pool, places)

    def _compared(
        self, asked: Asked, pool: Pool, places: Rows, *, apart: bool = False
    ) -> tuple[dict[str, Numbers], Numbers]:
        """Each passage with each criterion: what is known of the pair, and the log odds that the one teaches the other.

        Passages that are `apart` are each in a document of its own.
        """
        table = of_standard(asked, pool.index, places, self.space(pool), apart=apart)
        odds = self.trees.log_odds(as_rows(table, self.columns["standard"]))
        return table, odds.reshape(len(asked.texts), len(places))

    def _told(
        self, table: Mapping[str, Numbers], odds: Numbers, passages: Sequence[Passage], pool: Pool, places: Rows
    ) -> OfStandard:
        """What all passages of a document say of the criteria together, by what `_compared` gave of their pairs."""
        field = of_field(table, odds, passages)[None]
        rows = of_criteria(table, odds, passages, [pool.index.framework.competencies[place] for place in places])
        taught, refitted = by_programme(self.stages, field, rows, len(passages))
        # A criterion's own words teach it, in whatever company they stand, also where they fill several passages.
        alone, together = (
            (table["asked" + end] >= ITS_WORDS) & (table["cosine" + end] >= _ITS_MEANING) for end in ("", "_of_two")
        )
        in_lines = table["asked_of_section"] >= _ALL_ITS_WORDS
        speaks = speaking(passages)[:, None]
        own = np.where((alone | together | in_lines) & speaks, SURE, 0.0)
        order = np.maximum(sigmoid(odds), own)
        taught = np.round(np.maximum(taught, own.max(axis=0)), _DECIMALS)
        refitted = np.maximum(refitted, own.max(axis=0))
        pairs = np.asarray(np.round(np.minimum(order, taught), _DECIMALS), dtype=np.float64)
        return OfStandard(places, pairs, order, taught, refitted, self.stages["fully"].probabilities(rows))

    def of_catalogue(self, asked: Asked, found: Sequence[Scored], pool: Pool, *, apart: bool = False) -> list[Scored]:
        """For each passage its candidates with their probabilities, 0 for those that lie too far behind.

        They are ranked by their score; of a catalogue whose entries are known by how they are said the probability
        counts as much again, since it sees more than the score does.
        """
        table, chosen, known = of_catalogue(asked, found, pool, self.space(pool), apart=apart)
        stated = [replace(one, probability=np.zeros(len(one.entries)), order=one.score.copy()) for one in found]
        if table:
            rows = as_rows(table, self.columns["catalogue"])
            said_so, unsaid = (self.stages[stage].probabilities(rows) for stage in ("catalogue", "unsaid"))
            probabilities = np.round(np.where(known, said_so, unsaid), _DECIMALS)
            ends = np.cumsum([len(places) for places in chosen])[:-1]
            for one, places, part in zip(stated, chosen, np.split(probabilities, ends), strict=True):
                one.probability[places] = part
                if known.mean() > _KNOWN:
                    one.order[places] += part
        return stated


def _as_list(one: OfStandard, scored: Sequence[Scored]) -> OfStandard:
    """What is said of a list of several trades: what a passage is near to is taught, whatever else it holds."""
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


def _arrays(record: Trees | Said, prefix: str) -> dict[str, Any]:
    """The fields of a record under names that begin so, as they are stored."""
    return {f"{prefix}{field.name}": np.asarray(getattr(record, field.name)) for field in fields(record)}


def _fields(kind: type[Trees | Said], stored: Mapping[str, Any], prefix: str) -> dict[str, Any]:
    """What `_arrays` gave, numbers as numbers."""
    found = {field.name: stored[f"{prefix}{field.name}"] for field in fields(kind)}
    return {name: array if array.ndim else array.item() for name, array in found.items()}


def within_field(field: Numbers) -> Numbers:
    """What is left of the criteria's probabilities in a standard of that probability to be of the programme's field."""
    eased = np.minimum(1.0, (field / _OF_FIELD) ** _EASED)
    return np.asarray(np.minimum(eased, field / _CLOSED))


def by_programme(
    stages: Mapping[str, Logistic],
    field: Numbers,
    rows: Numbers,
    passages: int,
    left: Callable[[Numbers], Numbers] = within_field,
) -> tuple[Numbers, Numbers]:
    """T of each criterion, shape (m,), and by each refit, shape (refits, m), before its own words count.

    `stages` has the regressions "field" and "taught", which get the row of a standard and one for each criterion;
    `left` gives, of the first one's probability, what is left of the second one's.
    """
    # A few lines show few of a standard's criteria, whatever their field.
    length = min(1.0, passages / _ENOUGH)
    in_field, taught = stages["field"], stages["taught"]
    return (
        left(in_field.probabilities(field)) ** length * taught.probabilities(rows),
        left(in_field.refitted(field)) ** length * taught.refitted(rows),
    )


def speaking(passages: Sequence[Passage]) -> NDArray[np.bool_]:
    """Which passages may say a criterion in its own words: those that teach or evaluate."""
    return or_all([one.role in (*TEACHING_ROLES, "evaluation") for one in passages])


def promising(scored: Sequence[Scored], pool: Pool) -> Sequence[int]:
    """Numbers of the pool's standards, of many the `STANDARDS` whose best candidates score highest."""
    if len(pool.standards) <= STANDARDS:
        return range(len(pool.standards))
    worth = worth_of_standards(scored, pool)
    return sorted(sorted(worth, key=lambda number: (-worth[number], number))[:STANDARDS])


def worth_of_standards(scored: Sequence[Scored], pool: Pool) -> dict[int, float]:
    """How near the passages' candidates come to each of the pool's standards: the sum of the best scores."""
    best: dict[int, list[float]] = {}
    for one in scored:
        matters = pool.matters[one.entries]
        for matter in sorted(set(matters.tolist())):
            best.setdefault(matter, []).append(float(one.score[matters == matter].max()))
    own = (best.get(int(pool.matters[places[0]]), ()) for places in pool.standards)
    return {number: sum(sorted(scores)[-_BEST:]) for number, scores in enumerate(own)}


def sigmoid(odds: Numbers) -> Numbers:
    """Probability of log odds."""
    return np.asarray(1 / (1 + np.exp(-np.clip(odds, -500, 500))))


@lru_cache(maxsize=1)
def shipped() -> Scorer:
    """The one that comes with the installation, read once."""
    return Scorer.from_bytes((files("mapper") / _EMBEDDED).read_bytes())
