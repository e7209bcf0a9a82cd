"""Crosswalks whose truth ESCO itself tells: what the crosswalk's model is fitted on.

ESCO's occupations are parted into two invented frameworks. The one keeps all its labels; the other is called by one
label only (the preferred or an alternative one, which the first then does not have), and in places it is coarser or
finer than the first:

- an occupation that stands above others, by their codes, is broader than each of them; an ISCO group is broader than
  the occupations in it;
- the same occupation under another label is exact;
- the nearest occupation of the same ISCO unit group that does not stand above or below is close.

Of other pairs within a unit group nothing is said: they may correspond, and ESCO does not tell.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from corpora import Competency, Framework, Label
from mapper.crosswalk.records import Predicate

_GROUPS = 0.3
"""Share of the ISCO unit groups that stand for all their occupations."""

Link = tuple[str, str]


@dataclass(slots=True)
class Invented:
    """Two frameworks and what is known of their pairs.

    Attributes:
        left: codes of the entries on the side that keeps its labels.
        right: on the other; codes of ISCO groups among them.
        links: predicates of pairs, the target being the right one.
    """

    left: dict[str, None] = field(default_factory=dict)
    right: dict[str, None] = field(default_factory=dict)
    links: dict[Link, Predicate] = field(default_factory=dict)

    def link(self, left: str, right: str, predicate: Predicate) -> None:
        """Put both on their sides and say how they correspond."""
        self.left[left] = self.right[right] = None
        self.links.setdefault((left, right), predicate)


class Occupations:
    """ESCO's occupations with what stands above and below them."""

    def __init__(self, esco: Framework) -> None:
        self.entries = {c.code: c for c in esco.competencies}
        occupations = [c for c in esco.competencies if c.kind == "occupation"]
        self.above = {c.code: c.parent for c in occupations if c.parent and self._is(c.parent)}
        self.below: dict[str, list[str]] = defaultdict(list)
        self.tops: dict[str, list[str]] = defaultdict(list)
        for c in occupations:
            if c.code in self.above:
                self.below[self.above[c.code]].append(c.code)
            elif c.parent:
                self.tops[c.parent].append(c.code)

    def _is(self, code: str) -> bool:
        return self.entries[code].kind == "occupation"

    def all_below(self, code: str) -> list[str]:
        """Everything below an occupation."""
        return [inner for child in self.below.get(code, ()) for inner in (child, *self.all_below(child))]

    def unit(self, code: str) -> str:
        """The ISCO group that an occupation is in, a group itself."""
        while code in self.above:
            code = self.above[code]
        return code if code in self.tops else str(self.entries[code].parent)


def invent(occupations: Occupations, near: Callable[[str, str], float], draw: random.Random) -> Invented:
    """Two frameworks, drawn unit group by unit group."""
    made = Invented()
    for unit, members in sorted(occupations.tops.items()):
        waiting = draw.sample(members, len(members))
        inside = [code for top in members for code in (top, *occupations.all_below(top))]
        if len(inside) > 1 and draw.random() < _GROUPS:
            for code in draw.sample(inside, min(len(inside), draw.choice([2, 3, 5, 8]))):
                made.link(code, unit, "broad")
            continue
        while waiting:
            top, below = (code := waiting.pop()), occupations.all_below(code)
            chance = draw.random()
            if below and chance < 0.75:
                _family(made, top, below, coarse=chance < 0.45, draw=draw)
            elif not below and chance < 0.5 and _siblings(made, top, waiting, occupations, near, draw):
                continue
            else:
                _alike(made, [top, *below], draw)
    return made


def _family(made: Invented, top: str, below: Sequence[str], *, coarse: bool, draw: random.Random) -> None:
    """One side has the upper occupation only, the other those below it, and perhaps the upper one as well."""
    for code in below:
        if coarse:
            made.link(code, top, "broad")
        else:
            made.link(top, code, "narrow")
    if draw.random() < 0.6:
        made.link(top, top, "exact")


def _siblings(
    made: Invented,
    top: str,
    waiting: list[str],
    occupations: Occupations,
    near: Callable[[str, str], float],
    draw: random.Random,
) -> bool:
    """One side has an occupation, the other the nearest ones of its group; whether there are any."""
    others = [code for code in waiting if not occupations.below.get(code)]
    nearest = sorted(others, key=lambda code: (-near(top, code), code))[: draw.choice([1, 1, 2, 3])]
    turned = draw.random() < 0.5
    for code in nearest:
        waiting.remove(code)
        made.link(*((code, top) if turned else (top, code)), "close")
    if nearest and draw.random() < 0.4:
        made.link(top, top, "exact")
    return bool(nearest)


def _alike(made: Invented, codes: Sequence[str], draw: random.Random) -> None:
    """Both sides have them, or one only."""
    for code in codes:
        chance = draw.random()
        if chance < 0.75:
            made.link(code, code, "exact")
        elif chance < 0.875:
            made.left[code] = None
        else:
            made.right[code] = None


def _labels(entry: Competency, language: str) -> list[str]:
    own = [entry.statement] if entry.language == language else []
    others = [o for o in entry.labels if o.language == language and o.kind != "hidden"]
    others.sort(key=lambda o: o.kind != "preferred")
    return [*own, *(o.text for o in others)]


def called(entry: Competency, language: str, draw: random.Random, *, described: bool) -> Competency:
    """The entry under one label, with its description in the other language."""
    labels = _labels(entry, language) or [entry.statement]
    title = labels[0] if len(labels) == 1 or draw.random() < 0.3 else draw.choice(labels[1:])
    other = entry.description if language == "en" else str(entry.extra.get("description_en") or "")
    return Competency(entry.code, title, entry.kind, language=language, description=other if described else "")


def without(entry: Competency, language: str, taken: str) -> Competency:
    """The entry in one language without the label that the other side has, unless it is its only or preferred one."""
    first, *others = _labels(entry, language) or [entry.statement]
    labels = tuple(Label(text, language) for text in others if text != taken)
    description = str(entry.extra.get("description_en") or "") if language == "en" else entry.description
    return Competency(entry.code, first, entry.kind, language=language, labels=labels, description=description)
