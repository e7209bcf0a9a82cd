"""The bundles of one or more programmes, as a report has them."""

from __future__ import annotations

from collections.abc import Sequence

from corpora import Text
from mapper.coverage.programmes import Searched
from mapper.coverage.records import Made
from mapper.coverage.report import MATERIAL, OTHER_ENCODER, ranked
from mapper.credentials.badges import achievements
from mapper.credentials.bundles import aimed, bundles, overlapping, short
from mapper.credentials.compare import compare
from mapper.credentials.records import CredentialsReport
from mapper.credentials.units import units_of
from mapper.matching.scorer import Scorer

_NOTHING_FULL = Text(
    "No hay ningún estándar con sus criterios: con solo títulos no puede armarse una microcredencial. Añada los"
    " documentos de los estándares con «curmap framework add».",
    "There is no standard with its criteria: no microcredential can be made of titles alone. Add the standards'"
    " documents with 'curmap framework add'.",
)
_TITLES = Text(
    "Estándares relacionados de los que solo se conoce el título, que no entran en ningún paquete: {n}.",
    "Related standards known by their title only, which are part of no bundle: {n}.",
)
_NO_HOURS = Text(
    "Unidades de las que el documento no dice horas: {n} de {of}.",
    "Units of which the document states no hours: {n} of {of}.",
)


def credentials_report(
    programmes: Sequence[Searched],
    model: Scorer,
    made: Made,
    *,
    only: frozenset[str] = frozenset(),
    base: str = "",
    lang: str = "es",
) -> CredentialsReport:
    """The bundles of each programme, compared where there are several, and exported where they can be.

    Args:
        programmes: searched for the same frameworks.
        model: made the probabilities.
        made: what it takes to make the report again.
        only: codes of the standards to look at; all by default.
        base: address below which criteria without one are published, "" for none.
        lang: of the exported badges.
    """
    standards = [ranked(programme, only) for programme in programmes]
    units = [units_of(p.document, p.every, p.passages) for p in programmes]
    parts = [
        aimed(programme, [row for row in found if row.text == "full"], its)
        for programme, found, its in zip(programmes, standards, units, strict=True)
    ]
    numbered = enumerate(zip(programmes, parts, units, strict=True))
    apart = [b for n, (p, mine, its) in numbered for b in bundles(n, p.document.sha256, mine, its)]
    found = overlapping(apart, [{unit.name: unit.hours for unit in its.units} for its in units])
    frameworks = {shown.framework.name: shown.framework for programme in programmes for shown in programme.shown}
    names = [programme.document.name for programme in programmes]
    badges, skipped = achievements(found, names, frameworks, base=base, lang=lang)
    notes = [OTHER_ENCODER] if made.encoder["revision"] != model.encoder else []
    if not any(parts):
        notes.append(_NOTHING_FULL)
    if titles := len({row.code for rows in standards for row in rows if row.text == "title"}):
        notes.append(Text(*(text.format(n=titles) for text in _TITLES)))
    taken = [
        u for n, its in enumerate(units) for u in its.units if any(u.name in b.units for b in found if b.programme == n)
    ]
    if unstated := sum(unit.hours is None for unit in taken):
        notes.append(Text(*(text.format(n=unstated, of=len(taken)) for text in _NO_HOURS)))
    return CredentialsReport(
        programmes=tuple(
            p.cited(code for mine in own for c in mine.criteria for code in c.passages)
            for p, own in zip(programmes, parts, strict=True)
        ),
        units=tuple(its.units for its in units),
        bundles=found,
        short=tuple(one for n, mine in enumerate(parts) for one in short(n, mine)),
        comparisons=compare(parts, found),
        achievements=badges,
        material=MATERIAL,
        made=made,
        notes=tuple(notes),
        skipped=skipped,
    )
