"""What stands below a block of a programme, where that says what the block itself is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpora.cues import is_page_line
from corpora.folding import fold
from corpora.items import Item, item_of
from corpora.records import Document, Role
from corpora.vocabulary import Sense, sense_of

LONGEST_LEAD = 110
"""Characters of a line that names what stands below it ("Criterios de evaluación:")."""
_NEAR = 12  # blocks
_GRADING = ("%", "examen", "calificacion", "asistencia", "puntos", "nota ", "exam", "points", "grade")


_HEAD = 20  # blocks
_COURSE = re.compile(
    r"programa (?:\w+ ){0,4}(?:asignatura|materia|curso|unidad de aprendizaje|uea)\b|guia docente|syllabus"
    r"|(?:nombre|datos|clave|tipo|caracter)\b.{0,20} (?:de la|del) (?:asignatura|materia|curso|unidad de aprendizaje)"
    r"|(?:asignatura|materia|unidad de aprendizaje|uea)\s*:|course (?:code|title|number|description)"
)


class Lookahead:
    """The blocks of a document, asked for what follows one of them."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._blocks = document.blocks

    def text(self, index: int) -> str:
        """Text of a block."""
        block = self._blocks[index]
        return self._document.text[block.start : block.end]

    def is_of_course(self) -> bool:
        """Whether the document's beginning says that it is the programme of one course, not a plan of studies."""
        return any(_COURSE.search(fold(self.text(index))) for index in range(min(_HEAD, len(self._blocks))))

    def before_criteria(self, item: Item, index: int, level: int) -> tuple[bool, bool]:
        """Whether the line "Criterios de evaluación" follows; whether it, or a criterion of another mark, does.

        Below a heading of `level` a heading of that level or above ends what the item belongs to.
        """
        behind = index + 1
        while behind < len(self._blocks) and is_page_line(self.text(behind)):
            behind += 1
        if behind == len(self._blocks):
            return False, False
        block, text = self._blocks[behind], self.text(behind)
        if block.kind == "heading" and block.level <= level:
            return False, False
        following = item_of(text, listed=block.kind == "item")
        lead = len(text) <= LONGEST_LEAD and sense_of(text) == "criterion"
        other_mark = following.mark != item.mark and (following.is_criterion or following.mark == "letter")
        return lead, lead or (other_mark and not item.is_criterion)

    def criteria_or_grading(self, index: int, level: int, *, after_outcomes: bool) -> Sense:
        """What "Criterios de evaluación" with no outcome above it names: criteria, or how grades are made.

        Args:
            index: of the block that names them.
            level: of the heading that it is, or stands under.
            after_outcomes: the document has outcomes before it.
        """
        for number in self._below(index, level):
            item = item_of(self.text(number))
            if item.is_criterion or item.mark == "outcome":
                return "criterion"
            folded = fold(item.text)
            if any(word in folded for word in _GRADING):
                return "evaluation"
        return "criterion" if after_outcomes else "evaluation"

    def _below(self, index: int, level: int) -> Iterator[int]:
        for number in range(index + 1, min(index + 1 + _NEAR, len(self._blocks))):
            block = self._blocks[number]
            if block.kind == "heading" and block.level <= level:
                return
            yield number

    def last_bullet(self, item: Item, role: Role, index: int) -> int:
        """The last of the bullets of an outcome or criterion that ends in a colon; `index` if there are none."""
        last = index
        if role not in ("outcome", "criterion") or not item.opens or item.mark in ("none", "bullet"):
            return last
        for number in range(index + 1, len(self._blocks)):
            following = item_of(self.text(number))
            if is_page_line(following.text):
                continue
            kind = self._blocks[number].kind
            drawn = kind == "item" and following.mark == "none"  # a bullet that is no text
            if kind not in ("item", "paragraph") or not (following.mark == "bullet" or drawn):
                break
            if following.is_criterion:
                break
            last = number
        return last
