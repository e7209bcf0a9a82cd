"""A file for a test in one line."""

from pathlib import Path


def written(path: Path, text: str) -> Path:
    """A file that holds this text."""
    path.write_text(text, encoding="utf-8")
    return path
