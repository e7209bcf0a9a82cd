"""How much of the skills that an occupation is related to a programme teaches (docs/reports.md).

    score = Σ w p ÷ Σ w    w = relation · ln(1 + N ÷ n)

An essential skill counts 1, an optional one a half: a choice, since no file of relations was there to measure it on.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

import numpy as np
from numpy.typing import NDArray

from corpora import Competency, Framework, InputError, Skipped, _
from corpora.text import fold
from mapper.industry.occupations import Occupation, OccupationsReport, Relation, Skill
from mapper.industry.transversal.findings import in_both
from mapper.matching.calibrated import warn_of_other_encoder
from mapper.matching.candidates import Numbers
from mapper.matching.scorer import Scorer
from mapper.programmes.coverage import Made
from mapper.programmes.coverage.report import Searched

_STAY_BELOW = 0.75
_OCCUPATION = ("occupation", "ocupacion")
COUNTS: Mapping[Relation, float] = {"essential": 1.0, "optional": 0.5}
LEAST = 0.15
"""Share above chance from which an occupation stands out; a choice as well. One skill that many need is less."""


def is_occupation(entry: Competency) -> bool:
    """Return whether an entry is an occupation by its kind, which a table of one's own may name in Spanish."""
    return fold(entry.kind) in _OCCUPATION


@dataclass(frozen=True, slots=True, eq=False)
class Needs:
    """The places of an occupation and of its skills in their framework; the skills' weights add up to 1."""

    place: int
    skills: NDArray[np.int64]
    relations: tuple[Relation, ...]
    weights: Numbers


def by_chance(scores: Sequence[Numbers]) -> Numbers:
    """Return what three quarters of the arbitrary programmes stay below: some may be of an occupation's own field."""
    return np.asarray(np.quantile(np.array(scores), _STAY_BELOW, axis=0))


def above_chance(score: Numbers, chance: Numbers) -> Numbers:
    """Return (score − chance) ÷ (1 − chance), as standards are ranked."""
    return np.asarray((score - chance) / np.maximum(1 - chance, 1e-9))


def needed(framework: Framework) -> tuple[Needs, ...]:
    """Return the occupations that it relates to skills, with these; raises InputError where it has no occupation."""
    if not any(map(is_occupation, framework.competencies)):
        raise InputError(
            "{name}: has no occupations; name a framework that has some, such as ESCO with its file of occupations, or"
            " add a table of your own whose column 'kind' says occupation",
            name=framework.name,
        )
    places = framework.places
    related: dict[int, dict[int, Relation]] = {}
    for place, entry in enumerate(framework.competencies):
        named = [(code, relation) for relation in get_args(Relation) for code in entry.extra.get(relation, ())]
        # What is essential is not optional besides.
        of_one = {places[code]: relation for code, relation in reversed(named) if code in places}
        if of_one and is_occupation(entry):
            related[place] = of_one
    needing = Counter(skill for of_one in related.values() for skill in of_one)
    found = []
    for place, of_one in related.items():
        skills = sorted(of_one)
        relations = tuple(of_one[skill] for skill in skills)
        rarity = [math.log1p(len(related) / needing[skill]) for skill in skills]
        weights = np.array([COUNTS[one] * rare for one, rare in zip(relations, rarity, strict=True)])
        found.append(Needs(place, np.array(skills), relations, weights / weights.sum()))
    return tuple(found)


def by_relations(
    framework: Framework,
    needed: Sequence[Needs],
    programmes: Sequence[Searched],
    arbitrary: Sequence[Searched],
    scorer: Scorer,
    made: Made,
) -> OccupationsReport:
    """Find the occupations to which programmes lead by the skills that they teach.

    The programmes were searched for the entries of the occupations' framework, and for no other; so were the
    `arbitrary` ones, of many fields: three quarters of them stay below the chance level.
    """
    chance = by_chance([_scores(needed, one) for one in arbitrary])
    found = [_foremost(needed, programme, chance) for programme in programmes]
    cited = [
        programme.cited(code for one in of_one for skill in one.taught for code in skill.passages)
        for programme, of_one in zip(programmes, found, strict=True)
    ]
    unrelated = sum(map(is_occupation, framework.competencies)) - len(needed)
    without = Skipped(framework.name, _("occupations without skills in the files, not compared: {n}", n=unrelated))
    return OccupationsReport(
        framework=framework.name,
        basis="relations",
        programmes=tuple(cited),
        occupations=tuple(found),
        compared=len(needed),
        arbitrary=len(arbitrary),
        least=LEAST,
        made=made,
        notes=warn_of_other_encoder(made.encoder, scorer),
        skipped=(without,) if unrelated else (),
    )


def _scores(needed: Sequence[Needs], programme: Searched) -> Numbers:
    """Return for each occupation the weighted share that a programme teaches."""
    return np.array([float(needs.weights @ programme.shown[0].probability[needs.skills]) for needs in needed])


def _foremost(needed: Sequence[Needs], programme: Searched, chance: Numbers) -> tuple[Occupation, ...]:
    """Return the occupations that stand out of chance; which skills are taught and which lack is coverage's verdict."""
    (shown,) = programme.shown
    score = _scores(needed, programme)
    above = above_chance(score, chance)
    found = []
    for one in np.argsort(-above, kind="stable").tolist():
        if above[one] < LEAST:
            break
        needs, taught, lacking = needed[one], list[Skill](), list[Skill]()
        for place, relation, weight in zip(needs.skills.tolist(), needs.relations, needs.weights, strict=True):
            entry, probability = shown.framework.competencies[place], float(shown.probability[place])
            passages = tuple(passage.id for passage in shown.passages(place))
            skill = Skill(entry.code, in_both(entry), relation, float(weight), probability, passages)
            if shown.shows(place):
                taught.append(skill)
            elif relation == "essential" and not shown.tells(place):
                lacking.append(skill)
        taught.sort(key=lambda skill: (-skill.weight * skill.probability, skill.code))
        lacking.sort(key=lambda skill: (-skill.weight, skill.code))
        figures = (float(score[one]), float(chance[one]), float(above[one]))
        counts = map(needs.relations.count, ("essential", "optional"))
        found.append(occupation(shown.framework, needs.place, *figures, *counts, tuple(taught), tuple(lacking)))
    return tuple(found)


def occupation(framework: Framework, place: int, *figures: Any, **more: Any) -> Occupation:  # noqa: ANN401
    """Return an entry as an occupation, with its further fields in their order."""
    entry = framework.competencies[place]
    return Occupation(entry.code, str(entry.extra.get("code", "")), in_both(entry), *figures, **more)
