"""A standard's criteria against the evaluation activities of a programme.

The probability that an activity shows a criterion is that of a pair (`mapper.matching`), of the activity's best
passage: the one that coverage has. Most activities say in a few words what an outcome says in full, and are less
probable than it; so the most probable of them are named whatever they reach, to be confirmed.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from corpora import Competency, Framework, InputError, Skipped, Text, _
from mapper.matching.calibrated import MATERIAL, of_other_encoder
from mapper.matching.records import below, root_of
from mapper.matching.scorer import Scorer
from mapper.matching.terms import Numbers
from mapper.programmes.coverage.records import Made
from mapper.programmes.coverage.report import Searched
from mapper.programmes.coverage.standards import Shown
from mapper.programmes.evidence_matrix.activities import Draft, asked_for, drafts, numbers_in
from mapper.programmes.evidence_matrix.records import (
    Activity,
    Evidence,
    Evidenced,
    EvidenceReport,
    EvidenceRow,
    Standard,
)
from mapper.programmes.facilities.brought import texts_of

NAMED = 3
"""Activities that a row names at most, besides those that are sure."""
LEAST = 0.01
"""Probability under which an activity is not named: it would be shown as 0 %."""
_CARRIED = _(
    " Here it is carried over, besides, from what is taught to how it is evaluated: nobody has calibrated it on"
    " evaluation activities."
)
_NO_ACTIVITIES = _("No evaluation activities or instruments were found in this document.")
_PARTS = {
    "requirements": _("supports and requirements"),
    "practice": _("details of the practice"),
    "duration": _("duration of the evaluation"),
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
            "{name}/{code}: only its title is known, and without its criteria there is no evidence matrix; save its"
            " PDF and add it: curmap framework add {code}.pdf",
            name=framework.name,
            code=code,
        )
    titles = {c.code: c.statement for c in framework.competencies}
    return Standard(
        framework=framework.name,
        code=code,
        title=entry.statement,
        level=entry.level,
        committee="; ".join(texts_of(entry, "committee")) or None,
        purpose="; ".join(texts_of(entry, "purpose")) or None,
        requirements=texts_of(entry, "requirements"),
        practice=texts_of(entry, "practice"),
        duration="; ".join(texts_of(entry, "duration")) or None,
        elements=tuple((element, titles[element]) for element in elements),
    )


def evidence_matrix(programme: Searched, framework: Framework, code: str, model: Scorer, made: Made) -> EvidenceReport:
    """The matrix of one standard and one programme.

    Raises:
        InputError: the standard is known by its title only.
    """
    standard = standard_of(framework, code)
    found = drafts(programme.document, programme.every)
    of_element = below(framework)
    places = [place for code, _title in standard.elements for kind in of_element[code].values() for place in kind]
    shown = next(one for one in programme.shown if one.framework.name == framework.name)
    chances = _probabilities(found, places, shown)
    through = [_through(place, shown, found) for place in places]
    worth = _worth_naming(chances, model.limits[0])
    assessing = {n for pairs in through for n, _ in pairs}
    kept = [n for n, draft in enumerate(found) if draft.instruments or n in assessing or worth[n].any()]
    activities = tuple(_named(number, found[n]) for number, n in enumerate(kept, 1))
    rows = tuple(
        _row(
            framework.competencies[place],
            [(activities[kept.index(n)], chances[n, column]) for n in np.flatnonzero(worth[:, column]).tolist()],
            tuple((activities[kept.index(n)].name, number) for n, number in through[column]),
            float(shown.probability[place]),
            model.limits,
        )
        for column, place in enumerate(places)
    )
    left_out = _(
        "texts on evaluation that name no instrument and correspond to no criterion: {count}",
        count=len(found) - len(kept),
    )
    return EvidenceReport(
        programme=programme.cited(code for activity in activities for code in activity.passages),
        standard=standard,
        activities=activities,
        rows=rows,
        material=Text(MATERIAL.es + _CARRIED.es, MATERIAL.en + _CARRIED.en),
        made=made,
        notes=tuple(_notes(standard, activities, made, model)),
        skipped=(Skipped("evaluation", left_out),) if len(found) > len(kept) else (),
    )


def _probabilities(found: Sequence[Draft], places: Sequence[int], shown: Shown) -> Numbers:
    """Shape (activities, criteria): that the activity shows the criterion, as coverage has its best passage."""
    chances = np.zeros((len(found), len(places)))
    for column, place in enumerate(places):
        known = shown.chances(place)
        chances[:, column] = [max((known.get(p.id, 0.0) for p in draft.compared), default=0.0) for draft in found]
    return chances


def _worth_naming(chances: Numbers, high: float) -> NDArray[np.bool_]:
    """Which activities a row names, likewise."""
    first = np.zeros(chances.shape, dtype=bool)
    np.put_along_axis(first, np.argsort(-chances, axis=0, kind="stable")[:NAMED], values=True, axis=0)
    return np.asarray((first & (chances >= LEAST)) | (chances >= high))


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


def _through(place: int, shown: Shown, found: Sequence[Draft]) -> list[tuple[int, str]]:
    """Which activities assess, as their numbers say, an outcome that teaches the criterion, and which number it is."""
    if not shown.shows(place):
        return []
    numbers = {n for passage in shown.passages(place) for n in numbers_in(passage.section)}
    pairs = ((n, sorted(numbers & draft.numbers)) for n, draft in enumerate(found))
    return [(n, same[-1]) for n, same in pairs if same]


def _row(
    criterion: Competency,
    named: Sequence[tuple[Activity, float]],
    through: tuple[tuple[str, str], ...],
    taught: float,
    limits: tuple[float, float],
) -> EvidenceRow:
    found = [Evidence(activity.name, float(p)) for activity, p in sorted(named, key=lambda one: -one[1])]
    sure = [activity for activity, p in named if p >= limits[0]]
    # Where coverage finds nothing, as there, the nearest are told and nothing is said of them.
    likely = bool(found or through) and taught > limits[1]
    state: Evidenced = "found" if sure else "uncertain" if likely else "none"
    asked = asked_for(criterion.kind)
    used = {name for activity in sure for name in activity.instruments}
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
    notes = [*(() if activities else (_NO_ACTIVITIES,)), *of_other_encoder(made.encoder, model)]
    unsaid = [text for name, text in _PARTS.items() if not getattr(standard, name)]
    if unsaid:
        what = Text(*map(", ".join, zip(*unsaid, strict=True)))
        notes.append(_("The standard's document does not state: {what}.", what=what))
    return notes
