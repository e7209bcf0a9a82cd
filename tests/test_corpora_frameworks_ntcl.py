"""NTCL of both generations, as far as their form is known; all documents here are invented."""

from pathlib import Path

import pytest
from pdf_writer import Page, write_pdf

from corpora import Competency, Framework
from corpora.frameworks import load, recognise

SAMPLE = Path(__file__).parent / "data" / "frameworks" / "ntcl.txt"
OLD, NEW = "CREL0901.01", "NUREL901.01"


def entries(framework: Framework) -> dict[str, Competency]:
    return {entry.code: entry for entry in framework.competencies}


def told(framework: Framework) -> list[str]:
    return [entry.why.en for entry in framework.skipped]


def written(tmp_path: Path, old: str, new: str) -> Path:
    text = SAMPLE.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "norma.txt"
    path.write_text(text.replace(old, new), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("Nivel de competencia: 2\n", "", "CREL0901.01: the level was not found"),
        ("E90112\n\nTítulo: Retirar las piezas\n", "E90112\n", "CREL0901.01: elements without a title: 1"),
        ("Campo de aplicación\n", "", "CREL0901.01: elements without 'campo de aplicación': 2"),
    ],
)
def test_a_missing_part_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert said in told(load([written(tmp_path, old, new)]))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("E90111Código", "CódigoE90111"),
        ("E90111Código", "Código: E90111"),
        ("Evidencias de conocimiento", "De conocimiento:"),
        ("Criterios de desempeño", "CRITERIOS DE DESEMPEÑO"),
        ("I. Datos Generales de la Calificación", "I.- DATOS GENERALES DE LA CALIFICACIÓN"),
        ("Título: Retirar las piezas", "Título\n\nRetirar las piezas"),
        ("Nivel de competencia: 2", "Nivel: 2"),
        ("Título: Retirar las piezas", "Título: Retirar\nlas piezas"),
        ("\n\n", "\n"),
    ],
)
def test_labels_and_codes_are_known_however_they_are_set(tmp_path: Path, old: str, new: str) -> None:
    path = written(tmp_path, old, new)
    assert recognise(path) == "ntcl"
    assert [(e.code, e.statement, e.level) for e in load([path]).competencies] == [
        (e.code, e.statement, e.level) for e in load([SAMPLE]).competencies
    ]


def test_a_pdf_gives_the_same_norms(tmp_path: Path) -> None:
    lines = [line for line in SAMPLE.read_text(encoding="utf-8").split("\n") if line]
    pages = [Page() for _ in range(0, len(lines), 30)]
    for number, line in enumerate(lines):
        pages[number // 30].text(60, 80 + 24 * (number % 30), line)
    path = write_pdf(tmp_path / "norma.pdf", pages)
    assert recognise(path) == "ntcl"
    assert list(entries(load([path]))) == list(entries(load([SAMPLE])))
