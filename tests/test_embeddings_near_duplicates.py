import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embeddings.lexical import CharTfidf
from embeddings.near_duplicates import near_duplicates

WORDS = ("instalación", "supervisión", "de", "sistemas", "eléctricos", "café", "y", "mantenimiento", "bebidas")
TITLES = st.lists(st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join), max_size=12)


@settings(max_examples=60, deadline=None)
@given(titles=TITLES, threshold=st.sampled_from([0.3, 0.7, 0.95, 1.0]))
def test_finds_the_pairs_that_comparing_all_of_them_finds(titles: list[str], threshold: float) -> None:
    found = near_duplicates(titles, threshold=threshold)
    rows = [np.arange(len(titles))] * len(titles)
    cosines = np.array(CharTfidf.build(titles).pair_scores(titles, rows)).reshape(len(titles), len(titles))
    pairs = {(int(i), int(j)) for i, j in zip(found.left, found.right, strict=True)}
    # The other scorer keeps its weights in half precision.
    assert {(int(i), int(j)) for i, j in np.argwhere(np.triu(cosines, 1) >= threshold + 2e-3)} <= pairs
    assert pairs <= {(int(i), int(j)) for i, j in np.argwhere(np.triu(cosines, 1) >= threshold - 2e-3)}
    assert ((found.cosine >= threshold) & (found.cosine <= 1)).all()


def test_no_texts_and_empty_texts_have_no_pairs() -> None:
    assert len(near_duplicates([], threshold=0.5).left) == 0
    assert len(near_duplicates(["", " ", "•"], threshold=0.5).left) == 0


@pytest.mark.parametrize("threshold", [0.0, -1.0, 1.1])
def test_a_threshold_that_makes_no_sense_is_refused(threshold: float) -> None:
    with pytest.raises(ValueError, match="threshold"):
        near_duplicates(["a"], threshold=threshold)
