"""The list of overlaps for programs."""

from __future__ import annotations

from typing import Any

from mapper.overlaps.find import TITLES, Overlap, Overlaps, committee


def values(found: Overlaps) -> dict[str, Any]:
    """What `overlaps.json` holds."""
    return {
        "frameworks": [{"name": f.name, "version": f.version, "sha256": f.sha256} for f in found.frameworks],
        "settings": {"titles": TITLES},
        "standards": found.standards,
        "with_criteria": found.with_criteria,
        "pairs": [_pair(pair) for pair in found.pairs],
    }


def _pair(pair: Overlap) -> dict[str, Any]:
    return {
        "standards": [
            {
                "code": c.code,
                "title": c.statement,
                "level": int(c.level) if c.level and c.level.isdigit() else c.level,
                "committee": committee(c) or None,
            }
            for c in (pair.first, pair.second)
        ],
        "title_cosine": pair.title or None,
        "criteria": None if pair.shared is None else {"shared": pair.shared, "of": pair.of},
        "same_committee": pair.same_committee,
        "functions": list(pair.functions) if pair.functions else None,
        "only": [list(words) for words in pair.only],
    }
