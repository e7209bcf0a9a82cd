"""What the wording of a sentence gives away of practice: that learners do something in it, or that it rules grading."""

from __future__ import annotations

import re

from corpora.folding import fold

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
