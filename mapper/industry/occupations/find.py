"""The report on occupations: by the skills that they are related to, or by their titles and descriptions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from corpora import Document, Framework, InputError, Skipped, _
from corpora.split import passages as split
from embeddings.encoders import Encoder
from mapper.industry.occupations import needs, titles
from mapper.industry.occupations.needs import Needed, above_chance, by_chance, is_occupation
from mapper.industry.occupations.records import Occupation, OccupationsReport
from mapper.industry.occupations.titles import Titles, sayings
from mapper.industry.transversal.wordings import in_both
from mapper.matching.calibrated import of_other_encoder
from mapper.matching.candidates import Numbers
from mapper.matching.index import FrameworkIndex
from mapper.matching.scorer import Scorer
from mapper.programmes.coverage.records import Made
from mapper.programmes.coverage.report import Searched

_ADD_RELATIONS = _(
    "Where the folder of ESCO's CSV files holds its file of relations (occupationSkillRelations) when it is added, this"
    " report goes by the skills that each occupation needs."
)


def needed(framework: Framework) -> Needed | None:
    """The skills of its occupations, None where it relates them to none; raises InputError where it has none."""
    if not any(map(is_occupation, framework.competencies)):
        raise InputError(
            "{name}: has no occupations; name a framework that has some, such as ESCO with its file of occupations, or"
            " add a table of your own whose column 'kind' says occupation",
            name=framework.name,
        )
    found = Needed.of(framework)
    return found if found.occupations else None


def by_relations(
    needed: Needed, programmes: Sequence[Searched], arbitrary: Sequence[Searched], scorer: Scorer, made: Made
) -> OccupationsReport:
    """To which occupations programmes lead by the skills that they teach.

    The programmes were searched for the entries of the occupations' framework, and for no other; so were the
    `arbitrary` ones, of many fields: three quarters of them stay below the chance level.
    """
    framework = needed.framework
    chance = by_chance([needed.scores(one.shown[0].probability) for one in arbitrary])
    found = [_foremost(needed, programme, chance, scorer) for programme in programmes]
    cited = [
        programme.cited(code for one in of_one for skill in one.taught for code in skill.passages)
        for programme, of_one in zip(programmes, found, strict=True)
    ]
    unrelated = sum(map(is_occupation, framework.competencies)) - len(needed.occupations)
    without = Skipped(framework.name, _("occupations without skills in the files, not compared: {n}", n=unrelated))
    return OccupationsReport(
        framework=framework.name,
        basis="relations",
        programmes=tuple(cited),
        occupations=tuple(found),
        compared=len(needed.occupations),
        arbitrary=len(arbitrary),
        least=needs.LEAST,
        made=made,
        notes=of_other_encoder(made.encoder, scorer),
        skipped=(without,) if unrelated else (),
    )


def _foremost(needed: Needed, programme: Searched, chance: Numbers, scorer: Scorer) -> tuple[Occupation, ...]:
    """Those that stand out of chance."""
    (shown,) = programme.shown
    score = needed.scores(shown.probability)
    above = above_chance(score, chance)
    found = []
    for one in np.argsort(-above, kind="stable").tolist():
        if above[one] < needs.LEAST:
            break
        of_one = needed.occupations[one]
        taught, lacking = needed.skills(of_one, shown, scorer.threshold)
        counts = [of_one.relations.count(relation) for relation in ("essential", "optional")]
        figures = (float(score[one]), float(chance[one]), float(above[one]))
        found.append(_occupation(needed.framework, of_one.place, *figures, *counts, taught, lacking))
    return tuple(found)


def by_titles(
    index: FrameworkIndex,
    encoder: Encoder,
    documents: Sequence[Document],
    arbitrary: Sequence[Document],
    scorer: Scorer,
    made: Made,
) -> OccupationsReport:
    """To which occupations programmes lead by what they say of themselves.

    The `arbitrary` programmes are of many fields: three quarters of them stay below the chance level.
    """
    framework = index.framework
    of_others = [sayings(document, split(document).passages) for document in arbitrary]
    compared = Titles(index, encoder, scorer, of_others)
    found, programmes = [], []
    for document in documents:
        passages = split(document).passages
        said = sayings(document, passages)
        foremost = compared.foremost(said)
        found.append(tuple(_occupation(framework, place, *figures, near=near) for place, figures, near in foremost))
        programmes.append(replace(Searched(document, passages, (), ()).cited(()), searched=len(said)))
    only = _(
        "By titles and descriptions only: {name} holds no relations of occupations and skills, so nothing is said of"
        " the skills that an occupation needs. A likeness is no probability.",
        name=framework.name,
    )
    return OccupationsReport(
        framework=framework.name,
        basis="titles",
        programmes=tuple(programmes),
        occupations=tuple(found),
        compared=sum(map(is_occupation, framework.competencies)),
        arbitrary=len(of_others),
        least=titles.LEAST,
        made=made,
        notes=(only, _ADD_RELATIONS) if "esco" in framework.title.casefold() else (only,),
    )


def _occupation(framework: Framework, place: int, *figures: Any, **more: Any) -> Occupation:  # noqa: ANN401
    """An entry as an occupation, with its further fields in their order."""
    entry = framework.competencies[place]
    return Occupation(entry.code, str(entry.extra.get("code", "")), in_both(entry), *figures, **more)
