"""Where the segments of an ad begin and end, and which heading rules each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from corpora.folding import fold_letters
from corpora.job_ads.headings import Rule, headings
from corpora.job_ads.patterns import alternatives

# Ends of sentences and items: line breaks, bullets, dashes between blanks, rows of stars or dots, closing marks, and
# a full stop before a blank or glued between two words of an ad in capitals.
_BREAK = re.compile(
    r"""\n+ | [•●▪■◦►✓✔·…] | ¿(?=\s) | [*_=]{2,} | [.]{3,}
    | (?<=\s)[*–—-]+(?=\s*[^\W\d_]) | ^[*–—-]+ | \s[–—-]+\s
    | (?<![;!?])[;!?]++(?=\s|$) | (?<![.])[.]++(?=\s|$)
    | (?<=[^\W\d_]{4})[.](?=[^\W\d_]{3}) | (?<=[)])[.](?=[^\W\d_]{2})""",
    re.VERBOSE,
)
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:art|n[úu]m|aprox|m[áa]x|m[íi]n|tel|inc|avda?|nº|sra?|dra?|p[áa]g|ref|uds?|vs|ej|e\.g|i\.e|[a-z])$",
    re.IGNORECASE,
)

# Words that begin something of another kind within a sentence: behind a comma or "y"; the second ones anywhere.
_TURNS = r"""
experiencia|conocimientos?|conocer|carnet|carne|permiso de conducir|licencia(?: de)?|disponibilidad|vehiculo
titulacion|titulo|formacion|estudios|bachillerato|secundaria|preparatoria|curso de|certificado|idiomas?|ingles
frances|aleman|nivel (?:\w+ ){0,2}(?:de|en)|imprescindible|indispensable|obligatorio|valorable|preferible|deseable
dominio|manejo|capacidad|habilidad(?:es)?|trabajo en equipo|responsabilidad|puntualidad|proactividad|iniciativa
(?:\d+|uno?|dos|tres|cuatro|cinco) (?:anos?|meses) de exp\w+|contrato|jornada|salario|sueldo|horario|incorporacion
turnos?|residencia|edad|coche propio|prestaciones|experience|(?:\d+|one|two|three|four|five)\+? years|knowledge
driving licen[cs]e|degree|diploma|ability|availability|english|spanish|fluent|teamwork|(?:\w+ )?communication skills
contract|salary|full.time|part.time
"""
_LOUD_TURNS = r"""
se valorara|se valora|se valoraran|valorandose|se ofrece|ofrecemos|se requieren?|no se requiere
no es (?:necesari|imprescindible)
requisitos? imprescindibles?|es imprescindible|contrato (?:indefinido|temporal|laboral)|jornada (?:completa|parcial)
incorporacion inmediata|salario segun|horario de
(?:valorable|imprescindible|necesario) (?:experiencia|formacion|conocimientos?|carnet?|permiso|titul|vehiculo
    |certificado|tener|disponer|poseer)
"""


class Part(NamedTuple):
    """A piece of text between two ends.

    Attributes:
        start: offset of its first character.
        end: offset behind its last one.
        heading: label of the heading above it, "" where there is none.
        rule: what that heading makes of it.
        goes_on: whether the piece before it is of the same sentence.
    """

    start: int
    end: int
    heading: str
    rule: Rule | None
    goes_on: bool = False


def parts(text: str) -> Iterator[Part]:
    """The pieces of an ad in order, without headings, list markers and closing stops."""
    position, label, rule = 0, "", None
    for heading in headings(text):
        yield from _pieces(text, position, heading.start, label, rule)
        position, label, rule = heading.end, heading.label, heading.rule
    yield from _pieces(text, position, len(text), label, rule)


def _pieces(text: str, start: int, end: int, label: str, rule: Rule | None) -> Iterator[Part]:
    for first, last in _sentences(text, start, end):
        goes_on = False
        for begin, close in _turns(text, first, last):
            begin, close = _trimmed(text, begin, close)
            if any(map(str.isalpha, text[begin:close])):
                yield Part(begin, close, label, rule, goes_on)
                goes_on = True
        if rule == "fact" and goes_on:
            # A fact of the post ("Horario: …") says one thing; what comes behind it is under no heading.
            label, rule = "", None


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    first = start
    for match in _BREAK.finditer(text, start, end):
        if match[0] != "." or not _ABBREVIATION.search(text, max(0, match.start() - 8), match.start()):
            yield first, match.start()
            first = match.end()
    yield first, end


def _turns(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence parted where it turns to something of another kind; at least two words stay behind."""
    first = start
    for match in _turn().finditer(fold_letters(text[start:end])):
        at = start + match.end()
        within = text[first:at]
        # Behind a comma a single word may stand by itself ("secundaria, trabajo en equipo"), behind "y" it may not.
        enough = 0 if match[0].lstrip().startswith(",") else 2
        told = len(within.split(maxsplit=enough)) > enough and len(text[at:end].split(maxsplit=1)) > 1
        if told and within.count("(") == within.count(")"):
            yield first, start + match.start()
            first = at
    yield first, end


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip(" \t\n.,;:*-–—/)\"'"))
    return start, max(start, start + len(text[start:end].rstrip(" \t\n.,;:*-–—/(\"'")))


@cache
def _turn() -> re.Pattern[str]:
    """Matches the gap before a word of `_TURNS` or `_LOUD_TURNS`."""
    quiet, loud = alternatives(_TURNS), alternatives(_LOUD_TURNS)
    gap = r"\s*,\s*(?:(?:y|e|o|and|con|asi como|ademas)\s+)?|\s+(?:y|e|and|con)\s+"
    return re.compile(
        rf"(?<!\s)(?:{gap})(?=(?:{quiet})\b)|(?<!\s)(?<!\sa)(?<!\sen)(?<!\sde)(?<!\sdel)(?<!\scon)(?<!\spara)\s+(?=(?:{loud}))"
    )
