"""One score per candidate: what the text, its parts and its context say together.

    score = (own + 1.5 · section + 0.5 · headings) / (sum of the weights present)
    score = own + 0.1 · document, where neither section nor headings are known

`own` is the text's score or, of a text with parts, the mean of its whole, its title and its three best parts. `section`
is the mean of the three highest scores among the other texts of the section (less where they are fewer), `headings` the
highest among the headings, `document` how surely another text of the document leads to the same entry (0 to 1). What
stands around a text says which standard it is of, its own words which of its criteria: the formula is that of a
standard's best entry, and its others lie behind that as far as by their own scores. Section and headings move a score
by .15 at most: a passage on something else than its section stays with its own words. All weights were chosen on
training collections; `benchmarks/ablation.py` shows what each is worth.

Beside it stands how a candidate's score lies among those of its passage: the score itself, its lead over the best other
one, over the mean of its five best rivals or over chance, that lead times the logarithm of how many entries were
searched, whether it is the first, and what is the same for all candidates of a passage. Rivals say something else than
the first: that another entry which says the same lies as near makes the first no less sure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace

import numpy as np

from embeddings.encoders import Vectors
from embeddings.lexical import ranks
from mapper.matching.candidates import Candidates, Entries, Numbers, Pool, Weights, find_candidates
from mapper.matching.queries import MOST_IN_SECTION, Question

_DECIMALS = 6
SHORT = Weights(dense=0.85, grams=0.075, words=0.075, pivot=1.0, crowding=0.3)
LONG = Weights(dense=0.55, grams=0.225, words=0.225, crowding=0.3)
_SHORTEST, _LONGEST = 4, 20  # words up to which a text has the weights `SHORT`, and from which on `LONG`
_SECTION, _HEADINGS = 1.5, 0.5  # weights of the section's other texts and of the headings, beside 1 for the text itself
_SURENESS = 0.03  # how far behind the best an entry may lie to count as what a text leads to


@dataclass(frozen=True, slots=True)
class Mixture:
    """What each ingredient counts for; the defaults are what is used, others are for comparisons."""

    short: Weights = SHORT  # of the scorers, for a text of few words, which has few letters to share
    long: Weights = LONG  # for one of many; between them they change steadily
    across: float = 0.0  # what is left of the words' weight where no wording is in the text's language
    best: int = 3  # how many of the parts, and of the section's other texts, count
    reach: float = 0.15  # how far section and headings may move a score, up or down
    document: float = 0.1  # weight of the other texts of the document

    def weights(self, text: str, *, same_language: bool) -> Weights:
        """Return the weights of the scorers for this text."""
        share = min(1.0, max(0.0, (len(text.split()) - _SHORTEST) / (_LONGEST - _SHORTEST)))
        mixed = {
            field.name: getattr(self.short, field.name) * (1 - share) + getattr(self.long, field.name) * share
            for field in fields(Weights)
        }
        return Weights(**mixed) if same_language else replace(Weights(**mixed), words=mixed["words"] * self.across)


USED = Mixture()


@dataclass(frozen=True, slots=True)
class Scored:
    """Candidates of one question in one pool; parallel arrays."""

    entries: Entries  # positions in the framework's competencies, ascending
    score: Numbers  # to 6 decimals
    rows: Entries  # a wording of each that is near, as a row of the index
    length: int  # number of words of the text
    same_language: bool  # whether the framework has wordings in the text's language
    context: bool  # whether section, headings or document had a say
    probability: Numbers  # that the text teaches or asks for each; zeros until the scorer has seen the whole document
    order: Numbers  # what they are ranked by where a ranking goes on below what is shown


def texts_of(questions: Iterable[Question]) -> list[str]:
    """Return every distinct text that has to be encoded to answer the questions, sorted."""
    return sorted({text for asked in questions for text in (*asked.views, *asked.headings)})


def score_all(
    questions: Sequence[Question], texts: Sequence[str], vectors: Vectors, pool: Pool, mixture: Mixture = USED
) -> list[Scored]:
    """Return candidates of every question with their scores; questions of one document inform each other.

    `texts` are `texts_of` the questions, with their vectors.
    """
    languages = pool.languages
    same = [asked.language is None or asked.language in languages for asked in questions]
    asked_of = sorted({text for asked in questions for text in (*asked.views, *asked.headings)})
    of_texts, weights = _known(asked_of, questions, same, dict(zip(texts, vectors, strict=True)), mixture)
    candidates = find_candidates(asked_of, of_texts, pool, weights)
    found = dict(zip(asked_of, candidates, strict=True))
    own = {asked: _own(asked, found, mixture) for asked in dict.fromkeys(questions)}
    around = {asked: candidates.by_matter(pool.matters) for asked, candidates in own.items()}
    above = {text: found[text].by_matter(pool.matters) for asked in own for text in asked.headings}
    sections, documents = _sections(own), _Documents(around, len(pool.matters), mixture)
    result = []
    for asked, is_same in zip(questions, same, strict=True):
        mine = own[asked]
        matters = pool.matters[mine.entries]
        standard = around[asked].scores_at(matters)
        parts = [(1.0, standard)]
        members = sections.get((asked.document, asked.section), ())
        if others := [other for other in members if other.text != asked.text]:
            scores = np.array([around[other].scores_at(matters) for other in others])
            # A single other text says less than several.
            weight = _SECTION * min(1.0, len(others) / mixture.best)
            parts.append((weight, _mean_of_best(scores, mixture.best)))
        if asked.headings:
            heads = np.array([above[heading].scores_at(matters) for heading in asked.headings])
            parts.append((_HEADINGS, heads.max(axis=0)))
        context = len(parts) > 1 or documents.counts[asked.document] > 1
        # Context says which of the likely ones it is; it makes no match that the words do not carry, and undoes none.
        informed = np.clip(_mean(parts), standard - mixture.reach, standard + mixture.reach)
        # Between the criteria of a standard its own words decide alone, at their full distance.
        score = informed + (mine.score - standard)
        if len(parts) == 1:  # the next wider matter that is known
            score = score + mixture.document * documents.others(asked, matters)
        rounded, length = np.round(score, _DECIMALS), len(asked.text.split())
        none = np.zeros(len(rounded))
        result.append(Scored(mine.entries, rounded, mine.rows, length, is_same, context, none, rounded))
    return result


def _known(
    texts: Sequence[str],
    questions: Sequence[Question],
    same_language: Sequence[bool],
    vectors: Mapping[str, Vectors],
    mixture: Mixture,
) -> tuple[Vectors, list[Weights]]:
    """Return the vector of each text, and its weights."""
    # A text counts its words where any question that it belongs to does.
    with_words = {
        text
        for asked, is_same in zip(questions, same_language, strict=True)
        if is_same
        for text in (*asked.views, *asked.headings)
    }
    return (
        np.array([vectors[text] for text in texts]),
        [mixture.weights(text, same_language=text in with_words) for text in texts],
    )


def _own(asked: Question, found: Mapping[str, Candidates], mixture: Mixture) -> Candidates:
    """Return the candidates of all views, each with the mean of what they say."""
    views = [found[text] for text in asked.views]
    if len(views) <= 1:
        return views[0] if views else Candidates(np.zeros(0, np.int64), np.zeros(0), np.zeros(0, np.int64), 0.0)
    entries, first = np.unique(np.concatenate([view.entries for view in views]), return_index=True)
    rows = np.concatenate([view.rows for view in views])[first]
    parts = [(1.0, found[asked.text].scores_at(entries))] if asked.text else []
    if asked.title:
        parts.append((1.0, found[asked.title].scores_at(entries)))
    if asked.parts:
        scores = np.array([found[part].scores_at(entries) for part in dict.fromkeys(asked.parts)])
        parts.append((1.0, _mean_of_best(scores, mixture.best)))
    return Candidates(entries, _mean(parts), rows, min(view.floor for view in views))


def _mean(parts: Sequence[tuple[float, Numbers]]) -> Numbers:
    return np.asarray(sum(weight * score for weight, score in parts) / sum(weight for weight, _ in parts))


def _mean_of_best(scores: Numbers, count: int) -> Numbers:
    """Return the mean of the highest values of each column."""
    return np.asarray(np.sort(scores, axis=0)[-count:].mean(axis=0))


def _sections(questions: Iterable[Question]) -> Mapping[tuple[str, str], list[Question]]:
    """Return questions of different texts by section, of those that treat one matter."""
    by_section: dict[tuple[str, str], dict[str, Question]] = defaultdict(dict)
    for asked in questions:
        if asked.section:
            by_section[asked.document, asked.section].setdefault(asked.text, asked)
    return {key: list(members.values()) for key, members in by_section.items() if len(members) <= MOST_IN_SECTION}


class _Documents:
    """For every document and entry the two texts that lead to it most surely."""

    def __init__(self, own: Mapping[Question, Candidates], size: int, mixture: Mixture) -> None:
        self._best: dict[str, tuple[Numbers, Numbers, Entries]] = {}
        self._places: dict[tuple[str, str], int] = {}
        self.counts: dict[str, int] = defaultdict(int)
        if not mixture.document:
            return
        for asked, found in own.items():
            key = (asked.document, asked.text)
            if not asked.document or key in self._places or not len(found.entries):
                continue
            place = self._places[key] = self.counts[asked.document]
            self.counts[asked.document] += 1
            if asked.document not in self._best:
                self._best[asked.document] = (np.zeros(size), np.zeros(size), np.full(size, -1))
            best, second, whose = self._best[asked.document]
            sure = np.exp((found.score - found.score.max()) / _SURENESS)
            sure /= sure.sum()
            before = best[found.entries]
            ahead = sure > before
            second[found.entries] = np.maximum(second[found.entries], np.where(ahead, before, sure))
            best[found.entries] = np.where(ahead, sure, before)
            whose[found.entries] = np.where(ahead, place, whose[found.entries])

    def others(self, asked: Question, entries: Entries) -> Numbers:
        """Tell how surely the other text of the document that is surest leads to each entry, 0 to 1."""
        if asked.document not in self._best:
            return np.zeros(len(entries))
        best, second, whose = self._best[asked.document]
        mine = self._places.get((asked.document, asked.text), -2)
        return np.asarray(np.where(whose[entries] == mine, second[entries], best[entries]))


WITHIN = ("score", "lead", "ahead", "ahead_of_many", "first")
"""Features that differ between the candidates of a passage, and rise with the score: no coefficient is below zero."""
OF_PASSAGE = ("log_pool", "log_length", "same_language", "context")
FEATURES = WITHIN + OF_PASSAGE

_OTHERS = 5
_LOOKED_AT = 100
_THE_SAME = 0.85  # cosine with the first, through occupations where they draw it, from which on an entry says the same
_NEAR = 0.1
_CHANCE = 0.1


def features(found: Scored, pool: Pool) -> dict[str, Numbers]:
    """Return each of `FEATURES` for every candidate, which were found in this pool."""
    score = found.score
    count = len(score)
    if not count:
        return {name: np.zeros(0) for name in FEATURES}
    best = np.argsort(-score, kind="stable")
    ordered = score[best]
    # The only entry leads over nothing, whose score is 0.
    best_other = np.where(score < ordered[0], ordered[0], ordered[1] if count > 1 else 0.0)
    # About logarithmic: twice the lead makes a sure match hardly surer, since its rivals may be as right.
    # Of a few entries from another field one is always ahead of the others, but hardly of chance.
    near = best[:_LOOKED_AT]
    rivals = pool.likeness(found.rows[near]) < _THE_SAME
    rivals[0] = True
    ahead = np.arcsinh((score - np.maximum(_mean_of_best_others(score, score[near][rivals]), _CHANCE)) / _NEAR)
    of_passage = {
        "log_pool": float(np.log(pool.size)),
        "log_length": float(np.log(max(found.length, 1))),
        "same_language": float(found.same_language),
        "context": float(found.context),
    }
    within = {
        "score": score,
        "lead": score - best_other,
        "ahead": ahead,
        # To be ahead of many says more than to be ahead of a few.
        "ahead_of_many": ahead * of_passage["log_pool"],
        "first": ranks(score) == 1,
    }
    return {**within, **{name: np.full(count, value) for name, value in of_passage.items()}}


def _mean_of_best_others(score: Numbers, ordered: Numbers) -> Numbers:
    """Return for each candidate the mean of the five highest scores but its own, 0 where there are none."""
    if len(ordered) == 1:
        return np.zeros(len(score))
    best = ordered[: _OTHERS + 1]
    outside = ordered[: min(_OTHERS, len(ordered) - 1)].mean()
    return np.asarray(np.where(score >= best[-1], (best.sum() - score) / (len(best) - 1), outside))


def order(found: Scored) -> Entries:
    """Return places of the candidates by score, the highest first, ties in the framework's order."""
    return np.lexsort((found.entries, -found.score)).astype(np.int64)
