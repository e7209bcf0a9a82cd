"""The workbook of a report as rows with names: its sheets and columns in either language, each row with its place."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.errors import InputError, unreadable

SHEETS: dict[str, tuple[str, str]] = {
    "matches": ("Correspondencias", "Matches"),
    "no_match": ("Sin correspondencia", "No match"),
    "entries": ("Competencias", "Competencies"),
}
HEADERS: dict[str, tuple[str, str]] = {
    "document": ("Documento", "Document"),
    "page": ("Página", "Page"),
    "section": ("Sección", "Section"),
    "passage": ("Pasaje", "Passage"),
    "framework": ("Marco", "Framework"),
    "code": ("Código", "Code"),
    "competency": ("Competencia", "Competency"),
    "text_id": ("text_id", "text_id"),
    "lang": ("lang", "lang"),
    "missed": ("Códigos que faltan", "Missed codes"),
    "review": ("Revisión", "Review"),
}
_PASSAGE = ("document", "passage", "text_id", "lang", "missed", "review")
NEEDED: dict[str, tuple[str, ...]] = {
    "matches": (*_PASSAGE, "framework", "code", "competency"),
    "no_match": _PASSAGE,
    "entries": ("framework", "code", "competency", "lang"),
}
_FORMULA = ("'=", "'+", "'-", "'@")


@dataclass(frozen=True, slots=True)
class Row:
    """One row that holds something, its cells by the names of `HEADERS`."""

    path: Path
    sheet: str
    number: int
    cells: Mapping[str, str]

    def error(self, *, es: str, en: str) -> InputError:
        """The error of this row."""
        return InputError(
            es=f"{self.path}, hoja «{self.sheet}», fila {self.number}: {es}",
            en=f"{self.path}, sheet '{self.sheet}', row {self.number}: {en}",
        )


def is_report(path: Path) -> bool:
    """Whether this is the workbook of a report, by the names of its sheets."""
    if path.suffix.lower() != ".xlsx" or path.name.startswith(("~$", ".")) or not zipfile.is_zipfile(path):
        return False
    book = _open(path)
    try:
        return all(_sheet(book, key) is not None for key in ("matches", "no_match"))
    finally:
        book.close()


def rows(path: Path) -> dict[str, list[Row]]:
    """The rows of each of `SHEETS`, none for a sheet that is not there; raises InputError."""
    book = _open(path)
    try:
        return {key: list(_rows(path, book, key)) for key in SHEETS}
    finally:
        book.close()


def _open(path: Path) -> Any:  # noqa: ANN401 - openpyxl has no types
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        return load_workbook(path, read_only=True, data_only=True)
    except OSError as error:
        raise unreadable(path, error) from error
    except (InvalidFileException, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise InputError(es=f"{path}: no es un libro XLSX", en=f"{path}: is not an XLSX workbook") from error


def _sheet(book: Any, key: str) -> Any:  # noqa: ANN401 - openpyxl has no types
    names = {name.casefold() for name in SHEETS[key]}
    return next((sheet for sheet in book.worksheets if sheet.title.casefold() in names), None)


def _rows(path: Path, book: Any, key: str) -> Iterator[Row]:  # noqa: ANN401 - openpyxl has no types
    """The rows of one sheet that hold something, their cells by the names of this module."""
    sheet = _sheet(book, key)
    if sheet is None:
        return
    columns: dict[str, int] = {}
    for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
        cells = [_text(value) for value in values]
        if number == 1:
            columns = _columns(path, sheet.title, key, cells)
        elif any(cells):
            held = {name: cells[place] if place < len(cells) else "" for name, place in columns.items()}
            yield Row(path, sheet.title, number, held)


def _columns(path: Path, title: str, key: str, header: list[str]) -> dict[str, int]:
    words = [cell.casefold() for cell in header]
    places = {
        name: words.index(word.casefold())
        for name, both in HEADERS.items()
        for word in both
        if word.casefold() in words
    }
    missing = [name for name in NEEDED[key] if name not in places]
    if missing:
        es, en = (", ".join(HEADERS[name][lang] for name in missing) for lang in (0, 1))
        raise Row(path, title, 1, {}).error(
            es=f"faltan columnas ({es}); no las borre, o haga de nuevo el libro con «curmap map»",
            en=f"columns are missing ({en}); keep them, or make the workbook again with 'curmap map'",
        )
    return places


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = str(value).strip()
    # The workbook sets an apostrophe before a text that a spreadsheet would run.
    return text[1:] if text.startswith(_FORMULA) else text
