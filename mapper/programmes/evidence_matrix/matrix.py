"""A standard's criteria against the evaluation activities of a programme.

The activities are read from the programme's whole text: what is not mapped is looked at here. The probability that one
shows a criterion is that of a pair (`mapper.matching`), of the activity's best passage: the one that coverage has. Most
activities say in a few words what an outcome says in full, and are less probable than it; so the most probable of them
are named from `LEAST` on, to be confirmed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import Literal

from corpora import Block, Competency, Document, Framework, InputError, Passage, Skipped, Text, _
from corpora.text import fold
from corpora.vocabulary import is_vague, name_of, sense_of, sense_of_header
from mapper.matching.calibrated import MATERIAL, of_other_encoder
from mapper.matching.records import criterion_kind
from mapper.matching.scorer import Scorer
from mapper.people.checklist.records import Mark
from mapper.programmes.coverage.records import Made, Programme
from mapper.programmes.coverage.report import Searched
from mapper.programmes.coverage.standards import Shown
from mapper.programmes.facilities.brought import texts_of

Instrument = Literal[
    "observation", "checklist", "questionnaire", "practical", "rubric", "scale", "portfolio", "interview"
]
Evidenced = Literal["found", "uncertain", "none"]
EVIDENCED: tuple[Evidenced, ...] = ("found", "uncertain", "none")


@dataclass(frozen=True, slots=True)
class Standard:
    """What a standard's document says of its evaluation.

    Attributes:
        level: as its document or the registry says it, None if neither does.
        requirements: what the evaluation needs ("apoyos/requerimientos"); () where the document states nothing.
        practice: how it is evaluated ("detalles de la práctica"); likewise.
        duration: of the evaluation; likewise None.
        elements: code and title of each, in the standard's order.
    """

    framework: str
    code: str
    title: str
    level: str | None
    committee: str | None
    purpose: str | None
    requirements: tuple[str, ...]
    practice: tuple[str, ...]
    duration: str | None
    elements: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Activity:
    """Something by which a programme evaluates: a row of a table, an item, a paragraph.

    Attributes:
        name: by which the matrix calls it: A1, A2, ….
        text: its words, the cells of a row parted by " · ".
        passages: ids of its passages.
        role: evaluation or activity, as the programme has it.
        section: headings above it, the outermost first.
        page: None where the format has none.
        weight: its share of the mark as printed ("20 %"; "30 % · 40 %" where columns differ), "" for none.
        instruments: that it names, or the heading above it.
        other_instruments: what its cell in a column of instruments calls one that is none of these.
    """

    name: str
    text: str
    passages: tuple[str, ...]
    role: str
    section: tuple[str, ...]
    page: int | None
    weight: str
    instruments: tuple[Instrument, ...]
    other_instruments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """An activity that may show a criterion, with the probability that it does.

    Attributes:
        said: what people marked of its passages that teach the criterion; None where it was computed.
    """

    activity: str
    probability: float
    said: Mark | None = None


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A criterion, the instrument that its kind asks for, and what of the programme may show it.

    Attributes:
        kind: in the framework's terms.
        level: of a knowledge criterion, None if it has none.
        element: code of the element above it.
        asked: instruments that its kind asks for, any of them; () where no rule speaks of the kind.
        state: whether some activity shows it: "found" where one does as probably as coverage asks for before it calls
            a criterion taught; "uncertain" where others are named; else, and where coverage does not find
            the criterion, or people said that it is not taught, "none".
        evidence: the activities that most probably show it whatever the state, three or all that surely do, the most
            probable first.
        through: activities that say by number that they assess an outcome that teaches the criterion, (activity,
            number of the outcome).
        fits: whether one of them that is found uses an instrument that is asked for; None where none is found, no
            instrument is asked for or none is named.
        by: who decided of the criterion or its passages, "" for nobody.
        not_taught: whether they said that it is not taught.
    """

    code: str
    kind: str
    statement: str
    level: str | None
    element: str
    asked: tuple[Instrument, ...]
    state: Evidenced
    evidence: tuple[Evidence, ...]
    through: tuple[tuple[str, str], ...]
    fits: bool | None
    by: str = ""
    not_taught: bool = False


@dataclass(frozen=True, slots=True)
class EvidenceReport:
    """The evidence matrix of one standard and one programme.

    Attributes:
        programme: with the passages of its activities.
        standard: what its document says of the evaluation.
        activities: that name an instrument or may show a criterion, in the programme's order.
        rows: the standard's criteria, in its order.
        material: what the probabilities were calibrated on, and that they are carried over.
        made: what it takes to make the report again.
        notes: what a reader has to know.
        skipped: what of the programme's evaluation is not in it, counted.
    """

    programme: Programme
    standard: Standard
    activities: tuple[Activity, ...]
    rows: tuple[EvidenceRow, ...]
    material: Text
    made: Made
    notes: tuple[Text, ...] = ()
    skipped: tuple[Skipped, ...] = ()


ROLES = ("evaluation", "activity", "other")
"""Roles of passages that may be of an evaluation, besides what stands below the heading of an instrument."""
_OF_EVALUATION = ("evaluation", "task")
_WEIGHT_COLUMN = re.compile(
    r"ponderaci\w+|peso|porcentaje|valor|puntos|puntaje|%|weight(?:ing)?|percentage|points|marks?"
)
_WEIGHT = re.compile(r"(?:^|[\s(])(\d{1,3}(?:[.,]\d+)?\s?%)")
# "Sube tu hoja de cálculo. Valor: 15 puntos": what a text says of itself, folded
_MARK = re.compile(
    r"\b(?:val(?:or|e|en)|worth):? (\d{1,3} ?(?:puntos|pts|points|marks|%))|\((\d{1,3} (?:puntos|pts|points|marks))\)"
)
_NUMBERS = re.compile(r"(?<![\d.,])\d{1,2}(?:\.\d{1,2}){1,2}(?!\d|[.,]\d|\s?%)")
_OF_OUTCOMES = re.compile(r"\b(?:resultados?|outcomes?|objetivos?|objectives?|r\.?a|[cs]?los?)\b")
_OF_CRITERION = re.compile(r"(\d{1,2})(?:\.\d{1,2}){1,2}(?=\.? )")
_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2})*")
_ONLY_NUMBERS = re.compile(rf"(?:(?:[a-z]{{1,4}}\.? ?)?{_NUMBER.pattern}(?:\s?(?:,|;|y|and)\s?|$))+")
_INSTRUMENT_COLUMN = re.compile(
    r"(?:tecnicas? e )?instrumentos?(?: de (?:la )?(?:evaluacion|calificacion))?|(?:assessment )?instruments?"
)
_TASK = re.compile(r"\b(practica|actividad|tarea|proyecto|caso|practical|lab|task|assignment|project) (\d{1,2})\b")
# "PE: prueba escrita", "Lista de cotejo (LC)"
_ABBREVIATED = re.compile(r"\b([A-Z]{2,4})\s?[:=]\s?([^;:.,()\n]{4,40})|([^;:.,()\n]{4,40}) \(([A-Z]{2,4})\)")
# How something is passed, graded and checked, folded
_RULES = re.compile(
    r"\bfor a (?:pass|merit|distinction)\b|\b(?:pass|merit|distinction) is (?:awarded|given)\b"
    r"|\b(?:not pass|try again|resubmi\w+|resits?|appeals?|malpractice|late (?:work|submission))\b"
    r"|\b(?:second|automatic) fail(?:ure)?\b"
    r"|\b(?:in|ex)ternal (?:verif\w+|quality)\b|\battempts? (?:is|are) allowed\b|\bverificacion (?:in|ex)terna\b"
    r"|\breprueb\w+|\bno (?:apruebe\w*|acredite\w*)\b"
    r"|\bmar(?:que|car|ca) (?:con )?(?:una? )?[\W_]*(?:x|equis|palomita|cruz)\b|\b(?:tick|mark with)\b.*\b(?:box|x)\b"
)
# What a form says besides its items: the standard it is of, whom it instructs, the verdict and the sums, folded
_OF_FORM = re.compile(
    r"(?:(?:codigo|clave|nombre|titulo) del )?estandar(?: de competencia)?\s?:.*|(?:competency )?standard\s?:.*"
    r"|(?:instrucciones|indicaciones) (?:para|al?|del) (?:(?:la|el|las|los) )?(?:persona )?(?:evaluador|aplicador).*"
    r"|instructions (?:for|to) (?:the )?(?:assessor|evaluator|examiner).*"
    r"|.*\b(?:(?:todavia|aun) no competente|not yet competent)\b.*"
    r"|(?:(?:sub|gran )?total(?:es)?|suma|puntaje)"
    r"(?: (?:general|final|obtenid[oa]s?|(?:de )?puntos|points|score))?[\W\d_]*"
)
# "Producto: Ficha descriptiva" in a row of its own heads the rows below it
_BAND = re.compile(
    r"(?:productos?|desempenos?|conocimientos?|actitud(?:es)?|products?|performance|knowledge|attitudes?)\s?(?:\d+\s?)?:.+"
)
_SENTENCES = re.compile(r"(?<=[.!?])\s+(?=[A-ZÁÉÍÓÚÑ¿¡])")
_words = re.compile(r"\w+").findall
_LETTERS = re.compile(r"[^\W\d_]{3,}")
_FEWEST_WORDS = 2


@dataclass(frozen=True, slots=True)
class Draft:
    """An activity before it has a name."""

    activity: Activity
    compared: tuple[Passage, ...]  # those of its passages that say what is evaluated: of a row of a table any cell may
    numbers: frozenset[str]  # of the outcomes that it says it assesses, in its row's other cells or the headings above


def _has_instrument(draft: Draft) -> bool:
    return bool(draft.activity.instruments or draft.activity.other_instruments)


def drafts(document: Document, passages: Iterable[Passage]) -> tuple[Draft, ...]:
    """The evaluation activities, in the document's order; rows of a table are one each."""
    blocks = Blocks(document)
    tasks = blocks.tasks()
    together: dict[object, tuple[list[Passage], list[Passage]]] = {}
    of_block: dict[int, list[Passage]] = defaultdict(list)
    for passage in passages:
        block = blocks.of(passage)
        if block.kind == "heading" or (block.cell and block.cell.is_header):
            continue
        of_block[block.start].append(passage)
        if blocks.is_band(block):
            continue
        # "Evidencia 3.1 Desempeño (30 %). Revisa la colmena. Guía de observación.": its sentences may be passages.
        alone = block.start if _NUMBERED.match(fold(blocks.text(block))) else passage.id
        key: object = (block.cell.table, block.cell.row) if block.cell else alone
        row = blocks.row(block)
        headers = [header for header, _ in row]
        task = _TASK.match(fold(passage.text))  # "practica 2"
        told = any(map(_names_instruments, headers)) or (task is not None and task.groups() in tasks)
        about = told or evaluates(passage, *headers) or any(is_only_instruments(text) for _, text in row)
        named = any(map(_INSTRUMENT.match, map(name_of, passage.section[-1:])))
        may = told or named or passage.role in ROLES or _is_marked(passage)
        together.setdefault(key, ([], []))[not (about and may)].append(passage)
    for same, others in together.values():
        for above in blocks.above(blocks.of(same[0])) if same else ():
            others.extend(of_block[above.start])
    made = [(same[0].start, _draft(same, others, blocks)) for same, others in together.values() if same]
    shown = [(start, draft) for start, draft in made if draft.compared or _has_instrument(draft)]
    shown = [(start, draft) for start, draft in shown if not _only_rules(draft.activity.text)]
    return tuple(draft for _, draft in sorted([*shown, *_numbered(blocks, of_block)], key=itemgetter(0)))


def _numbered(blocks: Blocks, told: Collection[int]) -> Iterator[tuple[int, Draft]]:
    """Rows that say by numbers alone which activity assesses which outcome, as tables of weights do, with their places.

    `told` are the places of the blocks that have a passage.
    """
    for cells in blocks.rows:
        row = blocks.row(cells[0])
        of_activity = any(
            sense_of_header(head) in (*_OF_EVALUATION, "activity") and _own_numbers(cell) for head, cell in row
        )
        if of_activity and (weight := _weight("", row)) and not any(block.start in told for block in cells):
            text = " · ".join(f"{head} {cell}" for head, cell in row if not _WEIGHT_COLUMN.fullmatch(fold(head)))
            activity = Activity("", text, (), "evaluation", (), cells[0].page, weight, ())
            yield cells[0].start, Draft(activity, (), numbers_in(cell for _, cell in row))


def _only_rules(text: str) -> bool:
    """Whether an activity is a line of a form, or most of its sentences rule how it is passed: neither is shown."""
    ruling = [_RULES.search(fold(one)) is not None for one in _SENTENCES.split(text)]
    return _OF_FORM.fullmatch(fold(text)) is not None or 2 * sum(ruling) > len(ruling)


def evaluates(passage: Passage, *headers: str) -> bool:
    """Whether a passage, its heading or a header is of an evaluation, or the passage says how many points it is worth.

    A weight in a column does not tell: units have one too.
    """
    columns = (one for one in headers if not is_vague(one) and not _WEIGHT_COLUMN.fullmatch(fold(one)))
    of_column = any(sense_of_header(one) in _OF_EVALUATION for one in columns)
    if passage.role == "evaluation" or _is_marked(passage) or of_column:
        return True
    above = [*map(sense_of, passage.section)]
    names = [*map(name_of, (*passage.section, passage.text))]
    named = any(_INSTRUMENT.match(name) or _NUMBERED.match(name) for name in names)
    return "other" not in above and (named or any(sense in _OF_EVALUATION for sense in above))


def _is_marked(passage: Passage) -> bool:
    """Whether a passage says how many points it is worth or, where no heading says what it is, that it assesses."""
    if passage.role not in ("activity", "content"):
        return False
    alone = not any(map(sense_of, passage.section))
    return _MARK.search(fold(passage.text)) is not None or (alone and _CALLED.match(name_of(passage.text)) is not None)


def _names_instruments(header: str) -> bool:
    """Whether a column says by what its row is evaluated: an outcome or a criterion as well."""
    return _INSTRUMENT_COLUMN.fullmatch(name_of(header)) is not None


def _draft(same: Sequence[Passage], others: Sequence[Passage], blocks: Blocks) -> Draft:
    """An activity of the passages on evaluation of one row, paragraph or item, and of its others."""
    cells = blocks.row(blocks.of(same[0]))
    every = (*same, *others)
    # Numbers and weights of a row are told by themselves.
    said = [text for _, text in cells if _LETTERS.search(text)]
    text = " · ".join(said) if cells else " ".join(p.text for p in sorted(every, key=lambda p: p.start))
    # "PE" in the column of instruments, where the document says what it stands for.
    of_column = [cell for head, cell in cells if _names_instruments(head)]
    meant = {cell: " ".join([cell, *(blocks.spelled.get(word, "") for word in _words(cell))]) for cell in of_column}
    unknown = (cell for cell, full in meant.items() if any(map(str.isalpha, cell)) and not instruments_in(full))
    named = [text, *meant.values(), *([same[0].section[-1]] if same[0].section else [])]
    found = dict.fromkeys(name for one in named for name in instruments_in(one))
    saying = (p for p in every if p.language and not (is_only_instruments(p.text) or p.text.endswith(":")))
    compared = tuple(p for p in saying if len(_LETTERS.findall(p.text)) >= _FEWEST_WORDS)
    numbers = numbers_above(same[0].section) | numbers_in(text for _, text in cells)
    numbers |= {n for head, cell in cells if _OF_OUTCOMES.search(fold(head)) for n in _own_numbers(cell)}
    activity = Activity(
        name="",
        text=text,
        passages=tuple(passage.id for passage in every),
        role=same[0].role,
        section=same[0].section,
        page=same[0].page,
        weight=_weight(text, cells),
        instruments=tuple(found),
        other_instruments=tuple(unknown),
    )
    return Draft(activity, compared, numbers)


def numbers_in(texts: Iterable[str]) -> frozenset[str]:
    """The dotted numbers in headings or cells, by which programmes refer to their outcomes ("1.2", "3.1, 3.2")."""
    return frozenset(number for text in texts for number in _NUMBERS.findall(text) if "%" not in text)


def numbers_above(section: Iterable[str]) -> frozenset[str]:
    """The numbers in the headings above a passage, without those that the numbers below them do not go on with.

    In "2.4 Units › Learning outcome: 1.1 …" the first is a chapter's number, not an outcome's.
    """
    found = frozenset[str]()
    for title in section:
        if own := numbers_in((title,)):
            found = own | {number for number in found if any(one.startswith(f"{number}.") for one in own)}
    return found


def _own_numbers(text: str) -> list[str]:
    """The numbers of outcomes where a cell, or what stands before an outcome, holds nothing else ("3", "RA 1, 2")."""
    folded = fold(text).strip(" .:)–—-")
    return _NUMBER.findall(folded) if _ONLY_NUMBERS.fullmatch(folded) else []


def _numbers_of(programme: Searched) -> dict[str, frozenset[str]]:
    """By the id of a passage, the numbers in the headings above it, and of an outcome, where no other has it.

    An outcome's number is that of all that stands below it; a criterion has its own besides.
    """
    blocks, found = Blocks(programme.document), {p.id: numbers_above(p.section) for p in programme.every}
    outcomes = [p for p in programme.every if p.role in ("outcome", "competency")]
    own = {p.id: _own_numbers(blocks.before(p)) for p in outcomes}
    often = Counter(number for numbers in own.values() for number in numbers)
    alone = {id_: frozenset(n for n in numbers if often[n] == 1) for id_, numbers in own.items()}
    # As a title an outcome has lost the full stop that ends it.
    called = {p.text.rstrip(" .:"): alone[p.id] for p in outcomes}
    numbers = frozenset[str]().union(*alone.values())
    for passage in programme.every:
        # What stands below an outcome, its criteria above all, is assessed where this is.
        above = [called.get(title.rstrip(" .:"), frozenset[str]()) for title in passage.section]
        found[passage.id] = found[passage.id].union(alone.get(passage.id, ()), *above)
        if passage.role == "criterion" and (number := _OF_CRITERION.match(blocks.before(passage) + passage.text)):
            found[passage.id] |= {number[0], *({number[1]} & numbers)}
    return found


def _weight(text: str, cells: Sequence[tuple[str, str]]) -> str:
    for header, cell in cells:
        if _WEIGHT_COLUMN.fullmatch(fold(header)) and any(c.isdigit() for c in cell):
            return cell
    # No column is named so where each part of a programme has one of its own ("Sub. 1": "10 %").
    if shares := dict.fromkeys(cell for _, cell in cells if _WEIGHT.fullmatch(cell)):
        return " · ".join(shares)
    if found := _WEIGHT.search(text):
        return found[1]
    return next(filter(None, found.groups())) if (found := _MARK.search(fold(text))) else ""


class Blocks:
    """Which block a passage stands in, and the other cells of its row."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._starts = [block.start for block in document.blocks]
        self._rows: dict[tuple[int, int], list[Block]] = {}
        self.spelled = {m[1] or m[4]: m[2] or m[3] for m in _ABBREVIATED.finditer(document.text)}
        for block in document.blocks:
            if block.cell is not None:
                self._rows.setdefault((block.cell.table, block.cell.row), []).append(block)
        self._above: dict[tuple[int, int], list[Block]] = {}
        leading: dict[int, list[Block]] = {}  # of the last rows, by column; a band stands before the first
        last = -1
        for (table, row), cells in self._rows.items():
            first = min(block.cell.column for block in cells if block.cell)
            leading = {column: above for column, above in leading.items() if table == last and column < first}
            last = table
            self._above[table, row] = [block for column in sorted(leading) for block in leading[column]]
            if self.is_band(cells[0]):
                leading = {-1: cells}
                continue
            for block in cells:
                if block.cell and not block.cell.is_header:
                    leading.setdefault(block.cell.column, []).append(block)

    @property
    def rows(self) -> Iterable[list[Block]]:
        """The cells of each row of a table, but for merged ones those that stand in it first."""
        return self._rows.values()

    def of(self, passage: Passage) -> Block:
        """The block that a passage stands in."""
        return self._document.blocks[bisect_right(self._starts, passage.start) - 1]

    def text(self, block: Block) -> str:
        """What a block says, without its marker."""
        return self._document.text[block.start : block.end].strip(" \n-–—•●▪*")

    def is_band(self, block: Block) -> bool:
        """Whether a row of nothing else heads the rows below it, which have more cells."""
        if block.cell is None or len(self._rows[block.cell.table, block.cell.row]) > 1:
            return False
        below = self._rows.get((block.cell.table, block.cell.row + 1), ())
        return len(below) > 1 and _BAND.fullmatch(fold(self.text(block))) is not None

    def above(self, block: Block) -> list[Block]:
        """The cells of rows above that its row goes on with: the band over it, and what stands once for several rows.

        A cell that is merged over rows, or said again in each, stands in the first of them only.
        """
        return self._above[block.cell.table, block.cell.row] if block.cell else []

    def before(self, passage: Passage) -> str:
        """What of its block stands before a passage: the number of an item."""
        return self._document.text[self.of(passage).start : passage.start]

    def tasks(self) -> frozenset[tuple[str, ...]]:
        """The practices and tasks that a column of instruments names by their number ("Práctica 2")."""
        cells = (b for row in self._rows.values() for b in row if b.cell and _names_instruments(b.cell.header))
        return frozenset(named for b in cells for named in _TASK.findall(fold(self._document.text[b.start : b.end])))

    def row(self, block: Block) -> list[tuple[str, str]]:
        """Header and text of each cell of the block's row and of those it goes on with, empty cells left out."""
        if block.cell is None:
            return []
        cells = [*self.above(block), *self._rows[block.cell.table, block.cell.row]]
        texts = ((b.cell.header if b.cell else "", self._document.text[b.start : b.end].strip()) for b in cells)
        return [(header, text) for header, text in texts if text]


_NAMES: Mapping[Instrument, str] = {
    "observation": r"(?:guias?|registros?|fichas?|hojas?|cedulas?|pautas?) de observacion"
    r"|observation (?:guides?|sheets?|forms?)|observation(?= check ?-?lists?\b)",
    "checklist": r"(?:listas?|hojas?) de (?:cotejo|verificacion|chequeo|comprobacion)|check ?-?lists?",
    "questionnaire": r"cuestionarios?|examen(?:es)?(?! practicos?\b)|evaluacion escrita|supuestos? escritos?"
    r"|tests?(?= (?:de|final|escrito|and|y)\b|\s?[.,;:()·%]|$)"
    r"|pruebas? (?:escritas?|objetivas?|de conocimientos?|evaluativas?|tipo test|teoricas?)"
    r"|questionnaires?|(?<!practical )(?:exams?|examinations?)|(?:written|unit|chapter|final) tests?|quiz(?:zes)?",
    "practical": r"(?:pruebas?|examen(?:es)?|evaluacion|supuestos?) practic[oa]s?"
    r"|(?:practical|skills?) (?:tests?|exams?|examinations?)",
    "rubric": r"rubricas?|matri(?:z|ces) de valoracion|rubrics?",
    "scale": r"escalas? (?:estimativas?|de (?:apreciacion|valoracion|actitudes|estimacion|rango))|rating scales?",
    "portfolio": r"portafolios?(?: de evidencias)?|carpetas? de evidencias|portfolios?",
    "interview": r"entrevistas?|pruebas? oral(?:es)?|examen oral|interviews?|oral (?:exams?|tests?|examinations?)",
}
_PATTERNS = {name: re.compile(rf"\b(?:{pattern})\b") for name, pattern in _NAMES.items()}
_INSTRUMENT = re.compile(rf"(?:{'|'.join(pattern for name, pattern in _NAMES.items() if name != 'interview')})(?!\w)")
"""At the beginning of a heading or item; to interview somebody is mostly what is learnt."""
_CALLED = re.compile(rf"(?:{_INSTRUMENT.pattern}|tareas?|entregas?|assignments?)(?: \d{{1,2}}\b|\s?:)")
"""What an activity calls itself: "Cuestionario 2", "Tarea: Reporte de turno"."""
_NUMBERED = re.compile(
    r"(?:evidencia|evaluacion|actividad de evaluacion|assessment(?: task)?) (?:n[.º°o]* ?)?[\divx]+[.:\d]"
)
_NOT_BY_IT = re.compile(
    r"\b(?:antes|despues|previ[oa]|hasta|derecho|sin|no hay|before|after|until|no)"
    r"(?: (?:de|del|al?|el|la|los|las|una?|cada|the|an?|each))* $"
)
"""What stands before an instrument that only tells when something happens, who may sit it or that there is none."""
_OF_A_THING = re.compile(
    r"(?<![\w-])(?!(?:an?|the|each|every|or|and|by|with|el|un|los|cada|y|o|de|con|por|mediante|theory|knowledge|online|class|short"
    r"|mid-?term|multiple-choice|progress|grammar|vocabulary) )[a-z][a-z-]* $"
)
"""What stands before a test that something is put to, "jar test", and that nobody sits."""
_ONLY = re.compile(rf"(?:{'|'.join(_NAMES.values())}|[\s.,;:y/()]|\band\b)+")

_ASKED: Mapping[str, tuple[Instrument, ...]] = {
    "desempeno": ("observation",),
    "actitud": ("observation",),
    "producto": ("checklist",),
    "conocimiento": ("questionnaire",),
    "situacion_emergente": ("observation", "questionnaire"),
}


def instruments_in(text: str) -> tuple[Instrument, ...]:
    """The instruments by which a text says that it is evaluated, in the order of the table above."""
    folded = fold(text)
    found: dict[Instrument, None] = {}
    for name, pattern in _PATTERNS.items():
        for named in pattern.finditer(folded):
            before = folded[: named.start()]
            if not (_NOT_BY_IT.search(before) or (named[0] in ("test", "tests") and _OF_A_THING.search(before))):
                found[name] = None
    return tuple(found)


def is_only_instruments(text: str) -> bool:
    """Whether a text names instruments and nothing else: it says how, not what."""
    return _ONLY.fullmatch(fold(text)) is not None


def asked_for(kind: str) -> tuple[Instrument, ...]:
    """The instruments that a kind of criterion asks for; () where there is no rule."""
    return _ASKED.get(criterion_kind(kind), ())


NAMED = 3  # activities that a row names at most, besides those that are sure
SHOWS = 0.5
"""Probability from which on an activity is said to show a criterion: in 11 judged programmes that no fit had seen 7 of
8 did, at least in part, of those between .15 and it 8 of 18."""
LEAST = 0.03
"""Probability under which an activity is not named: of such in these programmes not one in five showed anything."""
_CARRIED = _(
    " Here it is carried over, besides, from what is taught to how it is evaluated: nobody has calibrated it on"
    " evaluation activities."
)


def standard_of(framework: Framework, code: str) -> Standard:
    """What a standard says of its evaluation; raises InputError: it is known by its title only, or has no criteria."""
    entry = framework.entry(code)
    elements = [element for element in framework.criteria if framework.root_of(element) == code]
    if entry.title_only and (file := entry.extra.get("file")):
        raise InputError(
            "{name}/{code}: no criteria were found in its document ({file}), and without them there is no evidence"
            " matrix; if it has some, add it from another file, as PDF, Word or text",
            name=framework.name,
            code=code,
            file=file,
        )
    if entry.title_only or not elements:
        raise InputError(
            "{name}/{code}: only its title is known, and without its criteria there is no evidence matrix; save its"
            " PDF and add it⟦ (curmap framework add {code}.pdf)⟧",
            name=framework.name,
            code=code,
        )
    titles = (framework.entry(element).statement for element in elements)
    return Standard(
        framework=framework.name,
        code=code,
        title=entry.statement,
        level=entry.level,
        committee="; ".join(texts_of(entry, "committee")) or None,
        purpose="; ".join(texts_of(entry, "purpose")) or None,
        requirements=texts_of(entry, "requirements"),
        practice=texts_of(entry, "practice"),
        duration="; ".join(texts_of(entry, "duration")) or None,
        elements=tuple(zip(elements, titles, strict=True)),
    )


@dataclass(frozen=True, slots=True)
class Assessing:
    """An activity that the row of a criterion names, or that says by number that it assesses the criterion.

    Attributes:
        number: its place among the activities.
        compared: its passages that say what is evaluated, each with the probability that it shows the criterion.
        chance: the same of the activity, as of its best passage.
        named: whether the row names it.
        outcome: number of an outcome that teaches the criterion and that it says it assesses, "" for none.
    """

    number: int
    activity: Activity
    compared: tuple[tuple[Passage, float], ...]
    chance: float
    named: bool
    outcome: str

    @property
    def sure(self) -> bool:
        """Whether it is said to show the criterion."""
        return self.chance >= SHOWS


def assessing(
    found: Sequence[Draft], shown: Shown, places: Iterable[int], programme: Searched
) -> Iterator[list[Assessing]]:
    """Of each criterion, by its place in the framework, what assesses it; mostly as coverage has its best passage."""
    numbers = _numbers_of(programme)
    parts: dict[str, set[str]] = defaultdict(set)
    for number in frozenset[str]().union(*numbers.values()):
        parts[number.rpartition(".")[0]].add(number)
    # Who names "1.1" and "1.2" assesses "1" too where it has no other part.
    assessed = [draft.numbers.union(n for n, below in parts.items() if below <= draft.numbers) for draft in found]
    for place in places:
        known = shown.chances(place)
        compared = [tuple((p, known.get(p.id, 0.0)) for p in draft.compared) for draft in found]
        chances = [max((chance for _, chance in of), default=0.0) for of in compared]
        first = sorted(range(len(found)), key=lambda n: -chances[n])[:NAMED]
        teaching = shown.passages(place) if shown.shows(place) else ()
        taught = {number for passage in teaching for number in numbers.get(passage.id, ())}
        told = []
        for n, draft in enumerate(found):
            named = chances[n] >= (LEAST if n in first else SHOWS)
            if (outcome := max(taught & assessed[n], default="")) or named:
                told.append(Assessing(n, draft.activity, compared[n], chances[n], named, outcome))
        yield told


def evidence_matrix(programme: Searched, framework: Framework, code: str, model: Scorer, made: Made) -> EvidenceReport:
    """The matrix of one standard and one programme; raises InputError: the standard is known by its title only."""
    standard = standard_of(framework, code)
    found = drafts(programme.document, programme.every)
    elements = [framework.criteria[code] for code, _title in standard.elements]
    places = [place for kinds in elements for kind in kinds.values() for place in kind]
    shown = next(one for one in programme.shown if one.framework.name == framework.name)
    of_each = list(assessing(found, shown, places, programme))
    told = {one.number for of_one in of_each for one in of_one}
    kept = [n for n, draft in enumerate(found) if _has_instrument(draft) or n in told]
    activities = {n: replace(found[n].activity, name=f"A{number}") for number, n in enumerate(kept, 1)}
    text_of = {passage.id: passage.text_id for passage in programme.every}
    rows = []
    for place, of_one in zip(places, of_each, strict=True):
        decided = shown.told[place].decided if place in shown.told else None
        marks = {text_of[id_]: mark for id_, mark in decided.marks.items() if mark != "no"} if decided else {}
        rejected = decided is not None and decided.state == "not_found"
        row = _row(framework.competencies[place], of_one, activities, marks, told=shown.tells(place), rejected=rejected)
        rows.append(replace(row, by=decided.by) if decided else row)
    left_out = _(
        "texts on evaluation that name no instrument and correspond to no criterion: {count}",
        count=len(found) - len(kept),
    )
    return EvidenceReport(
        programme=programme.cited(code for activity in activities.values() for code in activity.passages),
        standard=standard,
        activities=tuple(activities.values()),
        rows=tuple(rows),
        material=Text(MATERIAL.es + _CARRIED.es, MATERIAL.en + _CARRIED.en),
        made=made,
        notes=of_other_encoder(made.encoder, model),
        skipped=(Skipped(programme.document.name, left_out),) if len(found) > len(kept) else (),
    )


def _row(
    criterion: Competency,
    of_one: Sequence[Assessing],
    activities: Mapping[int, Activity],
    marks: Mapping[str, Mark],
    *,
    told: bool,
    rejected: bool,
) -> EvidenceRow:
    """The row of a criterion.

    `told` is whether something is said of the activities that do not surely show it, which coverage does not where it
    finds nothing; `rejected` whether people said that it is not taught, `marks` what they said of texts that teach it.
    """
    evidence, used = [], set[str]()
    for one in sorted((one for one in of_one if one.named), key=lambda one: -one.chance):
        said = {marks[passage.text_id] for passage, _ in one.compared if passage.text_id in marks}
        mark: Mark | None = "yes" if "yes" in said else "partly" if said else None
        evidence.append(Evidence(activities[one.number].name, one.chance, mark))
        used.update((*one.activity.instruments, *one.activity.other_instruments) if one.sure else ())
    through = tuple((activities[one.number].name, one.outcome) for one in of_one if one.outcome)
    found = not rejected and any(one.sure for one in of_one)
    state: Evidenced = "found" if found else "uncertain" if told and (evidence or through) else "none"
    asked = asked_for(criterion.kind)
    return EvidenceRow(
        code=criterion.code,
        kind=criterion.kind,
        statement=criterion.statement,
        level=criterion.level,
        element=criterion.parent or criterion.code,
        asked=asked,
        state=state,
        evidence=tuple(evidence),
        through=through,
        fits=bool(used & set(asked)) if found and used and asked else None,
        not_taught=rejected,
    )
