"""Headers of columns, for comparison; apart from `folding`, which knows of no cleaning."""

from __future__ import annotations

import re

from corpora.folding import fold
from corpora.text import clean


def column_name(header: str) -> str:
    """A column's header as compared: letters and digits folded, `_` for whatever stands between them."""
    return re.sub(r"[^a-z0-9]+", "_", fold(clean(header))).strip("_")
