"""Writers of frameworks: one file each, opened by name when needed.

Seam: a writer module has `write(framework: Framework) -> Written`. A format that has a loader is read back by it.
"""

from __future__ import annotations

import pkgutil
from dataclasses import dataclass
from typing import Any

from corpora.errors import InputError
from corpora.records import Framework, Skipped

WRITERS: dict[str, str] = {
    "case": "corpora.frameworks.case_writer",
    "skos": "corpora.frameworks.skos_writer",
    "moodle": "corpora.frameworks.moodle_writer",
    "canvas": "corpora.frameworks.canvas_writer",
    "table": "corpora.frameworks.table_writer",
}
"""Format to its module."""


@dataclass(frozen=True, slots=True)
class Written:
    """A framework in another format.

    Attributes:
        data: the file's content.
        left_out: what the format cannot hold, counted; shown, never dropped in silence.
    """

    data: bytes
    left_out: tuple[Skipped, ...] = ()


def write(framework: Framework, form: str) -> Written:
    """A framework in the format of that name; raises InputError for a format that is not in `WRITERS`."""
    if form not in WRITERS:
        known = ", ".join(WRITERS)
        raise InputError(
            es=f"no hay un formato «{form}» para marcos; los que hay: {known}",
            en=f"there is no format '{form}' for frameworks; known: {known}",
        )
    module: Any = pkgutil.resolve_name(WRITERS[form])
    written: Written = module.write(framework)
    return written
