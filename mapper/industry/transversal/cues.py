"""Where a text speaks of the four needs; of English, with the level that it names in the same clause."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from corpora.text import fold_letters
from mapper.industry.transversal.records import Cue
from mapper.industry.transversal.wordings import Concepts, wordings
from mapper.matching.phrases import whole_pattern

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


def cues(text: str, concepts: Concepts, *, in_ad: bool = False, taught: bool = False) -> tuple[Cue, ...]:
    """All cues of a text, by need, then place; of two that overlap in one need the longer stands.

    Words that speak of a need only `in_ad`, or only where something is `taught`, count there.
    """
    known = wordings()
    plain = fold_letters(text)
    found = [*_english(text), *_by_concept(plain, concepts)]
    for name, row in known.items():
        if name != "english":
            found += [Cue(name, m.start(), m.end()) for m in row.matches(plain)]
        for area, pattern in row.areas.items():
            found += [Cue(name, m.start(), m.end(), area=area) for m in pattern.finditer(plain)]
    if in_ad:
        found += [Cue(name, m.start(), m.end()) for name, row in known.items() for m in row.ads.finditer(plain)]
    if taught:
        found += [
            Cue(name, m.start(), m.end(), taught=True)
            for name, row in known.items()
            for m in row.taught.finditer(plain)
        ]
    order = {name: number for number, name in enumerate(known)}
    return tuple(sorted(_longest(found), key=lambda cue: (order[cue.need], cue.start)))


def _by_concept(plain: str, concepts: Concepts) -> Iterator[Cue]:
    for match in concepts.pattern.finditer(plain):
        code = concepts.labels[" ".join(match[0].split())]
        yield Cue(concepts.need_of[code], match.start(), match.end(), area=concepts.area_of.get(code), concept=code)


def _longest(found: list[Cue]) -> list[Cue]:
    kept: list[Cue] = []
    for cue in sorted(found, key=lambda c: (c.start - c.end, c.start, c.taught, c.area is None, c.concept is None)):
        if not any(k.need == cue.need and k.start < cue.end and cue.start < k.end for k in kept):
            kept.append(cue)
    return kept


def _english(text: str) -> Iterator[Cue]:
    """Mentions of English with their level: a CEFR level or a band counts only in the same clause.

    A level belongs to the language before it ("inglés B2, francés A2"), else to the one behind it ("B2 de inglés").
    A band is given as printed: which CEFR level "avanzado" means, nobody says.
    """
    plain = fold_letters(text)
    breaks = [(0, 0), *(match.span() for match in _CLAUSE.finditer(plain)), (len(plain), len(plain))]
    for (_, start), (end, _) in pairwise(breaks):
        clause = plain[start:end]
        found = list(wordings()["english"].matches(clause))
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
