"""The workbook, read back with another library."""

import csv
import io
import zipfile
from dataclasses import replace
from pathlib import Path

import alignments
import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from corpora import Competency, Framework
from mapper.matching.matcher import NOT_FOR_PROGRAMMES
from mapper.programmes.alignment import Alignment
from mapper.reports import mapping
from mapper.reports import workbook as written
from mapper.reports.workbook import LONGEST, Losses, safe


def workbook(tmp_path: Path, *documents: Alignment, lang: str = "es") -> Workbook:
    (tmp_path / "report.xlsx").write_bytes(written.paged(mapping.report(documents, lang=lang)))
    return openpyxl.load_workbook(tmp_path / "report.xlsx")


def rows(sheet: Worksheet) -> list[dict[str, object]]:
    header, *content = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, header), row, strict=True)) for row in content]


def test_names_of_sheets_and_columns(tmp_path: Path) -> None:
    names = {
        "es": "Resumen, Correspondencias, Cobertura, Sin correspondencia, Competencias, Lectura",
        "en": "Summary, Matches, Coverage, No match, Competencies, Reading",
    }
    for lang, sheets in names.items():
        book = workbook(tmp_path, alignments.programme(), lang=lang)
        assert ", ".join(book.sheetnames) == sheets
    columns = "Covered, Partly, To be confirmed, Not found, Total, Covered (%)"
    assert ", ".join(str(cell.value) for cell in book["Coverage"][1][-6:]) == columns


@pytest.mark.parametrize("alignment", [alignments.programme(), alignments.empty()], ids=["programme", "empty"])
def test_every_sheet_has_a_frozen_header_a_filter_and_widths(alignment: Alignment, tmp_path: Path) -> None:
    for sheet in workbook(tmp_path, alignment):
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert sheet.print_title_rows == "$1:$1"
        assert all(sheet.column_dimensions[cell.column_letter].width >= 8 for cell in sheet[1] if cell.column <= 1)
        for row in sheet.iter_rows(min_row=2):
            assert all(cell.alignment.wrap_text for cell in row if isinstance(cell.value, str))


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


def test_competencies_that_were_compared_are_listed_once(tmp_path: Path) -> None:
    documents = alignments.programme(), alignments.syllabus()
    content = rows(workbook(tmp_path, *documents)["Competencias"])
    compared = [(f.name, c) for one in documents for f in one.frameworks for c in f.competencies]
    wanted = {(name, c.code) for name, c in compared if c.kind not in NOT_FOR_PROGRAMMES}
    assert sorted((row["Marco"], row["Código"]) for row in content) == sorted(wanted)


def test_many_competencies_are_read_back_as_they_are(tmp_path: Path) -> None:
    texts = ["a & b < c", '"d"', "_x0041_", "  spaces ", "=1+1", "ñandú 🎓", "line\nfeed"]
    entries = tuple(Competency(code=str(n), statement=text, kind="skill") for n, text in enumerate(texts))
    many = replace(alignments.programme(), frameworks=(Framework("own", "", "1", "0", "", entries),))
    sheet = workbook(tmp_path, many)["Competencias"]
    found = [str(row["Competencia"]).replace("_x005F", "") for row in rows(sheet)]  # Excel itself undoes the escape
    assert found == [text.replace("=", "'=") for text in texts]
    assert [row["Código"] for row in rows(sheet)] == [str(n) for n in range(len(texts))]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "inlineStr"}


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
