"""Finds the pairs, counts the criteria that they share and says what sets their titles apart.

Two standards are told where their titles are nearly the same in their letters or, where the documents of both are
loaded, where much of the smaller one's criteria stands in the other.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from corpora import Competency, Framework
from corpora.frameworks.hierarchy import made_for_list
from corpora.tabular import column_name
from corpora.text import fold
from embeddings.lexical import near_duplicates, words
from mapper.programmes.coverage.standards import is_attitude

TITLES = 0.7  # least cosine of two titles that are nearly the same
CRITERIA = 0.7  # least cosine of two criteria that are nearly the same
SHARE = 0.25  # least share of the smaller standard's criteria that makes an overlap by itself
_LEAST = 2  # criteria that two standards share at least to be told for that alone
_HEADING = "group"
_STANDARDS = frozenset({"standard", "estandar", "norma"})
# A column as the registry or one's own table calls it: "committee", "Comité", "Comité de gestión por competencias".
_COMMITTEE = re.compile(r"(?:nombre_del_|management_)?(?:comite|committee)(?:_de_gestion\w*|_name)?")

# What says that something is done, not what: "Realizar …", "Prestación de servicios de …".
_LIGHT = re.compile(
    r"(?:realizar|realizaci[óo]n de|ejecuci[óo]n de|prestaci[óo]n de(?: los)? servicios?(?: \w+)? de)"
    r"(?: (?:el|la|los|las))? ",
    re.IGNORECASE,
)
# One word or several that are joined: "Instalación y mantenimiento", "Diseño, montaje y operación".
_ACTION = re.compile(r"\w+(?:(?:, | [ye] )\w+)*")


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two standards that say nearly the same, the one with the lesser code first."""

    first: Competency
    second: Competency
    title: float  # cosine of their titles' letters, 0 to 1; 0 where it is below `TITLES`
    shared: int | None  # criteria of the smaller one that the other has too, nearly; None unless both are loaded
    of: int  # criteria of the smaller one
    same_committee: bool | None  # whether one committee is responsible for both; None where it is not known of both
    functions: tuple[str, str] | None  # what each title does (instalación, supervisión) where that differs, else None
    only: tuple[tuple[str, ...], tuple[str, ...]]  # the words that only one of the titles has, as they stand there

    @property
    def strength(self) -> float:
        """By which pairs are ordered: the stronger of title and criteria."""
        return max(self.title, (self.shared or 0) / self.of if self.of else 0.0)


@dataclass(frozen=True, slots=True)
class Overlaps:
    """The pairs, of different committees first, and how many `standards` were compared by title and by criteria too."""

    frameworks: tuple[Framework, ...]
    pairs: tuple[Overlap, ...]
    standards: int
    with_criteria: int


def find_overlaps(frameworks: Sequence[Framework]) -> Overlaps:
    """Every pair of standards that overlap, of a registry and its documents joined so that each stands once.

    Of a plain list its own entries are compared.
    """
    entries: list[Competency] = []  # the topmost that are no headings
    for framework in frameworks:
        headings = {c.code for c in framework.competencies if c.kind == _HEADING} | {made_for_list(framework)}
        tops = {None, *headings}
        entries += [c for c in framework.competencies if c.code not in headings and c.parent in tops]
    entries.sort(key=lambda c: c.code)
    criteria = _criteria(frameworks, {c.code for c in entries})
    titles = near_duplicates([c.statement for c in entries], threshold=TITLES)
    cosines = {
        (int(i), int(j)): float(cosine) for i, j, cosine in zip(titles.left, titles.right, titles.cosine, strict=True)
    }
    shared = _shared([criteria.get(c.code, []) for c in entries])
    wanted = set(cosines) | {pair for pair, (n, of) in shared.items() if n >= max(_LEAST, SHARE * of)}

    def overlap(pair: tuple[int, int]) -> Overlap:
        first, second = (entries[place] for place in pair)
        sizes = [len(criteria.get(c.code, ())) for c in (first, second)]
        count, of = shared.get(pair, (0, min(sizes)))
        functions = function(first.statement), function(second.statement)
        are_standards = all(fold(c.kind) in _STANDARDS for c in (first, second))
        differ = are_standards and set(words(functions[0])) != set(words(functions[1]))
        one, other = (Counter(words(c.statement)) for c in (first, second))
        only = _only(first.statement, one - other), _only(second.statement, other - one)
        same, said, cosine = _same_committee(first, second), functions if differ else None, cosines.get(pair, 0.0)
        return Overlap(first, second, cosine, count if all(sizes) else None, of, same, said, only)

    pairs = list(map(overlap, sorted(wanted)))
    pairs.sort(key=lambda pair: (pair.same_committee is True, -pair.strength, pair.first.code, pair.second.code))
    return Overlaps(tuple(frameworks), tuple(pairs), len(entries), sum(c.code in criteria for c in entries))


def _criteria(frameworks: Sequence[Framework], standards: set[str]) -> dict[str, list[str]]:
    """The distinct criteria of each standard that has some; attitudes, which all share, left out."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for framework in frameworks:
        above = framework.parents
        inner = set(above.values())
        for entry in framework.competencies:
            if entry.code in inner or entry.kind == _HEADING or is_attitude(entry.kind) or entry.code in standards:
                continue
            top = entry.parent
            while top is not None and top not in standards:
                top = above.get(top)
            if top is not None:
                found[top][entry.statement] = None
    return {code: list(texts) for code, texts in found.items()}


def _shared(criteria: Sequence[Sequence[str]]) -> dict[tuple[int, int], tuple[int, int]]:
    """For each pair of standards how many criteria of the smaller one the other has, and how many it has in all."""
    owners = [place for place, texts in enumerate(criteria) for _ in texts]
    near = near_duplicates([text for texts in criteria for text in texts], threshold=CRITERIA)
    mine: dict[tuple[int, int], tuple[set[int], set[int]]] = defaultdict(lambda: (set(), set()))
    for left, right in zip(near.left.tolist(), near.right.tolist(), strict=True):
        one, other = owners[left], owners[right]
        if one != other:
            of_one, of_other = mine[one, other]
            of_one.add(left)
            of_other.add(right)
    counted = {}
    for (one, other), (of_one, of_other) in mine.items():
        sizes = len(criteria[one]), len(criteria[other])
        counted[one, other] = (len(of_one), sizes[0]) if sizes[0] <= sizes[1] else (len(of_other), sizes[1])
    return counted


def committee(standard: Competency) -> str:
    """Who is responsible for it, as the registry or one's own table says; "" where neither does."""
    extra = standard.extra.items()
    return next((str(said) for name, said in extra if said and _COMMITTEE.fullmatch(column_name(name))), "")


def _same_committee(first: Competency, second: Competency) -> bool | None:
    """Committees that carry a standard together are parted by a stroke; one in common is enough."""
    one, other = (
        {part.strip().casefold() for part in committee(c).split(" / ") if part.strip()} for c in (first, second)
    )
    return bool(one & other) if one and other else None


def function(title: str) -> str:
    """What a standard's title begins with: the action, before it says on what ("instalación y mantenimiento")."""
    plain = " ".join(title.split())
    light = _LIGHT.match(plain)
    found = _ACTION.match(plain, light.end() if light else 0)
    return found[0].lower() if found else ""


def _only(text: str, stems: Counter[str]) -> tuple[str, ...]:
    """The words of a title that have one of these stems, those that the other title lacks."""
    return tuple(word for word in re.findall(r"\w+", text) if (stem := words(word)) and stem[0] in stems)
