"""What is laid before a judge, and its verdicts put where they belong.

These are the criteria of a coverage report, and the uncertain passages of a mapping with their candidates.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from corpora import Passage, _
from corpora.text import fold_letters
from mapper.matching.records import MappedPassage, Match
from mapper.people.judging import Quotation, Verdict
from mapper.people.judging.asking import (
    JudgedItem,
    Progress,
    Reader,
    Response,
    ask_all,
    collect_questions,
    summarise_judging,
)
from mapper.people.judging.protocol import MOST_PASSAGES, Question, edition
from mapper.programmes import Alignment
from mapper.programmes.coverage import CoverageReport, CriterionCoverage, Programme, StandardCoverage, State
from mapper.programmes.coverage.standards import recompute_share, recount, report_order

_BULLET = "\n• "
_STATE: dict[str, State] = {"covered": "covered", "partly": "partly", "absent": "not_found"}
Measured = Mapping[str, tuple[int, int]]
_LEAST = 10  # answers of known truth with a verdict, under which its probability says nothing
UNCERTAIN = (0.2, 0.8)
MOST_CANDIDATES = 12


def questions(report: CoverageReport, lang: str) -> list[JudgedItem]:
    """Return the criteria of a report as questions, the most uncertain first; none of what a person has looked at."""
    return _sort_by_uncertainty(
        _ask_criterion(number, programme, standard, criterion, lang)
        for number, (programme, standards) in enumerate(zip(report.programmes, report.standards, strict=True))
        for standard in standards
        for criterion in standard.criteria
        if criterion.decided is None
    )


def _sort_by_uncertainty(asked: Iterable[JudgedItem]) -> list[JudgedItem]:
    return sorted(asked, key=lambda one: (-one.uncertainty, one.programme, one.code))


def _ask_criterion(
    number: int, programme: Programme, standard: StandardCoverage, criterion: CriterionCoverage, lang: str
) -> JudgedItem:
    near = [programme.passages[one.passage] for one in criterion.nearest[:MOST_PASSAGES]]
    shown = [passage for passage in near if not speaks_to_the_reader(passage.text)]
    elements = {tally.element: tally.title for tally in standard.tallies}
    text, *points = criterion.statement.split(_BULLET)
    subject = {
        "code": criterion.code,
        "standard": masked(standard.title),
        "element": masked(elements.get(criterion.element, "")),
        "kind": criterion.kind,
        "text": masked(text),
        "points": [masked(point) for point in points],
    }
    question = Question("taught", lang, edition(), subject, tuple(map(as_offered, shown))) if shown else None
    return JudgedItem(number, criterion.code, 0.5 - abs(criterion.probability - 0.5), len(near) - len(shown), question)


def as_offered(passage: Passage) -> dict[str, Any]:
    """Return a passage as a question holds it."""
    section = [masked(part) for part in passage.section]
    return {"id": passage.id, "role": passage.role, "section": section, "text": masked(passage.text)}


def judge(report: CoverageReport, reader: Reader, lang: str, progress: Progress) -> CoverageReport:
    """Return the report with a reader's verdicts in place of the states that scores gave."""
    asked = questions(report, lang)
    heard = ask_all(collect_questions(asked, reader.budget), reader, progress)
    return apply_responses(report, asked, heard, reader, measured=reader.kept.measured(reader.name, edition()))


def apply_responses(
    report: CoverageReport,
    asked: Sequence[JudgedItem],
    heard: Mapping[str, Response],
    reader: Reader,
    *,
    measured: Measured = MappingProxyType({}),
) -> CoverageReport:
    """Return the report with what was heard."""
    chances = calibrated(measured)
    found = {(one.programme, one.code): one.response(heard) for one in asked}

    def judged(row: StandardCoverage, programme: int) -> StandardCoverage:
        criteria = tuple(
            _criterion(one, found.get((programme, one.code)), reader.name, chances) for one in row.criteria
        )
        if criteria == row.criteria:
            return row
        return recompute_share(recount(row, criteria)) if chances else recount(row, criteria)

    standards = tuple(
        tuple(sorted((judged(row, number) for row in rows), key=report_order))
        for number, rows in enumerate(report.standards)
    )
    about = summarise_judging(reader, asked, heard, calibrated=sum(of for _, of in measured.values()) if chances else 0)
    return replace(report, standards=standards, judged=about, notes=(*report.notes, *about.notes))


def calibrated(measured: Measured) -> dict[str, float]:
    """Return by verdict the probability that the criterion is taught; empty without enough measured answers."""
    if any(measured.get(state, (0, 0))[1] < _LEAST for state in _STATE):
        return {}
    return {state: (taught + 0.5) / (of + 1) for state, (taught, of) in measured.items()}


def _criterion(
    row: CriterionCoverage, heard: Response | None, reader: str, chances: Mapping[str, float]
) -> CriterionCoverage:
    if heard is None or (answer := heard.answer) is None:
        return row
    quoted = tuple(Quotation(*named) for named in answer.named)
    return replace(
        row,
        state=_STATE[answer.state],
        probability=chances.get(answer.state, row.probability),
        passages=tuple(one.passage for one in quoted),
        why=_("according to {reader}: {said}", reader=reader, said=answer.why or "–"),
        verdict=Verdict(answer.state, reader, quoted, answer.why, row.state, bool(chances)),
    )


def judge_mappings(
    alignments: Sequence[Alignment], reader: Reader, lang: str, progress: Progress
) -> tuple[Alignment, ...]:
    """Return the mappings with a reader's verdicts on the matches of the most uncertain passages."""
    asked = []
    for number, alignment in enumerate(alignments):
        described = {f.name: {c.code: c.description for c in f.competencies} for f in alignment.frameworks}
        for mapped in alignment.passages:
            if (unsure := uncertainty(mapped)) > 0:
                orders = speaks_to_the_reader(mapped.passage.text)
                question = None if orders else _candidates(mapped, described, lang)
                asked.append(JudgedItem(number, mapped.passage.id, unsure, int(orders), question))
    asked = _sort_by_uncertainty(asked)
    heard = ask_all(collect_questions(asked, reader.budget), reader, progress)
    return tuple(
        _apply_to_mapping(alignment, [one for one in asked if one.programme == number], heard, reader)
        for number, alignment in enumerate(alignments)
    )


def uncertainty(mapped: MappedPassage) -> float:
    """Return the uncertainty (0 to .5) of the most uncertain match between the two probabilities, else 0."""
    low, high = UNCERTAIN
    chances = [match.probability for match in mapped.matches if low <= match.probability <= high]
    return max((0.5 - abs(chance - 0.5) for chance in chances), default=0.0)


def _candidates(mapped: MappedPassage, described: Mapping[str, Mapping[str, str]], lang: str) -> Question:
    offered = tuple(
        {"id": _name(m), "text": masked(m.statement), "description": masked(described[m.framework].get(m.code, ""))}
        for m in mapped.matches[:MOST_CANDIDATES]
    )
    return Question("corresponds", lang, edition(), as_offered(mapped.passage), offered)


def _name(match: Match) -> str:
    return f"{match.framework}/{match.code}"


def _apply_to_mapping(
    alignment: Alignment, asked: Sequence[JudgedItem], heard: Mapping[str, Response], reader: Reader
) -> Alignment:
    found = {one.code: of for one in asked if (of := one.response(heard)) is not None}
    passages = tuple(
        replace(m, matches=tuple(_matches(m, found[m.passage.id], reader.name))) if m.passage.id in found else m
        for m in alignment.passages
    )
    return replace(alignment, passages=passages, judged=summarise_judging(reader, asked, heard))


def _matches(mapped: MappedPassage, heard: Response, reader: str) -> Iterator[Match]:
    answer = heard.answer
    named = dict(answer.named) if answer else {}
    for place, match in enumerate(mapped.matches):
        if answer is None or place >= MOST_CANDIDATES or match.reviewed:  # a person's word stands
            yield match
            continue
        words = named.get(_name(match))
        quoted = () if words is None else (Quotation(mapped.passage.id, words),)
        yield replace(match, verdict=Verdict("no" if words is None else "yes", reader, quoted, answer.why))


# What is covered before a text is laid before a reader: names of people by their titles, by what stands before them
# ("Docente:"), by a given name that others follow, or as a bibliography writes them; addresses and telephone numbers.
# It would rather cover too much: a judge needs no names.
NAME, CONTACT = "[nombre]", "[contacto]"

_WORD = r"[A-ZÁÉÍÓÚÑÜ][\w'’\-]+"
_JOIN = r"(?:\s+(?:(?:de|del|la|las|los|y|e|van|von|da|di|O)\s+){0,3}|\s+[A-ZÁÉÍÓÚÑ]\.\s*)"
_TWO = rf"{_WORD}(?:{_JOIN}{_WORD}){{1,4}}"
_PERSON_TITLE = r"Dr|Dra|Sr|Sra|Srta|Prof|Profa|Profr|Mr|Mrs|Ms|Miss|Professor|Don|Doña"
_DEGREE = r"Ing|Lic|Licda|Mtro|Mtra|Arq|Tec|Téc|C\.?\s?P|Psic|Biol|Enf|M\.?\s?en\s?C|M\.?C|MBA|QFB|LCC"
_BEFORE = (
    r"Docentes?|Maestr[oa]s?|Instructor(?:a|es|as|s)?|Profesor(?:a|es|as)?|Facilitador(?:a|es)?|Coordinador(?:a|es)?"
    r"|Director(?:a)?|Responsables?|Elabor(?:ó|aron|ado)|Revis(?:ó|aron|ado)|Autoriz(?:ó|aron)|Aprob(?:ó|aron)"
    r"|Autor(?:a|es|as)?|Contacto|Teachers?|Lecturers?|Authors?|Contact|Taught|Prepared|Written|Reviewed"
)
_TITLED = re.compile(
    rf"\b(?:(?:{_PERSON_TITLE})\b\.?\s+{_WORD}(?:{_JOIN}{_WORD}){{0,4}}|(?:{_DEGREE})\b\.?\s+{_TWO})", re.UNICODE
)
_LABELLED = re.compile(rf"\b((?i:{_BEFORE})(?:\s+(?:por|by)\s*[:|–—]?|\s*[:|–—])\s*)({_TWO})")
_CITED = re.compile(rf"{_WORD}(?:[ -]{_WORD})?,\s+[A-ZÁÉÍÓÚÑ]\.(?:[ -]?[A-ZÁÉÍÓÚÑ]\.){{0,2}}")
_RUN = re.compile(rf"(?<![\w’'-]){_TWO}")
_NOT_BEFORE = re.compile(r"(?:San|Santa|Santo|Ciudad)\s+$")
_MAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?<![\w/.-])(?:\+\d{1,3}[ .-]?)?(?:\(\d{2,4}\)|\d{2,4})(?:[ .-]\d{2,4}){2,4}(?![\w/.-]?\d)")
_LEAST_DIGITS = 10

_TO_THE_READER = re.compile(
    r"\b(?:ignor(?:e|a|en|ad)|olvid(?:e|a|en)|desatiend(?:e|a|an)|hag\w+ caso omiso"
    r"|no (?:le )?hag\w+ caso|disregard|forget|override)\b"
    r".{0,60}\b(?:anterior\w*|previ\w+|instruccion\w*|indicacion\w*|de arriba|above|prior|instruction\w*|guideline\w*)"
    r"|\b(?:answer|respond|reply|output|responde|respondan?|conteste?)\b\W+"
    r"(?:(?:that|with|only|always|it|is|all|everything|the|que|con|solo|siempre|es|esta|todo|el|la|estado)\W+){0,4}"
    r"(?:covered|partly|absent|cubiert[oa]s?|[\"']?state[\"']?\s*:)"
    r"|\b(?:you are now|from now on you|ahora eres|a partir de ahora eres)\b"
    r"|\b(?:system prompt|<\|im_start\|>|\[inst\]|</?system>)"
    r"|\b(?:note|nota|mensaje|message|aviso) (?:to|for|para|a) (?:the |la |el )?"
    r"(?:ai|ia|llm|judge|juez|language model|modelo de lenguaje|evaluador automatico)\b",
    re.DOTALL,
)


def masked(text: str) -> str:
    """Return the text with what looks like a person's name, address or number covered; the rest stays as it is."""
    text = _MAIL.sub(CONTACT, text)
    text = _PHONE.sub(lambda found: CONTACT if sum(map(str.isdigit, found[0])) >= _LEAST_DIGITS else found[0], text)
    text = _LABELLED.sub(rf"\1{NAME}", text)
    text = _TITLED.sub(NAME, text)
    text = _CITED.sub(NAME, text)
    return _RUN.sub(_without_names, text)


def speaks_to_the_reader(text: str) -> bool:
    """Return whether a passage gives orders to whoever judges it; no reader gets to see such a one."""
    return _TO_THE_READER.search(fold_letters(text)) is not None


def _without_names(found: re.Match[str]) -> str:
    """Return a run of capitalised words with a given name and all behind it covered."""
    if _NOT_BEFORE.search(found.string[: found.start()]):
        return found[0]
    words = list(re.finditer(_WORD, found[0]))
    for before, word in zip([None, *words], words[:-1], strict=False):
        place = before is not None and before[0] in ("San", "Santa", "Santo", "Ciudad")
        if not place and fold_letters(word[0]) in _given_names():
            return found[0][: word.start()] + NAME
    return found[0]


@lru_cache
def _given_names() -> frozenset[str]:
    return frozenset((files("mapper.people.judging") / "given_names.txt").read_text(encoding="utf-8").split())
