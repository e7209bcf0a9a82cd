"""Put a trained model where it ships from: weights of 8 bits, and a model card in the Hub's form.

Matrices are stored as E4M3 (Micikevicius et al. 2022, "FP8 formats for deep learning"), which safetensors, transformers
and sentence-transformers read as they are; the rest, a hundredth, in half precision. The base came in blocks of 4 bits.
"""

from __future__ import annotations

import shutil
from pathlib import Path

_IN_HALF = ("position_embeddings", "token_type_embeddings", "classifier", "linear")


def ship(trained: Path, card: str, out: Path) -> None:
    """Write the folder OUT, which takes the place of an older one, with this model card."""
    import torch
    from safetensors.torch import load_file, save_file

    shutil.rmtree(out, ignore_errors=True)
    shutil.copytree(trained, out)
    for path in out.rglob("*.safetensors"):
        state = {
            name: value.to(
                torch.float8_e4m3fn if value.ndim == 2 and not any(part in name for part in _IN_HALF) else torch.float16
            )
            for name, value in load_file(path).items()
        }
        save_file(state, path, metadata={"format": "pt"})
        path.chmod(0o644)
    (out / "README.md").write_text(card, encoding="utf-8")
