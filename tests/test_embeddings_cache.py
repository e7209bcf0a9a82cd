"""A text whose vector is known is not encoded again; files of arrays and work that several threads share."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from embeddings.cache import CachingEncoder, IndexedTexts, VectorCache, encode_passages, text_hashes
from embeddings.encoders import TextRole, Vectors
from embeddings.indexes.exact import ExactIndex
from embeddings.threads import limited, run_parallel


class CountingEncoder:
    """An encoder of its own kind: a vector from a text's letters; it keeps count of what it was asked."""

    name, revision, dimension = "letters", "1", 26

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str], *, role: TextRole) -> Vectors:  # noqa: ARG002 - the seam's
        self.asked += texts
        rows = np.array([[text.count(chr(97 + i)) for i in range(26)] for text in texts], dtype=np.float32)
        return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1)


def test_known_texts_are_taken_over_and_repeats_encoded_once() -> None:
    encoder = CountingEncoder()
    old = ["soldar", "pintar"]
    known = IndexedTexts(text_hashes(old), ExactIndex.build(encoder.encode(old, role="passage")))
    encoder.asked.clear()
    texts = ["cocinar", "pintar", "cocinar", "soldar"]
    vectors = encode_passages(texts, encoder, known=[known])
    assert encoder.asked == ["cocinar"]
    np.testing.assert_array_equal(vectors, CountingEncoder().encode(texts, role="passage"))


def test_hashes_do_not_depend_on_the_machine() -> None:
    assert text_hashes(["soldar"]).tolist() == [10729859730548703972]
    assert text_hashes([]).shape == (0,)
    assert len(set(text_hashes(["a", "b", "a"]).tolist())) == 2


def test_what_an_interrupted_run_encoded_is_there_for_the_next(tmp_path: Path) -> None:
    texts = [f"texto {i}" for i in range(700)]
    first = CachingEncoder(CountingEncoder(), tmp_path)
    expected = first.encode(texts, role="query")  # the first 512 are written; the run ends here
    encoder = CountingEncoder()
    again = CachingEncoder(encoder, tmp_path)
    np.testing.assert_array_equal(again.encode(texts, role="query"), expected)
    assert len(encoder.asked) == len(texts) - 512
    again.keep()
    (tmp_path / "cut short.npz").write_bytes(b"PK")
    encoder = CountingEncoder()
    CachingEncoder(encoder, tmp_path).encode(texts, role="query")
    assert not encoder.asked
    CachingEncoder(encoder, tmp_path).encode(texts[:1], role="passage")  # another role is another vector
    assert encoder.asked == texts[:1]


def test_results_come_in_the_order_of_the_parts_and_what_fails_in_any_thread_is_raised() -> None:
    def fail(part: int) -> int:
        if part == 7:
            raise ValueError(part)
        return part

    for count in (1, 3):
        with limited(count):
            assert run_parallel(lambda part: part * 2, range(20)) == list(range(0, 40, 2))
            with pytest.raises(ValueError, match="7"):
                run_parallel(fail, range(20))
    assert run_parallel(len, []) == []


# What a model gave of pairs of texts is kept in a file of the user's.


def lengths(pairs: list[tuple[str, str]]) -> Vectors:
    return np.array([[len(left), len(right)] for left, right in pairs], dtype=np.float32)


def no_model(pairs: list[tuple[str, str]]) -> Vectors:
    raise AssertionError(pairs)


ASKED = [("a", "bc"), ("ñandú", ""), ("a", "bc"), ("ab", "c")]


def test_rows_are_made_once_and_are_there_for_who_asks_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    wanted = [[1, 2], [5, 0], [1, 2], [2, 1]]
    kept = VectorCache("letters", "1", 2, 100)
    assert kept.rows(ASKED, lengths).tolist() == wanted
    assert kept.rows(ASKED, no_model).tolist() == wanted
    assert VectorCache("letters", "1", 2, 100).rows(ASKED, no_model).tolist() == wanted
    with pytest.raises(AssertionError):  # of another revision nothing is known
        VectorCache("letters", "2", 2, 100).rows(ASKED, no_model)
    with pytest.raises(AssertionError, match="new"):
        VectorCache("letters", "1", 2, 100).rows([*ASKED, ("new", "")], no_model)
    assert kept.rows([], no_model).shape == (0, 2)


@pytest.mark.parametrize("content", [b"no database" * 200, b"", b"SQLite format 3\0" + bytes(4000)])
def test_a_damaged_file_is_made_anew(content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    path = tmp_path / "curmap" / "read" / "letters-1.sqlite"
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    for _ in range(2):
        assert VectorCache("letters", "1", 2, 100).rows(ASKED, lengths)[1].tolist() == [5, 0]
    assert VectorCache("letters", "1", 2, 100).rows(ASKED, no_model)[1].tolist() == [5, 0]


def test_where_no_file_can_be_written_rows_are_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert VectorCache("letters", "1", 2, 100).rows(ASKED, lengths)[3].tolist() == [2, 1]


def test_a_file_that_became_too_large_begins_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr("embeddings.cache._LARGEST", 10_000)
    VectorCache("letters", "1", 2, 100).rows([(str(n), "") for n in range(1200)], lengths)
    path = tmp_path / "curmap" / "read" / "letters-1.sqlite"
    before = path.stat().st_size
    assert VectorCache("letters", "1", 2, 100).rows(ASKED, lengths).shape == (4, 2)
    assert path.stat().st_size < before
