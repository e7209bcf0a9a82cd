"""A comparison for programs and as a workbook; `page` and `terminal` show it to people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from mapper.editions.mappings import VERDICTS, Standing, Standings
from mapper.editions.page import page
from mapper.editions.records import STATES, Change, Comparison, Edition, Unit
from mapper.editions.texts import TEXTS
from mapper.files import write_together
from mapper.reports.book import Table, workbook
from mapper.reports.record_json import as_text
from mapper.reports.sheets import Cell
from mapper.reports.words import Words

NAME = "diff"


def write(comparison: Comparison, mapping: Standings | None, folder: Path, *, lang: str) -> list[Path]:
    """Write diff.html, .xlsx and .json into a folder, which is made; gives their paths.

    Raises:
        OSError: they cannot be written; none of them is, then.
    """
    words = Words(lang, TEXTS)
    contents: dict[str, bytes | str] = {
        f"{NAME}.html": page(comparison, mapping, words),
        f"{NAME}.xlsx": book(comparison, mapping, words),
        f"{NAME}.json": as_text(values(comparison, mapping)),
    }
    return write_together(folder, contents)


def values(comparison: Comparison, mapping: Standings | None) -> dict[str, Any]:
    """What `diff.json` holds."""
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


_CHANGES = (("change", 16), ("also", 20))
_SIDES = (("code", 26), ("text", 60))
_WORDS = (("gone", 30), ("come", 30))
_MAPPING = (
    ("verdict", 16), ("why", 26), ("passage", 60), ("framework", 12), ("code", 26), ("competency", 60),
    ("new.codes", 26), ("decision.before", 16), ("decision", 16),
)  # fmt: skip


def book(comparison: Comparison, mapping: Standings | None, words: Words) -> bytes:
    """The comparison as a workbook: what changed, and what becomes of the mapping."""
    sides = [(f"{_capital(words(key))} ({words(side)})", width) for side in ("old", "new") for key, width in _SIDES]
    columns = [*_headers(_CHANGES, words), *sides, *_headers(_WORDS, words)]
    tables = [Table(words("sheet.changes"), columns, (_change_cells(c, words) for c in comparison.changes))]
    if mapping is not None:
        tables.append(Table(words("sheet.mapping"), _headers(_MAPPING, words), _mapping_cells(mapping, words)))
    return workbook(words("title"), tables, words)


def _headers(keys: Sequence[tuple[str, int]], words: Words) -> list[tuple[str, int]]:
    return [(_capital(words(key)), width) for key, width in keys]


def _change_cells(change: Change, words: Words) -> Sequence[Cell]:
    return (
        words(change.state),
        ", ".join(words(state) for state in change.states[1:]),
        *(cell for units in (change.old, change.new) for cell in _side(units)),
        *(" … ".join(p.text.strip() for p in change.words if p.state == state) for state in ("gone", "new")),
    )


def _side(units: Sequence[Unit]) -> tuple[str, str]:
    return "\n".join(unit.place for unit in units), "\n".join(unit.text for unit in units)


def _mapping_cells(mapping: Standings, words: Words) -> Iterator[Sequence[Cell]]:
    for verdict in VERDICTS:
        for found in mapping.of(verdict):
            match = found.match
            new = "\n".join(found.codes)
            said = (match.passage, match.framework, match.code, match.statement)
            yield words(verdict), reasons(found, words), *said, new, match.decision, found.decision


def reasons(found: Standing, words: Words) -> str:
    """Why a match stands as it does."""
    return ", ".join(words(state) for state in found.states) or words("why.other")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
