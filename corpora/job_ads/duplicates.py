"""The same vacancy published more than once: near-duplicates by MinHash, after what many ads share is cut away."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from corpora.job_ads.records import JobAd
from corpora.job_ads.segments import requirements
from corpora.text import fold_letters

SIMILAR = 0.7  # Jaccard similarity of word triples from which two bodies are the same
SHORT = 15  # words of a body below which its wording alone proves nothing: "se busca camarero" is said by hundreds
SHARED_BY = 5  # ads of different titles that share a sentence, from which it belongs to none of them
_TRIPLE = 3
_PERMUTATIONS = 128
_SENTENCE = re.compile(r"[^\n.;!?•]+")
_WORD = re.compile(r"\w+")


def groups(ads: Sequence[JobAd]) -> tuple[tuple[str, ...], ...]:
    """Ids of ads that are the same vacancy, every ad in exactly one group.

    Sentences that ads of several titles share (footers, how to apply, the firm's praise of itself) are cut first.
    Bodies of 15 words and more are the same where they are equal, or from a Jaccard similarity of .7 on where they ask
    for the same in the same words: one template may seek React and Angular. Shorter ones are the same only where they
    are equal and employer, place and code are the same and not all unknown.
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    bodies = _bodies(ads)
    same = [(one, other) for row in (*_equal(ads, bodies), *_similar(ads, bodies)) for one, other in pairwise(row)]
    edges = [one for one, _ in same], [other for _, other in same]
    joined = coo_array(([True] * len(same), edges), shape=(len(ads), len(ads)))
    found: dict[int, list[str]] = defaultdict(list)
    for ad, number in zip(ads, connected_components(joined, directed=False)[1].tolist(), strict=True):
        found[number].append(ad.id)
    return tuple(sorted(tuple(sorted(ids)) for ids in found.values()))


def _bodies(ads: Sequence[JobAd]) -> list[tuple[str, ...]]:
    """The words of each ad without sentences that stand under many titles."""
    titles: dict[str, set[str]] = defaultdict(set)
    texts = [[" ".join(_WORD.findall(sentence)) for sentence in _SENTENCE.findall(fold_letters(ad.text))] for ad in ads]
    for ad, sentences in zip(ads, texts, strict=True):
        for sentence in sentences:
            titles[sentence].add(fold_letters(ad.title))
    return [
        tuple(word for sentence in sentences if len(titles[sentence]) < SHARED_BY for word in sentence.split())
        for sentences in texts
    ]


def _equal(ads: Sequence[JobAd], bodies: Sequence[tuple[str, ...]]) -> Iterable[list[int]]:
    """Numbers of short ads with equal bodies of one employer, place and code, and of long ones with equal bodies."""
    same: dict[Any, list[int]] = defaultdict(list)
    for number, (ad, body) in enumerate(zip(ads, bodies, strict=True)):
        if len(body) >= SHORT:
            same[body].append(number)
        elif ad.employer or ad.place or ad.code:
            whole = tuple(_WORD.findall(fold_letters(ad.text)))
            same[whole, fold_letters(ad.title), ad.employer, ad.place, ad.code].append(number)
    return same.values()


def _similar(ads: Sequence[JobAd], bodies: Sequence[tuple[str, ...]]) -> Iterable[list[int]]:
    """Pairs of different long bodies that ask for the same and are similar: sought by MinHash, then counted exactly."""
    from datasketch import MinHash, MinHashLSH

    firsts = {body: number for number, body in reversed(list(enumerate(bodies))) if len(body) >= SHORT}
    triples = {
        number: {" ".join(body[at : at + _TRIPLE]) for at in range(len(body) - _TRIPLE + 1)}
        for body, number in firsts.items()
    }
    index = MinHashLSH(threshold=SIMILAR, num_perm=_PERMUTATIONS, weights=(0.2, 0.8))
    for number, own in triples.items():
        sketch = MinHash(num_perm=_PERMUTATIONS)
        sketch.update_batch([triple.encode() for triple in sorted(own)])
        for other in index.query(sketch):
            shared = len(own & triples[other])
            similar = shared >= SIMILAR * (len(own) + len(triples[other]) - shared)
            if similar and _asked(ads[number]) == _asked(ads[other]):
                yield [other, number]
        index.insert(number, sketch)


def _asked(ad: JobAd) -> frozenset[str]:
    """The words in which an ad asks for something, its post's name and conditions left out."""
    asked = [r.text for r in requirements(ad) if r.asks and r.kind not in ("post", "condition")]
    return frozenset(_WORD.findall(fold_letters(" ".join(asked))))
