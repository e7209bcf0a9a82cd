"""What a document holds, as lines that a test compares with the table of its own name in tests/data/documents."""

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

from corpora import Document, InputError
from corpora.readers import ocr, read
from mapper.matching.teaching import split_programme

Held = Callable[..., None]
"""Called with the documents of a test."""
FOLDER = Path(__file__).resolve().parent / "data/documents"


def table(document: Document) -> list[str]:
    """Each block (kind and level, cell's place and header, page and box, text), what was left out."""
    rows = list[str]()
    for block in document.blocks:
        cell, place = block.cell, ""
        if cell is not None:
            named = "header" if cell.is_header else cell.header
            place = f"{cell.table}/{cell.row}/{cell.column} {named}".rstrip()
        if block.page is not None:
            place += f" p. {block.page}: {', '.join(f'{side:.0f}' for side in block.box or ())}"
        kind = f"{block.kind} {block.level}" if block.level else block.kind
        rows.append(f"{kind}\t{place}\t{document.text[block.start : block.end]}")
    rows += [f"unreadable\t{page}" for page in document.unreadable_pages]
    return rows + [f"skipped\t{entry.what}\t{entry.why.en}" for entry in document.skipped]


def role_of(document: Document) -> dict[str, str]:
    """The role of each passage by its text."""
    return {passage.text: passage.role for passage in split_programme(document).passages}


def texts(document: Document, kind: str) -> list[str]:
    """What the blocks of a kind say."""
    return [document.text[block.start : block.end] for block in document.blocks if block.kind == kind]


def expected(test: str) -> list[str]:
    """The table of a test, by its name."""
    path = FOLDER / f"{re.sub(r'[^a-z0-9]+', '-', test.removeprefix('test_').lower()).strip('-')}.tsv"
    return path.read_text(encoding="utf-8").splitlines()


def refusal(path: Path, action: Callable[[Path], object] = read) -> InputError:
    """The error with which a file is refused: a line in each language, which names the file."""
    with pytest.raises(InputError) as caught:
        action(path)
    for message in (caught.value.es, caught.value.en):
        assert path.name in message
        assert "\n" not in message
    return caught.value


def skip_or_fail(reason: str) -> NoReturn:
    """Skip, or where system packages are required fail."""
    if os.environ.get("CURMAP_REQUIRE_SYSTEM_PACKAGES"):
        pytest.fail(reason)
    pytest.skip(reason)


def require_tesseract() -> None:
    """Skip or fail where tesseract lacks its Spanish."""
    if "spa" not in ocr.languages():
        skip_or_fail(f"tesseract with Spanish is not installed: {ocr.INSTALL}")
