"""HTML: structure, character sets, merged cells, and that the page's own text is not lost with its menus."""

from pathlib import Path

import pytest

from corpora import Document
from corpora.readers import read

PROSE = (
    "El módulo forma técnicos capaces de soldar piezas de acero al carbono en todas las posiciones, según las normas "
    "de la industria y con las medidas de seguridad que cada proceso exige. "
)


def page(
    tmp_path: Path, body: str | bytes, head: str = "<title>Guía docente</title>", name: str = "p.html"
) -> Document:
    path = tmp_path / name
    if isinstance(body, str):
        body = f"<!doctype html><html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>".encode()
    path.write_bytes(body)
    return read(path)


def shown(document: Document) -> list[tuple[str, int, str]]:
    return [(block.kind, block.level, document.text[block.start : block.end]) for block in document.blocks]


def test_headings_lists_and_inline_markup_are_read_in_order(tmp_path: Path) -> None:
    document = page(
        tmp_path,
        f"<h1>Guía de <em>Soldadura</em></h1><p>{PROSE}</p><h3>Resultados</h3>"
        "<ol type=a start=3><li>Inter<b>preta</b> planos.<li><p>Prepara equipos.</p><ul><li>Antorcha</ul>"
        "<li value=14>Suelda.</ol><ul><li>1.1 Recibe<li>– Propio</ul>",
    )
    assert document.title == "Guía docente"
    assert document.format == "html"
    assert shown(document) == [
        ("heading", 1, "Guía de Soldadura"),
        ("paragraph", 0, PROSE.strip()),
        ("heading", 3, "Resultados"),
        ("item", 1, "c. Interpreta planos."),
        ("item", 1, "d. Prepara equipos."),
        ("item", 2, "• Antorcha"),
        ("item", 1, "n. Suelda."),
        ("item", 1, "• 1.1 Recibe"),
        ("item", 1, "– Propio"),
    ]


def test_breaks_part_items_but_not_a_sentence(tmp_path: Path) -> None:
    document = page(tmp_path, f"<p>{PROSE}</p><p>a) Se ha medido<br>b) Se ha pesado con<br>la balanza.</p>")
    assert [text for _, _, text in shown(document)[1:]] == ["a) Se ha medido", "b) Se ha pesado con la balanza."]


def test_merged_cells_stand_once_under_their_headers(tmp_path: Path) -> None:
    document = page(
        tmp_path,
        f"<p>{PROSE}</p><table><tr><th rowspan=2>Tema</th><th colspan=2>Horas</th></tr>"
        "<tr><th>Teoría</th><th>Taller</th></tr>"
        "<tr><td rowspan=2><p>Proceso MIG</p><ul><li>Gas</ul></td><td>20</td><td>4</td></tr>"
        "<tr><td colspan=2>30</td></tr></table>",
    )
    cells = [(document.text[b.start : b.end], b.cell) for b in document.blocks if b.cell]
    assert [(t, c.row, c.column, c.header, c.is_header) for t, c in cells] == [
        ("Tema", 0, 0, "", True),
        ("Horas", 0, 1, "", True),
        ("Teoría", 1, 1, "", True),
        ("Taller", 1, 2, "", True),
        ("Proceso MIG", 2, 0, "Tema", False),
        ("• Gas", 2, 0, "Tema", False),
        ("20", 2, 1, "Horas / Teoría", False),
        ("4", 2, 2, "Horas / Taller", False),
        ("30", 3, 1, "Horas / Teoría", False),
    ]


def test_a_layout_table_is_no_table(tmp_path: Path) -> None:
    document = page(tmp_path, f"<table><tr><td><h2>Objetivos</h2><p>{PROSE}</p></td><td>Lado</td></tr></table>")
    assert {block.kind for block in document.blocks} == {"heading", "paragraph"}


def test_menus_and_hidden_parts_go_and_are_counted(tmp_path: Path) -> None:
    document = page(
        tmp_path,
        "<nav><ul><li><a href=/>Inicio</a><li><a href=/g>Grados</a></ul></nav>"
        f"<main><h1>Soldadura</h1><p>{PROSE}</p><p>{PROSE[::-1]}</p>"
        "<div style='display: none'><p>secreto</p></div></main>"
        "<script>var x = 1</script><footer>Aviso legal</footer>",
    )
    assert [text for _, _, text in shown(document)] == ["Soldadura", PROSE.strip(), PROSE[::-1].strip()]
    assert [(entry.what, entry.why.en[-3:]) for entry in document.skipped] == [
        ("nav, footer, aside", " 3."),
        ("hidden", " 1."),
    ]


def test_what_the_extraction_leaves_out_within_the_text_is_kept(tmp_path: Path) -> None:
    items = "".join(f"<div><span class=teaser>Tema {number}: soldadura de tubos</span></div>" for number in range(8))
    document = page(tmp_path, f"<div class=sidebar><p>{PROSE}</p>{items}<p>{PROSE}</p></div>")
    assert sum("soldadura de tubos" in text for _, _, text in shown(document)) == 8


@pytest.mark.parametrize(
    ("declared", "charset"),
    [
        ("iso-8859-1", "cp1252"),
        ("windows-1252", "cp1252"),
        ("utf-8", "utf-8"),
        ("utf-8", "cp1252"),
        ("x-none", "cp1252"),
    ],
)
def test_the_character_set_is_what_the_bytes_are(tmp_path: Path, declared: str, charset: str) -> None:
    text = "Diseño de la producción: «año» – evaluación"
    document = page(
        tmp_path, f"<html><head><meta charset='{declared}'></head><body><p>{text}</p></body></html>".encode(charset)
    )
    assert document.text == text


def test_deeply_nested_elements_are_read_and_a_page_cut_off_by_the_parser_says_so(tmp_path: Path) -> None:
    assert page(tmp_path, "<div>" * 900 + "<p>Suelda tubos.</p>" + "</div>" * 900).text == "Suelda tubos."
    document = page(tmp_path, "<p>Suelda tubos.</p>" + "<div>" * 3000 + "<p>Perdido.</p>")
    assert document.text == "Suelda tubos."
    assert [entry.what for entry in document.skipped] == ["html"]


def test_a_bold_paragraph_is_a_heading(tmp_path: Path) -> None:
    document = page(tmp_path, f"<h2>Unidad</h2><p><b>Contenidos</b></p><p>{PROSE}</p><p><b>Nota</b> aparte</p>")
    assert [(kind, level) for kind, level, _ in shown(document)] == [
        ("heading", 2),
        ("heading", 3),
        ("paragraph", 0),
        ("paragraph", 0),
    ]
