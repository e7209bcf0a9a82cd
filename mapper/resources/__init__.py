"""What a standard brings with it: rooms and equipment, people, and where each criterion can be learnt."""

from mapper.resources.dual import dual, is_marked
from mapper.resources.dual_sheet import SETTINGS, read_sheet, write_sheet
from mapper.resources.infrastructure import brought, is_on_resources
from mapper.resources.records import Brought, Resource, Setting, StaffStandard, Suggestion
from mapper.resources.staff import staff

__all__ = [
    "SETTINGS",
    "Brought",
    "Resource",
    "Setting",
    "StaffStandard",
    "Suggestion",
    "brought",
    "dual",
    "is_marked",
    "is_on_resources",
    "read_sheet",
    "staff",
    "write_sheet",
]
