"""The workbook, read back with another library."""

import csv
import io
import zipfile
from pathlib import Path

import alignments
import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from mapper.programmes import Alignment
from mapper.reports import mapping
from mapper.reports import workbook as written
from mapper.reports.workbook import LONGEST, Losses, safe


def workbook(tmp_path: Path, *documents: Alignment, lang: str = "es") -> Workbook:
    (tmp_path / "report.xlsx").write_bytes(written.paged(mapping.report(documents, lang=lang)))
    return openpyxl.load_workbook(tmp_path / "report.xlsx")


def rows(sheet: Worksheet) -> list[dict[str, object]]:
    header, *content = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, header), row, strict=True)) for row in content]


def test_matches_hold_codes_places_and_probabilities_as_percentages(tmp_path: Path) -> None:
    sheet = workbook(tmp_path, alignments.programme())["Correspondencias"]
    first, *others = rows(sheet)
    assert (first["Página"], first["Código"], first["Probabilidad"]) == (1, "EC9901/E1/desempeno/1", 0.93)
    assert first["Palabras que la sostienen"] == "Verifica la orientación … inclinación … cubierta"
    assert str(first["Pertenece a"]).startswith("EC9901 Instalación")
    assert [row["Solo título"] for row in others].count("sí") == 1
    assert {cell.number_format for cell in sheet["J"][1:]} == {"0%"}
    assert 1 + len(others) == sum(len(p.matches) for p in alignments.programme().passages)


def test_matches_and_passages_without_one_can_be_reviewed(tmp_path: Path) -> None:
    offered = {
        "es": {"Correspondencias": '"sí,en parte,no"', "Sin correspondencia": '"sin correspondencia"'},
        "en": {"Matches": '"yes,partly,no"', "No match": '"no correspondence"'},
    }
    for lang, names in offered.items():
        book = workbook(tmp_path, alignments.programme(), lang=lang)
        for name, words in names.items():
            sheet = book[name]
            last = sheet.cell(1, sheet.max_column)
            assert last.value == {"es": "Revisión", "en": "Review"}[lang]
            assert last.comment is not None
            assert "curmap eval run" in last.comment.text
            assert all(cell.value is None for cell in sheet[last.column_letter][1:])
            (rule,) = sheet.data_validations.dataValidation
            assert str(rule.sqref) == f"{last.column_letter}2:{last.column_letter}{sheet.max_row}"
            assert rule.formula1 == words
            hidden = [c.value for c in sheet[1] if sheet.column_dimensions[c.column_letter].hidden]
            assert hidden[0] == "text_id"  # openpyxl groups the hidden columns that follow each other


def test_what_has_no_match_is_there_coverage_adds_up_and_reading_says_what_was_left_out(tmp_path: Path) -> None:
    book = workbook(tmp_path, alignments.programme())
    content = rows(book["Sin correspondencia"])
    assert [row["Pasaje"] for row in content] == [
        "Historia de la energía solar en el mundo",
        "Examen escrito: 40 % de la calificación final",
        "Els alumnes coneixeran el règim retributiu",
        "Profesora: M. Rivas, laboratorio 4",
    ]
    assert all(row["Motivo"] for row in content)
    coverage = rows(book["Cobertura"])
    assert len(coverage) == len(alignments.COVERAGE)
    for row in coverage:
        parts = ("Cubierto", "En parte", "Por confirmar", "No encontrado")
        assert sum(int(str(row[part])) for part in parts) == row["Total"]
        assert row["Estándar"] == "EC9901"
    reading = {(row["Dato"], row["Valor"]): row["Detalle"] for row in rows(book["Lectura"])}
    assert reading[("Páginas que no se pudieron leer", 1)] == "4"
    assert reading[("Lo que se dejó fuera", "«Página 1 de 4»")] == "8 encabezados y pies que se repiten."
    assert reading[("Huella SHA-256", alignments.programme().document.sha256)] == "programa-fotovoltaico.pdf"


def test_hostile_text_becomes_no_formula_link_or_number_and_leaves_no_character_unseen(tmp_path: Path) -> None:
    book = workbook(tmp_path, alignments.hostile())
    assert all(cell.data_type in ("s", "n") for sheet in book for row in sheet.iter_rows() for cell in row)
    with zipfile.ZipFile(tmp_path / "report.xlsx") as archive:
        for name in archive.namelist():
            assert b"<f>" not in archive.read(name)
            assert b"<hyperlink " not in archive.read(name)
    texts = [c.value for sheet in book for row in sheet.iter_rows() for c in row if isinstance(c.value, str)]
    assert "nul  escape [31m bell  bom \ufeff last " in texts
    assert "_x0041_ & < > ' \" ]]> <!-- -->" in [value.replace("_x005F", "") for value in texts]
    # It stays text in a CSV file made from a sheet.
    for sheet in book:
        file = io.StringIO()
        csv.writer(file).writerows(sheet.iter_rows(values_only=True))
        for row in csv.reader(io.StringIO(file.getvalue())):
            assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)
    # Cells are cut at the format's limit, and counted.
    longest = [c.value for c in book["Correspondencias"]["E"] if isinstance(c.value, str) and c.value.startswith("xxx")]
    assert all(len(value) == LONGEST and value.endswith("… [cortado]") for value in longest)
    said = [cells[1] for cells in book["Este libro"].iter_rows(min_row=2, values_only=True)]
    assert len(said) == 2
    assert all(isinstance(n, int) and n > 0 for n in said)


def test_a_cell_counts_its_length_as_excel_does() -> None:
    losses = Losses()
    cut = safe("🎓" * 20_000, "…", losses)
    assert len(cut.encode("utf-16-le")) <= 2 * LONGEST
    assert cut.endswith("🎓…")
    assert losses.cut == 1
    assert safe("a" * LONGEST, "…", losses) == "a" * LONGEST
    assert losses.cut == 1


def test_rows_for_which_there_is_no_room_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(written, "LAST_ROW", 20)
    assert workbook(tmp_path, alignments.hostile(), lang="en")["Matches"].max_row == 21


def test_the_file_holds_no_time_of_its_making(tmp_path: Path) -> None:
    book = workbook(tmp_path, alignments.programme())
    assert book.properties.created is not None
    assert book.properties.created.year == 2000
    with zipfile.ZipFile(tmp_path / "report.xlsx") as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
