"""What of a standard a programme shows, counted per element and kind of criterion.

An entry is *covered* when an outcome or criterion of the programme corresponds to it with a probability of at least
.8; *partly* when only a competency, content or activity does; *not found* when nothing corresponds with more than
.2; else *uncertain*. Only standards whose criteria were read can be covered: of a title nothing is said here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from corpora import Competency, Framework
from mapper.records import Coverage, MappedPassage

FOUND = 0.8
NOT_FOUND = 0.2
_TAUGHT = ("outcome", "criterion")
# Catalogues of skills have no standards: a programme covers none of ESCO's groups, and is not meant to.
CATALOGUE_KINDS = ("skill", "knowledge", "occupation", "group")


def coverage(frameworks: Sequence[Framework], passages: Iterable[MappedPassage]) -> tuple[Coverage, ...]:
    """Count, for every standard that some passage corresponds to, what was found of its entries.

    Returns:
        For each such standard and each element below it that has entries of its own, one record per kind.
    """
    best: dict[tuple[str, str], float] = defaultdict(float)
    taught: dict[tuple[str, str], float] = defaultdict(float)
    for mapped in passages:
        for match in mapped.matches:
            key = (match.framework, match.code)
            best[key] = max(best[key], match.probability)
            if mapped.passage.role in _TAUGHT:
                taught[key] = max(taught[key], match.probability)
    return tuple(row for framework in frameworks for row in _of_framework(framework, best, taught))


def _of_framework(
    framework: Framework, best: dict[tuple[str, str], float], taught: dict[tuple[str, str], float]
) -> Iterable[Coverage]:
    above = {c.code: c.parent for c in framework.competencies}
    children: dict[str, list[Competency]] = defaultdict(list)
    for competency in framework.competencies:
        if competency.parent is not None:
            children[competency.parent].append(competency)
    matched_roots = {_root(code, above) for name, code in best if name == framework.name}
    for competency in framework.competencies:
        if competency.kind in CATALOGUE_KINDS or _root(competency.code, above) not in matched_roots:
            continue
        leaves = [child for child in children[competency.code] if child.code not in children]
        for kind in dict.fromkeys(leaf.kind for leaf in leaves):
            codes = [leaf.code for leaf in leaves if leaf.kind == kind]
            states = [_state(framework.name, code, best, taught) for code in codes]
            counts = {state: states.count(state) for state in ("covered", "partly", "not_found", "uncertain")}
            yield Coverage(framework=framework.name, code=competency.code, kind=kind, of=len(codes), **counts)


def _root(code: str, above: dict[str, str | None]) -> str:
    while (parent := above.get(code)) is not None:
        code = parent
    return code


def _state(name: str, code: str, best: dict[tuple[str, str], float], taught: dict[tuple[str, str], float]) -> str:
    if taught.get((name, code), 0.0) >= FOUND:
        return "covered"
    probability = best.get((name, code), 0.0)
    if probability >= FOUND:
        return "partly"
    return "not_found" if probability <= NOT_FOUND else "uncertain"
