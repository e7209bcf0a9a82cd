"""The four transversal needs in programmes and job advertisements, and ESCO's green skills."""

from mapper.needs.green import green
from mapper.needs.records import (
    NEED_NAMES,
    AdFinding,
    Area,
    Cue,
    Finding,
    GreenSkill,
    NamedStandard,
    Need,
    NeedName,
    Use,
)
from mapper.needs.summary import named, needs, use_of
from mapper.needs.wordings import in_collection

__all__ = [
    "NEED_NAMES",
    "AdFinding",
    "Area",
    "Cue",
    "Finding",
    "GreenSkill",
    "NamedStandard",
    "Need",
    "NeedName",
    "Use",
    "green",
    "in_collection",
    "named",
    "needs",
    "use_of",
]
