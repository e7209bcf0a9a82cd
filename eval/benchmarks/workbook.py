"""A workbook that people fill in as rows with names: sheets and columns in either language, each row with its place.

The layout of a mapping's workbook stands here; others have their own.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.errors import InputError, Place, unreadable

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
    "predicate": ("Relación", "Relation"),
    "text_id": ("text_id", "text_id"),
    "lang": ("lang", "lang"),
    "sha256": ("sha256", "sha256"),
    "missed": ("Códigos que faltan", "Missed codes"),
    "review": ("Revisión", "Review"),
}
_PASSAGE = ("document", "passage", "text_id", "lang", "missed", "review")
NEEDED: dict[str, tuple[str, ...]] = {
    "matches": (*_PASSAGE, "framework", "code", "competency"),
    "no_match": _PASSAGE,
    "entries": ("framework", "code", "competency", "lang"),
}
_MOST_TOLD = 10  # cells that are not understood and named in one error
_ABOVE = 20  # rows in which the header is looked for: people write a title or their name above it
_FORMULA = ("'=", "'+", "'-", "'@")


@dataclass(frozen=True, slots=True)
class Layout:
    """Which sheets and columns are looked for, by names in Spanish and English, and the `command` that makes them."""

    sheets: Mapping[str, tuple[str, str]]
    headers: Mapping[str, tuple[str, str]]
    needed: Mapping[str, tuple[str, ...]]
    command: str


MAPPING = Layout(SHEETS, HEADERS, NEEDED, "curmap map")


@dataclass(frozen=True, slots=True)
class Row:
    """One row that holds something, its cells by the names of the layout."""

    place: Place
    cells: Mapping[str, str]

    @property
    def error(self) -> Callable[..., InputError]:
        """Makes the error of this row, as `Place.error`."""
        return self.place.error


def not_understood(cells: Sequence[tuple[Row, str]], *, es: str, en: str) -> InputError:
    """Return one error of all cells of a sheet whose words are none of those offered, which `es` and `en` list."""
    (row, word), *others = cells[:_MOST_TOLD]
    nor_es, nor_en = (
        [f"{name} {one.place.line} {before}{said}{behind}" for one, said in others]
        for name, before, behind in (("fila", "«", "»"), ("row", "'", "'"))
    )
    if more := len(cells) - 1 - len(others):
        nor_es, nor_en = [*nor_es, f"y {more} más"], [*nor_en, f"and {more} more"]
    also_es, also_en = f" (ni {', '.join(nor_es)})" if others else "", f" (nor {', '.join(nor_en)})" if others else ""
    return row.error(
        es=f"«{word}» no se entiende{also_es}; escriba una de estas: {es}; o deje vacía la celda",
        en=f"'{word}' is not understood{also_en}; write one of these: {en}; or leave the cell empty",
    )


def has_sheets(path: Path, layout: Layout, keys: Sequence[str]) -> bool:
    """Tell whether this is a workbook with these sheets of a layout."""
    if not _may_be(path):
        return False
    with opened(path) as book:
        return _has(book, layout, keys)


def rows(path: Path, layout: Layout = MAPPING) -> dict[str, list[Row]]:
    """Return the rows of each sheet of a layout, none for a sheet that is not there.

    Raises InputError: it cannot be read, a column is missing, or a formula stands where a value is read.
    """
    with opened(path) as book:
        return _all_rows(path, book, layout)


def read_rows(path: Path, layout: Layout, keys: Sequence[str]) -> dict[str, list[Row]] | None:
    """Return the same of a workbook with these sheets, None of any other file; raises InputError likewise."""
    if not _may_be(path):
        return None
    with opened(path) as book:
        return _all_rows(path, book, layout) if _has(book, layout, keys) else None


def _may_be(path: Path) -> bool:
    return path.suffix.lower() == ".xlsx" and not path.name.startswith(("~$", ".")) and zipfile.is_zipfile(path)


def _has(book: Any, layout: Layout, keys: Sequence[str]) -> bool:  # noqa: ANN401 - openpyxl has no types
    return all(_sheet(book, layout, key) is not None for key in keys)


def _all_rows(path: Path, book: Any, layout: Layout) -> dict[str, list[Row]]:  # noqa: ANN401 - openpyxl has no types
    return {key: list(_rows(path, book, layout, key)) for key in layout.sheets}


def opened(path: Path, *, data_only: bool = False) -> Any:  # noqa: ANN401 - openpyxl has no types
    """Return a workbook, closed at the end of `with`; raises InputError where it is none."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        return closing(load_workbook(path, read_only=True, data_only=data_only))
    except OSError as error:
        raise unreadable(path, error) from error
    except (InvalidFileException, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise InputError("{path}: is not an XLSX workbook; open it in Excel and save it as one", path=path) from error


def _sheet(book: Any, layout: Layout, key: str) -> tuple[Any, int] | None:  # noqa: ANN401 - openpyxl has no types
    """Return the sheet of that name with our header, and its row: a programme may well have a "Lista de cotejo".

    People rename the only sheet of a layout: where none has its name, the one with all its columns is it.
    """
    names = {name.casefold() for name in layout.sheets[key]}
    for sheet in (sheet for sheet in book.worksheets if sheet.title.casefold() in names):
        if number := _header(sheet, layout, key):
            return sheet, number
    renamed = [
        (sheet, number)
        for sheet in (book.worksheets if len(layout.sheets) == 1 else ())
        if (number := _header(sheet, layout, key, whole=True))
    ]
    return renamed[0] if len(renamed) == 1 else None


def _header(sheet: Any, layout: Layout, key: str, *, whole: bool = False) -> int:  # noqa: ANN401 - openpyxl has no types
    """Return the first row with a column that programs alone read, or most of those needed (`whole`: all); 0: none."""
    needed = layout.needed[key]
    hidden = {es for es, en in layout.headers.values() if es == en}
    for number, values in enumerate(sheet.iter_rows(max_row=_ABOVE, values_only=True), start=1):
        words = {cell_text(value).casefold() for value in values}
        found = sum(any(word.casefold() in words for word in layout.headers[name]) for name in needed)
        if found == len(needed) or (not whole and (words & hidden or 2 * found > len(needed))):
            return number
    return 0


def _rows(path: Path, book: Any, layout: Layout, key: str) -> Iterator[Row]:  # noqa: ANN401 - openpyxl has no types
    """Return the rows of one sheet that hold something, their cells by the names of the layout."""
    found = _sheet(book, layout, key)
    if found is None:
        return
    sheet, first = found
    columns: dict[str, int] = {}
    for number, values in enumerate(sheet.iter_rows(values_only=True, min_row=first), start=first):
        if number == first:
            columns = _columns(Place(path, first, sheet.title), layout, key, [_shown(value) for value in values])
            continue
        held = {name: values[place] if place < len(values) else None for name, place in columns.items()}
        row = Row(Place(path, number, sheet.title), {name: _shown(value) for name, value in held.items()})
        if formula := next((name for name, value in held.items() if _is_formula(value)), None):
            es, en = layout.headers[formula]
            raise row.error(
                es=f"en «{es}» hay una fórmula; ponga en su lugar el valor",
                en=f"there is a formula in '{en}'; put its value there",
            )
        if any(map(_shown, values)):
            yield row


def _columns(place: Place, layout: Layout, key: str, header: list[str]) -> dict[str, int]:
    words = [cell.casefold() for cell in header]
    places = {
        name: words.index(word.casefold())
        for name, both in layout.headers.items()
        for word in both
        if word.casefold() in words
    }
    missing = [name for name in layout.needed[key] if name not in places]
    if missing:
        es, en = (", ".join(layout.headers[name][lang] for name in missing) for lang in (0, 1))
        raise place.error(
            es=f"faltan columnas ({es}); no las borre, o haga de nuevo el libro con «{layout.command}»",
            en=f"columns are missing ({en}); keep them, or make the workbook again with '{layout.command}'",
        )
    return places


def _is_formula(value: object) -> bool:
    """Return its result is not in every file, and what it will be tomorrow nobody has decided."""
    return value.startswith("=") if isinstance(value, str) else type(value).__name__.endswith("Formula")


def cell_text(value: object) -> str:
    """Return the value of a cell as text; a whole number without a point."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).strip()


def _shown(value: object) -> str:
    text = cell_text(value)
    # The workbook sets an apostrophe before a text that a spreadsheet would run.
    return text[1:] if text.startswith(_FORMULA) else text
