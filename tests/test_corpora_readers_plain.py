"""Markdown and plain text: character sets, any text; structure: `data/blocks`."""

import re
import unicodedata
from pathlib import Path

import pytest
from files import written
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from reading import table, texts

from corpora import Document, InputError
from corpora.readers import read, reader
from corpora.split import split_document
from mapper.catalogues.batch.tables import Row, document


def document_of(tmp_path: Path, content: str | bytes, name: str = "programa.md") -> Document:
    return read(written(tmp_path / name, content))


UTF_8, LATIN = "Mecánico automotriz.\n\n", "Diagnóstico eléctrico, año tras año.\n\n"


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        (UTF_8.encode() + LATIN.encode("cp1252") * 9, 1),
        (UTF_8.encode() * 9 + LATIN.encode("cp1252"), 1),
        (UTF_8.encode() * 9 + LATIN.encode("cp1252") * 3, 3),
    ],
)
def test_lines_in_another_encoding_are_read_in_their_own_and_told(data: bytes, lines: int, tmp_path: Path) -> None:
    document = document_of(tmp_path, data, "programa.txt")
    assert {block for block in document.text.split("\n") if block} == {UTF_8.strip(), LATIN.strip()}
    (skipped,) = document.skipped
    assert f"another encoding than the rest, read in their own: {lines}." in skipped.why.en


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1"])
def test_character_sets_of_spanish_texts(tmp_path: Path, charset: str) -> None:
    text = "El alumno diseñará la producción según el año, con evaluación y acción «crítica»."
    assert document_of(tmp_path, text.encode(charset), "a.txt").text == text


def test_a_broken_byte_is_counted_and_does_not_change_the_encoding(tmp_path: Path) -> None:
    text = "diseño, producción, año, evaluación, acción, país"
    document = document_of(tmp_path, text.encode() + b" \xff fin", "a.txt")
    assert document.text == f"{text} fin"
    assert [(entry.what, entry.why.en[-2:]) for entry in document.skipped] == [("utf-8", "1.")]


LINE = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    lines=st.lists(LINE | st.sampled_from(["", "# x", "- a", "1) b", "a) c", "| a | b |", "|--|--|", "```", "<p>"])),
    suffix=st.sampled_from([".md", ".txt"]),
)
@example(lines=["\U0002fffe"], suffix=".txt")
@example(lines=["# x", "<p>HTML within Markdown", "<!-- and a remark -->"], suffix=".md")
@example(lines=["> "], suffix=".md")
def test_offsets_hold_for_any_text(tmp_path: Path, lines: list[str], suffix: str) -> None:
    path = written(tmp_path / f"cualquiera{suffix}", "\n".join(lines))
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


@pytest.mark.parametrize("stop", [".", ""])
def test_lines_that_each_say_something_are_not_one_paragraph_and_wrapped_ones_are(stop: str, tmp_path: Path) -> None:
    said = ["Trabaja la masa hasta el punto de ventana", "Vigila la fermentación en la cámara", "Hornea con vapor"]
    text = "\n".join(f"{line}{stop}" for line in said)
    assert texts(document_of(tmp_path, f"Panadería\n\n{text}\n", "a.txt"), "paragraph")[-3:] == text.splitlines()
    row = Row("1", "Panadería", "<ul>" + "".join(f"<li>{line}</li>" for line in said) + "</ul>Pan &amp; sal<br>")
    assert [text.removeprefix("• ") for text in document(row).text.splitlines()] == ["Panadería", *said, "Pan & sal"]
    wrapped = f"{said[0]} y\nvigila la fermentación en la cámara, que\nha de estar templada."
    assert texts(document_of(tmp_path, wrapped, "b.txt"), "paragraph") == [" ".join(wrapped.split())]


def test_a_text_called_markdown_that_has_none_is_read_by_its_lines(tmp_path: Path) -> None:
    text = "Objetivo general\nEl alumno coloca el arnés.\n\nUnidad I. Alturas\n1.1 Arnés\n\nEvaluación\n- Examen\n"
    plain, called = (read(written(tmp_path / f"programa{suffix}", text)) for suffix in (".txt", ".md"))
    assert table(plain) == table(called)
    for marked in ("*Nota:* uno\ndos", "Título\n===\nuno\ndos", "> uno\ndos", "<b>uno</b>\ndos"):
        assert len(read(written(tmp_path / "programa.md", marked)).blocks) < len(marked.split("\n"))


def test_a_page_that_is_made_of_its_front_matter_is_read_by_it(tmp_path: Path) -> None:
    """Some sites keep a course whole in the fields of its page, and nothing stands below them."""
    path = tmp_path / "curso.md"
    fields = "title: Automatismos\ndescription: Aprenda a armar tableros\n  de control.\n"
    fields += "contenido:\n  - Sensores\n  - Arranque\n    directo\n"
    path.write_text(f"---\n{fields}---\n", encoding="utf-8")
    document = read(path)
    assert document.title == "Automatismos"
    assert not document.skipped
    found = {passage.text: passage.section for passage in split_document(document).passages}
    assert found["Sensores"] == found["Arranque directo"] == ("contenido",)
    assert any("armar tableros de control" in text for text in found)
    path.write_text(f"---\n{fields}---\nLo que sigue.\n", encoding="utf-8")
    assert [one.what for one in read(path).skipped] == ["front matter"]


def test_underlines_tell_levels_of_headings_and_indents_those_of_items(tmp_path: Path) -> None:
    text = (
        "Riego\n=====\n\nBombas\n------\n\nPurga\n~~~~~\n\nEQUIPO\n\n"
        "- Bomba\n  - Sello\n      - Resorte\n  - Rotor\n- Filtro\n"
    )
    blocks = document_of(tmp_path, text, "programa.txt").blocks
    assert [(block.kind, block.level) for block in blocks] == [
        *(("heading", level) for level in (1, 2, 3)),
        ("paragraph", 0),  # where headings are underlined, capitals make none
        *(("item", level) for level in (1, 2, 3, 2, 1)),
    ]
