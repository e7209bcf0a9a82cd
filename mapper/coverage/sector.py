"""How many of a sector's standards can be covered at all."""

from __future__ import annotations

from collections.abc import Sequence

from corpora import Framework
from mapper.coverage.records import SectorText
from mapper.coverage.standards_tree import below
from mapper.sectors.table import Sector


def sector_text(chosen: Sector, frameworks: Sequence[Framework]) -> SectorText:
    """Its standards, and those of them whose criteria are loaded; with none, ESCO's skills stand in."""
    codes = tuple(standard.code for standard in chosen.all_standards)
    with_criteria = {
        entry.code.split("/")[0] for framework in frameworks for entry in framework.competencies if entry.parent
    }
    loaded = tuple(code for code in codes if code in with_criteria)
    has_skills = any(not below(framework) for framework in frameworks)
    return SectorText(chosen.name, chosen.title, codes, loaded, not loaded and has_skills)
