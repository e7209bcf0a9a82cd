"""Each need as a programme and a set of ads have it: taught, asked for, lacking; and ESCO's green skills."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from corpora import Framework, Passage, Text
from corpora.job_ads.records import JobAds, Requirement
from corpora.text import fold_letters
from corpora.vocabulary import name_of
from mapper.industry.transversal.records import AdFinding, Area, Cue, Finding, GreenSkill, NamedStandard, Need, Use
from mapper.industry.transversal.wordings import GREEN, Concepts, concepts, cues, in_collection, wordings
from mapper.matching.phrases import whole_pattern
from mapper.matching.records import NO_PASSAGES, Corresponding

_CEFR = re.compile(r"[ABC][12](?:[-–/][ABC][12])?\+?")
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
    """What a programme and a set of ads say of English, digital competence, communication and teamwork.

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
    asked = [] if jobs is None else [found for r in jobs.requirements for found in _in_requirement(r, known)]
    group_of = {} if jobs is None else {ad: group for group in jobs.groups for ad in group}
    result = []
    for name, words in wordings().items():
        of_programme = tuple(found for found in findings if found.cue.need == name)
        of_ads = tuple(found for found in asked if found.cue.need == name)
        asking = {group_of.get(found.ad, (found.ad,)) for found in of_ads if found.asks}
        taught = {found.cue.area for found in of_programme if found.use == "outcome"}
        ads_of_area = {(found.cue.area, found.ad) for found in of_ads if found.asks}
        areas = (
            Area(code, title, code in taught, sum(area == code for area, _ad in ads_of_area))
            for code, title in known.areas.items()
        )
        result.append(
            Need(
                name=name,
                title=words.title,
                findings=of_programme,
                asked=of_ads,
                asking=len(asking),
                ads=0 if jobs is None else len(jobs.groups),
                standards=named(words.standards, words.title, frameworks),
                areas=tuple(areas) if name == "digital" else (),
            )
        )
    return tuple(result)


def named(codes: Iterable[str], purpose: Text, frameworks: Sequence[Framework]) -> tuple[NamedStandard, ...]:
    """Standards named by this project, with what the loaded registry says of them; absent ones are kept and marked.

    A registry is a framework that has standards known by title only.
    """
    known = {c.code: c for f in frameworks for c in f.competencies if c.kind == "standard"}
    titles = {code: c.statement for code, c in known.items()}
    registry = any(c.title_only for c in known.values())
    return tuple(NamedStandard(code, titles.get(code), registry and code not in titles, purpose) for code in codes)


def use_of(passage: Passage) -> Use:
    """What speaking of something in this passage amounts to: teaching it, a way of teaching, or a mention.

    Contents teach too, and what is graded is meant to be learnt.
    """
    if passage.role in _TEACHES:
        return "outcome"
    if passage.role == "activity":
        return "method"
    described = passage.role == "other" and any(_METHOD.match(name_of(title)) for title in passage.section)
    return "method" if described else "mention"


def _in_programme(passage: Passage, codes: Sequence[str], known: Concepts) -> Iterator[Finding]:
    """The cues in a passage's words; the whole passage where it only corresponds to a concept."""
    use = use_of(passage)
    found = cues(passage.text, known, taught=True)
    for cue in found:
        if cue.need == "teamwork" and (passage.role == "evaluation" or (cue.taught and passage.role not in _AIMS)):
            yield Finding(passage, cue, "method")  # who works in pairs is told how to work, wherever that stands
        elif cue.need == "english" and passage.role == "content" and not _USED.search(fold_letters(passage.text)):
            yield Finding(passage, cue, "mention")  # a manual in English is no English lesson
        elif not cue.taught or use != "mention":
            yield Finding(passage, cue, use)
    spoken = {cue.need for cue in found}
    for code in codes:
        if (need := known.need_of[code]) not in spoken:
            spoken.add(need)
            cue = Cue(need, 0, len(passage.text), area=known.area_of.get(code), concept=code)
            yield Finding(passage, cue, use)


def _in_requirement(requirement: Requirement, known: Concepts) -> Iterator[AdFinding]:
    """The cues of a requirement; for English, what the reading of the ad says of languages and level wins."""
    if requirement.kind == "condition" and not requirement.tongues:
        return  # "disponer de certificado digital" is a paper
    for cue in cues(requirement.text, known, in_ad=True):
        if requirement.kind == "post" and not _SUBJECT.search(fold_letters(requirement.text[: cue.start])):
            continue  # "recepcionista de hotel" says a post; "docente en digitalización" what it takes
        if cue.need == "english":
            if requirement.kind == "language" and "en" not in requirement.tongues:
                continue
            if requirement.level and not cue.level and not cue.band:
                is_code = _CEFR.fullmatch(requirement.level)
                cue = replace(cue, level=requirement.level) if is_code else replace(cue, band=requirement.level)
        yield AdFinding(requirement.ad, requirement.text, cue, requirement.force)


def green(frameworks: Sequence[Framework], corresponding: Corresponding) -> tuple[GreenSkill, ...]:
    """The skills of ESCO's collection for a greener economy that a programme has, in the framework's order."""
    return tuple(
        GreenSkill(framework.name, skill.code, skill.statement, tuple(passages), tuple(map(use_of, passages)))
        for framework in frameworks
        for skill in in_collection(framework, GREEN)
        if (passages := corresponding.get((framework.name, skill.code), ()))
    )
