"""What Moodle and Canvas share: rows of CSV, identifiers they accept, the fields they have no place for."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from corpora.errors import InputError
from corpora.files import counted, decode, head, read_bytes
from corpora.records import Competency, Framework, Skipped
from corpora.tabular import DELIMITERS, IsHeader
from corpora.tabular.text import first_records, records

Rows = list[tuple[int, list[str]]]
"""Line on which a record begins, and its cells."""

_ORIGINS = ("case", "skos", "moodle", "canvas")
# Field → how its loss is told; `{n}` entries have it.
_LOST: dict[str, tuple[str, str]] = {
    "kind": ("tipos que no vuelven: {n}", "kinds that do not come back: {n}"),
    "labels": ("entradas con otras etiquetas o traducciones: {n}", "entries with other wordings or translations: {n}"),
    "level": ("entradas con nivel: {n}", "entries with a level: {n}"),
    "language": ("entradas cuya lengua no se dice: {n}", "entries whose language is not said: {n}"),
    "title_only": ("entradas de las que solo se sabe el título: {n}", "entries known by their title only: {n}"),
    "broader": ("entradas con más de un padre: {n}", "entries with more than one parent: {n}"),
    "glossary": ("entradas con glosario: {n}", "entries with a glossary: {n}"),
    "extra": ("entradas con otros datos (sector, comité…): {n}", "entries with other data (sector, committee…): {n}"),
    "origin": (
        "entradas con identificadores y datos de otro formato: {n}",
        "entries with identifiers and data of another format: {n}",
    ),
}


def read_csv(path: Path, is_header: IsHeader) -> Rows | None:
    """The records of a CSV file from its header on, empty ones left out; None where no such header begins it.

    Raises:
        InputError: unreadable file, no text, an open quote.
    """
    text = decode(path, read_bytes(path))
    delimiter = _delimiter(text, is_header)
    return list(records(path, text, delimiter)) if delimiter else None


def begins_with(path: Path, is_header: IsHeader, *, rows: int) -> Rows:
    """The first records of a CSV file with such a header; none where it has another or is no text."""
    try:
        text = decode(path, head(path, 1 << 18), partial=True)
    except InputError:
        return []
    delimiter = _delimiter(text, is_header)
    return list(first_records(text, delimiter, rows)) if delimiter else []


def _delimiter(text: str, is_header: IsHeader) -> str:
    """By which the first record is such a header, "" for none."""
    firsts = ((delimiter, next(first_records(text, delimiter, 1), None)) for delimiter in DELIMITERS)
    return next((delimiter for delimiter, first in firsts if first and is_header(first[1])), "")


def identifiers(competencies: Iterable[Competency], accepted: re.Pattern[str]) -> dict[str, str]:
    """Code to an identifier of its own: the code itself where it is accepted and differs by more than capitals.

    Any other begins with `cm-`, says what it can of the code, and ends with the beginning of its SHA-256.
    """
    made: dict[str, str] = {}
    used: set[str] = set()
    for competency in competencies:
        code = competency.code
        name = code
        if not accepted.fullmatch(code) or code.casefold() in used or code.startswith("cm-"):
            readable = re.sub(r"[^A-Za-z0-9.]+", "_", code)[:40].strip("_")
            name = f"cm-{readable}-{hashlib.sha256(code.encode('utf-8', 'replace')).hexdigest()[:12]}"
        used.add(name.casefold())
        made[code] = name
    return made


def left_out(framework: Framework, held: Collection[str], wrong_kinds: int, origin: str) -> Iterator[Skipped]:
    """Which fields of the entries a format has no place for, counted.

    Args:
        framework: that was written.
        held: names of fields that come back whole.
        wrong_kinds: entries whose kind will be another.
        origin: the format itself: what came in it is given back.
    """
    entries = framework.competencies
    counts = {
        "kind": wrong_kinds,
        "labels": sum(bool(c.labels) for c in entries),
        "level": sum(c.level is not None for c in entries),
        "language": len(entries),
        "title_only": sum(c.title_only for c in entries),
        "broader": sum(bool(c.broader) for c in entries),
        "glossary": sum(bool(c.glossary) for c in entries),
        "extra": sum(bool(c.extra.keys() - set(_ORIGINS)) for c in entries),
        "origin": sum(bool(c.extra.keys() & set(_ORIGINS) - {origin}) for c in entries),
    }
    yield from counted((count, name, *_LOST[name]) for name, count in counts.items() if name not in held)


def language_of_all(texts: Iterable[str]) -> str:
    """The one language that statements of a format without languages seem to be in."""
    from corpora.language import language_of

    # Sorted, so that their order decides nothing.
    return language_of(" ".join(sorted(texts)[:200])[:4000]) or "es"


def shortened(text: str, most: int) -> str:
    """At most so many characters, cut behind a word where there is one."""
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut[most // 2 :] else cut).rstrip() + "…"
