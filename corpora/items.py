"""One block of a programme looked at by itself: its marker or code, its label, its role under what stands above it.

Markers are bullets, numbers, letters and codes such as "CE1 .a )" or "[RA1 ]". Labels name one part of a programme:
"Módulo profesional: …", "Unidad 2. …", "Resultado de aprendizaje 1.1".
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from itertools import pairwise
from typing import Literal, NamedTuple

from corpora import vocabulary
from corpora.records import Role
from corpora.text import ROMANS, fold, fold_letters
from corpora.vocabulary import Sense

Mark = Literal["none", "bullet", "number", "letter", "outcome", "criterion", "competency", "capacity", "subject"]

_CODES: tuple[tuple[Mark, re.Pattern[str]], ...] = tuple(
    (family, re.compile(pattern)) for family, pattern in vocabulary.tables()["labels"]["codes"]
)
_BRACKETS = "[]() "
_BOXES = frozenset("☐▢☑☒[(")
_DECIMAL = re.compile(r"\d{1,3}(?:\.\d{1,3})*")
_CODE_NUMBER = re.compile(r"\d+(?:\.\d+)*")
_CRITERION = re.compile(r"se\s+(?:ha|han|haya|hayan)\s+\w+", re.IGNORECASE)
_NUMBER = r"(?:n(?:[.º°o]|úm)*+\s*)?(?P<number>\d{1,4}(?:\.\d{1,2})*|[IVXL]{1,6}(?![^\W_])|[A-H](?=\s*[.:)–—-]))"
_BEFORE_LABEL = r"(?:\d{1,2}(?:\.\d{1,2})*[.)]?\s+)?"
_BEHIND_LABEL = rf"(?:\s+{_NUMBER})?(?P<sign>\s*[:.)–—-]*)\s*(?P<title>.*)"
_KINDS = vocabulary.tables()["labels"]["kinds"]
_PATTERNS = tuple(
    (kind, rank, re.compile(rf"{_BEFORE_LABEL}(?P<name>{names}){_BEHIND_LABEL}", re.IGNORECASE | re.DOTALL))
    for kind, rank, names in _KINDS
)
# Most texts begin with no label, which one look tells.
_ANY_LABEL = re.compile(rf"{_BEFORE_LABEL}(?:{'|'.join(names for _, _, names in _KINDS)})", re.IGNORECASE)
_ARTICLE = re.compile(
    r"(?:art[íi]culo\s+\d+|disposici[óo]n\s+(?:adicional|transitoria|derogatoria|final)\s+\w+)\s*[.ºª]+[\s–—-]*\S.*"
    r"|anexo(?:\s+(?:[IVXL]+|\d+))?(?:\s+[A-D]\))?\s*[.:]?",
    re.IGNORECASE,
)
_LONGEST_ARTICLE = 180
COURSES = ("módulo", "submódulo")
"""Kinds of the labels of courses."""
_SEVERAL = 2
_ORDINALS = {"1": "1", "2": "2", "3": "3", "4": "4"} | dict(zip("pstc", "1234", strict=True))
# "Resultado de aprendizaje: 1.1. Elabora …"
_FIRST_NUMBER = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,2})*|[IVXL]{1,6})[.)–—-]*\s+(?=\S)")
STEPS = ("parcial", "etapa")
"""Kinds of labels that name units, but among activities or grades what is done or graded ("Proyecto 1. …")."""
_SENSES: dict[str, Sense] = {
    "unidad de competencia": "competency",
    "competencia": "competency",
    "elemento": "competency",
    "submódulo": "competency",
    "resultado": "outcome",
    "actividad": "activity",
}
# "Actividad de evaluación 1.1.1 (10 %). Elabora …"
_WEIGHT = re.compile(r"\(\s?\d{1,3}(?:[.,]\d+)?\s?%\s?\)[\s.:–—-]*+(?=\S)")
_RUN_IN = re.compile(r"(?P<label>[^\W\d_][^:]{2,70}?)\s*:\s*(?P<rest>\S.*)", re.DOTALL)
# "Objetivo. El alumno …", "Contenidos. Asamblea y acuerdos; …"
_STOPPED = re.compile(
    r"(?P<label>(?:(?:Subo|O)bjetivos?|Prop[óo]sito|Resultados? de aprendizaje|Contenidos?|Temas"
    r"|Purpose|Aims?|Objectives?|Learning outcomes?|Topics)[^.:;,]{0,25})"
    r"\.\s+(?P<rest>[^\W\d_].*)",
    re.DOTALL,
)

# "Attendance. Three tardies are one absence."
_PUT_ASIDE = re.compile(r"(?P<label>[A-ZÁÉÍÓÚÑ][\w ]{3,40})\.\s+(?P<rest>[^\W_].*)", re.DOTALL)


class Item(NamedTuple):
    """A block's text and what can be said of it without its context."""

    text: str
    skip: int = 0  # length of the marker or code before the text proper
    mark: Mark = "none"  # the family of that marker
    number: str = ""  # of a "number" mark or a code ("1.1", "3"), "" without one
    listed: bool = False  # it has a marker, or the layout says that it is an item

    @property
    def body(self) -> str:
        """The text without its marker."""
        return self.text[self.skip :]

    @property
    def depth(self) -> int:
        """Depth of a decimal number: 2 for "1.1"; 0 without one."""
        return self.number.count(".") + 1 if self.mark == "number" else 0

    @property
    def opens(self) -> bool:
        """It ends in a colon: something follows that belongs to it."""
        return self.text.endswith(":")

    @property
    def is_criterion(self) -> bool:
        """Its code or its "Se ha", "Se han" says that it is a criterion."""
        return self.mark == "criterion" or _CRITERION.match(self.body) is not None

    @property
    def announces(self) -> bool:
        """It speaks of what follows and says nothing itself."""
        return vocabulary.announces(self.text, listed=self.listed)


@lru_cache(maxsize=512)  # a block is looked at ahead and in its turn
def item_of(text: str, *, listed: bool = False) -> Item:
    """Look at one block; `listed` says that the layout makes it an item."""
    skip, mark, number = _marked(text)
    if mark == "bullet":
        more, inner, inner_number = _marked(text[skip:])
        is_box = text[skip : skip + 1] in _BOXES
        if more and (inner != "bullet" or is_box) and text[skip + more - 1].isspace():
            skip, mark, number = skip + more, inner, inner_number
    return Item(text, skip, mark, number, listed or mark != "none")


def _marked(text: str) -> tuple[int, Mark, str]:
    """Length, family and number of the marker with which the text begins."""
    match = marker(text)
    if match is None:
        return 0, "none", ""
    if match["bullet"]:
        return match.end(), "bullet", ""
    printed = (match["closed"] or match["open"]).strip(_BRACKETS).rstrip(".")
    if printed[-1] in "º°":  # items below an item, as bullets are
        return match.end(), "bullet", ""
    if number := _DECIMAL.match(printed):
        return match.end(), "number", number[0]
    for family, pattern in _CODES:
        if pattern.fullmatch(printed):
            digits = _CODE_NUMBER.search(printed)
            return match.end(), family, digits[0] if digits else ""
    return (0, "none", "") if any(map(str.isdigit, printed)) else (match.end(), "letter", "")


class Label(NamedTuple):
    """A part of a programme with its own name."""

    kind: str  # "módulo", "unidad", "resultado", …
    rank: int  # its place among the kinds, 1 the outermost
    number: str  # as printed, "" without one
    skip: int  # where its title begins in the text
    sense: Sense | None  # what the title says by itself; None where it only names a part


@lru_cache(maxsize=512)  # one text is asked of by many rules in turn
def label_of(text: str) -> Label | None:
    """The label with which the text begins; None where it begins with none."""
    if _ANY_LABEL.match(text) is None:
        return None
    for kind, rank, pattern in _PATTERNS:
        if (match := pattern.fullmatch(text)) is None:
            continue
        ordinal = _ORDINALS.get(match["name"][:1].lower(), "") if kind == "parcial" else ""  # "Primer parcial"
        number, title, sign = match["number"] or ordinal, match["title"], match["sign"].strip()
        if (not title or sign or not title[0].islower()) if number else (":" in sign and title):
            numbered = None if number else _FIRST_NUMBER.match(title)
            skip = match.start("title") + (numbered.end() if numbered else 0)
            weight = _WEIGHT.match(text, skip)
            skip = weight.end() if weight else skip
            return Label(kind, rank, numbered["number"] if numbered else number, skip, _SENSES.get(kind))
    return None


class Count(NamedTuple):
    """How a text numbers what may be a part of a course ("Sábados 2 y 3. Marcar el cuarto")."""

    word: str  # folded, as printed
    number: tuple[int, ...]
    skip: int  # where the title begins

    @property
    def key(self) -> str:
        """The same for the singular and the plural."""
        return _ENDING.sub("", self.word)


def count_of(text: str, *, alone: bool) -> Count | None:
    """The word and number that begin a text; where they may stand `alone`, no sign need stand behind them."""
    if not text[:1].isupper():
        return None
    folded = fold_letters(text[:_LONGEST_COUNT])
    found = _COUNTED.match(folded) or _ORDERED.match(folded)
    ends = found is not None and (found["sign"] is not None or (alone and not text[found.end() :][:1].islower()))
    if found is None or not ends:
        return None
    number = found["number"]
    if number[0].isdigit():
        counted = tuple(map(int, number.split(".")))
    elif number in ROMANS:
        counted = (ROMANS.index(number) + 1,)
    else:
        counted = (ALPHABET.index(number) if len(number) == 1 else _COUNTING[number.rstrip("aeo")],)
    return Count(found["word"], counted, found.end())


Parts = Mapping[tuple[int, str], Label]
"""Labels, without number and title, of what a document counts up, by the level of its heading and `Count.key`."""


def counted_parts(texts: Iterable[tuple[int, str]]) -> Parts:
    """What these texts, each with the level of its heading or 0, count up by a word of the document's own.

    There are at least three, and the word names nothing that does not teach.
    """
    found: defaultdict[tuple[int, str], list[Count]] = defaultdict(list)
    for level, text in texts:
        count = count_of(text, alone=level > 0)
        if count and item_of(text).mark == "none" and vocabulary.sense_of(text) is None:
            found[level, count.key].append(count)
    parts = {}
    for place, counts in found.items():
        word = min((count.word for count in counts), key=len)
        sense = vocabulary.sense_of(word)
        up = sum(one.number < other.number for one, other in pairwise(counts))
        if up < _FEWEST_PARTS - 1 or sense not in (None, "activity") or vocabulary.is_no_part(word):
            continue
        known = label_of(f"{word} 1")
        kind, rank = (known.kind, known.rank) if known else ("práctica", 9) if sense else ("etapa", 6)
        parts[place] = Label(kind, rank, "", 0, known.sense if known else sense)
    return parts


def is_outside(text: str, titles: Iterable[str]) -> bool:
    """Whether a sentence says that something is not taught, or in a unit or course that is none of the titles."""
    if vocabulary.excludes(text):
        return True
    where = vocabulary.taught_in(text)
    if where == vocabulary.ELSEWHERE:  # in a plan of several modules it may be the next of them
        return len({title for title in titles if (label := label_of(title)) and label.kind in COURSES}) < _SEVERAL
    return where != "" and not any(_is_named(title, where) for title in titles)


def _is_named(title: str, name: str) -> bool:
    """Whether a title has this number or begins with this name."""
    label, item = label_of(title), item_of(title)
    body = title[label.skip :] if label else item.body
    numbers = (label.number if label else "", item.number)
    return _arabic(name) in map(_arabic, numbers) or fold(body).startswith(fold(name)) or fold(title) == fold(name)


def _arabic(number: str) -> str:
    return str(ROMANS.index(number.lower()) + 1) if number.lower() in ROMANS else number


def is_article(text: str) -> bool:
    """Whether a line by itself is the heading of an article or annex of a decree ("Artículo 5. Competencias …")."""
    return len(text) <= _LONGEST_ARTICLE and _ARTICLE.fullmatch(text) is not None


@lru_cache(maxsize=512)
def run_in(text: str) -> tuple[Sense, int] | None:
    """What a label within a line names ("Objetivo: Que el alumno …") and where the text behind it begins."""
    for sign, pattern in ((":", _RUN_IN), (".", _STOPPED)):
        if sign in text and (match := pattern.fullmatch(text)) and (sense := vocabulary.sense_of(match["label"])):
            return sense, match.start("rest")
    match = _PUT_ASIDE.fullmatch(text)
    # "Justificación. En la región hay …"
    if match and vocabulary.is_aside(match["label"]) and vocabulary.tells(match["rest"]):
        return "other", match.start("rest")
    if match is None or vocabulary.may_be_topic(match["label"]):
        return None
    sense = vocabulary.sense_of(match["label"])
    return (sense, match.start("rest")) if sense and sense in vocabulary.CLOSED else None


def states_fact(text: str) -> bool:
    """Whether the line says one fact about the course ("Duración: 50 horas.", "Código: 0611.")."""
    label, colon, value = text.partition(":")
    return bool(colon) and len(value) < 120 and vocabulary.is_fact(label)


def says_facts(text: str) -> bool:
    """Whether a line or cell says no more than facts: "Créditos: 6 · Semestre: 4.º", "Horas", "30 horas teóricas"."""
    return vocabulary.is_fact(text) or vocabulary.only_counts(text) or any(map(states_fact, text.split(" · ")))


_COUNTING = {  # numbers in words, without their last vowels
    stem: number
    for stems in (
        "primer segund tercer cuart quint sext septim octav noven decim",
        "first second third fourth fifth sixth seventh eighth ninth tenth",
        "un dos tres cuatr cinc seis siet och nuev diez",
        "on tw thr four fiv six seven eight nin ten",
    )
    for number, stem in enumerate(stems.split(), 1)
}
_IN_WORDS = rf"(?:{'|'.join(_COUNTING)})[aeo]{{0,2}}(?!\w)"
_NUMBERED = rf"(?:\d{{1,2}}(?:\.\d{{1,2}})?|{'|'.join(ROMANS)}|[a-j])(?![^\W_])"
# "Lab D, part one. …", "Secuencia 5 (semanas 4 a 7). …"
_BEHIND_COUNT = r"(?:,[^.:;,]{1,30}|\s*\([^()]{1,40}\))?(?P<sign>\s*[.:·–—-]+(?=\s|$)|\s*$)?\s*"
_COUNTED = re.compile(
    rf"(?P<word>[a-z]{{3,20}}(?: [a-z]{{2,20}}){{0,2}}) (?:n(?:[º.°]|um)*\s?)?(?P<number>{_NUMBERED}|{_IN_WORDS})"
    rf"(?:(?:, ?| ?[&/–-] ?|,? (?:y|e|al?|and|to) )(?={_NUMBERED})[^\W_.]++(?:\.\d{{1,2}})?)*+{_BEHIND_COUNT}"
)
_ORDERED = re.compile(rf"(?P<number>{_IN_WORDS}) (?P<word>[a-z]{{3,20}}){_BEHIND_COUNT}")
_ENDING = re.compile(r"(?:es|e|s)\b")
_LONGEST_COUNT = 120  # characters in which a word, its numbers and a remark on them stand
_FEWEST_PARTS = 3

BULLETS = "•●▪■◦○‣⁃∙·⚫⬤◆❖➢➤►▶▸✓✔✅☐▢☑☒✦□–—−*»›-"

# A code: capitals and a number, with parts behind it ("CE1.a)", "CR 1.1", "[RA1 ]", "UC0481_3", "CE-3.b").
_CODE = r"[A-ZÑ]{1,4}[ -]?\d{1,4}(?:_\d)?(?:[ ]?[.-][ ]?(?:\d{1,2}|[a-zñ])(?![^\W_]))*"
_COUNT = r"\d{1,3}(?:[.]\d{1,3})*"
ALPHABET = "abcdefghijklmnñopqrstuvwxyz"
# After z come aa, bb, …; ch and ll are letters of the older alphabet.
_DOUBLED = "|".join(["ch", "CH", *(2 * letter for letter in ALPHABET + ALPHABET.upper())])
_ORDINAL = r"\d{1,2}[.]?[º°][.)]?(?=\s+[^\W\d_a-záéíóúüñ])"  # "1.º Aceite"
_ROMAN = r"(?=[ivxIVX])(?:x{0,2}(?:ix|iv|v?i{0,3})|X{0,2}(?:IX|IV|V?I{0,3}))(?![^\W_])"

_MARKER = re.compile(
    rf"""(?:
        (?P<bullet>[{re.escape(BULLETS)}]|\[\s?[xX]?\s?\]|\(\s\))(?=\s|[^\W\d_])\s*  # "[x]", "( )": a box
      | (?P<closed>                                        # ends in a sign of its own: nothing else looks so
            \[\s?(?:{_CODE}|{_COUNT})\s?\][.:)]?
          | \(\s?(?:{_COUNT}|{_ROMAN}|[a-zñA-ZÑ])\s?\)
          | {_CODE}\s?(?:[.:)](?!\d)|[.]?-(?=\s))+
          | (?:{_COUNT}|{_ROMAN}|[a-zñA-ZÑ])\s?(?:[.]?[)]|[.]-)
          | (?:{_DOUBLED})[)]
          | {_ORDINAL}
          | {_COUNT}[.](?![\dºª°])
          | (?:{_ROMAN}|[a-zñA-ZÑ])[.](?=\s)(?!\s[A-ZÑ][.]\s)  # "D. R. Colegio …" begins with initials
        )\s*
      | (?P<open>{_COUNT}|{_CODE})\s+(?=[^\W\d_a-z])      # "1 El instrumento", "CE03 Conocer", "1.1 Recibe"
    )(?=\S)""",
    re.VERBOSE,
)


@lru_cache(maxsize=512)  # a line is asked of by many rules in turn
def marker(text: str) -> re.Match[str] | None:
    """The list marker with which `text` begins, and the blanks behind it; None where it has none.

    The match has three named groups, of which one is set: `bullet`, `closed` (a number, letter or code with a
    sign of its own: "a)", "1.", "CE1 .a )", "[RA1 ]") and `open` (without one: "1 El", "CE03 Conocer"), which may also
    be the beginning of a line that only goes on.
    """
    return _MARKER.match(text)


_SUBJECT = re.compile(
    r"(?:\d{3,5}[A-Z]?[. )–-]+|\(sin (?:créditos|valor crediticio)\)\s*|\d{1,2}[-–]\d{1,2}\s+(?=[^\W\d]))"
)
_SEVERAL_TOPICS = re.compile(r"[^\W\d_]{2}[.;] [^\W\d_]|^[^\W\d_]+: ")
_LONGEST_SUBJECT = 20  # words
_OF_GRADUATES = re.compile(r"perfil|profile|egres|competenc")


ROLES: dict[Sense, Role] = {
    **{"competency": "competency", "outcome": "outcome", "both": "outcome", "criterion": "criterion"},
    **{"content": "content", "plan": "content", "activity": "activity", "task": "activity"},
    **{"practice": "other", "evaluation": "evaluation", "other": "other"},
}
"""The role of a single text that is named so."""


class Surroundings(NamedTuple):
    """What decides beside the item itself."""

    sense: Sense | None  # what the nearest heading or lead names
    naming: str = ""  # its text, for lists that hold more than they name
    under_outcome: str | None = None  # number of the outcome above, "" for one without number, None without outcome
    criteria_open: bool = False  # directly below a heading or lead of criteria
    before_criteria: bool = False  # what follows are criteria, of another mark than this item
    before_lead: bool = False  # what follows is the line "Criterios de evaluación"
    in_unit: bool = False  # below a unit or topic ("Unidad 2. …") or right below a module
    in_part: bool = False  # right below a unit, topic or session
    in_practice: bool = False  # below a unit, outcome or activity, with nothing between that names something else
    behind_list: bool = False  # what the same lead names so far had markers: prose without one is not of it


def role_of(item: Item, around: Surroundings) -> Role:
    """What the item is."""
    if around.sense == "other":
        return "other"
    about = around.sense == "criterion" and not item.listed and vocabulary.is_checklist(around.naming)
    if around.sense == "evaluation" or about:
        return "activity" if vocabulary.holds_practice(item.body) else "evaluation"
    if around.behind_list and not item.listed and not item.is_criterion and item.body.endswith("."):
        return "activity" if around.in_practice and vocabulary.holds_practice(item.body, at_work=True) else "other"
    sentence = around.sense is not None or len(item.body.split()) >= 4
    if around.before_lead and sentence and item.mark in ("number", "outcome", "none") and not item.announces:
        return "outcome"
    if not any(map(str.isalpha, item.body)):
        return "other"
    return _RULES[around.sense](item, around)


def subject_skip(text: str) -> int:
    """Where the name of a subject begins in a line of a plan ("0611. Calzado", "(sin créditos) Inglés I")."""
    match = _SUBJECT.match(text)
    return match.end() if match else 0


_BY_CODE: Mapping[Mark, Role] = {"outcome": "outcome", "criterion": "criterion"}


def _anywhere(item: Item, around: Surroundings) -> Role:
    """Below no heading that names anything: only a code or a whole sentence says what it is."""
    if item.mark in ("outcome", "criterion", "competency") and len(item.body.split()) >= 4:
        return _BY_CODE.get(item.mark, "competency")
    if item.is_criterion and item.mark != "none":
        return "criterion"
    if item.announces:
        return "other"
    if around.in_unit and item.depth > 1:
        # "2.1 Tipos de puntada" below "Unidad 2. Puntadas".
        return "content"
    if vocabulary.states_outcome(item.text) or (around.in_practice and vocabulary.speaks_of_learner(item.body)):
        return "outcome"
    if around.in_practice and item.listed:
        aside = vocabulary.is_placeholder(item.body) or vocabulary.grades(item.body) or says_facts(item.body)
        return "other" if aside else "activity"
    if around.in_practice and vocabulary.holds_practice(item.body, at_work=True):
        return "activity"
    topics = (
        around.in_part
        and vocabulary.lists_topics(item.body)
        and not vocabulary.is_beside(item.body.partition(":")[0])
        and not (vocabulary.by_teacher(item.body) or vocabulary.grades(item.body))
    )
    if topics or (around.in_unit and vocabulary.asks(item.body)):
        return "content"
    return "competency" if vocabulary.states_aim(item.text) else "other"


def _competency(item: Item, around: Surroundings) -> Role:
    if role := _BY_CODE.get(item.mark):
        return role
    if "unidades de competencia" in fold(around.naming):
        # "Unidades de competencia asociadas" without codes are those of the whole qualification, not of this course.
        own = vocabulary.name_of(around.naming) == "unidades de competencia"
        named = own and vocabulary.begins_with_infinitive(item.body)
        return "competency" if item.mark == "competency" or named else "other"
    if item.announces:
        return "other"
    # The general objective of a course or unit: "El alumno analizará …".
    of_graduates = _OF_GRADUATES.search(fold(around.naming)) is not None
    return "outcome" if vocabulary.speaks_of_learner(item.body) and not of_graduates else "competency"


def _outcome(item: Item, _: Surroundings) -> Role:
    if item.is_criterion and item.listed:
        return "criterion"
    if item.mark == "competency":
        return "competency"
    return "other" if item.announces else "outcome"


def _both(item: Item, around: Surroundings) -> Role:
    if item.is_criterion:
        return "criterion"
    if item.mark in ("outcome", "capacity"):
        return "outcome"
    if item.mark == "competency":
        return "competency"
    below_outcome: Role = "criterion" if around.under_outcome is not None else "outcome"
    if item.mark == "letter":
        return "criterion" if around.criteria_open else below_outcome
    if item.mark == "number":
        below = item.depth > 1 and item.number.split(".")[0] == around.under_outcome
        if below or (around.criteria_open and not around.before_criteria):
            return "criterion"
        return "other" if item.announces else "outcome"
    if item.announces:
        return "other"
    if around.before_criteria and len(item.body.split()) >= 4:
        return "outcome"
    if around.criteria_open:
        return "criterion"
    return below_outcome if item.listed else "other"


def _criterion(item: Item, around: Surroundings) -> Role:
    if item.mark == "outcome" or (around.before_criteria and item.mark == "number" and not item.is_criterion):
        return "outcome"
    return "other" if item.announces else "criterion"


def _content(item: Item, _: Surroundings) -> Role:
    # "LO1 Hand tools. Brazing alloys and flux." only says to which outcome the topics belong.
    if (role := _BY_CODE.get(item.mark)) and len(item.body.split()) >= 4 and not _SEVERAL_TOPICS.search(item.body):
        return role
    if vocabulary.names_practice(item.body):
        return "activity"
    plain = item.mark == "none" and not item.listed
    names = plain and (vocabulary.sense_of(item.body) == "content" or (item.opens and vocabulary.tells(item.body)))
    return "other" if names or vocabulary.is_placeholder(item.body) else "content"  # "Topics" above each unit's


def _plan(item: Item, around: Surroundings) -> Role:
    name = item.body[subject_skip(item.body) :]
    if vocabulary.is_placeholder(name) or item.opens or len(name.split()) > _LONGEST_SUBJECT:
        return _anywhere(item, around) if not item.opens else "other"
    sentence = name.endswith(".") and len(name.split()) > 6
    return "content" if name != item.body or not sentence else _anywhere(item, around)


def _practice(item: Item, around: Surroundings) -> Role:
    # In a list of advice for the teacher "Solicita a los alumnos …" is what the teacher does.
    advice = item.listed and vocabulary.is_advice(around.naming) and vocabulary.does_unnamed(item.body)
    done = vocabulary.holds_practice(item.body, at_work=True) and not item.announces
    return "activity" if done and not advice else "other"


_RULES: dict[Sense | None, Callable[[Item, Surroundings], Role]] = {
    None: _anywhere,
    "competency": _competency,
    "outcome": _outcome,
    "both": _both,
    "criterion": _criterion,
    "content": _content,
    "plan": _plan,
    "activity": lambda item, _: (
        "other"
        if (item.announces and not (item.listed and vocabulary.performs(item.body)))
        or vocabulary.refers_to_task(item.body)
        else "activity"
    ),
    "task": lambda item, _: "activity" if vocabulary.is_task(item.body) and not item.announces else "evaluation",
    "practice": _practice,
}
