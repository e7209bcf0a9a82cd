"""What a programme shows of each standard: shares with intervals, the chance level beside them, ranked above it.

C = Σ u_j · t_j over the criteria of a standard, attitudes left out: the elements weigh the same, and within an element
its criteria. The interval comes from draws of which criteria are taught, with the probabilities of each refit.
Standards are ranked by (C − C₀) ÷ (1 − C₀), C₀ being what a programme of another field reaches half of the time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from corpora import Competency, Text
from corpora.folding import fold
from mapper.coverage.records import STATES, CriterionCoverage, StandardCoverage, Tally
from mapper.coverage.standards_tree import CATALOGUE_KINDS, below, root_of
from mapper.coverage.states import Shown, criterion
from mapper.matching.space import Numbers
from mapper.records import Interval

RELATED = 0.2
MOST_RELATED = 20
_DRAWS = 20
"""Of each refit; 50 refits make a thousand."""
_WHERE = Text(
    "busque el estándar en conocer.gob.mx, guarde su PDF y añádalo: curmap framework add {code}.pdf",
    "search the standard at conocer.gob.mx, save its PDF and add it: curmap framework add {code}.pdf",
)


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
    titles.sort(key=lambda row: (-(row.related or 0.0), row.code))
    ranked = sorted(full, key=lambda row: (-row.above_chance, row.code))
    return (*ranked, *(titles if only else titles[:MOST_RELATED]))


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
