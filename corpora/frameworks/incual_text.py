"""The lines of a Spanish decree of certificates or qualifications, and what each of them is.

The form is that of the annexes of the royal decrees that set up qualifications (Catálogo Nacional de Cualificaciones
Profesionales) and certificates of professionalism: identification, units of competence with their realisations (RP1)
and criteria (CR1.1), professional context, then the training modules, whose capacities (C1, CE1.1) are no criteria.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from corpora.folding import fold_letters
from corpora.records import Document

UNIT_CODE = re.compile(r"\bUC ?(\d{3,4}) ?[_–-] ?(\d)\b")
QUALIFICATION_CODE = re.compile(r"\b[A-ZÑ]{3} ?\d{3}(?: ?_ ?\d)?\b|\b[A-Z]{4}\d{4}\b")

# A code begins an entry at the beginning of a line, and where lines were joined behind the end of a sentence.
_CODED = re.compile(
    r"(?:^(?:[•·–—*-]\s*)?|(?<=[.;:)»] )(?=\w{2}[ \d.:)–-]+[^\W\d_a-zñáéíóú]))"
    r"(?P<kind>RP|CR)\s?(?P<number>\d{1,2}(?:\s?\.\s?\d{1,2})?)(?![\d_])\s?[.:)–-]*\s*"
)
# Labels with a colon, and the titles of parts, where lines that stand close were joined.
_JOINED = re.compile(
    r"(?<=\s)(?=(?:Denominaci[oó]n|C[oó]digo|Nivel(?: de cualificaci[oó]n(?: profesional)?)?|Familia [Pp]rofesional"
    r"|[ÁA]rea [Pp]rofesional|Competencia general|Entorno [Pp]rofesional|Cualificaci[oó]n profesional de referencia"
    r"|Relaci[oó]n de (?:unidades|m[oó]dulos)[^.:]{0,90}|Realizaciones profesionales[^.:]{0,40}"
    r"|Duraci[oó]n de la formaci[oó]n asociada)\s?:"
    r"|(?:I+[.)]\s)?IDENTIFICACI[OÓ]N DEL CERTIFICADO|(?:I+[.)]\s)?PERFIL PROFESIONAL DEL CERTIFICADO)"
    r"|(?<=DEL CERTIFICADO DE PROFESIONALIDAD)\s(?=\S)"
)
_FURNITURE = re.compile(
    r"bol[ei]t[ií]n oficial del estado|boe (?:num|n\.?º)|num\. \d+ .{0,200}\bpag\. \d+|cve: ?boe|verificable en|"
    r"https?://www\.boe\.es|(?:pagina|pag\.) ?\d+(?: de \d+)?$|sec\. [iv]+\. +pag\.|"
    r"(?:lunes|martes|miercoles|jueves|viernes|sabado|domingo) \d+ de \w+ de \d{4}",
)

_LABELS: dict[str, str] = {
    "title": "denominacion",
    "code": "codigo",
    "family": "familia profesional",
    "area": "area profesional",
    "level": r"nivel(?: de cualificacion(?: profesional)?)?",
    "reference": r"cualificacion(?:es)? profesional(?:es)? de referencia",
    "units": r"(?:relacion de )?unidades de competencia(?: que .*)?",
    "general": "competencia general",
    "environment": "entorno profesional",
    "scope": "ambito profesional",
    "sectors": "sectores? productivos?",
    "occupations": r"ocupaciones y puestos de trabajo(?: (?:relacionados|relevantes|tipo))*",
    "duration": "duracion(?: de la formacion asociada)?",
    "modules": r"(?:relacion de )?modulos formativos(?: y .*)?|formacion asociada",
    "realisations": r"realizaciones profesionales(?: \(?rp\)?)?(?: y criterios de realizacion(?: \(?cr\)?)?)?",
    "context": "contexto profesional",
    "means": r"medios de produccion(?: y/?o? .*)?",
    "products": r"productos (?:y|o) resultados?(?: del trabajo)?",
    "information": r"informacion utilizada [yo] generada",
}
_LABELLED = re.compile("|".join(rf"(?P<{name}>{pattern})" for name, pattern in _LABELS.items()))
_BEGINS: dict[str, re.Pattern[str]] = {
    "unit": re.compile(r"unidad de competencia n?[.º°]*\s*(?P<number>\d+)\s*[.:–-]*\s*(?P<rest>.*)"),
    "annex": re.compile(r"anexo [ivxlcdm\d]+\.?$"),
    "identification": re.compile(r"(?:i[.)]*\s*)?identificacion del certificado(?: de profesionalidad)?\.?$"),
    "qualification": re.compile(r"cualificacion profesional\s*:\s*(?P<rest>.*)"),
    "training": re.compile(
        r"(?:iii[.)]*\s*)?formacion del certificado(?: de profesionalidad)?\.?$|modulo formativo n?[.º°]*\s*\d+.*"
        r"|modulo de practicas profesionales.*"
    ),
}


class Line(NamedTuple):
    """One line: what it is (a code's kind, a label, a beginning, "text"), its number or code, and its text."""

    what: str
    number: str
    text: str


def lines(document: Document) -> Iterator[Line]:
    """The document's lines in their order; running headers of the gazette have the kind "furniture"."""
    for block in document.blocks:
        text = document.text[block.start : block.end]
        starts = [match.start() for match in _CODED.finditer(text)]
        edges = [*([] if starts[:1] == [0] else [0]), *starts, len(text)]
        for start, end in pairwise(edges):
            yield from (_line(part.strip()) for part in _JOINED.split(text[start:end]) if part.strip())


def _line(text: str) -> Line:
    if coded := _CODED.match(text):
        return Line(coded["kind"], re.sub(r"\s", "", coded["number"]), text[coded.end() :].strip())
    bare = text.lstrip("•·–—-* ")
    folded = fold_letters(bare)
    if _FURNITURE.match(folded):
        return Line("furniture", "", text)
    for what, pattern in _BEGINS.items():
        if found := pattern.match(folded):
            rest = bare[found.start("rest") :] if "rest" in pattern.groupindex else ""
            return Line(what, found["number"] if what == "unit" else "", rest.strip())
    label = _LABELLED.match(folded)
    if label and label.lastgroup and (end := _label_end(folded, label.end())) is not None:
        return Line(label.lastgroup, "", bare[end:].strip())
    return Line("text", "", text)


def _label_end(folded: str, end: int) -> int | None:
    """Behind a label's colon or at the line's end; None where a sentence only begins with the same words."""
    sign = re.compile(r"\s*[:.]?\s*$|\s*:\s*").match(folded, end)
    return sign.end() if sign else None


def looks_so(text: str) -> bool:
    """Whether a text has a unit's code, a realisation and a criterion, as only such decrees do."""
    return bool(
        UNIT_CODE.search(text) and re.search(r"(?:^|\s)RP ?1\b", text) and re.search(r"(?:^|\s)CR ?1 ?\. ?1\b", text)
    )
