"""A comparison for programs."""

from __future__ import annotations

from typing import Any

from mapper.editions.mappings import VERDICTS, Compared, Standings
from mapper.editions.records import STATES, Edition, Unit


def values(compared: Compared) -> dict[str, Any]:
    """What `diff.json` holds."""
    comparison, mapping = compared
    return {
        "old": _edition(comparison.old),
        "new": _edition(comparison.new),
        "counts": {state: len(comparison.of(state)) for state in STATES},
        "changes": [
            {
                "states": list(change.states),
                "old": [_unit(unit) for unit in change.old],
                "new": [_unit(unit) for unit in change.new],
                "words": [[piece.state, piece.text] for piece in change.words],
            }
            for change in comparison.changes
        ],
        "mapping": None if mapping is None else _mapping(mapping),
    }


def _edition(edition: Edition) -> dict[str, Any]:
    return {
        "name": edition.name,
        "title": edition.title,
        "framework": edition.framework or None,
        "sha256": edition.sha256,
        "facts": dict(edition.facts),
    }


def _unit(unit: Unit) -> dict[str, Any]:
    return {"code": unit.code, "place": unit.place, "kind": unit.kind, "level": unit.level, "text": unit.text}


def _mapping(mapping: Standings) -> dict[str, Any]:
    return {
        "counts": {verdict: len(mapping.of(verdict)) for verdict in VERDICTS},
        "others": mapping.others,
        "matches": [
            {
                "passage": found.match.passage,
                "framework": found.match.framework,
                "code": found.match.code,
                "probability": found.match.probability,
                "verdict": found.verdict,
                "states": list(found.states),
                "new_codes": list(found.codes),
                "decision_before": found.match.decision or None,
                "decision": found.decision or None,
            }
            for found in mapping.found
        ],
    }
