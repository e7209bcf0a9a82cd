"""Fits the probability that a programme teaches a criterion, and the chance level of coverage.

Programmes are those of `train/`: the outcomes of a decree's modules with the units of competence that the decree says
they correspond to, the outcomes of a SENA programme with their competencies. Each is searched for the targets of all
the others, which count as not taught, also with passages of other programmes added, because what chance brings grows
with the number of passages.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpora import Competency, Framework, InputError
from embeddings.encoders import Encoder, open_encoder
from mapper.candidates import Pool
from mapper.coverage.evidence import strength
from mapper.coverage.model import TaughtModel
from mapper.files import write_atomically
from mapper.framework_index import FrameworkIndex
from mapper.matcher_model import shipped
from mapper.questions import question
from mapper.scoring import score_all, texts_of
from mapper.training.material import Example, examples

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]

COLLECTIONS = ("boe-fp-outcome", "sena-rap")
SEARCHED = 300
BY_CHANCE = 0.9
"""Share of the pairs that are not taught whose strongest word among `SEARCHED` passages lies below the hinge: up to
there more passages bring more such words, not more truth. With less the Brier score falls on (.049 at .95, .044 at .9,
.042 at .8), and weak words of another matter begin to count."""
LENGTHS = (0, 100, 300, 1000)
"""Passages that a programme is filled up to with those of others; 0 leaves it as it is."""
CHANCE_LENGTHS = (10, 30, 100, 300, 1000)
CHANCE_DRAWS = 40
REFITS = 50
_DECIMALS = 5


@dataclass(frozen=True, slots=True)
class Course:
    """One training programme.

    Attributes:
        collection: where it is from.
        group: decree or programme.
        strengths: how strongly each outcome says each target, shape (outcomes, targets); 0 for what was no candidate.
        right: whether outcome and target correspond.
    """

    collection: str
    group: str
    strengths: Numbers
    right: Flags

    @property
    def taught(self) -> Flags:
        """Whether each target is taught."""
        return np.asarray(self.right.any(axis=0))


def courses(data: Path, encoder: Encoder) -> list[Course]:
    """All training programmes, scored.

    Raises:
        InputError: `train/` is missing or defective.
    """
    found = list(examples(data / "train"))
    modules = {part: example.title for example in found for part in example.outcomes}
    grouped: dict[tuple[str, str], list[Example]] = defaultdict(list)
    for example in found:
        if example.collection in COLLECTIONS:
            grouped[example.collection, example.group].append(example)
    if not grouped:
        raise InputError(
            es=f"{data}/train: faltan {' y '.join(COLLECTIONS)}", en=f"{data}/train: no {' and '.join(COLLECTIONS)}"
        )
    targets = list(dict.fromkeys(t for members in grouped.values() for e in members for t in e.targets))
    pool = pool_of(targets, encoder)
    places = {target: place for place, target in enumerate(targets)}
    return [_course(key, members, modules, pool, places, encoder) for key, members in sorted(grouped.items())]


def pool_of(statements: Sequence[str], encoder: Encoder) -> Pool:
    """Statements as a framework to be searched."""
    entries = tuple(Competency(str(i), text, "standard") for i, text in enumerate(statements))
    digest = hashlib.sha256("\n".join(statements).encode()).hexdigest()
    return Pool.of(FrameworkIndex.build(Framework("targets", "targets", "1", digest, "targets", entries), encoder))


def _course(
    key: tuple[str, str],
    members: Sequence[Example],
    modules: dict[str, str],
    pool: Pool,
    places: dict[str, int],
    encoder: Encoder,
) -> Course:
    asked = [
        question(
            e.query,
            e.language,
            headings=[modules[e.query]] if modules.get(e.query) else [],
            section=e.module,
            document=e.group,
        )
        for e in members
    ]
    texts = texts_of(asked)
    strengths = np.zeros((len(members), len(places)))
    right = np.zeros((len(members), len(places)), dtype=bool)
    vectors = encoder.encode(texts, role="query")
    for row, (example, found) in enumerate(zip(members, score_all(asked, texts, vectors, pool), strict=True)):
        strengths[row, found.entries] = strength(found, shipped())
        right[row, [places[target] for target in example.targets]] = True
    return Course(*key, strengths, right)


@dataclass(frozen=True, slots=True)
class Pairs:
    """(Programme, target) pairs: greatest strength and surplus, whether taught, number of the programme."""

    columns: Numbers
    taught: Flags
    course: NDArray[np.int64]

    def hinged(self, hinge: float) -> Pairs:
        """With no strength below the hinge."""
        return replace(self, columns=np.maximum(self.columns, [hinge, 0.0]))


def hinge_of(found: Sequence[Course]) -> float:
    """The strength that chance exceeds in one of ten, to two decimals: it lies elsewhere for another encoder."""
    made = pairs(found, (SEARCHED,))
    return round(float(np.quantile(made.columns[~made.taught, 0], BY_CHANCE)), 2)


def pairs(found: Sequence[Course], lengths: Sequence[int] = LENGTHS) -> Pairs:
    """Every programme with the targets of one half of the others, filled up with passages of the other half."""
    columns, taught, course = [], [], []
    for number, own in enumerate(found):
        others = [other for other in found if other is not own]
        for half in (0, 1):
            fillers = others[half::2]
            wanted = own.taught
            asked = wanted | ~np.any([other.taught for other in fillers], axis=0)
            filling = np.vstack([other.strengths[~other.right[:, wanted].any(axis=1)] for other in fillers])
            rng = np.random.default_rng([number, half])
            for length in lengths:
                more = max(0, min(length - len(own.strengths), len(filling)))
                added = filling[rng.choice(len(filling), more, replace=False)]
                best = np.vstack([own.strengths, added]).max(axis=0)[asked]
                surplus = np.log(max(len(own.strengths) + more, SEARCHED) / SEARCHED)
                columns.append(np.column_stack([best, np.full(len(best), surplus)]))
                taught.append(wanted[asked])
                course.append(np.full(len(best), number))
    return Pairs(np.vstack(columns), np.concatenate(taught), np.concatenate(course))


def fit(columns: Numbers, taught: Flags) -> tuple[float, float, float]:
    """Intercept, slope of the strength, cost of the surplus."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=100.0, max_iter=2000).fit(columns, taught)
    return (
        round(float(model.intercept_[0]), _DECIMALS),
        round(float(model.coef_[0][0]), _DECIMALS),
        round(min(float(model.coef_[0][1]), 0.0), _DECIMALS),
    )


def predict(coefficients: Sequence[float], columns: Numbers) -> Numbers:
    """Probabilities of pairs."""
    return np.asarray(1 / (1 + np.exp(-(coefficients[0] + columns @ np.asarray(coefficients[1:])))))


def refits(made: Pairs, count: int = REFITS) -> list[tuple[float, float, float]]:
    """Fits on programmes drawn with replacement."""
    numbers = np.unique(made.course)
    rows = {number: np.flatnonzero(made.course == number) for number in numbers}
    rng = np.random.default_rng(0)
    fitted = []
    for _ in range(count):
        drawn = np.concatenate([rows[number] for number in rng.choice(numbers, len(numbers))])
        fitted.append(fit(made.columns[drawn], made.taught[drawn]))
    return fitted


def held_out(made: Pairs) -> dict[str, float]:
    """Brier score and calibration error in ten bins, each programme by a fit on the others."""
    probability = np.zeros(len(made.taught))
    for number in np.unique(made.course):
        test = made.course == number
        probability[test] = predict(fit(made.columns[~test], made.taught[~test]), made.columns[test])
    places = np.minimum((probability * 10).astype(int), 9)
    gaps = np.bincount(places, weights=probability - made.taught)
    return {
        "brier": round(float(np.mean((probability - made.taught) ** 2)), 4),
        "brier_of_prevalence": round(float(made.taught.mean() * (1 - made.taught.mean())), 4),
        "ece": round(float(np.abs(gaps).sum() / len(probability)), 4),
    }


def chance(found: Sequence[Course], coefficients: Sequence[float], hinge: float) -> list[tuple[int, float]]:
    """Median share of a programme's targets that passages of the other collection reach, by their number."""
    levels: list[tuple[int, float]] = []
    for length in CHANCE_LENGTHS:
        shares = []
        for number, own in enumerate(found):
            others = np.vstack([c.strengths for c in found if c.collection != own.collection])
            rng = np.random.default_rng([number, length])
            for _ in range(CHANCE_DRAWS):
                drawn = others[rng.choice(len(others), min(length, len(others)), replace=False)]
                best = np.maximum(drawn.max(axis=0)[own.taught], hinge)
                shares.append(float(predict(coefficients, np.column_stack([best, np.zeros(len(best))])).mean()))
        before = levels[-1][1] if levels else 0.0
        levels.append((length, max(before, round(float(np.median(shares)), _DECIMALS))))
    return levels


def train(data: Path, out: Path, *, report: Callable[[str], None]) -> None:
    """Fit on `data/train` and write the model; every figure is reported."""
    encoder = open_encoder()
    found = courses(data, encoder)
    hinge = hinge_of(found)
    made = pairs(found).hinged(hinge)
    coefficients = fit(made.columns, made.taught)
    about = {
        "collections": list(COLLECTIONS),
        "programmes": len(found),
        "pairs": len(made.taught),
        "taught": int(made.taught.sum()),
        "figures": held_out(made),
    }
    model = TaughtModel(
        coefficients,
        tuple(refits(made)),
        hinge,
        SEARCHED,
        tuple(chance(found, coefficients, hinge)),
        encoder.revision,
        shipped().revision,
        about,
    )
    write_atomically(out, model.to_json())
    report(f"hinge {hinge}, {coefficients}, {about}, chance {model.chance}")
