"""Criteria of Mexican standards, which say themselves which standard they are of."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from corpora import frameworks
from lab.training import held_out
from lab.training.standards import criteria
from mapper.actions import SAMPLES

ROOT = Path(__file__).parents[1]
FRAMEWORKS = Path(__file__).parent / "data" / "frameworks"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The sample standard beside a registry that lists another edition of it."""
    (tmp_path / "conocer").mkdir()
    (tmp_path / "renec").mkdir()
    shutil.copy(SAMPLES / "EC9001.pdf", tmp_path / "conocer" / "EC9001.pdf")
    rows = json.loads((FRAMEWORKS / "renec.json").read_text(encoding="utf-8"))
    rows.append({**rows[0], "codigo": "EC9001.01", "titulo": "Costura de prendas, otra edición"})
    (tmp_path / "renec" / "ec_standards_api.json").write_text(json.dumps(rows), encoding="utf-8")
    return tmp_path


def test_every_criterion_but_attitudes_is_asked_and_editions_count_alike(data: Path) -> None:
    asked, titles = criteria(data)
    entries = frameworks.load([data / "conocer" / "EC9001.pdf"], loader="conocer").competencies
    wanted = [entry for entry in entries if entry.kind not in {"standard", "element", "actitud"}]
    assert [one.code for one in asked] == [entry.code for entry in wanted]
    assert asked
    assert {one.right for one in asked} == {frozenset({"EC9001", "EC9001.01"})}
    assert {one.standard for one in asked} == {"EC9001"}
    parents = {entry.code: entry.parent for entry in entries}
    assert all(one.element == parents[one.code] for one in asked)
    assert {"EC9001", "EC9001.01"} < set(titles)
    assert not any("\n" in one.text for one in asked)


def test_the_encoder_is_asked_for_the_titles(data: Path) -> None:
    (task,) = held_out._standards(data)
    assert len(task.queries) == len(criteria(data)[0])
    right = {task.targets[row] for rows in task.relevant for row in rows}
    assert "Costura de prendas, otra edición" in right
    assert len(right) == 2
    shutil.rmtree(data / "conocer")
    assert list(held_out._standards(data)) == []


@pytest.mark.slow
def test_the_benchmark_can_be_measured(data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "benchmark"
    subprocess.run([sys.executable, str(ROOT / "benchmarks" / "standards.py"), str(data), str(folder)], check=True)
    curmap = [sys.executable, "-m", "mapper", "--workspace", str(tmp_path / "workspace"), "eval", "run"]
    options = ["--benchmark", str(folder), "--system", "matcher", "--context", "group", "--json"]
    shown = json.loads(subprocess.run([*curmap, *options], check=True, capture_output=True, cwd=tmp_path).stdout)
    result = shown[0] if isinstance(shown, list) else shown
    assert result["queries"] == len(criteria(data)[0])
    assert result["groups"] == 1
    assert 0 < result["measures"]["MRR"]["value"] <= 1
