import json
import math
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from corpora import Framework, InputError, Label, frameworks
from embeddings.encoders import competency
from embeddings.encoders.competency import CHANGE_BASIS, CHANGE_ROWS, CHANGE_TOKENS, TOKEN_WEIGHT
from lab.training import contrastive, encoder, held_out, pairs, sentences
from lab.training.contrastive import Pair, Schedule, Source, Training, loss
from lab.training.encoder import train_encoder
from lab.training.material import Example, examples, labels_in, titles
from lab.training.network import DENSE_NAMES, Network, mean_of, mixed, save, weights_of
from mapper.evaluation.training.material import TextPair

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


def test_pairs_are_the_same_every_time_and_in_any_order(esco: Framework) -> None:
    assert pairs.of_framework(esco, seed=1).by_kind == pairs.of_framework(esco, seed=1).by_kind


def test_a_skill_stands_beside_what_it_needs(esco: Framework, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pairs, "HELD_OUT_CONCEPTS", 0)
    (pair,) = pairs.of_framework(esco, seed=1).by_kind["related"]
    by_code = {c.code: {c.statement, *(label.text for label in c.labels)} for c in esco.competencies}
    needing, needed = (f"00000000-0000-4000-8000-00000000000{number}" for number in (1, 2))
    assert pair.left in by_code[needing]
    assert pair.right in by_code[needed]
    assert pair.meaning == needed


def test_some_texts_are_written_as_titles_are() -> None:
    plain = [TextPair("diseñador de automóviles", "car designer of " + "x " * 8, str(i)) for i in range(400)]
    made = pairs.written_otherwise({"titles": plain}, seed=1)["titles"]
    assert [pair.meaning for pair in made] == [pair.meaning for pair in plain]
    lefts = Counter(pair.left for pair in made)
    assert set(lefts) == {
        "diseñador de automóviles",
        "Diseñador De Automóviles",
        "Diseñador de automóviles",
        "diseñador de automoviles",
    }
    assert 200 < lefts["diseñador de automóviles"] < 280
    # A sentence is not written like a title.
    assert {pair.right.split(" x")[0] for pair in made} == {"car designer of", "Car designer of"}


def test_labels_and_titles_are_asked_for(data: Path, esco: Framework, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pairs, "HELD_OUT_CONCEPTS", 6)
    concepts = pairs.of_framework(esco, seed=1).held_out
    tasks = {task.name: task for task in held_out.tasks(esco, concepts, data, folds=3)}
    assert {"label es to en", "label en to es", "outcomes"} <= set(tasks)
    asked = tasks["label en to es"]
    by_english = {held_out._preferred(c, "en"): c.statement for c in concepts}
    assert asked.queries
    for query, rows in zip(asked.queries, asked.relevant, strict=True):
        assert [asked.targets[row] for row in rows] == [by_english[query]]


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


def test_training_writes_what_the_encoder_loads_and_can_be_taken_up(data: Path, tmp_path: Path) -> None:
    out, whole = tmp_path / "weights.npz", tmp_path / "whole.npz"
    schedules = [Schedule(steps=4, batch=8), Schedule(steps=2, batch=16, seed=18)]
    lines: list[str] = []

    def interrupted(line: str) -> None:
        if '"step": 2' in line and '"seed": 18' in line:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train_encoder(data, out, schedules=schedules, measure_every=2, report=interrupted)
    assert not out.exists()
    record = train_encoder(data, out, schedules=schedules, measure_every=2, report=lines.append)
    # What was done is not done again: the first training stands in its checkpoint.
    assert not [line for line in lines if line.startswith('{"seed": 17')]
    assert [(row["seed"], row["step"]) for row in record["trainings"]] == [(17, 2), (17, 4), (18, 2)]
    assert [row["share"] for row in record["mixtures"]] == list(encoder.SHARES)
    assert record["chosen"] in record["mixtures"]
    assert [row["seed"] for row in record["without"]] == [17, 18]
    assert not list(tmp_path.glob("*.checkpoint.pt"))
    with np.load(out) as stored:
        halves = {*DENSE_NAMES, TOKEN_WEIGHT, CHANGE_BASIS}
        assert set(stored.files) == {*halves, CHANGE_TOKENS, CHANGE_ROWS}
        assert all(stored[name].dtype == np.float16 for name in halves)
        assert len(stored[CHANGE_TOKENS]) == len(stored[CHANGE_ROWS]) > 0
        assert all(np.isfinite(stored[name]).all() for name in stored.files)
    assert train_encoder(data, whole, schedules=schedules, measure_every=2, report=lines.append) == record
    assert whole.read_bytes() == out.read_bytes()


def test_trainings_are_averaged_and_mixed() -> None:
    untrained = weights_of(Network.original())
    draw = torch.Generator().manual_seed(1)
    basis, trained = f"dense.{CHANGE_BASIS}", []
    for part in (slice(0, 30), slice(30, 60)):  # directions of their own, not more together than are kept
        weights = {name: value + 2 * len(trained) for name, value in untrained.items()}
        weights["change"], weights[basis] = torch.zeros_like(untrained["change"]), untrained[basis].clone()
        weights["change"][[3, 5], part] = torch.randn(2, 30, generator=draw)
        trained.append(weights)
    mean = mean_of(trained)
    torch.testing.assert_close(mean["dense.d0"], untrained["dense.d0"] + 1)
    changed = [weights["change"] @ weights[basis] for weights in (*trained, mean)]
    torch.testing.assert_close(changed[2], (changed[0] + changed[1]) / 2, atol=1e-4, rtol=1e-4)
    assert mean["change"].any(dim=1).nonzero().flatten().tolist() == [3, 5]

    mixture = mixed(mean, untrained, 0.8)
    for name in ("dense.d0", f"dense.{TOKEN_WEIGHT}"):
        torch.testing.assert_close(mixture[name], untrained[name] + 0.8)
    # What changes in a direction counts as its share; the direction stays.
    torch.testing.assert_close(mixture["change"], 0.8 * mean["change"])
    assert torch.equal(mixture[basis], mean[basis])


def test_what_is_written_is_what_was_mixed(tmp_path: Path) -> None:
    network = Network.original()
    weights = weights_of(network)
    draw = torch.Generator().manual_seed(1)
    weights["change"][[3, 5]] = torch.randn(2, weights["change"].shape[1], generator=draw) * 0.1
    save(tmp_path / "weights.npz", weights)
    network.load_state_dict(weights)
    table, original = competency.original()
    ids = [[1, 3, 5, 900, 2], [1, 5, 2]]
    with np.load(tmp_path / "weights.npz") as stored, torch.no_grad():
        assert stored[CHANGE_TOKENS].tolist() == [3, 5]
        rows = competency.Forward(table, original | {name: stored[name] for name in stored.files})(ids)
        assert (rows * network(ids).numpy()).sum(axis=1).min() > 0.9999


def test_a_checkpoint_of_another_schedule_is_named(data: Path, tmp_path: Path) -> None:
    network, checkpoint = Network.original(), tmp_path / "weights.1.checkpoint.pt"
    torch.save({"training": Training(network, [], Schedule(steps=4)).state(), "log": []}, checkpoint)
    with pytest.raises(InputError, match=r"weights\.1\.checkpoint\.pt"):
        encoder._trained([], Schedule(steps=5), checkpoint, 2, lambda _: {}, print)


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
    command = [sys.executable, "-m", "lab.training", "encoder", str(tmp_path / "nothing")]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 2
    assert "nothing" in ended.stderr
    assert "Traceback" not in ended.stderr


# The loss, the batches and the steps.


TOKENS = [(1, 100 + 7 * i, 900 + 11 * i, 2) for i in range(24)]
PAIRS = [Pair(TOKENS[i], TOKENS[(i + 1) % 24], f"meaning {i}") for i in range(24)]
SOURCES = [Source("all", PAIRS, 1.0)]


@pytest.mark.parametrize(
    ("meanings", "expected"),
    [
        (["a", "b"], -math.log(math.e / (math.e + 1))),  # each row scores 1 on its own target and 0 on the other
        (["a", "a"], 0.0),  # no negative is left, and nothing to learn
    ],
)
def test_the_loss_of_two_orthogonal_pairs_at_temperature_1(meanings: list[str], expected: float) -> None:
    assert loss(torch.eye(2), torch.eye(2), meanings, 1.0).item() == pytest.approx(expected, abs=1e-6)


def test_a_batch_is_of_one_source_and_holds_no_pair_twice() -> None:
    sources = [Source("first", PAIRS[:12], 3.0), Source("second", PAIRS[12:], 1.0), Source("none", [], 9.0)]
    drawn = Counter[str]()
    for batch in contrastive._batches(sources, Schedule(steps=400, batch=8), 0):
        assert len({pair.meaning for pair in batch}) == 8
        (name,) = {source.name for source in sources for pair in batch if pair in source.pairs}
        drawn[name] += 1
    assert 2.0 < drawn["first"] / drawn["second"] < 4.5


def test_tokens_are_left_out_anew_each_time_but_never_all() -> None:
    schedule = Schedule(steps=60, batch=24, dropout=0.5)
    whole = {pair.meaning: pair for pair in PAIRS}
    lengths = Counter[int]()
    for batch in contrastive._batches(SOURCES, schedule, 0):
        for pair in batch:
            for left_over, text in ((pair.left, whole[pair.meaning].left), (pair.right, whole[pair.meaning].right)):
                assert [token for token in text if token in left_over] == list(left_over)
                lengths[len(left_over)] += 1
    assert set(lengths) == {1, 2, 3, 4}
    # Binomial, but where nothing would be left everything stays.
    assert lengths[4] / sum(lengths.values()) == pytest.approx(2 / 16, abs=0.02)
    first, again = (next(contrastive._batches(SOURCES, schedule, 7)) for _ in range(2))
    assert first == again
    assert first != next(contrastive._batches(SOURCES, schedule, 8))


def test_the_pace_rises_and_falls() -> None:
    paces = [contrastive.pace(done, 100) for done in range(101)]
    assert paces[0] == 0.1
    assert max(paces) == paces[9] == 1.0
    assert paces == sorted(paces[:10]) + sorted(paces[10:], reverse=True)
    assert paces[100] == pytest.approx(0.0)


def test_training_brings_pairs_together() -> None:
    network = Network.original()
    training = Training(network, SOURCES, Schedule(steps=12, batch=12, rate=1e-3))

    def cosine() -> float:
        with torch.no_grad():
            left, right = network([p.left for p in PAIRS]), network([p.right for p in PAIRS])
        # Nearer to one's own than to the others.
        scores = left @ right.T
        return float(scores.diag().mean() - scores.mean())

    before = cosine()
    training.run()
    assert training.step == 12
    assert cosine() > before + 0.05


def test_a_training_taken_up_again_sees_what_it_would_have_seen() -> None:
    schedule = Schedule(steps=4, batch=8)
    whole = Training(Network.original(), SOURCES, schedule)
    whole.run()

    first = Training(Network.original(), SOURCES, schedule)
    first.run(lambda step: step == 2)
    again = Training(Network.original(), SOURCES, schedule)
    again.resume(first.state())
    again.run()

    assert again.step == whole.step == 4
    for name, value in whole.network.state_dict().items():
        torch.testing.assert_close(again.network.state_dict()[name], value, rtol=0, atol=1e-6)


def test_only_embeddings_of_tokens_in_the_texts_change() -> None:
    network = Network.original()
    Training(network, SOURCES, Schedule(steps=2, batch=24)).run()
    changed = set(network.change.detach().any(dim=1).nonzero().flatten().tolist())
    assert changed
    assert changed <= {token for word in TOKENS for token in word}
