"""How the reader of pairs is trained: on which questions, with what loss, and what becomes of it."""

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tiny_base
import torch
import training_data
from files import written as written_file

from embeddings.bert import Bert
from lab.reading import reader, written
from lab.reading.contrastive import Encoder
from lab.reading.reader import Material, Plan, Question, loss_of, train_reader
from lab.reading.shipping import ship
from lab.reading.written import Programme

pytestmark = pytest.mark.slow

QUESTIONS = [
    Question(f"coser {n} | taller", (f"cose {n}", "pinta la pared", f"mide {n}"), (1.0, 0.0, 0.4)) for n in range(8)
]
MATERIAL = [
    Material("people", QUESTIONS, 3.0),
    Material("machines", [Question("amasar", ("amasa", "vende"), (0.7, 0.0))], 1.0),
    Material("nobody", [], 9.0),
]


@pytest.fixture
def truth(tmp_path: Path) -> Path:
    return training_data.truth(tmp_path / "truth")


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_base.base(tmp_path_factory.mktemp("base"))


# The loss and the steps.


def cross_entropy(score: float, target: float) -> float:
    p = 1 / (1 + math.exp(-score))
    return -(target * math.log(p) + (1 - target) * math.log(1 - p))


def test_the_loss_by_hand() -> None:
    scores, targets = (1.0, 0.5, -1.0), (1.0, 0.0, 0.4)
    each = sum(map(cross_entropy, scores, targets)) / 3
    among = math.log(sum(map(math.exp, scores))) - scores[0]
    found = loss_of(Question("e", ("a", "b", "c"), targets), torch.tensor(scores))
    assert found.item() == pytest.approx(each + 0.5 * among, abs=1e-6)


def test_two_right_passages_need_not_beat_each_other_and_of_none_each_is_told_alone() -> None:
    both = loss_of(Question("e", ("a", "b"), (1.0, 0.7)), torch.tensor([2.0, -1.0]))
    assert both.item() == pytest.approx((cross_entropy(2.0, 1.0) + cross_entropy(-1.0, 0.7)) / 2, abs=1e-6)
    none = loss_of(Question("e", ("a", "b"), (0.0, 0.4)), torch.tensor([2.0, -1.0]))
    assert none.item() == pytest.approx((cross_entropy(2.0, 0.0) + cross_entropy(-1.0, 0.4)) / 2, abs=1e-6)


def test_a_training_that_was_interrupted_goes_on_and_ships_what_others_open(
    base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sentence_transformers import CrossEncoder

    monkeypatch.setattr(reader, "_KEEP_EVERY", 8)
    plan, lines = Plan(steps=24, pairs=12, rate=1e-3), list[str]()
    out, whole = tmp_path / "out", tmp_path / "whole"

    def interrupted(line: str) -> None:
        lines.append(line)
        if line.startswith('{"step": 20'):
            raise KeyboardInterrupt

    def train(folder: Path, report: Callable[[str], None]) -> dict[str, Any]:
        return train_reader(MATERIAL, base, folder, plan=plan, report=report)

    with pytest.raises(KeyboardInterrupt):
        train(out, interrupted)
    assert lines[0] == "people: 8; machines: 1; nobody: 0"
    assert json.loads(lines[1]).keys() == {"step", "people", "machines"}
    assert not out.exists()
    assert torch.load(tmp_path / "out.checkpoint.pt", weights_only=True)["step"] == 16
    again, record = train(out, lines.append), train(whole, lines.append)
    assert again == record
    assert record["material"]["people"] == [8, 3.0]
    assert not list(tmp_path.glob("*.pt"))

    pairs = [(one.entry, passage) for one in QUESTIONS[:3] for passage in one.passages]
    theirs = CrossEncoder(str(out), device="cpu").predict(pairs, activation_fn=torch.nn.Identity())
    unbroken = CrossEncoder(str(whole), device="cpu").predict(pairs, activation_fn=torch.nn.Identity())
    np.testing.assert_allclose(theirs, unbroken, atol=1e-3)
    ship(out, "# Tiny\n", tmp_path / "small")
    bert = Bert(tmp_path / "small")
    ours = bert.logits(bert.pairs(pairs, reader.TOKENS))
    np.testing.assert_allclose(ours, theirs, atol=0.1)
    small = CrossEncoder(str(tmp_path / "small"), device="cpu").predict(pairs, activation_fn=torch.nn.Identity())
    np.testing.assert_allclose(small, theirs, atol=0.1)


# What is asked: entries beside passages that teach them, and others.


def test_each_graded_entry_is_a_question_of_one_passage(truth: Path) -> None:
    found = reader.of_graded(truth / "pairs" / "train.jsonl")
    assert {one.passages for one in found} == {("Enhebra la aguja | Taller",)}
    told = {one.entry: one.targets for one in found}
    assert told == {"poner hilos": (1.0,), "colocar hilos": (0.85,), "vender hilos": (0.15,), "pan": (0.0,)}


def test_sentences_stand_beside_their_trap_and_one_of_another_entry(truth: Path) -> None:
    (of_programme, of_ad) = reader.of_sentences(truth, {training_data.HISTORY: "poner hilos"})
    assert of_programme.passages[:2] == ("Explica de dónde viene el telar", "Vende telares")
    assert of_ad.passages[0] == "Se busca guía del museo textil"
    assert {one.targets for one in (of_programme, of_ad)} == {(1.0, 0.0, 0.0)}
    assert {one.entry for one in (of_programme, of_ad)} == {"poner hilos"}


def test_criteria_of_written_programmes_stand_beside_quotes_and_a_trap(truth: Path) -> None:
    taught, absent, partly = reader.of_written([truth / "real" / "train"], seed=1)
    assert taught.entry == "Elaborar masas | Masas | Panadería"
    assert taught.passages == ("Amasa hasta formar la malla", "Vende masas congeladas")
    assert taught.targets == (1.0, 0.0)
    assert absent.entry == "Limpiar | Masas | Panadería"
    assert (absent.passages[0], set(absent.targets)) == ("Limpia el escaparate", {0.0})
    assert (partly.passages, partly.targets) == (("Mide con calibrador", "Anota la medida"), (0.7, 0.7))


def test_criteria_of_real_programmes_stand_beside_the_lines_that_a_reader_graded(tmp_path: Path) -> None:
    texts = [f"Mide la pieza número {number} con el calibrador" for number in range(8)]
    path = written_file(tmp_path / "programme.md", "# Torno\n\n## Tema\n\n" + "\n\n".join(texts) + "\n")
    said = dict.fromkeys(range(8), 0) | {1: 2, 0: 1}
    rows = [f"torno\tT/1/1\t{reader.key_of(texts[number])}\t{grade}" for number, grade in said.items()]
    rows += [f"torno\tT/1/1\t{reader.key_of('of an edition of before')}\t2", "pan\tT/1/1\t0\t2"]
    grades = written_file(tmp_path / "grades.tsv", "\n".join(["programme\tcriterion\tline\tgrade", *rows]) + "\n")
    entries = {code: {"statement": "Se han elaborado piezas", "parent": ""} for code in ("T/1/1", "T/1/2")}
    programme = Programme("torno", "", entries, ({"code": "T/1/1"}, {"code": "T/1/2"}))
    (first,) = reader.of_programmes([(programme, path)], grades, seed=1)  # of the other one nothing was graded
    assert first.passages[:2] == (f"{texts[1]} | Tema | Torno", f"{texts[0]} | Tema | Torno")
    assert first.targets == (1.0, 0.4, 0.0, 0.0, 0.0, 0.0)
    assert len(set(first.passages)) == 6
    assert first.entry == "Elaborar piezas"


def test_criteria_of_decrees_stand_beside_graded_lines_and_those_of_their_siblings(
    tmp_path: Path, base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcomes = written.outcomes(training_data.data(tmp_path / "data"))
    # Of the first outcome: its first criterion is taught by one line and in part by another, its second by none.
    place = "RD 1/2020\tPanadería\t1"
    rows = [
        "decree\tmodule\tnumber\tcriterion\tline\tgrade",
        f"{place}\t0\t0\t2",
        f"{place}\t0\t1\t1",
        f"{place}\t\t\t",
    ]
    monkeypatch.setattr(reader, "CONTENTS", written_file(tmp_path / "contents.tsv", "\n".join(rows) + "\n"))
    weighed, made = reader.of_contents(outcomes, Encoder(base))
    assert weighed.entry == "Pesar la harina | Elabora masas | Panadería"
    assert dict(zip(weighed.passages, weighed.targets, strict=True)) == {
        "Tipos de harina | Masas | Panadería": 1.0,
        "Amasado | Masas | Panadería": 0.4,
        "Fermentación | Masas | Panadería": 0.0,
        "Tipos de horno | Panadería": 0.0,
    }
    assert made.entry == "Elaborar masas | Elabora masas | Panadería"
    assert (len(made.passages), set(made.targets)) == (3, {0.0})
    assert made.passages[2] == "Tipos de horno | Panadería"


def test_an_entry_is_read_with_its_element_and_its_standard(truth: Path) -> None:
    (programme, _) = written.programmes(truth / "real" / "train")
    assert reader.entry_of(programme, "P") == "Panadería"
    assert reader.entry_of(programme, "P/1") == "Masas | Panadería"
