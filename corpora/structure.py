"""Tables and titles as their layout has them: heads of columns, labels of rows, rows that head others."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from corpora.items import parse_label
from corpora.records import Block, Document
from corpora.text import fold
from corpora.vocabulary import is_fact

_LONGEST_HEAD = 80  # characters of the head of a column
_FIRST = 3  # rows of a table of which one may head its columns
_PAIR = 2  # columns of labels and what they name
_LONGEST_LABEL = 200  # of what names a row
_FILING = re.compile(r"(?:\s+(?:#\w+|\((?:est|fecha|date)\b[^()]*\)))+$", re.IGNORECASE)
_MEASURES = re.compile(
    r"\b(?:horas?|hrs?|hours?|h|min|minutos|creditos?|credits?|ects|puntos?|points?|pts?|semanas?|weeks?|dias?|days?)\b"
)
# Dates and references: codes with figures, months, days of the week, ordinals, ticks.
_REFERENCES = re.compile(
    r"#\w+|\b(?!(?:iso|nom|nmx|iec|ieee|une|ansi|astm|osha|nfpa)\b)(?:[a-z]{1,8}\d{3,4}[a-z]?\b"
    r"|[a-z]{1,4}[ .-]?\d++(?:[.,_-]\d++|[.,_-]?[a-z]\b)*+|\d++[a-z]?|[ivx]{2,5}"
    r"|(?:ene(?:ro)?|feb(?:rero)?|mar(?:zo)?|abr(?:il)?|may(?:o)?|jun(?:io)?|jul(?:io)?|ago(?:sto)?"
    r"|sep?t(?:iembre)?|oct(?:ubre)?|nov(?:iembre)?|dic(?:iembre)?|jan(?:uary)?|feb(?:ruary)?|march|apr(?:il)?|june?|july?"
    r"|aug(?:ust)?|sept(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
    r"|lunes|martes|miercoles|jueves|viernes|sabado|domingo|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}"
    r"|(?:primer|segund|tercer|cuart|quint|sext|septim|octav|noven|decim)[oa]?|first|second|third|fourth|fifth"
    r"|si|no|yes|de|del|al|a|and|y|to|x)\b"
)
_WORD = re.compile(r"[^\W\d_]{2,}")


def clean_title(title: str) -> str:
    """Return a title for a path: without the author's filing marks at its end ("… #ra1 #dual") and the closing sign."""
    match = _FILING.search(title, max(len(title) - 400, 0))
    return (title[: match.start()] if match and match.start() else title).rstrip(" .:")


def is_reference(text: str) -> bool:
    """Tell whether there are only codes, figures, dates or signs: a reference to something said elsewhere."""
    folded = fold(text)
    if any(map(str.isdigit, folded)):
        folded = _MEASURES.sub(" ", folded)
    return _WORD.search(_REFERENCES.sub(" ", folded)) is None


class Grid:
    """One table: its rows of cells, which of them heads the columns, and what stands above each."""

    def __init__(self, document: Document, blocks: Sequence[Block]) -> None:
        self._texts: dict[int, dict[int, str]] = defaultdict(dict)
        said = False
        for block in blocks:
            assert block.cell is not None
            own, text = self._texts[block.cell.row], document.text[block.start : block.end].strip()
            own[block.cell.column] = f"{own[block.cell.column]}\n{text}" if block.cell.column in own else text
            said |= block.cell.is_header
        self.width = max(map(len, self._texts.values()))
        top = sorted(self._texts)[:_FIRST]
        rows = [row for row in sorted(self._texts) if len(self._texts[row]) == self.width > 1]
        rows = rows if rows and rows[0] in top else []
        self.head = rows[0] if rows and self._heads(rows, said=said) else -1
        given = {b.cell.column: b.cell.header for b in blocks if b.cell and b.cell.header}
        self._heads_of: Mapping[int, str] = self._texts[self.head] if self.head >= 0 else ({} if said else given)
        self._bands: dict[int, str] = {}
        self._labels: dict[int, tuple[int, str]] = {}
        band, label = "", (-1, "")
        for row in sorted(self._texts):
            cells = self._texts[row]
            if self.width > 1 and len(cells) == 1 and len(next(iter(cells.values()))) <= _LONGEST_LABEL:
                self._bands[row], band, label = band, next(iter(cells.values())), (-1, "")
                continue
            if row <= self.head:
                # "Unidad 2. Poda | Horas: 36" over the heads of columns
                titles = [text for text in cells.values() if row < self.head and parse_label(text)]
                band = titles[0] if titles else band
                continue
            saying = [(column, text) for column, text in sorted(cells.items()) if not is_reference(text)]
            if not (label[1] and saying and saying[0][0] > label[0] and min(cells) > label[0]):
                first = saying[0] if len(saying) > 1 else (-1, "")
                label = first if len(first[1]) <= _LONGEST_LABEL and "\n" not in first[1] else (-1, "")
            self._bands[row], self._labels[row] = band, label

    def _heads(self, rows: Sequence[int], *, said: bool) -> bool:
        """Tell whether the first row of several cells names columns: short names, each another, above longer cells.

        Two columns are labels and what they name, unless the document says that the row is their head or all below one
        of them only refers ("Examen | Fecha").
        """
        first = [*self._texts[rows[0]].values()]
        names = all(0 < len(text) <= _LONGEST_HEAD and "\n" not in text and not is_reference(text) for text in first)
        names = names and len({*map(fold, first)}) == len(first) and not any(text.endswith(":") for text in first)
        fact = len(first) == _PAIR and is_fact(first[0]) and not is_fact(first[1])  # "Clave | CI-204"
        if fact or not (names and (said or len(rows) > 1) and len(first) == self.width):
            return False
        below = (
            [cells[column] for row in rows[1:] if column in (cells := self._texts[row])] for column in range(_PAIR)
        )
        return said or len(first) > 2 or any(column and all(map(is_reference, column)) for column in below)

    def above(self, block: Block) -> tuple[tuple[str, ...], str]:
        """Return what stands above a cell, the outermost first, and its kind of layout."""
        assert block.cell is not None
        row, column = block.cell.row, block.cell.column
        band = self._bands.get(row, "")
        if row == self.head:
            return (band, "", ""), "column"
        if len(self._texts[row]) == 1 and self.width > 1 and row not in self._labels:
            return (), "band"
        at, label = self._labels.get(row, (-1, ""))
        head = self._heads_of.get(column, "")
        return (band, label if column > at else "", head), "label" if column == at else "cell"

    def header(self, column: int) -> str:
        """Return the head of a column, "" where it has none."""
        return " ".join(self._heads_of.get(column, "").split())

    @property
    def is_form(self) -> bool:
        """Tell whether its rows are labels and what they name."""
        return self.head < 0 and self.width > 1


def table_grids(document: Document) -> dict[int, Grid]:
    """Return the tables of a document by their number."""
    blocks: dict[int, list[Block]] = defaultdict(list)
    for block in document.blocks:
        if block.cell is not None and document.text[block.start : block.end].strip():
            blocks[block.cell.table].append(block)
    return {table: Grid(document, own) for table, own in blocks.items()}
