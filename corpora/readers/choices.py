"""Boxes to be ticked: which of the choices beside them were made, in any document once its lines are known.

Where some box of a list is ticked the choices beside the others are not said. A list in which none is ticked is a
checklist that is still to be used, and all of it is said. A list is what stands in one table, or what has its boxes in
lines of the same depth with no heading and no announcement ("Mark what applies:") between them; several boxes behind a
label or behind their texts in one line are a list of their own. What is ticked as "No" is not chosen either.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple, Protocol

from corpora.items import marker
from corpora.records import BlockKind, Cell
from corpora.text import fold

EMPTY, TICKED = "☐", "☒"
"""How readers write the box of a form's field."""
BUTTON = "▢"
"""The same of an empty one that can be ticked in the file itself: what stands beside it is never said."""

_TYPED = ("x", "✓", "✔")
_TICKS: Mapping[str, frozenset[str]] = {
    EMPTY: frozenset("☑☒✓✔"),
    BUTTON: frozenset("☑☒"),
    "□": frozenset("■☑☒✓✔"),
    **dict.fromkeys("❏❐❑❒", frozenset("■✓✔")),
    **dict.fromkeys("❌✗✘", frozenset("✅☑✓✔")),
    "◻": frozenset("◼☑☒"),
    "⬜": frozenset("✅☑☒"),
    "○": frozenset("◉⦿"),
    "◯": frozenset("◉⦿"),
    "[]": frozenset(f"[{sign}]" for sign in _TYPED),
    "()": frozenset(f"({sign})" for sign in _TYPED),
}
"""Each empty box and what it looks like ticked; without the other many of these signs are bullets."""
_BOX = re.compile(
    r"[☐▢□❏❐❑❒◻⬜○◯☑☒■◼✅✓✔❌✗✘◉⦿]\ufe0f?"
    r"|(?<!\w)\[\s{0,5}[xX✓✔]?\s{0,5}\](?!\()"
    r"|(?<!\w)\([xX✓✔]\)|\(\s{1,5}(?:[xX✓✔]\s{1,5})?\)"  # "No( X )", but not "P(X)"
)
_TICKED = frozenset[str]().union(*_TICKS.values())
_WITHIN = frozenset("☐▢☑☒")  # those that are boxes also alone within a line
_NO = frozenset({"no", "no aplica", "no procede", "not applicable"})
_ANSWERS = {
    **dict.fromkeys(("si", "yes", "true", "verdadero", "1", "x"), True),
    **dict.fromkeys(("no", "false", "falso", "0"), False),
}
"""What is written in place of a box in a column of a table."""
_CHOOSES = re.compile(
    r"(?:se )?(?:impart|inclu|seleccion|elig|eleg|marc|escog|contempl)\w*|(?:si )?aplica|activ[oa]s?|vigentes?"
    r"|(?:is )?(?:taught|included?|selected|chosen|checked|ticked|active|applies|applicable)"
)
"""What a column is called in which each row is chosen or not."""
_BEHIND_LABEL = re.compile(r"(?<=[:?])\s")
_HEADERS = re.compile(r" / |: ")  # between those that stand above each other
_BETWEEN = " \t,;"
_REMARK = re.compile(r"[\s.,;]*(?:\([^()]*\)[\s.,;]*)?")
_PARAGRAPH = 10  # headings have the ranks 1 to 9


class Line(Protocol):
    """A block of a document; its text, kind, level and cell are those of `records.Block`."""

    @property
    def text(self) -> str: ...  # noqa: D102
    @property
    def kind(self) -> BlockKind: ...  # noqa: D102
    @property
    def level(self) -> int: ...  # noqa: D102
    @property
    def cell(self) -> Cell | None: ...  # noqa: D102


class _Text(NamedTuple):
    """A text beside a box: one of a line, or all of a line that is a cell."""

    line: int
    text: str


_Token = str | _Text  # the sign of a box, or a text


class _Option(NamedTuple):
    """Boxes that nothing parts, and the texts that they are of."""

    signs: set[str]
    texts: list[_Text]

    def is_out(self, signs: set[str]) -> bool:
        """Return whether it is not chosen in a list with these signs."""
        empty = {sign for sign in self.signs if sign == BUTTON or _TICKS.get(sign, frozenset()) & signs}
        return bool(empty) and not any(_TICKS[sign] & self.signs for sign in empty)

    @property
    def is_no(self) -> bool:
        """Return whether it says no."""
        return bool(self.texts) and all(fold(text.text).rstrip(".") in _NO for text in self.texts)


@dataclass(frozen=True, slots=True)
class _Unit:
    """A line with boxes, or lines of which some are boxes: the cells of a row."""

    line: int
    row: Sequence[int]  # all its lines, none for a line by itself
    number: str  # before everything: "1. "
    label: list[_Text]
    options: list[_Option]
    leads: bool  # its first box stands before all its texts


def is_box(text: str) -> bool:
    """Return whether the text is a box and nothing else."""
    return _BOX.fullmatch(text.strip()) is not None


def answer(text: str) -> bool | None:
    """Return whether a cell says yes, or no, by a word or a sign; None where it says anything else."""
    sign = "".join(text.split()).lower().rstrip("\ufe0f")
    if sign in _TICKED or sign in _TYPED:
        return True
    return False if sign in _TICKS else _ANSWERS.get(fold(text).rstrip("."))


def choices(lines: Sequence[Line], left_out: Callable[[int], None]) -> list[str | None]:
    """Return the text of each line without the choices that were not made; None where nothing of it is said.

    What stands below a choice goes with it. `left_out` is called for each such choice with the number of its line.
    """
    said: list[str | None] = [line.text for line in lines]
    lists: dict[Hashable, list[_Unit]] = defaultdict(list)
    for unit, of in _units(lines):
        lists[of].append(unit)
    made: set[int] = set()
    for units in lists.values():
        signs = {sign for unit in units for option in unit.options for sign in option.signs}
        for unit in units:
            out = _out(unit, signs)
            for _option in filter(None, out):
                left_out(unit.line)
            gone = (option for option, is_out in zip(unit.options, out, strict=True) if is_out)
            of_row = [text.line for option in gone for text in option.texts] if unit.row else []
            for line in (unit.row or [unit.line]) if all(out) else of_row:
                said[line] = None
            if not unit.row and not all(out) and any(_TICKS[sign] & signs for sign in _TICKS.keys() & signs):
                said[unit.line] = _without(lines[unit.line].text, unit, out)
            made |= {unit.line} if any(option.signs & _TICKED for option in unit.options) else set()
    for row in _refused(lines):
        if all(said[number] is not None for number in row):
            left_out(row[0])
        said = [None if number in row else text for number, text in enumerate(said)]
    return _with_below(lines, said, made)


def _out(unit: _Unit, signs: set[str]) -> list[bool]:
    """Return which of its options are not chosen in a list with these signs: all where only a "No" is ticked."""
    out = [option.is_out(signs) for option in unit.options]
    chosen = [option for option, is_out in zip(unit.options, out, strict=True) if not is_out]
    return [True] * len(out) if any(out) and all(option.is_no for option in chosen) else out


def _without(text: str, unit: _Unit, out: Sequence[bool]) -> str:
    """Return the line without the choices that were not made and its boxes, but for the one that is its marker."""
    if unit.leads and len(unit.options) == 1 and not unit.number:
        return text
    kept = (option.texts for option, is_out in zip(unit.options, out, strict=True) if not is_out)
    chosen = "; ".join(filter(None, (" ".join(each.text for each in texts) for texts in kept)))
    return unit.number + " ".join(filter(None, [*(each.text for each in unit.label), chosen])) or text


def _with_below(lines: Sequence[Line], said: list[str | None], made: set[int]) -> list[str | None]:
    """Return `said` without what stands below a line that goes; a choice that was made stays."""
    gone = 0  # rank of the heading or item that went, under which one is
    for number, line in enumerate(lines):
        rank = _rank(line)
        gone = gone if rank > gone else 0
        if gone and number not in made:
            said[number] = None
        elif said[number] is None and line.cell is None:
            gone = rank
    return said


def _rank(line: Line) -> int:
    return line.level if line.kind == "heading" else _PARAGRAPH + (0 if line.cell else line.level)


def _units(lines: Sequence[Line]) -> Iterator[tuple[_Unit, Hashable]]:
    """Return each line or row with boxes, and what its list has in common."""
    parsed = {number: found for number, line in enumerate(lines) if (found := _parsed(number, line.text))[1]}
    rows, within = _rows(lines, {number: tokens for number, (_, tokens) in parsed.items()})
    headings: list[int] = []
    announced = -1
    for number, line in enumerate(lines):
        if line.kind == "heading":
            headings = [above for above in headings if lines[above].level < line.level]
        rank = _rank(line) if line.kind == "heading" else _PARAGRAPH + max(line.level, 1)
        place: Hashable = ("table", line.cell.table) if line.cell else (tuple(headings), announced, rank)
        if number in rows:
            yield _unit(number, *rows[number]), place
        if number in parsed and number not in within:
            unit = _unit(number, [], parsed[number][1], parsed[number][0])
            yield unit, ("line", number) if len(unit.options) > 1 and not unit.leads else place
        elif number not in parsed and line.cell is None and line.text.endswith(":"):
            announced = number
        if line.kind == "heading":
            headings.append(number)


def _parsed(line: int, text: str) -> tuple[str, list[_Token]]:
    """Return the number before everything, and the boxes and texts of a line; no tokens where there is no box."""
    boxes = list(_BOX.finditer(text))
    if not boxes:
        return "", []
    first = boxes[0].start()
    begins = None if first == 0 else marker(text)
    at = begins.end() if begins and begins.end() <= first else 0
    rest = text[boxes[-1].end() :]
    signs = ["".join(box[0].split()).lower().rstrip("\ufe0f") for box in boxes]
    if len(boxes) == 1 and signs[0] not in _WITHIN and at < first and rest.strip(_BETWEEN):
        return "", []
    number = text[:at] if begins and at and not begins["bullet"] else ""
    tokens: list[_Token] = []
    for sign, box in zip(signs, boxes, strict=True):
        tokens += [*_texts(line, text[at : box.start()], labelled=not tokens), sign]
        at = box.end()
    last = _texts(line, rest) if rest.strip(f"{_BETWEEN}.") else []
    # "Room: class ☐ shop ☒ firm ☒ (a visit)": a remark behind the last box is of what stands before it.
    behind = isinstance(tokens[0], _Text) and (isinstance(tokens[1], _Text) or _REMARK.fullmatch(rest))
    return number, [*tokens[:-1], *last, tokens[-1]] if behind else [*tokens, *last]


def _texts(line: int, text: str, *, labelled: bool = False) -> list[_Text]:
    parts = _BEHIND_LABEL.split(text, maxsplit=1) if labelled else [text]
    return [_Text(line, part.strip(_BETWEEN)) for part in parts if part.strip(_BETWEEN)]


def _refused(lines: Sequence[Line]) -> Iterator[list[int]]:
    """Return the lines of each row of a table that is not chosen in a column of choices, or ticked in "No" alone."""
    rows: dict[tuple[int, int], list[int]] = defaultdict(list)
    columns: dict[tuple[int, int], dict[tuple[int, int], bool | None]] = defaultdict(dict)
    for number, line in enumerate(lines):
        if (cell := line.cell) and not cell.is_header:
            rows[cell.table, cell.row].append(number)
            if _CHOOSES.fullmatch(fold(_HEADERS.split(cell.header)[-1]).strip(" ¿?:")) or is_box(cell.header):
                columns[cell.table, cell.column][cell.table, cell.row] = answer(line.text)
    for (table, _column), answers in columns.items():
        # An empty cell is a no where others are ticked and none says no.
        if True in answers.values() and None not in answers.values():
            beside = [] if False in answers.values() else [place for place in rows if place[0] == table]
            no = {place for place, said in answers.items() if not said} | {*beside} - answers.keys()
            yield from (rows.pop(place) for place in sorted(no) if place in rows)
    for row in rows.values():
        ticks = [cell.header for number in row if (cell := lines[number].cell) and _is_tick(lines[number].text)]
        if ticks and all(fold(_HEADERS.split(header)[-1]) in _NO for header in ticks):
            yield row


def _is_tick(text: str) -> bool:
    sign = "".join(text.split()).lower()
    return sign in _TYPED or sign.rstrip("\ufe0f") in _TICKED


def _rows(
    lines: Sequence[Line], tokens: Mapping[int, list[_Token]]
) -> tuple[dict[int, tuple[list[int], list[_Token]]], set[int]]:
    """Return lines that have their box in another line, with their tokens, by the first; and these boxes' lines.

    In a table a box by itself is of its row, and each box of a column of boxes; elsewhere it is of the next line.
    """
    signs = {number for number, found in tokens.items() if all(isinstance(token, str) for token in found)}
    tables: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    together: list[tuple[list[int], set[int]]] = []
    for number, line in enumerate(lines):
        if line.cell:
            tables[line.cell.table][line.cell.row].append(number)
        elif number in signs and number + 1 < len(lines) and number + 1 not in tokens:
            together += [([number, number + 1], {number})] if lines[number + 1].kind in ("paragraph", "item") else []
    for table in tables.values():
        boxed = [number for row in table.values() for number in row if number in tokens]
        places = [(cell.column, cell.row) for number in boxed if (cell := lines[number].cell)]
        one_each = all(sum(isinstance(token, str) for token in tokens[number]) == 1 for number in boxed)
        is_column = one_each and len({column for column, _ in places}) == 1 < len({*places}) == len(places)
        together += [(row, own) for row in table.values() if (own := ({*boxed} if is_column else signs) & {*row})]
    found = {
        row[0]: (row, [token for n in row for token in (tokens[n] if n in own else [_Text(n, lines[n].text)])])
        for row, own in together
    }
    return found, {number for _, own in together for number in own}


def _unit(line: int, row: Sequence[int], tokens: Sequence[_Token], number: str = "") -> _Unit:
    """Return which texts each box is of."""
    boxes: list[set[str]] = []
    texts: list[list[_Text]] = []
    for _, run in groupby(tokens, key=lambda token: isinstance(token, str)):
        both = list(run)
        if signs := {token for token in both if isinstance(token, str)}:
            boxes.append(signs)
        else:
            texts.append([token for token in both if isinstance(token, _Text)])
    leads, label = isinstance(tokens[0], str), list[_Text]()
    if not leads and isinstance(tokens[-1], str):  # the boxes stand behind their texts
        label, texts[0] = texts[0][:-1], texts[0][-1:]
    elif not leads:
        label = texts.pop(0)
    texts += [[] for _ in boxes[len(texts) :]]
    return _Unit(line, row, number, label, [_Option(*pair) for pair in zip(boxes, texts, strict=True)], leads)
