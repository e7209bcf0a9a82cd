"""Each need as a programme and a set of ads have it: taught, asked for, lacking, with the registry's standards."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from corpora import Framework, Passage, Text
from corpora.job_ads.records import JobAds, Requirement
from mapper.coverage.model import FOUND
from mapper.needs.cues import cues
from mapper.needs.records import NEED_NAMES, AdFinding, Cue, Finding, NamedStandard, Need, Use
from mapper.needs.wordings import Concepts, concepts, wordings
from mapper.phrases import folded, whole_pattern
from mapper.records import MappedPassage

_CEFR = re.compile(r"[ABC][12](?:[-–/][ABC][12])?\+?")
_METHOD = whole_pattern(
    r"metodolog\w+|estrategias?|orientaciones (?:metodologicas|pedagogicas|didacticas)|actividades?|agrupamientos?|"
    r"recursos|tecnicas didacticas|situaciones de aprendizaje|proyectos?|teaching|methods?|methodology|activities|"
    r"learning activities|delivery|format"
)
_REGISTRY_KINDS = ("standard",)


def needs(
    passages: Sequence[MappedPassage | Passage],
    jobs: JobAds | None = None,
    frameworks: Sequence[Framework] = (),
) -> tuple[Need, ...]:
    """What a programme and a set of ads say of English, digital competence, communication and teamwork.

    The whole document counts, what is not mapped too (methodology, resources, staff); only outcomes and criteria are
    taught. Ads count by groups of duplicates.

    Args:
        passages: of one programme, every one; where they are mapped, what ESCO's concepts were found for counts too.
        jobs: the ads asked about; None or empty where there are none.
        frameworks: the loaded ones: ESCO gives DigComp's areas and more wordings, the registry its titles.

    Returns:
        The four needs, in the order of `NEED_NAMES`.
    """
    known = concepts(frameworks)
    findings = [finding for passage in passages for finding in _in_programme(passage, known)]
    asked = [] if jobs is None else [found for r in jobs.requirements for found in _in_requirement(r, known)]
    group_of = {} if jobs is None else {ad: group for group in jobs.groups for ad in group}
    result = []
    for name in NEED_NAMES:
        of_ads = tuple(found for found in asked if found.cue.need == name)
        asking = {group_of.get(found.ad, (found.ad,)) for found in of_ads if found.asks}
        result.append(
            Need(
                name=name,
                title=wordings()[name].title,
                findings=tuple(f for f in findings if f.cue.need == name),
                asked=of_ads,
                asking=len(asking),
                ads=0 if jobs is None else len(jobs.groups),
                standards=named(wordings()[name].standards, wordings()[name].title, frameworks),
                areas=tuple(known.areas.items()) if name == "digital" else (),
            )
        )
    return tuple(result)


def named(codes: Iterable[str], purpose: Text, frameworks: Sequence[Framework]) -> tuple[NamedStandard, ...]:
    """Standards named by this project, with what the loaded registry says of them; absent ones are kept and marked.

    Args:
        codes: of the registry.
        purpose: what they are named for.
        frameworks: the loaded ones; a registry is one that has standards known by title only.
    """
    standards = {c.code: c for f in frameworks for c in f.competencies if c.kind in _REGISTRY_KINDS}
    registry = any(c.title_only for c in standards.values())
    return tuple(
        NamedStandard(
            code,
            standards[code].statement if code in standards else None,
            absent=registry and code not in standards,
            purpose=purpose,
        )
        for code in codes
    )


def use_of(passage: Passage) -> Use:
    """What speaking of something in this passage amounts to: teaching it, a way of teaching, or a mention."""
    if passage.role in ("outcome", "criterion"):
        return "outcome"
    if passage.role == "activity":
        return "method"
    described = passage.role in ("other", "evaluation") and any(
        _METHOD.search(folded(title)) for title in passage.section
    )
    return "method" if described else "mention"


def _in_programme(given: MappedPassage | Passage, known: Concepts) -> Iterator[Finding]:
    passage, matches = (given.passage, given.matches) if isinstance(given, MappedPassage) else (given, ())
    found = cues(passage.text, known)
    for cue in found:
        yield Finding(passage, cue, use_of(passage))
    spoken = {cue.need for cue in found}
    for match in matches:
        need = known.need_of.get(match.code)
        if need and need not in spoken and match.probability >= FOUND:
            start, end = match.evidence[0] if match.evidence else (0, len(passage.text))
            cue = Cue(need, start, end, area=known.area_of.get(match.code), concept=match.code)
            yield Finding(passage, cue, use_of(passage))
            spoken.add(need)


def _in_requirement(requirement: Requirement, known: Concepts) -> Iterator[AdFinding]:
    """The cues of a requirement; for English, what the reading of the ad says of languages and level wins."""
    found = cues(requirement.text, known)
    for cue in found:
        if cue.need == "english":
            if requirement.kind == "language" and "en" not in requirement.tongues:
                continue
            cue = _with_level(cue, requirement.level)
        yield AdFinding(requirement.ad, requirement.text, cue, requirement.force)


def _with_level(cue: Cue, level: str | None) -> Cue:
    if level is None or cue.level or cue.band:
        return cue
    cefr = _CEFR.fullmatch(level)
    return Cue(cue.need, cue.start, cue.end, level=level if cefr else None, band=None if cefr else level)


def levels(need: Need) -> Mapping[str, int]:
    """How many ads ask for each CEFR level or band in lower case; those that name none under ""."""
    ads: dict[str, set[str]] = {}
    for found in need.asked:
        if found.asks:
            ads.setdefault(found.cue.level or (found.cue.band or "").lower(), set()).add(found.ad)
    return {level: len(ads[level]) for level in sorted(ads)}
