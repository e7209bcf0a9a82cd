"""The same vacancy published more than once: what ads call the post and ask for, compared word by word.

Pairs worth comparing are sought by MinHash. What many ads share, such as what a firm says of itself, is cut away first.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import chain, combinations, pairwise
from typing import Any, NamedTuple

from corpora.job_ads.records import JobAd, Requirement
from corpora.job_ads.words import TOKEN, says_nothing
from corpora.text import fold_letters

SIMILAR = 0.7  # Jaccard similarity from which word triples of two bodies, or the words of what is asked, are the same
LITTLE = 5  # words of what is asked for, below which one firm's ads of one title may be for two posts of it
SHORT = 15  # words below which a wording alone proves nothing: "se busca camarero" is said by hundreds
SHARED_BY = 5  # ads of different titles that share a sentence, from which it belongs to none of them
_WORD_FOR_WORD, _IN_COMMON = 0.95, 0.5  # of the words of what is asked, of the triples of bodies
_TRIPLE = 3
_PERMUTATIONS = 128
_SPELT_ALIKE = 0.85  # share of letters from which two words are one: "contador" and "contadora", a slip of the keys
_SENTENCE = re.compile(r"[^\n.;!?•]+")
_WORD = re.compile(r"\w+")


class _Content(NamedTuple):
    """The words of an ad's title and of what it asks for, those of its own sentences and their triples.

    Also who publishes it, and for which town.
    """

    title: frozenset[str]
    asked: frozenset[str]
    body: tuple[str, ...]
    triples: frozenset[str]
    firm: str
    place: str


def groups(ads: Sequence[JobAd], requirements: Iterable[Requirement]) -> tuple[tuple[str, ...], ...]:
    """Return the ids of ads that are the same vacancy, every ad in exactly one group.

    `requirements` are those of all these ads.

    Two ads of 15 words and more are the same where they call the post the same and ask for the same, and either ask for
    much or say the same in other words too. The one may add a few words to what the other says; where each has words of
    its own ("React" and "Angular"), they are two. Another title is no other post where firm and place are one and the
    ads ask for much in the same words. Sentences that ads of several titles share count for nothing. Ads of one firm,
    for one town, that ask for the same are the same, whatever else they say. Shorter ads are else the same only where
    they are equal and employer, place and code are the same and not all unknown.
    """
    from scipy.cluster.hierarchy import DisjointSet

    said, same = _read_content(ads, requirements), DisjointSet(range(len(ads)))
    for one, other in chain(*map(pairwise, _equal(ads, said)), _similar(said), _reposted(said)):
        same.merge(one, other)
    return tuple(sorted(tuple(sorted(ads[number].id for number in group)) for group in same.subsets()))


def _read_content(ads: Sequence[JobAd], requirements: Iterable[Requirement]) -> list[_Content]:
    titles: dict[str, set[str]] = defaultdict(set)
    texts = [[" ".join(_WORD.findall(sentence)) for sentence in _SENTENCE.findall(fold_letters(ad.text))] for ad in ads]
    for ad, sentences in zip(ads, texts, strict=True):
        for sentence in sentences:
            titles[sentence].add(fold_letters(ad.title))
    asked: dict[str, list[str]] = defaultdict(list)
    for requirement in requirements:
        if requirement.asks and requirement.kind != "condition":
            asked[requirement.ad].append(requirement.text)
    found = []
    for ad, sentences in zip(ads, texts, strict=True):
        body = tuple(word for text in sentences if len(titles[text]) < SHARED_BY for word in text.split())
        triples = frozenset(" ".join(body[at : at + _TRIPLE]) for at in range(len(body) - _TRIPLE + 1))
        where = _names(f"{ad.employer or ''} {ad.place or ''}")
        title = frozenset(word for word in _names(ad.title) - where if len(word) > 1)  # "contador(a)"
        town = fold_letters(ad.place or "").partition(",")[0].strip()
        found.append(_Content(title, _names(" ".join(asked[ad.id])), body, triples, ad.firm, town))
    return found


def _names(text: str) -> frozenset[str]:
    """Return the words of a text that say something; years and wages change when an ad is published again."""
    words = set(TOKEN.findall(fold_letters(text)))
    return frozenset(word for word in words if not word[0].isdigit() and not says_nothing(word))


def _equal(ads: Sequence[JobAd], said: Sequence[_Content]) -> Iterable[list[int]]:
    """Find short ads with equal bodies of one employer, place and code, and long ones with equal bodies."""
    same: dict[Any, list[int]] = defaultdict(list)
    for number, (ad, own) in enumerate(zip(ads, said, strict=True)):
        if len(own.body) >= SHORT:
            same[own.title, own.body].append(number)
        elif ad.employer or ad.place or ad.code:
            whole = tuple(_WORD.findall(fold_letters(ad.text)))
            same[whole, fold_letters(ad.title), ad.firm, ad.place, ad.code].append(number)
    return same.values()


def _similar(said: Sequence[_Content]) -> Iterator[tuple[int, int]]:
    """Find pairs of different long ads that are one vacancy."""
    firsts = {
        (own.title, own.body): number for number, own in reversed(list(enumerate(said))) if len(own.body) >= SHORT
    }
    numbers = sorted(firsts.values())
    asking = {number: said[number].asked for number in numbers if len(said[number].asked) >= SHORT}
    seen = {*_near({number: said[number].triples for number in numbers}), *_near(asking)}
    for one, other in sorted(seen):
        if _is_same(said[one], said[other]):
            yield one, other


def _reposted(said: Sequence[_Content]) -> Iterator[tuple[int, int]]:
    """Find pairs of one firm for one town that ask for the same by one title or a longer one."""
    same: dict[Any, dict[frozenset[str], list[int]]] = defaultdict(lambda: defaultdict(list))
    for number, own in enumerate(said):
        if own.firm and own.place and len(own.asked) >= LITTLE:
            same[own.firm, own.place, own.asked][own.title].append(number)
    for by_title in same.values():
        yield from chain(*map(pairwise, by_title.values()))
        for one, other in combinations(by_title, 2):
            if not _is_replaced(one, other):
                yield by_title[one][0], by_title[other][0]


def _near(sets: Mapping[int, frozenset[str]]) -> Iterator[tuple[int, int]]:
    """Find pairs of sets that seem similar."""
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=SIMILAR, num_perm=_PERMUTATIONS, weights=(0.2, 0.8))
    for number, own in sets.items():
        sketch = MinHash(num_perm=_PERMUTATIONS)
        sketch.update_batch([one.encode() for one in sorted(own)])
        for other in index.query(sketch):
            yield other, number
        index.insert(number, sketch)


def _is_same(one: _Content, other: _Content) -> bool:
    asked = len(one.asked & other.asked)
    is_copied = len(one.triples & other.triples) >= SIMILAR * len(one.triples | other.triples)
    if asked < SIMILAR * len(one.asked | other.asked) or (asked < SHORT and not is_copied):
        return False
    if _is_replaced(one.asked, other.asked):
        return False
    return not _is_replaced(one.title, other.title) or _is_one_post(one, other)


def _is_one_post(one: _Content, other: _Content) -> bool:
    """Return whether ads of one place call one post by two names: those of one firm, or word for word."""
    asked, triples = (
        len(a & b) / max(1, len(a | b)) for a, b in ((one.asked, other.asked), (one.triples, other.triples))
    )
    if not one.place or one.place != other.place or len(one.asked & other.asked) < SHORT:
        return False
    if one.firm and one.firm == other.firm:
        return asked >= _WORD_FOR_WORD or triples >= _IN_COMMON
    return asked >= _WORD_FOR_WORD and triples >= _IN_COMMON


def _is_replaced(one: frozenset[str], other: frozenset[str]) -> bool:
    """Return whether each of two sets has words that the other has in no spelling; not where one only adds."""
    own, others = one - other, other - one
    alike = [(a, b) for a in own for b in others if SequenceMatcher(None, a, b).ratio() >= _SPELT_ALIKE]
    return bool(own - {a for a, _ in alike}) and bool(others - {b for _, b in alike})
