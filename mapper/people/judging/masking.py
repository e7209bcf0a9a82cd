"""What is covered before a text is laid before a reader, and what is not laid before one at all.

Names of people by their titles, by what stands before them ("Docente:"), by a given name that others follow, or as a
bibliography writes them; addresses and telephone numbers. It would rather cover too much: a judge needs no names.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files

from corpora.text import fold_letters

NAME, CONTACT = "[nombre]", "[contacto]"

_WORD = r"[A-ZÁÉÍÓÚÑÜ][\w'’\-]+"
_JOIN = r"(?:\s+(?:(?:de|del|la|las|los|y|e|van|von|da|di|O)\s+){0,3}|\s+[A-ZÁÉÍÓÚÑ]\.\s*)"
_TWO = rf"{_WORD}(?:{_JOIN}{_WORD}){{1,4}}"
_PERSON_TITLE = r"Dr|Dra|Sr|Sra|Srta|Prof|Profa|Profr|Mr|Mrs|Ms|Miss|Professor|Don|Doña"
_DEGREE = r"Ing|Lic|Licda|Mtro|Mtra|Arq|Tec|Téc|C\.?\s?P|Psic|Biol|Enf|M\.?\s?en\s?C|M\.?C|MBA|QFB|LCC"
_BEFORE = (
    r"Docentes?|Maestr[oa]s?|Instructor(?:a|es|as|s)?|Profesor(?:a|es|as)?|Facilitador(?:a|es)?|Coordinador(?:a|es)?"
    r"|Director(?:a)?|Responsables?|Elabor(?:ó|aron|ado)|Revis(?:ó|aron|ado)|Autoriz(?:ó|aron)|Aprob(?:ó|aron)"
    r"|Autor(?:a|es|as)?|Contacto|Teachers?|Lecturers?|Authors?|Contact|Taught|Prepared|Written|Reviewed"
)
_TITLED = re.compile(
    rf"\b(?:(?:{_PERSON_TITLE})\b\.?\s+{_WORD}(?:{_JOIN}{_WORD}){{0,4}}|(?:{_DEGREE})\b\.?\s+{_TWO})", re.UNICODE
)
_LABELLED = re.compile(rf"\b((?i:{_BEFORE})(?:\s+(?:por|by)\s*[:|–—]?|\s*[:|–—])\s*)({_TWO})")
_CITED = re.compile(rf"{_WORD}(?:[ -]{_WORD})?,\s+[A-ZÁÉÍÓÚÑ]\.(?:[ -]?[A-ZÁÉÍÓÚÑ]\.){{0,2}}")
_RUN = re.compile(rf"(?<![\w’'-]){_TWO}")
_NOT_BEFORE = re.compile(r"(?:San|Santa|Santo|Ciudad)\s+$")
_MAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?<![\w/.-])(?:\+\d{1,3}[ .-]?)?(?:\(\d{2,4}\)|\d{2,4})(?:[ .-]\d{2,4}){2,4}(?![\w/.-]?\d)")
_LEAST_DIGITS = 10

_TO_THE_READER = re.compile(
    r"\b(?:ignor(?:e|a|en|ad)|olvid(?:e|a|en)|desatiend(?:e|a|an)|hag\w+ caso omiso"
    r"|no (?:le )?hag\w+ caso|disregard|forget|override)\b"
    r".{0,60}\b(?:anterior\w*|previ\w+|instruccion\w*|indicacion\w*|de arriba|above|prior|instruction\w*|guideline\w*)"
    r"|\b(?:answer|respond|reply|output|responde|respondan?|conteste?)\b\W+"
    r"(?:(?:that|with|only|always|it|is|all|everything|the|que|con|solo|siempre|es|esta|todo|el|la|estado)\W+){0,4}"
    r"(?:covered|partly|absent|cubiert[oa]s?|[\"']?state[\"']?\s*:)"
    r"|\b(?:you are now|from now on you|ahora eres|a partir de ahora eres)\b"
    r"|\b(?:system prompt|<\|im_start\|>|\[inst\]|</?system>)"
    r"|\b(?:note|nota|mensaje|message|aviso) (?:to|for|para|a) (?:the |la |el )?"
    r"(?:ai|ia|llm|judge|juez|language model|modelo de lenguaje|evaluador automatico)\b",
    re.DOTALL,
)


def masked(text: str) -> str:
    """Return the text with what looks like a person's name, address or number covered; the rest stays as it is."""
    text = _MAIL.sub(CONTACT, text)
    text = _PHONE.sub(lambda found: CONTACT if sum(map(str.isdigit, found[0])) >= _LEAST_DIGITS else found[0], text)
    text = _LABELLED.sub(rf"\1{NAME}", text)
    text = _TITLED.sub(NAME, text)
    text = _CITED.sub(NAME, text)
    return _RUN.sub(_without_names, text)


def speaks_to_the_reader(text: str) -> bool:
    """Return whether a passage gives orders to whoever judges it; no reader gets to see such a one."""
    return _TO_THE_READER.search(fold_letters(text)) is not None


def _without_names(found: re.Match[str]) -> str:
    """Return a run of capitalised words with a given name and all behind it covered."""
    if _NOT_BEFORE.search(found.string[: found.start()]):
        return found[0]
    words = list(re.finditer(_WORD, found[0]))
    for before, word in zip([None, *words], words[:-1], strict=False):
        place = before is not None and before[0] in ("San", "Santa", "Santo", "Ciudad")
        if not place and fold_letters(word[0]) in _given_names():
            return found[0][: word.start()] + NAME
    return found[0]


@lru_cache
def _given_names() -> frozenset[str]:
    return frozenset((files("mapper.people.judging") / "given_names.txt").read_text(encoding="utf-8").split())
