"""What a document is called, by its cover."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpora.readers import read

BODY = (
    "\n\n## Objetivo general\n\nEl alumno ajustará la máquina de coser de su taller, y entregará la orden de trabajo.\n"
)


@pytest.mark.parametrize(
    ("cover", "title"),
    [
        (
            ["CONALEP", "Secretaría de Educación Pública", "Programa de estudios", "Máquinas de coser"],
            "Máquinas de coser",
        ),
        (["Instituto Tecnológico de Mérida", "Curso: Máquinas de coser"], "Curso: Máquinas de coser"),
        (["IES Río Duero", "Programación didáctica"], "Programación didáctica"),
        (["Ridgeview Community College", "Course Outline of Record", "SEW 101"], "SEW 101"),
        (["Universidad Autónoma del Norte"], "Universidad Autónoma del Norte"),
        (["Educación financiera", "Unidad 1"], "Educación financiera"),
        (["Plan de estudios"], "Plan de estudios"),
    ],
)
def test_a_document_is_called_as_what_is_taught(tmp_path: Path, cover: list[str], title: str) -> None:
    path = tmp_path / "programa.md"
    path.write_text("\n\n".join(f"# {line}" for line in cover) + BODY, encoding="utf-8")
    assert read(path).title == title


def test_what_the_file_says_counts_unless_it_is_the_school(tmp_path: Path) -> None:
    path = tmp_path / "programa.html"
    for said, title in (("Costura I", "Costura I"), ("Universidad del Norte", "Máquinas de coser")):
        path.write_text(
            f"<html><head><title>{said}</title></head><body><h1>Máquinas de coser</h1><p>Ajusta.</p></body>"
        )
        assert read(path).title == title
