"""A file for a test in one line; tables in workbooks and Word documents."""

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import openpyxl
from docx.document import Document
from docx.table import Table
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet


def written(path: Path, content: str | bytes) -> Path:
    """A file that holds this, a text in UTF-8."""
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def workbook(path: Path, rows: Iterable[Iterable[object]], *merged: str, sheet: str = "Hoja1") -> Path:
    """A workbook with these rows, in which these areas are merged."""
    book = openpyxl.Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(list(row))
    for area in merged:
        book.active.merge_cells(area)
    book.save(path)
    return path


def json_lines(path: Path, rows: Iterable[object]) -> Path:
    """A file with a JSON value in each line."""
    return written(path, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))


def table_rows(path: Path, delimiter: str = ",") -> list[dict[str, str]]:
    """The rows of a table in text, by its header."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def tab_separated(path: Path) -> list[list[str]]:
    r"""The cells of each line of a table without a header, in which \n and \f stand for a line and a form feed."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.replace("\\n", "\n").replace("\\f", "\f").split("\t") for line in lines]


def as_workbook(path: Path, rows: Sequence[Mapping[str, str]], sheet: str = "Hoja1") -> Path:
    """A workbook with these rows below their keys."""
    return workbook(path, (rows[0].keys(), *(row.values() for row in rows)), sheet=sheet)


def cells(sheet: Worksheet) -> list[dict[str, Cell]]:
    """Of each row below a sheet's header its cells by what stands above them, of which each is another."""
    header, *rows = sheet.iter_rows()
    names = [str(head.value) for head in header]
    assert len(set(names)) == len(names)
    return [dict(zip(names, row, strict=True)) for row in rows]


def add_table(document: Document, rows: Sequence[Sequence[str]]) -> Table:
    """A table of these texts at the end of a document."""
    table = document.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    return table
