"""Sheets on which people judge, as XLSX and CSV: written blind, read back with every fault named by its row.

A passage begins with a row of its own, "no correspondence", which is one judgement of the passage: marked, it says
that none of the targets corresponds. Below stand its targets, each with a cell for a grade from 0 to 3. An empty cell
is not judged.
"""

from __future__ import annotations

import csv
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from eval.benchmarks.workbook import cell_text, opened
from eval.errors import InputError, Place, unreadable

GRADES = (0, 1, 2, 3)
NONE = "—"
"""Stands for the target in the row that judges the passage."""

_HEADERS = {
    "query": ("pasaje", "passage"),
    "text": ("texto del pasaje", "text of the passage"),
    "context": ("dónde está", "where it stands"),
    "target": ("código", "code"),
    "statement": ("norma o competencia", "standard or competency"),
    "grade": ("grado", "grade"),
    "comment": ("comentario", "comment"),
    "judge": ("quién juzga", "judge"),
    "date": ("fecha", "date"),
}
_WIDTHS = (14, 60, 30, 18, 60, 8, 30, 18, 12)
HEADERS = {lang: {key: both[n] for key, both in _HEADERS.items()} for n, lang in enumerate(("es", "en"))}
NO_CORRESPONDENCE = {
    "es": "Sin correspondencia: ninguna de las siguientes corresponde a este pasaje (marque con x)",
    "en": "No correspondence: none of the following corresponds to this passage (mark with x)",
}
INSTRUCTIONS = {
    "es": (
        "Juzgue cada par por lo que dicen los textos, sin buscar en otra parte y sin hablarlo con quien también juzga.",
        "3: el pasaje enseña o evalúa esa competencia completa.",
        "2: enseña o evalúa su parte principal.",
        "1: enseña o evalúa una parte menor, o lo mismo en un nivel menor.",
        "0: no corresponde, aunque el tema sea cercano.",
        "Si ninguna corresponde, ponga una x en la primera fila del pasaje y deje vacías las demás.",
        "Una celda vacía significa «no juzgado». Escriba su nombre y la fecha (AAAA-MM-DD) en la primera fila.",
    ),
    "en": (
        "Judge each pair by what the texts say, without looking elsewhere and without talking to the other judges.",
        "3: the passage teaches or assesses the whole competency.",
        "2: it teaches or assesses its main part.",
        "1: it teaches or assesses a smaller part, or the same at a lower level.",
        "0: it does not correspond, even where the topic is near.",
        "If none corresponds, put an x in the first row of the passage and leave the others empty.",
        "An empty cell means 'not judged'. Write your name and the date (YYYY-MM-DD) in the first row.",
    ),
}
MARKS = {"x", "sí", "si", "yes"}


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One pair as a judge sees it."""

    query: str
    text: str
    context: str
    target: str
    statement: str


@dataclass(frozen=True, slots=True)
class JudgedSheet:
    """One person's judgements: by the sheet's word, else the file's name; the date YYYY-MM-DD, "" if it does not say.

    `grades` are (query, target) → grade; a passage marked "no correspondence" gives its unjudged targets 0.
    """

    path: Path
    judge: str
    date: str
    grades: Mapping[tuple[str, str], int]


def _lines(rows: Iterable[SheetRow], lang: str) -> Iterator[dict[str, str]]:
    """Return the sheet's rows, each passage's own before its targets."""
    last = None
    for row in rows:
        if row.query != last:
            said = NO_CORRESPONDENCE[lang]
            yield {"query": row.query, "text": row.text, "context": row.context, "target": NONE, "statement": said}
        last = row.query
        yield {"query": row.query, "target": row.target, "statement": row.statement}


def write_csv(rows: Sequence[SheetRow], path: Path, *, lang: str) -> None:
    """Write the sheet as CSV with a byte order mark, which spreadsheets need; raises InputError."""
    try:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, HEADERS[lang])
            writer.writerow(HEADERS[lang])
            for line in _lines(rows, lang):
                # A cell that begins like a formula would be run as one.
                shown = {k: v for k, v in line.items() if k in ("text", "context", "statement")}
                writer.writerow(line | {k: "'" + v for k, v in shown.items() if v.startswith(tuple("=+-@\t"))})
    except OSError as error:
        raise unreadable(path, error) from error


def write_xlsx(rows: Sequence[SheetRow], path: Path, *, lang: str, instructions: Sequence[str] = ()) -> None:
    """Write the sheet as a workbook whose grade cells take 0–3 or x only; raises InputError.

    The rows of a passage stand together; the instructions are by default those for passages of a programme.
    """
    import xlsxwriter

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(str(path), options)
    book.set_properties({"created": datetime(2000, 1, 1)})  # same pool, same bytes
    sheet = book.add_worksheet("Juicios" if lang == "es" else "Judgements")
    notes = book.add_worksheet("Instrucciones" if lang == "es" else "Instructions")
    head = book.add_format({"bold": True, "bg_color": "#1f3a4d", "font_color": "white", "text_wrap": True})
    body = book.add_format({"text_wrap": True, "valign": "top"})
    first = book.add_format({"text_wrap": True, "valign": "top", "top": 1, "italic": True})
    cell = book.add_format({"bg_color": "#fff8dc", "border": 1, "valign": "top", "align": "center"})
    for column, (width, name) in enumerate(zip(_WIDTHS, HEADERS[lang].values(), strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, name, head)
    lines = list(_lines(rows, lang))
    grade, last = list(_HEADERS).index("grade"), max(len(lines), 1)
    for number, line in enumerate(lines, start=1):
        style = first if line["target"] == NONE else body
        for column, key in enumerate(_HEADERS):
            if column == grade:
                sheet.write_blank(number, column, None, cell)
            else:
                sheet.write_string(number, column, line.get(key, ""), style)
    sheet.data_validation(1, grade, last, grade, {"validate": "list", "source": [0, 1, 2, 3, "x"]})
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, last, len(_HEADERS) - 1)
    notes.set_column(0, 0, 110, body)
    for number, sentence in enumerate(instructions or INSTRUCTIONS[lang]):
        notes.write_string(number, 0, sentence, body)
    try:
        book.close()
    except (OSError, xlsxwriter.exceptions.FileCreateError) as error:
        raise unreadable(path, error if isinstance(error, OSError) else OSError(0, str(error))) from error


NEEDED = ("query", "target", "grade")


def read_sheet(path: Path) -> JudgedSheet:
    """Read a filled sheet, XLSX or CSV by its content, with headers in either language.

    Raises InputError: names file and row: a header is missing, a grade is none of 0–3, a pair stands twice, a passage
    is marked "no correspondence" and graded as well, several judges in one sheet, or nothing is judged.
    """
    try:
        sheet, rows = _workbook(path) if zipfile.is_zipfile(path) else ("", list(_csv(path)))
    except OSError as error:
        raise unreadable(path, error) from error
    if not rows:
        raise InputError("{path}: the sheet is empty; start from the sheet that curmap wrote", path=path)
    keys = _keys(Place(path, 1, sheet), rows[0])
    grades: dict[tuple[str, str], int | None] = {}
    without: dict[str, Place] = {}
    said: dict[str, str] = {}
    for number, cells in enumerate(rows[1:], start=2):
        line = {key: cells[column] if column < len(cells) else "" for key, column in keys.items()}
        if any(line.values()):
            _note(place := Place(path, number, sheet), line, said)
            _judge(place, line, grades, without)
    for (query, target), grade in grades.items():
        if query in without and grade:
            raise without[query].error(
                "'{query}' is marked as without correspondence, but '{target}' has grade {grade}",
                query=query,
                target=target,
                grade=grade,
            )
    judged = {pair: grade or 0 for pair, grade in grades.items() if grade is not None or pair[0] in without}
    if not judged:
        raise InputError("{path}: the sheet holds no judgement; write at least one grade", path=path)
    return JudgedSheet(path, said.get("judge") or path.stem, said.get("date", ""), judged)


def _judge(
    place: Place, line: dict[str, str], grades: dict[tuple[str, str], int | None], without: dict[str, Place]
) -> None:
    query, target, word = line["query"], line["target"], line["grade"]
    if not query or not target:
        raise place.error("passage or code is missing; keep them")
    if target == NONE:
        if word and word.casefold() not in MARKS:
            raise place.error("'{grade}' is not understood here; mark with x or leave the cell empty", grade=word)
        if word:
            without[query] = place
        return
    if (query, target) in grades:
        raise place.error("'{query} {target}' stands twice", query=query, target=target)
    found = re.fullmatch(r"\+?0*([0-3])(?:[.,]0*)?", word)
    if word and not found:
        raise place.error("grade '{word}' is not 0, 1, 2 or 3; mend it or leave the cell empty (not judged)", word=word)
    grades[query, target] = int(found[1]) if found else None


def _note(place: Place, line: dict[str, str], said: dict[str, str]) -> None:
    """Keep who judged and when; one sheet is one person's."""
    if (word := line.get("judge", "")) and (first := said.setdefault("judge", word)) != word:
        raise place.error("judged by '{key}' and '{word}'; one sheet is one person's", key=first, word=word)
    if word := line.get("date", ""):
        try:
            date.fromisoformat(word)
        except ValueError:
            raise place.error("date '{word}' is not of the form YYYY-MM-DD", word=word) from None
        said["date"] = max(said.get("date", ""), word)


def _keys(place: Place, header: list[str]) -> dict[str, int]:
    words = [cell.casefold() for cell in header]
    found = {key: words.index(name) for names in HEADERS.values() for key, name in names.items() if name in words}
    missing = [key for key in NEEDED if key not in found]
    if missing:
        es, en = (", ".join(HEADERS[lang][key] for key in missing) for lang in ("es", "en"))
        raise place.error(
            es=f"faltan columnas en el encabezado: {es}; se lee una hoja de «curmap eval pool», ya llenada",
            en=f"columns missing in the header: {en}; what is read is a sheet of 'curmap eval pool', filled in",
        )
    return found


def _csv(path: Path) -> Iterator[list[str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            # Spreadsheets set to Spanish save with semicolons.
            delimiter = max(",;\t", key=file.read(4096).partition("\n")[0].count)
            file.seek(0)
            yield from ([cell.strip() for cell in row] for row in csv.reader(file, delimiter=delimiter))
    except UnicodeDecodeError as error:
        raise InputError("{path}: is neither an XLSX workbook nor CSV in UTF-8; save it as XLSX", path=path) from error
    except csv.Error as error:
        raise InputError("{path}: is not valid CSV; save it as XLSX", path=path) from error


def _workbook(path: Path) -> tuple[str, list[list[str]]]:
    """Return name and rows of the first sheet."""
    with opened(path, data_only=True) as book:
        sheet = book.worksheets[0]
        return sheet.title, [
            [value.date().isoformat() if isinstance(value, datetime) else cell_text(value) for value in row]
            for row in sheet.iter_rows(values_only=True)
        ]
