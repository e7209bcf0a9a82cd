"""Titles that a classification of occupations gives as examples: real ones, by other hands than the names.

Under each unit group of ISCO-08 (International Labour Organization 2012, "International Standard Classification of
Occupations") stands "Examples of the occupations classified here", a list of titles; ESCO carries these descriptions
in English. They say which group a title belongs to, not which of the group's occupations it names.
"""

from __future__ import annotations

import re

from corpora import Competency, Framework
from lab.training.material import OCCUPATION, names_of
from mapper.matching.candidates import HEADING
from mapper.matching.occupations import plain

_LISTED = re.compile(
    r"[Ee]xamples? of (?:the )?occupations? (?:classified|included) here ?:? -? ?(.+?)"
    r"(?= Some related| Excluded| Notes?\b|$)"
)


def example_titles(framework: Framework) -> dict[str, list[Competency]]:
    """Each title with the occupations of its groups; titles that are names of any occupation are left out.

    Args:
        framework: occupations and their groups, such as ESCO; without groups there are no titles.
    """
    occupations = [c for c in framework.competencies if c.kind == OCCUPATION]
    known = {form for occupation in occupations for name in names_of(occupation) for form in plain(name)}
    members = _members(framework, occupations)
    found: dict[str, list[Competency]] = {}
    for group in framework.competencies:
        listed = _LISTED.search(group.description) if group.code in members else None
        for title in listed[1].split(" - ") if listed else ():
            if known.isdisjoint(plain(title)):
                found.setdefault(title, []).extend(members[group.code])
    return found


def _members(framework: Framework, occupations: list[Competency]) -> dict[str, list[Competency]]:
    """The occupations of each group; some stand below another occupation, whose group is theirs."""
    entries = {c.code: c for c in framework.competencies}
    found: dict[str, list[Competency]] = {}
    for occupation in occupations:
        above: Competency | None = occupation
        while above is not None and above.kind != HEADING:
            above = entries.get(above.parent or "")
        if above is not None:
            found.setdefault(above.code, []).append(occupation)
    return found
