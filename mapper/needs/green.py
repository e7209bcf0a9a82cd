"""ESCO's green skills in a programme: a filter on its collection of skills for a greener economy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpora import Framework, Passage
from mapper.corresponding import Corresponding
from mapper.needs.records import Use
from mapper.needs.summary import use_of
from mapper.needs.wordings import GREEN, in_collection


@dataclass(frozen=True, slots=True)
class GreenSkill:
    """A skill of ESCO's green collection that a programme has.

    Attributes:
        framework: ESCO's name here.
        code: of the skill.
        statement: its wording.
        passages: that correspond to it.
        uses: what each of them is, in the same order.
    """

    framework: str
    code: str
    statement: str
    passages: tuple[Passage, ...]
    uses: tuple[Use, ...]

    @property
    def taught(self) -> bool:
        """Whether an outcome or criterion corresponds to it."""
        return "outcome" in self.uses


def green(frameworks: Sequence[Framework], corresponding: Corresponding) -> tuple[GreenSkill, ...]:
    """The green skills that a programme has, in the framework's order.

    Args:
        frameworks: the loaded ones; those without ESCO's green collection give none.
        corresponding: the passages that each entry was found in.
    """
    return tuple(
        GreenSkill(framework.name, skill.code, skill.statement, tuple(passages), tuple(map(use_of, passages)))
        for framework in frameworks
        for green_codes in [in_collection(framework, GREEN)]
        for skill in framework.competencies
        if skill.code in green_codes and (passages := corresponding.get((framework.name, skill.code), ()))
    )
