"""ESCO's green skills in a programme: a filter on its collection of skills for a greener economy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpora import Framework, Passage
from mapper.coverage.model import FOUND
from mapper.needs.records import Use
from mapper.needs.summary import use_of
from mapper.needs.wordings import GREEN, in_collection
from mapper.records import MappedPassage


@dataclass(frozen=True, slots=True)
class GreenSkill:
    """A skill of ESCO's green collection that a programme has.

    Attributes:
        framework: ESCO's name here.
        code: of the skill.
        statement: its wording.
        probability: of the most probable passage.
        passages: that correspond to it, in the programme's order.
        uses: what each of them is, in the same order.
    """

    framework: str
    code: str
    statement: str
    probability: float
    passages: tuple[Passage, ...]
    uses: tuple[Use, ...]

    @property
    def taught(self) -> bool:
        """Whether an outcome or criterion corresponds to it."""
        return "outcome" in self.uses


def green(
    frameworks: Sequence[Framework], passages: Sequence[MappedPassage], least: float = FOUND
) -> tuple[GreenSkill, ...]:
    """The green skills that a mapped programme has, the most probable first.

    Args:
        frameworks: the loaded ones; those without ESCO's green collection give none.
        passages: mapped to them.
        least: probability from which a correspondence counts.
    """
    codes = {framework.name: in_collection(framework, GREEN) for framework in frameworks}
    found: dict[tuple[str, str], list[tuple[float, str, Passage]]] = {}
    for mapped in passages:
        for match in mapped.matches:
            if match.probability >= least and match.code in codes.get(match.framework, ()):
                found.setdefault((match.framework, match.code), []).append(
                    (match.probability, match.statement, mapped.passage)
                )
    skills = [
        GreenSkill(
            framework,
            code,
            max(hits, key=lambda hit: hit[0])[1],
            max(hit[0] for hit in hits),
            tuple(hit[2] for hit in hits),
            tuple(use_of(hit[2]) for hit in hits),
        )
        for (framework, code), hits in found.items()
    ]
    return tuple(sorted(skills, key=lambda skill: (-skill.probability, skill.framework, skill.code)))
