"""PDF documents: lines to blocks, headings, running lines, what cannot be read."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from pdf_writer import Page, write_pdf

from corpora import Block, Document, InputError
from corpora.readers.pdf import read


def texts(document: Document, kind: str = "") -> list[str]:
    return [document.text[block.start : block.end] for block in document.blocks if kind in ("", block.kind)]


def block(document: Document, beginning: str) -> Block:
    return next(b for b in document.blocks if document.text[b.start : b.end].startswith(beginning))


def body(page: Page, y: float = 600) -> None:
    """Some plain text, so that the usual size and weight are known."""
    page.lines(
        70, y, *["Texto corrido que llena los renglones de la hoja con palabras sencillas y sin otro fin aquí."] * 5
    )


def test_wrapped_lines_make_one_block_with_page_and_box(tmp_path: Path) -> None:
    page = Page()
    page.lines(
        70,
        100,
        "La formación contribuye a alcanzar las competencias profesionales, persona-",
        "les y sociales que se relacionan a continuación en este mismo lugar y orden:",
    )
    page.lines(80, 140, "a) Gestionar servidores adaptando su configuración en cada caso para permitir")
    page.lines(94, 152, "el despliegue.", "")
    page.lines(80, 164, "b) Integrar contenidos.")
    document = read(write_pdf(tmp_path / "plan.pdf", [page]))
    assert texts(document) == [
        "La formación contribuye a alcanzar las competencias profesionales, personales y sociales que se relacionan "
        "a continuación en este mismo lugar y orden:",
        "a) Gestionar servidores adaptando su configuración en cada caso para permitir el despliegue.",
        "b) Integrar contenidos.",
    ]
    assert [b.kind for b in document.blocks] == ["paragraph", "item", "item"]
    item = document.blocks[1]
    assert item.page == 1
    assert item.box is not None
    left, top, right, bottom = item.box
    assert (round(left), round(top), round(bottom)) == (80, 132, 154)
    assert 400 < right < 500


def test_the_didactic_programme(shared: Path) -> None:
    document = read(shared / "data/documents/programacion-didactica-desarrollo-web-servidor.pdf")
    items = [(b.page or 0, document.text[b.start : b.end]) for b in document.blocks if b.kind == "item"]
    assert len(texts(document, "heading")) == 36
    criteria = [text for page, text in items if 6 <= page <= 11 and re.match(r"CE\d\.[a-h]\) Se ha", text)]
    assert Counter(text[2] for text in criteria) == dict(zip("123456789", (7, 8, 7, 6, 8, 7, 8, 7, 8), strict=True))
    assert len([text for page, text in items if 6 <= page <= 11 and re.match(r"\[RA\d\] ", text)]) == 9
    section = document.text[document.text.index("1.3. Perfil profesional\n") :]
    assert len(re.findall(r"(?m)^[a-zñ]\) ", section[: section.index("\n1.4. ")])) == 11
    section = section[section.index("\n2. Objetivos generales\n") :]
    assert len(re.findall(r"(?m)^[a-zñ]\) ", section[: section.index("\n3. ")])) == 14


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
        path = tmp_path / name
        path.write_bytes(data)
        with pytest.raises(InputError, match=name) as caught:
            read(path)
        assert word in caught.value.es, name
        assert "\n" not in caught.value.es + caught.value.en
        assert str(path) in caught.value.es
    with pytest.raises(InputError):
        read(tmp_path / "falta.pdf")


def test_a_scanned_page_is_counted_and_shown(tmp_path: Path) -> None:
    scan = Page()
    scan.picture()
    page = Page()
    body(page)
    document = read(write_pdf(tmp_path / "a.pdf", [page, scan, Page(), page]))
    assert document.pages == 4
    assert document.unreadable_pages == (2,)
    assert any("2" in skipped.why.es for skipped in document.skipped if skipped.what == "pages")
