"""The levels that syllabuses print, in Spanish and English, and an estimate where they print none.

Printed ones stand behind a label, behind an outcome's code or in a table. The others are estimated from the verbs, the
place among the courses and the role; verbs count by the tiers of Bloom's revised taxonomy (Anderson and Krathwohl
2001). Weights and thirds were chosen beforehand (docs/reports.md).
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, get_args

from corpora import Block, Document, Passage
from corpora.text import fold, fold_letters
from corpora.vocabulary import heading_name, sense_of_header
from mapper.programmes.credentials.units import unit_path

Level = Literal["introduced", "reinforced", "mastered"]
LEVELS: tuple[Level, ...] = get_args(Level)
Scope = Literal["course", "section", "passage", "outcome"]

_WORDS: Mapping[Level, str] = {
    "introduced": r"introduc(?:tori[oa]s?|tory|e[ns]?|ed|ido|ida|ir|cion|tion)|inici(?:al|a|ado|ada)|basic[oa]?"
    r"|elemental|elementary|beginn(?:er|ing)|novato|novice|baj[oa]|low|foundation(?:al)?|awareness|incipiente|emerging",
    "reinforced": r"intermedi[oa]|intermediate|medi[oa]|medium|moderad[oa]|moderate|refuerz[ao]n?"
    r"|reforza(?:d[oa]|r|miento)|reinforce(?:[sd]|ment)?"
    r"|emphasi[sz]e[sd]?|develop(?:ing|ed|s)?|desarroll(?:a|o|ado|ada)|practi[cs]ed|en proceso",
    "mastered": r"avanzad[oa]|advanced|domina(?:do|da|n|r)?|dominio|master(?:s|ed|y)?|proficien(?:t|cy)|alt[oa]|high"
    r"|expert[oa]?|consolid(?:a|ado|ada|ar)|logrado|autonomo|demonstrate[sd]",
}
_BLOOM: Mapping[Level, str] = {
    "introduced": r"record(?:ar|acion)|conoc(?:er|imiento)|remember(?:ing)?|knowledge|compren(?:der|sion)"
    r"|understand(?:ing)?|comprehension",
    "reinforced": r"aplica(?:r|cion)|appl(?:y|ying|ication)|anali(?:zar|sis)|analy[sz](?:e|ing)|analysis",
    "mastered": r"evalua(?:r|cion)|evaluat(?:e|ing|ion)|crea(?:r|cion)|creat(?:e|ing|ion)|sintesis|synthesis",
}
_ASSESSED = r"assess(?:ed|ment|es)?|evalua(?:d[oa]|cion|n)?"
_WORD = "|".join(_WORDS.values())
_TIER = "|".join(_BLOOM.values())
_LEVEL_OF = {level: re.compile(rf"\b(?:{pattern})\b") for level, pattern in _WORDS.items()}
_BLOOM_OF = {level: re.compile(rf"\b(?:{pattern})\b") for level, pattern in _BLOOM.items()}
_SIGN = r"[a-z]|[0-5]"
_END = rf"(?=\s*(?:[,;.()\[\]|/\n]|$|\by\b|\band\b)|\s+(?:{_SIGN})\s*[=:–—-])"
_LEGEND = re.compile(
    rf"(?:(?<![\w.])(?:[(\[](?P<bracketed>{_SIGN})[)\]]\s*[=:–—-]?|(?P<sign>[a-z])\s*[=:–—-]|(?P<figure>[0-5])\s*="
    rf"|(?P<open>{_SIGN})\s*\()\s*(?:(?:se|nivel(?: de)?)\s+)?(?P<said>{_WORD}|{_ASSESSED}){_END}"
    rf"|\b(?P<before>{_WORD}|{_ASSESSED})\s*[(\[=]\s*(?P<after>{_SIGN})\s*(?:[)\]]|\b))",
    re.MULTILINE,
)
_PARTS = re.compile(r"\s*[,;/+&]\s*|\s+(?:y|and)\s+|\s+")
_LONGEST = 40  # characters of a cell that can hold nothing but a level
_LEAST_SCALE = 3


@dataclass(frozen=True, slots=True)
class Scheme:
    """What letters and figures mean in one document.

    Attributes:
        letters: lower case → level, None for "assessed".
        scale: the highest figure.
        figures: those that the document itself explains.
    """

    letters: Mapping[str, Level | None] = field(
        default_factory=lambda: {"i": "introduced", "r": "reinforced", "d": "reinforced", "m": "mastered", "a": None}
    )
    scale: int = _LEAST_SCALE
    figures: Mapping[str, Level | None] = field(default_factory=dict)

    def figure(self, figure: int) -> Level | None:
        """Return the level of a figure: what is explained, else its third of the scale; None for 0 and beyond it."""
        if str(figure) in self.figures:
            return self.figures[str(figure)]
        if not 0 < figure <= self.scale:
            return None
        return LEVELS[math.ceil(len(LEVELS) * figure / self.scale) - 1]

    @classmethod
    def detect(cls, folded: str, signs: frozenset[str]) -> Scheme:
        """Return the scheme of a document's folded text: its own legend, else the signs in cells or behind codes."""
        legend: dict[str, Level | None] = {}
        for found in _LEGEND.finditer(folded):
            sign = next(filter(None, map(found.group, ("bracketed", "sign", "figure", "open", "after"))))
            legend[sign] = parse_level(found["said"] or found["before"])
        letters = {sign: level for sign, level in legend.items() if sign.isalpha()}
        figures = {sign: level for sign, level in legend.items() if sign.isdigit()}
        scale = max([_LEAST_SCALE, *(int(sign) for sign in (*signs, *figures) if sign.isdigit())])
        # One word is a chance, unless it is of assessment; a letter that no legend explains means what is usual.
        told = letters if len(set(letters.values())) > 1 or None in letters.values() else {}
        # I, M, A without R is introductory, medium, advanced; beside R the A says that it is assessed.
        medium = not told and "a" in signs and "m" in signs and not signs & {"r", "d"}
        usual: dict[str, Level | None] = {"m": "reinforced", "a": "mastered"} if medium else {}
        letters = {**cls().letters, **usual, **told}
        return cls(letters, scale, figures if len(set(figures.values())) > 1 else {})


def parse_level(said: str, patterns: Mapping[Level, re.Pattern[str]] = _LEVEL_OF) -> Level | None:
    """Return the level that a word names, or by `_BLOOM_OF` a tier of Bloom's taxonomy; None for none.

    By `_LEVEL_OF` words of assessment name none either.
    """
    return next((level for level, pattern in patterns.items() if pattern.search(said)), None)


@dataclass(frozen=True, slots=True)
class Value:
    """What a cell or the words behind a label say."""

    level: Level | None
    assessed: bool = False


def parse_value(text: str, scheme: Scheme) -> Value | None:
    """Return the level in a short text and nothing else ("I", "2 (medio)", "R, A"); None where it says none."""
    folded = fold(text).strip(" .:*")
    if not folded or len(folded) > _LONGEST:
        return None
    assessed = re.search(rf"\b(?:{_ASSESSED})\b", folded) is not None
    if level := parse_level(folded):
        return Value(level, assessed)
    levels: list[Level] = []
    for part in filter(None, _PARTS.split(re.sub(r"[()\[\]]", " ", folded))):
        if part.isdigit():
            level = scheme.figure(int(part))
        elif part in scheme.letters:
            level = scheme.letters[part]
            assessed = assessed or level is None
        else:
            return None
        levels += [level] if level else []
    highest = max(levels, key=LEVELS.index, default=None)
    return Value(highest, assessed) if highest or assessed else None


_OF = r"(?:al?|del?|a (?:los|las|la|el)|de (?:los|las|la)|to(?: the)?|of(?: the)?)"
_LEVEL = (
    r"(?:nivel|grado|level|degree|stage)(?P<of>\s+(?:de|of)\s+(?:aport\w+|contribu\w+|dominio|logro|desempeno"
    r"|profundidad|desarrollo|adquisicion|cobertura|competencia|aprendizaje|formacion|mastery|proficiency|attainment"
    rf"|coverage|achievement|development|la asignatura|this course)(?:\s+{_OF}\s+[^:.;()\n]{{1,50}}?)?)?"
)
_GIVES = rf"(?P<gives>aporta(?:cion)?|aporte|contribucion|contribuye|contribution)(?:\s+{_OF}\s+[^:.;()\n]{{1,60}}?)?"
_COGNITIVE = (
    r"(?:nivel (?:taxonomico|cognitivo)|cognitive level|taxonomy level|(?:nivel (?:de|en) (?:la )?)?"
    r"(?:taxonomia(?: de bloom)?|bloom(?:'s(?: taxonomy)?)?)(?: level)?)(?:\s*\([^()]{1,30}\))?"
)
_DE = r"(?:de\s+(?=domin))?"
_NOT_SCHOOL = r"(?!\s+superior)"
_LABELLED = re.compile(
    rf"\b(?:{_COGNITIVE}\s*[:=–—-]?\s*\(?(?P<bloom>{_TIER})"
    rf"|(?:{_LEVEL}|{_GIVES})\s*[:=]\s*(?P<colon>{_WORD}|{_SIGN})"
    rf"|(?:aporta|contribuye|contributes)\b[^:.;()\n]{{1,90}}?\s(?:en|a|at)\s+(?:(?:un|an?|the)\s+)?"
    rf"(?:nivel\s+{_DE}(?P<gives_es>{_WORD})|(?P<gives_en>{_WORD})\s+level)"
    rf"|(?:\ben\s+|\ba\s+)?nivel\s+{_DE}(?P<plain>{_WORD})(?!\s*[:=])|(?P<reverse>{_WORD})\s+level)\b{_NOT_SCHOOL}"
)
_OF_UNIT = re.compile(r"\b(?:unidad|modulo|submodulo|bloque|tema|unit|module|block|topic)\b[^:=]*[:=]")
_SAID = ("bloom", "colon", "gives_es", "gives_en", "plain", "reverse")  # its groups that hold the words of a level
_VERBS = re.compile(
    r"\b(?P<verb>introduc(?:e|es|ed|ido)|refuerza|reforzado|reinforce[sd]?|domina|dominado|master(?:s|ed)|consolida"
    rf"|{_ASSESSED})\b\s*:?\s*(?=\S)"
)
_BEHIND = re.compile(
    rf"\s*(?:[:=–—-]\s*|[(\[]\s*)(?P<sign>{_WORD}|{_SIGN})\b(?P<more>(?:\s*[,/+]\s*[a-z]\b(?![\w.]))*)"
    r"(?=\s*(?:[,;.)\]|/\n]|$|(?:y|e|and)\b))"
    rf"|[^;.()\n]{{0,40}}?[(\[]?(?:(?:en|a|con)\s+)?\b(?:nivel|level|grado)"
    rf"(?:\s+{_DE}|(?:\s+(?:de|of)\s+\w+)?\s*[:=]\s*)(?P<said>{_WORD}|[0-5])\b(?!\s*[:=])"
    rf"|\s+at\s+(?:(?:an?|the)\s+)?(?P<at>{_WORD})\s+level\b"
)
_BETWEEN = re.compile(r"[\s,;/&]*(?:y|e|and)?[\s,]*")
_MARK = re.compile(r"[x✓✔●•☒☑■*]|si|yes", re.IGNORECASE)
_LEVEL_HEADER = re.compile(
    r"(?:nivel|grado|level|aport\w+|contribu\w+|dominio|mastery|i ?/ ?r ?/ ?m|profundidad|bloom|taxonom\w+)\b.{0,60}"
)
_LONGEST_FACT = 240  # characters; a longer paragraph is prose
_LONGEST_SIGN = 12  # characters of what stands where a level should
_MARKER = 40  # characters of a code with its mark before a passage


_Table = dict[int, dict[int, Block]]  # by row and column


@dataclass(frozen=True, slots=True)
class Reading:
    """A level as it was read; where its cell holds something that is none, it says nothing."""

    value: Value
    start: int  # offset of its words in the document's text
    end: int
    page: int | None
    scope: Scope
    section: tuple[str, ...]
    codes: tuple[str, ...] = ()  # of the outcomes that it holds for; () for those of its scope
    passages: tuple[str, ...] = ()  # ids of those that it holds for, of scope "passage"
    course: str = ""  # name of the course in a table of courses, "" for that in which it stands
    text: str = ""


def read_levels(
    document: Document, every: Sequence[Passage], codes: Sequence[str], courses: Sequence[str]
) -> list[Reading]:
    """Return every level that a document prints: of rows by their codes, of columns by name."""
    known = _Codes(codes)
    by_table: dict[int, _Table] = defaultdict(lambda: defaultdict(dict))
    for block in document.blocks:
        if block.cell is not None:
            by_table[block.cell.table][block.cell.row][block.cell.column] = block
    tables = list(by_table.values())
    scheme = Scheme.detect(fold_letters(document.text), _signs(document, tables, known))
    found = [one for table in tables for one in _Heads(table, known, courses, scheme).levels(document, every)]
    taken = {(one.start, one.end) for one in found}
    in_cells = {block.start for table in tables for row in table.values() for block in row.values()}
    starts = [block.start for block in document.blocks]
    for passage in every:
        # A code at the beginning of an item is no part of its passage.
        begin = starts[bisect_right(starts, passage.start) - 1]
        marker = document.text[begin : passage.start]
        lines = _in_line(passage, marker if len(marker) <= _MARKER else "", known, scheme)
        # In a cell only codes with their levels are read besides what the table says.
        found += [one for one in lines if (one.start, one.end) not in taken and (one.codes or begin not in in_cells)]
    return [replace(one, text=document.text[one.start : one.end]) for one in found]


class _Codes:
    """Finds the codes of rows in texts; those that are a bare number or letter only where a cell holds nothing else."""

    def __init__(self, codes: Sequence[str]) -> None:
        self._folded = {fold_letters(code): code for code in codes}
        told = sorted((code for code in self._folded if re.search(r"[a-z].*\d|\d.*[a-z.]|.{4}", code)), key=len)
        longest_first = "|".join(re.escape(code) for code in reversed(told))
        self._pattern = re.compile(rf"(?<![\w./-])(?:{longest_first})(?![\w/]|\.\w|-\w)" if told else r"(?!)")

    def __call__(self, folded: str) -> list[re.Match[str]]:
        return list(self._pattern.finditer(folded))

    def name(self, match: re.Match[str]) -> str:
        return self._folded[match.group()]

    def exactly(self, text: str) -> str | None:
        """Return the code that a cell holds, alone or before its statement ("AE1. Analiza …")."""
        folded = fold_letters(text).strip(" .:*()")
        if folded in self._folded:
            return self._folded[folded]
        first = self._pattern.match(folded)
        return self.name(first) if first else None


def _signs(document: Document, tables: Sequence[_Table], known: _Codes) -> frozenset[str]:
    """Return the letters and figures that stand alone in cells of tables with codes, or behind codes in lines."""
    folded = fold_letters(document.text)
    signs: set[str] = set()
    for table in tables:
        cells = [folded[b.start : b.end].strip(" .*()") for row in table.values() for b in row.values()]
        if any(known.exactly(cell) for cell in cells):
            signs |= {part for cell in cells for part in re.split(r"[\s,/;]+", cell) if re.fullmatch(_SIGN, part)}
    for code in known(folded):
        behind = _BEHIND.match(folded, code.end())
        if behind and behind["sign"] and len(behind["sign"]) == 1:
            signs.add(behind["sign"])
    return frozenset(signs)


def _in_line(passage: Passage, marker: str, known: _Codes, scheme: Scheme) -> Iterator[Reading]:
    """Yield the levels in a passage, before which `marker` stands."""
    if with_codes := list(_with_codes(passage, fold_letters(marker + passage.text), len(marker), known, scheme)):
        yield from with_codes
        return
    folded = fold_letters(passage.text)
    for found in _LABELLED.finditer(folded):
        value = _labelled(found, scheme)
        told = found["gives_es"] or found["gives_en"]
        fact = bool(told) or passage.role not in ("outcome", "criterion", "content", "activity", "competency")
        alone = not folded[: found.start()].strip(" -•*(") and found.end() >= len(folded.rstrip(" .)*"))
        bracketed = folded[: found.start()].endswith(("(", "[", "— ", "– ")) and (
            found.end() == len(folded) or folded[found.end()] in ")]."
        )
        last = found["colon"] is not None and found.end() >= len(folded.rstrip(".)] *"))
        stated = fact and (told or found["colon"]) and len(folded) <= _LONGEST_FACT
        if value is None or not (alone or bracketed or last or stated):
            continue
        group = next(name for name in _SAID if found[name] is not None)
        start, end = passage.start + found.start(group), passage.start + found.end(group)
        place = (value, start, end, passage.page)
        if _OF_UNIT.search(found[0]):  # wherever it says so: behind the last item as well
            yield Reading(*place, "section", unit_path(passage.section) or passage.section)
        elif alone or fact:
            # In a heading it holds for what stands below it.
            section = (*passage.section, passage.text) if bracketed and not alone else passage.section
            yield Reading(*place, "section", section)
        else:
            yield Reading(*place, "passage", passage.section, passages=(passage.id,))


def _labelled(found: re.Match[str], scheme: Scheme) -> Value | None:
    if found["bloom"]:
        return Value(parse_level(found["bloom"], _BLOOM_OF))
    said = next(filter(None, map(found.group, _SAID)))
    if len(said) == 1:
        # "Nivel: 3" alone is that of a qualification.
        return parse_value(said, scheme) if found["of"] or found["gives"] or said.isalpha() else None
    return Value(parse_level(said))


def _with_codes(passage: Passage, folded: str, before: int, known: _Codes, scheme: Scheme) -> Iterator[Reading]:
    """Yield levels behind codes ("SO1 (I), SO2 (R)"), or codes behind verbs ("Introduce: SO1, SO2")."""
    waiting: list[str] = []
    codes = known(folded)
    verbs = list(_VERBS.finditer(folded))
    for number, code in enumerate(codes):
        waiting.append(known.name(code))
        until = codes[number + 1].start() if number + 1 < len(codes) else len(folded)
        behind = _BEHIND.match(folded, code.end(), until)
        value = None
        if behind:
            group = next(name for name in ("sign", "said", "at") if behind[name] is not None)
            more = behind["more"] or "" if group == "sign" else ""
            value = parse_value(behind[group] + more, scheme)
            start, end = behind.start(group), behind.end(group) + len(more)
        else:
            verb = next((v for v in reversed(verbs) if v.end() <= code.start()), None)
            if verb and not re.search(r"[.;]\s", folded[verb.end() : code.start()]):
                value = Value(parse_level(verb["verb"]), parse_level(verb["verb"]) is None)
                start, end = verb.start("verb"), verb.end("verb")
        if value is not None:
            place = (value, passage.start - before + start, passage.start - before + end, passage.page)
            yield Reading(*place, "outcome", passage.section, codes=tuple(waiting))
            waiting = []
        elif until == len(folded) or not _BETWEEN.fullmatch(folded, code.end(), until):
            waiting = []


class _Heads:
    """What the columns of a table are for.

    Attributes:
        of_code: column → the outcome that it is of.
        of_course: column → the course that it is of.
        of_level: column → the level that a mark, or a code, in it stands for.
        on_level: columns that hold levels.
    """

    def __init__(self, table: _Table, known: _Codes, courses: Sequence[str], scheme: Scheme) -> None:
        self._table, self._known, self._courses, self._scheme = table, known, courses, scheme
        heads = {c: b.cell.header.strip() for row in table.values() for c, b in row.items() if b.cell}
        self.of_code = {c: code for c, head in heads.items() if (code := known.exactly(head))}
        self.of_course = {c: name for c, head in heads.items() if (name := _course(head, courses))}
        levels = {c: parse_value(head, scheme) for c, head in heads.items() if c not in self.of_code}
        # What learners do has a column "Evaluación" too.
        self.of_level = {c: v for c, v in levels.items() if v and v.level and sense_of_header(heads[c]) is None}
        self.on_level = {c for c, head in heads.items() if _LEVEL_HEADER.fullmatch(fold_letters(head))}

    def levels(self, document: Document, every: Sequence[Passage]) -> Iterator[Reading]:
        section = _section(every, next(iter(next(iter(self._table.values())).values())))
        for row in self._table.values():
            cells = {
                column: (block, document.text[block.start : block.end].strip())
                for column, block in row.items()
                if block.cell and not block.cell.is_header
            }
            named = next((name for _b, said in cells.values() if (name := _course(said, self._courses))), "")
            told = (self._known.exactly(said) for column, (_b, said) in cells.items() if column not in self.of_code)
            codes = tuple(filter(None, told))
            for column, (block, said) in cells.items():
                span = (block.start, block.end, block.page)
                if found := self._says(column, said, codes):
                    level, of, course = found
                    yield Reading(level, *span, "outcome", section, of, course=course or named)
                elif self._is_sign(column, said, codes):
                    yield Reading(Value(None), *span, "outcome", section)
                elif not (value := parse_value(said, self._scheme)):
                    continue
                # A level for a course that the row names, for what the row says, or, in a table of facts, for all.
                elif column in self.on_level and named:
                    yield Reading(value, *span, "course", section, course=named)
                elif column in self.on_level and (beside := _row_passages(every, cells, block)):
                    yield Reading(value, *span, "passage", section, passages=beside)
                elif value.level and _is_label(cells, column, figure=said.isdigit()):
                    yield Reading(value, *span, "section", section)

    def _is_sign(self, column: int, said: str, codes: tuple[str, ...]) -> bool:
        """Return whether a level should stand here and something does that is none."""
        about = column in self.of_code or (codes and column in self.of_course)
        return bool(about) and len(said) <= _LONGEST_SIGN and any(map(str.isalnum, said)) and fold_letters(said) != "x"

    def _says(self, column: int, said: str, codes: tuple[str, ...]) -> tuple[Value, tuple[str, ...], str] | None:
        """Return what a cell says of outcomes by their codes, `codes` those in its row; None where it says nothing.

        Behind them stands the course, where its column says it.
        """
        value = parse_value(said, self._scheme)
        if value and column in self.of_code:
            return value, (self.of_code[column],), ""
        if value and codes and (column in self.of_course or column in self.on_level):
            return value, codes, self.of_course.get(column, "")
        if column not in self.of_level:
            return None
        marked = codes and _MARK.fullmatch(said)
        several = codes if marked else tuple(map(self._known.name, self._known(fold_letters(said))))
        return (self.of_level[column], several, "") if several else None


def _is_label(cells: dict[int, tuple[Block, str]], column: int, *, figure: bool) -> bool:
    """Return whether the cell before says that the level of the course stands here, in a table of facts."""
    before = cells.get(column - 1)
    label = re.fullmatch(rf"{_LEVEL}\s*:?", fold_letters(before[1])) if before else None
    return label is not None and (label["of"] is not None or not figure)  # "Nivel | 3" is that of a qualification


def _row_passages(every: Sequence[Passage], cells: dict[int, tuple[Block, str]], own: Block) -> tuple[str, ...]:
    """Return the passages in the other cells of a row."""
    spans = [(b.start, b.end) for b, _said in cells.values() if b is not own]
    return tuple(p.id for p in every if any(start <= p.start < end for start, end in spans))


def _section(every: Sequence[Passage], block: Block) -> tuple[str, ...]:
    """Return the headings above a block: those of its passage, else of the one before it."""
    place = bisect_right([p.start for p in every], block.start) - 1
    if place < 0:
        return ()
    passage = every[place]
    inside = passage.start <= block.start < passage.end
    follows = place + 1 < len(every) and passage.text in every[place + 1].section
    return (*passage.section, passage.text) if follows and not inside else passage.section


def _course(said: str, courses: Sequence[str]) -> str:
    """Return the only course that goes by a name, by its first words (its code) or by what stands behind these."""
    name = heading_name(said)
    if len(name) < 3:
        return ""
    keys = {course: heading_name(course) for course in courses}
    coded = any(map(str.isdigit, name))
    starts, half, long = (f"{name} ", f"{name}:", f"{name}."), 2 * len(name.split()), len(name) > 5
    ways: tuple[Callable[[str], bool], ...] = (
        lambda key: key == name,
        lambda key: coded and key.startswith(starts),
        lambda key: long and key.endswith(name) and half >= len(key.split()),
        lambda key: len(key) > 5 and name.endswith(key),
    )
    found = next(filter(None, ([course for course, key in keys.items() if way(key)] for way in ways)), [])
    return found[0] if len(found) == 1 else ""


_PLACE, _VERB, _ROLE = 0.5, 0.4, 0.1
"""Weights: in what order courses come is planned, verbs are often chosen by habit, everything is assessed somehow."""
# Stems of infinitives, third persons, futures and gerunds; `_ENDING` is what may stand behind.
_SPANISH = (
    "conoc identific enlist enumer nombr defin reconoc memoriz recuerd record mencion list cit ubic localiz"
    " observ seleccion",
    "comprend entiend entend describ distingu diferenci diferenc clasific relacion interpret resum ejemplific explic"
    " discut coment ilustr compar expres asoci infier inferir traduc",
    "aplic us utiliz usar emple oper realiz ejecut calcul resuelv resolv med mid demuestr demostr manej prepar"
    " instal conect arm constru elabor registr administr implement practic atiend atend cumpl llev comunic inform"
    " program configur sustitu ajust mant mantien",
    "analiz examin investig diagnostic contrast organiz estructur deduc descompon determin compru experiment"
    " planific detect categoriz",
    "evalu valor juzg justific critic argument verific inspeccion recomiend recomend prioriz valid decid supervis"
    " audit defiend defend correg corrig",
    "cre disen formul propon planific planea plane desarroll invent integr innov dirig dirij produc compon gener"
    " proyect lider",
)
_ENGLISH = (
    "identify list name define recognise recognize recall state label memorise memorize locate select",
    "understand explain describe summarise summarize classify compare distinguish discuss interpret illustrate"
    " paraphrase outline know",
    "apply use implement carry calculate compute solve operate demonstrate perform prepare execute write query serve"
    " take handle draw conduct install measure practise practice work administer greet answer follow",
    "analyse analyze examine investigate diagnose contrast differentiate organise organize structure deduce model"
    " derive test categorise categorize determine",
    "evaluate assess judge justify critique argue verify inspect recommend prioritise prioritize validate decide"
    " weigh supervise audit defend resolve",
    "create design formulate propose plan develop invent integrate innovate lead direct produce compose generate"
    " build construct",
)
_ENDING = r"(?:[aei]r(?:se|lo|la|los|las)?|[aei]ra[ns]?|[aei]remos|an?|en?|ando|i?endo|ye|yen|uir|uye)"
_TIERS = {
    "es": [re.compile(rf"(?:{'|'.join(sorted(stems.split(), key=len, reverse=True))}){_ENDING}") for stems in _SPANISH],
    "en": [re.compile(rf"(?:{'|'.join(verbs.split())})s?") for verbs in _ENGLISH],
}
"""By language, since "plan" and "use" are words of the other one too."""
_BEFORE = re.compile(
    r"(?:se ha|se han|sera capaz de|ser capaz de|to|able to|(?:the )?(?:students?|learners?) (?:will|should|can)"
    r"(?: be able to)?|(?:al terminar,? )?(?:el|la|los|las) (?:alumn\w+|estudiantes?|participantes?)|you will|objetivo:"
    r"|al terminar,? )\s*"
)
_CLAUSE = re.compile(r"(?:\A|[,;:.()]\s*(?:(?:y|e|o|u|and|or)\s+)?|\s+(?:y|e|o|u|and|or)\s+)\s*")
_NEXT_WORD = re.compile(r"\S*")
_NOUN = re.compile(
    r"\w*[áéíóú][^\Waeiouáéíóú]+[aeiou]+[^\Waeiou]+[aeiou]"  # "Práctica": no verb has its accent there
    r"|(?:estructura|lista|cita)\s+(?:del?\b|\w+[ai]d[oa]s?\b)|\w+\s+of\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Basis:
    """What a level was estimated from.

    Attributes:
        verb: the verb that reaches furthest in the surest passage that has one, as written; "" where none has.
        tier: mean tier of the verbs in Bloom's revised taxonomy, 1 remember to 6 create; None without verbs.
        place: of the course among those that teach the same row, from 1.
        of: how many these are.
        practised: whether more than contents show it.
    """

    verb: str
    tier: float | None
    place: int
    of: int
    practised: bool


def find_tiers(text: str, language: str) -> Iterator[tuple[int, str]]:
    """Yield Bloom's tier, 1 to 6, of each verb that begins a clause in "es" or "en", with the verb as written."""
    folded = fold_letters(text)
    for clause in _CLAUSE.finditer(folded):
        before = _BEFORE.match(folded, clause.end())
        word = _NEXT_WORD.match(folded, before.end() if before else clause.end())
        tier = next((n for n, pattern in enumerate(_TIERS[language], 1) if word and pattern.fullmatch(word[0])), None)
        if word and tier and not _NOUN.match(text, word.start()):
            yield tier, text[word.start() : word.end()].lower()


def estimate_level(
    passages: Sequence[tuple[Passage, float]], place: int, of: int, along: float, *, assessed: bool
) -> tuple[Level, Basis]:
    """Return the level of a cell that passages show, each with its probability, the surest first.

    The course is the `place`-th, from 1, of those that teach the row; where no other does, `along` all, 0 to 1, counts.
    """
    verbs = [(chance, list(find_tiers(passage.text, passage.language or "es"))) for passage, chance in passages]
    told = [(chance, max(found)) for chance, found in verbs if found]
    weight = sum(chance for chance, _ in told)
    tier = sum(chance * highest[0] for chance, highest in told) / weight if weight else None
    practised = any(passage.role not in ("content", "competency") for passage, _ in passages)
    by_place = (place - 1) / (of - 1) if of > 1 else along
    # Tiers 1 and 2 introduce, 3 and 4 reinforce, 5 and 6 master; in proportion between the middles of these.
    by_verb = min(max((tier - 1.5) / 4, 0.0), 1.0) if tier is not None else 0.5 if practised else 0.0
    by_role = 1.0 if assessed else 0.5 if practised else 0.0
    score = _PLACE * by_place + _VERB * by_verb + _ROLE * by_role
    verb = told[0][1][1] if told else ""
    return LEVELS[min(int(score * len(LEVELS)), len(LEVELS) - 1)], Basis(verb, tier, place, of, practised)
