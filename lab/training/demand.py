"""Fits the probability that an ad asks for a competency, on ads of which a reader listed what they ask for.

`TRUTH/ads` says of each ad which of some of ESCO's skills it asks for. The whole of ESCO is searched, as users do; the
skills of the list have weights of their own. What holds for all other entries is fitted on other ads, of which the
nearest entries were graded (`asked_entries`). Ads are the unit of every fold and of every figure.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpora import InputError
from corpora.frameworks import load
from corpora.job_ads.clean import cleaned
from corpora.job_ads.records import JobAd, JobAds
from embeddings.encoders import Encoder
from lab.training.asked_criteria import apart, fit_kinds, fit_lists, holds, lists, said_of, written
from lab.training.asked_entries import GradedEntries, fit_others, fit_shown, graded_entries, read_ads
from lab.training.material import figures_of, shipped_encoder
from mapper.evaluation.training import SHIPPED as TRUTH
from mapper.industry.ad_lines import read_requirements
from mapper.industry.demand import model as demand_model
from mapper.industry.demand.model import (
    FEATURES,
    SLOPES,
    WAYS,
    Cooccurrence,
    DemandModel,
    Fit,
    Numbers,
)
from mapper.industry.demand.pairs import FAR, NEAR, AdGroups, EntrySimilarity, compare_groups
from mapper.industry.demand.shares import PairEvidence, Share, estimate
from mapper.matching.index import FrameworkIndex
from mapper.matching.scorer import shipped
from mapper.workspace.files import write_atomically

FRAMEWORK = "esco"
"""Loader of the framework whose codes the graded ads use."""
BY_CHOICE = ("named", "absent")
"""Features of proper names, whose weight is chosen and not fitted."""
OF_KNOWN = (*WAYS, "context", "trade")
"""Features that count only for entries that stand in the graded ads, for each in its own way, or for criteria."""
SHIFT, SLOPE, WAY, PENALTY = 5.0, 1.0, 0.7, 0.3
"""How far shifts of entries and slopes may go, those on directions less, and the inverse of the penalty: chosen on
splits of the training ads."""
DRAWN, SLIGHT = 3.0, 0.05
"""Ads by which shares of skills asked for together are drawn to those of all ads, and what of that is left out."""
NAMED, NAMED_OTHER, ABSENT, NAMES_APART = 1.0, 2.0, 3.0, 0.75
"""Log odds given to a proper name that stands in the ad, of the list and any other, taken off one that does not, and
how far names lie apart: chosen, for few graded entries are names, and hardly one is written and not asked for."""
_DECIMALS = 5
_FOLDS = 5
_ONE_OF = 5
_HALVES = 3
_LEVEL = 0.9
_TRIED = [round(0.7 + step / 20, 2) for step in range(50)]


@dataclass(frozen=True, slots=True)
class Truth:
    """Graded ads."""

    ads: JobAds  # as records; each is a group of its own
    codes: tuple[str, ...]
    asks: NDArray[np.bool_]  # shape (ads, skills)
    skills: tuple[tuple[str, ...], ...]  # for each ad what it asks for in free words


@dataclass(frozen=True, slots=True)
class Material:
    """All (ad, skill) pairs of ads that have texts; parallel arrays but the last."""

    ad: NDArray[np.int64]
    skill: NDArray[np.int64]
    features: NDArray[np.float32]  # shape (pairs, features)
    asks: NDArray[np.bool_]  # shape (ads, skills), all pairs

    @property
    def right(self) -> NDArray[np.bool_]:
        """Whether each pair holds."""
        return np.asarray(self.asks[self.ad, self.skill])

    @property
    def far(self) -> NDArray[np.bool_]:
        """Whether the skill is near to no text of the ad."""
        of = {name: self.features[:, FEATURES.index(name)] for name in ("rank", "stands", "cosine")}
        return np.asarray((of["rank"] >= np.log(FAR)) & (of["stands"] == 0) & (of["cosine"] <= NEAR))

    def joined(self, other: Material) -> Material:
        """Return the pairs of both, the ads of the other numbered behind these."""
        return Material(
            np.concatenate([self.ad, other.ad + len(self.asks)]),
            np.concatenate([self.skill, other.skill]),
            np.concatenate([self.features, other.features]),
            np.concatenate([self.asks, other.asks]),
        )

    def subset(self, ads: NDArray[np.int64]) -> Material:
        """Return the pairs of some ads, numbered anew in the order given."""
        parts = [np.flatnonzero(self.ad == ad) for ad in ads]
        rows = np.concatenate(parts)
        number = np.repeat(np.arange(len(ads)), [len(part) for part in parts])
        return Material(number, self.skill[rows], self.features[rows], self.asks[ads])


def truth(folder: Path, part: str) -> Truth:
    """Return the graded ads of a part ("train", "dev"); raises InputError where they are missing."""
    path, list_ = folder / "ads" / f"{part}.jsonl", folder / "ads" / "competencies.tsv"
    if not path.is_file() or not list_.is_file():
        raise InputError("{folder}: no ads/{part}.jsonl, or no list", folder=folder, part=part)
    with list_.open(encoding="utf-8", newline="") as lines:
        codes = tuple(row["code"] for row in csv.DictReader(lines, delimiter="\t"))
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    ads = [JobAd(row["id"], cleaned(row["title"]), cleaned(row["description"]), "es") for row in rows]
    asked = tuple(requirement for of_ad in read_requirements(ads) for requirement in of_ad)
    asks = np.array([[code in row["asked"] for code in codes] for row in rows])
    return Truth(
        JobAds(tuple(ads), asked, tuple((ad.id,) for ad in ads), read=len(ads)),
        codes,
        asks,
        tuple(tuple(row["skills"]) for row in rows),
    )


def differing(graded: Truth, similarity: EntrySimilarity) -> NDArray[np.float32]:
    """Return the directions in which these ads differ most, `DemandModel.ways`."""
    whole, _ = similarity.compare_whole([f"{ad.title}. {ad.text}" for ad in graded.ads.ads])
    return np.linalg.svd(whole - whole.mean(axis=0), full_matrices=False)[2][: len(WAYS)].round(4)


def material(graded: Truth, similarity: EntrySimilarity, ways: NDArray[np.float32]) -> Material:
    """Return the graded ads compared with the whole framework, and in the directions in which ads differ."""
    place = {entry.code: number for number, entry in enumerate(similarity.index.framework.competencies)}
    skill_at = np.full(len(place), -1)
    skill_at[[place[code] for code in graded.codes]] = np.arange(len(graded.codes))
    ads, skills, rows = [], [], []
    for one in compare_groups(AdGroups.from_ads(graded.ads), similarity, skill_at >= 0, ways):
        kept = skill_at[one.places] >= 0
        ads.append(np.full(int(kept.sum()), one.group))
        skills.append(skill_at[one.places][kept])
        rows.append(one.features[kept])
    return Material(np.concatenate(ads), np.concatenate(skills), np.concatenate(rows), graded.asks)


def known_entries(graded: GradedEntries, codes: Sequence[str], similarity: EntrySimilarity) -> Material:
    """Return those of the graded pairs whose entry is one of the skills."""
    places = similarity.index.framework.places
    skill_of = {places[code]: number for number, code in enumerate(codes)}
    kept = graded.select(np.isin(graded.entry, [*skill_of]))
    skill = np.array([skill_of[place] for place in kept.entry.tolist()])
    asks = np.zeros((int(graded.ad.max()) + 1, len(codes)), dtype=np.bool_)
    asks[kept.ad, skill] = kept.asked
    return Material(kept.ad, skill, kept.features, asks)


def fit(made: Material, codes: Sequence[str], graded: GradedEntries, known: Material) -> DemandModel:
    """Return the model on these pairs; directions, revisions, width and figures are left open.

    `known` are the pairs of `graded` whose entries are among the skills: they count for these as other ads do.
    """
    model = _by_texts(made.joined(known), codes)
    others = fit_others(graded, np.asarray(model.mean), np.asarray(model.spread))
    coefficients = others.coefficients.copy()
    coefficients[[1 + FEATURES.index(name) for name in BY_CHOICE]] = NAMED_OTHER, -ABSENT
    return replace(
        model,
        fit=replace(model.fit, others=_rounded(coefficients)),
        apart=(*others.apart, NAMES_APART),
        cooccurrence=_cooccurrence(made, codes, known),
        about={"average_precision": round(others.average_precision, 3)},
    )


def _cooccurrence(made: Material, codes: Sequence[str], known: Material) -> Cooccurrence:
    """Count which skills are asked for together, as far as it helps for ads that were not counted."""
    from sklearn.linear_model import LogisticRegression

    fold = np.random.default_rng(2).permutation(len(made.asks)) % _FOLDS
    rows, right = [], []
    for number in range(_FOLDS):
        inside, outside = np.flatnonzero(fold != number), np.flatnonzero(fold == number)
        said = probabilities(_by_texts(made.subset(inside).joined(known), codes), made.subset(outside), codes)
        beside = _counted(made.asks[inside], codes).context(said)
        rows.append(np.column_stack([np.log(said / (1 - said)).ravel(), beside.ravel()]))
        right.append(made.asks[outside].ravel())
    found = LogisticRegression(C=100.0, max_iter=1000).fit(np.concatenate(rows), np.concatenate(right))
    texts, others = _rounded(found.coef_[0])
    return replace(_counted(made.asks, codes), counts=(round(float(found.intercept_[0]), _DECIMALS), texts, others))


def _counted(asks: NDArray[np.bool_], codes: Sequence[str]) -> Cooccurrence:
    """Tell how often skills are asked for together, drawn to how often each is; what is near to that is left out."""
    counts = asks.sum(axis=0)
    rates = counts / len(asks)
    both = asks.T.astype(float) @ asks
    weights = (both + DRAWN * rates) / (counts[:, None] + DRAWN) - rates
    np.fill_diagonal(weights, 0)
    kept = zip(*(found.tolist() for found in np.nonzero(np.abs(weights) >= SLIGHT)), strict=True)
    told = tuple((row, column, round(float(weights[row, column]), 3)) for row, column in kept)
    return Cooccurrence(tuple(codes), _rounded(rates), told)


def _by_texts(made: Material, codes: Sequence[str]) -> DemandModel:
    """Return the model by what the texts of an ad say of each skill by itself."""
    from scipy import sparse
    from sklearn.linear_model import LogisticRegression

    mean, spread = made.features.mean(axis=0), made.features.std(axis=0) + 1e-6
    chosen = [FEATURES.index(name) for name in (*BY_CHOICE, "context")]
    mean[chosen], spread[chosen] = 0.0, 1.0
    trade, whole = FEATURES.index("trade"), FEATURES.index("whole")
    mean[trade], spread[trade] = mean[whole], spread[whole]
    ways = [FEATURES.index(name) for name in WAYS]
    spread[ways] = spread[ways].mean() / WAY
    rows = (made.features - mean) / spread
    common = [place for place, name in enumerate(FEATURES) if name not in (*BY_CHOICE, *OF_KNOWN)]
    skills, width = len(codes), 1 + len(SLOPES)
    own = np.column_stack([np.full(len(rows), SHIFT), *(SLOPE * rows[:, FEATURES.index(name)] for name in SLOPES)])
    columns = (made.skill[:, None] * width + np.arange(width)).ravel()
    of_skills = sparse.csr_matrix(
        (own.ravel(), columns, np.arange(0, own.size + 1, width)), shape=(len(rows), skills * width)
    )
    design = sparse.hstack([sparse.csr_matrix(rows[:, common]), of_skills]).tocsr()
    right, far = made.right, made.far
    # Of pairs that nobody would think of a fifth stands for all: the fit is as good and takes a third of the time.
    used = ~far | right | (np.arange(len(rows)) % _ONE_OF == 0)
    weight = np.where(far & ~right, _ONE_OF, 1.0)
    fitted = LogisticRegression(C=PENALTY, max_iter=1000, tol=1e-3).fit(design[used], right[used], weight[used])
    found = fitted.coef_[0]
    coefficients = np.zeros(len(FEATURES))
    coefficients[common] = found[: len(common)]
    coefficients[[FEATURES.index(name) for name in BY_CHOICE]] = NAMED, -ABSENT
    of_skill = found[len(common) :].reshape(skills, width)
    shifts, slopes = SHIFT * of_skill[:, 0], SLOPE * of_skill[:, 1:].T
    probability = fitted.predict_proba(design)[:, 1]
    plain = fitted.intercept_[0] + rows[:, common] @ found[: len(common)]
    stands = made.features[:, FEATURES.index("stands")] > 0
    said = np.bincount(made.skill, weights=probability * (1 - probability), minlength=skills)
    errors = 1 / np.sqrt(1 / apart(plain[~stands], made.skill[~stands], right[~stands]) ** 2 + said)
    return DemandModel(
        fit=Fit(
            _rounded([fitted.intercept_[0], *coefficients]),
            (0.0,) * (1 + len(FEATURES)),
            {c: _rounded([shifts[k], errors[k], *slopes[:, k]]) for k, c in enumerate(codes)},
        ),
        mean=_rounded(mean),
        spread=_rounded(spread),
        apart=(1.0, 1.0, NAMES_APART),
        missed=round(float((right[far].sum() + 0.5) / (far.sum() + 1)), 7),
        shown=(0.0, 0.0, 0.0),
        wider=1.0,
        encoder="",
        matcher="",
        about={},
    )


def _rounded(values: Any) -> tuple[float, ...]:  # noqa: ANN401 - an array or a list of numbers
    return tuple(round(float(value), _DECIMALS) for value in values)


def probabilities(model: DemandModel, made: Material, codes: Sequence[str]) -> Numbers:
    """Return π of all (ad, skill), shape (ads, skills)."""
    table = _table(model, codes)
    found = np.full(made.asks.shape, model.missed)
    found[made.ad, made.skill] = model.probabilities(_add_context(model, made, table), made.skill, table)
    return found


def _table(model: DemandModel, codes: Sequence[str]) -> Numbers:
    return np.array([model.correction(code) for code in codes])


def _add_context(model: DemandModel, made: Material, table: Numbers) -> NDArray[np.float32]:
    """Return the features with what each ad asks for beside each skill.

    The skills are numbered as in `model.company`.
    """
    if not model.cooccurrence.codes:
        return made.features
    found = made.features.copy()
    for ad in range(len(made.asks)):
        rows = np.flatnonzero(made.ad == ad)
        found[rows] = model.add_context(made.features[rows], made.skill[rows], table[made.skill[rows]])
    return found


def held_out(made: Material, codes: Sequence[str], graded: GradedEntries, known: Material) -> Numbers:
    """Return π of each ad by a fit on the ads of other folds, and on those that are no part of these."""
    fold = np.random.default_rng(0).permutation(len(made.asks)) % _FOLDS
    found = np.zeros(made.asks.shape)
    for number in range(_FOLDS):
        inside, outside = np.flatnonzero(fold != number), np.flatnonzero(fold == number)
        fitted = fit(made.subset(inside), codes, graded, known)
        found[outside] = probabilities(fitted, made.subset(outside), codes)
    return found


def shares(model: DemandModel, made: Material, codes: Sequence[str]) -> list[Share]:
    """Return the estimated share of each skill in these ads."""
    table = _table(model, codes)
    features, groups = _add_context(model, made, table), len(made.asks)
    found = []
    for skill in range(len(codes)):
        rows = np.flatnonzero(made.skill == skill)
        # Ads without any text: nothing is near.
        rest = (groups - len(rows)) * model.missed
        said = PairEvidence(
            made.ad[rows], made.skill[rows], features[rows], table[made.skill[rows]], rest, groups, skill
        )
        found.append(estimate(said, model))
    return found


def held(found: Sequence[Share], asks: NDArray[np.bool_]) -> tuple[float, float]:
    """Return which share of the intervals holds the true share, and their mean width, of skills that are asked for."""
    true = asks.mean(axis=0)
    figures = [(one.figure, share) for one, share in zip(found, true.tolist(), strict=True) if share > 0]
    inside = [holds(figure, share, share) for figure, share in figures]
    return float(np.mean(inside)), float(np.mean([figure.high - figure.low for figure, _ in figures]))


def wide_enough(made: Material, codes: Sequence[str], graded: GradedEntries, known: Material) -> float:
    """Return the least widening with which intervals for ads of other folds hold the truth nine times in ten."""
    fold = np.random.default_rng(1).permutation(len(made.asks)) % _HALVES
    parts = [(np.flatnonzero(fold != number), np.flatnonzero(fold == number)) for number in range(_HALVES)]
    fits = [(fit(made.subset(inside), codes, graded, known), made.subset(outside)) for inside, outside in parts]
    for wider in _TRIED:
        said = [held(shares(replace(model, wider=wider), part, codes), part.asks)[0] for model, part in fits]
        if np.mean(said) >= _LEVEL:
            return wider
    return _TRIED[-1]


def train(
    data: Path,
    folder: Path,
    out: Path,
    *,
    emscad: Path | None = None,
    kinds_only: bool = False,
    report: Callable[[str], None],
) -> None:
    """Fit on `TRUTH/ads/train` with `DATA/esco` searched, and write the model; every figure is reported.

    `emscad` is a table of that collection, for the English ones of the ads whose entries were graded. With `kinds_only`
    the model that ships stays as it is but for what criteria of standards and entries of lists have.
    """
    encoder = shipped_encoder()
    if kinds_only:
        model, about = demand_model.shipped(), dict(demand_model.shipped().about)
        ways = np.array(model.ways, dtype=np.float32)
    else:
        model, about, ways = _of_skills(data, folder, emscad, encoder)
    standards, of_lists = written("train", TRUTH, encoder, ways), lists(encoder, ways)
    model = fit_lists(fit_kinds(model, standards), of_lists)
    for name, every in (("criteria", standards), ("lists", of_lists)):
        about[name] = {
            "standards": len(every),
            "ads": sum(one.own for one in every),
            "asked": sum(int(one.asks[one.known].sum()) for one in every),
            "expected": round(sum(float(said_of(model, one)[one.known].sum()) for one in every), 1),
        }
    model = replace(model, encoder=encoder.revision, matcher=shipped().own_revision, about=about)
    write_atomically(out, model.to_bytes())
    report(json.dumps(about))
    report(str(dict(zip(("intercept", *FEATURES), model.fit.coefficients, strict=True))))


def _of_skills(
    data: Path, folder: Path, emscad: Path | None, encoder: Encoder
) -> tuple[DemandModel, dict[str, Any], NDArray[np.float32]]:
    """Return the model of skills of ESCO, its figures, and the directions in which ads differ."""
    graded = truth(folder, "train")
    index = FrameworkIndex.build(load([data / "esco"], loader=FRAMEWORK), encoder)
    similarity = EntrySimilarity(index, encoder)
    ways = differing(graded, similarity)
    made = material(graded, similarity, ways)
    listed = np.isin([entry.code for entry in index.framework.competencies], graded.codes)
    entries = graded_entries(ads := read_ads(data, emscad), similarity, listed, ways)
    own = (made, graded.codes, entries, known_entries(entries, graded.codes, similarity))
    model = replace(fit(*own), ways=tuple(tuple(round(float(value), 4) for value in way) for way in ways))
    said, asks = held_out(*own), graded.asks
    about = {
        "ads": len(asks),
        "skills": len(graded.codes),
        "asked": int(asks.sum()),
        "near": int(made.right.sum()),
        "figures": {**figures_of(said, asks), "expected": round(float(said.sum()), 1)},
        "entries": {
            "ads": len(np.unique(entries.ad)),
            "pairs": len(entries.ad),
            "asked": int(entries.asked.sum()),
            **model.about,
        },
    }
    wider, (absent, present, names) = wide_enough(*own), model.apart
    # How far the others lie apart is told by likelihood, and not to be widened.
    spread = (round(absent / wider, 3), round(present / wider, 3), names)
    return replace(model, wider=wider, apart=spread, shown=fit_shown(ads, index.framework)), about, ways
