"""The evaluation activities of a programme, read from its whole text: what is not mapped is looked at here."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from corpora import Block, Document, Passage
from corpora.text import fold
from mapper.programmes.evidence_matrix.records import Instrument

ROLES = ("evaluation", "activity")
# Headings and columns that are about evaluation whatever the role of the text below them came out as.
_ABOUT = re.compile(
    r"(?:actividad(?:es)?|instrumentos?|evidencias?|tecnicas?|estrategias?|plan|tabla|matriz|cuadro)"
    r" de (?:la )?evaluacion(?! (?:de la practica )?docente)"
    r"|assessment (?:tasks?|activities|methods?|instruments?|plan|evidence)"
    r"|evaluation (?:activities|instruments?|plan)"
)
_WEIGHT_COLUMN = re.compile(
    r"ponderaci\w+|peso|porcentaje|valor|puntos|puntaje|%|weight(?:ing)?|percentage|points|marks?"
)
_WEIGHT = re.compile(r"(?:^|\s)(\d{1,3}(?:[.,]\d+)?\s?%)")
_NUMBERS = re.compile(r"(?<![\d.,])\d{1,2}(?:\.\d{1,2}){1,2}(?!\d|[.,]\d|\s?%)")
_LETTERS = re.compile(r"[^\W\d_]{3,}")
_FEWEST_WORDS = 2


@dataclass(frozen=True, slots=True)
class Draft:
    """An activity before it has a name.

    Attributes:
        passages: all of it, those on evaluation first.
        compared: those of them that say what is evaluated: of a row of a table any cell may.
        numbers: of the outcomes that it says it assesses: in the other cells of its row, or in the headings above.
    """

    text: str
    passages: tuple[Passage, ...]
    compared: tuple[Passage, ...]
    weight: str
    instruments: tuple[Instrument, ...]
    numbers: frozenset[str] = frozenset()


def drafts(document: Document, passages: Iterable[Passage]) -> tuple[Draft, ...]:
    """The evaluation activities, in the document's order; rows of a table are one each."""
    blocks = _Blocks(document)
    together: dict[object, tuple[list[Passage], list[Passage]]] = {}
    for passage in passages:
        block = blocks.of(passage)
        if block and (block.kind == "heading" or (block.cell and block.cell.is_header)):
            continue
        key: object = (block.cell.table, block.cell.row) if block and block.cell else passage.id
        aside = not _is_on_evaluation(passage, block)
        together.setdefault(key, ([], []))[aside].append(passage)
    made = (_draft(same, others, blocks) for same, others in together.values() if same)
    return tuple(draft for draft in made if draft.compared or draft.instruments)


def _is_on_evaluation(passage: Passage, block: Block | None) -> bool:
    header = block.cell.header if block and block.cell else ""
    above = (*passage.section, header)
    return passage.role in ROLES or (passage.role == "other" and any(_ABOUT.search(fold(text)) for text in above))


def _draft(same: Sequence[Passage], others: Sequence[Passage], blocks: _Blocks) -> Draft:
    """An activity of the passages on evaluation of one row or item, and of the row's others."""
    first = blocks.of(same[0])
    cells = blocks.row(first) if first and first.cell else []
    # Numbers and weights of a row are told by themselves.
    text = " · ".join(text for _, text in cells if _LETTERS.search(text)) if cells else same[0].text
    named = [text, *([same[0].section[-1]] if same[0].section else [])]
    found = dict.fromkeys(name for one in named for name in instruments_in(one))
    every = (*same, *others)
    compared = tuple(p for p in every if p.language is not None and _says_what(p.text))
    numbers = numbers_in((*same[0].section, *(text for _, text in cells)))
    return Draft(text, every, compared, _weight(text, cells), tuple(found), numbers)


def numbers_in(texts: Iterable[str]) -> frozenset[str]:
    """The dotted numbers in headings or cells, by which programmes refer to their outcomes ("1.2", "3.1, 3.2")."""
    return frozenset(number for text in texts for number in _NUMBERS.findall(text) if "%" not in text)


def _says_what(text: str) -> bool:
    return len(_LETTERS.findall(text)) >= _FEWEST_WORDS and not is_only_instruments(text) and not text.endswith(":")


def _weight(text: str, cells: Sequence[tuple[str, str]]) -> str:
    for header, cell in cells:
        if _WEIGHT_COLUMN.fullmatch(fold(header)) and any(c.isdigit() for c in cell):
            return cell
    found = _WEIGHT.search(text)
    return found[1] if found else ""


class _Blocks:
    """Which block a passage stands in, and the other cells of its row."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._starts = [block.start for block in document.blocks]
        rows: dict[tuple[int, int], list[Block]] = {}
        for block in document.blocks:
            if block.cell is not None:
                rows.setdefault((block.cell.table, block.cell.row), []).append(block)
        self._rows: Mapping[tuple[int, int], Sequence[Block]] = rows

    def of(self, passage: Passage) -> Block | None:
        place = bisect_right(self._starts, passage.start) - 1
        return self._document.blocks[place] if place >= 0 else None

    def row(self, block: Block) -> list[tuple[str, str]]:
        """Header and text of each cell of the block's row, empty cells left out."""
        if block.cell is None:
            return []
        cells = self._rows[block.cell.table, block.cell.row]
        texts = ((b.cell.header if b.cell else "", self._document.text[b.start : b.end].strip()) for b in cells)
        return [(header, text) for header, text in texts if text]


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
    **dict.fromkeys(("desempeno", "performance", "actitud", "attitude"), ("observation",)),
    **dict.fromkeys(("producto", "product"), ("checklist",)),
    **dict.fromkeys(("conocimiento", "knowledge"), ("questionnaire",)),
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
