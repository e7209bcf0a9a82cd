"""Arrays in numpy's files (.npy, .npz), which several threads may read at once.

numpy reads a file's header with `ast`. In some releases of Python 3.11 and 3.12 two threads that do so at the same time
can end in SystemError (https://github.com/python/cpython/issues/106905), so that one waits for the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import nullcontext
from pathlib import Path
from threading import Lock
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

_PARSING = Lock()


def load_array(source: Path | IO[bytes], *, mapped: bool = False) -> NDArray[Any]:
    """Return the array of a .npy; with `mapped` its file as memory, which is read as needed.

    Raises OSError: it cannot be opened; ValueError, EOFError: it is damaged.
    """
    with _PARSING:
        array: NDArray[Any] = np.load(source, mmap_mode="r" if mapped else None, allow_pickle=False)
    return array


def save_arrays(folder: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Write each array as a .npy of its name into a folder, which is made; raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, array in arrays.items():
        np.save(folder / f"{name}.npy", array)


def load_arrays(source: Path | IO[bytes]) -> dict[str, NDArray[Any]]:
    """Return the arrays of a .npz, by name.

    Raises OSError: it cannot be opened; ValueError, EOFError, zipfile.BadZipFile: it is damaged.
    """
    opened = source.open("rb") if isinstance(source, Path) else nullcontext(source)
    found = {}
    with opened as file, np.load(file, allow_pickle=False) as stored:
        for name in stored.files:
            with _PARSING:  # each by itself: unpacking a large one leaves Python free
                found[name] = stored[name]
    return found
