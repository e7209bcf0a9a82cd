"""What comes in: documents, job advertisements and competency standards, read into records."""

from corpora.errors import InputError
from corpora.records import (
    CATALOGUE_KINDS,
    CONTENT_ROLES,
    TEACHING_ROLES,
    Block,
    Box,
    Cell,
    Competency,
    Document,
    Framework,
    GlossaryEntry,
    Label,
    Passage,
    Role,
    Skipped,
    Split,
    Text,
)
from corpora.translation import _, _n, _p

__all__ = [
    "CATALOGUE_KINDS", "CONTENT_ROLES", "TEACHING_ROLES", "Block", "Box", "Cell", "Competency", "Document",
    "Framework", "GlossaryEntry", "InputError", "Label", "Passage", "Role", "Skipped", "Split", "Text", "_", "_n", "_p",
]  # fmt: skip
