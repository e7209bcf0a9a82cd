"""Markdown and plain text: headings, lists as printed, tables, wrapped lines, character sets."""

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpora import Block, Document, InputError
from corpora.readers import read, reader


def written(tmp_path: Path, content: str | bytes, name: str = "programa.md") -> Document:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read(path)


def texts(document: Document, kind: str | None = None) -> list[str]:
    return [document.text[b.start : b.end] for b in document.blocks if kind is None or b.kind == kind]


def blocks(document: Document, kind: str) -> list[Block]:
    return [block for block in document.blocks if block.kind == kind]


def test_markdown_headings_have_their_levels_and_front_matter_is_only_title(tmp_path: Path) -> None:
    document = written(
        tmp_path,
        '---\ntitle: "Programa de Soldadura"\nrank: x\n---\n'
        "# Módulo 1 #\n\nTexto.\n\n### 1.1 Tema\n\nOtro\n====\n\nx\n",
    )
    assert document.title == "Programa de Soldadura"
    assert texts(document) == ["Módulo 1", "Texto.", "1.1 Tema", "Otro", "x"]
    assert [block.level for block in blocks(document, "heading")] == [1, 3, 1]
    assert [entry.what for entry in document.skipped] == ["front matter"]
    assert document.skipped[0].why.es.endswith(": 2.")


def test_markers_stay_as_printed_and_each_line_is_one_block(tmp_path: Path) -> None:
    lines = [
        "1) Justifica el uso.",
        "3) Describe la evolución.",
        "a) Se han descrito las fases.",
        "ñ) Se ha valorado el resultado.",
        "– Tipos de calzado.",
        "− Materiales.",
        "- Historia.",
        "0611. Calzado y tendencias.",
    ]
    document = written(tmp_path, "# Contenidos\n\n" + "\n\n".join(lines) + "\n")
    assert texts(document, "item") == lines


def test_lettered_lines_without_blank_lines_are_parted_but_a_reference_is_not(tmp_path: Path) -> None:
    document = written(
        tmp_path,
        "# C\n\na) Se ha medido\nb) Se ha pesado\nc) Se ha cortado\n\n"
        "Según lo dicho en el\na) del artículo y en\nb) del otro.\n",
    )
    assert texts(document, "item") == ["a) Se ha medido", "b) Se ha pesado", "c) Se ha cortado"]
    assert texts(document, "paragraph")[0].startswith("Según lo dicho en el a) del artículo")


def test_nested_lists_keep_depth_and_hard_wrapped_paragraphs_are_one_block(tmp_path: Path) -> None:
    document = written(tmp_path, "- uno\n    1. dos con\n       más\n        - tres\n\nUn párrafo\nen dos líneas.\n")
    assert texts(document) == ["- uno", "1. dos con más", "- tres", "Un párrafo en dos líneas."]
    assert [block.level for block in document.blocks] == [1, 2, 3, 0]


def test_a_pipe_table_gives_cells_with_their_header(tmp_path: Path) -> None:
    document = written(tmp_path, "| Resultado | Horas |\n|---|---|\n| Aplica *normas* | 20 |\n| | 3 |\n")
    cells = [(document.text[b.start : b.end], b.cell) for b in blocks(document, "cell")]
    assert [text for text, _ in cells] == ["Resultado", "Horas", "Aplica normas", "20", "3"]
    assert [(c.table, c.row, c.column, c.header, c.is_header) for _, c in cells if c is not None] == [
        (0, 0, 0, "", True),
        (0, 0, 1, "", True),
        (0, 1, 0, "Resultado", False),
        (0, 1, 1, "Horas", False),
        (0, 2, 1, "Horas", False),
    ]


def test_emphasis_links_escapes_and_comments_are_cleaned(tmp_path: Path) -> None:
    document = written(
        tmp_path,
        "<!-- nota -->\n\n**Código:**MAPU0111 y [el plan](http://x.mx) \\* `x = 1` &amp; <b>más</b> <!-- y -->\n\n"
        "```\na = 1\n\nb = 2\n```\n",
    )
    assert texts(document) == ["Código:MAPU0111 y el plan * x = 1 & más", "a = 1", "b = 2"]
    assert [(entry.what, entry.why.en[-2]) for entry in document.skipped] == [("<!-- -->", "2")]


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1"])
def test_character_sets_of_spanish_texts(tmp_path: Path, charset: str) -> None:
    text = "El alumno diseñará la producción según el año, con evaluación y acción «crítica»."
    assert written(tmp_path, text.encode(charset), "a.txt").text == text


def test_binary_noise_is_refused_in_both_languages(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"noise\.txt: is neither text") as caught:
        written(tmp_path, bytes(range(256)) * 40, "noise.txt")
    assert "noise.txt: no es texto" in caught.value.es


CONALEP = """
PROGRAMA DE ESTUDIOS: SOLDADURA

MÓDULO 2: UNIÓN DE METALES

Unidad de aprendizaje 1. Preparación de las piezas

Resultado de aprendizaje 1.1 Prepara las piezas de acuerdo con el plano y
con la hoja de proceso.

Criterios de evaluación

a) Interpreta los símbolos del plano de soldadura y los relaciona con la pieza que
   se va a unir.
b) Limpia las superficies
c) Corta a medida

1. Los materiales se entregan el primer día y se firman en el almacén del taller,
como lo señala la norma para el uso de los equipos y materiales, apartado a) y
b) del reglamento. 2. Cada equipo responde de ellos.

BIBLIOGRAFÍA

Módulo 3 se imparte después.
"""


def test_plain_text_finds_structure_by_its_words_and_joins_wrapped_lines(tmp_path: Path) -> None:
    document = written(tmp_path, CONALEP, "programa.txt")
    shown = [(b.kind, b.level, document.text[b.start : b.end][:45]) for b in document.blocks]
    assert shown == [
        ("heading", 1, "PROGRAMA DE ESTUDIOS: SOLDADURA"),
        ("heading", 2, "MÓDULO 2: UNIÓN DE METALES"),
        ("heading", 3, "Unidad de aprendizaje 1. Preparación de las p"),
        ("heading", 4, "Resultado de aprendizaje 1.1 Prepara las piez"),
        ("heading", 5, "Criterios de evaluación"),
        ("item", 1, "a) Interpreta los símbolos del plano de solda"),
        ("item", 1, "b) Limpia las superficies"),
        ("item", 1, "c) Corta a medida"),
        ("item", 1, "1. Los materiales se entregan el primer día y"),
        # Beside what it closes: a part that follows it is not below it.
        ("heading", 4, "BIBLIOGRAFÍA"),
        ("paragraph", 0, "Módulo 3 se imparte después."),
    ]
    assert "hoja de proceso." in document.text.split("\n")[3]


def test_numbering_alone_is_no_heading(tmp_path: Path) -> None:
    document = written(tmp_path, "1. Aspectos Generales\n\n2.3 Otra Línea\n\nIII. Más\n", "a.txt")
    assert texts(document, "heading") == []


def test_a_text_all_in_capitals_has_no_headings_by_capitals(tmp_path: Path) -> None:
    document = written(tmp_path, "SOLDAR TUBOS\n\nCORTAR PLACAS\n\nMEDIR PIEZAS\n", "a.txt")
    assert texts(document, "heading") == []


def test_a_broken_byte_is_counted_and_does_not_change_the_encoding(tmp_path: Path) -> None:
    document = written(tmp_path, "diseño, producción, año, evaluación, acción, país".encode() + b" \xff fin", "a.txt")
    assert document.text == "diseño, producción, año, evaluación, acción, país fin"
    assert [(entry.what, entry.why.en[-2:]) for entry in document.skipped] == [("utf-8", "1.")]


JOINED = """{mark}Clave: CI-204
Créditos: 8

Unidad 1 Máquinas
Unidad 2 Puntadas

Objetivo particular: El alumno aplicará puntadas.
2.1 Tipos de puntada
2.1.1 Recta
"""


@pytest.mark.parametrize(("name", "mark"), [("a.txt", ""), ("a.md", "# Costura\n\n")])
def test_lines_with_a_label_or_a_number_with_parts_begin_a_block(tmp_path: Path, name: str, mark: str) -> None:
    document = written(tmp_path, JOINED.format(mark=mark), name)
    assert [text for text in texts(document) if text != "Costura"] == [
        "Clave: CI-204",
        "Créditos: 8",
        "Unidad 1 Máquinas",
        "Unidad 2 Puntadas",
        "Objetivo particular: El alumno aplicará puntadas.",
        "2.1 Tipos de puntada",
        "2.1.1 Recta",
    ]


def test_a_number_with_parts_behind_a_reference_begins_nothing(tmp_path: Path) -> None:
    document = written(tmp_path, "# Costura\n\nAplica las puntadas del apartado\n2.3 Refuerzos, del manual.\n", "a.md")
    assert texts(document)[-1] == "Aplica las puntadas del apartado 2.3 Refuerzos, del manual."


LINE = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=st.lists(LINE | st.sampled_from(["", "# x", "- a", "1) b", "a) c", "| a | b |", "|--|--|", "```", "<p>"])))
def test_offsets_hold_for_any_text(tmp_path: Path, lines: list[str]) -> None:
    path = tmp_path / "cualquiera.md"
    path.write_bytes("\n".join(lines).encode())
    try:
        document = reader("plain")(path)
    except InputError:
        return
    end = -1
    for block in document.blocks:
        assert end < block.start < block.end
        assert document.text[block.start : block.end].strip()
        end = block.end
    assert end == len(document.text)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\ue000-\uf8ff\ufffe\uffff]", document.text)
    assert unicodedata.is_normalized("NFC", document.text)


@pytest.mark.parametrize("name", ["BOE-A-2008-750.md", "BOE-A-2010-9270.md", "BOE-A-2010-9272.md"])
def test_every_line_of_a_decree_is_one_block_with_its_marker(shared: Path, name: str) -> None:
    path = shared / "data" / "documents" / name
    blocks = set(texts(read(path)))
    printed = [" ".join(line.split()) for line in path.read_text(encoding="utf-8").splitlines()]
    listed = [line for line in printed if re.match(r"(?:[a-zñ]\)|\d+[.)]|[-–−•]) ", line)]
    assert len(listed) > 500
    assert [line for line in listed if line not in blocks] == []


def test_a_bold_line_by_itself_is_a_heading_in_markdown(tmp_path: Path) -> None:
    document = written(
        tmp_path,
        f"## Anexo\n\n**UNIDAD 1**\n\n**Criterios de evaluación:**\n\n"
        f"{'Texto del programa. ' * 9}\n\n**Nota:** no.\n\n**(Fin).**\n",
    )
    assert [(block.kind, block.level) for block in document.blocks] == [
        ("heading", 2),
        ("heading", 3),
        ("heading", 4),
        ("paragraph", 0),
        ("paragraph", 0),
        ("paragraph", 0),
    ]
