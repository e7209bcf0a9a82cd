"""Where in a programme one stands while reading it: the headings, units, leads and outcomes above the current block.

Leads are lines that are no headings and name what stands below or behind them: "Contenidos:", "Objetivo: Que el …".
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from corpora import vocabulary
from corpora.items import BULLETS, Item, Label, is_article, item_of, label_of, run_in
from corpora.numbers import whole
from corpora.text import ROMANS
from corpora.vocabulary import CLOSED, Expressions, Sense

_SAID = Expressions("outline")

# Levels between two levels of headings: articles of a decree, units that are no headings, then leads ("Contenidos:"),
# the units of a list of contents, an outcome, the lead of its criteria.
_ARTICLE, _UNIT, _NAMED, _TOPIC, _LEAD, _INNER, _OUTCOME, _CRITERIA = 0.01, 0.02, 0.4, 0.45, 0.5, 0.01, 0.7, 0.8
_FILED = 400  # characters at the end of a title in which such marks stand
_TASKS = ("actividad de evaluacion", "actividades de evaluacion", "assessment activities", "assessment activity")
_HOLD_NUMBERED = ("content", "both", "outcome")
_AIMS = ("objetivo general", "objetivos generales")
CONTENT_UNITS = ("parcial", "unidad", "tema", "etapa")
_UNITS = (*CONTENT_UNITS, "submódulo", "resultado", "outcome", "competencia", "elemento", "actividad", "práctica")
_SECTIONS = 6  # by how much a section's number is above that of the contents before it
_WHOLE = 2  # the rank of a module, which has units
LONGEST_LEAD = 110  # characters of a line that names what stands below it ("Criterios de evaluación:")
_LONGEST_NAME = 8  # words from which a line with a comma and a full stop is a sentence, not a name
LISTS: frozenset[Sense | None] = frozenset({"content", "plan"})
_DEEPEST_NUMBER = 2


@dataclass(frozen=True, slots=True)
class Frame:
    """One thing above the current block.

    `level` is 1 for a first heading, a fraction for what stands between headings; `sense` what it names, None where it
    only divides; `kind` "heading", "lead", "list", "article", "outcome", or a `Label.kind`. A lead sentence may end
    with its list; a unit has a number and `Label.rank`, and parts where deeper headings stand below it. What a row
    over the columns of a table names is `in_table` and ends with the next heading.
    """

    level: float
    title: str
    sense: Sense | None
    kind: str
    number: str = ""
    ends_with_list: bool = False
    rank: int = 0
    has_parts: bool = False
    in_table: bool = False


_GROUND = Frame(0, "", None, "")
"""What stands above everything."""


def roman_of(title: str) -> int:
    """The Roman number before a title and its full stop, 0 for none."""
    number = title.partition(".")[0]
    return ROMANS.index(number.lower()) + 1 if number.isupper() and number.lower() in ROMANS else 0


class Outline:
    """The stack of frames."""

    def __init__(self, *, of_course: bool = False) -> None:
        self.frames: list[Frame] = []
        self._of_course = of_course
        self.topics: list[tuple[int, str]] = []
        # Of each heading of a unit its level, and what at this level behind it does not teach.
        self._closings: list[tuple[int, set[Sense | None]]] = []

    @property
    def last(self) -> Frame:
        """The frame right above the current block."""
        return self.frames[-1] if self.frames else _GROUND

    @property
    def naming(self) -> Frame:
        """The nearest frame that names a sense."""
        for frame in reversed(self.frames):  # asked many times a passage, so no generator
            if frame.sense:
                return frame
        return _GROUND

    @property
    def sense(self) -> Sense | None:
        """What the nearest frame that names anything names."""
        return self.naming.sense

    def sense_above(self, level: float) -> Sense | None:
        """What the nearest frame above this level names."""
        return next((frame.sense for frame in reversed(self.frames) if frame.sense and frame.level < level), None)

    def in_guide(self, level: float) -> bool:
        """Whether a heading above this level is that of the pages for the teacher."""
        return any(vocabulary.is_guide(frame.title) for frame in self.frames if frame.level < level)

    @property
    def closed(self) -> bool:
        """Within what does not teach: no deeper heading, label or code begins a role."""
        return self.sense in CLOSED

    @property
    def outcome(self) -> Frame | None:
        """The outcome (or specific competency) below which one stands."""
        for frame in reversed(self.frames):
            if frame.kind in ("outcome", "resultado", "competencia"):
                return frame
        return None

    @property
    def base(self) -> int:
        """Level of the nearest heading."""
        return int(self.last.level)

    def pop(self, level: float) -> None:
        """Leave everything of this level or deeper."""
        while self.frames and self.frames[-1].level >= level:
            self.frames.pop()
        self.topics.clear()

    def _end(self, is_over: Callable[[Frame], bool]) -> None:
        """Leave the outermost frame of which that is true, and all that is below it."""
        first = next((number for number, frame in enumerate(self.frames) if is_over(frame)), len(self.frames))
        del self.frames[first:]

    def push(self, frame: Frame) -> tuple[str, ...]:
        """Go below a frame; what stands at its level or deeper ends. Returns the path above it."""
        self.pop(frame.level)
        self.frames.append(frame)
        return self.path_above()

    def heading(self, level: int, title: str, sense: Sense | None) -> None:
        """Go below a heading that is no unit.

        In documents with one level of headings for all, what names something stays below the unit before it, and the
        numbered headings behind "Contenidos" are its topics.
        """
        at = float(level)
        # Units of the course before say nothing of where those of this one end.
        self._closings = [one for one in self._closings if one[0] <= level]
        self._end_imprint(named=sense is not None)
        self._end_leads(keep_contents=sense is None)
        self.end_activity(sense)
        if number := roman_of(title):
            # "VI. Perfil del docente" behind the units of "IV. Unidades de aprendizaje" stands beside it.
            self._end(lambda frame: int(frame.level) == level and 0 < roman_of(frame.title) < number)
        if sense in CLOSED and self._closes(level, sense):
            self.pop(min((f.level for f in self.frames if int(f.level) == level and f.rank > _WHOLE), default=at + 1))
        beside = [frame for frame in self.frames if int(frame.level) == level]
        checked = vocabulary.is_checklist(title)
        if sense and not checked and any(frame.rank and not frame.has_parts for frame in beside):
            at = level + _NAMED
        elif sense is None and item_of(title).mark == "number":
            # Behind a heading of the contents at its level that is not numbered itself.
            lists = [frame for frame in beside if frame.sense in _HOLD_NUMBERED]
            at += _TOPIC if lists and item_of(lists[-1].title).mark != "number" else 0
        self.pop(at)
        said = sense if not self.closed or (checked and self.sense == "evaluation") else None
        self._below(level, Frame(at, tidy(title), said, "heading"))

    def _closes(self, level: int, sense: Sense | None) -> bool:
        """Whether "Evaluación" behind the last of several units is that of the whole: the others have none."""
        *before, last = [senses for number, senses in self._closings if number == level] or [set()]
        last.add(sense)
        return bool(before) and not any(sense in senses for senses in before)

    def unit_heading(self, level: int, label: Label, title: str, sense: Sense | None = None) -> None:
        """Go below a heading that is a unit; in the contents, or below a greater unit, also at their level.

        It ends one of its kind, which a higher heading or a row of a table began. With the sense "other" it is only
        counted as one ("Módulo 3. Bibliografía"), and nothing at its level stands below it.
        """
        self._end_imprint(named=True)
        self._end(lambda frame: frame.kind == label.kind)
        self._end_leads(keep_contents=label.kind in CONTENT_UNITS)
        beside = [frame for frame in self.frames if int(frame.level) == level]
        if label.rank > _WHOLE:
            self._closings.append((level, set()))
        else:
            self._closings = [one for one in self._closings if one[0] < level]
        first = not any(frame.kind == label.kind and frame.level < level + _NAMED for frame in beside)
        if first and label.kind in CONTENT_UNITS and any(frame.sense == "content" for frame in beside):
            at = level + _TOPIC
            self.pop(at)
        else:
            at = level + _UNIT * label.rank
            self.pop(level)
            self.frames += [frame for frame in beside if frame.rank and frame.level < at]
        self._below(level, Frame(at, tidy(title), sense, label.kind, label.number, rank=0 if sense else label.rank))

    def _end_leads(self, *, keep_contents: bool) -> None:
        """A heading ends an article, what a row of a table named, and what mere lines did.

        The contents that it may be a part of go on.
        """
        self._end(lambda frame: frame.kind == "article" or frame.in_table)
        while self.last.level % 1 >= _LEAD:
            if keep_contents and any(f.sense == "content" and f.level % 1 >= _LEAD for f in self.frames):
                return
            self.frames.pop()

    def _end_imprint(self, *, named: bool) -> None:
        """Who wrote the document ("Directorio") has no parts of a programme below it, however large its heading is."""
        if named and self.sense == "other":
            self._end(lambda frame: vocabulary.is_imprint(frame.title))

    def end_activity(self, sense: Sense | None) -> None:
        """Contents behind an activity are those of the unit or outcome that it stands below."""
        while sense == "content" and self.last.kind == "actividad":
            self.frames.pop()

    def outcome_heading(self, level: int, title: str, number: str) -> None:
        """Go below a heading that is an outcome."""
        self._below(level, Frame(float(level), tidy(title), None, "outcome", number))

    def _below(self, level: int, frame: Frame) -> None:
        """Go below a heading; the units above it have headings of their own level for their parts."""
        self.pop(frame.level)
        for number, above in enumerate(self.frames):
            if above.rank and int(above.level) < level:
                self.frames[number] = replace(above, has_parts=True)
        self.frames.append(frame)

    def lead(self, sense: Sense, title: str = "", *, ends_with_list: bool = False) -> None:
        """Go below a line that names what follows; under an outcome, its criteria.

        The path names it only where it does not teach: who reads a book's title has to see that it stands among books.
        """
        self.end_activity(sense)
        named = self.last.kind == "heading" and self.last.sense not in (None, sense, "both", "plan")
        if named and sense != "criterion":
            # "Índice temático" as a mere line below the heading "Objetivos": it stands beside it.
            self.frames.pop()
        level = self.base + (_CRITERIA if sense == "criterion" and self.outcome else _LEAD)
        title = tidy(title) if sense == "other" else ""
        self.push(Frame(level, title, sense, "lead", ends_with_list=ends_with_list))

    def take_turns(self, text: str) -> tuple[str, ...] | None:
        """Go below a line among activities that says who does what follows: "Docente:", "Alumnos:".

        Returns the path above it, None for any other line.
        """
        teaches = self.last.kind == "teacher"
        if not text.endswith(":") or not (teaches or self.sense == "activity"):
            return None
        above = self.path()
        if vocabulary.by_teacher(text):
            self.push(Frame(self.base + _OUTCOME, tidy(text), "other", "teacher"))
            return above
        if teaches and vocabulary.by_learner(text):
            self.pop(self.last.level)
            return above
        return None

    def divide(self, title: str) -> tuple[str, ...]:
        """Go below a line that divides a plan of studies ("Primer semestre"); returns the path above it."""
        return self.push(Frame(self.base + _LEAD, tidy(title), "plan", "lead"))

    def begin_period(self, text: str) -> None:
        """A semester ends what the front page of a plan said last: it is not below "Título que se otorga"."""
        if self.frames and not self._of_course and vocabulary.is_period(text):
            self._end(lambda frame: vocabulary.is_front(frame.title))

    def begin_lesson(self, text: str) -> None:
        """Leave what does not teach at "Unidad 2. Poda", where columns for contents and activities stand below it."""
        label = label_of(text)
        if label and label.kind in CONTENT_UNITS and label.number and label.skip < len(text):
            while self.closed:
                del self.frames[self.frames.index(self.naming) :]

    def article(self, title: str, sense: Sense | None) -> tuple[str, ...]:
        """Go below the line that heads an article or annex, which ends all but the headings; returns the path above.

        An annex stands behind the articles, though these have headings.
        """
        if title.casefold().startswith("anexo"):
            self._end(lambda frame: is_article(frame.title))
        return self.push(Frame(self.base + _ARTICLE, tidy(title), sense, "article"))

    def end_list(self, *, listed: bool) -> None:
        """A lead sentence ends with its list: prose behind the list is no part of it."""
        if not self.last.ends_with_list:
            return
        if listed:
            self.frames[-1] = replace(self.last, kind="list")
        elif self.last.kind == "list":
            self.pop(self.last.level)

    def unit(self, label: Label, title: str, *, in_table: bool = False) -> None:
        """Go below a unit that is no heading: beside its like, else within the contents, else below the heading."""
        like = next((frame for frame in self.frames if frame.kind == label.kind), None)
        if like:
            level = like.level
        else:
            # Among the contents, or below a greater unit there that is no heading.
            among = any(0 < frame.rank < label.rank and frame.level % 1 >= _LEAD for frame in self.frames)
            within = self.sense == "content" and (label.sense is None or among)
            level = self.base + (_LEAD + _INNER * label.rank if within else _UNIT * label.rank)
        self.push(Frame(level, tidy(title), None, label.kind, label.number, rank=label.rank, in_table=in_table))

    def refined(self, sense: Sense | None, name: str) -> Sense | None:
        """What a name says here.

        Below an outcome or unit "Actividades de evaluación" are what students do, not grading; "Objetivo general" below
        a course is what its students learn, not what graduates do.
        """
        if sense == "evaluation" and (self.outcome or self.in_unit) and vocabulary.name_of(name) in _TASKS:
            return "activity"
        if sense == "competency" and (self._of_course or self.holds("módulo")) and vocabulary.name_of(name) in _AIMS:
            return "outcome"
        return sense

    def holds(self, kind: str) -> bool:
        """Whether one stands below a frame of this kind."""
        return any(frame.kind == kind for frame in self.frames)

    @property
    def in_unit(self) -> bool:
        """Whether one stands below a unit or topic, or right below a module."""
        return self.last.kind == "módulo" or any(frame.kind in CONTENT_UNITS for frame in self.frames)

    @property
    def in_practice(self) -> bool:
        """Whether one stands below a unit, outcome or activity and what learners do may stand here unannounced."""
        last = self.last
        course = last.kind == "módulo" or (last.kind == "heading" and vocabulary.is_workshop(last.title))
        return course or any(frame.kind in _UNITS for frame in self.frames)

    def rename(self, title: str) -> None:
        """Give the last frame the title that stood on a line of its own."""
        if self.frames:
            self.frames[-1] = replace(self.last, title=tidy(title))

    def outcome_below(self, title: str, number: str, *, in_table: bool = False) -> tuple[str, ...]:
        """Go below an outcome of a list; returns the path above it."""
        return self.push(Frame(self.base + _OUTCOME, tidy(title), None, "outcome", number, in_table=in_table))

    def topic(self, item: Item) -> tuple[str, ...]:
        """Take note of a topic of the contents, which may have others below it; returns the path above it."""
        if item.mark == "number":
            depth = item.depth
        elif item.opens and not item.listed:
            depth = 0
        else:
            return self.path()
        self.topics = [topic for topic in self.topics if topic[0] < depth]
        section = self.path()
        self.topics.append((depth, tidy(item.text.lstrip(f"{BULLETS} "))))
        return section

    def is_beside_list(self, item: Item) -> bool:
        """Whether a number goes on with that of the list's own heading ("6. Temario", "7. Prácticas"), not the list."""
        texts = self.naming.title, self.topics[0][1] if self.topics else "", item.text
        own, last, number = (whole(item_of(text).number) for text in texts)
        return item.depth == 1 and 0 < own < number <= own + _SECTIONS and number != last + 1

    def path(self, *, of_criterion: bool = False) -> tuple[str, ...]:
        """Titles above the current block, the outermost first; of a criterion without the heading of the criteria."""
        frames = [frame for frame in self.frames if frame.title]
        if of_criterion and self.outcome:
            frames = [frame for frame in frames if frame.sense != "criterion"]
        return (*(frame.title for frame in frames), *(title for _, title in self.topics))

    def path_of_plan(self) -> tuple[str, ...]:
        """As `path`, without a last heading of the electives: the semesters behind it are those of the whole plan."""
        if self.last.sense == "plan" and _SAID["electives"].search(self.last.title):
            return self.path_above()
        return self.path()

    def path_above(self) -> tuple[str, ...]:
        """Titles above the last frame."""
        return tuple(frame.title for frame in self.frames[:-1] if frame.title)


def tidy(title: str) -> str:
    """A title for a path: without the author's filing marks at its end ("… #ra1 #dual") and the closing sign."""
    match = _SAID["filing"].search(title, max(len(title) - _FILED, 0))
    return (title[: match.start()] if match and match.start() else title).rstrip(" .:")


def lead_of(item: Item, outline: Outline) -> Sense | None:
    """What a line by itself names below what stands above it; None where it is a line like any other.

    Under a heading that closes (grading, staff), a line names nothing, but for one that begins the books or the
    equipment behind grading.
    """
    capitals = item.text.isupper()
    in_form = item.opens and outline.sense is None  # "• Resultados de aprendizaje:" among the facts of a form
    if (
        len(item.text) > LONGEST_LEAD
        or (item.text.endswith(".") and ", " in item.text and len(item.text.split()) > _LONGEST_NAME)
        or (item.mark == "bullet" and not in_form)
        or (item.depth > _DEEPEST_NUMBER and not capitals)
    ):
        return None
    sense = vocabulary.sense_of(item.text) or vocabulary.step_of(item.text, outline.sense)
    if sense is None and outline.sense not in LISTS:
        aside = not item.listed and vocabulary.is_aside(item.text)  # "Presentación" behind the aims
        sense = "other" if aside else vocabulary.weak_sense_of(item.text) if capitals else None
    if sense is None or (outline.closed and outline.naming.kind == "heading"):
        marked = capitals or (not item.listed and (item.opens or not vocabulary.may_be_topic(item.text)))
        return sense if sense == "other" and outline.sense == "evaluation" and marked else None
    divides = sense == outline.sense == "plan"  # "Primer semestre"
    if outline.sense not in LISTS or capitals or divides:
        return sense
    name = vocabulary.name_of(item.text)
    ends = item.opens and _SAID["ends_contents_with_colon"].fullmatch(name)
    ends = ends or (not item.listed and _SAID["ends_contents"].fullmatch(name))
    return sense if ends or outline.is_beside_list(item) else None


def text_behind_label(item: Item, outline: Outline) -> tuple[Sense, int] | None:
    """What a label within the line names, and where in the line the text behind it begins."""
    if outline.closed:
        return None
    found = run_in(item.body)
    if found is None:
        return None
    sense, start = found
    named = vocabulary.may_be_topic(item.body[:start]) or vocabulary.by_teacher(item.body)
    aside = sense == "other" and not named  # "Requisito: haber aprobado Corte I"
    if named and outline.sense is None and outline.in_unit and item.depth > 1:
        return None  # "2.2 Productos: cloro, desengrasante" below "Unidad 2" is one of its topics
    in_form = outline.sense is None and sense in ("competency", "outcome")  # "• Competencia: Manejar colonias"
    numbered = item.mark == "number" or item.text[: item.skip].strip(" .)").lower() in ROMANS
    if item.listed and not (numbered or aside or in_form):
        return None
    if outline.sense in (*LISTS, "both", "criterion") and sense not in ("outcome", "competency"):
        # Among the topics "Evaluación: examen (40 %)" ends no list, and is none of them; nor is what stands behind it.
        graded = sense == "evaluation" and vocabulary.grades(item.body)
        return (sense, item.skip + start) if graded or (aside and not item.listed) else None
    return sense, item.skip + start
