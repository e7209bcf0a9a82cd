"""A base as `lab.reading.base` unpacks it, of seven thin layers with random weights: the last one is trained."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lab.reading.base import Packed, write

HIDDEN, LAYERS, INNER, POSITIONS = 64, 7, 128, 128
PIECES = (
    "<s>",
    "<pad>",
    "</s>",
    "<unk>",
    "▁",
    *"abcdefghijklmnopqrstuvwxyzáéíóúüñABCDEFGHILMNOPRSTUV0123456789.:,|()/",
    "ж",
)


def packed(seed: int = 5) -> Packed:
    draw = np.random.default_rng(seed)

    def some(*shape: int, by: float = 0.05) -> NDArray[np.float32]:
        return (by * draw.normal(size=shape)).astype(np.float32)

    # What a text says is left by the layers: mostly which letters it has.
    tensors = {"emb.word": some(len(PIECES), HIDDEN, by=0.3), "emb.pos": some(POSITIONS, HIDDEN)}
    tensors["emb.type"] = some(1, HIDDEN)
    sizes = dict.fromkeys(("q", "k", "v", "ao"), (HIDDEN, HIDDEN)) | {"fi": (INNER, HIDDEN), "fo": (HIDDEN, INNER)}
    norms = ["emb.ln"]
    for layer in range(LAYERS):
        for name, shape in sizes.items():
            tensors |= {f"l{layer}.{name}.w": some(*shape), f"l{layer}.{name}.b": some(shape[0])}
        norms += [f"l{layer}.aln", f"l{layer}.oln"]
    for name in norms:
        tensors |= {f"{name}.w": 1 + some(HIDDEN), f"{name}.b": some(HIDDEN)}
    shape = {
        "hidden": HIDDEN, "layers": LAYERS, "heads": 2, "intermediate": INNER, "positions": POSITIONS, "types": 2,
    }  # fmt: skip
    return Packed(shape, 1e-12, PIECES, tuple([0.0] * 4 + [-3.0] * (len(PIECES) - 4)), tensors)


def base(folder: Path) -> Path:
    """Its folder, without the last piece."""
    write(packed(), list(range(len(PIECES) - 1)), folder)
    return folder
