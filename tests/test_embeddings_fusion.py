"""Fusion of rankings and scores, with the arithmetic by hand."""

import numpy as np
import pytest

from embeddings.fusion import ranks, reciprocal_rank_fusion


def test_equal_scores_share_the_better_rank() -> None:
    assert ranks(np.array([0.2, 0.9, 0.9, 0.1])).tolist() == [3, 1, 1, 4]


def test_reciprocal_rank_fusion_by_hand() -> None:
    fused = reciprocal_rank_fusion([np.array([3.0, 2.0, 1.0]), np.array([0.1, 0.2, 0.3])], k=60)
    assert fused == pytest.approx([1 / 61 + 1 / 63, 1 / 62 + 1 / 62, 1 / 63 + 1 / 61])
