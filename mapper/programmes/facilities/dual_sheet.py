"""The sheet in which a person changes where criteria are learnt, and its reading back."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from corpora import InputError, Text, _, _p
from corpora.tabular import Row, read_tables
from corpora.text import fold_letters
from mapper.programmes.facilities.records import By, Setting, Suggestion

SETTINGS: Mapping[Setting, Text] = {
    "school": _("school"),
    "company": _("company"),
    "both": _("both"),
}
BY: Mapping[By, Text] = {
    "rule": _("rule"),
    "programme": _("programme"),
    "person": _("person"),
}
_CODE, _CHANGE = _("code"), _("change")
_HEADER = (_CODE, _("criterion"), _("kind"), _("suggested"), _("by"), _p("column of a sheet", "why"), _CHANGE)
# A cell that a spreadsheet would run as a formula.
_RISKY = ("=", "+", "-", "@", "\t", "\r")


def sheet_text(suggestions: Sequence[Suggestion], *, lang: str) -> str:
    """A CSV with one criterion a row, the last column for what a person decides: school, company or both."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([getattr(column, lang) for column in _HEADER])
    for s in suggestions:
        setting, by, why = (getattr(text, lang) for text in (SETTINGS[s.setting], BY[s.by], s.why))
        cells = [
            f"'{one}" if one.startswith(_RISKY) else one for one in (s.code, s.statement, s.kind, setting, by, why)
        ]
        writer.writerow([*cells, setting if s.by == "person" else ""])
    # The mark tells a spreadsheet that the file is UTF-8.
    # A lone surrogate, which UTF-8 cannot hold, becomes a question mark.
    return "\ufeff" + text.getvalue().encode("utf-8", "replace").decode()


def read_sheet(path: Path) -> Mapping[str, Setting]:
    """What a person wrote into the last column, by the criterion's code; empty cells change nothing.

    The sheet may have been saved as CSV, with any separator, or as a workbook; words of either language are read.

    Raises:
        InputError: not readable, a column is missing, a word that is no setting, a code that stands twice.
    """
    tables = read_tables(path, lambda cells: _column(cells, _CODE) is not None and _column(cells, _CHANGE) is not None)
    changes: dict[str, Setting] = {}
    for table in tables.tables:
        code, change = _column(table.columns, _CODE), _column(table.columns, _CHANGE)
        if code is None or change is None:
            raise InputError(
                "{path}: lacks the columns '{code}' and '{change}'; start from the sheet curmap wrote",
                path=path,
                code=_CODE,
                change=_CHANGE,
            )
        for row in table.rows:
            if word := row.cells[change].strip():
                _add(changes, row.cells[code].strip(), word, row, path)
    return changes


def _column(columns: Sequence[str], wanted: Text) -> str | None:
    return next((c for c in columns if fold_letters(c.strip()) in map(fold_letters, wanted)), None)


def _add(changes: dict[str, Setting], code: str, word: str, row: Row, path: Path) -> None:
    setting = next((s for s, names in SETTINGS.items() if fold_letters(word) in (s, *map(fold_letters, names))), None)
    if setting is None:
        raise InputError(
            "{path}: {place}: '{word}' is not school, company or both; mend the column '{change}'",
            path=path,
            place=row.place,
            word=word,
            change=_CHANGE,
        )
    if code in changes:
        raise InputError("{path}: {place}: '{code}' stands twice; keep one", path=path, place=row.place, code=code)
    changes[code] = setting
