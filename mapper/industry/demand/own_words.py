"""What ads ask for in their own words: counted as they stand, whatever a framework calls it.

A term is up to three words in a row of one requirement, without words that name nothing. It counts once for each ad
group in whose requirements its words stand, in whatever form. Of terms within each other the longer one is told where
it stands in nearly as many ads, else the shorter.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from corpora.job_ads.records import Requirement
from corpora.job_ads.words import TOKEN, says_nothing
from corpora.text import fold
from embeddings.lexical import words
from mapper.industry.demand.asked import Asked
from mapper.industry.demand.profile import OF_LEVELS, SKILLED, titles_of
from mapper.industry.demand.records import Example
from mapper.matching.terms import Rarity

MOST = 20
_LONGEST = 3  # words
_FEWEST, _SHARE = 3, 0.08  # ads, and share of them, under which a term is not told
_NEARLY = 0.75
_RARE = 5.0  # inverse document frequency under which a word by itself tells nothing ("equipo", "unidad", "apoyo")
_PARTING = ",;.:()/"

Stems = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OwnWords:
    """A term of the ads: its stems, how most ads write it, the ads that say it and require it, and one of them."""

    stems: Stems
    text: str
    ads: int
    required: int
    example: Example


def own_words(asked: Asked, rarity: Rarity) -> list[OwnWords]:
    """The terms that most ads say, the most frequent first, at most `MOST`."""
    said: dict[Stems, dict[int, list[tuple[str, Requirement]]]] = defaultdict(lambda: defaultdict(list))
    for group, row in enumerate(asked.requirements):
        for one in row:
            for stems, text in _terms(one) if one.kind in SKILLED else ():
                said[stems][group].append((text, one))
    least = max(_FEWEST, math.ceil(_SHARE * len(asked.requirements)))
    often = {
        stems: len(of)
        for stems, of in said.items()
        if len(of) >= least and (len(stems) > 1 or rarity.rarest(stems) >= _RARE)
    }
    titles = titles_of(asked)
    kept = sorted((stems for stems in often if _tells(stems, often)), key=lambda stems: (-often[stems], stems))
    return [_record(stems, said[stems], titles) for stems in kept[:MOST]]


def _terms(one: Requirement) -> Iterator[tuple[Stems, str]]:
    """The stems and the wording of each run of up to three words that name something."""
    run: list[tuple[int, int, str]] = []
    for match in TOKEN.finditer(one.text):
        stems, word = words(match[0]), fold(match[0])
        parted = run and any(sign in one.text[run[-1][1] : match.start()] for sign in _PARTING)
        if stems and (parted or says_nothing(word) or word in OF_LEVELS):
            run = []
        if stems and not says_nothing(word) and word not in OF_LEVELS:
            run.append((match.start(), match.end(), stems[0]))
            for begin in range(max(len(run) - _LONGEST, 0), len(run)):
                yield tuple(stem for *_, stem in run[begin:]), one.text[run[begin][0] : match.end()].lower()


def _tells(stems: Stems, often: Mapping[Stems, int]) -> bool:
    """Whether no longer term says more in nearly as many ads, and no shorter one stands in many more."""
    longer = (often[other] for other in often if len(other) > len(stems) and _holds(other, stems))
    shorter = (often[other] for other in often if len(other) < len(stems) and _holds(stems, other))
    count = often[stems]
    return all(of < _NEARLY * count for of in longer) and all(count >= _NEARLY * of for of in shorter)


def _holds(longer: Stems, shorter: Stems) -> bool:
    return any(longer[at : at + len(shorter)] == shorter for at in range(len(longer)))


def _record(stems: Stems, of: Mapping[int, Iterable[tuple[str, Requirement]]], titles: Mapping[str, str]) -> OwnWords:
    said = [pair for pairs in of.values() for pair in pairs]
    (text, _count), *_ = Counter(text for text, _ in said).most_common(1)
    shortest = min((one for _, one in said), key=lambda one: (len(one.text), one.text))
    required = sum(any(one.force == "required" for _, one in pairs) for pairs in of.values())
    return OwnWords(stems, text, len(of), required, Example(titles[shortest.ad], shortest.text))
