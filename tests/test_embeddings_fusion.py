"""Fusion of rankings and scores, with the arithmetic by hand."""

import numpy as np
import pytest

from embeddings.fusion import ranks, reciprocal_rank_fusion, standardised, weighted_sum


def test_equal_scores_share_the_better_rank() -> None:
    assert ranks(np.array([0.2, 0.9, 0.9, 0.1])).tolist() == [3, 1, 1, 4]


def test_reciprocal_rank_fusion_by_hand() -> None:
    fused = reciprocal_rank_fusion([np.array([3.0, 2.0, 1.0]), np.array([0.1, 0.2, 0.3])], k=60)
    assert fused == pytest.approx([1 / 61 + 1 / 63, 1 / 62 + 1 / 62, 1 / 63 + 1 / 61])


def test_weighted_sum_by_hand() -> None:
    assert weighted_sum([np.array([1.0, 2.0]), np.array([4.0, 0.0])], [0.5, 0.25]) == pytest.approx([1.5, 1.0])


def test_standardised_scores_by_hand() -> None:
    assert standardised(np.array([1.0, 3.0])) == pytest.approx([-1, 1])
    assert standardised(np.array([2.0, 2.0])).tolist() == [0, 0]
    assert standardised(np.array([])).tolist() == []
