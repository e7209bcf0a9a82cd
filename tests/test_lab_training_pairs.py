"""What encoders are trained and measured on: pairs, what is held out, the loss and the pace."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from corpora import Framework, InputError, Label, frameworks
from lab.training import pairs, sentences
from lab.training.material import examples, labels_in, titles

pytestmark = pytest.mark.slow

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


@pytest.fixture(scope="module")
def esco() -> Framework:
    return frameworks.load([ESCO], loader="esco")


def test_nothing_held_out_is_trained_on(data: Path, esco: Framework, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pairs, "HELD_OUT_CONCEPTS", 2)
    found = pairs.of_framework(esco, seed=1)
    kept_out = {c.code for c in found.held_out}
    assert len(kept_out) == 2
    trained = {pair.meaning for kind in found.by_kind.values() for pair in kind}
    assert trained
    assert not trained & kept_out
    material = pairs.of_material(data / "train", found.held_out, folds=3)
    held_out = {e.query for e in examples(data / "train") if e.fold(3) == 0}
    assert held_out
    assert not held_out & {pair.left for pair in material.by_kind["outcomes"]}


def test_a_damaged_record_is_named(data: Path) -> None:
    with (data / "train" / "outcomes.jsonl").open("a") as file:
        file.write('{"query": "x"}\n')
    with pytest.raises(InputError, match=r"outcomes\.jsonl, line 49"):
        list(examples(data / "train"))
    (data / "train" / "titles.tsv").write_text("a\tb\n")
    with pytest.raises(InputError, match=r"titles\.tsv, line 1"):
        list(titles(data / "train"))


def test_sentences_name_skills_and_none_that_is_held_out(esco: Framework) -> None:
    skills = [c for c in esco.competencies if c.kind not in ("group", "occupation")]
    labels = {c.code: {language: labels_in(c, language) for language in ("es", "en")} for c in skills}
    made = list(sentences.to_train_on(skills, labels, seed=1))
    assert {code for _, _, code in made} == {c.code for c in skills}
    for text, label, code in made:
        assert any(own in text for found in labels[code].values() for own in found)
        assert label in {found[0] for found in labels[code].values() if found}
    renamed = [replace(c, labels=(*c.labels, Label(f"to {c.code}", "en", "alternative"))) for c in skills]
    preferred, asked = sentences.to_ask(renamed, {c.code for c in skills[1:]})
    named = [c.code for c in skills[1:] if labels[c.code]["en"]]
    assert sorted(code for _, codes in asked for code in codes) == sorted(named)
    assert all(f"to {code}" in text for text, codes in asked for code in codes)
    assert set(preferred) >= set(named)


def test_the_command_says_what_is_wrong(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "lab.training", "pivot", str(tmp_path / "nothing")]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 2
    assert "nothing" in ended.stderr
    assert "Traceback" not in ended.stderr
