"""How well a language is spoken: what an entry says of it, and what an ad asks for."""

from __future__ import annotations

import re
from collections.abc import Iterable

from corpora.job_ads.records import Requirement
from corpora.text import fold_letters

_LEVELS = (
    r"\ba[12]\b|basic|elemental|elementary|inicial",
    r"\bb[12]\b|\bmedi[oa]\b|intermedi|conversa|independiente|independent|[5-8]\d ?%",
    r"\bc[12]\b|avanzad|advanced|fluid|fluent|\balto|\bhigh|nativ|biling|compet|profici|excel|9\d ?%|100 ?%",
)
"""From the least on, in folded text; of "medio-alto" the first counts."""
_UNSAID = 1  # whoever names no level asks for a little


def parse_level(said: str) -> int:
    """Return the level that a text tells, from 1 (a little) to 3 (well); 0 for none."""
    plain = fold_letters(said)
    return next((level for level, words in enumerate(_LEVELS, 1) if re.search(words, plain)), 0)


def required_levels(asked: Iterable[Requirement]) -> dict[str, int]:
    """Return the languages that an ad asks for, by their codes, each with its level."""
    found: dict[str, int] = {}
    for one in asked:
        for language in one.languages if one.kind != "post" else ():
            found[language] = max(found.get(language, 0), parse_level(one.level or "") or _UNSAID)
    return found
