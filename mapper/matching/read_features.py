"""What is known of a pair of passage and criterion where it is read: numbers that `read_scorer` was fitted on.

Every criterion of a standard is compared with every passage of a programme by vectors, words and letters, and the
passages that lie nearest are read beside it (`reading`). What all passages of a programme say together of a standard
are numbers for two more regressions: `describe_field` has one row for the standard, `describe_criteria` one for each
criterion. Of a thousand passages some lie near to anything, so that both know how many there are, and what the part of
the programme says that lies nearest (`nearest_part`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from corpora import Competency, Passage
from embeddings.encoders import Vectors
from embeddings.lexical import words
from mapper.matching.criteria import wording_of
from mapper.matching.features import rarity_sums
from mapper.matching.index import FrameworkIndex
from mapper.matching.queries import EncodedPassages
from mapper.matching.reading import Read, entry_text, passage_text
from mapper.matching.terms import Numbers, Rarity, Rows, points_of

Scaled = Callable[[Vectors], Vectors]
"""Brings cosines to the scale that the scorer was fitted on."""

READ = 5
"""Passages that are read beside each criterion: those that lie nearest."""
UNREAD = (
    "near", "near_passage_z", "near_criterion_z", "ahead", "asked", "said", "heading", "section",
    "same_language", "length", "asked_length", "points", "shows",
)  # fmt: skip
"""What is known of a pair of passage and criterion that was not read."""
PAIR = (*UNREAD, "read", "read_ahead")
"""The same of one that was read: how surely the reader says so, and how far ahead of the criterion's other passages."""
CRITERION = (
    "first", "second", "third", "sum", "near", "asked", "standing", "near_standing", "element", "mean",
    "in_part", "passages", "criteria", "known", "handed_in", "asked_length", "points", "shows",
)  # fmt: skip
"""What `describe_criteria` tells of each criterion."""
_OF_FIELD = (
    "odds_mean", "odds_median", "odds_high", "near_mean", "title_best", "title_first", "asked", "ahead",
)  # fmt: skip
FIELD = (*(f"part_{name}" for name in _OF_FIELD), *_OF_FIELD, "passages")
"""What `describe_field` tells of a standard."""
_SUMMED = 8
_USUAL = (5, 40)
"""Criteria of nearly all standards that were fitted on: what fewer or more of them mean nothing was learnt of."""
_DECIMALS = 5
_PART = 60  # passages of a part of a programme: about as many as a whole programme of four pages has
_FEWEST = 5  # passages that can show what is taught from which on they alone tell a programme's field


def describe_pairs(
    asked: EncodedPassages, index: FrameworkIndex, places: Rows, scaled: Scaled, rarity: Rarity, shows: Numbers
) -> dict[str, Numbers]:
    """Describe every passage beside every criterion of one standard: by name, each of shape (n passages, m criteria).

    `places` are those of the criteria in the framework of the index, `shows` the log odds that each passage can show
    what is taught, shape (n,). "read" is not a number, since nothing was read.
    """
    entries = [index.framework.competencies[place] for place in places]
    shape = (len(asked.texts), len(entries))
    found = _near(asked, index, entries, places, scaled) | _shared_words(asked, entries, rarity)
    mixed = np.round(found["near"] + 0.25 * found["asked"], _DECIMALS)
    found["near_passage_z"], found["near_criterion_z"] = (_standardised(found["near"], axis) for axis in (0, 1))
    found["ahead"] = mixed - _best_other(mixed, 1)
    lengths = np.log([max(len(text.split()), 1) for text in asked.texts])
    found["length"] = np.broadcast_to(lengths[:, None], shape)
    found["asked_length"] = np.broadcast_to(np.log([len(wording_of(e).split()) for e in entries]), shape)
    found["points"] = np.broadcast_to([float(len(points_of(e.statement)[1])) for e in entries], shape)
    found["same_language"] = np.array([[float(p.language == e.language) for e in entries] for p in asked.passages])
    found["shows"] = np.broadcast_to(shows[:, None], shape)
    found["read"] = found["read_ahead"] = np.full(shape, np.nan)
    return found


def with_read(
    found: Mapping[str, Numbers],
    unread: Numbers,
    asked: EncodedPassages,
    index: FrameworkIndex,
    places: Rows,
    read: Read,
) -> dict[str, Numbers]:
    """Return the table with each criterion read beside `READ` passages, those most probable unread, equal ones once.

    "read" says how surely such a passage teaches the criterion, in log odds. `unread` are the log odds of all pairs by
    the other numbers, shape (n, m).
    """
    if not unread.size:
        return dict(found)
    entries = [index.framework.competencies[place] for place in places]
    distinct, which = np.unique([passage_text(p.text, p.section) for p in asked.passages], return_inverse=True)
    first = np.unique(which, return_index=True)[1]
    count = min(READ, len(distinct))
    nearest = np.argsort(-np.round(unread[first], _DECIMALS), axis=0, kind="stable")[:count]
    texts = [text_of(index, entry) for entry in entries]
    pairs = [
        (texts[column], str(distinct[row])) for column in range(len(entries)) for row in nearest[:, column].tolist()
    ]
    said = read(pairs).reshape(len(entries), count)
    of_distinct = np.full((len(distinct), len(entries)), np.nan)
    np.put_along_axis(of_distinct, nearest, said.T, axis=0)
    scores = of_distinct[which]
    ahead = scores - _best_other(np.nan_to_num(scores, nan=-np.inf), 0, none=0.0)
    return {**found, "read": scores, "read_ahead": ahead}


def text_of(index: FrameworkIndex, entry: Competency) -> str:
    """Return an entry with its element and its standard, as it is read."""
    by_code, entries = index.framework.places, index.framework.competencies
    above = entries[by_code[entry.parent]].statement if entry.parent and entry.parent in by_code else ""
    top = entries[by_code[index.framework.find_root(entry.code)]].statement
    return entry_text(wording_of(entry), above, top)


def _near(
    asked: EncodedPassages, index: FrameworkIndex, entries: Sequence[Competency], places: Rows, scaled: Scaled
) -> dict[str, Numbers]:
    """Return cosines of passages with criteria (or a point of these), of headings with them, and with the title."""
    vectors, criteria = asked.vectors, index.criteria.vectors_at(places)
    near = scaled(_products(vectors, criteria))
    starts, ends = (np.searchsorted(index.criteria.part_places, places, side) for side in ("left", "right"))
    for column, (start, end) in enumerate(zip(starts, ends, strict=True)):
        if end > start:
            of_parts = scaled(_products(vectors, index.criteria.parts[start:end])).max(axis=1)
            near[:, column] = np.maximum(near[:, column], of_parts)
    top = index.framework.places[index.framework.find_root(entries[0].code)]
    title = scaled(_products(vectors, index.criteria.vectors_at(np.array([top]))))
    found = {
        "near": near,
        "title": np.broadcast_to(title, near.shape),
        "heading": scaled(_products(asked.headings, criteria)),
        "section": scaled(_products(asked.sections, criteria)),
    }
    return {name: np.asarray(value, dtype=np.float64) for name, value in found.items()}


def _products(rows: Vectors, others: Vectors) -> Vectors:
    """Return the product of every row with every other, summed up in one order.

    BLAS sums as the processor's kernel does, so that what is nearly as near would change places on another machine.
    """
    return np.asarray(np.einsum("id,jd->ij", rows, others, optimize=False))


def _shared_words(asked: EncodedPassages, entries: Sequence[Competency], rarity: Rarity) -> dict[str, Numbers]:
    """Return stems that passage and criterion share, weighed by rarity, as shares of each side."""
    wanted, said = ([set(words(text)) for text in texts] for texts in ([wording_of(e) for e in entries], asked.texts))
    vocabulary = {stem: column for column, stem in enumerate(sorted(set().union(*wanted)))}
    weights = rarity.weights_of(list(vocabulary))
    texts, criteria = indicator_matrix(said, vocabulary), indicator_matrix(wanted, vocabulary)
    shared = (texts * weights) @ criteria.T
    return {"asked": shared / (criteria @ weights + 1e-6), "said": shared / (rarity_sums(said, rarity)[:, None] + 1e-6)}


def indicator_matrix(found: Sequence[set[str]], vocabulary: Mapping[str, int]) -> Numbers:
    """Mark the stems of each text by 1, in the columns that the vocabulary gives them."""
    marks = np.zeros((len(found), len(vocabulary)))
    for row, stems in enumerate(found):
        marks[row, [vocabulary[stem] for stem in stems if stem in vocabulary]] = 1.0
    return marks


def _standardised(values: Numbers, axis: int) -> Numbers:
    if not values.size:
        return values
    return np.asarray((values - values.mean(axis=axis, keepdims=True)) / (values.std(axis=axis, keepdims=True) + 0.02))


def _best_other(values: Numbers, axis: int, *, none: float = 0.0) -> Numbers:
    """Return for each value the highest of the others in its row (1) or column (0), `none` where there is none."""
    if values.shape[axis] < 2:
        return np.full(values.shape, none)
    ordered = np.sort(values, axis=axis)
    best, second = (np.take(ordered, [place], axis=axis) for place in (-1, -2))
    found = np.where(values == best, second, best)
    return np.where(np.isfinite(found), found, none)


def nearest_part(odds: Numbers, passages: Sequence[Passage]) -> Rows:
    """Return the rows of the part of a programme that lies nearest to a standard: passages one after the other.

    Its criteria's best odds, shape (n, m), n > 0, are the highest on average; parts overlap by half, and a short
    programme is one part.
    """
    order = np.argsort([passage.start for passage in passages], kind="stable")
    half = _PART // 2
    starts = range(0, max(len(order) - half, 1), half)
    return max(
        (order[start : start + _PART] for start in starts), key=lambda rows: float(odds[rows].max(axis=0).mean())
    )


def or_all(chosen: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return which passages were chosen; all of them where a document has hardly any."""
    return chosen if chosen.sum() >= _FEWEST else np.ones(len(chosen), dtype=bool)


def describe_field(table: Mapping[str, Numbers], odds: Numbers, passages: Sequence[Passage]) -> Numbers:
    """Return how near what a programme teaches lies to a standard as a whole, in the order of `FIELD`.

    What can show nothing does not count: regulations, credits and tutors lie near to every standard of teaching.
    `table` and the log odds are of all pairs, each (n, m), n > 0, m > 0; the passages are of one document.
    """
    rows = np.flatnonzero(or_all(table["shows"][:, 0] > 0))
    taught = {name: table[name][rows] for name in ("title", "near", "asked")}
    part = nearest_part(odds[rows], [passages[row] for row in rows.tolist()])
    near = _nearness({name: values[part] for name, values in taught.items()}, odds[rows][part])
    return np.array([*near, *_nearness(taught, odds[rows]), np.log(len(rows))])


def _nearness(table: Mapping[str, Numbers], odds: Numbers) -> Numbers:
    best, nearest = odds.max(axis=0), odds.argmax(axis=0)
    title = np.sort(table["title"][:, 0])[::-1]
    second = np.partition(odds, -2, axis=0)[-2] if len(odds) > 1 else best
    return np.array([
        best.mean(), np.median(best), np.quantile(best, 0.8), table["near"].max(axis=0).mean(), title[0],
        title[:5].mean(), table["asked"][nearest, np.arange(len(nearest))].mean(), (best - second).mean(),
    ])  # fmt: skip


def describe_criteria(
    table: Mapping[str, Numbers], odds: Numbers, passages: Sequence[Passage], entries: Sequence[Competency]
) -> Numbers:
    """Describe m criteria, the `entries`, by a row of `CRITERION` each; other arguments as of `describe_field`."""
    count, column = len(entries), np.arange(len(entries))
    ranked = np.sort(odds, axis=0)[::-1]
    first, second, third = (ranked[min(n, len(ranked) - 1)] for n in range(3))
    best = odds.argmax(axis=0)
    likely = np.sort(1 / (1 + np.exp(-odds)), axis=0)[-_SUMMED:]
    near = table["near"].max(axis=0)
    part = nearest_part(odds, passages)
    whole = np.ones(count)
    found = {
        "first": first,
        "second": second,
        "third": third,
        "sum": np.log(likely.sum(axis=0) + 1e-3),
        "near": near,
        "asked": table["asked"].max(axis=0),
        "standing": first - first.mean(),
        "near_standing": near - near.mean(),
        "element": others_of_element(first, entries),
        "mean": first.mean() * whole,
        "in_part": odds[part].max(axis=0) - first,
        "passages": np.log(len(odds)) * whole,
        "criteria": np.log(np.clip(count, *_USUAL)) * whole,
        "known": np.array([float(entry.kind == "conocimiento") for entry in entries]),
        "handed_in": np.array([float(entry.kind == "producto") for entry in entries]),
        "asked_length": table["asked_length"][0],
        "points": table["points"][0],
        "shows": table["shows"][best, column],
    }
    return np.stack([found[name] for name in CRITERION], axis=1)


def others_of_element(top: Numbers, entries: Sequence[Competency]) -> Numbers:
    """Return for each criterion the mean of the others of its element, of all where it is the only one."""
    found = np.full(len(entries), top.mean())
    members: dict[str | None, list[int]] = {}
    for place, entry in enumerate(entries):
        members.setdefault(entry.parent, []).append(place)
    for places in members.values():
        if len(places) > 1:
            found[places] = (top[places].sum() - top[places]) / (len(places) - 1)
    return found
