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


def test_two_norms_of_two_generations_in_one_document() -> None:
    framework = load([SAMPLE])
    found = entries(framework)
    assert [code for code, entry in found.items() if entry.parent is None] == [OLD, NEW]
    old, new = found[OLD], found[NEW]
    assert (old.statement, old.level, old.kind) == ("Restauración de relojes de torre", "2", "calificación")
    assert old.description.startswith("Reconocer a las personas")
    assert (new.statement, new.level) == ("Afinación de campanas de bronce", "3")
    below = [entry for code, entry in found.items() if code.startswith(f"{NEW}/E9021/")]
    assert len(below) == 4
    assert [entry.level for entry in below if entry.kind == "conocimiento"] == ["Comprensión"]


def test_the_units_elements_and_evidences_of_a_qualification() -> None:
    found = entries(load([SAMPLE]))
    unit = found[f"{OLD}/USRL0901.01"]
    assert (unit.statement, unit.extra["class"]) == ("Desmontar la maquinaria de relojes de torre", "Obligatoria")
    assert found[f"{OLD}/USRL0902.01"].title_only
    element = f"{OLD}/USRL0901.01/E90111"
    assert found[element].statement == "Documentar el estado de la maquinaria"
    assert found[element].extra["field_of_application"] == ["Categoría: Tipos de reloj. Clases: de pesas, eléctrico."]
    below = {code.removeprefix(f"{element}/"): entry.statement for code, entry in found.items() if element in code}
    assert below == {
        element: found[element].statement,
        "criterio/1": "Fotografía las piezas y las numera en su lugar.",
        # A header and a footer stand within this sentence.
        "criterio/2": "Anota las holguras medidas en la ficha del reloj.",
        "desempeno/1": "La forma en que numera las piezas.",
        "producto/1": "La ficha del reloj requisitada.",
        "conocimiento/1": "Partes del tren de marcha.",
    }


def test_what_was_not_found_is_said_of_each_norm() -> None:
    assert told(load([SAMPLE])) == [
        "CREL0901.01: elements without 'evidencia por desempeño': 1",
        "CREL0901.01: elements without 'evidencia por producto': 1",
        "CREL0901.01: elements without 'evidencia de conocimiento': 1",
        "CREL0901.01: elements without 'campo de aplicación': 1",
        "lines of running headers and footers, not read: 4",
    ]


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
