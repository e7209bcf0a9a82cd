"""A standard's criteria against the evaluation activities of a programme.

The probability that an activity shows a criterion is that of a pair (`mapper.matching`), of the activity's best
passage. It was calibrated on what programmes teach, not on how they evaluate: the report says that it is carried over.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from corpora import Competency, Framework, InputError, Skipped, Text
from mapper.coverage.programmes import Searched
from mapper.coverage.records import Made, Programme
from mapper.coverage.report import MATERIAL, OTHER_ENCODER
from mapper.coverage.standards_tree import below, root_of
from mapper.evidence_matrix.activities import Draft, drafts, numbers_in
from mapper.evidence_matrix.instruments import asked_for
from mapper.evidence_matrix.records import Activity, Evidence, Evidenced, EvidenceReport, EvidenceRow, Standard
from mapper.match import Matcher
from mapper.matching.scorer import Scorer
from mapper.matching.space import Numbers

_CARRIED = Text(
    " Aquí se traslada además de lo que se enseña a cómo se evalúa: nadie la ha calibrado con actividades de"
    " evaluación.",
    " Here it is carried over, besides, from what is taught to how it is evaluated: nobody has calibrated it on"
    " evaluation activities.",
)
_NO_ACTIVITIES = Text(
    "En este documento no se encontraron actividades ni instrumentos de evaluación.",
    "No evaluation activities or instruments were found in this document.",
)
_UNSAID = Text(
    "El documento del estándar no dice: {what}.",
    "The standard's document does not state: {what}.",
)
_PARTS = {
    "requirements": Text("apoyos y requerimientos", "supports and requirements"),
    "practice": Text("detalles de la práctica", "details of the practice"),
    "duration": Text("duración de la evaluación", "duration of the evaluation"),
}


def standard_of(framework: Framework, code: str) -> Standard:
    """What a standard says of its evaluation.

    Raises:
        InputError: it is known by its title only, or has no criteria.
    """
    entry = next(c for c in framework.competencies if c.code == code)
    above = {c.code: c.parent for c in framework.competencies}
    elements = [element for element in below(framework) if root_of(element, above) == code]
    if entry.title_only or not elements:
        raise InputError(
            es=f"{framework.name}/{code}: solo se conoce su título y sin sus criterios no hay matriz de evidencias;"
            f" guarde su PDF y añádalo: curmap framework add {code}.pdf",
            en=f"{framework.name}/{code}: only its title is known, and without its criteria there is no evidence"
            f" matrix; save its PDF and add it: curmap framework add {code}.pdf",
        )
    titles = {c.code: c.statement for c in framework.competencies}
    return Standard(
        framework=framework.name,
        code=code,
        title=entry.statement,
        level=entry.level,
        committee=_said(entry.extra, "committee"),
        purpose=_said(entry.extra, "purpose"),
        requirements=_list(entry.extra.get("requirements")),
        practice=_list(entry.extra.get("practice")),
        duration=_said(entry.extra, "duration"),
        elements=tuple((element, titles[element]) for element in elements),
    )


def _said(extra: Mapping[str, Any], key: str) -> str | None:
    value = extra.get(key)
    return "; ".join(_list(value)) or None


def _list(value: Any) -> tuple[str, ...]:  # noqa: ANN401 - JSON values of a framework
    if not value:
        return ()
    return (value,) if isinstance(value, str) else tuple(map(str, value))


def evidence_matrix(
    programme: Searched, framework: Framework, code: str, matcher: Matcher, model: Scorer, made: Made
) -> EvidenceReport:
    """The matrix of one standard and one programme.

    Args:
        programme: searched for the framework alone.
        framework: with the standard, the only one that the matcher was made for.
        code: of the standard.
        matcher: compares.
        model: makes the probabilities.
        made: what it takes to make the report again.

    Raises:
        InputError: the standard is known by its title only.
    """
    standard = standard_of(framework, code)
    found = drafts(programme.document, programme.every)
    kinds = [of_kind for element, _ in standard.elements for of_kind in below(framework)[element].values()]
    places = [place for of_kind in kinds for place in of_kind]
    chances = _probabilities(found, places, programme, matcher)
    through = [_through(place, programme, found) for place in places]
    assessing = {n for pairs in through for n, _ in pairs}
    kept = [
        n
        for n, draft in enumerate(found)
        if draft.instruments or n in assessing or (chances[n] > model.limits[1]).any()
    ]
    activities = tuple(_named(number, found[n]) for number, n in enumerate(kept, 1))
    rows = tuple(
        _row(
            framework.competencies[place],
            activities,
            chances[kept, column],
            tuple((activities[kept.index(n)].name, number) for n, number in through[column]),
            model.limits,
        )
        for column, place in enumerate(places)
    )
    return EvidenceReport(
        programme=_cited(programme, {code for activity in activities for code in activity.passages}),
        standard=standard,
        activities=activities,
        rows=rows,
        material=Text(MATERIAL.es + _CARRIED.es, MATERIAL.en + _CARRIED.en),
        made=made,
        notes=tuple(_notes(standard, activities, made, model)),
        skipped=tuple(_left_out(len(found) - len(kept))),
    )


def _cited(programme: Searched, ids: set[str]) -> Programme:
    """With passages that mapping leaves aside."""
    return replace(programme.cited(()), passages={p.id: p for p in programme.every if p.id in ids})


def _probabilities(found: Sequence[Draft], places: Sequence[int], programme: Searched, matcher: Matcher) -> Numbers:
    """Shape (activities, criteria): that the activity shows the criterion."""
    passages = [passage for draft in found for passage in draft.compared]
    ids = {passage.id for passage in passages}
    # Among all passages of the programme, as coverage compares them.
    (searched,) = matcher.score(passages, beside=[p for p in programme.every if p.language and p.id not in ids])
    column = {place: number for number, place in enumerate(places)}
    chances = np.zeros((len(found), len(places)))
    rows = [number for number, draft in enumerate(found) for _ in draft.compared]
    for standard in searched.standards:
        own = [(n, column[place]) for n, place in enumerate(standard.places.tolist()) if place in column]
        for row, activity in enumerate(rows):
            for n, at in own:
                chances[activity, at] = max(chances[activity, at], standard.pairs[row, n])
    return chances


def _named(number: int, draft: Draft) -> Activity:
    first = draft.passages[0]
    return Activity(
        name=f"A{number}",
        text=draft.text,
        passages=tuple(passage.id for passage in draft.passages),
        role=first.role,
        section=first.section,
        page=first.page,
        weight=draft.weight,
        instruments=draft.instruments,
    )


def _through(place: int, programme: Searched, found: Sequence[Draft]) -> list[tuple[int, str]]:
    """Which activities assess, as their numbers say, an outcome that teaches the criterion, and which number it is."""
    (shown,) = programme.shown
    if not shown.shows(place):
        return []
    numbers = {n for passage in shown.passages(place) for n in numbers_in(passage.section)}
    pairs = ((n, sorted(numbers & draft.numbers)) for n, draft in enumerate(found))
    return [(n, same[-1]) for n, same in pairs if same]


def _row(
    criterion: Competency,
    activities: Sequence[Activity],
    chances: Numbers,
    through: tuple[tuple[str, str], ...],
    limits: tuple[float, float],
) -> EvidenceRow:
    found = [Evidence(a.name, float(p)) for a, p in zip(activities, chances, strict=True) if p > limits[1]]
    found.sort(key=lambda evidence: (-evidence.probability, len(evidence.activity), evidence.activity))
    sure = {evidence.activity for evidence in found if evidence.probability >= limits[0]}
    state: Evidenced = "found" if sure else "uncertain" if found or through else "none"
    asked = asked_for(criterion.kind)
    used = {name for activity in activities if activity.name in sure for name in activity.instruments}
    return EvidenceRow(
        code=criterion.code,
        kind=criterion.kind,
        statement=criterion.statement,
        level=criterion.level,
        element=criterion.parent or criterion.code,
        asked=asked,
        state=state,
        evidence=tuple(found),
        through=through,
        fits=bool(used & set(asked)) if used and asked else None,
    )


def _notes(standard: Standard, activities: Sequence[Activity], made: Made, model: Scorer) -> list[Text]:
    notes = [] if activities else [_NO_ACTIVITIES]
    if made.encoder["revision"] != model.encoder:
        notes.append(OTHER_ENCODER)
    unsaid = [text for name, text in _PARTS.items() if not getattr(standard, name)]
    if unsaid:
        es, en = (", ".join(getattr(text, lang) for text in unsaid) for lang in ("es", "en"))
        notes.append(Text(_UNSAID.es.format(what=es), _UNSAID.en.format(what=en)))
    return notes


def _left_out(count: int) -> list[Skipped]:
    if not count:
        return []
    why = Text(
        f"textos sobre evaluación que no nombran un instrumento ni corresponden a un criterio: {count}",
        f"texts on evaluation that name no instrument and correspond to no criterion: {count}",
    )
    return [Skipped("evaluation", why)]
