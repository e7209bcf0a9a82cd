"""Work shared out among processors."""

import os
import threading

import numpy  # noqa: F401 - brings its BLAS, which is what is looked at
import pytest
from threadpoolctl import threadpool_info

from embeddings.threads import limited, processors, shared, side_by_side


def blas_threads(_: object = None) -> int:
    """Of numpy's BLAS."""
    found = [info for info in threadpool_info() if info["user_api"] == "blas" and "numpy" in info["filepath"]]
    return max(int(info["num_threads"]) for info in found)


def test_results_come_in_the_order_of_the_parts() -> None:
    for count in (1, 3):
        with limited(count):
            assert side_by_side(lambda part: part * 2, range(20)) == list(range(0, 40, 2))
    assert side_by_side(len, []) == []


def test_one_processor_needs_no_thread() -> None:
    with limited(1):
        assert set(side_by_side(lambda _: threading.get_ident(), range(5))) == {threading.get_ident()}


def test_every_processor_takes_parts_this_thread_among_them() -> None:
    both = threading.Barrier(2, timeout=300)

    def meet(_: object) -> int:
        both.wait()
        return threading.get_ident()

    with limited(2):
        assert processors() == 2
        # One thread alone would wait for the other until the barrier breaks.
        found = side_by_side(meet, range(2))
    assert len(set(found)) == 2
    assert threading.get_ident() in found


def test_the_environment_may_say_how_many_processors_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "3")
    assert processors() == 3
    with limited(2):
        assert processors() == 2
    for none in ("", "0", "all"):
        monkeypatch.setenv("OMP_NUM_THREADS", none)
        assert processors() == os.cpu_count()


def test_processors_can_be_shared_without_giving_blas_any() -> None:
    with limited(1), shared(2):
        assert (processors(), blas_threads()) == (2, 1)
    assert processors() > 0


def test_what_fails_in_any_thread_is_raised() -> None:
    def fail(part: int) -> int:
        if part == 7:
            raise ValueError(part)
        return part

    for count in (1, 2):
        with limited(count), pytest.raises(ValueError, match="7"):
            side_by_side(fail, range(20))


def test_blas_keeps_to_one_thread_meanwhile() -> None:
    with limited(2):
        assert blas_threads() == 2
        assert side_by_side(blas_threads, range(3)) == [1, 1, 1]
        assert blas_threads() == 2
