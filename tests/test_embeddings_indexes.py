"""What every index holds to."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from embeddings.encoders import Vectors
from embeddings.errors import InputError
from embeddings.indexes.exact import ExactIndex
from embeddings.indexes.ivf import ABSENT, IvfIndex, nearest, recall, rescore
from embeddings.threads import limited


def unit_rows(count: int, seed: int = 0, dimension: int = 16) -> Vectors:
    rows = np.random.default_rng(seed).normal(size=(count, dimension)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def test_the_best_rows_come_first_and_rows_come_back() -> None:
    vectors, queries, wanted = unit_rows(200), unit_rows(7, seed=1), np.array([5, 199, 0, 5])
    index = ExactIndex.build(vectors)
    np.testing.assert_array_equal(index.vectors(wanted), vectors[wanted])
    scores, rows = index.search(queries, 10)
    products = queries @ vectors.T
    np.testing.assert_array_equal(rows, np.argsort(-products, axis=1, kind="stable")[:, :10])
    assert (np.diff(scores, axis=1) <= 0).all()
    np.testing.assert_allclose(scores, np.take_along_axis(products, rows, axis=1), atol=1e-6)


@pytest.mark.parametrize(
    "wanted",
    [[3, 50, 51, 199], [7], list(range(200)), [5, 5, 5, 9], list(range(40, 5000)), list(range(9, 4999, 2))],
    ids=["a few", "one", "the first", "one of them repeated", "one behind the other", "every second"],
)
def test_only_the_rows_asked_for_are_found(wanted: list[int]) -> None:
    vectors, queries = unit_rows(5000), unit_rows(3, seed=1)
    _, rows = ExactIndex.build(vectors).search(queries, 10, rows=np.array(wanted))
    distinct = np.unique(wanted)
    nearest = np.argsort(-(queries @ vectors[distinct].T), axis=1, kind="stable")[:, :10]
    assert set(rows.ravel().tolist()) <= set(wanted)
    np.testing.assert_array_equal(rows, distinct[nearest])


def test_ties_are_ordered_by_row_and_in_lists_all_of_them_are_found() -> None:
    vectors = np.repeat(unit_rows(2), 100, axis=0)
    for wanted in (20, 150):
        _, rows = ExactIndex.build(vectors).search(vectors[[0, 150]], wanted)
        ordered = [*range(100, 200), *range(100)]
        assert rows.tolist() == [list(range(wanted)), ordered[:wanted]]
    # A row that is its list's own centroid differs from it by nothing.
    found = lists_of(vectors).candidates(vectors[:1], 100)
    assert sorted(found[0].tolist()) == list(range(100))


@pytest.mark.parametrize(("queries", "k", "rows"), [(2, 5, []), (2, 0, None), (0, 3, None)])
def test_what_is_not_asked_is_not_found(queries: int, k: int, rows: list[int] | None) -> None:
    limit: NDArray[np.int64] | None = None if rows is None else np.array(rows, dtype=np.int64)
    scores, found = ExactIndex.build(unit_rows(9)).search(unit_rows(2)[:queries], k, rows=limit)
    assert scores.shape == found.shape == (queries, 0 if queries else k)


def test_a_saved_index_finds_the_same(tmp_path: Path) -> None:
    index, queries = ExactIndex.build(unit_rows(50)), unit_rows(4, seed=1)
    path = tmp_path / "índice.bin"
    index.save(path)
    index.save(path)  # over an older one
    again = ExactIndex.load(path)
    assert len(again) == len(index) == 50
    for one, other in zip(index.search(queries, 5), again.search(queries, 5), strict=True):
        np.testing.assert_array_equal(one, other)
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("content", [b"", b"nonsense", None, "cut"])
def test_a_damaged_or_missing_file_is_named(tmp_path: Path, content: bytes | str | None) -> None:
    path = tmp_path / "index.bin"
    if content == "cut":
        ExactIndex.build(unit_rows(50)).save(path)
        content = path.read_bytes()[:-100]
    if isinstance(content, bytes):
        path.write_bytes(content)
    with pytest.raises(InputError, match=r"index\.bin"):
        ExactIndex.load(path)


def test_a_file_is_as_faiss_writes_it_and_one_of_another_distance_is_refused(tmp_path: Path) -> None:
    import faiss

    rows, path = unit_rows(500), tmp_path / "index.faiss"
    ExactIndex.build(rows).save(path)
    np.testing.assert_array_equal(faiss.read_index(str(path)).reconstruct_n(0, 500), rows)
    other, lists = faiss.IndexFlatL2(16), faiss.IndexIVFFlat(faiss.IndexFlatL2(16), 16, 4)
    lists.train(rows)
    for made, kind in ((other, ExactIndex), (lists, IvfIndex)):
        made.add(rows)
        faiss.write_index(made, str(path))
        with pytest.raises(InputError, match=r"index\.faiss: .*damaged"):
            kind.load(path)


def lists_of(vectors: Vectors) -> IvfIndex:
    index = IvfIndex.trained(vectors, len(vectors))
    index.add([(np.arange(len(vectors)), vectors)])
    return index


def test_the_bytes_do_not_depend_on_the_number_of_threads(tmp_path: Path) -> None:
    vectors, files = unit_rows(3000, dimension=32), []
    for threads in (1, 2):
        with limited(threads):
            lists_of(vectors).save(tmp_path / str(threads))
        files.append((tmp_path / str(threads)).read_bytes())
    assert files[0] == files[1]


def test_saved_lists_find_the_same_where_they_lie_and_in_memory(tmp_path: Path) -> None:
    vectors, path = unit_rows(2000, dimension=64), tmp_path / "listas.faiss"
    index = lists_of(vectors)
    index.save(path)
    for again in (IvfIndex.load(path), IvfIndex.load(path, to_change=True)):
        assert (len(again), again.lists) == (2000, index.lists)
        np.testing.assert_array_equal(again.ids(), np.arange(2000))
        np.testing.assert_array_equal(again.candidates(vectors[:9], 20), index.candidates(vectors[:9], 20))
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(InputError, match=r"listas\.faiss"):
        IvfIndex.load(path)


def test_a_search_looks_at_as_many_lists_as_it_is_told() -> None:
    vectors, queries = unit_rows(2000), unit_rows(9, seed=1)
    index = lists_of(vectors)
    found = []
    for probes in (1, index.lists // 2, index.lists):
        index.probes = probes
        found.append((index.candidates(queries, 2000) != ABSENT).sum(axis=1))
    assert (found[0] < found[1]).all()
    assert (found[1] < found[2]).all()
    assert (found[2] == 2000).all()
    index.probes = 3
    together = index.candidates(queries, 30)
    for query, alone in zip(queries, together, strict=True):
        np.testing.assert_array_equal(index.candidates(query[None], 30)[0], alone)


def test_scoring_again_finds_the_true_neighbours() -> None:
    vectors, queries = unit_rows(1000), unit_rows(20, seed=1)
    truth, nearest_rows = nearest(queries, [(np.arange(400), vectors[:400]), (np.arange(400, 1000), vectors[400:])], 10)
    np.testing.assert_array_equal(nearest_rows, np.argsort(-(queries @ vectors.T), axis=1, kind="stable")[:, :10])
    candidates = lists_of(vectors).candidates(queries, 1000)
    scores, rows = rescore(queries, candidates, lambda numbers: vectors[numbers], 10)
    np.testing.assert_array_equal(rows, nearest_rows)
    np.testing.assert_allclose(scores, truth, atol=1e-6)
    assert recall(scores, truth) == 1
    assert recall(np.where(np.arange(10) < 7, scores, 0), truth) == pytest.approx(0.7)
