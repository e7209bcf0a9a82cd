"""A cross-encoder changes the order of a passage's matches and nothing else."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from small_frameworks import framework, passage

from corpora import InputError
from embeddings.encoders import open_encoder
from eval import benchmarks
from mapper.actions import SAMPLES, Mapper
from mapper.evaluation.matcher import open_system, rerank_run
from mapper.matching.index import FrameworkIndex
from mapper.matching.matcher import Matcher, Reranker, open_reranker
from mapper.matching.records import Settings, no_progress
from mapper.matching.scorer import shipped
from mapper.workspace.store import Workspace

pytestmark = pytest.mark.slow

STATEMENTS = ("Coser prendas", "Coser prendas de piel", "Cortar prendas", "Diseñar prendas", "Planchar prendas")


@pytest.fixture(scope="session")
def cross_encoder(small_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cross-encoder with random weights."""
    import torch
    from sentence_transformers import CrossEncoder

    torch.manual_seed(1)
    folder = tmp_path_factory.mktemp("cross") / "cross-tiny"
    CrossEncoder(str(small_model), num_labels=1, device="cpu", max_length=32).save_pretrained(str(folder))
    return folder


@pytest.fixture(scope="session")
def reranker(cross_encoder: Path) -> Reranker:
    return open_reranker(str(cross_encoder))


def matchers(reranker: Reranker, threshold: float = 0.0) -> tuple[Matcher, Matcher]:
    encoder = open_encoder()
    index, model = FrameworkIndex.build(framework(*STATEMENTS), encoder), replace(shipped(), threshold=threshold)
    return Matcher([index], encoder, scorer=model), Matcher([index], encoder, scorer=model, reranker=reranker)


def test_order_changes_and_probabilities_stay(reranker: Reranker) -> None:
    plain, reranked = matchers(reranker)
    asked = passage("Cose prendas")
    before, after = plain.match([asked], k=9)[0], reranked.match([asked], k=9)[0]
    assert set(before) == set(after)
    expected = reranker.order(asked.text, [match.statement for match in before])
    assert after == tuple(before[place] for place in expected)
    assert after != before
    assert plain.revision != reranked.revision
    assert reranked.match([asked], k=2)[0] == after[:2]


def test_no_match_stays_none(reranker: Reranker) -> None:
    assert matchers(reranker, threshold=1.1)[1].match([passage("El horario")]) == [()]


def test_scores_do_not_depend_on_what_else_is_asked(reranker: Reranker) -> None:
    together = reranker.scores("coser", STATEMENTS)
    alone = [reranker.scores("coser", [text])[0] for text in STATEMENTS]
    np.testing.assert_allclose(together, alone, atol=1e-5)
    assert reranker.scores("coser", []).shape == (0,)


def test_a_model_that_is_not_there_is_named_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="could not be opened") as caught:
        open_reranker(str(tmp_path / "none"))
    assert "cross-encoder" in caught.value.es


def test_encoders_and_cross_encoders_are_told_apart(small_model: Path, cross_encoder: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is no cross-encoder"):
        open_reranker(str(small_model))
    with pytest.raises(ValueError, match="is a cross-encoder"):
        open_encoder(f"sentence_transformer:{cross_encoder}")
    wide = shutil.copytree(cross_encoder, tmp_path / "wide")
    from transformers import AutoModelForSequenceClassification

    AutoModelForSequenceClassification.from_pretrained(
        wide, num_labels=3, ignore_mismatched_sizes=True
    ).save_pretrained(wide)
    with pytest.raises(InputError, match="not one value a pair"):
        open_reranker(str(wide))


def test_the_setting_is_recorded_only_where_it_is_used(cross_encoder: Path) -> None:
    assert "rerank" not in Settings().chosen()
    assert Settings().digest != Settings(rerank=str(cross_encoder)).digest
    assert json.dumps(Settings(rerank="m").chosen())


def test_a_mapping_names_the_reranker(cross_encoder: Path, norms: Path) -> None:
    workspace = Workspace(norms)
    prepared = Mapper.open(workspace, ["table"], Settings(rerank=str(cross_encoder)))
    assert prepared.matcher.revision != Mapper.open(workspace, ["table"], Settings()).matcher.revision


def test_of_a_run_it_reorders_the_best_and_keeps_the_rest(reranker: Reranker, tmp_path: Path) -> None:
    benchmark, matcher = benchmarks.load(SAMPLES / "benchmark"), open_system("matcher", "", tmp_path)
    plain = matcher.answer(benchmark, context=False, progress=no_progress)
    found = rerank_run(plain, benchmark, reranker)
    assert found.probabilities == plain.probabilities
    changed = 0
    for query, ranked in found.rankings.items():
        before = plain.rankings[query]
        assert set(ranked.targets[:20]) == set(before.targets[:20])
        assert ranked.targets[20:] == before.targets[20:]
        assert (np.diff(ranked.scores) <= 0).all()
        assert (np.diff(ranked.scores[:20]) < 0).all()
        changed += ranked.targets != before.targets
    assert changed > len(found.rankings) / 2
