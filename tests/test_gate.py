"""A change may not take much away from what every report promises: it is measured again."""

from pathlib import Path

import pytest

from lab.reading.limits import figures_of, shipped_truths, told_of
from mapper.evaluation.programmes import read_truths
from mapper.matching.scorer import shipped

pytestmark = pytest.mark.slow

APART = Path(__file__).resolve().parents[2] / "shared" / "truth" / "real" / "dev"
MORE = ("auroc", "said_taught_right", "said_not_found_right", "taught_said_taught")
LESS = ("brier", "covered_said_not_found", "to_be_confirmed")
GIVEN = 0.02


def worse(found: dict[str, float], promised: dict[str, float]) -> dict[str, tuple[float, float]]:
    """The figures that are worse than promised by more than is given, as promised and as found."""
    falls = {name: promised[name] - found[name] for name in MORE} | {n: found[n] - promised[n] for n in LESS}
    return {name: (promised[name], found[name]) for name, fall in falls.items() if fall > GIVEN}


def test_programmes_that_ship_are_told_as_well_as_when_the_limits_were_set() -> None:
    found = figures_of(list(told_of(shipped_truths(), shipped())))
    assert worse(found, shipped().criteria.about["programmes"]["shipped"]) == {}


@pytest.mark.skipif(not APART.is_dir(), reason="../shared/truth is not here")
def test_real_programmes_are_told_as_well_as_reports_promise() -> None:
    found = figures_of(list(told_of(read_truths(APART, APART)[0], shipped())))
    assert worse(found, shipped().criteria.about["programmes"]) == {}
