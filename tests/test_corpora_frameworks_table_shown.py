"""A table is read as its sheet shows it: indented entries, groups of rows, codes like numbers, struck cells."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from files import written
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Alignment, Font
from reading import refusal

from corpora import Framework, InputError, frameworks
from corpora.readers import read
from mapper.matching.teaching import split_programme

ENTRIES = (
    ("A01", 0, "Mantener máquinas de coser"),
    ("A02", 1, "Diagnosticar fallas mecánicas"),
    ("A03", 2, "Identifica la causa de puntadas saltadas"),
    ("A04", 2, "Mide la continuidad del motor"),
    ("A05", 1, "Ajustar los mecanismos"),
    ("A06", 2, "Calibra la tensión del hilo"),
)
TREE = {"A01": None, "A02": "A01", "A03": "A02", "A04": "A02", "A05": "A01", "A06": "A05"}


def loaded(path: Path) -> Framework:
    return frameworks.load([path])


def parents(framework: Framework) -> dict[str, str | None]:
    return {entry.code: entry.parent for entry in framework.competencies}


def sheet(path: Path, how: str) -> Path:
    book = openpyxl.Workbook()
    page = book.active
    page.append(["código", "enunciado"])
    for row, (code, depth, text) in enumerate(ENTRIES, 2):
        page.append([code, "  " * depth + text if how == "blanks" else text])
        if how in ("code", "statement"):
            page.cell(row, 1 + (how == "statement")).alignment = Alignment(indent=depth)
        if how == "groups":
            page.row_dimensions[row].outlineLevel = depth
    book.save(path)
    return path


@pytest.mark.parametrize("how", ["code", "statement", "blanks", "groups"])
def test_an_indented_entry_stands_below_the_one_above_it(tmp_path: Path, how: str) -> None:
    framework = loaded(sheet(tmp_path / "norma.xlsx", how))
    assert parents(framework) == TREE
    assert framework.competencies[2].statement == "Identifica la causa de puntadas saltadas"
    assert "rows placed below others by how they are indented: 5" in [entry.why.en for entry in framework.skipped]


def test_struck_cells_and_rows_are_not_said(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    page.append(["código", "enunciado", "padre"])
    page.append(["A", "Mantener máquinas", ""])
    page.append(["B", "Soldar tubería", "A"])
    page["B3"].font = Font(strike=True)
    page.append(["C", CellRichText("Calibra ", TextBlock(InlineFont(strike=True), "la aguja "), "el hilo"), "B"])
    book.save(tmp_path / "norma.xlsx")
    framework = loaded(tmp_path / "norma.xlsx")
    assert [(entry.code, entry.statement, entry.parent) for entry in framework.competencies] == [
        ("A", "Mantener máquinas", None),
        ("C", "Calibra el hilo", "A"),
    ]
    assert "Pieces of text that are struck out: 2." in [entry.why.en for entry in framework.skipped]


def test_a_number_is_read_as_its_cell_shows_it(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    for row in (["código", "enunciado"], ["EC0217.01", "Impartir"], [1.1, "Coser"], [7, "Cortar"]):
        page.append(row)
    page["A3"].number_format, page["A4"].number_format = "0.00", "000"
    book.save(tmp_path / "norma.xlsx")
    assert list(parents(loaded(tmp_path / "norma.xlsx")))[1:] == ["EC0217.01", "1.10", "007"]
    page.append([100000, "Pegar"])
    page["A5"].number_format = "0.00E+00"
    book.save(tmp_path / "norma.xlsx")
    with pytest.raises(InputError, match=r"the code is 1\.00E\+05"):
        loaded(tmp_path / "norma.xlsx")


def test_a_framework_in_ctdl_asn_is_told_what_to_get_instead(tmp_path: Path) -> None:
    text = '{"@graph": [{"@type": "ceasn:Competency", "ceasn:competencyText": {"en": "Sew"}}]}'
    assert "get it as CASE" in refusal(written(tmp_path / "f.json", text), lambda path: frameworks.load([path])).en


CATALAN = """# Programa de costura

- Sincronitza l'agulla amb el garfi segons la informació del fabricant.
- Calibra la tensió del fil i la pressió del peu premsateles.
- Dissenya el programa de lubricació de l'any per a les màquines de l'escola.
"""
PORTUGUESE = """# Programa de costura

- Sincroniza a agulha com o gancho segundo a informação do fabricante.
- Calibra a tensão da linha e a pressão do calcador da máquina.
- Elabora o programa de lubrificação do ano para as máquinas da escola.
"""


@pytest.mark.parametrize(("text", "called"), [(CATALAN, "Catalan"), (PORTUGUESE, "Portuguese")])
def test_a_text_in_a_neighbouring_language_is_told_and_not_taken_for_spanish(
    tmp_path: Path, text: str, called: str
) -> None:
    split = split_programme(read(written(tmp_path / "programa.md", text)))
    assert {passage.language for passage in split.passages} == {None}
    assert split.skipped[0].why.en == f"most of it is in {called}; only what is in Spanish or English is compared"
    rows = "\n".join(f"{n};{line[2:]}" for n, line in enumerate(text.splitlines()[2:]))
    framework = loaded(written(tmp_path / "norma.csv", f"code;statement\n{rows}\n"))
    assert f"most of its statements are in {called}" in framework.skipped[-1].why.en
