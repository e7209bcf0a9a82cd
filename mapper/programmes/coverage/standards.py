"""What a programme shows of each standard: shares with intervals, the chance level beside them, ranked above it.

C = Σ u_j · t_j over the criteria of a standard, attitudes left out: the elements weigh the same, and within an element
its criteria. The interval comes from draws of which criteria are taught, with the probabilities of each refit.
Standards are ranked by (C − C₀) ÷ (1 − C₀), C₀ being what a programme of another field reaches half of the time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from corpora import Competency, Text, _
from corpora.folding import fold
from mapper.matching.records import Interval, MappedPassage
from mapper.matching.terms import Numbers
from mapper.programmes.alignment import Coverage
from mapper.programmes.coverage.records import STATES, CriterionCoverage, StandardCoverage, Tally
from mapper.programmes.coverage.standards_tree import CATALOGUE_KINDS, below, root_of
from mapper.programmes.coverage.states import Shown, criterion

RELATED = 0.2
MOST_RELATED = 20
_DRAWS = 20
"""Of each refit; 50 refits make a thousand."""
_WHERE = _("search the standard at conocer.gob.mx, save its PDF and add it: curmap framework add {code}.pdf")


def standards(shown: Shown, *, only: frozenset[str] = frozenset()) -> tuple[StandardCoverage, ...]:
    """The standards of a framework: those with their criteria ranked above chance, then the titles that are related.

    Args:
        shown: what the programme says of the framework's entries.
        only: codes of the standards to look at; all by default, of titles the twenty most related then.
    """
    elements = below(shown.framework)
    above = {c.code: c.parent for c in shown.framework.competencies}
    of_standard: dict[str, dict[str, Mapping[str, Sequence[int]]]] = {}
    for code, places in elements.items():
        of_standard.setdefault(root_of(code, above), {})[code] = places
    full, titles = [], []
    for place, entry in enumerate(shown.framework.competencies):
        if entry.parent is not None or entry.kind in CATALOGUE_KINDS or (only and entry.code not in only):
            continue
        if entry.code in of_standard and not entry.title_only:
            full.append(_full(shown, entry, of_standard[entry.code]))
        elif only or shown.probability[place] >= RELATED:
            titles.append(_title(shown, entry, float(shown.probability[place])))
    titles.sort(key=rank)
    return (*sorted(full, key=rank), *(titles if only else titles[:MOST_RELATED]))


def rank(row: StandardCoverage) -> tuple[bool, float, str]:
    """The order of a report: full texts by coverage above chance, then titles as they are related."""
    return (row.text == "title", -(row.related or 0.0) if row.text == "title" else -row.above_chance, row.code)


def _full(
    shown: Shown,
    entry: Competency,
    elements: Mapping[str, Mapping[str, Sequence[int]]],
) -> StandardCoverage:
    titles = {c.code: c.statement for c in shown.framework.competencies if c.code in elements}
    criteria: list[CriterionCoverage] = []
    tallies: list[Tally] = []
    counted: list[list[int]] = []
    for code, kinds in elements.items():
        counted.append([place for kind, places in kinds.items() if not is_attitude(kind) for place in places])
        for kind, places in kinds.items():
            found = [criterion(shown, place) for place in places]
            criteria += found
            tallies.append(_tally(code, titles[code], kind, found))
    attitudes = [place for kinds in elements.values() for kind in kinds if is_attitude(kind) for place in kinds[kind]]
    share = _share(shown, [places for places in counted if places])
    chance = shown.chance
    return StandardCoverage(
        framework=shown.framework.name,
        code=entry.code,
        title=entry.statement,
        level=entry.level,
        sector=entry.extra.get("sector"),
        committee=entry.extra.get("committee"),
        text="full",
        tallies=tuple(tallies),
        share=share,
        attitudes=_share(shown, [attitudes]) if attitudes else None,
        chance=chance,
        above_chance=(share.value - chance) / (1 - chance) if share else 0.0,
        criteria=tuple(criteria),
    )


def is_attitude(kind: str) -> bool:
    """Whether criteria of this kind are attitudes, habits or values, which are counted by themselves."""
    return fold(kind).startswith(("actitud", "attitude"))


def _tally(element: str, title: str, kind: str, found: Sequence[CriterionCoverage]) -> Tally:
    states = [row.state for row in found]
    counts = {state: states.count(state) for state in STATES}
    share = float(np.mean([row.probability for row in found]))
    return Tally(element, title, kind, is_attitude(kind), of=len(found), share=share, **counts)


def _share(shown: Shown, elements: Sequence[Sequence[int]]) -> Interval | None:
    """Mean of the elements' means, each criterion taught or not in each draw."""
    places = [place for element in elements for place in element]
    if not places:
        return None
    weights = np.concatenate([np.full(len(e), 1 / len(e) / len(elements)) for e in elements])
    taught = np.repeat(shown.refits[:, places], _DRAWS, axis=0)
    drawn = np.random.default_rng(0).random(taught.shape) < taught
    return interval(float(weights @ shown.probability[places]), drawn @ weights)


def interval(value: float, draws: Numbers | Iterable[float]) -> Interval:
    """A figure with the middle 95 % of its draws, widened to hold it."""
    low, high = np.quantile(np.asarray(draws), (0.025, 0.975))
    return Interval(value, min(value, float(low)), max(value, float(high)))


def _title(shown: Shown, entry: Competency, related: float) -> StandardCoverage:
    return StandardCoverage(
        framework=shown.framework.name,
        code=entry.code,
        title=entry.statement,
        level=entry.level,
        sector=entry.extra.get("sector"),
        committee=entry.extra.get("committee"),
        text="title",
        related=related,
        where=Text(*(text.format(code=entry.code) for text in _WHERE)),
    )


_REDRAWS = 2000


def recounted(row: StandardCoverage, criteria: tuple[CriterionCoverage, ...]) -> StandardCoverage:
    """The standard with these criteria and what they count up to; its shares stay."""
    return replace(row, criteria=criteria, tallies=tuple(_recounted(row.tallies, criteria)))


def _recounted(tallies: Sequence[Tally], criteria: Sequence[CriterionCoverage]) -> Iterator[Tally]:
    for tally in tallies:
        same = [one for one in criteria if (one.element, one.kind) == (tally.element, tally.kind)]
        yield _tally(tally.element, tally.title, tally.kind, same)


def reshared(row: StandardCoverage) -> StandardCoverage:
    """The standard with its shares as the criteria have them without people's decisions."""
    share = _share_of(row, attitudes=False, reviewed=False)
    above = (share.value - row.chance) / (1 - row.chance) if share else 0.0
    attitudes = _share_of(row, attitudes=True, reviewed=False)
    return after_review(replace(row, share=share, attitudes=attitudes, above_chance=above))


def after_review(row: StandardCoverage) -> StandardCoverage:
    """The standard with its shares after review; unchanged where nobody decided anything."""
    if all(one.decided is None for one in row.criteria):
        return row
    return replace(
        row,
        reviewed_share=_share_of(row, attitudes=False, reviewed=True),
        reviewed_attitudes=_share_of(row, attitudes=True, reviewed=True),
    )


def _share_of(row: StandardCoverage, *, attitudes: bool, reviewed: bool) -> Interval | None:
    return share_of(list(_elements(row, attitudes=attitudes, reviewed=reviewed)))


def share_of(elements: Sequence[Sequence[float]]) -> Interval | None:
    """Mean of the elements' means, each criterion taught or not in each draw; None without any.

    An element is the probabilities of its criteria; all attitudes together are one.
    """
    if not elements:
        return None
    chances = np.array([chance for element in elements for chance in element])
    weights = np.concatenate([np.full(len(e), 1 / len(e) / len(elements)) for e in elements])
    drawn = np.random.default_rng(0).random((_REDRAWS, len(chances))) < chances
    return interval(float(weights @ chances), drawn @ weights)


def _elements(row: StandardCoverage, *, attitudes: bool, reviewed: bool) -> Iterator[list[float]]:
    kinds = {(t.element, t.kind) for t in row.tallies if t.attitude == attitudes}
    of_kind = [one for one in row.criteria if (one.element, one.kind) in kinds]
    parts = [""] if attitudes else dict.fromkeys(one.element for one in of_kind)
    for part in parts:
        if found := [_chance(one, reviewed=reviewed) for one in of_kind if attitudes or one.element == part]:
            yield found


def _chance(row: CriterionCoverage, *, reviewed: bool) -> float:
    return row.probability if reviewed or row.decided is None else row.decided.computed


Decide = Callable[[str, CriterionCoverage], CriterionCoverage]
"""Gives a framework's criterion as people decided it."""


def _undecided(_: str, row: CriterionCoverage) -> CriterionCoverage:
    return row


def coverage(
    shown: Sequence[Shown], passages: Iterable[MappedPassage], *, decide: Decide = _undecided
) -> tuple[Coverage, ...]:
    """Count, for every standard that some passage corresponds to, what was found of its criteria.

    Returns:
        For each such standard and each element below it that has criteria of its own, one record per kind. Nothing
        of standards known by title only, nor of catalogues of skills, which no programme is meant to cover.
    """
    matched = {(match.framework, match.code) for mapped in passages for match in mapped.matches}
    return tuple(row for one in shown for row in _of_framework(one, matched, decide))


def _of_framework(shown: Shown, matched: set[tuple[str, str]], decide: Decide) -> Iterator[Coverage]:
    framework = shown.framework
    above = {c.code: c.parent for c in framework.competencies}
    roots = {root_of(code, above) for name, code in matched if name == framework.name}
    for code, places in below(framework).items():
        if root_of(code, above) in roots:
            yield from _rows(shown, code, places, decide)


def _rows(shown: Shown, code: str, places: Mapping[str, Sequence[int]], decide: Decide) -> Iterator[Coverage]:
    for kind, of_kind in places.items():
        states = [decide(shown.framework.name, criterion(shown, place)).state for place in of_kind]
        counts = {state: states.count(state) for state in STATES}
        yield Coverage(framework=shown.framework.name, code=code, kind=kind, of=len(states), **counts)
