"""Reads the sheets that people filled in (`eval.sheets` writes them)."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from eval.errors import InputError, at_line, unreadable
from eval.sheets import GRADES, HEADERS, MARKS, NONE, JudgedSheet

NEEDED = ("query", "target", "grade")


def read_sheet(path: Path) -> JudgedSheet:
    """Read a filled sheet, XLSX or CSV by its content, with headers in either language.

    Raises:
        InputError: names file and row: a header is missing, a grade is none of 0–3, a pair stands twice, a passage is
            marked "no correspondence" and graded as well, several judges in one sheet, or nothing is judged.
    """
    try:
        workbook = zipfile.is_zipfile(path)
        rows = list(_workbook(path) if workbook else _csv(path))
    except OSError as error:
        raise unreadable(path, error) from error
    if not rows:
        raise InputError(es=f"{path}: la hoja está vacía", en=f"{path}: the sheet is empty")
    keys = _keys(path, rows[0])
    grades: dict[tuple[str, str], int | None] = {}
    without: dict[str, int] = {}
    said: dict[str, str] = {}
    for number, cells in enumerate(rows[1:], start=2):
        line = {key: cells[column] if column < len(cells) else "" for key, column in keys.items()}
        if not any(line.values()):
            continue
        _note(path, number, line, said)
        _judge(path, number, line, grades, without)
    return _sheet(path, grades, without, said)


def _judge(
    path: Path,
    number: int,
    line: dict[str, str],
    grades: dict[tuple[str, str], int | None],
    without: dict[str, int],
) -> None:
    query, target, word = line["query"], line["target"], line["grade"].casefold()
    if not query or not target:
        raise at_line(
            path, number, es="falta el pasaje o el código; no los borre", en="passage or code is missing; keep them"
        )
    if target == NONE:
        if word and word not in MARKS:
            raise at_line(
                path,
                number,
                es=f"«{line['grade']}» no se entiende aquí; marque con x o deje vacía la celda",
                en=f"'{line['grade']}' is not understood here; mark with x or leave the cell empty",
            )
        if word:
            without[query] = number
        return
    if (query, target) in grades:
        raise at_line(path, number, es=f"«{query} {target}» se repite", en=f"'{query} {target}' stands twice")
    grades[query, target] = _grade(path, number, line["grade"])


def _grade(path: Path, number: int, word: str) -> int | None:
    if not word:
        return None
    try:
        value = float(word.replace(",", "."))
    except ValueError:
        value = -1.0
    if value not in GRADES:
        raise at_line(
            path,
            number,
            es=f"el grado «{word}» no es 0, 1, 2 ni 3; corríjalo o deje vacía la celda (no juzgado)",
            en=f"grade '{word}' is not 0, 1, 2 or 3; mend it or leave the cell empty (not judged)",
        )
    return int(value)


def _note(path: Path, number: int, line: dict[str, str], said: dict[str, str]) -> None:
    """Keep who judged and when; one sheet is one person's."""
    for key in ("judge", "date"):
        word = line.get(key, "")
        if word and said.setdefault(key, word) != word and key == "judge":
            raise at_line(
                path,
                number,
                es=f"juzgan «{said[key]}» y «{word}»; una hoja es de una sola persona",
                en=f"judged by '{said[key]}' and '{word}'; one sheet is one person's",
            )
    word = line.get("date", "")
    if word:
        try:
            date.fromisoformat(word)
        except ValueError:
            raise at_line(
                path,
                number,
                es=f"la fecha «{word}» no tiene la forma AAAA-MM-DD",
                en=f"date '{word}' is not of the form YYYY-MM-DD",
            ) from None
        said["date"] = max(said["date"], word)


def _sheet(
    path: Path, grades: dict[tuple[str, str], int | None], without: dict[str, int], said: dict[str, str]
) -> JudgedSheet:
    for (query, target), grade in grades.items():
        if query in without and grade:
            raise at_line(
                path,
                without[query],
                es=f"«{query}» está marcado sin correspondencia, pero «{target}» tiene grado {grade}",
                en=f"'{query}' is marked as without correspondence, but '{target}' has grade {grade}",
            )
    judged = {
        pair: 0 if grade is None else grade for pair, grade in grades.items() if grade is not None or pair[0] in without
    }
    if not judged:
        raise InputError(es=f"{path}: no hay ningún juicio en la hoja", en=f"{path}: the sheet holds no judgement")
    judge = said.get("judge") or path.stem
    return JudgedSheet(path, judge, said.get("date", ""), judged, frozenset(without))


def _keys(path: Path, header: list[str]) -> dict[str, int]:
    """Column of each field, by its header in either language."""
    words = [cell.casefold() for cell in header]
    found = {key: words.index(name) for names in HEADERS.values() for key, name in names.items() if name in words}
    missing = [key for key in NEEDED if key not in found]
    if missing:
        es, en = (", ".join(HEADERS[lang][key] for key in missing) for lang in ("es", "en"))
        raise at_line(path, 1, es=f"faltan columnas en el encabezado: {es}", en=f"columns missing in the header: {en}")
    return found


def _csv(path: Path) -> Iterator[list[str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            start = file.read(4096)
            file.seek(0)
            # Spreadsheets set to Spanish save with semicolons.
            head = start.partition("\n")[0]
            delimiter = max(",;\t", key=head.count)
            yield from ([cell.strip() for cell in row] for row in csv.reader(file, delimiter=delimiter))
    except UnicodeDecodeError as error:
        raise InputError(
            es=f"{path}: no es un libro XLSX ni CSV en UTF-8; guárdelo como XLSX",
            en=f"{path}: is neither an XLSX workbook nor CSV in UTF-8; save it as XLSX",
        ) from error
    except csv.Error as error:
        raise InputError(es=f"{path}: no es CSV válido", en=f"{path}: is not valid CSV") from error


def _workbook(path: Path) -> Iterator[list[str]]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (InvalidFileException, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise InputError(es=f"{path}: no es un libro XLSX", en=f"{path}: is not an XLSX workbook") from error
    for row in book.worksheets[0].iter_rows(values_only=True):
        yield [_cell(value) for value in row]
    book.close()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
