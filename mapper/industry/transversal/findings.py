"""Each need as a programme and a set of ads have it: taught, asked for, lacking; and ESCO's green skills.

The words that speak of a need are those of the table that ships and ESCO's own.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from itertools import chain, pairwise
from typing import Any

from corpora import Competency, Framework, Passage, Text
from corpora.job_ads.records import JobAds, Requirement
from corpora.text import fold_letters
from corpora.vocabulary import heading_name
from embeddings import lexical
from mapper.industry.transversal import (
    NEED_NAMES,
    AdFinding,
    Area,
    Cue,
    Finding,
    GreenSkill,
    NamedStandard,
    Need,
    NeedName,
    Use,
)
from mapper.matching.phrases import whole, whole_pattern
from mapper.matching.records import NO_PASSAGES, Corresponding

DIGCOMP, GREEN = "digComp", "green"
_SHIPPED = "needs.toml"
_TEAMWORK = ("60c78287-22eb-4103-9c8c-28deaa460da0",)
_FEWEST_WORDS = 2
_MOST_BESIDE = 4  # words that an entry says besides the need that it names; one of more words is about something else


@dataclass(frozen=True, slots=True)
class Wordings:
    """The expressions that are looked for in folded text for one need.

    Attributes:
        soft: words that count only in a text that names other skills of their kind, which are `beside`.
        not_behind: words before a hit that make it something else; `not_before`, words behind it; `things_of`, of one
            in an advertisement: the accounts of customers are nobody that one talks to.
        areas: code of a DigComp area → its phrases.
        ads: what says it in an advertisement only; `taught`, in a programme only.
    """

    title: Text
    standards: tuple[str, ...]
    pattern: re.Pattern[str]
    soft: re.Pattern[str]
    beside: re.Pattern[str]
    not_behind: re.Pattern[str]
    not_before: re.Pattern[str]
    things_of: re.Pattern[str]
    areas: Mapping[str, re.Pattern[str]]
    ads: re.Pattern[str]
    taught: re.Pattern[str]

    def asked(self, plain: str) -> Iterator[re.Match[str]]:
        """Return hits of what says it in an advertisement only."""
        return (match for match in self.ads.finditer(plain) if not self.things_of.search(plain[: match.start()]))

    def matches(self, plain: str) -> Iterator[re.Match[str]]:
        """Return hits in folded text, in their order, without those that the words around them make something else."""
        found = list(self.pattern.finditer(plain))
        if self.beside.search(plain):
            taken = [m.span() for m in found]
            found += [m for m in self.soft.finditer(plain) if not any(s <= m.start() < e for s, e in taken)]
        for match in sorted(found, key=re.Match.start):
            behind = self.not_behind.search(plain[: match.start()].rstrip())
            before = self.not_before.match(plain[match.end() :].lstrip(" ,"))
            if not behind and not before:
                yield match


@cache
def wordings() -> Mapping[NeedName, Wordings]:
    """Return the table that ships, one entry a need."""
    table = tomllib.loads(resources.files("mapper.industry.transversal").joinpath(_SHIPPED).read_text(encoding="utf-8"))
    return {name: _parse_wordings(table[name]) for name in NEED_NAMES}


def _parse_wordings(row: Mapping[str, Any]) -> Wordings:
    parts = [whole(row["phrases"]).pattern] if row.get("phrases") else []
    if "pattern" in row:
        parts.append(whole_pattern(row["pattern"].replace(" ", r"\s+")).pattern)
    behind = "|".join(map(re.escape, map(fold_letters, row.get("not_behind", ()))))
    return Wordings(
        title=Text(row["es"], row["en"]),
        standards=tuple(row["standards"]),
        pattern=re.compile("|".join(parts)),
        soft=whole(row.get("soft", ())),
        beside=whole(row.get("beside", ())),
        not_behind=re.compile(rf"(?<!\w)(?:{behind})$" if behind else r"(?!)"),
        not_before=whole(row.get("not_before", ())),
        things_of=re.compile(rf"(?<!\w)(?:{row['things_of']})\s+$" if "things_of" in row else r"(?!)"),
        areas={area["code"]: whole(area["phrases"]) for area in row.get("areas", ())},
        ads=whole_pattern(row["ads"]) if "ads" in row else whole(()),
        taught=whole_pattern(fold_letters(row["taught"])) if "taught" in row else whole(()),
    )


@dataclass(frozen=True, slots=True)
class Concepts:
    """ESCO's concepts for the needs, as far as a loaded framework has them, by their codes.

    `areas` are the titles of DigComp's areas; `labels` are folded wordings of several words, `pattern` finds them.
    """

    areas: Mapping[str, Text]
    area_of: Mapping[str, str]
    need_of: Mapping[str, NeedName]
    labels: Mapping[str, str]
    pattern: re.Pattern[str]


def concepts(frameworks: Sequence[Framework]) -> Concepts:
    """Return what ESCO says of the needs: DigComp's collection with its areas, and working in teams.

    An area is an entry of the collection that other entries of it have above them (`broaderConceptPT`).
    """
    known = {c.code: c for f in frameworks for c in f.competencies if c.kind in ("skill", "knowledge")}
    digital = {code for code, c in known.items() if DIGCOMP in c.extra.get("collections", ())}
    above = {code: [a for a in (known[code].parent, *known[code].broader) if a in digital] for code in digital}
    areas = sorted({a for codes in above.values() for a in codes})
    area_of = {code: codes[0] for code, codes in above.items() if codes} | {area: area for area in areas}
    need_of: dict[str, NeedName] = dict.fromkeys(sorted(digital), "digital")
    need_of |= dict.fromkeys([code for code in _TEAMWORK if code in known], "teamwork")
    labels = {}
    for code in sorted(need_of):
        for text in known[code].wordings:
            if len(text.split()) >= _FEWEST_WORDS:
                labels[fold_letters(" ".join(text.split()))] = code
    return Concepts({a: in_both(known[a]) for a in areas}, area_of, need_of, labels, whole(labels))


def in_both(entry: Competency) -> Text:
    """Return an entry's statement in both languages, where its framework has both."""
    return Text(entry.statement_in("es"), entry.statement_in("en"))


_CLAUSE = re.compile(r"[.;•]+(?=\s|$)|\n")
_OTHERS = whole_pattern(
    r"frances|aleman|italiano|portugues|chino|mandarin|ruso|arabe|japones|catalan|euskera|gallego|valenciano|"
    r"nahuatl|french|german|italian|portuguese|chinese|russian|arabic|japanese|spanish|espanol|castellano"
)
_CEFR = whole_pattern(r"([abc][12])(?:\.[12]|\+)?")
# What makes "B1" something else: driving licences, a module of SAP; and "medio", "superior": a degree.
_NO_LEVEL = re.compile(
    r"\b(?:carnets?|carnes?|permisos?|licencias?|licences?|licenses?|sap|vitaminas?|hepatitis|categorias?|clase|tipo)"
    r"(?:\s+\w+){0,3}\s+$"
)
_NO_BAND = re.compile(r"\b(?:grados?|ciclos?|tecnic\w+|titulad\w+|fp|mandos?|turno|plazo|puesto)(?:\s+\w+)?\s+$")
_BAND = whole_pattern(
    r"(?:nivel (?:muy )?)?(?:basico|elemental|inicial|medio[- ]alto|medio|intermedio[- ]alto|intermedio|alto|avanzado|"
    r"superior|nativo|bilingue|fluido|conversacional)|"
    r"basic|elementary|(?:upper )?intermediate|advanced|fluent|native|bilingual|conversational"
)


def cues(text: str, concepts: Concepts, *, in_ad: bool = False, taught: bool = False) -> tuple[Cue, ...]:
    """Find all cues of a text, by need, then place; of two that overlap in one need the longer stands.

    Words that speak of a need only `in_ad`, or only where something is `taught`, count there.
    """
    known = wordings()
    plain = fold_letters(text)
    found = [*_english(text)]
    for match in concepts.pattern.finditer(plain):
        code = concepts.labels[" ".join(match[0].split())]
        area = concepts.area_of.get(code)
        found.append(Cue(concepts.need_of[code], match.start(), match.end(), area=area, concept=code))
    for name, row in known.items():
        words = [] if name == "english" else [*row.matches(plain)]
        words += row.asked(plain) if in_ad else ()
        found += [Cue(name, m.start(), m.end()) for m in words]
        for area, pattern in row.areas.items():
            found += [Cue(name, m.start(), m.end(), area=area) for m in pattern.finditer(plain)]
        if taught:
            found += [Cue(name, m.start(), m.end(), taught=True) for m in row.taught.finditer(plain)]
    found = [cue for cue in found if not _is_of_the_other_case(text, cue)]
    return tuple(sorted(_longest(found), key=lambda cue: (NEED_NAMES.index(cue.need), cue.start)))


# "Teams" is a program beside others, by itself, and with a capital within a sentence.
_PROGRAMS = r"(?:microsoft|ms|office|365|outlook|slack|skype|zoom|webex)"
_BEHIND_A_PROGRAM = re.compile(rf"\b{_PROGRAMS}\W+(?:(?:y|e|and|or|o)\W+)?$")
_BEFORE_A_PROGRAM = re.compile(rf"\W+(?:(?:y|e|and|or|o)\W+)?{_PROGRAMS}\b")
_WITHIN_A_SENTENCE = re.compile(r"[a-z0-9,;)] ?$")


def _is_of_the_other_case(text: str, cue: Cue) -> bool:
    """Return whether a word is written otherwise than what it looks like: "Teams" is no teamwork, "IT" no "it"."""
    word = text[cue.start : cue.end].split()[-1] if text[cue.start : cue.end].strip() else ""
    if cue.need == "digital" and word in ("it", "It"):
        return True
    if word.lower() != "teams" or cue.need not in ("digital", "teamwork"):
        return False
    before, behind = fold_letters(text[: cue.end - len(word)]), fold_letters(text[cue.end :])
    alone = not before.strip() and not behind.strip()
    among = _BEHIND_A_PROGRAM.search(before[-30:]) or _BEFORE_A_PROGRAM.match(behind)
    is_program = alone or bool(among) or (word == "Teams" and _WITHIN_A_SENTENCE.search(before) is not None)
    return is_program is (cue.need == "teamwork")


def _longest(found: list[Cue]) -> list[Cue]:
    kept: list[Cue] = []
    for cue in sorted(found, key=lambda c: (c.start - c.end, c.start, c.taught, c.area is None, c.concept is None)):
        if not any(k.need == cue.need and k.start < cue.end and cue.start < k.end for k in kept):
            kept.append(cue)
    return kept


def _english(text: str) -> Iterator[Cue]:
    """Find mentions of English with their level: a CEFR level or a band counts only in the same clause.

    A level belongs to the language before it ("inglés B2, francés A2"), else to the one behind it ("B2 de inglés").
    A band is given as printed: which CEFR level "avanzado" means, nobody says.
    """
    plain = fold_letters(text)
    breaks = [(0, 0), *(match.span() for match in _CLAUSE.finditer(plain)), (len(plain), len(plain))]
    for (_, start), (end, _) in pairwise(breaks):
        clause = plain[start:end]
        found = list(wordings()["english"].matches(clause))
        languages = sorted([m.span() for m in found] + [m.span() for m in _OTHERS.finditer(clause)])
        for match in found:
            level = _nearest(_CEFR, clause, match.span(), languages)
            band = None if level else _nearest(_BAND, clause, match.span(), languages)
            yield Cue(
                "english",
                start + match.start(),
                start + match.end(),
                level=clause[level[0] : level[0] + 2].upper() if level else None,
                band=text[start + band[0] : start + band[1]] if band else None,
            )


def _nearest(
    pattern: re.Pattern[str], clause: str, language: tuple[int, int], languages: list[tuple[int, int]]
) -> tuple[int, int] | None:
    """Return the level behind a language and before the next one, else the one before it and behind the one before."""
    behind = min((s for s, _ in languages if s >= language[1]), default=len(clause))
    first = all(e > language[0] for _, e in languages)  # between two languages a level belongs to the one before it
    otherwise = _NO_LEVEL if pattern is _CEFR else _NO_BAND
    spans = [m.span() for m in pattern.finditer(clause) if not otherwise.search(clause[: m.start()])]
    after = [span for span in spans if language[1] <= span[0] < behind]
    ahead = [span for span in spans if first and span[1] <= language[0]]
    return after[0] if after else ahead[-1] if ahead else None


_PRINTED_LEVEL = re.compile(r"[ABC][12](?:[-–/][ABC][12])?\+?")
# What is done in English where a content teaches it.
_USED = re.compile(
    r"\b(?:le(?:er|e|erlo|ctura)|vocabulario|gramatica|traduc\w+|glosario|expres\w+|habla\w*|escri\w+|compren\w+|"
    r"conversa\w+|presenta\w+|pronuncia\w+|reading|vocabulary|grammar|writing|speaking|listening)\b"
)
# What a post is in: "docente en …", "especialista en …", "programador/a de …".
_SUBJECT = re.compile(
    r"\b(?:profesor\w*|docente\w*|formador\w*|monitor\w*|instructor\w*|especialista\w*|tecnic\w*|interprete\w*|teacher\w*|"
    r"trainer\w*|specialist\w*|technician\w*)\b[^.;]*$"
)
_AIMS = ("outcome", "criterion")
_TEACHES = (*_AIMS, "content", "competency", "evaluation")
# That the school lacks something, or does not teach it.
_LACKS = whole_pattern(
    r"no (?:se )?(?:dispon\w+|cuentan? con|ensenan?|imparten?|incluyen?|abordan?)|"
    r"(?:is|are) not (?:available|taught|covered|included)"
)
# What another course teaches that the programme sends to: "students also take CIS 20 (spreadsheets)".
_ELSEWHERE = re.compile(
    r"\b(?i:completes?|takes?|taken|cursa[nr]?|(?:co|pre)-?requisites?|prerrequisitos?)\b[^.;]*"
    r"\b[A-Z]{2,5}[ -]?\d{1,3}[A-Z]?\b[^.;]*$"
)
# What stands before the name of a course or unit.
_UNIT = re.compile(
    r"(?i)\W*(?:asignatura|materia|m[oó]dulo|submódulo|unidad|curso|course|module|unit)\b(?: [IVX\d]+\b)?[ .:–—-]*"
)
# What the heading of a part on how something is taught begins with: folded, without its number.
_METHOD = whole_pattern(
    r"(?:\w+ )?metodolog\w+|estrategias?|orientaciones (?:pedagogicas|didacticas)|actividades?|agrupamientos?|"
    r"metodos?|tecnicas (?:didacticas|de ensenanza)|situaciones de aprendizaje|teaching|methods?|methodology|"
    r"activities|learning activities|delivery"
)


def needs(
    passages: Sequence[Passage],
    jobs: JobAds | None = None,
    frameworks: Sequence[Framework] = (),
    corresponding: Corresponding = NO_PASSAGES,
) -> tuple[Need, ...]:
    """Return what a programme and a set of ads say of English, digital competence, communication and teamwork.

    The whole document counts, what is not mapped too (methodology, resources, staff); only outcomes and criteria are
    taught. Ads count by groups of duplicates. Of the loaded frameworks ESCO gives DigComp's areas and more wordings,
    the registry its titles; what was found to correspond to ESCO's concepts counts too.
    """
    known = concepts(frameworks)
    concepts_of: dict[str, list[str]] = {}  # by the id of a passage, those that it corresponds to
    for framework in frameworks:
        for code in known.need_of:
            for passage in corresponding.get((framework.name, code), ()):
                concepts_of.setdefault(passage.id, []).append(code)
    findings = [f for passage in passages for f in _in_programme(passage, concepts_of.get(passage.id, ()), known)]
    first = {} if jobs is None else {ad: group[0] for group in jobs.groups for ad in group}
    asked = [] if jobs is None else [found for r in jobs.requirements for found in _in_requirement(r, known, first)]
    result = []
    for name, words in wordings().items():
        of_programme = tuple(found for found in findings if found.cue.need == name)
        of_ads = tuple(found for found in asked if found.cue.need == name)
        asking = {found.vacancy for found in of_ads if found.asks}
        taught = {found.cue.area for found in of_programme if found.use == "outcome"}
        ads_of_area = {(found.cue.area, found.vacancy) for found in of_ads if found.asks}
        areas = (
            Area(code, title, code in taught, sum(area == code for area, _ad in ads_of_area))
            for code, title in known.areas.items()
        )
        need = Need(
            name=name,
            title=words.title,
            findings=of_programme,
            asked=of_ads,
            asking=len(asking),
            ads=0 if jobs is None else len(jobs.groups),
            standards=named(words.standards, words.title, frameworks),
            areas=tuple(areas) if name == "digital" else (),
        )
        result.append(need)
    return tuple(result)


def naming(statement: str) -> Iterator[Cue]:
    """Return the needs that an entry names, with little else beside them."""
    for cue in cues(statement, concepts(())):
        beside = f"{statement[: cue.start]} {statement[cue.end :]}"
        if len(lexical.words(beside)) <= _MOST_BESIDE:
            yield cue


def teaching(entry: Competency, of_programme: Sequence[Need]) -> tuple[Passage, ...]:
    """Return the passages by which a programme is found to teach the need that an entry names; () where it names none.

    Of digital competence only what is of the same area says so: who makes a spreadsheet does not design a web page.
    """
    found: dict[str, Passage] = {}
    for cue in naming(entry.statement):
        findings = chain.from_iterable(need.findings for need in of_programme if need.name == cue.need)
        says = [one for one in findings if one.use == "outcome" and cue.area in (None, one.cue.area)]
        # An outcome says more than a title or what is graded.
        for one in sorted(says, key=lambda one: one.passage.role not in _AIMS):
            found.setdefault(one.passage.text_id, one.passage)
    return tuple(found.values())


def named(codes: Iterable[str], purpose: Text, frameworks: Sequence[Framework]) -> tuple[NamedStandard, ...]:
    """Return standards named by this project, with what the loaded registry says of them; absent ones are marked.

    A registry is a framework that has standards known by title only.
    """
    known = {c.code: c for f in frameworks for c in f.competencies if c.kind == "standard"}
    titles = {code: c.statement for code, c in known.items()}
    registry = any(c.title_only for c in known.values())
    return tuple(NamedStandard(code, titles.get(code), registry and code not in titles, purpose) for code in codes)


def use_of(passage: Passage) -> Use:
    """Return what speaking of something in this passage amounts to: teaching it, a way of teaching, or a mention.

    Contents teach too, and what is graded is meant to be learnt.
    """
    if passage.role in _TEACHES:
        return "outcome"
    if passage.role == "activity":
        return "method"
    return "method" if passage.role == "other" and _on_method(passage) else "mention"


def _on_method(passage: Passage) -> bool:
    return any(_METHOD.match(heading_name(title)) for title in passage.section)


def _subjects(passage: Passage, known: Concepts) -> set[NeedName]:
    """Return the needs that the course or unit above a passage is named for: "Asignatura: Inglés II (60 horas)"."""
    if _on_method(passage):
        return set()
    names = (title[found.end() :] if (found := _UNIT.match(title)) else title for title in passage.section)
    return {cue.need for name in names for cue in cues(name, known) if not fold_letters(name[: cue.start]).strip()}


def _in_programme(passage: Passage, codes: Sequence[str], known: Concepts) -> Iterator[Finding]:
    """Return the cues in a passage's words; the whole passage where it only corresponds to a concept."""
    plain, subjects = use_of(passage), _subjects(passage, known)
    of_course = any(map(_UNIT.match, passage.section[-1:]))
    found = cues(passage.text, known, taught=True)
    for cue in found:
        # Who draws with a program below the name of a course learns to use it.
        done = of_course and cue.need == "digital" and passage.role == "activity"
        use = "outcome" if cue.need in subjects or done else plain
        elsewhere = passage.role not in _AIMS and _ELSEWHERE.search(passage.text[: cue.start])
        # A content teaches English that names what is done in it, or English as its subject; a manual in it does not.
        teaches = "english" in subjects or cue.start == 0 or _USED.search(fold_letters(passage.text))
        if elsewhere or _LACKS.search(_clause_at(passage.text, cue.start)):
            yield Finding(passage, cue, "mention")
        elif cue.need == "teamwork" and (passage.role == "evaluation" or (cue.taught and passage.role not in _AIMS)):
            yield Finding(passage, cue, "method")  # who works in pairs is told how to work, wherever that stands
        elif cue.need == "english" and passage.role == "content" and not teaches:
            yield Finding(passage, cue, "mention")
        elif not cue.taught or use != "mention":
            yield Finding(passage, cue, use)
    spoken = {cue.need for cue in found}
    for code in codes:
        if (need := known.need_of[code]) not in spoken:
            spoken.add(need)
            cue = Cue(need, 0, len(passage.text), area=known.area_of.get(code), concept=code)
            yield Finding(passage, cue, "outcome" if need in subjects else plain)


def _clause_at(text: str, place: int) -> str:
    """Return the clause, folded, in which a place of a text lies."""
    plain = fold_letters(text)
    ends = [0, *(match.end() for match in _CLAUSE.finditer(plain)), len(plain)]
    return next(plain[start:end] for start, end in pairwise(ends) if place < end)


def _in_requirement(requirement: Requirement, known: Concepts, first: Mapping[str, str]) -> Iterator[AdFinding]:
    """Return the cues of a requirement; for English, what the reading of the ad says of languages and level wins.

    `first` is by each ad the first of its duplicates.
    """
    if requirement.kind == "condition" and not requirement.languages:
        return  # "disponer de certificado digital" is a paper
    for cue in cues(requirement.text, known, in_ad=True):
        if requirement.kind == "post" and not _SUBJECT.search(fold_letters(requirement.text[: cue.start])):
            continue  # "recepcionista de hotel" says a post; "docente en digitalización" what it takes
        if cue.need == "english":
            if requirement.kind == "language" and "en" not in requirement.languages:
                continue
            if requirement.level and not cue.level and not cue.band:
                is_code = _PRINTED_LEVEL.fullmatch(requirement.level)
                cue = replace(cue, level=requirement.level) if is_code else replace(cue, band=requirement.level)
        vacancy = first.get(requirement.ad, requirement.ad)
        yield AdFinding(requirement.ad, requirement.text, cue, requirement.force, vacancy)


def green(frameworks: Sequence[Framework], corresponding: Corresponding) -> tuple[GreenSkill, ...]:
    """Return the skills of ESCO's collection for a greener economy that a programme has, in the framework's order."""
    return tuple(
        GreenSkill(framework.name, skill.code, skill.statement, tuple(passages), tuple(map(use_of, passages)))
        for framework in frameworks
        for skill in framework.competencies
        if GREEN in skill.extra.get("collections", ())
        and (passages := corresponding.get((framework.name, skill.code), ()))
    )
