"""What the matcher is fitted on holds nothing that the encoder saw, and the command writes a model that loads."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from embeddings.encoders import open_encoder
from mapper.matcher_model import MatcherModel
from mapper.training.matcher import train
from mapper.training.matcher_cases import FEW, NOT_FITTED, cases, pairs_of
from mapper.training.matcher_figures import auroc, pooled
from mapper.training.matcher_material import ENCODER_FOLDS, tasks
from mapper.training.matcher_tasks import Task
from mapper.training.material import Example

FRAMEWORKS = Path(__file__).parent / "data" / "frameworks"
VERBS = ("Cose", "Corta", "Mide", "Pinta", "Lava", "Monta", "Suelda", "Prueba")
THINGS = ("suelas", "piezas", "motores", "muebles", "vinos", "redes", "bombas", "tuberías", "prendas", "quesos")


def _records() -> Iterator[tuple[str, dict[str, object]]]:
    for number in range(60):
        verb, thing = VERBS[number % len(VERBS)], THINGS[number % len(THINGS)]
        target = f"Trabajar con {thing} del tipo {number}"
        base = {"targets": [target], "lang": "es", "group": f"g{number}"}
        yield "boe-fp-module", {"query": f"{verb} {thing}", "title": f"Taller {number}", "outcomes": [verb], **base}
        yield "sena-rap", {"query": f"{verb} {thing} del tipo {number} según norma", **base}
        yield "sena-rap", {"query": f"Prepara {thing} del tipo {number}", **base}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as the training reads it, of a few records."""
    folder = tmp_path_factory.mktemp("data")
    (folder / "train").mkdir()
    (folder / "renec").mkdir()
    (folder / "esco").symlink_to(FRAMEWORKS / "esco")
    (folder / "renec" / "ec_standards_api.json").symlink_to(FRAMEWORKS / "renec.json")
    lines: dict[str, str] = {}
    for name, record in _records():
        lines[name] = lines.get(name, "") + json.dumps(record, ensure_ascii=False) + "\n"
    for name, text in lines.items():
        (folder / "train" / f"{name}.jsonl").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def material(data: Path) -> list[Task]:
    return tasks(data, open_encoder())


def test_only_what_the_encoder_has_not_seen_counts(material: list[Task]) -> None:
    for task in material:
        if task.collection in {"boe-fp-module", "sena-rap"}:
            groups = {task.groups[row] for row in task.counted}
            assert groups
            folds = {Example("", "", (), group, "es").fold(ENCODER_FOLDS) for group in groups}
            assert folds == {0}


def test_every_kind_of_question_is_asked(material: list[Task]) -> None:
    kinds = {task.kind for task in material}
    assert {"sena-rap", "sena-rap in context", "boe-fp-module", "esco-label", "esco-label-across"} <= kinds
    for task in material:
        for row in task.counted:
            assert task.relevant[row], "a question without an answer tells nothing"


def test_names_are_sought_without_the_name_that_is_asked(material: list[Task]) -> None:
    for task in material:
        if task.collection == "esco-names":
            pool = {c.statement for c in task.pool.index.framework.competencies}
            assert not pool & {asked.text for asked in task.questions}


def test_kinds_weigh_the_same_and_each_text_is_asked_with_and_without_its_answer(material: list[Task]) -> None:
    found = cases(material)
    total: dict[str, float] = {}
    for case in found:
        total[case.kind] = total.get(case.kind, 0) + case.weight
        assert case.relevant.any() or case.wanted == 0 or case.pool != FEW
    assert NOT_FITTED not in {case.family for case in found}
    assert np.allclose(list(total.values()), 1)
    assert sum(case.wanted > 0 for case in found) == sum(case.wanted == 0 for case in found)


def test_a_perfect_probability_is_seen_as_such(material: list[Task]) -> None:
    found = cases(material)
    pairs = pairs_of(found)
    perfect = pairs.right.astype(float)
    assert pooled(pairs, perfect, found, answerable=False).ece == 0
    assert set(auroc(pairs, perfect, found).values()) == {1.0}
    assert max(auroc(pairs, 1 - perfect, found).values()) == 0
    assert pooled(pairs, perfect, found, answerable=True).n < pooled(pairs, perfect, found, answerable=False).n


@pytest.mark.slow
def test_training_gives_the_same_bytes_every_time(data: Path, tmp_path: Path) -> None:
    for name in ("one.json", "two.json"):
        train(data, tmp_path / name, report=lambda _: None)
    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "two.json").read_bytes()


def test_training_writes_a_model_that_loads(data: Path, tmp_path: Path) -> None:
    lines: list[str] = []
    train(data, tmp_path / "one.json", report=lines.append)
    model = MatcherModel.from_json((tmp_path / "one.json").read_text(encoding="utf-8"))
    assert model.encoder == open_encoder().revision
    assert 0 < model.threshold < 1
    assert any("RMSCE" in line for line in lines)
    assert {"rmsce_of_best", "auroc_of_best"} <= set(model.about["figures"]["held_out_collections"])


def test_the_command_says_what_is_missing(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mapper.training", "matcher", str(tmp_path / "nothing")]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 2
    assert "nothing" in ended.stderr
    assert "Traceback" not in ended.stderr
