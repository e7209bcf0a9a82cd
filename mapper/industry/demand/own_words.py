"""What ads ask for in their own words: counted as they stand, whatever a framework calls it.

A term is up to three words in a row of one requirement, without words that name nothing. It counts once for each ad
group in whose requirements its words stand, whatever their number and gender: "Excel" is not "excelente". Of terms
within each other the longer one is told where it stands in nearly as many ads, else the shorter.
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
from mapper.industry.demand.names import Forms, form, forms
from mapper.industry.demand.profile import LIGHT, OF_LEVELS, SKILLED, titles_of
from mapper.industry.demand.records import Example
from mapper.matching.terms import Rarity

MOST = 20
_LONGEST = 3  # words
_FEWEST, _SHARE = 3, 0.08  # ads, and share of them, under which a term is not told
_NEARLY = 0.75
_RARE = 5.0  # inverse document frequency under which a word by itself tells nothing ("equipo", "unidad", "apoyo")
_PARTING = ",;.:()/"


@dataclass(frozen=True, slots=True)
class OwnWords:
    """A term of the ads: its forms, how most ads write it, the ads that say it and require it, and one of them.

    `beside` are the other forms that stand with it in requirements, each with its number of ads.
    """

    forms: Forms
    text: str
    ads: int
    required: int
    example: Example
    beside: Mapping[str, int]


def own_words(asked: Asked, rarity: Rarity) -> list[OwnWords]:
    """The terms that most ads say, the most frequent first, at most `MOST`."""
    said: dict[Forms, dict[int, list[tuple[str, Requirement]]]] = defaultdict(lambda: defaultdict(list))
    for group, row in enumerate(asked.requirements):
        for one in row:
            for term, text in _terms(one) if one.kind in SKILLED else ():
                said[term][group].append((text, one))
    least = max(_FEWEST, math.ceil(_SHARE * len(asked.requirements)))
    often = {
        term: len(of)
        for term, of in said.items()
        if len(of) >= least and (len(term) > 1 or rarity.rarest(words(_wording(of))) >= _RARE)
    }
    titles = titles_of(asked)
    kept = sorted((term for term in often if _tells(term, often)), key=lambda term: (-often[term], term))
    return [_record(term, said[term], titles) for term in kept[:MOST]]


def _terms(one: Requirement) -> Iterator[tuple[Forms, str]]:
    """The forms and the wording of each run of up to three words that name something."""
    run: list[tuple[int, int, str]] = []
    for match in TOKEN.finditer(one.text):
        says, word = bool(words(match[0])), fold(match[0])
        parted = run and any(sign in one.text[run[-1][1] : match.start()] for sign in _PARTING)
        names = says and not (says_nothing(word) or word in OF_LEVELS or word in LIGHT)
        if says and (parted or not names):
            run = []
        if names:
            run.append((match.start(), match.end(), form(match[0])))
            for begin in range(max(len(run) - _LONGEST, 0), len(run)):
                if match.end() - run[begin][0] > 1:  # a letter by itself tells nothing
                    yield tuple(said for *_, said in run[begin:]), one.text[run[begin][0] : match.end()].lower()


def _tells(term: Forms, often: Mapping[Forms, int]) -> bool:
    """Whether no longer term says more in nearly as many ads, and no shorter one stands in many more."""
    longer = (often[other] for other in often if len(other) > len(term) and _holds(other, term))
    shorter = (often[other] for other in often if len(other) < len(term) and _holds(term, other))
    count = often[term]
    return all(of < _NEARLY * count for of in longer) and all(count >= _NEARLY * of for of in shorter)


def _holds(longer: Forms, shorter: Forms) -> bool:
    return any(longer[at : at + len(shorter)] == shorter for at in range(len(longer)))


_Said = Mapping[int, Iterable[tuple[str, Requirement]]]  # by ad group, each time it says a term: how, and where


def _wording(of: _Said) -> str:
    """As it is written most often."""
    return Counter(text for pairs in of.values() for text, _ in pairs).most_common(1)[0][0]


def _record(term: Forms, of: _Said, titles: Mapping[str, str]) -> OwnWords:
    said = [pair for pairs in of.values() for pair in pairs]
    shortest = min((one for _, one in said), key=lambda one: (len(one.text), one.text))
    required = sum(any(one.force == "required" for _, one in pairs) for pairs in of.values())
    around = Counter(form for pairs in of.values() for form in {f for _, one in pairs for f in forms(one.text)})
    beside = {form: ads for form, ads in around.items() if form not in term}
    return OwnWords(term, _wording(of), len(of), required, Example(titles[shortest.ad], shortest.text), beside)
