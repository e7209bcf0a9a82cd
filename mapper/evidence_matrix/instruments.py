"""The instruments of evaluation: which a text names, and which a kind of criterion asks for.

In evaluations against CONOCER's standards performances and attitudes are observed with a guide, products are checked
against a list, knowledge is asked for in a questionnaire; an emergency is observed where it arises and asked for where
it does not.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from corpora.folding import fold
from mapper.evidence_matrix.records import Instrument

_NAMES: Mapping[Instrument, str] = {
    "observation": r"(?:guias?|registros?|fichas?|hojas?|cedulas?) de observacion"
    r"|observation (?:guides?|sheets?|forms?)",
    "checklist": r"listas? de (?:cotejo|verificacion|chequeo|comprobacion)|check ?-?lists?",
    "questionnaire": r"cuestionarios?|examen(?:es)?|evaluacion escrita|test"
    r"|pruebas? (?:escritas?|objetivas?|de conocimientos?|evaluativas?|tipo test|teoricas?)"
    r"|questionnaires?|(?:written )?(?:exams?|examinations?|tests)|written test|quiz(?:zes)?",
    "rubric": r"rubricas?|matri(?:z|ces) de valoracion|rubrics?",
    "scale": r"escalas? (?:estimativas?|de (?:apreciacion|valoracion|actitudes|estimacion|rango))|rating scales?",
    "portfolio": r"portafolios?(?: de evidencias)?|carpetas? de evidencias|portfolios?",
    "interview": r"entrevistas?|pruebas? oral(?:es)?|examen oral|interviews?|oral (?:exams?|tests?|examinations?)",
}
_PATTERNS = {name: re.compile(rf"\b(?:{pattern})\b") for name, pattern in _NAMES.items()}
_ONLY = re.compile(rf"(?:{'|'.join(_NAMES.values())}|[\s.,;:y/()]|\band\b)+")

_ASKED: Mapping[str, tuple[Instrument, ...]] = {
    "desempeno": ("observation",),
    "performance": ("observation",),
    "actitud": ("observation",),
    "attitude": ("observation",),
    "producto": ("checklist",),
    "product": ("checklist",),
    "conocimiento": ("questionnaire",),
    "knowledge": ("questionnaire",),
    "situacion_emergente": ("observation", "questionnaire"),
}


def instruments_in(text: str) -> tuple[Instrument, ...]:
    """The instruments that a text names, in the order of the table above."""
    folded = fold(text)
    return tuple(name for name, pattern in _PATTERNS.items() if pattern.search(folded))


def is_only_instruments(text: str) -> bool:
    """Whether a text names instruments and nothing else: it says how, not what."""
    return _ONLY.fullmatch(fold(text)) is not None


def asked_for(kind: str) -> tuple[Instrument, ...]:
    """The instruments that a kind of criterion asks for; () where there is no rule."""
    return _ASKED.get(fold(kind).replace(" ", "_"), ())
