"""What the wording of a line gives away: that it announces a list, states an outcome, holds a place, only refers.

Of a sentence also that learners do something in it, or that it rules grading.
"""

from __future__ import annotations

import re
from functools import lru_cache

from corpora.folding import fold
from corpora.vocabulary import Sense

_ANNOUNCES = re.compile(
    r"\b(?:siguientes?|a continuacion|following|listed below|as follows"
    r"|se (?:relacionan|describen|detallan|enumeran|indican|recogen|exponen|muestran|listan))\b"
)
_DEFINES = re.compile(
    r"^(?:el|la|los|las|dicho|dicha|este|esta) .{0,120}\b(?:queda|quedan|viene|vienen) (?:\w+ )?"
    r"(?:determinad|definid|identificad|establecid|descrit)"
)
_PERSON = (
    r"(?:alumn\w+|estudiant\w+|discente|participante|aprendiz|egresad\w+|profesionista"
    r"|students?|learners?|participants?|graduates?|you|ustedes?)"
)
_CAPABLE = r"(?:ser(?:a|an|as) (?:\w+ )?capa(?:z|ces) de|estar(?:a|an|as) en condiciones de|be able to)"
_AT_THE_END = (
    r"(?:al (?:finalizar|termin\w+|concluir|completar|acabar|final)|(?:at|by) the end"
    r"|(?:up)?on (?:(?:successful )?completion|completing)|after (?:completing|this|taking))"
)
_MAY = r"(?:podra|podran|podras|habra|habran|habras|lograra|lograran|aprendera|aprenderan|will|should|can)"
_LEADS_TO_OUTCOMES = re.compile(rf"(?:{_CAPABLE}|\b{_PERSON}\b.{{0,60}}\b{_MAY}\b.{{0,40}})\W*$")
_TAIL = 400
"""Characters in which all of it stands."""
_ENDS_CAPABLE = re.compile(rf"{_CAPABLE}$")
_LEADS_TO_COMPETENCIES = re.compile(r"\b(?:competencias|competencies|objetivos generales)\b")
_GRADUATE = re.compile(r"\b(?:egresad|graduates?\b)")
# Each behind the one before it.
_OUTCOME_SENTENCE = (
    re.compile(rf"\b{_AT_THE_END}\b"),
    re.compile(rf"\b{_PERSON}\b"),
    re.compile(rf"{_CAPABLE}|\bhabran? \w+(?:ado|ido|to|cho)\b"),
)
_LEARNER_WILL = re.compile(
    rf"(?:{_AT_THE_END}\b.{{0,60}}?,? )?(?:el|la|los|las|the)"
    r" (?:alumn\w+|estudiantes?|participantes?|students?|learners?)"
    r"(?: \w+)? (?:\w+ran?|sera capaz|seran capaces|will)\b"
)
_AIM = re.compile(
    r"\b(?:objetivo|finalidad|proposito|mision)(?: (?:general|principal))? (?:es|sera|consiste en) "
    r"(?:formar|que (?:el|la|los|las) )"
    r"|\btiene como (?:objetivo|finalidad|proposito) (?:formar|preparar|capacitar|dotar|proporcionar)"
    rf"|\b(?:el|la|los|las) (?:\w+ )?{_PERSON}(?: \w+){{0,2}}"
    r" (?:adquier\w+|adquirir\w+|conocera\w*|obtiene\w*|obtendran?|sabran?)\b"
    rf"|\bdesarrollan? en (?:el|los|la|las) {_PERSON} (?:habilidades|capacidades|competencias)"
    rf"|\b(?:el|la) (?:profesional|egresad[oa]|graduad[oa])\b.{{0,40}}"
    r" (?:aplicara|conocera|dominara|podra|sabra|sera|tendra)\b"
)
_PAGE_LINE = re.compile(r"\W*(?:(?:pag(?:ina)?|page|p)\.? )?\d{1,4}(?: ?(?:/|de|of) ?\d{1,4})?\W*")
_LONGEST_NAME = 200
_PLACEHOLDER = re.compile(
    r"(?:(?:asignatura|materia|obligatoria|subject|course|(?:free )?elective)s? )?"
    r"(?:optativa|electiva|de libre eleccion|optional|elective)s?(?: (?:[ivx]+|\d+))?\W*\d*"
    r"(?:\W+\d+(?:[.,]\d+)? ?(?:creditos?|credits?|ects|horas?|hours?|hrs?|h|cr))*"
    r"|obligatorias? por area.*|(?:total|subtotal)\b.{0,60}|tbd|tba|n/?a|pendiente|por definir|-+"
)
# What is left of a cell or line without these says something; units of measure refer only beside a figure.
_REFERENCES = re.compile(
    r"#\w+|\b(?:"
    r"[a-z]{1,4}[ .-]?\d++(?:[.,_-]\d++|[.,_-]?[a-z]\b)*+|\d++[a-z]?"
    r"|enero|febrero|marzo|abril|mayo|junio|julio|agosto|sep?tiembre|octubre|noviembre|diciembre"
    r"|january|february|march|april|may|june|july|august|september|october|november|december"
    r"|ene|feb|mar|abr|jun|jul|ago|sept?|oct|nov|dic|jan|apr|aug|dec"
    r"|lunes|martes|miercoles|jueves|viernes|sabado|mon|tue|wed|thu|fri|sat|sun"
    r"|primer[oa]?|segund[oa]|tercer[oa]?|cuart[oa]|quint[oa]|sext[oa]|septim[oa]|octav[oa]|noven[oa]|decim[oa]"
    r"|first|second|third|fourth|fifth|sixth|seventh|eighth"
    r"|si|no|yes|de|del|al|a|and|y|to|x"
    r")\b"
)
_MEASURES = re.compile(
    r"\b(?:horas?|hrs?|hours?|h|min|minutos|creditos?|credits?|ects|puntos?|points?|pts?|semanas?|weeks?|dias?|sesion(?:es)?)\b"
)
_TELLS = re.compile(
    r"(?<!que )\b(?:es|son|sera|seran|esta|estan|estara|estaran|fue|ha|han|hay|debe|deben|deberan?|puede|pueden|podran?"
    r"|va|van|tiene|tienen|se \w+(?:a|e|an|en|o)|los contenidos|esta unidad|este (?:modulo|curso|tema)|permite|permiten"
    r"|is|are|was|will|should|has|have|can|may|must|students|learners|you|we)\b|\b\w{3,}(?:aran|eran|iran)\b"
)
_WORD = re.compile(r"[^\W\d_]{2,}")
# What learners do, and how they are graded.
_FEWEST_WORDS = 4
_LONG_ENOUGH = 25  # characters
_SENTENCE = re.compile(r"(?<=[.!?;]) (?=[^\W\d_a-z])")

_LEARNERS = (
    r"(?:alumn\w+|estudiant\w+|participantes?|aprendi(?:z|ces)|discentes?|parejas?|equipos?|brigadas?"
    r"|students?|learners?|pairs?|teams?|trainees?)"
)
_PRONOUNS = r"(?:(?:no|se|le|les|lo|la|los|las|first|then) )*"
_NO_VERB = (
    r"(?!(?:ha|han|es|son|debe|deben|deberan?|puede|pueden|podran?|tiene|tienen|cuenta|cuentan|presenten?|pierden?|recibiran|seran?"
    r"|que|con|de|en|para|entre|sobre|ante|desde|hasta|durante|mediante|este|esta|the|and|are|have|whose)\b)"
)
# "Cada pareja rellena", "los alumnos leen"
_LEARNER_DOES = re.compile(rf"\b{_LEARNERS}(?: de \w+)? {_NO_VERB}{_PRONOUNS}{_NO_VERB}\w{{2,}}(?:a|e|an|en)\b")
_ENGLISH_DOES = re.compile(
    r"\b(?:students|pairs|teams|learners|trainees|participants|they)"
    r" (?!(?:who|with|in|of|are|may|must|should|will|can|have)\b)[a-z]{3,}\b"
    r"|\b(?:each|every|the) (?:student|pair|team|learner|trainee) (?:first |then |also )?\w+s\b"
)
# "Entrega el expediente", "Con la galga, mide espesores": a verb with its object. A noun has
# none without "de", and no plural beside its singular.
_DOING = re.compile(
    r"(?:(?:a|al|ante|antes de|con|desde|despues de|durante|en|para|sobre|tras)\b[^.:;]{2,80}?, )?"
    r"(?:no |se |jamas |nunca |siempre )?(?!(?:ante|cada|desde|entre|esta|este|para|que|sobre)\b)\w{2,}"
    r"(?:a|e|ar|er|ir) (?:(?:el|la|los|las|un|una|unos|unas|su|sus|cada|todos?|todas?|dos|tres|cuatro|cinco|lo|al|a"
    r"|\d+)\b|(?!(?:es|mas|menos|otras?|otros?|nos|las|los|the)\b)\w{3,}[aeo]s\b)"
)
# "Removes the panel", "Write a report"
_ENGLISH_DOING = re.compile(
    r"(?!(?:above|across|after|all|among|and|are|as|at|before|behind|below|both|by|during|every|for|from|has|have|if|in|into"
    r"|is|it|not|of|off|on|once|one|only|or|over|than|that|through|to|under|upon|was|when|where|which|while|why|with)\b)"
    r"[a-z]{3,}(?: and [a-z]{3,})? (?:a|all|an|each|four|her|his|its|one|the|their|three|two)\b"
)
_NO_DOING = re.compile(
    r"(?:para|sobre|ante|entre|desde|durante|mediante|contra|debe|puede|este|esta|ese|esa|fue|es|se|la|una"
    r"|asistencia|base|calle|carpeta|clase|etapa|experiencia|fase|fecha|ficha|forma|guia|hoja|hora|licenciatura|lista"
    r"|maestria|manera|nota|parte|presencia|rubrica|sala|sede|serie|tabla|tarea|(?:entrega|practica|prueba) \d+)\b"
)
# "Al terminar se lavan las manos", "El cupón se parte a la mitad": nobody is named.
_ONE_DOES = re.compile(
    r"(?:al (?:empezar|terminar|iniciar|salir|entrar|volver)|antes de|despues de|tras|cada vez|cada que|nadie|todos)\b"
    r"|.*\bse (?!(?:debe|puede|podra|requiere|exige)n?\b)\w{3,}(?:a|an|e|en)\b"
)
_NOT_LEARNERS = re.compile(
    r"(?:el|la|los|las) (?:academia|almacen\w*|coordinacion|direccion|docentes?|escuela|facultad|instructor\w*"
    r"|inventario|jefatura|maestr\w+|plantel|profesor\w*|proveedor\w*|tesorer\w*|universidad)\b"
)
# "Se impartirán": plans speak so, with accents and without.
_PLANNED = re.compile(r"rán?\b", re.IGNORECASE)
_PLANNED_BARE = re.compile(r"\bse \w+(?:[bcdfgjlmnptvz]ir|ecer|izar|[a-z]{2}rar|onar|tuar|icar)an?\b")
_PROHIBITS = re.compile(
    r"^no se\b|\bno se (?:aborda|acepta|admite|devuelve|estudia|imparte|incluye|modifica|permite|practica|trata|ve)n?\b"
    r"|\b(?:queda prohibido|prohibid[oa]s?|corresponde a|is not (?:allowed|permitted)|not covered)\b"
)
_GRADES = re.compile(
    r"\d ?%\W*$"
    r"|% (?:de (?:la |las )?)?(?:asistencia|calificacion|clases|faltas|inasistencia|nota|ponderacion|sesiones)\b"
    r"|\b(?:acredit\w+|aprob\w+|aprueb\w+|asistencia|asistir|calificacion(?:es)?|calificara|convocatoria|derecho a"
    r"|evaluacion(?:es)? (?:continua|final|ordinaria|parcial)(?:es)?|(?:criterios?|instrumentos?) de evaluacion"
    r"|examen ordinario|extraordinario|faltas|inasistencias?|media ponderada|nota (?:de|final)|plagio|ponderacion"
    r"|por ciento|promedi\w+|prorroga|prueba final|puntaje|\d+ puntos|(?:un|medio) punto|reclamacion\w*|recuperacion"
    r"|reprob\w+|resultados de aprendizaje|retardos?|sancion\w*|superacion|valen? \d"
    r"|absences?|attendance|deadline|grades?|percent|\d+ points|syllabus)\b"
)
_OBSERVED = re.compile(r"\bse (?:califica|evalua|observa|revisa|valora|verifica) (?:que|si|como)\b")
_OFFICE = re.compile(
    r"\b(?:constancias?|control escolar|coordinacion|inconformidad|permit|plataforma|recursos humanos|reglamento"
    r"|servicios escolares)\b"
)
_INSTRUMENTS = re.compile(
    r"(?:(?:cedula|escala|ficha|guia|listas?|registro) de (?:control|cotejo|evaluacion|observacion|verificacion)"
    r"|escala estimativa|actitud\w*|asistencia.*|conocimientos?|cuestionarios?|desempenos?|examen\w*|exams?"
    r"|informes? de practicas?|mid-?term.*|observacion\w*|participa\w+|portafolio(?: de evidencias)?"
    r"|practicas? (?:\w+ a \w+|\w{1,3})|productos?|pruebas? (?:escrita|objetiva|oral|practica)s?|quiz\w*"
    r"|rubricas?)\b.{0,25}"
)
# "Práctica 3. Redactar …", "Producto del tema: reporte …"
_NAMED = re.compile(
    r"(?:actividad(?: integradora| practica)?|ejercicio|informe|lab|laboratorio|practica|proyecto|reporte|taller)"
    r"(?: (?:n\w{0,2}[.º°]* ?)?(?:\d{1,2}(?:\.\d+)*|[a-h])| \w+)?(?: \([^()]{1,30}\))? ?[.:–-]+ \S.*"
    r"|(?:entregable|evidencia|producto)s?(?: (?:del?|de la) \w+| \w+)? ?: ?\S.*"
)


def announces(text: str, *, listed: bool) -> bool:
    """Whether a line only speaks of what follows ("son los siguientes:") or says what a term means.

    Of an item of a list (`listed`) a colon at its end is not enough.
    """
    folded = fold(text)
    if _DEFINES.match(folded):
        return True
    return text.endswith(":") and (not listed or _ANNOUNCES.search(folded) is not None)


def leads_to(text: str) -> Sense | None:
    """What the list below a sentence like "At the end the student will be able to:" holds; None for any other."""
    folded = fold(text)
    end = folded[-_TAIL:]
    if not folded.endswith(":"):
        return "outcome" if _ENDS_CAPABLE.search(end) else None
    if _GRADUATE.search(folded):
        return "competency" if _LEADS_TO_OUTCOMES.search(end) or _ANNOUNCES.search(folded) else None
    if _LEADS_TO_OUTCOMES.search(end):
        return "outcome"
    return "competency" if _LEADS_TO_COMPETENCIES.search(folded) and _ANNOUNCES.search(folded) else None


def states_outcome(text: str) -> bool:
    """Whether a sentence says by itself what a student can do at the end ("Al finalizar … será capaz de diseñar")."""
    folded, end = fold(text), 0
    for pattern in _OUTCOME_SENTENCE:
        found = pattern.search(folded, end)
        if found is None:
            return False
        end = found.end()
    return True


def speaks_of_learner(text: str) -> bool:
    """Whether a sentence says what learners will do in a course ("El alumno analizará …")."""
    return _LEARNER_WILL.match(fold(text)) is not None


def states_aim(text: str) -> bool:
    """Whether a sentence says what a plan of studies trains for ("Su objetivo es formar …")."""
    return _AIM.search(fold(text)) is not None


@lru_cache(maxsize=512)  # a line is looked at ahead and in its turn
def is_page_line(text: str) -> bool:
    """Whether a line is what a page prints below its text: "12", "Página 3 de 40", "- 7 -"."""
    return _PAGE_LINE.fullmatch(fold(text)) is not None


def tells(text: str) -> bool:
    """Whether a paragraph has a verb that tells of something; a list of topics has none, however long."""
    return _TELLS.search(fold(text)) is not None


def is_placeholder(text: str) -> bool:
    """Whether the text stands in the place of a subject ("Optativa", "Total de créditos: 438")."""
    return len(text) <= _LONGEST_NAME and _PLACEHOLDER.fullmatch(fold(text).strip(" .")) is not None


def only_refers(text: str) -> bool:
    """Whether there are only codes, figures, dates or signs: a reference to something said elsewhere."""
    folded = fold(text)
    if any(map(str.isdigit, folded)):
        folded = _MEASURES.sub(" ", folded)
    return _WORD.search(_REFERENCES.sub(" ", folded)) is None


def performs(text: str) -> bool:
    """Whether a sentence says what learners do ("Cada pareja rellena la ficha", "Entrega el expediente de su lote")."""
    folded = fold(text)
    if _rules(text, folded):
        return False
    if names_practice(text) or _LEARNER_DOES.search(folded) or _ENGLISH_DOES.search(folded):
        return True
    if _NO_DOING.match(folded):
        return False
    return _DOING.match(folded) is not None or _ENGLISH_DOING.match(folded) is not None


def performs_at_work(text: str) -> bool:
    """As `performs`, also where nobody is named, as in the rules of a workshop: "Al terminar se lavan las manos"."""
    if performs(text):
        return True
    folded = fold(text)
    planned = _PLANNED.search(text) or _PLANNED_BARE.search(folded)
    if _rules(text, folded) or planned or _NOT_LEARNERS.match(folded):
        return False
    return _ONE_DOES.match(folded) is not None


def holds_practice(text: str, *, at_work: bool = False) -> bool:
    """Whether any sentence of a paragraph says what learners do; `at_work`, also where nobody is named."""
    said = performs_at_work if at_work else performs
    return any(map(said, _SENTENCE.split(text)))


def names_practice(text: str) -> bool:
    """Whether a text is a practice or product with its number or name before it ("Práctica 3. Redactar …")."""
    folded = fold(text)
    return len(folded.split()) > _FEWEST_WORDS and _NAMED.fullmatch(folded) is not None


def grades(text: str) -> bool:
    """Whether a sentence rules how grades are made."""
    folded = fold(text)
    return _GRADES.search(folded) is not None and _OBSERVED.search(folded) is None


def is_task(text: str) -> bool:
    """Whether a text below "Evidencias" or "Productos" says what is handed in or done, not how it is observed."""
    folded = fold(text)
    enough = len(folded.split()) >= _FEWEST_WORDS or len(folded) > _LONG_ENOUGH
    return enough and not grades(text) and _INSTRUMENTS.fullmatch(folded) is None


def _rules(text: str, folded: str) -> bool:
    """Whether a sentence rules grading or administration, or says what is not done."""
    return grades(text) or any(said.search(folded) for said in (_OFFICE, _PROHIBITS))
