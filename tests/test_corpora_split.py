"""Passages: offsets, ids, what becomes none; roles and paths in small programmes, one of each kind.

Beside each document of data/structures stands a table of all its passages: role, path, text.
"""

from __future__ import annotations

import runpy
import sys
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import docx
import pytest
from files import add_table, written
from hypothesis import example, given, settings
from hypothesis import strategies as st
from reading import role_of

from corpora.readers import read
from corpora.records import Block, Cell, Document, Split
from corpora.split import passages

ROOT = Path(__file__).resolve().parent.parent
STRUCTURES = sorted(path for path in (ROOT / "tests/data/structures").iterdir() if path.suffix != ".tsv")


def split_of(tmp_path: Path, text: str, name: str = "programa.md") -> Split:
    document = read(written(tmp_path / name, text))
    split = passages(document)
    for passage in split.passages:
        assert document.text[passage.start : passage.end] == passage.text
    return split


def test_ids_are_the_same_again_and_tell_occurrences_apart(tmp_path: Path) -> None:
    text = "# Contenidos\n\n- Hojas de cálculo\n\n- Bases de datos\n\n- Hojas de cálculo\n"
    first, again = split_of(tmp_path, text), split_of(tmp_path, text, "otro.md")
    assert [p.id for p in first.passages] == [p.id for p in again.passages]
    assert len({p.id for p in first.passages}) == len(first.passages)
    same = [p for p in first.passages if p.text == "Hojas de cálculo"]
    assert len({p.text_id for p in same}) == 1
    shuffled = split_of(tmp_path, "# Contenidos\n\n- Bases de datos\n\n- Hojas de cálculo\n\n- Hojas de cálculo\n")
    assert Counter(p.id for p in shuffled.passages) == Counter(p.id for p in first.passages)


@pytest.mark.parametrize(
    ("name", "outcomes", "criteria"),
    [("BOE-A-2010-9272.md", 54, 369), ("BOE-A-2010-9270.md", 47, 390), ("BOE-A-2008-750.md", 59, 501)],
)
@pytest.mark.slow
def test_decrees_give_every_outcome_and_criterion(shared: Path, name: str, outcomes: int, criteria: int) -> None:
    split = passages(read(shared / "data" / "documents" / name))
    counts = Counter(passage.role for passage in split.passages)
    assert (counts["outcome"], counts["criterion"]) == (outcomes, criteria)


@pytest.mark.slow
def test_programmes_are_read_as_they_were_counted(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["reading.py", str(shared / "data" / "documents")])
    module = runpy.run_path(str(ROOT / "benchmarks" / "reading.py"), run_name="reading")
    assert module["main"]() == 0


def document_of(blocks: list[tuple[str, Block]]) -> Document:
    """A document of these texts, one a line."""
    text, placed = "", []
    for words, block in blocks:
        placed.append(replace(block, start=len(text), end=len(text) + len(words)))
        text += words + "\n"
    return Document(name="d.md", sha256="0" * 64, format="plain", text=text, blocks=tuple(placed))


def test_lines_of_a_table_of_contents_and_cells_that_only_refer_are_counted_not_mapped() -> None:
    blocks = [
        ("1. Poda . . . . 4", Block(0, 0, "contents")),
        ("2. Riego . . . . 5", Block(0, 0, "contents")),
        ("Contenidos", Block(0, 0, "heading", 1)),
        ("RA1", Block(0, 0, "cell", cell=Cell(0, 0, 0, "Unidad"))),
        ("14,2 %", Block(0, 0, "cell", cell=Cell(0, 0, 1, "Peso"))),
        ("Poda", Block(0, 0, "cell", cell=Cell(0, 1, 0, "Unidad"))),
        ("×", Block(0, 0, "cell", cell=Cell(0, 1, 1, "Peso"))),
    ]
    split = passages(document_of(blocks))
    assert [passage.text for passage in split.passages] == ["Contenidos", "Poda"]
    assert [skipped.why.en.split()[0] for skipped in split.skipped] == ["2", "3"]
    assert split.skipped[0].what == "«1. Poda . . . . 4»"


LINES = (
    "Contenidos | Criterios de evaluación: | Resultados de aprendizaje | a) Se ha podado. | "
    "1) Poda setos altos bien: | • Tijeras | RA2. Riega plantas cada día | Unidad 3 | Módulo: Riego | Evaluación | "
    "Bibliografía | 2025-01-01 | Objetivo: que el alumno riegue | 10 Botánica | "
    "Al finalizar el alumno será capaz de: | #dual | — | El plan es bueno. Su objetivo es formar jardineros. | "
    "Actividad de evaluación 1.1.1 Riega | Optativa"
)
WORDS = st.sampled_from(LINES.split(" | "))
CELLS = st.builds(Cell, st.just(0), st.integers(0, 3), st.integers(0, 2), st.sampled_from(["", "Tema", "Peso"]))
BLOCKS = st.one_of(
    st.builds(Block, st.just(0), st.just(0), st.just("heading"), st.integers(1, 6)),
    st.builds(Block, st.just(0), st.just(0), st.sampled_from(["paragraph", "item", "contents"])),
    st.builds(Block, st.just(0), st.just(0), st.just("cell"), cell=CELLS),
)


@given(st.lists(st.tuples(WORDS, BLOCKS), max_size=25))
@example(  # the row above only refers, so it has a sense and no name
    [
        ("#dual", Block(0, 0, "cell", cell=Cell(0, 2, 0, "Tema"))),
        ("Contenidos", Block(0, 0, "cell", cell=Cell(0, 3, 1))),
    ]
)
@settings(max_examples=40, deadline=None)
def test_passages_are_slices_in_order_that_do_not_overlap(blocks: list[tuple[str, Block]]) -> None:
    document = document_of(blocks)
    found = passages(document).passages
    for passage in found:
        assert document.text[passage.start : passage.end] == passage.text == passage.text.strip() != ""
    assert all(one.end <= two.start for one, two in pairwise(found))
    assert len({passage.id for passage in found}) == len(found)
    assert passages(document).passages == found


@pytest.mark.parametrize("path", STRUCTURES, ids=lambda path: path.stem)
def test_roles_and_paths(path: Path) -> None:
    found = passages(read(path)).passages
    rows = ["\t".join((p.role, " > ".join(p.section), " ".join(p.text.split()))) for p in found]
    assert rows == path.with_suffix(".tsv").read_text(encoding="utf-8").splitlines()


def form(path: Path, *tables: list[list[str]]) -> dict[str, str]:
    """The role of each passage of a Word document with these tables, whose short rows go over all columns."""
    word = docx.Document()
    for rows in tables:
        width = max(map(len, rows))
        table = add_table(word, [[*row, *[""] * (width - len(row))] for row in rows])
        for row, texts in zip(table.rows, rows, strict=True):
            row.cells[len(texts) - 1].merge(row.cells[-1])
    word.save(str(path))
    return role_of(read(path))


OUTCOME = ["Resultado de aprendizaje", "Deja al perro limpio y seco."]
COLUMNS = ["Tema", "Saber", "Saber hacer"]
TOPIC = ["1.1 Baño", "Tipos de champú.", "Enjabona al perro en dos pasadas."]
UNIT = [["Unidad 1. Tina"], OUTCOME, COLUMNS, TOPIC]
EVIDENCE = ["Evidencias e instrumentos", "Baño de un perro, guía de observación (20 %)\n- Examen escrito (10 %)"]
TOOL = ["1", "Afilador de cuchillas", "Se presta"]
NAMED = ["Cantidad", "Nombre", "Observaciones"]
BARE = ["Cantidad", "Nombre", "Observ."]  # the reader sees no header in it
VAGUE = ["Cantidad", "Descripción", "Observaciones"]
NEXT = [["Unidad 2. Corte"], ["Tijera", "Tipos de tijera", "Afila"], ["Máquina", "Tipos de máquina", "Rapa"]]
POINTS = "• Tipos de entrevista\n• Fuentes de información internas y externas\n• Indicadores"
BULLETS = [["Unidad", "Temas", "Evidencias"], ["Unidad 1. Diagnóstico", POINTS, "Caso real"]]
PARTS = [
    ["II. OBJETIVO GENERAL"],
    ["Al concluir el curso la persona participante preparará instrumental limpio y empacado."],
    ["III. DESARROLLO DEL CURSO"],
    ["Unidad", "Temas", "Actividades", "Evidencias"],
    ["1. Lavado", "1.1 Detergentes", "Prepara el detergente con la dilución indicada.", "Lista de cotejo"],
    ["III. DESARROLLO DEL CURSO"],  # said again on the next page
    ["2. Secado", "2.1 Aire", "Seca cada pieza con aire limpio.", "Lista de cotejo"],
]
FORM = [
    ["Nombre del curso", "Estilismo canino", "Clave", "EST-CAN-B"],
    ["Duración", "120 horas", "Modalidad", "Presencial"],
    ["Perfil de egreso", "Fija sus precios y atiende a sus clientes."],
    ["Objetivo general", "Al término del curso la persona participante bañará perros."],
]


OF_UNIT = "content outcome content content outcome"
OF_PARTS = "content content activity evaluation content content activity"


@pytest.mark.parametrize(
    ("tables", "taught"),
    [
        pytest.param([[COLUMNS, TOPIC, EVIDENCE]], "content content outcome evaluation evaluation", id="label"),
        pytest.param([[*UNIT, EVIDENCE]], f"{OF_UNIT} evaluation evaluation", id="label below rows"),
        pytest.param([UNIT, [["Equipo"], BARE, TOOL, TOOL]], OF_UNIT, id="table"),
        pytest.param([UNIT, [["Lo que se presta"], NAMED, TOOL, TOOL]], OF_UNIT, id="its title unknown"),
        pytest.param([UNIT, NEXT], f"{OF_UNIT} content content content outcome", id="next unit"),
        pytest.param([[["Equipo"], VAGUE, TOOL, TOOL]], "", id="vague column"),
        pytest.param([FORM], "competency outcome", id="form of pairs"),
        pytest.param([BULLETS], "content content content content evaluation", id="bullets among the topics of a cell"),
        pytest.param([[["Nombre del curso", "Mesa"], *PARTS]], f"outcome {OF_PARTS}", id="parts of a form"),
        pytest.param([[["Plantel", "Mesa"], *PARTS]], f"competency {OF_PARTS}", id="parts below what names nothing"),
    ],
)
def test_tables_of_a_form_in_word(tmp_path: Path, tables: list[list[list[str]]], taught: str) -> None:
    found = form(tmp_path / "programa.docx", *tables)
    assert [role for role in found.values() if role != "other"] == taught.split()


def test_a_title_over_columns_above_a_row_of_named_lines_is_the_title_of_what_stands_below(tmp_path: Path) -> None:
    """As in the programmes of TecNM, whose rows begin "Específica(s):"."""
    word = docx.Document()
    word.add_heading("7. Actividades de aprendizaje de los temas", 1)
    table = add_table(word, [
        ["2. Sanidad", ""],
        ["Competencias", "Actividades de aprendizaje"],
        ["Específica(s):", "Abrir un pez y enviar la branquia al laboratorio."],
    ])  # fmt: skip
    table.cell(0, 0).merge(table.cell(0, 1))
    table.cell(2, 0).add_paragraph("Detecta los brotes de enfermedad.")
    word.save(str(tmp_path / "programa.docx"))
    found = {p.text: (p.role, p.section[-1:]) for p in passages(read(tmp_path / "programa.docx")).passages}
    assert found["Sanidad"][0] == "other"
    assert found["Detecta los brotes de enfermedad."] == ("competency", ("2. Sanidad",))
    assert found["Abrir un pez y enviar la branquia al laboratorio."] == ("activity", ("2. Sanidad",))
