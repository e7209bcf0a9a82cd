"""Tables without codes, through the `table` loader: contents of an examination, competencies with outcomes (SENA)."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from corpora import Framework
from corpora.frameworks import load, recognise

TABLE = """Área,Subárea,Tema,Reactivos
Encuadernación,Costura,Puntadas,12
,,Hilos y agujas,8
,Acabados,Prensado,5
Restauración,Limpieza,,4
,,Prensado,2
"""


CONTENTS = [
    ("1", "Encuadernación", None, "área"),
    ("1.1", "Costura", "1", "subárea"),
    ("1.1.1", "Puntadas", "1.1", "tema"),
    ("1.1.2", "Hilos y agujas", "1.1", "tema"),
    ("1.2", "Acabados", "1", "subárea"),
    ("1.2.1", "Prensado", "1.2", "tema"),
    ("2", "Restauración", None, "área"),
    ("2.1", "Limpieza", "2", "subárea"),
    ("2.1.1", "Prensado", "2.1", "tema"),
]


def outline(framework: Framework) -> list[tuple[str, str, str | None, str]]:
    return [(entry.code, entry.statement, entry.parent, entry.kind) for entry in framework.competencies]


def test_levels_are_numbered_and_empty_cells_mean_the_one_above(tmp_path: Path) -> None:
    path = tmp_path / "temario.csv"
    path.write_text(TABLE, encoding="utf-8")
    assert recognise(path) == "table"
    framework = load([path])
    assert outline(framework) == CONTENTS
    extra = {c.code: c.extra for c in framework.competencies}
    assert extra["1.1.1"] == {"Reactivos": "12"}
    assert extra["2.1"] == {"Reactivos": "4"}
    assert {c.language for c in framework.competencies} == {"es"}


def test_merged_cells_of_a_workbook_stand_for_all_their_rows(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(["Guía del examen (ejemplo inventado)"])
    for line in TABLE.splitlines():
        sheet.append(line.split(","))
    sheet.merge_cells("A3:A5")
    sheet.merge_cells("B3:B4")
    path = tmp_path / "temario.xlsx"
    book.save(path)
    framework = load([path])
    assert outline(framework) == CONTENTS
    assert [s.why.en for s in framework.skipped] == ["rows above the header, not read: 1"]


def test_a_table_with_codes_stays_a_table_with_codes(tmp_path: Path) -> None:
    path = tmp_path / "normas.csv"
    path.write_text("codigo,enunciado,area,tema\nA1,Coser,Taller,Costura\n", encoding="utf-8")
    (entry,) = load([path]).competencies
    assert (entry.code, entry.extra) == ("A1", {"area": "Taller", "tema": "Costura"})


FIRST, SECOND = "COSER CUADERNILLOS DE ACUERDO CON LA ORDEN DE TRABAJO", "Prensar libros según su formato"
OUTCOMES = [
    ("290801001", FIRST, None, "competencia"),
    ("290801001/1", "PREPARAR EL HILO SEGÚN EL PAPEL", "290801001", "resultado de aprendizaje"),
    ("290801001/2", "TENSAR EL HILO SIN RASGAR", "290801001", "resultado de aprendizaje"),
    ("290801002", SECOND, None, "competencia"),
    ("290801002/1", "Ajustar la prensa al formato.", "290801002", "resultado de aprendizaje"),
]


@pytest.mark.parametrize(
    "header",
    [
        "Código;Competencia;Resultados de aprendizaje;Horas",
        "Código de la competencia;Competencia laboral;Resultado de aprendizaje;Horas",
        "CÓDIGO NCL;NOMBRE DE LA COMPETENCIA;RESULTADOS DE APRENDIZAJE;HORAS",
        "Cod. norma;Norma de competencia laboral;RAP;Horas",
    ],
)
@pytest.mark.parametrize("key", ["", "repeated"])
def test_a_row_for_each_outcome(tmp_path: Path, header: str, key: str) -> None:
    again = f"290801001;{FIRST}" if key else ";"
    path = tmp_path / "programa.csv"
    path.write_text(
        f"{header}\n290801001;{FIRST};PREPARAR EL HILO SEGÚN EL PAPEL;20\n{again};TENSAR EL HILO SIN RASGAR;10\n"
        f"290801002;{SECOND};Ajustar la prensa al formato.;8\n",
        encoding="utf-8",
    )
    assert recognise(path) == "table"
    framework = load([path])
    # Capitals stay as printed.
    assert outline(framework) == OUTCOMES
    assert [next(iter(entry.extra.values()), None) for entry in framework.competencies] == [None, "20", "10", None, "8"]


def test_merged_cells_and_lists_in_one_cell(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["Programa inventado"])
    book.active.append(["Código", "Competencia", "Resultados de aprendizaje"])
    book.active.append([290801001, FIRST, "1. PREPARAR EL HILO SEGÚN EL PAPEL 2. TENSAR EL HILO SIN RASGAR"])
    book.active.append([290801002, SECOND, "• Ajustar la prensa al formato.\n• Medir la presión."])
    book.active.append([None, None, "Soltar la prensa."])
    book.active.merge_cells("A4:A5")
    book.active.merge_cells("B4:B5")
    book.save(tmp_path / "programa.xlsx")
    found = outline(load([tmp_path / "programa.xlsx"]))
    assert found[:5] == OUTCOMES
    assert [text for _, text, _, _ in found[5:]] == ["Medir la presión.", "Soltar la prensa."]


def test_codes_of_outcomes_and_a_table_without_codes(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        f"Competencia;Código del resultado;Resultado\n{FIRST};01;Coser.\n;02;Prensar.\n{SECOND};01;Medir.\n"
    )
    found = [(code, parent) for code, _, parent, _ in outline(load([path]))]
    assert found == [("1", None), ("1/01", "1"), ("1/02", "1"), ("2", None), ("2/01", "2")]


def test_an_outcome_without_a_competency_above_it_stands_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"Competencia;Resultado\n;Coser.\n{FIRST};Prensar.\n")
    assert [(code, parent) for code, _, parent, _ in outline(load([path]))] == [("R1", None), ("1", None), ("1/1", "1")]
