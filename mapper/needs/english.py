"""Where a text speaks of English as a language, and the level it names in the same clause."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpora.folding import fold_letters
from mapper.needs.records import Cue
from mapper.needs.wordings import Wordings
from mapper.phrases import whole_pattern

_CLAUSE = re.compile(r"[.;•]+(?=\s|$)|\n")
_OTHERS = whole_pattern(
    r"frances|aleman|italiano|portugues|chino|mandarin|ruso|arabe|japones|catalan|euskera|gallego|valenciano|"
    r"nahuatl|french|german|italian|portuguese|chinese|russian|arabic|japanese|spanish|espanol|castellano"
)
_CEFR = whole_pattern(r"([abc][12])(?:\.[12]|\+)?")
# What makes "B1" something else: driving licences, a module of SAP; and "medio", "superior": a degree.
_NO_LEVEL = re.compile(
    r"\b(?:carnets?|carnes?|permisos?|licencias?|licences?|licenses?|sap|vitaminas?|hepatitis|categorias?|clase|tipo)"
    r"(?:\s+\w+){0,3}\s+$"
)
_NO_BAND = re.compile(r"\b(?:grados?|ciclos?|tecnic\w+|titulad\w+|fp|mandos?|turno|plazo|puesto)(?:\s+\w+)?\s+$")
_BAND = whole_pattern(
    r"(?:nivel (?:muy )?)?(?:basico|elemental|inicial|medio[- ]alto|medio|intermedio[- ]alto|intermedio|alto|avanzado|"
    r"superior|nativo|bilingue|fluido|conversacional)|"
    r"basic|elementary|(?:upper )?intermediate|advanced|fluent|native|bilingual|conversational"
)


def english(text: str, wordings: Wordings) -> Iterator[Cue]:
    """Mentions of English with their level: a CEFR level or a band counts only in the same clause.

    A level belongs to the language before it ("inglés B2, francés A2"), else to the one behind it ("B2 de inglés").
    A band is given as printed: which CEFR level "avanzado" means, nobody says.

    Args:
        text: of a passage or requirement.
        wordings: those of English.
    """
    plain = fold_letters(text)
    for start, end in _clauses(plain):
        clause = plain[start:end]
        found = list(wordings.matches(clause))
        tongues = sorted([m.span() for m in found] + [m.span() for m in _OTHERS.finditer(clause)])
        for match in found:
            level = _nearest(_CEFR, clause, match.span(), tongues)
            band = None if level else _nearest(_BAND, clause, match.span(), tongues)
            yield Cue(
                "english",
                start + match.start(),
                start + match.end(),
                level=clause[level[0] : level[0] + 2].upper() if level else None,
                band=text[start + band[0] : start + band[1]] if band else None,
            )


def _clauses(plain: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _CLAUSE.finditer(plain):
        yield start, match.start()
        start = match.end()
    yield start, len(plain)


def _nearest(
    pattern: re.Pattern[str], clause: str, tongue: tuple[int, int], tongues: list[tuple[int, int]]
) -> tuple[int, int] | None:
    """The level behind a language and before the next one, else the one before it and behind the one before."""
    behind = min((s for s, _ in tongues if s >= tongue[1]), default=len(clause))
    before = max((e for _, e in tongues if e <= tongue[0]), default=0)
    otherwise = _NO_LEVEL if pattern is _CEFR else _NO_BAND
    spans = [m.span() for m in pattern.finditer(clause) if not otherwise.search(clause[: m.start()])]
    after = [span for span in spans if tongue[1] <= span[0] < behind]
    if after:
        return after[0]
    ahead = [span for span in spans if before <= span[0] and span[1] <= tongue[0]]
    first = not before  # between two languages a level belongs to the one before it
    return ahead[-1] if ahead and first else None
