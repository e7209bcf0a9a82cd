"""By which words a text that nobody has judged is known to be an ad, or a part of one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpora.job_ads.records import JobAd, Requirement
from corpora.text import fold_letters

_SOUGHT = re.compile(
    r"\b(?:se )?(?:busca|necesita|precisa|solicita|requiere|selecciona|incorpora|contrata)n?\b"
    r"|\b(?:buscamos|necesitamos|solicitamos|precisamos|seleccionamos|oferta de empleo|puesto de|vacante de)\b"
    r"|\b(?:looking for|seeking|hiring|we need|in search of|role of|position of)\b"
)
_POST_OF = re.compile(r"\b(?:puestos?|oferta|plazas?|vacantes?) (?:de|para)\b")
_OF_WORK = re.compile(r"\b(?:vacantes?|empleos?|puestos?|job|vacanc(?:y|ies)|hiring|sueldo|salario|salary|wages?)\b")
# What an applicant has, which no norm says of itself.
_OF_APPLICANTS = re.compile(
    r"\b(?:experiencia|experience|carnet?|licencia de (?:manejo|conducir)|titulad[oa]|titulacion|bachillerato"
    r"|escolaridad|disponibilidad|degree|driving licen[cs]e|english|ingles)\b"
)
_HEADING = re.compile(
    r"(?:(?:principales |tus |sus |key |main |job |your )*(?:funciones|tareas|actividades|responsabilidades|requisitos"
    r"|requerimientos|perfil|conocimientos|competencias|habilidades|experiencia|formacion|escolaridad|idiomas|beneficios"
    r"|prestaciones|horario|salario|sueldo|condiciones|jornada|contrato|lugar|ubicacion|deseables?|valorables?|duties"
    r"|responsibilities|requirements|qualifications|skills|benefits|education|salary|schedule|location)"
    r"|(?:se |te )?(?:ofrecemos|ofrece|requiere|valora|valorara)|(?:what )?we offer|about (?:us|you|the job))"
    r"(?: .{0,40})?"
)
_OF_POST = re.compile(
    r"(?:puesto|vacante|empresa|sexo|edad|horario|salario|sueldo|jornada|contrato|lugar|ubicacion|zona|turno|position"
    r"|company|salary|schedule|location)\b.{0,30}"
)
_FIRST_LINES = 3


def heads(label: str) -> bool:
    """Return whether a label heads a part of an ad, or a fact of it: "Requisitos", "What we offer"."""
    return _HEADING.fullmatch(_plain(label)) is not None or _OF_POST.fullmatch(_plain(label)) is not None


def seeks(text: str) -> bool:
    """Return whether it says that somebody is sought: "se solicita soldador", "we are hiring"."""
    return _SOUGHT.search(fold_letters(text)) is not None


def seeks_somebody(text: str) -> bool:
    """Return whether a text says who is sought, or asks for what no competency is: a degree, a language, …."""
    return seeks(text) or _OF_APPLICANTS.search(fold_letters(text)) is not None


def reads_like_an_ad(text: str) -> bool:
    """Return whether a text names the conditions of a post, and says what is sought, asked for or offered."""
    labels = [_plain(label) for label in _labels(text)]
    speaks = any(map(_HEADING.fullmatch, labels)) or seeks(text) or _POST_OF.search(fold_letters(text)) is not None
    return any(map(_OF_POST.fullmatch, labels)) and speaks


def offers_a_post(ad: JobAd, asked: Sequence[Requirement]) -> bool:
    """Return whether it asks for something or speaks of a post or its wage, which a notice of a meeting does not."""
    folded = fold_letters(f"{ad.title}\n{ad.text}")
    return any(told.search(folded) for told in (_SOUGHT, _POST_OF, _OF_WORK)) or bool(asked)


def begins_like_an_ad(text: str) -> bool:
    """Return whether its first lines say who seeks somebody or a fact of the post, and something is asked for below."""
    first = "\n".join(text.split("\n")[:_FIRST_LINES])
    begins = any(_OF_POST.fullmatch(_plain(label)) for label in _labels(first))
    return (begins or seeks(first)) and (seeks_somebody(text) or any(map(heads, _labels(text))))


def _labels(text: str) -> list[str]:
    """Return what stands before colons, and lines of a few words."""
    return re.findall(r"^[^\n:]{3,50}(?=:|$)", text, re.MULTILINE)


def _plain(label: str) -> str:
    return " ".join(re.sub(r"[^\w']+", " ", fold_letters(label)).split())
