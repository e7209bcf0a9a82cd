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
