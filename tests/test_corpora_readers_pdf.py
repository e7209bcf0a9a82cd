"""PDF documents: lines to blocks, headings, running lines, what cannot be read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from itertools import groupby
from pathlib import Path

import pytest
from files import written
from pdf_writer import Page, write_pdf
from reading import Held, refusal

from corpora.readers.pdf import read

HeldPdf = Callable[..., None]


@pytest.fixture
def page() -> Page:
    return Page()


@pytest.fixture
def pages() -> tuple[Page, Page]:
    return Page(), Page()


@pytest.fixture
def held_pdf(tmp_path: Path, held: Held) -> HeldPdf:
    """Writes pages, reads them and compares the document with the table of the test's name."""
    return lambda pages, **more: held(read(write_pdf(tmp_path / "a.pdf", pages, **more)))


def body(page: Page, y: float = 600) -> None:
    """Some plain text, so that the usual size and weight are known."""
    line = "Texto corrido que llena los renglones de la hoja con palabras sencillas y sin otro fin aquí."
    page.lines(70, y, *[line] * 5)


def test_what_cannot_be_opened_is_refused_in_one_line(tmp_path: Path) -> None:
    whole = write_pdf(tmp_path / "entero.pdf", [Page()]).read_bytes()
    files = {
        "vacio.pdf": (b"", "vací"),
        "cortado.pdf": (whole[: len(whole) // 2], "incompleto"),
        "ruido.pdf": (b"%PDF-1.4\n" + bytes(range(256)) * 40 + b"startxref\n1\n%%EOF", "dañado"),
        "texto.pdf": (b"Hola", "no es un PDF"),
        "sin_paginas.pdf": (write_pdf(tmp_path / "nada.pdf", []).read_bytes(), "no tiene páginas"),
        "cifrado.pdf": (write_pdf(tmp_path / "cifra.pdf", [Page()], encrypted=True).read_bytes(), "contraseña"),
        "en_blanco.pdf": (whole, "no contiene texto"),
    }
    for name, (data, word) in files.items():
        error = refusal(written(tmp_path / name, data), read)
        assert word in error.es, name
        assert str(tmp_path / name) in error.es
    refusal(tmp_path / "falta.pdf", read)


@pytest.mark.slow
def test_a_scanned_page_is_counted_and_shown(held_pdf: HeldPdf) -> None:
    scan, page, stamped = Page(), Page(), Page()
    scan.picture()
    stamped.picture()
    body(page)
    for other in (page, stamped):
        other.text(70, 30, "Escuela Normal")
    held_pdf([page, scan, Page(), stamped, page])


def test_an_item_over_a_page_break_is_one_block_where_it_begins(pages: tuple[Page, Page], held_pdf: HeldPdf) -> None:
    one, two = pages
    for number, page in enumerate((one, two), start=1):
        page.text(70, 40, "Programa de estudios del módulo", size=8)
        page.text(500, 810, f"Página {number} de 2", size=8)
    body(one, 400)
    one.text(80, 740, "c) Emplear herramientas y lenguajes específicos, siguiendo las especificaciones del caso, para")
    two.text(94, 100, "desarrollar componentes multimedia.")
    two.text(80, 130, "d) Evaluar servicios.")
    held_pdf([one, two])


def test_headings_come_from_bookmarks_by_title_and_page(pages: tuple[Page, Page], held_pdf: HeldPdf) -> None:
    one, two = pages
    one.text(70, 100, "1.  Contextualización", size=14)
    one.text(70, 140, "2. Objetivos generales del módulo", size=10)
    body(one)
    two.text(70, 100, "2 – Objetivos generales", size=14)
    two.text(70, 140, "2.1. Una línea con número y mayúscula que no es un título")
    two.text(70, 160, "EN MAYÚSCULAS", size=10)
    two.lines(70, 200, "Análisis de las pruebas iniciales y adecuación de los", "contenidos por grupos", font="bold")
    two.text(70, 240, "Algo en negritas", font="bold")
    body(two)
    marks = [
        ("Contextualización", 1, 1),
        ("Objetivos generales.", 1, 2),
        ("2.1 Análisis de las pruebas iniciales y adecuación de los contenidos por grupos", 2, 2),
    ]
    held_pdf([one, two], bookmarks=marks)


@pytest.mark.parametrize("matrix", [False, True], ids=["font size", "size in the matrix"])
def test_headings_without_bookmarks_come_from_size_and_weight(matrix: bool, page: Page, held_pdf: HeldPdf) -> None:
    page.text(70, 60, "Programa de la asignatura", size=16, matrix=matrix)
    page.text(70, 100, "1. Objetivos", size=10, font="bold", matrix=matrix)
    page.text(70, 120, "1.1. Generales", size=10, font="bold", matrix=matrix)
    page.text(70, 140, "3. Recibe los materiales", matrix=matrix)
    page.text(70, 160, "TEMARIO", matrix=matrix)
    page.text(70, 180, "[RA1] Selecciona herramientas.", font="bold", matrix=matrix)
    page.lines(70, 600, *["Texto corrido que llena los renglones de la hoja sin otro fin."] * 5, matrix=matrix)
    held_pdf([page])


def test_a_table_of_contents_is_contents(held_pdf: HeldPdf) -> None:
    page, *rest = [Page() for _ in range(4)]
    page.text(70, 60, "Índice", font="bold", size=14)
    page.text(70, 90, "1. Contexto")
    page.text(500, 90, "2")
    for y, title in ((110, "1.1. Marco"), (130, "1.2. Perfil"), (150, "1.3. Grupo")):
        page.text(90, y, f"{title} . . . . . . . . . . . . . . . . . . . . . . . . . 3")
    page.text(70, 300, "• Redes sociales...")
    for other in rest:
        body(other)
    held_pdf([page, *rest])


def rows_page(y: float, rows: list[tuple[str, str]], *, each: bool) -> Page:
    """A table with a header; `each` row with its own rules, as browsers and word processors draw them."""
    page, texts = Page(), [("Criterio", "Peso"), *rows]
    if each:
        for number, row in enumerate(texts):
            page.table([70, 300, 400], y + 20 * number, [row], header=not number)
    else:
        page.table([70, 300, 400], y, texts)
    return page


@pytest.mark.parametrize("each", [True, False])
def test_a_header_that_a_table_repeats_on_every_page_is_no_running_one(each: bool, held_pdf: HeldPdf) -> None:
    first = rows_page(600, [("Mide el contorno.", "10 %")], each=each)
    body(first, 60)
    rows = [(f"Corta la pieza {n}.", f"{n} %") for n in range(10, 40)]
    pages = [first, *(rows_page(60, rows[start : start + 10], each=each) for start in (0, 10, 20))]
    for number, page in enumerate(pages, start=1):
        page.text(280, 800, f"Página {number} de 4")
    held_pdf(pages)


def test_a_table_that_stands_upon_another_is_one_of_its_own(page: Page, held_pdf: HeldPdf) -> None:
    """A form, and below its last rule the grid of units, as technological universities set them."""
    page.table([70, 220, 520], 100, [("Objetivo", "El alumno coserá un cuello."), ("Horas", "30")], header=False)
    rows = [("Unidades", "Teóricas", "Prácticas"), ("I. Patrones", "5", "10"), ("II. Costuras", "5", "10")]
    page.table([70, 350, 430, 520], 140, rows)
    body(page, 300)
    held_pdf([page])


@pytest.mark.parametrize("aligned", [False, True])
def test_lists_in_two_columns_are_no_rows_of_a_table(aligned: bool, page: Page, held_pdf: HeldPdf) -> None:
    """Lines of two columns seldom meet; where all of them do, they are the cells of a table without rules."""
    page.text(70, 60, "Programa de la asignatura de principio a fin, con su título de lado a lado de la hoja", size=11)
    left = [f"Mide la pieza {n}" for n in range(9)] + ["La primera columna lleva un texto que la llena."]
    right = [f"Corta el molde {n}" for n in range(9)] + ["La otra columna lleva un texto que la llena."]
    for number, (one, other) in enumerate(zip(left, right, strict=True)):
        page.text(70, 100 + 14 * number, one)
        page.text(330, 100 + (14 if aligned else 17) * number, other)
    held_pdf([page])


def test_a_table_within_one_of_two_columns_is_read_in_its_column(page: Page, tmp_path: Path) -> None:
    """A provider's leaflet: the table of facts stands left, that of grades right, and lists go on beside them."""
    wide = "y la deja lista para la siguiente operación"
    left = page.lines(50, 60, *(f"Mide la pieza {n} {wide}" for n in range(6)), leading=14)
    page.table([50, 150, 280], left, [("Duración", "12 horas"), ("Cupo", "20 personas")], header=False)
    page.lines(50, left + 60, *(f"Traza la pieza {n} {wide}" for n in range(6)), leading=14)
    right = page.lines(320, 65, *(f"Corta el molde {n} {wide}" for n in range(8)), leading=14)
    page.table([320, 420, 550], right, [("Aspecto", "Valor"), ("Examen", "40 %")], header=False)
    page.lines(320, right + 60, *(f"Cose el cuello {n} {wide}" for n in range(6)), leading=14)
    order = "Mide|Duración|Cupo|Traza|Corta|Aspecto|Examen|Cose"
    words = re.findall(order, read(write_pdf(tmp_path / "a.pdf", [page])).text)
    assert [word for word, _ in groupby(words)] == order.split("|")


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_boxes_are_measured_on_the_page_as_shown(rotate: int, held_pdf: HeldPdf) -> None:
    page = Page(rotate=rotate, media_box=(10, 20, 605, 862))
    cos, sin = {0: (1, 0), 90: (0, 1), 180: (-1, 0), 270: (0, -1)}[rotate]
    x, y = {0: (80, 762), 90: (110, 90), 180: (535, 120), 270: (505, 792)}[rotate]
    page.raw(f"BT /plain 10 Tf {cos} {sin} {-sin} {cos} {x} {y} Tm (Gestionar servidores) Tj ET")
    held_pdf([page])


def test_a_diagonal_watermark_is_left_out_and_counted(page: Page, held_pdf: HeldPdf) -> None:
    page.raw("BT /bold 60 Tf 0.7 0.7 -0.7 0.7 100 200 Tm (BORRADOR) Tj ET")
    body(page)
    held_pdf([page])


def test_a_paragraph_goes_on_in_the_next_column_and_on_the_next_page(
    pages: tuple[Page, Page], held_pdf: HeldPdf
) -> None:
    one, two = pages
    full = "cada renglón llena su columna del todo aquí"
    for number in range(6):
        one.text(70, 640 + 12 * number, f"{full} {'abcdef'[number]}")
        one.text(310, 640 + 12 * number, f"{full} {'ghijkl'[number]}")
    two.lines(70, 60, f"{full} {full} m", f"{full} {full} n", "y termina.")
    held_pdf([one, two])


def test_cells_side_by_side_without_rules_are_not_interleaved(page: Page, held_pdf: HeldPdf) -> None:
    page.text(70, 100, "1")
    page.lines(130, 100, "Modelos de proceso y métodos", "de la industria")
    page.lines(330, 100, "Lectura del capítulo y de", "los ejercicios")
    page.rows((70, 130, 330), 124, [("2", "Requisitos", "Práctica")], header=False)
    body(page, 400)
    held_pdf([page])


def test_a_tex_accent_and_its_letter_are_one(page: Page, held_pdf: HeldPdf) -> None:
    page.raw("BT /plain 10 Tf 70 700 Td [(Programaci) 0 (\xb4) 333 (on)] TJ ET")
    held_pdf([page])


def test_a_symbol_fonts_bullet_is_a_bullet(page: Page, held_pdf: HeldPdf) -> None:
    page.raw("BT /dingbats 10 Tf 70 742 Td (n) Tj ET")
    page.text(90, 100, "Conocer la norma")
    held_pdf([page])


@pytest.mark.parametrize(("title", "found"), [("Microsoft Word - Plan 2020", "Plan 2020"), ("plan.docx", "")])
def test_the_title_is_no_file_name(title: str, found: str, page: Page, held_pdf: HeldPdf) -> None:
    page.text(70, 60, "Objetivos", size=14, font="bold")
    body(page)
    held_pdf([page], title=title)


@pytest.mark.parametrize("ruled", [True, False], ids=["a rule under each row", "three rules"])
def test_a_table_with_level_rules_only(ruled: bool, page: Page, held_pdf: HeldPdf) -> None:
    rows = [("Semana", "Tema"), ("1", "Neumática"), ("2", "Hidráulica"), ("3", "Controladores")]
    for y in [100, 120, 140, 160, 180] if ruled else [100, 120, 180]:
        page.rule(70, y, 400, y)
    page.rows((75, 160), 114, rows)
    body(page)
    held_pdf([page])


def test_a_row_over_the_page_in_which_one_cell_goes_on_and_the_other_begins_a_list(
    pages: tuple[Page, Page], held_pdf: HeldPdf
) -> None:
    xs = [70, 200, 400]
    pages[0].table(xs, 700, [("Competencias", "Actividades"), ("Protege el acceso.", "Discutir casos y")])
    pages[1].table(xs, 60, [("Otras:", "redactar un ensayo."), ("Prueba el servicio.", "Anotar cada falla.")])
    body(pages[0], 300)
    held_pdf(pages)


def test_a_guide_as_a_browser_prints_it(held: Held) -> None:
    """Written by the project: guia-docente.html, printed by Chromium (--no-pdf-header-footer)."""
    held(read(Path(__file__).parent / "data/pdf/guia-docente.pdf"))


def test_numbered_chapters_stand_side_by_side_above_larger_type_between_them(page: Page, tmp_path: Path) -> None:
    said = ("Temario", "Competencias", "Previas", "Prácticas")
    y = page.lines(60, 60, "Encuadernación", font="bold", size=16)
    for number, name in enumerate(said, start=1):
        y = page.lines(60, y + 20, f"{number}. {name}", font="bold", size=11)
        y = page.lines(60, y + 10, f"Parte de {name.lower()}", font="bold", size=13)
        y = page.lines(60, y + 10, "El alumno cose el lomo de un libro con hilo encerado.", "Corta cartón a escuadra.")
    blocks = [b for b in read(write_pdf(tmp_path / "a.pdf", [page])).blocks if b.kind == "heading"]
    assert [block.level for block in blocks] == [1, *[2, 3] * 4]


def test_labels_beside_their_text_stand_before_it(page: Page, held_pdf: HeldPdf) -> None:
    """As occupational standards of the UK are set, without rules; a label of two lines is one."""
    parts = {
        ("Overview",): ["This standard is about pests in grain that is stored on farms,", "in silos and in sheds."],
        ("Performance", "criteria"): ["1. inspect the store", "2. set traps", "3. treat the walls"],
        ("Knowledge and", "understanding"): ["1. how warmth affects insects", "2. legal limits on residues"],
        ("Version",): ["Third edition"],
    }
    y = 90.0
    for label, lines in parts.items():
        page.lines(60, y, *label, font="bold")
        y = page.lines(180, y, *lines) + 14
    held_pdf([page])


@pytest.mark.slow
def test_the_didactic_programme(shared: Path) -> None:
    document = read(shared / "data/documents/programacion-didactica-desarrollo-web-servidor.pdf")
    items = [document.text[b.start : b.end] for b in document.blocks if b.kind == "item" and 6 <= (b.page or 0) <= 11]
    assert sum(block.kind == "heading" for block in document.blocks) == 36
    criteria = Counter(text[2] for text in items if re.match(r"CE\d\.[a-h]\) Se ha", text))
    assert criteria == dict(zip("123456789", (7, 8, 7, 6, 8, 7, 8, 7, 8), strict=True))
    assert len([text for text in items if re.match(r"\[RA\d\] ", text)]) == 9
    assert "perso-nales" not in document.text
    assert {b.cell.table for b in document.blocks if b.cell} == {0, 1, 2, 3}
