"""Tables of a programme: the header row, a label in the row or at the top of the cell gives the cells their role."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise, zip_longest
from typing import NamedTuple

from corpora.items import ROLES, Item, Surroundings, item_of, label_of, role_of, run_in, says_facts, states_fact
from corpora.outline import CONTENT_UNITS, Outline, roman_of, tidy
from corpora.records import TEACHING_ROLES, Cell, Document, Role
from corpora.text import fold
from corpora.vocabulary import (
    CLOSED,
    Sense,
    is_attitudes,
    is_beside,
    is_check,
    is_checklist,
    is_fact,
    is_grade,
    is_opening,
    is_period,
    is_placeholder,
    is_scale,
    is_share,
    is_task,
    is_teachers,
    is_tick,
    is_time,
    is_vague,
    may_be_title,
    may_be_topic,
    name_of,
    only_refers,
    performs,
    sense_of,
    sense_of_header,
    step_of,
    tells,
    weak_sense_of,
)

_LONGEST_ABBREVIATION = 4  # characters of a header
_LONGEST_NAME = _LONGEST_LABEL = 90
_LONGEST_COLUMN = 40  # characters of the name of a column that is no known one
_SHORT = 3  # characters of a column's letter ("C", "P", "A")
_FEWEST = 3  # words of a criterion
_SAYING = 4  # words of a cell, on average, from which a column without a known name says something
_PARTS = 2  # depth of a number of topics below a unit ("2.1")
_PAIR = 2  # columns of a label and what it names
_FACTS = 3  # rows of a form that are facts about the course
_UNITS = re.compile(
    r"(?:nombre (?:del?|de la|de los) )?(?P<kind>u\.?[td]|unidad|modulo|bloque|tema)(?:e?s)?"
    r"(?: (?:de (?:trabajo|aprendizaje)|didactic[ao]s?|tematic[ao]s?)| y subtemas?(?: para .*)?)?"
)
_KINDS = {"unidad": "Unidad", "modulo": "Módulo", "bloque": "Bloque", "tema": "Tema"}
_NUMBERS = re.compile(r"no|num|numero")
_TITLE = re.compile(r"titulo|denominacion|nombre")
_ORDINAL = re.compile(r"\d{1,2}\.?(?:er|ro|do|to|mo|vo|no|st|nd|rd|th|[ºª°])(?!\w)")


Row = list[tuple[int, str]]
"""Column and text of each filled cell."""


class Place(NamedTuple):
    """What a cell is: its role (None where it only refers), path, whether it is alone in its row, that row's label.

    `banner` is a unit's number and its title, where these two are the whole table; `over_columns` says that it stands
    alone over columns that name parts, so that what it names ends with them.
    """

    role: Role | None
    section: tuple[str, ...]
    alone: bool = False
    label: str = ""
    banner: str = ""
    over_columns: bool = False


def headed(document: Document) -> Document:
    """The document, its cells below the header that a row above them is, though the reader saw none in it."""
    tables = Tables(document)
    blocks = (replace(b, cell=tables.named(b.cell)) if b.cell and not b.cell.is_header else b for b in document.blocks)
    return replace(document, blocks=tuple(blocks))


class _Unit(NamedTuple):
    """The unit that rows of a table are of, by its kind, number and title ("Tema", "2", "Poda"), and their cell."""

    row: int
    column: int
    kind: str = ""
    number: str = ""
    title: str = ""

    @property
    def name(self) -> str:
        """As a heading would print it."""
        if label_of(self.title) or not (self.kind or self.number):
            return tidy(self.title)
        body = item_of(self.title).body if self.number else self.title
        return f"{self.kind} {self.number}".strip() + (". " if self.number else ": ") + tidy(body)


class Tables:
    """What is known of the tables while reading their cells in order.

    `forms` are the numbers of those whose rows are labels and what they name: they have no header row.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        self._rows: dict[tuple[int, int], Row] = {}
        self._blocks: Counter[tuple[int, int, int]] = Counter()
        self._header_rows: set[tuple[int, int]] = set()
        self._ticked: Counter[int] = Counter()  # columns of a table that are ticked
        headers: defaultdict[int, dict[int, str]] = defaultdict(dict)
        firsts: defaultdict[int, list[str]] = defaultdict(list)
        telling: defaultdict[int, set[str]] = defaultdict(set)
        named: set[int] = set()
        follows: set[int] = set()  # tables with nothing between them and the one before: a break of the page
        last = -1
        for block in document.blocks:
            before, last = last, block.cell.table if block.cell else -1
            if (cell := block.cell) is None:
                continue
            if cell.table == before + 1 and before >= 0:
                follows.add(cell.table)
            text = document.text[block.start : block.end]
            if cell.is_header:
                self._header_rows.add((cell.table, cell.row))
                self._ticked[cell.table] += is_tick(text)
            self._rows.setdefault((cell.table, cell.row), []).append((cell.column, text))
            # "You must be able to:" below "Performance criteria" is no text of the cell's own.
            first = not self._blocks[cell.table, cell.row, cell.column]
            self._blocks[cell.table, cell.row, cell.column] += first or not text.endswith(":")
            headers[cell.table][cell.column] = cell.header
            if sense_of_header(cell.header):
                named.add(cell.table)
            if cell.column == 0 and not cell.is_header:
                firsts[cell.table].append(text)
            if not cell.is_header and not only_refers(text):
                telling[cell.table].add(cell.header)
        self._columns = {place: sorted({column for column, _ in row}) for place, row in self._rows.items()}
        rows = Counter(table for table, _ in self._rows)
        alone = ((table, row) for (table, _), row in self._rows.items() if rows[table] == 1)
        self._banners = {table: banner for table, row in alone if (banner := _banner(row))}
        self.forms = {table for table, names in headers.items() if _is_form(names, firsts[table])}
        # "Competencias relacionadas: CE1, CE3" beside "Resultado" does not say that this one holds none.
        self._with_names = {table for table, names in telling.items() if any(map(sense_of_header, names))}
        self._with_criteria = {
            table for table, names in headers.items() if "criterion" in map(sense_of_header, names.values())
        }
        steps = ((table, [step_of(name, "activity") for name in names.values()]) for table, names in headers.items())
        self._stepped = {table for table, named in steps if sum(map(bool, named)) > 1}  # "Inicio | Desarrollo | Cierre"
        # What stands in a cell, in a row, below in a table, by table, row and column or the first of them.
        self._senses: dict[tuple[int, ...], Sense] = {}
        self._parts: dict[tuple[int, ...], str] = {}
        self._names: dict[tuple[int, ...], str] = {}  # as they stand there
        self._labels_of_rows: dict[tuple[int, ...], str] = {}
        self._titles: dict[int, str] = {}  # what a row over all columns says that a whole table is about
        self._closed: set[int] = set()  # tables within rows of labels below a row that says that they do not teach
        self._outcomes: dict[int, Item] = {}
        self._units: dict[int, _Unit] = {}  # of each table the unit in whose row one stands
        self._above: dict[tuple[int, int], Row] = {}
        self._find_headers(named, follows)
        self._named = {table: list(filter(None, names.values())) for table, names in headers.items()}
        headers |= {place[0]: dict(self._rows[place]) for place in self._header_rows}
        self._checks = self._check_lists(headers)
        self._scales = {table for table, names in headers.items() if any(map(is_scale, names.values()))}
        self._telling = self._of_weeks(headers)
        self._lessons = {table for table, names in headers.items() if _are_of_lessons(names.values())}

    def _of_weeks(self, headers: dict[int, dict[int, str]]) -> set[tuple[int, str]]:
        """The unnamed columns that say what is done or seen, beside one of weeks, sessions or hours, by table and name.

        "Week | In the classroom | In the shop | Due", "Semana | Lo que se hace en el taller"
        """
        texts: defaultdict[tuple[int, str], list[str]] = defaultdict(list)
        counts: defaultdict[int, list[bool]] = defaultdict(list)
        for (table, row), cells in self._rows.items():
            for column, text in cells if row and is_time(headers[table].get(0, "")) else ():
                if not column:
                    counts[table].append(only_refers(text) and any(map(str.isdigit, text)))
                elif not only_refers(text):
                    texts[table, headers[table].get(column, "")].append(text)
        timed = {table for table, found in counts.items() if sum(found) >= max(_FEWEST, len(found) / 2)}
        return {
            (table, name)
            for (table, name), found in texts.items()
            if table in timed and name and not (sense_of_header(name) or is_fact(name) or is_beside(name))
            if sum(len(text.split()) for text in found) >= _SAYING * len(found)
        }

    def _check_lists(self, headers: dict[int, dict[int, str]]) -> set[int]:
        """The tables of what is looked at ("Indicador | Sí | No"), where no other column says anything."""
        lists = {t for t, names in headers.items() if any(map(is_check, names.values()))}
        lists -= {t for t in lists if any(map(is_share, headers[t].values()))}
        for (table, row), cells in self._rows.items():
            for column, text in cells if row and table in lists else ():
                name = headers[table].get(column, "")
                if not is_check(name) and text != name and not only_refers(text):
                    lists.discard(table)
        return lists

    def _find_headers(self, named: set[int], follows: set[int]) -> None:
        """The rows that name columns, though the reader saw no header in them, and the rows below them.

        In a table `named` by the reader's header these are rows below the name of another part of a form.
        """
        places = sorted(self._rows)
        above: Row | None = None
        last = -1
        widths: Counter[int] = Counter()
        for place in places:
            widths[place[0]] = max(widths[place[0]], len(self._columns[place]))
        for place, following in zip_longest(places, places[1:]):
            if place[0] != last and (place[0] not in follows - named or widths[place[0]] != widths[last]):
                above = None
            last = place[0]
            row, below = self._rows[place], None
            if following and (following[0] == last or following[0] in follows):
                below = self._rows[following]
            part = place not in self._header_rows and len(self._rows.get((place[0], place[1] - 1), [])) == 1
            corner = not place[1] and below is not None and row[0][0] > below[0][0]
            if below and (part or place[0] not in named) and _is_header(row, below, corner=corner):
                above = row
                self._header_rows.add(place)
            elif above and (place[0], place[1] - 1) in self._header_rows and (parted := _parted(above, row)):
                above = parted
                self._header_rows.add(place)
            elif (
                above
                and below
                and len(row) == 1
                and sense_of(row[0][1])
                and (not place[1] or len({c for c, _ in below}) != len(above))
            ):
                above = None  # the name of the next part of a form, whose rows have other columns
            elif above and len(row) == 1 and following in self._header_rows and label_of(row[0][1]) is None:
                above = None  # that of a table with columns of its own
            elif above is not None:
                self._above[place] = above

    def named(self, cell: Cell) -> Cell:
        """The cell with the header that a row above it gives it, without one where a label in its row names it."""
        place = (cell.table, cell.row)
        if place in self._header_rows:
            return replace(cell, is_header=True)
        columns, row, header = self._columns[place], self._rows[place], self._above.get(place)
        name = row[0][1] if self._blocks[*place, columns[0]] == 1 else ""
        width = len(header or self._named[cell.table])
        if len(columns) == _PAIR < width and _is_label(name) and not (_is_unit(name) or may_be_topic(name)):
            return replace(cell, header="")  # "Estrategias de enseñanza" and what they are, over the other columns
        if header is None:
            return cell
        if len(columns) == len(header):  # merged cells move the columns, not their order
            return replace(cell, header=header[columns.index(cell.column)][1])
        left = [text for column, text in header if column <= cell.column]
        return replace(cell, header=left[-1]) if left else cell

    def place(self, index: int, outline: Outline) -> Place:
        """Role and path of the cell that is block `index` of the document."""
        block = self._document.blocks[index]
        cell = block.cell
        if cell is None:
            raise ValueError("not a cell")
        cell = self.named(cell)
        if cell.table in self.forms:
            cell = replace(cell, header="", is_header=False)
        text = self._document.text[block.start : block.end]
        goes_on = self._goes_on(cell)
        alone = len(self._columns[cell.table, cell.row]) == 1 and not goes_on
        alone &= not (cell.column and cell.header)  # beside a cell that is merged over several rows
        # Boxes side by side, each a unit with its topics, are no rows of a table.
        alone |= not cell.header and self._blocks[cell.table, cell.row, cell.column] > 1 and label_of(text) is not None
        alone |= label_of(text) is not None and self._with_facts(cell)
        if alone or cell.is_header:
            self._divides(text, cell, outline)
        passive: Role = "evaluation" if outline.sense == "evaluation" else "other"
        # Where a table has its header above each unit, a cell says again what its column is called.
        named = sense_of_header(cell.header)
        repeats = named is not None and fold(text) in map(fold, cell.header.split(" / "))
        # "Elements describe the essential outcomes." below "Elements"
        repeats = repeats or (named in ("outcome", "criterion") and sense_of(text) == named)
        label = self._labels(text, cell, outline, alone=alone) if alone or not (cell.is_header or repeats) else False
        if cell.is_header or repeats or label:
            outline.end_activity(self._senses.get((cell.table, cell.row)))  # "Contenido" below "Actividad 1.1"
            return Place(passive, outline.path())
        if alone:
            self._closed.discard(cell.table)
            self._units.pop(cell.table, None)
        self._begin_unit(text, cell, outline)
        if only_refers(text):
            if sense := outline.refined(sense_of_header(cell.header), cell.header):
                # "RA1" in a column of outcomes: the text to it stands beside it.
                self._senses[cell.table, cell.row] = sense
            return Place(None, outline.path())
        item = item_of(text, listed=True)
        sense = self._sense(cell, outline)
        role = self._role(item, cell, outline, sense)
        # Over a header in which the reader saw none, "2. Poda" is a title as well.
        over = cell.row == 0 and (cell.table, 1) in self._header_rows and item.mark == "number"
        first = over or (cell.table in self._with_names and (cell.row == 0 or is_opening(text)))
        coded = item.mark == "outcome" and not cell.column and sense_of_header(cell.header) not in ("outcome", "both")
        if alone and cell.table in self._with_names and (coded or label_of(text)):
            # "Unidad 2. Poda" and "Resultado de aprendizaje 2.1: …" over the columns, like headings
            self._titles[cell.table] = ""
            role = "outcome" if coded and not outline.closed else role
            return Place(role, outline.path(), alone, over_columns=True)
        title = len(text) <= _LONGEST_NAME and not (self._said(cell) or run_in(text))
        if alone and (first or cell.table in self._titles) and title:
            # "2. Poda" over the columns "Competencias | Actividades"
            self._titles[cell.table] = tidy(text)
            return Place(passive, outline.path())
        of_row = self._labels_of_rows.pop((cell.table, cell.row), "")
        path = self._path(item, cell, role, outline, in_plan=sense == "plan")
        return Place(role, path, alone, of_row, self._banners.get(cell.table, ""))

    def _begin_unit(self, text: str, cell: Cell, outline: Outline) -> None:
        """Take note of the unit of a row, where columns are called "Unidad", "No." and "Temas", "UT" and "Título"."""
        name, counted, item = name_of(cell.header.rpartition(" / ")[2]), only_refers(text), item_of(text)
        column = _UNITS.fullmatch(name_of(cell.header)) or _UNITS.fullmatch(name)
        if column is None and not (_NUMBERS if counted else _TITLE).fullmatch(name):
            return
        unit = self._units.get(cell.table, _Unit(-1, -1))
        kind = _KINDS.get(column["kind"], cell.header.strip()) if column else ""
        if counted:
            number = text.strip(" .")
            unit = _Unit(cell.row, -1, kind if label_of(f"Unidad {number}") else "", number)
        elif unit.row == cell.row and unit.title:
            if unit.column == cell.column and item.depth == 1:  # a cell with several units
                unit = unit._replace(title="")
        else:
            number = "" if item.mark == "bullet" or item.depth > 1 else text[: item.skip].strip(" .)-")
            if unit.row == cell.row:
                number, kind = unit.number, unit.kind or kind
            within = any(map(outline.holds, CONTENT_UNITS))
            named = len(text) <= _LONGEST_NAME and (number or (column and kind != "Tema"))
            unit = _Unit(cell.row, cell.column, "" if within else kind, number, text if named else "")
        self._units[cell.table] = unit

    def _divides(self, text: str, cell: Cell, outline: Outline) -> None:
        """Take note of "Segundo semestre", and of "Unidad 2. Poda" above the columns of its contents and activities."""
        outline.begin_period(text)
        if len(self._rows[cell.table, cell.row]) == 1 and not self._lessons.isdisjoint({cell.table, cell.table + 1}):
            outline.begin_lesson(text)

    def _with_facts(self, cell: Cell) -> bool:
        """Whether nothing but facts stands behind a row's first cell: "Unidad 1. Poda | Horas: 36 | Tercero medio"."""
        behind = [text for column, text in self._rows[cell.table, cell.row] if column > cell.column]
        facts = all(says_facts(text) or is_period(text) for text in behind)
        first = self._columns[cell.table, cell.row][0] == cell.column
        return bool(behind) and first and facts and not self.lists_units(cell)

    def lists_units(self, cell: Cell) -> bool:
        """Whether the row above or below names a unit of the same kind: a list of units opens none of them."""
        rows = (self._rows.get((cell.table, row), [(0, "")]) for row in range(cell.row - 1, cell.row + 2))
        above, own, below = (label_of(row[0][1]) for row in rows)
        return own is not None and any(other and other.kind == own.kind for other in (above, below))

    def _goes_on(self, cell: Cell) -> bool:
        """Whether a label in the row above is that of this one too: "Contenido" beside several rows."""
        above, row = (cell.table, cell.row - 1), (cell.table, cell.row)
        columns = self._columns[row]
        alike = len(columns) == 1 or columns in (self._columns.get(above), self._columns.get(above, [])[1:])
        if not columns[0] or not alike or cell.header or above not in self._senses:
            return False
        self._senses.setdefault(row, self._senses[above])
        self._names.setdefault(row, self._names.get(above, ""))
        return True

    def _labels(self, text: str, cell: Cell, outline: Outline, *, alone: bool) -> bool:
        """Whether it names what stands below it in its cell, right of it in its row or, alone, in the next rows."""
        pairs = cell.column % 2 == 0 and cell.column + 1 in self._columns[cell.table, cell.row]
        if cell.table not in self._banners and pairs and not cell.header and _is_unit(text):
            self._labels_of_rows[cell.table, cell.row] = text.rstrip(" :")
            if states_fact(self._rows[cell.table, cell.row][-1][1]) and (label := label_of(text)) and label.sense:
                # "Progresión de aprendizaje 1 | Tiempo: 6 horas", then its text
                self._senses[cell.table,] = label.sense
            return True
        within = self._blocks[cell.table, cell.row, cell.column] > 1
        sense = outline.refined(self._label(text, cell, alone=alone, within=within), text)
        if sense is None:
            before = roman_of(self._names.get((cell.table,), "")) if alone else 0
            if not before or roman_of(text) != before + 1:
                return False
            # "III. DESARROLLO DEL CURSO" behind "II. OBJETIVO GENERAL" and its text, said again on each page
            self._senses.pop((cell.table,), None)
            return True
        at = (cell.table, cell.row, cell.column)[: 3 if within else 1 if alone else 2]
        if len(at) == 1:
            if is_fact(text) and at in self._senses:  # "Denominación" above the outcomes ends no part
                return True
            self._closed.discard(cell.table)
            if sense == "other" and not is_fact(text):
                self._closed.add(cell.table)
        # "Competencias" beside those of the instructor, below "Perfil del instructor".
        self._senses[at] = "other" if cell.table in self._closed else sense
        self._parts[at] = tidy(text) if sense == "plan" else ""
        self._names[at] = tidy(text)
        if not within and not alone:
            self._labels_of_rows[at] = text.rstrip(" :")
        return True

    def _label(self, text: str, cell: Cell, *, alone: bool, within: bool) -> Sense | None:
        """What it names as a label; None where it is none."""
        named = sense_of_header(cell.header) is not None or (cell.table, cell.header) in self._telling
        named &= not text.endswith(":")
        bullet = within and named and item_of(text, listed=True).mark == "bullet"  # among topics it is one of them
        if len(text) > _LONGEST_LABEL or bullet or (named and not alone and not within):
            return None
        sense = sense_of(text)
        # "2.º semestre" alone in its row divides the subjects below it, whatever column it stands in.
        if is_fact(cell.header) and not (alone and sense == "plan"):
            return None
        if (within and may_be_topic(text)) or (alone and not self._senses and may_be_title(text)):
            return None
        counted = text[0].isdigit() and not _ORDINAL.match(text)
        if counted and (cell.header or cell.column or alone or within):
            # "4.5 Resultados de aprendizaje" alone in its row is the next part of a form.
            part = alone and not within and not cell.header and not may_be_topic(text)
            return (sense or (weak_sense_of(text) if text.isupper() else None)) if part else None
        if is_fact(text) and (cell.table in self.forms or text.endswith(":")):
            return "other"
        step = step_of(text, self._senses.get((cell.table,)))
        return sense or step or weak_sense_of(text) or ("other" if is_fact(text) else None)

    def _sense(self, cell: Cell, outline: Outline) -> Sense | None:
        """What the cell holds, by what names it nearest."""
        within = "activity" if cell.table in self._stepped else outline.sense
        header = sense_of_header(cell.header) or weak_sense_of(cell.header) or step_of(cell.header, within)
        if is_teachers(cell.header) or self._ended(cell):
            return "other"
        vague = (outline.sense is not None or self._senses.get((cell.table,)) in CLOSED) and is_vague(cell.header)
        header = outline.refined(header, cell.header) or ("criterion" if self._looked_at(cell) else None)
        header = header or ("content" if (cell.table, cell.header) in self._telling else None)
        header = "evaluation" if header == "criterion" and cell.table in self._scales else header
        over = len(self._columns[cell.table, cell.row]) == 1 and (cell.table, cell.row, cell.column) in self._senses
        if header and not (vague or over):  # "Estrategias de aprendizaje" at the top of a cell over all columns
            return header
        if said := self._said(cell):
            return said
        # Beside columns that name something, one that does not ("Situaciones", "Horas") holds nothing of it.
        names = cell.table in self._with_names or (cell.table, cell.row) in self._above or is_fact(cell.header)
        aside = bool(cell.header) and not vague and names
        above = None if cell.table in self.forms and outline.sense == "plan" else outline.sense
        return "other" if aside else self._senses.get((cell.table,)) or above

    def _said(self, cell: Cell) -> Sense | None:
        """What a label at the top of the cell or before it in its row names."""
        place = (cell.table, cell.row, cell.column)
        return self._senses.get(place) or self._senses.get(place[:2])

    def _looked_at(self, cell: Cell) -> bool:
        """Whether a column says what a grade or check list asks for, or stands without a name beside ticked ones."""
        beside = self._ticked[cell.table] > 1 and not (sense_of_header(cell.header) or is_fact(cell.header))
        return is_grade(cell.header) or cell.table in self._checks or beside

    def _ended(self, cell: Cell) -> str:
        """The row above that begins what does not teach ("Bibliografía"), of a cell alone in its row as well."""
        name = self._names.get((cell.table,), "") if len(self._columns[cell.table, cell.row]) == 1 else ""
        return name if sense_of(name) == "other" and not may_be_topic(name) else ""

    def _aside(self, cell: Cell) -> str:
        """The name of a column, label or row above that says that a cell does not teach, "" where none says so."""
        if is_teachers(cell.header):
            return tidy(cell.header)
        place = (cell.table, cell.row, cell.column)
        named = sense_of_header(cell.header) is not None and not is_vague(cell.header)
        above = () if named else (self._names.get(place[:number], "") for number in (3, 2, 1))
        names = (self._ended(cell), *cell.header.split(" / "), *above)
        return next((tidy(name) for name in names if sense_of(name) == "other" and not is_attitudes(name)), "")

    def _role(self, item: Item, cell: Cell, outline: Outline, sense: Sense | None) -> Role:
        if outline.sense and outline.closed:
            aside = self._aside(cell)
            assessed = outline.sense == "evaluation" and (not aside or is_fact(aside))  # "Modalidad" of an examination
            return self._assessed(item, cell) if assessed else "other"
        said = run_in(item.body)
        label = item.body[: said[1]] if said else ""
        # "Transversalidad: Ecología, Inglés V"; "Calendario de vacunación: …" among contents is a topic
        topic = len(label.split()) > 1 and sense_of_header(cell.header) == "content"
        apart = said is not None and said[0] == "other" and not (topic or may_be_topic(label))
        # "Propósito. Que el participante …" over a whole row
        if said and sense is None and not cell.header and said[0] in ("competency", "outcome"):
            sense = said[0]
        opening = is_opening(self._titles.get(cell.table, ""))  # what is done before anything is taught
        if sense != "evaluation" and (apart or opening or is_placeholder(item.body)):
            return "other"
        if sense == "evaluation":
            return "evaluation"
        naming = outline.naming if sense == "criterion" and not cell.header else None
        if naming and is_checklist(naming.title) and (cell.table, 0) not in self._header_rows:
            return "evaluation"  # a box behind the list, not the list
        if sense == "criterion" and self._senses.get((cell.table,)) == "evaluation":
            return self._assessed(item, cell)  # "Evaluación" over "Criterio | Porcentaje"
        under = self._outcomes[cell.table].number if cell.table in self._outcomes else None
        if (cell.table, cell.header) in self._telling and sense == "content" and performs(item.body):
            return "activity"
        unnamed = cell.header and sense_of_header(cell.header) is None
        if sense == "other" and unnamed and not (is_fact(cell.header) or self._aside(cell)):
            return "activity" if performs(item.body) else "other"
        role = role_of(
            item, Surroundings(sense, naming=cell.header, under_outcome=under, criteria_open=sense == "criterion")
        )
        # "Corte", "Armado": the names of what a rubric looks at.
        return "other" if role == "criterion" and item.mark == "none" and len(item.body.split()) < _FEWEST else role

    def _assessed(self, item: Item, cell: Cell) -> Role:
        """A cell among grades: what is handed in or done, where its column says so."""
        # "RA" beside weights only repeats which outcome a task is of.
        named = sense_of_header(cell.header) if len(cell.header) > _LONGEST_ABBREVIATION else None
        sense = "criterion" if self._looked_at(cell) else named
        taught = sense in ("task", "outcome", "activity", "criterion") and not is_placeholder(item.body)
        if sense and taught and is_task(item.body):
            return ROLES[sense]
        return "evaluation"

    def _path(self, item: Item, cell: Cell, role: Role, outline: Outline, *, in_plan: bool) -> tuple[str, ...]:
        """The path of a cell; that of a criterion ends with the outcome beside or above it."""
        if role == "outcome" or (role == "competency" and cell.table in self._with_criteria):
            self._outcomes[cell.table] = item
        title = tuple(filter(None, [self._titles.get(cell.table)]))
        unit = self._units.get(cell.table)
        beside = unit and (unit.row, unit.column) == (cell.row, cell.column) and item.depth < _PARTS
        if role in TEACHING_ROLES and unit and unit.title and not beside:
            title = (*title, unit.name)
        if role in ("criterion", "activity") and cell.table in self._outcomes:
            return (*outline.path(of_criterion=True), *title, tidy(self._outcomes[cell.table].body))
        if role == "other" and (aside := self._aside(cell)):
            title = (*title, aside)
        path = (*outline.path(of_criterion=role == "criterion"), *title)
        if not in_plan:
            return path
        # The semester or group that a subject stands in: the row above it, its column, the line above it in its cell.
        column = next((tidy(name) for name in reversed(cell.header.split(" / ")) if is_period(name)), "")
        above = self._parts.get((cell.table,), ""), self._parts.get((cell.table, cell.row, cell.column), "")
        if any(map(is_period, filter(None, (above[0], column, above[1])))):
            path = outline.path_of_plan()
        return (*path, *filter(None, (above[0], column, above[1])))


def _are_of_lessons(names: Iterable[str]) -> bool:
    """Whether columns hold contents and outcomes or activities, and none says how these are graded."""
    senses = {sense_of_header(name) or ("evaluation" if is_share(name) else None) for name in names}
    return "content" in senses and not senses.isdisjoint({"outcome", "activity"}) and "evaluation" not in senses


def _banner(row: Row) -> str:
    """The number and title of a unit, where a row holds nothing else ("Unidad II | Pruebas"), "" for any other."""
    (_, name), *rest = row
    return f"{name}. {rest[0][1]}" if len(rest) == 1 and _is_unit(name) else ""


def _is_form(headers: dict[int, str], firsts: list[str]) -> bool:
    """Whether the rows are labels and what they name, and a first row that is taken for a header is one of them.

    "Dato" and "Valor" above facts about the course are no names of columns either.
    """
    names = [headers[column] for column in sorted(headers)]
    if len(names) % 2 or not names[0]:
        return False
    if len(names) == _PAIR and all(map(is_vague, names)) and sum(map(is_fact, firsts)) >= _FACTS:
        return True
    named = all(_is_label(name) or label_of(name) is not None for name in names[::2])
    named = named or (len(names) == _PAIR and not names[1])  # the title of all
    return named and not any(map(_is_label, names[1::2])) and 2 * sum(map(_is_label, firsts)) >= len(firsts)


def _is_unit(text: str) -> bool:
    """Whether a cell holds the label of a unit or outcome and its number alone ("Resultado 1.1")."""
    label = label_of(text)
    return label is not None and label.skip == len(text)


def _is_label(text: str) -> bool:
    return len(text) <= _LONGEST_LABEL and (sense_of(text) is not None or is_fact(text) or _is_unit(text))


def _is_header(row: Row, following: Row, *, corner: bool) -> bool:
    """Whether a row names columns, some of them parts of a programme.

    `corner` is whether nothing stands above the first column ("a)", "b)" below it), as over no label and its value.
    """
    texts = [text for _, text in row]
    if len(texts) < 2 or len({column for column, _ in row}) < len(texts) or not any(map(sense_of, texts)):
        return False
    named = list(map(_is_name, texts))
    if not all(named):
        # "Momento | Actividades del docente | Actividades del estudiante | Hrs.": in a row of labels and their values
        # no two labels stand side by side, and the last is none: "Competencias | Situaciones | Competencias genéricas".
        ends = len(texts) % 2 == 1 and sense_of(texts[0]) and sense_of(texts[-1])
        beside = ends or any(sense_of(one) and sense_of(other) for one, other in pairwise(texts))
        return (
            bool(beside or corner)
            and 2 * sum(named) >= len(texts)
            and all(_is_name(one) or _may_name(one) for one in texts)
        )
    # In a form of two columns each row is a label and its value, which may be such a name as well; a name above other
    # lines of its cell ("Específica(s):") is none.
    label = [text for column, text in following if column == following[0][0]]
    return corner or len(texts) > 2 or len(label) > 1 or not _is_name(label[0])


def _parted(header: Row, row: Row) -> Row | None:
    """The header with the names below one of its merged cells ("Actividades" over "De aprendizaje | De enseñanza")."""
    starts = [column for column, _ in header]
    above = {column: bisect_right(starts, column) - 1 for column, _ in row}
    if (
        len(row) < 2
        or len({*above.values()}) > 1
        or row[0][0] not in starts
        or not all(_may_name(text) for _, text in row)
    ):
        return None
    at = above[row[0][0]]
    return [*header[:at], *((column, f"{header[at][1]} / {text}") for column, text in row), *header[at + 1 :]]


def _may_name(text: str) -> bool:
    """Whether a column may be called so: short, with no figure, and no sentence."""
    short = len(text) <= _LONGEST_COLUMN and not any(map(str.isdigit, text)) and not text[0].islower()
    return short and not (text.endswith((":", ",", ";")) or performs(text) or tells(text))


def _is_name(text: str) -> bool:
    if len(text) > _LONGEST_NAME or text[0].isdigit():
        return False
    if len(text) <= _SHORT or is_fact(text) or is_check(text) or sense_of(text) or weak_sense_of(text):
        return True
    label = label_of(f"{text} 1")  # "Submódulo", "Unidad"
    return label is not None and label.number == "1"
