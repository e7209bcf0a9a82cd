"""Sets the limits of the states on real programmes: `python -m lab.reading limits TRUTH --on FOLDER`.

The regressions stay as they are. The limits are chosen on programmes that encoder and reader do not know, as those of
FOLDER, else on `real/train`; how often what is told is right is measured on `real/dev`, of which nothing was fitted,
and stands in every report. A state is right if it is the one given or the one that a careful
reader might give too ("also"). Each programme stands beside the other programmes' standards too, of which few criteria
may be told as taught, though standards of near trades are among them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

from embeddings.encoders import open_encoder
from mapper.evaluation.programmes import Truth, cover, read_truths
from mapper.evaluation.training import SHIPPED
from mapper.matching.scorer import Scorer, shipped
from mapper.programmes.coverage import TAUGHT, CriterionCoverage
from mapper.workspace.files import write_atomically

RIGHT_TAUGHT, RIGHT_NOT_FOUND = 0.88, 0.78
"""How often "covered" or "partly", and "not found", are to hold."""
COVERED_NOT_FOUND = 0.08
"""Share of what is covered that may at most be told as not found."""
ELSEWHERE = 0.04
"""Share of the criteria of other programmes' standards that may at most be told as taught."""
_SHIPPED_EACH = 16  # one in so many of the programmes that ship is measured too
_STEPS = np.round(np.arange(0.05, 0.96, 0.01), 2)


@dataclass(frozen=True, slots=True)
class Told:
    """A criterion of a real programme: what is so, and what is told."""

    taught: bool
    covered: bool
    may_be_taught: bool  # whether a careful reader might say so
    may_be_absent: bool
    probability: float
    state: str

    @property
    def shown(self) -> bool:
        """Whether it is told as taught."""
        return self.state in TAUGHT


def train(
    truth: Path, out: Path, *, on: Sequence[Path] = (), measure_only: bool = False, report: Callable[[str], None]
) -> None:
    """Choose the limits and write them into the model that ships; `report` gets each line of the figures.

    They are chosen on the programmes of the folders `on`, else on those of the truth's train part. With `measure_only`
    the limits stay as they are, and the figures are measured anew.
    """
    apart = read_truths(truth / "real" / "dev", truth / "real" / "dev")[0]
    scorer = shipped()
    (high, low), chance = scorer.limits, scorer.criteria.chance
    if not measure_only:
        known = [one for folder in on or (truth / "real" / "train",) for one in read_truths(folder, folder)[0]]
        by_standard = [np.array([one.probability for one in row]) for row in elsewhere_of(known, scorer)]
        low, high = limits_of(list(told_of(known, scorer)), np.concatenate(by_standard))
        chance = float(np.median([one.mean() for one in by_standard]))
        scorer = replace(scorer, criteria=replace(scorer.criteria, limits=(high, low)))
    far = [one.state for row in elsewhere_of(apart, scorer) for one in row]
    figures = {
        **figures_of(list(told_of(apart, scorer))),
        "limits": [high, low],
        "chance": round(chance, 4),
        "elsewhere": len(far),
        "elsewhere_said_taught": round(float(np.mean([state in TAUGHT for state in far])), 4),
        "elsewhere_said_not_found": round(float(np.mean([state == "not_found" for state in far])), 4),
    }
    figures["real"] = figures["programmes"] = len(apart)
    figures["shipped"] = figures_of(list(told_of(shipped_truths(), scorer)))
    report(json.dumps(figures))
    known_of = scorer.criteria.about
    folds = known_of.get("folds_of_real", known_of["programmes"])
    about = {**known_of, "programmes": figures, "folds_of_real": folds}
    write_atomically(out, replace(scorer.criteria, about=about).to_bytes())


def shipped_truths() -> list[Truth]:
    """Return every so manieth of the programmes that ship.

    What a change of curmap is measured by where nothing else is.
    """
    return read_truths(SHIPPED, SHIPPED)[0][::_SHIPPED_EACH]


def told_of(truths: Iterable[Truth], scorer: Scorer) -> Iterator[Told]:
    """Yield what is told of every criterion of these programmes."""
    encoder = open_encoder()
    for truth in truths:
        ((rows, _),) = cover([truth.path], [truth.framework], encoder, scorer=scorer)
        states = {one.code: one for row in rows for one in row.criteria}
        for one in truth.criteria:
            if found := states.get(one.code):
                may = {one.state, one.also}
                yield Told(
                    taught=one.state in TAUGHT,
                    covered=one.state == "covered",
                    may_be_taught=bool(may & set(TAUGHT)),
                    may_be_absent="absent" in may,
                    probability=found.probability,
                    state=found.state,
                )


def elsewhere_of(truths: Sequence[Truth], scorer: Scorer) -> list[tuple[CriterionCoverage, ...]]:
    """Return what is told of the criteria of every standard beside a programme that it is not the standard of.

    One document may stand there beside several standards that are its own.
    """
    documents = {truth.name: truth.path.read_bytes() for truth in truths}
    frameworks = [replace(truth.framework, name=truth.name) for truth in truths]
    found = list[tuple[CriterionCoverage, ...]]()
    # All frameworks at once, so that each is indexed once.
    covered = cover([truth.path for truth in truths], frameworks, open_encoder(), scorer=scorer)
    for truth, (rows, _passages) in zip(truths, covered, strict=True):
        others = (row for row in rows if documents[row.framework] != documents[truth.name])
        found += [row.criteria for row in others if row.criteria]
    return found


def limits_of(found: Sequence[Told], elsewhere: NDArray[np.float64]) -> tuple[float, float]:
    """Return the limits up to which nothing is found and from which on something is taught.

    `elsewhere` are probabilities of criteria of standards that the programmes are not of.
    """
    t = np.array([one.probability for one in found])
    taught, absent, covered = (
        np.array([getattr(one, name) for one in found]) for name in ("may_be_taught", "may_be_absent", "covered")
    )
    high = min(
        (x for x in _STEPS if _share(taught, t >= x) >= RIGHT_TAUGHT and (elsewhere >= x).mean() <= ELSEWHERE),
        default=_STEPS[-1],
    )
    low = max(
        (
            x
            for x in _STEPS
            if _share(absent, t <= x) >= RIGHT_NOT_FOUND and _share(t <= x, covered, none=0.0) <= COVERED_NOT_FOUND
        ),
        default=_STEPS[0],
    )
    return float(low), float(max(high, low))


def _share(right: NDArray[np.bool_], told: NDArray[np.bool_], *, none: float = 1.0) -> float:
    """Tell how much of what is told is right; of nothing all is, or `none`."""
    return float(right[told].mean()) if told.any() else none


def figures_of(found: Sequence[Told]) -> dict[str, Any]:
    """Tell how right what is told is."""

    def share(holds: Callable[[Told], bool], among: Callable[[Told], bool] | None = None) -> float:
        chosen = [holds(one) for one in found if among is None or among(one)]
        return round(float(np.mean(chosen)), 4) if chosen else 0.0

    t, taught = np.array([one.probability for one in found]), np.array([one.taught for one in found])
    return {
        "criteria": len(found),
        "auroc": round(float(roc_auc_score(taught, t)), 4),
        "brier": round(float(((t - taught) ** 2).mean()), 4),
        "said_taught": sum(one.shown for one in found),
        "said_taught_right": share(lambda one: one.may_be_taught, lambda one: one.shown),
        "said_not_found": sum(one.state == "not_found" for one in found),
        "said_not_found_right": share(lambda one: one.may_be_absent, lambda one: one.state == "not_found"),
        "covered_said_taught": share(lambda one: one.shown, lambda one: one.covered),
        "taught_said_taught": share(lambda one: one.shown, lambda one: one.taught),
        "covered_said_not_found": share(lambda one: one.state == "not_found", lambda one: one.covered),
        "to_be_confirmed": share(lambda one: one.state == "uncertain"),
    }
