"""What coverage and gap reports say besides: needs, green skills, staff, what standards bring, dual training.

JSON values, so that a page, a workbook and a JSON report take the same. Texts for readers are `{es, en}`; a passage is
named by its id and quoted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from corpora import Framework, Passage, Text
from corpora.job_ads.records import JobAds
from mapper.corresponding import NOTHING, Corresponding
from mapper.needs import AdFinding, Finding, GreenSkill, NamedStandard, Need, green, levels, needs
from mapper.resources import Brought, Resource, Setting, StaffStandard, Suggestion, brought, dual, staff
from mapper.resources.dual import all_marked

EXAMPLES = 3
"""Sentences of ads that are quoted for a need."""

Values = dict[str, Any]


def extras(
    passages: Sequence[Passage],
    frameworks: Sequence[Framework],
    *,
    jobs: JobAds | None = None,
    corresponding: Corresponding = NOTHING,
    standards: Iterable[tuple[str, str]] = (),
    changes: Mapping[str, Setting] | None = None,
) -> Values:
    """All of it for one programme.

    Args:
        passages: of the programme, what is not mapped among them.
        frameworks: the loaded ones, ESCO and the registry among them where they are.
        jobs: the ads asked about, None for none.
        corresponding: the passages that each entry was found in.
        standards: (framework, code) of those whose rooms, equipment and dual training are asked for; those known by
            their title only are left out, since they say nothing of these.
        changes: code of a criterion → where a person decided that it is learnt; codes of no criterion here are
            given back as `unused_changes`.

    Raises:
        InputError: a framework has no such code.
    """
    by_name = {framework.name: framework for framework in frameworks}
    full = [(by_name[name], code) for name, code in standards if not _title_only(by_name[name], code)]
    suggestions = [dual(framework, code, passages, corresponding, changes) for framework, code in full]
    known = {suggestion.code for of_standard in suggestions for suggestion in of_standard}
    return {
        "needs": [_need(need) for need in needs(passages, jobs, frameworks, corresponding)],
        "green": [_green(skill) for skill in green(frameworks, corresponding)],
        "staff": [_staff(standard) for standard in staff(frameworks, passages)],
        "standards": [
            {**_brought(brought(framework, code, passages)), "dual": [_suggestion(s) for s in of_standard]}
            for (framework, code), of_standard in zip(full, suggestions, strict=True)
        ],
        "marks": [{"learnt": one.dual, "passage": _passage(one)} for one in all_marked(passages)],
        "unused_changes": sorted(set(changes or ()) - known),
    }


def _title_only(framework: Framework, code: str) -> bool:
    return any(c.title_only for c in framework.competencies if c.code == code)


def _need(need: Need) -> Values:
    asking = [found for found in need.asked if found.asks]
    quoted: dict[str, AdFinding] = {}
    for found in asking:
        quoted.setdefault(found.text, found)
    return {
        "name": need.name,
        "title": _text(need.title),
        "taught": need.taught,
        "lacking": need.lacking,
        "asking": need.asking,
        "ads": need.ads,
        "levels": dict(levels(need)) if need.name == "english" else {},
        "findings": [_finding(finding) for finding in need.findings],
        "examples": [_example(found) for found in list(quoted.values())[:EXAMPLES]],
        "standards": [_named(standard) for standard in need.standards],
        "areas": [
            {
                "code": code,
                "title": _text(title),
                "taught": any(f.use == "outcome" and f.cue.area == code for f in need.findings),
                "ads": len({found.ad for found in asking if found.cue.area == code}),
            }
            for code, title in need.areas
        ],
    }


def _finding(finding: Finding) -> Values:
    cue = finding.cue
    return {
        "use": finding.use,
        "words": finding.words,
        "level": cue.level,
        "band": cue.band,
        "area": cue.area,
        "passage": _passage(finding.passage),
    }


def _example(found: AdFinding) -> Values:
    return {"ad": found.ad, "sentence": found.text, "words": found.words, "force": found.force}


def _named(standard: NamedStandard) -> Values:
    return {"code": standard.code, "title": standard.title, "absent": standard.absent}


def _green(skill: GreenSkill) -> Values:
    return {
        "framework": skill.framework,
        "code": skill.code,
        "statement": skill.statement,
        "taught": skill.taught,
        "passages": [_passage(passage) for passage in skill.passages],
    }


def _staff(standard: StaffStandard) -> Values:
    return {
        "code": standard.code,
        "title": standard.title,
        "absent": standard.absent,
        "purpose": _text(standard.purpose),
        "named": [_passage(passage) for passage in standard.named],
    }


def _brought(asked: Brought) -> Values:
    return {
        "framework": asked.framework,
        "code": asked.code,
        "said": asked.said,
        "practice": list(asked.practice),
        "sections": len(asked.sections),
        "resources": [_resource(resource) for resource in asked.resources],
    }


def _resource(resource: Resource) -> Values:
    return {
        "name": resource.name,
        "kind": resource.kind,
        "origin": resource.origin,
        "code": resource.code,
        "named": [_passage(passage) for passage in resource.named],
    }


def _suggestion(suggestion: Suggestion) -> Values:
    return {
        "code": suggestion.code,
        "statement": suggestion.statement,
        "kind": suggestion.kind,
        "setting": suggestion.setting,
        "by": suggestion.by,
        "why": _text(suggestion.why),
        "passages": [_passage(passage) for passage in suggestion.passages],
    }


def _passage(passage: Passage) -> Values:
    return {
        "id": passage.id,
        "text": passage.text,
        "page": passage.page,
        "section": list(passage.section),
        "role": passage.role,
        **({} if passage.dual is None else {"dual": passage.dual}),
    }


def _text(text: Text) -> Values:
    return {"es": text.es, "en": text.en}
