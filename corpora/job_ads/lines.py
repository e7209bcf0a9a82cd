"""An ad's text in lines: what its layout and its punctuation part.

What a line *is*, a task, a benefit, what the firm says of itself, is told by whoever judges them (`Judge`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple


class Line(NamedTuple):
    """A piece of a text, without list marker and closing stop.

    Attributes:
        marked: whether a list marker stands before it.
        label: whether it may be a heading: a few words before a colon, or alone on their line without a closing stop.
    """

    start: int
    end: int
    text: str
    marked: bool = False
    label: bool = False


_PICTURE = "\u2600-\u27bf\U0001f000-\U0001faff"  # what ads put before their items, or between them
_MARK = rf"[•●▪■◦►·✓✔{_PICTURE}]\uFE0F?|\d\uFE0F?\u20E3"
_MARKED = re.compile(rf"(?:{_MARK}|[*–—-]|\d{{1,2}}[.)]-?(?=\s)|[a-z]\)(?=\s))[\s*–—-]*")
# Ends of sentences and items: line breaks, bullets, dashes between blanks, rows of stars or dots, closing marks, and
# a full stop before a blank or glued between two words.
_BREAK = re.compile(
    rf"""(?={_MARK}) | …
    | \n+ | \s[|]+\s | ¿(?=\s) | [*_=]{{2,}} | [.]{{3,}}
    | (?<=\s)[*–—-]+(?=\s*[^\W\d_]) | \s[–—-]+\s
    | (?<![;!?])[;!?]++(?=\s|$) | (?<=[^\W\d_]);(?=[^\W\d_]) | (?<![.])[.]++(?=\s|$)
    | (?<=[^\W\d_]{{3}})[.](?=[^\W\d_]{{3}}) | (?<=[a-z)])[.](?=[A-ZÁÉÍÓÚÑ][a-z])
    | (?<=[^\W\d_])[.](?=[-–•*]\s) | (?<=[^\W\d_]{4})[-–](?=\s[A-ZÁÉÍÓÚÑ][a-záéíóúñ])""",
    re.VERBOSE,
)
# "calidadManejo", "9001Understands": two lines of which a feed has lost the break; "JavaScript" begins with a capital.
_GLUED = re.compile(
    r"(?<=\d{4})(?=[A-ZÁÉÍÓÚÑ][a-záéíóúüñ]{3})|(?<![^\W_])(?:[a-záéíóúüñ]{3,}|[A-ZÁÉÍÓÚÑ][a-záéíóúüñ]{7,}|[A-ZÁÉÍÓÚÑ]{6,})[)]?(?=[A-ZÁÉÍÓÚÑ][a-záéíóúüñ])"
)
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:art|n[úu]m|ap?prox|m[áa]x|m[íi]n|tel|incl?|avda?|mtto|mantto|depto|dpto|admon|nº|sra?|dra?|p[áa]g"
    r"|ref|uds?|vs|ej|lic|ing|exp|conoc|disp|tec|t[ée]c|e\.g|i\.e|(?!(?-i:(?<=[A-Z]{2}\s)[IVX]$))[a-z])$",
    re.IGNORECASE,
)
# A letter that names what stands before it ends a sentence: "Distintivo H. Trabajo en equipo", not "J. Pérez".
_LETTER_LAST = re.compile(r"[^\W\d_]{4} [A-Z][.]\s[A-ZÁÉÍÓÚÑ¡¿]\Z")
_COLON = re.compile(r"[^\W_][)\]?]?[ ]?:+(?!//|(?<=\d:)\d)")
_LONGEST_LABEL = 8  # words of a label at most
_EDGE = " \t\n.,;:*-–—/)¿¡!?\"'|·•"
_TRAILING = " \t\n.,;:*-–—/(\"'|?!"


def lines(text: str) -> list[Line]:
    """Return the lines of a text in order; each holds a letter."""
    found: list[Line] = []
    for start, end, is_label in _parted(text):
        marked = _MARKED.match(text, start, end)
        begin = marked.end() if marked else start
        begin += len(text[begin:end]) - len(text[begin:end].lstrip(_EDGE))
        close = max(begin, begin + len(text[begin:end].rstrip(_TRAILING)))
        said = text[begin:close]
        if any(map(str.isalpha, said)):
            own = (start == 0 or text[start - 1] == "\n") and (end == len(text) or text[end] == "\n")
            short = len(said.split()) <= _LONGEST_LABEL
            alone = own and marked is None and text[close : close + 1] not in (".", ";", ",")
            found.append(Line(begin, close, said, marked is not None, short and (is_label or alone)))
    return found


def _parted(text: str) -> Iterator[tuple[int, int, bool]]:
    """Return where each piece stands, and whether a colon ends it."""
    for first, last in _sentences(text):
        start = first
        colon = _COLON.search(text, first, last)
        while colon and len(text[start : colon.start() + 1].split()) <= _LONGEST_LABEL and colon.end() < last:
            yield start, colon.end(), True
            start = colon.end()
            colon = _COLON.search(text, start, last)
        yield start, last, False


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    cuts = {match.span() for match in _BREAK.finditer(text) if not _is_abbreviated(text, match)}
    cuts |= {(match.end(), match.end()) for match in _GLUED.finditer(text)}
    first = 0
    for start, end in sorted(cuts):
        if start >= first:
            yield first, start
            first = end
    yield first, len(text)


def _is_abbreviated(text: str, match: re.Match[str]) -> bool:
    short = _ABBREVIATION.search(text, max(0, match.start() - 8), match.start())
    return (
        match[0] == "."
        and short is not None
        and not _LETTER_LAST.search(text, max(0, match.start() - 8), match.end() + 2)
    )
