"""What every index holds to."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from embeddings.encoders import Vectors
from embeddings.errors import InputError
from embeddings.indexes import INDEXES, IndexType, index_type


def unit_rows(count: int, seed: int = 0, dimension: int = 16) -> Vectors:
    rows = np.random.default_rng(seed).normal(size=(count, dimension)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@pytest.fixture(params=sorted(INDEXES))
def kind(request: pytest.FixtureRequest) -> IndexType:
    return index_type(request.param)


def test_the_best_rows_come_first(kind: IndexType) -> None:
    vectors, queries = unit_rows(200), unit_rows(7, seed=1)
    scores, rows = kind.build(vectors).search(queries, 10)
    products = queries @ vectors.T
    np.testing.assert_array_equal(rows, np.argsort(-products, axis=1, kind="stable")[:, :10])
    np.testing.assert_allclose(scores, np.take_along_axis(products, rows, axis=1), atol=1e-6)


@pytest.mark.parametrize(
    "wanted",
    [[3, 50, 51, 199], [7], list(range(200)), [5, 5, 5, 9], list(range(40, 5000)), list(range(9, 4999, 2))],
    ids=["a few", "one", "the first", "one of them repeated", "one behind the other", "every second"],
)
def test_only_the_rows_asked_for_are_found(kind: IndexType, wanted: list[int]) -> None:
    vectors, queries = unit_rows(5000), unit_rows(3, seed=1)
    _, rows = kind.build(vectors).search(queries, 10, rows=np.array(wanted))
    distinct = np.unique(wanted)
    nearest = np.argsort(-(queries @ vectors[distinct].T), axis=1, kind="stable")[:, :10]
    np.testing.assert_array_equal(rows, distinct[nearest])


def test_ties_are_ordered_by_row(kind: IndexType) -> None:
    vectors = np.repeat(unit_rows(2), 20, axis=0)
    _, rows = kind.build(vectors).search(vectors[:1], 20)
    assert rows[0].tolist() == list(range(20))


@pytest.mark.parametrize(("k", "rows"), [(5, []), (0, None)])
def test_nothing_to_find_gives_no_column(kind: IndexType, k: int, rows: list[int] | None) -> None:
    limit: NDArray[np.int64] | None = None if rows is None else np.array(rows, dtype=np.int64)
    scores, found = kind.build(unit_rows(9)).search(unit_rows(2), k, rows=limit)
    assert scores.shape == found.shape == (2, 0)


def test_no_query_gives_no_row(kind: IndexType) -> None:
    scores, found = kind.build(unit_rows(9)).search(unit_rows(1)[:0], 3)
    assert scores.shape == found.shape == (0, 3)


def test_a_saved_index_finds_the_same(kind: IndexType, tmp_path: Path) -> None:
    index, queries = kind.build(unit_rows(50)), unit_rows(4, seed=1)
    path = tmp_path / "índice.bin"
    index.save(path)
    index.save(path)  # over an older one
    again = kind.load(path)
    assert len(again) == len(index) == 50
    for one, other in zip(index.search(queries, 5), again.search(queries, 5), strict=True):
        np.testing.assert_array_equal(one, other)
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("content", [b"", b"nonsense", None])
def test_a_damaged_or_missing_file_is_named(kind: IndexType, tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "index.bin"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match=r"index\.bin"):
        kind.load(path)


def test_a_truncated_file_is_named(kind: IndexType, tmp_path: Path) -> None:
    path = tmp_path / "index.bin"
    kind.build(unit_rows(50)).save(path)
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(InputError, match=r"index\.bin"):
        kind.load(path)


def test_an_unknown_index_is_named_with_the_known_ones() -> None:
    with pytest.raises(InputError, match="exact"):
        index_type("nonesuch")
