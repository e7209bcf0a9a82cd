"""What a programme shows of standards: of each criterion whether and by which passages, of each standard the share.

States are told by the scorer's limits (docs/coverage.md), the share C and its chance level as docs/gap.md says. Its
interval comes from draws of which criteria are taught, with the probabilities of each refit.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

import numpy as np

from corpora import CATALOGUE_KINDS, CONTENT_ROLES, Competency, Framework, Passage, Text, _
from corpora.text import fold
from embeddings.lexical import words
from mapper.matching.read_scorer import StandardScores
from mapper.matching.records import NOTHING, Interval, MappedPassage, criterion_kind
from mapper.matching.scorer import Found, Scorer
from mapper.matching.terms import Numbers, points_of
from mapper.programmes import Coverage
from mapper.programmes.coverage import STATES, TAUGHT, CriterionCoverage, Near, StandardCoverage, State, Tally

NEAREST = 8  # passages near a criterion that a report keeps
SHOWN = 3  # passages that a report cites of what shows a criterion
_IN_FULL = 0.65  # probability of being taught in full from which on it is told as covered, see docs/coverage.md
BESIDE = 0.5  # a passage shows a criterion beside the best one from this share of the best one's probability on
PERHAPS = 0.2  # from this share of it on another part of the programme may teach what the programme teaches
_AT = {1: _("knowing"), 2: _("understanding"), 3: _("doing")}
_LEAST_OF_ONE = 0.2
"""What no passage by itself shows so surely is never told as taught. On 28 real programmes 142 criteria are, and none
of them by less; of 33 with a passage of .2 to .4 28 are taught, in part at least."""
_CLEAR = 0.3
"""Of what is shown by less than this the passage named first was the right one 14 times in 43, of the rest 343 times in
429 (48 programmes that nothing was fitted on)."""
_BY_NONE = _("many passages together speak for it, and none by itself shows it")
_BY_NONE_CLEARLY = _("many passages together speak for it, and none by itself shows it clearly")
_BY_THE_REST = _("no passage shows it by itself; estimated by how much of the rest is taught")
_ONLY_CONTENT = _("only as content or general competency")
_IN_PART = _("what was found teaches it only in part")


_Passage = TypeVar("_Passage")


@dataclass(frozen=True, slots=True, eq=False)
class EntryScores:
    """What a programme says of a framework's entries.

    `nearest` are, by place, the passages that most probably teach an entry, at most eight of different text, each with
    the probability that it does; every criterion of a standard that was compared has some. `decided` is by place and
    passage id 1 where a person said that it teaches the entry and 0 where it does not, and `told` by place what is told
    of an entry with what people said: as they decided, not computed anew.
    """

    framework: Framework
    probability: Numbers  # that the programme teaches each entry, shape (entries,)
    refits: Numbers  # the same by each refit of the scorer, shape (refits, entries)
    fully: Numbers  # of what is taught, the probability that it is taught in full, shape (entries,)
    nearest: dict[int, tuple[tuple[Passage, float], ...]]
    limits: tuple[float, float]  # the scorer's, of criteria and what is summed up of them
    limits_of_skills: tuple[float, float]  # the scorer's, of a catalogue's entries
    chance: float = 0.0  # share of a standard that half of the programmes of other fields reach
    compared: tuple[Passage, ...] = ()  # the passages that were compared with criteria
    standards: tuple[StandardScores, ...] = ()  # what all of these say of the standards that were compared, as found
    decided: Mapping[int, Mapping[str, float]] = field(default_factory=dict)
    told: Mapping[int, CriterionCoverage] = field(default_factory=dict)

    @classmethod
    def from_scores(
        cls, framework: Framework, passages: Sequence[Passage], found: Found, scorer: Scorer
    ) -> EntryScores:
        """Return the evidence that the scorer found."""
        count, refits = len(framework.competencies), scorer.criteria.refits
        probability, fully, refitted = np.zeros(count), np.ones(count), np.zeros((refits, count))
        nearest: dict[int, tuple[tuple[Passage, float], ...]] = {}
        near: dict[int, list[tuple[float, int]]] = {}
        for row, one in enumerate(found.scored):
            for place in np.flatnonzero(one.probability).tolist():
                near.setdefault(int(one.entries[place]), []).append((-float(one.probability[place]), row))
        for entry, rows in near.items():
            probability[entry] = refitted[:, entry] = -min(rows)[0]
            nearest[entry] = _distinct(passages, [(row, -negative) for negative, row in sorted(rows)])
        for standard in found.standards:
            probability[standard.places], fully[standard.places] = standard.taught, standard.fully
            refitted[:, standard.places] = standard.refitted
            order = np.argsort(-standard.order, axis=0, kind="stable")
            for column, entry in enumerate(standard.places.tolist()):
                ranked = [(int(row), float(standard.pairs[row, column])) for row in order[:, column]]
                nearest[entry] = _distinct(passages, ranked)
        if found.skills is not None:
            places = found.skills.places
            # What a passage is shown to teach the programme teaches.
            probability[places] = np.maximum(probability[places], found.skills.taught)
            refitted[:, places] = np.maximum(refitted[:, places], found.skills.refitted)
            for column, entry in enumerate(places.tolist()):
                by_vectors = [(row, 0.0) for row in found.skills.nearest[:, column].tolist()]
                nearest.setdefault(entry, _distinct(passages, by_vectors))
        sum_up_criteria(framework, found.standards, probability, refitted)
        limits = (scorer.limits, scorer.limits_of_skills, scorer.criteria.chance)
        return cls(framework, probability, refitted, fully, nearest, *limits, tuple(passages), found.standards)

    def limits_at(self, place: int) -> tuple[float, float]:
        """Return the probability from which an entry counts as taught, and that up to which it is not found."""
        of_skill = self.framework.is_of_catalogue(self.framework.competencies[place])
        return self.limits_of_skills if of_skill else self.limits

    def chances(self, place: int) -> dict[str, float]:
        """Return the probability by passage id that it teaches a criterion, after decisions."""
        for standard in self.standards:
            if len(column := np.flatnonzero(standard.places == place)):
                own = standard.pairs[:, column[0]].tolist()
                found = {passage.id: chance for passage, chance in zip(self.compared, own, strict=True)}
                return {**found, **self.decided.get(place, {})}
        return dict(self.decided.get(place, {}))

    def passages(self, place: int) -> list[Passage]:
        """Return at most three passages that show an entry, the surest first; none where it is not found."""
        return best_passages(self._near(place))

    def showing(
        self, place: int, *, share: float = BESIDE, among: Collection[str] | None = None
    ) -> list[tuple[Passage, float]]:
        """Return all that show an entry, not only the three that are named, with their probabilities, the surest first.

        They are those from this share of the best one's probability on; with `among`, of the passages of these ids.
        """
        if not (near := self._near(place)):
            return []
        chances = self.chances(place)
        pairs = [(passage, chances[passage.id]) for passage in self.compared if passage.id in chances]
        pairs = [pair for pair in pairs or near if among is None or pair[0].id in among]
        best = near[0][1] if among is None else max((chance for _, chance in pairs), default=0.0)
        return sorted((pair for pair in pairs if pair[1] >= best * share), key=lambda pair: -pair[1])

    def _near(self, place: int) -> tuple[tuple[Passage, float], ...]:
        return self.nearest.get(place, ()) if self.tells(place) else ()

    def tells(self, place: int) -> bool:
        """Return whether an entry is not told as not found."""
        told = self.told.get(place)
        return told.state != "not_found" if told else bool(self.probability[place] > self.limits_at(place)[1])

    def shows(self, place: int) -> bool:
        """Return whether an entry is told as covered or partly."""
        told = self.told.get(place)
        return told.state in TAUGHT if told else bool(self.probability[place] >= self.limits_at(place)[0])


def best_passages(near: Sequence[tuple[_Passage, float]]) -> list[_Passage]:
    """Return at most three of the passages near an entry that show it, the surest first."""
    return [passage for passage, probability in near[:SHOWN] if probability >= near[0][1] * BESIDE]


def sum_up_criteria(
    framework: Framework, compared: Iterable[StandardScores], probability: Numbers, refitted: Numbers
) -> None:
    """Give elements and standards whose criteria were compared what these say, not what their titles are near to."""
    if not (places := {place for standard in compared for place in standard.places.tolist()}):
        return
    by_code, entries = framework.places, framework.competencies
    shares: dict[int, list[Numbers]] = {}
    for code, kinds in framework.criteria.items():
        counted = [place for kind, own in kinds.items() if not is_attitude(kind) for place in own]
        if counted and places.issuperset(counted):
            share = np.append(probability[counted].mean(), refitted[:, counted].mean(axis=1))
            for place in (by_code[code], by_code.get(entries[by_code[code]].parent or "")):
                if place is not None:
                    shares.setdefault(place, []).append(share)
    for place, of_elements in shares.items():
        mean = np.mean(of_elements, axis=0)
        probability[place], refitted[:, place] = mean[0], mean[1:]


def _distinct(passages: Sequence[Passage], ranked: Sequence[tuple[int, float]]) -> tuple[tuple[Passage, float], ...]:
    """Return the first `NEAREST` of different text."""
    kept: dict[str, tuple[Passage, float]] = {}
    for row, probability in ranked:
        if len(kept) == NEAREST:
            break
        kept.setdefault(passages[row].text_id, (passages[row], probability))
    return tuple(kept.values())


def assess_criterion(shown: EntryScores, place: int) -> CriterionCoverage:
    """Return what the programme shows of the entry at this place; what people decided stands as it is."""
    if place in shown.told:
        return shown.told[place]
    entry = shown.framework.competencies[place]
    showing = shown.passages(place)
    state, why = _state(shown, place, entry, showing)
    return CriterionCoverage(
        code=entry.code,
        kind=entry.kind,
        statement=entry.statement,
        level=entry.level,
        element=entry.parent or entry.code,
        state=state,
        probability=float(shown.probability[place]),
        passages=tuple(passage.id for passage in showing),
        why=why,
        nearest=tuple(Near(passage.id, probability) for passage, probability in shown.nearest.get(place, ())),
    )


def _state(shown: EntryScores, place: int, entry: Competency, showing: Sequence[Passage]) -> tuple[State, Text]:
    taught, (high, low) = shown.probability[place], shown.limits_at(place)
    # What a catalogue's entry is told by is its nearest passages alone.
    best = max((chance for _, chance in shown.nearest.get(place, ())), default=0.0)
    best = 1.0 if shown.framework.is_of_catalogue(entry) else best
    if taught < high:
        by_the_rest = _BY_THE_REST if best < _LEAST_OF_ONE < taught else NOTHING
        return "not_found" if taught <= low else "uncertain", by_the_rest
    if best < _LEAST_OF_ONE:
        return "uncertain", _BY_NONE
    state, why = _how_far(shown, place, entry, showing, is_clear=best >= _CLEAR)
    if best >= _CLEAR or state == "uncertain":
        return state, why
    return state, _("no passage shows it clearly by itself; {why}", why=why) if state == "partly" else _BY_NONE_CLEARLY


def _how_far(
    shown: EntryScores, place: int, entry: Competency, showing: Sequence[Passage], *, is_clear: bool
) -> tuple[State, Text]:
    """Return whether what is taught is taught in full, and what is missing.

    That is uncertain where no point is found and no passage `is_clear`.
    """
    asked = required_tier(entry.kind, entry.level, entry.statement)
    reached = max((verb_tier(passage.text) for passage in showing), default=DO)
    if asked > max(reached, KNOW):
        why = _("asks for {asked}, and the programme goes as far as {reached}", asked=_AT[asked], reached=_AT[reached])
        return "partly", why
    first, points = points_of(entry.statement)
    counted = len(points) > 1 and entry.language in {passage.language for passage in showing}
    said = {stem for passage in showing for stem in words(passage.text)} if counted else set[str]()
    # Who says no more than a criterion's first line says none of its points.
    if shown.fully[place] >= _IN_FULL and not (counted and said <= set(words(first))):
        return "covered", NOTHING
    if asked == DO and all(passage.role in CONTENT_ROLES for passage in showing):
        return "partly", _ONLY_CONTENT
    if counted:
        # A point is found where a third of its words are said, in whatever form.
        found = sum(3 * len(stems & said) >= len(stems) for stems in map(set, map(words, points)))
        if not (found or is_clear):
            return "uncertain", _BY_NONE
        if found * 2 < len(points):
            return "partly", _("{found} of its {n} points found", found=found, n=len(points))
    return "partly", _IN_PART


KNOW, UNDERSTAND, DO = 1, 2, 3

# Stems of Spanish infinitives, third persons and participles, and English verbs.
_KNOW = (
    "conoc identific enlist enumer nombr defin reconoc memoriz recuerd record mencion list name recogni recall know"
    " state select"
)
_UNDERSTAND = (
    "comprend entiend entend describ descrit explic distingu diferenci clasific relacion interpret justific resum"
    " ejemplific understand explain summari discuss classif compar contrast"
)
_BEFORE = re.compile(
    r"(?:se ha|se han|sera capaz de|to|students? (?:will|should)(?: be able to)?|el alumn\w+|you will)\s+"
)
_LEVELS = {"conocimiento": KNOW, "knowledge": KNOW, "comprension": UNDERSTAND, "comprehension": UNDERSTAND}
_PERFORMED = ("desempeno", "producto", "situacion_emergente")


def verb_tier(text: str) -> int:
    """Return the tier, 1 to 3, of the verb that a text begins with."""
    said = _BEFORE.sub("", fold(text), count=1).lstrip()
    if said.startswith(tuple(_KNOW.split())):
        return KNOW
    return UNDERSTAND if said.startswith(tuple(_UNDERSTAND.split())) else DO


def required_tier(kind: str, level: str | None, statement: str) -> int:
    """Return the tier that a criterion asks for: that of a knowledge's level, else that of its verb."""
    named = criterion_kind(kind)
    if named in _PERFORMED:
        return verb_tier(statement)
    return _LEVELS.get(fold(level).split("/")[-1].strip(), DO) if level and named == "conocimiento" else KNOW


RELATED = 0.2  # least probability at which a standard known by its title is shown as related
MOST_RELATED = 20
_CLOSEST = 1e-4  # to 0 and 1 of a probability whose odds are taken
_DRAWS = 20  # of each refit; 50 refits make a thousand
_REDRAWS = 2000
_WHERE = _("search the standard at conocer.gob.mx, save its PDF and add it⟦ (curmap framework add {code}.pdf)⟧")
_NONE_READ = _(
    "no criteria were found in its document ({file}), so nothing of it is compared; if it has some, add it from another"
    " file, as PDF, Word or text"
)
_NO_CRITERIA = _("it has no criteria, so nothing of it is compared; add them below it")


def assess_standards(shown: EntryScores, *, only: Collection[str] | None = None) -> tuple[StandardCoverage, ...]:
    """Return a framework's standards, or `only` these codes: those with criteria ranked, then related titles."""
    of_standard: dict[str, dict[str, Mapping[str, Sequence[int]]]] = {}
    for code, places in shown.framework.criteria.items():
        of_standard.setdefault(shown.framework.find_root(code), {})[code] = places
    full, titles, own = [], [], _own_shares(shown)
    for place, entry in enumerate(shown.framework.competencies):
        if entry.parent is not None or entry.kind in CATALOGUE_KINDS or (only is not None and entry.code not in only):
            continue
        if entry.code in of_standard and not entry.title_only:
            # Where nothing was compared nothing is said of criteria.
            if shown.compared or shown.told:
                full.append(_full(shown, entry, of_standard[entry.code], own.get(entry.code, 0.0)))
        elif only is not None or shown.probability[place] >= RELATED:
            file = entry.extra.get("file") if entry.title_only else None
            said = _WHERE if entry.title_only and entry.code.startswith("EC") else _NO_CRITERIA
            where = _where(_NONE_READ if file else said, entry.code, file or "")
            related = float(shown.probability[place])
            titles.append(replace(_title_row(shown, entry), text="title", related=related, where=where))
    titles.sort(key=report_order)
    return (*sorted(full, key=report_order), *(titles[:MOST_RELATED] if only is None else titles))


def _where(said: Text, code: str, file: str = "") -> Text:
    return Text(*(text.format(code=code, file=file) for text in said))


def lacks_document(row: StandardCoverage) -> bool:
    """Return whether the document of a standard is still to be got, and was not read without finding criteria."""
    return row.where == _where(_WHERE, row.code)


def _own_shares(shown: EntryScores) -> dict[str, float]:
    """Return `own_share` of each standard that was compared, by its code."""
    entries, shares = shown.framework.competencies, {}
    compared = [one for one in shown.standards if len(one.order)]  # with passages
    odds = [one.order / np.maximum(1 - one.order, _CLOSEST) for one in compared]
    best = np.array([of_one.max(axis=1) for of_one in odds])  # shape (standards, passages)
    for row, (one, of_one) in enumerate(zip(compared, odds, strict=True)):
        counted = [not is_attitude(entries[place].kind) for place in one.places.tolist()]
        own = of_one.max(axis=0)
        others = np.delete(best, row, axis=0).max(axis=0, initial=0.0)[of_one.argmax(axis=0)]
        if any(counted):
            share = (shown.probability[one.places] * own / (own + others + _CLOSEST))[counted].mean()
            shares[shown.framework.find_root(entries[one.places[0]].code)] = round(float(share), 6)
    return shares


def report_order(row: StandardCoverage) -> tuple[bool, float, str]:
    """Return the order of a report: full texts by coverage above chance, then titles as they are related."""
    return (row.text == "title", -(row.related or 0.0) if row.text == "title" else -row.above_chance, row.code)


def _title_row(shown: EntryScores, entry: Competency) -> StandardCoverage:
    """Return a standard of which nothing is told yet."""
    sector, committee = entry.extra.get("sector"), entry.extra.get("committee")
    name = shown.framework.name
    return StandardCoverage(name, entry.code, entry.statement, entry.level, sector, committee, "full")


def _full(
    shown: EntryScores, entry: Competency, elements: Mapping[str, Mapping[str, Sequence[int]]], own_share: float
) -> StandardCoverage:
    counted = [
        [place for kind, places in kinds.items() if not is_attitude(kind) for place in places]
        for kinds in elements.values()
    ]
    attitudes = [place for kinds in elements.values() for kind in kinds if is_attitude(kind) for place in kinds[kind]]
    share = _share(shown, counted)
    places = (place for kinds in elements.values() for same in kinds.values() for place in same)
    criteria = tuple(assess_criterion(shown, place) for place in places)
    return replace(
        _title_row(shown, entry),
        tallies=_tallies(criteria, {code: shown.framework.entry(code).statement for code in elements}),
        share=share,
        attitudes=_share(shown, [attitudes]),
        chance=shown.chance,
        above_chance=_above(share, shown.chance),
        own_share=own_share,
        criteria=criteria,
    )


def _above(share: Interval | None, chance: float) -> float:
    return (share.value - chance) / (1 - chance) if share else 0.0


def is_attitude(kind: str) -> bool:
    """Return whether criteria of this kind are attitudes, habits or values, which are counted by themselves."""
    return criterion_kind(kind) == "actitud"


def _tallies(criteria: Sequence[CriterionCoverage], titles: Mapping[str, str]) -> tuple[Tally, ...]:
    """Return the counts of each element, by its code with its title, and each kind."""
    same: dict[tuple[str, str], list[CriterionCoverage]] = {}
    for one in criteria:
        same.setdefault((one.element, one.kind), []).append(one)
    tallies = []
    for (element, kind), found in same.items():
        states = [one.state for one in found]
        counts = {state: states.count(state) for state in STATES}
        counted = [one.probability for one in found if not (one.decided and one.decided.disputed)]
        share = float(np.mean(counted or [0.0]))
        tallies.append(Tally(element, titles[element], kind, is_attitude(kind), of=len(found), share=share, **counts))
    return tuple(tallies)


def _share(shown: EntryScores, elements: Iterable[Sequence[int]]) -> Interval | None:
    """Return the share of criteria at these places, each drawn with the probability of each refit."""
    counted = [places for places in elements if places]
    if not counted:
        return None
    drawn = np.repeat(shown.refits[:, np.concatenate(counted)], _DRAWS, axis=0)
    return _drawn([shown.probability[places] for places in counted], drawn)


def mean_share(elements: Sequence[Sequence[float]]) -> Interval | None:
    """Return the mean of the elements' means, all attitudes as one element; None without any."""
    return _drawn(elements, np.tile(np.concatenate(elements), (_REDRAWS, 1))) if elements else None


def weigh_share(shown: float, criteria: int) -> float:
    """Return what is shown of a standard, less the fewer criteria it has: a single one may be covered by chance."""
    return shown * criteria / (criteria + 1)


def _drawn(elements: Sequence[Sequence[float] | Numbers], chances: Numbers) -> Interval:
    """Return the same with the probabilities of each draw, shape (draws, criteria)."""
    weights = np.concatenate([np.full(len(e), 1 / len(e) / len(elements)) for e in elements])
    drawn = np.random.default_rng(0).random(chances.shape) < chances
    return Interval.around(float(weights @ np.concatenate(elements)), drawn @ weights)


def recount(row: StandardCoverage, criteria: tuple[CriterionCoverage, ...]) -> StandardCoverage:
    """Return the standard with these criteria and what they count up to; its shares stay."""
    titles = {one.element: one.title for one in row.tallies}
    return replace(row, criteria=criteria, tallies=_tallies(criteria, titles))


def recompute_share(row: StandardCoverage) -> StandardCoverage:
    """Return the standard with its shares as the criteria have them without people's decisions."""
    share, attitudes = _shares(row, reviewed=False)
    above = _above(share, row.chance)
    return after_review(replace(row, share=share, attitudes=attitudes, above_chance=above))


def after_review(row: StandardCoverage) -> StandardCoverage:
    """Return the standard with its shares after review; unchanged where nobody decided anything."""
    if all(one.decided is None for one in row.criteria):
        return row
    share, attitudes = _shares(row, reviewed=True)
    return replace(row, reviewed_share=share, reviewed_attitudes=attitudes)


def _shares(row: StandardCoverage, *, reviewed: bool) -> tuple[Interval | None, Interval | None]:
    """Return the shares of a standard's criteria and of its attitudes, with people's decisions or without."""
    counted: dict[str, list[float]] = {}
    attitudes: list[float] = []
    for one in row.criteria:
        if reviewed and one.decided and one.decided.disputed:
            continue
        chance = one.probability if reviewed or one.decided is None else one.decided.computed
        (attitudes if is_attitude(one.kind) else counted.setdefault(one.element, [])).append(chance)
    return mean_share(list(counted.values())), mean_share([attitudes] if attitudes else [])


def count_coverage(
    shown: Sequence[EntryScores],
    passages: Sequence[MappedPassage],
    *,
    decide: Callable[[str, CriterionCoverage], CriterionCoverage] = lambda _, row: row,
) -> tuple[Coverage, ...]:
    """Count, for every standard that some passage corresponds to, what was found of its criteria.

    For each such standard and each element below it that has criteria of its own, one record per kind. Nothing of
    standards known by title only, nor of catalogues of skills, which no programme is meant to cover. `decide` gives a
    framework's criterion as people decided it.
    """
    found = []
    for one in shown:
        name, roots = one.framework.name, matched_standards(one.framework, passages)
        for code, kinds in one.framework.criteria.items():
            for kind, places in kinds.items() if one.framework.find_root(code) in roots else ():
                states = [decide(name, assess_criterion(one, place)).state for place in places]
                counts = {state: states.count(state) for state in STATES}
                found.append(Coverage(framework=name, code=code, kind=kind, of=len(states), **counts))
    return tuple(found)


def matched_standards(framework: Framework, passages: Iterable[MappedPassage]) -> frozenset[str]:
    """Return the codes of a framework's standards that some passage corresponds to."""
    matched = {m.code for mapped in passages for m in mapped.matches if m.framework == framework.name}
    return frozenset(map(framework.find_root, matched))
