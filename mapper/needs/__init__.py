"""The four transversal needs in programmes and job advertisements, and ESCO's green skills."""

from mapper.needs.green import GreenSkill, green
from mapper.needs.records import NEED_NAMES, AdFinding, Cue, Finding, NamedStandard, Need, NeedName, Use
from mapper.needs.summary import levels, named, needs, use_of
from mapper.needs.wordings import in_collection

__all__ = [
    "NEED_NAMES",
    "AdFinding",
    "Cue",
    "Finding",
    "GreenSkill",
    "NamedStandard",
    "Need",
    "NeedName",
    "Use",
    "green",
    "in_collection",
    "levels",
    "named",
    "needs",
    "use_of",
]
