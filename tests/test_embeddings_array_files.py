"""Files of numpy are read by several threads at once."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import pytest

from embeddings.array_files import load_array, load_arrays

TIMES = 300


@pytest.fixture
def restless() -> Iterator[None]:
    """Threads take turns as often as they can, also while Python makes the nodes of an `ast`."""

    def take_turns(*_: object) -> None:
        for _ in range(20):
            pass

    interval, thresholds = sys.getswitchinterval(), gc.get_threshold()
    gc.callbacks.append(take_turns)
    gc.set_threshold(1, 1, 1)
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(interval)
    gc.set_threshold(*thresholds)
    gc.callbacks.remove(take_turns)


def test_threads_read_side_by_side(tmp_path: Path, restless: None) -> None:
    array = np.arange(12, dtype=np.float32).reshape(3, 4)
    np.save(tmp_path / "one.npy", array)
    np.savez(tmp_path / "more.npz", first=array, second=array[::-1])

    def read(number: int) -> bool:
        mapped = load_array(tmp_path / "one.npy", mapped=bool(number % 2))
        stored = load_arrays(tmp_path / "more.npz")
        return np.array_equal(mapped, array) and np.array_equal(stored["second"], array[::-1])

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(read, range(TIMES)))


def test_a_damaged_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "more.npz"
    np.savez(path, first=np.arange(9))
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(BadZipFile):
        load_arrays(path)
