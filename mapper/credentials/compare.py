"""Several programmes' microcredentials criterion by criterion, so that they can be harmonised."""

from __future__ import annotations

from collections.abc import Sequence

from mapper.credentials.bundles import Aimed
from mapper.credentials.records import Bundle, BundledCriterion, ComparedCriterion, Comparison, Part


def compare(parts: Sequence[Sequence[Aimed]], bundles: Sequence[Bundle]) -> tuple[Comparison, ...]:
    """For every part that some programme has a bundle for, what each programme teaches of it.

    Args:
        parts: for each programme all parts, of the same frameworks.
        bundles: of all programmes.
    """
    if len(parts) < 2:
        return ()
    aims = {part: None for bundle in bundles for part in bundle.parts}
    return tuple(_compared(part, parts, bundles) for part in aims)


def _compared(part: Part, parts: Sequence[Sequence[Aimed]], bundles: Sequence[Bundle]) -> Comparison:
    of_programme = [next(one.criteria for one in mine if one.part == part) for mine in parts]
    mine = [
        next((b for b in bundles if b.programme == number and part in b.parts), None) for number in range(len(parts))
    ]
    rows = tuple(_row(same) for same in zip(*of_programme, strict=True))
    told = [(one[0].code, sum(c.taught for c in one)) for one in zip(*of_programme, strict=True) if not one[0].attitude]
    return Comparison(
        part=part,
        bundles=tuple(None if b is None else b.identifier for b in mine),
        hours=tuple(None if b is None else b.hours for b in mine),
        criteria=rows,
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
