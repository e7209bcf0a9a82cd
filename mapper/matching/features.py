"""What is known of a pair of passage and entry before anybody judges it: numbers that the scorer was fitted on.

Of a *standard* every criterion is compared with every passage of a programme, so a number can say how a pair lies among
all others of its passage and of its criterion (`of_standard`). Of a *catalogue* (skills, titles) only the candidates
that lie nearest to a passage are looked at (`of_catalogue`). Cosines come from the encoder's vectors, plain and as two
linear maps turn them that were fitted on sentences which teach an entry and on traps which share its words (`Space`).

What all passages of a programme say together of a standard are numbers for two logistic regressions of `scorer`:
`of_field` has one row for the standard, `of_criteria` one for each criterion. Both see the passages only through the
pairs and their log odds. Of a thousand passages some lie near to anything, so that both know how many there are, and
what the part of the programme says that lies nearest (`nearest_part`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache, partial
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from corpora import TEACHING_ROLES, Competency, Passage
from corpora.vocabulary import is_common, sense_of
from embeddings.encoders import Vectors
from embeddings.lexical import words
from mapper.matching import terms
from mapper.matching.candidates import Pool
from mapper.matching.index import FrameworkIndex
from mapper.matching.occupations import as_compared
from mapper.matching.queries import Asked
from mapper.matching.scoring import FEATURES, Scored, features, order
from mapper.matching.terms import Numbers, Rarity, Rows, Space, in_parts, points_of, unit

ROLES = (*sorted(TEACHING_ROLES), "evaluation", "other")
TOGETHER = ("asked_of_two", "cosine_of_two", "asked_of_section")
"""What is known of several passages together; no model is fitted on it."""
_LITTLE_ELSE = 0.8
"""Share of a passage's words, by weight, that are the criterion's, for it to be read with others of its section."""
_BRINGS = 0.2
"""Share of a criterion's words, by weight, that a passage adds to another's, for the two to be read together."""
LOOKED_AT = 45
"""Candidates of a passage that are described, those of highest score; what lies behind them has no chance."""
_SEVERAL = 5
_DECIMALS = 4
SKILL = ("narrower", "nearest", "near", "middle", "words", "words_of_headings", "unnamed")
"""What `of_skills` tells of each skill."""
_CATALOGUE_KINDS = ("skill", "knowledge", "standard", "occupation")
KINDS = ("desempeno", "producto", "conocimiento", "actitud", "situacion_emergente")


def of_standard(
    asked: Asked, index: FrameworkIndex, places: Rows, space: Space, *, apart: bool = False
) -> dict[str, Numbers]:
    """Every passage with every criterion of one standard: by name, each of shape (n passages, m criteria).

    `places` are those of the criteria in the framework of the index. Passages that are `apart` are each compared as if
    it were a document by itself.
    """
    entries = [index.framework.competencies[place] for place in places]
    rows = np.searchsorted(index.entries, places)
    criteria = index.index.vectors(rows)
    shape = (len(asked.texts), len(entries))
    found = _dense(asked, index, entries, places, criteria, space) | _shared_words(asked, entries, space.rarity)
    found |= terms.of_standard(asked.terms, index.terms.only(places.tolist()), space)
    grams = np.array(index.grams.pair_scores(asked.texts, [rows] * shape[0]), dtype=np.float64).reshape(shape)
    mixed = 0.5 * found["full"] + 0.5 * found["cosine"] + 0.25 * grams + 0.25 * found["said"]
    found |= {"grams": grams, "mixed": mixed}
    for name in ("mixed", "cosine", "mapped"):
        found |= _among(found[name], name)
    found["ahead_of_criteria"] = mixed - _best_other(mixed, 1)
    found["ahead_of_passages"] = mixed - _best_other(mixed, 0)
    found["section_best"] = _of_section(asked.passages, mixed)
    found["programme"] = np.full(shape, mixed.max(axis=0).mean() if shape[0] else 0.0)
    found["programme_cosine"] = np.full(shape, found["cosine"].max(axis=0).mean() if shape[0] else 0.0)
    found["criterion_best"] = np.broadcast_to(mixed.max(axis=0, initial=0.0), shape)
    lengths = np.log([max(len(text.split()), 1) for text in asked.texts])
    found |= _apart(found) if apart else {}
    found["length"] = np.broadcast_to(lengths[:, None], shape)
    found["asked_length"] = np.broadcast_to(np.log([len(e.statement.split()) for e in entries]), shape)
    found["points"] = np.broadcast_to([float(len(points_of(e.statement)[1])) for e in entries], shape)
    found["same_language"] = np.array([[float(p.language == e.language) for e in entries] for p in asked.passages])
    for role in ROLES:
        found[f"role_{role}"] = np.broadcast_to([[float(p.role == role)] for p in asked.passages], shape)
    for kind in KINDS:
        found[f"kind_{kind}"] = np.broadcast_to([float(e.kind == kind) for e in entries], shape)
    return found


def _apart(found: Mapping[str, Numbers]) -> dict[str, Numbers]:
    """What is known of a pair by the other passages of its document, where it has none."""
    mixed, nothing = found["mixed"], np.zeros_like(found["mixed"])
    by_passage = {
        name: np.broadcast_to(found[of].mean(axis=1, keepdims=True), mixed.shape)
        for name, of in (("programme", "mixed"), ("programme_cosine", "cosine"))
    }
    return {
        **by_passage,
        **{f"{of}_passage_{how}": nothing for of in ("mixed", "cosine", "mapped") for how in ("rank", "z")},
        "ahead_of_passages": mixed,
        "section_best": mixed,
        "criterion_best": np.maximum(mixed, 0.0),
        "cosine_of_two": nothing,
        "asked_of_two": nothing,
        "asked_of_section": np.where(found["said"] >= _LITTLE_ELSE, found["asked"], 0.0),
    }


def _dense(
    asked: Asked, index: FrameworkIndex, entries: Sequence[Competency], places: Rows, criteria: Vectors, space: Space
) -> dict[str, Numbers]:
    """Cosines of each passage with the criterion, its first line, its points, its element and its standard."""
    vectors = asked.vectors
    mapped = space.told(vectors)
    cosine, told = space.cosines(vectors, criteria), space.cosines(mapped, space.wanted(criteria))
    found = {name: cosine.copy() for name in ("cosine", "first", "points_best", "points_mean", "points_two")}
    found |= {name: told.copy() for name in ("mapped", "mapped_first", "mapped_best", "mapped_mean")}
    starts, ends = (np.searchsorted(index.part_entries, places, side) for side in ("left", "right"))
    for column, (start, end) in enumerate(zip(starts, ends, strict=True)):
        parts = index.parts[start:end]
        if not len(parts):
            continue
        plain, turned = space.cosines(vectors, parts), space.cosines(mapped, space.wanted(parts))
        found["first"][:, column], found["mapped_first"][:, column] = plain[:, 0], turned[:, 0]
        points = plain[:, 1:]
        found["points_best"][:, column], found["points_mean"][:, column] = points.max(axis=1), points.mean(axis=1)
        found["points_two"][:, column] = np.sort(points, axis=1)[:, -2:].mean(axis=1)
        points = turned[:, 1:]
        found["mapped_best"][:, column], found["mapped_mean"][:, column] = points.max(axis=1), points.mean(axis=1)
    by_code = index.framework.places
    above = [by_code.get(e.parent or "", place) for e, place in zip(entries, places, strict=True)]
    top = by_code[index.framework.root_of(entries[0].code)]
    found["element"] = space.cosines(vectors, index.index.vectors(np.searchsorted(index.entries, above)))
    title = space.cosines(vectors, index.index.vectors(np.searchsorted(index.entries, [top])))
    found["title"] = np.broadcast_to(title, cosine.shape)
    found["full"] = np.maximum(cosine, np.maximum(found["first"], found["points_best"]))
    first, second = _neighbours(asked.passages)
    together = unit(vectors[first] + vectors[second])
    found["heading"] = space.cosines(asked.headings, criteria)
    found["section"] = space.cosines(asked.sections, criteria)
    numbers = {name: np.asarray(value, dtype=np.float64) for name, value in found.items()}
    near = np.asarray(space.cosines(together, criteria), dtype=np.float64)
    return {**numbers, "cosine_of_two": _at_both(near, (first, second), cosine.shape)}


def _shared_words(asked: Asked, entries: Sequence[Competency], rarity: Rarity) -> dict[str, Numbers]:
    """Stems that passage and criterion share, weighed by rarity: as shares of each side, as a sum, the rarest."""
    wanted = [set(words(entry.statement)) for entry in entries]
    first = [set(words(points_of(entry.statement)[0])) for entry in entries]
    vocabulary = {stem: column for column, stem in enumerate(sorted(set().union(*wanted)))}
    weights = rarity.of(list(vocabulary))
    said = [set(words(text)) for text in asked.texts]
    above = [set(words(" ".join(passage.section[-2:]))) for passage in asked.passages]
    texts, headings, criteria, begun = (marked(found, vocabulary) for found in (said, above, wanted, first))
    shared, by_heading = (texts * weights) @ criteria.T, (headings * weights) @ criteria.T
    rarest = np.zeros_like(shared)
    for row, marks in enumerate(texts):
        rarest[row] = (criteria * (marks * weights)).max(axis=1, initial=0.0)
    most, sums = criteria @ weights + 1e-6, rarity_sums(said, rarity)[:, None] + 1e-6
    return {
        "asked": shared / most,
        "said": shared / sums,
        "asked_first": ((texts * weights) @ begun.T) / (begun @ weights + 1e-6),
        "shared": shared,
        "rarest": rarest,
        "asked_of_two": _of_two(asked.passages, texts, criteria, weights),
        "asked_of_section": _of_lines(asked.passages, texts, criteria, weights, shared >= _LITTLE_ELSE * sums) / most,
        "heading_said": by_heading / (rarity_sums(above, rarity)[:, None] + 1e-6),
    }


def _of_two(passages: Sequence[Passage], texts: Numbers, criteria: Numbers, weights: Numbers) -> Numbers:
    """The criterion's words that each passage says together with a neighbour in its section, as share by weight.

    Of two passages of which each brings `_BRINGS` of the words that the other has not; of any other pair 0. What two
    passages say stands at both. `texts` and `criteria` mark the stems of each passage and each criterion, shapes (n,
    stems), (m, stems).
    """
    first, second = _neighbours(passages)
    shared, most = texts * weights @ criteria.T, criteria @ weights + 1e-6
    in_both = (texts[first] * texts[second] * weights) @ criteria.T
    brought = np.minimum(shared[first], shared[second]) - in_both
    together = np.where(brought >= _BRINGS * most, (shared[first] + shared[second] - in_both) / most, 0.0)
    return _at_both(together, (first, second), shared.shape)


def _of_lines(
    passages: Sequence[Passage], texts: Numbers, criteria: Numbers, weights: Numbers, little_else: NDArray[np.bool_]
) -> Numbers:
    """The weight of a criterion's words that the passages of a section say together which say `little_else`, (n, m).

    A standard's document, and a syllabus that copies it, has each point of a criterion on a line of its own.
    Stems are marked as for `_of_two`.
    """
    found = np.zeros(little_else.shape)
    for rows in by_section(passages):
        for column in np.flatnonzero(little_else[rows].any(axis=0)).tolist():
            lines = np.array(rows)[little_else[rows, column]]
            together = texts[lines].max(axis=0) * weights
            found[lines, column] = together @ criteria[column]
    return found


def _neighbours(passages: Sequence[Passage]) -> tuple[Rows, Rows]:
    """Pairs of passages of a section of which one follows the other, with at most one (a title) between them."""
    pairs = [
        (row, row + step)
        for step in (1, 2)
        for row in range(len(passages) - step)
        if passages[row].section == passages[row + step].section
    ]
    first, second = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    return first, second


def _at_both(values: Numbers, neighbours: tuple[Rows, Rows], shape: tuple[int, ...]) -> Numbers:
    """The highest value of any pair that a passage belongs to, 0 for one without neighbours."""
    found = np.zeros(shape)
    for rows in neighbours:
        np.maximum.at(found, rows, values)
    return found


def marked(found: Sequence[set[str]], vocabulary: Mapping[str, int]) -> Numbers:
    """Mark the stems of each text by 1, in the columns that the vocabulary gives them."""
    marks = np.zeros((len(found), len(vocabulary)))
    for row, stems in enumerate(found):
        marks[row, [vocabulary[stem] for stem in stems if stem in vocabulary]] = 1.0
    return marks


def rarity_sums(found: Sequence[set[str]], rarity: Rarity) -> Numbers:
    """Add up how rare the stems of each text are."""
    return np.array([rarity.total(stems) for stems in found])


def _among(values: Numbers, name: str) -> dict[str, Numbers]:
    """How each value lies in its column (among the passages) and in its row (among the criteria)."""
    return {
        f"{name}_passage_rank": np.log1p(_ranks(values, 0)),
        f"{name}_criterion_rank": np.log1p(_ranks(values, 1)),
        f"{name}_passage_z": _standardised(values, 0),
        f"{name}_criterion_z": _standardised(values, 1),
    }


def _ranks(values: Numbers, axis: int) -> Numbers:
    """How many are higher, in the same column (0) or row (1); equal values have one rank."""
    return np.apply_along_axis(higher, axis, values) if values.size else values


def higher(values: Numbers) -> Numbers:
    """For each of some values how many are higher."""
    return (len(values) - np.searchsorted(np.sort(values), values, side="right")).astype(np.float64)


def _standardised(values: Numbers, axis: int) -> Numbers:
    if not values.size:
        return values
    return np.asarray((values - values.mean(axis=axis, keepdims=True)) / (values.std(axis=axis, keepdims=True) + 1e-6))


def _best_other(values: Numbers, axis: int) -> Numbers:
    """For each value the highest of the others in its row (1) or column (0), 0 where there is none."""
    if values.shape[axis] < 2:
        return np.zeros_like(values)
    ordered = np.sort(values, axis=axis)
    best, second = (np.take(ordered, [place], axis=axis) for place in (-1, -2))
    return np.where(values == best, second, best)


def by_section(passages: Sequence[Passage]) -> list[list[int]]:
    """The rows of the passages of each section."""
    members: dict[tuple[str, ...], list[int]] = {}
    for row, passage in enumerate(passages):
        members.setdefault(passage.section, []).append(row)
    return list(members.values())


def _of_section(passages: Sequence[Passage], values: Numbers) -> Numbers:
    """For each passage the best value of the other passages of its section, the column's mean where it is alone."""
    found = np.broadcast_to(values.mean(axis=0), values.shape).copy() if values.size else values.copy()
    for rows in by_section(passages):
        if len(rows) > 1:
            own = values[rows]
            found[rows] = np.maximum(_best_other(own, 0), -1.0)
    return found


_USUAL = (19, 24)
"""Criteria of nearly all standards that were fitted on: what fewer or more of them mean nothing was learnt of."""
_FIRST = 3
_SUMMED = 8
_AT_BEST = (
    "cosine", "points_best", "points_two", "grams", "asked", "asked_first", "first", "mixed", "element", "shared",
    "rarest", "heading", "mapped", "mapped_first", "mapped_best", "mapped_mean", "mapped_criterion_z",
    "mapped_passage_z", "length", "asked_length", "points",
)  # fmt: skip
"""Of the passage that most probably teaches the criterion."""
_HIGHEST = (
    "cosine", "points_best", "points_two", "grams", "asked", "first", "shared", "mapped", "mapped_first",
    "mapped_best", "mapped_mean",
)  # fmt: skip
"""Of all passages, each for itself."""
_BY_WORDS = ("meant", "meant_clearly", "action", "told")
"""Of the best passage, the highest of all, and the mean of the three highest: they know which words are missing."""
_OF_FIELD = (
    "odds_mean", "odds_median", "odds_high", "cosine_mean", "mapped_mean", "mixed_mean", "title_best", "title_first",
    "points_mean", "shared_mean", "meant", "action", "told", "asked", "rarest", "asked_highest", "lead", "another",
)  # fmt: skip
_MEANS = ("cosine", "mapped", "mixed", "points_best", "shared")  # in the order in which `_nearness` gives them
_AT_NEAREST = ("meant", "action", "told", "asked", "rarest")
"""Of each criterion's nearest passage: in a neighbouring trade the nouns are the same, and the actions, the rare words
and what else the passage says are not."""
FIELD = (*(f"part_{name}" for name in _OF_FIELD), *_OF_FIELD, "passages")
_PART = 60  # passages of a part of a programme: about as many as a whole programme of four pages has
_FEWEST = 5  # passages that teach from which on they alone tell a programme's field


def as_rows(table: Mapping[str, Numbers], columns: Sequence[str]) -> Numbers:
    """These columns of a table, with a row for each of its pairs, rounded.

    A word's cosine with itself is 1 but for its last digits, which follow the processor's kernels; trees step on it.
    """
    rows = np.stack([np.ravel(table[name]) for name in columns], axis=1).astype(np.float64)
    return np.round(rows, _DECIMALS)


def nearest_part(odds: Numbers, passages: Sequence[Passage]) -> Rows:
    """The rows of the part of a programme that lies nearest to a standard: passages one after the other.

    Its criteria's best odds, shape (n, m), n > 0, are the highest on average; parts overlap by half, and a short
    programme is one part.
    """
    order = np.argsort([passage.start for passage in passages], kind="stable")
    half = _PART // 2
    starts = range(0, max(len(order) - half, 1), half)
    return max(
        (order[start : start + _PART] for start in starts), key=lambda rows: float(odds[rows].max(axis=0).mean())
    )


def or_all(found: Sequence[bool]) -> NDArray[np.bool_]:
    """Which passages were found; all of them where a document has hardly any."""
    chosen = np.array(found, dtype=bool)
    return chosen if chosen.sum() >= _FEWEST else np.ones(len(chosen), dtype=bool)


@lru_cache(maxsize=4096)  # asked of each passage beside each standard
def stands_in_common(section: tuple[str, ...]) -> bool:
    """Whether some heading is that of what all programmes of a school declare."""
    return any(map(is_common, section))


def of_field(table: Mapping[str, Numbers], odds: Numbers, passages: Sequence[Passage]) -> Numbers:
    """How near what a programme teaches lies to a standard as a whole, in the order of `FIELD`.

    What is said around it does not count: regulations, credits and tutors lie near to every standard of teaching, and
    the competencies that all programmes of a school declare ("proposes ways of solving a problem") to consulting.
    `table` and the log odds are of all pairs, each (n, m), n > 0, m > 0; the passages are of one document.
    """
    rows = np.flatnonzero(or_all([p.role in TEACHING_ROLES and not stands_in_common(p.section) for p in passages]))
    taught = {name: table[name][rows] for name in ("title", *_MEANS, *_AT_NEAREST)}
    part = nearest_part(odds[rows], [passages[row] for row in rows.tolist()])
    near = _nearness({name: values[part] for name, values in taught.items()}, odds[rows][part])
    return np.array([*near, *_nearness(taught, odds[rows]), np.log(len(rows))])


def _nearness(table: Mapping[str, Numbers], odds: Numbers) -> Numbers:
    best, nearest = odds.max(axis=0), odds.argmax(axis=0)
    title = np.sort(table["title"][:, 0])[::-1]
    means = [table[name].max(axis=0).mean() for name in _MEANS]
    by_odds = (best.mean(), np.median(best), np.quantile(best, 0.8))
    at_nearest = (table[name][nearest, np.arange(len(nearest))].mean() for name in _AT_NEAREST)
    second = np.partition(odds, -2, axis=0)[-2] if len(odds) > 1 else best
    # How much the nearest passage speaks of another criterion instead.
    another = (odds[nearest].max(axis=1) - best).mean()
    found = (*by_odds, *means[:3], title[0], title[:5].mean(), *means[3:])
    return np.array([*found, *at_nearest, table["asked"].max(axis=0).mean(), (best - second).mean(), another])


def of_criteria(
    table: Mapping[str, Numbers], odds: Numbers, passages: Sequence[Passage], entries: Sequence[Competency]
) -> Numbers:
    """One row of numbers for each of m criteria, which are the `entries`; other arguments as of `of_field`."""
    count, part = len(entries), nearest_part(odds, passages)
    order = np.argsort(-odds, axis=0, kind="stable")
    best, column = order[0], np.arange(count)
    first = np.full((_FIRST, count), odds.min(initial=0.0))
    first[: len(order)] = np.take_along_axis(odds, order[:_FIRST], axis=0)
    likely = np.sort(1 / (1 + np.exp(-odds)), axis=0)[-_SUMMED:]
    top = first[0]
    columns = [*first, np.log(likely.sum(axis=0) + 1e-6), first[0] - first[1]]
    columns += [table[name][best, column] for name in _AT_BEST]
    columns += [table[name].max(axis=0) for name in _HIGHEST]
    for name in _BY_WORDS:
        columns += [table[name][best, column], table[name].max(axis=0)]
        columns.append(np.sort(table[name], axis=0)[-_FIRST:].mean(axis=0))
    columns += [others_of_element(top, entries), np.full(count, top.mean()), top - top.mean()]
    columns += [(top - top.mean()) / (top.std() + 0.1)]
    for name in ("cosine", "mapped"):
        highest = table[name].max(axis=0)
        columns += [highest - highest.mean(), np.full(count, highest.mean())]
    # How much the best passage speaks of another criterion instead.
    columns.append(odds[best].max(axis=1) - top)
    columns += [np.array([float(entry.kind == kind) for entry in entries]) for kind in KINDS]
    columns += [np.array([float(passages[row].role == role) for row in best]) for role in ROLES]
    columns.append(np.full(count, np.log(np.clip(count, *_USUAL))))
    in_part, is_part = odds[part].max(axis=0), np.zeros(len(odds))
    is_part[part] = 1
    columns += [in_part, in_part - top, is_part[best], np.full(count, np.log(len(odds)))]
    return np.stack(columns, axis=1)


def others_of_element(top: Numbers, entries: Sequence[Competency]) -> Numbers:
    """For each criterion the mean of the others of its element, of all where it is the only one."""
    found = np.full(len(entries), top.mean())
    members: dict[str | None, list[int]] = {}
    for place, entry in enumerate(entries):
        members.setdefault(entry.parent, []).append(place)
    for places in members.values():
        if len(places) > 1:
            found[places] = (top[places].sum() - top[places]) / (len(places) - 1)
    return found


def of_catalogue(
    asked: Asked, found: Sequence[Scored], pool: Pool, space: Space, *, apart: bool = False
) -> tuple[dict[str, Numbers], list[Rows], NDArray[np.bool_]]:
    """Each passage with its nearest entries; those that are `apart` as for `of_standard`.

    Gives by name an array over all pairs, passage by passage; for each passage which of the candidates `found` these
    are; and of each pair whether it is known how the entry is said, which `space.said` tells.
    """
    index, said, chosen = pool.index, space.said, [order(of_one)[:LOOKED_AT] for of_one in found]
    counts = [len(places) for places in chosen]
    if not sum(counts):
        return {}, chosen, np.zeros(0, dtype=bool)
    passage, pairs = np.repeat(np.arange(len(found)), counts), list(zip(found, chosen, strict=True))
    rows_of_each = [of_one.rows[places] for of_one, places in pairs]
    rows = np.concatenate(rows_of_each)
    entries = np.concatenate([of_one.entries[places] for of_one, places in pairs])
    known = [features(of_one, pool) for of_one in found]
    table = {
        name: np.concatenate([own[name][places] for own, places in zip(known, chosen, strict=True)])
        for name in FEATURES
    }
    table["rank"] = np.log1p(np.concatenate([higher(of_one.score[places]) for of_one, places in pairs]))
    # Passages of one programme draw the same entries: each is read and mapped once.
    distinct, which = np.unique(rows, return_inverse=True)
    vectors = index.index.vectors(distinct)
    mapped, told = space.wanted(vectors), space.told(asked.vectors)

    def near_all(own: Vectors, of_passages: Vectors) -> Vectors:
        middle = unit(of_passages.mean(axis=0, keepdims=True))
        return in_parts(lambda part: space.cosines(own[which[part]], middle)[:, 0], len(rows))

    near = partial(space.pairwise, places=which, others_places=passage)
    table["cosine"], table["mapped"] = near(vectors, asked.vectors), near(mapped, told)
    for name, own, of_passages in (("document", vectors, asked.vectors), ("mapped_document", mapped, told)):
        table[name] = near(own, unit(of_passages)) if apart else near_all(own, of_passages)
    table["heading"], table["section"] = near(vectors, asked.headings), near(vectors, asked.sections)
    means = told.copy()  # of the other passages of its section, its own where it is alone
    for members in by_section(asked.passages) if not apart else ():
        if len(members) > 1:
            means[members] = told[members].sum(axis=0) - told[members]
    table["mapped_section"] = near(mapped, unit(means))
    starts = np.concatenate([[0], np.cumsum(counts)])
    drawn, of_pair = np.unique(entries, return_inverse=True)
    competencies = [index.framework.competencies[entry] for entry in drawn.tolist()]
    of_said = np.full(len(entries), -1, dtype=np.int64) if said is None else said.places(competencies)[of_pair]
    table["as_said"] = table["mapped"]
    if said is not None:
        table["as_said"] = in_parts(lambda p: said.cosines(of_said[p], told[passage[p]], table["mapped"][p]), len(rows))
    table |= terms.of_pairs(asked.terms, index.terms.only(entries), counts, space)
    for name in ("cosine", "mapped", "as_said"):
        table[f"{name}_z"], table[f"{name}_rank"] = _within(table[name], starts)
    table["grams"] = np.concatenate(index.grams.pair_scores(asked.texts, rows_of_each))
    table |= _words_of_wordings(asked, index, rows, passage, space.rarity)
    table["crowding"] = index.crowding[rows]
    table["elsewhere"] = np.zeros(len(rows)) if apart else _elsewhere(entries, table["rank"])
    for role in ROLES:
        table[f"role_{role}"] = np.array([float(p.role == role) for p in asked.passages])[passage]
    for kind in _CATALOGUE_KINDS:
        table[f"kind_{kind}"] = np.array([float(own.kind == kind) for own in competencies])[of_pair]
    return {name: np.asarray(values, dtype=np.float64) for name, values in table.items()}, chosen, of_said >= 0


def of_skills(
    asked: Asked, found: Sequence[Scored], index: FrameworkIndex, places: Rows, space: Space
) -> tuple[Numbers, Rows]:
    """What the passages of a programme say together of a catalogue's skills: a row of `SKILL` for each of the `places`.

    `found` has the candidates of each passage with their probabilities. Broad skills ("mechanics") are taught by much
    that no single passage names: how near the five nearest passages and the middle of the programme lie, which of its
    words the programme and its headings have, whether a narrower skill is taught, and whether the skill has a proper
    name that the programme does not say. The second array has the five nearest passages of each, the nearest first,
    shape (at most 5, skills).
    """
    entries = index.framework.competencies
    missed = np.zeros(len(entries))
    for row in np.unique(asked.texts, return_index=True)[1].tolist():
        missed[found[row].entries] += np.log1p(-np.minimum(found[row].probability, 1 - 1e-6))
    by_any = 1 - np.exp(missed)
    by_code = index.framework.places
    narrower = np.zeros(len(entries))
    for place in np.flatnonzero(by_any).tolist():
        for above in {entries[place].parent or "", *entries[place].broader} & by_code.keys():
            narrower[by_code[above]] = max(narrower[by_code[above]], by_any[place])
    starts, ends = (np.searchsorted(index.entries, places, side) for side in ("left", "right"))
    rows = np.concatenate([np.arange(start, end) for start, end in zip(starts, ends, strict=True)])
    first = np.cumsum(ends - starts) - (ends - starts)
    mapped, told = space.wanted(index.index.vectors(rows)), space.told(asked.vectors)
    centre = unit(told.mean(axis=0, keepdims=True))
    near, middle = (np.maximum.reduceat(space.cosines(own, mapped), first, axis=1) for own in (told, centre))
    as_said = near
    if space.said is not None:
        as_said = space.said.all_cosines(space.said.places([entries[p] for p in places]), told, near)
    headings = {as_compared(text) for one in asked.passages for text in one.section if not sense_of(text)}
    by_wording = [_shares_said(index, rows, texts, space.rarity) for texts in (asked.texts, headings)]
    in_text, in_headings = (np.maximum.reduceat(shares, first) for shares in by_wording)
    order = np.argsort(-as_said, axis=0, kind="stable")[:_SEVERAL]
    several = np.take_along_axis(as_said, order, axis=0)
    names = np.array(index.framework.proper_names, dtype=bool)[places]
    unnamed = (names & (in_text < 1 - 1e-9)).astype(np.float64)
    columns = (log_odds(narrower[places]), several[0], several.mean(axis=0), middle[0], in_text, in_headings, unnamed)
    return np.stack(columns, axis=1).astype(np.float64), order


def _shares_said(index: FrameworkIndex, rows: Rows, texts: Iterable[str], rarity: Rarity) -> Numbers:
    """Of each wording in these rows the share of its stems, by weight, that texts say; shape (rows,)."""
    stems, which, counts = index.words.words_of(rows)
    row, stem = _each_once(len(stems), which, counts)
    said = {stem for text in texts for stem in words(text)}
    every = rarity.of(stems)[stem]
    own = every * np.array([one in said for one in stems], dtype=bool)[stem]
    total, shared = (np.bincount(row, values, len(rows)) for values in (every, own))
    return np.asarray(shared / np.maximum(total, 1e-9))


def _each_once(stems: int, which: Rows, counts: Rows) -> tuple[Rows, Rows]:
    """Rows of wordings and the numbers of their stems, of so many, in pairs: a stem that stands twice counts once.

    `which` stem stands where, wording after wording, and how many each has, is as `words_of` gives them.
    """
    pairs = np.repeat(np.arange(len(counts)), counts) * stems + which
    # Without something else to count, `unique` imports masked arrays, a fiftieth of a short command's time.
    once, _ = np.unique(pairs, return_counts=True)
    return np.divmod(once, max(stems, 1))


def log_odds(probability: Numbers) -> Numbers:
    """Of probabilities, kept away from 0 and 1."""
    within = np.clip(probability, 1e-4, 1 - 1e-4)
    return np.asarray(np.log(within / (1 - within)))


def _within(values: Numbers, starts: Rows) -> tuple[Numbers, Numbers]:
    """Each value among those of its passage: standardised, and the logarithm of its rank."""
    standardised, ranks = np.zeros(len(values)), np.zeros(len(values))
    for begin, end in pairwise(starts.tolist()):
        own = values[begin:end]
        if len(own):
            standardised[begin:end] = (own - own.mean()) / (own.std() + 1e-6)
            ranks[begin:end] = np.log1p(higher(own))
    return standardised, ranks


def _words_of_wordings(
    asked: Asked, index: FrameworkIndex, rows: Rows, passage: Rows, rarity: Rarity
) -> dict[str, Numbers]:
    """The stems that each passage shares with the wording of its candidate, weighed by rarity."""
    said = [words(text) for text in asked.texts]
    stems, which, lengths = index.words.words_of(rows)
    pairs, of_pair = _each_once(len(stems), which, lengths)
    known = {stem: number for number, stem in enumerate(stems)}
    spoken = np.zeros((len(said), len(stems)), dtype=np.bool_)
    for place, own in enumerate(said):
        spoken[place, [known[stem] for stem in set(own) if stem in known]] = True
    both = spoken[passage[pairs], of_pair]
    weights = rarity.of(stems)[of_pair]
    shared, wanted = (np.bincount(pairs, weights=values, minlength=len(rows)) for values in (weights * both, weights))
    sums = rarity_sums([set(own) for own in said], rarity)
    rarest = np.zeros(len(rows))
    np.maximum.at(rarest, pairs, weights * both)
    # The whole wording stands in the passage, word for word but for endings.
    named, ends = np.zeros(len(rows)), np.cumsum(lengths)
    lines = [f" {' '.join(own)} " for own in said]
    whole = np.bincount(pairs, weights=both, minlength=len(rows)) == np.bincount(pairs, minlength=len(rows))
    for pair in np.flatnonzero(whole & (lengths > 0)).tolist():
        wording = [stems[number] for number in which[ends[pair] - lengths[pair] : ends[pair]].tolist()]
        named[pair] = f" {' '.join(wording)} " in lines[passage[pair]]
    return {
        "asked": shared / (wanted + 1e-6),
        "said": shared / (sums[passage] + 1e-6),
        "shared": shared,
        "rarest": rarest,
        "named": named,
        "asked_length": lengths,
    }


def _elsewhere(entries: Rows, rank: Numbers) -> Numbers:
    """Logarithm of how many other passages have the entry among their first three candidates."""
    first = rank < np.log1p(3)
    places, counts = np.unique(entries[first], return_counts=True)
    of_entry = dict(zip(places.tolist(), counts.tolist(), strict=True))
    return np.log1p([of_entry.get(entry, 0) - own for entry, own in zip(entries.tolist(), first.tolist(), strict=True)])
