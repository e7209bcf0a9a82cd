"""Fits the crosswalk's model: `python -m lab.training crosswalk DATA`, DATA holding `esco/`.

Its material are crosswalks whose truth ESCO itself tells, in English, in Spanish and across the two. ESCO's occupations
are parted into two invented frameworks. The one keeps all its labels; the other is called by one label only (the
preferred or an alternative one, which the first then does not have), and in places it is coarser or finer:

- an occupation that stands above others, by their codes, is broader than each of them; an ISCO group is broader than
  the occupations in it;
- the same occupation under another label is exact;
- the nearest occupation of the same ISCO unit group that does not stand above or below is close.

Of other pairs within a unit group nothing is said: they may correspond, and ESCO does not tell. Descriptions are used
in half of the material, the second side's in the other language, since the same text on both sides would tell the
answer. The probability is fitted on pairs to occupations that the encoder was not trained on.

The most that it can be where titles share all words but one ("importar", "exportar") is fitted on skills, whose titles
name an action and its object: one side has half of them, every other time by their first label only, the other those
that the encoder was not trained on, by one label. The same skill corresponds, others do not, but for what stands above.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpora import Competency, Framework, InputError, Label, frameworks
from embeddings.encoders import Encoder
from eval.calibration import calibration
from lab.training.material import figures_of, shipped_encoder
from lab.training.pairs import held_out_of
from mapper.between.crosswalk import KINDS, Predicate
from mapper.between.crosswalk.build import (
    KIND,
    MATCH,
    SURE,
    CrosswalkModel,
    Numbers,
    Pairs,
    Side,
    kind_features,
    match_features,
    near_pairs,
    score_pairs,
)
from mapper.workspace.files import write_atomically

_GROUPS = 0.3
"""Share of the ISCO unit groups that stand for all their occupations."""

Link = tuple[str, str]


@dataclass(slots=True)
class Invented:
    """Two frameworks and what is known of their pairs."""

    left: dict[str, None] = field(default_factory=dict)  # codes of the entries on the side that keeps its labels
    right: dict[str, None] = field(default_factory=dict)  # on the other; codes of ISCO groups among them
    links: dict[Link, Predicate] = field(default_factory=dict)  # predicates of pairs, the target being the right one

    def link(self, left: str, right: str, predicate: Predicate) -> None:
        """Put both on their sides and say how they correspond."""
        self.left[left] = self.right[right] = None
        self.links.setdefault((left, right), predicate)


class Occupations:
    """ESCO's occupations with what stands above and below them."""

    def __init__(self, esco: Framework) -> None:
        self.entries = {c.code: c for c in esco.competencies}
        occupations = [c for c in esco.competencies if c.kind == "occupation"]
        codes = {c.code for c in occupations}
        self.above = {c.code: c.parent for c in occupations if c.parent in codes}
        self.below: dict[str, list[str]] = defaultdict(list)
        self.tops: dict[str, list[str]] = defaultdict(list)
        for c in occupations:
            if c.code in self.above:
                self.below[self.above[c.code]].append(c.code)
            elif c.parent:
                self.tops[c.parent].append(c.code)

    def all_below(self, code: str) -> list[str]:
        """Return everything below an occupation."""
        return [inner for child in self.below.get(code, ()) for inner in (child, *self.all_below(child))]

    def unit(self, code: str) -> str:
        """Return the ISCO group that an occupation is in, a group itself."""
        while code in self.above:
            code = self.above[code]
        return code if code in self.tops else str(self.entries[code].parent)


def invent(occupations: Occupations, near: Callable[[str, str], float], draw: random.Random) -> Invented:
    """Return two frameworks, drawn unit group by unit group."""
    made = Invented()
    for unit, members in sorted(occupations.tops.items()):
        waiting = draw.sample(members, len(members))
        inside = [code for top in members for code in (top, *occupations.all_below(top))]
        if len(inside) > 1 and draw.random() < _GROUPS:
            for code in draw.sample(inside, min(len(inside), draw.choice([2, 3, 5, 8]))):
                made.link(code, unit, "broad")
            continue
        while waiting:
            top, below = (code := waiting.pop()), occupations.all_below(code)
            chance = draw.random()
            if below and chance < 0.75:
                _family(made, top, below, coarse=chance < 0.45, draw=draw)
            elif not below and chance < 0.5 and _siblings(made, top, waiting, occupations, near, draw):
                continue
            else:
                _alike(made, [top, *below], draw)
    return made


def _family(made: Invented, top: str, below: Sequence[str], *, coarse: bool, draw: random.Random) -> None:
    """Give one side the upper occupation, the other those below it, and perhaps the upper one too."""
    for code in below:
        if coarse:
            made.link(code, top, "broad")
        else:
            made.link(top, code, "narrow")
    if draw.random() < 0.6:
        made.link(top, top, "exact")


def _siblings(
    made: Invented,
    top: str,
    waiting: list[str],
    occupations: Occupations,
    near: Callable[[str, str], float],
    draw: random.Random,
) -> bool:
    """Return one side has an occupation, the other the nearest ones of its group; whether there are any."""
    others = [code for code in waiting if not occupations.below.get(code)]
    nearest = sorted(others, key=lambda code: (-near(top, code), code))[: draw.choice([1, 1, 2, 3])]
    turned = draw.random() < 0.5
    for code in nearest:
        waiting.remove(code)
        made.link(*((code, top) if turned else (top, code)), "close")
    if nearest and draw.random() < 0.4:
        made.link(top, top, "exact")
    return bool(nearest)


def _alike(made: Invented, codes: Sequence[str], draw: random.Random) -> None:
    """Give them to both sides, or to one only."""
    for code in codes:
        chance = draw.random()
        if chance < 0.75:
            made.link(code, code, "exact")
        elif chance < 0.875:
            made.left[code] = None
        else:
            made.right[code] = None


def _labels(entry: Competency, language: str) -> list[str]:
    own = [entry.statement] if entry.language == language else []
    others = [o for o in entry.labels if o.language == language and o.kind != "hidden"]
    others.sort(key=lambda o: o.kind != "preferred")
    return [*own, *(o.text for o in others)]


def called(entry: Competency, language: str, draw: random.Random, *, described: bool) -> Competency:
    """Return the entry under one label, with its description in the other language."""
    labels = _labels(entry, language) or [entry.statement]
    title = labels[0] if len(labels) == 1 or draw.random() < 0.3 else draw.choice(labels[1:])
    other = entry.description if language == "en" else str(entry.extra.get("description_en") or "")
    return Competency(entry.code, title, entry.kind, language=language, description=other if described else "")


def without(entry: Competency, language: str, taken: str) -> Competency:
    """Return the entry in one language without the other side's label, unless it is the only or preferred one."""
    first, *others = _labels(entry, language) or [entry.statement]
    labels = tuple(Label(text, language) for text in others if text != taken)
    description = str(entry.extra.get("description_en") or "") if language == "en" else entry.description
    return Competency(entry.code, first, entry.kind, language=language, labels=labels, description=description)


LANGUAGES = (("en", "en"), ("es", "es"), ("es", "en"))
ROUNDS = 4
"""Invented crosswalks in each pair of languages; the last one is held out to report on."""
SEED = 0


@dataclass(frozen=True, slots=True)
class Case:
    """One invented crosswalk, scored."""

    pairs: Pairs  # those that are looked at
    truth: NDArray[np.str_]  # of each its predicate, "" where there is none
    # those of targets that the encoder was not trained on, and of which it is known whether they hold
    counted: NDArray[np.bool_]
    same_language: bool  # whether both sides have one
    round: int  # which of the rounds it belongs to


def cases(data: Path, encoder: Encoder, report: Callable[[str], None]) -> Iterator[Case]:
    """Yield every invented crosswalk; raises InputError where ESCO is missing."""
    esco = frameworks.load([data / "esco"], loader="esco")
    occupations = Occupations(esco)
    if not occupations.above:
        raise InputError("{data}: has no occupations below others; put ESCO's CSV files there", data=data / "esco")
    codes = [c.code for c in esco.competencies if c.kind == "occupation" or c.code in occupations.tops]
    plain = tuple(replace(occupations.entries[code], kind="") for code in codes)
    titles = dict(zip(codes, Side.encode_entries(plain, frozenset({"en"}), encoder).means, strict=True))
    unseen = {c.code for c in held_out_of(esco)}
    report(f"{len(occupations.above):,} occupations below others, {len(codes):,} entries")
    for number in range(ROUNDS):
        for languages in LANGUAGES:
            draw = random.Random(f"{SEED} {number} {languages}")
            made = invent(occupations, lambda a, b: float(titles[a] @ titles[b]), draw)
            report(f"round {number + 1} of {ROUNDS}, {languages[0]} to {languages[1]}: {len(made.links):,} pairs")
            yield _case(made, occupations, languages, number, encoder, unseen, draw)


def _case(
    made: Invented,
    occupations: Occupations,
    languages: tuple[str, str],
    number: int,
    encoder: Encoder,
    unseen: set[str],
    draw: random.Random,
) -> Case:
    pairs, links = _scored(occupations.entries, made.left, made.right, languages, encoder, draw, number % 2 == 1)
    truth = np.array([made.links.get(link, "") for link in links], dtype="<U8")
    unsaid = [link not in made.links and occupations.unit(link[0]) == occupations.unit(link[1]) for link in links]
    counted = np.array([link[1] in unseen for link in links], dtype=bool) & ~np.array(unsaid, dtype=bool)
    return Case(pairs, truth, counted, languages[0] == languages[1], number)


def _scored(
    entries: Mapping[str, Competency],
    of_left: Iterable[str],
    of_right: Iterable[str],
    languages: tuple[str, str],
    encoder: Encoder,
    draw: random.Random,
    described: bool,
    *,
    named_once: bool = False,
) -> tuple[Pairs, list[Link]]:
    """Return the pairs of two sides with their codes; `named_once` leaves the left side one label."""
    right = [called(entries[code], languages[1], draw, described=described) for code in of_right]
    taken = {c.code: c.statement for c in right} if languages[0] == languages[1] else {}
    left = [without(entries[code], languages[0], taken.get(code, "")) for code in of_left]
    if named_once:
        left = [replace(c, labels=()) for c in left]
    one, other = (
        Side.encode_entries(side, frozenset({language}), encoder)
        for side, language in zip((left, right), languages, strict=True)
    )
    pairs = score_pairs(one, other, *near_pairs(one, other), encoder)
    places = zip(pairs.source.tolist(), pairs.target.tolist(), strict=True)
    return pairs, [(left[i].code, right[j].code) for i, j in places]


def skill_crosswalks(data: Path, encoder: Encoder, report: Callable[[str], None]) -> Iterator[Case]:
    """Yield crosswalks of skills, whose titles say an action and its object.

    Raises InputError where ESCO is missing.
    """
    esco = frameworks.load([data / "esco"], loader="esco")
    skills = {c.code: c for c in esco.competencies if c.kind == "skill"}
    parents = {c.code: {*c.broader, *filter(None, [c.parent])} for c in esco.competencies}
    unseen = [c.code for c in held_out_of(esco) if c.code in skills]
    for number in range(ROUNDS):
        for languages in (("es", "es"), ("es", "en"), ("en", "es")):
            draw = random.Random(f"{SEED} {number} {languages}")
            half = draw.sample(sorted(skills), len(skills) // 2)
            pairs, links = _scored(skills, half, unseen, languages, encoder, draw, False, named_once=number % 2 == 1)
            truth = np.array(["exact" if one == other else "" for one, other in links], dtype="<U8")
            counted = np.array(
                [one not in _above(other, parents) and other not in _above(one, parents) for one, other in links]
            )
            found = f"{np.sum(truth != ''):,} pairs"
            report(f"skills, round {number + 1} of {ROUNDS}, {languages[0]} to {languages[1]}: {found}")
            yield Case(pairs, truth, counted, languages[0] == languages[1], number)


def _above(code: str, parents: Mapping[str, set[str]]) -> set[str]:
    return {upper for parent in parents.get(code, ()) for upper in (parent, *_above(parent, parents))}


def train(data: Path, out: Path, *, report: Callable[[str], None]) -> CrosswalkModel:
    """Fit both parts and write them; raises InputError where ESCO is missing or defective."""
    encoder = shipped_encoder()
    made = list(cases(data, encoder, report))
    skills = list(skill_crosswalks(data, encoder, report))
    fitted, tested, fitted_skills, tested_skills = (
        [case for case in all_cases if (case.round == ROUNDS - 1) == last]
        for all_cases in (made, skills)
        for last in (False, True)
    )
    trial = _fitted(fitted, fitted_skills, encoder, about={})
    figures = _figures(trial, tested) | _figures_of_rest(trial, tested_skills)
    for name, value in figures.items():
        report(f"{name}: {value}")
    about = {
        "pairs": int(sum(case.counted.sum() for case in made)),
        "links": {kind: int(sum((case.truth == kind).sum() for case in made)) for kind in KINDS},
        "rounds": ROUNDS,
        "seed": SEED,
        "held_out": figures,
    }
    model = _fitted(made, skills, encoder, about=about)
    write_atomically(out, model.to_bytes())
    return model


def _fitted(
    made: Sequence[Case], skills: Sequence[Case], encoder: Encoder, *, about: Mapping[str, object]
) -> CrosswalkModel:
    from sklearn.linear_model import LogisticRegression

    features = np.concatenate([match_features(c.pairs, same_language=c.same_language)[c.counted] for c in made])
    right = np.concatenate([_is_match(c)[c.counted] for c in made])
    match = LogisticRegression(C=10.0, max_iter=5000).fit(features, right)
    linked = [_linked(case) for case in made]
    kinds = LogisticRegression(class_weight="balanced", max_iter=5000)
    of_links = np.concatenate([kind_features(pairs, np.ones(len(pairs.source))) for pairs, _ in linked])
    # At one scale, so that the penalty bears on all alike; the coefficients are those of the features as they are.
    mean, spread = of_links.mean(axis=0), of_links.std(axis=0)
    kinds.fit((of_links - mean) / spread, np.concatenate([truth for _, truth in linked]))
    coefficients = kinds.coef_ / spread
    intercepts = kinds.intercept_ - coefficients @ mean
    model = CrosswalkModel(
        match=_named(MATCH, match.coef_[0], match.intercept_[0]),
        kinds={
            str(kind): _named(KIND, row, intercept)
            for kind, row, intercept in zip(kinds.classes_, coefficients, intercepts, strict=True)
        },
        rest=NO_REST,
        encoder=encoder.revision,
        about=about,
    )
    _, nearness, held = _of_rest(model, skills)
    rest = LogisticRegression(C=10.0).fit(nearness[:, None], held)
    return replace(model, rest=_named(["rest"], rest.coef_[0], rest.intercept_[0]))


NO_REST = {"": 100.0, "rest": 0.0}
"""Coefficients by which titles that share all words but one may be as probable as others."""


def _of_rest(model: CrosswalkModel, skills: Sequence[Case]) -> tuple[Numbers, Numbers, NDArray[np.bool_]]:
    """Return probability, rest and truth of corresponding pairs of skills that share all words but one."""
    found = []
    for case in skills:
        stated = replace(model, rest=NO_REST).probabilities(case.pairs, same_language=case.same_language)
        kept = case.counted & (case.pairs.rest < 1) & (stated >= SURE)
        found.append((stated[kept], case.pairs.rest[kept], _is_match(case)[kept]))
    stated, rest, held = map(np.concatenate, zip(*found, strict=True))
    return stated, rest, held


def _figures_of_rest(model: CrosswalkModel, skills: Sequence[Case]) -> dict[str, float]:
    """Return what is stated of skills that share all words but one, with and without the limit, and what holds."""
    stated, rest, held = _of_rest(model, skills)
    limited = np.minimum(stated, model.upper_bounds(rest))
    told = {"pairs": len(held), "held": held.mean(), "stated": stated.mean(), "limited": limited.mean()}
    told |= {"brier": np.mean((stated - held) ** 2), "limited_brier": np.mean((limited - held) ** 2)}
    said = limited >= SURE
    told |= {"said": said.sum(), "said_stated": limited[said].mean(), "said_held": held[said].mean()}
    return {f"rest_{name}": round(float(value), 4) for name, value in told.items()}


def _named(names: Sequence[str], coefficients: Numbers, intercept: float) -> dict[str, float]:
    named = {name: round(float(value), 6) for name, value in zip(names, coefficients, strict=True)}
    return {"": round(float(intercept), 6), **named}


def _is_match(case: Case) -> NDArray[np.bool_]:
    return np.asarray(case.truth != "")


def _linked(case: Case) -> tuple[Pairs, NDArray[np.str_]]:
    """Return the pairs that correspond, as a crosswalk that somebody confirmed has them."""
    kept = case.truth != ""
    return case.pairs.select(kept), case.truth[kept]


def _figures(model: CrosswalkModel, tested: Sequence[Case]) -> dict[str, float]:
    """Tell how the model does on what it was not fitted on."""
    from sklearn.metrics import f1_score

    probability = np.concatenate(
        [model.probabilities(c.pairs, same_language=c.same_language)[c.counted] for c in tested]
    )
    right = np.concatenate([_is_match(c)[c.counted] for c in tested])
    groups = [f"{number} {target}" for number, c in enumerate(tested) for target in c.pairs.target[c.counted]]
    found = calibration(probability, right, groups, samples=100)
    said, true = [], []
    for case in tested:
        pairs, truth = _linked(case)
        kinds = model.predicates(pairs, np.ones(len(pairs.source)))
        said += [KINDS[kind] for kind in kinds.argmax(axis=1).tolist()]
        true += truth.tolist()
    return {
        **figures_of(probability, right),
        "ece": round(found.ece, 4),
        "F1": round(float(f1_score(right, probability >= SURE)), 4),
        "predicate_macro_F1": round(float(f1_score(true, said, average="macro")), 4),
    }
