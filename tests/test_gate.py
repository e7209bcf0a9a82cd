"""A change may not take much away from what every report promises: it is measured again."""

import runpy
from pathlib import Path
from types import SimpleNamespace

import pytest

from corpora.readers import read
from embeddings.encoders import open_encoder
from lab.reading.limits import figures_of, shipped_truths, told_of
from mapper.actions import add_framework
from mapper.evaluation.pairs import measure
from mapper.evaluation.programmes import cover, judge, read_truths
from mapper.matching.scorer import shipped
from mapper.matching.teaching import split_programme
from mapper.workspace.store import Workspace

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parent.parent
APART = ROOT.parent / "shared" / "truth" / "real" / "dev"
PAIRS = ROOT.parent / "shared" / "truth" / "pairs" / "dev.jsonl"
DECREES = ROOT.parent / "shared" / "data" / "documents"
# A script among others; tests have a module of that name.
reading = SimpleNamespace(**runpy.run_path(str(ROOT / "benchmarks" / "reading.py")))
MORE = ("auroc", "said_taught_right", "said_not_found_right", "taught_said_taught")
LESS = ("brier", "covered_said_not_found", "to_be_confirmed")
GIVEN = 0.02
AUROC_OF_PAIRS = 0.929
"""Of the pairs with entries of Mexico's registry, measured 2026-11-30."""
PLACES = {1: 0.66, 5: 0.88}
"""Share of taught criteria that have a right passage among so many, measured 2026-11-30."""


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


def test_the_passages_that_teach_stand_first_as_often_as_they_did() -> None:
    """The share of taught criteria of programmes that ship whose quoted passages are named first and among five."""
    truths = shipped_truths()
    covered = (next(cover([truth.path], [truth.framework], open_encoder())) for truth in truths)
    rows = [row for truth, one in zip(truths, covered, strict=True) for row in judge(truth, one) if row.taught]
    found = {place: sum(row.rank is not None and row.rank <= place for row in rows) / len(rows) for place in PLACES}
    assert {place: share for place, share in found.items() if share < PLACES[place] - GIVEN} == {}, found


@pytest.mark.skipif(not DECREES.is_dir(), reason="../shared/data is not here")
@pytest.mark.parametrize("name", [*reading.DECREES])
def test_outcomes_and_criteria_of_a_decree_are_told_by_their_role(name: str) -> None:
    """Of 100 of them 98 at least have their role, and of others 2 at most are taken for one."""
    expected = reading.expected_in_decree((DECREES / name).read_text(encoding="utf-8"))
    passages = split_programme(read(DECREES / name)).passages
    for role in ("outcome", "criterion"):
        found, others = reading.compare(expected[role], [one for one in passages if one.role == role])
        assert found >= (1 - GIVEN) * len(expected[role])
        assert others <= max(GIVEN * len(expected[role]), 8)


@pytest.mark.skipif(not PAIRS.is_file(), reason="../shared/truth is not here")
def test_graded_pairs_are_told_apart_as_well_as_documents_say(tmp_path: Path) -> None:
    """Pairs of passages with entries of Mexico's registry; those with ESCO take minutes."""
    workspace = Workspace(tmp_path / "workspace")
    add_framework(workspace, [ROOT.parent / "shared" / "data" / "renec" / "ec_standards_api.json"], name="renec")
    found = measure(workspace, [PAIRS], ["renec"]).result
    assert found["measures"]["AUROC"]["value"] >= AUROC_OF_PAIRS - GIVEN
