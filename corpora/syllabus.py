"""The structure of a programme: each block's role and its path of module, unit and outcome."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import islice, takewhile
from typing import NamedTuple

from corpora import items, vocabulary
from corpora.items import COURSES, ROLES, STEPS, Item, Label, Surroundings
from corpora.outline import CONTENT_UNITS, LISTS, LONGEST_LEAD, Outline, lead_of, text_behind_label, tidy
from corpora.records import Block, Document, Role
from corpora.tables import Tables
from corpora.text import fold
from corpora.vocabulary import CLOSED, Sense

_LONGEST_UNIT = 160
_FEWEST_WORDS = 4
_MIXED: tuple[Sense | None, ...] = (None, "practice", "evaluation")
"""Below these some sentences of a paragraph say what learners do, and others do not."""
_SENTENCES: tuple[Sense | None, ...] = ("competency", "outcome", "both", "criterion")
"""Below these no bare name of a fact is one of them; it may be a topic of the contents."""
_DIVISIONS = ("carrera", "capítulo")
"""Labels of what only divides a document or says to what it belongs, unless they stand among the contents."""
_DONE: tuple[Sense | None, ...] = ("activity", "task", "practice", "evaluation", "other")
_TITLES = ("denominacion", "nombre")
_NEAR = 12  # blocks in which criteria or grading shows
_GRADING = ("%", "examen", "calificacion", "asistencia", "puntos", " nota ", "exam", "points", "grade")
_HEAD = 20  # blocks in which a document says what it is
_COURSE = re.compile(
    r"(?=[acdgmnpstu])(?:"  # by which it is half as long
    r"programa (?:\w+ ){0,4}(?:asignatura|materia|curso|unidad de aprendizaje|uea)\b|guia docente|syllabus|silabo"
    r"|(?:nombre|datos|clave|tipo|caracter)\b.{0,20} (?:de la|del) (?:asignatura|materia|curso|unidad de aprendizaje)"
    r"|(?:asignatura|materia|unidad de aprendizaje|uea)\s*:|course (?:code|title|number|description))"
)
# One of these stands in whatever it finds: to look for them takes a tenth of the time.
_OF_COURSES = ("asignatura", "materia", "curso", "aprendizaje", "uea", "guia docente", "syllabus", "silabo", "course")
_RUN_IN = re.compile(r"[^.:?!]{3,100}[.:?!]+(?=\s)")
_OUTCOMES = ("outcome", "resultado")  # kinds of frames
_LONGEST_DAY, _PARTS_OF_DAY = 39, 3
_OF_DAY = re.compile(
    r"\W*\d{1,2}[:.]\d\d\b(?:.{1,5}\d{1,2}[:.]\d\d\b)?(?:\s?[ap]\.?\s?m\b\.?|\s?h(?:rs|oras)?\b\.?)?(?:\W+[^\W\d_]+){2}"
)
_PROSE = 120  # characters from which a paragraph between the items of a list speaks about them


Section = tuple[str, ...]
"""Titles above a part, the outermost first."""


class Part(NamedTuple):
    """A piece of a block (or a block with its bullets) and what it is; it begins behind marker, code and label.

    `listed` is an item of a list or table, not prose; `sense` what the heading or lead above it names, `group` that
    one's number. What is a role `by_wording` is it by that of a sentence, which its other sentences may not have. What
    is `coded` has a number or code, as the subjects of a plan have. `below` is the kind of the frame right above it.
    """

    start: int
    end: int
    block: Block
    role: Role
    section: Section
    listed: bool = False
    sense: Sense | None = None
    group: int = 0
    by_wording: bool = False
    coded: bool = False
    below: str = ""


class Walk:
    """One pass over the blocks with the outline above them."""

    def __init__(self, document: Document) -> None:
        self._blocks = document.blocks
        self._texts = [document.text[block.start : block.end] for block in document.blocks]
        # Whether the beginning says that it is the programme of one course, not a plan of studies.
        heads = map(fold, self._texts[:_HEAD])
        of_course = any(_COURSE.search(head) for head in heads if any(map(head.__contains__, _OF_COURSES)))
        self._outline = Outline(of_course=of_course)
        self._tables = Tables(document)
        self._expected: Role | None = None  # what the block below a label alone on its line is
        self._outcomes = 0
        # Where modules have submodules (DGETI, CECyTE), their titles say what graduates do.
        labels = (items.label_of(text[:_LONGEST_UNIT]) for text in self._texts)
        self._has_submodules = any(label is not None and label.kind == "submódulo" for label in labels)
        self._counted = items.counted_parts(
            (block.level if block.kind == "heading" else 0, text)
            for block, text in zip(self._blocks, self._texts, strict=True)
            if block.kind in ("heading", "paragraph")
        )
        self._whole = self._of_whole()
        self._at, self._block = 0, Block(0, 0)  # the current one
        self._end = 0  # blocks before this place belong to the passage before
        self._naming = self._outline.naming
        self._group = 0
        self._listed = -1  # the last group with a criterion that has a marker
        self.contents: list[Block] = []
        self.references: list[Block] = []

    def _of_whole(self) -> int | None:
        """The one table that says to which module and subject the document belongs; None where it holds several.

        "Módulo | … | Materia | …" on a front page opens no unit; where such a table stands above each course, it does.
        """
        found: defaultdict[int, set[str]] = defaultdict(set)
        for block, text in zip(self._blocks, self._texts, strict=True):
            if block.cell is None or len(text) > _LONGEST_UNIT:
                continue
            # Alone in its cell "Materia" is the label of what stands beside it.
            name = text.rstrip(" :")
            if (label := items.label_of(f"{name}: X")) and label.kind in COURSES and not label.number:
                found[block.cell.table].add(fold(name))
        table, names = found.popitem() if len(found) == 1 else (None, set[str]())
        return table if len(names) > 1 else None

    def _label(self, text: str) -> Label | None:
        """The label with which a heading or line begins, be it known or one by which the document counts its parts."""
        known, outline, long = items.label_of(text), self._outline, len(text) > _LONGEST_UNIT
        if not self._counted or (known and not long):
            return known
        level = self._block.level if self._block.kind == "heading" else 0
        count = items.count_of(text, alone=level > 0)
        label = self._counted.get((level, count.key)) if count else None
        if count is None or label is None:
            return known
        above = outline.sense_above(level) if level else outline.sense
        # "Práctica 3. …" below a unit or among its contents is one thing done there, however long.
        apart = not (above or outline.in_practice) if label.kind == "práctica" else above in (None, "content")
        if not apart and (not outline.holds(label.kind) or (outline.closed and long)):
            return known
        return label._replace(number=".".join(map(str, count.number)), skip=count.skip)

    def parts(self) -> Iterator[Part]:
        """The part that each block is; none for a line of contents or a cell that only refers."""
        for at, (block, text) in enumerate(zip(self._blocks, self._texts, strict=True)):
            self._at, self._block = at, block
            if block.start < self._end or not text.strip():
                continue
            if block.kind == "contents":
                self.contents.append(block)
            elif block.kind == "heading":
                yield self._heading(text)
            elif block.cell is None:
                yield self._body(text)
            elif part := self._cell(text):
                yield part
            else:
                self.references.append(block)

    # Headings

    def _heading(self, text: str) -> Part:
        outline, item, level = self._outline, items.item_of(text), max(self._block.level, 1)
        self._expected = None
        if items.states_fact(text) or self._only_addresses(text):
            return self._part(item.skip, self._passive())
        label = self._label(text)
        # "Módulo I Fuentes de información", with no sign behind the number: the part of a module, which it only names.
        named = label is not None and label.kind in COURSES and text[: label.skip].rstrip()[-1:].isalnum()
        part = vocabulary.sense_of(text[label.skip :]) if label and named else None
        above = outline.sense_above(level)
        if label and part is None and not (label.kind in STEPS and above in _DONE):
            title = text[label.skip :].strip(" ·|")
            aside = vocabulary.excludes(title) or vocabulary.is_no_unit(title)
            outline.unit_heading(level, label, text, "other" if aside else None)
            return self._labelled(text, label)
        sense = part or vocabulary.sense_of(text) or vocabulary.leads_to(text)
        sense = sense or vocabulary.step_of(text, "activity" if outline.in_practice else above)
        if sense == "other" and self._is_day():
            sense = "content"
        first = all(vocabulary.is_school(frame.title) for frame in outline.frames) and not self._group
        if (first and vocabulary.may_be_title(text)) or (
            (above in LISTS or outline.in_guide(level)) and vocabulary.may_be_topic(text)
        ):
            sense = None
        coded = item.mark == "outcome" or (item.mark in ("number", "capacity") and above in ("both", "outcome"))
        # "1. Montar instalaciones de gas" below "Funciones que ejerce el profesional"
        competency = above == "competency" and item.depth == 1
        coded = sense is None and above not in CLOSED and (coded or competency)
        if coded and len(item.body.split()) >= _FEWEST_WORDS:
            outline.outcome_heading(level, item.body, item.number)
            return self._part(item.skip, "competency" if competency else "outcome", outline.path_above())
        if vocabulary.is_checklist(text):
            sense = "criterion"
        else:
            sense = self._criteria(level, above) if sense == "criterion" else outline.refined(sense, text)
        if sense == "criterion" and outline.sense == "both" and outline.outcome and level == outline.base:
            # In a text of mere lines the criteria's name stands as high as that of the outcomes.
            outline.lead(sense)
            return self._part(item.skip, self._passive())
        if sense is None and above is None:
            sense = vocabulary.weak_sense_of(text)
        outline.heading(level, text, sense)
        topic = sense is None and outline.sense == "content" and not vocabulary.is_fact(text)
        role: Role = "content" if topic else self._passive()
        if sense is None and outline.sense == "activity" and vocabulary.names_practice(text):
            role = "activity"
        return self._part(item.skip, role, outline.path_above())

    def _is_day(self) -> bool:
        """Whether below the heading stand the parts of a day ("9:30 a 10:30 Cambio de la cámara"), not hours."""
        below = [*takewhile(lambda each: each[0].kind != "heading", islice(self._behind(), _LONGEST_DAY))]
        timed = sum(_OF_DAY.match(text) is not None for _, text in below)
        return timed >= _PARTS_OF_DAY and 2 * timed > len(below)

    def _only_addresses(self, text: str) -> bool:
        """Whether it is "You must be able to:" right below "Performance criteria"."""
        right_below = self._at > 0 and self._blocks[self._at - 1].kind == "heading"
        return right_below and self._outline.sense is not None and vocabulary.addresses(text)

    def _labelled(self, text: str, label: Label, *, listed: bool = False) -> Part:
        """The title behind a label, which is the outline's last frame; alone it says what the next block is."""
        section = self._outline.path_above()
        sense = "competency" if label.kind == "módulo" and self._has_submodules else label.sense
        role = self._role_of_title(label._replace(sense=sense))
        if label.skip < len(text) and not vocabulary.only_counts(text[label.skip :]):  # "Module 1 • 6 hours"
            return self._part(label.skip, role, section, listed=listed, coded=True)
        self._expected = role if label.sense and not self._outline.closed else None
        return self._part(0, self._passive(), section, listed=listed)

    def _role_of_title(self, label: Label) -> Role:
        divides = label.kind in _DIVISIONS and self._outline.sense != "content"
        return self._passive() if self._outline.closed or divides else ROLES[label.sense or "content"]

    def _passive(self) -> Role:
        """The role of a heading, label or lead itself."""
        return "evaluation" if self._outline.sense == "evaluation" else "other"

    # Paragraphs and items

    def _body(self, text: str) -> Part:
        outline, item = self._outline, items.item_of(text, listed=self._block.kind == "item")
        if (above := outline.take_turns(item.body)) is not None:
            return self._part(item.skip, "other", above)
        fact = items.states_fact(text) and not (outline.sense == "activity" and vocabulary.by_teacher(item.body))
        if fact or vocabulary.is_page_line(text):
            return self._denominated(text) or self._part(item.skip, self._passive())
        if self._expected:
            role, self._expected = self._expected, None
            outline.rename(item.body)
            return self._part(item.skip, role, outline.path_above())
        if items.is_article(text):
            above = outline.article(text, vocabulary.sense_of(text))
            return self._part(item.skip, self._passive(), above)
        label = self._label(text)
        title = _title(text, label)
        if label and self._begins_unit(label, title):
            outline.unit(label, title)
            return self._labelled(text, label) if title == text else self._run_in(text, label)
        if outline.sense in _SENTENCES and vocabulary.is_fact(text):
            return self._part(item.skip, self._passive())
        outline.begin_period(text)
        if sense := lead_of(item, outline):
            if sense == "criterion":
                sense = self._criteria(outline.base, outline.sense)
            divides = sense == "plan" and (outline.sense == "plan" or vocabulary.is_period(text))
            section = outline.divide(text) if divides else None
            if section is None:
                outline.lead(outline.refined(sense, text) or sense, text, ends_with_list=item.mark == "bullet")
                section = outline.path_above()
            return self._part(item.skip, self._passive(), section)
        return self._behind_label(item) or self._item(item)

    def _run_in(self, text: str, label: Label) -> Part:
        """What stands behind the title of a part of the course in the same paragraph, with this title before it."""
        text = text[label.skip :]
        acts = vocabulary.names_teacher(text) or vocabulary.holds_practice(text, at_work=True)
        done = self._outline.sense is None and acts
        return self._part(label.skip, "activity" if done or label.sense else "content")

    def _begins_unit(self, label: Label, text: str) -> bool:
        beside = any(frame.rank >= label.rank for frame in self._outline.frames if frame.rank)
        if (self._outline.closed and (not beside or vocabulary.grades(text))) or (
            label.kind in STEPS and self._outline.sense in _DONE and not self._outline.holds(label.kind)
        ):
            return False
        if self._outline.sense in ("activity", "task", "practice") and label.kind in CONTENT_UNITS and text[-1] == ".":
            return False  # "Semana 5. Divida la colmena con dos marcos de cría." is an activity of that week
        return label.sense is not None or len(text) <= _LONGEST_UNIT

    def _denominated(self, text: str) -> Part | None:
        """The title of a unit whose heading is only its number ("Módulo formativo 1", "Denominación: …")."""
        name, _, title = text.partition(":")
        unit = self._outline.last
        label = items.label_of(unit.title) if unit.rank and fold(name) in _TITLES else None
        if label is None or label.skip < len(unit.title):
            return None
        self._expected = None
        self._outline.rename(f"{unit.title}: {title.strip()}")
        return self._part(len(name) + 1, self._role_of_title(label), self._outline.path_above())

    def _behind_label(self, item: Item) -> Part | None:
        if (found := text_behind_label(item, self._outline)) is None:
            return None
        sense, skip = found
        label = item.text[item.skip : skip]
        sense = self._outline.refined(sense, label) or sense
        if sense == "other":  # the path of "Requisito: haber aprobado Corte I" says that it is none of this course
            return self._part(skip, "other", (*self._outline.path(), tidy(label)))
        if sense in CLOSED or not (item.opens or vocabulary.leads_to(item.body)):
            held = vocabulary.is_placeholder(item.text[skip:])  # "Unidad: Azcapotzalco"
            return self._part(skip, self._passive() if held else ROLES[sense])
        self._outline.lead(sense, ends_with_list=True)
        return self._part(skip, "other")

    def _item(self, item: Item) -> Part:
        outline = self._outline
        outline.end_list(listed=item.listed)
        if not outline.closed and (sense := vocabulary.leads_to(item.body)):
            if outline.sense not in (sense, "both", "competency") and not self._only_addresses(item.body):
                outline.lead(sense, ends_with_list=True)
            return self._part(item.skip, "other")
        role = items.role_of(item, self._surroundings(item))
        if role == "activity":  # "Práctica 2. …" behind the last topic is not below it
            outline.topics.clear()
        skip, section = item.skip, outline.path(of_criterion=role == "criterion")
        told = role in ("competency", "outcome") and item.mark == "none" and outline.sense in (None, "plan")
        by_wording = told or (role == "activity" and not item.listed and outline.sense in _MIXED)
        if role == "content" and outline.sense == "plan":
            skip += items.subject_skip(item.body)
        elif role == "content" and outline.sense == "content":
            section = outline.topic(item)
        elif role == "outcome" and (outline.sense != "outcome" or item.mark in ("number", "outcome", "capacity")):
            section = outline.outcome_below(item.body, item.number)
        elif role == "activity" and outline.sense == "content" and item.opens:
            # "Práctica 4. El equipo arma su curso:" among the topics: what follows are its steps.
            outline.lead("activity", ends_with_list=True)
        self._listed = self._group if role == "criterion" and item.listed else self._listed
        self._end = self._end_of_bullets(item, role)
        coded = item.mark == "number" or skip > item.skip
        part = self._part(skip, role, section, listed=item.listed, coded=coded)
        return part._replace(by_wording=True) if by_wording else part

    def _surroundings(self, item: Item) -> Surroundings:
        outline, naming, outcome = self._outline, self._outline.naming, self._outline.outcome
        sense = naming.sense
        # Elsewhere what follows says nothing of an item with a bullet, letter or code.
        asked = sense in ("both", "criterion") or item.mark in ("none", "number", "outcome")
        # Among outcomes with their criteria the heading of the next criteria may stand as high as that of the list.
        level = outline.base - (sense == "both" or outcome is not None)
        before_lead, before_criteria = self._before_criteria(item, level) if asked else (False, False)
        return Surroundings(
            sense=sense,
            naming=naming.title,
            under_outcome=outcome.number if outcome else None,
            criteria_open=outline.last.sense == "criterion",
            before_criteria=before_criteria,
            before_lead=before_lead,
            in_unit=outline.in_unit,
            in_part=outline.last.kind in CONTENT_UNITS,
            in_practice=outline.in_practice,
            behind_list=sense in ("both", "criterion") and self._listed == self._group,
        )

    # Cells

    def _cell(self, text: str) -> Part | None:
        found = self._tables.place(self._at, self._outline)
        if found.role is None:
            return None
        label = items.label_of(text)
        if label and found.alone and self._begins_unit(label, text):
            self._outline.unit(label, text, in_table=found.over_columns)
            return self._labelled(text, label, listed=True)
        if found.over_columns and found.role == "outcome":
            item = items.item_of(text)
            above = self._outline.outcome_below(item.body, item.number, in_table=True)
            return self._part(item.skip, "outcome", above, listed=True)
        banner = items.label_of(found.banner) if found.banner else None
        if banner and self._begins_unit(banner, found.banner):
            title = found.banner.endswith(text)
            if not title:
                self._outline.unit(banner, found.banner)
            role = self._role_of_title(banner) if title else self._passive()
            return self._part(0, role, self._outline.path_above())
        named = f"{found.label}: {text.lstrip(' :')}" if found.label and not vocabulary.is_fact(found.label) else ""
        row = items.label_of(named) if named else None
        if row and self._begins_unit(row, text):
            return self._beside_label(text, row, found.label if items.states_fact(text) else named)
        item, role = items.item_of(text, listed=True), found.role
        skip = item.skip + (items.subject_skip(item.body) if role == "content" else 0)
        if label and label.sense and label.sense == role and label.skip < len(text):
            skip = label.skip
        said = items.run_in(item.body)
        if said and said[0] == "outcome" and role == "content":  # "Resultado del bloque: …" among its topics
            role, skip = "outcome", item.skip + said[1]
        self._end = self._end_of_bullets(item, role)
        coded = item.mark == "number" or skip > item.skip
        return self._part(skip, role, found.section, listed=True, coded=coded)

    def _beside_label(self, text: str, label: Label, title: str) -> Part:
        """What stands beside the label of a unit ("Unidad de aprendizaje" | "2. Hojas de cálculo"), which it begins."""
        cell = self._block.cell
        whole = label.kind in COURSES and cell is not None and cell.table == self._whole
        above = self._outline.path()
        if cell is None or not (whole or self._tables.lists_units(cell)):
            self._outline.unit(label, title)
            above = self._outline.path_above()
        if items.states_fact(text):  # "Progresión 1" | "Tiempo: 6 horas"
            return self._part(0, self._passive())
        return self._part(items.item_of(text).skip, self._role_of_title(label), above)

    def _part(
        self, skip: int, role: Role, section: Section | None = None, *, listed: bool = False, coded: bool = False
    ) -> Part:
        naming = self._outline.naming
        if self._naming is not naming:
            self._naming = naming
            self._group += 1
        self._outcomes += role == "outcome"
        return Part(
            start=self._block.start + skip,
            end=max(self._block.end, self._end),
            block=self._block,
            role=role,
            section=self._outline.path() if section is None else section,
            listed=listed,
            sense=naming.sense,
            group=self._group,
            coded=coded,
            below=self._outline.last.kind,
        )

    # What follows a block

    def _behind(self) -> Iterator[tuple[Block, str]]:
        return ((self._blocks[number], self._texts[number]) for number in range(self._at + 1, len(self._blocks)))

    def _before_criteria(self, item: Item, level: int) -> tuple[bool, bool]:
        """Whether the line "Criterios de evaluación" follows; whether it, or a criterion of another mark, does.

        Below a heading of `level` a heading of that level or above ends what the item belongs to.
        """
        block, text = next((each for each in self._behind() if not vocabulary.is_page_line(each[1])), (None, ""))
        if block is None or (block.kind == "heading" and block.level <= level):
            return False, False
        following = items.item_of(text, listed=block.kind == "item")
        lead = len(text) <= LONGEST_LEAD and vocabulary.sense_of(text) == "criterion"
        other_mark = following.mark != item.mark and (following.is_criterion or following.mark == "letter")
        return lead, lead or (other_mark and not item.is_criterion)

    def _criteria(self, level: int, above: Sense | None) -> Sense:
        """What "Criterios de evaluación" names: below an outcome its criteria, elsewhere these or how grades are made.

        `level` is that of the heading that it is, or stands under; `above` is what stands above that.
        """
        if self._outline.outcome or above in ("both", "outcome"):
            return "criterion"
        for block, text in islice(self._behind(), _NEAR):
            if block.kind == "heading" and block.level <= level:
                break
            item = items.item_of(text)
            if item.is_criterion or item.mark == "outcome":
                return "criterion"
            folded = f" {fold(item.text)}"  # "anota los signos vitales" is no grade
            if any(word in folded for word in _GRADING):
                return "evaluation"
        return "criterion" if self._outcomes or vocabulary.is_performance(self._texts[self._at]) else "evaluation"

    def _end_of_bullets(self, item: Item, role: Role) -> int:
        """The end of the last of the bullets of an outcome or criterion that ends in a colon; its own without any.

        In a cell they are those of an activity too, and what they belong to needs no marker.
        """
        end, cell = self._block.end, self._block.cell
        told = role in ("outcome", "criterion") or (cell is not None and role == "activity")
        if not told or not item.opens or item.mark == "bullet" or (cell is None and item.mark == "none"):
            return end
        for block, text in self._behind():
            if cell is None and vocabulary.is_page_line(text):
                continue
            following = items.item_of(text)
            drawn = block.kind == "item" and following.mark == "none"  # a bullet that is no text
            bullet = block.kind in ("item", "paragraph", "cell") and (following.mark == "bullet" or drawn)
            if block.cell != cell or not bullet or following.is_criterion:
                break
            end = block.end
        return end


def _title(text: str, label: Label | None) -> str:
    """The title of a part of the course that begins a long paragraph ("Semana 3. Poda. Se podan los setos …").

    Where what follows the label is no title but a sentence, it is the label alone; of a short text it is the whole.
    """
    if label is None or label.sense not in (None, "activity") or len(text) <= _LONGEST_UNIT:
        return text
    found = _RUN_IN.match(text, label.skip)
    return text[: found.end() if found and not vocabulary.performs_at_work(found[0]) else label.skip]


def _may_be_topic(document: Document, part: Part) -> bool:
    """Whether a part is an item right below a unit, course or outcome, or a line below a unit, and nothing says more.

    Below an outcome that ends in a colon ("Elaborará un reporte con:") they belong to what is done.
    """
    plain = part.role == "activity" if part.listed else part.role == "other" and part.block.kind == "paragraph"
    if not plain or part.sense is not None or part.block.cell is not None:
        return False
    if part.listed and part.below in _OUTCOMES and part.section:
        return f"{part.section[-1]}:" not in document.text
    return part.below in CONTENT_UNITS or (part.below in COURSES and part.listed)


def by_majority(document: Document, parts: list[Part]) -> Iterator[Part]:
    """What the greater part of a list says of the rest of it.

    Long paragraphs between the items of a list of contents speak about it, or say what learners do; alone they are the
    contents. Lines without credits or code between the subjects of a plan are titles. Items right below a unit are its
    topics where none of them says that anything is done.
    """
    listed: Counter[int] = Counter()
    coded = 0
    below: defaultdict[tuple[str, ...], list[bool]] = defaultdict(list)
    may_be_topics = [_may_be_topic(document, part) for part in parts]
    for part, may_be_topic in zip(parts, may_be_topics, strict=True):
        if may_be_topic:
            below[part.section].append(vocabulary.is_topic(document.text[part.start : part.end]))
        elif part.role == "content":
            listed[part.group] += 1 if part.listed else -1
            if part.sense == "plan":
                coded += 1 if part.coded else -1
    for part, may_be_topic in zip(parts, may_be_topics, strict=True):
        if part.role != "content":
            yield part._replace(role="content") if may_be_topic and all(below[part.section]) else part
            continue
        text = document.text[part.start : part.end]
        prose = part.sense and not part.listed and len(text) > _PROSE and text[-1] in ".:"
        aside = prose and listed[part.group] > 0 and vocabulary.tells(text)
        if aside and vocabulary.holds_practice(text):
            yield part._replace(role="activity", by_wording=True)
        elif aside or (part.sense == "plan" and not part.coded and coded > 0):
            yield part._replace(role="other")
        else:
            yield part
