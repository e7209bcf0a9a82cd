"""What docs/evaluation.md shows works."""

import re
import shutil
from pathlib import Path

import numpy as np
import pytest

from eval import benchmarks
from eval.measures import MEASURES
from eval.runs import from_scores, write_run

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "evaluation.md").read_text(encoding="utf-8")


def test_the_python_example_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(ROOT / "mapper" / "samples" / "benchmark", tmp_path / "mapper" / "samples" / "benchmark")
    found = benchmarks.load(tmp_path / "mapper" / "samples" / "benchmark")
    scores = np.random.default_rng(0).random((len(found.queries), len(found.corpus)))
    write_run(
        from_scores("x", [q.id for q in found.queries], [t.id for t in found.corpus], scores), tmp_path / "run.trec"
    )
    (code,) = re.findall(r"```python\n(.*?)```", PAGE, flags=re.DOTALL)
    monkeypatch.chdir(tmp_path)
    exec(code, {})
    assert capsys.readouterr().out.startswith("Interval(value=0.")


@pytest.mark.parametrize("name", MEASURES)
def test_every_measure_is_explained(name: str) -> None:
    assert name in PAGE
