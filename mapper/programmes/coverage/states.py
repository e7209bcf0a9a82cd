"""What a programme shows of each criterion: covered, partly, not found or uncertain, and by which passages.

`mapper.matching` says how probable it is that a criterion is taught and, if so, in full. It is told as *covered* or
*partly* from the first of the scorer's limits on, as *not found* up to the second: there what is told holds as often
as the report says, on programmes with known truth that were held out. What lies between is *uncertain*.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from corpora import TEACHING_ROLES, Competency, Framework, Passage, Text, _
from corpora.folding import fold
from embeddings.lexical import words
from mapper.matching.records import NOTHING
from mapper.matching.scorer import Found, OfStandard, Scorer, shipped
from mapper.matching.terms import Numbers, points_of
from mapper.programmes.coverage.records import CriterionCoverage, Near, State

NEAREST = 8
SHOWN = 3
_IN_FULL = 0.5
_BESIDE = 0.5
"""A passage shows a criterion beside the best one from this share of the best one's probability on."""
CONTENT_ROLES = ("content", "competency")
"""Roles of passages that say what is treated, not what is done."""
_AT = {
    1: _("knowing"),
    2: _("understanding"),
    3: _("doing"),
}
_ONLY_CONTENT = _("only as content or general competency")
_IN_PART = _("what was found teaches it only in part")


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """What a programme says of a framework's entries.

    Attributes:
        framework: the framework.
        probability: that the programme teaches each entry, shape (entries,).
        refits: the same by each refit of the scorer, shape (refits, entries).
        fully: of what is taught, the probability that it is taught in full, shape (entries,).
        nearest: for an entry the passages that most probably teach it, at most eight of different text, each with the
            probability that it does; every criterion of a standard that was compared has some.
        limits: the scorer's.
        chance: share of a standard that half of the programmes of other fields reach.
        compared: the passages that were compared with criteria.
        standards: what all of these say of the standards that were compared, as the scorer found it.
    """

    framework: Framework
    probability: Numbers
    refits: Numbers
    fully: Numbers
    nearest: dict[int, tuple[tuple[Passage, float], ...]]
    limits: tuple[float, float]
    chance: float = 0.0
    compared: tuple[Passage, ...] = ()
    standards: tuple[OfStandard, ...] = ()

    @classmethod
    def of(cls, framework: Framework, passages: Sequence[Passage], found: Found, scorer: Scorer | None = None) -> Shown:
        """From what the scorer found."""
        scorer = scorer or shipped()
        count = len(framework.competencies)
        refits = len(scorer.stages["taught"].refits)
        probability, fully, refitted = np.zeros(count), np.ones(count), np.zeros((refits, count))
        nearest: dict[int, tuple[tuple[Passage, float], ...]] = {}
        near: dict[int, list[tuple[float, int]]] = {}
        for row, one in enumerate(found.scored):
            for place in np.flatnonzero(one.probability).tolist():
                near.setdefault(int(one.entries[place]), []).append((-float(one.probability[place]), row))
        for entry, rows in near.items():
            probability[entry] = refitted[:, entry] = -min(rows)[0]
            nearest[entry] = _distinct(passages, [(row, -negative) for negative, row in sorted(rows)])
        says = _says_something(passages)
        for standard in found.standards:
            probability[standard.places], fully[standard.places] = standard.taught, standard.fully
            refitted[:, standard.places] = standard.refitted
            order = np.argsort(-standard.order, axis=0, kind="stable")
            for column, entry in enumerate(standard.places.tolist()):
                ranked = [(int(row), float(standard.pairs[row, column])) for row in order[:, column] if says[row]]
                nearest[entry] = _distinct(passages, ranked)
        told = (probability, refitted, fully, nearest, scorer.limits, scorer.chance)
        return cls(framework, *told, tuple(passages), found.standards)

    def chances(self, place: int) -> dict[str, float]:
        """By the id of each passage the probability that it teaches a criterion; {} where it was not compared."""
        for standard in self.standards:
            if len(column := np.flatnonzero(standard.places == place)):
                own = standard.pairs[:, column[0]].tolist()
                return {passage.id: chance for passage, chance in zip(self.compared, own, strict=True)}
        return {}

    def passages(self, place: int) -> list[Passage]:
        """Those that show an entry, the surest first, at most three; none where it is told as not found."""
        near = self.nearest.get(place, ())
        if not near or self.probability[place] <= self.limits[1]:
            return []
        least = near[0][1] * _BESIDE
        return [passage for passage, probability in near[:SHOWN] if probability >= least]

    def showing(self, place: int) -> list[tuple[Passage, float]]:
        """All that show an entry, not only the three that are named, with their probabilities."""
        near = self.nearest.get(place, ())
        if not near or self.probability[place] <= self.limits[1]:
            return []
        chances = self.chances(place)
        says = _says_something(self.compared)
        pairs = [(p, chances[p.id]) for p, said in zip(self.compared, says, strict=True) if said and p.id in chances]
        found = [pair for pair in pairs or near if pair[1] >= near[0][1] * _BESIDE]
        return sorted(found, key=lambda pair: -pair[1])

    def shows(self, place: int) -> bool:
        """Whether an entry is told as covered or partly."""
        return bool(self.probability[place] >= self.limits[0])


def _says_something(passages: Sequence[Passage]) -> list[bool]:
    """Whether each can show where something is taught: a heading cannot, unless it is an outcome itself."""
    headings = {heading for passage in passages for heading in passage.section}
    return [passage.role in TEACHING_ROLES or passage.text not in headings for passage in passages]


def _distinct(passages: Sequence[Passage], ranked: Sequence[tuple[int, float]]) -> tuple[tuple[Passage, float], ...]:
    """The first `NEAREST` of different text."""
    kept: dict[str, tuple[Passage, float]] = {}
    for row, probability in ranked:
        if len(kept) == NEAREST:
            break
        kept.setdefault(passages[row].text_id, (passages[row], probability))
    return tuple(kept.values())


def criterion(shown: Shown, place: int) -> CriterionCoverage:
    """What the programme shows of the entry at this place of its framework."""
    entry = shown.framework.competencies[place]
    showing = shown.passages(place)
    state, why = _state(shown, place, entry, showing)
    return CriterionCoverage(
        code=entry.code,
        kind=entry.kind,
        statement=entry.statement,
        level=entry.level,
        element=entry.parent or entry.code,
        state=state,
        probability=float(shown.probability[place]),
        passages=tuple(passage.id for passage in showing),
        why=why,
        nearest=tuple(Near(passage.id, probability) for passage, probability in shown.nearest.get(place, ())),
    )


def _state(shown: Shown, place: int, entry: Competency, showing: Sequence[Passage]) -> tuple[State, Text]:
    taught, (high, low) = shown.probability[place], shown.limits
    if taught < high:
        return ("not_found" if taught <= low else "uncertain"), NOTHING
    if lower := _lower(entry, showing):
        return "partly", lower
    if shown.fully[place] >= _IN_FULL:
        return "covered", NOTHING
    return "partly", next(_lacking(entry, showing), _IN_PART)


def _lower(entry: Competency, showing: Sequence[Passage]) -> Text | None:
    """That a programme only knows or understands what it is asked to do; None where it goes far enough."""
    asked = wanted(entry.kind, entry.level, entry.statement)
    reached = max((tier(passage.text) for passage in showing), default=DO)
    if asked <= max(reached, KNOW):
        return None
    return _("asks for {asked}, and the programme goes as far as {reached}", asked=_AT[asked], reached=_AT[reached])


def _lacking(entry: Competency, showing: Sequence[Passage]) -> Iterator[Text]:
    """What seems to be missing of a criterion that is taught only in part."""
    if wanted(entry.kind, entry.level, entry.statement) == DO and all(
        passage.role in CONTENT_ROLES for passage in showing
    ):
        yield _ONLY_CONTENT
    points = points_of(entry.statement)[1]
    if len(points) > 1 and entry.language in {passage.language for passage in showing}:
        said = {stem for passage in showing for stem in words(passage.text)}
        found = sum(_is_in(point, said) for point in points)
        if found * 2 < len(points):
            yield _("{found} of its {n} points found", found=found, n=len(points))


def _is_in(point: str, said: set[str]) -> bool:
    """Whether a third of a point's words are said, in whatever form."""
    stems = set(words(point))
    return 3 * len(stems & said) >= len(stems)


KNOW, UNDERSTAND, DO = 1, 2, 3

# Stems of Spanish infinitives, third persons and participles, and English verbs.
_KNOW = (
    "conoc identific enlist enumer nombr defin reconoc memoriz recuerd record mencion list name recogni recall know "
    "state select"
)
_UNDERSTAND = (
    "comprend entiend entend describ descrit explic distingu diferenci clasific relacion interpret justific resum "
    "ejemplific understand explain summari discuss classif compar distinguish contrast"
)
_BEFORE = re.compile(
    r"(?:se ha|se han|sera capaz de|to|students? (?:will|should)(?: be able to)?|el alumn\w+|you will)\s+"
)
_LEVELS = {"conocimiento": KNOW, "knowledge": KNOW, "comprension": UNDERSTAND, "comprehension": UNDERSTAND}
_PERFORMED = ("desempeno", "producto", "situacion_emergente", "performance", "product")


def tier(text: str) -> int:
    """1 to 3 by the verb that a text begins with."""
    words = _BEFORE.sub("", fold(text), count=1).split()
    first = words[0] if words else ""
    if any(first.startswith(stem) for stem in _KNOW.split()):
        return KNOW
    return UNDERSTAND if any(first.startswith(stem) for stem in _UNDERSTAND.split()) else DO


def wanted(kind: str, level: str | None, statement: str) -> int:
    """The tier that a criterion asks for: of knowledge its level, of a performance or product that of its verb."""
    if fold(kind) in _PERFORMED:
        return tier(statement)
    return _LEVELS.get(fold(level).split("/")[-1].strip(), DO) if level and fold(kind) == "conocimiento" else KNOW
