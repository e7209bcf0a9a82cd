"""Tables of the contents of an examination, through the `table` loader."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook

from corpora import Competency
from corpora.frameworks import load, recognise

TABLE = """Área,Subárea,Tema,Reactivos
Encuadernación,Costura,Puntadas,12
,,Hilos y agujas,8
,Acabados,Prensado,5
Restauración,Limpieza,,4
,,Prensado,2
"""


def found(entries: tuple[Competency, ...]) -> list[tuple[str, str, str | None, str]]:
    return [(c.code, c.statement, c.parent, c.kind) for c in entries]


EXPECTED = [
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


def test_levels_are_numbered_and_empty_cells_mean_the_one_above(tmp_path: Path) -> None:
    path = tmp_path / "temario.csv"
    path.write_text(TABLE, encoding="utf-8")
    assert recognise(path) == "table"
    framework = load([path])
    assert found(framework.competencies) == EXPECTED
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
    assert found(framework.competencies) == EXPECTED
    assert [s.why.en for s in framework.skipped] == ["rows above the header, not read: 1"]


def test_a_table_with_codes_stays_a_table_with_codes(tmp_path: Path) -> None:
    path = tmp_path / "normas.csv"
    path.write_text("codigo,enunciado,area,tema\nA1,Coser,Taller,Costura\n", encoding="utf-8")
    (entry,) = load([path]).competencies
    assert (entry.code, entry.extra) == ("A1", {"area": "Taller", "tema": "Costura"})
