"""HTML: character sets and deep nesting; structure, and what is no text of the page: `data/blocks`."""

from pathlib import Path

import pytest
from files import written

from corpora import Document
from corpora.readers import read


def page(tmp_path: Path, content: str | bytes) -> Document:
    return read(written(tmp_path / "p.html", content))


@pytest.mark.parametrize(
    ("declared", "charset"),
    [(said, "cp1252") for said in ("iso-8859-1", "windows-1252", "utf-8", "x-none")] + [("utf-8", "utf-8")],
)
def test_the_character_set_is_what_the_bytes_are(tmp_path: Path, declared: str, charset: str) -> None:
    text = "Diseño de la producción: «año» – evaluación"
    content = f"<html><head><meta charset='{declared}'></head><body><p>{text}</p></body></html>"
    assert page(tmp_path, content.encode(charset)).text == text


def test_deeply_nested_elements_are_read_and_a_page_cut_off_by_the_parser_says_so(tmp_path: Path) -> None:
    deep = page(tmp_path, b"<html>" + b"<div>" * 900 + b"<p>Suelda tubos.</p>" + b"</div>" * 900)
    assert deep.text == "Suelda tubos."
    document = page(tmp_path, b"<html><p>Suelda tubos.</p>" + b"<div>" * 3000 + b"<p>Perdido.</p>")
    assert document.text == "Suelda tubos."
    assert [entry.what for entry in document.skipped] == ["html"]


def test_an_aside_that_tells_of_the_course_at_length_is_read(tmp_path: Path) -> None:
    told = "El egresado cose el lomo de un libro con hilo encerado, corta cartón a escuadra y dora los cantos. " * 4
    notice = "<aside><p>Inscripciones abiertas hasta el viernes.</p></aside>"
    links = "<aside>" + "".join(f"<p><a href=/{n}>{n} {told}</a></p>" for n in range(3)) + "</aside>"
    own = f"<aside><h2>Descripción de la carrera</h2><p>{told}</p></aside>"
    rest = "<h2>Módulos</h2><p>" + "Prepara pliegos y los ordena según el plan del libro. " * 9 + "</p>"
    found = page(tmp_path, f"<meta charset=utf-8>{notice}{own}{rest}{links}".encode())
    assert found.text.splitlines()[0] == "Descripción de la carrera"
    assert found.text.count("dora los cantos") == 4
    assert "Inscripciones" not in found.text
