"""Where a text speaks of the four needs."""

from __future__ import annotations

from collections.abc import Iterator

from corpora.folding import fold_letters
from mapper.needs.english import english
from mapper.needs.records import Cue
from mapper.needs.wordings import Concepts, wordings


def cues(text: str, concepts: Concepts, *, in_ad: bool = False, taught: bool = False) -> tuple[Cue, ...]:
    """All cues of a text, by need, then place; of two that overlap in one need the longer stands.

    Args:
        text: of a passage or of an ad's requirement.
        concepts: what ESCO adds, empty where it is not loaded.
        in_ad: whether the words that speak of a need in advertisements only count too.
        taught: whether those that do so where something is taught count too.
    """
    known = wordings()
    plain = fold_letters(text)
    found = [*english(text, known["english"]), *_digital(plain), *_by_concept(plain, concepts)]
    for name in ("communication", "teamwork"):
        found += [Cue(name, m.start(), m.end()) for m in known[name].matches(plain)]
    if in_ad:
        found += [Cue(name, m.start(), m.end()) for name, row in known.items() for m in row.ads.finditer(plain)]
    if taught:
        found += [
            Cue(name, m.start(), m.end(), taught=True)
            for name, row in known.items()
            for m in row.taught.finditer(plain)
        ]
    order = {name: number for number, name in enumerate(known)}
    return tuple(sorted(_longest(found), key=lambda cue: (order[cue.need], cue.start)))


def _digital(plain: str) -> Iterator[Cue]:
    known = wordings()["digital"]
    for match in known.matches(plain):
        yield Cue("digital", match.start(), match.end())
    for area, pattern in known.areas.items():
        for match in pattern.finditer(plain):
            yield Cue("digital", match.start(), match.end(), area=area)


def _by_concept(plain: str, concepts: Concepts) -> Iterator[Cue]:
    for match in concepts.pattern.finditer(plain):
        code = concepts.labels[" ".join(match[0].split())]
        yield Cue(concepts.need_of[code], match.start(), match.end(), area=concepts.area_of.get(code), concept=code)


def _longest(found: list[Cue]) -> Iterator[Cue]:
    kept: list[Cue] = []
    for cue in sorted(found, key=lambda c: (c.start - c.end, c.start, c.taught, c.area is None, c.concept is None)):
        if not any(k.need == cue.need and k.start < cue.end and cue.start < k.end for k in kept):
            kept.append(cue)
            yield cue
