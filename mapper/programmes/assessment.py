"""What of a programme assesses: its evaluation activities, and which criteria and outcomes each may assess.

The activities are read from the programme's whole text: what is not mapped is looked at here. The probability that one
shows a criterion is that of a pair (`mapper.matching`), of the activity's best passage: the one that coverage has. Most
activities say in a few words what an outcome says in full, and are less probable than it; so the most probable of them
are named from `LEAST` on, to be confirmed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter

from corpora import Block, Document, Passage
from corpora.text import fold
from corpora.vocabulary import heading_name, heading_sense, is_vague, sense_of_header
from mapper.programmes.coverage.report import Searched
from mapper.programmes.coverage.standards import EntryScores

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
_FEWEST_WORDS = 2  # of three letters at least; a single one names an instrument and says nothing of what is done


@dataclass(frozen=True, slots=True)
class Activity:
    """Something by which a programme evaluates: a row of a table, an item, a paragraph.

    Attributes:
        text: its words, the cells of a row parted by " · ".
        passages: ids of its passages.
        compared: those of its passages that say what is evaluated: of a row of a table any cell may.
        numbers: of the outcomes that it says it assesses, in its row's other cells or the headings above.
    """

    text: str
    passages: tuple[str, ...]
    compared: tuple[Passage, ...]
    numbers: frozenset[str]


def find_activities(document: Document, passages: Iterable[Passage]) -> tuple[Activity, ...]:
    """Return the evaluation activities, in the document's order; rows of a table are one each."""
    blocks = Blocks(document)
    tasks = blocks.tasks()
    together: dict[object, tuple[list[Passage], list[Passage]]] = {}
    of_block: dict[int, list[Passage]] = defaultdict(list)
    for passage in passages:
        block = blocks.block_at(passage)
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
        about = told or is_evaluation(passage, *headers) or any(is_only_instruments(text) for _, text in row)
        heading = passage.section[-1:]
        named = any(map(_INSTRUMENT.match, map(heading_name, heading))) or any(
            heading_sense(one) in _OF_EVALUATION for one in heading
        )
        may = told or named or passage.role in ROLES or _is_marked(passage)
        together.setdefault(key, ([], []))[not (about and may)].append(passage)
    for same, others in together.values():
        for above in blocks.above(blocks.block_at(same[0])) if same else ():
            others.extend(of_block[above.start])
    made = [(same[0].start, _activity(same, others, blocks)) for same, others in together.values() if same]
    # An instrument alone says by number what it assesses, if at all.
    shown = [
        (start, one) for start, one in made if one.compared or (one.numbers and _INSTRUMENT.search(fold(one.text)))
    ]
    shown = [(start, one) for start, one in shown if not _only_rules(one.text)]
    return tuple(one for _, one in sorted([*shown, *_numbered(blocks, of_block)], key=itemgetter(0)))


def _numbered(blocks: Blocks, told: Collection[int]) -> Iterator[tuple[int, Activity]]:
    """Yield rows that say by numbers alone which activity assesses which outcome, with their places.

    `told` are the places of the blocks that have a passage.
    """
    for cells in blocks.rows:
        row = blocks.row(cells[0])
        of_activity = any(
            sense_of_header(head) in (*_OF_EVALUATION, "activity") and _own_numbers(cell) for head, cell in row
        )
        if of_activity and _has_weight(row) and not any(block.start in told for block in cells):
            text = " · ".join(f"{head} {cell}" for head, cell in row if not _WEIGHT_COLUMN.fullmatch(fold(head)))
            yield cells[0].start, Activity(text, (), (), outcome_numbers(cell for _, cell in row))


def _only_rules(text: str) -> bool:
    """Return whether an activity is a line of a form, or mostly rules on how it is passed."""
    ruling = [_RULES.search(fold(one)) is not None for one in _SENTENCES.split(text)]
    return _OF_FORM.fullmatch(fold(text)) is not None or 2 * sum(ruling) > len(ruling)


def is_evaluation(passage: Passage, *headers: str) -> bool:
    """Return whether a passage, its heading or a header is of an evaluation, or it says how many points it gives.

    A weight in a column does not tell: units have one too.
    """
    columns = (one for one in headers if not is_vague(one) and not _WEIGHT_COLUMN.fullmatch(fold(one)))
    of_column = any(sense_of_header(one) in _OF_EVALUATION for one in columns)
    if passage.role == "evaluation" or _is_marked(passage) or of_column:
        return True
    above = [*map(heading_sense, passage.section)]
    names = [*map(heading_name, (*passage.section, passage.text))]
    named = any(_INSTRUMENT.match(name) or _NUMBERED.match(name) for name in names)
    return "other" not in above and (named or any(sense in _OF_EVALUATION for sense in above))


def _is_marked(passage: Passage) -> bool:
    """Return whether a passage says how many points it gives or, without a heading that says so, that it assesses."""
    if passage.role not in ("activity", "content"):
        return False
    alone = not any(map(heading_sense, passage.section))
    return _MARK.search(fold(passage.text)) is not None or (
        alone and _CALLED.match(heading_name(passage.text)) is not None
    )


def _names_instruments(header: str) -> bool:
    """Return whether a column says by what its row is evaluated: an outcome or a criterion as well."""
    return _INSTRUMENT_COLUMN.fullmatch(heading_name(header)) is not None


def _activity(same: Sequence[Passage], others: Sequence[Passage], blocks: Blocks) -> Activity:
    """Return an activity of the passages on evaluation of one row, paragraph or item, and of its others."""
    cells = blocks.row(blocks.block_at(same[0]))
    every = (*same, *others)
    # Numbers and weights of a row are told by themselves.
    said = [text for _, text in cells if _LETTERS.search(text)]
    text = " · ".join(said) if cells else " ".join(p.text for p in sorted(every, key=lambda p: p.start))
    saying = (p for p in every if p.language and not (is_only_instruments(p.text) or p.text.endswith(":")))
    compared = tuple(p for p in saying if len(_LETTERS.findall(p.text)) >= _FEWEST_WORDS)
    numbers = heading_numbers(same[0].section) | outcome_numbers(text for _, text in cells)
    numbers |= {n for head, cell in cells if _OF_OUTCOMES.search(fold(head)) for n in _own_numbers(cell)}
    return Activity(text, tuple(passage.id for passage in every), compared, numbers)


def outcome_numbers(texts: Iterable[str]) -> frozenset[str]:
    """Return the dotted numbers by which headings or cells refer to outcomes ("1.2", "3.1, 3.2")."""
    return frozenset(number for text in texts for number in _NUMBERS.findall(text) if "%" not in text)


def heading_numbers(section: Iterable[str]) -> frozenset[str]:
    """Return the numbers in the headings above a passage, without those that the numbers below them do not go on with.

    In "2.4 Units › Learning outcome: 1.1 …" the first is a chapter's number, not an outcome's.
    """
    found = frozenset[str]()
    for title in section:
        if own := outcome_numbers((title,)):
            found = own | {number for number in found if any(one.startswith(f"{number}.") for one in own)}
    return found


def _own_numbers(text: str) -> list[str]:
    """Return the outcome numbers of a cell, or of the label of an outcome, that holds nothing else ("RA 1, 2")."""
    folded = fold(text).strip(" .:)–—-")
    return _NUMBER.findall(folded) if _ONLY_NUMBERS.fullmatch(folded) else []


def _passage_numbers(programme: Searched) -> dict[str, frozenset[str]]:
    """Return, by passage id, the numbers in the headings above it, and of an outcome, where no other has it.

    An outcome's number is that of all that stands below it; a criterion has its own besides.
    """
    blocks, found = Blocks(programme.document), {p.id: heading_numbers(p.section) for p in programme.every}
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


def _has_weight(cells: Sequence[tuple[str, str]]) -> bool:
    """Return whether a row has a share of the mark, in a column of weights or in one of its cells ("20 %")."""
    of_column = (cell for header, cell in cells if _WEIGHT_COLUMN.fullmatch(fold(header)))
    return any(any(map(str.isdigit, cell)) for cell in of_column) or any(_WEIGHT.fullmatch(cell) for _, cell in cells)


class Blocks:
    """Which block a passage stands in, and the other cells of its row."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._starts = [block.start for block in document.blocks]
        self._rows: dict[tuple[int, int], list[Block]] = {}
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
        """Return the cells of each row of a table, but for merged ones those that stand in it first."""
        return self._rows.values()

    def block_at(self, passage: Passage) -> Block:
        """Return the block that a passage stands in."""
        return self._document.blocks[bisect_right(self._starts, passage.start) - 1]

    def text(self, block: Block) -> str:
        """Return what a block says, without its marker."""
        return self._document.text[block.start : block.end].strip(" \n-–—•●▪*")

    def is_band(self, block: Block) -> bool:
        """Return whether a row of nothing else heads the rows below it, which have more cells."""
        if block.cell is None or len(self._rows[block.cell.table, block.cell.row]) > 1:
            return False
        below = self._rows.get((block.cell.table, block.cell.row + 1), ())
        return len(below) > 1 and _BAND.fullmatch(fold(self.text(block))) is not None

    def above(self, block: Block) -> list[Block]:
        """Return the cells above that its row goes on with: the band over it, and cells that span several rows.

        A cell that is merged over rows, or said again in each, stands in the first of them only.
        """
        return self._above[block.cell.table, block.cell.row] if block.cell else []

    def before(self, passage: Passage) -> str:
        """Return what of its block stands before a passage: the number of an item."""
        return self._document.text[self.block_at(passage).start : passage.start]

    def tasks(self) -> frozenset[tuple[str, ...]]:
        """Return the practices and tasks that a column of instruments names by their number ("Práctica 2")."""
        cells = (b for row in self._rows.values() for b in row if b.cell and _names_instruments(b.cell.header))
        return frozenset(named for b in cells for named in _TASK.findall(fold(self._document.text[b.start : b.end])))

    def row(self, block: Block) -> list[tuple[str, str]]:
        """Return header and text of each filled cell of the block's row and of the rows it goes on with."""
        if block.cell is None:
            return []
        cells = [*self.above(block), *self._rows[block.cell.table, block.cell.row]]
        texts = ((b.cell.header if b.cell else "", self._document.text[b.start : b.end].strip()) for b in cells)
        return [(header, text) for header, text in texts if text]


_SAT = (
    r"(?:guias?|registros?|fichas?|hojas?|cedulas?|pautas?) de observacion"
    r"|observation (?:guides?|sheets?|forms?)|observation(?= check ?-?lists?\b)"
    r"|(?:listas?|hojas?) de (?:cotejo|verificacion|chequeo|comprobacion)|check ?-?lists?"
    r"|cuestionarios?|examen(?:es)?(?! practicos?\b)|evaluacion escrita|supuestos? escritos?"
    r"|tests?(?= (?:de|final|escrito|and|y)\b|\s?[.,;:()·%]|$)"
    r"|pruebas? (?:escritas?|objetivas?|de conocimientos?|evaluativas?|tipo test|teoricas?)"
    r"|questionnaires?|(?<!practical )(?:exams?|examinations?)|(?:written|unit|chapter|final) tests?|quiz(?:zes)?"
    r"|(?:pruebas?|examen(?:es)?|evaluacion|supuestos?) practic[oa]s?"
    r"|(?:practical|skills?) (?:tests?|exams?|examinations?)"
    r"|rubricas?|matri(?:z|ces) de valoracion|rubrics?"
    r"|escalas? (?:estimativas?|de (?:apreciacion|valoracion|actitudes|estimacion|rango))|rating scales?"
    r"|portafolios?(?: de evidencias)?|carpetas? de evidencias|portfolios?"
)
_SPOKEN = r"entrevistas?|pruebas? oral(?:es)?|examen oral|interviews?|oral (?:exams?|tests?|examinations?)"
_INSTRUMENT = re.compile(rf"(?:{_SAT})(?!\w)")
"""At the beginning of a heading or item; to interview somebody is mostly what is learnt."""
_CALLED = re.compile(rf"(?:{_INSTRUMENT.pattern}|tareas?|entregas?|assignments?)(?: \d{{1,2}}\b|\s?:)")
"""What an activity calls itself: "Cuestionario 2", "Tarea: Reporte de turno"."""
_NUMBERED = re.compile(
    r"(?:evidencia|evaluacion|actividad de evaluacion|assessment(?: task)?) (?:n[.º°o]* ?)?[\divx]+[.:\d]"
)
_ONLY = re.compile(rf"(?:{_SAT}|{_SPOKEN}|[\s.,;:y/()]|\band\b)+")


def is_only_instruments(text: str) -> bool:
    """Return whether a text names instruments and nothing else: it says how, not what."""
    return _ONLY.fullmatch(fold(text)) is not None


NAMED = 3  # activities that are named for a criterion at most, besides those that are sure
SHOWS = 0.5
"""Probability from which on an activity is said to show a criterion: in 11 judged programmes that no fit had seen 7 of
8 did, at least in part, of those between .15 and it 8 of 18."""
LEAST = 0.03
"""Probability under which an activity is not named: of such in these programmes not one in five showed anything."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """An activity that is named for a criterion, or that says by number that it assesses it.

    Attributes:
        compared: its passages that say what is evaluated, each with the probability that it shows the criterion.
        chance: the same of the activity, as of its best passage.
        named: whether it is among the most probable ones.
        outcome: number of an outcome that teaches the criterion and that it says it assesses, "" for none.
    """

    activity: Activity
    compared: tuple[tuple[Passage, float], ...]
    chance: float
    named: bool
    outcome: str

    @property
    def sure(self) -> bool:
        """Return whether it is said to show the criterion."""
        return self.chance >= SHOWS


def match_activities(
    found: Sequence[Activity], shown: EntryScores, places: Iterable[int], programme: Searched
) -> Iterator[list[Assessment]]:
    """Yield of each criterion, by its place in the framework, what assesses it, with coverage's probabilities."""
    numbers = _passage_numbers(programme)
    parts: dict[str, set[str]] = defaultdict(set)
    for number in frozenset[str]().union(*numbers.values()):
        parts[number.rpartition(".")[0]].add(number)
    # Who names "1.1" and "1.2" assesses "1" too where it has no other part.
    assessed = [one.numbers.union(n for n, below in parts.items() if below <= one.numbers) for one in found]
    for place in places:
        known = shown.chances(place)
        compared = [tuple((p, known.get(p.id, 0.0)) for p in one.compared) for one in found]
        chances = [max((chance for _, chance in of), default=0.0) for of in compared]
        first = sorted(range(len(found)), key=lambda n: -chances[n])[:NAMED]
        teaching = shown.passages(place) if shown.shows(place) else ()
        taught = {number for passage in teaching for number in numbers.get(passage.id, ())}
        told = []
        for n, one in enumerate(found):
            named = chances[n] >= (LEAST if n in first else SHOWS)
            if (outcome := max(taught & assessed[n], default="")) or named:
                told.append(Assessment(one, compared[n], chances[n], named, outcome))
        yield told
