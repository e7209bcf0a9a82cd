"""The CSV files in which ESCO is published, told apart by their header, their language and release by their name."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from corpora.errors import InputError
from corpora.files import decode, read_bytes
from corpora.numbers import whole

Kind = Literal["concepts", "collection", "hierarchy", "broader", "relations"]
# Columns by which each kind is known; the first that fits.
HEADERS: dict[Kind, tuple[str, ...]] = {
    "collection": ("conceptUri", "preferredLabel", "broaderConceptUri"),
    "concepts": ("conceptUri", "preferredLabel"),
    "broader": ("conceptUri", "broaderUri"),
    "hierarchy": ("Level 0 URI", "Level 0 preferred term"),
    "relations": ("relationType",),
}
# Concepts first: the others refer to them. Among concepts the files of the pillars, then the collections.
ORDER: tuple[Kind, ...] = ("concepts", "collection", "hierarchy", "broader", "relations")
LANGUAGE = re.compile(r"_(es|en)(?:[-_][a-zA-Z]{2})?(?=[_.]|$)")
RELEASE = re.compile(r"v?(\d+\.\d+(?:\.\d+)?)")
# The first month of each release's own modification dates, for files whose name tells no release.
DATED = (("2024-01", "1.2"), ("2021-06", "1.1"))


@dataclass(frozen=True, slots=True)
class EscoFile:
    """One file.

    `language` is "es", "en", or None where the name tells no such language; `release` "1.0.3", "1.2", … or "" where
    neither its name nor its dates tell one. `rows` are cells by column name, "" where a short row lacks one; `ragged`
    counts the rows with too many or too few columns.
    """

    name: str
    data: bytes
    kind: Kind
    language: str | None
    release: str
    rows: tuple[dict[str, str], ...]
    ragged: int

    @property
    def collection(self) -> str:
        """Name of the collection ("digital", "green"), "" for any other file."""
        if self.kind != "collection":
            return ""
        return re.sub(r"(?:Skills)?Collection.*$", "", self.name) or self.name

    @property
    def rank(self) -> tuple[int, ...]:
        """By which releases are ordered, the newest highest; unknown ones are the oldest."""
        return tuple(whole(part) for part in self.release.split(".")) if self.release else ()


def kind_of(header: Sequence[str]) -> Kind | None:
    """What a file with these column names holds, None if it is not ESCO's."""
    columns = set(header)
    return next((kind for kind, needed in HEADERS.items() if columns.issuperset(needed) and _uris(columns)), None)


def header_of(path: Path) -> list[str]:
    """The column names of a CSV file, [] if it cannot be read as one."""
    try:
        with path.open("rb") as file:
            line = file.readline(4096)
        return next(csv.reader([decode(path, line).strip()]), [])
    except (OSError, InputError, csv.Error):
        return []


def read_file(path: Path) -> EscoFile | None:
    """Read one file whole; None if its header is not one of ESCO's; raises InputError: empty, unreadable, no CSV."""
    data = read_bytes(path)
    reader = csv.reader(io.StringIO(decode(path, data), newline=""))
    try:
        header = next(reader)
        kind = kind_of(header)
        if kind is None:
            return None
        cells = [row for row in reader if row]
    except csv.Error as error:
        raise InputError(
            "{path}: line {line_num}: the CSV is damaged ({error}); download ESCO again",
            path=path,
            line_num=reader.line_num,
            error=error,
        ) from error
    width = len(header)
    padding = [""] * width
    rows = tuple(dict(zip(header, row + padding[len(row) :], strict=False)) for row in cells)
    language = LANGUAGE.search(path.stem)
    return EscoFile(
        name=path.name,
        data=data,
        kind=kind,
        language=language[1] if language else None,
        release=_release(path, rows),
        rows=rows,
        ragged=sum(len(row) != width for row in cells),
    )


def hierarchy_rows(file: EscoFile) -> Iterator[dict[str, str]]:
    """The groups of a `skillsHierarchy` file, each once, as rows of concepts."""
    seen = set()
    for row in file.rows:
        for level in range(4):
            uri = row.get(f"Level {level} URI", "").strip()
            if not uri:
                break
            if uri not in seen:
                seen.add(uri)
                yield {
                    "conceptType": "SkillGroup",
                    "conceptUri": uri,
                    "preferredLabel": row.get(f"Level {level} preferred term", ""),
                    "code": row.get(f"Level {level} code", ""),
                }


def _uris(columns: set[str]) -> bool:
    return any(column.endswith(("Uri", "URI")) for column in columns)


def _release(path: Path, rows: Sequence[dict[str, str]]) -> str:
    named = RELEASE.search(path.stem)
    if named:
        return named[1]
    latest = max((row.get("modifiedDate", "") for row in rows), default="")
    return next((release for month, release in DATED if latest >= month), "")
