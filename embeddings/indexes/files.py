"""FAISS indexes as files: whole or not at all, and read from where they lie."""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path
from typing import Any

from embeddings.errors import InputError


def library() -> Any:  # noqa: ANN401 - the types that it ships are not those of its classes
    """FAISS, imported where it is needed."""
    import faiss

    return faiss


def write(index: Any, path: Path) -> None:  # noqa: ANN401 - faiss has no types
    """Write one file, whole or not at all; raises OSError where it cannot be written."""
    import faiss

    handle, name = tempfile.mkstemp(prefix=path.name, suffix=".tmp", dir=path.parent)
    os.close(handle)
    try:
        faiss.write_index(index, name)
        os.replace(name, path)  # noqa: PTH105 - the same as Path.replace, beside mkstemp's name
    except RuntimeError as error:
        # FAISS gives the system's reason in words only.
        reasons = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
        number = next((n for n in reasons if os.strerror(n) in str(error)), errno.EIO)
        raise OSError(number, os.strerror(number), str(path)) from error
    finally:
        Path(name).unlink(missing_ok=True)


def read(path: Path, flags: int) -> Any:  # noqa: ANN401
    """Read an index; raises InputError where its file is missing or its structure damaged."""
    import faiss

    try:
        return faiss.read_index(str(path), flags)
    except RuntimeError as error:
        raise InputError(
            "{path}: the index is damaged or missing; delete it and it will be built again", path=path
        ) from error
