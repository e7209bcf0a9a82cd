import math
from collections import Counter

import pytest
import torch

from lab.training import contrastive
from lab.training.contrastive import Pair, Schedule, Source, Training, loss
from lab.training.network import Network

pytestmark = pytest.mark.slow

WORDS = [(1, 100 + 7 * i, 900 + 11 * i, 2) for i in range(24)]
PAIRS = [Pair(WORDS[i], WORDS[(i + 1) % 24], f"meaning {i}") for i in range(24)]
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
    paces = [contrastive._pace(done, 100) for done in range(101)]
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
    assert changed <= {token for word in WORDS for token in word}
