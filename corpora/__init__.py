"""What comes in: documents, job advertisements and competency standards, read into records.

    >>> from corpora import frameworks, readers                   # modules
    >>> from corpora.split import passages
    >>> document = readers.read(Path("programme.pdf"))            # Document: text, blocks, pages, what was left out
    >>> found = passages(document).passages                       # by layout, with path of headings, page, language
    >>> standard = frameworks.load([Path("EC0249.pdf")])          # Framework: entries (Competency), parents first

`corpora.job_ads.load.load` reads advertisements in tables or texts, `corpora.frameworks.writers.write` gives a
framework as CASE, SKOS, Moodle, Canvas or a table. All raise `InputError`, in Spanish and English, for what a user can
mend; what is left out of a source stands as `Skipped` in what comes of it. The records are here, and `_`, `_n` and `_p`
make texts of messages.
"""

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
