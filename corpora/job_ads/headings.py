"""Headings and labels of job ads, in Spanish and English, and what they say of the text below them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Literal, NamedTuple

from corpora.folding import fold_letters
from corpora.job_ads.patterns import alternatives

Rule = Literal[
    "task", "ask", "valued", "skill", "knowledge", "degree", "licence", "experience", "language", "condition",
    "offer", "post", "fact", "text", "apply",
]  # fmt: skip
"""What a heading makes of the text below it: a kind of requirement, "ask" for any kind, "valued" for any kind that is
only valued, "offer" for what the employer gives, "post" for the conditions of the post, "fact" for one fact about it,
"text" for a description that may say anything, "apply" for the procedure."""

# Rule → names, folded (no accents, lower case), as regular expressions over the whole label. The first that fits
# rules; blanks stand for any white space.
HEADINGS: tuple[tuple[Rule, str], ...] = (
    (
        "valued",
        r"""
        (?:requisitos? |aspectos? |meritos? )?(?:deseables?|valorables?|a valorar|preferentes?|preferibles?|deseado)
        (?:se )?(?:valorara|valora|valoraran|valoramos)(?: positivamente)?|se tendra en cuenta|meritos|plus
        otros meritos
        (?:nice to have|desirable|preferred|bonus|pluses|a plus|advantageous)(?: (?:skills|qualifications
            |requirements|criteria))?
        (?:preferred|desired|desirable) .{0,20}
        """,
    ),
    (
        "task",
        r"""
        (?:principales |sus |tus )?(?:funciones|tareas|actividades|responsabilidades|labores|cometidos)
            (?: (?:y|e|o|/) (?:funciones|tareas|actividades|responsabilidades|labores))?
            (?: (?:principales|a (?:realizar|desarrollar|desempenar)|del? (?:el )?puesto|propias del puesto
                |generales|basicas
            |laborales|especificas|serian|seran|son|diarias|concretas|relacionadas|clave))*
        (?:descripcion (?:de (?:las )?)(?:funciones|tareas)|objetivo del puesto|mision(?: del puesto)?|que haras
            |tu rol|funcion|tarea)
        (?:tus |sus |las )?(?:funciones|tareas|responsabilidades)(?: .{0,40})?|trabajo a realizar
        trabajos? a desempenar
        (?:(?:key|main|core|your|primary|essential|job|the|daily) )*(?:responsibilities|duties|tasks|functions)
            (?: (?:and|&) (?:responsibilities|duties|tasks))?(?: .{0,20})?
        what you(?:'ll| will) (?:do|be doing)|the role|your role|role description|day to day
        """,
    ),
    (
        "experience",
        r"""
        experiencia(?: (?:laboral|previa|profesional|requerida|minima|necesaria|solicitada|y formacion))*
        (?:work )?experience(?: required)?
        """,
    ),
    (
        "degree",
        r"""
        (?:formacion|estudios|titulacion(?:es)?|escolaridad|nivel (?:de estudios|academico|educativo|formativo)
            |educacion|grado academico
            nivel profesional)(?: (?:academica|requerida|reglada|minim[ao]s?|necesaria|solicitada|requeridos
                |exigida|profesional|complementaria
            |y experiencia))*
        (?:education|degree|academic background|education and training|training)(?: required| level)?
        """,
    ),
    (
        "licence",
        r"""
        (?:carn[e]t?s?|permisos?|licencias?)(?: de (?:conducir|manejo|conduccion))?(?: requerid[oa]s?)?
        driving licen[cs]e|licen[cs]es(?: .{0,20})?
        """,
    ),
    (
        "condition",
        r"""
        edad|(?:rango|limite) de edad|disponibilidad(?: .{0,20})?|availability|age
        """,
    ),
    (
        "language",
        r"""
        idiomas?(?: requeridos?)?|languages?(?: skills| required)?
        """,
    ),
    (
        "knowledge",
        r"""
        conocimientos?(?: (?:especificos|tecnicos|requeridos|en|de informatica|informaticos|necesarios|previos))*
        informatica|knowledge(?: of)?
        """,
    ),
    (
        "skill",
        r"""
        (?:competencias?|habilidades|capacidades|aptitudes|destrezas|cualidades)(?: .{0,30})?|soft skills
        (?:(?:key|technical|required|essential|core|personal|professional|your) )*(?:skills|competenc(?:y|ies)
            |abilities)(?: .{0,25})?
        """,
    ),
    (
        "ask",
        r"""
        (?:otros )?(?:requisitos?|requerimientos?|requistos|requesitos|exigencias)(?: .{0,45})?
        (?:se )?(?:requiere|exige|pide)n?
        requerimos|imprescindibles?(?: .{0,20})?|obligatorio|perfil(?: .{0,30})?
        (?:que|a quien) (?:buscamos|pedimos|necesitas|necesitamos)
        (?:datos del )?candidat[oa]|indispensables?|necesario|minimos|exigibles|que esperamos de ti|aporta
        (?:(?:minimum|essential|job|basic|key|candidate|the|role) )*(?:requirements?|qualifications?|criteria
            |profile)(?: .{0,25})?
        what (?:we(?:'re| are) looking for|you(?:'ll| will)? (?:need|bring))|who you are|about you|must haves?
        we (?:need|require)|you (?:have|are)
        """,
    ),
    (
        "offer",
        r"""
        (?:que )?(?:se )?(?:ofrece|ofrecemos|ofrecen|oferta|te ofrecemos|ofertamos|brindamos)(?: .{0,25})?
        beneficios(?: .{0,25})?|prestaciones(?: .{0,25})?
        (?:what )?we offer|benefits(?: .{0,20})?|perks|what(?:'s| is) in it for you|why (?:join|work).{0,30}|ventajas
        our offer|compensation(?: .{0,20})?
        la empresa ofrece|que ofrecemos.{0,20}
        """,
    ),
    (
        "text",
        r"""
        (?:se )?(?:precisa|solicita|busca|necesita)n?(?: actualmente)?|buscamos|necesitamos|solicitamos
        (?:breve )?descripcion(?: .{0,25})?|(?:nombre del )?puesto(?: .{0,25})?|oferta(?: .{0,20})?|ocupacion
        informacion|importante|observaciones
        (?:job |position |role )?(?:description|summary|title)|about the (?:job|position|role)|sobre el puesto|notas?
        otros(?: datos)?
        """,
    ),
    (
        "post",
        r"""
        (?:otras )?(?:condiciones|caracteristicas)(?: .{0,40})?|informacion .{0,40}|datos(?: .{0,25})?|empresa|cliente
        about (?:us|the company|our .{0,20})|company(?: .{0,20})?|sobre (?:nosotros|la empresa)|quienes somos
        benefits package
        """,
    ),
    (
        "fact",
        r"""
        sexo|genero|gender|estado civil|horarios?(?: .{0,30})?|jornada(?: .{0,20})?|salario(?: .{0,30})?
        sueldo(?: .{0,20})?|retribucion(?: .{0,20})?
        remuneracion|convenio
        (?:tipo de )?(?:contrato|contratacion|jornada)(?: .{0,20})?|turnos?|duracion(?: .{0,30})?|lugar(?: .{0,30})?
        ubicacion(?: .{0,25})?
        localidad(?: .{0,25})?|(?:fecha|incorporacion|inicio|comienzo)(?: .{0,30})?|centro(?: de trabajo)?|sector|zona
        domicilio|provincia
        (?:numero|no?) ?(?:de )?(?:puestos|plazas|vacantes)|puestos|plazas|vacantes?|categoria(?: .{0,20})?|municipio
        dias|tipo|periodo
        referencia|ref|codigo.{0,20}|departamento|reporta a|area|department|type|position|location|salary(?: .{0,20})?
        schedule|hours
        job type|start(?: date)?|shift|contract(?: type)?
        """,
    ),
    (
        "apply",
        r"""
        (?:como )?(?:postular\w*|solicit\w+|aplicar|inscribirse)|proceso(?: .{0,25})?|interesad[oa]s?(?: .{0,30})?
        contacto|contact|how to apply|apply|forma de .{0,30}|documentacion.{0,30}|plazo.{0,25}
        """,
    ),
)  # fmt: skip

# Labels that rule what follows even without a colon: on a line of their own, in capitals within other text, or
# before a dash, bullet or full stop.
BARE = """
funciones|tareas|responsabilidades|actividades|requisitos|requerimientos|perfil|beneficios|prestaciones|condiciones|conocimientos
funciones principales|tareas a realizar|requisitos imprescindibles?|condiciones laborales|condiciones del puesto
descripcion|informacion sobre el proceso de seleccion|perfil requerido|se ofrece|ofrecemos|se requiere|se valorara
valorable|imprescindible|responsibilities|requirements|qualifications|duties|skills|we offer|benefits|about you
what we offer
"""


class Heading(NamedTuple):
    """A heading found in a text: where its label begins, where the text below it begins, what it rules."""

    start: int
    end: int
    label: str
    rule: Rule


_COLON = re.compile(r"[^\W_][)\]]?[ ]?:+(?!//|(?<=\d:)\d)")
_ASKED = re.compile(r"¿?([^?¿\n.:;•]{3,50})\?[ ]*:?")
_LABEL_EDGE = re.compile(r"[\n.:;•*!?¿¡]|\s[-–—]+|^[-–—]+|, ")
_MAIN = re.compile(
    r"condiciones|requisitos|requerimientos|funciones|tareas|se ofrece|ofrecemos|se valorara|horario|salario"
    r"|benefits|beneficios|prestaciones|requirements|qualifications|responsibilities|we offer|what we offer"
)
_GIVES = re.compile(r"benefits|beneficios|prestaciones|what we offer|we offer|ofrecemos|se ofrece")
_DENIED = re.compile(r"\b(?:no|sin|not?)$", re.IGNORECASE)
_GOES_ON = re.compile(
    r"\b(?:de|del|la|el|los|las|al?|en|su|con|por|para|y|o|siguientes?|of|the|for|in|and)\s+$", re.IGNORECASE
)
_LINE = re.compile(r"^(?![•*-])[^\n.•:]{3,50}$(?=\n)", re.MULTILINE)
_KINDS: tuple[Rule, ...] = ("skill", "knowledge", "degree", "licence", "experience", "language", "condition")
_NEAR = 60
"""Characters beside a label that are looked at."""
_LONGEST_LABEL = 8
"""Words of a label at most."""


def headings(text: str) -> Iterator[Heading]:
    """Known headings and labels in the order of the text, not overlapping."""
    found = sorted(
        {*_with_colon(text), *_without_colon(text), *_whole_lines(text), *_questions(text)},
        key=lambda h: (h.start, -h.end),
    )
    position = 0
    for heading in found:
        if heading.start >= position:
            yield heading
            position = heading.end


def rule(label: str) -> Rule | None:
    """What a label rules, None for one that is not known."""
    folded = re.sub(r"[^\w'/&]+", " ", fold_letters(label).replace("’", "'")).strip()
    return next((name for name, pattern in _patterns() if pattern.fullmatch(folded)), None)


def _with_colon(text: str) -> Iterator[Heading]:
    """Labels before a colon: of the words before it, the most that are a known label; the post's own facts last."""
    for colon in _COLON.finditer(text):
        edge = max(0, colon.start() - 80)
        before = text[edge : colon.start() + 1]
        begins = [m.end() for m in _LABEL_EDGE.finditer(before)]
        edge += begins[-1] if begins else 0
        edge += len(text[edge:]) - len(text[edge:].lstrip())
        starts = [edge + m.start() for m in re.finditer(r"\S+", text[edge : colon.start() + 1])][-_LONGEST_LABEL:]
        labels = [
            Heading(s, colon.end(), text[s : colon.start() + 1], known)
            for s in starts
            if (known := rule(text[s : colon.start() + 1])) and (s == edge or not _GOES_ON.search(text, edge, s))
        ]
        if labels:
            yield _chosen(labels)


def _chosen(labels: Sequence[Heading]) -> Heading:
    """Of labels that end at one colon, the longest first: the end of the sentence before may look like a part of it."""
    main = next((label for label in labels[1:] if _MAIN.fullmatch(fold_letters(label.label))), None)
    if main is not None and main.rule != labels[0].rule:
        return main
    return next((label for label in labels if label.rule not in ("post", "fact", "text")), labels[0])


def _without_colon(text: str) -> Iterator[Heading]:
    loud = text.isupper()
    for match in _bare().finditer(fold_letters(text)):
        start, end = match.span()
        label = text[start:end]
        before, behind = text[max(0, start - _NEAR) : start].rstrip(" "), text[end : end + _NEAR].lstrip(" ")
        if _DENIED.search(before):
            continue
        opens = not before or before[-1] in "\n.•*-–"
        closes = not behind or behind[0] in "\n•*-–" or (behind[0] == "." and label.isupper())
        # "… strong SQL Benefits Private health insurance": glued to what stands before it.
        opens = opens or (label[:1].isupper() and _GIVES.fullmatch(match[0]) is not None and before[-1].isalnum())
        begins = (
            opens
            and label[:1].isupper()
            and label[1:].islower()
            and behind[:1].isupper()
            and _MAIN.fullmatch(match[0]) is not None
        )
        shouted = label.isupper() and not loud and _is_quiet(before, behind)
        if ((opens and closes) or begins or shouted) and (known := rule(label)) is not None:
            yield Heading(start, end, label, known)


def _questions(text: str) -> Iterator[Heading]:
    """Headings that ask: "¿Qué ofrecemos?", "What will you do?:"."""
    for match in _ASKED.finditer(text):
        known = rule(match[1])
        if known is not None:
            yield Heading(*match.span(), match[1].strip(), known)


def _whole_lines(text: str) -> Iterator[Heading]:
    """Lines that are nothing but a heading ("What you'll do"); a line that names a skill may be an item by itself."""
    for match in _LINE.finditer(text):
        known = rule(match[0])
        if known is not None and (known not in _KINDS or " " not in match[0].strip()):
            yield Heading(*match.span(), match[0].strip(), known)


def _is_quiet(before: str, behind: str) -> bool:
    """Whether the words beside a label in capitals are not in capitals themselves."""
    words = [*before.split()[-2:], *behind.split()[:2]]
    return sum(word.isupper() and len(word) > 2 for word in words) <= 1


@cache
def _patterns() -> tuple[tuple[Rule, re.Pattern[str]], ...]:
    return tuple((name, re.compile(alternatives(names))) for name, names in HEADINGS)


@cache
def _bare() -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_])(?:{alternatives(BARE)})(?![^\W_])")
