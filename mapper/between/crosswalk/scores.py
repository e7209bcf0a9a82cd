"""How near the entries of two sides are: by all their wordings and, where both have them, by their descriptions.

    wordings = (.5 nearest pair of wordings + .3 mean of all wordings + .3 shared letters) / 1.1
    score    = (1.1 wordings + .8 descriptions) / 1.9, or the wordings alone

The first two and the descriptions are cosines of the encoder's vectors, the third the cosine of character n-grams.
The weights were chosen on ESCO's own occupations: finding the one above another by one of its labels.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from corpora import Competency
from embeddings.cache import Known, encode_passages
from embeddings.cleaning import clean
from embeddings.encoders import Encoder, Vectors
from embeddings.lexical import CharTfidf, words
from mapper.matching.terms import MEANT, content_words

NEAREST, MEAN, LETTERS, DESCRIPTIONS = 0.5, 0.3, 0.3, 0.8
NEIGHBOURS = 30  # entries of the other side that each entry brings in by default; a pair beyond both is not looked at
_FEWEST = 5
_MOSTLY = 0.5
_AT_ONCE = 256

Numbers = NDArray[np.float64]
Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Side:
    """Entries with their wordings as vectors.

    Attributes:
        titles: the statement of each, in the other side's language where there is one in it.
        owners: number of the entry of each wording in `texts`, ascending; an entry's first one is its title.
        means: of each entry's wordings, unit length.
        descriptions: of each entry, "" where it has none.
    """

    titles: tuple[str, ...]
    texts: tuple[str, ...]
    owners: Places
    vectors: Vectors
    means: Vectors
    descriptions: tuple[str, ...]

    @classmethod
    def of(
        cls, entries: Sequence[Competency], languages: frozenset[str], encoder: Encoder, *, known: Sequence[Known] = ()
    ) -> Self:
        """The side that these entries make by their wordings in these languages; all of an entry that has none.

        `known` are indexes by the same encoder that may hold the vectors already.
        """
        wordings = [_wordings(entry, languages) for entry in entries]
        texts = [text for found in wordings for text in found]
        owners = np.repeat(np.arange(len(entries)), [len(found) for found in wordings])
        vectors = encode_passages(texts, encoder, known=known)
        means = np.add.reduceat(vectors, np.flatnonzero(np.diff(owners, prepend=-1)), axis=0)
        means /= np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-9)
        descriptions = tuple(_description(entry, languages) for entry in entries)
        return cls(tuple(found[0] for found in wordings), tuple(texts), owners, vectors, means, descriptions)

    @property
    def firsts(self) -> Places:
        """Row of each entry's title."""
        return np.flatnonzero(np.diff(self.owners, prepend=-1))


def languages_of(entries: Sequence[Competency]) -> frozenset[str]:
    """The languages in which at least half of these entries have a wording."""
    counts = Counter(one for entry in entries for one in {entry.language, *(label.language for label in entry.labels)})
    return frozenset(language for language, n in counts.items() if 2 * n >= len(entries))


def _wordings(entry: Competency, languages: frozenset[str]) -> list[str]:
    """Distinct wordings in these languages, the statement or the preferred label first; never none."""
    wordings = [(entry.statement, entry.language, "preferred")]
    wordings += [(label.text, label.language, label.kind) for label in entry.labels if label.kind != "hidden"]
    chosen = [found for found in wordings if found[1] in languages] or wordings
    chosen.sort(key=lambda found: found[2] != "preferred")
    distinct: dict[str, str] = {}
    for text in (clean(found[0]) for found in chosen):
        distinct.setdefault(text.casefold(), text)
    return list(distinct.values())


def _description(entry: Competency, languages: frozenset[str]) -> str:
    other = next((str(entry.extra.get(f"description_{one}") or "") for one in sorted(languages - {entry.language})), "")
    if entry.language in languages or not other:
        return clean(entry.description)
    return clean(other)


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of entries with what makes them near; parallel arrays, ordered by source, then target.

    `wordings` and `score` are nearness by wordings, about 0 to 1, and by wordings and descriptions; `title` is the
    cosine of the titles' letters; `described` says whether both have a description.
    """

    source: Places
    target: Places
    wordings: Numbers
    title: Numbers
    score: Numbers
    described: NDArray[np.bool_]

    def only(self, places: NDArray[np.int64] | NDArray[np.bool_]) -> Pairs:
        """Some of them, in the order of the places."""
        return Pairs(*(getattr(self, name)[places] for name in Pairs.__slots__))


def near_pairs(
    left: Side, right: Side, kinds: tuple[Places, Places] | None = None, *, neighbours: int | None = None
) -> tuple[Places, Places]:
    """The pairs that are looked at: of each entry its neighbours on the other side, by title and mean of wordings.

    Only entries of one number in `kinds` may correspond. Each brings in `neighbours` of the other side, by default
    `NEIGHBOURS`, of a few entries less, since nearly all would be neighbours of each.
    """
    found: set[tuple[int, int]] = set()
    of_left, of_right = kinds or (np.zeros(len(side.titles), np.int64) for side in (left, right))
    for one, other, mine, theirs, turned in (
        (left, right, of_left, of_right, False),
        (right, left, of_right, of_left, True),
    ):
        titles = other.vectors[other.firsts]
        for begin in range(0, len(one.titles), _AT_ONCE):
            part = slice(begin, begin + _AT_ONCE)
            near = one.means[part] @ other.means.T + one.vectors[one.firsts[part]] @ titles.T
            near[mine[part, None] != theirs] = -np.inf
            size = near.shape[1]
            k = min(neighbours or min(NEIGHBOURS, _FEWEST + size // 10), size)
            best = np.argpartition(-near, k - 1, axis=1)[:, :k]
            for row, columns in enumerate(best.tolist(), start=begin):
                kept = (column for column in columns if near[row - begin, column] > -np.inf)
                found.update((column, row) if turned else (row, column) for column in kept)
    pairs = np.array(sorted(found), dtype=np.int64).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]


def score_pairs(left: Side, right: Side, source: Places, target: Places, encoder: Encoder) -> Pairs:
    """Scores of these pairs, which are ordered by source, then target."""
    nearest, letters, title = (np.zeros(len(source)) for _ in range(3))
    # Weighed by both sides: a standard's few criteria alone would not tell what is rare.
    grams = CharTfidf.build([*left.texts, *right.titles])
    rows_of = np.split(np.arange(len(left.owners)), left.firsts[1:])
    starts = np.searchsorted(right.owners, np.arange(len(right.titles) + 1))
    order = np.lexsort((source, target))
    groups = np.split(order, np.searchsorted(target[order], np.arange(1, len(right.titles))))
    asked = [j for j, places in enumerate(groups) if len(places)]
    rows = [np.concatenate([rows_of[i] for i in source[groups[j]]]) for j in asked]
    shared = grams.pair_scores([right.titles[j] for j in asked], rows)
    for j, mine, grams_of in zip(asked, rows, shared, strict=True):
        places = groups[j]
        sizes = [len(rows_of[i]) for i in source[places]]
        firsts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
        cosines = (left.vectors[mine] @ right.vectors[starts[j] : starts[j + 1]].T).max(axis=1)
        nearest[places] = np.maximum.reduceat(cosines, firsts)
        letters[places] = np.maximum.reduceat(grams_of, firsts)
        title[places] = grams_of[firsts]
    mean = _row_products(left.means, right.means, source, target)
    total = NEAREST + MEAN + LETTERS
    wordings = (NEAREST * nearest + MEAN * mean + LETTERS * letters) / total
    described, described_score = _descriptions(left, right, source, target, encoder)
    both = (total * wordings + DESCRIPTIONS * described_score) / (total + DESCRIPTIONS)
    return Pairs(source, target, wordings, title, np.where(described, both, wordings), described)


def _row_products(left: Vectors, right: Vectors, source: Places, target: Places) -> Numbers:
    parts = [
        np.einsum("ij,ij->i", left[source[i : i + 4096]], right[target[i : i + 4096]])
        for i in range(0, len(source), 4096)
    ]
    return np.concatenate([np.zeros(0), *parts])


def _descriptions(
    left: Side, right: Side, source: Places, target: Places, encoder: Encoder
) -> tuple[NDArray[np.bool_], Numbers]:
    """For each pair whether both have a description, and the cosine of the two; where most entries have none, none."""
    has = [np.array([bool(text) for text in side.descriptions]) for side in (left, right)]
    described = has[0][source] & has[1][target]
    score = np.zeros(len(source))
    if min(of_side.mean() for of_side in has) < _MOSTLY:
        described[:] = False
    elif described.any():
        # Only what a pair needs is encoded.
        sides = []
        for side, places in ((left, source[described]), (right, target[described])):
            wanted = np.unique(places)
            vectors = np.zeros((len(side.titles), encoder.dimension), dtype=np.float32)
            vectors[wanted] = encode_passages([side.descriptions[i] for i in wanted], encoder)
            sides.append(vectors)
        score[described] = _row_products(sides[0], sides[1], source[described], target[described])
    return described, score


def titles_agree(left: Side, right: Side, source: Places, target: Places, encoder: Encoder) -> NDArray[np.bool_]:
    """Whether each pair's titles say the same word by word: what the one says, action and object, the other says too.

    A word is said too where one has its stem or means it; titles without any word never agree.
    """
    said = [[content_words(side.titles[i]) for i in places] for side, places in ((left, source), (right, target))]
    distinct = sorted({word for side in said for title in side for word in title})
    place = {word: number for number, word in enumerate(distinct)}
    vectors, stems = encode_passages(distinct, encoder), np.array([" ".join(words(word)) for word in distinct])
    agree = np.zeros(len(source), dtype=bool)
    for pair, (one, other) in enumerate(zip(*said, strict=True)):
        if one and other:
            rows, columns = ([place[word] for word in title] for title in (one, other))
            meant = (vectors[rows] @ vectors[columns].T >= MEANT) | (stems[rows][:, None] == stems[columns])
            agree[pair] = meant.any(axis=0).all() and meant.any(axis=1).all()
    return agree
