"""Many scores: the bound that the largest reach, ranks, and their fusion by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embeddings.indexes.exact import at_least
from embeddings.lexical import best_rows, ranks, reciprocal_rank_fusion


def test_equal_scores_share_the_better_rank() -> None:
    assert ranks(np.array([0.2, 0.9, 0.9, 0.1])).tolist() == [3, 1, 1, 4]


def test_reciprocal_rank_fusion_by_hand() -> None:
    fused = reciprocal_rank_fusion([np.array([3.0, 2.0, 1.0]), np.array([0.1, 0.2, 0.3])], k=60)
    assert fused == pytest.approx([1 / 61 + 1 / 63, 1 / 62 + 1 / 62, 1 / 63 + 1 / 61])


@settings(deadline=None)
@given(st.integers(1, 3000), st.integers(1, 3), st.integers(1, 40), st.integers(0, 9))
def test_no_column_has_fewer_than_k_scores_at_its_bound(count: int, columns: int, k: int, seed: int) -> None:
    k = min(k, count)
    # A few distinct values, so that there are ties at the bound too.
    scores = np.random.default_rng(seed).integers(0, 50, (count, columns)).astype(np.float32)
    bound = at_least(scores, k)
    assert bound.shape == (columns,)
    assert ((scores >= bound).sum(axis=0) >= k).all()


def test_few_others_reach_it() -> None:
    scores = np.random.default_rng(0).normal(size=(50_000, 4)).astype(np.float32)
    assert ((scores >= at_least(scores, 200)).sum(axis=0) < 250).all()


@settings(deadline=None)
@given(st.integers(0, 3000), st.integers(1, 40), st.booleans(), st.integers(0, 9))
def test_best_rows_are_those_of_a_whole_sort(count: int, k: int, gaps: bool, seed: int) -> None:
    chance = np.random.default_rng(seed)
    scores = (chance.integers(0, 30, count) * (chance.random(count) < 0.3)).astype(np.float32)
    rows = np.flatnonzero(chance.random(count) < 0.7) if gaps else np.arange(count // 3, count)
    expected = [row for row in rows[np.argsort(-scores[rows], kind="stable")].tolist() if scores[row] > 0][:k]
    assert best_rows(scores, k, rows=rows).tolist() == expected
