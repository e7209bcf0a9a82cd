import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from corpora import InputError, frameworks
from embeddings.encoders.forward import TOKEN_WEIGHT
from embeddings.training.contrastive import Schedule
from embeddings.training.network import DENSE_NAMES
from mapper.training import pairs
from mapper.training.encoder import train_encoder
from mapper.training.material import Example, examples, titles

ESCO = Path(__file__).parent / "data" / "frameworks" / "esco"
OUTCOMES = [
    ("Cose la suela", "Fabricar calzado de piel"),
    ("Corta la piel", "Fabricar calzado de piel"),
    ("Programa el torno", "Mecanizar piezas por arranque de viruta"),
    ("Mide la pieza", "Mecanizar piezas por arranque de viruta"),
]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder as the training reads it, of a few records: enough groups that some are held out and some not."""
    train = tmp_path / "data" / "train"
    train.mkdir(parents=True)
    (tmp_path / "data" / "esco").symlink_to(ESCO)
    records = [
        {"query": f"{text} ({group})", "targets": [target], "lang": "es", "group": str(group)}
        for group in range(12)
        for text, target in OUTCOMES
    ]
    (train / "outcomes.jsonl").write_text("".join(json.dumps(r) + "\n" for r in records), encoding="utf-8")
    (train / "titles.tsv").write_text("F1\thttp://x/occupation/1\tzapatero\tfabricante de calzado\n", encoding="utf-8")
    return tmp_path / "data"


def test_nothing_held_out_is_trained_on(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pairs, "HELD_OUT_CONCEPTS", 2)
    framework = frameworks.load([data / "esco"], loader="esco")
    found = pairs.of_framework(framework, seed=1)
    kept_out = {c.code for c in found.held_out}
    assert len(kept_out) == 2
    trained = {pair.meaning for kind in found.by_kind.values() for pair in kind}
    assert trained
    assert not trained & kept_out
    material = pairs.of_material(data / "train", found.held_out, folds=3, seed=1)
    held_out = {e.query for e in examples(data / "train") if e.fold(3) == 0}
    assert held_out
    assert not held_out & {pair.left for pair in material.by_kind["outcomes"]}


def test_pairs_are_the_same_every_time_and_in_any_order(data: Path) -> None:
    framework = frameworks.load([data / "esco"], loader="esco")
    assert pairs.of_framework(framework, seed=1).by_kind == pairs.of_framework(framework, seed=1).by_kind


def test_a_damaged_record_is_named(data: Path) -> None:
    with (data / "train" / "outcomes.jsonl").open("a") as file:
        file.write('{"query": "x"}\n')
    with pytest.raises(InputError, match=r"outcomes\.jsonl, line 49"):
        list(examples(data / "train"))
    (data / "train" / "titles.tsv").write_text("a\tb\n")
    with pytest.raises(InputError, match=r"titles\.tsv, line 1"):
        list(titles(data / "train"))


def test_groups_fall_whole_into_folds() -> None:
    folds = {Example("c", str(i), (), f"g{i % 5}", "es").fold(4) for i in range(0, 50, 5)}
    assert len(folds) == 1


@pytest.mark.slow
def test_training_writes_what_the_encoder_loads_and_can_be_taken_up(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "weights.npz"
    schedule = Schedule(steps=4, batch=8, per_branch=2)
    lines: list[str] = []
    record = train_encoder(data, out, schedule=schedule, measure_every=2, report=lines.append)
    assert [line["step"] for line in record["measured"]] == [2, 2, 2, 4, 4, 4]
    assert record["schedule"]["steps"] == 4
    assert not out.with_suffix(".checkpoint.pt").exists()
    if record["chosen"]["step"]:
        with np.load(out) as stored:
            assert set(stored.files) == {*DENSE_NAMES, TOKEN_WEIGHT}
            assert all(stored[name].dtype == np.float16 for name in stored.files)
            assert all(np.isfinite(stored[name]).all() for name in stored.files)


@pytest.mark.slow
def test_the_command_says_what_is_wrong(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mapper.training", "encoder", str(tmp_path / "nothing")]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 2
    assert "nothing" in ended.stderr
    assert "Traceback" not in ended.stderr
