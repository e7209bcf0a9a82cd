"""The bundles of one or more programmes, as a report has them."""

from __future__ import annotations

from collections.abc import Sequence

from corpora import _
from mapper.matching.calibrated import MATERIAL, of_other_encoder
from mapper.matching.scorer import Scorer
from mapper.programmes.coverage.records import Made
from mapper.programmes.coverage.report import Searched, ranked
from mapper.programmes.credentials.badges import achievements
from mapper.programmes.credentials.bundles import Aimed, aimed, bundles, overlapping, short
from mapper.programmes.credentials.records import (
    Bundle,
    BundledCriterion,
    ComparedCriterion,
    Comparison,
    CredentialsReport,
    Part,
)
from mapper.programmes.credentials.units import units_of

_NOTHING_FULL = _(
    "There is no standard with its criteria: no microcredential can be made of titles alone. Add the standards'"
    " documents with 'curmap framework add'."
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
    """The bundles of each programme, compared where there are several, and exported where they can be."""
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
    notes = [*of_other_encoder(made.encoder, model)]
    if not any(parts):
        notes.append(_NOTHING_FULL)
    if titles := len({row.code for rows in standards for row in rows if row.text == "title"}):
        notes.append(_("Related standards known by their title only, which are part of no bundle: {n}.", n=titles))
    taken = [
        u for n, its in enumerate(units) for u in its.units if any(u.name in b.units for b in found if b.programme == n)
    ]
    if unstated := sum(unit.hours is None for unit in taken):
        notes.append(_("Units of which the document states no hours: {n} of {of}.", n=unstated, of=len(taken)))
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


def compare(parts: Sequence[Sequence[Aimed]], bundles: Sequence[Bundle]) -> tuple[Comparison, ...]:
    """For every part that some programme has a bundle for, what each programme teaches of it."""
    aims = dict.fromkeys(part for bundle in bundles for part in bundle.parts)
    return tuple(_compared(part, parts, bundles) for part in aims if len(parts) > 1)


def _compared(part: Part, parts: Sequence[Sequence[Aimed]], bundles: Sequence[Bundle]) -> Comparison:
    same = list(zip(*(next(one.criteria for one in mine if one.part == part) for mine in parts), strict=True))
    mine = [next((b for b in bundles if b.programme == n and part in b.parts), None) for n in range(len(parts))]
    told = [(of[0].code, sum(c.taught for c in of)) for of in same if not of[0].attitude]
    return Comparison(
        part=part,
        bundles=tuple(None if b is None else b.identifier for b in mine),
        hours=tuple(None if b is None else b.hours for b in mine),
        criteria=tuple(map(_row, same)),
        common=tuple(code for code, n in told if n == len(parts)),
        differing=tuple(code for code, n in told if 0 < n < len(parts)),
        nowhere=tuple(code for code, n in told if not n),
    )


def _row(same: Sequence[BundledCriterion]) -> ComparedCriterion:
    one = same[0]
    return ComparedCriterion(
        one.code,
        one.kind,
        one.statement,
        one.attitude,
        tuple(c.state for c in same),
        tuple(c.probability for c in same),
    )
