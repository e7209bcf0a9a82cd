"""Tables of competencies with their learning outcomes, as SENA publishes them, through the `table` loader."""

from pathlib import Path

import pytest
from openpyxl import Workbook

from corpora import Framework
from corpora.frameworks import load, recognise

FIRST, SECOND = "COSER CUADERNILLOS DE ACUERDO CON LA ORDEN DE TRABAJO", "Prensar libros según su formato"
EXPECTED = [
    ("290801001", FIRST, None, "competencia"),
    ("290801001/1", "PREPARAR EL HILO SEGÚN EL PAPEL", "290801001", "resultado de aprendizaje"),
    ("290801001/2", "TENSAR EL HILO SIN RASGAR", "290801001", "resultado de aprendizaje"),
    ("290801002", SECOND, None, "competencia"),
    ("290801002/1", "Ajustar la prensa al formato.", "290801002", "resultado de aprendizaje"),
]


def outline(framework: Framework) -> list[tuple[str, str, str | None, str]]:
    return [(entry.code, entry.statement, entry.parent, entry.kind) for entry in framework.competencies]


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
    assert outline(framework) == EXPECTED
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
    assert found[:5] == EXPECTED
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
