"""Passages: offsets, ids, paths of headings by layout, what becomes none, and the same of a text in five formats."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import docx
import pytest
from files import add_table, written
from hypothesis import given, settings
from hypothesis import strategies as st

from corpora.language import detect_language
from corpora.readers import read
from corpora.records import Block, Cell, Document, Split
from corpora.split import sentences, split_document

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "mapper" / "samples"
sys.path.insert(0, str(ROOT / "benchmarks"))
import robustness  # noqa: E402 - the benchmarks are no package


def split_of(tmp_path: Path, text: str, name: str = "programa.md") -> Split:
    document = read(written(tmp_path / name, text))
    split = split_document(document)
    for passage in split.passages:
        assert document.text[passage.start : passage.end] == passage.text
    return split


def paths(split: Split) -> dict[str, str]:
    """The path of headings of each passage."""
    return {passage.text: " › ".join(passage.section) for passage in split.passages}


def test_ids_are_the_same_again_and_tell_occurrences_apart(tmp_path: Path) -> None:
    text = "# Contenidos\n\n- Hojas de cálculo\n\n- Bases de datos\n\n- Hojas de cálculo\n"
    first, again = split_of(tmp_path, text), split_of(tmp_path, text, "otro.md")
    assert [p.id for p in first.passages] == [p.id for p in again.passages]
    assert len({p.id for p in first.passages}) == len(first.passages)
    same = [p for p in first.passages if p.text == "Hojas de cálculo"]
    assert len({p.text_id for p in same}) == 1
    shuffled = split_of(tmp_path, "# Contenidos\n\n- Bases de datos\n\n- Hojas de cálculo\n\n- Hojas de cálculo\n")
    assert Counter(p.id for p in shuffled.passages) == Counter(p.id for p in first.passages)


DECREE = """# Módulo Profesional: Riego.

# Código: 0611.

Resultados de aprendizaje y criterios de evaluación:

1. Riega cultivos, interpretando el plan.

Criterios de evaluación:

a) Se ha medido el caudal.

b) Se han limpiado los filtros.

2. Poda setos.

Criterios de evaluación:

a) Se ha afilado la tijera.

Contenidos básicos:

Riego de cultivos:

– Caudal.

Poda:

– Tijeras.
"""


def test_an_outcome_stands_above_its_criteria_and_contents_beside_them(tmp_path: Path) -> None:
    found = paths(split_of(tmp_path, DECREE))
    module = "Módulo Profesional: Riego"
    outcomes = f"{module} › Resultados de aprendizaje y criterios de evaluación"
    assert found["Riega cultivos, interpretando el plan."] == found["Poda setos."] == outcomes
    assert found["Se han limpiado los filtros."] == (
        f"{outcomes} › Riega cultivos, interpretando el plan › Criterios de evaluación"
    )
    assert found["Se ha afilado la tijera."] == f"{outcomes} › Poda setos › Criterios de evaluación"
    assert found["Caudal."] == f"{module} › Contenidos básicos › Riego de cultivos"
    assert found["Tijeras."] == f"{module} › Contenidos básicos › Poda"
    assert found["Código: 0611."] == module


@pytest.mark.parametrize(
    ("text", "last", "path"),
    [
        ("1. Uno\n\n   a) Dos\n\n   b) Tres\n\n2. Cuatro\n\n   - Cinco", "Cinco", "Cuatro"),
        ("1. Uno\n\n1.1 Dos\n\n1.2 Tres\n\n2. Cuatro\n\n2.1 Cinco", "Cinco", "Cuatro"),
        ("- Corte:\n- A tijera\n- A máquina\n- Tinte:\n- Mechas", "Mechas", "Tinte"),
        ("Herramientas\n\n- Tijera\n\nEl taller abre a las ocho y cierra a las dos, de lunes a viernes.", None, ""),
        (
            "1. Suelo\n\nSe mide su humedad en tres puntos.\n\n2. Agua\n\nSe mide su caudal.",
            "Se mide su caudal.",
            "Agua",
        ),
    ],
)
def test_what_stands_below_an_item_or_a_line_above_a_list(tmp_path: Path, text: str, last: str, path: str) -> None:
    found = split_of(tmp_path, f"# Temario\n\n{text}\n").passages
    of = found[-1] if last is None else next(one for one in found if one.text == last)
    assert " › ".join(of.section) == (f"Temario › {path}" if path else "Temario")


def test_a_cell_has_the_row_over_it_the_label_of_its_row_and_the_head_of_its_column_above_it(tmp_path: Path) -> None:
    word = docx.Document()
    word.add_heading("Plan", 1)
    table = add_table(word, [
        ["Semana", "Tema", "Actividad"],
        ["Unidad 1. Tina", "", ""],
        ["1", "Baño", "Enjabona al perro en dos pasadas."],
        ["2", "Secado", "Seca al perro con aire."],
    ])  # fmt: skip
    table.cell(1, 0).merge(table.cell(1, 2))
    word.save(str(tmp_path / "plan.docx"))
    split = split_document(read(tmp_path / "plan.docx"))
    found = paths(split)
    assert found["Seca al perro con aire."] == "Plan › Unidad 1. Tina › Secado › Actividad"
    assert found["Baño"] == "Plan › Unidad 1. Tina › Tema"
    assert [one.why.en for one in split.skipped] == [
        "2 cells with nothing but codes, figures, dates or marks, which refer elsewhere."
    ]


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
    split = split_document(document_of(blocks))
    assert [passage.text for passage in split.passages] == ["Contenidos", "Poda"]
    assert [skipped.why.en.split()[0] for skipped in split.skipped] == ["2", "3"]
    assert split.skipped[0].what == "«1. Poda . . . . 4»"


def test_a_long_paragraph_is_one_passage_for_each_sentence_that_says_something() -> None:
    text = (
        "El Art. 5 del reglamento pide guantes, p. ej. de nitrilo, a quien mezcla los productos para lavar la tina."
        " Sí. El agua se cambia cada dos perros (véase la tabla 3 del manual)."
        " ¿Cuándo? Al terminar se desinfecta todo, y se seca con cuidado antes de guardarlo."
    )
    assert [text[first:last] for first, last in sentences(text)] == [
        "El Art. 5 del reglamento pide guantes, p. ej. de nitrilo, a quien mezcla los productos para lavar la tina.",
        "Sí. El agua se cambia cada dos perros (véase la tabla 3 del manual).",
        "¿Cuándo? Al terminar se desinfecta todo, y se seca con cuidado antes de guardarlo.",
    ]
    assert [*sentences(text[:120])] == [(0, 120)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1.1 Cotas. 1.2 Niveles 1.3 Perfiles", ["Cotas.", "Niveles", "Perfiles"]),
        ("1.1 Cotas / 1.2 Niveles | 1.3 Perfiles", ["Cotas", "Niveles", "Perfiles"]),
        ("Mide: • la cota ● el nivel", ["Mide:", "la cota", "el nivel"]),
        ("Evidencia 3.1 Mide la cota", ["Evidencia 3.1 Mide la cota"]),
        ("Corte – costura · planchado", ["Corte – costura · planchado"]),
    ],
)
def test_a_list_that_runs_on_in_one_line_is_read_as_its_items(text: str, found: list[str], tmp_path: Path) -> None:
    split = split_of(tmp_path, f"Contenidos\n\n{text}\n", "programa.txt")
    assert [passage.text for passage in split.passages[1:]] == found
    cells = split_of(tmp_path, f"<table><tr><td>Tema</td><td>{text}</td></tr></table>", "programa.html")
    assert [passage.text for passage in cells.passages[1:]] == found


def test_a_short_text_has_the_language_of_what_stands_around_it(tmp_path: Path) -> None:
    assert detect_language("Hardware", iter(())) != detect_language(
        "Hardware", iter(["Los componentes de la computadora"])
    )
    text = "# Unit 1\n\n- The parts of a computer and what they do\n\n# Unidad 1\n\n- Las partes de una computadora\n"
    found = {passage.text: passage.language for passage in split_of(tmp_path, text).passages}
    assert found["The parts of a computer and what they do"] == "en"
    assert found["Las partes de una computadora"] == "es"


def test_the_same_text_gives_the_same_passages_in_every_format(tmp_path: Path) -> None:
    """The sample that ships as Word, OpenDocument and PDF, and what is read of it as web page, Markdown and text."""
    parts = robustness.parts_of(read(SAMPLES / "programa.docx"))
    files = [SAMPLES / f"programa.{suffix}" for suffix in ("docx", "odt", "pdf")]
    writers = (("html", robustness.web_page), ("md", robustness.markdown), ("txt", robustness.plain_text))
    files += [written(tmp_path / f"programa.{suffix}", write(parts)) for suffix, write in writers]
    found = {path.suffix: split_document(read(path)).passages for path in files}
    assert len(found[".docx"]) > 20
    for suffix, own in found.items():
        assert [one.text for one in own] == [one.text for one in found[".docx"]], suffix
        assert [one.section for one in own] == [one.section for one in found[".docx"]], suffix


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
@settings(max_examples=40, deadline=None)
def test_passages_are_slices_in_order_that_do_not_overlap(blocks: list[tuple[str, Block]]) -> None:
    document = document_of(blocks)
    found = split_document(document).passages
    for passage in found:
        assert document.text[passage.start : passage.end] == passage.text == passage.text.strip() != ""
    assert all(one.end <= two.start for one, two in pairwise(found))
    assert len({passage.id for passage in found}) == len(found)
    assert split_document(document).passages == found
