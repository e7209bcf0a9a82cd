"""How the encoder that the reader stands beside is trained: what on, in which batches, and what becomes of it."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import tiny_base
import torch
import training_data

from corpora import InputError
from embeddings.bert import Bert, tensors
from lab.reading import encoder
from lab.reading.contrastive import Encoder, Schedule, Source, Training
from lab.reading.encoder import read_material, train_encoder
from lab.reading.shipping import ship
from lab.training import pairs
from lab.training.material import TextPair

pytestmark = pytest.mark.slow


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return training_data.data(tmp_path / "data")


@pytest.fixture
def truth(tmp_path: Path) -> Path:
    return training_data.truth(tmp_path / "truth")


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_base.base(tmp_path_factory.mktemp("base"))


def test_every_kind_of_pairs_is_a_source_and_nothing_held_out_is_trained_on(
    data: Path, truth: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pairs, "HELD_OUT_CONCEPTS", 2)
    framework, sources, tasks = read_material(data, truth)
    by_name = {source.name: source for source in sources}
    of_truth = {"contents", "programmes", "graded", "taught", "asked for"}
    assert of_truth < by_name.keys() <= encoder.WEIGHTS.keys()
    assert {name for name, source in by_name.items() if source.grouped} == {"contents", "wordings", "programmes"}
    assert all(source.weight == encoder.WEIGHTS[source.name] for source in sources)
    held = {concept.code for concept in pairs.held_out_of(framework)}
    assert len(held) == 2
    meanings = {pair.meaning for source in sources for pair in source.pairs}
    assert not held & {meaning.removeprefix("esco/") for meaning in meanings}
    asked = {query.casefold() for task in tasks for query in task.queries if task.name == "outcomes"}
    assert asked
    assert not asked & {pair.left.casefold() for pair in by_name["outcomes"].pairs}
    # What is held out is so among the sentences of the truth, too.
    monkeypatch.setattr(pairs, "HELD_OUT_CONCEPTS", 1000)
    assert not {"taught", "asked for"} & {source.name for source in read_material(data, truth)[1]}


SCHEDULE = Schedule(steps=12, batch=8, rate=1e-3)


def trained(data: Path, truth: Path, base: Path, out: Path, lines: list[str]) -> dict[str, object]:
    def report(line: str) -> None:
        lines.append(line)
        if lines[0] == "stop" and line.startswith('{"step": 10'):
            raise KeyboardInterrupt

    return train_encoder(data, truth, base, out, schedule=SCHEDULE, measured=lines == [], report=report)


def test_a_training_that_was_interrupted_goes_on_and_gives_what_one_without_a_break_does(
    data: Path, truth: Path, base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sentence_transformers import SentenceTransformer

    monkeypatch.setattr(pairs, "HELD_OUT_CONCEPTS", 2)
    monkeypatch.setattr(encoder, "_KEEP_EVERY", 4)
    out, whole, checkpoint = tmp_path / "out", tmp_path / "whole", tmp_path / "out.checkpoint.pt"
    with pytest.raises(KeyboardInterrupt):
        trained(data, truth, base, out, ["stop"])
    assert not out.exists()
    assert torch.load(checkpoint, weights_only=True)["step"] == 8
    first, second = trained(data, truth, base, out, ["on"]), trained(data, truth, base, whole, [])
    assert not checkpoint.exists()
    assert (first["pairs"], first["weights"], first["schedule"]) == tuple(
        second[name] for name in ("pairs", "weights", "schedule")
    )
    for told in (second["before"], second["after"]):
        assert set(told) == {*second["held_out"], "mean"}  # type: ignore[call-overload, misc]
        assert all(0 <= value <= 1 for value in told.values())  # type: ignore[attr-defined]
    files = sorted(path.relative_to(out) for path in out.rglob("*") if path.is_file())
    assert files == sorted(path.relative_to(whole) for path in whole.rglob("*") if path.is_file())
    for name in ("2_Dense/model.safetensors", "tokenizer.json", "config.json"):
        assert (out / name).read_bytes() == (whole / name).read_bytes(), name
    one, other = (tensors(folder / "model.safetensors") for folder in (out, whole))
    assert one.keys() == other.keys()
    for name in one:
        if not name.startswith("pooler."):  # of sentence-transformers' own, random and used by nobody
            np.testing.assert_array_equal(one[name], other[name], err_msg=name)

    model = SentenceTransformer(str(out), device="cpu")
    assert {role: model.prompts[role] for role in ("query", "passage")} == {"query": "query: ", "passage": "passage: "}
    rows = model.encode(TEXTS, prompt_name="query", normalize_embeddings=False)
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    bert = Bert(out)
    ours = bert.vectors(bert.tokens([f"query: {text}" for text in TEXTS], 128))
    assert (rows * ours).sum(axis=1).min() > 0.99


def test_a_checkpoint_of_another_schedule_is_named(data: Path, truth: Path, base: Path, tmp_path: Path) -> None:
    other = Training(Encoder(base), SOURCES, replace(SCHEDULE, steps=13))
    torch.save(other.state(), tmp_path / "out.checkpoint.pt")
    with pytest.raises(InputError, match=r"out\.checkpoint\.pt"):
        trained(data, truth, base, tmp_path / "out", ["on"])
    assert not (tmp_path / "out").exists()


def test_what_ships_says_the_same_in_a_quarter_of_the_room(base: Path, tmp_path: Path) -> None:
    from sentence_transformers import SentenceTransformer

    whole, small = tmp_path / "whole", tmp_path / "small"
    encoder.save(Encoder(base), whole)
    small.mkdir()
    (small / "of before.bin").write_bytes(b"old")
    ship(whole, "---\nlicense: apache-2.0\n---\n# Tiny\n", small)
    assert not (small / "of before.bin").exists()
    assert (small / "README.md").read_text(encoding="utf-8").endswith("# Tiny\n")
    sizes = [sum(path.stat().st_size for path in of.rglob("*.safetensors")) for of in (whole, small)]
    assert 0.25 < sizes[1] / sizes[0] < 0.31
    before, after = (
        SentenceTransformer(str(of), device="cpu").encode(TEXTS, prompt_name="query") for of in (whole, small)
    )
    assert (before * after).sum(axis=1).min() > 0.99
    bert = Bert(small)
    ours = bert.vectors(bert.tokens([f"query: {text}" for text in TEXTS], 128))
    assert (before * ours).sum(axis=1).min() > 0.99


# The batches and the steps.


TEXTS = ["soldar acero", "llevar la contabilidad", "amasar", "un texto algo más largo que los otros, con coma"]
WORDS = {"soldar": "weld", "amasar": "knead", "coser": "sew", "medir": "gauge", "pintar": "paint", "limpiar": "clean"}
PAIRS = [TextPair(f"{word} {n}", f"{other} {n}", f"{word}/{n}") for word, other in WORDS.items() for n in range(4)]
SOURCES = [Source("all", PAIRS, 1.0)]
