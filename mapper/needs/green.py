"""ESCO's green skills in a programme: a filter on its collection of skills for a greener economy."""

from __future__ import annotations

from collections.abc import Sequence

from corpora import Framework
from mapper.needs.records import GreenSkill
from mapper.needs.summary import use_of
from mapper.needs.wordings import GREEN, in_collection
from mapper.records import Corresponding


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
