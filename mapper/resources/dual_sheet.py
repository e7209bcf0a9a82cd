"""The sheet in which a person changes where criteria are learnt, and its reading back."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from corpora import InputError, Text
from mapper.files import write_atomically
from mapper.phrases import folded
from mapper.resources.records import Setting, Suggestion

SETTINGS: Mapping[Setting, Text] = {
    "school": Text("escuela", "school"),
    "company": Text("empresa", "company"),
    "both": Text("ambas", "both"),
}
_HEADER = ("code", "statement", "kind", "suggested", "by", "why", "change")
_CODE, _CHANGE = "code", "change"
_RISKY = ("=", "+", "-", "@", "\t", "\r")


def write_sheet(suggestions: Sequence[Suggestion], path: Path, *, lang: str) -> None:
    """Write a CSV with one criterion a row; the column `change` is for school, company or both.

    Args:
        suggestions: as `dual` gives them.
        path: of the sheet.
        lang: of reasons and settings, "es" or "en".

    Raises:
        OSError: no permission, a full disk.
    """
    sheet = io.StringIO()
    writer = csv.writer(sheet, lineterminator="\n")
    writer.writerow(_HEADER)
    for s in suggestions:
        changed = _in(SETTINGS[s.setting], lang) if s.by == "person" else ""
        row = (s.code, s.statement, s.kind, _in(SETTINGS[s.setting], lang), s.by, _in(s.why, lang), changed)
        writer.writerow([_safe(cell) for cell in row])
    write_atomically(path, "\ufeff" + sheet.getvalue())


def read_sheet(path: Path) -> Mapping[str, Setting]:
    """What a person wrote into the column `change`, by the criterion's code; empty cells change nothing.

    Raises:
        InputError: not readable, a column is missing, a word that is no setting, a code that stands twice.
    """
    try:
        rows = list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"))))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(
            es=f"{path}: no se pudo leer como CSV en UTF-8 ({error}); guárdelo así desde la hoja de cálculo",
            en=f"{path}: could not be read as CSV in UTF-8 ({error}); save it so from the spreadsheet",
        ) from error
    if not rows or not {_CODE, _CHANGE} <= set(rows[0]):
        raise InputError(
            es=f"{path}: faltan filas o las columnas «{_CODE}» y «{_CHANGE}»; parta de la hoja que escribió curmap",
            en=f"{path}: has no rows or lacks the columns '{_CODE}' and '{_CHANGE}'; start from the sheet curmap wrote",
        )
    changes: dict[str, Setting] = {}
    for number, row in enumerate(rows, 2):
        code, word = (row[_CODE] or "").strip(), folded((row[_CHANGE] or "").strip())
        if not word:
            continue
        if code in changes:
            raise InputError(
                es=f"{path}: fila {number}: «{code}» está dos veces; deje una sola",
                en=f"{path}: row {number}: '{code}' stands twice; keep one",
            )
        changes[code] = _setting(word, path, number)
    return changes


def _setting(word: str, path: Path, number: int) -> Setting:
    for setting, names in SETTINGS.items():
        if word in (setting, folded(names.es), folded(names.en)):
            return setting
    raise InputError(
        es=f"{path}: fila {number}: «{word}» no es escuela, empresa ni ambas; corrija la columna «{_CHANGE}»",
        en=f"{path}: row {number}: '{word}' is not school, company or both; mend the column '{_CHANGE}'",
    )


def _in(text: Text, lang: str) -> str:
    return text.en if lang == "en" else text.es


def _safe(cell: str) -> str:
    """A cell that a spreadsheet would run as a formula begins with an apostrophe, as in the workbook."""
    return f"'{cell}" if cell.startswith(_RISKY) else cell
