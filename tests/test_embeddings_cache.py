"""A text whose vector is known is not encoded again."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from embeddings.cache import Known, Remembering, encode_passages, text_hashes
from embeddings.encoders import TextRole, Vectors
from embeddings.indexes import index_type


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
    known = Known(text_hashes(old), index_type().build(encoder.encode(old, role="passage")))
    encoder.asked.clear()
    texts = ["cocinar", "pintar", "cocinar", "soldar"]
    vectors = encode_passages(texts, encoder, known=[known])
    assert encoder.asked == ["cocinar"]
    np.testing.assert_array_equal(vectors, CountingEncoder().encode(texts, role="passage"))


def test_progress_ends_at_the_number_of_distinct_texts() -> None:
    seen: list[tuple[int, int]] = []
    texts = [f"texto {i}" for i in range(3000)] + ["texto 1"]
    encode_passages(texts, CountingEncoder(), progress=lambda done, total: seen.append((done, total)))
    assert seen[0] == (0, 3000)
    assert seen[-1] == (3000, 3000)
    assert seen == sorted(seen)


def test_hashes_do_not_depend_on_the_machine() -> None:
    assert text_hashes(["soldar"]).tolist() == [10729859730548703972]
    assert text_hashes([]).shape == (0,)
    assert len(set(text_hashes(["a", "b", "a"]).tolist())) == 2


def test_what_an_interrupted_run_encoded_is_there_for_the_next(tmp_path: Path) -> None:
    texts = [f"texto {i}" for i in range(700)]
    first = Remembering(CountingEncoder(), tmp_path)
    expected = first.encode(texts, role="query")  # the first 512 are written; the run ends here
    encoder = CountingEncoder()
    again = Remembering(encoder, tmp_path)
    np.testing.assert_array_equal(again.encode(texts, role="query"), expected)
    assert len(encoder.asked) == len(texts) - 512
    again.keep()
    (tmp_path / "cut short.npz").write_bytes(b"PK")
    encoder = CountingEncoder()
    Remembering(encoder, tmp_path).encode(texts, role="query")
    assert not encoder.asked
    Remembering(encoder, tmp_path).encode(texts[:1], role="passage")  # another role is another vector
    assert encoder.asked == texts[:1]
