"""Makes the list of words of titles in the feminine: ESCO gives titles in Spanish in both genders."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import permutations
from pathlib import Path

from corpora import Framework
from corpora.frameworks import load
from corpora.text import fold
from lab.training.material import OCCUPATION, labels_in
from mapper.matching.occupations import genders
from mapper.workspace.files import write_atomically

_FEMININE = re.compile(r"(\w+?)(?:triz|esa|as?)")
_MASCULINE = ("", "o", "e", "os", "es", "tor")
_TIMES = 10
"""A word begins titles if it does so this many times as often as it begins the name of a skill ("química orgánica")."""


def words_of(framework: Framework) -> list[tuple[str, str, bool]]:
    """Return each feminine word, its masculine, and whether it begins titles; by word.

    The framework has skills, and occupations with titles in both genders ("directora técnica", "director técnico"). A
    word that is the same in both ("auxiliar") is here if it begins titles that differ further on.
    """
    pairs, heads, skills = Counter[tuple[str, str]](), Counter[str](), Counter[str]()
    for competency in framework.competencies:
        labels = labels_in(competency, "es")
        if competency.kind != OCCUPATION:
            skills.update(fold(label.split()[0]) for label in labels)
            continue
        for her, his in _twins(sorted({form for label in labels for form in genders(label.lower())})):
            heads[fold(her[0])] += 1
            words = enumerate(zip(her, his, strict=True))
            pairs.update(pair for place, pair in words if place == 0 or pair[0] != pair[1])
    # Of two masculines the one that stands there more often.
    chosen = dict(sorted(pairs, key=lambda pair: (pairs[pair], pair)))
    rows = [(her, his, heads[fold(her)] > _TIMES * skills[fold(her)]) for her, his in sorted(chosen.items())]
    return [(her, his, head) for her, his, head in rows if her != his or head]


def _twins(titles: Sequence[str]) -> Iterator[tuple[list[str], list[str]]]:
    """Yield the words of those that differ in gender alone, the feminine first."""
    for her, his in permutations([title.split() for title in titles], 2):
        if len(her) == len(his) and all(one == other or _of(one, other) for one, other in zip(her, his, strict=True)):
            yield her, his


def _of(her: str, his: str) -> bool:
    """Tell whether one is the feminine of the other."""
    found = _FEMININE.fullmatch(fold(her))
    return found is not None and fold(his) in {found[1] + ending for ending in _MASCULINE}


def train(data: Path, out: Path, *, report: Callable[[str], None]) -> None:
    """Write the list as TSV, made of a folder with `esco/`; what it holds is reported in a line."""
    rows = words_of(load([data / "esco"], loader="esco"))
    write_atomically(out, "".join(f"{her}\t{his}\t{int(head)}\n" for her, his, head in rows))
    report(f"{len(rows)} words, {sum(head for *_, head in rows)} of them begin titles")
