"""What names and wordings say: the name of a part of the text below it, the wording of a line of the line itself.

The name of a part (heading, table column, label) counts only as a whole ("Evaluación y calificación", not "Evaluación
de la viabilidad de artículos"), and is compared folded: without accents, case, numbering and closing punctuation. The
wording of a line gives away that it announces a list, states an outcome, holds a place, only refers; that of a sentence
also that learners do something in it, or that it rules grading. Names and wordings themselves stand in `names.toml`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from functools import cache, lru_cache, partial
from importlib.resources import files
from itertools import filterfalse
from typing import Any, Literal

from corpora.text import BRACKETED, fold, fold_letters

_Taught = Literal["competency", "outcome", "both", "criterion", "content", "plan", "activity"]
Sense = Literal[_Taught, "task", "practice", "evaluation", "other"]
"""What a heading says of the text below it: a role, or one of these.

`both` is outcomes with their criteria, `plan` a list of subjects, `task` what learners do or hand in to be assessed,
`practice` how the course is run, where only the wording of a sentence says that learners do something.
"""

CLOSED: frozenset[Sense | None] = frozenset({"evaluation", "other"})
"""Within these no deeper heading, label or code begins a teaching role."""

_LONGEST = 220
_LONGEST_HEADER = 1000
_LIST = re.compile(r"<(\w+)>")
_NUMBERING = re.compile(
    r"\s*(?:"
    r"(?:articulo|apartado|anexo|capitulo|titulo|seccion|section|article|chapter|annex)\s+(?:\d+|[ivxlc]+|[a-z])\b[.ºª:)–—-]*"
    r"|(?:\d{1,2}(?:\.\d{1,2})*|[ivx]{1,5}|[a-z])\s?[.)]-?(?!\w)"
    r"|(?:\d{1,2}(?:\.\d{1,2})+|\d{1,2})(?=\s)"
    r"|[•●▪–—*-])\s*"
)
_SLASH = re.compile(r"[/|]")
# "Assessment criteria The learner can:" in a column's header.
_ADDRESSED = re.compile(
    r"\s(?:the |el |la |los |las )?(?:learners?|students?|you|alumn\w+|estudiantes?|participantes?)"
    r"(?: (?:will|can|should|must|need|ser[áa]n?|podr[áa]n?)\b.{0,40})?:?$",
    re.IGNORECASE,
)


@cache
def tables() -> dict[str, Any]:
    """All expressions, as the file has them."""
    return tomllib.loads((files("corpora") / "names.toml").read_text(encoding="utf-8"))


def expression(text: str) -> str:
    """One expression, whose lines are joined as they stand, with the lists that it names."""
    return _LIST.sub(lambda match: expression(tables()["lists"][match[1]]), text.replace("\n", ""))


class Expressions(dict[str, re.Pattern[str]]):
    """The expressions of a section by name, each compiled when it is first asked for: all of them take a tenth second.

    Raises KeyError: there is none of that name.
    """

    def __init__(self, section: str, form: Callable[[str], str] = expression) -> None:
        self._section, self._form = section, form

    def __missing__(self, name: str) -> re.Pattern[str]:
        return self.setdefault(name, re.compile(self._form(tables()[self._section][name])))


def name_of(text: str) -> str:
    """The name in a heading: folded, without its numbering, remarks in brackets and closing punctuation."""
    folded = fold(text)
    if "(" in folded:  # looked for first: these expressions try every blank
        folded = BRACKETED.sub("", folded)
    folded = " y ".join(_sides(folded))
    match = _NUMBERING.match(folded)
    return folded[match.end() if match else 0 :].strip(" .:;…-–—*#¿?¡!")


def _sides(text: str) -> list[str]:
    """What stands on the sides of slashes and strokes."""
    return [side.strip() for side in _SLASH.split(text)]


def sense_of_header(header: str) -> Sense | None:
    """What a column's header names: all of it, or the lowest of several header rows that names anything."""
    whole = header[:_LONGEST_HEADER]
    header = _ADDRESSED.sub("", whole)
    first, *lower = header.split(" / ")
    if lower and (said := sense_of(whole)) not in CLOSED and said == sense_of(first):
        # "Contenidos / Saber hacer": of two rows the lower says more.
        more = sense_of(lower[-1])
        return said if more in (None, "practice") else more
    names = (whole, header, *reversed(header.split(" / ")))
    # "Upon completion, learners will be able to"
    return next((sense for name in names if (sense := sense_of(name))), None) or leads_to(whole)


def step_of(text: str, within: Sense | None) -> Sense | None:
    """What "Apertura", "Desarrollo" and "Cierre" name within activities; None elsewhere."""
    sense = _named(text, "steps")
    return sense if sense == within else None


@lru_cache(maxsize=512)  # one text is asked of by many rules in turn
def _short_name(text: str) -> str:
    """The name in a heading, "" for one that is too long to name a part."""
    name = name_of(text[: 2 * _LONGEST])
    return name if len(name) <= _LONGEST else ""


def _joined(lines: str) -> str:
    """One expression of several lines; a line that is indented belongs to the one before it."""
    return expression(re.sub(r"\n +", "", lines).strip().replace("\n", "|"))


_KINDS = Expressions("kinds", _joined)


def _is_one_of(text: str, kind: str) -> bool:
    return _KINDS[kind].fullmatch(_short_name(text)) is not None


is_fact = partial(_is_one_of, kind="facts")
"""Whether a label is one of a fact about the course ("Código", "Duración", "Credits")."""
is_period = partial(_is_one_of, kind="periods")
"""Whether a text divides the subjects of a plan of studies ("Primer semestre", "Year 1")."""
is_front = partial(_is_one_of, kind="front")
"""Whether the front page of a plan of studies has a heading like this ("Requisitos de ingreso")."""
is_checklist = partial(_is_one_of, kind="checklists")
"""Whether a heading names a list of what is looked at when learners are assessed ("Lista de cotejo")."""
is_performance = partial(_is_one_of, kind="performances")
"""Whether a heading names criteria by which no grade is made ("Criterios de desempeño", "Performance criteria")."""
is_no_part = partial(_is_one_of, kind="no_parts")
"""Whether what is numbered by this word is no part of a course ("Tabla", "Regla", "Anexo")."""
is_tick = partial(_is_one_of, kind="ticks")
"""Whether a column called so is ticked where something was seen ("Sí", "No", "Always")."""
is_time = partial(_is_one_of, kind="times")
"""Whether a column says when what stands beside it is done ("Semana", "Time")."""
is_beside = partial(_is_one_of, kind="beside")
"""Whether a column, beside what is taught, says with whom, where, by which technique, or what is handed in."""
is_vague = partial(_is_one_of, kind="vague")
"""Whether a column called so may hold anything ("Descripción", "Valor")."""
may_be_topic = partial(_is_one_of, kind="ambiguous")
"""Whether a topic of the contents may bear this name of a part ("Materiales", "Proyectos")."""
is_guide = partial(_is_one_of, kind="guides")
"""Whether a heading is that of the pages for the teacher, whose "Descripción" is one of these pages."""
is_grade = partial(_is_one_of, kind="grades")
"""Whether a column says what a grade asks for ("Pass", "Merit")."""
is_check = partial(_is_one_of, kind="checks")
"""Whether a column is that of what a check list looks at ("Indicador", "Aspecto a evaluar", "El alumno…")."""
is_share = partial(_is_one_of, kind="shares")
"""Whether a column says what part of a grade something is ("Porcentaje")."""
is_scale = partial(_is_one_of, kind="scales")
"""Whether a column says which figure a level of performance gives, beside what levels mean ("Valoración numérica")."""
is_opening = partial(_is_one_of, kind="openings")
"""Whether a row over the columns of a table names what is done before anything is taught ("Encuadre")."""
is_advice = partial(_is_one_of, kind="advice")
"""Whether a heading stands above what the teacher is advised to do."""
is_teachers = partial(_is_one_of, kind="teachers")
"""Whether a name is that of what teachers do; where it is a heading, learners may do things below it as well."""
is_attitudes = partial(_is_one_of, kind="attitudes")
"""Whether a column holds attitudes, which are learnt though no single one is told from another ("Ser y convivir")."""
is_aside = partial(_is_one_of, kind="asides")
"""Whether a heading stands above what a programme says of itself ("Justificación"), where it teaches nothing."""
is_no_unit = partial(_is_one_of, kind="no_units")
"""Whether a numbered part is none of the course, though it counts on ("Módulo 3. Bibliografía")."""
is_workshop = partial(_is_one_of, kind="workshops")
"""Whether a heading names a course that is held in a workshop or as a seminar ("Taller de soldadura")."""
is_school = partial(_is_one_of, kind="schools")
"""Whether a heading of a cover names who teaches or orders ("SEP", "Instituto …", "Ridgeview Community College")."""
is_course = partial(_is_one_of, kind="named_courses")
"""Whether a line says of what it names that it is a course ("Curso corto de injertos", "Programa del módulo: …")."""
is_degree = partial(_is_one_of, kind="degrees")
"""Whether a line names a whole course of studies ("Licenciatura en …", "TSU en …")."""
is_paper = partial(_is_one_of, kind="papers")
"""Whether a heading of a cover names what kind of paper it is ("Programa de estudios", "Course Outline of Record")."""
is_sheet = partial(_is_one_of, kind="sheets")
"""Whether a sheet of a workbook is called as the part of a form that it holds ("Cover", "Datos generales", "Hoja1")."""
is_imprint = partial(_is_one_of, kind="imprint")
"""Whether a heading stands above the names of those who made or approved the document ("Directorio", "Elaboró")."""
may_be_title = partial(_is_one_of, kind="titles")
"""Whether a whole programme may be called so ("Course Syllabus", "Programa de la asignatura")."""


@lru_cache(maxsize=512)
def _named(text: str, section: str) -> Sense | None:
    name = _short_name(text)
    if not name or ": " in name:
        return None
    for sense, pattern in _names(section):
        if pattern.fullmatch(name):
            return sense
    # "Grading / Calificación": the name in both languages, where they agree.
    both = _sides(text)
    said = {_named(each, section) for each in both} if len(both) == _LANGUAGES else set()
    return said.pop() if len(said) == 1 else None


@cache
def _names(section: str) -> list[tuple[Sense, re.Pattern[str]]]:
    """What each expression names, of which the first that fits a whole name counts."""
    return [(entry["sense"], re.compile(_joined(entry["lines"]))) for entry in tables()[section]]


def sense_of(text: str) -> Sense | None:
    """What the heading, column header or label `text` names; None where it names no part of a programme."""
    said = _named(text, "names")
    return _named(_ADDRESSED.sub("", text), "names") if said is None and text.endswith(":") else said


def weak_sense_of(text: str) -> Sense | None:
    """What "Conocimientos", "Habilidades" and their like name where nothing above them names anything."""
    return _named(text, "weak_names")


_SAID = Expressions("cues")  # the expressions of `names.toml` for folded text
_OUTCOME_SENTENCE = ("outcome_sentence_1", "outcome_sentence_2", "outcome_sentence_3")  # each behind the one before it
_PLANNED = re.compile(r"rán?\b", re.IGNORECASE)  # "Se impartirán": plans speak so, with accents and without
# What `says_no` finds holds one of these words, or one of these parts. Most texts hold no letters of them at all.
_OF_NOT = ("no", "neither", "fuera", "outside", "beyond", "scope", "n't", "n’t", "we leave", "only", "excluded")
_NOT = re.compile(r"\b(?:no|not|neither|tampoco|fuera|outside|beyond|scope|we leave|only|excluded)\b|n['’]t\b", re.I)
# Verbs of minutes: "se descartó", "se sugirió agregarla".
_OF_MINUTES = (
    "acord acuerd aplaz aprob aprueb cancel consider decid descart pidi plante pospus propus rechaz resolv resuelv"
    " solicit sugir suspend"
)
_OF_DROPPED = (
    *(f"se {verb}" for verb in _OF_MINUTES.split()),
    *(f": {verb}" for verb in ("descart", "elimin", "rechaz", "retir", "suprim")),
    *("lo como ", "pendiente", "pertenec", "quita", "quitó", "tampoco"),
)
_OF_BEFORE = (
    *(" ya ", "requisit", "previ", "haber ", "exigido", "already", "prior ", "entry requ", "rerequisite"),
    *(f"before {who}" for who in ("you", "they", "learner", "student", "participant", "trainee")),
)
# Each text that `taught_in` finds something in holds one of these ("próximo" among them, however accented).
_OF_LATER = (" next ", "xim", " siguiente", " left ", " reserved ", " extern")
_OF_PLACES = (" in ", "belong", " en ", " para ", " al ", " a la ", *_OF_LATER)
# What `ends_capable` finds ends so.
_OF_FUTURE = ("ra", "ran", "ras", "will", "should", "can", "ll")
_OF_CAPABLE = (*_OF_FUTURE, " de", " do", " to", " a", " how", " gain", " know", " learn", " understand")
_OF_WORK = (
    *("egresad", "profesionist", "técnic", "tecnic", "graduate", "employers"),
    *("centro de", "colegio", "escuela", "institut", "plantel", "universidad", "college", "school"),
)
_TEACHERS = ("docente", "facilitador", "instructor", "maestr", "profesor", "teacher", "trainer", "lecturer")
_CLAUSES = re.compile(r" (?<=[.;] )")
ELSEWHERE = "…"
"""What `taught_in` says of a unit or course without a number or name."""
_TAIL = 400  # characters in which all of a lead sentence stands
_LONGEST_NAME = 200
_FEWEST_WORDS = 4
_LANGUAGES = 2
_LONG_ENOUGH = 25  # characters
_MOST_WORDS = 12  # of a topic in a list of mere names


def _says(look: Callable[[str], object], text: str) -> bool:
    return look(fold(text)) is not None


speaks_of_learner = partial(_says, _SAID["learner_will"].match)
"""Whether a sentence says what learners will do in a course ("El alumno analizará …")."""
names_end = partial(_says, _SAID["outcome_sentence_1"].search)
"""Whether a sentence says when a course is done ("On completion, the learner …", "Al finalizar, …")."""
states_aim = partial(_says, _SAID["aim"].search)
"""Whether a sentence says what a plan of studies trains for ("Su objetivo es formar …")."""
tells = partial(_says, _SAID["tells"].search)
"""Whether a paragraph has a verb that tells of something; a list of topics has none, however long."""
by_teacher = partial(_says, _SAID["by_teacher"].match)
"""Whether a line of activities says first that the teacher does them ("Docente: explica el circuito")."""
by_learner = partial(_says, _SAID["by_learner"].match)
"""Whether it says so of the learners."""
addresses = partial(_says, _SAID["addresses"].fullmatch)
"""Whether a line only says of whom what follows is asked ("You must be able to:")."""
refers_to_task = partial(_says, _SAID["refers_to_task"].fullmatch)
"""Whether an activity only names another by its number ("Realizar la actividad de evaluación 1.2.1")."""
begins_with_infinitive = partial(_says, _SAID["infinitive"].match)
"""Whether a line begins as a competency does ("Instalar sistemas de riego")."""
lists_topics = partial(_says, _SAID["lists_topics"].fullmatch)
"""Whether a line holds several topics ("Qué es el riego: goteo, aspersión; cuándo conviene cada uno")."""
is_page_line = lru_cache(maxsize=512)(partial(_says, _SAID["page_line"].fullmatch))  # a line is looked at ahead
"""Whether a line is what a page prints below its text: "12", "Página 3 de 40", "- 7 -"."""


def announces(text: str, *, listed: bool) -> bool:
    """Whether a line only speaks of what follows ("son los siguientes:") or says what a term means.

    Of an item of a list (`listed`) a colon at its end is not enough.
    """
    folded = fold(text)
    if _SAID["defines"].match(folded) or _SAID["by_learner"].fullmatch(folded):
        return True
    return text.endswith(":") and (
        not listed or _SAID["announces"].search(folded) is not None or leads_to(text) is not None
    )


def leads_to(text: str) -> Sense | None:
    """What the list below a sentence like "At the end the student will be able to:" holds; None for any other."""
    folded = fold(text).rstrip(" .…")
    end = folded[-_TAIL:]
    if not folded.endswith(":"):
        return "outcome" if end.endswith(_OF_CAPABLE) and _SAID["ends_capable"].search(end) else None
    if _SAID["graduate"].search(folded):
        return "competency" if _SAID["leads_to_outcomes"].search(end) or _SAID["announces"].search(folded) else None
    if _SAID["leads_to_outcomes"].search(end):
        return "outcome"
    if _SAID["leads_to_competencies"].search(folded) and _SAID["announces"].search(folded):
        return "competency"
    return "content" if _SAID["leads_to_contents"].search(end) else None


def states_outcome(text: str) -> bool:
    """Whether a sentence says by itself what a student can do at the end ("Al finalizar … será capaz de diseñar")."""
    folded, end = fold(text), 0
    for pattern in map(_SAID.__getitem__, _OUTCOME_SENTENCE):
        found = pattern.search(folded, end)
        if found is None:
            return False
        end = found.end()
    return True


def is_placeholder(text: str) -> bool:
    """Whether the text stands in the place of a subject ("Optativa", "Total de créditos: 438")."""
    return len(text) <= _LONGEST_NAME and _SAID["placeholder"].fullmatch(fold(text).strip(" .")) is not None


def only_refers(text: str) -> bool:
    """Whether there are only codes, figures, dates or signs: a reference to something said elsewhere."""
    folded = fold(text)
    if any(map(str.isdigit, folded)):
        folded = _SAID["measures"].sub(" ", folded)
    return _SAID["word"].search(_SAID["references"].sub(" ", folded)) is None


def only_counts(text: str) -> bool:
    """Whether there are only figures of hours, weeks or credits ("30 teóricas, 75 prácticas, 105 totales")."""
    return any(map(str.isdigit, text)) and only_refers(_SAID["counted"].sub(" ", fold(text)))


def sentences_of(text: str) -> list[str]:
    """The sentences of a paragraph, and what semicolons part."""
    return _SAID["sentence"].split(text)


def performs(text: str) -> bool:
    """Whether a sentence says what learners do ("Cada pareja rellena la ficha", "Entrega el expediente de su lote")."""
    folded = fold(text)
    if said := _SAID["by_learner"].match(folded):  # "La persona estudiante: arma una compostera"
        text = folded = folded[said.end() :].strip()
    done = names_practice(text) or _SAID["learner_does"].search(folded) or _SAID["english_does"].search(folded)
    if not done and not _SAID["no_doing"].match(folded):
        done = _SAID["doing"].match(folded) or _SAID["english_doing"].match(folded)
    # Last what takes longest: most sentences say nothing of the kind.
    return bool(done) and not (_SAID["teaches"].match(folded) or _rules(text))


@lru_cache(maxsize=512)
def performs_at_work(text: str) -> bool:
    """As `performs`, also where nobody is named, as in the rules of a workshop: "Al terminar se lavan las manos"."""
    if performs(text):
        return True
    folded = fold(text)
    if _SAID["one_does"].match(folded) is None or _SAID["not_learners"].match(folded):
        return False
    return not (_PLANNED.search(text) or _SAID["planned_bare"].search(folded) or _rules(text))


def holds_practice(text: str, *, at_work: bool = False) -> bool:
    """Whether any sentence of a paragraph says what learners do; `at_work`, also where nobody is named."""
    said = performs_at_work if at_work else performs
    return names_practice(text) or any(map(said, sentences_of(text)))


def does_unnamed(text: str) -> bool:
    """Whether a sentence says that somebody does something, and not that learners do ("Presenta el tema al grupo")."""
    folded = fold(text)
    told = _SAID["doing"].match(folded) is not None and _SAID["infinitive"].match(folded) is None
    return told and _SAID["learner_does"].search(folded) is None


def is_topic(text: str) -> bool:
    """Whether an item names something and has no verb of what is done ("Electrodos y su clasificación")."""
    enough = len(text.split()) <= _MOST_WORDS and text[-1] not in ".;" and ":" not in text
    return enough and not (performs_at_work(text) or begins_with_infinitive(text) or tells(text))


def asks(text: str) -> bool:
    """Whether a line says what a topic answers ("The rooms: what the screen shows", "Cómo leer la factura")."""
    return text[-1] != "?" and _SAID["asks"].search(text.lower()) is not None and not _rules(text)


@lru_cache(maxsize=512)
def names_practice(text: str) -> bool:
    """Whether a text is a practice or product with its number or name before it ("Práctica 3. Redactar …")."""
    folded = fold(text)
    return len(folded.split()) > _FEWEST_WORDS and _SAID["named"].fullmatch(folded) is not None


@lru_cache(maxsize=512)
def grades(text: str) -> bool:
    """Whether a sentence rules how grades are made."""
    folded = fold(text)
    return _SAID["grades"].search(folded) is not None and _SAID["observed"].search(folded) is None


@lru_cache(maxsize=512)
def excludes(text: str) -> bool:
    """Whether a sentence says what the course does not teach or takes as known, or where graduates work."""
    holds = text.lower().__contains__
    for words, name in ((_OF_BEFORE, "presupposes"), (_OF_WORK, "employs")):
        if any(map(holds, words)) and _SAID[name].search(fold(text)):
            return True
    return says_no(text)


@lru_cache(maxsize=512)
def says_no(text: str) -> bool:
    """Whether a sentence says with one of the words of `names.toml` that something is not taught here."""
    holds = text.lower().__contains__
    may = any(map(holds, _OF_DROPPED)) or (any(map(holds, _OF_NOT)) and _NOT.search(text) is not None)
    return may and _SAID["excludes"].search(fold(text)) is not None


@lru_cache(maxsize=512)
def taught_in(text: str) -> str:
    """The number or name of the unit or course in which a sentence says that something is taught, "" where in none.

    It is `ELSEWHERE` where the sentence only says that it is another one ("se ve en el módulo siguiente").
    """
    if not any(map(text.__contains__, _OF_PLACES)):
        return ""
    folded = fold_letters(text)
    if found := _SAID["taught_in"].search(folded):
        return found[1]
    if _SAID["taught_elsewhere"].search(folded):
        return ELSEWHERE
    named = _SAID["taught_in_named"].search(folded)
    name = text[slice(*named.span(named.lastindex or 0))] if named else ""
    return name.strip() if name[:1].isupper() else ""


def teacher_acts(text: str) -> bool:
    """Whether a text says what the teacher alone does ("El profesor porciona las carnes"), and nothing else."""

    def alone(clause: str) -> bool:
        acts = _SAID["teacher_acts"].search(clause)
        return acts is not None and _SAID["with_learners"].search(_SAID["to_learners"].sub(" ", clause)) is None

    if not names_teacher(text):
        return False
    clauses = [clause for clause in _CLAUSES.split(fold(text)) if clause]
    others = [*filterfalse(alone, clauses)]
    return len(others) < len(clauses) and not any(map(tells, others)) and not any(map(performs_at_work, others))


def names_teacher(text: str) -> bool:
    """Whether a text speaks of who teaches."""
    return any(map(text.lower().__contains__, _TEACHERS))


def is_task(text: str) -> bool:
    """Whether a text below "Evidencias" or "Productos" says what is handed in or done, not how it is observed."""
    folded = fold(text)
    enough = len(folded.split()) >= _FEWEST_WORDS or len(folded) > _LONG_ENOUGH
    return enough and not grades(text) and _SAID["instruments"].fullmatch(folded) is None


@lru_cache(maxsize=512)
def _rules(text: str) -> bool:
    """Whether a sentence rules grading or administration, or says what is not done."""
    folded = fold(text)
    return grades(text) or _SAID["office"].search(folded) is not None or _SAID["prohibits"].search(folded) is not None
