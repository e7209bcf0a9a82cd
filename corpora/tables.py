"""Tables of a programme: the header row, or the first cell of a row, gives the cells their role."""

from __future__ import annotations

from typing import NamedTuple

from corpora.cues import is_placeholder, only_refers
from corpora.items import item_of
from corpora.outline import Outline, tidy
from corpora.records import Cell, Document, Role
from corpora.roles import ROLES, Surroundings, role_of
from corpora.vocabulary import Sense, is_fact, sense_of, weak_sense_of

_LONGEST_LABEL = 90


class Place(NamedTuple):
    """What a cell is: its role (None where it only refers), its path, and whether it is alone in its row."""

    role: Role | None
    section: tuple[str, ...]
    alone: bool = False


class Tables:
    """What is known of the tables while reading their cells in order."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._columns: dict[tuple[int, int], set[int]] = {}
        for block in document.blocks:
            if block.cell:
                self._columns.setdefault((block.cell.table, block.cell.row), set()).add(block.cell.column)
        self._rows: dict[tuple[int, int], Sense] = {}
        self._below: dict[int, Sense] = {}
        self._outcomes: dict[int, tuple[int, str]] = {}

    def place(self, index: int, outline: Outline) -> Place:
        """Role and path of the cell that is block `index` of the document."""
        block = self._document.blocks[index]
        cell = block.cell
        if cell is None:
            raise ValueError("not a cell")
        text = self._document.text[block.start : block.end]
        alone = len(self._columns[cell.table, cell.row]) == 1
        passive: Role = "evaluation" if outline.sense == "evaluation" else "other"
        if cell.is_header:
            return Place(passive, outline.path())
        if self._labels(text, cell, alone=alone):
            return Place(passive, outline.path())
        if only_refers(text):
            return Place(None, outline.path())
        role = self._role(text, cell, outline)
        return Place(role, self._path(text, cell, role, outline), alone)

    def _labels(self, text: str, cell: Cell, *, alone: bool) -> bool:
        """Whether a row's first cell names what is in its row, or alone, what is in the rows below."""
        if len(text) > _LONGEST_LABEL or cell.column != min(self._columns[cell.table, cell.row]):
            return False
        if sense_of(cell.header) and not alone:
            return False
        sense = sense_of(text) or weak_sense_of(text) or ("other" if is_fact(text) else None)
        if sense is None:
            return False
        if alone:
            self._below[cell.table] = sense
        else:
            self._rows[cell.table, cell.row] = sense
        return True

    def _role(self, text: str, cell: Cell, outline: Outline) -> Role:
        if outline.sense and outline.closed:
            return ROLES[outline.sense]
        header = sense_of(cell.header) or weak_sense_of(cell.header) if cell.header else None
        sense = header or self._rows.get((cell.table, cell.row)) or self._below.get(cell.table) or outline.sense
        if header is None and cell.header and is_fact(cell.header):
            return "other"
        if sense == "content" and is_placeholder(text):
            return "other"
        outcome = self._outcomes.get(cell.table)
        return role_of(
            item_of(text, listed=True),
            Surroundings(
                sense, naming=cell.header, under_outcome="" if outcome else None, criteria_open=sense == "criterion"
            ),
        )

    def _path(self, text: str, cell: Cell, role: Role, outline: Outline) -> tuple[str, ...]:
        path = outline.path(of_criterion=role == "criterion")
        if role == "outcome":
            self._outcomes[cell.table] = (cell.row, text)
        elif role == "criterion" and (outcome := self._outcomes.get(cell.table)) and outcome[0] <= cell.row:
            item = item_of(outcome[1])
            return (*path, tidy(item.body))
        return path
