"""The checklist of a coverage workbook, which a person fills in, for the tests of what comes of it."""

from pathlib import Path
from typing import Any

import openpyxl
from command import done
from files import cells

NAMES = {
    "es": ("Lista de cotejo", "¿Lo enseña el pasaje?", "Su decisión sobre el criterio", "Código"),
    "en": ("Checklist", "Does the passage teach it?", "Your decision on the criterion", "Code"),
}
Row = dict[str, Any]


class Book:
    """The checklist of a coverage workbook, open to be filled in."""

    def __init__(self, path: Path, lang: str = "es") -> None:
        self.book = openpyxl.load_workbook(path)
        name, self.teaches, self.decision, self.code = NAMES[lang]
        self.sheet = self.book[name]
        self.rows = cells(self.sheet)

    def rows_of(self, code: str) -> list[Row]:
        """The rows of a criterion, by the end of its code."""
        return [row for row in self.rows if str(row[self.code].value).endswith(code)]

    def mark(self, code: str, *marks: str | None) -> None:
        for row, mark in zip(self.rows_of(code), marks, strict=False):
            row[self.teaches].value = mark

    def decide(self, code: str, word: str) -> None:
        self.rows_of(code)[0][self.decision].value = word

    def save(self, path: Path) -> Path:
        self.book.save(path)
        return path


def covered(workspace: Path, programme: Path, framework: str, folder: Path) -> Book:
    """The checklist of a programme's coverage, which is written into a folder."""
    done("--workspace", workspace, "coverage", programme, "-f", framework, "--out", folder)
    return Book(folder / "coverage.xlsx")
